//! SQL text as tokens, and a script as statements.
//!
//! Statements end where SQLite lets them end: at a semicolon, and in CREATE TRIGGER at the one
//! after END. (SQLite, `sqlite3_complete`.) Everything else about the grammar is SQLite's matter.

use std::{iter::FusedIterator, ops::Range};

/// One token; white space and comments are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    /// The byte of the script at which it begins.
    pub from: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a name.
    Word,
    /// A text in single quotes.
    Text,
    /// A name in double quotes, backticks or brackets.
    QuotedName,
    Number,
    Semicolon,
    /// One character of anything else.
    Symbol,
    /// A quote or a comment that never ends.
    Unended,
}

/// The statements of a script, each as its bytes: from its first token to before its semicolon.
/// Empty ones are left out.
pub fn statements(script: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut statement: Option<Range<usize>> = None;
    let mut trigger = Trigger::Unknown;
    for token in tokens(script) {
        let end = token.from + token.text.len();
        trigger = trigger.after(&token, statement.is_none());
        if token.kind == TokenKind::Semicolon && !trigger.goes_on() {
            found.extend(statement.take());
            trigger = Trigger::Unknown;
        } else if statement.is_some() || token.kind != TokenKind::Semicolon {
            statement = Some(statement.map_or(token.from, |before| before.start)..end);
        }
    }
    found.extend(statement);
    found
}

/// Whether `script` may be run as it is: it holds a statement, and its last one has its semicolon.
pub fn is_complete(script: &str) -> bool {
    let mut any = false;
    let mut open = false;
    let mut trigger = Trigger::Unknown;
    for token in tokens(script) {
        trigger = trigger.after(&token, !open);
        if token.kind == TokenKind::Semicolon && !trigger.goes_on() {
            any |= open;
            open = false;
            trigger = Trigger::Unknown;
        } else if open || token.kind != TokenKind::Semicolon {
            open = true;
        }
    }
    any && !open
}

/// How far a statement has come in CREATE TRIGGER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trigger {
    /// The words so far could begin one.
    Unknown,
    /// After CREATE.
    Create,
    /// Another statement.
    No,
    Inside,
    /// Inside, after a semicolon.
    Semicolon,
    /// After a semicolon and END.
    End,
}

impl Trigger {
    fn after(self, token: &Token<'_>, first: bool) -> Trigger {
        let is = |word: &str| token.is(word);
        let is_semicolon = token.kind == TokenKind::Semicolon;
        match self {
            Trigger::Unknown if first && is("explain") => Trigger::Unknown,
            Trigger::Unknown if is("create") => Trigger::Create,
            Trigger::Create if is("temp") || is("temporary") => Trigger::Create,
            Trigger::Create if is("trigger") => Trigger::Inside,
            Trigger::Unknown if first && is_semicolon => Trigger::Unknown,
            Trigger::Unknown | Trigger::Create | Trigger::No => Trigger::No,
            Trigger::Semicolon if is("end") => Trigger::End,
            Trigger::End if is_semicolon => Trigger::No,
            Trigger::Inside | Trigger::Semicolon | Trigger::End if is_semicolon => {
                Trigger::Semicolon
            }
            Trigger::Inside | Trigger::Semicolon | Trigger::End => Trigger::Inside,
        }
    }

    /// Whether a semicolon here is one of the trigger's own.
    fn goes_on(self) -> bool {
        match self {
            Trigger::Inside | Trigger::Semicolon | Trigger::End => true,
            Trigger::Unknown | Trigger::Create | Trigger::No => false,
        }
    }
}

impl Token<'_> {
    /// Whether it is this keyword, in any case and without quotes.
    pub fn is(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }
}

/// The tokens of `script`, in order.
pub fn tokens(script: &str) -> Tokens<'_> {
    Tokens { script, at: 0 }
}

#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    script: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.script[self.at..];
            let first = rest.chars().next()?;
            let from = self.at;
            let (kind, length) = if is_space(first) {
                (None, rest.find(|ch| !is_space(ch)).unwrap_or(rest.len()))
            } else if rest.starts_with("--") {
                (None, rest.find('\n').unwrap_or(rest.len()))
            } else if let Some(comment) = rest.strip_prefix("/*") {
                // SQLite takes a comment that never ends for one that ends with the script.
                (None, comment.find("*/").map_or(rest.len(), |end| end + 4))
            } else {
                let (kind, length) = token(rest, first);
                (Some(kind), length)
            };
            self.at += length;
            if let Some(kind) = kind {
                return Some(Token { kind, text: &rest[..length], from });
            }
        }
    }
}

