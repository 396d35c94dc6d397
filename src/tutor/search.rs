//! Searching: what the catalog finds, with where it is in the course and how far the learner is.

use std::time::{Duration, Instant};

use crate::{
    catalog::{self, Inside, Stage, Words},
    course::{
        exercise::Exercise,
        id::{ExerciseId, LessonId},
    },
    diag::Trouble,
    markup::{
        Document, Page,
        parse::{Source, parse_text},
    },
    progress::AttemptKind,
    tutor::{Solving, Tutor},
};

/// An answer to a query, in groups, the best of each group first.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    pub query: String,
    /// How far the index is; until it is ready there may be nothing.
    pub stage: Stage,
    /// Pages of the lesson that is open, in their order.
    pub here: Vec<Hit>,
    pub lessons: Vec<Hit>,
    pub exercises: Vec<Hit>,
    pub terms: Vec<Hit>,
    /// The learner's own notes.
    pub notes: Vec<Hit>,
    /// There may be more than is named.
    pub more: bool,
    /// Where nothing was found: a query that finds something, and how much.
    pub closest: Option<(String, usize)>,
    pub took: Duration,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub title: String,
    /// Bytes of the title that match.
    pub marks: Vec<std::ops::Range<usize>>,
    /// `9 Authentication`: number and short title of the module.
    pub module: Option<(usize, String)>,
    pub leads: Lead,
    /// The query is its title, its id or another name of it.
    pub is_named: bool,
}

/// Where a hit leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Pages are counted from 0.
    Lesson { lesson: LessonId, page: usize },
    /// With the visible and hidden checks that the last attempt passed, of how many.
    Exercise { exercise: ExerciseId, state: Solving, passed: Option<(usize, usize)> },
    /// What it means, and the page that explains it.
    Term { means: String, lesson: LessonId, page: usize },
    /// The learner's own note on a page, as long as there is room beside the list.
    Note { text: String, lesson: LessonId, page: usize },
}

/// What a hit looks like before it is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    pub title: String,
    /// The page, without the heading that says its title.
    pub page: Page,
    /// The words that match, as they stand there.
    pub words: Vec<String>,
}

impl Search {
    /// Hits in all groups.
    pub fn count(&self) -> usize {
        let others = [&self.exercises, &self.terms, &self.notes];
        [&self.here, &self.lessons].iter().chain(&others).map(|group| group.len()).sum()
    }
}

impl Tutor {
    /// Brings the index up to date; for a worker, after the first frame.
    pub fn index(&self) {
        // One index for all learners of a machine: it holds the words of the first language.
        self.catalog.refresh(&self.pack.in_language(&[]));
    }

    /// Whether somebody should call [`Tutor::index`]: nobody did, or the file was damaged.
    pub fn lacks_index(&self) -> bool {
        self.catalog.stage() == Stage::Absent
    }

    /// Looks for `query` in the pack; an empty one finds every exercise and nothing else. Pages of
    /// the lesson `here` stand apart and first.
    pub fn search(&self, query: &str, here: Option<&LessonId>) -> Search {
        let began = Instant::now();
        let course = &self.pack.course;
        let before = self.catalog.stage();
        let found = self.catalog.find(&course.id, query, here);
        // An index that was not ready before found nothing, whatever it is now.
        let stage = if before == Stage::Ready { self.catalog.stage() } else { before };
        let lessons =
            |hits: Vec<catalog::Hit>| hits.into_iter().filter_map(|hit| self.lesson_hit(hit));
        let all = query.trim().is_empty().then(|| self.catalog.titles(&course.id).1);
        let exercises = all.unwrap_or(found.exercises).into_iter();
        let notes = self.note_hits(&Words::of(query));
        let mut search = Search {
            query: query.to_owned(),
            stage,
            here: lessons(found.here).collect(),
            lessons: lessons(found.lessons).collect(),
            exercises: exercises.filter_map(|hit| self.exercise_hit(hit)).collect(),
            terms: found.terms.into_iter().filter_map(term_hit).collect(),
            more: found.more || notes.more,
            closest: found.closest,
            notes: notes.hits,
            took: Duration::ZERO,
        };
        search.took = began.elapsed();
        search
    }

    /// The pages of one lesson that have the words of `query`, in the lesson's text or in a note on
    /// them, and how they stand there.
    pub fn search_inside(&self, query: &str, lesson: &LessonId) -> Inside {
        let inside = self.catalog.inside(&self.pack.course.id, query, lesson);
        self.with_notes(inside, &Words::of(query), lesson)
    }

    /// The page that a hit of `query` leads to.
    ///
    /// # Errors
    /// The lesson or the exercise is damaged, or has no such page any more.
    pub fn preview(&self, lead: &Lead, query: &str) -> Result<Preview, Trouble> {
        match lead {
            Lead::Lesson { lesson, page }
            | Lead::Term { lesson, page, .. }
            | Lead::Note { lesson, page, .. } => {
                let loaded = self.lesson(lesson)?;
                let page = page_of(loaded.document, *page)
                    .ok_or_else(|| Trouble::new(format!("The lesson `{lesson}` has changed.")))?;
                let title = if page.title.is_empty() { &loaded.lesson.title } else { &page.title };
                let words = self.search_inside(query, lesson).words;
                Ok(Preview { title: title.clone(), page: without_title(page), words })
            }
            Lead::Exercise { exercise, .. } => {
                let Exercise { title, task, .. } = self.exercise(exercise)?;
                let (document, _) = parse_text(Source { file: "", text: &task, start: 0 });
                let page = page_of(document, 0).unwrap_or_default();
                let pack = &self.pack.course.id;
                let words = self.catalog.inside_exercise(pack, query, exercise).words;
                Ok(Preview { title, page: without_title(page), words })
            }
        }
    }

    fn lesson_hit(&self, hit: catalog::Hit) -> Option<Hit> {
        let lesson = LessonId::parse(&hit.slug).ok()?;
        let module = self.pack.course.module_of_lesson_at(hit.place, &lesson);
        let module = module.map(|(number, module)| (number, module.short.clone()));
        let leads = Lead::Lesson { lesson, page: hit.page };
        Some(Hit { title: hit.title, marks: hit.marks, module, leads, is_named: hit.is_named })
    }

    fn exercise_hit(&self, hit: catalog::Hit) -> Option<Hit> {
        let course = &self.pack.course;
        let exercise = ExerciseId::parse(&hit.slug).ok()?;
        let module = course.module_of_exercise_at(hit.place, &exercise);
        let module = module.map(|(number, module)| (number, module.short.clone()));
        let state = Solving::of(&self.progress.standing(&course.id, &exercise));
        let tried = (state == Solving::Tried).then(|| self.progress.newest(&course.id, &exercise));
        let checked = tried.flatten().filter(|attempt| attempt.kind == AttemptKind::Check);
        let passed = checked.map(|attempt| (attempt.passed, attempt.checks));
        let leads = Lead::Exercise { exercise, state, passed };
        Some(Hit { title: hit.title, marks: hit.marks, module, leads, is_named: hit.is_named })
    }
}

fn term_hit(hit: catalog::Hit) -> Option<Hit> {
    let lesson = LessonId::parse(&hit.leads).ok()?;
    let leads = Lead::Term { means: hit.means, lesson, page: hit.page };
    Some(Hit { title: hit.title, marks: hit.marks, module: None, leads, is_named: hit.is_named })
}

fn page_of(document: Document, page: usize) -> Option<Page> {
    document.pages.into_iter().nth(page)
}

fn without_title(mut page: Page) -> Page {
    if page.begins_with_title() {
        page.blocks.remove(0);
    }
    page
}
