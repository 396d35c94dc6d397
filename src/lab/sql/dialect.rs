//! Where SQLite differs from PostgreSQL and MySQL: a note on what it takes and they refuse or read
//! otherwise, and its own form of what it refuses.
//!
//! A note is no judgement of a dialect: rules look at a statement that SQLite has taken, at its
//! tokens and its syntax tree, and ask the database about the tables that it names. Where the
//! parser does not know a statement, the rules of the tree are silent. Ordinary SQL that all three
//! read alike has no note.

mod declared;
mod expressions;
mod form;
mod functions;
mod groups;
mod page;
mod parts;
mod queries;
mod rule;
mod schema;
mod scope;
mod tables;
mod values;
mod walk;
mod words;
mod written;

pub use self::{
    form::{form_near, function},
    rule::Found,
    schema::{Column, Schema},
};
use self::{page::Page, rule::Findings};

/// What a statement gave.
#[derive(Clone, Copy, Debug)]
pub struct Gave<'a> {
    pub columns: &'a [String],
    /// Which of them held NULL in some row.
    pub nulls: &'a [bool],
}

/// What is to be said of `text`, a statement that has just run in `schema` and gave `gave`.
pub fn notes(text: &str, gave: &Gave<'_>, schema: &dyn Schema) -> Vec<Found> {
    let mut found = Findings::default();
    let Some(page) = Page::of(text) else { return Vec::new() };
    words::look(&page, &mut found);
    tables::look(&page, schema, &mut found);
    values::look(&page, schema, &mut found);
    if let Some(tree) = &page.tree {
        walk::walk(&page, tree, gave, schema, &mut found);
    }
    found.into_notes()
}

/// Whether the parser knows `text` as one statement. It does not know all that SQLite takes.
pub fn parses(text: &str) -> bool {
    Page::of(text).is_some_and(|page| page.tree.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every table has the same columns.
    struct Any;

    impl Schema for Any {
        fn columns(&self, table: &str) -> Vec<Column> {
            let column = |name: &str, declared: &str| Column {
                name: name.to_owned(),
                declared: declared.to_owned(),
                is_not_null: false,
                has_default: false,
                is_key: name == "id",
                is_row_number: table == "t" && name == "id",
            };
            vec![column("id", "INTEGER"), column("é", "VARCHAR(3)"), column("at", "DATE")]
        }

        fn keys(&self, _: &str) -> Vec<Vec<String>> {
            vec![vec!["id".to_owned()]]
        }

        fn has_null(&self, _: &str, _: &str) -> bool {
            true
        }

        fn gives_many(&self, _: &str) -> bool {
            true
        }
    }

    proptest! {
        #[test]
        fn a_note_is_on_a_part_of_the_text(
            words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40),
            begin in prop::sample::select(&BEGINNINGS[..]),
        ) {
            let text = format!("{begin} {}", words.join(" "));
            let columns = ["id".to_owned(), "é".to_owned()];
            let gave = Gave { columns: &columns, nulls: &[false, true] };
            for found in notes(&text, &gave, &Any) {
                prop_assert!(text.get(found.part.clone()).is_some(), "{text}: {found:?}");
            }
        }
    }

    const BEGINNINGS: [&str; 8] = [
        "SELECT",
        "SELECT id, é FROM t WHERE",
        "SELECT count(*) FROM t\nGROUP BY",
        "INSERT INTO u VALUES",
        "UPDATE t SET é =",
        "CREATE TABLE t (id",
        "WITH n AS (SELECT 1) SELECT",
        "",
    ];
    const WORDS: [&str; 48] = [
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "HAVING",
        "ORDER BY",
        "LIMIT",
        "AND",
        "OR",
        "NOT",
        "IS",
        "IN",
        "LIKE",
        "GLOB",
        "BETWEEN",
        "CASE",
        "WHEN",
        "THEN",
        "END",
        "JOIN",
        "ON",
        "UNION",
        "CAST",
        "AS",
        "INTEGER",
        "VARCHAR(3)",
        "REFERENCES",
        "DEFAULT",
        "COLLATE",
        "t",
        "id",
        "é",
        "at",
        "\"é\"",
        "'é'",
        "'2026-1-5'",
        "1",
        "2.5",
        "-",
        "+",
        "%",
        "=",
        "<",
        "(",
        ")",
        ",",
        "||",
        "\n",
    ];
}
