//! The tables as boxes with a line from each foreign key to what it points to.
//!
//! The boxes stand one below the other and are equally wide. The lines run in lanes to the right of
//! them: all that point to one column share a lane, and two lanes are one where they do not meet.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{ForeignKey, Relation, Schema};
use crate::text::clean_line;

/// Columns of a table that are drawn; keys come first.
const COLUMNS_MAX: usize = 14;
/// Tables that are drawn.
const TABLES_MAX: usize = 40;
/// Screen columns between two lanes.
const LANE_COLUMNS: usize = 2;

impl Schema {
    /// The sketch in lines of at most so many screen columns, each with its line break, safe to
    /// show; a list of the keys where it does not fit.
    pub fn sketch(&self, columns: usize) -> String {
        let tables = || self.tables.iter().filter(|table| !table.is_view);
        if tables().next().is_none() {
            return "There is no table.\n".to_owned();
        }
        if tables().count() <= TABLES_MAX {
            let boxes = Boxes::of(tables());
            let lanes = Lanes::of(&boxes, tables());
            if boxes.width + lanes.width() <= columns {
                return boxes.draw(&lanes);
            }
        }
        self.list()
    }

    /// `orders.user_id -> users.id`, a line each.
    fn list(&self) -> String {
        let mut text = String::new();
        for table in self.tables.iter().filter(|table| !table.is_view) {
            let _ = writeln!(text, "{}: {}", clean_line(&table.name), table.what());
            for key in &table.foreign_keys {
                let to = match key.references.join(", ") {
                    columns if columns.is_empty() => key.table.clone(),
                    columns => format!("{}.{columns}", key.table),
                };
                let _ = writeln!(
                    text,
                    "  {} → {}",
                    clean_line(&key.columns.join(", ")),
                    clean_line(&to)
                );
            }
        }
        text
    }
}

/// The lines of all boxes.
struct Boxes {
    lines: Vec<String>,
    /// Of each table: its name, the line of its head, and its columns with their lines.
    places: Vec<Place>,
    width: usize,
}

/// What stands in a box.
struct Body {
    table: String,
    head: String,
    rows: Vec<Row>,
}

/// A column's name, and its line: `PK id INTEGER`.
type Row = (String, String);

impl Body {
    /// Between the edges of its box.
    fn width(&self) -> usize {
        let rows = self.rows.iter().map(|(_, row)| row.width() + 2).max().unwrap_or(0);
        rows.max(self.head.width() + 1)
    }
}

struct Place {
    table: String,
    head: usize,
    columns: Vec<(String, usize)>,
}

impl Boxes {
    fn of<'a>(tables: impl Iterator<Item = &'a Relation>) -> Boxes {
        let bodies: Vec<Body> = tables
            .map(|table| Body {
                table: table.name.clone(),
                head: format!(" {} ", clean_line(&table.name)),
                rows: rows(table),
            })
            .collect();
        let inner = bodies.iter().map(Body::width).max().unwrap_or(0);
        let mut boxes = Boxes { lines: Vec::new(), places: Vec::new(), width: inner + 2 };
        for Body { table, head, rows } in bodies {
            let mut place = Place { table, head: boxes.lines.len(), columns: Vec::new() };
            let rule = "─".repeat(inner - head.width() - 1);
            boxes.lines.push(format!("┌─{head}{rule}┐"));
            for (column, row) in rows {
                place.columns.push((column, boxes.lines.len()));
                let air = " ".repeat(inner - row.width() - 2);
                boxes.lines.push(format!("│ {row}{air} │"));
            }
            boxes.lines.push(format!("└{}┘", "─".repeat(inner)));
            boxes.places.push(place);
        }
        boxes
    }

    fn find(&self, table: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.table.eq_ignore_ascii_case(table))
    }

    fn draw(&self, lanes: &Lanes) -> String {
        let mut text = String::new();
        for (at, line) in self.lines.iter().enumerate() {
            let line = match line.strip_suffix('│') {
                Some(line) if lanes.leave(at) => format!("{line}├"),
                Some(_) | None => line.clone(),
            };
            let _ = writeln!(text, "{}", format!("{line}{}", lanes.line(at)).trim_end());
        }
        text
    }
}

/// Each drawn column of a table.
fn rows(table: &Relation) -> Vec<Row> {
    let is_key = |name: &str| {
        table.column(name).is_some_and(|column| 0 < column.primary) || table.is_foreign(name)
    };
    let keys = table.columns.iter().filter(|column| is_key(&column.name)).count();
    let mut others = COLUMNS_MAX.saturating_sub(keys);
    let drawn: Vec<_> = table
        .columns
        .iter()
        .filter(|column| {
            let is_key = is_key(&column.name);
            let fits = is_key || 0 < others;
            others -= usize::from(!is_key && fits);
            fits
        })
        .collect();
    let widest = drawn.iter().map(|column| clean_line(&column.name).width()).max().unwrap_or(0);
    let mut rows: Vec<Row> = drawn
        .iter()
        .map(|column| {
            let mark = match (0 < column.primary, table.is_foreign(&column.name)) {
                (true, true) => "PK FK",
                (true, false) => "PK   ",
                (false, true) => "FK   ",
                (false, false) => "     ",
            };
            let name = clean_line(&column.name);
            let air = " ".repeat(widest - name.width());
            let row = format!("{mark} {name}{air} {}", clean_line(&column.kind));
            (column.name.clone(), row.trim_end().to_owned())
        })
        .collect();
    let more = table.columns.len() - drawn.len();
    if 0 < more {
        rows.push((String::new(), format!("      … {more} more")));
    }
    rows
}

