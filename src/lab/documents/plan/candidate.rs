//! Which indexes can serve a filter, and inside which bounds.

use std::{borrow::Cow, collections::BTreeSet};

use bson::{Bson, Document};

use super::{
    bounds::{Ranges, is_textual, needs_value, ranges},
    implied::implies_partial,
    interval::{Interval, common},
};
use crate::lab::documents::{
    expression::{Expression, Variable},
    filter::{Field, Filter, Node, Operator, Predicate},
    index::{Index, spec::Kind},
    path::index_of,
    scope::Scope,
};

/// An index with the bounds that a filter gives it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The index's place in its collection.
    pub index: usize,
    /// For each field of the index.
    pub bounds: Vec<Vec<Interval>>,
    /// Whether each document must still be shown to the filter.
    pub is_residual: bool,
    /// The paths whose conditions the bounds answer whole.
    pub answered: Vec<String>,
    /// Whether a condition of the filter narrows the first field.
    pub narrows: bool,
    pub backward: bool,
}

/// A condition and the path that it is about.
struct Clause<'f> {
    path: String,
    predicate: Cow<'f, Predicate>,
    /// The conditions inside of one `$elemMatch` are about one element.
    group: Option<usize>,
    /// Its place among the filter's clauses, for those that stand there themselves.
    place: Option<usize>,
    /// It comes from `$expr`, which compares an array as a whole.
    is_expression: bool,
}

/// What `filter` makes of the index; `None` where documents that match may be missing from it.
pub fn candidate(
    place: usize,
    index: &Index,
    filter: &Filter,
    scope: &Scope<'_>,
) -> Option<Candidate> {
    if index.spec.is_text() || index.spec.hidden {
        return None;
    }
    if let Some(partial) = &index.spec.partial
        && !implies_partial(filter, &partial.filter, scope)
    {
        return None;
    }
    let clauses = clauses(filter, scope);
    if index.spec.sparse && !is_served_sparsely(index, &clauses) {
        return None;
    }
    let mut used = BTreeSet::new();
    let mut bounds = Vec::new();
    let mut narrows = false;
    let mut chosen: Vec<Option<&Clause<'_>>> = Vec::new();
    for (at, field) in index.spec.fields.iter().enumerate() {
        let mut usable = usable(index, at, &clauses, scope);
        if index.has_arrays(at) {
            usable = one_of(index, at, usable, &chosen);
        }
        chosen.push(usable.first().map(|(clause, _)| *clause));
        let mut intervals = vec![Interval::all()];
        for (clause, ranges) in &usable {
            intervals = common(&intervals, &ranges.intervals, index.spec.collation.as_deref());
            if ranges.exact {
                used.extend(clause.place);
            }
        }
        if field.kind == Kind::Hashed && !intervals.iter().all(Interval::is_point) {
            return None;
        }
        narrows |= at == 0 && !usable.is_empty();
        bounds.push(intervals);
    }
    let is_residual = !filter.is_conjunction() || used.len() < filter.clauses().len();
    let answered = answered(filter, &used);
    Some(Candidate { index: place, bounds, is_residual, answered, narrows, backward: false })
}

fn clauses<'f>(filter: &'f Filter, scope: &Scope<'_>) -> Vec<Clause<'f>> {
    let mut clauses = Vec::new();
    for (place, field) in filter.clauses().into_iter().enumerate() {
        clauses.push(Clause {
            path: field.name.clone(),
            predicate: Cow::Borrowed(&field.predicate),
            group: None,
            place: Some(place),
            is_expression: false,
        });
        if let Predicate::ElementDocument(element) = &field.predicate {
            for inner in inner_fields(&element.node) {
                // A number would name a place in an element that is an array itself.
                if inner.path.parts().iter().all(|part| index_of(part).is_none()) {
                    clauses.push(Clause {
                        path: format!("{}.{}", field.name, inner.name),
                        predicate: Cow::Borrowed(&inner.predicate),
                        group: Some(place),
                        place: None,
                        is_expression: false,
                    });
                }
            }
        }
    }
    for (path, value) in filter.expressions().into_iter().flat_map(|one| equalities(one, scope)) {
        clauses.push(Clause {
            path,
            predicate: Cow::Owned(Predicate::Compare { operator: Operator::Equal, value }),
            group: None,
            place: None,
            is_expression: true,
        });
    }
    clauses
}

