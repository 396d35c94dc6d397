//! What can be done: the verbs that the screens, plain mode and the command line share.
//!
//! Each verb reads, judges, records and returns values. Long work takes a `&Cancel` and a
//! `Sender<Step>`.

mod command;
pub mod console;
mod destination;
mod exercise;
mod figures;
mod home;
mod judging;
mod module;
mod noted;
pub mod packs;
mod path;
pub mod playground;
mod preview;
pub mod recording;
mod review;
mod revised;
mod search;
pub mod sending;
pub mod serving;
mod wait;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

pub use self::{
    command::OwnCommand,
    destination::{Destination, Destinations, Towards},
    figures::{Day, Figures, ModuleFigures, Shaky, WEEKS},
    module::{ModuleState, Reading, Solving},
    recording::Recording,
    revised::{Archived, Rechecked, asking_more, still_passing},
    search::{Hit, Lead, Preview, Search},
    wait::when,
};
use crate::{
    catalog::Catalog,
    config::{Config, Folders},
    course::{
        Course,
        exercise::{Exercise, Files},
        id::{ExerciseId, LessonId, ModuleId, PackId, TermId},
        lesson::Choice,
    },
    diag::{Findings, did_you_mean},
    judge::Verdict,
    lab::Machine,
    markup::Page,
    pack::{LoadedLesson, Pack},
    progress::{Change, Progress, Refused, Seconds},
    workspace::{Workspace, commands::Commands},
};
pub use crate::{
    catalog::{Inside, Stage},
    diag::Trouble,
    lab::Cancel,
    progress::{
        AttemptKind, CardId, CardKind, Grade, Moved, NOTE_BYTES_MAX, Note, PastAttempt, Place,
        Revised, Standing,
    },
};

/// The record as Progress exports it, in the learner's folder of work.
pub const EXPORT_FILE: &str = "progress.backlab";

/// Why no card comes.
pub const NO_CARDS: &str = "There are no cards yet. The questions of a lesson become cards once it is \
                            read; so do predictions that were wrong and solutions seen early.";
/// Per cent of a module's questions from which on skipping it is the better advice.
const MOSTLY_KNOWN: usize = 80;

/// Whom everybody asks: a pack, what the learner did with it, and the machine that runs code.
///
/// Threads share one. No lock is held while code runs.
pub struct Tutor {
    pack: Pack,
    machine: Machine,
    progress: Arc<Progress>,
    workspace: Arc<Workspace>,
    catalog: Arc<Catalog>,
    commands: Arc<Commands>,
    config: Config,
    desk: Arc<playground::Desk>,
    packs: Arc<packs::Packs>,
    now: fn() -> Seconds,
    /// When it was last recorded that somebody types.
    typed_at: Mutex<Seconds>,
}

impl Tutor {
    /// Never fails: what does not work is said by the notes of `overview` and of a workpiece.
    pub fn open(
        pack: Pack,
        machine: Machine,
        folders: Folders,
        config: Config,
        now: fn() -> Seconds,
    ) -> Tutor {
        let tutor = Tutor {
            pack,
            packs: packs::Packs::of(folders.data.as_deref(), machine.clone(), now).into(),
            machine,
            progress: Progress::open(folders.data.as_deref()).into(),
            workspace: Workspace::new(folders.workspace).into(),
            catalog: Catalog::new(folders.cache.as_deref()).into(),
            commands: Commands::new(folders.data).into(),
            config,
            desk: Arc::default(),
            now,
            typed_at: Mutex::default(),
        };
        tutor.resolve_moved(&tutor.pack.course);
        tutor
    }

    /// The pack that is open.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// What the learner chose.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Finds a lesson or an exercise: `slug`, or `owner/name/slug`, also by an id it once had.
    ///
    /// # Errors
    /// Nothing has that id; says what was perhaps meant.
    pub fn find(&self, id: &str) -> Result<Place, Trouble> {
        let course = &self.pack.course;
        let (pack, slug) = id.rsplit_once('/').map_or((None, id), |(pack, id)| (Some(pack), id));
        if let Some(pack) = pack.filter(|pack| *pack != course.id.as_str()) {
            return Err(Trouble::new(format!("The pack `{pack}` is not open."))
                .next(format!("The open pack is `{}`.", course.id)));
        }
        let current = crate::progress::moved_to(slug, &course.moved).unwrap_or(slug);
        if let Some(place) = self.place_of(current) {
            return Ok(place);
        }
        let lessons = course.modules.iter().flat_map(|module| &module.lessons);
        let exercises = course.modules.iter().flat_map(|module| &module.exercises);
        let ids = lessons.map(LessonId::as_str).chain(exercises.map(ExerciseId::as_str));
        let trouble = Trouble::new(format!("No lesson or exercise has the id `{slug}`."));
        Err(match did_you_mean(slug, ids) {
            Some(near) => trouble.next(format!("Did you mean `{near}`?")),
            None => trouble.next("`backlab list` names them all."),
        })
    }

    /// The exercise that was worked on last.
    pub fn last_exercise(&self) -> Option<ExerciseId> {
        let last = self.progress.summary(&self.pack.course.id).last_exercise?;
        self.pack.course.module_of_exercise(&last).map(|_| last)
    }

    /// Writes all that is kept to a file that another machine can import.
    ///
    /// # Errors
    /// The file cannot be written, or something else is there.
    pub fn export(&self, file: &Path) -> Result<Moved, Trouble> {
        self.progress.export(file).map_err(refused)
    }

    /// The same, into the learner's folder of work; gives the file.
    ///
    /// # Errors
    /// There is no such folder, or it cannot be written.
    pub fn export_to_workspace(&self) -> Result<PathBuf, Trouble> {
        let folder = self.workspace.root().ok_or_else(|| {
            Trouble::new("There is no folder of work to write to.")
                .next("`backlab export FILE` writes to a file that you name.")
        })?;
        std::fs::create_dir_all(folder).map_err(|error| {
            Trouble::new(format!("{} cannot be made: {error}.", folder.display()))
                .next("`backlab export FILE` writes to a file that you name.")
        })?;
        let file = folder.join(EXPORT_FILE);
        self.export(&file).map(|_| file)
    }

