//! From a document to a filter, with MongoDB's words for what is wrong in it.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::Expression,
    filter::{
        BitTest, Bits, FILTER_DEPTH_MAX, Field, Node, Operator, Predicate, Schema, TextSearch,
        Types, predicate::ElementFilter,
    },
    number::Number,
    path::Path,
    pattern::Pattern,
    scope::Scope,
    shown::shown,
    value::{compare, is_too_deep, type_name},
};

/// What is read, and how deep.
struct Parser<'a> {
    scope: &'a Scope<'a>,
    depth: usize,
    /// Inside `$elemMatch` some operators have no place.
    in_element: bool,
}

/// Reads a whole filter.
pub fn filter(document: &Document, scope: &Scope<'_>) -> Result<Node, CommandError> {
    if document.values().any(is_too_deep) {
        return Err(too_deep());
    }
    Parser { scope, depth: 0, in_element: false }.document(document)
}

fn bad(message: impl Into<String>) -> CommandError {
    CommandError::new(Code::BadValue, message)
}

fn too_deep() -> CommandError {
    bad(format!("exceeded maximum query tree depth of {FILTER_DEPTH_MAX} at top level"))
}

impl Parser<'_> {
    fn deeper(&self) -> Result<Parser<'_>, CommandError> {
        if self.depth >= FILTER_DEPTH_MAX {
            return Err(too_deep());
        }
        Ok(Parser { scope: self.scope, depth: self.depth + 1, in_element: self.in_element })
    }

    fn document(&self, document: &Document) -> Result<Node, CommandError> {
        let mut nodes = Vec::new();
        for (name, value) in document {
            if name.starts_with('$') {
                nodes.extend(self.pathless(name, value)?);
                continue;
            }
            let field = |predicate| {
                Node::Field(Field { name: name.clone(), path: Path::of(name), predicate })
            };
            nodes.extend(self.field(name, value)?.into_iter().map(field));
        }
        if nodes.len() == 1
            && let Some(node) = nodes.pop()
        {
            return Ok(node);
        }
        Ok(Node::And(nodes))
    }

    /// An operator that stands where the name of a field could.
    fn pathless(&self, name: &str, value: &Bson) -> Result<Option<Node>, CommandError> {
        Ok(Some(match name {
            "$and" => Node::And(self.list(name, value)?),
            "$or" => Node::Or(self.list(name, value)?),
            "$nor" => Node::Nor(self.list(name, value)?),
            "$comment" => return Ok(None),
            "$alwaysTrue" => Node::Always(true),
            "$alwaysFalse" => Node::Always(false),
            "$expr" if self.in_element => {
                return Err(bad("$expr can only be applied to the top-level document"));
            }
            "$expr" => Node::Expression(Box::new(Expression::parse(value, self.scope)?)),
            "$jsonSchema" => Node::Schema(Box::new(Schema::parse(value)?)),
            "$text" if !self.in_element => Node::Text(text(value)?),
            "$text" => return Err(bad("$text can only be applied to the top-level document")),
            "$where" => {
                return Err(bad(
                    "$where is not supported here, because it runs JavaScript in the \
                                database: write the condition with $expr",
                ));
            }
            _ => {
                return Err(bad(format!(
                    "unknown top level operator: {name}. If you have a field name that starts with a \
                     '$' symbol, consider using $getField or $setField."
                )));
            }
        }))
    }

    fn list(&self, name: &str, value: &Bson) -> Result<Vec<Node>, CommandError> {
        let Bson::Array(parts) = value else { return Err(bad(format!("{name} must be an array"))) };
        if parts.is_empty() {
            return Err(bad("$and/$or/$nor must be a nonempty array"));
        }
        let deeper = self.deeper()?;
        parts
            .iter()
            .map(|part| match part {
                Bson::Document(part) => deeper.document(part),
                _ => Err(bad("$or/$and/$nor entries need to be full objects")),
            })
            .collect()
    }

    /// The conditions on one field, all of which must hold.
    fn field(&self, name: &str, value: &Bson) -> Result<Vec<Predicate>, CommandError> {
        match value {
            Bson::Document(operators) if is_operators(operators) => self.operators(name, operators),
            Bson::RegularExpression(regex) => {
                let pattern = Pattern::compile(regex.pattern.as_str(), regex.options.as_str())?;
                Ok(vec![Predicate::Pattern(pattern)])
            }
            value => Ok(vec![compared(name, Operator::Equal, value)?]),
        }
    }

    fn operators(&self, path: &str, operators: &Document) -> Result<Vec<Predicate>, CommandError> {
        let mut predicates = Vec::new();
        for (name, value) in operators {
            predicates.extend(match name.as_str() {
                "$regex" => Some(regex(value, operators.get("$options"))?),
                "$options" if operators.contains_key("$regex") => None,
                "$options" => return Err(bad("$options needs a $regex")),
                "$comment" => None,
                _ => Some(self.operator(path, name, value)?),
            });
        }
        Ok(predicates)
    }

    fn operator(&self, path: &str, name: &str, value: &Bson) -> Result<Predicate, CommandError> {
        Ok(match name {
            "$eq" => compared(path, Operator::Equal, value)?,
            "$lt" => compared(path, Operator::Less, value)?,
            "$lte" => compared(path, Operator::LessOrEqual, value)?,
            "$gt" => compared(path, Operator::Greater, value)?,
            "$gte" => compared(path, Operator::GreaterOrEqual, value)?,
            "$ne" if matches!(value, Bson::RegularExpression(_)) => {
                return Err(bad("Can't have regex as arg to $ne."));
            }
            "$ne" => Predicate::Not(vec![compared(path, Operator::Equal, value)?]),
            "$in" => self.one_of(name, value)?,
            "$nin" => Predicate::Not(vec![self.one_of(name, value)?]),
            "$not" => self.not(path, value)?,
            "$exists" => {
                let is_wanted = crate::lab::documents::value::is_truthy(value);
                if is_wanted { Predicate::Exists } else { Predicate::Not(vec![Predicate::Exists]) }
            }
            "$type" => Predicate::Types(Types::parse(value)?),
            "$mod" => modulo(value)?,
            "$size" => Predicate::Size(size(value)?),
            "$all" => self.all(path, value)?,
            "$elemMatch" => self.element(path, value)?,
            "$bitsAllSet" => Predicate::Bits(Bits::parse(path, name, BitTest::AllSet, value)?),
            "$bitsAnySet" => Predicate::Bits(Bits::parse(path, name, BitTest::AnySet, value)?),
            "$bitsAllClear" => Predicate::Bits(Bits::parse(path, name, BitTest::AllClear, value)?),
            "$bitsAnyClear" => Predicate::Bits(Bits::parse(path, name, BitTest::AnyClear, value)?),
            "$near" | "$nearSphere" | "$geoWithin" | "$geoIntersects" | "$within" => {
                return Err(bad(format!(
                    "{name} is not supported here: geospatial queries are not"
                )));
            }
            _ => return Err(bad(format!("unknown operator: {name}"))),
        })
    }

    fn one_of(&self, name: &str, value: &Bson) -> Result<Predicate, CommandError> {
        let Bson::Array(all) = value else { return Err(bad(format!("{name} needs an array"))) };
        let (mut values, mut patterns) = (Vec::new(), Vec::new());
        for value in all {
            match value {
                Bson::Document(inner) if is_operators(inner) => {
                    return Err(bad("cannot nest $ under $in"));
                }
                Bson::RegularExpression(regex) => {
                    let (source, options) = (regex.pattern.as_str(), regex.options.as_str());
                    patterns.push(Pattern::compile(source, options)?);
                }
                Bson::Undefined => {
                    return Err(bad("InMatchExpression equality cannot be undefined"));
                }
                value => values.push(value.clone()),
            }
        }
        values.sort_by(|a, b| compare(a, b, self.scope.collation));
        Ok(Predicate::In { values, patterns })
    }

    fn not(&self, path: &str, value: &Bson) -> Result<Predicate, CommandError> {
        match value {
            Bson::RegularExpression(_) => self.field(path, value).map(Predicate::Not),
            Bson::Document(inner) if inner.is_empty() => Err(bad("$not cannot be empty")),
            Bson::Document(inner) => {
                // The names are checked here, since `{ a: { $not: { b: 1 } } }` is no condition.
                if let Some(name) = inner.keys().find(|name| !name.starts_with('$')) {
                    return Err(bad(format!("unknown operator: {name}")));
                }
                self.deeper()?.operators(path, inner).map(Predicate::Not)
            }
            _ => Err(bad("$not needs a regex or a document")),
        }
    }

    fn all(&self, path: &str, value: &Bson) -> Result<Predicate, CommandError> {
        let Bson::Array(values) = value else { return Err(bad("$all needs an array")) };
        let is_element = |value: &Bson| matches!(value, Bson::Document(inner) if inner.keys().next().is_some_and(|name| name == "$elemMatch"));
        let elements = values.first().is_some_and(is_element);
        let parts: Result<Vec<Predicate>, CommandError> = values
            .iter()
            .map(|value| match value {
                Bson::Document(inner) if elements => match inner.get("$elemMatch") {
                    Some(element) if inner.len() == 1 => self.element(path, element),
                    _ => Err(bad("$all/$elemMatch has to be consistent")),
                },
                _ if elements => Err(bad("$all/$elemMatch has to be consistent")),
                Bson::Document(inner) if is_operators(inner) => {
                    Err(bad("no $ expressions in $all"))
                }
                Bson::RegularExpression(regex) => {
                    Pattern::compile(regex.pattern.as_str(), regex.options.as_str())
                        .map(Predicate::Pattern)
                }
                value => compared(path, Operator::Equal, value),
            })
            .collect();
        parts.map(Predicate::All)
    }

    fn element(&self, path: &str, value: &Bson) -> Result<Predicate, CommandError> {
        let Bson::Document(inner) = value else { return Err(bad("$elemMatch needs an Object")) };
        let deeper = Parser { in_element: true, ..self.deeper()? };
        let logical = ["$and", "$or", "$nor", "$where", "$expr", "$jsonSchema"];
        let first = inner.keys().next();
        if is_operators(inner) && first.is_some_and(|name| !logical.contains(&name.as_str())) {
            return deeper.operators(path, inner).map(Predicate::ElementValue);
        }
        let node = deeper.document(inner)?;
        Ok(Predicate::ElementDocument(Box::new(ElementFilter { node })))
    }
}

