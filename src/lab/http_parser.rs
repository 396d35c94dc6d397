//! HTTP/1.1 messages out of bytes that come in any pieces (RFC 9112): the body's framing here,
//! the head in `head`. What two readers could take differently is an error, never a guess.

mod head;

pub use self::head::{Framing, Head, StartLine};
use self::head::{read_fields, read_head};

/// Bytes of a head, of trailers or of a chunk's extensions, as Node limits them.
pub const HEAD_BYTES_MAX: usize = 16 << 10;
/// Hexadecimal digits of a chunk's size; more do not fit 64 bits.
const SIZE_DIGITS_MAX: usize = 15;

/// What came, in its order. A body comes in as many pieces as its bytes did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Head(Head),
    Body(Vec<u8>),
    /// The message is whole; its trailers, names and values in turn.
    End(Vec<String>),
    /// The last event.
    Error(Flaw),
}

/// What is wrong with the bytes, in the names that Node's errors have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub code: &'static str,
    pub reason: &'static str,
}

impl Flaw {
    pub const fn new(code: &'static str, reason: &'static str) -> Flaw {
        Flaw { code, reason }
    }
}

const OVERFLOW: Flaw = Flaw::new("HPE_HEADER_OVERFLOW", "Header overflow");
const BAD_SIZE: Flaw = Flaw::new("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size");
const CUT_SHORT: Flaw = Flaw::new("HPE_INVALID_EOF_STATE", "Invalid EOF state");

#[derive(Debug)]
pub struct Parser {
    is_request: bool,
    /// The next response answers HEAD and has no body, whatever its head says.
    answers_head: bool,
    state: State,
    /// Bytes of a head, a line or trailers that are not all there yet.
    kept: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Head,
    /// Bytes of the body still to come.
    Length(u64),
    ChunkSize,
    Chunk(u64),
    /// The line end after a chunk.
    ChunkEnd,
    Trailers,
    UntilClose,
    Failed,
}

impl Parser {
    pub fn new(is_request: bool) -> Parser {
        Parser { is_request, answers_head: false, state: State::Head, kept: Vec::new() }
    }

    /// The next response answers HEAD.
    pub fn without_body(&mut self) {
        self.answers_head = true;
    }

