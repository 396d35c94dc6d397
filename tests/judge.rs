//! Answers in, verdicts out: the checks of small exercises against programs in the lab and
//! against servers at a URL.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

#[path = "judge/attack.rs"]
mod attack;
#[path = "judge/clock.rs"]
mod clock;
#[path = "judge/faults.rs"]
mod faults;
#[path = "fixtures/requests.rs"]
mod fixture;
mod fixtures {
    pub mod attack;
}
#[path = "judge/pack_tests.rs"]
mod pack_tests;
#[path = "fixtures/programs.rs"]
mod programs;
#[path = "judge/recorded.rs"]
mod recorded;
#[path = "judge/requests.rs"]
mod requests;
#[path = "fixtures/small_pack.rs"]
mod small_pack;
#[path = "fixtures/smallest.rs"]
mod smallest;
#[path = "judge/statements.rs"]
mod statements;

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
    sync::mpsc,
    thread,
};

use backlab::{
    course::{
        check::{
            Action, Body, Call, Check, Expect, Expected, HttpStep, JsTest, Seen, Test, TraceStep,
            TraceTest,
        },
        exercise::{Exercise, Files, Wrong},
        lesson::{Mode, Sample},
    },
    diag::Place,
    exchange::{Piece, Request},
    judge::{Answer, CheckResult, Failure, Outcome, SampleRun, Verdict, Which, judge, run_sample},
    lab::{Cancel, Machine},
    trace::{Stop, What},
};
use serde_json::{Value, json};
use smallest::{body, check, exercise, http, status, step};

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn after(names: &[&str], check: Check) -> Check {
    Check { after: names.iter().map(|name| (*name).to_owned()).collect(), ..check }
}

fn files(source: &str) -> Answer {
    Answer::Files(Files::from([("server.js".to_owned(), source.into())]))
}

fn judged(exercise: &Exercise, answer: &Answer) -> Verdict {
    let (steps, _nobody) = mpsc::channel();
    judge(&machine(), exercise, answer, Which::All, &Cancel::new(), &steps)
}

/// Outcomes in one word each.
fn words(verdict: &Verdict) -> Vec<String> {
    let word = |check: &CheckResult| match &check.outcome {
        Outcome::Passed => "pass".to_owned(),
        Outcome::Failed(failure) => format!("FAIL {}", failure.headline),
        Outcome::Unjudged(why) => format!("? {why}"),
        Outcome::Skipped { after } => format!("- {after}"),
    };
    verdict.checks.iter().map(word).collect()
}

fn failure(verdict: &Verdict, at: usize) -> &Failure {
    match &verdict.checks[at].outcome {
        Outcome::Failed(failure) => failure,
        other => panic!("check {at} did not fail: {other:?}"),
    }
}

/// Rows as `name | expected | came back`, with `x` before those that differ.
fn rows(failure: &Failure) -> Vec<String> {
    let row = |field: &backlab::judge::Field| {
        let mark = if field.differs { "x " } else { "" };
        format!("{mark}{} | {} | {}", field.name, field.expected, field.got)
    };
    failure.fields.iter().map(row).collect()
}

/// A server outside of the lab: `answer` gets the head and the body of each request.
fn server(answer: fn(&str, &str) -> String) -> Answer {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            thread::spawn(move || {
                let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
                while let Ok(count @ 1..) = connection.read(&mut piece) {
                    bytes.extend_from_slice(&piece[..count]);
                    let text = String::from_utf8_lossy(&bytes).to_lowercase();
                    let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
                    let length = head
                        .split("content-length: ")
                        .nth(1)
                        .map_or(0, |rest| rest.lines().next().unwrap().parse::<usize>().unwrap());
                    if length <= rest.len() {
                        let answer = answer(head, rest);
                        bytes.clear();
                        if connection.write_all(answer.as_bytes()).is_err() {
                            break;
                        }
                    }
                }
            });
        }
    });
    Answer::Url(format!("http://127.0.0.1:{port}"))
}

fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

