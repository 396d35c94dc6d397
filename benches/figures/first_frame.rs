//! From the start of the process to a settled first screen, beside the floor and, where it is
//! installed, beside presenterm on a lesson's text.
//!
//! The programs are started in turns, each in a terminal of its own, so that the ratios hold on a
//! busy machine. A screen counts as settled at the last byte before a silence.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    series::Series,
    terminal::{self, Timed},
};

const ROUNDS: usize = 21;
const SILENCE: Duration = Duration::from_millis(300);
const LESSON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons/m01/url-to-response.md");
/// The lesson as presenterm reads it, in the folder of HOME.
const SLIDES: &str = "slides.md";

pub fn measure() {
    let home = tempfile::tempdir().expect("a folder for HOME");
    let mut programs = vec![
        Program::new("floor", terminal::build_floor(), &[]),
        Program::new("backlab", PathBuf::from(env!("CARGO_BIN_EXE_backlab")), &[]),
    ];
    match installed("presenterm") {
        Some(path) => {
            let lesson = fs::read_to_string(LESSON).expect("the first lesson");
            fs::write(home.path().join(SLIDES), slides(&lesson)).expect("a place for the slides");
            programs.push(Program::new("presenterm", path, &[SLIDES]));
        }
        None => println!("presenterm is not on PATH: no comparison with another reader"),
    }
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

/// The text of a lesson in presenterm's form: no front matter, slides for pages, and blocks of code
/// that name their language only.
fn slides(lesson: &str) -> String {
    let text = lesson.splitn(3, "+++").nth(2).expect("a lesson has front matter");
    let lines = text.lines().map(|line| match line.strip_prefix("```") {
        Some(fence) => format!("```{}\n", fence.split(' ').next().unwrap_or_default()),
        None if line == "---" => "<!-- end_slide -->\n".to_owned(),
        None => format!("{line}\n"),
    });
    lines.collect()
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

fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
