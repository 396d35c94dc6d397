//! What a table promises: NOT NULL, UNIQUE, CHECK, REFERENCES, PRIMARY KEY, DEFAULT.

use super::Page;
use crate::audit::mutants::edit::{Edit, Operator};

/// Words that begin the next constraint of a column.
const CONSTRAINTS: &[&str] = &[
    "constraint",
    "not",
    "null",
    "unique",
    "check",
    "references",
    "primary",
    "default",
    "collate",
    "generated",
    "as",
];

impl Page<'_> {
    pub(super) fn constraints(&mut self) {
        let makes_index = self.is(0, "create") && self.is(1, "unique");
        if makes_index {
            self.left_out(Operator::Constraint, 1, 2);
        }
        let makes_table = self.is(0, "create") && self.is_any(1, &["table", "temp", "temporary"]);
        let adds_column = self.is(0, "alter");
        if !makes_table && !adds_column {
            return;
        }
        for at in 0..self.tokens.len() {
            if let Some(end) = self.constraint(at) {
                self.dropped(at, end);
            }
        }
    }

    /// Past the constraint that begins at `at`.
    fn constraint(&self, at: usize) -> Option<usize> {
        if self.is(at, "not") && self.is(at + 1, "null") && !self.after(at, "is") {
            Some(at + 2)
        } else if self.is(at, "unique") {
            Some(self.past_brackets(at + 1).unwrap_or(at + 1))
        } else if self.is(at, "check") {
            self.past_brackets(at + 1)
        } else if self.is(at, "foreign") && self.is(at + 1, "key") {
            Some(self.end_of_column(at + 2))
        } else if self.is(at, "references") && self.depth(at) == 1 && !self.is_of_foreign_key(at) {
            Some(self.end_of_column(at))
        } else if self.is(at, "primary") && self.is(at + 1, "key") {
            let end = self.past_brackets(at + 2).unwrap_or(at + 2);
            let end = if self.is_any(end, &["asc", "desc"]) { end + 1 } else { end };
            Some(if self.is(end, "autoincrement") { end + 1 } else { end })
        } else if self.is(at, "default") {
            let sign = usize::from(self.has(at + 1, "-") || self.has(at + 1, "+"));
            let value = at + 1 + sign;
            self.past_brackets(value).or((value < self.tokens.len()).then_some(value + 1))
        } else if self.is(at, "on") && self.is_any(at + 1, &["delete", "update"]) {
            let words = if self.is_any(at + 2, &["set", "no"]) { 4 } else { 3 };
            (at + words <= self.tokens.len()).then_some(at + words)
        } else {
            None
        }
    }

    fn is_of_foreign_key(&self, at: usize) -> bool {
        let start = (0..at)
            .rev()
            .find(|before| self.depth(*before) == self.depth(at) && self.has(*before, ","));
        (start.unwrap_or(0)..at).any(|word| self.is(word, "foreign"))
    }

    /// Where the column ends, or its next constraint begins.
    fn end_of_column(&self, at: usize) -> usize {
        let depth = self.depth(at);
        let ends = |next: &usize| {
            let beside = self.depth(*next) == depth;
            let acts = self.after_any(*next, &["set", "no"]);
            self.depth(*next) < depth
                || (beside
                    && (self.has(*next, ",") || (self.has(*next, ")") && self.closes(*next))))
                || (beside && self.is_any(*next, CONSTRAINTS) && !acts)
        };
        (at + 1..self.tokens.len())
            .find(|next| ends(next) && !self.is(*next, "references"))
            .unwrap_or(self.tokens.len())
    }

    /// Whether the bracket at `at` closes the table, and none that opened in its column.
    fn closes(&self, at: usize) -> bool {
        self.depth(at) == 0
    }

    /// A constraint of the whole table goes with the comma before it, and with its name.
    fn dropped(&mut self, at: usize, end: usize) {
        let named = at.checked_sub(2).filter(|before| self.is(*before, "constraint"));
        let start = named.unwrap_or(at);
        let comma = start.checked_sub(1).filter(|before| self.has(*before, ","));
        let shown = Edit::left_out(Operator::Constraint, self.text, self.bytes(at, end), "");
        let range = self.bytes(comma.unwrap_or(start), end);
        self.edits.push(Edit { range, ..shown });
    }
}
