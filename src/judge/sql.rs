//! The checks of SQL exercises: what the answer gives on each data set, against what the solution
//! gives there; and whether the tables that it made take and refuse what they should.

mod desk;
mod failure;
mod plan;
pub mod sample;
mod schema;
mod turns;

use self::failure::failure;
pub use self::{desk::Desk, plan::Planned};
use crate::{
    course::{
        check::{Check, Test},
        sql::{SqlTest, Wanted, Way},
    },
    judge::{
        self,
        explain::our_fault,
        rows::{self, Difference, Rule, Shown},
        script::{self, Absent, Who},
    },
    lab::sql::{NOTES_MAX, Note, Outcome, Problem, Ran, Statement},
    table::Table,
    trace::Stop,
};

/// Rows of a result that are kept to be shown.
const SHOWN_ROWS_MAX: usize = 20;

/// What did not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallen {
    /// The place of the data set.
    pub set: usize,
    pub why: Why,
    /// The statement whose rows were compared, or that was tried.
    pub statement: Option<String>,
    /// The rows that the answer gave.
    pub got: Option<Table>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    Absent(Absent),
    /// No statement.
    Empty,
    /// No statement that gives rows.
    NoRows,
    /// The answer did not run to its end.
    Problem(Problem),
    /// The check's own query does not run on what the answer made.
    Query(Problem),
    Rows {
        difference: Box<Difference>,
        /// The same rows came on the data that the learner sees.
        fixed: bool,
    },
    /// A statement was refused that the tables should take.
    Refused(Problem),
    /// A statement was taken that the tables should refuse.
    Taken,
    /// A statement was refused, and by no rule of the tables.
    Unruly(Problem),
    /// A column or a key is not there: `users.email`, `users: UNIQUE (email)`.
    Lacks(String),
    /// The rows are not found as they should be.
    Plan(Box<Planned>),
}

impl Fallen {
    /// The limit that ended the answer, or the fault of the lab.
    pub fn stop(&self) -> Option<&Stop> {
        let problem = match &self.why {
            Why::Problem(problem)
            | Why::Query(problem)
            | Why::Refused(problem)
            | Why::Unruly(problem) => problem,
            Why::Absent(_)
            | Why::Empty
            | Why::NoRows
            | Why::Rows { .. }
            | Why::Taken
            | Why::Lacks(_)
            | Why::Plan(_) => return None,
        };
        match problem {
            Problem::Stopped { stop, .. } => Some(stop),
            Problem::Wrong(_) => None,
        }
    }
}

/// Puts the answer to `check`; `None` for a check that is none of SQL.
pub fn outcome(desk: &mut Desk<'_>, check: &Check) -> Option<judge::Outcome> {
    let fallen = match &check.test {
        Test::Sql(test) => desk.rows(test),
        Test::Schema(test) => desk.schema(test),
        Test::Plan(test) => desk.plan(test),
        Test::Store(_)
        | Test::Http(_)
        | Test::Stdout(_)
        | Test::Exit(_)
        | Test::Js(_)
        | Test::Sent(_)
        | Test::Noted(_)
        | Test::Blocked(_)
        | Test::Trace(_)
        | Test::Script(_)
        | Test::Question(_) => return None,
    };
    Some(match fallen {
        Err(fault) => judge::Outcome::Unjudged(fault),
        Ok(None) => judge::Outcome::Passed,
        Ok(Some(fallen)) => {
            if let Some(fault) = fallen.stop().and_then(|stop| our_fault(stop, false)) {
                return Some(judge::Outcome::Unjudged(fault));
            }
            let mut failure = failure(check, desk, &fallen);
            if let (Some(script), None) = (&mut failure.script, &failure.feedback) {
                script.notes = desk.notes(failure::part(check), &fallen);
            }
            judge::Outcome::Failed(Box::new(failure))
        }
    })
}

/// The rows of a query, and the query.
struct Gave {
    statement: String,
    table: Table,
}

impl Gave {
    /// Those of the last statement that gave any.
    fn of(ran: &Ran) -> Option<Gave> {
        ran.statements.iter().rev().find_map(|statement| match &statement.outcome {
            Outcome::Rows(table) => {
                Some(Gave { statement: statement.text.clone(), table: table.clone() })
            }
            Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => None,
        })
    }
}

