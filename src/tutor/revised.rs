//! What another version of the pack left behind: exercises with a later revision, and what is gone.
//!
//! A pass is never taken back. Where an exercise was changed, the text that passed is judged once
//! more in the background, and either the pass is of the new revision too, or the learner is told.

use std::sync::mpsc::channel;

use crate::{
    course::{
        exercise::{Exercise, Files},
        id::{ExerciseId, PackId},
    },
    judge::{self, Answer, Which},
    lab::Cancel,
    pack::Pack,
    progress::{Attempt, Change, Place, Revised, Standing, Summary},
    text::clean_line,
    tutor::{Next, Tutor, judging::with_given},
};

/// Titles that a sentence names.
const TITLES_MAX: usize = 3;

/// An exercise whose solved text was judged by a later revision of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rechecked {
    pub exercise: ExerciseId,
    pub title: String,
    /// The revision that was solved, and the one of today.
    pub was: u32,
    pub rev: u32,
    /// The text passes by today's checks too.
    pub passes: bool,
    /// Where the learner stands now.
    pub standing: Standing,
}

/// An exercise that the learner worked at, and that this version of the pack no longer has.
#[derive(Clone, Debug, PartialEq)]
pub struct Archived {
    pub exercise: ExerciseId,
    pub standing: Standing,
}

/// A text that passed, and that nobody has judged by the checks of today.
struct Waiting {
    exercise: Exercise,
    was: u32,
    files: Files,
}

impl Revised {
    /// The same for the learner, who is looking at the exercise.
    pub fn words(self) -> &'static str {
        match self {
            Revised::Unjudged { .. } => "You solved this; it was changed since. Your pass is kept.",
            Revised::AsksMore { .. } => {
                "You solved this; it was changed and asks for more now. Your pass is kept."
            }
            Revised::Passes { .. } => {
                "It was changed since you solved it, and your answer still passes."
            }
        }
    }
}

/// Names the exercises that ask for more than their solved texts give; `None` where none does.
pub fn asking_more(rechecked: &[Rechecked]) -> Option<String> {
    let titles = titles(rechecked, false);
    match &titles[..] {
        [] => None,
        [one] => Some(format!("{one} was changed and asks for more now; your pass is kept.")),
        all => Some(format!(
            "{} exercises were changed and ask for more now; your passes are kept: {}.",
            all.len(),
            listed(all)
        )),
    }
}

/// Names the exercises that were changed and whose solved texts pass all the same; `None` where there
/// is none.
pub fn still_passing(rechecked: &[Rechecked]) -> Option<String> {
    let titles = titles(rechecked, true);
    match &titles[..] {
        [] => None,
        [one] => Some(format!("{one} was changed, and your answer still passes.")),
        all => Some(format!(
            "{} exercises were changed, and your answers still pass: {}.",
            all.len(),
            listed(all)
        )),
    }
}

fn titles(rechecked: &[Rechecked], passes: bool) -> Vec<String> {
    let meant = rechecked.iter().filter(|one| one.passes == passes);
    meant.map(|one| clean_line(&one.title).into_owned()).collect()
}

