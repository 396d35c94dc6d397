//! Work that takes long, done beside the JavaScript thread: keys from passwords, compression. What
//! the program asks for waits in its order; the JavaScript thread hands it to a few threads, which
//! put down what came of it and ring.

pub mod bcrypt;
pub mod keys;
pub mod pool;
pub mod zlib;

use std::{
    collections::VecDeque,
    io::{PipeReader, PipeWriter, Read},
    sync::Arc,
    time::Duration,
};

use self::{keys::Argon2, pool::Pool, zlib::Packing};
use super::engine::Memory;
use crate::{
    diag::Place,
    lab::{random, turn::Turn},
};

/// Threads that compute; Node's `UV_THREADPOOL_SIZE` is 4 unless it is changed.
const THREADS_MAX: usize = 4;
/// Jobs that wait or run.
const JOBS_MAX: usize = 10_000;
/// How often a job that is asked for it tells how far it is: bcryptjs stops as often.
const PROGRESS: Duration = Duration::from_millis(100);

/// What is to be computed. Texts are the host's own names of digests.
#[derive(Debug)]
pub enum Work {
    Pbkdf2 {
        digest: String,
        password: Vec<u8>,
        salt: Vec<u8>,
        rounds: u32,
        length: usize,
    },
    Scrypt {
        password: Vec<u8>,
        salt: Vec<u8>,
        log_n: u8,
        r: u32,
        p: u32,
        length: usize,
    },
    Hkdf {
        digest: String,
        key: Vec<u8>,
        salt: Vec<u8>,
        info: Vec<u8>,
        length: usize,
    },
    Argon2(Argon2),
    Bcrypt {
        key: Vec<u8>,
        salt: [u8; bcrypt::SALT_BYTES],
        cost: u32,
    },
    /// So many bytes of the system's randomness.
    Random {
        length: usize,
    },
    /// What is known already and is only told later.
    Known(Vec<u8>),
    Packing(Packing),
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It needs so many bytes, and they are not there.
    Memory { bytes: usize },
    /// In words for the module that asked.
    Refused(String),
}

/// The function that the program called, for the recording.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `bcrypt.hash`.
    pub call: String,
    pub request: Option<u32>,
    pub place: Option<Place>,
}

/// How a key is made from a password: the algorithm, and what makes it slow.
#[derive(Clone, Debug)]
pub struct Cost {
    pub algorithm: String,
    pub numbers: Vec<(&'static str, u64)>,
}

/// A job on its way.
#[derive(Debug)]
pub struct Job {
    id: u32,
    work: Work,
    asked: Option<Asked>,
    tells_progress: bool,
}

/// What a thread puts down.
#[derive(Debug)]
pub enum Report {
    /// `part` of it is done, between 0 and 1.
    Progress {
        id: u32,
        part: f64,
    },
    Done(Done),
}

/// A job that came to its end.
#[derive(Debug)]
pub struct Done {
    pub id: u32,
    pub result: Result<Vec<u8>, Failure>,
    pub cost: Option<Cost>,
    pub asked: Option<Asked>,
    pub took: Duration,
    /// Bytes that are held until the program has the result.
    held: usize,
}

/// Memory that a job works in.
pub struct Scales<'a> {
    memory: &'a Memory,
    held: usize,
}

impl Scales<'_> {
    /// Counts `bytes` more.
    ///
    /// # Errors
    /// They do not fit.
    pub fn hold(&mut self, bytes: usize) -> Result<(), Failure> {
        if !self.memory.hold(bytes) {
            return Err(Failure::Memory { bytes: self.held.saturating_add(bytes) });
        }
        self.held += bytes;
        Ok(())
    }
}

/// All jobs of the program.
#[derive(Debug)]
pub struct Jobs {
    waiting: VecDeque<Job>,
    /// Handed to threads and not yet heard of.
    running: usize,
    /// Refused before a thread had them.
    refused: VecDeque<Report>,
    threads: usize,
    last_id: u32,
    pool: Arc<Pool>,
    bell: PipeReader,
    memory: Arc<Memory>,
    turn: Arc<Turn>,
}

