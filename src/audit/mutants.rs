//! Mutants: the solution of an exercise with one small mistake in it. A check that sees none of them
//! hardly looks.

mod commands;
mod edit;
mod javascript;
mod number;
mod requests;
mod spread;
mod sql;

use std::collections::{BTreeMap, BTreeSet};

pub use self::edit::Operator;
use self::{edit::Edit, javascript::Ground, spread::spread};
use crate::{
    course::{
        check::{JsTest, Test},
        exercise::{Exercise, Files, Kind},
    },
    diag::Place,
};

/// Bytes of a file that is looked at.
const FILE_BYTES_MAX: usize = 64 << 10;

/// Mutants in lines that the starter does not have, from which on those in other lines are left out.
const OWN_MIN: usize = 6;

/// The solution with one small mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// In the answer: `server.js`.
    pub file: String,
    /// Of the solution, counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
    /// The line stands in the starter too.
    given: bool,
    edit: Edit,
}

impl Mutant {
    /// As `[[survives]]` writes it: `server.js:12:9: 201 becomes 200`.
    pub fn name(&self) -> String {
        format!("{}:{}:{}: {}", self.file, self.line, self.column, self.edit.change)
    }

    /// `201 becomes 200`.
    pub fn change(&self) -> &str {
        &self.edit.change
    }

    pub fn operator(&self) -> Operator {
        self.edit.operator
    }

    /// The whole answer.
    pub fn answer(&self, exercise: &Exercise) -> Files {
        let mut files = exercise.solution.clone();
        if let Some(text) = text_of(&files, &self.file) {
            let changed = self.edit.applied(text).into_bytes();
            files.insert(self.file.clone(), changed);
        }
        files
    }
}

/// All mutants of the solution, in the order of its files and their lines. What equals an answer
/// that the author knows already, right or wrong, is left out: it was judged as that. So are the
/// exploit of an attack, of which only one thing matters, and lines that the learner was given.
pub fn of(exercise: &Exercise) -> Vec<Mutant> {
    if matches!(exercise.kind, Kind::Quiz | Kind::Stack) {
        return Vec::new();
    }
    let is_exploit = |path: &str| exercise.kind == Kind::Attack && path == exercise.requests();
    let mut mutants = Vec::new();
    for file in exercise.files.iter().filter(|file| file.edit && !is_exploit(&file.path)) {
        let Some(text) = text_of(&exercise.solution, &file.path) else { continue };
        let Some(language) = Language::of(&file.path) else { continue };
        let known = Known::of(exercise, &file.path, language);
        let given = given_lines(exercise, &file.path);
        let mut seen = BTreeSet::new();
        for edit in language.edits(text, exercise) {
            let changed = edit.applied(text);
            if !known.has(language, &changed) && seen.insert(changed) {
                let Place { line, column, .. } = Place::of_offset("", text, edit.range.start);
                let own = text.lines().nth(line as usize - 1).unwrap_or_default();
                let given = given.contains(own.trim());
                mutants.push(Mutant { file: file.path.clone(), line, column, given, edit });
            }
        }
    }
    // What was given stands for the learner's own work only where there is hardly any.
    if OWN_MIN <= mutants.iter().filter(|mutant| !mutant.given).count() {
        mutants.retain(|mutant| !mutant.given);
    }
    mutants
}

/// As many of `mutants` as are asked for, spread over kinds and lines.
pub fn chosen(mutants: Vec<Mutant>, most: Option<usize>) -> Vec<Mutant> {
    match most {
        Some(most) => spread(mutants, most),
        None => mutants,
    }
}

fn text_of<'f>(files: &'f Files, path: &str) -> Option<&'f str> {
    let bytes = files.get(path).filter(|bytes| bytes.len() <= FILE_BYTES_MAX)?;
    std::str::from_utf8(bytes).ok()
}

/// The lines of the starter, without the spaces around them.
fn given_lines<'e>(exercise: &'e Exercise, path: &str) -> BTreeSet<&'e str> {
    text_of(&exercise.starter, path).unwrap_or_default().lines().map(str::trim).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    JavaScript,
    /// What mongosh takes.
    Shell,
    Sql,
    Requests,
    /// What redis-cli takes.
    Commands,
}

impl Language {
    fn of(path: &str) -> Option<Language> {
        match path.rsplit_once('.')?.1 {
            "js" | "mjs" | "cjs" => Some(Language::JavaScript),
            "mongo" => Some(Language::Shell),
            "sql" => Some(Language::Sql),
            "http" => Some(Language::Requests),
            "redis" => Some(Language::Commands),
            _ => None,
        }
    }

    fn edits(self, text: &str, exercise: &Exercise) -> Vec<Edit> {
        let ground = |is_shell| Ground { prints: prints(exercise), is_shell };
        match self {
            Language::JavaScript => javascript::edits(text, ground(false)),
            Language::Shell => javascript::edits(text, ground(true)),
            Language::Sql => sql::edits(text),
            Language::Requests => requests::edits(text),
            Language::Commands => commands::edits(text),
        }
    }

    /// What is left of a text when its comments and spaces say nothing; the text itself where it
    /// cannot be read.
    fn tokens(self, text: &str) -> Vec<String> {
        let owned = |tokens: Vec<&str>| tokens.into_iter().map(str::to_owned).collect();
        match self {
            Language::JavaScript | Language::Shell => {
                javascript::tokens(text).map_or_else(|| vec![text.to_owned()], owned)
            }
            Language::Sql => sql::tokens(text),
            Language::Requests => owned(requests::tokens(text)),
            Language::Commands => commands::tokens(text),
        }
    }
}

/// Whether a check looks at what the program prints.
fn prints(exercise: &Exercise) -> bool {
    let of_calls = |test: &JsTest| test.calls.iter().any(|call| call.prints.is_some());
    exercise.checks.iter().any(|check| {
        matches!(&check.test, Test::Stdout(_))
            || matches!(&check.test, Test::Js(test) if of_calls(test))
    })
}

/// The answers of an author that differ from the solution in one file only, as tokens of that file.
struct Known {
    answers: BTreeSet<Vec<String>>,
}

impl Known {
    fn of(exercise: &Exercise, path: &str, language: Language) -> Known {
        let alternatives = exercise.alternatives.iter().map(|also| &also.files);
        let wrongs = exercise.wrongs.iter().map(|wrong| &wrong.files);
        let elsewhere = |files: &Files| -> BTreeMap<String, Vec<u8>> {
            let mut others = files.clone();
            others.remove(path);
            others
        };
        let solution = elsewhere(&exercise.solution);
        let answers = [&exercise.solution, &exercise.starter].into_iter().chain(alternatives);
        let answers = answers.chain(wrongs).filter(|files| elsewhere(files) == solution);
        let answers = answers
            .filter_map(|files| text_of(files, path))
            .map(|text| language.tokens(text))
            .collect();
        Known { answers }
    }

    fn has(&self, language: Language, text: &str) -> bool {
        self.answers.contains(&language.tokens(text))
    }
}
