//! Rules about the order of a course: what comes first, what is met how often, how it grows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    diag::Place,
    pack::lint::{Report, view::CourseView},
};

/// How often a concept is met at least.
const ENCOUNTERS_MIN: usize = 3;
/// Steps of difficulty between one exercise and the next at most.
const RISE_MAX: u8 = 2;
/// How far the minutes of a module may be from its hours, in hundredths.
const HOURS_OFF_PERCENT_MAX: f64 = 20.0;

/// L01: a lesson requires what stands before it.
pub fn lessons_in_order(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    let at = positions(view);
    for (id, lesson) in &view.lessons {
        later(&at, id, &lesson.requires, report);
    }
}

/// X01: an exercise requires what stands before it.
pub fn exercises_in_order(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    let at = positions(view);
    for (id, exercise) in &view.exercises {
        later(&at, id, &exercise.requires, report);
    }
}

fn positions<'v>(view: &'v CourseView<'_>) -> HashMap<&'v str, usize> {
    view.order.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect()
}

fn later(
    at: &HashMap<&str, usize>,
    id: &str,
    requires: &[(String, Place)],
    report: &mut Report<'_>,
) {
    for (required, place) in requires {
        let (Some(own), Some(other)) = (at.get(id), at.get(required.as_str())) else { continue };
        if other > own {
            let message = format!("`{id}` requires `{required}`, which comes later in the course");
            let hint = "the order of pack.toml: each lesson, then the exercises that it names";
            report.say(place.clone(), message, hint);
        }
    }
}

/// X10: an exercise names only concepts that its lessons, and what they require, name.
pub fn concepts(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    for (id, exercise) in &view.exercises {
        let own = view.lessons.values().filter(|lesson| lesson.exercises.contains(id));
        let mut open: Vec<&str> = exercise.requires.iter().map(|(id, _)| id.as_str()).collect();
        open.extend(own.map(|lesson| lesson.id.as_str()));
        let known = taught(view, open);
        for (concept, place) in &exercise.concepts {
            if !known.contains(concept.as_str()) {
                let message = format!("no lesson before `{id}` teaches `{concept}`");
                let hint = "`concepts` of a lesson that it requires, over others too";
                report.say(place.clone(), message, hint);
            }
        }
    }
}

/// The concepts of the lessons `open` and of all that they require.
fn taught<'v>(view: &'v CourseView<'_>, mut open: Vec<&'v str>) -> BTreeSet<&'v str> {
    let mut seen = BTreeSet::new();
    let mut known = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(lesson) = view.lessons.get(id) {
            known.extend(lesson.concepts.iter().map(|(concept, _)| concept.as_str()));
            open.extend(lesson.requires.iter().map(|(id, _)| id.as_str()));
        } else if let Some(exercise) = view.exercises.get(id) {
            open.extend(exercise.requires.iter().map(|(id, _)| id.as_str()));
        }
    }
    known
}

/// P01: nothing that is required is out of reach.
pub fn reachable(view: &CourseView<'_>, report: &mut Report<'_>) {
    let mut blocked: BTreeMap<&str, bool> = BTreeMap::new();
    for exercise in view.exercises.values().filter(|exercise| exercise.is_deprecated) {
        blocked.insert(&exercise.id, true);
    }
    for id in &view.order {
        let requires = match (view.lessons.get(id), view.exercises.get(id)) {
            (Some(lesson), _) => &lesson.requires,
            (None, Some(exercise)) => &exercise.requires,
            (None, None) => continue,
        };
        for (required, place) in requires {
            let Some(deprecated) = blocked.get(required.as_str()) else { continue };
            let why = if *deprecated { "is deprecated" } else { "cannot be reached" };
            let message = format!("`{id}` requires `{required}`, which {why}");
            report.say(place.clone(), message, "require what every learner can do");
            blocked.entry(id).or_insert(false);
        }
    }
}

/// P03: a concept is met again. Only a course whose modules all have lessons is counted.
pub fn encounters(view: &CourseView<'_>, report: &mut Report<'_>) {
    let finished = view.frame.course.modules.iter().all(|module| !module.lessons.is_empty());
    if !finished || !view.complete {
        return;
    }
    let lessons = view.lessons.values().flat_map(|lesson| &lesson.concepts);
    let exercises = view.exercises.values().flat_map(|exercise| &exercise.concepts);
    let mut met: BTreeMap<&str, (usize, &Place)> = BTreeMap::new();
    for (concept, place) in lessons.chain(exercises) {
        met.entry(concept).or_insert((0, place)).0 += 1;
    }
    for (concept, (count, place)) in met {
        if count < ENCOUNTERS_MIN {
            let message = format!("`{concept}` is met {count} times, not {ENCOUNTERS_MIN}");
            let hint = "name it in `concepts` where it is used again";
            report.say(place.clone(), message, hint);
        }
    }
}

/// P05: the minutes of a module are about the hours that it says.
pub fn hours(view: &CourseView<'_>, report: &mut Report<'_>) {
    if !view.complete {
        return;
    }
    for (nth, module) in view.frame.course.modules.iter().enumerate() {
        let Some(hours) = module.hours else { continue };
        let lessons = module.lessons.iter().filter_map(|id| view.lessons.get(id.as_str()));
        let exercises = module.exercises.iter().filter_map(|id| view.exercises.get(id.as_str()));
        let minutes: u32 =
            lessons.map(|lesson| lesson.minutes).chain(exercises.map(|e| e.minutes)).sum();
        let said = hours * 60.0;
        if (f64::from(minutes) - said).abs() * 100.0 > said * HOURS_OFF_PERCENT_MAX {
            let message = format!(
                "lessons and exercises of `{}` take {minutes} minutes, `hours` says {said:.0}",
                module.id
            );
            report.say(view.manifest.inside("module", nth, "hours"), message, "mend one of them");
        }
    }
}

/// P06: no exercise is much harder than the one before it.
pub fn rise(view: &CourseView<'_>, report: &mut Report<'_>) {
    let exercises: Vec<_> = view.order.iter().filter_map(|id| view.exercises.get(id)).collect();
    for pair in exercises.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        if after.difficulty > before.difficulty + RISE_MAX {
            let message = format!(
                "`{}` has difficulty {}, and `{}` before it {}",
                after.id, after.difficulty, before.id, before.difficulty
            );
            let hint = "something between them, or another order";
            report.say(after.difficulty_place.clone(), message, hint);
        }
    }
}

/// L08: a fault of one lesson is no starter of another's exercise.
pub fn faults_stay(view: &CourseView<'_>, report: &mut Report<'_>) {
    for lesson in view.lessons.values() {
        for fault in lesson.vulnerable.iter().filter(|fault| fault.lines().count() > 1) {
            let others = view.exercises.values().filter(|exercise| {
                !lesson.exercises.contains(&exercise.id)
                    && exercise.starter.iter().any(|file| file.contains(fault.as_str()))
            });
            for exercise in others {
                let message = format!(
                    "the starter of `{}` holds the vulnerable code of `{}`",
                    exercise.id, lesson.id
                );
                let hint = "only the exercises that the lesson names may begin with its fault";
                report.say(exercise.difficulty_place.clone(), message, hint);
            }
        }
    }
}
