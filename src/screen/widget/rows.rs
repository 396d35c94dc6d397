//! Rows of words with roles: what panes are made of before they are drawn.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    markup::{
        Class, layout,
        parse::{Source, parse_text},
    },
    screen::{
        theme::{Ground, Role},
        widget::pen::{Pen, columns},
    },
};

/// Labels stand left, in a column of ten; what they label begins behind it.
pub const LABEL_COLUMNS: u16 = 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub role: Role,
}

pub fn span(text: impl Into<String>, role: Role) -> Span {
    Span { text: text.into(), role }
}

/// One row of a pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub spans: Vec<Span>,
    /// At the right edge.
    pub right: Vec<Span>,
    /// Laid under the row and its margin.
    pub ground: Option<Ground>,
    /// Columns at the start that keep the ground of the screen.
    pub ground_from: u16,
    /// The bar of the selection, outside the text.
    pub bar: Option<Role>,
}

impl Row {
    pub fn empty() -> Row {
        Row::default()
    }

    pub fn of(spans: Vec<Span>) -> Row {
        Row { spans, ..Row::default() }
    }

    pub fn words(text: impl Into<String>, role: Role) -> Row {
        Row::of(vec![span(text, role)])
    }

    #[must_use]
    pub fn with_right(mut self, text: impl Into<String>, role: Role) -> Row {
        self.right.push(span(text, role));
        self
    }

    pub fn columns(&self) -> u16 {
        self.spans.iter().map(|span| columns(&span.text)).sum()
    }
}

/// Draws the rows from `from` on, top down. `margin` is how far left of `area` the bar stands.
pub fn draw(pen: &mut Pen<'_>, area: Rect, rows: &[Row], from: usize, margin: u16) {
    for (row, y) in rows.iter().skip(from).zip(area.y..area.bottom()) {
        let left = area.x.saturating_sub(margin);
        if let Some(ground) = row.ground {
            let bare = row.ground_from.min(area.width);
            let row = Rect { x: area.x + bare, y, width: area.width - bare, height: 1 };
            // The selection reaches into the margins.
            let wide = Rect { x: left, width: area.width + 2 * margin, ..row };
            pen.lay(if ground == Ground::Selected { wide } else { row }, ground);
        }
        if let Some(role) = row.bar {
            pen.repeat(left, y, 1, '▌', role);
        }
        let needed: u16 = row.right.iter().map(|span| columns(&span.text)).sum();
        let mut right = area.right();
        if 0 < needed && needed < area.width {
            let mut x = area.right() - needed;
            right = x - 1;
            for span in &row.right {
                x = pen.write(x, y, area.right(), &span.text, span.role);
            }
        }
        draw_spans(pen, area.x, y, right, &row.spans);
    }
}

/// What is too wide ends in `…`.
fn draw_spans(pen: &mut Pen<'_>, x: u16, y: u16, right: u16, spans: &[Span]) {
    let needed: u16 = spans.iter().map(|span| columns(&span.text)).fold(0, u16::saturating_add);
    let too_wide = right.saturating_sub(x) < needed;
    let end = if too_wide { right.saturating_sub(1) } else { right };
    let mut at = x;
    for span in spans {
        at = pen.write(at, y, end, &span.text, span.role);
    }
    if too_wide && x < right {
        pen.repeat(at.min(end), y, 1, '…', Role::Muted);
    }
}

/// Puts `label` before the first row, and the width of a label before the others.
pub fn labelled(label: &str, role: Role, rows: Vec<Row>) -> Vec<Row> {
    let width = usize::from(LABEL_COLUMNS);
    let labelled = rows.into_iter().enumerate().map(|(index, mut row)| {
        let head = if index == 0 { label } else { "" };
        row.spans.insert(0, span(format!("{head:width$}"), role));
        row.ground_from = LABEL_COLUMNS;
        row
    });
    labelled.collect()
}

/// Markdown of a task, a hint or a message in at most `width` columns; prose has `role`.
pub fn markdown(source: &str, width: u16, role: Role) -> Vec<Row> {
    // What is wrong in a text was said when its pack was loaded.
    let (document, _) = parse_text(Source { file: "", text: source, start: 0 });
    let pages = document.pages.iter().enumerate();
    pages
        .flat_map(|(index, page)| {
            let air = if index == 0 { None } else { Some(Row::empty()) };
            let rows = layout::lay_out(page, width).into_iter().map(|row| laid_out(row, role));
            air.into_iter().chain(rows).collect::<Vec<_>>()
        })
        .collect()
}

