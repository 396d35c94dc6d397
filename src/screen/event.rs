//! What happens (`Event`) and what a screen asks for (`Effect`). Both are plain data: they can be
//! printed, compared and replayed.

mod effect;

use std::sync::Arc;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

pub use self::effect::{Effect, Exported, Route, Tab};
use crate::{
    course::{
        exercise::Files,
        id::{ExerciseId, LessonId, ModuleId, PackId},
    },
    judge::{SampleRun, Verdict},
    markup::Stretch,
    pack::lint::Linted,
    tutor::{
        Checked, Destinations, Explained, Figures, Inside, OpenLesson, Overview, OwnCommand,
        PastAttempt, Preview, Rechecked, Reviewed, Reviews, Search, Session, Standing, Trouble,
        Unfolded, Workpiece,
        console::{Choice, Engine, Opened, Ran},
        packs::{self, Offer},
        playground::{Change, Past, Sample, Server, Shelf, Unsent},
        serving::Servable,
    },
};

/// Numbers each piece of work that a screen asked for, so that a late answer is dropped.
pub type Generation = u64;

/// Something happened: a key, a timer, or an answer from the worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Pressed or repeated; releases never arrive.
    Key(KeyEvent),
    Mouse(MouseEvent),
    /// Bracketed paste.
    Paste(String),
    Resized {
        columns: u16,
        rows: u16,
    },
    /// The terminal is ours again after a suspend or an outside editor.
    Resumed,
    /// What the terminal says of its own ground.
    Ground {
        light: bool,
    },
    /// The time asked for by `Effect::After` is over.
    Elapsed {
        generation: Generation,
    },

    /// Of a preview: files of the pack were written, or are looked at for the first time.
    PackSaved {
        linted: Box<Linted>,
        /// Its pack.toml lists other things than when the preview began.
        lists_others: bool,
    },

    Overview(Box<Overview>),
    Unfolded(Unfolded),
    Lesson(Box<OpenLesson>),
    Workpiece(Box<Workpiece>),
    /// The terms of the glossary that a lesson marks.
    Terms {
        lesson: LessonId,
        terms: Vec<Explained>,
    },

    /// The answer to `Effect::Search`.
    Searched {
        generation: Generation,
        search: Box<Search>,
    },
    /// The answer to `Effect::Preview`.
    Previewed {
        generation: Generation,
        preview: Box<Preview>,
    },
    /// The answer to `Effect::LoadDestinations`.
    Destinations {
        generation: Generation,
        destinations: Box<Destinations>,
    },
    /// Home is to show this module, with its lessons.
    ShowModule(ModuleId),
    /// Where the words of a query stand in a lesson.
    FoundInside {
        lesson: LessonId,
        query: String,
        inside: Inside,
    },
    /// A lesson that is open, or about to be, is to be shown where a query leads.
    Walk {
        lesson: LessonId,
        /// Counted from 0.
        page: usize,
        query: String,
    },

    /// Each line of a text in stretches with a class; together they are the text.
    Highlighted {
        key: HighlightKey,
        lines: Vec<Vec<Stretch>>,
    },

    SamplePrinted {
        generation: Generation,
        text: String,
    },
    SampleRan {
        generation: Generation,
        run: Box<SampleRun>,
    },
    CheckBegan {
        generation: Generation,
        at: usize,
        of: usize,
    },
    Checked {
        generation: Generation,
        checked: Box<Checked>,
    },
    CheckedLive {
        generation: Generation,
        verdict: Box<Verdict>,
    },

    /// What was said of a block in a lesson became a card, which is asked after `wait` seconds.
    CardMade {
        lesson: LessonId,
        index: usize,
        wait: i64,
    },

    /// What the program of a prediction printed.
    Predicted {
        generation: Generation,
        printed: String,
    },

    /// The answer to `Effect::LoadSession`.
    Session(Box<Session>),
    /// A review was recorded.
    Reviewed(Box<Reviewed>),
    /// A review was taken back, or a card put off.
    Reviews(Reviews),
    Figures(Box<Figures>),
    /// The record was written to this file.
    RecordExported {
        file: String,
    },

    /// The hint was recorded.
    Hinted {
        exercise: ExerciseId,
        standing: Standing,
    },
    Revealed {
        exercise: ExerciseId,
        standing: Standing,
    },
    History {
        exercise: ExerciseId,
        attempts: Vec<PastAttempt>,
    },
    /// The learner's files after a reset or a restore.
    Replaced {
        exercise: ExerciseId,
        files: Files,
    },
    /// The command of a `stack` exercise is kept; `None`: its files run in the lab.
    CommandKept {
        exercise: ExerciseId,
        command: Option<OwnCommand>,
    },
    /// A file was saved by another program; the newer text wins.
    ChangedOutside {
        exercise: ExerciseId,
        path: String,
        text: String,
    },
    Saved {
        exercise: ExerciseId,
        path: String,
    },
    SaveFailed {
        exercise: ExerciseId,
        path: String,
        trouble: Trouble,
    },
    /// The recording was written.
    RecordingExported {
        path: String,
    },
    /// The learner wants to see a line of a file, counted from 1.
    ShowLine {
        path: String,
        line: u32,
        /// The event of the recording from which one comes.
        from: usize,
    },
    /// The answer to `Effect::ListConsoleData`.
    ConsoleChoices {
        engine: Engine,
        choices: Vec<Choice>,
    },
    /// The answer to `Effect::OpenConsole`.
    ConsoleOpened {
        generation: Generation,
        opened: Box<Opened>,
    },
    /// What a program printed while its input runs, or since.
    ConsolePrinted {
        generation: Generation,
        text: String,
    },
    /// The answer to `Effect::RunConsole`.
    ConsoleRan {
        generation: Generation,
        ran: Box<Ran>,
    },
    /// The answer to `Effect::Export`.
    Exported {
        generation: Generation,
        path: String,
    },
    /// The answer to `Effect::LoadShelf`.
    Shelf(Box<Shelf>),
    /// Another program wrote in the playground's folder.
    ShelfChanged,
    /// What was typed is in its file, or why it is not.
    RequestSaved {
        change: Change,
        unsaved: Option<Trouble>,
    },
    /// A request was sent; what came of it.
    Answered {
        generation: Generation,
        past: Arc<Past>,
    },
    /// A request was not sent.
    Unsent {
        generation: Generation,
        unsent: Unsent,
    },
    /// A request as a command of curl.
    Curl(Result<String, Trouble>),
    /// The collection that has what was taken in.
    Imported(Result<String, Trouble>),
    /// The collection of the course is there.
    SampleTaken(Result<Sample, Trouble>),
    Servables(Vec<Servable>),
    /// The server that was started last, after each change.
    Server(Box<Server>),
    /// The packs that are installed, after each change; what was done, as a sentence.
    Packs {
        standing: Box<packs::Standing>,
        said: Option<String>,
    },
    /// So many bytes of a pack have come, of how many where that is known.
    PackArrives {
        generation: Generation,
        bytes: u64,
        of: Option<u64>,
    },
    /// A pack was fetched and verified.
    PackOffered {
        generation: Generation,
        offer: Arc<Offer>,
    },
    /// Where a pack came from, nothing is new.
    PackIsCurrent {
        generation: Generation,
        /// So, as a sentence.
        said: String,
    },
    /// Texts that passed were judged by the checks of today: after a start, or after an update.
    Rechecked {
        pack: PackId,
        /// At least one.
        rechecked: Vec<Rechecked>,
    },
    /// A pack can be opened in the place of the one that is open.
    PackReady(PackId),
    /// What was asked for did not work.
    Failed {
        generation: Option<Generation>,
        trouble: Trouble,
    },
}

/// What a piece of highlighted text belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum HighlightKey {
    /// A code block of a lesson, by its index.
    Sample { lesson: LessonId, index: usize },
    /// A file in the editor, at an edit that is counted.
    File { path: String, edit: u64 },
    /// The solution's text of a file.
    Solution { path: String },
    /// A file as it ran when it was recorded.
    Recorded { path: String },
    /// A statement of SQL, by its entry in a recording.
    Statement { entry: usize },
    /// A request in the playground's editor, by the number of that editor, at an edit that is counted.
    Request { number: Generation, edit: u64 },
    /// What is typed into a console, at an edit that is counted.
    Console { engine: Engine, edit: u64 },
}
