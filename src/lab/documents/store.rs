//! All collections of all databases, and how much they may hold together.

use std::collections::BTreeMap;

use bson::{Bson, Document, oid::ObjectId};

use crate::lab::{
    documents::{
        collection::Collection,
        error::{Code, CommandError},
        namespace::Namespace,
        scope::Scope,
    },
    world::World,
};

/// Bytes in memory of all documents and indexes, roughly.
pub const STORE_BYTES_MAX: u64 = 64 << 20;
/// Collections of all databases.
const COLLECTIONS_MAX: usize = 1_000;
/// Counted for each collection beside its documents.
const COLLECTION_BYTES: u64 = 1 << 10;

/// What a server keeps.
#[derive(Clone)]
pub struct Store {
    collections: BTreeMap<Namespace, Collection>,
    ids: Ids,
}

/// Makes the `_id`s of documents that came without one. (MongoDB manual, `ObjectId`.)
#[derive(Clone)]
struct Ids {
    process: [u8; 5],
    counter: u32,
}

impl Store {
    pub fn new(world: &dyn World) -> Store {
        let (mut process, mut counter) = ([0; 5], [0; 4]);
        world.fill(&mut process);
        world.fill(&mut counter);
        let ids = Ids { process, counter: u32::from_be_bytes(counter) };
        Store { collections: BTreeMap::new(), ids }
    }

    pub fn collection(&self, namespace: &Namespace) -> Option<&Collection> {
        self.collections.get(namespace)
    }

    pub fn collection_mut(&mut self, namespace: &Namespace) -> Option<&mut Collection> {
        self.collections.get_mut(namespace)
    }

    pub fn collections(&self) -> impl Iterator<Item = (&Namespace, &Collection)> {
        self.collections.iter()
    }

    /// The collection, made where it is missing.
    pub fn made(
        &mut self,
        namespace: &Namespace,
        world: &dyn World,
    ) -> Result<&mut Collection, CommandError> {
        if !self.collections.contains_key(namespace) {
            namespace.check_new()?;
            if self.collections.len() >= COLLECTIONS_MAX {
                return Err(CommandError::new(
                    Code::OutOfDiskSpace,
                    format!("the lab's database holds {COLLECTIONS_MAX} collections at most"),
                ));
            }
            self.check_names(namespace)?;
            let mut uuid = [0; 16];
            world.fill(&mut uuid);
            uuid[6] = uuid[6] & 0x0f | 0x40;
            uuid[8] = uuid[8] & 0x3f | 0x80;
            let collection = Collection::new(namespace.to_string(), uuid);
            self.collections.insert(namespace.clone(), collection);
        }
        self.collections.get_mut(namespace).ok_or_else(|| {
            CommandError::new(Code::NamespaceNotFound, format!("ns does not exist: {namespace}"))
        })
    }

    pub fn drop(&mut self, namespace: &Namespace) -> Option<Collection> {
        self.collections.remove(namespace)
    }

    pub fn put(&mut self, namespace: &Namespace, mut collection: Collection) {
        collection.namespace = namespace.to_string();
        self.collections.insert(namespace.clone(), collection);
    }

    pub fn drop_database(&mut self, database: &str) -> bool {
        let before = self.collections.len();
        self.collections.retain(|namespace, _| namespace.database != database);
        self.collections.len() < before
    }

    /// Bytes of all collections.
    pub fn weight(&self) -> u64 {
        let collections = self.collections.values();
        collections.map(|collection| collection.weight() + COLLECTION_BYTES).sum()
    }

    /// Bytes of all collections but one.
    pub fn weight_without(&self, namespace: &Namespace) -> u64 {
        self.collections
            .iter()
            .filter(|(other, _)| *other != namespace)
            .map(|(_, collection)| collection.weight() + COLLECTION_BYTES)
            .sum()
    }

    /// `document` with an `_id` in front; the second value is that `_id`.
    pub fn with_id(&mut self, document: Document, now_ms: i64) -> (Document, Bson) {
        if let Some((first, id)) = document.iter().next()
            && first == "_id"
        {
            let id = id.clone();
            return (document, id);
        }
        let mut rest = document;
        let id = rest.remove("_id").unwrap_or_else(|| Bson::ObjectId(self.ids.next(now_ms)));
        let mut whole = Document::new();
        whole.insert("_id", id.clone());
        whole.extend(rest);
        (whole, id)
    }

    /// Removes the documents whose time is over; a server does it once a minute, which nobody waits for here.
    pub fn expire(&mut self, world: &dyn World) -> Result<(), CommandError> {
        let now_ms = world.now_ms();
        for collection in self.collections.values_mut() {
            let expired: Vec<u64> = collection
                .indexes()
                .iter()
                .filter_map(|index| Some((index, index.spec.expire_after_seconds?)))
                .flat_map(|(index, seconds)| {
                    index.expired(now_ms.saturating_sub(seconds.saturating_mul(1_000)))
                })
                .collect();
            let collation = collection.collation.clone();
            let scope = Scope::new(world, collation.as_deref());
            for record in expired {
                collection.remove(record, &scope)?;
            }
        }
        Ok(())
    }

    /// One name in two spellings cannot be two databases. (MongoDB manual, database name case sensitivity.)
    fn check_names(&self, namespace: &Namespace) -> Result<(), CommandError> {
        let name = &namespace.database;
        let other = self
            .collections
            .keys()
            .map(|other| &other.database)
            .find(|other| *other != name && other.eq_ignore_ascii_case(name));
        match other {
            Some(other) => Err(CommandError::new(
                Code::DatabaseDifferCase,
                format!(
                    "db already exists with different case already have: [{other}] trying to create [{name}]"
                ),
            )),
            None => Ok(()),
        }
    }
}

/// Refuses what would not fit beside `others` bytes.
pub fn check_weight(collection: &Collection, others: u64) -> Result<(), CommandError> {
    if collection.weight().saturating_add(others) <= STORE_BYTES_MAX {
        return Ok(());
    }
    Err(CommandError::new(
        Code::OutOfDiskSpace,
        format!("the lab's database is full: it holds {} MB at most", STORE_BYTES_MAX >> 20),
    ))
}

impl Ids {
    fn next(&mut self, now_ms: i64) -> ObjectId {
        let seconds = u32::try_from(now_ms.div_euclid(1_000)).unwrap_or(u32::MAX);
        let [_, counter @ ..] = self.counter.to_be_bytes();
        self.counter = self.counter.wrapping_add(1);
        ObjectId::from_parts(seconds, self.process, counter)
    }
}
