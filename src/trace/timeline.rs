//! A recording as a timeline: the requests in the order in which they arrived, each with what
//! happened for it, nested as its functions handed it on to one another.
//!
//! A router's function calls `next`, and what follows happens inside that call. So a function
//! stays open until the answer is finished, whatever it does meanwhile; the rows that close those
//! functions have no time of their own.

use std::{collections::HashMap, ops::Range};

use super::{Entry, HashRan, Left, Thrown, Trace, What};
use crate::diag::Place;

/// The events of a recording, ready to be stepped through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// In the order of their first entry.
    pub groups: Vec<Group>,
    pub events: Vec<Event>,
}

/// What belongs to one request; or what happened outside of all requests until one began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `None`: outside of requests.
    pub request: Option<u32>,
    /// Which of `Timeline::events`; at least one.
    pub events: Range<usize>,
    /// When it began; 0 outside of requests, whose times count from the start of the program.
    pub began_us: u64,
}

/// One row of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: Kind,
    /// The entry that it tells of.
    pub entry: usize,
    /// The entry at the other end: of an opened function where it was left, of a closed one where
    /// it was entered, of an answer its head.
    pub other: Option<usize>,
    /// Functions that are open around it.
    pub depth: u16,
    /// Something went wrong here, or a check fell short here.
    pub failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request arrived.
    Arrived,
    /// A function of a router began.
    Opened,
    /// What a function had begun was done. Nothing was recorded at that moment.
    Closed,
    /// A function failed, and is closed by that.
    Failed,
    /// The head of the answer, by which the function is closed that gave it.
    Gave,
    /// The answer was finished.
    Answered,
    /// There was no answer up to the end of the recording. Nothing was recorded of that.
    Unanswered,
    /// Anything else.
    Within,
}

impl Timeline {
    pub fn of(trace: &Trace) -> Timeline {
        let mut timeline = Timeline::default();
        for (request, entries) in gathered(&trace.entries) {
            let start = timeline.events.len();
            match request {
                Some(_) => lay(trace, &entries, &mut timeline.events),
                None => timeline.events.extend(entries.iter().map(|at| within(trace, *at, 0))),
            }
            let began_us = match request {
                Some(_) => trace.entries[entries[0]].at_us,
                None => 0,
            };
            let events = start..timeline.events.len();
            timeline.groups.push(Group { request, events, began_us });
        }
        timeline
    }

    /// The group that an event belongs to.
    pub fn group_at(&self, event: usize) -> Option<(usize, &Group)> {
        let at = self.groups.partition_point(|group| group.events.end <= event);
        self.groups.get(at).map(|group| (at, group))
    }

    pub fn group_of(&self, request: u32) -> Option<&Group> {
        self.groups.iter().find(|group| group.request == Some(request))
    }

    /// Microseconds from the beginning of its group; `None` where nothing was recorded of it.
    pub fn at_us(&self, trace: &Trace, event: usize) -> Option<u64> {
        let group = self.group_at(event)?.1;
        let event = self.events[event];
        match event.kind {
            Kind::Closed | Kind::Unanswered => None,
            Kind::Arrived
            | Kind::Opened
            | Kind::Failed
            | Kind::Gave
            | Kind::Answered
            | Kind::Within => {
                Some(trace.entries.get(event.entry)?.at_us.saturating_sub(group.began_us))
            }
        }
    }

    /// The next event after `event` that failed, from the beginning again after the last.
    pub fn next_failed(&self, event: usize) -> Option<usize> {
        let after = (event + 1).min(self.events.len());
        let failed = |(at, event): (usize, &Event)| event.failed.then_some(at);
        let (before, behind) = self.events.split_at(after);
        let later = behind.iter().enumerate().find_map(failed).map(|at| after + at);
        later.or_else(|| before.iter().enumerate().find_map(failed))
    }
}

type Gathered = Vec<(Option<u32>, Vec<usize>)>;

