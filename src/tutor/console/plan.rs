//! How the rows of a statement are found, a step in three short columns.

use crate::lab::sql::plan::{By, Plan, Purpose, Source, Step, What};

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStep {
    /// How many steps it is inside of.
    pub depth: usize,
    /// `SCAN`, `SEARCH`, `SORT`; empty where the rest is all there is.
    pub verb: String,
    /// What the statement calls the table; may be empty.
    pub table: String,
    /// `by orders_user (user_id=?)`
    pub rest: String,
    /// What reading costs, in SQLite's own terms: `full scan`, `index`.
    pub cost: &'static str,
    /// What the step does, in plain words; empty where the engine's are all there is.
    pub words: String,
    /// In the engine's own words.
    pub detail: String,
}

/// The steps of `plan`, each before those inside it.
pub fn steps(plan: &Plan) -> Vec<PlanStep> {
    plan.steps.iter().map(step).collect()
}

fn step(step: &Step) -> PlanStep {
    let named = |source: &Source| source.alias.clone().unwrap_or_else(|| source.table.clone());
    let (verb, table, rest, cost) = match &step.what {
        What::Scan { of, index: None } => ("SCAN", named(of), String::new(), "full scan"),
        What::Scan { of, index: Some(index) } => {
            ("SCAN", named(of), format!("by {}", index.name), "full scan of an index")
        }
        What::Search { of, by, terms } => {
            let (by, cost) = match by {
                By::Index(index) => (format!("by {}", index.name), "index"),
                By::Rowid | By::PrimaryKey => ("by its key".to_owned(), "primary key"),
                By::Automatic => ("by an index for this alone".to_owned(), "made for this"),
                By::Other => ("by its own means".to_owned(), ""),
            };
            let terms = if terms.is_empty() { String::new() } else { format!(" ({terms})") };
            ("SEARCH", named(of), format!("{by}{terms}"), cost)
        }
        What::TempTree(purpose) => ("SORT", String::new(), format!("for {}", name(purpose)), ""),
        What::Subquery { .. } | What::Other => ("", String::new(), step.detail.clone(), ""),
    };
    PlanStep {
        depth: step.depth,
        verb: verb.to_owned(),
        table,
        rest,
        cost,
        words: step.words(),
        detail: step.detail.clone(),
    }
}

fn name(purpose: &Purpose) -> &str {
    match purpose {
        Purpose::OrderBy => "ORDER BY",
        Purpose::OrderByLast => "the last terms of ORDER BY",
        Purpose::GroupBy => "GROUP BY",
        Purpose::Distinct => "DISTINCT",
        Purpose::Other(what) => what,
    }
}