#[test]
fn steps_carry_what_was_captured_to_a_server_at_a_url() {
    let create = HttpStep {
        body: Body::Json(json!({"name": "Ada"})),
        captures: vec![("id".into(), "$.id".into()), ("at".into(), "header.Location".into())],
        ..step("POST /users", status(201))
    };
    let same = vec![("$.id".into(), Expected::Equals(json!("{{id}}")))];
    let read = HttpStep {
        target: "{{at}}?x={{id}}".into(),
        body: Body::Json(json!({"id": "{{id}}", "text": "no {{id}} of {{nobody}}"})),
        ..step("PUT / | X-Id: {{id}}", Expect { json: same, ..status(200) })
    };
    let exercise = exercise(vec![http("create", vec![create, read])]);
    let verdict = judged(
        &exercise,
        &server(|head, body| {
            if head.starts_with("post /users http") && body == r#"{"name":"ada"}"# {
                response("201 Created", "Location: /users/7\r\n", r#"{"id":7}"#)
            } else if head.starts_with("put /users/7?x=7 http")
                && head.contains("x-id: 7")
                && body == r#"{"id":7,"text":"no 7 of {{nobody}}"}"#
            {
                response("200 OK", "", r#"{"id":7.0}"#)
            } else {
                response("400 Bad", "", &format!("{head}\n{body}"))
            }
        }),
    );
    assert!(verdict.passed(), "{verdict:#?}");
}

#[test]
fn a_failure_shows_request_rows_and_feedback() {
    let mut exercise = exercise(vec![
        http("home", vec![step("GET /", body("Hello Backend"))]),
        after(&["home"], http("next", vec![step("GET /next", status(200))])),
        http("other", vec![step("GET /other | token: x", status(404))]),
    ]);
    let wrong = |name: &str, code: u16| Wrong {
        name: name.into(),
        fails: vec!["other".into()],
        feedback: format!("feedback of {name}"),
        when: Some(status(code)),
        files: Files::new(),
    };
    exercise.wrongs = vec![wrong("not-this", 500), wrong("this", 200)];
    let answer = server(|_, _| response("200 OK", "", "Hello Backend\n"));
    let verdict = judged(&exercise, &answer);
    assert_eq!(
        words(&verdict),
        ["FAIL home does not work.", "- home", "FAIL other does not work."]
    );
    let home = failure(&verdict, 0);
    assert_eq!(
        rows(home),
        ["x body | \"Hello·Backend\" | \"Hello·Backend↵\"", "status | 200 | 200",]
    );
    let other = failure(&verdict, 2);
    assert_eq!(other.feedback.as_deref(), Some("feedback of this"));
    assert_eq!(other.got.as_ref().unwrap().status, 200);
    let Answer::Url(url) = answer else { unreachable!() };
    assert_eq!(other.curl.as_deref(), Some(&*format!("curl -i -H 'token: x' {url}/other")));
}

#[test]
fn what_a_url_cannot_show_is_nobodys_fault() {
    let exit = check("exit", Test::Exit(0));
    let exercise = exercise(vec![http("home", vec![step("GET /", status(200))]), exit]);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let verdict = judged(&exercise, &Answer::Url(format!("127.0.0.1:{port}")));
    assert_eq!(
        words(&verdict),
        [
            format!("? Nothing listens on port {port}. Start your server first."),
            "? This check runs the program itself, which a server outside the lab does not allow."
                .into(),
        ]
    );
    assert!(verdict.unjudged());
}

fn call(what: Action, returns: Value) -> Call {
    let returns = Some(Expected::Equals(returns));
    Call { advance_ms: 0, what, returns, throws: None, prints: None }
}

fn export(name: &str) -> Action {
    Action::Call { export: name.into(), args: Vec::new() }
}

#[test]
fn calls_of_a_module_share_its_state_and_nothing_else() {
    let set = Action::Write { export: "count".into(), value: json!(999) };
    let calls = vec![
        call(export("increment"), json!(1)),
        call(export("increment"), json!(2)),
        call(Action::Exports, json!(["increment", "value"])),
        Call { advance_ms: 0, what: set, returns: None, throws: None, prints: None },
        call(export("value"), json!(2)),
    ];
    let test = |calls| Test::Js(JsTest { module: "server.js".into(), calls });
    let exercise = exercise(vec![
        check("counts", test(calls)),
        check("again", test(vec![call(export("increment"), json!(1))])),
    ]);
    let right = "let n = 0; module.exports = { increment: () => ++n, value: () => n };";
    assert_eq!(words(&judged(&exercise, &files(right))), ["pass", "pass"]);

    let open = "const own = { increment: () => ++own.count, value: () => own.count };
        Object.defineProperty(own, 'count', { value: 0, writable: true }); module.exports = own;";
    let verdict = judged(&exercise, &files(open));
    assert_eq!(words(&verdict), ["FAIL counts does not work.", "pass"]);
    let fallen = failure(&verdict, 0);
    assert_eq!(rows(fallen), ["x returns | 2 | 999"]);
    assert_eq!(fallen.of.as_deref(), Some("call 5 of 5: value()"));

    let throws = "let n = 0;\nexports.increment = () => {\n  throw new RangeError('full');\n};";
    let verdict = judged(&exercise, &files(throws));
    let fallen = failure(&verdict, 0);
    assert_eq!(rows(fallen), ["x returns | 1 | threw RangeError: full"]);
    assert_eq!(fallen.place.as_ref().map(|place| place.line), Some(3));
    assert_eq!(fallen.line.as_deref(), Some("throw new RangeError('full');"));
}

#[test]
fn what_a_program_prints_and_how_it_ends() {
    let printed = Test::Stdout(Expected::Equals(json!("one\ntwo\n")));
    let exercise = exercise(vec![check("prints", printed), check("ends", Test::Exit(3))]);
    let right = "console.log('one'); console.log('two'); process.exit(3)";
    assert_eq!(words(&judged(&exercise, &files(right))), ["pass", "pass"]);
    let wrong = "console.log('one'); console.log('Two');";
    let verdict = judged(&exercise, &files(wrong));
    assert_eq!(words(&verdict), ["FAIL prints does not work.", "FAIL ends does not work."]);
    assert_eq!(rows(failure(&verdict, 1)), ["x exit code | 3 | 0"]);
    let broken = "console.log('one');\nnothing();";
    let verdict = judged(&exercise, &files(broken));
    assert_eq!(words(&verdict)[0], "FAIL ReferenceError: nothing is not defined");
    let fallen = failure(&verdict, 0);
    assert_eq!(fallen.place.as_ref().map(|place| place.line), Some(2));
    assert!(matches!(fallen.stop, Some(Stop::Threw(_))));
}

#[test]
fn a_program_that_does_not_listen_fails_each_check_that_asks_it() {
    let home = || http("home", vec![step("GET /", status(200))]);
    let exercise = exercise(vec![home(), home()]);
    for (source, headline, is_about_it) in [
        ("", "The program ended without listening on a port.", true),
        (
            "process.exit(4)",
            "The program ended itself with exit code 4 without listening on a port.",
            true,
        ),
        ("let a = ;", "SyntaxError: Unexpected token ';'", false),
        ("null.x", "TypeError: Cannot read properties of null (reading 'x')", false),
    ] {
        let headline = format!("FAIL {headline}");
        let verdict = judged(&exercise, &files(source));
        assert_eq!(words(&verdict), [&*headline, &*headline]);
        // An author's reason for a status says nothing of a comma that is missing.
        assert_eq!(!failure(&verdict, 0).why.is_empty(), is_about_it, "{source}");
    }
}

#[test]
fn a_wish_to_stop_is_followed() {
    let exercise = exercise(vec![http("home", vec![step("GET /", status(200))])]);
    let cancel = Cancel::new();
    cancel.cancel();
    let (steps, _nobody) = mpsc::channel();
    let verdict = judge(&machine(), &exercise, &files(""), Which::All, &cancel, &steps);
    assert_eq!(words(&verdict), ["? It was stopped before it was done."]);
}

fn sample(code: &str, sends: &[&str], output: &str) -> Sample {
    Sample {
        index: 0,
        language: "js".into(),
        mode: Mode::Run,
        code: code.into(),
        on: None,
        setup: None,
        sends: sends.iter().map(|line| Request::parse_line(line).unwrap()).collect(),
        continues: false,
        output: Some(output.into()),
        place: Place::new("lessons/m/l.md", 1, 1),
    }
}

fn ran(sample: &Sample, before: &[&Sample]) -> SampleRun {
    let (steps, _nobody) = mpsc::channel();
    run_sample(&machine(), sample, before, &Cancel::new(), &steps)
}

fn check_sample(sample: &Sample, before: &[&Sample]) {
    let run = ran(sample, before);
    assert_eq!(run.as_told, Some(true), "{}\n{:?}", run.output, run.stop);
}

#[test]
fn a_block_prints_what_the_lesson_says() {
    check_sample(&sample("console.log('a', 1);\nconsole.error('b');\n", &[], "a 1\nb\n"), &[]);
    let seen = Sample {
        setup: Some(("lessons/m/data/user.js".into(), "const user = { id: 7 };\n".into())),
        ..sample("console.log(user.id);\n\nuser.x.y;\n", &[], "7\n…sample.js:3\n…\n")
    };
    check_sample(&seen, &[]);
    assert!(matches!(ran(&seen, &[]).stop, Stop::Threw(_)));
    let second = Sample {
        setup: Some(("lessons/m/data/count.js".into(), "module.exports = 3;".into())),
        ..sample("const count = require('./count');\nconsole.log(count);", &[], "3")
    };
    check_sample(&second, &[]);
    let first = sample("const n = 1;\nconsole.log('first');", &[], "first");
    let continued = Sample { continues: true, ..sample("console.log(n + 1);", &[], "2") };
    check_sample(&continued, &[&first]);
    // What was recorded has its lines in the program as it ran.
    let served =
        "require('express')().get('/', function home(req, res) { res.end('hi'); }).listen(3000);";
    let asked = Sample { continues: true, ..sample(served, &["GET /"], "GET /   200  hi\n") };
    let run = ran(&asked, &[&first]);
    let place = run.trace.entries.iter().find_map(|entry| match &entry.what {
        What::LayerEntered { name, place, .. } if name == "home" => place.clone(),
        _ => None,
    });
    let place = place.unwrap();
    let source = String::from_utf8_lossy(&run.files[&place.file]).into_owned();
    assert_eq!(source.lines().nth(place.line as usize - 1), Some(served));
    let other = ran(&Sample { language: "ruby".into(), ..first }, &[]);
    assert!(matches!(other.stop, Stop::Fault(_)));
    assert_eq!(other.files, Files::new());
}

/// Judges a server whose handler is `handler`.
fn served(exercise: &Exercise, handler: &str) -> Verdict {
    let source = format!(
        "const http = require('http');\nhttp.createServer((req, res) => {{\n{handler}\n}}).listen(3000);"
    );
    judged(exercise, &files(&source))
}

fn two_paths() -> Exercise {
    let mut many = step("GET /", body("home"));
    many.parallel = 50;
    exercise(vec![
        http("home", vec![step("GET /", body("home"))]),
        http("other", vec![step("GET /other", status(404))]),
        http("fifty", vec![many]),
    ])
}

#[test]
fn right_answers_pass_in_several_styles() {
    for source in [
        "require('http').createServer((req, res) => {
            res.statusCode = req.url === '/' ? 200 : 404; res.end(req.url === '/' ? 'home' : 'no');
        }).listen(3000);",
        "const server = require('node:http').createServer();
        server.on('request', ({ url }, res) => {
            if (url !== '/') return void res.writeHead(404).end();
            res.write('ho'); setTimeout(() => res.end('me'), 1);
        });
        server.listen(8080, () => console.log('up'));",
        "const { createServer } = require('http');
        const answer = async (url) => url === '/' ? [200, 'home'] : [404, ''];
        createServer(async (req, res) => {
            const [status, text] = await answer(req.url);
            res.writeHead(status, { 'Content-Length': text.length }); res.end(text);
        }).listen(0);",
    ] {
        assert_eq!(
            words(&judged(&two_paths(), &files(source))),
            ["pass", "pass", "pass"],
            "{source}"
        );
    }
}

