//! What all write commands share: statements one after the other, whose errors stand beside what was written.

use bson::{Bson, Document, doc};

use crate::lab::documents::{
    Server,
    collection::Collection,
    error::{Code, CommandError},
    namespace::Namespace,
    scope::Scope,
    store::check_weight,
};

/// The errors of a batch.
#[derive(Default)]
pub struct Failures {
    errors: Vec<Bson>,
}

impl Failures {
    /// Notes the error of the statement number `at`; whether the batch goes on.
    pub fn add(&mut self, at: usize, error: CommandError, ordered: bool) -> bool {
        // The end of the turn ends all statements.
        let goes_on = !ordered && error.code != Code::MaxTimeMSExpired;
        let mut document = doc! {
            "index": i32::try_from(at).unwrap_or(i32::MAX),
            "code": error.code.number(),
        };
        document.extend(error.extra);
        document.insert("errmsg", error.message);
        self.errors.push(Bson::Document(document));
        goes_on
    }

    pub fn put_into(self, reply: &mut Document) {
        if !self.errors.is_empty() {
            reply.insert("writeErrors", self.errors);
        }
    }
}

/// A count as a server sends it.
pub fn number(count: u64) -> Bson {
    i32::try_from(count)
        .map_or_else(|_| Bson::Int64(i64::try_from(count).unwrap_or(i64::MAX)), Bson::Int32)
}

/// Inserts a document into a collection that is made where it is missing; gives the document's `_id`.
pub fn insert_one(
    server: &mut Server,
    namespace: &Namespace,
    document: &Document,
    scope: &Scope<'_>,
) -> Result<(Bson, u64), CommandError> {
    let world = server.world.clone();
    let (document, id) = server.store.with_id(document.clone(), world.now_ms());
    let others = server.store.weight_without(namespace);
    let collection = server.store.made(namespace, &*world)?;
    let record = collection.insert(document, scope)?;
    if let Err(error) = check_weight(collection, others) {
        collection.remove(record, scope)?;
        return Err(error);
    }
    Ok((id, record))
}

/// Replaces a document; `others` are the bytes of all other collections.
pub fn replace(
    collection: &mut Collection,
    record: u64,
    document: Document,
    others: u64,
    scope: &Scope<'_>,
) -> Result<(), CommandError> {
    let old = collection.document(record).cloned();
    collection.replace(record, document, scope)?;
    if let Err(error) = check_weight(collection, others) {
        if let Some(old) = old {
            collection.replace(record, Document::clone(&old), scope)?;
        }
        return Err(error);
    }
    Ok(())
}
