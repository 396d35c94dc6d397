//! The consoles of the playground: what they are asked and what they answer, as values, and the
//! session behind each, which lives over many inputs.
//!
//! A session holds a child of the lab. What a learner typed may end it, by a limit or by their wish;
//! the session then says what was lost, and the next input begins a fresh one.

mod data;
mod ending;
mod export;
mod js;
mod plan;
mod session;
mod sql;
mod store;
mod tree;
mod words;

use std::fmt;

pub use self::{
    export::{as_csv, as_tabs},
    plan::PlanStep,
    session::Console,
    words::{Vocabulary, Word},
};
use crate::{
    course::id::{ExerciseId, LessonId},
    diag::Trouble,
    lab::{Cancel, sql::is_complete as is_complete_sql, store as lab_store},
    progress::{Change, Prompt},
    table::Table,
    tutor::Tutor,
};

/// Inputs of other days that come back.
const TYPED_MAX: u32 = 300;

/// Whose language a console speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    Sql,
    Mongo,
    Redis,
    Js,
}

impl Engine {
    pub const ALL: [Engine; 4] = [Engine::Sql, Engine::Mongo, Engine::Redis, Engine::Js];

    /// As its tab says it.
    pub fn title(self) -> &'static str {
        match self {
            Engine::Sql => "SQL",
            Engine::Mongo => "Mongo",
            Engine::Redis => "Redis",
            Engine::Js => "JS",
        }
    }

    /// As the fence of a lesson's block says it.
    pub fn language(self) -> &'static str {
        match self {
            Engine::Sql => "sql",
            Engine::Mongo => "mongo",
            Engine::Redis => "redis",
            Engine::Js => "js",
        }
    }

    fn prompt(self) -> Prompt {
        match self {
            Engine::Sql => Prompt::Sql,
            Engine::Mongo => Prompt::Mongo,
            Engine::Redis => Prompt::Redis,
            Engine::Js => Prompt::Js,
        }
    }

    /// The console that a block in `language` runs in.
    pub fn of_language(language: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.language() == language)
    }

    /// Whether `typed` can be run as it is, and is not the beginning of something that goes on in
    /// the next line.
    pub fn is_complete(self, typed: &str) -> bool {
        match self {
            Engine::Sql => is_complete_sql(typed),
            Engine::Mongo => lab_store::is_complete(lab_store::Engine::Documents, typed),
            Engine::Redis => lab_store::is_complete(lab_store::Engine::Cache, typed),
            Engine::Js => js::is_complete(typed),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// What a session works on at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    Empty,
    /// Data of the course's lessons, by its path in the pack.
    File(String),
    /// The data that the task of an exercise shows.
    Exercise(ExerciseId),
    /// What a block of a lesson works on, with what the blocks did that it continues.
    Block {
        lesson: LessonId,
        index: usize,
    },
}

/// Something that a session may be opened on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub on: On,
    /// `shop`
    pub name: String,
    /// Where the course works with it: `SQL`, `exercise: Joins over orders`.
    pub says: String,
}

/// A session that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub engine: Engine,
    pub on: On,
    /// The name of its data, for the title line: `shop.db`.
    pub name: String,
    pub tree: Tree,
    pub words: Vocabulary,
    /// The text of the block that it was opened for.
    pub text: Option<String>,
    /// What was typed there before, also on other days; the last one last.
    pub typed: Vec<String>,
}

/// What a database holds, as a list that is folded by depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// What the notes at the right of the outermost twigs count: `rows`.
    pub counts: &'static str,
    /// Each before those inside it.
    pub twigs: Vec<Twig>,
    /// What was left out, or why nothing is known.
    pub says: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twig {
    pub depth: u8,
    pub name: String,
    /// A count, `key`, `→ users`; at the right.
    pub note: String,
}

/// What came of an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// One for each statement that came to its end.
    pub given: Vec<Given>,
    /// Why the rest was not run.
    pub mistake: Option<Mistake>,
    /// Rows of the statement that was stopped, as far as they came.
    pub unfinished: Option<Table>,
    /// What went with the child that ended.
    pub lost: Option<String>,
    /// How the rows of the last statement that reads any are found.
    pub plan: Vec<PlanStep>,
    /// What the database holds now.
    pub tree: Tree,
    pub words: Vocabulary,
    /// Microseconds, from one end of the wire.
    pub took_us: u64,
}

/// What a statement gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Of several sessions, the one that ran it.
    pub session: Option<String>,
    pub what: What,
    /// What other databases do otherwise, a sentence each.
    pub notes: Vec<String>,
    pub took_us: Option<u64>,
    /// Steps of full scans that it took, by the engine's own counter.
    pub full_scan_steps: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Rows(Table),
    /// How many rows were changed.
    Changed(u64),
    /// It was run, and gives nothing.
    Done,
    /// A rule or another session refused it, and the script went on.
    Refused(String),
    /// What the engine's own console prints for it.
    Printed(String),
    /// It asked for a plan, which is the run's.
    Planned,
}

/// Why an input did not run to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub kind: MistakeKind,
    pub message: String,
    /// Counted from 1 in what was typed.
    pub line: Option<u32>,
    /// The line itself, the column from 0 that is meant, and how many.
    pub pointed: Option<(String, (usize, usize))>,
    pub hint: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MistakeKind {
    /// The input is wrong; the session lives on.
    Wrong,
    /// A limit of the lab ended it.
    Limit,
    /// It was stopped by who typed it.
    Stopped,
    /// The lab itself failed.
    Fault,
}

impl Ran {
    /// An input that could not be begun.
    fn fault(trouble: &Trouble) -> Ran {
        let mistake = Mistake {
            kind: MistakeKind::Fault,
            message: trouble.what.clone(),
            line: None,
            pointed: None,
            hint: trouble.next.clone(),
        };
        Ran { mistake: Some(mistake), ..Ran::default() }
    }
}

impl Tutor {
    /// What a console may be opened on: the databases of the lessons in the order of the course, the
    /// exercises', and nothing at all. The one to begin with is first.
    pub fn console_choices(&self, engine: Engine) -> Vec<Choice> {
        data::choices(self, engine)
    }

    /// Opens a session.
    ///
    /// # Errors
    /// What it is to work on is not there or is damaged, or no child can be started.
    pub fn open_console(
        &self,
        engine: Engine,
        on: &On,
        cancel: &Cancel,
    ) -> Result<(Console, Opened), Trouble> {
        let filling = data::filling(self, engine, on)?;
        let text = data::text_of(self, on)?;
        let mut console = Console::new(self.machine.clone(), engine, filling);
        let (tree, words) = console.begin(cancel)?;
        let name = console.name().to_owned();
        let typed = self.typed(engine);
        Ok((console, Opened { engine, on: on.clone(), name, tree, words, text, typed }))
    }

    /// What was typed into a console before, the last one last.
    pub fn typed(&self, engine: Engine) -> Vec<String> {
        let typed = self.progress.typed(engine.prompt(), TYPED_MAX);
        typed.into_iter().rev().map(|typed| typed.text).collect()
    }

    /// Keeps what was typed, so that it comes back after a restart.
    pub fn keep_typed(&self, engine: Engine, text: &str) {
        let (prompt, text) = (engine.prompt(), text.to_owned());
        // What is kept in memory only is said by the notes of Home.
        let _ = self.record(Change::Typed { prompt, text });
    }
}
