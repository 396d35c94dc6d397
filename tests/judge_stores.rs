//! Answers in the commands of MongoDB and Redis in, verdicts out: which are right in whatever shape,
//! which are not, and why.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

#[path = "judge_stores/programs.rs"]
mod programs;
#[path = "fixtures/smallest.rs"]
mod smallest;

use std::{path::PathBuf, sync::mpsc};

use backlab::{
    course::{
        check::{Check, Expect, Expected, Gives, ListOrder, ResultExpect, StoreTest, Test},
        exercise::{Exercise, Files, Kind, LabNeeds, WorkFile, Wrong},
        sql::{Aspect, DataSet, Script},
        store::Store,
    },
    judge::{Answer, Outcome, Verdict, Which, judge},
    lab::{Cancel, Machine},
};
use serde_json::json;

const SHOWN: &str = r#"{ "users": [
    { "_id": 1, "name": "Amara", "city": "Lagos", "n": 3 }, { "_id": 2, "name": "Ravi", "n": 5 }, { "_id": 3, "name": "Lin", "city": null, "n": 5 }
] }"#;
const OTHER: &str = r#"{ "users": [
    { "_id": 7, "name": "Zoë", "city": "Pune", "n": "5" }, { "_id": 8, "name": "Bao", "n": 4 }
] }"#;

fn exercise(kind: Kind, solution: &str, tests: Vec<StoreTest>) -> Exercise {
    let set = |name: &str, text: &str| DataSet {
        name: name.into(),
        script: Script { path: format!("data/{name}"), text: text.into() },
    };
    let sets = match kind {
        Kind::Mongo => vec![set("shown", SHOWN), set("other", OTHER)],
        _ => vec![set("shown", "SET views 5\nSET lock held"), set("other", "SET views 41")],
    };
    let check = |(at, test): (usize, StoreTest)| Check {
        name: format!("check-{at}"),
        say: format!("check {at} is right"),
        fails: "It is not right.".into(),
        why: "because".into(),
        look: None,
        hidden: false,
        after: Vec::new(),
        fresh: false,
        on: Vec::new(),
        mishaps: Vec::new(),
        test: Test::Store(Box::new(test)),
    };
    let checks = tests.into_iter().enumerate().map(check).collect();
    let store = Store { database: None, sets };
    Exercise {
        kind,
        files: vec![WorkFile { path: "answer".into(), edit: true }],
        lab: match kind {
            Kind::Mongo => LabNeeds { mongo: Some(store), ..LabNeeds::default() },
            _ => LabNeeds { redis: Some(store), ..LabNeeds::default() },
        },
        solution: files(solution),
        ..smallest::exercise(checks)
    }
}

fn files(answer: &str) -> Files {
    Files::from([("answer".to_owned(), answer.into())])
}

fn as_solution() -> StoreTest {
    StoreTest { wanted: Gives::AsSolution, times: 1, ..StoreTest::default() }
}

fn judged(exercise: &Exercise, answer: &str) -> Verdict {
    let (steps, _nobody) = mpsc::channel();
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let answer = Answer::Files(files(answer));
    judge(&machine, exercise, &answer, Which::All, &Cancel::new(), &steps)
}

/// `pass`, `? why`, or the headline of the first failure with the fields that differ behind it.
fn told(verdict: &Verdict) -> String {
    let Some((_, _, failure)) = verdict.first_failure() else {
        let unjudged = verdict.checks.iter().find_map(|check| match &check.outcome {
            Outcome::Unjudged(why) => Some(format!("? {why}")),
            Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped { .. } => None,
        });
        return unjudged.unwrap_or_else(|| "pass".to_owned());
    };
    let fields = failure.fields.iter().filter(|field| field.differs).map(|field| {
        let note = field.note.as_ref().map_or(String::new(), |note| format!(" ({note})"));
        format!(" | {}: {} / {}{note}", field.name, field.expected, field.got)
    });
    let of = failure.of.as_ref().map_or(String::new(), |of| format!(" {of}"));
    let feedback =
        failure.feedback.as_ref().map_or(String::new(), |feedback| format!(" >> {feedback}"));
    format!("{}{of}{}{feedback}", failure.headline, fields.collect::<String>())
}

#[track_caller]
fn check(exercise: &Exercise, answers: &[(&str, &str)]) {
    for (answer, expected) in answers {
        assert_eq!(told(&judged(exercise, answer)), *expected, "{answer}");
    }
}

