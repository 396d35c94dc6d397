//! An `http` exercise of tests/cases/requests on the workbench: its editor knows what fits.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use backlab::{
    course::id::{ExerciseId, PackId},
    pack::{Pack, files::Disk},
    screen::{
        event::{Effect, Event, Route},
        keymap::Scope,
    },
    tutor::{Standing, Workpiece},
};
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{Bench, check_screen, shop};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

fn piece(text: &str) -> Workpiece {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/requests");
    let pack = Pack::open(Arc::new(Disk::new(folder))).0.unwrap();
    let exercise = pack.exercise(&ExerciseId::parse("read-a-name").unwrap()).0.unwrap();
    let mut files = exercise.starter.clone();
    files.insert("requests.http".to_owned(), text.into());
    Workpiece {
        pack: PackId::parse("demo/requests").unwrap(),
        course_title: "Requests".into(),
        module_number: 1,
        module_title: "HTTP".into(),
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

/// The editor of a new workbench.
fn open(text: &str, (columns, rows): (u16, u16)) -> Bench {
    let mut bench = Bench::open(piece(text), columns, rows);
    if columns < 100 {
        bench.press(KeyCode::Char('2'));
    }
    bench
}

fn control(bench: &mut Bench, ch: char) {
    bench.send(&Event::Key(KeyEvent::new(KeyCode::Char(ch), KeyModifiers::CONTROL)));
}

fn type_in(bench: &mut Bench, text: &str) {
    for ch in text.chars() {
        bench.press(KeyCode::Char(ch));
    }
}

#[test]
fn what_fits_is_suggested_and_taken() {
    for size in SIZES {
        let mut bench =
            open("@page = 2\n\n### everybody\nGET /users?page={{page}} HTTP/1.1\n", size);
        bench.press(KeyCode::Down).press(KeyCode::Down).press(KeyCode::Down);
        bench.press(KeyCode::Down);
        control(&mut bench, ' ');
        check_screen(&bench, "http-suggest");
        bench.press(KeyCode::Enter);
        assert!(bench.shows("Accept:"), "{:#?}", bench.rows());
        assert!(bench.shows("Ctrl+Space suggest"), "{:#?}", bench.rows());
        // What was taken is saved and checked as what is typed.
        assert_eq!(bench.timers().len(), 2);
        type_in(&mut bench, "json");
        control(&mut bench, 'n');
        bench.press(KeyCode::Tab);
        assert!(bench.shows("Accept: application/json"), "{:#?}", bench.rows());
    }
}

#[test]
fn esc_closes_the_list_before_it_leaves_the_text() {
    for size in SIZES {
        let mut bench = open("", size);
        control(&mut bench, ' ');
        assert!(bench.shows("Esc close"));
        bench.press(KeyCode::Esc);
        assert!(bench.screen.is_typing() && !bench.shows("PATCH"));
        bench.press(KeyCode::Esc);
        assert!(!bench.screen.is_typing());
    }
}

#[test]
fn every_other_key_closes_the_list_and_means_what_it_does() {
    let mut bench = open("", SIZES[0]);
    control(&mut bench, 'n');
    bench.press(KeyCode::F(1));
    assert_eq!(bench.asked, [Effect::Go(Route::Help(Scope::Suggesting))]);
    assert!(!bench.shows("PATCH"));
    control(&mut bench, 'n');
    bench.press(KeyCode::F(5));
    bench.generation_of_check();
    bench.press(KeyCode::Esc);
    assert!(bench.shows("requests.http") && !bench.shows("PATCH"));
}

#[test]
fn where_nothing_fits_it_is_said() {
    let mut bench = open("GET /users", SIZES[0]);
    bench.press(KeyCode::End);
    control(&mut bench, ' ');
    assert!(bench.shows("Nothing to suggest here."));
    bench.press(KeyCode::Left);
    assert!(!bench.shows("Nothing to suggest here."));
}

#[test]
fn a_press_on_the_list_takes_and_one_beside_it_closes() {
    let mut bench = open("\n\n\n\n\n\n\n\n", SIZES[0]);
    let press = |column: u16, row: u16| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
    };
    control(&mut bench, ' ');
    let row = bench.rows().iter().position(|row| row.contains("PUT")).unwrap();
    bench.send(&press(10, u16::try_from(row).unwrap()));
    assert!(bench.shows("  1   PUT") && !bench.shows("PATCH"), "{:#?}", bench.rows());
    assert_eq!(bench.timers().len(), 2);
    bench.press(KeyCode::Down);
    control(&mut bench, ' ');
    bench.send(&press(3, 3));
    assert!(bench.screen.is_typing() || bench.shows("Hints"));
    assert!(!bench.shows("PATCH"));
}

#[test]
fn other_files_know_of_no_list() {
    let mut bench = Bench::open(shop::piece("SELECT 1;"), 120, 36);
    assert!(!bench.shows("suggest"));
    control(&mut bench, ' ');
    control(&mut bench, 'n');
    assert!(bench.asked.is_empty() && !bench.shows("suggest"));
    bench.press(KeyCode::F(1));
    assert_eq!(bench.asked, [Effect::Go(Route::Help(Scope::Editor))]);
}
