//! The parent's handle on a child that runs SQL.

use std::{
    io::{self, Read},
    os::unix::net::UnixStream,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    DatabaseId, Keep, Kind, Problem, Ran, SCRIPT_BYTES_MAX, Script, SqlError, hearing::Hearing,
};
use crate::{
    diag::Place,
    lab::{
        Cancel, Fault, Limits, Machine,
        protocol::{
            self, Ending, ToChild, ToParent,
            sql::{Order, StartSql, Told},
        },
        running::{Life, decide},
        turn,
    },
    trace::{Entry, Stop, Trace, What},
};

/// How often the child's clocks are looked at while no frame comes.
const LOOK: Duration = Duration::from_millis(100);
/// CPU time that the child may take beyond its limit before the parent ends it: the child's own
/// watch comes first.
const CPU_SLACK: Duration = Duration::from_millis(600);

/// A child that runs SQL. Dropping it ends the child.
///
/// `Limits::turn_ms` holds for one script, `Limits::wall_ms` for the whole life of the lab.
#[derive(Debug)]
pub struct SqlLab {
    socket: UnixStream,
    buffer: Vec<u8>,
    life: Arc<Life>,
    limits: Limits,
    started: Instant,
    pid: u32,
    opened: u32,
    trace: Trace,
    ending: Option<Ending>,
    stop: Option<Stop>,
    /// When its clocks were looked at.
    looked: Instant,
    /// The child dies with the thread that spawned it.
    _machine: Machine,
}

impl SqlLab {
    /// Starts a child without a database.
    ///
    /// # Errors
    /// Only when the child cannot be started.
    pub fn start(machine: &Machine, limits: &Limits, cancel: &Cancel) -> Result<SqlLab, Fault> {
        let fault = |error: io::Error| Fault(format!("the lab's child cannot be reached: {error}"));
        let (here, there) = UnixStream::pair().map_err(fault)?;
        here.set_read_timeout(Some(LOOK)).map_err(fault)?;
        let child = machine.spawn(there, limits)?;
        let pid = child.id();
        let life = Arc::new(Life::new(child));
        let mut lab = SqlLab {
            socket: here,
            buffer: Vec::new(),
            life,
            limits: limits.clone(),
            started: Instant::now(),
            pid,
            opened: 0,
            trace: Trace::default(),
            ending: None,
            stop: None,
            looked: Instant::now(),
            _machine: machine.clone(),
        };
        cancel.watch(&lab.life);
        let start = StartSql {
            version: protocol::VERSION,
            memory_mb: limits.memory_mb,
            turn_ms: limits.turn_ms,
        };
        lab.tell(&ToChild::StartSql(Box::new(start)));
        Ok(lab)
    }

    /// A database that holds what `scripts` put there, in order. They leave no trace.
    ///
    /// # Errors
    /// The first problem of the scripts; the database is then closed.
    pub fn open(&mut self, scripts: &[Script<'_>]) -> Result<DatabaseId, Problem> {
        self.opened += 1;
        let database = DatabaseId(self.opened);
        let empty = Script { file: "", text: "" };
        let mut ran = self.obeyed(Order::Open { database: database.0 }, empty);
        for script in scripts {
            if ran.problem.is_none() {
                ran = self.run_quietly(database, *script, Keep::Changes);
            }
        }
        match ran.problem {
            None => Ok(database),
            Some(problem) => {
                self.close(database);
                Err(problem)
            }
        }
    }

    /// Forgets the database.
    pub fn close(&mut self, database: DatabaseId) {
        let empty = Script { file: "", text: "" };
        // A lab that has ended has closed it already.
        drop(self.obeyed(Order::Close { database: database.0 }, empty));
    }

    /// Runs the statements of `script` in order, up to the first that has a problem, and records
    /// those that came to their end.
    pub fn run(&mut self, database: DatabaseId, script: Script<'_>, keep: Keep) -> Ran {
        let ran = self.run_quietly(database, script, keep);
        for statement in &ran.statements {
            let what = What::Sql(statement.effort.clone());
            self.trace.push(Entry { at_us: statement.at_us, request: None, what });
        }
        if let Some(Problem::Stopped { stop, .. }) = &ran.problem
            && let Some(name) = stop.limit()
        {
            let at_us = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.trace.push(Entry { at_us, request: None, what: What::LimitHit { name } });
        }
        ran
    }

    /// Why the lab ended; `None` while it lives. After that no database is left.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// The recording so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    fn run_quietly(&mut self, database: DatabaseId, script: Script<'_>, keep: Keep) -> Ran {
        if let Some(error) = unfit(script) {
            return Ran { problem: Some(Problem::Wrong(Box::new(error))), ..Ran::default() };
        }
        let order = Order::Run {
            database: database.0,
            script: script.text.to_owned(),
            on_copy: keep == Keep::Nothing,
            keep_transaction: keep == Keep::Transaction,
        };
        self.obeyed(order, script)
    }

