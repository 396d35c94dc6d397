//! A check: one statement about the learner's program, and how it is put to the test.

use std::collections::BTreeMap;

use serde_json::Value;

pub use crate::exchange::{
    Piece,
    mishap::{Mishap, MishapKind},
};
use crate::{
    course::{
        attack::{BlockedTest, Stage},
        quiz::Question,
        sql::{Aspect, PlanTest, SchemaTest, SqlTest, Wish},
        store::Speech,
    },
    exchange::Headers,
    table::Cell,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub name: String,
    /// A statement, at most 34 characters: `POST /users creates a user`.
    pub say: String,
    /// The headline when it fails.
    pub fails: String,
    pub why: String,
    /// What to look at, in the author's words.
    pub look: Option<String>,
    pub hidden: bool,
    /// Checks that must pass first; their state may be relied on.
    pub after: Vec<String>,
    /// Gets a child of its own.
    pub fresh: bool,
    /// Names of the data sets that fill a program's stores where it runs; empty: all of them. A check
    /// of SQL, or of a script of a store's commands, has its own.
    pub on: Vec<String>,
    /// What goes wrong with the program's own requests while the check runs.
    pub mishaps: Vec<Mishap>,
    pub test: Test,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Http(HttpTest),
    /// What the program printed on standard output in its whole run.
    Stdout(Expected),
    /// The program's exit code.
    Exit(i32),
    Js(JsTest),
    /// The rows that the answer gives (only in `sql` exercises).
    Sql(SqlTest),
    /// The tables that the answer makes (only in `sql` exercises).
    Schema(SchemaTest),
    /// What the answer does to a store: a script of its commands, or a program with a client.
    Store(Box<StoreTest>),
    /// How SQLite runs the answer's query (only in `sql` exercises).
    Plan(PlanTest),
    /// What the learner's requests were, and what the mock API answered.
    Sent(SentTest),
    /// A value that the learner read off and wrote down.
    Noted(NotedTest),
    /// Whether the repaired server withstands exploits (only in `attack` exercises).
    Blocked(BlockedTest),
    /// What the program did while the checks before it sent their requests.
    Trace(TraceTest),
    /// A test of a file that the pack keeps for itself.
    Script(ScriptTest),
    /// A question of a quiz, answered in `answers.toml`.
    Question(Box<Question>),
}

impl Test {
    /// Which of its two answers a check of an attack is about.
    pub fn stage(&self) -> Stage {
        match self {
            Test::Sent(_) | Test::Noted(_) => Stage::Exploit,
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Blocked(_)
            | Test::Trace(_)
            | Test::Script(_)
            | Test::Question(_) => Stage::Repair,
        }
    }
}

/// Requests that are sent in order to the running program.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpTest {
    pub steps: Vec<HttpStep>,
}

