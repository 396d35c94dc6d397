//! Rules of CREATE TABLE and ALTER TABLE: types, keys and what they refer to.

use sqlparser::ast::{
    AlterTableOperation, ColumnDef, ColumnOption, CreateTable, ForeignKeyConstraint, Statement,
    TableConstraint,
};

use super::{
    declared::{Declared, Home, Kind},
    page::Page,
    rule::{Findings, Rule},
    schema::{Column, Schema},
    scope::last_word,
    values,
};

pub fn look(page: &Page<'_>, schema: &dyn Schema, found: &mut Findings) {
    match &page.tree {
        Some(Statement::CreateTable(table)) if table.query.is_none() => {
            let made = schema.columns(last_word(&table.name));
            for column in &table.columns {
                look_at_column(page, column, &made, found);
            }
            keys(page, schema, table, &made, found);
        }
        Some(Statement::AlterTable(alter)) => {
            let made = schema.columns(last_word(&alter.name));
            for operation in &alter.operations {
                if let AlterTableOperation::AddColumn { column_def, .. } = operation {
                    look_at_column(page, column_def, &made, found);
                }
            }
        }
        _ => {}
    }
}

fn look_at_column(page: &Page<'_>, column: &ColumnDef, made: &[Column], found: &mut Findings) {
    let Some(made) = made.iter().find(|made| made.name.eq_ignore_ascii_case(&column.name.value))
    else {
        return;
    };
    let place = page.name_bytes(&column.name);
    let end = type_end(page, place.end, &made.declared);
    let part = place.start..end;
    if let Some(rule) = of_type(made) {
        found.add(rule, part.clone());
    }
    let alone =
        column.options.iter().any(|option| matches!(option.option, ColumnOption::PrimaryKey(_)));
    let kind = Declared::of(&made.declared).kind;
    let counts = made.declared.to_ascii_uppercase().contains("AUTO_INCREMENT");
    let serial = Declared::of(&made.declared).home == Home::Serial;
    if alone && matches!(kind, Kind::Integer(..)) && !made.is_row_number && !counts && !serial {
        found.add(&INT_PRIMARY_KEY, part);
    }
    for option in &column.options {
        if let ColumnOption::Default(value) = &option.option {
            values::look_at_value(page, made, value, found);
        }
    }
}

/// The rule for a type by itself.
fn of_type(column: &Column) -> Option<&'static Rule> {
    let declared = Declared::of(&column.declared);
    let name = declared.name.as_str();
    if name.is_empty() {
        return Some(&NO_TYPE);
    }
    // Rules of their own say more of these.
    if name.contains("AUTO_INCREMENT") || column.name.eq_ignore_ascii_case("like") {
        return None;
    }
    if name.contains(" COMMENT") {
        return Some(&COMMENT);
    }
    let is_sized = !declared.sizes.is_empty() && Declared::of(name).home == Home::Both;
    match declared.home {
        Home::MySql if is_sized => Some(&SIZE),
        Home::MySql if declared.kind == Kind::Bytes => Some(&BLOB),
        Home::Serial => Some(&SERIAL),
        Home::Nowhere if name == "STRING" => Some(&STRING),
        Home::Nowhere => Some(&UNKNOWN_TYPE),
        Home::MySql => Some(&MYSQL_TYPE),
        Home::Postgres => Some(&POSTGRES_TYPE),
        Home::Both => (declared.kind == Kind::Exact).then_some(&DECIMAL),
    }
}

/// Where the words of the type `declared` end that stand from byte `from` on.
fn type_end(page: &Page<'_>, from: usize, declared: &str) -> usize {
    let squeezed: String = declared.split_whitespace().collect();
    let mut rest = squeezed.as_str();
    let mut end = from;
    for token in page.tokens.iter().skip_while(|token| token.from < from) {
        let length = token.text.len();
        match rest.get(..length) {
            Some(begin) if begin.eq_ignore_ascii_case(token.text) => rest = &rest[length..],
            Some(_) | None => break,
        }
        end = token.from + length;
    }
    end
}

fn keys(
    page: &Page<'_>,
    schema: &dyn Schema,
    table: &CreateTable,
    made: &[Column],
    found: &mut Findings,
) {
    for column in &table.columns {
        for option in &column.options {
            if let ColumnOption::ForeignKey(key) = &option.option {
                let own = std::slice::from_ref(&column.name.value);
                foreign_key(page, schema, key, own, made, found);
            }
        }
    }
    for constraint in &table.constraints {
        if let TableConstraint::ForeignKey(key) = constraint {
            let own: Vec<String> = key.columns.iter().map(|name| name.value.clone()).collect();
            foreign_key(page, schema, key, &own, made, found);
        }
    }
}

