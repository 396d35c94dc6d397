//! Which key does what, once: the tables here drive the screens, their footers and Help.

pub mod changed;
pub mod console;
pub mod help;
pub mod home;
mod key;
mod listed;
pub mod palette;
pub mod playground;
pub mod quiz;
pub mod reader;
pub mod requests;
pub mod review;
mod scope;
pub mod search;
pub mod shelf;
pub mod stats;
pub mod typing;
pub mod workbench;
pub mod xray;

use std::{borrow::Cow, fmt};

use ratatui::crossterm::event::KeyEvent;

pub use self::{
    key::{
        BACKSPACE, DOWN, END, ENTER, ESC, HOME, Key, LEFT, PAGE_DOWN, PAGE_UP, QUESTION, RIGHT,
        SHIFT_TAB, SPACE, TAB, UP, control, function, named, plain,
    },
    listed::{Listed, ListedAction, ListedRow, every, heard_together},
    scope::{HelpRow, Scope},
};

/// One row of Help: the keys that belong together, each with its action.
#[derive(Clone, Copy, Debug)]
pub struct Binding<A: 'static> {
    /// The heading it stands under in Help.
    pub group: &'static str,
    /// The keys as Help shows them; the first ones, where there are many.
    pub shown: &'static str,
    /// What they do, in lower case.
    pub says: &'static str,
    pub keys: &'static [(Key, A)],
}

/// The keys that work in one place.
#[derive(Clone, Copy, Debug)]
pub struct Table<A: 'static> {
    /// As config.toml names it: `[keys.reader]`. Tables of one name share their actions.
    pub name: &'static str,
    /// Letters belong to a text here, so none of them is a key.
    pub types: bool,
    pub bindings: &'static [Binding<A>],
}

/// A key and its label in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub key: Cow<'static, str>,
    pub label: Cow<'static, str>,
    /// The table that it comes from and the key that stands there; the learner may have another.
    pub of: Option<(TableId, Key)>,
}

/// What tells a table from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableId {
    pub name: &'static str,
    pub types: bool,
}

/// What works on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anywhere {
    /// Leaves at once; nothing is ever unsaved.
    Quit,
    /// As `Quit`; where text is selected the screen copies it instead.
    QuitOrCopy,
    /// Where nothing is typed; there it undoes.
    Suspend,
    ToggleMouse,
    /// Everything that can be done, and everywhere one can go.
    Commands,
}

pub const ANYWHERE: Table<Anywhere> = Table {
    name: "anywhere",
    types: false,
    bindings: &[
        Binding {
            group: "Anywhere",
            shown: ":  Ctrl+P",
            says: "commands",
            keys: &[(control('p'), Anywhere::Commands), (plain(':'), Anywhere::Commands)],
        },
        Binding {
            group: "Anywhere",
            shown: "F9",
            says: "mouse on or off",
            keys: &[(function(9), Anywhere::ToggleMouse)],
        },
        Binding {
            group: "Anywhere",
            shown: "Ctrl+Z",
            says: "suspend",
            keys: &[(control('z'), Anywhere::Suspend)],
        },
        Binding {
            group: "Anywhere",
            shown: "Ctrl+Q Ctrl+C",
            says: "leave; all is saved",
            keys: &[(control('q'), Anywhere::Quit), (control('c'), Anywhere::QuitOrCopy)],
        },
    ],
};

impl<A: Copy + PartialEq + fmt::Debug> Table<A> {
    pub fn action(&self, event: &KeyEvent) -> Option<A> {
        let pressed = Key::of(event);
        self.keys().find(|(key, _)| *key == pressed).map(|(_, action)| action)
    }

    /// The first key of `action` with a label for the footer.
    pub fn hint(&self, action: A, label: impl Into<Cow<'static, str>>) -> Hint {
        let found = self.keys().find(|(_, named)| *named == action);
        debug_assert!(found.is_some(), "a footer names {action:?}, which has no key");
        let key = found.map_or_else(String::new, |(key, _)| key.to_string());
        let of = found.map(|(key, _)| (self.id(), key));
        Hint { key: Cow::Owned(key), label: label.into(), of }
    }

