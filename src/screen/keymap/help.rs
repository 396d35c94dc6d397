//! The keys of Help itself.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, PAGE_DOWN, PAGE_UP, QUESTION, SPACE, Table, UP, function,
    plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpAction {
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// Types words that the keys shown must have.
    Find,
    /// By the key that opened it.
    Close,
    Leave,
}

/// While the words are typed that a key is looked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindAction {
    /// Ends the typing; what was found stays.
    Keep,
    Down,
    Up,
    /// Shows all keys again.
    All,
    Close,
}

pub const FIND: Table<FindAction> = Table {
    name: "help_find",
    types: true,
    bindings: &[
        Binding {
            group: "Find a key",
            shown: "Enter",
            says: "end typing, keep these",
            keys: &[(ENTER, FindAction::Keep)],
        },
        Binding {
            group: "Find a key",
            shown: "↑ ↓",
            says: "a line",
            keys: &[(DOWN, FindAction::Down), (UP, FindAction::Up)],
        },
        Binding {
            group: "Find a key",
            shown: "F1",
            says: "close",
            keys: &[(function(1), FindAction::Close)],
        },
        Binding {
            group: "Find a key",
            shown: "Esc",
            says: "all keys again",
            keys: &[(ESC, FindAction::All)],
        },
    ],
};

pub const HELP: Table<HelpAction> = Table {
    name: "help",
    types: false,
    bindings: &[
        Binding {
            group: "Help",
            shown: "↑ ↓",
            says: "a line",
            keys: &[
                (DOWN, HelpAction::Down),
                (UP, HelpAction::Up),
                (plain('j'), HelpAction::Down),
                (plain('k'), HelpAction::Up),
            ],
        },
        Binding {
            group: "Help",
            shown: "Space b",
            says: "a screen",
            keys: &[
                (SPACE, HelpAction::ScreenDown),
                (plain('b'), HelpAction::ScreenUp),
                (PAGE_DOWN, HelpAction::ScreenDown),
                (PAGE_UP, HelpAction::ScreenUp),
            ],
        },
        Binding {
            group: "Help",
            shown: "g G",
            says: "start, end",
            keys: &[
                (plain('g'), HelpAction::First),
                (plain('G'), HelpAction::Last),
                (HOME, HelpAction::First),
                (END, HelpAction::Last),
            ],
        },
        Binding {
            group: "Help",
            shown: "/",
            says: "find a key",
            keys: &[(plain('/'), HelpAction::Find)],
        },
        Binding {
            group: "Help",
            shown: "?",
            says: "close",
            keys: &[(QUESTION, HelpAction::Close), (function(1), HelpAction::Close)],
        },
        Binding {
            group: "Help",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), HelpAction::Leave), (ESC, HelpAction::Leave)],
        },
    ],
};
