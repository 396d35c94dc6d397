//! Which column a name means, and what kind of value an expression has.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident,
    ObjectName, ObjectNamePart, Select, TableFactor, TableWithJoins, UnaryOperator, Value,
};

use super::{
    declared::{Declared, Kind},
    schema::{Column, Schema},
};

/// The tables that one SELECT, UPDATE or DELETE reads.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub sources: Vec<Source>,
}

/// A table of a scope, under the name that it bears there.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    /// None where they are not known: a query in FROM, a CTE.
    pub columns: Option<Vec<Column>>,
}

/// What a name means in a scope.
#[derive(Clone, Copy, Debug)]
pub enum Meaning<'a> {
    Column(&'a Source, &'a Column),
    /// No column of this scope.
    Nothing,
    /// It may be a column whose table is not known.
    Perhaps,
}

/// What kind of value an expression has, as PostgreSQL would see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    Of(Kind),
    /// A text in quotes, which PostgreSQL takes for whatever is needed.
    Quoted(String),
    /// A whole number or a fraction, as it is written.
    Number(String),
    Unknown,
}

impl Scope {
    /// `ctes` are names that hide tables.
    pub fn of_select(select: &Select, schema: &dyn Schema, ctes: &[String]) -> Scope {
        Scope::of_tables(&select.from, schema, ctes)
    }

    pub fn of_tables(tables: &[TableWithJoins], schema: &dyn Schema, ctes: &[String]) -> Scope {
        let factors = tables.iter().flat_map(|table| {
            std::iter::once(&table.relation).chain(table.joins.iter().map(|join| &join.relation))
        });
        Scope { sources: factors.map(|factor| source(factor, schema, ctes)).collect() }
    }

    pub fn of_table(table: &str, schema: &dyn Schema) -> Scope {
        let columns = Some(schema.columns(table)).filter(|columns| !columns.is_empty());
        Scope { sources: vec![Source { name: table.to_owned(), columns }] }
    }

    /// A scope of which nothing is known.
    pub fn unknown() -> Scope {
        Scope { sources: vec![Source { name: String::new(), columns: None }] }
    }

    pub fn is_known(&self) -> bool {
        self.sources.iter().all(|source| source.columns.is_some())
    }

    pub fn meaning(&self, name: &Name<'_>) -> Meaning<'_> {
        let mut perhaps = false;
        for source in &self.sources {
            if name.table.is_some_and(|table| !table.eq_ignore_ascii_case(&source.name)) {
                // A source without a name is one that nothing is known of.
                perhaps |= source.name.is_empty();
                continue;
            }
            let Some(columns) = &source.columns else {
                perhaps = true;
                continue;
            };
            let is_it = |column: &&Column| column.name.eq_ignore_ascii_case(name.column);
            if let Some(column) = columns.iter().find(is_it) {
                return Meaning::Column(source, column);
            }
        }
        if perhaps { Meaning::Perhaps } else { Meaning::Nothing }
    }
}

/// A column's name, and the table before it.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    pub table: Option<&'a str>,
    pub column: &'a str,
}

impl<'a> Name<'a> {
    pub fn of(expr: &'a Expr) -> Option<Name<'a>> {
        match expr {
            Expr::Identifier(column) => Some(Name { table: None, column: &column.value }),
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [.., table, column] => {
                    Some(Name { table: Some(&table.value), column: &column.value })
                }
                _ => None,
            },
            Expr::Nested(inner) => Name::of(inner),
            _ => None,
        }
    }
}

/// The last word of a name: `main.users` is `users`.
pub fn last_word(name: &ObjectName) -> &str {
    last_ident(name).map_or("", |ident| &ident.value)
}

pub fn last_ident(name: &ObjectName) -> Option<&Ident> {
    match name.0.last() {
        Some(ObjectNamePart::Identifier(ident)) => Some(ident),
        Some(ObjectNamePart::Function(_)) | None => None,
    }
}

/// What a function is given, where it is a plain list.
pub fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    list.args
        .iter()
        .filter_map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            FunctionArg::Unnamed(_) | FunctionArg::Named { .. } | FunctionArg::ExprNamed { .. } => {
                None
            }
        })
        .collect()
}

