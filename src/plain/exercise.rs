//! An exercise in plain text: the task, the files, checks and what they found, hints, the solution.

use std::{fmt::Write as _, io, process::Command, sync::mpsc::channel};

use crate::{
    answers,
    course::{
        exercise::{Exercise, Kind},
        quiz::{ANSWERS_FILE, Answers, Given, Question},
    },
    markup,
    plain::{
        Reader, Then,
        command::{Where, Word},
        home,
        lines::counted,
        quiz, quiz_asked,
        talk::Talk,
        verdict::{self, Framing, Next},
    },
    text::clean_line,
    tutor::{AttemptKind, Cancel, Revised, Trouble, Tutor, Workpiece},
};

/// What the four hints are called, in their order.
pub const HINTS: [&str; 4] = ["nudge", "pointer", "near example", "worked step"];

pub struct AtExercise {
    piece: Workpiece,
    /// All checks passed since it was opened.
    passed: bool,
}

impl AtExercise {
    pub fn open(piece: Workpiece) -> AtExercise {
        AtExercise { piece, passed: false }
    }

    /// The words that mean something here.
    pub fn places(&self) -> Vec<Where> {
        match self.exercise().kind {
            Kind::Quiz => vec![Where::Quiz, Where::Exercise],
            Kind::Stack => vec![Where::Files, Where::Stack, Where::Exercise],
            Kind::Http | Kind::Js | Kind::Sql | Kind::Mongo | Kind::Redis | Kind::Attack => {
                vec![Where::Files, Where::Exercise]
            }
        }
    }

    pub fn farewell(&self) -> String {
        format!("Saved. You are in {}.", clean_line(&self.exercise().title))
    }

    /// The task, its checks, and what can be done.
    pub fn tell(&self, talk: &mut Talk<'_>) -> io::Result<()> {
        let exercise = self.exercise();
        let title = format!("Exercise: {}", clean_line(&exercise.title));
        talk.say(&markup::plain::text(&title, &exercise.task, talk.columns()))?;
        talk.say("\n")?;
        if let Some(note) = &self.piece.note {
            talk.tell(&clean_line(note))?;
        }
        if let Some(revised) = self.piece.standing.revised(exercise.rev) {
            let next = match revised {
                Revised::Unjudged { .. } => " Type check to see whether your answer still passes.",
                Revised::AsksMore { .. } => " Type check to see what is missing.",
                Revised::Passes { .. } => "",
            };
            talk.tell(&format!("{}{next}", revised.words()))?;
        }
        if exercise.kind == Kind::Quiz {
            let count = exercise.questions().count();
            talk.tell(&format!(
                "It has {}. Enter: the first that is open. Also: answer 1, check, hint, quit.",
                counted(count, "question")
            ))?;
            return Ok(());
        }
        let mut text = "Checks:\n".to_owned();
        let hidden = exercise.checks.iter().filter(|check| check.hidden).count();
        for check in exercise.checks.iter().filter(|check| !check.hidden) {
            let _ = writeln!(text, "    {}", clean_line(&check.say));
        }
        if hidden > 0 {
            let _ = writeln!(text, "    and {hidden} more that are hidden");
        }
        talk.say(&text)?;
        talk.say("\n")?;
        self.tell_files(talk)?;
        talk.tell("Change the files, then type check. Also: show, edit, write, hint, quit.")
    }

    fn tell_files(&self, talk: &mut Talk<'_>) -> io::Result<()> {
        let mut text = "Files:\n".to_owned();
        for file in &self.exercise().files {
            let given = if file.edit { "" } else { ", given, cannot be changed" };
            let place = match &self.piece.folder {
                Some(folder) => folder.join(&file.path).display().to_string(),
                None => file.path.clone(),
            };
            let _ = writeln!(text, "    {}{given}", clean_line(&place));
        }
        talk.say(&text)?;
        talk.say("\n")
    }

