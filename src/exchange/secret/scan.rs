//! Finds secrets in a text: a name, a sign, and the value behind it, as JSON, forms, queries, headers and
//! what programs print of them write it.

use super::{cut, is_secret, named};

/// What stands around a string.
const QUOTES: [char; 3] = ['"', '\'', '`'];
/// Words that are no secret whatever their name.
const NOTHING: [&str; 4] = ["null", "undefined", "true", "false"];
/// A token that is signed has a length at least, and three parts.
const TOKEN_BYTES_MIN: usize = 20;

/// What stands between a name and its value.
#[derive(Clone, Copy)]
struct Sign {
    /// Its bytes, with the quote behind the name and all spaces.
    length: usize,
    /// The name stands in quotes.
    quoted: bool,
    /// `=`, else a colon.
    equals: bool,
    /// Spaces stand around it.
    loose: bool,
}

/// `text` with all secrets cut.
pub fn cut_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_name).map(|found| at + found) {
        let word = leading(&text[start..], is_of_name);
        out.push_str(&text[at..start]);
        at = start + word.len();
        if is_token(word) {
            out.push_str(&cut(word));
            continue;
        }
        // `redis://:hunter22@localhost`: nobody's password.
        if text[..start].ends_with("://:")
            && let Some(end) = password(&text[start..])
        {
            out.push_str(&cut(&text[start..start + end]));
            at = start + end;
            continue;
        }
        out.push_str(word);
        let (before, behind) = (&text[..start], &text[at..]);
        at += if is_secret(word) {
            secret(&mut out, word, before, behind)
        } else if before.ends_with("://") {
            of_user(&mut out, behind)
        } else {
            0
        };
    }
    out + &text[at..]
}

/// The value of a secret's name alone, as `cut_all` would leave it behind that name.
pub fn cut_value(name: &str, value: &str) -> String {
    let mut out = String::new();
    let sign = Sign { length: 0, quoted: true, equals: false, loose: false };
    let is_written = |ch: char| QUOTES.contains(&ch) || ['[', '{'].contains(&ch);
    let is_number = value.parse::<f64>().is_ok();
    if !is_number && !value.starts_with(is_written) {
        return value.to_owned();
    }
    let done = push_value(&mut out, name, value, sign);
    out + &value[done..]
}

/// Writes what stands behind the name of a secret as far as it is its value; how much that was.
fn secret(out: &mut String, name: &str, before: &str, behind: &str) -> usize {
    if before.ends_with("name=\"")
        && let Some(start) = part_of_form(behind)
    {
        let content = &behind[start..];
        let end = content.find("\r\n--").or_else(|| content.find("\n--")).unwrap_or(content.len());
        out.push_str(&behind[..start]);
        out.push_str(&cut(&content[..end]));
        return start + end;
    }
    let Some(sign) = sign(before, behind) else { return 0 };
    out.push_str(&behind[..sign.length]);
    sign.length + push_value(out, name, &behind[sign.length..], sign)
}

/// Where the content of a part of a form begins, behind the name of the part.
fn part_of_form(behind: &str) -> Option<usize> {
    let ends = ["\r\n\r\n", "\n\n"];
    let found = ends.iter().filter_map(|end| behind.find(end).map(|at| at + end.len()));
    found.min().filter(|_| behind.starts_with('"'))
}

fn sign(before: &str, behind: &str) -> Option<Sign> {
    let quoted = before.ends_with(QUOTES);
    let is_quote = |ch: char| QUOTES.contains(&ch) || ch == '\\';
    let open = if quoted { behind.trim_start_matches(is_quote) } else { behind };
    let tight = open.trim_start_matches([' ', '\t']);
    let rest = tight.strip_prefix([':', '='])?;
    let equals = tight.starts_with('=');
    if rest.starts_with(['=', '>']) {
        return None;
    }
    let is_space = |ch: char| if quoted { ch.is_whitespace() } else { [' ', '\t'].contains(&ch) };
    let value = rest.trim_start_matches(is_space);
    let loose = open.len() != tight.len() || rest.len() != value.len();
    Some(Sign { length: behind.len() - value.len(), quoted, equals, loose })
}

/// Where the password ends that `rest` begins with: at the last `@` of an address.
fn password(rest: &str) -> Option<usize> {
    let end = rest.find(|ch: char| ch.is_whitespace() || ['/', '?', '#'].contains(&ch));
    rest[..end.unwrap_or(rest.len())].rfind('@')
}

/// The password in `://ada:hunter22@`.
fn of_user(out: &mut String, behind: &str) -> usize {
    let Some(rest) = behind.strip_prefix(':') else { return 0 };
    let Some(end) = password(rest) else { return 0 };
    out.push(':');
    out.push_str(&cut(&rest[..end]));
    1 + end
}

