//! Home: continuing, unfolding, the first start, the window that is too small.

use std::sync::Arc;

use backlab::{
    course::{Course, id::PackId},
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{DOWN, END, ENTER, UP, control, function, plain},
    },
    tutor::{Next, Of, Overview, Place, Rechecked, Revised, Standing, Trouble},
};
use ratatui::layout::Size;

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press},
};

pub fn home(overview: Overview) -> Screen {
    let mut home = Screen::home(SMALL);
    assert_eq!(home.shown(), [Effect::LoadOverview]);
    home.update(&Event::Overview(Box::new(overview)));
    home
}

#[test]
fn in_the_middle_of_the_course() {
    let mut home = home(courses::middle());
    check_drawn("home-middle", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    let lesson = courses::lesson_id(9, 3);
    assert_eq!(press(&mut home, &[ENTER]), [Effect::Go(Route::Lesson { lesson })]);
}

#[test]
fn cards_are_due() {
    let mut overview = courses::middle();
    overview.reviews.due = 6;
    let mut home = home(overview);
    check_drawn("home-due", &mut home);
    let review = [Effect::Go(Route::Review(Of::Due))];
    assert_eq!(press(&mut home, &[DOWN, ENTER]), review);
    check_drawn("home-due-chosen", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    assert_eq!(press(&mut home, &[plain('v')]), review);
    assert_eq!(press(&mut home, &[plain('p')]), [Effect::Go(Route::Progress)]);
}

#[test]
fn the_next_cards_come_tomorrow() {
    let mut overview = courses::middle();
    overview.reviews.next = Some((80_000, 3));
    let mut home = home(overview);
    check_drawn("home-due-later", &mut home);
    let asked = press(&mut home, &[DOWN, ENTER]);
    assert!(!asked.contains(&Effect::Go(Route::Review(Of::Due))), "there is nothing to take");
}

#[test]
fn a_course_that_is_not_complete_yet() {
    let mut home = home(courses::young());
    check_drawn("home-young", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
}

/// Everything is solved, and two exercises were changed since.
fn changed() -> Overview {
    let all = courses::all_done();
    let exercise = |number, title: &str| Next {
        place: Place::Exercise(courses::exercise_id(9, number)),
        title: title.to_owned(),
        minutes: 15,
        page: None,
        then: None,
        days_away: None,
        last_solved: None,
    };
    let asking_more = vec![exercise(1, "Store a password"), exercise(3, "The gate, rebuilt")];
    Overview { asking_more, ..all }
}

fn rechecked(title: &str, passes: bool) -> Rechecked {
    let exercise = courses::exercise_id(9, 2);
    let standing = Standing::default();
    Rechecked { exercise, title: title.to_owned(), was: 1, rev: 2, passes, standing }
}

#[test]
fn what_was_solved_and_asks_for_more_now_is_beside_the_success() {
    let mut home = home(changed());
    check_drawn("home-changed", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("100 %") && text.contains("all exercises are solved"), "{text}");
    // It is what one goes on with.
    let exercise = courses::exercise_id(9, 1);
    assert_eq!(press(&mut home, &[ENTER]), [Effect::Go(Route::Exercise { exercise })]);
    let mut one = changed();
    one.asking_more.truncate(1);
    home.update(&Event::Overview(Box::new(one)));
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("Store a password asks for more now; your pass is kept"), "{text}");
}

#[test]
fn a_module_that_is_unfolded_says_what_was_changed_since() {
    let mut home = home(changed());
    home.update(&Event::ShowModule(courses::module_id(9)));
    let mut unfolded = courses::unfolded();
    let revised =
        [Revised::AsksMore { was: 1 }, Revised::Passes { was: 1 }, Revised::Unjudged { was: 1 }];
    let exercises = unfolded.rows.iter_mut().filter(|row| row.kind == "js");
    for (row, revised) in exercises.zip(revised) {
        row.revised = Some(revised);
    }
    home.update(&Event::Unfolded(unfolded));
    check_drawn("home-changed-unfolded", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    // What is unfolded is asked for as often as all else: it may be solved meanwhile.
    assert_eq!(home.shown(), [Effect::LoadOverview, Effect::Unfold(courses::module_id(9))]);
}

#[test]
fn what_came_of_judging_anew_is_said_until_one_goes_on() {
    let mut home = home(courses::middle());
    let pack = courses::middle().course.id.clone();
    let other = PackId::parse("ada/other").unwrap();
    let all: Vec<_> =
        ["Compare", "Sessions", "Salt", "Pepper"].map(|title| rechecked(title, true)).into();
    let event = |pack: &PackId| Event::Rechecked { pack: pack.clone(), rechecked: all.clone() };
    assert_eq!(home.update(&event(&other)), []);
    assert_eq!(home.update(&event(&pack)), [Effect::LoadOverview]);
    press(&mut home, &[DOWN]);
    check_drawn("home-rechecked", &mut home);
    let says = |home: &Screen| characters(&buffer(home, SMALL, ink())).contains("still pass");
    assert!(says(&home));
    press(&mut home, &[plain('p')]);
    assert!(!says(&home));
    let alone = vec![rechecked("Compare", true), rechecked("Salt", false)];
    home.update(&Event::Rechecked { pack, rechecked: alone });
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("Compare was changed, and your answer still passes."), "{text}");
}

#[test]
fn a_module_was_finished() {
    let mut home = home(courses::after_a_module());
    check_drawn("home-next-module", &mut home);
}

#[test]
fn everything_is_done() {
    let mut home = home(courses::all_done());
    check_drawn("home-all-done", &mut home);
    press(&mut home, &[ENTER]);
}

#[test]
fn the_first_start() {
    let mut home = home(courses::first_start());
    check_drawn("home-first-start", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    press(&mut home, &[DOWN]);
    check_drawn("home-first-place", &mut home);
    let ask = Effect::Go(Route::Review(Of::Module(courses::module_id(1))));
    assert_eq!(press(&mut home, &[ENTER]), [ask]);
    press(&mut home, &[DOWN, ENTER]);
    check_drawn("home-first-browse", &mut home);
}

/// Of another pack than the built-in one its title, its author and what it is about are said.
pub fn guest() -> Overview {
    let overview = courses::first_start();
    let course = Course {
        id: PackId::parse("ada/caching").unwrap(),
        title: "HTTP caching".to_owned(),
        summary:
            "What caches keep, for how long and for whom: freshness, validators, Vary, private \
                  answers, and writes that do not get lost."
                .to_owned(),
        authors: vec!["Ada Byron".to_owned(), "Grace".to_owned()],
        ..(*overview.course).clone()
    };
    Overview { course: Arc::new(course), built_in: false, ..overview }
}

#[test]
fn the_first_start_of_another_pack() {
    let mut screen = home(guest());
    check_drawn("home-guest", &mut screen);
    check_odd_sizes(&mut screen, "? help   q quit");
    let mut overview = guest();
    let title = "A very long title of a pack about all that caches do".to_owned();
    let course = Course { title, ..(*overview.course).clone() };
    overview.course = Arc::new(course);
    let text = characters(&buffer(&home(overview), SMALL, ink()));
    assert!(
        text.contains("by Ada Byron, Grace\n") || text.contains("by Ada Byron, Grace "),
        "{text}"
    );
}

#[test]
fn other_packs_have_rows_and_open_in_the_place_of_this_one() {
    let mut overview = courses::middle();
    overview.reviews.due = 6;
    overview.others = courses::others(0);
    let mut screen = home(overview.clone());
    check_drawn("home-packs", &mut screen);
    let asked = press(&mut screen, &[END, UP, ENTER]);
    let [Effect::ReadyPack { id, .. }] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(id.as_str(), "ada/webhooks");
    // Another screen may ask for another.
    let other = PackId::parse("ada/caching").unwrap();
    assert_eq!(screen.update(&Event::PackReady(other)), []);
    assert_eq!(screen.update(&Event::PackReady(id.clone())), [Effect::OpenPack(id.clone())]);

    overview.others = courses::others(4);
    let mut screen = home(overview);
    press(&mut screen, &[END, UP, UP]);
    check_drawn("home-packs-more", &mut screen);
    check_odd_sizes(&mut screen, "? help   q quit");
    assert_eq!(press(&mut screen, &[DOWN, ENTER]), [Effect::Go(Route::Shelf)]);
}

#[test]
fn without_other_packs_a_row_leads_to_where_they_are_added() {
    let mut screen = home(courses::middle());
    assert_eq!(press(&mut screen, &[END, UP, ENTER]), [Effect::Go(Route::Shelf)]);
    assert_eq!(press(&mut screen, &[plain('b')]), [Effect::Go(Route::Shelf)]);
}

#[test]
fn a_module_unfolds_in_place_and_folds_again() {
    let mut home = home(courses::middle());
    let asked = press(&mut home, &[DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, ENTER]);
    let unfolded = courses::unfolded();
    assert_eq!(asked, [Effect::Unfold(unfolded.module.clone())]);
    home.update(&Event::Unfolded(unfolded));
    press(&mut home, &[DOWN, DOWN]);
    check_drawn("home-unfolded", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    let exercise = courses::exercise_id(9, 1);
    assert_eq!(press(&mut home, &[ENTER]), [Effect::Go(Route::Exercise { exercise })]);
    press(&mut home, &[plain('h')]);
    assert!(!characters(&buffer(&home, SMALL, ink())).contains("Passwords at rest"));
}

/// The tenth module is skipped; the ninth is begun.
pub fn skipping() -> Overview {
    let mut overview = courses::middle();
    overview.modules[9].skipped = true;
    overview
}

#[test]
fn a_module_is_skipped_and_taken_up_again() {
    let skip = |skipped| {
        let module = courses::module_id(10);
        [Effect::Skip { module, skipped }]
    };
    let mut home = home(courses::middle());
    let text = |home: &Screen| characters(&buffer(home, SMALL, ink()));
    assert_eq!(press(&mut home, &[plain('x')]), []);
    assert!(text(&home).contains("No module is chosen."), "{}", text(&home));
    press(&mut home, &[DOWN; 9]);
    assert!(!text(&home).contains("x skip"), "{}", text(&home));
    assert_eq!(press(&mut home, &[plain('x')]), []);
    assert!(text(&home).contains("Module 9 is begun."), "{}", text(&home));
    assert_eq!(press(&mut home, &[DOWN, plain('x')]), skip(true));
    assert!(text(&home).contains("x skip"), "{}", text(&home));
    home.update(&Event::Overview(Box::new(skipping())));
    check_drawn("home-skipped", &mut home);
    check_odd_sizes(&mut home, "? help   q quit");
    assert_eq!(press(&mut home, &[plain('x')]), skip(false));
    home.update(&Event::Overview(Box::new(courses::middle())));
    assert!(!text(&home).contains("skipped"), "{}", text(&home));
}

#[test]
fn a_module_that_is_not_begun_asks_what_one_knows() {
    let mut home = home(courses::middle());
    assert_eq!(press(&mut home, &[plain('t')]), []);
    assert_eq!(press(&mut home, &[DOWN; 10]), []);
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("t what I know"), "{text}");
    let of = Of::Module(courses::module_id(10));
    assert_eq!(press(&mut home, &[plain('t')]), [Effect::Go(Route::Review(of))]);
    home.update(&Event::Overview(Box::new(skipping())));
    assert_eq!(press(&mut home, &[plain('t')]), []);
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("This module is skipped.") && !text.contains("t what"), "{text}");
}

#[test]
fn a_skipped_module_is_neither_behind_nor_finished() {
    let mut overview = courses::after_a_module();
    // What comes next is in module 6.
    overview.next.as_mut().unwrap().place = Place::Lesson(courses::lesson_id(6, 1));
    overview.modules[4].skipped = true;
    let mut skipped = home(overview.clone());
    check_drawn("home-skipped-behind", &mut skipped);
    overview.next = None;
    let text = characters(&buffer(&home(overview), SMALL, ink()));
    assert!(text.contains("All that is not skipped is read and solved."), "{text}");
}

#[test]
fn nobody_skips_from_the_welcome() {
    let mut home = home(courses::first_start());
    assert_eq!(press(&mut home, &[plain('x'), DOWN, plain('x')]), []);
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(!text.contains("No module"), "{text}");
}

#[test]
fn what_went_wrong_stands_there_until_the_next_key() {
    let mut overview = courses::middle();
    overview
        .notes
        .push("Progress is kept in memory only: the home folder cannot be written.".to_owned());
    let mut home = home(overview);
    let trouble = Trouble {
        what: "The lesson could not be read: m9-lesson-3 is not in the pack.".to_owned(),
        next: Some("Run backlab doctor.".to_owned()),
    };
    home.update(&Event::Failed { generation: None, trouble });
    check_drawn("home-trouble", &mut home);
    press(&mut home, &[UP]);
    let text = characters(&buffer(&home, SMALL, ink()));
    assert!(text.contains("in memory only") && !text.contains("doctor"), "{text}");
}

#[test]
fn the_last_row_is_reached_where_not_all_fit() {
    let mut home = home(courses::middle());
    let size = Size::new(60, 16);
    press(&mut home, &[END]);
    let text = characters(&buffer(&home, size, ink()));
    assert!(text.contains("▌") && text.contains("14  Capstone"), "{text}");
}

#[test]
fn keys_that_work_everywhere() {
    let mut home = home(courses::middle());
    assert_eq!(press(&mut home, &[control('q')]), [Effect::Quit]);
    assert_eq!(press(&mut home, &[control('c')]), [Effect::Quit]);
    assert_eq!(press(&mut home, &[control('z')]), [Effect::Suspend]);
    assert_eq!(press(&mut home, &[function(9)]), [Effect::ToggleMouse]);
}

#[test]
fn a_window_that_is_too_small_says_what_it_needs() {
    let home = home(courses::middle());
    let check = |width, height, expected: &[&str]| {
        let text = characters(&buffer(&home, Size::new(width, height), ink()));
        let rows: Vec<_> = text.lines().map(str::trim_end).collect();
        assert_eq!(rows, expected);
    };
    let has = "           It has 52 columns and 14 rows.";
    let small = "             This window is too small.";
    let needs = "              Backlab needs 60 and 16.";
    let leave = "             Ctrl+C leave: all is saved";
    check(52, 14, &["", "", "", "", "", small, "", has, needs, "", "", "", "", leave]);
    let (has, leave) = (" 28x8, needs 60x16", " Ctrl+C leave");
    check(28, 8, &[" Too small:", has, "", "", "", "", "", leave]);
}
