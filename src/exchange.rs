//! HTTP messages as values (RFC 9110); opens no socket.

pub mod api;
pub mod base64;
pub mod curl;
pub mod http_file;
pub mod json_file;
pub mod mishap;
pub mod secret;
pub mod shown;
pub mod target;

use std::fmt;

/// Header fields in the order and the letter case they were written in (RFC 9110, section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    fields: Vec<(String, String)>,
}

impl Headers {
    pub fn new() -> Headers {
        Headers::default()
    }

    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.fields.push((name.into(), value.into()));
    }

    /// The value of `name`, compared without case; fields sent more than once are joined by
    /// ", " (RFC 9110, section 5.3).
    pub fn value(&self, name: &str) -> Option<String> {
        let mut values =
            self.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v).peekable();
        values.peek()?;
        Some(values.collect::<Vec<_>>().join(", "))
    }

    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|(n, _)| n.eq_ignore_ascii_case(name))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn remove(&mut self, name: &str) {
        self.fields.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(fields: T) -> Headers {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.push(name, value);
        }
        headers
    }
}

/// A request as it goes out. The target is in origin form (RFC 9112, section 3.2.1): a path and
/// perhaps a query, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl Request {
    /// Reads `GET /path`, or `GET /path | Accept: text/html | token: x` with header fields.
    ///
    /// # Errors
    /// Says which part is not a method, a target or a header field.
    pub fn parse_line(line: &str) -> Result<Request, String> {
        let mut parts = line.split(" | ");
        let head = parts.next().unwrap_or_default().trim();
        let (method, target) = head
            .split_once(' ')
            .ok_or_else(|| format!("`{head}` is not a method and a path, as in `GET /users`"))?;
        let target = target.trim();
        if !is_token(method) || method.chars().any(|ch| ch.is_ascii_lowercase()) {
            return Err(format!("`{method}` is not a method; methods are written like GET"));
        }
        if !target.starts_with('/') && target != "*" {
            return Err(format!("`{target}` is not a path; paths begin with a slash"));
        }
        if target.contains(|ch: char| ch.is_whitespace() || ch.is_control()) {
            return Err(format!("`{target}` holds a space; write it as %20"));
        }
        let mut headers = Headers::new();
        for field in parts {
            let (name, value) = parse_field(field)?;
            headers.push(name, value);
        }
        Ok(Request { method: method.into(), target: target.into(), headers, body: Vec::new() })
    }

    /// The request as a command line of curl, against the server at `base`
    /// (`http://127.0.0.1:PORT`). Bytes that are no text are given by `$'..'` escapes.
    pub fn as_curl(&self, base: &str) -> String {
        let mut words = vec!["curl".to_owned(), "-i".to_owned()];
        match self.method.as_str() {
            "GET" if self.body.is_empty() => {}
            "HEAD" => words.push("--head".to_owned()),
            method => words.push(format!("-X {method}")),
        }
        if self.target == "*" {
            words.push("--request-target '*'".to_owned());
        }
        let mut typed = false;
        for (name, value) in self.headers.iter() {
            typed |= name.eq_ignore_ascii_case("content-type");
            let field =
                if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            words.push(format!("-H {}", shell_quoted(field.as_bytes())));
        }
        if !self.body.is_empty() {
            if !typed {
                words.push("-H 'Content-Type;'".to_owned());
            }
            words.push(format!("--data-binary {}", shell_quoted(&self.body)));
        }
        let path = if self.target == "*" { "/" } else { &self.target };
        words.push(shell_quoted(format!("{base}{path}").as_bytes()));
        words.join(" ")
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target)?;
        for (name, value) in self.headers.iter() {
            write!(f, "   {name}: {value}")?;
        }
        Ok(())
    }
}

/// Bytes that are written at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub bytes: Vec<u8>,
    /// Written so many times.
    pub times: u32,
}

