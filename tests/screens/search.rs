//! The search: groups while typing, what stands where nothing was found, the way to a page.

use std::time::Duration;

use backlab::{
    course::id::LessonId,
    diag::Trouble,
    markup::parse::{Source, parse_text},
    screen::{
        Screen,
        event::{Effect, Event, Generation, Route},
        keymap::{DOWN, ENTER, ESC, PAGE_DOWN, Scope, TAB, UP, control, function, plain},
    },
    tutor::{Hit, Lead, Preview, Search, Solving, Stage},
};
use ratatui::layout::Size;

use crate::{
    courses,
    drawing::{SMALL, WIDE, buffer, characters, check_drawn, check_odd_sizes, ink, press, resize},
};

/// A title with what matches in square brackets.
fn hit(title: &str, module: Option<(usize, &str)>, leads: Lead) -> Hit {
    let (from, to) = (title.find('['), title.find(']'));
    let marks = from.zip(to).map(|(from, to)| from..to - 1).into_iter().collect();
    let module = module.map(|(number, title)| (number, title.to_owned()));
    Hit { title: title.replace(['[', ']'], ""), marks, module, leads, is_named: false }
}

fn lesson(title: &str, module: usize, number: usize, page: usize) -> Hit {
    let short = if module == 9 { "Authentication" } else { "Attack it" };
    let leads = Lead::Lesson { lesson: courses::lesson_id(module, number), page: page - 1 };
    hit(title, Some((module, short)), leads)
}

fn exercise(title: &str, module: usize, state: Solving, passed: Option<(usize, usize)>) -> Hit {
    let short = if module == 9 { "Authentication" } else { "Attack it" };
    let exercise = courses::exercise_id(module, 1);
    hit(title, Some((module, short)), Lead::Exercise { exercise, state, passed })
}

fn term(title: &str, means: &str) -> Hit {
    let lesson = courses::lesson_id(9, 3);
    hit(title, None, Lead::Term { means: means.to_owned(), lesson, page: 1 })
}

fn note(snippet: &str, module: usize, page: usize) -> Hit {
    let short = if module == 9 { "Authentication" } else { "Attack it" };
    let (text, lesson) = (snippet.replace(['[', ']'], ""), courses::lesson_id(module, 1));
    hit(snippet, Some((module, short)), Lead::Note { text, lesson, page: page - 1 })
}

fn answer(query: &str) -> Search {
    Search {
        query: query.to_owned(),
        stage: Stage::Ready,
        here: Vec::new(),
        lessons: Vec::new(),
        exercises: Vec::new(),
        terms: Vec::new(),
        notes: Vec::new(),
        more: false,
        closest: None,
        took: Duration::from_micros(312),
    }
}

fn token() -> Search {
    Search {
        lessons: vec![
            lesson("JSON Web [Token]s: what is inside", 9, 1, 2),
            lesson("JWTs without the classic holes", 9, 2, 1),
            lesson("Who are you, and may you", 9, 3, 3),
            lesson("Browsers as confused deputies", 10, 1, 4),
        ],
        exercises: vec![
            exercise("The gate, rebuilt", 9, Solving::Tried, Some((3, 9))),
            exercise("The seed's jwt.sign, finished", 9, Solving::Ahead, None),
            exercise("A limiter that is fair", 10, Solving::Ahead, None),
        ],
        terms: vec![
            term("bearer [token]", "a token that works for whoever holds it"),
            term("CSRF [token]", "a secret that only the real page knows"),
        ],
        ..answer("token")
    }
}

fn preview() -> Preview {
    let text = "A token has three parts, each in base64url and parted by dots: header, payload, \
                signature.\n\n```js\nconst token = jwt.sign({ id: user.id }, SECRET, {\n  \
                expiresIn: \"1h\",\n});\n```\n\nThe payload is signed, not encrypted: whoever holds \
                the token can read it. Put no secret into it.\n\n> [!NOTE]\n> A number in expiresIn \
                means seconds. Text without a unit means milliseconds.\n";
    let (mut document, _) = parse_text(Source { file: "", text, start: 0 });
    let title = "JSON Web Tokens: what is inside".to_owned();
    let words = vec!["token".to_owned()];
    Preview { title, page: document.pages.remove(0), words }
}

