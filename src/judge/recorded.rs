//! Where in the recording a failed check stands: the entries of its time, and its request.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    course::check::Check,
    exchange::Response,
    judge::{
        observe::{Came, Shortfall},
        recording::Fallen,
    },
    trace::{Entry, Trace, What},
};

/// The part of `Verdict::trace` that belongs to one failed check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What was recorded from the beginning of the check on.
    pub entries: Range<usize>,
    /// The request that fell short; `None` where the failure is about none, or none came in.
    pub request: Option<u32>,
    /// The child that was recorded, counted by its run.
    pub(super) child: u32,
}

/// What of `Verdict::trace` hidden checks have caused, whatever came of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    Parts {
        /// What belongs to these.
        requests: BTreeSet<u32>,
        /// Within these entries also what belongs to no request.
        spans: Vec<Range<usize>>,
    },
    /// All: the child ran for a hidden check alone.
    Whole,
}

impl Default for Hidden {
    fn default() -> Hidden {
        Hidden::Parts { requests: BTreeSet::new(), spans: Vec::new() }
    }
}

impl Hidden {
    /// What the children of `check` alone leave behind.
    pub(super) fn own_child(check: &Check) -> Hidden {
        if check.hidden { Hidden::Whole } else { Hidden::default() }
    }

    /// Adds what was recorded while a hidden check ran.
    pub(super) fn add(&mut self, trace: &Trace, span: Range<usize>) {
        if let Hidden::Parts { requests: known, spans } = self {
            known.extend(requests(trace.entries.get(span.clone()).unwrap_or_default()));
            spans.push(span);
        }
    }

    /// Whether `entry`, which stands at `at`, is one of them.
    pub fn covers(&self, at: usize, entry: &Entry) -> bool {
        match (self, entry.request) {
            (Hidden::Whole, _) => true,
            (Hidden::Parts { requests, .. }, Some(request)) => requests.contains(&request),
            (Hidden::Parts { spans, .. }, None) => spans.iter().any(|span| span.contains(&at)),
        }
    }
}

impl Recorded {
    pub fn new(entries: Range<usize>, request: Option<u32>) -> Recorded {
        Recorded { entries, request, child: 0 }
    }

    /// All since entry `from`; the last request that came in since then.
    pub(super) fn since(trace: &Trace, from: usize, child: u32) -> Recorded {
        let entries = from.min(trace.entries.len())..trace.entries.len();
        let request = requests(&trace.entries[entries.clone()]).last().copied();
        Recorded { entries, request, child }
    }
}

/// Names the request of several that `fallen` is about: the last one with this answer; where none
/// came, the last one without.
pub fn find_request(recorded: &mut Option<Recorded>, trace: &Trace, fallen: &Shortfall) {
    let Some(recorded) = recorded else { return };
    let entries = &trace.entries[recorded.entries.clone()];
    let is_it = |request: &u32| {
        let own = || entries.iter().filter(|entry| entry.request == Some(*request));
        match &fallen.came {
            Came::Answer(response) => is_answer(own(), response),
            Came::Silence(_) => {
                !own().any(|entry| matches!(entry.what, What::ResponseEnded { .. }))
            }
            Came::Unready(_) | Came::Ran { .. } | Came::Called { .. } => false,
        }
    };
    if let Some(found) = requests(entries).iter().rev().find(|request| is_it(request)) {
        recorded.request = Some(*found);
    }
}

/// The request among `entries` that a check of the recording is about: where the function stands
/// that came nearest, else the one with the most statements.
pub fn request_of(entries: &[&Entry], fallen: &Fallen) -> Option<u32> {
    if let Some(place) = &fallen.place {
        let stands = |entry: &&&Entry| match &entry.what {
            What::LayerEntered { place: here, .. } => here.as_ref() == Some(place),
            What::Hashed(ran) => ran.place.as_ref() == Some(place),
            _ => false,
        };
        return entries.iter().rfind(stands)?.request;
    }
    let count = |request: u32| {
        let of_it =
            |entry: &&&Entry| entry.request == Some(request) && matches!(entry.what, What::Sql(_));
        entries.iter().filter(of_it).count()
    };
    // The first of several that are alike.
    requests(entries.iter().copied()).into_iter().rev().max_by_key(|request| count(*request))
}

/// The requests that came in, in this order.
pub fn requests<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u32> {
    let came = |entry: &&Entry| matches!(entry.what, What::RequestReceived { .. });
    entries.into_iter().filter(came).filter_map(|entry| entry.request).collect()
}

fn is_answer<'a>(mut own: impl Iterator<Item = &'a Entry>, response: &Response) -> bool {
    let mut status_is = false;
    own.any(|entry| match &entry.what {
        What::ResponseStarted { status, .. } => {
            status_is = *status == response.status;
            false
        }
        What::ResponseEnded { body, .. } => status_is && response.body.starts_with(body),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        exchange::Headers,
        judge::target::{Reason, Silence},
    };

    fn request(number: u32, answer: Option<(u16, &str)>) -> Vec<Entry> {
        let came = What::RequestReceived {
            method: "GET".into(),
            target: "/".into(),
            headers: Headers::new(),
        };
        let mut whats = vec![came];
        if let Some((status, body)) = answer {
            whats.push(What::ResponseStarted { status, headers: Headers::new(), place: None });
            whats.push(What::ResponseEnded { bytes: body.len(), body: body.into() });
        }
        whats.into_iter().map(|what| Entry { at_us: 0, request: Some(number), what }).collect()
    }

    fn found(came: Came) -> Option<u32> {
        let answers =
            [Some((200, "a")), Some((500, "b")), None, Some((500, "c")), Some((200, "d"))];
        let mut trace = Trace::default();
        for (number, answer) in (1..).zip(answers) {
            for entry in request(number, answer) {
                trace.push(entry);
            }
        }
        let mut recorded = Some(Recorded::since(&trace, 3, 1));
        let fallen = Shortfall { sent: None, base: None, came, fields: Vec::new(), of: None };
        find_request(&mut recorded, &trace, &fallen);
        recorded.and_then(|recorded| recorded.request)
    }

    #[test]
    fn the_request_of_an_answer_is_found_among_those_that_came_at_once() {
        let answer = |status, body: &str| {
            let headers = Headers::new();
            let response = Response { status, headers, body: body.into(), ..Response::default() };
            found(Came::Answer(Box::new(response)))
        };
        assert_eq!(answer(500, "b"), Some(2));
        assert_eq!(answer(500, "c"), Some(4));
        // It was before this check, so the last one stands for it.
        assert_eq!(answer(200, "a"), Some(5));
        let silence = Silence { why: Reason::NothingLeft, part: None };
        assert_eq!(found(Came::Silence(silence)), Some(3));
    }
}
