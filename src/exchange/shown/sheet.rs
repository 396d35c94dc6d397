//! A body of any size in lines, made once: of then on a screen takes the lines that it shows, finds
//! words and folds what is JSON, without touching the rest.

use std::ops::Range;

use serde::de::IgnoredAny;

use super::is_no_text;
use crate::exchange::Response;

/// Bytes of one line; a longer one goes on in the next.
const LINE_BYTES_MAX: usize = 1_000;
/// Columns that each level of JSON stands further in.
const INDENT: usize = 2;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Empty,
    /// Laid out.
    Json,
    /// As it came.
    Text,
    /// Not text: the sheet has no lines.
    Bytes,
}

/// The lines of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    kind: Kind,
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Sheet {
    /// JSON is laid out for `width` columns: an object or a list that fits stands on one line.
    pub fn of(response: &Response, width: usize) -> Sheet {
        let said = response.headers.value("content-type").unwrap_or_default();
        let body = &response.body;
        if body.is_empty() {
            return Sheet { kind: Kind::Empty, text: String::new(), starts: Vec::new() };
        }
        if is_no_text(body, &said) {
            return Sheet { kind: Kind::Bytes, text: String::new(), starts: Vec::new() };
        }
        let text = String::from_utf8_lossy(body);
        match laid_out(&text, width) {
            Some(text) => Sheet::new(Kind::Json, text),
            None => Sheet::new(Kind::Text, text.into_owned()),
        }
    }

    fn new(kind: Kind, text: String) -> Sheet {
        let mut starts = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let mut rest = line;
            loop {
                starts.push(at);
                let mut end = rest.len().min(LINE_BYTES_MAX);
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
                at += end;
                rest = &rest[end..];
                if rest.is_empty() {
                    break;
                }
            }
        }
        Sheet { kind, text, starts }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Line `index` without its line break; empty behind the last one.
    pub fn line(&self, index: usize) -> &str {
        self.text.get(self.place(index)).unwrap_or_default().trim_end_matches(['\r', '\n'])
    }

    /// Whether a line only goes on what the one above it began.
    pub fn goes_on(&self, index: usize) -> bool {
        let start = self.starts.get(index).copied().unwrap_or(0);
        0 < start && self.text.as_bytes().get(start - 1) != Some(&b'\n')
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line that closes what line `index` of JSON opens.
    pub fn closing(&self, index: usize) -> Option<usize> {
        let line = self.line(index);
        if self.kind != Kind::Json || !line.ends_with(['{', '[']) || self.goes_on(index) {
            return None;
        }
        let indent = indent(line);
        let closes = |at: &usize| {
            let line = self.line(*at);
            indent_is(line, indent) && line[indent..].starts_with(['}', ']']) && !self.goes_on(*at)
        };
        (index + 1..self.lines()).find(closes)
    }

    /// Where `words` stand next, from `from` on and around the end, letters in either case: the line
    /// and the bytes in it.
    pub fn find(
        &self,
        words: &str,
        from: usize,
        direction: Direction,
    ) -> Option<(usize, Range<usize>)> {
        let (text, words) = (self.text.as_bytes(), words.as_bytes());
        let last = text.len().checked_sub(words.len())?;
        if words.is_empty() {
            return None;
        }
        let is_at = |at: &usize| text[*at..*at + words.len()].eq_ignore_ascii_case(words);
        let from = self.starts.get(from).copied().unwrap_or(0).min(last + 1);
        let found = match direction {
            Direction::On => (from..=last).chain(0..from).find(is_at),
            Direction::Back => (0..from).rev().chain((from..=last).rev()).find(is_at),
        }?;
        let line = self.starts.partition_point(|start| *start <= found) - 1;
        let start = found - self.starts[line];
        Some((line, start..start + words.len()))
    }

    fn place(&self, index: usize) -> Range<usize> {
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        start..self.starts.get(index + 1).copied().unwrap_or(self.text.len())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    On,
    Back,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn indent_is(line: &str, expected: usize) -> bool {
    indent(line) == expected
}

/// JSON with a line for each member that does not fit into the line of its list or object. `None`
/// for what is no list and no object. Names, texts and numbers keep the letters in which they came.
fn laid_out(text: &str, width: usize) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) || serde_json::from_str::<IgnoredAny>(text).is_err() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut column = 0;
    let mut level = 0_usize;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, piece): (usize, String) = match first {
            '{' | '[' => {
                if let Some((length, line)) = on_one_line(rest, width.saturating_sub(column + 1)) {
                    (length, line)
                } else {
                    level += 1;
                    (1, format!("{first}{}", broken(level)))
                }
            }
            '}' | ']' => {
                level = level.saturating_sub(1);
                (1, format!("{}{first}", broken(level)))
            }
            ',' => (1, format!(",{}", broken(level))),
            ':' => (1, ": ".to_owned()),
            _ => {
                let length = leaf(rest);
                (length, rest[..length].to_owned())
            }
        };
        column = match piece.rfind('\n') {
            Some(at) => piece.len() - at - 1,
            None => column + piece.chars().count(),
        };
        out.push_str(&piece);
        rest = rest[length..].trim_start();
    }
    Some(out)
}

fn broken(level: usize) -> String {
    format!("\n{}", " ".repeat(level * INDENT))
}

