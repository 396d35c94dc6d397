//! An answer as people read it: the words of its status, the fields that tell something, its body
//! in lines. What is foreign is not cleaned here.

mod json;
pub mod sheet;

use crate::exchange::{Headers, Response, reason};

/// Bytes of a body that are made into lines.
pub const BODY_BYTES_MAX: usize = 64 << 10;
/// Lines of a body.
pub const BODY_LINES_MAX: usize = 2_000;
/// Bytes that are shown of a body that is no text.
const BYTES_SHOWN: usize = 12;
/// Below this a size is told in bytes.
const BYTES_TOLD_MAX: u64 = 10_000;

/// How a message travelled; of its meaning they say nothing.
const TRAVEL: [&str; 5] =
    ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

/// `404 Not Found`.
pub fn status(status: u16) -> String {
    format!("{status} {}", reason(status)).trim_end().to_owned()
}

/// The fields but those that only say how the message travelled.
pub fn fields(headers: &Headers) -> impl Iterator<Item = (&str, &str)> {
    headers.iter().filter(|(name, _)| !TRAVEL.iter().any(|other| other.eq_ignore_ascii_case(name)))
}

/// `no body`, `1 byte`, `227 bytes`, `12 kB`; `over 16000 kB` where the rest was not kept.
pub fn size(response: &Response) -> String {
    let over = if response.cut { "over " } else { "" };
    match response.body.len() as u64 {
        0 => "no body".to_owned(),
        1 => "1 byte".to_owned(),
        bytes => format!("{over}{}", bytes_told(bytes)),
    }
}

/// `227 bytes`, `12 kB`.
pub fn bytes_told(bytes: u64) -> String {
    match bytes {
        ..BYTES_TOLD_MAX => format!("{bytes} bytes"),
        bytes => format!("{} kB", bytes.div_ceil(1_000)),
    }
}

/// What has come so far: `310 of 600 kB`, `400 of 9000 bytes`, `310 kB so far`.
pub fn bytes_of_told(bytes: u64, of: Option<u64>) -> String {
    match of {
        None => format!("{} so far", bytes_told(bytes)),
        Some(of) if of < BYTES_TOLD_MAX => format!("{bytes} of {}", bytes_told(of)),
        Some(of) => format!("{} of {}", bytes.div_ceil(1_000), bytes_told(of)),
    }
}

/// A body in lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub lines: Vec<String>,
    /// More of it came than stands in the lines.
    pub cut: bool,
}

/// The lines of a body: JSON is laid out for `width` columns, other text is as it came, and of what
/// is no text the first bytes are told.
pub fn body(response: &Response, width: usize) -> Body {
    let kind = response.headers.value("content-type").unwrap_or_default();
    of(&response.body, &kind, width, response.cut)
}

/// The same of a body that was sent.
pub fn sent_body(headers: &Headers, body: &[u8], width: usize) -> Body {
    of(body, &headers.value("content-type").unwrap_or_default(), width, false)
}

fn of(bytes: &[u8], kind: &str, width: usize, cut: bool) -> Body {
    if is_no_text(bytes, kind) {
        return Body { lines: vec![in_hex(bytes)], cut: false };
    }
    let too_long = BODY_BYTES_MAX < bytes.len();
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(BODY_BYTES_MAX)]);
    let laid_out = if too_long || cut { None } else { json::lines(&text, width) };
    let mut lines = laid_out.unwrap_or_else(|| text.lines().map(str::to_owned).collect());
    let cut = cut || too_long || BODY_LINES_MAX < lines.len();
    lines.truncate(BODY_LINES_MAX);
    Body { lines, cut }
}

/// Where bytes are not UTF-8 their type tells whether they are text in another encoding.
fn is_no_text(bytes: &[u8], kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let said = ["text/", "json", "xml", "x-www-form-urlencoded"];
    let is_said_text = said.iter().any(|word| kind.contains(word));
    bytes.contains(&0) || (!is_said_text && std::str::from_utf8(bytes).is_err())
}

