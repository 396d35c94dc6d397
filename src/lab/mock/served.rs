//! The API while it runs: which route or collection answers a request, and what it leaves behind.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value, json};

use super::{
    LOG_MAX,
    asked::Asked,
    relations,
    rows::{self, Rows, Spot},
    template::Names,
};
use crate::{
    exchange::{
        Response,
        api::{Api, Body, Condition, Fault, FieldKind, Reply, Route, Source, Turn, Wanted},
    },
    lab::random::Seeded,
};

/// Bytes of a built regular expression at most; the pack's reader has the same limit.
const REGEX_BYTES_MAX: usize = 1 << 20;

#[derive(Debug)]
pub struct Served {
    api: Api,
    doors: bool,
    state: Vec<(String, Value)>,
    collections: Vec<Rows>,
    /// Requests that each route has had.
    counts: Vec<u32>,
    /// Requests that the API has had.
    number: u32,
    random: Seeded,
    /// The newest first.
    log: VecDeque<Logged>,
    patterns: BTreeMap<String, Option<Regex>>,
}

/// What is to be said, after a while.
#[derive(Debug, PartialEq)]
pub struct Answered {
    pub delay: Duration,
    pub response: Response,
    pub fault: Option<Fault>,
}

impl Served {
    pub fn new(api: Api, doors: bool) -> Served {
        Served {
            state: api.state.clone(),
            collections: api.collections.iter().cloned().map(Rows::new).collect(),
            counts: vec![0; api.routes.len()],
            number: 0,
            random: Seeded::new(api.seed),
            log: VecDeque::new(),
            patterns: BTreeMap::new(),
            api,
            doors,
        }
    }

    /// As it was at first.
    pub fn reset(&mut self) {
        *self = Served::new(std::mem::take(&mut self.api), self.doors);
    }

    /// The number of the next request, counted from 1.
    pub fn next_number(&mut self) -> u32 {
        self.number += 1;
        self.number
    }

    /// Each collection with its rows, and each name of the state.
    pub fn state(&self) -> Value {
        let mut all = Map::new();
        for collection in &self.collections {
            let mut rows = collection.held.iter().cloned().map(Value::Object);
            let value = if collection.told.single { rows.next() } else { Some(rows.collect()) };
            all.insert(collection.told.name.clone(), value.unwrap_or_default());
        }
        all.extend(self.state.iter().cloned());
        Value::Object(all)
    }

    pub fn answer(&mut self, asked: &Asked) -> Answered {
        if self.doors
            && let Some(response) = self.door(asked)
        {
            return Answered { delay: Duration::ZERO, response, fault: None };
        }
        let mut delay_ms = u64::from(self.api.delay_ms);
        let mut fault = None;
        let mut response = None;
        let routes = std::mem::take(&mut self.api.routes);
        for (at, route) in routes.iter().enumerate() {
            let Some(named) = self.matches(at, route, asked) else { continue };
            delay_ms += u64::from(route.delay_ms);
            self.set(at, route, asked, &named);
            match &route.reply {
                // A part of an answer needs the answer.
                Reply::Pass => continue,
                Reply::Fault(Fault::Cut) => {
                    fault = Some(Fault::Cut);
                    continue;
                }
                Reply::Fault(what) => {
                    fault = Some(*what);
                    response = Some(Response::default());
                }
                Reply::Answer { status, headers, body } => {
                    response = Some(self.told(at, asked, &named, (*status, headers, body)));
                }
            }
            break;
        }
        self.api.routes = routes;
        let response = response.unwrap_or_else(|| self.of_collections(asked));
        self.log.truncate(LOG_MAX - 1);
        self.log.push_front(Logged::of(asked, &response));
        Answered { delay: Duration::from_millis(delay_ms), response, fault }
    }

