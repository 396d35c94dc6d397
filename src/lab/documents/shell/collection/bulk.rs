//! `bulkWrite` and `insertMany`: many writes in few commands, and one result for all of them.

use bson::{Bson, Document, doc};

use super::{Result, change, number, pass_common};
use crate::lab::documents::shell::{
    arguments,
    desk::Desk,
    failure::{Detail, Failure, Kind},
    nearest::did_you_mean,
    value::{Namespace, Value, number_to_bson},
};

const OPERATIONS: [&str; 6] =
    ["insertOne", "updateOne", "updateMany", "replaceOne", "deleteOne", "deleteMany"];

/// One write, as its command takes it.
pub struct Write {
    kind: WriteKind,
    statement: Document,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WriteKind {
    Insert,
    Update,
    Delete,
}

impl WriteKind {
    /// The command's name, and of the field with its statements.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            WriteKind::Insert => ("insert", "documents"),
            WriteKind::Update => ("update", "updates"),
            WriteKind::Delete => ("delete", "deletes"),
        }
    }
}

impl Write {
    pub fn insert(document: Document) -> Write {
        Write { kind: WriteKind::Insert, statement: document }
    }
}

/// What was done so far.
#[derive(Default)]
pub struct Done {
    inserted: i64,
    matched: i64,
    modified: i64,
    deleted: i64,
    /// The place of each insert that was asked for, and its id.
    inserted_ids: Vec<(usize, Bson)>,
    upserted_ids: Vec<(usize, Bson)>,
    errors: Vec<Document>,
}

impl Done {
    pub fn inserted_ids(&self) -> Document {
        by_place(&self.inserted_ids)
    }
}

fn by_place(ids: &[(usize, Bson)]) -> Document {
    ids.iter().map(|(place, id)| (place.to_string(), id.clone())).collect()
}

/// `bulkWrite(operations, options)`.
pub fn write(desk: &mut Desk, place: &Namespace, values: &[Value]) -> Result<Value> {
    let first = arguments::required(values, 0, "Collection.bulkWrite")?;
    let Value::List(operations) = first else {
        let message = "Argument \"operations\" must be an array of documents";
        return Err(Failure::new(Kind::Argument, message));
    };
    let writes = operations.iter().map(|one| operation(desk, one)).collect::<Result<Vec<_>>>()?;
    let done = run(desk, place, writes, arguments::options(values, 1)?)?;
    let count = |count: i64| Bson::Int64(count);
    let numbers = [
        ("insertedCount", count(done.inserted)),
        ("insertedIds", Bson::Document(done.inserted_ids())),
        ("matchedCount", count(done.matched)),
        ("modifiedCount", count(done.modified)),
        ("deletedCount", count(done.deleted)),
        ("upsertedCount", count(i64::try_from(done.upserted_ids.len()).unwrap_or(i64::MAX))),
        ("upsertedIds", Bson::Document(by_place(&done.upserted_ids))),
    ];
    let fields = numbers.into_iter().map(|(name, value)| match value {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
        Bson::Int64(number) => (name, Value::Number(number as f64)),
        other => (name, Value::from_bson(other)),
    });
    Ok(Value::record([("acknowledged", Value::Bool(true))].into_iter().chain(fields)))
}

/// `{ updateOne: { filter, update, upsert } }` as a write.
fn operation(desk: &mut Desk, value: &Value) -> Result<Write> {
    let wrong = |name: &str| {
        let message =
            "bulkWrite only supports insertOne, updateOne, updateMany, deleteOne, deleteMany";
        Failure::new(Kind::Argument, message).maybe_hint(did_you_mean(name, OPERATIONS))
    };
    let Value::Record(record) = value else { return Err(wrong("")) };
    let Some((name, inner)) = record.iter().next() else { return Err(wrong("")) };
    let Value::Record(fields) = inner else { return Err(wrong(name)) };
    let field = |name: &str| fields.field(name).unwrap_or(&Value::Undefined);
    let required = |field_name: &str| match field(field_name) {
        Value::Undefined => {
            let message = format!("{name} needs a `{field_name}`");
            Err(Failure::new(Kind::Argument, message))
        }
        value => Ok(value),
    };
    let mut statement = match &**name {
        "insertOne" => {
            let document = arguments::document(required("document")?)?;
            return Ok(Write::insert(change::with_id(desk, document).1));
        }
        "updateOne" | "updateMany" => doc! {
            "q": arguments::filter(Some(required("filter")?))?,
            "u": arguments::update(required("update")?)?,
        },
        "replaceOne" => doc! {
            "q": arguments::filter(Some(required("filter")?))?,
            "u": arguments::replacement(required("replacement")?)?,
        },
        "deleteOne" | "deleteMany" => doc! {
            "q": arguments::filter(Some(required("filter")?))?,
            "limit": i32::from(**name == *"deleteOne"),
        },
        _ => return Err(wrong(name)),
    };
    if **name == *"updateMany" {
        statement.insert("multi", true);
    }
    for option in ["upsert", "arrayFilters", "collation", "hint"] {
        if fields.field(option).is_some() {
            statement.insert(option, field(option).to_bson()?);
        }
    }
    let is_delete = name.starts_with("delete");
    Ok(Write { kind: if is_delete { WriteKind::Delete } else { WriteKind::Update }, statement })
}

