//! Plain mode: everything said line by line, and the same as on the screens.

#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it must be")]

#[path = "plain/hostile.rs"]
mod hostile;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, mpsc::channel},
};

use backlab::{
    config::{Config, Folders, Marks},
    course::{
        exercise::{Exercise, Kind},
        id::{ExerciseId, LessonId},
        quiz::Ask,
    },
    lab::Machine,
    markup,
    pack::{
        Pack,
        files::{Bundled, Disk},
    },
    plain::{self, Reader},
    screen::{
        Screen,
        event::{Effect, Event},
        keymap::{ENTER, Key, function, plain as letter},
        theme::{Depth, Palette, Theme},
    },
    tutor::{Cancel, Of, Tutor},
};
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};
use tempfile::TempDir;

/// As wide as a screen without panes, and high enough for everything.
const LONG: Size = Size::new(99, 400);

fn now() -> i64 {
    1_795_478_400
}

fn next_week() -> i64 {
    now() + 7 * 86_400
}

fn tutor_of(pack: Pack) -> (TempDir, Tutor) {
    let home = tempfile::tempdir().unwrap();
    let tutor = tutor_at(&home, pack, now);
    (home, tutor)
}

fn tutor_at(home: &TempDir, pack: Pack, now: fn() -> i64) -> Tutor {
    let folders = Folders {
        data: Some(home.path().join("data")),
        workspace: Some(home.path().join("work")),
        ..Folders::default()
    };
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    Tutor::open(pack, machine, folders, Config::default(), now)
}

fn course() -> Pack {
    Pack::open(Arc::new(Bundled)).0.unwrap()
}

fn quizzes() -> Pack {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quiz");
    Pack::open(Arc::new(Disk::new(folder))).0.unwrap()
}

/// What plain mode says to these lines.
fn said(tutor: &Tutor, lines: &[&str]) -> String {
    said_to(tutor, (lines.join("\n") + "\n").as_bytes())
}

fn said_to(tutor: &Tutor, mut typed: &[u8]) -> String {
    let mut output = Vec::new();
    let reader = Reader { columns: 80, editor: None };
    plain::run(tutor, &mut typed, &mut output, &reader).unwrap();
    String::from_utf8(output).unwrap()
}

/// The words of a text, whatever its lines and rules are.
fn words(text: &str) -> String {
    let rules = "│▌╎━─✗✓•–↓→←┊●○";
    // Code has backquotes where no role can tell of it.
    let text = text.replace('`', "");
    let plain: String = text.chars().map(|ch| if rules.contains(ch) { ' ' } else { ch }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn drawn(screen: &Screen) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, LONG.width, LONG.height));
    let theme = Theme::new(Palette::Ink, Depth::True, Marks::Unicode);
    screen.view(&mut buffer, &theme);
    let row = |y: u16| (0..LONG.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..LONG.height).map(|y| row(y) + "\n").collect()
}

fn press(screen: &mut Screen, key: Key) -> Vec<Effect> {
    screen.update(&Event::Key(key.event()))
}

/// The first exercise of each kind of the course.
fn of_each_kind(pack: &Pack) -> BTreeMap<&'static str, ExerciseId> {
    let mut first = BTreeMap::new();
    for id in pack.course.modules.iter().flat_map(|module| &module.exercises) {
        if let Some(exercise) = pack.exercise(id).0 {
            first.entry(exercise.kind.name()).or_insert_with(|| id.clone());
        }
    }
    first
}

#[test]
fn the_first_words_of_another_pack_are_its_title_and_its_authors() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("packs/http-caching");
    let (_home, tutor) = tutor_of(Pack::open(Arc::new(Disk::new(folder))).0.unwrap());
    let first = words(&said(&tutor, &["quit"]));
    assert!(first.contains("HTTP caching, by The Backlab authors. What caches keep"), "{first}");
    let (_home, tutor) = tutor_of(course());
    assert!(words(&said(&tutor, &["quit"])).contains("Backlab teaches the backend"));
}

