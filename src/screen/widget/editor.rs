//! The code editor: text, cursor, selection, undo and search. It changes nothing but its text; it
//! says what is to be copied, and whoever shows it saves and checks.
//!
//! The model is our own. Editor widgets that exist undo one character at a time, count the cursor
//! wrong behind wide characters, and leave no room for colours that go across lines.

mod colours;
mod document;
mod edit;
mod indent;
mod motion;
mod paint;
mod reaction;
mod search;
mod suggest;
mod undo;

use ratatui::crossterm::event::KeyEvent;

use crate::{
    markup::Stretch,
    screen::{
        keymap::typing::{Motion, SUGGEST, Typing, typing},
        widget::code_line,
    },
};

use self::{
    colours::Colours,
    document::{Document, with_plain_breaks},
    reaction::{EDITED, TAKEN},
    search::{Find, Search},
    suggest::{Completer, Suggestions},
    undo::{Change, Origin, Replayed, Selection, Step, Undo},
};
pub use colours::class_at;
pub use document::Position;
pub use indent::margin;
pub use reaction::Reaction;

/// Columns of the line numbers, the mark beside them and the space around it.
const GUTTER_COLUMNS: usize = 6;
const NUMBER_COLUMNS_MIN: usize = 3;
/// An empty row and the field.
const SEARCH_ROWS: u16 = 2;

/// A file being edited.
#[derive(Clone, Debug)]
pub struct CodeEditor {
    document: Document,
    selection: Selection,
    /// The column that up and down aim at.
    aim: Option<usize>,
    undo: Undo,
    /// What was cut or copied last.
    yank: String,
    search: Search,
    /// What knows what fits where, in texts of which that is known.
    completer: Option<Completer>,
    /// While the list of what fits is open.
    suggestions: Option<Suggestions>,
    /// The edit, and where the cursor stood, when a suggestion ended in a space: the one that hands
    /// type behind it out of habit is not wanted.
    spaced: Option<(u64, Position)>,
    /// Rows below that the list may cover.
    lent: u16,
    writable: bool,
    /// Whether line numbers stand before the text.
    numbered: bool,
    /// One level of indentation.
    unit: String,
    /// The line that a failed check points at.
    mark: Option<usize>,
    /// Counts the changes of the text.
    edits: u64,
    colours: Colours,
    scroll: Scroll,
}

/// What is in view.
#[derive(Clone, Copy, Debug, Default)]
struct Scroll {
    /// First line and first column shown.
    top: usize,
    left: usize,
    /// The whole area, line numbers and all.
    columns: usize,
    rows: usize,
}

impl CodeEditor {
    pub fn new(text: &str, writable: bool) -> CodeEditor {
        let document = Document::new(text);
        let unit = indent::unit(&document);
        CodeEditor {
            document,
            selection: Selection::default(),
            aim: None,
            undo: Undo::new(),
            yank: String::new(),
            search: Search::Never,
            completer: None,
            suggestions: None,
            spaced: None,
            lent: 0,
            writable,
            numbered: true,
            unit,
            mark: None,
            edits: 0,
            colours: Colours::default(),
            scroll: Scroll::default(),
        }
    }

    /// A field for words: no line numbers, no room for them.
    pub fn field(text: &str) -> CodeEditor {
        let mut field = CodeEditor { numbered: false, ..CodeEditor::new(text, true) };
        field.move_to(field.document.end(), false);
        field
    }

    pub fn text(&self) -> String {
        self.document.text()
    }

    pub fn lines(&self) -> &[String] {
        self.document.lines()
    }

    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Counts the changes of the text.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// Takes the classes of all lines, found in the text as it was at edit `edit`; late ones are
    /// dropped.
    pub fn colour(&mut self, edit: u64, lines: Vec<Vec<Stretch>>) {
        if edit == self.edits {
            self.colours = Colours::new(lines);
        }
    }

    /// The classes of a line, for another view of the same text.
    pub fn stretches(&self, line: usize) -> &[Stretch] {
        self.colours.line(line)
    }

    pub fn cursor(&self) -> Position {
        self.selection.cursor
    }

    /// Whether the one-line search field takes the keys.
    pub fn is_searching(&self) -> bool {
        matches!(self.search, Search::Open(_))
    }

