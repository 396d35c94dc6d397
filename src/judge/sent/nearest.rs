//! The request that a check which nothing fulfilled is about: what the learner most likely meant.
//!
//! First counts how much of method and path a request has: the same path more than the same method,
//! and the same method with a path that is nearly right more than each. Among those that are equal in
//! that, one that no other check needs comes first, then one that was sent, then the one that has most
//! of all else, then the one that stands lower in the file, since it was written later. A request
//! that another check needs is no failed try at this one unless it has this one's method and path;
//! where only such are left, none is near.

use super::{Fallen, Recorded, filled, is_like, rows};
use crate::{
    course::check::{Expected, Sent, SentStep},
    diag::did_you_mean,
    exchange::target,
    judge::{
        Came, Exchange, Field,
        compare::{self, Patterns},
        fill::Captured,
    },
};

const PATH: usize = 3;
const METHOD: usize = 2;
const NEAR_PATH: usize = 2;

/// How near a request is; the greater the nearer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Nearness {
    method_and_path: usize,
    is_free: bool,
    was_sent: bool,
    rest: usize,
}

/// The nearest of the requests from `first` on.
pub fn to(
    wanted: &Sent,
    sent: &Recorded<'_>,
    first: usize,
    captured: &Captured,
    patterns: &mut Patterns,
) -> Fallen {
    let needed = needed(sent, captured, patterns);
    let mut best: Option<(Nearness, usize, Vec<Field>)> = None;
    for (at, exchange) in sent.exchanges.iter().enumerate().skip(first) {
        let fields = rows(wanted, exchange, patterns);
        let is_free = !needed.contains(&at);
        let mut nearness = Nearness { method_and_path: 0, is_free, was_sent: true, rest: 0 };
        let mut is_another = false;
        for field in &fields {
            let named = matches!(field.name.as_str(), "method" | "path");
            is_another |= named && field.differs;
            match (field.name.as_str(), field.differs) {
                ("path", false) => nearness.method_and_path += PATH,
                ("path", true) if is_near(wanted, exchange) => {
                    nearness.method_and_path += NEAR_PATH;
                }
                ("method", false) => nearness.method_and_path += METHOD,
                (_, false) => nearness.rest += 1,
                (_, true) => {}
            }
        }
        // Where nothing is named, the last one is the try, sent or not.
        nearness.was_sent =
            nearness.method_and_path == 0 || !matches!(exchange.came, Came::Unsent(_));
        let is_try = is_free || !is_another;
        if is_try && best.as_ref().is_none_or(|(other, _, _)| *other <= nearness) {
            best = Some((nearness, at, fields));
        }
    }
    let (shown, fields) = match best {
        Some((_, at, fields)) => (Some(at), fields),
        None => (None, vec![none(wanted, sent.exchanges.is_empty())]),
    };
    Fallen { shown, fields, of: None, line: None, noted: None }
}

/// The requests that fulfil other checks: of each that names method and path the first, which is
/// enough for it.
fn needed(sent: &Recorded<'_>, captured: &Captured, patterns: &mut Patterns) -> Vec<usize> {
    let mut needed = Vec::new();
    for step in sent.others.iter().flat_map(|test| &test.steps) {
        let names_both = step.sent.method.is_some() && step.sent.path.is_some();
        if names_both && may_be(step, patterns) {
            let wanted = filled(&step.sent, captured);
            needed.extend(sent.exchanges.iter().position(|e| is_like(&wanted, e, patterns)));
        }
    }
    needed
}

/// Whether a request of this kind may be there at all.
fn may_be(step: &SentStep, patterns: &mut Patterns) -> bool {
    step.count.as_ref().is_none_or(|count| !compare::holds(count, Some(&0.into()), patterns))
}

/// Whether the path is nearly the one that is wanted: a letter or two, its case, a slash, a part too
/// many at one end.
fn is_near(wanted: &Sent, exchange: &Exchange) -> bool {
    let Some(Expected::Equals(path)) = &wanted.path else { return false };
    let path = path.as_str().unwrap_or_default().trim_end_matches('/').to_lowercase();
    let (got, _) = target::split(&exchange.request.target);
    let got = got.trim_end_matches('/').to_lowercase();
    let part_too_many =
        got.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/')) || got.ends_with(&path);
    !path.is_empty() && (part_too_many || did_you_mean(&path, [got.as_str()]).is_some())
}

fn none(wanted: &Sent, none_at_all: bool) -> Field {
    let text = |expected: &Option<Expected>| match expected {
        Some(Expected::Equals(value)) => value.as_str().map(str::to_owned),
        Some(_) | None => None,
    };
    let named = [text(&wanted.method), text(&wanted.path)];
    let named: Vec<String> = named.into_iter().flatten().collect();
    let expected = if named.is_empty() { "at least one".to_owned() } else { named.join(" ") };
    let note = none_at_all.then(|| "a request is a line such as GET /users".to_owned());
    let (name, got) = ("request".to_owned(), "none was sent".to_owned());
    Field { name, expected, got, differs: true, note }
}
