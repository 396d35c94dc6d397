//! Rules about what became of an earlier version: learners keep what they did under its ids.

use semver::Version;

use crate::{
    course::{
        Course,
        exercise::Exercise,
        id::{ExerciseId, LessonId},
    },
    diag::Place,
    pack::{MANIFEST, Pack, lint::Report, manifest::Places},
};

/// A pack and an earlier version of it.
pub struct Versions<'p> {
    new: &'p Pack,
    old: &'p Pack,
    /// The places of the new pack.toml.
    manifest: Places<'p>,
}

impl<'p> Versions<'p> {
    /// `manifest` is the text of the new pack.toml.
    pub fn new(new: &'p Pack, old: &'p Pack, manifest: &'p str) -> Versions<'p> {
        Versions { new, old, manifest: Places::new(MANIFEST, manifest, 0..manifest.len()) }
    }

    /// What the id of the earlier version is called now; `None` where nothing says so.
    fn now<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        let moved = self.new.course.moved.iter().find(|(old, _)| old == id);
        moved.map(|(_, new)| new.as_str()).or_else(|| is_there(&self.new.course, id).then_some(id))
    }
}

fn is_there(course: &Course, id: &str) -> bool {
    ids_of(course).any(|known| known == id)
}

fn ids_of(course: &Course) -> impl Iterator<Item = &str> {
    course.modules.iter().flat_map(|module| {
        let lessons = module.lessons.iter().map(LessonId::as_str);
        lessons.chain(module.exercises.iter().map(ExerciseId::as_str))
    })
}

/// P12: what was there is there, or it is said where it went.
pub fn ids(versions: &Versions<'_>, report: &mut Report<'_>) {
    let (new, old) = (&versions.new.course, &versions.old.course);
    if new.id != old.id {
        let message = format!("the pack was called `{}`: this is another pack", old.id);
        let hint = "what learners did is kept under the id; it never changes";
        report.say(versions.manifest.of("id"), message, hint);
        return;
    }
    for id in ids_of(old) {
        if versions.now(id).is_none() && !new.retired.iter().any(|gone| gone == id) {
            let message = format!("`{id}` of version {} is in no module any more", old.version);
            let hint = format!("moved = {{ {id} = \"..\" }}, or retired = [\"{id}\"]");
            report.say(versions.manifest.of("module"), message, &hint);
        }
    }
    for (id, _) in &old.moved {
        if versions.now(id).is_none() && !new.retired.iter().any(|gone| gone == id) {
            let message = format!("`moved` says no longer where `{id}` went");
            let hint = "who has an older version still holds it under that id";
            report.say(versions.manifest.of("moved"), message, hint);
        }
    }
    for id in &old.retired {
        if is_there(new, id) {
            let message = format!("`{id}` was retired, and another thing has its id now");
            report.say(versions.manifest.of("retired"), message, "a new thing gets a new id");
        } else if !new.retired.contains(id) {
            let message = format!("`retired` names `{id}` no longer");
            report.say(versions.manifest.of("retired"), message, "an id is gone for ever");
        }
    }
}

/// P13: learners' Backlab refuses a version that is not higher, and keeps what has a lower revision.
pub fn versions(versions: &Versions<'_>, report: &mut Report<'_>) {
    let (new, old) = (&versions.new.course, &versions.old.course);
    let rank = |text: &str| Version::parse(text).ok();
    if rank(&new.version) <= rank(&old.version) {
        let message = format!("version {} does not come after {}", new.version, old.version);
        let hint = "a version that was given away never changes: raise it";
        report.say(versions.manifest.of("version"), message, hint);
    }
    each_exercise(versions, |before, after, place| {
        if after.rev < before.rev {
            let message = format!("`rev` was {}, and is {} now", before.rev, after.rev);
            report.say(place, message, "a revision only rises");
        }
    });
    for id in old.modules.iter().flat_map(|module| &module.lessons) {
        let now = versions.now(id.as_str()).and_then(|id| LessonId::parse(id).ok());
        let Some(after) = now.as_ref().and_then(|id| versions.new.lesson_head(id)) else {
            continue;
        };
        let Some(before) = versions.old.lesson_head(id) else { continue };
        if after.rev < before.rev {
            let message = format!("`rev` was {}, and is {} now", before.rev, after.rev);
            report.say(lesson_place(versions, &after.id), message, "a revision only rises");
        }
    }
}

/// P14: an exercise that asks otherwise.
pub fn revisions(versions: &Versions<'_>, report: &mut Report<'_>) {
    each_exercise(versions, |before, after, place| {
        if after.rev == before.rev && asks(before) != asks(after) {
            let message = "the checks are others than before, and `rev` is the same";
            let hint = "raise it, unless everybody who passed would pass again";
            report.say(place, message, hint);
        }
    });
}

/// What an answer is put to.
fn asks(exercise: &Exercise) -> impl PartialEq {
    let checks = exercise.checks.iter();
    let checks: Vec<_> = checks
        .map(|check| (check.name.clone(), check.test.clone(), check.mishaps.clone()))
        .collect();
    (exercise.kind, checks, exercise.lab.clone())
}

/// Shows each exercise as it was and as it is, with the place of its revision.
fn each_exercise(versions: &Versions<'_>, mut look: impl FnMut(&Exercise, &Exercise, Place)) {
    let old = &versions.old.course;
    for id in old.modules.iter().flat_map(|module| &module.exercises) {
        let now = versions.now(id.as_str()).and_then(|id| ExerciseId::parse(id).ok());
        let Some(now) = now else { continue };
        let (Some(before), Some(after)) =
            (versions.old.exercise(id).0, versions.new.exercise(&now).0)
        else {
            continue;
        };
        let Some((_, module)) = versions.new.course.module_of_exercise(&now) else { continue };
        let path = format!("{}/exercise.toml", Pack::folder_of_exercise(&module.id, &now));
        let text = versions.new.text(&path).unwrap_or_default();
        let place = Places::new(&path, &text, 0..text.len()).of("rev");
        look(&before, &after, place);
    }
}

fn lesson_place(versions: &Versions<'_>, id: &LessonId) -> Place {
    let module = versions.new.course.module_of_lesson(id);
    let path = module.map(|(_, module)| Pack::path_of_lesson(&module.id, id)).unwrap_or_default();
    let text = versions.new.text(&path).unwrap_or_default();
    let matter = crate::pack::manifest::front_matter(&text).map_or(0..0, |(matter, _)| matter);
    Places::new(&path, &text, matter).of("rev")
}
