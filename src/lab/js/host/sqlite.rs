//! SQLite for `node:sqlite`: databases, their statements, and what the recording hears of them.
//!
//! A statement belongs to its database, which closes only when all of them are gone: a database
//! that JavaScript closes takes its statements first.

mod functions;
mod statement;
mod thrown;
mod told;
mod values;

use std::{
    cell::{Cell, RefCell},
    path::{Path, PathBuf},
    rc::{Rc, Weak},
};

use rquickjs::{ArrayBuffer, Ctx, Function, Object, Persistent, Result, Value};

pub use self::told::Told;
use self::{
    statement::Statement,
    thrown::{throw_state, throw_with},
};
use super::{
    Host,
    files::{Disk, below},
    give, or_null,
    values::text_of,
};
use crate::lab::sql::program::{Database, Failure, Halt, Home, Knob, Opening, memory_used};

/// Databases that a program may have open at once: each takes descriptors and memory.
const OPEN_MAX: usize = 32;
/// SQLite's code for a file that cannot be opened. (`SQLITE_CANTOPEN`)
const CANTOPEN: i32 = 14;
/// SQLite's code for a file that has no more room. (`SQLITE_FULL`)
const FULL: i32 = 13;

/// `openDatabase(path or null, {readOnly, mayCreate, foreignKeys, doubleQuoted, timeout})` gives a
/// handle; `null` is for a database in memory, and paths are absolute. What SQLite refuses is
/// thrown as an Error with `code`, `errcode` and `errstr`.
///
/// | of a database | |
/// | --- | --- |
/// | `close()` | its statements end with it; refused in a call of one of its functions |
/// | `prepare(sql) -> function or null` | see statement.rs; `null` where there is no statement |
/// | `exec(sql, request)` | all statements in turn |
/// | `inTransaction() -> boolean`, `file(name) -> string or null` | |
/// | `limit(number) -> number`, `setLimit(number, value)` | by the place in Node's list |
/// | `content() -> ArrayBuffer` | the pages of its main database |
/// | `addFunction(name, count, flags, bigints, function)` | count is -1 for any; flags: 1 deterministic, 2 direct only |
/// | `addAggregate(name, count, flags, bigints, start, step, result, inverse)` | `null` for what is not there |
pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "openDatabase", move |ctx: Ctx<'js>, path: Option<String>, how: Object<'js>| {
        let link = open(&ctx, &this, path, &how)?;
        handle(&ctx, &link)
    })
}

/// A database that JavaScript has, and all that hangs on it.
pub struct Link {
    host: Rc<Host>,
    database: RefCell<Option<Rc<Database>>>,
    statements: RefCell<Vec<Weak<Statement>>>,
    /// What a function of the program threw while SQLite called it.
    thrown: RefCell<Option<Persistent<Value<'static>>>>,
    /// Calls of its functions that are under way.
    calls: Cell<u32>,
    /// Of a database that stands for a file in memory, the file.
    stored: Option<String>,
}

fn open<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    path: Option<String>,
    how: &Object<'js>,
) -> Result<Rc<Link>> {
    if OPEN_MAX <= host.told.databases.get() {
        return Err(fail(
            ctx,
            host,
            &Failure::new(
                CANTOPEN,
                format!(
                    "unable to open database file: the lab has {OPEN_MAX} databases open at once at most"
                ),
            ),
        ));
    }
    let read_only: bool = how.get("readOnly")?;
    let may_create = how.get::<_, bool>("mayCreate")? && !read_only;
    let (home, stored) = match path {
        None => (Home::Memory, None),
        Some(path) => {
            let home = home(host, &path, may_create);
            let home = home.map_err(|failure| fail(ctx, host, &failure))?;
            let stored = matches!(home, Home::Named(_)).then_some(path);
            (home, stored)
        }
    };
    let opening = Opening {
        home,
        read_only,
        may_create,
        foreign_keys: how.get("foreignKeys")?,
        double_quoted_texts: how.get("doubleQuoted")?,
        busy_ms: how.get("timeout")?,
        memory_mb: host.start.memory_mb,
    };
    let opened = match &stored {
        Some(path) => open_stored(host, path, &opening),
        None => Database::open(&opening, &host.turn),
    };
    let database = opened.map_err(|failure| fail(ctx, host, &failure))?;
    host.told.databases.set(host.told.databases.get() + 1);
    host.count_sqlite();
    Ok(Rc::new(Link {
        host: Rc::clone(host),
        database: RefCell::new(Some(database)),
        statements: RefCell::default(),
        thrown: RefCell::default(),
        calls: Cell::new(0),
        stored,
    }))
}

