//! `pack lint`: what a pack's files get wrong, without running anything.

use std::{fmt::Write as _, path::Path, sync::Arc};

use serde_json::json;

use crate::{
    cli::{
        Ended, Failed,
        print::{json as shapes, out},
    },
    diag::{Findings, Severity},
    pack::{
        Pack,
        files::Disk,
        lint::{Found, Linted, lint as look},
    },
};

/// Prints the findings of the pack in `folder`. Errors make it end as a test that did not pass;
/// warnings do not.
pub fn lint(folder: &Path, as_json: bool) -> Result<Ended, Failed> {
    let (pack, findings) = Pack::open(Arc::new(Disk::new(folder)));
    let linted = match &pack {
        Some(pack) => {
            let mut linted = look(pack);
            // The warnings about pack.toml itself: with an error there is no pack.
            linted.found.splice(0..0, as_found(&findings));
            linted
        }
        None => Linted { found: as_found(&findings), files: 1 },
    };
    let id = pack.as_ref().map(|pack| pack.course.id.as_str());
    out(&if as_json { shapes::line(&as_value(id, &linted)) } else { as_text(&linted) })?;
    Ok(if linted.count(Severity::Error) == 0 { Ended::Well } else { Ended::NotPassed })
}

fn as_found(findings: &Findings) -> Vec<Found> {
    findings.iter().map(|what| Found { rule: "shape", what: what.clone() }).collect()
}

/// A finding a line, its rule in brackets, its hint below; then how many there are.
pub fn as_text(linted: &Linted) -> String {
    let mut text = String::new();
    for Found { rule, what } in &linted.found {
        let _ = writeln!(text, "{}: {}[{rule}]: {}", what.place, what.severity, what.message);
        if let Some(hint) = &what.hint {
            let _ = writeln!(text, "    {hint}");
        }
    }
    let many = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    let _ = writeln!(
        text,
        "{}, {} in {}",
        many(linted.count(Severity::Error), "error"),
        many(linted.count(Severity::Warning), "warning"),
        many(linted.files, "file")
    );
    text
}

fn as_value(pack: Option<&str>, linted: &Linted) -> serde_json::Value {
    let findings: Vec<_> = linted
        .found
        .iter()
        .map(|Found { rule, what }| {
            json!({
                "rule": rule, "severity": what.severity.to_string(),
                "file": what.place.file, "line": what.place.line, "column": what.place.column,
                "message": what.message, "hint": what.hint,
            })
        })
        .collect();
    json!({
        "format": shapes::FORMAT, "pack": pack, "files": linted.files,
        "errors": linted.count(Severity::Error), "warnings": linted.count(Severity::Warning),
        "findings": findings,
    })
}
