//! A mock API as a value: routes that answer as they are told, and collections that are kept while
//! it runs. A pack describes it (docs/PACKS.md), the lab serves it.

pub mod database;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One object of a collection.
pub type Row = Map<String, Value>;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// What it is called; may be empty.
    pub title: String,
    /// Of the values that look random: the same seed gives the same ones.
    pub seed: u64,
    /// Before every answer.
    pub delay_ms: u32,
    /// Values that routes read and set, in the order of the file.
    pub state: Vec<(String, Value)>,
    /// Asked in this order, before the collections; the first that matches answers.
    pub routes: Vec<Route>,
    pub collections: Vec<Collection>,
}

impl Api {
    /// What can be asked of it, in its order: `GET /notes`, `GET /notes/:id`; a route for every
    /// method begins with `*`.
    pub fn offers(&self) -> Vec<String> {
        let mut offers: Vec<String> = Vec::new();
        let routes = self.routes.iter().map(|route| {
            format!("{} {}", route.method.as_deref().unwrap_or("*"), route.path.written())
        });
        let rows = self.collections.iter().flat_map(|collection| {
            collection.actions.iter().map(|action| {
                let of_row = !action.is_of_list() && !collection.single;
                let key = if of_row { format!("/:{}", collection.key) } else { String::new() };
                format!("{} {}{key}", action.method(), collection.path)
            })
        });
        // A route that answers in several ways is one thing to ask for.
        for offer in routes.chain(rows) {
            if !offers.contains(&offer) {
                offers.push(offer);
            }
        }
        offers
    }
}

/// Objects of one kind under one path: `/notes` and `/notes/1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    pub name: String,
    /// Of the list, with a slash before it: `/notes`.
    pub path: String,
    /// The field that tells the rows apart; each row has it.
    pub key: String,
    /// What it holds at first.
    pub rows: Vec<Row>,
    /// What may be done to it.
    pub actions: Vec<Action>,
    /// What a row that is sent must hold.
    pub fields: Vec<Field>,
    /// Fields of which no two rows hold the same value.
    pub unique: Vec<String>,
    /// Takes `application/x-www-form-urlencoded` beside JSON.
    pub forms: bool,
    pub etag: Etag,
    pub page: Option<Page>,
    pub style: Style,
    /// It is no list: the path is that of its one row, which has no key.
    pub single: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// `GET /notes`
    List,
    /// `GET /notes/1`
    Get,
    /// `POST /notes`
    Create,
    /// `PUT /notes/1`
    Replace,
    /// `PATCH /notes/1`
    Patch,
    /// `DELETE /notes/1`
    Delete,
}

impl Action {
    pub const ALL: [Action; 6] =
        [Action::List, Action::Get, Action::Create, Action::Replace, Action::Patch, Action::Delete];

    /// As a pack writes it.
    pub fn name(self) -> &'static str {
        match self {
            Action::List => "list",
            Action::Get => "get",
            Action::Create => "create",
            Action::Replace => "replace",
            Action::Patch => "patch",
            Action::Delete => "delete",
        }
    }

    /// The method that asks for it.
    pub fn method(self) -> &'static str {
        match self {
            Action::List | Action::Get => "GET",
            Action::Create => "POST",
            Action::Replace => "PUT",
            Action::Patch => "PATCH",
            Action::Delete => "DELETE",
        }
    }

    /// Whether it is asked of the list, and not of one row.
    pub fn is_of_list(self) -> bool {
        match self {
            Action::List | Action::Create => true,
            Action::Get | Action::Replace | Action::Patch | Action::Delete => false,
        }
    }
}

/// One field of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub kind: FieldKind,
    /// May be left out, and may be null.
    pub optional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    Text,
    Number,
    Integer,
    Boolean,
    List,
    Object,
    Anything,
}

impl FieldKind {
    /// As a pack writes it.
    pub fn name(self) -> &'static str {
        match self {
            FieldKind::Text => "string",
            FieldKind::Number => "number",
            FieldKind::Integer => "integer",
            FieldKind::Boolean => "boolean",
            FieldKind::List => "array",
            FieldKind::Object => "object",
            FieldKind::Anything => "any",
        }
    }

    pub fn holds(self, value: &Value) -> bool {
        match self {
            FieldKind::Text => value.is_string(),
            FieldKind::Number => value.is_number(),
            FieldKind::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            FieldKind::Boolean => value.is_boolean(),
            FieldKind::List => value.is_array(),
            FieldKind::Object => value.is_object(),
            FieldKind::Anything => !value.is_null(),
        }
    }
}

/// Whether rows carry an entity tag (RFC 9110, section 8.8.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Etag {
    #[default]
    None,
    Offered,
    /// A change without `If-Match` is answered 428 (RFC 6585, section 3).
    Required,
}

/// A list comes in pages: an object with `items`, `total` and `next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Rows of a page when `limit` is not given.
    pub size: u32,
    /// Rows of a page at most; a larger `limit` becomes this one.
    pub max: u32,
}

/// The names of the parameters of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// `page`, `limit`, `sort`.
    #[default]
    Plain,
    /// `_page`, `_limit`, `_sort`, `_order`, `_start`, `_end`, `q`, as json-server 0.17 has them.
    JsonServer,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// `None`: every method.
    pub method: Option<String>,
    pub path: Pattern,
    /// All of them hold.
    pub when: Vec<Condition>,
    /// Which of the requests that match it takes.
    pub turn: Turn,
    /// Put into the state before it answers; texts are templates.
    pub set: Vec<(String, Value)>,
    pub delay_ms: u32,
    pub reply: Reply,
}