    pub fn selected(&self) -> Option<String> {
        (!self.selection.is_empty())
            .then(|| self.document.between(self.selection.start(), self.selection.end()))
    }

    /// Puts the cursor behind the text.
    pub fn to_end(&mut self) {
        self.close_suggestions();
        self.move_to(self.document.end(), false);
        self.follow();
    }

    /// Puts another text in the place of the whole, as one step that can be undone. The cursor
    /// stays where it can.
    pub fn replace_all(&mut self, text: &str) {
        let (old, new) = (self.document.text(), with_plain_breaks(text));
        if old == new {
            return;
        }
        self.close_suggestions();
        let (head, tail) = common_ends(&old, &new);
        let from = Position::default().after(&old[..head]);
        let to = from.after(&old[head..old.len() - tail]);
        let change = self.change(from, to, &new[head..new.len() - tail]);
        let cursor = shifted(self.selection.cursor, &change);
        let after = Selection::at(self.document.snap(cursor));
        self.commit(vec![change], after, Origin::Alone);
        self.follow();
    }

    /// Marks the line, counted from 0, that a failed check points at, and shows it.
    pub fn mark(&mut self, line: Option<usize>) {
        self.mark = line.filter(|line| *line < self.document.lines().len());
        if let Some(line) = self.mark
            && (line < self.scroll.top || self.scroll.top + self.text_rows() <= line)
        {
            self.scroll.top = line.saturating_sub(self.text_rows() / 2);
        }
    }

    pub fn marked(&self) -> Option<usize> {
        self.mark
    }

    /// Puts the cursor at the start of a line, counted from 0.
    pub fn go_to(&mut self, line: usize) {
        self.close_suggestions();
        self.select(Selection::at(self.document.snap(Position::new(line, 0))));
        self.follow();
    }

