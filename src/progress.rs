//! The learner's record: what was read, tried and solved, in one SQLite file.
//!
//! Whatever happens to the disk, asking and recording work: a file that is damaged is set aside
//! and the newest backup takes its place; where nothing can be written the record is kept in
//! memory and written as soon as that works. `notes` says so in a sentence. A change is answered
//! with `Ok` only after it is committed to the disk.

mod activity;
mod attempts;
mod cards;
mod fnv;
mod fsrs;
mod merge;
mod notes;
mod rescue;
mod schema;
mod store;
mod summary;
mod transfer;
mod typed;

use std::{
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

pub use self::{
    activity::{Activity, PAUSE_SECONDS_MAX, What},
    attempts::{Attempt, AttemptKind, CheckMark, HISTORY_MAX, PastAttempt},
    cards::{AGAIN_SECONDS, CARDS_A_DAY, Card, CardId, CardKind, Due},
    fsrs::{Grade, Memory},
    notes::{NOTE_BYTES_MAX, NOTES_MAX, Note, NotesOfPack},
    summary::{LessonMark, Place, Revised, Standing, Summary, moved_to},
    transfer::{FILE_BYTES_MAX, LINE_BYTES_MAX, Moved, Refused},
    typed::{Prompt, TYPED_BYTES_MAX, TYPED_MAX, Typed},
};
use self::{
    rescue::Upkeep,
    store::{Entry, Store},
};
use crate::course::{
    exercise::Files,
    id::{ExerciseId, LessonId, ModuleId, PackId},
};

/// The file's name in its folder.
pub const PROGRESS_FILE: &str = "progress.db";

/// Seconds since 1970-01-01T00:00:00Z.
pub type Seconds = i64;

/// A day of the record, in Greenwich.
pub const SECONDS_A_DAY: Seconds = 86_400;

/// The open record. Threads may share it; each call is one short transaction.
#[derive(Debug)]
pub struct Progress {
    store: Mutex<Store>,
}

/// Something to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Text that was checked, or kept before something replaced it. Who checks is there, as after
    /// `Opened`.
    Attempt(Attempt),
    /// So many hints were shown, counted from the first.
    Hinted {
        exercise: ExerciseId,
        hints: u32,
    },
    /// The solution was shown.
    Revealed {
        exercise: ExerciseId,
    },
    /// The exercise was opened.
    Opened {
        exercise: ExerciseId,
    },
    /// The lesson is open at a page, counted from 0.
    Turned {
        lesson: LessonId,
        page: u32,
    },
    /// The last page was read.
    Finished {
        lesson: LessonId,
    },
    /// The learner is still at something, of which nothing else is recorded.
    Busy {
        what: What,
        id: String,
    },
    /// There is something to be asked again; nothing where the card is known. `said` is what was
    /// said wrong.
    CardMade {
        card: CardId,
        said: String,
    },
    /// The pack no longer asks it.
    CardGone {
        card: CardId,
    },
    /// It is not asked before a time.
    CardPutOff {
        card: CardId,
        until: Seconds,
    },
    /// A card was answered; by the token this can be taken back.
    Reviewed {
        token: i64,
        card: CardId,
        grade: Grade,
        said: String,
    },
    ReviewUndone {
        token: i64,
    },
    /// The learner wrote a note on a page, counted from 0: one that there was, or with a token of its
    /// own a new one. An empty text removes it.
    Noted {
        token: i64,
        lesson: LessonId,
        page: u32,
        text: String,
    },
    /// Something was typed into the playground; it belongs to no pack, whichever is named.
    Typed {
        prompt: Prompt,
        text: String,
    },
    /// The learner knows a module and skips it, or takes that back.
    Skipped {
        module: ModuleId,
        skipped: bool,
    },
    /// What passed in an earlier revision of the exercise passes in this one too. Nothing else of the
    /// learner's standing changes, since it was the tutor who looked.
    Revised {
        exercise: ExerciseId,
        rev: u32,
    },
    /// An id was changed by the pack's author; what is kept under the old one moves.
    Moved {
        old: String,
        new: String,
    },
}

/// What was recorded is in memory only, and why; it is written as soon as that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The end of a sentence: `the disk is full`.
    pub why: String,
}

impl Progress {
    /// Opens `progress.db` in `folder`, making it and mending it as needed. `None`, or a folder
    /// that cannot be used, keeps everything in memory.
    pub fn open(folder: Option<&Path>) -> Progress {
        let file = folder.map(|folder| folder.join(PROGRESS_FILE));
        Progress { store: Mutex::new(Store::open(file)) }
    }

    /// A record that is gone with the program, as it should be.
    pub fn transient() -> Progress {
        Progress { store: Mutex::new(Store::transient()) }
    }

    /// Remembers a change.
    ///
    /// # Errors
    /// It is in memory only.
    pub fn record(&self, pack: &PackId, at: Seconds, change: Change) -> Result<(), Unsaved> {
        self.record_all(pack, at, vec![change])
    }

    /// Remembers changes in one transaction: all of them or none.
    ///
    /// # Errors
    /// They are in memory only.
    pub fn record_all(
        &self,
        pack: &PackId,
        at: Seconds,
        changes: Vec<Change>,
    ) -> Result<(), Unsaved> {
        if changes.is_empty() {
            return Ok(());
        }
        let pack = pack.as_str();
        let entry =
            |change| Entry { pack: pack.to_owned(), at, token: token(), change, before: None };
        self.lock().write(changes.into_iter().map(entry).collect())
    }

    /// All that is known of a pack's lessons and exercises.
    pub fn summary(&self, pack: &PackId) -> Summary {
        self.lock().read(|connection| summary::of_pack(connection, pack))
    }

    pub fn standing(&self, pack: &PackId, exercise: &ExerciseId) -> Standing {
        self.lock().read(|connection| summary::standing(connection, pack, exercise))
    }

    /// The attempts of an exercise, newest first, at most `HISTORY_MAX`.
    pub fn history(&self, pack: &PackId, exercise: &ExerciseId) -> Vec<PastAttempt> {
        self.lock().read(|connection| attempts::history(connection, pack, exercise, HISTORY_MAX))
    }

