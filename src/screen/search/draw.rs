//! The search drawn: what is typed, the hits in their groups, and beside them the page that the
//! chosen one leads to.

use std::time::Duration;

use ratatui::layout::{Position, Rect};

use super::{
    Search,
    rows::{self, Group, Row},
};
use crate::screen::{
    keymap::{
        Hint,
        search::{SEARCH, SearchAction},
    },
    theme::{Ground, Role},
    widget::{
        footer,
        grid::{Grid, MARGIN, WIDE_COLUMNS},
        laid,
        numerals::count_of,
        pen::{Pen, columns},
        prose::wrap,
        title, track,
    },
};
use crate::tutor::{Hit, Lead, Search as Answer, Solving, Stage};

/// Titles stand behind the label of their group.
const LABEL_COLUMNS: u16 = 11;
/// Of the list where a pane stands beside it.
const LIST_COLUMNS: u16 = 54;
/// Between the list and the pane, a divider in the middle.
const DIVIDER_COLUMNS: u16 = 5;
/// Modules stand so far from the right edge, in lists that are wide enough.
const MODULE_COLUMNS: u16 = 32;
const MODULES_FROM: u16 = 70;
/// Names of terms take so much of the row at most; what they mean follows.
const TERM_COLUMNS_MAX: u16 = 24;
/// How far the index is.
const BAR_COLUMNS: u16 = 16;

pub fn draw(search: &Search, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    let fact = search.answer.as_ref().map_or_else(String::new, |answer| fact(search, answer));
    let facts: &[&str] = if fact.is_empty() { &[] } else { &[&fact] };
    title::draw(pen, grid.title, &["Search"], facts);
    track::draw_rule(pen, grid.track);
    draw_field(search, pen, Rect { width: list(area).width, height: 1, ..grid.body });
    let hits = search.hits();
    if hits.is_empty() {
        draw_words(search, pen, list(area));
    } else {
        draw_list(search, pen, list(area), &rows::rows(&hits));
    }
    if pane_columns(area) > 0 {
        let x = list(area).right() + DIVIDER_COLUMNS / 2;
        pen.column(x, grid.body.y..grid.body.bottom(), '│', Role::Faint);
        draw_pane(search, pen, pane(area));
    }
    footer::draw(pen, grid.footer, &hints(search), &end());
}

/// Where the hits stand.
pub fn list(area: Rect) -> Rect {
    let body = Grid::of(area).body;
    let width = if pane_columns(area) > 0 { LIST_COLUMNS } else { body.width };
    Rect { y: body.y + 2, height: body.height.saturating_sub(2), width, ..body }
}

/// Columns of the pane beside the list; none where there is no room for it.
pub fn pane_columns(area: Rect) -> u16 {
    let beside = LIST_COLUMNS + DIVIDER_COLUMNS;
    if area.width < WIDE_COLUMNS { 0 } else { Grid::of(area).body.width.saturating_sub(beside) }
}

fn pane(area: Rect) -> Rect {
    let body = Grid::of(area).body;
    let width = pane_columns(area);
    Rect { x: body.right() - width, width, ..body }
}

/// The hit that a click means, counted over all.
pub fn hit_at(search: &Search, area: Rect, at: Position) -> Option<usize> {
    let list = list(area);
    if at.x > list.right() {
        return None;
    }
    let hits = search.hits();
    let rows = rows::rows(&hits);
    let below = usize::from(at.y.checked_sub(list.y)?);
    let index = rows::seen(&rows, list.height, search.chosen).nth(below)?;
    match rows.get(index)? {
        Row::Hit { index, .. } => Some(*index),
        Row::Gap => None,
    }
}

/// `9 found`, `121 exercises`; nothing before anything was asked.
fn fact(search: &Search, answer: &Answer) -> String {
    if answer.stage != Stage::Ready {
        return String::new();
    }
    match search.hits().len() {
        0 if answer.query.trim().is_empty() => String::new(),
        count if answer.query.trim().is_empty() => count_of(count, "exercise", "exercises"),
        0 => "nothing found".to_owned(),
        count if answer.more => format!("more than {count} found"),
        count => format!("{count} found"),
    }
}

fn draw_field(search: &Search, pen: &mut Pen<'_>, row: Rect) {
    let mut right = row.right();
    if let Some(answer) = search.answer.as_ref().filter(|answer| !answer.query.is_empty()) {
        let took = in_ms(answer.took);
        right = pen.write_right(row.x, row.y, right, &took, Role::Muted).saturating_sub(2);
    }
    let x = pen.write(row.x, row.y, right, "/ ", Role::Here);
    search.field.draw(pen, Rect { x, width: right.saturating_sub(x), ..row });
}

/// `0.3 ms`, `12 ms`.
fn in_ms(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}

