//! From a document to a projection, with MongoDB's words for what is wrong in it.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{Expression, check_path},
    filter::Filter,
    number::Number,
    projection::{Entry, Kind, Projection, Tree},
    scope::Scope,
    shown::shown,
    value::{is_number, is_too_deep, is_truthy, type_name},
};

/// Where a projection stands: some operators are only a find's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Find,
    Stage,
}

/// What is known of the projection so far.
struct Parser<'a> {
    scope: &'a Scope<'a>,
    door: Door,
    kind: Option<Kind>,
    tree: Tree,
    /// What the projection says of `_id` alone, which decides nothing about other fields.
    id: Option<bool>,
}

/// Reads a projection of a find or of `$project`.
pub fn projection(
    document: &Document,
    scope: &Scope<'_>,
    door: Door,
) -> Result<Projection, CommandError> {
    if document.values().any(is_too_deep) {
        return Err(fault(Code::Overflow, "a projection may not be nested this deep"));
    }
    if document.is_empty() && door == Door::Stage {
        let message = "projection specification must have at least one field";
        return Err(fault(Code::Location(51272), message));
    }
    let mut parser = Parser { scope, door, kind: None, tree: Vec::new(), id: None };
    // What decides between inclusion and exclusion may stand after what depends on it.
    parser.kind = first_kind(document, door);
    for (name, value) in document {
        parser.field(name, value)?;
    }
    let kind = match (parser.kind, parser.id) {
        (Some(kind), _) => kind,
        (None, Some(true)) => Kind::Inclusion,
        (None, _) => Kind::Exclusion,
    };
    let has_id = parser.tree.iter().any(|(name, _)| name == "_id");
    match (kind, parser.id) {
        (Kind::Inclusion, None | Some(true)) if !has_id => {
            parser.tree.insert(0, ("_id".to_owned(), Entry::Include));
        }
        (_, Some(false)) if !has_id => parser.tree.push(("_id".to_owned(), Entry::Exclude)),
        _ => {}
    }
    Ok(Projection { kind, tree: parser.tree })
}

/// Reads the operand of `$addFields`.
pub fn additions(document: &Document, scope: &Scope<'_>) -> Result<Projection, CommandError> {
    if document.values().any(is_too_deep) {
        return Err(fault(Code::Overflow, "a projection may not be nested this deep"));
    }
    if document.is_empty() {
        let message = "specification must have at least one field";
        return Err(fault(Code::Location(40177), message));
    }
    let mut tree = Vec::new();
    for (name, value) in document {
        add(&mut tree, name, value, scope)?;
    }
    Ok(Projection { kind: Kind::Exclusion, tree })
}

/// A projection that takes fields away.
pub fn without(paths: &[String]) -> Result<Projection, CommandError> {
    let mut tree = Vec::new();
    for path in paths {
        insert(&mut tree, path, &check_path(path)?, Entry::Exclude)?;
    }
    Ok(Projection { kind: Kind::Exclusion, tree })
}

fn fault(code: Code, message: impl Into<String>) -> CommandError {
    CommandError::new(code, message)
}

fn add(tree: &mut Tree, path: &str, value: &Bson, scope: &Scope<'_>) -> Result<(), CommandError> {
    match value {
        Bson::Document(inner) if !inner.is_empty() && !is_operator(inner) => {
            for (name, value) in inner {
                add(tree, &format!("{path}.{name}"), value, scope)?;
            }
            Ok(())
        }
        value => {
            let parts = check_path(path)?;
            let expression = Expression::parse(value, scope)?;
            insert(tree, path, &parts, Entry::Compute(expression))
        }
    }
}

fn is_operator(document: &Document) -> bool {
    document.keys().next().is_some_and(|name| name.starts_with('$'))
}

/// Whether a value says that a field is shown or hidden.
fn plain_choice(value: &Bson) -> Option<bool> {
    match value {
        Bson::Boolean(choice) => Some(*choice),
        value if is_number(value) => Some(is_truthy(value)),
        _ => None,
    }
}

