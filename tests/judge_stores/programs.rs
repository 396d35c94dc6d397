//! Programs whose stores are filled, and checks that ask these after requests.

use std::{path::PathBuf, sync::mpsc};

use backlab::{
    course::{
        check::{Check, Expected, Gives, StoreTest, Test},
        exercise::{Exercise, Files, LabNeeds},
        sql::{DataSet, Script},
        store::{Speech, Store},
    },
    judge::{Answer, Hidden, Outcome, Verdict, Which, judge},
    lab::{Cancel, Machine},
    trace::What,
};
use serde_json::json;

use crate::{
    smallest::{self, body, http, status, step},
    told,
};

const BEGIN: &str = r#"
const { MongoClient } = require("mongodb");
const { createClient } = require("redis");
const users = new MongoClient("mongodb://localhost:27017").db("shop").collection("users");
const cache = createClient();
const routes = {
  "GET /names": async () => [200, (await users.find().sort({ _id: 1 }).toArray()).map((u) => u.name).join()],
"#;
const END: &str = r#"
};
cache.connect().then(() => {
  require("http").createServer(async (req, res) => {
    const [status, text] = await routes[`${req.method} ${req.url}`]();
    res.writeHead(status).end(text);
  }).listen(3000);
});
"#;

fn server(routes: &str) -> Files {
    Files::from([("server.js".to_owned(), format!("{BEGIN}{routes}{END}").into_bytes())])
}

fn store(texts: [&str; 2], database: Option<&str>) -> Store {
    let set = |name: &str, text: &str| DataSet {
        name: name.into(),
        script: Script { path: format!("data/{name}"), text: text.into() },
    };
    let sets = vec![set("shown", texts[0]), set("other", texts[1])];
    Store { database: database.map(str::to_owned), sets }
}

/// A check of what the requests of the check `add` left in a store.
fn asked(name: &str, query: &str, test: StoreTest) -> Check {
    let query = (!query.is_empty()).then(|| query.to_owned());
    let test = Test::Store(Box::new(StoreTest { query, times: 1, ..test }));
    Check { after: vec!["add".into()], ..smallest::check(name, test) }
}

fn as_solution() -> StoreTest {
    StoreTest { wanted: Gives::AsSolution, ..StoreTest::default() }
}

fn values(paths: &[(&str, serde_json::Value)]) -> StoreTest {
    let path = |(path, value): &(&str, serde_json::Value)| {
        ((*path).to_owned(), Expected::Equals(value.clone()))
    };
    StoreTest { wanted: Gives::Values(paths.iter().map(path).collect()), ..StoreTest::default() }
}

fn exercise(solution: &str, checks: Vec<Check>) -> Exercise {
    let mongo = store(
        [
            r#"{ "users": [{ "_id": 1, "name": "Ada" }, { "_id": 2, "name": "Lin" }] }"#,
            r#"{ "users": [{ "_id": 5, "name": "Zoë" }] }"#,
        ],
        Some("shop"),
    );
    let redis = store(["SET added 5", "SET added 0"], None);
    let lab = LabNeeds {
        mongo: Some(mongo),
        redis: Some(redis),
        still_at_ms: Some(1_767_258_000_000),
        ..LabNeeds::default()
    };
    let mut all = vec![http("add", vec![step("POST /users", status(201))])];
    all.extend(checks);
    Exercise { lab, solution: server(solution), ..smallest::exercise(all) }
}

fn judged(exercise: &Exercise, answer: &Answer) -> Verdict {
    let (steps, _nobody) = mpsc::channel();
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    judge(&machine, exercise, answer, Which::All, &Cancel::new(), &steps)
}

#[track_caller]
fn check(exercise: &Exercise, answers: &[(&str, &str)]) {
    for (routes, expected) in answers {
        let verdict = judged(exercise, &Answer::Files(server(routes)));
        assert_eq!(told(&verdict), *expected, "{routes}");
    }
}

const WRITES: &str = r#""POST /users": async () => {
  await users.insertOne({ name: "Ravi" });
  await cache.incr("added");
  return [201, "made"];
}"#;

