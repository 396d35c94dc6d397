//! What JavaScript may ask of the machine, and what the machine asks of JavaScript. This is the
//! whole border between `node/*.js` and Rust.
//!
//! # Rust asks
//! `internal/boot` is run first and exports functions. After each call Rust settles: it calls
//! `runTicks` and runs promise jobs until both have nothing left, then tells of rejections that
//! nobody handled. What a dispatcher throws is given to `uncaught`.
//!
//! | dispatcher | when |
//! | --- | --- |
//! | `runMain(path)` | once; the absolute path of the entry |
//! | `runTicks() -> boolean` | empty the nextTick queue; `true` when something ran |
//! | `timer(id)` | the timer is due; it stays known until `timerStop` or a new `timerStart` |
//! | `immediate() -> boolean` | run the next callback of the present batch; `true` when the batch has more |
//! | `completion(isFirst) -> boolean` | run the next callback of this poll phase that waits for the system; `isFirst` when the phase begins; `true` when it has more |
//! | `connection(listener, id, address, port)` | a client connected |
//! | `connected(id)` | what `connect` began is there |
//! | `data(id, ArrayBuffer)` | bytes came; not while paused |
//! | `end(id)` | the other side will send no more |
//! | `drain(id)` | all that `write` had queued is gone |
//! | `closed(id, code or null)` | the connection is gone, always the last word; `ECONNRESET`, `EPIPE` |
//! | `job(id, ArrayBuffer or string)`, `jobProgress(id, part)` | what `computeLater` began is done; how much of it is, between 0 and 1 |
//! | `unhandledRejection(reason, promise, handled_late)` | no handler by the end of the turn, or one that came later; throw to make it an uncaught error |
//! | `uncaught(error, origin) -> boolean` | `true` when the program handles it; origin as `uncaughtException` has it |
//! | `describe(error) -> string` | an uncaught error as Node prints it, without the source excerpt |
//! | `beforeExit()` | nothing is left to do |
//! | `exit(code or null) -> number` | emit `exit`; `null` asks for `process.exitCode`; gives the code |
//! | `call(path, action) -> Promise` | action: `{Call: {export, args}}`, `{Read: {export}}`, `{Write: {export, value}}`, `"Exports"`, `{Test: {name}}`; fulfil with `{value}` or `{error}` |
//! | `told(id, json)` | what came of a wish: a `protocol::Told` |
//! | `openRequests() -> [open, waitingForBody]` | requests taken and not yet answered |
//! | `resolve(specifier, from) -> string` | what an import names: an absolute path or `node:name` |
//! | `fillMeta(name, meta)` | give the `import.meta` of an ES module its properties |
//! | `moduleKind(path) -> "module" or "commonjs" or "json"` | how to load a file |
//! | `load(name) -> exports` | a core or CommonJS or JSON module that an import names |
//!
//! # JavaScript asks
//! Paths are absolute, with `/`. Bytes are an `ArrayBuffer` or a typed array (its own part only).
//!
//! | function | |
//! | --- | --- |
//! | `start` | `{argv, env, execPath, entry, cwd, stdin: ArrayBuffer, nonce: {name, value}}` |
//! | `compileCore(name) -> function or null` | a core module's body `(exports, require, module, host)` |
//! | `compile(code, path, parameters) -> function` | a CommonJS body; throws SyntaxError with its place |
//! | `importModule(path) -> Promise` | of the namespace |
//! | `evaluateModule(name, code, into) -> Promise` | of an ES module of ours, settled unless it awaits; `import.meta.into` is `into` |
//! | `readFile(path) -> string or null`, `readBytes(path) -> ArrayBuffer or null` | |
//! | `fileKind(path) -> "file" or "folder" or null`, `realPath(path) -> string or null` | |
//! | `readFolder(path) -> string[] or null` | sorted names |
//! | `print(stream, text or bytes, request)` | stream 1 or 2; `request` may be left out |
//! | `now() -> number`, `wallClock() -> number` | milliseconds: monotonic since the start, since 1970; both by the clock of clock.rs |
//! | `clockStandsStill` | whether that clock moves only when it is moved |
//! | `random() -> number` | as `Math.random`, seeded when the run is |
//! | `stackRules(prepare or null, shown)` | what writes `error.stack`, and how many frames it has |
//! | `randomBytes(n) -> ArrayBuffer` | from the system, or from the seed |
//! | `newHash(name)`, `newHmac(name, key)` | `{update(bytes), digest(), copy()}`, or nothing |
//! | `compute(job, request) -> ArrayBuffer or string` | job: `{kind, text, bytes, numbers, call, progress}`, see host/jobs.rs; a text says why there is nothing |
//! | `computeLater(job, request) -> id` | the same on a thread beside this one; throws when too many wait |
//! | `readKey(der, form, passphrase)`, `keyOfParts(family, curve, parts)`, `makeKey(family, curve, bits, exponent)` | a handle or a word, see keys.rs |
//! | `newCipher(name, key, iv, isDecipher)` | see ciphers.rs |
//! | `newDeflater(format, level, windowBits)`, `newInflater(format, windowBits)` | see zlib.rs; format is gzip, zlib or raw |
//! | `crc32(bytes, begun) -> number` | |
//! | `newCollator(locale, sensitivity, numeric, caseFirst, ignorePunctuation)` | a function that compares two texts, see collation.rs |
//! | `isLocale(tag) -> boolean` | whether it is well formed, as `en-US` is |
//! | `fileStat(path, follow) -> number[] or code` | see writing.rs; what fails there gives a code such as `ENOENT` |
//! | `readPart(path, from, count) -> ArrayBuffer or code` | |
//! | `writeFile(path, bytes, flag, mode)`, `makeFolder(path)`, `removeFile(path)`, `removeFolder(path)`, `renameFile(from, to)` | `null` or a code |
//! | `openDatabase(path or null, how)` | a database of SQLite, see sqlite.rs |
//! | `bsonMakers(object)`, `bsonWrite(object, how) -> ArrayBuffer`, `bsonRead(bytes, how) -> object` | values of BSON, see documents.rs |
//! | `documentCommand(command, how) -> function` | `function(request)` runs the command on this program's store of documents and gives the reply |
//! | `cacheConnect()`, `cacheDisconnect(connection)`, `cacheCommand(..) -> answers`, `cachePushed(..) -> answers`, `cacheIsLeaving(connection)`, `cacheDueMs()` | this program's cache, see cache.rs |
//! | `timerStart(id, ms)`, `timerStop(id)`, `timerRef(id, boolean)` | ids are the caller's |
//! | `wantCompletion()` | `completion` is called in the next poll phase |
//! | `wantImmediate()` | `immediate` is called in this round's check phase |
//! | `ask(id, json)` | a `protocol::Ask`, which the parent hears once nothing else is left to do |
//! | `exit(code)` | ends the process now; emit `exit` before |
//! | `listen(port) -> {id, port}` | throws `{code: "EADDRINUSE"}`; port 0 gives a real one |
//! | `closeListener(id)`, `refListener(id, boolean)` | |
//! | `connect(port, mishap, answer) -> {id, port}` | to a server of this program; throws `{code: "ECONNREFUSED"}`; port is the own one; mishap is a kind of `meetMishap` or left out |
//! | `meetMishap(method, port, target, request) -> {kind, ms, status, headers} or null` | what a check wants to go wrong with this request: refuse, drop, dropAnswer, duplicate, delay, answer |
//! | `write(id, bytes) -> number` | bytes that are queued now; 0 when all went out |
//! | `endWrite(id)`, `destroy(id)`, `pause(id)`, `resume(id)`, `refConnection(id, boolean)` | |
//! | `encode(text, encoding) -> ArrayBuffer`, `decode(bytes, encoding) -> string` | utf8 latin1 ascii hex base64 base64url |
//! | `utf8Length(text)`, `utf8IsValid(bytes)`, `utf8Unfinished(bytes) -> number` | bytes at the end that begin a character |
//! | `compareBytes(a, b) -> -1, 0, 1`, `indexOfBytes(bytes, wanted, from, last) -> number` | |
//! | `headed(text, bytes, end) -> ArrayBuffer` | the bytes between two texts in latin1 |
//! | `newParser(isRequest) -> {feed(bytes), finish(), withoutBody()}` | HTTP/1.1; both give arrays of events, see http_parser.rs |
//! | `parseUrl(text, base)`, `changeUrl(href, part, value)` | the parts of a URL, or `null` |
//! | `classId(value) -> number` | equal for values of one class of the engine |
//! | `promiseState(value) -> "pending" or "fulfilled" or "rejected" or null`, `promiseResult(value)` | |
//! | `proxyTarget(value) -> object or null`, `proxyHandler` | |
//! | `watchPromises(slot) -> function` | `slot.frame` follows promises from now on, when the function is the getter of `Promise.prototype.constructor` |
//! | `trace(kind, object, request)` | kind is the name of a `protocol::Happening`, the object its fields |
//! | `traceRequest(request, method, target, fields)` | a `requestReceived`; names and values in turn |
//! | `traceRoute(request, path)`, `traceEntered(request, layer, function)`, `traceLeft(request, failed)` | a `routeMatched`, a `layerEntered` (0 middleware, 1 handler, 2 error handler), a `layerLeft` |
//! | `traceUnreached(request, routes, functions, handOn)` | a `layerUnreached` for each of the program's own functions, with its route or an empty text, and whether it uses its `next` |
//! | `traceBody(request, bytes)` | a `bodyReceived` with the first of them |
//! | `traceHead(request, status, head)`, `traceEnd(request, count, body)` | a `responseStarted` of the text of its head, a `responseEnded` of its body's first bytes |

