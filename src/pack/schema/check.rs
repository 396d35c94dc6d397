//! `[[check]]`: a statement about the answer, and the one table that tests it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::Value as Json;

use super::{
    sql::{PlanTest, SchemaTest, SqlTest},
    store::StoreTest,
    value::{
        Advance, Captures, Count, Expect, Id, InnerPath, OneOrMore, Paths, Status, Text, Texts,
        True, Value,
    },
};
use crate::pack::manifest::{
    DELAY_MS_MAX, EXPLOITS_MAX, FAULTS_MAX, NTH_MAX, PARALLEL_MAX, SAY_CHARS_MAX, STEPS_MAX,
};

/// `[[check]]`: a statement about the answer. One of the tables below tests it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Check {
    /// Never changes.
    #[schemars(example = &"create-note")]
    name: Id,
    /// A statement, shown before it runs.
    #[schemars(length(max = SAY_CHARS_MAX), example = &"POST /notes makes a note")]
    say: String,
    /// The headline when it fails. Missing is a warning.
    #[schemars(example = &"Nothing was created.")]
    fails: Option<String>,
    /// Why an answer must do so. Missing is a warning.
    why: Option<String>,
    /// Where to look; never the answer.
    look: Option<String>,
    /// The learner sees its statement once it failed, and from the second attempt on what was sent, expected and
    /// found; rows of data that are not shown stay hidden.
    hidden: Option<bool>,
    /// Gets a child process of its own.
    fresh: Option<bool>,
    /// Names of checks above this one that must pass first.
    after: Option<Vec<String>>,
    /// The data sets that it runs on; all of them unless it says so.
    #[schemars(length(min = 1))]
    on: Option<Vec<String>>,
    http: Option<HttpTest>,
    stdout: Option<StdoutTest>,
    exit: Option<ExitTest>,
    js: Option<JsTest>,
    sql: Option<SqlTest>,
    schema: Option<SchemaTest>,
    plan: Option<PlanTest>,
    mongo: Option<StoreTest>,
    redis: Option<StoreTest>,
    sent: Option<SentTest>,
    answer: Option<AnswerTest>,
    blocked: Option<BlockedTest>,
    trace: Option<TraceTest>,
    test: Option<ScriptTest>,
    /// What goes wrong with requests that the program itself sends.
    #[schemars(length(max = FAULTS_MAX))]
    fault: Option<Vec<Fault>>,
}

/// `[check.http]`: a request and what must come back, or several as `steps`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HttpTest {
    /// Several requests, one after another; then nothing else stands here.
    #[schemars(length(min = 1, max = STEPS_MAX))]
    steps: Option<Vec<HttpStep>>,
    /// A method and a path; header fields may follow after `|`.
    #[schemars(example = &"GET / | Accept: text/html")]
    request: Option<String>,
    headers: Option<BTreeMap<String, OneOrMore<String>>>,
    /// Sent with `Content-Type: application/json`.
    json: Option<Json>,
    /// Sent as `application/x-www-form-urlencoded`.
    form: Option<BTreeMap<String, OneOrMore<String>>>,
    /// Sent as it is.
    body: Option<String>,
    /// Sent chunked, each piece a write of its own.
    chunks: Option<Vec<Piece>>,
    /// With `chunks`: the end never comes.
    unfinished: Option<bool>,
    /// The bytes of the whole request; `request` is then only shown.
    raw: Option<Vec<Piece>>,
    expect: Option<Expect>,
    capture: Option<Captures>,
    /// So many times at once; `expect` holds for each.
    #[schemars(range(min = 1, max = PARALLEL_MAX))]
    parallel: Option<u32>,
    /// Seconds by which a clock that stands still is moved first.
    advance_s: Option<Advance>,
}

/// One of the `steps` of [check.http].
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HttpStep {
    /// A method and a path; header fields may follow after `|`.
    #[schemars(example = &"GET /notes/{{id}}")]
    request: String,
    headers: Option<BTreeMap<String, OneOrMore<String>>>,
    /// Sent with `Content-Type: application/json`.
    json: Option<Json>,
    /// Sent as `application/x-www-form-urlencoded`.
    form: Option<BTreeMap<String, OneOrMore<String>>>,
    /// Sent as it is.
    body: Option<String>,
    /// Sent chunked, each piece a write of its own.
    chunks: Option<Vec<Piece>>,
    /// With `chunks`: the end never comes.
    unfinished: Option<bool>,
    /// The bytes of the whole request; `request` is then only shown.
    raw: Option<Vec<Piece>>,
    expect: Option<Expect>,
    capture: Option<Captures>,
    /// So many times at once; `expect` holds for each.
    #[schemars(range(min = 1, max = PARALLEL_MAX))]
    parallel: Option<u32>,
    /// Seconds by which a clock that stands still is moved first.
    advance_s: Option<Advance>,
}

