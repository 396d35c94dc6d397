//! Asks a database for its schema.

use std::fmt::Write as _;

use super::{Column, ForeignKey, Index, Origin, Relation, Schema};
use crate::{
    lab::sql::{DatabaseId, Job, Keep, Outcome, Problem, Script, SqlLab},
    table::{Cell, Table},
};

/// Tables whose rows are counted.
const COUNTED_MAX: usize = 50;

/// The tables, their columns, foreign keys and indexes. Columns of views come last, since a view may
/// name what is not there.
const QUESTIONS: [&str; 5] = [
    "SELECT name, type = 'view' FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE \
     'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    "SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden FROM sqlite_schema m, \
     pragma_table_xinfo(m.name) c WHERE m.type = 'table' ORDER BY m.rowid, c.cid",
    "SELECT m.name, k.seq, k.\"table\", k.\"from\", k.\"to\", k.on_delete, k.on_update FROM \
     sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table' ORDER BY m.rowid, k.id \
     DESC, k.seq",
    "SELECT m.name, c.seqno, i.name, i.\"unique\", i.partial, i.origin, c.name FROM sqlite_schema m, \
     pragma_index_list(m.name) i, pragma_index_info(i.name) c WHERE m.type = 'table' ORDER BY m.rowid, \
     i.seq DESC, c.seqno",
    "SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden FROM sqlite_schema m, \
     pragma_table_xinfo(m.name) c WHERE m.type = 'view' ORDER BY m.rowid, c.cid",
];

impl SqlLab {
    /// What the database holds; temporary tables are left out. Leaves no trace.
    ///
    /// # Errors
    /// It could not be asked.
    pub fn schema(&mut self, database: DatabaseId) -> Result<Schema, Problem> {
        let answers = self.asked(database, &QUESTIONS.join(";\n"), QUESTIONS.len() - 1)?;
        let mut schema = Schema::default();
        let mut answers = answers.iter();
        let mut rows = || answers.next().map_or(&[][..], |table| &table.rows);
        schema.tables.extend(rows().iter().map(|row| relation(row)));
        let takes: [fn(&mut Relation, &[Cell]); 4] = [add_column, add_key, add_index, add_column];
        for take in takes {
            for row in rows() {
                let name = text(row, 0);
                if let Some(table) = schema.tables.iter_mut().find(|table| table.name == name) {
                    take(table, row);
                }
            }
        }
        self.count(database, &mut schema)?;
        Ok(schema)
    }

    fn count(&mut self, database: DatabaseId, schema: &mut Schema) -> Result<(), Problem> {
        let mut counts = String::new();
        let tables = || schema.tables.iter().filter(|table| !table.is_view).take(COUNTED_MAX);
        for table in tables() {
            let _ = write!(counts, "SELECT count(*) FROM \"{}\";", table.name.replace('"', "\"\""));
        }
        let answers = self.asked(database, &counts, 0)?;
        let tables = schema.tables.iter_mut().filter(|table| !table.is_view);
        for (table, answer) in tables.zip(&answers) {
            let count = answer.rows.first().map(|row| number(row, 0));
            table.rows = count.and_then(|count| u64::try_from(count).ok());
        }
        Ok(())
    }

    /// The tables that the statements give; the last ones may be left out beyond `needed`.
    fn asked(
        &mut self,
        database: DatabaseId,
        text: &str,
        needed: usize,
    ) -> Result<Vec<Table>, Problem> {
        let script = Script { file: "schema", text };
        let job = Job { database, script, keep: Keep::Transaction };
        let ran = self.run_quietly(&[job], false).pop().unwrap_or_default();
        let tables = ran.statements.into_iter().filter_map(|statement| match statement.outcome {
            Outcome::Rows(table) => Some(table),
            Outcome::Changed(_) | Outcome::Done | Outcome::Refused(_) => None,
        });
        let tables: Vec<Table> = tables.collect();
        match ran.problem {
            Some(Problem::Wrong(_)) if needed <= tables.len() => Ok(tables),
            Some(problem) => Err(problem),
            None => Ok(tables),
        }
    }
}

fn relation(row: &[Cell]) -> Relation {
    Relation {
        name: text(row, 0),
        is_view: number(row, 1) == 1,
        columns: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        rows: None,
    }
}

fn add_column(table: &mut Relation, row: &[Cell]) {
    table.columns.push(Column {
        name: text(row, 1),
        kind: text(row, 2),
        not_null: number(row, 3) == 1,
        default: name(row, 4),
        primary: u32::try_from(number(row, 5)).unwrap_or(0),
        is_generated: matches!(number(row, 6), 2 | 3),
    });
}

/// The columns of one key stand together; the first has the place 0.
fn add_key(table: &mut Relation, row: &[Cell]) {
    let (from, references) = (text(row, 3), name(row, 4));
    match table.foreign_keys.last_mut().filter(|_| 0 < number(row, 1)) {
        Some(key) => {
            key.columns.push(from);
            key.references.extend(references);
        }
        None => table.foreign_keys.push(ForeignKey {
            columns: vec![from],
            table: text(row, 2),
            references: references.into_iter().collect(),
            on_update: text(row, 6),
            on_delete: text(row, 5),
        }),
    }
}

fn add_index(table: &mut Relation, row: &[Cell]) {
    let column = name(row, 6);
    match table.indexes.last_mut().filter(|_| 0 < number(row, 1)) {
        Some(index) => index.columns.push(column),
        None => table.indexes.push(Index {
            name: text(row, 2),
            is_unique: number(row, 3) == 1,
            is_partial: number(row, 4) == 1,
            origin: match text(row, 5).as_str() {
                "pk" => Origin::PrimaryKey,
                "u" => Origin::Unique,
                _ => Origin::Made,
            },
            columns: vec![column],
        }),
    }
}

fn text(row: &[Cell], at: usize) -> String {
    name(row, at).unwrap_or_default()
}

fn name(row: &[Cell], at: usize) -> Option<String> {
    match row.get(at) {
        Some(Cell::Text(text)) => Some(text.clone()),
        Some(Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_)) | None => None,
    }
}

fn number(row: &[Cell], at: usize) -> i64 {
    match row.get(at) {
        Some(Cell::Integer(number)) => *number,
        Some(Cell::Null | Cell::Real(_) | Cell::Text(_) | Cell::Blob(_)) | None => 0,
    }
}
