//! A command line of curl, read as a request: what people copy out of documentation and browsers.
//!
//! Known are the options that say what is sent. Those that only say how curl shows or retries are
//! passed over; what would read a file, or send it otherwise than this client can, is refused.

use super::{base64, http_file, is_token, target};

/// Bytes of a command at most.
const COMMAND_BYTES_MAX: usize = 64 << 10;

/// Whether `text` is meant as a command of curl.
pub fn is_curl(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches("$ ");
    text.strip_prefix("curl").is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// The request of the command as a piece of a `.http` file.
///
/// # Errors
/// Says what cannot be read, in lower case and without a full stop.
pub fn as_http_file(command: &str) -> Result<String, String> {
    if COMMAND_BYTES_MAX < command.len() {
        return Err(format!("it has more than {} kB", COMMAND_BYTES_MAX >> 10));
    }
    let words = words(command.trim_start().trim_start_matches("$ "))?;
    let curl = Curl::read(words.into_iter().skip(1))?;
    curl.written()
}

#[derive(Default)]
struct Curl {
    method: Option<String>,
    address: Option<String>,
    fields: Vec<(String, String)>,
    data: Vec<String>,
    /// `-G`: the data are the query.
    in_query: bool,
    json: bool,
}

impl Curl {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Curl, String> {
        let mut curl = Curl::default();
        while let Some(word) = words.next() {
            if let Some(letters) = short(&word) {
                curl.take_letters(letters, &mut words)?;
                continue;
            }
            let (option, mut value) = match word.split_once('=') {
                Some((option, value)) if option.starts_with("--") => {
                    (option.to_owned(), Some(value.to_owned()))
                }
                _ => (word.clone(), None),
            };
            if takes_value(&option) && value.is_none() {
                value = words.next();
            }
            curl.take(&option, value)?;
        }
        Ok(curl)
    }

    /// Short options may stand together: `-sXDELETE` is `-s -X DELETE`.
    fn take_letters(
        &mut self,
        letters: &str,
        words: &mut impl Iterator<Item = String>,
    ) -> Result<(), String> {
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            let option = format!("-{letter}");
            if takes_value(&option) {
                let rest = letters.as_str();
                let value = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
                return self.take(&option, value.or_else(|| words.next()));
            }
            self.take(&option, None)?;
        }
        Ok(())
    }

    fn take(&mut self, option: &str, value: Option<String>) -> Result<(), String> {
        let missing = || format!("`{option}` wants a value");
        match option {
            "-X" | "--request" => self.method = Some(value.ok_or_else(missing)?),
            "-H" | "--header" => self.field(&value.ok_or_else(missing)?)?,
            "-d" | "--data" | "--data-ascii" | "--data-raw" | "--data-binary" | "--json" => {
                let value = value.ok_or_else(missing)?;
                if value.starts_with('@') && option != "--data-raw" {
                    return Err(format!("`{value}` names a file; write its content"));
                }
                self.json |= option == "--json";
                self.data.push(value);
            }
            "--data-urlencode" => {
                let value = value.ok_or_else(missing)?;
                let pair = value.split_once('=').unwrap_or(("", &value));
                let coded = target::query([pair].into_iter());
                self.data.push(coded.trim_start_matches('=').to_owned());
            }
            "-u" | "--user" => {
                let credentials = base64::encode(value.ok_or_else(missing)?.as_bytes());
                self.put("Authorization", format!("Basic {credentials}"))?;
            }
            "--oauth2-bearer" => {
                self.put("Authorization", format!("Bearer {}", value.ok_or_else(missing)?))?;
            }
            "-A" | "--user-agent" => self.put("User-Agent", value.ok_or_else(missing)?)?,
            "-e" | "--referer" => self.put("Referer", value.ok_or_else(missing)?)?,
            "-b" | "--cookie" => {
                let value = value.ok_or_else(missing)?;
                if !value.contains('=') {
                    return Err(format!("`{value}` names a file; write its cookies as name=value"));
                }
                self.put("Cookie", value)?;
            }
            "-r" | "--range" => {
                self.put("Range", format!("bytes={}", value.ok_or_else(missing)?))?;
            }
            "-G" | "--get" => self.in_query = true,
            "-I" | "--head" => self.method = Some("HEAD".to_owned()),
            "--url" => self.address(value.ok_or_else(missing)?)?,
            "-F" | "--form" | "-T" | "--upload-file" | "-K" | "--config" | "-z" | "--time-cond"
            | "--url-query" | "-:" | "--next" => {
                return Err(format!("`{option}` is not known here"));
            }
            _ if takes_value(option) || option.starts_with('-') => {}
            address => self.address(address.to_owned())?,
        }
        Ok(())
    }

    fn field(&mut self, field: &str) -> Result<(), String> {
        let (name, value) = match field.split_once(':') {
            Some((name, value)) => (name.trim(), value.trim()),
            None => (field.trim_end_matches(';').trim(), ""),
        };
        if !is_token(name) {
            return Err(format!("`{field}` is not a header field"));
        }
        self.put(name, value.to_owned())
    }

    fn put(&mut self, name: &str, value: String) -> Result<(), String> {
        if value.chars().any(char::is_control) {
            return Err(format!("the value of `{name}` is not one line"));
        }
        self.fields.push((name.to_owned(), value));
        Ok(())
    }

    fn address(&mut self, address: String) -> Result<(), String> {
        if self.address.is_some() {
            return Err(format!("`{address}` is a second address"));
        }
        if address.contains(|ch: char| ch.is_whitespace() || ch.is_control()) {
            return Err(format!("`{address}` is not an address"));
        }
        self.address = Some(address);
        Ok(())
    }

    fn written(mut self) -> Result<String, String> {
        let mut address = self.address.take().ok_or("it names no address")?;
        if !address.contains("://") && !address.starts_with("{{") {
            address = format!("http://{address}");
        }
        let mut body = self.data.join("&");
        if self.in_query && !body.is_empty() {
            let sign = if address.contains('?') { '&' } else { '?' };
            address = format!("{address}{sign}{}", std::mem::take(&mut body));
        }
        let usual = if body.is_empty() { "GET" } else { "POST" };
        let method = self.method.unwrap_or_else(|| usual.to_owned());
        if !is_token(&method) || method.chars().any(|ch| ch.is_ascii_lowercase()) {
            return Err(format!("`{method}` is not a method"));
        }
        let has = |fields: &[(String, String)], wanted: &str| {
            fields.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted))
        };
        let is_sent = !body.is_empty() && !has(&self.fields, "content-type");
        if is_sent {
            let kind =
                if self.json { "application/json" } else { "application/x-www-form-urlencoded" };
            self.fields.push(("Content-Type".to_owned(), kind.to_owned()));
        }
        if self.json && !has(&self.fields, "accept") {
            self.fields.push(("Accept".to_owned(), "application/json".to_owned()));
        }
        let path =
            address.split("://").nth(1).and_then(|rest| rest.find('/').map(|at| &rest[at..]));
        let title = path.unwrap_or("/").split('?').next().unwrap_or("/");
        let mut text = format!("### {method} {title}\n{method} {address}\n");
        for (name, value) in &self.fields {
            text.extend([name, ": ", value, "\n"]);
        }
        if !body.is_empty() {
            text.extend(["\n", &body, "\n"]);
            let (file, mistakes) = http_file::parse(&text);
            let lines = file.entries.iter().flat_map(|entry| &entry.body);
            let there: Vec<_> = lines.map(|(_, line)| line.as_str()).collect();
            // A line that begins with `#` is a comment there, and one with `###` the next request.
            if !mistakes.is_empty() || there.join("\n") != body.trim_matches('\n') {
                return Err("its body cannot stand in a .http file as it is".to_owned());
            }
        }
        Ok(text)
    }
}

