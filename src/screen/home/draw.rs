//! Home drawn: the title says how far, the track shows it, each row keeps its columns.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use super::{
    Choice, Home, packs,
    rows::{self, Columns, LABEL_COLUMNS, Row},
};
use crate::{
    course::Module,
    screen::{
        event::Tab,
        keymap::{
            ANYWHERE, Hint,
            home::{HOME, HomeAction},
            plain,
        },
        theme::{Ground, Role},
        widget::{
            bar::{self, Share},
            footer,
            grid::{Grid, MARGIN, PROSE_COLUMNS_MAX, centred},
            numerals::per_cent,
            pen::{Pen, columns},
            title, track,
            waiting::minutes_for,
            window,
        },
    },
    tutor::{ModuleState, Next, Overview, Place, Reading, Revised, Solving, UnfoldedRow, when},
};

/// A module that is in the course and not in this version.
const ABSENT: &str = "not in this version yet";
const ABSENT_SHORT: &str = "not yet";
/// In the place of the count.
const SKIPPED: &str = "skipped";

pub fn draw(home: &Home, overview: &Overview, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    draw_title(overview, pen, grid.title);
    track::draw(pen, grid.track, &track::of_modules(overview.modules.iter(), overview.here()));
    let body = body(area);
    let (rows, seen) = rows_seen(home, overview, body);
    let columns = Columns::of(body);
    let first_of_course = rows.iter().position(is_of_the_course);
    for (y, index) in (body.y..).zip(seen) {
        let row = &rows[index];
        let chosen = row.choice() == Some(home.choice);
        if chosen {
            let left = columns.left.saturating_sub(MARGIN);
            let line = Rect::new(left, y, columns.right + MARGIN - left, 1);
            pen.fill(line, Ground::Selected);
            pen.write(left, y, columns.right, "▌", Role::Here);
        }
        if first_of_course == Some(index) {
            pen.write(columns.left, y, columns.right, "Course", Role::Muted);
        }
        draw_row(home, overview, pen, columns, y, row, chosen);
    }
    footer::draw(pen, grid.footer, &hints(home), &Home::footer_end());
}

/// Before the course is known: nothing but the frame.
pub fn draw_empty(home: &Home, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    title::draw(pen, grid.title, &["Backlab"], &[]);
    track::draw_rule(pen, grid.track);
    if let Some(trouble) = &home.trouble {
        let body = body(area);
        let right = body.right();
        pen.write_cut(body.x, body.y, right, &trouble.what, Role::Text);
        if let Some(next) = &trouble.next {
            pen.write_cut(body.x, body.y + 1, right, next, Role::Muted);
        }
    }
    footer::draw(pen, grid.footer, &[], &Home::footer_end());
}

/// What a click at `at` means.
pub fn choice_at(home: &Home, overview: &Overview, area: Rect, at: Position) -> Option<Choice> {
    let body = body(area);
    let (rows, seen) = rows_seen(home, overview, body);
    let below = at.y.checked_sub(body.y)?;
    seen.clone().nth(usize::from(below)).and_then(|index| rows[index].choice())
}

fn body(area: Rect) -> Rect {
    centred(Grid::of(area).body, PROSE_COLUMNS_MAX)
}

fn rows_seen(home: &Home, overview: &Overview, body: Rect) -> (Vec<Row>, Range<usize>) {
    let rows = rows::rows(home, overview, body);
    let chosen = rows.iter().position(|row| row.choice() == Some(home.choice)).unwrap_or(0);
    let seen = window::around(rows.len(), usize::from(body.height), chosen);
    (rows, seen)
}

fn is_of_the_course(row: &Row) -> bool {
    matches!(row, Row::Folded { .. } | Row::Module(_) | Row::Absent { .. })
}

