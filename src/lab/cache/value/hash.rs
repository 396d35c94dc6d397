//! A hash: fields with values, in the order in which the fields came.

use crate::lab::cache::{bytes::Bytes, ordered::Ordered};

/// Fields of a hash that Redis keeps in a row (`hash-max-listpack-entries`).
pub const ROW_FIELDS_MAX: usize = 512;
/// Bytes of a field or value of such a hash (`hash-max-listpack-value`).
pub const ROW_BYTES_MAX: usize = 64;
/// Bytes that a field takes beside its own and its value's.
const FIELD_BYTES: usize = 208;

#[derive(Clone, Debug, Default)]
pub struct Hash {
    fields: Ordered<Bytes>,
    bytes: usize,
    /// Once a hash is a table it stays one.
    is_table: bool,
}

impl Hash {
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn encoding(&self) -> &'static str {
        if self.is_table { "hashtable" } else { "listpack" }
    }

    pub fn is_table(&self) -> bool {
        self.is_table
    }

    pub fn fields(&self) -> &Ordered<Bytes> {
        &self.fields
    }

    pub fn get(&self, field: &[u8]) -> Option<&Bytes> {
        self.fields.get(field)
    }

    /// Sets a field; says whether it is a new one.
    pub fn set(&mut self, field: Bytes, value: Bytes) -> bool {
        self.is_table |= field.len().max(value.len()) > ROW_BYTES_MAX;
        self.bytes += field.len() + value.len() + FIELD_BYTES;
        let field_bytes = field.len();
        let held = self.fields.insert(field, value);
        if let Some(held) = &held {
            self.bytes -= field_bytes + held.len() + FIELD_BYTES;
        }
        self.is_table |= self.fields.len() > ROW_FIELDS_MAX;
        held.is_none()
    }

    /// Removes a field; says whether it was there.
    pub fn remove(&mut self, field: &[u8]) -> bool {
        let Some(value) = self.fields.remove(field) else { return false };
        self.bytes -= field.len() + value.len() + FIELD_BYTES;
        true
    }
}
