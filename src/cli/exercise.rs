//! `start`, `hint`, `solution`, `reset`, `history`: an exercise and the learner's files.

use std::{
    fmt::Write as _,
    io::{self, BufRead, IsTerminal, Write as _},
};

use crate::{
    cli::{
        Ended, Failed,
        print::{COLUMNS_MAX, complain, out, quiz},
    },
    course::{
        exercise::{Files, Kind},
        id::ExerciseId,
    },
    markup,
    plain::HINTS,
    text::clean,
    tutor::{AttemptKind, Place, Trouble, Tutor},
};

/// The exercise that `id` names.
///
/// # Errors
/// `id` is unknown, or names a lesson.
pub fn named(tutor: &Tutor, id: &str) -> Result<ExerciseId, Failed> {
    match tutor.find(id)? {
        Place::Exercise(id) => Ok(id),
        Place::Lesson(id) => Err(Failed::Misuse(format!(
            "`{id}` is a lesson; `backlab show {id}` shows it, and `backlab list` names the exercises"
        ))),
    }
}

pub fn start(tutor: &Tutor, id: &str) -> Result<Ended, Failed> {
    let id = named(tutor, id)?;
    let work = tutor.open_exercise(&id)?;
    let Some(folder) = &work.folder else {
        let why = work.note.unwrap_or_else(|| "nothing can be written here".to_owned());
        return Err(Failed::Broken(why));
    };
    let mut text = String::new();
    for file in &work.exercise.files {
        let given = if file.edit { "" } else { "   (given, read-only)" };
        let _ = writeln!(text, "{}{given}", folder.join(&file.path).display());
    }
    out(&text)?;
    let what = match work.exercise.kind {
        Kind::Quiz => "write your answers into answers.toml, which explains how",
        Kind::Http
        | Kind::Js
        | Kind::Sql
        | Kind::Mongo
        | Kind::Redis
        | Kind::Attack
        | Kind::Stack => "change the files",
    };
    complain(&format!("Next: {what}, then `backlab check {id}`."));
    if work.exercise.kind == Kind::Stack {
        complain(&format!(
            "Or write a server in any language: `backlab check {id} --cmd \"COMMAND {{port}}\"`."
        ));
    }
    Ok(Ended::Well)
}

pub fn hint(tutor: &Tutor, id: &str) -> Result<Ended, Failed> {
    let id = named(tutor, id)?;
    let standing = tutor.next_hint(&id)?;
    let work = tutor.open_exercise(&id)?;
    let mut text = String::new();
    for (name, hint) in HINTS.iter().zip(&work.exercise.hints).take(standing.hints) {
        let _ = write!(text, "{}\n\n", markup::plain::text(name, hint, COLUMNS_MAX).trim_end());
    }
    if standing.hints >= work.exercise.hints.len() {
        let _ =
            writeln!(text, "That was the last hint. `backlab solution {id}` shows the solution.");
    } else {
        let _ = writeln!(text, "`backlab hint {id}` goes one step further.");
    }
    out(&text)?;
    Ok(Ended::Well)
}

pub fn solution(tutor: &Tutor, id: &str) -> Result<Ended, Failed> {
    let id = named(tutor, id)?;
    let standing = tutor.reveal(&id)?;
    let work = tutor.open_exercise(&id)?;
    let mut text = if work.exercise.kind == Kind::Quiz {
        quiz::solution(&work.exercise)
    } else {
        let editable = work.exercise.files.iter().filter(|file| file.edit);
        let solution = &work.exercise.solution;
        let contents = editable.filter_map(|file| solution.get_key_value(&file.path));
        files_text(&contents.map(|(path, content)| (path.clone(), content.clone())).collect())
    };
    text.push_str(markup::plain::text("Why", &work.exercise.explain, COLUMNS_MAX).trim_end());
    text.push('\n');
    if standing.with_help && !standing.passed {
        text.push_str("\nWrite it yourself now: it counts as solved with help.\n");
    }
    out(&text)?;
    Ok(Ended::Well)
}

pub fn reset(tutor: &Tutor, id: &str, yes: bool) -> Result<Ended, Failed> {
    let id = named(tutor, id)?;
    let question = format!("Put {id} back to its start? What you have is kept in its history.");
    if !yes && !ask(&question, "reset")? {
        complain("Nothing was changed.");
        return Ok(Ended::Well);
    }
    tutor.reset(&id)?;
    complain(&format!("{id} is back at its start. `backlab history {id}` lists what you had."));
    Ok(Ended::Well)
}

pub fn history(tutor: &Tutor, id: &str, show: Option<i64>) -> Result<Ended, Failed> {
    // What the pack no longer has may still be looked at.
    let gone = tutor.archived().into_iter().map(|gone| gone.exercise);
    let id = match gone.into_iter().find(|gone| gone.as_str() == id) {
        Some(gone) => gone,
        None => named(tutor, id)?,
    };
    let attempts = tutor.history(&id)?;
    if let Some(number) = show {
        let attempt =
            attempts.iter().find(|attempt| attempt.number == number).ok_or_else(|| {
                Failed::Misuse(format!(
                    "{id} has no attempt {number}; `backlab history {id}` lists them"
                ))
            })?;
        out(&files_text(&attempt.files))?;
        return Ok(Ended::Well);
    }
    let mut text = String::new();
    for attempt in &attempts {
        let what = match attempt.kind {
            AttemptKind::Check => format!("{} of {} checks", attempt.passed, attempt.checks),
            AttemptKind::Kept => "kept before a change".to_owned(),
        };
        let _ = writeln!(text, "{:>5}  {}  {what}", attempt.number, utc(attempt.at));
    }
    if attempts.is_empty() {
        let _ = writeln!(text, "Nothing was checked yet. `backlab check {id}` checks.");
    }
    out(&text)?;
    Ok(Ended::Well)
}

fn files_text(files: &Files) -> String {
    let mut text = String::new();
    for (path, content) in files {
        let _ = writeln!(text, "// {path}\n{}", clean(&String::from_utf8_lossy(content)));
    }
    text
}

/// Asks on the terminal, for `command`.
///
/// # Errors
/// There is no terminal to ask on.
pub fn ask(question: &str, command: &str) -> Result<bool, Failed> {
    if !io::stdin().is_terminal() {
        let what = format!("without a terminal to ask on, `{command}` needs --yes");
        return Err(Failed::Misuse(what));
    }
    let mut stderr = io::stderr().lock();
    let asked = write!(stderr, "{question} [y/N] ").and_then(|()| stderr.flush());
    let mut line = String::new();
    asked.and_then(|()| io::stdin().lock().read_line(&mut line).map(|_| ()))?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

/// A time as `2026-11-24 01:34 UTC`, by the civil calendar (days since 1970-01-01, Gregorian).
pub fn utc(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Years counted from March, so that the leap day is a year's last: eras of 400 years.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", rest / 3_600, rest % 3_600 / 60)
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Failed {
        Failed::Trouble(trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn times_are_written_in_utc() {
        for (seconds, shown) in [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_400, "2000-02-29 00:00 UTC"),
            (1_795_483_980, "2026-11-24 01:33 UTC"),
            (-60, "1969-12-31 23:59 UTC"),
        ] {
            assert_eq!(utc(seconds), shown);
        }
    }
}
