//! `[check.sql]` and `[check.schema]`, and what `when` may say of their results.

use crate::{
    course::{
        check::{Expect, Expected, ResultExpect},
        sql::{
            Aspect, ColumnsBy, Key, KeyKind, RowOrder, SchemaTest, Sessions, SortKey, SqlTest,
            TableColumns, Wanted, Way,
        },
    },
    pack::manifest::{
        ROWS_MAX, STATEMENTS_MAX,
        expect::{Subject, read_expected},
        fields::{Fields, Node, meant},
    },
    table::{Cell, Table},
    text::clean_line,
};

/// Runs of an answer, one after the other.
const TIMES_MAX: i64 = 10;
/// Sessions that run an answer at once.
const AT_ONCE_MAX: i64 = 4;

const COLUMNS: &[(&str, ColumnsBy)] =
    &[("position", ColumnsBy::Position), ("name", ColumnsBy::Name)];

const ASPECTS: &[(&str, Aspect)] = &[
    ("columns", Aspect::Columns),
    ("missing", Aspect::Missing),
    ("extra", Aspect::Extra),
    ("repeated", Aspect::Repeated),
    ("merged", Aspect::Merged),
    ("null", Aspect::Null),
    ("type", Aspect::Type),
    ("value", Aspect::Value),
    ("order", Aspect::Order),
];

/// Reads `on` of a check: names of `sets`.
pub(super) fn read_on(list: &Node<'_>, sets: &[String]) -> Vec<String> {
    let mut on = Vec::new();
    for node in list.members() {
        let Some(name) = node.raw_text() else { continue };
        if !sets.contains(&name) {
            let known = sets.iter().map(String::as_str);
            let hint = meant(&name, known).unwrap_or_else(|| match sets {
                [] => "data sets stand in `sets` of [lab]: sets = { shown = \"..\" }".to_owned(),
                sets => format!("data sets: {}", sets.join(", ")),
            });
            node.report((format!("no data set is named `{}`", clean_line(&name)), hint));
        } else if on.contains(&name) {
            node.report(format!("`{name}` stands here twice"));
        } else {
            on.push(name);
        }
    }
    if list.is_list() && list.members().is_empty() {
        list.report(("`on` names no data set", "leave it out to run on all of them"));
    }
    on
}

/// Reads `[check.sql]`.
pub(super) fn read_sql(node: &Node<'_>, on: Vec<String>) -> Option<SqlTest> {
    let fields = node.fields()?;
    let columns = fields.optional("columns");
    let columns = columns.map_or(Some(ColumnsBy::Position), |node| node.choice(COLUMNS));
    let wanted = wanted(node, &fields, columns.unwrap_or(ColumnsBy::Position));
    let order = fields.optional("order").map_or(Some(RowOrder::Free), |node| order(&node));
    let query = fields.optional("query");
    let way = way(&fields, query.as_ref());
    let may_fail = fields.optional("may-fail");
    if let (Some(may_fail), None) = (may_fail, query) {
        may_fail.key_report((
            "`may-fail` goes with `query`",
            "an answer that a rule stops is judged by what it left behind",
        ));
    }
    fields.finish();
    let test = SqlTest {
        wanted: wanted?,
        columns: columns?,
        order: order?,
        query: query.and_then(|node| node.text()),
        way,
        may_fail: may_fail.and_then(|node| node.boolean()).unwrap_or(false),
        on,
    };
    match (&test.order, &test.wanted) {
        (RowOrder::By(keys), Wanted::Rows(table)) if !table.rows.is_empty() => {
            let unknown = keys.iter().find(|key| !table.columns.contains(&key.column));
            if let Some(key) = unknown {
                node.report((
                    format!("`order` names `{}`, which is no column of `rows`", key.column),
                    "write the rows as tables: rows = [{ name = \"Ada\", total = 3 }]",
                ));
            }
        }
        (
            RowOrder::By(_) | RowOrder::Free | RowOrder::Exact,
            Wanted::Rows(_) | Wanted::AsSolution,
        ) => {}
    }
    Some(test)
}

