//! `glossary.toml`: the terms that lessons mark with `[words](term:ID)`.

use crate::{
    course::{
        Course,
        glossary::{Glossary, Term},
        id::{LessonId, TermId},
    },
    diag::Findings,
    pack::manifest::{
        MEANS_CHARS_MAX, TERM_CHARS_MAX,
        course::lines,
        fields::{Document, Fields, Node, meant},
    },
};

/// Reads `glossary.toml` of `course`. Terms with a mistake are left out.
pub fn read_glossary(course: &Course, file: &str, text: &str) -> (Glossary, Findings) {
    let doc = match Document::parse(file, text, 0..text.len()) {
        Ok(doc) => doc,
        Err(findings) => return (Glossary::default(), findings),
    };
    let root = doc.root();
    let nodes = root.required("term").map(|node| node.members()).unwrap_or_default();
    root.finish();
    let ids: Vec<String> = nodes.iter().filter_map(id_of).collect();
    let mut terms: Vec<Term> = Vec::new();
    for node in nodes {
        let Some(fields) = node.fields() else { continue };
        let term = term(&fields, course, &ids);
        fields.finish();
        let Some(term) = term else { continue };
        if let Some(other) = terms.iter().find(|other| other.id == term.id) {
            node.report(format!("`{}` is the id of another term already", other.id));
        } else {
            terms.push(term);
        }
    }
    (Glossary { terms }, doc.into_findings())
}

/// The id of a term whose other keys were not read yet.
fn id_of(node: &Node<'_>) -> Option<String> {
    if !node.is_table() {
        return None;
    }
    let id = node.fields()?.optional("id").filter(Node::is_text)?;
    id.raw_text()
}

fn term(fields: &Fields<'_>, course: &Course, ids: &[String]) -> Option<Term> {
    let id = fields.required("id").and_then(|node| node.parsed(TermId::parse));
    let name = fields.required("name").and_then(|node| node.short_line(TERM_CHARS_MAX));
    let means = fields.required("means").and_then(|node| node.short_line(MEANS_CHARS_MAX));
    let lesson = fields.required("lesson").and_then(|node| lesson(&node, course));
    let also = lines(fields.optional("also"));
    let see = see(fields.optional("see"), id.as_ref(), ids);
    Some(Term { id: id?, name: name?, means: means?, lesson: lesson?, also, see })
}

fn lesson(node: &Node<'_>, course: &Course) -> Option<LessonId> {
    let id = node.parsed(LessonId::parse)?;
    if course.module_of_lesson(&id).is_none() {
        let all = course.modules.iter().flat_map(|module| &module.lessons).map(LessonId::as_str);
        let hint = meant(id.as_str(), all).unwrap_or_else(|| "pack.toml lists them all".to_owned());
        node.report((format!("no lesson has the id `{id}`"), hint));
        return None;
    }
    Some(id)
}

/// The terms to read next: others of the glossary.
fn see(list: Option<Node<'_>>, own: Option<&TermId>, ids: &[String]) -> Vec<TermId> {
    let mut see = Vec::new();
    for node in list.iter().flat_map(Node::members) {
        let Some(id) = node.parsed(TermId::parse) else { continue };
        if Some(&id) == own {
            node.report("a term does not lead to itself");
        } else if ids.iter().any(|known| known == id.as_str()) {
            see.push(id);
        } else {
            let hint = meant(id.as_str(), ids.iter().map(String::as_str))
                .unwrap_or_else(|| "`see` holds ids of this file".to_owned());
            node.report((format!("no term has the id `{id}`"), hint));
        }
    }
    see
}
