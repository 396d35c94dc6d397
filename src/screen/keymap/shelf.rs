//! The keys of the shelf: the packs that are installed, and what is asked about one.

use crate::screen::keymap::{
    Binding, DOWN, ENTER, ESC, QUESTION, SHIFT_TAB, TAB, Table, UP, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfAction {
    /// Opens the chosen pack.
    Open,
    Down,
    Up,
    /// Asks where a pack is.
    Add,
    /// Looks for a newer version of the chosen pack.
    Update,
    /// Asks whether the chosen pack is to go.
    Remove,
    Help,
    Leave,
}

pub const SHELF: Table<ShelfAction> = Table {
    name: "shelf",
    types: false,
    bindings: &[
        Binding {
            group: "Packs",
            shown: "Enter",
            says: "open",
            keys: &[(ENTER, ShelfAction::Open)],
        },
        Binding {
            group: "Packs",
            shown: "↑ ↓  k j",
            says: "choose",
            keys: &[
                (DOWN, ShelfAction::Down),
                (UP, ShelfAction::Up),
                (plain('j'), ShelfAction::Down),
                (plain('k'), ShelfAction::Up),
            ],
        },
        Binding {
            group: "Packs",
            shown: "a",
            says: "add a pack",
            keys: &[(plain('a'), ShelfAction::Add)],
        },
        Binding {
            group: "Packs",
            shown: "u",
            says: "look for an update",
            keys: &[(plain('u'), ShelfAction::Update)],
        },
        Binding {
            group: "Packs",
            shown: "x",
            says: "remove; progress is kept",
            keys: &[(plain('x'), ShelfAction::Remove)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, ShelfAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), ShelfAction::Leave), (ESC, ShelfAction::Leave)],
        },
    ],
};

/// What is asked about one pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedAction {
    Install,
    /// Removes it.
    Confirm,
    /// Asks whether to trust what stands against it.
    Doubt,
    /// Trusts it.
    Trust,
    ScrollDown,
    ScrollUp,
    CopyKey,
    Help,
    NotNow,
}

pub const ASKED: Table<AskedAction> = Table {
    name: "shelf.asked",
    types: false,
    bindings: &[
        Binding {
            group: "One pack",
            shown: "i",
            says: "install",
            keys: &[(plain('i'), AskedAction::Install)],
        },
        Binding {
            group: "One pack",
            shown: "x",
            says: "remove, where that is asked",
            keys: &[(plain('x'), AskedAction::Confirm)],
        },
        Binding {
            group: "One pack",
            shown: "t",
            says: "trust another key, or none",
            keys: &[(plain('t'), AskedAction::Doubt)],
        },
        Binding {
            group: "One pack",
            shown: "Shift+T",
            says: "trust it, where that is asked",
            keys: &[(plain('T'), AskedAction::Trust)],
        },
        Binding {
            group: "One pack",
            shown: "↑ ↓  k j",
            says: "scroll",
            keys: &[
                (DOWN, AskedAction::ScrollDown),
                (UP, AskedAction::ScrollUp),
                (plain('j'), AskedAction::ScrollDown),
                (plain('k'), AskedAction::ScrollUp),
            ],
        },
        Binding {
            group: "One pack",
            shown: "y",
            says: "copy the key",
            keys: &[(plain('y'), AskedAction::CopyKey)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, AskedAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "not now",
            keys: &[(plain('q'), AskedAction::NotNow), (ESC, AskedAction::NotNow)],
        },
    ],
};

/// While the place of a pack is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceAction {
    Look,
    /// To the place, or to the pack of a registry.
    Turn,
    Help,
    NotNow,
}

pub const PLACE: Table<PlaceAction> = Table {
    name: "shelf.place",
    types: true,
    bindings: &[
        Binding {
            group: "Where a pack is",
            shown: "Enter",
            says: "look at it",
            keys: &[(ENTER, PlaceAction::Look)],
        },
        Binding {
            group: "Where a pack is",
            shown: "Tab ↑ ↓",
            says: "the place, the pack of a registry",
            keys: &[
                (TAB, PlaceAction::Turn),
                (SHIFT_TAB, PlaceAction::Turn),
                (DOWN, PlaceAction::Turn),
                (UP, PlaceAction::Turn),
            ],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), PlaceAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "not now",
            keys: &[(ESC, PlaceAction::NotNow)],
        },
    ],
};
