//! A list: items that come and go at both ends.

use std::collections::VecDeque;

use crate::lab::cache::bytes::Bytes;

/// Bytes that an item takes beside its own.
const ITEM_BYTES: usize = 88;

#[derive(Clone, Debug, Default)]
pub struct List {
    items: VecDeque<Bytes>,
    bytes: usize,
}

/// One of the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Left,
    Right,
}

impl List {
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn get(&self, at: usize) -> Option<&Bytes> {
        self.items.get(at)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Bytes> + ExactSizeIterator {
        self.items.iter()
    }

    pub fn push(&mut self, end: End, item: Bytes) {
        self.bytes += item.len() + ITEM_BYTES;
        match end {
            End::Left => self.items.push_front(item),
            End::Right => self.items.push_back(item),
        }
    }

    pub fn pop(&mut self, end: End) -> Option<Bytes> {
        let item = match end {
            End::Left => self.items.pop_front(),
            End::Right => self.items.pop_back(),
        }?;
        self.bytes -= item.len() + ITEM_BYTES;
        Some(item)
    }

    /// Puts `item` in place of the one at `at`, which is there.
    pub fn replace(&mut self, at: usize, item: Bytes) {
        if let Some(held) = self.items.get_mut(at) {
            self.bytes = self.bytes + item.len() - held.len();
            *held = item;
        }
    }

    /// Puts `item` before the one at `at`, or behind the last.
    pub fn insert(&mut self, at: usize, item: Bytes) {
        self.bytes += item.len() + ITEM_BYTES;
        self.items.insert(at.min(self.items.len()), item);
    }

    /// Keeps only the items for which `is_kept` says so; it is asked in order.
    pub fn retain(&mut self, is_kept: impl FnMut(&Bytes) -> bool) {
        self.items.retain(is_kept);
        self.bytes = self.items.iter().map(|item| item.len() + ITEM_BYTES).sum();
    }

    /// Keeps only the items from `first` to `last`.
    pub fn trim(&mut self, first: usize, last: usize) {
        self.items.truncate(last.saturating_add(1));
        self.items.drain(..first.min(self.items.len()));
        self.bytes = self.items.iter().map(|item| item.len() + ITEM_BYTES).sum();
    }
}
