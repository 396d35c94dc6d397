//! MongoDB's console in a child.

use std::{ops::Range, rc::Rc};

use bson::Bson;
use serde_json::Value;

use super::{Answer, Console, Outcome, Watch, told_of};
use crate::lab::{
    documents::{
        Server,
        shell::{self, Failure},
    },
    protocol::{
        script::{Constraint, Failing, Kind},
        store::Did,
    },
    world::World,
};

/// The database that a console begins in.
const DATABASE: &str = "test";

/// An empty store.
pub fn open(world: Rc<dyn World>, database: Option<&str>) -> Documents {
    over(Server::new(Rc::clone(&world)), world, database)
}

/// A console over a store that is there.
pub fn over(server: Server, world: Rc<dyn World>, database: Option<&str>) -> Documents {
    let mut console = shell::Console::new(server);
    console.go_to(database.unwrap_or(DATABASE));
    Documents { console, world }
}

pub struct Documents {
    console: shell::Console,
    world: Rc<dyn World>,
}

impl Documents {
    pub fn into_server(self) -> Server {
        self.console.into_server()
    }
}

impl Console for Documents {
    fn run(&mut self, script: &str, valued: bool, done: &mut dyn FnMut(Range<usize>, Outcome)) {
        let mut watch = Watch::start();
        self.console.run(script, &mut |one| {
            let took_us = watch.lap_us();
            let outcome = match one.outcome {
                Err(failure) => Err(failing(&failure, one.place.start)),
                Ok(value) => {
                    let text = &script[one.place.clone()];
                    let (told, untold) = told_of(&one.efforts);
                    let did = told
                        .iter()
                        .map(|effort| Did::documents(text, effort, None, took_us))
                        .collect();
                    let value = valued.then(|| json(one.whole.unwrap_or(value))).flatten();
                    Ok(Answer { shown: one.text, value, did, untold })
                }
            };
            done(one.place, outcome);
        });
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

    fn world(&self) -> &Rc<dyn World> {
        &self.world
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
