//! The result of a check, in the order in which it is read: what happened, what was sent, what was
//! expected and came back, why, where to look, what the program printed.

pub(super) mod script;
mod table;

use std::borrow::Cow;

use crate::{
    course::check::Check,
    judge::{CheckResult, Failure, Field, NOTHING, Outcome, Side},
    screen::{
        theme::Role,
        widget::{pen::columns, pointed::pointed, waited::Waited},
    },
    text,
};

use super::{
    Bench, passed,
    rows::{self, LABEL_COLUMNS, Row, Span, labelled, markdown, span, wrap},
    run::{Checking, Run},
};

/// Output is cut here; Enter shows all of it.
const PRINTED_ROWS_MAX: usize = 12;
/// Rows of the request in the overview.
const SENT_ROWS_MAX: usize = 4;
/// A word of a header field that is longer is cut to so many characters.
const WORD_CHARS_MAX: usize = 40;
const WORD_CHARS_CUT: usize = 20;
/// A hidden check shows what it sent from this attempt on.
const ATTEMPTS_TO_SEE_HIDDEN: u32 = 2;

/// Rows that the result needs in a pane of `width` columns.
pub fn height(bench: &Bench, width: u16) -> u16 {
    u16::try_from(rows(bench, width).len()).unwrap_or(u16::MAX)
}

pub fn rows(bench: &Bench, width: u16) -> Vec<Row> {
    match &bench.known.run {
        Run::Checking(checking) => checking_rows(bench, checking),
        Run::Stopped => before("Stopped. F5 checks again."),
        Run::Failed(trouble) => {
            let mark = span("? ", Role::NoteBold);
            let words = span(super::sentence(trouble), Role::Note);
            let mut rows = wrap(&[mark, words], width, 2);
            rows.push(Row::empty());
            rows.extend(before("F5 tries again."));
            rows
        }
        Run::Idle => {
            let mut rows = idle_rows(bench, width);
            if bench.shows_exchanges() {
                rows.push(Row::empty());
                rows.extend_from_slice(&bench.exchanges.in_pane);
            }
            rows
        }
    }
}

/// Whether there is more than the pane shows.
pub fn has_more(bench: &Bench) -> bool {
    let more = |failure: &Failure| match failure.script.as_deref() {
        Some(script) => script::has_more(script),
        None => failure.sent.is_some() || failure.got.is_some() || failure.printed.is_some(),
    };
    let failure = bench.open_failure();
    matches!(bench.known.run, Run::Idle) && (bench.shows_exchanges() || failure.is_some_and(more))
}

fn before(words: &str) -> Vec<Row> {
    vec![Row::words(words, Role::Muted)]
}

/// Up to 100 ms nothing changes; what stood here stays.
fn checking_rows(bench: &Bench, checking: &Checking) -> Vec<Row> {
    let of = bench.piece.exercise.checks.len();
    let at = checking.step.map_or(1, |(at, _)| at + 1);
    let of = checking.step.map_or(of, |(_, of)| of);
    match checking.waited {
        Waited::Nothing => vec![Row::empty()],
        Waited::Some => before("…"),
        Waited::Seconds(seconds) => {
            let words = format!("checking   check {at} of {of}   {seconds} s   ");
            let keys = [span("Esc", Role::Bright), span(" stops", Role::Muted)];
            vec![Row::of([vec![span(words, Role::Muted)], keys.to_vec()].concat())]
        }
    }
}

fn idle_rows(bench: &Bench, width: u16) -> Vec<Row> {
    // A hidden check that failed stays in view while one works on it.
    if bench.known.visible_pass() && bench.chosen.is_none_or(|check| !is_hidden(bench, check)) {
        return vec![Row::of(vec![
            span("✓ ", Role::PassBold),
            span("The visible checks pass. ", Role::Text),
            span("F5", Role::Bright),
            span(" checks the rest.", Role::Text),
        ])];
    }
    let checks = &bench.piece.exercise.checks;
    let chosen = bench.chosen.and_then(|index| {
        let check = checks.get(index)?;
        Some((index, check, bench.known.judged(check)?))
    });
    match (chosen, &bench.known.checked) {
        (Some((index, check, result)), _) => outcome(bench, index, check, result, width),
        (None, Some(checked)) if bench.known.has_passed() => passed::rows(bench, checked, width),
        (None, Some(_)) => before("Changed since the last check. F5 checks again."),
        (None, None) => not_checked(bench, width),
    }
}

