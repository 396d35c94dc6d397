//! The one HTTP client. It follows no redirect, uses no proxy, keeps no cookie and decodes no
//! body; it reaches the loopback address, or what a learner typed. `download` alone speaks https and follows
//! redirects, each of which it looks at.
//!
//! There are two doors. Requests to a lab go over `wire`, which knows how many bytes were
//! written, keeps the case of field names, and notices each way in which a server can fail to
//! answer. Ordinary requests to an address that a learner typed go through reqwest, which keeps
//! connections open between them.

mod answer;
mod burst;
pub mod download;
mod tls;
mod wire;

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::Ordering,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

pub use self::{
    answer::{KEPT_BYTES, STREAMED_BYTES},
    wire::{Added, CONNECT, Stamps, added},
};
pub use crate::exchange::Piece;
use crate::exchange::{Headers, Request, Response};

/// How often the one who waits is asked whether to go on.
const LOOK: Duration = Duration::from_millis(5);
/// How long an exchange that was given up may take to say so. A name that is being looked up cannot
/// be called off.
const LEAVE: Duration = Duration::from_secs(3);
/// A wait that nobody ends, ends here.
const PATIENCE_MAX: Duration = Duration::from_mins(2);

/// What goes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// With `Chunked` its body is for show; with `Raw` all of it is, except that the answer to a
    /// `HEAD` has no body.
    pub request: Request,
    pub how: How,
}

#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// With a Content-Length where there is a body or the method expects one.
    Whole,
    /// Each repetition of a piece is a chunk and a write of its own (RFC 9112, section 7.1);
    /// `unfinished`: the last chunk never comes.
    Chunked { pieces: Vec<Piece>, unfinished: bool },
    /// These bytes and no others.
    Raw(Vec<Piece>),
}

/// Why no whole answer came.
#[derive(Clone, Debug, PartialEq)]
pub struct NoAnswer {
    pub why: Why,
    /// What had come by then, where the head was whole.
    pub part: Option<Box<Response>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No connection could be made.
    Refused(io::ErrorKind),
    /// The other side closed before the answer was whole.
    Closed,
    /// What came is no HTTP; says why.
    Garbled(String),
    /// The body is longer than `STREAMED_BYTES`.
    Endless,
    /// Whoever waited did not want to wait longer.
    GivenUp,
}

impl NoAnswer {
    fn new(why: Why) -> NoAnswer {
        NoAnswer { why, part: None }
    }
}

/// How far the exchanges of one `send` are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Underway {
    /// Bytes handed to the system since the send began.
    pub written: u64,
    /// Exchanges that have bytes left to write.
    pub writing: usize,
    pub unanswered: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    Wait,
    GiveUp,
}

/// What one `send` gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// In the order of the requests.
    pub answers: Vec<Result<Response, NoAnswer>>,
    /// Bytes handed to the system.
    pub written: u64,
    /// Of the request that came to each point last.
    pub stamps: Stamps,
}

#[derive(Clone, Debug)]
pub struct Client {
    base: Base,
    /// A field that goes with every request that is not raw.
    mark: Option<(String, String)>,
    /// For ordinary requests to an address that a learner typed.
    pool: Option<reqwest::blocking::Client>,
    /// Bytes of a body that are kept.
    keep: usize,
}

impl Client {
    /// For a server of our own on the loopback address; `mark` is a field that proves who asks.
    pub fn for_lab(port: u16, mark: Option<(String, String)>) -> Client {
        Client { base: Base::loopback(port), mark, pool: None, keep: KEPT_BYTES }
    }

    /// For an address that a learner typed, where what goes over the wire is to be seen: each
    /// request as it is written, over a connection of its own.
    pub fn as_written(base: Base) -> Client {
        Client { base, mark: None, pool: None, keep: KEPT_BYTES }
    }

    /// The same client, that keeps so many bytes of a body.
    #[must_use]
    pub fn keeping(self, keep: usize) -> Client {
        Client { keep, ..self }
    }

