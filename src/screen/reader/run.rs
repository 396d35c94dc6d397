//! What a run block printed, and how far it is.

use crate::{
    judge::SampleRun,
    screen::{
        event::Generation,
        theme::Role,
        widget::{pen::columns, prose::wrap, waited::Waited},
    },
    text,
    trace::Stop,
};

/// Rows of output under a block; the rest opens over the page.
pub const OUTPUT_ROWS_MAX: usize = 12;
/// Kept free at the right of how a run ended, for `line 14   ran in 120 ms`.
const FACT_COLUMNS: u16 = 24;
/// Between what was printed and a fact, and behind the fact.
const FACT_AIR: u16 = 3;
/// Rows between the place of an error and its words in Node's report.
const REPORT_HEAD_ROWS_MAX: usize = 5;

#[derive(Clone, Debug)]
pub enum Run {
    Running {
        generation: Generation,
        printed: String,
        waited: Waited,
    },
    Done(Box<SampleRun>),
    /// It could not be run; says why.
    Broken(String),
}

/// A row under a block: words with their role, and a muted fact at the right end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputRow {
    pub pieces: Vec<(String, Role)>,
    pub fact: String,
}

impl Run {
    pub fn is_running(&self) -> bool {
        match self {
            Run::Running { .. } => true,
            Run::Done(_) | Run::Broken(_) => false,
        }
    }

    /// Everything that was printed.
    pub fn output(&self) -> &str {
        match self {
            Run::Running { printed, .. } => printed,
            Run::Done(run) => &run.output,
            Run::Broken(_) => "",
        }
    }

    /// Whether not all of the output stands under the block.
    pub fn is_cut(&self) -> bool {
        self.printed().0.lines().count() > OUTPUT_ROWS_MAX
    }

    /// The line of the code that an error names, counted from 1.
    pub fn failed_line(&self) -> Option<u32> {
        let Run::Done(run) = self else { return None };
        let place = match &run.stop {
            Stop::Threw(thrown) => thrown.place.as_ref()?,
            Stop::Turn { place, .. } => place.as_ref()?,
            _ => return None,
        };
        // Where a setup runs before the block, the report counts from the block's own first line.
        Some(line_in(self.printed().1, &place.file).unwrap_or(place.line))
    }

    /// What the program printed, and the report of the error that ended it, as Node prints both.
    fn printed(&self) -> (&str, &str) {
        let output = self.output();
        let Run::Done(run) = self else { return (output, "") };
        let Stop::Threw(thrown) = &run.stop else { return (output, "") };
        let headline = thrown.headline();
        let Some(at) = headline.lines().next().and_then(|first| output.rfind(first)) else {
            return (output, "");
        };
        // Node shows the place and the line above the error's own words.
        let file = thrown.place.as_ref().map_or("", |place| &place.file);
        let head = output[..at].rfind(&format!("{file}:")).filter(|_| !file.is_empty());
        let near = head.filter(|head| output[*head..at].lines().count() <= REPORT_HEAD_ROWS_MAX);
        let start = output[..near.unwrap_or(at)].rfind('\n').map_or(0, |end| end + 1);
        output.split_at(start)
    }

    /// The rows under the block, `room` columns wide. `opens`: Enter would show the rest.
    pub fn rows(&self, opens: bool, room: u16) -> Vec<OutputRow> {
        let output = text::clean(self.printed().0);
        let count = output.lines().count();
        let shown = if count > OUTPUT_ROWS_MAX { OUTPUT_ROWS_MAX - 1 } else { count };
        let mut rows: Vec<_> = output.lines().take(shown).map(output_row).collect();
        if count > shown {
            let mut cut = row(&format!("… {} more lines", count - shown), Role::Muted);
            if opens {
                cut.pieces.push(("   ".to_owned(), Role::Muted));
                cut.pieces.push(("Enter".to_owned(), Role::Bright));
                cut.pieces.push((" opens".to_owned(), Role::Muted));
            }
            rows.push(cut);
        }
        rows.extend(self.end_rows(room));
        rows.extend(self.pointed_rows(room));
        if rows.is_empty() {
            rows.push(row(self.empty_word(), Role::Muted));
        }
        put_fact(&mut rows, self.fact(), room);
        rows
    }

    /// It came to an end that needs no words.
    pub fn ended_well(&self) -> bool {
        match self {
            Run::Done(run) => run.stop.is_well(),
            Run::Running { .. } | Run::Broken(_) => false,
        }
    }

    /// What stands at the right end of the first row.
    pub fn fact(&self) -> String {
        match self {
            Run::Broken(_) => String::new(),
            Run::Running { waited, .. } => waited.running().unwrap_or_default(),
            Run::Done(run) => format!("ran in {} ms", run.took.as_millis()),
        }
    }

