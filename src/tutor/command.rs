//! The learner's own server: which command starts it, and what it is judged by.

use std::{path::PathBuf, sync::mpsc::Sender, time::Duration};

use crate::{
    course::{
        exercise::{Exercise, Files, Kind},
        id::ExerciseId,
    },
    diag::Trouble,
    judge::{self, Answer, Step, Which},
    lab::{
        Cancel,
        command::{CommandLine, Launch, READY_SECONDS},
    },
    tutor::{Checked, Tutor},
};

/// A command, and where and how it is started.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnCommand {
    /// As it was typed.
    pub line: String,
    pub folder: PathBuf,
    /// How long it may take until it listens; `None` for what the settings say.
    pub ready_seconds: Option<u32>,
}

impl Tutor {
    /// The command that a check of `exercise` starts, as the learner typed it: the one kept for the
    /// exercise, else that of the settings. `None` where the exercise runs in the lab: all that are
    /// not of kind `stack`, and those for which an empty command was kept.
    pub fn own_command(&self, exercise: &Exercise) -> Option<OwnCommand> {
        if exercise.kind != Kind::Stack {
            return None;
        }
        let kept = self.commands.of(&self.pack.course.id, &exercise.id);
        let stack = &self.config.stack;
        let line = kept.or_else(|| stack.command.clone()).filter(|line| !line.is_empty())?;
        let of_exercise = || self.workspace.folder(&self.pack.course.id, &exercise.id);
        let folder = stack.folder.clone().or_else(of_exercise).unwrap_or_else(|| ".".into());
        Some(OwnCommand { line, folder, ready_seconds: None })
    }

    /// Keeps the command of a `stack` exercise; an empty one means the lab.
    ///
    /// # Errors
    /// It is no command, or it could not be written.
    pub fn keep_command(&self, id: &ExerciseId, line: &str) -> Result<Option<OwnCommand>, Trouble> {
        let exercise = self.exercise(id)?;
        let line = line.trim();
        if !line.is_empty() {
            CommandLine::parse(line).map_err(Trouble::new)?;
        }
        let kept = self.commands.keep(&self.pack.course.id, id, line);
        kept.map_err(|error| {
            Trouble::new(format!("The command was not saved to disk: {error}."))
                .next("It holds until you leave.")
        })?;
        Ok(self.own_command(&exercise))
    }

    /// Starts a server by `command` and judges it by the checks that a server can be put to. Nothing
    /// of it runs any more when this returns.
    pub fn check_command(
        &self,
        exercise: &Exercise,
        command: &OwnCommand,
        cancel: &Cancel,
        steps: &Sender<Step>,
    ) -> Checked {
        let verdict = match self.launch(command) {
            Ok(launch) => {
                let answer = Answer::Command(launch);
                judge::judge(&self.machine, exercise, &answer, Which::All, cancel, steps)
            }
            Err(why) => judge::unjudged(exercise, &why),
        };
        // Its text is elsewhere, perhaps in another language.
        self.checked(exercise, &Files::new(), verdict, cancel)
    }

    fn launch(&self, command: &OwnCommand) -> Result<Launch, String> {
        let seconds = command.ready_seconds.or(self.config.stack.ready_seconds);
        Ok(Launch {
            line: CommandLine::parse(&command.line)?,
            folder: command.folder.clone(),
            ready: Duration::from_secs(u64::from(seconds.unwrap_or(READY_SECONDS))),
        })
    }
}
