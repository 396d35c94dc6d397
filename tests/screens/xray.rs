//! The X-ray: a recording at the event where a check failed, its other events, its bytes.

use std::{sync::Arc, time::Instant};

use backlab::{
    course::{exercise::Files, id::ExerciseId},
    diag::{Place, Trouble},
    exchange::{Headers, Request, Response},
    judge::{Failure, Field, Recorded},
    markup::highlight::Highlighter,
    screen::{
        Screen,
        event::{Effect, Event, HighlightKey, Route},
        keymap::{
            DOWN, END, ESC, HOME, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, Scope, TAB, function, plain,
        },
    },
    trace::{Entry, Layer, Left, SqlRan, Stream, Thrown, Trace, What},
    tutor::Recording,
};
use ratatui::{
    crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::Size,
};

use crate::drawing::{
    self, SMALL, WIDE, buffer, characters, check_odd_sizes, ink, press, resize, themes,
};

const APP: &str = r#"const express = require("express");
const { DatabaseSync } = require("node:sqlite");
const { requestId, auth } = require("./gate");

const db = new DatabaseSync("shop.db");
const app = express();
app.use(requestId);
app.use(express.json());

const userById = db.prepare("SELECT id FROM users WHERE id = ?");
const orderById = db.prepare(
  `SELECT id, user_id, status FROM orders
    WHERE id = ?`,
);

app.get("/health", (req, res) => res.json("ok"));

// One order, for its owner alone.





app.get("/orders/:id", auth, (req, res) => {
  const me = userById.get(req.user.id);
  const order = orderById.get(req.params.id);
  if (!order) return res.sendStatus(404);
  if (order.user_id !== me.id) {
    return res.status(403).json({ error: "denied" });
  }
  res.json(order);
});
"#;

fn app(line: u32) -> Place {
    Place::new("app.js", line, 3)
}

fn layer(layer: Layer, name: &str, place: Option<Place>) -> What {
    What::LayerEntered { layer, name: name.to_owned(), place }
}

fn sql(text: &str, parameters: &str) -> What {
    What::Sql(SqlRan {
        text: text.into(),
        parameters: parameters.into(),
        rows: 1,
        vm_steps: 9,
        took_us: 40,
        ..SqlRan::default()
    })
}

fn headers(fields: &[(&str, &str)]) -> Headers {
    fields.iter().copied().collect()
}

/// The work on one request, from `at_us` on.
fn order(trace: &mut Trace, request: u32, at_us: u64, status: u16) {
    let next = || What::LayerLeft { how: Left::Next };
    let middleware = |name| layer(Layer::Middleware, name, None);
    let answer_headers = headers(&[
        ("Content-Type", "application/json; charset=utf-8"),
        ("X-Request-Id", "a41"),
        ("Content-Length", "18"),
    ]);
    let body = br#"{"error":"denied"}"#.to_vec();
    let orders = "SELECT id, user_id, status FROM orders\n    WHERE id = ?";
    let log = format!("a41 GET /orders/12 {status} 1ms\n");
    for (after, what) in [
        (
            0,
            What::RequestReceived {
                method: "GET".into(),
                target: "/orders/12".into(),
                headers: headers(&[
                    ("Host", "127.0.0.1:4010"),
                    ("Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"),
                ]),
            },
        ),
        (80, middleware("requestId")),
        (100, next()),
        (110, middleware("json")),
        (130, next()),
        (140, middleware("auth")),
        (380, next()),
        (390, layer(Layer::Handler, "showOrder", Some(app(24)))),
        (420, sql("SELECT id FROM users WHERE id = ?", "3")),
        (510, sql(orders, "12")),
        (580, What::ResponseStarted { status, headers: answer_headers, place: Some(app(29)) }),
        (660, What::ResponseEnded { bytes: 18, body }),
        (700, What::Printed { stream: Stream::Out, text: log }),
    ] {
        trace.push(Entry { at_us: at_us + after, request: Some(request), what });
    }
}

