//! `[[check.fault]]`: what goes wrong with the program's own requests while a check runs.

use crate::{
    course::{
        check::{Mishap, MishapKind, Test},
        exercise::Kind as ExerciseKind,
    },
    exchange::is_token,
    pack::manifest::{
        DELAY_MS_MAX, FAULTS_MAX, NTH_MAX,
        fields::{Fields, Node},
    },
};

const KINDS: &[(&str, Kind)] = &[
    ("refuse", Kind::Refuse),
    ("drop", Kind::Drop),
    ("drop-answer", Kind::DropAnswer),
    ("duplicate", Kind::Duplicate),
    ("delay", Kind::Delay),
    ("answer", Kind::Answer),
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Refuse,
    Drop,
    DropAnswer,
    Duplicate,
    Delay,
    Answer,
}

/// Reads the tables, which go with checks whose program can be told of them first.
pub(super) fn read_faults(
    fields: &Fields<'_>,
    kind: ExerciseKind,
    test: Option<&Test>,
) -> Vec<Mishap> {
    let Some(list) = fields.optional("fault") else { return Vec::new() };
    if kind != ExerciseKind::Js {
        list.key_report("[[check.fault]] goes with `kind = \"js\"`: its program sends requests");
        return Vec::new();
    }
    if test.is_some_and(|test| !matches!(test, Test::Http(_) | Test::Js(_) | Test::Script(_))) {
        list.key_report("[[check.fault]] goes with [check.http], [check.js] and [check.test]");
        return Vec::new();
    }
    let nodes = list.members();
    if nodes.len() > FAULTS_MAX {
        list.report(format!("a check has at most {FAULTS_MAX} faults"));
    }
    nodes.iter().filter_map(fault).collect()
}

fn fault(node: &Node<'_>) -> Option<Mishap> {
    let fields = node.fields()?;
    let kind = fields.required("kind").and_then(|node| node.choice(KINDS));
    let nth = fields.optional("nth").map_or(Some(Vec::new()), |node| nth(&node));
    let method = fields.optional("method").and_then(|node| method(&node));
    let port = fields.optional("port").and_then(|node| node.integer(1..=i64::from(u16::MAX)));
    let path = fields.optional("path").and_then(|node| path(&node));
    let kind = kind.and_then(|kind| details(&fields, kind));
    fields.finish();
    Some(Mishap { nth: nth?, method, port, path, kind: kind? })
}

/// One number or several; nothing stands for all requests.
fn nth(node: &Node<'_>) -> Option<Vec<u32>> {
    let nodes = if node.is_list() { node.members() } else { vec![*node] };
    if nodes.is_empty() {
        node.report(("`nth` names no request", "leave it out where all of them are meant"));
        return None;
    }
    nodes.iter().map(|node| node.integer(1..=NTH_MAX)).collect()
}

fn method(node: &Node<'_>) -> Option<String> {
    let method = node.line()?;
    if !is_token(&method) || method.chars().any(|ch| ch.is_ascii_lowercase()) {
        node.report(("this is not a method", "methods are in capitals: `POST`"));
        return None;
    }
    Some(method)
}

fn path(node: &Node<'_>) -> Option<String> {
    let path = node.line()?;
    let inner = path.strip_suffix('*').unwrap_or(&path);
    if !path.starts_with('/') || inner.contains(['*', '?', '#']) {
        node.report((
            "a path begins with `/` and has no query",
            "`/users`, or `/users*` for all that begin so",
        ));
        return None;
    }
    Some(path)
}

fn details(fields: &Fields<'_>, kind: Kind) -> Option<MishapKind> {
    for (key, of) in [("ms", Kind::Delay), ("status", Kind::Answer), ("headers", Kind::Answer)] {
        if kind != of
            && let Some(node) = fields.optional(key)
        {
            let words = if of == Kind::Delay { "delay" } else { "answer" };
            node.key_report(format!("`{key}` goes with kind = \"{words}\""));
        }
    }
    match kind {
        Kind::Refuse => Some(MishapKind::Refuse),
        Kind::Drop => Some(MishapKind::Drop),
        Kind::DropAnswer => Some(MishapKind::DropAnswer),
        Kind::Duplicate => Some(MishapKind::Duplicate),
        Kind::Delay => {
            let ms = fields.required("ms").and_then(|node| node.integer(1..=DELAY_MS_MAX))?;
            Some(MishapKind::Delay { ms })
        }
        Kind::Answer => {
            let status = fields.required("status").and_then(|node| node.integer(200..=599));
            let headers = fields.optional("headers").and_then(|node| node.fields());
            let headers = headers.map(|table| headers_of(&table)).unwrap_or_default();
            Some(MishapKind::Answer { status: status?, headers })
        }
    }
}

fn headers_of(table: &Fields<'_>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for node in table.entries() {
        let Some(value) = node.raw_text() else { continue };
        if !is_token(node.name()) {
            node.key_report("this is not the name of a header");
        } else if value.chars().any(char::is_control) {
            node.report("a header holds no control characters");
        } else {
            headers.push((node.name().to_owned(), value));
        }
    }
    headers
}
