//! All tables as one list, whatever their actions are: for the palette, for config.toml and for the
//! page that names every key.

use std::fmt;

use crate::screen::keymap::{
    ANYWHERE, Key, Table, TableId, console, help, home, palette, playground, quiz, reader,
    requests, review, search, shelf, stats, typing, workbench, xray,
};

/// A table without the type of its actions.
pub trait Listed {
    fn id(&self) -> TableId;
    /// Its bindings, in their order.
    fn rows(&self) -> Vec<ListedRow>;
}

/// One binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    pub group: &'static str,
    pub says: &'static str,
    pub actions: Vec<ListedAction>,
}

/// An action and all its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAction {
    /// As config.toml names it: `next_page`.
    pub name: String,
    pub keys: Vec<Key>,
}

impl ListedRow {
    /// What one action of the row does: what the row says, or the action's own words where the row
    /// says it of several.
    pub fn words(&self, action: &ListedAction) -> String {
        let words = match self.actions.len() {
            1 => self.says.to_owned(),
            _ => action.name.replace('_', " "),
        };
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }
}

impl<A: Copy + PartialEq + fmt::Debug> Listed for Table<A> {
    fn id(&self) -> TableId {
        Table::id(self)
    }

    fn rows(&self) -> Vec<ListedRow> {
        let rows = self.bindings.iter().map(|binding| {
            let mut actions: Vec<ListedAction> = Vec::new();
            for (key, action) in binding.keys {
                let name = name_of(&format!("{action:?}"));
                match actions.iter_mut().find(|listed| listed.name == name) {
                    Some(listed) => listed.keys.push(*key),
                    None => actions.push(ListedAction { name, keys: vec![*key] }),
                }
            }
            ListedRow { group: binding.group, says: binding.says, actions }
        });
        rows.collect()
    }
}

/// Every table there is, in the order of the page that names all keys.
pub fn every() -> Vec<&'static dyn Listed> {
    vec![
        &ANYWHERE,
        &home::HOME,
        &reader::READER,
        &reader::PREDICTION,
        &reader::NOTE,
        &reader::CONTENTS,
        &reader::OUTPUT,
        &reader::TERM,
        &workbench::PANES,
        &workbench::EDITOR,
        &workbench::OVER,
        &typing::TYPING,
        &typing::SUGGEST,
        &typing::SUGGESTIONS,
        &quiz::CHOOSING,
        &quiz::WRITING,
        &quiz::OVER,
        &search::SEARCH,
        &review::ASKING,
        &review::ANSWERED,
        &stats::STATS,
        &shelf::SHELF,
        &shelf::ASKED,
        &shelf::PLACE,
        &xray::XRAY,
        &playground::PLAYGROUND,
        &playground::TYPING_TOO,
        &requests::REQUESTS,
        &requests::WRITING,
        &requests::OVER,
        &console::PANES,
        &console::TYPES,
        &palette::PALETTE,
        &help::HELP,
        &help::FIND,
    ]
}

/// Tables that are heard at the same time, the first first; what works anywhere is heard with each.
pub fn heard_together() -> Vec<Vec<&'static dyn Listed>> {
    vec![
        vec![&workbench::EDITOR, &typing::SUGGEST, &typing::TYPING],
        vec![&typing::SUGGESTIONS, &typing::TYPING, &workbench::EDITOR],
        vec![&typing::SUGGESTIONS, &requests::WRITING, &typing::TYPING],
        vec![&reader::PREDICTION, &typing::TYPING],
        vec![&reader::NOTE, &typing::TYPING],
        vec![&quiz::WRITING, &typing::TYPING],
        vec![&search::SEARCH, &typing::TYPING],
        vec![&shelf::PLACE, &typing::TYPING],
        vec![&review::ASKING, &typing::TYPING],
        vec![&palette::PALETTE, &typing::TYPING],
        vec![&help::FIND, &typing::TYPING],
        vec![&requests::REQUESTS, &playground::PLAYGROUND],
        vec![&requests::WRITING, &typing::SUGGEST, &typing::TYPING, &playground::TYPING_TOO],
        vec![&console::PANES, &playground::PLAYGROUND],
        vec![&console::TYPES, &typing::SUGGEST, &typing::TYPING, &playground::TYPING_TOO],
    ]
}

/// `NextPage` as `next_page`, `Page(0)` as `page_1`, `Select(Left)` as `select_left`.
fn name_of(action: &str) -> String {
    let mut name = String::new();
    let mut digits = String::new();
    for ch in action.chars() {
        if ch.is_ascii_digit() {
            digits.push(ch);
            continue;
        }
        if ch.is_ascii_uppercase() || ch == '(' {
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            name.extend(ch.is_ascii_uppercase().then(|| ch.to_ascii_lowercase()));
        } else if ch.is_ascii_lowercase() {
            name.push(ch);
        }
    }
    // People count from 1.
    match digits.parse::<usize>() {
        Ok(number) => format!("{name}{}", number + 1),
        Err(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn actions_are_named_as_they_are_called() {
        let check = |action: &str, name: &str| assert_eq!(name_of(action), name);
        check("Run", "run");
        check("NextPage", "next_page");
        check("Page(0)", "page_1");
        check("Pick(8)", "pick_9");
        check("Select(WordLeft)", "select_word_left");
    }

    /// An action that stands in two rows of one table would have two sets of keys under one name.
    #[test]
    fn a_name_means_one_row() {
        for table in every() {
            let mut names = BTreeSet::new();
            for action in table.rows().into_iter().flat_map(|row| row.actions) {
                let told = format!("{:?} {}", table.id(), action.name);
                assert!(names.insert(action.name), "{told} stands in two rows");
            }
        }
    }
}
