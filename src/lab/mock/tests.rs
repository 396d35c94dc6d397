use proptest::prelude::*;
use serde_json::{Value, json};

use super::{asked::Asked, served::Served};
use crate::{
    exchange::{
        Request, Response,
        api::{Api, Fault, Style, database},
    },
    pack::read_api,
};

fn api(toml: &str) -> Api {
    let (api, findings) = read_api("api.toml", toml, &|_| None);
    let said: Vec<_> = findings.iter().map(ToString::to_string).collect();
    api.unwrap_or_else(|| panic!("{}", said.join("\n")))
}

fn request(line: &str, body: &str) -> Request {
    let mut request = Request::parse_line(line).unwrap();
    request.body = body.into();
    if !body.is_empty() && !request.headers.contains("content-type") {
        request.headers.push("Content-Type", "application/json");
    }
    request
}

fn answer(served: &mut Served, line: &str, body: &str) -> Response {
    let number = served.next_number();
    served.answer(&Asked::new(request(line, body), number)).response
}

/// Each line: a request, its body or nothing, and `STATUS BODY` of the answer.
#[track_caller]
fn check(toml: &str, exchanges: &[(&str, &str, &str)]) {
    let mut served = Served::new(api(toml), false);
    for (line, body, expected) in exchanges {
        let response = answer(&mut served, line, body);
        let shown = format!("{} {}", response.status, response.text());
        assert_eq!(shown.trim_end(), *expected, "{line}");
    }
}

const NOTES: &str = r#"
[collections.notes]
rows = [{ id = 1, text = "bread", done = false }, { id = 2, text = "milk", done = true }]
fields = { text = "string", done = "boolean?" }
unique = ["text"]
"#;

