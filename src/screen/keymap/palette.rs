//! The keys of the command palette. Everything else is typed.

use crate::screen::keymap::{
    Binding, DOWN, ENTER, ESC, PAGE_DOWN, PAGE_UP, TAB, Table, UP, control, function,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteAction {
    /// Does what is chosen.
    Take,
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    /// Looks for the same words in the search.
    Search,
    Clear,
    Help,
    Close,
}

pub const PALETTE: Table<PaletteAction> = Table {
    name: "palette",
    types: true,
    bindings: &[
        Binding {
            group: "Commands",
            shown: "Enter",
            says: "do it",
            keys: &[(ENTER, PaletteAction::Take)],
        },
        Binding {
            group: "Commands",
            shown: "↓ ↑",
            says: "choose",
            keys: &[(DOWN, PaletteAction::Down), (UP, PaletteAction::Up)],
        },
        Binding {
            group: "Commands",
            shown: "PgDn PgUp",
            says: "a screen",
            keys: &[(PAGE_DOWN, PaletteAction::ScreenDown), (PAGE_UP, PaletteAction::ScreenUp)],
        },
        Binding {
            group: "Commands",
            shown: "Tab",
            says: "the same words in the search",
            keys: &[(TAB, PaletteAction::Search)],
        },
        Binding {
            group: "Commands",
            shown: "Ctrl+U",
            says: "clear",
            keys: &[(control('u'), PaletteAction::Clear)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), PaletteAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back",
            keys: &[(ESC, PaletteAction::Close)],
        },
    ],
};
