//! One line for each request that a server was asked.

use std::collections::BTreeMap;

use crate::{
    text::clean_line,
    trace::{CacheRan, DocumentsRan, Entry, What},
};

/// Requests that are followed at once; of more the oldest are given up.
const OPEN_MAX: usize = 1_000;
/// Characters of a target that are shown.
const TARGET_CHARS_MAX: usize = 200;

/// The requests that have no answer yet.
#[derive(Debug, Default)]
pub struct Log {
    /// By the number of the request.
    open: BTreeMap<u32, Open>,
}

#[derive(Debug)]
struct Open {
    method: String,
    target: String,
    at_us: u64,
    status: Option<u16>,
}

impl Log {
    /// The line of the request that ends with `entry`: `GET /notes?page=2 200 0.4 ms`; of a command to a
    /// store: `find users 20 documents, COLLSCAN 0.4 ms`.
    pub fn take(&mut self, entry: &Entry) -> Option<String> {
        if let What::Documents(ran) = &entry.what {
            return documents(ran);
        }
        if let What::Cache(ran) = &entry.what {
            return Some(cache(ran));
        }
        let number = entry.request?;
        match &entry.what {
            What::RequestReceived { method, target, .. } => {
                let (method, target) = (method.clone(), target.clone());
                self.open.insert(number, Open { method, target, at_us: entry.at_us, status: None });
                if OPEN_MAX < self.open.len() {
                    self.open.pop_first();
                }
                None
            }
            What::ResponseStarted { status, .. } => {
                self.open.get_mut(&number)?.status = Some(*status);
                None
            }
            What::ResponseEnded { .. } => self.end(number, entry.at_us, ""),
            What::ClientLeft => self.end(number, entry.at_us, " (the client left)"),
            What::Withheld => self.end(number, entry.at_us, " (no answer, as the API says)"),
            What::BodyReceived { .. }
            | What::Listening { .. }
            | What::Closed { .. }
            | What::Printed { .. }
            | What::RouteMatched { .. }
            | What::LayerEntered { .. }
            | What::LayerLeft { .. }
            | What::LayerUnreached { .. }
            | What::FetchSent { .. }
            | What::FetchAnswered { .. }
            | What::FetchMishap { .. }
            | What::ClockMoved { .. }
            | What::Sql(_)
            | What::Documents(_)
            | What::Cache(_)
            | What::Threw(_)
            | What::Hashed(_)
            | What::LimitHit { .. } => None,
        }
    }

    fn end(&mut self, number: u32, at_us: u64, note: &str) -> Option<String> {
        let Open { method, target, at_us: from_us, status } = self.open.remove(&number)?;
        let mut target = clean_line(&target).into_owned();
        if let Some((cut, _)) = target.char_indices().nth(TARGET_CHARS_MAX) {
            target.truncate(cut);
            target.push('…');
        }
        let status = status.map_or("-".to_owned(), |status| status.to_string());
        let took = ms(at_us.saturating_sub(from_us));
        Some(format!("{} {target} {status} {took}{note}", clean_line(&method)))
    }
}

/// What drivers ask all the time, and nobody who reads a log asked for.
const UNTOLD: [&str; 6] = ["hello", "isMaster", "ismaster", "ping", "buildInfo", "endSessions"];

fn documents(ran: &DocumentsRan) -> Option<String> {
    if UNTOLD.contains(&ran.command.as_str()) {
        return None;
    }
    let mut line = ran.command.clone();
    if !ran.collection.is_empty() {
        line = format!("{line} {}", ran.collection);
    }
    let mut parts = Vec::new();
    parts.extend(ran.changed.map(|changed| format!("{changed} changed")));
    if 0 < ran.returned {
        parts.push(format!("{} returned", ran.returned));
    }
    if !ran.plan.is_empty() {
        parts.push(format!("{}, {} examined", ran.plan, ran.documents_examined));
    }
    parts.extend(ran.error.clone());
    Some(told(&line, &parts, ran.took_us))
}

fn cache(ran: &CacheRan) -> String {
    let missed = (ran.found == Some(false)).then(|| "not there".to_owned());
    let parts: Vec<String> = missed.into_iter().chain(ran.error.clone()).collect();
    told(&ran.text, &parts, ran.took_us)
}

fn told(line: &str, parts: &[String], took_us: u64) -> String {
    let mut line: String = line.chars().take(TARGET_CHARS_MAX).collect();
    for part in parts {
        line = format!("{line}  {part}");
    }
    clean_line(&format!("{line}  {}", ms(took_us))).into_owned()
}

fn ms(us: u64) -> String {
    let tenths = us / 100;
    format!("{}.{} ms", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Headers;

    fn lines(entries: Vec<(u32, u64, What)>) -> Vec<String> {
        let mut log = Log::default();
        let entries = entries.into_iter();
        let entries =
            entries.map(|(request, at_us, what)| Entry { at_us, request: Some(request), what });
        entries.filter_map(|entry| log.take(&entry)).collect()
    }

    fn asked(target: &str) -> What {
        let target = target.to_owned();
        What::RequestReceived { method: "GET".to_owned(), target, headers: Headers::new() }
    }

    fn started(status: u16) -> What {
        What::ResponseStarted { status, headers: Headers::new(), place: None }
    }

    fn ended() -> What {
        What::ResponseEnded { bytes: 0, body: Vec::new() }
    }

    #[test]
    fn each_request_has_its_line_when_it_ends() {
        let lines = lines(vec![
            (1, 100, asked("/a\u{202e}")),
            (2, 200, asked("/b")),
            (3, 200, asked("/c")),
            (2, 12_650, started(404)),
            (2, 12_700, ended()),
            (1, 20_000, What::ClientLeft),
            (3, 20_000, What::Withheld),
            (3, 30_000, ended()),
            (4, 30_000, ended()),
        ]);
        assert_eq!(
            lines,
            [
                "GET /b 404 12.5 ms",
                "GET /a<U+202E> - 19.9 ms (the client left)",
                "GET /c - 19.8 ms (no answer, as the API says)",
            ]
        );
    }

    #[test]
    fn long_targets_are_cut_and_forgotten_requests_have_no_line() {
        let line =
            &lines(vec![(1, 0, asked(&"/é".repeat(500))), (1, 0, started(200)), (1, 0, ended())])
                [0];
        assert_eq!(line.chars().count(), "GET  200 0.0 ms".len() + TARGET_CHARS_MAX + 1);
        let many = (0..=OPEN_MAX).map(|n| (u32::try_from(n).unwrap(), 0, asked("/")));
        let all = many.chain([(0, 1, ended()), (1, 1, ended())]).collect();
        assert_eq!(lines(all).len(), 1);
    }
}
