//! A stream: entries with ascending ids, and the groups that read it.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::lab::cache::{bytes::Bytes, number};

/// Bytes that an entry takes beside its fields.
const ENTRY_BYTES: usize = 80;
/// Bytes that a field takes beside its own and its value's.
const FIELD_BYTES: usize = 160;
/// Bytes that a pending entry, a consumer or a group takes.
const GROUP_BYTES: usize = 200;
/// Entries that Redis keeps in one node, and so lets go of together where `~` allows it
/// (`stream-node-max-entries`).
const NODE_ENTRIES: usize = 100;

/// Fields and values, in turn.
pub type Fields = Vec<(Bytes, Bytes)>;

/// Milliseconds, and a number among the entries of the same millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId {
    pub ms: u64,
    pub number: u64,
}

/// An entry as a reply gives it.
pub type Entry<'a> = (EntryId, &'a Fields);

#[derive(Clone, Debug, Default)]
pub struct Stream {
    entries: BTreeMap<EntryId, Fields>,
    bytes: usize,
    pub last_id: EntryId,
    /// The largest id that was ever removed.
    pub removed_max: EntryId,
    /// Entries that were ever added.
    pub added: u64,
    pub groups: BTreeMap<Bytes, Group>,
}

/// Consumers that share a stream's entries among them.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The last entry that was given to a consumer.
    pub last_id: EntryId,
    /// Entries of the stream that were read, where that is known.
    pub read: Option<u64>,
    pub pending: BTreeMap<EntryId, Pending>,
    pub consumers: BTreeMap<Bytes, Consumer>,
}

/// An entry that was given to a consumer and not acknowledged.
#[derive(Clone, Debug)]
pub struct Pending {
    pub consumer: Bytes,
    pub delivered_ms: i64,
    pub deliveries: u64,
}

#[derive(Clone, Debug, Default)]
pub struct Consumer {
    pub seen_ms: i64,
    pub pending: BTreeSet<EntryId>,
}

impl EntryId {
    pub const MAX: Self = Self { ms: u64::MAX, number: u64::MAX };

    /// `ms` or `ms-number`; the number that is missing is `number`.
    pub fn parse(bytes: &[u8], number: u64) -> Option<Self> {
        let mut parts = bytes.splitn(2, |byte| *byte == b'-');
        let ms = parse_part(parts.next()?)?;
        let number = parts.next().map_or(Some(number), parse_part)?;
        Some(Self { ms, number })
    }

    /// The id after this one; `None` after the last.
    pub fn next(self) -> Option<Self> {
        match self.number.checked_add(1) {
            Some(number) => Some(Self { number, ..self }),
            None => self.ms.checked_add(1).map(|ms| Self { ms, number: 0 }),
        }
    }

    /// The id before this one; `None` before the first.
    pub fn previous(self) -> Option<Self> {
        match self.number.checked_sub(1) {
            Some(number) => Some(Self { number, ..self }),
            None => self.ms.checked_sub(1).map(|ms| Self { ms, number: u64::MAX }),
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ms, self.number)
    }
}

/// Half an id: digits as Redis writes them.
pub fn parse_part(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl Stream {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn bytes(&self) -> usize {
        let groups = self
            .groups
            .values()
            .map(|group| GROUP_BYTES * (1 + group.pending.len() + group.consumers.len()));
        self.bytes + groups.sum::<usize>()
    }

    /// Nodes in which Redis would keep the entries.
    pub fn nodes(&self) -> usize {
        self.len().div_ceil(NODE_ENTRIES)
    }

    pub fn get(&self, id: EntryId) -> Option<&Fields> {
        self.entries.get(&id)
    }

    pub fn first(&self) -> Option<Entry<'_>> {
        self.entries.first_key_value().map(|(id, fields)| (*id, fields))
    }

    pub fn last(&self) -> Option<Entry<'_>> {
        self.entries.last_key_value().map(|(id, fields)| (*id, fields))
    }

    /// The entries from `first` to `last`, both of them included.
    pub fn range(
        &self,
        first: EntryId,
        last: EntryId,
    ) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        let is_empty = first > last;
        let (first, last) = if is_empty { (last, first) } else { (first, last) };
        let entries = self.entries.range(first..=last).map(|(id, fields)| (*id, fields));
        entries.filter(move |_| !is_empty)
    }

    /// Adds an entry whose id is above `last_id`.
    pub fn add(&mut self, id: EntryId, fields: Fields) {
        self.bytes += weight(&fields);
        self.entries.insert(id, fields);
        self.last_id = id;
        self.added = self.added.saturating_add(1);
    }

    /// Removes an entry; says whether it was there.
    pub fn remove(&mut self, id: EntryId) -> bool {
        let was_there = self.let_go(id);
        if was_there {
            self.removed_max = self.removed_max.max(id);
        }
        was_there
    }

    fn let_go(&mut self, id: EntryId) -> bool {
        let Some(fields) = self.entries.remove(&id) else { return false };
        self.bytes -= weight(&fields);
        true
    }

    /// Removes the oldest entries until `kept` are left, whole nodes only where that is `near`
    /// enough; gives how many.
    pub fn trim_to(&mut self, kept: u64, near: Option<usize>) -> usize {
        let kept = usize::try_from(kept).unwrap_or(usize::MAX);
        let surplus = self.len().saturating_sub(kept);
        self.trim(surplus, near)
    }

    /// Removes the entries below `first`, as `trim_to` does.
    pub fn trim_below(&mut self, first: EntryId, near: Option<usize>) -> usize {
        let surplus = self.entries.range(..first).count();
        self.trim(surplus, near)
    }

    fn trim(&mut self, surplus: usize, near: Option<usize>) -> usize {
        let surplus = near.map_or(surplus, |limit| {
            let limit = if limit == 0 { usize::MAX } else { limit };
            let is_all = surplus == self.len() && surplus <= limit;
            if is_all { surplus } else { surplus.min(limit) / NODE_ENTRIES * NODE_ENTRIES }
        });
        for _ in 0..surplus {
            let Some(id) = self.first().map(|(id, _)| id) else { break };
            self.let_go(id);
        }
        surplus
    }
}

