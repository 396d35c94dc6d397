//! A session in SQL: one database, for as many sessions as lines `-- session B` name.

use super::{
    Given, PlanStep, Ran, Tree, Vocabulary, What,
    data::Filling,
    ending::{limits, mistake, unfilled},
    plan, tree,
};
use crate::{
    diag::Trouble,
    lab::{
        Cancel, Machine,
        sql::{self, DatabaseId, Keep, Outcome, Script, SqlLab, Statement, marks, plan::Plan},
    },
    text::clean_line,
    trace::Stop,
};

/// What was typed, in the places of mistakes.
const TYPED: &str = "typed";

pub struct SqlSession {
    lab: SqlLab,
    database: DatabaseId,
    /// Several sessions were asked for, so that each statement says which one ran it.
    has_sessions: bool,
}

impl SqlSession {
    pub fn open(
        machine: &Machine,
        filling: &Filling,
        cancel: &Cancel,
    ) -> Result<SqlSession, Trouble> {
        let mut lab = SqlLab::start(machine, &limits(), cancel)
            .map_err(|fault| Trouble::new(format!("The lab does not start: {fault}.")))?;
        let scripts: Vec<Script<'_>> = filling
            .scripts
            .iter()
            .map(|script| Script { file: &script.path, text: &script.text })
            .collect();
        let database = lab.open_shared(&scripts).map_err(|problem| unfilled(filling, &problem))?;
        for text in &filling.before {
            // What a lesson shows as a mistake may stand among these.
            lab.run(database, Script { file: TYPED, text }, Keep::Transaction);
        }
        Ok(SqlSession { lab, database, has_sessions: false })
    }

    /// From now on `cancel` ends the session.
    pub fn heed(&self, cancel: &Cancel) {
        self.lab.heed(cancel);
    }

    pub fn stopped(&self) -> Option<&Stop> {
        self.lab.stopped()
    }

    /// Runs what was typed; a transaction that it leaves open goes on with the next input.
    pub fn run(&mut self, input: &str) -> Ran {
        let script = Script { file: TYPED, text: input };
        self.has_sessions |= !marks(input).is_empty();
        let ran = self.lab.run_noted(self.database, script, Keep::Transaction);
        let plan = self.plan(&ran);
        Ran {
            given: ran.statements.iter().map(|statement| self.given(statement)).collect(),
            mistake: ran.problem.as_ref().map(mistake),
            unfinished: ran.unfinished.filter(|table| !table.rows.is_empty()),
            plan,
            ..Ran::default()
        }
    }

    fn given(&self, statement: &Statement) -> Given {
        let what = match &statement.outcome {
            Outcome::Rows(_) if Plan::given_by(statement).is_some() => What::Planned,
            Outcome::Rows(table) => What::Rows(table.clone()),
            Outcome::Changed(rows) => What::Changed(*rows),
            Outcome::Done => What::Done,
            Outcome::Refused(error) => What::Refused(clean_line(&error.message).into_owned()),
        };
        let effort = &statement.effort;
        Given {
            session: statement.session.clone().filter(|_| self.has_sessions),
            what,
            notes: statement.notes.iter().map(sql::Note::show).collect(),
            took_us: Some(effort.took_us),
            full_scan_steps: Some(effort.full_scan_steps),
        }
    }

    /// How the last statement finds its rows; nothing where it reads none.
    fn plan(&mut self, ran: &sql::Ran) -> Vec<PlanStep> {
        let reads = |statement: &&Statement| match &statement.outcome {
            Outcome::Rows(_) | Outcome::Changed(_) => true,
            Outcome::Done | Outcome::Refused(_) => false,
        };
        let Some(last) = ran.statements.iter().rev().find(reads) else { return Vec::new() };
        if let Some(plan) = Plan::given_by(last) {
            return plan::steps(&plan);
        }
        let script = Script { file: TYPED, text: &last.text };
        // A PRAGMA has no plan, and a table may be gone since.
        self.lab.plan(self.database, script).map_or_else(|_| Vec::new(), |plan| plan::steps(&plan))
    }

    /// What the database holds now.
    pub fn look(&mut self) -> (Tree, Vocabulary) {
        match self.lab.schema(self.database) {
            Ok(schema) => tree::of_schema(&schema),
            Err(problem) => tree::unknown(super::Engine::Sql, problem.message()),
        }
    }
}
