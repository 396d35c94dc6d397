//! A script cut into words, numbers, strings and signs; one at a time, because only the parser knows
//! whether a `/` divides or begins a regular expression.

use std::ops::Range;

use super::failure::{Failure, Kind};

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    pub place: Range<usize>,
    /// Whether a line break stands before it.
    pub is_on_new_line: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    Name(String),
    Number(f64),
    Text(String),
    /// The back-tick that a template begins with.
    Template,
    Sign(&'static str),
    End,
}

/// Why a script cannot be read.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// In a box, because the parser's calls carry it through many levels.
    pub failure: Box<Failure>,
    /// Whether the script ends too early, so that another line could complete it.
    pub is_unfinished: bool,
}

impl Unreadable {
    pub fn wrong(message: impl Into<String>, place: Range<usize>) -> Unreadable {
        let failure = Box::new(Failure::new(Kind::Syntax, message).at(place));
        Unreadable { failure, is_unfinished: false }
    }

    pub fn unfinished(message: impl Into<String>, place: Range<usize>) -> Unreadable {
        Unreadable { is_unfinished: true, ..Unreadable::wrong(message, place) }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Unreadable {
        self.failure.hint.get_or_insert(hint.into());
        self
    }
}

/// Longer signs stand before those that they begin with.
const SIGNS: [&str; 53] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=",
    "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "**", "<<", ">>",
    "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!",
    "~", "?", ":", "=",
];

/// The token that begins at `at` or after the spaces and comments there.
pub fn next(text: &str, at: usize) -> Result<Token, Unreadable> {
    let (from, is_on_new_line) = skip_blank(text, at)?;
    let token = |kind, to| Token { kind, place: from..to, is_on_new_line };
    let rest = &text[from..];
    let Some(first) = rest.chars().next() else { return Ok(token(TokenKind::End, from)) };
    if is_name_start(first) {
        let length = rest.find(|ch| !is_name_part(ch)).unwrap_or(rest.len());
        return Ok(token(TokenKind::Name(rest[..length].to_owned()), from + length));
    }
    let is_point_number = first == '.' && rest[1..].starts_with(|ch: char| ch.is_ascii_digit());
    if first.is_ascii_digit() || is_point_number {
        let (number, to) = number(text, from)?;
        return Ok(token(TokenKind::Number(number), to));
    }
    if first == '"' || first == '\'' {
        let (value, to) = string(text, from, first)?;
        return Ok(token(TokenKind::Text(value), to));
    }
    if first == '`' {
        return Ok(token(TokenKind::Template, from + 1));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        // `a?.5:1` is a choice.
        let is_choice = *sign == "?." && rest[2..].starts_with(|ch: char| ch.is_ascii_digit());
        let sign = if is_choice { "?" } else { sign };
        return Ok(token(TokenKind::Sign(sign), from + sign.len()));
    }
    if first == '.' {
        return Ok(token(TokenKind::Sign("."), from + 1));
    }
    let place = from..from + first.len_utf8();
    let unknown = Unreadable::wrong(format!("Unexpected character '{first}'."), place);
    Err(match first {
        '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}' => {
            unknown.hint("write straight quotes: \" or '")
        }
        '#' => unknown.hint("a comment begins with `//`"),
        _ => unknown,
    })
}

fn skip_blank(text: &str, at: usize) -> Result<(usize, bool), Unreadable> {
    let mut at = at;
    let mut is_on_new_line = false;
    loop {
        let rest = &text[at..];
        let blank = rest.find(|ch: char| !ch.is_whitespace() && ch != '\u{feff}');
        let blank = blank.unwrap_or(rest.len());
        is_on_new_line |= rest[..blank].contains('\n');
        at += blank;
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let Some(length) = comment.find("*/") else {
                return Err(Unreadable::unfinished("Unterminated comment.", at..text.len())
                    .hint("close the comment with `*/`"));
            };
            is_on_new_line |= comment[..length].contains('\n');
            at += length + 4;
        } else {
            return Ok((at, is_on_new_line));
        }
    }
}

pub fn is_name_start(ch: char) -> bool {
    ch.is_alphabetic() || ch == '_' || ch == '$'
}

pub fn is_name_part(ch: char) -> bool {
    is_name_start(ch) || ch.is_numeric()
}

