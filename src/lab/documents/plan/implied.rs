//! Whether all documents that a query matches are in a partial index. (MongoDB manual, partial indexes, query
//! coverage.)

use bson::Bson;

use super::bounds::needs_value;
use crate::lab::documents::{
    filter::{Filter, Operator, Predicate},
    scope::Scope,
    value::{compare, rank},
};

/// Whether what `query` asks for includes what `partial` asks for.
pub fn implies_partial(query: &Filter, partial: &Filter, scope: &Scope<'_>) -> bool {
    partial.is_conjunction()
        && partial.clauses().into_iter().all(|asked| {
            query.clauses().into_iter().any(|given| {
                given.name == asked.name && implies(&given.predicate, &asked.predicate, scope)
            })
        })
}

fn implies(given: &Predicate, asked: &Predicate, scope: &Scope<'_>) -> bool {
    if is_same(given, asked) {
        return true;
    }
    // One of these is the field's value.
    let values: &[Bson] = match given {
        Predicate::Compare { operator: Operator::Equal, value } => std::slice::from_ref(value),
        Predicate::In { values, patterns } if patterns.is_empty() => values,
        given => {
            return is_implied_range(given, asked, scope)
                || (matches!(asked, Predicate::Exists) && needs_value(given));
        }
    };
    let is_simple = matches!(
        asked,
        Predicate::Exists
            | Predicate::Compare { .. }
            | Predicate::Types(_)
            | Predicate::In { .. }
            | Predicate::Pattern(_)
            | Predicate::Modulo { .. }
    );
    is_simple && values.iter().all(|value| meets(value, asked, scope))
}

fn is_implied_range(given: &Predicate, asked: &Predicate, scope: &Scope<'_>) -> bool {
    let (
        Predicate::Compare { operator: given, value },
        Predicate::Compare { operator: asked, value: limit },
    ) = (given, asked)
    else {
        return false;
    };
    rank(value) == rank(limit) && is_tighter((*given, value), (*asked, limit), scope)
}

/// The same condition; those that hold code of their own are compared by what they print.
fn is_same(given: &Predicate, asked: &Predicate) -> bool {
    format!("{given:?}") == format!("{asked:?}")
}

/// Whether a document whose field equals `value` meets `asked`; an array is not one value.
fn meets(value: &Bson, asked: &Predicate, scope: &Scope<'_>) -> bool {
    !matches!(value, Bson::Array(_) | Bson::Null | Bson::Undefined)
        && asked.matches(Some(value), scope, &mut None).unwrap_or(false)
}

/// Whether every value on the one side of `value` is on the side of `limit` that is asked for.
fn is_tighter(
    (given, value): (Operator, &Bson),
    (asked, limit): (Operator, &Bson),
    scope: &Scope<'_>,
) -> bool {
    let order = compare(value, limit, scope.collation);
    match given {
        Operator::Greater => {
            matches!(asked, Operator::Greater | Operator::GreaterOrEqual) && order.is_ge()
        }
        Operator::GreaterOrEqual => match asked {
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
            Operator::Equal | Operator::Less | Operator::LessOrEqual => false,
        },
        Operator::Less => matches!(asked, Operator::Less | Operator::LessOrEqual) && order.is_le(),
        Operator::LessOrEqual => match asked {
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
            Operator::Equal | Operator::Greater | Operator::GreaterOrEqual => false,
        },
        Operator::Equal => false,
    }
}
