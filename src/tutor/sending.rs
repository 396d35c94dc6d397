//! Sending the requests of a `.http` file, one by one: the names in them filled in, secrets kept out
//! of what is shown, and said in words why no answer came. `backlab send` and the playground are its
//! two doors.

use std::{
    io,
    time::{Duration, Instant},
};

use crate::{
    client::{
        Added, Base, CONNECT, Client, How, NoAnswer, Outgoing, Patience, STREAMED_BYTES, Stamps,
        Why, added,
    },
    exchange::{
        Request, Response,
        http_file::{Ahead, Entry, Filled, HttpFile, Mistake, MistakeKind, Session},
    },
    lab::Cancel,
};

/// What was sent, as it may be shown, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// What the request is called.
    pub title: String,
    /// Its name in the file, which may be empty.
    pub name: String,
    /// Where its request line stands.
    pub line: u32,
    /// With the fields that the client adds; `None` where it could not be sent.
    pub sent: Option<Sent>,
    /// What came, perhaps not whole.
    pub response: Option<Response>,
    /// Why there is no whole answer.
    pub error: Option<Mistake>,
    /// From the start to the end, in milliseconds.
    pub ms: u64,
    pub times: Times,
}

/// How long the parts of an exchange took; `None` for those it did not come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Until there was a connection.
    pub connected: Option<Duration>,
    /// From then until all of the request was written.
    pub written: Option<Duration>,
    /// From then until the first byte of the answer.
    pub waited: Option<Duration>,
    /// From then until its last byte.
    pub read: Option<Duration>,
    pub total: Duration,
}

/// A request with the whole address that it went to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub url: String,
    /// Its target is that of the request line.
    pub request: Request,
}

/// A request that was not sent yet, and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    pub base: String,
    pub request: Request,
}

/// Sends the requests of one file.
pub struct Sender<'a> {
    /// What the file is called.
    pub file: &'a str,
    /// Where requests go that name no host.
    pub fallback: Option<Base>,
    /// How long an answer may take.
    pub patience: Duration,
    /// Bytes of a body that are kept.
    pub keep: usize,
    pub advice: &'a Advice,
}

/// What to do about a failure, by the door through which one sends.
pub struct Advice {
    pub no_host: &'static str,
    pub no_answer: &'static str,
}

/// What keeps requests from being sent, whatever the answers to those above them will be.
pub fn look_ahead(
    session: &Session<'_>,
    file: &HttpFile,
    fallback: Option<&Base>,
    advice: &Advice,
) -> Vec<Mistake> {
    let look = |(index, entry): (usize, &Entry)| match session.look_ahead(index) {
        Ok(Ahead::Open) => None,
        // The value of a Host field may need an answer.
        Ok(Ahead::Base(None)) if has_host(entry) => None,
        Ok(Ahead::Base(base)) => base_of(entry, base.as_deref(), fallback, None, advice).err(),
        Err(mistake) => Some(mistake),
    };
    file.entries.iter().enumerate().filter_map(look).collect()
}

fn has_host(entry: &Entry) -> bool {
    entry.fields.iter().any(|field| field.name.eq_ignore_ascii_case("host"))
}

/// A request that can go out.
struct Ready {
    base: Base,
    /// The base as it may be shown; `None` where a secret is all of it.
    shown_base: Option<String>,
    filled: Filled,
    shown: Request,
}

