//! What a database holds: its tables with their columns, keys and indexes, and how many rows.

mod ask;
mod draw;
mod sketch;

/// The tables and views, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    pub tables: Vec<Relation>,
}

/// A table or a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: String,
    pub is_view: bool,
    pub columns: Vec<Column>,
    pub foreign_keys: Vec<ForeignKey>,
    /// Those that keep a key among them.
    pub indexes: Vec<Index>,
    /// `None` where they were not counted.
    pub rows: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// As it was declared; may be empty.
    pub kind: String,
    pub not_null: bool,
    /// As it was written: `'new'`, `0`, `CURRENT_TIMESTAMP`.
    pub default: Option<String>,
    /// Its place in the primary key, from 1; 0 where it is not in it.
    pub primary: u32,
    /// Its value is reckoned from other columns.
    pub is_generated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub table: String,
    /// Empty where it is the primary key of that table.
    pub references: Vec<String>,
    /// `CASCADE`, `SET NULL`, `RESTRICT`, ...; `NO ACTION` where nothing was said.
    pub on_delete: String,
    pub on_update: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub name: String,
    pub is_unique: bool,
    /// It holds only some of the rows.
    pub is_partial: bool,
    pub origin: Origin,
    /// An expression has no name.
    pub columns: Vec<Option<String>>,
}

/// What made an index. (SQLite, `PRAGMA index_list`.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// CREATE INDEX.
    Made,
    /// UNIQUE in the table.
    Unique,
    PrimaryKey,
}

impl Schema {
    /// The table or view of this name, in any case.
    pub fn find(&self, name: &str) -> Option<&Relation> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }
}

impl Relation {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The names of the primary key's columns, in its order.
    pub fn primary_key(&self) -> Vec<&str> {
        let mut columns: Vec<&Column> =
            self.columns.iter().filter(|column| 0 < column.primary).collect();
        columns.sort_by_key(|column| column.primary);
        columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// Whether a foreign key holds this column.
    pub fn is_foreign(&self, column: &str) -> bool {
        let holds = |key: &ForeignKey| key.columns.iter().any(|name| name == column);
        self.foreign_keys.iter().any(holds)
    }
}
