//! All databases, and what the commands of this turn changed in them.

use crate::lab::cache::{bytes::Bytes, keyspace::Keyspace};

/// Databases of a server, numbered from 0.
pub const DATABASES: usize = 16;
/// Bytes of all keys and values together (Redis: `maxmemory`).
pub const STORE_BYTES_MAX: usize = 64 << 20;

#[derive(Clone, Debug)]
pub struct Store {
    databases: Vec<Keyspace>,
    /// Keys that were changed since somebody looked, each with its database.
    touched: Vec<(usize, Bytes)>,
    /// Changes that were ever made, as INFO counts them.
    pub changes: u64,
    /// Keys that expired since the server began.
    pub expired: u64,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            databases: vec![Keyspace::default(); DATABASES],
            touched: Vec::new(),
            changes: 0,
            expired: 0,
        }
    }
}

impl Store {
    /// The database of that number, which is below `DATABASES`.
    pub fn database(&self, number: usize) -> &Keyspace {
        &self.databases[number]
    }

    pub fn database_mut(&mut self, number: usize) -> &mut Keyspace {
        &mut self.databases[number]
    }

    /// About how many bytes all databases take.
    pub fn bytes(&self) -> usize {
        self.databases.iter().map(Keyspace::bytes).sum()
    }

    pub fn is_full(&self) -> bool {
        self.bytes() > STORE_BYTES_MAX
    }

    /// Notes that a key was changed `changes` times.
    pub fn touch(&mut self, database: usize, key: &[u8], changes: u64) {
        self.touched.push((database, key.into()));
        self.changes = self.changes.saturating_add(changes);
    }

    /// The keys that were changed since the last call.
    pub fn take_touched(&mut self) -> Vec<(usize, Bytes)> {
        std::mem::take(&mut self.touched)
    }

    /// Removes all keys of one database.
    pub fn flush(&mut self, database: usize) {
        let flushed = std::mem::take(&mut self.databases[database]);
        for key in flushed.keys().keys() {
            self.touched.push((database, key.clone()));
        }
        self.changes = self.changes.saturating_add(1);
    }

    /// Exchanges two databases.
    pub fn swap(&mut self, left: usize, right: usize) {
        self.databases.swap(left, right);
        for number in [left, right] {
            for key in
                [left, right].map(|of| self.databases[of].keys().keys()).into_iter().flatten()
            {
                self.touched.push((number, key.clone()));
            }
        }
        self.changes = self.changes.saturating_add(1);
    }

    /// Removes the keys whose time has come.
    pub fn expire(&mut self, now_ms: i64) {
        for number in 0..self.databases.len() {
            while let Some(key) = self.databases[number].next_expired(now_ms) {
                self.touched.push((number, key));
                self.expired = self.expired.saturating_add(1);
            }
        }
    }
}