    pub fn hear(
        &mut self,
        word: Word,
        rest: &str,
        tutor: &Tutor,
        reader: &Reader,
        talk: &mut Talk<'_>,
    ) -> io::Result<Then> {
        // What was saved outside meanwhile counts.
        match tutor.lay_out(&self.exercise().id) {
            Ok(piece) => self.piece = piece,
            Err(trouble) => {
                talk.trouble(&trouble)?;
                return Ok(Then::Stay);
            }
        }
        match word {
            Word::Next if self.passed => return self.go_on(talk),
            Word::Next if self.exercise().kind == Kind::Quiz => {
                return self.answer("", tutor, talk);
            }
            Word::Next => talk.tell("Type check to check what you have; task says it again.")?,
            Word::Answer => return self.answer(rest, tutor, talk),
            Word::Task => self.tell(talk)?,
            Word::Files => self.tell_files(talk)?,
            Word::Show => self.show(rest, talk)?,
            Word::Edit => self.edit(rest, tutor, reader, talk)?,
            Word::Write => return self.write(rest, tutor, talk),
            Word::Check => self.check(tutor, talk)?,
            Word::Hint => self.hint(tutor, talk)?,
            Word::Hints => self.tell_hints(0, self.piece.standing.hints, talk)?,
            Word::Solution => self.solution(tutor, talk)?,
            Word::History => self.history(tutor, talk)?,
            Word::Restore => self.restore(rest, tutor, talk)?,
            Word::Reset => return self.reset(tutor, talk),
            Word::Command => self.command(rest, tutor, talk)?,
            _ => talk.tell("That word does nothing here. \"help\" lists the words.")?,
        }
        Ok(Then::Stay)
    }

    fn go_on(&self, talk: &mut Talk<'_>) -> io::Result<Then> {
        match &self.piece.next {
            Some(next) => {
                talk.tell(&format!("Next: {}", home::in_words(next)))?;
                Ok(Then::Open(next.place.clone()))
            }
            None => Ok(Then::Home),
        }
    }

    /// The file that was named; the first that can be changed where none was.
    fn named(&self, name: &str) -> Result<(String, bool), String> {
        let files = &self.exercise().files;
        let found = match name {
            "" => files.iter().find(|file| file.edit),
            name => files.iter().find(|file| file.path == name),
        };
        found.map(|file| (file.path.clone(), file.edit)).ok_or_else(|| {
            let names: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
            format!("There is no file {}. The files are {}.", clean_line(name), names.join(", "))
        })
    }

    fn show(&self, name: &str, talk: &mut Talk<'_>) -> io::Result<()> {
        let (path, _) = match self.named(name) {
            Ok(named) => named,
            Err(words) => return talk.tell(&words),
        };
        let bytes = self.piece.files.get(&path).map_or(&[][..], Vec::as_slice);
        let content = String::from_utf8_lossy(bytes);
        talk.say(&markup::plain::listing(&clean_line(&path), &content))
    }

    fn edit(
        &self,
        name: &str,
        tutor: &Tutor,
        reader: &Reader,
        talk: &mut Talk<'_>,
    ) -> io::Result<()> {
        let file = match self.named(name) {
            Ok((path, _)) => match tutor.file(&self.exercise().id, &path) {
                Ok(file) => file,
                Err(trouble) => return talk.trouble(&trouble),
            },
            Err(words) => return talk.tell(&words),
        };
        let shown = clean_line(&file.display().to_string()).into_owned();
        let mut words = reader.editor.as_deref().unwrap_or_default().split_whitespace();
        let Some(program) = words.next() else {
            return talk.tell(&format!(
                "No editor is set. Open {shown} in any editor, or type \"write\" and the file anew \
                 here. $VISUAL or $EDITOR sets one."
            ));
        };
        talk.tell(&format!("Opens {shown}"))?;
        match Command::new(program).args(words).arg(&file).status() {
            Ok(status) if status.success() => talk.tell("Saved. Type check to check it."),
            Ok(status) => talk.tell(&format!("{program} ended with {status}.")),
            Err(error) => talk.tell(&format!(
                "{program} does not start: {error}. Set $VISUAL or $EDITOR to an editor that is \
                 installed."
            )),
        }
    }

