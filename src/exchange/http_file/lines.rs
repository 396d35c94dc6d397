//! What each line of a file is, by the lines above it: for who looks at a text while somebody
//! writes it, and wants no mistakes.

use super::{comment, directive, is_address, is_name};
use crate::exchange::is_token;

/// One line; the parts are pieces of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'l> {
    /// `###`, and the words behind it.
    Separator(&'l str),
    Comment,
    /// `# @name login`; the name may be wrong, or missing.
    Name(&'l str),
    /// `# @answer name = value`; there is no value before the `=` is written.
    Answer {
        name: &'l str,
        value: Option<&'l str>,
    },
    /// `@name = value`, likewise.
    Variable {
        name: &'l str,
        value: Option<&'l str>,
    },
    /// An address alone has no method.
    Request {
        method: Option<&'l str>,
        target: &'l str,
        version: Option<&'l str>,
    },
    /// `&page=2` below the request line.
    Query(&'l str),
    Field {
        name: &'l str,
        value: &'l str,
    },
    /// The empty line before a body, and each before a request line.
    Empty,
    Body,
    /// A line that is nothing of all this.
    Unread,
}

/// Where in a request the next line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// Before the request line.
    #[default]
    Before,
    /// After a request line that cannot be read: up to the next `###`.
    Lost,
    /// Directly below the request line, where a query may go on.
    Below,
    Fields,
    Body,
}

impl At {
    /// What the line is that stands here; goes on to the next one.
    pub fn line<'l>(&mut self, line: &'l str) -> Line<'l> {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        if let Some(title) = line.trim_start().strip_prefix("###") {
            *self = At::Before;
            return Line::Separator(title.trim_matches(|ch: char| ch == '#' || ch.is_whitespace()));
        }
        if let Some(comment) = comment(line) {
            return commented(comment);
        }
        let text = line.trim();
        match *self {
            At::Before if text.is_empty() => Line::Empty,
            At::Before => self.before(text),
            At::Lost => Line::Unread,
            At::Below | At::Fields if text.is_empty() => {
                *self = At::Body;
                Line::Empty
            }
            At::Below if text.starts_with(['?', '&']) => Line::Query(text),
            At::Below | At::Fields => match field(text) {
                Some(field) => {
                    *self = At::Fields;
                    field
                }
                None => Line::Unread,
            },
            At::Body => Line::Body,
        }
    }

    fn before<'l>(&mut self, text: &'l str) -> Line<'l> {
        if let Some(variable) = text.strip_prefix('@') {
            return match parted(variable) {
                (name, Some(_)) if !is_name(name) => Line::Unread,
                (name, value) => Line::Variable { name, value },
            };
        }
        let line = request(text);
        *self = if line == Line::Unread { At::Lost } else { At::Below };
        line
    }
}

fn commented(comment: &str) -> Line<'_> {
    if let Some(name) = directive(comment, "@name") {
        Line::Name(name)
    } else if let Some(rest) = directive(comment, "@answer") {
        let (name, value) = parted(rest);
        Line::Answer { name, value }
    } else {
        Line::Comment
    }
}

/// A name, and what stands behind the `=`.
fn parted(text: &str) -> (&str, Option<&str>) {
    match text.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (text.trim(), None),
    }
}

fn request(text: &str) -> Line<'_> {
    let (text, version) = match text.rsplit_once(char::is_whitespace) {
        Some((rest, version)) if version.starts_with("HTTP/") => (rest.trim_end(), Some(version)),
        Some(_) | None => (text, None),
    };
    match text.split_once(char::is_whitespace) {
        Some((method, target)) if is_method(method) => {
            Line::Request { method: Some(method), target: target.trim_start(), version }
        }
        None if is_address(text) => Line::Request { method: None, target: text, version },
        Some(_) | None => Line::Unread,
    }
}

fn is_method(word: &str) -> bool {
    is_token(word) && !word.contains(|ch: char| ch.is_ascii_lowercase())
}

fn field(text: &str) -> Option<Line<'_>> {
    let (name, value) = text.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    is_token(name).then_some(Line::Field { name, value })
}
