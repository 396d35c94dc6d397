//! What happens (`Event`) and what a screen asks for (`Effect`). Both are plain data: they can be
//! printed, compared and replayed.

use std::sync::Arc;

use ratatui::crossterm::event::{KeyEvent, MouseEvent};

use crate::{
    course::{
        exercise::Files,
        id::{ExerciseId, LessonId, ModuleId},
    },
    judge::{SampleRun, Verdict},
    markup::Stretch,
    screen::keymap::{Key, Scope},
    table::Table,
    tutor::{
        CardId, Checked, Destinations, Explained, Figures, Grade, Inside, Lead, Of, OpenLesson,
        Overview, OwnCommand, PastAttempt, Preview, Recording, Reviewed, Reviews, Search, Session,
        Standing, Trouble, Unfolded, Workpiece,
        console::{Choice, Engine, On, Opened, Ran},
        playground::{Change, Past, Sendable, Server, Shelf},
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
        file: String,
        unsaved: Option<Trouble>,
    },
    /// A request was sent; what came of it.
    Answered {
        generation: Generation,
        past: Arc<Past>,
    },
    /// A request as a command of curl.
    Curl(Result<String, Trouble>),
    /// The collection that has what was taken in.
    Imported(Result<String, Trouble>),
    Servables(Vec<Servable>),
    /// The server that was started last, after each change.
    Server(Box<Server>),
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
    /// What is typed into a console, at an edit that is counted.
    Console { engine: Engine, edit: u64 },
}

/// What a screen asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Leaves the program.
    Quit,
    Suspend,
    /// Shows another screen; the one that asks stays below it.
    Go(Route),
    /// Shows another screen in the place of the one that asks.
    Replace(Route),
    Back,
    /// As `Back`; the screen below shows a line of a file.
    BackTo {
        path: String,
        line: u32,
    },

    /// As if this key of its table were pressed on the screen on top.
    Press(Key),

    LoadOverview,
    /// Everywhere one can go; answers `Event::Destinations`.
    LoadDestinations {
        generation: Generation,
    },
    /// Answers `Event::Workpiece`.
    OpenLesson(LessonId),
    OpenExercise(ExerciseId),
    /// Answers `Event::Terms`.
    LoadTerms(LessonId),
    Unfold(ModuleId),
    Remember {
        lesson: LessonId,
        page: usize,
    },
    /// Keeps the learner's note on a page, counted from 0; an empty one is none.
    KeepNote {
        lesson: LessonId,
        page: usize,
        text: String,
    },
    /// The last page of the lesson was read.
    FinishLesson(LessonId),
    Highlight {
        key: HighlightKey,
        language: String,
        text: String,
    },

    /// Looks for words everywhere, in the lesson that is open first.
    Search {
        query: String,
        here: Option<LessonId>,
        generation: Generation,
    },
    /// Reads what a hit of these words looks like.
    Preview {
        lead: Lead,
        query: String,
        generation: Generation,
    },
    /// Looks for words in one lesson.
    SearchInside {
        lesson: LessonId,
        query: String,
    },

    RunSample {
        lesson: LessonId,
        index: usize,
        generation: Generation,
    },
    /// Stops the sample or the check that runs.
    Stop {
        generation: Generation,
    },
    Check {
        exercise: ExerciseId,
        files: Files,
        generation: Generation,
    },
    /// Visible checks only, recorded nowhere.
    CheckLive {
        exercise: ExerciseId,
        files: Files,
        generation: Generation,
    },
    /// Runs the program of a prediction; answers `Event::Predicted`.
    RunPrediction {
        exercise: ExerciseId,
        question: String,
        generation: Generation,
    },
    /// What the learner said that a block prints, and what it printed.
    KeepPrediction {
        lesson: LessonId,
        index: usize,
        said: String,
        printed: String,
    },
    /// Asks for the cards of a session; answers `Event::Session`.
    LoadSession(Of),
    /// How well an answer came back; answers `Event::Reviewed`.
    Grade {
        card: CardId,
        grade: Grade,
        said: String,
    },
    /// Takes a review back by its token.
    UndoReview {
        token: i64,
    },
    /// Does not ask a card today.
    PutOff(CardId),
    LoadFigures,
    /// Writes the record to a file in the workspace.
    ExportRecord,
    /// Answers `Event::Elapsed` after a while.
    After {
        ms: u64,
        generation: Generation,
    },

    Save {
        exercise: ExerciseId,
        path: String,
        text: String,
    },
    NextHint(ExerciseId),
    Reveal(ExerciseId),
    /// Puts the starter back; what was there is kept in the history.
    Reset(ExerciseId),
    LoadHistory(ExerciseId),
    /// Puts the files of an attempt back; what was there is kept in the history.
    Restore {
        exercise: ExerciseId,
        attempt: i64,
    },
    EditOutside {
        exercise: ExerciseId,
        path: String,
    },
    /// Keeps the command that the learner typed for a `stack` exercise.
    KeepCommand {
        exercise: ExerciseId,
        line: String,
    },
    /// Writes a recording as text; answers `Event::RecordingExported`.
    ExportRecording(Arc<Recording>),
    /// Asks what a console may be opened on.
    ListConsoleData(Engine),
    /// Opens a session in the place of the one that this console has. `None` goes on with that one, or
    /// begins with the first that may be chosen.
    OpenConsole {
        engine: Engine,
        on: Option<On>,
        generation: Generation,
    },
    /// Runs what was typed, in the session that is open; `Stop` ends it.
    RunConsole {
        engine: Engine,
        input: String,
        generation: Generation,
    },
    /// Writes a file for other programs into the workspace.
    Export {
        /// The first part of its name.
        name: String,
        what: Exported,
        generation: Generation,
    },
    /// Reads the playground's collections; answers `Event::Shelf`.
    LoadShelf {
        environment: Option<String>,
    },
    /// Answers `Event::RequestSaved`.
    SaveRequest(Change),
    /// Answers `Event::Answered`, or `Event::Failed` where nothing was sent. JSON is laid out for
    /// `columns`.
    Send {
        sendable: Box<Sendable>,
        columns: usize,
        generation: Generation,
    },
    CopyAsCurl(Box<Sendable>),
    /// A path, requests, or a command of curl.
    Import(String),
    TakeSample,
    LoadServables,
    /// Starts a server in the place of the one that runs.
    Serve(Servable),
    StopServer,
    /// To the terminal's clipboard (OSC 52).
    Copy(String),
    /// Turns mouse capture off or on, so that the terminal selects text.
    ToggleMouse,
}

