//! Stores in the lab: what scripts give, what stays between them, and what the walls refuse.

#![expect(clippy::unwrap_used, reason = "a test may end where the lab does not start")]

use std::{fmt::Write as _, path::PathBuf};

use backlab::{
    lab::{
        Cancel, Limits, Machine,
        script::{Constraint, Kind, Problem, Script},
        store::{DID_MAX, Data, Engine, Job, Keep, Opening, Ran, StoreId, StoreLab},
    },
    trace::{Stop, What},
};

const USERS: &str = r#"{ "users": [
    { "_id": 1, "name": "Amara", "age": 31, "tags": ["a", "b"] },
    { "_id": 2, "name": "Ravi", "age": { "$numberLong": "9007199254740993" }, "at": { "$date": "2026-01-01T00:00:00Z" } }
], "empty": [] }"#;

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn start(engine: Engine, limits: &Limits) -> StoreLab {
    StoreLab::start(&machine(), engine, limits, &Cancel::new()).unwrap()
}

fn still(data: Data<'_>) -> Opening<'_> {
    Opening { still_at_ms: Some(1_767_258_000_000), seed: Some(1), database: Some("shop"), data }
}

fn users() -> (StoreLab, StoreId) {
    let mut lab = start(Engine::Documents, &Limits::default());
    let data = Data::Collections(Script { file: "shown.json", text: USERS });
    let store = lab.open(&still(data)).unwrap();
    (lab, store)
}

fn cache() -> (StoreLab, StoreId) {
    let mut lab = start(Engine::Cache, &Limits::default());
    let store = lab.open(&still(Data::Nothing)).unwrap();
    (lab, store)
}

fn run(lab: &mut StoreLab, store: StoreId, text: &str, keep: Keep) -> Ran {
    let script = Script { file: "a.script", text };
    lab.run(&Job { valued: true, ..Job::new(store, script, keep) })
}

/// What each statement printed, then the problem.
fn told(ran: &Ran) -> String {
    let mut text = String::new();
    for statement in &ran.statements {
        let _ = writeln!(text, "{}", statement.shown);
    }
    if let Some(problem) = &ran.problem {
        text.push_str(&problem.show());
    }
    text
}

#[track_caller]
fn check(engine: Engine, text: &str, expected: &str) {
    let (mut lab, store) = if engine == Engine::Documents { users() } else { cache() };
    assert_eq!(told(&run(&mut lab, store, text, Keep::Changes)), expected, "{text}");
}

#[test]
fn a_data_set_is_what_its_types_say() {
    check(
        Engine::Documents,
        "db.getName()\ndb.users.find()\ndb.empty.countDocuments()\nshow collections",
        "shop\n[\n  { _id: 1, name: 'Amara', age: 31, tags: [ 'a', 'b' ] },\n  {\n    _id: 2,\n    \
         name: 'Ravi',\n    age: Long('9007199254740993'),\n    at: \
         ISODate('2026-01-01T00:00:00.000Z')\n  }\n]\n0\nempty\nusers\n",
    );
}

#[test]
fn a_mistake_has_its_place_and_its_hint_and_ends_the_script() {
    check(
        Engine::Documents,
        "db.users.countDocuments()\ndb.users.insrtOne({})\ndb.users.countDocuments()",
        "2\na.script:2:10: TypeError: db.users.insrtOne is not a function\n    \
         db.users.insrtOne({})\n             ^^^^^^^^\n  did you mean `insertOne`?\n",
    );
    check(
        Engine::Cache,
        "SET a 1\nGET \"a\nGET a",
        "OK\na.script:2:5: Invalid argument(s)\n    GET \"a\n        ^^\n  close the quote, and put a \
         space behind it\n",
    );
}

#[test]
fn an_error_reply_of_redis_ends_nothing() {
    check(
        Engine::Cache,
        "SET a x\nINCR a\nGET a",
        "OK\n(error) ERR value is not an integer or out of range\n\"x\"\n",
    );
}

#[test]
fn a_rule_that_refuses_is_told_from_other_errors() {
    let (mut lab, store) = users();
    let kind = |lab: &mut StoreLab, text: &str| {
        let ran = run(lab, store, text, Keep::Nothing);
        let Some(Problem::Wrong(error)) = ran.problem else { panic!("{ran:?}") };
        error.kind
    };
    let unique = Kind::Constraint(Constraint::Unique);
    assert_eq!(kind(&mut lab, "db.users.insertOne({ _id: 1 })"), unique);
    assert_eq!(kind(&mut lab, "db.users.createIndex({ city: 1 }, { unique: true })"), unique);
    let validator =
        "db.createCollection('v', { validator: { a: { $gt: 1 } } })\nv = db.v.insertOne({ a: 0 })";
    assert_eq!(kind(&mut lab, validator), Kind::Constraint(Constraint::Check));
    assert_eq!(kind(&mut lab, "db.users.updateOne({}, { $bogus: 1 })"), Kind::Other);
    assert_eq!(kind(&mut lab, "db.users.updateOne({}, { a: 1 })"), Kind::Meaning);
    assert_eq!(kind(&mut lab, "db.users.find({"), Kind::Syntax);
    assert_eq!(kind(&mut lab, "users.find()"), Kind::Missing);
}

#[test]
fn what_runs_on_a_copy_leaves_nothing() {
    let (mut lab, store) = users();
    let count = "db.users.countDocuments()";
    let grown = format!("db.users.insertOne({{}})\nconst n = 1\n{count}");
    assert!(told(&run(&mut lab, store, &grown, Keep::Nothing)).ends_with("3\n"));
    assert_eq!(told(&run(&mut lab, store, count, Keep::Changes)), "2\n");
    assert!(told(&run(&mut lab, store, "n", Keep::Changes)).contains("n is not defined"));
    assert!(told(&run(&mut lab, store, &grown, Keep::Changes)).ends_with("3\n"));
    assert_eq!(told(&run(&mut lab, store, "n", Keep::Changes)), "1\n");
}

#[test]
fn a_clock_that_stands_still_is_moved_and_a_copy_has_its_own() {
    let (mut lab, store) = cache();
    run(&mut lab, store, "SET a 1 EX 10", Keep::Changes);
    let mut ttl = |advance_ms, keep| {
        let script = Script { file: "a", text: "PTTL a" };
        told(&lab.run(&Job { valued: true, advance_ms, ..Job::new(store, script, keep) }))
    };
    assert_eq!(ttl(0, Keep::Changes), "(integer) 10000\n");
    assert_eq!(ttl(9_999, Keep::Nothing), "(integer) 1\n");
    assert_eq!(ttl(4_000, Keep::Changes), "(integer) 6000\n");
    assert_eq!(ttl(6_000, Keep::Changes), "(integer) -2\n");
}

#[test]
fn ids_are_the_same_in_each_run() {
    let made = || {
        let (mut lab, store) = users();
        told(&run(&mut lab, store, "db.users.insertOne({})", Keep::Changes))
    };
    assert!(made().contains("ObjectId('"));
    assert_eq!(made(), made());
}

#[test]
fn a_cursor_gives_all_its_documents_and_shows_twenty() {
    let (mut lab, store) = users();
    let fill = "db.many.insertMany([{},{},{},{},{},{},{},{},{},{},{}])\n".repeat(3);
    run(&mut lab, store, &fill, Keep::Changes);
    let ran = run(&mut lab, store, "db.many.find()", Keep::Changes);
    let statement = ran.last().unwrap();
    assert!(statement.shown.ends_with("Type \"it\" for more"));
    assert_eq!(statement.value.as_ref().unwrap().as_array().unwrap().len(), 33);
    let rest = run(&mut lab, store, "it", Keep::Changes);
    assert_eq!(rest.last().unwrap().value.as_ref().unwrap().as_array().unwrap().len(), 13);
}

#[test]
fn the_recording_says_what_each_command_cost() {
    let (mut lab, store) = users();
    run(&mut lab, store, "db.users.find({ age: 31 })", Keep::Changes);
    run(&mut lab, store, "db.users.updateMany({}, { $set: { a: 1 } })", Keep::Changes);
    let ran: Vec<_> =
        lab.trace()
            .entries
            .iter()
            .filter_map(|entry| {
                if let What::Documents(ran) = &entry.what { Some(ran.clone()) } else { None }
            })
            .collect();
    let [find, update] = &ran[..] else { panic!("{ran:?}") };
    assert_eq!((find.command.as_str(), find.collection.as_str()), ("find", "users"));
    assert_eq!((find.documents_examined, find.returned, find.changed), (2, 1, None));
    assert_eq!(find.plan, "COLLSCAN");
    assert_eq!((update.command.as_str(), update.changed), ("update", Some(2)));
    assert_eq!(update.text, "db.users.updateMany({}, { $set: { a: 1 } })");
}

#[test]
fn a_command_without_an_end_is_stopped_and_the_lab_lives() {
    let limits = Limits { turn_ms: 300, ..Limits::default() };
    let mut lab = start(Engine::Documents, &limits);
    let store = lab.open(&still(Data::Nothing)).unwrap();
    let fill = format!("db.n.insertMany([{}])", "{ a: 1 },".repeat(300));
    run(&mut lab, store, &fill, Keep::Changes);
    let lookup = "{ $lookup: { from: 'n', localField: 'a', foreignField: 'a', as: 'b' } }, { $unwind: '$b' }, \
                  { $unset: 'b' },";
    let bomb = format!("db.n.aggregate([{} {{ $count: 'n' }}])", lookup.repeat(6));
    let ran = run(&mut lab, store, &bomb, Keep::Changes);
    let ended = match &ran.problem {
        Some(Problem::Stopped { stop, .. }) => {
            matches!(stop, Stop::Turn { .. } | Stop::Memory { .. })
        }
        Some(Problem::Wrong(error)) => {
            error.message.contains("time limit") || error.message.contains("memory")
        }
        None => false,
    };
    assert!(ended, "{:?}", ran.problem);
}

#[test]
fn data_that_is_none_is_refused_with_its_place() {
    let mut lab = start(Engine::Documents, &Limits::default());
    let mut refused = |text| {
        let data = Data::Collections(Script { file: "shown.json", text });
        lab.open(&still(data)).unwrap_err().show()
    };
    let nothing = refused("{ \"users\": [\n  { \"a\": }\n] }");
    assert!(nothing.starts_with("shown.json:2:"), "{nothing}");
    assert!(refused("[]").contains("the data is no object of collections"));
    assert!(refused("{ \"users\": {} }").contains("`users` is no list of documents"));
    assert!(refused("{ \"users\": [1] }").contains("a member of `users` is no document"));
    let twice = refused("{ \"users\": [{ \"_id\": 1 }, { \"_id\": 1 }] }");
    assert!(twice.contains("E11000"), "{twice}");
    assert!(lab.stopped().is_none());
}

#[test]
fn more_than_a_script_may_give_ends_it() {
    let (mut lab, store) = cache();
    let text = format!("SET a {}\n{}", "x".repeat(100_000), "GET a\n".repeat(20));
    let ran = run(&mut lab, store, &text, Keep::Changes);
    let Some(Problem::Stopped { stop: Stop::Output { .. }, .. }) = &ran.problem else {
        panic!("{:?}", ran.problem)
    };
    assert_eq!(told(&run(&mut lab, store, "STRLEN a", Keep::Changes)), "(integer) 100000\n");
}

#[test]
fn too_many_statements_are_refused_and_the_store_lives() {
    for (engine, line, said) in [
        (Engine::Cache, "PING\n", "the script has too many commands"),
        (Engine::Documents, "1\n", "a script has 10000 statements at most"),
    ] {
        let (mut lab, store) = if engine == Engine::Documents { users() } else { cache() };
        let ran = run(&mut lab, store, &line.repeat(10_000), Keep::Changes);
        assert_eq!((ran.problem, ran.statements.len()), (None, 10_000));
        for count in [10_001, 10_005] {
            let ran = run(&mut lab, store, &line.repeat(count), Keep::Changes);
            let problem = ran.problem.unwrap().message();
            assert!(problem.contains(said), "{problem}");
        }
        assert_eq!(run(&mut lab, store, line, Keep::Changes).problem, None);
    }
}

#[test]
fn one_large_reply_is_cut_and_the_next_command_is_heard() {
    let (mut lab, store) = cache();
    let text = format!("SET a {}\nGET a\nGET k", "x".repeat(600_000));
    let ran = run(&mut lab, store, &text, Keep::Changes);
    assert_eq!(ran.problem, None);
    let shown: Vec<&str> = ran.statements.iter().map(|one| one.shown.as_str()).collect();
    assert!(shown[1].ends_with("..."), "{}", &shown[1][shown[1].len() - 20..]);
    assert_eq!(shown[2], "(nil)");
}

#[test]
fn a_statement_of_many_commands_is_told_in_part_and_done_whole() {
    let mut lab = start(Engine::Documents, &Limits::default());
    let store = lab.open(&still(Data::Nothing)).unwrap();
    let ids: Vec<String> = (0..20_000).map(|id| format!("{{ _id: {id} }}")).collect();
    let text = format!("db.a.insertMany([{}]);", ids.join(","));
    run(&mut lab, store, &text, Keep::Changes);
    let text = format!(
        "db.a.find().forEach((one) => db.b.insertOne({{ _id: one._id, text: '{}' }}));\n\
         db.b.countDocuments()",
        "x".repeat(2_000)
    );
    let ran = run(&mut lab, store, &text, Keep::Changes);
    assert_eq!(ran.problem, None);
    assert_eq!(ran.statements[1].shown, "20000");
    assert_eq!(ran.statements[0].did.len(), DID_MAX);
    assert!(20_000 <= DID_MAX as u64 + ran.statements[0].untold);
    assert_eq!(lab.trace().dropped, ran.statements[0].untold);
}

#[test]
fn a_cursor_over_much_shows_its_first_page_where_its_value_is_too_much() {
    let mut lab = start(Engine::Documents, &Limits::default());
    let store = lab.open(&still(Data::Nothing)).unwrap();
    let document = format!("{{ text: '{}' }}", "x".repeat(400));
    let text = format!("db.a.insertMany([{}]); 0", vec![document; 3_000].join(", "));
    for _ in 0..2 {
        assert_eq!(run(&mut lab, store, &text, Keep::Changes).problem, None);
    }
    let script = Script { file: "a.script", text: "db.a.find()" };
    let shown = lab.run(&Job::new(store, script, Keep::Changes));
    assert_eq!(shown.problem, None);
    assert!(shown.statements[0].shown.ends_with("Type \"it\" for more"));
    assert_eq!(shown.statements[0].value, None);
    let valued = run(&mut lab, store, "db.a.find()", Keep::Changes);
    let Some(Problem::Stopped { stop: Stop::Output { .. }, .. }) = &valued.problem else {
        panic!("{:?}", valued.problem)
    };
}
