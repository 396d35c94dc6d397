//! The keys of the playground: its tabs.

use ratatui::crossterm::event::KeyModifiers;

use crate::screen::{
    event::Tab,
    keymap::{Binding, ESC, Key, QUESTION, Table, function, plain},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaygroundAction {
    Show(Tab),
    Help,
    Leave,
    /// Closes what is open, leaves typing, then the screen; the tab hears it first.
    Back,
}

/// What works in each tab where nothing is typed.
pub const PLAYGROUND: Table<PlaygroundAction> = Table {
    bindings: &[
        Binding {
            group: "Playground",
            shown: "1",
            says: "a tab; with Alt while typing",
            keys: &[(plain('1'), PlaygroundAction::Show(Tab::Http))],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, PlaygroundAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), PlaygroundAction::Leave), (ESC, PlaygroundAction::Back)],
        },
    ],
};

/// What works in each tab, while typing too.
pub const TYPING_TOO: Table<PlaygroundAction> = Table {
    bindings: &[
        Binding {
            group: "Playground",
            shown: "Alt+1",
            says: "a tab",
            keys: &[(alt('1'), PlaygroundAction::Show(Tab::Http))],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), PlaygroundAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back",
            keys: &[(ESC, PlaygroundAction::Back)],
        },
    ],
};

const fn alt(ch: char) -> Key {
    plain(ch).with(KeyModifiers::ALT)
}