/// The entries of each request; what belongs to none stands between those that came around it.
fn gathered(entries: &[Entry]) -> Gathered {
    let mut groups: Gathered = Vec::new();
    let mut known: HashMap<u32, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let group = match entry.request {
            Some(request) => *known.entry(request).or_insert(groups.len()),
            None if groups.last().is_some_and(|(request, _)| request.is_none()) => groups.len() - 1,
            None => groups.len(),
        };
        if group == groups.len() {
            groups.push((entry.request, Vec::new()));
        }
        groups[group].1.push(at);
    }
    groups
}

/// A function that has not been closed yet.
struct Open {
    /// Its entry, and its event.
    entered: usize,
    event: usize,
    /// It called `next`.
    left: bool,
}

/// Puts the events of one request behind `events`.
fn lay(trace: &Trace, entries: &[usize], events: &mut Vec<Event>) {
    let mut open: Vec<Open> = Vec::new();
    let (mut arrived, mut started, mut ended) = (false, None, false);
    for at in entries.iter().copied() {
        let depth = depth_of(&open);
        match &trace.entries[at].what {
            What::RequestReceived { .. } => {
                arrived = true;
                events.push(Event { kind: Kind::Arrived, ..within(trace, at, 0) });
            }
            What::LayerEntered { .. } => {
                open.push(Open { entered: at, event: events.len(), left: false });
                events.push(Event { kind: Kind::Opened, ..within(trace, at, depth) });
            }
            What::LayerLeft { how } => leave(trace, at, *how, &mut open, events),
            What::ResponseStarted { .. } => {
                started = Some(at);
                let event = within(trace, at, depth);
                let gave = open.pop_if(|last| !last.left);
                events.push(match gave {
                    Some(gave) => Event {
                        kind: Kind::Gave,
                        other: Some(gave.entered),
                        depth: depth - 1,
                        ..event
                    },
                    None => event,
                });
            }
            What::ResponseEnded { .. } => {
                ended = true;
                close_all(&mut open, events);
                let event = within(trace, at, 0);
                events.push(Event { kind: Kind::Answered, other: started, ..event });
            }
            what => {
                ended |= matches!(what, What::ClientLeft | What::Withheld);
                events.push(within(trace, at, depth));
            }
        }
    }
    // Of a full recording nobody knows what came behind it.
    if arrived && !ended && trace.dropped == 0 {
        let last = entries.last().copied().unwrap_or_default();
        let event = within(trace, last, 0);
        events.push(Event { kind: Kind::Unanswered, failed: true, ..event });
    }
}

/// The innermost function that has not called `next` yet does, or fails.
fn leave(trace: &Trace, at: usize, how: Left, open: &mut Vec<Open>, events: &mut Vec<Event>) {
    let inner = open.iter().rposition(|layer| !layer.left);
    if let Some(inner) = inner {
        events[open[inner].event].other = Some(at);
    }
    match (how, inner) {
        (Left::Next, Some(inner)) => open[inner].left = true,
        // It called `next` after it had answered.
        (Left::Next, None) => {}
        (Left::Failed, inner) => {
            let failed = inner.map(|inner| open.remove(inner).entered);
            let depth = inner.map_or(depth_of(open), narrow);
            let event = within(trace, at, depth);
            events.push(Event { kind: Kind::Failed, other: failed, failed: true, ..event });
        }
    }
}

fn close_all(open: &mut Vec<Open>, events: &mut Vec<Event>) {
    while let Some(layer) = open.pop() {
        events.push(Event {
            kind: Kind::Closed,
            entry: layer.entered,
            other: Some(layer.entered),
            depth: depth_of(open),
            failed: false,
        });
    }
}

fn within(trace: &Trace, entry: usize, depth: u16) -> Event {
    let failed = trace.entries.get(entry).is_some_and(|entry| entry.what.failed());
    Event { kind: Kind::Within, entry, other: None, depth, failed }
}

fn depth_of(open: &[Open]) -> u16 {
    narrow(open.len())
}

fn narrow(depth: usize) -> u16 {
    u16::try_from(depth).unwrap_or(u16::MAX)
}

