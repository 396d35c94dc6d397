//! Calls of exports that the parent asks for, answered when their promises settle.

use rquickjs::{Object, Promise, Result, promise::PromiseState};
use serde_json::Value as Json;

use super::EventLoop;
use crate::lab::{
    js::errors,
    protocol::{Action, Ending, Reply, ToParent},
};

/// Bytes of one answer, whatever may be printed: it goes into a frame.
const ANSWER_BYTES_MAX: u64 = 2 << 20;

/// Calls whose promise has not settled yet, in the order in which they began.
#[derive(Default)]
pub struct Calls<'js> {
    waiting: Vec<(u64, Promise<'js>)>,
}

impl Calls<'_> {
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

impl<'js> EventLoop<'js> {
    pub(super) fn begin_call(&mut self, id: u64, module: &str, action: &Action) -> Result<()> {
        self.note_call();
        let path = self.host.disk.absolute(module);
        let action =
            serde_json::to_string(action).expect("an action is plain data with names for keys");
        let action = self.ctx.json_parse(action)?;
        let call = self.ask.call.clone();
        if let Some(promise) = self.dispatch_for(&call, (path, action))? {
            let promise = promise.into_promise().ok_or(rquickjs::Error::Unknown)?;
            self.calls.waiting.push((id, promise));
        }
        Ok(())
    }

    /// Answers the calls that came to an end.
    pub(super) fn answer_calls(&mut self) -> Result<()> {
        for (id, promise) in std::mem::take(&mut self.calls.waiting) {
            if promise.state() == PromiseState::Pending {
                self.calls.waiting.push((id, promise));
                continue;
            }
            let answer = Some(self.reply(&promise)?);
            self.host.wire.tell(&ToParent::Returned { id, answer });
        }
        Ok(())
    }

    /// Nothing is left that could settle what still waits.
    pub(super) fn give_up_calls(&mut self) {
        for (id, _) in std::mem::take(&mut self.calls.waiting) {
            self.host.wire.tell(&ToParent::Returned { id, answer: None });
        }
    }

    /// `call` fulfils with `{value}` or `{error}`.
    fn reply(&self, promise: &Promise<'js>) -> Result<Reply> {
        let settled: Object<'js> = promise.result().ok_or(rquickjs::Error::Unknown)??;
        if settled.contains_key("error")? {
            let thrown = errors::thrown(&self.ctx, &self.host, &settled.get("error")?);
            return Ok(Reply::Threw(thrown.into()));
        }
        self.host.turn.begin();
        let text = self.ctx.json_stringify(settled.get::<_, rquickjs::Value<'js>>("value")?);
        self.host.turn.end();
        match text {
            Ok(None) => Ok(Reply::Nothing),
            Ok(Some(text)) => {
                let text = text.to_string()?;
                if self.host.start.printed_bytes.min(ANSWER_BYTES_MAX) < text.len() as u64 {
                    self.host.wire.end(Ending::Output);
                }
                Ok(value_of(&text).map_or(Reply::Nothing, Reply::Value))
            }
            // What cannot be written as JSON says why: a cycle, a BigInt.
            Err(_) => {
                self.check_limits();
                let thrown = errors::thrown(&self.ctx, &self.host, &self.ctx.catch());
                Ok(Reply::Threw(thrown.into()))
            }
        }
    }
}

/// The value of a text of JSON; `None` where it is so deep that the frame around it could not be read.
fn value_of(text: &str) -> Option<Json> {
    // As deep as `ToParent::Returned` puts it.
    let mut value: Json = serde_json::from_str(&format!("[[[[{text}]]]]")).ok()?;
    for _ in 0..4 {
        value = value.get_mut(0)?.take();
    }
    Some(value)
}
