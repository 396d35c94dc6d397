//! F6: an Express exercise of the course, judged in the real lab, and its recording on the screen.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use backlab::{
    course::{
        exercise::Files,
        id::{ExerciseId, PackId},
    },
    judge::{Answer, Hidden, Outcome, Which, judge},
    lab::{Cancel, Machine},
    pack::{Pack, files::Disk},
    screen::{
        event::{Effect, Event, Route},
        xray::Xray,
    },
    trace::{Trace, What},
    tutor::{Checked, Recording, Standing, Workpiece},
};
use ratatui::{buffer::Buffer, crossterm::event::KeyCode, layout::Rect, layout::Size};

use super::{Bench, INK, gate, rows_of, shop};

/// The answer forgets to pass on what is no login.
const SERVER: &str = r#"const express = require("express");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

app.use(function requestId(req, res, next) {
  res.set("X-Request-Id", "abcdefgh");
  next();
});
app.use(function gate(req, res, next) {
  if (req.path === "/cups") {
    return res.status(403).json({ error: "no cups" });
  }
  next();
});

app.use(shop);
app.listen(3000);
"#;

fn piece(source: &str) -> Workpiece {
    let pack = Pack::open(Arc::new(Disk::new(env!("CARGO_MANIFEST_DIR")))).0.unwrap();
    let exercise = pack.exercise(&ExerciseId::parse("write-middleware").unwrap()).0.unwrap();
    let mut files = exercise.starter.clone();
    files.insert("server.js".to_owned(), source.into());
    Workpiece {
        pack: PackId::parse("backlab/backend").unwrap(),
        course_title: "Backend, from a URL to an orders API".into(),
        module_number: 4,
        module_title: "Express 5".into(),
        exercise,
        folder: Some(PathBuf::from("work")),
        files,
        note: None,
        due: 0,
        command: None,
        standing: Standing::default(),
        next: None,
    }
}

fn checked(piece: &Workpiece, files: &Files, attempts: u32) -> Checked {
    let machine = Machine::new(Path::new(env!("CARGO_BIN_EXE_backlab")).to_path_buf());
    let (steps, _nobody) = mpsc::channel();
    let answer = Answer::Files(files.clone());
    let verdict = judge(&machine, &piece.exercise, &answer, Which::All, &Cancel::new(), &steps);
    let standing = Standing { attempts, ..Standing::default() };
    Checked { exercise: piece.exercise.id.clone(), verdict, standing, unsaved: None }
}

/// F5, judged by the lab, then F6.
fn recorded(bench: &mut Bench, piece: &Workpiece, attempts: u32) -> Arc<Recording> {
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let files = bench.asked.iter().find_map(|effect| match effect {
        Effect::Check { files, .. } => Some(files.clone()),
        _ => None,
    });
    let checked = Box::new(checked(piece, &files.unwrap(), attempts));
    bench.send(&Event::Checked { generation, checked });
    bench.press(KeyCode::F(6));
    match &bench.asked[..] {
        [Effect::Go(Route::Xray(recording))] => Arc::clone(recording),
        other => panic!("F6 asked for {other:?}"),
    }
}

fn rows(recording: Arc<Recording>, columns: u16, rows: u16) -> Vec<String> {
    let screen = Xray::new(recording, Size::new(columns, rows));
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    screen.view(&mut buffer, &INK);
    rows_of(&buffer)
}

#[test]
fn f6_opens_the_recording_at_the_line_that_answered() {
    let piece = piece(SERVER);
    let mut bench = Bench::open(piece.clone(), 80, 24);
    let recording = recorded(&mut bench, &piece, 1);
    let rows = rows(recording, 80, 24);
    let has = |words: &str| rows.iter().any(|row| row.contains(words));
    assert!(
        rows[0].starts_with("  Backend  ›  4 Express 5  ›  Request id and timer  ›  X-ray"),
        "{rows:#?}"
    );
    for words in [
        "→ GET /cups",
        "┌ requestId",
        "│ ┌ gate",
        "✗ │ └ status 403",
        "server.js:12",
        "← 403 Forbidden",
        "   12 ✗     return res.status(403).json({ error: \"no cups\" });",
        "e open line 12",
    ] {
        assert!(has(words), "{words}: {rows:#?}");
    }
    assert!(rows.iter().any(|row| row.starts_with('▌') && row.contains("status 403")), "{rows:#?}");
    assert!(bench.shows("F6 x-ray"));
    // And back, to the line.
    bench.send(&Event::ShowLine { path: "server.js".into(), line: 12, from: 4 });
    bench.press(KeyCode::Char('x'));
    assert!(bench.shows("   12   x    return res.status(403)"), "{:#?}", bench.rows());
}

