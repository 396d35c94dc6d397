//! A file that is sent request by request: names are filled in from its variables, and from the
//! requests that were sent and the answers that came.

use serde_json::Value;

use super::{Entry, HttpFile, Mistake, shown};
use crate::exchange::{Headers, Request, Response, target};

/// Bytes of a value after all names in it were filled in.
const FILLED_BYTES_MAX: usize = 1 << 20;
/// Variables inside variables.
const DEPTH_MAX: usize = 10;

/// What is known while the requests of a file are sent in order.
#[derive(Clone, Debug)]
pub struct Session<'f> {
    file: &'f HttpFile,
    /// Of the environment; those of the file come first.
    outer: Vec<(String, String)>,
    sent: Vec<Exchange>,
}

#[derive(Clone, Debug)]
struct Exchange {
    name: String,
    request: Request,
    response: Option<Response>,
}

/// A request that is ready to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// `http://localhost:3000` where the target named a host.
    pub base: Option<String>,
    pub request: Request,
}

/// A place in the file, and what its names are filled in for.
#[derive(Clone, Copy)]
struct Spot {
    line: u32,
    column: u32,
}

impl<'f> Session<'f> {
    pub fn new(file: &'f HttpFile, outer: &[(String, String)]) -> Session<'f> {
        Session { file, outer: outer.to_vec(), sent: Vec::new() }
    }

    /// Keeps what was sent for `entry` and what came back, for the requests below it.
    pub fn record(&mut self, entry: &Entry, request: Request, response: Option<Response>) {
        self.sent.push(Exchange { name: entry.name.clone(), request, response });
    }

    /// `entry` with all names filled in.
    ///
    /// # Errors
    /// Says where a name stands that is nothing, or what is no target.
    pub fn fill(&self, entry: &Entry) -> Result<Filled, Mistake> {
        let spot = Spot { line: entry.line, column: entry.target_column };
        let target = self.text(&entry.target, spot)?;
        let (base, target) = address(&target, spot)?;
        let mut headers = Headers::new();
        for field in &entry.fields {
            let column = u32::try_from(field.name.chars().count() + 3).unwrap_or(1);
            let spot = Spot { line: field.line, column };
            let value = self.text(&field.value, spot)?;
            if value.chars().any(char::is_control) {
                let what = format!("the value of `{}` holds a control character", field.name);
                return Err(Mistake::new(spot.line, spot.column, what, ""));
            }
            headers.push(field.name.clone(), value);
        }
        let mut body = String::new();
        for (at, (line, text)) in entry.body.iter().enumerate() {
            if at > 0 {
                body.push('\n');
            }
            body.push_str(&self.text(text, Spot { line: *line, column: 1 })?);
        }
        let method = entry.method.clone();
        let request = Request { method, target, headers, body: body.into_bytes() };
        Ok(Filled { base, request })
    }

    fn text(&self, template: &str, spot: Spot) -> Result<String, Mistake> {
        self.filled(template, spot, 0)
    }

    fn filled(&self, template: &str, spot: Spot, depth: usize) -> Result<String, Mistake> {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, found)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((name, after)) = found.split_once("}}") else {
                out.push_str("{{");
                rest = found;
                continue;
            };
            let chars = template[..template.len() - found.len() - 2].chars().count();
            let chars = if depth == 0 { u32::try_from(chars).unwrap_or(0) } else { 0 };
            let place = Spot { line: spot.line, column: spot.column.saturating_add(chars) };
            out.push_str(&self.value(name.trim(), place, depth)?);
            rest = after;
            if out.len() > FILLED_BYTES_MAX {
                let what = "the value is longer than 1 MB when its names are filled in";
                return Err(Mistake::new(spot.line, spot.column, what, ""));
            }
        }
        Ok(out + rest)
    }

    fn value(&self, name: &str, spot: Spot, depth: usize) -> Result<String, Mistake> {
        let wrong = |what: String, hint: &str| Mistake::new(spot.line, spot.column, what, hint);
        if let Some((request, rest)) = name.split_once('.') {
            return self.of_exchange(request, rest).map_err(|(what, hint)| wrong(what, &hint));
        }
        let own = self.file.variables.iter().rev().find(|variable| variable.name == name);
        let outer = || self.outer.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let Some(value) = own.map(|variable| &variable.value).or_else(outer) else {
            let names: Vec<_> = self.file.variables.iter().map(|v| v.name.as_str()).collect();
            let hint = if names.is_empty() {
                format!("@{} = value, above the requests", shown(name))
            } else {
                format!("variables here are: {}", names.join(", "))
            };
            return Err(wrong(format!("nothing is named `{}`", shown(name)), &hint));
        };
        if depth == DEPTH_MAX {
            return Err(wrong(format!("`{}` needs itself, or too many others", shown(name)), ""));
        }
        self.filled(value, spot, depth + 1)
    }

    /// `response.body.$.token` of a request that was sent.
    fn of_exchange(&self, name: &str, rest: &str) -> Result<String, (String, String)> {
        let (name_shown, none) = (shown(name), String::new());
        let Some(exchange) = self.sent.iter().rev().find(|exchange| exchange.name == name) else {
            let later = self.file.entries.iter().any(|entry| entry.name == name);
            return Err(if later {
                (format!("`{name_shown}` has not been sent yet"), "it must stand above".to_owned())
            } else {
                let what = format!("no request is named `{name_shown}`");
                (what, format!("`# @name {name_shown}` above its request line names it"))
            });
        };
        let (side, rest) = rest.split_once('.').unwrap_or((rest, ""));
        let (headers, body) = match (side, &exchange.response) {
            ("request", _) => (&exchange.request.headers, &exchange.request.body),
            ("response", Some(response)) => (&response.headers, &response.body),
            ("response", None) => {
                return Err((format!("`{name_shown}` has got no answer"), none));
            }
            _ => {
                let what = format!("`{}` is not a part of `{name_shown}`", shown(side));
                return Err((what, format!("{name_shown}.response.body.$.id")));
            }
        };
        let (part, path) = rest.split_once('.').unwrap_or((rest, ""));
        let missing =
            || (format!("`{}` is not in {name_shown}.{side}", shown(path)), String::new());
        match (part, path) {
            ("headers", name) if !name.is_empty() => headers.value(name).ok_or_else(missing),
            ("body", "" | "*") => Ok(String::from_utf8_lossy(body).into_owned()),
            ("body", path) if path.starts_with('$') => {
                let value = look_up(path, body).map_err(|why| (why, String::new()))?;
                value.ok_or_else(missing)
            }
            _ => Err((
                format!("`{}` is not a part of a message", shown(rest)),
                format!("{name_shown}.{side}.body.$.id, {name_shown}.{side}.headers.Location"),
            )),
        }
    }
}

