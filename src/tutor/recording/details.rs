//! Everything that is known of one event. What is foreign is not cleaned here.

use crate::{
    diag::Place,
    exchange::{Headers, secret, shown},
    trace::{
        DocumentsRan, HashRan, Layer, SqlRan, Stream, Thrown, Trace, What,
        timeline::{Event, Group, Kind, Timeline},
        told::{self, ms},
    },
};

/// A part of what is told of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What happened.
    Headline(String),
    /// A label and what stands behind it, in lines.
    Labelled(&'static str, String),
    /// A statement of SQL.
    Sql(String),
    /// A line of the program, with those around it.
    Code(Place),
}

/// What is told of `event`, the most important first.
pub fn details(trace: &Trace, timeline: &Timeline, event: usize) -> Vec<Detail> {
    let (Some(this), Some((_, group))) = (timeline.events.get(event), timeline.group_at(event))
    else {
        return Vec::new();
    };
    let of = |entry: usize| trace.entries.get(entry).map(|entry| &entry.what);
    let Some(what) = of(this.entry) else { return Vec::new() };
    let other = this.other.and_then(of);
    match this.kind {
        Kind::Arrived => vec![
            headline(
                told::words(trace, this).rest.trim_start_matches("→ ").to_owned() + " arrived.",
            ),
            Detail::Labelled("sent", request_text(trace, timeline, group, Fields::Cut)),
        ],
        Kind::Opened => layer(trace, this, what),
        Kind::Closed => vec![
            headline(format!("{} was done.", told::words(trace, this).rest)),
            Detail::Labelled("note", CLOSED.to_owned()),
        ]
        .into_iter()
        .chain(code(what))
        .collect(),
        Kind::Failed => {
            let words = told::words(trace, this).rest;
            let why = "It threw, its promise was rejected, or it called next with an error.";
            let mut told =
                vec![headline(format!("{words}.")), Detail::Labelled("note", why.to_owned())];
            told.extend(other.and_then(code));
            told
        }
        Kind::Gave => {
            let name = other.map_or_else(String::new, |layer| name_of(layer).to_owned());
            let status = told::words(trace, this).rest;
            let mut told = vec![headline(format!("{name} answered: {status}."))];
            told.push(Detail::Labelled("back", answer_text(trace, group, timeline, Fields::Cut)));
            told.extend(code(what).or_else(|| other.and_then(code)));
            told
        }
        Kind::Answered => {
            let words = told::words(trace, this);
            let status = words.rest.trim_start_matches("← ").to_owned();
            vec![
                headline(format!("{status}, {}.", words.right)),
                Detail::Labelled("back", answer_text(trace, group, timeline, Fields::Cut)),
            ]
        }
        Kind::Unanswered => vec![
            headline("No answer was given.".to_owned()),
            Detail::Labelled("note", UNANSWERED.to_owned()),
        ],
        Kind::Within => of_entry(trace, timeline, group, this, what),
    }
}

const CLOSED: &str = "What it handed on with next was done here. Nothing is recorded at this \
     moment, so there is no time.";
const UNANSWERED: &str = "The recording ends, and neither an answer nor an error came. A function \
     that neither answers nor calls next leaves its request open.";

const UNREACHED: &str = "The request was answered before its turn. Middleware and routes have their \
     turn in the order in which the program registers them, and whoever answers without calling next \
     ends it.";

/// Where the function stands that answered.
fn answered_at(trace: &Trace, timeline: &Timeline, group: &Group) -> Option<String> {
    let mut events = timeline.events[group.events.clone()].iter();
    let gave = events.find(|event| event.kind == Kind::Gave)?;
    let entered = trace.entries.get(gave.other?)?;
    entered.what.place().map(told::place)
}

