//! Rules that a few tokens decide: words and signs that are SQLite's alone.

use std::ops::Range;

use super::{
    page::Page,
    rule::{Findings, Rule},
};
use crate::lab::sql::split::{Token, TokenKind};

/// Finds them in `page`.
pub fn look(page: &Page<'_>, found: &mut Findings) {
    for row in &ROWS {
        if row.first && !page.has(0, row.words) {
            continue;
        }
        let last = if row.first { 1 } else { page.tokens.len() };
        if let Some(at) = (0..last).find(|at| page.has(*at, row.words)) {
            found.add(row.rule, page.token_bytes(at..at + row.words.len()));
        }
    }
    for at in 0..page.tokens.len() {
        if let Some((rule, tokens)) = at_token(page, at) {
            found.add(rule, page.token_bytes(tokens));
        }
    }
}

/// Words in a row, in any case.
struct Row {
    words: &'static [&'static str],
    /// Only where the statement begins.
    first: bool,
    rule: &'static Rule,
}

const fn begins(words: &'static [&'static str], rule: &'static Rule) -> Row {
    Row { words, first: true, rule }
}

const fn anywhere(words: &'static [&'static str], rule: &'static Rule) -> Row {
    Row { words, first: false, rule }
}

const ROWS: [Row; 28] = [
    begins(&["insert", "or", "ignore"], &INSERT_OR_IGNORE),
    begins(&["insert", "or", "replace"], &INSERT_OR_REPLACE),
    begins(&["insert", "or", "abort"], &OR_CONFLICT),
    begins(&["insert", "or", "fail"], &OR_CONFLICT),
    begins(&["insert", "or", "rollback"], &OR_CONFLICT),
    begins(&["update", "or"], &OR_CONFLICT),
    begins(&["replace", "into"], &REPLACE_INTO),
    begins(&["pragma"], &PRAGMA),
    begins(&["explain", "query", "plan"], &QUERY_PLAN),
    begins(&["begin", "immediate"], &BEGIN_KIND),
    begins(&["begin", "deferred"], &BEGIN_KIND),
    begins(&["begin", "exclusive"], &BEGIN_KIND),
    begins(&["create", "view", "if", "not", "exists"], &VIEW_IF_NOT_EXISTS),
    begins(&["create", "trigger"], &TRIGGER),
    anywhere(&["autoincrement"], &AUTOINCREMENT),
    anywhere(&["auto_increment"], &AUTO_INCREMENT),
    anywhere(&["without", "rowid"], &WITHOUT_ROWID),
    anywhere(&["indexed", "by"], &INDEXED_BY),
    anywhere(&["not", "indexed"], &INDEXED_BY),
    anywhere(&["collate", "nocase"], &NOCASE),
    anywhere(&["sqlite_schema"], &SQLITE_SCHEMA),
    anywhere(&["sqlite_master"], &SQLITE_SCHEMA),
    anywhere(&["on", "conflict", "do", "update"], &UPSERT_TARGET),
    anywhere(&["count", "(", ")"], &COUNT_OF_NOTHING),
    anywhere(&["in", "(", ")"], &EMPTY_LIST),
    anywhere(&["isnull"], &ISNULL),
    anywhere(&["notnull"], &NOTNULL),
    anywhere(&["glob"], &GLOB),
];

