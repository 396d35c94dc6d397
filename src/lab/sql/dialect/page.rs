//! A statement as the rules read it: its text, its tokens and its syntax tree.

use std::ops::{ControlFlow, Range};

use sqlparser::{
    ast::{Expr, Ident, Spanned, Statement, Visit, Visitor},
    dialect::SQLiteDialect,
    parser::Parser,
    tokenizer::{Location, Span},
};

use crate::lab::sql::split::{self, Token, TokenKind};

/// Bytes of a statement that is looked at. A long INSERT repeats what its first rows show.
const STATEMENT_BYTES_MAX: usize = 16 << 10;
/// Brackets in brackets. The parser tries more than one reading of each.
const BRACKET_DEPTH_MAX: usize = 12;
/// Levels of the parser's own recursion. A chain of operators does not count here.
const PARSER_DEPTH_MAX: usize = 50;
/// Expressions in expressions. SQLite takes 100, and counts them otherwise.
const EXPRESSION_DEPTH_MAX: usize = 150;

/// One statement that SQLite has taken.
#[derive(Debug)]
pub struct Page<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// `None` where the parser does not know the statement.
    pub tree: Option<Statement>,
    /// At which byte each line begins.
    lines: Vec<usize>,
}

impl<'a> Page<'a> {
    /// `None` for a statement that is longer or deeper than a look is worth.
    pub fn of(text: &'a str) -> Option<Page<'a>> {
        if STATEMENT_BYTES_MAX < text.len() {
            return None;
        }
        let tokens: Vec<Token<'a>> = split::tokens(text).collect();
        let mut depth = 0_usize;
        for token in &tokens {
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if BRACKET_DEPTH_MAX < depth {
                return None;
            }
        }
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Some(Page { text, tree: parse(text), tokens, lines })
    }

    /// The bytes of `part`; all of the statement where the parser kept no place.
    pub fn bytes(&self, part: &impl Spanned) -> Range<usize> {
        let whole = 0..self.text.len();
        self.known_bytes(part.span()).map_or(whole, |bytes| self.with_brackets_closed(bytes))
    }

    pub fn name_bytes(&self, name: &Ident) -> Range<usize> {
        self.known_bytes(name.span).unwrap_or(0..self.text.len())
    }

    /// The bytes of a call; the parser's place leaves empty brackets out.
    pub fn call_bytes(&self, call: &impl Spanned) -> Range<usize> {
        let bytes = self.bytes(call);
        let after = self.token_from(bytes.end).filter(|after| self.has(*after, &["("]));
        let end = after.and_then(|after| self.end_of_brackets(after));
        bytes.start..end.unwrap_or(bytes.end)
    }

    /// The bytes of a call that has words in its brackets, as CAST does; the parser's place is
    /// that of what it is given.
    pub fn worded_call_bytes(&self, call: &impl Spanned) -> Range<usize> {
        let bytes = self.bytes(call);
        let before = self.token_from(bytes.start).and_then(|at| at.checked_sub(2));
        let Some(before) = before.filter(|before| self.has(before + 1, &["("])) else {
            return bytes;
        };
        let from = self.tokens[before].from;
        let end = self.end_of_brackets(before + 1).unwrap_or(bytes.end);
        if bytes.end <= end { from..end } else { bytes }
    }

    fn token_from(&self, byte: usize) -> Option<usize> {
        self.tokens.iter().position(|token| byte <= token.from)
    }

    /// Where the bracket closes that token `open` opens.
    fn end_of_brackets(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for token in &self.tokens[open..] {
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(token.from + token.text.len());
            }
        }
        None
    }

    /// The bytes of a range of tokens.
    pub fn token_bytes(&self, tokens: Range<usize>) -> Range<usize> {
        let from = self.tokens.get(tokens.start).map_or(0, |token| token.from);
        let last = self.tokens.get(tokens.end.saturating_sub(1));
        from..last.map_or(self.text.len(), |token| token.from + token.text.len()).max(from)
    }

    /// Whether the tokens from `at` on are these words.
    pub fn has(&self, at: usize, words: &[&str]) -> bool {
        let is_word = |(offset, word): (usize, &&str)| {
            self.tokens.get(at + offset).is_some_and(|token| {
                let plain = matches!(token.kind, TokenKind::Word | TokenKind::Symbol);
                plain && token.text.eq_ignore_ascii_case(word)
            })
        };
        words.iter().enumerate().all(is_word)
    }

    fn known_bytes(&self, span: Span) -> Option<Range<usize>> {
        let bytes = self.byte(span.start)?..self.byte(span.end)?;
        (bytes.start < bytes.end).then_some(bytes)
    }

    /// Lines and columns count from 1, columns in characters; 0 says that no place is known.
    fn byte(&self, place: Location) -> Option<usize> {
        let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
        let column = usize::try_from(place.column).ok()?.checked_sub(1)?;
        let from = *self.lines.get(line)?;
        let rest = self.text.get(from..)?;
        let at = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
        Some(from + at)
    }

    /// The parser's places leave closing brackets out.
    fn with_brackets_closed(&self, bytes: Range<usize>) -> Range<usize> {
        let mut open = 0_usize;
        let mut end = bytes.end;
        for token in self.tokens.iter().skip_while(|token| token.from < bytes.start) {
            if bytes.end <= token.from && (open == 0 || token.text != ")") {
                break;
            }
            match token.text {
                "(" => open += 1,
                ")" => {
                    open = open.saturating_sub(1);
                    end = end.max(token.from + 1);
                }
                _ => {}
            }
        }
        bytes.start..end
    }
}

fn parse(text: &str) -> Option<Statement> {
    let parser = Parser::new(&SQLiteDialect {}).with_recursion_limit(PARSER_DEPTH_MAX);
    let mut statements = parser.try_with_sql(text).ok()?.parse_statements().ok()?;
    let statement = statements.pop().filter(|_| statements.is_empty())?;
    statement.visit(&mut Depth(0)).is_continue().then_some(statement)
}

/// How many expressions stand around the next one; too many break the visit off.
struct Depth(usize);

impl Visitor for Depth {
    type Break = ();

    fn pre_visit_expr(&mut self, _: &Expr) -> ControlFlow<()> {
        self.0 += 1;
        if EXPRESSION_DEPTH_MAX < self.0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn post_visit_expr(&mut self, _: &Expr) -> ControlFlow<()> {
        self.0 -= 1;
        ControlFlow::Continue(())
    }
}