/// The function that a route gave the request to, what came of it, and what stands behind it.
fn route_went_on(trace: &Trace, timeline: &Timeline, group: &Group, route: &Event) -> Vec<Detail> {
    let events = &timeline.events[group.events.clone()];
    let behind = events.iter().skip_while(|event| event.entry <= route.entry);
    let what = |entry: usize| trace.entries.get(entry).map(|entry| &entry.what);
    let with_place = |layer: &What| match layer.place() {
        Some(place) => format!("{} at {}", name_of(layer), told::place(place)),
        None => name_of(layer).to_owned(),
    };
    let mut said = Vec::new();
    let mut code = None;
    for event in behind {
        match (event.kind, what(event.entry)) {
            // Another route, or another router's: what follows is told there.
            (Kind::Within, Some(What::RouteMatched { .. })) => break,
            (Kind::Opened, Some(layer)) if said.is_empty() => {
                said.push(format!("Its first function is {}.", with_place(layer)));
                code = layer.place().cloned().map(Detail::Code);
            }
            (Kind::Gave, Some(What::ResponseStarted { status, .. })) => {
                let by = event.other.and_then(what).map_or_else(String::new, with_place);
                said.push(format!("{by} answered {}.", shown::status(*status)));
            }
            (Kind::Within, Some(layer @ What::LayerUnreached { route, .. })) => {
                let which = if route.is_empty() { name_of(layer) } else { route };
                let place = layer.place().map_or_else(String::new, told::place);
                said.push(format!("Not reached: {which} {place}."));
            }
            _ => {}
        }
    }
    let note = (!said.is_empty()).then(|| Detail::Labelled("note", said.join(" ")));
    note.into_iter().chain(code).collect()
}

fn headline(words: String) -> Detail {
    Detail::Headline(words)
}

fn code(what: &What) -> Option<Detail> {
    what.place().cloned().map(Detail::Code)
}

fn name_of(what: &What) -> &str {
    if let What::LayerEntered { name, .. } | What::LayerUnreached { name, .. } = what
        && !name.is_empty()
    {
        name
    } else {
        "(anonymous)"
    }
}

fn layer(trace: &Trace, event: &Event, what: &What) -> Vec<Detail> {
    let kind = if let What::LayerEntered { layer, .. } = what {
        match layer {
            Layer::Middleware => "middleware",
            Layer::Handler => "the handler of its route",
            Layer::ErrorHandler => "a handler of errors",
        }
    } else {
        ""
    };
    let mut told = vec![
        headline(format!("{} began.", name_of(what))),
        Detail::Labelled("is", kind.to_owned()),
    ];
    let left = event.other.and_then(|at| trace.entries.get(at));
    if let (Some(left), Some(entered)) = (left, trace.entries.get(event.entry)) {
        let took = ms(left.at_us.saturating_sub(entered.at_us));
        let how = if left.what.failed() { "failed" } else { "called next" };
        told.push(Detail::Labelled("then", format!("{how} after {took}")));
    }
    told.extend(code(what));
    told
}

fn of_entry(
    trace: &Trace,
    timeline: &Timeline,
    group: &Group,
    event: &Event,
    what: &What,
) -> Vec<Detail> {
    let words = told::words(trace, event);
    let mut told = vec![headline(format!("{}{}", words.lead, words.rest))];
    match what {
        What::Sql(ran) => told.extend(sql(ran)),
        What::Documents(ran) => told.extend(documents(ran)),
        What::Cache(ran) => {
            told.push(Detail::Labelled("ran", ran.text.clone()));
            told.extend(labelled("failed", ran.error.clone()));
            told.extend(labelled("gave", Some(words.right).filter(|_| ran.error.is_none())));
            told.push(Detail::Labelled("took", ms(ran.took_us)));
        }
        What::Hashed(ran) => told.extend(hashed(ran)),
        What::Printed { stream, text } => {
            let label = match stream {
                Stream::Out => "printed",
                Stream::Err => "error log",
            };
            told[0] = Detail::Headline("The program printed this.".to_owned());
            told.push(Detail::Labelled(label, text.trim_end_matches('\n').to_owned()));
        }
        What::ResponseStarted { .. } => {
            told.push(Detail::Labelled("back", answer_text(trace, group, timeline, Fields::Cut)));
            told.extend(code(what));
        }
        What::Threw(thrown) => told = threw(thrown),
        What::RouteMatched { path } => {
            told[0] = Detail::Headline(format!("The route {path} takes the request."));
            told.extend(route_went_on(trace, timeline, group, event));
        }
        What::LayerUnreached { route, .. } => {
            let which = if route.is_empty() { name_of(what) } else { route };
            told[0] = Detail::Headline(format!("{which} was not reached."));
            let note = match answered_at(trace, timeline, group) {
                Some(place) => format!("{UNREACHED} Here {place} did."),
                None => UNREACHED.to_owned(),
            };
            told.push(Detail::Labelled("note", note));
            told.extend(code(what));
        }
        What::Listening { named, port } if named != port => {
            let words = format!("{named}, in the lab {port}");
            told.push(Detail::Labelled("port", words));
        }
        What::BodyReceived { .. } => {
            told[0] =
                Detail::Headline(format!("The program was given {} of the body.", words.right));
        }
        What::RequestReceived { .. }
        | What::ResponseEnded { .. }
        | What::ClientLeft
        | What::Withheld
        | What::Listening { .. }
        | What::Closed { .. }
        | What::LayerEntered { .. }
        | What::LayerLeft { .. }
        | What::FetchSent { .. }
        | What::FetchAnswered { .. }
        | What::FetchMishap { .. }
        | What::ClockMoved { .. }
        | What::LimitHit { .. } => told.extend(labelled("note", Some(words.right))),
    }
    told
}

