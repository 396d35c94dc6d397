//! A file of requests: what is sent, what comes back, and what is said of it.

use backlab::{
    judge::{Came, Exchange, Side},
    trace::What,
};

use crate::{failure, fixture, rows, words};

const LISTED: &str = r#"
[[check]]
name = "listed"
say = "GET /users is answered 200"
fails = "The users were not listed."
why = "GET reads."
look = "the first request"
[check.sent]
request = "GET /users"
status = 200
"#;

/// Each exchange as `line: METHOD target: status BODY`, or why there is no answer.
fn told(exchanges: &[Exchange]) -> Vec<String> {
    let told = |exchange: &Exchange| {
        let came = match &exchange.came {
            Came::Answer(response) => format!("{} {}", response.status, response.text()),
            Came::Nothing(why) => format!("nothing, {why}"),
            Came::Unsent(why) => format!("unsent, {why}"),
        };
        let request = &exchange.request;
        let line = exchange.line.unwrap();
        format!("{line}: {} {}: {came}", request.method, request.target)
    };
    exchanges.iter().map(told).collect()
}

#[test]
fn every_request_is_told_with_what_came_of_it() {
    let file = "@who = ada\n### log in\n# @name login\nPOST /login\nContent-Type: application/json\n\n\
                {\"name\": \"{{who}}\"}\n###\nGET {{login.response.headers.Location}}?a=ü\n###\n\
                GET /broken\n###\nGET http://shop.example/users\n###\nGET /users/{{nobody}}\n###\n\
                DELETE http://localhost:4010/users/9\n";
    let verdict = fixture::judged(&fixture::exercise(LISTED), file);
    assert_eq!(
        told(&verdict.exchanges),
        [
            "4: POST /login: 200 {\"token\":\"t-1\"}",
            "9: GET /users/1?a=%C3%BC: 200 {\"id\":1,\"name\":\"Ada\",\"city\":\"London\"}",
            "11: GET /broken: nothing, the connection was closed before the answer was whole",
            "13: GET /users: unsent, requests reach the mock API here, and not http://shop.example",
            "15: GET /users/{{nobody}}: unsent, line 15: nothing is named `nobody`",
            "17: DELETE /users/9: 404 {\"error\":\"/users has no id 9\"}",
        ]
    );
}

#[test]
fn a_pass_tells_the_exchanges_too() {
    let verdict = fixture::judged(&fixture::exercise(LISTED), "GET /users\n");
    assert_eq!(words(&verdict), ["pass"]);
    assert_eq!(verdict.exchanges.len(), 1);
}

#[test]
fn a_request_that_was_not_sent_is_not_shown_as_sent() {
    let exercise = fixture::exercise(LISTED);
    let verdict = fixture::judged(&exercise, "GET http://shop.example/users\n");
    let fallen = failure(&verdict, 0);
    assert_eq!(
        fallen.headline,
        "GET /users was not sent: requests reach the mock API here, and not http://shop.example."
    );
    assert_eq!(
        (&fallen.sent, &fallen.curl, &fallen.got, fallen.exchange),
        (&None, &None, &None, Some(0))
    );
    assert_eq!(fallen.printed, None, "no program of the learner's ran");
    let verdict = fixture::judged(&exercise, "GET /user\n");
    let fallen = failure(&verdict, 0);
    assert_eq!(
        rows(fallen),
        ["x path | /users | /user", "x status | 200 | 404", "method | GET | GET"]
    );
    assert_eq!(fallen.got.as_ref().unwrap().status, 404);
}

const NOTED: &str = r#"
[[check]]
name = "name"
say = "The name is noted"
fails = "The name of user 4 is not noted."
why = "The body is the thing itself."
[check.answer]
name = "name"
request = "GET /users"
value = "$[?@.id == 4].name"

[[check]]
name = "status"
say = "The status is noted"
fails = "The status is not noted."
why = "The status says how it went."
[check.answer]
name = "status"
expect = 200
"#;

/// The row of the only field of a check that failed, with its note.
fn noted(file: &str, at: usize) -> String {
    let verdict = fixture::judged(&fixture::exercise(NOTED), file);
    let fallen = failure(&verdict, at);
    let [field] = &fallen.fields[..] else { panic!("{fallen:?}") };
    let note = field.note.as_ref().map_or(String::new(), |note| format!(" | {note}"));
    format!("{} | {} | {}{note}", field.name, field.expected, field.got)
}

