//! Values, operators, calls and functions.

use std::rc::Rc;

use super::{Parser, refused};
use crate::lab::documents::shell::{
    syntax::{Arrow, Binary, Body, Expression, ExpressionKind, Key, Link, LinkKind, Piece, Unary},
    token::{self, TokenKind, Unreadable},
};

type Read<T> = Result<T, Unreadable>;

/// An expression that may give a variable a value.
pub fn assigned(parser: &mut Parser<'_>) -> Read<Expression> {
    let from = parser.token.place.start;
    if let Some(arrow) = arrow(parser)? {
        return Ok(arrow);
    }
    let left = choice(parser)?;
    let TokenKind::Sign(sign) = parser.token.kind else { return Ok(left) };
    let operator = match sign {
        "=" => None,
        "+=" => Some(Binary::Add),
        "-=" => Some(Binary::Subtract),
        "*=" => Some(Binary::Multiply),
        "/=" => Some(Binary::Divide),
        "++" | "--" => return Err(refused::step(parser, sign)),
        _ => return Ok(left),
    };
    let ExpressionKind::Name(name) = &left.kind else {
        return Err(refused::assignment(parser, &left));
    };
    let name = Rc::clone(name);
    parser.advance()?;
    let value = parser.expression()?;
    let place = parser.place_from(from);
    let value = match operator {
        None => value,
        Some(operator) => {
            let kind = ExpressionKind::Binary(Box::new(left), vec![(operator, value)]);
            Expression { kind, place: place.clone() }
        }
    };
    Ok(Expression { kind: ExpressionKind::Assign(name, Box::new(value)), place })
}

fn choice(parser: &mut Parser<'_>) -> Read<Expression> {
    let from = parser.token.place.start;
    let condition = binary(parser)?;
    if !parser.takes("?")? {
        return Ok(condition);
    }
    let then = parser.expression()?;
    if !parser.takes(":")? {
        return Err(parser.stopped("Unexpected token, expected \":\""));
    }
    let otherwise = parser.expression()?;
    let kind = ExpressionKind::Choice(Box::new([condition, then, otherwise]));
    Ok(Expression { kind, place: parser.place_from(from) })
}

/// Values with operators between them. They are read in one go and put together by rank after it, so
/// that neither a long sum nor a bracket in a sum is deeper than it looks.
fn binary(parser: &mut Parser<'_>) -> Read<Expression> {
    let first = unary(parser)?;
    let mut rest = Vec::new();
    while let Some(operator) = operator(parser)? {
        parser.advance()?;
        rest.push((operator, unary(parser)?));
    }
    Ok(ranked(first, rest))
}

/// The operator in front of a value, the value, and the operators of one rank behind it.
type Group = (Option<Binary>, Expression, Vec<(Binary, Expression)>);

/// Puts the tightest operators together first; those of one rank become one list.
fn ranked(first: Expression, rest: Vec<(Binary, Expression)>) -> Expression {
    let mut first = first;
    let mut rest = rest;
    for rank in (1..=Binary::RANK_MAX).rev() {
        if !rest.iter().any(|(operator, _)| operator.rank() == rank) {
            continue;
        }
        // A run of operators of this rank is one value to those of lower ranks.
        let mut grouped: Vec<Group> = vec![(None, first, Vec::new())];
        for (operator, value) in rest {
            match grouped.last_mut() {
                Some((_, _, run)) if operator.rank() == rank => run.push((operator, value)),
                _ => grouped.push((Some(operator), value, Vec::new())),
            }
        }
        let mut grouped = grouped.into_iter().map(|(operator, value, run)| {
            if run.is_empty() {
                return (operator, value);
            }
            let to = run.last().map_or(value.place.end, |(_, last)| last.place.end);
            let place = value.place.start..to;
            (operator, Expression { kind: ExpressionKind::Binary(Box::new(value), run), place })
        });
        first = grouped.next().map(|(_, first)| first).expect("the first value makes a group");
        rest = grouped.filter_map(|(operator, value)| Some((operator?, value))).collect();
    }
    first
}

