//! `db.users.find().sort()`: members, indexes and calls from left to right.

use std::rc::Rc;

use super::{Evaluator, Result, walk};
use crate::lab::documents::shell::{
    collection, cursor_methods, database,
    failure::{Failure, Kind},
    member,
    nearest::did_you_mean,
    print,
    syntax::{Expression, Link, LinkKind},
    value::{Namespace, Value},
    written,
};

pub fn chain(run: &mut Evaluator<'_>, head: &Expression, links: &[Link]) -> Result<Value> {
    let mut value = run.expression(head)?;
    let mut at = 0;
    while let Some(link) = links.get(at) {
        if link.is_optional && value.is_nullish() {
            return Ok(Value::Undefined);
        }
        let name = match &link.kind {
            LinkKind::Call(arguments) => {
                let arguments = worked_out(run, arguments)?;
                let called = if matches!(value, Value::Arrow(_) | Value::Builtin(_)) {
                    run.call(&value, &arguments)
                } else {
                    Err(not_a_function(run, head, link, &value))
                };
                value = called.map_err(|failure| failure.at(link.place.clone()))?;
                at += 1;
                continue;
            }
            LinkKind::Member(name) => Rc::clone(name),
            LinkKind::Index(index) => Rc::from(written::text(&run.expression(index)?)),
        };
        at += 1;
        let call = links.get(at).and_then(|next| match &next.kind {
            LinkKind::Call(arguments) => Some(arguments),
            LinkKind::Member(_) | LinkKind::Index(_) => None,
        });
        let result = match call {
            Some(arguments) => {
                at += 1;
                let arguments =
                    if value.is_nullish() { Vec::new() } else { worked_out(run, arguments)? };
                method(run, head, link, &value, &name, &arguments)
            }
            None => property(run, head, link, &value, &name),
        };
        value = result.map_err(|failure| failure.at(link.place.clone()))?;
    }
    Ok(value)
}

fn worked_out(run: &mut Evaluator<'_>, arguments: &[Expression]) -> Result<Vec<Value>> {
    arguments.iter().map(|argument| run.expression(argument)).collect()
}

/// `value.name` without a call.
fn property(
    run: &mut Evaluator<'_>,
    head: &Expression,
    link: &Link,
    value: &Value,
    name: &str,
) -> Result<Value> {
    let is_method = |names: &[&str]| names.contains(&name);
    let uncalled = |kind| {
        let written = chain_text(run, head, link);
        let failure = Failure::new(Kind::Type, format!("{written} is a method of a {kind}"));
        Err(failure.hint(format!("call it with brackets: `{name}()`")))
    };
    match value {
        Value::Undefined | Value::Null => Err(nothing_to_read(value, name)),
        Value::Database(_) if name.starts_with('_') => Ok(Value::Undefined),
        Value::Database(_) if is_method(&database::METHODS) => uncalled("database"),
        Value::Database(database) => {
            let (database, collection) = (Rc::clone(database), Rc::from(name));
            Ok(Value::Collection(Rc::new(Namespace { database, collection })))
        }
        Value::Collection(_) if is_method(&collection::METHODS) => uncalled("collection"),
        Value::Collection(parent) => {
            let collection = Rc::from(format!("{}.{name}", parent.collection));
            let database = Rc::clone(&parent.database);
            Ok(Value::Collection(Rc::new(Namespace { database, collection })))
        }
        Value::Cursor(_) if is_method(&cursor_methods::METHODS) => uncalled("cursor"),
        Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Bson(_)
        | Value::Arrow(_)
        | Value::Builtin(_)
        | Value::Cursor(_)
        | Value::Explainable(..) => Ok(member::property(value, name)),
    }
}

fn nothing_to_read(value: &Value, name: &str) -> Failure {
    let nothing = print::inspect(value);
    let message = format!("Cannot read properties of {nothing} (reading '{name}')");
    Failure::new(Kind::Type, message).hint(match value {
        Value::Null => "there is no document here: the search before it found none",
        _ => "look at the name before it: there is no such field or variable",
    })
}

