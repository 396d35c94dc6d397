//! The keys of Progress.

use crate::screen::keymap::{
    Binding, DOWN, ENTER, ESC, PAGE_DOWN, PAGE_UP, QUESTION, Table, UP, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatsAction {
    /// Reviews what is shaky.
    Review,
    Down,
    Up,
    ScrollDown,
    ScrollUp,
    /// Opens what the chosen row is about.
    Open,
    Export,
    Help,
    Leave,
}

pub const STATS: Table<StatsAction> = Table {
    name: "progress",
    types: false,
    bindings: &[
        Binding {
            group: "Shaky",
            shown: "Enter",
            says: "review what is shaky",
            keys: &[(ENTER, StatsAction::Review)],
        },
        Binding {
            group: "Shaky",
            shown: "↑ ↓  k j",
            says: "choose",
            keys: &[
                (DOWN, StatsAction::Down),
                (UP, StatsAction::Up),
                (plain('j'), StatsAction::Down),
                (plain('k'), StatsAction::Up),
            ],
        },
        Binding {
            group: "Shaky",
            shown: "l",
            says: "open its lesson or exercise",
            keys: &[(plain('l'), StatsAction::Open)],
        },
        Binding {
            group: "Progress",
            shown: "PgDn PgUp",
            says: "scroll the modules",
            keys: &[(PAGE_DOWN, StatsAction::ScrollDown), (PAGE_UP, StatsAction::ScrollUp)],
        },
        Binding {
            group: "Progress",
            shown: "x",
            says: "export to a file",
            keys: &[(plain('x'), StatsAction::Export)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, StatsAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), StatsAction::Leave), (ESC, StatsAction::Leave)],
        },
    ],
};
