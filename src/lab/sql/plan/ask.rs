//! Asks a database for the plan of a statement.

use super::Plan;
use crate::{
    lab::sql::{DatabaseId, Job, Keep, Outcome, Problem, Script, SqlLab, statements},
    table::{Cell, Table},
};

const EXPLAIN: &str = "EXPLAIN QUERY PLAN";
/// Their texts name tables too.
const VIEWS: &str = "SELECT sql FROM sqlite_schema WHERE type = 'view'";

impl SqlLab {
    /// How SQLite would run the first statement of `script`, which is not run and leaves no trace.
    /// Parameters need no values.
    ///
    /// # Errors
    /// What is wrong with the statement.
    pub fn plan(&mut self, database: DatabaseId, script: Script<'_>) -> Result<Plan, Problem> {
        let Some(first) = statements(script.text).into_iter().next() else {
            return Ok(Plan::default());
        };
        let (before, text) = (&script.text[..first.start], &script.text[first]);
        // The statement stands where it stood, but for the line that is put before it.
        let lines = "\n".repeat(before.matches('\n').count());
        let air = " ".repeat(before.chars().rev().take_while(|ch| *ch != '\n').count());
        let asked = format!("{lines}{EXPLAIN}\n{air}{text}\n;{VIEWS}");
        let script = Script { file: script.file, text: &asked };
        let job = Job { database, script, keep: Keep::Transaction };
        let ran = self.run_quietly(&[job], false).pop().unwrap_or_default();
        if let Some(problem) = ran.problem {
            return Err(without_line(problem));
        }
        let tables: Vec<&Table> = ran
            .statements
            .iter()
            .filter_map(|statement| match &statement.outcome {
                Outcome::Rows(table) => Some(table),
                Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => None,
            })
            .collect();
        let [steps, views] = tables[..] else { return Ok(Plan::default()) };
        let views = views.rows.iter().flatten().filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => None,
        });
        let texts: Vec<&str> = std::iter::once(text).chain(views).collect();
        Ok(Plan::read(steps, &texts).unwrap_or_default())
    }
}

/// Its place without the line that was put before the statement.
fn without_line(mut problem: Problem) -> Problem {
    let place = match &mut problem {
        Problem::Wrong(error) => Some(&mut error.place),
        Problem::Stopped { place, .. } => place.as_mut(),
    };
    if let Some(place) = place {
        place.line = place.line.saturating_sub(1).max(1);
    }
    problem
}
