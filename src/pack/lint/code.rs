//! Rules about the blocks of code of a lesson.

use unicode_width::UnicodeWidthStr;

use crate::{
    course::lesson::{Mode, Sample, continued},
    diag::Place,
    pack::lint::{Report, view::LessonView},
};

/// Lines of a block at most.
const LINES_MAX: usize = 25;
/// Columns of a line at most: what an 80 columns wide screen shows.
const COLUMNS_MAX: usize = 72;
/// Languages that run in the tutor, so that nothing in them is only shown.
const RUN_HERE: &[&str] = &["js", "mjs", "cjs", "sql", "http"];
/// What ends a program that listens.
const ENDS: &[&str] = &[".close(", "process.exit("];

/// L05: what a mode promises, beyond what the loader asks.
pub fn modes(view: &LessonView<'_>, report: &mut Report<'_>) {
    for sample in view.loaded.document.samples() {
        let language = sample.language.as_str();
        if sample.mode == Mode::Display && RUN_HERE.contains(&language) {
            let message = format!("`{language}` runs here, and `display` is for other stacks");
            let hint = "`run` with its output, or `fragment` for a part that does not run alone";
            report.say(sample.place.clone(), message, hint);
        }
        if sample.mode.runs() && sample.output.is_none() {
            let message = "the block runs, and the lesson does not show what it prints";
            report.say(sample.place.clone(), message, "an `output` block directly below it");
        }
        if sample.mode == Mode::Fragment && language == "json" {
            parse_json(sample, report);
        }
    }
}

fn parse_json(sample: &Sample, report: &mut Report<'_>) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&sample.code) {
        let line = u32::try_from(error.line()).unwrap_or(1).max(1) - 1;
        let place = Place::new(&sample.place.file, sample.place.line + line, sample.place.column);
        report.say(place, "this is not JSON", "");
    }
}

/// L06: a program that waits for requests gets some, or ends by itself. That it prints what the
/// lesson shows is proved by `pack test`.
pub fn endings(view: &LessonView<'_>, report: &mut Report<'_>) {
    let samples: Vec<_> = view.loaded.document.samples().collect();
    for sample in samples.iter().filter(|sample| sample.mode.runs()) {
        let mut parts = continued(&samples, sample);
        parts.push(sample);
        let holds = |word: &str| parts.iter().any(|part| part.code.contains(word));
        let sends = parts.iter().any(|part| !part.sends.is_empty());
        if holds(".listen(") && !sends && !ENDS.iter().any(|end| holds(end)) {
            let message = "this program listens, and nothing is sent to it and nothing ends it";
            report.say(sample.place.clone(), message, "send=\"GET /\" behind the mode");
        }
    }
}

/// L07: code that fits a screen.
pub fn sizes(view: &LessonView<'_>, report: &mut Report<'_>) {
    for sample in view.loaded.document.samples() {
        let lines = sample.code.lines().count();
        if lines > LINES_MAX {
            let message = format!("the block has {lines} lines, at most {LINES_MAX}");
            report.say(sample.place.clone(), message, "show the part that matters");
        }
        for (index, line) in (0_u32..).zip(sample.code.lines()) {
            let columns = line.width();
            if columns > COLUMNS_MAX {
                let message = format!("the line has {columns} columns, at most {COLUMNS_MAX}");
                let place = &sample.place;
                let place = Place::new(&place.file, place.line + index, place.column);
                report.say(place, message, "");
            }
        }
    }
}

/// L08: a fault is shown at work, and mended in the same lesson.
pub fn vulnerable(view: &LessonView<'_>, report: &mut Report<'_>) {
    let samples: Vec<_> = view.loaded.document.samples().collect();
    for sample in samples.iter().filter(|sample| sample.mode == Mode::Vulnerable) {
        let after: Vec<_> = samples
            .iter()
            .filter(|later| later.index > sample.index && later.mode.runs())
            .collect();
        if sample.sends.is_empty() && after.is_empty() {
            let message = "nothing shows how the fault of this block is used";
            report.say(sample.place.clone(), message, "`send` the attack, or run it below");
        } else if !after.iter().any(|later| later.mode != Mode::Vulnerable) {
            let message = "no block below this one shows the fault mended";
            report.say(sample.place.clone(), message, "a `run` block with the repaired code");
        }
    }
}