fn failure(recorded: Recorded) -> Failure {
    let got =
        Response { status: 403, body: br#"{"error":"denied"}"#.to_vec(), ..Response::default() };
    Failure {
        headline: "showOrder answered 403.".into(),
        why: "403 tells user 3 that order 12 is there. Whoever counts up the ids learns which \
              orders exist."
            .into(),
        look: Some(
            "The query finds the order whoever asks. It could ask for the owner too.".into(),
        ),
        place: Some(app(29)),
        sent: Some(Request::parse_line("GET /orders/12").unwrap()),
        got: Some(got),
        curl: Some("curl -i http://127.0.0.1:4010/orders/12".into()),
        fields: vec![Field {
            name: "status".into(),
            expected: "404".into(),
            got: "403".into(),
            differs: true,
            note: None,
        }],
        recorded: Some(recorded),
        ..Failure::default()
    }
}

pub fn recording() -> Recording {
    let mut trace = Trace::default();
    order(&mut trace, 1, 9_000, 403);
    let entries = 0..trace.entries.len();
    Recording {
        exercise: Some(ExerciseId::parse("somebody-elses-order").unwrap()),
        path: vec!["10 Attack it, then fix it".into(), "Somebody else's order".into()],
        trace,
        failures: vec![failure(Recorded::new(entries, Some(1)))],
        files: Files::from([("app.js".to_owned(), APP.into())]),
        own: ["app.js".to_owned()].into(),
        editable: ["app.js".to_owned()].into(),
        ..Recording::default()
    }
}

/// Several requests, some at the same time, with what happened around them.
fn many() -> Recording {
    let mut trace = Trace::default();
    let outside = |trace: &mut Trace, at_us, what| trace.push(Entry { at_us, request: None, what });
    outside(&mut trace, 4_000, What::Listening { named: 3000, port: 40_123 });
    let text = "ready\n".to_owned();
    outside(&mut trace, 4_100, What::Printed { stream: Stream::Out, text });
    for request in 1..=3 {
        order(&mut trace, request, 9_000 + u64::from(request) * 20_000, 200);
    }
    let thrown = Thrown {
        name: "TypeError".into(),
        message: "me is undefined".into(),
        place: Some(app(28)),
        line: None,
        stack: "TypeError: me is undefined\n    at app.js:28:5".into(),
    };
    outside(&mut trace, 99_000, What::Threw(thrown));
    Recording { failures: Vec::new(), trace, ..recording() }
}

/// The screen with its code in colours.
pub fn xray(recording: Recording) -> Screen {
    let mut screen = Screen::xray(Arc::new(recording), SMALL);
    for effect in screen.shown() {
        colour(&mut screen, effect);
    }
    screen
}

pub fn failed() -> Screen {
    xray(recording())
}

fn colour(screen: &mut Screen, effect: Effect) {
    if let Effect::Highlight { key, language, text } = effect {
        let lines = Highlighter::new().highlight(&language, &text);
        screen.update(&Event::Highlighted { key, lines });
    }
}

fn go(screen: &mut Screen, keys: &[Key]) {
    for key in keys {
        for effect in press(screen, &[*key]) {
            colour(screen, effect);
        }
    }
}

fn check_drawn(name: &str, screen: &mut Screen) {
    drawing::check_drawn(&format!("xray-{name}"), screen);
}

fn shows(screen: &mut Screen, size: Size, words: &str) -> bool {
    resize(screen, size);
    characters(&buffer(screen, size, ink())).contains(words)
}

#[test]
fn it_opens_at_the_event_where_the_check_failed() {
    check_drawn("failed", &mut failed());
}

#[test]
fn every_event_tells_its_own_details() {
    let mut screen = failed();
    go(&mut screen, &[LEFT]);
    check_drawn("statement", &mut screen);
    go(&mut screen, &[HOME]);
    check_drawn("arrived", &mut screen);
    let mut screen = xray(many());
    check_drawn("threw", &mut screen);
    go(&mut screen, &[PAGE_UP]);
    check_drawn("many", &mut screen);
}

#[test]
fn what_stood_behind_the_answer_is_told() {
    let mut recording = recording();
    let what = What::LayerUnreached {
        route: String::new(),
        name: "stamp".into(),
        hands_on: true,
        place: Some(app(8)),
    };
    recording.trace.push(Entry { at_us: 9_750, request: Some(1), what });
    let mut screen = xray(recording);
    go(&mut screen, &[END]);
    for words in [
        "not reached: stamp",
        "stamp was not reached.",
        "The request was answered before its turn.",
        "Here app.js:24 did.",
        "app.use(express.json());",
    ] {
        assert!(shows(&mut screen, WIDE, words), "{words}");
    }
}

#[test]
fn a_route_says_what_followed() {
    let mut trace = Trace::default();
    let received = What::RequestReceived {
        method: "GET".into(),
        target: "/cups".into(),
        headers: headers(&[]),
    };
    let unreached = What::LayerUnreached {
        route: String::new(),
        name: "stamp".into(),
        hands_on: true,
        place: Some(app(8)),
    };
    for what in [
        received,
        What::RouteMatched { path: "/cups".into() },
        layer(Layer::Handler, "cups", Some(app(24))),
        What::ResponseStarted { status: 200, headers: headers(&[]), place: None },
        unreached,
        What::ResponseEnded { bytes: 0, body: Vec::new() },
    ] {
        trace.push(Entry { at_us: 9, request: Some(1), what });
    }
    let mut screen = xray(Recording { trace, failures: Vec::new(), ..recording() });
    go(&mut screen, &[RIGHT]);
    for words in [
        "The route /cups takes the request.",
        "Its first function is cups at",
        "answered 200 OK.",
        "Not reached: stamp",
    ] {
        assert!(shows(&mut screen, WIDE, words), "{words}");
    }
}

#[test]
fn after_a_pass_the_first_request_is_open() {
    let mut trace = Trace::default();
    let what = What::Listening { named: 3000, port: 40_123 };
    trace.push(Entry { at_us: 1, request: None, what });
    order(&mut trace, 1, 9_000, 200);
    order(&mut trace, 2, 19_000, 200);
    let mut screen = xray(Recording { trace, failures: Vec::new(), ..recording() });
    for words in ["request 1 of 2   event 1 of", "┌ requestId", "PgDn next request"] {
        assert!(shows(&mut screen, SMALL, words), "{words}");
    }
}

#[test]
fn a_note_of_the_result_and_the_place_left_last_stand_here_too() {
    let mut recording = recording();
    recording.failures[0].feedback = Some("403 tells too much.".into());
    let mut screen = xray(recording.clone());
    assert!(shows(&mut screen, WIDE, "403 tells too much."));
    resize(&mut screen, SMALL);
    go(&mut screen, &[DOWN; 4]);
    assert!(shows(&mut screen, SMALL, "403 tells too much."));
    let left_at = Some(3);
    let mut screen = xray(Recording { left_at, ..recording });
    assert!(shows(&mut screen, SMALL, "event 4 of"));
}

#[test]
fn a_statement_may_stand_in_by_any_kind_of_space() {
    let mut trace = Trace::default();
    let text = "SELECT 1\n\u{2003}FROM t\n  WHERE a\n\u{a0}\n   AND b";
    trace.push(Entry { at_us: 0, request: None, what: sql(text, "") });
    let mut screen = xray(Recording { trace, failures: Vec::new(), ..recording() });
    for words in ["\u{2003}FROM t", "  WHERE a", "   AND b"] {
        assert!(shows(&mut screen, SMALL, words), "{words:?}");
    }
}

#[test]
fn tab_shows_the_bytes() {
    let mut screen = failed();
    go(&mut screen, &[TAB]);
    check_drawn("bytes", &mut screen);
    go(&mut screen, &[TAB]);
    assert!(shows(&mut screen, WIDE, "one step before"));
}

#[test]
fn an_empty_recording_says_what_makes_one() {
    let mut screen = xray(Recording { trace: Trace::default(), ..recording() });
    check_drawn("nothing", &mut screen);
    for key in ["x", "y", "e", "f"] {
        let key = plain(key.chars().next().unwrap());
        assert_eq!(press(&mut screen, &[RIGHT, LEFT, PAGE_DOWN, TAB, DOWN, key]), []);
    }
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Back]);
}

