//! The context of asynchronous code through promises and `await`.
//!
//! The engine tells of a promise that is made or fulfilled, and not of a reaction that runs. What
//! it does is to read `constructor` of a promise directly before a reaction is added to it, for
//! `then` and for `await`. So a getter of that name adds a reaction of our own, which makes the
//! context current again: it is the neighbour of the one that follows, in the list of the promise
//! and in the queue of jobs, and no order changes. An `await` of another value makes a promise and
//! fulfils it at once: there the engine's hook queues our job before the other.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    ffi::{CStr, c_int, c_void},
    rc::Rc,
};

use rquickjs::{Ctx, Function, Object, Result, Value, prelude::This, qjs};

use super::give;

/// The current context is this property of the slot.
const FRAME: &CStr = c"frame";
/// A function of a frame, and of the slot for none, that makes it current.
const ENTER: &CStr = c"enter";
/// Promises whose birth is remembered; older ones are forgotten all at once. Only those of
/// `await` need it, and they are fulfilled by the next job.
const BORN_MAX: usize = 256;

/// `watchPromises(slot)` begins it: `slot` is `{frame, enter}` of internal/context.js.
pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "watchPromises", |ctx: Ctx<'js>, slot: Object<'js>| watch(&ctx, slot))
}

struct Watch {
    /// Held for as long as the process runs.
    slot: qjs::JSValue,
    /// A reaction of our own is being added.
    is_busy: Cell<bool>,
    /// The promise whose `constructor` was read last.
    reached: Cell<usize>,
    /// The contexts in which promises were made, by where the promises stand.
    born: RefCell<HashMap<usize, qjs::JSValue>>,
}

fn watch<'js>(ctx: &Ctx<'js>, slot: Object<'js>) -> Result<Function<'js>> {
    let raw = slot.as_raw();
    std::mem::forget(slot);
    let watch = Rc::new(Watch {
        slot: raw,
        is_busy: Cell::new(false),
        reached: Cell::new(0),
        born: RefCell::default(),
    });
    #[expect(unsafe_code, reason = "the hook's `Watch` is leaked, and so lives as long as it")]
    unsafe {
        let runtime = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        let opaque = Rc::into_raw(Rc::clone(&watch)).cast_mut().cast::<c_void>();
        qjs::JS_SetPromiseHook(runtime, Some(heard), opaque);
    }
    let promise: Value<'js> = ctx.globals().get("Promise")?;
    let promise = rquickjs::Persistent::save(ctx, promise);
    Function::new(ctx.clone(), move |ctx: Ctx<'js>, this: This<Value<'js>>| {
        if this.0.is_promise() {
            #[expect(unsafe_code, reason = "a promise that is held, and its context")]
            unsafe {
                watch.reach(ctx.as_raw().as_ptr(), this.0.as_raw());
            }
        }
        promise.clone().restore(&ctx)
    })
}

#[expect(
    unsafe_code,
    reason = "the engine's own values; each that is taken is freed or given away"
)]
impl Watch {
    /// Sees to it that the next reaction of `promise` runs in the current context.
    unsafe fn reach(&self, ctx: *mut qjs::JSContext, promise: qjs::JSValue) {
        if self.is_busy.get() {
            return;
        }
        self.reached.set(address(promise));
        // SAFETY: the caller gives a context and a promise that live.
        unsafe {
            let frame = qjs::JS_GetPropertyStr(ctx, self.slot, FRAME.as_ptr());
            let state = qjs::JS_PromiseState(ctx, promise);
            if state == qjs::JSPromiseStateEnum_JS_PROMISE_PENDING {
                let owner = if qjs::JS_IsUndefined(frame) { self.slot } else { frame };
                let enter = qjs::JS_GetPropertyStr(ctx, owner, ENTER.as_ptr());
                self.is_busy.set(true);
                let made = qjs::JS_PromiseThen(ctx, promise, enter, enter);
                self.is_busy.set(false);
                qjs::JS_FreeValue(ctx, made);
                qjs::JS_FreeValue(ctx, enter);
            } else {
                self.queue(ctx, frame);
            }
            qjs::JS_FreeValue(ctx, frame);
        }
    }

    /// Makes `frame` current when the job runs that is queued now.
    unsafe fn queue(&self, ctx: *mut qjs::JSContext, frame: qjs::JSValue) {
        let mut values = [self.slot, frame];
        // SAFETY: the engine takes its own share of the values.
        unsafe {
            qjs::JS_EnqueueJob(ctx, Some(make_current), 2, values.as_mut_ptr());
        }
    }

    unsafe fn made(&self, ctx: *mut qjs::JSContext, promise: qjs::JSValue) {
        let mut born = self.born.borrow_mut();
        // SAFETY: as in `reach`; what the table holds is a share of its own.
        unsafe {
            if born.len() >= BORN_MAX {
                for (_, frame) in born.drain() {
                    qjs::JS_FreeValue(ctx, frame);
                }
            }
            let frame = qjs::JS_GetPropertyStr(ctx, self.slot, FRAME.as_ptr());
            if let Some(old) = born.insert(address(promise), frame) {
                qjs::JS_FreeValue(ctx, old);
            }
        }
    }
}

fn address(promise: qjs::JSValue) -> usize {
    #[expect(unsafe_code, reason = "a promise is an object, which has an address")]
    unsafe {
        qjs::JS_VALUE_GET_PTR(promise) as usize
    }
}

#[expect(unsafe_code, reason = "called by the engine with what `watch` gave it")]
unsafe extern "C" fn heard(
    ctx: *mut qjs::JSContext,
    kind: qjs::JSPromiseHookType,
    promise: qjs::JSValue,
    parent: qjs::JSValue,
    watch: *mut c_void,
) {
    // SAFETY: `watch` was leaked, and the engine's values live during the call.
    unsafe {
        let watch = &*watch.cast::<Watch>();
        if watch.is_busy.get() {
            return;
        }
        match kind {
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_INIT => {
                if qjs::JS_IsUndefined(parent) {
                    watch.made(ctx, promise);
                } else if watch.reached.replace(0) != address(parent) {
                    // A promise of a class of the program, which has a `constructor` of its own.
                    watch.reach(ctx, parent);
                }
            }
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_BEFORE => {
                // The `then` of an object that was awaited.
                let frame = watch.born.borrow().get(&address(promise)).copied();
                if let Some(frame) = frame {
                    let frame = qjs::JS_DupValue(ctx, frame);
                    qjs::JS_SetPropertyStr(ctx, watch.slot, FRAME.as_ptr(), frame);
                }
            }
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_RESOLVE => {
                let frame = watch.born.borrow_mut().remove(&address(promise));
                if let Some(frame) = frame {
                    watch.queue(ctx, frame);
                    qjs::JS_FreeValue(ctx, frame);
                }
            }
            _ => {}
        }
    }
}

#[expect(unsafe_code, reason = "a job of the engine: its values live during the call")]
unsafe extern "C" fn make_current(
    ctx: *mut qjs::JSContext,
    _count: c_int,
    values: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: `queue` gave two values.
    unsafe {
        let (slot, frame) = (*values, *values.add(1));
        let frame = qjs::JS_DupValue(ctx, frame);
        qjs::JS_SetPropertyStr(ctx, slot, FRAME.as_ptr(), frame);
    }
    qjs::JS_UNDEFINED
}