fn at_token(page: &Page<'_>, at: usize) -> Option<(&'static Rule, Range<usize>)> {
    let tokens = &page.tokens;
    let here = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let after = tokens.get(at + 1);
    let is_before = |words: &[&str]| before.is_some_and(|b| words.iter().any(|word| b.is(word)));
    match here.kind {
        TokenKind::Symbol if here.text == "=" && after.is_some_and(|a| touches(here, a, "=")) => {
            Some((&DOUBLE_EQUALS, at..at + 2))
        }
        TokenKind::Text if before.is_some_and(|b| b.is("x") && touches(b, here, here.text)) => {
            Some((&BLOB_LITERAL, at - 1..at + 1))
        }
        TokenKind::Text if is_path(page, at) => Some((&JSON_PATH, at..at + 1)),
        TokenKind::Text if before.is_some_and(|b| b.kind == TokenKind::Text) => {
            Some((&TEXTS_IN_A_ROW, at - 1..at + 1))
        }
        TokenKind::Text if is_before(&["as"]) => Some((&TEXT_AS_NAME, at..at + 1)),
        TokenKind::Text
            if is_before(&["from", "join", "into", "update", "table"])
                && !at.checked_sub(2).is_some_and(|at| page.has(at, &["distinct", "from"])) =>
        {
            Some((&TEXT_AS_NAME, at..at + 1))
        }
        TokenKind::QuotedName if here.text.starts_with('`') => Some((&BACKTICKS, at..at + 1)),
        TokenKind::QuotedName if here.text.starts_with('[') => Some((&BRACKETS, at..at + 1)),
        TokenKind::Word if here.is("limit") => limit(page, at),
        TokenKind::Word if here.is("cross") && page.has(at + 1, &["join"]) => {
            on_of_cross_join(page, at + 2).map(|on| (&CROSS_JOIN_ON, on..on + 1))
        }
        TokenKind::Word if here.is("like") && page.has(0, &["create", "table"]) => {
            let is_column = before.is_some_and(|b| b.text == "(") && after.is_some_and(is_name);
            is_column.then_some((&CREATE_LIKE, at..at + 2))
        }
        TokenKind::Word
            if (here.is("rowid") || here.is("_rowid_")) && !is_before(&["without", "table"]) =>
        {
            Some((&ROWID, at..at + 1))
        }
        TokenKind::Word if here.is("conflict") && is_before(&["on"]) => {
            page.has(0, &["create"]).then_some((&COLUMN_CONFLICT, at - 1..at + 2))
        }
        TokenKind::Word
        | TokenKind::Text
        | TokenKind::QuotedName
        | TokenKind::Number
        | TokenKind::Semicolon
        | TokenKind::Symbol
        | TokenKind::Unended => None,
    }
}

fn limit(page: &Page<'_>, at: usize) -> Option<(&'static Rule, Range<usize>)> {
    if page.has(at + 1, &["-"]) {
        return Some((&NEGATIVE_LIMIT, at..at + 3));
    }
    page.has(at + 2, &[","]).then_some((&LIMIT_COMMA, at..at + 4))
}

/// The ON of a CROSS JOIN whose table stands at token `at`; the parser does not know it.
fn on_of_cross_join(page: &Page<'_>, at: usize) -> Option<usize> {
    let rest = page.tokens.get(at..)?.iter();
    let end = ["join", "where", "group", "order", "limit", "union", "left", "inner", "cross"];
    let is_end = |token: &Token<'_>| end.iter().any(|word| token.is(word)) || token.text == ",";
    let on = rest.take_while(|token| !is_end(token)).position(|token| token.is("on"))?;
    Some(at + on)
}

fn is_name(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
}

/// Whether a path into JSON stands at `at`: `data ->> '$.name'`.
fn is_path(page: &Page<'_>, at: usize) -> bool {
    let arrow = |from: usize| page.has(from, &["-", ">"]) || page.has(from, &["-", ">", ">"]);
    let here = page.tokens.get(at).is_some_and(|here| here.text.starts_with("'$"));
    let before = [2, 3].into_iter().filter_map(|back| at.checked_sub(back));
    here && before.into_iter().any(arrow)
}

/// Whether `after` is this text and stands right behind `before`.
fn touches(before: &Token<'_>, after: &Token<'_>, text: &str) -> bool {
    after.text == text && before.from + before.text.len() == after.from
}

const INSERT_OR_IGNORE: Rule = Rule {
    name: "insert-or-ignore",
    sqlite: "INSERT OR IGNORE is SQLite's own.",
    others: "PostgreSQL has ON CONFLICT DO NOTHING at the end, which SQLite takes too; MySQL has \
             INSERT IGNORE.",
};

const INSERT_OR_REPLACE: Rule = Rule {
    name: "insert-or-replace",
    sqlite: "INSERT OR REPLACE is SQLite's own: it deletes the row that is in the way.",
    others: "PostgreSQL has ON CONFLICT (id) DO UPDATE, which SQLite takes too; MySQL has REPLACE.",
};