/// The letters of a word of short options.
fn short(word: &str) -> Option<&str> {
    word.strip_prefix('-').filter(|letters| !letters.is_empty() && !letters.starts_with('-'))
}

/// Options that are followed by a value, also those that are passed over.
fn takes_value(option: &str) -> bool {
    const LETTERS: &str = "ACDEFHKPQTUXYbcdemortuwxyz";
    const WORDS: [&str; 42] = [
        "cacert",
        "cert",
        "config",
        "connect-timeout",
        "connect-to",
        "cookie",
        "cookie-jar",
        "data",
        "data-ascii",
        "data-binary",
        "data-raw",
        "data-urlencode",
        "dump-header",
        "form",
        "header",
        "interface",
        "json",
        "key",
        "limit-rate",
        "max-redirs",
        "max-time",
        "oauth2-bearer",
        "output",
        "output-dir",
        "proxy",
        "proxy-user",
        "range",
        "referer",
        "request",
        "resolve",
        "retry",
        "retry-delay",
        "retry-max-time",
        "stderr",
        "time-cond",
        "unix-socket",
        "upload-file",
        "url",
        "url-query",
        "user",
        "user-agent",
        "write-out",
    ];
    match option.strip_prefix("--") {
        Some(word) => WORDS.contains(&word),
        None => option
            .strip_prefix('-')
            .is_some_and(|letter| letter.chars().count() == 1 && LETTERS.contains(letter)),
    }
}

