//! The files that describe a pack, read into the values of `course`: `pack.toml`, the front matter
//! of a lesson, `exercise.toml`. docs/PACKS.md is the reference of their keys.

pub mod api;
mod arrange;
mod attack;
mod check;
mod clock;
mod course;
mod database;
mod exercise;
mod expect;
mod fact;
mod fault;
mod fields;
mod glossary;
mod lesson;
mod lists;
mod places;
mod plan;
mod question;
mod request;
mod sent;
mod sql;
mod store;
mod survives;
mod trace;
mod words;
mod wrong;

pub use self::{
    api::{read_api, read_api_title},
    course::read_course,
    exercise::{ExerciseFile, ExerciseHead, Named, read_exercise, read_exercise_head, read_mock},
    fact::read_facts,
    glossary::read_glossary,
    lesson::{Translation, front_matter, read_front_matter, read_translation},
    places::Places,
    wrong::{Edit, Variant},
};

/// Characters of a check's statement at most: one row of the list of checks.
pub const SAY_CHARS_MAX: usize = 34;
/// Characters of a version at most.
pub const VERSION_CHARS_MAX: usize = 64;
/// Characters of a module's short title at most.
pub const SHORT_CHARS_MAX: usize = 20;
/// Characters of a lesson's title at most.
pub const LESSON_TITLE_CHARS_MAX: usize = 52;
/// Characters of an exercise's title at most.
pub const EXERCISE_TITLE_CHARS_MAX: usize = 45;
/// Characters of a term's name at most.
pub const TERM_CHARS_MAX: usize = 40;
/// Characters of what a term means at most: a small window of text.
pub const MEANS_CHARS_MAX: usize = 300;
/// Characters of a fact's value at most.
pub const FACT_CHARS_MAX: usize = 80;
/// Hours that a module may be said to take at most.
pub const HOURS_MAX: f64 = 200.0;
/// Minutes that a lesson or an exercise may be said to take at most.
pub const MINUTES_MAX: i64 = 600;
/// Hints of an exercise: nudge, pointer, near example, worked step.
pub const HINTS: usize = 4;
/// Requests of one check at most, bursts counted once.
pub const STEPS_MAX: usize = 100;
/// Rows that a check may write out at most.
pub const ROWS_MAX: usize = 200;
/// Exploits that one check may try at most: each gets a server of its own.
pub const EXPLOITS_MAX: usize = 20;
/// Statements that a schema check may try of each kind at most.
pub const STATEMENTS_MAX: usize = 50;
/// Times that a check may run an answer, one after the other.
pub const RUNS_MAX: i64 = 20;
/// Seconds by which a step may move a clock at most: ten years.
pub const ADVANCE_S_MAX: f64 = 315_360_000.0;
/// Faults of one check at most.
pub const FAULTS_MAX: usize = 20;
/// The request that a fault may count to at most.
pub const NTH_MAX: i64 = 1_000;
/// Milliseconds by which a fault may delay a request at most.
pub const DELAY_MS_MAX: i64 = 3_600_000;
/// Requests of one burst at most.
pub const PARALLEL_MAX: i64 = 200;
/// Bytes of one request's `chunks` or `raw` at most.
pub const PIECES_BYTES_MAX: usize = 64 << 20;
/// Questions of one quiz at most.
pub const QUESTIONS_MAX: usize = 50;
/// Options of one question, and right sides of one match, at most: each has a digit key.
pub const CHOICES_MAX: usize = 9;
/// Characters of an option, or of an accepted text, at most.
pub const OPTION_CHARS_MAX: usize = 160;
/// Texts that one field accepts at most.
pub const ACCEPTED_MAX: usize = 20;
/// Blanks of one question at most.
pub const BLANKS_MAX: usize = 12;
/// Characters of a blank's label or of a unit at most.
pub const LABEL_CHARS_MAX: usize = 24;
/// Items of an order, and pairs of a match, at most: they stand on one screen.
pub const ITEMS_MAX: usize = 12;
/// Characters of an item that is put in order at most: one row of 80 columns.
pub const ITEM_CHARS_MAX: usize = 68;
/// Characters of a side of a pair at most.
pub const SIDE_CHARS_MAX: usize = 34;
/// Rows that belong nowhere, of one order or match, at most.
pub const DISTRACTORS_MAX: usize = 4;
/// Bytes that one regular expression may take when it is built.
pub const REGEX_BYTES_MAX: usize = 1 << 20;
/// Megabytes that an exercise may give its program at most; as `lab::MEMORY_MB_MAX`.
pub const MEMORY_MB_MAX: u32 = 1_024;
/// As `lab::TURN_MS_MAX`.
pub const TURN_MS_MAX: u32 = 30_000;
/// As `lab::WALL_MS_MAX`.
pub const WALL_MS_MAX: u32 = 120_000;
/// As `lab::ANSWER_MS_MAX`.
pub const ANSWER_MS_MAX: u32 = 20_000;
