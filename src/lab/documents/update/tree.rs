//! The tree of an update: which modifier stands at which path. Two modifiers on one path, or on a path and
//! its parent, are a conflict.

use std::{borrow::Cow, cmp::Ordering, collections::BTreeMap};

use super::modifier::Modifier;
use crate::lab::documents::error::{Code, CommandError};

/// Components of one path.
const PATH_LEVELS_MAX: usize = 100;

/// What an update does at and below one path.
#[derive(Clone, Debug)]
pub enum Node {
    Leaf(Box<Modifier>),
    Fields(Fields),
    /// The children of `$[]` (under the empty identifier) and `$[identifier]`.
    Elements(BTreeMap<String, Node>),
}

/// Children by name of field, in the order in which MongoDB applies them.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub named: BTreeMap<Name, Node>,
    /// The child of the positional `$`.
    pub positional: Option<Box<Node>>,
}

/// A field's name; numbers stand in the order of numbers. (MongoDB manual, update operators behavior.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(pub String);

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        match (position(&self.0), position(&other.0)) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The position in an array that a path's component names: digits without leading zeros.
pub fn position(name: &str) -> Option<usize> {
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || (name.len() > 1 && name.starts_with('0')) { None } else { name.parse().ok() }
}

/// The identifier inside `$[identifier]`; empty for `$[]`.
pub fn identifier(component: &str) -> Option<&str> {
    component.strip_prefix("$[")?.strip_suffix(']')
}

impl Fields {
    /// Adds `modifier` at `path`.
    pub fn place(&mut self, path: &str, modifier: Modifier) -> Result<(), CommandError> {
        let parts: Vec<&str> = path.split('.').collect();
        check_path(path, &parts)?;
        let mut leaf = Node::Leaf(Box::new(modifier));
        for (at, part) in parts.iter().enumerate().skip(1).rev() {
            leaf = under(part, leaf).map_err(|()| malformed(path, &parts, at))?;
        }
        let fresh = under(parts[0], leaf).map_err(|()| malformed(path, &parts, 0))?;
        let Node::Fields(fresh) = fresh else { return Err(malformed(path, &parts, 0)) };
        let place = Place { path, parts: &parts };
        place.put(self, fresh, 0)
    }
}

/// Two nodes that meet at one element, such as those of `$[a]` and `$[b]`, as one.
pub fn merged<'a>(nodes: &[&'a Node], path: &str) -> Result<Option<Cow<'a, Node>>, CommandError> {
    let Some((first, rest)) = nodes.split_first() else { return Ok(None) };
    let mut merged = Cow::Borrowed(*first);
    for node in rest {
        merged = Cow::Owned(join(&merged, node, path)?);
    }
    Ok(Some(merged))
}

fn join(left: &Node, right: &Node, path: &str) -> Result<Node, CommandError> {
    match (left, right) {
        (Node::Fields(left), Node::Fields(right)) => {
            let mut fields = left.clone();
            for (name, node) in &right.named {
                let joined = match fields.named.get(name) {
                    Some(old) => join(old, node, &format!("{path}.{}", name.0))?,
                    None => node.clone(),
                };
                fields.named.insert(name.clone(), joined);
            }
            fields.positional = match (&fields.positional, &right.positional) {
                (Some(left), Some(right)) => {
                    Some(Box::new(join(left, right, &format!("{path}.$"))?))
                }
                (left, right) => left.clone().or_else(|| right.clone()),
            };
            Ok(Node::Fields(fields))
        }
        (Node::Elements(left), Node::Elements(right)) => {
            let mut elements = left.clone();
            for (name, node) in right {
                let joined = match elements.get(name) {
                    Some(old) => join(old, node, &format!("{path}.$[{name}]"))?,
                    None => node.clone(),
                };
                elements.insert(name.clone(), joined);
            }
            Ok(Node::Elements(elements))
        }
        _ => Err(CommandError::new(
            Code::ConflictingUpdateOperators,
            format!("Update created a conflict at '{path}'"),
        )),
    }
}

/// The names of fields and identifiers that lead to `node`.
fn under(part: &str, node: Node) -> Result<Node, ()> {
    if let Some(identifier) = identifier(part) {
        return Ok(Node::Elements(BTreeMap::from([(identifier.to_owned(), node)])));
    }
    let mut fields = Fields::default();
    if part == "$" {
        fields.positional = Some(Box::new(node));
    } else if part.starts_with("$[") {
        return Err(());
    } else {
        fields.named.insert(Name(part.to_owned()), node);
    }
    Ok(Node::Fields(fields))
}

/// Where one modifier is put.
struct Place<'a> {
    path: &'a str,
    parts: &'a [&'a str],
}

impl Place<'_> {
    fn put(&self, into: &mut Fields, fresh: Fields, level: usize) -> Result<(), CommandError> {
        for (name, node) in fresh.named {
            match into.named.get_mut(&name) {
                Some(old) => self.meet(old, node, level)?,
                None => {
                    into.named.insert(name, node);
                }
            }
        }
        if let Some(node) = fresh.positional {
            match &mut into.positional {
                Some(old) => self.meet(old, *node, level)?,
                empty @ None => *empty = Some(node),
            }
        }
        Ok(())
    }

    fn meet(&self, old: &mut Node, node: Node, level: usize) -> Result<(), CommandError> {
        match (old, node) {
            (Node::Fields(old), Node::Fields(fresh)) => self.put(old, fresh, level + 1),
            (Node::Elements(old), Node::Elements(fresh)) => {
                for (name, node) in fresh {
                    match old.get_mut(&name) {
                        Some(old) => self.meet(old, node, level + 1)?,
                        None => {
                            old.insert(name, node);
                        }
                    }
                }
                Ok(())
            }
            _ => Err(CommandError::new(
                Code::ConflictingUpdateOperators,
                format!(
                    "Updating the path '{}' would create a conflict at '{}'",
                    self.path,
                    self.parts[..=level.min(self.parts.len() - 1)].join(".")
                ),
            )),
        }
    }
}

fn check_path(path: &str, parts: &[&str]) -> Result<(), CommandError> {
    if path.is_empty() {
        return Err(CommandError::new(Code::EmptyFieldName, "An empty update path is not valid."));
    }
    if parts.iter().any(|part| part.is_empty()) {
        return Err(CommandError::new(
            Code::EmptyFieldName,
            format!("The update path '{path}' contains an empty field name, which is not allowed."),
        ));
    }
    if parts.len() > PATH_LEVELS_MAX {
        return Err(CommandError::new(
            Code::Overflow,
            format!("The update path has more than {PATH_LEVELS_MAX} components"),
        ));
    }
    if parts.iter().filter(|part| **part == "$").count() > 1 {
        return Err(CommandError::new(
            Code::BadValue,
            format!("Too many positional (i.e. '$') elements found in path '{path}'"),
        ));
    }
    let first = parts[0];
    if first == "$" {
        return Err(CommandError::new(
            Code::BadValue,
            format!(
                "Cannot have positional (i.e. '$') element in the first position in path '{path}'"
            ),
        ));
    }
    if identifier(first).is_some() {
        return Err(CommandError::new(
            Code::BadValue,
            format!(
                "Cannot have array filter identifier (i.e. '$[<id>]') element in the first position in path '{path}'"
            ),
        ));
    }
    Ok(())
}

fn malformed(path: &str, parts: &[&str], at: usize) -> CommandError {
    CommandError::new(
        Code::DollarPrefixedFieldName,
        format!(
            "The dollar ($) prefixed field '{}' in '{path}' is not valid for storage.",
            parts[at]
        ),
    )
}
