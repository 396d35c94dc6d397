//! `sql`: a script in the lab, or a prompt.

mod asked;

use std::{fmt::Write as _, path::Path};

use crate::{
    cli::{
        Ended, Failed,
        print::{COLUMNS_MAX, complain, out},
        prompt::{self, Console as _, Typed},
    },
    course::sql::Database,
    lab::{
        Cancel, Limits, Machine,
        sql::{
            DatabaseId, Keep, Outcome, Ran, Script, SqlLab, Statement, is_complete, marks,
            plan::Plan,
        },
    },
    table::Cell,
    text::{clean, clean_line},
    trace::Stop,
    tutor::{Place, Trouble, Tutor},
};

/// Columns of one cell at the prompt; into a file or a pipe it goes whole.
const CELL_COLUMNS_MAX: usize = 60;

/// Runs `file`, else standard input; a prompt where somebody sits there. `data` is what the
/// database holds at first.
pub fn sql(machine: &Machine, file: Option<&Path>, data: &Database) -> Result<Ended, Failed> {
    if let Some((name, text)) = prompt::script(file)? {
        // Where its lines name sessions it is run in several of them.
        return Console::open(machine, data, !marks(&text).is_empty())?.script(&name, &text);
    }
    let begin = if data.sets.is_empty() { "an empty database" } else { "the exercise's data" };
    let greeting = format!(
        "SQLite in the lab, on {begin} in memory. A statement ends with `;`.\n\
         `.help` names the commands of this prompt, `.quit` or Ctrl+D leaves.\n"
    );
    prompt::ask(&mut Console::open(machine, data, true)?, &greeting)
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
    /// What each statement took is told too.
    log: bool,
    /// The database is one for several sessions.
    is_shared: bool,
    /// Several of them were asked for.
    has_sessions: bool,
}