fn draw_list(search: &Search, pen: &mut Pen<'_>, list: Rect, rows: &[Row<'_>]) {
    let terms = rows.iter().filter_map(|row| match row {
        Row::Hit { group: Group::Terms, hit, .. } => Some(columns(&hit.title)),
        Row::Hit { .. } | Row::Gap => None,
    });
    let means = terms.max().unwrap_or(0).min(TERM_COLUMNS_MAX) + 3;
    let seen = rows::seen(rows, list.height, search.chosen);
    let goes_on = [
        (0 < seen.start, '↑', list.y),
        (seen.end < rows.len(), '↓', list.bottom().saturating_sub(1)),
    ];
    for (y, row) in (list.y..).zip(&rows[seen]) {
        let Row::Hit { group, first, index, hit } = row else { continue };
        let chosen = *index == search.chosen;
        let line = Rect { y, height: 1, ..list };
        if chosen {
            let left = line.x.saturating_sub(MARGIN);
            // Beside a pane the ground ends before the divider, else with the screen.
            let margin = if has_pane(pen) { 1 } else { MARGIN };
            pen.fill(
                Rect { x: left, width: line.right() + margin - left, ..line },
                Ground::Selected,
            );
            pen.write(left, y, line.x, "▌", Role::Here);
        }
        if *first {
            pen.write(line.x, y, line.x + LABEL_COLUMNS, group.label(), Role::Muted);
        }
        let x = line.x + LABEL_COLUMNS;
        match &hit.leads {
            Lead::Term { means: words, .. } => {
                let right = if has_pane(pen) { line.right() } else { x + means - 1 };
                draw_title(pen, x, y, right.min(line.right()), hit, chosen);
                if !has_pane(pen) {
                    pen.write_cut(x + means, y, line.right(), words, Role::Muted);
                }
            }
            Lead::Lesson { .. } | Lead::Exercise { .. } | Lead::Note { .. } => {
                draw_place(pen, Rect { x, width: line.right() - x, ..line }, *group, hit, chosen);
            }
        }
    }
    for (_, mark, y) in goes_on.into_iter().filter(|(goes_on, ..)| *goes_on) {
        pen.repeat(list.right(), y, 1, mark, Role::Muted);
    }
}

fn has_pane(pen: &Pen<'_>) -> bool {
    pane_columns(pen.area()) > 0
}

/// Title, module, and at the right edge the page or how far one is.
fn draw_place(pen: &mut Pen<'_>, line: Rect, group: Group, hit: &Hit, chosen: bool) {
    let (words, role) = match &hit.leads {
        Lead::Lesson { page, .. } | Lead::Term { page, .. } | Lead::Note { page, .. } => {
            (format!("page {}", page + 1), Role::Muted)
        }
        Lead::Exercise { state: Solving::Solved | Solving::SolvedWithHelp, .. } => {
            ("✓".to_owned(), Role::Pass)
        }
        Lead::Exercise { passed: Some((passed, of)), .. } => {
            (format!("{passed} of {of}"), Role::Muted)
        }
        Lead::Exercise { .. } => ("•".to_owned(), Role::Muted),
    };
    let mut right = pen.write_right(line.x, line.y, line.right(), &words, role).saturating_sub(2);
    // Pages of the lesson that is open are all of one module.
    if line.width + LABEL_COLUMNS >= MODULES_FROM
        && group != Group::Here
        && let Some((number, title)) = &hit.module
    {
        let words = format!("{number} {title}");
        let column = line.right() - MODULE_COLUMNS;
        // A title that does not fit before the column takes what the module leaves free.
        let fits = columns(&hit.title) + 2 <= column.saturating_sub(line.x);
        let free = if fits { column } else { right.saturating_sub(columns(&words)) };
        let x = column.max(free);
        pen.write_cut(x, line.y, right, &words, Role::Muted);
        right = x - 2;
    }
    draw_title(pen, line.x, line.y, right, hit, chosen);
}

/// The title with what matches in it; a title that is too long is cut at a space.
fn draw_title(pen: &mut Pen<'_>, x: u16, y: u16, right: u16, hit: &Hit, chosen: bool) {
    let role = if chosen { Role::Bright } else { Role::Text };
    let end = pen.write_cut(x, y, right, &hit.title, role);
    for mark in &hit.marks {
        let (Some(before), Some(marked)) =
            (hit.title.get(..mark.start), hit.title.get(mark.clone()))
        else {
            continue;
        };
        let from = x + columns(&crate::text::clean_line(before));
        let to = from + columns(&crate::text::clean_line(marked));
        // What was cut off, and the sign that something was, is not marked.
        if to < end || (to == end && end < right) || end == x + columns(&hit.title) {
            pen.restyle(Rect::new(from, y, to - from, 1), Role::Match);
        }
    }
}