    fn write(&self, name: &str, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        let path = match self.named(name) {
            Ok((path, true)) => path,
            Ok((path, false)) => {
                talk.tell(&format!("{path} is given and cannot be changed."))?;
                return Ok(Then::Stay);
            }
            Err(words) => {
                talk.tell(&words)?;
                return Ok(Then::Stay);
            }
        };
        let before =
            self.piece.files.get(&path).map_or(0, |bytes| bytes.split(|b| *b == b'\n').count());
        talk.tell(&format!(
            "{path} has {} now. What you type takes their place; a line with a dot alone ends it. \
             The dot at once changes nothing.",
            counted(before, "line")
        ))?;
        let Some(text) = talk.ask_lines(".")? else {
            talk.tell("The text had no end, so nothing was changed.")?;
            return Ok(Then::End);
        };
        if text.is_empty() {
            talk.tell("Nothing was changed.")?;
            return Ok(Then::Stay);
        }
        match tutor.save(&self.exercise().id, &path, &text) {
            Ok(()) => talk.tell(&format!("{path} is saved. Type check to check it."))?,
            Err(trouble) => talk.trouble(&trouble)?,
        }
        Ok(Then::Stay)
    }

    fn check(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        if let Some(own) = &self.piece.command {
            let folder = own.folder.display().to_string();
            talk.tell(&format!("Starts {} in {}", clean_line(&own.line), clean_line(&folder)))?;
        }
        let (steps, _) = channel();
        let files = &self.piece.files;
        let checked = tutor.check(self.exercise(), files, &Cancel::new(), &steps);
        self.passed = checked.verdict.passed();
        let exercise = self.exercise();
        let text = if exercise.kind == Kind::Quiz {
            quiz::verdict(exercise, &checked.verdict, Next::Plain)
        } else {
            let attempts = checked.standing.attempts;
            let framing = Framing::of(exercise, &checked.verdict, attempts, None, Next::Plain);
            verdict::text(&checked.verdict, &framing)
        };
        talk.say(&text)?;
        if let Some(unsaved) = &checked.unsaved {
            talk.tell(unsaved)?;
        }
        Ok(())
    }

    fn hint(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let before = self.piece.standing.hints;
        match tutor.next_hint(&self.exercise().id) {
            Ok(standing) => {
                let from = before.min(standing.hints.saturating_sub(1));
                self.piece.standing = standing;
                self.tell_hints(from, self.piece.standing.hints, talk)
            }
            Err(trouble) => talk.trouble(&trouble),
        }
    }

    fn tell_hints(&self, from: usize, to: usize, talk: &mut Talk<'_>) -> io::Result<()> {
        let hints = &self.exercise().hints;
        if to == 0 {
            return talk.tell("No hint was given yet. Type hint for the first.");
        }
        for (name, hint) in HINTS.iter().zip(hints).take(to).skip(from) {
            let text = markup::plain::text(name, hint, talk.columns());
            talk.say(&format!("{}\n\n", text.trim_end()))?;
        }
        if to >= hints.len() {
            talk.tell("That was the last hint. \"solution\" shows the solution.")
        } else {
            talk.tell("\"hint\" goes one step further.")
        }
    }

    fn solution(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let standing = match tutor.reveal(&self.exercise().id) {
            Ok(standing) => standing,
            Err(trouble) => return talk.trouble(&trouble),
        };
        let exercise = self.exercise();
        if exercise.kind == Kind::Quiz {
            talk.say(&quiz::solution(exercise))?;
        }
        for file in exercise.files.iter().filter(|file| file.edit && exercise.kind != Kind::Quiz) {
            if let Some(bytes) = exercise.solution.get(&file.path) {
                let content = String::from_utf8_lossy(bytes);
                talk.say(&markup::plain::listing(&clean_line(&file.path), &content))?;
            }
        }
        let why = markup::plain::text("Why", &exercise.explain, talk.columns());
        talk.say(&format!("{}\n", why.trim_end()))?;
        if standing.with_help && !standing.passed {
            talk.tell("Write it yourself now: it counts as solved with help.")?;
        }
        Ok(())
    }

    fn history(&self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let attempts = match tutor.history(&self.exercise().id) {
            Ok(attempts) => attempts,
            Err(trouble) => return talk.trouble(&trouble),
        };
        let mut text = String::new();
        for attempt in &attempts {
            let what = match attempt.kind {
                AttemptKind::Check => {
                    format!("{} of {} checks pass", attempt.passed, attempt.checks)
                }
                AttemptKind::Kept => "kept before a change".to_owned(),
            };
            let _ = writeln!(text, "{:>5}  {what}", attempt.number);
        }
        talk.say(&text)?;
        talk.tell(if attempts.is_empty() {
            "Nothing was checked yet."
        } else {
            "\"restore\" and a number puts the files of one back."
        })
    }

