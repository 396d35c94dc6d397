//! What rows of one collection are to those of another, as json-server 0.17 has it: `postId` of a
//! comment names a row of `posts`.

use serde_json::Value;

use super::{
    asked::Asked,
    rows::{Rows, empty, error, json_response, plain},
};
use crate::exchange::{
    Response,
    api::{Row, Style},
    target,
};

/// Parameters that are no filter of rows.
pub const PARAMETERS: [&str; 2] = ["_embed", "_expand"];
/// Related rows that one answer may hold, all its rows together.
const RELATED_MAX: usize = 20_000;

/// The request to `/posts/1/comments` as one to `/comments`: of the list those rows that name the post, and
/// what is sent gets the post's name. `None` for any other path.
pub fn within(collections: &[Rows], asked: &Asked) -> Option<Asked> {
    let [parent, key, child] = &asked.parts[..] else { return None };
    let is_one =
        |name: &String| collections.iter().any(|rows| rows.told.name == *name && is_list(rows));
    if !is_one(parent) || !is_one(child) {
        return None;
    }
    let field = foreign_key(parent);
    let mut request = asked.request.clone();
    let (_, query) = target::split(&asked.request.target);
    request.target = match query {
        Some(query) => format!("/{child}?{query}"),
        None => format!("/{child}"),
    };
    if request.method == "POST"
        && let Ok(Value::Object(mut row)) = serde_json::from_slice(&request.body)
    {
        row.insert(field, as_key(collections, parent, key));
        request.body = Value::Object(row).to_string().into_bytes();
        return Some(Asked::new(request, asked.number));
    }
    let mut asked = Asked::new(request, asked.number);
    asked.query.push((field, key.clone()));
    Some(asked)
}

/// The answer with the rows of other collections that `_embed` and `_expand` ask for.
pub fn related(collections: &[Rows], own: usize, asked: &Asked, response: Response) -> Response {
    let wishes: Vec<(&str, &str)> = asked
        .query
        .iter()
        .filter(|(name, _)| PARAMETERS.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let is_read = matches!(asked.request.method.as_str(), "GET" | "HEAD");
    if wishes.is_empty() || !is_read || response.status != 200 {
        return response;
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else { return response };
    let mut left = RELATED_MAX;
    let rows = match &mut body {
        Value::Array(rows) => rows.iter_mut().collect(),
        row => vec![row],
    };
    for row in rows.into_iter().filter_map(Value::as_object_mut) {
        for (wish, name) in &wishes {
            let found = match *wish {
                "_embed" => embedded(collections, own, row, name),
                _ => expanded(collections, row, name),
            };
            let Some(value) = found else { continue };
            left = left.saturating_sub(value.as_array().map_or(1, Vec::len));
            row.insert((*name).to_owned(), value);
        }
        if left == 0 {
            return error(413, &format!("the answer holds more than {RELATED_MAX} related rows"));
        }
    }
    let answer = json_response(200, &body);
    Response { body: answer.body, ..response }
}

/// Takes the rows out that named a row which is gone.
pub fn take_orphans(collections: &mut [Rows], own: usize, key: &str) {
    let field = foreign_key(&collections[own].told.name);
    for rows in collections.iter_mut().filter(|rows| is_list(rows)) {
        rows.held.retain(|row| row.get(&field).is_none_or(|value| plain(value) != key));
    }
}

/// Everything, as the file would hold it.
pub fn database(state: &Value, asked: &Asked) -> Option<Response> {
    match (asked.request.method.as_str(), &asked.parts[..]) {
        ("GET" | "HEAD", [only]) if only == "db" => Some(json_response(200, state)),
        (_, _) => None,
    }
}

/// Lets pages of other origins read the answer (Fetch standard, "CORS protocol"); an answer to what a
/// browser asks before it sends. The API is one of a learner's own machine, with nothing to protect.
pub fn cross_origin(asked: &Asked, mut response: Response) -> Response {
    let headers = &asked.request.headers;
    let Some(origin) = headers.value("origin") else { return response };
    if asked.request.method == "OPTIONS" && headers.contains("access-control-request-method") {
        response = empty(204);
        response.headers.push("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
        if let Some(wanted) = headers.value("access-control-request-headers") {
            response.headers.push("Access-Control-Allow-Headers", wanted);
        }
    }
    response.headers.push("Access-Control-Allow-Origin", origin);
    response.headers.push("Access-Control-Allow-Credentials", "true");
    response.headers.push("Access-Control-Expose-Headers", "X-Total-Count, Link, Location");
    response.headers.push("Vary", "Origin");
    response
}

/// Whether a collection is one of json-server's, and no single row.
pub fn is_list(rows: &Rows) -> bool {
    rows.told.style == Style::JsonServer && !rows.told.single
}

/// The rows of `name` that point at `row`.
fn embedded(collections: &[Rows], own: usize, row: &Row, name: &str) -> Option<Value> {
    let of = collections.iter().find(|rows| rows.told.name == name && is_list(rows))?;
    let told = &collections[own].told;
    let (field, key) = (foreign_key(&told.name), plain(row.get(&told.key)?));
    let points = |row: &&Row| row.get(&field).is_some_and(|value| plain(value) == key);
    Some(of.held.iter().filter(points).cloned().map(Value::Object).collect())
}

/// The row that `row` points at by `nameId`.
fn expanded(collections: &[Rows], row: &Row, name: &str) -> Option<Value> {
    let is_it = |rows: &&Rows| is_list(rows) && singular(&rows.told.name) == name;
    let of = collections.iter().find(is_it)?;
    let key = plain(row.get(&format!("{name}Id"))?);
    let is_it = |row: &&Row| row.get(&of.told.key).is_some_and(|value| plain(value) == key);
    of.held.iter().find(is_it).cloned().map(Value::Object)
}

/// The key of a row as the row itself has it; of one that is not there as it was written.
fn as_key(collections: &[Rows], name: &str, key: &str) -> Value {
    let of = collections.iter().find(|rows| rows.told.name == name);
    let keys =
        of.into_iter().flat_map(|rows| rows.held.iter().filter_map(|row| row.get(&rows.told.key)));
    let found = keys.into_iter().find(|value| plain(value) == key).cloned();
    found.or_else(|| key.parse::<i64>().ok().map(Value::from)).unwrap_or_else(|| key.into())
}

/// The field by which rows name one of the collection: `postId` for `posts`.
fn foreign_key(name: &str) -> String {
    format!("{}Id", singular(name))
}

/// Endings of English plurals and what is one of them.
const ENDINGS: [(&str, &str); 12] = [
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("statuses", "status"),
    ("buses", "bus"),
    ("ss", "ss"),
    ("s", ""),
];

/// One of what an English plural names; a word that is none stays as it is.
fn singular(name: &str) -> String {
    let found = ENDINGS.iter().find_map(|(end, one)| Some((name.strip_suffix(end)?, one)));
    match found {
        Some((stem, one)) if !(stem.is_empty() && one.is_empty()) => format!("{stem}{one}"),
        Some(_) | None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_have_their_one() {
        for (many, one) in [
            ("posts", "post"),
            ("categories", "category"),
            ("boxes", "box"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("houses", "house"),
            ("people", "person"),
            ("children", "child"),
            ("branches", "branch"),
            ("glass", "glass"),
            ("data", "data"),
            ("s", "s"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