/// Where the database with this absolute path is.
fn home(host: &Host, path: &str, may_create: bool) -> std::result::Result<Home, Failure> {
    let outside = || {
        let message = "unable to open database file: it is outside of the program's folder";
        Failure::new(CANTOPEN, message)
    };
    match &host.disk {
        Disk::Memory(files) => {
            let key = host.disk.key(path).ok_or_else(outside)?;
            let files = files.borrow();
            let parent = key.rsplit_once('/').map_or("", |(parent, _)| parent);
            let folder = format!("{parent}/");
            let has_folder =
                parent.is_empty() || files.keys().any(|file| file.starts_with(&folder));
            let is_folder = key.is_empty()
                || files
                    .keys()
                    .any(|file| file.strip_prefix(&key).is_some_and(|rest| rest.starts_with('/')));
            if is_folder || !has_folder || !files.contains_key(&key) && !may_create {
                return Err(Failure::of_code(CANTOPEN));
            }
            Ok(Home::Named(host.disk.absolute(&key)))
        }
        Disk::Folder(root) => {
            let asked = Path::new(path);
            let (Some(folder), Some(name)) = (asked.parent(), asked.file_name()) else {
                return Err(Failure::of_code(CANTOPEN));
            };
            if !folder.exists() {
                // Whether that is outside is nobody's business.
                let inside = folder.starts_with(root);
                return Err(if inside { Failure::of_code(CANTOPEN) } else { outside() });
            }
            let file = if asked.exists() {
                below(root, path)
            } else {
                below(root, &folder.to_string_lossy()).map(|folder| folder.join(name))
            };
            let file: PathBuf = file.ok_or_else(outside)?;
            Ok(Home::File { root: root.clone(), file })
        }
    }
}

/// A database that stands for a file in memory: filled from it by the first that opens it, kept in
/// it when it is closed.
fn open_stored(
    host: &Host,
    path: &str,
    opening: &Opening,
) -> std::result::Result<Rc<Database>, Failure> {
    let content = host.disk.read(path);
    let is_first = !host.told.stored.borrow().contains_key(path);
    let mut database = if is_first && content.as_ref().is_some_and(|content| !content.is_empty()) {
        // What only reads cannot fill.
        let filling = Opening { read_only: false, may_create: true, ..opening.clone() };
        let mut filled = Database::open(&filling, &host.turn)?;
        if let Some(database) = Rc::get_mut(&mut filled) {
            database.fill(&content.unwrap_or_default())?;
        }
        filled
    } else {
        Database::open(opening, &host.turn)?
    };
    if opening.read_only && is_first {
        // The one that filled it stays open until this one is.
        let filled = database;
        database = Database::open(opening, &host.turn)?;
        drop(filled);
    }
    *host.told.stored.borrow_mut().entry(path.to_owned()).or_default() += 1;
    if content_is_missing(host, path) {
        keep(host, path, &[])?;
    }
    Ok(database)
}

fn content_is_missing(host: &Host, path: &str) -> bool {
    host.disk.read(path).is_none()
}

/// Puts the content of a database into its file in memory.
fn keep(host: &Host, path: &str, content: &[u8]) -> std::result::Result<(), Failure> {
    host.keep_file(path, content).map_err(|_| Failure::of_code(FULL))
}

fn handle<'js>(ctx: &Ctx<'js>, link: &Rc<Link>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let this = Rc::clone(link);
    give(&object, "close", move |ctx: Ctx<'js>| this.close(&ctx))?;
    let this = Rc::clone(link);
    give(&object, "prepare", move |ctx: Ctx<'js>, text: Value<'js>| {
        let text = text_of(&text)?;
        let database = this.database(&ctx)?;
        let prepared = database.prepare(values::until_nul(&text));
        this.host.count_sqlite();
        match prepared {
            Ok(None) => or_null(&ctx, None::<Function<'js>>),
            Ok(Some((prepared, _))) => {
                let statement = Rc::new(Statement::new(&this, prepared));
                this.adopt(&statement);
                or_null(&ctx, Some(statement::handle(&ctx, statement)?))
            }
            Err(failure) => Err(this.fail(&ctx, &failure)),
        }
    })?;
    let this = Rc::clone(link);
    give(&object, "exec", move |ctx: Ctx<'js>, text: Value<'js>, request: Option<u32>| {
        let text = text_of(&text)?;
        this.exec(&ctx, values::until_nul(&text), request)
    })?;
    let this = Rc::clone(link);
    give(&object, "inTransaction", move |ctx: Ctx<'js>| {
        Ok::<_, rquickjs::Error>(this.database(&ctx)?.is_in_transaction())
    })?;
    let this = Rc::clone(link);
    give(&object, "file", move |ctx: Ctx<'js>, name: String| {
        let file = this.database(&ctx)?.file(&name);
        // The way to databases in memory has no names of files.
        Ok::<_, rquickjs::Error>(if name == "main" { this.stored.clone().or(file) } else { file })
    })?;
    let this = Rc::clone(link);
    give(&object, "limit", move |ctx: Ctx<'js>, number: usize| {
        Ok::<_, rquickjs::Error>(this.database(&ctx)?.limit(Knob(number)))
    })?;
    let this = Rc::clone(link);
    give(&object, "setLimit", move |ctx: Ctx<'js>, number: usize, value: i32| {
        this.database(&ctx)?.set_limit(Knob(number), value);
        Ok::<_, rquickjs::Error>(())
    })?;
    let this = Rc::clone(link);
    give(&object, "content", move |ctx: Ctx<'js>| {
        let content = this.database(&ctx)?.content();
        let content = content.map_err(|failure| this.fail(&ctx, &failure))?;
        ArrayBuffer::new_copy(ctx, content)
    })?;
    functions::install(&object, link)?;
    Ok(object)
}

