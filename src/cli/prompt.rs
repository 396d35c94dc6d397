//! A console's text: a script from a file or a pipe, or what somebody types, line by line.

use std::{
    fs::File,
    io::{self, BufRead, IsTerminal, Read},
    path::Path,
};

use crate::{
    cli::{
        Ended, Failed,
        print::{complain, out},
    },
    lab::script::{Problem, SCRIPT_BYTES_MAX},
};

/// What takes the text.
pub trait Console {
    /// Runs `text` as a whole.
    fn script(&mut self, name: &str, text: &str) -> Result<Ended, Failed>;

    /// What stands before the cursor; before the lines that go on what was begun where `goes_on`.
    fn prompt(&mut self, goes_on: bool) -> String;

    /// Whether `typed` can be run, or goes on in the next line.
    fn is_complete(&self, typed: &str) -> bool;

    /// Does what was typed.
    fn typed(&mut self, text: &str) -> Result<Typed, Failed>;
}

/// What comes after a line was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Next,
    /// It was the word for it.
    Leave,
}

/// Gives `console` the text of `file`, else of standard input; a prompt, after `greeting`, where somebody
/// sits there.
pub fn feed(
    console: &mut impl Console,
    file: Option<&Path>,
    greeting: &str,
) -> Result<Ended, Failed> {
    match script(file)? {
        Some((name, text)) => console.script(&name, &text),
        None => ask(console, greeting),
    }
}

/// How a script ended; says its problem.
pub fn ended(problem: Option<&Problem>) -> Ended {
    let Some(problem) = problem else { return Ended::Well };
    complain(problem.show().trim_end());
    match problem {
        Problem::Wrong(_) => Ended::NotPassed,
        Problem::Stopped { stop, .. } => Ended::Program(stop.exit_code()),
    }
}

/// The text of `file`, else of standard input, with its name; `None` where somebody sits there.
///
/// # Errors
/// It cannot be read.
pub fn script(file: Option<&Path>) -> Result<Option<(String, String)>, Failed> {
    match file {
        Some(path) => {
            let opened = File::open(path)
                .map_err(|error| Failed::Misuse(format!("{}: {error}", path.display())))?;
            let name = path.to_string_lossy().into_owned();
            let text = read_text(opened, &name)?;
            Ok(Some((name, text)))
        }
        None if io::stdin().is_terminal() => Ok(None),
        None => {
            let text = read_text(io::stdin().lock(), "standard input")?;
            Ok(Some(("stdin".to_owned(), text)))
        }
    }
}

/// Greets who sits there, and takes their lines until the input ends or the word to leave comes.
pub fn ask(console: &mut impl Console, greeting: &str) -> Result<Ended, Failed> {
    out(greeting)?;
    take_lines(console, &mut io::stdin().lock())
}

fn take_lines(console: &mut impl Console, input: &mut impl BufRead) -> Result<Ended, Failed> {
    let mut typed = String::new();
    loop {
        out(&console.prompt(!typed.is_empty()))?;
        let mut line = Vec::new();
        let room = SCRIPT_BYTES_MAX.saturating_sub(typed.len()) as u64;
        if input.take(room + 1).read_until(b'\n', &mut line)? == 0 {
            out("\n")?;
            return Ok(Ended::Well);
        }
        typed.push_str(&String::from_utf8_lossy(&line));
        if typed.trim().is_empty() {
            typed.clear();
            continue;
        }
        let is_whole = SCRIPT_BYTES_MAX < typed.len() || console.is_complete(&typed);
        if is_whole && console.typed(&std::mem::take(&mut typed))? == Typed::Leave {
            return Ok(Ended::Well);
        }
    }
}

/// # Errors
/// It cannot be read, or is no UTF-8. One that is too long is cut so that the lab says so.
fn read_text(from: impl Read, name: &str) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    from.take(SCRIPT_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failed::Misuse(format!("{name}: {error}")))?;
    let too_long = SCRIPT_BYTES_MAX < bytes.len();
    String::from_utf8(bytes).or_else(|error| {
        let from = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        if too_long && bytes.len() - from < 4 {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        Err(Failed::Misuse(format!("{name}: byte {from} is no UTF-8 text")))
    })
}
