//! Bytes of a connection in, a response out (RFC 9112): interim responses skipped, bodies by
//! length, by chunks, or until the connection closes.

use crate::exchange::{Headers, Response};

/// Bytes of a response body that are kept; what comes after them is read and left out.
pub const KEPT_BYTES: usize = 1 << 20;
/// Bytes of a response body that are read at most.
pub const STREAMED_BYTES: u64 = 16 << 20;
/// Bytes of a response head, and of one chunk's size line or trailer.
const HEAD_BYTES_MAX: usize = 64 << 10;
const FIELDS_MAX: usize = 256;

/// A response that is being read.
#[derive(Debug)]
pub struct Incoming {
    /// To a request with the method HEAD, whose answer has no body.
    to_head: bool,
    /// Bytes of its body that are kept.
    keep: usize,
    buffer: Vec<u8>,
    response: Response,
    streamed: u64,
    next: Next,
}

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Head,
    /// So many bytes of body, then nothing.
    Body(u64),
    BodyUntilClose,
    ChunkSize,
    /// So many bytes of chunk, then a line break.
    Chunk(u64),
    ChunkBreak,
    Trailer,
    Nothing,
}

/// Why the bytes are no response that can be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Not HTTP; says why.
    Garbled(String),
    /// More body than `STREAMED_BYTES`.
    TooLong,
}

impl Incoming {
    pub fn new(method: &str, keep: usize) -> Incoming {
        Incoming {
            to_head: method == "HEAD",
            keep,
            buffer: Vec::new(),
            response: Response::default(),
            streamed: 0,
            next: Next::Head,
        }
    }

    /// Takes in what was read.
    ///
    /// # Errors
    /// When it is no HTTP, or too much.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.buffer.extend_from_slice(bytes);
        while self.advance()? {}
        Ok(())
    }

    pub fn is_whole(&self) -> bool {
        self.next == Next::Nothing
    }

    /// The other side closed: whether the response is whole by that.
    pub fn closed(&mut self) -> bool {
        if self.next == Next::BodyUntilClose {
            self.next = Next::Nothing;
        }
        self.is_whole()
    }

    /// What came, whole or not; `None` before the end of the head.
    pub fn response(self) -> Option<Response> {
        (self.next != Next::Head).then_some(self.response)
    }

    /// Whether something was taken off the buffer, so that more might be.
    fn advance(&mut self) -> Result<bool, Broken> {
        match self.next {
            Next::Head => self.take_head(),
            Next::Body(left) => {
                let left = left - self.take_body(left)?;
                self.next = if left == 0 { Next::Nothing } else { Next::Body(left) };
                Ok(false)
            }
            Next::BodyUntilClose => self.take_body(u64::MAX).map(|_| false),
            Next::ChunkSize => self.take_chunk_size(),
            Next::Chunk(left) => {
                let left = left - self.take_body(left)?;
                self.next = if left == 0 { Next::ChunkBreak } else { Next::Chunk(left) };
                Ok(left == 0)
            }
            Next::ChunkBreak => match self.take_line()? {
                Some(line) if line.is_empty() => {
                    self.next = Next::ChunkSize;
                    Ok(true)
                }
                Some(_) => Err(garbled("a chunk is longer than its size says")),
                None => Ok(false),
            },
            Next::Trailer => match self.take_line()? {
                Some(line) => {
                    self.next = if line.is_empty() { Next::Nothing } else { Next::Trailer };
                    Ok(!line.is_empty())
                }
                None => Ok(false),
            },
            Next::Nothing => Ok(false),
        }
    }

    fn take_head(&mut self) -> Result<bool, Broken> {
        let mut fields = [httparse::EMPTY_HEADER; FIELDS_MAX];
        let mut head = httparse::Response::new(&mut fields);
        let length = match head.parse(&self.buffer) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) if self.buffer.len() <= HEAD_BYTES_MAX => {
                return Ok(false);
            }
            Ok(httparse::Status::Partial) => return Err(garbled("its head does not end")),
            Err(error) => return Err(Broken::Garbled(error.to_string())),
        };
        let status = head.code.unwrap_or_default();
        let headers: Headers =
            head.headers.iter().map(|field| (field.name, text_of(field.value))).collect();
        let version = head.version.unwrap_or(1);
        let reason = head.reason.unwrap_or_default();
        let first_line = format!("HTTP/1.{version} {status:03} {reason}").trim_end().to_owned();
        self.buffer.drain(..length);
        // RFC 9110, section 15.2: interim responses come before the one that counts; after 101
        // the connection speaks another protocol.
        if (100..200).contains(&status) && status != 101 {
            return Ok(true);
        }
        self.next = framing(status, &headers, self.to_head)?;
        self.response = Response { status, first_line, headers, ..Response::default() };
        Ok(self.next != Next::Nothing)
    }

    /// Moves up to `most` bytes of body; says how many.
    fn take_body(&mut self, most: u64) -> Result<u64, Broken> {
        let count = usize::try_from(most).unwrap_or(usize::MAX).min(self.buffer.len());
        let room = self.keep.saturating_sub(self.response.body.len());
        self.response.body.extend(self.buffer.drain(..count).take(room));
        self.response.cut |= room < count;
        self.streamed += count as u64;
        if STREAMED_BYTES < self.streamed { Err(Broken::TooLong) } else { Ok(count as u64) }
    }

    fn take_chunk_size(&mut self) -> Result<bool, Broken> {
        match httparse::parse_chunk_size(&self.buffer) {
            Ok(httparse::Status::Complete((length, size))) => {
                self.buffer.drain(..length);
                self.next = if size == 0 { Next::Trailer } else { Next::Chunk(size) };
                Ok(true)
            }
            Ok(httparse::Status::Partial) if self.buffer.len() <= HEAD_BYTES_MAX => Ok(false),
            Ok(httparse::Status::Partial) | Err(_) => Err(garbled("a chunk has no size")),
        }
    }

    /// A line without its break.
    fn take_line(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        let Some(at) = self.buffer.iter().position(|byte| *byte == b'\n') else {
            let long = HEAD_BYTES_MAX < self.buffer.len();
            return if long { Err(garbled("a line does not end")) } else { Ok(None) };
        };
        let mut line: Vec<u8> = self.buffer.drain(..=at).collect();
        line.pop();
        line.pop_if(|byte| *byte == b'\r');
        Ok(Some(line))
    }
}

