//! An exchange as text: the request behind `> ` as curl -v writes it, the answer as curl -i does.

use crate::{
    cli::print::COLUMNS_MAX,
    exchange::{Headers, Request, Response, shown},
    text::{clean, clean_line},
    tutor::sending::Exchange,
};

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Foreign text is made safe to show, and JSON is laid out.
    Terminal,
    /// A file or a pipe: the body byte for byte.
    File,
}

/// The exchange, a line break at its end.
pub fn text(exchange: &Exchange, reader: Reader) -> Vec<u8> {
    let mut text = format!("### {}\n", clean_line(&exchange.title));
    match &exchange.sent {
        Some(sent) => text.push_str(&quoted(&sent.request, reader)),
        None => text.push_str("(not sent)\n"),
    }
    let mut bytes = text.into_bytes();
    match &exchange.response {
        Some(response) => {
            bytes.push(b'\n');
            bytes.extend(answer(response, reader));
        }
        None if exchange.sent.is_some() => bytes.extend(b"\n(no answer)\n"),
        None => {}
    }
    bytes
}

fn quoted(request: &Request, reader: Reader) -> String {
    let mut text = format!("{} {} HTTP/1.1\n", request.method, request.target);
    text.push_str(&fields(&request.headers));
    if !request.body.is_empty() {
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&request.body));
    }
    let text = safe(text, reader);
    let mut quoted = String::new();
    for line in text.lines() {
        quoted.push_str(if line.is_empty() { ">" } else { "> " });
        quoted.extend([line, "\n"]);
    }
    quoted
}

fn answer(response: &Response, reader: Reader) -> Vec<u8> {
    let head = format!("{}\n{}", response.status_line(), fields(&response.headers));
    let mut bytes = safe(head, reader).into_bytes();
    if response.body.is_empty() {
        return bytes;
    }
    bytes.push(b'\n');
    match reader {
        Reader::File => bytes.extend_from_slice(&response.body),
        Reader::Terminal => bytes.extend(readable(response).into_bytes()),
    }
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    bytes
}

/// A body for somebody who looks at it: laid out as a check shows it, or, where that would cut it,
/// as it came.
fn readable(response: &Response) -> String {
    let body = shown::body(response, COLUMNS_MAX);
    if body.cut {
        clean(&response.text()).into_owned()
    } else {
        clean(&body.lines.join("\n")).into_owned()
    }
}

fn fields(headers: &Headers) -> String {
    headers.iter().flat_map(|(name, value)| [name, ": ", value, "\n"]).collect()
}

fn safe(text: String, reader: Reader) -> String {
    match reader {
        Reader::Terminal => clean(&text).into_owned(),
        Reader::File => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::sending::{Sent, Times};

    fn exchange(response: Option<Response>) -> Exchange {
        let mut request = Request::parse_line("POST /a | Host: localhost:1").unwrap();
        request.headers.push("X", "y\tz");
        request.body = b"{\n\n\x1b}".to_vec();
        let sent = Some(Sent { url: "http://localhost:1/a".to_owned(), request });
        Exchange {
            title: "make".to_owned(),
            name: "make".to_owned(),
            line: 1,
            sent,
            response,
            error: None,
            ms: 0,
            times: Times::default(),
        }
    }

    const ASKED: &str =
        "### make\n> POST /a HTTP/1.1\n> Host: localhost:1\n> X: y  z\n>\n> {\n>\n> ␛}\n\n";

    #[track_caller]
    fn check(kind: &str, body: &[u8], reader: Reader, expected: &str) {
        let response = Response {
            status: 200,
            first_line: "HTTP/1.0 200 Fine".to_owned(),
            headers: [("Content-Type", kind)].into_iter().collect(),
            body: body.to_vec(),
            cut: kind.contains("cut"),
        };
        let bytes = text(&exchange(Some(response)), reader);
        let answer = format!("HTTP/1.0 200 Fine\nContent-Type: {kind}\n{expected}");
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert!(shown.ends_with(&answer), "{shown}");
        if reader == Reader::Terminal {
            assert_eq!(shown, format!("{ASKED}{answer}"));
        }
    }

    #[test]
    fn a_terminal_gets_safe_text_and_json_in_lines() {
        let terminal = Reader::Terminal;
        check("text/plain", b"", terminal, "");
        check("text/plain", b"a\x1b[2J", terminal, "\na␛[2J\n");
        let told = "\nnot text; it begins with the bytes ff fe\n";
        check("image/png", b"\xff\xfe", terminal, told);
        check("text/cut", b"a\xc3", terminal, "\na\u{fffd}\n");
        check(
            "application/json; charset=utf-8",
            br#"{"a":[1.0,{}],"b" : "x: \"{,\\","a":[ ]}"#,
            terminal,
            "\n{ \"a\": [1.0, {}], \"b\": \"x: \\\"{,\\\\\", \"a\": [] }\n",
        );
        check("application/json", b"{\"a\":", terminal, "\n{\"a\":\n");
        check("application/problem+json", b"[]", terminal, "\n[]\n");
    }

    #[test]
    fn a_file_gets_the_body_as_it_came() {
        check("application/json", b"{\"a\":1}", Reader::File, "\n{\"a\":1}\n");
        check("text/plain", b"\x1b[2J\n", Reader::File, "\n\x1b[2J\n");
    }

    #[test]
    fn what_did_not_come_is_said() {
        assert_eq!(
            text(&exchange(None), Reader::Terminal),
            format!("{ASKED}(no answer)\n").into_bytes()
        );
        let unsent = Exchange { sent: None, ..exchange(None) };
        assert_eq!(text(&unsent, Reader::File), b"### make\n(not sent)\n");
    }
}
