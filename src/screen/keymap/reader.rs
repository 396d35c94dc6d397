//! The keys of the reader: on a page, in the contents, over an output that is shown in full, and
//! over a term of the glossary.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, LEFT, PAGE_DOWN, PAGE_UP, QUESTION, RIGHT, SHIFT_TAB,
    SPACE, TAB, Table, UP, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderAction {
    /// A screenful, then a page.
    On,
    BackUp,
    LineDown,
    LineUp,
    NextPage,
    PreviousPage,
    FirstPage,
    LastPage,
    /// Counted from 0.
    Page(usize),
    Contents,
    /// The glossary's words for what the page marks.
    Terms,
    /// The learner's own note on the page.
    Note,
    /// Opens what is cut, or goes to what comes next at the end.
    Take,
    NextBlock,
    PreviousBlock,
    Run,
    RunAll,
    /// Opens the recording of its last run.
    Xray,
    /// Opens the block in the playground.
    Change,
    Copy,
    /// Stops a run; leaves where nothing runs.
    Stop,
    Search,
    NextMatch,
    PreviousMatch,
    Help,
    Leave,
}

pub const READER: Table<ReaderAction> = Table {
    name: "reader",
    types: false,
    bindings: &[
        Binding {
            group: "This page",
            shown: "Space PgDn",
            says: "a screen on, then a page",
            keys: &[(SPACE, ReaderAction::On), (PAGE_DOWN, ReaderAction::On)],
        },
        Binding {
            group: "This page",
            shown: "b PgUp",
            says: "up a screen; the page before",
            keys: &[(plain('b'), ReaderAction::BackUp), (PAGE_UP, ReaderAction::BackUp)],
        },
        Binding {
            group: "This page",
            shown: "j k  ↓ ↑",
            says: "a line down, up",
            keys: &[
                (plain('j'), ReaderAction::LineDown),
                (plain('k'), ReaderAction::LineUp),
                (DOWN, ReaderAction::LineDown),
                (UP, ReaderAction::LineUp),
            ],
        },
        Binding {
            group: "This page",
            shown: "l h  → ←",
            says: "next, previous page",
            keys: &[
                (plain('l'), ReaderAction::NextPage),
                (plain('h'), ReaderAction::PreviousPage),
                (RIGHT, ReaderAction::NextPage),
                (LEFT, ReaderAction::PreviousPage),
            ],
        },
        Binding {
            group: "This page",
            shown: "g G",
            says: "first, last page",
            keys: &[
                (plain('g'), ReaderAction::FirstPage),
                (plain('G'), ReaderAction::LastPage),
                (HOME, ReaderAction::FirstPage),
                (END, ReaderAction::LastPage),
            ],
        },
        Binding {
            group: "This page",
            shown: "1–9",
            says: "go to page",
            keys: &[
                (plain('1'), ReaderAction::Page(0)),
                (plain('2'), ReaderAction::Page(1)),
                (plain('3'), ReaderAction::Page(2)),
                (plain('4'), ReaderAction::Page(3)),
                (plain('5'), ReaderAction::Page(4)),
                (plain('6'), ReaderAction::Page(5)),
                (plain('7'), ReaderAction::Page(6)),
                (plain('8'), ReaderAction::Page(7)),
                (plain('9'), ReaderAction::Page(8)),
            ],
        },
        Binding {
            group: "This page",
            shown: "t",
            says: "contents",
            keys: &[(plain('t'), ReaderAction::Contents)],
        },
        Binding {
            group: "This page",
            shown: "o",
            says: "what a term means",
            keys: &[(plain('o'), ReaderAction::Terms)],
        },
        Binding {
            group: "This page",
            shown: "m",
            says: "your note on this page",
            keys: &[(plain('m'), ReaderAction::Note)],
        },
        Binding {
            group: "This page",
            shown: "Enter",
            says: "open what is cut, go on",
            keys: &[(ENTER, ReaderAction::Take)],
        },
        Binding {
            group: "Run",
            shown: "r",
            says: "run the block",
            keys: &[(plain('r'), ReaderAction::Run)],
        },
        Binding {
            group: "Run",
            shown: "Shift+R",
            says: "run every block",
            keys: &[(plain('R'), ReaderAction::RunAll)],
        },
        Binding {
            group: "Run",
            shown: "F6",
            says: "X-ray: its last run",
            keys: &[(function(6), ReaderAction::Xray)],
        },
        Binding {
            group: "Run",
            shown: "Tab Shift+Tab",
            says: "mark another block",
            keys: &[(TAB, ReaderAction::NextBlock), (SHIFT_TAB, ReaderAction::PreviousBlock)],
        },
        Binding {
            group: "Run",
            shown: "e",
            says: "change it in the playground",
            keys: &[(plain('e'), ReaderAction::Change)],
        },
        Binding {
            group: "Run",
            shown: "y",
            says: "copy this block",
            keys: &[(plain('y'), ReaderAction::Copy)],
        },
        Binding {
            group: "Run",
            shown: "Esc",
            says: "stop a run",
            keys: &[(ESC, ReaderAction::Stop)],
        },
        Binding {
            group: "This page",
            shown: "n N",
            says: "next, previous match",
            keys: &[
                (plain('n'), ReaderAction::NextMatch),
                (plain('N'), ReaderAction::PreviousMatch),
            ],
        },
        Binding {
            group: "Anywhere",
            shown: "/",
            says: "search",
            keys: &[(plain('/'), ReaderAction::Search)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, ReaderAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q",
            says: "back",
            keys: &[(plain('q'), ReaderAction::Leave)],
        },
    ],
};

/// What keys do while the learner says what a block will print; all others type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredictionAction {
    Compare,
    Close,
    Help,
}