#[test]
fn what_was_noted_is_shown_and_the_right_value_is_not() {
    let asked = |line: &str| format!("GET /users\n{line}\n");
    for (file, row) in [
        (
            asked("# @answer name = Ada"),
            "\"Ada\" | that is in the answer, and not what is asked for",
        ),
        (asked("# @answer name = Oluchy"), "\"Oluchy\" | that is not in the answer"),
        (asked("# @answer name = oluchi"), "\"oluchi\" | letter case counts"),
        (asked("# @answer name ="), "nothing | nothing stands after the = yet"),
        (asked(""), "nothing | write a line: # @answer name = …"),
        ("# @answer name = Oluchi\n".to_owned(), "\"Oluchi\" | no GET /users was sent"),
    ] {
        let expected = "@answer name | a name in the answer to GET /users | ";
        assert_eq!(noted(&file, 0), format!("{expected}{row}"), "{file}");
    }
    let row = "@answer status | the value that is asked for | \"OK\"";
    assert_eq!(noted("GET /users\n# @answer status = OK\n", 1), row);
    let verdict = fixture::judged(&fixture::exercise(NOTED), "GET /users\n# @answer name = Ada\n");
    let fallen = failure(&verdict, 0);
    assert_eq!((fallen.side, fallen.exchange), (Side::Noted, Some(0)));
    assert_eq!(fallen.line.as_deref(), Some("# @answer name = Ada"));
}

#[test]
fn a_path_with_a_filter_finds_the_value_and_one_pair_of_quotes_is_forgiven() {
    let exercise = fixture::exercise(NOTED);
    for (name, status) in [
        ("Oluchi", "200"),
        ("\"Oluchi\"", "\"200\""),
        ("'Oluchi'", "'200'"),
        ("`Oluchi`", "` 200 `"),
    ] {
        let file = format!("GET /users\n# @answer name = {name}\n# @answer status = {status}\n");
        assert_eq!(words(&fixture::judged(&exercise, &file)), ["pass", "pass"], "{file}");
    }
    for name in ["\"Oluchi", "\"\"Oluchi\"\"", "'Oluchi\""] {
        let file = format!("GET /users\n# @answer name = {name}\n# @answer status = 200\n");
        assert_eq!(words(&fixture::judged(&exercise, &file))[1], "pass");
        assert_eq!(
            words(&fixture::judged(&exercise, &file))[0],
            "FAIL The name of user 4 is not noted."
        );
    }
    let file =
        "GET /users?id=1\n###\nGET /users\n# @answer name = Oluchi\n# @answer status = 200\n";
    assert_eq!(words(&fixture::judged(&exercise, file)), ["pass", "pass"], "the bare path counts");
    let several = NOTED.replace("$[?@.id == 4].name", "$[?@.id < 4].name");
    let file = "GET /users\n# @answer name = [\"Ada\", \"Kishore\"]\n# @answer status = 200\n";
    assert_eq!(words(&fixture::judged(&fixture::exercise(&several), file)), ["pass", "pass"]);
    let quoted = NOTED.replace("expect = 200", "expect = \"\\\"200\\\"\"");
    let file = "GET /users\n# @answer name = Oluchi\n# @answer status = \"200\"\n";
    assert_eq!(words(&fixture::judged(&fixture::exercise(&quoted), file)), ["pass", "pass"]);
}