    /// Joins an export with what is kept, all of it or nothing.
    ///
    /// # Errors
    /// The file is damaged, foreign or of a newer Backlab; nothing was changed.
    pub fn import(&self, file: &Path) -> Result<Moved, Trouble> {
        self.progress.import(file).map_err(refused)
    }

    /// Looks the record over and backs it up once a day, and brings its cards to what the pack asks;
    /// for a worker, after the first frame.
    pub fn upkeep(&self) {
        self.refresh_cards();
        self.progress.upkeep((self.now)());
    }

    fn place_of(&self, slug: &str) -> Option<Place> {
        let course = &self.pack.course;
        let lesson = LessonId::parse(slug).ok().filter(|id| course.module_of_lesson(id).is_some());
        let exercise = || {
            let id = ExerciseId::parse(slug).ok()?;
            course.module_of_exercise(&id).map(|_| Place::Exercise(id))
        };
        lesson.map(Place::Lesson).or_else(exercise)
    }

    /// Carries what was done under ids of an earlier pack over to today's.
    fn resolve_moved(&self, course: &Course) {
        self.progress.resolve_moved(&course.id, (self.now)(), &course.moved);
        for (old, _) in &course.moved {
            let new = crate::progress::moved_to(old, &course.moved);
            let ids = new
                .and_then(|new| Some((ExerciseId::parse(old).ok()?, ExerciseId::parse(new).ok()?)));
            if let Some((old, new)) = ids {
                self.workspace.carry_over(&course.id, &old, &new);
            }
        }
    }

    /// Remembers a change; why it is in memory only, as a sentence.
    fn record(&self, change: Change) -> Option<String> {
        self.record_all(vec![change])
    }

    /// The same for several changes, all of them or none.
    fn record_all(&self, changes: Vec<Change>) -> Option<String> {
        let recorded = self.progress.record_all(&self.pack.course.id, (self.now)(), changes);
        recorded.err().map(|unsaved| format!("Not saved to disk: {}.", unsaved.why))
    }
}

fn refused(refused: Refused) -> Trouble {
    Trouble { what: refused.what, next: refused.next }
}

/// A file of the pack that its author must mend.
fn unreadable(what: &str, findings: &Findings) -> Trouble {
    let trouble = Trouble::new(format!("{what} cannot be read."));
    match findings.iter().next() {
        Some(first) => trouble.next(format!("{}: {}", first.place, first.message)),
        None => trouble,
    }
}

/// What Home shows: made from pack.toml and progress, and the one lesson to continue with.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    pub course: Arc<Course>,
    /// Nothing was ever read or tried.
    pub first_start: bool,
    pub next: Option<Next>,
    /// Exercises that were solved and, changed since, ask for more now; they count as solved.
    pub asking_more: Vec<Next>,
    /// In the order of the course.
    pub modules: Vec<ModuleState>,
    pub reviews: Reviews,
    /// The packs beside this one.
    pub others: packs::Others,
    /// It is the course that comes with Backlab.
    pub built_in: bool,
    /// What must be said of the store, a sentence each: it is in memory only, it was damaged.
    pub notes: Vec<String>,
}

impl Overview {
    /// The module that holds what comes next, counted from 0.
    pub fn here(&self) -> Option<usize> {
        let found = match &self.next.as_ref()?.place {
            Place::Lesson(lesson) => self.course.module_of_lesson(lesson),
            Place::Exercise(exercise) => self.course.module_of_exercise(exercise),
        };
        found.map(|(number, _)| number - 1)
    }
}

/// The first line of Home.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    pub place: Place,
    pub title: String,
    pub minutes: u32,
    /// `page 3 of 5`, for a lesson that was begun: page counted from 1, pages.
    pub page: Option<(usize, usize)>,
    /// The exercise that follows the lesson.
    pub then: Option<String>,
    /// Whole days since anything was done, when at least one.
    pub days_away: Option<u32>,
    /// Title of what was solved last.
    pub last_solved: Option<String>,
}

/// A module unfolded on Home: titles and minutes, in the order of learning.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfolded {
    pub module: ModuleId,
    pub rows: Vec<UnfoldedRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UnfoldedRow {
    pub place: Place,
    pub title: String,
    pub minutes: u32,
    /// `lesson`, or the kind of the exercise: `js`, `quiz`.
    pub kind: &'static str,
    /// What became of its pass in a later revision.
    pub revised: Option<Revised>,
}

/// An exercise with the learner's files and what was done so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Workpiece {
    pub pack: PackId,
    pub course_title: String,
    pub module_number: usize,
    /// The short one, for a title line.
    pub module_title: String,
    pub exercise: Exercise,
    /// The folder in the workspace; `None` where nothing can be written.
    pub folder: Option<PathBuf>,
    /// What the learner has now: every file of the exercise, read-only ones too.
    pub files: Files,
    /// Said once above the editor: the files are kept in memory only, and why.
    pub note: Option<String>,
    pub standing: Standing,
    /// What comes after this exercise, where it was opened.
    pub next: Option<Next>,
    /// Cards that are due, where it was opened.
    pub due: usize,
    /// The learner's own command that a check starts; `None` where the files run in the lab.
    pub command: Option<OwnCommand>,
}

/// A check that was recorded, and where the learner stands after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub exercise: ExerciseId,
    pub verdict: Verdict,
    pub standing: Standing,
    /// The attempt could not be written: why, in one sentence.
    pub unsaved: Option<String>,
}

