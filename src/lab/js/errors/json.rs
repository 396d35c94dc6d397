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
    if let Some(message) = message
        && let Ok(Coerced(text)) = text.get::<Coerced<String>>()
        && let Some(words) = in_node(&message, &text)
    {
        // A new error, because its stack begins with its message.
        return Exception::throw_syntax(ctx, &words);
    }
    ctx.throw(error)
}

/// What Node says of the first token of `text` that is not JSON.
fn unexpected(text: &str) -> String {
    if matches!(text, "undefined" | "NaN" | "Infinity" | "[object Object]") {
        return format!("\"{text}\" is not valid JSON");
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err_and(|error| error.is_eof()) {
        return "Unexpected end of JSON input".to_owned();
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

/// What Node says where the engine says `message`; nothing where both say the same.
fn in_node(message: &str, text: &str) -> Option<String> {
    let is_odd = message.starts_with("Unexpected token '") && message.ends_with("' in JSON");
    if is_odd || message.starts_with("unexpected token: ") {
        return Some(unexpected(text));
    }
    if message == "unexpected data at the end" {
        let what = "Unexpected non-whitespace character after JSON";
        return Some(placed(what, text, token_at(text)));
    }
    if message == "Unexpected end of JSON input" {
        let what = "Unterminated string in JSON";
        return ends_in_string(text).then(|| placed(what, text, text.chars().count()));
    }
    let (what, place) = message.split_once(" at position ")?;
    // The engine counts bytes.
    let bytes: usize = place.split(' ').next()?.parse().ok()?;
    let before = text.get(..bytes)?;
    let at = before.chars().count();
    let (what, at) = match what {
        "Expected property name or '}' in JSON" if before.trim_end().ends_with(',') => {
            ("Expected double-quoted property name in JSON", at)
        }
        // The engine names the zero, Node the digit that may not follow it.
        "Unexpected number in JSON" if text.chars().nth(at) == Some('0') => (what, at + 1),
        _ => (what, at),
    };
    Some(placed(what, text, at))
}

/// `what`, with the place of character `at`, counted from 0; Node counts UTF-16 units.
fn placed(what: &str, text: &str, at: usize) -> String {
    let before: Vec<char> = text.chars().take(at).collect();
    let line = before.iter().filter(|char| **char == '\n').count() + 1;
    let last = before.iter().rev().take_while(|char| **char != '\n');
    let column = last.map(|char| char.len_utf16()).sum::<usize>() + 1;
    let at: usize = before.iter().map(|char| char.len_utf16()).sum();
    format!("{what} at position {at} (line {line} column {column})")
}

/// Whether `text` ends before the string that it last began.
fn ends_in_string(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for char in text.chars() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = inside,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
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
    }

    #[test]
    fn the_place_is_told_as_node_tells_it() {
        for (message, text, words) in [
            (
                "unexpected data at the end",
                "{}\n x",
                "Unexpected non-whitespace character after JSON at position 4 (line 2 column 2)",
            ),
            (
                "Unexpected end of JSON input",
                "[\"abc",
                "Unterminated string in JSON at position 5 (line 1 column 6)",
            ),
            (
                "Expected property name or '}' in JSON at position 5 (line 1 column 6)",
                "{\"a\",\n}",
                "Expected double-quoted property name in JSON at position 5 (line 1 column 6)",
            ),
            (
                "Expected ',' or '}' after property value in JSON at position 12 (line 1 column 13)",
                "{\"a\":\"é€\"1",
                "Expected ',' or '}' after property value in JSON at position 9 (line 1 column 10)",
            ),
            (
                "Unexpected number in JSON at position 1 (line 1 column 2)",
                "[01]",
                "Unexpected number in JSON at position 2 (line 1 column 3)",
            ),
        ] {
            assert_eq!(in_node(message, text).as_deref(), Some(words));
        }
        assert_eq!(in_node("Unexpected end of JSON input", "[1"), None);
    }
}