fn labelled(label: &'static str, words: Option<String>) -> Option<Detail> {
    words.filter(|words| !words.is_empty()).map(|words| Detail::Labelled(label, words))
}

fn sql(ran: &SqlRan) -> Vec<Detail> {
    let mut told = vec![Detail::Sql(ran.text.clone())];
    told.extend(labelled("values", Some(ran.parameters.clone())));
    match &ran.error {
        Some(error) => told.push(Detail::Labelled("failed", error.clone())),
        None => told.push(Detail::Labelled("gave", ran.effort())),
    }
    told
}

fn documents(ran: &DocumentsRan) -> Vec<Detail> {
    let mut told = vec![Detail::Labelled("ran", ran.text.clone())];
    told.extend(labelled("failed", ran.error.clone()));
    let changed = ran.changed.map(|changed| format!("{changed} changed"));
    let gave = changed.unwrap_or_else(|| format!("{} returned", ran.returned));
    told.extend(labelled("gave", Some(gave).filter(|_| ran.error.is_none())));
    let examined = |plan: String| {
        let (documents, keys) = (ran.documents_examined, ran.keys_examined);
        format!("{plan}: {documents} documents and {keys} keys examined")
    };
    told.extend(labelled(
        "plan",
        Some(ran.plan.clone()).filter(|plan| !plan.is_empty()).map(examined),
    ));
    told.push(Detail::Labelled("took", ms(ran.took_us)));
    told
}

fn hashed(ran: &HashRan) -> Vec<Detail> {
    let cost: Vec<_> = ran.cost.iter().map(|(name, number)| format!("{name} {number}")).collect();
    let mut told = vec![
        Detail::Labelled("makes", ran.algorithm.clone()),
        Detail::Labelled("cost", cost.join(", ")),
        Detail::Labelled("took", ms(ran.took_us)),
    ];
    told.extend(ran.place.clone().map(Detail::Code));
    told
}

fn threw(thrown: &Thrown) -> Vec<Detail> {
    let mut told = vec![Detail::Headline(thrown.headline())];
    told.extend(thrown.place.clone().map(Detail::Code));
    told.extend(labelled("stack", Some(thrown.stack.clone())));
    told
}

/// The request and the answer of a group in lines, without the fields that only say how they
/// travelled; empty where there is none.
pub fn exchange(trace: &Trace, timeline: &Timeline, group: &Group) -> (String, String) {
    let sent = request_text(trace, timeline, group, Fields::Telling);
    (sent, answer_text(trace, group, timeline, Fields::Telling))
}

/// The head of the request and what of its body was recorded, in lines, its secrets cut.
fn request_text(trace: &Trace, timeline: &Timeline, group: &Group, which: Fields) -> String {
    let head = head_of_request(trace, timeline, group, which);
    let body = body_of(trace, timeline, group);
    let text = String::from_utf8_lossy(&body);
    with_body(head, &text, received(trace, timeline, group), body.len())
}

/// The head of the answer and its body in lines, its secrets cut.
fn answer_text(trace: &Trace, group: &Group, timeline: &Timeline, which: Fields) -> String {
    let Some((head, body, bytes)) = answer(trace, timeline, group, which) else {
        return String::new();
    };
    with_body(head, &String::from_utf8_lossy(body), bytes, body.len())
}

/// A head, and of `bytes` of a body those `kept`.
fn with_body(head: String, text: &str, bytes: usize, kept: usize) -> String {
    let shown = secret::text(text);
    match (bytes, bytes <= kept) {
        (0, _) => head,
        (_, true) => format!("{head}\n\n{shown}"),
        (_, false) => format!("{head}\n\n{shown}…\n({bytes} bytes in all)"),
    }
}

