//! What another version of the pack left behind: exercises with a later revision, and what is gone.
//!
//! A pass is never taken back. Where an exercise was changed, the text that passed is judged once
//! more in the background, and either the pass is of the new revision too, or the learner is told.

use std::sync::mpsc::channel;

use crate::{
    course::{exercise::Exercise, id::ExerciseId},
    judge::{self, Answer, Which},
    lab::Cancel,
    progress::{Attempt, Change, Standing},
    tutor::{Tutor, judging::with_given},
};

/// An exercise whose solved text was judged by a later revision of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rechecked {
    pub exercise: ExerciseId,
    /// The revision that was solved, and the one of today.
    pub was: u32,
    pub rev: u32,
    /// The text passes by today's checks too.
    pub passes: bool,
}

/// An exercise that the learner worked at, and that this version of the pack no longer has.
#[derive(Clone, Debug, PartialEq)]
pub struct Archived {
    pub exercise: ExerciseId,
    pub standing: Standing,
}

impl Tutor {
    /// Judges what was solved in an earlier revision by the checks of today, each text once. The pass
    /// stays in any case.
    pub fn recheck(&self, cancel: &Cancel) -> Vec<Rechecked> {
        let pack = &self.pack.course.id;
        let mut rechecked = Vec::new();
        for (id, standing) in self.progress.summary(pack).exercises {
            let Some(was) = standing.passed_rev else { continue };
            let later = self.pack.exercise_head(&id).is_some_and(|head| was < head.rev);
            if !later || cancel.is_cancelled() {
                continue;
            }
            // What cannot be read today is looked at on another day.
            let (Some(exercise), _) = self.pack.exercise(&id) else { continue };
            if self.progress.latest_rev(pack, &id).is_some_and(|latest| exercise.rev <= latest) {
                continue;
            }
            let Some((_, files)) = self.progress.passed(pack, &id) else { continue };
            let Some(passes) = self.passes(&exercise, &files, cancel) else { continue };
            let change = if passes {
                Change::Revised { exercise: id.clone(), rev: exercise.rev }
            } else {
                // So that it is known that this text was looked at.
                Change::Attempt(Attempt::kept(&id, exercise.rev, &files))
            };
            // What is only in memory is looked at again after the next start.
            let _ = self.record(change);
            rechecked.push(Rechecked { exercise: id, was, rev: exercise.rev, passes });
        }
        rechecked
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

    /// Whether a text passes; `None` where that could not be judged.
    fn passes(
        &self,
        exercise: &Exercise,
        files: &crate::course::exercise::Files,
        cancel: &Cancel,
    ) -> Option<bool> {
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