fn is_hidden(bench: &Bench, check: usize) -> bool {
    bench.piece.exercise.checks.get(check).is_some_and(|check| check.hidden)
}

fn not_checked(bench: &Bench, width: u16) -> Vec<Row> {
    let live = bench.known.live != super::run::Live::Off;
    let rest =
        if live { " checks; typing checks too, a moment after you stop." } else { " checks." };
    let standing = &bench.piece.standing;
    let state = match (bench.revised(), standing.passed, standing.with_help) {
        (Some(revised), ..) => format!("{} ", revised.words()),
        (None, false, _) => "Nothing checked yet. ".to_owned(),
        (None, true, false) => "Solved before; not checked since it was opened. ".to_owned(),
        (None, true, true) => {
            "Solved before, with help; not checked since it was opened. ".to_owned()
        }
    };
    let spans = [span(state, Role::Muted), span("F5", Role::Bright), span(rest, Role::Muted)];
    let mut rows = if bench.is_stack() { bench.start_rows(width) } else { wrap(&spans, width, 0) };
    if super::place::is_wide(bench.size) {
        rows.insert(0, Row::empty());
        rows.insert(0, Row::words("Result", Role::Muted));
    }
    rows
}

fn outcome(
    bench: &Bench,
    index: usize,
    check: &Check,
    result: &CheckResult,
    width: u16,
) -> Vec<Row> {
    let all = bench.piece.exercise.checks.len();
    let place = format!("check {} of {all}", index + 1);
    let headline = |mark: &'static str, role, words: &str, words_role| {
        let room = width.saturating_sub(columns(&place) + 3).max(20);
        let spans = [span(mark, role), span(text::clean_line(words), words_role)];
        let mut rows = wrap(&spans, room, 2);
        if let Some(first) = rows.first_mut() {
            let said = if bench.copied { "copied as curl   " } else { "" };
            first.right.push(span(format!("{said}{place}"), Role::Muted));
        }
        rows
    };
    match &result.outcome {
        Outcome::Passed => headline("✓ ", Role::PassBold, &check.say, Role::Bright),
        Outcome::Skipped { after } => {
            let checks = &bench.piece.exercise.checks;
            let failed = checks.iter().position(|other| other.name == *after);
            let words = match failed {
                Some(first) => format!("Skipped: check {} failed first.", first + 1),
                None => "Skipped: an earlier check failed first.".to_owned(),
            };
            headline("– ", Role::Muted, &words, Role::Muted)
        }
        Outcome::Unjudged(why) => {
            let words = format!(
                "Check {} could not be judged: {}. Your work is not at fault.",
                index + 1,
                why.trim_end_matches('.')
            );
            let mut rows = headline("? ", Role::NoteBold, &words, Role::Note);
            rows.push(Row::empty());
            rows.push(Row::of(vec![span("F5", Role::Bright), span(" tries again", Role::Muted)]));
            rows
        }
        Outcome::Failed(failure) if bench.is_guarded(check) => {
            let mut rows = headline("✗ ", Role::FailBold, &check.say, Role::Bright);
            if !failure.why.is_empty() {
                rows.push(Row::empty());
                rows.extend(why(failure, width));
            }
            rows.push(Row::empty());
            let later = if bench.shows_exchanges() {
                "What this check found is shown from the second attempt on."
            } else {
                "What was sent and what came back is shown from the second attempt on."
            };
            rows.extend(wrap(&[span(later, Role::Muted)], width, 0));
            rows
        }
        Outcome::Failed(failure) => {
            let mut rows = headline("✗ ", Role::FailBold, &failure.headline, Role::Bright);
            rows.extend(failure_rows(bench, failure, width));
            rows
        }
    }
}

