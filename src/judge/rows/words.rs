//! A difference of rows in words: one row of the table `expected | came back` for each aspect.

use crate::{
    course::sql::{Aspect, ColumnsBy},
    judge::{
        Field,
        rows::{Changed, Difference, cells::kind, same_name},
    },
    table::{Cell, Table},
    text::clean_line,
};

/// Characters of a list of names, a row or a value.
const SHOWN_CHARS: usize = 120;

/// Whether the reader may see the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Open,
    /// Only what kind of rows is concerned.
    Veiled,
}

/// What is expected and what came, those that differ first.
pub fn fields(difference: &Difference, sight: Sight) -> Vec<Field> {
    if let Some(by) = difference.columns {
        return vec![columns(&difference.expected, &difference.got, by)];
    }
    let mut fields: Vec<Field> = changed(difference, sight);
    fields.extend(order(difference, sight));
    let rows = rows(difference, sight);
    let at = if rows.differs { 0 } else { fields.len() };
    fields.insert(at, rows);
    fields
}

fn columns(expected: &Table, got: &Table, by: ColumnsBy) -> Field {
    let width = |table: &Table| match (&table.columns[..], table.rows.first()) {
        ([], Some(row)) => row.len(),
        (columns, _) => columns.len(),
    };
    let listed = |table: &Table, names: &[String]| match names {
        [] => width(table).to_string(),
        names => format!("{}: {}", names.len(), cut(&names.join(", "))),
    };
    let wanted: Vec<String> = match by {
        ColumnsBy::Name => expected.columns.clone(),
        ColumnsBy::Position => {
            (0..expected.columns.len()).map(|at| name_of(expected, None, at)).collect()
        }
    };
    let lacking = |these: &Table, those: &Table| -> Vec<String> {
        let mut those: Vec<&String> = those.columns.iter().collect();
        let mut lacking = Vec::new();
        for name in &these.columns {
            match those.iter().position(|other| same_name(other, name)) {
                Some(at) => drop(those.remove(at)),
                None => lacking.push(format!("`{}`", clean_line(name))),
            }
        }
        lacking
    };
    let note = match by {
        ColumnsBy::Position => {
            let (wanted, came) = (width(expected), width(got));
            if wanted < came {
                counted(came - wanted, "column too many", "columns too many")
            } else {
                counted(wanted - came, "column is missing", "columns are missing")
            }
        }
        ColumnsBy::Name => {
            let (missing, extra) = (lacking(expected, got), lacking(got, expected));
            let part = |names: Vec<String>, words: &str| {
                (!names.is_empty()).then(|| format!("{words}: {}", cut(&names.join(", "))))
            };
            let parts = [part(missing, "missing"), part(extra, "not asked for")];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
    };
    let (wanted, came) = (listed(expected, &wanted), listed(got, &got.columns));
    differing("columns", wanted, came, Some(note))
}

/// The name of an expected column, as long as that is a name: without one it is the solution's very
/// expression. Then it is the answer's own name for it, or its place.
fn name_of(expected: &Table, got: Option<&Table>, column: usize) -> String {
    let is_name = |name: &&String| name.chars().all(|ch| ch.is_alphanumeric() || ch == '_');
    let own = got.and_then(|got| got.columns.get(column));
    let name = expected.columns.get(column).filter(is_name).or(own);
    name.map_or_else(|| format!("column {}", column + 1), |name| clean_line(name).into_owned())
}

fn rows(difference: &Difference, sight: Sight) -> Field {
    let Difference { expected, got, .. } = difference;
    let (missing, extra) = (difference.missing.len(), difference.extra.len());
    let (repeated, merged) = (difference.repeated.len(), difference.merged.len());
    let mut parts = Vec::new();
    if missing > 0 {
        parts.push(counted(missing, "row is missing", "rows are missing"));
    }
    if extra > 0 {
        parts.push(counted(extra, "row should not be there", "rows should not be there"));
    }
    if repeated > 0 {
        let rows = counted(repeated, "row too often", "rows too often");
        parts.push(format!("{rows}: a join can repeat rows"));
    }
    if merged > 0 {
        let rows = counted(merged, "row too seldom", "rows too seldom");
        parts.push(format!("{rows}: DISTINCT, UNION or GROUP BY can merge rows"));
    }
    parts.extend(common(difference, sight));
    let differs = missing + extra + repeated + merged > 0;
    Field {
        name: "rows".to_owned(),
        expected: expected.rows.len().to_string(),
        got: got.rows.len().to_string(),
        differs,
        note: differs.then(|| parts.join("; ")),
    }
}

/// What all rows that are missing, or all that are too many, have in common.
fn common(difference: &Difference, sight: Sight) -> Option<String> {
    let Difference { expected, got, .. } = difference;
    let shared = |table: &Table, these: &[usize]| -> Option<String> {
        let rest = table.rows.len() - these.len();
        let columns = 0..table.rows.first().map_or(0, Vec::len);
        [is_null as fn(&Cell) -> bool, is_empty].into_iter().zip(["NULL", "''"]).find_map(
            |(is_so, value)| {
                let column = columns.clone().find(|column| {
                    let all = these.iter().all(|at| is_so(&table.rows[*at][*column]));
                    let others = table.rows.iter().filter(|row| is_so(&row[*column])).count();
                    // Where every row is so, it says nothing.
                    all && (rest == 0 || others < table.rows.len())
                })?;
                Some(format!("{value} in {}", name_of(expected, Some(got), column)))
            },
        )
    };
    if !difference.missing.is_empty()
        && let Some(words) = shared(expected, &difference.missing)
    {
        return Some(format!("what is missing has {words}"));
    }
    if !difference.extra.is_empty()
        && let Some(words) = shared(got, &difference.extra)
    {
        return Some(format!("what is too many has {words}"));
    }
    let none_fits = sight == Sight::Veiled && expected.rows.is_empty();
    none_fits.then(|| "here no row fits the task".to_owned())
}

fn is_null(cell: &Cell) -> bool {
    *cell == Cell::Null
}

fn is_empty(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.is_empty())
}

