//! The requests of a check: `[check.http]` with one request, or its `steps`.

use std::collections::BTreeSet;

use crate::{
    course::check::{Body, Expect, HttpStep, HttpTest, Piece},
    exchange::{Headers, Request, is_token},
    pack::manifest::{
        PARALLEL_MAX, PIECES_BYTES_MAX, STEPS_MAX,
        clock::read_advance,
        expect::{check_json_path, read_expect},
        fields::{Fields, Node, meant},
    },
    text::clean_line,
};

/// Reads `[check.http]`; its steps may move a `clock_is_still`. `known` holds the names that earlier
/// checks captured, and gets those that this one captures.
pub(super) fn read_http(
    node: &Node<'_>,
    clock_is_still: bool,
    known: &mut BTreeSet<String>,
) -> Option<HttpTest> {
    let fields = node.fields()?;
    let steps = match fields.optional("steps") {
        Some(list) => {
            fields.finish_beside("steps");
            steps(&list, clock_is_still, known)?
        }
        None => vec![finished_step(&fields, clock_is_still, known)?],
    };
    if steps.iter().all(|step| step.expect == Expect::default()) {
        node.report((
            "nothing is expected: every program would pass",
            "write `expect = { status = 200 }`",
        ));
    }
    Some(HttpTest { steps })
}

fn steps(
    list: &Node<'_>,
    clock_is_still: bool,
    known: &mut BTreeSet<String>,
) -> Option<Vec<HttpStep>> {
    let nodes = list.members();
    if nodes.is_empty() || nodes.len() > STEPS_MAX {
        list.report(format!("`steps` holds 1 to {STEPS_MAX} requests"));
        return None;
    }
    let steps = nodes.iter().map(|node| finished_step(&node.fields()?, clock_is_still, known));
    steps.collect::<Vec<_>>().into_iter().collect()
}

fn finished_step(
    fields: &Fields<'_>,
    clock_is_still: bool,
    known: &mut BTreeSet<String>,
) -> Option<HttpStep> {
    let step = step(fields, clock_is_still, known);
    fields.finish();
    step
}

fn step(
    fields: &Fields<'_>,
    clock_is_still: bool,
    known: &mut BTreeSet<String>,
) -> Option<HttpStep> {
    let advance_ms = read_advance(fields, clock_is_still);
    let request = fields.required("request").and_then(|node| {
        fill_ins(&node, &node.raw_text()?, known);
        node.parsed(Request::parse_line)
    });
    let mut headers = request.as_ref().map(|request| request.headers.clone()).unwrap_or_default();
    if let Some(table) = fields.optional("headers").and_then(|node| node.fields()) {
        add_headers(&table, known, &mut headers);
    }
    let body = body(fields, known);
    let expect = fields.optional("expect").map(|node| read_expect(&node)).unwrap_or_default();
    let captures = fields.optional("capture").and_then(|node| node.fields());
    let captures = captures.map(|table| read_captures(&table, known)).unwrap_or_default();
    let parallel = match fields.optional("parallel") {
        Some(node) => node.integer(1..=PARALLEL_MAX),
        None => Some(1),
    };
    let Request { method, target, .. } = request?;
    Some(HttpStep {
        advance_ms: advance_ms?,
        method,
        target,
        headers,
        body: body?,
        expect,
        captures,
        parallel: parallel?,
    })
}

/// Reports each `{{name}}` in `text` that nothing captured before.
fn fill_ins(node: &Node<'_>, text: &str, known: &BTreeSet<String>) {
    for part in text.split("{{").skip(1) {
        let Some((name, _)) = part.split_once("}}") else { continue };
        let name = name.trim();
        if !known.contains(name) {
            let near = meant(name, known.iter().map(String::as_str));
            let hint = near.unwrap_or_else(|| {
                "an earlier step, or a check of `after`, captures it: `capture = { id = \"$.id\" }`"
                    .to_owned()
            });
            node.report((format!("nothing captured `{}` before", clean_line(name)), hint));
        }
    }
}

fn add_headers(table: &Fields<'_>, known: &BTreeSet<String>, headers: &mut Headers) {
    for node in table.entries() {
        let name = node.name();
        if !is_token(name) {
            node.key_report(format!("`{}` is not the name of a header", clean_line(name)));
            continue;
        }
        let values = if node.is_list() { node.members() } else { vec![node] };
        for value in values {
            let Some(text) = value.raw_text() else { continue };
            fill_ins(&value, &text, known);
            if text.chars().any(char::is_control) {
                value.report(("a header holds no control characters", "send them with `raw`"));
            } else {
                headers.push(name, text);
            }
        }
    }
}