/// The field under a block that asks what it will print.
pub const PREDICTION: Table<PredictionAction> = Table {
    name: "prediction",
    types: true,
    bindings: &[
        Binding {
            group: "Prediction",
            shown: "F5",
            says: "run it and compare",
            keys: &[(function(5), PredictionAction::Compare)],
        },
        Binding {
            group: "Prediction",
            shown: "Esc",
            says: "back; what you typed stays",
            keys: &[(ESC, PredictionAction::Close)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), PredictionAction::Help)],
        },
    ],
};

/// What keys do while a note is written; all others type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteAction {
    Close,
    Help,
}

/// The field of a note.
pub const NOTE: Table<NoteAction> = Table {
    name: "note",
    types: true,
    bindings: &[
        Binding {
            group: "Note",
            shown: "Esc",
            says: "back; what you typed is kept",
            keys: &[(ESC, NoteAction::Close)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), NoteAction::Help)],
        },
    ],
};

/// What keys do in a list or a long text that lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverAction {
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    First,
    Last,
    /// Counted from 0.
    Row(usize),
    Take,
    Copy,
    Help,
    Close,
}

/// The contents of a lesson.
pub const CONTENTS: Table<OverAction> = Table {
    name: "contents",
    types: false,
    bindings: &[
        Binding {
            group: "Contents",
            shown: "↑ ↓",
            says: "choose",
            keys: &[
                (DOWN, OverAction::Down),
                (UP, OverAction::Up),
                (plain('j'), OverAction::Down),
                (plain('k'), OverAction::Up),
            ],
        },
        Binding {
            group: "Contents",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), OverAction::First),
                (plain('G'), OverAction::Last),
                (HOME, OverAction::First),
                (END, OverAction::Last),
            ],
        },
        Binding {
            group: "Contents",
            shown: "1–9",
            says: "go to page",
            keys: &[
                (plain('1'), OverAction::Row(0)),
                (plain('2'), OverAction::Row(1)),
                (plain('3'), OverAction::Row(2)),
                (plain('4'), OverAction::Row(3)),
                (plain('5'), OverAction::Row(4)),
                (plain('6'), OverAction::Row(5)),
                (plain('7'), OverAction::Row(6)),
                (plain('8'), OverAction::Row(7)),
                (plain('9'), OverAction::Row(8)),
            ],
        },
        Binding {
            group: "Contents",
            shown: "Enter",
            says: "open",
            keys: &[(ENTER, OverAction::Take)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, OverAction::Help)],
        },
        Binding {
            group: "Contents",
            shown: "Esc",
            says: "close",
            keys: &[
                (ESC, OverAction::Close),
                (plain('t'), OverAction::Close),
                (plain('q'), OverAction::Close),
            ],
        },
    ],
};

/// An output that is longer than its place under the block.
pub const OUTPUT: Table<OverAction> = Table {
    name: "output",
    types: false,
    bindings: &[
        Binding {
            group: "Output",
            shown: "↑ ↓",
            says: "a line",
            keys: &[
                (DOWN, OverAction::Down),
                (UP, OverAction::Up),
                (plain('j'), OverAction::Down),
                (plain('k'), OverAction::Up),
            ],
        },
        Binding {
            group: "Output",
            shown: "Space b",
            says: "a screen",
            keys: &[
                (SPACE, OverAction::ScreenDown),
                (plain('b'), OverAction::ScreenUp),
                (PAGE_DOWN, OverAction::ScreenDown),
                (PAGE_UP, OverAction::ScreenUp),
            ],
        },
        Binding {
            group: "Output",
            shown: "g G",
            says: "start, end",
            keys: &[
                (plain('g'), OverAction::First),
                (plain('G'), OverAction::Last),
                (HOME, OverAction::First),
                (END, OverAction::Last),
            ],
        },
        Binding {
            group: "Output",
            shown: "y",
            says: "copy",
            keys: &[(plain('y'), OverAction::Copy)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, OverAction::Help)],
        },
        Binding {
            group: "Output",
            shown: "Esc",
            says: "close",
            keys: &[
                (ESC, OverAction::Close),
                (plain('q'), OverAction::Close),
                (ENTER, OverAction::Close),
            ],
        },
    ],
};

/// A term of the glossary.
pub const TERM: Table<OverAction> = Table {
    name: "term",
    types: false,
    bindings: &[
        Binding {
            group: "Term",
            shown: "↓ ↑",
            says: "next, previous term of the page",
            keys: &[
                (DOWN, OverAction::Down),
                (UP, OverAction::Up),
                (plain('j'), OverAction::Down),
                (plain('k'), OverAction::Up),
                (RIGHT, OverAction::Down),
                (LEFT, OverAction::Up),
                (TAB, OverAction::Down),
                (SHIFT_TAB, OverAction::Up),
            ],
        },
        Binding {
            group: "Term",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), OverAction::First),
                (plain('G'), OverAction::Last),
                (HOME, OverAction::First),
                (END, OverAction::Last),
            ],
        },
        Binding {
            group: "Term",
            shown: "Enter",
            says: "the lesson that explains it",
            keys: &[(ENTER, OverAction::Take)],
        },
        Binding {
            group: "Term",
            shown: "y",
            says: "copy",
            keys: &[(plain('y'), OverAction::Copy)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, OverAction::Help)],
        },
        Binding {
            group: "Term",
            shown: "Esc",
            says: "close",
            keys: &[
                (ESC, OverAction::Close),
                (plain('o'), OverAction::Close),
                (plain('q'), OverAction::Close),
            ],
        },
    ],
};