fn operator(parser: &Parser<'_>) -> Read<Option<Binary>> {
    let TokenKind::Sign(sign) = parser.token.kind else {
        return match parser.name() {
            Some("in" | "instanceof") if !parser.token.is_on_new_line => {
                Err(refused::operator(parser))
            }
            _ => Ok(None),
        };
    };
    Ok(Some(match sign {
        "??" => Binary::Coalesce,
        "||" => Binary::Or,
        "&&" => Binary::And,
        "===" => Binary::Same,
        "!==" => Binary::NotSame,
        "==" => Binary::Equal,
        "!=" => Binary::NotEqual,
        "<" => Binary::Less,
        "<=" => Binary::LessOrSame,
        ">" => Binary::Greater,
        ">=" => Binary::GreaterOrSame,
        "+" => Binary::Add,
        "-" => Binary::Subtract,
        "*" => Binary::Multiply,
        "/" => Binary::Divide,
        "%" => Binary::Remainder,
        "**" | "&" | "|" | "^" | "<<" | ">>" | ">>>" => return Err(refused::operator(parser)),
        _ => return Ok(None),
    }))
}

fn unary(parser: &mut Parser<'_>) -> Read<Expression> {
    let from = parser.token.place.start;
    let operator = match &parser.token.kind {
        TokenKind::Sign("-") => Some(Unary::Minus),
        TokenKind::Sign("+") => Some(Unary::Plus),
        TokenKind::Sign("!") => Some(Unary::Not),
        TokenKind::Sign(sign @ ("++" | "--")) => return Err(refused::step(parser, sign)),
        TokenKind::Name(name) if name == "typeof" => Some(Unary::TypeOf),
        // mongosh waits for every call by itself.
        TokenKind::Name(name) if name == "await" => {
            parser.advance()?;
            return parser.deeper(unary);
        }
        _ => None,
    };
    let Some(operator) = operator else { return chain(parser) };
    parser.advance()?;
    let value = parser.deeper(unary)?;
    let kind = ExpressionKind::Unary(operator, Box::new(value));
    Ok(Expression { kind, place: parser.place_from(from) })
}

/// A value and the members, indexes and calls behind it.
fn chain(parser: &mut Parser<'_>) -> Read<Expression> {
    let from = parser.token.place.start;
    let is_new = parser.name() == Some("new");
    if is_new {
        parser.advance()?;
    }
    let head = value(parser)?;
    let mut links = Vec::new();
    let mut is_made = !is_new;
    loop {
        let mut start = parser.token.place.start;
        let is_optional = parser.takes("?.")?;
        let kind = if parser.is("(") {
            is_made = true;
            LinkKind::Call(arguments(parser)?)
        } else if parser.opens("[")? {
            let index = parser.expression()?;
            parser.closes("]")?;
            LinkKind::Index(index)
        } else if is_optional || parser.takes(".")? {
            start = parser.token.place.start;
            LinkKind::Member(member(parser)?)
        } else if is_made {
            break;
        } else {
            // `new Date` without brackets is a call too.
            is_made = true;
            LinkKind::Call(Vec::new())
        };
        links.push(Link { kind, place: parser.place_from(start), is_optional });
    }
    if parser.token.kind == TokenKind::Template && !parser.token.is_on_new_line {
        return Err(parser.stopped("Unexpected token"));
    }
    if links.is_empty() {
        return Ok(head);
    }
    let kind = ExpressionKind::Chain(Box::new(head), links);
    Ok(Expression { kind, place: parser.place_from(from) })
}

/// The name after a dot, which may be any word.
fn member(parser: &mut Parser<'_>) -> Read<Rc<str>> {
    let Some(name) = parser.name().map(Rc::from) else {
        return Err(parser.stopped("Unexpected token"));
    };
    parser.advance()?;
    Ok(name)
}

fn arguments(parser: &mut Parser<'_>) -> Read<Vec<Expression>> {
    parser.opens("(")?;
    listed(parser, ")")
}

/// Values with commas between them, up to and with `close`; a comma may stand before it.
fn listed(parser: &mut Parser<'_>, close: &'static str) -> Read<Vec<Expression>> {
    let mut values = Vec::new();
    while !parser.is(close) {
        values.push(parser.expression()?);
        if !parser.is(close) && !parser.takes(",")? {
            return Err(parser.stopped("Unexpected token, expected \",\""));
        }
    }
    parser.closes(close)?;
    Ok(values)
}