/// A response as it came in, with interim responses (1xx) left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// The first line as it came, as `HTTP/1.0 200 Fine`; empty where nobody kept it.
    pub first_line: String,
    pub headers: Headers,
    pub body: Vec<u8>,
    /// The body was longer than the reader was willing to keep.
    pub cut: bool,
}

impl Response {
    /// The first line, made where it was not kept.
    pub fn status_line(&self) -> String {
        if self.first_line.is_empty() {
            format!("HTTP/1.1 {} {}", self.status, reason(self.status))
        } else {
            self.first_line.clone()
        }
    }

    /// The body as text; bytes that are not UTF-8 become U+FFFD.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The reason phrase of a status (RFC 9110, section 15); empty for one that has none.
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

/// Whether `word` is a token (RFC 9110, section 5.6.2).
pub fn is_token(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn parse_field(field: &str) -> Result<(String, String), String> {
    let (name, value) = field.split_once(':').ok_or_else(|| {
        format!("`{}` is not a header field, as in `Accept: text/html`", field.trim())
    })?;
    let (name, value) = (name.trim(), value.trim());
    if !is_token(name) {
        return Err(format!("`{name}` is not the name of a header field"));
    }
    if value.chars().any(char::is_control) {
        return Err(format!("the value of `{name}` holds a control character"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// `bytes` as one word for a POSIX shell; `$'..'` (bash, zsh, POSIX 2024) where quotes do not do.
fn shell_quoted(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control));
    match text {
        Some(text)
            if text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/:._-%~".contains(&b)) =>
        {
            text.to_owned()
        }
        Some(text) if !text.contains('\'') => format!("'{text}'"),
        Some(text) => format!("'{}'", text.replace('\'', r"'\''")),
        None => {
            let escaped: String = bytes
                .iter()
                .map(|byte| match byte {
                    b'\n' => "\\n".to_owned(),
                    b'\\' => "\\\\".to_owned(),
                    b'\'' => "\\'".to_owned(),
                    0x20..=0x7e => char::from(*byte).to_string(),
                    byte => format!("\\x{byte:02x}"),
                })
                .collect();
            format!("$'{escaped}'")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_method_target_and_fields() {
        let request =
            Request::parse_line("GET /orders?x=1 | Accept: text/html | token: x").unwrap();
        assert_eq!(request.to_string(), "GET /orders?x=1   Accept: text/html   token: x");
        assert!(Request::parse_line("GET").unwrap_err().contains("not a method and a path"));
        assert!(Request::parse_line("get /").unwrap_err().contains("not a method"));
        assert!(Request::parse_line("GET http://x").unwrap_err().contains("begin with a slash"));
        assert!(Request::parse_line("GET / | nonsense").unwrap_err().contains("not a header"));
    }

    #[test]
    fn repeated_fields_are_joined_without_case() {
        let headers: Headers = [("Set-Cookie", "a=1"), ("set-cookie", "b=2")].into_iter().collect();
        assert_eq!(headers.value("SET-COOKIE").as_deref(), Some("a=1, b=2"));
        assert_eq!(headers.value("Vary"), None);
    }

    #[test]
    fn curl_quotes_what_a_shell_would_read() {
        let base = "http://127.0.0.1:4010";
        let get = Request::parse_line("GET /users?page=2").unwrap();
        assert_eq!(get.as_curl(base), "curl -i 'http://127.0.0.1:4010/users?page=2'");
        let post = Request {
            method: "POST".into(),
            target: "/notes".into(),
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: br#"{"t":"it's"}"#.to_vec(),
        };
        assert_eq!(
            post.as_curl(base),
            r#"curl -i -X POST -H 'Content-Type: application/json' --data-binary '{"t":"it'\''s"}' http://127.0.0.1:4010/notes"#
        );
        let bytes = Request { body: vec![0xc3, b'\n'], headers: Headers::new(), ..post };
        assert!(bytes.as_curl(base).contains(r"--data-binary $'\xc3\n'"));
    }
}
