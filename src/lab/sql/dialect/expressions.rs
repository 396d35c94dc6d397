//! Rules of single expressions: what is compared, computed, converted or taken for a condition.

use sqlparser::ast::{BinaryOperator, DataType, Expr, Function, InTarget, UnaryOperator};

use super::{
    declared::{Declared, Home, Kind},
    functions,
    page::Page,
    rule::{Findings, Rule},
    scope::{Class, Scope, class, column, last_word},
    written::{is_date, is_timestamp},
};

/// Looks at `expr`, whose names mean what they mean in `scopes`.
pub fn look(page: &Page<'_>, expr: &Expr, scopes: &[Scope], found: &mut Findings) {
    let rule = match expr {
        Expr::BinaryOp { left, op, right } => of_operator(left, op, right, scopes),
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => condition(expr, scopes),
        Expr::Between { expr, low, high, .. } => {
            comparison(expr, low, scopes).or_else(|| comparison(expr, high, scopes))
        }
        Expr::In { expr, target: InTarget::List(list), .. } => {
            list.iter().find_map(|value| comparison(expr, value, scopes))
        }
        Expr::Like { pattern, .. } => match class(pattern, scopes) {
            Class::Quoted(text) if text.contains(|ch: char| ch.is_ascii_alphabetic()) => {
                Some(&LIKE_CASE)
            }
            Class::Quoted(_) | Class::Of(_) | Class::Number(_) | Class::Unknown => None,
        },
        Expr::Cast { expr, data_type, .. } => of_cast(expr, data_type, scopes),
        Expr::Case { operand: None, conditions, .. } => {
            conditions.iter().find_map(|when| condition(&when.condition, scopes))
        }
        Expr::Function(function) => {
            functions::look(page, expr, function, scopes, found);
            None
        }
        Expr::Substring { substring_from: Some(start), .. } => {
            functions::look_at_substring(page, expr, start, scopes, found);
            None
        }
        _ => None,
    };
    if let Some(rule) = rule {
        let is_call = matches!(expr, Expr::Cast { .. });
        found.add(rule, if is_call { page.worded_call_bytes(expr) } else { page.bytes(expr) });
    }
}

/// The rule for a number where PostgreSQL wants a condition.
pub fn condition(expr: &Expr, scopes: &[Scope]) -> Option<&'static Rule> {
    match class(expr, scopes) {
        Class::Number(_) | Class::Of(Kind::Integer(..) | Kind::Real | Kind::Exact) => {
            Some(&NUMBER_AS_CONDITION)
        }
        Class::Of(Kind::Text) => Some(&TEXT_AS_CONDITION),
        Class::Of(_) | Class::Quoted(_) | Class::Unknown => None,
    }
}

fn of_operator(
    left: &Expr,
    op: &BinaryOperator,
    right: &Expr,
    scopes: &[Scope],
) -> Option<&'static Rule> {
    match op {
        BinaryOperator::And | BinaryOperator::Or => {
            condition(left, scopes).or_else(|| condition(right, scopes))
        }
        BinaryOperator::Eq
        | BinaryOperator::NotEq
        | BinaryOperator::Lt
        | BinaryOperator::LtEq
        | BinaryOperator::Gt
        | BinaryOperator::GtEq => comparison(left, right, scopes),
        BinaryOperator::Is | BinaryOperator::IsNot => Some(&IS_VALUE),
        BinaryOperator::Plus
        | BinaryOperator::Minus
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Modulo => arithmetic(left, op, right, scopes),
        BinaryOperator::StringConcat => match (class(left, scopes), class(right, scopes)) {
            (one, other) if is_number(&one) && is_number(&other) => Some(&CONCAT_NUMBERS),
            _ => None,
        },
        _ => None,
    }
}

fn comparison(left: &Expr, right: &Expr, scopes: &[Scope]) -> Option<&'static Rule> {
    let (one, other) = (class(left, scopes), class(right, scopes));
    one_way(left, &one, &other, scopes).or_else(|| one_way(right, &other, &one, scopes))
}