impl Sender<'_> {
    /// Sends one request; what was sent, and what came of it.
    pub fn exchange(
        &self,
        session: &Session<'_>,
        entry: &Entry,
        cancel: &Cancel,
    ) -> (Request, Exchange) {
        let title = if entry.name.is_empty() {
            format!("{}:{}", self.file, entry.line)
        } else {
            entry.name.clone()
        };
        let mut exchange = Exchange {
            title,
            name: entry.name.clone(),
            line: entry.line,
            sent: None,
            response: None,
            error: None,
            ms: 0,
            times: Times::default(),
        };
        let ready = match self.ready(session, entry) {
            Ok(ready) => ready,
            Err(mistake) => {
                exchange.error = Some(mistake);
                return (session.shown(entry).request, exchange);
            }
        };
        exchange.sent = Some(sent(&ready));
        let began = Instant::now();
        let (answer, stamps) = self.ask(&ready, cancel);
        exchange.times = times(began, stamps, Instant::now());
        exchange.ms = u64::try_from(exchange.times.total.as_millis()).unwrap_or(u64::MAX);
        match answer {
            Ok(response) => exchange.response = Some(response),
            Err(NoAnswer { why, part }) => {
                let host = host_of(ready.shown_base.as_deref());
                let (what, hint) = match why {
                    Why::GivenUp if cancel.is_cancelled() => {
                        (format!("stopped after {} ms", exchange.ms), "")
                    }
                    why => self.words(&why, host),
                };
                exchange.error = Some(Mistake::new(entry.line, entry.target_column, what, hint));
                exchange.response = part.map(|part| *part);
            }
        }
        (ready.filled.request, exchange)
    }

    /// A request as it would go out now, as it may be shown.
    ///
    /// # Errors
    /// A name in it is nothing yet, or it goes nowhere.
    pub fn would_send(&self, session: &Session<'_>, entry: &Entry) -> Result<Outlook, Mistake> {
        let Ready { shown_base, shown, .. } = self.ready(session, entry)?;
        // The target names the secret that is the base.
        Ok(Outlook { base: shown_base.unwrap_or_default(), request: shown })
    }

    fn ready(&self, session: &Session<'_>, entry: &Entry) -> Result<Ready, Mistake> {
        let filled = session.fill(entry)?;
        let shown = session.shown(entry);
        let host = filled.request.headers.value("host");
        let fallback = self.fallback.as_ref();
        let base = base_of(entry, filled.base.as_deref(), fallback, host.as_deref(), self.advice)?;
        let shown_base = match (&filled.base, fallback) {
            (own @ Some(_), _) if *own == shown.base => Some(base.url()),
            (Some(_), _) => shown.base,
            (None, Some(fallback)) => Some(fallback.url()),
            (None, None) => {
                shown.request.headers.value("host").map(|host| format!("http://{host}"))
            }
        };
        Ok(Ready { base, shown_base, filled, shown: shown.request })
    }

    fn ask(&self, ready: &Ready, cancel: &Cancel) -> (Result<Response, NoAnswer>, Stamps) {
        let client = Client::as_written(ready.base.clone()).keeping(self.keep);
        let outgoing = Outgoing { request: ready.filled.request.clone(), how: How::Whole };
        let began = Instant::now();
        let sent = client.send(&[outgoing], &mut |_| {
            let waits = began.elapsed() < self.patience && !cancel.is_cancelled();
            if waits { Patience::Wait } else { Patience::GiveUp }
        });
        let none = || Err(NoAnswer { why: Why::GivenUp, part: None });
        (sent.answers.into_iter().next().unwrap_or_else(none), sent.stamps)
    }

    /// What happened, and what to do.
    fn words(&self, why: &Why, host: &str) -> (String, &'static str) {
        match why {
            Why::Refused(io::ErrorKind::ConnectionRefused) => {
                let what = format!("no answer: nothing listens at {host}");
                (what, "start the server, or look at the port that it names")
            }
            Why::Refused(io::ErrorKind::TimedOut) => {
                let seconds = CONNECT.as_secs();
                (format!("no answer: {host} takes no connection within {seconds} s"), "")
            }
            Why::Refused(_) => {
                let what = format!("no answer: {host} cannot be reached");
                (what, "is the name right, and is there a network?")
            }
            Why::Closed => {
                let what = "the server closed the connection before its answer was whole";
                (what.to_owned(), "")
            }
            Why::Garbled(why) => (format!("what came back is not HTTP: {why}"), ""),
            Why::Endless => {
                let most = STREAMED_BYTES >> 20;
                (format!("the answer has more than {most} MB; the rest was not read"), "")
            }
            Why::GivenUp => {
                let seconds = self.patience.as_secs();
                (format!("no whole answer within {seconds} s"), self.advice.no_answer)
            }
        }
    }
}

/// Where a request goes: the host of its target, else `fallback`, else the value of its Host field.
/// Messages show the target as it is written, since a name in it may stand for a secret.
fn base_of(
    entry: &Entry,
    base: Option<&str>,
    fallback: Option<&Base>,
    host: Option<&str>,
    advice: &Advice,
) -> Result<Base, Mistake> {
    let wrong = |what: &str, hint: &str| Mistake::new(entry.line, entry.target_column, what, hint);
    let no_address = || {
        wrong(
            "this is not an address such as http://localhost:3000/users",
            "a port is a number up to 65535; a user and a password stand in `Authorization`",
        )
    };
    match (base, fallback, host) {
        (Some(base), _, _) if base.starts_with("https://") => Err(wrong(
            "https is not spoken here: this client has no TLS",
            "write http:// where the server takes it, or use curl",
        )),
        (Some(base), _, _) => Base::typed(base).map_err(|_| no_address()),
        (None, Some(fallback), _) => Ok(fallback.clone()),
        (None, None, Some(host)) if host.contains('/') => Err(no_address()),
        (None, None, Some(host)) => Base::typed(host).map_err(|_| no_address()),
        (None, None, None) => {
            let mistake = wrong("the request names no host", advice.no_host);
            Err(mistake.of_kind(MistakeKind::NoHost))
        }
    }
}

fn times(began: Instant, stamps: Stamps, ended: Instant) -> Times {
    let from = |before: Option<Instant>, at: Option<Instant>| {
        before.zip(at).map(|(before, at)| at.saturating_duration_since(before))
    };
    Times {
        connected: from(Some(began), stamps.connected),
        written: from(stamps.connected, stamps.written),
        waited: from(stamps.written, stamps.first),
        read: from(stamps.first, Some(ended)),
        total: ended.saturating_duration_since(began),
    }
}

/// The request as it went out, as it may be shown.
fn sent(ready: &Ready) -> Sent {
    let Ready { base, shown_base, filled, shown } = ready;
    let Added { host, length } = added(base, &filled.request);
    let host = host.map(|_| host_of(shown_base.as_deref()).to_owned());
    let length = length.map(|length| ("Content-Length".to_owned(), length));
    let own = shown.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let headers = host.map(|host| ("Host".to_owned(), host)).into_iter().chain(own).chain(length);
    let target = match shown_base {
        Some(_) => base.target(&shown.target),
        None => shown.target.clone(),
    };
    let path = if shown.target == "*" { "" } else { &shown.target };
    let request = Request {
        method: shown.method.clone(),
        target,
        headers: headers.collect(),
        body: shown.body.clone(),
    };
    Sent { url: format!("{}{path}", shown_base.as_deref().unwrap_or_default()), request }
}

/// `localhost:3000` of `http://localhost:3000/api`.
fn host_of(base: Option<&str>) -> &str {
    let Some(base) = base else { return "a host that is secret" };
    let rest = base.strip_prefix("http://").unwrap_or(base);
    rest.split('/').next().unwrap_or_default()
}
