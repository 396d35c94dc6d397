//! Work that runs code: checks and samples. The attempt is recorded before the verdict is given.

use std::sync::mpsc::Sender;

use crate::{
    course::{
        exercise::{Exercise, Files},
        id::LessonId,
        lesson::continued,
        quiz::Ask,
    },
    diag::Trouble,
    judge::{self, Answer, SampleRun, Step, Verdict, Which},
    lab::Cancel,
    progress::{Attempt, Change},
    tutor::{Checked, Tutor, exercise::own_files},
    workspace::is_given,
};

impl Tutor {
    /// Judges the learner's files by all checks, and records the attempt with its text; where a
    /// `stack` exercise has a command, the server that it starts. What was cancelled is no attempt.
    pub fn check(
        &self,
        exercise: &Exercise,
        files: &Files,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Checked {
        if let Some(command) = self.own_command(exercise) {
            return self.check_command(exercise, &command, cancel, steps);
        }
        let answer = Answer::Files(with_given(exercise, files));
        let verdict = judge::judge(&self.machine, exercise, &answer, Which::All, cancel, steps);
        self.checked(exercise, &own_files(exercise, files), verdict, cancel)
    }

    /// Judges a server that the learner started, by the checks that a server can be put to.
    pub fn check_url(
        &self,
        exercise: &Exercise,
        url: &str,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Checked {
        let answer = Answer::Url(url.to_owned());
        let verdict = judge::judge(&self.machine, exercise, &answer, Which::All, cancel, steps);
        // Its text is elsewhere, perhaps in another language.
        self.checked(exercise, &Files::new(), verdict, cancel)
    }

    /// Judges by the visible checks while the learner types; records nothing.
    pub fn check_live(
        &self,
        exercise: &Exercise,
        files: &Files,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Verdict {
        let answer = Answer::Files(with_given(exercise, files));
        judge::judge(&self.machine, exercise, &answer, Which::Visible, cancel, steps)
    }

    /// Judges an answer that the pack holds, right or wrong; records nothing.
    pub fn check_held(
        &self,
        exercise: &Exercise,
        held: &Files,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Verdict {
        let answer = Answer::Files(with_given(exercise, held));
        judge::judge(&self.machine, exercise, &answer, Which::All, cancel, steps)
    }

    /// Runs one block of a lesson, with the blocks that it continues.
    ///
    /// # Errors
    /// The lesson is unknown or damaged, or the block is none that runs.
    pub fn run_sample(
        &self,
        id: &LessonId,
        index: usize,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Result<SampleRun, Trouble> {
        let loaded = self.lesson(id)?;
        let samples: Vec<_> = loaded.document.samples().collect();
        let sample = samples.iter().find(|sample| sample.index == index && sample.mode.runs());
        let Some(sample) = sample else {
            return Err(Trouble::new(format!("The block {index} of `{id}` is none that runs.")));
        };
        let before = continued(&samples, sample);
        Ok(judge::run_sample(&self.machine, sample, &before, cancel, steps))
    }

    /// Runs the program of the prediction `question`, and gives back what it printed.
    ///
    /// # Errors
    /// The exercise has no such prediction, or its program did not run to its end.
    pub fn run_prediction(
        &self,
        exercise: &Exercise,
        question: &str,
        cancel: &Cancel,
    ) -> Result<String, Trouble> {
        let mut questions = exercise.questions();
        let asked = questions.find_map(|asked| {
            if let Ask::Predict(prediction) = &asked.ask
                && asked.id == question
            {
                return Some(prediction);
            }
            None
        });
        let Some(prediction) = asked else {
            let what = format!("`{}` has no prediction `{question}`.", exercise.id);
            return Err(Trouble::new(what));
        };
        judge::run_prediction(&self.machine, exercise, prediction, cancel).map_err(Trouble::new)
    }

    pub(super) fn checked(
        &self,
        exercise: &Exercise,
        own: &Files,
        verdict: Verdict,
        cancel: &Cancel,
    ) -> Checked {
        let unsaved = if cancel.is_cancelled() {
            None
        } else {
            let attempt = Attempt::checked(&exercise.id, exercise.rev, own, &verdict);
            self.record(Change::Attempt(attempt))
        };
        Checked {
            exercise: exercise.id.clone(),
            verdict,
            standing: self.progress.standing(&self.pack.course.id, &exercise.id),
            unsaved,
        }
    }
}

/// The answer that is judged: the given files are the pack's, whatever stands in the folder.
pub(super) fn with_given(exercise: &Exercise, files: &Files) -> Files {
    let mut answer = own_files(exercise, files);
    let given = exercise.starter.iter().filter(|(path, _)| is_given(exercise, path));
    answer.extend(given.map(|(path, content)| (path.clone(), content.clone())));
    answer
}
