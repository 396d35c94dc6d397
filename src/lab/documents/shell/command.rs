//! The words of mongosh's prompt: `show`, `use`, `it`, `help`.

use std::{cell::RefCell, rc::Rc};

use bson::{Bson, Document, doc};

use super::{
    cursor::Cursor,
    desk::Desk,
    failure::{Failure, Kind},
    nearest::did_you_mean,
    syntax::Command,
    value::Value,
};

type Result<T> = std::result::Result<T, Failure>;

const SHOWN: [&str; 4] = ["dbs", "databases", "collections", "tables"];

const HELP: &str = "
  show dbs                      the databases of the server
  show collections              the collections of this database
  use shop                      go to the database shop; it is made when something is stored in it
  db                            the database that you are in
  db.users.insertOne({ .. })    store a document in the collection users
  db.users.find({ .. })         read the documents that match
  db.users.updateOne({ .. }, { $set: { .. } })
  db.users.deleteOne({ .. })
  db.users.aggregate([ .. ])    run stages over the collection
  db.users.createIndex({ name: 1 })
  db.users.find({ .. }).explain(\"executionStats\")
  it                            the next 20 documents of the last cursor
  const one = db.users.findOne()
";

/// Runs the command with the words behind it.
pub fn run(
    command: Command,
    words: &str,
    desk: &mut Desk,
    current: &mut Option<Rc<RefCell<Cursor>>>,
) -> Result<Value> {
    match command {
        Command::Show => show(desk, words),
        Command::Use => use_database(desk, words).map(Value::text),
        Command::It => {
            let Some(cursor) = current else { return Ok(Value::text("no cursor")) };
            if cursor.borrow().is_exhausted() {
                return Ok(Value::text("no cursor"));
            }
            cursor.borrow_mut().turn_page();
            Ok(Value::Cursor(Rc::clone(cursor)))
        }
        Command::Help => Ok(Value::text(HELP.trim_end())),
        Command::Clear | Command::Exit => Ok(Value::Undefined),
    }
}

/// `use shop`: the sentence that mongosh answers with.
pub fn use_database(desk: &mut Desk, name: &str) -> Result<String> {
    let name = name.trim_matches(['"', '\'']);
    if name.is_empty() {
        return Err(Failure::input("Missing required argument at position 0 (Mongo.use)")
            .hint("name a database: `use shop`"));
    }
    // MongoDB manual, naming restrictions.
    let is_valid =
        !name.contains(['/', '\\', '.', ' ', '"', '$', '*', '<', '>', ':', '|', '?', '\0']);
    if !is_valid || name.len() > 63 {
        return Err(Failure::input(format!("Invalid database name: {name}")));
    }
    if *desk.database == *name {
        return Ok(format!("already on db {name}"));
    }
    desk.database = Rc::from(name);
    Ok(format!("switched to db {name}"))
}

/// `show collections` and `show dbs`: a line for each.
pub fn show(desk: &mut Desk, words: &str) -> Result<Value> {
    match words {
        "collections" | "tables" => {
            let database = Rc::clone(&desk.database);
            let mut lines: Vec<String> = collections(desk, &database, Document::new(), true)?
                .iter()
                .map(|collection| {
                    let name = collection.get_str("name").unwrap_or_default();
                    let is_view = collection.get_str("type").is_ok_and(|kind| kind == "view");
                    format!("{name}{}", if is_view { "  [view]" } else { "" })
                })
                .collect();
            lines.sort_by_key(|line| (line.starts_with("system."), line.clone()));
            Ok(Value::text(lines.join("\n")))
        }
        "dbs" | "databases" => databases(desk),
        "" => Err(Failure::input("Missing required argument at position 0 (Mongo.show)")
            .hint("write `show collections` or `show dbs`")),
        "users" | "roles" | "profile" | "log" | "logs" => {
            let message = format!("`show {words}` is not part of this console");
            Err(Failure::new(Kind::Unsupported, message))
        }
        words => {
            let failure =
                Failure::input(format!("'{words}' is not a valid argument for \"show\"."));
            Err(failure.maybe_hint(did_you_mean(words, SHOWN)))
        }
    }
}

/// What `listCollections` says of the collections, sorted by name.
pub fn collections(
    desk: &mut Desk,
    database: &str,
    filter: Document,
    names_only: bool,
) -> Result<Vec<Document>> {
    let command = doc! { "listCollections": 1, "filter": filter, "nameOnly": names_only };
    let found = desk.send_for_all(database, "$cmd.listCollections", command)?;
    Ok(found
        .into_iter()
        .filter_map(|one| if let Bson::Document(one) = one { Some(one) } else { None })
        .collect())
}

fn databases(desk: &mut Desk) -> Result<Value> {
    let reply = desk.send("admin", doc! { "listDatabases": 1 })?;
    let databases = reply.get_array("databases").cloned().unwrap_or_default();
    let rows: Vec<(String, String)> = databases
        .iter()
        .filter_map(Bson::as_document)
        .map(|database| {
            let name = database.get_str("name").unwrap_or_default().to_owned();
            let size = database.get("sizeOnDisk").cloned().unwrap_or(Bson::Null);
            (name, bytes_text(Value::from_bson(size).to_number()))
        })
        .collect();
    let width = |text: &str| text.chars().count();
    let name_width = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let size_width = rows.iter().map(|(_, size)| width(size)).max().unwrap_or(0);
    let lines: Vec<String> = rows
        .iter()
        .map(|(name, size)| format!("{name:name_width$}  {size:>size_width$}"))
        .collect();
    Ok(Value::text(lines.join("\n")))
}

/// `40.00 KiB`.
fn bytes_text(bytes: f64) -> String {
    let mut size = if bytes.is_finite() { bytes } else { 0.0 };
    let mut units = ["B", "KiB", "MiB", "GiB"].iter().peekable();
    while size >= 1024.0 && units.len() > 1 {
        size /= 1024.0;
        units.next();
    }
    let unit = units.next().unwrap_or(&"B");
    if bytes <= 1000.0 { format!("{size:.0} {unit}") } else { format!("{size:.2} {unit}") }
}