fn laid_out(row: layout::Row, role: Role) -> Row {
    let ground = row.sample.map(|_| Ground::Code);
    let of = |class| if class == Class::Text { role } else { Role::of(class) };
    // Code in a text does not run, so it says neither language nor mode.
    let said = |piece: &layout::Piece| ground.is_none() || piece.class != Class::Muted;
    let spans = row.pieces.into_iter().filter(said).map(|piece| span(piece.text, of(piece.class)));
    Row { ground, ..Row::of(spans.collect()) }
}

/// Breaks at spaces; rows after the first begin `hanging` columns in.
pub fn wrap(spans: &[Span], width: u16, hanging: u16) -> Vec<Row> {
    let width = width.max(hanging + 1).max(1);
    let mut rows = vec![Row::empty()];
    let mut used = 0;
    for word in words(spans) {
        let needed: u16 =
            word.iter().map(|piece| columns(&piece.text)).fold(0, u16::saturating_add);
        let begins = used == 0 || (1 < rows.len() && used == hanging);
        let gap = u16::from(!begins);
        if !begins && width < used.saturating_add(gap).saturating_add(needed) {
            used = break_row(&mut rows, hanging);
        } else if gap == 1 {
            let role = rows.last().and_then(|row| row.spans.last()).map_or(Role::Text, |s| s.role);
            push(&mut rows, " ", role);
            used += 1;
        }
        for piece in word {
            for grapheme in piece.text.graphemes(true) {
                let next = columns(grapheme);
                if width < used + next {
                    used = break_row(&mut rows, hanging);
                }
                push(&mut rows, grapheme, piece.role);
                used += next;
            }
        }
    }
    rows
}

/// One line as it is, folded where it does not fit: for output, whose spaces count.
pub fn fold(line: &str, width: u16, role: Role) -> Vec<Row> {
    fold_spans(&[span(line, role)], width)
}

/// The same, of a line in several roles.
pub fn fold_spans(line: &[Span], width: u16) -> Vec<Row> {
    let width = width.max(2);
    let mut rows = vec![Row::empty()];
    let mut used = 0;
    for Span { text, role } in line {
        for grapheme in text.graphemes(true) {
            let next = columns(grapheme);
            if width < used + next {
                rows.push(Row::empty());
                used = 0;
            }
            push(&mut rows, grapheme, *role);
            used += next;
        }
    }
    rows
}

fn break_row(rows: &mut Vec<Row>, hanging: u16) -> u16 {
    let margin = " ".repeat(usize::from(hanging));
    rows.push(if hanging == 0 { Row::empty() } else { Row::words(margin, Role::Text) });
    hanging
}

/// Adds text to the last row, to its last span where the role is the same.
fn push(rows: &mut [Row], text: &str, role: Role) {
    let Some(row) = rows.last_mut() else { return };
    match row.spans.last_mut() {
        Some(last) if last.role == role => last.text.push_str(text),
        Some(_) | None => row.spans.push(span(text, role)),
    }
}

/// What stands between spaces; pieces of one word may have different roles.
fn words(spans: &[Span]) -> Vec<Vec<Span>> {
    let mut words: Vec<Vec<Span>> = Vec::new();
    let mut open = false;
    for Span { text, role } in spans {
        for (index, part) in text.split([' ', '\n']).enumerate() {
            open &= index == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut() {
                Some(word) if open => word.push(span(part, *role)),
                Some(_) | None => words.push(vec![span(part, *role)]),
            }
            open = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, width: u16, expected: &[&str]) {
        let rows = markdown(source, width, Role::Text);
        let text = |row: &Row| {
            let words: String = row.spans.iter().map(|span| span.text.as_str()).collect();
            words.trim_end().to_owned()
        };
        assert_eq!(rows.iter().map(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn markdown_is_broken_at_spaces_and_code_keeps_its_lines() {
        check("Rewrite `auth` so\nthat it works.", 12, &["Rewrite auth", "so that it", "works."]);
        check("a\n\n- one two three\n- b", 9, &["a", "", "- one two", "  three", "- b"]);
        check("x:\n\n```js\nif (x) {\n  y\n```", 20, &["x:", "", "│ if (x) {", "│   y"]);
        check("", 4, &[]);
    }

    #[test]
    fn inline_code_joins_the_sign_behind_it() {
        let rows = markdown("Use `decode`, then", 40, Role::Muted);
        let roles: Vec<_> = rows[0].spans.iter().map(|s| (s.text.as_str(), s.role)).collect();
        assert_eq!(
            roles,
            [("Use ", Role::Muted), ("decode", Role::InlineCode), (", then", Role::Muted)]
        );
    }
}
