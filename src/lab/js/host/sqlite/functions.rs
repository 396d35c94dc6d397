//! Functions of the program that SQLite calls.

use std::{
    cell::{Cell as Slot, RefCell},
    collections::HashMap,
    ptr::NonNull,
    rc::{Rc, Weak},
};

use rquickjs::{Ctx, Function, Object, Persistent, Result, Value as Js, function::Args, qjs};

use super::{
    Link,
    values::{Unfit, js_of, value_of},
};
use crate::lab::{
    js::host::give,
    sql::program::{Aggregate, Cell, Kind, Value},
};

const UNFIT: &str = "Returned JavaScript value cannot be converted to a SQLite value";
const TOO_LARGE: &str = "BigInt value is too large for SQLite";
const PROMISE: &str = "Asynchronous user-defined functions are not supported";

pub fn install<'js>(object: &Object<'js>, link: &Rc<Link>) -> Result<()> {
    let this = Rc::clone(link);
    give(
        object,
        "addFunction",
        move |ctx: Ctx<'js>,
              name: String,
              count: i32,
              flags: u8,
              bigints: bool,
              function: Function<'js>| {
            let caller = Caller::new(&ctx, &this, bigints);
            let function = Persistent::save(&ctx, function);
            let scalar = move |values: &[Cell<'_>]| {
                caller.called(|ctx| {
                    let function = function.clone().restore(ctx)?;
                    caller.call(ctx, &function, None, values)
                })
            };
            let database = this.database(&ctx)?;
            let added = database.add_function(&name, kind(count, flags), Box::new(scalar));
            added.map_err(|failure| this.fail(&ctx, &failure))
        },
    )?;
    let this = Rc::clone(link);
    give(
        object,
        "addAggregate",
        move |ctx: Ctx<'js>,
              name: String,
              count: i32,
              flags: u8,
              bigints: bool,
              parts: Object<'js>| {
            let part = |name: &str| -> Result<Option<Persistent<Function<'static>>>> {
                let part: Option<Function<'js>> = parts.get(name)?;
                Ok(part.map(|part| Persistent::save(&ctx, part)))
            };
            let start: Js<'js> = parts.get("start")?;
            let step: Function<'js> = parts.get("step")?;
            let aggregate = Gathering {
                caller: Caller::new(&ctx, &this, bigints),
                start: Persistent::save(&ctx, start),
                step: Persistent::save(&ctx, step),
                inverse: part("inverse")?,
                result: part("result")?,
                groups: RefCell::default(),
                last: Slot::new(0),
            };
            let database = this.database(&ctx)?;
            let added = database.add_aggregate(&name, kind(count, flags), Rc::new(aggregate));
            added.map_err(|failure| this.fail(&ctx, &failure))
        },
    )
}

fn kind(count: i32, flags: u8) -> Kind {
    Kind {
        arguments: u8::try_from(count).ok(),
        deterministic: flags & 1 != 0,
        direct_only: flags & 2 != 0,
    }
}

/// Who calls back into the engine from within SQLite.
struct Caller {
    /// Of the one context that there is, which lives as long as the process.
    context: NonNull<qjs::JSContext>,
    /// The function is the database's, so the way back must not hold it.
    link: Weak<Link>,
    bigints: bool,
}

impl Caller {
    fn new(ctx: &Ctx<'_>, link: &Rc<Link>, bigints: bool) -> Caller {
        Caller { context: ctx.as_raw(), link: Rc::downgrade(link), bigints }
    }