/// Types a text; gives back the last question, its number with it.
fn type_in(search: &mut Screen, text: &str) -> (String, Generation) {
    let keys: Vec<_> = text.chars().map(plain).collect();
    match &press(search, &keys)[..] {
        [Effect::Search { query, generation, .. }] => (query.clone(), *generation),
        other => panic!("{other:?}"),
    }
}

fn give(search: &mut Screen, generation: Generation, answer: Search) -> Vec<Effect> {
    search.update(&Event::Searched { generation, search: Box::new(answer) })
}

fn opened(here: Option<&LessonId>) -> Screen {
    let search = Screen::search(here.cloned(), SMALL);
    match &search.shown()[..] {
        [Effect::Search { query, here: asked, .. }] => {
            assert_eq!((query.as_str(), asked.as_ref()), ("", here));
        }
        other => panic!("{other:?}"),
    }
    search
}

/// A search for `query` that was answered.
pub fn answered(query: &str, answer: Search) -> Screen {
    let mut search = opened(None);
    let (asked, generation) = type_in(&mut search, query);
    assert_eq!(asked, query);
    give(&mut search, generation, answer);
    search
}

pub fn found() -> Screen {
    answered("token", token())
}

/// The page beside the list arrives.
fn give_preview(search: &mut Screen, asked: &[Effect]) {
    let [Effect::Preview { generation, .. }] = asked else { panic!("{asked:?}") };
    let preview = Box::new(preview());
    search.update(&Event::Previewed { generation: *generation, preview });
}

#[test]
fn hits_stand_in_groups_and_their_page_beside_them() {
    let mut search = found();
    let asked = search.update(&Event::Resized { columns: WIDE.width, rows: WIDE.height });
    give_preview(&mut search, &asked);
    check_drawn("search-found", &mut search);
    check_odd_sizes(&mut search, "F1 help   Esc back");
    resize(&mut search, WIDE);
    let asked = press(&mut search, &[DOWN; 7]);
    give_preview(&mut search, &asked);
    check_drawn("search-term", &mut search);
    press(&mut search, &[TAB, DOWN]);
    check_drawn("search-exercises", &mut search);
}

#[test]
fn a_solved_exercise_has_its_mark() {
    let exercises = vec![exercise("A limiter that is fair", 10, Solving::SolvedWithHelp, None)];
    let search = answered("limiter", Search { exercises, ..answer("limiter") });
    let text = characters(&buffer(&search, SMALL, ink()));
    let row = text.lines().find(|row| row.contains("A limiter that is fair")).unwrap();
    assert!(row.contains('✓'), "{row}");
}

#[test]
fn enter_opens_what_is_chosen() {
    let mut search = found();
    let found =
        |lesson, page| vec![Effect::Go(Route::Found { lesson, page, query: "token".to_owned() })];
    assert_eq!(press(&mut search, &[ENTER]), found(courses::lesson_id(9, 1), 1));
    assert_eq!(press(&mut search, &[DOWN, DOWN, ENTER]), found(courses::lesson_id(9, 3), 2));
    let exercise = courses::exercise_id(9, 1);
    let open = vec![Effect::Go(Route::Exercise { exercise })];
    assert_eq!(press(&mut search, &[DOWN, DOWN, ENTER]), open);
    assert_eq!(press(&mut search, &[PAGE_DOWN, ENTER]), found(courses::lesson_id(9, 3), 1));
    assert_eq!(press(&mut search, &[UP, TAB, ENTER]), open);
    assert_eq!(press(&mut search, &[ESC]), [Effect::Back]);
    assert_eq!(press(&mut search, &[function(1)]), [Effect::Go(Route::Help(Scope::Search))]);
}

#[test]
fn pages_of_the_open_lesson_come_first_and_lead_back_to_it() {
    let here = courses::lesson_id(9, 3);
    let mut search = opened(Some(&here));
    let (_, generation) = type_in(&mut search, "token");
    let pages = [("What a [token] is", 2), ("Where it is kept", 4)];
    let pages = pages.map(|(title, page)| lesson(title, 9, 3, page)).into();
    give(&mut search, generation, Search { here: pages, ..token() });
    check_drawn("search-here", &mut search);
    let route = Route::Found { lesson: here, page: 3, query: "token".to_owned() };
    assert_eq!(press(&mut search, &[DOWN, ENTER]), [Effect::Replace(route)]);
}