impl FusedIterator for Tokens<'_> {}

/// The kind and the length in bytes of the token at the start of `rest`, which begins with `first`.
fn token(rest: &str, first: char) -> (TokenKind, usize) {
    match first {
        ';' => (TokenKind::Semicolon, 1),
        '\'' => quoted(rest, '\'', TokenKind::Text),
        '"' | '`' => quoted(rest, first, TokenKind::QuotedName),
        '[' => match rest.find(']') {
            Some(end) => (TokenKind::QuotedName, end + 1),
            None => (TokenKind::Unended, rest.len()),
        },
        _ if first.is_ascii_digit() => {
            let is_part = |ch: char| is_name(ch) || ch == '.';
            (TokenKind::Number, rest.find(|ch| !is_part(ch)).unwrap_or(rest.len()))
        }
        _ if is_name(first) => {
            (TokenKind::Word, rest.find(|ch| !is_name(ch)).unwrap_or(rest.len()))
        }
        _ => (TokenKind::Symbol, first.len_utf8()),
    }
}

/// A quote inside is written twice.
fn quoted(rest: &str, quote: char, kind: TokenKind) -> (TokenKind, usize) {
    let mut at = 1;
    while let Some(found) = rest[at..].find(quote) {
        at += found + 1;
        if !rest[at..].starts_with(quote) {
            return (kind, at);
        }
        at += 1;
    }
    (TokenKind::Unended, rest.len())
}

/// As SQLite's tokenizer has it, which is ASCII's white space without the vertical tab.
fn is_space(ch: char) -> bool {
    matches!(ch, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_name(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || ch == '_' || ch == '$' || !ch.is_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(script: &str, expected: &[&str]) {
        let found: Vec<&str> = statements(script).into_iter().map(|range| &script[range]).collect();
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn statements_end_at_semicolons_that_are_none_of_a_texts() {
        check("", &[]);
        check(" ;; -- nothing\n ;", &[]);
        check("SELECT 1; SELECT 2", &["SELECT 1", "SELECT 2"]);
        check("SELECT ';' ; SELECT 'it''s; fine';", &["SELECT ';'", "SELECT 'it''s; fine'"]);
        check("SELECT \"a;\", `b;`, [c;] FROM t;", &["SELECT \"a;\", `b;`, [c;] FROM t"]);
        check("-- a; b\nSELECT /* ; */ 1 -- ; c\n; SELECT 2", &["SELECT /* ; */ 1", "SELECT 2"]);
        check("SELECT 'open; SELECT 2;", &["SELECT 'open; SELECT 2;"]);
        check("SELECT 1 /* open; SELECT 2;", &["SELECT 1"]);
        check("SELECT 'José'; SELECT 2", &["SELECT 'José'", "SELECT 2"]);
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET n = CASE WHEN 1 \
                       THEN 2 END; DELETE FROM b; END";
        check(&format!("{trigger}; SELECT 1;"), &[trigger, "SELECT 1"]);
        check(
            "EXPLAIN CREATE TRIGGER t BEGIN a; END; b",
            &["EXPLAIN CREATE TRIGGER t BEGIN a; END", "b"],
        );
        check(
            "CREATE TABLE trigger_log (a); SELECT 1",
            &["CREATE TABLE trigger_log (a)", "SELECT 1"],
        );
        check("SELECT 1; END; SELECT 2", &["SELECT 1", "END", "SELECT 2"]);
    }

    #[test]
    fn a_console_knows_when_a_statement_is_whole() {
        for whole in
            ["SELECT 1;", "SELECT ';';  -- done", "a; b;", "CREATE TRIGGER t BEGIN a; END;"]
        {
            assert!(is_complete(whole), "{whole}");
        }
        for open in ["", ";", "SELECT 1", "SELECT ';", "a; b", "CREATE TRIGGER t BEGIN a;", "-- ;"]
        {
            assert!(!is_complete(open), "{open}");
        }
    }

    proptest! {
        #[test]
        fn every_text_has_statements_in_order(script in "(?s)[\\PC;'\"\n\\-/*\\[\\]a-c]{0,80}") {
            let mut end = 0;
            for range in statements(&script) {
                prop_assert!(end <= range.start && range.start < range.end);
                prop_assert!(script.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