    /// Runs `work` as a call of one of the database's functions. What it throws is kept for
    /// whoever asked SQLite.
    fn called<T>(
        &self,
        work: impl for<'js> FnOnce(&Ctx<'js>) -> Result<std::result::Result<T, String>>,
    ) -> std::result::Result<T, String> {
        let Some(link) = self.link.upgrade() else { return Err(String::new()) };
        #[expect(unsafe_code, reason = "SQLite runs only while a function of the context runs")]
        let ctx = unsafe { Ctx::from_raw(self.context) };
        link.calls.set(link.calls.get() + 1);
        let done = work(&ctx);
        link.calls.set(link.calls.get() - 1);
        match done {
            Ok(done) => done,
            Err(error) => {
                if error.is_exception() {
                    let thrown = ctx.catch();
                    link.thrown.borrow_mut().get_or_insert(Persistent::save(&ctx, thrown));
                }
                Err("the function failed".to_owned())
            }
        }
    }

    fn call<'js>(
        &self,
        ctx: &Ctx<'js>,
        function: &Function<'js>,
        first: Option<Js<'js>>,
        values: &[Cell<'_>],
    ) -> Result<std::result::Result<Value, String>> {
        let result = self.call_for(ctx, function, first, values)?;
        Ok(result_of(&result))
    }

    fn call_for<'js>(
        &self,
        ctx: &Ctx<'js>,
        function: &Function<'js>,
        first: Option<Js<'js>>,
        values: &[Cell<'_>],
    ) -> Result<Js<'js>> {
        let mut arguments = Args::new(ctx.clone(), values.len() + usize::from(first.is_some()));
        if let Some(value) = first {
            arguments.push_arg(value)?;
        }
        for value in values {
            arguments.push_arg(js_of(ctx, *value, self.bigints)?)?;
        }
        arguments.apply(function)
    }
}

fn result_of(result: &Js<'_>) -> std::result::Result<Value, String> {
    if result.is_undefined() {
        return Ok(Value::Null);
    }
    if result.is_promise() {
        return Err(PROMISE.to_owned());
    }
    if result.is_bool() {
        return Err(UNFIT.to_owned());
    }
    value_of(result).map_err(|unfit| match unfit {
        Unfit::TooLarge => TOO_LARGE.to_owned(),
        Unfit::Kind | Unfit::Engine(_) => UNFIT.to_owned(),
    })
}

/// An aggregate of the program's.
struct Gathering {
    caller: Caller,
    start: Persistent<Js<'static>>,
    step: Persistent<Function<'static>>,
    inverse: Option<Persistent<Function<'static>>>,
    result: Option<Persistent<Function<'static>>>,
    /// What each group has gathered.
    groups: RefCell<HashMap<u64, Persistent<Js<'static>>>>,
    last: Slot<u64>,
}

impl Gathering {
    fn gathered<'js>(&self, ctx: &Ctx<'js>, group: u64) -> Result<Js<'js>> {
        let gathered = self.groups.borrow().get(&group).cloned();
        match gathered {
            Some(gathered) => gathered.restore(ctx),
            None => Ok(Js::new_undefined(ctx.clone())),
        }
    }
}

impl Aggregate for Gathering {
    fn begin(&self) -> std::result::Result<u64, String> {
        self.caller.called(|ctx| {
            let start = self.start.clone().restore(ctx)?;
            let start = match start.as_function() {
                Some(start) => self.caller.call_for(ctx, start, None, &[])?,
                None => start,
            };
            let group = self.last.get() + 1;
            self.last.set(group);
            self.groups.borrow_mut().insert(group, Persistent::save(ctx, start));
            Ok(Ok(group))
        })
    }

    fn step(&self, group: u64, values: &[Cell<'_>], out: bool) -> std::result::Result<(), String> {
        self.caller.called(|ctx| {
            let function = if out { self.inverse.as_ref() } else { Some(&self.step) };
            let Some(function) = function else { return Ok(Err(String::new())) };
            let function = function.clone().restore(ctx)?;
            let gathered = self.gathered(ctx, group)?;
            let gathered = self.caller.call_for(ctx, &function, Some(gathered), values)?;
            self.groups.borrow_mut().insert(group, Persistent::save(ctx, gathered));
            Ok(Ok(()))
        })
    }

    fn result(&self, group: u64) -> std::result::Result<Value, String> {
        self.caller.called(|ctx| {
            let gathered = self.gathered(ctx, group)?;
            match &self.result {
                Some(result) => {
                    let result = result.clone().restore(ctx)?;
                    self.caller.call(ctx, &result, Some(gathered), &[])
                }
                None => Ok(result_of(&gathered)),
            }
        })
    }

    fn end(&self, group: u64) {
        self.groups.borrow_mut().remove(&group);
    }

    fn has_inverse(&self) -> bool {
        self.inverse.is_some()
    }
}
