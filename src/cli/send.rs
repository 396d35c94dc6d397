//! `send`: the requests of a .http file, each with its answer.

mod environment;

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use crate::{
    cli::{
        Ended, Failed, arguments,
        print::{
            complain,
            exchange::{Exchange, Reader, Sent, text},
            json, mistake, out, out_bytes,
        },
        text_file::TextFile,
    },
    client::{
        Added, Base, CONNECT, Client, How, KEPT_BYTES, NoAnswer, Outgoing, Patience,
        STREAMED_BYTES, Why, added,
    },
    diag::Place,
    exchange::{
        Request, Response,
        http_file::{
            self, Ahead, Entry, Environments, FILE_BYTES_MAX, Filled, HttpFile, Mistake, Session,
        },
    },
};

/// Sends what `wanted` says. Of a file with a mistake that can be seen before, nothing is sent.
pub fn send(wanted: &arguments::Send) -> Result<Ended, Failed> {
    let fallback = fallback(wanted)?;
    let source = TextFile::read(&wanted.file, FILE_BYTES_MAX)?;
    let (file, mistakes) = http_file::parse(&source.text);
    if !mistakes.is_empty() {
        return Err(Failed::Misuse(shown(&source, &mistakes)));
    }
    if file.entries.is_empty() {
        return Err(Failed::Misuse(format!("{}: there is no request in it", source.name)));
    }
    let environments = environment::beside(&wanted.file)?;
    let outside = environment::variables(&environments, wanted.env.as_deref())?;
    let session = Session::new(&file, &outside);
    let mistakes = look_ahead(&session, &file, fallback.as_ref());
    if !mistakes.is_empty() {
        let next = unchosen(&environments, wanted);
        return Err(Failed::Misuse(shown(&source, &mistakes) + &next));
    }
    let patience = Duration::from_secs(u64::from(wanted.timeout));
    let sender = Sender { source: &source, fallback, patience };
    sender.send_all(session, &file, wanted)
}

/// Where requests go that name no host.
fn fallback(wanted: &arguments::Send) -> Result<Option<Base>, Failed> {
    let typed = match (&wanted.base, wanted.port) {
        (Some(base), _) => base.clone(),
        (None, Some(port)) => format!("localhost:{port}"),
        (None, None) => return Ok(None),
    };
    Base::typed(&typed).map(Some).map_err(Failed::Misuse)
}

/// What keeps requests from being sent, whatever the answers to those above them will be.
fn look_ahead(session: &Session<'_>, file: &HttpFile, fallback: Option<&Base>) -> Vec<Mistake> {
    let look = |(index, entry): (usize, &Entry)| match session.look_ahead(index) {
        Ok(Ahead::Open) => None,
        // The value of a Host field may need an answer.
        Ok(Ahead::Base(None)) if has_host(entry) => None,
        Ok(Ahead::Base(base)) => base_of(entry, base.as_deref(), fallback, None).err(),
        Err(mistake) => Some(mistake),
    };
    file.entries.iter().enumerate().filter_map(look).collect()
}

fn has_host(entry: &Entry) -> bool {
    entry.fields.iter().any(|field| field.name.eq_ignore_ascii_case("host"))
}

fn shown(source: &TextFile, mistakes: &[Mistake]) -> String {
    let shown: Vec<_> = mistakes.iter().map(|mistake| shown_one(source, mistake)).collect();
    shown.join("\n")
}

fn shown_one(source: &TextFile, wrong: &Mistake) -> String {
    let place = Place::new(source.name.clone(), wrong.line, wrong.column);
    mistake(&place, source.line(wrong.line), &wrong.what, wrong.hint.as_deref())
}

/// What to do about a name that an environment may hold.
fn unchosen(environments: &Environments, wanted: &arguments::Send) -> String {
    let names: Vec<_> = environments.names().collect();
    if wanted.env.is_some() || names.is_empty() {
        return String::new();
    }
    format!("\nNo environment was chosen; --env takes one of: {}", names.join(", "))
}

/// Sends the requests of one file.
struct Sender<'a> {
    source: &'a TextFile,
    fallback: Option<Base>,
    /// How long an answer may take.
    patience: Duration,
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
    fn send_all(
        &self,
        mut session: Session<'_>,
        file: &HttpFile,
        wanted: &arguments::Send,
    ) -> Result<Ended, Failed> {
        let reader = if io::stdout().is_terminal() { Reader::Terminal } else { Reader::File };
        let mut all = Vec::new();
        for (index, entry) in file.entries.iter().enumerate() {
            let (request, exchange) = self.exchange(&session, entry);
            if !wanted.json {
                if index > 0 {
                    out("\n")?;
                }
                out_bytes(&text(&exchange, reader))?;
                self.complain_of(&exchange);
            }
            // For the requests below half an answer is none.
            let whole = exchange.response.clone().filter(|_| exchange.error.is_none());
            session.record(entry, request, whole);
            all.push(exchange);
        }
        if wanted.json {
            out(&json::exchanges(&self.source.name, wanted.env.as_deref(), &all))?;
        }
        let all_answered = all.iter().all(|exchange| exchange.error.is_none());
        Ok(if all_answered { Ended::Well } else { Ended::NotPassed })
    }

    fn complain_of(&self, exchange: &Exchange) {
        if let Some(error) = &exchange.error {
            complain(&shown_one(self.source, error));
        }
        if exchange.response.as_ref().is_some_and(|response| response.cut) {
            let kept = KEPT_BYTES >> 20;
            let (name, line) = (&self.source.name, exchange.line);
            complain(&format!("{name}:{line}: only the first {kept} MB of the body were kept"));
        }
    }

    /// Sends one request; what was sent, and what came of it.
    fn exchange(&self, session: &Session<'_>, entry: &Entry) -> (Request, Exchange) {
        let title = if entry.name.is_empty() {
            format!("{}:{}", self.source.name, entry.line)
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
        let answer = self.ask(&ready);
        exchange.ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        match answer {
            Ok(response) => exchange.response = Some(response),
            Err(NoAnswer { why, part }) => {
                let host = host_of(ready.shown_base.as_deref());
                let (what, hint) = self.words(&why, host);
                exchange.error = Some(Mistake::new(entry.line, entry.target_column, what, hint));
                exchange.response = part.map(|part| *part);
            }
        }
        (ready.filled.request, exchange)
    }

    fn ready(&self, session: &Session<'_>, entry: &Entry) -> Result<Ready, Mistake> {
        let filled = session.fill(entry)?;
        let shown = session.shown(entry);
        let host = filled.request.headers.value("host");
        let fallback = self.fallback.as_ref();
        let base = base_of(entry, filled.base.as_deref(), fallback, host.as_deref())?;
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

    fn ask(&self, ready: &Ready) -> Result<Response, NoAnswer> {
        let client = Client::as_written(ready.base.clone());
        let outgoing = Outgoing { request: ready.filled.request.clone(), how: How::Whole };
        let began = Instant::now();
        let sent = client.send(&[outgoing], &mut |_| {
            if began.elapsed() < self.patience { Patience::Wait } else { Patience::GiveUp }
        });
        let none = || Err(NoAnswer { why: Why::GivenUp, part: None });
        sent.answers.into_iter().next().unwrap_or_else(none)
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
                (format!("no whole answer within {seconds} s"), "--timeout SECONDS waits longer")
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
        (None, None, None) => Err(wrong(
            "the request names no host",
            "--base http://localhost:3000 or --port 3000 says where it goes; or write the host here",
        )),
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
