//! The lines of an answer's parts as rows: only those that are seen are made.

use super::{
    Http,
    viewer::{Part, RAW_BYTES, RAW_BYTES_NARROW},
};
use crate::{
    exchange::{
        Headers,
        shown::{self, sheet::Kind},
    },
    screen::{
        theme::Role,
        widget::rows::{Row, Span, fold, fold_spans, span, wrap},
    },
    text::clean_line,
    tutor::{
        playground::{Past, Server},
        sending::Times,
    },
};

/// Labels of `Headers` and `Timing` stand in a column of this width.
const LABEL: usize = 18;
/// Methods stand in a column of this width.
const METHOD_COLUMNS: usize = 9;
/// A row of `Raw` narrower than this has half as many bytes.
const RAW_COLUMNS: u16 = 78;

/// How many lines the part has.
pub fn count(http: &Http, width: u16) -> usize {
    let past = http.viewer.past.as_deref();
    match http.viewer.part {
        Part::Body => match http.viewer.text() {
            Some(sheet) => sheet.lines(),
            None => past.map_or(routes_count(http), |past| told_of_body(past).len()),
        },
        Part::Headers => past.map_or(0, |past| header_lines(past).len()),
        Part::Raw => past.map_or(0, |past| {
            raw_text_lines(http) + raw_bytes_of(http, past).len().div_ceil(raw_bytes(width))
        }),
        Part::Timing => past.map_or(0, |past| timing_lines(past).len()),
        Part::Log => http.server().map_or(0, |server| {
            log_head(server) + server.lines.len() + usize::from(server.ended.is_some())
        }),
    }
}

/// The rows that a line takes.
pub fn rows(http: &Http, line: usize, width: u16) -> Vec<Row> {
    let past = http.viewer.past.as_deref();
    match http.viewer.part {
        Part::Body if http.viewer.text().is_some() => body_rows(http, line, width),
        Part::Body if past.is_none() => vec![route_row(http, line)],
        Part::Body => {
            let told = past.map(told_of_body).unwrap_or_default();
            told.get(line)
                .map_or_else(Vec::new, |words| wrap(&[span(words.clone(), Role::Muted)], width, 0))
        }
        Part::Headers => past.map_or_else(Vec::new, |past| {
            header_lines(past)
                .into_iter()
                .nth(line)
                .map_or_else(Vec::new, |row| fold_spans(&row.spans, width))
        }),
        Part::Raw => past.map_or_else(Vec::new, |past| {
            let text = raw_text_lines(http);
            match (line.checked_sub(text), &http.viewer.raw) {
                (Some(row), _) => {
                    let count = raw_bytes(width);
                    vec![raw_row(raw_bytes_of(http, past), row * count, count)]
                }
                (None, Some(raw)) => fold_spans(&raw.row(line).spans, width),
                (None, None) => Vec::new(),
            }
        }),
        Part::Timing => {
            past.and_then(|past| timing_lines(past).into_iter().nth(line)).into_iter().collect()
        }
        Part::Log => log_rows(http, line, width),
    }
}

/// A line of the body, with what was found in it.
fn body_rows(http: &Http, line: usize, width: u16) -> Vec<Row> {
    let Some(sheet) = http.viewer.text() else { return Vec::new() };
    let text = sheet.line(line);
    let is_json = sheet.kind() == Kind::Json;
    let mut spans = match (is_json, sheet.goes_on(line)) {
        (true, false) => json_spans(text),
        (true, true) => vec![span(text, Role::String)],
        (false, _) => vec![span(text, Role::Code)],
    };
    if let Some((_, found)) = http.viewer.found.as_ref().filter(|(at, _)| *at == line) {
        spans = matched(&spans, found);
    }
    if http.viewer.is_folded(line) {
        let hidden = http.viewer.folded_lines(line);
        spans.push(span(format!(" … {hidden} lines"), Role::Muted));
    }
    for part in &mut spans {
        part.text = clean_line(&part.text).into_owned();
    }
    fold_spans(&spans, width)
}

