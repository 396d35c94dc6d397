//! A statement that JavaScript has.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
    time::Instant,
};

use rquickjs::{
    Array, Ctx, Function, IntoJs, Object, Result, Value as Js, object::Filter, prelude::Opt,
};

use super::{
    Link,
    thrown::{throw, throw_state},
    told::Running,
    values::{Unfit, count_of, js_of, value_of},
};
use crate::lab::{
    js::host::{or_null, values::is_bytes},
    sql::program::{Failure, Prepared},
};

const FINALIZED: &str = "statement has been finalized";

pub struct Statement {
    link: Rc<Link>,
    prepared: RefCell<Option<Rc<Prepared>>>,
    settings: Cell<Settings>,
    /// Whole names by the names without their first characters, once they were asked for.
    bare_names: RefCell<Option<BTreeMap<String, String>>>,
    /// Counts what makes older iterators useless.
    round: Cell<u32>,
    /// What an iterator has run so far.
    running: RefCell<Option<Running>>,
    /// SQLite runs it now.
    is_busy: Cell<bool>,
}

/// How its values come and go; see Node's `setReadBigInts` and its like.
#[derive(Clone, Copy)]
struct Settings {
    bigints: bool,
    arrays: bool,
    bare: bool,
    unknown: bool,
}

/// The function that JavaScript calls with what is to be done:
///
/// | | |
/// | --- | --- |
/// | `("all", request, values) -> object[]`, `("get", …) -> object or undefined` | |
/// | `("run", request, values) -> {changes, lastInsertRowid}` | |
/// | `("iterate", request, values) -> number` | the round that `next` and `return` name |
/// | `("next", round) -> object or undefined`, `("return", round)` | |
/// | `("columns") -> object[]`, `("text")`, `("expanded") -> string` | |
/// | `("bigints" or "arrays" or "bare" or "unknown", boolean)` | |
/// | `("close")` | |
///
/// What is asked of a statement that is gone throws `{code: "ERR_INVALID_STATE"}`.
pub fn handle<'js>(ctx: &Ctx<'js>, statement: Rc<Statement>) -> Result<Function<'js>> {
    let asked = move |ctx: Ctx<'js>, wish: String, first: Opt<Js<'js>>, values: Opt<Array<'js>>| {
        let prepared = statement.prepared(&ctx)?;
        let first = first.0.unwrap_or_else(|| Js::new_undefined(ctx.clone()));
        // A request's number, or a round's.
        let number: Option<u32> = first.get().ok();
        match wish.as_str() {
            "all" | "get" | "run" | "iterate" => {
                statement.ask(&ctx, &prepared, &wish, number, values.0.as_ref())
            }
            "next" => statement.next(&ctx, &prepared, number),
            "return" => {
                statement.check_round(&ctx, number)?;
                statement.stop_iterator(&prepared, None);
                Ok(Js::new_undefined(ctx))
            }
            "columns" => columns(&ctx, &prepared),
            "text" => prepared.text().into_js(&ctx),
            "expanded" => or_null(&ctx, prepared.text_with_values()),
            "close" => {
                drop(prepared);
                statement.close(&ctx)?;
                Ok(Js::new_undefined(ctx))
            }
            setting => {
                statement.set(setting, first.as_bool() == Some(true));
                Ok(Js::new_undefined(ctx))
            }
        }
    };
    Function::new(ctx.clone(), asked)
}

impl Statement {
    pub fn new(link: &Rc<Link>, prepared: Prepared) -> Statement {
        let settings = Settings { bigints: false, arrays: false, bare: true, unknown: false };
        Statement {
            link: Rc::clone(link),
            prepared: RefCell::new(Some(Rc::new(prepared))),
            settings: Cell::new(settings),
            bare_names: RefCell::default(),
            round: Cell::new(0),
            running: RefCell::default(),
            is_busy: Cell::new(false),
        }
    }

    /// Gives it back to SQLite; it is of no use afterwards.
    pub fn finalize(&self) {
        let prepared = self.prepared.take();
        if let Some(prepared) = prepared {
            self.stop_iterator(&prepared, None);
        }
    }

