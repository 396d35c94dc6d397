//! What an SQL exercise works on, and what an answer to it must give.

use crate::table::Table;

/// The database that an answer runs on: its tables, and the data sets that fill them in turn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Database {
    /// Makes the tables; empty where the answer makes them itself.
    pub schema: Script,
    /// Where there is none, the tables stay empty.
    pub sets: Vec<DataSet>,
}

/// A file of SQL statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Relative to the exercise's folder, with `/`.
    pub path: String,
    pub text: String,
}

/// Data under a name. The same answer runs on each set, so that rows which are written into it
/// instead of being asked for are found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSet {
    pub name: String,
    pub script: Script,
}

/// The rows that the answer must give.
#[derive(Clone, Debug, PartialEq)]
pub struct SqlTest {
    pub wanted: Wanted,
    pub columns: ColumnsBy,
    pub order: RowOrder,
    /// Runs after the answer, and its rows are compared; else those of the answer's last statement
    /// that gives rows.
    pub query: Option<String>,
    pub way: Way,
    /// A rule of the tables may stop the answer: what it left behind is asked for by `query`.
    pub may_fail: bool,
    /// Names of the data sets it runs on; empty: all of them.
    pub on: Vec<String>,
}

/// How an answer is run on a data set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// Only the lines below the comment `-- N`, up to the next such comment.
    pub part: Option<u32>,
    /// Statements that run after the data and before the answer, as a trigger that refuses a row.
    pub before: Option<String>,
    /// How often it runs, each time on what the last one left; at least 1.
    pub times: u32,
    pub sessions: Sessions,
}

/// Which connections run an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sessions {
    #[default]
    One,
    /// Those that its lines `-- session B` name.
    Marked,
    /// So many run the whole of it at once, a statement each in turn. One that another session blocks
    /// waits for it.
    AtOnce(u32),
}

impl Default for Way {
    fn default() -> Way {
        Way { part: None, before: None, times: 1, sessions: Sessions::One }
    }
}

impl Way {
    /// Whether it is one run of the answer on the data and nothing else.
    pub fn is_plain(&self) -> bool {
        self.before.is_none() && self.times == 1 && self.sessions == Sessions::One
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// What the exercise's own solution gives on the same data.
    AsSolution,
    /// These rows on every set; without names of columns where they are compared by position.
    Rows(Table),
}

/// How the columns of two tables are paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnsBy {
    /// The first with the first; their names are free.
    Position,
    /// Without case; their order is free.
    Name,
}

/// In which order the rows must stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOrder {
    Free,
    Exact,
    /// In that of these keys, the first deciding first; rows with equal keys stand as they like.
    By(Vec<SortKey>),
}

/// `total desc`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// A column of the expected rows, by name.
    pub column: String,
    pub descending: bool,
}

/// What the tables that an answer made must be like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SchemaTest {
    /// Scripts that must run, each in a transaction that is rolled back.
    pub accepts: Vec<String>,
    /// Scripts whose last statement must be refused by a constraint, rolled back too.
    pub refuses: Vec<String>,
    pub columns: Vec<TableColumns>,
    pub keys: Vec<Key>,
    /// Names of the data sets it runs on; empty: all of them.
    pub on: Vec<String>,
}

/// Columns that a table must have; more are free, and so is their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    pub table: String,
    pub columns: Vec<String>,
}

/// A key that a table must have, over exactly these columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub table: String,
    pub kind: KeyKind,
    pub columns: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Primary,
    /// The columns' order is free; a primary key over them is unique too.
    Unique,
    /// `table` is the one that is pointed to.
    Foreign {
        table: String,
    },
}

/// How SQLite must run a statement, and what that may take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTest {
    /// Runs after the answer; else the answer's last statement that gives rows, or the last one.
    pub statement: Option<String>,
    /// Each of these is read.
    pub indexes: Vec<String>,
    /// Rows of these tables are found, and none of them is read as a whole.
    pub search: Vec<String>,
    /// None of these tables is read as a whole.
    pub no_scan: Vec<String>,
    /// These tables are read from an index that holds all that is asked for.
    pub covering: Vec<String>,
    /// No temporary tree sorts rows or remembers them.
    pub no_sort: bool,
    pub full_scan_steps_max: Option<u32>,
    pub vm_steps_max: Option<u32>,
    /// Of the whole answer.
    pub statements_max: Option<u32>,
    pub way: Way,
    /// Names of the data sets it runs on; empty: all of them.
    pub on: Vec<String>,
}

/// What a check of a plan can wish for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    Index,
    Search,
    NoScan,
    Covering,
    NoSort,
    FullScanSteps,
    VmSteps,
    Statements,
}

impl Wish {
    /// As `exercise.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Wish::Index => "index",
            Wish::Search => "search",
            Wish::NoScan => "no-scan",
            Wish::Covering => "covering",
            Wish::NoSort => "no-sort",
            Wish::FullScanSteps => "full-scan-steps-max",
            Wish::VmSteps => "vm-steps-max",
            Wish::Statements => "statements-max",
        }
    }
}

/// In what two tables can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Their number, or their names.
    Columns,
    /// Rows that should have come.
    Missing,
    /// Rows that should not have come.
    Extra,
    /// Rows that came more often than they should, as after a join.
    Repeated,
    /// Rows that came less often than they should, as after DISTINCT.
    Merged,
    /// NULL where a value should be, or a value where NULL should be.
    Null,
    /// A text where a number should be, or the like.
    Type,
    /// A row that came with another value.
    Value,
    Order,
}

impl Aspect {
    /// As `exercise.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Columns => "columns",
            Aspect::Missing => "missing",
            Aspect::Extra => "extra",
            Aspect::Repeated => "repeated",
            Aspect::Merged => "merged",
            Aspect::Null => "null",
            Aspect::Type => "type",
            Aspect::Value => "value",
            Aspect::Order => "order",
        }
    }
}