#[test]
fn hidden_checks_keep_their_requests_until_the_second_attempt() {
    let piece = piece(SERVER);
    let hidden = |attempts: u32| {
        let mut bench = Bench::open(piece.clone(), 80, 24);
        let whole = recorded(&mut bench, &piece, attempts);
        let targets = whole
            .trace
            .entries
            .iter()
            .filter(|entry| matches!(entry.what, What::RequestReceived { .. }));
        (targets.count(), whole.kept_back, whole.failures.len())
    };
    let (first, second) = (hidden(1), hidden(2));
    let mut bench = Bench::open(piece.clone(), 80, 24);
    bench.press(KeyCode::F(5));
    let verdict = checked(&piece, &piece.files, 2).verdict;
    let failed_hidden = verdict.checks.iter().filter(|check| {
        check.hidden
            && matches!(&check.outcome, Outcome::Failed(failure) if failure.recorded.is_some())
    });
    assert_eq!(second.1, 0);
    assert!(first.0 + first.1 == second.0, "{first:?} {second:?}");
    assert_eq!(first.1 == 0, failed_hidden.count() == 0);
}

#[test]
fn without_a_recording_f6_says_what_makes_one() {
    let mut bench = Bench::open(gate::piece("", 0), 80, 24);
    bench.press(KeyCode::F(6));
    assert_eq!(bench.asked, []);
    assert!(bench.shows("Nothing recorded yet. F5 runs your code and records it."));
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let mut checked = gate::checked(&gate::exercise(0), Some(1), 1);
    checked.verdict.trace = Trace::default();
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
    bench.press(KeyCode::F(6));
    assert!(bench.shows("Nothing was recorded by the last check."));
    let mut bench = Bench::open(shop::piece("SELECT 1;"), 80, 24);
    bench.press(KeyCode::F(6));
    assert!(bench.shows("There is no program to record: the result tells what ran."));
}

#[test]
fn requests_that_are_kept_back_leave_the_places_of_others_right() {
    let piece = piece(SERVER);
    let mut verdict = checked(&piece, &piece.files, 2).verdict;
    let whole = verdict.trace.clone();
    // As if the first check that failed were hidden.
    let (first, ..) = verdict.first_failure().unwrap();
    let Outcome::Failed(failure) = &verdict.checks[first].outcome else { unreachable!() };
    let recorded = failure.recorded.clone().unwrap();
    verdict.checks[first].hidden = true;
    verdict.hidden =
        Hidden::Parts { requests: recorded.request.into_iter().collect(), spans: Vec::new() };
    let recording = Recording::of_check(&piece, piece.files.clone(), &verdict, true);
    assert!(recording.trace.entries.len() < whole.entries.len());
    for failure in &recording.failures {
        let Some(recorded) = &failure.recorded else { continue };
        let first = &recording.trace.entries.get(recorded.entries.start);
        assert!(first.is_some() || recorded.entries.is_empty());
    }
    verdict.trace = Trace::default();
    let empty = Recording::of_check(&piece, piece.files.clone(), &verdict, true);
    assert_eq!(empty.trace, Trace::default());
}

/// The answer mounts the given routes first.
const LATE: &str = r#"const express = require("express");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

app.use(shop);
app.use(function stamp(req, res, next) {
  res.set("X-Request-Id", "abcdefgh");
  next();
});
app.listen(3000);
"#;

#[test]
fn what_stands_behind_the_answer_is_told_and_opened() {
    let piece = piece(LATE);
    let mut bench = Bench::open(piece.clone(), 80, 24);
    let recording = recorded(&mut bench, &piece, 1);
    let words = "not reached: stamp at server.js:7 stands behind shop.js:12";
    assert!(bench.shows(words), "{:#?}", bench.rows());
    for (columns, lines) in [(80, 24), (120, 36)] {
        let rows = rows(Arc::clone(&recording), columns, lines);
        let has = |words: &str| rows.iter().any(|row| row.contains(words));
        assert!(has("not reached: stamp at server.js:7"), "{rows:#?}");
        assert!(has("e open server.js:7") && has("shop.js:12"), "{rows:#?}");
    }
    // Esc leads back to the event from where one came.
    bench.send(&Event::ShowLine { path: "server.js".into(), line: 7, from: 2 });
    assert!(bench.shows("app.use(function stamp"), "{:#?}", bench.rows());
    bench.press(KeyCode::Esc);
    match &bench.asked[..] {
        [Effect::Go(Route::Xray(again))] => assert_eq!(again.left_at, Some(2)),
        other => panic!("Esc asked for {other:?}"),
    }
    bench.press(KeyCode::Esc);
    assert_eq!(bench.asked, [], "the second leads to the task");
    // What a hidden check sent is nothing to tell of.
    let verdict = checked(&piece, &piece.files, 1).verdict;
    for check in verdict.checks.iter().filter(|check| check.hidden) {
        if let Outcome::Failed(failure) = &check.outcome {
            assert_eq!(failure.unreached, None, "{}", check.name);
        }
    }
}
