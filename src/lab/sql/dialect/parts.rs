//! The expressions inside an expression.

use sqlparser::ast::{Expr, InTarget};

use super::scope::arguments;

/// Those of which `expr` is made, without what stands in queries inside it.
pub fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Nested(inner)
        | Expr::UnaryOp { expr: inner, .. }
        | Expr::Cast { expr: inner, .. }
        | Expr::Collate { expr: inner, .. }
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::Trim { expr: inner, .. }
        | Expr::In { expr: inner, target: InTarget::Subquery(_), .. } => vec![inner],
        Expr::BinaryOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right) => vec![left, right],
        Expr::Like { expr, pattern, .. } => vec![expr, pattern],
        Expr::Between { expr, low, high, .. } => vec![expr, low, high],
        Expr::In { expr, target: InTarget::List(list), .. } => {
            std::iter::once(expr.as_ref()).chain(list).collect()
        }
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            let rest = [substring_from, substring_for].into_iter().flatten();
            std::iter::once(expr).chain(rest).map(AsRef::as_ref).collect()
        }
        Expr::Function(function) => arguments(function),
        Expr::Case { operand, conditions, else_result, .. } => {
            let whens = conditions.iter().flat_map(|when| [&when.condition, &when.result]);
            operand.iter().chain(else_result).map(AsRef::as_ref).chain(whens).collect()
        }
        Expr::Tuple(list) => list.iter().collect(),
        _ => Vec::new(),
    }
}

/// `expr` and all that is inside it, the outer ones first.
pub fn all(expr: &Expr) -> Vec<&Expr> {
    let mut found = vec![expr];
    let mut at = 0;
    while let Some(expr) = found.get(at).copied() {
        found.extend(parts(expr));
        at += 1;
    }
    found
}
