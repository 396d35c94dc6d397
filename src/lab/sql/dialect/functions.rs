//! Rules of functions: those that only SQLite has, and those that mean something else elsewhere.

use sqlparser::ast::{Expr, Function};

use super::{
    declared::Kind,
    page::Page,
    rule::{Findings, Rule},
    scope::{Class, Scope, arguments, class, last_word},
};

/// Looks at a call of `function`, which is `expr`.
pub fn look(
    page: &Page<'_>,
    expr: &Expr,
    function: &Function,
    scopes: &[Scope],
    found: &mut Findings,
) {
    let name = last_word(&function.name).to_ascii_lowercase();
    let given = arguments(function);
    let rule = match name.as_str() {
        "max" | "min" if given.len() > 1 => Some(&SCALAR_MAX),
        "date" | "time" => is_modified(&given).then_some(&DATE_FUNCTIONS),
        "random" => (!sorts(page, expr)).then_some(&RANDOM),
        "substr" | "substring" => given.get(1).and_then(|start| negative(start, scopes)),
        "sum" | "avg" | "total" if given.len() == 1 => match class(given[0], scopes) {
            Class::Of(Kind::Boolean) => Some(&SUM_OF_CONDITION),
            Class::Of(Kind::Text) => Some(&SUM_OF_TEXT),
            Class::Of(_) | Class::Quoted(_) | Class::Number(_) | Class::Unknown => None,
        },
        "lower" | "upper" => match given.first().map(|text| class(text, scopes)) {
            Some(Class::Quoted(text)) if !text.is_ascii() => Some(&ASCII_CASE),
            Some(_) | None => None,
        },
        _ => None,
    };
    let of_name = || NAMES.iter().find(|(names, _)| names.contains(&name.as_str()));
    if let Some(rule) = rule.or_else(|| of_name().map(|(_, rule)| *rule)) {
        found.add(rule, page.call_bytes(expr));
    }
}

/// The parser has a shape of its own for `substr()`.
pub fn look_at_substring(
    page: &Page<'_>,
    expr: &Expr,
    start: &Expr,
    scopes: &[Scope],
    found: &mut Findings,
) {
    if let Some(rule) = negative(start, scopes) {
        found.add(rule, page.worded_call_bytes(expr));
    }
}

fn negative(start: &Expr, scopes: &[Scope]) -> Option<&'static Rule> {
    let is_negative =
        matches!(class(start, scopes), Class::Number(number) if number.starts_with('-'));
    is_negative.then_some(&NEGATIVE_SUBSTR)
}

/// `date(x)` is PostgreSQL's and MySQL's too; `date(x, '+1 day')` is SQLite's.
fn is_modified(given: &[&Expr]) -> bool {
    given.len() != 1
}

/// `ORDER BY random()` is PostgreSQL's too.
fn sorts(page: &Page<'_>, expr: &Expr) -> bool {
    let from = page.bytes(expr).start;
    let at = page.tokens.iter().position(|token| token.from == from);
    at.and_then(|at| at.checked_sub(2)).is_some_and(|at| page.has(at, &["order", "by"]))
}

const NAMES: [(&[&str], &Rule); 17] = [
    (&["ifnull"], &IFNULL),
    (&["iif", "if"], &IIF),
    (&["group_concat"], &GROUP_CONCAT),
    (&["strftime", "datetime", "julianday", "unixepoch", "timediff"], &DATE_FUNCTIONS),
    (&["typeof"], &TYPEOF),
    (&["printf"], &PRINTF),
    (&["instr"], &INSTR),
    (&["total"], &TOTAL),
    (&["last_insert_rowid"], &LAST_ROW),
    (&["changes", "total_changes"], &CHANGES),
    (&["json_extract"], &JSON_EXTRACT),
    (&["json_group_array", "json_group_object"], &JSON_GROUP),
    (&["hex", "unhex"], &HEX),
    (&["char", "unicode"], &CHARACTERS),
    (&["randomblob", "zeroblob"], &BLOBS),
    (&["quote"], &QUOTE),
    (&["like", "likely", "unlikely", "likelihood"], &SQLITE_ONLY),
];

const SCALAR_MAX: Rule = Rule {
    name: "scalar-max",
    sqlite: "In SQLite max() and min() of several values choose among them, and give NULL where \
             one is NULL.",
    others: "PostgreSQL and MySQL call these greatest() and least().",
};

const DATE_FUNCTIONS: Rule = Rule {
    name: "date-functions",
    sqlite: "SQLite computes with times by functions of its own, on texts.",
    others: "PostgreSQL has now(), INTERVAL and to_char(), MySQL now(), INTERVAL and \
             date_format().",
};

const RANDOM: Rule = Rule {
    name: "random",
    sqlite: "SQLite's random() is a whole number, often negative.",
    others: "PostgreSQL's is a fraction from 0 to 1, and MySQL's is called rand().",
};

