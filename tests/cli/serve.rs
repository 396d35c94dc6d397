//! `backlab serve`: APIs and programs that stay up until a signal comes.

use std::{
    net::TcpListener,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use serde_json::{Value, json};

use crate::command::{Staying, Test, copy, is_gone, wait_until};

/// Two lists and an object.
pub const DATABASE: &str = r#"{
  "posts": [
    { "id": 1, "title": "one", "views": 9 },
    { "id": 2, "title": "two", "views": 10 },
    { "title": "three", "views": 9 }
  ],
  "tags": [],
  "profile": { "name": "ada" }
}"#;

/// A server that names `port`, or what PORT says.
fn program(port: u16) -> String {
    format!(
        "console.log('before');\nrequire('http').createServer((req, res) => {{\n  console.log('asked', \
         req.url);\n  res.end('hi');\n}}).listen(process.env.PORT || {port}, () => \
         console.error('up'));\n"
    )
}

/// A port that is free and that the system gives nobody who asks for any: those lie higher.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let next =
            std::process::id().wrapping_mul(31) % 12_000 + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(20_000 + next % 12_000).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The statuses and bodies that the requests of `http` give, each a line.
fn ask(test: &Test, port: u16, http: &str) -> Vec<(u64, Value)> {
    let port = port.to_string();
    let run = test.fed(["send", "-", "--json", "--port", &port], http).ends(0);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let exchanges = told["exchanges"].as_array().unwrap();
    let answer = |exchange: &Value| {
        let body = exchange["response"]["body"].as_str().unwrap();
        let body = serde_json::from_str(body).unwrap_or_else(|_| json!(body));
        (exchange["response"]["status"].as_u64().unwrap(), body)
    };
    exchanges.iter().map(answer).collect()
}

#[test]
fn a_database_is_read_and_changed_in_memory() {
    let test = Test::new();
    test.file("db.json", DATABASE);
    let serving = test.stay(["serve", "db.json"]);
    let port = serving.port();
    let answers = ask(
        &test,
        port,
        "GET /posts?views=9&_sort=title\n###\nGET /posts?_page=2&_limit=1\n###\nPOST /posts\nContent-Type: \
         application/json\n\n{\"title\":\"four\"}\n###\nPATCH /posts/1\nContent-Type: \
         application/json\n\n{\"views\":0}\n###\nDELETE /posts/2\n###\nGET /posts/2\n###\nPATCH \
         /profile\nContent-Type: application/json\n\n{\"city\":\"Bath\"}\n###\nGET /tags\n",
    );
    assert_eq!(
        answers,
        [
            (
                200,
                json!([
                    { "id": 1, "title": "one", "views": 9 },
                    { "id": 3, "title": "three", "views": 9 },
                ])
            ),
            (200, json!([{ "id": 2, "title": "two", "views": 10 }])),
            (201, json!({ "id": 4, "title": "four" })),
            (200, json!({ "id": 1, "title": "one", "views": 0 })),
            (200, json!({})),
            (404, json!({ "error": "/posts has no id 2" })),
            (200, json!({ "name": "ada", "city": "Bath" })),
            (200, json!([])),
        ]
    );
    let on_disk = std::fs::read_to_string(test.folder().join("db.json")).unwrap();
    assert_eq!(on_disk, DATABASE, "the file is not written");
    let answers = ask(&test, port, "POST /__reset\n###\nGET /__state");
    assert_eq!(answers[1].1["profile"], json!({ "name": "ada" }));
}

#[test]
fn the_api_of_an_exercise_is_served_by_its_id_or_its_path() {
    let test = Test::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/requests"), test.folder());
    let path = "exercises/m02/tick-a-note/data/api.toml";
    for what in ["tick-a-note", "demo/requests/tick-a-note", path] {
        let serving = test.stay(["serve", what, "--port", "0"]);
        let login = "POST /login\nContent-Type: application/json\n\n{\"name\": \"ada\"}\n";
        let http = format!("GET /notes\n###\n{login}###\nGET /notes/1\nCookie: sid=s-1\n");
        let answers = ask(&test, serving.port(), &http);
        assert_eq!(answers[0], (401, json!({ "error": "log in first" })), "{what}");
        assert_eq!(answers[1].0, 204, "{what}");
        assert_eq!(answers[2].1, json!({ "id": 1, "text": "bread", "done": false }), "{what}");
    }
    test.args(["serve", "http-methods"]).complains("is a lesson").ends(2);
    test.args(["serve", "tick-a-noet"]).complains("tick-a-note").ends(2);
}

#[test]
fn each_request_has_a_line_on_standard_error() {
    let test = Test::new();
    let close = "[[route]]\nrequest = \"GET /report\"\nfault = \"close\"\n";
    test.file("api.toml", &format!("[collections.notes]\n{close}"));
    let serving = test.stay(["serve", "api.toml"]);
    let port = serving.port().to_string();
    assert!(serving.complaint().contains("GET /__requests"));
    let http = "GET /notes?done=true\n###\nGET /report\n###\nGET /nothing\n";
    test.fed(["send", "-", "--port", &port], http).ends(1);
    for (begin, end) in [
        ("GET /notes?done=true 200 ", " ms"),
        ("GET /report - ", " ms (no answer, as the API says)"),
        ("GET /nothing 404 ", " ms"),
    ] {
        let line = serving.complaint();
        assert!(line.starts_with(begin) && line.ends_with(end), "{line}");
    }
    let answers = ask(&test, port.parse().unwrap(), "GET /__requests");
    assert_eq!(answers[0].1.as_array().unwrap().len(), 3);
}