    /// As `hint`, for an action of which another key than the first is to be shown.
    pub fn hint_of(&self, key: Key, label: impl Into<Cow<'static, str>>) -> Hint {
        let stands = self.keys().any(|(named, _)| named == key);
        debug_assert!(stands, "a footer names {key}, which does nothing");
        Hint { key: key.to_string().into(), label: label.into(), of: Some((self.id(), key)) }
    }

    pub const fn id(&self) -> TableId {
        TableId { name: self.name, types: self.types }
    }

    pub fn help(&self) -> Vec<HelpRow> {
        let row = |binding: &Binding<A>| {
            let mut named: Vec<A> = Vec::new();
            let mut keys = Vec::new();
            for (key, action) in binding.keys {
                if !named.contains(action) {
                    named.push(*action);
                    keys.push((self.id(), *key));
                }
            }
            HelpRow { group: binding.group, shown: binding.shown, says: binding.says, keys }
        };
        self.bindings.iter().map(row).collect()
    }

    /// Every key with its action, in the order of the table.
    pub fn keys(&self) -> impl Iterator<Item = (Key, A)> {
        self.bindings.iter().flat_map(|binding| binding.keys.iter().copied())
    }
}

impl Hint {
    pub fn new(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Hint {
        Hint { key: key.into(), label: label.into(), of: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        fn check<A: Copy + PartialEq + fmt::Debug>(table: &Table<A>) {
            let keys: Vec<_> = table
                .keys()
                .map(|(key, _)| key)
                .chain(ANYWHERE.keys().map(|(key, _)| key))
                .collect();
            each_once(&keys);
        }
        fn each_once(keys: &[Key]) {
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{key} stands twice");
            }
        }
        check(&home::HOME);
        check(&reader::READER);
        check(&reader::CONTENTS);
        check(&search::SEARCH);
        check(&shelf::SHELF);
        check(&shelf::ASKED);
        check(&shelf::PLACE);
        check(&reader::OUTPUT);
        check(&reader::TERM);
        check(&reader::NOTE);
        check(&workbench::PANES);
        check(&workbench::EDITOR);
        check(&workbench::OVER);
        check(&quiz::CHOOSING);
        check(&quiz::WRITING);
        check(&quiz::OVER);
        check(&playground::PLAYGROUND);
        check(&console::PANES);
        let free = playground::PLAYGROUND.keys().map(|(key, _)| key);
        let anywhere = ANYWHERE.keys().map(|(key, _)| key);
        let requests = requests::REQUESTS.keys().map(|(key, _)| key);
        each_once(&free.chain(anywhere).chain(requests).collect::<Vec<_>>());
        let shell = playground::TYPING_TOO.keys().map(|(key, _)| key);
        let writing = requests::WRITING.keys().map(|(key, _)| key);
        let typing = typing::TYPING.keys().map(|(key, _)| key);
        each_once(&shell.chain(writing).chain(typing).collect::<Vec<_>>());
        check(&requests::OVER);
        check(&help::HELP);
        check(&palette::PALETTE);
        check(&xray::XRAY);
        // Text has its own meaning for Ctrl+Z and Ctrl+C, and none for the keys of the workbench.
        let typing = typing::TYPING.keys().map(|(key, _)| key);
        let suggest = typing::SUGGEST.keys().map(|(key, _)| key);
        let editor = workbench::EDITOR.keys().map(|(key, _)| key);
        each_once(&typing.chain(suggest).chain(editor).collect::<Vec<_>>());
        let typing = typing::TYPING.keys().map(|(key, _)| key);
        let suggest = typing::SUGGEST.keys().map(|(key, _)| key);
        let console = console::TYPES.keys().map(|(key, _)| key);
        each_once(&typing.chain(suggest).chain(console).collect::<Vec<_>>());
        check(&typing::SUGGEST);
        check(&typing::SUGGESTIONS);
    }
}
