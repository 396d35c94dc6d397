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

/// All hits that are shown, from top to bottom. What was typed as it is called comes before all else;
/// to an empty query exercises answer alone, where nothing but those is wanted.
pub fn hits(answer: &Answer, only_exercises: bool) -> Vec<(Group, &Hit)> {
    if answer.query.trim().is_empty() && !only_exercises {
        return Vec::new();
    }
    let (named_terms, terms) = named_apart(&answer.terms);
    let (named_lessons, lessons) = named_apart(&answer.lessons);
    let (named_exercises, exercises) = named_apart(&answer.exercises);
    let groups = [
        (Group::Terms, named_terms),
        (Group::Lessons, named_lessons),
        (Group::Exercises, named_exercises),
        (Group::Here, &answer.here[..]),
        (Group::Lessons, lessons),
        (Group::Exercises, exercises),
        (Group::Terms, terms),
        (Group::Notes, &answer.notes),
    ];
    let shown =
        groups.into_iter().filter(|(group, _)| !only_exercises || *group == Group::Exercises);
    shown.flat_map(|(group, hits)| hits.iter().map(move |hit| (group, hit))).collect()
}

/// Those that were typed as they are called, which stand first, and the others.
fn named_apart(hits: &[Hit]) -> (&[Hit], &[Hit]) {
    hits.split_at(hits.iter().take_while(|hit| hit.is_named).count())
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
