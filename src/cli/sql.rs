//! `sql`: a script in the lab, or a prompt.

use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, IsTerminal, Read},
    path::Path,
};

use crate::{
    cli::{
        Ended, Failed,
        print::{complain, out},
    },
    course::sql::Database,
    lab::{
        Cancel, Limits, Machine,
        sql::{
            DatabaseId, Keep, Outcome, Problem, Ran, SCRIPT_BYTES_MAX, Script, SqlLab, Statement,
            is_complete,
        },
    },
    table::Cell,
    text::clean,
    trace::Stop,
    tutor::{Place, Trouble, Tutor},
};

/// Columns of one cell at the prompt; into a file or a pipe it goes whole.
const CELL_COLUMNS_MAX: usize = 60;

/// Runs `file`, else standard input; a prompt where somebody sits there. `data` is what the
/// database holds at first.
pub fn sql(machine: &Machine, file: Option<&Path>, data: &Database) -> Result<Ended, Failed> {
    let mut console = Console::open(machine, data)?;
    match file {
        Some(path) => {
            let opened = File::open(path)
                .map_err(|error| Failed::Misuse(format!("{}: {error}", path.display())))?;
            let name = path.to_string_lossy().into_owned();
            console.script(&name, &read_text(opened, &name)?)
        }
        None if io::stdin().is_terminal() => console.prompt(),
        None => console.script("stdin", &read_text(io::stdin().lock(), "standard input")?),
    }
}

/// The database of the exercise `id`, with the data that its task shows.
///
/// # Errors
/// `id` names no exercise with a database.
pub fn data_of(tutor: &Tutor, id: &str) -> Result<Database, Failed> {
    let no_data = |what: &str| {
        let trouble = Trouble::new(format!("{id} is {what} and has no database of its own."));
        Failed::Trouble(trouble.next("`backlab list` names the exercises."))
    };
    match tutor.find(id)? {
        Place::Lesson(_) => Err(no_data("a lesson")),
        Place::Exercise(id) => {
            let work = tutor.open_exercise(&id)?;
            work.exercise.lab.sql.clone().ok_or_else(|| no_data("an exercise"))
        }
    }
}

/// One database, and the lab that holds it.
struct Console<'a> {
    machine: &'a Machine,
    data: &'a Database,
    lab: SqlLab,
    database: DatabaseId,
}

impl Console<'_> {
    fn open<'a>(machine: &'a Machine, data: &'a Database) -> Result<Console<'a>, Failed> {
        let (lab, database) = open(machine, data)?;
        Ok(Console { machine, data, lab, database })
    }

    /// Runs `text` as a whole and prints what it gives.
    fn script(&mut self, name: &str, text: &str) -> Result<Ended, Failed> {
        let script = Script { file: name, text };
        let ran = self.lab.run(self.database, script, Keep::Changes);
        out(&shown(&ran, usize::MAX))?;
        if ran.rolled_back {
            complain("The transaction was still open at the end, and was rolled back.");
        }
        Ok(match &ran.problem {
            None => Ended::Well,
            Some(problem) => {
                complain(problem.show().trim_end());
                match problem {
                    Problem::Wrong(_) => Ended::NotPassed,
                    Problem::Stopped { stop, .. } => Ended::Program(stop.exit_code()),
                }
            }
        })
    }

    /// Reads statements line by line until the input ends.
    fn prompt(&mut self) -> Result<Ended, Failed> {
        let begin =
            if self.data.sets.is_empty() { "an empty database" } else { "the exercise's data" };
        out(&format!(
            "SQLite in the lab, on {begin} in memory. A statement ends with `;`.\n\
             `.help` names the commands of this prompt, `.quit` or Ctrl+D leaves.\n"
        ))?;
        let mut typed = String::new();
        let mut input = io::stdin().lock();
        loop {
            out(if typed.is_empty() { "sql> " } else { "...> " })?;
            let mut line = Vec::new();
            if input.read_until(b'\n', &mut line)? == 0 {
                out("\n")?;
                return Ok(Ended::Well);
            }
            let line = String::from_utf8_lossy(&line);
            if typed.is_empty()
                && let Some(command) = line.trim().strip_prefix('.')
            {
                if matches!(command, "quit" | "exit" | "q") {
                    return Ok(Ended::Well);
                }
                self.command(command)?;
                continue;
            }
            if typed.is_empty() && line.trim().is_empty() {
                continue;
            }
            typed.push_str(&line);
            if is_complete(&typed) {
                self.statements(&std::mem::take(&mut typed))?;
            }
        }
    }

    /// Runs what was typed; a transaction goes on with the next.
    fn statements(&mut self, typed: &str) -> Result<(), Failed> {
        let script = Script { file: "sql", text: typed };
        let ran = self.lab.run(self.database, script, Keep::Transaction);
        out(&shown(&ran, CELL_COLUMNS_MAX))?;
        if let Some(problem) = &ran.problem {
            complain(problem.show().trim_end());
        }
        if let Some(stop) = self.lab.stopped() {
            if let Stop::Fault(_) | Stop::Crashed(_) = stop {
                return Err(Failed::Broken(stop.sentence().unwrap_or_default()));
            }
            (self.lab, self.database) = open(self.machine, self.data)?;
            complain("The lab was started again: the database is as it was at first.");
        }
        Ok(())
    }

    /// Does what stands after the dot.
    fn command(&mut self, command: &str) -> Result<(), Failed> {
        let mut words = command.split_whitespace();
        match (words.next(), words.next()) {
            (Some("help"), _) => out(HELP)?,
            (Some("tables"), None) => self.statements(TABLES)?,
            (Some("schema"), name) => out(&self.schema(name))?,
            (_, _) => {
                complain(&format!("There is no command .{}; .help names them.", clean(command)));
            }
        }
        Ok(())
    }

    /// The statements that made the tables, or the one of this name.
    fn schema(&mut self, name: Option<&str>) -> String {
        let ran =
            self.lab.run(self.database, Script { file: "sql", text: SCHEMA }, Keep::Transaction);
        let Some(table) = ran.last_rows() else { return String::new() };
        let mut schema = String::new();
        for row in &table.rows {
            if let [Cell::Text(table), Cell::Text(text)] = row.as_slice()
                && name.is_none_or(|name| table.eq_ignore_ascii_case(name))
            {
                let _ = writeln!(schema, "{};", clean(text));
            }
        }
        schema
    }
}

