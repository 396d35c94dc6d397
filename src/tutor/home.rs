//! What Home shows: where to go on, and how far each module is.

use std::{cmp, collections::BTreeSet, sync::Arc};

use crate::{
    course::{
        Module,
        glossary::{Glossary, Term},
        id::{LessonId, ModuleId, TermId},
    },
    diag::Trouble,
    markup::{
        Page,
        parse::{Source, parse_text},
    },
    pack::{ExerciseHead, LoadedLesson},
    progress::{Change, Place, SECONDS_A_DAY, Summary, token},
    tutor::{
        Explained, ModuleState, Next, OpenLesson, Overview, Tutor, Unfolded, UnfoldedRow,
        packs::is_built_in,
        path::{Found, is_done},
        unreadable,
    },
};

impl Tutor {
    /// With its texts in the first of these languages that the pack has.
    #[must_use]
    pub fn in_language(self, wished: &[String]) -> Tutor {
        Tutor { pack: self.pack.in_language(wished), ..self }
    }

    /// All of Home but the unfolded module: pack.toml, the record, and the place to go on with.
    pub fn overview(&self) -> Overview {
        let course = &self.pack.course;
        let summary = self.progress.summary(&course.id);
        let modules = course.modules.iter().map(|module| ModuleState::of(&summary, module));
        let is_untouched = summary.lessons.is_empty() && summary.exercises.is_empty();
        Overview {
            course: Arc::clone(course),
            first_start: is_untouched && summary.skipped.is_empty(),
            next: self.go_on(&summary),
            asking_more: self.asking_more(&summary),
            modules: modules.collect(),
            reviews: self.reviews(),
            others: self.others(),
            built_in: is_built_in(&course.id),
            notes: self.progress.notes(),
        }
    }

    /// The lessons and exercises of a module, in the order of learning.
    ///
    /// # Errors
    /// The course has no such module.
    pub fn unfold(&self, id: &ModuleId) -> Result<Unfolded, Trouble> {
        let (_, module) = self.module(id)?;
        let summary = self.progress.summary(&self.pack.course.id);
        let rows = self.places(module).into_iter();
        let rows = rows.filter_map(|place| self.row_of(place, &summary)).collect();
        Ok(Unfolded { module: id.clone(), rows })
    }

    /// A module of the course, and its number from 1.
    pub(super) fn module(&self, id: &ModuleId) -> Result<(usize, &Module), Trouble> {
        let found = self.pack.course.numbered().find(|(_, module)| module.id == *id);
        found.ok_or_else(|| Trouble::new(format!("The course has no module `{id}`.")))
    }

    /// Leaves a module out of what comes next, or takes it up again.
    ///
    /// # Errors
    /// The course has no such module, or it is begun.
    pub fn skip(&self, id: &ModuleId, skipped: bool) -> Result<(), Trouble> {
        let (number, module) = self.module(id)?;
        let state = ModuleState::of(&self.progress.summary(&self.pack.course.id), module);
        if skipped && !state.can_be_skipped() {
            let what = if state.has_content() { "is begun" } else { "is not in this version yet" };
            return Err(Trouble::new(format!("Module {number} {what}."))
                .next("What is not begun can be skipped."));
        }
        // What is only in memory is said by the notes of Home.
        let _ = self.record(Change::Skipped { module: id.clone(), skipped });
        Ok(())
    }

    /// The modules that are skipped now.
    pub(super) fn skipped(&self, summary: &Summary) -> BTreeSet<ModuleId> {
        let modules = self.pack.course.modules.iter();
        let known = modules.filter(|module| summary.skipped.contains(&module.id));
        let is_skipped = |module: &&Module| ModuleState::of(summary, module).skipped;
        known.filter(is_skipped).map(|module| module.id.clone()).collect()
    }

    /// A lesson, at the page where it was left.
    ///
    /// # Errors
    /// The lesson is unknown or damaged.
    pub fn open_lesson(&self, id: &LessonId) -> Result<OpenLesson, Trouble> {
        let course = &self.pack.course;
        let loaded = self.lesson(id)?;
        let summary = self.progress.summary(&course.id);
        let mark = summary.lessons.get(id).copied().unwrap_or_default();
        // Who opens a lesson again after reading it begins at its first page.
        let page = if mark.read { 0 } else { mark.page };
        let module = course.module_of_lesson(id);
        let next = self.next_after(&Place::Lesson(id.clone()));
        Ok(OpenLesson {
            questions: self.questions_of(&loaded.lesson).len(),
            due: self.reviews().due,
            loaded,
            course_title: course.title.clone(),
            module_number: module.map_or(0, |(number, _)| number),
            module_title: module.map(|(_, module)| module.short.clone()).unwrap_or_default(),
            page,
            next,
            notes: self.progress.notes_of(&course.id, id),
            fresh: token(),
        })
    }