/// What was recorded of the request's bytes, as they were.
pub fn request_bytes(trace: &Trace, timeline: &Timeline, event: usize) -> Vec<u8> {
    let Some((_, group)) = timeline.group_at(event) else { return Vec::new() };
    let head = head_of_request(trace, timeline, group, Fields::Whole);
    if head.is_empty() {
        return Vec::new();
    }
    let mut bytes = head.replace('\n', "\r\n").into_bytes();
    bytes.extend(b"\r\n\r\n");
    bytes.extend(body_of(trace, timeline, group));
    bytes
}

/// What was recorded of the answer's bytes, without the framing of a body in chunks.
pub fn answer_bytes(trace: &Trace, timeline: &Timeline, event: usize) -> Vec<u8> {
    let group = timeline.group_at(event).map(|(_, group)| group);
    let Some((head, body, _)) =
        group.and_then(|group| answer(trace, timeline, group, Fields::Whole))
    else {
        return Vec::new();
    };
    let mut bytes = head.replace('\n', "\r\n").into_bytes();
    bytes.extend(b"\r\n\r\n");
    bytes.extend(body);
    bytes
}

fn head_of_request(trace: &Trace, timeline: &Timeline, group: &Group, which: Fields) -> String {
    let first =
        timeline.events.get(group.events.start).and_then(|event| trace.entries.get(event.entry));
    match first.map(|entry| &entry.what) {
        Some(What::RequestReceived { method, target, headers }) => {
            let target = match which {
                Fields::Whole => target.into(),
                Fields::Cut | Fields::Telling => secret::text(target),
            };
            format!("{method} {target} HTTP/1.1{}", fields(headers, which))
        }
        _ => String::new(),
    }
}

/// The head, what of the body was kept, and how many bytes it had.
fn answer<'t>(
    trace: &'t Trace,
    timeline: &Timeline,
    group: &Group,
    which: Fields,
) -> Option<(String, &'t [u8], usize)> {
    let entries = || {
        let events = timeline.events[group.events.clone()].iter();
        events.filter_map(|event| trace.entries.get(event.entry)).map(|entry| &entry.what)
    };
    let head = entries().find_map(|what| match what {
        What::ResponseStarted { status, headers, .. } => {
            Some(format!("HTTP/1.1 {}{}", shown::status(*status), fields(headers, which)))
        }
        _ => None,
    })?;
    let body = entries().find_map(|what| match what {
        What::ResponseEnded { bytes, body } => Some((&body[..], *bytes)),
        _ => None,
    });
    let (body, bytes) = body.unwrap_or_default();
    Some((head, body, bytes))
}

/// Which fields of a head are told, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fields {
    /// All, as they were.
    Whole,
    /// All, their secrets cut.
    Cut,
    /// The same without those that only say how a message travelled.
    Telling,
}

fn fields(headers: &Headers, which: Fields) -> String {
    let whole = |(name, value): (&str, &str)| format!("\n{name}: {value}");
    let cut = |(name, value): (&str, &str)| format!("\n{name}: {}", secret::field(name, value));
    let lines: Vec<String> = match which {
        Fields::Whole => headers.iter().map(whole).collect(),
        Fields::Cut => headers.iter().map(cut).collect(),
        Fields::Telling => shown::fields(headers).map(cut).collect(),
    };
    lines.concat()
}

/// Bytes of the body that the program was given.
fn received(trace: &Trace, timeline: &Timeline, group: &Group) -> usize {
    pieces(trace, timeline, group).map(|(bytes, _)| bytes).sum()
}

/// What was recorded of a request's body: up to where the first piece was cut.
pub fn body_of(trace: &Trace, timeline: &Timeline, group: &Group) -> Vec<u8> {
    let mut body = Vec::new();
    for (bytes, kept) in pieces(trace, timeline, group) {
        body.extend_from_slice(kept);
        if kept.len() < bytes {
            break;
        }
    }
    body
}

fn pieces<'t>(
    trace: &'t Trace,
    timeline: &'t Timeline,
    group: &Group,
) -> impl Iterator<Item = (usize, &'t [u8])> {
    timeline.events[group.events.clone()].iter().filter_map(|event| {
        let what = &trace.entries.get(event.entry)?.what;
        if let What::BodyReceived { bytes, body } = what { Some((*bytes, &body[..])) } else { None }
    })
}
