//! What an answer is run as: its files, the file that is started, and its limits.

use std::collections::BTreeMap;

use crate::{
    course::{
        exercise::{Exercise, Files},
        sql::Script,
        store::Store,
    },
    lab::{self, Folder, Limits, Program, Stock, store::Engine},
};

/// The answer, and over it the files that the exercise gives and nobody is to change.
pub fn given(exercise: &Exercise, answer: &Files) -> Files {
    let mut files = answer.clone();
    let editable = |path: &str| exercise.files.iter().any(|file| file.path == path && file.edit);
    for (path, content) in &exercise.starter {
        if !editable(path) {
            files.insert(path.clone(), content.clone());
        }
    }
    files
}

/// What the stores of a program hold on the data set of this place: where there is one set for one of
/// them only, the other is empty.
pub fn stocks(exercise: &Exercise, set: usize) -> Vec<Stock> {
    let name = exercise.lab.sets().get(set).map(|set| set.name.as_str());
    let of = |engine, store: Option<&Store>| {
        let store = store?;
        let set = store.sets.iter().find(|set| Some(set.name.as_str()) == name)?;
        let Script { path: file, text } = set.script.clone();
        Some(Stock { engine, database: store.database.clone(), file, text })
    };
    let documents = of(Engine::Documents, exercise.lab.mongo.as_ref());
    documents.into_iter().chain(of(Engine::Cache, exercise.lab.redis.as_ref())).collect()
}

/// `files` with `entry` started as `node ENTRY` would, with the stores of the first data set.
pub fn program(exercise: &Exercise, files: &Files, entry: &str) -> Program {
    Program {
        entry: Some(entry.to_owned()),
        env: BTreeMap::clone(&exercise.lab.env),
        seed: exercise.lab.seed,
        still_at_ms: exercise.lab.still_at_ms,
        stocks: stocks(exercise, 0),
        ..Program::of(Folder::Memory(files.clone()))
    }
}

pub fn limits(exercise: &Exercise) -> Limits {
    let needs = &exercise.lab;
    let own = Limits::default();
    Limits {
        memory_mb: needs.memory_mb.unwrap_or(own.memory_mb).min(lab::MEMORY_MB_MAX),
        turn_ms: needs.turn_ms.unwrap_or(own.turn_ms).min(lab::TURN_MS_MAX),
        wall_ms: Some(needs.wall_ms.unwrap_or(lab::WALL_MS).min(lab::WALL_MS_MAX)),
        answer_ms: needs.answer_ms.unwrap_or(own.answer_ms).min(lab::ANSWER_MS_MAX),
        ..own
    }
}