/// What stands at `path` (RFC 9535) of a JSON body.
fn look_up(path: &str, body: &[u8]) -> Result<Option<String>, String> {
    let query = serde_json_path::JsonPath::parse(path)
        .map_err(|error| format!("`{}` is not a JSONPath: {}", shown(path), error.message()))?;
    let body: Value =
        serde_json::from_slice(body).map_err(|_| "the body is not JSON".to_owned())?;
    Ok(query.query(&body).first().map(|value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }))
}

/// The host that a target names, if it does, and the target in origin form.
fn address(text: &str, spot: Spot) -> Result<(Option<String>, String), Mistake> {
    let wrong = |what: String, hint: &str| Err(Mistake::new(spot.line, spot.column, what, hint));
    // The fragment is never sent.
    let text = text.trim().split('#').next().unwrap_or_default();
    let (base, rest) = match text.find("://") {
        Some(at) if matches!(&text[..at], "http" | "https") => {
            let end = text[at + 3..].find(['/', '?']).map_or(text.len(), |end| at + 3 + end);
            if end == at + 3 {
                return wrong(format!("`{}` names no host", shown(text)), "");
            }
            (Some(text[..end].to_owned()), &text[end..])
        }
        Some(_) | None => match host_and_port(text) {
            Some(end) => (Some(format!("http://{}", &text[..end])), &text[end..]),
            None => (None, text),
        },
    };
    let rest = match rest.chars().next() {
        None if base.is_some() => "/".to_owned(),
        Some('?') if base.is_some() => format!("/{rest}"),
        Some('/') => rest.to_owned(),
        Some('*') if rest == "*" => rest.to_owned(),
        Some(_) | None => {
            let what = format!("`{}` is not a path; paths begin with a slash", shown(text));
            return wrong(what, &format!("/{}", shown(text.trim_start_matches('/'))));
        }
    };
    if rest.contains(|ch: char| ch.is_whitespace()) {
        let what = format!("`{}` holds a space", shown(&rest));
        return wrong(what, "a space is written as %20, in a query also as +");
    }
    if rest.contains(|ch: char| ch.is_control()) {
        return wrong(format!("`{}` holds a control character", shown(&rest)), "");
    }
    Ok((base, target::encoded(&rest)))
}

/// Where `localhost:3000` ends at the front of `text`.
fn host_and_port(text: &str) -> Option<usize> {
    let end = text.find(['/', '?']).unwrap_or(text.len());
    let (host, port) = text[..end].split_once(':')?;
    let is_host = |ch: char| ch.is_ascii_alphanumeric() || ch == '.' || ch == '-';
    (!host.is_empty() && host.chars().all(is_host) && port.parse::<u16>().is_ok()).then_some(end)
}
