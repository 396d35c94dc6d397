//! `[collections.NAME]`: rows that are kept while the API runs.

use serde_json::Value;

use super::{COLLECTIONS_MAX, ROWS_MAX, is_name};
use crate::{
    exchange::api::{Action, Collection, Etag, Field, FieldKind, Page, Part, Pattern, Row, Style},
    pack::{
        files::is_inner_path,
        manifest::fields::{Fields, Node, meant},
    },
    text::clean_line,
};

const KINDS: &[FieldKind] = &[
    FieldKind::Text,
    FieldKind::Number,
    FieldKind::Integer,
    FieldKind::Boolean,
    FieldKind::List,
    FieldKind::Object,
    FieldKind::Anything,
];

const ETAGS: &[(&str, Etag)] = &[("offered", Etag::Offered), ("required", Etag::Required)];

pub(super) fn read_collections(
    node: &Node<'_>,
    beside: &dyn Fn(&str) -> Option<String>,
) -> Vec<Collection> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut collections: Vec<Collection> = Vec::new();
    for node in fields.entries() {
        if collections.len() == COLLECTIONS_MAX {
            node.key_report(format!("an API has at most {COLLECTIONS_MAX} collections"));
            break;
        }
        let Some(collection) = collection(&node, beside) else { continue };
        if collections.iter().any(|other| other.path == collection.path) {
            node.key_report(format!("`{}` is the path of another collection", collection.path));
        }
        collections.push(collection);
    }
    collections
}

fn collection(node: &Node<'_>, beside: &dyn Fn(&str) -> Option<String>) -> Option<Collection> {
    let name = node.name();
    if !is_name(name) {
        node.key_report("a name is letters, digits, `_` and `-`");
        return None;
    }
    let fields = node.fields()?;
    let path = match fields.optional("path") {
        Some(node) => path(&node),
        None => Some(format!("/{name}")),
    };
    let key = fields.optional("key").map_or(Some("id".to_owned()), |node| node.text());
    let rows = rows(&fields, beside, key.as_deref());
    let actions = fields.optional("actions").map_or(Action::ALL.to_vec(), |node| actions(&node));
    let kinds = fields.optional("fields").map(|node| kinds(&node)).unwrap_or_default();
    let unique = fields.optional("unique");
    let unique = unique.iter().flat_map(Node::members).filter_map(|node| node.text()).collect();
    let forms = fields.optional("forms").is_some_and(|node| node.boolean() == Some(true));
    let etag = fields.optional("etag").map_or(Some(Etag::None), |node| node.choice(ETAGS));
    let page = fields.optional("page").map(|node| page(&node));
    fields.finish();
    Some(Collection {
        name: name.to_owned(),
        path: path?,
        key: key?,
        rows: rows?,
        actions,
        fields: kinds,
        unique,
        forms,
        etag: etag?,
        page: match page {
            Some(page) => Some(page?),
            None => None,
        },
        style: Style::Plain,
        single: false,
    })
}

fn path(node: &Node<'_>) -> Option<String> {
    let text = node.raw_text()?;
    let pattern = node.parsed(Pattern::parse)?;
    let plain = |part: &Part| matches!(part, Part::Text(text) if !text.is_empty());
    if !pattern.parts.iter().all(plain) {
        node.report(("a collection has a plain path", "as in `/shop/notes`"));
        return None;
    }
    Some(text)
}

fn rows(
    fields: &Fields<'_>,
    beside: &dyn Fn(&str) -> Option<String>,
    key: Option<&str>,
) -> Option<Vec<Row>> {
    let (node, values) = match (fields.optional("rows"), fields.optional("from")) {
        (Some(_), Some(from)) => {
            from.key_report("a collection has either `rows` or `from`");
            return None;
        }
        (Some(rows), None) => {
            let values: Vec<_> = rows.members().iter().map(Node::json).collect();
            (rows, values.into_iter().collect::<Option<Vec<Value>>>()?)
        }
        (None, Some(from)) => (from, from_file(&from, beside)?),
        (None, None) => return Some(Vec::new()),
    };
    if values.len() > ROWS_MAX {
        node.report(format!("a collection begins with at most {ROWS_MAX} rows"));
        return None;
    }
    let key = key?;
    let mut rows: Vec<Row> = Vec::new();
    for (at, value) in values.into_iter().enumerate() {
        let Value::Object(row) = value else {
            node.report(format!("row {} is not an object", at + 1));
            return None;
        };
        if !matches!(row.get(key), Some(Value::String(_) | Value::Number(_))) {
            node.report((
                format!("row {} has no text or number `{}`", at + 1, clean_line(key)),
                "each row has a key; `key` names another field than `id`",
            ));
            return None;
        }
        if rows.iter().any(|other| other.get(key) == row.get(key)) {
            node.report(format!("row {} has the `{}` of another row", at + 1, clean_line(key)));
            return None;
        }
        rows.push(row);
    }
    Some(rows)
}

/// The members of a JSON list in a file beside the API.
fn from_file(node: &Node<'_>, beside: &dyn Fn(&str) -> Option<String>) -> Option<Vec<Value>> {
    let path = node.raw_text()?;
    let text = if is_inner_path(&path) { beside(&path) } else { None };
    let Some(text) = text else {
        node.report((
            format!("no file `{}` stands beside the API", clean_line(&path)),
            "`from` names a file with a JSON list in the same folder",
        ));
        return None;
    };
    match serde_json::from_str(&text) {
        Ok(Value::Array(rows)) => Some(rows),
        Ok(_) => {
            node.report(format!("`{path}` holds no JSON list"));
            None
        }
        Err(error) => {
            node.report(format!("`{path}` is not JSON: {}", clean_line(&error.to_string())));
            None
        }
    }
}

fn actions(list: &Node<'_>) -> Vec<Action> {
    let words: Vec<_> = Action::ALL.iter().map(|action| (action.name(), *action)).collect();
    let actions: Vec<_> = list.members().iter().filter_map(|node| node.choice(&words)).collect();
    if list.is_list() && list.members().is_empty() {
        list.report("a collection allows at least one action");
    }
    actions
}

fn kinds(node: &Node<'_>) -> Vec<Field> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let field = |node: &Node<'_>| {
        let text = node.raw_text()?;
        let (word, optional) = match text.strip_suffix('?') {
            Some(word) => (word, true),
            None => (text.as_str(), false),
        };
        let kind = KINDS.iter().copied().find(|kind| kind.name() == word);
        if kind.is_none() {
            let words: Vec<_> = KINDS.iter().map(|kind| kind.name()).collect();
            let hint = meant(word, words.iter().copied()).unwrap_or_else(|| {
                format!("one of {}; a `?` at the end makes it optional", words.join(", "))
            });
            node.report((format!("`{}` is not a kind of value", clean_line(word)), hint));
        }
        Some(Field { name: node.name().to_owned(), kind: kind?, optional })
    };
    fields.entries().iter().filter_map(field).collect()
}

fn page(node: &Node<'_>) -> Option<Page> {
    let fields = node.fields()?;
    let size = fields.required("size").and_then(|node| node.integer(1..=1_000));
    let max = fields.optional("max").map(|node| node.integer(1..=1_000));
    fields.finish();
    let size: u32 = size?;
    let max: u32 = max.unwrap_or(Some(size))?;
    if max < size {
        node.report("`max` is smaller than `size`");
    }
    Some(Page { size, max })
}
