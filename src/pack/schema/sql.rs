//! `[check.sql]`, `[check.schema]` and `[check.plan]`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::value::{OneOrMore, Statements, True};
use crate::pack::manifest::ROWS_MAX;

/// `[check.sql]`: the rows that the answer gives. Either `same-as` or `rows`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("oneOf" = [
    {"required": ["same-as"]}, {"required": ["rows"]}
]))]
pub struct SqlTest {
    /// The rows that the solution gives on the same data.
    same_as: Option<Reference>,
    /// Lists of values, or tables of values by the names of their columns.
    #[schemars(length(max = ROWS_MAX))]
    rows: Option<Vec<Row>>,
    /// `position` unless it says otherwise.
    columns: Option<ColumnsBy>,
    /// `free` unless it says otherwise.
    order: Option<Order>,
    /// Runs after the answer, and its rows are compared.
    query: Option<String>,
    /// Runs only a part of the answer: the one below the comment `-- 3`.
    #[schemars(range(min = 1, max = 999))]
    part: Option<u32>,
    /// Runs after the data and before the answer.
    before: Option<String>,
    /// How often the answer runs.
    #[schemars(range(min = 1, max = 10))]
    times: Option<u32>,
    /// With `query`: a rule of the tables may stop the answer.
    may_fail: Option<bool>,
    /// Lines `-- session B` of the answer name who runs what follows.
    sessions: Option<True>,
    /// So many sessions run the whole answer at once.
    #[schemars(range(min = 2, max = 4))]
    at_once: Option<u32>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Reference {
    Solution,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum ColumnsBy {
    Position,
    Name,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Order {
    Word(OrderWord),
    /// Columns of the expected rows, with `desc` where it falls: rows with equal keys stand as they like.
    Keys(#[schemars(length(min = 1))] Vec<String>),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum OrderWord {
    Free,
    Exact,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Row {
    Values(Vec<Cell>),
    Named(BTreeMap<String, Cell>),
}

/// A value of a row: a number, a text, `{ null = true }` or `{ blob = "00ff" }`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Cell {
    Number(f64),
    Text(String),
    Other(OtherCell),
}

/// A value that TOML cannot write.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1, "maxProperties" = 1))]
pub struct OtherCell {
    null: Option<True>,
    #[schemars(regex(pattern = "^([0-9A-Fa-f]{2})*$"))]
    blob: Option<String>,
}

/// `[check.schema]`: the tables that the answer made.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct SchemaTest {
    /// Must run, each on a copy of the database.
    accepts: Option<Statements>,
    /// A rule of the tables must refuse the last statement of each.
    refuses: Option<Statements>,
    /// By table: these at least.
    columns: Option<BTreeMap<String, Vec<String>>>,
    keys: Option<Vec<Key>>,
}

/// A key over exactly these columns: one of `primary`, `unique` and `foreign`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Key {
    table: String,
    primary: Option<Vec<String>>,
    unique: Option<Vec<String>>,
    foreign: Option<Vec<String>>,
    /// With `foreign`: the other table.
    references: Option<String>,
}

/// `[check.plan]`: how SQLite finds the rows.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1))]
pub struct PlanTest {
    /// Runs after the answer; else the answer's last statement that gives rows.
    statement: Option<String>,
    /// These indexes are used.
    index: Option<OneOrMore<String>>,
    /// Rows of these tables are found, and none is read as a whole.
    search: Option<Vec<String>>,
    /// These tables are not read as a whole.
    no_scan: Option<Vec<String>>,
    /// These are read from an index that holds all that is asked for.
    covering: Option<Vec<String>>,
    /// No temporary tree sorts rows, finds groups or keeps rows apart.
    no_sort: Option<True>,
    /// Steps of full scans; at least twice what the solution takes.
    full_scan_steps_max: Option<u32>,
    /// Instructions of the virtual machine; at least twice what the solution takes.
    vm_steps_max: Option<u32>,
    /// Of the whole answer.
    statements_max: Option<u32>,
    /// As in [check.sql].
    #[schemars(range(min = 1, max = 999))]
    part: Option<u32>,
    /// As in [check.sql].
    before: Option<String>,
    /// As in [check.sql].
    #[schemars(range(min = 1, max = 10))]
    times: Option<u32>,
    /// As in [check.sql].
    sessions: Option<True>,
    /// As in [check.sql].
    #[schemars(range(min = 2, max = 4))]
    at_once: Option<u32>,
}

/// What [check.plan] can ask.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Wish {
    Index,
    Search,
    NoScan,
    Covering,
    NoSort,
    FullScanStepsMax,
    VmStepsMax,
    StatementsMax,
}