/// What stands where no hit does.
fn draw_words(search: &Search, pen: &mut Pen<'_>, list: Rect) {
    let Some(answer) = &search.answer else { return };
    let mut y = list.y;
    for (words, role) in words(search, answer) {
        for line in wrap(&words, list.width) {
            pen.write(list.x, y, list.right(), &line, role);
            y += 1;
        }
    }
    if let Stage::Making { done, of } = answer.stage
        && of > 0
    {
        let done = usize::from(BAR_COLUMNS).saturating_mul(done) / of;
        let done = u16::try_from(done).unwrap_or(u16::MAX).min(BAR_COLUMNS);
        pen.repeat(list.x, y, done, '━', Role::Here);
        pen.repeat(list.x + done, y, BAR_COLUMNS - done, '─', Role::Faint);
    }
}

fn words(search: &Search, answer: &Answer) -> Vec<(String, Role)> {
    match &answer.stage {
        Stage::Absent | Stage::Making { of: 0, .. } => {
            return vec![("The index is being made.".to_owned(), Role::Muted)];
        }
        Stage::Making { done, of } => {
            return vec![(format!("The index is being made: {done} of {of}."), Role::Muted)];
        }
        Stage::Failed(why) => {
            let next = "Every lesson opens from Home; `backlab list` names them all.";
            let what = format!("Nothing can be searched: {why}.");
            return vec![(what, Role::Text), (next.to_owned(), Role::Muted)];
        }
        Stage::Ready => {}
    }
    let query = answer.query.trim();
    if query.is_empty() {
        let what = "Type a word of a title, of a text, or a term.";
        return vec![(what.to_owned(), Role::Muted)];
    }
    let others = answer.count();
    if search.only_exercises && others > 0 {
        let next = format!("Elsewhere: {others}. Tab shows all.");
        return vec![(format!("No exercise has \"{query}\"."), Role::Text), (next, Role::Muted)];
    }
    let what = format!("No lesson, exercise or term has \"{query}\".");
    let next = match &answer.closest {
        Some((words, count)) => format!("Closest: {words} ({count})"),
        None => "Try one word, or the beginning of one.".to_owned(),
    };
    // Whoever looks for a part of the program looks in the wrong place.
    let commands = "Ctrl+P finds what the program itself can do.".to_owned();
    vec![(what, Role::Text), (next, Role::Muted), (commands, Role::Muted)]
}

fn draw_pane(search: &Search, pen: &mut Pen<'_>, pane: Rect) {
    let body = Rect { y: pane.y + 2, height: pane.height.saturating_sub(2), ..pane };
    if let Some(trouble) = &search.trouble {
        let next = trouble.next.iter().flat_map(|next| wrap(next, pane.width));
        let lines = wrap(&trouble.what, pane.width).into_iter().chain(next);
        for (y, line) in (body.y..body.bottom()).zip(lines) {
            pen.write(body.x, y, body.right(), &line, Role::Text);
        }
        return;
    }
    let Some(shown) = search.pane.shown() else { return };
    let (number, above) = match &shown.lead {
        Lead::Lesson { page, .. } => (Some(page), None),
        Lead::Term { page, means: words, .. } | Lead::Note { page, text: words, .. } => {
            (Some(page), Some(words))
        }
        Lead::Exercise { .. } => (None, None),
    };
    let mut right = pane.right();
    if let Some(number) = number {
        let words = format!("page {}", number + 1);
        right = pen.write_right(pane.x, pane.y, right, &words, Role::Muted).saturating_sub(2);
    }
    pen.write_cut(pane.x, pane.y, right, &shown.title, Role::Bright);
    let mut y = body.y;
    for line in above.iter().flat_map(|words| wrap(words, body.width)) {
        pen.write(body.x, y, body.right(), &line, Role::Bright);
        y += 1;
    }
    y += u16::from(above.is_some());
    for (y, row) in (y..body.bottom()).zip(&shown.rows) {
        let line = Rect { y, height: 1, ..body };
        if row.sample.is_some() {
            pen.fill(line, Ground::Code);
        }
        laid::draw(pen, line, &row.pieces, &row.fact);
    }
}

fn hints(search: &Search) -> Vec<Hint> {
    let mut hints = Vec::new();
    let answer = search.answer.as_ref();
    if !search.hits().is_empty() {
        hints.push(SEARCH.hint(SearchAction::Take, "open"));
        hints.push(SEARCH.hint(SearchAction::Down, "choose"));
    } else if let Some((words, _)) = answer.and_then(|answer| answer.closest.as_ref()) {
        hints.push(SEARCH.hint(SearchAction::Take, format!("look for {words}")));
    }
    let tab = if search.only_exercises { "all" } else { "only exercises" };
    hints.push(SEARCH.hint(SearchAction::OnlyExercises, tab));
    if !search.field.text().is_empty() {
        hints.push(SEARCH.hint(SearchAction::Clear, "clear"));
    }
    hints
}

fn end() -> [Hint; 2] {
    [SEARCH.hint(SearchAction::Help, "help"), SEARCH.hint(SearchAction::Leave, "back")]
}
