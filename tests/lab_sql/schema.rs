//! What a database holds, as values, in words and as a sketch.

use backlab::lab::sql::schema::{Origin, Schema};

use super::*;

const BOOKS: &str = "
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mentor INT REFERENCES authors);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INT NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
  title TEXT DEFAULT 'untitled', year INT, size INT AS (length(title)), UNIQUE (author_id, title));
CREATE TABLE loans (book_id INT REFERENCES books (id), reader TEXT, day TEXT, PRIMARY KEY (book_id, reader));
CREATE TABLE notes (book_id INT, reader TEXT, gone INT REFERENCES gone (id),
  FOREIGN KEY (book_id, reader) REFERENCES loans);
CREATE INDEX books_year ON books (year, lower(title)) WHERE year > 1900;
CREATE VIEW titles AS SELECT title FROM books;
INSERT INTO authors VALUES (1, 'Le Guin', NULL);
";

fn schema(text: &str) -> Schema {
    let mut lab = lab();
    let database = lab.open(&[Script { file: "books.sql", text }]).unwrap();
    let schema = lab.schema(database).unwrap();
    assert!(lab.trace().entries.is_empty());
    schema
}

#[test]
fn tables_have_their_columns_keys_and_indexes() {
    let schema = schema(BOOKS);
    let names: Vec<_> = schema.tables.iter().map(|table| (&*table.name, table.rows)).collect();
    let counted =
        [("authors", Some(1)), ("books", Some(0)), ("loans", Some(0)), ("notes", Some(0))];
    assert_eq!(names[..4], counted);
    assert_eq!(names[4], ("titles", None));
    let books = schema.find("BOOKS").unwrap();
    assert_eq!(books.primary_key(), ["id"]);
    assert!(books.is_foreign("author_id") && !books.is_foreign("year"));
    let made = books.indexes.iter().find(|index| index.origin == Origin::Made).unwrap();
    assert_eq!(made.columns, [Some("year".to_owned()), None]);
    let composite = &schema.find("notes").unwrap().foreign_keys;
    assert!(
        composite.iter().any(|key| key.columns == ["book_id", "reader"] && key.table == "loans")
    );
}

#[test]
fn a_table_is_described() {
    let schema = schema(BOOKS);
    assert_eq!(
        schema.find("books").unwrap().describe(),
        "books: 0 rows
  id         INTEGER  primary key
  author_id  INT      not null, references authors (id), on delete cascade
  title      TEXT     default 'untitled'
  year       INT
  size       INT      generated
  unique (author_id, title)
  index books_year (year, an expression), of some rows
"
    );
    assert_eq!(
        schema.find("loans").unwrap().describe(),
        "loans: 0 rows
  book_id  INT   references books (id)
  reader   TEXT
  day      TEXT
  primary key (book_id, reader)
"
    );
    assert_eq!(schema.find("titles").unwrap().describe(), "titles: view\n  title  TEXT\n");
}

#[test]
fn keys_are_lines_between_boxes() {
    let schema = schema(BOOKS);
    assert_eq!(
        schema.sketch(80),
        "\
┌─ authors ───────────────┐
│ PK    id     INTEGER    │◄─┐
│       name   TEXT       │  │
│ FK    mentor INT        ├──┤
└─────────────────────────┘  │
┌─ books ─────────────────┐  │
│ PK    id        INTEGER │◄─┼─┐
│ FK    author_id INT     ├──┘ │
│       title     TEXT    │    │
│       year      INT     │    │
│       size      INT     │    │
└─────────────────────────┘    │
┌─ loans ─────────────────┐    │
│ PK FK book_id INT       ├◄─┬─┘
│ PK    reader  TEXT      │  │
│       day     TEXT      │  │
└─────────────────────────┘  │
┌─ notes ─────────────────┐  │
│ FK    book_id INT       ├──┘
│ FK    reader  TEXT      │
│ FK    gone    INT       │
└─────────────────────────┘
"
    );
    assert_eq!(
        schema.sketch(20),
        "authors: 1 row\n  mentor → authors\nbooks: 0 rows\n  author_id → authors.id\nloans: 0 rows\n  \
         book_id → books.id\nnotes: 0 rows\n  gone → gone.id\n  book_id, reader → loans\n"
    );
    assert_eq!(self::schema("").sketch(80), "There is no table.\n");
}

#[test]
fn a_view_of_what_is_not_there_does_not_hide_the_tables() {
    let schema = schema("CREATE TABLE t (a); CREATE VIEW v AS SELECT b FROM nowhere;");
    assert_eq!(schema.find("t").unwrap().columns.len(), 1);
    assert_eq!(schema.find("v").unwrap().columns, []);
    let names = schema_names("CREATE TABLE \"a \"\"b\" (\"c\u{1b}[31m\" INT);");
    assert_eq!(names, "a \"b: 0 rows\n  c␛[31m  INT\n");
}

fn schema_names(text: &str) -> String {
    schema(text).tables[0].describe()
}
