//! Lines of code: those of the program around a place, those of a statement.

use crate::{
    diag::Place,
    markup::Stretch,
    screen::{
        event::HighlightKey,
        theme::{Ground, Role},
        widget::{
            editor::{class_at, margin},
            rows::{Row, Span, span},
        },
    },
    text,
    trace::told,
};

use super::Xray;

/// Lines shown before and after the marked one.
const BEFORE: usize = 5;
const AFTER: usize = 3;
/// Columns of a line's number; its mark stands behind, between two spaces.
const NUMBER_COLUMNS: usize = 3;

/// How a line is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Failed,
    Here,
}

/// The name of a file's language, as the grammars know it: what stands behind the last dot.
pub fn language(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or("")
}

impl Xray {
    /// The marked line alone, and at its right the file that it stands in.
    pub(super) fn line_row(&self, place: &Place, mark: Mark) -> Vec<Row> {
        let named = |row: Row| row.with_right(text::clean_line(&told::place(place)), Role::Muted);
        self.code_rows(place, mark, (0, 0)).into_iter().map(named).collect()
    }

    /// The marked line among its neighbours, under the name of its file.
    pub(super) fn lines_around(&self, place: &Place, mark: Mark) -> Vec<Row> {
        let rows = self.code_rows(place, mark, (BEFORE, AFTER));
        if rows.is_empty() {
            return rows;
        }
        let name = Row::words(text::clean_line(&place.file), Role::Muted);
        std::iter::once(name).chain(rows).collect()
    }

    fn code_rows(&self, place: &Place, mark: Mark, (before, after): (usize, usize)) -> Vec<Row> {
        let Some(bytes) = self.recording.files.get(&place.file) else { return Vec::new() };
        let source = String::from_utf8_lossy(bytes);
        let Some(marked) = usize::try_from(place.line).ok().and_then(|line| line.checked_sub(1))
        else {
            return Vec::new();
        };
        let from = marked.saturating_sub(before);
        let count = marked - from + after + 1;
        let key = HighlightKey::Recorded { path: place.file.clone() };
        let colours = self.colours.get(&key);
        let lines = source.lines().enumerate().skip(from).take(count);
        lines
            .map(|(index, line)| {
                let stretches = colours.and_then(|lines| lines.get(index));
                let code = coloured(line, stretches.map_or(&[], Vec::as_slice));
                numbered(index, (index == marked).then_some(mark), code)
            })
            .collect()
    }

    /// A statement of SQL as it was written, without the margin that its lines share.
    pub(super) fn statement_rows(&self, entry: usize, source: &str) -> Vec<Row> {
        let colours = self.colours.get(&HighlightKey::Statement { entry });
        let is_blank = |line: &&str| line.trim().is_empty();
        let margin = |line: &str| margin(line).len();
        let margins = source.lines().skip(1).filter(|line| !is_blank(line)).map(margin);
        let shared = margins.min().unwrap_or(0);
        let rows = source.lines().enumerate().filter(|(_, line)| !is_blank(line));
        rows.map(|(index, line)| {
            let stretches = colours.and_then(|lines| lines.get(index));
            let stretches = stretches.map_or(&[][..], Vec::as_slice);
            let cut = if index == 0 { margin(line) } else { shared.min(margin(line)) };
            Row::of(coloured_from(line, cut, stretches))
        })
        .collect()
    }
}

fn numbered(index: usize, mark: Option<Mark>, code: Vec<Span>) -> Row {
    let number = span(format!("{:>NUMBER_COLUMNS$} ", index + 1), Role::Muted);
    let sign = match mark {
        Some(Mark::Failed) => span("✗ ", Role::FailBold),
        Some(Mark::Here) => span("› ", Role::Muted),
        None => span("  ", Role::Text),
    };
    let ground = mark.map(|_| Ground::Marked);
    Row { ground, ..Row::of(std::iter::once(number).chain([sign]).chain(code).collect()) }
}

fn coloured(line: &str, stretches: &[Stretch]) -> Vec<Span> {
    coloured_from(line, 0, stretches)
}

/// `line` from byte `from` on, in its classes and safe to show.
fn coloured_from(line: &str, from: usize, stretches: &[Stretch]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (byte, ch) in line[from..].char_indices() {
        let role = Role::of(class_at(stretches, from + byte));
        match spans.last_mut() {
            Some(last) if last.role == role => last.text.push(ch),
            Some(_) | None => spans.push(span(ch, role)),
        }
    }
    for span in &mut spans {
        span.text = text::clean_line(&span.text).into_owned();
    }
    spans
}