/// Checks an exercise on its screen; gives the screen with the result.
fn checked_on_screen(tutor: &Tutor, id: &ExerciseId) -> (Screen, backlab::judge::Verdict) {
    let mut screen = Screen::exercise(id.clone(), LONG, false);
    let work = tutor.open_exercise(id).unwrap();
    screen.update(&Event::Workpiece(Box::new(work)));
    let mut effects = press(&mut screen, function(5)).into_iter();
    let (files, generation) = effects
        .find_map(|effect| match effect {
            Effect::Check { files, generation, .. } => Some((files, generation)),
            _ => None,
        })
        .unwrap();
    let (steps, _) = channel();
    let exercise = tutor.exercise(id).unwrap();
    let checked = tutor.check(&exercise, &files, &Cancel::new(), &steps);
    let verdict = checked.verdict.clone();
    screen.update(&Event::Checked { generation, checked: Box::new(checked) });
    (screen, verdict)
}

/// The starter of an exercise of each kind is checked on its screen and in plain mode: both say the
/// same of the first failure, and of the first hint.
#[test]
fn both_say_the_same_of_an_exercise_of_each_kind() {
    let kinds = of_each_kind(&course());
    assert!(kinds.len() >= 4, "{kinds:?}");
    for (kind, id) in kinds.iter().filter(|(kind, _)| **kind != Kind::Quiz.name()) {
        let (_one, on_screens) = tutor_of(course());
        let (_two, in_plain) = tutor_of(course());
        let (screen, verdict) = checked_on_screen(&on_screens, id);
        let shown = words(&drawn(&screen));
        let text = said(&in_plain, &[&format!("open {id}"), "check", "hint", "quit"]);
        let told = words(&text);
        let (_, check, failure) = verdict.first_failure().unwrap_or_else(|| panic!("{kind} {id}"));
        let mut pieces = vec![failure.why.clone()];
        if check.hidden {
            pieces.push(check.say.clone());
        } else {
            pieces.push(failure.headline.clone());
            pieces.extend(failure.look.clone());
            for field in failure.fields.iter().filter(|field| field.differs) {
                pieces.extend([field.name.clone(), field.expected.clone(), field.got.clone()]);
            }
        }
        // What is longer is broken between its words on the screen, in two columns; what is made at
        // random is another in each run.
        let is_same = |piece: &String| {
            let hex = piece.split(|ch: char| !ch.is_ascii_hexdigit());
            piece.len() < 60 && hex.clone().all(|digits| digits.len() < 16)
        };
        for piece in pieces.iter().map(|piece| words(piece)).filter(is_same) {
            assert!(shown.contains(&piece), "{kind} {id}: the screen lacks {piece:?}\n{shown}");
            assert!(told.contains(&piece), "{kind} {id}: plain mode lacks {piece:?}\n{text}");
        }
        hint_is_the_same(&on_screens, id, screen, &told);
    }
}

fn hint_is_the_same(tutor: &Tutor, id: &ExerciseId, mut screen: Screen, told: &str) {
    press(&mut screen, function(3));
    let standing = tutor.next_hint(id).unwrap();
    screen.update(&Event::Hinted { exercise: id.clone(), standing });
    let hint = &tutor.exercise(id).unwrap().hints[0];
    let plain = markup::plain::text("", hint, 400);
    let shown = words(&drawn(&screen));
    for line in plain.lines().map(words).filter(|line| !line.is_empty()) {
        assert!(shown.contains(&line), "{id}: the screen lacks {line:?}\n{shown}");
        assert!(told.contains(&line), "{id}: plain mode lacks {line:?}\n{told}");
    }
}

/// A wrong option is chosen in both, and both say what the author says to it.
#[test]
fn both_say_the_same_of_an_answer() {
    let id = ExerciseId::parse("every-kind").unwrap();
    let (_one, on_screens) = tutor_of(quizzes());
    let (_two, in_plain) = tutor_of(quizzes());
    let exercise: Exercise = in_plain.exercise(&id).unwrap();
    let question = exercise.questions().next().unwrap();
    let Ask::Single(options) = &question.ask else { panic!("{question:?}") };
    let at = options.iter().position(|option| !option.correct).unwrap();
    let mut screen = Screen::exercise(id.clone(), LONG, false);
    let work = on_screens.open_exercise(&id).unwrap();
    screen.update(&Event::Workpiece(Box::new(work)));
    // Its task comes first.
    press(&mut screen, ENTER);
    press(&mut screen, letter(char::from_digit(u32::try_from(at + 1).unwrap(), 10).unwrap()));
    press(&mut screen, ENTER);
    let shown = words(&drawn(&screen));
    let number = (at + 1).to_string();
    let told = words(&said(&in_plain, &[&format!("open {id}"), "answer 1", &number, "quit"]));
    let why = words(&markup::plain::text("", &options[at].why, 400));
    assert!(!why.is_empty() && shown.contains(&why), "{why}\n{shown}");
    assert!(told.contains(&why), "{why}\n{told}");
    assert!(told.contains(&words(&options[at].text)), "{told}");
}

