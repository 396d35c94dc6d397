//! `[check.sent]` and `[check.answer]`: what the requests of an `http` exercise must have been, and
//! what the learner read off.

use std::collections::BTreeSet;

use crate::{
    course::{
        check::{Expect, Expected, Noted, NotedTest, Sent, SentStep, SentTest},
        id::ExerciseId,
    },
    exchange::Request,
    pack::manifest::{
        STEPS_MAX,
        expect::{Subject, headers, paths, read_expect, read_expected},
        fields::{Fields, Node},
        request::{is_source, read_captures},
    },
};

/// Reads `[check.sent]`. `known` holds the names that earlier checks captured, and gets those that
/// this one captures.
pub(super) fn read_sent(node: &Node<'_>, known: &mut BTreeSet<String>) -> Option<SentTest> {
    let fields = node.fields()?;
    let state = paths(fields.optional("state"));
    let steps = if let Some(list) = fields.optional("steps") {
        fields.finish_beside("steps");
        steps(&list, known)?
    } else {
        let step = step(&fields, true, known);
        fields.finish();
        // Without a word about requests only the state counts.
        let empty = step.sent == Sent::default() && step.count.is_none();
        if empty { Vec::new() } else { vec![step] }
    };
    let expects = |step: &SentStep| step.sent != Sent::default() || step.count.is_some();
    if !steps.iter().any(expects) && state.is_empty() {
        node.report((
            "nothing is expected: every request would pass",
            "write `request = \"GET /users\"`",
        ));
    }
    Some(SentTest { steps, state })
}

/// Reads `when` of a wrong answer whose first failed check is [check.sent].
pub(super) fn sent_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let silent = fields.optional("silent").and_then(|node| node.boolean());
    let sent = sent(&fields);
    fields.finish();
    if fields.entries().is_empty() {
        node.report(("`when` matches everything", "name what was sent, or leave `when` out"));
    }
    Some(Expect { silent, sent: Some(Box::new(sent)), ..Expect::default() })
}

/// Reads `when` of a wrong answer whose first failed check is [check.answer].
pub(super) fn noted_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let value = fields.required("value");
    fields.finish();
    let noted = Some(read_expected(&value?, Subject::Json)?);
    Some(Expect { noted, ..Expect::default() })
}

fn steps(list: &Node<'_>, known: &mut BTreeSet<String>) -> Option<Vec<SentStep>> {
    let nodes = list.members();
    if nodes.is_empty() || nodes.len() > STEPS_MAX {
        list.report(format!("`steps` holds 1 to {STEPS_MAX} requests"));
        return None;
    }
    let step = |node: &Node<'_>| {
        let fields = node.fields()?;
        let step = step(&fields, false, known);
        fields.finish();
        if step.sent == Sent::default() {
            node.report(("every request is like that", "write `request = \"GET /users\"`"));
        }
        Some(step)
    };
    nodes.iter().map(step).collect::<Vec<_>>().into_iter().collect()
}

fn step(fields: &Fields<'_>, may_count: bool, known: &mut BTreeSet<String>) -> SentStep {
    let sent = sent(fields);
    let count = if may_count {
        fields.optional("count").and_then(|node| count(&node, "requests"))
    } else {
        None
    };
    let captures = fields.optional("capture").and_then(|node| node.fields());
    let captures = captures.map(|table| read_captures(&table, known)).unwrap_or_default();
    SentStep { sent, count, captures }
}

fn sent(fields: &Fields<'_>) -> Sent {
    let text = |key: &'static str| {
        fields.optional(key).and_then(|node| read_expected(&node, Subject::Text))
    };
    let (mut method, mut path) = (text("method"), text("path"));
    if let Some(node) = fields.optional("request") {
        if method.is_some() || path.is_some() {
            node.key_report("`request` stands for `method` and `path`; write it or them");
        }
        if let Some(request) = node.parsed(Request::parse_line) {
            if request.target.contains('?') || !request.headers.is_empty() {
                node.report(("`request` is a method and a path", "write `query` and `header`"));
            }
            method = Some(Expected::Equals(request.method.into()));
            path = Some(Expected::Equals(request.target.into()));
        }
    }
    let response = fields.optional("response").map(|node| read_expect(&node)).unwrap_or_default();
    let status = fields.optional("status").and_then(|node| {
        if response.status.is_some() {
            node.key_report("`status` stands in `response` already");
        }
        read_expected(&node, Subject::Status)
    });
    Sent {
        method,
        target: text("target"),
        path,
        query: values(fields.optional("query")),
        headers: headers(fields.optional("header")),
        body: text("body"),
        json: paths(fields.optional("json")),
        form: values(fields.optional("form")),
        response: Expect { status: status.or(response.status.clone()), ..response },
    }
}

/// Texts by the names of parameters or of form fields.
fn values(table: Option<Node<'_>>) -> Vec<(String, Expected)> {
    let Some(fields) = table.and_then(|node| node.fields()) else { return Vec::new() };
    let value =
        |node: &Node<'_>| Some((node.name().to_owned(), read_expected(node, Subject::Text)?));
    fields.entries().iter().filter_map(value).collect()
}

/// How many of `what` there must be.
pub(super) fn count(node: &Node<'_>, what: &str) -> Option<Expected> {
    let expected = read_expected(node, Subject::Json)?;
    let fits = match &expected {
        Expected::Equals(value) => value.is_u64(),
        Expected::Range { .. } => true,
        Expected::Matches(_)
        | Expected::Type(_)
        | Expected::Any
        | Expected::Absent
        | Expected::Has(_)
        | Expected::Set(_) => false,
    };
    if !fits {
        node.report((
            format!("`count` is a number of {what}"),
            "count = 1, or count = { min = 1, max = 3 }",
        ));
    }
    fits.then_some(expected)
}

/// Reads `[check.answer]`.
pub(super) fn read_noted(node: &Node<'_>) -> Option<NotedTest> {
    let fields = node.fields()?;
    let name = fields.required("name").and_then(|node| node.parsed(ExerciseId::parse));
    let (expect, request) = (fields.optional("expect"), fields.optional("request"));
    let value = fields.optional("value");
    fields.finish();
    let expected = match (expect, request, value) {
        (Some(node), None, None) => Noted::Is(read_expected(&node, Subject::Json)?),
        (None, Some(request), Some(value)) => {
            let line = request.parsed(Request::parse_line)?;
            let source = value.raw_text()?;
            if !is_source(&value, &source) {
                return None;
            }
            Noted::CameBack { method: line.method, path: line.target, source }
        }
        (_, _, _) => {
            node.report((
                "[check.answer] has either `expect`, or `request` and `value`",
                "request = \"GET /users\", value = \"$[0].name\" is what stood in that answer",
            ));
            return None;
        }
    };
    Some(NotedTest { name: name?.to_string(), expected })
}
