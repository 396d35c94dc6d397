//! Redis's console in a child.

use std::{rc::Rc, time::Instant};

use serde_json::{Map, Value, json};

use super::{Allowance, Console, End};
use crate::lab::{
    cache::{
        Reply, Server,
        console::{self, Answered, Outcome},
    },
    protocol::{
        script::{Failing, Kind, Reached},
        store::{Did, Gave, Told},
    },
    world::World,
};

/// An empty cache.
pub fn open(world: Rc<dyn World>) -> Cache {
    Cache { console: console::Console::new(Server::new(Rc::clone(&world))), world }
}

pub struct Cache {
    console: console::Console,
    world: Rc<dyn World>,
}

impl Console for Cache {
    fn run(&mut self, script: &str, told: &mut dyn FnMut(Told), at_us: &dyn Fn() -> u64) -> End {
        let mut left = Allowance::new();
        let mut end = End::Ran;
        let world = Rc::clone(&self.world);
        let mut began = Instant::now();
        self.console.run(script, &mut |one| {
            if end == End::Stopped {
                return;
            }
            told(Told::Began { from: one.range.start, to: one.range.end });
            match one.outcome {
                Outcome::Failed(failure) => told(Told::Failed(Failing {
                    kind: Kind::Syntax,
                    message: failure.message,
                    hint: failure.hint,
                    at: failure.at,
                    length: failure.length,
                })),
                Outcome::Answered(answered) => {
                    let text = &script[one.range];
                    let gave = gave(text, answered, began, at_us());
                    let value = gave.value.as_ref().map_or(0, |value| value.to_string().len());
                    let reached = if world.is_over() {
                        Some(Reached::Time)
                    } else if left.takes(gave.shown.len()) && value <= VALUE_BYTES_MAX {
                        None
                    } else {
                        Some(Reached::Output)
                    };
                    match reached {
                        None => told(Told::Gave(Box::new(gave))),
                        Some(reached) => {
                            told(Told::Stopped(reached));
                            end = End::Stopped;
                        }
                    }
                }
            }
            began = Instant::now();
        });
        end
    }

    fn fill(&mut self, _collections: &str) -> Result<(), Failing> {
        let message = "a cache is filled by commands, and not by documents".to_owned();
        Err(Failing { kind: Kind::Refused, message, hint: None, at: 0, length: 0 })
    }

    fn copy(&self, world: Rc<dyn World>) -> Box<dyn Console> {
        let mut console = self.console.copy();
        console.server_mut().enter(Rc::clone(&world));
        Box::new(Cache { console, world })
    }
}

/// Bytes of one reply as JSON.
const VALUE_BYTES_MAX: usize = 2 << 20;

fn gave(text: &str, answered: Answered, began: Instant, at_us: u64) -> Gave {
    let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let error = if let Reply::Error(error) = &answered.reply { Some(error.clone()) } else { None };
    let did =
        answered.efforts.iter().map(|effort| Did::cache(text, effort, error.clone(), took_us));
    let did = did.collect();
    let mut shown = answered.text;
    if let Some(hint) = answered.hint {
        shown = format!("{shown}\n{hint}");
    }
    Gave { shown, value: Some(value(&answered.reply)), did, at_us }
}

/// A reply as JSON: an error as `{ "error": .. }`, a set in order, so that two of them can be compared.
fn value(reply: &Reply) -> Value {
    let text = |bytes: &[u8]| Value::from(String::from_utf8_lossy(bytes).into_owned());
    match reply {
        Reply::Simple(word) => word.to_string().into(),
        Reply::Error(error) => json!({ "error": error }),
        Reply::Integer(number) => (*number).into(),
        Reply::Bulk(bytes) | Reply::Verbatim(_, bytes) => text(bytes),
        Reply::Null | Reply::NullArray => Value::Null,
        Reply::Array(members) | Reply::Push(members) => members.iter().map(value).collect(),
        Reply::Set(members) => {
            let mut members: Vec<Value> = members.iter().map(value).collect();
            members.sort_by_key(Value::to_string);
            Value::Array(members)
        }
        Reply::Map(pairs) => {
            let field = |key: &Reply| match value(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            let fields = pairs.iter().map(|(key, one)| (field(key), value(one)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        // As a client of RESP2 has it, which is what a console and most drivers are.
        Reply::Double(_) => {
            if let Reply::Bulk(bytes) = reply.clone().flat() {
                text(&bytes)
            } else {
                Value::Null
            }
        }
        Reply::Boolean(is_so) => (*is_so).into(),
        Reply::BigNumber(digits) => digits.clone().into(),
    }
}
