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
        machine::Ways,
        protocol::{
            self, Ending, ToChild, ToParent,
            sql::{self, Order, StartSql, Told},
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
    /// CPU time that it had taken at the first such look in this script.
    cpu_before: Option<Duration>,
    /// The child dies with the thread that spawned it.
    _machine: Machine,
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
        let fault = |error: io::Error| Fault(format!("the lab's child cannot be reached: {error}"));
        let (Ways { frames: here, .. }, child) = machine.spawn(limits, None)?;
        here.set_read_timeout(Some(LOOK)).map_err(fault)?;
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
            cpu_before: None,
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
            let at_us = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.trace.push(Entry { at_us, request: None, what: What::LimitHit { name } });
        }
    }

    /// Why the lab ended; `None` while it lives. After that no database is left.
    pub fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
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
        if self.stop.is_none() {
            self.tell(&ToChild::Sql(order));
        }
        let limits = self.limits.clone();
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
        self.cpu_before = None;
        loop {
            match self.hear() {
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
    fn hear(&mut self) -> Result<Told, Stop> {
        if let Some(stop) = &self.stop {
            return Err(stop.clone());
        }
        loop {
            match protocol::take(&mut self.buffer, protocol::TO_PARENT_BYTES_MAX) {
                Ok(Some(ToParent::Sql(told))) => return Ok(told),
                Ok(Some(ToParent::Ready { version: protocol::VERSION, .. } | ToParent::Beat)) => {}
                Ok(Some(ToParent::Stopped(ending))) => self.ending = Some(ending),
                Ok(Some(frame)) => {
                    self.life.end(nonsense_stop(&io::Error::other(format!("{frame:?}"))));
                    return Err(self.died());
                }
                Err(error) => {
                    self.life.end(nonsense_stop(&error));
                    return Err(self.died());
                }
                Ok(None) if self.receive() => self.look_at_clocks(),
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
    fn look_at_clocks(&mut self) {
        if self.looked.elapsed() < LOOK {
            return;
        }
        self.looked = Instant::now();
        if let Some(limit_ms) = self.limits.wall_ms
            && Duration::from_millis(u64::from(limit_ms)) <= self.started.elapsed()
        {
            self.life.end(Stop::Wall { limit_ms });
        }
        let Some(cpu) = turn::process_cpu(self.pid) else { return };
        let turn = Duration::from_millis(u64::from(self.limits.turn_ms));
        if *self.cpu_before.get_or_insert(cpu) + turn + CPU_SLACK < cpu {
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
