//! `backlab send`: the requests of a .http file, to an API that `backlab serve` serves.

use proptest::prelude::*;
use serde_json::Value;

use crate::command::{Staying, Test};

/// Notes, a login, and every way of not answering.
const API: &str = r#"
[collections.notes]
rows = [{ id = 1, text = "bread" }]

[[route]]
request = "POST /login"
when = { json."$.password" = "s3cret" }
json = { token = "t-1", page = 2 }

[[route]]
request = "GET /me"
when = { header.Authorization = "Bearer t-1", query.page = "2" }
json = { name = "ada" }

[[route]]
request = "GET /escape"
body = "a[2J"
headers = { X-Page = "{{query.page}}" }

[[route]]
request = "GET /closed"
fault = "close"

[[route]]
request = "GET /garbled"
fault = "garbled"

[[route]]
request = "GET /silent"
fault = "silent"

[[route]]
request = "GET /cut"
fault = "cut"

[[route]]
request = "GET /cut"
body = "half of this"
"#;

const LOGIN: &str = "### log in\n# @name login\nPOST {{base}}/login\nContent-Type: application/json\n\n\
                     {\"password\": \"{{password}}\"}\n\n### who am I\nGET \
                     {{base}}/me?page={{login.response.body.$.page}}\nAuthorization: Bearer \
                     {{login.response.body.$.token}}\n";

fn served(test: &Test) -> (Staying, String) {
    test.file("api.toml", &API.replace("a[2J", "a\\u001b[2J"));
    let serving = test.stay(["serve", "api.toml"]);
    let port = serving.port().to_string();
    (serving, port)
}

#[test]
fn each_exchange_is_printed_as_it_went_over_the_wire() {
    let test = Test::new();
    let (_serving, port) = served(&test);
    test.file(
        "notes.http",
        "@text = milk\n### all of them\nGET /notes\nAccept: application/json\n\n###\nPOST \
         /notes\nContent-Type: application/json\n\n{\n  \"text\": \"{{text}}\"\n}\n###\nDELETE \
         /notes/1\n",
    );
    let run = test.args(["send", "notes.http", "--port", &port]).ends(0);
    assert_eq!(
        run.stdout,
        format!(
            "### all of them\n> GET /notes HTTP/1.1\n> Host: localhost:{port}\n> Accept: \
             application/json\n\nHTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: \
             25\n\n[{{\"id\":1,\"text\":\"bread\"}}]\n\n### notes.http:7\n> POST /notes HTTP/1.1\n> \
             Host: localhost:{port}\n> Content-Type: application/json\n> Content-Length: 20\n>\n> \
             {{\n>   \"text\": \"milk\"\n> }}\n\nHTTP/1.1 201 Created\nContent-Type: \
             application/json\nLocation: /notes/2\nContent-Length: 22\n\n{{\"id\":2,\"text\":\"milk\"}}\n\n\
             ### notes.http:14\n> DELETE /notes/1 HTTP/1.1\n> Host: localhost:{port}\n\nHTTP/1.1 204 \
             No Content\n"
        )
    );
    assert_eq!(run.stderr, "");
    // From a pipe, to another address, and a body that goes on byte for byte.
    let http = format!("GET http://127.0.0.1:{port}/escape?page=7\n");
    test.fed(["send", "-"], &http)
        .prints("### stdin:1\n")
        .prints("X-Page: 7\n")
        .prints("\na\u{1b}[2J\n")
        .ends(0);
    let http = format!("GET /notes/9\nHost: 127.0.0.1:{port}\n");
    test.fed(["send", "-"], &http).prints("HTTP/1.1 404 Not Found\n").ends(0);
    let base = format!("http://127.0.0.1:{port}/notes");
    test.fed(["send", "-", "--base", &base], "GET /2\n")
        .prints("> GET /notes/2 HTTP/1.1\n")
        .ends(0);
}

