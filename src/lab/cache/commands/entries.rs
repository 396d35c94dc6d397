//! Entries of streams as replies give them, and ids as commands ask for them.

use crate::lab::cache::{
    refusal::Refusal,
    reply::Reply,
    value::{Entry, EntryId},
};

pub fn invalid_id() -> Refusal {
    Refusal::new("Invalid stream ID specified as stream command argument")
}

/// An id; the number that may be missing is `number`.
pub fn id(word: &[u8], number: u64) -> Result<EntryId, Refusal> {
    EntryId::parse(word, number).ok_or_else(invalid_id)
}

/// An entry as replies give it: its id, then fields and values in turn.
pub fn shown((id, fields): Entry<'_>) -> Reply {
    let fields = fields.iter().flat_map(|(field, value)| [field, value]);
    let fields = fields.map(|bytes| Reply::Bulk(bytes.clone())).collect();
    Reply::Array(vec![Reply::bulk(id.to_string()), Reply::Array(fields)])
}

/// The start of a range: `-`, `+`, an id, or `(` and an id that is not included.
pub fn range_start(word: &[u8]) -> Result<EntryId, Refusal> {
    bound(word, 0, |id| id.next().ok_or_else(|| Refusal::new("invalid start ID for the interval")))
}

pub fn range_end(word: &[u8]) -> Result<EntryId, Refusal> {
    bound(word, u64::MAX, |id| {
        id.previous().ok_or_else(|| Refusal::new("invalid end ID for the interval"))
    })
}

fn bound(
    word: &[u8],
    number: u64,
    beside: impl FnOnce(EntryId) -> Result<EntryId, Refusal>,
) -> Result<EntryId, Refusal> {
    match word {
        b"-" => Ok(EntryId::default()),
        b"+" => Ok(EntryId::MAX),
        [b'(', rest @ ..] if !rest.is_empty() => beside(id(rest, number)?),
        word => id(word, number),
    }
}