#[test]
fn a_request_that_nothing_can_answer_fails_at_once_and_says_so() {
    let verdict = served(&two_paths(), "if (req.url === '/') res.end('home');");
    assert_eq!(
        words(&verdict),
        [
            "pass",
            "FAIL GET /other was never answered: nothing is left in the program that could.",
            "pass",
        ]
    );
    let verdict = served(
        &two_paths(),
        "if (req.url === '/') return res.end('home'); res.statusCode = 404; res.write('x');",
    );
    assert_eq!(words(&verdict)[1], "FAIL The answer to GET /other began and never ended.");
    assert_eq!(failure(&verdict, 1).got.as_ref().unwrap().status, 404);
    let mut patient = two_paths();
    patient.lab.answer_ms = Some(100);
    let timer = "if (req.url === '/') return res.end('home'); setTimeout(() => res.end(), 1e6);";
    let verdict = served(&patient, timer);
    assert_eq!(words(&verdict)[1], "FAIL GET /other was not answered within 100 ms.");
}

#[test]
fn a_death_belongs_to_its_check_and_the_next_is_judged_in_a_new_child() {
    for (end, headline) in [
        (
            "process.exit(3);",
            "The program ended itself with exit code 3 before it answered GET /other.",
        ),
        ("null.x;", "TypeError: Cannot read properties of null (reading 'x')"),
        (
            "console.log('bye'); res.writeHead(404).end(); setImmediate(() => process.exit(3));",
            "The program ended itself with exit code 3 after it answered.",
        ),
    ] {
        let verdict =
            served(&two_paths(), &format!("if (req.url === '/') return res.end('home');\n{end}"));
        assert_eq!(words(&verdict), ["pass", &*format!("FAIL {headline}"), "pass"], "{end}");
        assert!(failure(&verdict, 1).stop.is_some());
    }
    let last = exercise(vec![http("other", vec![step("GET /other", status(404))])]);
    let verdict = served(
        &last,
        "console.log('bye'); res.writeHead(404).end(); setImmediate(() => process.exit(3));",
    );
    assert_eq!(
        words(&verdict),
        ["FAIL The program ended itself with exit code 3 after it answered."]
    );
    assert_eq!(failure(&verdict, 0).printed.as_deref(), Some("bye\n"));
}

