//! What a screen asks for.

use std::sync::Arc;

use super::{Generation, HighlightKey};
use crate::{
    course::{
        exercise::Files,
        id::{ExerciseId, LessonId, ModuleId, PackId},
    },
    screen::keymap::{Key, Scope},
    table::Table,
    tutor::{
        CardId, Grade, Lead, Of, Recording,
        console::{Engine, On},
        packs::Offer,
        playground::{Change, Sendable},
        serving::Servable,
    },
};

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
        /// The event of the recording from which one comes.
        from: usize,
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
    /// Leaves a module out, or takes it up again; answers `Event::Overview`.
    Skip {
        module: ModuleId,
        skipped: bool,
    },
    Remember {
        lesson: LessonId,
        page: usize,
    },
    /// Keeps the learner's note on a page, counted from 0; an empty one is none. The token tells it
    /// from others on that page.
    KeepNote {
        lesson: LessonId,
        token: i64,
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
    /// What the learner said that a block prints, and what it printed; answers `Event::CardMade`
    /// where that is asked again.
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
    /// Answers `Event::Answered`, or `Event::Unsent` where nothing was sent. JSON is laid out for
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
    /// What is installed; answers `Event::Packs`.
    LoadPacks,
    /// Fetches a pack and verifies it; answers `Event::PackOffered`, and `Event::PackArrives` meanwhile.
    LookAtPack {
        /// As it was typed: a place, or with a registry the pack of it.
        source: String,
        registry: Option<String>,
        generation: Generation,
    },
    /// The same where a pack came from; answers `Event::PackIsCurrent` where nothing is new.
    LookForUpdate {
        id: PackId,
        generation: Generation,
    },
    /// Trusts what stands against a pack; answers `Event::PackOffered` with what is said of it then.
    TrustPack {
        offer: Arc<Offer>,
        generation: Generation,
    },
    /// Writes what was looked at to the shelf; answers `Event::Packs`.
    InstallPack {
        offer: Arc<Offer>,
        generation: Generation,
    },
    /// Judges what was solved in an earlier version of a pack by that which is installed now; answers
    /// `Event::Rechecked` where there was anything to judge.
    Recheck(PackId),
    /// Answers `Event::Packs`.
    RemovePack {
        id: PackId,
        generation: Generation,
    },
    /// Looks whether a pack can be opened; answers `Event::PackReady`.
    ReadyPack {
        id: PackId,
        generation: Generation,
    },
    /// Leaves the screens, for those of another pack.
    OpenPack(PackId),
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
    /// The packs that are installed.
    Shelf,
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
