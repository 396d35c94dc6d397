//! Values in words, for the columns `expected` and `came back`, and where two texts part.

use serde_json::Value;

use crate::{
    course::check::{Expected, JsonType},
    text,
};

/// Characters of a value that are shown; of a longer one the part around the difference.
const SHOWN_CHARS: usize = 300;
/// Characters shown before the difference.
const BEFORE_CHARS: usize = 40;

/// How text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Without quotes: a status, a header.
    Bare,
    /// A body or what was printed.
    Quoted,
    /// A value of a JSON document.
    Json,
}

pub struct Words {
    pub expected: String,
    pub got: String,
    /// Where the two part, where they differ and it can be said.
    pub note: Option<String>,
}

pub fn of(expected: &Expected, got: Option<&Value>, look: Look, differs: bool) -> Words {
    let texts = match (expected, got) {
        (Expected::Equals(Value::String(a)), Some(Value::String(b))) if differs => Some((a, b)),
        (_, _) => None,
    };
    if let Some((wanted, came)) = texts {
        let part = parting(wanted, came);
        let visible = whitespace_differs(wanted, came);
        // Spaces at the ends cannot be seen without quotes.
        let quotes = look != Look::Bare || visible;
        return Words {
            expected: around(wanted, part, visible, quotes),
            got: around(came, part, visible, quotes),
            note: note_on(wanted, came, part),
        };
    }
    let note = differs.then(|| kind_note(expected, got)).flatten();
    let got = got.map_or("not sent".to_owned(), |got| shown(got, look));
    Words { expected: wanted(expected, look), got, note }
}

/// One JSON value on one line, cut.
pub fn json(value: &Value) -> String {
    cut(&text::clean_line(&value.to_string()))
}

/// Text in quotes, on one line, cut.
pub fn quoted(value: &str) -> String {
    around(value, 0, false, true)
}

fn wanted(expected: &Expected, look: Look) -> String {
    match expected {
        Expected::Equals(value) => shown(value, look),
        Expected::Matches(pattern) => format!("text that matches {}", pattern_words(pattern)),
        Expected::Type(kind) => type_words(*kind).to_owned(),
        Expected::Any => "anything".to_owned(),
        Expected::Absent => "not sent".to_owned(),
        Expected::Range { min: Some(min), max: Some(max) } => format!("{min} to {max}"),
        Expected::Range { min: Some(min), max: None } => format!("at least {min}"),
        Expected::Range { min: None, max: Some(max) } => format!("at most {max}"),
        Expected::Range { min: None, max: None } => "a number".to_owned(),
        Expected::Has(Value::String(part)) => format!("text with {}", quoted(part)),
        Expected::Has(part @ Value::Object(_)) => format!("with {} in it", json(part)),
        Expected::Has(part) => format!("a list with {}", json(part)),
        Expected::Set(members) => {
            format!("{} in any order", json(&Value::Array(members.clone())))
        }
    }
}

fn shown(value: &Value, look: Look) -> String {
    match (value, look) {
        (Value::String(text), Look::Bare) => around(text, 0, false, false),
        (Value::String(text), Look::Quoted | Look::Json) => quoted(text),
        (value, _) => json(value),
    }
}

/// A pattern nearly as JavaScript writes it, with the ends that the comparison adds: `/^ab+$/i`.
fn pattern_words(pattern: &str) -> String {
    let (flags, pattern) = match pattern.strip_prefix("(?i)") {
        Some(rest) => ("i", rest),
        None => ("", pattern),
    };
    let is_whole = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.ends_with("\\$");
    let (begin, end) = match (is_whole, has_choice(pattern)) {
        (true, _) => ("/", "/"),
        (false, false) => ("/^", "$/"),
        (false, true) => ("/^(", ")$/"),
    };
    // A slash ends a pattern there.
    let mut written = String::from(begin);
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '/' => written.push_str("\\/"),
            '\\' => written.extend(std::iter::once(sign).chain(signs.next())),
            _ => written.push(sign),
        }
    }
    written + end + flags
}

/// Whether the pattern is a choice as a whole: `a|b`.
fn has_choice(pattern: &str) -> bool {
    let mut depth = 0_i32;
    let mut in_class = false;
    let mut signs = pattern.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => drop(signs.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            '|' if !in_class && depth == 0 => return true,
            _ => {}
        }
    }
    false
}

fn type_words(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "null",
        JsonType::Boolean => "true or false",
        JsonType::Number => "a number",
        JsonType::Integer => "a whole number",
        JsonType::String => "text",
        JsonType::Array => "a list",
        JsonType::Object => "an object",
    }
}

