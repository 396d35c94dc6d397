//! An `attack` exercise of tests/cases/attack on the workbench, judged in the real lab: two stages
//! in the list, and what is shown of each.

use std::{path::PathBuf, sync::mpsc, time::Duration};

use backlab::{
    course::{
        exercise::{Exercise, Files},
        id::PackId,
    },
    exchange::Response,
    judge::{Answer, Came, Outcome, Verdict, Which, judge},
    lab::{Cancel, Machine},
    screen::event::{Effect, Event},
    tutor::{Checked, Standing, Workpiece},
};
use ratatui::crossterm::event::KeyCode;
use regex::Regex;

use super::{
    Bench, check_screen,
    fixtures::attack::{exercise, solved_but},
};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

fn open(exercise: &Exercise, files: &Files, (columns, rows): (u16, u16)) -> Bench {
    let piece = Workpiece {
        pack: PackId::parse("test/attack").unwrap(),
        course_title: "Gates".into(),
        module_number: 1,
        module_title: "Gates".into(),
        exercise: exercise.clone(),
        folder: Some(PathBuf::from("work")),
        files: files.clone(),
        note: None,
        standing: Standing::default(),
        next: None,
        due: 0,
        command: None,
    };
    Bench::open(piece, columns, rows)
}

/// F5, and what the lab says of these files.
fn check(bench: &mut Bench, exercise: &Exercise, files: &Files, attempts: u32) {
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (steps, _nobody) = mpsc::channel();
    let answer = Answer::Files(files.clone());
    let mut verdict = judge(&machine, exercise, &answer, Which::All, &Cancel::new(), &steps);
    verdict.took = Duration::from_millis(9);
    keep_still(&mut verdict);
    let standing = Standing { attempts, passed: verdict.passed(), ..Standing::default() };
    let checked = Checked { exercise: exercise.id.clone(), verdict, standing, unsaved: None };
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
}

/// Puts one value in the place of the secrets, which differ in every run.
fn keep_still(verdict: &mut Verdict) {
    let secret = Regex::new("[0-9a-f]{32}").unwrap();
    let still =
        |text: &str| secret.replace_all(text, "5ec7e75ec7e75ec7e75ec7e75ec7e75e").into_owned();
    let stilled = |response: &mut Response| response.body = still(&response.text()).into_bytes();
    for exchange in &mut verdict.exchanges {
        if let Came::Answer(response) = &mut exchange.came {
            stilled(response);
        }
    }
    for check in &mut verdict.checks {
        let Outcome::Failed(failure) = &mut check.outcome else { continue };
        failure.got.iter_mut().for_each(stilled);
        for field in &mut failure.fields {
            (field.expected, field.got) = (still(&field.expected), still(&field.got));
        }
    }
}

/// The solution, whose server lets in whoever writes any password.
fn too_open(gate: &Exercise) -> Files {
    let server = String::from_utf8(gate.solution["server.js"].clone()).unwrap();
    let open = server.replace("password === PASSWORD", "password !== undefined");
    solved_but(gate, &[("server.js", &open)])
}

fn mended_nothing(gate: &Exercise) -> Files {
    let server = String::from_utf8(gate.starter["server.js"].clone()).unwrap();
    solved_but(gate, &[("server.js", &server)])
}

#[test]
fn the_screens_are_as_drawn() {
    let gate = exercise("open-gate");
    for size in SIZES {
        check_screen(&open(&gate, &gate.starter, size), "attack-before");
        for (name, files, attempts) in [
            ("attack-exploit", gate.starter.clone(), 1),
            ("attack-repair", mended_nothing(&gate), 1),
            ("attack-hidden", too_open(&gate), 1),
            ("attack-other", too_open(&gate), 2),
            ("attack-passed", gate.solution.clone(), 2),
        ] {
            let mut bench = open(&gate, &files, size);
            check(&mut bench, &gate, &files, attempts);
            check_screen(&bench, name);
            // At 80 columns the list has a tab of its own.
            if name == "attack-repair" && size.0 == 80 {
                bench.press(KeyCode::Char('1'));
                check_screen(&bench, "attack-list");
            }
        }
    }
}

#[test]
fn the_file_of_the_stage_that_failed_is_shown() {
    let gate = exercise("open-gate");
    for (files, file) in [
        (gate.starter.clone(), "requests.http"),
        (mended_nothing(&gate), "server.js"),
        // Also where a hidden check does not say yet what it found.
        (too_open(&gate), "server.js"),
    ] {
        let mut bench = open(&gate, &files, (120, 36));
        check(&mut bench, &gate, &files, 1);
        bench.press(KeyCode::F(2));
        let opened = bench.asked.iter().find_map(|effect| match effect {
            Effect::EditOutside { path, .. } => Some(path.clone()),
            _ => None,
        });
        assert_eq!(opened.as_deref(), Some(file));
    }
}

#[test]
fn what_the_exploit_got_stands_under_the_exploit_and_not_under_a_repair() {
    let gate = exercise("open-gate");
    for size in SIZES {
        let mut bench = open(&gate, &gate.starter, size);
        check(&mut bench, &gate, &gate.starter, 1);
        assert!(bench.shows("← answer"), "{:#?}", bench.rows());
        let files = mended_nothing(&gate);
        let mut bench = open(&gate, &files, size);
        check(&mut bench, &gate, &files, 1);
        assert!(!bench.shows("← answer"), "{:#?}", bench.rows());
        assert!(bench.shows("works: the note comes without a password"), "{:#?}", bench.rows());
        // The request as it went to the repaired server, and its answer.
        bench.press(KeyCode::Enter);
        for words in ["GET /note", "User: ada", "status 200", "5ec7e75ec7e7"] {
            assert!(bench.shows(words), "{words} in {:#?}", bench.rows());
        }
        bench.press(KeyCode::Esc).press(KeyCode::Char('y'));
        assert!(bench.shows("backlab run server.js, in its folder"), "{:#?}", bench.rows());
    }
}

#[test]
fn a_script_is_told_without_lines() {
    let none = exercise("forge-none");
    for (columns, rows) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut bench = open(&none, &none.starter, (columns, rows));
        check(&mut bench, &none, &none.starter, 1);
        let mut seen = bench.rows().join("\n");
        for _ in 0..40 {
            bench.press(KeyCode::Down);
            seen.push_str(&bench.rows().join("\n"));
        }
        for words in ["→ sent    POST /login", "→ sent    GET /report", "403 Forbidden"] {
            assert!(seen.contains(words), "{words} in {seen}");
        }
        assert!(!seen.contains("line 0"), "{seen}");
    }
}
