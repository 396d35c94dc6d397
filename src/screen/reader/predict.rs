//! What a learner says a block will print, before it runs; then both side by side.

use ratatui::crossterm::event::KeyEvent;

use super::{
    Open, Reader,
    page::{Kind, Row},
};
use crate::{
    course::lesson::Mode,
    screen::{
        event::Effect,
        keymap::{
            Scope,
            reader::{PREDICTION, PredictionAction},
        },
        theme::{Ground, Role},
        widget::{
            editor::{CodeEditor, Reaction},
            pen::columns,
        },
    },
    text,
};

/// Rows that the field has at least, and shows at most.
const FIELD_ROWS_MIN: usize = 3;
const FIELD_ROWS_MAX: usize = 8;
/// Bytes of a prediction that are taken.
const PREDICTION_BYTES_MAX: usize = 4 << 10;
/// Lines of the comparison; what a block prints is shorter.
const LINES_MAX: usize = 40;
/// Columns that what was predicted has at least, the mark behind it not counted.
const YOURS_COLUMNS_MIN: u16 = 17;
/// The mark between the two, with a space before and behind it.
const MARK_COLUMNS: u16 = 3;

/// The question that is open.
#[derive(Clone, Debug)]
pub struct Asking {
    pub sample: usize,
    editor: CodeEditor,
}

impl Reader {
    /// The field of the question that is open.
    pub(super) fn asking_editor(&self) -> Option<&CodeEditor> {
        Some(&self.open.as_ref()?.asking.as_ref()?.editor)
    }

    /// Asks what `sample` will print; what was said before stands in the field.
    pub(super) fn ask(&mut self, sample: usize) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            let said = open.predictions.get(&sample).map_or("", String::as_str);
            open.asking = Some(Asking { sample, editor: CodeEditor::new(said, true) });
        }
        self.lay_out();
        self.show_field();
        Vec::new()
    }

    pub(super) fn key_in_prediction(&mut self, key: &KeyEvent) -> Vec<Effect> {
        match PREDICTION.action(key) {
            Some(PredictionAction::Compare) => self.compare(),
            Some(PredictionAction::Close) => {
                self.close_question();
                self.lay_out();
                Vec::new()
            }
            Some(PredictionAction::Help) => {
                vec![Effect::Go(crate::screen::event::Route::Help(Scope::Reader))]
            }
            None => self.edit_prediction(|editor| editor.key(*key)),
        }
    }

    pub(super) fn edit_prediction(
        &mut self,
        change: impl FnOnce(&mut CodeEditor) -> Reaction,
    ) -> Vec<Effect> {
        let Some(asking) = self.open.as_mut().and_then(|open| open.asking.as_mut()) else {
            return Vec::new();
        };
        let reaction = asking.editor.change_within(PREDICTION_BYTES_MAX, change);
        self.lay_out();
        self.show_field();
        reaction.copy().map(Effect::Copy).into_iter().collect()
    }

    fn compare(&mut self) -> Vec<Effect> {
        match self.close_question() {
            Some(sample) => self.run(sample),
            None => Vec::new(),
        }
    }

    /// Keeps what was typed; gives the block that it is about.
    fn close_question(&mut self) -> Option<usize> {
        let open = self.open.as_mut()?;
        let asking = open.asking.take()?;
        open.predictions.insert(asking.sample, asking.editor.text());
        Some(asking.sample)
    }

    /// A prediction that the program proved wrong comes back in reviews; the tutor compares.
    pub(super) fn keep_prediction(&self, sample: usize) -> Option<Effect> {
        let open = self.open.as_ref()?;
        let said = open.predictions.get(&sample)?.clone();
        let run = open.runs.get(&sample).filter(|run| run.ended_well())?;
        let (lesson, printed) = (self.lesson.clone(), run.output().to_owned());
        (!said.trim().is_empty()).then_some(Effect::KeepPrediction {
            lesson,
            index: sample,
            said,
            printed,
        })
    }

    /// Scrolls so that the whole field is in view, the code above it as far as there is room.
    pub(super) fn show_field(&mut self) {
        let height = usize::from(self.body().height);
        let Some(open) = &mut self.open else { return };
        if let Some(last) = open.rows.iter().rposition(|row| row.kind == Kind::Field)
            && !(open.top..open.top + height).contains(&last)
        {
            open.top = (last + 1).saturating_sub(height);
        }
    }
}