/// Whether a document is conditions, and not a value: its first name begins with `$`. A reference (`$ref` and `$id`) is
/// a value.
fn is_operators(document: &Document) -> bool {
    let is_reference = document.contains_key("$ref") && document.contains_key("$id");
    document.keys().next().is_some_and(|name| name.starts_with('$')) && !is_reference
}

fn compared(path: &str, operator: Operator, value: &Bson) -> Result<Predicate, CommandError> {
    match value {
        Bson::Undefined => Err(bad("cannot compare to undefined")),
        Bson::RegularExpression(_) if operator != Operator::Equal => {
            Err(bad(format!("Can't have RegEx as arg to predicate over field '{path}'.")))
        }
        value => Ok(Predicate::Compare { operator, value: value.clone() }),
    }
}

fn regex(value: &Bson, options: Option<&Bson>) -> Result<Predicate, CommandError> {
    let given = match options {
        None => "",
        Some(Bson::String(options)) => options,
        Some(_) => return Err(bad("$options has to be a string")),
    };
    let pattern = match value {
        Bson::String(source) => Pattern::compile(source, given)?,
        Bson::RegularExpression(regex) => {
            let own = regex.options.as_str();
            if options.is_some() && !own.is_empty() {
                let message = "options set in both $regex and $options";
                return Err(CommandError::new(Code::Location(51075), message));
            }
            Pattern::compile(regex.pattern.as_str(), if own.is_empty() { given } else { own })?
        }
        _ => return Err(bad("$regex has to be a string")),
    };
    Ok(Predicate::Pattern(pattern))
}

