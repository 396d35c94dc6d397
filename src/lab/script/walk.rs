//! A child's walk through a script, one statement after the other, as far as the parent believes it: the
//! child is not trusted, and what is out of order is nonsense.

use std::{io, ops::Range};

use super::{Problem, Script};
use crate::{
    diag::Place,
    lab::{
        Limits,
        protocol::script::{Failing, Reached},
    },
    trace::Stop,
};

/// Where a child is in a script.
pub struct Walk<'a> {
    script: Script<'a>,
    limits: &'a Limits,
    /// What one script may have and give.
    most: Most,
    cursor: Cursor,
    begun: usize,
    open: Option<Step>,
}

/// What one script may have and give.
#[derive(Clone, Copy)]
pub struct Most {
    pub statements: usize,
    pub result_bytes: usize,
}

/// A statement that runs, or ran.
pub struct Step {
    /// Its bytes in the script.
    pub range: Range<usize>,
    pub place: Place,
}

/// A place that only goes forward, so that a long script is walked through once.
#[derive(Clone, Copy)]
struct Cursor {
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Walk<'a> {
    pub fn of(script: Script<'a>, limits: &'a Limits, most: Most) -> Walk<'a> {
        let cursor = Cursor { at: 0, line: 1, column: 1 };
        Walk { script, limits, most, cursor, begun: 0, open: None }
    }

    pub fn script(&self) -> Script<'a> {
        self.script
    }

    /// Whether a statement runs.
    pub fn is_within(&self) -> bool {
        self.open.is_some()
    }

    /// A statement begins.
    ///
    /// # Errors
    /// One runs already, the script has none there, or it is one too many.
    pub fn begin(&mut self, range: Range<usize>) -> io::Result<()> {
        let is_new = self.open.is_none() && self.cursor.at <= range.start;
        if !is_new || self.script.text.get(range.clone()).is_none() {
            return Err(nonsense("a statement that the script does not have"));
        }
        if self.most.statements < self.begun {
            return Err(nonsense("too many statements"));
        }
        self.begun += 1;
        self.cursor.advance(self.script.text, range.start);
        let place = self.cursor.place(self.script.file);
        self.open = Some(Step { range, place });
        Ok(())
    }

    /// The statement that runs comes to its end.
    ///
    /// # Errors
    /// None runs.
    pub fn finish(&mut self) -> io::Result<Step> {
        self.open.take().ok_or_else(|| nonsense("an end without a beginning"))
    }

    /// The text and the place of a part of the statement that runs.
    ///
    /// # Errors
    /// None runs, or the script has no such part behind its beginning.
    pub fn part(&self, range: Range<usize>) -> io::Result<(&'a str, Place)> {
        let Script { file, text } = self.script;
        let part = text.get(range.clone()).filter(|_| self.is_within());
        let part = part.filter(|_| self.cursor.at <= range.start);
        let part = part.ok_or_else(|| nonsense("a part of what the script does not have"))?;
        let mut cursor = self.cursor;
        cursor.advance(text, range.start);
        Ok((part, cursor.place(file)))
    }

    /// What ended the script where the child stopped at a limit.
    pub fn stop(&self, reached: Reached) -> Stop {
        match reached {
            Reached::Time => Stop::Turn { limit_ms: self.limits.turn_ms, place: None },
            Reached::Memory => Stop::Memory { limit_mb: self.limits.memory_mb },
            Reached::Output => Stop::Output { limit_bytes: self.most.result_bytes as u64 },
        }
    }

    /// Ends the walk at a statement that is wrong.
    pub fn fail(&mut self, failing: Failing) -> Problem {
        self.open = None;
        Problem::Wrong(Box::new(self.script.error(failing)))
    }

    /// Ends the walk with `stop`: at the statement that runs, or at the one that `next` finds.
    pub fn halt(&mut self, stop: Stop, next: impl FnOnce() -> Option<Place>) -> Problem {
        let place = self.open.take().map(|step| step.place).or_else(next);
        let stop = match stop {
            Stop::Turn { limit_ms, place: None } => Stop::Turn { limit_ms, place: place.clone() },
            stop => stop,
        };
        Problem::Stopped { stop, place }
    }
}

impl Cursor {
    fn advance(&mut self, text: &str, to: usize) {
        for ch in text[self.at..to].chars() {
            if ch == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = to;
    }

    fn place(self, file: &str) -> Place {
        Place::new(file, self.line, self.column)
    }
}

/// What an honest child does not say.
pub fn nonsense(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}