fn foreign_key(
    page: &Page<'_>,
    schema: &dyn Schema,
    key: &ForeignKeyConstraint,
    own: &[String],
    made: &[Column],
    found: &mut Findings,
) {
    let part = page.bytes(&key.foreign_table);
    let columns = schema.columns(last_word(&key.foreign_table));
    if columns.is_empty() {
        found.add(&MISSING_PARENT, part);
        return;
    }
    let named: Vec<String> = if key.referred_columns.is_empty() {
        columns.iter().filter(|column| column.is_key).map(|column| column.name.clone()).collect()
    } else {
        key.referred_columns.iter().map(|name| name.value.clone()).collect()
    };
    let same = |one: &[String], other: &[String]| {
        one.len() == other.len()
            && one.iter().all(|name| other.iter().any(|other| name.eq_ignore_ascii_case(other)))
    };
    let keys = schema.keys(last_word(&key.foreign_table));
    if !keys.iter().any(|key| same(key, &named)) {
        found.add(&NO_PARENT_KEY, part);
        return;
    }
    let kind = |columns: &[Column], name: &str| {
        let column = columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
        column.map(|column| Declared::of(&column.declared).kind)
    };
    let differs =
        own.iter().zip(&named).any(|(own, named)| match (kind(made, own), kind(&columns, named)) {
            (Some(one), Some(other)) => {
                is_text(one) && is_number(other) || is_number(one) && is_text(other)
            }
            (None, _) | (_, None) => false,
        });
    if differs {
        found.add(&PARENT_TYPE, part);
    }
}

fn is_text(kind: Kind) -> bool {
    kind == Kind::Text
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Integer(..) | Kind::Real | Kind::Exact)
}

const NO_TYPE: Rule = Rule {
    name: "no-type",
    sqlite: "In SQLite a column needs no type, and takes any value.",
    others: "PostgreSQL and MySQL refuse a column without one.",
};

const SERIAL: Rule = Rule {
    name: "serial",
    sqlite: "SQLite does not know SERIAL and numbers nothing: what is left out is NULL.",
    others: "PostgreSQL counts the column up, and MySQL does for SERIAL; in SQLite INTEGER PRIMARY \
             KEY is counted.",
};

const COMMENT: Rule = Rule {
    name: "column-comment",
    sqlite: "SQLite takes COMMENT and the text for a part of the type.",
    others: "The word is MySQL's; PostgreSQL writes COMMENT ON COLUMN.",
};

const SIZE: Rule = Rule {
    name: "size-of-type",
    sqlite: "SQLite does not look at the number in brackets.",
    others: "MySQL takes it with this type; PostgreSQL refuses it.",
};

const BLOB: Rule = Rule {
    name: "blob-type",
    sqlite: "SQLite and MySQL keep bytes in a BLOB.",
    others: "PostgreSQL does not know the type: it has BYTEA.",
};

const STRING: Rule = Rule {
    name: "string-type",
    sqlite: "SQLite knows no type STRING: it turns '007' into the number 7.",
    others: "PostgreSQL and MySQL refuse it: the type of texts is TEXT.",
};

const UNKNOWN_TYPE: Rule = Rule {
    name: "unknown-type",
    sqlite: "SQLite takes any word for a type, and this one is none.",
    others: "PostgreSQL and MySQL refuse it.",
};

const MYSQL_TYPE: Rule = Rule {
    name: "mysql-type",
    sqlite: "SQLite takes any word for a type and holds no value to it.",
    others: "MySQL has this type; PostgreSQL refuses it.",
};

const POSTGRES_TYPE: Rule = Rule {
    name: "postgres-type",
    sqlite: "SQLite takes any word for a type and holds no value to it.",
    others: "PostgreSQL has this type; MySQL refuses it.",
};

const DECIMAL: Rule = Rule {
    name: "decimal",
    sqlite: "SQLite keeps fractions in binary, so sums of a DECIMAL drift.",
    others: "PostgreSQL and MySQL keep them exact; whole cents in an INTEGER are exact in all \
             three.",
};

const INT_PRIMARY_KEY: Rule = Rule {
    name: "int-primary-key",
    sqlite: "In SQLite this key may be NULL and is never counted up: only INTEGER PRIMARY KEY, \
             with that word, is the number of the row.",
    others: "In PostgreSQL and MySQL no primary key is ever NULL.",
};

const MISSING_PARENT: Rule = Rule {
    name: "missing-parent",
    sqlite: "SQLite lets a foreign key name a table that is not there yet.",
    others: "PostgreSQL and MySQL refuse it: make the other table first.",
};

const NO_PARENT_KEY: Rule = Rule {
    name: "no-parent-key",
    sqlite: "SQLite asks only at the first INSERT whether the columns that a foreign key names are \
             a key.",
    others: "PostgreSQL and MySQL refuse it at once: it must be a PRIMARY KEY or UNIQUE.",
};

const PARENT_TYPE: Rule = Rule {
    name: "parent-type",
    sqlite: "SQLite lets a foreign key have another type than the column that it names.",
    others: "PostgreSQL and MySQL refuse it.",
};
