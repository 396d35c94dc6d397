//! What stands around the code while one writes it at 80 columns.

use backlab::{
    course::exercise::WorkFile,
    diag::Place,
    judge::{Failure, Outcome},
    screen::event::{Effect, Event},
    trace::{Stop, Thrown},
    tutor::{Standing, Workpiece},
};
use ratatui::crossterm::event::KeyCode;

use super::{Bench, gate};

const LONG: &str = "const words = \"a line that is longer than the screen is wide, so that its end is not \
                    in view at first\";\nconst next = 1;\n";

/// The exercise with two more files that are given.
fn with_given(text: &str) -> Workpiece {
    let mut piece = gate::piece(text, 0);
    for path in ["shop.js", "log.js"] {
        piece.exercise.files.push(WorkFile { path: path.into(), edit: false });
        piece.files.insert(path.into(), b"module.exports = {};\n".to_vec());
    }
    piece
}

fn code(text: &str) -> Bench {
    let mut bench = Bench::open(with_given(text), 80, 24);
    bench.press(KeyCode::Char('2'));
    bench
}

fn footer(bench: &Bench) -> String {
    bench.rows()[22..].join("")
}

#[test]
fn the_code_goes_back_to_its_start_once_the_cursor_fits() {
    let mut bench = code(LONG);
    for key in [KeyCode::Home, KeyCode::Down, KeyCode::Enter] {
        bench.press(KeyCode::End);
        assert!(!bench.shows(" const words") && bench.shows("‹"), "{:#?}", bench.rows());
        bench.press(key);
        assert!(bench.shows(" const words") && !bench.shows("‹"), "{key:?}: {:#?}", bench.rows());
        bench.press(KeyCode::Up).press(KeyCode::Home);
    }
}

#[test]
fn a_footer_keeps_the_files_and_the_hint_while_a_check_fails() {
    let mut bench = code(gate::FAILING);
    assert!(footer(&bench).contains("Ctrl+O other file"), "{}", footer(&bench));
    bench.check(Some(3), 0, 1).press(KeyCode::Char('2'));
    let said = footer(&bench);
    assert!(said.contains("F3 hint") && said.contains("Ctrl+O other file"), "{said}");
    // It was solved on another day: the solution may be seen, and a hint is nearer.
    let mut piece = with_given(gate::FAILING);
    piece.standing.passed = true;
    let mut bench = Bench::open(piece, 80, 24);
    bench.press(KeyCode::F(5));
    let generation = bench.generation_of_check();
    let mut checked = gate::checked(&gate::exercise(0), Some(3), 4);
    checked.standing.passed = true;
    bench.send(&Event::Checked { generation, checked: Box::new(checked) });
    let said = footer(&bench);
    let hint = said.find("F3 hint").unwrap();
    assert!(said.find("F4 solution").is_none_or(|solution| hint < solution), "{said}");
}

#[test]
fn a_text_that_cannot_be_read_is_told_before_the_checks() {
    let mut bench = code(gate::FAILING);
    bench.press(KeyCode::Char(')'));
    let live = bench.timers().last().unwrap().1;
    bench.send(&Event::Elapsed { generation: live });
    let [Effect::CheckLive { generation, .. }] = bench.asked[..] else {
        panic!("{:?}", bench.asked)
    };
    let mut verdict = gate::verdict(&gate::exercise(0), Some(0));
    let thrown = Thrown {
        name: "SyntaxError".into(),
        message: "Unexpected token ')'".into(),
        place: Some(Place::new("auth.js", 1, 1)),
        ..Thrown::default()
    };
    let failure = Failure { stop: Some(Stop::Threw(Box::new(thrown))), ..gate::failure() };
    verdict.checks[0].outcome = Outcome::Failed(Box::new(failure));
    bench.send(&Event::CheckedLive { generation, verdict: verdict.into() });
    let said = "✗ auth.js:1  SyntaxError: Unexpected token ')'   0 of 9 checks pass";
    assert!(bench.shows(said), "{:#?}", bench.rows());
}

#[test]
fn code_ends_a_row_above_the_state_of_the_run() {
    let bench = code(&"let x = 1;\n".repeat(60));
    let rows = bench.rows();
    let state = rows.iter().position(|row| row.contains("Nothing checked yet")).unwrap();
    assert_eq!(rows[state - 1], "", "{rows:#?}");
    assert!(rows[state - 2].contains("let x"), "{rows:#?}");
}

#[test]
fn names_of_files_are_whole_or_say_that_they_are_cut() {
    let mut bench = code(gate::BEFORE);
    for _ in 0..2 {
        bench.send(&control('o'));
        let head = bench.rows()[3].clone();
        for name in ["auth.js", "shop.js", "log.js"] {
            assert!(head.contains(name), "{name} in {head}");
        }
    }
    let mut piece = with_given(gate::BEFORE);
    let long = "routes/of-the-whole-shop-and-more.js";
    piece.exercise.files.push(WorkFile { path: long.into(), edit: false });
    piece.files.insert(long.into(), Vec::new());
    let mut bench = Bench::open(piece, 80, 24);
    bench.press(KeyCode::Char('2'));
    let head = bench.rows()[3].clone();
    assert!(head.contains("auth.js") && head.contains('…') && head.ends_with("saved"), "{head}");
}

#[test]
fn esc_leads_back_to_the_result_from_where_one_came() {
    let mut bench = code(gate::FAILING);
    bench.check(Some(3), 0, 1);
    assert!(bench.shows("✗ A token signed by nobody got in."));
    bench.press(KeyCode::Char('2')).press(KeyCode::Esc);
    assert!(bench.shows("✗ A token signed by nobody got in."), "{:#?}", bench.rows());
    // A second step out leads on, so that nobody goes in circles.
    bench.press(KeyCode::Esc).press(KeyCode::Esc);
    assert!(bench.shows("Rewrite auth so that"), "{:#?}", bench.rows());
}

#[test]
fn a_result_begins_at_its_headline_whenever_one_comes_to_it() {
    let mut bench = Bench::open(with_given(gate::FAILING), 80, 16);
    bench.check(Some(3), 0, 1);
    bench.press(KeyCode::PageDown);
    assert!(!bench.shows("✗ A token signed by nobody got in."), "{:#?}", bench.rows());
    bench.press(KeyCode::Char('1')).press(KeyCode::Char('3'));
    assert!(bench.shows("✗ A token signed by nobody got in."), "{:#?}", bench.rows());
    bench.press(KeyCode::F(3));
    let standing = Standing { attempts: 1, hints: 1, ..Standing::default() };
    bench.send(&Event::Hinted { exercise: gate::id(), standing });
    assert!(bench.rows()[14..].join("").contains("3 result"), "{:#?}", bench.rows());
}

#[test]
fn a_task_that_goes_on_says_by_which_key() {
    let mut piece = gate::piece(gate::BEFORE, 0);
    piece.exercise.task = "One more sentence of the task.\n\n".repeat(12);
    let mut bench = Bench::open(piece, 80, 24);
    assert!(footer(&bench).contains("PgDn more of the task"), "{}", footer(&bench));
    assert!(bench.shows("↓") && !bench.shows("↑"));
    bench.press(KeyCode::PageDown);
    assert!(bench.shows("↑"), "{:#?}", bench.rows());
    let bench = Bench::open(gate::piece(gate::BEFORE, 0), 80, 24);
    assert!(!footer(&bench).contains("more of the task"));
}

fn control(letter: char) -> Event {
    use ratatui::crossterm::event::{KeyEvent, KeyModifiers};
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}
