//! The command line: everything that the screens can do, for editors, scripts and screen readers.

pub mod arguments;
pub mod check;
pub mod course;
pub mod doctor;
pub mod exercise;
mod pack;
pub mod print;
mod prompt;
pub mod record;
pub mod run;
pub mod screens;
pub mod send;
pub mod serve;
pub mod sql;
pub mod standing;
pub mod store;
mod text_file;

use std::{ffi::OsString, io, path::Path, process::ExitCode};

use clap::{CommandFactory, Parser};

use crate::{
    cli::{
        arguments::{Arguments, Command},
        print::complain,
        standing::Standing,
    },
    course::{sql::Database, store::Store},
    lab::{Machine, store::Engine},
    tutor::{Trouble, Tutor},
};

/// How a command ended when nothing broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Well,
    /// A check failed, or a pack proved less than it must.
    NotPassed,
    /// Never the learner's fault.
    Unjudged,
    /// With the program's own exit code.
    Program(u8),
}

/// Why a command did not do what it says.
#[derive(Debug)]
pub enum Failed {
    /// The words after `backlab` name nothing that is there.
    Misuse(String),
    Trouble(Trouble),
    /// The machine is at fault.
    Broken(String),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        Failed::Broken(error.to_string())
    }
}

/// Reads the arguments, does what they say, and gives the exit code.
pub fn main() -> ExitCode {
    let machine = machine_with_child();
    let arguments = Arguments::parse();
    match perform(arguments, machine) {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::NotPassed) => ExitCode::from(1),
        Ok(Ended::Unjudged) => ExitCode::from(3),
        Ok(Ended::Program(code)) => ExitCode::from(code),
        Err(Failed::Misuse(what)) => {
            complain(&what);
            ExitCode::from(2)
        }
        Err(Failed::Trouble(trouble)) => {
            complain(&trouble.what);
            if let Some(next) = trouble.next {
                complain(&next);
            }
            ExitCode::from(2)
        }
        Err(Failed::Broken(what)) => {
            complain(&what);
            ExitCode::from(3)
        }
    }
}

/// A machine whose first child is on its way while arguments, pack and exercise are read, where the
/// first word promises that one is needed.
fn machine_with_child() -> Option<Machine> {
    let mut words = std::env::args_os().skip(1);
    let checks = words.next().is_some_and(|word| word == "check");
    let outside = ["--url", "--cmd"];
    let is_outside = |word: OsString| {
        let word = word.to_string_lossy();
        outside.iter().any(|option| word.starts_with(option))
    };
    if !checks || words.any(is_outside) {
        return None;
    }
    let machine = standing::machine();
    machine.start_ahead();
    Some(machine)
}

fn perform(arguments: Arguments, machine: Option<Machine>) -> Result<Ended, Failed> {
    let Arguments { command, plain, pack: wanted, lang } = arguments;
    // These need neither a course nor a record.
    match &command {
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "backlab", &mut script);
            print::out(&String::from_utf8_lossy(&script))?;
            return Ok(Ended::Well);
        }
        Some(Command::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            print::out(&String::from_utf8_lossy(&page))?;
            return Ok(Ended::Well);
        }
        Some(Command::Run { file, args }) => return run::run(&standing::machine(), file, args),
        Some(Command::Send(wanted)) => return send::send(wanted),
        Some(Command::Serve { mongo: true, port, .. }) => {
            return serve::serve_store(&standing::machine(), Engine::Documents, *port);
        }
        Some(Command::Serve { redis: true, port, .. }) => {
            return serve::serve_store(&standing::machine(), Engine::Cache, *port);
        }
        Some(Command::Serve { what: Some(what), port, .. }) => {
            if let Some(kind) = serve::Kind::of(what)? {
                return serve::serve_file(&standing::machine(), kind, what, *port);
            }
        }
        Some(Command::Sql { file, on: None }) => {
            return sql::sql(&standing::machine(), file.as_deref(), &Database::default());
        }
        Some(Command::Mongo { file, on: None }) => {
            let data = Store::default();
            return store::store(&standing::machine(), Engine::Documents, file.as_deref(), &data);
        }
        Some(Command::Redis { file, on: None }) => {
            let data = Store::default();
            return store::store(&standing::machine(), Engine::Cache, file.as_deref(), &data);
        }
        Some(Command::Pack { command }) => return pack::perform(command, lang.as_deref()),
        _ => {}
    }
    let here = std::env::current_dir().unwrap_or_default();
    let machine = machine.unwrap_or_else(standing::machine);
    let Standing { tutor, settings } =
        Standing::of(&here, wanted.as_deref(), machine)?.in_language(lang.as_deref());
    match command {
        None => screens::open(tutor, &settings, plain),
        Some(Command::List { json }) => course::list(&tutor, json),
        Some(Command::Show { id, raw }) => course::show(&tutor, &id, raw),
        Some(Command::Start { id }) => exercise::start(&tutor, &id),
        Some(Command::Check(wanted)) => check::check(&tutor, &wanted, &here),
        Some(Command::Hint { id }) => exercise::hint(&tutor, &id),
        Some(Command::Solution { id }) => exercise::solution(&tutor, &id),
        Some(Command::Reset { id, yes }) => exercise::reset(&tutor, &id, yes),
        Some(Command::History { id, show }) => exercise::history(&tutor, &id, show),
        Some(Command::Progress { json }) => record::progress(&tutor, json),
        Some(Command::Export { file }) => record::export(&tutor, &file),
        Some(Command::Import { file }) => record::import(&tutor, &file),
        Some(Command::Sql { file, on }) => {
            let data = on.map(|id| sql::data_of(&tutor, &id)).transpose()?.unwrap_or_default();
            sql::sql(&standing::machine(), file.as_deref(), &data)
        }
        Some(Command::Mongo { file, on }) => {
            of_store(&tutor, Engine::Documents, file.as_deref(), on)
        }
        Some(Command::Redis { file, on }) => of_store(&tutor, Engine::Cache, file.as_deref(), on),
        Some(Command::Serve { what, port, .. }) => {
            let what = what.unwrap_or_default();
            let id = what.to_string_lossy();
            serve::serve_exercise(&standing::machine(), &tutor, &id, port)
        }
        Some(Command::Doctor) => doctor::doctor(&tutor, &settings),
        Some(
            Command::Completions { .. }
            | Command::Man
            | Command::Run { .. }
            | Command::Send(_)
            | Command::Pack { .. },
        ) => Ok(Ended::Well),
    }
}

/// A console on the data of an exercise.
fn of_store(
    tutor: &Tutor,
    engine: Engine,
    file: Option<&Path>,
    on: Option<String>,
) -> Result<Ended, Failed> {
    let data = on.map(|id| store::data_of(tutor, engine, &id)).transpose()?.unwrap_or_default();
    store::store(&standing::machine(), engine, file, &data)
}