impl Desk<'_> {
    /// Compares the rows of the answer on each data set of `test`, up to the first that falls
    /// short.
    ///
    /// # Errors
    /// Says why it cannot be judged.
    pub fn rows(&mut self, test: &SqlTest) -> Result<Option<Fallen>, String> {
        for set in self.scripts().sets(&test.on) {
            let fallen = self.rows_on(set, test)?;
            if fallen.is_some() {
                return Ok(fallen);
            }
        }
        Ok(None)
    }

    fn rows_on(&mut self, set: usize, test: &SqlTest) -> Result<Option<Fallen>, String> {
        let fallen = |why, gave: Option<Gave>| {
            let (statement, got) = gave.map(|gave| (gave.statement, gave.table)).unzip();
            Ok(Some(Fallen { set, why, statement, got }))
        };
        let expected = match &test.wanted {
            Wanted::Rows(table) => table.clone(),
            Wanted::AsSolution => self.reference(set, test)?,
        };
        if test.query.is_some() {
            self.make(Who::Learner, set, &test.way)?;
        }
        let ran = match self.answered(set, &test.way, test.may_fail)? {
            Ok(ran) => ran,
            Err(why) => return fallen(why, None),
        };
        let asked = match &test.query {
            None => ran,
            Some(query) => {
                let asked = self.ask(Who::Learner, set, &test.way, query)?;
                if let Some(problem) = asked.problem {
                    return fallen(Why::Query(problem), None);
                }
                asked
            }
        };
        let Some(gave) = Gave::of(&asked) else {
            let nothing = asked.statements.is_empty();
            let last = asked.statements.last().map(|last| last.text.clone());
            let why = if nothing { Why::Empty } else { Why::NoRows };
            return Ok(Some(Fallen { set, why, statement: last, got: None }));
        };
        let rule = Rule { columns: test.columns, order: &test.order };
        let Some(difference) = rows::compare(&expected, &gave.table, rule)? else {
            return Ok(None);
        };
        let fixed = !self.scripts().shows(set) && self.gave_the_same_before(&gave.table, test);
        fallen(Why::Rows { difference: Box::new(difference), fixed }, Some(gave))
    }

    /// What the answer did; or why it did not come to its end. Where it `may_fail`, a rule of the
    /// tables may have ended it.
    fn answered(
        &mut self,
        set: usize,
        way: &Way,
        may_fail: bool,
    ) -> Result<Result<Ran, Why>, String> {
        if let Err(absent) = self.scripts().text(Who::Learner, way.part) {
            return Ok(Err(Why::Absent(absent)));
        }
        let mut ran = self.run(Who::Learner, set, way)?;
        Ok(match ran.problem.take() {
            Some(Problem::Wrong(error)) if may_fail && schema::is_rule(&error) => Ok(ran),
            Some(problem) => Err(Why::Problem(problem)),
            None => Ok(ran),
        })
    }

    /// What other databases would do with the learner's statement that fell short, or with all of
    /// them where it is none of the learner's; nothing where they did not come to their end.
    fn notes(&mut self, part: Option<u32>, fallen: &Fallen) -> Vec<String> {
        match &fallen.why {
            Why::NoRows
            | Why::Query(_)
            | Why::Rows { .. }
            | Why::Plan(_)
            | Why::Refused(_)
            | Why::Taken
            | Why::Unruly(_)
            | Why::Lacks(_) => {}
            Why::Absent(_) | Why::Empty | Why::Problem(_) => return Vec::new(),
        }
        // A note is a courtesy: the check has its verdict without it.
        let Ok(ran) = self.run_noted(fallen.set, part) else { return Vec::new() };
        let is_meant = |of: &&Statement| Some(&of.text) == fallen.statement.as_ref();
        let any = ran.statements.iter().any(|of| is_meant(&of));
        let meant = ran.statements.iter().filter(|of| !any || is_meant(of));
        meant.flat_map(|of| &of.notes).take(NOTES_MAX).map(Note::show).collect()
    }

    /// The rows that the solution gives.
    fn reference(&mut self, set: usize, test: &SqlTest) -> Result<Table, String> {
        self.scripts().text(Who::Author, test.way.part).map_err(script::no_solution)?;
        let ran = match &test.query {
            None => self.run(Who::Author, set, &test.way)?,
            Some(query) => self.ask(Who::Author, set, &test.way, query)?,
        };
        if let Some(problem) = &ran.problem {
            return Err(script::solution_fails(problem));
        }
        let gave = Gave::of(&ran).map(|gave| gave.table);
        gave.ok_or_else(|| "The exercise's own solution gives no rows.".to_owned())
    }

    /// Whether the answer gave these rows on a data set that the learner sees, where others are
    /// right: then they stand in the answer itself.
    fn gave_the_same_before(&self, table: &Table, test: &SqlTest) -> bool {
        let seen = self.scripts().sets(&[]).into_iter().filter(|set| self.scripts().shows(*set));
        let before = seen.filter_map(|set| self.known(Who::Learner, set, &test.way));
        let mut before = before.filter_map(Gave::of);
        test.query.is_none()
            && !table.rows.is_empty()
            && before.any(|gave| gave.table.rows == table.rows)
    }

    /// The rows that the answer gave on the first data set, where it was run there.
    pub fn shown_rows(&self) -> Option<Shown> {
        let gave = Gave::of(self.known(Who::Learner, 0, &Way::default())?)?;
        Some(Shown::first_of(&gave.table, SHOWN_ROWS_MAX))
    }
}
