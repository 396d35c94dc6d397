//! Operators on strings. (MongoDB manual, String Expression Operators.)

#![expect(clippy::unnecessary_wraps, reason = "the table of operators has one type of function")]

use bson::{Bson, Document};

use crate::lab::documents::{
    error::CommandError,
    expression::{
        BUILT_BYTES_MAX, Call, Value,
        arrays::{bound, count, text},
        calendar, is_nullish, type_of,
    },
    number::Number,
    pattern::Pattern,
    shown::{plain_double, shown},
};

/// Matches that `$regexFindAll` gives.
const MATCHES_MAX: usize = 100_000;

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);

fn string(text: impl Into<String>) -> Answer {
    Ok(Some(Bson::String(text.into())))
}

pub fn concatenate(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let mut out = String::new();
    for value in values.iter() {
        match value {
            Some(Bson::String(part) | Bson::Symbol(part)) => {
                if out.len() + part.len() > BUILT_BYTES_MAX {
                    let message =
                        format!("$concat may build a string of {BUILT_BYTES_MAX} bytes at most");
                    return Err(call.fault(16702, message));
                }
                out.push_str(part);
            }
            value if is_nullish(value) => return Ok(NULL),
            value => {
                let message = format!("$concat only supports strings, not {}", type_of(value));
                return Err(call.fault(16702, message));
            }
        }
    }
    string(out)
}

/// `$toUpper` and `$toLower`; MongoDB changes ASCII letters only.
pub fn change_case(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let text = coerced(call, &values[0])?;
    string(if call.name == "$toUpper" {
        text.to_ascii_uppercase()
    } else {
        text.to_ascii_lowercase()
    })
}

pub fn compare_without_case(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let (a, b) = (coerced(call, &values[0])?, coerced(call, &values[1])?);
    let order = a.to_ascii_uppercase().cmp(&b.to_ascii_uppercase());
    Ok(Some(Bson::Int32(order as i32)))
}

pub fn split(call: &Call<'_>, values: &mut [Value]) -> Answer {
    if values.iter().any(is_nullish) {
        return Ok(NULL);
    }
    let part = |at: usize, place: &str, code: u32| match &values[at] {
        Some(Bson::String(text)) => Ok(text.as_str()),
        value => {
            let message = format!(
                "$split requires an expression that evaluates to a string as a {place} argument, found: {}",
                type_of(value)
            );
            Err(call.fault(code, message))
        }
    };
    let (text, separator) = (part(0, "first", 40085)?, part(1, "second", 40086)?);
    if separator.is_empty() {
        return Err(call.fault(40087, "$split requires a non-empty separator"));
    }
    Ok(Some(Bson::Array(text.split(separator).map(Bson::from).collect())))
}

/// `$trim`, `$ltrim`, `$rtrim`: input, chars.
pub fn trim(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let name = call.name;
    let input = match &values[0] {
        Some(Bson::String(input)) => input,
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!(
                "{name} requires its input to be a string, got {} (of type {}) instead.",
                text(value),
                type_of(value)
            );
            return Err(call.fault(50699, message));
        }
    };
    let chars: Vec<char> = match &values[1] {
        None if !call.given[1] => "\0\t\n\u{b}\u{c}\r \u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}".chars().collect(),
        Some(Bson::String(chars)) => chars.chars().collect(),
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!(
                "{name} requires 'chars' to be a string, got {} (of type {}) instead.",
                text(value),
                type_of(value)
            );
            return Err(call.fault(50700, message));
        }
    };
    let is_cut = |ch: char| chars.contains(&ch);
    string(match name {
        "$ltrim" => input.trim_start_matches(is_cut),
        "$rtrim" => input.trim_end_matches(is_cut),
        _ => input.trim_matches(is_cut),
    })
}

/// `$strLenCP` and `$strLenBytes`.
pub fn length(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let code = if call.name == "$strLenCP" { 34471 } else { 34473 };
    let Some(Bson::String(text)) = &values[0] else {
        let found = type_of(&values[0]);
        let message = format!("{} requires a string argument, found: {found}", call.name);
        return Err(call.fault(code, message));
    };
    Ok(Some(count(if call.name == "$strLenCP" { text.chars().count() } else { text.len() })))
}

