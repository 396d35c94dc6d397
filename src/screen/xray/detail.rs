//! What is known of the chosen event: why a check failed there, else its own details.

use crate::{
    judge::Failure,
    screen::{
        theme::Role,
        widget::rows::{self, Row, Span, fold, markdown, span, wrap},
    },
    text,
    trace::told,
    tutor::recording::{self, Detail},
};

use super::{Shows, Xray, code::Mark, place::Places};

/// Labels stand left, what they label in this column.
const LABEL_COLUMNS: u16 = 11;
/// The same below the timeline.
const EXCHANGE_LABEL_COLUMNS: u16 = 6;
/// Rows of one labelled text below the timeline.
const EXCHANGE_ROWS_MAX: usize = 40;
/// Printed texts below the timeline.
const PRINTED_MAX: usize = 20;

impl Xray {
    /// What stands beside or below the timeline.
    pub(super) fn beside(&self, places: &Places) -> Vec<Row> {
        let width = places.detail.width;
        if width == 0 {
            return Vec::new();
        }
        match (self.shows, self.failure()) {
            (Shows::Bytes, _) => self.bytes(width),
            (Shows::Detail, Some(failure)) if places.wide => self.why_beside(failure, width),
            (Shows::Detail, Some(failure)) => self.why_below(failure, width),
            (Shows::Detail, None) => self.details(width),
        }
    }

    /// With room: the table, the code around the line, and the step before.
    fn why_beside(&self, failure: &Failure, width: u16) -> Vec<Row> {
        let place = self.line();
        let mut head = headline("✗ ", Role::FailBold, &failure.headline, width.saturating_sub(14));
        if let (Some(first), Some(place)) = (head.first_mut(), &place) {
            first.right.push(span(text::clean_line(&told::place(place)), Role::Muted));
        }
        let mut blocks = vec![head, compared(failure, width), why(failure, width)];
        blocks.push(notes(failure, width));
        blocks.extend(place.map(|place| self.lines_around(&place, Mark::Failed)));
        blocks.push(self.step_before(width));
        blocks.push(look_at(failure, width));
        joined(blocks)
    }

    /// With little room the headline, the reason, the line and the pointer come first.
    fn why_below(&self, failure: &Failure, width: u16) -> Vec<Row> {
        let place = self.line();
        let mut words = vec![
            span("✗ ", Role::FailBold),
            span(text::clean_line(&failure.headline), Role::Bright),
        ];
        let mut differing = failure.fields.iter().filter(|field| field.differs);
        if let (Some(field), None) = (differing.next(), differing.next()) {
            let said = format!("  Expected {}, came back {}.", field.expected, field.got);
            let fits = crate::screen::widget::pen::columns(&failure.headline) as usize + said.len();
            if fits + 2 <= usize::from(width) {
                words.push(span(text::clean_line(&said), Role::Text));
            }
        }
        let mut first =
            if words.len() == 3 { vec![Row::of(words)] } else { wrap(&words, width, 2) };
        first.extend(indented(markdown(&failure.why, width.saturating_sub(2), Role::Text), 2));
        let mut blocks = vec![first];
        blocks.extend(place.as_ref().map(|place| self.line_row(place, Mark::Failed)));
        blocks.push([notes(failure, width), look_at(failure, width)].concat());
        blocks.push(compared(failure, width));
        blocks.push(self.step_before(width));
        blocks.extend(place.map(|place| self.lines_around(&place, Mark::Failed)));
        blocks.push(self.exchange(width));
        joined(blocks)
    }

    fn step_before(&self, width: u16) -> Vec<Row> {
        let Some(before) = self.before() else { return Vec::new() };
        let trace = &self.recording.trace;
        let at = self.timeline.at_us(trace, before).map_or_else(String::new, told::time);
        let mut rows = vec![Row::words(format!("one step before, at {at}"), Role::Muted)];
        for detail in recording::details(trace, &self.timeline, before).iter().take(4) {
            match detail {
                Detail::Headline(words) => {
                    rows.extend(wrap(&[span(text::clean_line(words), Role::Text)], width, 0));
                }
                Detail::Sql(_) | Detail::Labelled("values" | "gave" | "failed" | "then", _) => {
                    rows.extend(self.detail_rows(before, detail, width));
                }
                Detail::Labelled(..) | Detail::Code(_) => {}
            }
        }
        rows
    }

    /// What the recording knows of an event at which no check failed.
    fn details(&self, width: u16) -> Vec<Row> {
        let mut blocks: Vec<Vec<Row>> = Vec::new();
        let mut was_label = false;
        for detail in recording::details(&self.recording.trace, &self.timeline, self.at) {
            let rows = self.detail_rows(self.at, &detail, width);
            // Short labels stand together, long texts apart.
            let is_label = matches!(detail, Detail::Labelled(..)) && rows.len() < 3;
            match blocks.last_mut() {
                Some(last) if is_label && was_label => last.extend(rows),
                Some(_) | None => blocks.push(rows),
            }
            was_label = is_label;
        }
        joined(blocks)
    }

