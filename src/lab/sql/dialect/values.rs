//! Rules of values that are put into columns: SQLite's types are wishes.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Expr, Insert, Query, SelectItem, SetExpr, Statement, TableFactor,
    TableObject, UnaryOperator, Value,
};

use super::{
    declared::{Declared, Home, Kind},
    page::Page,
    rule::{Findings, Rule},
    schema::{Column, Schema},
    scope::last_word,
    written::{is_date, is_json, is_time, is_timestamp, is_uuid},
};

/// Rows of one INSERT that are looked at.
const ROWS_MAX: usize = 100;

pub fn look(page: &Page<'_>, schema: &dyn Schema, found: &mut Findings) {
    match &page.tree {
        Some(Statement::Insert(insert)) => {
            let TableObject::TableName(name) = &insert.table else { return };
            look_at_insert(page, insert, &schema.columns(last_word(name)), found);
        }
        Some(Statement::Update(update)) => {
            let TableFactor::Table { name, .. } = &update.table.relation else { return };
            let columns = schema.columns(last_word(name));
            for assignment in &update.assignments {
                look_at_assignment(page, assignment, &columns, found);
            }
        }
        _ => {}
    }
}

fn look_at_insert(page: &Page<'_>, insert: &Insert, columns: &[Column], found: &mut Findings) {
    let named: Vec<&Column> = if insert.columns.is_empty() {
        columns.iter().collect()
    } else {
        let names = insert.columns.iter().map(last_word);
        let known =
            |name: &str| columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
        let found: Vec<Option<&Column>> = names.map(known).collect();
        if found.iter().any(Option::is_none) {
            return;
        }
        found.into_iter().flatten().collect()
    };
    let Some(source) = &insert.source else { return };
    for row in rows(source).into_iter().take(ROWS_MAX) {
        for (column, value) in named.iter().zip(row) {
            look_at_value(page, column, value, found);
        }
    }
    let left_out = columns.iter().find(|column| {
        let is_named = named.iter().any(|named| named.name == column.name);
        column.is_key && !is_named && may_be_null(column) && !column.has_default
    });
    if left_out.is_some()
        && let TableObject::TableName(name) = &insert.table
    {
        found.add(&NULL_IN_KEY, page.bytes(name));
    }
}

/// The rows of values that stand in an INSERT.
fn rows(source: &Query) -> Vec<Vec<&Expr>> {
    match source.body.as_ref() {
        SetExpr::Values(values) => {
            values.rows.iter().map(|row| row.content.iter().collect()).collect()
        }
        SetExpr::Select(select) => {
            let exprs = select.projection.iter().map(|item| match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                    Some(expr)
                }
                SelectItem::ExprWithAliases { .. }
                | SelectItem::QualifiedWildcard(..)
                | SelectItem::Wildcard(_) => None,
            });
            exprs.collect::<Option<Vec<_>>>().into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn look_at_assignment(
    page: &Page<'_>,
    assignment: &Assignment,
    columns: &[Column],
    found: &mut Findings,
) {
    let AssignmentTarget::ColumnName(name) = &assignment.target else { return };
    let is_it = |column: &&Column| column.name.eq_ignore_ascii_case(last_word(name));
    if let Some(column) = columns.iter().find(is_it) {
        look_at_value(page, column, &assignment.value, found);
    }
}

/// The rule for `value` in `column`, where it is written down.
pub fn look_at_value(page: &Page<'_>, column: &Column, value: &Expr, found: &mut Findings) {
    let rule = match written(value) {
        Some(Written::Null) if column.is_key => {
            if column.is_row_number {
                Some(&NULL_NUMBERS)
            } else {
                may_be_null(column).then_some(&NULL_IN_KEY)
            }
        }
        Some(Written::Null) | None => None,
        Some(Written::Text(text)) => of_text(&Declared::of(&column.declared), text),
        Some(Written::Number(number)) => of_number(&Declared::of(&column.declared), &number),
    };
    if let Some(rule) = rule {
        found.add(rule, page.bytes(value));
    }
}

/// SQLite lets a key be NULL unless it says NOT NULL, but for the number of the row. What other
/// databases number has a note of its own, on the CREATE TABLE.
fn may_be_null(column: &Column) -> bool {
    let is_numbered = Declared::of(&column.declared).home == Home::Serial
        || column.declared.to_ascii_uppercase().contains("AUTO_INCREMENT");
    !column.is_row_number && !column.is_not_null && !is_numbered
}

enum Written<'a> {
    Null,
    Text(&'a str),
    Number(String),
}

fn written(value: &Expr) -> Option<Written<'_>> {
    match value {
        Expr::Value(value) => match &value.value {
            Value::Null => Some(Written::Null),
            Value::SingleQuotedString(text) => Some(Written::Text(text)),
            Value::Number(number, _) => Some(Written::Number(number.clone())),
            _ => None,
        },
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match written(expr)? {
            Written::Number(number) => Some(Written::Number(format!("-{number}"))),
            Written::Null | Written::Text(_) => None,
        },
        Expr::Nested(inner) => written(inner),
        _ => None,
    }
}