fn draw_title(overview: &Overview, pen: &mut Pen<'_>, row: Rect) {
    let mut facts = Vec::new();
    if let Some(here) = overview.here() {
        facts.push(format!("module {} of {}", here + 1, overview.course.modules.len()));
    }
    let solved = overview.modules.iter().map(ModuleState::solved).sum();
    let all = overview.modules.iter().map(|state| state.exercises.len()).sum();
    facts.extend(per_cent(solved, all).map(|per_cent| format!("{per_cent} %")));
    let due = overview.reviews.due;
    facts.extend((due > 0).then(|| format!("{due} due")));
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    title::draw(pen, row, &[&overview.course.title], &facts);
}

fn draw_row(
    home: &Home,
    overview: &Overview,
    pen: &mut Pen<'_>,
    at: Columns,
    y: u16,
    row: &Row,
    chosen: bool,
) {
    let value = at.left + LABEL_COLUMNS;
    match row {
        Row::Gap | Row::NextAir => {}
        Row::Note { text, first } => {
            if *first {
                pen.write(at.left, y, value, "Note", Role::NoteBold);
            }
            pen.write(value, y, at.right, text, Role::Text);
        }
        Row::Finished(text) => {
            pen.write(at.left, y, value, "Finished", Role::Muted);
            pen.write_cut(value, y, at.right, text, Role::Text);
        }
        Row::NextTitle { roomy } => {
            if let Some(next) = &overview.next {
                draw_next(overview, pen, at, y, next, (chosen, *roomy));
            }
        }
        Row::NextDetail { text, minutes } => {
            let room = match &overview.next {
                Some(next) if *minutes => {
                    let about = format!("about {} min", next.minutes);
                    pen.write_right(value, y, at.right, &about, Role::Muted).saturating_sub(4)
                }
                Some(_) | None => at.right,
            };
            draw_detail(pen, value, y, room, text);
        }
        Row::Reviews => draw_reviews(overview, pen, at, y, chosen),
        Row::AskingMore => {
            let label = if chosen { Role::Here } else { Role::Muted };
            pen.write(at.left, y, value, "Changed", label);
            let right = if chosen {
                pen.write_right(value, y, at.right, "Enter", Role::Bright).saturating_sub(3)
            } else {
                at.right
            };
            let role = if chosen { Role::Bright } else { Role::Note };
            pen.write_cut(value, y, right, &rows::asking_more(&overview.asking_more), role);
        }
        Row::AllDone => {
            let text = if overview.modules.iter().any(|state| state.skipped) {
                "All that is not skipped is read and solved."
            } else {
                "All lessons are read and all exercises are solved."
            };
            pen.write_cut(at.left, y, at.right, text, Role::Bright);
        }
        Row::Folded { modules } => draw_folded(overview, pen, at, y, *modules),
        Row::Module(index) => draw_module(overview, pen, at, y, *index, chosen),
        Row::Absent { first, last } => {
            let range = format!("{}–{}", first + 1, last + 1);
            pen.write(value, y, at.bar, &range, Role::Muted);
            pen.write_right(at.title, y, at.count, ABSENT, Role::Muted);
        }
        Row::Item { module, row } => {
            if let Some(item) = home.rows_of(*module).and_then(|rows| rows.get(*row)) {
                draw_item(overview, pen, at, y, *module, item, chosen);
            }
        }
        Row::Pack(index) => {
            if let Some(other) = overview.others.shown.get(*index) {
                packs::draw_title(pen, at, y, (*index, other), chosen);
                let share = packs::share(other);
                bar::draw(pen, (at.bar, y), at.bar_width, share, Role::Muted);
                draw_count(pen, at, y, share.solved, share.exercises);
            }
        }
        Row::Packs => packs::draw_way(pen, at, y, &overview.others, chosen),
        Row::Playground => {
            pen.write(at.left, y, value, "Play", Role::Muted);
            let role = if chosen { Role::Bright } else { Role::Text };
            let tabs: Vec<_> = Tab::ALL.iter().map(|tab| tab.word()).collect();
            pen.write_cut(value, y, at.right, &tabs.join("   "), role);
        }
        Row::Legend => bar::legend(pen, value, y, at.right),
    }
}

