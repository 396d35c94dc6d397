//! MongoDB's console in a child.

use std::{rc::Rc, time::Instant};

use bson::Bson;
use serde_json::Value;

use super::{Allowance, Console, End};
use crate::lab::{
    documents::{
        Server,
        shell::{self, Failure},
    },
    protocol::{
        script::{Constraint, Failing, Kind, Reached},
        store::{Did, Gave, Told},
    },
    world::World,
};

/// The database that a console begins in.
const DATABASE: &str = "test";
/// Bytes of one value as JSON.
const VALUE_BYTES_MAX: usize = 2 << 20;

/// An empty store.
pub fn open(world: Rc<dyn World>, database: Option<&str>) -> Documents {
    let mut console = shell::Console::new(Server::new(Rc::clone(&world)));
    console.go_to(database.unwrap_or(DATABASE));
    Documents { console, world }
}

pub struct Documents {
    console: shell::Console,
    world: Rc<dyn World>,
}

impl Console for Documents {
    fn run(&mut self, script: &str, told: &mut dyn FnMut(Told), at_us: &dyn Fn() -> u64) -> End {
        let mut left = Allowance::new();
        let mut end = End::Ran;
        let world = Rc::clone(&self.world);
        let mut began = Instant::now();
        self.console.run(script, &mut |one| {
            if end == End::Stopped {
                return;
            }
            told(Told::Began { from: one.place.start, to: one.place.end });
            let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            let piece = match one.outcome {
                _ if world.is_over() => Told::Stopped(Reached::Time),
                Err(failure) => Told::Failed(failing(&failure, one.place.start)),
                Ok(value) => {
                    let text = &script[one.place];
                    let did = one
                        .efforts
                        .iter()
                        .map(|effort| Did::documents(text.to_owned(), effort, None, took_us));
                    let did = did.collect();
                    let value = json(one.whole.unwrap_or(value));
                    let bytes = value.as_ref().map_or(0, |value| value.to_string().len());
                    if left.takes(one.text.len()) && bytes <= VALUE_BYTES_MAX {
                        let (shown, at_us) = (one.text, at_us());
                        Told::Gave(Box::new(Gave { shown, value, did, at_us }))
                    } else {
                        Told::Stopped(Reached::Output)
                    }
                }
            };
            if matches!(piece, Told::Stopped(_)) {
                end = End::Stopped;
            }
            told(piece);
            began = Instant::now();
        });
        end
    }

    fn fill(&mut self, collections: &str) -> Result<(), Failing> {
        let wrong = |message: String| Failing {
            kind: Kind::Other,
            message,
            hint: Some(r#"{ "users": [{ "_id": 1, "name": "Ada" }] }"#.to_owned()),
            at: 0,
            length: 0,
        };
        let parsed: Value = serde_json::from_str(collections).map_err(|error| Failing {
            at: offset(collections, error.line(), error.column()),
            ..wrong(format!("this is no JSON: {error}"))
        })?;
        let Value::Object(collections) = parsed else {
            return Err(wrong("the data is no object of collections".to_owned()));
        };
        for (name, documents) in collections {
            let Value::Array(documents) = documents else {
                return Err(wrong(format!("`{name}` is no list of documents")));
            };
            let documents: Result<Vec<Bson>, _> =
                documents.into_iter().map(Bson::try_from).collect();
            let documents = documents.map_err(|error| wrong(format!("`{name}`: {error}")))?;
            if documents.iter().any(|document| document.as_document().is_none()) {
                return Err(wrong(format!("a member of `{name}` is no document")));
            }
            self.console
                .insert(&name, documents)
                .map_err(|why| wrong(format!("`{name}`: {why}")))?;
        }
        Ok(())
    }

    fn copy(&self, world: Rc<dyn World>) -> Box<dyn Console> {
        let mut console = self.console.copy();
        console.server().enter(Rc::clone(&world));
        Box::new(Documents { console, world })
    }
}

/// The byte at which a line and a column begin, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before =
        text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    text.floor_char_boundary(before + column.saturating_sub(1))
}

/// As relaxed Extended JSON (MongoDB manual, "MongoDB Extended JSON (v2)"); nothing for `undefined`.
fn json(value: Bson) -> Option<Value> {
    match value {
        Bson::Undefined => None,
        value => Some(value.into_relaxed_extjson()),
    }
}

/// MongoDB's code for a document that a unique index refuses.
const DUPLICATE_KEY: i32 = 11_000;
/// MongoDB's code for a document that its collection's validator refuses.
const VALIDATION: i32 = 121;

fn failing(failure: &Failure, begun: usize) -> Failing {
    let kind = match (failure.kind, failure.code) {
        (_, Some(DUPLICATE_KEY)) => Kind::Constraint(Constraint::Unique),
        (_, Some(VALIDATION)) => Kind::Constraint(Constraint::Check),
        (shell::Kind::Syntax, _) => Kind::Syntax,
        (shell::Kind::Reference, _) => Kind::Missing,
        (shell::Kind::Unsupported, _) => Kind::Refused,
        (shell::Kind::Limit, _) => Kind::Limit,
        (
            shell::Kind::Type
            | shell::Kind::Range
            | shell::Kind::Input
            | shell::Kind::Argument
            | shell::Kind::Bson,
            _,
        ) => Kind::Meaning,
        (shell::Kind::Server | shell::Kind::BulkWrite, _) => Kind::Other,
    };
    let place = failure.place.clone().unwrap_or(begun..begun);
    Failing {
        kind,
        message: format!("{}: {}", failure.kind.name(), failure.message),
        hint: failure.hint.clone(),
        at: place.start,
        length: place.len(),
    }
}
