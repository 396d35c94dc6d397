//! The keys of the workbench: in the panes, and while typing.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, PAGE_DOWN, PAGE_UP, QUESTION, SHIFT_TAB, TAB, Table, UP,
    control, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneAction {
    Task,
    Code,
    Result,
    NextPane,
    PreviousPane,
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// Goes on after a pass, opens what is chosen.
    Take,
    Check,
    EditOutside,
    Hint,
    Solution,
    History,
    /// The request as sent, as curl.
    Copy,
    Reset,
    /// Stops a check; leaves where nothing runs.
    Stop,
    Help,
    Leave,
}

pub const PANES: Table<PaneAction> = Table {
    bindings: &[
        Binding {
            group: "Panes",
            shown: "1 2 3",
            says: "task, code, result",
            keys: &[
                (plain('1'), PaneAction::Task),
                (plain('2'), PaneAction::Code),
                (plain('3'), PaneAction::Result),
            ],
        },
        Binding {
            group: "Panes",
            shown: "Tab Shift+Tab",
            says: "next, previous pane",
            keys: &[(TAB, PaneAction::NextPane), (SHIFT_TAB, PaneAction::PreviousPane)],
        },
        Binding {
            group: "Panes",
            shown: "↑ ↓  k j",
            says: "a line",
            keys: &[
                (DOWN, PaneAction::Down),
                (UP, PaneAction::Up),
                (plain('j'), PaneAction::Down),
                (plain('k'), PaneAction::Up),
                (PAGE_DOWN, PaneAction::ScreenDown),
                (PAGE_UP, PaneAction::ScreenUp),
            ],
        },
        Binding {
            group: "Panes",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), PaneAction::First),
                (plain('G'), PaneAction::Last),
                (HOME, PaneAction::First),
                (END, PaneAction::Last),
            ],
        },
        Binding {
            group: "Panes",
            shown: "Enter",
            says: "next, after a pass",
            keys: &[(ENTER, PaneAction::Take)],
        },
        Binding {
            group: "Exercise",
            shown: "F5 Ctrl+R",
            says: "check",
            keys: &[(function(5), PaneAction::Check), (control('r'), PaneAction::Check)],
        },
        Binding {
            group: "Exercise",
            shown: "F2",
            says: "open in my editor",
            keys: &[(function(2), PaneAction::EditOutside)],
        },
        Binding {
            group: "Exercise",
            shown: "F3",
            says: "next hint",
            keys: &[(function(3), PaneAction::Hint)],
        },
        Binding {
            group: "Exercise",
            shown: "F4",
            says: "solution",
            keys: &[(function(4), PaneAction::Solution)],
        },
        Binding {
            group: "Exercise",
            shown: "F8",
            says: "history",
            keys: &[(function(8), PaneAction::History)],
        },
        Binding {
            group: "Exercise",
            shown: "y",
            says: "copy as curl",
            keys: &[(plain('y'), PaneAction::Copy)],
        },
        Binding {
            group: "Exercise",
            shown: "Esc",
            says: "stop a check",
            keys: &[(ESC, PaneAction::Stop)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, PaneAction::Help), (function(1), PaneAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q",
            says: "back",
            keys: &[(plain('q'), PaneAction::Leave)],
        },
    ],
};

/// What is no typing. Everything else goes to the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditorAction {
    Check,
    EditOutside,
    Hint,
    Solution,
    History,
    Help,
    /// To the panes.
    Leave,
}

pub const EDITOR: Table<EditorAction> = Table {
    bindings: &[
        Binding {
            group: "Exercise",
            shown: "F5 Ctrl+R",
            says: "check",
            keys: &[(function(5), EditorAction::Check), (control('r'), EditorAction::Check)],
        },
        Binding {
            group: "Exercise",
            shown: "F2",
            says: "open in my editor",
            keys: &[(function(2), EditorAction::EditOutside)],
        },
        Binding {
            group: "Exercise",
            shown: "F3",
            says: "next hint",
            keys: &[(function(3), EditorAction::Hint)],
        },
        Binding {
            group: "Exercise",
            shown: "F4",
            says: "solution",
            keys: &[(function(4), EditorAction::Solution)],
        },
        Binding {
            group: "Exercise",
            shown: "F8",
            says: "history",
            keys: &[(function(8), EditorAction::History)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), EditorAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "stop typing",
            keys: &[(ESC, EditorAction::Leave)],
        },
    ],
};