fn draw_next(
    overview: &Overview,
    pen: &mut Pen<'_>,
    at: Columns,
    y: u16,
    next: &Next,
    (chosen, roomy): (bool, bool),
) {
    let begun = next.page.is_some() || state_of(overview, &next.place).is_some_and(State::is_begun);
    let label = match (begun, overview.first_start) {
        (false, true) => "Begin",
        (false, false) if rows::finished_before(overview).is_some() => "Next",
        (true, _) | (false, false) => "Continue",
    };
    let value = at.left + LABEL_COLUMNS;
    pen.write(at.left, y, value, label, if chosen { Role::Here } else { Role::Muted });
    // The place of `Enter` is kept where it is not shown, so that nothing moves.
    let mut room = at.right.saturating_sub(columns("Enter"));
    if chosen {
        pen.write_right(value, y, at.right, "Enter", Role::Bright);
    }
    if !roomy {
        let fact = fact(next);
        room = pen.write_right(value, y, room.saturating_sub(3), &fact, Role::Muted);
    }
    pen.write_cut(value, y, room.saturating_sub(3), &next.title, Role::Bright);
}

/// `6 cards`, or `nothing due; next 3 cards tomorrow`.
fn draw_reviews(overview: &Overview, pen: &mut Pen<'_>, at: Columns, y: u16, chosen: bool) {
    let value = at.left + LABEL_COLUMNS;
    pen.write(at.left, y, value, "Review", if chosen { Role::Here } else { Role::Muted });
    let cards = |count: usize| format!("{count} {}", if count == 1 { "card" } else { "cards" });
    match (overview.reviews.due, overview.reviews.next) {
        (0, Some((wait, next))) => {
            let words = format!("nothing due; next {} {}", cards(next), when(wait));
            pen.write_cut(value, y, at.right, &words, Role::Muted);
        }
        (0, None) => {}
        (due, _) => {
            let about = format!("about {} min", minutes_for(due));
            let right = if chosen {
                pen.write_right(value, y, at.right, "Enter", Role::Bright).saturating_sub(3)
            } else {
                at.right
            };
            pen.write_right(value, y, right, &about, Role::Muted);
            pen.write(value, y, right, &cards(due), if chosen { Role::Bright } else { Role::Text });
        }
    }
}

/// Muted, the dot between two facts faint.
fn draw_detail(pen: &mut Pen<'_>, x: u16, y: u16, right: u16, text: &str) {
    let Some((before, after)) = text.split_once("  ·  ") else {
        pen.write_cut(x, y, right, text, Role::Muted);
        return;
    };
    let x = pen.write(x, y, right, before, Role::Muted);
    let x = pen.write(x, y, right, "  ·  ", Role::Faint);
    pen.write_cut(x, y, right, after, Role::Muted);
}

/// `page 3 of 5`, `lesson, 8 min`, `exercise, 18 min`.
fn fact(next: &Next) -> String {
    match (&next.place, next.page) {
        (Place::Lesson(_), Some((page, pages))) => format!("page {page} of {pages}"),
        (Place::Lesson(_), None) => format!("lesson, {} min", next.minutes),
        (Place::Exercise(_), _) => format!("exercise, {} min", next.minutes),
    }
}

fn draw_folded(overview: &Overview, pen: &mut Pen<'_>, at: Columns, y: u16, modules: usize) {
    let range = format!("1–{modules} finished");
    pen.write(at.left + LABEL_COLUMNS, y, at.bar, &range, Role::Muted);
    let states = &overview.modules[..modules];
    let exercises: usize = states.iter().map(|state| state.exercises.len()).sum();
    let helped: usize = states.iter().map(ModuleState::solved_with_help).sum();
    let share = Share { solved: exercises, helped, exercises, read: 1, lessons: 1 };
    bar::draw(pen, (at.bar, y), at.bar_width, share, Role::Muted);
    draw_count(pen, at, y, exercises, exercises);
    pen.write(at.count + 1, y, at.right, "✓", Role::Pass);
}