#[test]
fn an_answer_of_201_that_writes_nothing_fails_by_what_the_store_holds() {
    let kept = asked("kept", "db.users.find({}, { _id: 0 })", as_solution());
    let counted = StoreTest { speech: Speech::Redis, ..as_solution() };
    let exercise = exercise(WRITES, vec![kept, asked("counted", "GET added", counted)]);
    check(
        &exercise,
        &[
            (WRITES, "pass"),
            (
                r#""POST /users": async () => [201, "made"]"#,
                "kept does not work. on the data set `shown` | documents: 3 / 2 (1 document is missing)",
            ),
            (
                r#""POST /users": async () => {
                    await users.insertOne({ nme: "Ravi" });
                    return [201, ""];
                }"#,
                "kept does not work. on the data set `shown` | documents: 3 / 3 (1 document is missing; 1 document should not be there)",
            ),
            (
                r#""POST /users": async () => {
                    await users.insertOne({ name: "Ravi" });
                    await cache.set("added", 6);
                    return [201, ""];
                }"#,
                "counted does not work. on data that is not shown | reply 1: the right value / another value",
            ),
        ],
    );
}

#[test]
fn what_is_written_after_the_answer_counts_and_a_death_on_the_way_is_told() {
    let kept =
        asked("kept", "db.users.countDocuments({ name: 'Ravi' })", values(&[("$", json!(1))]));
    let exercise = exercise(WRITES, vec![kept]);
    check(
        &exercise,
        &[
            (
                r#""POST /users": async () => {
                    setImmediate(() => users.insertOne({ name: "Ravi" }));
                    return [201, ""];
                }"#,
                "pass",
            ),
            (
                r#""POST /users": async () => {
                    setImmediate(() => { throw new Error("gone"); });
                    return [201, ""];
                }"#,
                "Error: gone on the data set `shown`",
            ),
        ],
    );
}

#[test]
fn each_data_set_fills_the_stores_of_children_of_its_own() {
    let mut shown = http("shown-names", vec![step("GET /names", body("Ada,Lin"))]);
    shown.on = vec!["shown".into()];
    let mut other = http("other-names", vec![step("GET /names", body("Zoë"))]);
    (other.on, other.hidden) = (vec!["other".into()], true);
    let mut exercise = exercise(WRITES, Vec::new());
    exercise.checks = vec![shown, other];
    check(
        &exercise,
        &[
            (WRITES, "pass"),
            (
                r#""GET /names": async () => [200, "Ada,Lin"]"#,
                "other-names does not work. on data that is not shown | body: the right value / another value",
            ),
        ],
    );
    let verdict = judged(&exercise, &Answer::Files(server(WRITES)));
    let names: Vec<&str> = verdict.checks.iter().map(|check| check.name.as_str()).collect();
    assert_eq!(names, ["shown-names", "other-names"]);
}

