//! A quiz: each kind of question before and after its answer, and the end.

use std::{path::Path, sync::Arc};

use backlab::{
    course::{
        exercise::Files,
        id::{ExerciseId, LessonId},
        quiz::ANSWERS_FILE,
    },
    judge::{CheckResult, Failure, Outcome, Verdict},
    pack::{Pack, files::Disk},
    screen::{
        Screen,
        event::{Effect, Event, Generation, Route},
        keymap::{
            BACKSPACE, DOWN, ENTER, ESC, Key, PAGE_DOWN, SPACE, TAB, UP, control, function, plain,
        },
    },
    trace::Trace,
    tutor::{Checked, Next, Place, Rechecked, Standing, Workpiece},
};

use ratatui::layout::Size;

use crate::drawing::{self, SMALL, buffer, characters, check_odd_sizes, ink, press, resize};

const F5: Key = function(5);
const LEAST: Size = Size::new(60, 16);

fn id() -> ExerciseId {
    ExerciseId::parse("every-kind").unwrap()
}

/// The exercise of tests/cases/quiz, which asks in every way there is.
fn piece(answers: &str) -> Workpiece {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quiz");
    let pack = Pack::open(Arc::new(Disk::new(folder))).0.unwrap();
    let exercise = pack.exercise(&id()).0.unwrap();
    let mut files: Files = exercise.starter.clone();
    if !answers.is_empty() {
        files.insert(ANSWERS_FILE.to_owned(), answers.as_bytes().to_vec());
    }
    Workpiece {
        pack: pack.course.id.clone(),
        course_title: "Asking".into(),
        module_number: 1,
        module_title: "Asking".into(),
        exercise,
        folder: None,
        files,
        note: None,
        due: 0,
        command: None,
        standing: Standing::default(),
        next: Some(Next {
            place: Place::Lesson(LessonId::parse("asking").unwrap()),
            title: "Asking".into(),
            minutes: 2,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        }),
    }
}

pub fn quiz(answers: &str) -> Screen {
    let mut screen = opened(answers);
    if text(&screen).contains("Enter begin") {
        press(&mut screen, &[ENTER]);
    }
    screen
}

fn opened(answers: &str) -> Screen {
    let mut screen = Screen::exercise(id(), SMALL, true);
    assert_eq!(screen.shown(), [Effect::OpenExercise(id())]);
    screen.update(&Event::Workpiece(Box::new(piece(answers))));
    screen
}

#[test]
fn it_begins_with_its_task_which_can_be_read_again() {
    let mut screen = opened("");
    check_drawn("quiz-task", &mut screen);
    let task = piece("").exercise.task;
    let first: Vec<&str> = task.split_whitespace().take(4).collect();
    shows(&screen, &first.join(" "));
    shows(&screen, "Each is judged when you answer it.");
    press(&mut screen, &[ENTER]);
    assert!(!text(&screen).contains("Each is judged"), "{}", text(&screen));
    press(&mut screen, &[plain('t')]);
    shows(&screen, "Each is judged");
    press(&mut screen, &[ESC]);
    // Where letters are written, a function key shows it.
    let mut screen = on(4);
    press(&mut screen, &[function(8)]);
    assert!(text(&screen).contains("Each is judged"), "{}", text(&screen));
    // Who has answered something goes on where it is open.
    let screen = opened(SOLVED);
    assert!(!text(&screen).contains("Each is judged"), "{}", text(&screen));
}

/// The quiz on question `number`, counted from 1.
fn on(number: usize) -> Screen {
    let mut screen = quiz("");
    for _ in 1..number {
        press(&mut screen, &[PAGE_DOWN]);
    }
    screen
}

fn check_drawn(name: &str, screen: &mut Screen) {
    drawing::check_drawn(name, screen);
    resize(screen, SMALL);
}

fn text(screen: &Screen) -> String {
    characters(&buffer(screen, SMALL, ink()))
}

#[track_caller]
fn shows(screen: &Screen, words: &str) {
    assert!(text(screen).contains(words), "no `{words}` in\n{}", text(screen));
}

fn write(screen: &mut Screen, words: &str) -> Vec<Effect> {
    let keys: Vec<_> = words.chars().map(plain).collect();
    press(screen, &keys)
}

