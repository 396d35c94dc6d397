//! Rules of queries as a whole: names for results, joins, orders, queries in queries.

use sqlparser::ast::{
    Distinct, Expr, GroupByExpr, Ident, JoinConstraint, JoinOperator, OrderByExpr, OrderByKind,
    Query, Select, SelectItem, SetExpr, TableFactor,
};

use super::{
    Gave,
    declared::Kind,
    expressions::condition,
    groups::{is_aggregate, item},
    page::Page,
    parts::all,
    rule::{Findings, Rule},
    schema::Schema,
    scope::{Class, Meaning, Name, Scope, class, last_word},
};

/// Looks at a SELECT; its own scope is the last one.
pub fn look_at_select(page: &Page<'_>, select: &Select, scopes: &[Scope], found: &mut Findings) {
    for (clause, rule) in [(&select.selection, &ALIAS_IN_WHERE), (&select.having, &ALIAS_IN_HAVING)]
    {
        let Some(expr) = clause else { continue };
        if let Some(rule) = condition(expr, scopes) {
            found.add(rule, page.bytes(expr));
        }
        if let Some(alias) = alias_in(expr, select, scopes) {
            found.add(rule, page.bytes(alias));
        }
    }
    for table in &select.from {
        let factors =
            std::iter::once(&table.relation).chain(table.joins.iter().map(|j| &j.relation));
        for factor in factors {
            if let TableFactor::Derived { subquery, alias: None, .. } = factor {
                found.add(&NO_ALIAS, page.bytes(subquery.as_ref()));
            }
        }
        for join in &table.joins {
            match &join.join_operator {
                JoinOperator::Join(JoinConstraint::None)
                | JoinOperator::Inner(JoinConstraint::None)
                | JoinOperator::Left(JoinConstraint::None)
                | JoinOperator::LeftOuter(JoinConstraint::None) => {
                    found.add(&JOIN_WITHOUT_ON, page.bytes(&join.relation));
                }
                JoinOperator::Join(JoinConstraint::On(on))
                | JoinOperator::Inner(JoinConstraint::On(on))
                | JoinOperator::Left(JoinConstraint::On(on))
                | JoinOperator::LeftOuter(JoinConstraint::On(on)) => {
                    if let Some(rule) = condition(on, scopes) {
                        found.add(rule, page.bytes(on));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Looks at what stands around the SELECTs of a query.
pub fn look_at_query(page: &Page<'_>, query: &Query, scopes: &[Scope], found: &mut Findings) {
    if let Some(with) = &query.with
        && !with.recursive
    {
        for cte in &with.cte_tables {
            if reads(&cte.query.body, &cte.alias.name) {
                found.add(&NO_RECURSIVE, page.name_bytes(&cte.alias.name));
            }
        }
    }
    let SetExpr::Select(select) = query.body.as_ref() else { return };
    for order in orders(query) {
        if !matches!(order.expr, Expr::Identifier(_))
            && let Some(alias) = alias_in(&order.expr, select, scopes)
        {
            found.add(&ALIAS_IN_ORDER, page.bytes(alias));
        }
        if select.distinct == Some(Distinct::Distinct) && !is_chosen(&order.expr, select) {
            found.add(&DISTINCT_ORDER, page.bytes(&order.expr));
        }
    }
}

/// Looks at where NULL comes in the order of the outermost query.
pub fn look_at_nulls(
    page: &Page<'_>,
    query: &Query,
    gave: &Gave<'_>,
    schema: &dyn Schema,
    found: &mut Findings,
) {
    for order in orders(query) {
        let is_said = order.options.nulls_first.is_some();
        if !is_said && (shows_null(&order.expr, gave) || cuts_null_off(query, &order.expr, schema))
        {
            found.add(&NULLS_ORDER, page.bytes(&order.expr));
        }
    }
}

/// Looks at the two sides of UNION and its like.
pub fn look_at_sides(
    page: &Page<'_>,
    left: &SetExpr,
    right: &SetExpr,
    scope_of: &dyn Fn(&Select) -> Scope,
    found: &mut Findings,
) {
    let classes = |side: &SetExpr| -> Vec<Class> {
        let SetExpr::Select(select) = side else { return Vec::new() };
        let scopes = [scope_of(select)];
        let class_of = |at: &SelectItem| item(at).map_or(Class::Unknown, |e| class(e, &scopes));
        let is_wild = select.projection.iter().any(|at| item(at).is_none());
        if is_wild { Vec::new() } else { select.projection.iter().map(class_of).collect() }
    };
    let number = |class: &Class| match class {
        Class::Number(_) => true,
        Class::Of(kind) => matches!(kind, Kind::Integer(..) | Kind::Real | Kind::Exact),
        Class::Quoted(_) | Class::Unknown => false,
    };
    let text = |class: &Class| match class {
        Class::Of(kind) => *kind == Kind::Text,
        Class::Quoted(text) => text.trim().parse::<f64>().is_err(),
        Class::Number(_) | Class::Unknown => false,
    };
    let differs = classes(left)
        .iter()
        .zip(&classes(right))
        .any(|(one, other)| number(one) && text(other) || text(one) && number(other));
    if differs {
        found.add(&UNION_TYPES, page.bytes(right));
    }
}

/// Looks at a query that stands for one value, where nothing has been changed since it ran.
pub fn look_at_value(page: &Page<'_>, query: &Query, schema: &dyn Schema, found: &mut Findings) {
    let gives_one = match query.body.as_ref() {
        SetExpr::Select(select) => {
            let ungrouped =
                matches!(&select.group_by, GroupByExpr::Expressions(by, _) if by.is_empty());
            let aggregates = select
                .projection
                .iter()
                .filter_map(item)
                .any(|expr| all(expr).into_iter().any(is_aggregate));
            aggregates && ungrouped
        }
        _ => false,
    };
    if gives_one || query.limit_clause.is_some() {
        return;
    }
    let part = page.bytes(query);
    if schema.gives_many(&page.text[part.clone()]) {
        found.add(&ONE_OF_MANY, part);
    }
}

fn orders(query: &Query) -> &[OrderByExpr] {
    match query.order_by.as_ref().map(|order| &order.kind) {
        Some(OrderByKind::Expressions(exprs)) => exprs,
        Some(OrderByKind::All(_)) | None => &[],
    }
}

/// The first name in `expr` that is no column and that SELECT gives to a result.
fn alias_in<'e>(expr: &'e Expr, select: &Select, scopes: &[Scope]) -> Option<&'e Expr> {
    let own = scopes.last()?;
    let is_alias = |expr: &&Expr| {
        let Expr::Identifier(name) = expr else { return false };
        let column = Name { table: None, column: &name.value };
        let is_column =
            scopes.iter().any(|scope| !matches!(scope.meaning(&column), Meaning::Nothing));
        !is_column && aliases(select).any(|alias| alias.value.eq_ignore_ascii_case(&name.value))
    };
    if !own.is_known() {
        return None;
    }
    all(expr).into_iter().find(is_alias)
}

fn aliases(select: &Select) -> impl Iterator<Item = &Ident> {
    select.projection.iter().filter_map(|item| match item {
        SelectItem::ExprWithAlias { alias, .. } => Some(alias),
        _ => None,
    })
}

/// Whether a query of the CTE `name` reads what it makes.
fn reads(body: &SetExpr, name: &Ident) -> bool {
    match body {
        SetExpr::Select(select) => select.from.iter().any(|table| {
            let joined = table.joins.iter().map(|join| &join.relation);
            std::iter::once(&table.relation).chain(joined).any(|factor| match factor {
                TableFactor::Table { name: table, .. } => {
                    last_word(table).eq_ignore_ascii_case(&name.value)
                }
                _ => false,
            })
        }),
        SetExpr::SetOperation { left, right, .. } => reads(left, name) || reads(right, name),
        _ => false,
    }
}

/// Whether SELECT gives what the order goes by.
fn is_chosen(order: &Expr, select: &Select) -> bool {
    let number = matches!(order, Expr::Value(_));
    let chosen = |at: &SelectItem| match item(at) {
        None => true,
        // What is computed may be written with a table before a name, or without.
        Some(expr) => all(order).into_iter().filter_map(Name::of).any(|wanted| {
            all(expr)
                .into_iter()
                .filter_map(Name::of)
                .any(|given| given.column.eq_ignore_ascii_case(wanted.column))
        }),
    };
    let named = |alias: &Ident| {
        Name::of(order).is_some_and(|name| name.column.eq_ignore_ascii_case(&alias.value))
    };
    number || select.projection.iter().any(chosen) || aliases(select).any(named)
}

/// Whether the rows that came hold NULL in the column that the order goes by.
fn shows_null(order: &Expr, gave: &Gave<'_>) -> bool {
    let at = match order {
        Expr::Value(value) => {
            value.value.to_string().parse::<usize>().ok().and_then(|at| at.checked_sub(1))
        }
        _ => Name::of(order).and_then(|name| {
            gave.columns.iter().position(|column| column.eq_ignore_ascii_case(name.column))
        }),
    };
    at.and_then(|at| gave.nulls.get(at)).copied().unwrap_or(false)
}

/// Whether LIMIT cuts rows off whose place in the order is the matter.
fn cuts_null_off(query: &Query, order: &Expr, schema: &dyn Schema) -> bool {
    let SetExpr::Select(select) = query.body.as_ref() else { return false };
    let [table] = select.from.as_slice() else { return false };
    let (TableFactor::Table { name: table, .. }, true) = (&table.relation, table.joins.is_empty())
    else {
        return false;
    };
    let Expr::Identifier(column) = order else { return false };
    let is_plain = select.selection.is_none() && query.limit_clause.is_some();
    is_plain && schema.has_null(last_word(table), &column.value)
}

const ALIAS_IN_WHERE: Rule = Rule {
    name: "alias-in-where",
    sqlite: "SQLite lets WHERE use the name that AS gives to a result.",
    others: "PostgreSQL and MySQL refuse it: repeat the expression, or ask in a query around this \
             one.",
};

const ALIAS_IN_HAVING: Rule = Rule {
    name: "alias-in-having",
    sqlite: "SQLite and MySQL let HAVING use the name that AS gives to a result.",
    others: "PostgreSQL refuses it: repeat the expression.",
};

const ALIAS_IN_ORDER: Rule = Rule {
    name: "alias-in-order",
    sqlite: "SQLite and MySQL compute in ORDER BY with a name that AS gives to a result.",
    others: "PostgreSQL takes such a name alone only: repeat the expression.",
};

const NO_ALIAS: Rule = Rule {
    name: "no-alias",
    sqlite: "SQLite takes a query after FROM without a name.",
    others: "MySQL refuses it, and PostgreSQL did before version 16: write AS and a name after it.",
};

const JOIN_WITHOUT_ON: Rule = Rule {
    name: "join-without-on",
    sqlite: "SQLite pairs every row with every other where a JOIN has no ON; MySQL allows that for \
             an inner JOIN.",
    others: "PostgreSQL refuses it: write CROSS JOIN where that is meant.",
};

const NO_RECURSIVE: Rule = Rule {
    name: "no-recursive",
    sqlite: "SQLite lets a query in WITH read itself without the word RECURSIVE.",
    others: "PostgreSQL and MySQL want WITH RECURSIVE, which SQLite takes too.",
};

const DISTINCT_ORDER: Rule = Rule {
    name: "distinct-order",
    sqlite: "SQLite sorts by a column that SELECT DISTINCT leaves out, though the rows that became \
             one may differ there.",
    others: "PostgreSQL and MySQL refuse it.",
};

const NULLS_ORDER: Rule = Rule {
    name: "nulls-order",
    sqlite: "SQLite and MySQL take NULL for the smallest value when they sort.",
    others: "PostgreSQL takes it for the largest: NULLS FIRST and NULLS LAST say it, in SQLite \
             too.",
};

const UNION_TYPES: Rule = Rule {
    name: "union-types",
    sqlite: "SQLite and MySQL mix numbers and texts in one column.",
    others: "PostgreSQL refuses it: the columns of both sides need one type.",
};

const ONE_OF_MANY: Rule = Rule {
    name: "one-of-many",
    sqlite: "This query gives more than one row, and SQLite takes the first that comes.",
    others: "PostgreSQL and MySQL refuse it: make it one row, or compare with IN.",
};
