//! An index: the keys of a collection's documents in order.

pub mod extract;
pub mod key;
pub mod spec;
pub mod text;

use std::{collections::BTreeSet, ops::Bound};

use bson::{Bson, DateTime, Document};

use self::{
    key::{Entry, Key, Part},
    spec::{Kind, Spec},
    text::Words,
};
use crate::lab::documents::{
    error::{Code, CommandError},
    measure,
    scope::Scope,
    shown::shown,
};

/// Bytes that an entry takes in memory beside its values; the nodes of a tree are not all full.
const ENTRY_BYTES: u64 = (size_of::<Entry>() * 3 / 2) as u64;
/// Bytes that a server would store for an entry beside its values.
const STORED_BYTES: u64 = 8;

/// The entries of one index.
#[derive(Clone, Debug)]
pub struct Index {
    pub spec: Spec,
    entries: BTreeSet<Entry>,
    /// Which fields lead through an array in some document; once set, a flag stays.
    arrays: Vec<bool>,
    pub words: Words,
    /// Bytes in memory, roughly.
    pub weight: u64,
    /// Bytes that a server would store, roughly.
    pub bytes: u64,
}

/// The entries that one document has, made before anything is changed.
pub struct Keys {
    entries: BTreeSet<Entry>,
    arrays: Vec<bool>,
}

impl Index {
    pub fn new(spec: Spec) -> Index {
        let arrays = vec![false; spec.fields.len()];
        Index {
            spec,
            entries: BTreeSet::new(),
            arrays,
            words: Words::default(),
            weight: 0,
            bytes: 0,
        }
    }

    /// Whether some document has several keys.
    pub fn is_multikey(&self) -> bool {
        self.arrays.contains(&true)
    }

    /// Whether the field number `at` leads through an array in some document.
    pub fn has_arrays(&self, at: usize) -> bool {
        self.arrays.get(at).copied().unwrap_or(false)
    }

