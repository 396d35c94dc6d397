//! The keys that the learner chose in config.toml.
//!
//! A screen knows the keys of its tables only. What is pressed is turned into the key that stands
//! there before a screen hears it, and footers and Help show what is pressed.

use std::borrow::Cow;

use ratatui::crossterm::event::KeyEvent;

use crate::{
    config::KeyWish,
    diag::{Findings, did_you_mean},
    screen::keymap::{
        ANYWHERE, HelpRow, Hint, Key, Listed, ListedAction, TableId, every, heard_together,
    },
};

/// What is pressed instead of what stands in the tables. It is read once, at the start, and lives
/// as long as the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(&'static [Change]);

/// An action of one table that has other keys.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    table: TableId,
    name: String,
    /// The keys of the table.
    stands: Vec<Key>,
    /// The learner's keys.
    pressed: Vec<Key>,
}

impl Keys {
    /// Every key is the one of its table.
    pub const UNCHANGED: Keys = Keys(&[]);

    /// Takes what config.toml asks for. What names nothing, or would give a key two meanings, is a
    /// finding and changes nothing.
    pub fn of(wishes: &[KeyWish]) -> (Keys, Findings) {
        let mut findings = Findings::new();
        let mut changes: Vec<(usize, Change)> = Vec::new();
        for (index, wish) in wishes.iter().enumerate() {
            match changes_of(wish) {
                Ok(more) => changes.extend(more.into_iter().map(|change| (index, change))),
                Err((what, hint)) => {
                    findings.error(wish.place.clone(), what).hint(hint);
                }
            }
        }
        // A change that goes may give its old keys back, which may take another one's.
        while let Some((at, index, key, other)) = first_conflict(&changes) {
            let name = &changes[at].1.name;
            let wish = &wishes[index];
            let what = format!("{key} is `{other}` already, so `{name}` keeps its keys");
            findings
                .error(wish.place.clone(), what)
                .hint(format!("choose another key, or give `{other}` another one too"));
            changes.retain(|(of, _)| *of != index);
        }
        let changes: Vec<_> = changes.into_iter().map(|(_, change)| change).collect();
        if changes.is_empty() {
            return (Keys::UNCHANGED, findings);
        }
        (Keys(Box::leak(changes.into_boxed_slice())), findings)
    }

    /// The key that stands for what was pressed, in the first of these tables that knows it; `None`
    /// where it was the key of an action that has another one now.
    pub fn heard(self, tables: &[&dyn Listed], event: KeyEvent) -> Option<KeyEvent> {
        if self.0.is_empty() {
            return Some(event);
        }
        let pressed = Key::of(&event);
        let types = tables.iter().any(|table| table.id().types);
        if types && pressed.writes() {
            return Some(event);
        }
        let anywhere: [&dyn Listed; 1] = [&ANYWHERE];
        let mut left = false;
        for table in anywhere.iter().chain(tables) {
            let changes = self.0.iter().filter(|change| change.table == table.id());
            for change in changes {
                if change.pressed.contains(&pressed) {
                    return change.stands.first().map(|key| key.event());
                }
                left |= change.stands.contains(&pressed);
            }
        }
        (!left).then_some(event)
    }

    /// The key of a footer's hint.
    pub fn of_hint(self, hint: &Hint) -> Cow<'_, str> {
        let changed = hint.of.and_then(|(table, key)| self.now(table, key));
        match changed.and_then(|change| change.pressed.first()) {
            Some(key) => Cow::Owned(key.to_string()),
            None => Cow::Borrowed(&hint.key),
        }
    }

    /// The keys of a row of Help.
    pub fn of_row(self, row: &HelpRow) -> Cow<'static, str> {
        if !row.keys.iter().any(|(table, key)| self.now(*table, *key).is_some()) {
            return Cow::Borrowed(row.shown);
        }
        let keys = row.keys.iter().flat_map(|(table, key)| match self.now(*table, *key) {
            // All of them where the row is about one action.
            Some(change) if row.keys.len() == 1 => change.pressed.clone(),
            Some(change) => change.pressed.iter().take(1).copied().collect(),
            None => vec![*key],
        });
        Cow::Owned(keys.map(|key| key.to_string()).collect::<Vec<_>>().join(" "))
    }

    /// The first key of an action.
    pub fn of_action(self, table: TableId, action: &ListedAction) -> Option<Key> {
        let key = *action.keys.first()?;
        self.now(table, key).map_or(Some(key), |change| change.pressed.first().copied())
    }

    fn now(self, table: TableId, key: Key) -> Option<&'static Change> {
        self.0.iter().find(|change| change.table == table && change.stands.contains(&key))
    }
}

