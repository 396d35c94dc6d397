//! Walks a document along the tree of an update and changes it.

use std::borrow::Cow;

use bson::{Bson, Document};

use super::{
    array_filters::ArrayFilters,
    modifier::{Effect, Modifier, Surroundings},
    tree::{Fields, Node, merged, position},
};
use crate::lab::documents::{
    error::{Code, CommandError},
    shown::shown,
};

/// Elements that may be added before the one that a path names. (The server allows 1,500,000, which would
/// not fit into the memory of a run.)
const BACKFILL_ITEMS_MAX: usize = 100_000;

/// One walk through one document.
pub struct Walk<'a> {
    pub filters: &'a ArrayFilters,
    /// Which element of the array the query matched; what `$` stands for.
    pub position: Option<usize>,
    pub around: &'a Surroundings<'a>,
    pub changed: bool,
}

/// What the owner of a value does after the walk went through it.
#[derive(PartialEq, Eq)]
enum After {
    Keep,
    Remove,
}

impl Walk<'_> {
    /// Changes `element`, a document or an array, as `fields` say; `path` leads to it.
    pub fn fields(
        &mut self,
        fields: &Fields,
        element: &mut Bson,
        path: &str,
    ) -> Result<(), CommandError> {
        for (name, node) in self.children(fields, path)? {
            let below = joined(path, &name);
            let Some(value) = child(element, &name) else {
                self.missing(&node, element, path, &name)?;
                continue;
            };
            if self.node(&node, value, &below)? == After::Remove {
                remove(element, &name);
            }
        }
        Ok(())
    }

    fn node(&mut self, node: &Node, value: &mut Bson, path: &str) -> Result<After, CommandError> {
        match node {
            Node::Leaf(modifier) => match modifier.apply(value, path, self.around)? {
                Effect::Nothing => Ok(After::Keep),
                Effect::Become(other) => {
                    *value = other;
                    self.changed = true;
                    Ok(After::Keep)
                }
                Effect::Remove => {
                    self.changed = true;
                    Ok(After::Remove)
                }
            },
            Node::Fields(fields) => self.fields(fields, value, path).map(|()| After::Keep),
            Node::Elements(elements) => {
                let Bson::Array(items) = value else {
                    return Err(CommandError::new(
                        Code::BadValue,
                        format!(
                            "Cannot apply array updates to non-array element {}: {}",
                            last(path),
                            shown(value)
                        ),
                    ));
                };
                for (at, item) in items.iter_mut().enumerate() {
                    let below = joined(path, &at.to_string());
                    let mut nodes = Vec::new();
                    for (identifier, node) in elements {
                        if self.filters.matches(identifier, item, self.around.scope)? {
                            nodes.push(node);
                        }
                    }
                    if let Some(node) = merged(&nodes, &below)?
                        && self.node(&node, item, &below)? == After::Remove
                    {
                        *item = Bson::Null;
                    }
                }
                Ok(After::Keep)
            }
        }
    }

    /// Makes what `node` makes under the name `name`, which `element` does not have.
    fn missing(
        &mut self,
        node: &Node,
        element: &mut Bson,
        path: &str,
        name: &str,
    ) -> Result<(), CommandError> {
        let is_viable = match element {
            Bson::Document(_) => true,
            Bson::Array(_) => position(name).is_some(),
            _ => false,
        };
        if !self.makes(node) {
            if !is_viable && minds(node) {
                let whole = joined(path, name);
                return Err(CommandError::new(
                    Code::PathNotViable,
                    format!(
                        "Cannot use the part ({name}) of ({whole}) to traverse the element ({{{}: {}}})",
                        last(path),
                        shown(element)
                    ),
                ));
            }
            return Ok(());
        }
        if let (Node::Leaf(modifier), Bson::Array(_)) = (node, &*element)
            && matches!(**modifier, Modifier::Rename { .. })
        {
            return Err(self.renamed_into_array(path, name));
        }
        if !is_viable {
            return Err(CommandError::new(
                Code::PathNotViable,
                format!(
                    "Cannot create field '{name}' in element {{{}: {}}}",
                    last(path),
                    shown(element)
                ),
            ));
        }
        let Some(value) = self.fresh(node, &joined(path, name))? else { return Ok(()) };
        self.changed = true;
        match (element, position(name)) {
            (Bson::Document(document), _) => {
                document.insert(name, value);
            }
            (Bson::Array(items), Some(at)) => {
                if at.saturating_sub(items.len()) > BACKFILL_ITEMS_MAX {
                    return Err(CommandError::new(
                        Code::BadValue,
                        format!(
                            "can't backfill array to larger than {BACKFILL_ITEMS_MAX} elements"
                        ),
                    ));
                }
                items.resize(at, Bson::Null);
                items.push(value);
            }
            _ => {}
        }
        Ok(())
    }

    fn renamed_into_array(&self, path: &str, name: &str) -> CommandError {
        CommandError::new(
            Code::BadValue,
            format!(
                "The destination field cannot be an array element, '{}' in doc with {} has an array field called '{}'",
                joined(path, name),
                self.around.document,
                last(path)
            ),
        )
    }

    fn fresh(&mut self, node: &Node, path: &str) -> Result<Option<Bson>, CommandError> {
        match node {
            Node::Leaf(modifier) if modifier.makes_paths(self.around) => {
                modifier.fresh(path, self.around)
            }
            Node::Leaf(_) => Ok(None),
            Node::Fields(fields) => {
                let mut document = Document::new();
                for (name, node) in self.children(fields, path)? {
                    if let Some(value) = self.fresh(&node, &joined(path, &name))? {
                        document.insert(name, value);
                    }
                }
                Ok((!document.is_empty()).then_some(Bson::Document(document)))
            }
            Node::Elements(_) => Err(CommandError::new(
                Code::BadValue,
                format!(
                    "The path '{path}' must exist in the document in order to apply array updates."
                ),
            )),
        }
    }

    /// The children by name, with `$` as the position that the query matched.
    fn children<'n>(
        &self,
        fields: &'n Fields,
        path: &str,
    ) -> Result<Vec<(String, Cow<'n, Node>)>, CommandError> {
        let mut children: Vec<(String, Cow<'n, Node>)> =
            fields.named.iter().map(|(name, node)| (name.0.clone(), Cow::Borrowed(node))).collect();
        let Some(positional) = &fields.positional else { return Ok(children) };
        let Some(position) = self.position else {
            return Err(CommandError::new(
                Code::BadValue,
                "The positional operator did not find the match needed from the query.",
            ));
        };
        let name = position.to_string();
        match children.iter_mut().find(|(other, _)| *other == name) {
            Some((_, node)) => {
                let below = joined(path, &name);
                if let Some(both) = merged(&[node.as_ref(), positional.as_ref()], &below)? {
                    *node = Cow::Owned(both.into_owned());
                }
            }
            None => children.push((name, Cow::Borrowed(positional.as_ref()))),
        }
        Ok(children)
    }

    fn makes(&self, node: &Node) -> bool {
        match node {
            Node::Leaf(modifier) => modifier.makes_paths(self.around),
            Node::Fields(fields) => {
                fields.named.values().any(|node| self.makes(node))
                    || fields.positional.as_deref().is_some_and(|node| self.makes(node))
            }
            Node::Elements(_) => true,
        }
    }
}

fn minds(node: &Node) -> bool {
    match node {
        Node::Leaf(modifier) => modifier.minds_paths(),
        Node::Fields(fields) => {
            fields.named.values().any(minds) || fields.positional.as_deref().is_some_and(minds)
        }
        Node::Elements(elements) => elements.values().any(minds),
    }
}

fn child<'a>(element: &'a mut Bson, name: &str) -> Option<&'a mut Bson> {
    match element {
        Bson::Document(document) => document.get_mut(name),
        Bson::Array(items) => position(name).and_then(|at| items.get_mut(at)),
        _ => None,
    }
}

/// An array keeps its length: an element that is removed becomes null. (MongoDB manual, $unset.)
fn remove(element: &mut Bson, name: &str) {
    if let Bson::Document(document) = element {
        document.remove(name);
    } else if let Some(value) = child(element, name) {
        *value = Bson::Null;
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
