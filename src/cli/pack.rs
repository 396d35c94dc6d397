//! `pack test`: proves a pack, with a bar while it works.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Write as _},
    path::Path,
    sync::{Arc, mpsc::channel},
    thread,
};

use serde_json::json;

use crate::{
    audit::{self, Audit, Told},
    cli::{
        Ended, Failed,
        print::{self, json as shapes, out},
        standing::open_pack,
    },
    lab::{Cancel, Machine},
    pack::files::Disk,
};

/// Columns of the bar.
const BAR_COLUMNS: usize = 24;

pub fn test(machine: &Machine, folder: &Path, as_json: bool) -> Result<Ended, Failed> {
    let pack = open_pack(Arc::new(Disk::new(folder)))?;
    let (told, progress) = channel();
    let drawn = io::stderr().is_terminal() && !as_json;
    let bar = thread::spawn(move || {
        for step in progress {
            if drawn {
                draw(&step);
            }
        }
        if drawn {
            // Takes the bar away again.
            eprint(&format!("\r{:columns$}\r", "", columns = BAR_COLUMNS + 50));
        }
    });
    let audit = audit::audit(machine, &pack, &Cancel::new(), &told);
    drop(told);
    // The bar ends with the sender above.
    let _ = bar.join();
    let text = if as_json {
        shapes::line(&as_value(pack.course.id.as_str(), &audit))
    } else {
        summary(&pack.course.title, &audit)
    };
    out(&text)?;
    Ok(if audit.passed() { Ended::Well } else { Ended::NotPassed })
}

fn draw(step: &Told) {
    let full = step.done * BAR_COLUMNS / step.of.max(1);
    let bar = format!("{}{}", "━".repeat(full), "─".repeat(BAR_COLUMNS - full));
    eprint(&format!("\r{bar}  {} of {}  {:<30.30}", step.done, step.of, step.id));
}

/// Without a line break; nobody is told where standard error is gone.
fn eprint(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

fn summary(title: &str, audit: &Audit) -> String {
    let proved = &audit.proved;
    let mut text = print::findings(&audit.findings);
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{title}");
    let _ = writeln!(
        text,
        "{} exercises: {} solutions pass three times, {} other right answers pass, {} wrong answers \
         fail as they should, {} checks are proved.",
        proved.exercises, proved.solutions, proved.alternatives, proved.wrongs, proved.checks
    );
    let _ = writeln!(
        text,
        "{} lessons: {} blocks print what is told, twice.",
        proved.lessons, proved.samples
    );
    match audit.findings.iter().count() {
        0 => text.push_str("Everything holds.\n"),
        count => {
            let _ = writeln!(text, "{count} findings; they stand above.");
        }
    }
    text
}

fn as_value(pack: &str, audit: &Audit) -> serde_json::Value {
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
    json!({
        "format": shapes::FORMAT, "pack": pack, "passed": audit.passed(), "findings": findings,
        "proved": {
            "exercises": proved.exercises, "checks": proved.checks, "solutions": proved.solutions,
            "alternatives": proved.alternatives, "wrongs": proved.wrongs,
            "lessons": proved.lessons, "samples": proved.samples,
        },
    })
}