    /// The attempt of an exercise that was recorded last.
    pub fn newest(&self, pack: &PackId, exercise: &ExerciseId) -> Option<PastAttempt> {
        self.lock().read(|connection| attempts::history(connection, pack, exercise, 1)).pop()
    }

    /// The text that passed last, with its revision; `None` where nothing passed or the text is
    /// elsewhere.
    pub fn passed(&self, pack: &PackId, exercise: &ExerciseId) -> Option<(u32, Files)> {
        self.lock().read(|connection| attempts::passed(connection, pack, exercise))
    }

    /// The attempt of this number, when it belongs to the exercise.
    pub fn attempt(
        &self,
        pack: &PackId,
        exercise: &ExerciseId,
        number: i64,
    ) -> Option<PastAttempt> {
        self.lock().read(|connection| attempts::one(connection, pack, exercise, number))
    }

    /// Every card of a pack, those that are due first at the head.
    pub fn cards(&self, pack: &PackId) -> Vec<Card> {
        self.lock().read(|connection| cards::of_pack(connection, pack))
    }

    /// How many cards are to be reviewed now.
    pub fn due(&self, pack: &PackId, now: Seconds) -> Due {
        self.lock().read(|connection| cards::due(connection, pack, now))
    }

    /// The time that was counted, by day and by what was done.
    pub fn activity(&self, pack: &PackId) -> Activity {
        self.lock().read(|connection| activity::of_pack(connection, pack))
    }

    /// The learner's notes on a lesson, by page, at most `NOTES_MAX`.
    pub fn notes_of(&self, pack: &PackId, lesson: &LessonId) -> Vec<Note> {
        self.lock().read(|connection| notes::of_lesson(connection, pack, lesson))
    }

    /// The learner's notes on all lessons of a pack, newest first, until they have `bytes_max`.
    pub fn notes_of_pack(&self, pack: &PackId, bytes_max: usize) -> NotesOfPack {
        self.lock().read(|connection| notes::of_pack(connection, pack, bytes_max))
    }

    /// What was typed at a prompt of the playground, newest first, at most `most` and `TYPED_MAX`.
    pub fn typed(&self, prompt: Prompt, most: u32) -> Vec<Typed> {
        self.lock().read(|connection| typed::newest(connection, prompt, most))
    }

    /// Carries what is kept under old ids over to the new ones. Does nothing the second time.
    pub fn resolve_moved(&self, pack: &PackId, at: Seconds, moved: &[(String, String)]) {
        for (old, _) in moved {
            let Some(new) = moved_to(old, moved) else { continue };
            let known = self.lock().read(|connection| summary::knows(connection, pack, old));
            if known {
                let change = Change::Moved { old: old.clone(), new: new.to_owned() };
                // What cannot be written is moved in memory, and again at the next start.
                let _ = self.record(pack, at, change);
            }
        }
    }

    /// Writes all that is kept, but for what was typed into the playground, to a file that
    /// another machine can import. An earlier export in its place is replaced.
    ///
    /// # Errors
    /// The file cannot be written, or something else is there.
    pub fn export(&self, file: &Path) -> Result<Moved, Refused> {
        self.lock().export(file)
    }

    /// Joins an export of this or another machine with what is kept. The second time nothing
    /// changes, and whichever of two machines imports comes to the same.
    ///
    /// # Errors
    /// The file is damaged, foreign or of a newer Backlab, or nothing can be written here.
    /// Nothing was changed then.
    pub fn import(&self, file: &Path) -> Result<Moved, Refused> {
        self.lock().import(file)
    }

    /// Looks the whole file over and makes the day's backup; for a worker, after the first frame.
    pub fn upkeep(&self, at: Seconds) {
        let Some(file) = self.path() else { return };
        match rescue::upkeep(&file, at) {
            Upkeep::Done => {}
            Upkeep::Damaged => self.lock().mend(),
        }
    }