/// Writes the value that `rest` begins with, cut; its bytes in `rest`.
fn push_value(out: &mut String, name: &str, rest: &str, sign: Sign) -> usize {
    if let Some((open, end)) = string(rest) {
        out.push_str(&rest[..open]);
        out.push_str(&named(name, &rest[open..end]));
        end
    } else if rest.starts_with(['[', '{']) {
        push_nested(out, name, rest)
    } else {
        push_bare(out, name, rest, sign)
    }
}

/// Where the string begins that `rest` begins with, behind its quote, and where it ends. Within a
/// string of JSON the quotes of another have backslashes.
fn string(rest: &str) -> Option<(usize, usize)> {
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let quote = rest[slashes..].chars().next().filter(|ch| QUOTES.contains(ch))?;
    let open = slashes + quote.len_utf8();
    let inner = rest[open..].lines().next().unwrap_or_default();
    let end = if slashes == 0 {
        end_of_string(inner, quote)
    } else {
        inner.find(&rest[..open]).unwrap_or(inner.len())
    };
    Some((open, open + end))
}

/// Where the quote stands that ends a string; the end of the text where there is none.
fn end_of_string(inner: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, ch) in inner.char_indices() {
        match ch {
            _ if ch == quote && !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    inner.len()
}

/// A list or an object: all that is in it is cut, but for the names.
fn push_nested(out: &mut String, name: &str, rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(ch) = rest[at..].chars().next() {
        let here = &rest[at..];
        let part = push_string(out, name, here).or_else(|| push_word(out, here));
        if let Some(bytes) = part {
            at += bytes;
            continue;
        }
        out.push(ch);
        at += ch.len_utf8();
        match ch {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The string that `here` begins with, and the quote that ends it; its bytes.
fn push_string(out: &mut String, name: &str, here: &str) -> Option<usize> {
    let (open, end) = string(here)?;
    let quote = &here[..open];
    let close = if here[end..].starts_with(quote) { quote } else { "" };
    out.push_str(quote);
    let inner = &here[open..end];
    if is_named(&here[end + close.len()..]) {
        out.push_str(inner);
    } else {
        out.push_str(&named(name, inner));
    }
    out.push_str(close);
    Some(end + close.len())
}

/// The word without quotes that `here` begins with; its bytes.
fn push_word(out: &mut String, here: &str) -> Option<usize> {
    let word = leading(here, |ch| ch.is_alphanumeric() || "_.+-…".contains(ch));
    if word.is_empty() {
        return None;
    }
    if NOTHING.contains(&word) || is_named(&here[word.len()..]) {
        out.push_str(word);
    } else {
        out.push_str(&cut(word));
    }
    Some(word.len())
}

/// Whether what stands before is a name, by what stands behind it.
fn is_named(behind: &str) -> bool {
    behind.trim_start().starts_with(':')
}

/// A value without quotes. A colon also stands in prose, and a loose `=` in code.
fn push_bare(out: &mut String, name: &str, rest: &str, sign: Sign) -> usize {
    let line = rest.lines().next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    if !sign.equals && ["authorization", "cookie"].iter().any(|field| lower.contains(field)) {
        let end = line.find(QUOTES).unwrap_or(line.len());
        out.push_str(&named(name, &line[..end]));
        return end;
    }
    let ends = if sign.equals { "&#<>" } else { ",;&#<>)}]" };
    let is_end = |ch: char| ch.is_whitespace() || QUOTES.contains(&ch) || ends.contains(ch);
    let word = &line[..line.find(is_end).unwrap_or(line.len())];
    let behind = line[word.len()..].trim_start();
    let goes_on = behind.starts_with(char::is_alphanumeric);
    let is_prose = !sign.quoted && if sign.equals { sign.loose } else { goes_on };
    let is_placeholder = word.starts_with(['?', ':', '@']);
    if is_prose || is_placeholder || NOTHING.contains(&word) {
        out.push_str(word);
    } else {
        out.push_str(&cut(word));
    }
    word.len()
}

/// `eyJ….….…`: a token whose parts are base64.
fn is_token(word: &str) -> bool {
    word.starts_with("eyJ") && TOKEN_BYTES_MIN <= word.len() && 2 <= word.matches('.').count()
}

fn is_of_name(ch: char) -> bool {
    ch.is_alphanumeric() || "_-.[]%$".contains(ch)
}

/// The characters at the beginning of `text` that are so.
fn leading(text: &str, is_so: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|ch| !is_so(ch)).unwrap_or(text.len())]
}