/// The paths all of whose conditions are among `used`.
fn answered(filter: &Filter, used: &BTreeSet<usize>) -> Vec<String> {
    let clauses = filter.clauses();
    let mut names: Vec<String> = clauses.iter().map(|field| field.name.clone()).collect();
    names.dedup();
    names.retain(|name| {
        let mut places = clauses.iter().enumerate().filter(|(_, field)| field.name == *name);
        places.all(|(place, _)| used.contains(&place))
    });
    names
}

/// The equalities that an expression asks for, alone or in an `$and`.
fn equalities(expression: &Expression, scope: &Scope<'_>) -> Vec<(String, Bson)> {
    match expression {
        Expression::And(parts) => parts.iter().flat_map(|part| equalities(part, scope)).collect(),
        other => equality(other, scope).into_iter().collect(),
    }
}

/// `{ $eq: ["$path", value] }` as a condition; the value may be one of the command's variables.
fn equality(expression: &Expression, scope: &Scope<'_>) -> Option<(String, Bson)> {
    let Expression::Call { signature, operands } = expression else { return None };
    let [Some(left), Some(right)] = operands.as_slice() else { return None };
    if signature.name != "$eq" {
        return None;
    }
    let (path, other) = match (root_path(left), root_path(right)) {
        (Some(path), None) => (path, right),
        (None, Some(path)) => (path, left),
        _ => return None,
    };
    let is_constant = match other {
        Expression::Literal(_) => true,
        Expression::Field { variable, .. } => matches!(variable, Variable::Named(_)),
        _ => false,
    };
    let value = other.evaluate(&Document::new(), scope).ok().flatten().filter(|_| is_constant)?;
    // What is null to an index may be missing to an expression.
    (!matches!(value, Bson::Null | Bson::Undefined | Bson::Array(_))).then_some((path, value))
}

fn root_path(expression: &Expression) -> Option<String> {
    match expression {
        Expression::Field { variable: Variable::Root, parts } if !parts.is_empty() => {
            Some(parts.join("."))
        }
        _ => None,
    }
}

fn inner_fields(node: &Node) -> Vec<&Field> {
    match node {
        Node::And(nodes) => nodes.iter().flat_map(inner_fields).collect(),
        Node::Field(field) => vec![field],
        Node::Or(_)
        | Node::Nor(_)
        | Node::Text(_)
        | Node::Expression(_)
        | Node::Schema(_)
        | Node::Always(_) => Vec::new(),
    }
}

/// A sparse index holds the documents that have one of its fields.
fn is_served_sparsely(index: &Index, clauses: &[Clause<'_>]) -> bool {
    clauses.iter().any(|clause| {
        needs_value(&clause.predicate)
            && index.spec.fields.iter().any(|field| field.name == clause.path)
    })
}

/// The conditions on the index's field number `at` that its order can answer.
fn usable<'c, 'f>(
    index: &Index,
    at: usize,
    clauses: &'c [Clause<'f>],
    scope: &Scope<'_>,
) -> Vec<(&'c Clause<'f>, Ranges)> {
    let field = &index.spec.fields[at];
    let collation = index.spec.collation.as_deref();
    let is_same_collation = collation == scope.collation;
    let is_numbered = field.path.parts().iter().any(|part| index_of(part).is_some());
    clauses
        .iter()
        .filter(|clause| clause.path == field.name)
        .filter(|clause| !clause.is_expression || !index.has_arrays(at))
        .filter(|clause| is_same_collation || !is_textual(&clause.predicate))
        // What a filter finds under a number, and what an index does, differ where there is nothing.
        .filter(|clause| !is_numbered || needs_value(&clause.predicate))
        .filter_map(|clause| {
            let ranges = ranges(&clause.predicate, collation, index.has_arrays(at))?;
            Some((clause, ranges))
        })
        .filter(|(_, ranges)| {
            field.kind != Kind::Hashed || ranges.intervals.iter().all(Interval::is_point)
        })
        .collect()
}