/// The parts of a path: `/users/:id`, `/files/*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Text(String),
    /// `:id`: one part, whatever it is.
    Named(String),
    /// `*`, the last one: everything that follows.
    Rest,
}

impl Pattern {
    /// As a pack writes it.
    pub fn written(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => format!("/{text}"),
            Part::Named(name) => format!("/:{name}"),
            Part::Rest => "/*".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Reads `/users/:id` or `/files/*`.
    ///
    /// # Errors
    /// Says which part is none.
    pub fn parse(path: &str) -> Result<Pattern, String> {
        let Some(rest) = path.strip_prefix('/') else {
            return Err(format!("`{path}` is not a path; paths begin with a slash"));
        };
        if rest.contains(['?', '#']) || rest.contains(|ch: char| ch.is_whitespace()) {
            return Err(format!("`{path}` holds more than a path; a query stands in `when`"));
        }
        let texts: Vec<&str> = rest.split('/').collect();
        let mut parts: Vec<Part> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let plain = |name: &str| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            };
            parts.push(match (*text, text.strip_prefix(':')) {
                ("*", _) if at + 1 == texts.len() => Part::Rest,
                ("*", _) => return Err("`*` is the last part of a path".to_owned()),
                (_, Some(name)) if plain(name) => {
                    let part = Part::Named(name.to_owned());
                    if parts.contains(&part) {
                        return Err(format!("`:{name}` stands twice in `{path}`"));
                    }
                    part
                }
                (_, Some(name)) => {
                    return Err(format!(
                        "`:{name}` is not a name; letters, digits and `_` make one"
                    ));
                }
                (text, None) => Part::Text(text.to_owned()),
            });
        }
        Ok(Pattern { parts })
    }

    /// The values of the named parts where `path`, without its query and decoded part by part,
    /// is one of this pattern.
    pub fn values(&self, path: &[String]) -> Option<Vec<(String, String)>> {
        let mut values = Vec::new();
        let mut rest = path.iter();
        for part in &self.parts {
            match part {
                Part::Rest => return Some(values),
                Part::Text(text) => {
                    rest.next().filter(|found| *found == text)?;
                }
                Part::Named(name) => {
                    let value = rest.next().filter(|value| !value.is_empty())?;
                    values.push((name.clone(), value.clone()));
                }
            }
        }
        rest.next().is_none().then_some(values)
    }

    /// The names of its named parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Named(name) => Some(name.as_str()),
            Part::Text(_) | Part::Rest => None,
        })
    }
}

/// Of the requests that match a route, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    #[default]
    Each,
    /// The n-th, the 2n-th and so on.
    Every(u32),
    /// The first n.
    First(u32),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub of: Source,
    pub wanted: Wanted,
}

/// A part of a request, or of the state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A named part of the path.
    Path(String),
    /// A parameter of the query, decoded; the first where it was sent more than once.
    Query(String),
    Header(String),
    Cookie(String),
    /// A field of a form body.
    Form(String),
    /// JSONPath (RFC 9535) into a JSON body.
    Json(String),
    /// The body as text.
    Body,
    State(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Wanted {
    /// A text is a template.
    Equals(Value),
    /// A regular expression that finds something in it.
    Matches(String),
    Type(FieldKind),
    Any,
    Absent,
    /// Text with this text in it, or a list with this member.
    Has(Value),
    Range {
        min: Option<f64>,
        max: Option<f64>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The next route that matches answers, or a collection.
    Pass,
    Answer {
        status: u16,
        /// Values are templates.
        headers: Vec<(String, String)>,
        body: Body,
    },
    Fault(Fault),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    None,
    /// Texts in it are templates; one that is a single name becomes the value itself.
    Json(Value),
    /// A template.
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The connection is closed without an answer.
    Close,
    /// It is closed in the middle of the body.
    Cut,
    /// What comes back is not HTTP.
    Garbled,
    /// No answer comes, and the connection stays open.
    Silent,
}

/// The names in `{{name}}` of a template, in order; what stands open is left out.
pub fn template_names(template: &str) -> impl Iterator<Item = &str> {
    template.split("{{").skip(1).filter_map(|part| Some(part.split_once("}}")?.0.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &str) -> Vec<String> {
        path[1..].split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_pattern_names_parts_and_takes_the_rest() {
        let user = Pattern::parse("/users/:id").unwrap();
        let values = user.values(&parts("/users/7")).unwrap();
        assert_eq!(values, [("id".to_owned(), "7".to_owned())]);
        for other in ["/users", "/users/", "/users/7/orders", "/user/7"] {
            assert_eq!(user.values(&parts(other)), None, "{other}");
        }
        let all = Pattern::parse("/files/*").unwrap();
        assert!(all.values(&parts("/files/a/b")).is_some());
        assert!(all.values(&parts("/files")).is_some());
        assert!(Pattern::parse("/").unwrap().values(&parts("/")).is_some());
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        for (path, why) in [
            ("users", "begin with a slash"),
            ("/users?x=1", "more than a path"),
            ("/*/x", "the last part"),
            ("/:a/:a", "stands twice"),
            ("/:a-b", "not a name"),
        ] {
            assert!(Pattern::parse(path).unwrap_err().contains(why), "{path}");
        }
    }

    #[test]
    fn names_of_templates_are_found() {
        let names: Vec<_> = template_names("a {{ x }} {{y.z}} {{open").collect();
        assert_eq!(names, ["x", "y.z"]);
    }
}
