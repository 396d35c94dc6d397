//! The answer of a statement on the screen: how many rows and what they took, the rows, and below them
//! what other databases do and how the rows are found.

use ratatui::layout::Rect;

use super::{
    answer::Answer,
    figures::{cut_anywhere, in_ms},
    printed::{lost_rows, mistake_rows},
};
use crate::{
    screen::{
        theme::{Ground, Role},
        widget::{
            grid::MARGIN,
            pen::{Pen, columns},
            rows::{self, LABEL_COLUMNS, Row, labelled, span, wrap},
            window,
        },
    },
    table::{Cell, Table},
    tutor::console::{Given, PlanStep, What},
};

/// The row of names and the rule below it.
const HEAD_ROWS: u16 = 2;

/// Where the parts of an answer stand.
pub struct Lay {
    pub above: Rect,
    /// The rows alone, without their names.
    pub table: Rect,
    below: Rect,
}

/// How an answer is shown.
#[derive(Clone, Copy)]
pub struct How {
    /// Where there is room a rule parts the rows from what stands below.
    pub is_wide: bool,
    pub plan_words: bool,
    /// The keys move its rows.
    pub focus: bool,
}

/// The first row of `area`: what it is, and what it took.
pub fn headline(answer: &Answer, width: u16) -> (Vec<rows::Span>, Vec<String>) {
    let mut facts = Vec::new();
    facts.extend(answer.columns_seen(width));
    if 1 < answer.count() {
        facts.push(format!("{} of {}", answer.at() + 1, answer.count()));
    }
    let Some(given) = answer.given() else {
        // Its own words stand there.
        return (Vec::new(), facts);
    };
    facts.extend(given.took_us.map(in_ms));
    if answer.has_plan() || matches!(given.what, What::Rows(_)) {
        facts.extend(given.full_scan_steps.map(|steps| match steps {
            0 => "no full scan".to_owned(),
            1 => "full scan, 1 step".to_owned(),
            steps => format!("full scan, {steps} steps"),
        }));
    }
    (words(given), facts)
}

fn words(given: &Given) -> Vec<rows::Span> {
    let mut spans = Vec::new();
    if let Some(session) = &given.session {
        spans.push(span(format!("{session}  "), Role::Muted));
    }
    match &given.what {
        What::Rows(table) => spans.push(span(counted(table.rows.len() as u64, ""), Role::Bright)),
        What::Changed(rows) => spans.push(span(counted(*rows, " changed"), Role::Bright)),
        What::Done => spans.push(span("done", Role::Bright)),
        What::Planned => spans.push(span("not run: its plan", Role::Bright)),
        What::Printed(text) => spans.push(span(text.clone(), Role::Text)),
        What::Refused(why) => {
            spans.extend([span("✗ ", Role::FailBold), span(why.clone(), Role::Text)]);
        }
    }
    spans
}

fn counted(rows: u64, end: &str) -> String {
    if rows == 1 { format!("1 row{end}") } else { format!("{rows} rows{end}") }
}

/// Where the parts stand in `area`, which is below the headline.
pub fn lay_out(answer: &Answer, area: Rect, how: How) -> Lay {
    let above = above(answer, area.width);
    let below = below(answer, area.width, how);
    let cap = |count: usize, most: u16| u16::try_from(count).unwrap_or(u16::MAX).min(most);
    let above_height = cap(above.len(), area.height);
    let gap = u16::from(0 < above_height && (answer.table().is_some() || !below.is_empty()));
    let rest = area.height.saturating_sub(above_height + gap);
    let air = if how.is_wide { 3 } else { 1 };
    let Some(table) = answer.table() else {
        let y = area.bottom() - rest;
        let below = Rect { y, height: rest, ..area };
        let none = Rect { y, height: 0, ..area };
        return Lay { above: Rect { height: above_height, ..area }, table: none, below };
    };
    let (air, most) = if below.is_empty() { (0, 0) } else { (air, (rest / 2).saturating_sub(air)) };
    let below_height = cap(below.len(), most);
    let air = if below_height == 0 { 0 } else { air };
    let room = rest.saturating_sub(below_height + air + HEAD_ROWS);
    let height = cap(table.rows.len().max(1), room);
    let y = (area.y + above_height + gap + HEAD_ROWS).min(area.bottom());
    let table = Rect { y, height: height.min(area.bottom() - y), ..area };
    let y = (table.bottom() + air).min(area.bottom());
    // What is not taken by rows is free for more of what stands below.
    let below = Rect { y, height: if below_height == 0 { 0 } else { area.bottom() - y }, ..area };
    Lay { above: Rect { height: above_height, ..area }, table, below }
}

pub fn draw(answer: &Answer, pen: &mut Pen<'_>, area: Rect, how: How) {
    let lay = lay_out(answer, area, how);
    rows::draw(pen, lay.above, &above(answer, area.width), 0, MARGIN);
    if let Some(table) = answer.table() {
        draw_head(answer, table, pen, lay.table);
        draw_rows(answer, table, pen, lay.table, how.focus);
    }
    if 0 < lay.below.height {
        let below_rows = below(answer, area.width, how);
        if how.is_wide && answer.table().is_some() && area.y + 2 <= lay.below.y {
            pen.repeat(area.x, lay.below.y - 2, area.width, '─', Role::Faint);
        }
        rows::draw(pen, lay.below, &below_rows, 0, MARGIN);
    }
}

