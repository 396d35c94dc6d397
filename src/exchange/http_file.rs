//! The `.http` text form of requests, as REST Client and `JetBrains` editors write it.
//!
//! `### name` begins a request; then a request line, header fields, an empty line and the body.
//! Lines with `#` or `//` before the request line are comments. Variables are not filled in.

use crate::exchange::Request;

/// A request with a name; the name may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub request: Request,
    /// Where its request line stands, counted from 1.
    pub line: u32,
}

/// A line that is no part of a request, counted from 1, and why.
pub type Mistake = (u32, String);

/// Reads all requests of a file. A body ends without its last line break.
pub fn read(text: &str) -> (Vec<Named>, Vec<Mistake>) {
    let mut requests = Vec::new();
    let mut mistakes = Vec::new();
    let mut lines = (1..).zip(text.lines()).peekable();
    let mut name = String::new();
    while let Some((number, line)) = lines.next() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("###") {
            rest.trim().clone_into(&mut name);
        } else if let Some(named) = line.strip_prefix("# @name ") {
            named.trim().clone_into(&mut name);
        } else if !line.is_empty() && !is_comment(line) {
            let mut fields = line.strip_suffix(" HTTP/1.1").unwrap_or(line).to_owned();
            while let Some((_, field)) = lines.next_if(|(_, line)| is_field(line)) {
                fields.push_str(" | ");
                fields.push_str(field.trim());
            }
            let mut body = Vec::new();
            while let Some((_, line)) = lines.next_if(|(_, line)| !line.starts_with("###")) {
                body.push(line);
            }
            match Request::parse_line(&fields) {
                Ok(request) => {
                    let request = Request { body: trimmed(&body).into_bytes(), ..request };
                    requests.push(Named { name: std::mem::take(&mut name), request, line: number });
                }
                Err(why) => mistakes.push((number, why)),
            }
        }
    }
    (requests, mistakes)
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

fn is_field(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with("###")
}

/// The lines without the empty ones around them.
fn trimmed(lines: &[&str]) -> String {
    let full = |line: &&str| !line.trim().is_empty();
    let Some(first) = lines.iter().position(full) else { return String::new() };
    let last = lines.iter().rposition(full).unwrap_or(first);
    lines[first..=last].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_have_names_fields_and_bodies() {
        let text = "// first\n### create\nPOST /notes HTTP/1.1\nContent-Type: application/json\n\n\
                    {\n  \"a\": 1\n}\n\n###\n# @name list\nGET /notes\n";
        let (requests, mistakes) = read(text);
        assert_eq!(mistakes, []);
        let [create, list] = &requests[..] else { panic!("{requests:?}") };
        assert_eq!((create.name.as_str(), create.line), ("create", 3));
        assert_eq!(create.request.method, "POST");
        assert_eq!(create.request.headers.value("content-type").unwrap(), "application/json");
        assert_eq!(create.request.body, b"{\n  \"a\": 1\n}");
        assert_eq!((list.name.as_str(), list.request.target.as_str()), ("list", "/notes"));
        assert_eq!(read("### x\nnonsense\n").1.len(), 1);
    }
}