/// The words of a command as a POSIX shell reads them, with `$'..'` of bash; nothing is expanded.
fn words(command: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '\\' => match chars.next() {
                // A line that goes on.
                Some('\n') | None => {}
                Some('\r') => drop(chars.next_if_eq(&'\n')),
                Some(next) => word.get_or_insert_default().push(next),
            },
            '\'' => {
                let word = word.get_or_insert_default();
                quoted(&mut chars, '\'', word)?;
            }
            '$' if chars.peek() == Some(&'\'') => {
                chars.next();
                ansi_quoted(&mut chars, word.get_or_insert_default())?;
            }
            '"' => {
                let word = word.get_or_insert_default();
                double_quoted(&mut chars, word)?;
            }
            '|' | ';' | '&' | '>' | '<' if word.is_none() => break,
            ch if ch.is_whitespace() => words.extend(word.take()),
            ch => word.get_or_insert_default().push(ch),
        }
    }
    words.extend(word);
    Ok(words)
}

type Chars<'c> = std::iter::Peekable<std::str::Chars<'c>>;

fn quoted(chars: &mut Chars<'_>, end: char, word: &mut String) -> Result<(), String> {
    for ch in chars {
        if ch == end {
            return Ok(());
        }
        word.push(ch);
    }
    Err("a quote is not closed".to_owned())
}

fn double_quoted(chars: &mut Chars<'_>, word: &mut String) -> Result<(), String> {
    while let Some(ch) = chars.next() {
        match ch {
            '"' => return Ok(()),
            '\\' => match chars.next() {
                Some('\n') => {}
                Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                Some(next) => word.extend(['\\', next]),
                None => break,
            },
            ch => word.push(ch),
        }
    }
    Err("a quote is not closed".to_owned())
}

fn ansi_quoted(chars: &mut Chars<'_>, word: &mut String) -> Result<(), String> {
    let mut bytes = Vec::new();
    while let Some(ch) = chars.next() {
        match ch {
            '\'' => {
                let text = String::from_utf8(bytes);
                word.push_str(&text.map_err(|_| "it holds bytes that are no text")?);
                return Ok(());
            }
            '\\' => match chars.next() {
                Some('n') => push(&mut bytes, '\n'),
                Some('t') => push(&mut bytes, '\t'),
                Some('r') => push(&mut bytes, '\r'),
                Some('u') => {
                    let code = hexadecimal(chars, 4).and_then(char::from_u32);
                    push(&mut bytes, code.ok_or("an escape is no character")?);
                }
                Some('x') => {
                    let byte = hexadecimal(chars, 2).and_then(|code| u8::try_from(code).ok());
                    bytes.push(byte.ok_or("an escape is no byte")?);
                }
                Some(next) => push(&mut bytes, next),
                None => break,
            },
            ch => push(&mut bytes, ch),
        }
    }
    Err("a quote is not closed".to_owned())
}