    fn detail_rows(&self, event: usize, detail: &Detail, width: u16) -> Vec<Row> {
        match detail {
            Detail::Headline(words) if self.timeline.events[event].failed => {
                headline("✗ ", Role::FailBold, words, width)
            }
            Detail::Headline(words) => {
                wrap(&[span(text::clean_line(words), Role::Bright)], width, 0)
            }
            Detail::Labelled("note", words) => {
                wrap(&[span(text::clean_line(words), Role::Text)], width, 0)
            }
            Detail::Labelled(label, words) => labelled(label, words, LABEL_COLUMNS, width),
            Detail::Sql(source) => self.statement_rows(self.timeline.events[event].entry, source),
            Detail::Code(place) => {
                let failed = self.timeline.events[event].failed;
                self.lines_around(place, if failed { Mark::Failed } else { Mark::Here })
            }
        }
    }

    /// What the request printed, what was sent and what came back.
    pub(super) fn exchange(&self, width: u16) -> Vec<Row> {
        let Some((_, group)) = self.timeline.group_at(self.at) else { return Vec::new() };
        let trace = &self.recording.trace;
        let (sent, back) = recording::exchange(trace, &self.timeline, group);
        let parts = [("log", self.printed(group.events.clone())), ("sent", sent), ("back", back)];
        let blocks = parts.into_iter().filter_map(|(label, text)| {
            if text.is_empty() {
                return None;
            }
            let mut rows = labelled(label, &text, EXCHANGE_LABEL_COLUMNS, width);
            rows.truncate(EXCHANGE_ROWS_MAX);
            Some(rows)
        });
        joined(blocks.collect())
    }

    /// The first texts that were printed for the request.
    fn printed(&self, events: std::ops::Range<usize>) -> String {
        let entries = self.timeline.events[events].iter();
        let entries = entries.filter_map(|event| self.recording.trace.entries.get(event.entry));
        let printed = entries.filter_map(|entry| match &entry.what {
            crate::trace::What::Printed { text, .. } => Some(text.as_str()),
            _ => None,
        });
        let text: String = printed.take(PRINTED_MAX).collect();
        text.trim_end_matches('\n').to_owned()
    }
}

fn headline(mark: &str, role: Role, words: &str, width: u16) -> Vec<Row> {
    wrap(&[span(mark, role), span(text::clean_line(words), Role::Bright)], width, 2)
}

/// What differs: what was expected, and what came back.
fn compared(failure: &Failure, width: u16) -> Vec<Row> {
    let side = failure.side.words();
    let mut rows = Vec::new();
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    for field in failure.fields.iter().filter(|field| field.differs) {
        let value = |words: &str, role| {
            let words = format!("{} {words}", field.name);
            wrap(&[span(text::clean_line(&words), role)], inner, 0)
        };
        rows.extend(behind_label("expected", value(&field.expected, Role::Text), LABEL_COLUMNS));
        rows.extend(behind_label(side, value(&field.got, Role::Fail), LABEL_COLUMNS));
        if let Some(note) = &field.note {
            let note = wrap(&[span(text::clean_line(note), Role::Muted)], inner, 0);
            rows.extend(behind_label("", note, LABEL_COLUMNS));
        }
    }
    rows
}

fn why(failure: &Failure, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    if failure.why.is_empty() {
        return Vec::new();
    }
    behind_label("why", markdown(&failure.why, inner, Role::Text), LABEL_COLUMNS)
}

/// What the Result notes, too.
fn notes(failure: &Failure, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let note = |words| behind_label("note", markdown(words, inner, Role::Text), LABEL_COLUMNS);
    failure.notes().flat_map(note).collect()
}

fn look_at(failure: &Failure, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(LABEL_COLUMNS).max(10);
    let look = failure.look.as_deref().unwrap_or_default();
    behind_label("look at", markdown(look, inner, Role::Text), LABEL_COLUMNS)
}

/// A label and lines as they are, folded where they do not fit.
fn labelled(label: &str, words: &str, columns: u16, width: u16) -> Vec<Row> {
    let inner = width.saturating_sub(columns).max(10);
    let cleaned = text::clean(words);
    let rows = cleaned.lines().flat_map(|line| fold(line, inner, Role::Text));
    behind_label(label, rows.collect(), columns)
}

fn behind_label(label: &str, rows: Vec<Row>, columns: u16) -> Vec<Row> {
    let width = usize::from(columns);
    let labelled = rows.into_iter().enumerate().map(|(index, mut row)| {
        let head = if index == 0 { label } else { "" };
        row.spans.insert(0, span(format!("{head:width$}"), Role::Muted));
        row.ground_from = columns;
        row
    });
    labelled.collect()
}

fn indented(rows: Vec<Row>, columns: usize) -> Vec<Row> {
    let margin: Span = span(" ".repeat(columns), Role::Text);
    let indented = rows.into_iter().map(|mut row| {
        row.spans.insert(0, margin.clone());
        row
    });
    indented.collect()
}

/// One empty row between two blocks.
fn joined(blocks: Vec<Vec<Row>>) -> Vec<Row> {
    let mut rows: Vec<rows::Row> = Vec::new();
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        if !rows.is_empty() {
            rows.push(Row::empty());
        }
        rows.extend(block);
    }
    rows
}
