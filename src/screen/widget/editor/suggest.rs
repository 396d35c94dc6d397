//! The list of what fits at the cursor. Only its key opens it, so that Enter and Tab mean what they
//! always mean while one types.

use std::{fmt, ops::Range, sync::Arc};

use ratatui::{crossterm::event::KeyEvent, layout::Rect};

use crate::{
    exchange::http_file::complete::{Offer, Offers},
    screen::{
        keymap::typing::{SUGGESTIONS, Suggesting, Typing, typing},
        theme::{Ground, Role},
        widget::{
            code_line,
            pen::{Pen, columns},
            window,
        },
    },
};

use super::{
    CodeEditor, Position, Reaction, TAKEN,
    undo::{Origin, Selection},
};

/// Rows of the list at most.
const ROWS_MAX: usize = 6;
/// The bar of the chosen row and the air behind it.
const EDGE_COLUMNS: u16 = 2;
/// Air, and the mark of what is not seen.
const END_COLUMNS: u16 = 2;
/// Between what is offered and what it means.
const GAP_COLUMNS: u16 = 3;

/// Finds what fits at byte `byte` of line `line` of a text.
type Find = dyn Fn(&[String], usize, usize) -> Option<Offers> + Send + Sync;

/// What knows which words fit.
#[derive(Clone)]
pub struct Completer(Arc<Find>);

impl fmt::Debug for Completer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Completer")
    }
}

/// The list while it is open.
#[derive(Clone, Debug)]
pub struct Suggestions {
    offers: Offers,
    line: usize,
    chosen: usize,
}

/// The list, and opening and closing it.
impl CodeEditor {
    /// From now on the editor knows what fits where.
    pub fn complete_with(
        &mut self,
        find: impl Fn(&[String], usize, usize) -> Option<Offers> + Send + Sync + 'static,
    ) {
        self.completer = Some(Completer(Arc::new(find))).filter(|_| self.writable);
    }

    /// Below the editor the list may cover so many rows more.
    pub fn lend(&mut self, rows: u16) {
        self.lent = rows;
    }

    /// Opens the list, or takes what fits where that is one thing alone.
    pub fn suggest(&mut self) -> Reaction {
        let reaction = self.open_suggestions();
        match &self.suggestions {
            Some(list) if list.offers.list.len() == 1 => self.take_suggestion(),
            Some(_) | None => reaction,
        }
    }

    /// Whether there is a list to open.
    pub fn can_suggest(&self) -> bool {
        self.completer.is_some()
    }

    /// Whether the list takes the keys.
    pub fn is_suggesting(&self) -> bool {
        self.suggestions.is_some()
    }

    pub fn close_suggestions(&mut self) {
        self.suggestions = None;
    }

    /// Opens the list, if anything fits at the cursor and there is a row for it beside the line.
    pub(super) fn open_suggestions(&mut self) -> Reaction {
        self.select(Selection::at(self.selection.cursor));
        self.suggestions =
            self.suggestions_here().filter(|_| 1 < self.text_rows() + usize::from(self.lent));
        TAKEN
    }

    fn suggestions_here(&self) -> Option<Suggestions> {
        let Position { line, byte } = self.selection.cursor;
        let offers = (self.completer.as_ref()?.0)(self.document.lines(), line, byte)?;
        Some(Suggestions { offers, line, chosen: 0 })
    }

    /// A key while the list is open: what is typed goes into the text and makes the list shorter.
    pub(super) fn key_in_suggestions(&mut self, key: KeyEvent) -> Reaction {
        match SUGGESTIONS.action(&key) {
            Some(Suggesting::Up) => self.choose(|at, _| at.saturating_sub(1)),
            Some(Suggesting::Down) => self.choose(|at, last| (at + 1).min(last)),
            Some(Suggesting::Take) => self.take_suggestion(),
            Some(Suggesting::Close | Suggesting::Open) => {
                self.close_suggestions();
                TAKEN
            }
            None => {
                let open = self.suggestions.take();
                let reaction = self.key(key);
                let types = matches!(typing(&key), Some(Typing::Type(_) | Typing::EraseBack));
                if types && let Some(open) = open {
                    self.suggestions = self.suggestions_here().filter(|now| now.continues(&open));
                }
                reaction
            }
        }
    }

    fn choose(&mut self, step: fn(usize, usize) -> usize) -> Reaction {
        if let Some(list) = &mut self.suggestions {
            list.chosen = step(list.chosen, list.offers.list.len() - 1);
        }
        TAKEN
    }

    /// Whether a cell of the area is a row of the list; that row is then the chosen one.
    pub(super) fn chooses_suggestion(&mut self, column: u16, row: u16) -> bool {
        let narrow = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        let height = narrow(self.scroll.rows).saturating_add(self.lent);
        let area = Rect::new(0, 0, narrow(self.scroll.columns), height);
        let Some(list) = &self.suggestions else { return false };
        let place = self.place_of_suggestions(area, list);
        let Some(place) = place.filter(|place| place.contains((column, row).into())) else {
            return false;
        };
        let visible = list.visible(place);
        let index = visible.start + usize::from(row - place.y);
        if let Some(list) = &mut self.suggestions {
            list.chosen = index;
        }
        true
    }