#[test]
fn a_program_listens_where_it_says_and_prints_after_the_first_line() {
    let test = Test::new();
    let port = free_port();
    test.file("server.js", &program(port));
    let serving = test.stay(["serve", "server.js"]);
    assert_eq!(serving.port(), port);
    assert_eq!(serving.line(), "before");
    assert_eq!(serving.complaint(), "up");
    assert_eq!(ask(&test, port, "GET /x"), [(200, json!("hi"))]);
    assert_eq!(serving.line(), "asked /x");
    let line = serving.complaint();
    assert!(line.starts_with("GET /x 200 "), "{line}");
    // The same port for a second one.
    test.args(["serve", "server.js"])
        .complains("EADDRINUSE")
        .complains("The port that server.js names is taken; --port N gives it another one.")
        .prints("before")
        .ends(1);
    let other = free_port();
    let second = test.stay(["serve", "server.js", "--port", &other.to_string()]);
    assert_eq!(second.port(), other);
    let third = test.stay(["serve", "server.js", "--port", "0"]);
    assert_ne!(third.port(), port);
}

#[test]
fn a_program_gets_the_port_that_is_asked_for_whatever_it_names() {
    let test = Test::new();
    let (first, second) = (free_port(), free_port());
    test.file(
        "two.js",
        &format!(
            "const http = require('http');\nhttp.createServer((q, r) => r.end('a')).listen(1, () => \
             http.createServer((q, r) => r.end('b')).listen({second}));"
        ),
    );
    let serving = test.stay(["serve", "two.js", "--port", &first.to_string()]);
    assert_eq!(serving.port(), first);
    assert_eq!(serving.complaint(), format!("also listening on 127.0.0.1:{second}"));
    assert_eq!(ask(&test, first, "GET /")[0].1, "a");
    assert_eq!(ask(&test, second, "GET /")[0].1, "b");
}

#[test]
fn run_listens_where_the_program_says_too() {
    let test = Test::new();
    let port = free_port();
    test.file("server.js", &program(port));
    let running = test.stay(["run", "server.js"]);
    assert_eq!(running.line(), "before");
    assert_eq!(running.complaint(), "up");
    assert_eq!(ask(&test, port, "GET /"), [(200, json!("hi"))]);
}

#[test]
fn a_port_that_is_taken_is_said_with_what_to_do() {
    let test = Test::new();
    test.file("db.json", DATABASE);
    test.file("server.js", &program(1));
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    for what in ["db.json", "server.js"] {
        let run = test.args(["serve", what, "--port", &port]).ends(2);
        let said = format!(
            "port {port} of 127.0.0.1 is taken by another program; --port 0 takes a free one\n"
        );
        assert_eq!((run.stdout.as_str(), run.stderr), ("", said));
    }
}

#[test]
fn what_cannot_be_served_is_said() {
    let test = Test::new();
    test.file("a.txt", "x");
    test.file("broken.toml", "[[rout]]\n");
    test.file("broken.json", "{\n  \"a\": [1\n}");
    test.file("list.json", "{ \"tags\": [\"a\"] }");
    test.file("ends.js", "console.log('done');");
    test.file("exits.js", "process.exit(7)");
    test.file("throws.js", "null.x");
    test.file("loops.js", "while (true) {}");
    test.args(["serve"]).complains("<WHAT>").ends(2);
    test.args(["serve", "a.txt"]).complains("a.txt: what is served is a program (.js)").ends(2);
    test.args(["serve", "nowhere.json"]).complains("nowhere.json: No such file").ends(2);
    test.args(["serve", "nowhere.js"]).complains("nowhere.js: No such file").ends(2);
    test.args(["serve", "nowhere"]).complains("No lesson or exercise has the id `nowhere`").ends(2);
    test.args(["serve", "basic-node-server"]).complains("has no mock API").ends(2);
    test.args(["serve", "broken.toml"]).complains("broken.toml:1:3: error: ").ends(2);
    test.args(["serve", "broken.json"])
        .complains("broken.json:3:1: the file is not JSON: expected `,` or `]`\n    }\n    ^\n")
        .ends(2);
    test.args(["serve", "list.json"])
        .complains("list.json: `$.tags[0]` is a text, and not an object\n  a row is an object")
        .ends(2);
    test.args(["serve", "a.json", "--mongo"]).complains("--mongo").ends(2);
    test.args(["serve", "a.json", "--port", "65536"]).complains("65536").ends(2);
    test.args(["serve", "ends.js"]).prints("done\n").complains("ended and never listened").ends(1);
    test.args(["serve", "exits.js"]).ends(7);
    test.args(["serve", "throws.js"]).complains("TypeError").ends(1);
    test.args(["serve", "loops.js"]).complains("does not end").ends(124);
}

#[test]
fn a_program_that_only_prints_is_ended() {
    let test = Test::new();
    test.file(
        "prints.js",
        "const line = 'x'.repeat(100000);\nsetInterval(() => console.log(line), 1);",
    );
    test.args(["serve", "prints.js"]).complains("more than 1048576 bytes").ends(124);
}

#[test]
fn a_signal_ends_it_well_and_no_child_is_left() {
    let test = Test::new();
    test.file("db.json", DATABASE);
    test.file("server.js", &program(free_port()));
    for (what, signal, code) in [
        ("db.json", "TERM", Some(0)),
        ("db.json", "INT", Some(0)),
        ("server.js", "TERM", Some(0)),
        ("server.js", "INT", Some(0)),
        ("db.json", "KILL", None),
        ("server.js", "KILL", None),
    ] {
        let serving: Staying = test.stay(["serve", what]);
        serving.port();
        let child = serving.child();
        assert!(!is_gone(child));
        assert_eq!(serving.signal(signal), code, "{what} {signal}");
        wait_until("the child is gone", || is_gone(child));
    }
}