fn push(bytes: &mut Vec<u8>, ch: char) {
    bytes.extend_from_slice(ch.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The number in so many digits at most.
fn hexadecimal(chars: &mut Chars<'_>, most: usize) -> Option<u32> {
    let digits: String = (0..most).filter_map(|_| chars.next_if(char::is_ascii_hexdigit)).collect();
    u32::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(command: &str, expected: &str) {
        let text = as_http_file(command).unwrap();
        assert_eq!(text.split_once('\n').unwrap().1, expected);
        let (file, mistakes) = http_file::parse(&text);
        assert_eq!((file.entries.len(), mistakes), (1, Vec::new()), "{text}");
    }

    #[test]
    fn commands_as_people_copy_them() {
        check("curl localhost:3000/a?b=1", "GET http://localhost:3000/a?b=1\n");
        check(
            "$ curl -i -X POST -H 'Content-Type: application/json' \\\n  --data-binary '{\"t\":\"it'\\''s\"}' http://127.0.0.1:4010/notes",
            "POST http://127.0.0.1:4010/notes\nContent-Type: application/json\n\n{\"t\":\"it's\"}\n",
        );
        check(
            "curl -sS \"http://a.b/c\" -d a=1 -d 'b=2' -uada:x -o out.txt | jq .",
            "POST http://a.b/c\nAuthorization: Basic YWRhOng=\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=2\n",
        );
        check(
            "curl --json '{}' -XPUT --url http://a/",
            "PUT http://a/\nContent-Type: application/json\nAccept: application/json\n\n{}\n",
        );
        check("curl -sXDELETE http://a/1", "DELETE http://a/1\n");
        check(
            "curl -fsSLXPATCH -kd'{\"n\":\"é\"}' -HA:b http://a/",
            "PATCH http://a/\nA: b\nContent-Type: application/x-www-form-urlencoded\n\n{\"n\":\"é\"}\n",
        );
        check("curl -sGd q=1 -m 5 -x proxy:80 --max-redirs 3 http://a/", "GET http://a/?q=1\n");
        check(
            "curl -sr 0-9 -oout --oauth2-bearer t a/b",
            "GET http://a/b\nRange: bytes=0-9\nAuthorization: Bearer t\n",
        );
        check("curl -G http://a/s --data-urlencode 'q=R&D 5'", "GET http://a/s?q=R%26D+5\n");
        check("curl -I -H 'X;' http://a/", "HEAD http://a/\nX: \n");
        check(r"curl $'http://a/\u00e9'", "GET http://a/é\n");
        check(r"curl $'http://a/\xc3\xa9\x2fb'", "GET http://a/é/b\n");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (command, what) in [
            ("curl", "it names no address"),
            ("curl http://a 'b", "a quote is not closed"),
            ("curl -d @file http://a", "`@file` names a file; write its content"),
            ("curl -F a=b http://a", "`-F` is not known here"),
            ("curl http://a http://b", "`http://b` is a second address"),
            ("curl -X", "`-X` wants a value"),
            (r"curl -A $'a\nb: c' http://a", "the value of `User-Agent` is not one line"),
            ("curl -b jar http://a", "`jar` names a file; write its cookies as name=value"),
            ("curl http://a -sSX", "`-X` wants a value"),
            ("curl -sFa=b http://a", "`-F` is not known here"),
            ("curl http://a --next http://b", "`--next` is not known here"),
            ("curl -H 'a b: c' http://a", "`a b: c` is not a header field"),
            ("curl -d '# a' http://a", "its body cannot stand in a .http file as it is"),
        ] {
            assert_eq!(as_http_file(command).unwrap_err(), what, "{command}");
        }
        assert!(is_curl("curl x") && !is_curl("curly x") && !is_curl("GET /curl"));
    }

    #[test]
    fn what_is_copied_as_curl_comes_back() {
        let mut request =
            crate::exchange::Request::parse_line("POST /a?b=c | Accept: */*").unwrap();
        request.headers.push("Content-Type", "text/plain");
        request.body = b"it's\n\"two\" lines\t\\".to_vec();
        check(
            &request.as_curl("http://127.0.0.1:1"),
            "POST http://127.0.0.1:1/a?b=c\nAccept: */*\nContent-Type: text/plain\n\nit's\n\"two\" lines\t\\\n",
        );
    }
}
