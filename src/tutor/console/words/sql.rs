//! Words of SQL, as SQLite takes them.

use super::{Vocabulary, Word, call, offer, start_of_name};
use crate::exchange::http_file::complete::Offer;

const fn word(text: &'static str, says: &'static str) -> Word {
    Word { text, says }
}

/// In the order in which they are written most.
const KEYWORDS: [&str; 84] = [
    "SELECT",
    "FROM",
    "WHERE",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "AS",
    "AND",
    "OR",
    "NOT",
    "NULL",
    "IS NULL",
    "IS NOT NULL",
    "IN",
    "BETWEEN",
    "LIKE",
    "EXISTS",
    "DISTINCT",
    "ASC",
    "DESC",
    "INSERT INTO",
    "VALUES",
    "UPDATE",
    "SET",
    "DELETE FROM",
    "RETURNING",
    "CREATE TABLE",
    "CREATE INDEX",
    "CREATE UNIQUE INDEX",
    "CREATE VIEW",
    "CREATE TRIGGER",
    "PRIMARY KEY",
    "REFERENCES",
    "FOREIGN KEY",
    "UNIQUE",
    "NOT NULL",
    "CHECK",
    "DEFAULT",
    "ALTER TABLE",
    "ADD COLUMN",
    "RENAME TO",
    "DROP TABLE",
    "DROP INDEX",
    "IF EXISTS",
    "IF NOT EXISTS",
    "INTEGER",
    "TEXT",
    "REAL",
    "BLOB",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "WITH",
    "RECURSIVE",
    "UNION",
    "UNION ALL",
    "INTERSECT",
    "EXCEPT",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "CAST",
    "COLLATE NOCASE",
    "INNER JOIN",
    "CROSS JOIN",
    "FULL JOIN",
    "USING",
    "OVER",
    "PARTITION BY",
    "WINDOW",
    "FILTER",
    "ON CONFLICT",
    "DO UPDATE SET",
    "DO NOTHING",
    "EXPLAIN QUERY PLAN",
];

const FUNCTIONS: [Word; 32] = [
    word("count", "how many rows; count(x) leaves NULL out"),
    word("sum", "the sum; NULL of no rows"),
    word("avg", "the mean of what is not NULL"),
    word("min", "the least"),
    word("max", "the greatest"),
    word("total", "the sum as a REAL; 0.0 of no rows"),
    word("group_concat", "texts of a group, with a comma between"),
    word("coalesce", "the first that is not NULL"),
    word("ifnull", "the second where the first is NULL"),
    word("nullif", "NULL where both are equal"),
    word("iif", "the second or the third, by the first"),
    word("lower", "in small letters (ASCII)"),
    word("upper", "in capitals (ASCII)"),
    word("length", "characters of a text"),
    word("substr", "a part: substr(text, from, how many)"),
    word("trim", "without spaces at both ends"),
    word("replace", "replace(text, what, by what)"),
    word("instr", "where a text stands in another, from 1"),
    word("printf", "a text by a pattern"),
    word("round", "round(number, digits)"),
    word("abs", "without its sign"),
    word("random", "a random integer"),
    word("date", "date('now'), date(x, '+1 day')"),
    word("datetime", "date and time"),
    word("strftime", "strftime('%Y-%m', x)"),
    word("unixepoch", "seconds since 1970"),
    word("typeof", "the class of a value: integer, text"),
    word("row_number", "with OVER: the number of the row"),
    word("rank", "with OVER: equal rows share a rank"),
    word("lag", "with OVER: a value of the row before"),
    word("lead", "with OVER: a value of the row behind"),
    word("json_extract", "json_extract(text, '$.name')"),
];

/// Behind these a table is named.
const BEFORE_TABLES: [&str; 5] = ["from", "join", "into", "update", "table"];

