//! Requests that begin without a line `###` above them, and would be read as a part of another one.

use super::{Entry, Mistake, column, shown};

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
/// Methods whose requests have no body, as a rule (RFC 9110, section 9.3).
const BODILESS: [&str; 5] = ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"];
/// Who writes one of these writes a body.
const OF_BODIES: [&str; 3] = ["content-type", "content-length", "transfer-encoding"];

const HINT: &str = "a request begins below a line with ###";

/// How sure it is that a line begins a request.
pub enum Second {
    /// It cannot be anything else.
    Certain(Mistake),
    /// It may be a part of the body, and hardly is.
    Likely(Mistake),
}

/// A line among the header fields: no field, so nothing but a request.
pub fn in_fields(number: u32, line: &str) -> Option<Mistake> {
    is_request_line(line.trim()).then(|| mistake(number, line.trim_start(), line))
}

/// A line of a body. A text may tell of requests, so a body of any other type than JSON or a form
/// holds what it likes; and whoever sends bytes of a second request on purpose writes how long they
/// are.
pub fn in_body(number: u32, line: &str, entry: &Entry) -> Option<Second> {
    if !is_request_line(line.trim_end()) {
        return None;
    }
    let is_first = entry.body.iter().all(|(_, text)| text.trim().is_empty());
    let is_named = |name: &str| OF_BODIES.iter().any(|other| other.eq_ignore_ascii_case(name));
    if is_first
        && BODILESS.contains(&entry.method.as_str())
        && !entry.fields.iter().any(|field| is_named(&field.name))
    {
        return Some(Second::Certain(mistake(number, line, line)));
    }
    let has_length =
        |name: &str| OF_BODIES[1..].iter().any(|other| other.eq_ignore_ascii_case(name));
    if entry.fields.iter().any(|field| has_length(&field.name)) {
        return None;
    }
    let after_empty = is_first || entry.body.last().is_some_and(|(_, text)| text.trim().is_empty());
    let is_likely = match entry.media_type() {
        // No text in JSON goes on in another line.
        Some(kind) if kind.ends_with("json") => true,
        Some(kind) => after_empty && kind == "application/x-www-form-urlencoded",
        None => after_empty,
    };
    is_likely.then(|| Second::Likely(mistake(number, line, line)))
}

fn mistake(number: u32, text: &str, line: &str) -> Mistake {
    let what = format!("`{}` begins another request", shown(text.trim_end()));
    Mistake::new(number, column(line, text), what, HINT)
}

/// A known method, one space or more, and a path or an address.
fn is_request_line(text: &str) -> bool {
    let Some((method, target)) = text.split_once(' ') else { return false };
    let target = target.trim();
    let target = match target.rsplit_once(' ') {
        Some((target, version)) if version.starts_with("HTTP/") => target.trim_end(),
        Some(_) | None => target,
    };
    METHODS.contains(&method) && super::is_address(target) && !target.contains(char::is_whitespace)
}