impl Jobs {
    /// None yet, and no thread. `bell` is a pipe.
    pub fn new(bell: (PipeReader, PipeWriter), memory: Arc<Memory>, turn: Arc<Turn>) -> Jobs {
        Jobs {
            waiting: VecDeque::new(),
            running: 0,
            refused: VecDeque::new(),
            threads: 0,
            last_id: 0,
            pool: Arc::new(Pool::new(bell.1)),
            bell: bell.0,
            memory,
            turn,
        }
    }

    /// Can be read when there is something to take.
    pub fn bell(&self) -> &PipeReader {
        &self.bell
    }

    /// Whether a job waits, runs, or has a result that nobody took.
    pub fn is_busy(&self) -> bool {
        0 < self.running || !self.waiting.is_empty() || !self.refused.is_empty()
    }

    /// Computes at once, on the calling thread.
    pub fn compute(&self, work: Work, asked: Option<Asked>) -> Done {
        let job = Job { id: 0, work, asked, tells_progress: false };
        let mut held = job.work.needed_bytes();
        if !self.memory.hold(held) {
            let bytes = std::mem::take(&mut held);
            return job.refused(Failure::Memory { bytes });
        }
        self.turn.note_place(job.place());
        let done = pool::done(job, &self.memory, |_| {});
        self.turn.note_place(None);
        self.memory.release(done.held);
        done
    }

    /// Puts `work` behind what waits already, and gives the job's number; `None` when too much
    /// waits, or there is no memory for what it is about.
    pub fn add(&mut self, work: Work, asked: Option<Asked>, tells_progress: bool) -> Option<u32> {
        if JOBS_MAX <= self.waiting.len() + self.running + self.refused.len()
            || !self.memory.hold(work.given_bytes())
        {
            return None;
        }
        self.last_id += 1;
        self.waiting.push_back(Job { id: self.last_id, work, asked, tells_progress });
        self.advance();
        Some(self.last_id)
    }

    /// The next thing that threads have told.
    pub fn take_report(&mut self) -> Option<Report> {
        if let Some(report) = self.refused.pop_front() {
            return Some(report);
        }
        let (report, rang) = self.pool.take();
        if rang {
            // One ring is one byte; what cannot be read rings again.
            drop(self.bell.read(&mut [0]));
        }
        let report = report?;
        if let Report::Done(done) = &report {
            self.running -= 1;
            self.memory.release(done.held);
            self.advance();
        }
        Some(report)
    }

    /// Hands on what can run now. Nothing overtakes a job whose memory others still hold.
    fn advance(&mut self) {
        while self.running < THREADS_MAX
            && let Some(job) = self.waiting.pop_front()
        {
            let needed = job.work.needed_bytes();
            if !self.memory.hold(needed) {
                if 0 < self.running {
                    self.waiting.push_front(job);
                    return;
                }
                self.refuse(job, Failure::Memory { bytes: needed });
                continue;
            }
            if self.threads <= self.running && self.threads < THREADS_MAX {
                let (memory, turn) = (Arc::clone(&self.memory), Arc::clone(&self.turn));
                let started = Arc::clone(&self.pool).start_thread(memory, turn);
                self.threads += usize::from(started);
            }
            if self.threads == 0 {
                self.memory.release(needed);
                self.refuse(job, Failure::Refused("the system gives no thread".to_owned()));
                continue;
            }
            self.running += 1;
            self.pool.give(job);
        }
    }

    fn refuse(&mut self, job: Job, why: Failure) {
        self.memory.release(job.work.given_bytes());
        self.refused.push_back(Report::Done(job.refused(why)));
    }
}

impl Job {
    fn refused(self, why: Failure) -> Done {
        let (cost, took) = (self.work.cost(), Duration::ZERO);
        Done { id: self.id, result: Err(why), cost, asked: self.asked, took, held: 0 }
    }
}

