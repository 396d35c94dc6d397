//! Projections: which fields of a document are shown, and which are computed. (MongoDB manual, Project
//! Fields to Return from Query; $project; $addFields.)

mod parse;

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::Expression,
    filter::Filter,
    scope::Scope,
    sort::TEXT_SCORE,
    value::is_too_deep,
};

/// A projection, read once.
#[derive(Clone, Debug)]
pub struct Projection {
    kind: Kind,
    tree: Tree,
}

/// What becomes of the fields that a projection does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// They go.
    Inclusion,
    /// They stay.
    Exclusion,
}

/// What becomes of fields, by name, in the order in which they were written.
type Tree = Vec<(String, Entry)>;

#[derive(Clone, Debug)]
enum Entry {
    Include,
    Exclude,
    Compute(Expression),
    /// `$slice` of a find: so many elements after so many (from the end if negative).
    Slice {
        skip: Option<i64>,
        limit: i64,
    },
    /// `$elemMatch` of a find: the first element that passes.
    FirstElement(Filter),
    /// `a.$`: the element by which the document passed.
    Positional,
    Fields(Tree),
}

impl Projection {
    /// Reads the projection of a find.
    pub fn parse(document: &Document, scope: &Scope<'_>) -> Result<Projection, CommandError> {
        parse::projection(document, scope, parse::Door::Find)
    }

    /// Reads the operand of `$project`.
    pub fn stage(document: &Document, scope: &Scope<'_>) -> Result<Projection, CommandError> {
        parse::projection(document, scope, parse::Door::Stage)
    }

    /// Reads the operand of `$addFields`, whose fields are all computed.
    pub fn additions(document: &Document, scope: &Scope<'_>) -> Result<Projection, CommandError> {
        parse::additions(document, scope)
    }

    /// A projection that takes away fields at these paths (`$unset`).
    pub fn without(paths: &[String]) -> Result<Projection, CommandError> {
        parse::without(paths)
    }

    /// A document as it is shown. `filter` is that of the find, which the positional `$` refers to.
    pub fn apply(
        &self,
        document: &Document,
        filter: Option<&Filter>,
        scope: &Scope<'_>,
    ) -> Result<Document, CommandError> {
        let context = Context { root: document, filter, scope };
        let mut out = match self.kind {
            Kind::Inclusion => include(&self.tree, document),
            Kind::Exclusion => exclude(&self.tree, document),
        };
        compute(&self.tree, &mut out, &context)?;
        out.remove(TEXT_SCORE);
        if out.values().any(is_too_deep) {
            return Err(CommandError::new(
                Code::Overflow,
                "a document may not be nested this deep",
            ));
        }
        Ok(out)
    }
}

/// What computed fields are computed in.
struct Context<'a> {
    root: &'a Document,
    filter: Option<&'a Filter>,
    scope: &'a Scope<'a>,
}

fn entry<'a>(tree: &'a Tree, name: &str) -> Option<&'a Entry> {
    tree.iter().find(|(other, _)| other == name).map(|(_, entry)| entry)
}

/// The stored fields that an inclusion names, in the document's order.
fn include(tree: &Tree, document: &Document) -> Document {
    let mut out = Document::new();
    for (name, value) in document {
        match entry(tree, name) {
            Some(Entry::Include | Entry::Slice { .. } | Entry::Positional) => {
                out.insert(name.clone(), value.clone());
            }
            Some(Entry::Fields(inner)) => {
                if let Some(value) = include_value(inner, value) {
                    out.insert(name.clone(), value);
                }
            }
            Some(Entry::Exclude | Entry::Compute(_) | Entry::FirstElement(_)) | None => {}
        }
    }
    out
}

/// Of an array, what its documents have; a value without fields has nothing of what is asked.
fn include_value(tree: &Tree, value: &Bson) -> Option<Bson> {
    match value {
        Bson::Document(inner) => Some(Bson::Document(include(tree, inner))),
        Bson::Array(elements) => {
            let kept = elements.iter().filter_map(|element| include_value(tree, element));
            Some(Bson::Array(kept.collect()))
        }
        _ => None,
    }
}

fn exclude(tree: &Tree, document: &Document) -> Document {
    let mut out = Document::new();
    for (name, value) in document {
        match entry(tree, name) {
            Some(Entry::Exclude) => {}
            Some(Entry::Fields(inner)) => {
                out.insert(name.clone(), exclude_value(inner, value));
            }
            _ => {
                out.insert(name.clone(), value.clone());
            }
        }
    }
    out
}

