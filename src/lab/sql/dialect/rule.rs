//! A rule: what SQLite takes, and what becomes of it elsewhere.

use std::ops::Range;

use crate::lab::sql::NOTES_MAX;

/// What SQLite does where PostgreSQL or MySQL does something else. Facts of MySQL are those of
/// its 8.4 manual.
#[derive(Debug)]
pub struct Rule {
    /// A short name, the same for ever: tests and packs may use it.
    pub name: &'static str,
    /// What SQLite does with it, in a sentence.
    pub sqlite: &'static str,
    /// What PostgreSQL and MySQL do, or what all three take.
    pub others: &'static str,
}

/// A rule that holds for a part of a statement.
#[derive(Clone, Debug)]
pub struct Found {
    pub rule: &'static Rule,
    /// The part's bytes in the statement.
    pub part: Range<usize>,
}

impl Rule {
    /// Two sentences.
    pub fn text(&self) -> String {
        format!("{} {}", self.sqlite, self.others)
    }
}

/// What holds for one statement: each rule at its first place.
#[derive(Debug, Default)]
pub struct Findings(Vec<Found>);

impl Findings {
    pub fn add(&mut self, rule: &'static Rule, part: Range<usize>) {
        match self.0.iter_mut().find(|found| found.rule.name == rule.name) {
            Some(found) if part.start < found.part.start => found.part = part,
            Some(_) => {}
            None => self.0.push(Found { rule, part }),
        }
    }

    /// In the order of their places; the first ones are enough to think about.
    pub fn into_notes(mut self) -> Vec<Found> {
        self.0.sort_by_key(|found| found.part.start);
        self.0.truncate(NOTES_MAX);
        self.0
    }
}
