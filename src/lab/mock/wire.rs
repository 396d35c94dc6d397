//! One connection: requests out of its bytes, and answers into them.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicU64, Ordering},
};

use super::BODY_BYTES_MAX;
use crate::{
    exchange::{Headers, Request, Response, reason},
    lab::http_parser::{Event, Head, Parser, StartLine},
};

const READ_BYTES: usize = 16 << 10;

pub struct Connection<'a> {
    pub socket: &'a TcpStream,
    parser: Parser,
    /// Events that were parsed and are still to be taken in.
    events: std::collections::VecDeque<Event>,
    /// Bytes that came to the API over all connections.
    received: &'a AtomicU64,
}

/// What came.
pub enum Came {
    Request {
        request: Request,
        /// The connection can bear another one.
        keep_alive: bool,
    },
    /// It is no request; the answer says why.
    Refused(Response),
    /// The other side is gone, or has nothing more to say.
    Ended,
}

impl<'a> Connection<'a> {
    pub fn new(socket: &'a TcpStream, received: &'a AtomicU64) -> Connection<'a> {
        Connection { socket, parser: Parser::new(true), events: [].into(), received }
    }

    /// Waits for a whole request.
    pub fn next(&mut self) -> Came {
        let mut open: Option<(Head, Vec<u8>)> = None;
        loop {
            match self.next_event() {
                Ok(Some(Event::Head(head))) => {
                    if expects_continue(&head)
                        && (&mut &*self.socket).write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_err()
                    {
                        return Came::Ended;
                    }
                    open = Some((head, Vec::new()));
                }
                Ok(Some(Event::Body(bytes))) => {
                    let Some((_, body)) = &mut open else { return Came::Ended };
                    body.extend_from_slice(&bytes);
                    if body.len() > BODY_BYTES_MAX {
                        return refused(413, "a body has at most 1 MB here");
                    }
                }
                Ok(Some(Event::End(_))) => {
                    let Some((head, body)) = open else { return Came::Ended };
                    return request(head, body);
                }
                Ok(Some(Event::Error(flaw))) => {
                    let status = if flaw.code == "HPE_HEADER_OVERFLOW" { 431 } else { 400 };
                    return refused(status, flaw.reason);
                }
                Ok(None) | Err(_) => return Came::Ended,
            }
        }
    }

    fn next_event(&mut self) -> io::Result<Option<Event>> {
        let mut bytes = [0; READ_BYTES];
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            let count = match (&mut &*self.socket).read(&mut bytes) {
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if count == 0 {
                return Ok(None);
            }
            self.received.fetch_add(count as u64, Ordering::AcqRel);
            self.events.extend(self.parser.feed(&bytes[..count]));
        }
    }

    /// Writes an answer. `cut`: only half of its body, though the head tells all of it.
    pub fn write(
        &mut self,
        method: &str,
        response: &Response,
        keep_alive: bool,
        cut: bool,
    ) -> io::Result<()> {
        let mut bytes = head_of(response, keep_alive).into_bytes();
        if method != "HEAD" && !has_no_body(response.status) {
            let end = if cut { response.body.len() / 2 } else { response.body.len() };
            bytes.extend_from_slice(&response.body[..end]);
        }
        (&mut &*self.socket).write_all(&bytes)
    }
}

fn refused(status: u16, why: &str) -> Came {
    Came::Refused(super::rows::error(status, why))
}

fn request(head: Head, body: Vec<u8>) -> Came {
    let keep_alive = head.keep_alive;
    let StartLine::Request { method, target } = head.start else { return Came::Ended };
    let mut headers = Headers::new();
    for pair in head.fields.chunks(2) {
        if let [name, value] = pair {
            headers.push(name.clone(), value.clone());
        }
    }
    Came::Request { request: Request { method, target, headers, body }, keep_alive }
}

fn expects_continue(head: &Head) -> bool {
    head.fields.chunks(2).any(|pair| {
        pair[0].eq_ignore_ascii_case("expect")
            && pair.get(1).is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
    })
}

fn has_no_body(status: u16) -> bool {
    matches!(status, 100..=199 | 204 | 304)
}

fn head_of(response: &Response, keep_alive: bool) -> String {
    let status = response.status;
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in response.headers.iter() {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if !has_no_body(status) {
        head.extend(["Content-Length: ", &response.body.len().to_string(), "\r\n"]);
    }
    if !keep_alive {
        head.push_str("Connection: close\r\n");
    }
    head.push_str("\r\n");
    head
}