fn number(text: &str, from: usize) -> Result<(f64, usize), Unreadable> {
    let rest = &text[from..];
    let wrong = |length: usize| {
        let place = from..from + length;
        Unreadable::wrong("Identifier directly after number.", place)
            .hint("a name may not begin with a digit; put quotes around it")
    };
    for (prefix, base) in [("0x", 16), ("0b", 2), ("0o", 8)] {
        if rest.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            let digits = &rest[2..];
            let length = digits.find(|ch| !is_name_part(ch)).unwrap_or(digits.len());
            let value = u64::from_str_radix(&digits[..length].replace('_', ""), base);
            #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers are doubles")]
            return value.map(|value| (value as f64, from + 2 + length)).map_err(|_| wrong(length));
        }
    }
    let bytes = rest.as_bytes();
    let mut length = digits(bytes, 0);
    if bytes.get(length) == Some(&b'.') {
        length = digits(bytes, length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        length = digits(bytes, length + 1 + sign);
    }
    let after = rest[length..].chars().next();
    let is_whole = rest[..length].bytes().all(|byte| byte.is_ascii_digit());
    if after == Some('n') && is_whole {
        return Err(Unreadable::wrong(
            "BigInt literals are not supported.",
            from..from + length + 1,
        )
        .hint(format!("write `Long(\"{}\")`", &rest[..length])));
    }
    match rest[..length].replace('_', "").parse() {
        Ok(value) if !after.is_some_and(is_name_part) => Ok((value, from + length)),
        _ => Err(wrong(length.max(1))),
    }
}

fn digits(bytes: &[u8], from: usize) -> usize {
    let count = bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit() || **byte == b'_');
    from + count.count()
}

fn string(text: &str, from: usize, quote: char) -> Result<(String, usize), Unreadable> {
    let mut value = String::new();
    let mut at = from + 1;
    loop {
        match text[at..].chars().next() {
            None | Some('\n') => {
                return Err(Unreadable::wrong("Unterminated string constant.", from..at)
                    .hint(format!("close the string with {quote}")));
            }
            Some('\\') => at = escape(text, at, &mut value)?,
            Some(ch) => {
                at += ch.len_utf8();
                if ch == quote {
                    return Ok((value, at));
                }
                value.push(ch);
            }
        }
    }
}

/// Reads the escape at `at` into `value`; returns where it ends.
pub fn escape(text: &str, at: usize, value: &mut String) -> Result<usize, Unreadable> {
    let Some(ch) = text[at + 1..].chars().next() else {
        return Err(Unreadable::wrong("Unterminated string constant.", at..text.len()));
    };
    let after = at + 1 + ch.len_utf8();
    let hexadecimal = |from: usize, length: usize| {
        let digits = text.get(from..from + length).unwrap_or_default();
        let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| plain);
        code.ok_or_else(|| Unreadable::wrong("Bad character escape sequence.", at..from))
    };
    match ch {
        'n' => value.push('\n'),
        't' => value.push('\t'),
        'r' => value.push('\r'),
        'b' => value.push('\u{8}'),
        'f' => value.push('\u{c}'),
        'v' => value.push('\u{b}'),
        '0' => value.push('\0'),
        '\n' => {}
        'x' => {
            let code = hexadecimal(after, 2)?;
            value.extend(char::from_u32(code));
            return Ok(after + 2);
        }
        'u' if text[after..].starts_with('{') => {
            let length = text[after..].find('}').unwrap_or(0);
            let code = hexadecimal(after + 1, length.saturating_sub(1))?;
            value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(after + length + 1);
        }
        'u' => {
            let first = hexadecimal(after, 4)?;
            // Two halves of a surrogate pair are one character.
            if (0xd800..0xdc00).contains(&first)
                && text[after + 4..].starts_with("\\u")
                && let Ok(second @ 0xdc00..0xe000) = hexadecimal(after + 6, 4)
            {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                value.extend(char::from_u32(code));
                return Ok(after + 10);
            }
            value.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(after + 4);
        }
        other => value.push(other),
    }
    Ok(after)
}

/// The regular expression whose first slash is at `from`: its source, its flags, and its end.
pub fn pattern(text: &str, from: usize) -> Result<(String, String, usize), Unreadable> {
    let mut is_in_class = false;
    let mut is_escaped = false;
    let rest = &text[from + 1..];
    for (offset, ch) in rest.char_indices() {
        match ch {
            '\n' => break,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_in_class = true,
            ']' => is_in_class = false,
            '/' if !is_in_class => {
                let after = &rest[offset + 1..];
                let length = after.find(|ch| !is_name_part(ch)).unwrap_or(after.len());
                let to = from + offset + 2 + length;
                let flags = &after[..length];
                if let Some(flag) = flags.chars().find(|flag| !"dgimsuy".contains(*flag)) {
                    let message = "Invalid regular expression flag.";
                    return Err(Unreadable::wrong(message, to - length..to)
                        .hint(format!("MongoDB knows the flags i, m and s, and no `{flag}`")));
                }
                return Ok((rest[..offset].to_owned(), flags.to_owned(), to));
            }
            _ => {}
        }
    }
    let length = rest.find('\n').unwrap_or(rest.len());
    Err(Unreadable::wrong("Unterminated regular expression.", from..from + 1 + length)
        .hint("close the regular expression with `/`"))
}