/// Lines that answer a question rightly, what is asked again for a wrong form among them.
fn right_lines(tutor: &Tutor, exercise: &Exercise, ask: &Ask, id: &str) -> Vec<String> {
    let numbers = |texts: &[String], wanted: &[String]| {
        let at = |text: &String| texts.iter().position(|t| t == text).unwrap() + 1;
        wanted.iter().map(|text| at(text).to_string()).collect::<Vec<_>>().join(" ")
    };
    match ask {
        Ask::Single(options) | Ask::Multiple { options, .. } => {
            let all: Vec<_> = options.iter().map(|option| option.text.clone()).collect();
            let right = options.iter().filter(|option| option.correct);
            let right: Vec<_> = right.map(|option| option.text.clone()).collect();
            vec!["0".to_owned(), "9 9".to_owned(), numbers(&all, &right)]
        }
        Ask::Text(text) => vec![text.accept[0].clone()],
        Ask::Number(amount) => vec![amount.value.to_string()],
        Ask::Fill(fill) => fill.blanks.iter().map(|blank| blank.words.accept[0].clone()).collect(),
        Ask::Order(order) => {
            let all: Vec<_> = order.laid_out().into_iter().map(str::to_owned).collect();
            vec![numbers(&all, &order.items)]
        }
        Ask::Match(pairing) => {
            let all: Vec<_> = pairing.rights().into_iter().map(str::to_owned).collect();
            let pairs = pairing.pairs.iter();
            pairs.map(|pair| numbers(&all, std::slice::from_ref(&pair.right))).collect()
        }
        Ask::Predict(_) => {
            let printed = tutor.run_prediction(exercise, id, &Cancel::new()).unwrap();
            printed.lines().chain(["."]).map(str::to_owned).collect()
        }
    }
}

/// Every kind of question can be answered by lines, and what is right is right.
#[test]
fn a_quiz_is_answered_question_by_question() {
    let (_home, tutor) = tutor_of(quizzes());
    let id = ExerciseId::parse("every-kind").unwrap();
    let exercise = tutor.exercise(&id).unwrap();
    let mut lines: Vec<String> = vec!["open every-kind".to_owned()];
    for (number, question) in (1..).zip(exercise.questions()) {
        lines.push(if number == 1 { String::new() } else { format!("answer {number}") });
        lines.extend(right_lines(&tutor, &exercise, &question.ask, &question.id));
    }
    lines.extend(["check".to_owned(), "quit".to_owned()]);
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let text = said(&tutor, &lines);
    let count = exercise.questions().count();
    assert_eq!(text.matches("Right.").count(), count, "{text}");
    assert!(text.contains(&format!("all {count} answers are right")), "{text}");
}

/// The first lesson, page by page: what stands on the screen is said, and so is what a block prints.
#[test]
fn both_say_the_same_of_a_lesson() {
    let (_home, tutor) = tutor_of(course());
    let id: LessonId = tutor.pack().course.modules[0].lessons[0].clone();
    let open = tutor.open_lesson(&id).unwrap();
    let pages = open.loaded.document.pages.len();
    let mut lines = vec!["open ".to_owned() + id.as_str(), "run".to_owned()];
    lines.extend((2..=pages).map(|page| format!("page {page}")));
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let text = said(&tutor, &lines);
    let told = words(&text);
    let mut screen = Screen::lesson(id.clone(), LONG);
    screen.update(&Event::Lesson(Box::new(open.clone())));
    let (steps, _) = channel();
    for (number, page) in (1..).zip(&open.loaded.document.pages) {
        press(&mut screen, letter(char::from_digit(number, 10).unwrap()));
        let shown = words(&drawn(&screen));
        let first = markup::plain::blocks(page.blocks.get(..2).unwrap_or(&page.blocks), 300);
        let prose =
            first.lines().filter(|line| !line.starts_with("    ") && !line.starts_with("--"));
        for line in prose.filter(|line| !line.starts_with("Code, ")).map(words) {
            assert!(shown.contains(&line), "page {number}: the screen lacks {line:?}\n{shown}");
            assert!(told.contains(&line), "page {number}: plain mode lacks {line:?}\n{text}");
        }
        if number == 1 {
            let run = tutor.run_sample(&id, 0, &Cancel::new(), &steps).unwrap();
            let output = words(&run.output);
            assert!(2 <= told.matches(&output).count(), "{output}\n{text}");
        }
    }
}