/// A program that hands on what it reads, wherever it can, tells nothing of data that is not shown.
#[test]
fn a_failure_on_data_that_is_not_shown_holds_nothing_of_it() {
    let mut ids =
        http("ids", vec![step("GET /id", status(200)), step("GET /x/{{id}}", status(200))]);
    (ids.on, ids.hidden) = (vec!["other".into()], true);
    if let Test::Http(test) = &mut ids.test {
        test.steps[0].captures = vec![("id".into(), "body".into())];
    }
    let mut names = http("names", vec![step("GET /names", body("Zoë,Bao"))]);
    (names.on, names.hidden) = (vec!["other".into()], true);
    let mut exercise = exercise(WRITES, Vec::new());
    let told = |exercise: &Exercise, routes: &str, at: usize| {
        let verdict = judged(exercise, &Answer::Files(server(routes)));
        let Outcome::Failed(failure) = verdict.checks[at].outcome.clone() else {
            panic!("{:?}", verdict.checks)
        };
        let all = format!("{verdict:?}");
        assert!(!all.contains("Zoë") && !all.contains("Zo%C3"), "{all}");
        *failure
    };
    let read = "const read = async () => {\n\
         const names = (await users.find().toArray()).map((u) => u.name).join();\n\
         console.log(names);\n\
         return names; }";
    let with = |route: &str| format!("...(() => {{ {read}; return {{ {route} }}; }})()");
    exercise.checks = vec![names];
    // It prints it, and answers it.
    let failure = told(&exercise, &with(r#""GET /names": async () => [200, await read()]"#), 0);
    assert_eq!(failure.headline, "names does not work.");
    assert_eq!((failure.got, failure.printed), (None, None));
    let sent = failure.sent.map(|sent| sent.target);
    assert_eq!((sent.as_deref(), failure.curl.is_some()), (Some("/names"), true));
    // It dies of it.
    let throws = r#""GET /names": async () => {
        const error = new TypeError(await read());
        setImmediate(() => { throw error; });
        return [200, ""];
    }"#;
    let failure = told(&exercise, &with(throws), 0);
    assert_eq!(failure.headline, "TypeError: what it says is not shown on this data");
    assert_eq!(failure.place.map(|place| place.file), Some("server.js".into()));
    // It has the next request ask for it.
    exercise.checks = vec![ids];
    let asks = r#""GET /id": async () => [200, encodeURIComponent(await read())],
        "GET /x/Zo%C3%AB": () => new Promise(() => {})"#;
    let failure = told(&exercise, &with(asks), 0);
    assert_eq!((failure.sent, failure.curl), (None, None));
    assert!(failure.headline.starts_with("The request was"), "{}", failure.headline);
}

#[test]
fn the_recording_of_a_round_says_what_is_of_hidden_checks() {
    let mut kept = asked("kept", "db.users.countDocuments()", values(&[("$", json!(3))]));
    kept.on = vec!["shown".into()];
    let mut names = http("names", vec![step("GET /names", status(200))]);
    names.hidden = true;
    let exercise = exercise(WRITES, vec![names, kept]);
    // The hidden check fails on the second data alone, and the recording is that of the first.
    let fails = r#""POST /users": async () => [201, ""],
        "GET /names": async () => [(await users.countDocuments()) === 1 ? 500 : 200, ""]"#;
    let verdict = judged(&exercise, &Answer::Files(server(fails)));
    let failed = verdict.checks.iter().map(|check| matches!(check.outcome, Outcome::Failed(_)));
    assert_eq!(failed.collect::<Vec<_>>(), [false, true, true]);
    let requests = [2].into();
    let Hidden::Parts { requests: hidden, .. } = &verdict.hidden else { panic!() };
    assert_eq!(*hidden, requests);
}

/// What belongs to the shown recording of `verdict`, and at which request the first failure stands.
fn opened(verdict: &Verdict) -> (Vec<String>, Option<u32>) {
    let came = verdict.trace.entries.iter().filter_map(|entry| match &entry.what {
        What::RequestReceived { target, .. } => Some(target.clone()),
        _ => None,
    });
    let failures = verdict.checks.iter().filter_map(|check| match &check.outcome {
        Outcome::Failed(failure) => failure.recorded.as_ref(),
        Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    });
    (came.collect(), failures.take(1).find_map(|recorded| recorded.request))
}

#[test]
fn the_recording_that_is_kept_holds_the_first_failure() {
    let on = |name: &str, sets: &[&str], hidden: bool| {
        let sets = sets.iter().map(|set| (*set).to_owned()).collect();
        Check { on: sets, hidden, ..http(name, vec![step(&format!("GET /{name}"), status(200))]) }
    };
    let routes = |fails: &str| {
        let fails = format!("(await users.countDocuments()) {fails} ? 500 : 200");
        let route =
            |name: &str, status: &str| format!("\"GET /{name}\": async () => [{status}, \"\"]");
        server(&[route("a", &fails), route("b", "500"), route("c", "200")].join(","))
    };
    let of = |checks: Vec<Check>, fails: &str| {
        let exercise = Exercise { checks, ..exercise(WRITES, Vec::new()) };
        opened(&judged(&exercise, &Answer::Files(routes(fails))))
    };
    let requests = |names: &[&str]| names.iter().map(|name| format!("/{name}")).collect::<Vec<_>>();
    // The later check fails in the first round, the earlier one in the second.
    let checks =
        || vec![on("a", &[], false), on("b", &["shown"], false), on("c", &["other"], false)];
    assert_eq!(of(checks(), "=== 1"), (requests(&["a", "c"]), Some(1)));
    assert_eq!(of(checks(), "=== 2"), (requests(&["a", "b"]), Some(1)));
    // It fails on both data sets, and one of them is not shown.
    let checks = || vec![on("a", &[], false), on("c", &["other"], true)];
    assert_eq!(of(checks(), "> 0"), (requests(&["a"]), Some(1)));
    // It fails only on data that is not shown: the other recording is better than none.
    assert_eq!(of(checks(), "=== 1"), (requests(&["a"]), None));
}

#[test]
fn a_failure_says_its_step_and_its_data() {
    let steps = vec![step("GET /names", status(200)), step("POST /users", status(201))];
    let two = http("two", steps);
    let exercise = Exercise { checks: vec![two], ..exercise(WRITES, Vec::new()) };
    check(
        &exercise,
        &[(
            r#""POST /users": async () => [200, ""]"#,
            "two does not work. step 2 of 2, on the data set `shown` | status: 201 / 200",
        )],
    );
}

#[test]
fn asking_changes_nothing_and_time_can_be_moved_before() {
    let tries = StoreTest {
        accepts: vec!["db.users.insertOne({ name: 'Noor' })\ndb.users.drop()".into()],
        refuses: vec!["db.users.insertOne({ _id: 1 })".into()],
        ..StoreTest::default()
    };
    let kept = asked("kept", "db.users.find({}, { _id: 0 })", as_solution());
    let gone = values(&[("$[0]", json!("Ravi")), ("$[1]", json!(60))]);
    let held = asked("held", "GET last\nTTL last", StoreTest { speech: Speech::Redis, ..gone });
    let later = StoreTest { speech: Speech::Redis, advance_ms: 61_000, ..as_solution() };
    let later = asked("later", "EXISTS last", later);
    let exercise = exercise(
        r#""POST /users": async () => {
            await users.insertOne({ name: "Ravi" });
            await cache.set("last", "Ravi", { EX: 60 });
            return [201, ""];
        }"#,
        vec![Check { on: vec!["shown".into()], ..asked("tries", "", tries) }, kept, held, later],
    );
    check(
        &exercise,
        &[
            (
                r#""POST /users": async () => {
                    await cache.setEx("last", 60, "Ravi");
                    await users.insertOne({ name: "Ravi" });
                    return [201, ""];
                }"#,
                "pass",
            ),
            (
                r#""POST /users": async () => {
                    await cache.set("last", "Ravi");
                    await users.insertOne({ name: "Ravi" });
                    return [201, ""];
                }"#,
                "held does not work. on the data set `shown` | result[1]: 60 / -1",
            ),
        ],
    );
}

