//! Progress drawn: modules left, the calendar and what is shaky right.

use ratatui::layout::Rect;

use super::{Stats, rows};
use crate::{
    screen::{
        keymap::stats::{STATS, StatsAction},
        theme::{Ground, Role},
        widget::{
            bar::{self, Share},
            footer,
            grid::{Grid, MARGIN, WIDE_COLUMNS},
            pen::{Pen, columns},
            prose::wrap,
            title, track,
        },
    },
    tutor::{Day, Figures},
};

/// What the calendar and the shaky list need beside the modules, and what those need at most.
const RIGHT_COLUMNS: u16 = 39;
const LEFT_COLUMNS_MAX: u16 = 72;

/// Where things stand, at one width.
struct Places {
    left: Rect,
    right: Rect,
    /// Columns from the left edge of `left`.
    bar: u16,
    bar_width: u16,
    /// The right edge of the count; `None` where there is no room for it.
    count: Option<u16>,
    recall: u16,
    /// Columns from one week to the next.
    week: u16,
    wide: bool,
}

impl Places {
    fn of(area: Rect) -> Places {
        if area.width >= WIDE_COLUMNS { Places::wide(area) } else { Places::narrow(area) }
    }

    /// More columns go to the right pane; a table does not get better by air.
    fn wide(area: Rect) -> Places {
        let body = Grid::of(area).body;
        let left = Rect { width: (body.width - RIGHT_COLUMNS - 5).min(LEFT_COLUMNS_MAX), ..body };
        let x = left.right() + 5;
        Places {
            left,
            right: Rect { x, width: body.right() - x, ..body },
            bar: left.width - 34,
            bar_width: 14,
            count: Some(left.width - 9),
            recall: left.width,
            week: 4,
            wide: true,
        }
    }

    fn narrow(area: Rect) -> Places {
        let body = Grid::of(area).body;
        let right = if area.width >= 76 { 29 } else { 25 };
        let left = Rect { width: body.width.saturating_sub(right + 4), ..body };
        // Where titles have no room beside a bar, they come first.
        let (bar, bar_width) =
            if left.width < 38 { (left.width.saturating_sub(7), 0) } else { (left.width - 17, 9) };
        let x = left.right() + 4;
        Places {
            left,
            right: Rect { x, width: body.right().saturating_sub(x), ..body },
            bar,
            bar_width,
            count: None,
            recall: left.width,
            week: 2,
            wide: false,
        }
    }
}

pub fn draw(stats: &Stats, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    if let Some(figures) = &stats.figures {
        let facts = rows::facts(figures);
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        title::draw(pen, grid.title, &["Progress"], &facts);
        let modules = figures.modules.iter().map(|module| &module.state);
        track::draw(pen, grid.track, &track::of_modules(modules, figures.here));
        let at = Places::of(area);
        draw_modules(stats, figures, pen, &at);
        draw_calendar(figures, pen, &at);
        draw_shaky(stats, figures, pen, &at);
    } else {
        title::draw(pen, grid.title, &["Progress"], &[]);
        track::draw_rule(pen, grid.track);
    }
    draw_said(stats, pen, grid);
    let hints = if stats.shaky() > 0 {
        vec![
            STATS.hint(StatsAction::Review, "review these"),
            STATS.hint(StatsAction::Down, "choose"),
            STATS.hint(StatsAction::Open, "open"),
            STATS.hint(StatsAction::Export, "export"),
        ]
    } else {
        vec![STATS.hint(StatsAction::Export, "export")]
    };
    let end = [STATS.hint(StatsAction::Help, "help"), STATS.hint(StatsAction::Leave, "back")];
    footer::draw(pen, grid.footer, &hints, &end);
}

/// How many modules do not fit.
pub fn modules_beyond(stats: &Stats) -> usize {
    let area = Rect::new(0, 0, stats.size.width, stats.size.height);
    let at = Places::of(area);
    let modules = stats.figures.as_ref().map_or(0, |figures| figures.modules.len());
    modules.saturating_sub(usize::from(module_rows(&at)))
}

/// Rows for modules: those of the body below the header.
fn module_rows(at: &Places) -> u16 {
    at.left.height.saturating_sub(1 + u16::from(at.wide))
}

