//! What a session is filled with: data of the course's lessons and exercises, or of one block.

use std::collections::BTreeMap;

use super::{Choice, Engine, On};
use crate::{
    course::{
        exercise::Kind,
        id::LessonId,
        lesson::{Sample, continued},
        sql::{DataSet, Script},
        store::Speech,
    },
    diag::Trouble,
    pack::LoadedLesson,
    tutor::Tutor,
};

/// What fills a session, in the order in which it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    /// For the title line.
    pub name: String,
    /// Scripts that fill what is empty.
    pub scripts: Vec<Script>,
    /// Collections in Extended JSON, of documents that an exercise works on.
    pub collections: Option<Script>,
    /// The database that documents are in, where it is not the usual one.
    pub database: Option<String>,
    /// Inputs that are run before the first.
    pub before: Vec<String>,
}

/// Ends the name of a database in the title line.
const DATABASE_END: &str = ".db";

/// See [`Tutor::console_choices`].
pub fn choices(tutor: &Tutor, engine: Engine) -> Vec<Choice> {
    let mut found = of_lessons(tutor, engine);
    // Which one is worked with most is what the course is about; it comes first.
    let most = found.iter().enumerate().rev().max_by_key(|(_, (_, uses))| *uses).map(|(at, _)| at);
    let first = most.map(|at| found.remove(at));
    let of_lessons = first.into_iter().chain(found).map(|(choice, _)| choice);
    let empty = Choice { on: On::Empty, name: "empty".to_owned(), says: "nothing yet".to_owned() };
    let mut all: Vec<Choice> = of_lessons.collect();
    // Without data of a lesson one begins with nothing: an exercise's is made for its task.
    let at = if all.is_empty() { 0 } else { usize::MAX };
    all.extend(of_exercises(tutor, engine));
    all.insert(at.min(all.len()), empty);
    all
}

/// The data that blocks run on, with the number of these blocks.
fn of_lessons(tutor: &Tutor, engine: Engine) -> Vec<(Choice, usize)> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Choice> = Vec::new();
    for (_, module) in tutor.pack.course.numbered() {
        let lessons = module.lessons.iter().filter_map(|id| tutor.pack.lesson(id).0);
        for lesson in lessons {
            let samples = lesson.document.samples().filter(|sample| is_of(sample, engine));
            for (path, _) in samples.filter_map(|sample| sample.on.as_ref()) {
                let count = uses.entry(path.clone()).or_default();
                *count += 1;
                if *count == 1 {
                    let (on, says) = (On::File(path.clone()), module.short.clone());
                    found.push(Choice { on, name: stem(path).to_owned(), says });
                }
            }
        }
    }
    let count = |choice: &Choice| match &choice.on {
        On::File(path) => uses.get(path).copied().unwrap_or_default(),
        On::Empty | On::Exercise(_) | On::Block { .. } => 0,
    };
    found
        .into_iter()
        .map(|choice| (count(&choice), choice))
        .map(|(n, choice)| (choice, n))
        .collect()
}

fn of_exercises(tutor: &Tutor, engine: Engine) -> Vec<Choice> {
    let kind = match engine {
        Engine::Sql => Kind::Sql,
        Engine::Mongo => Kind::Mongo,
        Engine::Redis => Kind::Redis,
        // Their files are programs of their own.
        Engine::Js => return Vec::new(),
    };
    let ids = tutor.pack.course.modules.iter().flat_map(|module| &module.exercises);
    let exercises = ids.filter_map(|id| tutor.pack.exercise(id).0);
    let filled = exercises.filter(|one| one.kind == kind && !one.lab.sets().is_empty());
    filled
        .map(|exercise| Choice {
            name: exercise.id.to_string(),
            says: exercise.title.clone(),
            on: On::Exercise(exercise.id),
        })
        .collect()
}

