//! An answer that several sessions run at once, a statement each in turn, as requests of a server
//! meet in its database.

use std::ops::Range;

use crate::lab::sql::{DatabaseId, Keep, Kind, Problem, Ran, Script, SqlError, SqlLab, statements};

/// One session's way through the answer.
struct Turn {
    name: String,
    /// Its next statement.
    at: usize,
    /// Why it goes no further.
    problem: Option<Problem>,
    blocked: Option<Box<SqlError>>,
}

/// Runs `script` in `count` sessions. A statement that another session blocks is tried again when
/// the others have moved on; where none can, each waits for another, and the first of them fails. What a session
/// that failed left open is rolled back. The problem of the whole is that of the first session that
/// had one.
pub fn run(lab: &mut SqlLab, database: DatabaseId, script: Script<'_>, count: u32) -> Ran {
    let ranges = statements(script.text);
    let mut turns: Vec<Turn> = ('A'..='Z')
        .take(count as usize)
        .map(|name| Turn { name: name.to_string(), at: 0, problem: None, blocked: None })
        .collect();
    let mut whole = Ran::default();
    loop {
        let mut moved = false;
        for turn in &mut turns {
            let Some(range) = ranges.get(turn.at).filter(|_| turn.problem.is_none()) else {
                continue;
            };
            lab.enter(database, &turn.name);
            let ran = step(lab, database, script, range);
            moved |= turn.take(ran, &mut whole);
            if let Some(Problem::Stopped { .. }) = &turn.problem {
                whole.problem = turn.problem.take();
                return whole;
            }
            if turn.problem.is_some() {
                // Its connection is closed, as a program's would be.
                let rollback = Script { file: script.file, text: "ROLLBACK" };
                lab.run(database, rollback, Keep::Transaction);
            }
        }
        let open = |turn: &Turn| turn.problem.is_none() && turn.at < ranges.len();
        if !turns.iter().any(open) {
            break;
        }
        if !moved && let Some(stuck) = turns.iter_mut().find(|turn| open(turn)) {
            stuck.problem = stuck.blocked.take().map(Problem::Wrong);
            lab.enter(database, &stuck.name);
            let rollback = Script { file: script.file, text: "ROLLBACK" };
            lab.run(database, rollback, Keep::Transaction);
        }
    }
    whole.problem = turns.into_iter().find_map(|turn| turn.problem);
    // What is still open is rolled back in all sessions.
    let end = lab.run(database, Script { file: script.file, text: "" }, Keep::Changes);
    whole.rolled_back = end.rolled_back;
    whole
}

/// Runs one statement, which stands where it stands in the whole.
fn step(lab: &mut SqlLab, database: DatabaseId, script: Script<'_>, range: &Range<usize>) -> Ran {
    let before = &script.text[..range.start];
    let lines = "\n".repeat(before.matches('\n').count());
    let air = " ".repeat(before.chars().rev().take_while(|ch| *ch != '\n').count());
    let text = format!("{lines}{air}{}", &script.text[range.clone()]);
    lab.run(database, Script { file: script.file, text: &text }, Keep::Transaction)
}

impl Turn {
    /// Takes what the next statement did; whether the session moved on.
    fn take(&mut self, ran: Ran, whole: &mut Ran) -> bool {
        match ran.problem {
            Some(Problem::Wrong(error)) if error.kind == Kind::Locked => {
                self.blocked = Some(error);
                false
            }
            Some(problem) => {
                self.problem = Some(problem);
                true
            }
            None => {
                whole.statements.extend(ran.statements);
                self.at += 1;
                true
            }
        }
    }
}
