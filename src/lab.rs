//! The lab: a machine that runs foreign code in a jailed child process.
//!
//! It gets files and a few settings, runs them as `node FILE` would, answers on loopback and hands
//! back a recording. It knows no course, no pack and no screen.

pub mod cache;
pub mod child;
mod clock;
pub mod command;
mod dialogue;
mod documents;
#[cfg(any(test, fuzzing))]
pub mod fuzzed;
mod http_parser;
mod jail;
mod js;
mod machine;
pub mod mock;
mod parent;
mod protocol;
mod random;
mod running;
pub mod script;
mod sockets;
pub mod sql;
pub mod store;
mod turn;
mod wire;
mod world;

use std::{
    collections::BTreeMap,
    fmt, io,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::Value;

pub use self::{
    machine::Machine,
    protocol::{Action, Ask, Ports, Told, Walls},
    running::{Lab, secret},
};
use crate::trace::{Entry, Stop, Stream, Thrown, Trace};

/// What to run.
#[derive(Clone, Debug)]
pub struct Program {
    pub folder: Folder,
    /// The file to start, relative to the folder; `None` where only `Lab::call` is wanted.
    pub entry: Option<String>,
    /// `process.argv` from the third on.
    pub args: Vec<String>,
    /// The whole of `process.env`.
    pub env: BTreeMap<String, String>,
    /// What standard input holds.
    pub stdin: Vec<u8>,
    /// Seeds `Math.random` and all other randomness of the program; real randomness when absent.
    pub seed: Option<u64>,
    /// Milliseconds since 1970 at which the program's clock stands still until it is moved; the
    /// machine's clock when absent.
    pub still_at_ms: Option<i64>,
    /// What its stores hold before its first line runs; one of each engine at most.
    pub stocks: Vec<Stock>,
}

impl Program {
    /// The program of a folder, with no file to start and nothing given to it.
    pub fn of(folder: Folder) -> Program {
        Program {
            folder,
            entry: None,
            args: Vec::new(),
            env: BTreeMap::new(),
            stdin: Vec::new(),
            seed: None,
            still_at_ms: None,
            stocks: Vec::new(),
        }
    }
}

/// What a store of a program holds at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    pub engine: store::Engine,
    /// The database that documents are put into; `test` when absent.
    pub database: Option<String>,
    /// Names `text` in what is said of it.
    pub file: String,
    /// Documents as MongoDB's Extended JSON, `{ "users": [{ .. }] }`; of a cache its commands.
    pub text: String,
}

/// The folder that the program may read.
#[derive(Clone, Debug)]
pub enum Folder {
    /// Relative paths with `/` and contents; nothing of the disk is seen.
    Memory(BTreeMap<String, Vec<u8>>),
    Disk(PathBuf),
}

/// Whether a server could listen on `port` of 127.0.0.1 now.
///
/// # Errors
/// `AddrInUse` where another program does, `PermissionDenied` where this one may not.
pub fn try_port(port: u16) -> io::Result<()> {
    sockets::listen(&sockets::bound(port)?, 1)
}

/// What a program may use. Raised per exercise within the `*_MAX` constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub memory_mb: u32,
    /// Thread CPU time of one turn of the event loop.
    pub turn_ms: u32,
    /// Real time of the whole run; `None` for run, serve and playground.
    pub wall_ms: Option<u32>,
    /// How long an answer may take while the lab gets CPU.
    pub answer_ms: u32,
    /// Bytes printed, standard output and error together. `None` where somebody reads them as they
    /// come: then none is kept, and a program that prints faster than it is read waits.
    pub printed_bytes: Option<u64>,
    /// Bytes of one response body that are read at most.
    pub streamed_bytes: u64,
}

