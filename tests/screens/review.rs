//! Review: asking, answering, grading, taking back; the questions of a lesson.

use backlab::{
    course::{
        id::{LessonId, ModuleId},
        lesson::Choice,
    },
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{DOWN, ENTER, ESC, Key, PAGE_DOWN, control, function, plain},
    },
    tutor::{
        Ask, Asked, CardId, CardKind, Grade, Next, Of, Place, Reviewed, Reviews, Session, Trouble,
    },
};
use ratatui::{
    crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::Size,
};

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
};

const DAY: i64 = 86_400;

fn lesson(id: &str) -> LessonId {
    LessonId::parse(id).unwrap()
}

fn ask(question: &str, answer: &str) -> Ask {
    Ask {
        question: question.to_owned(),
        code: None,
        options: Vec::new(),
        answer: answer.to_owned(),
        is_output: false,
        why: None,
        before: None,
    }
}

fn asked(ask: Ask) -> Asked {
    Asked {
        card: CardId::of_text(CardKind::Question, "middleware", &ask.question),
        module: "4 Express 5".to_owned(),
        title: "Middleware: the pipeline".to_owned(),
        place: Place::Lesson(lesson("middleware")),
        days: 9,
        waits: [600, 2 * DAY, 12 * DAY, 31 * DAY],
        ask,
    }
}

const QUESTION: &str = "A logger registered after the routes prints nothing. Why?";
const ANSWER: &str = "Middleware runs in the order of `app.use`. The route sends a response and \
                      does not call `next`, so nothing registered after it is reached.";

fn session(of: Of, asked: Vec<Asked>) -> Session {
    Session {
        of,
        asked,
        reviews: Reviews { due: 6, next: None },
        course: "Backend, from a URL to an orders API".to_owned(),
        path: None,
        pages: 0,
        next: None,
        following: None,
    }
}

fn review(of: Of, session: Session) -> Screen {
    let mut review = Screen::review(of.clone(), SMALL);
    assert_eq!(review.shown(), [Effect::LoadSession(of)]);
    review.update(&Event::Session(Box::new(session)));
    review
}

fn type_in(screen: &mut Screen, text: &str) {
    for ch in text.chars() {
        press(screen, &[plain(ch)]);
    }
}

/// Answers to what was asked for, as the worker gives them.
fn hear(screen: &mut Screen, effects: &[Effect], token: i64) {
    for effect in effects {
        if let Effect::Grade { card, .. } = effect {
            let reviews = Reviews { due: 5, next: None };
            let card = card.clone();
            let reviewed = Reviewed { card, token, reviews, unsaved: None };
            screen.update(&Event::Reviewed(Box::new(reviewed)));
        }
    }
}

/// Six cards, the third on the screen with an answer typed, as it is drawn in the design.
pub fn drawn() -> Screen {
    let mut cards: Vec<_> =
        (0..6).map(|n| asked(ask(&format!("Question {n}?"), "An answer."))).collect();
    cards[2] = asked(ask(QUESTION, ANSWER));
    let mut screen = review(Of::Due, session(Of::Due, cards));
    for token in 0..2 {
        let effects = press(&mut screen, &[function(5), ENTER]);
        hear(&mut screen, &effects, token);
    }
    type_in(&mut screen, "the route already answered, so nobody called next");
    screen
}

pub fn of_a_lesson() -> Screen {
    let of = Of::Lesson(lesson("authn-authz"));
    let questions = vec![
        asked(ask(
            "Which check answers 401 and which answers 403?",
            "401: who are you? 403: you may not.",
        )),
        asked(Ask {
            options: vec![
                Choice {
                    text: "401".to_owned(),
                    correct: true,
                    why: "Nobody is known.".to_owned(),
                },
                Choice {
                    text: "`404`, as for a path that is not there".to_owned(),
                    correct: false,
                    why: "The path is there.".to_owned(),
                },
            ],
            why: Some("Nobody is known.".to_owned()),
            ..ask("A request without a token arrives. Which status fits?", "401")
        }),
    ];
    let next = Next {
        place: Place::Exercise(backlab::course::id::ExerciseId::parse("the-gate").unwrap()),
        title: "The gate, rebuilt".to_owned(),
        minutes: 18,
        page: None,
        then: None,
        days_away: None,
        last_solved: None,
    };
    let session = Session {
        path: Some(("9 Authentication".to_owned(), "Who are you, and may you".to_owned())),
        pages: 5,
        next: Some(next),
        ..session(of.clone(), questions)
    };
    review(of, session)
}