pub mod cache;
pub mod ciphers;
pub mod collation;
pub mod context;
pub mod crypto;
pub mod documents;
pub mod encoding;
pub mod files;
pub mod http_parser;
pub mod imports;
pub mod jobs;
pub mod keys;
pub mod net;
pub mod places;
pub mod print;
mod scripts;
pub mod sqlite;
pub mod stock;
pub mod tags;
pub mod telling;
pub mod timers;
pub mod trace;
pub mod url;
pub mod values;
pub mod writing;
pub mod zlib;

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
    sync::Arc,
};

use rquickjs::{
    ArrayBuffer, Ctx, Exception, Function, IntoJs, Object, Persistent, Result, TypedArray, Value,
    function::IntoJsFunc,
};

use self::{
    files::Disk,
    imports::ImportRules,
    net::{Net, mishaps::Mishaps},
    places::Places,
    timers::Timers,
};
use super::{
    engine::{Engine, Memory},
    jobs::Jobs,
    ready::Bodies,
    sources::Sources,
};
use crate::{
    diag::Place,
    lab::{
        NONCE_HEADER,
        clock::Clock,
        parent::Wire,
        protocol::{Ask, Ending, Start},
        random::{self, Seeded},
        sockets::Outside,
        turn::Turn,
    },
};

