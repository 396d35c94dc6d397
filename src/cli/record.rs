//! `progress`, `export`, `import`: the learner's record in figures, and as a file.

use std::{fmt::Write as _, path::Path};

use serde_json::{Value, json};

use crate::{
    cli::{
        Ended, Failed,
        print::{json, out},
    },
    plain::lines::counted,
    screen::widget::waiting::spent,
    text::{clean, clean_line},
    tutor::{Day, Figures, Moved, Place, Tutor, when},
};

/// What was read, solved and remembered, module by module; the same figures as on the screen.
pub fn progress(tutor: &Tutor, as_json: bool) -> Result<Ended, Failed> {
    tutor.refresh_cards();
    let figures = tutor.figures();
    if as_json {
        out(&json::line(&as_value(&figures)))?;
    } else {
        out(&as_text(&figures, tutor))?;
    }
    Ok(Ended::Well)
}

/// Writes the record to a file.
pub fn export(tutor: &Tutor, file: &Path) -> Result<Ended, Failed> {
    let moved = tutor.export(file)?;
    out(&format!("{} holds {}.\n", file.display(), all_of(moved)))?;
    Ok(Ended::Well)
}

/// Joins the record of a file with this one.
pub fn import(tutor: &Tutor, file: &Path) -> Result<Ended, Failed> {
    let moved = tutor.import(file)?;
    if moved == Moved::default() {
        out("No attempt, review or note in it is new. Standings are the better of both.\n")?;
    } else {
        out(&format!("New here: {}. Standings are the better of both.\n", all_of(moved)))?;
    }
    Ok(Ended::Well)
}

fn all_of(moved: Moved) -> String {
    let Moved { attempts, reviews, notes } = moved;
    let [attempts, reviews, notes] = [(attempts, "attempt"), (reviews, "review"), (notes, "note")]
        .map(|(n, one)| counted(n, one));
    format!("{attempts}, {reviews} and {notes}")
}

fn as_value(figures: &Figures) -> Value {
    let modules = figures.modules.iter().map(|module| {
        json!({
            "id": module.state.id.as_str(),
            "lessons": module.state.lessons.len(),
            "read": module.state.read(),
            "exercises": module.state.exercises.len(),
            "solved": module.state.solved(),
            "solved_with_help": module.state.solved_with_help(),
            "skipped": module.state.skipped,
            "recall_per_cent": module.recall,
            "due": module.due,
            "seconds": module.seconds,
        })
    });
    let shaky = figures.shaky.iter().map(|shaky| {
        let id = match &shaky.place {
            Place::Lesson(id) => id.as_str(),
            Place::Exercise(id) => id.as_str(),
        };
        json!({ "id": id, "title": shaky.title, "why": shaky.why })
    });
    let weeks = figures.weeks.iter().map(|week| {
        let days = week.iter().map(|day| match day {
            Day::Ahead => Value::Null,
            Day::Nothing { .. } => json!({ "done": false, "seconds": 0 }),
            Day::Some { seconds, .. } => json!({ "done": true, "seconds": seconds }),
        });
        days.collect::<Vec<_>>()
    });
    let [lessons, exercises, reviews] = figures.time;
    json!({
        "format": json::FORMAT,
        "pack": figures.course.id.as_str(),
        "modules": modules.collect::<Vec<_>>(),
        "due": figures.reviews.due,
        "next_due_in_seconds": figures.reviews.next.map(|(wait, _)| wait),
        "days": figures.days,
        "seconds": { "lessons": lessons, "exercises": exercises, "reviews": reviews },
        "weeks": weeks.collect::<Vec<_>>(),
        "shaky": shaky.collect::<Vec<_>>(),
    })
}

fn as_text(figures: &Figures, tutor: &Tutor) -> String {
    let mut text = format!("{}\n\n", clean_line(&figures.course.title));
    for ((number, module), own) in figures.course.numbered().zip(&figures.modules) {
        let state = &own.state;
        if module.lessons.is_empty() && module.exercises.is_empty() {
            continue;
        }
        if state.skipped {
            let _ = writeln!(text, "{number:>2}  {:<32} skipped", clean_line(&module.title));
            continue;
        }
        let help = match state.solved_with_help() {
            0 => String::new(),
            count => format!(", {count} with help"),
        };
        let recall = own.recall.map_or_else(String::new, |recall| format!(", recall {recall} %"));
        let time = match own.seconds {
            ..60 => String::new(),
            seconds => format!(", {}", spent(seconds)),
        };
        let _ = writeln!(
            text,
            "{number:>2}  {:<32} {} of {} lessons read, {} of {} exercises solved{help}{recall}{time}",
            clean_line(&module.title),
            state.read(),
            state.lessons.len(),
            state.solved(),
            state.exercises.len(),
        );
    }
    let [lessons, exercises, reviews] = figures.time.map(spent);
    let _ = writeln!(
        text,
        "\nDays: {}. Time: lessons {lessons}, exercises {exercises}, reviews {reviews}.",
        figures.days
    );
    let _ = match (figures.reviews.due, figures.reviews.next) {
        (0, Some((wait, cards))) => {
            writeln!(text, "Reviews: none due, the next {cards} {}.", when(wait))
        }
        (0, None) => writeln!(text, "Reviews: none due."),
        (due, _) => writeln!(text, "Reviews: {due} due."),
    };
    if !figures.shaky.is_empty() {
        text.push_str("\nShaky:\n");
        for shaky in &figures.shaky {
            let _ = writeln!(text, "    {} ({})", clean_line(&shaky.title), clean_line(&shaky.why));
        }
    }
    for note in &figures.notes {
        let _ = writeln!(text, "\n{}", clean(note));
    }
    if let Some(next) = &tutor.overview().next {
        let _ = writeln!(text, "\nNext: {}", clean_line(&next.title));
    }
    text
}
