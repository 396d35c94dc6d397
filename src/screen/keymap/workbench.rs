//! The keys of the workbench: in the panes, while typing, and in what is laid over them.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, Key, PAGE_DOWN, PAGE_UP, QUESTION, SHIFT_TAB, SPACE, TAB,
    Table, UP, control, function, named, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchAction {
    Task,
    Code,
    Result,
    NextPane,
    PreviousPane,
    NextFile,
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// Goes on after a pass; shows everything of a failed check.
    Take,
    Check,
    EditOutside,
    Hint,
    /// The hints that were shown already.
    ReadHints,
    Solution,
    History,
    /// The request as sent, as curl.
    Copy,
    Reset,
    /// The command of the learner's own server.
    Command,
    /// The recording of the last check.
    Xray,
    Help,
    /// Stops a check, leaves the editor, then the screen.
    Back,
    Leave,
}

/// Works in the panes and while typing.
const CHECK: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F5 Ctrl+R",
    says: "check",
    keys: &[(function(5), BenchAction::Check), (control('r'), BenchAction::Check)],
};
const EDIT_OUTSIDE: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F2",
    says: "open in my editor",
    keys: &[(function(2), BenchAction::EditOutside)],
};
const HINT: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F3",
    says: "next hint",
    keys: &[(function(3), BenchAction::Hint)],
};
const SOLUTION_KEY: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F4",
    says: "solution, after the last hint",
    keys: &[(function(4), BenchAction::Solution)],
};
const RESET: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F7",
    says: "start again; asks first",
    keys: &[(function(7), BenchAction::Reset)],
};
const HISTORY_KEY: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F8",
    says: "history",
    keys: &[(function(8), BenchAction::History)],
};
const COMMAND: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F10",
    says: "command of my own server",
    keys: &[(function(10), BenchAction::Command)],
};
const XRAY: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "F6",
    says: "X-ray: the last run, step by step",
    keys: &[(function(6), BenchAction::Xray)],
};
const NEXT_FILE: Binding<BenchAction> = Binding {
    group: "Exercise",
    shown: "Ctrl+O",
    says: "the other file",
    keys: &[(control('o'), BenchAction::NextFile)],
};

pub const PANES: Table<BenchAction> = Table {
    name: "workbench",
    types: false,
    bindings: &[
        Binding {
            group: "Panes",
            shown: "1 2 3",
            says: "task, code, result",
            keys: &[
                (plain('1'), BenchAction::Task),
                (plain('2'), BenchAction::Code),
                (plain('3'), BenchAction::Result),
            ],
        },
        Binding {
            group: "Panes",
            shown: "Tab Shift+Tab",
            says: "next, previous pane",
            keys: &[(TAB, BenchAction::NextPane), (SHIFT_TAB, BenchAction::PreviousPane)],
        },
        Binding {
            group: "Panes",
            shown: "↑ ↓  k j",
            says: "choose a check, scroll",
            keys: &[
                (DOWN, BenchAction::Down),
                (UP, BenchAction::Up),
                (plain('j'), BenchAction::Down),
                (plain('k'), BenchAction::Up),
            ],
        },
        Binding {
            group: "Panes",
            shown: "PgUp PgDn",
            says: "scroll",
            keys: &[
                (PAGE_DOWN, BenchAction::ScreenDown),
                (PAGE_UP, BenchAction::ScreenUp),
                (SPACE, BenchAction::ScreenDown),
            ],
        },
        Binding {
            group: "Panes",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), BenchAction::First),
                (plain('G'), BenchAction::Last),
                (HOME, BenchAction::First),
                (END, BenchAction::Last),
            ],
        },
        Binding {
            group: "Panes",
            shown: "Enter",
            says: "next after a pass, else all of it",
            keys: &[(ENTER, BenchAction::Take)],
        },
        CHECK,
        EDIT_OUTSIDE,
        HINT,
        Binding {
            group: "Exercise",
            shown: "h",
            says: "hints shown so far",
            keys: &[(plain('h'), BenchAction::ReadHints)],
        },
        SOLUTION_KEY,
        XRAY,
        RESET,
        HISTORY_KEY,
        COMMAND,
        NEXT_FILE,
        Binding {
            group: "Exercise",
            shown: "y",
            says: "copy as curl",
            keys: &[(plain('y'), BenchAction::Copy)],
        },
        Binding {
            group: "Exercise",
            shown: "Esc",
            says: "stop a check, back",
            keys: &[(ESC, BenchAction::Back)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, BenchAction::Help), (function(1), BenchAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q",
            says: "back",
            keys: &[(plain('q'), BenchAction::Leave)],
        },
    ],
};

/// While typing. Everything else goes to the text.
pub const EDITOR: Table<BenchAction> = Table {
    name: "workbench",
    types: true,
    bindings: &[
        CHECK,
        EDIT_OUTSIDE,
        HINT,
        SOLUTION_KEY,
        XRAY,
        RESET,
        HISTORY_KEY,
        COMMAND,
        NEXT_FILE,
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), BenchAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "stop typing, to the panes",
            keys: &[(ESC, BenchAction::Back)],
        },
    ],
};

/// What is done over the panes: beside the solution, in the history, over a result in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverAction {
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    NextChange,
    /// Back to the file; puts an attempt back in the history; yes to a question.
    Take,
    Copy,
    History,
    Help,
    Close,
}

pub const OVER: Table<OverAction> = Table {
    name: "solution",
    types: false,
    bindings: &[
        Binding {
            group: "Solution, history",
            shown: "↑ ↓  k j",
            says: "a line; an attempt",
            keys: &[
                (DOWN, OverAction::Down),
                (UP, OverAction::Up),
                (plain('j'), OverAction::Down),
                (plain('k'), OverAction::Up),
            ],
        },
        Binding {
            group: "Solution, history",
            shown: "PgUp PgDn",
            says: "scroll",
            keys: &[
                (PAGE_DOWN, OverAction::ScreenDown),
                (PAGE_UP, OverAction::ScreenUp),
                (SPACE, OverAction::ScreenDown),
                (plain('g'), OverAction::First),
                (plain('G'), OverAction::Last),
                (HOME, OverAction::First),
                (END, OverAction::Last),
            ],
        },
        Binding {
            group: "Solution, history",
            shown: "n",
            says: "next change",
            keys: &[(plain('n'), OverAction::NextChange)],
        },
        Binding {
            group: "Solution, history",
            shown: "Enter",
            says: "to my file; put back",
            keys: &[(ENTER, OverAction::Take)],
        },
        Binding {
            group: "Solution, history",
            shown: "y",
            says: "copy the text",
            keys: &[(plain('y'), OverAction::Copy)],
        },
        Binding {
            group: "Solution, history",
            shown: "F8",
            says: "history",
            keys: &[(function(8), OverAction::History)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, OverAction::Help), (function(1), OverAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), OverAction::Close), (ESC, OverAction::Close)],
        },
    ],
};

/// In the search field of the editor, for its footer.
pub const SEARCH_NEXT: Key = ENTER;
pub const SEARCH_PREVIOUS: Key = named(KeyCode::Enter).with(KeyModifiers::SHIFT);
