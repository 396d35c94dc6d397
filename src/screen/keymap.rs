//! Which key does what, once: the tables here drive the screens, their footers and Help.

pub mod console;
pub mod help;
pub mod home;
pub mod playground;
pub mod quiz;
pub mod reader;
pub mod search;
pub mod typing;
pub mod workbench;

use std::{borrow::Cow, fmt};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key as it is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

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
    pub bindings: &'static [Binding<A>],
}

/// A key and its label in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub key: Cow<'static, str>,
    pub label: Cow<'static, str>,
}

/// A place with keys of its own, for Help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Home,
    Reader,
    Search,
    /// The panes of the workbench.
    Workbench,
    /// The workbench while typing.
    Editor,
    /// The same in a text of which the editor knows what fits.
    Suggesting,
    /// A quiz where one chooses and moves.
    Quiz,
    /// A quiz where one writes.
    QuizField,
    /// The HTTP tab of the playground.
    Requests,
    /// The panes of a console of the playground.
    Console,
    /// A console while typing.
    ConsoleEditor,
}

/// A row of Help without its actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpRow {
    pub group: &'static str,
    pub shown: &'static str,
    pub says: &'static str,
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
}

pub const ANYWHERE: Table<Anywhere> = Table {
    bindings: &[
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

impl Scope {
    pub fn title(self) -> &'static str {
        match self {
            Scope::Home => "Home",
            Scope::Reader => "Reader",
            Scope::Search => "Search",
            Scope::Workbench => "Workbench",
            Scope::Editor | Scope::Suggesting => "Editor",
            Scope::Quiz | Scope::QuizField => "Quiz",
            Scope::Requests => "Playground",
            Scope::Console | Scope::ConsoleEditor => "Console",
        }
    }

    /// The rows of Help, those that work anywhere last.
    pub fn help(self) -> Vec<HelpRow> {
        let mut rows = match self {
            Scope::Home => home::HOME.help(),
            Scope::Reader => {
                let own = |row: &HelpRow| row.group != "Anywhere";
                let mut rows = reader::READER.help();
                rows.extend(reader::PREDICTION.help().into_iter().filter(own));
                rows
            }
            Scope::Search => search::SEARCH.help(),
            Scope::Workbench => {
                let over = workbench::OVER.help();
                let own = |row: &HelpRow| row.group != "Anywhere";
                let mut rows = workbench::PANES.help();
                rows.extend(over.into_iter().filter(own));
                rows
            }
            Scope::Editor => [workbench::EDITOR.help(), typing::TYPING.help()].concat(),
            Scope::Suggesting => [
                workbench::EDITOR.help(),
                typing::SUGGEST.help(),
                typing::TYPING.help(),
                typing::SUGGESTIONS.help(),
            ]
            .concat(),
            Scope::Quiz => quiz::CHOOSING.help(),
            Scope::QuizField => {
                let writes =
                    |row: &HelpRow| !row.shown.contains("Tab") && !row.says.contains("find");
                let rows = typing::TYPING.help().into_iter().filter(writes);
                quiz::WRITING.help().into_iter().chain(rows).collect()
            }
            Scope::Requests => playground::PLAYGROUND.help(),
            Scope::Console => [console::PANES.help(), playground::PLAYGROUND.help()].concat(),
            Scope::ConsoleEditor => {
                let own = |row: &HelpRow| row.shown != "Esc";
                let rows = playground::TYPING_TOO.help().into_iter().filter(own);
                [console::TYPES.help(), console::PROMPT.to_vec(), typing::SUGGEST.help()]
                    .concat()
                    .into_iter()
                    .chain(typing::TYPING.help())
                    .chain(rows)
                    .collect()
            }
        };
        // While typing, Ctrl+C copies and Ctrl+Z undoes: those rows are the editor's.
        let types = match self {
            Scope::Editor
            | Scope::Suggesting
            | Scope::Search
            | Scope::QuizField
            | Scope::ConsoleEditor => true,
            Scope::Home
            | Scope::Reader
            | Scope::Workbench
            | Scope::Quiz
            | Scope::Requests
            | Scope::Console => false,
        };
        let taken = |row: &HelpRow| types && row.says == "suspend";
        rows.extend(ANYWHERE.help().into_iter().filter(|row| !taken(row)));
        rows
    }
}

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
        Hint { key: Cow::Owned(key), label: label.into() }
    }

    pub fn help(&self) -> Vec<HelpRow> {
        let row = |binding: &Binding<A>| HelpRow {
            group: binding.group,
            shown: binding.shown,
            says: binding.says,
        };
        self.bindings.iter().map(row).collect()
    }

    /// Every key with its action, in the order of the table.
    pub fn keys(&self) -> impl Iterator<Item = (Key, A)> {
        self.bindings.iter().flat_map(|binding| binding.keys.iter().copied())
    }
}

