//! Tables: a bold header, a thin rule, three spaces between columns.

use unicode_width::UnicodeWidthStr;

use crate::markup::{
    Class, Span, Table,
    layout::{Row, inline, words},
};

const GAP: usize = 3;
/// How a database writes that nothing is there.
const NULL: &str = "NULL";

/// The rows of a table; where it is too wide, its widest columns are broken into lines.
pub fn draw(table: &Table, width: usize) -> Vec<Row> {
    let widths = widths(table, width);
    let right: Vec<bool> = (0..widths.len()).map(|at| stands_right(table, at)).collect();
    let mut rows = cells(&table.header, Some(Class::Bright), &right, &widths);
    let mut rule = Row::default();
    let columns = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    rule.push("─".repeat(columns.min(width.max(1))), Class::Faint);
    rows.push(rule);
    for row in &table.rows {
        rows.extend(cells(row, None, &right, &widths));
    }
    rows
}

/// Whether the author says so, or all cells of the column are numbers.
fn stands_right(table: &Table, at: usize) -> bool {
    let cells = || table.rows.iter().filter_map(|row| row.get(at)).map(|cell| text_of(cell));
    let is_number = |text: String| text == NULL || text.parse::<f64>().is_ok();
    let numbers = !table.rows.is_empty() && cells().all(is_number);
    numbers || table.right.get(at).copied().unwrap_or(false)
}

fn text_of(cell: &[Span]) -> String {
    cell.iter().map(|span| span.text.as_str()).collect()
}

/// The width of each column: as wide as its widest cell, the widest made narrower until all fit.
fn widths(table: &Table, width: usize) -> Vec<usize> {
    let of_cell = |cell: &Vec<Span>| cell.iter().map(|span| span.text.width()).sum::<usize>();
    let mut widths: Vec<usize> = table.header.iter().map(|cell| of_cell(cell).max(1)).collect();
    for row in &table.rows {
        for (column, cell) in widths.iter_mut().zip(row) {
            *column = (*column).max(of_cell(cell));
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = width.saturating_sub(gaps).max(widths.len());
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max() else { break };
        *widest -= 1;
    }
    widths
}

/// One row of the table: as many rows as its tallest cell has lines.
fn cells(cells: &[Vec<Span>], class: Option<Class>, right: &[bool], widths: &[usize]) -> Vec<Row> {
    let laid: Vec<Vec<Row>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            let class = if text_of(cell) == NULL { Some(Class::Muted) } else { class };
            inline::wrap(&words(cell, class), *width)
        })
        .collect();
    let height = laid.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| {
            let mut row = Row::default();
            for (column, (cell, width)) in laid.iter().zip(widths).enumerate() {
                let empty = Row::default();
                let cell = cell.get(line).unwrap_or(&empty);
                let pad = " ".repeat(width.saturating_sub(cell.columns()));
                let right = right[column];
                if right {
                    row.push(pad.clone(), Class::Text);
                }
                for piece in &cell.pieces {
                    row.push(piece.text.clone(), piece.class);
                }
                if column + 1 < widths.len() {
                    row.push(if right { String::new() } else { pad }, Class::Text);
                    row.push(" ".repeat(GAP), Class::Text);
                }
            }
            row
        })
        .collect()
}
