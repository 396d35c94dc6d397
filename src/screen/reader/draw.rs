//! The reader drawn: the track has a segment for each page.

use ratatui::layout::Rect;

use super::{
    Open, Reader,
    over::{self, Over},
    page::{Kind, Row},
    terms,
};
use crate::{
    course::short_title,
    screen::{
        keymap::{
            Hint, plain,
            reader::{
                CONTENTS, NOTE, NoteAction, OUTPUT, OverAction, PREDICTION, PredictionAction,
                READER, ReaderAction, TERM,
            },
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, MARGIN},
            laid,
            pen::{Pen, columns},
            prose::wrap,
            title,
            track::{self, Segment},
        },
    },
};

/// What comes next stands behind its label, as in the workbench.
const NEXT_COLUMNS: u16 = 10;

pub fn draw(reader: &Reader, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    let body = reader.body();
    pen.fill(area, Ground::Screen);
    if let Some(open) = &reader.open {
        draw_title(open, pen, grid.title);
        track::draw(pen, grid.track, &segments(open));
        draw_page(reader, open, pen, body);
        draw_over(reader, open, pen, body);
    } else {
        title::draw(pen, grid.title, &["Backlab"], &[]);
        track::draw_rule(pen, grid.track);
    }
    if let Some(trouble) = &reader.trouble {
        draw_trouble(pen, body, &trouble.what, trouble.next.as_deref());
    }
    footer::draw(pen, grid.footer, &hints(reader), &end(reader));
}

fn draw_title(open: &Open, pen: &mut Pen<'_>, row: Rect) {
    let lesson = &open.lesson;
    let course = short_title(&lesson.course_title);
    let module = format!("{} {}", lesson.module_number, lesson.module_title);
    let fact = format!("page {} of {}", open.page + 1, open.pages().len());
    let due = format!("{} due", lesson.due);
    let facts: &[&str] = if lesson.due > 0 { &[&fact, &due] } else { &[&fact] };
    title::draw(pen, row, &[course, &module, &lesson.loaded.lesson.title], facts);
}

fn segments(open: &Open) -> Vec<Segment> {
    let segment = |page: usize| match page.cmp(&open.page) {
        std::cmp::Ordering::Less => Segment::Done,
        std::cmp::Ordering::Equal => Segment::Here,
        std::cmp::Ordering::Greater => Segment::Ahead,
    };
    (0..open.pages().len()).map(segment).collect()
}

fn draw_page(reader: &Reader, open: &Open, pen: &mut Pen<'_>, body: Rect) {
    let several = open.samples().len() > 1;
    let takes_next = open.opens.is_none() && reader.sees_the_end();
    for (y, row) in (body.y..body.bottom()).zip(open.rows.iter().skip(open.top)) {
        let line = Rect { y, height: 1, ..body };
        if row.kind == Kind::Next {
            draw_next(pen, line, row, takes_next);
            continue;
        }
        if let Some(ground) = row.ground {
            pen.fill(line, ground);
        }
        if several && row.kind == Kind::Code && row.sample == open.marked {
            // Where Enter goes on, that is the one place in amber.
            let role = if takes_next && open.is_last_page() { Role::Muted } else { Role::Here };
            pen.write(line.x.saturating_sub(MARGIN), y, line.x, "▌", role);
        }
        laid::draw(pen, line, &row.pieces, &row.fact);
    }
}

/// The selected row of the page, when Enter takes it.
fn draw_next(pen: &mut Pen<'_>, line: Rect, row: &Row, chosen: bool) {
    let (x, y) = (line.x, line.y);
    if chosen {
        let left = x.saturating_sub(MARGIN);
        pen.fill(Rect::new(left, y, line.right() + MARGIN - left, 1), Ground::Selected);
        pen.write(left, y, x, "▌", Role::Here);
        pen.write_right(x, y, line.right(), "Enter", Role::Bright);
    }
    pen.write(x, y, x + NEXT_COLUMNS, "Next", if chosen { Role::Here } else { Role::Muted });
    let right = line.right().saturating_sub(columns("Enter") + 3);
    let room = pen.write_right(x, y, right, &row.fact, Role::Muted).saturating_sub(3);
    let title = row.pieces.first().map_or("", |(title, _)| title);
    pen.write_cut(x + NEXT_COLUMNS, y, room, title, Role::Bright);
}

fn draw_over(reader: &Reader, open: &Open, pen: &mut Pen<'_>, body: Rect) {
    match open.over {
        Over::Nothing => {}
        Over::Contents { chosen } => {
            let titles: Vec<String> = open.pages().iter().map(|page| page.title.clone()).collect();
            over::draw_contents(pen, body, &titles, open.page, chosen);
        }
        Over::Output { sample, top } => {
            let output = open.runs.get(&sample).map_or("", |run| run.output());
            over::draw_output(pen, body, output, top);
        }
        Over::Term { at } => terms::draw(open, &reader.lesson, pen, body, at),
    }
}

/// What went wrong stands in the last rows of the body until the next key.
fn draw_trouble(pen: &mut Pen<'_>, body: Rect, what: &str, next: Option<&str>) {
    let mut lines = wrap(what, body.width);
    lines.extend(next.into_iter().flat_map(|next| wrap(next, body.width)));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(body.height);
    let place = Rect { y: body.bottom() - height, height, ..body };
    pen.fill(place, Ground::Screen);
    for (y, line) in (place.y..place.bottom()).zip(&lines) {
        pen.write(place.x, y, place.right(), line, Role::Text);
    }
}

