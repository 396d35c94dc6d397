//! What the recording says of a program's SQL: one statement against what a check names, and the
//! statements of one request against how many they may be.

use serde_json::Value;

use super::Fallen;
use crate::{
    course::check::{Expected, SqlSeen},
    judge::Field,
    text::clean_line,
    trace::{
        Entry, SqlRan,
        statements::{Counted, OfRequest, by_request},
    },
};

/// Characters of a statement in a line of the list.
const TEXT_CHARS_MAX: usize = 160;
/// Characters of a statement in a note.
const NOTE_CHARS_MAX: usize = 60;

/// The request whose statements are more than `most`: the one with the most of them.
pub fn too_many(most: u32, entries: &[&Entry]) -> Option<Fallen> {
    let requests = by_request(entries.iter().copied());
    // Of equal ones the first is the easiest to find again.
    let worst = requests.iter().rev().max_by_key(|of| of.count())?;
    if worst.count() <= most {
        return None;
    }
    let fields = vec![Field {
        name: "statements".to_owned(),
        expected: format!("at most {most}"),
        got: worst.count().to_string(),
        differs: true,
        note: repeated(worst),
    }];
    let of = (!worst.request.is_empty()).then(|| clean_line(&worst.request).into_owned());
    let statements = worst.statements.iter().map(line).collect();
    Some(Fallen { fields, of, place: None, statements: Some(statements) })
}

/// That one statement ran again and again, where one did.
fn repeated(of: &OfRequest) -> Option<String> {
    let most = of.statements.iter().rev().max_by_key(|counted| counted.times)?;
    (1 < most.times).then(|| {
        format!(
            "{} times the same but for its values: {}",
            most.times,
            cut(&most.text, NOTE_CHARS_MAX)
        )
    })
}

/// `12 x SELECT name FROM users WHERE id = ? (12 rows, 480 steps of full scans)`.
fn line(counted: &Counted) -> String {
    let mut notes = Vec::new();
    if 0 < counted.rows {
        notes.push(format!("{} {}", counted.rows, if counted.rows == 1 { "row" } else { "rows" }));
    }
    if 0 < counted.full_scan_steps {
        notes.push(format!("{} steps of full scans", counted.full_scan_steps));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{} x {}{notes}", counted.times, cut(&counted.text, TEXT_CHARS_MAX))
}

fn cut(text: &str, most: usize) -> String {
    let mut line = clean_line(text).into_owned();
    if let Some((end, _)) = line.char_indices().nth(most) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// The values that `seen` names, by the names that a learner sees.
pub fn named(seen: &SqlSeen) -> Vec<(&'static str, &Expected)> {
    let all = [
        ("sql", &seen.text),
        ("parameters", &seen.parameters),
        ("rows", &seen.rows),
        ("changed", &seen.changed),
        ("full-scan steps", &seen.full_scan_steps),
        ("error", &seen.error),
    ];
    all.into_iter().filter_map(|(name, expected)| Some((name, expected.as_ref()?))).collect()
}

/// What a statement was, by one of those names. Its text is on one line.
pub fn value(ran: &SqlRan, name: &str) -> Option<Value> {
    match name {
        "sql" => Some(ran.text.split_whitespace().collect::<Vec<_>>().join(" ").into()),
        "parameters" => Some(ran.parameters.as_str().into()),
        "rows" => Some(ran.rows.into()),
        "changed" => ran.changed.map(Value::from),
        "full-scan steps" => Some(ran.full_scan_steps.into()),
        _ => ran.error.as_deref().map(Value::from),
    }
}