impl Link {
    /// The database; an error where it was closed.
    fn database(&self, ctx: &Ctx<'_>) -> Result<Rc<Database>> {
        let database = self.database.borrow().clone();
        database.ok_or_else(|| throw_state(ctx, "database is not open"))
    }

    fn adopt(&self, statement: &Rc<Statement>) {
        let mut statements = self.statements.borrow_mut();
        // Those that JavaScript has forgotten are swept when the list would grow.
        if statements.len() == statements.capacity() {
            statements.retain(|statement| 0 < statement.strong_count());
        }
        statements.push(Rc::downgrade(statement));
    }

    fn close(&self, ctx: &Ctx<'_>) -> Result<()> {
        if 0 < self.calls.get() {
            return Err(throw_state(ctx, "database cannot be closed while in a callback"));
        }
        for statement in self.statements.take() {
            if let Some(statement) = statement.upgrade() {
                statement.finalize();
            }
        }
        let Some(database) = self.database.take() else { return Ok(()) };
        let kept = self.let_go(&database);
        drop(database);
        self.host.count_sqlite();
        kept.map_err(|failure| self.fail(ctx, &failure))
    }

    /// Keeps what JavaScript has closed or forgotten, where it stands for a file in memory.
    fn let_go(&self, database: &Rc<Database>) -> std::result::Result<(), Failure> {
        let told = &self.host.told;
        told.databases.set(told.databases.get().saturating_sub(1));
        let Some(path) = &self.stored else { return Ok(()) };
        // A transaction that is open is rolled back by the close.
        if database.is_in_transaction()
            && let Ok(Some((prepared, _))) = database.prepare("ROLLBACK")
        {
            drop(prepared.step());
        }
        let content = database.content();
        let mut stored = told.stored.borrow_mut();
        if let Some(count) = stored.get_mut(path) {
            *count -= 1;
            if *count == 0 {
                stored.remove(path);
            }
        }
        drop(stored);
        keep(&self.host, path, &content?)
    }

    fn exec(self: &Rc<Self>, ctx: &Ctx<'_>, text: &str, request: Option<u32>) -> Result<()> {
        let mut rest = text;
        loop {
            let database = self.database(ctx)?;
            let prepared = match database.prepare(rest) {
                Ok(None) => return Ok(()),
                Ok(Some((prepared, end))) => {
                    rest = &rest[end..];
                    prepared
                }
                Err(failure) => {
                    let text = rest.trim_start();
                    self.host.tell_failed(text, request, &failure);
                    return Err(self.fail(ctx, &failure));
                }
            };
            let statement = Statement::new(self, prepared);
            statement.run_to_end(ctx, request)?;
            self.host.count_sqlite();
        }
    }

    /// Throws what a function of the program threw while SQLite ran, or else `failure`.
    fn fail(&self, ctx: &Ctx<'_>, failure: &Failure) -> rquickjs::Error {
        if let Some(thrown) = self.thrown.take() {
            return match thrown.restore(ctx) {
                Ok(thrown) => ctx.throw(thrown),
                Err(error) => error,
            };
        }
        fail(ctx, &self.host, failure)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(database) = self.database.take() {
            // JavaScript has forgotten it: nobody hears what is wrong with it.
            drop(self.let_go(&database));
            drop(database);
            self.host.count_sqlite();
        }
    }
}

/// Throws `failure` as Node does, and ends the run where a limit was hit.
fn fail(ctx: &Ctx<'_>, host: &Host, failure: &Failure) -> rquickjs::Error {
    match failure.halt {
        // The error below finds the place for the parent, and the engine stops at its next look.
        Some(Halt::Time) => host.interrupted.set(true),
        Some(Halt::Memory) => {
            host.memory.take(usize::MAX);
        }
        None => {}
    }
    throw_with(ctx, "Error", &failure.message, |error| {
        error.set("code", "ERR_SQLITE_ERROR")?;
        error.set("errcode", failure.code)?;
        error.set("errstr", failure.kind.as_str())
    })
}

impl Host {
    /// Counts what SQLite holds among what the program may hold.
    fn count_sqlite(&self) {
        let (now, before) = (memory_used(), self.told.sqlite_bytes.get());
        if now <= before {
            self.memory.give_back(before - now);
        } else if !self.memory.take(now - before) {
            // What did not fit was not counted, and the run ends with its turn.
            return;
        }
        self.told.sqlite_bytes.set(now);
    }
}
