//! What `pack test` found, as text for people and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{
    audit::{Audit, ExerciseProof, SCORE_BAR, Score, Survivor, Wanted},
    cli::print::{self, json as shapes},
    course::Course,
    diag::Severity,
    plain::lines::counted,
};

pub fn text(title: &str, audit: &Audit) -> String {
    let proved = &audit.proved;
    let mut text = print::findings(&audit.findings);
    if !text.is_empty() {
        text.push('\n');
    }
    scores(&mut text, audit);
    let _ = writeln!(text, "{title}");
    let _ = writeln!(
        text,
        "{}: {} solutions pass three times, {} other right answers pass, {} wrong answers \
         fail as they should, {} checks are proved.",
        counted(proved.exercises, "exercise"),
        proved.solutions,
        proved.alternatives,
        proved.wrongs,
        proved.checks
    );
    let _ = writeln!(
        text,
        "{}: {} blocks print what is told, twice.",
        counted(proved.lessons, "lesson"),
        proved.samples
    );
    let (killed, all) = audit.killed();
    if let Some(percent) = (killed * 100).checked_div(all) {
        let _ = writeln!(
            text,
            "Mutants: the checks kill {killed} of {all}, {percent} %{}.",
            excused(audit)
        );
    }
    if 0 < audit.kept {
        let _ = writeln!(
            text,
            "{} of {} lessons and exercises are unchanged since they were proved, and were not run \
             again (--all runs them).",
            audit.kept, audit.units
        );
    }
    let count = |severity| audit.findings.iter().filter(|found| found.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => text.push_str("Everything holds.\n"),
        (0, warnings) => {
            let warnings = counted(warnings, "warning");
            let _ = writeln!(text, "Everything holds; {warnings} above.");
        }
        (errors, warnings) => {
            let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
            let _ = writeln!(text, "{errors} and {warnings}; they stand above.");
        }
    }
    text
}

/// A row for each exercise whose mutants were judged this time.
fn scores(text: &mut String, audit: &Audit) {
    let rows: Vec<_> = audit
        .exercises
        .iter()
        .filter(|exercise| !exercise.kept)
        .filter_map(|exercise| {
            let score = exercise.score.as_ref()?;
            Some((exercise.id.as_str(), score, score.percent()?))
        })
        .collect();
    let Some(width) = rows.iter().map(|(id, ..)| id.chars().count()).max() else { return };
    for (id, score, percent) in rows {
        let (killed, counted) = (score.killed(), score.counted());
        let _ = writeln!(text, "{id:width$}  {killed:>3} of {counted:>3} mutants  {percent:>3} %");
    }
    text.push('\n');
}

/// Behind the score of the pack: what does not count in it.
fn excused(audit: &Audit) -> String {
    let scores = || audit.exercises.iter().filter_map(|exercise| exercise.score.as_ref());
    let reasons: usize = scores().map(|score| score.survivors.len() - score.unexplained()).sum();
    let unjudged: usize = scores().map(|score| score.unjudged.len()).sum();
    let mut text = String::new();
    if 0 < reasons {
        let _ = write!(text, "; {reasons} more survive for a reason");
    }
    if 0 < unjudged {
        let _ = write!(text, "; {unjudged} could not be judged");
    }
    text
}

pub fn value(course: &Course, wanted: &Wanted, audit: &Audit) -> Value {
    let findings: Vec<_> = audit
        .findings
        .iter()
        .map(|found| {
            json!({
                "severity": found.severity.to_string(),
                "file": found.place.file, "line": found.place.line, "column": found.place.column,
                "message": found.message, "hint": found.hint,
            })
        })
        .collect();
    let proved = &audit.proved;
    let (killed, counted) = audit.killed();
    json!({
        "format": shapes::FORMAT, "pack": course.id.as_str(), "passed": audit.passed(),
        "findings": findings,
        "proved": {
            "exercises": proved.exercises, "checks": proved.checks, "solutions": proved.solutions,
            "alternatives": proved.alternatives, "wrongs": proved.wrongs,
            "lessons": proved.lessons, "samples": proved.samples,
        },
        "units": audit.units, "kept": audit.kept,
        "mutants": {
            "bar": wanted.bar.unwrap_or(SCORE_BAR), "killed": killed, "counted": counted,
            "percent": (killed * 100).checked_div(counted),
        },
        "exercises": audit.exercises.iter().map(exercise).collect::<Vec<_>>(),
    })
}

fn exercise(exercise: &ExerciseProof) -> Value {
    let checks: Vec<_> = exercise
        .checks
        .iter()
        .map(
            |check| json!({ "name": check.name, "wrongs": check.wrongs, "mutants": check.mutants }),
        )
        .collect();
    json!({
        "id": exercise.id, "kind": exercise.kind, "kept": exercise.kept, "checks": checks,
        "mutants": exercise.score.as_ref().map(score),
    })
}

/// Also for `pack stats`, which tells the last one.
pub fn score(score: &Score) -> Value {
    let survivor = |survivor: &Survivor| {
        json!({
            "mutant": survivor.name(), "file": survivor.file, "line": survivor.line,
            "column": survivor.column, "change": survivor.change, "operator": survivor.operator,
            "reason": survivor.reason,
        })
    };
    let unjudged: Vec<_> = score
        .unjudged
        .iter()
        .map(|unjudged| json!({ "mutant": unjudged.mutant, "why": unjudged.why }))
        .collect();
    json!({
        "made": score.made, "killed": score.killed(), "counted": score.counted(),
        "percent": score.percent(),
        "survivors": score.survivors.iter().map(survivor).collect::<Vec<_>>(),
        "unjudged": unjudged,
    })
}
