//! One database: keys with their values and times of expiry.

use std::collections::BTreeSet;

use crate::lab::cache::{
    bytes::Bytes,
    ordered::Ordered,
    value::{Kind, Value},
};

/// Bytes that a key takes beside its own and its value's.
const KEY_BYTES: usize = 320;

/// The keys of one of the server's databases.
#[derive(Clone, Debug, Default)]
pub struct Keyspace {
    entries: Ordered<Held>,
    due: BTreeSet<(i64, Bytes)>,
    bytes: usize,
}

/// What is held under a key.
#[derive(Clone, Debug)]
pub struct Held {
    pub value: Value,
    /// Milliseconds since 1970 from which on the key is gone.
    pub expires_ms: Option<i64>,
    /// When a command last named the key, for OBJECT IDLETIME.
    pub used_ms: i64,
    /// What the keyspace's total counts for this entry.
    counted: usize,
}

impl Keyspace {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// About how many bytes all keys and values take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Keys that have a time of expiry.
    pub fn expiring(&self) -> usize {
        self.due.len()
    }

    pub fn keys(&self) -> &Ordered<Held> {
        &self.entries
    }

    pub fn contains(&self, key: &[u8]) -> bool {
        self.entries.contains(key)
    }

    pub fn get(&self, key: &[u8]) -> Option<&Held> {
        self.entries.get(key)
    }

    /// The value of a kind: `Ok(None)` without the key, `Err` when it holds another kind.
    pub fn read<T: Kind>(&self, key: &[u8]) -> Result<Option<&T>, OtherKind> {
        self.get(key).map(|held| T::of(&held.value).ok_or(OtherKind)).transpose()
    }

    /// `read`, to be written to. `settle` has to follow.
    pub fn edit<T: Kind>(&mut self, key: &[u8]) -> Result<Option<&mut T>, OtherKind> {
        let held = self.entries.get_mut(key);
        held.map(|held| T::of_mut(&mut held.value).ok_or(OtherKind)).transpose()
    }

    /// `edit`, with an empty value made where the key is not there.
    pub fn make<T: Kind>(&mut self, key: &[u8]) -> Result<&mut T, OtherKind> {
        if !self.contains(key) {
            self.set(key, T::default().held(), None);
        }
        self.edit(key)?.ok_or(OtherKind)
    }

    /// Sets a key, with its time of expiry or none.
    pub fn set(&mut self, key: &[u8], value: Value, expires_ms: Option<i64>) {
        self.remove_due(key);
        let name = self.entries.key(key).cloned().unwrap_or_else(|| key.into());
        let held = Held { value, expires_ms, used_ms: 0, counted: 0 };
        if let Some(old) = self.entries.insert(name.clone(), held) {
            self.bytes -= old.counted;
        }
        if let Some(at) = expires_ms {
            self.due.insert((at, name));
        }
        self.count(key);
    }

    pub fn remove(&mut self, key: &[u8]) -> Option<Held> {
        self.remove_due(key);
        let held = self.entries.remove(key)?;
        self.bytes -= held.counted;
        Some(held)
    }

    /// Notes that a value was written to: its size, and that it goes when it is empty.
    pub fn settle(&mut self, key: &[u8]) {
        if self.get(key).is_some_and(|held| held.value.is_gone()) {
            self.remove(key);
        } else {
            self.count(key);
        }
    }

    /// Notes that a command named the key.
    pub fn use_at(&mut self, key: &[u8], now_ms: i64) {
        if let Some(held) = self.entries.get_mut(key) {
            held.used_ms = now_ms;
        }
    }

    /// Sets when the key goes; `None` is never. Says whether the key is there.
    pub fn expire(&mut self, key: &[u8], expires_ms: Option<i64>) -> bool {
        self.remove_due(key);
        let Some(name) = self.entries.key(key).cloned() else { return false };
        if let Some(held) = self.entries.get_mut(key) {
            held.expires_ms = expires_ms;
        }
        if let Some(at) = expires_ms {
            self.due.insert((at, name));
        }
        true
    }

    /// Removes the next key whose time has come; gives it.
    pub fn next_expired(&mut self, now_ms: i64) -> Option<Bytes> {
        let (at, key) = self.due.first()?;
        if *at > now_ms {
            return None;
        }
        let key = key.clone();
        self.remove(&key);
        Some(key)
    }

    fn remove_due(&mut self, key: &[u8]) {
        let at = self.get(key).and_then(|held| held.expires_ms);
        if let (Some(at), Some(name)) = (at, self.entries.key(key)) {
            self.due.remove(&(at, name.clone()));
        }
    }

    fn count(&mut self, key: &[u8]) {
        if let Some(held) = self.entries.get_mut(key) {
            let bytes = KEY_BYTES + key.len() + held.value.bytes();
            self.bytes = self.bytes - held.counted + bytes;
            held.counted = bytes;
        }
    }
}

/// The key holds a value of another kind than was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherKind;

impl From<OtherKind> for crate::lab::cache::refusal::Refusal {
    fn from(OtherKind: OtherKind) -> Self {
        Self::wrong_type()
    }
}
