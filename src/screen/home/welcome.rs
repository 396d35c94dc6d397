//! The first start: one exchange drawn, three lines of welcome, and Enter begins.

use ratatui::layout::{Position, Rect};

use super::{Choice, Home};
use crate::{
    screen::{
        keymap::{
            ANYWHERE, function,
            home::{HOME, HomeAction},
            plain,
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, MARGIN, TALL_ROWS},
            pen::{Pen, columns},
            prose::wrap,
            title,
            track::{self, Segment},
        },
    },
    tutor::Overview,
};

/// The block of text, centred.
const COLUMNS: u16 = 60;
const LABEL_COLUMNS: u16 = 9;

/// What a server does, in two lines. Words carry their role, everything between is a line.
const EXCHANGE: [&str; 2] = [
    "you ──── GET /users ────▶ server ──── SELECT ────▶ data",
    "    ◀─── 200 OK ────────        ◀─── 7 rows ─────",
];

const WELCOME: [&str; 3] = [
    "Backlab teaches the backend by having you build one,",
    "break it and repair it. Everything runs here, offline.",
    "Nothing you type is ever lost.",
];

/// Below what another pack says of itself.
const OF_ANY: &str = "Everything runs here, offline. What you type is kept.";

/// What the second row offers.
const PLACE: &str = "Where should I start? A few questions";

/// Rows of the blocks, counted from the first row of the body.
struct Places {
    left: u16,
    exchange: u16,
    welcome: u16,
    begin: u16,
    /// Rows of air above and below what is chosen.
    air: u16,
    place: u16,
    browse: u16,
    notes: u16,
}

impl Places {
    fn of(area: Rect) -> Places {
        let body = Grid::of(area).body;
        let left = area.x + area.width.saturating_sub(COLUMNS) / 2;
        let y = body.y;
        match area.height {
            TALL_ROWS.. => Places {
                left,
                exchange: y + 5,
                welcome: y + 10,
                begin: y + 17,
                air: 1,
                place: y + 20,
                browse: y + 21,
                notes: y + 24,
            },
            22..TALL_ROWS => Places {
                left,
                exchange: y + 1,
                welcome: y + 5,
                begin: y + 10,
                air: 0,
                place: y + 12,
                browse: y + 13,
                notes: y + 15,
            },
            _ => Places {
                left,
                exchange: y,
                welcome: y + 3,
                begin: y + 6,
                air: 0,
                place: y + 7,
                browse: y + 8,
                notes: y + 10,
            },
        }
    }
}

pub fn draw(home: &Home, overview: &Overview, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    let name = if overview.built_in { "Backlab" } else { &overview.course.title };
    title::draw(pen, grid.title, &[name], &["nothing read yet"]);
    track::draw(pen, grid.track, &vec![Segment::Ahead; overview.modules.len()]);
    let at = Places::of(area);
    let right = at.left + COLUMNS;
    draw_exchange(pen, at.left, at.exchange);
    if overview.built_in {
        for (y, line) in (at.welcome..).zip(WELCOME) {
            pen.write(at.left, y, right, line, Role::Text);
        }
    } else {
        draw_guest(overview, pen, &at);
    }
    draw_begin(home, overview, pen, &at);
    draw_row(home, pen, &at, (Choice::Place, at.place), "Place", PLACE);
    draw_row(home, pen, &at, (Choice::Browse, at.browse), "Browse", &amount(overview));
    for (y, note) in (at.notes..grid.spare.y).zip(&overview.notes) {
        pen.write_cut(at.left, y, grid.footer.right(), note, Role::Text);
    }
    let take = match home.choice {
        Choice::Browse => "browse",
        Choice::Place => "ask me",
        _ => "begin",
    };
    let hints = [
        HOME.hint(HomeAction::Take, take),
        HOME.hint(HomeAction::Down, "choose"),
        HOME.hint(HomeAction::Search, "search"),
        HOME.hint(HomeAction::Playground, "playground"),
        ANYWHERE.hint_of(plain(':'), "commands"),
        ANYWHERE.hint_of(function(9), "mouse on or off"),
    ];
    footer::draw(pen, grid.footer, &hints, &Home::footer_end());
}

/// What a click at `at` means.
pub fn choice_at(area: Rect, at: Position) -> Option<Choice> {
    let places = Places::of(area);
    if (places.begin - places.air..=places.begin + places.air).contains(&at.y) {
        Some(Choice::Next)
    } else if at.y == places.place {
        Some(Choice::Place)
    } else {
        (at.y == places.browse).then_some(Choice::Browse)
    }
}

