//! What the tables that an answer made are like: their columns, their keys, what they take.

use crate::{
    course::sql::{Key, KeyKind, SchemaTest, TableColumns, Way},
    judge::{
        script::Who,
        sql::{Desk, Fallen, Why},
    },
    lab::sql::{Kind, Problem, SqlError, statements},
    table::{Cell, Table},
};

impl Desk<'_> {
    /// Asks the tables on each data set of `test`, up to the first question that falls short.
    ///
    /// # Errors
    /// Says why it cannot be judged.
    pub fn schema(&mut self, test: &SchemaTest) -> Result<Option<Fallen>, String> {
        for set in self.scripts().sets(&test.on) {
            if let Some((why, statement)) = self.schema_on(set, test)? {
                return Ok(Some(Fallen { set, why, statement, got: None }));
            }
        }
        Ok(None)
    }

    fn schema_on(&mut self, set: usize, test: &SchemaTest) -> Result<Asked, String> {
        self.make(Who::Learner, set, &Way::default())?;
        match self.answered(set, &Way::default(), false)? {
            Err(why) => return Ok(Some((why, None))),
            Ok(ran) if ran.statements.is_empty() => return Ok(Some((Why::Empty, None))),
            Ok(_) => {}
        }
        for columns in &test.columns {
            if let Some(lacking) = self.lacking_column(set, columns)? {
                return Ok(Some((Why::Lacks(lacking), None)));
            }
        }
        for key in &test.keys {
            if !self.has_key(set, key)? {
                return Ok(Some((Why::Lacks(in_words(key)), None)));
            }
        }
        for script in &test.accepts {
            if let Some(problem) = self.ask(Who::Learner, set, &Way::default(), script)?.problem {
                return Ok(Some((Why::Refused(problem), Some(script.clone()))));
            }
        }
        for script in &test.refuses {
            if let Some(why) = self.taken(set, script)? {
                return Ok(Some((why, Some(script.clone()))));
            }
        }
        Ok(None)
    }

    /// Why `script` was not refused by a rule of the tables, in its last statement.
    fn taken(&mut self, set: usize, script: &str) -> Result<Option<Why>, String> {
        let ran = self.ask(Who::Learner, set, &Way::default(), script)?;
        let is_last = ran.statements.len() + 1 == statements(script).len();
        Ok(match ran.problem {
            None => Some(Why::Taken),
            Some(Problem::Wrong(error)) if is_rule(&error) && is_last => None,
            Some(problem @ Problem::Wrong(_)) if is_last => Some(Why::Unruly(problem)),
            Some(problem) => Some(Why::Refused(problem)),
        })
    }

    fn lacking_column(
        &mut self,
        set: usize,
        wanted: &TableColumns,
    ) -> Result<Option<String>, String> {
        let table = &wanted.table;
        let info = self.pragma(set, "table_xinfo", table)?;
        if info.rows.is_empty() {
            return Ok(Some(table.clone()));
        }
        let names = texts(&info, "name");
        let lacks = |column: &&String| !names.iter().any(|name| same_name(name, column));
        Ok(wanted.columns.iter().find(lacks).map(|column| format!("{table}.{column}")))
    }

    fn has_key(&mut self, set: usize, key: &Key) -> Result<bool, String> {
        match &key.kind {
            KeyKind::Primary => self.has_primary(set, key),
            KeyKind::Unique => {
                if self.primary_columns(set, &key.table)?.is(&key.columns) {
                    return Ok(true);
                }
                self.has_unique(set, key)
            }
            KeyKind::Foreign { table } => self.has_foreign(set, key, table),
        }
    }

    /// Whether the columns are the primary key, and none of them can be NULL.
    fn has_primary(&mut self, set: usize, key: &Key) -> Result<bool, String> {
        let primary = self.primary_columns(set, &key.table)?;
        Ok(primary.is(&key.columns) && primary.never_null)
    }

    fn primary_columns(&mut self, set: usize, table: &str) -> Result<Primary, String> {
        let info = self.pragma(set, "table_xinfo", table)?;
        let list = self.pragma(set, "table_list", table)?;
        // (SQLite, "WITHOUT ROWID": its primary key is NOT NULL throughout. STRICT alone is not.)
        let without_rowid = integers(&list, "wr").contains(&1);
        let (names, types) = (texts(&info, "name"), texts(&info, "type"));
        let (at, not_null) = (integers(&info, "pk"), integers(&info, "notnull"));
        let mut columns: Vec<(i64, usize)> =
            at.iter().enumerate().filter(|(_, pk)| 0 < **pk).map(|(at, pk)| (*pk, at)).collect();
        columns.sort_unstable();
        // Only this type, alone and without DESC, is the row's own number, which needs no index.
        // (SQLite, "ROWIDs and the INTEGER PRIMARY KEY".)
        let indexes = self.pragma(set, "index_list", table)?;
        let has_index = texts(&indexes, "origin").iter().any(|origin| origin == "pk");
        let is_rowid = match columns[..] {
            [(_, only)] => types[only].eq_ignore_ascii_case("INTEGER") && !has_index,
            _ => false,
        };
        let filled = columns.iter().all(|(_, column)| not_null[*column] == 1);
        Ok(Primary {
            columns: columns.iter().map(|(_, column)| names[*column].clone()).collect(),
            never_null: is_rowid || without_rowid || filled,
        })
    }

    fn has_unique(&mut self, set: usize, key: &Key) -> Result<bool, String> {
        let list = self.pragma(set, "index_list", &key.table)?;
        let (names, unique) = (texts(&list, "name"), integers(&list, "unique"));
        let partial = integers(&list, "partial");
        for (at, name) in names.iter().enumerate() {
            if unique[at] == 1 && partial[at] == 0 {
                let columns = texts(&self.pragma(set, "index_info", name)?, "name");
                if same_names(&columns, &key.columns) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn has_foreign(&mut self, set: usize, key: &Key, references: &str) -> Result<bool, String> {
        let list = self.pragma(set, "foreign_key_list", &key.table)?;
        let (ids, from) = (integers(&list, "id"), texts(&list, "from"));
        let tables = texts(&list, "table");
        let of = |id: &i64| -> Vec<String> {
            let columns = ids.iter().zip(&from).filter(|(other, _)| *other == id);
            columns.map(|(_, column)| column.clone()).collect()
        };
        let points = |(id, table): (&i64, &String)| {
            same_name(table, references) && same_names(&of(id), &key.columns)
        };
        Ok(ids.iter().zip(&tables).any(points))
    }

    /// The rows of a PRAGMA about a table or an index.
    fn pragma(&mut self, set: usize, name: &str, of: &str) -> Result<Table, String> {
        let of = of.replace('"', "\"\"");
        let ran =
            self.ask(Who::Learner, set, &Way::default(), &format!("PRAGMA {name}(\"{of}\")"))?;
        if let Some(problem) = &ran.problem {
            return Err(format!("The tables could not be read: {}.", problem.message()));
        }
        Ok(ran.last_rows().cloned().unwrap_or_default())
    }
}

/// What did not hold, and the statement that was tried.
type Asked = Option<(Why, Option<String>)>;

struct Primary {
    columns: Vec<String>,
    never_null: bool,
}

impl Primary {
    fn is(&self, columns: &[String]) -> bool {
        same_names(&self.columns, columns)
    }
}

/// Whether a rule of the tables refused, and not a slip in the statement.
pub(super) fn is_rule(error: &SqlError) -> bool {
    match error.kind {
        Kind::Constraint(_) => true,
        Kind::Syntax
        | Kind::Missing
        | Kind::Meaning
        | Kind::Refused
        | Kind::Locked
        | Kind::Stale
        | Kind::Limit
        | Kind::Other => false,
    }
}

/// `users: INTEGER PRIMARY KEY (id)`.
fn in_words(key: &Key) -> String {
    let (table, columns) = (&key.table, key.columns.join(", "));
    match &key.kind {
        KeyKind::Primary if key.columns.len() == 1 => {
            format!("{table}: INTEGER PRIMARY KEY ({columns})")
        }
        KeyKind::Primary => format!("{table}: PRIMARY KEY ({columns}), NOT NULL"),
        KeyKind::Unique => format!("{table}: UNIQUE ({columns})"),
        KeyKind::Foreign { table: other } => {
            format!("{table}: FOREIGN KEY ({columns}) REFERENCES {other}")
        }
    }
}

/// The same names in any order, each once.
fn same_names(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|name| b.iter().any(|other| same_name(name, other)))
}

fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A column of a table as texts; what is no text is empty, as an expression in an index is.
fn texts(table: &Table, column: &str) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => String::new(),
    };
    cells(table, column).map(text).collect()
}

fn integers(table: &Table, column: &str) -> Vec<i64> {
    let integer = |cell: &Cell| match cell {
        Cell::Integer(number) => *number,
        Cell::Null | Cell::Real(_) | Cell::Text(_) | Cell::Blob(_) => 0,
    };
    cells(table, column).map(integer).collect()
}

fn cells<'t>(table: &'t Table, column: &str) -> impl Iterator<Item = &'t Cell> {
    let at = table.columns.iter().position(|name| name == column);
    table.rows.iter().filter_map(move |row| row.get(at?))
}