fn exclude_value(tree: &Tree, value: &Bson) -> Bson {
    match value {
        Bson::Document(inner) => Bson::Document(exclude(tree, inner)),
        Bson::Array(elements) => {
            Bson::Array(elements.iter().map(|element| exclude_value(tree, element)).collect())
        }
        value => value.clone(),
    }
}

/// Puts the computed fields of a tree into a document.
fn compute(tree: &Tree, out: &mut Document, context: &Context<'_>) -> Result<(), CommandError> {
    for (name, entry) in tree {
        match entry {
            Entry::Compute(expression) => {
                match expression.evaluate(context.root, context.scope)? {
                    Some(value) => {
                        out.insert(name.clone(), value);
                    }
                    None => {
                        out.remove(name);
                    }
                }
            }
            Entry::Slice { skip, limit } => {
                if let Some(Bson::Array(elements)) = out.get_mut(name) {
                    *elements = sliced(elements, *skip, *limit);
                }
            }
            Entry::FirstElement(filter) => {
                if let Some(Bson::Array(elements)) = context.root.get(name)
                    && let Some(found) = first_element(elements, filter, context.scope)?
                {
                    out.insert(name.clone(), Bson::Array(vec![found]));
                }
            }
            Entry::Positional => {
                if let Some(Bson::Array(elements)) = out.get_mut(name) {
                    *elements = vec![positional(elements, context)?];
                }
            }
            Entry::Fields(inner) if is_computed(inner) => {
                let before = out.get(name).cloned();
                let after = compute_value(inner, before, context)?;
                if let Some(after) = after {
                    out.insert(name.clone(), after);
                }
            }
            Entry::Include | Entry::Exclude | Entry::Fields(_) => {}
        }
    }
    Ok(())
}

fn compute_value(
    tree: &Tree,
    value: Option<Bson>,
    context: &Context<'_>,
) -> Result<Option<Bson>, CommandError> {
    Ok(match value {
        Some(Bson::Document(mut inner)) => {
            compute(tree, &mut inner, context)?;
            Some(Bson::Document(inner))
        }
        Some(Bson::Array(elements)) => {
            let mut out = Vec::with_capacity(elements.len());
            for element in elements {
                out.extend(compute_value(tree, Some(element), context)?);
            }
            Some(Bson::Array(out))
        }
        value if adds(tree) => {
            drop(value);
            let mut inner = Document::new();
            compute(tree, &mut inner, context)?;
            Some(Bson::Document(inner))
        }
        value => value,
    })
}

/// Whether a tree changes values beyond leaving some out.
fn is_computed(tree: &Tree) -> bool {
    tree.iter().any(|(_, entry)| match entry {
        Entry::Include | Entry::Exclude => false,
        Entry::Compute(_) | Entry::Slice { .. } | Entry::FirstElement(_) | Entry::Positional => {
            true
        }
        Entry::Fields(inner) => is_computed(inner),
    })
}

/// Whether a tree makes fields where there were none.
fn adds(tree: &Tree) -> bool {
    tree.iter().any(|(_, entry)| match entry {
        Entry::Compute(_) => true,
        Entry::Fields(inner) => adds(inner),
        Entry::Include
        | Entry::Exclude
        | Entry::Slice { .. }
        | Entry::FirstElement(_)
        | Entry::Positional => false,
    })
}

fn sliced(elements: &[Bson], skip: Option<i64>, limit: i64) -> Vec<Bson> {
    let length = i64::try_from(elements.len()).unwrap_or(i64::MAX);
    let (start, count) = match skip {
        None if limit < 0 => (length.saturating_add(limit).max(0), limit.saturating_neg()),
        None => (0, limit),
        Some(skip) if skip < 0 => (length.saturating_add(skip).max(0), limit),
        Some(skip) => (skip, limit),
    };
    let whole = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    elements.iter().skip(whole(start)).take(whole(count)).cloned().collect()
}

fn first_element(
    elements: &[Bson],
    filter: &Filter,
    scope: &Scope<'_>,
) -> Result<Option<Bson>, CommandError> {
    // The filter is on a field `x` of a document that has the array as its only element.
    for element in elements {
        let alone = bson::doc! { "x": [element] };
        if filter.matches(&alone, scope)? {
            return Ok(Some(element.clone()));
        }
    }
    Ok(None)
}

fn positional(elements: &[Bson], context: &Context<'_>) -> Result<Bson, CommandError> {
    let position = match context.filter {
        Some(filter) => filter.array_position(context.root, context.scope)?,
        None => None,
    };
    position.and_then(|at| elements.get(at)).cloned().ok_or_else(|| {
        CommandError::new(
            Code::Location(51246),
            "Executor error during find command :: caused by :: positional operator '.$' couldn't find a \
             matching element in the array",
        )
    })
}

#[cfg(test)]
mod tests;