fn value(parser: &mut Parser<'_>) -> Read<Expression> {
    let from = parser.token.place.start;
    let kind = match parser.token.kind.clone() {
        TokenKind::Number(number) => {
            parser.advance()?;
            ExpressionKind::Number(number)
        }
        TokenKind::Text(text) => {
            parser.advance()?;
            ExpressionKind::Text(Rc::from(text))
        }
        TokenKind::Template => template(parser)?,
        TokenKind::Name(name) => named(parser, &name)?,
        TokenKind::Sign("/" | "/=") => {
            let (source, flags, to) = token::pattern(parser.script, from)?;
            parser.token = token::next(parser.script, to)?;
            parser.last_end = to;
            ExpressionKind::Pattern(Rc::from(source), Rc::from(flags))
        }
        TokenKind::Sign("[") => {
            parser.opens("[")?;
            ExpressionKind::List(listed(parser, "]")?)
        }
        TokenKind::Sign("{") => record(parser)?,
        TokenKind::Sign("(") => {
            parser.opens("(")?;
            let inner = parser.expression()?;
            parser.closes(")")?;
            return Ok(inner);
        }
        TokenKind::Sign(_) | TokenKind::End => return Err(parser.stopped("Unexpected token")),
    };
    Ok(Expression { kind, place: parser.place_from(from) })
}

fn named(parser: &mut Parser<'_>, name: &str) -> Read<ExpressionKind> {
    if name == "function" {
        return function(parser);
    }
    if refused::is_reserved(name) && !matches!(name, "undefined" | "null" | "true" | "false") {
        return Err(refused::word(parser, name));
    }
    parser.advance()?;
    Ok(match name {
        "undefined" => ExpressionKind::Undefined,
        "null" => ExpressionKind::Null,
        "true" => ExpressionKind::Bool(true),
        "false" => ExpressionKind::Bool(false),
        name => ExpressionKind::Name(Rc::from(name)),
    })
}

/// `function (doc) { .. }` as an argument is read as the arrow that says the same.
fn function(parser: &mut Parser<'_>) -> Read<ExpressionKind> {
    let from = parser.token.place.start;
    parser.advance()?;
    if parser.name().is_some() {
        return Err(refused::function(from..parser.token.place.end));
    }
    if !parser.opens("(")? {
        return Err(parser.stopped("Unexpected token, expected \"(\""));
    }
    let parameters = parameters(parser)?;
    if !parser.opens("{")? {
        return Err(parser.stopped("Unexpected token, expected \"{\""));
    }
    let body = Body::Block(parser.block()?);
    parser.closes("}")?;
    Ok(ExpressionKind::Arrow(Rc::new(Arrow { parameters, body })))
}

/// `doc => ..` or `(a, b) => ..`, if that is what begins here.
fn arrow(parser: &mut Parser<'_>) -> Read<Option<Expression>> {
    let from = parser.token.place.start;
    if !begins_arrow(parser) {
        return Ok(None);
    }
    let parameters =
        if parser.opens("(")? { parameters(parser)? } else { vec![parser.own_name()?] };
    if !parser.takes("=>")? {
        return Err(parser.stopped("Unexpected token, expected \"=>\""));
    }
    let body = if parser.opens("{")? {
        let statements = parser.block()?;
        parser.closes("}")?;
        Body::Block(statements)
    } else {
        Body::Expression(parser.expression()?)
    };
    let kind = ExpressionKind::Arrow(Rc::new(Arrow { parameters, body }));
    Ok(Some(Expression { kind, place: parser.place_from(from) }))
}

/// Looks ahead for the `=>`: behind a name, or behind names in brackets.
fn begins_arrow(parser: &Parser<'_>) -> bool {
    let next = |at| token::next(parser.script, at).ok();
    let mut token = parser.token.clone();
    if token.kind == TokenKind::Sign("(") {
        loop {
            match next(token.place.end) {
                Some(inner) => token = inner,
                None => return false,
            }
            match token.kind {
                TokenKind::Name(_) | TokenKind::Sign(",") => {}
                TokenKind::Sign(")") => break,
                _ => return false,
            }
        }
    } else if !matches!(token.kind, TokenKind::Name(_)) {
        return false;
    }
    next(token.place.end).is_some_and(|token| token.kind == TokenKind::Sign("=>"))
}

