//! Quizzes from outside: the file of answers, the verdict on it, and what `pack test` proves.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::channel},
};

use backlab::{
    answers,
    audit::{Audit, Kept, Wanted, audit},
    course::{
        exercise::{Exercise, Files},
        id::ExerciseId,
        quiz::{ANSWERS_FILE, Answers, Given, Question},
    },
    judge::{Answer, Failure, Outcome, Verdict, Which, grade::grade, judge},
    lab::{Cancel, Machine},
    pack::{
        Pack,
        files::{Disk, Files as _, Memory},
    },
};
use proptest::prelude::*;

const FOLDER: &str = "exercises/m01/every-kind";
const SOLVED: &str = include_str!("cases/quiz/exercises/m01/every-kind/solution/answers.toml");

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

/// The pack of tests/cases/quiz, with one file changed.
fn pack_with(path: &str, change: impl Fn(&str) -> String) -> Pack {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quiz"));
    let read = |path: String| (path.clone(), disk.read(&path).unwrap());
    let mut memory: Memory = disk.list("").0.into_iter().map(read).collect();
    let text = String::from_utf8(disk.read(path).unwrap()).unwrap();
    memory.insert(path, change(&text));
    Pack::open(Arc::new(memory)).0.unwrap()
}

fn exercise() -> Exercise {
    let pack = pack_with("pack.toml", str::to_owned);
    pack.exercise(&ExerciseId::parse("every-kind").unwrap()).0.unwrap()
}

fn judged(exercise: &Exercise, text: &str) -> Verdict {
    let files = Files::from([(ANSWERS_FILE.to_owned(), text.as_bytes().to_vec())]);
    let (steps, _) = channel();
    let answer = Answer::Files(files);
    judge(&machine(), exercise, &answer, Which::All, &Cancel::new(), &steps)
}

fn failure<'v>(verdict: &'v Verdict, name: &str) -> &'v Failure {
    let check = verdict.checks.iter().find(|check| check.name == name).unwrap();
    match &check.outcome {
        Outcome::Failed(failure) => failure,
        other => panic!("{name}: {other:?}"),
    }
}

/// The solution with one line in the place of another fails in `name` alone, with these words.
#[track_caller]
fn check_slip(name: &str, find: &str, put: &str, headline: &str, feedback: Option<&str>) {
    let exercise = exercise();
    assert_eq!(SOLVED.matches(find).count(), 1, "{find}");
    let verdict = judged(&exercise, &SOLVED.replace(find, put));
    let failed: Vec<_> = verdict.checks.iter().filter(|c| c.outcome != Outcome::Passed).collect();
    assert_eq!(failed.iter().map(|check| check.name.as_str()).collect::<Vec<_>>(), [name]);
    let failure = failure(&verdict, name);
    assert_eq!((failure.headline.as_str(), failure.feedback.as_deref()), (headline, feedback));
}

const NOT: &str = "This answer does not hold.";

#[test]
fn each_slip_gets_its_own_words() {
    check_slip("not-found", "\"404\"\nsafe", "\"500\"\nsafe", NOT, Some("Whose mistake was it?"));
    check_slip("not-found", "\"404\"\nsafe", "\"405\"\nsafe", "This is none of the options.", None);
    let missed = "Another method asks for the same without its body.";
    check_slip("safe", ", \"HEAD\"", "", missed, None);
    check_slip("safe", "\"HEAD\"]", "\"HEAD\", \"POST\"]", NOT, Some("POST makes something."));
    let length = Some("The name has two words.");
    check_slip("header", "\"Content-Length\"", "\" length \"", NOT, length);
    let no_number = "This is no number. A number is written as 42 or 0.5.";
    check_slip("bytes", "bytes = 2", "bytes = \"two\"", no_number, None);
    let one = Some("One byte holds only 128 characters of UTF-8.");
    check_slip("bytes", "bytes = 2", "bytes = 1", NOT, one);
    let two = "Two of three blanks are right.";
    check_slip("url", "443", "80", two, Some("80 is the port of http."));
    check_slip("url", "url.host", "url.hots", two, Some("No blank has this name."));
    let early = Some("You need an address before you can connect.");
    let (find, put) =
        ("\"ask DNS for the address\", \"connect\"", "\"connect\", \"ask DNS for the address\"");
    check_slip("journey", find, put, "The first row is another one.", early);
    check_slip("journey", ", \"read the answer\"", "", "One row is missing.", None);
    let pairs = "Two of three pairs are right.";
    check_slip("pairs", "\"moved\"", "\"made\"", pairs, Some("Nothing new is there."));
    let five = Some("That begins with a 5.");
    check_slip("pairs", "\"not there\"", "\"broken\"", pairs, five);
    let early = Some("Promises come before the next timer.");
    let lines = "One of three lines is as printed.";
    check_slip("prints", "promise\ntimer", "timer\npromise", lines, early);
    check_slip(
        "prints",
        "promise\ntimer\n",
        "promise\n",
        "Two of three lines are as printed.",
        None,
    );
    let text = "This question takes a list of texts, in square brackets.";
    check_slip("journey", "journey = [", "journey.a = \"b\"\nrest = [", text, None);
}

