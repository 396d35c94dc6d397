//! The commands, over the real binary: what is typed, what is printed, the exit code.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be written")]

#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/attack.rs"]
mod attack;
#[path = "cli/author.rs"]
mod author;
#[path = "cli/command.rs"]
mod command;
#[path = "cli/lint.rs"]
mod lint;
#[path = "fixtures/many_exercises.rs"]
mod many_exercises;
#[path = "cli/others.rs"]
mod others;
#[path = "cli/pack.rs"]
mod pack;
#[path = "cli/record.rs"]
mod record;
#[path = "cli/requests.rs"]
mod requests;
#[path = "cli/send.rs"]
mod send;
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/sql.rs"]
mod sql;

use command::Test;

#[test]
fn list_names_the_course() {
    Test::new()
        .args(["list"])
        .prints("Node: a server from nothing")
        .prints("basic-node-server")
        .prints("not in this version yet")
        .ends(0);
}

#[test]
fn list_as_json_has_a_format_and_every_module() {
    let run = Test::new().args(["list", "--json"]).ends(0);
    let list: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(list["format"], 1);
    assert_eq!(list["packs"][0]["id"], "backlab/backend");
    assert_eq!(list["packs"][0]["modules"].as_array().unwrap().len(), 15);
}

#[test]
fn an_unknown_id_is_misuse_and_offers_the_nearest() {
    Test::new().args(["show", "basic-node-sever"]).complains("basic-node-server").ends(2);
    Test::new().args(["check", "node-first-server"]).complains("is a lesson").ends(2);
    Test::new().args(["chekc"]).complains("check").ends(2);
}

#[test]
fn a_lesson_and_a_task_are_shown_as_text() {
    Test::new().args(["show", "node-first-server"]).prints("res.end").ends(0);
    Test::new().args(["show", "node-first-server", "--raw"]).prints("+++").ends(0);
    Test::new()
        .args(["show", "basic-node-server"])
        .prints("Checks:")
        .prints("backlab check basic-node-server")
        .ends(0);
}

#[test]
fn the_starter_fails_with_a_place_to_look_and_the_solution_passes() {
    let test = Test::new();
    let started = test.args(["start", "basic-node-server"]).ends(0);
    let file = started.stdout.lines().next().unwrap().to_owned();
    test.args(["check", "basic-node-server"])
        .prints("FAIL")
        .prints("curl -i")
        .prints("backlab hint basic-node-server")
        .ends(1);
    test.args(["check", "basic-node-server", "--solution"]).prints("all").ends(0);
    let solution = include_str!("../exercises/m03/basic-node-server/solution/server.js");
    std::fs::write(&file, solution).unwrap();
    test.args(["check"]).prints("Learned:").ends(0);
    test.args(["list"]).prints("solved").ends(0);
    test.args(["history", "basic-node-server"]).prints("of").ends(0);
    test.args(["solution", "basic-node-server"]).prints("Why").ends(0);
}

#[test]
fn a_verdict_as_json_has_the_keys_of_its_format() {
    let run = Test::new().args(["check", "basic-node-server", "--json"]).ends(1);
    let verdict: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(verdict["format"], 1);
    assert_eq!(verdict["pack"], "backlab/backend");
    assert_eq!(verdict["exercise"], "basic-node-server");
    assert_eq!(verdict["outcome"], "fail");
    assert_eq!(verdict["exchanges"], serde_json::json!([]));
    let keys: Vec<_> = verdict["checks"][0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "name", "hidden", "outcome", "say", "headline", "why", "look", "feedback", "sent",
            "curl", "got", "expected", "differs", "stop", "stage"
        ]
    );
}

#[test]
fn hints_come_one_by_one_and_open_the_solution_after_the_last() {
    let test = Test::new();
    test.args(["solution", "basic-node-server"]).complains("hint").ends(2);
    for name in ["nudge", "pointer", "near example", "worked step"] {
        test.args(["hint", "basic-node-server"]).prints(name).ends(0);
    }
    test.args(["solution", "basic-node-server"]).prints("solved with help").ends(0);
}

#[test]
fn reset_asks_and_keeps_what_was_there() {
    let test = Test::new();
    let started = test.args(["start", "basic-node-server"]).ends(0);
    let file = started.stdout.lines().next().unwrap().to_owned();
    std::fs::write(&file, "// mine\n").unwrap();
    test.args(["reset", "basic-node-server"]).complains("--yes").ends(2);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "// mine\n");
    test.args(["reset", "basic-node-server", "--yes"]).ends(0);
    assert_ne!(std::fs::read_to_string(&file).unwrap(), "// mine\n");
    test.args(["history", "basic-node-server"]).prints("kept before a change").ends(0);
}

