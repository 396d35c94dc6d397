//! The keys of the consoles of the playground: while typing, in the panes, and over them.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, HelpRow, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, SHIFT_TAB, TAB,
    Table, UP, control, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsoleAction {
    Run,
    /// Chooses what the session works on.
    Data,
    NextPane,
    PreviousPane,
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// A column, or a twig of the tree opened.
    Right,
    Left,
    /// The row in full, or a twig of the tree.
    Take,
    NextGiven,
    PreviousGiven,
    Schema,
    PlanWords,
    Export,
    Copy,
    /// Takes what was printed away.
    Clear,
    Back,
}

/// While typing; all other keys are the text's.
pub const TYPES: Table<ConsoleAction> = Table {
    name: "console_editor",
    types: true,
    bindings: &[
        Binding {
            group: "Console",
            shown: "F5 Ctrl+R",
            says: "run",
            keys: &[(function(5), ConsoleAction::Run), (control('r'), ConsoleAction::Run)],
        },
        Binding {
            group: "Console",
            shown: "F2",
            says: "choose the data",
            keys: &[(function(2), ConsoleAction::Data)],
        },
        Binding {
            group: "Console",
            shown: "Esc",
            says: "stop, or stop typing",
            keys: &[(ESC, ConsoleAction::Back)],
        },
    ],
};

/// What keys of the text do at a prompt besides; for Help.
pub fn prompt() -> Vec<HelpRow> {
    let row = |shown, says| HelpRow { group: "Console", shown, says, keys: Vec::new() };
    vec![
        row("↑ ↓", "earlier, later inputs"),
        row("Enter", "run; in SQL a new line"),
        row("Tab", "complete, or indent"),
    ]
}

/// How long the data are kept; for Help.
pub fn lasts() -> Vec<HelpRow> {
    let says = "anew at each start";
    vec![HelpRow { group: "Console", shown: "data", says, keys: Vec::new() }]
}

/// In the panes, where nothing is typed.
pub const PANES: Table<ConsoleAction> = Table {
    name: "console",
    types: false,
    bindings: &[
        Binding {
            group: "Console",
            shown: "F5",
            says: "run",
            keys: &[(function(5), ConsoleAction::Run), (control('r'), ConsoleAction::Run)],
        },
        Binding {
            group: "Console",
            shown: "Tab Shift+Tab",
            says: "another pane",
            keys: &[(TAB, ConsoleAction::NextPane), (SHIFT_TAB, ConsoleAction::PreviousPane)],
        },
        Binding {
            group: "Console",
            shown: "d F2",
            says: "choose the data",
            keys: &[(plain('d'), ConsoleAction::Data), (function(2), ConsoleAction::Data)],
        },
        Binding {
            group: "Console",
            shown: "s",
            says: "schema, or plan words",
            keys: &[(plain('s'), ConsoleAction::Schema)],
        },
        Binding {
            group: "Console",
            shown: "p",
            says: "plan in plain words",
            keys: &[(plain('p'), ConsoleAction::PlanWords)],
        },
        Binding {
            group: "Result",
            shown: "↑ ↓  k j",
            says: "a row up, down",
            keys: &[
                (DOWN, ConsoleAction::Down),
                (UP, ConsoleAction::Up),
                (plain('j'), ConsoleAction::Down),
                (plain('k'), ConsoleAction::Up),
                (PAGE_DOWN, ConsoleAction::ScreenDown),
                (PAGE_UP, ConsoleAction::ScreenUp),
            ],
        },
        Binding {
            group: "Result",
            shown: "← →  h l",
            says: "a column; fold, unfold",
            keys: &[
                (RIGHT, ConsoleAction::Right),
                (LEFT, ConsoleAction::Left),
                (plain('l'), ConsoleAction::Right),
                (plain('h'), ConsoleAction::Left),
            ],
        },
        Binding {
            group: "Result",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), ConsoleAction::First),
                (plain('G'), ConsoleAction::Last),
                (HOME, ConsoleAction::First),
                (END, ConsoleAction::Last),
            ],
        },
        Binding {
            group: "Result",
            shown: "Enter",
            says: "the row in full",
            keys: &[(ENTER, ConsoleAction::Take)],
        },
        Binding {
            group: "Result",
            shown: "n N",
            says: "another statement",
            keys: &[
                (plain('n'), ConsoleAction::NextGiven),
                (plain('N'), ConsoleAction::PreviousGiven),
            ],
        },
        Binding {
            group: "Result",
            shown: "x",
            says: "write it to a file",
            keys: &[(plain('x'), ConsoleAction::Export)],
        },
        Binding {
            group: "Result",
            shown: "y",
            says: "copy it",
            keys: &[(plain('y'), ConsoleAction::Copy)],
        },
        Binding {
            group: "Result",
            shown: "c",
            says: "take it away",
            keys: &[(plain('c'), ConsoleAction::Clear)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "stop what runs, back",
            keys: &[(ESC, ConsoleAction::Back)],
        },
    ],
};
