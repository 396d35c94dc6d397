//! Rows for other programs: as a file, and for the clipboard.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    diag::Trouble,
    table::{Cell, Table},
    text::clean_line,
    tutor::Tutor,
};

/// The folder in the workspace that the files of the playground go to.
const FOLDER: &str = "playground";
/// Files of one name.
const FILES_MAX: u32 = 10_000;

impl Tutor {
    /// Writes rows as CSV into a new file of the workspace, and says where that is.
    ///
    /// # Errors
    /// There is no workspace, or it cannot be written to.
    pub fn export_rows(&self, name: &str, table: &Table) -> Result<PathBuf, Trouble> {
        self.export_file(name, "csv", &as_csv(table))
    }

    /// As `export_rows`, a text as it is.
    ///
    /// # Errors
    /// As `export_rows`.
    pub fn export_text(&self, name: &str, text: &str) -> Result<PathBuf, Trouble> {
        self.export_file(name, "txt", text)
    }

    fn export_file(&self, name: &str, end: &str, text: &str) -> Result<PathBuf, Trouble> {
        let Some(folder) = self.workspace.root().map(|root| root.join(FOLDER)) else {
            return Err(self.workspace.nowhere());
        };
        write_new(&folder, name, end, text).map_err(|error| {
            Trouble::new(format!("Nothing was written to {}: {error}.", folder.display()))
        })
    }
}

/// Writes to the first name with a number that is free.
fn write_new(folder: &Path, name: &str, end: &str, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1..=FILES_MAX {
        let path = folder.join(format!("{name}-{number}.{end}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("there are {FILES_MAX} files of that name")))
}

/// The values are the database's own, whatever they hold. As RFC 4180 has it: a field with a comma, a quote or a line break stands in quotes. NULL is an empty
/// field, and an empty text a pair of quotes, so that both can be told apart.
pub fn as_csv(table: &Table) -> String {
    let mut text = String::new();
    let names: Vec<String> = table.columns.iter().map(|name| csv_text(name)).collect();
    text.push_str(&names.join(","));
    text.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(csv_cell).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// As a spreadsheet takes it from the clipboard: tabs between cells, which a value holds none of. What
/// is pasted may end in a terminal, so it is safe to show.
pub fn as_tabs(table: &Table) -> String {
    let plain = |text: &str| clean_line(&text.replace(['\t', '\n', '\r'], " ")).into_owned();
    let mut text = String::new();
    let names: Vec<String> = table.columns.iter().map(|name| plain(name)).collect();
    let _ = writeln!(text, "{}", names.join("\t"));
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Cell::Null => String::new(),
                Cell::Text(value) => plain(value),
                Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => value(cell),
            })
            .collect();
        let _ = writeln!(text, "{}", cells.join("\t"));
    }
    text
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) if text.is_empty() => "\"\"".to_owned(),
        Cell::Text(text) => csv_text(text),
        Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => value(cell),
    }
}

fn csv_text(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A blob is written whole, as SQL writes it.
fn value(cell: &Cell) -> String {
    match cell {
        Cell::Blob(bytes) => {
            let mut text = "x'".to_owned();
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
            text + "'"
        }
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => cell.show(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let text = |text: &str| Cell::Text(text.to_owned());
        Table {
            columns: vec!["id".to_owned(), "a,b".to_owned()],
            rows: vec![
                vec![Cell::Integer(1), text("say \"hi\"\nthere")],
                vec![Cell::Null, text("")],
                vec![Cell::Real(2.0), Cell::Blob(vec![0; 20])],
                vec![text("\u{1b}[2J"), text("a\tb")],
            ],
        }
    }

    #[test]
    fn commas_quotes_and_breaks_stand_in_quotes() {
        let blob = "00".repeat(20);
        assert_eq!(
            as_csv(&table()),
            format!(
                "id,\"a,b\"\r\n1,\"say \"\"hi\"\"\nthere\"\r\n,\"\"\r\n2.0,x'{blob}'\r\n\u{1b}[2J,a\tb\r\n"
            )
        );
    }

    #[test]
    fn a_clipboard_has_one_row_a_line() {
        let blob = "00".repeat(20);
        assert_eq!(
            as_tabs(&table()),
            format!("id\ta,b\n1\tsay \"hi\" there\n\t\n2.0\tx'{blob}'\n␛[2J\ta b\n")
        );
    }
}