fn draw_module(
    overview: &Overview,
    pen: &mut Pen<'_>,
    at: Columns,
    y: u16,
    index: usize,
    chosen: bool,
) {
    let (Some(module), Some(state)) =
        (overview.course.modules.get(index), overview.modules.get(index))
    else {
        return;
    };
    let is_here = overview.here() == Some(index);
    let present = rows::has_content(overview, index);
    let number = if is_here { Role::Here } else { Role::Muted };
    let title = match (chosen || is_here, state.is_begun()) {
        (true, _) => Role::Bright,
        (false, true) => Role::Text,
        (false, false) => Role::Muted,
    };
    pen.write_right(at.left, y, at.number, &(index + 1).to_string(), number);
    write_module_title(pen, at, y, module, title);
    if !present {
        let is_first = (0..index).all(|earlier| rows::has_content(overview, earlier));
        let words = if is_first && at.fits_beside(ABSENT) { ABSENT } else { ABSENT_SHORT };
        pen.write_right(at.bar, y, at.count, words, Role::Muted);
        return;
    }
    let share = Share {
        solved: state.solved(),
        helped: state.solved_with_help(),
        exercises: state.exercises.len(),
        read: state.read(),
        lessons: state.lessons.len(),
    };
    let role = if is_here { Role::Accent } else { Role::Muted };
    bar::draw(pen, (at.bar, y), at.bar_width, share, role);
    if state.skipped {
        pen.write_right(at.bar + at.bar_width, y, at.count, SKIPPED, Role::Muted);
        return;
    }
    draw_count(pen, at, y, share.solved, share.exercises);
    if state.is_finished() {
        // Green is a verdict; a module that was only read has none.
        let role = if state.exercises.is_empty() { Role::Muted } else { Role::Pass };
        pen.write(at.count + 1, y, at.right, "✓", role);
    }
}

/// The title, or the short one where the row has no room.
fn write_module_title(pen: &mut Pen<'_>, at: Columns, y: u16, module: &Module, role: Role) {
    let right = at.bar.saturating_sub(1);
    let fits = columns(&module.title) <= right.saturating_sub(at.title);
    let title = if fits { &module.title } else { &module.short };
    pen.write_cut(at.title, y, right, title, role);
}

fn draw_item(
    overview: &Overview,
    pen: &mut Pen<'_>,
    at: Columns,
    y: u16,
    module: usize,
    item: &UnfoldedRow,
    chosen: bool,
) {
    let state = state_in(overview, module, &item.place);
    let (mark, mark_role, word) = state.map_or(('•', Role::Muted, ""), State::look);
    let x = match item.place {
        Place::Lesson(_) => at.title,
        Place::Exercise(_) => at.title + 2,
    };
    let minutes = format!("{} min", item.minutes);
    let left = pen.write_right(x, y, at.count, &minutes, Role::Muted);
    let word_right = at.count.saturating_sub(columns("120 min") + 2).min(left);
    let word = match item.revised {
        // The mark alone says that it is solved.
        Some(Revised::AsksMore { .. }) if at.is_narrow() => "asks more".to_owned(),
        Some(Revised::AsksMore { .. }) => format!("{word}, asks more"),
        Some(Revised::Unjudged { .. }) if at.is_narrow() => "changed".to_owned(),
        Some(Revised::Unjudged { .. }) => format!("{word}, changed"),
        Some(Revised::Passes { .. }) | None => word.to_owned(),
    };
    let right = pen.write_right(x, y, word_right, &word, Role::Muted);
    pen.write(x, y, right, &mark.to_string(), mark_role);
    let role = match state {
        _ if chosen => Role::Bright,
        Some(State::Lesson(Reading::Ahead) | State::Exercise(Solving::Ahead)) | None => Role::Muted,
        Some(_) => Role::Text,
    };
    pen.write_cut(x + 2, y, right.saturating_sub(2), &item.title, role);
}