/// The text of answers.toml that was saved.
fn saved(effects: &[Effect]) -> Option<String> {
    effects.iter().find_map(|effect| match effect {
        Effect::Save { exercise, path, text } => {
            assert_eq!((exercise, path.as_str()), (&id(), ANSWERS_FILE));
            Some(text.clone())
        }
        _ => None,
    })
}

#[track_caller]
fn answer(screen: &mut Screen, key: Key, expected: &str) {
    let text = saved(&press(screen, &[key])).expect("an answer is saved");
    assert!(text.lines().any(|line| line == expected), "no line `{expected}` in\n{text}");
}

#[test]
fn one_option_is_chosen_by_arrows_or_digits_and_each_wrong_one_says_why() {
    let mut screen = on(1);
    check_drawn("quiz-single", &mut screen);
    press(&mut screen, &[DOWN, DOWN]);
    answer(&mut screen, ENTER, "not-found = \"500\"");
    check_drawn("quiz-single-wrong", &mut screen);
    press(&mut screen, &[plain('1')]);
    answer(&mut screen, ENTER, "not-found = \"200\"");
    shows(&screen, "200 says that the answer is what was asked for.");
    press(&mut screen, &[plain('k'), plain('j')]);
    answer(&mut screen, ENTER, "not-found = \"404\"");
    shows(&screen, "✓ This is right.");
    shows(&screen, "The server knows no such path.");
    press(&mut screen, &[ENTER]);
    shows(&screen, "question 2 of 8");
}

#[test]
fn several_options_are_chosen_with_space_and_what_lacks_is_not_told_away() {
    let mut screen = on(2);
    press(&mut screen, &[ENTER]);
    shows(&screen, "Nothing is answered yet.");
    press(&mut screen, &[SPACE]);
    answer(&mut screen, ENTER, "  \"GET\",");
    check_drawn("quiz-multiple", &mut screen);
    shows(&screen, "Another method asks for the same without its body.");
    press(&mut screen, &[plain('3')]);
    answer(&mut screen, ENTER, "  \"POST\",");
    shows(&screen, "POST makes something.");
    press(&mut screen, &[plain('3'), plain('2')]);
    answer(&mut screen, F5, "  \"HEAD\",");
    shows(&screen, "✓ This is right.");
}

#[test]
fn a_text_and_a_number_are_written() {
    let mut screen = on(3);
    write(&mut screen, "length");
    answer(&mut screen, ENTER, "header = \"length\"");
    check_drawn("quiz-text", &mut screen);
    shows(&screen, "The name has two words.");
    write(&mut screen, "q?");
    shows(&screen, "lengthq?");
    press(&mut screen, &[control('u')]);
    screen.update(&Event::Paste("content-\nlength".into()));
    shows(&screen, "content- length");
    let mut screen = on(4);
    write(&mut screen, "two");
    answer(&mut screen, ENTER, "bytes = \"two\"   # bytes");
    shows(&screen, "This is no number. A number is written as 42 or 0.5.");
    press(&mut screen, &[BACKSPACE; 3]);
    write(&mut screen, "2");
    answer(&mut screen, ENTER, "bytes = 2   # bytes");
    check_drawn("quiz-number", &mut screen);
}

#[test]
fn blanks_stand_in_their_text() {
    let mut screen = on(5);
    write(&mut screen, "https");
    press(&mut screen, &[TAB]);
    write(&mut screen, "shop.example");
    press(&mut screen, &[DOWN]);
    write(&mut screen, "80");
    answer(&mut screen, ENTER, "url.port = \"80\"");
    check_drawn("quiz-fill", &mut screen);
    shows(&screen, "Two of three blanks are right.");
    shows(&screen, "80 is the port of http.");
    press(&mut screen, &[UP, DOWN, BACKSPACE, BACKSPACE]);
    write(&mut screen, "443");
    answer(&mut screen, ENTER, "url.port = \"443\"");
    shows(&screen, "✓ This is right.");
}

