//! What rules may ask about the tables that a statement names.

/// The database in which a statement ran, after it ran.
pub trait Schema {
    /// The columns of a table or a view, without those that are generated; none where there is
    /// no such table.
    fn columns(&self, table: &str) -> Vec<Column>;

    /// The columns of each key of a table: its primary key and what is UNIQUE.
    fn keys(&self, table: &str) -> Vec<Vec<String>>;

    /// Whether a column of a table holds NULL somewhere.
    fn has_null(&self, table: &str, column: &str) -> bool;

    /// Whether a query that reads nothing of the statement around it gives more than one row.
    fn gives_many(&self, query: &str) -> bool;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// The words of its type, as they were written; empty where there are none.
    pub declared: String,
    pub is_not_null: bool,
    pub has_default: bool,
    /// Part of the primary key.
    pub is_key: bool,
    /// The number of the row: the only INTEGER PRIMARY KEY of its table.
    pub is_row_number: bool,
}
