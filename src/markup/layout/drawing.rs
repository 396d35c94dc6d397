//! Diagrams drawn: sequences downwards along lifelines, flows sideways, and either as a list of
//! sentences where the width does not suffice.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::markup::{
    Class,
    diagram::{Diagram, Kind, Step},
    layout::Row,
};

/// Columns that a gap between two lifelines is stretched by at most, to fill the width.
const SPARE_MAX: usize = 10;

/// The diagram in at most `width` columns.
pub fn draw(diagram: &Diagram, width: usize) -> Vec<Row> {
    let drawing = Drawing { names: &diagram.names, steps: &diagram.steps };
    let drawn = match diagram.kind {
        // Nobody speaks to anybody.
        _ if diagram.names.len() < 2 => None,
        Kind::Sequence => drawing.sequence(width),
        Kind::Flow => drawing.flow(width),
    };
    drawn.unwrap_or_else(|| drawing.sentences(width))
}

struct Drawing<'a> {
    names: &'a [String],
    steps: &'a [Step],
}

impl Drawing<'_> {
    fn sequence(&self, width: usize) -> Option<Vec<Row>> {
        let lifelines = self.lifelines(width)?;
        let mut rows = vec![self.heads(&lifelines, width)];
        rows.push(Canvas::with_lifelines(&lifelines, width).row());
        for step in self.steps {
            let mut canvas = Canvas::with_lifelines(&lifelines, width);
            match step {
                Step::Gap => {}
                Step::Alone { who, words } => {
                    canvas.write(lifelines[*who] + 2, words, Class::NoteBold);
                }
                Step::Arrow { from, to, label: words } => {
                    canvas.arrow(&lifelines, *from, *to, words);
                }
            }
            rows.push(canvas.row());
        }
        rows.push(Canvas::with_lifelines(&lifelines, width).row());
        Some(rows)
    }

    /// The column of each lifeline; `None` where they do not fit.
    fn lifelines(&self, width: usize) -> Option<Vec<usize>> {
        let half = |index: usize| self.names[index].width() / 2;
        let mut gaps: Vec<usize> =
            (1..self.names.len()).map(|right| half(right - 1) + half(right) + 3).collect();
        let mut after_last = self.names.last().map_or(0, |name| name.width().div_ceil(2));
        for step in self.steps {
            match step {
                Step::Gap => {}
                Step::Alone { who, words } => match gaps.get_mut(*who) {
                    Some(gap) => *gap = (*gap).max(words.width() + 4),
                    None => after_last = after_last.max(words.width() + 2),
                },
                Step::Arrow { from, to, label: words } => {
                    // The words stand in the gap beside the sender.
                    let gap = if from < to { *from } else { from - 1 };
                    gaps[gap] = gaps[gap].max(words.width() + 9);
                }
            }
        }
        let first = half(0);
        let needed = first + gaps.iter().sum::<usize>() + after_last + 1;
        let spare = width.checked_sub(needed)? / gaps.len().max(1);
        let mut column = first;
        let mut lifelines = vec![column];
        for gap in gaps {
            column += gap + spare.min(SPARE_MAX);
            lifelines.push(column);
        }
        Some(lifelines)
    }

    fn heads(&self, lifelines: &[usize], width: usize) -> Row {
        let mut canvas = Canvas::new(width);
        for (name, column) in self.names.iter().zip(lifelines) {
            canvas.write(column - name.width() / 2, name, Class::Bright);
        }
        canvas.row()
    }

    /// Names side by side, the arrows to the right between them and those to the left below.
    fn flow(&self, width: usize) -> Option<Vec<Row>> {
        let between = |left: usize, there: bool| {
            self.steps.iter().find_map(|step| match step {
                Step::Arrow { from, to, label: words }
                    if there && (*from, *to) == (left, left + 1)
                        || !there && (*from, *to) == (left + 1, left) =>
                {
                    Some(words.as_str())
                }
                Step::Arrow { .. } | Step::Alone { .. } | Step::Gap => None,
            })
        };
        let is_chain = self.steps.iter().all(|step| match step {
            Step::Arrow { from, to, .. } => from.abs_diff(*to) == 1,
            Step::Alone { .. } => false,
            Step::Gap => true,
        });
        let gaps: Vec<usize> = (0..self.names.len() - 1)
            .map(|left| {
                let words = |there| between(left, there).map_or(0, str::width);
                words(true).max(words(false)) + 11
            })
            .collect();
        let names: usize = self.names.iter().map(|name| name.width() + 2).sum();
        if !is_chain || names + gaps.iter().sum::<usize>() > width + 2 {
            return None;
        }
        let (mut there, mut back) = (Canvas::new(width), Canvas::new(width));
        let mut column = 0;
        let mut returns = false;
        for (index, name) in self.names.iter().enumerate() {
            there.write(column, name, Class::Bright);
            column += name.width() + 1;
            let Some(gap) = gaps.get(index) else { break };
            if let Some(words) = between(index, true) {
                there.line(column, column + gap - 1, words, true);
            }
            if let Some(words) = between(index, false) {
                back.line(column, column + gap - 1, words, false);
                returns = true;
            }
            column += gap + 1;
        }
        Some(if returns { vec![there.row(), back.row()] } else { vec![there.row()] })
    }

    fn sentences(&self, width: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        for step in self.steps {
            let (head, words) = match step {
                Step::Gap => {
                    rows.push(Row::default());
                    continue;
                }
                Step::Alone { who, words } => (self.names[*who].clone(), words),
                Step::Arrow { from, to, label: words } => {
                    (format!("{} → {}", self.names[*from], self.names[*to]), words)
                }
            };
            let room = width.saturating_sub(2).max(1);
            let told = if words.is_empty() { head } else { format!("{head}: {words}") };
            for (index, line) in broken(&told, room).into_iter().enumerate() {
                let indent = if index == 0 { "" } else { "  " };
                let mut row = Row::default();
                row.push(format!("{indent}{line}"), Class::Text);
                rows.push(row);
            }
        }
        rows
    }
}