/// Everything of the machine that the program's code can reach.
pub struct Host {
    pub start: Start,
    pub wire: Wire,
    pub turn: Arc<Turn>,
    pub memory: Arc<Memory>,
    pub disk: Disk,
    pub net: RefCell<Net>,
    pub jobs: RefCell<Jobs>,
    /// Wishes of a test that the parent has not heard yet, each with its number.
    pub asked: RefCell<Vec<(u64, Ask)>>,
    /// What goes wrong with the program's own requests.
    pub mishaps: RefCell<Mishaps>,
    pub clock: Rc<Clock>,
    pub timers: RefCell<Timers>,
    pub sources: RefCell<Sources>,
    /// Core modules that were read before the program was there.
    pub read_ahead: RefCell<Bodies>,
    /// The engine was stopped in the middle of a turn.
    pub interrupted: Rc<Cell<bool>>,
    /// Where the function starts that was stopped.
    pub interrupted_at: RefCell<Option<Place>>,
    pub stack_bytes: usize,
    pub stack_rules: RefCell<StackRules>,
    pub places: OnceCell<Places>,
    pub import_rules: OnceCell<ImportRules>,
    pub immediate_wanted: Cell<bool>,
    pub completion_wanted: Cell<bool>,
    pub printed: Cell<u64>,
    /// Bytes that went into files.
    pub written: Cell<u64>,
    /// Databases that are open.
    pub told: sqlite::Told,
    /// How much was told of what the program asks of databases.
    pub telling: telling::Telling,
    pub documents: documents::Documents,
    pub cache: cache::Cache,
    seeded: Option<RefCell<Seeded>>,
    /// An error that is made now is asked for its place alone, see errors/here.rs.
    pub asks_here: Cell<bool>,
    pub here: RefCell<Option<Place>>,
    /// Answers of 400 and more whose line was asked for.
    refusals: Cell<u32>,
}