/// What another pack than the built-in course is, and who wrote it.
fn draw_guest(overview: &Overview, pen: &mut Pen<'_>, at: &Places) {
    let course = &overview.course;
    let right = at.left + COLUMNS;
    let by = course.by().unwrap_or_default();
    // Three rows at least lie above what can be chosen; where there are more, one stays empty.
    let last = at.begin.saturating_sub(at.air + 2).max(at.welcome + 2);
    let mut y = at.welcome;
    let x = pen.write_cut(at.left, y, right, &course.title, Role::Bright) + 3;
    if x + columns(&by) <= right {
        pen.write(x, y, right, &by, Role::Muted);
    } else {
        y += 1;
        pen.write_cut(at.left, y, right, &by, Role::Muted);
    }
    let lines = wrap(&course.summary, COLUMNS);
    let room = usize::from(last.saturating_sub(y + 1));
    for (index, line) in lines.iter().enumerate().take(room) {
        y += 1;
        let goes_on = index + 1 == room && room < lines.len();
        let text = if goes_on { &lines[index..].join(" ") } else { line };
        pen.write_cut(at.left, y, right, text, Role::Text);
    }
    pen.write(at.left, y + 1, right, OF_ANY, Role::Text);
}

fn draw_exchange(pen: &mut Pen<'_>, x: u16, y: u16) {
    for (y, line) in (y..).zip(EXCHANGE) {
        let mut at = x;
        for part in line.split_inclusive(' ') {
            let role = match part.trim_end() {
                "you" => Role::Here,
                "server" | "data" => Role::Bright,
                word if word.starts_with(['─', '◀']) => Role::Faint,
                _ => Role::Text,
            };
            at = pen.write(at, y, u16::MAX, part, role);
        }
    }
}

fn draw_begin(home: &Home, overview: &Overview, pen: &mut Pen<'_>, at: &Places) {
    let Some(next) = &overview.next else { return };
    let chosen = home.choice == Choice::Next;
    select(pen, at, at.begin, at.air, chosen);
    let right = at.left + COLUMNS - MARGIN;
    let label = if chosen { Role::Here } else { Role::Muted };
    pen.write(at.left, at.begin, right, "Begin", label);
    let value = at.left + LABEL_COLUMNS;
    let mut room = right.saturating_sub(5);
    if chosen {
        pen.write_right(value, at.begin, right, "Enter", Role::Bright);
    }
    let minutes = format!("{} min", next.minutes);
    room = pen.write_right(value, at.begin, room.saturating_sub(3), &minutes, Role::Muted);
    pen.write_cut(value, at.begin, room.saturating_sub(2), &next.title, Role::Bright);
}

/// `14 modules, 52 lessons, 80 exercises`
fn amount(overview: &Overview) -> String {
    let count = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let lessons = overview.modules.iter().map(|state| state.lessons.len()).sum();
    let exercises = overview.modules.iter().map(|state| state.exercises.len()).sum();
    [
        count(overview.modules.len(), "module", "modules"),
        count(lessons, "lesson", "lessons"),
        count(exercises, "exercise", "exercises"),
    ]
    .join(", ")
}

/// One of the rows below the first.
fn draw_row(
    home: &Home,
    pen: &mut Pen<'_>,
    at: &Places,
    (choice, y): (Choice, u16),
    name: &str,
    text: &str,
) {
    let chosen = home.choice == choice;
    select(pen, at, y, 0, chosen);
    let right = at.left + COLUMNS - MARGIN;
    let (label, value) =
        if chosen { (Role::Here, Role::Bright) } else { (Role::Muted, Role::Text) };
    pen.write(at.left, y, right, name, label);
    let end = if chosen {
        pen.write_right(at.left, y, right, "Enter", Role::Bright).saturating_sub(3)
    } else {
        right
    };
    pen.write_cut(at.left + LABEL_COLUMNS, y, end, text, value);
}

fn select(pen: &mut Pen<'_>, at: &Places, y: u16, air: u16, chosen: bool) {
    if !chosen {
        return;
    }
    let left = at.left.saturating_sub(MARGIN);
    pen.fill(Rect::new(left, y - air, COLUMNS + MARGIN, 2 * air + 1), Ground::Selected);
    pen.column(left, y - air..y + air + 1, '▌', Role::Here);
}
