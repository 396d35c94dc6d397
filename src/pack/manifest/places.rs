//! Where the keys of a file stand, for those who judge values that were read before.

use std::ops::Range;

use crate::{
    diag::Place,
    pack::manifest::fields::{Document, Node},
};

/// The TOML of a file, or no more than its begin where it is none.
pub struct Places<'t> {
    doc: Option<Document<'t>>,
    start: Place,
}

impl<'t> Places<'t> {
    /// Of the bytes `range` of `text`, the content of `file`.
    pub fn new(file: &'t str, text: &'t str, range: Range<usize>) -> Places<'t> {
        let start = Place::of_offset(file, text, range.start);
        Places { doc: Document::parse(file, text, range).ok(), start }
    }

    /// The value of a key, or where the file begins.
    pub fn of(&self, key: &'static str) -> Place {
        self.node(key).map_or_else(|| self.start.clone(), |node| node.place())
    }

    /// Member `nth` of a list, counted from 0, or the list.
    pub fn member(&self, list: &'static str, nth: usize) -> Place {
        let member = self.node(list).and_then(|node| node.members().get(nth).copied());
        member.map_or_else(|| self.of(list), |node| node.place())
    }

    /// The value of a key in member `nth` of a list of tables, or that member.
    pub fn inside(&self, list: &'static str, nth: usize, key: &'static str) -> Place {
        let member = self.node(list).and_then(|node| node.members().get(nth).copied());
        let value = member.and_then(|node| node.fields()?.optional(key));
        value.map_or_else(|| self.member(list, nth), |node| node.place())
    }

    /// Member `at` of the list `key` in member `nth` of a list of tables, or what holds it.
    pub fn within(&self, list: &'static str, nth: usize, key: &'static str, at: usize) -> Place {
        let member = self.node(list).and_then(|node| node.members().get(nth).copied());
        let inner = member.and_then(|node| node.fields()?.optional(key));
        let value = inner.and_then(|node| node.members().get(at).copied());
        value.map_or_else(|| self.inside(list, nth, key), |node| node.place())
    }

    fn node(&self, key: &'static str) -> Option<Node<'_>> {
        self.doc.as_ref()?.root().optional(key)
    }
}