/// Names, texts, numbers and words of a line of JSON.
fn json_spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_word = |ch: char| ch.is_alphanumeric() || "+-.".contains(ch);
        let (length, role) = if first == '"' {
            let length = text_length(rest);
            let is_name = rest[length..].starts_with(':');
            (length, if is_name { Role::Name } else { Role::String })
        } else if is_word(first) {
            let length = rest.find(|ch| !is_word(ch)).unwrap_or(rest.len());
            (length, if first.is_alphabetic() { Role::Keyword } else { Role::Number })
        } else {
            let length = rest.find(|ch| ch == '"' || is_word(ch)).unwrap_or(rest.len());
            (length, Role::Punctuation)
        };
        spans.push(span(&rest[..length], role));
        rest = &rest[length..];
    }
    spans
}

fn text_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            // What is escaped may be a character of several bytes only in a damaged text.
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The same spans with another role for the bytes that were found.
fn matched(spans: &[Span], found: &std::ops::Range<usize>) -> Vec<Span> {
    let mut marked = Vec::new();
    let mut at = 0;
    for part in spans {
        let end = at + part.text.len();
        let from = found.start.clamp(at, end) - at;
        let to = found.end.clamp(at, end) - at;
        for (range, role) in
            [(0..from, part.role), (from..to, Role::Match), (to..part.text.len(), part.role)]
        {
            match part.text.get(range) {
                Some("") => {}
                Some(text) => marked.push(span(text, role)),
                None => return spans.to_vec(),
            }
        }
        at = end;
    }
    marked
}

/// What is said of a body that has no lines.
fn told_of_body(past: &Past) -> Vec<String> {
    let (Some(response), Some(sheet)) = (&past.exchange.response, &past.sheet) else {
        return Vec::new();
    };
    match sheet.kind() {
        Kind::Bytes => {
            let kind = response.headers.value("content-type");
            let kind = kind.map_or(String::new(), |kind| format!(" of {kind}"));
            let begin = shown::body(response, usize::MAX).lines.concat();
            let begin = begin.trim_start_matches("not text; ").to_owned();
            vec![
                format!("Not text: {}{kind}; {begin}.", shown::size(response)),
                "Raw shows the bytes.".to_owned(),
            ]
        }
        Kind::Empty => vec!["No body.".to_owned()],
        Kind::Json | Kind::Text => Vec::new(),
    }
}

fn header_lines(past: &Past) -> Vec<Row> {
    let mut lines = Vec::new();
    if let Some(response) = &past.exchange.response {
        lines.push(Row::words(response.status_line(), Role::Bright));
        lines.extend(fields(&response.headers));
    }
    if let Some(sent) = &past.exchange.sent {
        if !lines.is_empty() {
            lines.push(Row::empty());
        }
        lines.push(Row::of(vec![
            span("sent  ", Role::Muted),
            span(format!("{} {}", sent.request.method, sent.url), Role::Bright),
        ]));
        lines.extend(fields(&sent.request.headers));
    }
    lines
}

fn fields(headers: &Headers) -> impl Iterator<Item = Row> + '_ {
    headers.iter().map(|(name, value)| {
        let name = clean_line(name).into_owned();
        Row::of(vec![
            span(format!("{name:LABEL$}  "), Role::Muted),
            span(clean_line(value), Role::Text),
        ])
    })
}

fn raw_bytes(width: u16) -> usize {
    if RAW_COLUMNS <= width { RAW_BYTES } else { RAW_BYTES_NARROW }
}

fn raw_text_lines(http: &Http) -> usize {
    http.viewer.raw.as_ref().map_or(0, |raw| raw.count())
}

/// The body where it is no text.
fn raw_bytes_of<'p>(http: &Http, past: &'p Past) -> &'p [u8] {
    let is_text = http.viewer.raw.as_ref().is_none_or(|raw| raw.has_body);
    let response = past.exchange.response.as_ref().filter(|_| !is_text);
    response.map_or(&[], |response| &response.body)
}

/// `00000010  48 54 54 50 ..  HTTP`
fn raw_row(body: &[u8], from: usize, count: usize) -> Row {
    let bytes: Vec<u8> = body.iter().copied().skip(from).take(count).collect();
    let hex: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let shown = |byte: &u8| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '·' };
    let text: String = bytes.iter().map(shown).collect();
    let width = 3 * count - 1;
    Row::of(vec![
        span(format!("{from:08x}  "), Role::Muted),
        span(format!("{:width$}  ", hex.join(" ")), Role::Text),
        span(text, Role::Code),
    ])
}

