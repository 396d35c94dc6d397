//! The answer that is looked at: its status, and one of its parts. Of a long one only the lines that
//! are seen are made.

use ratatui::layout::{Position, Rect};

use super::{
    Focus, Http,
    lines::{self, took},
    places::{Places, is_tall},
    sent::Refused,
    tree::path_of,
    viewer::Part,
};
use crate::{
    exchange::{
        http_file::Mistake,
        shown::{self, sheet::Kind},
    },
    screen::{
        theme::{Ground, Role},
        widget::{
            pen::{Pen, columns},
            rows::{self, Row, span, wrap},
            waited::Waited,
        },
    },
    text::clean_line,
    tutor::{Trouble, playground::Past},
};

/// Between two parts in their row.
const PART_GAP: u16 = 3;
/// Captured variables that are shown.
const CAPTURED_MAX: usize = 3;

/// Where the parts of the answer stand.
struct Spots {
    status: Rect,
    parts: Rect,
    content: Rect,
    captured: Rect,
}

fn spots(http: &Http, area: Rect) -> Spots {
    let air = u16::from(is_tall(http.size));
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let row = |y: u16, height: u16| Rect { y, height, ..area }.intersection(area);
    let captured = captured(http).len();
    let captured = u16::try_from(captured).unwrap_or(0);
    let below = if captured == 0 { 0 } else { captured + 1 + air };
    let top = area.y + 3 + air;
    let bottom = area.bottom().saturating_sub(below).max(top.min(area.bottom()));
    Spots {
        status: row(area.y, 1),
        parts: row(area.y + 1 + air, 1),
        content: row(top, bottom.saturating_sub(top)),
        captured: row(bottom, area.bottom().saturating_sub(bottom)),
    }
}

/// Where the lines of the part stand.
pub fn content_area(http: &Http) -> Rect {
    let area = spots(http, Places::of(http).answer).content;
    let head = u16::try_from(head_rows(http, area.width).len()).unwrap_or(u16::MAX);
    let head = head.min(area.height);
    Rect { y: area.y + head, height: area.height - head, ..area }
}

pub fn draw(http: &Http, pen: &mut Pen<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let spots = spots(http, area);
    draw_status(http, pen, spots.status);
    if http.viewer.past.is_some() || http.server().is_some() {
        draw_parts(http, pen, spots.parts);
    }
    let head = head_rows(http, spots.content.width);
    rows::draw(pen, spots.content, &head, 0, 1);
    draw_content(http, pen, content_area(http));
    draw_captured(http, pen, spots.captured);
}

fn draw_status(http: &Http, pen: &mut Pen<'_>, row: Rect) {
    let right = row.right();
    let waited = http.sending.map_or(Waited::Nothing, |sending| sending.waited);
    let words = match waited {
        Waited::Nothing => None,
        Waited::Some => Some("sending   …".to_owned()),
        Waited::Seconds(seconds) => Some(format!("sending   …   {seconds} s   Esc stops")),
    };
    if let Some(words) = words {
        pen.write(row.x, row.y, right, &words, Role::Muted);
        return;
    }
    if let Some(refused) = &http.trouble {
        let x = pen.write(row.x, row.y, right, "Not sent", Role::Bright);
        pen.write_cut(x + 3, row.y, right, &refused.request, Role::Muted);
        return;
    }
    let Some(past) = &http.viewer.past else {
        let words = "Nothing sent yet. F5 sends the request above.";
        if http.request().is_some() && http.viewer.part != Part::Log {
            pen.write_cut(row.x, row.y, right, words, Role::Muted);
        }
        return;
    };
    let facts = facts(past);
    let left = pen.write_right(row.x, row.y, right, &facts, Role::Muted);
    let status = match (&past.exchange.response, &past.exchange.error) {
        (Some(response), None) => shown::status(response.status),
        (Some(response), Some(_)) => format!("{}, not whole", shown::status(response.status)),
        (None, _) => "No answer".to_owned(),
    };
    let x = pen.write(row.x, row.y, left.saturating_sub(2), &status, Role::Bright);
    // What is looked at need not be the request above.
    let asked = format!("{} {}", past.method, path_of(&past.target));
    pen.write_cut(x + 3, row.y, left.saturating_sub(3), &asked, Role::Muted);
}

/// `4 ms   132 bytes`
fn facts(past: &Past) -> String {
    let took = took(past.exchange.times.total.as_micros());
    match &past.exchange.response {
        Some(response) => format!("{took}   {}", shown::size(response)),
        None => took,
    }
}

fn draw_parts(http: &Http, pen: &mut Pen<'_>, row: Rect) {
    let mut x = row.x;
    for part in http.parts() {
        let role = if part == http.viewer.part { Role::Bright } else { Role::Muted };
        x = pen.write(x, row.y, row.right(), part.word(), role) + PART_GAP;
    }
    pen.write_right(x, row.y, row.right(), &kind(http), Role::Muted);
}

/// What the body is, and where one is in it.
fn kind(http: &Http) -> String {
    let Some(sheet) = http.viewer.sheet().filter(|_| http.viewer.part == Part::Body) else {
        return String::new();
    };
    let word = match sheet.kind() {
        Kind::Empty => return String::new(),
        Kind::Json => "json",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
    };
    if http.focus == Focus::Answer && 1 < sheet.lines() {
        return format!("{} of {}   {word}", http.viewer.cursor + 1, sheet.lines());
    }
    word.to_owned()
}

/// The part whose word was clicked.
pub fn part_at(http: &Http, at: Position) -> Option<Part> {
    let row = spots(http, Places::of(http).answer).parts;
    let mut x = row.x;
    http.parts().into_iter().filter(|_| row.y == at.y).find(|part| {
        let from = x;
        x += columns(part.word()) + PART_GAP;
        (from..x - PART_GAP).contains(&at.x)
    })
}