/// The kind of the projection, by the first field but `_id` that decides it.
fn first_kind(document: &Document, door: Door) -> Option<Kind> {
    document.iter().find_map(|(name, value)| match value {
        Bson::Document(inner) if !is_operator(inner) => {
            if name == "_id" {
                None
            } else {
                first_kind(inner, door)
            }
        }
        Bson::Document(inner) => {
            let operator = inner.keys().next().map_or("", String::as_str);
            let is_open = operator == "$meta" || (operator == "$slice" && door == Door::Find);
            (!is_open).then_some(Kind::Inclusion)
        }
        value => match plain_choice(value) {
            Some(_) if name == "_id" => None,
            Some(false) => Some(Kind::Exclusion),
            Some(true) | None => Some(Kind::Inclusion),
        },
    })
}

impl Parser<'_> {
    fn field(&mut self, path: &str, value: &Bson) -> Result<(), CommandError> {
        if let Some(before) = path.strip_suffix(".$") {
            return self.positional(path, before, value);
        }
        if path.contains(".$.") || path == "$" {
            let message = "As of 4.4, it's illegal to specify positional operator in the middle of a path. \
                           Positional projection may only be used at the end, for example: a.b.$.";
            return Err(fault(Code::Location(31394), message));
        }
        let parts = check_path(path)?;
        match value {
            Bson::Document(inner) if inner.is_empty() => {
                let message =
                    "An empty sub-projection is not a valid value. Found empty object at path";
                Err(fault(Code::Location(51270), message))
            }
            Bson::Document(inner) if is_operator(inner) => {
                let entry = self.operator(path, inner)?;
                insert(&mut self.tree, path, &parts, entry)
            }
            Bson::Document(inner) => {
                for (name, value) in inner {
                    self.field(&format!("{path}.{name}"), value)?;
                }
                Ok(())
            }
            value => match plain_choice(value) {
                Some(choice) if path == "_id" => {
                    self.id = Some(choice);
                    Ok(())
                }
                Some(choice) => self.choice(path, &parts, choice),
                None => {
                    self.check_computed()?;
                    let expression = Expression::parse(value, self.scope)?;
                    insert(&mut self.tree, path, &parts, Entry::Compute(expression))
                }
            },
        }
    }

    fn choice(&mut self, path: &str, parts: &[String], choice: bool) -> Result<(), CommandError> {
        match (self.kind, choice) {
            (Some(Kind::Inclusion), false) => Err(fault(
                Code::Location(31254),
                format!("Cannot do exclusion on field {path} in inclusion projection"),
            )),
            (Some(Kind::Exclusion), true) => Err(fault(
                Code::Location(31253),
                format!("Cannot do inclusion on field {path} in exclusion projection"),
            )),
            (_, true) => insert(&mut self.tree, path, parts, Entry::Include),
            (_, false) => insert(&mut self.tree, path, parts, Entry::Exclude),
        }
    }

    fn check_computed(&self) -> Result<(), CommandError> {
        if self.kind == Some(Kind::Exclusion) {
            let message = "Cannot use expression other than $meta in exclusion projection";
            return Err(fault(Code::Location(31252), message));
        }
        Ok(())
    }

    fn positional(&mut self, path: &str, before: &str, value: &Bson) -> Result<(), CommandError> {
        if self.door == Door::Stage {
            let message = "Cannot use positional projection in aggregation projection";
            return Err(fault(Code::Location(31324), message));
        }
        if plain_choice(value) != Some(true) {
            let message = "Cannot exclude array elements with the positional operator.";
            return Err(fault(Code::Location(31395), message));
        }
        if self.kind == Some(Kind::Exclusion) {
            return Err(fault(
                Code::Location(31253),
                format!("Cannot do inclusion on field {path} in exclusion projection"),
            ));
        }
        insert(&mut self.tree, before, &check_path(before)?, Entry::Positional)
    }

    fn operator(&mut self, path: &str, operator: &Document) -> Result<Entry, CommandError> {
        let first = operator.iter().next();
        match first.map(|(name, value)| (name.as_str(), value)) {
            Some(("$slice", value)) if self.door == Door::Find && operator.len() == 1 => {
                if let Some(entry) = slice(value)? {
                    return Ok(entry);
                }
            }
            Some(("$elemMatch", value)) if self.door == Door::Find => {
                return self.first_element(path, operator, value);
            }
            Some(("$meta", _)) => {
                let expression = Expression::parse(&Bson::Document(operator.clone()), self.scope)?;
                return Ok(Entry::Compute(expression));
            }
            _ => {}
        }
        self.check_computed()?;
        let expression = Expression::parse(&Bson::Document(operator.clone()), self.scope);
        Ok(Entry::Compute(expression.map_err(|error| unknown(error, first.map(|(name, _)| name)))?))
    }

    fn first_element(
        &self,
        path: &str,
        operator: &Document,
        value: &Bson,
    ) -> Result<Entry, CommandError> {
        let Bson::Document(_) = value else {
            let message = format!(
                "elemMatch: Invalid argument, object required, but got {}",
                type_name(value)
            );
            return Err(fault(Code::Location(31274), message));
        };
        if path.contains('.') {
            let message = "Cannot use $elemMatch projection on a nested field.";
            return Err(fault(Code::Location(31275), message));
        }
        let filter = bson::doc! { "x": operator };
        Filter::parse(&filter, self.scope).map(Entry::FirstElement)
    }
}

