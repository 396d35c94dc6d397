//! Requests as a `.http` file writes them, and raw messages: no grammar of syntect's knows them.
//!
//! One pass over each line, and nothing is looked for twice, so that a damaged file costs what a
//! whole one does. What cannot be read stays plain.

use crate::{
    exchange::http_file::lines::{At, Line},
    markup::{Class, Stretch, highlight::push},
};

/// What a line inherits from the lines above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    at: At,
    /// Whether the fields say that the body is JSON.
    json: bool,
}

/// The stretches of one line, given without its line break; `state` becomes that of the next.
pub fn line(state: &mut State, line: &str) -> Vec<Stretch> {
    let mut painter = Painter { line, at: 0, stretches: Vec::new() };
    // The first line of an answer, as lessons show whole exchanges.
    if let Some((version, code, reason)) = status_line(line)
        && matches!(state.at, At::Before | At::Body)
    {
        *state = State { at: At::Fields, json: false };
        painter.part(version, Class::Punctuation);
        painter.part(code, Class::Number);
        painter.part(reason, Class::Keyword);
        return painter.end();
    }
    match state.at.line(line) {
        Line::Separator(title) => {
            state.json = false;
            painter.marks("#", Class::Punctuation);
            painter.part(title, Class::Name);
            painter.rest(Class::Punctuation);
        }
        Line::Comment => painter.rest(Class::Comment),
        Line::Name(name) => {
            painter.directive("@name");
            painter.part(name, Class::Name);
        }
        Line::Answer { name, value } => {
            painter.directive("@answer");
            painter.part(name, Class::Name);
            painter.value(value);
        }
        Line::Variable { name, value } => {
            painter.marks("@", Class::Punctuation);
            painter.part(name, Class::Name);
            painter.value(value);
        }
        Line::Request { method, target, version } => {
            state.json = false;
            painter.part(method.unwrap_or_default(), Class::Keyword);
            painter.target(target);
            painter.part(version.unwrap_or_default(), Class::Punctuation);
        }
        Line::Query(query) => painter.target(query),
        Line::Field { name, value } => {
            if name.eq_ignore_ascii_case("content-type") {
                state.json = is_json(value);
            }
            painter.part(name, Class::Name);
            painter.marks(":", Class::Punctuation);
            painter.filled(value, Class::Code);
        }
        Line::Body if state.json => painter.json(line),
        Line::Body | Line::Unread | Line::Empty => painter.filled(line, Class::Code),
    }
    painter.end()
}

/// `HTTP/1.1 404 Not Found` in its parts.
fn status_line(line: &str) -> Option<(&str, &str, &str)> {
    let (version, rest) = line.trim().split_once(' ')?;
    let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    (version.starts_with("HTTP/") && is_code).then_some((version, code, reason))
}

/// `application/json`, `application/problem+json; charset=utf-8`.
fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name.rsplit(['/', '+']).next().is_some_and(|part| part.eq_ignore_ascii_case("json"))
}

/// Walks a line from its start to its end.
struct Painter<'l> {
    line: &'l str,
    /// Bytes that have a class.
    at: usize,
    stretches: Vec<Stretch>,
}

