//! `JSON.parse` with Node's message for a token that does not belong: it shows the text.

use rquickjs::{Ctx, Exception, Function, Object, Result, Value, convert::Coerced, prelude::Opt};

/// Characters of the text that Node shows on each side of the token.
const CONTEXT: usize = 10;

pub fn speak_node<'js>(ctx: &Ctx<'js>) -> Result<()> {
    let json: Object<'js> = ctx.globals().get("JSON")?;
    let native: Function<'js> = json.get("parse")?;
    let parse = move |ctx: Ctx<'js>, text: Opt<Value<'js>>, reviver: Opt<Value<'js>>| {
        let undefined = || Value::new_undefined(ctx.clone());
        let text = text.0.unwrap_or_else(undefined);
        let parsed: Result<Value<'js>> =
            native.call((text.clone(), reviver.0.unwrap_or_else(undefined)));
        parsed.map_err(|error| if error.is_exception() { reword(&ctx, &text) } else { error })
    };
    json.set("parse", Function::new(ctx.clone(), parse)?.with_name("parse")?.with_length(2)?)
}

/// Throws the pending exception again, in Node's words.
fn reword<'js>(ctx: &Ctx<'js>, text: &Value<'js>) -> rquickjs::Error {
    let error = ctx.catch();
    let message = error
        .as_object()
        .filter(|error| error.is_error())
        .and_then(|error| error.get::<_, String>("message").ok());
    let words = match message.as_deref() {
        Some("unexpected data at the end") => Some(behind as fn(&str) -> String),
        Some(message) if message.starts_with("unexpected token: ") => Some(unexpected as _),
        Some(_) | None => None,
    };
    if let Some(words) = words
        && let Ok(Coerced(text)) = text.get::<Coerced<String>>()
    {
        // A new error, because its stack begins with its message.
        return Exception::throw_syntax(ctx, &words(&text));
    }
    ctx.throw(error)
}

/// What Node says of the first token of `text` that is not JSON.
fn unexpected(text: &str) -> String {
    if matches!(text, "undefined" | "NaN" | "Infinity" | "[object Object]") {
        return format!("\"{text}\" is not valid JSON");
    }
    let chars: Vec<char> = text.chars().collect();
    let at = token_at(text).min(chars.len().saturating_sub(1));
    let Some(token) = chars.get(at) else { return "Unexpected end of JSON input".to_owned() };
    let whole = chars.len() <= 2 * CONTEXT;
    let from = if whole { 0 } else { at.saturating_sub(CONTEXT) };
    let to = if whole { chars.len() } else { (at + CONTEXT).min(chars.len()) };
    let shown: String = chars[from..to].iter().collect();
    let before = if from == 0 { "" } else { "..." };
    let after = if to == chars.len() { "" } else { "..." };
    format!("Unexpected token '{token}', {before}\"{shown}\"{after} is not valid JSON")
}

/// What Node says of something behind the JSON of `text`.
fn behind(text: &str) -> String {
    let at = token_at(text);
    let before: Vec<char> = text.chars().take(at).collect();
    let line = before.iter().filter(|char| **char == '\n').count() + 1;
    let column = before.iter().rev().take_while(|char| **char != '\n').count() + 1;
    format!(
        "Unexpected non-whitespace character after JSON at position {at} (line {line} column {column})"
    )
}

/// The character of `text`, counted from 0, where it stops to be JSON.
fn token_at(text: &str) -> usize {
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) else { return 0 };
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let before: usize = line.map(|line| line.chars().count()).sum();
    let start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let bytes = error.column().saturating_sub(1);
    let within = text[start..].char_indices().take_while(|(at, _)| *at < bytes).count();
    before + within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_around_the_token_is_shown() {
        assert_eq!(unexpected("<html>"), "Unexpected token '<', \"<html>\" is not valid JSON");
        assert_eq!(unexpected("undefined"), "\"undefined\" is not valid JSON");
        assert_eq!(
            unexpected("{\"name\": \"Ada\", \"age\": nope, \"more\": true}"),
            "Unexpected token 'o', ...\", \"age\": nope, \"more\"... is not valid JSON"
        );
        assert_eq!(
            unexpected("{\n  \"é\": *\n}"),
            "Unexpected token '*', \"{\n  \"é\": *\n}\" is not valid JSON"
        );
        assert_eq!(
            behind("{}\n x"),
            "Unexpected non-whitespace character after JSON at position 4 (line 2 column 2)"
        );
    }
}
