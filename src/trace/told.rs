//! One event of a timeline in a row of words. What is foreign is not cleaned here.

use super::{
    CacheRan, DocumentsRan, HashRan, SqlRan, Stream, Trace, What,
    timeline::{Event, Kind},
};
use crate::{
    diag::Place,
    exchange::{secret, shown},
};

/// Bars that are drawn one by one; deeper ones are told by a mark.
const BARS_MAX: u16 = 10;
/// Characters of a command, a path or a message in a row.
const CHARS_MAX: usize = 120;

/// The words of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// A keyword of a language: `SELECT`.
    pub lead: String,
    pub rest: String,
    /// What it left, gave or took; for the right edge.
    pub right: String,
}

/// What stands before the words: a bar for each function that is open around them, and a corner
/// where one begins or ends.
pub fn bars(event: &Event) -> String {
    let mut bars = "│ ".repeat(usize::from(event.depth.min(BARS_MAX)));
    if BARS_MAX < event.depth {
        bars.push_str("… ");
    }
    bars.push_str(corner(event));
    bars
}

/// `┌ `, `└ ` or nothing.
pub fn corner(event: &Event) -> &'static str {
    match event.kind {
        Kind::Opened => "┌ ",
        Kind::Closed | Kind::Gave => "└ ",
        Kind::Failed if event.other.is_some() => "└ ",
        Kind::Failed | Kind::Arrived | Kind::Answered | Kind::Unanswered | Kind::Within => "",
    }
}

pub fn words(trace: &Trace, event: &Event) -> Words {
    let what = |entry: usize| trace.entries.get(entry).map(|entry| &entry.what);
    let other = event.other.and_then(what);
    match event.kind {
        Kind::Unanswered => plain("no answer"),
        Kind::Closed => plain(other.map_or_else(String::new, name)),
        Kind::Failed => match other {
            Some(layer) => plain(format!("{} failed", name(layer))),
            None => plain("failed after it answered"),
        },
        Kind::Answered => answered(what(event.entry), other),
        Kind::Arrived | Kind::Opened | Kind::Gave | Kind::Within => {
            what(event.entry).map_or_else(Words::default, of_entry)
        }
    }
}

/// `GET /orders/12`, `403 Forbidden`: a request in one row, from its first and its last event.
pub fn request(trace: &Trace, first: &Event, last: &Event) -> Words {
    let rest = words(trace, first).rest;
    let right = match last.kind {
        Kind::Answered => words(trace, last).rest.trim_start_matches("← ").to_owned(),
        Kind::Unanswered => words(trace, last).rest,
        Kind::Arrived | Kind::Opened | Kind::Closed | Kind::Failed | Kind::Gave | Kind::Within => {
            String::new()
        }
    };
    Words { rest, right, ..Words::default() }
}

/// A time in four characters: milliseconds, from ten seconds on in a larger unit that it names.
pub fn time(us: u64) -> String {
    let seconds = us / 1_000_000;
    match us {
        0..10_000 => format!("{}.{:02}", us / 1_000, us / 10 % 100),
        10_000..100_000 => format!("{}.{}", us / 1_000, us / 100 % 10),
        100_000..10_000_000 => (us / 1_000).to_string(),
        _ if seconds < 100 => format!("{seconds} s"),
        _ if seconds < 6_000 => format!("{} m", seconds / 60),
        _ => format!("{} h", seconds / 3_600),
    }
}

/// `0.58 ms`
pub fn ms(us: u64) -> String {
    format!("{}.{:02} ms", us / 1_000, us / 10 % 100)
}