impl Work {
    /// Computes it. `tell` hears how much is done, where that is known.
    fn run(&self, scales: &mut Scales<'_>, tell: impl FnMut(f64)) -> Result<Vec<u8>, Failure> {
        match self {
            Work::Pbkdf2 { digest, password, salt, rounds, length } => {
                keys::pbkdf2(digest, password, salt, *rounds, *length)
            }
            Work::Scrypt { password, salt, log_n, r, p, length } => {
                keys::scrypt(password, salt, (*log_n, *r, *p), *length)
            }
            Work::Hkdf { digest, key, salt, info, length } => {
                keys::hkdf(digest, key, salt, info, *length)
            }
            Work::Argon2(argon2) => argon2.run(),
            Work::Bcrypt { key, salt, cost } => Ok(bcrypt::hash(key, salt, *cost, tell).to_vec()),
            Work::Random { length } => {
                let mut bytes = vec![0; *length];
                random::fill(&mut bytes).map_err(|error| Failure::Refused(error.to_string()))?;
                Ok(bytes)
            }
            Work::Known(bytes) => Ok(bytes.clone()),
            Work::Packing(packing) => packing.run(scales),
        }
    }

    /// Bytes of what it was given.
    fn given_bytes(&self) -> usize {
        match self {
            Work::Pbkdf2 { password, salt, .. } | Work::Scrypt { password, salt, .. } => {
                password.len() + salt.len()
            }
            Work::Hkdf { key, salt, info, .. } => key.len() + salt.len() + info.len(),
            Work::Argon2(argon2) => argon2.given_bytes(),
            Work::Bcrypt { key, .. } => key.len(),
            Work::Random { .. } => 0,
            Work::Known(bytes) => bytes.len(),
            Work::Packing(packing) => packing.given_bytes(),
        }
    }

    /// Bytes that it takes while it runs, as far as they are known before.
    fn needed_bytes(&self) -> usize {
        match self {
            Work::Scrypt { log_n, r, p, length, .. } => {
                let block = usize::try_from(*r).unwrap_or(usize::MAX).saturating_mul(128);
                let table = 1_usize.checked_shl(u32::from(*log_n)).unwrap_or(usize::MAX);
                let lanes = usize::try_from(*p).unwrap_or(usize::MAX);
                table.saturating_add(lanes).saturating_mul(block).saturating_add(*length)
            }
            Work::Argon2(argon2) => argon2.needed_bytes(),
            Work::Pbkdf2 { length, .. } | Work::Hkdf { length, .. } | Work::Random { length } => {
                *length
            }
            Work::Bcrypt { .. } => bcrypt::STATE_BYTES,
            Work::Known(bytes) => bytes.len(),
            Work::Packing(_) => zlib::WINDOW_BYTES,
        }
    }

    /// For the recording; `None` for what makes no key from a password.
    fn cost(&self) -> Option<Cost> {
        let cost = |algorithm: &str, numbers: Vec<(&'static str, u64)>| {
            Some(Cost { algorithm: algorithm.to_owned(), numbers })
        };
        match self {
            Work::Pbkdf2 { rounds, .. } => cost("pbkdf2", vec![("iterations", u64::from(*rounds))]),
            Work::Scrypt { log_n, r, p, .. } => {
                let n = 1_u64.checked_shl(u32::from(*log_n)).unwrap_or(u64::MAX);
                cost("scrypt", vec![("N", n), ("r", u64::from(*r)), ("p", u64::from(*p))])
            }
            Work::Argon2(argon2) => cost(argon2.kind.as_str(), argon2.numbers()),
            Work::Bcrypt { cost: rounds, .. } => cost("bcrypt", vec![("cost", u64::from(*rounds))]),
            Work::Hkdf { .. } | Work::Random { .. } | Work::Known(_) | Work::Packing(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
