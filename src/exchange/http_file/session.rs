//! A file that is sent request by request: names are filled in from its variables, from values
//! outside it, and from the requests that were sent and the answers that came.

use super::{
    Entry, HttpFile, Mistake, MistakeKind, Outside, Variable, reference::Reference, shown,
};
use crate::exchange::{Headers, Request, Response, target};

/// Bytes of a value after all names in it were filled in.
const FILLED_BYTES_MAX: usize = 1 << 20;
/// Bytes of an answer that is kept for requests that are sent later.
const KEPT_BYTES_MAX: usize = 1 << 20;
/// Variables inside variables.
const DEPTH_MAX: usize = 10;
/// Names that a hint counts up at most.
const NAMES_MAX: usize = 20;

/// What is known while the requests of a file are sent in order.
#[derive(Clone, Debug)]
pub struct Session<'f> {
    file: &'f HttpFile,
    /// Of the environment; those of the file come first.
    outside: Vec<Outside>,
    sent: Vec<Exchange>,
}

/// What was sent by name and what came of it, apart from the file: for whoever sends its requests one
/// by one, and may change it between two of them.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    sent: Vec<Exchange>,
}

#[derive(Clone, Debug)]
struct Exchange {
    name: String,
    request: Request,
    /// `request` with the names of secrets in place of their values.
    shown: Request,
    response: Option<Response>,
}

/// A request that is ready to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// `http://localhost:3000` where the target named a host.
    pub base: Option<String>,
    pub request: Request,
}

/// What can be told of a request before those above it are answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// As `Filled::base`.
    Base(Option<String>),
    /// Its target needs an answer.
    Open,
}

/// A place in the file, and what its names are filled in for.
#[derive(Clone, Copy)]
struct Spot {
    line: u32,
    column: u32,
}