#[test]
fn enter_goes_to_the_next_empty_blank_and_answers_when_none_is_left() {
    let mut screen = on(5);
    press(&mut screen, &[TAB]);
    write(&mut screen, "shop.example");
    assert_eq!(saved(&press(&mut screen, &[ENTER])), None, "the port is empty");
    write(&mut screen, "80");
    assert_eq!(saved(&press(&mut screen, &[ENTER])), None, "the scheme is empty");
    assert_eq!(saved(&press(&mut screen, &[ENTER])), None);
    shows(&screen, "This blank is empty. F5 answers as it stands.");
    write(&mut screen, "https");
    answer(&mut screen, ENTER, "url.port = \"80\"");
    shows(&screen, "80 is the port of http.");
    // What was told is of the answer that was given, not of the one that is being written.
    press(&mut screen, &[BACKSPACE]);
    assert!(!text(&screen).contains("80 is the port of http."), "{}", text(&screen));
    write(&mut screen, "s");
    shows(&screen, "80 is the port of http.");
    let mut screen = on(5);
    write(&mut screen, "https");
    answer(&mut screen, F5, "url.scheme = \"https\"");
}

#[test]
fn after_a_wrong_answer_another_may_be_given() {
    let mut screen = on(1);
    press(&mut screen, &[DOWN, ENTER]);
    if !text(&screen).contains("✗") {
        press(&mut screen, &[DOWN, ENTER]);
    }
    shows(&screen, "Another answer may be given.");
    shows(&screen, "↑↓ choose again");
    // One key goes on in every kind, whether letters are written or not.
    for number in 1..=8 {
        let mut screen = on(number);
        resize(&mut screen, Size::new(120, 36));
        let shown = characters(&buffer(&screen, Size::new(120, 36), ink()));
        assert!(shown.contains("PgDn next"), "{shown}");
    }
}

#[test]
fn what_is_only_looked_at_again_is_not_judged_again() {
    let mut screen = quiz(&SOLVED.replace("443", "80").replace("\"404\"", "\"500\""));
    let generation = generation_of(&press(&mut screen, &[F5]));
    let done = Box::new(checked(&["not-found", "url"], 1));
    screen.update(&Event::Checked { generation, checked: done });
    shows(&screen, "checked once, no hint");
    // The prediction is run, so that no question is open.
    press(&mut screen, &[DOWN; 7]);
    let generation = generation_of(&press(&mut screen, &[ENTER]));
    screen.update(&Event::Predicted { generation, printed: "end\npromise\ntimer\n".into() });
    let effects = press(&mut screen, &[F5]);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Check { .. })), "{effects:?}");
    shows(&screen, "Six of eight answers are right.");
    press(&mut screen, &[UP; 9]);
    press(&mut screen, &[ENTER]);
    shows(&screen, "question 1 of 8");
    let position = text(&screen).lines().filter(|line| line.contains("404")).count();
    assert!(0 < position);
    for digit in ['1', '2', '3'] {
        press(&mut screen, &[plain(digit), ENTER]);
        if text(&screen).contains("✓ This is right.") {
            break;
        }
    }
    // What else is wrong comes before the whole is judged again.
    let effects = press(&mut screen, &[ENTER]);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Check { .. })), "{effects:?}");
    shows(&screen, "question 5 of 8");
    press(&mut screen, &[TAB, TAB, BACKSPACE, BACKSPACE]);
    write(&mut screen, "443");
    press(&mut screen, &[ENTER]);
    let effects = press(&mut screen, &[ENTER]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Check { .. })), "{effects:?}");
}

#[test]
fn what_comes_next_is_in_view_when_all_is_right() {
    let mut screen = quiz(SOLVED);
    resize(&mut screen, LEAST);
    let generation = generation_of(&press(&mut screen, &[F5]));
    let done = Box::new(checked(&[], 1));
    screen.update(&Event::Checked { generation, checked: done });
    let shown = characters(&buffer(&screen, LEAST, ink()));
    assert!(shown.contains("▌ Next      Asking"), "{shown}");
}

/// Moves the row that says `words` up to `position`, from 0, by Shift+K alone.
fn carry(screen: &mut Screen, words: &str, position: usize) {
    let row_of = |screen: &Screen| {
        let rows: Vec<_> = text(screen).lines().map(str::to_owned).collect();
        let first = rows.iter().position(|row| row.contains("1   ")).unwrap();
        rows.iter().position(|row| row.contains(words)).unwrap() - first
    };
    press(screen, &[UP; 9]);
    for _ in 0..row_of(screen) {
        press(screen, &[DOWN]);
    }
    while position < row_of(screen) {
        press(screen, &[plain('K')]);
    }
}

