//! `exercise.toml`, but for its checks and questions.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{
    check::Check,
    question::Question,
    sql::{Cell, Wish},
    value::{Compare, Expect, Id, InnerPath, Paths, Status, Text, Texts, Value},
};
use crate::pack::manifest::{
    ANSWER_MS_MAX, EXERCISE_TITLE_CHARS_MAX, HINTS, MEMORY_MB_MAX, MINUTES_MAX, TURN_MS_MAX,
    WALL_MS_MAX,
};

/// `exercise.toml`: everything of an exercise but the files beside it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields,
           extend("anyOf" = [{"required": ["check", "files"]}, {"required": ["question"]}]))]
pub struct Exercise {
    /// As the folder is named; never changes.
    #[schemars(example = &"basic-node-server")]
    id: Id,
    /// Raised when an earlier pass no longer counts.
    #[schemars(range(min = 1))]
    rev: u32,
    /// What the answer is: a program, requests, a query ..
    kind: Kind,
    #[schemars(length(max = EXERCISE_TITLE_CHARS_MAX))]
    title: String,
    /// From 1 to 5; in a course it rises by two at most.
    #[schemars(range(min = 1, max = 5))]
    difficulty: u8,
    #[schemars(range(min = 1, max = MINUTES_MAX))]
    minutes: u32,
    /// Ids of lessons or exercises that come first.
    requires: Option<Vec<Id>>,
    /// What it trains; each is taught by a lesson before it.
    concepts: Option<Vec<String>>,
    /// `active` unless it says otherwise.
    status: Option<Standing>,
    /// What the learner may see and edit; the first is the one to open. A quiz has none.
    files: Option<Vec<WorkFile>>,
    /// Four, Markdown: nudge, pointer, near example, worked step.
    #[schemars(length(min = HINTS, max = HINTS))]
    hints: Vec<String>,
    /// What the answers run on.
    lab: Option<Lab>,
    /// When the solution may be seen.
    solution: Option<Solution>,
    /// One sentence, shown after passing.
    learned: Option<String>,
    /// Markdown, shown beside the solution.
    explain: Option<String>,
    /// In the order in which they run. A quiz has none.
    #[schemars(length(min = 1))]
    check: Option<Vec<Check>>,
    /// Of a quiz.
    #[schemars(length(min = 1))]
    question: Option<Vec<Question>>,
    /// Other right answers, which must pass.
    also: Option<Vec<Also>>,
    /// Wrong answers that are known, each with words of its own.
    wrong: Option<Vec<Wrong>>,
    /// Changes to the solution that no check need see, each with the reason.
    survives: Option<Vec<Survives>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Kind {
    /// Requests, sent to a mock API.
    Http,
    /// A program in JavaScript.
    Js,
    /// SQL, on SQLite.
    Sql,
    /// Commands of MongoDB.
    Mongo,
    /// Commands of Redis.
    Redis,
    /// Questions.
    Quiz,
    /// An exploit, then the repair.
    Attack,
    /// A server in any language.
    Stack,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Standing {
    Active,
    Beta,
    Deprecated,
}

/// A file of starter/ that the learner gets by name.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WorkFile {
    /// In starter/.
    #[schemars(example = &"server.js")]
    path: InnerPath,
    /// True unless it says otherwise.
    edit: Option<bool>,
}

/// `[lab]`: what the answers run on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lab {
    /// The file that is started as `node FILE`; the first of `files` unless it is given. An `attack`
    /// must name it.
    #[schemars(example = &"server.js")]
    app: Option<InnerPath>,
    /// Kind `http`: the mock API, or `@NAME` for lessons/MODULE/data/NAME.toml.
    #[schemars(example = &"data/api.toml")]
    mock: Option<String>,
    /// Kind `sql`: the database.
    sql: Option<Database>,
    /// Kinds `mongo`, `js`, `attack`: the documents.
    mongo: Option<Documents>,
    /// Kinds `redis`, `js`, `attack`: the keys.
    redis: Option<Keys>,
    /// The whole of process.env.
    env: Option<BTreeMap<String, String>>,
    /// Kinds `js`, `mongo`, `redis`: a time of RFC 3339 at which it stands still, or `real`.
    #[schemars(example = &"2026-01-01T09:00:00Z")]
    clock: Option<String>,
    /// Kind `attack`: variables of the server, another value in each run.
    secrets: Option<Vec<String>>,
    /// Of all randomness of the program.
    seed: Option<u64>,
    limits: Option<Limits>,
}

/// `[lab] sql`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Database {
    /// The script that makes the tables.
    #[schemars(example = &"data/schema.sql")]
    schema: Option<InnerPath>,
    /// Data sets: a name, and the script that fills the tables. The first is shown.
    sets: Option<BTreeMap<String, InnerPath>>,
}

/// `[lab] mongo`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Documents {
    /// `test` unless it is given.
    #[schemars(example = &"shop")]
    database: Option<String>,
    /// Data sets: a name, and a file of Extended JSON, `{ "users": [{ "_id": 1 }] }`. The first is shown.
    sets: Option<BTreeMap<String, InnerPath>>,
}