    /// How the run ended, where that needs words.
    fn end_rows(&self, room: u16) -> Vec<OutputRow> {
        let (mark, role, words) = match self {
            Run::Running { .. } => return Vec::new(),
            Run::Broken(why) => ("? ", Role::Note, why.clone()),
            Run::Done(run) if run.stop.is_well() => return Vec::new(),
            Run::Done(run) => {
                let words = run.stop.sentence().unwrap_or_default();
                match run.stop {
                    Stop::Fault(_) => ("? ", Role::Note, words),
                    _ => ("✗ ", Role::FailBold, words),
                }
            }
        };
        let first_line = words.lines().next().unwrap_or("");
        let lines = wrap(first_line, room.saturating_sub(FACT_COLUMNS));
        let marks = std::iter::once(mark).chain(std::iter::repeat("  "));
        let piece = |(mark, line): (&str, String)| OutputRow {
            pieces: vec![(mark.to_owned(), role), (line, Role::Text)],
            fact: String::new(),
        };
        let mut rows: Vec<_> = marks.zip(lines).map(piece).collect();
        if let (Some(first), Some(line)) = (rows.first_mut(), self.failed_line()) {
            first.fact = format!("line {line}");
        }
        rows
    }

    /// The line of SQL with the mark under its mistake, and what to do about it: behind the first
    /// line of a report that begins with its place, `sample.sql:3:8: no such column: nme`.
    fn pointed_rows(&self, room: u16) -> Vec<OutputRow> {
        let Run::Done(run) = self else { return Vec::new() };
        let Stop::Threw(thrown) = &run.stop else { return Vec::new() };
        let place = thrown.place.as_ref().map(|place| format!("{place}: "));
        let report = text::clean(&thrown.stack);
        if place.is_none_or(|place| !report.starts_with(&place)) {
            return Vec::new();
        }
        let mut lines = report.lines().skip(1);
        let mut rows: Vec<_> = lines.by_ref().take(2).map(|line| row(line, Role::Text)).collect();
        let hints = lines.flat_map(|hint| {
            let air = &hint[..hint.len() - hint.trim_start().len()];
            let words = wrap(hint.trim(), room.saturating_sub(columns(air)));
            words.into_iter().map(move |words| row(&format!("{air}{words}"), Role::Text))
        });
        rows.extend(hints);
        rows
    }

    fn empty_word(&self) -> &'static str {
        match self {
            Run::Running { .. } | Run::Broken(_) => "",
            Run::Done(_) => "nothing",
        }
    }
}

/// Puts the fact at the right end of the first row that leaves it room, else into a row of its own:
/// it never covers what was printed.
fn put_fact(rows: &mut Vec<OutputRow>, fact: String, room: u16) {
    let used = |row: &OutputRow| row.pieces.iter().map(|(text, _)| columns(text)).sum::<u16>();
    let joined = |row: &OutputRow| match row.fact.as_str() {
        "" => fact.clone(),
        own => format!("{own}   {fact}"),
    };
    let fits = |row: &&mut OutputRow| used(row) + columns(&joined(row)) + FACT_AIR <= room;
    if fact.is_empty() {
    } else if let Some(row) = rows.iter_mut().find(fits) {
        row.fact = joined(row);
    } else {
        rows.push(OutputRow { pieces: Vec::new(), fact });
    }
}

fn row(line: &str, role: Role) -> OutputRow {
    OutputRow { pieces: vec![(line.to_owned(), role)], fact: String::new() }
}

/// `GET /orders   401  Unauthorized`: the status is read first. Every other line is plain.
fn output_row(line: &str) -> OutputRow {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let is_exchange = METHODS
        .iter()
        .any(|method| line.strip_prefix(method).is_some_and(|rest| rest.starts_with(' ')));
    let status = line.match_indices("  ").map(|(at, gap)| at + gap.len()).find(|at| {
        let digits = line.get(*at..at + 3).is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit()));
        let ends = line.get(at + 3..).is_some_and(|rest| rest.is_empty() || rest.starts_with("  "));
        digits && ends
    });
    match status.filter(|_| is_exchange) {
        Some(at) => OutputRow {
            pieces: vec![
                (line[..at].to_owned(), Role::Text),
                (line[at..at + 3].to_owned(), Role::Bright),
                (line[at + 3..].to_owned(), Role::Text),
            ],
            fact: String::new(),
        },
        None => row(line, Role::Text),
    }
}

/// The number behind the first `FILE:` of a report.
fn line_in(report: &str, file: &str) -> Option<u32> {
    let (_, rest) = report.split_once(&format!("{file}:"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
