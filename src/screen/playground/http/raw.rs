//! An exchange as it went over the wire: what was sent, and what came back. A body that is no text
//! follows as bytes.

use std::{fmt::Write as _, ops::Range};

use crate::{
    exchange::shown::sheet::{Kind, Sheet},
    screen::{
        theme::Role,
        widget::rows::{Row, span},
    },
    text::clean_line,
    tutor::playground::Past,
};

/// The text of an exchange in lines of at most one row, made once: a body may have megabytes.
#[derive(Clone, Debug)]
pub struct Raw {
    text: String,
    lines: Vec<(Range<usize>, Role)>,
    /// Its lines are this wide.
    pub width: u16,
    /// Whether the body of the answer stands in the text.
    pub has_body: bool,
}

impl Raw {
    pub fn of(past: &Past, width: u16) -> Raw {
        let (text, lines) = (String::new(), Vec::new());
        let mut raw = Raw { text, lines, width: width.max(1), has_body: true };
        if let Some(sent) = &past.exchange.sent {
            let request = &sent.request;
            raw.push("sent", Role::Muted);
            raw.push(&format!("{} {} HTTP/1.1", request.method, request.target), Role::Bright);
            raw.push_fields(request.headers.iter());
            match std::str::from_utf8(&request.body) {
                Ok("") => {}
                Ok(body) => raw.push(body, Role::Code),
                Err(_) => {
                    let bytes = request.body.len();
                    raw.push(&format!("{bytes} bytes that are no text"), Role::Muted);
                }
            }
        }
        if let Some(response) = &past.exchange.response {
            raw.push("", Role::Text);
            raw.push("came back", Role::Muted);
            raw.push(&response.status_line(), Role::Bright);
            raw.push_fields(response.headers.iter());
            let kind = past.sheet.as_ref().map_or(Kind::Bytes, Sheet::kind);
            raw.has_body = matches!(kind, Kind::Json | Kind::Text | Kind::Empty);
            if raw.has_body {
                raw.push(&String::from_utf8_lossy(&response.body), Role::Code);
            }
        }
        raw
    }

    pub fn count(&self) -> usize {
        self.lines.len()
    }

    pub fn row(&self, line: usize) -> Row {
        let Some((range, role)) = self.lines.get(line).cloned() else { return Row::empty() };
        Row::of(vec![span(clean_line(&self.text[range]), role)])
    }

    /// Header fields, and the empty line that ends them.
    fn push_fields<'f>(&mut self, fields: impl Iterator<Item = (&'f str, &'f str)>) {
        let mut head = String::new();
        for (name, value) in fields {
            let _ = writeln!(head, "{name}: {value}");
        }
        self.push(&head, Role::Text);
    }

    fn push(&mut self, text: &str, role: Role) {
        let width = usize::from(self.width);
        for line in text.split('\n') {
            let line = line.trim_end_matches('\r');
            let start = self.text.len();
            self.text.push_str(line);
            let (mut from, mut chars) = (start, 0);
            for (at, _) in line.char_indices() {
                if chars == width {
                    let end = start + at;
                    self.lines.push((from..end, role));
                    (from, chars) = (end, 0);
                }
                chars += 1;
            }
            self.lines.push((from..self.text.len(), role));
        }
    }
}
