//! Tables: a bold header, a thin rule, three spaces between columns.

use unicode_width::UnicodeWidthStr;

use crate::markup::{
    Class, Span, Table,
    layout::{Row, inline, words},
};

const GAP: usize = 3;

/// The rows of a table; where it is too wide, its widest columns are broken into lines.
pub fn draw(table: &Table, width: usize) -> Vec<Row> {
    let widths = widths(table, width);
    let mut rows = cells(&table.header, Some(Class::Bright), table, &widths);
    let mut rule = Row::default();
    let columns = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    rule.push("─".repeat(columns.min(width.max(1))), Class::Faint);
    rows.push(rule);
    for row in &table.rows {
        rows.extend(cells(row, None, table, &widths));
    }
    rows
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
fn cells(cells: &[Vec<Span>], class: Option<Class>, table: &Table, widths: &[usize]) -> Vec<Row> {
    let laid: Vec<Vec<Row>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| inline::wrap(&words(cell, class), *width))
        .collect();
    let height = laid.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| {
            let mut row = Row::default();
            for (column, (cell, width)) in laid.iter().zip(widths).enumerate() {
                let empty = Row::default();
                let cell = cell.get(line).unwrap_or(&empty);
                let pad = " ".repeat(width.saturating_sub(cell.columns()));
                let right = table.right.get(column).copied().unwrap_or(false);
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