/// A lesson with where it stands and how far it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLesson {
    pub loaded: LoadedLesson,
    pub course_title: String,
    pub module_number: usize,
    /// The short one, for a title line.
    pub module_title: String,
    /// The page to open, counted from 0.
    pub page: usize,
    /// What comes after this lesson.
    pub next: Option<Next>,
    /// Questions that are asked at its end, and were not answered today.
    pub questions: usize,
    /// Cards that are due.
    pub due: usize,
    /// What the learner noted on its pages.
    pub notes: Vec<Note>,
    /// From this a note that is not there yet gets its token.
    pub fresh: i64,
}

impl OpenLesson {
    /// What tells the first note on a page from every other, on every machine.
    pub fn token_of_a_new_note(&self, page: usize) -> i64 {
        self.fresh.wrapping_add(i64::try_from(page).unwrap_or(i64::MAX))
    }
}

/// Cards that are due, or else when the next ones are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reviews {
    pub due: usize,
    /// Seconds until then, and how many there are on that day.
    pub next: Option<(Seconds, usize)>,
}

/// Which cards are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    Due,
    /// What Progress calls shaky, due or not.
    Shaky,
    /// The questions at the end of a lesson.
    Lesson(LessonId),
    /// Questions of a module's lessons, before it is begun. Nothing of the answers is recorded.
    Module(ModuleId),
}

/// Cards that are asked one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub of: Of,
    pub asked: Vec<Asked>,
    pub reviews: Reviews,
    pub course: String,
    /// Module and title of the lesson that asks.
    pub path: Option<(String, String)>,
    /// Pages of the lesson that asks.
    pub pages: usize,
    /// What comes after the lesson that asks.
    pub next: Option<Next>,
    /// The module that can be asked about after this one, with its number and short title.
    pub following: Option<(ModuleId, String)>,
}

impl Session {
    /// Whether so many answers that came back well are reason enough to skip the module.
    pub fn advises_skipping(&self, known: usize) -> bool {
        MOSTLY_KNOWN <= known * 100 / self.asked.len().max(1)
    }
}

/// A card as it is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub card: CardId,
    pub ask: Ask,
    /// `4 Express 5`
    pub module: String,
    pub title: String,
    /// What can be opened to read about it.
    pub place: Place,
    /// Whole days since it was seen last.
    pub days: u32,
    /// Seconds until it comes back, for each grade.
    pub waits: [Seconds; 4],
}

/// What is asked and what is right. The texts are Markdown, but for code and output.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    pub question: String,
    /// Language and text.
    pub code: Option<(String, String)>,
    pub options: Vec<Choice>,
    pub answer: String,
    /// The answer is what a program prints.
    pub is_output: bool,
    pub why: Option<String>,
    /// What the learner said wrong when it became a card.
    pub before: Option<String>,
}

impl Ask {
    /// The option that a letter or its text names.
    pub fn chosen(&self, words: &str) -> Option<&Choice> {
        let words = words.trim().trim_end_matches(['.', ')']);
        let by_letter =
            |(letter, _): &(char, &Choice)| words.eq_ignore_ascii_case(&letter.to_string());
        let letter = ('a'..='z').zip(&self.options).find(by_letter).map(|(_, option)| option);
        letter
            .or_else(|| self.options.iter().find(|option| option.text.eq_ignore_ascii_case(words)))
    }
}

/// A review that was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    pub card: CardId,
    /// By this it can be taken back.
    pub token: i64,
    pub reviews: Reviews,
    /// It could not be written: why, in one sentence.
    pub unsaved: Option<String>,
}