/// The lines beside the boxes.
struct Lanes(Vec<Bundle>);

/// All keys that point to one line.
struct Bundle {
    to: usize,
    from: Vec<usize>,
    lane: usize,
}

impl Lanes {
    fn of<'a>(boxes: &Boxes, tables: impl Iterator<Item = &'a Relation>) -> Lanes {
        let mut bundles: Vec<Bundle> = Vec::new();
        for table in tables {
            for key in &table.foreign_keys {
                let Some((from, to)) = ends(boxes, table, key) else { continue };
                match bundles.iter_mut().find(|bundle| bundle.to == to) {
                    Some(bundle) => bundle.from.push(from),
                    None => bundles.push(Bundle { to, from: vec![from], lane: 0 }),
                }
            }
        }
        // Short ones stand close to the boxes.
        bundles.sort_by_key(|bundle| (bundle.last() - bundle.first(), bundle.to));
        for at in 1..bundles.len() {
            let (before, rest) = bundles.split_at_mut(at);
            let bundle = &mut rest[0];
            let meets = |lane: usize| {
                before.iter().any(|other| {
                    other.lane == lane
                        && other.first() <= bundle.last()
                        && bundle.first() <= other.last()
                })
            };
            bundle.lane = (0..at).find(|lane| !meets(*lane)).unwrap_or(at);
        }
        Lanes(bundles)
    }

    fn width(&self) -> usize {
        self.0.iter().map(|bundle| bundle.column() + 1).max().unwrap_or(0)
    }

    /// Whether a key begins in this line.
    fn leave(&self, at: usize) -> bool {
        self.0.iter().any(|bundle| bundle.from.contains(&at))
    }

    /// What stands beside the boxes in this line.
    fn line(&self, at: usize) -> String {
        let mut cells = vec![Cell::default(); self.width()];
        let mut is_target = false;
        for bundle in &self.0 {
            let ends = bundle.to == at || bundle.from.contains(&at);
            if ends {
                for cell in &mut cells[..bundle.column()] {
                    cell.across = true;
                }
                cells[bundle.column()].left = true;
            }
            let cell = &mut cells[bundle.column()];
            cell.up |= bundle.first() < at && at <= bundle.last();
            cell.down |= bundle.first() <= at && at < bundle.last();
            is_target |= bundle.to == at;
        }
        let mut line: String = cells.iter().copied().map(Cell::sign).collect();
        if is_target {
            line.replace_range(.."─".len(), "◄");
        }
        line
    }
}

/// The lines of a key's first column and of what it points to.
fn ends(boxes: &Boxes, table: &Relation, key: &ForeignKey) -> Option<(usize, usize)> {
    let from = boxes.find(&table.name)?;
    let to = boxes.find(&key.table)?;
    let line = |place: &Place, name: Option<&String>| {
        let name = name?;
        let mut columns = place.columns.iter();
        columns.find(|(column, _)| column.eq_ignore_ascii_case(name)).map(|(_, line)| *line)
    };
    let at = line(from, key.columns.first())?;
    Some((at, line(to, key.references.first()).unwrap_or(to.head + 1)))
}

impl Bundle {
    fn first(&self) -> usize {
        self.from.iter().copied().fold(self.to, usize::min)
    }

    fn last(&self) -> usize {
        self.from.iter().copied().fold(self.to, usize::max)
    }

    /// Of its lane, from the edge of the boxes.
    fn column(&self) -> usize {
        1 + self.lane * LANE_COLUMNS + 1
    }
}

/// What meets in one place.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// A line goes through from left to right.
    across: bool,
    left: bool,
    up: bool,
    down: bool,
}

impl Cell {
    fn sign(self) -> char {
        match (self.across, self.left, self.up, self.down) {
            (true, _, true, true) => '┼',
            (true, _, true, false) => '┴',
            (true, _, false, true) => '┬',
            (true, _, false, false) => '─',
            (false, true, true, true) => '┤',
            (false, true, true, false) => '┘',
            (false, true, false, true) => '┐',
            (false, true, false, false) => '╴',
            (false, false, true, _) | (false, false, _, true) => '│',
            (false, false, false, false) => ' ',
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::sql::schema::Column;

    fn table(at: usize, columns: &[String], keys: &[(usize, usize)]) -> Relation {
        let column = |name: &String| Column {
            name: name.clone(),
            kind: "INT".to_owned(),
            not_null: false,
            default: None,
            primary: 0,
            is_generated: false,
        };
        let key = |(from, to): &(usize, usize)| ForeignKey {
            columns: columns.get(*from).cloned().into_iter().collect(),
            table: format!("t{to}"),
            references: Vec::new(),
            on_delete: String::new(),
            on_update: String::new(),
        };
        Relation {
            name: format!("t{at}"),
            is_view: false,
            columns: columns.iter().map(column).collect(),
            foreign_keys: keys.iter().map(key).collect(),
            indexes: Vec::new(),
            rows: None,
        }
    }

    proptest! {
        /// What a child says of a schema need not be one.
        #[test]
        fn any_schema_is_drawn_within_its_columns(
            tables in prop::collection::vec(
                (
                    prop::collection::vec("\\PC{0,8}", 0..20),
                    prop::collection::vec((0..20_usize, 0..12_usize), 0..8),
                ),
                0..10,
            ),
            columns in 0..90_usize,
        ) {
            let tables = tables.iter().enumerate();
            let tables = tables.map(|(at, (columns, keys))| table(at, columns, keys)).collect();
            let sketch = Schema { tables }.sketch(columns);
            if sketch.starts_with('┌') {
                prop_assert!(sketch.lines().all(|line| line.width() <= columns), "{sketch}");
            }
        }
    }
}
