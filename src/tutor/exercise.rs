//! An exercise on the desk: the learner's files, hints, the solution, the history.

use std::{path::PathBuf, sync::PoisonError};

use crate::{
    course::{
        exercise::{Exercise, Files, Reveal},
        id::ExerciseId,
    },
    diag::Trouble,
    progress::{Attempt, Change, PastAttempt, Place, Seconds, Standing, What},
    tutor::{Tutor, Workpiece, unreadable},
    workspace::{Work, is_given},
};

/// Typing is recorded so often.
const TYPING_SECONDS: Seconds = 60;

impl Tutor {
    /// Puts an exercise on the desk, with the starter's files where the learner has none yet.
    ///
    /// # Errors
    /// The exercise is unknown or damaged, or a file of the learner's cannot be read as text.
    pub fn open_exercise(&self, id: &ExerciseId) -> Result<Workpiece, Trouble> {
        let work = self.lay_out(id)?;
        self.note_opened(id);
        let next = self.next_after(&Place::Exercise(id.clone()));
        Ok(Workpiece { next, due: self.reviews().due, ..work })
    }

    /// Records that the exercise is open.
    pub fn note_opened(&self, id: &ExerciseId) {
        // What is only in memory is said by the notes of Home, and with the attempt.
        let _ = self.record(Change::Opened { exercise: id.clone() });
    }

    /// As `open_exercise`, for who only looks or checks at once: records nothing, and does not read
    /// on for what comes next.
    ///
    /// # Errors
    /// As `open_exercise`.
    pub fn lay_out(&self, id: &ExerciseId) -> Result<Workpiece, Trouble> {
        let course = &self.pack.course;
        let exercise = self.exercise(id)?;
        let Work { folder, files, note } = self.workspace.open(&course.id, &exercise)?;
        let module = course.module_of_exercise(id);
        Ok(Workpiece {
            pack: course.id.clone(),
            course_title: course.title.clone(),
            module_number: module.map_or(0, |(number, _)| number),
            module_title: module.map(|(_, module)| module.short.clone()).unwrap_or_default(),
            standing: self.progress.standing(&course.id, id),
            next: None,
            due: 0,
            command: self.own_command(&exercise),
            exercise,
            folder,
            files,
            note,
        })
    }

    /// Saves one file. A text that another program wrote meanwhile goes to the history.
    ///
    /// # Errors
    /// It could not be written; what was there is untouched.
    pub fn save(&self, id: &ExerciseId, path: &str, text: &str) -> Result<(), Trouble> {
        let pack = &self.pack.course.id;
        let displaced = self.workspace.save(pack, id, path, text.as_bytes())?;
        if let Some(displaced) = displaced {
            self.keep_with(id, path, displaced)?;
        }
        self.note_typing(id);
        Ok(())
    }

    /// Time at an exercise is known from what is typed; once a minute is often enough.
    fn note_typing(&self, id: &ExerciseId) {
        let now = (self.now)();
        let mut typed_at = self.typed_at.lock().unwrap_or_else(PoisonError::into_inner);
        if now - *typed_at >= TYPING_SECONDS {
            *typed_at = now;
            let _ = self.record(Change::Busy { what: What::Exercise, id: id.to_string() });
        }
    }

    /// The files that another program saved since, with their text, or why it cannot be used; the
    /// learner then works on with the one before. What was saved from here and is replaced goes to
    /// the history.
    pub fn changed_outside(&self, id: &ExerciseId) -> Vec<(String, Result<String, Trouble>)> {
        let changes = self.workspace.changed(&self.pack.course.id, id).into_iter();
        changes
            .map(|change| {
                if let Some(replaced) = change.replaced {
                    // What cannot be kept on the disk is kept in memory.
                    let _ = self.keep_with(id, &change.path, replaced);
                }
                (change.path, change.text)
            })
            .collect()
    }

    /// Where a file of the exercise is, for another program to open.
    ///
    /// # Errors
    /// The files are kept in memory only.
    pub fn file(&self, id: &ExerciseId, path: &str) -> Result<PathBuf, Trouble> {
        let file = self.workspace.file(&self.pack.course.id, id, path);
        file.filter(|file| file.is_file()).ok_or_else(|| {
            Trouble::new(format!("{path} is not on the disk."))
                .next("Open the exercise again to see why.")
        })
    }

    /// Shows one hint more.
    ///
    /// # Errors
    /// The exercise is unknown or damaged.
    pub fn next_hint(&self, id: &ExerciseId) -> Result<Standing, Trouble> {
        let exercise = self.exercise(id)?;
        let standing = self.progress.standing(&self.pack.course.id, id);
        let hints = (standing.hints + 1).min(exercise.hints.len());
        let change = Change::Hinted {
            exercise: id.clone(),
            hints: u32::try_from(hints).unwrap_or(u32::MAX),
        };
        // A hint that is remembered in memory only is shown all the same.
        let _ = self.record(change);
        Ok(self.progress.standing(&self.pack.course.id, id))
    }