#[test]
fn a_body_comes_in_pieces_and_may_be_refused_early() {
    let piece = |bytes: &[u8], times| Piece { bytes: bytes.to_vec(), times };
    let post = |pieces, unfinished, expect| HttpStep {
        body: Body::Chunks { pieces, unfinished },
        ..step("POST /", expect)
    };
    let split = vec![piece(b"a\xc3", 1), piece(b"\xbcb", 1)];
    let long = vec![piece(&[b'x'; 10_000], 1_000)];
    let exercise = exercise(vec![
        http("split", vec![post(split, false, body("a\u{fc}b"))]),
        http("early", vec![post(long, true, status(413))]),
        http("after", vec![post(vec![piece(b"z", 1)], false, body("z"))]),
    ]);
    let careful = "const parts = []; let size = 0;
        req.on('data', (part) => {
            size += part.length;
            if (size > 1024) { if (!res.headersSent) { res.writeHead(413, { Connection: 'close' }).end(); } return; }
            parts.push(part);
        });
        req.on('end', () => { if (!res.headersSent) res.end(Buffer.concat(parts).toString()); });";
    assert_eq!(words(&served(&exercise, careful)), ["pass", "pass", "pass"]);
    let late = "const parts = []; req.on('data', (part) => parts.push(part));
        req.on('end', () => res.end(Buffer.concat(parts).toString()));";
    assert_eq!(
        words(&served(&exercise, late)),
        [
            "pass",
            "FAIL POST / was never answered: nothing is left in the program that could.",
            "pass",
        ]
    );
}

