//! The keys of Review.

use crate::{
    screen::keymap::{
        Binding, DOWN, ENTER, ESC, PAGE_DOWN, PAGE_UP, QUESTION, SPACE, Table, UP, function, plain,
    },
    tutor::Grade,
};

/// While an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskingAction {
    Answer,
    DoNotKnow,
    NotToday,
    ScrollDown,
    ScrollUp,
    Help,
    Leave,
}

/// Once the answer is shown, and when all cards were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredAction {
    Grade(Grade),
    Take,
    Down,
    Up,
    ScrollDown,
    ScrollUp,
    OpenLesson,
    Undo,
    /// Leaves the module out that was asked about.
    Skip,
    Help,
    Leave,
}

pub const ASKING: Table<AskingAction> = Table {
    name: "recall",
    types: true,
    bindings: &[
        Binding {
            group: "Card",
            shown: "F5",
            says: "show the answer beside yours",
            keys: &[(function(5), AskingAction::Answer)],
        },
        Binding {
            group: "Card",
            shown: "F4",
            says: "I do not know; show the answer",
            keys: &[(function(4), AskingAction::DoNotKnow)],
        },
        Binding {
            group: "Card",
            shown: "F7",
            says: "not today",
            keys: &[(function(7), AskingAction::NotToday)],
        },
        Binding {
            group: "Card",
            shown: "PgDn PgUp",
            says: "scroll a long card",
            keys: &[(PAGE_DOWN, AskingAction::ScrollDown), (PAGE_UP, AskingAction::ScrollUp)],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), AskingAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back",
            keys: &[(ESC, AskingAction::Leave)],
        },
    ],
};

pub const ANSWERED: Table<AnsweredAction> = Table {
    name: "review",
    types: false,
    bindings: &[
        Binding {
            group: "Card",
            shown: "1 2 3 4",
            says: "how well it came back",
            keys: &[
                (plain('1'), AnsweredAction::Grade(Grade::Again)),
                (plain('2'), AnsweredAction::Grade(Grade::Hard)),
                (plain('3'), AnsweredAction::Grade(Grade::Good)),
                (plain('4'), AnsweredAction::Grade(Grade::Easy)),
            ],
        },
        Binding {
            group: "Card",
            shown: "Enter",
            says: "take the marked one, go on",
            keys: &[(ENTER, AnsweredAction::Take)],
        },
        Binding {
            group: "Card",
            shown: "↑ ↓  k j",
            says: "mark another",
            keys: &[
                (DOWN, AnsweredAction::Down),
                (UP, AnsweredAction::Up),
                (plain('j'), AnsweredAction::Down),
                (plain('k'), AnsweredAction::Up),
            ],
        },
        Binding {
            group: "Card",
            shown: "Space b",
            says: "scroll a long answer",
            keys: &[
                (SPACE, AnsweredAction::ScrollDown),
                (plain('b'), AnsweredAction::ScrollUp),
                (PAGE_DOWN, AnsweredAction::ScrollDown),
                (PAGE_UP, AnsweredAction::ScrollUp),
            ],
        },
        Binding {
            group: "Card",
            shown: "l",
            says: "open the lesson",
            keys: &[(plain('l'), AnsweredAction::OpenLesson)],
        },
        Binding {
            group: "Card",
            shown: "u",
            says: "take the last grade back",
            keys: &[(plain('u'), AnsweredAction::Undo)],
        },
        Binding {
            group: "Card",
            shown: "x",
            says: "skip the module, after its questions",
            keys: &[(plain('x'), AnsweredAction::Skip)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, AnsweredAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), AnsweredAction::Leave), (ESC, AnsweredAction::Leave)],
        },
    ],
};