    /// Tells how large the area is that `view` will get.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = (usize::from(columns), usize::from(rows));
        if size != (self.scroll.columns, self.scroll.rows) {
            (self.scroll.columns, self.scroll.rows) = size;
            self.close_suggestions();
            // Rows that were won show lines, not the nothing below them.
            let last = self.document.lines().len().saturating_sub(self.text_rows());
            self.scroll.top = self.scroll.top.min(last);
            self.follow();
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Reaction {
        if self.is_searching() {
            return self.key_in_search(key);
        }
        if self.is_suggesting() {
            return self.key_in_suggestions(key);
        }
        if self.can_suggest() && SUGGEST.action(&key).is_some() {
            return self.open_suggestions();
        }
        let Some(command) = typing(&key) else { return Reaction::Ignored };
        let reaction = self.run(command);
        if reaction != Reaction::Ignored {
            self.follow();
        }
        reaction
    }

    /// Lets `change` act on a field that holds `bytes_max` at most and has no room for a search. What
    /// would leave either is undone; what it asks to copy is copied all the same.
    pub fn change_within(
        &mut self,
        bytes_max: usize,
        change: impl FnOnce(&mut CodeEditor) -> Reaction,
    ) -> Reaction {
        let before = self.clone();
        let reaction = change(self);
        if self.is_searching() || bytes_max < self.text().len() {
            *self = before;
            return match reaction {
                Reaction::Ignored => Reaction::Ignored,
                Reaction::Taken { copy, .. } => Reaction::Taken { edited: false, copy },
            };
        }
        reaction
    }

    /// Bracketed paste: one step, line breaks made plain, nothing indented.
    pub fn paste(&mut self, text: &str) -> Reaction {
        self.close_suggestions();
        if let Search::Open(find) = &mut self.search {
            find.type_in(text, &self.document);
            self.show_nearest();
            return TAKEN;
        }
        // A terminal that does not know bracketed paste well sends lone carriage returns.
        let text = with_plain_breaks(text).replace('\r', "\n");
        let reaction = self.insert(&text, Origin::Alone);
        self.follow();
        reaction
    }

    /// A press, or a drag with `extend`, at a cell of the area.
    pub fn point(&mut self, column: u16, row: u16, extend: bool) -> Reaction {
        if !extend && self.chooses_suggestion(column, row) {
            return self.take_suggestion();
        }
        self.close_suggestions();
        let line = self.scroll.top + usize::from(row).min(self.text_rows().saturating_sub(1));
        let line = line.min(self.document.lines().len() - 1);
        let column = usize::from(column).saturating_sub(self.gutter()) + self.scroll.left;
        let cursor = Position::new(line, code_line::byte_at(self.document.line(line), column));
        let anchor = if extend { self.selection.anchor } else { cursor };
        self.select(Selection { anchor, cursor });
        self.follow();
        TAKEN
    }

    /// Scrolls without moving the cursor.
    pub fn wheel(&mut self, lines: isize) {
        self.close_suggestions();
        let last = self.document.lines().len() - 1;
        self.scroll.top = self.scroll.top.saturating_add_signed(lines).min(last);
    }

    fn run(&mut self, command: Typing) -> Reaction {
        match command {
            Typing::Type(ch) => self.type_char(ch),
            Typing::Enter => self.enter(),
            Typing::Indent => self.indent(),
            Typing::Outdent => self.outdent(),
            Typing::EraseBack => self.erase(Motion::Left),
            Typing::EraseOn => self.erase(Motion::Right),
            Typing::EraseWordBack => self.erase(Motion::WordLeft),
            Typing::EraseWordOn => self.erase(Motion::WordRight),
            Typing::EraseLine => self.erase_line(),
            Typing::Move(motion) => {
                self.go(motion, false);
                TAKEN
            }
            Typing::Select(motion) => {
                self.go(motion, true);
                TAKEN
            }
            Typing::SelectAll => {
                let (anchor, cursor) = (Position::default(), self.document.end());
                self.select(Selection { anchor, cursor });
                TAKEN
            }
            Typing::Copy => self.copy(),
            Typing::Cut => self.cut(),
            Typing::Paste => {
                let text = self.yank.clone();
                self.insert(&text, Origin::Alone)
            }
            Typing::Undo => self.step_back(Undo::undo),
            Typing::Redo => self.step_back(Undo::redo),
            Typing::Find => self.open_search(),
            Typing::FindNext => self.walk(Find::next),
            Typing::FindPrevious => self.walk(Find::previous),
        }
    }

    fn go(&mut self, motion: Motion, select: bool) {
        let page = isize::try_from(self.text_rows().saturating_sub(1)).unwrap_or(1).max(1);
        match motion {
            Motion::Up => self.go_lines(-1, select),
            Motion::Down => self.go_lines(1, select),
            Motion::PageUp => self.go_lines(-page, select),
            Motion::PageDown => self.go_lines(page, select),
            // A selection is left at the side one goes to.
            Motion::Left if !select && !self.selection.is_empty() => {
                self.select(Selection::at(self.selection.start()));
            }
            Motion::Right if !select && !self.selection.is_empty() => {
                self.select(Selection::at(self.selection.end()));
            }
            Motion::Left
            | Motion::Right
            | Motion::WordLeft
            | Motion::WordRight
            | Motion::LineStart
            | Motion::LineEnd
            | Motion::TextStart
            | Motion::TextEnd => {
                let cursor = motion::sideways(&self.document, self.selection.cursor, motion);
                self.move_to(cursor, select);
            }
        }
    }

    fn go_lines(&mut self, lines: isize, select: bool) {
        let from = self.selection.cursor;
        let column = || code_line::column_of(self.document.line(from.line), from.byte);
        let aim = self.aim.unwrap_or_else(column);
        self.move_to(motion::vertical(&self.document, from, lines, aim), select);
        self.aim = Some(aim);
    }

    fn move_to(&mut self, cursor: Position, select: bool) {
        let anchor = if select { self.selection.anchor } else { cursor };
        self.select(Selection { anchor, cursor });
    }

    fn select(&mut self, selection: Selection) {
        self.undo.close();
        self.selection = selection;
        self.aim = None;
    }

    fn step_back(&mut self, step: fn(&mut Undo, &mut Document) -> Option<Replayed>) -> Reaction {
        let Some(replayed) = step(&mut self.undo, &mut self.document) else { return TAKEN };
        for change in &replayed.changes {
            self.moved(change);
        }
        self.edits += 1;
        self.selection = replayed.selection;
        self.aim = None;
        EDITED
    }

    /// Changes the text; the step is only kept by `commit`.
    fn change(&mut self, from: Position, to: Position, with: &str) -> Change {
        let removed = self.document.replace(from, to, with);
        let change = Change { at: from, removed, added: with.to_owned() };
        self.moved(&change);
        change
    }

    fn commit(&mut self, changes: Vec<Change>, after: Selection, origin: Origin) {
        self.undo.record(Step { changes, before: self.selection, after }, origin);
        self.selection = after;
        self.aim = None;
        self.edits += 1;
        // Another program may save the file while the field is open.
        if let Search::Open(find) = &mut self.search {
            find.look(&self.document);
        }
    }

    /// Keeps what hangs on lines at its line.
    fn moved(&mut self, change: &Change) {
        self.colours.follow(change);
        let gone = change.removed.matches('\n').count();
        let come = change.added.matches('\n').count();
        self.mark = match self.mark {
            Some(line) if line < change.at.line => Some(line),
            Some(line) if change.at.line + gone < line => Some(line - gone + come),
            Some(_) | None => None,
        };
    }

    /// Scrolls so that the cursor is in view, and back to the start of all lines as soon as it is in view
    /// there.
    fn follow(&mut self) {
        let (rows, columns) = (self.text_rows(), self.text_columns());
        let cursor = self.selection.cursor;
        if 0 < rows {
            let lowest = (cursor.line + 1).saturating_sub(rows);
            self.scroll.top = self.scroll.top.clamp(lowest, cursor.line);
        }
        // The last column is kept for the mark of a cut line.
        if 2 < columns {
            let column = code_line::column_of(self.document.line(cursor.line), cursor.byte);
            let nearest = (column + 2).saturating_sub(columns);
            self.scroll.left = match nearest {
                0 => 0,
                _ => self.scroll.left.clamp(nearest, column.max(nearest)),
            };
        }
    }

    fn gutter(&self) -> usize {
        if !self.numbered {
            return 0;
        }
        GUTTER_COLUMNS - NUMBER_COLUMNS_MIN + self.number_columns()
    }

    fn number_columns(&self) -> usize {
        self.document.lines().len().to_string().len().max(NUMBER_COLUMNS_MIN)
    }

    /// Rows for text: the search field takes the last two.
    fn text_rows(&self) -> usize {
        let search = if self.is_searching() { usize::from(SEARCH_ROWS) } else { 0 };
        self.scroll.rows.saturating_sub(search)
    }

    fn text_columns(&self) -> usize {
        self.scroll.columns.saturating_sub(self.gutter())
    }
}

/// Bytes that two texts share at their starts and at their ends, in whole characters.
fn common_ends(old: &str, new: &str) -> (usize, usize) {
    let head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let head = old.floor_char_boundary(head);
    let (old, new) = (&old[head..], &new[head..]);
    let same = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
    (head, same.map(|(ch, _)| ch.len_utf8()).sum())
}

/// Where a place is after a change; inside what was removed, it goes to its start.
fn shifted(position: Position, change: &Change) -> Position {
    let (end, new_end) = (change.at.after(&change.removed), change.at.after(&change.added));
    if position < end {
        position.min(change.at)
    } else if position.line == end.line {
        Position::new(new_end.line, new_end.byte + position.byte - end.byte)
    } else {
        Position::new(position.line - end.line + new_end.line, position.byte)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{
        buffer::Buffer,
        crossterm::event::{KeyCode, KeyModifiers},
        layout::Rect,
        style::Modifier,
    };

    use crate::{
        config::Marks,
        screen::{
            theme::{Depth, Ground, Palette, Theme},
            widget::pen::Pen,
        },
    };

    use super::*;

    const INK: Theme = Theme::new(Palette::Ink, Depth::True, Marks::Unicode);

    #[test]
    fn a_larger_place_shows_what_was_above() {
        let mut editor = CodeEditor::new("a\nb\nc\nd", true);
        editor.resize(20, 2);
        editor.go_to(3);
        assert_eq!(editor.scroll.top, 2);
        editor.resize(20, 3);
        assert_eq!(editor.scroll.top, 1);
        editor.resize(20, 9);
        assert_eq!(editor.scroll.top, 0);
    }

    /// Presses keys written as text: `<left>`, `<S-right>`, `<C-z>`; everything else is typed.
    pub(super) fn press(editor: &mut CodeEditor, keys: &str) {
        let mut rest = keys;
        while let Some(ch) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            if let Some((name, behind)) = named {
                let mut modifiers = KeyModifiers::NONE;
                let mut name = name;
                while let Some((modifier, code)) = name.split_once('-') {
                    modifiers |= match modifier {
                        "S" => KeyModifiers::SHIFT,
                        "C" => KeyModifiers::CONTROL,
                        other => panic!("no modifier {other}"),
                    };
                    name = code;
                }
                editor.key(KeyEvent::new(code(name), modifiers));
                rest = behind;
            } else {
                editor.key(KeyEvent::new(KeyCode::Char(ch), KeyModifiers::NONE));
                rest = &rest[ch.len_utf8()..];
            }
        }
    }

    fn code(name: &str) -> KeyCode {
        match name {
            "enter" => KeyCode::Enter,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "esc" => KeyCode::Esc,
            letter => KeyCode::Char(letter.chars().next().unwrap()),
        }
    }

    fn editor(text: &str) -> CodeEditor {
        let mut editor = CodeEditor::new(text, true);
        editor.resize(30, 8);
        editor
    }

    /// The text after the keys, with `|` at the cursor.
    fn check(text: &str, keys: &str, expected: &str) {
        let mut editor = editor(text);
        press(&mut editor, keys);
        assert_eq!(with_cursor(&editor), expected, "{keys}");
    }

    pub(super) fn with_cursor(editor: &CodeEditor) -> String {
        let cursor = editor.cursor();
        let mut lines = editor.lines().to_vec();
        lines[cursor.line].insert(cursor.byte, '|');
        lines.join("\n")
    }

    pub(super) fn rows(editor: &CodeEditor, columns: u16, rows: u16) -> (Vec<String>, Buffer) {
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        editor.view(&mut Pen::new(&mut buffer, &INK), area, true);
        let row = |y| {
            // A wide character fills two cells; the second holds a space that is not drawn.
            let mut row = String::new();
            let mut covered = 0;
            for x in 0..columns {
                if 0 < covered {
                    covered -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                covered = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                row.push_str(symbol);
            }
            row.trim_end().to_owned()
        };
        ((0..rows).map(row).collect(), buffer)
    }

    fn reversed(buffer: &Buffer) -> Vec<(u16, u16)> {
        let area = buffer.area;
        let cells = area
            .positions()
            .filter(|at| buffer[(at.x, at.y)].modifier.contains(Modifier::REVERSED));
        cells.map(|at| (at.x, at.y)).collect()
    }

    #[test]
    fn a_field_keeps_what_it_has_room_for() {
        let type_in = |field: &mut CodeEditor, text: &str| {
            let reaction = field.change_within(4, |field| field.paste(text));
            (reaction.edited(), field.text())
        };
        let mut field = CodeEditor::field("");
        assert_eq!(type_in(&mut field, "abé"), (true, "abé".to_owned()), "four bytes");
        assert_eq!(type_in(&mut field, "c"), (false, "abé".to_owned()));
        let control = |ch| KeyEvent::new(KeyCode::Char(ch), KeyModifiers::CONTROL);
        field.change_within(4, |field| field.key(control('f')));
        assert!(!field.is_searching());
        let ignored = field.change_within(4, |field| field.key(KeyCode::F(5).into()));
        assert_eq!(ignored, Reaction::Ignored);
        field.change_within(4, |field| field.key(control('a')));
        let copied = field.change_within(4, |field| field.key(control('x')));
        assert_eq!((copied.copy().as_deref(), field.text()), (Some("abé"), String::new()));
    }

    #[test]
    fn a_line_is_erased_wherever_in_it_the_cursor_stands() {
        check("", "one two<left><left><C-u>", "|");
        check("", "one two<C-u><C-z>", "one two|");
        check("", "<C-u>", "|");
        check("one\ntwo\nthree", "<down><right><C-u>", "one\n|\nthree");
        check("one", "<C-f>x<C-u>on<esc><backspace>", "|e");
    }

    #[test]
    fn undo_takes_back_a_word_a_run_of_deletions_or_a_paste() {
        check("", "hello big world<C-z>", "hello big |");
        check("", "hello big world<C-z><C-z>", "hello |");
        check("", "hello big world<C-z><C-z><C-z>", "|");
        check("", "hello big world<C-z><C-z><C-y>", "hello big |");
        check("abcdef", "<end><backspace><backspace><backspace><C-z>", "abcdef|");
        check("", "ab<left>c<C-z>", "a|b");
        check("", "f() {<enter>x<C-z>", "f() {\n  |");
        check("", "f() {<enter>x<C-z><C-z>", "f() {|");
        let mut editor = editor("x");
        editor.paste("one\r\ntwo\r\n");
        assert_eq!(editor.text(), "one\ntwo\nx");
        press(&mut editor, "<C-z>");
        assert_eq!(editor.text(), "x");
        press(&mut editor, "<C-y>");
        assert_eq!(editor.text(), "one\ntwo\nx");
    }

    #[test]
    fn enter_indents_and_a_closing_bracket_goes_back() {
        check("", "if (x) {<enter>y();<enter>}", "if (x) {\n  y();\n}|");
        check(
            "f(() => {})",
            "<right><right><right><right><right><right><right><right><right><enter>",
            "f(() => {\n  |\n})",
        );
        check("  a", "<end><enter>b", "  a\n  b|");
    }

    #[test]
    fn tab_goes_to_the_next_level_and_moves_selected_lines() {
        check("a", "<tab>", "  |a");
        check(" a", "<right><tab>", "  |a");
        check("a\n\nb\nc", "<S-down><S-down><S-down><tab>", "  a\n\n  b\n|c");
        check("  a\n b\nc", "<S-down><S-down><S-end><backtab>", "a\nb\nc|");
        check("    a", "<end><backtab>", "a|");
        check("x\n  y\n    z", "<down><down><end><backtab><C-z>", "x\n  y\n    z|");
    }

    #[test]
    fn what_is_selected_is_replaced_copied_and_cut() {
        check("hello", "<S-right><S-right>j", "j|llo");
        check("one\ntwo", "<C-a><backspace>", "|");
        check("one two", "<C-S-right><right>!", "one!| two");
        check("one two", "<C-S-right><left>!", "!|one two");
        let mut editor = editor("one two");
        press(&mut editor, "<C-S-right>");
        let cut = editor.key(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::CONTROL));
        assert_eq!(cut, Reaction::Taken { edited: true, copy: Some("one".into()) });
        press(&mut editor, "<end><C-v>");
        assert_eq!(editor.text(), " twoone");
        let copy = editor.key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert_eq!(copy, Reaction::Ignored, "nothing is selected: Ctrl+C is not the editor's");
        check("a\nb\nc", "<down><C-x><C-v><C-v>", "a\nb\nb\n|c");
    }

    #[test]
    fn visible_characters_are_stepped_over_and_deleted_whole() {
        check("日本e\u{301}x", "<right><right><right><backspace>", "日本|x");
        check("日本", "<end><left><delete>", "日|");
        check("日本語\nabc", "<right><down>", "日本語\nab|c");
        check("日本語\nabc", "<down><right><up>", "|日本語\nabc");
    }

    #[test]
    fn a_read_only_file_does_not_change() {
        let mut editor = CodeEditor::new("a\n  b", false);
        press(&mut editor, "x<enter><tab><C-a><C-x><delete>}");
        editor.paste("x");
        assert_eq!((editor.text().as_str(), editor.edits()), ("a\n  b", 0));
    }

    #[test]
    fn numbers_mark_and_text_stand_in_their_columns() {
        let mut editor = editor("const a = 1;\nconst 日本 = 2;\n");
        editor.mark(Some(1));
        press(&mut editor, "<down><end>");
        let (shown, buffer) = rows(&editor, 24, 4);
        assert_eq!(shown, ["  1   const a = 1;", "  2 ✗ const 日本 = 2;", "", ""]);
        assert_eq!(reversed(&buffer), [(21, 1)]);
        press(&mut editor, "<down>");
        assert_eq!(rows(&editor, 24, 4).0[2], "  3");
    }

    #[test]
    fn long_lines_scroll_sideways_and_say_that_they_are_cut() {
        let mut editor = editor("const url = \"/orders/日本/of/today\";");
        let (shown, _) = rows(&editor, 24, 1);
        assert_eq!(shown, ["  1   const url = \"/ord…"]);
        editor.resize(24, 1);
        press(&mut editor, "<end>");
        let (shown, buffer) = rows(&editor, 24, 1);
        assert_eq!(shown, ["  1  ‹/日本/of/today\";"]);
        assert_eq!(reversed(&buffer), [(22, 0)]);
        press(&mut editor, "<left><left><left><left>");
        assert_eq!(reversed(&rows(&editor, 24, 1).1), [(18, 0)]);
    }

    #[test]
    fn a_wide_character_at_an_edge_leaves_its_place_empty() {
        let mut editor = editor("日本語日本語日本語");
        editor.resize(15, 1);
        assert_eq!(rows(&editor, 15, 1).0, ["  1   日本語日…"]);
        press(&mut editor, "<end>");
        let (shown, buffer) = rows(&editor, 15, 1);
        assert_eq!((shown, reversed(&buffer)), (vec!["  1  ‹ 日本語".to_owned()], vec![(13, 0)]));
    }

    #[test]
    fn escapes_in_a_file_do_not_reach_the_terminal() {
        let editor = editor("\u{1b}[2J\u{202e}x\u{200b}");
        assert_eq!(rows(&editor, 40, 1).0, ["  1   ␛[2J<U+202E>x<U+200B>"]);
    }

    #[test]
    fn what_is_selected_is_seen_in_every_theme() {
        let mut editor = editor("ab\n\ncd");
        press(&mut editor, "<right><S-down><S-down><S-right>");
        let area = Rect::new(0, 0, 20, 3);
        for palette in [Palette::Ink, Palette::Dark, Palette::Light, Palette::Mono] {
            let theme = Theme { palette, ..INK };
            let mut buffer = Buffer::empty(area);
            editor.view(&mut Pen::new(&mut buffer, &theme), area, false);
            let ground = theme.ground(Ground::SelectedText);
            let selected = area.positions().filter(|at| {
                let cell = &buffer[(at.x, at.y)];
                ground.bg.map_or(cell.modifier.contains(Modifier::REVERSED), |bg| cell.bg == bg)
            });
            let selected: Vec<_> = selected.map(|at| (at.x, at.y)).collect();
            assert_eq!(selected, [(7, 0), (8, 0), (6, 1), (6, 2), (7, 2)], "{palette:?}");
        }
    }

    #[test]
    fn the_search_walks_and_its_field_is_one_line() {
        let mut editor = editor("let order = orders[0];\n// Order\n");
        press(&mut editor, "<C-f>order");
        let (shown, _) = rows(&editor, 40, 6);
        assert_eq!(shown[5], "find      order                   1 of 3");
        press(&mut editor, "<enter><enter>");
        assert_eq!(editor.selected().as_deref(), Some("Order"));
        press(&mut editor, "<enter><S-enter>");
        assert_eq!(editor.cursor(), Position::new(1, 8));
        press(&mut editor, "<esc>X");
        assert_eq!(editor.text(), "let order = orders[0];\n// X\n");
        press(&mut editor, "<C-g>");
        assert_eq!(editor.cursor(), Position::new(0, 9));
        press(&mut editor, "<C-f>q");
        assert_eq!(rows(&editor, 40, 6).0[5], "find      orderq           nothing found");
    }

    #[test]
    fn the_mouse_places_the_cursor_and_the_wheel_leaves_it() {
        let mut editor = editor(&"日本 x\n".repeat(50));
        editor.point(9, 3, false);
        assert_eq!(editor.cursor(), Position::new(3, 3));
        editor.point(25, 4, true);
        assert_eq!(editor.selected().as_deref(), Some("本 x\n日本 x"));
        editor.wheel(3);
        assert_eq!(rows(&editor, 24, 8).0[0], "  4   日本 x");
        editor.point(0, 0, false);
        assert_eq!(editor.cursor(), Position::new(3, 0));
    }

    #[test]
    fn the_mark_stays_at_its_line_until_that_line_changes() {
        let mut editor = editor("a\nb\nc");
        editor.mark(Some(1));
        press(&mut editor, "<end><enter>x<enter>");
        assert_eq!(editor.marked(), Some(3));
        press(&mut editor, "<C-z><C-z>");
        assert_eq!(editor.marked(), Some(2));
        press(&mut editor, "<down>x");
        assert_eq!(editor.marked(), None);
    }

    #[test]
    fn another_text_is_one_step_and_leaves_the_cursor_where_it_was() {
        let mut editor = editor("one\ntwo\nthree\n");
        press(&mut editor, "<down><down><right>");
        editor.replace_all("zero\none\ntwo\r\nthree\n");
        assert_eq!(with_cursor(&editor), "zero\none\ntwo\nt|hree\n");
        press(&mut editor, "<C-z>");
        assert_eq!(with_cursor(&editor), "one\ntwo\nt|hree\n");
    }

    #[derive(Clone, Debug)]
    enum Doing {
        Key(KeyCode, KeyModifiers),
        Paste(String),
        Point(u16, u16, bool),
        Wheel(isize),
        Resize(u16, u16),
        Replace(String),
    }

    fn doing() -> impl Strategy<Value = Doing> {
        let text = || "[ab {}()\n\t日\u{301}\u{200b}]{0,12}";
        let key = prop_oneof![
            prop::char::any().prop_map(KeyCode::Char),
            prop::sample::select(vec![
                KeyCode::Char('z'),
                KeyCode::Char('y'),
                KeyCode::Char('x'),
                KeyCode::Char('v'),
                KeyCode::Char('a'),
                KeyCode::Char('f'),
                KeyCode::Char('g'),
                KeyCode::Char('}'),
                KeyCode::Char('{'),
                KeyCode::Char('n'),
                KeyCode::Char('日'),
                KeyCode::Char('\u{301}'),
                KeyCode::Enter,
                KeyCode::Tab,
                KeyCode::BackTab,
                KeyCode::Backspace,
                KeyCode::Delete,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::Home,
                KeyCode::End,
                KeyCode::PageUp,
                KeyCode::PageDown,
                KeyCode::Esc,
            ]),
        ];
        let modifiers = prop::sample::select(vec![
            KeyModifiers::NONE,
            KeyModifiers::SHIFT,
            KeyModifiers::CONTROL,
            KeyModifiers::CONTROL.union(KeyModifiers::SHIFT),
        ]);
        prop_oneof![
            8 => (key, modifiers).prop_map(|(key, modifiers)| Doing::Key(key, modifiers)),
            1 => text().prop_map(Doing::Paste),
            1 => (0..40u16, 0..20u16, any::<bool>()).prop_map(|(x, y, e)| Doing::Point(x, y, e)),
            1 => (-9..9isize).prop_map(Doing::Wheel),
            1 => (0..40u16, 0..12u16).prop_map(|(columns, rows)| Doing::Resize(columns, rows)),
            1 => text().prop_map(Doing::Replace),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_done_is_safe_and_can_be_undone(
            text in "[ab {}()\n\t日\u{301}\u{200b}\u{1b}]{0,40}",
            doings in prop::collection::vec(doing(), 0..60),
        ) {
            let mut editor = editor(&text);
            editor.complete_with(crate::exchange::http_file::complete::offers);
            for doing in doings {
                match doing {
                    Doing::Key(key, modifiers) => {
                        editor.key(KeyEvent::new(key, modifiers));
                    }
                    Doing::Paste(text) => {
                        editor.paste(&text);
                    }
                    Doing::Point(x, y, extend) => {
                        editor.point(x, y, extend);
                    }
                    Doing::Wheel(lines) => editor.wheel(lines),
                    Doing::Resize(columns, rows) => editor.resize(columns, rows),
                    Doing::Replace(text) => editor.replace_all(&text),
                }
                for place in [editor.selection.anchor, editor.selection.cursor] {
                    prop_assert!(place.line < editor.lines().len());
                    prop_assert!(editor.lines()[place.line].is_char_boundary(place.byte));
                }
                rows(&editor, 33, 7);
            }
            editor.key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
            let edits = editor.edits();
            for _ in 0..=edits {
                press(&mut editor, "<C-z>");
            }
            prop_assert_eq!(editor.text(), text);
        }
    }
}