/// `[lab] redis`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Keys {
    /// Data sets: a name, and a script of commands, one a line. The first is shown.
    sets: Option<BTreeMap<String, InnerPath>>,
}

/// `[lab] limits`: what ends an answer that takes too much.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Limits {
    /// Megabytes; 128 unless it is given.
    #[schemars(range(min = 16, max = MEMORY_MB_MAX))]
    memory_mb: Option<u32>,
    /// Milliseconds of computing without a pause.
    #[schemars(range(min = 10, max = TURN_MS_MAX))]
    turn_ms: Option<u32>,
    /// Milliseconds of the whole run.
    #[schemars(range(min = 100, max = WALL_MS_MAX))]
    wall_ms: Option<u32>,
    /// Milliseconds until an answer must have come.
    #[schemars(range(min = 50, max = ANSWER_MS_MAX))]
    answer_ms: Option<u32>,
}

/// `[solution]`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Solution {
    /// `after-hints` (the last hint was read, or it passed) unless it says otherwise.
    reveal: Option<Reveal>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Reveal {
    AfterHints,
    AfterPass,
}

/// `[[also]]`: another right answer. Its files stand in also/NAME/, or `edit` makes them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Also {
    name: Id,
    /// One line, shown after passing.
    say: String,
    #[schemars(length(min = 1))]
    edit: Option<Vec<Edit>>,
}

/// `[[wrong]]`: a wrong answer that is known. Its files stand in wrong/NAME/, or `edit` makes them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Wrong {
    name: Id,
    /// The checks that it fails, and no others.
    #[schemars(length(min = 1))]
    fails: Vec<String>,
    /// What a learner reads whose answer is wrong in this way. In a quiz it may be left out.
    feedback: Option<String>,
    /// What came back in the first check of `fails`.
    when: Option<When>,
    #[schemars(length(min = 1))]
    edit: Option<Vec<Edit>>,
}

/// `[[survives]]`: a mutant of the solution that no check need see.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Survives {
    /// As `pack test` names it.
    mutant: String,
    /// Why the answer is right all the same.
    reason: String,
}

/// One change to a file of the solution. Those of a list are applied one after another.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Edit {
    /// A file of the solution.
    #[schemars(example = &"server.js")]
    file: InnerPath,
    /// A text that occurs exactly once.
    #[schemars(length(min = 1), example = &"status(201)")]
    find: String,
    /// What stands there instead.
    #[schemars(example = &"status(200)")]
    put: String,
}

/// `when` of a [[wrong]]: which keys it may have depends on the first check of `fails`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1))]
pub struct When {
    /// [check.http], [check.sent]: what came back.
    status: Option<Status>,
    /// [check.http]: of the answer; [check.sent]: of the request.
    header: Option<Texts>,
    /// [check.http]: of the answer; [check.sent]: of the request.
    body: Option<Text>,
    /// [check.http]: of the answer; [check.sent]: of the request; stores: into what came.
    json: Option<Paths>,
    /// [check.http], [check.sent]: no answer came.
    silent: Option<bool>,
    /// [check.http]: the server listens, and not on the port that it was given.
    elsewhere: Option<bool>,
    /// [check.sent]: a method and a path.
    request: Option<String>,
    /// [check.sent].
    method: Option<Text>,
    /// [check.sent].
    path: Option<Text>,
    /// [check.sent]: path and query as they went out.
    target: Option<Text>,
    /// [check.sent]: parameters by name.
    query: Option<Texts>,
    /// [check.sent]: fields of a form.
    form: Option<Texts>,
    /// [check.sent]: keys of `expect`.
    response: Option<Expect>,
    /// [check.answer]: the value as it was written.
    value: Option<Value>,
    /// [check.stdout], [check.js].
    prints: Option<Text>,
    /// [check.js].
    returns: Option<Value>,
    /// [check.js].
    throws: Option<Text>,
    /// [check.sql]: how many rows came.
    rows: Option<RowCount>,
    /// [check.sql]: each of these came.
    has_rows: Option<Vec<Vec<Cell>>>,
    /// [check.sql]: none of these came.
    lacks_rows: Option<Vec<Vec<Cell>>>,
    /// [check.sql]: the names of the columns that came, in their order.
    columns: Option<Vec<String>>,
    /// [check.sql], stores: this is among what differs.
    differs: Option<Aspect>,
    /// [check.sql]: the same rows came on the data that the learner sees.
    fixed: Option<bool>,
    /// SQL and stores: the error that ended the answer, or that refused a statement.
    error: Option<Text>,
    /// [check.schema], stores: the statement that went the other way.
    statement: Option<Text>,
    /// [check.schema]: a column as `users.email`, a key as `users: UNIQUE (email)`.
    lacks: Option<Text>,
    /// [check.plan]: the key that did not hold.
    unmet: Option<Wish>,
    /// [check.plan]: SQLite's steps, a line each.
    plan: Option<Text>,
}

/// A number, or a table that compares.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum RowCount {
    Number(u64),
    Compare(Box<Compare>),
}

/// What can differ between what came and what should.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Aspect {
    Columns,
    Missing,
    Extra,
    Repeated,
    Merged,
    Null,
    Type,
    Value,
    Order,
}
