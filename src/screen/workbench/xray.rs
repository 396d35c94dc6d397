//! F6: from the result of a check to its recording, and back to a line.

use std::sync::Arc;

use crate::{
    course::{attack::Stage, exercise::Kind},
    judge::{Hidden, Verdict},
    screen::{
        event::{Effect, Route},
        keymap::{
            Hint,
            workbench::{BenchAction, PANES},
        },
    },
    tutor::Recording,
};

use super::{Bench, Came, Pane};

impl Bench {
    /// Opens the recording of the last check, at the event where it was left; or says why there is none.
    pub(super) fn open_xray(&mut self, left_at: Option<usize>) -> Vec<Effect> {
        if let Some(why) = self.unrecorded() {
            self.said = Some(why.to_owned());
            return Vec::new();
        }
        let Some(checked) = &self.known.checked else { return Vec::new() };
        let (ran, guarded) = (self.ran.clone(), self.guards_hidden());
        let mut recording = Recording::of_check(&self.piece, ran, &checked.verdict, guarded);
        if self.is_of_exploit(&checked.verdict) {
            recording.files.clone_from(&self.piece.exercise.starter);
            recording.own.clear();
            recording.editable.clear();
        }
        recording.left_at = left_at;
        vec![Effect::Go(Route::Xray(Arc::new(recording)))]
    }

    /// Whether what was recorded is the vulnerable server, whose files are not the learner's.
    fn is_of_exploit(&self, verdict: &Verdict) -> bool {
        let exercise = &self.piece.exercise;
        let failed = verdict.first_failure().map(|(_, result, _)| &result.name);
        let failed = exercise.checks.iter().find(|check| Some(&check.name) == failed);
        failed.and_then(|check| exercise.stage(check)) == Some(Stage::Exploit)
    }

    /// F6 where it opens something.
    pub(super) fn xray_hint(&self) -> Option<Hint> {
        self.unrecorded().is_none().then(|| PANES.hint(BenchAction::Xray, "x-ray"))
    }

    fn unrecorded(&self) -> Option<&'static str> {
        match self.piece.exercise.kind {
            Kind::Sql | Kind::Mongo | Kind::Redis => {
                return Some("There is no program to record: the result tells what ran.");
            }
            Kind::Http | Kind::Js | Kind::Quiz | Kind::Attack | Kind::Stack => {}
        }
        match &self.known.checked {
            None => Some("Nothing recorded yet. F5 runs your code and records it."),
            Some(checked) if checked.verdict.hidden == Hidden::Whole && self.guards_hidden() => {
                Some("Only a hidden check was recorded: it is shown from the second attempt on.")
            }
            Some(checked) if !checked.verdict.trace.entries.is_empty() => None,
            Some(_) if self.piece.command.is_some() => {
                Some("Your own server runs outside the lab, where nothing is recorded.")
            }
            Some(_) => Some("Nothing was recorded by the last check."),
        }
    }

    /// Puts the cursor into a line of a file, counted from 1. `from` is the event to go back to.
    pub(super) fn show_line(&mut self, path: &str, line: u32, from: usize) {
        let Some(index) = self.files.index_of(path) else { return };
        self.over = None;
        self.pane = Pane::Code;
        self.came = Some(Came::Xray(from));
        self.files.show(index);
        self.fit();
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        self.files.editor().go_to(line.saturating_sub(1));
        // Lines that were typed since may have moved the one that ran.
        if self.known.checked_edits != self.files.edits() {
            self.said =
                Some("The text was changed since it ran; the line may have moved.".to_owned());
        }
    }
}