impl Painter<'_> {
    fn to(&mut self, end: usize, class: Class) {
        push(&mut self.stretches, end.saturating_sub(self.at), class);
        self.at = self.at.max(end);
    }

    /// A piece of the line; what stands before it is plain.
    fn part(&mut self, part: &str, class: Class) {
        if !part.is_empty() {
            let start = self.start_of(part);
            self.to(start, Class::Code);
            self.to(start + part.len(), class);
        }
    }

    /// The next run of `mark`; what stands before it is plain.
    fn marks(&mut self, mark: &str, class: Class) {
        let rest = &self.line[self.at..];
        if let Some(found) = rest.find(mark) {
            let run = rest[found..].len() - rest[found..].trim_start_matches(mark).len();
            self.part(&rest[found..found + run], class);
        }
    }

    fn rest(&mut self, class: Class) {
        let rest = &self.line[self.at..];
        let margin = rest.len() - rest.trim_start().len();
        self.part(&rest[margin..], class);
    }

    /// `# @name`, where what follows has a class of its own.
    fn directive(&mut self, word: &str) {
        let start = self.line.find(word).unwrap_or_default();
        let mark = self.line[..start].trim();
        self.part(mark, Class::Comment);
        self.part(&self.line[start..start + word.len()], Class::Keyword);
    }

    /// `=` and what stands behind it.
    fn value(&mut self, value: Option<&str>) {
        if let Some(value) = value {
            self.marks("=", Class::Punctuation);
            self.filled(value, Class::String);
        }
    }

    /// A part in which each `{{name}}` is a name.
    fn filled(&mut self, part: &str, class: Class) {
        let mut rest = part;
        while let Some(open) = rest.find("{{") {
            let Some(close) = rest[open..].find("}}") else { break };
            let (before, behind) = (&rest[..open], open + close + 2);
            self.part(before, class);
            self.part(&rest[open..behind], Class::Name);
            rest = &rest[behind..];
        }
        self.part(rest, class);
    }

    /// An address, with the marks of its query.
    fn target(&mut self, target: &str) {
        let (path, query) = target.split_at(target.find(['?', '&']).unwrap_or(target.len()));
        self.filled(path, Class::String);
        let mut rest = query;
        while let Some(mark) = rest.find(['?', '&', '=']) {
            self.filled(&rest[..mark], Class::String);
            self.part(&rest[mark..=mark], Class::Punctuation);
            rest = &rest[mark + 1..];
        }
        self.filled(rest, Class::String);
    }

    /// A line of JSON; no value of JSON goes on over lines, so that each line stands alone.
    fn json(&mut self, part: &str) {
        let mut rest = part;
        let last_close = part.rfind("}}");
        while let Some(first) = rest.chars().next() {
            let at = part.len() - rest.len();
            let (length, class) = match first {
                '{' if rest.starts_with("{{") && last_close.is_some_and(|last| at < last) => {
                    (rest.find("}}").map_or(2, |end| end + 2), Class::Name)
                }
                '"' => json_text(rest),
                '{' | '}' | '[' | ']' | ',' | ':' => (1, Class::Punctuation),
                '-' | '0'..='9' => (run(rest, is_number_char), Class::Number),
                'a'..='z' => match run(rest, char::is_alphanumeric) {
                    end if matches!(&rest[..end], "true" | "false" | "null") => {
                        (end, Class::Number)
                    }
                    end => (end, Class::Code),
                },
                other => (other.len_utf8(), Class::Code),
            };
            self.filled(&rest[..length], class);
            rest = &rest[length..];
        }
    }

    fn end(mut self) -> Vec<Stretch> {
        self.to(self.line.len(), Class::Code);
        self.stretches
    }

    /// Where a piece of the line begins in it.
    fn start_of(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.line.as_ptr() as usize)
    }
}

/// The bytes of the text that `rest` begins with, up to its closing quote or the end of the line,
/// and whether it is a key or a value.
fn json_text(rest: &str) -> (usize, Class) {
    let mut escaped = true;
    let close = rest.find(|ch| {
        let ends = ch == '"' && !escaped;
        escaped = ch == '\\' && !escaped;
        ends
    });
    let end = close.map_or(rest.len(), |close| close + 1);
    let is_key = close.is_some() && rest[end..].trim_start().starts_with(':');
    (end, if is_key { Class::Name } else { Class::String })
}

fn is_number_char(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, '-' | '+' | '.' | 'e' | 'E')
}

