//! Small changes of an SQL script, found in its tokens: a condition, a clause, a word of an order
//! or of a join, a constraint. What SQLite's parser would not take is left out.

mod clauses;
mod constraints;
mod operators;

use std::ops::Range;

use crate::{
    audit::mutants::edit::{Edit, Operator, snippet},
    lab::sql::{self, Token, TokenKind},
};

/// All changes of `text` in the order of their places, each of which parses where `text` does.
pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let statements = sql::statements(text);
    let known = |text: &str| sql::statements(text).iter().all(|at| sql::parses(&text[at.clone()]));
    for range in &statements {
        let mut page = Page::of(text, range.clone());
        page.operators();
        page.clauses();
        page.constraints();
        if 1 < statements.len() {
            page.statement();
        }
        // A change stays within its statement, so the others need not be read again.
        let is_known = known(&text[range.clone()]);
        let mut found = page.edits;
        found.retain(|edit| {
            if !(range.start <= edit.range.start && edit.range.end <= range.end) {
                return false;
            }
            let (start, end) = (edit.range.start - range.start, edit.range.end - range.start);
            let local = Edit { range: start..end, ..edit.clone() };
            !is_known || known(&local.applied(&text[range.clone()]))
        });
        edits.append(&mut found);
    }
    transaction(text, &statements, &mut edits);
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// The text of each token, words without regard to their case.
pub fn tokens(text: &str) -> Vec<String> {
    let word = |token: Token<'_>| match token.kind {
        TokenKind::Word => token.text.to_ascii_lowercase(),
        TokenKind::Text
        | TokenKind::QuotedName
        | TokenKind::Number
        | TokenKind::Semicolon
        | TokenKind::Symbol
        | TokenKind::Unended => token.text.to_owned(),
    };
    sql::tokens(text).map(word).collect()
}

/// Without its transaction a script does the same until something fails half-way; with ROLLBACK it
/// does nothing.
fn transaction(text: &str, statements: &[Range<usize>], edits: &mut Vec<Edit>) {
    let begins = |at: &Range<usize>, word: &str| {
        sql::tokens(&text[at.clone()]).next().is_some_and(|token| token.is(word))
    };
    let Some(begin) = statements.iter().find(|at| begins(at, "begin")) else { return };
    let end = statements.iter().rfind(|at| begins(at, "commit") || begins(at, "end"));
    let Some(end) = end.filter(|end| begin.end < end.start) else { return };
    edits.push(Edit::becomes(Operator::Transaction, text, end.clone(), "ROLLBACK"));
    let inside = text[begin.end..end.start].trim_start_matches(';').to_owned();
    let change = "the transaction is left out".to_owned();
    let range = begin.start..end.end;
    edits.push(Edit { operator: Operator::Transaction, range, put: inside, change });
}

/// One statement, its tokens, and the changes found in it so far.
struct Page<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    /// Around each token, brackets themselves counted as outside.
    depths: Vec<usize>,
    edits: Vec<Edit>,
}

impl<'t> Page<'t> {
    fn of(text: &'t str, range: Range<usize>) -> Page<'t> {
        let tokens: Vec<Token<'t>> = sql::tokens(&text[range.clone()])
            .map(|token| Token { from: token.from + range.start, ..token })
            .collect();
        let mut depth = 0_usize;
        let mut depths = Vec::with_capacity(tokens.len());
        for token in &tokens {
            if token.text == ")" {
                depth = depth.saturating_sub(1);
            }
            depths.push(depth);
            if token.text == "(" {
                depth += 1;
            }
        }
        Page { text, tokens, depths, edits: Vec::new() }
    }

    /// Of the token at `at`; 0 past the last one.
    fn depth(&self, at: usize) -> usize {
        self.depths.get(at).copied().unwrap_or_default()
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    fn has(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            matches!(token.kind, TokenKind::Symbol | TokenKind::Semicolon) && token.text == symbol
        })
    }

    /// The token before `at` is this word.
    fn after(&self, at: usize, word: &str) -> bool {
        at.checked_sub(1).is_some_and(|before| self.is(before, word))
    }

    fn after_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.after(at, word))
    }

    /// The bytes of the tokens `from..to`, as far as there are so many.
    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let some = self.tokens.get(from..to.min(self.tokens.len())).unwrap_or_default();
        let (Some(first), Some(last)) = (some.first(), some.last()) else { return 0..0 };
        first.from..last.from + last.text.len()
    }

    /// The first token from `at` on that is outside of where `at` stands, or is one of `words`
    /// beside it.
    fn end_of(&self, at: usize, words: &[&str]) -> usize {
        let depth = self.depth(at);
        let ends = |next: &usize| {
            self.depth(*next) < depth
                || (self.depth(*next) == depth
                    && (self.is_any(*next, words) || (self.has(*next, ")") && 0 < depth)))
        };
        (at + 1..self.tokens.len()).find(ends).unwrap_or(self.tokens.len())
    }

    /// Past the brackets that open at `at`.
    fn past_brackets(&self, at: usize) -> Option<usize> {
        let depth = self.depth(at);
        let close = |next: &usize| self.has(*next, ")") && self.depth(*next) == depth;
        self.has(at, "(").then(|| (at + 1..self.tokens.len()).find(close))?.map(|close| close + 1)
    }

    fn becomes(&mut self, operator: Operator, from: usize, to: usize, put: &str) {
        let edit = Edit::becomes(operator, self.text, self.bytes(from, to), put);
        self.edits.push(edit);
    }

    fn left_out(&mut self, operator: Operator, from: usize, to: usize) {
        let edit = Edit::left_out(operator, self.text, self.bytes(from, to), "");
        self.edits.push(edit);
    }

    /// Puts `word` before token `at`.
    fn put_before(&mut self, operator: Operator, at: usize, word: &str, change: String) {
        let start = self.tokens[at].from;
        let put = format!("{word} ");
        self.edits.push(Edit { operator, range: start..start, put, change });
    }

    /// A statement that changes something. A query is an answer of its own, and would be missed at
    /// once.
    fn statement(&mut self) {
        let changes = ["insert", "update", "delete", "create", "alter", "drop", "replace"];
        if self.is_any(0, &changes) {
            let range = self.bytes(0, self.tokens.len());
            let change = format!("{} is left out", snippet(&self.text[range.clone()]));
            // A statement of nothing but white space is none.
            self.edits.push(Edit {
                operator: Operator::Statement,
                range,
                put: String::new(),
                change,
            });
        }
    }
}

#[cfg(test)]
mod tests;