const HELP: &str = "\
.tables         the tables and views
.schema         the statements that made them
.schema TABLE   those of one table
.quit           leaves
";

const TABLES: &str = "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name \
                      NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
const SCHEMA: &str = "SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";

/// A lab with one database that holds `data`: its tables and its first set.
fn open(machine: &Machine, data: &Database) -> Result<(SqlLab, DatabaseId), Failed> {
    let limits = Limits { wall_ms: None, ..Limits::default() };
    let mut lab =
        SqlLab::start(machine, &limits, &Cancel::new()).map_err(|fault| Failed::Broken(fault.0))?;
    let scripts: Vec<Script<'_>> = std::iter::once(&data.schema)
        .chain(data.sets.first().map(|set| &set.script))
        .map(|script| Script { file: &script.path, text: &script.text })
        .collect();
    match lab.open(&scripts) {
        Ok(database) => Ok((lab, database)),
        Err(problem) => Err(Failed::Broken(problem.show().trim_end().to_owned())),
    }
}

/// What the statements gave, an empty line between tables.
fn shown(ran: &Ran, cell_columns: usize) -> String {
    let mut blocks: Vec<String> =
        ran.statements.iter().filter_map(|statement| block(statement, cell_columns)).collect();
    let unfinished = ran.unfinished.as_ref().filter(|table| !table.rows.is_empty());
    blocks.extend(unfinished.map(|table| table.draw_cut(cell_columns)));
    blocks.join("\n")
}

fn block(statement: &Statement, cell_columns: usize) -> Option<String> {
    match &statement.outcome {
        Outcome::Rows(table) => {
            let rows = counted(table.rows.len() as u64);
            Some(format!("{}{rows}\n", table.draw_cut(cell_columns)))
        }
        Outcome::Changed(rows) => Some(format!("{} changed\n", counted(*rows))),
        Outcome::Done => None,
    }
}

fn counted(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// # Errors
/// It cannot be read, or is no UTF-8. One that is too long is cut so that the lab says so.
fn read_text(from: impl Read, name: &str) -> Result<String, Failed> {
    let mut bytes = Vec::new();
    from.take(SCRIPT_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failed::Misuse(format!("{name}: {error}")))?;
    let too_long = SCRIPT_BYTES_MAX < bytes.len();
    String::from_utf8(bytes).or_else(|error| {
        let from = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        if too_long && bytes.len() - from < 4 {
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
        Err(Failed::Misuse(format!("{name}: byte {from} is no UTF-8 text")))
    })
}