fn draw_modules(stats: &Stats, figures: &Figures, pen: &mut Pen<'_>, at: &Places) {
    let Rect { x, y, .. } = at.left;
    pen.write(x, y, x + at.bar, "Module", Role::Muted);
    if let Some(count) = at.count {
        pen.write_right(x, y, x + count, "solved", Role::Muted);
    }
    pen.write_right(x, y, x + at.recall, "recall", Role::Muted);
    let first = y + 1 + u16::from(at.wide);
    let room = usize::from(module_rows(at));
    let shown = figures.modules.len().saturating_sub(stats.top).min(room);
    for (y, index) in (first..).zip(stats.top..stats.top + shown) {
        draw_module(figures, pen, at, y, index);
    }
    let below = first + u16::try_from(shown).unwrap_or(0);
    if stats.top + shown < figures.modules.len() {
        pen.repeat(x + at.left.width, at.left.bottom() - 1, 1, '↓', Role::Muted);
    }
    if at.wide {
        draw_words(figures, pen, at, below);
    }
}

fn draw_module(figures: &Figures, pen: &mut Pen<'_>, at: &Places, y: u16, index: usize) {
    let (Some(module), Some(own)) = (figures.course.modules.get(index), figures.modules.get(index))
    else {
        return;
    };
    let x = at.left.x;
    let is_here = figures.here == Some(index);
    let number = if is_here { Role::Here } else { Role::Muted };
    let title = match (is_here, own.state.is_begun()) {
        (true, _) => Role::Bright,
        (false, true) => Role::Text,
        (false, false) => Role::Muted,
    };
    pen.write_right(x, y, x + 2, &(index + 1).to_string(), number);
    let right = (x + at.bar).saturating_sub(1);
    let fits = columns(&module.title) <= right.saturating_sub(x + 4);
    let words = if fits { &module.title } else { &module.short };
    pen.write_cut(x + 4, y, right, words, title);
    let all = own.state.exercises.len();
    if !own.state.has_content() {
        return;
    }
    let share = Share {
        solved: own.state.solved(),
        helped: own.state.solved_with_help(),
        exercises: all,
        read: own.state.read(),
        lessons: own.state.lessons.len(),
    };
    bar::draw(
        pen,
        (x + at.bar, y),
        at.bar_width,
        share,
        if is_here { Role::Accent } else { Role::Muted },
    );
    if own.state.skipped {
        let right = x + at.count.unwrap_or(at.recall);
        pen.write_right(x, y, right, "skipped", Role::Muted);
        return;
    }
    if let Some(count) = at.count {
        let words = match (share.solved, all) {
            (_, 0) => String::new(),
            (0, all) => all.to_string(),
            (solved, all) => format!("{solved} of {all}"),
        };
        pen.write_right(x, y, x + count, &words, Role::Muted);
    }
    let recall = rows::recall_of(own.recall, own.state.is_begun());
    pen.write_right(x, y, x + at.recall, &recall, Role::Text);
}

/// Recall, time and what was solved alone, in words; as much as there is room for.
fn draw_words(figures: &Figures, pen: &mut Pen<'_>, at: &Places, below: u16) {
    let Rect { x, width, .. } = at.left;
    let bottom = at.left.bottom();
    let rule = below + 3;
    let rule = if rule + 10 <= bottom { rule } else { below + 1 };
    if bottom <= rule + 2 {
        return;
    }
    pen.repeat(x, rule, width, '─', Role::Faint);
    let mut y = rule + 2;
    let blocks = [
        ("Recall", rows::recall(figures), Role::Text),
        ("Time", rows::time(figures), Role::Text),
        ("", rows::TIME_MEANS.to_owned(), Role::Muted),
        ("Alone", rows::alone(figures), Role::Text),
    ];
    for (label, words, role) in blocks {
        let room = width.saturating_sub(10);
        let lines = if columns(&words) <= room {
            vec![words]
        } else {
            // Between figures on one row stand three spaces.
            wrap(&words.replace("   ", ", "), room)
        };
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if bottom < y.saturating_add(height) {
            return;
        }
        // What time means stands right under it.
        if label.is_empty() {
            y = y.saturating_sub(1);
        }
        pen.write(x, y, x + 10, label, Role::Muted);
        for line in lines {
            pen.write(x + 10, y, x + width, &line, role);
            y += 1;
        }
        y += 1;
    }
    if y < bottom {
        bar::legend(pen, x + 10, y, x + width);
    }
}

