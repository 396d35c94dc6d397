//! One small change of a text, with the words that name it.

use std::ops::Range;

use crate::text::clean_line;

/// What kind of mistake a change stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// A status code becomes another one.
    Status,
    Comparison,
    Logic,
    Arithmetic,
    /// A condition means its opposite.
    Condition,
    Await,
    Return,
    /// Middleware is left out.
    Middleware,
    Next,
    /// A header field is left out.
    Header,
    /// A method of HTTP, or of a store, becomes another one.
    Method,
    Branch,
    Statement,
    Number,
    Text,
    Boolean,
    /// A clause of a query is left out.
    Clause,
    Join,
    Order,
    Aggregate,
    Null,
    Constraint,
    Transaction,
}

impl Operator {
    /// As `pack test --json` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Operator::Status => "status",
            Operator::Comparison => "comparison",
            Operator::Logic => "logic",
            Operator::Arithmetic => "arithmetic",
            Operator::Condition => "condition",
            Operator::Await => "await",
            Operator::Return => "return",
            Operator::Middleware => "middleware",
            Operator::Next => "next",
            Operator::Header => "header",
            Operator::Method => "method",
            Operator::Branch => "branch",
            Operator::Statement => "statement",
            Operator::Number => "number",
            Operator::Text => "text",
            Operator::Boolean => "boolean",
            Operator::Clause => "clause",
            Operator::Join => "join",
            Operator::Order => "order",
            Operator::Aggregate => "aggregate",
            Operator::Null => "null",
            Operator::Constraint => "constraint",
            Operator::Transaction => "transaction",
        }
    }
}

/// `put` instead of the bytes `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub operator: Operator,
    pub range: Range<usize>,
    pub put: String,
    /// What is changed, in an author's words: `201 becomes 200`.
    pub change: String,
}

/// Characters of code that a name shows of each side.
const SHOWN_CHARS: usize = 44;

impl Edit {
    pub fn becomes(operator: Operator, text: &str, range: Range<usize>, put: &str) -> Edit {
        let change = format!("{} becomes {}", snippet(&text[range.clone()]), snippet(put));
        Edit { operator, range, put: put.to_owned(), change }
    }

    /// `instead` keeps the text whole: a statement leaves its semicolon.
    pub fn left_out(operator: Operator, text: &str, range: Range<usize>, instead: &str) -> Edit {
        let change = format!("{} is left out", snippet(&text[range.clone()]));
        Edit { operator, range, put: instead.to_owned(), change }
    }

    /// The text with this change.
    pub fn applied(&self, text: &str) -> String {
        let mut changed = String::with_capacity(text.len() + self.put.len());
        changed.push_str(&text[..self.range.start]);
        changed.push_str(&self.put);
        changed.push_str(&text[self.range.end..]);
        changed
    }
}

/// Code in one line that is safe to show, cut where it is long.
pub fn snippet(code: &str) -> String {
    let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = clean_line(&words);
    let line = line.trim_end_matches([';', ',']);
    if line.chars().count() <= SHOWN_CHARS {
        return line.to_owned();
    }
    let mut cut: String = line.chars().take(SHOWN_CHARS - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_named_by_both_its_sides() {
        let text = "res.status(201);";
        let edit = Edit::becomes(Operator::Status, text, 11..14, "200");
        assert_eq!(edit.change, "201 becomes 200");
        assert_eq!(edit.applied(text), "res.status(200);");
        let edit = Edit::left_out(Operator::Statement, text, 0..16, ";");
        assert_eq!(edit.change, "res.status(201) is left out");
        assert_eq!(edit.applied(text), ";");
    }

    #[test]
    fn long_code_is_cut_at_a_character() {
        assert_eq!(snippet("a\n   b;"), "a b");
        let long = snippet(&"é".repeat(100));
        assert_eq!((long.chars().count(), long.ends_with('…')), (SHOWN_CHARS, true));
    }
}
