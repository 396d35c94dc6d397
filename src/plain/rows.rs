//! The rows of SQL in plain text: `-` before a row that is expected only, `+` before one that came
//! only, and behind it the same in words.

use std::fmt::Write as _;

use crate::{
    judge::{
        ScriptFailure, ShownRows,
        rows::{GAP, Grid, GridLine, Shown},
    },
    plain::lines::{COLUMNS_MAX, wrap},
    text::{clean, clean_line},
};

/// Before each row: four spaces, the sign and a space.
const INDENT: usize = 6;
/// Behind a row: three spaces and the longest of the words.
const WORDS_COLUMNS: usize = 18;

/// What a check of SQL adds to the text of a failure; `of` says on which data.
pub fn script(failure: &ScriptFailure, of: Option<&str>) -> String {
    let of = of.map_or(String::new(), |of| format!(", {of}"));
    let mut text = String::new();
    if let Some(statement) = &failure.statement {
        let _ = writeln!(text, "Asked{of}:");
        for line in clean(statement).lines() {
            let _ = writeln!(text, "    {line}");
        }
        text.push('\n');
    }
    for note in &failure.notes {
        let _ =
            writeln!(text, "{}\n", wrap(&format!("Elsewhere: {}", clean_line(note)), COLUMNS_MAX));
    }
    text
}

/// How SQLite runs the statement.
pub fn plan(plan: &str) -> String {
    let lines = clean(plan).lines().fold(String::new(), |text, line| text + "    " + line + "\n");
    format!("Plan:\n{lines}\n")
}

/// The rows that are expected and those that came.
pub fn compared(rows: &ShownRows) -> String {
    match rows {
        ShownRows::Together(shown) => format!("Rows:\n{}\n", table(shown)),
        ShownRows::Documents(shown) => format!("Documents:\n{}\n", table(shown)),
        ShownRows::Apart { expected, got } => {
            format!("Rows expected:\n{}\nRows that came:\n{}\n", table(expected), table(got))
        }
    }
}

/// A table with a line of names and a rule; nothing ends in spaces.
pub fn table(shown: &Shown) -> String {
    let grid = Grid::of(shown, COLUMNS_MAX - INDENT - WORDS_COLUMNS);
    let gap = " ".repeat(GAP);
    let mut text = String::new();
    let _ = writeln!(text, "{:INDENT$}{}", "", grid.head.join(&gap).trim_end());
    let _ = writeln!(text, "{:INDENT$}{}", "", "─".repeat(grid.width()));
    for line in &grid.lines {
        match line {
            GridLine::Row { mark, cells } => {
                let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                let row = format!("    {} {}{gap}{}", mark.sign(), cells.join(&gap), mark.words());
                let _ = writeln!(text, "{}", row.trim_end());
            }
            GridLine::Cut(1) => text.push_str("    … 1 more row\n"),
            GridLine::Cut(rows) => {
                let _ = writeln!(text, "    … {rows} more rows");
            }
        }
    }
    if shown.lines.is_empty() {
        text.push_str("      no rows\n");
    }
    if grid.left_out > 0 {
        let _ = writeln!(text, "    {} more columns at the right do not fit", grid.left_out);
    }
    text
}