#[test]
fn a_collection_is_read_and_changed() {
    check(
        NOTES,
        &[
            (
                "GET /notes",
                "",
                r#"200 [{"id":1,"text":"bread","done":false},{"id":2,"text":"milk","done":true}]"#,
            ),
            ("GET /notes/2", "", r#"200 {"id":2,"text":"milk","done":true}"#),
            ("POST /notes", r#"{"text":"eggs"}"#, r#"201 {"id":3,"text":"eggs"}"#),
            ("PUT /notes/1", r#"{"text":"rolls"}"#, r#"200 {"id":1,"text":"rolls"}"#),
            (
                "PATCH /notes/2",
                r#"{"done":null,"tag":{"a":1}}"#,
                r#"200 {"id":2,"text":"milk","tag":{"a":1}}"#,
            ),
            ("DELETE /notes/3", "", "204"),
            ("DELETE /notes/3", "", r#"404 {"error":"/notes has no id 3"}"#),
            ("POST /notes", r#"{"text":"eggs"}"#, r#"201 {"id":4,"text":"eggs"}"#),
            ("GET /note", "", r#"404 {"error":"nothing is at /note"}"#),
        ],
    );
}

#[test]
fn what_is_no_row_is_refused_with_the_right_status() {
    check(
        NOTES,
        &[
            (
                "POST /notes",
                "{",
                "400 {\"error\":\"the body is not JSON: EOF while parsing an object at line 1 column 1\"}",
            ),
            ("POST /notes", "", r#"400 {"error":"the body is empty"}"#),
            (
                "POST /notes | Content-Type: text/csv",
                "a,b",
                r#"415 {"error":"text/csv is not taken here; send application/json"}"#,
            ),
            ("POST /notes", "[1]", r#"422 {"error":"an object is expected"}"#),
            (
                "POST /notes",
                r#"{"done":1}"#,
                r#"422 {"error":"some fields are wrong","fields":{"text":"is missing","done":"must be a boolean"}}"#,
            ),
            ("POST /notes", r#"{"text":"milk"}"#, r#"409 {"error":"text milk is taken"}"#),
            ("POST /notes", r#"{"id":1,"text":"x"}"#, r#"409 {"error":"id 1 is taken"}"#),
            ("PATCH /notes/1", r#"{"id":7}"#, r#"409 {"error":"id cannot be changed"}"#),
            ("PUT /notes", r#"{"text":"x"}"#, r#"405 {"error":"PUT is not for /notes"}"#),
        ],
    );
    let mut served = Served::new(api(NOTES), false);
    let response = answer(&mut served, "PUT /notes", "{}");
    assert_eq!(response.headers.value("allow").unwrap(), "GET, POST, HEAD, OPTIONS");
    let response = answer(&mut served, "OPTIONS /notes/1", "");
    assert_eq!(response.status, 204);
    assert_eq!(response.headers.value("allow").unwrap(), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
}

#[test]
fn a_list_is_filtered_ordered_and_cut() {
    check(
        NOTES,
        &[
            ("GET /notes?done=true", "", r#"200 [{"id":2,"text":"milk","done":true}]"#),
            ("GET /notes?done=maybe", "", "200 []"),
            ("GET /notes?sort=-text&limit=1", "", r#"200 [{"id":2,"text":"milk","done":true}]"#),
            ("GET /notes?page=2&limit=1", "", r#"200 [{"id":2,"text":"milk","done":true}]"#),
            ("GET /notes?page=99999999999999999999&limit=0", "", "200 []"),
        ],
    );
    let paged = format!("{NOTES}page = {{ size = 1, max = 2 }}\n");
    let mut served = Served::new(api(&paged), false);
    let body = |response: Response| serde_json::from_slice::<Value>(&response.body).unwrap();
    let first = body(answer(&mut served, "GET /notes?sort=text", ""));
    assert_eq!(first["next"], "/notes?sort=text&page=2");
    let last = body(answer(&mut served, "GET /notes?sort=text&page=2", ""));
    assert_eq!((last.get("next"), &last["total"]), (None, &json!(2)));
    let clamped = body(answer(&mut served, "GET /notes?limit=1000", ""));
    assert_eq!(clamped["limit"], 2);
}

#[test]
fn json_servers_parameters_are_taken_in_its_style() {
    let mut api = api(NOTES);
    api.collections[0].style = Style::JsonServer;
    let mut served = Served::new(api, false);
    let mut ids = |line: &str| {
        let response = answer(&mut served, line, "");
        let list: Vec<Value> = serde_json::from_slice(&response.body).unwrap();
        let ids: Vec<_> = list.iter().map(|row| row["id"].to_string()).collect();
        (ids.join(" "), response)
    };
    assert_eq!(ids("GET /notes?_sort=text&_order=desc").0, "2 1");
    assert_eq!(ids("GET /notes?q=BRE").0, "1");
    assert_eq!(ids("GET /notes?id_gte=2").0, "2");
    assert_eq!(ids("GET /notes?text_like=mil&id_ne=1").0, "2");
    assert_eq!(ids("GET /notes?id=1&id=2").0, "1 2");
    assert_eq!(ids("GET /notes?_start=1&_end=9").0, "2");
    let (page, response) = ids("GET /notes?_page=1&_limit=1");
    assert_eq!(page, "1");
    assert_eq!(response.headers.value("x-total-count").unwrap(), "2");
    assert!(
        response.headers.value("link").unwrap().contains("</notes?_page=2&_limit=1>; rel=\"next\"")
    );
}

const DATABASE: &str = r#"{
    "posts": [{ "id": 1, "title": "a", "views": 9 }, { "id": 2, "title": "b", "views": 10 }],
    "profile": { "name": "ada", "id": 7, "address": { "city": "London" } }
}"#;

#[test]
fn a_database_gives_lists_and_single_resources() {
    let mut served = Served::new(database::read(DATABASE, 10).unwrap(), true);
    for (line, body, expected) in [
        (
            "GET /posts?_sort=views&_order=desc&_limit=1",
            "",
            r#"200 [{"id":2,"title":"b","views":10}]"#,
        ),
        ("POST /posts", r#"{"title":"c"}"#, r#"201 {"id":3,"title":"c"}"#),
        (
            "PATCH /profile",
            r#"{"address":{"city":"Bath"},"id":null}"#,
            r#"200 {"name":"ada","id":null,"address":{"city":"Bath"}}"#,
        ),
        ("GET /profile", "", r#"200 {"name":"ada","id":null,"address":{"city":"Bath"}}"#),
        ("PUT /profile", r#"{"id":1,"":2}"#, r#"200 {"id":1,"":2}"#),
        ("PATCH /profile", r#"{"":3}"#, r#"200 {"id":1,"":3}"#),
        ("PUT /profile", "[]", r#"422 {"error":"an object is expected"}"#),
        ("DELETE /profile", "", r#"405 {"error":"DELETE is not for /profile"}"#),
        ("POST /profile", "{}", r#"405 {"error":"POST is not for /profile"}"#),
        ("GET /profile/1", "", r#"404 {"error":"nothing is at /profile/1"}"#),
        ("GET /profile/", "", r#"200 {"id":1,"":3}"#),
    ] {
        let response = answer(&mut served, line, body);
        assert_eq!(format!("{} {}", response.status, response.text()), expected, "{line}");
    }
    assert_eq!(served.state()["profile"], json!({ "id": 1, "": 3 }));
    assert_eq!(served.state()["posts"].as_array().unwrap().len(), 3);
    let response = answer(&mut served, "OPTIONS /profile", "");
    assert_eq!(response.headers.value("allow").unwrap(), "GET, PUT, PATCH, HEAD, OPTIONS");
}

#[test]
fn entity_tags_guard_reading_and_changing() {
    let mut served = Served::new(api(&format!("{NOTES}etag = \"required\"\n")), false);
    let tag = answer(&mut served, "GET /notes/1", "").headers.value("etag").unwrap();
    let seen = answer(&mut served, &format!("GET /notes/1 | If-None-Match: {tag}"), "");
    assert_eq!((seen.status, seen.body.len()), (304, 0));
    assert_eq!(answer(&mut served, "PATCH /notes/1", r#"{"done":true}"#).status, 428);
    let line = format!("PATCH /notes/1 | If-Match: {tag}");
    assert_eq!(answer(&mut served, &line, r#"{"done":true}"#).status, 200);
    assert_eq!(answer(&mut served, &line, r#"{"done":false}"#).status, 412);
    assert_eq!(answer(&mut served, &line.replace('"', ""), r#"{"done":false}"#).status, 412);
}

const LOGIN: &str = r#"
[state]
session = ""

[[route]]
request = "POST /login"
when = { json."$.name" = "ada" }
set = { session = "s-{{uuid}}" }
status = 201
headers = { Set-Cookie = "sid={{state.session}}; Path=/" }
json = { who = "{{json.$.name}}", nr = "{{number}}", all = "n {{count}}", none = "{{query.x}}" }

[[route]]
request = "GET /me"
when = { cookie.sid = "{{state.session}}" }
json = { path = "{{target}}" }

[[route]]
request = "GET /me"
status = 401

[[route]]
request = "* /files/*"
body = "{{method}}"
"#;

#[test]
fn routes_read_and_set_the_state() {
    let mut served = Served::new(api(LOGIN), false);
    let refused = answer(&mut served, "POST /login", r#"{"name":"bob"}"#);
    assert_eq!(refused.text(), r#"{"error":"no route takes this POST /login"}"#);
    assert_eq!(answer(&mut served, "GET /me", "").status, 401);
    let told = answer(&mut served, "POST /login", r#"{"name":"ada"}"#);
    assert_eq!(told.text(), r#"{"who":"ada","nr":3,"all":"n 1","none":null}"#);
    let cookie = told.headers.value("set-cookie").unwrap();
    let cookie = cookie.strip_suffix("; Path=/").unwrap();
    assert_eq!(cookie.len(), "sid=s-".len() + 36);
    let me = answer(&mut served, &format!("GET /me?x=1 | Cookie: a=b; {cookie}"), "");
    assert_eq!(me.text(), r#"{"path":"/me?x=1"}"#);
    assert_eq!(answer(&mut served, "PATCH /files/a/b", "").text(), "PATCH");
    assert_eq!(served.state()["session"].as_str().unwrap().len(), 38);
    let again = answer(&mut Served::new(api(LOGIN), false), "POST /login", r#"{"name":"ada"}"#);
    assert!(again.headers.value("set-cookie").unwrap().starts_with(cookie));
    served.reset();
    assert_eq!(served.state(), json!({ "session": "" }));
}

#[test]
fn faults_and_turns_come_as_told() {
    let toml = format!(
        "{NOTES}\n[[route]]\nrequest = \"GET /notes\"\nfirst = 2\nstatus = 503\n\
         [[route]]\nrequest = \"GET /notes\"\nevery = 2\nfault = \"cut\"\n\
         [[route]]\nrequest = \"GET /notes/9\"\nfault = \"close\"\n\
         [[route]]\nrequest = \"GET /notes\"\ndelay_ms = 20\n"
    );
    let mut served = Served::new(api(&toml), false);
    let mut told = |line: &str| {
        let number = served.next_number();
        let answered = served.answer(&Asked::new(request(line, ""), number));
        (answered.response.status, answered.fault, answered.delay.as_millis())
    };
    let notes: Vec<_> = (0..4).map(|_| told("GET /notes")).collect();
    let cut = Some(Fault::Cut);
    assert_eq!(notes, [(503, None, 0), (503, None, 0), (200, None, 20), (200, cut, 20)]);
    assert_eq!(told("GET /notes/9").1, Some(Fault::Close));
}

#[test]
fn a_header_that_is_filled_in_stays_one_line() {
    let toml =
        "[[route]]\nrequest = \"POST /x\"\nheaders = { X = \"{{json.$.a}}\" }\nstatus = 204\n";
    let mut served = Served::new(api(toml), false);
    let response = answer(&mut served, "POST /x", r#"{"a":"1\r\nSet-Cookie: b=2"}"#);
    assert_eq!(response.headers.value("x").unwrap(), "1  Set-Cookie: b=2");
}

#[test]
fn forms_are_taken_where_they_may_be() {
    let toml = "[collections.orders]\nforms = true\n";
    let line = "POST /orders | Content-Type: application/x-www-form-urlencoded";
    check(
        toml,
        &[
            (
                line,
                "name=Z%C3%BC+%26+Co&tag=a&tag=b",
                r#"201 {"id":1,"name":"Zü & Co","tag":["a","b"]}"#,
            ),
            ("HEAD /orders/1", "", r#"200 {"id":1,"name":"Zü & Co","tag":["a","b"]}"#),
        ],
    );
}

#[test]
fn doors_tell_what_came_and_put_all_back() {
    let mut served = Served::new(api(NOTES), true);
    answer(&mut served, "DELETE /notes/1", "");
    let log = answer(&mut served, "GET /__requests", "").text();
    assert_eq!(log, r#"[{"number":1,"method":"DELETE","target":"/notes/1","status":204}]"#);
    assert_eq!(answer(&mut served, "POST /__reset", "").status, 204);
    assert_eq!(answer(&mut served, "GET /notes/1", "").status, 200);
    assert_eq!(answer(&mut Served::new(api(NOTES), false), "GET /__state", "").status, 404);
}

proptest! {
    #[test]
    fn whatever_is_asked_is_answered(
        method in "(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|FOO)",
        target in "/(notes|files|login|me|profile|posts|%zz|%2F)?(/[0-9a-z%]{0,4}){0,3}(\\?[a-z_=&%-9]{0,20})?",
        kind in "(application/json|application/x-www-form-urlencoded|text/plain|)",
        body in "[{}\\[\\]\":,a-z0-9=&% ]{0,30}",
    ) {
        let mut api = api(&format!("{LOGIN}\n{NOTES}page = {{ size = 1 }}"));
        api.collections.extend(database::read(DATABASE, 10).unwrap().collections);
        let mut served = Served::new(api, true);
        let mut request = Request { method, target, ..Request::default() };
        request.headers.push("Content-Type", kind);
        request.body = body.into_bytes();
        let number = served.next_number();
        let answered = served.answer(&Asked::new(request, number));
        prop_assert!((200..600).contains(&answered.response.status));
    }
}

const BLOG: &str = r#"{
    "posts": [{ "id": 1, "title": "a" }, { "id": 2, "title": "b" }],
    "comments": [
        { "id": 1, "body": "x", "postId": 1 },
        { "id": 2, "body": "y", "postId": 2 },
        { "id": 3, "body": "z", "postId": 1 }
    ],
    "profile": { "name": "ada" }
}"#;

/// Taken from json-server 0.17.4, but for the words of errors.
#[test]
fn rows_bring_their_relations() {
    let mut served = Served::new(database::read(BLOG, 10).unwrap(), true);
    for (line, body, expected) in [
        (
            "GET /posts/1/comments",
            "",
            r#"200 [{"id":1,"body":"x","postId":1},{"id":3,"body":"z","postId":1}]"#,
        ),
        (
            "GET /posts/1/comments?_sort=id&_order=desc&_limit=1",
            "",
            r#"200 [{"id":3,"body":"z","postId":1}]"#,
        ),
        ("GET /posts/9/comments", "", "200 []"),
        (
            "GET /posts/2?_embed=comments",
            "",
            r#"200 {"id":2,"title":"b","comments":[{"id":2,"body":"y","postId":2}]}"#,
        ),
        (
            "GET /posts?id=2&_embed=comments&_embed=nothing",
            "",
            r#"200 [{"id":2,"title":"b","comments":[{"id":2,"body":"y","postId":2}]}]"#,
        ),
        (
            "GET /comments/3?_expand=post",
            "",
            r#"200 {"id":3,"body":"z","postId":1,"post":{"id":1,"title":"a"}}"#,
        ),
        (
            "GET /comments?id=2&_expand=post",
            "",
            r#"200 [{"id":2,"body":"y","postId":2,"post":{"id":2,"title":"b"}}]"#,
        ),
        ("POST /posts/2/comments", r#"{"body":"w"}"#, r#"201 {"id":4,"body":"w","postId":2}"#),
        ("DELETE /posts/1", "", "200 {}"),
        (
            "GET /comments",
            "",
            r#"200 [{"id":2,"body":"y","postId":2},{"id":4,"body":"w","postId":2}]"#,
        ),
        ("PUT /posts/2", r#"{"id":7,"title":"z"}"#, r#"200 {"id":2,"title":"z"}"#),
        ("PATCH /posts/2", r#"{"id":7,"title":"b"}"#, r#"200 {"id":2,"title":"b"}"#),
        ("GET /posts/?title_like=%5EB&nothing=1", "", r#"200 [{"id":2,"title":"b"}]"#),
        ("GET /posts?title_like=(", "", "200 []"),
        ("GET /profile?_embed=comments", "", r#"200 {"name":"ada"}"#),
        (
            "GET /db",
            "",
            r#"200 {"posts":[{"id":2,"title":"b"}],"comments":[{"id":2,"body":"y","postId":2},{"id":4,"body":"w","postId":2}],"profile":{"name":"ada"}}"#,
        ),
        ("GET /posts/1/likes", "", r#"404 {"error":"nothing is at /posts/1/likes"}"#),
    ] {
        let response = answer(&mut served, line, body);
        assert_eq!(format!("{} {}", response.status, response.text()), expected, "{line}");
    }
}

#[test]
fn pages_of_other_origins_may_ask() {
    let mut served = Served::new(database::read(BLOG, 10).unwrap(), true);
    let mut asked = |method: &str, fields: &[(&str, &str)]| {
        let headers = fields.iter().copied().collect();
        let (method, target) = (method.to_owned(), "/posts".to_owned());
        let request = Request { method, target, headers, body: Vec::new() };
        served.answer(&Asked::new(request, 1)).response
    };
    let origin = ("Origin", "http://localhost:5173");
    let plain = asked("GET", &[origin]);
    assert_eq!(plain.headers.value("access-control-allow-origin").unwrap(), origin.1);
    assert_eq!(plain.headers.value("vary").unwrap(), "Origin");
    let wish = [
        origin,
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "content-type"),
    ];
    let before = asked("OPTIONS", &wish);
    assert_eq!(before.status, 204);
    assert!(before.headers.value("access-control-allow-methods").unwrap().contains("PUT"));
    assert_eq!(before.headers.value("access-control-allow-headers").unwrap(), "content-type");
    assert!(asked("GET", &[]).headers.value("access-control-allow-origin").is_none());
}
