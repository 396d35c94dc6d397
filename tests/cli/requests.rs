//! `backlab check` for an exercise whose answer is a file of requests.

use crate::command::{Run, Test};

/// What the check says of this text.
fn check(test: &Test, requests: &str, json: bool) -> Run {
    test.file("backlab-work/demo/requests/read-a-name/requests.http", requests);
    if json {
        test.args(["check", "read-a-name", "--json"])
    } else {
        test.args(["check", "read-a-name"])
    }
}

#[test]
fn requests_fail_with_their_reason_and_pass() {
    let test = Test::in_pack("requests");
    let started = test.args(["start", "read-a-name"]).ends(0);
    assert!(started.stdout.lines().next().unwrap().ends_with("read-a-name/requests.http"));
    // As it is given.
    test.args(["check", "read-a-name"])
        .prints("FAIL      1  GET /users was answered 200")
        .prints("skipped   2  The second name was written down")
        .prints("a request is a line such as GET /users")
        .ends(1);
    check(&test, "### everybody\nPOST /users\n", false)
        .prints("Check 1 failed: The users were not read.")
        .prints("POST asks to create; which method asks to read?")
        .prints("requests.http line 2")
        .ends(1);
    check(&test, "GET /users\n# @answer second-name = Ada Lovelace\n", false)
        .prints("pass      1")
        .prints("That is the first one; lists are counted from the top.")
        .ends(1);
    check(&test, "GET /users\n# @answer second-name = Kishore\n", false)
        .prints("all 2 checks pass")
        .prints("Learned: GET reads")
        .ends(0);
    let list = test.args(["list"]).ends(0);
    let row = list.stdout.lines().find(|row| row.contains("read-a-name")).unwrap();
    assert!(row.contains("solved"), "{row}");
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_nothing_is_sent() {
    let test = Test::in_pack("requests");
    check(&test, "GET /users\n###\n  get /users\n", false)
        .prints("requests.http line 3: `get` is not a method; methods are written like")
        .prints("FAIL      1")
        .ends(1);
}

#[test]
fn a_verdict_as_json_holds_what_was_sent_and_what_came() {
    let test = Test::in_pack("requests");
    let run = check(&test, "POST /users?page=2\nAccept: text/html\n", true).ends(1);
    let verdict: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&verdict["format"], &verdict["outcome"]), (&1.into(), &"fail".into()));
    let first = &verdict["checks"][0];
    assert_eq!(first["sent"]["method"], "POST");
    assert_eq!(first["sent"]["target"], "/users?page=2");
    assert_eq!(first["sent"]["headers"][0], serde_json::json!(["Accept", "text/html"]));
    assert_eq!(first["got"]["status"], 400);
    assert_eq!(first["differs"], serde_json::json!(["method", "status"]));
    assert_eq!(verdict["checks"][1]["outcome"], "skipped");
    let run = check(&test, "GET /users\n# @answer second-name = Kishore\n", true).ends(0);
    let verdict: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(verdict["outcome"], "pass");
}

#[test]
fn the_solution_passes_and_a_server_of_ones_own_is_nothing_to_ask() {
    let test = Test::in_pack("requests");
    test.args(["check", "tick-a-note", "--solution"]).prints("all 6 checks pass").ends(0);
    test.args(["check", "tick-a-note", "--also", "named"]).prints("all 6 checks pass").ends(0);
    test.args(["check", "tick-a-note", "--wrong", "no-cookie"])
        .prints("401: the server does not know who asks.")
        .ends(1);
    test.args(["check", "tick-a-note", "--wrong", "no-cokie"])
        .complains("the exercise has no wrong answer `no-cokie`: did you mean `no-cookie`?")
        .ends(2);
    test.args(["check", "tick-a-note", "--also", "other"])
        .complains("the exercise has no other right answer `other`: it has named")
        .ends(2);
    test.args(["check", "read-a-name", "--url", "http://127.0.0.1:1"])
        .prints("could not be judged")
        .prints("go to its mock API")
        .ends(3);
}
