//! Everything of a pack at once: each thing loads, they fit together, and no file is left over.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    course::{
        Module,
        exercise::Exercise,
        id::{ExerciseId, LessonId, ModuleId},
        lesson::Lesson,
    },
    diag::{Findings, Place},
    pack::{LoadedLesson, MANIFEST, Pack},
};

/// Something that could be read and used.
pub(super) enum Loaded<'l> {
    Lesson(&'l LoadedLesson),
    Exercise(&'l Module, &'l Exercise),
}

pub(super) fn check_all(pack: &Pack) -> Findings {
    read_all(pack, &mut |_| {})
}

/// Reads everything and shows each thing that can be used to `visit`: module by module the lessons,
/// then the exercises.
pub(super) fn read_all(pack: &Pack, visit: &mut dyn FnMut(Loaded<'_>)) -> Findings {
    let (paths, mut findings) = pack.files.list("");
    findings.append(pack.glossary().1);
    findings.append(pack.facts().1);
    let mut requires = BTreeMap::new();
    let mut used = BTreeSet::new();
    for module in &pack.course.modules {
        let mut lessons = Vec::new();
        for id in &module.lessons {
            let (loaded, found) = pack.lesson(id);
            findings.append(found);
            used.insert(format!("lessons/{}/data/{id}.http", module.id));
            let Some(loaded) = loaded else { continue };
            let data = loaded.document.samples().flat_map(|sample| [&sample.on, &sample.setup]);
            used.extend(data.flatten().map(|(path, _)| path.clone()));
            requires.insert(id.to_string(), names(&loaded.lesson.requires));
            visit(Loaded::Lesson(&loaded));
            lessons.push(loaded.lesson);
        }
        for id in &module.exercises {
            let (exercise, found) = pack.exercise(id);
            findings.append(found);
            if let Some(exercise) = exercise {
                requires.insert(id.to_string(), names(&exercise.requires));
                visit(Loaded::Exercise(module, &exercise));
                used.extend(exercise.lab.mock.into_iter().flat_map(|mock| mock.files));
            }
        }
        untrained(pack, module, &lessons, &mut findings);
    }
    circles(pack, &requires, &mut findings);
    left_over(pack, &paths, &used, &mut findings);
    findings
}

fn names(ids: &[LessonId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Reports exercises that no lesson of their module names, once all lessons could be read.
fn untrained(pack: &Pack, module: &Module, lessons: &[Lesson], findings: &mut Findings) {
    if lessons.len() != module.lessons.len() {
        return;
    }
    for id in &module.exercises {
        if !lessons.iter().any(|lesson| lesson.exercises.contains(id)) {
            findings
                .error(place_of_id(pack, id.as_str()), format!("no lesson names exercise `{id}`"))
                .hint(format!("exercises = [\"{id}\"] in the front matter of a lesson"));
        }
    }
}

/// Reports what requires itself, over others or at once.
fn circles(pack: &Pack, requires: &BTreeMap<String, Vec<String>>, findings: &mut Findings) {
    let stuck = without_begin(requires);
    for id in &stuck {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = requires[*id].iter().collect();
        while let Some(next) = open.pop() {
            if stuck.contains(next) && reached.insert(next) {
                open.extend(&requires[next]);
            }
        }
        if reached.contains(id) {
            findings.error(place_of_id(pack, id), format!("`{id}` requires itself in the end"));
        }
    }
}

/// What nobody can begin: the ids in circles and those that require them. In a long course without
/// a circle this takes one walk, where following each id to its end would take a walk for each.
fn without_begin(requires: &BTreeMap<String, Vec<String>>) -> BTreeSet<&String> {
    let mut waiting: BTreeMap<&String, usize> = BTreeMap::new();
    let mut next: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (id, needed) in requires {
        let needed: Vec<_> = needed.iter().filter(|id| requires.contains_key(*id)).collect();
        waiting.insert(id, needed.len());
        for other in needed {
            next.entry(other).or_default().push(id);
        }
    }
    let mut free: Vec<&String> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    while let Some(id) = free.pop() {
        waiting.remove(id);
        for after in next.get(id).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*after) {
                *count -= 1;
                if *count == 0 {
                    free.push(after);
                }
            }
        }
    }
    waiting.into_keys().collect()
}

/// Where pack.toml first names an id.
fn place_of_id(pack: &Pack, id: &str) -> Place {
    let bytes = pack.files.read(MANIFEST).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let at = text.find(&format!("\"{id}\"")).unwrap_or_default();
    Place::of_offset(MANIFEST, &text, at)
}

/// Reports files that belong to nothing that pack.toml lists; `used` are those of data folders
/// that lessons name.
fn left_over(pack: &Pack, paths: &[String], used: &BTreeSet<String>, findings: &mut Findings) {
    let mut last = String::new();
    for path in paths {
        let names: Vec<_> = path.split('/').collect();
        let (owner, message) = match names[..] {
            ["exercises", module, id, _, ..] if has_exercise(pack, module, id) => continue,
            ["exercises", module, id, _, ..] => (
                format!("exercises/{module}/{id}"),
                format!("module `{module}` of pack.toml has no exercise `{id}`"),
            ),
            ["lessons", module, file] if has_lesson(pack, module, file) => continue,
            ["lessons", module, _] => {
                (path.clone(), format!("module `{module}` of pack.toml has no lesson of this name"))
            }
            ["lessons" | "exercises", ..] if !used.contains(path) => {
                (path.clone(), "nothing names this file".to_owned())
            }
            _ => continue,
        };
        if owner != last {
            findings.warning(Place::new(&owner, 1, 1), message);
            last = owner;
        }
    }
}

fn has_exercise(pack: &Pack, module: &str, id: &str) -> bool {
    let (Ok(module), Ok(id)) = (ModuleId::parse(module), ExerciseId::parse(id)) else {
        return false;
    };
    pack.course.module_of_exercise(&id).is_some_and(|(_, found)| found.id == module)
}

/// Whether `file` is the text of a lesson: `ID.md`, or `ID.LANGUAGE.md` for a translation.
fn has_lesson(pack: &Pack, module: &str, file: &str) -> bool {
    let Some(stem) = file.strip_suffix(".md") else { return false };
    let (id, language) = stem.split_once('.').unwrap_or((stem, ""));
    let translated = pack.course.languages.iter().skip(1).any(|known| known == language);
    let (Ok(module), Ok(id)) = (ModuleId::parse(module), LessonId::parse(id)) else {
        return false;
    };
    (language.is_empty() || translated)
        && pack.course.module_of_lesson(&id).is_some_and(|(_, found)| found.id == module)
}
