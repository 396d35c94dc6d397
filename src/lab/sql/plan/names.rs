//! Which tables the names of a plan stand for.

use super::Source;
use crate::lab::sql::split::{Token, TokenKind, tokens};

/// Names that statements give to tables, and the tables.
pub struct Names(Vec<(String, String)>);

/// Words before the name of a table.
const BEFORE: [&str; 5] = ["from", "join", "update", "into", "only"];
/// Words that may follow a table and are no other name for it.
const BEHIND: [&str; 22] = [
    "on",
    "where",
    "join",
    "left",
    "right",
    "full",
    "inner",
    "cross",
    "natural",
    "outer",
    "using",
    "group",
    "order",
    "limit",
    "having",
    "union",
    "except",
    "intersect",
    "set",
    "window",
    "indexed",
    "not",
];

impl Names {
    /// Those that stand in `texts`; of a name that is given twice the first counts.
    pub fn of(texts: &[&str]) -> Names {
        let (mut sure, mut likely) = (Vec::new(), Vec::new());
        for text in texts {
            let tokens: Vec<Token<'_>> = tokens(text).collect();
            for at in 1..tokens.len() {
                let before = tokens[at - 1];
                if BEFORE.iter().any(|word| before.is(word)) {
                    sure.extend(named_at(&tokens, at));
                } else if matches!(before.text, "," | "(" | ".") {
                    // So may the names of columns in a list.
                    likely.extend(named_at(&tokens, at));
                }
            }
        }
        sure.extend(likely);
        Names(sure)
    }

    /// What a plan means by `name`, which may begin with the name of a database.
    pub fn source(&self, name: &str) -> Source {
        let bare = name.strip_prefix("main.").or(name.strip_prefix("temp.")).unwrap_or(name);
        let known = self.0.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(bare));
        match known {
            Some((alias, table)) => Source { table: table.clone(), alias: Some(alias.clone()) },
            None => Source { table: bare.to_owned(), alias: None },
        }
    }
}

/// The other name and the name of a table that begins with the token `at`: `orders AS o`.
fn named_at(tokens: &[Token<'_>], at: usize) -> Option<(String, String)> {
    let table = name(tokens.get(at)?)?;
    let mut next = tokens.get(at + 1)?;
    if next.is("as") {
        next = tokens.get(at + 2)?;
    } else if BEHIND.iter().any(|word| next.is(word)) {
        return None;
    }
    let alias = name(next)?;
    (!alias.eq_ignore_ascii_case(&table)).then_some((alias, table))
}

/// A word, or what stands in its quotes.
fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word => Some(token.text.to_owned()),
        TokenKind::QuotedName => {
            let quote = token.text.chars().next()?;
            let inner = token.text.get(1..token.text.len().checked_sub(1)?)?;
            Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
        }
        TokenKind::Text
        | TokenKind::Number
        | TokenKind::Semicolon
        | TokenKind::Symbol
        | TokenKind::Unended => None,
    }
}
