//! What typing, deleting, indenting and cutting do to the text.

use crate::screen::{keymap::typing::Motion, widget::code_line};

use super::{
    CodeEditor, EDITED, Reaction, TAKEN,
    document::Position,
    indent, motion,
    undo::{Origin, Selection},
};

impl CodeEditor {
    pub(super) fn type_char(&mut self, ch: char) -> Reaction {
        let mut utf8 = [0; 4];
        let at = self.selection.cursor;
        if self.spaced.take() == Some((self.edits, at)) && ch == ' ' {
            return TAKEN;
        }
        let margin = if self.selection.is_empty() {
            indent::closing_margin(&self.document, at, ch)
        } else {
            None
        };
        match margin {
            Some(margin) if self.writable => {
                let start = Position::new(at.line, 0);
                let change = self.change(start, at, &format!("{margin}{ch}"));
                let after = Selection::at(start.after(&change.added));
                self.commit(vec![change], after, Origin::Typed { space: false });
                EDITED
            }
            Some(_) | None => {
                self.insert(ch.encode_utf8(&mut utf8), Origin::Typed { space: ch.is_whitespace() })
            }
        }
    }

    pub(super) fn enter(&mut self) -> Reaction {
        let start = self.selection.start();
        let (text, behind) = indent::line_break(&self.document, start, &self.unit);
        if !self.writable {
            return TAKEN;
        }
        let change = self.change(start, self.selection.end(), &text);
        let after = Selection::at(start.after(&text[..text.len() - behind]));
        self.commit(vec![change], after, Origin::Alone);
        EDITED
    }

    pub(super) fn insert(&mut self, text: &str, origin: Origin) -> Reaction {
        if !self.writable || text.is_empty() {
            return TAKEN;
        }
        let start = self.selection.start();
        let change = self.change(start, self.selection.end(), text);
        let after = Selection::at(self.document.snap(start.after(text)));
        self.commit(vec![change], after, origin);
        EDITED
    }

    pub(super) fn erase(&mut self, motion: Motion) -> Reaction {
        if !self.writable {
            return TAKEN;
        }
        let (from, to, origin) = if self.selection.is_empty() {
            let cursor = self.selection.cursor;
            let other = motion::sideways(&self.document, cursor, motion);
            (cursor.min(other), cursor.max(other), Origin::Erased)
        } else {
            (self.selection.start(), self.selection.end(), Origin::Alone)
        };
        if from == to {
            return TAKEN;
        }
        let change = self.change(from, to, "");
        let after = Selection::at(self.document.snap(from));
        self.commit(vec![change], after, origin);
        EDITED
    }

    /// Leaves the line empty, the break behind it as it is.
    pub(super) fn erase_line(&mut self) -> Reaction {
        let line = self.selection.cursor.line;
        let end = self.document.line(line).len();
        if !self.writable || end == 0 {
            return TAKEN;
        }
        let start = Position::new(line, 0);
        let change = self.change(start, Position::new(line, end), "");
        self.commit(vec![change], Selection::at(start), Origin::Alone);
        EDITED
    }

    /// Puts one level before each selected line, or goes on to the next level at the cursor.
    pub(super) fn indent(&mut self) -> Reaction {
        if !self.writable {
            return TAKEN;
        }
        if self.selection.is_empty() {
            let cursor = self.selection.cursor;
            let column = code_line::column_of(self.document.line(cursor.line), cursor.byte);
            let level = self.unit.clone();
            let text = if level == "\t" { "\t" } else { &level[column % level.len()..] };
            return self.insert(text, Origin::Alone);
        }
        let unit = self.unit.clone();
        let lines = self.selected_lines();
        let filled = lines.filter(|line| !self.document.line(*line).is_empty()).collect::<Vec<_>>();
        self.shift_lines(&filled, |_| (0, unit.clone()))
    }

    pub(super) fn outdent(&mut self) -> Reaction {
        if !self.writable {
            return TAKEN;
        }
        let unit = self.unit.clone();
        let lines = self.selected_lines().collect::<Vec<_>>();
        self.shift_lines(&lines, |line| (indent::outdent(line, &unit), String::new()))
    }

    /// Changes the start of each line: how many bytes go, and what comes.
    pub(super) fn shift_lines(
        &mut self,
        lines: &[usize],
        shift: impl Fn(&str) -> (usize, String),
    ) -> Reaction {
        let mut after = self.selection;
        let mut changes = Vec::new();
        for line in lines.iter().copied() {
            let (gone, text) = shift(self.document.line(line));
            if gone == 0 && text.is_empty() {
                continue;
            }
            for place in [&mut after.anchor, &mut after.cursor] {
                if place.line == line {
                    place.byte = place.byte.saturating_sub(gone) + text.len();
                }
            }
            changes.push(self.change(Position::new(line, 0), Position::new(line, gone), &text));
        }
        if changes.is_empty() {
            return TAKEN;
        }
        self.commit(changes, after, Origin::Alone);
        EDITED
    }

    /// The lines that the selection touches; a line of which nothing is selected is left out.
    pub(super) fn selected_lines(&self) -> std::ops::RangeInclusive<usize> {
        let (start, end) = (self.selection.start(), self.selection.end());
        let last = if start.line < end.line && end.byte == 0 { end.line - 1 } else { end.line };
        start.line..=last
    }

    pub(super) fn copy(&mut self) -> Reaction {
        match self.selected() {
            None => Reaction::Ignored,
            Some(text) => {
                self.yank.clone_from(&text);
                Reaction::Taken { edited: false, copy: Some(text) }
            }
        }
    }

    /// Cuts what is selected, or the whole line.
    pub(super) fn cut(&mut self) -> Reaction {
        if !self.writable {
            return self.copy();
        }
        let (from, to) = if self.selection.is_empty() {
            let line = self.selection.cursor.line;
            let start = Position::new(line, 0);
            let end = Position::new(line, self.document.line(line).len());
            (start, self.document.behind(end))
        } else {
            (self.selection.start(), self.selection.end())
        };
        if from == to {
            return TAKEN;
        }
        let change = self.change(from, to, "");
        self.yank.clone_from(&change.removed);
        let after = Selection::at(self.document.snap(from));
        self.commit(vec![change], after, Origin::Alone);
        Reaction::Taken { edited: true, copy: Some(self.yank.clone()) }
    }
}
