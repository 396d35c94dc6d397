//! `$graphLookup`: documents that are reached from each document step by step.

use std::collections::{HashMap, HashSet};

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{Expression, check_path},
    filter::Filter,
    number::Number,
    path::{Leaf, Path},
    pipeline::{Held, Source, fault, set_at, shape::value_of},
    scope::Scope,
    shown::shown,
    value::key,
};

/// Where the search goes, and along what.
#[derive(Clone, Debug)]
pub struct GraphLookup {
    from: String,
    start: Expression,
    /// The field whose value leads on.
    leads_from: Vec<String>,
    /// The field whose value is led to.
    leads_to: Path,
    into: Vec<String>,
    depth_max: Option<i64>,
    depth_field: Option<Vec<String>>,
    filter: Filter,
}

impl GraphLookup {
    /// Reads the operand of `$graphLookup`.
    pub fn parse(value: &Bson, scope: &Scope<'_>) -> Result<GraphLookup, CommandError> {
        let Bson::Document(fields) = value else {
            return Err(failed("the $graphLookup specification must be an Object"));
        };
        let text = |name: &str| match fields.get(name) {
            None => Ok(None),
            Some(Bson::String(text)) => Ok(Some(text.clone())),
            Some(value) => {
                let message =
                    format!("$graphLookup argument '{name}: {}' must be a string", shown(value));
                Err(fault(40103, message))
            }
        };
        let known = [
            "from",
            "as",
            "startWith",
            "connectFromField",
            "connectToField",
            "maxDepth",
            "depthField",
            "restrictSearchWithMatch",
        ];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(fault(40104, format!("Unknown argument to $graphLookup: {other}")));
        }
        let (from, into) = (text("from")?, text("as")?);
        let (leads_from, leads_to) = (text("connectFromField")?, text("connectToField")?);
        let (Some(from), Some(into), Some(leads_from), Some(leads_to), Some(start)) =
            (from, into, leads_from, leads_to, fields.get("startWith"))
        else {
            let message = "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and \
                           'connectToField' to be specified.";
            return Err(fault(40105, message));
        };
        check_path(&leads_to)?;
        Ok(GraphLookup {
            from,
            start: Expression::parse(start, scope)?,
            leads_from: check_path(&leads_from)?,
            leads_to: Path::of(&leads_to),
            into: check_path(&into)?,
            depth_max: fields.get("maxDepth").map(depth_max).transpose()?,
            depth_field: text("depthField")?.map(|path| check_path(&path)).transpose()?,
            filter: match fields.get("restrictSearchWithMatch") {
                None => Filter::all(),
                Some(Bson::Document(filter)) => Filter::parse(filter, scope)?,
                Some(_) => {
                    let message =
                        "$graphLookup argument 'restrictSearchWithMatch' must be an object";
                    return Err(fault(40185, message));
                }
            },
        })
    }

    pub fn run(
        &self,
        source: &mut dyn Source,
        documents: Vec<Document>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Document>, CommandError> {
        let all = source.read(&self.from, &self.filter, scope)?;
        let mut by_key: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (at, document) in all.iter().enumerate() {
            scope.step()?;
            self.leads_to.walk(document, Leaf::Elements, &mut |value, _| {
                let value = value.unwrap_or(&Bson::Null);
                by_key.entry(key(value, scope.collation)).or_default().push(at);
                false
            });
        }
        let mut out = Held::new("$graphLookup");
        for mut document in documents {
            let start = self.start.evaluate(&document, scope)?;
            let found = self.search(start, &all, &by_key, scope)?;
            set_at(&mut document, &self.into, Bson::Array(found));
            out.push(document)?;
        }
        Ok(out.documents)
    }

    /// Goes out from `start` in steps of equal depth, to each document once.
    fn search(
        &self,
        start: Option<Bson>,
        all: &[Document],
        by_key: &HashMap<Vec<u8>, Vec<usize>>,
        scope: &Scope<'_>,
    ) -> Result<Vec<Bson>, CommandError> {
        let mut found = Vec::new();
        let (mut seen, mut asked) = (HashSet::new(), HashSet::new());
        let mut front = spread(start);
        let mut depth = 0;
        while !front.is_empty() && self.depth_max.is_none_or(|most| depth <= most) {
            let mut next = Vec::new();
            for value in front {
                scope.step()?;
                let key = key(&value, scope.collation);
                let places = by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
                if !asked.insert(key) {
                    continue;
                }
                for at in places {
                    if seen.insert(*at) {
                        let mut document = all[*at].clone();
                        next.extend(spread(value_of(&document, &self.leads_from)));
                        if let Some(field) = &self.depth_field {
                            set_at(&mut document, field, Bson::Int64(depth));
                        }
                        found.push(Bson::Document(document));
                    }
                }
            }
            front = next;
            depth += 1;
        }
        Ok(found)
    }
}

/// An array leads to each of its elements.
fn spread(value: Option<Bson>) -> Vec<Bson> {
    match value {
        None => Vec::new(),
        Some(Bson::Array(elements)) => elements,
        Some(value) => vec![value],
    }
}

fn depth_max(value: &Bson) -> Result<i64, CommandError> {
    let Some(number) = Number::of(value) else {
        return Err(fault(40100, "maxDepth must be numeric, found type other than a number"));
    };
    match number.to_long() {
        Some(depth) if depth >= 0 => Ok(depth),
        Some(depth) => {
            Err(fault(40101, format!("maxDepth requires a nonnegative argument, found: {depth}")))
        }
        None => Err(fault(40102, "maxDepth could not be represented as a long long")),
    }
}

fn failed(message: &str) -> CommandError {
    CommandError::new(Code::FailedToParse, message)
}