pub fn substring_points(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let text = coerced(call, &values[0])?;
    let whole = |at: usize, role: &str, code: u32| {
        let Some(number) = values[at].as_ref().and_then(Number::of) else {
            let message = format!(
                "$substrCP: {role} must be a numeric type (is BSON type {})",
                type_of(&values[at])
            );
            return Err(call.fault(code, message));
        };
        number.to_long().ok_or_else(|| {
            let message = format!(
                "$substrCP: {role} cannot be represented as a 32-bit integral value: {}",
                crate::lab::documents::expression::arrays::text(&values[at])
            );
            call.fault(code + 1, message)
        })
    };
    let start = whole(1, "starting index", 34450)?;
    let length = whole(2, "length", 34452)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(call.fault(34454, "$substrCP: length must be a nonnegative integer."));
    };
    let Ok(start) = usize::try_from(start) else {
        return Err(call.fault(34455, "$substrCP: the starting index must be nonnegative integer."));
    };
    string(text.chars().skip(start).take(length).collect::<String>())
}

/// `$substr` and `$substrBytes`.
pub fn substring_bytes(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let text = coerced(call, &values[0])?;
    let whole = |at: usize, role: &str, code: u32| {
        let Some(number) = values[at].as_ref().and_then(Number::of) else {
            let message = format!(
                "$substrBytes:  {role} must be a numeric type (is BSON type {})",
                type_of(&values[at])
            );
            return Err(call.fault(code, message));
        };
        Ok(number
            .to_long()
            .unwrap_or_else(|| crate::lab::documents::number::truncated(number.to_double())))
    };
    let start = whole(1, "starting index", 16034)?;
    let length = whole(2, "length", 16035)?;
    let Ok(start) = usize::try_from(start) else {
        let message = format!("$substrBytes:  starting index must be non-negative (got: {start})");
        return Err(call.fault(50752, message));
    };
    if start >= text.len() {
        return string("");
    }
    if !text.is_char_boundary(start) {
        let message =
            "$substrBytes:  Invalid range, starting index is in the middle of a UTF-8 character.";
        return Err(call.fault(28656, message));
    }
    let end = match usize::try_from(length) {
        Ok(length) => start.saturating_add(length).min(text.len()),
        // A negative length is all the rest.
        Err(_) => text.len(),
    };
    if !text.is_char_boundary(end) {
        let message =
            "$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.";
        return Err(call.fault(28657, message));
    }
    string(&text[start..end])
}

/// `$indexOfCP` and `$indexOfBytes`.
pub fn index_of(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let in_points = call.name == "$indexOfCP";
    let text = match &values[0] {
        Some(Bson::String(text)) => text,
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let code = if in_points { 40093 } else { 40091 };
            let found = type_of(value);
            let message =
                format!("{} requires a string as the first argument, found: {found}", call.name);
            return Err(call.fault(code, message));
        }
    };
    let Some(Bson::String(wanted)) = &values[1] else {
        let code = if in_points { 40094 } else { 40092 };
        let found = type_of(&values[1]);
        let message =
            format!("{} requires a string as the second argument, found: {found}", call.name);
        return Err(call.fault(code, message));
    };
    let (start, end) = (bound(call, values, 2)?.unwrap_or(0), bound(call, values, 3)?);
    // A match begins and ends between letters, so that places inside one can move.
    let place = |at: usize| {
        let byte =
            if in_points { text.char_indices().nth(at).map(|(byte, _)| byte) } else { Some(at) };
        let byte = byte.unwrap_or(text.len()).min(text.len());
        (byte..=text.len()).find(|byte| text.is_char_boundary(*byte)).unwrap_or(text.len())
    };
    let length = if in_points { text.chars().count() } else { text.len() };
    let (from, to) = (place(start), end.map_or(text.len(), place));
    if start > length || from > to {
        return Ok(Some(Bson::Int32(-1)));
    }
    let found = text[from..to].find(wanted.as_str()).map(|at| from + at);
    let counted = |at: usize| if in_points { text[..at].chars().count() } else { at };
    Ok(Some(found.map_or(Bson::Int32(-1), |at| count(counted(at)))))
}

