//! The API over a JSON file as json-server has it: each list of objects at the top becomes a
//! collection, each object a resource of its own.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Action, Api, Collection, Etag, Row, Style};
use crate::exchange::json_file::{self, Flaw};

/// Bytes of the file at most.
pub const DATABASE_BYTES_MAX: usize = 4 << 20;
/// Lists and objects at its top at most.
pub const RESOURCES_MAX: usize = 100;
/// The field that tells rows apart.
const KEY: &str = "id";
/// `/__state` and its like are doors of the lab.
const DOORS: &str = "__";

/// Reads such a file; its lists hold at most `rows_max` rows together. Rows without an id get the
/// numbers that follow the highest one.
///
/// # Errors
/// The first thing that cannot be served.
pub fn read(text: &str, rows_max: usize) -> Result<Api, Flaw> {
    let Value::Object(resources) = json_file::read(text, DATABASE_BYTES_MAX)? else {
        let flaw = Flaw::new("the file is no JSON object");
        return Err(flaw.hint(r#"{ "notes": [{ "id": 1, "text": "milk" }] }"#));
    };
    if resources.is_empty() {
        return Err(Flaw::new("there is nothing in it to serve").hint(r#"{ "notes": [] }"#));
    }
    if resources.len() > RESOURCES_MAX {
        return Err(Flaw::new(format!("at its top it has more than {RESOURCES_MAX} names")));
    }
    let rows: usize = resources.values().filter_map(Value::as_array).map(Vec::len).sum();
    if rows > rows_max {
        return Err(Flaw::new(format!("its lists have more than {rows_max} rows together")));
    }
    let mut api = Api { seed: 1, ..Api::default() };
    for (name, value) in resources {
        if !is_name(&name) {
            let flaw = Flaw::new(format!("`{name}` is no name that can stand in a path"));
            return Err(flaw.hint(
                "a name is letters, digits, `-`, `_`, `.` and `~`, and does not begin with `__`",
            ));
        }
        api.collections.push(match value {
            Value::Array(values) => collection(name, values)?,
            Value::Object(row) => single(name, row),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                let flaw = Flaw::new(format!("`$.{name}` is {}", kind(&value)));
                return Err(flaw.hint("what is served is a list of objects, or an object"));
            }
        });
    }
    Ok(api)
}

fn collection(name: String, values: Vec<Value>) -> Result<Collection, Flaw> {
    let mut rows: Vec<Row> = Vec::with_capacity(values.len());
    for (at, value) in values.into_iter().enumerate() {
        match value {
            Value::Object(row) => rows.push(row),
            value => {
                let what = format!("`$.{name}[{at}]` is {}, and not an object", kind(&value));
                return Err(Flaw::new(what).hint(r#"a row is an object: { "id": 1 }"#));
            }
        }
    }
    give_keys(&name, &mut rows)?;
    Ok(Collection { rows, ..resource(name) })
}

fn give_keys(name: &str, rows: &mut [Row]) -> Result<(), Flaw> {
    let mut seen = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        let key = match row.get(KEY) {
            None => continue,
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(key @ Value::Number(_)) => key.to_string(),
            Some(_) => {
                let what = format!("`$.{name}[{at}].{KEY}` is neither a text nor a number");
                return Err(Flaw::new(what));
            }
        };
        if !seen.insert(key.clone()) {
            return Err(Flaw::new(format!("two rows of `$.{name}` have the {KEY} {key}")));
        }
    }
    let highest = rows.iter().filter_map(|row| row.get(KEY)?.as_i64()).max().unwrap_or(0);
    let free = (highest.saturating_add(1)..).filter(|key| !seen.contains(&key.to_string()));
    for (row, key) in rows.iter_mut().filter(|row| !row.contains_key(KEY)).zip(free) {
        row.shift_insert(0, KEY.to_owned(), Value::from(key));
    }
    Ok(())
}

fn single(name: String, row: Row) -> Collection {
    let actions = vec![Action::Get, Action::Replace, Action::Patch];
    Collection { rows: vec![row], actions, single: true, ..resource(name) }
}

fn resource(name: String) -> Collection {
    Collection {
        path: format!("/{name}"),
        name,
        key: KEY.to_owned(),
        rows: Vec::new(),
        actions: Action::ALL.to_vec(),
        fields: Vec::new(),
        unique: Vec::new(),
        forms: true,
        etag: Etag::None,
        page: None,
        style: Style::JsonServer,
        single: false,
    }
}

/// A path holds it as it is.
fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let is_dots = matches!(name, "." | "..");
    !name.is_empty() && name.bytes().all(plain) && !is_dots && !name.starts_with(DOORS)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_become_collections_and_objects_resources_of_their_own() {
        let text = r#"{ "posts": [{ "t": "b" }, { "id": 3, "t": "a" }, { "id": "4" }, {}],
            "profile": { "name": "ada" } }"#;
        let api = read(text, 4).unwrap();
        let [posts, profile] = &api.collections[..] else { panic!("{api:?}") };
        let rows =
            json!([{ "id": 5, "t": "b" }, { "id": 3, "t": "a" }, { "id": "4" }, { "id": 6 }]);
        assert_eq!(json!(posts.rows), rows);
        assert_eq!(posts.rows[0].keys().next().unwrap(), "id");
        assert_eq!((posts.path.as_str(), posts.single), ("/posts", false));
        assert_eq!((profile.path.as_str(), profile.single), ("/profile", true));
    }

    #[test]
    fn what_cannot_be_served_is_named() {
        for (text, what) in [
            ("{", "the file is not JSON: EOF while parsing an object"),
            ("[]", "the file is no JSON object"),
            ("{}", "there is nothing in it to serve"),
            (r#"{ "a b": [] }"#, "`a b` is no name that can stand in a path"),
            (r#"{ "__state": [] }"#, "`__state` is no name that can stand in a path"),
            (r#"{ "version": 1 }"#, "`$.version` is a number"),
            (r#"{ "tags": ["x"] }"#, "`$.tags[0]` is a text, and not an object"),
            (r#"{ "a": [{ "id": null }] }"#, "`$.a[0].id` is neither a text nor a number"),
            (r#"{ "a": [{ "id": 1 }, { "id": "1" }] }"#, "two rows of `$.a` have the id 1"),
            (r#"{ "a": [{}, {}], "b": [{}, {}, {}] }"#, "its lists have more than 4 rows together"),
        ] {
            assert_eq!(read(text, 4).unwrap_err().what, what);
        }
        let long = " ".repeat(DATABASE_BYTES_MAX + 1);
        assert_eq!(read(&long, 4).unwrap_err().what, "the file has more than 4096 kB");
    }
}