const NEGATIVE_SUBSTR: Rule = Rule {
    name: "negative-substr",
    sqlite: "In SQLite and MySQL a negative start counts from the end of the text.",
    others: "PostgreSQL counts on to the left of the text: there it is right(x, n).",
};

const SUM_OF_CONDITION: Rule = Rule {
    name: "sum-of-condition",
    sqlite: "In SQLite and MySQL a condition is a number, 1 or 0, and can be summed.",
    others: "PostgreSQL refuses it: sum(CASE WHEN ... THEN 1 ELSE 0 END) works in all three.",
};

const SUM_OF_TEXT: Rule = Rule {
    name: "sum-of-text",
    sqlite: "SQLite and MySQL count a text as the number that it begins with, or as 0.",
    others: "PostgreSQL refuses to sum texts: keep numbers in a column of numbers.",
};

const ASCII_CASE: Rule = Rule {
    name: "ascii-case",
    sqlite: "SQLite's lower() and upper() change the letters of ASCII only.",
    others: "PostgreSQL and MySQL change é and É too.",
};

const IFNULL: Rule = Rule {
    name: "ifnull",
    sqlite: "SQLite and MySQL have ifnull().",
    others: "PostgreSQL has not: coalesce() works in all three.",
};

const IIF: Rule = Rule {
    name: "iif",
    sqlite: "SQLite chooses with iif() or if().",
    others: "PostgreSQL has neither, and MySQL only if(): CASE WHEN works in all three.",
};

const GROUP_CONCAT: Rule = Rule {
    name: "group-concat",
    sqlite: "SQLite joins the texts of a group with group_concat(x, ', ').",
    others: "PostgreSQL has string_agg(x, ', '), which SQLite takes too; MySQL writes \
             group_concat(x SEPARATOR ', ').",
};

const TYPEOF: Rule = Rule {
    name: "typeof",
    sqlite: "SQLite asks for a value's type with typeof(), because each value has its own.",
    others: "PostgreSQL has pg_typeof(), MySQL nothing like it.",
};

const PRINTF: Rule = Rule {
    name: "printf",
    sqlite: "SQLite builds texts with printf() or format().",
    others: "PostgreSQL's format() knows %s and no numbers, MySQL's does something else.",
};

const INSTR: Rule = Rule {
    name: "instr",
    sqlite: "SQLite and MySQL have instr(text, part).",
    others: "PostgreSQL has strpos(text, part).",
};

const TOTAL: Rule = Rule {
    name: "total",
    sqlite: "total() is SQLite's own: a sum that is 0.0 where there are no rows.",
    others: "coalesce(sum(x), 0) works in PostgreSQL and MySQL too.",
};

const LAST_ROW: Rule = Rule {
    name: "last-insert-rowid",
    sqlite: "SQLite tells the number of the new row with last_insert_rowid().",
    others: "INSERT ... RETURNING id works in SQLite and PostgreSQL; MySQL has last_insert_id().",
};

const CHANGES: Rule = Rule {
    name: "changes",
    sqlite: "SQLite tells with changes() how many rows the last statement changed.",
    others: "In PostgreSQL the answer to the statement says so; MySQL has row_count().",
};

const JSON_EXTRACT: Rule = Rule {
    name: "json-extract",
    sqlite: "SQLite and MySQL have json_extract(data, '$.name').",
    others: "PostgreSQL writes data ->> 'name', which SQLite takes too.",
};

const JSON_GROUP: Rule = Rule {
    name: "json-group",
    sqlite: "SQLite gathers a group into JSON with this function.",
    others: "PostgreSQL has json_agg() and json_object_agg(), MySQL json_arrayagg() and \
             json_objectagg().",
};

const HEX: Rule = Rule {
    name: "hex",
    sqlite: "SQLite and MySQL have hex() and unhex().",
    others: "PostgreSQL writes encode(x, 'hex') and decode(x, 'hex').",
};

const CHARACTERS: Rule = Rule {
    name: "characters",
    sqlite: "SQLite has char(65) and unicode('A').",
    others: "PostgreSQL has chr(65) and ascii('A'), MySQL char(65) and ord('A').",
};

const BLOBS: Rule = Rule {
    name: "blobs",
    sqlite: "SQLite makes bytes with randomblob() and zeroblob().",
    others: "PostgreSQL has gen_random_bytes() in pgcrypto, MySQL random_bytes().",
};

const QUOTE: Rule = Rule {
    name: "quote",
    sqlite: "SQLite and MySQL have quote().",
    others: "PostgreSQL calls it quote_literal().",
};

const SQLITE_ONLY: Rule = Rule {
    name: "sqlite-function",
    sqlite: "This function is SQLite's own.",
    others: "PostgreSQL and MySQL have none of this name that does the same.",
};
