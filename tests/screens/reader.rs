//! The reader: pages, blocks that run, and the way on.

use std::{sync::Arc, time::Duration};

use backlab::{
    course::exercise::Files,
    judge::SampleRun,
    markup::Class,
    pack::{LoadedLesson, Pack, files::Memory},
    screen::{
        Screen,
        event::{Effect, Event, Generation, HighlightKey, Route},
        keymap::{DOWN, END, ENTER, ESC, QUESTION, SPACE, Scope, TAB, UP, function, plain},
    },
    trace::{Entry, Stop, Stream, Thrown, Trace, What},
    tutor::{Inside, Next, Of, OpenLesson, Place, Trouble},
};

use ratatui::layout::Size;

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
};

const LESSON: &str = include_str!("lesson.md");
const PREDICT: &str = include_str!("predict.md");
const MANIFEST: &str = r#"
format = 1
id = "backlab/backend"
version = "0.1.0"
title = "Backend, from a URL to an orders API"
summary = "Servers."
languages = ["en"]
authors = ["Somebody"]
licence = "CC-BY-SA-4.0"
min-app = "0.1.0"
needs = ["js"]
retired = []

[[module]]
id = "m09"
title = "Authentication"
short = "Authentication"
outcome = "Build a gate."
lessons = ["m9-lesson-3"]
exercises = []
"#;

pub fn loaded(text: &'static str) -> LoadedLesson {
    let files = [("pack.toml", MANIFEST), ("lessons/m09/m9-lesson-3.md", text)];
    let (pack, findings) = Pack::open(Arc::new(files.into_iter().collect::<Memory>()));
    assert!(!findings.has_errors(), "{findings:?}");
    let (lesson, findings) = pack.unwrap().lesson(&courses::lesson_id(9, 3));
    lesson.unwrap_or_else(|| panic!("{findings:?}"))
}

pub fn opened(page: usize) -> OpenLesson {
    OpenLesson {
        questions: 0,
        due: 0,
        loaded: loaded(LESSON),
        course_title: "Backend, from a URL to an orders API".to_owned(),
        module_number: 9,
        module_title: "Authentication".to_owned(),
        page,
        next: Some(Next {
            place: Place::Exercise(courses::exercise_id(9, 3)),
            title: "The gate, rebuilt".to_owned(),
            minutes: 18,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        }),
        notes: Vec::new(),
        fresh: 70,
    }
}

pub fn reader(page: usize) -> Screen {
    let lesson = courses::lesson_id(9, 3);
    let mut reader = Screen::lesson(lesson.clone(), SMALL);
    assert_eq!(reader.shown(), [Effect::OpenLesson(lesson)]);
    reader.update(&Event::Lesson(Box::new(opened(page))));
    assert_eq!(reader.shown(), []);
    reader
}

/// Presses `r`; gives back the block that is asked for and the number of its run.
fn run(reader: &mut Screen) -> (usize, Generation) {
    match &press(reader, &[plain('r')])[..] {
        [Effect::RunSample { index, generation, .. }, Effect::After { .. }] => {
            (*index, *generation)
        }
        other => panic!("{other:?}"),
    }
}

pub fn done(output: &str, stop: Stop) -> SampleRun {
    let took = Duration::from_millis(3);
    let trace = Trace::default();
    let output = output.to_owned();
    SampleRun { output, took, stop, trace, files: Files::new(), as_told: Some(true) }
}

pub const EXCHANGES: &str = "GET /orders                401  Unauthorized\n\
                         GET /orders   token: x     200  [{\"id\":9},{\"id\":11},{\"id\":12}]\n";

#[test]
fn a_page_runs_its_block() {
    let mut reader = reader(1);
    check_drawn("reader-page", &mut reader);
    let (_, generation) = run(&mut reader);
    reader.update(&Event::SampleRan { generation, run: Box::new(done(EXCHANGES, Stop::Ended)) });
    check_drawn("reader-ran", &mut reader);
    check_odd_sizes(&mut reader, "? help   q back");
}