#[test]
fn as_json_it_is_one_object() {
    let test = Test::new();
    let (_serving, port) = served(&test);
    let http = "# @name a\nPOST /notes\nContent-Type: application/json\n\n{}\n###\nGET /closed\n###\nGET \
                /{{a.response.body.$.none}}\n";
    let run = test.fed(["send", "-", "--json", "--port", &port], http).ends(1);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, ""));
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&told["format"], &told["file"]), (&1.into(), &"stdin".into()));
    let first = &told["exchanges"][0];
    let keys: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["name", "line", "request", "response", "error", "ms"]);
    assert_eq!((&first["name"], &first["line"]), (&"a".into(), &2.into()));
    assert_eq!(first["request"]["url"], format!("http://localhost:{port}/notes"));
    assert_eq!(first["request"]["headers"][0][1], format!("localhost:{port}"));
    assert_eq!(
        (&first["response"]["status"], &first["response"]["cut"]),
        (&201.into(), &false.into())
    );
    let second = &told["exchanges"][1];
    assert_eq!((&second["response"], &second["error"]["line"]), (&Value::Null, &7.into()));
    let third = &told["exchanges"][2];
    assert_eq!(third["request"], Value::Null);
    assert_eq!(third["error"]["what"], "`$.none` is not in a.response");
}

#[test]
fn an_environment_gives_values_and_the_private_ones_are_never_shown() {
    let test = Test::new();
    let (_serving, port) = served(&test);
    test.file("api/login.http", LOGIN);
    let base = format!("http://localhost:{port}");
    let public = format!(
        "{{ \"$shared\": {{ \"base\": \"{base}\" }}, \"dev\": {{ \"password\": \"wrong\" }}, \"test\": {{}} }}"
    );
    test.file("api/http-client.env.json", &public);
    let run = test.args(["send", "api/login.http", "--env", "dev"]).prints("\"wrong\"").ends(1);
    assert!(run.stdout.contains("HTTP/1.1 404 Not Found"), "{}", run.stdout);
    assert!(
        run.stderr.starts_with("api/login.http:9:22: `$.page` is not in login.response\n"),
        "{}",
        run.stderr
    );

    test.file("api/http-client.private.env.json", "{ \"dev\": { \"password\": \"s3cret\" } }");
    for extra in ["--env=dev", "--env=test", "--env=live"] {
        for json in ["--json", "--timeout=9"] {
            let run = test.args(["send", "api/login.http", extra, json]);
            assert!(!(run.stdout.clone() + &run.stderr).contains("s3cret"), "{extra} {json}");
        }
    }
    test.args(["send", "api/login.http", "--env", "dev"])
        .prints("> {\"password\": \"{{password}}\"}\n")
        .prints("> Authorization: Bearer t-1\n")
        .prints("\n{\"name\":\"ada\"}\n")
        .ends(0);
    test.args(["send", "api/login.http", "--env", "dve"])
        .complains("no environment is named `dve`; did you mean `dev`? There are: dev, test\n")
        .ends(2);
    let run = test.args(["send", "api/login.http"]).ends(2);
    assert_eq!(
        run.stderr,
        "api/login.http:6:15: nothing is named `password`\n    {\"password\": \"{{password}}\"}\n                  \
         ^\n  variables here are: base\nNo environment was chosen; --env takes one of: dev, test\n"
    );
    // A host can be a secret too.
    test.file("api/http-client.private.env.json", &public.replace("wrong", "s3cret"));
    let run = test.args(["send", "api/login.http", "--env", "dev"]).ends(0);
    assert!(!run.stdout.contains(&port) && run.stdout.contains("> POST {{base}}/login HTTP/1.1\n"));
    test.file(
        "api/http-client.private.env.json",
        "{ \"dev\": { \"base\": \"http://s3cret.invalid:1\" } }",
    );
    let run = test
        .args(["send", "api/login.http", "--env", "dev"])
        .complains("a host that is secret")
        .ends(1);
    assert!(!(run.stdout + &run.stderr).contains("s3cret"));
}