/// `text` in lines of at most `room` columns; words are broken where they must be.
fn broken(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.width());
        if line > 0 && line + 1 + word.width() > room {
            lines.push(String::new());
        }
        for (index, ch) in word.chars().enumerate() {
            let last = lines.last_mut().expect("there is a line from the start on");
            if index == 0 && !last.is_empty() {
                last.push(' ');
            }
            if last.width() + ch.width().unwrap_or(0) > room && !last.is_empty() {
                lines.push(ch.to_string());
            } else {
                last.push(ch);
            }
        }
    }
    lines
}

/// One row of cells; a wide character fills its cell and leaves the next one empty.
struct Canvas {
    cells: Vec<(Option<char>, Class)>,
}

impl Canvas {
    fn new(width: usize) -> Canvas {
        Canvas { cells: vec![(Some(' '), Class::Text); width] }
    }

    fn with_lifelines(lifelines: &[usize], width: usize) -> Canvas {
        let mut canvas = Canvas::new(width);
        for column in lifelines {
            canvas.put(*column, '│', Class::Faint);
        }
        canvas
    }

    fn put(&mut self, column: usize, ch: char, class: Class) {
        let width = ch.width().unwrap_or(0);
        if width == 0 || column + width > self.cells.len() {
            return;
        }
        self.cells[column] = (Some(ch), class);
        if width == 2 {
            self.cells[column + 1] = (None, class);
        }
    }

    fn write(&mut self, column: usize, text: &str, class: Class) {
        let mut at = column;
        for ch in text.chars() {
            self.put(at, ch, class);
            at += ch.width().unwrap_or(0);
        }
    }

    /// An arrow between two lifelines; those it passes become crossings.
    fn arrow(&mut self, lifelines: &[usize], from: usize, to: usize, label: &str) {
        let (left, right) = (lifelines[from.min(to)], lifelines[from.max(to)]);
        for column in left + 1..right {
            let crossing = lifelines.contains(&column);
            self.put(column, if crossing { '┼' } else { '─' }, Class::Muted);
        }
        let words = if label.is_empty() { String::new() } else { format!(" {label} ") };
        let at = if from < to {
            self.put(right - 1, '▶', Class::Muted);
            left + 3
        } else {
            self.put(left + 1, '◀', Class::Muted);
            right - 2 - words.width()
        };
        self.write(at, &words, Class::Text);
        // A status is read first.
        let first = label.split(' ').next().unwrap_or_default();
        if first.len() == 3 && first.bytes().all(|byte| byte.is_ascii_digit()) {
            self.write(at + 1, first, Class::Bright);
        }
    }

    /// An arrow with its words in the middle, from column `left` to `right`.
    fn line(&mut self, left: usize, right: usize, words: &str, there: bool) {
        for column in left..=right {
            self.put(column, '─', Class::Muted);
        }
        if there {
            self.put(right, '▶', Class::Muted);
        } else {
            self.put(left, '◀', Class::Muted);
        }
        if !words.is_empty() {
            let words = format!(" {words} ");
            let room = right - left + 1;
            self.write(left + room.saturating_sub(words.width()) / 2, &words, Class::Text);
        }
    }