    fn restore(&self, rest: &str, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        let Ok(number) = rest.parse() else {
            return talk.tell("Which attempt? \"history\" lists them with their numbers.");
        };
        match tutor.restore(&self.exercise().id, number) {
            Ok(_) => talk.tell(&format!(
                "The files of attempt {number} are back. What you had is in the history."
            )),
            Err(trouble) => talk.trouble(&trouble),
        }
    }

    fn reset(&mut self, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        talk.tell("Put it back to its start? What you have is kept in the history. Type yes.")?;
        match talk.ask()?.as_deref() {
            None => return Ok(Then::End),
            Some("yes" | "y" | "Yes") => match tutor.reset(&self.exercise().id) {
                Ok(_) => talk.tell("It is back at its start. \"history\" lists what you had.")?,
                Err(trouble) => talk.trouble(&trouble)?,
            },
            Some(_) => talk.tell("Nothing was changed.")?,
        }
        Ok(Then::Stay)
    }

    fn command(&self, rest: &str, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
        if rest.is_empty() {
            let words = match &self.piece.command {
                Some(own) => format!("check starts {}", clean_line(&own.line)),
                None => "check runs your files in the lab.".to_owned(),
            };
            return talk.tell(&format!(
                "{words} \"command flask run -p {{port}}\" sets another, \"command none\" goes back \
                 to the lab."
            ));
        }
        let line = if rest == "none" { "" } else { rest };
        match tutor.keep_command(&self.exercise().id, line) {
            Ok(Some(own)) => talk.tell(&format!("check starts {}", clean_line(&own.line))),
            Ok(None) => talk.tell("check runs your files in the lab."),
            Err(trouble) => talk.trouble(&trouble),
        }
    }

    /// Asks one question of a quiz, keeps the answer and says how it stands.
    fn answer(&mut self, rest: &str, tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<Then> {
        let exercise = self.exercise();
        let questions: Vec<&Question> = exercise.questions().collect();
        let mut answers = match self.answers(&questions) {
            Ok(answers) => answers,
            Err(trouble) => {
                talk.trouble(&trouble)?;
                return Ok(Then::Stay);
            }
        };
        let is_open = |question: &&&Question| answers.get(&question.id).is_none_or(Given::is_empty);
        let asked = match rest.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
            Some(at) => questions.get(at).copied(),
            None => questions.iter().find(is_open).copied(),
        };
        let Some(question) = asked else {
            talk.tell(match rest {
                "" => "Every question is answered. Type check, or answer and a number.",
                _ => "There is no question with that number.",
            })?;
            return Ok(Then::Stay);
        };
        let number = questions.iter().position(|other| other.id == question.id).unwrap_or(0) + 1;
        let given = match quiz_asked::ask(exercise, number, question, talk)? {
            quiz_asked::Asked::Given(given) => given,
            quiz_asked::Asked::PassedOver => {
                talk.tell("Passed over. Nothing was changed.")?;
                return Ok(Then::Stay);
            }
            quiz_asked::Asked::End => return Ok(Then::End),
        };
        answers.insert(question.id.clone(), given.clone());
        let text = answers::write(&exercise.title, &questions, &answers);
        if let Err(trouble) = tutor.save(&exercise.id, ANSWERS_FILE, &text) {
            talk.trouble(&trouble)?;
        }
        quiz_asked::tell_grade(exercise, question, &given, tutor, talk)?;
        let is_last = number == questions.len();
        talk.tell(if is_last {
            "Type check for all answers."
        } else {
            "Enter: the next question."
        })?;
        Ok(Then::Stay)
    }

    /// The answers as the file has them. One that cannot be read is not written over.
    fn answers(&self, questions: &[&Question]) -> Result<Answers, Trouble> {
        let content = self.piece.files.get(ANSWERS_FILE).map_or(&[][..], Vec::as_slice);
        let (answers, findings) = answers::read(content, questions);
        let errors = findings.iter();
        match errors.clone().find(|found| found.severity == crate::diag::Severity::Error) {
            None => Ok(answers),
            Some(found) => {
                let (line, what) = (found.place.line, &found.message);
                Err(Trouble::new(format!("{ANSWERS_FILE} line {line} cannot be read: {what}."))
                    .next("Mend it in an editor, or type reset."))
            }
        }
    }

    fn exercise(&self) -> &Exercise {
        &self.piece.exercise
    }
}
