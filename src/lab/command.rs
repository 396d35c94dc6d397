//! A learner's own server, in any language: the one program that runs outside the jail, because the
//! learner typed its command. It is started without a shell, in a session of its own, and nothing of
//! it is left when its handle is dropped, or when this process is gone.

mod family;
pub mod guard;
mod line;
mod log;

use std::{
    io::{self, BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel},
    thread,
    time::{Duration, Instant},
};

pub use self::line::{CommandLine, PORT_WORD};
use self::{guard::Told, log::Log};
use crate::lab::{Cancel, Machine};

/// How long a command may take until it listens, unless it is told otherwise.
pub const READY_SECONDS: u32 = 20;
/// The longest that it can be told.
pub const READY_SECONDS_MAX: u32 = 600;

/// How often it is asked whether it listens.
const ASK_AGAIN: Duration = Duration::from_millis(20);
/// How long one connection to loopback may take.
const CONNECT: Duration = Duration::from_millis(250);
/// How long a command whose port another process has may take to notice.
const TAKEN: Duration = Duration::from_millis(600);
/// How often another port is tried.
const PORTS_TRIED: u32 = 3;
/// How long the last words of what ended are waited for.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How long the line about a request may take to be read after its answer.
const WORDS: Duration = Duration::from_millis(40);

/// What to start, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    pub line: CommandLine,
    pub folder: PathBuf,
    /// How long it may take until it listens.
    pub ready: Duration,
}

/// A server that listens on its port of 127.0.0.1.
#[derive(Debug)]
pub struct Server {
    guarded: Guarded,
    port: u16,
}

/// How a command ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Code(i32),
    Signal(i32),
}

/// Why a command did not come to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unready {
    /// Ours: no port, no guard.
    Fault(String),
    /// The program is not there, or cannot be executed, or the folder is not there. A sentence.
    Unstarted(String),
    /// Each port that it was given was taken by another program in the meantime.
    Taken {
        port: u16,
    },
    Ended {
        end: End,
        port: u16,
    },
    /// It runs, and does not listen on its port of 127.0.0.1 but there.
    Silent {
        port: u16,
        ready: Duration,
        elsewhere: Vec<SocketAddr>,
    },
    Cancelled,
}

impl Server {
    /// Starts the command, with a free port for `{port}` and in the variable `PORT`, and waits until
    /// it takes connections.
    ///
    /// # Errors
    /// Says why it does not, with the end of what it printed. Nothing of it is left then.
    pub fn start(
        machine: &Machine,
        launch: &Launch,
        cancel: &Cancel,
    ) -> Result<Server, (Unready, String)> {
        let mut tried = 0;
        loop {
            tried += 1;
            let port = free_port().map_err(|error| {
                (Unready::Fault(format!("no port of 127.0.0.1 is free: {error}")), String::new())
            })?;
            let mut guarded = Guarded::start(machine, launch, port)
                .map_err(|unready| (unready, String::new()))?;
            match guarded.wait_ready(port, launch, cancel) {
                Ok(()) => return Ok(Server { guarded, port }),
                Err(Unready::Taken { .. }) if tried < PORTS_TRIED => {}
                Err(unready) => {
                    guarded.end();
                    return Err((unready, guarded.log.since(0)));
                }
            }
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// How it ended, where it did by itself.
    pub fn ended(&mut self) -> Option<End> {
        self.guarded.ended()
    }

    /// As `ended`, for a server that closed a connection and may be about to end.
    pub fn settle(&mut self, most: Duration) -> Option<End> {
        let until = Instant::now() + most;
        while self.guarded.ended().is_none() && Instant::now() < until {
            thread::sleep(Duration::from_millis(5));
        }
        self.guarded.end
    }

    /// Bytes that it printed so far.
    pub fn printed(&self) -> u64 {
        self.guarded.log.total()
    }

    /// What it printed after the first `from` bytes, as far as it is kept. Not cleaned.
    pub fn printed_since(&self, from: u64) -> String {
        let most = if self.guarded.end.is_some() { LAST_WORDS } else { WORDS };
        self.guarded.log.settle(most);
        self.guarded.log.since(from)
    }
}

impl Launch {
    /// Why it could not be started, from the error's number (errno).
    fn unstarted(&self, errno: i32) -> Unready {
        let program = self.line.program();
        let error = io::Error::from_raw_os_error(errno);
        let is_path = program.contains('/');
        Unready::Unstarted(match error.kind() {
            io::ErrorKind::NotFound if is_path => format!(
                "There is no program `{program}` here, or the interpreter that its first line \
                 names is missing."
            ),
            io::ErrorKind::NotFound => format!(
                "There is no program `{program}` here. Is it installed, is its virtual environment \
                 active, and is it spelled so?"
            ),
            io::ErrorKind::PermissionDenied => format!(
                "`{program}` may not be executed. A script needs `chmod +x`, or its interpreter in \
                 front of it."
            ),
            _ => format!("`{program}` could not be started: {error}."),
        })
    }
}

/// A port that nobody has now.
fn free_port() -> io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

fn takes_connections(port: u16) -> bool {
    TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, port).into(), CONNECT).is_ok()
}

