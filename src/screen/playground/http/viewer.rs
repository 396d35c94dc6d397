//! The answer that is looked at: which part of it, how far down, what is folded, what is found.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::raw::Raw;
use crate::{
    exchange::shown::sheet::{Direction, Kind, Sheet},
    tutor::playground::Past,
};

/// Bytes in a row of `Raw`, where there is room for them and where not.
pub const RAW_BYTES: usize = 16;
pub const RAW_BYTES_NARROW: usize = 8;

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Body,
    Headers,
    Raw,
    Timing,
    /// Of the server that was started here.
    Log,
}

impl Part {
    pub const ALL: [Part; 5] = [Part::Body, Part::Headers, Part::Raw, Part::Timing, Part::Log];

    pub fn word(self) -> &'static str {
        match self {
            Part::Body => "Body",
            Part::Headers => "Headers",
            Part::Raw => "Raw",
            Part::Timing => "Timing",
            Part::Log => "Log",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Viewer {
    pub past: Option<Arc<Past>>,
    pub part: Part,
    /// The first line in view, and the one that the keys are on.
    pub top: usize,
    pub cursor: usize,
    /// The lines that open what is folded, with those that close it.
    folds: BTreeMap<usize, usize>,
    /// All of the exchange as text, once it is looked at.
    pub raw: Option<Arc<Raw>>,
    /// What was looked for last, and where it stands.
    pub words: String,
    pub found: Option<(usize, Range<usize>)>,
}

impl Viewer {
    pub fn new() -> Viewer {
        Viewer {
            past: None,
            part: Part::Body,
            top: 0,
            cursor: 0,
            folds: BTreeMap::new(),
            raw: None,
            words: String::new(),
            found: None,
        }
    }

    pub fn open(&mut self, past: &Arc<Past>) {
        let words = std::mem::take(&mut self.words);
        // Who looks at headers goes on looking at headers.
        let looked_at = if self.part == Part::Log { Part::Body } else { self.part };
        *self = Viewer { past: Some(Arc::clone(past)), part: looked_at, words, ..Viewer::new() };
    }

    pub fn show(&mut self, part: Part) {
        self.part = part;
        (self.top, self.cursor) = (0, 0);
    }

    /// Makes the lines of `Raw` where they are what is looked at.
    pub fn lay_raw(&mut self, width: u16) {
        let is_laid = self.raw.as_ref().is_some_and(|raw| raw.width == width.max(1));
        if let Some(past) = self.past.as_ref().filter(|_| self.part == Part::Raw && !is_laid) {
            self.raw = Some(Arc::new(Raw::of(past, width)));
        }
    }

    pub fn sheet(&self) -> Option<&Sheet> {
        self.past.as_ref()?.sheet.as_ref()
    }

    /// The lines of the body as text, where that is what is looked at.
    pub fn text(&self) -> Option<&Sheet> {
        let body = self.sheet().filter(|_| self.part == Part::Body)?;
        matches!(body.kind(), Kind::Json | Kind::Text).then_some(body)
    }

    pub fn is_folded(&self, line: usize) -> bool {
        self.part == Part::Body && self.folds.contains_key(&line)
    }

    /// The lines that a fold hides, with the one that closes it.
    pub fn folded_lines(&self, line: usize) -> usize {
        self.folds.get(&line).map_or(0, |closing| closing - line)
    }

    /// Folds what the line of the cursor opens, or unfolds it.
    pub fn fold(&mut self) {
        let line = self.cursor;
        if self.folds.remove(&line).is_some() {
            return;
        }
        let closing = self.text().and_then(|sheet| sheet.closing(line));
        if let Some(closing) = closing {
            self.folds.insert(line, closing);
        }
    }

    /// The line below `line` that is seen, of `lines`.
    pub fn below(&self, line: usize, lines: usize) -> Option<usize> {
        let next = match self.folds.get(&line).filter(|_| self.part == Part::Body) {
            Some(closing) => closing + 1,
            None => line + 1,
        };
        (next < lines).then_some(next)
    }

    /// The line above `line` that is seen.
    pub fn above(&self, line: usize) -> Option<usize> {
        let above = line.checked_sub(1)?;
        Some(self.seen_for(above))
    }

    /// `line`, or where it is folded away the line that stands for it.
    fn seen_for(&self, line: usize) -> usize {
        if self.part != Part::Body {
            return line;
        }
        // The outermost fold begins first.
        let hides = |(open, closing): &(&usize, &usize)| **open < line && line <= **closing;
        self.folds.iter().find(hides).map_or(line, |(open, _)| *open)
    }

    /// Moves the cursor by so many lines that are seen.
    pub fn step(&mut self, by: isize, lines: usize) {
        for _ in 0..by.unsigned_abs() {
            let next =
                if by < 0 { self.above(self.cursor) } else { self.below(self.cursor, lines) };
            let Some(next) = next else { break };
            self.cursor = next;
        }
    }

    pub fn go_to(&mut self, line: usize, lines: usize) {
        self.cursor = self.seen_for(line.min(lines.saturating_sub(1)));
    }

    /// Looks for the words from the cursor on; true where they stand somewhere.
    pub fn find(&mut self, direction: Direction) -> bool {
        let from = match direction {
            // Behind what was found last.
            Direction::On if self.found.is_some() => self.cursor + 1,
            Direction::On | Direction::Back => self.cursor,
        };
        let words = self.words.clone();
        let Some(sheet) = self.text() else { return false };
        let from = if from < sheet.lines() { from } else { 0 };
        let found = sheet.find(&words, from, direction);
        if let Some((line, _)) = &found {
            let line = *line;
            self.folds.retain(|open, closing| line <= *open || *closing < line);
            self.cursor = line;
        }
        self.found = found;
        self.found.is_some()
    }

    /// Scrolls so that the cursor is in view of `height` rows, where line `line` takes `rows(line)`.
    pub fn follow(&mut self, height: usize, rows: &dyn Fn(usize) -> usize) {
        if self.cursor < self.top {
            self.top = self.cursor;
        }
        let mut used = rows(self.cursor).min(height);
        let mut first = self.cursor;
        while let Some(above) = self.above(first).filter(|above| self.top <= *above) {
            used += rows(above);
            if height < used {
                self.top = first;
                return;
            }
            first = above;
        }
    }
}
