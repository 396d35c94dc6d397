//! What PostgreSQL and MySQL take and SQLite does not, with SQLite's form of it.

use super::split::Token;

/// A few words in a row, and what to write instead. A word that is a symbol stands as it is.
struct Form {
    words: &'static [&'static str],
    instead: &'static str,
}

/// SQLite's form of what stands at or just before token `at`, where SQLite stumbled.
pub fn form_near(tokens: &[Token<'_>], at: usize) -> Option<&'static str> {
    let first = at.saturating_sub(TOKENS_BEFORE);
    // The nearest before the stumble is the likeliest; the forms come in order of preference.
    (first..=at).rev().find_map(|from| {
        let rest = tokens.get(from..)?;
        FORMS.iter().find(|form| begins_with(rest, form.words)).map(|form| form.instead)
    })
}

/// SQLite's form of the function `name`.
pub fn function(name: &str) -> Option<&'static str> {
    let is_it = |known: &&str| known.eq_ignore_ascii_case(name);
    FUNCTIONS.iter().find(|(names, _)| names.iter().any(is_it)).map(|(_, form)| *form)
}

/// SQLite may take a foreign word for a name, and stumble over what follows it.
const TOKENS_BEFORE: usize = 3;

fn begins_with(tokens: &[Token<'_>], words: &[&str]) -> bool {
    words.len() <= tokens.len()
        && tokens.iter().zip(words).all(|(token, word)| token.text.eq_ignore_ascii_case(word))
}

const FORMS: [Form; 35] = [
    Form {
        words: &["ilike"],
        instead: "SQLite's LIKE takes a and A for the same already: write LIKE",
    },
    Form { words: &[":", ":"], instead: "write CAST(x AS INTEGER) for x::int" },
    Form {
        words: &["truncate"],
        instead: "SQLite has no TRUNCATE: DELETE FROM orders deletes all rows of orders",
    },
    Form {
        words: &["show"],
        instead: "SQLite has no SHOW: its tables are in SELECT name FROM sqlite_schema WHERE \
                  type = 'table'",
    },
    Form { words: &["describe"], instead: "write PRAGMA table_info(orders) for DESCRIBE orders" },
    Form { words: &["desc"], instead: "write PRAGMA table_info(orders) for DESC orders" },
    Form { words: &["\\"], instead: "write PRAGMA table_info(orders) for \\d orders" },
    Form {
        words: &["auto_increment"],
        instead: "an INTEGER PRIMARY KEY numbers its rows by itself in SQLite: leave it out",
    },
    Form {
        words: &["autoincrement"],
        instead: "AUTOINCREMENT stands after INTEGER PRIMARY KEY, and is seldom needed: an \
                  INTEGER PRIMARY KEY numbers its rows by itself",
    },
    Form {
        words: &["create", "database"],
        instead: "the database is open already: begin with CREATE TABLE",
    },
    Form { words: &["use"], instead: "the lab has one database, and it is in use already" },
    Form { words: &["modify"], instead: CHANGE_COLUMN },
    Form { words: &["alter", "column"], instead: CHANGE_COLUMN },
    Form { words: &["change", "column"], instead: CHANGE_COLUMN },
    Form {
        words: &["enum", "("],
        instead: "SQLite has no ENUM: write TEXT CHECK (status IN ('open', 'paid'))",
    },
    Form { words: &["top"], instead: "write LIMIT 5 at the end for TOP 5" },
    Form { words: &["fetch", "first"], instead: "write LIMIT 5 for FETCH FIRST 5 ROWS ONLY" },
    Form { words: &["fetch", "next"], instead: "write LIMIT 5 for FETCH NEXT 5 ROWS ONLY" },
    Form {
        words: &["interval"],
        instead: "write date('now', '-7 days') for now() - INTERVAL '7 days'",
    },
    Form { words: &["extract", "("], instead: "write strftime('%Y', x) for EXTRACT(YEAR FROM x)" },
    Form {
        words: &["for", "update"],
        instead: "SQLite locks no single rows: BEGIN IMMEDIATE takes the right to write at once",
    },
    Form {
        words: &["on", "duplicate"],
        instead: "write ON CONFLICT (id) DO UPDATE SET ... for ON DUPLICATE KEY UPDATE",
    },
    Form { words: &["insert", "ignore"], instead: "write INSERT OR IGNORE for INSERT IGNORE" },
    Form { words: &["update", "ignore"], instead: "write UPDATE OR IGNORE for UPDATE IGNORE" },
    Form { words: &["start", "transaction"], instead: "write BEGIN for START TRANSACTION" },
    Form { words: &["grant"], instead: "SQLite has no users and no rights: leave GRANT out" },
    Form { words: &["create", "user"], instead: "SQLite has no users and no rights: leave it out" },
    Form {
        words: &["or", "replace", "view"],
        instead: "write DROP VIEW IF EXISTS v; before CREATE VIEW v",
    },
    Form {
        words: &["distinct", "on"],
        instead: "SQLite has no DISTINCT ON: GROUP BY, or row_number() in a CTE",
    },
    Form { words: &["engine", "="], instead: "SQLite has one engine: leave ENGINE=... out" },
    Form { words: &["&", "&"], instead: "write AND for &&" },
    Form { words: &["<", "=", ">"], instead: "write IS for <=>" },
    Form {
        words: &["rlike"],
        instead: "SQLite has no regular expressions of its own: LIKE or GLOB",
    },
    Form {
        words: &["regexp"],
        instead: "SQLite has no regular expressions of its own: LIKE or GLOB",
    },
    Form { words: &["~"], instead: "SQLite has no regular expressions of its own: LIKE or GLOB" },
];

const CHANGE_COLUMN: &str = "SQLite cannot change a column: make a new table, copy the rows, drop \
                             the old table and rename the new one";

const FUNCTIONS: [(&[&str], &str); 14] = [
    (&["now", "getdate", "sysdate"], "write CURRENT_TIMESTAMP, or datetime('now')"),
    (&["curdate", "current_date"], "write date('now')"),
    (&["curtime"], "write time('now')"),
    (&["len", "char_length", "character_length"], "write length(x)"),
    (&["isnull", "nvl"], "write coalesce(x, y)"),
    (&["rand"], "write random(): a whole number, positive or negative"),
    (&["charindex", "strpos", "position", "locate"], "write instr(text, part)"),
    (&["year", "date_part", "extract"], "write strftime('%Y', x)"),
    (&["month"], "write strftime('%m', x)"),
    (&["day"], "write strftime('%d', x)"),
    (&["date_format", "to_char", "date_trunc"], "write strftime('%Y-%m', x)"),
    (&["date_add", "date_sub", "dateadd"], "write date(x, '+1 day')"),
    (&["datediff", "age"], "write julianday(x) - julianday(y), the days between"),
    (
        &["regexp", "regexp_like", "regexp_matches"],
        "SQLite has no regular expressions of its own: LIKE or GLOB",
    ),
];