#[test]
fn a_question_and_its_answer() {
    let mut screen = drawn();
    check_drawn("review-question", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    press(&mut screen, &[function(5)]);
    check_drawn("review-answered", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    resize(&mut screen, SMALL);
    let open = press(&mut screen, &[plain('l')]);
    assert_eq!(open, [Effect::Go(Route::Lesson { lesson: lesson("middleware") })]);
    let graded = press(&mut screen, &[plain('2')]);
    let card = CardId::of_text(CardKind::Question, "middleware", QUESTION);
    let said = "the route already answered, so nobody called next".to_owned();
    assert_eq!(graded, [Effect::Grade { card, grade: Grade::Hard, said }]);
    // Its token is not known yet, so nothing can be taken back.
    assert_eq!(press(&mut screen, &[function(5), plain('u')]), []);
    hear(&mut screen, &graded, 7);
    assert_eq!(press(&mut screen, &[plain('u')]), [Effect::UndoReview { token: 7 }]);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains(QUESTION) && text.contains("▌ 2         with effort"), "{text}");
}

#[test]
fn grades_are_marked_and_taken_by_keys_and_by_the_mouse() {
    let mut screen = drawn();
    press(&mut screen, &[function(4)]);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("yours     I do not know") && text.contains("▌ 1 "), "{text}");
    press(&mut screen, &[DOWN, DOWN, DOWN, DOWN]);
    let rows: Vec<_> =
        characters(&buffer(&screen, SMALL, ink())).lines().map(str::to_owned).collect();
    let row = rows.iter().position(|row| row.contains("with effort")).unwrap();
    assert!(rows[row + 2].contains("▌ 4"), "{rows:?}");
    let click = Event::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: 20,
        row: u16::try_from(row).unwrap(),
        modifiers: KeyModifiers::NONE,
    });
    let graded = screen.update(&click);
    assert!(matches!(graded[..], [Effect::Grade { grade: Grade::Hard, .. }]), "{graded:?}");
}

#[test]
fn not_today_goes_past_a_card() {
    let mut screen = drawn();
    let card = CardId::of_text(CardKind::Question, "middleware", QUESTION);
    assert_eq!(press(&mut screen, &[function(7)]), [Effect::PutOff(card)]);
    assert!(characters(&buffer(&screen, SMALL, ink())).contains("card 4 of 6"));
}

#[test]
fn all_cards_were_asked() {
    let mut screen = review(Of::Due, session(Of::Due, vec![asked(ask(QUESTION, ANSWER))]));
    let graded = press(&mut screen, &[function(5), ENTER]);
    hear(&mut screen, &graded, 1);
    screen.update(&Event::Reviews(Reviews { due: 0, next: Some((20 * 3_600, 3)) }));
    check_drawn("review-over", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Back]);
    assert_eq!(press(&mut screen, &[plain('u')]), [Effect::UndoReview { token: 1 }]);
}

#[test]
fn nothing_is_due() {
    let none = |reviews| Session { reviews, ..session(Of::Due, Vec::new()) };
    let mut screen = review(Of::Due, none(Reviews { due: 0, next: Some((3 * DAY, 1)) }));
    check_drawn("review-nothing-due", &mut screen);
    let screen = review(Of::Due, none(Reviews::default()));
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("There are no cards yet."), "{text}");
    // Before the worker has answered there is the frame alone.
    let waiting = Screen::review(Of::Due, SMALL);
    let text = characters(&buffer(&waiting, SMALL, ink()));
    assert!(text.contains("Review") && !text.contains("due"), "{text}");
}

#[test]
fn the_questions_of_a_lesson() {
    let mut screen = of_a_lesson();
    let text = "401 is for when we do not know who is calling. 403 is for when we know, and the \
                answer is still no.";
    type_in(&mut screen, text);
    check_drawn("review-lesson", &mut screen);
    check_odd_sizes(&mut screen, "F1 help   Esc back");
    press(&mut screen, &[function(5), ENTER]);
    check_drawn("review-lesson-options", &mut screen);
    type_in(&mut screen, "b");
    press(&mut screen, &[function(5)]);
    check_drawn("review-lesson-wrong", &mut screen);
    press(&mut screen, &[plain('1')]);
    check_drawn("review-lesson-over", &mut screen);
    let exercise = backlab::course::id::ExerciseId::parse("the-gate").unwrap();
    let on = [Effect::Back, Effect::Replace(Route::Exercise { exercise })];
    assert_eq!(press(&mut screen, &[ENTER]), on);
    // Skipping asks for nothing.
    assert_eq!(press(&mut of_a_lesson(), &[function(7)]), []);
}

/// Ten questions of a module of which `known` come back well.
fn module_asked(known: usize) -> Screen {
    module_followed(known, None)
}