#[test]
fn run_gives_the_programs_own_output_and_exit_code() {
    let test = Test::new();
    test.file("hello.js", "console.log('hello', process.argv.slice(2)); process.exit(7)");
    test.args(["run", "hello.js", "--", "a"]).prints("hello [ 'a' ]").ends(7);
    test.file("throws.js", "null.x");
    test.args(["run", "throws.js"]).complains("TypeError").ends(1);
    test.file("loop.js", "while (true) {}");
    test.args(["run", "loop.js"]).complains("does not end").ends(124);
    test.args(["run", "absent.js"]).complains("absent.js").ends(2);
}

#[test]
fn a_server_that_is_not_there_is_nobodys_fault() {
    Test::new()
        .args(["check", "basic-node-server", "--url", "http://127.0.0.1:1"])
        .prints("unjudged")
        .ends(3);
    Test::new()
        .args(["check", "basic-node-server", "--url", "nonsense:x"])
        .complains("is not an address")
        .ends(2);
}

#[test]
fn completions_the_manual_and_the_doctor_answer() {
    Test::new().args(["completions", "bash"]).prints("backlab").ends(0);
    Test::new().args(["man"]).prints(".TH").ends(0);
    Test::new().args(["doctor"]).prints("a program started, ran and ended").prints("walls").ends(0);
    Test::new().args(["progress"]).prints("0 of").ends(0);
    Test::new().args(["progress", "--json"]).prints("\"format\":1").ends(0);
}

#[test]
fn without_a_terminal_lines_stand_in_for_the_screens() {
    Test::new().args([]).prints("Backlab in plain text").prints("Saved.").ends(0);
    Test::new().args(["--plain"]).prints("Begin: ").ends(0);
}

#[test]
fn a_home_that_cannot_be_written_is_said_and_nothing_breaks() {
    let test = Test::new();
    test.without_home().args(["check", "basic-node-server"]).prints("FAIL").ends(1);
}

#[test]
fn a_wrong_setting_is_named_with_its_place() {
    let test = Test::new();
    test.file(".config/backlab/config.toml", "them = \"ink\"\n");
    test.args(["list"]).complains("config.toml:1:1").complains("theme").ends(0);
}

/// `read-raw-exchange` is a quiz of the built-in course.
#[test]
fn a_quiz_is_started_failed_and_solved_from_the_command_line() {
    const ID: &str = "read-raw-exchange";
    let test = Test::new();
    test.args(["show", ID]).prints("Question 1, ").prints("the empty line").ends(0);
    let started = test.args(["start", ID]).complains("answers.toml").ends(0);
    let file = started.stdout.lines().next().unwrap().to_owned();
    let sheet = std::fs::read_to_string(&file).unwrap();
    assert!(sheet.contains("# end-of-headers = \"the empty line\""), "{sheet}");
    test.args(["check", ID]).prints("0 of 7 answers").prints("Not answered yet: 1, 2, 3").ends(1);

    let solution = include_str!("../exercises/m02/read-raw-exchange/solution/answers.toml");
    std::fs::write(&file, solution.replace("body-length = 11", "body-length = 9")).unwrap();
    test.args(["check", ID])
        .prints("FAIL      4  ")
        .prints("Question 4: This answer does not hold.")
        .prints("Wrong here: answer is `9`")
        .prints("Note: Content-Length counts bytes")
        .ends(1);
    let run = test.args(["check", ID, "--json"]).ends(1);
    let verdict: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let check = &verdict["checks"][3];
    assert_eq!((&check["name"], &check["outcome"]), (&"body-length".into(), &"fail".into()));
    assert_eq!(check["got"]["answer"], "9");
    assert_eq!(check["expected"]["answer"], "something else");
    assert!(check["feedback"].as_str().unwrap().contains("counts bytes"));

    test.args(["hint", ID]).prints("nudge").ends(0);
    std::fs::write(&file, solution).unwrap();
    test.args(["check"]).prints("all 7 answers are right").prints("Learned:").ends(0);
    test.args(["solution", ID]).prints("4  ").prints("11").ends(0);
    test.args(["history", ID]).prints("7 of 7 checks").ends(0);
    test.args(["reset", ID, "--yes"]).complains("back at its start").ends(0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sheet);
    test.args(["check", ID, "--solution"]).ends(0);
}