/// Where the word before the cursor begins, and what may stand there.
pub fn offers(words: &Vocabulary, lines: &[String], before: &str) -> (usize, Vec<Offer>) {
    let start = start_of_name(before);
    let (head, typed) = before.split_at(start);
    let named = named_tables(&lines.join("\n"));
    if let Some(head) = head.strip_suffix('.') {
        let qualifier = &head[start_of_name(head)..];
        let alias = named.iter().find(|(_, alias)| alias.eq_ignore_ascii_case(qualifier));
        let table = alias.map_or(qualifier, |(table, _)| table);
        let columns = words.columns(table).iter().map(|column| offer(column, table));
        return (start, columns.collect());
    }
    let word_before = head.split_whitespace().next_back().unwrap_or_default().to_ascii_lowercase();
    let tables = words.tables.iter().map(|(name, _)| offer(name, "table"));
    if BEFORE_TABLES.contains(&word_before.as_str()) {
        return (start, tables.collect());
    }
    let mut list: Vec<Offer> = Vec::new();
    for (name, columns) in &words.tables {
        if named.iter().any(|(table, _)| table.eq_ignore_ascii_case(name)) {
            list.extend(columns.iter().map(|column| offer(column, name)));
        }
    }
    list.extend(tables);
    // Before a word is begun the names of the database are all there is to offer.
    if !typed.is_empty() || list.is_empty() {
        let small = typed.starts_with(|ch: char| ch.is_ascii_lowercase());
        let cased = |word: &str| if small { word.to_ascii_lowercase() } else { word.to_owned() };
        list.extend(KEYWORDS.iter().map(|word| offer(&cased(word), "")));
        list.extend(FUNCTIONS.iter().map(|word| call(*word)));
    }
    (start, list)
}

/// The tables that a statement names behind FROM, JOIN and their like, with their other names.
fn named_tables(text: &str) -> Vec<(String, String)> {
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
    let mut tokens = text.split(|ch: char| ch.is_whitespace() || "(),;".contains(ch)).peekable();
    let mut named = Vec::new();
    while let Some(token) = tokens.next() {
        let lower = token.to_ascii_lowercase();
        if !BEFORE_TABLES.contains(&lower.as_str()) {
            continue;
        }
        let Some(table) = tokens.next_if(|next| !next.is_empty() && next.chars().all(is_part))
        else {
            continue;
        };
        let _as = tokens.next_if(|next| next.eq_ignore_ascii_case("as"));
        let is_alias = |next: &&str| {
            let lower = next.to_ascii_lowercase();
            let is_word = KEYWORDS.iter().any(|word| {
                word.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(&lower))
            });
            !next.is_empty() && next.chars().all(is_part) && !is_word
        };
        let alias = tokens.next_if(is_alias).unwrap_or(table);
        named.push((table.to_owned(), alias.to_owned()));
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::{Engine, Vocabulary};

    fn check(text: &str, expected: &[&str]) {
        let table = |name: &str, columns: &[&str]| {
            (name.to_owned(), columns.iter().map(|&column| column.to_owned()).collect())
        };
        let words = Vocabulary {
            tables: vec![
                table("users", &["id", "name", "city"]),
                table("orders", &["id", "user_id"]),
            ],
            ..Vocabulary::new(Engine::Sql)
        };
        let at = text.find('|').unwrap();
        let lines: Vec<String> = text.replace('|', "").split('\n').map(str::to_owned).collect();
        let line = text[..at].matches('\n').count();
        let byte = at - text[..at].rfind('\n').map_or(0, |end| end + 1);
        let offers = words.offers(&lines, line, byte);
        let list: Vec<_> = offers.iter().flat_map(|offers| &offers.list).collect();
        let labels: Vec<&str> = list.iter().map(|offer| offer.label.as_str()).take(4).collect();
        assert_eq!(labels, expected, "{text}");
    }

    #[test]
    fn names_of_the_database_come_before_words_of_the_language() {
        check("SELECT * FROM |", &["users", "orders"]);
        check("SELECT * FROM us|", &["users"]);
        check("SEL|", &["SELECT"]);
        check("sel|", &["select"]);
        check("SELECT n| FROM users", &["name", "not", "null", "not null"]);
        check("SELECT N| FROM users", &["name", "NOT", "NULL", "NOT NULL"]);
        check("SELECT * FROM users u\nJOIN orders AS o ON o.u|", &["user_id"]);
        check("SELECT u.|\nFROM users u", &["id", "name", "city"]);
        check("SELECT orders.|", &["id", "user_id"]);
        check("SELECT x.|", &[]);
        check("SELECT cou|", &["count"]);
        check("SELECT * FROM users|", &[]);
    }
}
