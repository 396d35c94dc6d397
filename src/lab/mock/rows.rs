//! The rows of a collection while the API runs, and what may be done to them.

use serde_json::{Map, Value, json};

use super::{
    ROWS_HELD_MAX,
    asked::{Asked, Sent},
    list,
};
use crate::exchange::{
    Headers, Response,
    api::{Action, Collection, Etag, Row, Style},
};

/// A collection and what it holds now.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Without the rows that it begins with.
    pub told: Collection,
    pub held: Vec<Row>,
    /// The highest number that a key has had: none is given twice.
    highest: i64,
}

/// What of a collection a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    List,
    /// The row with this key, which may not be there.
    Row(String),
}

impl Rows {
    pub fn new(mut told: Collection) -> Rows {
        let held = std::mem::take(&mut told.rows);
        let highest = held.iter().filter_map(|row| row.get(&told.key)?.as_i64()).max();
        Rows { told, held, highest: highest.unwrap_or(0) }
    }

    /// What of the collection stands at this path.
    pub fn spot(&self, parts: &[String]) -> Option<Spot> {
        let own: Vec<&str> = self.told.path.trim_start_matches('/').split('/').collect();
        let rest = parts.get(own.len()..)?;
        let same = own.iter().zip(parts).all(|(own, part)| own == part);
        match (same, rest) {
            (true, []) if self.told.single => Some(Spot::Row(String::new())),
            (true, _) if self.told.single => None,
            (true, []) => Some(Spot::List),
            (true, [key]) if !key.is_empty() => Some(Spot::Row(key.clone())),
            (_, _) => None,
        }
    }