impl Key {
    /// What was pressed, however the terminal said it: a capital letter carries its Shift itself,
    /// and Ctrl+letter is always the small letter.
    pub fn of(event: &KeyEvent) -> Key {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let modifiers = event.modifiers & known;
        match event.code {
            KeyCode::Char(ch) if modifiers.contains(KeyModifiers::CONTROL) => {
                Key { code: KeyCode::Char(ch.to_ascii_lowercase()), modifiers }
            }
            KeyCode::Char(ch) if modifiers == KeyModifiers::SHIFT && ch.is_ascii_lowercase() => {
                plain(ch.to_ascii_uppercase())
            }
            KeyCode::Char(_) | KeyCode::BackTab => {
                Key { code: event.code, modifiers: modifiers - KeyModifiers::SHIFT }
            }
            code => Key { code, modifiers },
        }
    }

    /// The same key with `more` held down.
    #[must_use]
    pub const fn with(self, more: KeyModifiers) -> Key {
        Key { code: self.code, modifiers: self.modifiers.union(more) }
    }

    /// The event that a terminal sends for this key.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, word) in [
            (KeyModifiers::CONTROL, "Ctrl+"),
            (KeyModifiers::ALT, "Alt+"),
            (KeyModifiers::SHIFT, "Shift+"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(word)?;
            }
        }
        let has_modifier = !self.modifiers.is_empty();
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(ch) if has_modifier => write!(f, "{}", ch.to_ascii_uppercase()),
            KeyCode::Char(ch) if ch.is_ascii_uppercase() => write!(f, "Shift+{ch}"),
            KeyCode::Char(ch) => write!(f, "{ch}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            code => write!(f, "{code}"),
        }
    }
}

impl Hint {
    pub fn new(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Hint {
        Hint { key: key.into(), label: label.into() }
    }
}

/// A key without modifiers; a capital letter means Shift.
pub const fn plain(ch: char) -> Key {
    Key { code: KeyCode::Char(ch), modifiers: KeyModifiers::NONE }
}

pub const fn control(ch: char) -> Key {
    Key { code: KeyCode::Char(ch), modifiers: KeyModifiers::CONTROL }
}

pub const fn function(number: u8) -> Key {
    Key { code: KeyCode::F(number), modifiers: KeyModifiers::NONE }
}

/// A key that is no character: Enter, Esc, an arrow.
pub const fn named(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::NONE }
}

pub const ENTER: Key = named(KeyCode::Enter);
pub const ESC: Key = named(KeyCode::Esc);
pub const TAB: Key = named(KeyCode::Tab);
pub const SHIFT_TAB: Key = named(KeyCode::BackTab);
pub const SPACE: Key = plain(' ');
pub const BACKSPACE: Key = named(KeyCode::Backspace);
pub const UP: Key = named(KeyCode::Up);
pub const DOWN: Key = named(KeyCode::Down);
pub const LEFT: Key = named(KeyCode::Left);
pub const RIGHT: Key = named(KeyCode::Right);
pub const PAGE_UP: Key = named(KeyCode::PageUp);
pub const PAGE_DOWN: Key = named(KeyCode::PageDown);
pub const HOME: Key = named(KeyCode::Home);
pub const END: Key = named(KeyCode::End);
pub const QUESTION: Key = plain('?');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_they_are_pressed() {
        let check = |key: Key, expected: &str| assert_eq!(key.to_string(), expected);
        check(SPACE, "Space");
        check(plain('R'), "Shift+R");
        check(control('r'), "Ctrl+R");
        check(function(5), "F5");
        check(ENTER, "Enter");
        check(ESC, "Esc");
        check(PAGE_DOWN, "PgDn");
        check(SHIFT_TAB, "Shift+Tab");
        check(QUESTION, "?");
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_says_it() {
        let shift = KeyModifiers::SHIFT;
        let event = |code, modifiers| Key::of(&KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Char('R'), shift), plain('R'));
        assert_eq!(event(KeyCode::Char('r'), shift), plain('R'));
        assert_eq!(event(KeyCode::Char('R'), KeyModifiers::NONE), plain('R'));
        assert_eq!(event(KeyCode::Char('Q'), KeyModifiers::CONTROL), control('q'));
        assert_eq!(event(KeyCode::BackTab, shift), SHIFT_TAB);
        assert_ne!(event(KeyCode::Char('q'), KeyModifiers::ALT), plain('q'));
    }

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
        check(&reader::OUTPUT);
        check(&reader::TERM);
        check(&workbench::PANES);
        check(&workbench::EDITOR);
        check(&workbench::OVER);
        check(&quiz::CHOOSING);
        check(&quiz::WRITING);
        check(&quiz::OVER);
        check(&playground::PLAYGROUND);
        check(&console::PANES);
        check(&help::HELP);
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
