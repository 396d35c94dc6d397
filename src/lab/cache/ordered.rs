//! A map that remembers the order in which its keys came, gives one at random, and can be read in
//! pages while it changes: what Redis's hash tables offer, without their luck.

use std::collections::HashMap;

use crate::lab::cache::bytes::Bytes;

/// Holes that may stand between the entries before they are closed up.
const HOLES_MIN: usize = 32;

/// Keys in the order of their first insertion, each with a number that only grows.
#[derive(Clone, Debug)]
pub struct Ordered<V> {
    /// In ascending order of `number`; a removed entry leaves a hole.
    slots: Vec<Slot<V>>,
    places: HashMap<Bytes, usize>,
    next_number: u64,
}

#[derive(Clone, Debug)]
struct Slot<V> {
    number: u64,
    entry: Option<(Bytes, V)>,
}

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        // Number 0 is kept for "from the start", which is also how a cursor says "done".
        Self { slots: Vec::new(), places: HashMap::new(), next_number: 1 }
    }
}

impl<V> Ordered<V> {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn contains(&self, key: &[u8]) -> bool {
        self.places.contains_key(key)
    }

    pub fn get(&self, key: &[u8]) -> Option<&V> {
        let place = *self.places.get(key)?;
        self.slots.get(place)?.entry.as_ref().map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, key: &[u8]) -> Option<&mut V> {
        let place = *self.places.get(key)?;
        self.slots.get_mut(place)?.entry.as_mut().map(|(_, value)| value)
    }

    /// The key as it is stored, to share its bytes.
    pub fn key(&self, key: &[u8]) -> Option<&Bytes> {
        self.places.get_key_value(key).map(|(key, _)| key)
    }

    /// Sets `key`, which keeps its place when it is there already; gives what it held.
    pub fn insert(&mut self, key: Bytes, value: V) -> Option<V> {
        if let Some(held) = self.get_mut(&key) {
            return Some(std::mem::replace(held, value));
        }
        self.places.insert(key.clone(), self.slots.len());
        self.slots.push(Slot { number: self.next_number, entry: Some((key, value)) });
        self.next_number += 1;
        None
    }

    pub fn remove(&mut self, key: &[u8]) -> Option<V> {
        let place = self.places.remove(key)?;
        let entry = self.slots.get_mut(place)?.entry.take();
        self.close_holes();
        entry.map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Bytes, &V)> {
        self.slots.iter().filter_map(Slot::pair)
    }

    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Bytes> {
        self.iter().map(|(key, _)| key)
    }

    /// An entry by chance: `below` gives a number below the one that it is asked with.
    pub fn at_random(&self, below: impl FnOnce(usize) -> usize) -> Option<(&Bytes, &V)> {
        if self.is_empty() {
            return None;
        }
        let start = below(self.slots.len());
        let (before, after) = self.slots.split_at(start.min(self.slots.len()));
        after.iter().chain(before).find_map(Slot::pair)
    }

    /// At most `count` entries from `cursor` on, and the cursor of the rest: 0 at the start and at
    /// the end. An entry that is there from the first page to the last is given exactly once.
    pub fn page(&self, cursor: u64, count: usize) -> (u64, Vec<(&Bytes, &V)>) {
        let start = self.slots.partition_point(|slot| slot.number < cursor);
        let mut rest = self.slots[start..].iter().filter(|slot| slot.entry.is_some());
        let page = rest.by_ref().take(count).filter_map(Slot::pair).collect();
        (rest.next().map_or(0, |slot| slot.number), page)
    }

    fn holes(&self) -> usize {
        self.slots.len() - self.places.len()
    }

    fn close_holes(&mut self) {
        if self.holes() < HOLES_MIN.max(self.len()) {
            return;
        }
        self.slots.retain(|slot| slot.entry.is_some());
        for (place, (key, _)) in self.slots.iter().filter_map(Slot::pair).enumerate() {
            if let Some(known) = self.places.get_mut(key) {
                *known = place;
            }
        }
    }
}

impl<V> Slot<V> {
    fn pair(&self) -> Option<(&Bytes, &V)> {
        self.entry.as_ref().map(|(key, value)| (key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_give_each_entry_once_while_others_go() {
        let mut map = Ordered::default();
        for n in 0..200 {
            map.insert(format!("k{n}").into(), n);
        }
        let (mut cursor, mut seen) = (0, Vec::new());
        loop {
            let (next, page) = map.page(cursor, 7);
            seen.extend(page.iter().map(|(_, n)| **n));
            for n in (0..200).filter(|n| n % 3 != 0).take(seen.len()) {
                map.remove(format!("k{n}").as_bytes());
            }
            cursor = next;
            if cursor == 0 {
                break;
            }
        }
        let kept: Vec<i32> = seen.into_iter().filter(|n| n % 3 == 0).collect();
        assert_eq!(kept, (0..200).filter(|n| n % 3 == 0).collect::<Vec<_>>());
    }

    #[test]
    fn a_key_that_is_set_again_keeps_its_place() {
        let mut map = Ordered::default();
        for key in ["b", "a", "b"] {
            map.insert(key.into(), ());
        }
        let keys: Vec<String> = map.keys().map(Bytes::text).collect();
        assert_eq!(keys, ["b", "a"]);
        assert_eq!(map.at_random(|count| count - 1).map(|(key, ())| key.text()), Some("a".into()));
    }
}