#[test]
fn f6_shows_what_a_block_did() {
    let mut reader = reader(1);
    let text = |reader: &Screen| characters(&buffer(reader, SMALL, ink()));
    assert_eq!(press(&mut reader, &[function(6)]), []);
    assert!(text(&reader).contains("Nothing recorded yet."), "{}", text(&reader));
    assert!(!text(&reader).contains("F6 x-ray"), "{}", text(&reader));
    let (_, generation) = run(&mut reader);
    assert_eq!(press(&mut reader, &[function(6)]), []);
    assert!(text(&reader).contains("The block still runs."), "{}", text(&reader));
    let mut ran = done("listening\n", Stop::Ended);
    let printed = What::Printed { stream: Stream::Out, text: "listening\n".into() };
    ran.trace.push(Entry { at_us: 900, request: None, what: printed });
    ran.files = Files::from([("sample.js".to_owned(), b"listen();\n".to_vec())]);
    reader.update(&Event::SampleRan { generation, run: Box::new(ran.clone()) });
    assert!(text(&reader).contains("F6 x-ray"), "{}", text(&reader));
    let opened = press(&mut reader, &[function(6)]);
    let [Effect::Go(Route::Xray(recording))] = &opened[..] else { panic!("{opened:?}") };
    assert_eq!((&recording.trace, &recording.files), (&ran.trace, &ran.files));
    assert_eq!(recording.exercise, None);
    let xray = Screen::xray(Arc::clone(recording), SMALL);
    let shown = text(&xray);
    assert!(shown.contains("log listening") && !shown.contains("open line"), "{shown}");
}

#[test]
fn a_block_asks_what_it_prints_before_it_runs() {
    let lesson = courses::lesson_id(9, 3);
    let mut reader = Screen::lesson(lesson, SMALL);
    let opened = OpenLesson { loaded: loaded(PREDICT), ..opened(0) };
    reader.update(&Event::Lesson(Box::new(opened)));
    check_drawn("reader-predict-waits", &mut reader);
    assert_eq!(press(&mut reader, &[plain('R'), ENTER]), [], "nothing is given away");
    assert_eq!(press(&mut reader, &[plain('r')]), []);
    reader.update(&Event::Paste("start\nend\npromise\ntick".to_owned()));
    press(&mut reader, &[ENTER, plain('q'), plain('r')]);
    check_drawn("reader-predict-asks", &mut reader);
    check_odd_sizes(&mut reader, "F1 help   Esc back");
    resize(&mut reader, SMALL);
    // Esc closes the field, and what was typed is there again.
    assert_eq!(press(&mut reader, &[ESC, plain('r')]), []);
    let generation = match &press(&mut reader, &[function(5)])[..] {
        [Effect::RunSample { index: 0, generation, .. }, Effect::After { .. }] => *generation,
        other => panic!("{other:?}"),
    };
    let printed = "start\nend\ntick\npromise\ntimer\n";
    let ran = Box::new(done(printed, Stop::Finished));
    let finished = reader.update(&Event::SampleRan { generation, run: ran });
    let [Effect::KeepPrediction { index: 0, said, .. }, Effect::FinishLesson(_)] = &finished[..]
    else {
        panic!("{finished:?}")
    };
    assert!(said.starts_with("start\nend\npromise"), "{said}");
    check_drawn("reader-predict-compared", &mut reader);
    check_odd_sizes(&mut reader, "? help   q back");
}