/// An unknown operator right at a field is the projection's own error; one further inside is the
/// expression's.
fn unknown(error: CommandError, operator: Option<&String>) -> CommandError {
    match operator {
        Some(name) if error.message == format!("Unrecognized expression '{name}'") => {
            CommandError::new(Code::Location(31325), format!("Unknown expression {name}"))
        }
        _ => error,
    }
}

/// A find's `$slice`; `None` if the operand is one for the expression of that name.
fn slice(value: &Bson) -> Result<Option<Entry>, CommandError> {
    let whole = |value: &Bson| {
        let number = Number::of(value)?;
        number
            .to_long()
            .or_else(|| Some(crate::lab::documents::number::truncated(number.to_double())))
    };
    match value {
        Bson::Array(parts) => match parts.as_slice() {
            [skip, limit] => match (whole(skip), whole(limit)) {
                (Some(_), Some(limit)) if limit <= 0 => {
                    let message = format!(
                        "First argument to $slice must be an array, but is of type: {}",
                        type_name(skip)
                    );
                    Err(fault(Code::Location(28724), message))
                }
                (Some(skip), Some(limit)) => Ok(Some(Entry::Slice { skip: Some(skip), limit })),
                _ => Ok(None),
            },
            _ => Ok(None),
        },
        value => {
            if let Some(limit) = whole(value) {
                Ok(Some(Entry::Slice { skip: None, limit }))
            } else {
                let message = format!(
                    "Invalid $slice syntax. The given syntax {{ $slice: {} }} did not match the find() syntax \
                 because :: Location31273: $slice only supports numbers and [x, y] arrays",
                    shown(value)
                );
                Err(fault(Code::Location(28667), message))
            }
        }
    }
}

/// Puts an entry at a path; two entries may not be about the same field.
fn insert(tree: &mut Tree, path: &str, parts: &[String], entry: Entry) -> Result<(), CommandError> {
    let Some((first, rest)) = parts.split_first() else { return Ok(()) };
    let at = tree.iter().position(|(name, _)| name == first);
    match (at, rest.is_empty()) {
        (None, true) => {
            tree.push((first.clone(), entry));
            Ok(())
        }
        (None, false) => {
            let mut inner = Vec::new();
            insert(&mut inner, path, rest, entry)?;
            tree.push((first.clone(), Entry::Fields(inner)));
            Ok(())
        }
        (Some(at), false) => match &mut tree[at].1 {
            Entry::Fields(inner) => insert(inner, path, rest, entry),
            Entry::Include
            | Entry::Exclude
            | Entry::Compute(_)
            | Entry::Slice { .. }
            | Entry::FirstElement(_)
            | Entry::Positional => {
                let rest = rest.join(".");
                let message = format!("Path collision at {path} remaining portion {rest}");
                Err(fault(Code::Location(31249), message))
            }
        },
        (Some(_), true) => Err(fault(Code::Location(31250), format!("Path collision at {path}"))),
    }
}