impl<'f> Session<'f> {
    pub fn new(file: &'f HttpFile, outside: &[Outside]) -> Session<'f> {
        Session { file, outside: outside.to_vec(), sent: Vec::new() }
    }

    /// Goes on with what was sent before, perhaps of another state of the file.
    pub fn going_on(file: &'f HttpFile, outside: &[Outside], kept: Kept) -> Session<'f> {
        Session { file, outside: outside.to_vec(), sent: kept.sent }
    }

    /// The last exchange of each name. An answer of more than 1 MB is forgotten.
    pub fn into_kept(self) -> Kept {
        let mut sent: Vec<Exchange> = Vec::new();
        for mut exchange in self.sent.into_iter().filter(|exchange| !exchange.name.is_empty()) {
            let is_small =
                |response: &Response| response.body.len() <= KEPT_BYTES_MAX && !response.cut;
            exchange.response = exchange.response.filter(is_small);
            sent.retain(|other| other.name != exchange.name);
            sent.push(exchange);
        }
        Kept { sent }
    }

    /// `template` as whoever looks on may see it; `None` where a name in it is nothing yet.
    pub fn shown_text(&self, template: &str) -> Option<String> {
        let spot = Spot { line: 1, column: 1 };
        let mut filling = self.filling(View::Onlooker);
        let text = filling.text(template, spot, 0).ok()?;
        // What an onlooker is not told, or is not known yet, stands as it is written.
        (!text.contains("{{")).then_some(text)
    }

    /// Keeps what was sent for `entry` and what came back, for the requests below it.
    pub fn record(&mut self, entry: &Entry, request: Request, response: Option<Response>) {
        let shown = self.shown(entry).request;
        self.sent.push(Exchange { name: entry.name.clone(), request, shown, response });
    }

    /// `entry` with all names filled in.
    ///
    /// # Errors
    /// Says where a name stands that is nothing, or what is no target. No message holds a value.
    pub fn fill(&self, entry: &Entry) -> Result<Filled, Mistake> {
        let (target, headers, body) = self.filling(View::Server).parts(entry)?;
        let (base, target) = address(&target, entry)?;
        let body = body.into_bytes();
        Ok(Filled {
            base,
            request: Request { method: entry.method.clone(), target, headers, body },
        })
    }

    /// `entry` for the eyes of whoever looks on: as `fill` makes it, with the names of secrets in
    /// place of their values. What cannot be filled in stands as it is written.
    pub fn shown(&self, entry: &Entry) -> Filled {
        let method = entry.method.clone();
        let Ok((target, headers, body)) = self.filling(View::Onlooker).parts(entry) else {
            let target = entry.target.clone();
            let request = Request { method, target, ..Request::default() };
            return Filled { base: None, request };
        };
        let (base, target) = address(&target, entry).unwrap_or((None, target));
        Filled { base, request: Request { method, target, headers, body: body.into_bytes() } }
    }

    /// What is known of the request at `index` of the file before anything is sent.
    ///
    /// # Errors
    /// As `fill`, for what no answer can mend.
    pub fn look_ahead(&self, index: usize) -> Result<Ahead, Mistake> {
        let Some(entry) = self.file.entries.get(index) else { return Ok(Ahead::Open) };
        let mut filling = self.filling(View::Ahead(index));
        let target = filling.target(entry)?;
        let open = filling.open;
        filling.parts(entry)?;
        if open { Ok(Ahead::Open) } else { Ok(Ahead::Base(address(&target, entry)?.0)) }
    }

    fn filling(&self, view: View) -> Filling<'_> {
        Filling { session: self, view, open: false }
    }

    /// What is named `name`, in the file or outside it.
    fn variable(&self, name: &str) -> Option<(&str, bool)> {
        let own = self.file.variables.iter().rev().find(|variable| variable.name == name);
        let outer = || self.outside.iter().find(|known| known.name == name);
        own.map(|own| (own.value.as_str(), false))
            .or_else(|| outer().map(|outer| (outer.value.as_str(), outer.secret)))
    }

    fn hint(&self, name: &str) -> String {
        if name.starts_with('$') {
            return "values of this kind are not made here; write one".to_owned();
        }
        let own = self.file.variables.iter().map(|variable| variable.name.as_str());
        let outside = self.outside.iter().map(|outside| outside.name.as_str());
        let mut names: Vec<_> = own.chain(outside.filter(|name| !name.starts_with('$'))).collect();
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        if names.is_empty() {
            return format!("@{} = value, above the requests", shown(name));
        }
        let more = if names.len() > NAMES_MAX { ", …" } else { "" };
        names.truncate(NAMES_MAX);
        format!("variables here are: {}{more}", names.join(", "))
    }
}

/// For whom names are filled in.
#[derive(Clone, Copy)]
enum View {
    Server,
    /// Secrets stay names.
    Onlooker,
    /// Nobody yet: the requests above this one may still be answered.
    Ahead(usize),
}

/// Fills in one request.
struct Filling<'s> {
    session: &'s Session<'s>,
    view: View,
    /// Something in it is not known before an answer comes.
    open: bool,
}

