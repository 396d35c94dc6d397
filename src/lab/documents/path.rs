//! Dotted paths, and what they reach through documents and arrays. (MongoDB manual, Query an Array of
//! Embedded Documents.)

use bson::{Bson, Document};

/// Parts that a path may have.
pub const PATH_PARTS_MAX: usize = 200;

/// A path such as `items.0.price`, split at its dots.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    parts: Vec<String>,
}

/// What a walk does with an array that stands at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// Visits each element, then the array itself.
    Elements,
    /// Visits the array itself.
    Whole,
}

/// Is shown each value that a path reaches (`None`: a document has no such field) and the index in the
/// outermost array that led there; an answer of true ends the walk.
pub type Visit<'a> = dyn FnMut(Option<&Bson>, Option<usize>) -> bool + 'a;

impl Path {
    /// Splits `text` at its dots.
    pub fn of(text: &str) -> Path {
        Path { parts: text.split('.').take(PATH_PARTS_MAX).map(str::to_owned).collect() }
    }

    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Visits what a filter on this path looks at. True if a visit ended the walk.
    pub fn walk(&self, document: &Document, leaf: Leaf, visit: &mut Visit<'_>) -> bool {
        walk_document(document, &self.parts, leaf, visit)
    }

    /// The value at this path through documents only, as an index of arrays is not one.
    pub fn plain<'a>(&self, document: &'a Document) -> Option<&'a Bson> {
        let (last, before) = self.parts.split_last()?;
        let inner = before.iter().try_fold(document, |inner, part| match inner.get(part) {
            Some(Bson::Document(next)) => Some(next),
            _ => None,
        })?;
        inner.get(last)
    }

    /// The values that sorting and indexes see: elements of arrays one by one, null for a missing field,
    /// `Undefined` for an empty array.
    pub fn keys(&self, document: &Document) -> Vec<Bson> {
        let mut keys = Vec::new();
        keys_of(document, &self.parts, &mut keys);
        keys
    }
}

/// The number that a part of a path is, if it can be an index of an array: digits without a leading zero.
pub fn index_of(part: &str) -> Option<usize> {
    let is_plain = part == "0" || !part.starts_with('0');
    let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain && is_number { part.parse().ok() } else { None }
}

fn walk_document(document: &Document, parts: &[String], leaf: Leaf, visit: &mut Visit<'_>) -> bool {
    let Some((part, rest)) = parts.split_first() else { return false };
    match (document.get(part), rest.is_empty()) {
        (Some(value @ Bson::Array(array)), _) => walk_array(value, array, rest, leaf, visit),
        (Some(value), true) => visit(Some(value), None),
        (Some(Bson::Document(inner)), false) => walk_document(inner, rest, leaf, visit),
        _ => visit(None, None),
    }
}

/// Walks an array that a path has reached; `rest` is what follows the array.
fn walk_array(
    whole: &Bson,
    array: &[Bson],
    rest: &[String],
    leaf: Leaf,
    visit: &mut Visit<'_>,
) -> bool {
    let Some((part, after)) = rest.split_first() else {
        let mut elements = array.iter().enumerate();
        let ended =
            leaf == Leaf::Elements && elements.any(|(at, value)| visit(Some(value), Some(at)));
        // The array is a value of its own too.
        return ended || visit(Some(whole), None);
    };
    let index = index_of(part);
    for (at, value) in array.iter().enumerate() {
        if let Bson::Document(document) = value {
            let mut inner = |value: Option<&Bson>, _: Option<usize>| visit(value, Some(at));
            if walk_document(document, rest, leaf, &mut inner) {
                return true;
            }
        }
        // A number in the path names an element, which is not a search through the array.
        if index == Some(at) && walk_element(value, after, leaf, visit) {
            return true;
        }
    }
    false
}

fn walk_element(value: &Bson, after: &[String], leaf: Leaf, visit: &mut Visit<'_>) -> bool {
    match (value, after.is_empty()) {
        (value, true) => visit(Some(value), None),
        (Bson::Document(document), false) => walk_document(document, after, leaf, visit),
        (Bson::Array(array), false) => walk_array(value, array, after, leaf, visit),
        _ => false,
    }
}

fn keys_of(document: &Document, parts: &[String], keys: &mut Vec<Bson>) {
    let Some((part, rest)) = parts.split_first() else { return };
    match document.get(part) {
        Some(Bson::Array(array)) => array_keys(array, rest, keys),
        Some(value) if rest.is_empty() => keys.push(value.clone()),
        Some(Bson::Document(inner)) => keys_of(inner, rest, keys),
        None | Some(_) => keys.push(Bson::Null),
    }
}

fn array_keys(array: &[Bson], rest: &[String], keys: &mut Vec<Bson>) {
    let Some((part, after)) = rest.split_first() else {
        if array.is_empty() {
            keys.push(Bson::Undefined);
        }
        keys.extend(array.iter().cloned());
        return;
    };
    if let Some(value) = index_of(part).and_then(|index| array.get(index)) {
        match value {
            Bson::Array(inner) => array_keys(inner, after, keys),
            value if after.is_empty() => keys.push(value.clone()),
            Bson::Document(inner) => keys_of(inner, after, keys),
            _ => keys.push(Bson::Null),
        }
        return;
    }
    if array.is_empty() {
        keys.push(Bson::Null);
    }
    for value in array {
        match value {
            Bson::Document(inner) => keys_of(inner, rest, keys),
            _ => keys.push(Bson::Null),
        }
    }
}
