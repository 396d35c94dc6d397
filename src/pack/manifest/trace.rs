//! `[check.trace]`: what must have happened in the program while earlier checks sent their requests.

use crate::{
    course::check::{Expected, Seen, TraceStep, TraceTest},
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
const HINT: &str =
    "write `hash = \"bcrypt\"`, `layer = \"requireUser\"` or `route = \"/users/:id\"`";

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
        let seen = seen(&fields);
        let count = fields.optional("count").and_then(|node| count(&node, "times"));
        fields.finish();
        vec![TraceStep { seen: seen?, count }]
    };
    Some(TraceTest { steps })
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
    let hashes = hash.or(call).or(cost);
    match (hashes, layer, route) {
        (Some(_), None, None) => {
            let algorithm = hash.map(|node| algorithm(&node));
            let call = call.map(text);
            let cost = cost.map(|node| costs(&node)).unwrap_or_default();
            // What could not be read has a finding.
            Some(Seen::Hashed { algorithm: algorithm.flatten(), call: call.flatten(), cost })
        }
        (None, Some(layer), None) => text(layer).map(Seen::Layer),
        (None, None, Some(route)) => text(route).map(Seen::Route),
        (None, None, None) => {
            fields.report(("nothing is looked for: everything would pass", HINT));
            None
        }
        (_, _, _) => {
            fields.report((
                "one thing is a hash, a layer or a route",
                "make `steps` of them, or two checks",
            ));
            None
        }
    }
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
