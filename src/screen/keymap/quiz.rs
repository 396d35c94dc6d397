//! The keys of a quiz: while one chooses or moves, while one writes, at the end, and over it.

use ratatui::crossterm::event::KeyModifiers;

use crate::screen::keymap::{
    BACKSPACE, Binding, DOWN, ENTER, ESC, Key, LEFT, PAGE_DOWN, PAGE_UP, QUESTION, RIGHT,
    SHIFT_TAB, SPACE, TAB, Table, UP, control, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuizAction {
    /// Answers what is new, else goes on.
    Take,
    /// Answers, also where Enter begins a line.
    Answer,
    Down,
    Up,
    CarryDown,
    CarryUp,
    /// Chooses one of several; leaves a row out.
    Toggle,
    /// A digit, from 0.
    Pick(u8),
    Right,
    Left,
    Clear,
    NextField,
    PreviousField,
    /// A screenful, then the next question.
    Next,
    Previous,
    EditOutside,
    Task,
    Hint,
    Solution,
    StartAgain,
    Help,
    Back,
}

const ANSWER: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F5 Ctrl+R",
    says: "answer; at the end: check all",
    keys: &[(function(5), QuizAction::Answer), (control('r'), QuizAction::Answer)],
};
const EDIT_OUTSIDE: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F2",
    says: "answers.toml in my editor",
    keys: &[(function(2), QuizAction::EditOutside)],
};
const TASK: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F8",
    says: "the task",
    keys: &[(function(8), QuizAction::Task)],
};
const HINT: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F3",
    says: "next hint",
    keys: &[(function(3), QuizAction::Hint)],
};
const SOLUTION: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F4",
    says: "solution, after the last hint",
    keys: &[(function(4), QuizAction::Solution)],
};
const START_AGAIN: Binding<QuizAction> = Binding {
    group: "Quiz",
    shown: "F7",
    says: "start again; asks first",
    keys: &[(function(7), QuizAction::StartAgain)],
};

/// Where options are chosen and rows are moved.
pub const CHOOSING: Table<QuizAction> = Table {
    name: "quiz",
    types: false,
    bindings: &[
        Binding {
            group: "Answer",
            shown: "Enter",
            says: "answer, then go on",
            keys: &[(ENTER, QuizAction::Take)],
        },
        Binding {
            group: "Answer",
            shown: "↑ ↓  k j",
            says: "choose",
            keys: &[
                (DOWN, QuizAction::Down),
                (UP, QuizAction::Up),
                (plain('j'), QuizAction::Down),
                (plain('k'), QuizAction::Up),
            ],
        },
        Binding { group: "Answer", shown: "1-9", says: "the option of this number", keys: &DIGITS },
        Binding {
            group: "Answer",
            shown: "Space",
            says: "one of several; leave a row out",
            keys: &[(SPACE, QuizAction::Toggle), (plain('x'), QuizAction::Toggle)],
        },
        Binding {
            group: "Answer",
            shown: "Shift+↑ ↓  K J",
            says: "move the row",
            keys: &[
                (DOWN.with(KeyModifiers::SHIFT), QuizAction::CarryDown),
                (UP.with(KeyModifiers::SHIFT), QuizAction::CarryUp),
                (plain('J'), QuizAction::CarryDown),
                (plain('K'), QuizAction::CarryUp),
            ],
        },
        Binding {
            group: "Answer",
            shown: "← →  h l",
            says: "another right side",
            keys: &[
                (RIGHT, QuizAction::Right),
                (LEFT, QuizAction::Left),
                (plain('l'), QuizAction::Right),
                (plain('h'), QuizAction::Left),
                (BACKSPACE, QuizAction::Clear),
            ],
        },
        Binding {
            group: "Quiz",
            shown: "n p  PgDn PgUp",
            says: "next, previous question",
            keys: &[
                (plain('n'), QuizAction::Next),
                (plain('p'), QuizAction::Previous),
                (PAGE_DOWN, QuizAction::Next),
                (PAGE_UP, QuizAction::Previous),
                (TAB, QuizAction::Next),
                (SHIFT_TAB, QuizAction::Previous),
            ],
        },
        ANSWER,
        EDIT_OUTSIDE,
        Binding {
            group: "Quiz",
            shown: "t F8",
            says: "the task",
            keys: &[(plain('t'), QuizAction::Task), (function(8), QuizAction::Task)],
        },
        HINT,
        SOLUTION,
        START_AGAIN,
        Binding {
            group: "Anywhere",
            shown: "? F1",
            says: "these keys",
            keys: &[(QUESTION, QuizAction::Help), (function(1), QuizAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back; all is saved",
            keys: &[(plain('q'), QuizAction::Back), (ESC, QuizAction::Back)],
        },
    ],
};

/// Where text is written: letters belong to it.
pub const WRITING: Table<QuizAction> = Table {
    name: "quiz",
    types: true,
    bindings: &[
        Binding {
            group: "Answer",
            shown: "Enter",
            says: "next empty blank; answer; go on",
            keys: &[(ENTER, QuizAction::Take)],
        },
        Binding {
            group: "Answer",
            shown: "Tab Shift+Tab",
            says: "next, previous blank",
            keys: &[
                (TAB, QuizAction::NextField),
                (SHIFT_TAB, QuizAction::PreviousField),
                (DOWN, QuizAction::Down),
                (UP, QuizAction::Up),
            ],
        },
        Binding {
            group: "Quiz",
            shown: "PgDn PgUp",
            says: "next, previous question",
            keys: &[(PAGE_DOWN, QuizAction::Next), (PAGE_UP, QuizAction::Previous)],
        },
        ANSWER,
        EDIT_OUTSIDE,
        TASK,
        HINT,
        SOLUTION,
        START_AGAIN,
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), QuizAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back; all is saved",
            keys: &[(ESC, QuizAction::Back)],
        },
    ],
};

const DIGITS: [(Key, QuizAction); 9] = [
    (plain('1'), QuizAction::Pick(0)),
    (plain('2'), QuizAction::Pick(1)),
    (plain('3'), QuizAction::Pick(2)),
    (plain('4'), QuizAction::Pick(3)),
    (plain('5'), QuizAction::Pick(4)),
    (plain('6'), QuizAction::Pick(5)),
    (plain('7'), QuizAction::Pick(6)),
    (plain('8'), QuizAction::Pick(7)),
    (plain('9'), QuizAction::Pick(8)),
];

/// What works over a quiz: the task, hints, the solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverAction {
    Down,
    Up,
    ScreenDown,
    ScreenUp,
    Hint,
    Solution,
    Help,
    Close,
    /// Closes; before the quiz has begun, leaves it.
    Leave,
}

pub const OVER: Table<OverAction> = Table {
    name: "quiz_over",
    types: false,
    bindings: &[
        Binding {
            group: "Over the quiz",
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
            group: "Over the quiz",
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
            group: "Over the quiz",
            shown: "F3",
            says: "next hint",
            keys: &[(function(3), OverAction::Hint), (function(4), OverAction::Solution)],
        },
        Binding {
            group: "Over the quiz",
            shown: "Enter Esc",
            says: "back to the question",
            keys: &[
                (ENTER, OverAction::Close),
                (ESC, OverAction::Leave),
                (plain('q'), OverAction::Leave),
            ],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, OverAction::Help), (function(1), OverAction::Help)],
        },
    ],
};
