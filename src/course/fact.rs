//! Facts that change without the course: versions, limits, dates. A lesson cites them by their id,
//! so that each stands in one place with its source and the day when somebody last looked.

use std::fmt;

use crate::course::id::FactId;

/// The facts of a pack, in the order of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub list: Vec<Fact>,
}

impl Facts {
    /// The fact of this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.list.iter().find(|fact| fact.id.as_str() == id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    /// What stands in the text in place of `{fact:ID}`; one line of plain words.
    pub value: String,
    /// What the value is, for whoever reviews it.
    pub about: String,
    /// Where it stands: an address, or a section of a standard.
    pub source: String,
    /// The day when the value was last compared with its source.
    pub reviewed: Day,
}

/// A day of the calendar (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
