//! The requests of a `requests.http` file and what came back for each, as plain text.

use std::fmt::Write as _;

use crate::{
    exchange::shown,
    judge::{Came, Exchange},
    plain::lines::{COLUMNS_MAX, wrap},
    text::{clean, clean_line},
};

/// Labels stand left, in a column of ten.
const LABEL_COLUMNS: usize = 10;
/// Lines of a body; `--json` has all of it.
const BODY_LINES_MAX: usize = 40;
/// Characters of a line of a body.
const LINE_CHARS_MAX: usize = 400;

/// All exchanges under a heading, with an empty line at the end; nothing where there are none.
/// `is_exploit`: they went to the vulnerable server of an attack.
pub fn text(exchanges: &[Exchange], is_exploit: bool) -> String {
    if exchanges.is_empty() {
        return String::new();
    }
    let mut text = match exchanges {
        _ if is_exploit => {
            "Your exploit, and what the server as you got it answered:\n\n".to_owned()
        }
        [_] => "Your request and its answer:\n\n".to_owned(),
        _ => "Your requests and their answers:\n\n".to_owned(),
    };
    for exchange in exchanges {
        let request = format!("{} {}", exchange.request.method, exchange.request.target);
        let line = exchange.line.map_or_else(String::new, |line| format!("   (line {line})"));
        let request = format!("{}{line}", clean_line(&request));
        let label = match exchange.came {
            Came::Answer(_) | Came::Nothing(_) => "sent",
            Came::Unsent(_) => "not sent",
        };
        text.push_str(&labelled(label, &request));
        if let Some(doubt) = &exchange.doubt {
            text.push_str(&labelled("note", &prose(doubt)));
        }
        match &exchange.came {
            Came::Answer(response) => {
                let fields = shown::fields(&response.headers);
                let fields = fields.map(|(name, value)| format!("{name}: {value}"));
                let parts = std::iter::once(shown::status(response.status)).chain(fields);
                let parts: Vec<_> = parts.chain([shown::size(response)]).collect();
                text.push_str(&labelled("answer", &side_by_side(&parts)));
                text.push_str(&body(&shown::body(response, COLUMNS_MAX - LABEL_COLUMNS)));
            }
            Came::Nothing(why) => {
                text.push_str(&labelled("answer", &prose(&format!("none: {why}"))));
            }
            Came::Unsent(why) => text.push_str(&labelled("", &prose(why))),
        }
        text.push('\n');
    }
    text
}

fn body(body: &shown::Body) -> String {
    let mut lines: Vec<String> =
        body.lines.iter().take(BODY_LINES_MAX).map(|line| cut(&clean(line))).collect();
    let more = body.lines.len().saturating_sub(BODY_LINES_MAX);
    match (more, body.cut) {
        (0, false) => {}
        (0, true) => lines.push("… the rest is not shown".to_owned()),
        (1, false) => lines.push("… 1 more line   --json has all of it".to_owned()),
        (more, false) => lines.push(format!("… {more} more lines   --json has all of it")),
        (more, true) => lines.push(format!("… at least {more} more lines")),
    }
    if lines.is_empty() { String::new() } else { labelled("", &lines.join("\n")) }
}

fn cut(line: &str) -> String {
    if line.chars().count() <= LINE_CHARS_MAX {
        return line.to_owned();
    }
    line.chars().take(LINE_CHARS_MAX).chain(['…']).collect()
}

fn prose(text: &str) -> String {
    wrap(&clean_line(text), COLUMNS_MAX - LABEL_COLUMNS)
}

/// As many parts in a line as fit, three spaces between.
pub fn side_by_side(parts: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let part = cut(&clean_line(part));
        match lines.last_mut() {
            Some(line)
                if LABEL_COLUMNS + line.chars().count() + 3 + part.chars().count()
                    <= COLUMNS_MAX =>
            {
                line.push_str("   ");
                line.push_str(&part);
            }
            Some(_) | None => lines.push(part),
        }
    }
    lines.join("\n")
}

/// The label before the first line, its width before the others.
pub fn labelled(label: &str, lines: &str) -> String {
    let mut text = String::new();
    for (at, line) in lines.split('\n').enumerate() {
        let head = if at == 0 { label } else { "" };
        let line = format!("{head:LABEL_COLUMNS$}{line}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