#[test]
fn a_prediction_is_asked_for_before_the_output_and_compared() {
    let (_home, tutor) = tutor_of(course());
    let id = tutor.pack().course.modules[0].lessons[0].clone();
    let open = format!("open {id}");
    let text = said(&tutor, &[&open, "page 2", "", "nothing", ".", "quit"]);
    let (asked, after) = text.split_once("What does it print? Type its lines").unwrap();
    assert!(!asked.contains("/orders?page=2:"), "{asked}");
    let told = "line 1  you said nothing; printed was /orders?page=2";
    assert!(after.contains(told), "{after}");
    assert!(after.contains("the fragment is gone."), "the rest of the page follows: {after}");
}

/// After the last page come its questions, one answered wrongly, one not known, a grade taken back; a
/// week later they are due.
#[test]
fn questions_are_asked_graded_and_come_back() {
    let home = tempfile::tempdir().unwrap();
    let tutor = tutor_at(&home, course(), now);
    let id = tutor.pack().course.modules[0].lessons[0].clone();
    let session = tutor.session(&Of::Lesson(id.clone())).unwrap();
    let [one, two] = &session.asked[..] else { panic!("{session:?}") };
    let last = tutor.open_lesson(&id).unwrap().loaded.document.pages.len();
    let (open, page) = (format!("open {id}"), format!("page {last}"));
    let text =
        said(&tutor, &[&open, &page, "", "mine", "9", "1", "undo", "mine", "", "?", "2", "stop"]);
    for piece in [
        "Enter: 2 questions from memory.",
        "Question 1 of 2",
        "Yours: mine",
        "1 not at all (in 10 min)",
        "Type a number from 1 to 4.",
        "The grade is taken back.",
        "Question 2 of 2",
        "An empty line takes 1.",
        "These questions come back in reviews.",
        "Next: ",
    ] {
        assert!(text.contains(piece), "{piece}\n{text}");
    }
    for asked in [one, two] {
        let question = words(&markup::plain::text("", &asked.ask.question, 300));
        assert!(words(&text).contains(&question), "{question}\n{text}");
        let answer = words(&markup::plain::text("", &asked.ask.answer, 300));
        assert!(words(&text).contains(&answer), "{answer}\n{text}");
    }
    assert_eq!(tutor.session(&Of::Lesson(id)).unwrap().asked, [], "both were answered today");
    assert!(said(&tutor, &["review"]).contains("Nothing is due."));
    drop(tutor);

    let tutor = tutor_at(&home, course(), next_week);
    let due = tutor.reviews().due;
    assert!(2 <= due, "{due}");
    let text = said(&tutor, &["review", "later", "", "4", "stop"]);
    assert!(text.contains(&format!("{due} cards are due. Type review.")), "{text}");
    assert!(text.contains(&format!("Question 1 of {due}: 1 ")), "{text}");
    assert!(text.contains("1 card reviewed."), "{text}");
    assert_eq!(tutor.reviews().due, due - 2, "{text}");
    // The input ends within a question, and within a grade.
    assert!(said(&tutor, &["review"]).ends_with("Saved.\n"));
    assert!(said(&tutor, &["review", ""]).ends_with("Saved.\n"));
    assert_eq!(tutor.reviews().due, due - 2);
}

#[test]
fn a_module_asks_before_it_is_begun_and_records_nothing() {
    let (_home, tutor) = tutor_of(course());
    let module = tutor.pack().course.modules[1].id.clone();
    let count = tutor.session(&Of::Module(module)).unwrap().asked.len();
    assert!(2 < count, "{count}");
    let answers = |grade: &'static str| ["", grade].repeat(count);
    let all = |grade| [vec!["review 2"], answers(grade), vec!["quit"]].concat();
    let text = said(&tutor, &all("3"));
    assert!(text.contains(&format!("{count} of {count} came back well.")), "{text}");
    assert!(text.contains("Little of this module is new to you"), "{text}");
    assert!(!text.contains("(in "), "nothing comes back: {text}");
    let text = said(&tutor, &all("2"));
    assert!(text.contains(&format!("0 of {count} came back well.")), "{text}");
    assert!(text.contains("There is something in this module for you."), "{text}");
    assert_eq!((tutor.reviews().due, tutor.reviews().next), (0, None));
    let text = said(&tutor, &["module 2", "review 99", "quit"]);
    assert!(text.contains("\"review 2\" asks a few of its questions first"), "{text}");
    assert!(text.contains("Which module? They are numbered"), "{text}");
}

