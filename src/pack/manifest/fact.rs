//! `facts.toml`: what lessons cite with `{fact:ID}`.

use crate::{
    course::{
        fact::{Fact, Facts},
        id::FactId,
    },
    diag::Findings,
    pack::manifest::{
        FACT_CHARS_MAX,
        fields::{Document, Fields},
    },
};

/// Reads `facts.toml`. Facts with a mistake are left out.
pub fn read_facts(file: &str, text: &str) -> (Facts, Findings) {
    let doc = match Document::parse(file, text, 0..text.len()) {
        Ok(doc) => doc,
        Err(findings) => return (Facts::default(), findings),
    };
    let root = doc.root();
    let nodes = root.required("fact").map(|node| node.members()).unwrap_or_default();
    root.finish();
    let mut list: Vec<Fact> = Vec::new();
    for node in nodes {
        let Some(fields) = node.fields() else { continue };
        let fact = fact(&fields);
        fields.finish();
        let Some(fact) = fact else { continue };
        if list.iter().any(|other| other.id == fact.id) {
            node.report(format!("`{}` is the id of another fact already", fact.id));
        } else {
            list.push(fact);
        }
    }
    (Facts { list }, doc.into_findings())
}

fn fact(fields: &Fields<'_>) -> Option<Fact> {
    let id = fields.required("id").and_then(|node| node.parsed(FactId::parse));
    let value = fields.required("value").and_then(|node| node.short_line(FACT_CHARS_MAX));
    let about = fields.required("about").and_then(|node| node.line());
    let source = fields.required("source").and_then(|node| node.line());
    let reviewed = fields.required("reviewed").and_then(|node| node.day());
    Some(Fact { id: id?, value: value?, about: about?, source: source?, reviewed: reviewed? })
}