impl Console<'_> {
    fn open<'a>(
        machine: &'a Machine,
        data: &'a Database,
        is_shared: bool,
    ) -> Result<Console<'a>, Failed> {
        let (lab, database) = open(machine, data, is_shared)?;
        let has_sessions = false;
        Ok(Console { machine, data, lab, database, log: false, is_shared, has_sessions })
    }

    /// Runs what was typed; a transaction goes on with the next.
    fn statements(&mut self, typed: &str) -> Result<(), Failed> {
        let script = Script { file: "sql", text: typed };
        let mut ran = self.lab.run_noted(self.database, script, Keep::Transaction);
        self.has_sessions |= !marks(typed).is_empty();
        if !self.has_sessions {
            // There is only one, and it needs no name.
            ran.statements.iter_mut().for_each(|statement| statement.session = None);
        }
        self.show(&ran)
    }

    /// Prints what a script did, and starts the lab again if it ended with it.
    fn show(&mut self, ran: &Ran) -> Result<(), Failed> {
        out(&shown(ran, CELL_COLUMNS_MAX, self.log))?;
        if let Some(problem) = &ran.problem {
            complain(problem.show().trim_end());
        }
        self.open_again()
    }

    /// A new lab where the last statement was the end of the old one.
    fn open_again(&mut self) -> Result<(), Failed> {
        if let Some(stop) = self.lab.stopped() {
            if let Stop::Fault(_) | Stop::Crashed(_) = stop {
                return Err(Failed::Broken(stop.sentence().unwrap_or_default()));
            }
            (self.lab, self.database) = open(self.machine, self.data, self.is_shared)?;
            complain("The lab was started again: the database is as it was at first.");
        }
        Ok(())
    }

    /// Does what stands after the dot.
    fn command(&mut self, command: &str) -> Result<(), Failed> {
        let mut words = command.split_whitespace();
        match (words.next(), words.next()) {
            (Some("help"), _) => out(HELP)?,
            (Some("tables"), None) => {
                let script = Script { file: "sql", text: TABLES };
                let mut ran = self.lab.run(self.database, script, Keep::Transaction);
                ran.statements.iter_mut().for_each(|statement| statement.session = None);
                self.show(&ran)?;
            }
            (Some("describe"), name) => self.describe(name)?,
            (Some("er"), None) => self.sketch()?,
            (Some("log"), word) => self.set_log(word)?,
            (Some("session"), name) => self.session(name)?,
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

impl prompt::Console for Console<'_> {
    fn script(&mut self, name: &str, text: &str) -> Result<Ended, Failed> {
        let script = Script { file: name, text };
        let ran = self.lab.run_noted(self.database, script, Keep::Changes);
        out(&shown(&ran, usize::MAX, false))?;
        if ran.rolled_back {
            complain("The transaction was still open at the end, and was rolled back.");
        }
        Ok(prompt::ended(ran.problem.as_ref()))
    }

    fn prompt(&mut self, goes_on: bool) -> String {
        self.invitation(!goes_on)
    }

    fn is_complete(&self, typed: &str) -> bool {
        match typed.trim().strip_prefix('.') {
            Some(command) => planned(command).is_none_or(is_complete),
            None => is_complete(typed),
        }
    }

    fn typed(&mut self, text: &str) -> Result<Typed, Failed> {
        match text.trim().strip_prefix('.') {
            Some("quit" | "exit" | "q") => return Ok(Typed::Leave),
            Some(command) => match planned(command) {
                Some(statement) => self.plan(statement)?,
                None => self.command(command)?,
            },
            None => self.statements(text)?,
        }
        Ok(Typed::Next)
    }
}

const HELP: &str = "\
.tables            the tables and views
.schema            the statements that made them
.schema TABLE      those of one table
.describe TABLE    its columns, keys and indexes in words; without TABLE, of all
.er                the tables as boxes, with a line for each foreign key
.plan STATEMENT;   how SQLite finds its rows; it is not run
.session B         what follows is done by session B, as by a second connection
.log on            tells what each statement takes; .log off ends that
.quit              leaves
";

const TABLES: &str = "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name \
                      NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
const SCHEMA: &str = "SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";

/// A lab with one database that holds `data`: its tables and its first set.
fn open(
    machine: &Machine,
    data: &Database,
    is_shared: bool,
) -> Result<(SqlLab, DatabaseId), Failed> {
    let limits = Limits { wall_ms: None, ..Limits::default() };
    let mut lab =
        SqlLab::start(machine, &limits, &Cancel::new()).map_err(|fault| Failed::Broken(fault.0))?;
    let scripts: Vec<Script<'_>> = std::iter::once(&data.schema)
        .chain(data.sets.first().map(|set| &set.script))
        .map(|script| Script { file: &script.path, text: &script.text })
        .collect();
    let opened = if is_shared { lab.open_shared(&scripts) } else { lab.open(&scripts) };
    match opened {
        Ok(database) => Ok((lab, database)),
        Err(problem) => Err(Failed::Broken(problem.show().trim_end().to_owned())),
    }
}

/// The beginning of a statement whose plan is asked for, where `command` does that.
fn planned(command: &str) -> Option<&str> {
    let rest = command.strip_prefix("plan")?;
    rest.is_empty()
        .then_some(rest)
        .or_else(|| rest.starts_with(char::is_whitespace).then(|| rest.trim()))
}

/// What the statements gave, an empty line between tables; with `log` also what they took.
fn shown(ran: &Ran, cell_columns: usize, log: bool) -> String {
    let told = |statement: &Statement| {
        let log = log.then(|| asked::log_line(statement));
        let block = block(statement, cell_columns);
        (block.is_some() || log.is_some())
            .then(|| block.unwrap_or_default() + &log.unwrap_or_default())
    };
    let mut text = ran.transcript(told);
    if let Some(unfinished) = ran.unfinished.as_ref().filter(|table| !table.rows.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&unfinished.draw_cut(cell_columns));
    }
    text
}

/// What a statement gave, and the notes on it below that.
fn block(statement: &Statement, cell_columns: usize) -> Option<String> {
    if let Some(plan) = Plan::given_by(statement) {
        return Some(plan.draw(COLUMNS_MAX));
    }
    let mut block = match &statement.outcome {
        Outcome::Rows(table) => {
            let rows = counted(table.rows.len() as u64);
            format!("{}{rows}\n", table.draw_cut(cell_columns))
        }
        Outcome::Changed(rows) => format!("{} changed\n", counted(*rows)),
        Outcome::Refused(error) => format!("{}\n", clean_line(&error.message)),
        Outcome::Done => String::new(),
    };
    for note in &statement.notes {
        let _ = writeln!(block, "note: {}", note.show());
    }
    Some(block).filter(|block| !block.is_empty())
}

fn counted(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}
