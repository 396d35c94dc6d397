//! The parent's handle on a child that runs SQL.

use std::{collections::BTreeMap, io};

use super::{
    DatabaseId, Keep, Kind, Problem, Ran, SCRIPT_BYTES_MAX, Script, SqlError,
    hearing::Hearing,
    sessions::marks::{FIRST, marks},
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
    /// The databases for several sessions, and the session that each is in.
    sessions: BTreeMap<DatabaseId, String>,
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
    fn told(&self, session: Option<String>, noted: bool) -> sql::Run {
        sql::Run {
            session,
            database: self.database.0,
            script: self.script.text.to_owned(),
            on_copy: self.keep == Keep::Nothing,
            keep_transaction: self.keep == Keep::Transaction,
            noted,
        }
    }
}

/// What an order that runs no script is heard with.
const NONE: Heard<'static> = Heard { script: Script { file: "", text: "" }, session: None };

/// A script as its answer is heard: of a database for several sessions, with the one it begins in.
#[derive(Clone, Copy)]
struct Heard<'a> {
    script: Script<'a>,
    session: Option<&'a str>,
}

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
        let sessions = BTreeMap::new();
        Ok(SqlLab { dialogue, opened: 0, sessions, trace: Trace::default() })
    }

    /// A database that holds what `scripts` put there, in order. They leave no trace.
    ///
    /// # Errors
    /// The first problem of the scripts; the database is then closed.
    pub fn open(&mut self, scripts: &[Script<'_>]) -> Result<DatabaseId, Problem> {
        self.open_for(false, scripts)
    }

    /// As `open`, a database for several sessions: a comment `-- session B` in a script begins what
    /// session B does. It has a write-ahead log; nothing waits for a lock.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_shared(&mut self, scripts: &[Script<'_>]) -> Result<DatabaseId, Problem> {
        self.open_for(true, scripts)
    }

    /// The session in which the next script begins; `None` where the database has only one.
    pub fn session(&self, database: DatabaseId) -> Option<&str> {
        self.sessions.get(&database).map(String::as_str)
    }

    /// The next script begins in the session `name`, where the database has several.
    pub fn enter(&mut self, database: DatabaseId, name: &str) {
        if let Some(session) = self.sessions.get_mut(&database) {
            name.clone_into(session);
        }
    }

    fn open_for(&mut self, shared: bool, scripts: &[Script<'_>]) -> Result<DatabaseId, Problem> {
        self.opened += 1;
        let database = DatabaseId(self.opened);
        if shared {
            self.sessions.insert(database, FIRST.to_owned());
        }
        let opened = self.obeyed(Order::Open { database: database.0, shared }, &[NONE]);
        let loads: Vec<_> = scripts
            .iter()
            .map(|script| Job { database, script: *script, keep: Keep::Changes })
            .collect();
        let loaded = self.run_quietly(&loads, false);
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
        drop(self.obeyed(Order::Close { database: database.0 }, &[NONE]));
        self.sessions.remove(&database);
    }

    /// Runs the statements of `script` in order, up to the first that has a problem, and records
    /// those that came to their end.
    pub fn run(&mut self, database: DatabaseId, script: Script<'_>, keep: Keep) -> Ran {
        self.run_all(&[Job { database, script, keep }]).pop().unwrap_or_default()
    }

    /// As `run`, with notes on what PostgreSQL and MySQL refuse or read otherwise, which cost time,
    /// and without a trace.
    pub fn run_noted(&mut self, database: DatabaseId, script: Script<'_>, keep: Keep) -> Ran {
        let job = Job { database, script, keep };
        self.run_quietly(&[job], true).pop().unwrap_or_default()
    }

    /// As `run`, one script after the other, in fewer words between the processes. After one that a
    /// limit ended the others are not run: as many results come back as scripts ran.
    pub fn run_all(&mut self, jobs: &[Job<'_>]) -> Vec<Ran> {
        let all = self.run_quietly(jobs, false);
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

    /// From now on `cancel` ends the lab too.
    pub fn heed(&self, cancel: &Cancel) {
        self.dialogue.heed(cancel);
    }

    /// Why the lab ended; `None` while it lives. After that no database is left.
    pub fn stopped(&self) -> Option<&Stop> {
        self.dialogue.stopped()
    }

    /// The recording so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    pub(in crate::lab::sql) fn run_quietly(&mut self, jobs: &[Job<'_>], noted: bool) -> Vec<Ran> {
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
            let sessions: Vec<_> = now.iter().map(|job| self.begins_in(job)).collect();
            let runs =
                now.iter().zip(&sessions).map(|(job, session)| job.told(session.clone(), noted));
            let order = Order::Run(runs.collect());
            let heard = now
                .iter()
                .zip(&sessions)
                .map(|(job, session)| Heard { script: job.script, session: session.as_deref() });
            all.extend(self.obeyed(order, &heard.collect::<Vec<_>>()));
            let stopped = |ran: &Ran| matches!(ran.problem, Some(Problem::Stopped { .. }));
            if all.last().is_some_and(stopped) {
                break;
            }
            rest = later;
        }
        all
    }

    /// The session that a script begins in. One that keeps its transaction leaves the next script in
    /// the session of its last mark.
    fn begins_in(&mut self, job: &Job<'_>) -> Option<String> {
        let session = self.sessions.get_mut(&job.database)?;
        match job.keep {
            Keep::Nothing | Keep::Changes => {
                if job.keep == Keep::Changes {
                    FIRST.clone_into(session);
                }
                Some(FIRST.to_owned())
            }
            Keep::Transaction => {
                let last = marks(job.script.text).last().map(|mark| mark.name.to_owned());
                let first = session.clone();
                if let Some(last) = last {
                    *session = last;
                }
                Some(first)
            }
        }
    }

    /// Sends `order` and gathers its answers, up to the first that a limit ended.
    fn obeyed(&mut self, order: Order, scripts: &[Heard<'_>]) -> Vec<Ran> {
        self.dialogue.tell(&ToChild::Sql(order));
        let limits = self.dialogue.limits().clone();
        let mut all = Vec::new();
        for Heard { script, session } in scripts {
            let ran = self.answered(match session {
                None => Hearing::of(*script, &limits),
                Some(first) => Hearing::in_sessions(*script, first, &limits),
            });
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