#[test]
fn an_environment_file_with_a_mistake_is_said_and_a_private_line_is_not_shown() {
    let test = Test::new();
    test.file("a.http", "GET http://localhost:1/\n");
    test.args(["send", "a.http", "--env", "dev"])
        .complains("no environment is named `dev`; http-client.env.json or ")
        .ends(2);
    test.file("http-client.env.json", "{ \"dev\": { \"a\": open } }");
    test.args(["send", "a.http"])
        .complains(
            "http-client.env.json:1:17: the file is not JSON: expected value\n    { \"dev\": { \"a\": open \
             } }\n                    ^\n",
        )
        .ends(2);
    test.file("http-client.env.json", "{ \"dev\": 1 }");
    test.args(["send", "a.http"]).complains("http-client.env.json: `dev` is not an object").ends(2);
    test.file("http-client.env.json", "{}");
    test.file("http-client.private.env.json", "{ \"dev\": { \"a\": hidden } }");
    let run = test.args(["send", "a.http"]).ends(2);
    assert_eq!(
        run.stderr,
        "http-client.private.env.json:1:17: the file is not JSON: expected value\n"
    );
}

#[test]
fn a_mistake_is_shown_with_its_place_and_nothing_is_sent() {
    let test = Test::new();
    let (_serving, port) = served(&test);
    for (http, told) in [
        (
            "GET /{{x}}",
            "a.http:4:6: nothing is named `x`\n    GET /{{x}}\n         ^\n  @x = value",
        ),
        ("get /", "a.http:4:1: `get` is not a method"),
        ("GET users", "a.http:4:5: `users` is not a path"),
        ("GET /\nX: {{b.response.body}}", "a.http:5:4: no request is named `b`"),
        ("GET /{{a.response.cookies}}", "a.http:4:6: `cookies` is not a part of a message"),
        (
            "GET https://localhost/",
            "a.http:4:5: https is not spoken here: this client has no TLS\n",
        ),
        ("GET http://a:b@localhost/", "a.http:4:5: this is not an address"),
        ("GET http://localhost:99999/", "a.http:4:5: this is not an address"),
    ] {
        test.file("a.http", &format!("# @name a\nDELETE /notes/1\n###\n{http}\n"));
        let run = test.args(["send", "a.http", "--port", &port]).complains(told).ends(2);
        assert_eq!(run.stdout, "", "{http}");
    }
    test.fed(["send", "-", "--port", &port], "GET /notes/1\n").prints("HTTP/1.1 200 OK").ends(0);
}

#[test]
fn a_request_without_a_host_needs_one() {
    let test = Test::new();
    let run = test.fed(["send", "-"], "\nGET /users\n").ends(2);
    assert_eq!(
        run.stderr,
        "stdin:2:5: the request names no host\n    GET /users\n        ^\n  --base \
         http://localhost:3000 or --port 3000 says where it goes; or write the host here\n"
    );
    let get = "GET /users\n";
    test.fed(["send", "-", "--base", "https://a.b"], get).complains("https is not spoken").ends(2);
    test.fed(["send", "-", "--base", "nonsense:x"], get).complains("is not an address").ends(2);
    test.fed(["send", "-", "--port", "0"], get).complains("--port").ends(2);
    test.fed(["send", "-", "--port", "1", "--base", "a"], get).complains("--base").ends(2);
    test.fed(["send", "-", "--timeout", "0"], get).complains("--timeout").ends(2);
    let http = "GET /users\nHost: localhost:1/x\n";
    test.fed(["send", "-"], http).complains("stdin:1:5: this is not an address").ends(1);
}

