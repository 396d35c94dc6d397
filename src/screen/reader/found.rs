//! The words that a search found in this lesson: they are marked on the page, and `n` and `N` walk
//! from one to the next.

use super::{Reader, over::Over, page::Row};
use crate::{
    course::id::LessonId,
    screen::{
        event::{Effect, Route},
        theme::Role,
        widget::{laid, window},
    },
    tutor::Inside,
};

/// What the learner looked for in this lesson.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    query: String,
    /// The page where the search led; once it is shown, none.
    page: Option<usize>,
    inside: Inside,
    /// The row of the page, in the order of its matches, where the walk is.
    at: Option<usize>,
}

impl Walk {
    /// The page where the search led, once.
    pub(super) fn take_page(&mut self) -> Option<usize> {
        self.page.take()
    }

    /// Another page is shown.
    pub(super) fn begin_again(&mut self) {
        self.at = None;
    }

    /// Marks the words in the rows that are shown.
    pub(super) fn mark(&self, rows: &mut [Row]) {
        for row in rows {
            if let Some(pieces) = laid::mark(&row.pieces, &self.inside.words) {
                row.pieces = pieces;
            }
        }
    }
}

impl Reader {
    /// Opens the search; what is found in this lesson comes first there.
    pub(super) fn search(&self) -> Vec<Effect> {
        vec![Effect::Go(Route::Search { here: Some(self.lesson.clone()) })]
    }

    /// Goes where a search led, now or as soon as the lesson is there.
    pub(super) fn walk_to(&mut self, page: usize, query: &str) -> Vec<Effect> {
        let (lesson, words) = (self.lesson.clone(), query.to_owned());
        let walk = Walk { query: words.clone(), page: Some(page), ..Walk::default() };
        self.walk = Some(walk);
        let mut effects = Vec::new();
        if let Some(open) = &mut self.open {
            open.over = Over::Nothing;
            let page = page.min(open.pages().len().saturating_sub(1));
            self.walk.as_mut().and_then(Walk::take_page);
            effects = self.show_page(page);
        }
        effects.push(Effect::SearchInside { lesson, query: words });
        effects
    }

    pub(super) fn found_inside(&mut self, lesson: &LessonId, query: &str, inside: &Inside) {
        if *lesson == self.lesson
            && let Some(walk) = &mut self.walk
            && walk.query == query
        {
            walk.inside = inside.clone();
            self.lay_out();
            self.step_to(0);
        }
    }

    /// Whether there is somewhere to walk.
    pub(super) fn walks(&self) -> bool {
        self.walk.as_ref().is_some_and(|walk| !walk.inside.pages.is_empty())
    }

    /// The next match: on this page, else on the next page that has one, round to the first.
    pub(super) fn next_match(&mut self) -> Vec<Effect> {
        let Some((here, pages, at)) = self.place_of_walk() else { return Vec::new() };
        let next = at.map_or(0, |at| at + 1);
        if next < self.matches().len() {
            self.step_to(next);
            return self.note_the_end();
        }
        let later = pages.iter().find(|page| **page > here).or(pages.first());
        let effects = self.turn_to(here, later.copied());
        self.step_to(0);
        effects
    }

    /// The match before, round to the last.
    pub(super) fn previous_match(&mut self) -> Vec<Effect> {
        let Some((here, pages, at)) = self.place_of_walk() else { return Vec::new() };
        if let Some(before) = at.and_then(|at| at.checked_sub(1)) {
            self.step_to(before);
            return Vec::new();
        }
        let earlier = pages.iter().rfind(|page| **page < here).or(pages.last());
        let effects = self.turn_to(here, earlier.copied());
        self.step_to(self.matches().len().saturating_sub(1));
        effects
    }

    fn place_of_walk(&self) -> Option<(usize, Vec<usize>, Option<usize>)> {
        let (open, walk) = (self.open.as_ref()?, self.walk.as_ref()?);
        self.walks().then(|| (open.page, walk.inside.pages.clone(), walk.at))
    }

    fn turn_to(&mut self, here: usize, page: Option<usize>) -> Vec<Effect> {
        match page {
            Some(page) if page != here => self.show_page(page),
            Some(_) | None => Vec::new(),
        }
    }

    /// Rows of the page that have a match.
    fn matches(&self) -> Vec<usize> {
        let rows = self.open.iter().flat_map(|open| open.rows.iter().enumerate());
        let has_match = |row: &Row| row.pieces.iter().any(|(_, role)| *role == Role::Match);
        rows.filter(|(_, row)| has_match(row)).map(|(index, _)| index).collect()
    }

    /// Brings the match with this number into view.
    fn step_to(&mut self, number: usize) {
        let matches = self.matches();
        let height = usize::from(self.body().height);
        let (Some(open), Some(walk)) = (&mut self.open, &mut self.walk) else { return };
        walk.at = matches.get(number).map(|_| number);
        if let Some(row) = matches.get(number)
            && !(open.top..open.top + height).contains(row)
        {
            open.top = window::around(open.rows.len(), height, *row).start;
        }
    }
}