#[test]
fn a_fresh_check_sees_none_of_what_others_did() {
    let count = |name: &str, text: &str| http(name, vec![step("GET /", body(text))]);
    let checks =
        vec![count("one", "1"), Check { fresh: true, ..count("fresh", "1") }, count("two", "2")];
    let source =
        "let n = 0;\nrequire('http').createServer((q, r) => r.end(String(++n))).listen(1);";
    assert_eq!(words(&judged(&exercise(checks), &files(source))), ["pass", "pass", "pass"]);
}

#[test]
fn a_block_shows_the_exchanges_it_was_asked_for() {
    let code = "require('http').createServer((req, res) => {\n  console.log(req.url);\n  res.end('hi ' + req.headers.token);\n}).listen(3000, () => console.log('up'));";
    let output = "up\n/a\n/b\nGET /a   token: x   200  hi x\nDELETE /b   200  hi undefined\n";
    check_sample(&sample(code, &["GET /a | token: x", "DELETE /b"], output), &[]);
}

fn recorded(name: &str, steps: Vec<TraceStep>) -> Check {
    check(name, Test::Trace(TraceTest { steps, ..TraceTest::default() }))
}

fn bcrypt_times(count: u64) -> Vec<TraceStep> {
    let seen = Seen::Hashed {
        algorithm: Some(Expected::Equals(json!("bcrypt"))),
        call: None,
        cost: vec![("cost".to_owned(), Expected::Range { min: Some(4.0), max: None })],
    };
    vec![TraceStep { seen, count: Some(Expected::Equals(json!(count))) }]
}

