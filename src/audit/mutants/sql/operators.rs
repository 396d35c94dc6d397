//! Comparisons, logic, arithmetic, numbers and texts.

use super::Page;
use crate::{
    audit::mutants::{edit::Operator, number},
    lab::sql::TokenKind,
};

/// Comparisons as they are written, the longer ones first, with what is put in their place.
const COMPARISONS: &[(&str, &[&str])] = &[
    ("<>", &["="]),
    ("!=", &["="]),
    ("<=", &["<", ">"]),
    (">=", &[">", "<"]),
    ("==", &["<>"]),
    ("<", &["<=", ">="]),
    (">", &[">=", "<="]),
    ("=", &["<>"]),
];

/// Signs that are more than one character and compare nothing.
const OTHER_SIGNS: &[&str] = &["->>", "->", "||", "<<", ">>"];

/// Words after which a `*`, a `+` or a `-` stands between no two values.
const NO_VALUES: &[&str] = &[
    "select",
    "distinct",
    "all",
    "where",
    "and",
    "or",
    "not",
    "by",
    "then",
    "else",
    "when",
    "returning",
    "limit",
    "offset",
    "in",
    "like",
    "between",
    "values",
    "default",
    "having",
    "on",
    "set",
];

/// Types whose brackets hold a length.
const TYPES: &[&str] =
    &["varchar", "char", "decimal", "numeric", "character", "varying", "text", "integer"];

impl Page<'_> {
    pub(super) fn operators(&mut self) {
        // The depths at which a BETWEEN waits for its AND, and at which SET assigns.
        let (mut between, mut assigning) = (Vec::new(), None);
        let mut at = 0;
        while at < self.tokens.len() {
            let depth = self.depth(at);
            let kind = self.tokens[at].kind;
            if self.is(at, "between") {
                between.push(depth);
            } else if self.is(at, "set") {
                assigning = Some(depth);
            } else if assigning == Some(depth) && self.is_any(at, &["where", "returning", "from"]) {
                assigning = None;
            } else if self.is(at, "and") && between.last() == Some(&depth) {
                between.pop();
            } else if self.is(at, "and") {
                self.becomes(Operator::Logic, at, at + 1, "OR");
            } else if self.is(at, "or") && !self.after(at, "insert") && !self.after(at, "update") {
                self.becomes(Operator::Logic, at, at + 1, "AND");
            } else if kind == TokenKind::Number {
                self.number(at);
            } else if kind == TokenKind::Text && 2 < self.tokens[at].text.len() {
                self.becomes(Operator::Text, at, at + 1, "''");
            } else if kind == TokenKind::Symbol {
                at += self.symbol(at, assigning == Some(depth));
                continue;
            }
            at += 1;
        }
    }

    /// Gives back how many tokens the sign has.
    fn symbol(&mut self, at: usize, assigns: bool) -> usize {
        let rest = &self.text[self.tokens[at].from..];
        if let Some(sign) = OTHER_SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            return sign.len();
        }
        if let Some((sign, others)) = COMPARISONS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            if !(assigns && *sign == "=") {
                for other in *others {
                    self.becomes(Operator::Comparison, at, at + sign.len(), other);
                }
            }
            return sign.len();
        }
        let other = match self.tokens[at].text {
            "+" => "-",
            "-" => "+",
            "*" => "/",
            "/" => "*",
            _ => return 1,
        };
        if self.is_between_values(at) {
            self.becomes(Operator::Arithmetic, at, at + 1, other);
        }
        1
    }

    fn is_between_values(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let is_value = |at: usize, bracket: &str| {
            self.tokens.get(at).is_some_and(|token| match token.kind {
                TokenKind::Word => !NO_VALUES.iter().any(|word| token.is(word)),
                TokenKind::Text | TokenKind::QuotedName | TokenKind::Number => true,
                TokenKind::Symbol => token.text == bracket,
                TokenKind::Semicolon | TokenKind::Unended => false,
            })
        };
        is_value(before, ")") && is_value(at + 1, "(") && !self.is(at + 1, "from")
    }

    fn number(&mut self, at: usize) {
        let is_length = at.checked_sub(2).is_some_and(|word| self.is_any(word, TYPES));
        let is_place = self.after(at, "by");
        if is_length || is_place {
            return;
        }
        let limits = self.after_any(at, &["limit", "offset"]);
        let operator = if limits { Operator::Clause } else { Operator::Number };
        for other in number::neighbours(self.tokens[at].text) {
            self.becomes(operator, at, at + 1, &other);
        }
    }
}
