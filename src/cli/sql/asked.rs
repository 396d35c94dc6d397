//! What the prompt tells beside the rows: how a statement is run, and what it took.

use super::Console;
use crate::{
    cli::{
        Failed,
        print::{COLUMNS_MAX, complain, out},
    },
    lab::sql::{Problem, Script, Statement, marks, schema::Relation},
    text::clean,
};

impl Console<'_> {
    /// How `statement` would be run; it is not.
    pub fn plan(&mut self, statement: &str) -> Result<(), Failed> {
        let script = Script { file: "sql", text: statement };
        match self.lab.plan(self.database, script) {
            Ok(plan) => out(&plan.draw(COLUMNS_MAX))?,
            Err(problem) => self.report(&problem)?,
        }
        Ok(())
    }

    /// The tables as boxes, with a line for each foreign key.
    pub fn sketch(&mut self) -> Result<(), Failed> {
        match self.lab.schema(self.database) {
            Ok(schema) => out(&schema.sketch(COLUMNS_MAX))?,
            Err(problem) => self.report(&problem)?,
        }
        Ok(())
    }

    /// Columns, keys, indexes and the number of rows, of one table or of all.
    pub fn describe(&mut self, name: Option<&str>) -> Result<(), Failed> {
        let schema = match self.lab.schema(self.database) {
            Ok(schema) => schema,
            Err(problem) => return self.report(&problem),
        };
        let Some(name) = name else {
            let tables: Vec<String> = schema.tables.iter().map(Relation::describe).collect();
            out(&tables.join("\n"))?;
            return Ok(());
        };
        match schema.find(name) {
            Some(table) => out(&table.describe())?,
            None => complain(&format!("There is no table {}; .tables names them.", clean(name))),
        }
        Ok(())
    }

    fn report(&mut self, problem: &Problem) -> Result<(), Failed> {
        complain(problem.show().trim_end());
        self.open_again()
    }

    /// What stands before a line that is typed.
    pub fn invitation(&self, is_first: bool) -> String {
        match self.lab.session(self.database).filter(|_| self.has_sessions) {
            _ if !is_first => "...> ".to_owned(),
            Some(session) => format!("{session}> "),
            None => "sql> ".to_owned(),
        }
    }

    /// Goes on in the session of this name; without one says which it is.
    pub fn session(&mut self, name: Option<&str>) -> Result<(), Failed> {
        let mark = name.map(|name| format!("-- session {name}"));
        let named = mark.as_deref().map(marks);
        match named.as_deref() {
            Some([mark]) => {
                self.has_sessions = true;
                self.lab.enter(self.database, mark.name);
            }
            Some(_) => complain("A session's name is one word of letters and digits, 12 at most."),
            None => {
                let session = self.lab.session(self.database).unwrap_or_default();
                out(&format!("This is session {session}.\n"))?;
            }
        }
        Ok(())
    }

    /// Turns the log on or off; without a word says which it is.
    pub fn set_log(&mut self, word: Option<&str>) -> Result<(), Failed> {
        match word {
            Some("on") => self.log = true,
            Some("off") => self.log = false,
            Some(_) => complain(".log is on or off."),
            None => out(if self.log { "The log is on.\n" } else { "The log is off.\n" })?,
        }
        Ok(())
    }
}

/// What `statement` took, by SQLite's counters, in a line.
pub fn log_line(statement: &Statement) -> String {
    format!("log: {}\n", statement.effort.effort())
}