/// What the program wants of `error.stack`.
pub struct StackRules {
    /// Its `Error.prepareStackTrace`.
    pub prepare: Option<Persistent<Function<'static>>>,
    /// Frames that are shown.
    pub shown: usize,
}

impl Host {
    pub fn new(
        mut start: Start,
        (outside, jobs): (Outside, Jobs),
        wire: Wire,
        turn: Arc<Turn>,
        engine: &Engine,
        read_ahead: Bodies,
    ) -> Host {
        let memory = Arc::clone(&engine.memory);
        let disk = Disk::new(&mut start.folder);
        let clock = Rc::new(Clock::new(start.still_at_ms));
        Host {
            net: RefCell::new(Net::new(outside, Arc::clone(&memory), start.ports)),
            jobs: RefCell::new(jobs),
            timers: RefCell::new(Timers::new(Rc::clone(&clock))),
            clock,
            asked: RefCell::default(),
            mishaps: RefCell::default(),
            sources: RefCell::default(),
            read_ahead: RefCell::new(read_ahead),
            interrupted: Rc::clone(&engine.interrupted),
            interrupted_at: RefCell::default(),
            stack_bytes: engine.stack_bytes,
            stack_rules: RefCell::new(StackRules { prepare: None, shown: usize::MAX }),
            places: OnceCell::new(),
            import_rules: OnceCell::new(),
            immediate_wanted: Cell::new(false),
            completion_wanted: Cell::new(false),
            printed: Cell::new(0),
            written: Cell::new(0),
            told: sqlite::Told::default(),
            telling: telling::Telling::default(),
            documents: documents::Documents::default(),
            cache: cache::Cache::default(),
            asks_here: Cell::new(false),
            here: RefCell::default(),
            refusals: Cell::new(0),
            seeded: start.seed.map(|seed| RefCell::new(Seeded::new(seed))),
            start,
            wire,
            turn,
            memory,
            disk,
        }
    }

    fn random(&self) -> f64 {
        if let Some(seeded) = &self.seeded {
            return seeded.borrow_mut().next_float();
        }
        let mut seed = [0; 8];
        // Without the system's randomness a number is still a number.
        drop(random::fill(&mut seed));
        Seeded::new(u64::from_ne_bytes(seed)).next_float()
    }

    /// From the system, or from the seed where the run must repeat.
    fn random_bytes(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        match &self.seeded {
            Some(seeded) => {
                seeded.borrow_mut().fill(bytes);
                Ok(())
            }
            None => random::fill(bytes),
        }
    }
}

/// The `host` object.
pub fn object<'js>(ctx: &Ctx<'js>, host: &Rc<Host>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("start", start(ctx, host)?)?;
    files::install(&object, host)?;
    net::install(&object, host)?;
    timers::install(&object, host)?;
    print::install(&object, host)?;
    values::install(&object)?;
    context::install(&object)?;
    url::install(&object)?;
    encoding::install(&object)?;
    collation::install(&object)?;
    tags::install(&object)?;
    http_parser::install(&object)?;
    trace::install(&object, host)?;
    crypto::install(&object)?;
    keys::install(&object, host)?;
    ciphers::install(&object)?;
    jobs::install(&object, host)?;
    zlib::install(&object)?;
    writing::install(&object, host)?;
    sqlite::install(&object, host)?;
    scripts::install(&object, host)?;
    documents::install(&object, host)?;
    cache::install(&object, host)?;
    let this = Rc::clone(host);
    give(&object, "exit", move |code: i32| -> () { this.wire.end(Ending::Exited(code)) })?;
    let this = Rc::clone(host);
    give(&object, "ask", move |ctx: Ctx<'js>, id: u32, wish: String| {
        let wish = serde_json::from_str::<Ask>(&wish).map_err(|error| {
            Exception::throw_type(&ctx, &format!("this cannot be asked: {error}"))
        })?;
        this.asked.borrow_mut().push((id.into(), wish));
        Ok::<_, rquickjs::Error>(())
    })?;
    let this = Rc::clone(host);
    give(&object, "wantImmediate", move || this.immediate_wanted.set(true))?;
    let this = Rc::clone(host);
    give(&object, "wantCompletion", move || this.completion_wanted.set(true))?;
    let this = Rc::clone(host);
    give(&object, "stackRules", move |ctx: Ctx<'js>, prepare: Option<Function<'js>>, shown| {
        let prepare = prepare.map(|prepare| Persistent::save(&ctx, prepare));
        *this.stack_rules.borrow_mut() = StackRules { prepare, shown };
    })?;
    let this = Rc::clone(host);
    give(&object, "random", move || this.random())?;
    let this = Rc::clone(host);
    give(&object, "randomBytes", move |ctx: Ctx<'js>, count: usize| {
        let mut bytes = vec![0; count];
        this.random_bytes(&mut bytes)
            .map_err(|error| Exception::throw_message(&ctx, &error.to_string()))?;
        ArrayBuffer::new_copy(ctx, bytes)
    })?;
    let this = Rc::clone(host);
    give(&object, "wallClock", move || this.clock.wall_ms())?;
    object.set("clockStandsStill", host.clock.is_still())?;
    if host.seeded.is_some() {
        let math: Object<'js> = ctx.globals().get("Math")?;
        let this = Rc::clone(host);
        give(&math, "random", move || this.random())?;
    }
    Ok(object)
}

