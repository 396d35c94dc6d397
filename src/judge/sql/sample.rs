//! A block of a lesson in SQL: what its statements give, as text.

use crate::{
    course::lesson::Sample,
    judge::{sample::Ran, script},
    lab::{
        Cancel, Limits, Machine,
        sql::{self, Keep, Outcome, Problem, Script, SqlLab, Statement, marks, plan::Plan},
    },
    text::clean_line,
    trace::Stop,
};

/// The name of a block in the places of its mistakes.
const NAME: &str = "sample.sql";
/// Columns of a plan, so that it does not depend on the reader's screen.
const PLAN_COLUMNS_MAX: usize = 76;

/// Runs `sample` on its database, after the blocks `before` that it continues, the earliest first.
/// What these give is left out.
pub fn run(machine: &Machine, sample: &Sample, before: &[&Sample], cancel: &Cancel) -> Ran {
    let mut lab = match SqlLab::start(machine, &Limits::default(), cancel) {
        Ok(lab) => lab,
        Err(broken) => return Ran::fault(broken.0),
    };
    let first = before.first().copied().unwrap_or(sample);
    let data = [&first.on, &first.setup].into_iter().flatten();
    let scripts: Vec<Script<'_>> = data.map(|(file, text)| Script { file, text }).collect();
    let is_shared = before.iter().any(|block| has_sessions(block)) || has_sessions(sample);
    let opened = if is_shared { lab.open_shared(&scripts) } else { lab.open(&scripts) };
    let database = match opened {
        Ok(database) => database,
        Err(problem) => return ended(problem.show(), &problem, &lab),
    };
    for block in before {
        let script = Script { file: NAME, text: &block.code };
        let ran = lab.run(database, script, Keep::Transaction);
        if let Some(problem @ Problem::Stopped { .. }) = &ran.problem {
            return ended(String::new(), problem, &lab);
        }
    }
    let ran = lab.run(database, Script { file: NAME, text: &sample.code }, Keep::Transaction);
    let mut output = in_words(&ran);
    match &ran.problem {
        None => Ran { output, stop: Stop::Finished, trace: lab.trace().clone() },
        Some(problem) => {
            // A limit is said by the stop itself.
            if let Problem::Wrong(error) = problem {
                if !output.is_empty() {
                    output.push('\n');
                }
                output.push_str(&error.show());
            }
            ended(output, problem, &lab)
        }
    }
}

/// Whether lines `-- session B` stand in it.
fn has_sessions(block: &Sample) -> bool {
    !marks(&block.code).is_empty()
}

fn ended(output: String, problem: &Problem, lab: &SqlLab) -> Ran {
    Ran { output, stop: script::stop(problem), trace: lab.trace().clone() }
}

/// Each table, and how many rows were changed, with an empty line between two statements.
fn in_words(ran: &sql::Ran) -> String {
    let changed = |rows: u64| {
        if rows == 1 { "1 row changed\n".to_owned() } else { format!("{rows} rows changed\n") }
    };
    let given = |statement: &Statement| match (Plan::given_by(statement), &statement.outcome) {
        (Some(plan), _) => Some(plan.draw(PLAN_COLUMNS_MAX)),
        (None, Outcome::Rows(table)) => Some(table.draw()),
        (None, Outcome::Changed(rows)) => Some(changed(*rows)),
        (None, Outcome::Refused(error)) => Some(format!("{}\n", clean_line(&error.message))),
        (None, Outcome::Done) => None,
    };
    ran.transcript(given)
}