#[test]
fn own_notes_are_found_and_lead_to_their_page() {
    let notes = vec![
        note(
            "the [token] is read from the header, not from the body: ask why the course does so",
            9,
            2,
        ),
        note("… and a [token] that never ends is a password", 10, 4),
    ];
    let mut search = answered("token", Search { notes, ..token() });
    search.update(&Event::Resized { columns: WIDE.width, rows: WIDE.height });
    let asked = press(&mut search, &[PAGE_DOWN]);
    give_preview(&mut search, &asked);
    check_drawn("search-notes", &mut search);
    check_odd_sizes(&mut search, "F1 help   Esc back");
    let query = "token".to_owned();
    let route = Route::Found { lesson: courses::lesson_id(10, 1), page: 3, query };
    assert_eq!(press(&mut search, &[ENTER]), [Effect::Go(route)]);
    press(&mut search, &[TAB]);
    let text = characters(&buffer(&search, SMALL, ink()));
    assert!(!text.contains("password"), "only exercises: {text}");
}

#[test]
fn an_answer_to_words_that_were_typed_over_is_dropped() {
    let mut search = opened(None);
    let (_, first) = type_in(&mut search, "t");
    let (query, second) = type_in(&mut search, "o");
    assert_eq!(query, "to");
    assert!(second > first);
    give(&mut search, first, token());
    assert!(!characters(&buffer(&search, SMALL, ink())).contains("found"));
    give(&mut search, second, Search { query: "to".to_owned(), ..token() });
    assert!(characters(&buffer(&search, SMALL, ink())).contains("9 found"));
    assert_eq!(press(&mut search, &[control('a')]), [], "nothing changed, so nothing is asked");
}