    /// The terms of the glossary that a lesson marks, in its order. A mark that leads to no term is
    /// left out: `pack lint` names it.
    ///
    /// # Errors
    /// The lesson is unknown or damaged.
    pub fn terms(&self, id: &LessonId) -> Result<Vec<Explained>, Trouble> {
        let document = self.lesson(id)?.document;
        let (glossary, _) = self.pack.glossary();
        let marked = document.pages.iter().flat_map(Page::terms);
        let mut terms: Vec<&Term> = Vec::new();
        for term in marked.filter_map(|marked| glossary.term(marked.id)) {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        Ok(terms.into_iter().map(|term| self.explained(term, &glossary)).collect())
    }

    fn explained(&self, term: &Term, glossary: &Glossary) -> Explained {
        let (mut document, _) = parse_text(Source { file: "", text: &term.means, start: 0 });
        let name = |id: &TermId| Some(glossary.term(id.as_str())?.name.clone());
        let place = Place::Lesson(term.lesson.clone());
        let title = self.read(&place).map(|found| found.next.title);
        Explained {
            id: term.id.clone(),
            name: term.name.clone(),
            means: document.pages.pop().unwrap_or_default(),
            also: term.also.clone(),
            see: term.see.iter().filter_map(name).collect(),
            lesson_title: title.unwrap_or_else(|| term.lesson.to_string()),
            lesson: term.lesson.clone(),
        }
    }

    /// Remembers the page that is open, counted from 0.
    pub fn remember(&self, lesson: &LessonId, page: usize) {
        let page = u32::try_from(page).unwrap_or(u32::MAX);
        // What is only in memory is said by the notes of Home.
        let _ = self.record(Change::Turned { lesson: lesson.clone(), page });
    }

    /// Keeps the learner's note on a page, counted from 0: the one of this token, whether there was
    /// one or not. An empty text removes it.
    ///
    /// # Errors
    /// It is in memory only.
    pub fn keep_note(
        &self,
        lesson: &LessonId,
        token: i64,
        page: usize,
        text: &str,
    ) -> Result<(), Trouble> {
        let page = u32::try_from(page).unwrap_or(u32::MAX);
        let note = Change::Noted { token, lesson: lesson.clone(), page, text: text.to_owned() };
        self.record(note).map_or(Ok(()), |why| Err(Trouble::new(why)))
    }

    /// Remembers that the last page was read; its questions come back as cards.
    pub fn finish_lesson(&self, lesson: &LessonId) {
        let mut changes = vec![Change::Finished { lesson: lesson.clone() }];
        // What cannot be read today gets its cards with the upkeep of another day.
        if let Some(lesson) = self.pack.lesson_head(lesson) {
            changes.extend(self.new_cards(&lesson));
        }
        let _ = self.record_all(changes);
    }

    /// The lesson as the pack has it.
    pub(super) fn lesson(&self, id: &LessonId) -> Result<LoadedLesson, Trouble> {
        let (loaded, findings) = self.pack.lesson(id);
        loaded.ok_or_else(|| unreadable(&format!("The lesson `{id}`"), &findings))
    }

    /// Where the learner goes on: the place left last until it is done, then the first after it
    /// that is not, then the first of all that is not. Modules that are skipped are left out.
    fn go_on(&self, summary: &Summary) -> Option<Next> {
        let skipped = self.skipped(summary);
        let open = |place: &Place| !is_done(summary, place) && !self.is_in_one_of(place, &skipped);
        let last = summary.last_place.as_ref();
        let Found { mut next, lesson } = last
            .filter(|place| open(place))
            .and_then(|place| self.read(place))
            .or_else(|| last.and_then(|last| self.following(last, open)))
            .or_else(|| self.first(open))?;
        if let Some(lesson) = lesson {
            let begun = summary.lessons.get(&lesson.id).filter(|mark| !mark.read);
            next.page = begun.and_then(|mark| {
                let pages = self.pack.lesson(&lesson.id).0?.document.pages.len();
                Some((cmp::min(mark.page + 1, pages), pages))
            });
            let then = lesson.exercises.iter().find_map(|id| self.pack.exercise_head(id));
            next.then = then.map(|exercise| exercise.title);
        }
        let away = summary.last_at.map_or(0, |last| ((self.now)() - last) / SECONDS_A_DAY);
        next.days_away = u32::try_from(away).ok().filter(|days| *days > 0);
        if next.days_away.is_some() {
            let solved = summary.last_solved.clone().map(Place::Exercise);
            next.last_solved =
                solved.and_then(|place| self.read(&place)).map(|found| found.next.title);
        }
        Some(next)
    }

    fn row_of(&self, place: Place, summary: &Summary) -> Option<UnfoldedRow> {
        match &place {
            Place::Lesson(_) => {
                let Found { next: Next { title, minutes, .. }, .. } = self.read(&place)?;
                Some(UnfoldedRow { place, title, minutes, kind: "lesson", revised: None })
            }
            Place::Exercise(id) => {
                let ExerciseHead { title, minutes, kind, rev } = self.pack.exercise_head(id)?;
                let revised = summary.exercises.get(id).and_then(|done| done.revised(rev));
                Some(UnfoldedRow { place, title, minutes, kind: kind.name(), revised })
            }
        }
    }
}
