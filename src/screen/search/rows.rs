//! The hits as rows: groups under each other, one empty row between.

use std::ops::Range;

use crate::{
    screen::widget::window,
    tutor::{Hit, Search as Answer},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Pages of the lesson that is open.
    Here,
    Lessons,
    Exercises,
    Terms,
    /// The learner's own.
    Notes,
}

impl Group {
    pub fn label(self) -> &'static str {
        match self {
            Group::Here => "here",
            Group::Lessons => "lessons",
            Group::Exercises => "exercises",
            Group::Terms => "terms",
            Group::Notes => "notes",
        }
    }
}

/// All hits that are shown, from top to bottom. The term that was typed as it is called comes before
/// all else; to an empty query exercises answer alone, where nothing but those is wanted.
pub fn hits(answer: &Answer, only_exercises: bool) -> Vec<(Group, &Hit)> {
    if answer.query.trim().is_empty() && !only_exercises {
        return Vec::new();
    }
    let (named, terms) = answer.terms.split_at(answer.named.min(answer.terms.len()));
    let groups = [
        (Group::Terms, named),
        (Group::Here, &answer.here),
        (Group::Lessons, &answer.lessons),
        (Group::Exercises, &answer.exercises),
        (Group::Terms, terms),
        (Group::Notes, &answer.notes),
    ];
    let shown =
        groups.into_iter().filter(|(group, _)| !only_exercises || *group == Group::Exercises);
    shown.flat_map(|(group, hits)| hits.iter().map(move |hit| (group, hit))).collect()
}

/// One row of the list.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    Gap,
    Hit {
        group: Group,
        /// Under the label of its group.
        first: bool,
        /// Counted over all hits.
        index: usize,
        hit: &'a Hit,
    },
}

pub fn rows<'a>(hits: &[(Group, &'a Hit)]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut last = None;
    for (index, (group, hit)) in hits.iter().enumerate() {
        let first = last != Some(*group);
        if first && last.is_some() {
            rows.push(Row::Gap);
        }
        last = Some(*group);
        rows.push(Row::Hit { group: *group, first, index, hit });
    }
    rows
}

/// The rows that `height` rows show, so that the chosen hit is among them.
pub fn seen(rows: &[Row<'_>], height: u16, chosen: usize) -> Range<usize> {
    let is_chosen = |row: &Row<'_>| matches!(row, Row::Hit { index, .. } if *index == chosen);
    let at = rows.iter().position(is_chosen).unwrap_or(0);
    window::around(rows.len(), usize::from(height), at)
}