#[test]
fn an_empty_sheet_is_not_answered_and_a_broken_one_names_its_line() {
    let exercise = exercise();
    let starter = String::from_utf8(exercise.starter[ANSWERS_FILE].clone()).unwrap();
    for text in ["", starter.as_str()] {
        let verdict = judged(&exercise, text);
        assert_eq!(verdict.passed_count(), 0);
        assert_eq!(failure(&verdict, "prints").headline, "Not answered yet.");
    }
    let verdict = judged(&exercise, "not-found = \"404\"\nsafe = [\"GET\" \"HEAD\"]\n");
    let failure = failure(&verdict, "header");
    assert!(failure.headline.starts_with("answers.toml line 2: "), "{}", failure.headline);
    assert_eq!(failure.place.as_ref().unwrap().line, 2);
    let answer = Answer::Url("http://127.0.0.1:9".into());
    let (steps, _) = channel();
    let verdict = judge(&machine(), &exercise, &answer, Which::All, &Cancel::new(), &steps);
    assert!(verdict.unjudged());
}

#[test]
fn a_program_that_does_not_end_is_not_the_learners_fault() {
    let pack = pack_with(&format!("{FOLDER}/starter/order.js"), |_| "for (;;) {}\n".into());
    let mut exercise = pack.exercise(&ExerciseId::parse("every-kind").unwrap()).0.unwrap();
    exercise.lab.turn_ms = Some(50);
    let verdict = judged(&exercise, SOLVED);
    assert!(verdict.unjudged(), "{verdict:?}");
}

fn audited(path: &str, change: impl Fn(&str) -> String) -> Audit {
    let (told, _) = channel();
    audit(
        &machine(),
        &pack_with(path, change),
        &Wanted::default(),
        &Kept::in_memory(),
        &Cancel::new(),
        &told,
    )
}

#[track_caller]
fn check_finding(path: &str, find: &str, put: &str, expected: &str) {
    let path = format!("{FOLDER}/{path}");
    let audit = audited(&path, |text| {
        assert!(text.contains(find), "{find}");
        text.replacen(find, put, 1)
    });
    let found: Vec<_> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|found| found.contains(expected)), "\n{}", found.join("\n"));
}

#[test]
fn pack_test_proves_a_quiz_and_names_what_does_not_hold() {
    let audit = audited("pack.toml", str::to_owned);
    assert!(audit.findings.is_empty(), "{:?}", audit.findings);
    assert_eq!(audit.proved.checks, 8);
    let toml = "exercise.toml";
    check_finding("solution/answers.toml", "shop.", "the-shop.", "the solution fails `url`");
    check_finding(toml, "fails = [\"url\"]", "fails = [\"bytes\"]", "fails `url`, not `bytes`");
    check_finding(
        toml,
        "feedback = \"Whose mistake was it?\"",
        "feedback = \"Never said.\"",
        "the feedback of the wrong answer `all-wrong` is not shown",
    );
    let (right, wrong) =
        ("line = \"timer\", before = \"promise\"", "line = \"end\", before = \"timer\"");
    check_finding(toml, right, wrong, "`end` is printed before `timer`");
    let wrong = "line = \"tmier\", before = \"promise\"";
    check_finding(toml, right, wrong, "the run does not print both `tmier` and `promise`");
    let order = "starter/order.js";
    check_finding(order, "console.log(\"end\");", "for (;;) {}", "nothing can be predicted");
}

