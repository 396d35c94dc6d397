//! The parent's handle on a child that runs SQL.

use std::io;

use super::{
    DatabaseId, Keep, Kind, Problem, Ran, SCRIPT_BYTES_MAX, Script, SqlError, hearing::Hearing,
};
use crate::{
    diag::Place,
    lab::{
        Cancel, Fault, Limits, Machine,
        dialogue::Dialogue,
        protocol::{
            self, ToChild, ToParent,
            sql::{self, Order, StartSql},
        },
    },
    trace::{Entry, Stop, Trace, What},
};

/// A child that runs SQL. Dropping it ends the child.
///
/// `Limits::turn_ms` holds for one script, `Limits::wall_ms` for the whole life of the lab.
#[derive(Debug)]
pub struct SqlLab {
    dialogue: Dialogue,
    opened: u32,
    trace: Trace,
}

/// A script to run on a database.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub database: DatabaseId,
    pub script: Script<'a>,
    pub keep: Keep,
}

impl Job<'_> {
    fn told(&self) -> sql::Run {
        sql::Run {
            database: self.database.0,
            script: self.script.text.to_owned(),
            on_copy: self.keep == Keep::Nothing,
            keep_transaction: self.keep == Keep::Transaction,
        }
    }
}

/// What an order that runs no script is heard with.
const NONE: &[Script<'static>] = &[Script { file: "", text: "" }];

impl SqlLab {
    /// Starts a child without a database.
    ///
    /// # Errors
    /// Only when the child cannot be started.
    pub fn start(machine: &Machine, limits: &Limits, cancel: &Cancel) -> Result<SqlLab, Fault> {
        let start = StartSql {
            version: protocol::VERSION,
            memory_mb: limits.memory_mb,
            turn_ms: limits.turn_ms,
        };
        let first = ToChild::StartSql(Box::new(start));
        let dialogue = Dialogue::start(machine, limits, cancel, &first)?;
        Ok(SqlLab { dialogue, opened: 0, trace: Trace::default() })
    }

    /// A database that holds what `scripts` put there, in order. They leave no trace.
    ///
    /// # Errors
    /// The first problem of the scripts; the database is then closed.
    pub fn open(&mut self, scripts: &[Script<'_>]) -> Result<DatabaseId, Problem> {
        self.opened += 1;
        let database = DatabaseId(self.opened);
        let opened = self.obeyed(Order::Open { database: database.0 }, NONE);
        let loads: Vec<_> = scripts
            .iter()
            .map(|script| Job { database, script: *script, keep: Keep::Changes })
            .collect();
        let loaded = self.run_quietly(&loads);
        match opened.into_iter().chain(loaded).find_map(|ran| ran.problem) {
            None => Ok(database),
            Some(problem) => {
                self.close(database);
                Err(problem)
            }
        }
    }

    /// Forgets the database.
    pub fn close(&mut self, database: DatabaseId) {
        // A lab that has ended has closed it already.
        drop(self.obeyed(Order::Close { database: database.0 }, NONE));
    }

    /// Runs the statements of `script` in order, up to the first that has a problem, and records
    /// those that came to their end.
    pub fn run(&mut self, database: DatabaseId, script: Script<'_>, keep: Keep) -> Ran {
        self.run_all(&[Job { database, script, keep }]).pop().unwrap_or_default()
    }

    /// As `run`, one script after the other, in fewer words between the processes. After one that a
    /// limit ended the others are not run: as many results come back as scripts ran.
    pub fn run_all(&mut self, jobs: &[Job<'_>]) -> Vec<Ran> {
        let all = self.run_quietly(jobs);
        for ran in &all {
            self.record(ran);
        }
        all
    }

    fn record(&mut self, ran: &Ran) {
        for statement in &ran.statements {
            let what = What::Sql(statement.effort.clone());
            self.trace.push(Entry { at_us: statement.at_us, request: None, what });
        }
        if let Some(Problem::Stopped { stop, .. }) = &ran.problem
            && let Some(name) = stop.limit()
        {
            let at_us = self.dialogue.passed_us();
            self.trace.push(Entry { at_us, request: None, what: What::LimitHit { name } });
        }
    }

    /// Why the lab ended; `None` while it lives. After that no database is left.
    pub fn stopped(&self) -> Option<&Stop> {
        self.dialogue.stopped()
    }

    /// The recording so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    fn run_quietly(&mut self, jobs: &[Job<'_>]) -> Vec<Ran> {
        let mut all = Vec::new();
        let mut rest = jobs;
        while let Some(first) = rest.first() {
            if let Some(error) = unfit(first.script) {
                all.push(Ran { problem: Some(Problem::Wrong(Box::new(error))), ..Ran::default() });
                rest = &rest[1..];
                continue;
            }
            let mut bytes = 0;
            let fits = |job: &&Job<'_>| {
                bytes += job.script.text.len();
                bytes <= SCRIPT_BYTES_MAX && unfit(job.script).is_none()
            };
            let count = rest.iter().take_while(fits).count();
            let (now, later) = rest.split_at(count);
            let order = Order::Run(now.iter().map(Job::told).collect());
            let scripts: Vec<_> = now.iter().map(|job| job.script).collect();
            all.extend(self.obeyed(order, &scripts));
            let stopped = |ran: &Ran| matches!(ran.problem, Some(Problem::Stopped { .. }));
            if all.last().is_some_and(stopped) {
                break;
            }
            rest = later;
        }
        all
    }

    /// Sends `order` and gathers its answers, up to the first that a limit ended.
    fn obeyed(&mut self, order: Order, scripts: &[Script<'_>]) -> Vec<Ran> {
        self.dialogue.tell(&ToChild::Sql(order));
        let limits = self.dialogue.limits().clone();
        let mut all = Vec::new();
        for script in scripts {
            let ran = self.answered(Hearing::of(*script, &limits));
            let stopped = matches!(ran.problem, Some(Problem::Stopped { .. }));
            all.push(ran);
            if stopped {
                break;
            }
        }
        all
    }

    fn answered(&mut self, mut hearing: Hearing<'_>) -> Ran {
        self.dialogue.begin();
        loop {
            let taken = match self.dialogue.hear() {
                Ok(ToParent::Sql(told)) => hearing.take(told),
                Ok(frame) => Err(io::Error::other(format!("{frame:?}"))),
                Err(stop) => return hearing.cut_off(stop),
            };
            match taken {
                Ok(None) => {}
                Ok(Some(ran)) => return ran,
                Err(nonsense) => return hearing.cut_off(self.dialogue.refuse(&nonsense)),
            }
        }
    }
}

/// What is wrong with a script before any of it is run.
fn unfit(script: Script<'_>) -> Option<SqlError> {
    let error = |kind, at, message: String, hint: &str| SqlError {
        kind,
        message,
        hint: Some(hint.to_owned()),
        place: Place::of_offset(script.file, script.text, at),
        line: String::new(),
        length: 1,
    };
    if let Some(error) = script.too_long() {
        return Some(error);
    }
    // SQLite takes everything after it for a comment.
    let at = script.text.find('\0')?;
    let message = "a NUL character stands here, and SQL has no use for one".to_owned();
    Some(error(Kind::Syntax, at, message, "delete the character"))
}