#[test]
fn what_cannot_be_read_is_misuse() {
    let test = Test::new();
    test.args(["send", "nowhere.http"]).complains("nowhere.http: No such file").ends(2);
    test.args(["send", "."]).complains(".: ").ends(2);
    test.fed(["send", "-"], "# nothing\n").complains("stdin: there is no request in it").ends(2);
    std::fs::write(test.folder().join("bytes.http"), b"GET /\xff").unwrap();
    test.args(["send", "bytes.http"]).complains("bytes.http: byte 5 is no UTF-8 text").ends(2);
    test.fed(["send", "-"], &"#\n".repeat(200_000))
        .complains("stdin: the file has more than 256 kB")
        .ends(2);
    let escape = "GET /\u{1b}[2J\u{202e}\n\u{1b}]0;x\u{7}: y\n";
    let run = test.fed(["send", "-", "--port", "1"], escape).ends(2);
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{202e}'), "{}", run.stderr);
}

#[test]
fn a_request_without_an_answer_is_said_and_the_others_are_sent() {
    let test = Test::new();
    let (_serving, port) = served(&test);
    test.file(
        "a.http",
        "# @name a\nGET http://127.0.0.1:1/x\n###\nGET /{{a.response.body}}\n###\nGET \
         /closed\n###\nGET /garbled\n###\nGET /cut\n###\nGET /silent\n###\nGET /notes\n",
    );
    let run = test.args(["send", "a.http", "--port", &port, "--timeout", "1"]).ends(1);
    assert_eq!(
        run.stderr,
        "a.http:2:5: no answer: nothing listens at 127.0.0.1:1\n    GET \
             http://127.0.0.1:1/x\n        ^\n  start the server, or look at the port that it \
             names\na.http:4:6: `a` has got no answer\n    GET /{{a.response.body}}\n         \
             ^\na.http:6:5: the server closed the connection before its answer was whole\n    GET \
             /closed\n        ^\na.http:8:5: what came back is not HTTP: invalid HTTP version\n    GET \
             /garbled\n        ^\na.http:10:5: the server closed the connection before its answer was \
             whole\n    GET /cut\n        ^\na.http:12:5: no whole answer within 1 s\n    GET \
             /silent\n        ^\n  --timeout SECONDS waits longer\n"
    );
    assert!(run.stdout.contains("### a.http:4\n(not sent)\n\n###"), "{}", run.stdout);
    assert!(run.stdout.contains("> GET /closed HTTP/1.1\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("Content-Length: 12\nConnection: close\n\nhalf o\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.ends_with("\n[{\"id\":1,\"text\":\"bread\"}]\n"), "{}", run.stdout);
}

#[test]
fn a_long_body_is_cut_and_said() {
    let test = Test::new();
    let server = "require('http').createServer((q, r) => r.end('x'.repeat(1500000))).listen(0);";
    test.file("server.js", server);
    let serving = test.stay(["serve", "server.js", "--port", "0"]);
    let port = serving.port().to_string();
    let run = test.fed(["send", "-", "--port", &port], "GET /\n").ends(0);
    assert_eq!(run.stderr, "stdin:1: only the first 1 MB of the body were kept\n");
    assert_eq!(run.stdout.matches('x').count(), 1 << 20);
}

/// Pieces of a file; without a colon in the random ones, so that no other host is named.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed = |text: &str| Just(text.as_bytes().to_vec());
    prop_oneof![
        fixed("\n"),
        fixed("\n\n###\nGET /"),
        fixed("{{a}}"),
        fixed("# @name a\n"),
        fixed("\n@a = {{b}}\n"),
        fixed("\nX: {{a.response.body.$.x}}\n"),
        fixed("\nPOST /a HTTP/1.1\nHost: localhost:1\n\n"),
        prop::collection::vec(any::<u8>().prop_filter("no host", |byte| *byte != b':'), 0..8),
        "\\PC{0,6}".prop_map(|text| text.replace(':', "").into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_bytes_are_given_end_with_a_code_of_our_own(
        parts in prop::collection::vec(piece(), 0..12),
    ) {
        let test = Test::new();
        std::fs::write(test.folder().join("a.http"), parts.concat()).unwrap();
        test.args(["send", "a.http", "--port", "1"]).ends_with_one_of(&[1, 2]);
    }
}