fn one_way(left: &Expr, one: &Class, other: &Class, scopes: &[Scope]) -> Option<&'static Rule> {
    match (one, other) {
        (Class::Of(Kind::Boolean), _) if is_number(other) => {
            // `1 < x < 5` reads as `(1 < x) < 5`.
            let chained = matches!(left, Expr::BinaryOp { .. });
            Some(if chained { &CHAINED_COMPARISON } else { &BOOLEAN_AND_NUMBER })
        }
        (Class::Of(Kind::Text), _) if is_number(other) => Some(&TEXT_AND_NUMBER),
        (_, Class::Quoted(text)) if is_number(one) => {
            if text.trim().parse::<f64>().is_err() {
                return Some(&NUMBER_AND_WORD);
            }
            // A column turns the text into a number; what is computed does not.
            let turns = column(left, scopes).is_some() || matches!(left, Expr::Cast { .. });
            (!turns).then_some(&NUMBER_AND_QUOTED)
        }
        (Class::Of(Kind::Date), Class::Quoted(text)) => (!is_date(text)).then_some(&DATE_AND_TEXT),
        (Class::Of(Kind::Timestamp), Class::Quoted(text)) => {
            (!is_timestamp(text)).then_some(&DATE_AND_TEXT)
        }
        (Class::Of(Kind::Boolean), Class::Quoted(_)) if column(left, scopes).is_some() => {
            Some(&BOOLEAN_AND_TEXT)
        }
        _ => None,
    }
}

fn arithmetic(
    left: &Expr,
    op: &BinaryOperator,
    right: &Expr,
    scopes: &[Scope],
) -> Option<&'static Rule> {
    let (one, other) = (class(left, scopes), class(right, scopes));
    let divides = matches!(op, BinaryOperator::Divide | BinaryOperator::Modulo);
    if divides && is_zero(&other) {
        return Some(&DIVISION_BY_ZERO);
    }
    if [left, right].into_iter().any(is_current) || [&one, &other].into_iter().any(is_moment) {
        return Some(&DATE_ARITHMETIC);
    }
    if [&one, &other].into_iter().any(is_word) {
        return Some(&TEXT_ARITHMETIC);
    }
    let fraction = |class: &Class| match class {
        Class::Number(number) => number.contains('.'),
        Class::Of(kind) => matches!(kind, Kind::Real | Kind::Exact),
        Class::Quoted(_) | Class::Unknown => false,
    };
    let columns = |expr: &Expr| matches!(expr, Expr::Value(_)) || column(expr, scopes).is_some();
    let fractions = fraction(&one) && columns(left) || fraction(&other) && columns(right);
    (*op == BinaryOperator::Modulo && fractions).then_some(&MODULO_OF_FRACTION)
}

fn is_number(class: &Class) -> bool {
    match class {
        Class::Number(_) => true,
        Class::Of(kind) => matches!(kind, Kind::Integer(..) | Kind::Real | Kind::Exact),
        Class::Quoted(_) | Class::Unknown => false,
    }
}

fn is_zero(class: &Class) -> bool {
    matches!(class, Class::Number(number) if number.parse::<f64>() == Ok(0.0))
}

fn is_moment(class: &Class) -> bool {
    matches!(class, Class::Of(Kind::Date | Kind::Timestamp | Kind::Time))
}

/// `CURRENT_DATE` and its like.
fn is_current(expr: &Expr) -> bool {
    let names = ["current_date", "current_timestamp", "current_time"];
    let is_one = |function: &Function| {
        names.iter().any(|name| last_word(&function.name).eq_ignore_ascii_case(name))
    };
    matches!(expr, Expr::Function(function) if is_one(function))
}

/// A text that is no number.
fn is_word(class: &Class) -> bool {
    match class {
        Class::Of(kind) => *kind == Kind::Text,
        Class::Quoted(text) => text.trim().parse::<f64>().is_err(),
        Class::Number(_) | Class::Unknown => false,
    }
}

