//! What a fuzzer throws bytes at (tests/fuzz): the parsers and evaluators of the lab that read what
//! learners, packs and drivers write. No part of what is given away.

use std::{rc::Rc, sync::Arc, time::Duration};

use bson::Bson;
use serde_json::Value;

use crate::lab::{
    clock::Clock,
    documents::{Server, shell},
    protocol::store::{Engine, Run},
    sql,
    store::console::{self, Console},
    turn::Turn,
    wire,
    world::{OfRun, World},
};

/// Thread CPU time of one input, as a child has it of one order; shorter, so that a loop which does not
/// look at its turn stands out.
const TURN: Duration = Duration::from_millis(500);
/// 2024-03-01T12:00:00Z.
const STILL_AT_MS: i64 = 1_709_294_400_000;
/// Commands of one input.
const COMMANDS_MAX: usize = 40;
/// Bytes that come at once where the first byte of an input says so.
const PIECE_BYTES: usize = 7;

/// A script of mongosh's words: read, run, and its values written.
pub fn shell(bytes: &[u8]) {
    let Ok(script) = str::from_utf8(bytes) else { return };
    shell::is_complete(script);
    let world = world();
    run(&mut console::documents::open(world, None), script);
}

/// A script of Redis's commands.
pub fn redis_console(bytes: &[u8]) {
    let Ok(script) = str::from_utf8(bytes) else { return };
    let world = world();
    run(&mut console::cache::open(world), script);
}

/// What a driver sends to a store of documents. The first byte says whether it comes in small pieces.
pub fn op_msg(bytes: &[u8]) {
    wired(Engine::Documents, bytes);
}

/// What a client sends to a cache: RESP2, RESP3 after a HELLO, and inline commands.
pub fn resp(bytes: &[u8]) {
    wired(Engine::Cache, bytes);
}

/// Commands to a store of documents, as a JSON list of Extended JSON: filters, updates, expressions,
/// pipelines, indexes.
pub fn commands(bytes: &[u8]) {
    let Ok(Value::Array(list)) = serde_json::from_slice(bytes) else { return };
    let mut server = Server::new(world());
    for value in list.into_iter().take(COMMANDS_MAX) {
        if let Ok(Bson::Document(mut command)) = Bson::try_from(value) {
            if !command.contains_key("$db") {
                command.insert("$db", "shop");
            }
            server.run(&command);
        }
    }
}

/// A script of SQL: cut into statements, and looked at by the rules of dialects.
pub fn sql(bytes: &[u8]) {
    let Ok(script) = str::from_utf8(bytes) else { return };
    sql::split::is_complete(script);
    let (columns, nulls) = (["a".to_owned(), "b".to_owned()], [true, false]);
    let gave = sql::dialect::Gave { columns: &columns, nulls: &nulls };
    for range in sql::split::statements(script) {
        sql::dialect::notes(&script[range], &gave, &OneTable);
    }
}

/// Every table has the same columns.
struct OneTable;

impl sql::dialect::Schema for OneTable {
    fn columns(&self, _table: &str) -> Vec<sql::dialect::Column> {
        let column = |name: &str, declared: &str| sql::dialect::Column {
            name: name.to_owned(),
            declared: declared.to_owned(),
            is_not_null: false,
            has_default: false,
            is_key: false,
            is_row_number: false,
        };
        vec![column("a", "INTEGER"), column("b", "VARCHAR(5)"), column("c", "TEXT")]
    }

    fn keys(&self, _table: &str) -> Vec<Vec<String>> {
        vec![vec!["a".to_owned()]]
    }

    fn has_null(&self, _table: &str, column: &str) -> bool {
        column == "b"
    }

    fn gives_many(&self, _query: &str) -> bool {
        true
    }
}

fn world() -> Rc<dyn World> {
    let turn = Turn::of_this_thread(TURN);
    turn.begin();
    Rc::new(OfRun::new(Rc::new(Clock::new(Some(STILL_AT_MS))), Some(1), Arc::new(turn)))
}

fn run(console: &mut dyn Console, script: &str) {
    let run =
        Run { store: 1, script: script.to_owned(), on_copy: false, valued: true, advance_ms: 0 };
    console::run(console, &run, &mut drop, &|| 0);
}

fn wired(engine: Engine, bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let piece = if first % 2 == 0 { rest.len().max(1) } else { PIECE_BYTES };
    wire::hear_out(engine, world(), rest.chunks(piece));
}
