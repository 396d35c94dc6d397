//! Redis's console in a child.

use std::{ops::Range, rc::Rc};

use serde_json::{Map, Value, json};

use super::{Answer, Console, Outcome, Watch, told_of};
use crate::lab::{
    cache::{
        Reply, Server,
        console::{self, Answered},
    },
    protocol::{
        script::{Failing, Kind},
        store::Did,
    },
    world::World,
};

/// An empty cache.
pub fn open(world: Rc<dyn World>) -> Cache {
    over(Server::new(Rc::clone(&world)), world)
}

/// A console over a cache that is there.
pub fn over(server: Server, world: Rc<dyn World>) -> Cache {
    Cache { console: console::Console::new(server), world }
}

pub struct Cache {
    console: console::Console,
    world: Rc<dyn World>,
}

impl Cache {
    pub fn into_server(self) -> Server {
        self.console.into_server()
    }
}

impl Console for Cache {
    fn run(&mut self, script: &str, valued: bool, done: &mut dyn FnMut(Range<usize>, Outcome)) {
        let mut watch = Watch::start();
        self.console.run(script, &mut |one| {
            let outcome = match one.outcome {
                console::Outcome::Failed(failure) => Err(Failing {
                    kind: Kind::Syntax,
                    message: failure.message,
                    hint: failure.hint,
                    at: failure.at,
                    length: failure.length,
                }),
                console::Outcome::Answered(answered) => {
                    Ok(answer(&script[one.range.clone()], answered, valued, watch.lap_us()))
                }
            };
            done(one.range, outcome);
        });
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

    fn world(&self) -> &Rc<dyn World> {
        &self.world
    }
}

fn answer(text: &str, answered: Answered, valued: bool, took_us: u64) -> Answer {
    let error = if let Reply::Error(error) = &answered.reply { Some(&**error) } else { None };
    let (told, untold) = told_of(&answered.efforts);
    let did = told.iter().map(|effort| Did::cache(text, effort, error, took_us)).collect();
    let mut shown = answered.text;
    if let Some(hint) = answered.hint {
        shown = format!("{shown}\n{hint}");
    }
    Answer { shown, value: valued.then(|| value(&answered.reply)), did, untold }
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