const OR_CONFLICT: Rule = Rule {
    name: "or-conflict",
    sqlite: "OR and a word for conflicts is SQLite's own.",
    others: "PostgreSQL and MySQL refuse it here.",
};

const REPLACE_INTO: Rule = Rule {
    name: "replace-into",
    sqlite: "REPLACE deletes the row that is in the way, in SQLite and in MySQL.",
    others: "PostgreSQL refuses it: it has ON CONFLICT (id) DO UPDATE, which SQLite takes too.",
};

const PRAGMA: Rule = Rule {
    name: "pragma",
    sqlite: "PRAGMA is SQLite's own.",
    others: "PostgreSQL and MySQL tell about tables in information_schema, and have SET and SHOW \
             for settings.",
};

const QUERY_PLAN: Rule = Rule {
    name: "explain-query-plan",
    sqlite: "EXPLAIN QUERY PLAN is SQLite's own.",
    others: "PostgreSQL and MySQL write EXPLAIN.",
};

const BEGIN_KIND: Rule = Rule {
    name: "begin-kind",
    sqlite: "In SQLite this word says when the transaction takes its lock.",
    others: "PostgreSQL and MySQL refuse it: they lock rows, so BEGIN is enough.",
};

const VIEW_IF_NOT_EXISTS: Rule = Rule {
    name: "view-if-not-exists",
    sqlite: "SQLite takes IF NOT EXISTS for a view.",
    others: "PostgreSQL and MySQL 8.4 refuse it: they have CREATE OR REPLACE VIEW.",
};

const TRIGGER: Rule = Rule {
    name: "trigger-body",
    sqlite: "In SQLite a trigger holds its statements between BEGIN and END.",
    others: "PostgreSQL's trigger calls a function; MySQL has a body too, and needs FOR EACH ROW.",
};

const AUTOINCREMENT: Rule = Rule {
    name: "autoincrement",
    sqlite: "AUTOINCREMENT is SQLite's word, and an INTEGER PRIMARY KEY counts without it.",
    others: "PostgreSQL writes GENERATED ALWAYS AS IDENTITY, MySQL AUTO_INCREMENT.",
};

const AUTO_INCREMENT: Rule = Rule {
    name: "auto-increment",
    sqlite: "SQLite takes AUTO_INCREMENT for a part of the type and numbers nothing: INTEGER \
             PRIMARY KEY does.",
    others: "The word is MySQL's; PostgreSQL writes GENERATED ALWAYS AS IDENTITY.",
};

const WITHOUT_ROWID: Rule = Rule {
    name: "without-rowid",
    sqlite: "WITHOUT ROWID is SQLite's own: it keeps the rows in the order of their key.",
    others: "PostgreSQL and MySQL refuse it.",
};

const INDEXED_BY: Rule = Rule {
    name: "indexed-by",
    sqlite: "SQLite alone takes the name of an index this way.",
    others: "PostgreSQL refuses it and has no such hint; MySQL writes USE INDEX.",
};

const NOCASE: Rule = Rule {
    name: "collate-nocase",
    sqlite: "NOCASE is SQLite's: it takes A and a for the same, in ASCII only.",
    others: "PostgreSQL and MySQL do not know it: compare lower(x), which works in all three.",
};

const SQLITE_SCHEMA: Rule = Rule {
    name: "sqlite-schema",
    sqlite: "SQLite keeps its schema in this table.",
    others: "PostgreSQL and MySQL have information_schema.tables for that.",
};

const UPSERT_TARGET: Rule = Rule {
    name: "upsert-target",
    sqlite: "SQLite lets DO UPDATE stand for any conflict.",
    others: "PostgreSQL wants the columns named: ON CONFLICT (id) DO UPDATE; MySQL writes ON \
             DUPLICATE KEY UPDATE.",
};

const COUNT_OF_NOTHING: Rule = Rule {
    name: "count-of-nothing",
    sqlite: "SQLite takes count() for count(*).",
    others: "PostgreSQL and MySQL refuse it: write count(*).",
};

