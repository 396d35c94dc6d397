//! The threads that do the jobs, and the two lists between them and the JavaScript thread.

use std::{
    collections::VecDeque,
    io::{PipeWriter, Write},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use super::{Done, Job, Memory, PROGRESS, Report, Scales};
use crate::{diag::Place, lab::turn::Turn};

/// The deepest job is a loop over blocks that are on the heap.
const STACK_BYTES: usize = 512 << 10;

/// What the threads share.
#[derive(Debug)]
pub struct Pool {
    jobs: Mutex<VecDeque<Job>>,
    given: Condvar,
    told: Mutex<Told>,
}

#[derive(Debug)]
struct Told {
    reports: VecDeque<Report>,
    bell: PipeWriter,
    /// A byte is in the pipe.
    rang: bool,
}

impl Pool {
    pub fn new(bell: PipeWriter) -> Pool {
        Pool {
            jobs: Mutex::default(),
            given: Condvar::new(),
            told: Mutex::new(Told { reports: VecDeque::new(), bell, rang: false }),
        }
    }

    /// One thread more; `false` when there is none to be had.
    pub fn start_thread(self: Arc<Pool>, memory: Arc<Memory>, turn: Arc<Turn>) -> bool {
        keep_no_memory();
        let work = move || {
            let turn = turn.beside();
            loop {
                let job = self.next();
                turn.note_place(job.place());
                turn.begin();
                let (id, tells) = (job.id, job.tells_progress);
                let mut told = Instant::now();
                let done = done(job, &memory, |part| {
                    if tells && PROGRESS <= told.elapsed() {
                        told = Instant::now();
                        self.tell(Report::Progress { id, part });
                    }
                });
                turn.end();
                self.tell(Report::Done(done));
            }
        };
        let thread = thread::Builder::new().name("job".to_owned()).stack_size(STACK_BYTES);
        thread.spawn(work).is_ok()
    }

    pub fn give(&self, job: Job) {
        locked(&self.jobs).push_back(job);
        self.given.notify_one();
    }

    /// The oldest report, and whether the bell rang for it or for a later one.
    pub fn take(&self) -> (Option<Report>, bool) {
        let mut told = locked(&self.told);
        (told.reports.pop_front(), std::mem::take(&mut told.rang))
    }

    fn next(&self) -> Job {
        let mut jobs = locked(&self.jobs);
        loop {
            if let Some(job) = jobs.pop_front() {
                return job;
            }
            jobs = self.given.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn tell(&self, report: Report) {
        let mut told = locked(&self.told);
        told.reports.push_back(report);
        // Never more than one byte, so that it never waits.
        if !told.rang {
            told.rang = told.bell.write_all(&[1]).is_ok();
        }
    }
}

/// Does `job`, for which the memory is held that it was weighed with, and ends that.
pub fn done(job: Job, memory: &Memory, tell: impl FnMut(f64)) -> Done {
    let (cost, needed, given) = (job.work.cost(), job.work.needed_bytes(), job.given_bytes());
    let began = Instant::now();
    let mut scales = Scales { memory, held: 0 };
    let result = job.work.run(&mut scales, tell);
    memory.release(needed);
    let held = scales.held + given;
    Done { id: job.id, result, cost, asked: job.asked, took: began.elapsed(), held }
}

impl Job {
    /// Where the program asked for it.
    pub fn place(&self) -> Option<Place> {
        self.asked.as_ref()?.place.clone()
    }

    /// Nothing is held for what is computed at once: the program holds it.
    fn given_bytes(&self) -> usize {
        if self.id == 0 { 0 } else { self.work.given_bytes() }
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets the C library give the blocks of a job back to the system at its end. It may keep them for
/// each thread otherwise, and they count against the process's limit for nothing. (mallopt(3))
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn keep_no_memory() {
    /// Above the sizes that programs ask for all the time.
    const OWN_MAP_BYTES: libc::c_int = 4 << 20;
    #[expect(unsafe_code, reason = "sets two numbers of the allocator, under its own lock")]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, OWN_MAP_BYTES);
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn keep_no_memory() {}