fn draw_calendar(figures: &Figures, pen: &mut Pen<'_>, at: &Places) {
    const LABELS: [&str; 7] = ["Mon", "", "Wed", "", "Fri", "", "Sun"];
    let Rect { x, y, .. } = at.right;
    if at.wide {
        pen.column(x.saturating_sub(3), y..at.right.bottom(), '│', Role::Faint);
    }
    pen.write(x, y, at.right.right(), "Nine weeks", Role::Muted);
    pen.write_right(x + 11, y, at.right.right(), &rows::days(figures), Role::Muted);
    let first = y + 1 + u16::from(at.wide);
    let weeks = x + 6;
    for (row, label) in (0_u16..).zip(LABELS) {
        let y = first + row;
        if at.right.bottom() <= y {
            return;
        }
        pen.write(x, y, x + 5, label, Role::Muted);
        for (week, days) in (0_u16..).zip(&figures.weeks) {
            let (mark, role) = look(days[usize::from(row)]);
            pen.repeat(weeks + week * at.week, y, 1, mark, role);
        }
    }
    let legend = first + 8;
    if at.wide && legend < at.right.bottom() {
        let right = at.right.right();
        let x = pen.write(x, legend, right, "·", Role::Faint);
        let x = pen.write(x + 1, legend, right, "none", Role::Muted);
        pen.write(x + 3, legend, right, "• under 20 min   ● more", Role::Muted);
    }
}

fn look(day: Day) -> (char, Role) {
    let role = |today| if today { Role::Here } else { Role::Muted };
    match day {
        Day::Ahead => (' ', Role::Faint),
        Day::Nothing { today: true } => ('·', Role::Here),
        Day::Nothing { today: false } => ('·', Role::Faint),
        Day::Some { seconds, today } if seconds > rows::MUCH_SECONDS => ('●', role(today)),
        Day::Some { today, .. } => ('•', role(today)),
    }
}

fn draw_shaky(stats: &Stats, figures: &Figures, pen: &mut Pen<'_>, at: &Places) {
    let Rect { x, .. } = at.right;
    let right = at.right.right();
    let top = at.right.y + if at.wide { 13 } else { 9 };
    if at.right.bottom() <= top + 1 {
        return;
    }
    pen.write(x, top, right, "Shaky", Role::Muted);
    let first = top + 1 + u16::from(at.wide);
    if figures.shaky.is_empty() {
        pen.write_cut(x, first, right, "nothing so far", Role::Muted);
        return;
    }
    let says = if at.wide { "what to look at again" } else { "Enter reviews" };
    pen.write_right(x + 6, top, right, says, Role::Muted);
    let room = usize::from(at.right.bottom().saturating_sub(first));
    let from = (stats.chosen + 1).saturating_sub(room);
    for (y, index) in (first..at.right.bottom()).zip(from..figures.shaky.len()) {
        let shaky = &figures.shaky[index];
        let chosen = index == stats.chosen;
        if chosen {
            let left = x.saturating_sub(MARGIN);
            pen.fill(Rect::new(left, y, right + 1 - left, 1), Ground::Selected);
            pen.write(left, y, x, "▌", Role::Here);
        }
        let mut room = right;
        if at.wide {
            room = pen.write_right(x, y, right, &shaky.why, Role::Muted).saturating_sub(2);
        }
        let role = if chosen { Role::Bright } else { Role::Text };
        pen.write_cut(x, y, room, &shaky.title, role);
    }
    // Without room beside the title the reason of the chosen one stands below everything.
    if let Some(shaky) = figures.shaky.get(stats.chosen).filter(|_| !at.wide) {
        let spare = Grid::of(pen.area()).spare;
        let x = pen.write(spare.x, spare.y, spare.right(), "Why shaky ", Role::Muted);
        let words = format!("{}: {}", shaky.title, shaky.why);
        pen.write_cut(x, spare.y, spare.right(), &words, Role::Text);
    }
}

/// What happened, in the last rows of the body until the next key.
fn draw_said(stats: &Stats, pen: &mut Pen<'_>, grid: Grid) {
    let notes = stats.figures.iter().flat_map(|figures| figures.notes.clone());
    let said = stats.said.iter().map(|said| {
        format!("{} {}", said.what, said.next.as_deref().unwrap_or("")).trim_end().to_owned()
    });
    let sentences: Vec<_> = said.chain(notes).collect();
    let lines: Vec<_> =
        sentences.iter().flat_map(|sentence| wrap(sentence, grid.body.width)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(grid.body.height);
    let place = Rect { y: grid.spare.bottom() - height, height, ..grid.body };
    pen.fill(place, Ground::Screen);
    for (y, line) in (place.y..place.bottom()).zip(&lines) {
        pen.write(place.x, y, place.right(), line, Role::Text);
    }
}