fn timing_lines(past: &Past) -> Vec<Row> {
    let Times { connected, written, waited, read, total } = past.exchange.times;
    let row = |label: &str, time: Option<std::time::Duration>, role: Role| {
        let value = time.map_or("–".to_owned(), |time| took(time.as_micros()));
        Row::of(vec![
            span(format!("{label:LABEL$}"), Role::Muted),
            span(format!("{value:>10}"), role),
        ])
    };
    let mut lines = vec![
        row("connected", connected, Role::Text),
        row("request written", written, Role::Text),
        row("waited", waited, Role::Text),
        row("answer read", read, Role::Text),
        row("together", Some(total), Role::Bright),
    ];
    if let Some(sent) = &past.exchange.sent {
        lines.push(Row::empty());
        let sent = sent.request.body.len();
        let came = past.exchange.response.as_ref().map_or(0, |response| response.body.len());
        for (label, bytes) in [("body sent", sent), ("body came", came)] {
            lines.push(Row::of(vec![
                span(format!("{label:LABEL$}"), Role::Muted),
                span(format!("{bytes:>10} bytes"), Role::Text),
            ]));
        }
    }
    lines
}

/// What the server answers, while there is no answer yet: a headline and each route.
fn routes_count(http: &Http) -> usize {
    let routes = http.server().filter(|server| server.runs()).map_or(0, |one| one.routes.len());
    if routes == 0 { 0 } else { 1 + routes }
}

fn route_row(http: &Http, line: usize) -> Row {
    let Some(server) = http.server() else { return Row::empty() };
    let Some(at) = line.checked_sub(1) else {
        return Row::words(format!("{} answers", clean_line(&server.name)), Role::Muted);
    };
    let route = server.routes.get(at).map_or("", String::as_str);
    let (method, path) = route.split_once(' ').unwrap_or(("", route));
    let method = if method == "*" { "any" } else { method };
    Row::of(vec![
        span(format!("{method:METHOD_COLUMNS$}"), Role::Muted),
        span(clean_line(path), Role::Text),
    ])
}

/// The lines above what the server printed: where it listens, and what it answers.
fn log_head(server: &Server) -> usize {
    1 + usize::from(!server.routes.is_empty())
}

fn log_rows(http: &Http, line: usize, width: u16) -> Vec<Row> {
    let Some(server) = http.server() else { return Vec::new() };
    if line == 0 {
        let name = clean_line(&server.name);
        let words = match (server.port, server.runs()) {
            (Some(port), true) => format!("{name} listens on http://127.0.0.1:{port}"),
            (None, true) => format!("{name} runs and listens nowhere yet."),
            (_, false) => format!("{name} ran here."),
        };
        let mut rows = wrap(&[span(words, Role::Bright)], width, 0);
        if server.runs() {
            rows.push(Row::words("x stops it.", Role::Muted));
        }
        return rows;
    }
    let Some(line) = line.checked_sub(log_head(server)) else {
        let routes = format!("It answers {}.", server.routes.join(", "));
        return wrap(&[span(clean_line(&routes), Role::Muted)], width, 0);
    };
    match (server.lines.get(line), &server.ended) {
        (Some(printed), _) => {
            let printed = clean_line(printed);
            answered_row(&printed, width)
                .map_or_else(|| fold(&printed, width, Role::Text), |row| vec![row])
        }
        (None, Some(ended)) => wrap(&[span(ended.clone(), Role::Note)], width, 0),
        (None, None) => Vec::new(),
    }
}

/// `GET /notes 200 0.4 ms` in columns, where it has room in one row.
fn answered_row(printed: &str, width: u16) -> Option<Row> {
    let [method, target, status, number, unit] =
        printed.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_status = status == "-" || status.len() == 3 && status.parse::<u16>().is_ok();
    if !is_method || !is_status || !number.starts_with(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let took = format!("{number} {unit}");
    let row = Row::of(vec![
        span(format!("{method:METHOD_COLUMNS$}"), Role::Muted),
        span(target, Role::Text),
    ]);
    let right = format!("{status:>3}   {took:>8}");
    let used = usize::from(row.columns()) + 2 + right.len();
    (used <= usize::from(width)).then(|| row.with_right(right, Role::Muted))
}

pub fn took(micros: u128) -> String {
    match micros {
        ..10_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        10_000..10_000_000 => format!("{} ms", micros / 1_000),
        _ => format!("{} s", micros / 1_000_000),
    }
}
