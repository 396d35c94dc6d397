//! How SQLite will find the rows of a statement: the rows of EXPLAIN QUERY PLAN as a tree of steps.
//! (SQLite, "EXPLAIN QUERY PLAN".)
//!
//! A plan calls a table by the name that it has in its statement. The table's own name is found in
//! the texts of the statement and of the views that it may use.

mod ask;
mod draw;
mod names;

use std::collections::BTreeMap;

use self::names::Names;
use super::{Outcome, Statement, split::tokens};
use crate::table::{Cell, Table};

/// Steps of a plan that are read; a statement of a learner's has a dozen.
const STEPS_MAX: usize = 300;
/// Steps inside of steps.
const DEPTH_MAX: usize = 40;
/// Characters of one step in SQLite's words.
const DETAIL_CHARS_MAX: usize = 400;

/// The steps of a statement, each before those inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many steps it is inside of.
    pub depth: usize,
    /// In SQLite's words: `SEARCH o USING INDEX orders_user (user_id=?)`.
    pub detail: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Every row of a table, or of an index in its order.
    Scan { of: Source, index: Option<Index> },
    /// Some rows, found by an order that is kept.
    Search {
        of: Source,
        by: By,
        /// What is known of the columns: `user_id=? AND day>?`.
        terms: String,
    },
    /// A tree in memory that sorts rows, or remembers those that came.
    TempTree(Purpose),
    /// A query inside of another one.
    Subquery { correlated: bool },
    /// Anything else; SQLite's words are all there is.
    Other,
}

/// A table as a plan names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub table: String,
    /// The other name that the statement gives it.
    pub alias: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub name: String,
    /// It holds every column that is asked for, so that the table is not looked at.
    pub covering: bool,
}

/// By what rows are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    Index(Index),
    /// The number of the row, which an INTEGER PRIMARY KEY is.
    Rowid,
    /// The key of a table WITHOUT ROWID.
    PrimaryKey,
    /// An index that SQLite makes for this statement alone.
    Automatic,
    /// Something of a virtual table.
    Other,
}

/// What a temporary tree is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    OrderBy,
    /// Only for the last terms; an index has the first ones in order.
    OrderByLast,
    GroupBy,
    Distinct,
    /// `count(DISTINCT)`, `group_concat(ORDER BY)`, or what a later SQLite names.
    Other(String),
}

impl Plan {
    /// Reads what EXPLAIN QUERY PLAN gave; `texts` are the statement and the views. `None` where
    /// these are no such rows.
    pub fn read(rows: &Table, texts: &[&str]) -> Option<Plan> {
        let at = |name: &str| rows.columns.iter().position(|column| column == name);
        let (id, parent, detail) = (at("id")?, at("parent")?, at("detail")?);
        let mut inside: BTreeMap<i64, Vec<(i64, &str)>> = BTreeMap::new();
        for row in rows.rows.iter().take(STEPS_MAX) {
            let (Cell::Integer(id), Cell::Integer(parent), Cell::Text(detail)) =
                (row.get(id)?, row.get(parent)?, row.get(detail)?)
            else {
                return None;
            };
            inside.entry(*parent).or_default().push((*id, detail));
        }
        let names = Names::of(texts);
        let mut plan = Plan::default();
        let mut open: Vec<(usize, i64, &str)> = Vec::new();
        let (mut depth, mut of) = (0, 0);
        loop {
            // Taken out, so that what names itself as its parent comes once.
            let steps = inside.remove(&of).unwrap_or_default();
            open.extend(steps.into_iter().rev().map(|(id, detail)| (depth, id, detail)));
            let Some((at, id, detail)) = open.pop() else { break };
            plan.steps.push(Step {
                depth: at,
                detail: detail.chars().take(DETAIL_CHARS_MAX).collect(),
                what: read_step(detail, &names),
            });
            (depth, of) = ((at + 1).min(DEPTH_MAX), id);
        }
        Some(plan)
    }

    /// The plan that a statement gave which is an EXPLAIN QUERY PLAN itself.
    pub fn given_by(statement: &Statement) -> Option<Plan> {
        let mut words = tokens(&statement.text);
        let begins = ["explain", "query", "plan"];
        let is_plan = begins.iter().all(|word| words.next().is_some_and(|token| token.is(word)));
        match &statement.outcome {
            Outcome::Rows(table) if is_plan => Plan::read(table, &[&statement.text]),
            Outcome::Rows(_) | Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => None,
        }
    }

