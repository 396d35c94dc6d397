//! Filters: which documents a command is about. (MongoDB manual, Query and Projection Operators.)

mod bits;
mod parse;
mod predicate;
mod schema;

use bson::Document;

use crate::lab::documents::{
    error::CommandError, expression::Expression, path::Path, scope::Scope,
};

pub use bits::{BitTest, Bits};
pub use predicate::{Operator, Predicate, Types};
pub use schema::Schema;

/// Levels of operators that a filter may have. (MongoDB has the same limit.)
pub const FILTER_DEPTH_MAX: usize = 100;

/// A filter, read once and asked for each document.
#[derive(Clone, Debug)]
pub struct Filter {
    node: Node,
}

/// A part of a filter that is about whole documents.
#[derive(Clone, Debug)]
pub(in crate::lab::documents) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Nor(Vec<Node>),
    Field(Field),
    Text(TextSearch),
    Expression(Box<Expression>),
    Schema(Box<Schema>),
    Always(bool),
}

/// A condition on one path.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub path: Path,
    pub predicate: Predicate,
}

/// What `$text` asks for; the planner answers it from a text index.
#[derive(Clone, Debug, PartialEq)]
pub struct TextSearch {
    pub search: String,
    pub case_sensitive: bool,
    pub diacritic_sensitive: bool,
}

impl Filter {
    /// Reads a filter: `{ age: { $gte: 18 }, "address.city": "Pune" }`.
    pub fn parse(document: &Document, scope: &Scope<'_>) -> Result<Filter, CommandError> {
        parse::filter(document, scope).map(|node| Filter { node })
    }

    /// The filter that every document passes.
    pub fn all() -> Filter {
        Filter { node: Node::And(Vec::new()) }
    }

    /// Whether a document passes. `$text` counts as passed: the planner asks only for what its index found.
    pub fn matches(&self, document: &Document, scope: &Scope<'_>) -> Result<bool, CommandError> {
        scope.step()?;
        self.node.matches(document, scope, &mut None)
    }

    /// The index that the positional `$` stands for: the element of an array by which a document passes.
    pub fn array_position(
        &self,
        document: &Document,
        scope: &Scope<'_>,
    ) -> Result<Option<usize>, CommandError> {
        let mut position = None;
        let passed = self.node.matches(document, scope, &mut position)?;
        Ok(position.filter(|_| passed))
    }

    /// The conditions on single paths that all must hold: what an index can help with.
    pub fn clauses(&self) -> Vec<&Field> {
        fn gather<'a>(node: &'a Node, fields: &mut Vec<&'a Field>) {
            match node {
                Node::And(nodes) => nodes.iter().for_each(|node| gather(node, fields)),
                Node::Or(nodes) if nodes.len() == 1 => gather(&nodes[0], fields),
                Node::Field(field) => fields.push(field),
                Node::Or(_)
                | Node::Nor(_)
                | Node::Text(_)
                | Node::Expression(_)
                | Node::Schema(_)
                | Node::Always(_) => {}
            }
        }
        let mut fields = Vec::new();
        gather(&self.node, &mut fields);
        fields
    }

    /// The expressions (`$expr`) that all must be true.
    pub fn expressions(&self) -> Vec<&Expression> {
        fn gather<'a>(node: &'a Node, expressions: &mut Vec<&'a Expression>) {
            match node {
                Node::And(nodes) => nodes.iter().for_each(|node| gather(node, expressions)),
                Node::Expression(expression) => expressions.push(expression),
                Node::Or(_)
                | Node::Nor(_)
                | Node::Field(_)
                | Node::Text(_)
                | Node::Schema(_)
                | Node::Always(_) => {}
            }
        }
        let mut expressions = Vec::new();
        gather(&self.node, &mut expressions);
        expressions
    }

    /// Whether `clauses` says all that this filter asks.
    pub fn is_conjunction(&self) -> bool {
        fn is_plain(node: &Node) -> bool {
            match node {
                Node::And(nodes) => nodes.iter().all(is_plain),
                Node::Field(_) => true,
                Node::Or(_)
                | Node::Nor(_)
                | Node::Text(_)
                | Node::Expression(_)
                | Node::Schema(_)
                | Node::Always(_) => false,
            }
        }
        is_plain(&self.node)
    }

    /// The branches of a filter that is one `$or`, each a filter of its own.
    pub fn branches(&self) -> Vec<Filter> {
        match &self.node {
            Node::Or(nodes) => nodes.iter().map(|node| Filter { node: node.clone() }).collect(),
            Node::And(nodes) => match nodes.as_slice() {
                [Node::Or(nodes)] => {
                    nodes.iter().map(|node| Filter { node: node.clone() }).collect()
                }
                _ => Vec::new(),
            },
            Node::Nor(_)
            | Node::Field(_)
            | Node::Text(_)
            | Node::Expression(_)
            | Node::Schema(_)
            | Node::Always(_) => Vec::new(),
        }
    }

    /// The `$text` search of this filter.
    pub fn text(&self) -> Option<&TextSearch> {
        fn find(node: &Node) -> Option<&TextSearch> {
            match node {
                Node::And(nodes) | Node::Or(nodes) | Node::Nor(nodes) => {
                    nodes.iter().find_map(find)
                }
                Node::Text(search) => Some(search),
                Node::Field(_) | Node::Expression(_) | Node::Schema(_) | Node::Always(_) => None,
            }
        }
        find(&self.node)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        matches!(&self.node, Node::And(nodes) if nodes.is_empty())
    }
}

impl Node {
    /// Whether a document passes; `position` is told the element of an array that made it pass.
    pub(in crate::lab::documents) fn matches(
        &self,
        document: &Document,
        scope: &Scope<'_>,
        position: &mut Option<usize>,
    ) -> Result<bool, CommandError> {
        match self {
            Node::And(nodes) => {
                for node in nodes {
                    if !node.matches(document, scope, position)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Node::Or(nodes) => {
                for node in nodes {
                    if node.matches(document, scope, position)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Node::Nor(nodes) => {
                for node in nodes {
                    if node.matches(document, scope, &mut None)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Node::Field(field) => {
                field.predicate.matches_at(&field.path, document, scope, position)
            }
            Node::Text(_) => Ok(true),
            Node::Expression(expression) => expression.is_true(document, scope),
            Node::Schema(schema) => Ok(schema.accepts(document, scope.collation)),
            Node::Always(answer) => Ok(*answer),
        }
    }
}

#[cfg(test)]
mod tests;