/// Everything below the headline of a failed check.
fn failure_rows(bench: &Bench, failure: &Failure, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut block = |block: Vec<Row>| {
        if !block.is_empty() {
            rows.push(Row::empty());
            rows.extend(block);
        }
    };
    match &failure.script {
        Some(script) => {
            block(script::asked(failure, script));
            block(script::notes(script, width));
        }
        None if is_told_below(bench, failure) => {}
        None => block(sent(failure, width)),
    }
    block(match failure.side {
        Side::CameBack | Side::Found => table::rows(&failure.fields, failure.side, width),
        Side::Noted => noted(failure, width),
    });
    block(failure.script.as_ref().map_or_else(Vec::new, |script| script::compared(script, width)));
    block(failure.script.as_ref().map_or_else(Vec::new, |script| script::plan(script, width)));
    // Of a statement the headline has said it all.
    let stop = failure.stop.as_ref().filter(|_| failure.script.is_none());
    block(stop.map_or_else(Vec::new, |stop| {
        let words = stop.sentence().filter(|words| *words != failure.headline);
        words.map_or_else(Vec::new, |words| {
            let words = span(text::clean_line(&words), Role::Text);
            labelled("ended", Role::Muted, wrap(&[words], inner(width), 0))
        })
    }));
    let told = [why(failure, width), look_at(bench, failure, width)].concat();
    if bench.shows_exchanges() {
        // The answer below should be in view on a small screen too.
        block([notes(failure, width), told].concat());
    } else {
        block(notes(failure, width));
        block(told);
    }
    block(failure.printed.as_deref().map_or_else(Vec::new, printed));
    block(statements(&failure.statements));
    rows
}

/// Whether the exchanges below leave no doubt which request the failure is about.
fn is_told_below(bench: &Bench, failure: &Failure) -> bool {
    let is_only_one = failure.exchange.is_some() && bench.exchanges.count() == 1;
    failure.side == Side::Noted || (is_only_one && failure.of.is_none())
}

fn inner(width: u16) -> u16 {
    width.saturating_sub(LABEL_COLUMNS).max(10)
}

/// The request line and its fields, then the beginning of the body.
fn sent(failure: &Failure, width: u16) -> Vec<Row> {
    let mut lines = Vec::new();
    if let Some(sent) = &failure.sent {
        let request = format!("{} {}", sent.method, sent.target);
        let fields =
            sent.headers.iter().map(|(name, value)| format!("{name}: {}", shortened(value)));
        lines.extend(side_by_side(std::iter::once(request).chain(fields), inner(width)));
        let body = String::from_utf8_lossy(&sent.body);
        if !body.is_empty() {
            lines.push(Row::words(text::clean_line(&body), Role::Muted));
        }
    }
    lines.truncate(SENT_ROWS_MAX);
    if let Some(of) = &failure.of {
        lines.push(Row::words(text::clean_line(of), Role::Muted));
    }
    labelled("sent", Role::Muted, lines)
}

/// `value` with words that nobody reads, as tokens are, cut; the full view has all of them.
fn shortened(value: &str) -> String {
    let cut = |word: &str| match word.char_indices().nth(WORD_CHARS_CUT) {
        Some((at, _)) if WORD_CHARS_MAX < word.chars().count() => format!("{}…", &word[..at]),
        _ => word.to_owned(),
    };
    value.split(' ').map(cut).collect::<Vec<_>>().join(" ")
}

