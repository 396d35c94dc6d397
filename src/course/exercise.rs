//! An exercise: the task, the files, the checks, the answers that must pass or fail.

use std::collections::BTreeMap;

use crate::{
    course::{
        attack::{Exploit, Stage},
        check::{Check, Expect, Test},
        id::{ExerciseId, LessonId},
        quiz::Question,
        sql::{DataSet, Database},
        store::{Speech, Store},
    },
    exchange::api::Api,
};

/// Files of an answer, of a starter or of data: relative path with `/`, content.
pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    pub id: ExerciseId,
    /// Raised when a pass of an earlier text no longer says the same.
    pub rev: u32,
    pub kind: Kind,
    pub title: String,
    /// 1 to 5.
    pub difficulty: u8,
    pub minutes: u32,
    pub requires: Vec<LessonId>,
    pub concepts: Vec<String>,
    pub status: Status,
    /// Markdown.
    pub task: String,
    /// The files the learner works with, first the one to open.
    pub files: Vec<WorkFile>,
    pub lab: LabNeeds,
    /// Nudge, pointer, near example, worked step; Markdown.
    pub hints: Vec<String>,
    pub reveal: Reveal,
    /// One sentence, shown after passing.
    pub learned: String,
    /// Markdown, shown beside the solution.
    pub explain: String,
    pub checks: Vec<Check>,
    pub starter: Files,
    pub solution: Files,
    pub alternatives: Vec<Alternative>,
    pub wrongs: Vec<Wrong>,
    /// Mutants of the solution that no check need see.
    pub survives: Vec<Survives>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Http,
    Js,
    Sql,
    Mongo,
    Redis,
    Quiz,
    Attack,
    Stack,
}

impl Kind {
    /// As `exercise.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Http => "http",
            Kind::Js => "js",
            Kind::Sql => "sql",
            Kind::Mongo => "mongo",
            Kind::Redis => "redis",
            Kind::Quiz => "quiz",
            Kind::Attack => "attack",
            Kind::Stack => "stack",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Active,
    Beta,
    Deprecated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFile {
    /// Relative, with `/`.
    pub path: String,
    pub edit: bool,
}

/// What the lab must give the program. Limits that are absent are the lab's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabNeeds {
    /// The file started as `node FILE` would.
    pub app: Option<String>,
    /// The database of an `sql` exercise.
    pub sql: Option<Database>,
    /// What a `mongo` exercise works on, or what a program's `require("mongodb")` finds.
    pub mongo: Option<Store>,
    /// What a `redis` exercise works on, or what a program's `require("redis")` finds.
    pub redis: Option<Store>,
    /// What the requests of an `http` exercise are sent to.
    pub mock: Option<Mock>,
    pub env: BTreeMap<String, String>,
    /// Variables of the server of an `attack` exercise that hold another value in each check.
    pub secrets: Vec<String>,
    pub seed: Option<u64>,
    /// Milliseconds since 1970 at which the program's clock stands still until a check moves it; the
    /// machine's clock when absent.
    pub still_at_ms: Option<i64>,
    pub memory_mb: Option<u32>,
    pub turn_ms: Option<u32>,
    pub wall_ms: Option<u32>,
    pub answer_ms: Option<u32>,
}

impl LabNeeds {
    /// The data sets of the exercise. Where a program has two stores with sets, these have the same
    /// names, and those of documents come back.
    pub fn sets(&self) -> &[DataSet] {
        let database = self.sql.as_ref().map(|database| database.sets.as_slice());
        let stores = [&self.mongo, &self.redis].into_iter().flatten();
        let mut all = database.into_iter().chain(stores.map(|store| store.sets.as_slice()));
        all.find(|sets| !sets.is_empty()).unwrap_or_default()
    }

    pub fn store(&self, speech: Speech) -> Option<&Store> {
        match speech {
            Speech::Mongo => self.mongo.as_ref(),
            Speech::Redis => self.redis.as_ref(),
        }
    }
}