pub const MEMORY_MB: u32 = 128;
pub const MEMORY_MB_MAX: u32 = 1_024;
pub const TURN_MS: u32 = 5_000;
pub const TURN_MS_MAX: u32 = 30_000;
pub const WALL_MS: u32 = 20_000;
pub const WALL_MS_MAX: u32 = 120_000;
pub const ANSWER_MS: u32 = 2_000;
pub const ANSWER_MS_MAX: u32 = 20_000;
pub const PRINTED_BYTES: u64 = 1 << 20;
pub const STREAMED_BYTES: u64 = 16 << 20;

/// The request header that says that the parent asks, with `Lab::nonce` for its value. The
/// program never sees it.
pub const NONCE_HEADER: &str = "x-backlab-nonce";

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            memory_mb: MEMORY_MB,
            turn_ms: TURN_MS,
            wall_ms: Some(WALL_MS),
            answer_ms: ANSWER_MS,
            printed_bytes: Some(PRINTED_BYTES),
            streamed_bytes: STREAMED_BYTES,
        }
    }
}

/// What a running program did, in the order in which it did it.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    Printed {
        stream: Stream,
        text: String,
    },
    /// A server listens: the port that the program named and the real one on 127.0.0.1.
    Listening {
        named: u16,
        port: u16,
    },
    /// Nothing is left in the program that could answer: no job, no I/O, and no timer that the clock
    /// comes to by itself. Of the requests
    /// that it has taken and not answered, so many wait for bytes of their own body. A request
    /// that the program has not seen yet is not counted, so compare with what was sent.
    Idle {
        open_requests: u32,
        waiting_for_body: u32,
        /// Bytes that came over sockets since the start. When these are all that was sent, this is
        /// the last word: nothing that is still on its way could wake the program.
        received_bytes: u64,
        /// Where the program's clock stands still: in how many milliseconds its next timer is due.
        due_ms: Option<u64>,
        /// How many times `Lab::pass` was heard before this.
        passes: u32,
    },
    Ended(Stop),
}

/// What came since it was last asked for, for a run that has no end: nothing of it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    pub happened: Vec<Happened>,
    /// Of the recording.
    pub entries: Vec<Entry>,
}

/// How a start went.
#[derive(Clone, Debug, PartialEq)]
pub enum Readiness {
    /// The real port on 127.0.0.1.
    Listening {
        port: u16,
    },
    Ended(Stop),
    /// Alive after `Limits::answer_ms`, and nothing listens.
    Silent,
}

/// What a call of an export gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    pub answer: Answer,
    /// What the program printed on standard output between the call and its end.
    pub printed: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// As `JSON.stringify` writes it.
    Value(Value),
    /// `undefined`, a function or a symbol: JSON has no word for it.
    Nothing,
    Threw(Box<Thrown>),
    /// The promise never settles: nothing is left that could settle it.
    Never,
    Ended(Stop),
}

/// Everything that is known of a run that ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    pub trace: Trace,
    pub stop: Stop,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// The lab could not do its work; never the program's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// A wish to stop, shared by who waits and who works.
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    wish: Arc<Wish>,
}

#[derive(Debug, Default)]
struct Wish {
    made: AtomicBool,
    /// The children that end when the wish is made.
    lives: Mutex<Vec<Weak<running::Life>>>,
}

impl Cancel {
    pub fn new() -> Cancel {
        Cancel::default()
    }

    /// Ends every lab that was started with this, and so every wait for one.
    pub fn cancel(&self) {
        self.wish.made.store(true, Ordering::Release);
        let lives = std::mem::take(&mut *self.lives());
        for life in lives.iter().filter_map(Weak::upgrade) {
            life.end(Stop::Ended);
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.wish.made.load(Ordering::Acquire)
    }

    /// Ends `life` when the wish is made, or now when it was.
    fn watch(&self, life: &Arc<running::Life>) {
        let mut lives = self.lives();
        lives.retain(|life| life.strong_count() > 0);
        lives.push(Arc::downgrade(life));
        drop(lives);
        if self.is_cancelled() {
            life.end(Stop::Ended);
        }
    }

    fn lives(&self) -> std::sync::MutexGuard<'_, Vec<Weak<running::Life>>> {
        self.wish.lives.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