impl HttpTest {
    /// Whether a step moves the program's clock.
    pub fn moves_clock(&self) -> bool {
        self.steps.iter().any(|step| step.advance_ms > 0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct HttpStep {
    /// How far the program's clock is moved before the request; it stands still then.
    pub advance_ms: u64,
    /// May hold `{{name}}` of an earlier capture, as may target, header values and body.
    pub method: String,
    pub target: String,
    pub headers: Headers,
    pub body: Body,
    pub expect: Expect,
    /// Name, source: `$.id` (JSONPath into the body), `status`, or `header.Location`.
    pub captures: Vec<(String, String)>,
    /// Sent so many times at once; `expect` holds for each. 1 when absent.
    pub parallel: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    None,
    /// Sent with `Content-Type: application/json` unless the headers say another.
    Json(Value),
    /// Sent as `application/x-www-form-urlencoded`.
    Form(Vec<(String, String)>),
    Text(String),
    /// Sent chunked (RFC 9112, section 7.1), each piece a chunk and a write of its own.
    /// `unfinished`: the last chunk never comes; the answer must come without it.
    Chunks {
        pieces: Vec<Piece>,
        unfinished: bool,
    },
    /// The bytes of the whole request as they go over the wire; method, target and headers of
    /// the step are then only for show.
    Raw(Vec<Piece>),
}

/// What a response must be. What is not named is free.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect {
    pub status: Option<Expected>,
    /// Names are compared without case.
    pub headers: Vec<(String, Expected)>,
    /// The body as text.
    pub body: Option<Expected>,
    /// JSONPath (RFC 9535) into the body, what stands there.
    pub json: Vec<(String, Expected)>,
    /// `true`: no answer came at all (only in `when`).
    pub silent: Option<bool>,
    /// `true`: the server listens, and not on the port that it was given (only in `when`).
    pub elsewhere: Option<bool>,
    /// What a program printed (only in `when` of `stdout` and `js` checks).
    pub prints: Option<Expected>,
    /// What a call returned (only in `when` of `js` checks).
    pub returns: Option<Expected>,
    /// The name of the error that a call threw (only in `when` of `js` checks).
    pub throws: Option<Expected>,
    /// What an SQL answer did (only in `when` of `sql`, `schema` and `plan` checks).
    pub result: Option<Box<ResultExpect>>,
    /// What the request was that came nearest (only in `when` of `sent` checks).
    pub sent: Option<Box<Sent>>,
    /// What the learner wrote down (only in `when` of `answer` checks).
    pub noted: Option<Expected>,
}

/// What an SQL answer did, as `when` of a wrong answer tells it. What is not named is free.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultExpect {
    /// How many rows came.
    pub rows: Option<Expected>,
    /// These came.
    pub has_rows: Vec<Vec<Cell>>,
    /// None of these came.
    pub lacks_rows: Vec<Vec<Cell>>,
    /// The names of the columns that came, in their order.
    pub columns: Option<Vec<String>>,
    /// This is among what differs.
    pub differs: Option<Aspect>,
    /// Whether the same rows came on the data that the learner sees, where others are right.
    pub fixed: Option<bool>,
    /// The message of the error that ended the answer, or that refused the statement.
    pub error: Option<Expected>,
    /// The statement of `accepts` or `refuses` that went the other way.
    pub statement: Option<Expected>,
    /// What the tables lack: `users.email`, `users: PRIMARY KEY (id)`.
    pub lacks: Option<Expected>,
    /// What a check of a plan wishes for, and did not get.
    pub unmet: Option<Wish>,
    /// The steps of the plan in SQLite's words, a line each.
    pub plan: Option<Expected>,
}

/// What one value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Numbers by value, objects without key order.
    Equals(Value),
    /// On the whole value; `regex` syntax.
    Matches(String),
    Type(JsonType),
    /// It is there, whatever it is.
    Any,
    /// It is not there.
    Absent,
    Range {
        min: Option<f64>,
        max: Option<f64>,
    },
    /// Text that holds this text, or an array that holds this member.
    Has(Value),
    /// An array with these members in any order.
    Set(Vec<Value>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    Null,
    Boolean,
    Number,
    Integer,
    String,
    Array,
    Object,
}

/// Calls a function that a module of the learner exports, in a child where nothing else ran.
#[derive(Clone, Debug, PartialEq)]
pub struct JsTest {
    /// The file, relative to the exercise's folder.
    pub module: String,
    pub calls: Vec<Call>,
}

/// One call; the calls of a test share the module's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// How far the program's clock is moved before the call; it stands still then.
    pub advance_ms: u64,
    pub what: Action,
    pub returns: Option<Expected>,
    /// The name of the error, such as `RangeError`.
    pub throws: Option<String>,
    pub prints: Option<Expected>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Calls the export of this name with these arguments; a promise is awaited.
    Call { export: String, args: Vec<Value> },
    /// Reads the export.
    Read { export: String },
    /// Tries to put a value there, from outside; an error is no failure.
    Write { export: String, value: Value },
    /// The sorted names of what is exported, as an array.
    Exports,
}

/// A test written in JavaScript: `test("name", async ({ request }) => { ... })`.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptTest {
    /// Its path in the exercise's folder: `checks/tokens.test.js`.
    pub file: String,
    pub name: String,
    /// All files of the folder `checks`, which the learner does not get; the same paths.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Looks at the requests of a `requests.http` file after all of them were sent.