/// Reads how the answer is run: `part`, `before`, `times`, `sessions`, `at-once`. Beside `beside`, which asks what the whole answer left, no
/// part can stand.
pub(super) fn way(fields: &Fields<'_>, beside: Option<&Node<'_>>) -> Way {
    let (part, before) = (fields.optional("part"), fields.optional("before"));
    let times = fields.optional("times").and_then(|node| node.integer(1..=TIMES_MAX));
    if let (Some(beside), Some(part)) = (beside, part) {
        part.key_report(format!("a check has either `{}` or `part`", beside.name()));
    }
    Way {
        part: part.and_then(|node| node.integer(1..=999)),
        before: before.and_then(|node| node.text()),
        times: times.unwrap_or(1),
        sessions: sessions(fields),
    }
}

/// Reads `sessions` and `at-once`.
fn sessions(fields: &Fields<'_>) -> Sessions {
    let (marked, at_once) = (fields.optional("sessions"), fields.optional("at-once"));
    match (marked, at_once) {
        (Some(_), Some(at_once)) => {
            at_once.key_report((
                "a check has either `sessions` or `at-once`",
                "with `sessions` the answer names them, with `at-once` each runs the whole answer",
            ));
            Sessions::One
        }
        (Some(node), None) => {
            if node.boolean() == Some(false) {
                node.report("`sessions` is only ever true");
            }
            Sessions::Marked
        }
        (None, Some(node)) => node.integer(2..=AT_ONCE_MAX).map_or(Sessions::One, Sessions::AtOnce),
        (None, None) => Sessions::One,
    }
}

fn wanted(node: &Node<'_>, fields: &Fields<'_>, by: ColumnsBy) -> Option<Wanted> {
    match (fields.optional("same-as"), fields.optional("rows")) {
        (Some(node), None) => node.choice(&[("solution", ())]).map(|()| Wanted::AsSolution),
        (None, Some(list)) => rows(&list, by).map(Wanted::Rows),
        (None, None) | (Some(_), Some(_)) => {
            node.report((
                "[check.sql] has either `same-as` or `rows`",
                "same-as = \"solution\", or rows = [[1, \"Ada\"], [2, { null = true }]]",
            ));
            None
        }
    }
}

/// Reads the rows of a table: lists of values, or tables of values by the names of their columns.
fn rows(list: &Node<'_>, by: ColumnsBy) -> Option<Table> {
    let nodes = list.members();
    if ROWS_MAX < nodes.len() {
        list.report(format!("`rows` holds at most {ROWS_MAX} rows"));
    }
    let named = nodes.first().is_some_and(Node::is_table);
    if by == ColumnsBy::Name && !named && !nodes.is_empty() {
        list.report((
            "columns are compared by name, and these rows name none",
            "write the rows as tables: rows = [{ name = \"Ada\", total = 3 }]",
        ));
    }
    let mut columns: Vec<String> = Vec::new();
    if let Some(first) = nodes.first().filter(|_| named) {
        let entries = first.fields()?.entries();
        columns = entries.iter().map(|node| clean_line(node.name()).into_owned()).collect();
    }
    let width =
        nodes.first().map_or(0, |node| if named { columns.len() } else { node.members().len() });
    let mut rows = Vec::new();
    for node in &nodes {
        let row = if named { named_row(node, &columns) } else { cells(node) };
        if row.as_ref().is_some_and(|row| row.len() != width || width == 0) {
            node.report(format!("this row has another number of values than the first, {width}"));
        }
        rows.extend(row);
    }
    Some(Table { columns, rows }).filter(|table| table.rows.len() == nodes.len())
}

fn named_row(node: &Node<'_>, columns: &[String]) -> Option<Vec<Cell>> {
    let fields = node.fields()?;
    let entries = fields.entries();
    for entry in &entries {
        if !columns.iter().any(|column| column == entry.name()) {
            entry.key_report("the first row has no column of this name");
        }
    }
    let cell = |column: &String| {
        let entry = entries.iter().find(|entry| entry.name() == column);
        if entry.is_none() {
            node.report(format!("this row has no `{column}`"));
        }
        entry.and_then(cell)
    };
    columns.iter().map(cell).collect::<Vec<_>>().into_iter().collect()
}