/// What kind of value `expr` has in the innermost of `scopes`, the last one.
pub fn class(expr: &Expr, scopes: &[Scope]) -> Class {
    match expr {
        Expr::Nested(inner) => class(inner, scopes),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => Class::Number(number.clone()),
            Value::SingleQuotedString(text) => Class::Quoted(text.clone()),
            Value::Boolean(_) => Class::Of(Kind::Boolean),
            _ => Class::Unknown,
        },
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
            column(expr, scopes).map_or(Class::Unknown, |column| class_of(&column.declared))
        }
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match class(expr, scopes) {
            Class::Number(number) => Class::Number(format!("-{number}")),
            class => class,
        },
        Expr::UnaryOp { op: UnaryOperator::Not, .. }
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::Like { .. }
        | Expr::Between { .. }
        | Expr::In { .. }
        | Expr::Exists { .. } => Class::Of(Kind::Boolean),
        Expr::BinaryOp { left, op, right } => of_operator(left, op, right, scopes),
        Expr::Cast { data_type, .. } => class_of(&data_type.to_string()),
        Expr::Function(function) => of_function(function, scopes),
        Expr::Substring { .. } | Expr::Trim { .. } => Class::Of(Kind::Text),
        _ => Class::Unknown,
    }
}

/// The column that `expr` names, where that is sure.
pub fn column<'a>(expr: &Expr, scopes: &'a [Scope]) -> Option<&'a Column> {
    let name = Name::of(expr)?;
    for scope in scopes.iter().rev() {
        match scope.meaning(&name) {
            Meaning::Column(_, column) => return Some(column),
            Meaning::Perhaps => return None,
            Meaning::Nothing => {}
        }
    }
    None
}

fn source(factor: &TableFactor, schema: &dyn Schema, ctes: &[String]) -> Source {
    match factor {
        TableFactor::Table { name, alias, args: None, .. } => {
            let table = last_word(name);
            let hidden = ctes.iter().any(|cte| cte.eq_ignore_ascii_case(table));
            let columns = if hidden { Vec::new() } else { schema.columns(table) };
            Source {
                name: alias.as_ref().map_or(table, |alias| &alias.name.value).to_owned(),
                columns: Some(columns).filter(|columns| !columns.is_empty()),
            }
        }
        TableFactor::Derived { alias: Some(alias), .. } => {
            Source { name: alias.name.value.clone(), columns: None }
        }
        _ => Source { name: String::new(), columns: None },
    }
}

fn class_of(declared: &str) -> Class {
    match Declared::of(declared).kind {
        Kind::Other => Class::Unknown,
        kind => Class::Of(kind),
    }
}

fn of_operator(left: &Expr, op: &BinaryOperator, right: &Expr, scopes: &[Scope]) -> Class {
    match op {
        BinaryOperator::Eq
        | BinaryOperator::NotEq
        | BinaryOperator::Lt
        | BinaryOperator::LtEq
        | BinaryOperator::Gt
        | BinaryOperator::GtEq
        | BinaryOperator::And
        | BinaryOperator::Or
        | BinaryOperator::Is
        | BinaryOperator::IsNot => Class::Of(Kind::Boolean),
        BinaryOperator::StringConcat => Class::Of(Kind::Text),
        BinaryOperator::Plus
        | BinaryOperator::Minus
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo => match (class(left, scopes), class(right, scopes)) {
            (Class::Of(kind @ (Kind::Integer(..) | Kind::Real | Kind::Exact)), _)
            | (_, Class::Of(kind @ (Kind::Integer(..) | Kind::Real | Kind::Exact))) => {
                Class::Of(kind)
            }
            (Class::Number(_), Class::Number(_)) => Class::Of(Kind::Exact),
            _ => Class::Unknown,
        },
        _ => Class::Unknown,
    }
}

fn of_function(function: &Function, scopes: &[Scope]) -> Class {
    let name = last_word(&function.name).to_ascii_lowercase();
    let first = || arguments(function).first().map_or(Class::Unknown, |arg| class(arg, scopes));
    match name.as_str() {
        "count" | "length" | "row_number" | "rank" => Class::Of(Kind::Integer(i64::MIN, i64::MAX)),
        "sum" | "avg" | "round" | "total" => Class::Of(Kind::Exact),
        "lower" | "upper" | "replace" | "trim" | "ltrim" | "rtrim" | "substr" => {
            Class::Of(Kind::Text)
        }
        "min" | "max" | "coalesce" | "abs" => match first() {
            class @ Class::Of(_) => class,
            Class::Number(_) | Class::Quoted(_) | Class::Unknown => Class::Unknown,
        },
        _ => Class::Unknown,
    }
}