    /// The steps that read every row of `table`.
    pub fn scans<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |step| match &step.what {
            What::Scan { of, .. } => of.is(table),
            What::Search { .. } | What::TempTree(_) | What::Subquery { .. } | What::Other => false,
        })
    }

    /// The steps that find rows of `table`.
    pub fn searches<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Step> {
        self.steps.iter().filter(move |step| match &step.what {
            What::Search { of, .. } => of.is(table),
            What::Scan { .. } | What::TempTree(_) | What::Subquery { .. } | What::Other => false,
        })
    }

    /// Whether a step reads or searches the index.
    pub fn uses_index(&self, name: &str) -> bool {
        self.steps.iter().any(|step| step.index().is_some_and(|index| same(&index.name, name)))
    }

    /// The steps that sort rows, or remember those that came.
    pub fn temp_trees(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| match step.what {
            What::TempTree(_) => true,
            What::Scan { .. } | What::Search { .. } | What::Subquery { .. } | What::Other => false,
        })
    }
}

impl Step {
    /// The index of the schema that it reads.
    pub fn index(&self) -> Option<&Index> {
        match &self.what {
            What::Scan { index, .. } => index.as_ref(),
            What::Search { by: By::Index(index), .. } => Some(index),
            What::Search { .. } | What::TempTree(_) | What::Subquery { .. } | What::Other => None,
        }
    }
}

impl Source {
    /// Whether it is this table, by its own name.
    pub fn is(&self, table: &str) -> bool {
        same(&self.table, table)
    }
}

/// Names of SQL are the same in any case.
fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

fn read_step(detail: &str, names: &Names) -> What {
    let rest = |words: &str| detail.strip_prefix(words);
    if let Some(rest) = rest("SCAN ") {
        return read_scan(rest, names);
    }
    if let Some(rest) = rest("SEARCH ") {
        return read_search(rest, names);
    }
    if let Some(purpose) = rest("USE TEMP B-TREE FOR ") {
        return What::TempTree(match purpose {
            "ORDER BY" => Purpose::OrderBy,
            "GROUP BY" => Purpose::GroupBy,
            "DISTINCT" => Purpose::Distinct,
            other if other.ends_with(" OF ORDER BY") => Purpose::OrderByLast,
            other => Purpose::Other(other.to_owned()),
        });
    }
    // `UNION USING TEMP B-TREE`, `EXCEPT USING TEMP B-TREE`.
    if let Some(purpose) = detail.strip_suffix(" USING TEMP B-TREE") {
        return What::TempTree(Purpose::Other(purpose.to_owned()));
    }
    let is_subquery = ["SCALAR SUBQUERY ", "LIST SUBQUERY "];
    match rest("CORRELATED ") {
        Some(rest) if is_subquery.iter().any(|words| rest.starts_with(words)) => {
            What::Subquery { correlated: true }
        }
        None if is_subquery.iter().any(|words| detail.starts_with(words)) => {
            What::Subquery { correlated: false }
        }
        Some(_) | None => What::Other,
    }
}

/// `orders`, `o USING COVERING INDEX orders_user`.
fn read_scan(rest: &str, names: &Names) -> What {
    let is_no_table = rest == "CONSTANT ROW"
        || rest.ends_with("-ROW VALUES CLAUSE")
        || rest.contains(" VIRTUAL TABLE INDEX ");
    if is_no_table {
        return What::Other;
    }
    let (name, using) = split_using(rest);
    let index = using.and_then(|(using, _)| read_index(using));
    What::Scan { of: names.source(name), index }
}

/// `orders USING INDEX orders_user (user_id=?)`.
fn read_search(rest: &str, names: &Names) -> What {
    let (name, using) = split_using(rest);
    let (using, terms) = using.unwrap_or_default();
    let by = match read_index(using) {
        Some(index) => By::Index(index),
        None if using.starts_with("INTEGER PRIMARY KEY") => By::Rowid,
        None if using.starts_with("PRIMARY KEY") => By::PrimaryKey,
        None if using.starts_with("AUTOMATIC ") => By::Automatic,
        None => By::Other,
    };
    What::Search { of: names.source(name), by, terms: terms.to_owned() }
}

/// The name, and behind it what is used, with its terms.
fn split_using(rest: &str) -> (&str, Option<(&str, &str)>) {
    let (name, using) = match rest.split_once(" USING ") {
        Some((name, using)) => (name, Some(using)),
        None => (rest, None),
    };
    let name = [" LEFT-JOIN", " EXISTS"]
        .iter()
        .fold(name, |name, words| name.strip_suffix(words).unwrap_or(name));
    let using = using.map(|using| {
        let (what, terms) = using.split_once(" (").unwrap_or((using, ""));
        let what = what.strip_suffix(" LEFT-JOIN").unwrap_or(what);
        (what, terms.rsplit_once(')').map_or("", |(terms, _)| terms))
    });
    (name, using)
}

/// `COVERING INDEX orders_user`.
fn read_index(using: &str) -> Option<Index> {
    let (covering, rest) = match using.strip_prefix("COVERING ") {
        Some(rest) => (true, rest),
        None => (false, using),
    };
    let name = rest.strip_prefix("INDEX ")?;
    Some(Index { name: name.to_owned(), covering })
}

#[cfg(test)]
mod tests;