/// Names with commas between them, up to and with the closing bracket.
fn parameters(parser: &mut Parser<'_>) -> Read<Vec<Rc<str>>> {
    let mut names = Vec::new();
    while !parser.is(")") {
        if parser.is("{") || parser.is("[") {
            return Err(refused::destructuring(parser.token.place.clone()));
        }
        names.push(parser.own_name()?);
        if !parser.is(")") && !parser.takes(",")? {
            return Err(parser.stopped("Unexpected token, expected \",\""));
        }
    }
    parser.closes(")")?;
    Ok(names)
}

fn record(parser: &mut Parser<'_>) -> Read<ExpressionKind> {
    parser.opens("{")?;
    let mut fields = Vec::new();
    while !parser.is("}") {
        fields.push(field(parser)?);
        if !parser.is("}") && !parser.takes(",")? {
            return Err(parser.stopped("Unexpected token, expected \",\""));
        }
    }
    parser.closes("}")?;
    Ok(ExpressionKind::Record(fields))
}

fn field(parser: &mut Parser<'_>) -> Read<(Key, Expression)> {
    let place = parser.token.place.clone();
    let (key, is_name) = match parser.token.kind.clone() {
        TokenKind::Name(name) => (Key::Fixed(Rc::from(name)), true),
        TokenKind::Text(text) => (Key::Fixed(Rc::from(text)), false),
        TokenKind::Number(number) => {
            (Key::Fixed(Rc::from(crate::lab::documents::shell::number::text(number))), false)
        }
        TokenKind::Sign("[") => {
            parser.opens("[")?;
            let key = parser.expression()?;
            parser.closes("]")?;
            if !parser.takes(":")? {
                return Err(parser.stopped("Unexpected token, expected \":\""));
            }
            return Ok((Key::Computed(key), parser.expression()?));
        }
        TokenKind::Template | TokenKind::Sign(_) | TokenKind::End => {
            return Err(parser.stopped("Unexpected token"));
        }
    };
    parser.advance()?;
    if parser.takes(":")? {
        return Ok((key, parser.expression()?));
    }
    match key {
        Key::Fixed(name) if is_name && (parser.is(",") || parser.is("}")) => {
            if refused::is_reserved(&name) {
                return Err(Unreadable::wrong(format!("Unexpected keyword '{name}'."), place));
            }
            let value = Expression { kind: ExpressionKind::Name(Rc::clone(&name)), place };
            Ok((Key::Fixed(name), value))
        }
        _ => Err(parser.stopped("Unexpected token, expected \":\"")),
    }
}

/// A string in back-ticks; `${ }` in it holds code.
fn template(parser: &mut Parser<'_>) -> Read<ExpressionKind> {
    let from = parser.token.place.start;
    parser.open.push(("`", from));
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut at = parser.token.place.end;
    loop {
        let rest = &parser.script[at..];
        let Some(ch) = rest.chars().next() else {
            return Err(Unreadable::unfinished("Unterminated template.", from..at)
                .hint("close the string with `"));
        };
        match ch {
            '`' => break,
            '\\' => {
                at = token::escape(parser.script, at, &mut text).map_err(|mut wrong| {
                    wrong.is_unfinished = rest.len() == 1;
                    wrong
                })?;
            }
            '$' if rest.starts_with("${") => {
                pieces.push(Piece::Text(Rc::from(std::mem::take(&mut text))));
                parser.open.push(("${", at));
                parser.token = token::next(parser.script, at + 2)?;
                pieces.push(Piece::Code(parser.expression()?));
                if !parser.is("}") {
                    return Err(parser.stopped("Unexpected token, expected \"}\""));
                }
                parser.open.pop();
                at = parser.token.place.end;
            }
            ch => {
                text.push(ch);
                at += ch.len_utf8();
            }
        }
    }
    pieces.push(Piece::Text(Rc::from(text)));
    parser.open.pop();
    parser.token = token::next(parser.script, at + 1)?;
    parser.last_end = at + 1;
    Ok(ExpressionKind::Template(pieces))
}