#[test]
fn a_lesson_that_is_written_anew_keeps_what_was_typed_and_what_ran() {
    let lesson = courses::lesson_id(9, 3);
    let text = |reader: &Screen| characters(&buffer(reader, SMALL, ink()));
    let mut reader = Screen::lesson(lesson.clone(), SMALL);
    let opened_as = |text: &str| {
        let opened = OpenLesson { loaded: loaded(text.to_owned().leak()), ..opened(0) };
        Event::Lesson(Box::new(opened))
    };
    reader.update(&opened_as(PREDICT));
    press(&mut reader, &[plain('r')]);
    reader.update(&Event::Paste("start\nmine".to_owned()));
    assert_eq!(reader.renew(), [Effect::OpenLesson(lesson)]);
    // A word above the block, and the block itself.
    for anew in [PREDICT.replace("\n```js", "\nAnother line.\n\n```js"), PREDICT.to_owned()] {
        reader.update(&opened_as(&anew));
        let shown = text(&reader);
        assert!(shown.contains("What does it print?") && shown.contains("mine"), "{shown}");
    }
    let generation = match &press(&mut reader, &[function(5)])[..] {
        [Effect::RunSample { index: 0, generation, .. }, Effect::After { .. }] => *generation,
        other => panic!("{other:?}"),
    };
    let ran = Box::new(done("printed by it\n", Stop::Finished));
    reader.update(&Event::SampleRan { generation, run: ran });
    assert!(text(&reader).contains("printed by it"), "{}", text(&reader));
    reader.update(&opened_as(&PREDICT.replace("\n```js", "\nAnother line.\n\n```js")));
    press(&mut reader, &[END]);
    assert!(text(&reader).contains("printed by it"), "{}", text(&reader));
    // Another program has printed nothing yet.
    reader.update(&opened_as(&PREDICT.replacen("console.log(", "console.info(", 1)));
    press(&mut reader, &[END]);
    assert!(!text(&reader).contains("printed by it"), "{}", text(&reader));
}

#[test]
fn a_prediction_may_be_left_out() {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), SMALL);
    let opened = OpenLesson { loaded: loaded(PREDICT), ..opened(0) };
    reader.update(&Event::Lesson(Box::new(opened)));
    let text = |reader: &Screen| characters(&buffer(reader, SMALL, ink()));
    assert!(!text(&reader).contains("a queue of its own"), "{}", text(&reader));
    let finished = press(&mut reader, &[SPACE]);
    assert!(matches!(finished[..], [Effect::FinishLesson(_)]), "{finished:?}");
    assert!(text(&reader).contains("a queue of its own"), "{}", text(&reader));
    assert_eq!(press(&mut reader, &[plain('r')]), [], "it asks all the same");
    assert_eq!(press(&mut reader, &[function(5)]).len(), 2, "an empty field runs too");
}

#[test]
fn colours_come_later_and_move_nothing() {
    let mut reader = reader(1);
    let before = characters(&buffer(&reader, SMALL, ink()));
    let key = HighlightKey::Sample { lesson: courses::lesson_id(9, 3), index: 0 };
    let first = vec![(8, Class::Keyword), (1, Class::Code), (4, Class::Name), (18, Class::Code)];
    reader.update(&Event::Highlighted { key, lines: vec![first, vec![(26, Class::String)]] });
    assert_eq!(characters(&buffer(&reader, SMALL, ink())), before);
    check_drawn("reader-coloured", &mut reader);
}

#[test]
fn a_run_says_how_long_it_takes_and_stops() {
    let mut reader = reader(1);
    let (_, generation) = run(&mut reader);
    let quiet = characters(&buffer(&reader, SMALL, ink()));
    assert!(!quiet.contains('…'), "{quiet}");
    let text = "listening\n".to_owned();
    reader.update(&Event::SamplePrinted { generation, text });
    for wait in [900, 1_000, 1_000] {
        let asked = reader.update(&Event::Elapsed { generation });
        assert_eq!(asked, [Effect::After { ms: wait, generation }]);
    }
    check_drawn("reader-running", &mut reader);
    assert_eq!(press(&mut reader, &[ESC]), [Effect::Stop { generation }]);
    reader.update(&Event::SampleRan { generation, run: Box::new(done("", Stop::Ended)) });
    assert_eq!(reader.update(&Event::Elapsed { generation }), []);
    assert_eq!(press(&mut reader, &[ESC]), [Effect::Back]);
}