/// What a session on `on` is filled with.
///
/// # Errors
/// It is not there, or is damaged.
pub fn filling(tutor: &Tutor, engine: Engine, on: &On) -> Result<Filling, Trouble> {
    let end = if engine == Engine::Sql { DATABASE_END } else { "" };
    match on {
        On::Empty => Ok(Filling { name: format!("empty{end}"), ..Filling::default() }),
        On::File(path) => {
            let Some(text) = tutor.pack.text(path) else {
                return Err(Trouble::new(format!("{path} cannot be read.")));
            };
            let name = format!("{}{end}", stem(path));
            let scripts = vec![Script { path: path.clone(), text }];
            Ok(Filling { name, scripts, ..Filling::default() })
        }
        On::Exercise(id) => {
            let exercise = tutor.exercise(id)?;
            let lab = &exercise.lab;
            // What is compared with and not shown stays so here.
            let is_shown = |set: &&DataSet| exercise.shows_set(&set.name);
            let mut filling = Filling { name: format!("{id}{end}"), ..Filling::default() };
            if let Some(sql) = &lab.sql {
                let set = sql.sets.iter().find(is_shown).map(|set| &set.script);
                filling.scripts = std::iter::once(&sql.schema).chain(set).cloned().collect();
            }
            let store = match engine {
                Engine::Mongo => lab.store(Speech::Mongo),
                Engine::Redis => lab.store(Speech::Redis),
                Engine::Sql | Engine::Js => None,
            };
            if let Some(store) = store {
                filling.database.clone_from(&store.database);
                let set = store.sets.iter().find(is_shown).map(|set| set.script.clone());
                if engine == Engine::Mongo {
                    filling.collections = set;
                } else {
                    filling.scripts.extend(set);
                }
            }
            Ok(filling)
        }
        On::Block { lesson, index } => {
            let (loaded, samples) = (tutor.lesson(lesson)?, *index);
            let (sample, before) = block(&loaded, lesson, samples)?;
            Ok(filling_of_block(sample, &before, lesson, engine))
        }
    }
}

/// The text of the block that a session is opened for.
///
/// # Errors
/// There is no such block.
pub fn text_of(tutor: &Tutor, on: &On) -> Result<Option<String>, Trouble> {
    match on {
        On::Empty | On::File(_) | On::Exercise(_) => Ok(None),
        On::Block { lesson, index } => {
            let loaded = tutor.lesson(lesson)?;
            let (sample, _) = block(&loaded, lesson, *index)?;
            Ok(Some(sample.code.trim_end().to_owned()))
        }
    }
}

fn filling_of_block(
    sample: &Sample,
    before: &[&Sample],
    lesson: &LessonId,
    engine: Engine,
) -> Filling {
    let end = if engine == Engine::Sql { DATABASE_END } else { "" };
    let first = before.first().copied().unwrap_or(sample);
    let data = [&first.on, &first.setup].into_iter().flatten();
    let scripts = data.map(|(path, text)| Script { path: path.clone(), text: text.clone() });
    let name = match &first.on {
        Some((path, _)) => format!("{}{end}", stem(path)),
        None => format!("{lesson}{end}"),
    };
    let scripts: Vec<Script> = scripts.collect();
    let codes = before.iter().map(|block| block.code.clone());
    // A program's setup that no block loads by its name stands before them all.
    let all = || before.iter().copied().chain([sample]);
    let stands_before = |script: &&Script| {
        engine == Engine::Js
            && script.path.rsplit('.').next() == Some("js")
            && !all().any(|block| block.code.contains(stem(&script.path)))
    };
    let setups = scripts.iter().filter(stands_before).map(|script| script.text.clone());
    let before = setups.chain(codes).collect();
    Filling { name, scripts, before, ..Filling::default() }
}

/// A block of a lesson, and those that it continues.
fn block<'l>(
    loaded: &'l LoadedLesson,
    lesson: &LessonId,
    index: usize,
) -> Result<(&'l Sample, Vec<&'l Sample>), Trouble> {
    let samples: Vec<&Sample> = loaded.document.samples().collect();
    let found = samples.iter().find(|sample| sample.index == index);
    match found {
        Some(sample) => Ok((*sample, continued(&samples, sample))),
        None => Err(Trouble::new(format!("`{lesson}` has no block {index}."))),
    }
}

fn is_of(sample: &Sample, engine: Engine) -> bool {
    Engine::of_language(&sample.language) == Some(engine)
}

/// The name of a file without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