fn of_text(declared: &Declared, text: &str) -> Option<&'static Rule> {
    match declared.kind {
        Kind::Integer(..) | Kind::Real | Kind::Exact => match text.trim().parse::<f64>() {
            Ok(_) => of_number(declared, text.trim()),
            Err(_) => Some(&TEXT_IN_NUMBER),
        },
        Kind::Text => {
            let longest = declared.sizes.first().copied().or_else(|| {
                // CHAR alone is one character.
                matches!(declared.name.as_str(), "CHAR" | "CHARACTER" | "NCHAR").then_some(1)
            })?;
            (longest < text.trim_end_matches(' ').chars().count() as u64).then_some(&TOO_LONG)
        }
        Kind::Boolean => Some(&TEXT_IN_BOOLEAN),
        Kind::Date => (!is_date(text)).then_some(&NO_DATE),
        Kind::Time => (!is_time(text)).then_some(&NO_DATE),
        Kind::Timestamp => (!is_timestamp(text)).then_some(&NO_DATE),
        Kind::Uuid => (!is_uuid(text)).then_some(&NO_UUID),
        Kind::Json => (!is_json(text)).then_some(&NO_JSON),
        Kind::Bytes | Kind::Other => None,
    }
}

fn of_number(declared: &Declared, number: &str) -> Option<&'static Rule> {
    let value: f64 = number.parse().ok()?;
    match declared.kind {
        Kind::Integer(least, most) => {
            if value.fract() != 0.0 {
                return Some(&FRACTION_IN_INTEGER);
            }
            let fits = number
                .parse::<i64>()
                .map_or(value.abs() < 9e18, |whole| (least..=most).contains(&whole));
            (!fits).then_some(&OUT_OF_RANGE)
        }
        Kind::Exact => of_exact(&declared.sizes, number),
        Kind::Boolean => Some(&NUMBER_IN_BOOLEAN),
        Kind::Date | Kind::Time | Kind::Timestamp | Kind::Uuid | Kind::Json => {
            Some(&NUMBER_IN_OTHER)
        }
        Kind::Text => {
            let longest = declared.sizes.first()?;
            (*longest < number.chars().count() as u64).then_some(&TOO_LONG)
        }
        Kind::Real | Kind::Bytes | Kind::Other => None,
    }
}

/// `sizes` are how many digits there are in all, and how many of them after the point.
fn of_exact(sizes: &[u64], number: &str) -> Option<&'static Rule> {
    let digits = *sizes.first()?;
    let scale = sizes.get(1).copied().unwrap_or(0);
    if number.contains(['e', 'E']) {
        return None;
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('-').trim_start_matches('0');
    if digits.saturating_sub(scale) < whole.len() as u64 {
        return Some(&OUT_OF_RANGE);
    }
    (scale < fraction.trim_end_matches('0').len() as u64).then_some(&NOT_ROUNDED)
}

const NULL_IN_KEY: Rule = Rule {
    name: "null-in-key",
    sqlite: "SQLite lets this primary key be NULL: only INTEGER PRIMARY KEY never is.",
    others: "PostgreSQL and MySQL refuse the row: add NOT NULL to the column, and give a value.",
};

const NULL_NUMBERS: Rule = Rule {
    name: "null-numbers",
    sqlite: "SQLite gives the row the next number for this NULL, as MySQL does with \
             AUTO_INCREMENT.",
    others: "PostgreSQL refuses it: leave the column out of the INSERT.",
};

const TEXT_IN_NUMBER: Rule = Rule {
    name: "text-in-number",
    sqlite: "SQLite keeps this text in a column of numbers.",
    others: "PostgreSQL and MySQL refuse it, and so does SQLite in a STRICT table.",
};

const FRACTION_IN_INTEGER: Rule = Rule {
    name: "fraction-in-integer",
    sqlite: "SQLite keeps the fraction in a column of whole numbers.",
    others: "PostgreSQL and MySQL round it.",
};

const OUT_OF_RANGE: Rule = Rule {
    name: "out-of-range",
    sqlite: "SQLite keeps a number that is too large for this type.",
    others: "PostgreSQL and MySQL refuse it.",
};

const NOT_ROUNDED: Rule = Rule {
    name: "not-rounded",
    sqlite: "SQLite keeps more digits after the point than this type names.",
    others: "PostgreSQL and MySQL round the number to them.",
};

const TOO_LONG: Rule = Rule {
    name: "too-long",
    sqlite: "SQLite keeps a text that is longer than its type says.",
    others: "PostgreSQL and MySQL refuse it; in SQLite a CHECK (length(x) <= n) does.",
};

const TEXT_IN_BOOLEAN: Rule = Rule {
    name: "text-in-boolean",
    sqlite: "SQLite keeps the text: a BOOLEAN takes anything there.",
    others: "PostgreSQL makes TRUE or FALSE of 'yes' and its like, and refuses the rest; MySQL \
             refuses words.",
};

const NUMBER_IN_BOOLEAN: Rule = Rule {
    name: "number-in-boolean",
    sqlite: "In SQLite and MySQL a BOOLEAN is a number, and TRUE is 1.",
    others: "PostgreSQL refuses numbers: TRUE and FALSE work in all three.",
};

const NO_DATE: Rule = Rule {
    name: "no-date",
    sqlite: "SQLite keeps any text in this column: it has no type for times.",
    others: "PostgreSQL and MySQL refuse what is no date or time, and understand 2026-01-31.",
};

const NO_UUID: Rule = Rule {
    name: "no-uuid",
    sqlite: "SQLite keeps any text in a column of UUIDs.",
    others: "PostgreSQL refuses what is none; MySQL has no such type.",
};

const NO_JSON: Rule = Rule {
    name: "no-json",
    sqlite: "SQLite keeps any text in a column of JSON; CHECK (json_valid(x)) would refuse it.",
    others: "PostgreSQL and MySQL refuse what is no JSON: a text stands in double quotes in it.",
};

const NUMBER_IN_OTHER: Rule = Rule {
    name: "number-in-other",
    sqlite: "SQLite keeps this number, whatever the type of the column.",
    others: "PostgreSQL refuses it here.",
};
