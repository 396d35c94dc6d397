//! What PostgreSQL and MySQL take and SQLite does not, with SQLite's form of it.

use crate::lab::sql::split::{Token, TokenKind};

/// A few words in a row, and what to write instead. A word that is a symbol stands as it is; see
/// also `FIRST`, `TEXT` and `ANY`.
struct Form {
    words: &'static [&'static str],
    instead: &'static str,
}

/// In a form's words: before it nothing stands.
const FIRST: &str = "<first>";
/// In a form's words: a text in quotes.
const TEXT: &str = "<text>";
/// In a form's words: any token.
const ANY: &str = "<any>";
/// At the end of a form's words: SQLite stumbled over the token before this.
const HERE: &str = "<here>";

/// SQLite's form of what stands at or just before token `at`, where SQLite stumbled.
pub fn form_near(tokens: &[Token<'_>], at: usize) -> Option<&'static str> {
    if let Some(form) = limited(tokens, at) {
        return Some(form);
    }
    let first = at.saturating_sub(TOKENS_BEFORE);
    // The nearest before the stumble is the likeliest; the forms come in order of preference.
    (first..=at).rev().find_map(|from| {
        FORMS.iter().find(|form| stands(tokens, from, at, form.words)).map(|form| form.instead)
    })
}

/// SQLite's form of the function `name`.
pub fn function(name: &str) -> Option<&'static str> {
    let is_it = |known: &&str| known.eq_ignore_ascii_case(name);
    FUNCTIONS.iter().find(|(names, _)| names.iter().any(is_it)).map(|(_, form)| *form)
}

/// SQLite may take a foreign word for a name, and stumble over what follows it.
const TOKENS_BEFORE: usize = 4;

/// Whether `words` stand from token `from` on.
fn stands(tokens: &[Token<'_>], from: usize, at: usize, words: &[&str]) -> bool {
    let mut next = from;
    words.iter().all(|word| match *word {
        FIRST => next == 0,
        HERE => next == at + 1,
        word => {
            let found = tokens.get(next).is_some_and(|token| match word {
                ANY => true,
                TEXT => token.kind == TokenKind::Text,
                _ => token.text.eq_ignore_ascii_case(word),
            });
            next += 1;
            found
        }
    })
}

/// LIMIT and INTO at a place that depends on how the statement begins.
fn limited(tokens: &[Token<'_>], at: usize) -> Option<&'static str> {
    let (first, here) = (tokens.first()?, tokens.get(at)?);
    let changes = first.is("update") || first.is("delete");
    if changes && (here.is("limit") || here.is("order")) {
        return Some(
            "SQLite's UPDATE and DELETE take no LIMIT here: write WHERE id IN (SELECT id FROM \
             orders ORDER BY id LIMIT 1)",
        );
    }
    (first.is("select") && here.is("into"))
        .then_some("write CREATE TABLE copies AS SELECT ... for SELECT ... INTO")
}

const FORMS: [Form; 118] = [
    Form {
        words: &["ilike"],
        instead: "SQLite's LIKE takes a and A for the same already: write LIKE",
    },
    Form { words: &[":", ":", "date"], instead: "write date(x) for x::date" },
    Form { words: &[":", ":", "timestamp"], instead: "write datetime(x) for x::timestamp" },
    Form { words: &[":", ":", "text"], instead: "write CAST(x AS TEXT) for x::text" },
    Form { words: &[":", ":", "varchar"], instead: "write CAST(x AS TEXT) for x::varchar" },
    Form { words: &[":", ":", "numeric"], instead: "write CAST(x AS REAL) for x::numeric" },
    Form { words: &[":", ":"], instead: "write CAST(x AS INTEGER) for x::int" },
    Form {
        words: &["truncate"],
        instead: "SQLite has no TRUNCATE: DELETE FROM orders deletes all rows of orders",
    },
    Form {
        words: &["show"],
        instead: "SQLite has no SHOW: its tables are in SELECT name FROM sqlite_schema WHERE type \
                  = 'table'",
    },
    Form { words: &["describe"], instead: "write PRAGMA table_info(orders) for DESCRIBE orders" },
    Form { words: &[FIRST, "desc"], instead: "write PRAGMA table_info(orders) for DESC orders" },
    Form { words: &["\\"], instead: "write PRAGMA table_info(orders) for \\d orders" },
    Form {
        words: &["auto_increment"],
        instead: "an INTEGER PRIMARY KEY numbers its rows by itself in SQLite: leave it out",
    },
    Form {
        words: &["autoincrement"],
        instead: "AUTOINCREMENT stands after INTEGER PRIMARY KEY, and is seldom needed: an INTEGER \
                  PRIMARY KEY numbers its rows by itself",
    },
    Form { words: &["generated", "always", "as", "identity"], instead: IDENTITY },
    Form { words: &["generated", "by", "default"], instead: IDENTITY },
    Form {
        words: &["create", "database"],
        instead: "the database is open already: begin with CREATE TABLE",
    },
    Form {
        words: &["create", "schema"],
        instead: "SQLite has no schemas inside a database: begin with CREATE TABLE",
    },
    Form { words: &[FIRST, "use"], instead: "the lab has one database, and it is in use already" },
    Form { words: &["modify"], instead: CHANGE_COLUMN },
    Form { words: &["alter", "column"], instead: CHANGE_COLUMN },
    Form { words: &["change", "column"], instead: CHANGE_COLUMN },
    Form {
        words: &[",", "add"],
        instead: "SQLite's ALTER TABLE adds one column: write another one for the next",
    },
    Form {
        words: &["create", "type"],
        instead: "SQLite has no types of its own to make: write TEXT CHECK (status IN ('open', \
                  'paid'))",
    },
    Form {
        words: &["enum", "("],
        instead: "SQLite has no ENUM: write TEXT CHECK (status IN ('open', 'paid'))",
    },
    Form { words: &["top"], instead: "write LIMIT 5 at the end for TOP 5" },
    Form { words: &["fetch", "first"], instead: "write LIMIT 5 for FETCH FIRST 5 ROWS ONLY" },
    Form { words: &["fetch", "next"], instead: "write LIMIT 5 for FETCH NEXT 5 ROWS ONLY" },
    Form { words: &["limit", "all"], instead: "leave LIMIT ALL out: without LIMIT all rows come" },
    Form {
        words: &["offset", HERE],
        instead: "OFFSET stands after LIMIT in SQLite: write LIMIT -1 OFFSET 1 for OFFSET 1",
    },
    Form {
        words: &["date", TEXT],
        instead: "SQLite's dates are texts: write '2026-01-31' for DATE '2026-01-31', and date(x, \
                  '+1 day') for the day after",
    },
    Form {
        words: &["timestamp", TEXT],
        instead: "SQLite's times are texts: write '2026-01-31 09:30:00' for TIMESTAMP '...', and \
                  datetime(x, '+1 day') for a day later",
    },
    Form {
        words: &["interval", ANY, "day"],
        instead: "write date(x, '+1 day') for x + INTERVAL 1 DAY, or DATE_ADD()",
    },
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
        words: &["for", "share"],
        instead: "SQLite locks no single rows: BEGIN IMMEDIATE takes the right to write at once",
    },
    Form {
        words: &[FIRST, "lock"],
        instead: "SQLite locks no single tables: BEGIN IMMEDIATE takes the right to write at once",
    },
    Form {
        words: &["on", "duplicate"],
        instead: "write ON CONFLICT (id) DO UPDATE SET ... for ON DUPLICATE KEY UPDATE",
    },
    Form { words: &["insert", "ignore"], instead: "write INSERT OR IGNORE for INSERT IGNORE" },
    Form { words: &["update", "ignore"], instead: "write UPDATE OR IGNORE for UPDATE IGNORE" },
    Form {
        words: &["insert", "into", ANY, "set"],
        instead: "write INSERT INTO users (id, name) VALUES (9, 'Ada') for INSERT ... SET",
    },
    Form { words: &[",", "default", HERE], instead: DEFAULT_VALUE },
    Form { words: &["(", "default", HERE], instead: DEFAULT_VALUE },
    Form {
        words: &["default", "now"],
        instead: "write DEFAULT CURRENT_TIMESTAMP for DEFAULT now()",
    },
    Form {
        words: &["on", "update", "current_timestamp"],
        instead: "SQLite has no ON UPDATE for a column: the UPDATE sets it, or a trigger does",
    },
    Form {
        words: &[FIRST, "merge"],
        instead: "write INSERT ... ON CONFLICT (id) DO UPDATE SET ... for MERGE",
    },
    Form {
        words: &["delete", "from", ANY, "using"],
        instead: "write DELETE FROM orders WHERE user_id IN (SELECT id FROM users ...) for DELETE \
                  ... USING",
    },
    Form { words: &["drop", "table", ANY, ","], instead: "write one DROP TABLE for each table" },
    Form {
        words: &["cascade", HERE],
        instead: "leave CASCADE out: SQLite drops a table when no row of another one needs it",
    },
    Form { words: &["index", "concurrently"], instead: "leave CONCURRENTLY out" },
    Form {
        words: &["using", "btree"],
        instead: "leave USING btree out: every index of SQLite is a B-tree",
    },
    Form { words: &[",", "index", "("], instead: INDEX_IN_TABLE },
    Form { words: &[",", "index", ANY, "("], instead: INDEX_IN_TABLE },
    Form { words: &[",", "key", "("], instead: INDEX_IN_TABLE },
    Form { words: &[",", "key", ANY, "("], instead: INDEX_IN_TABLE },
    Form { words: &["start", "transaction"], instead: "write BEGIN for START TRANSACTION" },
    Form {
        words: &["isolation", "level"],
        instead: "SQLite's transactions are serializable already: write BEGIN",
    },
    Form { words: &["grant"], instead: "SQLite has no users and no rights: leave GRANT out" },
    Form { words: &["revoke"], instead: "SQLite has no users and no rights: leave REVOKE out" },
    Form { words: &["create", "user"], instead: "SQLite has no users and no rights: leave it out" },
    Form { words: &["create", "role"], instead: "SQLite has no users and no rights: leave it out" },
    Form {
        words: &["create", "extension"],
        instead: "SQLite's functions are there already: leave CREATE EXTENSION out",
    },
    Form {
        words: &["create", "function"],
        instead: "SQLite has no functions that are written in SQL: the program brings them",
    },
    Form {
        words: &["create", "procedure"],
        instead: "SQLite has no procedures: the program runs the statements",
    },
    Form {
        words: &[FIRST, "call"],
        instead: "SQLite has no procedures: the program runs the statements",
    },
    Form {
        words: &[FIRST, "do"],
        instead: "SQLite has no procedures: the program runs the statements",
    },
    Form {
        words: &["create", "sequence"],
        instead: "SQLite has no sequences: an INTEGER PRIMARY KEY numbers its rows by itself",
    },
    Form {
        words: &["create", "materialized"],
        instead: "write CREATE TABLE totals AS SELECT ... for CREATE MATERIALIZED VIEW",
    },
    Form {
        words: &["or", "replace", "view"],
        instead: "write DROP VIEW IF EXISTS v; before CREATE VIEW v",
    },
    Form {
        words: &[FIRST, "rename", "table"],
        instead: "write ALTER TABLE orders RENAME TO sales for RENAME TABLE",
    },
    Form {
        words: &[FIRST, "comment"],
        instead: "SQLite keeps no COMMENT: write it behind -- into the CREATE TABLE",
    },
    Form {
        words: &[FIRST, "copy"],
        instead: "SQLite has no COPY: INSERT INTO ... VALUES adds rows",
    },
    Form { words: &[FIRST, "set"], instead: "SQLite has no SET for settings: leave it out" },
    Form {
        words: &["explain", "analyze"],
        instead: "write EXPLAIN QUERY PLAN for EXPLAIN ANALYZE",
    },
    Form {
        words: &["distinct", "on"],
        instead: "SQLite has no DISTINCT ON: GROUP BY, or row_number() in a CTE",
    },
    Form {
        words: &["lateral"],
        instead: "SQLite has no LATERAL: a query in SELECT, or a JOIN with a grouped query",
    },
    Form { words: &["with", "rollup"], instead: ROLLUP },
    Form { words: &["grouping", "sets"], instead: ROLLUP },
    Form { words: &["engine", "="], instead: "SQLite has one engine: leave ENGINE=... out" },
    Form {
        words: &["character", "set"],
        instead: "SQLite keeps texts in UTF-8: leave CHARACTER SET out",
    },
    Form {
        words: &["default", "charset"],
        instead: "SQLite keeps texts in UTF-8: leave CHARSET out",
    },
    Form { words: &["charset"], instead: "SQLite keeps texts in UTF-8: leave CHARSET out" },
    Form { words: &["&", "&"], instead: "write AND for &&" },
    Form { words: &["<", "=", ">"], instead: "write IS for <=>" },
    Form { words: &["xor"], instead: "write (a) <> (b) for a XOR b" },
    Form {
        words: &["div", ANY, HERE],
        instead: "whole numbers give a whole number: write 7 / 2 for 7 DIV 2",
    },
    Form { words: &["mod", ANY, HERE], instead: "write 7 % 2 for 7 MOD 2" },
    Form { words: &["^"], instead: "write power(2, 3) for 2 ^ 3" },
    Form { words: &["is", "unknown"], instead: "write IS NULL for IS UNKNOWN" },
    Form { words: &["like", "any"], instead: "write x LIKE 'a%' OR x LIKE 'b%' for LIKE ANY" },
    Form { words: &["any", "("], instead: "write IN (1, 2) for = ANY (ARRAY[1, 2])" },
    Form {
        words: &["index", "on"],
        instead: "an index has a name: write CREATE INDEX by_name ON users (name)",
    },
    Form { words: &["+", "="], instead: "write SET total = total + 5 for total += 5" },
    Form { words: &["-", "="], instead: "write SET total = total - 5 for total -= 5" },
    Form {
        words: &["delete", "*"],
        instead: "rows go as a whole: write DELETE FROM orders WHERE id = 1",
    },
    Form {
        words: &["limit", ANY, "order"],
        instead: "LIMIT stands last: write ORDER BY name LIMIT 1",
    },
    Form {
        words: &["except", "all"],
        instead: "SQLite's EXCEPT gives each row once: it has no EXCEPT ALL",
    },
    Form {
        words: &["intersect", "all"],
        instead: "SQLite's INTERSECT gives each row once: it has no INTERSECT ALL",
    },
    Form { words: &[">", "all"], instead: COMPARED_WITH_ALL },
    Form { words: &["<", "all"], instead: COMPARED_WITH_ALL },
    Form { words: &["=", "all"], instead: COMPARED_WITH_ALL },
    Form { words: &["commit", "work"], instead: "write COMMIT" },
    Form { words: &["rollback", "work"], instead: "write ROLLBACK" },
    Form {
        words: &["on", "constraint"],
        instead: "name the columns of the constraint: ON CONFLICT (email)",
    },
    Form { words: &["?", "?"], instead: "write coalesce(x, y) for x ?? y" },
    Form {
        words: &["array", HERE],
        instead: "SQLite has no arrays: rows of a table of their own, or JSON: json_array(1, 2)",
    },
    Form { words: &["both", ANY, HERE], instead: "write trim(x) for trim(BOTH FROM x)" },
    Form { words: &["leading", ANY, HERE], instead: "write ltrim(x) for trim(LEADING FROM x)" },
    Form { words: &["trailing", ANY, HERE], instead: "write rtrim(x) for trim(TRAILING FROM x)" },
    Form {
        words: &["substring", "(", ANY, "from"],
        instead: "write substr(x, 1, 3) for substring(x FROM 1 FOR 3)",
    },
    Form {
        words: &["isnull", "("],
        instead: "write coalesce(x, y) for isnull(x, y), and x IS NULL for isnull(x)",
    },
    Form {
        words: &["e", TEXT],
        instead: "SQLite knows no \\n in a text: write 'a' || char(10) || 'b'",
    },
    Form { words: &["#"], instead: "a comment begins with -- in SQL" },
    Form { words: &["similar", "to"], instead: REGULAR },
    Form { words: &["rlike"], instead: REGULAR },
    Form { words: &["regexp"], instead: REGULAR },
    Form { words: &["~"], instead: REGULAR },
];

const CHANGE_COLUMN: &str = "SQLite cannot change a column's type: make a new table, copy the \
                             rows, drop the old table and rename the new one";
const IDENTITY: &str = "an INTEGER PRIMARY KEY numbers its rows by itself in SQLite: leave \
                        GENERATED ... AS IDENTITY out";
const DEFAULT_VALUE: &str = "leave the column out of the INSERT, and it gets its default";
const INDEX_IN_TABLE: &str = "write CREATE INDEX by_name ON users (name) after the table";
const COMPARED_WITH_ALL: &str =
    "write NOT IN (SELECT ...) for <> ALL, and > (SELECT max(x) ...) for > ALL";
const ROLLUP: &str = "SQLite has no ROLLUP: add the row of totals by UNION ALL";
const REGULAR: &str = "SQLite has no regular expressions of its own: LIKE or GLOB";

const FUNCTIONS: [(&[&str], &str); 54] = [
    (&["now", "getdate", "sysdate"], "write CURRENT_TIMESTAMP, or datetime('now')"),
    (&["curdate", "current_date"], "write date('now')"),
    (&["curtime"], "write time('now')"),
    (&["len", "char_length", "character_length"], "write length(x)"),
    (&["isnull", "nvl"], "write coalesce(x, y)"),
    (&["rand"], "write random(): a whole number, positive or negative"),
    (&["charindex", "strpos", "position", "locate"], "write instr(text, part)"),
    (&["year", "date_part", "extract"], "write strftime('%Y', x)"),
    (&["month"], "write strftime('%m', x)"),
    (&["day", "dayofmonth"], "write strftime('%d', x)"),
    (&["hour", "minute", "second"], "write strftime('%H:%M:%S', x)"),
    (&["dayofweek", "weekday"], "write strftime('%w', x): 0 is Sunday"),
    (&["date_format", "to_char", "date_trunc"], "write strftime('%Y-%m', x)"),
    (&["date_add", "date_sub", "dateadd"], "write date(x, '+1 day')"),
    (&["datediff", "age"], "write julianday(x) - julianday(y), the days between"),
    (
        &["to_date", "str_to_date", "to_timestamp"],
        "SQLite's dates are texts: write '2026-01-31', or date(x)",
    ),
    (&["unix_timestamp"], "write unixepoch(x)"),
    (&["from_unixtime"], "write datetime(x, 'unixepoch')"),
    (&["regexp", "regexp_like", "regexp_matches", "regexp_replace"], REGULAR),
    (&["greatest"], "write max(x, y)"),
    (&["least"], "write min(x, y)"),
    (&["left"], "write substr(x, 1, n) for left(x, n)"),
    (&["right"], "write substr(x, -n) for right(x, n)"),
    (&["lpad"], "write printf('%03d', x) for numbers, or substr('000' || x, -3)"),
    (&["rpad"], "write substr(x || '   ', 1, 3)"),
    (&["repeat"], "write replace(printf('%.*c', 3, 'x'), 'x', 'ab') for repeat('ab', 3)"),
    (
        &["reverse", "initcap", "split_part", "substring_index"],
        "SQLite has no function for that: let the program do it",
    ),
    (&["md5", "sha1", "sha2", "sha256", "crypt"], "SQLite hashes nothing: let the program do it"),
    (&["array_agg"], "write group_concat(x), or json_group_array(x)"),
    (&["json_agg", "jsonb_agg", "json_arrayagg"], "write json_group_array(x)"),
    (&["json_object_agg", "json_objectagg"], "write json_group_object(name, value)"),
    (&["json_build_object", "jsonb_build_object"], "write json_object('name', value)"),
    (&["bool_or"], "write max(condition)"),
    (&["bool_and", "every"], "write min(condition)"),
    (
        &["stddev", "stddev_pop", "variance"],
        "write avg(x * x) - avg(x) * avg(x) for the variance, and sqrt() of it",
    ),
    (
        &["generate_series"],
        "write WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)",
    ),
    (
        &["gen_random_uuid", "uuid", "uuid_generate_v4"],
        "write lower(hex(randomblob(16))), or let the program make it",
    ),
    (&["version"], "write sqlite_version()"),
    (&["current_database", "database"], "the lab has one database, and it has no name"),
    (&["user", "session_user"], "SQLite has no users"),
    (&["rollup", "cube"], ROLLUP),
    (
        &["nextval", "currval"],
        "SQLite has no sequences: an INTEGER PRIMARY KEY numbers its rows by itself",
    ),
    (&["lastval", "last_insert_id"], "write last_insert_rowid(), or INSERT ... RETURNING id"),
    (&["row_count"], "write changes()"),
    (&["pg_typeof"], "write typeof(x)"),
    (&["chr"], "write char(x)"),
    (&["btrim"], "write trim(x)"),
    (&["starts_with"], "write x LIKE 'tea%'"),
    (&["ascii", "ord"], "write unicode(x)"),
    (&["to_hex"], "write printf('%x', x)"),
    (&["to_number"], "write CAST(x AS REAL)"),
    (&["quote_literal"], "write quote(x)"),
    (&["find_in_set"], "write instr(',' || list || ',', ',' || x || ',')"),
    (&["pg_sleep", "sleep"], "SQLite has nothing to wait with: let the program do it"),
];