#[test]
fn a_long_output_is_cut_and_opens() {
    let mut reader = reader(2);
    let (_, generation) = run(&mut reader);
    let output = (1..=40).fold(String::new(), |text, n| text + &format!("line {n}\n"));
    reader.update(&Event::SampleRan { generation, run: Box::new(done(&output, Stop::Finished)) });
    check_drawn("reader-cut", &mut reader);
    assert_eq!(press(&mut reader, &[ENTER]), []);
    press(&mut reader, &[SPACE, DOWN]);
    check_drawn("reader-output", &mut reader);
    check_odd_sizes(&mut reader, "? help   q back");
    assert_eq!(press(&mut reader, &[plain('y')]), [Effect::Copy(output)]);
    resize(&mut reader, SMALL);
    press(&mut reader, &[plain('q')]);
    let text = characters(&buffer(&reader, SMALL, ink()));
    assert!(text.contains("Two programs"), "{text}");
}

#[test]
fn what_ran_below_the_screen_is_scrolled_into_view() {
    let least = Size::new(60, 16);
    let mut reader = reader(2);
    resize(&mut reader, least);
    press(&mut reader, &[TAB]);
    let shown = |reader: &Screen| characters(&buffer(reader, least, ink()));
    let (_, generation) = run(&mut reader);
    let run = Box::new(done("first\nsecond\nthird\n", Stop::Finished));
    reader.update(&Event::SampleRan { generation, run });
    assert!(shown(&reader).contains("╎ first"), "{}", shown(&reader));
    assert!(shown(&reader).contains("╎ third"), "{}", shown(&reader));
    // The block is still there, and so is the way to the others.
    assert!(shown(&reader).contains("console.log(order.user_id)"), "{}", shown(&reader));
    resize(&mut reader, SMALL);
    let text = characters(&buffer(&reader, SMALL, ink()));
    assert!(text.contains("r run again   Tab next block"), "{text}");
    resize(&mut reader, Size::new(120, 16));
    press(&mut reader, &[UP]);
    let text = characters(&buffer(&reader, Size::new(120, 16), ink()));
    assert!(text.contains("b up"), "{text}");
    assert_eq!(text.matches(" back").count(), 1, "one key goes back: {text}");
}

#[test]
fn the_time_of_a_run_never_covers_what_was_printed() {
    let mut reader = reader(1);
    let (_, generation) = run(&mut reader);
    let long = "x".repeat(68) + " end";
    let run = Box::new(done(&format!("{long}\n"), Stop::Finished));
    reader.update(&Event::SampleRan { generation, run });
    let text = characters(&buffer(&reader, SMALL, ink()));
    assert!(text.contains(" end"), "{text}");
    assert!(text.contains("ran in 3 ms"), "{text}");
    let (_, generation) = self::run(&mut reader);
    let run = Box::new(done(&format!("{long}\nshort\n"), Stop::Finished));
    reader.update(&Event::SampleRan { generation, run });
    let text = characters(&buffer(&reader, SMALL, ink()));
    let row = text.lines().find(|row| row.contains("ran in 3 ms")).unwrap();
    assert!(row.contains("short"), "{text}");
}

#[test]
fn an_error_names_its_line() {
    let mut reader = reader(2);
    press(&mut reader, &[TAB]);
    let (index, generation) = run(&mut reader);
    assert_eq!(index, 2);
    let thrown = Thrown {
        name: "TypeError".to_owned(),
        message: "Cannot read properties of undefined (reading 'user_id')".to_owned(),
        place: Some(backlab::diag::Place::new("sample.js", 4, 19)),
        line: None,
        stack: String::new(),
    };
    let place = Some(backlab::diag::Place::new("sample.js", 6, 19));
    let shifted = Thrown { place, ..thrown.clone() };
    let run = Box::new(done("before\n", Stop::Threw(Box::new(thrown))));
    reader.update(&Event::SampleRan { generation, run });
    check_drawn("reader-failed", &mut reader);
    // A setup of two lines ran before, and the error's report is in what was printed.
    let (_, generation) = self::run(&mut reader);
    let report = "before\nsample.js:4\nconsole.log(order.user_id);\n                  ^\n\n\
                  TypeError: Cannot read properties of undefined (reading 'user_id')\n    \
                  at sample.js:4:19\n";
    let run = Box::new(done(report, Stop::Threw(Box::new(shifted))));
    reader.update(&Event::SampleRan { generation, run });
    check_drawn("reader-failed", &mut reader);
}