/// A row as a list of values.
fn cells(node: &Node<'_>) -> Option<Vec<Cell>> {
    if !node.is_list() {
        node.report(("a row is a list of values", "[1, \"Ada\", { null = true }]"));
        return None;
    }
    node.members().iter().map(cell).collect::<Vec<_>>().into_iter().collect()
}

/// `1`, `2.5`, `"text"`, `{ null = true }`, `{ blob = "00ff" }`.
fn cell(node: &Node<'_>) -> Option<Cell> {
    if node.is_table() {
        let fields = node.fields()?;
        let (null, blob) = (fields.optional("null"), fields.optional("blob"));
        fields.finish();
        return match (null, blob) {
            (Some(node), None) => {
                if !node.boolean()? {
                    node.report("`null` is only ever true");
                }
                Some(Cell::Null)
            }
            (None, Some(node)) => blob_cell(&node),
            (None, None) | (Some(_), Some(_)) => {
                node.report(("this is not a value", "{ null = true } or { blob = \"00ff\" }"));
                None
            }
        };
    }
    match node.json()? {
        serde_json::Value::String(text) => Some(Cell::Text(text)),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Some(Cell::Integer(whole)),
            None => number.as_f64().map(Cell::Real),
        },
        serde_json::Value::Bool(_) => {
            node.report(("SQLite has no true and false", "write 1 or 0"));
            None
        }
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
            node.report("a value is a number, a text, { null = true } or { blob = \"00ff\" }");
            None
        }
    }
}

fn blob_cell(node: &Node<'_>) -> Option<Cell> {
    let digits = node.raw_text()?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
    if bytes.is_none() {
        node.report(("this is not hexadecimal", "two digits for each byte, as in `c3bc`"));
    }
    bytes.map(Cell::Blob)
}

/// `"free"`, `"exact"`, or a list of keys: `["total desc", "id"]`.
fn order(node: &Node<'_>) -> Option<RowOrder> {
    if node.is_text() {
        return node.choice(&[("free", 0), ("exact", 1)]).map(|which| match which {
            0 => RowOrder::Free,
            _ => RowOrder::Exact,
        });
    }
    let keys: Option<Vec<SortKey>> = node.members().iter().map(sort_key).collect();
    if node.is_list() && node.members().is_empty() {
        node.report(("`order` names no key", "order = \"free\", or order = [\"total desc\"]"));
    }
    node.is_list().then_some(RowOrder::By(keys?))
}

fn sort_key(node: &Node<'_>) -> Option<SortKey> {
    let text = node.line()?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (column, descending) = match words[..] {
        [column] | [column, "asc"] => (column, false),
        [column, "desc"] => (column, true),
        _ => {
            node.report(("this is not a sort key", "a column, and `desc` where it falls"));
            return None;
        }
    };
    Some(SortKey { column: column.to_owned(), descending })
}

/// Reads `[check.schema]`.
pub(super) fn read_schema(node: &Node<'_>, on: Vec<String>) -> Option<SchemaTest> {
    let fields = node.fields()?;
    let statements = |key| fields.optional(key).map(|list| statements(&list)).unwrap_or_default();
    let test = SchemaTest {
        accepts: statements("accepts"),
        refuses: statements("refuses"),
        columns: fields.optional("columns").map(|node| columns(&node)).unwrap_or_default(),
        keys: fields.optional("keys").map(|list| keys(&list)).unwrap_or_default(),
        on,
    };
    fields.finish();
    if ["accepts", "refuses", "columns", "keys"].iter().all(|key| !fields.has(key)) {
        node.report((
            "nothing is asked of the tables: all would pass",
            "write `accepts`, `refuses`, `columns` or `keys`",
        ));
    }
    Some(test)
}