fn in_hex(bytes: &[u8]) -> String {
    let shown: Vec<_> = bytes.iter().take(BYTES_SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let more = if BYTES_SHOWN < bytes.len() { " …" } else { "" };
    format!("not text; it begins with the bytes {}{more}", shown.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, bytes: &[u8], width: usize, expected: &[&str]) {
        let headers = [("content-type", kind)].into_iter().collect();
        let response = Response { headers, body: bytes.to_vec(), ..Response::default() };
        let body = body(&response, width);
        assert_eq!((body.lines, body.cut), (expected.iter().map(|l| (*l).into()).collect(), false));
    }

    #[test]
    fn json_is_laid_out_and_its_letters_stay() {
        let users = r#"[{"id":1,"name":"Zoë \u0041\"}"},{"id":2,"name":null}]"#;
        check(
            "application/json",
            users.as_bytes(),
            44,
            &[
                "[",
                r#"  { "id": 1, "name": "Zoë \u0041\"}" },"#,
                r#"  { "id": 2, "name": null }"#,
                "]",
            ],
        );
        let one_line = r#"[{ "id": 1, "name": "Zoë \u0041\"}" }, { "id": 2, "name": null }]"#;
        check("text/plain", users.as_bytes(), 66, &[one_line]);
        check(
            "",
            b" {\n\"a\" : [ ] , \"b\":{},\"a\":1e2 }",
            30,
            &[r#"{ "a": [], "b": {}, "a": 1e2 }"#],
        );
        check(
            "",
            br#"{"items":[1.50,[true,{"x":[]}]],"next":"/a"}"#,
            18,
            &[
                "{",
                "  \"items\": [",
                "    1.50,",
                "    [",
                "      true,",
                "      { \"x\": [] }",
                "    ]",
                "  ],",
                "  \"next\": \"/a\"",
                "}",
            ],
        );
    }

    #[test]
    fn what_is_not_json_stays_as_it_is() {
        check("application/json", b"{'a': 1}\r\n\r\nx", 9, &["{'a': 1}", "", "x"]);
        check("", b"\"a  b\"", 9, &["\"a  b\""]);
        check("", b"", 9, &[]);
        let deep = "[".repeat(20_000) + &"]".repeat(20_000);
        check("application/json", deep.as_bytes(), 9, &[&deep]);
    }

    #[test]
    fn bytes_are_told_and_text_of_another_encoding_is_text() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let told = "not text; it begins with the bytes 89 50 4e 47 0d 0a 1a 0a 00 00 00 0d …";
        check("image/png", png, 80, &[told]);
        check("text/plain", b"M\xfcsli", 80, &["M\u{fffd}sli"]);
        check("", b"\xfc", 80, &["not text; it begins with the bytes fc"]);
    }

    #[test]
    fn what_is_long_is_cut() {
        let long = Response { body: vec![b'\n'; BODY_BYTES_MAX + 1], ..Response::default() };
        let body = body(&long, 80);
        assert_eq!((body.lines.len(), body.cut), (BODY_LINES_MAX, true));
        assert_eq!(size(&long), "66 kB");
        let cut = Response { body: b"[1]".to_vec(), cut: true, ..Response::default() };
        assert_eq!(size(&cut), "over 3 bytes");
        assert!(super::body(&cut, 80).cut);
    }

    #[test]
    fn fields_that_tell_how_it_travelled_are_left_out() {
        let headers: Headers =
            [("Date", "x"), ("Location", "/a"), ("content-LENGTH", "3"), ("X", "")]
                .into_iter()
                .collect();
        assert_eq!(fields(&headers).collect::<Vec<_>>(), [("Location", "/a"), ("X", "")]);
        assert_eq!((status(404), status(299)), ("404 Not Found".into(), "299".into()));
    }
}