    /// Puts the chosen offer in the place of the word, as one step.
    pub(super) fn take_suggestion(&mut self) -> Reaction {
        let Some(Suggestions { offers, line, chosen }) = self.suggestions.take() else {
            return TAKEN;
        };
        let Some(Offer { puts, behind, .. }) = offers.list.get(chosen) else { return TAKEN };
        let (from, to) = (offers.range.start, offers.range.end);
        let (from, to) = (Position::new(line, from), Position::new(line, to));
        self.selection = Selection { anchor: from, cursor: to };
        let reaction = self.insert(puts, Origin::Alone);
        let end = self.selection.cursor;
        let cursor = Position::new(end.line, end.byte.saturating_sub(*behind));
        self.select(Selection::at(self.document.snap(cursor)));
        let is_spaced = *behind == 0 && puts.ends_with(' ');
        self.spaced = is_spaced.then_some((self.edits, self.selection.cursor));
        self.follow();
        reaction
    }
}

impl Suggestions {
    /// Whether this list is about the same word as the one before.
    fn continues(&self, before: &Suggestions) -> bool {
        (self.line, self.offers.range.start) == (before.line, before.offers.range.start)
    }

    /// The rows of the list that are seen.
    fn visible(&self, place: Rect) -> Range<usize> {
        window::around(self.offers.list.len(), usize::from(place.height), self.chosen)
    }
}

/// The list on the screen.
impl CodeEditor {
    /// Draws the list below the line of the cursor, or above it where there is more room.
    pub(super) fn draw_suggestions(&self, pen: &mut Pen<'_>, area: Rect, list: &Suggestions) {
        let Some(place) = self.place_of_suggestions(area, list) else { return };
        let shown = &list.offers.list;
        let visible = list.visible(place);
        let words = columns_of(shown, |offer| &offer.says);
        let labels = columns_of(shown, |offer| &offer.label);
        let says = EDGE_COLUMNS + labels + GAP_COLUMNS + words + END_COLUMNS <= place.width;
        pen.cover(place, Ground::Overlay);
        for (index, y) in visible.clone().zip(place.y..) {
            let offer = &shown[index];
            let row = Rect { y, height: 1, ..place };
            let chosen = index == list.chosen;
            let (bar, role, text) = if chosen {
                ('▌', Role::Here, Role::Bright)
            } else {
                ('│', Role::Faint, Role::Text)
            };
            if chosen {
                pen.lay(row, Ground::Selected);
            }
            pen.repeat(row.x, y, 1, bar, role);
            let (x, right) = (row.x + EDGE_COLUMNS, row.right().saturating_sub(END_COLUMNS));
            pen.write_cut(x, y, right, &offer.label, text);
            if says {
                pen.write_cut(x + labels + GAP_COLUMNS, y, right, &offer.says, Role::Muted);
            }
            if index == visible.start && 0 < index {
                pen.repeat(row.right() - 1, y, 1, '↑', Role::Muted);
            } else if index + 1 == visible.end && visible.end < shown.len() {
                pen.repeat(row.right() - 1, y, 1, '↓', Role::Muted);
            }
        }
    }

    /// Where the list stands: never over the line of the cursor, never outside of `area`.
    fn place_of_suggestions(&self, area: Rect, list: &Suggestions) -> Option<Rect> {
        let row = u16::try_from(list.line.checked_sub(self.scroll.top)?).ok()?;
        let below = area.height.checked_sub(row + 1)?;
        let wanted = u16::try_from(list.offers.list.len().min(ROWS_MAX)).unwrap_or(u16::MAX);
        let (y, height) = if wanted <= below || row <= below {
            (area.y + row + 1, wanted.min(below))
        } else {
            (area.y + row - wanted.min(row), wanted.min(row))
        };
        let labels = columns_of(&list.offers.list, |offer| &offer.label);
        let words = columns_of(&list.offers.list, |offer| &offer.says);
        let narrow = EDGE_COLUMNS + labels + END_COLUMNS;
        let wide = narrow + if 0 < words { GAP_COLUMNS + words } else { 0 };
        // The words stand under the word, so the edge may stand in the air before the text.
        let left = u16::try_from(self.gutter()).unwrap_or(u16::MAX).saturating_sub(EDGE_COLUMNS);
        let room = area.width.saturating_sub(left);
        let width = if wide <= room { wide } else { narrow.min(room) };
        let line = self.document.line(list.line);
        let column = code_line::column_of(line, list.offers.range.start);
        let column = u16::try_from(column.saturating_sub(self.scroll.left)).unwrap_or(u16::MAX);
        let x = area.x + left + column.min(room - width);
        (0 < height && EDGE_COLUMNS < width).then_some(Rect { x, y, width, height })
    }
}

