//! The keys of the X-ray.

use crate::screen::keymap::{
    Binding, DOWN, END, ESC, HOME, Hint, LEFT, PAGE_DOWN, PAGE_UP, QUESTION, RIGHT, TAB, Table, UP,
    function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XrayAction {
    Forward,
    Backward,
    NextRequest,
    PreviousRequest,
    First,
    Last,
    /// Rows of what is told of the event.
    Down,
    Up,
    NextFailed,
    /// What is told of the event, or its bytes.
    Bytes,
    /// The line in the editor.
    Open,
    Export,
    /// The request as curl.
    Copy,
    Help,
    Leave,
}

pub const XRAY: Table<XrayAction> = Table {
    name: "xray",
    types: false,
    bindings: &[
        Binding {
            group: "X-ray",
            shown: "← →  h l",
            says: "an event back, on",
            keys: &[
                (RIGHT, XrayAction::Forward),
                (LEFT, XrayAction::Backward),
                (plain('l'), XrayAction::Forward),
                (plain('h'), XrayAction::Backward),
            ],
        },
        Binding {
            group: "X-ray",
            shown: "PgDn PgUp",
            says: "next, previous request",
            keys: &[(PAGE_DOWN, XrayAction::NextRequest), (PAGE_UP, XrayAction::PreviousRequest)],
        },
        Binding {
            group: "X-ray",
            shown: "g G",
            says: "first, last event",
            keys: &[
                (plain('g'), XrayAction::First),
                (plain('G'), XrayAction::Last),
                (HOME, XrayAction::First),
                (END, XrayAction::Last),
            ],
        },
        Binding {
            group: "X-ray",
            shown: "f",
            says: "next failing event",
            keys: &[(plain('f'), XrayAction::NextFailed)],
        },
        Binding {
            group: "X-ray",
            shown: "↑ ↓  k j",
            says: "scroll what is told of it",
            keys: &[
                (DOWN, XrayAction::Down),
                (UP, XrayAction::Up),
                (plain('j'), XrayAction::Down),
                (plain('k'), XrayAction::Up),
            ],
        },
        Binding {
            group: "X-ray",
            shown: "Tab",
            says: "its bytes, and back",
            keys: &[(TAB, XrayAction::Bytes)],
        },
        Binding {
            group: "X-ray",
            shown: "e",
            says: "open its line in the editor",
            keys: &[(plain('e'), XrayAction::Open)],
        },
        Binding {
            group: "X-ray",
            shown: "y",
            says: "copy its request as curl",
            keys: &[(plain('y'), XrayAction::Copy)],
        },
        Binding {
            group: "X-ray",
            shown: "x",
            says: "export the recording as text",
            keys: &[(plain('x'), XrayAction::Export)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, XrayAction::Help), (function(1), XrayAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc F6",
            says: "back",
            keys: &[
                (plain('q'), XrayAction::Leave),
                (ESC, XrayAction::Leave),
                (function(6), XrayAction::Leave),
            ],
        },
    ],
};

/// Both keys that step, in one hint.
pub fn step() -> Hint {
    Hint::new(format!("{LEFT}{RIGHT}"), "step")
}