#[test]
fn a_mistake_in_sql_is_pointed_at() {
    let mut reader = reader(1);
    let (_, generation) = self::run(&mut reader);
    let report = "sample.sql:2:8: no such column: nme\n    SELECT nme FROM users\n           ^^^\n  \
                  did you mean `name`?\n";
    let thrown = Thrown {
        name: String::new(),
        message: "no such column: nme".to_owned(),
        place: Some(backlab::diag::Place::new("sample.sql", 2, 8)),
        line: Some("SELECT nme FROM users".to_owned()),
        stack: report.to_owned(),
    };
    let output = format!("n\n──\n1\n\n{report}");
    let run = Box::new(done(&output, Stop::Threw(Box::new(thrown))));
    reader.update(&Event::SampleRan { generation, run });
    check_drawn("reader-failed-sql", &mut reader);
}

#[test]
fn every_block_of_a_page_runs_in_turn() {
    let mut reader = reader(2);
    let mut asked = press(&mut reader, &[plain('R')]);
    let mut ran = Vec::new();
    while let [Effect::RunSample { index, generation, .. }, ..] = asked[..] {
        ran.push(index);
        let run = Box::new(done("ok\n", Stop::Finished));
        asked = reader.update(&Event::SampleRan { generation, run });
    }
    assert_eq!(ran, [1, 2]);
}

#[test]
fn pages_are_remembered_and_the_last_one_leads_on() {
    let mut reader = reader(0);
    let lesson = courses::lesson_id(9, 3);
    let remembered = |page| Effect::Remember { lesson: lesson.clone(), page };
    assert_eq!(press(&mut reader, &[SPACE])[0], remembered(1));
    assert_eq!(press(&mut reader, &[plain('b')])[0], remembered(0));
    let at_end = press(&mut reader, &[plain('3'), SPACE, SPACE, SPACE, SPACE]);
    assert!(!at_end.iter().any(|effect| matches!(effect, Effect::Replace(_))), "{at_end:?}");
    check_drawn("reader-end", &mut reader);
    let exercise = courses::exercise_id(9, 3);
    let taken = press(&mut reader, &[plain('G'), SPACE, SPACE, ENTER]);
    assert_eq!(taken, [Effect::Replace(Route::Exercise { exercise })]);
}

#[test]
fn a_lesson_is_read_when_its_end_was_seen_and_once_only() {
    let mut reader = reader(0);
    let mut finished = 0;
    for key in [plain('3'), SPACE, SPACE, SPACE, plain('b'), SPACE, SPACE] {
        let asked = press(&mut reader, &[key]);
        let is_end = |effect: &&Effect| matches!(effect, Effect::FinishLesson(_));
        finished += asked.iter().filter(is_end).count();
    }
    assert_eq!(finished, 1);
}

#[test]
fn the_contents_lie_over_the_page() {
    let mut reader = reader(1);
    press(&mut reader, &[plain('t'), DOWN]);
    check_drawn("reader-contents", &mut reader);
    check_odd_sizes(&mut reader, "? help   q back");
    let asked = press(&mut reader, &[ENTER]);
    assert_eq!(asked[0], Effect::Remember { lesson: courses::lesson_id(9, 3), page: 2 });
}

#[test]
fn help_knows_the_reader_and_trouble_is_said() {
    let mut reader = reader(1);
    assert_eq!(press(&mut reader, &[QUESTION]), [Effect::Go(Route::Help(Scope::Reader))]);
    let (_, generation) = run(&mut reader);
    let what = "The lab could not start.".to_owned();
    let trouble = Trouble { what, next: Some("r tries again.".to_owned()) };
    reader.update(&Event::Failed { generation: Some(generation), trouble });
    let text = characters(&buffer(&reader, SMALL, ink()));
    assert!(text.contains("? The lab could not start. r tries again."), "{text}");
}

#[test]
fn copying_takes_the_marked_block() {
    let mut reader = reader(2);
    let copied = press(&mut reader, &[TAB, TAB, plain('y')]);
    assert_eq!(copied, [Effect::Copy("print(\"hello\")\n".to_owned())]);
}