    /// What must be said of the record, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        self.lock().notes()
    }

    /// The file that the record is kept in; `None` while it is in memory only.
    pub fn path(&self) -> Option<PathBuf> {
        self.lock().path()
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        // A panic while the lock is held leaves a transaction that is rolled back, no half state.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells one change from another that looks the same, so that writing it again does nothing.
pub fn token() -> i64 {
    RandomState::new().hash_one(std::time::SystemTime::now()).cast_signed()
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs, process, thread,
        time::Duration,
    };

    use rusqlite::Connection;
    use tempfile::TempDir;

    use super::*;
    use crate::{
        judge::{CheckResult, Outcome, Verdict},
        trace::Trace,
    };

    const NOW: Seconds = 1_795_478_400;
    const DAY: Seconds = 86_400;

    fn pack() -> PackId {
        PackId::parse("backlab/backend").unwrap()
    }

    fn exercise(id: &str) -> ExerciseId {
        ExerciseId::parse(id).unwrap()
    }

    fn lesson(id: &str) -> LessonId {
        LessonId::parse(id).unwrap()
    }

    fn files(text: &str) -> Files {
        BTreeMap::from([("server.js".to_owned(), text.as_bytes().to_owned())])
    }

    fn verdict(outcomes: &[Outcome]) -> Verdict {
        let checks = outcomes.iter().enumerate().map(|(at, outcome)| CheckResult {
            name: format!("check-{at}"),
            say: "it says".to_owned(),
            hidden: at > 0,
            outcome: outcome.clone(),
        });
        let took = Duration::from_millis(7);
        Verdict {
            checks: checks.collect(),
            took,
            trace: Trace::default(),
            hidden: crate::judge::Hidden::default(),
            stop: None,
            rows: None,
            exchanges: Vec::new(),
        }
    }

    fn failed() -> Outcome {
        Outcome::Failed(Box::default())
    }

    fn attempt(id: &str, text: &str, outcomes: &[Outcome]) -> Change {
        Change::Attempt(Attempt::checked(&exercise(id), 1, &files(text), &verdict(outcomes)))
    }

    fn note(id: &str, page: u32, text: &str) -> Change {
        Change::Noted { token: token(), lesson: lesson(id), page, text: text.to_owned() }
    }

    /// Records it, and it must be on the disk.
    fn keep(progress: &Progress, at: Seconds, change: Change) {
        assert_eq!(progress.record(&pack(), at, change), Ok(()));
    }

    fn home() -> TempDir {
        tempfile::tempdir().unwrap()
    }

    fn open(home: &TempDir) -> Progress {
        Progress::open(Some(home.path()))
    }

    fn file(home: &TempDir) -> PathBuf {
        home.path().join(PROGRESS_FILE)
    }

    #[test]
    fn attempts_come_back_newest_first_with_their_text() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "one", &[Outcome::Passed, failed()]));
        keep(
            &progress,
            NOW + 1,
            Change::Attempt(Attempt::kept(&exercise("gate"), 1, &files("two"))),
        );
        keep(&progress, NOW + 2, attempt("gate", "three", &[Outcome::Passed, Outcome::Passed]));
        keep(&progress, NOW + 3, attempt("other", "four", &[failed()]));
        drop(progress);

        let progress = open(&home);
        let history = progress.history(&pack(), &exercise("gate"));
        let shown: Vec<_> = history
            .iter()
            .map(|past| (past.at, past.kind, past.passed, past.checks, past.files.clone()))
            .collect();
        let expected = [
            (NOW + 2, AttemptKind::Check, 2, 2, files("three")),
            (NOW + 1, AttemptKind::Kept, 0, 0, files("two")),
            (NOW, AttemptKind::Check, 1, 2, files("one")),
        ];
        assert_eq!(shown, expected);
        let second = progress.attempt(&pack(), &exercise("gate"), history[1].number).unwrap();
        assert_eq!(second, history[1]);
        assert_eq!(progress.attempt(&pack(), &exercise("other"), history[1].number), None);
        assert_eq!(progress.notes(), Vec::<String>::new());
    }

    #[test]
    fn a_standing_counts_what_was_judged() {
        let home = home();
        let progress = open(&home);
        let standing = || progress.standing(&pack(), &exercise("gate"));
        assert_eq!(standing(), Standing::default());
        keep(&progress, NOW, Change::Hinted { exercise: exercise("gate"), hints: 2 });
        keep(&progress, NOW, Change::Hinted { exercise: exercise("gate"), hints: 1 });
        keep(&progress, NOW, attempt("gate", "a", &[Outcome::Unjudged("no lab".to_owned())]));
        assert_eq!(standing(), Standing { hints: 2, ..Standing::default() });
        keep(&progress, NOW, attempt("gate", "a", &[Outcome::Passed, failed()]));
        keep(&progress, NOW, attempt("gate", "b", &[Outcome::Passed, Outcome::Passed]));
        keep(&progress, NOW, Change::Revealed { exercise: exercise("gate") });
        let alone = Standing {
            attempts: 2,
            hints: 2,
            passed: true,
            passed_rev: Some(1),
            solved_rev: Some(1),
            tried_rev: Some(1),
            with_help: false,
            revealed: true,
        };
        assert_eq!(standing(), alone);
        keep(&progress, NOW, attempt("gate", "c", &[failed()]));
        assert!(standing().passed, "a pass is never taken back");
    }

    #[test]
    fn a_pass_stays_and_says_what_a_later_revision_made_of_it() {
        let home = home();
        let progress = open(&home);
        let id = exercise("gate");
        let at_rev = |rev, outcome: Outcome| {
            Change::Attempt(Attempt::checked(&id, rev, &files("a"), &verdict(&[outcome])))
        };
        let revised = |rev| progress.standing(&pack(), &id).revised(rev);
        keep(&progress, NOW, at_rev(1, failed()));
        assert_eq!(revised(2), None, "nothing was passed");
        keep(&progress, NOW, at_rev(1, Outcome::Passed));
        assert_eq!((revised(1), revised(2)), (None, Some(Revised::Unjudged { was: 1 })));
        keep(&progress, NOW, Change::Attempt(Attempt::kept(&id, 2, &files("a"))));
        assert_eq!(revised(2), Some(Revised::AsksMore { was: 1 }));
        // A third revision is another matter.
        assert_eq!(revised(3), Some(Revised::Unjudged { was: 1 }));
        keep(&progress, NOW, Change::Revised { exercise: id.clone(), rev: 3 });
        assert_eq!(revised(3), Some(Revised::Passes { was: 1 }));
        // So it is for the whole pack, and for one who went back to an earlier version.
        assert_eq!(progress.summary(&pack()).exercises[&id].revised(3), revised(3));
        assert_eq!(revised(2), None);
        keep(&progress, NOW, at_rev(3, Outcome::Passed));
        assert_eq!(revised(3), None, "it was solved as it is now");
    }

    #[test]
    fn what_is_meant_for_memory_is_kept_there_without_a_word() {
        let progress = Progress::transient();
        let hinted = Change::Hinted { exercise: exercise("gate"), hints: 2 };
        assert_eq!(progress.record(&pack(), NOW, hinted), Ok(()));
        assert_eq!(progress.standing(&pack(), &exercise("gate")).hints, 2);
        assert_eq!((progress.notes(), progress.path()), (Vec::new(), None));
        let home = home();
        progress.export(&home.path().join("out")).unwrap();
        assert!(progress.import(&home.path().join("out")).is_err());
    }

    #[test]
    fn a_solution_seen_before_passing_is_help() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, Change::Revealed { exercise: exercise("gate") });
        keep(&progress, NOW, attempt("gate", "a", &[Outcome::Passed]));
        let standing = progress.standing(&pack(), &exercise("gate"));
        assert_eq!((standing.passed, standing.with_help), (true, true));
    }

    #[test]
    fn a_summary_tells_where_one_stopped() {
        let home = home();
        let progress = open(&home);
        assert_eq!(progress.summary(&pack()), Summary::default());
        keep(&progress, NOW, Change::Turned { lesson: lesson("urls"), page: 3 });
        keep(&progress, NOW + 5, Change::Finished { lesson: lesson("urls") });
        keep(&progress, NOW + 6, attempt("gate", "a", &[Outcome::Passed]));
        keep(&progress, NOW + 7, attempt("wall", "a", &[failed()]));
        keep(&progress, NOW + 9, Change::Turned { lesson: lesson("node"), page: 2 });
        keep(&progress, NOW + 9, Change::Turned { lesson: lesson("node"), page: 1 });
        drop(progress);
        let summary = open(&home).summary(&pack());
        let lessons = [
            (lesson("node"), LessonMark { page: 1, read: false }),
            (lesson("urls"), LessonMark { page: 3, read: true }),
        ];
        assert_eq!(summary.lessons, BTreeMap::from(lessons));
        assert_eq!(summary.exercises.len(), 2);
        assert_eq!(summary.last_place, Some(Place::Lesson(lesson("node"))));
        assert_eq!(summary.last_at, Some(NOW + 9));
        assert_eq!(summary.last_solved, Some(exercise("gate")));

        let other = PackId::parse("ada/other").unwrap();
        assert_eq!(open(&home).summary(&other), Summary::default());
    }

    #[test]
    fn moved_ids_carry_everything_over_once_and_again() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("old", "a", &[Outcome::Passed]));
        keep(&progress, NOW, Change::Hinted { exercise: exercise("new"), hints: 3 });
        keep(&progress, NOW, Change::Turned { lesson: lesson("was"), page: 2 });
        keep(&progress, NOW, Change::Opened { exercise: exercise("old") });
        let moved: Vec<_> = [("old", "mid"), ("mid", "new"), ("was", "is"), ("x", "y"), ("y", "x")]
            .map(|(old, new)| (old.to_owned(), new.to_owned()))
            .into();
        for _ in 0..2 {
            progress.resolve_moved(&pack(), NOW, &moved);
            let summary = progress.summary(&pack());
            let standing = Standing {
                attempts: 1,
                hints: 3,
                passed: true,
                passed_rev: Some(1),
                solved_rev: Some(1),
                tried_rev: Some(1),
                with_help: false,
                revealed: false,
            };
            assert_eq!(summary.exercises, BTreeMap::from([(exercise("new"), standing)]));
            assert_eq!(summary.lessons.keys().collect::<Vec<_>>(), [&lesson("is")]);
            assert_eq!(summary.last_place, Some(Place::Exercise(exercise("new"))));
            assert_eq!(progress.history(&pack(), &exercise("new")).len(), 1);
        }
    }

    #[test]
    fn a_file_of_the_first_version_opens() {
        let home = home();
        let old = Connection::open(file(&home)).unwrap();
        old.execute_batch(include_str!("../tests/fixtures/progress-v1.sql")).unwrap();
        drop(old);
        let progress = open(&home);
        assert_eq!(progress.notes(), Vec::<String>::new());
        let standing = progress.standing(&pack(), &exercise("basic-node-server"));
        assert_eq!(
            standing,
            Standing {
                attempts: 2,
                hints: 1,
                passed: true,
                passed_rev: Some(1),
                solved_rev: Some(1),
                tried_rev: Some(1),
                with_help: false,
                revealed: true,
            }
        );
        let history = progress.history(&pack(), &exercise("basic-node-server"));
        assert_eq!(history.len(), 3);
        assert_eq!(history[0].files["server.js"], b"const http = require('node:http');\n");
        assert_eq!(progress.summary(&pack()).lessons.len(), 2);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        keep(&progress, NOW, note("urls", 2, "what the first version knew nothing of"));
        assert_eq!(progress.notes_of(&pack(), &lesson("urls")).len(), 1);
        assert!(home.path().join("backups/progress-before-2.db").exists());
    }

    #[test]
    fn a_file_of_the_second_version_opens() {
        let home = home();
        let old = Connection::open(file(&home)).unwrap();
        old.execute_batch(include_str!("../tests/fixtures/progress-v2.sql")).unwrap();
        drop(old);
        let progress = open(&home);
        assert_eq!(progress.notes(), Vec::<String>::new());
        let notes = progress.notes_of(&pack(), &lesson("url-to-response"));
        assert_eq!(notes.len(), 1, "a removed one is not shown");
        assert_eq!((notes[0].page, notes[0].text.as_str()), (1, "DNS comes first."));
        let typed: Vec<_> =
            progress.typed(Prompt::Sql, 10).into_iter().map(|typed| typed.text).collect();
        assert_eq!(typed, ["SELECT 2;", "SELECT 1;"]);
        let skipped = progress.summary(&pack()).skipped;
        assert_eq!(skipped, BTreeSet::from([ModuleId::parse("m02").unwrap()]));
        assert_eq!(progress.standing(&pack(), &exercise("basic-node-server")).attempts, 2);
        keep(&progress, NOW, note("url-to-response", 0, "and another"));
    }

    fn card(text: &str) -> CardId {
        CardId::of_text(CardKind::Question, "urls", text)
    }

    fn review(token: i64, text: &str, grade: Grade) -> Change {
        Change::Reviewed { token, card: card(text), grade, said: "as I said".to_owned() }
    }

    #[test]
    fn a_card_comes_back_as_its_log_says() {
        let home = home();
        let progress = open(&home);
        let only = || progress.cards(&pack()).pop().unwrap();
        keep(&progress, NOW, Change::CardMade { card: card("What?"), said: String::new() });
        assert_eq!((only().due, only().reviews, only().memory), (NOW + DAY, 0, None));
        assert_eq!(only().recall(NOW), None);
        let promised = only().wait_after("backlab/backend", Grade::Good, NOW + DAY);
        keep(&progress, NOW + DAY, review(1, "What?", Grade::Good));
        assert_eq!(only().due, NOW + DAY + promised);
        assert_eq!(only().recall(NOW + DAY), Some(1.0));
        keep(&progress, NOW + 3 * DAY, review(2, "What?", Grade::Again));
        assert_eq!((only().due, only().lapses), (NOW + 3 * DAY + AGAIN_SECONDS, 1));
        keep(&progress, NOW + 3 * DAY, review(2, "What?", Grade::Again));
        assert_eq!(only().reviews, 2, "a token counts once");
        keep(&progress, NOW + 3 * DAY, Change::ReviewUndone { token: 2 });
        assert_eq!((only().due, only().lapses, only().reviews), (NOW + DAY + promised, 0, 1));
        keep(&progress, NOW, Change::CardPutOff { card: card("What?"), until: NOW + 90 * DAY });
        assert_eq!(only().due, NOW + 90 * DAY);
        keep(&progress, NOW, Change::CardGone { card: card("What?") });
        assert_eq!(progress.cards(&pack()), []);
        keep(&progress, NOW, Change::CardMade { card: card(" What?\n"), said: String::new() });
        assert_eq!(only().reviews, 1, "a question that comes back has its log");
        progress.resolve_moved(&pack(), NOW, &[("urls".to_owned(), "addresses".to_owned())]);
        assert_eq!((only().id.source.as_str(), only().reviews), ("addresses", 1));
    }

    #[test]
    fn a_day_has_no_more_cards_than_its_limit() {
        let home = home();
        let progress = open(&home);
        let due = |at| progress.due(&pack(), at);
        assert_eq!(due(NOW), Due::default());
        for n in 0..20 {
            let card = card(&format!("question {n}"));
            keep(&progress, NOW, Change::CardMade { card, said: String::new() });
        }
        assert_eq!(due(NOW), Due { cards: 0, next: Some((NOW + DAY, CARDS_A_DAY)) });
        let morning = NOW + 2 * DAY;
        assert_eq!(due(morning), Due { cards: 12, next: None });
        for n in 0..12 {
            let grade = if n == 3 { Grade::Again } else { Grade::Good };
            keep(&progress, morning, review(n, &format!("question {n}"), grade));
        }
        let tomorrow = morning - morning.rem_euclid(DAY) + DAY;
        assert_eq!(due(morning).cards, 0);
        assert_eq!(due(morning + AGAIN_SECONDS).cards, 1, "one was forgotten today");
        keep(&progress, morning + 700, review(90, "question 3", Grade::Good));
        let next = due(morning + 800).next.unwrap();
        assert_eq!(next.0, tomorrow, "eight wait for tomorrow");
    }

    #[test]
    fn time_is_counted_between_what_is_recorded_and_not_over_a_pause() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, Change::Turned { lesson: lesson("urls"), page: 0 });
        keep(&progress, NOW + 60, Change::Turned { lesson: lesson("urls"), page: 1 });
        keep(&progress, NOW + 100, Change::Opened { exercise: exercise("gate") });
        let busy = Change::Busy { what: What::Exercise, id: "gate".to_owned() };
        keep(&progress, NOW + 220, busy.clone());
        keep(&progress, NOW + 220 + PAUSE_SECONDS_MAX + 1, busy.clone());
        keep(&progress, NOW + 540, review(1, "What?", Grade::Good));
        keep(&progress, NOW + 550, review(2, "What?", Grade::Good));
        let today = NOW / DAY;
        let activity = open(&home).activity(&pack());
        assert_eq!(activity.days, BTreeMap::from([(today, 100 + 120 + 19 + 10)]));
        let by = [
            ((What::Lesson, "urls".to_owned()), 100),
            ((What::Exercise, "gate".to_owned()), 139),
            ((What::Review, "urls".to_owned()), 10),
        ];
        assert_eq!(activity.by, BTreeMap::from(by));
        keep(&progress, NOW + 3 * DAY, attempt("gate", "a", &[failed()]));
        let days = progress.activity(&pack()).days;
        assert_eq!(days.get(&(today + 3)), Some(&0), "a day with an attempt and no time");
    }

    #[test]
    fn notes_are_written_anew_and_removed() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, note("urls", 1, "later page"));
        keep(&progress, NOW + 1, note("urls", 0, "first page"));
        keep(&progress, NOW + 1, note("node", 0, "elsewhere"));
        let notes = || progress.notes_of(&pack(), &lesson("urls"));
        let texts = || notes().into_iter().map(|note| note.text).collect::<Vec<_>>();
        assert_eq!(texts(), ["first page", "later page"]);
        let token = notes()[0].token;
        let anew = |text: &str| Change::Noted {
            token,
            lesson: lesson("urls"),
            page: 0,
            text: text.to_owned(),
        };
        keep(&progress, NOW + 2, anew("better words"));
        assert_eq!(texts(), ["better words", "later page"]);
        // The clock went back, and within one second there are many keys: what is typed holds.
        keep(&progress, NOW, anew("best words"));
        assert_eq!(texts(), ["best words", "later page"]);
        keep(&progress, NOW, anew("a last word"));
        assert_eq!(texts(), ["a last word", "later page"]);
        keep(&progress, NOW + 3, anew(""));
        assert_eq!(texts(), ["later page"]);
        let moved = [("urls".to_owned(), "addresses".to_owned())];
        progress.resolve_moved(&pack(), NOW, &moved);
        assert_eq!(progress.notes_of(&pack(), &lesson("addresses")).len(), 1);
        let long = "é".repeat(NOTE_BYTES_MAX);
        keep(&progress, NOW, note("node", 1, &long));
        assert_eq!(progress.notes_of(&pack(), &lesson("node"))[1].text.len(), NOTE_BYTES_MAX);

        let of_pack = |bytes_max: usize| {
            let found = progress.notes_of_pack(&pack(), bytes_max);
            let lessons = found.notes.iter().map(|(lesson, _)| lesson.to_string());
            (lessons.collect::<Vec<_>>(), found.more)
        };
        let (lessons, more) = of_pack(usize::MAX);
        assert_eq!((lessons.len(), more), (3, false), "{lessons:?}: a removed one is none");
        assert_eq!(lessons[0], "node", "newest first");
        assert_eq!(of_pack("elsewhere".len()), (vec!["node".to_owned()], true));
    }

    #[test]
    fn what_was_typed_comes_back_newest_first_and_within_limits() {
        let home = home();
        let progress = open(&home);
        let type_in = |prompt, text: &str| {
            keep(&progress, NOW, Change::Typed { prompt, text: text.to_owned() });
        };
        for n in 0..TYPED_MAX + 5 {
            type_in(Prompt::Sql, &format!("SELECT {n};"));
        }
        type_in(Prompt::Redis, "PING");
        for text in ["SELECT 'twice';", "SELECT 'twice';", "", &"x".repeat(TYPED_BYTES_MAX + 1)] {
            type_in(Prompt::Sql, text);
        }
        let typed = open(&home).typed(Prompt::Sql, u32::MAX);
        assert_eq!(typed.len(), TYPED_MAX as usize);
        assert_eq!(typed[0].text, "SELECT 'twice';");
        assert_eq!(typed[1].text, format!("SELECT {};", TYPED_MAX + 4));
        assert_eq!(progress.typed(Prompt::Redis, 5).len(), 1);
        assert_eq!(progress.typed(Prompt::Mongo, 5), []);
    }

    #[test]
    fn a_module_is_skipped_until_that_is_taken_back() {
        let home = home();
        let progress = open(&home);
        let module = ModuleId::parse("m02").unwrap();
        let skip =
            |at, skipped| keep(&progress, at, Change::Skipped { module: module.clone(), skipped });
        skip(NOW, true);
        assert_eq!(progress.summary(&pack()).skipped, BTreeSet::from([module.clone()]));
        skip(NOW + 1, false);
        assert_eq!(progress.summary(&pack()).skipped, BTreeSet::new());
        // Twice within one second, and when the clock went back.
        skip(NOW + 1, true);
        skip(NOW, false);
        assert_eq!(progress.summary(&pack()).skipped, BTreeSet::new());
        skip(NOW, true);
        assert_eq!(progress.summary(&pack()).skipped, BTreeSet::from([module.clone()]));
    }

    #[test]
    fn a_file_of_a_later_version_is_left_alone() {
        let home = home();
        keep(&open(&home), NOW, attempt("gate", "a", &[failed()]));
        let newer = Connection::open(file(&home)).unwrap();
        newer.execute_batch("PRAGMA user_version = 99; CREATE TABLE more (x)").unwrap();
        drop(newer);
        let progress = open(&home);
        let note = "Progress is kept in memory only: a newer Backlab made progress.db; update Backlab \
                    to use it.";
        assert_eq!(progress.notes(), [note]);
        assert!(progress.record(&pack(), NOW, attempt("gate", "a", &[failed()])).is_err());
        assert_eq!(progress.standing(&pack(), &exercise("gate")).attempts, 1);
        drop(progress);
        let newer = Connection::open(file(&home)).unwrap();
        let version: i64 = newer.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, 99);
        assert!(!home.path().join("progress.db.damaged-1").exists());
    }

    /// A folder with 40 passed exercises, and their backup.
    fn filled() -> TempDir {
        let home = home();
        let progress = open(&home);
        for n in 0..40 {
            keep(&progress, NOW, attempt(&format!("e-{n}"), &"x".repeat(900), &[Outcome::Passed]));
        }
        progress.upkeep(NOW);
        home
    }

    /// A file whose bytes `spoil` changed is set aside as it was, and the program works on.
    fn check_damaged(
        name: &str,
        like: &TempDir,
        backup: bool,
        spoil: impl Fn(Vec<u8>) -> Vec<u8>,
    ) -> String {
        let home = home();
        if backup {
            let name = "backups/progress-2026-11-24.db";
            fs::create_dir(home.path().join("backups")).unwrap();
            fs::copy(like.path().join(name), home.path().join(name)).unwrap();
        }
        let spoilt = spoil(fs::read(file(like)).unwrap());
        fs::write(file(&home), &spoilt).unwrap();

        let progress = open(&home);
        progress.upkeep(NOW + DAY);
        let notes = progress.notes();
        assert_eq!(notes.len(), 1, "{name}: {notes:?}");
        let aside = fs::read(home.path().join("progress.db.damaged-1")).unwrap();
        assert_eq!(aside, spoilt, "{name}: what was there is kept as it was");
        if backup {
            assert_eq!(progress.summary(&pack()).exercises.len(), 40, "{name}");
        }
        keep(&progress, NOW, attempt("after", "a", &[failed()]));
        drop(progress);
        let progress = open(&home);
        assert_eq!(progress.notes(), Vec::<String>::new(), "{name}");
        assert_eq!(progress.standing(&pack(), &exercise("after")).attempts, 1, "{name}");
        notes.into_iter().next().unwrap()
    }

    #[test]
    fn a_damaged_file_of_any_length_is_set_aside_and_the_backup_restored() {
        let like = filled();
        for length in [1, 15, 16, 17, 99, 100, 101, 511, 512, 1_023, 4_095, 4_096, 4_097, 20_000] {
            let text = move |_| b"not a database\n".iter().copied().cycle().take(length).collect();
            let note = check_damaged(&format!("text of {length}"), &like, true, text);
            assert_eq!(
                note,
                "The progress file was damaged: it is kept as progress.db.damaged-1, and the backup \
                 of 2026-11-24 took its place."
            );
            check_damaged(&format!("cut to {length}"), &like, true, move |mut bytes| {
                bytes.truncate(length);
                bytes
            });
            check_damaged(&format!("zero up to {length}"), &like, false, move |mut bytes| {
                let end = length.min(bytes.len());
                bytes[..end].fill(0);
                bytes
            });
        }
    }

    #[test]
    fn what_can_be_read_of_a_damaged_file_is_taken_over() {
        let home = home();
        let progress = open(&home);
        for n in 0..300 {
            keep(&progress, NOW, attempt(&format!("e-{n}"), "text", &[Outcome::Passed]));
        }
        drop(progress);
        let mut bytes = fs::read(file(&home)).unwrap();
        for page in bytes.chunks_mut(4096).skip(31).step_by(4) {
            page.fill(0xa5);
        }
        fs::write(file(&home), bytes).unwrap();
        let progress = open(&home);
        progress.upkeep(NOW);
        let notes = progress.notes();
        let begin = "The progress file was damaged: it is kept as progress.db.damaged-1, and ";
        let rest = notes[0].strip_prefix(begin).unwrap();
        let taken: usize = rest.split(' ').next().unwrap().parse().unwrap();
        assert!((20..300).contains(&taken), "{notes:?}");
        assert_eq!(progress.history(&pack(), &exercise("e-0"))[0].files, files("text"));
    }

    #[test]
    fn a_review_after_the_backup_counts_where_the_file_is_damaged() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", &"x".repeat(20_000), &[Outcome::Passed]));
        for text in ["What?", "Where?"] {
            keep(&progress, NOW, Change::CardMade { card: card(text), said: String::new() });
        }
        keep(&progress, NOW + DAY, review(1, "What?", Grade::Good));
        progress.upkeep(NOW + DAY);
        keep(&progress, NOW + 5 * DAY, review(2, "What?", Grade::Again));
        keep(&progress, NOW + 5 * DAY, review(3, "Where?", Grade::Good));
        keep(&progress, NOW + 5 * DAY, Change::ReviewUndone { token: 3 });
        let before = progress.cards(&pack());
        drop(progress);
        let text = "x".repeat(3_000).into_bytes();
        let mut bytes = fs::read(file(&home)).unwrap();
        let whole = |page: &[u8]| page.windows(text.len()).any(|part| part == text);
        let spoilt = bytes.chunks_mut(4096).filter(|page| whole(page)).map(|page| page.fill(0xa5));
        assert!(spoilt.count() > 0);
        fs::write(file(&home), bytes).unwrap();
        let progress = open(&home);
        progress.upkeep(NOW + 6 * DAY);
        assert!(progress.notes()[0].contains("the backup of 2026-11-25"), "{:?}", progress.notes());
        assert_eq!(progress.cards(&pack()), before);
    }

    #[test]
    fn an_empty_file_is_a_loss_only_where_a_backup_tells_so() {
        let home = home();
        fs::write(file(&home), "").unwrap();
        let progress = open(&home);
        assert_eq!(progress.notes(), Vec::<String>::new());
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        progress.upkeep(NOW);
        drop(progress);
        let note =
            "The progress file was gone or empty, and the backup of 2026-11-24 was restored.";
        for gone in [false, true] {
            fs::write(file(&home), "").unwrap();
            if gone {
                fs::remove_file(file(&home)).unwrap();
            }
            let progress = open(&home);
            assert_eq!(progress.notes(), [note]);
            assert_eq!(progress.standing(&pack(), &exercise("gate")).attempts, 1);
        }
    }

    #[test]
    fn a_folder_and_a_foreign_database_are_moved_out_of_the_way() {
        let home = home();
        fs::create_dir(file(&home)).unwrap();
        fs::write(file(&home).join("inside"), "mine").unwrap();
        let note = |n: u32| {
            format!(
                "The progress file was damaged: it is kept as progress.db.damaged-{n}, and a new one \
                 was begun."
            )
        };
        let progress = open(&home);
        assert_eq!(progress.notes(), [note(1)]);
        assert!(home.path().join("progress.db.damaged-1/inside").exists());
        drop(progress);

        fs::remove_file(file(&home)).unwrap();
        let foreign = Connection::open(file(&home)).unwrap();
        foreign
            .execute_batch("CREATE TABLE attempts (x); INSERT INTO attempts VALUES (1)")
            .unwrap();
        drop(foreign);
        assert_eq!(open(&home).notes(), [note(2)]);
    }

    #[test]
    fn damage_that_shows_while_it_is_open_is_mended_too() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        progress.upkeep(NOW);
        let raw = Connection::open(file(&home)).unwrap();
        raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        drop(raw);
        let length = fs::metadata(file(&home)).unwrap().len();
        fs::write(file(&home), vec![7; usize::try_from(length).unwrap()]).unwrap();
        progress.upkeep(NOW + DAY);
        assert_eq!(progress.notes().len(), 1);
        keep(&progress, NOW, attempt("gate", "b", &[failed()]));
        assert_eq!(progress.standing(&pack(), &exercise("gate")).attempts, 2);
        assert_eq!(open(&home).history(&pack(), &exercise("gate")).len(), 2);
    }

    #[test]
    fn another_file_in_the_place_is_followed() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        for name in ["progress.db", "progress.db-wal", "progress.db-shm"] {
            fs::rename(home.path().join(name), home.path().join(format!("away-{name}"))).unwrap();
        }
        keep(&progress, NOW, attempt("wall", "a", &[failed()]));
        assert_eq!(open(&home).standing(&pack(), &exercise("wall")).attempts, 1);
    }

    #[test]
    fn no_file_is_made_before_there_is_something_to_keep() {
        let home = home();
        let progress = open(&home);
        assert_eq!(progress.summary(&pack()), Summary::default());
        assert_eq!(progress.notes(), Vec::<String>::new());
        progress.upkeep(NOW);
        assert!(!file(&home).exists());
        let other = open(&home);
        keep(&other, NOW, attempt("gate", "a", &[failed()]));
        assert_eq!(progress.standing(&pack(), &exercise("gate")).attempts, 1);
    }

    #[test]
    fn nowhere_to_write_means_memory_and_a_note() {
        let home = home();
        fs::write(home.path().join("taken"), "").unwrap();
        let taken = home.path().join("taken");
        for (folder, begin) in [
            (None, "Progress is kept in memory only: HOME is not set."),
            (Some(taken.as_path()), "Progress is kept in memory only: "),
            (Some(Path::new("/proc/self/nowhere")), "Progress is kept in memory only: "),
        ] {
            let progress = Progress::open(folder);
            let notes = progress.notes();
            assert!(notes.len() == 1 && notes[0].starts_with(begin), "{notes:?}");
            let kept = progress.record(&pack(), NOW, attempt("gate", "a", &[Outcome::Passed]));
            assert!(kept.is_err());
            progress.upkeep(NOW);
            assert!(progress.standing(&pack(), &exercise("gate")).passed);
            assert_eq!(progress.history(&pack(), &exercise("gate"))[0].files, files("a"));
            assert_eq!(progress.path(), None);
        }
    }

    #[test]
    fn what_was_kept_in_memory_reaches_the_disk_when_that_works_again() {
        let home = home();
        let folder = home.path().join("data");
        fs::write(&folder, "in the way").unwrap();
        let progress = Progress::open(Some(&folder));
        let changes = ["a", "b"].map(|text| attempt("gate", text, &[failed()]));
        assert!(progress.record_all(&pack(), NOW, changes.into()).is_err());
        assert_eq!(progress.history(&pack(), &exercise("gate")).len(), 2);
        fs::remove_file(&folder).unwrap();
        keep(&progress, NOW, attempt("gate", "c", &[failed()]));
        assert_eq!(progress.notes(), Vec::<String>::new());
        assert_eq!(Progress::open(Some(&folder)).history(&pack(), &exercise("gate")).len(), 3);

        fs::rename(&folder, home.path().join("aside")).unwrap();
        fs::write(&folder, "in the way").unwrap();
        assert!(progress.record(&pack(), NOW, attempt("gate", "d", &[failed()])).is_err());
        fs::remove_file(&folder).unwrap();
        fs::rename(home.path().join("aside"), &folder).unwrap();
        drop(progress);
        let history = Progress::open(Some(&folder)).history(&pack(), &exercise("gate"));
        assert_eq!((history.len(), &history[0].files), (4, &files("d")));
    }

    #[test]
    fn a_file_that_another_program_holds_is_waited_for_or_done_without() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        let other = Connection::open(file(&home)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let writer = thread::spawn(move || {
            keep(&progress, NOW, attempt("gate", "b", &[failed()]));
            progress
        });
        other.execute_batch("COMMIT").unwrap();
        let progress = writer.join().unwrap();
        assert_eq!(progress.standing(&pack(), &exercise("gate")).attempts, 2);
    }

    #[test]
    fn threads_share_one_record_and_instances_one_file() {
        let home = home();
        let shared = open(&home);
        thread::scope(|scope| {
            for writer in 0..4 {
                let (home, shared) = (&home, &shared);
                scope.spawn(move || {
                    let own = (writer % 2 == 0).then(|| open(home));
                    let progress = own.as_ref().unwrap_or(shared);
                    for n in 0..25 {
                        let id = format!("w-{writer}-{n}");
                        keep(progress, NOW, attempt(&id, "a", &[Outcome::Passed]));
                        keep(progress, NOW, attempt("both", &id, &[failed()]));
                    }
                });
            }
        });
        assert_eq!(shared.summary(&pack()).exercises.len(), 101);
        assert_eq!(shared.standing(&pack(), &exercise("both")).attempts, 100);
        assert_eq!(open(&home).history(&pack(), &exercise("both")).len(), 100);
    }

    const CHILD_FOLDER: &str = "BACKLAB_TEST_PROGRESS_FOLDER";

    #[test]
    fn processes_that_start_at_once_share_one_file() {
        let home = home();
        let start = |n: u32| {
            let test = "progress::tests::a_child_writes";
            process::Command::new(std::env::current_exe().unwrap())
                .args([test, "--exact", "--ignored"])
                .env(CHILD_FOLDER, home.path())
                .env("BACKLAB_TEST_CHILD", n.to_string())
                .stdout(process::Stdio::null())
                .spawn()
                .unwrap()
        };
        for mut child in [1, 2, 3].map(start) {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(open(&home).standing(&pack(), &exercise("both")).attempts, 60);
    }

    #[test]
    #[ignore = "started by processes_that_start_at_once_share_one_file"]
    fn a_child_writes() {
        let Some(folder) = std::env::var_os(CHILD_FOLDER) else { return };
        let progress = Progress::open(Some(Path::new(&folder)));
        for _ in 0..20 {
            keep(&progress, NOW, attempt("both", "a", &[failed()]));
        }
        progress.upkeep(NOW);
    }

    #[test]
    fn a_week_of_backups_is_kept() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        for day in 0..10 {
            progress.upkeep(NOW + day * DAY);
            progress.upkeep(NOW + day * DAY + 60);
        }
        let mut names: Vec<_> = fs::read_dir(home.path().join("backups"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names.len(), 7);
        assert_eq!(
            [names[0].as_str(), names[6].as_str()],
            ["progress-2026-11-27.db", "progress-2026-12-03.db"]
        );
    }

    #[test]
    fn a_kept_text_spoilt_on_the_disk_is_shown_as_far_as_it_goes() {
        let home = home();
        let progress = open(&home);
        keep(&progress, NOW, attempt("gate", "a", &[failed()]));
        drop(progress);
        let raw = Connection::open(file(&home)).unwrap();
        raw.execute_batch(
            "INSERT INTO lessons VALUES ('backlab/backend', CAST(x'ff' AS TEXT), 1, NULL, 1);
             INSERT INTO exercises (pack, exercise, at) VALUES ('backlab/backend', 'Not A Slug', 1);",
        )
        .unwrap();
        drop(raw);
        let progress = open(&home);
        let summary = progress.summary(&pack());
        assert_eq!((summary.lessons.len(), summary.exercises.len()), (0, 1));
        assert_eq!(progress.notes(), Vec::<String>::new());
    }

    #[test]
    fn no_spoilt_byte_anywhere_stops_the_program() {
        use proptest::test_runner::{Config, TestRunner};
        const NAMES: [&str; 3] = ["progress.db", "progress.db-wal", "progress.db-shm"];

        let from = home();
        let left = open(&from);
        for n in 0..20 {
            keep(&left, NOW, attempt(&format!("e-{n}"), &"x".repeat(500), &[failed()]));
        }
        let spoiling = (0..NAMES.len(), 0_usize..100, 1_usize..5_000, 0_u8..3);
        let mut runner = TestRunner::new(Config::with_cases(40));
        let ran = runner.run(&spoiling, |(which, per_cent, length, how)| {
            // A copy of all three files is what a killed program leaves.
            let home = home();
            for name in NAMES {
                fs::copy(from.path().join(name), home.path().join(name)).unwrap();
            }
            let spoilt = home.path().join(NAMES[which]);
            let mut bytes = fs::read(&spoilt).unwrap();
            let begin = bytes.len() * per_cent / 100;
            let end = (begin + length).min(bytes.len());
            match how {
                0 => bytes[begin..end].fill(0),
                1 => bytes[begin..end].iter_mut().for_each(|byte| *byte ^= 0x5a),
                _ => bytes.truncate(begin),
            }
            fs::write(&spoilt, &bytes).unwrap();

            let progress = open(&home);
            progress.summary(&pack());
            progress.history(&pack(), &exercise("e-3"));
            progress.upkeep(NOW);
            keep(&progress, NOW, attempt("after", "text", &[Outcome::Passed]));
            drop(progress);
            let progress = open(&home);
            proptest::prop_assert_eq!(progress.notes(), Vec::<String>::new());
            let history = progress.history(&pack(), &exercise("after"));
            proptest::prop_assert_eq!(&history[0].files, &files("text"));
            Ok(())
        });
        ran.unwrap();
    }
}
