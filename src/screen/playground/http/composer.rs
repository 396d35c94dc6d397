//! The request that is chosen, as it will be sent: its line, its header fields, its body.

use super::Http;
use crate::{
    exchange::http_file::{Entry, Mistake, pieces},
    screen::{
        theme::{Ground, Role},
        widget::{
            pen::columns,
            rows::{Row, Span, span, wrap},
        },
    },
    tutor::playground::trouble_of,
};

/// The widest column that names of header fields take.
const NAME_COLUMNS_MAX: usize = 20;

/// The rows of the request, cut so that at most `height` stand there.
pub fn rows(http: &Http, width: u16, height: usize, roomy: bool) -> Vec<Row> {
    let Some((collection, _, entry)) = http.request() else { return nothing(http, width) };
    let place = |line| pieces::piece_of_line(&collection.text, line).map(|(piece, _)| piece);
    let own = place(entry.line);
    let mut rows = vec![request_row(entry, width)];
    if roomy {
        rows.push(Row::empty());
    }
    if let Some(mistake) = collection.mistakes.iter().find(|other| place(other.line) == own) {
        rows.extend(mistake_rows(mistake, None, width));
    }
    rows.extend(field_rows(entry));
    if !entry.body.is_empty() {
        rows.push(Row::empty());
        let lines = entry.body.iter().map(|(_, line)| Row::of(named(line, Role::Code)));
        rows.extend(lines);
    }
    if height < rows.len() {
        let more = rows.len() - height + 1;
        rows.truncate(height.saturating_sub(1));
        rows.push(Row::words(format!("… {more} more lines   Enter edits"), Role::Muted));
    }
    rows
}

/// What stands there where no request is chosen.
fn nothing(http: &Http, width: u16) -> Vec<Row> {
    let Some(shelf) = &http.shelf else { return Vec::new() };
    let words = if let Some(trouble) = http.chosen_trouble() {
        trouble
    } else if shelf.collections.is_empty() {
        let place = match &shelf.folder {
            Some(folder) => format!("They are kept as .http files in {folder}."),
            None => "They are kept until you leave.".to_owned(),
        };
        format!(
            "No requests yet. n begins one, i takes in a .http file or a curl command, and Enter \
             takes a sample for the course's shop. {place}"
        )
    } else if let super::Choice::Past(_) = &http.chosen {
        "What was sent is listed until Backlab ends; the requests stay in their files.".to_owned()
    } else {
        return Vec::new();
    };
    wrap(&[span(words, Role::Text)], width, 0)
}

fn request_row(entry: &Entry, width: u16) -> Row {
    let mut spans = vec![span(format!("{}  ", entry.method), Role::Bright)];
    spans.extend(named(&entry.target, Role::Text));
    let mut row = Row { ground: Some(Ground::Code), ..Row::of(spans) };
    let used = row.columns() + columns(&entry.name) + 4;
    if !entry.name.is_empty() && used <= width {
        row = row.with_right(entry.name.clone(), Role::Muted);
    }
    row
}

fn field_rows(entry: &Entry) -> Vec<Row> {
    let widest = entry.fields.iter().map(|field| field.name.chars().count()).max();
    let widest = widest.unwrap_or(0).min(NAME_COLUMNS_MAX);
    let row = |field: &crate::exchange::http_file::Variable| {
        let mut spans = vec![span(format!("{:widest$}  ", field.name), Role::Muted)];
        spans.extend(named(&field.value, Role::Text));
        Row::of(spans)
    };
    entry.fields.iter().map(row).collect()
}

/// What keeps the request from being sent, and the line where lines have numbers.
pub fn mistake_rows(mistake: &Mistake, line: Option<u32>, width: u16) -> Vec<Row> {
    let trouble = trouble_of(mistake);
    let line = line.map(|line| format!("Line {line}: ")).unwrap_or_default();
    let what = format!("{line}{}", trouble.what);
    let mut spans = vec![span("✗ ", Role::FailBold), span(what, Role::Text)];
    if let Some(next) = trouble.next {
        spans.push(span(format!("  {next}"), Role::Muted));
    }
    wrap(&spans, width, 2)
}

/// Text with its `{{names}}` in the colour of names.
pub fn named(text: &str, role: Role) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let Some(end) = rest[start..].find("}}") else { break };
        let end = start + end + 2;
        if 0 < start {
            spans.push(span(&rest[..start], role));
        }
        spans.push(span(&rest[start..end], Role::Name));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        spans.push(span(rest, role));
    }
    spans
}