#[test]
fn rows_are_moved_and_left_out() {
    let mut screen = on(6);
    check_drawn("quiz-order", &mut screen);
    let right = ["ask DNS for the address", "connect", "send the request", "read the answer"];
    for (position, words) in ["connect", right[0], right[2], right[3]].iter().enumerate() {
        carry(&mut screen, words, position);
    }
    answer(&mut screen, ENTER, "  \"send the fragment\",");
    check_drawn("quiz-order-wrong", &mut screen);
    shows(&screen, "You need an address before you can connect.");
    shows(&screen, "Is anything after # in the request?");
    press(&mut screen, &[DOWN; 9]);
    press(&mut screen, &[SPACE]);
    shows(&screen, "left out");
    carry(&mut screen, right[0], 0);
    answer(&mut screen, ENTER, "  # \"send the fragment\",");
    shows(&screen, "✓ This is right.");
}

#[test]
fn pairs_are_made_by_digits_and_exchanged() {
    let mut screen = on(7);
    check_drawn("quiz-match", &mut screen);
    let rights = text(&screen);
    let digit = |words: &str| {
        let before = &rights[..rights.find(words).unwrap()];
        plain(before.trim_end().chars().last().unwrap())
    };
    // Each digit goes on to the next row.
    press(&mut screen, &[digit("moved"), digit("made"), digit("not there")]);
    answer(&mut screen, ENTER, "pairs.301 = \"made\"");
    check_drawn("quiz-match-wrong", &mut screen);
    shows(&screen, "One of three pairs is right.");
    shows(&screen, "Nothing new is there.");
    press(&mut screen, &[UP, UP, plain('J')]);
    answer(&mut screen, ENTER, "pairs.201 = \"made\"");
    shows(&screen, "✓ This is right.");
}

fn generation_of(effects: &[Effect]) -> Generation {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::RunPrediction { generation, .. } | Effect::Check { generation, .. } => {
            Some(*generation)
        }
        _ => None,
    });
    found.expect("something runs")
}

#[test]
fn a_prediction_is_compared_with_the_run() {
    let mut screen = on(8);
    check_drawn("quiz-predict", &mut screen);
    write(&mut screen, "end");
    press(&mut screen, &[ENTER]);
    write(&mut screen, "timer");
    press(&mut screen, &[ENTER]);
    write(&mut screen, "promise");
    let effects = press(&mut screen, &[F5]);
    assert!(saved(&effects).unwrap().contains("prints = '''\nend\ntimer\npromise\n'''"));
    let generation = generation_of(&effects);
    // An answer to an earlier run is dropped.
    screen.update(&Event::Predicted { generation: generation - 1, printed: "no\n".into() });
    screen.update(&Event::Elapsed { generation });
    shows(&screen, "the program runs");
    screen.update(&Event::Predicted { generation, printed: "end\npromise\ntimer\n".into() });
    check_drawn("quiz-predict-wrong", &mut screen);
    shows(&screen, "One of three lines is as printed.");
    shows(&screen, "Promises come before the next timer.");
    let effects = press(&mut screen, &[F5]);
    assert_eq!(saved(&effects), None, "the same is not answered twice");
}

#[test]
fn what_could_not_be_run_is_nobodys_fault() {
    let mut screen = on(8);
    write(&mut screen, "end");
    let generation = generation_of(&press(&mut screen, &[F5]));
    let trouble = backlab::tutor::Trouble::new("The lab could not start.");
    screen.update(&Event::Failed { generation: Some(generation), trouble });
    shows(&screen, "? The lab could not start. Your answer is not at fault.");
    assert!(generation_of(&press(&mut screen, &[F5])) > generation);
}

const SOLVED: &str = include_str!("../cases/quiz/exercises/m01/every-kind/solution/answers.toml");

fn checked(wrong: &[&str], attempts: u32) -> Checked {
    let exercise = piece("").exercise;
    let result = |check: &backlab::course::check::Check| CheckResult {
        name: check.name.clone(),
        say: check.say.clone(),
        hidden: false,
        outcome: if wrong.contains(&check.name.as_str()) {
            Outcome::Failed(Box::<Failure>::default())
        } else {
            Outcome::Passed
        },
    };
    Checked {
        exercise: id(),
        verdict: Verdict {
            checks: exercise.checks.iter().map(result).collect(),
            took: std::time::Duration::from_millis(2),
            rows: None,
            exchanges: Vec::new(),
            trace: Trace::default(),
            hidden: backlab::judge::Hidden::default(),
            stop: None,
        },
        standing: Standing { attempts, passed: wrong.is_empty(), ..Standing::default() },
        unsaved: None,
    }
}