/// `app.js:29`
pub fn place(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

fn of_entry(what: &What) -> Words {
    match what {
        What::RequestReceived { method, target, .. } => {
            plain(format!("→ {method} {}", cut(&secret::text(target))))
        }
        What::BodyReceived { bytes, .. } => with_right("body", size(*bytes)),
        What::ResponseStarted { status, place: at, .. } => {
            with_right(format!("status {status}"), at.as_ref().map_or_else(String::new, place))
        }
        What::ResponseEnded { .. } => answered(Some(what), None),
        What::ClientLeft => plain("the client left before the answer was finished"),
        What::Withheld => plain("no answer, as the mock API is told to"),
        What::Listening { named, .. } => plain(format!("listens on port {named}")),
        What::Closed { .. } => plain("listens no more"),
        What::RouteMatched { path } => plain(format!("route {}", cut(path))),
        What::LayerEntered { place: at, .. } => {
            with_right(name(what), at.as_ref().map_or_else(String::new, place))
        }
        What::LayerUnreached { route, place: at, .. } => {
            let which = if route.is_empty() { name(what) } else { cut(route) };
            with_right(format!("not reached: {which}"), at.as_ref().map_or_else(String::new, place))
        }
        // Told by the rows of their functions.
        What::LayerLeft { .. } => plain("left"),
        What::Printed { stream, text } => printed(*stream, text),
        What::FetchSent { method, url } => {
            plain(format!("fetch {method} {}", cut(&secret::text(url))))
        }
        What::FetchAnswered { status } => plain(format!("fetched {}", shown::status(*status))),
        What::FetchMishap { how } => plain(format!("fetch disturbed: {}", cut(how))),
        What::ClockMoved { by_ms, passed_ms } => with_right(
            format!("clock moved by {by_ms} ms"),
            format!("{passed_ms} ms since the start"),
        ),
        What::Sql(ran) => sql(ran),
        What::Documents(ran) => documents(ran),
        What::Cache(ran) => cache(ran),
        What::Hashed(ran) => hashed(ran),
        What::Threw(thrown) => with_right(
            format!("threw {}", cut(&thrown.headline())),
            thrown.place.as_ref().map_or_else(String::new, place),
        ),
        What::LimitHit { name } => plain(format!("limit reached: {name}")),
    }
}

/// The name of a router's function.
fn name(what: &What) -> String {
    match what {
        What::LayerEntered { name, .. } | What::LayerUnreached { name, .. } if !name.is_empty() => {
            cut(name)
        }
        _ => "(anonymous)".to_owned(),
    }
}

fn answered(end: Option<&What>, head: Option<&What>) -> Words {
    let bytes = if let Some(What::ResponseEnded { bytes, .. }) = end { *bytes } else { 0 };
    let status = if let Some(What::ResponseStarted { status, .. }) = head {
        shown::status(*status)
    } else {
        "answered".to_owned()
    };
    with_right(format!("← {status}"), size(bytes))
}

fn printed(stream: Stream, text: &str) -> Words {
    let mut lines = text.trim_end_matches('\n').split('\n');
    let first = lines.next().unwrap_or_default();
    let word = match stream {
        Stream::Out => "log",
        Stream::Err => "error log",
    };
    let more = lines.count();
    let right =
        if more == 0 { String::new() } else { counted(more as u64, "line more", "lines more") };
    with_right(format!("{word} {}", cut(first)), right)
}

fn sql(ran: &SqlRan) -> Words {
    let (verb, table) = subject(&ran.text);
    let mut right = match &ran.error {
        Some(error) => cut(error),
        None => match ran.changed.filter(|_| ran.rows == 0) {
            Some(changed) => format!("{changed} changed"),
            None => counted(ran.rows, "row", "rows"),
        },
    };
    if ran.error.is_none() {
        if 0 < ran.full_scan_steps {
            let steps = counted(u64::from(ran.full_scan_steps), "step", "steps");
            right = format!("{right}, full scan, {steps}");
        } else if verb == "SELECT" && !table.is_empty() {
            right.push_str(", no full scan");
        }
    }
    let rest = if table.is_empty() { String::new() } else { format!(" {table}") };
    Words { lead: verb, rest, right }
}

/// The verb of a statement, and the table that it is about first.
fn subject(text: &str) -> (String, String) {
    let mut words = text.split(|ch: char| ch.is_whitespace() || ch == '(' || ch == ';');
    let mut next = || words.find(|word| !word.is_empty());
    let verb = cut(next().unwrap_or_default()).to_uppercase();
    let before = match verb.as_str() {
        "SELECT" | "DELETE" | "WITH" => "FROM",
        "INSERT" | "REPLACE" => "INTO",
        "CREATE" | "DROP" | "ALTER" => "TABLE",
        "UPDATE" => return (verb, cut(next().unwrap_or_default())),
        _ => return (verb, String::new()),
    };
    while let Some(word) = next() {
        if word.eq_ignore_ascii_case(before) {
            let table = next().unwrap_or_default();
            return (verb, cut(table.trim_matches(['"', '`', ',', ')'])));
        }
    }
    (verb, String::new())
}

fn documents(ran: &DocumentsRan) -> Words {
    let mut parts = Vec::new();
    parts.extend(ran.error.as_deref().map(cut));
    parts.extend(ran.changed.map(|changed| format!("{changed} changed")));
    if ran.error.is_none() && ran.changed.is_none() {
        parts.push(format!("{} returned", ran.returned));
    }
    if !ran.plan.is_empty() {
        parts.push(format!("{}, {} examined", cut(&ran.plan), ran.documents_examined));
    }
    let rest = if ran.collection.is_empty() {
        String::new()
    } else {
        format!(" {}", cut(&ran.collection))
    };
    Words { lead: cut(&ran.command), rest, right: parts.join(", ") }
}

fn cache(ran: &CacheRan) -> Words {
    let (verb, rest) = ran.text.split_once(' ').unwrap_or((&ran.text, ""));
    let right = match (&ran.error, ran.found, ran.changed) {
        (Some(error), _, _) => cut(error),
        (None, Some(false), _) => "not there".to_owned(),
        (None, _, Some(changed)) => format!("{changed} changed"),
        (None, Some(true), None) => "found".to_owned(),
        (None, None, None) => String::new(),
    };
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", cut(rest)) };
    Words { lead: cut(verb).to_uppercase(), rest, right }
}

fn hashed(ran: &HashRan) -> Words {
    let cost: Vec<_> = ran.cost.iter().map(|(name, number)| format!("{name} {number}")).collect();
    with_right(cut(&ran.call), format!("{}, {}", cost.join(", "), ms(ran.took_us)))
}

fn size(bytes: usize) -> String {
    if bytes == 0 { "no body".to_owned() } else { counted(bytes as u64, "byte", "bytes") }
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn plain(rest: impl Into<String>) -> Words {
    with_right(rest, String::new())
}

fn with_right(rest: impl Into<String>, right: String) -> Words {
    Words { lead: String::new(), rest: rest.into(), right }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(what: &What, expected: &str) {
        let Words { lead, rest, right } = of_entry(what);
        assert_eq!(format!("{lead}{rest} | {right}"), expected);
    }

    #[test]
    fn what_was_not_reached_says_where_it_stands() {
        let unreached = |route: &str, name: &str| What::LayerUnreached {
            route: route.into(),
            name: name.into(),
            hands_on: true,
            place: Some(Place::new("server.js", 9, 1)),
        };
        check(&unreached("", "stamp"), "not reached: stamp | server.js:9");
        check(&unreached("", ""), "not reached: (anonymous) | server.js:9");
        check(&unreached("GET /users/me", "me"), "not reached: GET /users/me | server.js:9");
    }

    #[test]
    fn what_a_statement_did_is_told_by_what_sqlite_counts() {
        let ran = |text: &str, ran: SqlRan| What::Sql(SqlRan { text: text.into(), ..ran });
        check(
            &ran("select *\nfrom \"orders\" where id = ?", SqlRan { rows: 1, ..SqlRan::default() }),
            "SELECT orders | 1 row, no full scan",
        );
        let scan = SqlRan { rows: 2, full_scan_steps: 7, ..SqlRan::default() };
        check(&ran("SELECT * FROM users", scan), "SELECT users | 2 rows, full scan, 7 steps");
        check(&ran("SELECT 1", SqlRan { rows: 1, ..SqlRan::default() }), "SELECT | 1 row");
        let changed = SqlRan { changed: Some(3), ..SqlRan::default() };
        check(&ran("INSERT INTO t(a) VALUES (1)", changed), "INSERT t | 3 changed");
        let error = SqlRan { error: Some("no such table: x".into()), ..SqlRan::default() };
        check(&ran("UPDATE x SET a = 1", error), "UPDATE x | no such table: x");
        check(&ran("", SqlRan::default()), " | 0 rows");
    }

    #[test]
    fn commands_of_stores_are_told_with_what_they_found() {
        check(
            &What::Documents(DocumentsRan {
                command: "find".into(),
                collection: "users".into(),
                returned: 1,
                documents_examined: 40,
                plan: "COLLSCAN".into(),
                ..DocumentsRan::default()
            }),
            "find users | 1 returned, COLLSCAN, 40 examined",
        );
        let get = CacheRan { text: "get user:3".into(), found: Some(false), ..CacheRan::default() };
        check(&What::Cache(get), "GET user:3 | not there");
    }

    #[test]
    fn other_entries_say_what_they_are() {
        let text = "a\nb\nc\n".to_owned();
        check(&What::Printed { stream: Stream::Err, text }, "error log a | 2 lines more");
        check(&What::BodyReceived { bytes: 1, body: vec![b'x'] }, "body | 1 byte");
        check(&What::FetchAnswered { status: 404 }, "fetched 404 Not Found | ");
        let cost = vec![("cost".to_owned(), 10)];
        let ran =
            HashRan { call: "bcrypt.hash".into(), cost, took_us: 48_130, ..HashRan::default() };
        check(&What::Hashed(ran), "bcrypt.hash | cost 10, 48.13 ms");
        check(
            &What::RouteMatched { path: "é".repeat(200) },
            &format!("route {}… | ", "é".repeat(120)),
        );
    }

    #[test]
    fn times_fit_their_column() {
        let told: Vec<_> =
            [9, 580, 12_345, 123_456, 9_999_999, 12_345_678, 600_000_000, 86_400_000_000]
                .map(time)
                .into();
        assert_eq!(told, ["0.00", "0.58", "12.3", "123", "9999", "12 s", "10 m", "24 h"]);
    }
}