/// A command, behind its guard. Dropped, it ends the command and waits until it is gone.
#[derive(Debug)]
struct Guarded {
    guard: Child,
    /// Open while the command is to live.
    lifeline: Option<ChildStdin>,
    told: Receiver<Told>,
    log: Log,
    end: Option<End>,
}

impl Guarded {
    fn start(machine: &Machine, launch: &Launch, port: u16) -> Result<Guarded, Unready> {
        if !launch.folder.is_dir() {
            let words = format!("The folder {} is not there.", launch.folder.display());
            return Err(Unready::Unstarted(words));
        }
        let mut command = Command::new(machine.executable());
        command
            .arg(guard::ARGUMENT)
            .args(launch.line.words_for(port))
            .current_dir(&launch.folder)
            .env("PORT", port.to_string())
            // Python keeps what it prints to a pipe for itself, and a log is read after a failure.
            .env("PYTHONUNBUFFERED", "1")
            .envs(launch.line.variables_for(port))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let fault = |what: &str| Unready::Fault(format!("the command has no guard: {what}"));
        let mut guard = command.spawn().map_err(|error| fault(&error.to_string()))?;
        let pipes = (guard.stdin.take(), guard.stdout.take(), guard.stderr.take());
        let (Some(lifeline), Some(words), Some(log)) = pipes else { return Err(fault("no pipe")) };
        let (tell, told) = channel();
        let read = move || {
            for line in BufReader::new(words).lines().map_while(Result::ok) {
                if Told::read(&line).is_some_and(|told| tell.send(told).is_err()) {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("own-server-guard".to_owned()).spawn(read);
        let guarded =
            Guarded { guard, lifeline: Some(lifeline), told, log: Log::of(log), end: None };
        thread.map_err(|error| fault(&error.to_string()))?;
        Ok(guarded)
    }

    fn wait_ready(&mut self, port: u16, launch: &Launch, cancel: &Cancel) -> Result<(), Unready> {
        let began = Instant::now();
        loop {
            if cancel.is_cancelled() {
                return Err(Unready::Cancelled);
            }
            match self.told.recv_timeout(ASK_AGAIN) {
                Ok(Told::Unstarted { errno }) => return Err(launch.unstarted(errno)),
                Ok(told) => self.note(&told),
                Err(RecvTimeoutError::Disconnected) if self.end.is_none() => {
                    return Err(Unready::Fault("the command's guard ended".to_owned()));
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
            if let Some(end) = self.end {
                // What listens there now is not the command.
                let taken = takes_connections(port);
                return Err(if taken {
                    Unready::Taken { port }
                } else {
                    Unready::Ended { end, port }
                });
            }
            if takes_connections(port) {
                return self.is_own(port).then_some(()).ok_or(Unready::Taken { port });
            }
            let ready = launch.ready;
            if ready < began.elapsed() {
                let elsewhere = family::listens(self.guard.id()).unwrap_or_default();
                return Err(Unready::Silent { port, ready, elsewhere });
            }
        }
    }

    /// Whether it is the command that listens on `port`. One whose port was taken ends by that. One
    /// that lives on has perhaps let another process listen, as `docker run` does.
    fn is_own(&mut self, port: u16) -> bool {
        let own = |listens: Vec<SocketAddr>| listens.iter().any(|at| at.port() == port);
        if family::listens(self.guard.id()).is_none_or(own) {
            return true;
        }
        let began = Instant::now();
        while began.elapsed() < TAKEN {
            if self.ended().is_some() {
                return false;
            }
            thread::sleep(ASK_AGAIN);
        }
        true
    }

    fn ended(&mut self) -> Option<End> {
        loop {
            match self.told.try_recv() {
                Ok(told) => self.note(&told),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return self.end,
            }
        }
    }

    fn note(&mut self, told: &Told) {
        match told {
            Told::Ended { code: Some(code), .. } => self.end = Some(End::Code(*code)),
            Told::Ended { signal, .. } => self.end = Some(End::Signal(signal.unwrap_or_default())),
            Told::Started | Told::Unstarted { .. } | Told::Gone { .. } => {}
        }
    }

    /// Ends the command and all that it started, and waits until they are gone.
    fn end(&mut self) {
        if self.lifeline.take().is_none() {
            return;
        }
        let most = guard::GRACE + guard::KILLING + Duration::from_secs(1);
        let began = Instant::now();
        while matches!(self.guard.try_wait(), Ok(None)) {
            if most < began.elapsed() {
                // The command dies with it.
                drop(self.guard.kill());
                drop(self.guard.wait());
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
        self.log.settle(LAST_WORDS);
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.end();
    }
}