    /// The methods that the list, or a row, takes.
    pub fn methods(&self, of_list: bool) -> Vec<&'static str> {
        let actions = self.told.actions.iter();
        let mut methods: Vec<&str> = actions
            .filter(|action| action.is_of_list() == of_list)
            .map(|action| action.method())
            .collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        methods
    }

    /// Answers `asked`, which is of the list or of a row; `None` where the collection
    /// does not do that.
    pub fn answer(
        &mut self,
        asked: &Asked,
        spot: &Spot,
        uuid: &mut dyn FnMut() -> String,
    ) -> Option<Response> {
        let method = match asked.request.method.as_str() {
            "HEAD" => "GET",
            method => method,
        };
        let action = self.told.actions.iter().copied().find(|action| {
            action.method() == method && action.is_of_list() == (*spot == Spot::List)
        })?;
        let Spot::Row(key) = spot else {
            return Some(match action {
                Action::Create => self.create(asked, uuid),
                Action::List | Action::Get | Action::Replace | Action::Patch | Action::Delete => {
                    list::answer(&self.told, &self.held, asked)
                }
            });
        };
        let Some(at) = self.held.iter().position(|row| self.key_of(row) == *key) else {
            return Some(error(404, &format!("{} has no {} {key}", self.told.path, self.told.key)));
        };
        if let Some(response) = self.precondition(asked, action, &self.held[at]) {
            return Some(response);
        }
        Some(match action {
            Action::Replace => self.replace(asked, at),
            Action::Patch => self.patch(asked, at),
            Action::Delete => {
                self.held.remove(at);
                match self.told.style {
                    Style::Plain => empty(204),
                    Style::JsonServer => json_response(200, &json!({})),
                }
            }
            Action::Get | Action::List | Action::Create => self.row(200, at),
        })
    }

    /// Empty for the row of a single one.
    fn key_of(&self, row: &Row) -> String {
        match self.key_in(row) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    fn key_in<'r>(&self, row: &'r Row) -> Option<&'r Value> {
        if self.told.single { None } else { row.get(&self.told.key) }
    }

    /// RFC 9110, section 13: what `If-None-Match` and `If-Match` say to this row.
    fn precondition(&self, asked: &Asked, action: Action, row: &Row) -> Option<Response> {
        if self.told.etag == Etag::None {
            return None;
        }
        let tag = etag(row);
        let names =
            |field: &str| field.split(',').any(|one| one.trim() == tag || one.trim() == "*");
        if action == Action::Get {
            let held = asked.request.headers.value("if-none-match")?;
            // The weak comparison does not look at `W/`.
            let same = names(&held.replace("W/", ""));
            return same.then(|| tagged(empty(304), &tag));
        }
        match asked.request.headers.value("if-match") {
            Some(held) if names(&held) => None,
            Some(_) => Some(tagged(error(412, "the row has changed since you read it"), &tag)),
            None if self.told.etag == Etag::Required => {
                Some(error(428, "send If-Match with the ETag that you read"))
            }
            None => None,
        }
    }

    fn row(&self, status: u16, at: usize) -> Response {
        let row = &self.held[at];
        let response = json_response(status, &Value::Object(row.clone()));
        match self.told.etag {
            Etag::None => response,
            Etag::Offered | Etag::Required => tagged(response, &etag(row)),
        }
    }

    fn create(&mut self, asked: &Asked, uuid: &mut dyn FnMut() -> String) -> Response {
        let mut sent = match self.sent_row(asked, false) {
            Ok(sent) => sent,
            Err(response) => return *response,
        };
        if self.held.len() >= ROWS_HELD_MAX {
            return error(507, "the collection is full");
        }
        let key = match sent.remove(&self.told.key) {
            Some(key @ (Value::String(_) | Value::Number(_))) => key,
            Some(_) => return error(422, &format!("{} is a text or a number", self.told.key)),
            None => self.next_key(uuid),
        };
        if self.held.iter().any(|row| row.get(&self.told.key) == Some(&key)) {
            return error(409, &format!("{} {} is taken", self.told.key, plain(&key)));
        }
        if let Some(response) = self.taken(&sent, None) {
            return response;
        }
        self.highest = self.highest.max(key.as_i64().unwrap_or(0));
        let mut row = Row::new();
        row.insert(self.told.key.clone(), key.clone());
        row.extend(sent);
        self.held.push(row);
        let mut response = self.row(201, self.held.len() - 1);
        response.headers.push("Location", format!("{}/{}", self.told.path, encoded(&plain(&key))));
        response
    }

    fn next_key(&self, uuid: &mut dyn FnMut() -> String) -> Value {
        let texts =
            self.held.iter().any(|row| row.get(&self.told.key).is_some_and(Value::is_string));
        if texts { Value::from(uuid()) } else { Value::from(self.highest.saturating_add(1)) }
    }

    fn replace(&mut self, asked: &Asked, at: usize) -> Response {
        let mut sent = match self.sent_row(asked, false) {
            Ok(sent) => sent,
            Err(response) => return *response,
        };
        if let Some(response) = self.other_key(&sent, at).or_else(|| self.taken(&sent, Some(at))) {
            return response;
        }
        let mut row = Row::new();
        if let Some(key) = self.key_in(&self.held[at]) {
            sent.shift_remove(&self.told.key);
            row.insert(self.told.key.clone(), key.clone());
        }
        row.extend(sent);
        self.held[at] = row;
        self.row(200, at)
    }

    fn patch(&mut self, asked: &Asked, at: usize) -> Response {
        let sent = match self.sent_row(asked, true) {
            Ok(sent) => sent,
            Err(response) => return *response,
        };
        if let Some(response) = self.other_key(&sent, at).or_else(|| self.taken(&sent, Some(at))) {
            return response;
        }
        if self.told.style == Style::JsonServer {
            let own = self.key_in(&self.held[at]).cloned();
            self.held[at].extend(sent);
            if let Some(own) = own {
                self.held[at].insert(self.told.key.clone(), own);
            }
            return self.row(200, at);
        }
        let mut row = Value::Object(self.held[at].clone());
        merge(&mut row, &Value::Object(sent));
        if let Value::Object(row) = row {
            self.held[at] = row;
        }
        self.row(200, at)
    }

    /// A key that differs from that of the row; json-server keeps the row's and says nothing.
    fn other_key(&self, sent: &Row, at: usize) -> Option<Response> {
        if self.told.style == Style::JsonServer {
            return None;
        }
        let key = self.key_in(sent)?;
        let same = plain(key) == self.key_of(&self.held[at]);
        (!same).then(|| error(409, &format!("{} cannot be changed", self.told.key)))
    }

    /// A value that another row holds already and that only one may hold.
    fn taken(&self, sent: &Row, own: Option<usize>) -> Option<Response> {
        let name = self.told.unique.iter().find(|name| {
            let Some(value) = sent.get(*name).filter(|value| !value.is_null()) else {
                return false;
            };
            let mut others = self.held.iter().enumerate().filter(|(at, _)| Some(*at) != own);
            others.any(|(_, row)| row.get(*name) == Some(value))
        })?;
        Some(error(409, &format!("{name} {} is taken", plain(&sent[name]))))
    }

    /// The object that was sent; a part of one for PATCH.
    fn sent_row(&self, asked: &Asked, part: bool) -> Result<Row, Box<Response>> {
        let refused = |status, why: &str| Err(Box::new(error(status, why)));
        let row = match asked.sent() {
            Sent::Json(Value::Object(row)) => row,
            Sent::Json(_) => return refused(422, "an object is expected"),
            Sent::Broken(why) => return refused(400, &format!("the body is not JSON: {why}")),
            Sent::Form(fields) if self.told.forms => of_form(fields),
            Sent::Nothing => return refused(400, "the body is empty"),
            Sent::Form(_) => {
                return refused(415, "Content-Type: application/json is expected");
            }
            Sent::Other(kind) if kind.is_empty() => {
                return refused(415, "no Content-Type says what the body is");
            }
            Sent::Other(kind) => {
                return refused(415, &format!("{kind} is not taken here; send application/json"));
            }
        };
        let wrong = self.wrong_fields(&row, part);
        if wrong.is_empty() {
            return Ok(row);
        }
        let body = json!({ "error": "some fields are wrong", "fields": wrong });
        Err(Box::new(json_response(422, &body)))
    }

    /// What is wrong with the fields, by name.
    fn wrong_fields(&self, row: &Row, part: bool) -> Map<String, Value> {
        let mut wrong = Map::new();
        for field in &self.told.fields {
            let why = match row.get(&field.name) {
                None if field.optional || part => None,
                None => Some("is missing".to_owned()),
                Some(Value::Null) if field.optional => None,
                Some(value) if field.kind.holds(value) => None,
                Some(_) => Some(format!("must be {}", article(field.kind.name()))),
            };
            if let Some(why) = why {
                wrong.insert(field.name.clone(), Value::from(why));
            }
        }
        wrong
    }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'i', 'o']);
    if kind == "any" {
        "something".to_owned()
    } else {
        format!("{} {kind}", if vowel { "an" } else { "a" })
    }
}

