//! The rule of columns that are neither grouped nor aggregated.

use sqlparser::ast::{Expr, Function, GroupByExpr, Ident, Select, SelectItem, Value};

use super::{
    page::Page,
    parts::{all, parts},
    rule::{Findings, Rule},
    scope::{Meaning, Name, Scope, arguments, last_word},
};

/// Looks at `select`, whose tables are `scope`; `is_alone` where no query stands around it.
pub fn look(page: &Page<'_>, select: &Select, scope: &Scope, is_alone: bool, found: &mut Findings) {
    let GroupByExpr::Expressions(written, _) = &select.group_by else { return };
    let exprs = || select.projection.iter().filter_map(item).chain(&select.having);
    let aggregates = exprs().any(|expr| all(expr).into_iter().any(is_aggregate));
    if written.is_empty() && !aggregates {
        return;
    }
    let grouped = written.iter().map(|expr| meant(expr, select, scope)).collect();
    let groups = Groups { scope, grouped, is_alone };
    for expr in exprs() {
        if let Some(column) = groups.bare(expr) {
            found.add(&BARE_COLUMN, page.bytes(column));
        }
    }
    for wild in select.projection.iter().filter(|at| item(at).is_none()) {
        if groups.bare_of_all() {
            found.add(&BARE_COLUMN, page.bytes(wild));
        }
    }
}

struct Groups<'a> {
    scope: &'a Scope,
    grouped: Vec<&'a Expr>,
    is_alone: bool,
}

impl Groups<'_> {
    /// The first column in `expr` that has more than one value in a group.
    fn bare<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        if is_aggregate(expr) || self.grouped.iter().any(|grouped| self.same(grouped, expr)) {
            return None;
        }
        match Name::of(expr) {
            Some(name) => match self.scope.meaning(&name) {
                Meaning::Column(source, _) => {
                    let columns = source.columns.as_deref().unwrap_or_default();
                    let key: Vec<&str> = columns
                        .iter()
                        .filter(|column| column.is_key)
                        .map(|column| column.name.as_str())
                        .collect();
                    let is_known = |key: &&str| {
                        let key = Name { table: Some(&source.name), column: key };
                        self.grouped
                            .iter()
                            .filter_map(|grouped| Name::of(grouped))
                            .any(|grouped| self.same_column(&grouped, &key))
                    };
                    let depends = !key.is_empty() && key.iter().all(is_known);
                    (!depends).then_some(expr)
                }
                // A column of the query around this one has one value here.
                Meaning::Perhaps => self.is_alone.then_some(expr),
                Meaning::Nothing => None,
            },
            None => parts(expr).into_iter().find_map(|part| self.bare(part)),
        }
    }

    /// Whether one of the columns that `*` stands for has more than one value in a group.
    fn bare_of_all(&self) -> bool {
        self.scope.sources.iter().any(|source| {
            source.columns.iter().flatten().any(|column| {
                let name = |name: &str| Ident::with_quote('"', name);
                let column = vec![name(&source.name), name(&column.name)];
                self.bare(&Expr::CompoundIdentifier(column)).is_some()
            })
        })
    }

    fn same(&self, one: &Expr, other: &Expr) -> bool {
        if let (Some(one), Some(other)) = (Name::of(one), Name::of(other)) {
            return self.same_column(&one, &other);
        }
        let (inner, others) = (parts(one), parts(other));
        if inner.is_empty() || inner.len() != others.len() || !looks_alike(one, other) {
            return one == other;
        }
        inner.into_iter().zip(others).all(|(one, other)| self.same(one, other))
    }

    fn same_column(&self, one: &Name<'_>, other: &Name<'_>) -> bool {
        if !one.column.eq_ignore_ascii_case(other.column) {
            return false;
        }
        match (self.scope.meaning(one), self.scope.meaning(other)) {
            (Meaning::Column(one, _), Meaning::Column(other, _)) => {
                one.name.eq_ignore_ascii_case(&other.name)
            }
            _ => true,
        }
    }
}

/// Whether two expressions are alike but for what is inside them.
fn looks_alike(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::BinaryOp { op: one, .. }, Expr::BinaryOp { op: other, .. }) => one == other,
        (Expr::Cast { data_type: one, .. }, Expr::Cast { data_type: other, .. }) => one == other,
        (Expr::Function(one), Expr::Function(other)) => {
            last_word(&one.name).eq_ignore_ascii_case(last_word(&other.name))
        }
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// What an entry of GROUP BY stands for: `1` and an alias stand for a column of the result.
fn meant<'a>(expr: &'a Expr, select: &'a Select, scope: &Scope) -> &'a Expr {
    if let Expr::Value(value) = expr
        && let Value::Number(number, _) = &value.value
    {
        let at = number.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        return at.and_then(|at| item(select.projection.get(at)?)).unwrap_or(expr);
    }
    let Expr::Identifier(name) = expr else { return expr };
    let column = Name { table: None, column: &name.value };
    if let Meaning::Column(..) = scope.meaning(&column) {
        return expr;
    }
    let aliased = select.projection.iter().find_map(|item| match item {
        SelectItem::ExprWithAlias { expr, alias }
            if alias.value.eq_ignore_ascii_case(&name.value) =>
        {
            Some(expr)
        }
        _ => None,
    });
    aliased.unwrap_or(expr)
}

pub fn item(item: &SelectItem) -> Option<&Expr> {
    match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
        SelectItem::ExprWithAliases { .. }
        | SelectItem::QualifiedWildcard(..)
        | SelectItem::Wildcard(_) => None,
    }
}

/// A call that makes one value of many rows.
pub fn is_aggregate(expr: &Expr) -> bool {
    let Expr::Function(function) = expr else { return false };
    function.over.is_none() && aggregates(function)
}

fn aggregates(function: &Function) -> bool {
    let name = last_word(&function.name).to_ascii_lowercase();
    let given = arguments(function).len();
    match name.as_str() {
        "max" | "min" => given == 1,
        "count" | "sum" | "avg" | "total" | "group_concat" | "string_agg" | "json_group_array"
        | "json_group_object" => true,
        _ => false,
    }
}

const BARE_COLUMN: Rule = Rule {
    name: "bare-column",
    sqlite: "SQLite takes this column from any row of the group.",
    others: "PostgreSQL and MySQL refuse a column that is neither grouped nor aggregated.",
};
