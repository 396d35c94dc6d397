//! What stands in the palette: the actions of the tables, then where one can go.

use super::{fuzzy::Title, route_of};
use crate::{
    screen::{
        event::Route,
        keymap::{ANYWHERE, Anywhere, Key, Listed, changed::Keys},
    },
    tutor::{Destination, Of, Place, Towards},
};

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub title: Title,
    /// Where it belongs: `this page`, `anywhere`, `lesson, module 9`.
    pub under: String,
    /// As it is pressed; empty for what has none.
    pub key: String,
    pub does: Does,
}

/// What Enter does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Presses the key that stands in the table, on the screen below.
    Press(Key),
    Go(Route),
}

impl Does {
    /// Among what fits equally well, what can be done comes before where one can go.
    pub fn worth(&self) -> i32 {
        match self {
            Does::Press(_) => 30,
            Does::Go(Route::Lesson { .. } | Route::Exercise { .. }) => 0,
            Does::Go(_) => 10,
        }
    }
}

/// Screens that one can go to from everywhere.
const SCREENS: [(&str, Route); 6] = [
    ("Home", Route::Home),
    ("Review", Route::Review(Of::Due)),
    ("Progress", Route::Progress),
    ("Playground", Route::Playground),
    ("Packs", Route::Shelf),
    ("Search", Route::Search { here: None }),
];

/// Everything that these tables can do, and what works anywhere; `selects`: text is selected, which
/// can be copied.
pub fn of_tables(below: &[&dyn Listed], selects: bool, keys: Keys) -> Vec<Entry> {
    let anywhere: [&dyn Listed; 1] = [&ANYWHERE];
    let mut entries: Vec<Entry> = Vec::new();
    for table in below.iter().chain(&anywhere) {
        let mut rows = table.rows();
        // Steps of a cursor come after what has a row of its own.
        rows.sort_by_key(|row| 1 < row.actions.len());
        for row in rows {
            for action in &row.actions {
                let (Some(stands), Some(pressed)) =
                    (action.keys.first(), keys.of_action(table.id(), action))
                else {
                    continue;
                };
                let is_out = match ANYWHERE.action(&stands.event()) {
                    // It is open already.
                    Some(Anywhere::Commands) => true,
                    // Without a selection the key that copies leaves the program.
                    Some(Anywhere::QuitOrCopy) => !selects,
                    _ => false,
                };
                let is_known = entries.iter().any(|entry| entry.does == Does::Press(*stands));
                if !is_out && !is_known {
                    entries.push(Entry {
                        title: Title::new(row.words(action)),
                        under: row.group.to_lowercase(),
                        key: pressed.to_string(),
                        does: Does::Press(*stands),
                    });
                }
            }
        }
    }
    entries.extend(SCREENS.into_iter().map(|(name, route)| Entry {
        title: Title::new(name.to_owned()),
        under: "screen".to_owned(),
        key: String::new(),
        does: Does::Go(route),
    }));
    entries
}

/// The modules, lessons and exercises.
pub fn of_course(destinations: &[Destination]) -> impl Iterator<Item = Entry> + '_ {
    destinations.iter().map(|destination| {
        let under = &destination.under;
        let (under, route) = match &destination.towards {
            Towards::Module(module) => (under.clone(), Route::Module(module.clone())),
            Towards::Place(place) => {
                let word = match place {
                    Place::Lesson(_) => "lesson",
                    Place::Exercise(_) => "exercise",
                };
                (format!("{word}, {under}"), route_of(place))
            }
        };
        Entry {
            title: Title::new(destination.title.clone()),
            under,
            key: String::new(),
            does: Does::Go(route),
        }
    })
}
