//! The command of the learner's own server: typed, kept, shown before it is started.

use std::path::PathBuf;

use backlab::{
    course::exercise::Kind,
    screen::event::{Effect, Event},
    tutor::{OwnCommand, Trouble, Workpiece},
};
use ratatui::crossterm::event::KeyCode;

use crate::{Bench, gate};

const COMMAND: &str = "flask --app app run -p {port}";

fn piece(command: Option<&str>) -> Workpiece {
    let mut piece = gate::piece("", 0);
    piece.exercise.kind = Kind::Stack;
    piece.command = command.map(own);
    piece
}

fn own(line: &str) -> OwnCommand {
    OwnCommand {
        line: line.to_owned(),
        folder: PathBuf::from("/home/ada/notes"),
        ready_seconds: None,
    }
}

fn type_in(bench: &mut Bench, text: &str) {
    for ch in text.chars() {
        bench.press(KeyCode::Char(ch));
    }
}

fn checks(bench: &Bench) -> bool {
    bench.asked.iter().any(|effect| matches!(effect, Effect::Check { .. }))
}

#[test]
fn a_command_is_typed_kept_and_started_without_a_question() {
    for (columns, rows) in [(80, 24), (120, 36)] {
        let mut bench = Bench::open(piece(None), columns, rows);
        bench.press(KeyCode::F(10));
        assert!(bench.shows("The command that starts your server"), "{:#?}", bench.rows());
        assert!(bench.shows("Empty: the files run in the"), "{:#?}", bench.rows());
        assert!(bench.screen.is_typing());
        type_in(&mut bench, "flask");
        bench.send(&Event::Paste(" --app app run -p {port}\nrm -r".into()));
        assert!(bench.shows(COMMAND), "{:#?}", bench.rows());
        bench.press(KeyCode::Enter);
        let exercise = gate::piece("", 0).exercise.id;
        let kept = Effect::KeepCommand { exercise: exercise.clone(), line: COMMAND.into() };
        assert_eq!(bench.asked, [kept]);
        bench.send(&Event::CommandKept { exercise, command: Some(own(COMMAND)) });
        assert!(bench.shows("F5 starts your command"), "{:#?}", bench.rows());
        bench.press(KeyCode::F(5));
        assert!(checks(&bench), "{:?}", bench.asked);
    }
}

#[test]
fn one_that_was_kept_before_is_shown_in_full_before_it_starts() {
    for (columns, rows) in [(60, 16), (80, 24), (120, 36)] {
        let line = format!("{COMMAND} {}", "--with-a-long-option ".repeat(8).trim_end());
        let mut bench = Bench::open(piece(Some(&line)), columns, rows);
        bench.press(KeyCode::F(5));
        assert!(
            bench.asked.is_empty() && bench.shows("Start this command?"),
            "{:#?}",
            bench.rows()
        );
        assert!(bench.shows("in /home/ada/notes"), "{:#?}", bench.rows());
        let shown = bench.rows().concat().matches("long-option").count();
        assert!(shown >= 7, "{:#?}", bench.rows());
        bench.press(KeyCode::Esc);
        assert!(!bench.shows("Start this command?") && !checks(&bench));
        bench.press(KeyCode::F(5)).press(KeyCode::Enter);
        assert!(checks(&bench), "{:?}", bench.asked);
    }
}

#[test]
fn no_command_runs_while_one_types_and_an_empty_one_means_the_lab() {
    let mut bench = Bench::open(piece(Some(COMMAND)), 120, 36);
    bench.press(KeyCode::Char('x'));
    assert!(bench.timers().iter().all(|(ms, _)| *ms < 400), "{:?}", bench.timers());
    assert!(bench.shows("live checks off"));
    bench.press(KeyCode::F(10));
    for _ in COMMAND.chars() {
        bench.press(KeyCode::Backspace);
    }
    bench.press(KeyCode::Enter);
    let exercise = gate::piece("", 0).exercise.id;
    assert_eq!(
        bench.asked,
        [Effect::KeepCommand { exercise: exercise.clone(), line: String::new() }]
    );
    bench.send(&Event::CommandKept { exercise, command: None });
    assert!(bench.shows("F5 runs your files in the lab"), "{:#?}", bench.rows());
    bench.press(KeyCode::F(5));
    assert!(checks(&bench));
}

#[test]
fn what_could_not_be_kept_is_said_and_still_there() {
    let mut bench = Bench::open(piece(None), 80, 24);
    bench.press(KeyCode::Char('2')).press(KeyCode::F(10));
    type_in(&mut bench, "cd x && flask run");
    bench.press(KeyCode::Enter);
    let trouble = Trouble::new("`&&` is a word for a shell.");
    bench.send(&Event::Failed { generation: None, trouble });
    assert!(bench.shows("`&&` is a word for a shell."), "{:#?}", bench.rows());
    bench.press(KeyCode::F(10));
    assert!(bench.shows("cd x && flask run"), "{:#?}", bench.rows());
}

#[test]
fn other_exercises_take_no_command() {
    let mut bench = Bench::open(gate::piece("", 0), 120, 36);
    bench.press(KeyCode::F(10));
    assert!(bench.shows("runs in the lab and takes no command"), "{:#?}", bench.rows());
}