#[test]
fn the_end_says_what_to_look_at_again_and_goes_on_after_a_pass() {
    let mut screen = quiz(&SOLVED.replace("443", "80"));
    shows(&screen, "Every question is answered.");
    let effects = press(&mut screen, &[F5]);
    let generation = generation_of(&effects);
    let Some(Effect::Check { files, .. }) =
        effects.iter().find(|effect| matches!(effect, Effect::Check { .. }))
    else {
        panic!("{effects:?}")
    };
    let text = String::from_utf8(files[ANSWERS_FILE].clone()).unwrap();
    assert!(text.contains("url.port = \"80\""), "{text}");
    let done = Box::new(checked(&["url"], 1));
    screen.update(&Event::Checked { generation, checked: done });
    check_drawn("quiz-failed", &mut screen);
    press(&mut screen, &[ENTER]);
    shows(&screen, "question 5 of 8");
    shows(&screen, "80 is the port of http.");
    press(&mut screen, &[TAB, TAB, BACKSPACE, BACKSPACE]);
    write(&mut screen, "443");
    press(&mut screen, &[ENTER]);
    shows(&screen, "✓ This is right.");
    // The prediction of another day is not graded yet, so it comes next.
    let generation = generation_of(&press(&mut screen, &[ENTER]));
    screen.update(&Event::Predicted { generation, printed: "end\npromise\ntimer\n".into() });
    shows(&screen, "question 8 of 8");
    let generation = generation_of(&press(&mut screen, &[F5]));
    let done = Box::new(checked(&[], 2));
    screen.update(&Event::Checked { generation, checked: done });
    check_drawn("quiz-passed", &mut screen);
    let next = Route::Lesson { lesson: LessonId::parse("asking").unwrap() };
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Replace(next)]);
}

#[test]
fn a_quiz_goes_on_where_it_was_left_and_says_what_it_cannot_read() {
    let screen = quiz("not-found = \"500\"\nsafe = [\"GET\", \"HEAD\"]\n");
    shows(&screen, "question 3 of 8");
    let mut screen = quiz("not-found = 500 500\n");
    shows(&screen, "answers.toml line 1 cannot be read");
    assert_eq!(saved(&press(&mut screen, &[ENTER, F5, plain('1')])), None);
    let edit = Effect::EditOutside { exercise: id(), path: ANSWERS_FILE.into() };
    assert_eq!(press(&mut screen, &[function(2)]), [edit]);
    let text = "not-found = \"404\"\nmine = \"kept\"\n".to_owned();
    let path = ANSWERS_FILE.to_owned();
    screen.update(&Event::ChangedOutside { exercise: id(), path, text });
    shows(&screen, "question 2 of 8");
    let effects = press(&mut screen, &[SPACE, ENTER]);
    assert!(saved(&effects).unwrap().contains("mine = \"kept\""));
    press(&mut screen, &[function(7)]);
    shows(&screen, "Start again?");
    assert_eq!(press(&mut screen, &[ENTER]), [Effect::Reset(id())]);
}

#[test]
fn hints_and_the_solution_are_laid_over() {
    let mut screen = quiz("");
    assert_eq!(press(&mut screen, &[function(4)]), []);
    shows(&screen, "The solution is shown after the last hint or a pass.");
    assert_eq!(press(&mut screen, &[function(3)]), [Effect::NextHint(id())]);
    let standing = Standing { hints: 4, ..Standing::default() };
    screen.update(&Event::Hinted { exercise: id(), standing });
    check_drawn("quiz-hints", &mut screen);
    assert_eq!(press(&mut screen, &[function(4)]), [Effect::Reveal(id())]);
    shows(&screen, "answer    404");
    check_odd_sizes(&mut screen, "? help   q back");
    press(&mut screen, &[ESC]);
    check_odd_sizes(&mut screen, "? help   q back");
}

