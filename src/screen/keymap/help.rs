//! The keys of Help itself.

use crate::screen::keymap::{
    Binding, DOWN, END, ESC, HOME, PAGE_DOWN, PAGE_UP, QUESTION, SPACE, Table, UP, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpAction {
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// By the key that opened it.
    Close,
    Leave,
}

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
