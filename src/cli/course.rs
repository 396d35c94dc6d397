//! `list`, `show`: the course and where the learner is in it.

use std::fmt::Write as _;

use crate::{
    cli::{
        Ended, Failed,
        print::{COLUMNS_MAX, json, out, quiz},
    },
    course::exercise::Kind,
    markup,
    text::{clean, clean_line},
    tutor::{Place, Revised, Tutor},
};

/// Modules, lessons and exercises with their state.
pub fn list(tutor: &Tutor, as_json: bool) -> Result<Ended, Failed> {
    let overview = tutor.overview();
    let mut titles = std::collections::BTreeMap::new();
    for module in &overview.course.modules {
        for row in tutor.unfold(&module.id)?.rows {
            let (id, kind) = match &row.place {
                Place::Lesson(id) => (id.as_str().to_owned(), "lesson"),
                Place::Exercise(id) => (id.as_str().to_owned(), row.kind),
            };
            titles.insert(id, (row.title, kind.to_owned()));
        }
    }
    if as_json {
        let title = |id: &str| titles.get(id).cloned().unwrap_or_default();
        out(&json::list(&overview.course, &overview.modules, title))?;
        return Ok(Ended::Well);
    }
    let mut text = format!("{}\n", clean_line(&overview.course.title));
    let states: std::collections::BTreeMap<_, _> = json::states(&overview).collect();
    for ((number, module), state) in overview.course.numbered().zip(&overview.modules) {
        let skipped = if state.skipped { " (skipped)" } else { "" };
        let _ = writeln!(text, "\n{number:>2}  {}{skipped}", clean_line(&module.title));
        if module.lessons.is_empty() && module.exercises.is_empty() {
            let _ = writeln!(text, "    not in this version yet");
        }
        for row in tutor.unfold(&module.id)?.rows {
            let (what, id) = match &row.place {
                Place::Lesson(id) => ("lesson", id.as_str()),
                Place::Exercise(id) => ("exercise", id.as_str()),
            };
            let word = states.get(id).copied().unwrap_or("ahead");
            let was = row.revised.and_then(Revised::open_since);
            let word = was.map_or(word.to_owned(), |rev| format!("{word} (rev {rev})"));
            let _ = writeln!(text, "    {what:<9} {id:<22} {word:<17} {}", clean_line(&row.title));
        }
    }
    let archived = tutor.archived();
    if !archived.is_empty() {
        text.push_str(
            "\nArchived: no longer in this version; `backlab history ID` has your attempts\n",
        );
    }
    for gone in archived {
        let word = if gone.standing.passed { "solved" } else { "tried" };
        let _ = writeln!(text, "    {:<9} {:<22} {word}", "exercise", gone.exercise.as_str());
    }
    out(&text)?;
    Ok(Ended::Well)
}

/// A lesson or a task as text.
pub fn show(tutor: &Tutor, id: &str, raw: bool) -> Result<Ended, Failed> {
    match tutor.find(id)? {
        Place::Lesson(id) => {
            let open = tutor.open_lesson(&id)?;
            if raw {
                out(&open.loaded.source)?;
                return Ok(Ended::Well);
            }
            out(&markup::plain::lesson(
                &open.loaded.lesson.title,
                &open.loaded.document,
                COLUMNS_MAX,
            ))?;
        }
        Place::Exercise(id) => {
            let work = tutor.open_exercise(&id)?;
            if raw {
                out(&work.exercise.task)?;
                return Ok(Ended::Well);
            }
            let mut text =
                markup::plain::text(&work.exercise.title, &work.exercise.task, COLUMNS_MAX);
            if work.exercise.kind == Kind::Quiz {
                text.push_str(&quiz::questions(&work.exercise));
                let _ = writeln!(text, "\nNext:\n    backlab start {id}\n    backlab check {id}");
                out(&text)?;
                return Ok(Ended::Well);
            }
            text.push_str("\nChecks:\n");
            let hidden = work.exercise.checks.iter().filter(|check| check.hidden).count();
            for check in work.exercise.checks.iter().filter(|check| !check.hidden) {
                let _ = writeln!(text, "    {}", clean(&check.say));
            }
            if hidden > 0 {
                let _ = writeln!(text, "    and {hidden} more that are hidden");
            }
            let id = id.as_str();
            let _ = writeln!(text, "\nNext:\n    backlab start {id}\n    backlab check {id}");
            if work.exercise.kind == Kind::Stack {
                let _ = writeln!(
                    text,
                    "    backlab check {id} --cmd \"COMMAND of your server {{port}}\""
                );
            }
            out(&text)?;
        }
    }
    Ok(Ended::Well)
}
