//! The table `expected | came back`: fields that differ first, each with its mark.

use crate::{
    judge::{Field, Side},
    screen::{theme::Role, widget::pen::columns},
    text,
};

use crate::screen::workbench::rows::{self, Row, span};

/// Between two columns.
const GAP: u16 = 3;
/// The mark before what came back, and the space behind it.
const MARK_COLUMNS: u16 = 2;
/// The name of a field never takes more.
const NAME_COLUMNS_MAX: u16 = 28;
/// Rows of one value; Enter shows all of it.
const VALUE_ROWS_MAX: usize = 6;

pub fn rows(fields: &[Field], side: Side, width: u16) -> Vec<Row> {
    if fields.is_empty() {
        return Vec::new();
    }
    let fields: Vec<Cells> = fields.iter().map(Cells::of).collect();
    let widest = |cell: fn(&Cells) -> &str| {
        fields.iter().map(|cells| columns(cell(cells))).max().unwrap_or(0)
    };
    let name = widest(|cells| &cells.name).min(NAME_COLUMNS_MAX).min(width / 3);
    let expected_from = name + GAP;
    let room = width.saturating_sub(expected_from + GAP + MARK_COLUMNS);
    let wanted = widest(|cells| &cells.expected).max(columns("expected"));
    let got_wanted = widest(|cells| &cells.got).max(columns(side.words()));
    // Each gets what it needs while the other can have half.
    let expected = wanted.min(room.saturating_sub(got_wanted).max(room / 2)).max(1);
    let got = room.saturating_sub(expected).max(1);
    let got_from = expected_from + expected + GAP;
    let mut head = Row::words(blank(expected_from), Role::Muted);
    head.spans.push(span(padded("expected", expected + GAP + MARK_COLUMNS), Role::Muted));
    head.spans.push(span(side.words(), Role::Muted));
    let mut rows = vec![head];
    for cells in &fields {
        rows.extend(cells.rows(expected_from, expected, got));
        if let Some(note) = &cells.note {
            // Under what came back, or further left where it is too long for that.
            let under_got = got_from + MARK_COLUMNS;
            let fits = under_got + columns(note) <= width;
            let from = if fits { under_got } else { expected_from };
            let lines = rows::wrap(&[span(note.clone(), Role::Muted)], width - from, 0);
            rows.extend(lines.into_iter().map(|mut row| {
                row.spans.insert(0, span(blank(from), Role::Muted));
                row
            }));
        }
    }
    rows
}

/// The texts of one field, made safe to show.
struct Cells {
    name: String,
    expected: String,
    got: String,
    note: Option<String>,
    differs: bool,
}

impl Cells {
    fn of(field: &Field) -> Cells {
        let clean = |text: &str| text::clean_line(text).into_owned();
        Cells {
            name: clean(&field.name),
            expected: clean(&field.expected),
            got: clean(&field.got),
            note: field.note.as_deref().map(clean),
            differs: field.differs,
        }
    }

    fn rows(&self, expected_from: u16, expected: u16, got: u16) -> Vec<Row> {
        let expected_rows = folded(&self.expected, expected);
        let got_rows = folded(&self.got, got);
        let (mark, mark_role, got_role) = if self.differs {
            ("✗ ", Role::FailBold, Role::Fail)
        } else {
            ("✓ ", Role::Muted, Role::Text)
        };
        let height = expected_rows.len().max(got_rows.len());
        let row = |index: usize| {
            let first = index == 0;
            let cell = |cells: &[String]| cells.get(index).cloned().unwrap_or_default();
            let name = if first { self.name.as_str() } else { "" };
            Row::of(vec![
                span(padded(name, expected_from), Role::Text),
                span(padded(&cell(&expected_rows), expected + GAP), Role::Text),
                span(if first { mark } else { "  " }, mark_role),
                span(cell(&got_rows), got_role),
            ])
        };
        (0..height).map(row).collect()
    }
}

fn folded(value: &str, width: u16) -> Vec<String> {
    let rows = rows::fold(value, width, Role::Text);
    let words = |row: &Row| row.spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let mut lines: Vec<String> = rows.iter().map(words).collect();
    if VALUE_ROWS_MAX < lines.len() {
        lines.truncate(VALUE_ROWS_MAX);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

/// `text` and spaces, `width` columns in all.
fn padded(text: &str, width: u16) -> String {
    let air = width.saturating_sub(columns(text));
    if air == 0 && 0 < width {
        let row = rows::fold(text, width - 1, Role::Text).into_iter().next().unwrap_or_default();
        let head: String = row.spans.into_iter().map(|span| span.text).collect();
        return format!("{head}{}", blank(width.saturating_sub(columns(&head))));
    }
    format!("{text}{}", blank(air))
}

fn blank(width: u16) -> String {
    " ".repeat(usize::from(width))
}
