//! Progress: figures of made-up learners.

use backlab::{
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{DOWN, ENTER, PAGE_DOWN, plain},
    },
    tutor::{Day, Figures, ModuleFigures, Of, Overview, Place, Reviews, Shaky},
};
use ratatui::layout::Size;

use crate::{
    courses,
    drawing::{SMALL, buffer, characters, check_drawn, check_odd_sizes, ink, press},
    home::{home, skipping},
};

pub fn screen(figures: Figures) -> Screen {
    let mut screen = Screen::progress(SMALL);
    assert_eq!(screen.shown(), [Effect::LoadFigures]);
    screen.update(&Event::Figures(Box::new(figures)));
    screen
}

fn figures(overview: Overview, recalls: &[u32]) -> Figures {
    let modules = overview.modules.iter().enumerate().map(|(index, state)| ModuleFigures {
        state: state.clone(),
        recall: recalls.get(index).copied(),
        due: if index == 6 { 4 } else { 0 },
        seconds: 0,
    });
    Figures {
        modules: modules.collect(),
        here: overview.here(),
        reviews: Reviews { due: 6, next: None },
        weeks: vec![[Day::Nothing { today: false }; 7]; 9],
        days: 0,
        time: [0; 3],
        shaky: Vec::new(),
        notes: Vec::new(),
        course: overview.course,
    }
}

/// The learner of the design.
pub fn middle() -> Figures {
    const CALENDAR: [&str; 7] =
        ["●•●·•●•●•", "••●•·•●●●", "·●••·●••●", "●·•●·•●·•", "••·●·•·•●", "·····•·••", "··•···•·●"];
    let mut figures = figures(courses::middle(), &[96, 94, 91, 88, 90, 84, 71, 79]);
    for (weekday, marks) in CALENDAR.iter().enumerate() {
        for (week, mark) in marks.chars().enumerate() {
            let today = (week, weekday) == (8, 6);
            figures.weeks[week][weekday] = match mark {
                '●' => Day::Some { seconds: 3_000, today },
                '•' => Day::Some { seconds: 900, today },
                _ => Day::Nothing { today },
            };
        }
    }
    figures.days = 41;
    figures.time = [9 * 3_600, 15 * 3_600, 2 * 3_600];
    let shaky = [
        ("GROUP BY with bare columns", "2 lapses"),
        ("Isolation: who sees what", "card missed"),
        ("parseInt accepts \"7abc\"", "with help"),
        ("Second DELETE is 404", "predicted 204"),
        ("OFFSET reads and discards", "2 lapses"),
    ];
    figures.shaky = shaky
        .map(|(title, why)| Shaky {
            place: Place::Lesson(courses::lesson_id(6, 3)),
            title: title.to_owned(),
            why: why.to_owned(),
        })
        .into();
    figures
}

#[test]
fn in_the_middle_of_the_course() {
    let mut screen = screen(middle());
    check_drawn("progress-middle", &mut screen);
    check_odd_sizes(&mut screen, "? help   q back");
    assert_eq!(press(&mut screen, &[DOWN, ENTER]), [Effect::Go(Route::Review(Of::Shaky))]);
    let lesson = courses::lesson_id(6, 3);
    assert_eq!(press(&mut screen, &[plain('l')]), [Effect::Go(Route::Lesson { lesson })]);
    assert_eq!(press(&mut screen, &[plain('x')]), [Effect::ExportRecord]);
    screen.update(&Event::RecordExported {
        file: "/home/ada/backlab-work/progress.backlab".to_owned(),
    });
    check_drawn("progress-exported", &mut screen);
}

#[test]
fn at_the_beginning() {
    let mut figures = figures(courses::first_start(), &[]);
    figures.reviews = Reviews::default();
    for module in &mut figures.modules {
        module.due = 0;
    }
    figures.weeks[8][0] = Day::Nothing { today: true };
    for weekday in 1..7 {
        figures.weeks[8][weekday] = Day::Ahead;
    }
    let mut screen = screen(figures);
    check_drawn("progress-first", &mut screen);
    assert_eq!(press(&mut screen, &[ENTER, plain('l'), DOWN]), []);
}

/// Both screens say of each module whether it is done, begun or ahead; the welcome of a first start
/// says nothing of modules.
#[test]
fn the_track_is_that_of_home() {
    let nothing_left = Overview { next: None, ..courses::middle() };
    let learners = [
        courses::young(),
        courses::middle(),
        courses::after_a_module(),
        courses::all_done(),
        skipping(),
        nothing_left,
    ];
    let track = |screen: &Screen| {
        let buffer = buffer(screen, SMALL, ink());
        let look = |x| (buffer[(x, 1)].symbol().to_owned(), buffer[(x, 1)].style());
        (0..SMALL.width).map(look).collect::<Vec<_>>()
    };
    for overview in learners {
        let home = home(overview.clone());
        assert_eq!(track(&screen(figures(overview, &[]))), track(&home));
    }
}

#[test]
fn a_module_is_skipped() {
    check_drawn("stats-skipped", &mut screen(figures(skipping(), &[])));
}

#[test]
fn modules_scroll_where_not_all_fit() {
    let mut screen = screen(middle());
    screen.update(&Event::Resized { columns: 60, rows: 16 });
    press(&mut screen, &[PAGE_DOWN, PAGE_DOWN]);
    let text = characters(&buffer(&screen, Size::new(60, 16), ink()));
    assert!(text.contains("14  Capstone"), "{text}");
}
