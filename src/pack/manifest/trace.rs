//! `[check.trace]`: what must have happened in the program while earlier checks sent their requests.

use crate::{
    course::check::{Expected, Seen, SqlSeen, TraceStep, TraceTest},
    pack::manifest::{
        STEPS_MAX,
        expect::{Subject, read_expected},
        fields::{Fields, Node, meant},
        sent::count,
    },
};

/// What the recording calls the ways to make a key from a password.
const ALGORITHMS: &[&str] = &["argon2d", "argon2i", "argon2id", "bcrypt", "pbkdf2", "scrypt"];
/// What makes them slow, by their own names.
const COSTS: &[&str] = &["N", "cost", "iterations", "m", "p", "r", "t"];
const HINT: &str = "write `hash = \"bcrypt\"`, `layer = \"requireUser\"`, `route = \"/users/:id\"`, \
                    `sql = { text = \"~SELECT.*\" }` or `statements-max = 2`";
/// Of one request; the recording holds no more.
const STATEMENTS_MAX: i64 = 10_000;

/// Reads `[check.trace]`.
pub(super) fn read_trace(node: &Node<'_>) -> Option<TraceTest> {
    let fields = node.fields()?;
    let steps = if let Some(list) = fields.optional("steps") {
        if let Some(count) = fields.optional("count") {
            count.key_report(("`count` goes with one thing, not with `steps`", "make two checks"));
        }
        fields.finish_beside("steps");
        steps(&list)?
    } else {
        if let Some(most) = fields.optional("statements-max") {
            for key in ["hash", "call", "cost", "layer", "route", "sql", "count"] {
                if let Some(node) = fields.optional(key) {
                    let words = format!("`{key}` does not stand beside `statements-max`");
                    node.key_report((words, "make two checks"));
                }
            }
            fields.finish();
            let most = most.integer(0..=STATEMENTS_MAX)?;
            return Some(TraceTest { steps: Vec::new(), statements_max: Some(most) });
        }
        let seen = seen(&fields);
        let count = fields.optional("count").and_then(|node| count(&node, "times"));
        fields.finish();
        vec![TraceStep { seen: seen?, count }]
    };
    Some(TraceTest { steps, statements_max: None })
}

fn steps(list: &Node<'_>) -> Option<Vec<TraceStep>> {
    let nodes = list.members();
    if nodes.len() < 2 || nodes.len() > STEPS_MAX {
        list.report((
            format!("`steps` holds 2 to {STEPS_MAX} things, one after the other"),
            "for one thing write its keys into [check.trace] itself",
        ));
        return None;
    }
    let step = |node: &Node<'_>| {
        let fields = node.fields()?;
        let seen = seen(&fields);
        fields.finish();
        Some(TraceStep { seen: seen?, count: None })
    };
    nodes.iter().map(step).collect::<Vec<_>>().into_iter().collect()
}

fn seen(fields: &Fields<'_>) -> Option<Seen> {
    let text = |node: Node<'_>| read_expected(&node, Subject::Text);
    let (hash, call) = (fields.optional("hash"), fields.optional("call"));
    let cost = fields.optional("cost");
    let (layer, route) = (fields.optional("layer"), fields.optional("route"));
    let (hashes, sql) = (hash.or(call).or(cost), fields.optional("sql"));
    match (hashes, layer, route, sql) {
        (Some(_), None, None, None) => {
            let algorithm = hash.map(|node| algorithm(&node));
            let call = call.map(text);
            let cost = cost.map(|node| costs(&node)).unwrap_or_default();
            // What could not be read has a finding.
            Some(Seen::Hashed { algorithm: algorithm.flatten(), call: call.flatten(), cost })
        }
        (None, Some(layer), None, None) => text(layer).map(Seen::Layer),
        (None, None, Some(route), None) => text(route).map(Seen::Route),
        (None, None, None, Some(node)) => statement(&node).map(|seen| Seen::Sql(Box::new(seen))),
        (None, None, None, None) => {
            fields.report(("nothing is looked for: everything would pass", HINT));
            None
        }
        (_, _, _, _) => {
            fields.report((
                "one thing is a hash, a layer, a route or a statement",
                "make `steps` of them, or two checks",
            ));
            None
        }
    }
}

/// `{ text = "~SELECT.*", rows = 1 }`.
fn statement(node: &Node<'_>) -> Option<SqlSeen> {
    let fields = node.fields()?;
    let value = |key, subject| fields.optional(key).and_then(|node| read_expected(&node, subject));
    let seen = SqlSeen {
        text: value("text", Subject::Text),
        parameters: value("parameters", Subject::Text),
        rows: value("rows", Subject::Json),
        changed: value("changed", Subject::Json),
        full_scan_steps: value("full-scan-steps", Subject::Json),
        error: value("error", Subject::Text),
    };
    fields.finish();
    if fields.entries().is_empty() {
        node.report(("every statement is like that", "sql = { text = \"~SELECT.*\" }"));
    }
    Some(seen)
}

fn algorithm(node: &Node<'_>) -> Option<Expected> {
    let expected = read_expected(node, Subject::Text)?;
    if let Expected::Equals(name) = &expected
        && let Some(name) = name.as_str()
        && !ALGORITHMS.contains(&name)
    {
        let near = meant(name, ALGORITHMS.iter().copied());
        let hint = near.unwrap_or_else(|| format!("they are {}", ALGORITHMS.join(", ")));
        node.report(("the recording knows no such hash".to_owned(), hint));
        return None;
    }
    Some(expected)
}

/// Numbers by the names of what makes a hash slow.
fn costs(table: &Node<'_>) -> Vec<(String, Expected)> {
    let Some(fields) = table.fields() else { return Vec::new() };
    let mut costs = Vec::new();
    for name in COSTS {
        if let Some(node) = fields.optional(name)
            && let Some(expected) = read_expected(&node, Subject::Json)
        {
            costs.push(((*name).to_owned(), expected));
        }
    }
    fields.finish();
    costs
}