fn body(fields: &Fields<'_>, known: &BTreeSet<String>) -> Option<Body> {
    let given: Vec<_> = ["json", "form", "body", "chunks", "raw"]
        .into_iter()
        .filter_map(|key| fields.optional(key))
        .collect();
    let unfinished = fields.optional("unfinished");
    if let [_, second, ..] = given[..] {
        second.key_report("a request has one of `json`, `form`, `body`, `chunks` and `raw`");
        return None;
    }
    let Some(node) = given.first() else {
        if let Some(node) = unfinished {
            node.key_report("`unfinished` goes with `chunks`");
        }
        return Some(Body::None);
    };
    let chunked = node.name() == "chunks";
    if let (false, Some(node)) = (chunked, unfinished) {
        node.key_report("`unfinished` goes with `chunks`");
    }
    match node.name() {
        "json" => {
            let value = node.json()?;
            fill_ins(node, &value.to_string(), known);
            Some(Body::Json(value))
        }
        "form" => form(node, known).map(Body::Form),
        "body" => {
            let text = node.raw_text()?;
            fill_ins(node, &text, known);
            Some(Body::Text(text))
        }
        "chunks" => {
            let unfinished = unfinished.and_then(|node| node.boolean()).unwrap_or(false);
            Some(Body::Chunks { pieces: pieces(node)?, unfinished })
        }
        _ => pieces(node).map(Body::Raw),
    }
}

fn form(node: &Node<'_>, known: &BTreeSet<String>) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for entry in node.fields()?.entries() {
        let values = if entry.is_list() { entry.members() } else { vec![entry] };
        for value in values {
            let text = value.raw_text()?;
            fill_ins(&value, &text, known);
            pairs.push((entry.name().to_owned(), text));
        }
    }
    Some(pairs)
}

/// Reads `["text", { hex = "c3" }, { text = "x", times = 4096 }]`.
fn pieces(list: &Node<'_>) -> Option<Vec<Piece>> {
    let pieces: Vec<_> = list.members().iter().map(piece).collect();
    let pieces = pieces.into_iter().collect::<Option<Vec<_>>>()?;
    let bytes = pieces.iter().map(|piece| piece.bytes.len() * piece.times as usize).sum::<usize>();
    if bytes > PIECES_BYTES_MAX {
        list.report(format!("a request sends at most {} MB", PIECES_BYTES_MAX >> 20));
        return None;
    }
    if bytes == 0 {
        list.report(format!("`{}` sends nothing", list.name()));
        return None;
    }
    Some(pieces)
}

fn piece(node: &Node<'_>) -> Option<Piece> {
    if node.is_text() {
        return Some(Piece { bytes: node.raw_text()?.into_bytes(), times: 1 });
    }
    let fields = node.fields()?;
    let text = fields.optional("text");
    let hex = fields.optional("hex");
    let times = match fields.optional("times") {
        Some(node) => node.integer(1..=i64::try_from(PIECES_BYTES_MAX).unwrap_or(i64::MAX)),
        None => Some(1),
    };
    fields.finish();
    let bytes = match (text, hex) {
        (Some(node), None) => node.raw_text()?.into_bytes(),
        (None, Some(node)) => bytes_of_hex(&node)?,
        (None, None) | (Some(_), Some(_)) => {
            node.report("a piece has either `text` or `hex`");
            return None;
        }
    };
    Some(Piece { bytes, times: times? })
}

fn bytes_of_hex(node: &Node<'_>) -> Option<Vec<u8>> {
    let digits: Vec<u8> = node.raw_text()?.bytes().filter(|b| *b != b' ').collect();
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = pairs.collect();
    if bytes.is_none() {
        node.report(("this is not hexadecimal", "two digits for each byte, as in `c3 bc`"));
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Reads `capture = { name = "source" }`.
pub(super) fn read_captures(
    table: &Fields<'_>,
    known: &mut BTreeSet<String>,
) -> Vec<(String, String)> {
    let mut captures = Vec::new();
    for node in table.entries() {
        let name = node.name();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if name.is_empty() || !name.bytes().all(plain) {
            node.key_report("the name of a capture is letters, digits, `_` and `-`");
            continue;
        }
        let Some(source) = node.raw_text() else { continue };
        if !is_source(&node, &source) {
            continue;
        }
        known.insert(name.to_owned());
        captures.push((name.to_owned(), source));
    }
    captures
}

/// Whether `source` is a place in a response; reports it when not.
pub(super) fn is_source(node: &Node<'_>, source: &str) -> bool {
    let header = source.strip_prefix("header.");
    source == "status" || header.is_some_and(is_token) || is_path(node, source)
}

fn is_path(node: &Node<'_>, source: &str) -> bool {
    if !source.starts_with('$') {
        node.report((
            "this is not a place in a response",
            "write a JSONPath as `$.id`, `status` or `header.Location`",
        ));
        return false;
    }
    match check_json_path(source) {
        Ok(()) => true,
        Err(why) => {
            node.report(why);
            false
        }
    }
}