/// One field for each column in which rows came with another value.
fn changed(difference: &Difference, sight: Sight) -> Vec<Field> {
    let Difference { expected, got, changed, .. } = difference;
    let width = got.columns.len();
    let field = |column: usize| {
        let of_column = |row: &Changed| {
            row.cells.iter().find(|(at, _)| *at == column).map(|(_, aspect)| *aspect)
        };
        let rows: Vec<&Changed> = changed.iter().filter(|row| of_column(row).is_some()).collect();
        let first = *rows.first()?;
        let aspect = of_column(first)?;
        let (wanted, came) = (&expected.rows[first.expected][column], &got.rows[first.got][column]);
        let name = name_of(expected, Some(got), column);
        let mut parts: Vec<String> = aspect_words(aspect, wanted, came).into_iter().collect();
        if rows.len() > 1 {
            parts.push(format!("in {} rows", rows.len()));
        }
        let (wanted, came) = match (sight, aspect) {
            (Sight::Open, _) => (shown(wanted), shown(came)),
            (Sight::Veiled, Aspect::Null | Aspect::Type) => (veiled(wanted), veiled(came)),
            (Sight::Veiled, _) => ("the right value".to_owned(), "another value".to_owned()),
        };
        let note = (!parts.is_empty()).then(|| parts.join("; "));
        Some(differing(&name, wanted, came, note))
    };
    (0..width).filter_map(field).collect()
}

fn aspect_words(aspect: Aspect, wanted: &Cell, came: &Cell) -> Option<String> {
    match aspect {
        Aspect::Null if is_empty(wanted) || is_empty(came) => {
            Some("NULL is no value, '' is an empty text".to_owned())
        }
        Aspect::Null if is_null(wanted) => Some("NULL, not a value".to_owned()),
        Aspect::Null => Some("a value, not NULL".to_owned()),
        Aspect::Type => Some(format!("{} is expected, {} came", kind(wanted), kind(came))),
        Aspect::Value => text_words(wanted, came),
        Aspect::Columns
        | Aspect::Missing
        | Aspect::Extra
        | Aspect::Repeated
        | Aspect::Merged
        | Aspect::Order => None,
    }
}

fn text_words(wanted: &Cell, came: &Cell) -> Option<String> {
    let (Cell::Text(wanted), Cell::Text(came)) = (wanted, came) else { return None };
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    if wanted.to_lowercase() == came.to_lowercase() {
        Some("differs in letter case only".to_owned())
    } else if bare(wanted) == bare(came) {
        Some("differs in spaces only".to_owned())
    } else {
        None
    }
}

fn order(difference: &Difference, sight: Sight) -> Option<Field> {
    let order = difference.order.as_ref()?;
    let place = order.at + 1;
    let row = |table: &Table| {
        let cells: Vec<_> = table.rows[order.at].iter().map(shown).collect();
        format!("row {place}: {}", cut(&cells.join(", ")))
    };
    let (wanted, came) = match sight {
        Sight::Open => (row(&difference.expected), row(&difference.got)),
        Sight::Veiled => (order.asked.clone(), "another order".to_owned()),
    };
    let note = match sight {
        Sight::Open => Some(order.asked.clone()),
        Sight::Veiled => Some("all rows are there; rows with equal values may decide".to_owned()),
    };
    Some(differing("order", wanted, came, note))
}

fn differing(name: &str, expected: String, got: String, note: Option<String>) -> Field {
    Field { name: name.to_owned(), expected, got, differs: true, note }
}

/// A value as SQL writes it, so that NULL and the text `NULL` are two things.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("'{}'", cut(&clean_line(&text.replace('\'', "''")))),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => cell.show(),
    }
}

fn veiled(cell: &Cell) -> String {
    if is_empty(cell) { "''".to_owned() } else { kind(cell).to_owned() }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn cut(line: &str) -> String {
    if line.chars().count() <= SHOWN_CHARS {
        return line.to_owned();
    }
    line.chars().take(SHOWN_CHARS).chain(['…']).collect()
}