    /// For an address that a learner typed.
    ///
    /// # Errors
    /// The system has no thread left for the client.
    pub fn for_typed(base: Base) -> io::Result<Client> {
        let pool = reqwest::blocking::Client::builder()
            .tls_backend_preconfigured(tls::nobody())
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .http1_title_case_headers()
            .tcp_nodelay(true)
            .timeout(PATIENCE_MAX)
            .build()
            .map_err(io::Error::other)?;
        Ok(Client { base, mark: None, pool: Some(pool), keep: KEPT_BYTES })
    }

    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Sends all of `outgoing` at once and waits for the answers. While any is missing, `patience`
    /// is asked every few milliseconds; when it gives up, what has come by then still counts.
    pub fn send(
        &self,
        outgoing: &[Outgoing],
        patience: &mut dyn FnMut(Underway) -> Patience,
    ) -> Sent {
        let at_once = |outgoing| wire::at_once(&self.base, outgoing, self.mark.as_ref());
        if self.mark.is_some() && outgoing.iter().all(at_once) {
            return burst::send(&self.base, outgoing, self.mark.as_ref(), patience);
        }
        let line = Arc::new(wire::Line::default());
        line.writing.store(outgoing.len(), Ordering::Release);
        let (told, heard) = mpsc::channel();
        for (index, outgoing) in outgoing.iter().enumerate() {
            let (client, outgoing) = (self.clone(), outgoing.clone());
            let (shared, told) = (Arc::clone(&line), told.clone());
            let send = move || {
                let answer = client.exchange(&outgoing, &shared);
                // Nobody hears an exchange that was given up.
                drop(told.send((index, answer)));
            };
            if thread::Builder::new().name("exchange".to_owned()).spawn(send).is_err() {
                line.writing.fetch_sub(1, Ordering::AcqRel);
            }
        }
        drop(told);
        let mut answers = vec![None; outgoing.len()];
        let mut unanswered = outgoing.len();
        let mut given_up = None;
        while unanswered > 0 {
            match heard.recv_timeout(LOOK) {
                Ok((index, answer)) => {
                    answers[index] = Some(answer);
                    unanswered -= 1;
                }
                Err(RecvTimeoutError::Timeout) => match given_up {
                    None => {
                        let underway = line.underway(unanswered);
                        if patience(underway) == Patience::GiveUp {
                            line.give_up();
                            given_up = Some(Instant::now());
                        }
                    }
                    // A request in reqwest cannot be ended from outside, so it is left to its fate.
                    Some(at) if self.pool.is_some() || LEAVE < at.elapsed() => break,
                    Some(_) => {}
                },
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let silent = || Err(NoAnswer::new(Why::GivenUp));
        Sent {
            answers: answers.into_iter().map(|answer| answer.unwrap_or_else(silent)).collect(),
            written: line.written.load(Ordering::Acquire),
            stamps: line.stamps(),
        }
    }

    fn exchange(&self, outgoing: &Outgoing, line: &wire::Line) -> Result<Response, NoAnswer> {
        match &self.pool {
            Some(pool) if outgoing.how == How::Whole => {
                match pooled(pool, &self.base, &outgoing.request) {
                    Some(request) => {
                        let answer = exchange_pooled(request);
                        line.writing.fetch_sub(1, Ordering::AcqRel);
                        answer
                    }
                    None => wire::exchange(&self.base, outgoing, None, self.keep, line),
                }
            }
            Some(_) | None => {
                wire::exchange(&self.base, outgoing, self.mark.as_ref(), self.keep, line)
            }
        }
    }
}

impl wire::Line {
    fn underway(&self, unanswered: usize) -> Underway {
        // `writing` first: what it no longer counts is then in `written`.
        let writing = self.writing.load(Ordering::Acquire);
        Underway { written: self.written.load(Ordering::Acquire), writing, unanswered }
    }
}

/// Where requests go: `http://host:port`, and a path that is put before each target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    host: String,
    port: u16,
    prefix: String,
}

impl Base {
    pub fn loopback(port: u16) -> Base {
        Base { host: "127.0.0.1".into(), port, prefix: String::new() }
    }

    /// Reads what a learner typed: `http://127.0.0.1:5000`, `localhost:8080/api`.
    ///
    /// # Errors
    /// Says what an address looks like.
    pub fn typed(text: &str) -> Result<Base, String> {
        let wrong = || format!("`{text}` is not an address such as http://127.0.0.1:5000");
        if text.starts_with("https://") {
            return Err("https is not spoken here; start the server with plain http".into());
        }
        let rest = text.strip_prefix("http://").unwrap_or(text);
        let (authority, prefix) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let odd = |ch: char| "@?#\\".contains(ch) || ch.is_whitespace() || ch.is_control();
        if authority.contains(odd) || prefix.contains(odd) {
            return Err(wrong());
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && !port.contains(']') => {
                (host, port.parse().map_err(|_| wrong())?)
            }
            Some(_) | None => (authority, 80),
        };
        if host.is_empty() || port == 0 {
            return Err(wrong());
        }
        let prefix = prefix.trim_end_matches('/').to_owned();
        Ok(Base { host: host.into(), port, prefix })
    }

