//! A walk through the syntax tree of a statement, which asks the rules at every step.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, FromTable, Query, Select, SetExpr, Statement, Visit, Visitor};

use super::{
    Gave, expressions, groups,
    page::Page,
    queries,
    rule::Findings,
    schema::Schema,
    scope::{Scope, last_word},
};

/// Asks the rules about `tree`, the tree of `page`.
pub fn walk(
    page: &Page<'_>,
    tree: &Statement,
    gave: &Gave<'_>,
    schema: &dyn Schema,
    found: &mut Findings,
) {
    let only_reads = matches!(tree, Statement::Query(_));
    if let Statement::Query(query) = tree {
        queries::look_at_nulls(page, query, gave, schema, found);
    }
    let scopes = Vec::new();
    let mut walk = Walk { page, schema, found, only_reads, scopes, ctes: Vec::new() };
    // No step breaks the walk off.
    let ControlFlow::Continue(()) = tree.visit(&mut walk);
}

struct Walk<'w> {
    page: &'w Page<'w>,
    schema: &'w dyn Schema,
    found: &'w mut Findings,
    only_reads: bool,
    /// The innermost comes last.
    scopes: Vec<Scope>,
    ctes: Vec<String>,
}

impl Walk<'_> {
    fn scope(&self, select: &Select) -> Scope {
        Scope::of_select(select, self.schema, &self.ctes)
    }
}

impl Visitor for Walk<'_> {
    type Break = std::convert::Infallible;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<Self::Break> {
        let scope = match statement {
            Statement::Update(update) => {
                let tables = std::slice::from_ref(&update.table);
                Some(Scope::of_tables(tables, self.schema, &self.ctes))
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) =
                    &delete.from;
                Some(Scope::of_tables(tables, self.schema, &self.ctes))
            }
            Statement::CreateTable(table) => {
                Some(Scope::of_table(last_word(&table.name), self.schema))
            }
            _ => None,
        };
        let selection = match statement {
            Statement::Update(update) => update.selection.as_ref(),
            Statement::Delete(delete) => delete.selection.as_ref(),
            _ => None,
        };
        self.scopes.extend(scope);
        if let Some(selection) = selection
            && let Some(rule) = expressions::condition(selection, &self.scopes)
        {
            self.found.add(rule, self.page.bytes(selection));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        let made = query.with.iter().flat_map(|with| &with.cte_tables);
        self.ctes.extend(made.map(|cte| cte.alias.name.value.clone()));
        let scope = match query.body.as_ref() {
            SetExpr::Select(select) => self.scope(select),
            _ => Scope::unknown(),
        };
        self.scopes.push(scope);
        queries::look_at_query(self.page, query, &self.scopes, self.found);
        let mut sides = vec![query.body.as_ref()];
        while let Some(side) = sides.pop() {
            if let SetExpr::SetOperation { left, right, .. } = side {
                let (schema, ctes) = (self.schema, &self.ctes);
                let scope_of = |select: &Select| Scope::of_select(select, schema, ctes);
                queries::look_at_sides(self.page, left, right, &scope_of, self.found);
                sides.extend([left.as_ref(), right.as_ref()]);
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Self::Break> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        let scope = self.scope(select);
        let is_alone = self.scopes.len() <= 1;
        groups::look(self.page, select, &scope, is_alone, self.found);
        self.scopes.push(scope);
        queries::look_at_select(self.page, select, &self.scopes, self.found);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<Self::Break> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Self::Break> {
        expressions::look(self.page, expr, &self.scopes, self.found);
        if let (Expr::Subquery(query), true) = (expr, self.only_reads) {
            queries::look_at_value(self.page, query, self.schema, self.found);
        }
        ControlFlow::Continue(())
    }
}