#[test]
fn a_missing_line_between_two_requests_is_said() {
    let exercise = fixture::exercise(LISTED);
    for file in ["GET /user\nDELETE /users/4\n", "GET /user\n\nDELETE /users/4\n"] {
        let verdict = fixture::judged(&exercise, file);
        let fallen = failure(&verdict, 0);
        let line = file.lines().count();
        let headline =
            format!("requests.http line {line}: `DELETE /users/4` begins another request.");
        assert_eq!(fallen.headline, headline);
        assert_eq!(fallen.look.as_deref(), Some("a request begins below a line with ###"));
        assert_eq!(verdict.exchanges, [], "half a file is not sent");
    }
    let file = "POST /echo\n\nGET /users\n";
    let verdict = fixture::judged(&exercise, file);
    let doubt = "Line 3: `GET /users` begins another request, and was sent in the body above; a \
                 request begins below a line with ###.";
    assert_eq!(failure(&verdict, 0).feedback.as_deref(), Some(doubt));
    assert_eq!(verdict.exchanges[0].doubt.as_deref(), Some(doubt));
    // A body may hold a request line, and then nothing is refused.
    let verdict = fixture::judged(&exercise, &format!("{file}###\nGET /users\n"));
    assert_eq!(words(&verdict), ["pass"]);
    assert_eq!(verdict.exchanges[0].doubt.as_deref(), Some(doubt));
    let text = file.replace("echo\n", "echo\nContent-Type: text/plain\n");
    assert_eq!(fixture::judged(&exercise, &text).exchanges[0].doubt, None);
    // What was noted has nothing to do with it.
    let noted = fixture::judged(&fixture::exercise(NOTED), file);
    assert_eq!(failure(&noted, 0).feedback, None);
}

const SEVERAL: &str = r#"
[[check]]
name = "listed"
say = "GET /users is answered 200"
fails = "The users were not listed."
why = "GET reads."
[check.sent]
request = "GET /users"
status = 200

[[check]]
name = "created"
say = "POST /users is answered 201"
fails = "No user was created."
why = "POST creates."
[check.sent]
request = "POST /users"
status = 201

[[check]]
name = "not-found"
say = "A request is answered 404"
fails = "Nothing was answered 404."
why = "404 is an answer."
[check.sent]
status = 404

[[check]]
name = "none-removed"
say = "Nobody is removed"
fails = "Somebody was removed."
why = "Nothing asks for it."
[check.sent]
method = "DELETE"
path = "~/users/.*"
count = 0
"#;

const CREATE: &str = "POST /users\nContent-Type: application/json\n\n{\"name\": \"Zoe\"}\n";

/// The request line that the check at `at` shows, and its rows that differ.
fn nearest(tables: &str, requests: &[&str], at: usize) -> (Option<String>, Vec<String>) {
    let verdict = fixture::judged(&fixture::exercise(tables), &requests.join("\n###\n"));
    let fallen = failure(&verdict, at);
    let shown = fallen.exchange.map(|at| &verdict.exchanges[at].request);
    let shown = shown.map(|request| format!("{} {}", request.method, request.target));
    (shown, rows(fallen).into_iter().filter(|row| row.starts_with('x')).collect())
}

#[test]
fn the_request_that_is_shown_is_the_one_that_was_meant() {
    let shown = |requests: &[&str], at| nearest(SEVERAL, requests, at).0;
    let line = |line: &str| Some(line.to_owned());
    // A path that is nearly right with the right method, in whatever order they stand.
    assert_eq!(shown(&["GET /user", CREATE], 0), line("GET /user"));
    assert_eq!(shown(&[CREATE, "GET /user"], 0), line("GET /user"));
    assert_eq!(shown(&["GET /Users/", "GET /login", CREATE], 0), line("GET /Users/"));
    assert_eq!(shown(&["GET /login", "GET /api/users"], 0), line("GET /api/users"));
    // The same path with another method, where no check is content with it.
    assert_eq!(shown(&["POST /users", "GET /notes"], 0), line("POST /users"));
    // One that was sent before one that was not, where the check names method or path.
    assert_eq!(shown(&["GET /user", "GET /users/{{x}}"], 0), line("GET /user"));
    assert_eq!(shown(&["GET /users/1", "GET http://x.example/a"], 2), line("GET /a"));
    // What one check is content with is no try at another one.
    assert_eq!(shown(&[CREATE, "GET /notes"], 0), line("GET /notes"));
    let (none, rows) = nearest(SEVERAL, &[CREATE], 0);
    assert_eq!((none, rows), (None, vec!["x request | GET /users | none was sent".to_owned()]));
    assert_eq!(nearest(SEVERAL, &[""], 2).1, ["x request | at least one | none was sent"]);
    // But for its method and path.
    let page = SEVERAL.replace("status = 404", "request = \"GET /users\"\nquery.page = \"2\"");
    assert_eq!(nearest(&page, &["GET /users", "GET /notes"], 2).0, line("GET /users"));
    // A check that names neither has whatever no other needs, else the last.
    assert_eq!(shown(&["GET /users/1", "GET /users", CREATE], 2), line("GET /users/1"));
    assert_eq!(shown(&["GET /users", CREATE, "GET /users?id=9"], 2), line("GET /users?id=9"));
    assert_eq!(shown(&["GET /users", CREATE], 2), line("POST /users"));
    // One that must not be sent contents nobody.
    assert_eq!(shown(&["DELETE /users/1"], 0), line("DELETE /users/1"));
    // The lower one of two that are equally near: it was written later.
    assert_eq!(shown(&["GET /user?a=1", "GET /user?a=2"], 0), line("GET /user?a=2"));
}