/// What the learner wrote down, and how that stands to the answer.
fn noted(failure: &Failure, width: u16) -> Vec<Row> {
    let row = |field: &Field| {
        let name = field.name.trim_start_matches("@answer ");
        let name = span(text::clean_line(name), Role::Text);
        let mut rows = if field.got == NOTHING {
            vec![Row::of(vec![name])]
        } else {
            let sign = span(" = ", Role::Text);
            wrap(&[name, sign, span(text::clean_line(&field.got), Role::Fail)], inner(width), 0)
        };
        let note = field.note.as_deref().unwrap_or_default();
        match rows.last_mut() {
            Some(last) if last.columns() + 3 + columns(note) <= inner(width) => {
                last.spans.push(span(format!("   {}", text::clean_line(note)), Role::Muted));
            }
            Some(_) | None => {
                rows.extend(wrap(&[span(text::clean_line(note), Role::Muted)], inner(width), 0));
            }
        }
        rows
    };
    labelled("noted", Role::Muted, failure.fields.iter().flat_map(row).collect())
}

/// As many parts in a row as fit, three spaces between.
pub fn side_by_side(parts: impl Iterator<Item = String>, width: u16) -> Vec<Row> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let part = text::clean_line(&part).into_owned();
        match lines.last_mut() {
            Some(line) if columns(line) + 3 + columns(&part) <= width => {
                line.push_str("   ");
                line.push_str(&part);
            }
            Some(_) | None => lines.push(part),
        }
    }
    lines.into_iter().map(|line| Row::words(line, Role::Text)).collect()
}

/// The author's word to a wrong answer that is known, and what the request did not reach.
fn notes(failure: &Failure, width: u16) -> Vec<Row> {
    let note = |words| labelled("note", Role::NoteBold, markdown(words, inner(width), Role::Text));
    failure.notes().flat_map(note).collect()
}

fn why(failure: &Failure, width: u16) -> Vec<Row> {
    labelled("why", Role::Muted, markdown(&failure.why, inner(width), Role::Text))
}

fn look_at(bench: &Bench, failure: &Failure, width: u16) -> Vec<Row> {
    let mut rows = failure
        .look
        .as_ref()
        .map_or_else(Vec::new, |look| markdown(look, inner(width), Role::Text));
    if let Some(place) = &failure.place {
        let file = text::clean_line(&place.file);
        let mut spans = vec![span(format!("{file}:{}", place.line), Role::Text)];
        let mut behind = Vec::new();
        if let Some(line) = &failure.line {
            spans.push(span("  ", Role::Text));
            let from = spans.iter().map(|span| usize::from(columns(&span.text))).sum();
            let mut code = bench.files.coloured(place, line);
            if let Some(marked) = failure.script.as_ref().and_then(|script| script.caret) {
                let room = usize::from(inner(width)).saturating_sub(from);
                let (seen, mark) = pointed(code, marked, (from, room), Role::Fail);
                code = seen;
                behind.push(mark);
            }
            spans.extend(code);
        }
        behind.extend(
            failure
                .script
                .as_ref()
                .map_or_else(Vec::new, |script| script::hint(script, inner(width))),
        );
        rows.splice(0..0, std::iter::once(Row::of(spans)).chain(behind));
    }
    labelled("look at", Role::Muted, rows)
}

fn printed(printed: &str) -> Vec<Row> {
    let printed = text::clean(printed.trim_end()).into_owned();
    if printed.is_empty() {
        let nothing = vec![Row::words("nothing", Role::Muted)];
        return labelled("printed", Role::Muted, nothing);
    }
    first_of("printed", &printed.lines().collect::<Vec<_>>())
}

