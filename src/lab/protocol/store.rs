//! What a parent says to a child that holds stores, and what it hears. One order at a time; the child
//! answers each, and each script of one, with pieces and a last one, `Told::Done`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::script::{Failing, Reached};
use crate::{
    lab::{Stock, cache, documents},
    trace::{CacheRan, DocumentsRan, VALUE_BYTES_MAX, What},
};

/// The first frame of a child that holds stores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartStore {
    pub version: u32,
    pub engine: Engine,
    /// Thread CPU time of one script.
    pub turn_ms: u32,
}

/// The first frame of a child that serves a store to drivers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartWire {
    pub version: u32,
    pub engine: Engine,
    /// The port on 127.0.0.1; `None` for a free one.
    pub port: Option<u16>,
    /// Thread CPU time of one command.
    pub turn_ms: u32,
}

/// Whose commands a store speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Engine {
    /// MongoDB's.
    Documents,
    /// Redis's.
    Cache,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Opens an empty store under this number.
    Open {
        store: u32,
        still_at_ms: Option<i64>,
        seed: Option<u64>,
        database: Option<String>,
    },
    Close {
        store: u32,
    },
    /// Puts documents into collections: MongoDB's Extended JSON, `{ "users": [{ .. }] }`.
    Fill {
        store: u32,
        collections: String,
    },
    /// One after the other, each with an answer of its own. After one that a limit ended the rest
    /// is neither run nor answered.
    Run(Vec<Run>),
}

/// A script on a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub store: u32,
    pub script: String,
    /// On a copy of the store that is thrown away.
    pub on_copy: bool,
    /// The value of each statement is told.
    pub valued: bool,
    /// How far the clock is moved before.
    pub advance_ms: u64,
}

/// Mirrors `lab::Stock`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stocked {
    pub engine: Engine,
    pub database: Option<String>,
    pub file: String,
    pub text: String,
}

impl From<&Stock> for Stocked {
    fn from(stock: &Stock) -> Stocked {
        Stocked {
            engine: stock.engine,
            database: stock.database.clone(),
            file: stock.file.clone(),
            text: stock.text.clone(),
        }
    }
}

/// A script to run on a copy of a program's own store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub engine: Engine,
    /// The database that the script begins in; `test` when absent.
    pub database: Option<String>,
    pub script: String,
}

/// One piece of the answer to an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// A statement of the script begins: its bytes in the script.
    Began { from: usize, to: usize },
    /// The statement's value, once: JSON, documents as MongoDB's relaxed Extended JSON.
    Value(Value),
    /// A command that the statement was made of.
    Did(Did),
    /// The statement came to its end.
    Gave(Gave),
    /// The last statement that began was wrong; nothing after it is run.
    Failed(Failing),
    /// A limit ended the statement; nothing after it is run.
    Stopped(Reached),
    /// The order, or one script of it, is done, whichever way.
    Done,
}

/// What a statement gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gave {
    /// As the console prints it.
    pub shown: String,
    /// Commands that it was made of and that were not told one by one.
    pub untold: u64,
    /// Microseconds since the child began.
    pub at_us: u64,
}

/// A command of a store's. Mirrors the entries of `trace::What`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Did {
    Documents {
        command: String,
        collection: String,
        text: String,
        error: Option<String>,
        documents_examined: u64,
        keys_examined: u64,
        returned: u64,
        changed: Option<u64>,
        plan: String,
        took_us: u64,
    },
    Cache {
        text: String,
        error: Option<String>,
        found: Option<bool>,
        changed: Option<u64>,
        took_us: u64,
    },
}

impl Did {
    /// A command to a store of documents; `text` is what is shown of it.
    pub fn documents(
        text: &str,
        effort: &documents::Effort,
        error: Option<&str>,
        took_us: u64,
    ) -> Did {
        let collection = effort.namespace.split_once('.').map_or("", |(_, collection)| collection);
        let changes = 0 < effort.changed || WRITES.contains(&effort.command.as_str());
        Did::Documents {
            command: effort.command.clone(),
            collection: collection.to_owned(),
            text: cut(text),
            error: error.map(cut),
            documents_examined: effort.documents_examined,
            keys_examined: effort.keys_examined,
            returned: effort.returned,
            changed: changes.then_some(effort.changed),
            plan: effort.plan.clone(),
            took_us,
        }
    }

    /// A command to a cache; `text` is what is shown of it.
    pub fn cache(text: &str, effort: &cache::Effort, error: Option<&str>, took_us: u64) -> Did {
        Did::Cache {
            text: cut(text),
            error: error.map(cut),
            found: (0 < effort.hits + effort.misses).then_some(effort.misses == 0),
            changed: (0 < effort.changed).then_some(effort.changed),
            took_us,
        }
    }
}

/// MongoDB's commands that tell how many documents they changed, also where that is none.
const WRITES: [&str; 4] = ["insert", "update", "delete", "findAndModify"];

fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(VALUE_BYTES_MAX)].to_owned()
}

impl From<Did> for What {
    fn from(did: Did) -> What {
        match did {
            Did::Documents {
                command,
                collection,
                text,
                error,
                documents_examined,
                keys_examined,
                returned,
                changed,
                plan,
                took_us,
            } => What::Documents(DocumentsRan {
                command,
                collection,
                text,
                error,
                documents_examined,
                keys_examined,
                returned,
                changed,
                plan,
                took_us,
            }),
            Did::Cache { text, error, found, changed, took_us } => {
                What::Cache(CacheRan { text, error, found, changed, took_us })
            }
        }
    }
}
