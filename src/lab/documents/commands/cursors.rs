//! `getMore`, `killCursors`, and the reply of every command that gives a cursor.

use std::rc::Rc;

use bson::{Bson, Document, doc};

use crate::lab::documents::{
    Effort, Server, cursor::FIRST_BATCH, error::CommandError, namespace::Namespace,
    request::Request,
};

/// How much of the results the first reply has.
pub struct Asked {
    pub size: u64,
    /// No cursor stays open.
    pub single: bool,
}

impl Asked {
    /// As `find` says it.
    pub fn of_find(request: &Request<'_>) -> Result<Asked, CommandError> {
        let size = request.count("batchSize")?.unwrap_or(FIRST_BATCH);
        Ok(Asked { size, single: request.flag("singleBatch", false)? })
    }

    /// As `aggregate` and the lists say it: `cursor: { batchSize: 10 }`.
    pub fn of_cursor(request: &Request<'_>) -> Result<Asked, CommandError> {
        let size = match request.object("cursor")? {
            Some(cursor) => request.inner("cursor", cursor).count("batchSize")?,
            None => None,
        };
        Ok(Asked { size: size.unwrap_or(FIRST_BATCH), single: false })
    }
}

/// `{ cursor: { firstBatch, id, ns } }`.
pub fn cursor_reply(
    server: &mut Server,
    namespace: &Namespace,
    documents: Vec<Rc<Document>>,
    asked: &Asked,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    let world = server.world.clone();
    let batch = server.cursors.open(namespace, documents, asked.size, asked.single, &*world)?;
    effort.returned = batch.documents.len() as u64;
    Ok(doc! {
        "cursor": {
            "firstBatch": batch.documents,
            "id": batch.id,
            "ns": namespace.to_string(),
        },
    })
}

/// `{ cursor: { nextBatch, id, ns } }`.
pub fn more(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["collection", "batchSize", "term", "lastKnownCommittedOpTime"])?;
    let id = match request.value("getMore") {
        Some(Bson::Int64(id)) => *id,
        Some(other) => return Err(request.wrong("getMore", other, "long")),
        None => return Err(request.missing("getMore")),
    };
    let collection = request.text("collection")?.ok_or_else(|| request.missing("collection"))?;
    let namespace = Namespace::new(request.database, collection)?;
    effort.namespace = namespace.to_string();
    let size = request.count("batchSize")?.filter(|size| *size > 0);
    let world = server.world.clone();
    let batch = server.cursors.more(id, &namespace, size, &*world)?;
    effort.returned = batch.documents.len() as u64;
    Ok(doc! {
        "cursor": {
            "nextBatch": batch.documents,
            "id": batch.id,
            "ns": namespace.to_string(),
        },
    })
}

pub fn kill(
    server: &mut Server,
    request: &Request<'_>,
    _effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["cursors"])?;
    request.namespace()?;
    let ids = request.list("cursors")?.ok_or_else(|| request.missing("cursors"))?;
    let (mut killed, mut unknown) = (Vec::new(), Vec::new());
    for (at, id) in ids.iter().enumerate() {
        let Bson::Int64(id) = id else {
            return Err(request.wrong(&format!("cursors.{at}"), id, "long"));
        };
        if server.cursors.kill(*id) {
            killed.push(Bson::Int64(*id));
        } else {
            unknown.push(Bson::Int64(*id));
        }
    }
    Ok(doc! {
        "cursorsKilled": killed,
        "cursorsNotFound": unknown,
        "cursorsAlive": Bson::Array(Vec::new()),
        "cursorsUnknown": Bson::Array(Vec::new()),
    })
}
