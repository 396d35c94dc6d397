//! Saves attempts one after another through the real record, for a harness that kills it.
//!
//! `save_loop --home DIR --from N` prints `ack N` after each attempt that is on the disk.
//! `save_loop --home DIR --ids` prints the numbers that are saved, one a line, and fails when the
//! file had to be mended or a text is not the one that was saved under its number.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use backlab::{
    course::{
        exercise::Files,
        id::{ExerciseId, PackId},
    },
    judge::{CheckResult, Outcome, Verdict},
    progress::{Attempt, Change, Progress},
    trace::Trace,
};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    /// Stands for the home folder.
    #[arg(long)]
    home: PathBuf,
    /// The first number to save.
    #[arg(long, conflicts_with = "ids")]
    from: Option<u64>,
    /// Prints the numbers that are saved.
    #[arg(long)]
    ids: bool,
}

/// Texts that `--ids` compares, the newest ones: reading all would take the longer the more
/// there are.
const TEXTS_COMPARED: usize = 100;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let progress = Progress::open(Some(&arguments.home.join(".local/share/backlab")));
    let done = if arguments.ids {
        print_ids(&progress)
    } else {
        save_on(&progress, arguments.from.unwrap_or(1))
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Whoever reads knows by the code; where not even this can be written, too.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn save_on(progress: &Progress, from: u64) -> io::Result<()> {
    for number in from.. {
        let attempt = Attempt::checked(&exercise(number), 1, &files(number), &verdict());
        let at = i64::try_from(number).unwrap_or(i64::MAX);
        let kept = progress.record(&pack(), at, Change::Attempt(attempt));
        kept.map_err(|unsaved| io::Error::other(unsaved.why))?;
        let mut out = io::stdout().lock();
        writeln!(out, "ack {number}")?;
        out.flush()?;
        // The day's backup is part of what may be killed.
        if number % 7 == 0 {
            progress.upkeep(at * 86_400);
        }
    }
    Ok(())
}

fn print_ids(progress: &Progress) -> io::Result<()> {
    if let Some(note) = progress.notes().first() {
        return Err(io::Error::other(note.clone()));
    }
    let summary = progress.summary(&pack());
    let mut numbers: Vec<u64> = Vec::new();
    for (id, standing) in &summary.exercises {
        let number = id.as_str().strip_prefix("n-").and_then(|number| number.parse().ok());
        if let Some(number) = number.filter(|_| standing.passed) {
            numbers.push(number);
        }
    }
    numbers.sort_unstable();
    for number in numbers.iter().rev().take(TEXTS_COMPARED) {
        let history = progress.history(&pack(), &exercise(*number));
        if history.first().map(|attempt| &attempt.files) != Some(&files(*number)) {
            return Err(io::Error::other(format!("the text of {number} is not the one saved")));
        }
    }
    let mut out = io::stdout().lock();
    numbers.iter().try_for_each(|number| writeln!(out, "{number}"))
}

fn pack() -> PackId {
    PackId::parse("backlab/backend").expect("it is written as a pack id")
}

fn exercise(number: u64) -> ExerciseId {
    ExerciseId::parse(&format!("n-{number}")).expect("a letter, a hyphen and digits")
}

fn files(number: u64) -> Files {
    let text = format!("const number = {number};\n").repeat(60);
    Files::from([("server.js".to_owned(), text.into_bytes())])
}

fn verdict() -> Verdict {
    let check = |name: &str| CheckResult {
        name: name.to_owned(),
        say: "the program answers".to_owned(),
        hidden: false,
        outcome: Outcome::Passed,
    };
    Verdict {
        checks: vec![check("answers"), check("answers-again")],
        took: Duration::from_millis(20),
        trace: Trace::default(),
        hidden: backlab::judge::Hidden::default(),
        stop: None,
        rows: None,
        exchanges: Vec::new(),
    }
}