    /// The cells as pieces, spaces at the end left out.
    fn row(self) -> Row {
        let cells = || self.cells.iter().filter_map(|(ch, class)| Some(((*ch)?, *class)));
        let spaces = cells().rev().take_while(|(ch, _)| *ch == ' ').count();
        let count = cells().count() - spaces;
        let mut row = Row::default();
        let mut before = Class::Text;
        for (ch, class) in cells().take(count) {
            // A space means nothing, so it goes with what stands before it.
            before = if ch == ' ' { before } else { class };
            row.push(ch.to_string(), before);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markup::diagram::read;

    fn language(kind: Kind) -> &'static str {
        match kind {
            Kind::Sequence => "seq",
            Kind::Flow => "flow",
        }
    }

    #[track_caller]
    fn check(kind: Kind, text: &str, width: usize, expected: &[&str]) {
        let (diagram, wrong) = read(language(kind), text);
        assert_eq!(wrong, []);
        let rows: Vec<String> = draw(&diagram, width).iter().map(Row::text).collect();
        assert_eq!(rows, expected, "\n{}", rows.join("\n"));
    }

    const ORDER: &str = "client -> auth: GET /orders/12\nauth: who are you?\nauth -> client: 401\n\n\
                         auth -> orders: order 12?\norders -> client: 200";

    #[test]
    fn a_sequence_goes_down_its_lifelines() {
        check(
            Kind::Sequence,
            ORDER,
            48,
            &[
                "client                  auth             orders",
                "   │                      │                 │",
                "   │── GET /orders/12 ───▶│                 │",
                "   │                      │ who are you?    │",
                "   │◀────────────── 401 ──│                 │",
                "   │                      │                 │",
                "   │                      │── order 12? ───▶│",
                "   │◀─────────────────────┼────────── 200 ──│",
                "   │                      │                 │",
            ],
        );
    }

    /// The drawing of screens 02b at both widths, but for the lengths of its lines: there the
    /// lifelines were placed by hand.
    #[test]
    fn the_two_questions_are_drawn_as_designed() {
        let source = "client -> auth: GET /orders/12\nauth: who are you?\n\
                      auth -> client: 401 no proof\n\nauth -> showOrder: user 3\n\
                      showOrder -> orders: order 12?\norders -> showOrder: user_id 2\n\
                      showOrder: may you?\nshowOrder -> client: 403 not yours\n\n\
                      showOrder -> client: 200 the order";
        let designed = [
            "client auth showOrder orders",
            " │ │ │ │",
            " │─ GET /orders/12 ─▶│ │ │",
            " │ │ who are you? │ │",
            " │◀─ 401 no proof ─│ │ │",
            " │ │ │ │",
            " │ │─ user 3 ─▶│ │",
            " │ │ │─ order 12? ─▶│",
            " │ │ │◀─ user_id 2 ─│",
            " │ │ │ may you? │",
            " │◀─┼─ 403 not yours ─│ │",
            " │ │ │ │",
            " │◀─┼─ 200 the order ─│ │",
            " │ │ │ │",
        ];
        let (diagram, _) = read("seq", source);
        for width in [76, 88] {
            let rows = draw(&diagram, width);
            let folded = |row: &Row| {
                let mut folded = String::new();
                for ch in row.text().chars() {
                    let again = matches!(ch, ' ' | '─') && folded.ends_with(ch);
                    folded.extend((!again).then_some(ch));
                }
                folded
            };
            assert_eq!(rows.iter().map(folded).collect::<Vec<_>>(), designed);
            let bright = |row: &Row| {
                let piece = row.pieces.iter().find(|piece| piece.class == Class::Bright)?;
                Some(piece.text.trim().to_owned())
            };
            let statuses: Vec<_> = rows[1..].iter().filter_map(bright).collect();
            assert_eq!(statuses, ["401", "403", "200"]);
        }
    }

    #[test]
    fn a_narrow_page_tells_it_in_sentences() {
        check(
            Kind::Sequence,
            ORDER,
            24,
            &[
                "client → auth: GET",
                "  /orders/12",
                "auth: who are you?",
                "auth → client: 401",
                "",
                "auth → orders: order",
                "  12?",
                "orders → client: 200",
            ],
        );
    }

    #[test]
    fn a_flow_goes_there_and_back() {
        check(
            Kind::Flow,
            "you -> server: GET /users\nserver -> data: SELECT\ndata -> server: 7 rows\nserver -> you: 200 OK",
            76,
            &[
                "you ──── GET /users ────▶ server ──── SELECT ────▶ data",
                "    ◀───── 200 OK ───────        ◀─── 7 rows ─────",
            ],
        );
    }

    proptest! {
        #[test]
        fn no_text_and_no_width_is_too_much(text in "[a-c日:> -]{0,9}(\n[a-c日 ]{1,3}->[a-c ]{1,3}: ?[x日]{0,9}){0,9}", width in 1_usize..120) {
            for kind in [Kind::Sequence, Kind::Flow] {
                let (diagram, _) = read(language(kind), &text);
                for row in draw(&diagram, width) {
                    let columns = row.text().width();
                    prop_assert!(columns <= width.max(4), "{columns} in {width}");
                }
            }
        }
    }
}
