//! `pack lint`: what a pack's files get wrong, without running anything.

use std::{fmt::Write as _, path::Path, sync::Arc};

use serde_json::json;

use crate::{
    cli::{
        Ended, Failed,
        print::{json as shapes, out},
    },
    diag::{Severity, Trouble},
    pack::{
        Pack, archive,
        files::{Disk, Files as _},
        lint::{Found, Linted, lint_files},
        mend::{Change, Mended, mend},
        written::write_whole,
    },
    text::clean_line,
};

/// Rounds of mending at most; each mends something, so one more than mistakes hide behind others.
const ROUNDS_MAX: usize = 8;

/// Prints the findings of the pack in `folder`, below what was mended before. Errors make it end as
/// a test that did not pass; warnings do not.
pub fn lint(
    folder: &Path,
    against: Option<&Path>,
    mended: Option<&[Mended]>,
    as_json: bool,
) -> Result<Ended, Failed> {
    let earlier = against.map(earlier).transpose()?;
    let (pack, linted) = lint_files(Arc::new(Disk::new(folder)), earlier.as_ref());
    let id = pack.as_ref().map(|pack| pack.course.id.as_str());
    out(&if as_json {
        shapes::line(&as_value(id, &linted, mended))
    } else {
        fixes(mended.unwrap_or_default()) + &as_text(&linted)
    })?;
    Ok(if linted.count(Severity::Error) == 0 { Ended::Well } else { Ended::NotPassed })
}

/// The version that learners have: a folder, or an archive.
fn earlier(place: &Path) -> Result<Pack, Failed> {
    if place.is_file() {
        let bytes = archive::read_file(place)?;
        let opened = archive::open(&bytes).map_err(Trouble::from)?;
        return Ok(opened.pack().clone());
    }
    let (pack, findings) = Pack::open(Arc::new(Disk::new(place)));
    pack.ok_or_else(|| {
        let shown = place.display();
        let why = findings.iter().next().map(ToString::to_string).unwrap_or_default();
        Failed::Misuse(format!("--against {shown}: this is no pack\n{why}"))
    })
}

/// Mends the files of the pack in `folder` until nothing is left to mend: a key that is right brings
/// the rest of its file to light.
pub fn fix(folder: &Path) -> Result<Vec<Mended>, Failed> {
    let disk = Disk::new(folder);
    let mut all = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let found = lint_files(Arc::new(disk.clone()), None).1.found;
        let mut mended = Vec::new();
        for path in disk.list("").0 {
            let text = disk.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            mended.extend(text.and_then(|text| mend(&path, &text, &found)));
        }
        for file in &mended {
            let path = disk.root().join(&file.path);
            write_whole(&path, file.text.as_bytes()).map_err(|error| {
                Failed::Broken(format!("{} cannot be written: {error}", path.display()))
            })?;
        }
        if mended.is_empty() {
            break;
        }
        all.append(&mut mended);
    }
    Ok(all)
}

fn fixes(mended: &[Mended]) -> String {
    let mut text = String::new();
    for Change { place, what } in mended.iter().flat_map(|file| &file.changes) {
        let _ = writeln!(text, "fixed {place}: {}", clean_line(what));
    }
    text
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

fn as_value(pack: Option<&str>, linted: &Linted, mended: Option<&[Mended]>) -> serde_json::Value {
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
    let mut value = json!({
        "format": shapes::FORMAT, "pack": pack, "files": linted.files,
        "errors": linted.count(Severity::Error), "warnings": linted.count(Severity::Warning),
        "findings": findings,
    });
    if let Some(mended) = mended {
        let changes = mended.iter().flat_map(|file| &file.changes);
        let fixed = changes.map(|Change { place, what }| {
            json!({ "file": place.file, "line": place.line, "column": place.column, "what": what })
        });
        value["fixed"] = fixed.collect();
    }
    value
}