    /// The name or number to connect to; an IPv6 address without its brackets.
    pub fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `host:port`, as the Host field has it: without the port that http stands for.
    pub fn authority(&self) -> String {
        if self.port == 80 { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }

    /// The target as it goes over the wire, the prefix before it.
    pub fn target(&self, target: &str) -> String {
        if target == "*" { target.to_owned() } else { format!("{}{target}", self.prefix) }
    }

    /// Without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.authority(), self.prefix)
    }
}

/// The request for reqwest; `None` where reqwest would write it differently in more than the case
/// of field names.
fn pooled(
    pool: &reqwest::blocking::Client,
    base: &Base,
    request: &Request,
) -> Option<reqwest::blocking::RequestBuilder> {
    const FRAMING: [&str; 5] =
        ["host", "connection", "content-length", "transfer-encoding", "expect"];
    if FRAMING.iter().any(|name| request.headers.contains(name)) {
        return None;
    }
    let target = base.target(&request.target);
    // Only after a slash is the rest of the address the target's.
    if !target.starts_with('/') {
        return None;
    }
    let url = reqwest::Url::parse(&format!("http://{}{target}", base.authority())).ok()?;
    let written = url.query().map_or(url.path().to_owned(), |q| format!("{}?{q}", url.path()));
    if written != target {
        return None;
    }
    let method = reqwest::Method::from_bytes(request.method.as_bytes()).ok()?;
    let mut builder = pool.request(method, url);
    for (name, value) in request.headers.iter() {
        builder = builder.header(name, value);
    }
    if !request.body.is_empty() {
        builder = builder.body(request.body.clone());
    } else if let Some(length) = added(base, request).length {
        // Of an empty body, which reqwest says nothing of.
        builder = builder.header("Content-Length", length);
    }
    Some(builder)
}

fn exchange_pooled(request: reqwest::blocking::RequestBuilder) -> Result<Response, NoAnswer> {
    let mut answer = request.send().map_err(|error| NoAnswer::new(why_not_sent(&error)))?;
    let headers: Headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
        .collect();
    let status = answer.status().as_u16();
    let mut response = Response { status, headers, ..Response::default() };
    let mut limited = answer.by_ref().take(STREAMED_BYTES + 1);
    let mut buffer = vec![0; 64 << 10];
    let mut streamed = 0;
    let why = loop {
        match limited.read(&mut buffer) {
            Ok(0) if streamed <= STREAMED_BYTES => return Ok(response),
            Ok(0) => break Why::Endless,
            Ok(count) => {
                let room = KEPT_BYTES.saturating_sub(response.body.len()).min(count);
                response.body.extend_from_slice(&buffer[..room]);
                response.cut |= room < count;
                streamed += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break Why::Closed,
        }
    };
    Err(NoAnswer { why, part: Some(Box::new(response)) })
}

fn why_not_sent(error: &reqwest::Error) -> Why {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    let mut last = String::new();
    while let Some(this) = cause {
        if error.is_connect()
            && let Some(io) = this.downcast_ref::<io::Error>()
        {
            return Why::Refused(io.kind());
        }
        last = this.to_string();
        cause = this.source();
    }
    if error.is_connect() {
        Why::Refused(io::ErrorKind::Other)
    } else if last.contains("HTTP") && last.starts_with("invalid") {
        Why::Garbled(last)
    } else {
        Why::Closed
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::{TcpListener, TcpStream},
        sync::mpsc::Receiver,
    };

    use super::*;

    /// A server that reads until it has seen `until`, writes `answer`, and then holds the
    /// connection until the client leaves; an empty answer closes it. Hands over what it read.
    fn server(until: &'static str, answer: &'static str) -> (u16, Receiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (told, heard) = mpsc::channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let told = told.clone();
                thread::spawn(move || serve(connection.unwrap(), until, answer, &told));
            }
        });
        (port, heard)
    }

    fn serve(mut connection: TcpStream, until: &str, answer: &str, told: &mpsc::Sender<String>) {
        let mut read = Vec::new();
        let mut byte = [0];
        while !String::from_utf8_lossy(&read).ends_with(until) {
            if connection.read(&mut byte).unwrap_or(0) == 0 {
                break;
            }
            read.push(byte[0]);
        }
        let _ = told.send(String::from_utf8_lossy(&read).into_owned());
        if connection.write_all(answer.as_bytes()).is_ok() && !answer.is_empty() {
            while connection.read(&mut byte).unwrap_or(0) > 0 {}
        }
    }

    fn ask(line: &str, body: &str) -> Outgoing {
        let mut request = Request::parse_line(line).unwrap();
        request.body = body.into();
        Outgoing { request, how: How::Whole }
    }

    fn wait(_: Underway) -> Patience {
        Patience::Wait
    }

    #[test]
    fn a_request_to_the_lab_goes_out_as_it_is_written() {
        let (port, heard) = server("{}", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        let mark = Some(("x-mark".to_owned(), "7".to_owned()));
        let client = Client::for_lab(port, mark);
        let sent = client.send(&[ask("POST /a?b | tOKEN: x", "{}")], &mut wait);
        assert_eq!(sent.answers[0].as_ref().unwrap().text(), "hi");
        let expected = format!(
            "POST /a?b HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\ntOKEN: x\r\nContent-Length: \
             2\r\nx-mark: 7\r\n\r\n{{}}"
        );
        assert_eq!(heard.recv().unwrap(), expected);
        assert_eq!(sent.written, expected.len() as u64);
    }

    #[test]
    fn what_the_client_adds_is_told_and_the_first_line_of_an_answer_is_kept() {
        let (port, heard) = server("hi", "HTTP/1.0 201 Fine so\r\nContent-Length: 0\r\n\r\n");
        let base = Base::typed(&format!("localhost:{port}/api")).unwrap();
        let outgoing = ask("POST /a | X: y", "hi");
        let Added { host, length } = added(&base, &outgoing.request);
        let (host, length) = (host.unwrap(), length.unwrap());
        let sent = Client::as_written(base).send(&[outgoing], &mut wait);
        assert_eq!(
            heard.recv().unwrap(),
            format!(
                "POST /api/a HTTP/1.1\r\nHost: {host}\r\nX: y\r\nContent-Length: {length}\r\n\r\nhi"
            )
        );
        assert_eq!(sent.answers[0].as_ref().unwrap().status_line(), "HTTP/1.0 201 Fine so");
    }

    #[test]
    fn a_typed_address_hears_of_an_empty_body_as_the_lab_does() {
        let says_length = |line: &str| {
            let (port, heard) = server("\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n");
            let base = Base::typed(&format!("localhost:{port}")).unwrap();
            let sent = Client::for_typed(base).unwrap().send(&[ask(line, "")], &mut wait);
            assert_eq!(sent.answers[0].as_ref().unwrap().status, 204);
            heard.recv().unwrap().to_lowercase().contains("\r\ncontent-length: 0\r\n")
        };
        assert!(says_length("POST /a | Content-Type: application/json"));
        assert!(says_length("PUT /a"));
        assert!(!says_length("GET /a"));
    }

    #[test]
    fn chunks_are_framed_and_raw_bytes_are_not() {
        let (port, heard) = server("0\r\n\r\n", "HTTP/1.1 201 Created\r\n\r\n");
        let client = Client::for_lab(port, None);
        let piece = |text: &str, times| Piece { bytes: text.into(), times };
        let chunked = Outgoing {
            how: How::Chunked { pieces: vec![piece("ab", 2), piece("c", 1)], unfinished: false },
            ..ask("POST /", "")
        };
        let raw = Outgoing { how: How::Raw(vec![piece("x0\r\n\r\n", 1)]), ..ask("GET /", "") };
        for (outgoing, tail) in [
            (
                chunked,
                "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            ),
            (raw, "x0\r\n\r\n"),
        ] {
            // The answer has no length, so it lasts until the one who waits gives up.
            client.send(&[outgoing], &mut |underway| {
                if underway.writing == 0 { Patience::GiveUp } else { Patience::Wait }
            });
            assert!(heard.recv().unwrap().ends_with(tail));
        }
    }

    #[test]
    fn an_answer_counts_that_comes_before_the_request_is_finished() {
        let early = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
        let (port, _heard) = server("\r\n\r\n", early);
        let pieces = vec![Piece { bytes: vec![b'x'; 10_000], times: 1_000 }];
        let outgoing =
            Outgoing { how: How::Chunked { pieces, unfinished: true }, ..ask("POST /", "") };
        let sent = Client::for_lab(port, None).send(&[outgoing], &mut wait);
        assert_eq!(sent.answers[0].as_ref().unwrap().status, 413);
    }

    #[test]
    fn fifty_at_once_are_all_under_way_before_one_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let all: Vec<_> = listener.incoming().take(50).map(Result::unwrap).collect();
            for mut connection in all {
                serve_empty(&mut connection);
            }
        });
        let outgoing = vec![ask("GET /", ""); 50];
        let sent = Client::for_lab(port, None).send(&outgoing, &mut wait);
        assert!(sent.answers.iter().all(|answer| answer.as_ref().unwrap().status == 204));
    }

    #[test]
    fn a_server_with_one_seat_serves_all_who_came_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for mut connection in listener.incoming().map(Result::unwrap) {
                serve_empty(&mut connection);
                // The next one is let in when this one has left.
                while connection.read(&mut [0; 512]).unwrap_or(0) > 0 {}
            }
        });
        let sent = Client::for_lab(port, None).send(&vec![ask("GET /", ""); 5], &mut wait);
        assert!(sent.answers.iter().all(|answer| answer.as_ref().unwrap().status == 204));
    }

    fn serve_empty(connection: &mut TcpStream) {
        connection.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    }

    #[test]
    fn each_way_of_not_answering_has_its_name() {
        let closed_port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (mute, _a) = server("\r\n\r\n", "");
        let (garbled, _b) = server("\r\n\r\n", "Hello, I am no server.\r\n\r\n");
        let short = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
        let (half, _c) = server("\r\n\r\n", short);
        let refused = Why::Refused(io::ErrorKind::ConnectionRefused);
        let cases = [
            (closed_port, refused.clone(), refused),
            (mute, Why::Closed, Why::Closed),
            (half, Why::GivenUp, Why::GivenUp),
        ];
        for (port, by_wire, by_pool) in cases {
            for (client, expected) in [
                (Client::for_lab(port, None), by_wire),
                (Client::for_typed(Base::loopback(port)).unwrap(), by_pool),
            ] {
                let mut looks = 0;
                let sent = client.send(&[ask("GET /", "")], &mut |_| {
                    looks += 1;
                    if looks > 20 { Patience::GiveUp } else { Patience::Wait }
                });
                assert_eq!(sent.answers[0].as_ref().unwrap_err().why, expected);
            }
        }
        let sent = Client::for_lab(garbled, None).send(&[ask("GET /", "")], &mut wait);
        assert!(matches!(sent.answers[0].as_ref().unwrap_err().why, Why::Garbled(_)));
        let client = Client::for_typed(Base::loopback(garbled)).unwrap();
        let sent = client.send(&[ask("GET /", "")], &mut wait);
        assert!(matches!(sent.answers[0].as_ref().unwrap_err().why, Why::Garbled(_)));
    }

    #[test]
    fn a_typed_address_may_have_a_path_and_is_never_left() {
        let moved =
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
        let (port, heard) = server("\r\n\r\n", moved);
        let client = Client::for_typed(Base::typed(&format!("127.0.0.1:{port}/api/")).unwrap());
        let client = client.unwrap();
        for (target, line) in
            [("/a?b=1", "GET /api/a?b=1 HTTP/1.1\r\n"), ("/a/../b", "GET /api/a/../b HTTP/1.1\r\n")]
        {
            let sent = client.send(&[ask(&format!("GET {target}"), "")], &mut wait);
            assert_eq!(sent.answers[0].as_ref().unwrap().status, 302);
            assert!(heard.recv().unwrap().starts_with(line), "{target}");
        }
        for bad in ["", "http://", "https://a", "http://a@b", "host:99999", "a b", "x:0"] {
            assert!(Base::typed(bad).is_err(), "{bad}");
        }
        assert_eq!(Base::typed("localhost:8080/").unwrap().url(), "http://localhost:8080");
        assert_eq!(Base::typed("http://a.b:80/c").unwrap().url(), "http://a.b/c");
    }
}