/// A mock API of the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Mock {
    /// Where it stands in the pack.
    pub path: String,
    /// Paths in the pack of all files that it is made of.
    pub files: Vec<String>,
    pub api: Api,
}

/// When the solution may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// After the last hint or after passing.
    AfterHints,
    /// After passing only.
    AfterPass,
}

/// Another right answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub name: String,
    /// One line, shown after passing.
    pub say: String,
    /// The whole answer: the solution with what differs put over it.
    pub files: Files,
}

/// A wrong answer that is known, and what to say to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    pub name: String,
    /// Names of the checks that it fails, and no others.
    pub fails: Vec<String>,
    pub feedback: String,
    /// Compared with what came back in the first check of `fails`.
    pub when: Option<Expect>,
    /// The whole answer: the solution with what differs put over it.
    pub files: Files,
}

/// A mutant of the solution that is right, or whose mistake is none of this exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survives {
    /// Its name, as `pack test` tells it: `server.js:12:9: 201 becomes 200`.
    pub mutant: String,
    /// Why no check sees it.
    pub reason: String,
}

impl Exercise {
    pub fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The modules that the `js` checks load, each with its check.
    pub fn modules_tested(&self) -> impl Iterator<Item = (&Check, &str)> {
        self.checks.iter().filter_map(|check| match &check.test {
            Test::Js(test) => Some((check, test.module.as_str())),
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Sent(_)
            | Test::Noted(_)
            | Test::Blocked(_)
            | Test::Trace(_)
            | Test::Script(_)
            | Test::Question(_) => None,
        })
    }

    /// The questions of a quiz, in its order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.checks.iter().filter_map(|check| match &check.test {
            Test::Question(question) => Some(&**question),
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Sent(_)
            | Test::Noted(_)
            | Test::Blocked(_)
            | Test::Trace(_)
            | Test::Script(_) => None,
        })
    }

    /// Whether the learner may see the data set `name`: the first, and those that a visible check
    /// names.
    pub fn shows_set(&self, name: &str) -> bool {
        let is_first = self.lab.sets().first().is_some_and(|set| set.name == name);
        let named =
            |check: &Check| !check.hidden && self.sets_of(check).iter().any(|on| on == name);
        is_first || self.checks.iter().any(named)
    }

    /// The names of the data sets that `check` says it runs on; empty: on all.
    pub fn sets_of<'c>(&self, check: &'c Check) -> &'c [String] {
        match &check.test {
            Test::Sql(test) => &test.on,
            Test::Schema(test) => &test.on,
            // Of a program's store it is the check that says so.
            Test::Store(test) if self.kind != Kind::Js => &test.on,
            Test::Plan(test) => &test.on,
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sent(_)
            | Test::Noted(_)
            | Test::Blocked(_)
            | Test::Store(_)
            | Test::Trace(_)
            | Test::Script(_)
            | Test::Question(_) => &check.on,
        }
    }

    /// Which answer `check` is about, where an exercise has two.
    pub fn stage(&self, check: &Check) -> Option<Stage> {
        (self.kind == Kind::Attack).then(|| check.test.stage())
    }

    /// The file of requests: the first one, in an `http` and in an `attack` exercise.
    pub fn requests(&self) -> &str {
        self.files.first().map_or("", |file| &file.path)
    }

    /// The exploits that stand in files of the pack.
    pub fn exploits_mut(&mut self) -> impl Iterator<Item = (&str, &mut String)> {
        let tests = self.checks.iter_mut().filter_map(|check| {
            if let Test::Blocked(test) = &mut check.test { Some(test) } else { None }
        });
        tests.flat_map(|test| &mut test.exploits).filter_map(|exploit| match exploit {
            Exploit::Given { path, text } => Some((path.as_str(), text)),
            Exploit::Own | Exploit::Solution => None,
        })
    }

    /// The file that is started.
    pub fn app(&self) -> &str {
        match &self.lab.app {
            Some(app) => app,
            None => self.files.first().map_or("", |file| &file.path),
        }
    }
}