impl Filling<'_> {
    /// The target as it is filled in, the header fields and the body.
    fn parts(&mut self, entry: &Entry) -> Result<(String, Headers, String), Mistake> {
        let target = self.target(entry)?;
        let mut headers = Headers::new();
        for field in &entry.fields {
            headers.push(field.name.clone(), self.field(field)?);
        }
        let mut body = String::new();
        for (at, (line, text)) in entry.body.iter().enumerate() {
            if at > 0 {
                body.push('\n');
            }
            body.push_str(&self.text(text, Spot { line: *line, column: 1 }, 0)?);
        }
        Ok((target, headers, body))
    }

    fn target(&mut self, entry: &Entry) -> Result<String, Mistake> {
        self.text(&entry.target, Spot { line: entry.line, column: entry.target_column }, 0)
    }

    fn field(&mut self, field: &Variable) -> Result<String, Mistake> {
        let column = u32::try_from(field.name.chars().count() + 3).unwrap_or(1);
        let spot = Spot { line: field.line, column };
        let value = self.text(&field.value, spot, 0)?;
        if value.chars().any(char::is_control) {
            let what = format!("the value of `{}` holds a control character", field.name);
            return Err(Mistake::new(spot.line, spot.column, what, ""));
        }
        Ok(value)
    }

    fn text(&mut self, template: &str, spot: Spot, depth: usize) -> Result<String, Mistake> {
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

    fn value(&mut self, name: &str, spot: Spot, depth: usize) -> Result<String, Mistake> {
        let wrong = |what: String, hint: &str| Mistake::new(spot.line, spot.column, what, hint);
        let session = self.session;
        let Some((value, secret)) = session.variable(name) else {
            let Some((request, rest)) = name.split_once('.') else {
                let what = format!("nothing is named `{}`", shown(name));
                let kind = MistakeKind::Unknown(name.to_owned());
                return Err(wrong(what, &session.hint(name)).of_kind(kind));
            };
            return match (self.of_exchange(request, rest), self.view) {
                (Ok(value), _) => Ok(value),
                // A body whose secrets stayed names need not be JSON any more.
                (Err(_), View::Onlooker) => Ok(format!("{{{{{name}}}}}")),
                (Err((what, hint)), View::Server | View::Ahead(_)) => Err(wrong(what, &hint)),
            };
        };
        if secret && matches!(self.view, View::Onlooker) {
            return Ok(format!("{{{{{name}}}}}"));
        }
        if depth == DEPTH_MAX {
            return Err(wrong(format!("`{}` needs itself, or too many others", shown(name)), ""));
        }
        let filled = self.text(value, spot, depth + 1);
        if secret {
            // A name that stands in a secret is a part of it.
            let what = format!("`{}` holds a name that is nothing", shown(name));
            return filled.map_err(|_| wrong(what, ""));
        }
        filled
    }

    /// `response.body.$.token` of a request that was sent.
    fn of_exchange(&mut self, name: &str, rest: &str) -> Result<String, (String, String)> {
        let name_shown = shown(name);
        let session = self.session;
        let exchange = session.sent.iter().rev().find(|exchange| exchange.name == name);
        let entries = &session.file.entries;
        let is_known = match self.view {
            View::Server | View::Onlooker => exchange.is_some(),
            View::Ahead(index) => entries.iter().take(index).any(|entry| entry.name == name),
        };
        if !is_known {
            return Err(if entries.iter().any(|entry| entry.name == name) {
                (
                    format!("`{name_shown}` has not been sent yet"),
                    "send it first; it must stand above".to_owned(),
                )
            } else {
                let what = format!("no request is named `{name_shown}`");
                (what, format!("`# @name {name_shown}` above its request line names it"))
            });
        }
        let reference = Reference::parse(name, rest)?;
        let Some(exchange) = exchange.filter(|_| !matches!(self.view, View::Ahead(_))) else {
            self.open = true;
            return Ok(String::new());
        };
        let request = match self.view {
            View::Server | View::Ahead(_) => &exchange.request,
            View::Onlooker => &exchange.shown,
        };
        reference.value(request, exchange.response.as_ref()).map_err(|what| (what, String::new()))
    }
}

/// The host that a target names, if it does, and the target in origin form. Messages show it as it
/// is written, since a name in it may stand for a secret.
fn address(text: &str, entry: &Entry) -> Result<(Option<String>, String), Mistake> {
    let wrong = |what: &str, hint: &str| {
        let what = format!("`{}` {what}", shown(&entry.target));
        Err(Mistake::new(entry.line, entry.target_column, what, hint))
    };
    // The fragment is never sent.
    let text = text.trim().split('#').next().unwrap_or_default();
    let (base, rest) = match text.find("://") {
        Some(at) if matches!(&text[..at], "http" | "https") => {
            let end = text[at + 3..].find(['/', '?']).map_or(text.len(), |end| at + 3 + end);
            if end == at + 3 {
                return wrong("names no host", "");
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
        Some(_) | None if entry.target.contains("{{") => {
            return wrong(
                "is no address when its names are filled in",
                "an address begins with http:// or with a slash",
            );
        }
        Some(_) | None => {
            let hint = format!("/{}", shown(text.trim_start_matches('/')));
            return wrong("is not a path; paths begin with a slash", &hint);
        }
    };
    if rest.contains(|ch: char| ch.is_whitespace()) {
        return wrong("holds a space", "a space is written as %20, in a query also as +");
    }
    if rest.contains(|ch: char| ch.is_control()) {
        return wrong("holds a control character", "");
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