impl Open {
    /// The first block of this page that waits for a prediction.
    pub(super) fn pending_prediction(&self) -> Option<usize> {
        let waits = |sample: &usize| self.asks_first(*sample) && !self.skipped.contains(sample);
        self.authored_samples().into_iter().find(waits)
    }

    /// Goes on without an answer; `false` where nothing is asked.
    pub(super) fn skip_prediction(&mut self) -> bool {
        let pending = self.pending_prediction();
        self.skipped.extend(pending);
        pending.is_some()
    }

    /// Whether `r` asks first: the block has not run yet.
    pub(super) fn asks_first(&self, sample: usize) -> bool {
        let predicts = self.sample(sample).is_some_and(|found| found.mode == Mode::Predict);
        predicts && !self.runs.contains_key(&sample)
    }
}

impl Asking {
    /// The question and the field under the code.
    pub fn rows(&self, width: u16) -> Vec<Row> {
        let heading = Row {
            pieces: vec![("What does it print?".to_owned(), Role::Bright)],
            kind: Kind::Output,
            sample: Some(self.sample),
            ..Row::default()
        };
        let field = field_rows(&self.editor, Some(self.sample), width);
        [Row::default(), heading, Row::default()].into_iter().chain(field).collect()
    }
}

/// A field of several lines, those around the cursor. A line that is too long goes on in the next row.
pub fn field_rows(editor: &CodeEditor, sample: Option<usize>, width: u16) -> Vec<Row> {
    let cursor = editor.cursor();
    // The bar before it, and the cursor behind its end.
    let room = usize::from(width.saturating_sub(3)).max(1);
    let mut rows: Vec<(&str, Option<usize>)> = Vec::new();
    let mut here = 0;
    for (number, line) in editor.lines().iter().enumerate() {
        let mut start = 0;
        for part in parts(line, room) {
            let end = start + part.len();
            let is_last = end == line.len();
            let holds = start <= cursor.byte && (cursor.byte < end || is_last);
            let at = (number == cursor.line && holds).then(|| cursor.byte - start);
            if at.is_some() {
                here = rows.len();
            }
            rows.push((part, at));
            start = end;
        }
    }
    let count = rows.len().clamp(FIELD_ROWS_MIN, FIELD_ROWS_MAX);
    let top = (here + 1).saturating_sub(FIELD_ROWS_MAX);
    let row = |at: usize| {
        let (text, cursor) = rows.get(at).copied().unwrap_or_default();
        Row {
            pieces: field_pieces(text, cursor),
            ground: Some(Ground::Code),
            sample,
            kind: Kind::Field,
            ..Row::default()
        }
    };
    (top..top + count).map(row).collect()
}