    /// Runs it once without values, whatever rows it has.
    pub fn run_to_end(&self, ctx: &Ctx<'_>, request: Option<u32>) -> Result<()> {
        let prepared = self.prepared(ctx)?;
        let mut running = self.link.host.begin_statement(request);
        let began = Instant::now();
        let ended = loop {
            match prepared.step() {
                Ok(true) => running.rows += 1,
                Ok(false) => break Ok(()),
                Err(failure) => break Err(failure),
            }
        };
        running.worked(began);
        self.told(running, &prepared, ended.as_ref().err());
        ended.map_err(|failure| self.link.fail(ctx, &failure))
    }

    fn prepared(&self, ctx: &Ctx<'_>) -> Result<Rc<Prepared>> {
        let prepared = self.prepared.borrow().clone();
        prepared.ok_or_else(|| throw_state(ctx, FINALIZED))
    }

    fn set(&self, setting: &str, value: bool) {
        let mut settings = self.settings.get();
        match setting {
            "bigints" => settings.bigints = value,
            "arrays" => settings.arrays = value,
            "bare" => settings.bare = value,
            _ => settings.unknown = value,
        }
        self.settings.set(settings);
    }

    fn close(&self, ctx: &Ctx<'_>) -> Result<()> {
        self.check_free(ctx)?;
        self.finalize();
        self.link.host.count_sqlite();
        Ok(())
    }

    /// A function that it calls must not ask the same statement.
    fn check_free(&self, ctx: &Ctx<'_>) -> Result<()> {
        if self.is_busy.get() {
            return Err(throw_state(ctx, "statement is currently in use"));
        }
        Ok(())
    }