    /// Entries from a place on.
    pub fn from(&self, from: Entry) -> impl Iterator<Item = &Entry> + use<'_> {
        self.entries.range((Bound::Included(from), Bound::Unbounded))
    }

    /// Entries from a place on backward.
    pub fn down_from(&self, from: Entry) -> impl Iterator<Item = &Entry> + use<'_> {
        self.entries.range((Bound::Unbounded, Bound::Included(from))).rev()
    }

    /// The keys of `document`; empty where the index does not hold it.
    pub fn keys(
        &self,
        document: &Document,
        record: u64,
        scope: &Scope<'_>,
    ) -> Result<Keys, CommandError> {
        let none = Keys { entries: BTreeSet::new(), arrays: Vec::new() };
        if !self.holds(document, scope)? {
            return Ok(none);
        }
        if self.spec.is_text() {
            return Ok(none);
        }
        let paths: Vec<&[String]> =
            self.spec.fields.iter().map(|field| field.path.parts()).collect();
        let extracted = extract::keys(document, &paths).map_err(|error| self.named(error))?;
        if self.spec.sparse && !extracted.has_any {
            return Ok(none);
        }
        let is_hashed = self.spec.fields.iter().any(|field| field.kind == Kind::Hashed);
        if is_hashed && extracted.arrays.contains(&true) {
            return Err(CommandError::new(
                Code::Location(16766),
                "hashed indexes do not currently support array values",
            ));
        }
        let order = self.spec.order();
        let entries = extracted.keys.into_iter().map(|values| Entry {
            key: Key { parts: values.into_iter().map(Part::Value).collect(), order: order.clone() },
            record,
        });
        Ok(Keys { entries: entries.collect(), arrays: extracted.arrays })
    }

    /// Refuses keys that another record has in a unique index.
    pub fn check_unique(&self, keys: &Keys, namespace: &str) -> Result<(), CommandError> {
        if !self.spec.unique {
            return Ok(());
        }
        for entry in &keys.entries {
            let first = Entry { key: entry.key.clone(), record: 0 };
            let last = Entry { key: entry.key.clone(), record: u64::MAX };
            let mut same = self.entries.range(first..=last);
            if same.any(|other| other.record != entry.record) {
                return Err(self.duplicate(&entry.key, namespace));
            }
        }
        Ok(())
    }

    pub fn insert(&mut self, keys: Keys, document: &Document, record: u64, scope: &Scope<'_>) {
        for (flag, found) in self.arrays.iter_mut().zip(keys.arrays) {
            *flag |= found;
        }
        for entry in keys.entries {
            let (weight, bytes) = (weight_of(&entry), bytes_of(&entry));
            if self.entries.insert(entry) {
                self.weight += weight;
                self.bytes += bytes;
            }
        }
        if self.spec.is_text() && self.holds(document, scope).unwrap_or(false) {
            let weight = self.words.insert(&self.spec, document, record);
            self.weight += weight;
            self.bytes += weight;
        }
    }

    pub fn remove(&mut self, keys: &Keys, document: &Document, record: u64, scope: &Scope<'_>) {
        for entry in &keys.entries {
            if self.entries.remove(entry) {
                self.weight = self.weight.saturating_sub(weight_of(entry));
                self.bytes = self.bytes.saturating_sub(bytes_of(entry));
            }
        }
        if self.spec.is_text() && self.holds(document, scope).unwrap_or(false) {
            let weight = self.words.remove(&self.spec, document, record);
            self.weight = self.weight.saturating_sub(weight);
            self.bytes = self.bytes.saturating_sub(weight);
        }
    }

    /// The records whose key is a date at or before `limit_ms`, of an index that expires documents.
    pub fn expired(&self, limit_ms: i64) -> BTreeSet<u64> {
        let key = |ms: i64| Key {
            parts: vec![Part::Value(Bson::DateTime(DateTime::from_millis(ms)))],
            order: self.spec.order(),
        };
        let (first, last) = if self.spec.order().is_descending(0) {
            (key(limit_ms), key(i64::MIN))
        } else {
            (key(i64::MIN), key(limit_ms))
        };
        let first = Entry { key: first, record: 0 };
        let last = Entry { key: last, record: u64::MAX };
        self.entries.range(first..=last).map(|entry| entry.record).collect()
    }

    /// Whether the index is about this document. The index's own collation decides, whatever that of the
    /// command is, so that an entry is found again when it is to be removed.
    fn holds(&self, document: &Document, scope: &Scope<'_>) -> Result<bool, CommandError> {
        let Some(partial) = &self.spec.partial else { return Ok(true) };
        let own = Scope::new(scope.world, self.spec.collation.as_deref());
        partial.filter.matches(document, &own)
    }

    /// MongoDB's words for a duplicate. (`{ email: "a" }` after `dup key:`.)
    fn duplicate(&self, key: &Key, namespace: &str) -> CommandError {
        let mut values = Document::new();
        for (at, field) in self.spec.fields.iter().enumerate() {
            values.insert(field.name.clone(), key.value(at).clone());
        }
        let shown_values: Vec<String> =
            values.iter().map(|(name, value)| format!("{name}: {}", shown(value))).collect();
        let collation = self.spec.collation.as_ref().map_or_else(String::new, |collation| {
            format!(" collation: {}", shown(&Bson::Document(collation.to_document())))
        });
        let mut error = CommandError::new(
            Code::DuplicateKey,
            format!(
                "E11000 duplicate key error collection: {namespace} index: {}{collation} dup key: {{ {} }}",
                self.spec.name,
                shown_values.join(", ")
            ),
        );
        error.extra.insert("keyPattern", self.spec.pattern.clone());
        error.extra.insert("keyValue", values);
        error
    }

    /// Puts the fields' names into the message about two arrays.
    fn named(&self, error: CommandError) -> CommandError {
        if error.code != Code::CannotIndexParallelArrays {
            return error;
        }
        let names: Vec<&str> = error
            .message
            .split(' ')
            .filter_map(|at| self.spec.fields.get(at.parse::<usize>().ok()?))
            .map(|field| field.path.parts().last().map_or("", String::as_str))
            .collect();
        let message = format!("cannot index parallel arrays [{}]", names.join("] ["));
        CommandError::new(Code::CannotIndexParallelArrays, message)
    }
}

fn weight_of(entry: &Entry) -> u64 {
    let parts = entry.key.parts.iter().map(|part| match part {
        Part::Value(value) => size_of::<Part>() as u64 + measure::value_weight(value),
        Part::First | Part::Last => 0,
    });
    ENTRY_BYTES + parts.sum::<u64>()
}

fn bytes_of(entry: &Entry) -> u64 {
    let parts = entry.key.parts.iter().map(|part| match part {
        Part::Value(value) => 1 + measure::value_bytes(value),
        Part::First | Part::Last => 0,
    });
    STORED_BYTES + parts.sum::<u64>()
}
