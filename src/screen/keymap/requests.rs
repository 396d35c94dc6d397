//! The keys of the playground's HTTP tab: beside the tree and the answer, while typing a request, and
//! in what is laid over them.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME, HelpRow, LEFT, PAGE_DOWN, PAGE_UP, RIGHT, SPACE, TAB,
    Table, UP, control, function, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestAction {
    /// Edits the request, opens what was sent, folds a line.
    Take,
    Send,
    New,
    Header,
    Body,
    Auth,
    Copy,
    Find,
    FindNext,
    FindPrevious,
    Fold,
    Import,
    Environment,
    Servers,
    StopServer,
    NextPane,
    NextView,
    PreviousView,
    Up,
    Down,
    ScreenUp,
    ScreenDown,
    First,
    Last,
}

const SEND: Binding<RequestAction> = Binding {
    group: "Request",
    shown: "F5 Ctrl+R",
    says: "send",
    keys: &[(function(5), RequestAction::Send), (control('r'), RequestAction::Send)],
};

pub const REQUESTS: Table<RequestAction> = Table {
    name: "requests",
    types: false,
    bindings: &[
        SEND,
        Binding {
            group: "Request",
            shown: "Enter",
            says: "edit, open what was sent, fold",
            keys: &[(ENTER, RequestAction::Take)],
        },
        Binding {
            group: "Request",
            shown: "n",
            says: "new request",
            keys: &[(plain('n'), RequestAction::New)],
        },
        Binding {
            group: "Request",
            shown: "+ b a",
            says: "header, body, auth helper",
            keys: &[
                (plain('+'), RequestAction::Header),
                (plain('b'), RequestAction::Body),
                (plain('a'), RequestAction::Auth),
            ],
        },
        Binding {
            group: "Request",
            shown: "y",
            says: "copy as curl; in the answer its body",
            keys: &[(plain('y'), RequestAction::Copy)],
        },
        Binding {
            group: "Request",
            shown: "i",
            says: "import a .http file or a curl command",
            keys: &[(plain('i'), RequestAction::Import)],
        },
        Binding {
            group: "Request",
            shown: "e",
            says: "the next environment",
            keys: &[(plain('e'), RequestAction::Environment)],
        },
        Binding {
            group: "Server",
            shown: "s",
            says: "start one here",
            keys: &[(plain('s'), RequestAction::Servers)],
        },
        Binding {
            group: "Server",
            shown: "x",
            says: "stop it",
            keys: &[(plain('x'), RequestAction::StopServer)],
        },
        Binding {
            group: "Answer",
            shown: "Tab",
            says: "to the answer and back",
            keys: &[(TAB, RequestAction::NextPane)],
        },
        Binding {
            group: "Answer",
            shown: "← →  h l",
            says: "body, headers, raw, timing, log",
            keys: &[
                (LEFT, RequestAction::PreviousView),
                (RIGHT, RequestAction::NextView),
                (plain('h'), RequestAction::PreviousView),
                (plain('l'), RequestAction::NextView),
            ],
        },
        Binding {
            group: "Answer",
            shown: "/  f F",
            says: "find, the next, the one before",
            keys: &[
                (plain('/'), RequestAction::Find),
                (plain('f'), RequestAction::FindNext),
                (plain('F'), RequestAction::FindPrevious),
            ],
        },
        Binding {
            group: "Answer",
            shown: "Space",
            says: "fold, unfold",
            keys: &[(SPACE, RequestAction::Fold)],
        },
        Binding {
            group: "Moving",
            shown: "↑ ↓  k j",
            says: "a row",
            keys: &[
                (DOWN, RequestAction::Down),
                (UP, RequestAction::Up),
                (plain('j'), RequestAction::Down),
                (plain('k'), RequestAction::Up),
            ],
        },
        Binding {
            group: "Moving",
            shown: "PgUp PgDn g G",
            says: "a screen, the first, the last",
            keys: &[
                (PAGE_UP, RequestAction::ScreenUp),
                (PAGE_DOWN, RequestAction::ScreenDown),
                (plain('g'), RequestAction::First),
                (plain('G'), RequestAction::Last),
                (HOME, RequestAction::First),
                (END, RequestAction::Last),
            ],
        },
    ],
};

/// How long the list of what was sent is kept; for Help.
pub fn lasts() -> Vec<HelpRow> {
    let says = "until Backlab ends";
    vec![HelpRow { group: "Answer", shown: "history", says, keys: Vec::new() }]
}

/// While a request is typed; everything else is the editor's.
pub const WRITING: Table<RequestAction> = Table { name: "request", types: true, bindings: &[SEND] };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverAction {
    Take,
    Up,
    Down,
    Close,
}

/// In a list or a field that is laid over the screen.
pub const OVER: Table<OverAction> = Table {
    name: "request_over",
    types: false,
    bindings: &[
        Binding {
            group: "Chosen",
            shown: "Enter",
            says: "take",
            keys: &[(ENTER, OverAction::Take)],
        },
        Binding {
            group: "Chosen",
            shown: "↑ ↓ Tab",
            says: "choose",
            keys: &[(DOWN, OverAction::Down), (UP, OverAction::Up), (TAB, OverAction::Down)],
        },
        Binding { group: "Chosen", shown: "Esc", says: "close", keys: &[(ESC, OverAction::Close)] },
    ],
};