    fn ask<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        wish: &str,
        request: Option<u32>,
        values: Option<&Array<'js>>,
    ) -> Result<Js<'js>> {
        self.check_free(ctx)?;
        self.stop_iterator(prepared, None);
        prepared.reset();
        self.round.set(self.round.get().wrapping_add(1));
        let mut running = self.link.host.begin_statement(request);
        let began = Instant::now();
        if let Err(error) = self.bind(ctx, prepared, values, &mut running) {
            prepared.forget_values();
            return Err(error);
        }
        if wish == "iterate" {
            running.worked(began);
            *self.running.borrow_mut() = Some(running);
            return self.round.get().into_js(ctx);
        }
        self.is_busy.set(true);
        let done = self.run(ctx, prepared, wish, &mut running);
        self.is_busy.set(false);
        running.worked(began);
        let failure = done.as_ref().err().and_then(Wrong::failure);
        self.told(running, prepared, failure);
        let database = prepared.database();
        let counts = (wish == "run").then(|| (database.changes(), database.last_rowid()));
        prepared.reset();
        self.link.host.count_sqlite();
        match done {
            Err(wrong) => Err(self.thrown(ctx, wrong)),
            Ok(rows) => match counts {
                Some((changes, rowid)) => self.counts(ctx, changes, rowid),
                None => Ok(rows),
            },
        }
    }

    fn run<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        wish: &str,
        running: &mut Running,
    ) -> std::result::Result<Js<'js>, Wrong> {
        if wish != "all" {
            let found = prepared.step().map_err(Wrong::Sql)?;
            if !found || wish == "run" {
                return Ok(Js::new_undefined(ctx.clone()));
            }
            running.rows = 1;
            let names = names(prepared);
            return self.row(ctx, prepared, &names).map_err(Wrong::Engine);
        }
        let rows = Array::new(ctx.clone()).map_err(Wrong::Engine)?;
        let mut names = None;
        let mut count = 0;
        while prepared.step().map_err(Wrong::Sql)? {
            let names = names.get_or_insert_with(|| self::names(prepared));
            let row = self.row(ctx, prepared, names).map_err(Wrong::Engine)?;
            rows.set(count, row).map_err(Wrong::Engine)?;
            count += 1;
            running.rows = count as u64;
        }
        Ok(rows.into_value())
    }

    fn check_round(&self, ctx: &Ctx<'_>, round: Option<u32>) -> Result<()> {
        if round == Some(self.round.get()) {
            return Ok(());
        }
        Err(throw_state(ctx, "iterator was invalidated"))
    }

    fn next<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        round: Option<u32>,
    ) -> Result<Js<'js>> {
        self.check_round(ctx, round)?;
        self.check_free(ctx)?;
        let began = Instant::now();
        self.is_busy.set(true);
        let found = prepared.step();
        self.is_busy.set(false);
        let running = &self.running;
        if let Some(running) = &mut *running.borrow_mut() {
            running.worked(began);
            running.rows += u64::from(matches!(found, Ok(true)));
        }
        self.link.host.count_sqlite();
        match found {
            Ok(true) => self.row(ctx, prepared, &names(prepared)),
            Ok(false) => {
                self.stop_iterator(prepared, None);
                Ok(Js::new_undefined(ctx.clone()))
            }
            Err(failure) => {
                self.stop_iterator(prepared, Some(&failure));
                Err(self.link.fail(ctx, &failure))
            }
        }
    }

    /// The iterator that runs now, if one does, is at its end.
    fn stop_iterator(&self, prepared: &Prepared, failure: Option<&Failure>) {
        if let Some(running) = self.running.take() {
            self.told(running, prepared, failure);
            prepared.reset();
        }
    }

    fn told(&self, running: Running, prepared: &Prepared, failure: Option<&Failure>) {
        let effort = || {
            let mut effort = prepared.effort();
            effort.changed = prepared.changed().filter(|_| failure.is_none());
            effort
        };
        self.link.host.end_statement(running, || prepared.text(), effort, failure);
    }

    fn row<'js>(&self, ctx: &Ctx<'js>, prepared: &Prepared, names: &[String]) -> Result<Js<'js>> {
        let Settings { bigints, arrays, .. } = self.settings.get();
        if arrays {
            let row = Array::new(ctx.clone())?;
            for (place, at) in (0..prepared.columns()).enumerate() {
                row.set(place, js_of(ctx, prepared.cell(at), bigints)?)?;
            }
            return Ok(row.into_value());
        }
        let row = Object::new_proto(ctx.clone(), None)?;
        for (at, name) in (0..).zip(names) {
            row.set(name.as_str(), js_of(ctx, prepared.cell(at), bigints)?)?;
        }
        Ok(row.into_value())
    }

    fn counts<'js>(&self, ctx: &Ctx<'js>, changes: u64, rowid: i64) -> Result<Js<'js>> {
        let bigints = self.settings.get().bigints;
        let counts = Object::new(ctx.clone())?;
        let changes = i64::try_from(changes).unwrap_or(i64::MAX);
        counts.set("changes", count_of(ctx, changes, bigints)?)?;
        counts.set("lastInsertRowid", count_of(ctx, rowid, bigints)?)?;
        Ok(counts.into_value())
    }

    /// Gives the parameters their values: by the names of an object that comes first, the others in
    /// their order.
    fn bind<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        values: Option<&Array<'js>>,
        running: &mut Running,
    ) -> Result<()> {
        prepared.forget_values();
        let Some(values) = values else { return Ok(()) };
        let mut first = 0;
        if !values.is_empty() {
            let named: Js<'js> = values.get(0)?;
            if let Some(named) = named.as_object().filter(|_| !is_bytes(&named)) {
                self.bind_named(ctx, prepared, named, running)?;
                first = 1;
            }
        }
        let mut at = 1;
        for index in first..values.len() {
            // Those with a name have been given.
            while prepared.parameter_name(at).is_some_and(|name| !name.starts_with('?')) {
                at += 1;
            }
            self.bind_one(ctx, prepared, at, None, &values.get(index)?, running)?;
            at += 1;
        }
        Ok(())
    }

    fn bind_named<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        given: &Object<'js>,
        running: &mut Running,
    ) -> Result<()> {
        let Settings { bare, unknown, .. } = self.settings.get();
        if bare && self.bare_names.borrow().is_none() {
            *self.bare_names.borrow_mut() = Some(bare_names(ctx, prepared)?);
        }
        for name in given.own_keys::<String>(Filter::new().string().enum_only()) {
            let name = name?;
            let at = prepared.parameter_index(&name).or_else(|| {
                let names = self.bare_names.borrow();
                let whole = names.as_ref().filter(|_| bare)?.get(&name)?;
                prepared.parameter_index(whole)
            });
            match at {
                Some(at) => {
                    let value: Js<'js> = given.get(name.as_str())?;
                    let whole = prepared.parameter_name(at);
                    self.bind_one(ctx, prepared, at, whole.as_deref(), &value, running)?;
                }
                None if unknown => {}
                None => {
                    let message = format!("Unknown named parameter '{name}'");
                    return Err(throw_state(ctx, &message));
                }
            }
        }
        Ok(())
    }

    fn bind_one<'js>(
        &self,
        ctx: &Ctx<'js>,
        prepared: &Prepared,
        at: i32,
        name: Option<&str>,
        value: &Js<'js>,
        running: &mut Running,
    ) -> Result<()> {
        let value = value_of(value).map_err(|unfit| match unfit {
            Unfit::TooLarge => {
                let message = "BigInt value is too large to bind.";
                throw(ctx, "TypeError", "ERR_INVALID_ARG_VALUE", message)
            }
            Unfit::Kind => {
                let message = format!("Provided value cannot be bound to SQLite parameter {at}.");
                throw(ctx, "TypeError", "ERR_INVALID_ARG_TYPE", &message)
            }
            Unfit::Engine(error) => error,
        })?;
        prepared.bind(at, &value).map_err(|failure| self.link.fail(ctx, &failure))?;
        running.bound(name, &value);
        Ok(())
    }

    fn thrown(&self, ctx: &Ctx<'_>, wrong: Wrong) -> rquickjs::Error {
        match wrong {
            Wrong::Sql(failure) => self.link.fail(ctx, &failure),
            Wrong::Engine(error) => error,
        }
    }
}

