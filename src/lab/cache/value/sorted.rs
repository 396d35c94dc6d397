//! A sorted set: members with scores, found by member, by score and by rank.

use crate::lab::cache::{bytes::Bytes, ordered::Ordered, value::ranked::Ranked};

/// Members of a sorted set that Redis keeps in a row (`zset-max-listpack-entries`).
pub const ROW_MEMBERS_MAX: usize = 128;
/// Bytes of a member of such a sorted set (`zset-max-listpack-value`).
pub const ROW_BYTES_MAX: usize = 64;
/// Bytes that a member takes beside its own.
const MEMBER_BYTES: usize = 176;

#[derive(Clone, Debug, Default)]
pub struct SortedSet {
    scores: Ordered<f64>,
    ranked: Ranked,
    bytes: usize,
    /// Once a sorted set is a skip list it stays one.
    is_skiplist: bool,
}

impl SortedSet {
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn encoding(&self) -> &'static str {
        if self.is_skiplist { "skiplist" } else { "listpack" }
    }

    pub fn is_skiplist(&self) -> bool {
        self.is_skiplist
    }

    pub fn score(&self, member: &[u8]) -> Option<f64> {
        self.scores.get(member).copied()
    }

    /// The members in the order in which they came, to read in pages or at random.
    pub fn scores(&self) -> &Ordered<f64> {
        &self.scores
    }

    pub fn ranked(&self) -> &Ranked {
        &self.ranked
    }

    pub fn rank(&self, member: &[u8]) -> Option<usize> {
        self.score(member).map(|score| self.ranked.rank(score, member))
    }

    /// Sets a member's score, which is a number; gives the one it had.
    pub fn set(&mut self, member: Bytes, score: f64) -> Option<f64> {
        // There is one zero: adding it takes the sign off the other.
        let score = score + 0.0;
        let member = self.scores.key(&member).cloned().unwrap_or(member);
        let held = self.scores.insert(member.clone(), score);
        match held {
            Some(old) => self.ranked.remove(old, &member),
            None => self.bytes += member.len() + MEMBER_BYTES,
        }
        self.is_skiplist |= member.len() > ROW_BYTES_MAX || self.scores.len() > ROW_MEMBERS_MAX;
        self.ranked.insert(score, member);
        held
    }

    /// Removes a member; says whether it was there.
    pub fn remove(&mut self, member: &[u8]) -> bool {
        let Some(score) = self.scores.remove(member) else { return false };
        self.ranked.remove(score, member);
        self.bytes -= member.len() + MEMBER_BYTES;
        true
    }

    /// The members of `count` ranks from `first` on, with their scores.
    pub fn slice(&self, first: usize, count: usize) -> Vec<(Bytes, f64)> {
        let members = self.ranked.from(first).take(count);
        members.map(|(score, member)| (member.clone(), *score)).collect()
    }
}