#[test]
fn what_cannot_be_understood_is_answered_and_loses_nothing() {
    let (_home, tutor) = tutor_of(course());
    let id = of_each_kind(tutor.pack())["js"].clone();
    let title = tutor.exercise(&id).unwrap().title;
    let open = format!("open {id}");
    let long = "x".repeat(40_000);
    let lines = [&long, "opne x", "open nothing", "7", &open, "chekc", "page 2", "quit"];
    let text = said(&tutor, &lines);
    let is_said = |piece: &str| assert!(words(&text).contains(piece), "{piece}\n{text}");
    is_said("was left out. Nothing else has changed.");
    is_said("\"opne\" is no word here. Did you mean \"open\"?");
    is_said("No lesson or exercise has the id nothing.");
    is_said("Nothing with that number was listed.");
    is_said("\"chekc\" is no word here. Did you mean \"check\"?");
    is_said("\"page\" is no word here.");
    assert!(text.ends_with(&format!("> Saved. You are in {title}.\n")), "{text}");
    // Bytes that are no text, and an end in the middle of a line.
    let text = said_to(&tutor, b"\xff\xfe\x00\x1b[2J\nqui");
    assert!(!text.contains('\x1b') && text.ends_with("Saved.\n"), "{text:?}");
}

#[test]
fn a_file_is_read_and_written_line_by_line() {
    let (_home, tutor) = tutor_of(course());
    let id = of_each_kind(tutor.pack())["js"].clone();
    let open = format!("open {id}");
    let exercise = tutor.exercise(&id).unwrap();
    let file = exercise.files.iter().find(|file| file.edit).unwrap().path.clone();
    let kept = said(&tutor, &[&open, "write", ".", "quit"]);
    assert!(kept.contains("Nothing was changed."), "{kept}");
    let content = || std::fs::read(tutor.file(&id, &file).unwrap()).unwrap();
    let before = content();
    let cut = said(&tutor, &[&open, "write", "lost"]);
    assert!(cut.contains("The text had no end, so nothing was changed."), "{cut}");
    assert_eq!(content(), before);
    let text = said(&tutor, &[&open, "write", "one", "  two", ".", "show", "edit", "quit"]);
    assert!(text.contains("    one\n      two\n"), "{text}");
    assert!(text.contains("No editor is set."), "{text}");
    assert_eq!(content(), b"one\n  two\n");
    let text = said(&tutor, &[&open, "reset", "no", "reset", "yes", "history", "quit"]);
    assert!(text.contains("Nothing was changed."), "{text}");
    assert!(text.contains("kept before a change"), "{text}");
}

/// All lines of prose fit the width; code and paths are never broken.
#[test]
fn a_module_is_skipped_and_taken_up_again() {
    let (_home, tutor) = tutor_of(course());
    let told = words(&said(&tutor, &["skip 2", "list", "skip 0", "quit"]));
    assert!(told.contains("Module 2 is skipped."), "{told}");
    let second = format!("2 {}: skipped", tutor.pack().course.modules[1].title);
    assert!(told.contains(&second), "{told}");
    assert!(told.contains("Which module? They are numbered from 1 to"), "{told}");
    let told = words(&said(&tutor, &["skip 2", "list", "quit"]));
    assert!(told.contains("Module 2 is taken up again.") && !told.contains(": skipped"), "{told}");
}

#[test]
fn lines_are_no_wider_than_they_may_be() {
    let (_home, tutor) = tutor_of(course());
    let lines = ["", "", "list", "module 1", "help", "search token", "term port", "quit"];
    let text = said(&tutor, &lines);
    for line in text.lines().filter(|line| !line.starts_with("    ") && !line.contains("  ")) {
        assert!(line.trim_start_matches("> ").chars().count() <= 80, "{line:?}");
    }
    assert!(!text.contains('\x1b') && !text.contains('│'), "{text}");
}
