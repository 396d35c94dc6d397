//! `db.method()`.

use std::rc::Rc;

use bson::{Bson, Document, doc};

use super::{
    arguments,
    command::{self, collections},
    cursor::Cursor,
    desk::Desk,
    failure::{Failure, Kind},
    value::{Namespace, Value},
};

type Result<T> = std::result::Result<T, Failure>;

pub const METHODS: [&str; 37] = [
    "adminCommand",
    "aggregate",
    "commandHelp",
    "createCollection",
    "createRole",
    "createUser",
    "createView",
    "currentOp",
    "dropDatabase",
    "dropUser",
    "fsyncLock",
    "getCollection",
    "getCollectionInfos",
    "getCollectionNames",
    "getLogComponents",
    "getMongo",
    "getName",
    "getProfilingStatus",
    "getSiblingDB",
    "getUser",
    "getUsers",
    "hello",
    "help",
    "hostInfo",
    "isMaster",
    "killOp",
    "listCommands",
    "printCollectionStats",
    "runCommand",
    "serverBuildInfo",
    "serverStatus",
    "setProfilingLevel",
    "shutdownServer",
    "stats",
    "version",
    "watch",
    "logout",
];

/// Calls the method; None if databases have none of this name.
pub fn call(
    desk: &mut Desk,
    database: &Rc<str>,
    name: &str,
    values: &[Value],
) -> Result<Option<Value>> {
    Ok(Some(match name {
        "getName" => Value::Text(Rc::clone(database)),
        "getCollection" => collection(database, values)?,
        "getSiblingDB" => {
            Value::Database(Rc::from(arguments::text(values, 0, "Database.getSiblingDB")?))
        }
        "getMongo" => Value::Builtin("Mongo"),
        "help" => command::run(super::syntax::Command::Help, "", desk, &mut None)?,
        "getCollectionNames" => {
            let found = collections(desk, database, Document::new(), true)?;
            let mut names: Vec<String> = found
                .iter()
                .filter_map(|one| one.get_str("name").ok().map(str::to_owned))
                .collect();
            names.sort();
            Value::list(names.iter().map(Value::text).collect())
        }
        "getCollectionInfos" => {
            let filter = match values.first() {
                Some(Value::Text(name)) => doc! { "name": &**name },
                value => arguments::filter(value)?,
            };
            let found = collections(desk, database, filter, false)?;
            Value::list(found.into_iter().map(Value::served).collect())
        }
        "createCollection" | "createView" => create(desk, database, name, values)?,
        "dropDatabase" => {
            desk.send(database, doc! { "dropDatabase": 1 })?;
            Value::from_document(doc! { "ok": 1, "dropped": &**database })
        }
        "runCommand" => run(desk, database, values, "Database.runCommand")?,
        "adminCommand" => run(desk, "admin", values, "Database.adminCommand")?,
        "aggregate" => {
            let pipeline = arguments::required(values, 0, "Database.aggregate")?.to_bson()?;
            let mut command = doc! { "aggregate": 1, "pipeline": pipeline };
            command.extend(arguments::options(values, 1)?);
            command.entry("cursor").or_insert_with(|| Bson::Document(Document::new()));
            let cursor = Cursor::new(database, "$cmd.aggregate", command);
            Value::Cursor(Rc::new(std::cell::RefCell::new(cursor)))
        }
        "stats" => {
            let scale = values.first().map_or(Ok(Bson::Int32(1)), Value::to_bson)?;
            whole_reply(desk, database, doc! { "dbStats": 1, "scale": scale })?
        }
        "version" => {
            let reply = desk.send("admin", doc! { "buildInfo": 1 })?;
            Value::text(reply.get_str("version").unwrap_or_default())
        }
        "serverBuildInfo" => whole_reply(desk, "admin", doc! { "buildInfo": 1 })?,
        "serverStatus" | "hostInfo" | "hello" | "isMaster" => {
            whole_reply(desk, "admin", doc! { name: 1 })?
        }
        "watch" => return Err(no_change_stream()),
        name if METHODS.contains(&name) => {
            let message = format!("`db.{name}` is not part of this console");
            return Err(Failure::new(Kind::Unsupported, message)
                .hint("it belongs to the upkeep of a real server"));
        }
        _ => return Ok(None),
    }))
}

/// `Mongo()`'s methods, as far as a lesson needs them.
pub fn of_connection(desk: &mut Desk, name: &str, values: &[Value]) -> Result<Option<Value>> {
    Ok(Some(match name {
        "getDB" => Value::Database(Rc::from(arguments::text(values, 0, "Mongo.getDB")?)),
        "getDBs" => whole_reply(desk, "admin", doc! { "listDatabases": 1 })?,
        "getDBNames" => {
            let reply = desk.send("admin", doc! { "listDatabases": 1 })?;
            let databases = reply.get_array("databases").cloned().unwrap_or_default();
            let names = databases.iter().filter_map(Bson::as_document);
            Value::list(
                names.map(|one| Value::text(one.get_str("name").unwrap_or_default())).collect(),
            )
        }
        "startSession" => {
            let message = "Transaction numbers are only allowed on a replica set member or mongos";
            let mut failure = Failure::new(Kind::Server, message);
            failure.code = Some(20);
            failure.code_name = Some("IllegalOperation".into());
            return Err(
                failure.hint("this server stands alone, and such a server has no transactions")
            );
        }
        "watch" => return Err(no_change_stream()),
        _ => return Ok(None),
    }))
}

/// What a server that stands alone says of `watch`.
pub fn no_change_stream() -> Failure {
    let message = "The $changeStream stage is only supported on replica sets";
    let mut failure = Failure::new(Kind::Server, message);
    failure.code = Some(40573);
    failure.code_name = Some("Location40573".into());
    failure.hint("this server stands alone, and only replica sets report changes")
}

fn create(desk: &mut Desk, database: &str, method: &str, values: &[Value]) -> Result<Value> {
    let owner = format!("Database.{method}");
    let mut command = doc! { "create": arguments::text(values, 0, &owner)? };
    if method == "createView" {
        command.insert("viewOn", arguments::text(values, 1, &owner)?);
        command.insert("pipeline", arguments::required(values, 2, &owner)?.to_bson()?);
        command.extend(arguments::options(values, 3)?);
    } else {
        command.extend(arguments::options(values, 1)?);
    }
    desk.send(database, command)?;
    Ok(ok())
}

fn collection(database: &Rc<str>, values: &[Value]) -> Result<Value> {
    let name = arguments::text(values, 0, "Database.getCollection")?;
    if name.is_empty() || name.contains(['$', '\0']) && !name.starts_with("$cmd") {
        return Err(Failure::input(format!("Invalid collection name: {name}")));
    }
    let (database, collection) = (Rc::clone(database), Rc::from(name));
    Ok(Value::Collection(Rc::new(Namespace { database, collection })))
}

fn run(desk: &mut Desk, database: &str, values: &[Value], method: &str) -> Result<Value> {
    let command = match arguments::required(values, 0, method)? {
        Value::Text(name) => {
            let mut command = doc! { &**name: 1 };
            command.extend(arguments::options(values, 1)?);
            command
        }
        value => arguments::document(value)?,
    };
    whole_reply(desk, database, command)
}

fn whole_reply(desk: &mut Desk, database: &str, command: Document) -> Result<Value> {
    desk.send(database, command).map(Value::served)
}

/// Of some commands mongosh shows only that they went well.
pub fn ok() -> Value {
    Value::record([("ok", Value::Number(1.0))])
}
