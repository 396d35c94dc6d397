//! How SQLite runs the answer's query, against what a check wishes for.

use super::{Desk, Fallen, Why};
use crate::{
    course::sql::{PlanTest, Wish},
    judge::script::Who,
    lab::sql::{
        Outcome, Ran, Statement,
        plan::{Plan, Step},
    },
    trace::SqlRan,
};

/// A plan that falls short.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// All that the check wishes for.
    pub wants: Vec<Want>,
    pub plan: Plan,
    /// What the statement took.
    pub effort: SqlRan,
}

/// One wish, and whether it came true.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    pub wish: Wish,
    /// What it is about: a table, `index`, `VM steps`.
    pub name: String,
    pub expected: String,
    pub got: String,
    pub holds: bool,
}

impl Planned {
    /// Whether something is missing of this kind.
    pub fn lacks(&self, wish: Wish) -> bool {
        self.wants.iter().any(|want| want.wish == wish && !want.holds)
    }

    /// The steps in SQLite's words, a line each.
    pub fn details(&self) -> String {
        let details: Vec<&str> = self.plan.steps.iter().map(|step| step.detail.as_str()).collect();
        details.join("\n")
    }
}

impl Desk<'_> {
    /// Looks at the plan on each data set of `test`, up to the first that falls short.
    ///
    /// # Errors
    /// Says why it cannot be judged.
    pub fn plan(&mut self, test: &PlanTest) -> Result<Option<Fallen>, String> {
        for set in self.scripts().sets(&test.on) {
            if let Some((why, statement)) = self.plan_on(set, test)? {
                return Ok(Some(Fallen { set, why, statement, got: None }));
            }
        }
        Ok(None)
    }

    fn plan_on(
        &mut self,
        set: usize,
        test: &PlanTest,
    ) -> Result<Option<(Why, Option<String>)>, String> {
        if self.scripts().text(Who::Learner, test.way.part).is_ok() {
            self.make(Who::Learner, set, &test.way)?;
        }
        let ran = match self.answered(set, &test.way, false)? {
            Ok(ran) if ran.statements.is_empty() => return Ok(Some((Why::Empty, None))),
            Ok(ran) => ran,
            Err(why) => return Ok(Some((why, None))),
        };
        let asked = match &test.statement {
            None => main_statement(&ran).cloned(),
            Some(query) => {
                let asked = self.ask(Who::Learner, set, &test.way, query)?;
                if let Some(problem) = asked.problem {
                    return Ok(Some((Why::Query(problem), Some(query.clone()))));
                }
                asked.statements.into_iter().next()
            }
        };
        let Some(asked) = asked else { return Ok(Some((Why::Empty, None))) };
        let plan = match self.explain(Who::Learner, set, &test.way, &asked.text)? {
            Ok(plan) => plan,
            Err(problem) => return Ok(Some((Why::Query(problem), Some(asked.text)))),
        };
        let wants = wants(test, &plan, &asked.effort, ran.statements.len());
        if wants.iter().all(|want| want.holds) {
            return Ok(None);
        }
        let planned = Planned { wants, plan, effort: asked.effort };
        Ok(Some((Why::Plan(Box::new(planned)), Some(asked.text))))
    }
}

/// The last statement that gave rows; where none did, the last one.
fn main_statement(ran: &Ran) -> Option<&Statement> {
    let gave_rows = |statement: &&Statement| match statement.outcome {
        Outcome::Rows(_) => true,
        Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => false,
    };
    ran.statements.iter().rev().find(gave_rows).or(ran.statements.last())
}

fn wants(test: &PlanTest, plan: &Plan, effort: &SqlRan, statements: usize) -> Vec<Want> {
    let mut wants = Vec::new();
    wants.extend(test.indexes.iter().map(|name| index(name, plan)));
    wants.extend(test.search.iter().map(|table| search(table, plan)));
    wants.extend(test.no_scan.iter().map(|table| no_scan(table, plan)));
    wants.extend(test.covering.iter().map(|table| covering(table, plan)));
    if test.no_sort {
        let tree = plan.temp_trees().next();
        let got = tree.map_or_else(|| "none".to_owned(), |step| step.detail.clone());
        let (wish, expected) = (Wish::NoSort, "none".to_owned());
        wants.push(Want { wish, name: "sort".to_owned(), expected, got, holds: tree.is_none() });
    }
    let budgets = [
        (Wish::FullScanSteps, "full-scan steps", test.full_scan_steps_max, effort.full_scan_steps),
        (Wish::VmSteps, "VM steps", test.vm_steps_max, effort.vm_steps),
        (
            Wish::Statements,
            "statements",
            test.statements_max,
            u32::try_from(statements).unwrap_or(u32::MAX),
        ),
    ];
    wants.extend(budgets.into_iter().filter_map(|(wish, name, most, got)| {
        let most = most?;
        Some(Want {
            wish,
            name: name.to_owned(),
            expected: format!("at most {most}"),
            got: got.to_string(),
            holds: got <= most,
        })
    }));
    wants
}

fn index(name: &str, plan: &Plan) -> Want {
    let holds = plan.uses_index(name);
    let used: Vec<&str> =
        plan.steps.iter().filter_map(|step| Some(step.index()?.name.as_str())).collect();
    let got = match used[..] {
        _ if holds => name.to_owned(),
        [] => "none".to_owned(),
        _ => used.join(", "),
    };
    Want { wish: Wish::Index, name: "index".to_owned(), expected: name.to_owned(), got, holds }
}

fn search(table: &str, plan: &Plan) -> Want {
    let found = plan.searches(table).next().is_some();
    let holds = found && plan.scans(table).next().is_none();
    let got = if holds { FOUND.to_owned() } else { read(table, plan) };
    Want { wish: Wish::Search, name: table.to_owned(), expected: FOUND.to_owned(), got, holds }
}

fn no_scan(table: &str, plan: &Plan) -> Want {
    let holds = plan.scans(table).next().is_none();
    Want {
        wish: Wish::NoScan,
        name: table.to_owned(),
        expected: "not read as a whole".to_owned(),
        got: read(table, plan),
        holds,
    }
}

fn covering(table: &str, plan: &Plan) -> Want {
    let steps: Vec<&Step> = plan.scans(table).chain(plan.searches(table)).collect();
    let covers = |step: &&Step| step.index().is_some_and(|index| index.covering);
    let holds = !steps.is_empty() && steps.iter().all(covers);
    let got = match (holds, steps.is_empty()) {
        (true, _) => "from an index alone",
        (false, true) => NOT_READ,
        (false, false) => "the table is looked at too",
    };
    Want {
        wish: Wish::Covering,
        name: table.to_owned(),
        expected: "from an index alone".to_owned(),
        got: got.to_owned(),
        holds,
    }
}

const FOUND: &str = "its rows are found (SEARCH)";
const NOT_READ: &str = "not read at all";

/// How a table is read.
fn read(table: &str, plan: &Plan) -> String {
    let words = if plan.scans(table).next().is_some() {
        "every row is read (SCAN)"
    } else if plan.searches(table).next().is_some() {
        FOUND
    } else {
        NOT_READ
    };
    words.to_owned()
}