    /// Takes the next bytes of the connection.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() && self.state != State::Failed {
            match self.step(rest, &mut events) {
                Ok(left) => rest = left,
                Err(flaw) => {
                    self.state = State::Failed;
                    events.push(Event::Error(flaw));
                }
            }
        }
        events
    }

    /// The connection will bring no more.
    pub fn finish(&mut self) -> Vec<Event> {
        let state = std::mem::replace(&mut self.state, State::Failed);
        match state {
            State::UntilClose => vec![Event::End(Vec::new())],
            State::Failed => Vec::new(),
            State::Head if self.kept.iter().all(u8::is_ascii_whitespace) => Vec::new(),
            _ => vec![Event::Error(CUT_SHORT)],
        }
    }

    /// Takes some of `bytes`, at least one, and gives the others back.
    fn step<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> Step<'a> {
        match self.state {
            State::Head => self.take_head(bytes, events),
            State::Length(left) => Ok(self.take_body(bytes, left, State::Length, events)),
            State::Chunk(left) => Ok(self.take_body(bytes, left, State::Chunk, events)),
            State::ChunkSize => self.take_size(bytes),
            State::ChunkEnd => self.take_chunk_end(bytes),
            State::Trailers => self.take_trailers(bytes, events),
            State::UntilClose => {
                events.push(Event::Body(bytes.to_vec()));
                Ok(&[])
            }
            State::Failed => Ok(&[]),
        }
    }

    fn take_head<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> Step<'a> {
        let before = self.kept.len();
        let room = (HEAD_BYTES_MAX - before).min(bytes.len());
        self.kept.extend_from_slice(&bytes[..room]);
        let Some((length, head)) = read_head(&self.kept, self.is_request)? else {
            return if self.kept.len() < HEAD_BYTES_MAX {
                Ok(&bytes[room..])
            } else {
                Err(OVERFLOW)
            };
        };
        let framing = if std::mem::take(&mut self.answers_head) && !head.is_interim() {
            Framing::Nothing
        } else {
            head.framing
        };
        self.kept.clear();
        events.push(Event::Head(head));
        self.state = match framing {
            Framing::Nothing => State::Head,
            Framing::Length(length) => State::Length(length),
            Framing::Chunked => State::ChunkSize,
            Framing::UntilClose => State::UntilClose,
        };
        if self.state == State::Head {
            events.push(Event::End(Vec::new()));
        }
        Ok(&bytes[length - before..])
    }

    fn take_body<'a>(
        &mut self,
        bytes: &'a [u8],
        left: u64,
        state: impl Fn(u64) -> State,
        events: &mut Vec<Event>,
    ) -> &'a [u8] {
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        events.push(Event::Body(bytes[..count].to_vec()));
        let left = left - count as u64;
        self.state = match (left, state(left)) {
            (0, State::Chunk(_)) => State::ChunkEnd,
            (0, _) => {
                events.push(Event::End(Vec::new()));
                State::Head
            }
            (_, more) => more,
        };
        &bytes[count..]
    }

    fn take_size<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let Some(rest) = self.keep_line(bytes)? else { return Ok(&[]) };
        let line = std::mem::take(&mut self.kept);
        let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let size = std::str::from_utf8(&line[..digits])
            .ok()
            .filter(|digits| digits.len() <= SIZE_DIGITS_MAX)
            .and_then(|digits| u64::from_str_radix(digits, 16).ok())
            .ok_or(BAD_SIZE)?;
        if !line[digits..].is_empty() && line[digits] != b';' {
            return Err(BAD_SIZE);
        }
        self.state = if size == 0 { State::Trailers } else { State::Chunk(size) };
        Ok(rest)
    }

    fn take_chunk_end<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let Some(rest) = self.keep_line(bytes)? else { return Ok(&[]) };
        if !self.kept.is_empty() {
            return Err(Flaw::new("HPE_STRICT", "Expected LF after chunk data"));
        }
        self.state = State::ChunkSize;
        Ok(rest)
    }

    fn take_trailers<'a>(&mut self, bytes: &'a [u8], events: &mut Vec<Event>) -> Step<'a> {
        let before = self.kept.len();
        let room = (HEAD_BYTES_MAX - before).min(bytes.len());
        self.kept.extend_from_slice(&bytes[..room]);
        let Some((length, fields)) = read_fields(&self.kept)? else {
            return if self.kept.len() < HEAD_BYTES_MAX {
                Ok(&bytes[room..])
            } else {
                Err(OVERFLOW)
            };
        };
        self.kept.clear();
        events.push(Event::End(fields));
        self.state = State::Head;
        Ok(&bytes[length - before..])
    }

    /// Keeps bytes up to a line's end, which is left out of `kept`. Gives what stands behind the
    /// line, or `None` when its end is not there yet.
    fn keep_line<'a>(&mut self, bytes: &'a [u8]) -> std::result::Result<Option<&'a [u8]>, Flaw> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        self.kept.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
        if HEAD_BYTES_MAX < self.kept.len() {
            return Err(Flaw::new("HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow"));
        }
        // What cannot begin a size is wrong now, however long its line is.
        if self.state == State::ChunkSize
            && self.kept.first().is_some_and(|b| !b.is_ascii_hexdigit())
        {
            return Err(BAD_SIZE);
        }
        let Some(end) = end else { return Ok(None) };
        if self.kept.pop() != Some(b'\r') || self.kept.contains(&b'\r') {
            return Err(Flaw::new("HPE_STRICT", "Expected LF after CR"));
        }
        Ok(Some(&bytes[end + 1..]))
    }
}

type Step<'a> = std::result::Result<&'a [u8], Flaw>;

#[cfg(test)]
mod tests;