/// What a line of config.toml changes, in each table of that name; else what is wrong with it, and
/// what to do.
fn changes_of(wish: &KeyWish) -> Result<Vec<Change>, (String, String)> {
    let tables: Vec<_> =
        every().into_iter().filter(|table| table.id().name == wish.table).collect();
    if tables.is_empty() {
        let names: Vec<_> = every().iter().map(|table| table.id().name).collect();
        let hint = match did_you_mean(&wish.table, names.iter().copied()) {
            Some(near) => format!("did you mean `keys.{near}`?"),
            None => "docs/KEYS.md names them all".to_owned(),
        };
        return Err((format!("no screen has keys called `{}`", shown(&wish.table)), hint));
    }
    let actions: Vec<(TableId, ListedAction)> = tables
        .iter()
        .flat_map(|table| table.rows().into_iter().map(|row| (table.id(), row)))
        .flat_map(|(id, row)| row.actions.into_iter().map(move |action| (id, action)))
        .collect();
    let named: Vec<_> = actions.iter().filter(|(_, action)| action.name == wish.action).collect();
    if named.is_empty() {
        let all = actions.iter().map(|(_, action)| action.name.as_str());
        let hint = match did_you_mean(&wish.action, all) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "docs/KEYS.md names them all".to_owned(),
        };
        let what = format!("`keys.{}` has no action `{}`", wish.table, shown(&wish.action));
        return Err((what, hint));
    }
    let keys = wish.keys.iter().map(|text| Key::parse(text)).collect::<Result<Vec<_>, _>>();
    let keys =
        keys.map_err(|what| (what, "as in \"r\", \"Shift+R\", \"Ctrl+P\", \"F5\"".into()))?;
    let mut changes = Vec::new();
    for (table, action) in &named {
        let pressed: Vec<_> =
            keys.iter().copied().filter(|key| !(table.types && key.writes())).collect();
        if !pressed.is_empty() {
            let (table, name) = (*table, format!("{}.{}", table.name, action.name));
            changes.push(Change { table, name, stands: action.keys.clone(), pressed });
        }
    }
    match (changes.is_empty(), keys.first()) {
        (false, _) => Ok(changes),
        (true, None) => Err((
            format!("`{}` needs a key", wish.action),
            "leave the line out to keep its own".to_owned(),
        )),
        (true, Some(key)) => Err((
            format!("{key} is typed there, so it can be no key of `{}`", wish.action),
            "choose one with Ctrl or Alt, or F1 to F12".to_owned(),
        )),
    }
}

/// The first changed key that has a second meaning where it is heard: which change, whose wish, the
/// key, and what else it means.
fn first_conflict(changes: &[(usize, Change)]) -> Option<(usize, usize, Key, String)> {
    for (at, (index, change)) in changes.iter().enumerate() {
        for table in beside(change.table) {
            for (name, keys) in now(table, changes) {
                let is_other = table.id() != change.table || name != change.name;
                // What the action had itself stands beside the other on purpose.
                let clashes =
                    |key: &&Key| keys.contains(key) && !change.stands.contains(key) && is_other;
                if let Some(key) = change.pressed.iter().find(clashes) {
                    return Some((at, *index, *key, name));
                }
            }
        }
    }
    None
}

/// The table itself and those that are heard with it.
fn beside(id: TableId) -> Vec<&'static dyn Listed> {
    let all = every();
    if id == ANYWHERE.id() {
        return all;
    }
    let groups = heard_together().into_iter();
    let companions = groups.filter(|group| group.iter().any(|table| table.id() == id)).flatten();
    let own = all.into_iter().filter(|table| table.id() == id || table.id() == ANYWHERE.id());
    own.chain(companions).collect()
}

/// Every action of a table with the keys that it has after these changes.
fn now(table: &dyn Listed, changes: &[(usize, Change)]) -> Vec<(String, Vec<Key>)> {
    let id = table.id();
    let actions = table.rows().into_iter().flat_map(|row| row.actions);
    actions
        .map(|action| {
            let name = format!("{}.{}", id.name, action.name);
            let own = changes.iter().rev().find(|(_, c)| c.table == id && c.name == name);
            (name, own.map_or(action.keys, |(_, change)| change.pressed.clone()))
        })
        .collect()
}

