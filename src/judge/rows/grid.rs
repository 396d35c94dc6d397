//! Shown rows as columns of text, each cell padded, within a number of columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{
    judge::rows::lines::{Line, Mark, Shown},
    table::Cell,
    text::clean_line,
};

/// Spaces between two columns.
pub const GAP: usize = 3;
/// A column that is cut keeps so many columns of the screen.
const WIDTH_MIN: usize = 4;

/// A table that is ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub head: Vec<String>,
    pub lines: Vec<GridLine>,
    /// Columns that are left out at the right because they do not fit.
    pub left_out: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GridLine {
    Row {
        mark: Mark,
        cells: Vec<GridCell>,
    },
    /// So many rows are not shown here.
    Cut(usize),
}

/// Padded to the width of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    pub text: String,
    pub is_null: bool,
}

impl Grid {
    /// Lays `shown` out in at most `room` columns: the widest columns are cut first, then columns
    /// at the right are left out.
    pub fn of(shown: &Shown, room: usize) -> Grid {
        let names: Vec<String> =
            shown.columns.iter().map(|name| clean_line(name).into_owned()).collect();
        let mut widths: Vec<usize> = (0..names.len())
            .map(|at| {
                let cells = shown.lines.iter().filter_map(|line| match line {
                    Line::Row { cells, .. } => cells.get(at).map(|cell| words(cell).width()),
                    Line::Cut(_) => None,
                });
                cells.max().unwrap_or(0).max(names[at].width())
            })
            .collect();
        let left_out = fit(&mut widths, room);
        let right: Vec<bool> = (0..widths.len()).map(|at| shown.is_numeric(at)).collect();
        let padded = |text: &str, at: usize| pad(text, widths[at], right[at]);
        let cell = |(at, cell): (usize, &Cell)| GridCell {
            text: padded(&words(cell), at),
            is_null: *cell == Cell::Null,
        };
        let line = |line: &Line| match line {
            Line::Row { mark, cells } => GridLine::Row {
                mark: *mark,
                cells: cells.iter().take(widths.len()).enumerate().map(cell).collect(),
            },
            Line::Cut(rows) => GridLine::Cut(*rows),
        };
        Grid {
            head: names
                .iter()
                .take(widths.len())
                .enumerate()
                .map(|(at, n)| padded(n, at))
                .collect(),
            lines: shown.lines.iter().map(line).collect(),
            left_out,
        }
    }

    /// Columns of the screen that a row takes.
    pub fn width(&self) -> usize {
        let gaps = GAP * self.head.len().saturating_sub(1);
        self.head.iter().map(|name| name.width()).sum::<usize>() + gaps
    }
}

fn words(cell: &Cell) -> String {
    clean_line(&cell.show()).into_owned()
}

/// Makes the widths fit into `room`; gives back how many columns had to go.
fn fit(widths: &mut Vec<usize>, room: usize) -> usize {
    let before = widths.len();
    let whole =
        |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    while room < whole(widths) {
        let widest = widths.iter().copied().max().unwrap_or(0);
        if WIDTH_MIN < widest {
            let at = widths.iter().rposition(|width| *width == widest);
            if let Some(width) = at.and_then(|at| widths.get_mut(at)) {
                *width -= 1;
            }
        } else if widths.len() > 1 {
            widths.pop();
        } else {
            break;
        }
    }
    before - widths.len()
}

/// `text` in `width` columns, cut where it is wider.
fn pad(text: &str, width: usize, right: bool) -> String {
    let mut text = text.to_owned();
    if width < text.width() {
        let mut room = width.saturating_sub(1);
        let fits = |ch: &char| {
            let wide = ch.width().unwrap_or(0);
            let fits = wide <= room;
            room = room.saturating_sub(wide);
            fits
        };
        text = text.chars().take_while(fits).collect::<String>() + "…";
    }
    let air = " ".repeat(width.saturating_sub(text.width()));
    if right { air + &text } else { text + &air }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    fn drawn(grid: &Grid) -> Vec<String> {
        let row = |line: &GridLine| match line {
            GridLine::Row { mark, cells } => {
                let cells: Vec<_> = cells.iter().map(|cell| cell.text.as_str()).collect();
                format!("{} {} {}", mark.sign(), cells.join("   "), mark.words())
            }
            GridLine::Cut(rows) => format!("… {rows}"),
        };
        let head = format!("  {}", grid.head.join("   "));
        let lines = std::iter::once(head).chain(grid.lines.iter().map(row));
        lines.map(|line| line.trim_end().to_owned()).collect()
    }

    #[test]
    fn the_widest_columns_are_cut_first_and_the_last_ones_go() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let table = Table {
            columns: vec!["name".into(), "note".into(), "n".into()],
            rows: vec![
                vec![text("José"), text("a long note\nof two lines"), Cell::Integer(12)],
                vec![Cell::Null, text("日本語\u{1b}[2J"), Cell::Real(1.5)],
            ],
        };
        let shown = Shown::first_of(&table, 9);
        for (room, rows) in [
            (
                40,
                [
                    "  name   note                         n",
                    "  José   a long note↵of two lines    12",
                    "  NULL   日本語␛[2J                 1.5",
                ],
            ),
            (20, ["  name   note        n", "  José   a long…    12", "  NULL   日本語…   1.5"]),
            (12, ["  name   note", "  José   a l…", "  NULL   日…"]),
            (1, ["  name", "  José", "  NULL"]),
        ] {
            let grid = Grid::of(&shown, room);
            assert!(grid.width() <= room.max(WIDTH_MIN), "{room}");
            assert_eq!(drawn(&grid)[0], rows[0], "{room}");
            let spaces = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
            for (got, wanted) in drawn(&grid).iter().zip(rows) {
                assert_eq!(spaces(got), spaces(wanted), "{room}");
            }
        }
    }

    #[test]
    fn no_columns_and_no_rows_are_drawn_too() {
        assert_eq!(Grid::of(&Shown::default(), 10), Grid::default());
    }
}
