//! The functions of `internal/boot`, by which the loop calls the program.

use std::rc::Rc;

use rquickjs::{Ctx, Error, Function, Object, Result, Value};

use crate::lab::{
    js::{
        errors,
        host::{self, Host},
        loader,
    },
    protocol::Ending,
};

/// The functions that `internal/boot` exports; host.rs says what each does.
pub struct Dispatchers<'js> {
    pub run_main: Function<'js>,
    pub run_ticks: Function<'js>,
    pub timer: Function<'js>,
    pub immediate: Function<'js>,
    pub completion: Function<'js>,
    pub connection: Function<'js>,
    pub connected: Function<'js>,
    pub data: Function<'js>,
    pub end: Function<'js>,
    pub drain: Function<'js>,
    pub closed: Function<'js>,
    pub job: Function<'js>,
    pub job_progress: Function<'js>,
    pub unhandled_rejection: Function<'js>,
    pub uncaught: Function<'js>,
    pub describe: Function<'js>,
    pub before_exit: Function<'js>,
    pub exit: Function<'js>,
    pub call: Function<'js>,
    pub told: Function<'js>,
    pub open_requests: Function<'js>,
}

impl<'js> Dispatchers<'js> {
    pub fn of(exports: &Object<'js>) -> Result<Dispatchers<'js>> {
        Ok(Dispatchers {
            run_main: exports.get("runMain")?,
            run_ticks: exports.get("runTicks")?,
            timer: exports.get("timer")?,
            immediate: exports.get("immediate")?,
            completion: exports.get("completion")?,
            connection: exports.get("connection")?,
            connected: exports.get("connected")?,
            data: exports.get("data")?,
            end: exports.get("end")?,
            drain: exports.get("drain")?,
            closed: exports.get("closed")?,
            job: exports.get("job")?,
            job_progress: exports.get("jobProgress")?,
            unhandled_rejection: exports.get("unhandledRejection")?,
            uncaught: exports.get("uncaught")?,
            describe: exports.get("describe")?,
            before_exit: exports.get("beforeExit")?,
            exit: exports.get("exit")?,
            call: exports.get("call")?,
            told: exports.get("told")?,
            open_requests: exports.get("openRequests")?,
        })
    }
}

/// Runs `internal/boot` and gives its exports.
pub fn boot<'js>(ctx: &Ctx<'js>, host: &Rc<Host>) -> Result<Object<'js>> {
    let body = loader::core_module(ctx, host, "internal/boot")?
        .expect("internal/boot is in the table of core modules");
    let module = Object::new(ctx.clone())?;
    let exports = Object::new(ctx.clone())?;
    module.set("exports", exports.clone())?;
    let require = Value::new_undefined(ctx.clone());
    let object = host::object(ctx, host)?;
    loader::install(&object, host)?;
    let booted = body.call::<_, ()>((exports, require, module.clone(), object));
    if let Err(Error::Exception) = booted {
        let thrown = errors::thrown(ctx, host, &ctx.catch());
        host.wire.end(Ending::Fault(format!("internal/boot: {}", thrown.stack)));
    }
    booted?;
    module.get("exports")
}
