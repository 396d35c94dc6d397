//! What the recording says of some requests, against what a check names.

mod statements;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    course::check::{Expected, Seen, TraceStep, TraceTest},
    diag::Place,
    judge::{
        Field,
        compare::{self, Patterns},
    },
    trace::{Entry, HashRan, What},
};

/// Where the recording falls short of a check.
#[derive(Debug, PartialEq)]
pub struct Fallen {
    /// All that the step names, differing ones first.
    pub fields: Vec<Field>,
    /// `step 2 of 3`.
    pub of: Option<String>,
    /// Where in the program that was which came nearest.
    pub place: Option<Place>,
    /// The statements of SQL that it is about, counted, where those are what it is about.
    pub statements: Option<Vec<String>>,
}

/// Where `entries`, those of the requests that the check looks at, are not as `test` says.
pub fn fallen(test: &TraceTest, entries: &[&Entry]) -> Option<Fallen> {
    let mut patterns = Patterns::new();
    if let Some(most) = test.statements_max
        && let Some(fallen) = statements::too_many(most, entries)
    {
        return Some(fallen);
    }
    match &test.steps[..] {
        [] => None,
        [step] => one(step, entries, &mut patterns),
        steps => in_order(steps, entries, &mut patterns),
    }
}

/// One thing, so many times.
fn one(step: &TraceStep, entries: &[&Entry], patterns: &mut Patterns) -> Option<Fallen> {
    let mut like = Vec::new();
    for entry in entries {
        if is_like(&step.seen, entry, patterns) {
            like.push(*entry);
        }
    }
    let times = Value::from(like.len());
    match &step.count {
        Some(count) if compare::holds(count, Some(&times), patterns) => None,
        None if !like.is_empty() => None,
        Some(count) if !like.is_empty() => {
            let mut fields = vec![compare::bare("times", count, Some(&times), patterns)];
            let last = like.last()?;
            fields.extend(rows(&step.seen, last, patterns).unwrap_or_default());
            Some(Fallen { fields, of: None, place: place_of(last), statements: None })
        }
        Some(_) | None => Some(nearest(&step.seen, entries, patterns)),
    }
}

/// One thing after the other in the work on one request: the one that came the farthest counts.
fn in_order(steps: &[TraceStep], entries: &[&Entry], patterns: &mut Patterns) -> Option<Fallen> {
    let mut requests: BTreeMap<Option<u32>, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        requests.entry(entry.request).or_default().push(entry);
    }
    let mut best: Option<(usize, Fallen)> = None;
    for entries in requests.values() {
        let (done, fallen) = along(steps, entries, patterns)?;
        if best.as_ref().is_none_or(|(most, _)| *most < done) {
            best = Some((done, fallen));
        }
    }
    let nothing = || {
        let of = Some(format!("step 1 of {}", steps.len()));
        Fallen { of, ..nearest(&steps[0].seen, &[], patterns) }
    };
    Some(best.map_or_else(nothing, |(_, fallen)| fallen))
}

/// How many of the steps one request took, and where it fell short; `None` when it did not.
fn along(
    steps: &[TraceStep],
    entries: &[&Entry],
    patterns: &mut Patterns,
) -> Option<(usize, Fallen)> {
    let mut from = 0;
    for (index, step) in steps.iter().enumerate() {
        let of = Some(format!("step {} of {}", index + 1, steps.len()));
        let mut find = |range: std::ops::Range<usize>| {
            range.into_iter().find(|at| is_like(&step.seen, entries[*at], patterns))
        };
        if let Some(at) = find(from..entries.len()) {
            from = at + 1;
            continue;
        }
        let Some(early) = find(0..from) else {
            return Some((index, Fallen { of, ..nearest(&step.seen, entries, patterns) }));
        };
        let order = Field {
            name: "order".to_owned(),
            expected: format!("after step {index}"),
            got: "before it".to_owned(),
            differs: true,
            note: None,
        };
        let mut fields = vec![order];
        fields.extend(rows(&step.seen, entries[early], patterns).unwrap_or_default());
        let place = place_of(entries[early]);
        return Some((index, Fallen { fields, of, place, statements: None }));
    }
    None
}