    /// Shows the solution, where the exercise allows it by now.
    ///
    /// # Errors
    /// It does not; says what comes first.
    pub fn reveal(&self, id: &ExerciseId) -> Result<Standing, Trouble> {
        let exercise = self.exercise(id)?;
        let standing = self.progress.standing(&self.pack.course.id, id);
        let hinted = standing.hints >= exercise.hints.len();
        let refused = |when: &str| Err(Trouble::new(format!("The solution is shown {when}.")));
        match exercise.reveal {
            _ if standing.passed || standing.revealed => {}
            Reveal::AfterHints if hinted => {}
            Reveal::AfterHints => return refused("after the last hint or after passing"),
            Reveal::AfterPass => return refused("after passing"),
        }
        let _ = self.record(Change::Revealed { exercise: id.clone() });
        if !standing.passed {
            self.remember_help(id);
        }
        Ok(self.progress.standing(&self.pack.course.id, id))
    }

    /// Puts the starter back. What was there goes to the history first.
    ///
    /// # Errors
    /// It could not be kept, or a file could not be written.
    pub fn reset(&self, id: &ExerciseId) -> Result<Files, Trouble> {
        let exercise = self.exercise(id)?;
        let starter = exercise.starter.clone();
        self.replace(&exercise, &starter)
    }

    /// The attempts, newest first.
    ///
    /// # Errors
    /// The exercise is unknown.
    pub fn history(&self, id: &ExerciseId) -> Result<Vec<PastAttempt>, Trouble> {
        let history = self.progress.history(&self.pack.course.id, id);
        if history.is_empty() {
            // What the pack no longer has may still be looked at.
            self.known(id)?;
        }
        Ok(history)
    }

    /// Puts the files of an attempt back. What was there goes to the history first.
    ///
    /// # Errors
    /// There is no such attempt or it has no files, or what is there could not be kept.
    pub fn restore(&self, id: &ExerciseId, attempt: i64) -> Result<Files, Trouble> {
        let exercise = self.exercise(id)?;
        let past = self.progress.attempt(&self.pack.course.id, id, attempt);
        match past.filter(|past| !past.files.is_empty()) {
            Some(past) => self.replace(&exercise, &past.files),
            None => Err(Trouble::new(format!("`{id}` has no text under the number {attempt}."))
                .next("The history lists what there is.")),
        }
    }

    /// The exercise as the pack has it.
    ///
    /// # Errors
    /// The exercise is unknown or damaged.
    pub fn exercise(&self, id: &ExerciseId) -> Result<Exercise, Trouble> {
        self.known(id)?;
        let (exercise, findings) = self.pack.exercise(id);
        exercise.ok_or_else(|| unreadable(&format!("The exercise `{id}`"), &findings))
    }

    fn known(&self, id: &ExerciseId) -> Result<(), Trouble> {
        match self.pack.course.module_of_exercise(id) {
            Some(_) => Ok(()),
            None => self.find(id.as_str()).and_then(|_| {
                Err(Trouble::new(format!("`{id}` is no exercise."))
                    .next("`backlab list` names the exercises."))
            }),
        }
    }

    fn replace(&self, exercise: &Exercise, files: &Files) -> Result<Files, Trouble> {
        let pack = &self.pack.course.id;
        let was = self.workspace.open(pack, exercise)?;
        let own = own_files(exercise, &was.files);
        let same = own == own_files(exercise, files);
        if !same {
            let unsaved = self.keep(exercise, &own);
            // Files on the disk are replaced only by what the disk has kept; in memory both go.
            if let Some(why) = unsaved.filter(|_| was.folder.is_some()) {
                return Err(Trouble::new(why).next("Nothing was replaced."));
            }
        }
        Ok(self.workspace.replace(pack, exercise, &was.files, files)?.files)
    }

    /// Keeps a text of one file that is gone from the disk, with the others as they are.
    fn keep_with(&self, id: &ExerciseId, path: &str, text: Vec<u8>) -> Result<(), Trouble> {
        let exercise = self.exercise(id)?;
        let mut files = own_files(&exercise, &self.workspace.files(&self.pack.course.id, id));
        files.insert(path.to_owned(), text);
        let unsaved = self.keep(&exercise, &files);
        unsaved.map_or(Ok(()), |why| Err(Trouble::new(why)))
    }

    /// Puts a text into the history, unless its newest entry is the same.
    fn keep(&self, exercise: &Exercise, files: &Files) -> Option<String> {
        let newest = self.progress.newest(&self.pack.course.id, &exercise.id);
        if newest.is_some_and(|newest| newest.files == *files) {
            return None;
        }
        self.record(Change::Attempt(Attempt::kept(&exercise.id, exercise.rev, files)))
    }
}

/// The files that are the learner's, without those given with the exercise.
pub(super) fn own_files(exercise: &Exercise, files: &Files) -> Files {
    let own = files.iter().filter(|(path, _)| !is_given(exercise, path));
    own.map(|(path, content)| (path.clone(), content.clone())).collect()
}
