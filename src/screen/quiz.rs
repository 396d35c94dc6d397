//! A quiz: one question a screen, an answer graded as soon as it is given, and a summary at the
//! end. The file `answers.toml` in the workspace is the truth, as code is in the workbench.

mod answer_rows;
mod body;
mod draft;
mod draw;
mod item;
mod keys;
mod over;
mod renewed;
mod revised;
mod summary;

use std::collections::BTreeMap;

use ratatui::{buffer::Buffer, layout::Size};

use self::{
    item::{Item, State},
    over::{Over, What},
};
use crate::{
    answers,
    course::{
        exercise::Files,
        id::ExerciseId,
        quiz::{ANSWERS_FILE, Answers, Ask},
    },
    judge::Outcome,
    markup::Stretch,
    screen::{
        event::{Effect, Event, Generation, HighlightKey},
        theme::Theme,
        widget::pen::Pen,
    },
    tutor::{Checked, Trouble, Workpiece},
};

/// A draft is saved when no key came for so long.
const SAVED_AFTER_MS: u64 = 150;
/// Work that takes less shows nothing.
const SHOWN_AFTER_MS: u64 = 100;

/// One quiz on the screen.
#[derive(Clone, Debug)]
pub struct Quiz {
    size: Size,
    piece: Workpiece,
    items: Vec<Item>,
    /// Highlighted programs of predictions, by path.
    colours: BTreeMap<String, Vec<Vec<Stretch>>>,
    /// Answers in the file to what is not asked; they are kept.
    others: Answers,
    /// Why the file cannot be read; then nothing is written over it.
    broken: Option<String>,
    at: At,
    over: Option<Over>,
    /// "Start again?" waits for its answer.
    asks_to_start_again: bool,
    ending: Ending,
    /// The whole was judged before: what is wrong is gone through once more, then judged again.
    mends: bool,
    /// First row in view.
    top: usize,
    /// Until the next key.
    said: Option<String>,
    /// Until a save works again.
    save_trouble: Option<String>,
    /// The timer behind which the drafts are saved.
    saver: Option<Generation>,
    /// It was written anew, and is asked for.
    renews: bool,
    last: Generation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Question(usize),
    /// With the row that the keys stand on: a question, or behind them what comes next.
    Summary(usize),
}

/// The check of the whole quiz.
#[derive(Clone, Debug)]
enum Ending {
    /// Not checked since something was answered.
    Open,
    Checking {
        generation: Generation,
        shown: bool,
    },
    Checked(Box<Checked>),
    Failed(Trouble),
}

impl Quiz {
    pub fn new(piece: Workpiece, size: Size) -> Quiz {
        let last = first_generation(&piece.exercise.id);
        let mut quiz = Quiz {
            size,
            items: Vec::new(),
            colours: BTreeMap::new(),
            others: Answers::new(),
            broken: None,
            at: At::Question(0),
            over: None,
            asks_to_start_again: false,
            ending: Ending::Open,
            mends: false,
            top: 0,
            said: piece.note.clone().or_else(|| revised::words(&piece)),
            save_trouble: None,
            saver: None,
            renews: false,
            last,
            piece,
        };
        let content = quiz.piece.files.get(ANSWERS_FILE).cloned().unwrap_or_default();
        quiz.read(&content);
        let open = quiz.items.iter().position(|item| item.answered.is_none());
        quiz.at = open.map_or(At::Summary(0), At::Question);
        if quiz.is_unbegun() {
            quiz.over = Some(Over::of(What::Beginning));
        }
        quiz.fit();
        quiz
    }

    /// What the quiz asks for once it is there: colours, and the run of a prediction that was
    /// answered before.
    pub fn opened(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for question in self.piece.exercise.questions() {
            if let Ask::Predict(prediction) = &question.ask
                && let Some(source) = self.piece.exercise.starter.get(&prediction.code)
            {
                effects.push(Effect::Highlight {
                    key: HighlightKey::File { path: prediction.code.clone(), edit: 0 },
                    language: prediction.code.rsplit('.').next().unwrap_or_default().to_owned(),
                    text: String::from_utf8_lossy(source).into_owned(),
                });
            }
        }
        effects.extend(self.arrive());
        effects
    }

