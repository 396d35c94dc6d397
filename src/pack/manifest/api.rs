//! A mock API: routes, collections and state, as docs/PACKS.md describes them.

mod collection;
mod route;

use serde_json::Value;

use self::{collection::read_collections, route::read_routes};
use crate::{
    diag::{Findings, Place},
    exchange::api::Api,
    pack::manifest::fields::{Document, Fields, Node},
};

/// Bytes of the description at most.
pub const API_BYTES_MAX: usize = 256 << 10;
/// Routes of one API at most.
pub const ROUTES_MAX: usize = 200;
/// Collections of one API at most.
pub const COLLECTIONS_MAX: usize = 20;
/// Rows that a collection begins with at most.
pub const ROWS_MAX: usize = 2_000;
/// Milliseconds that an answer can be held back at most.
pub const DELAY_MS_MAX: i64 = 10_000;

/// Reads the API that stands in `file`. `beside` gives the text of a file in the same folder, for
/// rows that stand in a file of their own.
pub fn read_api(
    file: &str,
    text: &str,
    beside: &dyn Fn(&str) -> Option<String>,
) -> (Option<Api>, Findings) {
    if text.len() > API_BYTES_MAX {
        let mut findings = Findings::new();
        let why = format!("a mock API has at most {} kB", API_BYTES_MAX >> 10);
        findings
            .error(Place::new(file, 1, 1), why)
            .hint("rows may stand in a file of their own: from = \"notes.json\"");
        return (None, findings);
    }
    let doc = match Document::parse(file, text, 0..text.len()) {
        Ok(doc) => doc,
        Err(findings) => return (None, findings),
    };
    let api = api(&doc.root(), beside);
    let findings = doc.into_findings();
    (api.filter(|_| !findings.has_errors()), findings)
}

/// What the API that stands in `file` calls itself; its routes, below it, are not read.
pub fn read_api_title(file: &str, text: &str) -> Option<String> {
    let end = text.match_indices("\n[").map(|(at, _)| at + 1).next();
    let title = |end: usize| {
        let doc = Document::parse(file, text, 0..end).ok()?;
        title(&doc.root())
    };
    // A text of several lines may have one that looks like a table.
    end.and_then(title).or_else(|| title(text.len()))
}

fn title(root: &Fields<'_>) -> Option<String> {
    root.optional("title").and_then(|node| node.line())
}

fn api(root: &Fields<'_>, beside: &dyn Fn(&str) -> Option<String>) -> Option<Api> {
    let title = title(root).unwrap_or_default();
    let seed = root.optional("seed").map_or(Some(1), |node| node.integer(0..=i64::MAX));
    let delay_ms = delay(root);
    let state = root.optional("state").map(|node| state(&node)).unwrap_or_default();
    let collections = root.optional("collections");
    let collections = collections.map(|node| read_collections(&node, beside)).unwrap_or_default();
    for collection in &collections {
        if let Some(node) = root.optional("state").and_then(|node| node.fields())
            && node.has(&collection.name)
        {
            node.report(format!("`{}` is a collection and a name of the state", collection.name));
        }
    }
    let routes = root.optional("route").map(|node| read_routes(&node, &state)).unwrap_or_default();
    root.finish();
    if !root.has("route") && !root.has("collections") {
        root.report(("the API answers nothing", "add [collections.NAME] or [[route]]"));
    }
    Some(Api { title, seed: seed?, delay_ms: delay_ms?, state, routes, collections })
}

/// `delay_ms` of the API or of a route.
fn delay(fields: &Fields<'_>) -> Option<u32> {
    fields.optional("delay_ms").map_or(Some(0), |node| node.integer(0..=DELAY_MS_MAX))
}

fn state(node: &Node<'_>) -> Vec<(String, Value)> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let value = |node: &Node<'_>| {
        if !is_name(node.name()) {
            node.key_report("a name is letters, digits, `_` and `-`");
            return None;
        }
        Some((node.name().to_owned(), node.json()?))
    };
    fields.entries().iter().filter_map(value).collect()
}

/// A name of a collection or of the state, as `{{state.NAME}}` has it.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
