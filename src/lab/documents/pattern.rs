//! Regular expressions of filters and expressions: PCRE's syntax as far as linear time allows.

use regex::{Regex, RegexBuilder};

use crate::lab::documents::error::{Code, CommandError};

/// Bytes that a compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 1 << 20;
/// Bytes that the text of a pattern may have. (PCRE's limit in MongoDB.)
const PATTERN_TEXT_BYTES_MAX: usize = 32_764;
/// Groups inside groups that a pattern may have.
const PATTERN_DEPTH_MAX: u32 = 100;

/// A pattern that is ready to match.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As the filter has it.
    pub source: String,
    pub options: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles a pattern with PCRE's options `i`, `m`, `s`, `x`.
    pub fn compile(source: &str, options: &str) -> Result<Pattern, CommandError> {
        if let Some(flag) = options.chars().find(|flag| !"imsxu".contains(*flag)) {
            let message = format!("invalid flag in regex options: {flag}");
            return Err(CommandError::new(Code::Location(51108), message));
        }
        if source.contains('\0') {
            return Err(invalid("regular expression cannot contain an embedded null byte"));
        }
        if source.len() > PATTERN_TEXT_BYTES_MAX {
            return Err(invalid("regular expression is too large"));
        }
        let (verbs, body) = without_verbs(source);
        let regex = RegexBuilder::new(&translated(body, verbs))
            .case_insensitive(options.contains('i'))
            .multi_line(options.contains('m'))
            .dot_matches_new_line(options.contains('s'))
            .ignore_whitespace(options.contains('x'))
            .size_limit(PATTERN_BYTES_MAX)
            .dfa_size_limit(PATTERN_BYTES_MAX)
            .nest_limit(PATTERN_DEPTH_MAX)
            .build()
            .map_err(|error| invalid(&reason(&error)))?;
        Ok(Pattern { source: source.to_owned(), options: options.to_owned(), regex })
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    pub fn regex(&self) -> &Regex {
        &self.regex
    }

    /// The letters with which every match begins at the start of the text: `^abc` can use an index.
    pub fn prefix(&self) -> Option<String> {
        const MARKS: &str = "\\^$.[]|()?*+{}";
        let body = self.source.strip_prefix('^')?;
        if !self.options.is_empty() || body.contains('|') {
            return None;
        }
        let mut prefix: String = body.chars().take_while(|ch| !MARKS.contains(*ch)).collect();
        // A letter that may be absent is no part of the prefix.
        if body[prefix.len()..].starts_with(['?', '*', '{']) {
            prefix.pop();
        }
        (!prefix.is_empty()).then_some(prefix)
    }
}

/// PCRE's verbs at the start of a pattern, `(*UCP)`, and what follows them.
fn without_verbs(source: &str) -> (bool, &str) {
    let mut body = source;
    let mut is_unicode = false;
    while let Some(verb) =
        ["(*UTF8)", "(*UTF)", "(*UCP)"].iter().find(|verb| body.starts_with(**verb))
    {
        is_unicode |= *verb == "(*UCP)";
        body = &body[verb.len()..];
    }
    (is_unicode, body)
}

/// The pattern with PCRE's meaning of `\d`, `\w`, `\s`, `\b` (ASCII unless `(*UCP)`) and of `[` in a class.
fn translated(source: &str, is_unicode: bool) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut in_class = false;
    let mut rest = source.chars().peekable();
    while let Some(ch) = rest.next() {
        match ch {
            '\\' => match rest.next() {
                Some(letter) => out.push_str(&escape(letter, in_class, is_unicode)),
                None => out.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                if rest.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                if rest.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
            }
            '[' if rest.peek() == Some(&':') => {
                out.push('[');
                for ch in rest.by_ref() {
                    out.push(ch);
                    if ch == ']' {
                        break;
                    }
                }
            }
            '[' => out.push_str("\\["),
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(ch);
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            ch => out.push(ch),
        }
    }
    out
}

fn escape(letter: char, in_class: bool, is_unicode: bool) -> String {
    const WORD: &str = "0-9A-Za-z_";
    const SPACE: &str = " \\t\\n\\x0b\\x0c\\r";
    let set = |set: &str, negated: bool| match (in_class, negated) {
        (true, false) => set.to_owned(),
        (_, true) => format!("[^{set}]"),
        (false, false) => format!("[{set}]"),
    };
    match letter {
        'd' | 'D' if !is_unicode => set("0-9", letter == 'D'),
        'w' | 'W' if !is_unicode => set(WORD, letter == 'W'),
        's' | 'S' if !is_unicode => set(SPACE, letter == 'S'),
        'b' if !is_unicode && !in_class => "(?-u:\\b)".to_owned(),
        'b' if in_class => "\\x08".to_owned(),
        'h' => set(" \\t", false),
        'R' if !in_class => "(?:\\r\\n|\\n|\\r)".to_owned(),
        'Z' if !in_class => "\\n?\\z".to_owned(),
        'e' => "\\x1b".to_owned(),
        // These stand for themselves in PCRE and are refused or special in `regex`.
        '<' | '>' | '"' | '\'' | '`' | ',' | ';' | ':' | '=' | '@' | '!' | '/' | '%' | '_'
        | ' ' => {
            if letter == ' ' {
                "\\x20".to_owned()
            } else {
                letter.to_string()
            }
        }
        letter => format!("\\{letter}"),
    }
}

/// PCRE's words for the faults that people make most.
fn reason(error: &regex::Error) -> String {
    let text = error.to_string();
    let known = [
        ("unclosed group", "missing closing parenthesis"),
        ("unopened group", "unmatched closing parenthesis"),
        ("unclosed character class", "missing terminating ] for character class"),
        ("repetition operator missing expression", "quantifier does not follow a repeatable item"),
        ("incomplete escape sequence", "\\ at end of pattern"),
        ("invalid character class range", "range out of order in character class"),
        ("look-around", "look-ahead and look-behind are not supported here"),
        ("backreferences", "back-references are not supported here"),
        ("exceeds size limit", "regular expression is too large"),
        ("invalid repetition count range", "numbers out of order in {} quantifier"),
    ];
    match known.iter().find(|(ours, _)| text.contains(ours)) {
        Some((_, words)) => (*words).to_owned(),
        None => {
            text.lines().last().unwrap_or("syntax error").trim_start_matches("error: ").to_owned()
        }
    }
}

fn invalid(reason: &str) -> CommandError {
    CommandError::new(Code::Location(51091), format!("Regular expression is invalid: {reason}"))
}
