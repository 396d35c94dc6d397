//! What a database knows of its tables, for the rules of dialects.

use rusqlite::{Connection, Row, types::FromSql};

use super::dialect::{Column, Schema};

/// Columns of a table and keys of a table that are read at most.
const ROWS_MAX: usize = 100;

/// The tables of a database. Where they cannot be read, as when the time is up, there are none.
pub struct Known<'a>(pub &'a Connection);

impl Schema for Known<'_> {
    fn columns(&self, table: &str) -> Vec<Column> {
        let column = |row: &Row<'_>| {
            let declared: String = row.get(1)?;
            let of_key: u32 = row.get(4)?;
            let is_key = of_key > 0;
            Ok(Column {
                name: row.get(0)?,
                is_not_null: row.get(2)?,
                has_default: row.get(3)?,
                is_key,
                is_row_number: is_key && declared.eq_ignore_ascii_case("integer"),
                declared,
            })
        };
        let mut columns = self.rows(COLUMNS, &[table], column);
        let one_key = columns.iter().filter(|column| column.is_key).count() == 1;
        let has_rowid = || self.first(HAS_ROWID, &[table]).unwrap_or(true);
        if !one_key || !has_rowid() {
            for column in &mut columns {
                column.is_row_number = false;
            }
        }
        columns
    }

    fn keys(&self, table: &str) -> Vec<Vec<String>> {
        let primary = self.rows(PRIMARY_KEY, &[table], |row| row.get(0));
        let indexes: Vec<String> = self.rows(UNIQUE_INDEXES, &[table], |row| row.get(0));
        let unique =
            indexes.iter().map(|index| self.rows(INDEX_COLUMNS, &[index], |row| row.get(0)));
        std::iter::once(primary).chain(unique).filter(|key| !key.is_empty()).collect()
    }

    fn has_null(&self, table: &str, column: &str) -> bool {
        let columns = self.columns(table);
        let Some(column) = columns.iter().find(|known| known.name.eq_ignore_ascii_case(column))
        else {
            return false;
        };
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let (table, column) = (quoted(table), quoted(&column.name));
        let query = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} IS NULL)");
        self.first(&query, &[]).unwrap_or(false)
    }

    fn gives_many(&self, query: &str) -> bool {
        // A line break ends a comment that the query may end with.
        let count = format!("SELECT count(*) > 1 FROM (SELECT 1 FROM (\n{query}\n) LIMIT 2)");
        self.first(&count, &[]).unwrap_or(false)
    }
}

impl Known<'_> {
    fn rows<T>(
        &self,
        query: &str,
        values: &[&str],
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Vec<T> {
        let read = || {
            let mut statement = self.0.prepare(query)?;
            let rows = statement.query_map(rusqlite::params_from_iter(values), row)?;
            rows.take(ROWS_MAX).collect::<rusqlite::Result<Vec<T>>>()
        };
        read().unwrap_or_default()
    }

    fn first<T: FromSql>(&self, query: &str, values: &[&str]) -> Option<T> {
        self.rows(query, values, |row| row.get(0)).into_iter().next()
    }
}

const COLUMNS: &str =
    "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1)";
const HAS_ROWID: &str = "SELECT NOT wr FROM pragma_table_list(?1) WHERE schema <> 'temp'";
const PRIMARY_KEY: &str = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
const UNIQUE_INDEXES: &str =
    "SELECT name FROM pragma_index_list(?1) WHERE \"unique\" AND NOT partial AND origin <> 'pk'";
const INDEX_COLUMNS: &str = "SELECT name FROM pragma_index_info(?1) WHERE name IS NOT NULL";
