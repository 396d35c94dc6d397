//! The learner's notes on the pages of a lesson.

use backlab::{
    screen::{
        Screen,
        event::{Effect, Event},
        keymap::{ENTER, ESC, SPACE, control, plain},
    },
    tutor::{Note, OpenLesson},
};

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
    reader::opened,
};

fn note(token: i64, page: usize, text: &str) -> Note {
    Note { token, page, text: text.to_owned(), at: 0 }
}

fn reader(page: usize, notes: Vec<Note>) -> Screen {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), SMALL);
    reader.update(&Event::Lesson(Box::new(OpenLesson { notes, ..opened(page) })));
    reader
}

fn kept(token: i64, page: usize, text: &str) -> Effect {
    Effect::KeepNote { lesson: courses::lesson_id(9, 3), token, page, text: text.to_owned() }
}

fn text(reader: &Screen) -> String {
    characters(&buffer(reader, SMALL, ink()))
}

#[test]
fn a_note_is_written_on_a_page_and_kept_with_each_key() {
    let mut reader = reader(0, Vec::new());
    assert_eq!(press(&mut reader, &[plain('m')]), []);
    assert_eq!(press(&mut reader, &[plain('q')]), [kept(70, 0, "q")]);
    assert_eq!(press(&mut reader, &[ENTER]), [kept(70, 0, "q\n")]);
    let pasted = "Who, and may they? ".repeat(8);
    let effects = reader.update(&Event::Paste(pasted.clone()));
    assert_eq!(effects, [kept(70, 0, &format!("q\n{pasted}"))]);
    check_drawn("reader-note-written", &mut reader);
    check_odd_sizes(&mut reader, "F1 help   Esc back");
    resize(&mut reader, SMALL);
    assert_eq!(press(&mut reader, &[ESC]), []);
    check_drawn("reader-note", &mut reader);
    // The note belongs to its page.
    press(&mut reader, &[SPACE]);
    assert!(!text(&reader).contains("your note"), "{}", text(&reader));
    assert_eq!(press(&mut reader, &[plain('m'), SPACE]), [], "there is nothing to keep");
    assert_eq!(press(&mut reader, &[plain('a')]), [kept(71, 1, " a")]);
}

#[test]
fn a_note_is_changed_and_taken_away() {
    let notes = vec![
        note(7, 0, "ask about scopes"),
        note(3, 0, "from the other machine"),
        note(9, 1, "no"),
    ];
    let mut reader = reader(0, notes);
    assert!(text(&reader).contains("▌ ask about scopes"), "{}", text(&reader));
    assert!(text(&reader).contains("▌ from the other machine"), "{}", text(&reader));
    press(&mut reader, &[plain('m'), control('a')]);
    assert_eq!(press(&mut reader, &[SPACE]), [kept(7, 0, "")], "a note of air is none");
    assert!(text(&reader).contains("▌ from the other machine"), "{}", text(&reader));
    assert_eq!(press(&mut reader, &[plain('a')]), [kept(7, 0, " a")], "no other is overwritten");
    press(&mut reader, &[control('a')]);
    assert_eq!(press(&mut reader, &[SPACE]), [kept(7, 0, "")]);
    press(&mut reader, &[ESC]);
    assert!(!text(&reader).contains("scopes"), "{}", text(&reader));
    assert!(text(&reader).contains("▌ from the other machine"), "{}", text(&reader));
}

#[test]
fn what_a_note_holds_cannot_drive_the_terminal() {
    let reader = reader(0, vec![note(7, 0, "a\u{1b}[2Jb\n\u{202e}c")]);
    let shown = text(&reader);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}
