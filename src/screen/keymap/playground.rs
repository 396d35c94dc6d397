//! The keys of the playground: its tabs.

use ratatui::crossterm::event::KeyModifiers;

use crate::{
    screen::{
        event::Tab,
        keymap::{Binding, ESC, Key, QUESTION, Table, function, plain},
    },
    tutor::console::Engine,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaygroundAction {
    Show(Tab),
    Help,
    Leave,
    /// Closes what is open, leaves typing, then the screen; the tab hears it first.
    Back,
}

/// What works in each tab where nothing is typed.
pub const PLAYGROUND: Table<PlaygroundAction> = Table {
    name: "playground",
    types: false,
    bindings: &[
        Binding {
            group: "Playground",
            shown: "1–5",
            says: "a tab; with Alt while typing",
            keys: &[
                (plain('1'), PlaygroundAction::Show(Tab::Http)),
                (plain('2'), PlaygroundAction::Show(Tab::Console(Engine::Sql))),
                (plain('3'), PlaygroundAction::Show(Tab::Console(Engine::Mongo))),
                (plain('4'), PlaygroundAction::Show(Tab::Console(Engine::Redis))),
                (plain('5'), PlaygroundAction::Show(Tab::Console(Engine::Js))),
            ],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, PlaygroundAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "back",
            keys: &[(plain('q'), PlaygroundAction::Leave), (ESC, PlaygroundAction::Back)],
        },
    ],
};

/// What works in each tab, while typing too.
pub const TYPING_TOO: Table<PlaygroundAction> = Table {
    name: "playground_typing",
    types: true,
    bindings: &[
        Binding {
            group: "Playground",
            shown: "Alt+1–5",
            says: "a tab",
            keys: &[
                (alt('1'), PlaygroundAction::Show(Tab::Http)),
                (alt('2'), PlaygroundAction::Show(Tab::Console(Engine::Sql))),
                (alt('3'), PlaygroundAction::Show(Tab::Console(Engine::Mongo))),
                (alt('4'), PlaygroundAction::Show(Tab::Console(Engine::Redis))),
                (alt('5'), PlaygroundAction::Show(Tab::Console(Engine::Js))),
            ],
        },
        Binding {
            group: "Anywhere",
            shown: "F1",
            says: "these keys",
            keys: &[(function(1), PlaygroundAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "Esc",
            says: "back",
            keys: &[(ESC, PlaygroundAction::Back)],
        },
    ],
};

const fn alt(ch: char) -> Key {
    plain(ch).with(KeyModifiers::ALT)
}