/// How long the body is (RFC 9112, section 6.3).
fn framing(status: u16, headers: &Headers, to_head: bool) -> Result<Next, Broken> {
    if to_head || matches!(status, 101 | 204 | 304) {
        return Ok(Next::Nothing);
    }
    if let Some(coding) = headers.value("transfer-encoding") {
        let chunked = coding.rsplit(',').next().map(str::trim);
        let chunked = chunked.is_some_and(|last| last.eq_ignore_ascii_case("chunked"));
        return Ok(if chunked { Next::ChunkSize } else { Next::BodyUntilClose });
    }
    let Some(length) = headers.value("content-length") else { return Ok(Next::BodyUntilClose) };
    // The same length said twice is one length; different ones are none.
    let mut lengths = length.split(',').map(str::trim);
    let first = lengths.next().unwrap_or_default();
    match first.parse() {
        Ok(0) if lengths.all(|other| other == first) => Ok(Next::Nothing),
        Ok(length) if lengths.all(|other| other == first) => Ok(Next::Body(length)),
        Ok(_) | Err(_) => Err(Broken::Garbled(format!("Content-Length is `{length}`"))),
    }
}

/// Node writes fields in Latin-1; others write UTF-8.
fn text_of(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn garbled(why: &str) -> Broken {
    Broken::Garbled(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cut of the bytes gives the same response: status, body, whether it is whole.
    fn check(method: &str, bytes: &str, expected: &Result<(u16, &str, bool), Broken>) {
        for at in 0..bytes.len() {
            let mut incoming = Incoming::new(method, KEPT_BYTES);
            let pushed = incoming
                .push(&bytes.as_bytes()[..at])
                .and_then(|()| incoming.push(&bytes.as_bytes()[at..]));
            let got = pushed.map(|()| {
                let whole = incoming.closed();
                incoming.response().map_or((0, String::new(), false), |response| {
                    (response.status, response.text(), whole)
                })
            });
            let expected =
                expected.clone().map(|(status, body, whole)| (status, body.into(), whole));
            assert_eq!(got, expected, "{bytes:?} cut at {at}");
        }
    }

    #[test]
    fn bodies_end_by_length_by_chunks_or_by_closing() {
        check("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", &Ok((200, "hi", true)));
        check("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", &Ok((200, "hi", false)));
        check("GET", "HTTP/1.0 200 OK\r\n\r\nall there is", &Ok((200, "all there is", true)));
        let chunks = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n\
                      3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
        check("POST", chunks, &Ok((201, "abcde", true)));
        check("POST", &chunks[..chunks.len() - 2], &Ok((201, "abcde", false)));
    }

    #[test]
    fn some_answers_have_no_body() {
        check("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", &Ok((200, "", true)));
        check("GET", "HTTP/1.1 204 No Content\r\n\r\n", &Ok((204, "", true)));
        check(
            "GET",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            &Ok((304, "", true)),
        );
        let early =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
        check("POST", early, &Ok((413, "", true)));
    }

    #[test]
    fn what_is_no_http_is_said() {
        let wrong = |why: &str| Err(Broken::Garbled(why.into()));
        check("GET", "hello there\r\n\r\n", &wrong("invalid HTTP version"));
        check(
            "GET",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            &wrong("Content-Length is `1, 2`"),
        );
        let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n";
        check("GET", chunk, &wrong("a chunk is longer than its size says"));
    }

    #[test]
    fn a_long_body_is_cut_and_an_endless_one_refused() {
        let mut incoming = Incoming::new("GET", KEPT_BYTES);
        incoming.push(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        let piece = vec![b'x'; KEPT_BYTES];
        for _ in 0..16 {
            incoming.push(&piece).unwrap();
        }
        assert_eq!(incoming.push(b"x"), Err(Broken::TooLong));
        let response = incoming.response().unwrap();
        assert_eq!((response.body.len(), response.cut), (KEPT_BYTES, true));
    }
}