/// `$replaceOne` and `$replaceAll`: find, input, replacement.
pub fn replace(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let name = call.name;
    let roles = [("find", 51745), ("input", 51746), ("replacement", 51744)];
    for (value, (role, code)) in values.iter().zip(roles) {
        if !is_nullish(value) && !matches!(value, Some(Bson::String(_))) {
            let message =
                format!("{name} requires that '{role}' be a string, found: {}", text(value));
            return Err(call.fault(code, message));
        }
    }
    let [Some(Bson::String(find)), Some(Bson::String(input)), Some(Bson::String(replacement))] =
        &*values
    else {
        return Ok(NULL);
    };
    if name == "$replaceOne" {
        return string(input.replacen(find.as_str(), replacement, 1));
    }
    let times = input.matches(find.as_str()).count();
    if input.len() + times.saturating_mul(replacement.len()) > BUILT_BYTES_MAX {
        let message = format!("$replaceAll may build a string of {BUILT_BYTES_MAX} bytes at most");
        return Err(call.fault(51746, message));
    }
    string(input.replace(find.as_str(), replacement))
}

/// `$regexMatch`, `$regexFind`, `$regexFindAll`: input, regex, options.
pub fn search(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let name = call.name;
    let nothing = || match name {
        "$regexMatch" => Bson::Boolean(false),
        "$regexFind" => Bson::Null,
        _ => Bson::Array(Vec::new()),
    };
    let pattern = pattern(call, &values[1], &values[2])?;
    let input = match &values[0] {
        Some(Bson::String(input)) => input,
        value if is_nullish(value) => return Ok(Some(nothing())),
        _ => return Err(call.fault(51104, format!("{name} needs 'input' to be of type string"))),
    };
    let Some(pattern) = pattern else { return Ok(Some(nothing())) };
    let found = pattern.regex().captures_iter(input).map(|captures| found(input, &captures));
    Ok(Some(match name {
        "$regexMatch" => Bson::Boolean(pattern.is_match(input)),
        "$regexFind" => found.map(Bson::Document).next().unwrap_or(Bson::Null),
        _ => Bson::Array(found.map(Bson::Document).take(MATCHES_MAX).collect()),
    }))
}

fn pattern(
    call: &Call<'_>,
    regex: &Value,
    options: &Value,
) -> Result<Option<Pattern>, CommandError> {
    let name = call.name;
    let options = match options {
        Some(Bson::String(options)) => Some(options.as_str()),
        value if is_nullish(value) => None,
        _ => return Err(call.fault(51106, format!("{name} needs 'options' to be of type string"))),
    };
    let (source, flags) = match regex {
        Some(Bson::String(source)) => (source.as_str(), options.unwrap_or_default()),
        Some(Bson::RegularExpression(regex)) => {
            let own = regex.options.as_str();
            if options.is_some() && !own.is_empty() {
                let message = format!(
                    "{name}: found regex option(s) specified in both 'regex' and 'option' fields"
                );
                return Err(call.fault(51107, message));
            }
            (regex.pattern.as_str(), options.unwrap_or(own))
        }
        value if is_nullish(value) => return Ok(None),
        _ => {
            let message = format!("{name} needs 'regex' to be of type string or regex");
            return Err(call.fault(51105, message));
        }
    };
    Pattern::compile(source, flags).map(Some).map_err(|error| {
        let reason = error.message.trim_start_matches("Regular expression is invalid: ");
        call.fault(51111, format!("Invalid Regex in {name}: {reason}"))
    })
}

fn found(input: &str, captures: &regex::Captures<'_>) -> Document {
    let groups = captures.iter().skip(1).map(|group| match group {
        Some(group) => Bson::from(group.as_str()),
        None => Bson::Null,
    });
    let whole = captures.get(0).map(|group| (group.as_str(), group.start())).unwrap_or_default();
    bson::doc! {
        "match": whole.0,
        "idx": count(input[..whole.1].chars().count()),
        "captures": Bson::Array(groups.collect()),
    }
}

/// A value as the string operators take it: nothing for null, numbers and dates as text.
fn coerced(call: &Call<'_>, value: &Value) -> Result<String, CommandError> {
    Ok(match value {
        None | Some(Bson::Null | Bson::Undefined) => String::new(),
        Some(Bson::String(text) | Bson::Symbol(text) | Bson::JavaScriptCode(text)) => text.clone(),
        Some(Bson::Double(number)) => plain_double(*number),
        Some(number @ (Bson::Int32(_) | Bson::Int64(_) | Bson::Decimal128(_))) => shown(number),
        Some(Bson::DateTime(date)) => calendar::iso_text(date.timestamp_millis()),
        Some(stamp @ Bson::Timestamp(_)) => shown(stamp),
        value => {
            let message = format!("can't convert from BSON type {} to String", type_of(value));
            return Err(call.fault(16007, message));
        }
    })
}