fn weight(fields: &Fields) -> usize {
    let fields = fields.iter().map(|(field, value)| field.len() + value.len() + FIELD_BYTES);
    ENTRY_BYTES + fields.sum::<usize>()
}

impl Group {
    /// The consumer of that name, made when it is not there yet; and whether it was made.
    pub fn consumer(&mut self, name: &Bytes, now_ms: i64) -> (&mut Consumer, bool) {
        let is_new = !self.consumers.contains_key(name);
        let consumer = self.consumers.entry(name.clone()).or_default();
        consumer.seen_ms = now_ms;
        (consumer, is_new)
    }

    /// Gives an entry to a consumer that is there.
    pub fn deliver(&mut self, id: EntryId, pending: Pending) {
        if let Some(held) = self.pending.get(&id)
            && let Some(other) = self.consumers.get_mut(&held.consumer)
        {
            other.pending.remove(&id);
        }
        if let Some(consumer) = self.consumers.get_mut(&pending.consumer) {
            consumer.pending.insert(id);
        }
        self.pending.insert(id, pending);
    }

    /// Acknowledges an entry; says whether it was pending.
    pub fn acknowledge(&mut self, id: EntryId) -> bool {
        let Some(pending) = self.pending.remove(&id) else { return false };
        if let Some(consumer) = self.consumers.get_mut(&pending.consumer) {
            consumer.pending.remove(&id);
        }
        true
    }

    /// Moves the group's position to an entry that was just read.
    pub fn read_to(&mut self, id: EntryId, stream: &Stream) {
        self.read = match self.read {
            Some(read) if !stream.has_gap_after(id) => Some(read + 1),
            _ => stream.added_up_to(id),
        };
        self.last_id = id;
    }

    /// Entries after the group's position, where that can be told.
    /// Negative where XSETID said less than was read.
    pub fn lag(&self, stream: &Stream) -> Option<i64> {
        if stream.added == 0 {
            return Some(0);
        }
        let read = self.read.filter(|_| !stream.has_gap_after(self.last_id));
        let read = read.or_else(|| stream.added_up_to(self.last_id))?;
        Some(count(stream.added).saturating_sub(count(read)))
    }
}

impl Stream {
    /// Whether an entry was removed at `id` or behind it, so that counting no longer helps.
    fn has_gap_after(&self, id: EntryId) -> bool {
        let was_any = self.removed_max != EntryId::default();
        !self.is_empty() && was_any && id <= self.removed_max
    }

    /// How many entries were ever added up to `id`, where that can be told.
    pub fn added_up_to(&self, id: EntryId) -> Option<u64> {
        if self.added == 0 {
            return Some(0);
        }
        let length = self.entries.len() as u64;
        let Some((first, _)) = self.first() else {
            return (id <= self.last_id).then_some(self.added);
        };
        if id == self.last_id {
            return Some(self.added);
        }
        let is_whole = self.removed_max < first;
        let before = self.added.saturating_sub(length);
        match id.cmp(&first) {
            Ordering::Less if is_whole => Some(before),
            Ordering::Equal if is_whole => Some(before + 1),
            Ordering::Less | Ordering::Equal | Ordering::Greater => None,
        }
    }
}

/// A number of entries as a reply gives it.
pub fn count(entries: u64) -> i64 {
    i64::try_from(entries).unwrap_or(number::count(usize::MAX))
}
