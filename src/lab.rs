//! The lab: a machine that runs foreign code in a jailed child process.
//!
//! It gets files and a few settings, runs them as `node FILE` would, answers on loopback and hands
//! back a recording. It knows no course, no pack and no screen.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What to run.
#[derive(Clone, Debug)]
pub struct Program {
    pub folder: Folder,
    /// The file to start, relative to the folder.
    pub entry: String,
    /// `process.argv` from the third on.
    pub args: Vec<String>,
    /// The whole of `process.env`.
    pub env: BTreeMap<String, String>,
    /// What standard input holds.
    pub stdin: Vec<u8>,
    /// Seeds `Math.random`; real randomness when absent.
    pub seed: Option<u64>,
}

/// The folder that the program may read.
#[derive(Clone, Debug)]
pub enum Folder {
    /// Relative paths with `/` and contents; nothing of the disk is seen.
    Memory(BTreeMap<String, Vec<u8>>),
    Disk(PathBuf),
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
    /// Bytes printed, standard output and error together.
    pub printed_bytes: u64,
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

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            memory_mb: MEMORY_MB,
            turn_ms: TURN_MS,
            wall_ms: Some(WALL_MS),
            answer_ms: ANSWER_MS,
            printed_bytes: PRINTED_BYTES,
            streamed_bytes: STREAMED_BYTES,
        }
    }
}

/// A wish to stop, shared by who waits and who works.
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    wished: Arc<AtomicBool>,
}

impl Cancel {
    pub fn new() -> Cancel {
        Cancel::default()
    }

    pub fn cancel(&self) {
        self.wished.store(true, Ordering::Release);
    }

    pub fn is_cancelled(&self) -> bool {
        self.wished.load(Ordering::Acquire)
    }
}
