//! A table of rows: what a query gives, and what it should give.

use crate::text::clean_line;

/// Named columns and rows of typed cells. Every row has as many cells as there are columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// As the query names them; names may repeat.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// One value, of one of SQLite's five storage classes.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Spaces between two columns of a drawn table.
const GAP: &str = "   ";
/// Bytes of a blob that are shown.
const BLOB_SHOWN_BYTES: usize = 16;

impl Table {
    /// The rows as text: a line of names, a rule, one line a row; numbers stand right. Nothing ends
    /// in spaces. Cells are shown as `Cell::show` writes them.
    pub fn draw(&self) -> String {
        self.draw_cut(usize::MAX)
    }

    /// As `draw`, with names and cells cut at so many columns of the screen.
    pub fn draw_cut(&self, cell_columns: usize) -> String {
        let shown = |cell: &Cell| cut(cell.show(), cell_columns);
        let cells: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|name| cut(clean_line(name).into_owned(), cell_columns))
            .collect();
        let widths: Vec<usize> = (0..names.len())
            .map(|at| {
                let longest = cells.iter().filter_map(|row| row.get(at)).map(|cell| columns(cell));
                longest.max().unwrap_or(0).max(columns(&names[at]))
            })
            .collect();
        let line = |cells: &[String]| {
            let padded: Vec<String> = cells
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(at, (cell, width))| pad(cell, *width, self.is_numeric(at)))
                .collect();
            padded.join(GAP).trim_end().to_owned()
        };
        let whole = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
        let mut lines = vec![line(&names), "─".repeat(whole)];
        lines.extend(cells.iter().map(|row| line(row)));
        lines.join("\n") + "\n"
    }

    /// Whether the column holds numbers, and nothing else but NULL.
    pub fn is_numeric(&self, column: usize) -> bool {
        let mut some = false;
        self.rows.iter().filter_map(|row| row.get(column)).all(|cell| match cell {
            Cell::Integer(_) | Cell::Real(_) => {
                some = true;
                true
            }
            Cell::Null => true,
            Cell::Text(_) | Cell::Blob(_) => false,
        }) && some
    }
}

impl Cell {
    /// On one line and safe to show: `NULL`, `7`, `2.5`, `Ada`, `x'00ff'`. A text has no quotes, so
    /// one that reads `NULL` looks like it: where that matters the caller compares the cells.
    pub fn show(&self) -> String {
        match self {
            Cell::Null => "NULL".to_owned(),
            Cell::Integer(number) => number.to_string(),
            // `{:?}` keeps the `.0` that tells 2.0 from 2, as SQLite prints it.
            Cell::Real(number) => format!("{number:?}"),
            Cell::Text(text) => clean_line(text).into_owned(),
            Cell::Blob(bytes) => {
                let mut shown = "x'".to_owned();
                for byte in bytes.iter().take(BLOB_SHOWN_BYTES) {
                    for digit in [byte >> 4, byte & 15] {
                        shown.extend(char::from_digit(digit.into(), 16));
                    }
                }
                shown.push_str(if BLOB_SHOWN_BYTES < bytes.len() { "…'" } else { "'" });
                shown
            }
        }
    }
}

/// `text`, at most so many columns wide; what is cut ends in `…`.
fn cut(text: String, most: usize) -> String {
    if columns(&text) <= most {
        return text;
    }
    let mut kept = String::new();
    let mut width = 1;
    for ch in text.chars() {
        width += unicode_width::UnicodeWidthChar::width(ch).unwrap_or(0);
        if most < width {
            break;
        }
        kept.push(ch);
    }
    kept + "…"
}

fn pad(cell: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(columns(cell)));
    if right { format!("{space}{cell}") } else { format!("{cell}{space}") }
}

fn columns(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_texts_left() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let table = Table {
            columns: ["name", "city", "orders"].map(str::to_owned).into(),
            rows: vec![
                vec![text("Amara"), text("Lagos"), Cell::Integer(3)],
                vec![text("José"), Cell::Null, Cell::Integer(12)],
            ],
        };
        assert_eq!(
            table.draw(),
            "name    city    orders\n\
             ──────────────────────\n\
             Amara   Lagos        3\n\
             José    NULL        12\n"
        );
    }

    #[test]
    fn no_rows_are_names_and_a_rule() {
        let table = Table { columns: vec!["id".to_owned()], rows: Vec::new() };
        assert_eq!(table.draw(), "id\n──\n");
    }

    #[test]
    fn what_could_drive_the_terminal_is_made_visible_and_counted() {
        let table = Table {
            columns: vec!["a\u{1b}[2J".to_owned()],
            rows: vec![vec![Cell::Text("\u{202e}x".to_owned())]],
        };
        assert_eq!(table.draw(), "a␛[2J\n─────────\n<U+202E>x\n");
    }

    #[test]
    fn long_cells_are_cut_where_a_screen_has_no_room() {
        let row = |text: &str| vec![Cell::Text(text.to_owned())];
        let table =
            Table { columns: vec!["a".to_owned()], rows: vec![row("日本語"), row("12345")] };
        assert_eq!(table.draw_cut(5), "a\n─────\n日本…\n12345\n");
        assert_eq!(table.draw_cut(4), "a\n────\n日…\n123…\n");
    }

    #[test]
    fn values_are_told_apart() {
        assert_eq!(Cell::Real(2.0).show(), "2.0");
        assert_eq!(Cell::Text("a\nb".to_owned()).show(), "a↵b");
        assert_eq!(Cell::Blob(vec![0; 17]).show(), format!("x'{}…'", "00".repeat(16)));
    }
}