#[test]
fn the_same_documents_are_right_however_they_were_found() {
    let exercise = exercise(Kind::Mongo, "db.users.find({ n: 5 })", vec![as_solution()]);
    check(
        &exercise,
        &[
            ("db.users.find({ n: { $eq: 5 } })", "pass"),
            ("db.users.find({ n: 5 }).sort({ _id: -1 })", "pass"),
            ("db.users.aggregate([{ $match: { n: 5 } }])", "pass"),
            ("const found = db.users.find({ n: 5 }).toArray()\nfound", "pass"),
            (
                "db.users.find({ n: { $gte: 5 } }).limit(1)",
                "It is not right. on the data set `shown` | documents: 2 / 1 (1 document is missing)",
            ),
            (
                "db.users.find({ n: { $in: [5, '5'] } })",
                "It is not right. on data that is not shown | documents: 0 / 1 (1 document should not be there)",
            ),
            (
                "db.users.find({ n: 5 }, { name: 1 })",
                "It is not right. on the data set `shown` | n: 5 / not there (in 2 documents) | city: null / not there",
            ),
            (
                "db.users.findOne({ n: 5 })",
                "It is not right. on the data set `shown` | result: [ { _id: 2, name: 'Ravi', n: 5 }, { _id: 3, name: 'Lin', city: null, n: 5 } ] / { _id: 2, name: 'Ravi', n: 5 } (a list is expected, a document came)",
            ),
            ("", "answer holds no command yet."),
            ("// only a word", "answer holds no command yet."),
            (
                "db.users.find({",
                "Line 1 does not run: SyntaxError: Unexpected token (1:15). on the data set `shown`",
            ),
            (
                "db.usrs.fnd()",
                "Line 1 does not run: TypeError: db.usrs.fnd is not a function. on the data set `shown`",
            ),
        ],
    );
}

#[test]
fn order_counts_where_it_is_asked_for() {
    let test = StoreTest { order: ListOrder::Exact, ..as_solution() };
    let exercise = exercise(Kind::Mongo, "db.users.find({ n: 5 }).sort({ name: 1 })", vec![test]);
    check(
        &exercise,
        &[
            ("db.users.find({ n: 5 }).sort({ name: 1, _id: 1 })", "pass"),
            (
                "db.users.find({ n: 5 })",
                "It is not right. on the data set `shown` | documents: 2 / 2 (all are there; from number 1 on the order differs)",
            ),
        ],
    );
}

#[test]
fn a_query_looks_at_what_the_answer_left_and_ids_are_free() {
    let test = StoreTest {
        query: Some("db.users.find({ name: 'Kishore' })".into()),
        times: 2,
        ..as_solution()
    };
    let exercise = exercise(
        Kind::Mongo,
        "db.users.updateOne({ name: 'Kishore' }, { $setOnInsert: { n: 1 } }, { upsert: true })",
        vec![test],
    );
    check(
        &exercise,
        &[
            (
                "db.users.find()\ndb.users.replaceOne({ name: 'Kishore' }, { name: 'Kishore', n: 1 }, { upsert: true })",
                "pass",
            ),
            (
                "db.users.insertOne({ name: 'Kishore', n: 1 })",
                "It is not right. on the data set `shown` | documents: 1 / 2 (1 document should not be there)",
            ),
        ],
    );
}

#[test]
fn parts_are_run_alone_and_named_when_they_are_missing() {
    let part = |number| StoreTest { part: Some(number), ..as_solution() };
    let solution = "// 1\ndb.users.countDocuments()\n// 2\ndb.users.distinct('n')";
    let exercise = exercise(Kind::Mongo, solution, vec![part(1), part(2)]);
    check(
        &exercise,
        &[
            (solution, "pass"),
            ("// 2. all\ndb.users.distinct('n')\n// 1\ndb.users.find().toArray().length", "pass"),
            (
                "// 1\ndb.users.countDocuments()",
                "The line `// 2` is missing in answer: the answer stands below it.",
            ),
            ("// 1\n// 2\ndb.users.distinct('n')", "No command stands below `// 1` in answer yet."),
        ],
    );
}