fn modulo(value: &Bson) -> Result<Predicate, CommandError> {
    let Bson::Array(parts) = value else {
        return Err(bad("malformed mod, needs to be an array"));
    };
    let [divisor, remainder] = parts.as_slice() else {
        let fault = if parts.len() < 2 { "not enough elements" } else { "too many elements" };
        return Err(bad(format!("malformed mod, {fault}")));
    };
    let whole = |value: &Bson, role: &str| {
        let Some(number) = Number::of(value) else {
            return Err(bad(format!("malformed mod, {role} not a number")));
        };
        let whole = match number {
            Number::Double(value) => Number::Double(value.trunc()).to_long(),
            other => other.to_long(),
        };
        whole.ok_or_else(|| {
            bad(format!("malformed mod, {role} value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type"))
        })
    };
    let (divisor, remainder) = (whole(divisor, "divisor")?, whole(remainder, "remainder")?);
    if divisor == 0 {
        return Err(bad("divisor cannot be 0"));
    }
    Ok(Predicate::Modulo { divisor, remainder })
}

fn size(value: &Bson) -> Result<i64, CommandError> {
    let refuse = |reason: String| bad(format!("Failed to parse $size. {reason}"));
    let shown = format!("$size: {}", shown(value));
    let Some(number) = Number::of(value) else {
        return Err(refuse(format!("Expected a number in: {shown}")));
    };
    match number.to_long() {
        Some(size) if size >= 0 => Ok(size),
        Some(_) => Err(refuse(format!("Expected a non-negative number in: {shown}"))),
        None => Err(refuse(format!("Expected an integer: {shown}"))),
    }
}

fn text(value: &Bson) -> Result<TextSearch, CommandError> {
    let Bson::Document(fields) = value else { return Err(bad("$text expects an object")) };
    let mut search = None;
    let (mut case_sensitive, mut diacritic_sensitive) = (false, false);
    for (name, value) in fields {
        let wrong = |expected: &str| {
            CommandError::new(
                Code::TypeMismatch,
                format!(
                    "\"{name}\" had the wrong type. Expected {expected}, found {}",
                    type_name(value)
                ),
            )
        };
        match (name.as_str(), value) {
            ("$search", Bson::String(text)) => search = Some(text.clone()),
            ("$language", Bson::String(_)) => {}
            ("$search" | "$language", _) => return Err(wrong("string")),
            ("$caseSensitive", Bson::Boolean(flag)) => case_sensitive = *flag,
            ("$diacriticSensitive", Bson::Boolean(flag)) => diacritic_sensitive = *flag,
            ("$caseSensitive" | "$diacriticSensitive", _) => return Err(wrong("bool")),
            _ => return Err(bad("extra fields in $text")),
        }
    }
    let missing = || CommandError::new(Code::NoSuchKey, "Missing expected field \"$search\"");
    Ok(TextSearch { search: search.ok_or_else(missing)?, case_sensitive, diacritic_sensitive })
}