fn of_cast(expr: &Expr, data_type: &DataType, scopes: &[Scope]) -> Option<&'static Rule> {
    let declared = Declared::of(&data_type.to_string());
    let given = class(expr, scopes);
    if declared.home == Home::Nowhere && !declared.name.is_empty() {
        return Some(&CAST_TO_ANY_WORD);
    }
    match declared.kind {
        Kind::Date | Kind::Time | Kind::Timestamp => Some(&CAST_TO_DATE),
        Kind::Integer(..) => match &given {
            Class::Quoted(text) if text.trim().parse::<f64>().is_err() => Some(&CAST_OF_WORD),
            Class::Quoted(text) | Class::Number(text) => {
                text.contains('.').then_some(&CAST_OF_FRACTION)
            }
            Class::Of(Kind::Real) => Some(&CAST_OF_FRACTION),
            Class::Of(_) | Class::Unknown => None,
        },
        Kind::Real => match &given {
            Class::Quoted(text) if text.trim().parse::<f64>().is_err() => Some(&CAST_OF_WORD),
            Class::Quoted(_) | Class::Number(_) | Class::Of(_) | Class::Unknown => None,
        },
        Kind::Exact => match &given {
            Class::Quoted(text) if text.trim().parse::<f64>().is_err() => Some(&CAST_OF_WORD),
            Class::Quoted(_) | Class::Number(_) | Class::Of(_) | Class::Unknown => {
                (!declared.sizes.is_empty()).then_some(&CAST_TO_DECIMAL)
            }
        },
        Kind::Text => (!declared.sizes.is_empty()).then_some(&CAST_TO_VARCHAR),
        Kind::Boolean => Some(&CAST_TO_BOOLEAN),
        Kind::Uuid | Kind::Json | Kind::Bytes | Kind::Other => None,
    }
}

const NUMBER_AS_CONDITION: Rule = Rule {
    name: "number-as-condition",
    sqlite: "SQLite and MySQL take a number for a condition: 0 is false, and any other is true.",
    others: "PostgreSQL refuses it: write x <> 0.",
};

const TEXT_AS_CONDITION: Rule = Rule {
    name: "text-as-condition",
    sqlite: "SQLite and MySQL make a number of this text, mostly 0, and take that for the \
             condition.",
    others: "PostgreSQL refuses it: compare the text with something.",
};

const IS_VALUE: Rule = Rule {
    name: "is-value",
    sqlite: "SQLite compares any two values with IS, so that NULL IS NULL.",
    others: "PostgreSQL and MySQL take only NULL, TRUE and FALSE after it; IS NOT DISTINCT FROM \
             works in SQLite and PostgreSQL.",
};

const CONCAT_NUMBERS: Rule = Rule {
    name: "concat-numbers",
    sqlite: "SQLite makes texts of two numbers and joins them.",
    others: "PostgreSQL refuses || between numbers; in MySQL || means OR.",
};

const CHAINED_COMPARISON: Rule = Rule {
    name: "chained-comparison",
    sqlite: "SQLite and MySQL compare the answer of the first comparison, 1 or 0, with the next \
             value.",
    others: "PostgreSQL refuses it: write 1 < x AND x < 5.",
};

const BOOLEAN_AND_NUMBER: Rule = Rule {
    name: "boolean-and-number",
    sqlite: "In SQLite and MySQL TRUE is the number 1, so that a condition equals a number.",
    others: "PostgreSQL refuses it: write the condition alone, or NOT before it.",
};

const BOOLEAN_AND_TEXT: Rule = Rule {
    name: "boolean-and-text",
    sqlite: "SQLite compares the number in this BOOLEAN with a text, and they are never equal.",
    others: "PostgreSQL reads the text as TRUE or FALSE, or refuses it.",
};

const TEXT_AND_NUMBER: Rule = Rule {
    name: "text-and-number",
    sqlite: "SQLite compares them as texts where a column of texts is one side, so that '10' < \
             '9'.",
    others: "PostgreSQL refuses it; MySQL makes a number of the text.",
};