/// Where a document has several keys, two conditions may be met by two of them: one condition a field, and
/// one field an array, unless one `$elemMatch` joins them. (MongoDB manual, multikey index bounds.)
fn one_of<'c, 'f>(
    index: &Index,
    at: usize,
    usable: Vec<(&'c Clause<'f>, Ranges)>,
    chosen: &[Option<&'c Clause<'f>>],
) -> Vec<(&'c Clause<'f>, Ranges)> {
    let root = |at: usize| index.spec.fields[at].path.parts().first();
    let rivals: Vec<&Clause<'_>> = chosen
        .iter()
        .enumerate()
        .filter(|(other, _)| index.has_arrays(*other) && root(*other) == root(at))
        .filter_map(|(_, clause)| *clause)
        .collect();
    let is_free = |clause: &Clause<'_>| {
        rivals.iter().all(|rival| rival.group.is_some() && rival.group == clause.group)
    };
    let mut free: Vec<_> = usable.into_iter().filter(|(clause, _)| is_free(clause)).collect();
    let narrowness = |ranges: &Ranges| {
        let is_points = ranges.intervals.iter().all(Interval::is_point);
        (!is_points, ranges.intervals.iter().any(Interval::is_all), ranges.intervals.len())
    };
    free.sort_by_key(|(_, ranges)| narrowness(ranges));
    free.truncate(1);
    free
}

/// Whether the index, inside these bounds, gives documents in the order of a sort by these fields (name,
/// descending); and if so, whether it must be read backward.
pub fn sorts(
    index: &Index,
    bounds: &[Vec<Interval>],
    sort: &[(&str, bool)],
    scope: &Scope<'_>,
) -> Option<bool> {
    if index.spec.collation.as_deref() != scope.collation {
        return None;
    }
    let is_fixed = |at: usize| {
        !index.has_arrays(at)
            && matches!(bounds.get(at).map(Vec::as_slice), Some([only]) if only.is_point())
    };
    let name = |at: usize| index.spec.fields[at].name.as_str();
    let fixed: Vec<&str> =
        (0..index.spec.fields.len()).filter(|at| is_fixed(*at)).map(name).collect();
    let mut backward = None;
    let mut arrays = 0;
    let mut fields = (0..index.spec.fields.len()).filter(|at| !is_fixed(*at));
    for (path, descending) in sort.iter().filter(|(path, _)| !fixed.contains(path)) {
        let at = fields.next()?;
        let field = &index.spec.fields[at];
        if field.name != *path || matches!(field.kind, Kind::Hashed | Kind::Text) {
            return None;
        }
        if index.has_arrays(at) {
            arrays += 1;
            // The least element that is inside the bounds need not be the least of the document.
            let is_whole = bounds.iter().enumerate().all(|(other, intervals)| {
                !index.has_arrays(other) || intervals.iter().all(Interval::is_all)
            });
            if !is_whole || arrays > 1 {
                return None;
            }
        }
        let turned = (field.kind == Kind::Descending) != *descending;
        if *backward.get_or_insert(turned) != turned {
            return None;
        }
    }
    Some(backward.unwrap_or(false))
}

/// Whether keys of the index are the values themselves, so that they can stand for the documents.
pub fn covers(index: &Index, fields: &[String]) -> bool {
    !index.is_multikey()
        && index.spec.collation.is_none()
        && fields.iter().all(|name| {
            index.spec.fields.iter().any(|field| {
                field.name == *name && matches!(field.kind, Kind::Ascending | Kind::Descending)
            })
        })
}

/// The single value that a filter `{ _id: value }` asks for.
pub fn exact_id<'f>(filter: &'f Filter, scope: &Scope<'_>) -> Option<&'f Bson> {
    let clauses = filter.clauses();
    let [only] = clauses.as_slice() else { return None };
    let Predicate::Compare { operator: Operator::Equal, value } = &only.predicate else {
        return None;
    };
    let is_simple = !matches!(
        value,
        Bson::Array(_) | Bson::Null | Bson::Undefined | Bson::RegularExpression(_)
    );
    let is_exact = only.name == "_id"
        && filter.is_conjunction()
        && is_simple
        && (scope.collation.is_none() || !is_textual(&only.predicate));
    is_exact.then_some(value)
}
