//! A request as a mock API looks at it: its parts by name, and what its body is.

use serde_json::Value;

use crate::exchange::{Request, api::Source, target};

#[derive(Clone, Debug)]
pub struct Asked {
    pub request: Request,
    /// Of the path, percent-decoded.
    pub parts: Vec<String>,
    pub query: Vec<(String, String)>,
    /// Which request of the API it is, counted from 1.
    pub number: u32,
}

/// What stands in a body.
pub enum Sent {
    Nothing,
    Json(Value),
    /// It says that it is JSON, and is not; why.
    Broken(String),
    Form(Vec<(String, String)>),
    /// Another media type, or none; its name.
    Other(String),
}

impl Asked {
    pub fn new(request: Request, number: u32) -> Asked {
        let (path, query) = target::split(&request.target);
        let parts = target::parts(path);
        let query = target::parameters(query.unwrap_or_default().as_bytes());
        Asked { request, parts, query, number }
    }

    pub fn sent(&self) -> Sent {
        let kind = self.request.headers.value("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if self.request.body.is_empty() {
            return Sent::Nothing;
        }
        if kind == "application/json" || kind.ends_with("+json") {
            return match serde_json::from_slice(&self.request.body) {
                Ok(value) => Sent::Json(value),
                Err(error) => Sent::Broken(error.to_string()),
            };
        }
        if kind == "application/x-www-form-urlencoded" {
            return Sent::Form(target::parameters(&self.request.body));
        }
        Sent::Other(kind)
    }

    /// What `of` is; `None` where it is not there. Parts of the path come from `named`; the state
    /// is not the request's.
    pub fn value(&self, of: &Source, named: &[(String, String)]) -> Option<Value> {
        let text = match of {
            Source::Path(name) => first(named, name),
            Source::Query(name) => first(&self.query, name),
            Source::Header(name) => self.request.headers.value(name),
            Source::Cookie(name) => self.cookie(name),
            Source::Form(name) => match self.sent() {
                Sent::Form(fields) => first(&fields, name),
                Sent::Nothing | Sent::Json(_) | Sent::Broken(_) | Sent::Other(_) => None,
            },
            Source::Json(path) => {
                return match self.sent() {
                    Sent::Json(value) => look_up(path, &value),
                    Sent::Nothing | Sent::Broken(_) | Sent::Form(_) | Sent::Other(_) => None,
                };
            }
            Source::Body => {
                let body = String::from_utf8_lossy(&self.request.body).into_owned();
                Some(body).filter(|body| !body.is_empty())
            }
            Source::State(_) => None,
        };
        text.map(Value::from)
    }

    /// A cookie as RFC 6265, section 4.2.1, has them.
    fn cookie(&self, name: &str) -> Option<String> {
        let fields = self.request.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case("cookie"));
        let mut pairs = fields.flat_map(|(_, value)| value.split(';'));
        pairs.find_map(|pair| {
            let (found, value) = pair.trim().split_once('=')?;
            (found == name).then(|| value.trim_matches('"').to_owned())
        })
    }
}

/// The first value that stands at `path` (RFC 9535).
pub fn look_up(path: &str, value: &Value) -> Option<Value> {
    let query = serde_json_path::JsonPath::parse(path).ok()?;
    query.query(value).first().cloned()
}

fn first(pairs: &[(String, String)], name: &str) -> Option<String> {
    pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone())
}
