//! A set: members, each once.

use crate::lab::cache::{bytes::Bytes, number, ordered::Ordered};

/// Members of a set of whole numbers that Redis keeps as such (`set-max-intset-entries`).
pub const INTEGERS_MAX: usize = 512;
/// Bytes that a member takes beside its own.
const MEMBER_BYTES: usize = 144;

#[derive(Clone, Debug, Default)]
pub struct Set {
    members: Ordered<()>,
    bytes: usize,
    /// Once a set is a table it stays one.
    is_table: bool,
}

impl Set {
    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn encoding(&self) -> &'static str {
        if self.is_table { "hashtable" } else { "intset" }
    }

    pub fn is_table(&self) -> bool {
        self.is_table
    }

    pub fn contains(&self, member: &[u8]) -> bool {
        self.members.contains(member)
    }

    /// The members in the order in which they came, to read in pages or at random.
    pub fn members(&self) -> &Ordered<()> {
        &self.members
    }

    /// The members as SMEMBERS gives them: whole numbers ascending, else in the order in which they
    /// came.
    pub fn listed(&self) -> Vec<&Bytes> {
        let mut members: Vec<&Bytes> = self.members.keys().collect();
        if !self.is_table {
            members.sort_by_key(|member| number::integer(member));
        }
        members
    }

    /// Adds a member; says whether it is a new one.
    pub fn add(&mut self, member: Bytes) -> bool {
        if self.members.contains(&member) {
            return false;
        }
        self.is_table |= number::integer(&member).is_none();
        self.bytes += member.len() + MEMBER_BYTES;
        self.members.insert(member, ());
        self.is_table |= self.members.len() > INTEGERS_MAX;
        true
    }

    /// Removes a member; says whether it was there.
    pub fn remove(&mut self, member: &[u8]) -> bool {
        let was_there = self.members.remove(member).is_some();
        if was_there {
            self.bytes -= member.len() + MEMBER_BYTES;
        }
        was_there
    }
}