#[test]
fn what_is_written_is_saved_when_the_screen_is_left() {
    let mut screen = on(3);
    let effects = write(&mut screen, "Con");
    let timer = effects.iter().find_map(|effect| match effect {
        Effect::After { generation, .. } => Some(*generation),
        _ => None,
    });
    let effects = screen.update(&Event::Elapsed { generation: timer.unwrap() });
    assert!(saved(&effects).unwrap().contains("header = \"Con\""));
    write(&mut screen, "tent");
    let effects = press(&mut screen, &[ESC]);
    assert!(saved(&effects).unwrap().contains("header = \"Content\""));
    assert_eq!(effects.last(), Some(&Effect::Back));
}

#[test]
fn every_kind_of_question_fits_the_least_size() {
    for number in 1..=8 {
        let mut screen = on(number);
        check_odd_sizes(
            &mut screen,
            if [3, 4, 5, 8].contains(&number) { "F1 help   Esc back" } else { "? help   q back" },
        );
        resize(&mut screen, LEAST);
        for _ in 0..12 {
            press(&mut screen, &[DOWN]);
            let text = characters(&buffer(&screen, LEAST, ink()));
            assert!(text.contains('▌'), "what the keys stand on is out of view:\n{text}");
        }
    }
}

#[test]
fn a_click_chooses_and_a_second_one_answers() {
    use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
    let mut screen = quiz("");
    let shown = characters(&buffer(&screen, SMALL, ink()));
    let options: Vec<u16> = (0..)
        .zip(shown.lines())
        .filter(|(_, line)| {
            let words = line.trim_matches(|ch| "▌ ".contains(ch));
            ["1  ", "2  ", "3  "].iter().any(|number| words.starts_with(number))
        })
        .map(|(row, _)| row)
        .collect();
    let click = |screen: &mut Screen, row: u16| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        let at = MouseEvent { kind, column: 12, row, modifiers: KeyModifiers::NONE };
        screen.update(&Event::Mouse(at))
    };
    let bar = |screen: &Screen| {
        let shown = characters(&buffer(screen, SMALL, ink()));
        shown.lines().position(|line| line.contains('▌')).unwrap()
    };
    assert_eq!(click(&mut screen, options[1]), []);
    assert_eq!(bar(&screen), usize::from(options[1]));
    assert_ne!(click(&mut screen, options[1]), [], "it was answered and is saved");
    let shown = characters(&buffer(&screen, SMALL, ink()));
    assert!(shown.contains("✗ 2") || shown.contains("✓ 2"), "{shown}");
}

#[test]
fn a_quiz_that_was_changed_since_it_was_solved_says_so() {
    let standing = |tried, passed| Standing {
        passed: true,
        passed_rev: Some(passed),
        solved_rev: Some(1),
        tried_rev: Some(tried),
        ..Standing::default()
    };
    let opened = |standing| {
        let mut piece = piece("");
        piece.exercise.rev = 2;
        piece.standing = standing;
        let mut screen = Screen::exercise(id(), SMALL, true);
        screen.update(&Event::Workpiece(Box::new(piece)));
        screen
    };
    let mut screen = opened(standing(2, 1));
    check_drawn("quiz-changed", &mut screen);
    // It stays where all questions are listed.
    for _ in 0..20 {
        press(&mut screen, &[PAGE_DOWN]);
    }
    let pack = piece("").pack;
    let rechecked = |standing| {
        let title = "Every kind".to_owned();
        vec![Rechecked { exercise: id(), title, was: 1, rev: 2, passes: true, standing }]
    };
    shows(&screen, "asks for more now");
    screen.update(&Event::Rechecked { pack, rechecked: rechecked(standing(1, 2)) });
    shows(&screen, "your answer still passes");
}

#[test]
fn a_quiz_that_is_written_anew_keeps_its_question_and_its_answers() {
    let mut screen = on(2);
    let before = text(&screen);
    let asked = screen.renew();
    assert_eq!(asked.last(), Some(&Effect::OpenExercise(id())));
    let mut anew = piece("");
    anew.exercise.title = "Asked anew".into();
    screen.update(&Event::Workpiece(Box::new(anew)));
    shows(&screen, "Asked anew");
    let rest = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    assert_eq!(rest(&text(&screen)), rest(&before));
    // A quiz may become another exercise.
    let mut other = piece("");
    other.exercise.kind = backlab::course::exercise::Kind::Js;
    screen.renew();
    screen.update(&Event::Workpiece(Box::new(other)));
    assert!(matches!(screen, Screen::Exercise(_)));
}