/// A form's fields; one that came twice is a list. All values are texts.
fn of_form(fields: Vec<(String, String)>) -> Row {
    let mut row = Row::new();
    for (name, value) in fields {
        let value = Value::from(value);
        match row.get_mut(&name) {
            Some(Value::Array(list)) => list.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
            None => {
                row.insert(name, value);
            }
        }
    }
    row
}

/// JSON Merge Patch (RFC 7396): null takes a field away, objects are merged, all else replaces.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            target.shift_remove(name);
        } else {
            merge(target.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// A strong entity tag: FNV-1a of the row as it is sent.
fn etag(row: &Row) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in Value::Object(row.clone()).to_string().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("\"{hash:016x}\"")
}

fn tagged(mut response: Response, tag: &str) -> Response {
    response.headers.push("ETag", tag);
    response
}

/// `text` as a part of a path.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let bytes = text.bytes().map(|byte| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    bytes.collect()
}

pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

pub fn json_response(status: u16, body: &Value) -> Response {
    let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    Response { status, headers, body: body.to_string().into_bytes(), ..Response::default() }
}

/// An answer with `{ "error": why }`.
pub fn error(status: u16, why: &str) -> Response {
    json_response(status, &json!({ "error": why }))
}

pub fn empty(status: u16) -> Response {
    Response { status, ..Response::default() }
}