/// The entry of the kind in which the least differs, the last of several; or that there was none.
fn nearest(seen: &Seen, entries: &[&Entry], patterns: &mut Patterns) -> Fallen {
    let mut best: Option<(usize, Fallen)> = None;
    for entry in entries.iter().rev() {
        let Some(fields) = rows(seen, entry, patterns) else { continue };
        let differing = fields.iter().filter(|field| field.differs).count();
        if best.as_ref().is_none_or(|(least, _)| differing < *least) {
            let fields = compare::differing_first(fields);
            let place = place_of(entry);
            best = Some((differing, Fallen { fields, of: None, place, statements: None }));
        }
    }
    if let Some((_, fallen)) = best {
        return fallen;
    }
    let missing = match seen {
        Seen::Hashed { .. } => "no password was hashed",
        Seen::Layer(_) => "no function of a router ran",
        Seen::Route(_) => "no route was found",
        Seen::Sql(_) => "no statement ran",
    };
    let nothing = |(name, expected): (String, &Expected)| Field {
        got: missing.to_owned(),
        differs: true,
        ..compare::value(&name, expected, None, patterns)
    };
    let fields = named(seen).into_iter().map(nothing).collect();
    Fallen { fields, of: None, place: None, statements: None }
}

fn is_like(seen: &Seen, entry: &Entry, patterns: &mut Patterns) -> bool {
    rows(seen, entry, patterns).is_some_and(|rows| !rows.iter().any(|row| row.differs))
}

/// What `seen` names, beside what the entry is; `None` for an entry of another kind.
fn rows(seen: &Seen, entry: &Entry, patterns: &mut Patterns) -> Option<Vec<Field>> {
    let got: Vec<Option<Value>> = match seen {
        Seen::Hashed { .. } => {
            let What::Hashed(ran) = &entry.what else { return None };
            named(seen).iter().map(|(name, _)| of_hash(ran, name)).collect()
        }
        Seen::Layer(_) => {
            let What::LayerEntered { name, .. } = &entry.what else { return None };
            vec![Some(name.as_str().into())]
        }
        Seen::Route(_) => {
            let What::RouteMatched { path } = &entry.what else { return None };
            vec![Some(path.as_str().into())]
        }
        Seen::Sql(seen) => {
            let What::Sql(ran) = &entry.what else { return None };
            let named = statements::named(seen);
            named.iter().map(|(name, _)| statements::value(ran, name)).collect()
        }
    };
    let row = |((name, expected), got): ((String, &Expected), Option<Value>)| {
        compare::value(&name, expected, got.as_ref(), patterns)
    };
    Some(named(seen).into_iter().zip(got).map(row).collect())
}

fn of_hash(ran: &HashRan, name: &str) -> Option<Value> {
    match name {
        "hash" => Some(ran.algorithm.as_str().into()),
        "call" => Some(ran.call.as_str().into()),
        _ => {
            let cost = name.strip_prefix("cost.")?;
            ran.cost.iter().find(|(known, _)| known == cost).map(|(_, number)| (*number).into())
        }
    }
}

/// The values that are named, by the names that a learner sees.
fn named(seen: &Seen) -> Vec<(String, &Expected)> {
    match seen {
        Seen::Hashed { algorithm, call, cost } => {
            let algorithm = algorithm.iter().map(|expected| ("hash".to_owned(), expected));
            let call = call.iter().map(|expected| ("call".to_owned(), expected));
            let cost = cost.iter().map(|(name, expected)| (format!("cost.{name}"), expected));
            algorithm.chain(call).chain(cost).collect()
        }
        Seen::Layer(expected) => vec![("layer".to_owned(), expected)],
        Seen::Route(expected) => vec![("route".to_owned(), expected)],
        Seen::Sql(seen) => {
            let named = statements::named(seen).into_iter();
            named.map(|(name, expected)| (name.to_owned(), expected)).collect()
        }
    }
}

fn place_of(entry: &Entry) -> Option<Place> {
    if let What::Hashed(HashRan { place, .. }) | What::LayerEntered { place, .. } = &entry.what {
        place.clone()
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
