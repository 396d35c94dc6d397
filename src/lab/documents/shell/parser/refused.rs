//! What the console does not read, and what to write instead.

use std::ops::Range;

use super::Parser;
use crate::lab::documents::shell::{
    syntax::{Expression, ExpressionKind, LinkKind},
    token::{Token, TokenKind, Unreadable},
};

const RESERVED: [&str; 38] = [
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// Whether no variable may have the name.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Why a statement cannot begin with the token, if it cannot.
pub fn statement(token: &Token) -> Option<Unreadable> {
    let TokenKind::Name(name) = &token.kind else { return None };
    let hint = match name.as_str() {
        "for" | "while" | "do" => {
            "write `insertMany([..])` for many documents, and `.forEach(doc => ..)` to walk through them"
        }
        "if" | "switch" | "else" => "write `condition ? value : other`",
        "try" | "catch" | "throw" | "finally" => {
            "write the statement alone; the console shows its error and goes on"
        }
        "function" | "async" | "class" => {
            "write the function where it is used: `.forEach(doc => print(doc.name))`"
        }
        "import" | "export" => "a script for the console has one file",
        "delete" => "write `deleteOne` for documents, `$unset` for fields",
        "SELECT" | "select" | "INSERT" | "UPDATE" | "DELETE" => {
            "this is SQL; to read documents write `db.users.find({ name: \"Ann\" })`"
        }
        _ => return None,
    };
    let is_word = is_reserved(name) || matches!(name.as_str(), "async");
    let message = if is_word {
        format!("`{name}` is not part of this console")
    } else {
        "Missing semicolon.".to_owned()
    };
    Some(Unreadable::wrong(message, token.place.clone()).hint(hint))
}

/// A word of JavaScript where a value should stand.
pub fn word(parser: &Parser<'_>, name: &str) -> Unreadable {
    let place = parser.token.place.clone();
    match statement(&parser.token) {
        Some(refusal) => refusal,
        None => Unreadable::wrong(format!("Unexpected keyword '{name}'."), place),
    }
}

pub fn function(place: Range<usize>) -> Unreadable {
    Unreadable::wrong("functions with a name are not part of this console", place)
        .hint("write the function where it is used: `.forEach(doc => print(doc.name))`")
}

pub fn destructuring(place: Range<usize>) -> Unreadable {
    Unreadable::wrong("taking objects and lists apart is not part of this console", place)
        .hint("give the whole value a name, and read its parts: `value.name`")
}

/// `i++`.
pub fn step(parser: &Parser<'_>, sign: &str) -> Unreadable {
    let operator = &sign[..1];
    let place = parser.token.place.clone();
    Unreadable::wrong(format!("`{sign}` is not part of this console"), place)
        .hint(format!("write `name = name {operator} 1`; in documents write `$inc`"))
}

pub fn operator(parser: &Parser<'_>) -> Unreadable {
    let place = parser.token.place.clone();
    let name = &parser.script[place.clone()];
    let refusal = Unreadable::wrong(format!("`{name}` is not part of this console"), place);
    match name {
        "&" => refusal.hint("write `&&` for and"),
        "|" => refusal.hint("write `||` for or"),
        "in" => refusal.hint("in a filter write `{ field: { $in: [..] } }`"),
        _ => refusal,
    }
}

/// A value is given to something that is no variable.
pub fn assignment(parser: &Parser<'_>, left: &Expression) -> Unreadable {
    let place = parser.token.place.clone();
    if let ExpressionKind::Chain(_, links) = &left.kind
        && let Some(LinkKind::Member(_) | LinkKind::Index(_)) = links.last().map(|link| &link.kind)
    {
        return Unreadable::wrong("the parts of a value cannot be changed in this console", place)
            .hint("make a new value, or change the stored document with `updateOne` and `$set`");
    }
    Unreadable::wrong("Invalid left-hand side in assignment expression.", place)
        .hint("`=` gives a variable a value; in a filter write `{ field: value }`")
}

/// What stands behind a statement without a semicolon or a line break.
pub fn after_statement(parser: &Parser<'_>) -> Unreadable {
    let place = parser.token.place.clone();
    let wrong = Unreadable::wrong("Missing semicolon.", place.clone());
    match &parser.token.kind {
        TokenKind::Sign(sign @ (")" | "]" | "}")) => Unreadable::wrong("Unexpected token", place)
            .hint(format!("this `{sign}` closes nothing")),
        TokenKind::Sign(":") => wrong.hint("fields stand in braces: `{ name: value }`"),
        TokenKind::Sign(sign @ ("++" | "--")) => step(parser, sign),
        TokenKind::Sign(_) => Unreadable::wrong("Unexpected token", place),
        TokenKind::Name(_) | TokenKind::Text(_) | TokenKind::Number(_) | TokenKind::Template => {
            wrong.hint(
                "put a `;` or a line break between two statements, a comma between two values",
            )
        }
        TokenKind::End => wrong,
    }
}

/// A hint for a token that stands where another was expected.
pub fn hinted(parser: &Parser<'_>, wrong: Unreadable) -> Unreadable {
    let is_value = !matches!(parser.token.kind, TokenKind::Sign(_) | TokenKind::End);
    let begins_value = is_value || ["{", "[", "("].iter().any(|sign| parser.is(sign));
    let inner = parser.open.last().map(|(sign, _)| *sign);
    let expected = wrong.failure.message.rsplit_once("expected ").map(|(_, sign)| sign.to_owned());
    if parser.is("...") {
        return wrong.hint("`...` is not part of this console; write the fields or values out");
    }
    match (expected.as_deref(), inner) {
        (Some("\":\""), _) if parser.is("=") => {
            wrong.hint("a field and its value stand with a `:` between them: `{ name: value }`")
        }
        (Some("\":\""), Some("{")) if parser.is(".") => {
            wrong.hint("a field's name with a dot needs quotes: `\"address.city\"`")
        }
        (Some("\":\""), Some("{")) => {
            wrong.hint("a `:` is missing between the field and its value")
        }
        (Some("\",\""), Some("(")) if parser.is(":") => {
            wrong.hint("fields stand in braces: `{ name: value }`")
        }
        (Some("\",\""), Some("{")) if begins_value => {
            wrong.hint("a comma is missing between two fields")
        }
        (Some("\",\""), Some(_)) if begins_value => {
            wrong.hint("a comma is missing between two values")
        }
        (_, Some(sign)) if [")", "]", "}"].iter().any(|close| parser.is(close)) => {
            let line = parser.script[..parser.token.place.start].matches('\n').count() + 1;
            wrong.hint(format!("on line {line} a `{sign}` is still open, or a value is missing"))
        }
        (None, Some("{")) if parser.is("$") => wrong,
        _ => wrong,
    }
}