fn end(reader: &Reader) -> [Hint; 2] {
    if reader.writes_note() {
        return [NOTE.hint(NoteAction::Help, "help"), NOTE.hint(NoteAction::Close, "back")];
    }
    if reader.is_typing() {
        return [
            PREDICTION.hint(PredictionAction::Help, "help"),
            PREDICTION.hint(PredictionAction::Close, "back"),
        ];
    }
    match reader.open.as_ref().map(|open| open.over) {
        Some(Over::Contents { .. }) => {
            [CONTENTS.hint(OverAction::Help, "help"), CONTENTS.hint_of(plain('q'), "back")]
        }
        Some(Over::Output { .. }) => {
            [OUTPUT.hint(OverAction::Help, "help"), OUTPUT.hint_of(plain('q'), "back")]
        }
        Some(Over::Term { .. }) => {
            [TERM.hint(OverAction::Help, "help"), TERM.hint_of(plain('q'), "back")]
        }
        Some(Over::Nothing) | None => {
            [READER.hint(ReaderAction::Help, "help"), READER.hint(ReaderAction::Leave, "back")]
        }
    }
}

fn hints(reader: &Reader) -> Vec<Hint> {
    let Some(open) = &reader.open else { return Vec::new() };
    if reader.writes_note() {
        return vec![NOTE.hint(NoteAction::Close, "done; it is kept")];
    }
    if open.asking.is_some() {
        return vec![PREDICTION.hint(PredictionAction::Compare, "compare")];
    }
    match open.over {
        Over::Contents { .. } => {
            return vec![
                CONTENTS.hint(OverAction::Take, "open"),
                CONTENTS.hint(OverAction::Down, "choose"),
                CONTENTS.hint(OverAction::Close, "close"),
            ];
        }
        Over::Output { .. } => {
            return vec![
                OUTPUT.hint(OverAction::Down, "a line"),
                OUTPUT.hint(OverAction::ScreenDown, "a screen"),
                OUTPUT.hint(OverAction::Copy, "copy"),
                OUTPUT.hint(OverAction::Close, "close"),
            ];
        }
        Over::Term { at } => {
            let mut hints = Vec::new();
            if reader.term_leads_on(at) {
                hints.push(TERM.hint(OverAction::Take, "its lesson"));
            }
            if reader.has_more_terms() {
                hints.push(TERM.hint(OverAction::Down, "next term"));
            }
            hints.push(TERM.hint(OverAction::Copy, "copy"));
            hints.push(TERM.hint(OverAction::Close, "close"));
            return hints;
        }
        Over::Nothing => {}
    }
    let mut hints = Vec::new();
    let at_end = reader.sees_the_end();
    let pending = open.pending_prediction().is_some();
    match (at_end, open.is_last_page()) {
        (true, _) if pending => hints.push(READER.hint(ReaderAction::On, "skip the question")),
        (false, _) => hints.push(READER.hint(ReaderAction::On, "more")),
        (true, false) => hints.push(READER.hint(ReaderAction::On, "next page")),
        (true, true) => {}
    }
    if open.opens.is_some() {
        hints.push(READER.hint(ReaderAction::Take, "all output"));
    } else if at_end && !pending && open.is_last_page() && open.asks {
        hints.push(READER.hint(ReaderAction::Take, "questions"));
    } else if at_end && !pending && open.is_last_page() && open.lesson.next.is_some() {
        hints.push(READER.hint(ReaderAction::Take, "next"));
    }
    // "back" alone is what leaves the lesson.
    let label = if open.top > 0 { "up" } else { "page before" };
    let back = (open.page > 0 || open.top > 0).then(|| READER.hint(ReaderAction::BackUp, label));
    // Where a block can be run, its keys are what one looks for.
    let (first, later) = if open.marked.is_some() { (None, back) } else { (back, None) };
    hints.extend(first);
    push_block_hints(open, &mut hints);
    if reader.walks() {
        hints.push(READER.hint(ReaderAction::NextMatch, "next match"));
    }
    if open.marks_terms() {
        hints.push(READER.hint(ReaderAction::Terms, "terms"));
    }
    hints.push(READER.hint(ReaderAction::Contents, "contents"));
    hints.push(READER.hint(ReaderAction::Search, "search"));
    hints.extend(later);
    hints.push(READER.hint(ReaderAction::Note, "note"));
    if open.marked.is_some() {
        hints.push(READER.hint(ReaderAction::Copy, "copy"));
    }
    hints
}

fn push_block_hints(open: &Open, hints: &mut Vec<Hint>) {
    let samples = open.samples();
    if open.is_busy() {
        hints.push(READER.hint(ReaderAction::Stop, "stop"));
    } else if let Some(index) = open.marked.filter(|index| open.runs(*index)) {
        let label = match (open.asks_first(index), open.runs.contains_key(&index)) {
            (true, _) => "predict and run",
            (false, true) => "run again",
            (false, false) => "run",
        };
        hints.push(READER.hint(ReaderAction::Run, label));
        if open.recorded(index).is_some() {
            hints.push(READER.hint(ReaderAction::Xray, "x-ray"));
        }
    }
    let marked = open.marked.and_then(|index| open.sample(index));
    // Before what can be done besides: the other blocks are not seen to be reachable otherwise.
    if samples.len() > 1 {
        hints.push(READER.hint(ReaderAction::NextBlock, "next block"));
    }
    if marked.and_then(Open::console_of).is_some() {
        hints.push(READER.hint(ReaderAction::Change, "change it"));
    }
}