/// A search led to page 2; the words stand on its pages 2 and 3.
fn walking() -> Screen {
    let lesson = courses::lesson_id(9, 3);
    let mut reader = Screen::lesson(lesson.clone(), SMALL);
    let query = "token".to_owned();
    let walk = Event::Walk { lesson: lesson.clone(), page: 1, query: query.clone() };
    let ask = Effect::SearchInside { lesson: lesson.clone(), query: query.clone() };
    assert_eq!(reader.update(&walk), [ask]);
    reader.update(&Event::Lesson(Box::new(opened(0))));
    let words = vec!["token".to_owned(), "order".to_owned()];
    let inside = Inside { pages: vec![1, 2], words };
    reader.update(&Event::FoundInside { lesson, query, inside });
    reader
}

fn page_of(reader: &Screen) -> String {
    let text = characters(&buffer(reader, SMALL, ink()));
    let at = text.find("page ").unwrap();
    text[at..at + "page 2".len()].to_owned()
}

#[test]
fn a_search_leads_to_its_page_and_n_walks_on() {
    let mut reader = walking();
    assert_eq!(page_of(&reader), "page 2");
    check_drawn("reader-walk", &mut reader);
    resize(&mut reader, SMALL);
    let mut pages = Vec::new();
    for _ in 0..12 {
        press(&mut reader, &[plain('n')]);
        pages.push(page_of(&reader));
    }
    pages.dedup();
    assert_eq!(pages[..3], ["page 2", "page 3", "page 2"], "it goes round");
    press(&mut reader, &[plain('g'), plain('N')]);
    assert_eq!(page_of(&reader), "page 3");
    let here = Some(courses::lesson_id(9, 3));
    assert_eq!(press(&mut reader, &[plain('/')]), [Effect::Go(Route::Search { here })]);
    // A second search in the lesson that is open.
    let lesson = courses::lesson_id(9, 3);
    let query = "gate".to_owned();
    reader.update(&Event::Walk { lesson: lesson.clone(), page: 0, query: query.clone() });
    assert_eq!(page_of(&reader), "page 1");
    let late = Inside { pages: vec![2], words: vec!["token".to_owned()] };
    reader.update(&Event::FoundInside { lesson, query: "token".to_owned(), inside: late });
    press(&mut reader, &[plain('n')]);
    assert_eq!(page_of(&reader), "page 1", "an answer to other words is dropped");
}

#[test]
fn questions_are_asked_once_on_the_way_to_what_comes_next() {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), SMALL);
    let opened = OpenLesson { questions: 2, due: 6, ..opened(2) };
    let next = opened.next.clone().unwrap();
    let lesson = opened.loaded.lesson.id.clone();
    reader.update(&Event::Lesson(Box::new(opened)));
    check_drawn("reader-questions", &mut reader);
    let asked = press(&mut reader, &[ENTER]);
    assert_eq!(asked, [Effect::Go(Route::Review(Of::Lesson(lesson)))]);
    let on = press(&mut reader, &[ENTER]);
    let Place::Exercise(exercise) = next.place else { panic!("{next:?}") };
    assert_eq!(on, [Effect::Replace(Route::Exercise { exercise })]);
}

#[test]
fn a_prediction_is_kept_once_its_program_ran() {
    let mut reader = Screen::lesson(courses::lesson_id(9, 3), SMALL);
    reader.update(&Event::Lesson(Box::new(OpenLesson { loaded: loaded(PREDICT), ..opened(0) })));
    press(&mut reader, &[plain('r'), plain('n'), plain('o')]);
    let run = press(&mut reader, &[function(5)]);
    let Some(Effect::RunSample { generation, index, .. }) = run.first().cloned() else {
        panic!("{run:?}")
    };
    let ran = Event::SampleRan { generation, run: Box::new(done("start\n", Stop::Finished)) };
    let kept = reader.update(&ran);
    let expected = Effect::KeepPrediction {
        lesson: loaded(PREDICT).lesson.id,
        index,
        said: "no".to_owned(),
        printed: "start\n".to_owned(),
    };
    assert!(kept.contains(&expected), "{kept:?}");
}