#[test]
fn a_name_that_is_nothing_speaks_for_its_own_request_alone() {
    let login = r#"
[[check]]
name = "logged-in"
say = "POST /login is answered 200"
fails = "Nobody is logged in."
why = "The server knows ada."
[check.sent]
request = "POST /login"
status = 200
"#;
    let file = "POST /login\n###\nGET /users\nX-Of: {{Location}}\n";
    let verdict = fixture::judged(&fixture::exercise(&format!("{login}{LISTED}{NOTED}")), file);
    assert_eq!(
        words(&verdict),
        [
            "FAIL Nobody is logged in.",
            "FAIL requests.http line 4: nothing is named `Location`.",
            "FAIL requests.http line 4: nothing is named `Location`.",
            "FAIL The status is not noted.",
        ]
    );
    let listed = failure(&verdict, 1);
    assert_eq!(listed.exchange, Some(1));
    assert_eq!(listed.place.as_ref().map(|place| (place.line, place.column)), Some((4, 7)));
}

#[test]
fn a_pattern_is_about_the_whole_value_in_checks_and_in_routes() {
    let check = |pattern: &str, status: u16| {
        format!(
            "[[check]]\nname = \"found\"\nsay = \"It is found\"\nfails = \"No.\"\nwhy = \"So.\"\n\
             [check.sent]\nquery.q = \"{pattern}\"\nstatus = {status}\n"
        )
    };
    for (q, pattern, status, passes) in [
        ("ish", "~ish", 200, true),
        ("ada", "~^ada$", 200, true),
        ("Kishore", "~ish", 404, false),
        ("Kishore", "~.*ish.*", 404, true),
        ("dish", "~d|dish", 404, true),
        ("a%0Ab", "~a.b", 404, false),
        ("a%0Ab", "~(?s)a.b", 404, true),
    ] {
        let exercise = fixture::exercise(&check(pattern, status));
        let verdict = fixture::judged(&exercise, &format!("GET /search?q={q}\n"));
        assert_eq!(verdict.passed(), passes, "{q} {pattern}: {:?}", told(&verdict.exchanges));
    }
}

#[test]
fn the_target_is_compared_as_it_went_out() {
    let table = r#"
[[check]]
name = "encoded"
say = "The percent sign is encoded"
fails = "The percent sign is not encoded."
why = "A bare one is no part of a URL."
[check.sent]
query.q = "50%"
target = "~.*50%25"
"#;
    let exercise = fixture::exercise(table);
    let verdict = fixture::judged(&exercise, "GET /search?q=50%25\n");
    assert_eq!(words(&verdict), ["pass"]);
    let verdict = fixture::judged(&exercise, "GET /search?q=50%\n");
    assert_eq!(
        rows(failure(&verdict, 0)),
        ["x target | text that matches /^.*50%25$/ | /search?q=50%", "parameter q | 50% | 50%"]
    );
}

#[test]
fn a_request_to_the_mock_api_that_fails_a_check_is_recorded() {
    let asks = r#"
[[check]]
name = "broken"
say = "GET /broken is answered 200"
fails = "It was not answered."
why = "It shows what is recorded."
look = "the first request"
[check.http]
request = "GET /broken"
expect = { status = 200 }
"#;
    let verdict = fixture::judged(&fixture::exercise(asks), "GET /users\n");
    let recorded = failure(&verdict, 0).recorded.as_ref().unwrap();
    let targets = verdict.trace.entries.iter().filter_map(|entry| match &entry.what {
        What::RequestReceived { target, .. } => Some((entry.request, target.as_str())),
        _ => None,
    });
    assert_eq!(targets.collect::<Vec<_>>(), [(Some(1), "/users"), (Some(2), "/broken")]);
    assert_eq!(recorded.request, Some(2));
}
