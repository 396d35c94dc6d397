//! Each block of a lesson prints what the lesson says, every time.

use std::sync::mpsc::channel;

use crate::{
    audit::{Audit, Bench, SAMPLE_RUNS},
    course::lesson::{Sample, continued},
    diag::Findings,
    judge::{self, SampleRun},
    pack::LoadedLesson,
    trace::Stop,
};

pub fn test(bench: &Bench<'_>, lesson: &LoadedLesson) -> Audit {
    let mut audit = Audit::default();
    audit.proved.lessons = 1;
    let samples: Vec<&Sample> = lesson.document.samples().collect();
    for block in &samples {
        if !block.mode.runs() {
            continue;
        }
        let before = continued(&samples, block);
        let holds = (0..SAMPLE_RUNS).all(|_| {
            let (steps, _) = channel();
            let run = judge::run_sample(bench.machine, block, &before, bench.cancel, &steps);
            holds(block, &run, &mut audit.findings)
        });
        audit.proved.samples += usize::from(holds);
    }
    audit
}

fn holds(block: &Sample, run: &SampleRun, findings: &mut Findings) -> bool {
    if let Stop::Fault(fault) = &run.stop {
        findings.error(block.place.clone(), format!("this block could not be run: {fault}"));
        return false;
    }
    match (&block.output, run.as_told) {
        (Some(_), Some(true)) => true,
        (Some(told), _) => {
            let message = "this block does not print what the lesson says";
            findings.error(block.place.clone(), message).hint(difference(told, &run.output));
            false
        }
        (None, _) if run.output.is_empty() => true,
        (None, _) => {
            let message = "this block prints, and the lesson does not show what";
            let hint = format!("add an ```output block with:\n{}", run.output);
            findings.error(block.place.clone(), message).hint(hint);
            false
        }
    }
}

/// The first line that differs, both ways.
fn difference(told: &str, printed: &str) -> String {
    let squeezed =
        |line: Option<&str>| line.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let (mut told, mut printed) = (told.lines(), printed.lines());
    loop {
        let (expected, got) = (told.next(), printed.next());
        if expected.is_none() && got.is_none() {
            return "both hold the same lines, in another order of spaces".to_owned();
        }
        if squeezed(expected) != squeezed(got) && expected != Some("…") {
            let shown = |line: Option<&str>| {
                line.map_or_else(|| "nothing more".to_owned(), |line| format!("`{line}`"))
            };
            return format!("the lesson says {}, printed was {}", shown(expected), shown(got));
        }
    }
}