    /// Sends `order` and gathers its answer.
    fn obeyed(&mut self, order: Order, script: Script<'_>) -> Ran {
        let cpu = turn::process_cpu(self.pid).unwrap_or_default();
        let turn = Duration::from_millis(u64::from(self.limits.turn_ms));
        if self.stop.is_none() {
            self.tell(&ToChild::Sql(order));
        }
        let limits = self.limits.clone();
        let mut hearing = Hearing::of(script, &limits);
        loop {
            match self.hear(cpu + turn + CPU_SLACK) {
                Ok(told) => match hearing.take(told) {
                    Ok(None) => {}
                    Ok(Some(ran)) => return ran,
                    Err(nonsense) => self.life.end(nonsense_stop(&nonsense)),
                },
                Err(stop) => return hearing.cut_off(stop),
            }
        }
    }

    /// The next piece of an answer.
    ///
    /// # Errors
    /// Why the lab ended.
    fn hear(&mut self, cpu_most: Duration) -> Result<Told, Stop> {
        if let Some(stop) = &self.stop {
            return Err(stop.clone());
        }
        loop {
            match protocol::take(&mut self.buffer, protocol::TO_PARENT_BYTES_MAX) {
                Ok(Some(ToParent::Sql(told))) => return Ok(told),
                Ok(Some(ToParent::Ready { version: protocol::VERSION } | ToParent::Beat)) => {}
                Ok(Some(ToParent::Stopped(ending))) => self.ending = Some(ending),
                Ok(Some(frame)) => {
                    self.life.end(nonsense_stop(&io::Error::other(format!("{frame:?}"))));
                    return Err(self.died());
                }
                Err(error) => {
                    self.life.end(nonsense_stop(&error));
                    return Err(self.died());
                }
                Ok(None) if self.receive() => self.look_at_clocks(cpu_most),
                Ok(None) => return Err(self.died()),
            }
        }
    }

    /// Reads what is there, or waits a moment; false when the child has closed its end.
    fn receive(&mut self) -> bool {
        let mut piece = [0; 16 << 10];
        // A plain read: descriptors that a child sends along are closed by the kernel.
        match self.socket.read(&mut piece) {
            Ok(0) => false,
            Ok(n) => {
                self.buffer.extend_from_slice(&piece[..n]);
                true
            }
            Err(error) => matches!(
                error.kind(),
                io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
            ),
        }
    }

    /// Often enough to end what its own watch does not, and not with each piece: a look costs two
    /// system calls.
    fn look_at_clocks(&mut self, cpu_most: Duration) {
        if self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        if let Some(limit_ms) = self.limits.wall_ms
            && Duration::from_millis(u64::from(limit_ms)) <= self.started.elapsed()
        {
            self.life.end(Stop::Wall { limit_ms });
        }
        if turn::process_cpu(self.pid).is_some_and(|cpu| cpu_most < cpu) {
            self.life.end(Stop::Turn { limit_ms: self.limits.turn_ms, place: None });
        }
    }

    fn died(&mut self) -> Stop {
        let (status, wish) = self.life.reap();
        let stop = decide(wish, self.ending.take(), status, &self.limits);
        self.stop = Some(stop.clone());
        stop
    }

    fn tell(&mut self, frame: &ToChild) {
        // A child that cannot be told is dying, and the next read finds out why.
        drop(protocol::write(&mut self.socket, frame));
    }
}

impl Drop for SqlLab {
    fn drop(&mut self) {
        if self.stop.is_none() {
            self.life.end(Stop::Ended);
            drop(self.life.reap());
        }
    }
}

fn nonsense_stop(error: &io::Error) -> Stop {
    Stop::Fault(format!("the lab's child spoke nonsense: {error}"))
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
    if SCRIPT_BYTES_MAX < script.text.len() {
        let message =
            format!("the script is longer than {SCRIPT_BYTES_MAX} bytes, the lab's limit");
        return Some(error(Kind::Limit, 0, message, "run it in parts"));
    }
    // SQLite takes everything after it for a comment.
    let at = script.text.find('\0')?;
    let message = "a NUL character stands here, and SQL has no use for one".to_owned();
    Some(error(Kind::Syntax, at, message, "delete the character"))
}