    /// Whether letters, and Ctrl+Z with them, belong to a text.
    pub fn is_typing(&self) -> bool {
        self.broken.is_none()
            && self.over.is_none()
            && !self.asks_to_start_again
            && self.item().is_some_and(|item| item.draft.is_written())
    }

    /// Whether text is selected that Ctrl+C copies.
    pub fn has_selection(&self) -> bool {
        let selected = |item: &Item| {
            let field = item.draft.nth_field(item.draft.at());
            field.is_some_and(|field| field.selected().is_some())
        };
        self.is_typing() && self.item().is_some_and(selected)
    }

    /// Saves what is written and not saved yet: for the moment when the screen is left.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.saver = None;
        if self.items.iter().any(|item| item.dirty) { self.save() } else { Vec::new() }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        let effects = self.hear(event);
        self.fit();
        effects
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    fn hear(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                Vec::new()
            }
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Paste(text) => self.paste(text),
            Event::Elapsed { generation } => self.elapsed(*generation),
            Event::Predicted { generation, printed } => {
                self.predicted(*generation, printed);
                Vec::new()
            }
            Event::Checked { generation, checked } => {
                self.checked(*generation, checked);
                Vec::new()
            }
            Event::ChangedOutside { exercise, path, text }
                if exercise == self.id() && path == ANSWERS_FILE =>
            {
                self.read(text.as_bytes());
                self.ending = Ending::Open;
                self.said = Some(format!("{path} changed on disk and was loaded"));
                self.arrive()
            }
            Event::Replaced { exercise, files } if exercise == self.id() => self.replaced(files),
            Event::Saved { exercise, .. } if exercise == self.id() => {
                self.save_trouble = None;
                Vec::new()
            }
            Event::SaveFailed { exercise, trouble, .. } if exercise == self.id() => {
                self.save_trouble = Some(sentence(trouble));
                Vec::new()
            }
            Event::Hinted { exercise, standing } | Event::Revealed { exercise, standing }
                if exercise == self.id() =>
            {
                self.piece.standing = standing.clone();
                Vec::new()
            }
            Event::Rechecked { pack, rechecked } => {
                self.rechecked(pack, rechecked);
                Vec::new()
            }
            Event::Workpiece(piece) if self.waits_for(&piece.exercise.id).is_some() => {
                self.renewed((**piece).clone())
            }
            Event::Highlighted { key: HighlightKey::File { path, edit: 0 }, lines } => {
                self.colours.insert(path.clone(), lines.clone());
                Vec::new()
            }
            Event::Failed { generation, trouble } => {
                self.failed(*generation, trouble);
                Vec::new()
            }
            // Answers to what other screens asked.
            _ => Vec::new(),
        }
    }

    pub fn id(&self) -> &ExerciseId {
        &self.piece.exercise.id
    }

    /// The question on the screen.
    fn item(&self) -> Option<&Item> {
        match self.at {
            At::Question(at) => self.items.get(at),
            At::Summary(_) => None,
        }
    }

    fn item_mut(&mut self) -> Option<&mut Item> {
        match self.at {
            At::Question(at) => self.items.get_mut(at),
            At::Summary(_) => None,
        }
    }

    fn next_generation(&mut self) -> Generation {
        self.last += 1;
        self.last
    }

    /// Takes over the answers of the file.
    fn read(&mut self, content: &[u8]) {
        let exercise = &self.piece.exercise;
        let questions: Vec<_> = exercise.questions().collect();
        let (mut answers, findings) = answers::read(content, &questions);
        let first = findings.iter().find(|found| found.severity == crate::diag::Severity::Error);
        self.broken = first.map(|found| {
            format!("{ANSWERS_FILE} line {} cannot be read: {}.", found.place.line, found.message)
        });
        let item = |check| Item::new(check, None).map(|item| item.question.id);
        let ids: Vec<_> = exercise.checks.iter().filter_map(item).collect();
        let checks = exercise.checks.iter().zip(&ids);
        self.items =
            checks.filter_map(|(check, id)| Item::new(check, answers.remove(id))).collect();
        self.others = answers;
    }

    /// The files after a reset.
    fn replaced(&mut self, files: &Files) -> Vec<Effect> {
        self.read(files.get(ANSWERS_FILE).map_or(&[][..], Vec::as_slice));
        self.ending = Ending::Open;
        self.mends = false;
        self.at = At::Question(0);
        self.top = 0;
        self.said = Some("The quiz starts again; your answers are kept in the history".to_owned());
        Vec::new()
    }

    /// The text of `answers.toml` as it stands on the screen.
    fn text(&self) -> String {
        let questions: Vec<_> = self.items.iter().map(|item| &item.question).collect();
        let mut answers = self.others.clone();
        for item in &self.items {
            if let Some(given) = &item.answered {
                answers.insert(item.question.id.clone(), given.clone());
            }
        }
        answers::write(&self.piece.exercise.title, &questions, &answers)
    }

    fn save(&mut self) -> Vec<Effect> {
        if self.broken.is_some() {
            return Vec::new();
        }
        for item in self.items.iter_mut().filter(|item| item.dirty) {
            item.answered = Some(item.given()).filter(|given| !given.is_empty());
            item.dirty = false;
        }
        let (exercise, path) = (self.id().clone(), ANSWERS_FILE.to_owned());
        vec![Effect::Save { exercise, path, text: self.text() }]
    }

    /// The draft changed: it is saved a moment after the last key.
    fn edited(&mut self) -> Vec<Effect> {
        if let Some(item) = self.item_mut() {
            item.dirty = true;
        }
        let generation = self.next_generation();
        self.saver = Some(generation);
        vec![Effect::After { ms: SAVED_AFTER_MS, generation }]
    }

    /// Answers the question on the screen and tells how the answer stands.
    fn answer(&mut self) -> Vec<Effect> {
        let At::Question(at) = self.at else { return Vec::new() };
        let Some(item) = self.items.get_mut(at) else { return Vec::new() };
        if item.given().is_empty() {
            self.said = Some("Nothing is answered yet.".to_owned());
            return Vec::new();
        }
        item.take();
        item.grade(None);
        if item.is_predicted() {
            item.state = State::Open;
        }
        self.ending = Ending::Open;
        self.saver = None;
        let mut effects = self.save();
        effects.extend(self.predict(at));
        draw::show_told(self);
        effects
    }

    /// Runs the program of a prediction that was answered and does not stand yet.
    fn predict(&mut self, at: usize) -> Vec<Effect> {
        let generation = self.next_generation();
        let exercise = self.id().clone();
        let Some(item) = self.items.get_mut(at) else { return Vec::new() };
        if !item.is_predicted() || item.answered.is_none() || item.state != State::Open {
            return Vec::new();
        }
        item.state = State::Running { generation, shown: false };
        let question = item.question.id.clone();
        vec![
            Effect::RunPrediction { exercise, question, generation },
            Effect::After { ms: SHOWN_AFTER_MS, generation },
        ]
    }

    fn predicted(&mut self, generation: Generation, printed: &str) {
        if let Some(item) = self.running(generation) {
            item.grade(Some(printed));
            draw::show_told(self);
        }
    }

    fn running(&mut self, wanted: Generation) -> Option<&mut Item> {
        let is_it = |item: &&mut Item| matches!(item.state, State::Running { generation, .. } if generation == wanted);
        self.items.iter_mut().find(is_it)
    }

    fn elapsed(&mut self, timer: Generation) -> Vec<Effect> {
        if self.saver == Some(timer) {
            return self.leave();
        }
        if let Ending::Checking { generation, shown } = &mut self.ending
            && *generation == timer
        {
            *shown = true;
        } else if let Some(item) = self.running(timer) {
            item.state = State::Running { generation: timer, shown: true };
        }
        Vec::new()
    }

    /// From a question that is answered to the next that is open, else to the end. Once the whole
    /// was judged, what is wrong further down comes before the end, and what was only looked at is
    /// not judged again.
    fn go_on(&mut self) -> Vec<Effect> {
        let (At::Question(here) | At::Summary(here)) = self.at;
        let all = self.items.len();
        let mut others = (1..=all).map(|by| (here + by) % all.max(1));
        if let Some(open) = others.find(|at| self.items[*at].is_open()) {
            return self.go_to(open);
        }
        if let Ending::Checked(checked) = &self.ending {
            let row = if checked.verdict.passed() { all } else { here };
            return self.show_end(row);
        }
        let behind = self.items.iter().enumerate().skip(here + 1);
        let mut wrong = behind.filter(|(_, item)| self.mends && !item.is_right());
        match wrong.next() {
            Some((at, _)) => self.go_to(at),
            None => self.finish(),
        }
    }

    /// The end as it was judged, on the row of a question or on what comes next.
    fn show_end(&mut self, row: usize) -> Vec<Effect> {
        let effects = self.leave();
        self.at = At::Summary(row);
        self.top = 0;
        draw::show_chosen(self);
        effects
    }

    fn go_to(&mut self, at: usize) -> Vec<Effect> {
        let mut effects = self.leave();
        self.at = At::Question(at.min(self.items.len().saturating_sub(1)));
        self.top = 0;
        effects.extend(self.arrive());
        effects
    }

    /// A prediction that was answered another day is run when it is looked at.
    fn arrive(&mut self) -> Vec<Effect> {
        match self.at {
            At::Question(at) => self.predict(at),
            At::Summary(_) => Vec::new(),
        }
    }

    /// Checks the whole quiz: this is the attempt.
    fn finish(&mut self) -> Vec<Effect> {
        if matches!(self.ending, Ending::Checking { .. }) || self.broken.is_some() {
            return Vec::new();
        }
        let mut effects = self.leave();
        self.at = At::Summary(0);
        self.top = 0;
        let generation = self.next_generation();
        self.ending = Ending::Checking { generation, shown: false };
        let mut files = self.piece.files.clone();
        files.insert(ANSWERS_FILE.to_owned(), self.text().into_bytes());
        effects.push(Effect::Check { exercise: self.id().clone(), files, generation });
        effects.push(Effect::After { ms: SHOWN_AFTER_MS, generation });
        effects
    }

    fn checked(&mut self, wanted: Generation, checked: &Checked) {
        let ours =
            matches!(self.ending, Ending::Checking { generation, .. } if generation == wanted);
        if !ours || checked.exercise != *self.id() {
            return;
        }
        self.piece.standing = checked.standing.clone();
        let passed = |outcome: &Outcome| *outcome == Outcome::Passed;
        let first = checked.verdict.checks.iter().position(|check| !passed(&check.outcome));
        self.at = At::Summary(first.unwrap_or(self.items.len()));
        self.ending = Ending::Checked(Box::new(checked.clone()));
        self.mends = true;
        draw::show_chosen(self);
    }

    fn failed(&mut self, generation: Option<Generation>, trouble: &Trouble) {
        let Some(wanted) = generation else {
            self.said = Some(sentence(trouble));
            return;
        };
        if let Some(item) = self.running(wanted) {
            item.state = State::Unjudged(sentence(trouble));
        } else if matches!(self.ending, Ending::Checking { generation, .. } if generation == wanted)
        {
            self.ending = Ending::Failed(trouble.clone());
        }
    }
}

/// What happened and what to do next, in one row.
fn sentence(trouble: &Trouble) -> String {
    match &trouble.next {
        Some(next) => format!("{} {next}", trouble.what),
        None => trouble.what.clone(),
    }
}

/// The numbers of a quiz begin after this, in a range of its own: a late answer to a screen that
/// was left is not taken for an answer to another one.
fn first_generation(exercise: &ExerciseId) -> Generation {
    let mix = |sum: u64, byte: u8| sum.wrapping_mul(131).wrapping_add(u64::from(byte));
    exercise.as_str().bytes().fold(7, mix) << 24
}