/// The list or object at the front of `text` on one line, where it has at most `room` columns; and
/// the bytes that it takes in `text`.
fn on_one_line(text: &str, room: usize) -> Option<(usize, String)> {
    let mut line = String::new();
    let mut level = 0_usize;
    let mut rest = text;
    let mut columns = 0;
    while let Some(first) = rest.chars().next() {
        let before = line.len();
        let length = match first {
            '{' | '[' => {
                let inner = rest[1..].trim_start();
                let is_empty = inner.starts_with(['}', ']']);
                line.push(first);
                line.push_str(if first == '{' && !is_empty { " " } else { "" });
                level += 1;
                1
            }
            '}' | ']' => {
                let is_empty = line.ends_with(['{', '[']);
                line.push_str(if first == '}' && !is_empty { " " } else { "" });
                line.push(first);
                level = level.saturating_sub(1);
                1
            }
            ',' => {
                line.push_str(", ");
                1
            }
            ':' => {
                line.push_str(": ");
                1
            }
            _ => {
                let length = leaf(rest);
                if room.saturating_mul(4) < length {
                    return None;
                }
                line.push_str(&rest[..length]);
                length
            }
        };
        columns += line[before..].chars().count();
        // Nothing fits into less than an empty pair.
        if room.max(2) < columns {
            return None;
        }
        rest = &rest[length..];
        if level == 0 {
            return Some((text.len() - rest.len(), line));
        }
        rest = rest.trim_start();
    }
    None
}

/// Bytes of the text, number or word at the front of right JSON.
fn leaf(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        let ends = |byte: &u8| b",]}: \t\r\n".contains(byte);
        return bytes.iter().position(ends).unwrap_or(bytes.len()).max(1);
    }
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(kind: &str, body: &[u8], width: usize) -> Sheet {
        let headers = [("Content-Type", kind)].into_iter().collect();
        Sheet::of(&Response { headers, body: body.to_vec(), ..Response::default() }, width)
    }

    fn lines(sheet: &Sheet) -> Vec<&str> {
        (0..sheet.lines()).map(|index| sheet.line(index)).collect()
    }

    #[test]
    fn json_is_laid_out_as_a_check_shows_it() {
        let body =
            br#"{"items":[{"id":9,"s":"p\"}"},{"id":10,"s":[]}],"next":null,"e":{},"n":[1,2]}"#;
        let sheet = sheet("application/json", body, 30);
        assert_eq!(
            lines(&sheet),
            [
                "{",
                "  \"items\": [",
                r#"    { "id": 9, "s": "p\"}" },"#,
                r#"    { "id": 10, "s": [] }"#,
                "  ],",
                "  \"next\": null,",
                "  \"e\": {},",
                "  \"n\": [1, 2]",
                "}",
            ]
        );
        assert_eq!(
            (sheet.closing(0), sheet.closing(1), sheet.closing(2)),
            (Some(8), Some(4), None)
        );
        let short = Response { body: body.to_vec(), ..Response::default() };
        assert_eq!(super::super::body(&short, 30).lines, lines(&sheet), "the other layout agrees");
    }

    #[test]
    fn what_is_no_json_is_as_it_came_and_bytes_have_no_lines() {
        assert_eq!(lines(&sheet("text/html", b"<p>\r\na</p>", 9)), ["<p>", "a</p>"]);
        assert_eq!(lines(&sheet("application/json", b"{\"a\":", 9)), ["{\"a\":"]);
        assert_eq!(sheet("image/png", b"\x89PNG\0", 9).kind(), Kind::Bytes);
        assert_eq!(sheet("", b"", 9).kind(), Kind::Empty);
        let deep = "[".repeat(100_000);
        assert_eq!(sheet("application/json", deep.as_bytes(), 40).kind(), Kind::Text);
    }

    #[test]
    fn a_long_line_goes_on_in_the_next() {
        let long = sheet("text/plain", "é".repeat(1_200).as_bytes(), 9);
        assert_eq!(long.lines(), 3);
        assert_eq!(lines(&long).concat(), "é".repeat(1_200));
        assert_eq!((long.goes_on(0), long.goes_on(1)), (false, true));
    }

    #[test]
    fn words_are_found_on_and_back_around_the_end() {
        let text = sheet("text/plain", b"one\ntwo ONE\nthree", 9);
        assert_eq!(text.find("one", 0, Direction::On), Some((0, 0..3)));
        assert_eq!(text.find("one", 1, Direction::On), Some((1, 4..7)));
        assert_eq!(text.find("one", 2, Direction::On), Some((0, 0..3)));
        assert_eq!(text.find("one", 1, Direction::Back), Some((0, 0..3)));
        assert_eq!(text.find("one", 0, Direction::Back), Some((1, 4..7)));
        assert_eq!(text.find("four", 0, Direction::On), None);
        assert_eq!(text.find("", 0, Direction::On), None);
        assert_eq!(text.find(&"x".repeat(99), 0, Direction::On), None);
    }

    #[test]
    fn ten_megabytes_are_laid_out_and_folded() {
        let row = r#"{"id":1,"name":"Ines","tags":["a","b"]},"#;
        let body = format!("[{}{{}}]", row.repeat((10 << 20) / row.len()));
        let sheet = sheet("application/json", body.as_bytes(), 80);
        assert_eq!(sheet.closing(0), Some(sheet.lines() - 1));
        assert_eq!(sheet.line(1), r#"  { "id": 1, "name": "Ines", "tags": ["a", "b"] },"#);
    }
}