const NUMBER_AND_WORD: Rule = Rule {
    name: "number-and-word",
    sqlite: "SQLite says that a number and this text differ, and that every text is the larger.",
    others: "PostgreSQL refuses it; MySQL takes the text for 0.",
};

const NUMBER_AND_QUOTED: Rule = Rule {
    name: "number-and-quoted",
    sqlite: "In SQLite this number and a number in quotes are never equal.",
    others: "PostgreSQL and MySQL make a number of the text: write it without quotes.",
};

const DATE_AND_TEXT: Rule = Rule {
    name: "date-and-text",
    sqlite: "SQLite compares times letter by letter, so they must look alike: 2026-01-05.",
    others: "PostgreSQL and MySQL read the text as a date first, or refuse it.",
};

const DIVISION_BY_ZERO: Rule = Rule {
    name: "division-by-zero",
    sqlite: "In SQLite and MySQL a division by zero gives NULL.",
    others: "PostgreSQL ends the statement with an error.",
};

const DATE_ARITHMETIC: Rule = Rule {
    name: "date-arithmetic",
    sqlite: "SQLite computes with the year that the text begins with: date(x, '+1 day') is meant.",
    others: "PostgreSQL adds days to a DATE, or an INTERVAL; MySQL adds INTERVAL 1 DAY.",
};

const TEXT_ARITHMETIC: Rule = Rule {
    name: "text-arithmetic",
    sqlite: "SQLite and MySQL count a text as the number that it begins with, or as 0.",
    others: "PostgreSQL refuses to compute with it; texts are joined by || there and in SQLite.",
};

const MODULO_OF_FRACTION: Rule = Rule {
    name: "modulo-of-fraction",
    sqlite: "SQLite cuts both numbers to whole ones before it takes the remainder.",
    others: "PostgreSQL and MySQL keep fractions: 5.5 % 2 is 1.5 there.",
};

const LIKE_CASE: Rule = Rule {
    name: "like-case",
    sqlite: "In SQLite LIKE takes a and A for the same, in ASCII only; MySQL's does so by default.",
    others: "PostgreSQL's LIKE does not, and its ILIKE does.",
};

const CAST_TO_ANY_WORD: Rule = Rule {
    name: "cast-to-any-word",
    sqlite: "SQLite takes any word for a type, and this one is none.",
    others: "PostgreSQL and MySQL refuse it.",
};

const CAST_TO_DATE: Rule = Rule {
    name: "cast-to-date",
    sqlite: "SQLite has no type for times: this CAST gives the number that the text begins with.",
    others: "PostgreSQL and MySQL give a date or a time; in SQLite date(x) does.",
};

const CAST_OF_WORD: Rule = Rule {
    name: "cast-of-word",
    sqlite: "SQLite gives the number that the text begins with, or 0.",
    others: "PostgreSQL refuses a text that is no number; MySQL writes CAST(x AS SIGNED), and \
             warns.",
};

const CAST_OF_FRACTION: Rule = Rule {
    name: "cast-of-fraction",
    sqlite: "SQLite cuts the fraction off: 2.7 becomes 2.",
    others: "PostgreSQL rounds it to 3, and so does MySQL's CAST(x AS SIGNED): round(x) does in \
             all three.",
};

const CAST_TO_DECIMAL: Rule = Rule {
    name: "cast-to-decimal",
    sqlite: "SQLite keeps all digits: it has no DECIMAL.",
    others: "PostgreSQL and MySQL round to the digits that are named: round(x, 2) does so in \
             SQLite.",
};

const CAST_TO_VARCHAR: Rule = Rule {
    name: "cast-to-varchar",
    sqlite: "SQLite keeps the whole text, whatever length the type names.",
    others: "PostgreSQL cuts it, and MySQL does with CHAR: substr(x, 1, n) does so in all three.",
};

const CAST_TO_BOOLEAN: Rule = Rule {
    name: "cast-to-boolean",
    sqlite: "SQLite has no BOOLEAN: this CAST gives a number.",
    others: "PostgreSQL gives TRUE or FALSE; MySQL refuses it.",
};