/// A line in parts of at most `room` columns, at least one.
fn parts(line: &str, room: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, ch) in line.char_indices() {
        let wide = usize::from(columns(text::clean_line(ch.encode_utf8(&mut [0; 4])).as_ref()));
        if room < used + wide && start < at {
            parts.push(&line[start..at]);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    parts.push(&line[start..]);
    parts
}

fn field_pieces(line: &str, cursor: Option<usize>) -> Vec<(String, Role)> {
    let mut pieces = vec![("▌ ".to_owned(), Role::Here)];
    let clean = |part: &str| text::clean_line(part).into_owned();
    let Some((before, rest)) = cursor.and_then(|at| line.split_at_checked(at)) else {
        pieces.push((clean(line), Role::Text));
        return pieces;
    };
    let under = rest.chars().next();
    pieces.push((clean(before), Role::Text));
    pieces.push((under.map_or_else(|| " ".to_owned(), |ch| clean(&ch.to_string())), Role::Cursor));
    pieces.push((clean(&rest[under.map_or(0, char::len_utf8)..]), Role::Text));
    pieces
}

/// What was predicted and what was printed, line by line; `None` where nothing was predicted or
/// there is too much to stand side by side. `fact` stands at the right end of the first row.
pub fn side_by_side(
    sample: usize,
    yours: &str,
    printed: &str,
    width: u16,
    fact: String,
) -> Option<Vec<Row>> {
    let (yours, printed) = (text::clean(yours), text::clean(printed));
    let (yours, printed) = (yours.trim_end(), printed.trim_end());
    if yours.trim().is_empty() || LINES_MAX < pairs(yours, printed).count() {
        return None;
    }
    let widest = yours.lines().map(columns).max().unwrap_or(0);
    let room = widest.max(YOURS_COLUMNS_MIN).min(width.saturating_sub(MARK_COLUMNS) / 2);
    let row = |pieces: Vec<(String, Role)>, fact: String| Row {
        pieces,
        fact,
        ground: None,
        sample: Some(sample),
        kind: Kind::Output,
    };
    let gap = " ".repeat(usize::from(MARK_COLUMNS));
    let head = padded("yours", room) + &gap + "printed";
    let mut rows = vec![row(vec![(head, Role::Muted)], fact)];
    let room_right = usize::from(width.saturating_sub(room + MARK_COLUMNS)).max(1);
    for (said, came, same) in pairs(yours, printed) {
        let (mark, role) = if same { (" ✓ ", Role::Pass) } else { (" ✗ ", Role::Fail) };
        let (came, came_role) = match came {
            Some(line) => (line, Role::Text),
            None => ("nothing more", Role::Muted),
        };
        // Where they differ may be at the very end of a long line, so nothing is cut off.
        let said = parts(said.unwrap_or(""), usize::from(room).max(1));
        let came = parts(came, room_right);
        for index in 0..said.len().max(came.len()) {
            let said = padded(said.get(index).copied().unwrap_or(""), room);
            let came = came.get(index).copied().unwrap_or("").to_owned();
            let mark = if index == 0 { mark.to_owned() } else { gap.clone() };
            rows.push(row(
                vec![(said, Role::Text), (mark, role), (came, came_role)],
                String::new(),
            ));
        }
    }
    Some(rows)
}

/// How many of the lines were right, and of how many; `None` where they do not stand side by side.
pub fn right_of(yours: &str, printed: &str) -> Option<(usize, usize)> {
    let (yours, printed) = (text::clean(yours), text::clean(printed));
    let (yours, printed) = (yours.trim_end(), printed.trim_end());
    let all = pairs(yours, printed).count();
    let right = pairs(yours, printed).filter(|(_, _, same)| *same).count();
    (!yours.trim().is_empty() && all <= LINES_MAX).then_some((right, all))
}

/// The lines of both, one beside the other, and whether they say the same.
fn pairs<'a>(
    yours: &'a str,
    printed: &'a str,
) -> impl Iterator<Item = (Option<&'a str>, Option<&'a str>, bool)> {
    let count = yours.lines().count().max(printed.lines().count());
    let (mut left, mut right) = (yours.lines(), printed.lines());
    (0..count).map(move |_| {
        let (said, came) = (left.next(), right.next());
        (said, came, said.map(folded) == came.map(folded))
    })
}

/// Spaces at the ends say nothing, and several say no more than one.
fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `line` with spaces up to `room` columns.
fn padded(line: &str, room: u16) -> String {
    let space = room.saturating_sub(columns(line));
    line.to_owned() + &" ".repeat(usize::from(space))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(yours: &str, printed: &str, width: u16, expected: &[&str]) {
        let rows = side_by_side(0, yours, printed, width, String::new()).unwrap();
        let line = |row: &Row| {
            let text: String = row.pieces.iter().map(|(text, _)| text.as_str()).collect();
            text.trim_end().to_owned()
        };
        assert_eq!(rows.iter().map(line).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lines_stand_side_by_side_with_a_mark_each() {
        check(
            "start\npromise\n a  b ",
            "start\ntick\na b\n",
            76,
            &[
                "yours               printed",
                "start             ✓ start",
                "promise           ✗ tick",
                " a  b             ✓ a b",
            ],
        );
        check(
            "a very long line of mine\nmore",
            "short",
            24,
            &[
                "yours        printed",
                "a very lon ✗ short",
                "g line of",
                "mine",
                "more       ✗ nothing mor",
                "             e",
            ],
        );
        check(
            "{\"id\":1,\"total\":20}",
            "{\"id\":1,\"total\":21}",
            34,
            &[
                "yours             printed",
                "{\"id\":1,\"total\" ✗ {\"id\":1,\"total\":",
                ":20}              21}",
            ],
        );
    }

    #[test]
    fn right_lines_are_counted() {
        assert_eq!(right_of("a\nb\n\n", "a\nc\nd\n"), Some((1, 3)));
        assert_eq!(right_of(" a  b", "a b\n"), Some((1, 1)));
        assert_eq!(right_of("", "a\n"), None);
        assert_eq!(right_of("a", &"a\n".repeat(41)), None);
    }

    #[test]
    fn without_a_word_there_is_nothing_to_compare() {
        assert_eq!(side_by_side(0, " \n", "a\n", 76, String::new()), None);
    }
}