const EMPTY_LIST: Rule = Rule {
    name: "empty-list",
    sqlite: "SQLite takes an empty list: nothing is in it.",
    others: "PostgreSQL and MySQL refuse it, so a program must handle an empty list itself.",
};

const ISNULL: Rule = Rule {
    name: "isnull",
    sqlite: "SQLite and PostgreSQL take ISNULL as an operator.",
    others: "MySQL refuses it: IS NULL works in all three.",
};

const NOTNULL: Rule = Rule {
    name: "notnull",
    sqlite: "SQLite and PostgreSQL take NOTNULL as an operator.",
    others: "MySQL refuses it: IS NOT NULL works in all three.",
};

const GLOB: Rule = Rule {
    name: "glob",
    sqlite: "GLOB is SQLite's own: * and ? stand for text, and A differs from a.",
    others: "PostgreSQL and MySQL refuse it: they have LIKE, and regular expressions.",
};

const DOUBLE_EQUALS: Rule = Rule {
    name: "double-equals",
    sqlite: "SQLite takes == for =.",
    others: "PostgreSQL and MySQL refuse it: SQL compares with one =.",
};

const BLOB_LITERAL: Rule = Rule {
    name: "blob-literal",
    sqlite: "In SQLite and MySQL x'...' is a string of bytes.",
    others: "In PostgreSQL it is a string of bits: there bytes are written '\\x...'.",
};

const JSON_PATH: Rule = Rule {
    name: "json-path",
    sqlite: "SQLite and MySQL read the text after the arrow as a path from $.",
    others: "PostgreSQL reads it as the name of a key, and finds none: there it is data ->> \
             'name'.",
};

const TEXT_AS_NAME: Rule = Rule {
    name: "text-as-name",
    sqlite: "SQLite takes a text in single quotes for a name here.",
    others: "PostgreSQL refuses it, and MySQL takes it after AS only: write the name without \
             quotes.",
};

const TEXTS_IN_A_ROW: Rule = Rule {
    name: "texts-in-a-row",
    sqlite: "SQLite takes the second text for the name of the result.",
    others: "MySQL joins both; PostgreSQL does so only across lines, and refuses it here.",
};

const CROSS_JOIN_ON: Rule = Rule {
    name: "cross-join-on",
    sqlite: "SQLite and MySQL take ON after CROSS JOIN.",
    others: "PostgreSQL refuses it: write JOIN.",
};

const CREATE_LIKE: Rule = Rule {
    name: "create-like",
    sqlite: "SQLite makes a column whose name is LIKE.",
    others: "PostgreSQL and MySQL copy the columns of the other table.",
};

const BACKTICKS: Rule = Rule {
    name: "backticks",
    sqlite: "SQLite and MySQL take a name in backticks.",
    others: "PostgreSQL refuses it: a name needs double quotes, or better none.",
};

const BRACKETS: Rule = Rule {
    name: "brackets",
    sqlite: "SQLite takes a name in square brackets, as SQL Server does.",
    others: "PostgreSQL and MySQL refuse it: a name is best written without any quotes.",
};

const NEGATIVE_LIMIT: Rule = Rule {
    name: "negative-limit",
    sqlite: "In SQLite a negative LIMIT means all rows.",
    others: "PostgreSQL and MySQL refuse it: leave LIMIT out.",
};

const LIMIT_COMMA: Rule = Rule {
    name: "limit-comma",
    sqlite: "SQLite and MySQL take LIMIT offset, count.",
    others: "PostgreSQL refuses it: LIMIT count OFFSET offset works in all three.",
};

const ROWID: Rule = Rule {
    name: "rowid",
    sqlite: "SQLite gives every row a hidden number, rowid.",
    others: "PostgreSQL and MySQL have none: use the column of the primary key.",
};

const COLUMN_CONFLICT: Rule = Rule {
    name: "conflict-clause",
    sqlite: "In SQLite a constraint may say what happens when it is broken.",
    others: "PostgreSQL and MySQL refuse ON CONFLICT in CREATE TABLE: it belongs to the INSERT.",
};