/// Bytes: a text, or a table with `text` or `hex`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Piece {
    Text(String),
    Bytes(Bytes),
}

/// `{ hex = "c3 bc" }`, `{ text = "x", times = 4096 }`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Bytes {
    text: Option<String>,
    /// Two digits for each byte; spaces between them are free.
    #[schemars(regex(pattern = "^[0-9A-Fa-f ]*$"))]
    hex: Option<String>,
    /// How often it is repeated.
    #[schemars(range(min = 1))]
    times: Option<u64>,
}

/// `[check.stdout]`: what the program prints. Either key.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1, "maxProperties" = 1))]
pub struct StdoutTest {
    /// The whole text.
    equals: Option<String>,
    expect: Option<Text>,
}

/// `[check.exit]`: how the program ends.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExitTest {
    code: u8,
}

/// `[check.js]`: a call of what a module exports, or several as `calls`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct JsTest {
    /// A file of the answer, loaded in a child where nothing else ran.
    #[schemars(example = &"counter.js")]
    module: InnerPath,
    /// Several calls that share the state of the module; then only `module` stands beside.
    #[schemars(length(min = 1, max = STEPS_MAX))]
    calls: Option<Vec<JsCall>>,
    /// A function it exports; a promise is awaited.
    call: Option<String>,
    /// With `call`.
    args: Option<Vec<Json>>,
    /// The name of what it exports and is read.
    read: Option<String>,
    /// The name of what it exports and is set from outside, to `value`.
    write: Option<String>,
    /// With `write`.
    value: Option<Json>,
    /// The sorted names of what it exports.
    exports: Option<True>,
    returns: Option<Value>,
    /// The name of the error.
    #[schemars(example = &"RangeError")]
    throws: Option<String>,
    prints: Option<Text>,
    /// Seconds by which a clock that stands still is moved first.
    advance_s: Option<Advance>,
}

/// One of the `calls` of [check.js].
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct JsCall {
    /// A function it exports; a promise is awaited.
    call: Option<String>,
    /// With `call`.
    args: Option<Vec<Json>>,
    /// The name of what it exports and is read.
    read: Option<String>,
    /// The name of what it exports and is set from outside, to `value`.
    write: Option<String>,
    /// With `write`.
    value: Option<Json>,
    /// The sorted names of what it exports.
    exports: Option<True>,
    returns: Option<Value>,
    /// The name of the error.
    throws: Option<String>,
    prints: Option<Text>,
    /// Seconds by which a clock that stands still is moved first.
    advance_s: Option<Advance>,
}

/// `[check.sent]`: what was sent to the mock API, what came back, and what the API holds then.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct SentTest {
    /// Requests in this order, with others between them or not; then only `state` stands beside.
    #[schemars(length(min = 1, max = STEPS_MAX))]
    steps: Option<Vec<SentStep>>,
    /// A method and a path.
    #[schemars(example = &"POST /orders")]
    request: Option<String>,
    method: Option<Text>,
    path: Option<Text>,
    /// Path and query as they went out, nothing decoded.
    target: Option<Text>,
    /// Parameters by name, decoded.
    query: Option<Texts>,
    header: Option<Texts>,
    /// By JSONPath into the body that was sent.
    json: Option<Paths>,
    /// Fields of a form body, decoded.
    form: Option<Texts>,
    /// The body as text.
    body: Option<Text>,
    /// What came back; the same as `response = { status = 201 }`.
    status: Option<Status>,
    response: Option<Expect>,
    /// How many requests are like that; at least one unless it is given.
    count: Option<Count>,
    capture: Option<Captures>,
    /// By JSONPath into what the API holds afterwards.
    state: Option<Paths>,
}

/// One of the `steps` of [check.sent].
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct SentStep {
    request: Option<String>,
    method: Option<Text>,
    path: Option<Text>,
    target: Option<Text>,
    query: Option<Texts>,
    header: Option<Texts>,
    json: Option<Paths>,
    form: Option<Texts>,
    body: Option<Text>,
    status: Option<Status>,
    response: Option<Expect>,
    capture: Option<Captures>,
}

