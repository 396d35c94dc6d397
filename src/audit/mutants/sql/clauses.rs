//! Clauses of a query, joins, orders, aggregates and NULL.

use super::Page;
use crate::audit::mutants::edit::{Edit, Operator, snippet};

/// What may follow each clause.
const AFTER_WHERE: &[&str] = &[
    "group",
    "having",
    "order",
    "limit",
    "window",
    "union",
    "intersect",
    "except",
    "returning",
    "on",
];
const AFTER_GROUP: &[&str] =
    &["having", "order", "limit", "window", "union", "intersect", "except"];
const AFTER_HAVING: &[&str] = &["order", "limit", "window", "union", "intersect", "except"];
const AFTER_ORDER: &[&str] = &["limit", "rows", "range", "groups", "returning"];
const AFTER_DO: &[&str] = &["returning"];

/// Aggregates and what is mistaken for them.
const AGGREGATES: &[(&str, &str)] =
    &[("sum", "avg"), ("avg", "sum"), ("min", "max"), ("max", "min"), ("total", "avg")];

/// What may be negated.
const NEGATED: &[&str] = &["in", "like", "between", "exists", "glob"];

impl Page<'_> {
    pub(super) fn clauses(&mut self) {
        for at in 0..self.tokens.len() {
            self.clause(at);
            self.join(at);
            self.aggregate(at);
            self.null(at);
            if self.is(at, "order") && self.is(at + 1, "by") {
                self.order(at);
            }
        }
    }

    fn clause(&mut self, at: usize) {
        if self.is(at, "where") {
            let end = self.end_of(at, AFTER_WHERE);
            if at.checked_sub(2).is_some_and(|before| self.is(before, "filter")) {
                // Empty brackets are no filter.
                self.left_out(Operator::Clause, at - 2, end + 1);
            } else {
                self.left_out(Operator::Clause, at, end);
            }
        } else if self.is(at, "having") {
            self.left_out(Operator::Clause, at, self.end_of(at, AFTER_HAVING));
        } else if self.is(at, "group") && self.is(at + 1, "by") {
            self.left_out(Operator::Clause, at, self.end_of(at, AFTER_GROUP));
        } else if self.is(at, "distinct") && !self.after_any(at, &["is", "not"]) {
            self.left_out(Operator::Clause, at, at + 1);
        } else if self.is(at, "union") && self.is(at + 1, "all") {
            self.becomes(Operator::Clause, at, at + 2, "UNION");
        } else if self.is(at, "union") {
            self.becomes(Operator::Clause, at, at + 1, "UNION ALL");
        } else if self.is(at, "do") && self.is(at + 1, "update") {
            let end = self.end_of(at, AFTER_DO);
            self.becomes(Operator::Clause, at, end, "DO NOTHING");
        }
    }

    fn join(&mut self, at: usize) {
        if self.is_any(at, &["left", "right", "full"]) {
            let end = if self.is(at + 1, "outer") { at + 2 } else { at + 1 };
            if self.is(end, "join") {
                self.becomes(Operator::Join, at, end + 1, "JOIN");
            }
        } else if self.is(at, "inner") && self.is(at + 1, "join") {
            self.becomes(Operator::Join, at, at + 2, "LEFT JOIN");
        } else if self.is(at, "join")
            && !self.after_any(at, &["left", "right", "full", "outer", "inner", "cross", "natural"])
        {
            self.becomes(Operator::Join, at, at + 1, "LEFT JOIN");
        }
    }

    /// The order as a whole, and the direction of each of its parts.
    fn order(&mut self, at: usize) {
        let end = self.end_of(at, AFTER_ORDER);
        let is_window = at.checked_sub(1).is_some_and(|_| {
            // Somewhere before stands the bracket of this OVER.
            let open = (0..at).rev().find(|open| self.depth(*open) < self.depth(at));
            open.is_some_and(|open| self.after(open, "over"))
        });
        // Without a limit, nobody sees the order of a query inside another one.
        if self.depth(at) == 0 || is_window || self.is(end, "limit") {
            self.left_out(Operator::Order, at, end);
        }
        let mut start = at + 2;
        for next in at + 2..=end {
            let ends = next == end || (self.has(next, ",") && self.depth(next) == self.depth(at));
            if !ends || next == start {
                continue;
            }
            self.direction(start, next);
            start = next + 1;
        }
    }

    /// Of one part of an order, the tokens `start..end`.
    fn direction(&mut self, start: usize, end: usize) {
        let words = (start..end).rev();
        let direction = words.clone().find(|at| self.is_any(*at, &["asc", "desc"]));
        match direction {
            Some(at) if self.is(at, "desc") => self.becomes(Operator::Order, at, at + 1, "ASC"),
            Some(at) => self.becomes(Operator::Order, at, at + 1, "DESC"),
            None if self.is_any(end - 1, &["first", "last"]) => {}
            None => {
                let range = self.bytes(start, end);
                let code = &self.text[range.clone()];
                let put = format!("{code} DESC");
                let change = format!("{} becomes {} DESC", snippet(code), snippet(code));
                self.edits.push(Edit { operator: Operator::Order, range, put, change });
            }
        }
    }

    fn aggregate(&mut self, at: usize) {
        let Some(past) = self.past_brackets(at + 1).filter(|_| self.has(at + 1, "(")) else {
            return;
        };
        let word = self.tokens[at].text.to_ascii_lowercase();
        if let Some((_, other)) = AGGREGATES.iter().find(|(name, _)| *name == word) {
            // Of several values `min` and `max` are no aggregates.
            let alone = !(at + 2..past - 1)
                .any(|inner| self.has(inner, ",") && self.depth(inner) == self.depth(at) + 1);
            if alone {
                self.becomes(Operator::Aggregate, at, at + 1, other);
            }
        } else if word == "count" && at + 3 < past {
            // Of `count(DISTINCT x)` another change leaves the word out.
            if !self.has(at + 2, "*") && !self.is(at + 2, "distinct") {
                self.becomes(Operator::Aggregate, at, past, "count(*)");
            }
        } else if matches!(word.as_str(), "coalesce" | "ifnull") {
            let comma = (at + 2..past - 1)
                .find(|inner| self.has(*inner, ",") && self.depth(*inner) == self.depth(at) + 1);
            if let Some(comma) = comma.filter(|comma| at + 2 < *comma) {
                let first = self.text[self.bytes(at + 2, comma)].to_owned();
                self.becomes(Operator::Null, at, past, &first);
            }
        }
    }

    fn null(&mut self, at: usize) {
        if self.is(at, "is") && self.is(at + 1, "null") {
            self.becomes(Operator::Null, at, at + 2, "IS NOT NULL");
        } else if self.is(at, "is") && self.is(at + 1, "not") && self.is(at + 2, "null") {
            self.becomes(Operator::Null, at, at + 3, "IS NULL");
        } else if self.is(at, "not") && self.is_any(at + 1, NEGATED) && !self.after(at, "if") {
            self.becomes(Operator::Condition, at, at + 2, self.tokens[at + 1].text);
        } else if self.is_any(at, NEGATED) && !self.after_any(at, &["not", "if"]) {
            let word = self.tokens[at].text;
            let change = format!("{word} becomes NOT {word}");
            self.put_before(Operator::Condition, at, "NOT", change);
        }
    }
}