/// Bytes of the characters that fit, from the first one on.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|ch| !fits(ch)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use crate::markup::highlight::{LINE_BYTES_MAX, tests::shown};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown("http", text), expected, "{text:?}");
    }

    #[test]
    fn a_request_has_its_parts() {
        check(
            "### Log in ###\n# @name login\nPOST {{base}}/login?a=b&c={{d}} HTTP/1.1\n  &e\n\
             Accept: {{type}}, */*\n\n plain {{x}} {{open",
            &[
                "u:###|c: |y:Log in|c: |u:###",
                "t:#|c: |w:@name|c: |y:login",
                "w:POST|c: |y:{{base}}|s:/login|u:?|s:a|u:=|s:b|u:&|s:c|u:=|y:{{d}}|c: |u:HTTP/1.1",
                "c:  |u:&|s:e",
                "y:Accept|u::|c: |y:{{type}}|c:, */*",
                "",
                "c: plain |y:{{x}}|c: {{open",
            ],
        );
    }

    #[test]
    fn variables_answers_and_comments_stand_apart() {
        check(
            "@page = {{a}}2\n// @answer first-name = Ada\n  # said\nhttp://x\n",
            &[
                "u:@|y:page|c: |u:=|c: |y:{{a}}|s:2",
                "t://|c: |w:@answer|c: |y:first-name|c: |u:=|c: |s:Ada",
                "c:  |t:# said",
                "s:http://x",
            ],
        );
    }

    #[test]
    fn a_body_is_json_where_the_fields_say_so() {
        let head = "POST /\ncontent-type: application/problem+json; charset=utf-8\n\n";
        let rows = |body: &str| shown("http", &format!("{head}{body}")).split_off(3);
        assert_eq!(
            rows("{\"a\" : \"b: {{c}}\\\"\", \"d\": [-1.5e3, true, nil],\n\"e\"\n# no\n}"),
            [
                "u:{|y:\"a\"|c: |u::|c: |s:\"b: |y:{{c}}|s:\\\"\"|u:,|c: |y:\"d\"|u::|c: |u:[|\
                 d:-1.5e3|u:,|c: |d:true|u:,|c: nil|u:],",
                "s:\"e\"",
                "t:# no",
                "u:}",
            ]
        );
        assert_eq!(rows("{\"id\": {{id}}}"), ["u:{|y:\"id\"|u::|c: |y:{{id}}|u:}"]);
        assert_eq!(rows("{{{{ \"open"), ["u:{{{{|c: |s:\"open"]);
        // The next request says anew what its body is.
        assert_eq!(rows("1\n###\nPOST /\n\n1")[4], "c:1");
        check(
            "POST /\nContent-Type: text/plain\n\n{\"a\": 1}",
            &["w:POST|c: |s:/", "y:Content-Type|u::|c: text/plain", "", "c:{\"a\": 1}"],
        );
    }

    #[test]
    fn an_answer_begins_with_its_status() {
        check(
            "GET / HTTP/1.1\n\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n1",
            &[
                "w:GET|c: |s:/|c: |u:HTTP/1.1",
                "",
                "u:HTTP/1.1|c: |d:404|c: |w:Not Found",
                "y:Content-Type|u::|c: application/json",
                "",
                "d:1",
            ],
        );
    }

    #[test]
    fn what_cannot_be_read_stays_plain() {
        check("get /users\nA: b", &["c:get /users", "c:A: b"]);
        check("@@x\n@a b = c\nnonsense", &["u:@@|y:x", "c:@a b = c", "c:nonsense"]);
        check("GET /\nno field\nA: b", &["w:GET|c: |s:/", "c:no field", "y:A|u::|c: b"]);
    }

    #[test]
    fn a_long_line_stays_plain_and_leads_on() {
        let long = "x".repeat(LINE_BYTES_MAX);
        check(&format!("GET /{long}\nA: b"), &[&format!("c:GET /{long}"), "y:A|u::|c: b"]);
        check(
            &format!("GET /\nA: {long}\n\n1"),
            &["w:GET|c: |s:/", &format!("c:A: {long}"), "", "c:1"],
        );
    }

    proptest::proptest! {
        #[test]
        fn stretches_make_the_line(
            parts in proptest::collection::vec(proptest::prop_oneof![
                "GET /a\\?b=c", "Content-Type: application/json", "\n\n", "\n", "###", "# @name",
                "# @answer a = ", "@a=", "\\{\\{", "\\}\\}", "\"", "[ -~]{0,6}", "\\PC{0,4}",
            ], 0..40),
        ) {
            shown("http", &parts.concat());
        }
    }
}