/// Reads a list of scripts.
pub(super) fn statements(list: &Node<'_>) -> Vec<String> {
    let nodes = list.members();
    if list.is_list() && (nodes.is_empty() || STATEMENTS_MAX < nodes.len()) {
        list.report(format!("`{}` holds 1 to {STATEMENTS_MAX} statements", list.name()));
    }
    nodes.iter().filter_map(Node::text).collect()
}

/// `{ users = ["id", "email"] }`.
fn columns(node: &Node<'_>) -> Vec<TableColumns> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let table = |node: &Node<'_>| TableColumns {
        table: clean_line(node.name()).into_owned(),
        columns: names(node),
    };
    fields.entries().iter().map(table).collect()
}

pub(super) fn names(list: &Node<'_>) -> Vec<String> {
    if list.is_list() && list.members().is_empty() {
        list.report("no name stands here");
    }
    list.members().iter().filter_map(Node::line).collect()
}

/// `[{ table = "orders", foreign = ["user_id"], references = "users" }]`.
fn keys(list: &Node<'_>) -> Vec<Key> {
    list.members().iter().filter_map(key).collect()
}

fn key(node: &Node<'_>) -> Option<Key> {
    let fields = node.fields()?;
    let table = fields.required("table").and_then(|node| node.line());
    let kinds: Vec<Node<'_>> = ["primary", "unique", "foreign"]
        .into_iter()
        .filter_map(|key| fields.optional(key))
        .collect();
    let references = fields.optional("references");
    fields.finish();
    let [columns] = kinds[..] else {
        node.report((
            "a key is one of `primary`, `unique` and `foreign`",
            "{ table = \"users\", unique = [\"email\"] }",
        ));
        return None;
    };
    let kind = match (columns.name(), references) {
        ("primary", None) => KeyKind::Primary,
        ("unique", None) => KeyKind::Unique,
        ("foreign", Some(node)) => KeyKind::Foreign { table: node.line()? },
        ("foreign", None) => {
            columns.key_report(("`foreign` needs `references`", "references = \"users\""));
            return None;
        }
        (_, Some(node)) => {
            node.key_report("`references` goes with `foreign`");
            return None;
        }
        (_, None) => return None,
    };
    Some(Key { table: table?, kind, columns: names(&columns) })
}

/// Reads `when` of a wrong answer whose first check compares rows.
pub(super) fn read_rows_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let row_list = |key| {
        let list = fields.optional(key);
        let nodes = list.map(|list| list.members()).unwrap_or_default();
        nodes.iter().filter_map(cells).collect()
    };
    let result = ResultExpect {
        rows: fields.optional("rows").and_then(|node| read_expected(&node, Subject::Json)),
        has_rows: row_list("has-rows"),
        lacks_rows: row_list("lacks-rows"),
        columns: fields.optional("columns").map(|node| names(&node)),
        differs: fields.optional("differs").and_then(|node| node.choice(ASPECTS)),
        fixed: fields.optional("fixed").and_then(|node| node.boolean()),
        error: text(&fields, "error"),
        ..ResultExpect::default()
    };
    Some(finished(node, &fields, result))
}

/// Reads `when` of a wrong answer whose first check asks the tables that were made.
pub(super) fn read_schema_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let result = ResultExpect {
        error: text(&fields, "error"),
        statement: text(&fields, "statement"),
        lacks: text(&fields, "lacks"),
        ..ResultExpect::default()
    };
    Some(finished(node, &fields, result))
}

pub(super) fn text(fields: &Fields<'_>, key: &'static str) -> Option<Expected> {
    fields.optional(key).and_then(|node| read_expected(&node, Subject::Text))
}

/// What `when` says, once all its keys were read.
pub(super) fn finished(node: &Node<'_>, fields: &Fields<'_>, result: ResultExpect) -> Expect {
    fields.finish();
    if fields.entries().is_empty() {
        node.report(("`when` matches everything", "name what came, or leave `when` out"));
    }
    Expect { result: Some(Box::new(result)), ..Expect::default() }
}
