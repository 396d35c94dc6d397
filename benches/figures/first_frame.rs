//! From the start of the process to a settled first screen, beside the floor.
//!
//! The programs are started in turns, each in a terminal of its own, so that the ratios hold on a
//! busy machine. A screen counts as settled at the last byte before a silence.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    series::Series,
    terminal::{self, Timed},
};

const ROUNDS: usize = 21;
const SILENCE: Duration = Duration::from_millis(300);

pub fn measure() {
    let home = tempfile::tempdir().expect("a folder for HOME");
    let mut programs = vec![
        Program::new("floor", terminal::build_floor(), &[]),
        Program::new("backlab", PathBuf::from(env!("CARGO_BIN_EXE_backlab")), &[]),
    ];
    for _ in 0..ROUNDS {
        for program in &mut programs {
            program.start(home.path());
        }
    }
    let floor = programs[0].settled.median();
    for program in &programs {
        println!(
            "{:<10} settled {}   {:5.2} of the floor   {:6} KiB",
            program.name,
            program.settled.words(),
            program.settled.median() / floor,
            program.resident_kib,
        );
    }
}

/// A program and what its starts took.
struct Program {
    name: &'static str,
    path: PathBuf,
    args: &'static [&'static str],
    settled: Series,
    /// The most of all starts.
    resident_kib: u64,
}

impl Program {
    fn new(name: &'static str, path: PathBuf, args: &'static [&'static str]) -> Program {
        Program { name, path, args, settled: Series::default(), resident_kib: 0 }
    }

    fn start(&mut self, home: &Path) {
        let mut timed = Timed::start(&self.path, self.args, home, home);
        self.settled.push(timed.settle(SILENCE).settled_ms);
        self.resident_kib = self.resident_kib.max(timed.resident_kib());
    }
}