#[test]
fn what_a_store_must_take_and_refuse_is_tried_on_copies() {
    let test = StoreTest {
        times: 1,
        accepts: vec!["db.users.insertOne({ name: 'Noor' })".into()],
        refuses: vec![
            "db.users.insertOne({ name: 'Ravi', _id: 99 })\ndb.users.insertOne({ name: 'Ravi' })"
                .into(),
        ],
        ..StoreTest::default()
    };
    let solution = "db.users.createIndex({ name: 1 }, { unique: true })";
    let exercise =
        exercise(Kind::Mongo, solution, vec![StoreTest { on: vec!["other".into()], ..test }]);
    check(
        &exercise,
        &[
            (solution, "pass"),
            (
                "db.users.createIndex({ name: 1 })",
                "It is not right. on the data set `other` | command: refused / taken",
            ),
        ],
    );
}

#[test]
fn values_are_looked_up_and_a_wrong_answer_has_its_feedback() {
    let wanted = Gives::Values(vec![("$.modifiedCount".into(), Expected::Equals(json!(2)))]);
    let test = StoreTest { times: 1, wanted, on: vec!["shown".into()], ..StoreTest::default() };
    let mut exercise =
        exercise(Kind::Mongo, "db.users.updateMany({ n: 5 }, { $inc: { n: 1 } })", vec![test]);
    let wrong = |name: &str, when: Expect| Wrong {
        name: name.into(),
        fails: vec!["check-0".into()],
        feedback: format!("{name}!"),
        when: Some(when),
        files: Files::new(),
    };
    let error = Some(Expected::Has(json!("atomic operators")));
    let result = ResultExpect { error, ..ResultExpect::default() };
    exercise.wrongs = vec![
        wrong("no-operator", Expect { result: Some(Box::new(result)), ..Expect::default() }),
        wrong(
            "one",
            Expect {
                json: vec![("$.modifiedCount".into(), Expected::Equals(json!(1)))],
                ..Expect::default()
            },
        ),
    ];
    check(
        &exercise,
        &[
            ("db.users.updateMany({ n: 5 }, { $set: { n: 6 } })", "pass"),
            (
                "db.users.updateOne({ n: 5 }, { $inc: { n: 1 } })",
                "It is not right. on the data set `shown` | result.modifiedCount: 2 / 1 >> one!",
            ),
            (
                "db.users.updateMany({ n: 5 }, { n: 6 })",
                "Line 1 does not run: MongoInvalidArgumentError: Update document requires atomic operators. on the data set `shown` >> no-operator!",
            ),
        ],
    );
    let differs = ResultExpect { differs: Some(Aspect::Type), ..ResultExpect::default() };
    exercise.wrongs =
        vec![wrong("text", Expect { result: Some(Box::new(differs)), ..Expect::default() })];
    let Test::Store(test) = &mut exercise.checks[0].test else { unreachable!() };
    (test.wanted, test.query) = (Gives::AsSolution, Some("db.users.find({ _id: 2 })".into()));
    check(
        &exercise,
        &[(
            "db.users.updateMany({ n: 5 }, { $set: { n: '6' } })",
            "It is not right. on the data set `shown` | n: 6 / '6' (a number is expected, a text came) >> text!",
        )],
    );
}

#[test]
fn replies_of_redis_are_one_list_and_time_is_moved() {
    let test = StoreTest {
        query: Some("GET views\nTTL views".into()),
        advance_ms: 60_000,
        ..as_solution()
    };
    let exercise = exercise(Kind::Redis, "INCR views\nEXPIRE views 100", vec![test]);
    check(
        &exercise,
        &[
            ("EXPIRE views 100\nINCRBY views 1", "pass"),
            (
                "SET views 6 EX 100",
                "It is not right. on data that is not shown | reply 1: the right value / another value",
            ),
            ("INCR views", "It is not right. on the data set `shown` | reply 2: 40 / -1"),
            ("GET \"views", "Line 1 does not run: Invalid argument(s). on the data set `shown`"),
        ],
    );
}

#[test]
fn a_solution_that_does_not_run_is_nobodys_fault() {
    let exercise = exercise(Kind::Mongo, "db.users.nothing()", vec![as_solution()]);
    check(
        &exercise,
        &[(
            "db.users.find()",
            "? The exercise's own solution does not run: TypeError: db.users.nothing is not a function.",
        )],
    );
    let test = StoreTest { before: Some("db.x(".into()), ..as_solution() };
    let exercise = self::exercise(Kind::Mongo, "db.users.find()", vec![test]);
    assert!(
        told(&judged(&exercise, "db.users.find()"))
            .starts_with("? `before` of the check does not run")
    );
}