#[derive(Clone, Debug, PartialEq)]
pub struct SentTest {
    /// In this order; other requests may stand between them. Empty where only `state` counts.
    pub steps: Vec<SentStep>,
    /// JSONPath (RFC 9535) into the state of the API afterwards, what stands there.
    pub state: Vec<(String, Expected)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SentStep {
    pub sent: Sent,
    /// How many requests are like that; at least one where it is absent.
    pub count: Option<Expected>,
    /// Name, source, as in `HttpStep`: taken from the answer to the first request of this step.
    pub captures: Vec<(String, String)>,
}

/// What a request must be, and its answer. What is not named is free.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sent {
    pub method: Option<Expected>,
    /// Path and query as they went out, nothing decoded.
    pub target: Option<Expected>,
    /// Without the query, as it went out.
    pub path: Option<Expected>,
    /// Parameters by name, decoded; one that was sent twice is its values joined by ", ".
    pub query: Vec<(String, Expected)>,
    /// Names are compared without case.
    pub headers: Vec<(String, Expected)>,
    pub body: Option<Expected>,
    /// JSONPath into the body that was sent.
    pub json: Vec<(String, Expected)>,
    /// Fields of a form body, decoded.
    pub form: Vec<(String, Expected)>,
    /// What came back.
    pub response: Expect,
}

/// Looks into the recording of the requests that the checks in `after` sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TraceTest {
    /// In this order within one request; other things may happen between them. Empty where only the
    /// number of statements counts.
    pub steps: Vec<TraceStep>,
    /// So many statements of SQL at most in each request.
    pub statements_max: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TraceStep {
    pub seen: Seen,
    /// How often it happened in all those requests together; at least once where it is absent.
    pub count: Option<Expected>,
}

/// One thing that happened. What is not named is free.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// A key was made from a password.
    Hashed {
        /// `bcrypt`, `argon2id`, `scrypt`, `pbkdf2`.
        algorithm: Option<Expected>,
        /// The function that the program called: `bcrypt.hash`.
        call: Option<Expected>,
        /// Of its costs, by the algorithm's own names: `cost`, `m`, `t`, `N`, `iterations`.
        cost: Vec<(String, Expected)>,
    },
    /// A middleware or a handler of this name began its work.
    Layer(Expected),
    /// A router found this path, as the program wrote it.
    Route(Expected),
    /// A statement of SQL ran.
    Sql(Box<SqlSeen>),
}

/// A statement of SQL that a program ran. What is not named is free.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SqlSeen {
    /// Runs of white space are one space.
    pub text: Option<Expected>,
    /// As SQL writes them: `1, 'Ada'`.
    pub parameters: Option<Expected>,
    /// Rows that it gave.
    pub rows: Option<Expected>,
    /// Rows that it changed; there is none for a query.
    pub changed: Option<Expected>,
    pub full_scan_steps: Option<Expected>,
    /// Why it failed; there is none where it did not.
    pub error: Option<Expected>,
}

/// Looks at a line `# @answer NAME = VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub struct NotedTest {
    pub name: String,
    pub expected: Noted,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Noted {
    /// The value itself; numbers are read as such.
    Is(Expected),
    /// What stood in the first answer to this request: `$.id` (JSONPath), `status` or
    /// `header.Location`.
    CameBack { method: String, path: String, source: String },
}

/// What an answer of kind `mongo` or `redis` must do on each data set; or what a store of a program
/// must hold once the requests of the checks in `after` were answered, where `query` asks it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoreTest {
    pub speech: Speech,
    /// Runs only the lines below the comment `// N`, of Redis `# N`, up to the next such comment.
    pub part: Option<u32>,
    /// Commands that run before the answer.
    pub before: Option<String>,
    /// How often the answer runs, one time after the other; at least 1.
    pub times: u32,
    /// How far the clock is moved after the answer.
    pub advance_ms: u64,
    /// Runs after the answer, on a copy, and what it gives is compared; else what the answer gives.
    pub query: Option<String>,
    pub wanted: Gives,
    pub order: ListOrder,
    /// Scripts that must run after the answer, each on a copy.
    pub accepts: Vec<String>,
    /// Scripts whose last statement must be refused by a rule of the store, each on a copy.
    pub refuses: Vec<String>,
    /// Names of the data sets it runs on; empty: all of them.
    pub on: Vec<String>,
}

/// What must come: the value of the last statement of a MongoDB script, the replies of all commands of
/// a Redis script.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gives {
    /// Nothing is compared; `accepts` and `refuses` say it all.
    #[default]
    Anything,
    /// What the exercise's own solution gives on the same data.
    AsSolution,
    /// JSONPath (RFC 9535) into it, what stands there.
    Values(Vec<(String, Expected)>),
}

/// Whether the members of a list of documents may stand in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    #[default]
    Free,
    Exact,
}