/// Why it did not run to its end.
fn above(answer: &Answer, width: u16) -> Vec<Row> {
    if answer.given().is_some() {
        return Vec::new();
    }
    let mistake = answer.ran.mistake.iter();
    let mut rows: Vec<Row> = mistake.flat_map(|mistake| mistake_rows(mistake, width)).collect();
    rows.extend(answer.ran.lost.iter().flat_map(|lost| lost_rows(lost, width)));
    let (_, facts) = headline(answer, width);
    if let Some(first) = rows.first_mut().filter(|_| !facts.is_empty()) {
        first.right = vec![span(facts.join("   "), Role::Muted)];
    }
    rows
}

/// What other databases do, and the plan.
fn below(answer: &Answer, width: u16, how: How) -> Vec<Row> {
    let mut all = Vec::new();
    let room = width.saturating_sub(LABEL_COLUMNS);
    if let Some(given) = answer.given() {
        let notes = given.notes.iter();
        let notes: Vec<Row> =
            notes.flat_map(|note| wrap(&[span(note.clone(), Role::Text)], room, 0)).collect();
        if !notes.is_empty() {
            all.extend(labelled("elsewhere", Role::Muted, notes));
        }
    }
    if answer.has_plan() {
        if !all.is_empty() {
            all.push(Row::empty());
        }
        let steps = plan_rows(&answer.ran.plan, how.plan_words);
        all.extend(labelled("Plan", Role::Muted, steps));
    }
    all
}

fn plan_rows(steps: &[PlanStep], in_words: bool) -> Vec<Row> {
    let verbs = steps.iter().map(|step| columns(&step.verb)).max().unwrap_or(0).max(6);
    let tables = steps.iter().map(|step| columns(&step.table)).max().unwrap_or(0);
    let row = |step: &PlanStep| {
        let indent = "  ".repeat(step.depth);
        let spans = if in_words {
            let words = if step.words.is_empty() { &step.detail } else { &step.words };
            vec![span(format!("{indent}{words}"), Role::Text)]
        } else if step.verb.is_empty() {
            vec![span(format!("{indent}{}", step.rest), Role::Text)]
        } else {
            let verb = format!("{:width$}", step.verb, width = usize::from(verbs));
            let table = format!("{:width$}", step.table, width = usize::from(tables));
            let words = match (step.table.as_str(), step.rest.as_str()) {
                ("", rest) => rest.to_owned(),
                (_, rest) => format!("{table}  {rest}"),
            };
            vec![
                span(format!("{indent}{verb}"), Role::Bright),
                span(format!("  {}", words.trim_end()), Role::Text),
            ]
        };
        let row = Row::of(spans);
        if step.cost.is_empty() { row } else { row.with_right(step.cost, Role::Muted) }
    };
    steps.iter().map(row).collect()
}

/// The names and the rule, right above `rows`.
fn draw_head(answer: &Answer, table: &Table, pen: &mut Pen<'_>, rows: Rect) {
    let places = answer.places(rows.width);
    let Some(y) = rows.y.checked_sub(HEAD_ROWS) else { return };
    let (more_left, more_right) = answer.hides(rows.width);
    for place in &places {
        let name = table.columns.get(place.index).map_or("", String::as_str);
        let name = crate::text::clean_line(name);
        let name = cut_anywhere(&name, place.width);
        let air = if place.numeric { place.width - columns(&name) } else { 0 };
        let x = rows.x + place.x + air;
        pen.write(x, y, rows.x + place.x + place.width, &name, Role::Bright);
    }
    let end = places.last().map_or(0, |place| place.x + place.width);
    pen.repeat(rows.x, y + 1, end, '─', Role::Faint);
    // In the margin, which the rows do not reach.
    if more_left {
        pen.repeat(rows.x.saturating_sub(2), y, 1, '←', Role::Muted);
    }
    if more_right {
        pen.repeat(rows.right() + 1, y, 1, '→', Role::Muted);
    }
}

fn draw_rows(answer: &Answer, table: &Table, pen: &mut Pen<'_>, area: Rect, focus: bool) {
    if table.rows.is_empty() && 0 < area.height {
        pen.write(area.x, area.y, area.right(), "no rows", Role::Muted);
        return;
    }
    let places = answer.places(area.width);
    let height = usize::from(area.height);
    let visible = window::around(table.rows.len(), height, answer.chosen());
    let (first, end) = (visible.start, visible.end);
    for (y, index) in (area.y..area.bottom()).zip(visible) {
        let is_chosen = focus && index == answer.chosen();
        if is_chosen {
            let left = area.x.saturating_sub(MARGIN);
            let width = area.width + 2 * MARGIN;
            pen.fill(Rect { x: left, y, width, height: 1 }, Ground::Selected);
            pen.repeat(left, y, 1, '▌', Role::Here);
        }
        for place in &places {
            let Some(cell) = table.rows[index].get(place.index) else { continue };
            let shown = cell.show();
            let shown = cut_anywhere(&shown, place.width);
            let air = if place.numeric { place.width - columns(&shown) } else { 0 };
            let role = if *cell == Cell::Null { Role::Muted } else { Role::Code };
            pen.write(area.x + place.x + air, y, area.x + place.x + place.width, &shown, role);
        }
        let is_last = index + 1 == end && end < table.rows.len();
        if is_last || (index == first && 0 < first) {
            let mark = if is_last { '↓' } else { '↑' };
            pen.repeat(area.right() + 1, y, 1, mark, Role::Muted);
        }
    }
}