/// The line that is drawn at a row.
pub fn line_at(http: &Http, at: Position) -> Option<usize> {
    let area = content_area(http);
    let lines = lines(http);
    let mut y = area.y;
    let mut next = Some(http.viewer.top).filter(|top| *top < lines);
    while let Some(line) = next.filter(|_| y < area.bottom()) {
        let rows = u16::try_from(lines::rows(http, line, area.width).len().max(1)).unwrap_or(1);
        if (y..y + rows).contains(&at.y) {
            return Some(line);
        }
        y += rows;
        next = http.viewer.below(line, lines);
    }
    None
}

/// What must be said before anything else: why nothing was sent, or came.
fn head_rows(http: &Http, width: u16) -> Vec<Row> {
    if http.viewer.part == Part::Log && http.trouble.is_none() {
        return Vec::new();
    }
    if let Some(refused) = &http.trouble {
        return refused_rows(http, refused, width);
    }
    let past = http.viewer.past.as_ref().filter(|_| http.viewer.part == Part::Body);
    let Some(past) = past else { return Vec::new() };
    let mut rows = Vec::new();
    if let Some(mistake) = &past.exchange.error {
        rows = trouble_rows(&unanswered(mistake), width);
    }
    let cut = past.exchange.response.as_ref().is_some_and(|response| response.cut);
    if cut {
        let words = "The body is longer; what stands here is its beginning.";
        rows.extend(wrap(&[span(words, Role::Text)], width, 0));
    }
    rows
}

/// Why no answer came: a sentence, and what to do.
fn unanswered(mistake: &Mistake) -> Trouble {
    let sentence = |text: &str| {
        let mut chars = text.chars();
        let first: String = chars.next().map(|ch| ch.to_uppercase().collect()).unwrap_or_default();
        format!("{first}{}", chars.as_str())
    };
    let trouble = Trouble::new(format!("{}.", sentence(&mistake.what)));
    match &mistake.hint {
        Some(hint) => trouble.next(sentence(hint)),
        None => trouble,
    }
}

/// Why nothing was sent, with the line of the editor, and which keys help where one is.
fn refused_rows(http: &Http, refused: &Refused, width: u16) -> Vec<Row> {
    let mut trouble = refused.trouble.clone();
    let is_typing = http.editing.is_some();
    if let Some(line) = refused.line.filter(|_| is_typing) {
        trouble.what = format!("Line {line}: {}", trouble.what);
    }
    if refused.wants_server {
        let keys = if is_typing { "Esc, then s, starts a server." } else { "s starts a server." };
        trouble.next = Some(match trouble.next {
            Some(next) => format!("{}. {keys}", next.trim_end_matches('.')),
            None => keys.to_owned(),
        });
    }
    trouble_rows(&trouble, width)
}

fn trouble_rows(trouble: &Trouble, width: u16) -> Vec<Row> {
    let mut rows = wrap(&[span(trouble.what.clone(), Role::Text)], width, 0);
    if let Some(next) = &trouble.next {
        rows.extend(wrap(&[span(next.clone(), Role::Muted)], width, 0));
    }
    rows.push(Row::empty());
    rows
}

/// How many lines the part has.
pub fn lines(http: &Http) -> usize {
    lines::count(http, content_area(http).width)
}

fn draw_content(http: &Http, pen: &mut Pen<'_>, area: Rect) {
    let lines = lines(http);
    let mut y = area.y;
    let mut next = Some(http.viewer.top).filter(|top| *top < lines);
    while let Some(line) = next.filter(|_| y < area.bottom()) {
        let made = lines::rows(http, line, area.width);
        let height = u16::try_from(made.len().max(1)).unwrap_or(u16::MAX);
        let place = Rect { y, height, ..area }.intersection(area);
        let is_here =
            line == http.viewer.cursor && http.focus == Focus::Answer && http.editing.is_none();
        if is_here {
            let wide = Rect { x: place.x.saturating_sub(1), width: place.width + 1, ..place };
            pen.lay(wide, Ground::Selected);
            pen.column(wide.x, place.y..place.bottom(), '▌', Role::Here);
        }
        rows::draw(pen, place, &made, 0, 1);
        y = y.saturating_add(height);
        next = http.viewer.below(line, lines);
    }
    if next.is_some() && 0 < area.height {
        pen.repeat(area.right(), area.bottom() - 1, 1, '↓', Role::Muted);
    }
}

/// Variables of the file that this answer gave a value.
fn captured(http: &Http) -> Vec<(String, String)> {
    let past = http.viewer.past.as_ref().filter(|_| http.trouble.is_none());
    let all = past.map(|past| past.captured.clone()).unwrap_or_default();
    all.into_iter().take(CAPTURED_MAX).collect()
}

fn draw_captured(http: &Http, pen: &mut Pen<'_>, area: Rect) {
    let captured = captured(http);
    if captured.is_empty() || area.height == 0 {
        return;
    }
    let air = u16::from(is_tall(http.size));
    let left = area.x.saturating_sub(1);
    pen.repeat(left, area.y, area.right().saturating_sub(left), '─', Role::Faint);
    for (y, (index, (name, value))) in
        (area.y + 1 + air..area.bottom()).zip(captured.iter().enumerate())
    {
        if index == 0 {
            pen.write(area.x, y, area.right(), "captured", Role::Muted);
        }
        let words = format!("{name} = {value:?}");
        let row = Row::words(clean_line(&words), Role::Text);
        let place = Rect { x: area.x + 11, y, width: area.width.saturating_sub(11), height: 1 };
        rows::draw(pen, place.intersection(area), &[row], 0, 0);
    }
}