#[test]
fn steps_stay_in_the_recording_and_go_from_request_to_request() {
    let mut screen = xray(many());
    let title = |screen: &Screen| {
        let rows = characters(&buffer(screen, SMALL, ink()));
        let words = rows.lines().next().unwrap().trim_end().to_owned();
        words.rsplit("X-ray").next().unwrap().trim().to_owned()
    };
    assert_eq!(title(&screen), "event 1 of 1");
    go(&mut screen, &[END, RIGHT]);
    assert_eq!(title(&screen), "event 1 of 1");
    go(&mut screen, &[LEFT]);
    assert_eq!(title(&screen), "request 3 of 3   event 13 of 13");
    go(&mut screen, &[PAGE_UP]);
    assert_eq!(title(&screen), "request 2 of 3   event 1 of 13");
    go(&mut screen, &[PAGE_DOWN, PAGE_DOWN, PAGE_DOWN]);
    assert_eq!(title(&screen), "event 1 of 1");
    go(&mut screen, &[HOME, LEFT]);
    assert_eq!(title(&screen), "event 1 of 2");
    go(&mut screen, &[plain('f')]);
    assert!(shows(&mut screen, SMALL, "TypeError: me is undefined"));
    go(&mut screen, &[plain('f')]);
    assert!(shows(&mut screen, SMALL, "No other event failed."));
}

#[test]
fn a_click_chooses_a_row_and_unfolds_a_request() {
    let mut screen = xray(many());
    let click = |row: u16| {
        let (column, modifiers) = (12, KeyModifiers::NONE);
        let kind = MouseEventKind::Down(MouseButton::Left);
        Event::Mouse(MouseEvent { kind, column, row, modifiers })
    };
    screen.update(&click(5));
    assert!(shows(&mut screen, SMALL, "request 2 of 3   event 1 of 13"));
    screen.update(&click(8));
    assert!(shows(&mut screen, SMALL, "request 2 of 3   event 4 of 13"));
    screen.update(&click(22));
}