/// `[check.answer]`: a value that the learner read and wrote down, `# @answer NAME = value`. Either
/// `expect`, or `request` and `value`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [
    {"required": ["expect"]}, {"required": ["request", "value"]}
]))]
pub struct AnswerTest {
    name: Id,
    expect: Option<Value>,
    /// What stood in the first answer to this request.
    #[schemars(example = &"GET /users")]
    request: Option<String>,
    /// Where it stood: a JSONPath, `status` or `header.NAME`.
    #[schemars(example = &"$[?@.id == 4].name")]
    value: Option<String>,
}

/// `[check.blocked]`: exploits that must not work on the repaired server.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BlockedTest {
    /// `own`, `solution`, or files as `data/other.http` and `data/other.js`.
    #[schemars(length(min = 1, max = EXPLOITS_MAX))]
    exploits: Vec<String>,
    /// Checks above with [check.sent] that say whether an exploit works; all unless it is given.
    proof: Option<Vec<String>>,
}

/// `[check.trace]`: what the program did inside while the checks in `after` sent their requests.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct TraceTest {
    /// In this order within one of the requests; then nothing else stands here.
    #[schemars(length(min = 2, max = STEPS_MAX))]
    steps: Option<Vec<TraceStep>>,
    /// bcrypt, argon2id, argon2i, argon2d, scrypt, pbkdf2.
    hash: Option<Text>,
    /// The function that made it.
    #[schemars(example = &"bcrypt.hash")]
    call: Option<Text>,
    cost: Option<HashCost>,
    /// A function of Express by its name.
    layer: Option<Text>,
    /// A route as the program wrote it.
    #[schemars(example = &"/users/:id")]
    route: Option<Text>,
    sql: Option<Statement>,
    /// How often in all those requests together; at least once unless it is given.
    count: Option<Count>,
    /// Of SQL, in each of those requests; then nothing else stands here.
    #[schemars(rename = "statements-max", range(max = 10_000))]
    statements_max: Option<u32>,
}

/// One of the `steps` of [check.trace].
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
pub struct TraceStep {
    hash: Option<Text>,
    call: Option<Text>,
    cost: Option<HashCost>,
    layer: Option<Text>,
    route: Option<Text>,
    sql: Option<Statement>,
}

/// What makes a hash slow, by the names of its own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HashCost {
    /// bcrypt.
    cost: Option<Value>,
    /// Argon2: KiB.
    m: Option<Value>,
    /// Argon2.
    t: Option<Value>,
    /// Argon2, scrypt.
    p: Option<Value>,
    /// scrypt.
    #[schemars(rename = "N")]
    n: Option<Value>,
    /// scrypt.
    r: Option<Value>,
    /// pbkdf2.
    iterations: Option<Value>,
}

/// A statement of SQL that the program ran.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1))]
pub struct Statement {
    /// With one space for each run of white space.
    #[schemars(example = &"~SELECT .*")]
    text: Option<Text>,
    /// As SQL writes them.
    parameters: Option<Text>,
    rows: Option<Value>,
    /// Of INSERT, UPDATE and DELETE.
    changed: Option<Value>,
    full_scan_steps: Option<Value>,
    /// SQLite's words.
    error: Option<Text>,
}

/// `[check.test]`: a test in JavaScript.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ScriptTest {
    #[schemars(regex(pattern = r"^checks/.*\.test\.js$"), example = &"checks/sessions.test.js")]
    file: String,
    /// The name of the test.
    test: String,
}

/// `[[check.fault]]`: what goes wrong with requests that the program itself sends.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Fault {
    kind: FaultKind,
    /// Of the requests that it is about, from 1; all unless it is given.
    nth: Option<OneOrMore<Nth>>,
    #[schemars(example = &"GET")]
    method: Option<String>,
    /// The port that the program names.
    #[schemars(range(min = 1))]
    port: Option<u16>,
    /// Without the query; `*` at the end stands for any rest.
    #[schemars(regex(pattern = "^/"), example = &"/orders*")]
    path: Option<String>,
    /// With `delay`.
    #[schemars(range(min = 1, max = DELAY_MS_MAX))]
    ms: Option<u32>,
    /// With `answer`.
    #[schemars(range(min = 200, max = 599))]
    status: Option<u16>,
    /// With `answer`.
    headers: Option<BTreeMap<String, String>>,
}

/// Which request, from 1.
#[derive(JsonSchema)]
pub struct Nth(#[schemars(range(min = 1, max = NTH_MAX))] u32);

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum FaultKind {
    Refuse,
    Drop,
    DropAnswer,
    Duplicate,
    Delay,
    Answer,
}