/// A name as it was written, safe to show.
fn shown(name: &str) -> String {
    name.escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diag::Place,
        screen::keymap::{
            ESC, Scope, control, function, plain,
            reader::{PREDICTION, READER, ReaderAction},
            typing::TYPING,
            workbench::{BenchAction, EDITOR, PANES},
        },
    };

    fn read(lines: &[(&str, &str, &[&str])]) -> (Keys, Vec<String>) {
        let wishes: Vec<_> = (1..)
            .zip(lines)
            .map(|(line, (table, action, keys))| KeyWish {
                place: Place::new("config.toml", line, 1),
                table: (*table).to_owned(),
                action: (*action).to_owned(),
                keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            })
            .collect();
        let (keys, findings) = Keys::of(&wishes);
        (keys, findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_key_that_stood_beside_another_on_purpose_may_stay() {
        let (_, findings) = read(&[
            ("text", "undo", &["Ctrl+Z", "Alt+U"]),
            ("suggestions", "take", &["Tab"]),
            ("text", "copy", &["Ctrl+C", "Alt+C"]),
        ]);
        assert_eq!(findings, Vec::<String>::new());
        let (_, findings) = read(&[("text", "undo", &["Ctrl+C"])]);
        assert_eq!(findings.len(), 1, "{findings:?}");
    }

    #[test]
    fn what_is_pressed_is_heard_as_the_key_of_the_table() {
        let (keys, findings) = read(&[("reader", "run", &["x", "F7"])]);
        assert_eq!(findings, Vec::<String>::new());
        let heard = |key: Key| keys.heard(&[&READER], key.event()).map(|event| Key::of(&event));
        assert_eq!(heard(plain('x')), Some(plain('r')));
        assert_eq!(heard(function(7)), Some(plain('r')));
        assert_eq!(heard(plain('r')), None, "its old key does nothing");
        assert_eq!(heard(plain('t')), Some(plain('t')));
        // A letter is a letter where one types.
        let typing: [&dyn Listed; 2] = [&PREDICTION, &TYPING];
        assert_eq!(keys.heard(&typing, plain('r').event()), Some(plain('r').event()));
        assert_eq!(keys.of_hint(&READER.hint(ReaderAction::Run, "run")), "x");
        assert_eq!(keys.of_hint(&READER.hint(ReaderAction::Contents, "contents")), "t");
    }

    #[test]
    fn a_letter_is_a_key_in_the_panes_and_not_in_the_editor() {
        let (keys, findings) = read(&[("workbench", "check", &["c", "Ctrl+B"])]);
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(keys.of_hint(&PANES.hint(BenchAction::Check, "check")), "c");
        assert_eq!(keys.of_hint(&EDITOR.hint(BenchAction::Check, "check")), "Ctrl+B");
        let editor: [&dyn Listed; 2] = [&EDITOR, &TYPING];
        let heard = |key: Key| keys.heard(&editor, key.event()).map(|event| Key::of(&event));
        assert_eq!(heard(plain('c')), Some(plain('c')));
        assert_eq!(heard(control('b')), Some(function(5)));
        assert_eq!(heard(function(5)), None);
    }

    #[test]
    fn rows_of_help_show_what_is_pressed() {
        let (keys, _) = read(&[("home", "up", &["w"]), ("anywhere", "toggle_mouse", &["F12"])]);
        let row = |scope: Scope, says: &str| {
            let rows = scope.help();
            keys.of_row(rows.iter().find(|row| row.says == says).unwrap()).into_owned()
        };
        assert_eq!(row(Scope::Home, "choose"), "↓ w");
        assert_eq!(row(Scope::Reader, "mouse on or off"), "F12");
        assert_eq!(row(Scope::Reader, "contents"), "t");
    }

    #[test]
    fn mistakes_say_where_they_are_and_change_nothing() {
        let check = |lines: &[(&str, &str, &[&str])], expected: &str| {
            let (keys, findings) = read(lines);
            assert_eq!((keys, findings), (Keys::UNCHANGED, vec![expected.to_owned()]));
        };
        check(
            &[("raeder", "run", &["x"])],
            "config.toml:1:1: error: no screen has keys called `raeder`\n    did you mean `keys.reader`?",
        );
        check(
            &[("reader", "runn", &["x"])],
            "config.toml:1:1: error: `keys.reader` has no action `runn`\n    did you mean `run`?",
        );
        check(
            &[("reader", "run", &["Ctrl+Enter"])],
            "config.toml:1:1: error: terminals send Ctrl+Enter as Enter\n    as in \"r\", \"Shift+R\", \"Ctrl+P\", \"F5\"",
        );
        check(
            &[("search", "clear", &["c"])],
            "config.toml:1:1: error: c is typed there, so it can be no key of `clear`\n    choose one with Ctrl or Alt, or F1 to F12",
        );
        check(
            &[("reader", "run", &[])],
            "config.toml:1:1: error: `run` needs a key\n    leave the line out to keep its own",
        );
        check(
            &[("reader", "run", &["t"])],
            "config.toml:1:1: error: t is `reader.contents` already, so `reader.run` keeps its keys\n    choose another key, or give `reader.contents` another one too",
        );
        check(
            &[("workbench", "check", &["Ctrl+F"])],
            "config.toml:1:1: error: Ctrl+F is `text.find` already, so `workbench.check` keeps its keys\n    choose another key, or give `text.find` another one too",
        );
        check(
            &[("anywhere", "commands", &["F5"])],
            "config.toml:1:1: error: F5 is `prediction.compare` already, so `anywhere.commands` keeps its keys\n    choose another key, or give `prediction.compare` another one too",
        );
    }

    #[test]
    fn two_keys_may_change_places() {
        let (keys, findings) = read(&[("reader", "run", &["t"]), ("reader", "contents", &["r"])]);
        assert_eq!(findings, Vec::<String>::new());
        let heard = |key: Key| keys.heard(&[&READER], key.event()).map(|event| Key::of(&event));
        assert_eq!(heard(plain('t')), Some(plain('r')));
        assert_eq!(heard(plain('r')), Some(plain('t')));
        assert_eq!(heard(ESC), Some(ESC));
    }
}