fn layers(names: &[&str]) -> Vec<TraceStep> {
    let layer = |name: &&str| Seen::Layer(Expected::Equals(json!(name)));
    names.iter().map(|name| TraceStep { seen: layer(name), count: None }).collect()
}

const REGISTERS: &str = "const bcrypt = require('bcrypt');
const app = require('express')();
function limit(req, res, next) { next(); }
async function register(req, res) {
  const hash = await bcrypt.hash('hunter2', 4);
  res.send('made');
  await bcrypt.compare('hunter2', hash);
}
app.get('/register', limit, register);
app.get('/ping', (req, res) => res.send('pong'));
app.listen(3000);";

#[test]
fn the_recording_is_judged_by_what_the_checks_before_sent() {
    let checks = vec![
        http("ping", vec![step("GET /ping", body("pong"))]),
        http("register", vec![step("GET /register", body("made"))]),
        http("again", vec![step("GET /register", body("made"))]),
        // The comparison after the answer belongs to the request too.
        after(&["register"], recorded("twice", bcrypt_times(2))),
        after(&["register", "again"], recorded("both", bcrypt_times(4))),
        after(&["ping"], recorded("none", bcrypt_times(0))),
        after(&["register"], recorded("order", layers(&["limit", "register"]))),
        after(&["register"], recorded("wrong-order", layers(&["register", "limit"]))),
        after(&["register"], recorded("once", bcrypt_times(1))),
    ];
    let verdict = judged(&exercise(checks), &files(REGISTERS));
    let expected = ["pass", "pass", "pass", "pass", "pass", "pass", "pass"];
    assert_eq!(words(&verdict)[..7], expected);
    assert_eq!(
        words(&verdict)[7..],
        ["FAIL wrong-order does not work.", "FAIL once does not work."]
    );
    let failure = |at: usize| match &verdict.checks[at].outcome {
        Outcome::Failed(failure) => failure,
        outcome => panic!("{outcome:?}"),
    };
    assert_eq!(failure(7).of.as_deref(), Some("step 2 of 2"));
    assert_eq!(failure(7).fields[0].name, "order");
    let once = failure(8);
    assert_eq!((once.fields[0].expected.as_str(), once.fields[0].got.as_str()), ("1", "2"));
    assert_eq!(once.place.as_ref().map(|place| place.line), Some(7));
    assert_eq!(once.line.as_deref(), Some("await bcrypt.compare('hunter2', hash);"));
}

#[test]
fn a_check_of_the_recording_needs_the_lab_and_the_same_child() {
    let checks = || {
        vec![
            http("ping", vec![step("GET /ping", body("pong"))]),
            after(&["ping"], recorded("none", bcrypt_times(0))),
        ]
    };
    let mut fresh = checks();
    fresh[0].fresh = true;
    let verdict = judged(&exercise(fresh), &files(REGISTERS));
    assert!(matches!(verdict.checks[1].outcome, Outcome::Unjudged(_)), "{verdict:?}");

    let url = server(|_, _| "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong".to_owned());
    let verdict = judged(&exercise(checks()), &url);
    let Outcome::Unjudged(why) = &verdict.checks[1].outcome else { panic!("{verdict:?}") };
    assert_eq!(
        why,
        "This check looks into the program, which a server outside the lab does not allow."
    );
}