#[test]
fn what_is_typed_can_be_mended() {
    let mut search = found();
    let asked = |effects: &[Effect]| match effects {
        [Effect::Search { query, .. }] => query.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(asked(&press(&mut search, &[control('u')])), "");
    assert_eq!(asked(&press(&mut search, &[control('z')])), "token");
    assert_eq!(asked(&search.update(&Event::Paste(" web\nline".to_owned()))), "token web");
    assert_eq!(asked(&press(&mut search, &[control('w')])), "token ");
}

#[test]
fn nothing_was_found() {
    let closest = Some(("token".to_owned(), 9));
    let mut search = answered("tokne", Search { closest, ..answer("tokne") });
    check_drawn("search-nothing", &mut search);
    check_odd_sizes(&mut search, "F1 help   Esc back");
    match &press(&mut search, &[ENTER])[..] {
        [Effect::Search { query, .. }] => assert_eq!(query, "token"),
        other => panic!("{other:?}"),
    }
    let text = |search: &Screen| characters(&buffer(search, SMALL, ink()));
    let search = answered("xyzzy", answer("xyzzy"));
    assert!(text(&search).contains("Try one word, or the beginning of one."));
    let lessons = Search { exercises: Vec::new(), ..token() };
    let mut search = answered("token", lessons);
    press(&mut search, &[TAB]);
    assert!(text(&search).contains("No exercise has \"token\"."), "{}", text(&search));
    assert!(text(&search).contains("Elsewhere: 6. Tab shows all."));
}

#[test]
fn before_anything_is_typed() {
    let mut search = opened(None);
    let Effect::Search { generation, .. } = search.shown().remove(0) else { panic!() };
    give(&mut search, generation, answer(""));
    check_drawn("search-empty", &mut search);
}

#[test]
fn an_index_that_is_not_ready_is_asked_again() {
    let mut search = opened(None);
    let (_, generation) = type_in(&mut search, "token");
    let making = Stage::Making { done: 120, of: 480 };
    let effects = give(&mut search, generation, Search { stage: making, ..answer("token") });
    assert_eq!(effects, [Effect::After { ms: 250, generation }]);
    check_drawn("search-making", &mut search);
    match &search.update(&Event::Elapsed { generation })[..] {
        [Effect::Search { query, generation: again, .. }] => {
            assert_eq!((query.as_str(), *again), ("token", generation));
        }
        other => panic!("{other:?}"),
    }
    give(&mut search, generation, token());
    let text = characters(&buffer(&search, SMALL, ink()));
    assert!(text.contains("9 found"), "{text}");

    let failed = Stage::Failed("the disk is full".to_owned());
    let search = answered("token", Search { stage: failed, ..answer("token") });
    let text = characters(&buffer(&search, SMALL, ink()));
    assert!(text.contains("Nothing can be searched: the disk is full."), "{text}");
}

#[test]
fn many_hits_scroll_and_say_that_there_are_more() {
    let lessons = (1..=50).map(|number| lesson(&format!("Lesson {number}"), 9, number, 1));
    let all = Search { lessons: lessons.collect(), more: true, ..answer("a") };
    let mut search = answered("a", all);
    for _ in 0..5 {
        press(&mut search, &[PAGE_DOWN]);
    }
    for size in [Size::new(60, 16), SMALL] {
        resize(&mut search, size);
        let text = characters(&buffer(&search, size, ink()));
        assert!(text.contains("Lesson 50 ") && text.contains("more than 50 found"), "{text}");
    }
}

#[test]
fn a_page_that_cannot_be_read_says_why() {
    let mut search = opened(None);
    resize(&mut search, WIDE);
    let (_, generation) = type_in(&mut search, "token");
    let asked = give(&mut search, generation, token());
    let [Effect::Preview { generation, .. }] = asked[..] else { panic!("{asked:?}") };
    let trouble = Trouble::new("The lesson `m9-lesson-1` cannot be read.").next("Mend it.");
    search.update(&Event::Failed { generation: Some(generation), trouble });
    let text = characters(&buffer(&search, WIDE, ink()));
    assert!(text.contains("cannot be read.") && text.contains("Mend it."), "{text}");
    press(&mut search, &[DOWN]);
    assert!(!characters(&buffer(&search, WIDE, ink())).contains("cannot be read."));
}

#[test]
fn the_term_that_was_typed_as_it_is_called_comes_first() {
    let mut named = token();
    named.terms[0].is_named = true;
    let search = answered("token", named);
    let text = characters(&buffer(&search, SMALL, ink()));
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}: {text}"));
    assert!(place("bearer token") < place("JSON Web Tokens"), "{text}");
    assert!(place("A limiter that is fair") < place("CSRF token"), "{text}");
}

#[test]
fn the_exercise_that_was_typed_as_it_is_called_comes_before_lessons() {
    let mut named = token();
    named.exercises[0].is_named = true;
    let first = named.exercises[0].title.clone();
    let search = answered("token", named);
    let text = characters(&buffer(&search, SMALL, ink()));
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}: {text}"));
    assert!(place(&first) < place("JSON Web Tokens"), "{text}");
    assert!(place("JSON Web Tokens") < place("A limiter that is fair"), "{text}");
}

#[test]
fn with_nothing_typed_tab_lists_every_exercise_and_marks_that_there_are_more() {
    let mut search = opened(None);
    let exercises = (1..=40).map(|number| {
        let title = format!("Exercise {number} with a title that needs more than the column");
        exercise(&title, 9, Solving::Ahead, None)
    });
    let all = Search { exercises: exercises.collect(), ..answer("") };
    let generation = match &search.shown()[..] {
        [Effect::Search { generation, .. }] => *generation,
        other => panic!("{other:?}"),
    };
    give(&mut search, generation, all);
    let shown = |search: &Screen| characters(&buffer(search, SMALL, ink()));
    assert!(shown(&search).contains("Type a word"), "{}", shown(&search));
    press(&mut search, &[TAB]);
    check_drawn("search-all-exercises", &mut search);
    resize(&mut search, SMALL);
    let text = shown(&search);
    assert!(text.contains("40 exercises") && text.contains('↓') && !text.contains('↑'), "{text}");
    // The title takes the columns that the module leaves free.
    assert!(text.contains("with a title that needs more"), "{text}");
    press(&mut search, &[PAGE_DOWN, PAGE_DOWN]);
    assert!(shown(&search).contains('↑'), "{}", shown(&search));
}