fn method(
    run: &mut Evaluator<'_>,
    head: &Expression,
    link: &Link,
    value: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value> {
    if value.is_nullish() {
        return Err(nothing_to_read(value, name));
    }
    let size: usize = arguments.iter().map(Value::steps).sum();
    run.desk.steps(value.steps() + size)?;
    if let Some(value) = walk::call(run, value, name, arguments)? {
        run.desk.steps(value.steps())?;
        return Ok(value);
    }
    let called = match value {
        Value::Database(database) => database::call(run.desk, database, name, arguments)?,
        Value::Collection(place) => collection::call(run.desk, place, name, arguments)?,
        Value::Explainable(place, verbosity) => {
            collection::explain(run.desk, place, verbosity, name, arguments)?
        }
        Value::Cursor(cursor) => cursor_methods::call(run.desk, cursor, name, arguments)?,
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Bson(_)
        | Value::Arrow(_)
        | Value::Builtin(_) => member::call(run.desk, value, name, arguments)?,
    };
    let Some(called) = called else {
        return unknown_method(run, head, link, value, name, arguments);
    };
    run.desk.steps(called.steps())?;
    if let Value::Cursor(cursor) = &called {
        *run.current = Some(Rc::clone(cursor));
    }
    Ok(called)
}

/// A field may hold a function; else there is none of this name.
fn unknown_method(
    run: &mut Evaluator<'_>,
    head: &Expression,
    link: &Link,
    value: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value> {
    if let Value::Record(record) = value
        && let Some(function @ (Value::Arrow(_) | Value::Builtin(_))) = record.field(name)
    {
        return run.call(&function.clone(), arguments);
    }
    let written = chain_text(run, head, link);
    let failure = Failure::new(Kind::Type, format!("{written} is not a function"));
    let names: &[&str] = match value {
        Value::Database(_) => &database::METHODS,
        Value::Collection(_) => &collection::METHODS,
        Value::Explainable(..) => &collection::EXPLAINED,
        Value::Cursor(_) => &cursor_methods::METHODS,
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Bson(_)
        | Value::Arrow(_)
        | Value::Builtin(_) => &member::METHODS,
    };
    let hint = match (value, name) {
        (Value::List(_), "push" | "unshift" | "pop" | "splice") => Some(
            "lists do not change in this console; write the list whole, or use `concat`".to_owned(),
        ),
        (Value::List(_), "toArray" | "pretty") => Some("this is a list already".to_owned()),
        (Value::Record(_), "toArray" | "pretty" | "sort" | "limit") => {
            Some(format!("this is one document; `find()` gives a cursor with `{name}`"))
        }
        (Value::Database(_), _) if collection::METHODS.contains(&name) => {
            Some(format!("name a collection first: `db.users.{name}(..)`"))
        }
        (Value::Collection(_), _) if cursor_methods::METHODS.contains(&name) => {
            Some(format!("`{name}` belongs behind `find()`: `.find().{name}(..)`"))
        }
        (Value::Explainable(..), "updateOne" | "updateMany" | "replaceOne") => {
            Some("only `update` can be explained".to_owned())
        }
        (Value::Explainable(..), "deleteOne" | "deleteMany") => {
            Some("only `remove` can be explained".to_owned())
        }
        (Value::Cursor(_), _) if collection::METHODS.contains(&name) => {
            Some(format!("`{name}` is a method of a collection: write it in front"))
        }
        _ => did_you_mean(name, names.iter().copied()),
    };
    Err(failure.maybe_hint(hint))
}

fn not_a_function(run: &Evaluator<'_>, head: &Expression, link: &Link, value: &Value) -> Failure {
    let to = link.place.start.max(head.place.start);
    let written = run.script.get(head.place.start..to).unwrap_or_default();
    let failure = Failure::new(Kind::Type, format!("{written} is not a function"));
    match value {
        Value::Collection(_) => failure.hint("name a method of the collection: `find()`"),
        _ => failure,
    }
}

/// The chain up to the link, as the script has it.
fn chain_text(run: &Evaluator<'_>, head: &Expression, link: &Link) -> String {
    let text = run.script.get(head.place.start..link.place.end).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join("")
}
