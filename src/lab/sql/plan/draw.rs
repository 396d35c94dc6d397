//! A plan as text: a tree of lines, SQLite's words and plain ones beside them.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{By, Plan, Purpose, Source, Step, What};
use crate::text::clean_line;

/// Between SQLite's words and the plain ones.
const GAP: &str = "   ";

impl Plan {
    /// A tree of steps in lines that each end in a line break, safe to show. Beside SQLite's words
    /// stand plain ones; below them where `columns` do not hold both.
    pub fn draw(&self, columns: usize) -> String {
        if self.steps.is_empty() {
            return "no table is read\n".to_owned();
        }
        let lines: Vec<Line> = (0..self.steps.len()).map(|at| self.line(at)).collect();
        let widest = lines.iter().map(|line| line.first.width()).max().unwrap_or(0);
        let fits = |line: &Line| widest + GAP.len() + line.words.width() <= columns;
        let beside = lines.iter().all(fits);
        let mut text = String::new();
        for line in lines {
            let Line { first, below, words } = line;
            if words.is_empty() {
                text.push_str(&first);
            } else if beside {
                let air = " ".repeat(widest - first.width());
                let _ = write!(text, "{first}{air}{GAP}{words}");
            } else {
                let _ = write!(text, "{first}\n{below}  {words}");
            }
            text.push('\n');
        }
        text
    }

    fn line(&self, at: usize) -> Line {
        let step = &self.steps[at];
        let mut lines = String::new();
        for depth in 0..step.depth {
            lines.push_str(if self.goes_on(at, depth) { "│  " } else { "   " });
        }
        let goes_on = self.goes_on(at, step.depth);
        let branch = if goes_on { "├─ " } else { "└─ " };
        let below = if goes_on { "│  " } else { "   " };
        Line {
            first: format!("{lines}{branch}{}", clean_line(&step.detail)),
            below: format!("{lines}{below}"),
            words: clean_line(&step.words()).into_owned(),
        }
    }

    /// Whether behind the step `at` another one of this depth stands under the same step.
    fn goes_on(&self, at: usize, depth: usize) -> bool {
        let next = self.steps.iter().skip(at + 1).find(|step| step.depth <= depth);
        next.is_some_and(|step| step.depth == depth)
    }
}

struct Line {
    /// The branch and SQLite's words.
    first: String,
    /// What stands before a line below it.
    below: String,
    words: String,
}

impl Step {
    /// What the step does, in plain words; empty where SQLite's are all there is.
    pub fn words(&self) -> String {
        match &self.what {
            What::Scan { of, index: None } => format!("reads every row of {}", shown(of)),
            What::Scan { of, index: Some(index) } => {
                let only = if index.covering { ", and not the table" } else { " in its order" };
                format!("reads every row of {} by the index {}{only}", shown(of), index.name)
            }
            What::Search { of, by, terms } => searched(of, by, terms),
            What::TempTree(purpose) => purpose.words(),
            What::Subquery { correlated: false } => "runs once".to_owned(),
            What::Subquery { correlated: true } => "runs again for each row around it".to_owned(),
            What::Other => other(&self.detail).to_owned(),
        }
    }
}

fn searched(of: &Source, by: &By, terms: &str) -> String {
    let is_one = terms.split(" AND ").all(|term| term == "rowid=?");
    let terms = if terms.is_empty() { String::new() } else { format!(" ({terms})") };
    let of = shown(of);
    match by {
        By::Index(index) => {
            let only = if index.covering { ", and does not look at the table" } else { "" };
            format!("finds rows of {of} by the index {}{terms}{only}", index.name)
        }
        By::Rowid if is_one => format!("finds one row of {of} by its key"),
        By::Rowid | By::PrimaryKey => format!("finds rows of {of} by their key{terms}"),
        By::Automatic => format!("makes an index of {of} for this statement alone{terms}"),
        By::Other => format!("finds rows of {of}{terms}"),
    }
}

/// `orders`, `orders (o)`.
fn shown(of: &Source) -> String {
    match &of.alias {
        Some(alias) => format!("{} ({alias})", of.table),
        None => of.table.clone(),
    }
}

impl Purpose {
    fn words(&self) -> String {
        match self {
            Purpose::OrderBy => "sorts the rows: no index has them in this order".to_owned(),
            Purpose::OrderByLast => {
                "sorts by the last terms; the first ones are in order".to_owned()
            }
            Purpose::GroupBy => "sorts the rows to find the groups".to_owned(),
            Purpose::Distinct => "remembers the rows, so that each comes once".to_owned(),
            Purpose::Other(what) => match what.as_str() {
                "UNION" => "adds rows that did not come yet".to_owned(),
                "EXCEPT" => "takes these rows away".to_owned(),
                "INTERSECT" => "keeps rows that both give".to_owned(),
                _ => "keeps rows in a tree of its own".to_owned(),
            },
        }
    }
}

/// The first words of a step, and what it does.
const OTHERS: [(&str, &str); 15] = [
    ("SCAN CONSTANT ROW", "no table: one row"),
    ("CO-ROUTINE ", "makes these rows one by one, as they are needed"),
    ("MATERIALIZE ", "makes these rows first, and keeps them"),
    ("COMPOUND QUERY", "several queries, one after the other"),
    ("LEFT-MOST SUBQUERY", "the first query"),
    ("UNION ALL", "adds the rows of this one"),
    ("MERGE (", "both queries in one order, row by row"),
    ("LEFT", "the one"),
    ("RIGHT-JOIN ", "then the rows that found no partner"),
    ("RIGHT", "and the other"),
    ("MULTI-INDEX OR", "each side of OR by an index"),
    ("BLOOM FILTER ON ", "leaves out early what cannot match"),
    ("RECURSIVE STEP", "again for each new row"),
    ("SETUP", "the first rows"),
    ("REUSE ", "the same rows once more"),
];

fn other(detail: &str) -> &'static str {
    OTHERS.iter().find(|(first, _)| detail.starts_with(first)).map_or("", |(_, words)| words)
}
