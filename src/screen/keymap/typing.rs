//! The keys of the code editor. A character that stands here with no key of its own is typed.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::screen::keymap::{
    BACKSPACE, Binding, DOWN, END, ENTER, ESC, HOME, Key, LEFT, PAGE_DOWN, PAGE_UP, RIGHT,
    SHIFT_TAB, TAB, Table, UP, control, named,
};

/// Something the editor can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    Type(char),
    Enter,
    Indent,
    Outdent,
    EraseBack,
    EraseOn,
    EraseWordBack,
    EraseWordOn,
    /// All of the line, wherever in it the cursor stands.
    EraseLine,
    Move(Motion),
    Select(Motion),
    SelectAll,
    Copy,
    Cut,
    Paste,
    Undo,
    Redo,
    Find,
    FindNext,
    FindPrevious,
}

/// What is done with the list of what fits at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggesting {
    Open,
    Up,
    Down,
    Take,
    Close,
}

/// A step of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    /// The first character that is no space, then column 0.
    LineStart,
    LineEnd,
    PageUp,
    PageDown,
    TextStart,
    TextEnd,
}

/// What a key does in the text; `None` where the key is not the editor's.
pub fn typing(event: &KeyEvent) -> Option<Typing> {
    let command = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER;
    match event.code {
        KeyCode::Char(ch) if !event.modifiers.intersects(command) => Some(Typing::Type(ch)),
        _ => TYPING.action(event),
    }
}

const DELETE: Key = named(KeyCode::Delete);

pub const TYPING: Table<Typing> = Table {
    name: "text",
    types: true,
    bindings: &[
        Binding {
            group: "Text",
            shown: "Ctrl+Z Ctrl+Y",
            says: "undo, redo",
            keys: &[
                (control('z'), Typing::Undo),
                (control('y'), Typing::Redo),
                (control('z').with(KeyModifiers::SHIFT), Typing::Redo),
            ],
        },
        Binding {
            group: "Text",
            shown: "Shift+arrows",
            says: "select; Ctrl+A all",
            keys: &SELECTING,
        },
        Binding {
            group: "Text",
            shown: "Ctrl+C X V",
            says: "copy, cut, paste",
            keys: &[
                (control('c'), Typing::Copy),
                (control('x'), Typing::Cut),
                (control('v'), Typing::Paste),
            ],
        },
        Binding {
            group: "Text",
            shown: "Tab Shift+Tab",
            says: "indent, outdent",
            keys: &[
                (TAB, Typing::Indent),
                (SHIFT_TAB, Typing::Outdent),
                (ENTER, Typing::Enter),
                (ENTER.with(KeyModifiers::SHIFT), Typing::Enter),
            ],
        },
        Binding {
            group: "Text",
            shown: "Ctrl+F Ctrl+G",
            says: "find, next match",
            keys: &[
                (control('f'), Typing::Find),
                (control('g'), Typing::FindNext),
                (control('g').with(KeyModifiers::SHIFT), Typing::FindPrevious),
            ],
        },
        Binding {
            group: "Text",
            shown: "Ctrl+← Ctrl+→",
            says: "a word; Home End a line",
            keys: &MOVING,
        },
        Binding {
            group: "Text",
            shown: "Ctrl+W Ctrl+U",
            says: "erase the word, the line",
            keys: &[
                (control('w'), Typing::EraseWordBack),
                (BACKSPACE.with(KeyModifiers::CONTROL), Typing::EraseWordBack),
                (BACKSPACE.with(KeyModifiers::ALT), Typing::EraseWordBack),
                (DELETE.with(KeyModifiers::CONTROL), Typing::EraseWordOn),
                (DELETE.with(KeyModifiers::ALT), Typing::EraseWordOn),
                (BACKSPACE, Typing::EraseBack),
                (BACKSPACE.with(KeyModifiers::SHIFT), Typing::EraseBack),
                // What some terminals send for Backspace.
                (control('h'), Typing::EraseBack),
                (DELETE, Typing::EraseOn),
                (control('u'), Typing::EraseLine),
            ],
        },
    ],
};

