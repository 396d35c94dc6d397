use proptest::prelude::*;

use super::{
    lines::{At as Where, Line},
    *,
};
use crate::exchange::Response;

const LOGIN: &str = "\u{feff}@host = http://localhost:3000\r\n@base = {{host}}/api\r\n\r\n\
    // who asks\r\n### log in\r\n# @name login\r\nPOST {{base}}/login HTTP/1.1\r\n\
    Content-Type: application/json\r\n\r\n{\r\n  \"name\": \"ada\"\r\n}\r\n\r\n\
    # @answer token =  t 7 \r\n###\r\nGET /me\r\n  ?page=2\r\n  &q=a%26b\r\n\
    Authorization: Bearer {{login.response.body.$.token}}\r\n";

#[test]
fn a_file_is_read_with_variables_names_fields_bodies_and_answers() {
    let (file, mistakes) = parse(LOGIN);
    assert_eq!(mistakes, []);
    let [login, me] = &file.entries[..] else { panic!("{file:?}") };
    assert_eq!((login.name.as_str(), login.line, me.line), ("login", 7, 16));
    assert_eq!(file.answers, [Variable { name: "token".into(), value: "t 7".into(), line: 14 }]);
    let mut session = Session::new(&file, &[]);
    let filled = session.fill(login).unwrap();
    assert_eq!(filled.base.as_deref(), Some("http://localhost:3000"));
    assert_eq!(filled.request.to_string(), "POST /api/login   Content-Type: application/json");
    assert_eq!(filled.request.body, b"{\n  \"name\": \"ada\"\n}");
    let missing = session.fill(me).unwrap_err();
    assert_eq!((missing.line, missing.column), (19, 23));
    assert_eq!(missing.what, "`login` has not been sent yet");
    let response = Response { body: br#"{"token":"t-1"}"#.to_vec(), ..Response::default() };
    session.record(login, filled.request, Some(response));
    let me = session.fill(me).unwrap().request;
    assert_eq!(me.to_string(), "GET /me?page=2&q=a%26b   Authorization: Bearer t-1");
}

/// The mistakes of a file as `line:column what`, those of filling in after those of reading.
fn mistakes(text: &str) -> Vec<String> {
    let (file, mut mistakes) = parse(text);
    let session = Session::new(&file, &[]);
    mistakes.extend(file.entries.iter().filter_map(|entry| session.fill(entry).err()));
    mistakes.iter().map(|m| format!("{}:{} {}", m.line, m.column, m.what)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(mistakes(text), expected, "{text:?}");
}

#[test]
fn each_mistake_has_its_line_and_column() {
    check("nonsense", &["1:1 `nonsense` is not a request: a method and a path"]);
    check("\n  get /users", &["2:3 `get` is not a method; methods are written like GET"]);
    check("GET users", &["1:5 `users` is not a path; paths begin with a slash"]);
    check("GET /a b", &["1:5 `/a b` holds a space"]);
    check("GET /{{x}}/y", &["1:6 nothing is named `x`"]);
    check("GET /\nü: {{x}}", &["2:1 `ü: {{x}}` is not a header field"]);
    check("GET /\nX: a {{ x }}", &["2:6 nothing is named `x`"]);
    check("POST /\n{\"a\": 1}", &["2:1 `{\"a\": 1}` is not a header field"]);
    check("POST /\n\n\n  ab {{x}}", &["4:6 nothing is named `x`"]);
    check("@a", &["1:1 a variable is a name, `=` and a value"]);
    check("@a = {{b}}\n@b = {{a}}\nGET /{{a}}", &["3:6 `a` needs itself, or too many others"]);
    check("# @answer x", &["1:11 an answer is a name and a value"]);
    check("# @name a b\nGET /", &["1:9 a request's name is letters, digits, `_` and `-`"]);
    check("GET /{{a.response.body}}", &["1:6 no request is named `a`"]);
    check("POST /\n\n> {% client %}", &["3:1 scripts do not run here"]);
    check("POST /\n\n< ./a.json", &["3:1 a body is not read from a file here"]);
    check("GET http:///x", &["1:5 `http:///x` names no host"]);
    check("GET ftp://x/", &["1:5 `ftp://x/` is not a path; paths begin with a slash"]);
    check(
        "nonsense\nmore: x\n\n###\nGET /",
        &["1:1 `nonsense` is not a request: a method and a path"],
    );
}

#[test]
fn a_request_without_its_line_is_a_mistake_where_it_can_be_nothing_else() {
    for (first, line) in [
        ("GET /users\n", 2),
        ("GET /users\nAccept: */*\n", 3),
        ("POST /login\nContent-Type: application/json\n", 3),
        ("GET /users\n\n", 3),
        ("DELETE /users/1\nAccept: */*\n\n\n", 5),
        ("HEAD /users\n\n// then\n", 4),
    ] {
        for second in
            ["POST /login", "DELETE /users/4 HTTP/1.1", "GET http://x/a?b=c:d", "GET {{a}}"]
        {
            let text = format!("{first}{second}\nAccept: */*\n");
            let (file, mistakes) = parse(&text);
            let told: Vec<_> = mistakes.iter().map(|m| (m.line, m.what.clone())).collect();
            assert_eq!(told, [(line, format!("`{second}` begins another request"))], "{text}");
            let hint = mistakes[0].hint.as_deref();
            assert_eq!(
                (hint, file.doubts.len()),
                (Some("a request begins below a line with ###"), 0)
            );
        }
    }
}

#[test]
fn a_request_line_in_a_body_is_in_doubt_or_text() {
    let json = "POST /a\nContent-Type: Application/JSON; charset=utf-8\n\n";
    for (text, line) in [
        ("POST /logout\n\nGET /me".to_owned(), 3),
        (format!("{json}{{}}\nGET /me"), 5),
        (format!("{json}{{}}\n\nGET /me"), 6),
        ("PUT /a\nContent-Type: application/x-www-form-urlencoded\n\na=1\n\nGET /me".to_owned(), 6),
        ("GET /a\nContent-Type: application/json\n\nGET /me".to_owned(), 4),
    ] {
        let (file, mistakes) = parse(&text);
        let doubts: Vec<_> = file.doubts.iter().map(|doubt| doubt.line).collect();
        assert_eq!((mistakes, doubts), (vec![], vec![line]), "{text}");
        assert!(file.entries[0].body.last().unwrap().1.ends_with("GET /me"), "it is sent");
    }
    for text in [
        "POST /a\nContent-Type: text/plain\n\nGET /me",
        "POST /a\nContent-Type: message/http\n\na\n\nGET /me HTTP/1.1",
        "POST /a\nContent-Length: 7\nContent-Type: application/json\n\nGET /me",
        "GET /a\nTransfer-Encoding: chunked\n\nGET /me",
        "POST /a\n\nGET what you can",
        "POST /a\n\nthe line\nGET /me",
        "POST /a\n\n  GET /me",
        "POST /a\n\nget /me",
        "POST /a\n\nGET",
        "POST /a\n\n###\nGET /me",
        "GET /a\nGET: /me",
    ] {
        let (file, mistakes) = parse(text);
        assert_eq!((mistakes, file.doubts), (vec![], vec![]), "{text}");
    }
}

#[test]
fn addresses_come_apart() {
    for (line, base, target) in [
        ("GET /a?b=1#c", None, "/a?b=1"),
        ("/a", None, "/a"),
        ("http://localhost", Some("http://localhost"), "/"),
        ("GET localhost:3000/a", Some("http://localhost:3000"), "/a"),
        ("GET https://example.org?x HTTP/2", Some("https://example.org"), "/?x"),
        ("GET /zoë", None, "/zo%C3%AB"),
        ("OPTIONS *", None, "*"),
    ] {
        let (file, mistakes) = parse(line);
        assert_eq!(mistakes, [], "{line}");
        let filled = Session::new(&file, &[]).fill(&file.entries[0]).unwrap();
        assert_eq!((filled.base.as_deref(), filled.request.target.as_str()), (base, target));
    }
}

#[test]
fn forms_go_on_and_comments_are_left_out_of_bodies() {
    for kind in [
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-URLencoded",
        "application/x-www-form-urlencoded ; charset=utf-8",
    ] {
        let text = format!("POST /\nCONTENT-TYPE: {kind}\n\nname=a\n// which\n&b=2\n");
        let (requests, mistakes) = read(&text);
        assert_eq!(mistakes, []);
        assert_eq!(requests[0].request.body, b"name=a&b=2", "{kind}");
    }
    let (requests, _) = read("POST /\nContent-Type: text/plain\n\nname=a\n&b=2\n");
    assert_eq!(requests[0].request.body, b"name=a\n&b=2");
}

#[test]
fn parts_of_exchanges_are_found_or_named() {
    let text = "# @name a\nPOST /\nX: 1\n\n{\"n\": [1]}\n###\nGET /{{a.NAME}}\n";
    let filled = |part: &str| {
        let text = text.replace("NAME", part);
        let (file, _) = parse(&text);
        let mut session = Session::new(&file, &[]);
        let first = session.fill(&file.entries[0]).unwrap().request;
        let headers = [("Location", "x/1")].into_iter().collect();
        let response = Response { headers, body: b"{}".to_vec(), ..Response::default() };
        session.record(&file.entries[0], first, Some(response));
        session.fill(&file.entries[1]).map(|f| f.request.target).map_err(|m| m.what)
    };
    assert_eq!(filled("response.headers.location").unwrap(), "/x/1");
    assert_eq!(filled("request.body.$.n[0]").unwrap(), "/1");
    assert_eq!(filled("request.headers.X").unwrap(), "/1");
    assert_eq!(filled("response.body.*").unwrap(), "/{}");
    assert_eq!(filled("response.body.$.id").unwrap_err(), "`$.id` is not in a.response");
    assert!(filled("response.status").unwrap_err().contains("not a part of a message"));
    assert!(filled("respons.body").unwrap_err().contains("not a part of `a`"));
    assert!(filled("response.body.$[").unwrap_err().contains("not a JSONPath"));
}

#[test]
fn a_line_is_meant_as_a_request() {
    for text in
        ["GET http://a/", " PURGE /b HTTP/1.1", "http://a", "get https://a/", "PUT {{base}}/"]
    {
        assert!(begins_with_request(text), "{text}");
    }
    for text in [
        "",
        "/home/ada/shop.http",
        "~/my /shop.http",
        "GET",
        "### GET /a",
        "my http",
        "{{a}}",
        "See http://a/",
    ] {
        assert!(!begins_with_request(text), "{text}");
    }
}

#[test]
fn a_file_that_grows_beyond_what_is_read_has_outgrown_it() {
    let requests = |count: usize| "###\nGET /\n".repeat(count);
    let long = |bytes: usize| format!("GET /\n\n{}", "x".repeat(bytes - 7));
    let check = |before: &str, after: &str, expected: Option<&str>| {
        assert_eq!(outgrown(before, after).as_deref(), expected);
    };
    let (most, bytes) = (requests(ENTRIES_MAX), FILE_BYTES_MAX);
    check(&requests(ENTRIES_MAX - 1), &most, None);
    check(&most, &requests(ENTRIES_MAX + 1), Some("at most 100 requests"));
    check("", &long(bytes), None);
    check("", &long(bytes + 1), Some("at most 256 kB"));
    // Who mends a file that another program made too large goes the right way.
    check(&requests(ENTRIES_MAX + 2), &requests(ENTRIES_MAX + 2).replacen("GET", "PUT", 1), None);
    check(&requests(ENTRIES_MAX + 2), &requests(ENTRIES_MAX + 1), None);
    check(&long(bytes + 2), &long(bytes + 1), None);
    check(&long(bytes + 1), &long(bytes + 2), Some("at most 256 kB"));
    check(&long(bytes + 9), &requests(ENTRIES_MAX + 1), None);
}

#[test]
fn large_files_are_refused_and_many_requests_are_cut() {
    assert!(parse(&"x".repeat(FILE_BYTES_MAX + 1)).1[0].what.contains("more than 256 kB"));
    let (file, mistakes) = parse(&"###\nGET /\n".repeat(ENTRIES_MAX + 1));
    assert_eq!((file.entries.len(), mistakes.len()), (ENTRIES_MAX, 1));
    let (file, mistakes) = parse(&format!("GET /\n{}", "A: b\n".repeat(FIELDS_MAX + 1)));
    assert_eq!((file.entries[0].fields.len(), mistakes.len()), (FIELDS_MAX, 1));
}

#[test]
fn a_line_is_what_the_lines_above_make_of_it() {
    let text = "@page = 2\n@open\n# @answer a = \n### Log in ###\n# @name login\n\n\
        POST /login HTTP/1.1\n  &a=b\nContent-Type : text/plain\nno field\n\n\
        GET /\n// said\n###\nhttp://x\n###\nget /\nA: b\n";
    let mut at = Where::default();
    let lines: Vec<Line<'_>> = text.lines().map(|line| at.line(line)).collect();
    let expected = [
        Line::Variable { name: "page", value: Some("2") },
        Line::Variable { name: "open", value: None },
        Line::Answer { name: "a", value: Some("") },
        Line::Separator("Log in"),
        Line::Name("login"),
        Line::Empty,
        Line::Request { method: Some("POST"), target: "/login", version: Some("HTTP/1.1") },
        Line::Query("&a=b"),
        Line::Field { name: "Content-Type", value: "text/plain" },
        Line::Unread,
        Line::Empty,
        Line::Body,
        Line::Comment,
        Line::Separator(""),
        Line::Request { method: None, target: "http://x", version: None },
        Line::Separator(""),
        Line::Unread,
        Line::Unread,
    ];
    assert_eq!(lines, expected);
}

fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("###".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("GET /a".to_owned()),
        Just("{{a}}".to_owned()),
        Just("@a = {{b}}".to_owned()),
        Just("# @name a".to_owned()),
        Just("# @answer".to_owned()),
        Just("X: y".to_owned()),
        Just("{{a.response.body.$.x}}".to_owned()),
        "\\PC{0,6}",
        "[ -~\t]{0,8}",
    ];
    proptest::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

fn secret(name: &str, value: &str) -> Outside {
    Outside { name: name.into(), value: value.into(), secret: true }
}

#[test]
fn values_from_outside_come_after_those_of_the_file_and_secrets_are_not_shown() {
    let text = "@page = 2\n# @name a\nPOST {{host}}/a?page={{page}}\nX: {{token}} {{$shared x}}\n\n\
                {\"n\": {{number}}}\n###\nGET /{{a.request.headers.X}}\n\
                Y: {{a.request.body.$.n}} {{a.response.body}}\n";
    let (file, _) = parse(text);
    let open = |name: &str, value: &str| Outside { secret: false, ..secret(name, value) };
    let outside = [
        open("page", "1"),
        open("$shared x", "s"),
        secret("host", "http://hidden:81"),
        secret("token", "t-1"),
        secret("number", "7"),
    ];
    let mut session = Session::new(&file, &outside);
    let [first, second] = &file.entries[..] else { panic!("{file:?}") };
    let filled = session.fill(first).unwrap();
    assert_eq!(filled.base.as_deref(), Some("http://hidden:81"));
    assert_eq!(filled.request.to_string(), "POST /a?page=2   X: t-1 s");
    let shown = session.shown(first);
    assert_eq!(shown.base, None);
    assert_eq!(shown.request.to_string(), "POST {{host}}/a?page=2   X: {{token}} s");
    assert_eq!(shown.request.body, b"{\"n\": {{number}}}");
    let response = Response { body: b"ok".to_vec(), ..Response::default() };
    session.record(first, filled.request, Some(response));
    let shown = session.shown(second).request;
    assert_eq!(shown.to_string(), "GET /{{token}} s   Y: {{a.request.body.$.n}} ok");
    assert_eq!(session.fill(second).unwrap_err().what, "`/{{a.request.headers.X}}` holds a space");
}

#[test]
fn no_mistake_tells_a_secret() {
    for value in
        ["s3cret", "s3cret x", "http://", "{{s3cret}}", "{{s3cret.body}}", "{{x}}", "\u{7}s3cret"]
    {
        for template in ["GET {{x}}", "GET http://{{x}}", "GET /{{x}}", "GET /\nA: {{x}}\n\n{{x}}"]
        {
            let (file, _) = parse(template);
            let session = Session::new(&file, &[secret("x", value)]);
            for mistake in [session.fill(&file.entries[0]).err(), session.look_ahead(0).err()] {
                assert!(!format!("{mistake:?}").contains("s3cret"), "{mistake:?}");
            }
            assert!(!format!("{:?}", session.shown(&file.entries[0])).contains("s3cret"));
        }
    }
}

#[test]
fn what_no_answer_can_mend_is_known_ahead() {
    let text = "# @name a\nGET {{base}}/a\n###\nGET {{a.response.headers.Location}}\n###\nGET \
                /b/{{c.response.body.$.id}}\n###\n# @name c\nGET /c/{{a.respons.body}}\n###\nGET \
                /d\nX: {{a.response.body.$.x}}\n###\nGET d/{{nothing}}\n";
    let (file, mistakes) = parse(&format!("@base = localhost:80\n{text}"));
    assert_eq!(mistakes, []);
    let session = Session::new(&file, &[]);
    let ahead: Vec<_> = (0..file.entries.len())
        .map(|index| session.look_ahead(index).map_err(|mistake| mistake.what))
        .collect();
    assert_eq!(
        ahead,
        [
            Ok(Ahead::Base(Some("http://localhost:80".into()))),
            Ok(Ahead::Open),
            Err("`c` has not been sent yet".into()),
            Err("`respons` is not a part of `a`".into()),
            Ok(Ahead::Base(None)),
            Err("nothing is named `nothing`".into()),
        ]
    );
}

#[test]
fn a_hint_names_what_could_have_been_meant() {
    let (file, _) = parse("@a = 1\nGET /{{b}}");
    let outside = ["a", "c", "$shared c"].map(|name| secret(name, ""));
    let hint = Session::new(&file, &outside).fill(&file.entries[0]).unwrap_err().hint;
    assert_eq!(hint.as_deref(), Some("variables here are: a, c"));
    let (file, _) = parse("GET /{{$guid}}");
    let mistake = Session::new(&file, &[]).fill(&file.entries[0]).unwrap_err();
    assert_eq!(mistake.hint.as_deref(), Some("values of this kind are not made here; write one"));
}

proptest! {
    #[test]
    fn lines_are_what_the_whole_file_is_read_as(text in texts()) {
        let (file, _) = parse(&text);
        let mut at = Where::default();
        let (mut requests, mut fields, mut variables, mut answers) = (vec![], vec![], vec![], vec![]);
        for (number, line) in (1..).zip(text.lines()) {
            match at.line(line) {
                Line::Request { .. } => requests.push(number),
                Line::Field { name, .. } => fields.push((number, name)),
                Line::Variable { name, value: Some(_) } => variables.push((number, name)),
                Line::Answer { name, value: Some(_) } if !name.is_empty() => {
                    answers.push((number, name));
                }
                Line::Separator(_) | Line::Comment | Line::Name(_) | Line::Answer { .. }
                | Line::Variable { .. } | Line::Query(_) | Line::Empty | Line::Body
                | Line::Unread => {}
            }
        }
        let places = |variables: &[Variable]| {
            variables.iter().map(|v| (v.line, v.name.clone())).collect::<Vec<_>>()
        };
        let owned = |places: Vec<(u32, &str)>| {
            places.into_iter().map(|(line, name)| (line, name.to_owned())).collect::<Vec<_>>()
        };
        prop_assert_eq!(requests, file.entries.iter().map(|e| e.line).collect::<Vec<_>>());
        let read: Vec<_> = file.entries.iter().flat_map(|e| places(&e.fields)).collect();
        prop_assert_eq!(owned(fields), read);
        prop_assert_eq!(owned(variables), places(&file.variables));
        prop_assert_eq!(owned(answers), places(&file.answers));
    }

    #[test]
    fn whatever_is_written_is_read_and_its_mistakes_lie_in_it(text in texts()) {
        let (file, mut mistakes) = parse(&text);
        let outside = Outside { name: "b".into(), value: "{{a}}".into(), secret: true };
        let mut session = Session::new(&file, &[outside]);
        for (index, entry) in file.entries.iter().enumerate() {
            mistakes.extend(session.look_ahead(index).err());
            drop(session.shown(entry));
            match session.fill(entry) {
                Ok(filled) => {
                    prop_assert!(session.look_ahead(index).is_ok());
                    prop_assert!(filled.request.target.is_ascii());
                    session.record(entry, filled.request, None);
                }
                Err(mistake) => mistakes.push(mistake),
            }
        }
        let lines = u32::try_from(text.lines().count()).unwrap();
        for mistake in mistakes {
            prop_assert!((1..=lines.max(1)).contains(&mistake.line), "{mistake:?}");
            prop_assert!(mistake.column >= 1);
        }
    }
}