/// A term of the glossary for somebody who reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    pub id: TermId,
    /// `status code`
    pub name: String,
    /// What it means: one or two sentences.
    pub means: Page,
    /// Other names of the same thing.
    pub also: Vec<String>,
    /// The names of terms to read next.
    pub see: Vec<String>,
    /// The lesson that explains it, and its title.
    pub lesson: LessonId,
    pub lesson_title: String,
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::pack::files::{Files as PackFiles, Memory, Unreadable};

    const NOW: Seconds = 1_795_478_400;

    fn now() -> Seconds {
        NOW
    }

    fn nine_days_later() -> Seconds {
        NOW + 9 * 86_400
    }

    const LESSON_ONE: &str = include_str!("../tests/fixtures/tutor/one.md");
    const EXERCISE: &str = include_str!("../tests/fixtures/tutor/exercise.toml");

    /// A course of two modules: lessons `one` (with exercise `first`) and `two`, the exercise
    /// `extra` that no lesson names, an empty module, and lesson `three`.
    fn pack() -> Pack {
        pack_of(course())
    }

    fn pack_of(files: impl PackFiles + 'static) -> Pack {
        let (pack, findings) = Pack::open(Arc::new(files));
        pack.unwrap_or_else(|| panic!("{findings:?}"))
    }

    fn course() -> Memory {
        let lesson = |id: &str, exercises: &str| {
            LESSON_ONE.replace("ID", id).replace("EXERCISES", exercises)
        };
        let mut files: Vec<(String, String)> = vec![
            ("pack.toml".to_owned(), include_str!("../tests/fixtures/tutor/pack.toml").to_owned()),
            ("lessons/m01/one.md".to_owned(), lesson("one", "\"first\"")),
            ("lessons/m01/two.md".to_owned(), lesson("two", "")),
            ("lessons/m03/three.md".to_owned(), lesson("three", "")),
            (
                "glossary.toml".to_owned(),
                include_str!("../tests/fixtures/tutor/glossary.toml").to_owned(),
            ),
        ];
        for id in ["first", "extra"] {
            let folder = format!("exercises/m01/{id}");
            files.push((format!("{folder}/exercise.toml"), EXERCISE.replace("ID", id)));
            files.push((format!("{folder}/task.md"), "Do it.\n".to_owned()));
            files.push((format!("{folder}/starter/server.js"), "starter\n".to_owned()));
            files.push((format!("{folder}/starter/given.json"), "[]\n".to_owned()));
            files.push((format!("{folder}/solution/server.js"), "solution\n".to_owned()));
        }
        files.into_iter().collect()
    }

    /// Writes down what is read.
    struct Watched(Memory, Arc<Mutex<Vec<String>>>);

    impl PackFiles for Watched {
        fn list(&self, folder: &str) -> (Vec<String>, Findings) {
            self.1.lock().unwrap().push(folder.to_owned());
            self.0.list(folder)
        }

        fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
            self.1.lock().unwrap().push(path.to_owned());
            self.0.read(path)
        }
    }

    fn tutor_at(home: &Path, now: fn() -> Seconds) -> Tutor {
        tutor_of(pack(), home, now)
    }

    fn tutor_of(pack: Pack, home: &Path, now: fn() -> Seconds) -> Tutor {
        let folders = Folders {
            data: Some(home.join("data")),
            workspace: Some(home.join("work")),
            ..Folders::default()
        };
        Tutor::open(pack, Machine::of_this_program(), folders, Config::default(), now)
    }

    fn desk() -> (TempDir, Tutor) {
        let home = tempfile::tempdir().unwrap();
        let tutor = tutor_at(home.path(), now);
        (home, tutor)
    }

    fn lesson(id: &str) -> LessonId {
        LessonId::parse(id).unwrap()
    }

    fn exercise(id: &str) -> ExerciseId {
        ExerciseId::parse(id).unwrap()
    }

    fn pass(tutor: &Tutor, id: &str) {
        let check = crate::judge::CheckResult {
            name: "home".to_owned(),
            say: "it answers".to_owned(),
            hidden: false,
            outcome: crate::judge::Outcome::Passed,
        };
        let verdict = Verdict {
            checks: vec![check],
            took: std::time::Duration::ZERO,
            trace: crate::trace::Trace::default(),
            hidden: crate::judge::Hidden::default(),
            stop: None,
            rows: None,
            exchanges: Vec::new(),
        };
        let files = Files::from([("server.js".to_owned(), b"passed\n".to_vec())]);
        let attempt = crate::progress::Attempt::checked(&exercise(id), 1, &files, &verdict);
        assert_eq!(tutor.record(Change::Attempt(attempt)), None);
    }

    fn next(tutor: &Tutor) -> (Place, Option<(usize, usize)>) {
        let next = tutor.overview().next.unwrap();
        (next.place, next.page)
    }

    #[test]
    fn home_goes_on_where_one_stopped_and_then_along_the_path() {
        let (home, tutor) = desk();
        let overview = tutor.overview();
        assert!(overview.first_start && overview.notes.is_empty());
        let first = overview.next.unwrap();
        assert_eq!((first.place, first.page), (Place::Lesson(lesson("one")), None));
        assert_eq!(first.then.as_deref(), Some("The exercise first"));

        tutor.remember(&lesson("one"), 1);
        assert_eq!(next(&tutor), (Place::Lesson(lesson("one")), Some((2, 2))));
        assert!(!tutor.overview().first_start);
        tutor.finish_lesson(&lesson("one"));
        assert_eq!(next(&tutor), (Place::Exercise(exercise("first")), None));
        tutor.open_exercise(&exercise("first")).unwrap();
        assert_eq!(next(&tutor).0, Place::Exercise(exercise("first")));
        pass(&tutor, "first");
        assert_eq!(next(&tutor).0, Place::Lesson(lesson("two")));
        tutor.finish_lesson(&lesson("two"));
        assert_eq!(next(&tutor).0, Place::Exercise(exercise("extra")));
        tutor.finish_lesson(&lesson("three"));
        assert_eq!(next(&tutor).0, Place::Exercise(exercise("extra")), "back to what was left out");
        drop(tutor);

        let later = tutor_at(home.path(), nine_days_later);
        let overview = later.overview();
        assert_eq!(overview.modules[0].exercises, [Solving::Solved, Solving::Ahead]);
        assert_eq!(overview.modules[0].lessons[0], Reading::Read);
        let next = overview.next.unwrap();
        assert_eq!(next.days_away, Some(9));
        assert_eq!(next.last_solved.as_deref(), Some("The exercise first"));
        pass(&later, "extra");
        assert_eq!(later.overview().next, None);
    }

    #[test]
    fn a_module_is_finished_when_all_of_it_is_read_and_solved() {
        let (_home, tutor) = desk();
        let standing = || {
            let overview = tutor.overview();
            let finished: Vec<_> = overview.modules.iter().map(ModuleState::is_finished).collect();
            (overview.here(), finished)
        };
        assert_eq!(standing(), (Some(0), vec![false; 3]), "an empty one never is");
        for id in ["one", "two"] {
            tutor.finish_lesson(&lesson(id));
        }
        pass(&tutor, "first");
        assert_eq!(standing(), (Some(0), vec![false; 3]));
        pass(&tutor, "extra");
        assert_eq!(standing(), (Some(2), vec![true, false, false]));
        let figures = tutor.figures();
        assert_eq!((figures.here, figures.reviews), (Some(2), tutor.reviews()));
        assert_eq!(figures.modules.iter().map(|module| module.due).sum::<usize>(), 0);
    }

    #[test]
    fn what_is_skipped_is_left_out_until_it_is_begun() {
        let (home, tutor) = desk();
        let module = |id: &str| ModuleId::parse(id).unwrap();
        let skipped = |tutor: &Tutor| -> Vec<bool> {
            tutor.overview().modules.iter().map(|state| state.skipped).collect()
        };
        let three = Place::Lesson(lesson("three"));
        tutor.skip(&module("m01"), true).unwrap();
        assert_eq!(skipped(&tutor), [true, false, false]);
        assert_eq!(next(&tutor).0, three);
        assert!(!tutor.overview().first_start, "something was decided");
        tutor.skip(&module("m03"), true).unwrap();
        assert_eq!(tutor.overview().next, None);
        drop(tutor);

        let tutor = tutor_at(home.path(), now);
        assert_eq!(skipped(&tutor), [true, false, true], "it is kept");
        tutor.skip(&module("m01"), false).unwrap();
        assert_eq!(next(&tutor).0, Place::Lesson(lesson("one")));
        let after = |place| tutor.next_after(&place).map(|next| next.place);
        let first = Place::Exercise(exercise("first"));
        assert_eq!(after(Place::Exercise(exercise("extra"))), Some(first), "it was left out");
        tutor.skip(&module("m03"), false).unwrap();

        // Whoever opens what was skipped goes on in it.
        tutor.skip(&module("m01"), true).unwrap();
        assert_eq!(after(Place::Lesson(lesson("one"))), Some(Place::Exercise(exercise("first"))));
        tutor.remember(&lesson("one"), 0);
        assert_eq!(skipped(&tutor), [false; 3]);
        assert_eq!(next(&tutor).0, Place::Lesson(lesson("one")));
        let refused = |id: &str| tutor.skip(&module(id), true).unwrap_err().what;
        assert_eq!(refused("m01"), "Module 1 is begun.");
        assert_eq!(refused("m02"), "Module 2 is not in this version yet.");
        assert_eq!(refused("m09"), "The course has no module `m09`.");
    }

    #[test]
    fn what_was_done_is_not_next_after_an_exercise_while_there_is_another() {
        let (_home, tutor) = desk();
        let after = |place: &Place| tutor.next_after(place).map(|next| next.place);
        let (one, two) = (Place::Lesson(lesson("one")), Place::Lesson(lesson("two")));
        let first = Place::Exercise(exercise("first"));
        assert_eq!(after(&first), Some(two.clone()));
        tutor.finish_lesson(&lesson("two"));
        assert_eq!(after(&first), Some(Place::Exercise(exercise("extra"))));
        pass(&tutor, "first");
        assert_eq!(after(&one), Some(first.clone()), "lessons are read again in their order");
        pass(&tutor, "extra");
        tutor.skip(&ModuleId::parse("m03").unwrap(), true).unwrap();
        assert_eq!(after(&first), Some(two.clone()), "module 3 is skipped");
        tutor.skip(&ModuleId::parse("m03").unwrap(), false).unwrap();
        assert_eq!(after(&first), Some(Place::Lesson(lesson("three"))));
        tutor.finish_lesson(&lesson("three"));
        assert_eq!(after(&first), Some(two), "all is done");
    }

    #[test]
    fn own_notes_are_found_by_their_words() {
        let (home, tutor) = desk();
        tutor.index();
        let found = |query: &str| -> Vec<(String, Vec<String>)> {
            let notes = tutor.search(query, None).notes;
            let marked = |hit: &Hit| {
                let marks = hit.marks.iter().map(|mark| hit.title[mark.clone()].to_owned());
                (hit.title.clone(), marks.collect())
            };
            notes.iter().map(marked).collect()
        };
        assert_eq!(found("token"), []);
        assert_eq!(tutor.search_inside("token", &lesson("one")), Inside::default());
        let file = home.path().join("data").join(crate::progress::PROGRESS_FILE);
        assert!(!file.exists(), "nothing is kept for who only looks");

        let keep = |id, token, page, text: &str| {
            tutor.keep_note(&lesson(id), token, page, text).unwrap();
        };
        let long = "Sessions live on the server and need a store that every process shares.\n\n\
                    \tÀ la carte tokens do not, \u{1b}[31mso they scale.";
        keep("one", 1, 1, long);
        keep("two", 2, 0, "A token ends");
        keep("two", 3, 0, "not this one");
        let one = "… À la carte tokens do not, ␛[31mso they scale.";
        let expected = [
            ("A token ends".to_owned(), vec!["token".to_owned()]),
            (one.to_owned(), vec!["token".to_owned()]),
        ];
        assert_eq!(found("token"), expected, "whole words first");
        assert_eq!(found("A CARTE tok").len(), 1);
        assert_eq!(found("token nowhere"), []);
        assert_eq!(found(" "), []);
        let leads = tutor.search("sessions", None).notes.remove(0).leads;
        let Lead::Note { text, lesson: of, page } = leads else { panic!("{leads:?}") };
        assert_eq!((text.starts_with("Sessions live"), of, page), (true, lesson("one"), 1));
        let inside = tutor.search_inside("tok", &lesson("one"));
        assert_eq!((inside.pages, inside.words), (vec![1], vec!["tokens".to_owned()]));

        keep("two", 2, 0, "");
        assert_eq!(found("token").len(), 1, "it was removed");
        for token in 100..200 {
            keep("two", token, 0, &"token ".repeat(100));
        }
        let many = tutor.search("token", None);
        assert_eq!((many.notes.len(), many.more), (crate::catalog::HITS_MAX, true));
        assert!(many.notes.iter().all(|hit| hit.title.chars().count() <= 160));
    }

    #[test]
    fn a_module_unfolds_in_the_order_of_learning() {
        let (_home, tutor) = desk();
        let rows = tutor.unfold(&ModuleId::parse("m01").unwrap()).unwrap().rows;
        let shown: Vec<_> = rows.iter().map(|row| (row.title.as_str(), row.kind)).collect();
        let expected = [
            ("The lesson one", "lesson"),
            ("The exercise first", "js"),
            ("The lesson two", "lesson"),
            ("The exercise extra", "js"),
        ];
        assert_eq!(shown, expected);
        assert!(tutor.unfold(&ModuleId::parse("m09").unwrap()).is_err());
        assert!(tutor.unfold(&ModuleId::parse("m02").unwrap()).unwrap().rows.is_empty());
    }

    #[test]
    fn a_note_is_written_anew_and_no_other_on_its_page() {
        let (home, tutor) = desk();
        let two = lesson("two");
        let notes = |tutor: &Tutor| -> Vec<(usize, String)> {
            let open = tutor.open_lesson(&two).unwrap();
            open.notes.into_iter().map(|note| (note.page, note.text)).collect()
        };
        let there = |page: usize, text: &str| (page, text.to_owned());
        let token = tutor.open_lesson(&two).unwrap().token_of_a_new_note(1);
        // As an import brings it; the older one is the first of its page.
        for (token, page, text) in [(7, 1, "other"), (token, 1, "f"), (8, 0, "")] {
            tutor.keep_note(&two, token, page, text).unwrap();
        }
        tutor.keep_note(&lesson("one"), 9, 0, "elsewhere").unwrap();
        drop(tutor);
        let tutor = tutor_at(home.path(), nine_days_later);
        for text in ["fi", "fir", "", "firs", "first"] {
            tutor.keep_note(&two, token, 1, text).unwrap();
            let kept = notes(&tutor);
            assert!(kept.contains(&there(1, "other")), "{text}: {kept:?}");
            assert_eq!(kept.contains(&there(1, text)), !text.is_empty());
        }
        drop(tutor);
        let tutor = tutor_at(home.path(), now);
        assert_eq!(notes(&tutor), [there(1, "other"), there(1, "first")]);
        tutor.keep_note(&two, 7, 1, "").unwrap();
        assert_eq!(notes(&tutor), [there(1, "first")]);
    }

    #[test]
    fn the_terms_of_a_lesson_are_explained_in_its_order() {
        let (_home, tutor) = desk();
        let terms = tutor.terms(&lesson("two")).unwrap();
        let names: Vec<&str> = terms.iter().map(|term| term.name.as_str()).collect();
        // One mark leads nowhere, and one stands twice.
        assert_eq!(names, ["program", "word"]);
        assert_eq!(
            (&terms[0].also[..], &terms[0].see[..]),
            (&["script".to_owned()][..], &["word".to_owned()][..])
        );
        assert_eq!(
            (terms[1].lesson.as_str(), terms[1].lesson_title.as_str()),
            ("one", "The lesson one")
        );
        assert!(tutor.terms(&lesson("nowhere")).is_err());
    }

    #[test]
    fn a_lesson_opens_where_it_was_left_and_names_what_comes_next() {
        let (_home, tutor) = desk();
        tutor.remember(&lesson("two"), 1);
        let open = tutor.open_lesson(&lesson("two")).unwrap();
        assert_eq!((open.page, open.module_number), (1, 1));
        assert_eq!(open.next.unwrap().place, Place::Exercise(exercise("extra")));
        tutor.finish_lesson(&lesson("two"));
        assert_eq!(tutor.open_lesson(&lesson("two")).unwrap().page, 0);
        assert_eq!(tutor.open_lesson(&lesson("three")).unwrap().next, None);
        let after_extra = || tutor.open_exercise(&exercise("extra")).unwrap().next.unwrap().place;
        assert_eq!(after_extra(), Place::Exercise(exercise("first")), "it was left out");
        pass(&tutor, "first");
        assert_eq!(after_extra(), Place::Lesson(lesson("three")));
    }

    #[test]
    fn ids_are_found_also_old_and_misspelt_ones() {
        let (_home, tutor) = desk();
        let found = |id| tutor.find(id).map_err(|trouble| trouble.to_string());
        assert_eq!(found("two"), Ok(Place::Lesson(lesson("two"))));
        assert_eq!(found("ada/small/first"), Ok(Place::Exercise(exercise("first"))));
        assert_eq!(found("begin"), Ok(Place::Exercise(exercise("first"))));
        let near = "No lesson or exercise has the id `frist`. Did you mean `first`?";
        assert_eq!(found("frist"), Err(near.to_owned()));
        assert!(found("bob/other/first").is_err());
        assert!(tutor.open_exercise(&exercise("two")).is_err());
        assert!(tutor.open_lesson(&lesson("first")).is_err());
    }

    #[test]
    fn work_under_an_old_id_is_found_under_the_new_one() {
        let (home, tutor) = desk();
        tutor.open_exercise(&exercise("first")).unwrap();
        tutor.save(&exercise("first"), "server.js", "mine\n").unwrap();
        drop(tutor);
        fs::rename(
            home.path().join("work/ada/small/first"),
            home.path().join("work/ada/small/begin"),
        )
        .unwrap();
        let progress = Progress::open(Some(&home.path().join("data")));
        let pack = PackId::parse("ada/small").unwrap();
        let hinted = Change::Hinted { exercise: exercise("begin"), hints: 3 };
        progress.record(&pack, NOW, hinted).unwrap();
        drop(progress);
        let tutor = tutor_at(home.path(), now);
        let work = tutor.open_exercise(&exercise("first")).unwrap();
        assert_eq!((work.standing.hints, &work.files["server.js"][..]), (3, &b"mine\n"[..]));
    }

    #[test]
    fn what_was_typed_is_on_the_disk_and_what_it_displaced_in_the_history() {
        let (_home, tutor) = desk();
        let id = exercise("first");
        let work = tutor.open_exercise(&id).unwrap();
        assert_eq!((work.note, work.module_number), (None, 1));
        let file = tutor.file(&id, "server.js").unwrap();
        tutor.save(&id, "server.js", "typed\n").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "typed\n");
        assert_eq!(tutor.history(&id).unwrap(), []);

        fs::write(&file, "outside\n").unwrap();
        tutor.save(&id, "server.js", "typed on\n").unwrap();
        fs::write(&file, "outside again\n").unwrap();
        let changed = [("server.js".to_owned(), Ok("outside again\n".to_owned()))];
        assert_eq!(tutor.changed_outside(&id), changed);
        let history = tutor.history(&id).unwrap();
        let kept: Vec<_> = history.iter().map(|past| &past.files["server.js"][..]).collect();
        assert_eq!(kept, [&b"typed on\n"[..], b"outside\n"]);
        assert!(tutor.file(&id, "../server.js").is_err());
    }

    #[test]
    fn a_text_from_outside_that_cannot_be_used_is_said_and_kept() {
        let (_home, tutor) = desk();
        let id = exercise("first");
        tutor.open_exercise(&id).unwrap();
        let file = tutor.file(&id, "server.js").unwrap();
        fs::write(&file, b"latin \xe9\n").unwrap();
        let changed = tutor.changed_outside(&id);
        let why = changed[0].1.as_ref().unwrap_err();
        assert_eq!(why.what, "server.js is not UTF-8 text.");
        tutor.save(&id, "server.js", "typed\n").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "typed\n");
        assert_eq!(tutor.history(&id).unwrap()[0].files["server.js"], b"latin \xe9\n");
    }

    #[test]
    fn a_reset_and_a_restore_lose_nothing() {
        let (_home, tutor) = desk();
        let id = exercise("first");
        tutor.open_exercise(&id).unwrap();
        tutor.save(&id, "server.js", "mine\n").unwrap();
        tutor.save(&id, "more.js", "more\n").unwrap();
        for _ in 0..2 {
            let files = tutor.reset(&id).unwrap();
            assert_eq!(files["server.js"], b"starter\n");
            assert_eq!(files.len(), 2);
        }
        let history = tutor.history(&id).unwrap();
        assert_eq!((history.len(), history[0].kind), (1, AttemptKind::Kept));
        let files = tutor.restore(&id, history[0].number).unwrap();
        assert_eq!(
            (&files["server.js"][..], &files["more.js"][..]),
            (&b"mine\n"[..], &b"more\n"[..])
        );
        assert_eq!(files["given.json"], b"[]\n");
        assert!(tutor.restore(&id, 999).is_err());
        assert_eq!(tutor.last_exercise(), Some(id));
    }

    #[test]
    fn hints_come_one_by_one_and_the_solution_after_them() {
        let (_home, tutor) = desk();
        let id = exercise("first");
        let refused = tutor.reveal(&id).unwrap_err();
        assert_eq!(refused.what, "The solution is shown after the last hint or after passing.");
        for hints in [1, 2, 3, 4, 4] {
            assert_eq!(tutor.next_hint(&id).unwrap().hints, hints);
        }
        let standing = tutor.reveal(&id).unwrap();
        assert!(standing.revealed && standing.with_help);
        let other = exercise("extra");
        pass(&tutor, "extra");
        let standing = tutor.reveal(&other).unwrap();
        assert_eq!((standing.passed, standing.with_help), (true, false));
    }

    #[test]
    fn without_a_home_everything_works_in_memory() {
        let tutor = Tutor::open(
            pack(),
            Machine::of_this_program(),
            Folders::default(),
            Config::default(),
            now,
        );
        let id = exercise("first");
        let note = "Progress is kept in memory only: HOME is not set.";
        assert_eq!(tutor.overview().notes, [note]);
        let work = tutor.open_exercise(&id).unwrap();
        assert_eq!(work.note.as_deref(), Some("Files are kept in memory only: HOME is not set."));
        tutor.save(&id, "server.js", "mine\n").unwrap();
        assert_eq!(tutor.next_hint(&id).unwrap().hints, 1);
        assert_eq!(tutor.reset(&id).unwrap()["server.js"], b"starter\n");
        let kept = tutor.history(&id).unwrap()[0].number;
        assert_eq!(tutor.restore(&id, kept).unwrap()["server.js"], b"mine\n");
        assert!(tutor.file(&id, "server.js").is_err());
        assert_eq!(tutor.changed_outside(&id), []);
    }

    #[test]
    fn threads_share_a_tutor() {
        fn check<T: Send + Sync>(_: &T) {}
        check(&desk().1);
    }

    fn questions(session: &Session) -> Vec<(&str, u32)> {
        session.asked.iter().map(|asked| (asked.ask.question.as_str(), asked.days)).collect()
    }

    #[test]
    fn a_module_is_asked_about_before_it_is_begun_and_nothing_is_kept_of_it() {
        let (_home, tutor) = desk();
        let of = |id: &str| Of::Module(ModuleId::parse(id).unwrap());
        let session = tutor.session(&of("m01")).unwrap();
        let asked: Vec<_> = questions(&session).into_iter().map(|(question, _)| question).collect();
        // Both lessons ask the same; the first question of each comes first.
        let twice = ["What was read?", "What was read?", "Where?", "Where?", "When?", "When?"];
        assert_eq!(asked, twice);
        assert_eq!(session.pages, 6);
        assert_eq!(session.next.unwrap().place, Place::Lesson(lesson("one")));
        assert_eq!(session.path.unwrap().1, "What you know already");
        assert!(tutor.overview().first_start, "asking leaves no trace");
        assert_eq!(tutor.session(&of("m02")).unwrap().asked, []);
        let trouble = tutor.session(&of("m99")).unwrap_err();
        assert_eq!(trouble.what, "The course has no module `m99`.");
    }

    #[test]
    fn a_lesson_that_was_read_is_asked_again_after_days() {
        let (home, tutor) = desk();
        let one = lesson("one");
        assert_eq!(tutor.open_lesson(&one).unwrap().questions, 2);
        let asked = tutor.session(&Of::Lesson(one.clone())).unwrap();
        assert_eq!(questions(&asked), [("What was read?", 0), ("Where?", 0)]);
        assert_eq!(asked.next.as_ref().unwrap().place, Place::Exercise(exercise("first")));
        tutor.finish_lesson(&one);
        // Reading it again makes no others, and no upkeep.
        for again in [false, true] {
            if again {
                tutor.finish_lesson(&one);
                tutor.refresh_cards();
            }
            assert_eq!(tutor.reviews(), Reviews { due: 0, next: Some((86_400, 3)) });
        }
        let graded = tutor.grade(&asked.asked[1].card, Grade::Good, "here");
        assert_eq!(tutor.open_lesson(&one).unwrap().questions, 1);
        let asked = tutor.session(&Of::Lesson(one.clone())).unwrap();
        assert_eq!(questions(&asked), [("What was read?", 0)]);
        let recall = tutor.figures().modules[0].recall;
        assert_eq!(recall, None, "a minute after a review nobody has forgotten anything");
        tutor.grade(&asked.asked[0].card, Grade::Again, "");
        assert_eq!(tutor.open_lesson(&one).unwrap().questions, 0, "the third is for another day");
        assert_eq!(tutor.session(&Of::Lesson(one.clone())).unwrap().asked, []);
        drop(tutor);

        let tutor = tutor_at(home.path(), nine_days_later);
        assert_eq!(tutor.open_lesson(&one).unwrap().questions, 2, "a new day has its own");
        let asked = tutor.session(&Of::Lesson(one.clone())).unwrap();
        assert_eq!(questions(&asked)[0], ("When?", 9), "what was asked least comes first");
        assert_eq!(tutor.reviews().due, 3);
        let session = tutor.session(&Of::Due).unwrap();
        assert_eq!(questions(&session).len(), 3);
        let is_of = |asked: &&Asked, text: &str| asked.ask.question == text;
        let first = session.asked.iter().find(|asked| is_of(asked, "Where?")).unwrap();
        assert_eq!((first.days, first.waits[0]), (9, 600));
        assert!(first.waits[1] <= first.waits[2] && first.waits[2] < first.waits[3]);
        assert!(tutor.figures().modules[0].recall.is_some());
        assert_eq!(tutor.undo_review(graded.token).due, 3);
        assert_eq!(tutor.put_off(&first.card).due, 2);
        assert!(tutor.session(&Of::Lesson(lesson("unknown"))).is_err());
    }

    #[test]
    fn nothing_is_read_again_for_each_card() {
        let home = tempfile::tempdir().unwrap();
        let reads = Arc::default();
        let pack = pack_of(Watched(course(), Arc::clone(&reads)));
        let tutor = tutor_of(pack, home.path(), nine_days_later);
        let one = lesson("one");
        let reads_of = |of: &Of| {
            reads.lock().unwrap().clear();
            let asked = tutor.session(of).unwrap().asked.len();
            let reads = reads.lock().unwrap();
            (asked, reads.iter().filter(|path| *path == "lessons/m01/one.md").count())
        };
        // The lesson, and its head for what comes next.
        assert_eq!(reads_of(&Of::Lesson(one.clone())), (2, 2));
        tutor.predicted(&one, 0, "two", "one");
        assert_eq!(reads_of(&Of::Shaky), (1, 1));
        reads.lock().unwrap().clear();
        tutor.terms(&lesson("two")).unwrap();
        let reads = reads.lock().unwrap();
        // Which files a whole lesson has; of another one the head says the title.
        let whole = reads.iter().filter(|path| *path == "lessons/m01/data");
        assert_eq!(whole.count(), 1, "{reads:?}");
    }

    #[test]
    fn wrong_predictions_and_solutions_seen_early_become_cards() {
        let (home, tutor) = desk();
        let one = lesson("one");
        tutor.remember(&one, 0);
        tutor.predicted(&one, 0, " one ", "one\n");
        tutor.predicted(&one, 0, " ", "one\n");
        tutor.predicted(&one, 0, "two", "one\n");
        tutor.predicted(&one, 99, "two", "one\n");
        let id = exercise("first");
        for _ in 0..4 {
            tutor.next_hint(&id).unwrap();
        }
        tutor.reveal(&id).unwrap();
        let shaky = tutor.figures().shaky;
        let whys: Vec<_> = shaky.iter().map(|shaky| shaky.why.as_str()).collect();
        assert_eq!(whys, ["predicted two", "with help"]);
        drop(tutor);

        let tutor = tutor_at(home.path(), nine_days_later);
        let session = tutor.session(&Of::Due).unwrap();
        let asked = &session.asked;
        assert_eq!(asked.len(), 2, "{asked:?}");
        let prediction = asked.iter().find(|asked| asked.ask.code.is_some()).unwrap();
        assert_eq!(prediction.ask.answer.trim(), "one");
        assert_eq!(prediction.ask.before.as_deref(), Some("two"));
        let solution = asked.iter().find(|asked| asked.ask.code.is_none()).unwrap();
        assert_eq!(solution.place, Place::Exercise(id));
        assert_eq!(questions(&tutor.session(&Of::Shaky).unwrap()).len(), 2);
    }

    #[test]
    fn typing_is_recorded_once_a_minute() {
        let (_home, tutor) = desk();
        let id = exercise("first");
        tutor.open_exercise(&id).unwrap();
        for text in ["a", "ab", "abc"] {
            tutor.save(&id, "server.js", text).unwrap();
        }
        let figures = tutor.figures();
        assert_eq!((figures.time, figures.days), ([0; 3], 0), "the clock stands still");
    }

    #[test]
    fn what_is_kept_goes_to_a_file_and_comes_back() {
        let (home, tutor) = desk();
        tutor.finish_lesson(&lesson("one"));
        let file = tutor.export_to_workspace().unwrap();
        assert_eq!(file, home.path().join("work").join(EXPORT_FILE));
        let other = tempfile::tempdir().unwrap();
        let new = tutor_at(other.path(), now);
        new.import(&file).unwrap();
        assert_eq!(new.overview().modules[0].lessons[0], Reading::Read);
        let trouble = new.import(home.path()).unwrap_err();
        assert!(trouble.next.is_some());
    }
}
