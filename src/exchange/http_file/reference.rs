//! A part of an exchange by its name: `login.response.body.$.token`.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::shown;
use crate::exchange::{Request, Response};

/// What stands behind the name of a request, read and not yet looked up.
pub struct Reference<'n> {
    /// The name of the request.
    name: &'n str,
    side: Side,
    part: Part<'n>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

enum Part<'n> {
    Header(&'n str),
    Body,
    /// Into a JSON body, and as it is written.
    Json(JsonPath, &'n str),
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Side::Request => "request",
            Side::Response => "response",
        }
    }
}

impl<'n> Reference<'n> {
    /// # Errors
    /// Says which piece is no part of an exchange, and how one looks.
    pub fn parse(name: &'n str, rest: &'n str) -> Result<Reference<'n>, (String, String)> {
        let name_shown = shown(name);
        let (side, rest) = rest.split_once('.').unwrap_or((rest, ""));
        let side = match side {
            "request" => Side::Request,
            "response" => Side::Response,
            _ => {
                let what = format!("`{}` is not a part of `{name_shown}`", shown(side));
                return Err((what, format!("{name_shown}.response.body.$.id")));
            }
        };
        let (part, path) = rest.split_once('.').unwrap_or((rest, ""));
        let part = match (part, path) {
            ("headers", field) if !field.is_empty() => Part::Header(field),
            ("body", "" | "*") => Part::Body,
            ("body", path) if path.starts_with('$') => {
                let read = JsonPath::parse(path).map_err(|error| {
                    let what = format!("`{}` is not a JSONPath: {}", shown(path), error.message());
                    (what, String::new())
                })?;
                Part::Json(read, path)
            }
            _ => {
                let side = side.word();
                return Err((
                    format!("`{}` is not a part of a message", shown(rest)),
                    format!("{name_shown}.{side}.body.$.id, {name_shown}.{side}.headers.Location"),
                ));
            }
        };
        Ok(Reference { name, side, part })
    }

    /// What it is in an exchange.
    ///
    /// # Errors
    /// Says what is not there.
    pub fn value(&self, request: &Request, response: Option<&Response>) -> Result<String, String> {
        let name = shown(self.name);
        let (headers, body) = match (self.side, response) {
            (Side::Request, _) => (&request.headers, &request.body),
            (Side::Response, Some(response)) => (&response.headers, &response.body),
            (Side::Response, None) => return Err(format!("`{name}` has got no answer")),
        };
        let missing =
            |path: &str| format!("`{}` is not in {name}.{}", shown(path), self.side.word());
        match &self.part {
            Part::Header(field) => headers.value(field).ok_or_else(|| missing(field)),
            Part::Body => Ok(String::from_utf8_lossy(body).into_owned()),
            Part::Json(query, path) => {
                let body: Value = serde_json::from_slice(body)
                    .map_err(|_| format!("`{name}.{}.body` is not JSON", self.side.word()))?;
                let found = query.query(&body).first().map(|value| match value {
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                });
                found.ok_or_else(|| missing(path))
            }
        }
    }
}