    /// The named parts of the path where it is this route's turn.
    fn matches(
        &mut self,
        at: usize,
        route: &Route,
        asked: &Asked,
    ) -> Option<Vec<(String, String)>> {
        let method = asked.request.method.as_str();
        let fits = route
            .method
            .as_deref()
            .is_none_or(|wanted| wanted == method || (wanted == "GET" && method == "HEAD"));
        let named = route.path.values(&asked.parts).filter(|_| fits)?;
        if !route.when.iter().all(|condition| self.holds(condition, asked, &named)) {
            return None;
        }
        self.counts[at] += 1;
        let its_turn = match route.turn {
            Turn::Each => true,
            Turn::Every(n) => self.counts[at].is_multiple_of(n),
            Turn::First(n) => self.counts[at] <= n,
        };
        its_turn.then_some(named)
    }

    fn holds(&mut self, condition: &Condition, asked: &Asked, named: &[(String, String)]) -> bool {
        let value = match &condition.of {
            Source::State(name) => {
                self.state.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
            of => asked.value(of, named),
        };
        let Some(value) = value else { return condition.wanted == Wanted::Absent };
        match &condition.wanted {
            Wanted::Equals(wanted) => {
                let wanted = self.names(0, asked, named).value(wanted);
                wanted == value || (wanted.is_number() && wanted.as_f64() == value.as_f64())
            }
            Wanted::Matches(pattern) => {
                let text = rows::plain(&value);
                let compiled = self.patterns.entry(pattern.clone()).or_insert_with(|| {
                    let whole = format!(r"\A(?:{pattern})\z");
                    RegexBuilder::new(&whole).size_limit(REGEX_BYTES_MAX).build().ok()
                });
                compiled.as_ref().is_some_and(|regex| regex.is_match(&text))
            }
            Wanted::Type(FieldKind::Anything) | Wanted::Any => true,
            Wanted::Type(kind) => kind.holds(&value),
            Wanted::Absent => false,
            Wanted::Has(part) => match (&value, part) {
                (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
                (Value::Array(members), part) => members.contains(part),
                (_, _) => false,
            },
            Wanted::Range { min, max } => {
                let number = value.as_f64().or_else(|| rows::plain(&value).parse().ok());
                number.is_some_and(|number| {
                    min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
                })
            }
        }
    }

    fn set(&mut self, at: usize, route: &Route, asked: &Asked, named: &[(String, String)]) {
        for (name, template) in &route.set {
            let value = self.names(at, asked, named).value(template);
            if let Some((_, held)) = self.state.iter_mut().find(|(known, _)| known == name) {
                *held = value;
            }
        }
    }

    fn told(
        &mut self,
        at: usize,
        asked: &Asked,
        named: &[(String, String)],
        (status, headers, body): (u16, &[(String, String)], &Body),
    ) -> Response {
        let mut response = Response { status, ..Response::default() };
        for (name, template) in headers {
            let value = self.names(at, asked, named).text(template);
            // What a learner sent may not end a header field.
            let value: String =
                value.chars().map(|ch| if ch.is_ascii_graphic() { ch } else { ' ' }).collect();
            response.headers.push(name.clone(), value.trim());
        }
        let kind = match body {
            Body::None => None,
            Body::Json(template) => {
                let value = self.names(at, asked, named).value(template);
                response.body = value.to_string().into_bytes();
                Some("application/json")
            }
            Body::Text(template) => {
                response.body = self.names(at, asked, named).text(template).into_bytes();
                Some("text/plain; charset=utf-8")
            }
        };
        if let Some(kind) = kind
            && !response.headers.contains("content-type")
        {
            response.headers.push("Content-Type", kind);
        }
        response
    }

    fn names<'a>(
        &'a mut self,
        at: usize,
        asked: &'a Asked,
        path: &'a [(String, String)],
    ) -> Naming<'a> {
        let count = self.counts.get(at).copied().unwrap_or_default();
        Naming { asked, path, state: &self.state, count, random: &mut self.random }
    }