impl What {
    /// Where in the program it happened, or the function stands that it is about.
    pub fn place(&self) -> Option<&Place> {
        if let What::LayerEntered { place, .. }
        | What::LayerUnreached { place, .. }
        | What::ResponseStarted { place, .. }
        | What::Hashed(HashRan { place, .. })
        | What::Threw(Thrown { place, .. }) = self
        {
            place.as_ref()
        } else {
            None
        }
    }

    /// Whether this is something that went wrong, whoever asked for it.
    pub fn failed(&self) -> bool {
        match self {
            What::Threw(_) | What::LimitHit { .. } | What::ClientLeft => true,
            What::LayerLeft { how } => *how == Left::Failed,
            What::Sql(ran) => ran.error.is_some(),
            What::Documents(ran) => ran.error.is_some(),
            What::Cache(ran) => ran.error.is_some(),
            What::RequestReceived { .. }
            | What::BodyReceived { .. }
            | What::ResponseStarted { .. }
            | What::ResponseEnded { .. }
            | What::Withheld
            | What::Listening { .. }
            | What::Closed { .. }
            | What::RouteMatched { .. }
            | What::LayerEntered { .. }
            | What::LayerUnreached { .. }
            | What::Printed { .. }
            | What::FetchSent { .. }
            | What::FetchAnswered { .. }
            | What::FetchMishap { .. }
            | What::ClockMoved { .. }
            | What::Hashed(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::told, *};
    use crate::{
        exchange::Headers,
        trace::{Layer, SqlRan, Stream, Thrown},
    };

    fn arrived(target: &str) -> What {
        let (method, target) = ("GET".to_owned(), target.to_owned());
        What::RequestReceived { method, target, headers: Headers::new() }
    }

    fn entered(name: &str) -> What {
        What::LayerEntered { layer: Layer::Middleware, name: name.to_owned(), place: None }
    }

    const NEXT: What = What::LayerLeft { how: Left::Next };
    const FAILED: What = What::LayerLeft { how: Left::Failed };

    fn started(status: u16) -> What {
        What::ResponseStarted { status, headers: Headers::new(), place: None }
    }

    fn ended() -> What {
        What::ResponseEnded { bytes: 2, body: b"ok".to_vec() }
    }

    fn sql(text: &str) -> What {
        What::Sql(SqlRan { text: text.into(), ..SqlRan::default() })
    }

    fn printed(text: &str) -> What {
        What::Printed { stream: Stream::Out, text: text.into() }
    }

    fn recorded(entries: Vec<(u32, What)>) -> Trace {
        let mut trace = Trace::default();
        for (at, (request, what)) in entries.into_iter().enumerate() {
            let request = (request > 0).then_some(request);
            trace.push(Entry { at_us: at as u64 * 10, request, what });
        }
        trace
    }

    /// Each event as a row: its time, its bars, its words.
    fn check(entries: Vec<(u32, What)>, expected: &[&str]) {
        let trace = recorded(entries);
        let timeline = Timeline::of(&trace);
        let row = |(at, event): (usize, &Event)| {
            let time = timeline.at_us(&trace, at).map_or("-".into(), |us| us.to_string());
            let bars = told::bars(event);
            let mark = if event.failed { "x" } else { "." };
            let words = told::words(&trace, event);
            format!("{time} {mark} {bars}{}{}", words.lead, words.rest)
        };
        let rows: Vec<_> = timeline.events.iter().enumerate().map(row).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn functions_nest_as_they_hand_a_request_on() {
        check(
            vec![
                (0, What::Listening { named: 3000, port: 40_000 }),
                (1, arrived("/orders/12")),
                (1, entered("json")),
                (1, NEXT),
                (1, entered("auth")),
                (1, sql("SELECT id FROM users")),
                (1, NEXT),
                (1, What::RouteMatched { path: "/orders/:id".into() }),
                (1, entered("showOrder")),
                (1, printed("looks\n")),
                (1, started(403)),
                (1, ended()),
                (1, printed("late\n")),
            ],
            &[
                "0 . listens on port 3000",
                "0 . → GET /orders/12",
                "10 . ┌ json",
                "30 . │ ┌ auth",
                "40 . │ │ SELECT users",
                "60 . │ │ route /orders/:id",
                "70 . │ │ ┌ showOrder",
                "80 . │ │ │ log looks",
                "90 . │ │ └ status 403",
                "- . │ └ auth",
                "- . └ json",
                "100 . ← 403 Forbidden",
                "110 . log late",
            ],
        );
    }

    #[test]
    fn requests_at_the_same_time_keep_their_own_rows() {
        check(
            vec![
                (1, arrived("/a")),
                (2, arrived("/b")),
                (1, entered("one")),
                (2, entered("two")),
                (0, printed("between")),
                (2, started(200)),
                (1, started(404)),
                (2, ended()),
                (1, ended()),
            ],
            &[
                "0 . → GET /a",
                "20 . ┌ one",
                "60 . └ status 404",
                "80 . ← 404 Not Found",
                "0 . → GET /b",
                "20 . ┌ two",
                "40 . └ status 200",
                "60 . ← 200 OK",
                "40 . log between",
            ],
        );
    }

    #[test]
    fn what_fails_is_closed_and_what_handles_it_stands_beside_it() {
        let thrown = Thrown { message: "no".into(), name: "Error".into(), ..Thrown::default() };
        check(
            vec![
                (1, arrived("/")),
                (1, entered("log")),
                (1, NEXT),
                (1, entered("")),
                (1, FAILED),
                (1, entered("onError")),
                (1, started(500)),
                (1, ended()),
                (0, What::Threw(thrown)),
                (2, arrived("/slow")),
                (2, entered("waits")),
            ],
            &[
                "0 . → GET /",
                "10 . ┌ log",
                "30 . │ ┌ (anonymous)",
                "40 x │ └ (anonymous) failed",
                "50 . │ ┌ onError",
                "60 . │ └ status 500",
                "- . └ log",
                "70 . ← 500 Internal Server Error",
                "80 x threw Error: no",
                "0 . → GET /slow",
                "10 . ┌ waits",
                "- x no answer",
            ],
        );
    }

    #[test]
    fn a_function_that_goes_on_after_its_answer_is_not_closed_twice() {
        check(
            vec![
                (1, arrived("/")),
                (1, entered("a")),
                (1, started(200)),
                (1, ended()),
                (1, NEXT),
                (1, entered("b")),
                (1, FAILED),
                (1, FAILED),
            ],
            &[
                "0 . → GET /",
                "10 . ┌ a",
                "20 . └ status 200",
                "30 . ← 200 OK",
                "50 . ┌ b",
                "60 x └ b failed",
                "70 x failed after it answered",
            ],
        );
    }

    #[test]
    fn the_next_failed_event_is_found_all_around() {
        let failing = |error: Option<&str>| {
            What::Sql(SqlRan { error: error.map(str::to_owned), ..SqlRan::default() })
        };
        let trace = recorded(vec![
            (0, failing(None)),
            (0, failing(Some("a"))),
            (0, failing(None)),
            (0, failing(Some("b"))),
        ]);
        let timeline = Timeline::of(&trace);
        let next: Vec<_> = (0..4).map(|at| timeline.next_failed(at)).collect();
        assert_eq!(next, [Some(1), Some(3), Some(3), Some(1)]);
        assert_eq!(Timeline::of(&Trace::default()).next_failed(0), None);
    }

    #[test]
    fn a_recording_of_every_size_is_laid_out() {
        let many = |request: u32| {
            vec![(request, arrived("/")), (request, entered("a")), (request, ended())]
        };
        let trace = recorded((1..=25_000).flat_map(many).collect());
        let timeline = Timeline::of(&trace);
        assert_eq!((timeline.groups.len(), timeline.events.len()), (25_000, 100_000));
        let deep = (0..70_000).map(|_| vec![(1, entered("a")), (1, NEXT)]);
        let trace = recorded(deep.flatten().collect());
        assert_eq!(Timeline::of(&trace).events.last().map(|event| event.depth), Some(49_999));
        assert_eq!(Timeline::of(&Trace::default()), Timeline::default());
    }
}
