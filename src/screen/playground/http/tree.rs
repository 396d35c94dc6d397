//! The tree: collections with their requests, then variables and what was sent.

use crate::{
    exchange::http_file::Entry,
    tutor::playground::{Collection, Known, Origin, Shelf},
};

/// What the keys are on in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The request with this index in the file.
    Request {
        file: String,
        entry: usize,
    },
    /// A file without requests, or one that cannot be read.
    File(String),
    Variable {
        file: String,
        name: String,
    },
    /// Counted from the newest.
    Past(usize),
    /// The sample that is offered where there is nothing.
    Sample,
}

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Gap,
    /// A file's name, or the head of a part.
    Head(String),
    /// What the requests below have in common.
    Group(String),
    Request {
        method: String,
        path: String,
        choice: Choice,
    },
    Variable {
        name: String,
        value: String,
        choice: Choice,
    },
    Past {
        words: String,
        status: String,
        choice: Choice,
    },
    /// Something to take.
    Offer {
        words: String,
        choice: Choice,
    },
}

impl Row {
    pub fn choice(&self) -> Option<&Choice> {
        match self {
            Row::Gap | Row::Head(_) | Row::Group(_) => None,
            Row::Request { choice, .. }
            | Row::Variable { choice, .. }
            | Row::Past { choice, .. }
            | Row::Offer { choice, .. } => Some(choice),
        }
    }
}

/// Requests of the past that the tree shows.
const PAST_MAX: usize = 20;

/// All rows; `roomy` puts air between groups. Variables are those of the file that is chosen.
pub fn rows(shelf: &Shelf, chosen: &Choice, roomy: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for collection in &shelf.collections {
        if !rows.is_empty() {
            rows.push(Row::Gap);
        }
        rows.push(Row::Head(collection.name.clone()));
        push_requests(collection, roomy, &mut rows);
    }
    if shelf.collections.is_empty() {
        rows.push(Row::Offer { words: "sample shop".to_owned(), choice: Choice::Sample });
    }
    push_variables(shelf, chosen, &mut rows);
    push_past(shelf, &mut rows);
    rows
}

fn push_requests(collection: &Collection, roomy: bool, rows: &mut Vec<Row>) {
    let file = &collection.name;
    if collection.file.entries.is_empty() {
        let words = if collection.trouble.is_some() { "not readable" } else { "no requests" };
        let choice = Choice::File(file.clone());
        rows.push(Row::Offer { words: words.to_owned(), choice });
        return;
    }
    let mut group = None;
    for (entry, request) in collection.file.entries.iter().enumerate() {
        let path = path_of(&request.target);
        let name = group_of(&path);
        if group.as_ref() != Some(&name) {
            if roomy {
                rows.push(Row::Gap);
            }
            rows.push(Row::Group(name.clone()));
            group = Some(name);
        }
        let method = match request.method.as_str() {
            "DELETE" => "DEL",
            method => method,
        };
        let choice = Choice::Request { file: file.clone(), entry };
        let is_alike =
            |other: &&Entry| other.method == request.method && path_of(&other.target) == path;
        // Of requests that look alike the title tells which is which.
        let is_unclear = 1 < collection.file.entries.iter().filter(is_alike).count();
        let has_title = is_unclear && !request.name.is_empty();
        let path = if has_title { request.name.clone() } else { path };
        rows.push(Row::Request { method: method.to_owned(), path, choice });
    }
}

/// The target without where it goes and without its query.
pub fn path_of(target: &str) -> String {
    let rest = match target.find("://") {
        Some(at) => target[at + 3..].find('/').map_or("/", |slash| &target[at + 3 + slash..]),
        None => match target.strip_prefix("{{").and_then(|rest| rest.split_once("}}")) {
            Some((_, rest)) => rest,
            None => target,
        },
    };
    let path = rest.split('?').next().unwrap_or_default();
    if path.is_empty() { "/".to_owned() } else { path.to_owned() }
}

/// `orders` of `/orders/12`.
fn group_of(path: &str) -> String {
    path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned()
}

fn push_variables(shelf: &Shelf, chosen: &Choice, rows: &mut Vec<Row>) {
    let file = match chosen {
        Choice::Request { file, .. } | Choice::File(file) | Choice::Variable { file, .. } => file,
        Choice::Past(index) => match shelf.past.get(*index) {
            Some(past) => &past.file,
            None => return,
        },
        Choice::Sample => return,
    };
    let Some(collection) = shelf.collections.iter().find(|other| other.name == *file) else {
        return;
    };
    if collection.variables.is_empty() {
        return;
    }
    rows.extend([Row::Gap, Row::Head("variables".to_owned())]);
    rows.extend(collection.variables.iter().map(|known| Row::Variable {
        name: known.name.clone(),
        value: value_of(known),
        choice: Choice::Variable { file: file.clone(), name: known.name.clone() },
    }));
}

/// The value, or where it comes from.
fn value_of(known: &Known) -> String {
    match &known.origin {
        Origin::Answer { request, .. } => format!("from {request}"),
        Origin::Secret => "secret".to_owned(),
        Origin::File(_) | Origin::Environment | Origin::Server => known
            .value
            .trim_start_matches("http://127.0.0.1")
            .trim_start_matches("http://")
            .to_owned(),
    }
}

fn push_past(shelf: &Shelf, rows: &mut Vec<Row>) {
    if shelf.past.is_empty() {
        return;
    }
    rows.extend([Row::Gap, Row::Head("history".to_owned())]);
    for (index, past) in shelf.past.iter().take(PAST_MAX).enumerate() {
        let response = past.exchange.response.as_ref();
        let status = match response {
            Some(response) if past.exchange.error.is_none() => response.status.to_string(),
            Some(_) | None => "–".to_owned(),
        };
        let words = format!("{} {}", past.method, path_of(&past.target));
        rows.push(Row::Past { words, status, choice: Choice::Past(index) });
    }
}
