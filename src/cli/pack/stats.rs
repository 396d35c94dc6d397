//! `pack stats`: sizes, minutes, concepts and the last kill score, as a table or as JSON.

use std::{fmt::Write as _, path::Path, sync::Arc};

use serde_json::{Value, json};

use crate::{
    audit::stats::{Concept, ExerciseStats, LessonStats, ModuleStats, Stats, stats as look},
    cli::{
        Ended, Failed,
        pack::{summary, test::kept},
        print::{json as shapes, out},
        standing::open_pack,
    },
    course::Course,
    pack::files::Disk,
    text::clean_line,
};

/// Columns of a text at most.
const COLUMNS: usize = 80;

/// Tells how large the pack in `folder` is; nothing runs.
pub fn stats(folder: &Path, as_json: bool) -> Result<Ended, Failed> {
    let pack = open_pack(Arc::new(Disk::new(folder)))?;
    let stats = look(&pack, &kept(false));
    let course = &pack.course;
    out(&if as_json { shapes::line(&value(course, &stats)) } else { text(course, &stats) })?;
    Ok(Ended::Well)
}

fn text(course: &Course, stats: &Stats) -> String {
    let mut text = format!("{}, {}\n\n", clean_line(&course.title), size(stats.bytes));
    let _ = writeln!(
        text,
        "{:<20}{:>8}{:>6}{:>10}{:>6}{:>7}{:>7}{:>7}{:>8}",
        "module", "lessons", "min", "exercises", "min", "checks", "wrong", "hints", "killed"
    );
    for module in &stats.modules {
        let (killed, counted) = module.killed();
        row(&mut text, &short(course, module), &Sums::of(std::slice::from_ref(module)), {
            (killed * 100).checked_div(counted)
        });
    }
    let (killed, counted) =
        stats.modules.iter().map(ModuleStats::killed).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    row(&mut text, "all", &Sums::of(&stats.modules), (killed * 100).checked_div(counted));
    text.push_str(
        "\nminutes to read: 200 words a minute, questions too; 5 seconds for a line of code\n",
    );
    if counted == 0 {
        text.push_str("no kill score is known: `backlab pack test` finds it\n");
    }
    concepts(&mut text, &stats.concepts);
    for id in &stats.unread {
        let _ = writeln!(text, "{} cannot be read: `backlab pack lint` says why", clean_line(id));
    }
    text
}

fn row(text: &mut String, name: &str, sums: &Sums, percent: Option<usize>) {
    let killed = percent.map_or_else(|| "-".to_owned(), |percent| format!("{percent} %"));
    let _ = writeln!(
        text,
        "{name:<20.19}{:>8}{:>6}{:>10}{:>6}{:>7}{:>7}{:>7}{killed:>8}",
        sums.lessons,
        sums.reading,
        sums.exercises,
        sums.solving,
        sums.checks,
        sums.wrongs,
        sums.hints
    );
}

#[derive(Default)]
struct Sums {
    lessons: usize,
    reading: usize,
    exercises: usize,
    solving: u32,
    checks: usize,
    wrongs: usize,
    hints: usize,
}

impl Sums {
    fn of(modules: &[ModuleStats]) -> Sums {
        modules.iter().fold(Sums::default(), |sums, module| Sums {
            lessons: sums.lessons + module.lessons.len(),
            reading: sums.reading + module.reading_minutes(),
            exercises: sums.exercises + module.exercises.len(),
            solving: sums.solving + module.exercise_minutes(),
            checks: sums.checks + module.checks(),
            wrongs: sums.wrongs + module.wrongs(),
            hints: sums.hints + module.hints(),
        })
    }
}

fn short(course: &Course, module: &ModuleStats) -> String {
    let found = course.modules.iter().find(|other| other.id.as_str() == module.id);
    clean_line(found.map_or(&module.title, |module| &module.short)).into_owned()
}

/// Each concept with who teaches it and who needs it; then what somebody should look at.
fn concepts(text: &mut String, concepts: &[Concept]) {
    if concepts.is_empty() {
        return;
    }
    text.push_str("\nconcepts: taught by lessons, needed by exercises\n");
    for concept in concepts {
        let teaches = listed(&concept.lessons, "nobody");
        let needs = listed(&concept.exercises, "no exercise");
        let line = format!("{}: {teaches} -> {needs}", concept.name);
        wrapped(text, &clean_line(&line));
    }
}

fn listed(ids: &[String], none: &str) -> String {
    if ids.is_empty() { none.to_owned() } else { ids.join(", ") }
}

/// A line, its further lines indented, none wider than the text may be.
fn wrapped(text: &mut String, line: &str) {
    let mut used = 0;
    for word in line.split(' ') {
        let columns = word.chars().count();
        if used == 0 {
            text.push_str("  ");
            used = 2;
        } else if COLUMNS < used + 1 + columns {
            text.push_str("\n      ");
            used = 6;
        } else {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += columns;
    }
    text.push('\n');
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn value(course: &Course, stats: &Stats) -> Value {
    let concepts: Vec<_> = stats
        .concepts
        .iter()
        .map(|concept| {
            json!({
                "name": concept.name, "lessons": concept.lessons, "exercises": concept.exercises,
            })
        })
        .collect();
    json!({
        "format": shapes::FORMAT, "pack": course.id.as_str(), "bytes": stats.bytes,
        "modules": stats.modules.iter().map(module).collect::<Vec<_>>(),
        "concepts": concepts, "unread": stats.unread,
    })
}

fn module(module: &ModuleStats) -> Value {
    let lesson = |lesson: &LessonStats| {
        json!({
            "id": lesson.id, "pages": lesson.pages, "words": lesson.words,
            "code_lines": lesson.code_lines, "blocks": lesson.blocks,
            "questions": lesson.questions, "minutes": lesson.minutes(),
            "minutes_told": lesson.minutes_told,
        })
    };
    let exercise = |exercise: &ExerciseStats| {
        json!({
            "id": exercise.id, "kind": exercise.kind, "minutes": exercise.minutes,
            "checks": exercise.checks, "hidden": exercise.hidden,
            "alternatives": exercise.alternatives, "wrongs": exercise.wrongs,
            "hints": exercise.hints, "mutants": exercise.score.as_ref().map(summary::score),
        })
    };
    json!({
        "id": module.id, "title": module.title, "bytes": module.bytes,
        "reading_minutes": module.reading_minutes(),
        "exercise_minutes": module.exercise_minutes(),
        "lessons": module.lessons.iter().map(lesson).collect::<Vec<_>>(),
        "exercises": module.exercises.iter().map(exercise).collect::<Vec<_>>(),
    })
}
