//! How an input and a session come to their end: the limits, the mistakes, what goes with a child.

use super::{Engine, Mistake, MistakeKind, data::Filling};
use crate::{
    diag::Trouble,
    lab::{
        Limits,
        script::{Problem, ScriptError},
    },
    trace::Stop,
};

/// What went with a child.
pub fn lost(engine: Engine, filling: &Filling) -> String {
    let what = match engine {
        Engine::Sql => "the tables are",
        Engine::Mongo => "the documents and variables are",
        Engine::Redis => "the keys are",
        Engine::Js => "what was declared is",
    };
    let is_empty = filling.scripts.is_empty() && filling.collections.is_none();
    let then =
        if is_empty { "empty".to_owned() } else { format!("{} as it was at first", filling.name) };
    format!("The session ended with it, and {what} gone. The next input begins with {then}.")
}

/// The limits of a session: it may live as long as somebody types.
pub fn limits() -> Limits {
    Limits { wall_ms: None, ..Limits::default() }
}

/// Why an input did not run to its end, as the screens show it.
pub fn mistake(problem: &Problem) -> Mistake {
    let message = problem.message();
    let line = problem.place().map(|place| place.line);
    match problem {
        Problem::Wrong(error) => {
            let ScriptError { hint, .. } = &**error;
            let pointed = error.pointed();
            Mistake { kind: MistakeKind::Wrong, message, line, pointed, hint: hint.clone() }
        }
        Problem::Stopped { stop, .. } => {
            let (kind, message) = match stop {
                Stop::Ended => (MistakeKind::Stopped, "stopped".to_owned()),
                Stop::Fault(_) | Stop::Crashed(_) => (MistakeKind::Fault, message),
                Stop::Finished
                | Stop::Exited(_)
                | Stop::Threw(_)
                | Stop::Turn { .. }
                | Stop::Wall { .. }
                | Stop::Memory { .. }
                | Stop::Output { .. } => (MistakeKind::Limit, message),
            };
            Mistake { kind, message, line, pointed: None, hint: None }
        }
    }
}

/// What fills a session does not run: its author must mend it.
pub fn unfilled(filling: &Filling, problem: &Problem) -> Trouble {
    let trouble = Trouble::new(format!("{} cannot be filled.", filling.name));
    trouble.next(problem.show().trim_end().to_owned())
}
