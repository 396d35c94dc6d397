//! The keys of the search. Everything else is typed.

use crate::screen::keymap::{
    Binding, DOWN, ENTER, ESC, PAGE_DOWN, PAGE_UP, TAB, Table, UP, control, function,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchAction {
    /// Opens the hit; where there is none, looks for the closest word.
    Take,
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    /// Exercises alone, or everything again.
    OnlyExercises,
    Clear,
    Help,
    Leave,
}

pub const SEARCH: Table<SearchAction> = Table {
    name: "search",
    types: true,
    bindings: &[
        Binding {
            group: "Search",
            shown: "Enter",
            says: "open",
            keys: &[(ENTER, SearchAction::Take)],
        },
        Binding {
            group: "Search",
            shown: "↓ ↑",
            says: "choose",
            keys: &[(DOWN, SearchAction::Down), (UP, SearchAction::Up)],
        },
        Binding {
            group: "Search",
            shown: "PgDn PgUp",
            says: "a screen",
            keys: &[(PAGE_DOWN, SearchAction::ScreenDown), (PAGE_UP, SearchAction::ScreenUp)],
        },
        Binding {
            group: "Search",
            shown: "Tab",
            says: "only exercises, all",
            keys: &[(TAB, SearchAction::OnlyExercises)],
        },
        Binding {
            group: "Search",
            shown: "Ctrl+U",
            says: "clear",
            keys: &[(control('u'), SearchAction::Clear)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), SearchAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back",
            keys: &[(ESC, SearchAction::Leave)],
        },
    ],
};