/// Runs the writes, neighbours of one kind in one command. Ordered ones stop at the first error.
pub fn run(
    desk: &mut Desk,
    place: &Namespace,
    writes: Vec<Write>,
    mut options: Document,
) -> Result<Done> {
    if writes.is_empty() {
        let message = "Invalid BulkOperation, Batch cannot be empty";
        return Err(Failure::new(Kind::Argument, message));
    }
    let ordered = options.remove("ordered") != Some(Bson::Boolean(false));
    let mut writes: Vec<(usize, Write)> = writes.into_iter().enumerate().collect();
    if !ordered {
        writes.sort_by_key(|(_, write)| write.kind as u8);
    }
    let mut shared = Document::new();
    pass_common(&mut options, &mut shared);
    arguments::pass(&mut options, &["bypassDocumentValidation"], &mut shared);
    let mut done = Done::default();
    let mut writes = writes.into_iter().peekable();
    while let Some(first) = writes.next() {
        let kind = first.1.kind;
        let mut batch = vec![first];
        while let Some(next) = writes.next_if(|(_, write)| write.kind == kind) {
            batch.push(next);
        }
        run_batch(desk, place, batch, ordered, &shared, &mut done)?;
        if ordered && !done.errors.is_empty() {
            break;
        }
    }
    if done.errors.is_empty() { Ok(done) } else { Err(failed(&done)) }
}

fn run_batch(
    desk: &mut Desk,
    place: &Namespace,
    batch: Vec<(usize, Write)>,
    ordered: bool,
    shared: &Document,
    done: &mut Done,
) -> Result<()> {
    let Some((_, first)) = batch.first() else { return Ok(()) };
    let kind = first.kind;
    let places: Vec<usize> = batch.iter().map(|(place, _)| *place).collect();
    let statements: Vec<Document> = batch.into_iter().map(|(_, write)| write.statement).collect();
    let (name, field) = kind.names();
    let mut command =
        doc! { name: &*place.collection, field: statements.clone(), "ordered": ordered };
    command.extend(shared.clone());
    let reply = desk.send(&place.database, command)?;
    #[expect(clippy::cast_possible_truncation, reason = "counts of documents are small")]
    let count = |name: &str| number(&reply, name) as i64;
    let place_of = |document: &Document| {
        let index = number(document, "index");
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the server counts the statements that it was given"
        )]
        let index = index as usize;
        (index, places.get(index).copied().unwrap_or(index))
    };
    let errors = reply.get_array("writeErrors").cloned().unwrap_or_default();
    let mut failed = Vec::new();
    for error in errors.iter().filter_map(Bson::as_document) {
        let (index, place) = place_of(error);
        failed.push(index);
        let statement = statements.get(index).cloned().unwrap_or_default();
        let mut shown = error.clone();
        shown.insert("index", i32::try_from(place).unwrap_or(i32::MAX));
        shown.insert("op", statement);
        done.errors.push(shown);
    }
    match kind {
        WriteKind::Insert => {
            done.inserted += count("n");
            let stopped = if ordered { failed.first().copied() } else { None };
            let reached = stopped.unwrap_or(statements.len());
            for (index, statement) in statements.iter().enumerate().take(reached) {
                if let Some(id) = statement.get("_id").filter(|_| !failed.contains(&index)) {
                    done.inserted_ids.push((places[index], id.clone()));
                }
            }
        }
        WriteKind::Update => {
            let upserted = reply.get_array("upserted").cloned().unwrap_or_default();
            let upserted: Vec<&Document> = upserted.iter().filter_map(Bson::as_document).collect();
            done.matched += count("n") - i64::try_from(upserted.len()).unwrap_or(0);
            done.modified += count("nModified");
            for one in upserted {
                let id = one.get("_id").cloned().unwrap_or(Bson::Null);
                done.upserted_ids.push((place_of(one).1, id));
            }
        }
        WriteKind::Delete => done.deleted += count("n"),
    }
    Ok(())
}

/// The failure of a bulk write: the first error's words, and below them what was done.
fn failed(done: &Done) -> Failure {
    let first = done.errors.first().cloned().unwrap_or_default();
    let mut failure =
        Failure::new(Kind::BulkWrite, first.get_str("errmsg").unwrap_or("write operation failed"));
    failure.code = first.get_i32("code").ok();
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
    let count = |count: i64| number_to_bson(count as f64);
    let upserts = i64::try_from(done.upserted_ids.len()).unwrap_or(i64::MAX);
    let result = doc! {
        "insertedCount": count(done.inserted),
        "matchedCount": count(done.matched),
        "modifiedCount": count(done.modified),
        "deletedCount": count(done.deleted),
        "upsertedCount": count(upserts),
        "upsertedIds": by_place(&done.upserted_ids),
        "insertedIds": by_place(&done.inserted_ids),
    };
    let errors = done.errors.iter().map(|error| {
        let mut shown = doc! {
            "index": error.get("index").cloned(),
            "code": error.get("code").cloned(),
            "errmsg": error.get("errmsg").cloned(),
        };
        shown.insert("errInfo", error.get("errInfo").cloned().unwrap_or(Bson::Undefined));
        shown.insert("op", error.get("op").cloned());
        Bson::Document(doc! { "err": shown })
    });
    failure.details = Box::new([
        Detail { title: "Result", class: Some("BulkWriteResult"), value: Bson::Document(result) },
        Detail {
            title: "Write Errors",
            class: Some("WriteError"),
            value: Bson::Array(errors.collect()),
        },
    ]);
    failure
}
