//! `check` of an exercise whose answer is a file of requests: what came back is printed.

use serde_json::Value;

use crate::command::Test;

fn shop() -> Test {
    Test::in_pack("requests")
}

/// Writes the learner's file of `read-a-name`.
fn answer(test: &Test, file: &str) {
    let started = test.args(["start", "read-a-name"]).ends(0);
    std::fs::write(started.stdout.lines().next().unwrap(), file).unwrap();
}

const ANSWER: &str = "\
sent      GET /users   (line 1)
answer    200 OK   Content-Type: application/json   58 bytes
          [{ \"id\": 1, \"name\": \"Ada Lovelace\" }, { \"id\": 2, \"name\": \"Kishore\" }]
";

#[test]
fn what_came_back_is_printed_on_a_failure_and_on_a_pass() {
    let test = shop();
    answer(&test, "GET /users\n");
    let failed = test.args(["check", "read-a-name"]).ends(1);
    assert!(failed.stdout.contains(ANSWER), "{}", failed.stdout);
    assert!(!failed.stdout.contains("Printed by your program"), "{}", failed.stdout);
    answer(&test, "GET /users\n# @answer second-name = Kishore\n");
    let passed = test.args(["check", "read-a-name"]).ends(0);
    assert!(passed.stdout.contains(ANSWER), "{}", passed.stdout);
}

#[test]
fn a_request_without_an_answer_says_why() {
    let test = shop();
    answer(&test, "GET http://shop.example/users\n###\nGET /users/{{id}}\n");
    test.args(["check", "read-a-name"])
        .prints("not sent  GET /users   (line 1)\n          requests reach the mock API here, and")
        .prints("not sent  GET /users/{{id}}   (line 3)\n          line 3: nothing is named `id`")
        .ends(1);
}

#[test]
fn a_mistake_in_the_file_is_printed_with_its_line_and_what_to_write() {
    let test = shop();
    answer(&test, "GET /users\n{\"a\": 1}\n");
    test.args(["check", "read-a-name"])
        .prints("requests.http line 2: `{\"a\": 1}` is not a header field.")
        .prints("Look at: requests.http line 2\n\n    {\"a\": 1}\n\nan empty line stands before the body")
        .ends(1);
}

#[test]
fn what_differs_is_told_field_by_field_with_the_request_as_it_was_sent() {
    let test = shop();
    answer(&test, "GET /user?a=1\nAccept: */*\n");
    test.args(["check", "read-a-name"])
        .prints(
            "Sent:\n    GET /user?a=1\n    Accept: */*\n\n\
             Differs:    path: expected /users, found /user\n            \
             character 6: expected \"s\", found the end\n\
             Differs:    status: expected 200, found 404\nEqual:      method: GET\n\nWhy: ",
        )
        .prints("backlab serve read-a-name --port 4010   the API, for curl or a browser")
        .ends(1);
    let run = test.args(["check", "read-a-name", "--json"]).ends(1);
    let verdict: Value = serde_json::from_str(&run.stdout).unwrap();
    let curl = "curl -i -H 'Accept: */*' 'http://localhost:4010/user?a=1'";
    assert_eq!(verdict["checks"][0]["curl"], curl);
    answer(&test, "GET http://shop.example/users\n");
    let run = test.args(["check", "read-a-name"]).ends(1);
    assert!(!run.stdout.contains("Sent:") && !run.stdout.contains("curl -i"), "{}", run.stdout);
    assert!(run.stdout.contains("Differs:    answer: expected one, found none"), "{}", run.stdout);
}

#[test]
fn a_verdict_as_json_holds_the_exchanges() {
    let test = shop();
    answer(&test, "# @name all\nGET /users\n###\nGET http://shop.example/users\n");
    let run = test.args(["check", "read-a-name", "--json"]).ends(1);
    let verdict: Value = serde_json::from_str(&run.stdout).unwrap();
    let [all, other] = &verdict["exchanges"].as_array().unwrap()[..] else { panic!("{verdict}") };
    assert_eq!(
        (&all["name"], &all["line"], &all["outcome"]),
        (&"all".into(), &2.into(), &"answered".into())
    );
    assert_eq!(all["request"]["target"], "/users");
    assert_eq!(all["response"]["status"], 200);
    assert!(all["response"]["body"].as_str().unwrap().contains("Kishore"));
    assert_eq!((&other["outcome"], &other["response"]), (&"unsent".into(), &Value::Null));
    assert!(other["why"].as_str().unwrap().contains("shop.example"));
}

#[test]
fn a_hidden_check_says_its_statement_and_why_at_the_first_attempt() {
    let test = shop();
    let started = test.args(["start", "tick-a-note"]).ends(0);
    let solution =
        include_str!("../cases/requests/exercises/m02/tick-a-note/solution/requests.http");
    let file = format!(
        "{solution}\n###\nDELETE /notes/2\nCookie: sid=s-1\n\n###\n\
                        POST /notes\nCookie: sid=s-1\nContent-Type: application/json\n\n\
                        {{\"text\": \"milk\", \"done\": true}}\n"
    );
    std::fs::write(started.stdout.lines().next().unwrap(), file).unwrap();
    let hidden = |run: &crate::command::Run| {
        let verdict: Value = serde_json::from_str(&run.stdout).unwrap();
        let checks = verdict["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["name"] == "nothing-removed").unwrap();
        ["outcome", "why", "headline", "feedback", "sent"].map(|key| check[key].clone())
    };
    let first = test.args(["check", "tick-a-note", "--json"]).ends(1);
    let [outcome, why, others @ ..] = hidden(&first);
    assert_eq!((outcome, why), ("fail".into(), "Ticking needs no DELETE.".into()));
    assert_eq!(others, [Value::Null, Value::Null, Value::Null]);
    let second = test.args(["check", "tick-a-note", "--json"]).ends(1);
    let [_, _, headline, feedback, sent] = hidden(&second);
    assert_eq!(headline, "A note was removed.");
    assert_eq!(feedback, "DELETE takes it away; nothing here asks for that.");
    assert_eq!(sent["method"], "DELETE");
}