/// Why a statement did not give its rows.
enum Wrong {
    Sql(Failure),
    Engine(rquickjs::Error),
}

impl Wrong {
    fn failure(&self) -> Option<&Failure> {
        match self {
            Wrong::Sql(failure) => Some(failure),
            Wrong::Engine(_) => None,
        }
    }
}

fn columns<'js>(ctx: &Ctx<'js>, prepared: &Prepared) -> Result<Js<'js>> {
    let columns = Array::new(ctx.clone())?;
    for (place, at) in (0..prepared.columns()).enumerate() {
        let origin = prepared.origin(at);
        let column = Object::new_proto(ctx.clone(), None)?;
        column.set("column", or_null(ctx, origin.column)?)?;
        column.set("database", or_null(ctx, origin.database)?)?;
        column.set("name", origin.name)?;
        column.set("table", or_null(ctx, origin.table)?)?;
        column.set("type", or_null(ctx, origin.kind)?)?;
        columns.set(place, column)?;
    }
    Ok(columns.into_value())
}

fn names(prepared: &Prepared) -> Vec<String> {
    (0..prepared.columns()).map(|at| prepared.column_name(at)).collect()
}

/// # Errors
/// When one name without its first character would stand for two parameters.
fn bare_names(ctx: &Ctx<'_>, prepared: &Prepared) -> Result<BTreeMap<String, String>> {
    let mut names: HashMap<String, String> = HashMap::new();
    for at in 1..=prepared.parameters() {
        let Some(whole) = prepared.parameter_name(at) else { continue };
        let bare = whole[1..].to_owned();
        let before = names.get(&bare);
        if let Some(before) = before.filter(|before| **before != whole) {
            let message = format!(
                "Cannot create bare named parameter '{bare}' because of conflicting names \
                 '{before}' and '{whole}'."
            );
            return Err(throw_state(ctx, &message));
        }
        names.insert(bare, whole);
    }
    Ok(names.into_iter().collect())
}