    fn of_collections(&mut self, asked: &Asked) -> Response {
        if !self.collections.iter().any(relations::is_list) {
            return self.of_rows(asked);
        }
        // It is json-server's, which does not look at a slash at the end.
        let mut wanted = asked.clone();
        wanted.parts.pop_if(|part| part.is_empty());
        if let Some(within) = relations::within(&self.collections, &wanted) {
            wanted = within;
        }
        let response = self.of_rows(&wanted);
        let response = if response.status == 404 {
            relations::database(&self.state(), asked).unwrap_or(response)
        } else {
            response
        };
        relations::cross_origin(asked, response)
    }

    fn of_rows(&mut self, asked: &Asked) -> Response {
        let mut known: Vec<&'static str> = Vec::new();
        for at in 0..self.collections.len() {
            let collection = &mut self.collections[at];
            let Some(spot) = collection.spot(&asked.parts) else { continue };
            let random = &mut self.random;
            let answer = collection.answer(asked, &spot, &mut || random.uuid());
            if let Some(response) = answer {
                let is_gone = asked.request.method == "DELETE" && response.status == 200;
                if is_gone && let Spot::Row(key) = &spot {
                    relations::take_orphans(&mut self.collections, at, key);
                }
                return relations::related(&self.collections, at, asked, response);
            }
            known.extend(collection.methods(spot == Spot::List));
        }
        let routes =
            self.api.routes.iter().filter(|route| route.path.values(&asked.parts).is_some());
        let of_routes: Vec<String> = routes.filter_map(|route| route.method.clone()).collect();
        let mut allowed: Vec<&str> = known.clone();
        allowed.extend(of_routes.iter().map(String::as_str));
        allowed.dedup();
        let method = asked.request.method.as_str();
        let path = asked.request.target.split('?').next().unwrap_or_default();
        if allowed.is_empty() {
            return rows::error(404, &format!("nothing is at {path}"));
        }
        if method != "OPTIONS" && allowed.contains(&method) {
            return rows::error(404, &format!("no route takes this {method} {path}"));
        }
        if !allowed.contains(&"OPTIONS") {
            allowed.push("OPTIONS");
        }
        let mut response = if method == "OPTIONS" {
            rows::empty(204)
        } else {
            rows::error(405, &format!("{method} is not for {path}"))
        };
        response.headers.push("Allow", allowed.join(", "));
        response
    }

    /// The doors for whoever serves the API.
    fn door(&mut self, asked: &Asked) -> Option<Response> {
        match (asked.request.method.as_str(), asked.request.target.as_str()) {
            ("GET", "/__requests") => {
                Some(rows::json_response(200, &self.log.iter().map(Logged::json).collect()))
            }
            ("GET", "/__state") => Some(rows::json_response(200, &self.state())),
            ("POST", "/__reset") => {
                self.reset();
                Some(rows::empty(204))
            }
            (_, _) => None,
        }
    }
}

/// What templates are filled from, with the generator that makes a new uuid each time.
struct Naming<'a> {
    asked: &'a Asked,
    path: &'a [(String, String)],
    state: &'a [(String, Value)],
    count: u32,
    random: &'a mut Seeded,
}

impl Naming<'_> {
    fn text(self, template: &str) -> String {
        let Naming { asked, path, state, count, random } = self;
        Names { asked, path, state, count, uuid: &mut || random.uuid() }.text(template)
    }

    fn value(self, template: &Value) -> Value {
        let Naming { asked, path, state, count, random } = self;
        Names { asked, path, state, count, uuid: &mut || random.uuid() }.value(template)
    }
}

/// A request, for `/__requests`.
#[derive(Debug)]
struct Logged {
    number: u32,
    method: String,
    target: String,
    status: u16,
}

impl Logged {
    fn of(asked: &Asked, response: &Response) -> Logged {
        Logged {
            number: asked.number,
            method: asked.request.method.clone(),
            target: asked.request.target.clone(),
            status: response.status,
        }
    }

    fn json(&self) -> Value {
        let Logged { number, method, target, status } = self;
        json!({ "number": number, "method": method, "target": target, "status": status })
    }
}