/// What a learner did with a lesson or an exercise.
#[derive(Clone, Copy)]
enum State {
    Lesson(Reading),
    Exercise(Solving),
}

impl State {
    fn is_begun(self) -> bool {
        match self {
            State::Lesson(reading) => reading != Reading::Ahead,
            State::Exercise(solving) => solving != Solving::Ahead,
        }
    }

    /// Mark and word. Green is for verdicts alone, so a lesson that was read is not green.
    fn look(self) -> (char, Role, &'static str) {
        match self {
            State::Lesson(Reading::Ahead) | State::Exercise(Solving::Ahead) => {
                ('•', Role::Muted, "")
            }
            State::Lesson(Reading::Begun) => ('•', Role::Text, "begun"),
            State::Lesson(Reading::Read) => ('✓', Role::Muted, "read"),
            State::Exercise(Solving::Tried) => ('•', Role::Text, "tried"),
            State::Exercise(Solving::Solved) => ('✓', Role::Pass, "solved"),
            State::Exercise(Solving::SolvedWithHelp) => ('✓', Role::Pass, "with help"),
        }
    }
}

fn state_of(overview: &Overview, place: &Place) -> Option<State> {
    (0..overview.modules.len()).find_map(|module| state_in(overview, module, place))
}

fn state_in(overview: &Overview, module: usize, place: &Place) -> Option<State> {
    let (module, states) = (overview.course.modules.get(module)?, overview.modules.get(module)?);
    match place {
        Place::Lesson(id) => {
            let at = module.lessons.iter().position(|lesson| lesson == id)?;
            states.lessons.get(at).copied().map(State::Lesson)
        }
        Place::Exercise(id) => {
            let at = module.exercises.iter().position(|exercise| exercise == id)?;
            states.exercises.get(at).copied().map(State::Exercise)
        }
    }
}

fn draw_count(pen: &mut Pen<'_>, at: Columns, y: u16, solved: usize, exercises: usize) {
    let text = match (solved, exercises) {
        (_, 0) => return,
        (0, all) => all.to_string(),
        (solved, all) => format!("{solved} of {all}"),
    };
    pen.write_right(at.bar + at.bar_width, y, at.count, &text, Role::Muted);
}

fn hints(home: &Home) -> Vec<Hint> {
    let take = match home.choice {
        Choice::Next if home.overview.as_ref().is_some_and(|overview| overview.first_start) => {
            "begin"
        }
        Choice::Next => "continue",
        Choice::Module(index) if home.rows_of(index).is_some() => "fold",
        Choice::Module(_) => "unfold",
        Choice::Item { .. } | Choice::Pack(_) | Choice::Playground | Choice::AskingMore => "open",
        Choice::Packs => "packs",
        Choice::Reviews => "review",
        Choice::Place => "ask me",
        Choice::Browse => "browse",
    };
    if home.choices().is_empty() {
        return Vec::new();
    }
    let mut hints = vec![HOME.hint(HomeAction::Take, take)];
    if let Some((_, state)) = home.module_chosen().filter(|(_, state)| state.can_be_skipped()) {
        let words = if state.skipped { "take up again" } else { "skip" };
        hints.push(HOME.hint(HomeAction::Skip, words));
        if !state.skipped {
            hints.push(HOME.hint(HomeAction::Test, "what I know"));
        }
    }
    if matches!(home.choice, Choice::Pack(_)) {
        hints.push(HOME.hint(HomeAction::Shelf, "packs"));
    }
    hints.extend([
        HOME.hint(HomeAction::Down, "choose"),
        HOME.hint(HomeAction::Review, "review"),
        HOME.hint(HomeAction::Progress, "progress"),
        HOME.hint(HomeAction::Search, "search"),
        ANYWHERE.hint_of(plain(':'), "commands"),
    ]);
    hints
}