/// The SQL of the program, where it ran any.
fn statements(statements: &[String]) -> Vec<Row> {
    if statements.is_empty() {
        return Vec::new();
    }
    first_of("sql", &statements.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The first of many lines, and how to see the others.
fn first_of(label: &str, lines: &[&str]) -> Vec<Row> {
    let mut rows: Vec<Row> =
        lines.iter().take(PRINTED_ROWS_MAX).map(|line| Row::words(*line, Role::Text)).collect();
    if PRINTED_ROWS_MAX < lines.len() {
        let more = format!("… {} more lines   ", lines.len() - PRINTED_ROWS_MAX);
        rows.push(Row::of(vec![
            span(more, Role::Muted),
            span("Enter", Role::Bright),
            span(" opens", Role::Muted),
        ]));
    }
    labelled(label, Role::Muted, rows)
}

/// Everything there is, uncut: what the failure is about, and the learner's own requests with their
/// answers.
pub fn in_full(bench: &Bench, width: u16) -> Cow<'_, [Row]> {
    let exchanges: &[Row] = if bench.shows_exchanges() { &bench.exchanges.in_full } else { &[] };
    // A failure that is about one of them is told by it.
    let failure = bench.open_failure().filter(|_| exchanges.is_empty());
    let author_sent = || bench.open_failure().filter(|f| f.exchange.is_none() && f.sent.is_some());
    let Some(failure) = failure.or_else(author_sent) else { return Cow::Borrowed(exchanges) };
    let mut rows = failure_in_full(failure, width);
    if !exchanges.is_empty() {
        rows.extend([Row::empty(), Row::empty()]);
        rows.extend_from_slice(exchanges);
    }
    Cow::Owned(rows)
}

/// The request and the answer as they went over the wire, and the output; of SQL the statement and
/// the rows.
fn failure_in_full(failure: &Failure, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let lines = |source: &str, role| -> Vec<Row> {
        let source = text::clean(source).into_owned();
        let wrapped = |line: &str| rows::fold(line, width, role);
        source.lines().flat_map(wrapped).collect()
    };
    let mut block = |title: &str, body: Vec<Row>| {
        if !rows.is_empty() {
            rows.push(Row::empty());
        }
        rows.push(Row::words(title, Role::Bright));
        rows.extend(body);
    };
    if let Some(sent) = &failure.sent {
        let mut body = lines(&format!("{} {}", sent.method, sent.target), Role::Text);
        body.extend(fields(&sent.headers, width));
        body.extend(lines(&String::from_utf8_lossy(&sent.body), Role::Text));
        block("Sent", body);
    }
    if let Some(got) = &failure.got {
        let mut body = lines(&format!("status {}", got.status), Role::Text);
        body.extend(fields(&got.headers, width));
        body.extend(lines(&got.text(), Role::Text));
        if got.cut {
            body.push(Row::words("… the rest was not kept", Role::Muted));
        }
        block("Came back", body);
    }
    if let Some(script) = &failure.script {
        for (title, body) in script::in_full(script, width) {
            block(title, body);
        }
    }
    if let Some(printed) = &failure.printed {
        block("Printed", lines(printed, Role::Text));
    }
    if !failure.statements.is_empty() {
        block("SQL", lines(&failure.statements.join("\n"), Role::Text));
    }
    rows
}

/// The fields of a message, one in a row.
pub fn fields(headers: &crate::exchange::Headers, width: u16) -> Vec<Row> {
    let row = |(name, value): (&str, &str)| {
        let spans: [Span; 2] = [
            span(format!("{}: ", text::clean_line(name)), Role::Muted),
            span(text::clean_line(value), Role::Text),
        ];
        wrap(&spans, width, 2)
    };
    headers.iter().flat_map(row).collect()
}

impl Bench {
    /// The failure that is shown with everything that is known of it.
    pub(super) fn open_failure(&self) -> Option<&Failure> {
        let check = self.piece.exercise.checks.get(self.chosen?)?;
        match &self.known.judged(check)?.outcome {
            Outcome::Failed(failure) if !self.is_guarded(check) => Some(failure),
            Outcome::Failed(_)
            | Outcome::Passed
            | Outcome::Unjudged(_)
            | Outcome::Skipped { .. } => None,
        }
    }

    pub(super) fn is_guarded(&self, check: &Check) -> bool {
        check.hidden && self.guards_hidden()
    }

    /// Hidden checks tell what they sent only from the second attempt on.
    pub(super) fn guards_hidden(&self) -> bool {
        self.piece.standing.attempts < ATTEMPTS_TO_SEE_HIDDEN
    }
}