/// Puts `function` on `object` under `name`.
pub fn give<'js, P, F>(object: &Object<'js>, name: &str, function: F) -> Result<()>
where
    F: IntoJsFunc<'js, P> + 'js,
{
    let function = Function::new(object.ctx().clone(), function)?.with_name(name)?;
    object.set(name, function)
}

/// Throws an Error that has a `code`, as Node's system errors have one.
pub fn throw_coded(ctx: &Ctx<'_>, code: &str, message: &str) -> rquickjs::Error {
    let error = Exception::from_message(ctx.clone(), message).and_then(|error| {
        error.as_object().set("code", code)?;
        Ok(error)
    });
    match error {
        Ok(error) => error.throw(),
        Err(error) => error,
    }
}

/// Calls `with` with the bytes of an `ArrayBuffer`, of a typed array's own part, or of a text.
pub fn with_bytes<'js, R>(
    ctx: &Ctx<'js>,
    value: &Value<'js>,
    with: impl FnOnce(&[u8]) -> R,
) -> Result<R> {
    if let Some(text) = value.as_string() {
        return Ok(with(text.to_string()?.as_bytes()));
    }
    let object = value.as_object();
    let array: Option<&TypedArray<'js, u8>> = object.and_then(Object::as_typed_array::<u8>);
    // The engine throws where it is asked for the buffer of something else, and the error would be
    // taken for that of whatever fails next.
    let buffer = if array.is_some() { None } else { object.and_then(Object::as_array_buffer) };
    #[expect(unsafe_code, reason = "no JavaScript runs, and so detaches nothing, during `with`")]
    let bytes = unsafe {
        array
            .and_then(|array| array.as_bytes())
            .or_else(|| buffer.and_then(|buffer| buffer.as_bytes()))
    };
    match bytes {
        Some(bytes) => Ok(with(bytes)),
        None => Err(Exception::throw_type(ctx, "bytes were expected")),
    }
}

fn start<'js>(ctx: &Ctx<'js>, host: &Host) -> Result<Object<'js>> {
    let start = Object::new(ctx.clone())?;
    let entry = host.start.entry.as_ref().map(|entry| host.disk.absolute(entry));
    let mut argv = vec![EXEC_PATH.to_owned()];
    argv.extend(entry.clone());
    argv.extend(host.start.args.iter().cloned());
    start.set("argv", argv)?;
    start.set("execPath", EXEC_PATH)?;
    start.set("entry", entry)?;
    start.set("cwd", host.disk.root())?;
    start.set("stdin", ArrayBuffer::new_copy(ctx.clone(), &host.start.stdin)?)?;
    let env = Object::new(ctx.clone())?;
    for (name, value) in &host.start.env {
        env.set(name, value)?;
    }
    start.set("env", env)?;
    let nonce = Object::new(ctx.clone())?;
    nonce.set("name", NONCE_HEADER)?;
    nonce.set("value", &host.start.nonce)?;
    start.set("nonce", nonce)?;
    Ok(start)
}

/// What `process.execPath` says.
const EXEC_PATH: &str = "/usr/local/bin/node";

/// A value for JavaScript, or `null`.
pub fn or_null<'js, T: IntoJs<'js>>(ctx: &Ctx<'js>, value: Option<T>) -> Result<Value<'js>> {
    match value {
        Some(value) => value.into_js(ctx),
        None => Ok(Value::new_null(ctx.clone())),
    }
}