/// `A, B, C and 2 more`
fn listed(titles: &[String]) -> String {
    let named = titles.iter().take(TITLES_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    match titles.len().saturating_sub(TITLES_MAX) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

impl Tutor {
    /// Judges what was solved in an earlier revision by the checks of today, each text once. The pass
    /// stays in any case.
    pub fn recheck(&self, cancel: &Cancel) -> Vec<Rechecked> {
        self.recheck_in(&self.pack, cancel)
    }

    /// Whether there is anything for `recheck` to judge.
    pub fn has_to_recheck(&self) -> bool {
        self.waiting(&self.pack).next().is_some()
    }

    /// The same for a pack that was installed a moment ago, while another one or an earlier version of
    /// it is open.
    pub fn recheck_installed(&self, id: &PackId, cancel: &Cancel) -> Vec<Rechecked> {
        // What cannot be opened says so when the learner opens it.
        let Some(pack) = self.packs.files(id).ok().and_then(|files| Pack::open(files).0) else {
            return Vec::new();
        };
        let language = self.pack.language().map(str::to_owned);
        let pack = pack.in_language(language.as_slice());
        // An earlier version that is open still goes by the old ids: what moved is judged once the new
        // one is opened.
        if *id != self.pack.course.id {
            self.resolve_moved(&pack.course);
        }
        self.recheck_in(&pack, cancel)
    }

    /// The exercises that were solved once and ask for more now, along the course.
    pub(super) fn asking_more(&self, summary: &Summary) -> Vec<Next> {
        let exercises = self.pack.course.modules.iter().flat_map(|module| &module.exercises);
        // The record alone says of most that nothing has changed, without reading them.
        let perhaps = exercises.filter(|id| {
            let standing = summary.exercises.get(*id);
            standing.is_some_and(|standing| {
                standing.passed_rev.is_some() && standing.passed_rev < standing.tried_rev
            })
        });
        let asks_more = |id: &&ExerciseId| {
            let rev = self.pack.exercise_head(id).map(|head| head.rev);
            let standing = summary.exercises.get(*id);
            let revised = standing.zip(rev).and_then(|(standing, rev)| standing.revised(rev));
            matches!(revised, Some(Revised::AsksMore { .. }))
        };
        let found = perhaps.filter(asks_more);
        found.filter_map(|id| Some(self.read(&Place::Exercise(id.clone()))?.next)).collect()
    }

    /// What was done and is no longer in the pack. It stays in the record.
    pub fn archived(&self) -> Vec<Archived> {
        let course = &self.pack.course;
        let known = self.progress.summary(&course.id).exercises.into_iter();
        let gone = known.filter(|(id, standing)| {
            course.module_of_exercise(id).is_none() && standing.attempts > 0
        });
        gone.map(|(exercise, standing)| Archived { exercise, standing }).collect()
    }

    fn recheck_in(&self, pack: &Pack, cancel: &Cancel) -> Vec<Rechecked> {
        let id = &pack.course.id;
        let mut rechecked = Vec::new();
        for Waiting { exercise, was, files } in self.waiting(pack) {
            if cancel.is_cancelled() {
                break;
            }
            let Some(passes) = self.passes(&exercise, &files, cancel) else { continue };
            let change = if passes {
                Change::Revised { exercise: exercise.id.clone(), rev: exercise.rev }
            } else {
                // So that it is known that this text was looked at.
                Change::Attempt(Attempt::kept(&exercise.id, exercise.rev, &files))
            };
            // What is only in memory is looked at again after the next start.
            let _ = self.progress.record(id, (self.now)(), change);
            rechecked.push(Rechecked {
                standing: self.progress.standing(id, &exercise.id),
                title: exercise.title,
                exercise: exercise.id,
                was,
                rev: exercise.rev,
                passes,
            });
        }
        rechecked
    }

    fn waiting<'a>(&'a self, pack: &'a Pack) -> impl Iterator<Item = Waiting> + 'a {
        let id = &pack.course.id;
        let exercises = self.progress.summary(id).exercises.into_iter();
        // What was never passed is not read.
        let passed = exercises.filter(|(_, standing)| standing.passed_rev.is_some());
        passed.filter_map(|(exercise, standing)| {
            let rev = pack.exercise_head(&exercise)?.rev;
            let Some(Revised::Unjudged { was }) = standing.revised(rev) else { return None };
            let (_, files) = self.progress.passed(id, &exercise)?;
            // What cannot be read today is looked at on another day.
            let exercise = pack.exercise(&exercise).0?;
            Some(Waiting { exercise, was, files })
        })
    }

    /// Whether a text passes; `None` where that could not be judged.
    fn passes(&self, exercise: &Exercise, files: &Files, cancel: &Cancel) -> Option<bool> {
        let editable = exercise.files.iter().filter(|file| file.edit);
        if !editable.into_iter().all(|file| files.contains_key(&file.path)) {
            return Some(false);
        }
        let (steps, _unheard) = channel();
        let answer = Answer::Files(with_given(exercise, files));
        let verdict = judge::judge(&self.machine, exercise, &answer, Which::All, cancel, &steps);
        (!cancel.is_cancelled() && !verdict.unjudged()).then(|| verdict.passed())
    }
}