/// What is written to a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    /// As CSV.
    Rows(Table),
    Text(String),
}

/// A screen and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Home,
    Lesson {
        lesson: LessonId,
    },
    Exercise {
        exercise: ExerciseId,
    },
    /// A lesson at the page, counted from 0, where the words of a query stand.
    Found {
        lesson: LessonId,
        page: usize,
        query: String,
    },
    /// `here` is the lesson that is open.
    Search {
        here: Option<LessonId>,
    },
    /// The same, with these words in it.
    SearchFor {
        here: Option<LessonId>,
        query: String,
    },
    /// Home, where this module shows its lessons.
    Module(ModuleId),
    /// Laid over the screen that is on top.
    Commands,
    /// Cards, one after the other.
    Review(Of),
    Progress,
    /// Requests and consoles, without a task.
    Playground,
    /// A console of the playground, opened on something.
    Console {
        engine: Engine,
        on: On,
    },
    Help(Scope),
    /// A recording, event by event.
    Xray(Arc<Recording>),
}

/// A tab of the playground, in the order of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Http,
    Console(Engine),
}

impl Tab {
    pub const ALL: &[Tab] = &[
        Tab::Http,
        Tab::Console(Engine::Sql),
        Tab::Console(Engine::Mongo),
        Tab::Console(Engine::Redis),
        Tab::Console(Engine::Js),
    ];

    /// What stands in the row of tabs.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Http => "HTTP",
            Tab::Console(engine) => engine.title(),
        }
    }
}
