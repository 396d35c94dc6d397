//! The glossary over a page of the reader.

use backlab::{
    course::id::{LessonId, TermId},
    markup::parse::{Source, parse_text},
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{DOWN, ENTER, ESC, UP, plain},
    },
    tutor::{Explained, OpenLesson},
};

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
    reader::{loaded, opened},
};

const LESSON: &str = include_str!("terms.md");

fn term(id: &str, name: &str, means: &str, lesson: LessonId) -> Explained {
    let (mut document, _) = parse_text(Source { file: "", text: means, start: 0 });
    Explained {
        id: TermId::parse(id).unwrap(),
        name: name.to_owned(),
        means: document.pages.remove(0),
        also: Vec::new(),
        see: Vec::new(),
        lesson,
        lesson_title: "Who are you, and may you".to_owned(),
    }
}

/// What the glossary says of the lesson above.
fn terms() -> Vec<Explained> {
    let means = "A text that proves who sent a request. Whoever has it is let in, so it travels in \
                 `Authorization` and over TLS only.";
    let token = Explained {
        also: vec!["bearer token".to_owned(), "access token".to_owned()],
        see: vec!["signature".to_owned(), "claim".to_owned()],
        ..term("token", "token", means, courses::lesson_id(9, 1))
    };
    let means = "A number made from a text and a key: it shows that the text was not changed.";
    vec![token, term("signature", "signature", means, courses::lesson_id(9, 3))]
}

fn at_page(page: usize) -> Screen {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), SMALL);
    let opened = OpenLesson { loaded: loaded(LESSON), ..opened(page) };
    reader.update(&Event::Lesson(Box::new(opened)));
    reader
}

fn learn(reader: &mut Screen, terms: Vec<Explained>) {
    let lesson = courses::lesson_id(9, 3);
    assert_eq!(press(reader, &[plain('o')]), [Effect::LoadTerms(lesson.clone())]);
    reader.update(&Event::Terms { lesson, terms });
}

fn text(reader: &Screen) -> String {
    characters(&buffer(reader, SMALL, ink()))
}

#[test]
fn a_term_opens_over_the_page() {
    let mut reader = at_page(0);
    learn(&mut reader, terms());
    check_drawn("reader-term", &mut reader);
    check_odd_sizes(&mut reader, "? help   q back");
    assert_eq!(
        press(&mut reader, &[plain('y')]),
        [Effect::Copy(
            "token: A text that proves who sent a request. Whoever has it is let in, so it travels \
             in Authorization and over TLS only."
                .to_owned()
        )]
    );
    press(&mut reader, &[DOWN]);
    check_drawn("reader-term-last", &mut reader);
    resize(&mut reader, SMALL);
    assert_eq!(press(&mut reader, &[DOWN, DOWN, UP, ESC]), []);
    assert!(!text(&reader).contains("explained in"), "{}", text(&reader));
    // What was read once is not read again.
    assert_eq!(press(&mut reader, &[plain('o')]), []);
    assert!(text(&reader).contains("1 of 2"), "{}", text(&reader));
}

#[test]
fn enter_leads_to_the_lesson_that_explains_a_term() {
    let mut reader = at_page(0);
    learn(&mut reader, terms());
    let lesson = courses::lesson_id(9, 1);
    assert_eq!(press(&mut reader, &[ENTER]), [Effect::Go(Route::Lesson { lesson })]);
    // Of a term that this lesson explains the page is there already.
    assert_eq!(press(&mut reader, &[plain('o'), DOWN, ENTER]), []);
    assert!(!text(&reader).contains("explained in"), "{}", text(&reader));
}

#[test]
fn a_page_without_terms_says_so() {
    let mut reader = at_page(1);
    assert_eq!(press(&mut reader, &[plain('o')]), []);
    assert!(text(&reader).contains("marks no term"), "{}", text(&reader));
    assert!(!text(&reader).contains("o terms"), "{}", text(&reader));
    let mut reader = at_page(2);
    learn(&mut reader, terms());
    assert!(text(&reader).contains("has no entry for the terms"), "{}", text(&reader));
    // Another lesson's terms are not taken for these.
    let mut reader = at_page(0);
    let lesson = courses::lesson_id(1, 1);
    reader.update(&Event::Terms { lesson, terms: terms() });
    assert!(!text(&reader).contains("explained in"), "{}", text(&reader));
}