fn columns_of(offers: &[Offer], part: fn(&Offer) -> &String) -> u16 {
    offers.iter().map(|offer| columns(part(offer))).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyModifiers};

    use super::*;
    use crate::{
        exchange::http_file::complete::offers,
        screen::widget::editor::tests::{press, rows, with_cursor},
    };

    fn editor(text: &str, columns: u16, rows: u16) -> CodeEditor {
        let mut editor = CodeEditor::new(text, true);
        editor.complete_with(offers);
        editor.resize(columns, rows);
        editor
    }

    /// The text after the keys, with `|` at the cursor.
    #[track_caller]
    fn check(text: &str, keys: &str, expected: &str) {
        let mut editor = editor(text, 40, 8);
        press(&mut editor, keys);
        assert_eq!(with_cursor(&editor), expected, "{keys}");
    }

    #[test]
    fn a_key_opens_the_list_and_enter_or_tab_takes() {
        check("", "<C-n><down><enter>/users", "POST /users|");
        check("", "p<C-n><down><down><tab>", "PATCH |");
        check("", "<C-n>de<enter>", "DELETE |");
        check("", "de<C-n><enter><C-z>", "de|");
        check(
            "GET /",
            "<end><enter>type<C-n><enter>json<C-n><enter>",
            "GET /\nContent-Type: application/json|",
        );
        check("", "<C-n><C-n><up><up><down><enter>", "POST |");
        // The space that comes with the offer is the one that is typed out of habit.
        check("", "<C-n><down><enter> /users", "POST /users|");
        check("", "<C-n><enter>  ", "GET  |");
        let mut space = editor("", 40, 8);
        space.key(KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL));
        assert!(space.is_suggesting());
    }

    #[test]
    fn without_the_list_every_key_means_what_it_does() {
        check("", "GE<enter><tab>T", "GE\n  T|");
        check("", "<C-n><esc><enter>", "\n|");
        check("", "<C-n>g<backspace>g<left>ET", "ET|g");
        // Nothing begins with it: the list is gone, and Enter breaks the line.
        check("", "<C-n>x<enter>", "x\n|");
        check("", "<C-n>G E<enter>", "G E\n|");
        check("GET /", "<C-n><end><enter>", "GET /\n|");
        let mut plain = CodeEditor::new("", true);
        plain.resize(40, 8);
        press(&mut plain, "<C-n>");
        assert!(!plain.is_suggesting());
        let mut given = CodeEditor::new("", false);
        given.complete_with(offers);
        assert!(!given.can_suggest());
    }

    #[test]
    fn the_list_stands_below_its_word_or_above_it() {
        let mut editor = editor("GET /\n\n\n\n\n\n\n\n", 60, 8);
        press(&mut editor, "<down><C-n>");
        let (shown, _) = rows(&editor, 60, 8);
        assert_eq!(
            shown,
            [
                "  1   GET /",
                "  2",
                "  3 ▌ Accept              what the answer may be",
                "  4 │ Content-Type        what the body is",
                "  5 │ Authorization       who asks, and the proof",
                "  6 │ Cookie              what the server gave before",
                "  7 │ Accept-Language     languages of the answer",
                "  8 │ Accept-Encoding     compression of the answer   ↓",
            ]
        );
        press(&mut editor, "<esc><down><down><down><down><down><down><C-n>");
        let (shown, _) = rows(&editor, 60, 8);
        assert_eq!(shown[6..], ["  7 ▌ ###   begins a request", "  8"]);
    }

    #[test]
    fn the_list_fits_any_size_and_leaves_the_line_of_the_cursor() {
        for (columns, height) in [(8, 1), (9, 2), (12, 3), (20, 4), (30, 9), (200, 40)] {
            for line in 0..6 {
                let mut editor =
                    editor("GET /\nA: 日本\nB: 日本\nC: 日本\nD: 日本\nE: 日本\n", columns, height);
                press(&mut editor, &"<down>".repeat(line));
                let (without, _) = rows(&editor, columns, height);
                press(&mut editor, "<C-n>");
                assert_eq!(editor.is_suggesting(), 1 < height);
                let (with, _) = rows(&editor, columns, height);
                let row = editor.cursor().line - editor.scroll.top;
                assert_eq!(with[row], without[row], "{columns}x{height}, line {line}");
                assert_eq!(with == without, height < 2, "{with:?}");
            }
        }
    }

    #[test]
    fn a_press_takes_the_row_that_is_under_it() {
        let mut editor = editor("\n\n\n\n\n\n", 50, 8);
        press(&mut editor, "<C-n>");
        assert_eq!(rows(&editor, 50, 8).0[3], "  4 │ PUT         puts a whole in its place");
        let reaction = editor.point(9, 3, false);
        assert_eq!(reaction, Reaction::Taken { edited: true, copy: None });
        assert_eq!(editor.lines()[0], "PUT ");
    }
}
