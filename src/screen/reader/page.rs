//! A page as rows: what its author wrote, what its blocks printed, and what comes next.

use std::collections::BTreeMap;

use super::{
    predict::{Asking, side_by_side},
    run::{OutputRow, Run},
};
use crate::{
    markup::{Page, Stretch},
    screen::{
        theme::{Ground, Role},
        widget::{
            laid::{self, Laid},
            numerals::{capital, count_of},
        },
    },
    tutor::{Next, Place},
};

/// One row of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub pieces: Vec<(String, Role)>,
    /// Muted, at the right end.
    pub fact: String,
    pub ground: Option<Ground>,
    /// The block of code that the row belongs to, by its index.
    pub sample: Option<usize>,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Words,
    Code,
    Output,
    /// The field of a prediction.
    Field,
    /// What comes after the lesson.
    Next,
}

/// The rows as their author wrote them.
pub fn authored(page: &Page, width: u16) -> Vec<Row> {
    laid::lay_out(page, width).into_iter().map(authored_row).collect()
}

fn authored_row(row: Laid) -> Row {
    let is_code = row.sample.is_some();
    Row {
        pieces: row.pieces,
        fact: row.fact,
        ground: is_code.then_some(Ground::Code),
        sample: row.sample,
        kind: if is_code { Kind::Code } else { Kind::Words },
    }
}

/// What changes the rows besides the page and its width.
pub struct Shown<'a> {
    pub runs: &'a BTreeMap<usize, Run>,
    pub asking: Option<&'a Asking>,
    /// What the learner noted on the page.
    pub notes: Vec<Row>,
    pub predictions: &'a BTreeMap<usize, String>,
    /// The first block of the page that was not predicted yet; the page ends there until it is.
    pub pending: Option<usize>,
    /// The block whose cut output Enter opens.
    pub opens: Option<usize>,
    pub width: u16,
    /// Air between a block and its output, and below the last row.
    pub roomy: bool,
    /// What comes after the lesson, on its last page.
    pub next: Option<&'a Next>,
    /// Questions that are asked before what comes next.
    pub questions: usize,
    pub is_last_page: bool,
}

/// The rows of a page: `authored` with what its blocks printed under them, and the way on.
pub fn rows(authored: &[Row], shown: &Shown<'_>) -> Vec<Row> {
    let mut rows = Vec::with_capacity(authored.len());
    for (index, row) in authored.iter().enumerate() {
        rows.push(row.clone());
        let goes_on = authored.get(index + 1).is_some_and(|below| below.sample == row.sample);
        let Some(sample) = row.sample.filter(|_| !goes_on) else { continue };
        if let Some(asking) = shown.asking.filter(|asking| asking.sample == sample) {
            rows.extend(asking.rows(shown.width));
        } else if let Some(run) = shown.runs.get(&sample) {
            push_run(&mut rows, shown, sample, run);
        }
        // What follows would give the answer away.
        if shown.pending == Some(sample) {
            if shown.asking.is_none() {
                rows.push(Row::default());
                rows.push(question_row());
            }
            rows.extend(shown.notes.iter().cloned());
            return rows;
        }
    }
    rows.extend(shown.notes.iter().cloned());
    if shown.is_last_page {
        rows.push(Row::default());
        rows.push(match shown.questions {
            0 => next_row(shown.next),
            count => questions_row(count),
        });
    }
    rows
}

/// The questions from memory, on the way to what comes next.
fn questions_row(count: usize) -> Row {
    let words = capital(&count_of(count, "question", "questions"));
    let pieces = vec![(format!("{words} from memory"), Role::Bright)];
    Row { pieces, fact: "about 1 min".to_owned(), kind: Kind::Next, ..Row::default() }
}

fn question_row() -> Row {
    let words = [
        ("What does it print? Press ", Role::Text),
        ("r", Role::Bright),
        (" and say. Then it runs, and the page goes on.", Role::Text),
    ];
    let pieces = words.map(|(text, role)| (text.to_owned(), role)).into();
    Row { pieces, ..Row::default() }
}

fn push_run(rows: &mut Vec<Row>, shown: &Shown<'_>, sample: usize, run: &Run) {
    mark_failed_line(rows, sample, run);
    let yours = shown.predictions.get(&sample).filter(|_| run.ended_well());
    let compared =
        yours.and_then(|said| side_by_side(sample, said, run.output(), shown.width, run.fact()));
    if let Some(compared) = compared {
        rows.push(Row::default());
        rows.extend(compared);
        return;
    }
    rows.extend(shown.roomy.then(Row::default));
    let output = run.rows(shown.opens == Some(sample), shown.width.saturating_sub(2));
    rows.extend(output.into_iter().map(|row| output_row(sample, row)));
}

fn output_row(sample: usize, output: OutputRow) -> Row {
    let mut pieces = vec![("╎ ".to_owned(), Role::Faint)];
    pieces.extend(output.pieces);
    Row { pieces, fact: output.fact, ground: None, sample: Some(sample), kind: Kind::Output }
}

/// The line that an error names has the ground of a marked line.
fn mark_failed_line(rows: &mut [Row], sample: usize, run: &Run) {
    let Some(line) = run.failed_line().and_then(|line| usize::try_from(line).ok()) else { return };
    let is_code = |row: &&mut Row| row.sample == Some(sample) && row.kind == Kind::Code;
    let found = line.checked_sub(1).and_then(|at| rows.iter_mut().filter(is_code).nth(at));
    if let Some(row) = found {
        row.ground = Some(Ground::Marked);
    }
}

/// `Next      Storing passwords      exercise, 18 min   Enter`
fn next_row(next: Option<&Next>) -> Row {
    let Some(next) = next else {
        let words = "This is the last page that there is.".to_owned();
        return Row { pieces: vec![(words, Role::Muted)], ..Row::default() };
    };
    let kind = match next.place {
        Place::Lesson(_) => "lesson",
        Place::Exercise(_) => "exercise",
    };
    Row {
        pieces: vec![(next.title.clone(), Role::Bright)],
        fact: format!("{kind}, {} min", next.minutes),
        ground: None,
        sample: None,
        kind: Kind::Next,
    }
}

/// The rows of code again, with colours; `code` is the text that was coloured. Where a row shows
/// another text than its line, or the colours are of another text, it stays plain: highlighting
/// never moves a character.
pub fn highlight(rows: &mut [Row], sample: usize, code: &str, lines: &[Vec<Stretch>]) {
    let of_sample = rows.iter_mut().filter(|row| row.sample == Some(sample));
    for ((row, line), stretches) in of_sample.zip(code.lines()).zip(lines) {
        if let Some(pieces) = laid::coloured(&row.pieces, line, stretches) {
            row.pieces = pieces;
        }
    }
}