/// In a text of which the editor knows what fits. Some systems keep Ctrl+Space for themselves.
pub const SUGGEST: Table<Suggesting> = Table {
    name: "suggest",
    types: true,
    bindings: &[Binding {
        group: "Text",
        shown: "Ctrl+Space",
        says: "suggest; Ctrl+N too",
        keys: &[(control(' '), Suggesting::Open), (control('n'), Suggesting::Open)],
    }],
};

/// While the list is open. What is typed makes it shorter, every other key closes it.
pub const SUGGESTIONS: Table<Suggesting> = Table {
    name: "suggestions",
    types: true,
    bindings: &[
        Binding {
            group: "Suggestions",
            shown: "↑ ↓",
            says: "choose",
            keys: &[
                (UP, Suggesting::Up),
                (DOWN, Suggesting::Down),
                (control('n'), Suggesting::Down),
                (control(' '), Suggesting::Down),
            ],
        },
        Binding {
            group: "Suggestions",
            shown: "Enter Tab",
            says: "take",
            keys: &[(ENTER, Suggesting::Take), (TAB, Suggesting::Take)],
        },
        Binding {
            group: "Suggestions",
            shown: "Esc",
            says: "close the list",
            keys: &[(ESC, Suggesting::Close)],
        },
    ],
};

const SELECTING: [(Key, Typing); 13] = [
    (LEFT.with(KeyModifiers::SHIFT), Typing::Select(Motion::Left)),
    (RIGHT.with(KeyModifiers::SHIFT), Typing::Select(Motion::Right)),
    (UP.with(KeyModifiers::SHIFT), Typing::Select(Motion::Up)),
    (DOWN.with(KeyModifiers::SHIFT), Typing::Select(Motion::Down)),
    (HOME.with(KeyModifiers::SHIFT), Typing::Select(Motion::LineStart)),
    (END.with(KeyModifiers::SHIFT), Typing::Select(Motion::LineEnd)),
    (PAGE_UP.with(KeyModifiers::SHIFT), Typing::Select(Motion::PageUp)),
    (PAGE_DOWN.with(KeyModifiers::SHIFT), Typing::Select(Motion::PageDown)),
    (LEFT.with(CONTROL_SHIFT), Typing::Select(Motion::WordLeft)),
    (RIGHT.with(CONTROL_SHIFT), Typing::Select(Motion::WordRight)),
    (HOME.with(CONTROL_SHIFT), Typing::Select(Motion::TextStart)),
    (END.with(CONTROL_SHIFT), Typing::Select(Motion::TextEnd)),
    (control('a'), Typing::SelectAll),
];

const MOVING: [(Key, Typing); 14] = [
    (LEFT, Typing::Move(Motion::Left)),
    (RIGHT, Typing::Move(Motion::Right)),
    (UP, Typing::Move(Motion::Up)),
    (DOWN, Typing::Move(Motion::Down)),
    (HOME, Typing::Move(Motion::LineStart)),
    (END, Typing::Move(Motion::LineEnd)),
    (PAGE_UP, Typing::Move(Motion::PageUp)),
    (PAGE_DOWN, Typing::Move(Motion::PageDown)),
    (LEFT.with(KeyModifiers::CONTROL), Typing::Move(Motion::WordLeft)),
    (RIGHT.with(KeyModifiers::CONTROL), Typing::Move(Motion::WordRight)),
    (LEFT.with(KeyModifiers::ALT), Typing::Move(Motion::WordLeft)),
    (RIGHT.with(KeyModifiers::ALT), Typing::Move(Motion::WordRight)),
    (HOME.with(KeyModifiers::CONTROL), Typing::Move(Motion::TextStart)),
    (END.with(KeyModifiers::CONTROL), Typing::Move(Motion::TextEnd)),
];

const CONTROL_SHIFT: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::SHIFT);