#[test]
fn keys_ask_for_the_line_the_request_and_the_file() {
    let mut screen = failed();
    let line = Effect::BackTo { path: "app.js".into(), line: 29, from: 7 };
    assert_eq!(press(&mut screen, &[plain('e')]), [line]);
    let curl = "curl -i http://127.0.0.1:4010/orders/12";
    assert_eq!(press(&mut screen, &[plain('y')]), [Effect::Copy(curl.into())]);
    assert_eq!(press(&mut screen, &[plain('x')]), [Effect::ExportRecording(Arc::new(recording()))]);
    screen.update(&Event::RecordingExported { path: "/home/x/order.xray.txt".into() });
    assert!(shows(&mut screen, SMALL, "The recording is in /home/x/order.xray.txt"));
    let path = format!("/home/{}/order.xray.txt", "x".repeat(60));
    screen.update(&Event::RecordingExported { path });
    assert!(shows(&mut screen, SMALL, "The recording is order.xray.txt, beside the"));
    let trouble = Trouble::new("order.xray.txt was not written: the disk is full.");
    screen.update(&Event::Failed { generation: None, trouble });
    assert!(shows(&mut screen, SMALL, "the disk is full."));
    let help = Effect::Go(Route::Help(Scope::Xray));
    assert_eq!(press(&mut screen, &[plain('?')]), [help]);
    assert_eq!(press(&mut screen, &[function(6)]), [Effect::Back]);
    // Another's file has no editor, and a request without a check its own line for the shell.
    let mut screen = xray(Recording { own: [].into(), editable: [].into(), ..many() });
    assert_eq!(press(&mut screen, &[plain('e')]), []);
    let Effect::Copy(curl) = &press(&mut screen, &[PAGE_UP, plain('y')])[0] else { panic!() };
    assert!(curl.ends_with(" http://127.0.0.1:3000/orders/12"), "{curl}");
}

#[test]
fn code_arrives_in_colours_and_no_character_moves() {
    let plain = Screen::xray(Arc::new(recording()), WIDE);
    let keys: Vec<_> = plain.shown().into_iter().collect();
    let is_of = |effect: &Effect, wanted: &HighlightKey| matches!(effect, Effect::Highlight { key, .. } if key == wanted);
    assert!(is_of(&keys[0], &HighlightKey::Recorded { path: "app.js".into() }));
    assert!(is_of(&keys[1], &HighlightKey::Statement { entry: 9 }));
    let mut coloured = failed();
    resize(&mut coloured, WIDE);
    let (plain, coloured) = (buffer(&plain, WIDE, ink()), buffer(&coloured, WIDE, ink()));
    assert_eq!(characters(&plain), characters(&coloured));
    assert_ne!(plain, coloured);
}

#[test]
fn hidden_requests_are_told_and_not_shown() {
    let mut screen = xray(Recording { kept_back: 1, ..many() });
    assert!(shows(&mut screen, SMALL, "shown from the second attempt on"));
}

#[test]
fn a_full_recording_opens_and_steps_at_once() {
    let mut trace = Trace::default();
    for request in 1..=7_000 {
        order(&mut trace, request, u64::from(request) * 1_000, 200);
    }
    for at_us in 0..90_000 {
        let text = "\u{1b}[2Jx\n".to_owned();
        let what = What::Printed { stream: Stream::Out, text };
        trace.push(Entry { at_us: 8_000_000 + at_us, request: Some(7_001), what });
    }
    assert_eq!(trace.entries.len(), 100_000);
    let began = Instant::now();
    let mut screen = xray(Recording { failures: Vec::new(), trace, ..recording() });
    for key in [END, LEFT, PAGE_UP, HOME, RIGHT] {
        go(&mut screen, &[key]);
        for size in [SMALL, WIDE] {
            resize(&mut screen, size);
            buffer(&screen, size, ink());
        }
    }
    // Far from a measure; a row for each entry in each frame would take longer.
    eprintln!("100,000 entries: {:?}", began.elapsed());
    go(&mut screen, &[END]);
    assert!(
        shows(&mut screen, SMALL, "request 7000 of 7000") || shows(&mut screen, SMALL, "␛[2Jx")
    );
}

#[test]
fn no_size_and_no_theme_is_too_much() {
    for mut screen in [failed(), xray(many()), xray(Recording::default())] {
        check_odd_sizes(&mut screen, "? help   q back");
        for (columns, rows) in [(60, 16), (80, 24), (99, 40), (100, 16), (250, 70)] {
            let size = Size::new(columns, rows);
            resize(&mut screen, size);
            for (_, theme) in themes() {
                buffer(&screen, size, theme);
            }
        }
    }
}