#[test]
fn what_the_author_got_wrong_is_nobodys_fault() {
    let kept = |query| asked("kept", query, as_solution());
    check(
        &exercise(r#""POST /users": async () => [500, ""]"#, vec![kept("db.users.find()")]),
        &[(WRITES, "? The exercise's own solution does not pass `add`.")],
    );
    check(
        &exercise(WRITES, vec![kept("// nothing")]),
        &[(WRITES, "? The query of this check gives no value.")],
    );
    let mut broken = exercise(WRITES, vec![kept("db.users.find()")]);
    broken.lab.mongo = Some(store(["{\n  \"users\": 5 }", "{}"], None));
    check(
        &broken,
        &[(
            WRITES,
            "? The lab failed: what fills the store is wrong: data/shown:1:1: `users` is no list of documents. Your work is not at fault.",
        )],
    );
    broken.lab.mongo = None;
    broken.lab.redis = Some(store(["SET a 1\nSET \"b 2", ""], None));
    check(
        &broken,
        &[(
            WRITES,
            "? The lab failed: what fills the store is wrong: data/shown:2:5: Invalid argument(s). Your work is not at fault.",
        )],
    );
}

#[test]
fn a_store_of_a_server_outside_cannot_be_asked() {
    let mut exercise = exercise(WRITES, vec![asked("kept", "db.users.find()", as_solution())]);
    exercise.checks.retain(|check| check.name == "kept");
    let other = http("other", vec![step("GET /names", body("Zoë"))]);
    exercise.checks.push(Check { on: vec!["other".into()], ..other });
    let verdict = judged(&exercise, &Answer::Url("http://127.0.0.1:1".into()));
    let whys = verdict.checks.iter().map(|check| match &check.outcome {
        Outcome::Unjudged(why) => why.as_str(),
        outcome => panic!("{outcome:?}"),
    });
    assert_eq!(
        whys.collect::<Vec<_>>(),
        [
            "This check looks into the program, which a server outside the lab does not allow.",
            "This check runs on data of its own, which a server outside the lab does not have.",
        ]
    );
}
