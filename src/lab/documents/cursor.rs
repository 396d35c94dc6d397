//! Cursors: results that wait for `getMore`. (MongoDB manual, cursors.)

use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use bson::Document;

use crate::lab::{
    documents::{
        error::{Code, CommandError},
        measure,
        namespace::Namespace,
    },
    world::World,
};

/// Documents of a first batch where no size is asked for.
pub const FIRST_BATCH: u64 = 101;
/// Bytes of one batch. (MongoDB manual, cursor batches.)
const BATCH_BYTES_MAX: u64 = 16 << 20;
/// Milliseconds after which a cursor that nobody asks is closed.
const IDLE_MS_MAX: i64 = 600_000;
/// Cursors that may be open at once.
const CURSORS_MAX: usize = 200;
/// Bytes in memory of all that waits and that no collection holds, roughly.
const WAITING_BYTES_MAX: u64 = 32 << 20;

/// The open cursors of a server.
#[derive(Clone, Default)]
pub struct Cursors {
    open: BTreeMap<i64, Cursor>,
}

#[derive(Clone)]
struct Cursor {
    namespace: Namespace,
    rest: VecDeque<Rc<Document>>,
    used_ms: i64,
}

/// Some results, and the cursor for the others: 0 where there are none.
pub struct Batch {
    pub documents: Vec<Document>,
    pub id: i64,
}

impl Cursors {
    /// The first batch of `documents`; a cursor is kept for the rest unless `single`.
    pub fn open(
        &mut self,
        namespace: &Namespace,
        documents: Vec<Rc<Document>>,
        size: u64,
        single: bool,
        world: &dyn World,
    ) -> Result<Batch, CommandError> {
        let mut rest = VecDeque::from(documents);
        let documents = take(&mut rest, Some(size));
        if (rest.is_empty() && size > 0) || single {
            return Ok(Batch { documents, id: 0 });
        }
        let now_ms = world.now_ms();
        self.open.retain(|_, cursor| now_ms.saturating_sub(cursor.used_ms) < IDLE_MS_MAX);
        let waiting = self.open.values().map(|cursor| own_weight(&cursor.rest)).sum::<u64>();
        if self.open.len() >= CURSORS_MAX || waiting + own_weight(&rest) > WAITING_BYTES_MAX {
            return Err(CommandError::new(
                Code::ExceededMemoryLimit,
                "the lab's database has too many results waiting in open cursors: read them to the end, or close them",
            ));
        }
        let id = self.fresh_id(world);
        let namespace = namespace.clone();
        self.open.insert(id, Cursor { namespace, rest, used_ms: now_ms });
        Ok(Batch { documents, id })
    }

    /// The next batch of an open cursor.
    pub fn more(
        &mut self,
        id: i64,
        namespace: &Namespace,
        size: Option<u64>,
        world: &dyn World,
    ) -> Result<Batch, CommandError> {
        let now_ms = world.now_ms();
        self.open.retain(|_, cursor| now_ms.saturating_sub(cursor.used_ms) < IDLE_MS_MAX);
        let Some(cursor) = self.open.get_mut(&id) else {
            return Err(CommandError::new(
                Code::CursorNotFound,
                format!("cursor id {id} not found"),
            ));
        };
        if cursor.namespace != *namespace {
            return Err(CommandError::new(
                Code::Unauthorized,
                format!(
                    "Requested getMore on namespace '{namespace}', but cursor belongs to a different namespace {}",
                    cursor.namespace
                ),
            ));
        }
        cursor.used_ms = now_ms;
        let documents = take(&mut cursor.rest, size);
        if cursor.rest.is_empty() {
            self.open.remove(&id);
            return Ok(Batch { documents, id: 0 });
        }
        Ok(Batch { documents, id })
    }

    /// Whether there was such a cursor.
    pub fn kill(&mut self, id: i64) -> bool {
        self.open.remove(&id).is_some()
    }

    /// Closes those of a collection that is gone.
    pub fn close(&mut self, is_gone: impl Fn(&Namespace) -> bool) {
        self.open.retain(|_, cursor| !is_gone(&cursor.namespace));
    }

    /// Positive, not 0, and not one that is open.
    fn fresh_id(&self, world: &dyn World) -> i64 {
        let mut bytes = [0; 8];
        world.fill(&mut bytes);
        let mut id = (i64::from_be_bytes(bytes) & i64::MAX).max(1);
        while self.open.contains_key(&id) {
            id = id.checked_add(1).unwrap_or(1);
        }
        id
    }
}

/// As many as are asked for, and as fit: the first always does.
fn take(rest: &mut VecDeque<Rc<Document>>, size: Option<u64>) -> Vec<Document> {
    let mut taken = Vec::new();
    let mut bytes = 0;
    while size.is_none_or(|size| (taken.len() as u64) < size) {
        let Some(next) = rest.front() else { break };
        bytes += measure::bytes(next);
        if bytes > BATCH_BYTES_MAX && !taken.is_empty() {
            break;
        }
        taken.extend(rest.pop_front().map(Rc::unwrap_or_clone));
    }
    taken
}

/// What documents take that nobody else holds; most of those that a `find` waits with are the collection's.
fn own_weight(documents: &VecDeque<Rc<Document>>) -> u64 {
    let own = documents.iter().filter(|document| Rc::strong_count(document) == 1);
    own.map(|document| measure::weight(document)).sum()
}