/// The character, counted from 0, at which two texts part.
fn parting(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// Whether spaces, tabs or line breaks are part of what differs.
fn whitespace_differs(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
    if bare(a) == bare(b) {
        return true;
    }
    let at = parting(a, b);
    let is_space = |text: &str| text.chars().nth(at).is_some_and(char::is_whitespace);
    is_space(a) || is_space(b)
}

/// `text` on one line, around its character `part` where it is long.
fn around(value: &str, part: usize, visible: bool, quotes: bool) -> String {
    let count = value.chars().count();
    let skipped =
        if count <= SHOWN_CHARS { 0 } else { part.min(count).saturating_sub(BEFORE_CHARS) };
    let window: String = value.chars().skip(skipped).take(SHOWN_CHARS).collect();
    let window = if visible { made_visible(&window) } else { window };
    let window = text::clean_line(&window);
    let before = if skipped > 0 { "…" } else { "" };
    let after = if skipped + SHOWN_CHARS < count { "…" } else { "" };
    let quote = if quotes { "\"" } else { "" };
    format!("{quote}{before}{window}{after}{quote}")
}

fn cut(line: &str) -> String {
    if line.chars().count() <= SHOWN_CHARS {
        return line.to_owned();
    }
    line.chars().take(SHOWN_CHARS).chain(['…']).collect()
}

/// Spaces, tabs and line breaks as marks.
fn made_visible(value: &str) -> String {
    value
        .chars()
        .map(|ch| match ch {
            ' ' => '·',
            '\t' => '→',
            '\n' => '↵',
            ch => ch,
        })
        .collect()
}

fn note_on(wanted: &str, came: &str, part: usize) -> Option<String> {
    if wanted.trim_end_matches(['\r', '\n']) == came.trim_end_matches(['\r', '\n']) {
        return Some("only a line break at the end differs".to_owned());
    }
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    if bare(wanted) == bare(came) {
        return Some("differs in spaces and line breaks only".to_owned());
    }
    if wanted.to_lowercase() == came.to_lowercase() {
        return Some("differs in letter case only".to_owned());
    }
    // Two texts that have nothing in common need no pointer into them.
    (part > 0).then(|| {
        format!(
            "character {}: expected {}, found {}",
            part + 1,
            character(wanted.chars().nth(part)),
            character(came.chars().nth(part))
        )
    })
}

fn character(ch: Option<char>) -> String {
    match ch {
        None => "the end".to_owned(),
        Some(' ') => "a space".to_owned(),
        Some('\t') => "a tab".to_owned(),
        Some('\n') => "a line break".to_owned(),
        Some('\r') => "a carriage return".to_owned(),
        Some('\u{a0}') => "a no-break space".to_owned(),
        Some(ch) => format!("\"{}\"", text::clean_line(&ch.to_string())),
    }
}

/// Where the value is right and only its kind is wrong.
fn kind_note(expected: &Expected, got: Option<&Value>) -> Option<String> {
    let got = got?;
    let Expected::Equals(wanted) = expected else {
        return match (expected, got) {
            (Expected::Type(JsonType::Number | JsonType::Integer), Value::String(text))
                if text.parse::<f64>().is_ok() =>
            {
                Some("a number is expected, text came back".to_owned())
            }
            (_, _) => None,
        };
    };
    let named = |value: &Value| {
        let kind = match value {
            Value::String(_) => "text",
            Value::Number(_) => "number",
            Value::Bool(_) | Value::Null => "the value",
            Value::Array(_) => "list",
            Value::Object(_) => "object",
        };
        format!("{kind} {}", json(value))
    };
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match (wanted, got) {
        (Value::String(_), Value::Number(_) | Value::Bool(_) | Value::Null)
        | (Value::Number(_) | Value::Bool(_) | Value::Null, Value::String(_))
            if plain(wanted) == plain(got) =>
        {
            Some(format!("{} expected, {} came back", named(wanted), named(got)))
        }
        (Value::Object(wanted), Value::Object(got)) => {
            let missing = wanted.keys().find(|key| !got.contains_key(*key));
            let extra = got.keys().find(|key| !wanted.contains_key(*key));
            missing.map(|key| format!("key {key} is missing")).or_else(|| {
                extra.map(|key| format!("key {} is one too many", text::clean_line(key)))
            })
        }
        (Value::Array(wanted), Value::Array(got)) if wanted.len() != got.len() => {
            Some(format!("{} members expected, {} came back", wanted.len(), got.len()))
        }
        (_, _) => None,
    }
}