fn any_given() -> impl Strategy<Value = Given> {
    let text = prop_oneof![
        "[a-z0-9. \"'\\\\#=\\[\\]\n\t-]{0,12}",
        any::<String>(),
        Just("'''".to_owned()),
        Just("12".to_owned()),
        Just("007".to_owned()),
        Just("1e3".to_owned()),
        Just("404".to_owned()),
        Just("connect".to_owned()),
    ];
    let names = prop_oneof![Just("port".to_owned()), Just("201".to_owned()), "[a-z ]{1,4}"];
    prop_oneof![
        text.clone().prop_map(Given::Text),
        prop::collection::vec(text.clone(), 0..5).prop_map(Given::List),
        prop::collection::btree_map(names, text, 0..4).prop_map(Given::Table),
    ]
}

/// What a file cannot tell apart: an answer that says nothing is none, a carriage return before a
/// line break is none, and a block of lines ends with a line break.
fn plain(answers: Answers, questions: &[&Question]) -> Answers {
    let is_block = |id: &str| questions.iter().any(|q| q.id == id && q.ask.name() == "predict");
    let kept = answers.into_iter().filter(|(_, given)| !given.is_empty());
    kept.map(|(id, given)| match given {
        Given::Text(text) if is_block(&id) => (id, Given::Text(text.trim_end_matches('\n').into())),
        Given::Text(text) if id == "bytes" => (id, Given::Text(text.trim().into())),
        Given::Table(table) => {
            let kept = table.into_iter().filter(|(_, text)| !text.is_empty());
            (id, Given::Table(kept.collect()))
        }
        given @ (Given::Text(_) | Given::List(_)) => (id, given),
    })
    .collect()
}

/// Answers of the form that each question takes.
fn fitting(answers: &BTreeMap<String, Given>, questions: &[&Question]) -> Answers {
    let fits = |question: &&&Question| {
        matches!(
            (question.ask.name(), answers.get(&question.id)),
            ("single" | "text" | "number" | "predict", Some(Given::Text(_)))
                | ("multiple" | "order", Some(Given::List(_)))
                | ("fill" | "match", Some(Given::Table(_)))
        )
    };
    let named = questions.iter().filter(fits);
    named.map(|question| (question.id.clone(), answers[&question.id].clone())).collect()
}

proptest! {
    #[test]
    fn answers_survive_the_file(given in prop::collection::vec(any_given(), 8), other in any_given()) {
        let exercise = exercise();
        let questions: Vec<_> = exercise.questions().collect();
        let all = questions.iter().map(|q| q.id.clone()).zip(given).collect();
        let mut wanted = fitting(&all, &questions);
        wanted.insert("gone".to_owned(), other);
        let text = answers::write("Anything\n# at all", &questions, &wanted);
        let (read, findings) = answers::read(text.as_bytes(), &questions);
        prop_assert!(!findings.has_errors(), "{findings:?}\n{text}");
        // In a list the order of what is chosen from options is that of the options.
        let sorted = |answers: Answers| -> Answers {
            answers.into_iter().map(|(id, given)| match given {
                Given::List(mut list) if id == "safe" => {
                    list.sort();
                    list.dedup();
                    (id, Given::List(list))
                }
                given @ (Given::Text(_) | Given::List(_) | Given::Table(_)) => (id, given),
            }).collect()
        };
        prop_assert_eq!(sorted(plain(read, &questions)), sorted(plain(wanted, &questions)), "{}", text);
    }

    #[test]
    fn no_file_of_answers_stops_the_reading(bytes in prop_oneof![
        any::<Vec<u8>>(),
        "([a-z\\[\\]{}=\"'#,. \n0-9-]|not-found|journey|url|é){0,60}".prop_map(String::into_bytes),
    ]) {
        let exercise = exercise();
        let questions: Vec<_> = exercise.questions().collect();
        let (answers, _) = answers::read(&bytes, &questions);
        for question in &questions {
            grade(question, answers.get(&question.id), Some("end\n"));
        }
        answers::write(&exercise.title, &questions, &answers);
    }
}
