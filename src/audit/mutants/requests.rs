//! Small changes of a file of requests: another method, a header field, a body, a query or a whole
//! request left out, and what was written down.

use std::ops::Range;

use crate::{
    audit::mutants::{
        edit::{Edit, Operator, snippet},
        number,
    },
    exchange::http_file::{self, Entry},
};

const METHODS: &[(&str, &str)] = &[
    ("GET", "POST"),
    ("HEAD", "GET"),
    ("POST", "PUT"),
    ("PUT", "POST"),
    ("PATCH", "PUT"),
    ("DELETE", "GET"),
    ("OPTIONS", "GET"),
];

/// All changes of `text` in the order of their places; none where it has a mistake.
pub fn edits(text: &str) -> Vec<Edit> {
    let (file, mistakes) = http_file::parse(text);
    if !mistakes.is_empty() {
        return Vec::new();
    }
    let lines = Lines::of(text);
    let mut edits = Vec::new();
    for entry in &file.entries {
        method(&lines, entry, &mut edits);
        target(&lines, entry, &mut edits);
        parts(&lines, entry, &mut edits);
    }
    for answer in &file.answers {
        if let Some(line) = lines.with_break(answer.line, answer.line) {
            edits.push(Edit::left_out(Operator::Text, text, line, ""));
        }
    }
    edits.retain(|edit| http_file::parse(&edit.applied(text)).1.is_empty());
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// Lines without the spaces around them; empty ones and comments are none.
pub fn tokens(text: &str) -> Vec<&str> {
    let is_comment = |line: &&str| line.starts_with('#') && !line.contains('@');
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line)).collect()
}

fn method(lines: &Lines<'_>, entry: &Entry, edits: &mut Vec<Edit>) {
    let Some(line) = lines.line(entry.line) else { return };
    let Some((_, other)) = METHODS.iter().find(|(method, _)| *method == entry.method) else {
        return;
    };
    // A line of a target alone has no method to change.
    if lines.text[line.clone()].starts_with(&entry.method) {
        let range = line.start..line.start + entry.method.len();
        edits.push(Edit::becomes(Operator::Method, lines.text, range, other));
    }
}

/// The query, and each number of the path.
fn target(lines: &Lines<'_>, entry: &Entry, edits: &mut Vec<Edit>) {
    let Some(line) = lines.line(entry.line) else { return };
    let Some(found) = lines.text[line.clone()].find(&entry.target) else { return };
    let start = line.start + found;
    let (path, query) = match entry.target.split_once('?') {
        Some((path, _)) => (path, true),
        None => (&*entry.target, false),
    };
    if query {
        let range = start + path.len()..start + entry.target.len();
        edits.push(Edit::left_out(Operator::Clause, lines.text, range, ""));
    }
    let mut at = start;
    for segment in path.split('/') {
        if let Some(other) = number::neighbours(segment).first() {
            edits.push(Edit::becomes(Operator::Number, lines.text, at..at + segment.len(), other));
        }
        at += segment.len() + 1;
    }
}

/// Header fields, the body, the request as a whole.
fn parts(lines: &Lines<'_>, entry: &Entry, edits: &mut Vec<Edit>) {
    for field in &entry.fields {
        if let Some(range) = lines.with_break(field.line, field.line) {
            edits.push(Edit::left_out(Operator::Header, lines.text, range, ""));
        }
    }
    let first = entry.body.first().map(|(line, _)| *line);
    let last = entry.body.last().map(|(line, _)| *line);
    if let (Some(first), Some(last)) = (first, last)
        && let Some(range) = lines.with_break(first, last)
    {
        edits.push(Edit::left_out(Operator::Statement, lines.text, range, ""));
    }
    let end = last.or(entry.fields.last().map(|field| field.line)).unwrap_or(entry.line);
    if let Some(range) = lines.with_break(entry.line, end) {
        let change = format!("{} {} is not sent", entry.method, snippet(&entry.target));
        let (operator, put) = (Operator::Statement, String::new());
        edits.push(Edit { operator, range, put, change });
    }
}

/// Where the lines of a text stand.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Lines<'t> {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line `number`, counted from 1, without its break.
    fn line(&self, number: u32) -> Option<Range<usize>> {
        let range = self.with_break(number, number)?;
        let line = self.text[range.clone()].trim_end_matches(['\n', '\r']);
        Some(range.start..range.start + line.len())
    }

    fn with_break(&self, first: u32, last: u32) -> Option<Range<usize>> {
        let start = *self.starts.get(usize::try_from(first.checked_sub(1)?).ok()?)?;
        let end = self.starts.get(usize::try_from(last).ok()?).copied();
        Some(start..end.unwrap_or(self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let changes: Vec<String> = edits(text).into_iter().map(|edit| edit.change).collect();
        assert_eq!(changes, expected, "{text}");
    }

    #[test]
    fn a_request_loses_its_parts_one_by_one() {
        check(
            "### one more\nPOST /users\nContent-Type: application/json\n\n{\"name\": \"Ada\"}\n",
            &[
                "POST becomes PUT",
                "POST /users is not sent",
                "Content-Type: application/json is left out",
                "{\"name\": \"Ada\"} is left out",
            ],
        );
    }

    #[test]
    fn a_target_has_a_query_and_numbers() {
        check(
            "GET /users/4/orders?from=2\n",
            &[
                "GET becomes POST",
                "GET /users/4/orders?from=2 is not sent",
                "4 becomes 5",
                "?from=2 is left out",
            ],
        );
    }

    #[test]
    fn what_cannot_be_read_has_no_changes() {
        check("", &[]);
        check("GET /\nno field\n", &[]);
    }

    #[test]
    fn what_was_written_down_can_be_missing() {
        check(
            "# @answer status = 404\nGET /\n",
            &["# @answer status = 404 is left out", "GET becomes POST", "GET / is not sent"],
        );
    }
}