fn module_followed(known: usize, following: Option<(ModuleId, String)>) -> Screen {
    let of = Of::Module(courses::module_id(2));
    let questions = (0..10).map(|n| asked(ask(&format!("Question {n}?"), "An answer."))).collect();
    let next = Next {
        place: Place::Lesson(lesson("anatomy")),
        title: "Anatomy of a request".to_owned(),
        minutes: 12,
        page: None,
        then: None,
        days_away: None,
        last_solved: None,
    };
    let session = Session {
        path: Some(("2 HTTP".to_owned(), "What you know already".to_owned())),
        pages: 10,
        next: Some(next),
        following,
        ..session(of.clone(), questions)
    };
    let mut screen = review(of, session);
    for n in 0..10 {
        let grade = if n < known { '3' } else { '1' };
        assert_eq!(press(&mut screen, &[function(5), plain(grade)]), []);
    }
    screen
}

#[test]
fn a_module_is_asked_about_before_it_is_begun() {
    let mut screen = module_asked(8);
    check_drawn("review-module", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    let mut screen = module_asked(8);
    let skip = Effect::Skip { module: courses::module_id(2), skipped: true };
    assert_eq!(press(&mut screen, &[plain('x')]), [skip, Effect::Back]);
    let begin = Effect::Replace(Route::Lesson { lesson: lesson("anatomy") });
    assert_eq!(press(&mut screen, &[ENTER]), [begin]);
    // A grade can be taken back, and says nothing of a day when the card comes.
    assert_eq!(press(&mut screen, &[plain('u')]), []);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("question 10 of 10") && !text.contains("10 min"), "{text}");
    assert_eq!(press(&mut screen, &[plain('x')]), [], "not before all were asked");
    assert_eq!(press(&mut screen, &[plain('3')]), []);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("Nine of 10 came back well."), "{text}");
    let text = characters(&buffer(&module_asked(7), SMALL, ink()));
    assert!(text.contains("There is something in this module for you."), "{text}");
    // A module may follow that can be asked about too: somebody finds where to begin.
    let following = (courses::module_id(3), "3 Node".to_owned());
    let mut screen = module_followed(8, Some(following));
    let text = characters(&buffer(&screen, SMALL, ink()));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("asks about 3 Node next"), "{text}");
    let skip = Effect::Skip { module: courses::module_id(2), skipped: true };
    let ask = Effect::Replace(Route::Review(Of::Module(courses::module_id(3))));
    assert_eq!(press(&mut screen, &[plain('x')]), [skip, ask]);
    let nothing = Of::Module(courses::module_id(7));
    let screen = review(nothing.clone(), session(nothing, Vec::new()));
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("This module asks nothing yet."), "{text}");
}

#[test]
fn a_prediction_comes_back_with_its_program() {
    let lines: Vec<_> = (1..30).map(|n| format!("console.log({n});")).collect();
    let code = lines.join("\n");
    let ask = Ask {
        code: Some(("js".to_owned(), code)),
        is_output: true,
        before: Some("29".to_owned()),
        ..ask("What does this print?", "1\n2\n\u{1b}[31m3")
    };
    let mut screen = review(Of::Due, session(Of::Due, vec![asked(ask)]));
    check_drawn("review-prediction", &mut screen);
    resize(&mut screen, SMALL);
    press(&mut screen, &[PAGE_DOWN]);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("console.log(9)") && text.contains("F5  shows"), "{text}");
    press(&mut screen, &[function(5), plain(' '), plain(' '), plain(' '), plain(' ')]);
    let text = characters(&buffer(&screen, SMALL, ink()));
    assert!(text.contains("╎ ␛[31m3") && text.contains("before    ╎ 29"), "{text}");
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn letters_belong_to_the_answer() {
    let mut screen = drawn();
    assert_eq!(press(&mut screen, &[control('z')]), [], "it undoes");
    assert_eq!(press(&mut screen, &[ESC]), [Effect::Back]);
    let help = press(&mut screen, &[function(1)]);
    assert!(matches!(help[..], [Effect::Go(Route::Help(_))]));
    screen.update(&Event::Paste("x".repeat(9_000)));
    let keys: [Key; 2] = [control('a'), control('c')];
    let copied = press(&mut screen, &keys);
    assert!(matches!(&copied[..], [Effect::Copy(text)] if text.len() < 100), "{copied:?}");
}

#[test]
fn what_cannot_be_written_is_said() {
    let mut screen = drawn();
    screen.update(&Event::Failed {
        generation: None,
        trouble: Trouble { what: "The lesson `x` cannot be read.".to_owned(), next: None },
    });
    resize(&mut screen, Size::new(60, 16));
    let text = characters(&buffer(&screen, Size::new(60, 16), ink()));
    assert!(text.contains("The lesson `x` cannot be read."), "{text}");
}
