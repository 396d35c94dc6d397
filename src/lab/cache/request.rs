//! Requests as they come over a wire, in pieces of any size: arrays of bulk strings, and inline
//! commands (Redis manual, "Redis serialization protocol specification").

use crate::lab::cache::{number, split};

/// Bytes of a line: an inline command, or the length of what follows.
pub const LINE_BYTES_MAX: usize = 64 << 10;
/// Bytes of one word (Redis: `proto-max-bulk-len`).
pub const WORD_BYTES_MAX: usize = 8 << 20;
/// Words of one request.
pub const WORDS_MAX: usize = 1024 * 1024;
/// Bytes of all words of one request (Redis: `client-query-buffer-limit`).
pub const REQUEST_BYTES_MAX: usize = 16 << 20;

/// Whether a command is one that a decoder could have given.
pub fn is_within_limits(words: &[Vec<u8>]) -> bool {
    words.len() <= WORDS_MAX
        && words.iter().all(|word| word.len() <= WORD_BYTES_MAX)
        && words.iter().map(Vec::len).sum::<usize>() <= REQUEST_BYTES_MAX
}

/// A request in which nothing can be found any more; the connection is at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolError(String);

impl ProtocolError {
    fn new(what: &str) -> Self {
        Self(format!("ERR Protocol error: {what}"))
    }

    /// The error reply's text, as Redis words it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Takes bytes in, gives requests out. What it gives does not depend on how the bytes were cut.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Bytes of `buffer` that are read already.
    read: usize,
    /// Bytes after `read` in which no line end was found.
    searched: usize,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Start,
    /// Inside an array of which `missing` words are still to come.
    Words {
        words: Vec<Vec<u8>>,
        missing: usize,
        bytes: usize,
        length: Option<usize>,
    },
    Broken(ProtocolError),
}

/// One step: a whole request, bytes missing, or go on.
enum Step {
    Request(Vec<Vec<u8>>),
    Wait,
    On,
}

impl Decoder {
    /// Takes the next bytes of the connection.
    pub fn feed(&mut self, bytes: &[u8]) {
        if matches!(self.state, State::Broken(_)) {
            return;
        }
        self.buffer.drain(..self.read);
        self.read = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole request, never an empty one; `None` until more bytes come. After an error
    /// there is only that error.
    pub fn request(&mut self) -> Result<Option<Vec<Vec<u8>>>, ProtocolError> {
        loop {
            let step = match &self.state {
                State::Broken(error) => return Err(error.clone()),
                State::Start => self.start(),
                State::Words { length: None, .. } => self.length(),
                State::Words { length: Some(length), .. } => Ok(self.word(*length)),
            };
            match step {
                Ok(Step::On) => {}
                Ok(Step::Wait) => return Ok(None),
                Ok(Step::Request(words)) => return Ok(Some(words)),
                Err(error) => {
                    self.buffer = Vec::new();
                    self.read = 0;
                    self.state = State::Broken(error.clone());
                    return Err(error);
                }
            }
        }
    }

    fn start(&mut self) -> Result<Step, ProtocolError> {
        match self.buffer.get(self.read) {
            None => return Ok(Step::Wait),
            Some(b'*') => {}
            Some(_) => return self.inline(),
        }
        let Some(line) = self.line("too big mbulk count string")? else { return Ok(Step::Wait) };
        let count = number::integer(&line[1..])
            .filter(|count| *count <= number::count(WORDS_MAX))
            .ok_or_else(|| ProtocolError::new("invalid multibulk length"))?;
        if let Ok(missing) = usize::try_from(count)
            && missing > 0
        {
            self.state = State::Words { words: Vec::new(), missing, bytes: 0, length: None };
        }
        Ok(Step::On)
    }

    fn inline(&mut self) -> Result<Step, ProtocolError> {
        let Some(line) = self.line("too big inline request")? else { return Ok(Step::Wait) };
        let words =
            split::words(&line).map_err(|_| ProtocolError::new("unbalanced quotes in request"))?;
        Ok(if words.is_empty() { Step::On } else { Step::Request(words) })
    }

    fn length(&mut self) -> Result<Step, ProtocolError> {
        let Some(&mark) = self.buffer.get(self.read) else { return Ok(Step::Wait) };
        if mark != b'$' {
            let found = char::from(mark);
            return Err(ProtocolError::new(&format!("expected '$', got '{found}'")));
        }
        let Some(line) = self.line("too big bulk count string")? else { return Ok(Step::Wait) };
        let declared = number::integer(&line[1..])
            .and_then(|length| usize::try_from(length).ok())
            .filter(|length| *length <= WORD_BYTES_MAX)
            .ok_or_else(|| ProtocolError::new("invalid bulk length"))?;
        if let State::Words { length, bytes, .. } = &mut self.state {
            *length = Some(declared);
            *bytes += declared;
            if *bytes > REQUEST_BYTES_MAX {
                return Err(ProtocolError::new("too big request"));
            }
        }
        Ok(Step::On)
    }

    fn word(&mut self, wanted: usize) -> Step {
        // The two bytes behind a word are a line end; Redis does not look at them either.
        let end = self.read + wanted;
        if self.buffer.len() < end + 2 {
            return Step::Wait;
        }
        let word = self.buffer[self.read..end].to_vec();
        self.read = end + 2;
        if let State::Words { words, missing, length, .. } = &mut self.state {
            words.push(word);
            *missing -= 1;
            *length = None;
            if *missing == 0 {
                let words = std::mem::take(words);
                self.state = State::Start;
                return Step::Request(words);
            }
        }
        Step::On
    }

    /// The next line without its end; `Err` when it is longer than a line may be.
    fn line(&mut self, too_long: &str) -> Result<Option<Vec<u8>>, ProtocolError> {
        let rest = &self.buffer[self.read..];
        let allowed = &rest[..rest.len().min(LINE_BYTES_MAX)];
        let from = self.searched.min(allowed.len());
        let Some(found) = allowed[from..].iter().position(|byte| *byte == b'\n') else {
            self.searched = allowed.len();
            let is_too_long = allowed.len() == LINE_BYTES_MAX;
            return if is_too_long { Err(ProtocolError::new(too_long)) } else { Ok(None) };
        };
        self.searched = 0;
        let line = &allowed[..from + found];
        let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
        self.read += from + found + 1;
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Requests = (Vec<Vec<Vec<u8>>>, Option<ProtocolError>);

    fn decoded<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Requests {
        let mut decoder = Decoder::default();
        let mut requests = Vec::new();
        for chunk in chunks {
            decoder.feed(chunk);
            loop {
                match decoder.request() {
                    Ok(Some(words)) => requests.push(words),
                    Ok(None) => break,
                    Err(error) => return (requests, Some(error)),
                }
            }
        }
        (requests, None)
    }

    fn check(bytes: &str, expected: &[&[&str]], error: Option<&str>) {
        for size in [1, 2, 3, 7, bytes.len().max(1)] {
            let (requests, found) = decoded(bytes.as_bytes().chunks(size));
            let shown: Vec<Vec<String>> = requests
                .iter()
                .map(|words| words.iter().map(|word| word.escape_ascii().to_string()).collect())
                .collect();
            assert_eq!(shown, expected, "{bytes}");
            let found = found.map(|error| error.text().to_owned());
            assert_eq!(found.as_deref(), error, "{bytes}");
        }
    }

    #[test]
    fn requests_are_decoded() {
        check("*2\r\n$3\r\nGET\r\n$1\r\na\r\n", &[&["GET", "a"]], None);
        check("PING\r\n*1\r\n$4\r\nPING\r\n", &[&["PING"], &["PING"]], None);
        check("set a \"b c\"\n\r\n", &[&["set", "a", "b c"]], None);
        check("*0\r\n*-1\r\n*1\r\n$0\r\n\r\n", &[&[""]], None);
        check("*1\r\n$4\r\na\r\nb\r\n", &[&[r"a\r\nb"]], None);
    }

    #[test]
    fn what_is_no_request_ends_the_connection() {
        for (bytes, error) in [
            ("*x\r\n", "ERR Protocol error: invalid multibulk length"),
            ("*1048577\r\n", "ERR Protocol error: invalid multibulk length"),
            ("*1\r\n:1\r\n", "ERR Protocol error: expected '$', got ':'"),
            ("*1\r\n$-1\r\n", "ERR Protocol error: invalid bulk length"),
            ("*1\r\n$8388609\r\n", "ERR Protocol error: invalid bulk length"),
            ("get \"a\r\n", "ERR Protocol error: unbalanced quotes in request"),
        ] {
            check(bytes, &[], Some(error));
        }
        let long = "a".repeat(LINE_BYTES_MAX);
        check(&long, &[], Some("ERR Protocol error: too big inline request"));
        let many =
            format!("*3\r\n{}", format!("$8388608\r\n{}\r\n", "b".repeat(8 << 20)).repeat(3));
        let found = decoded(std::iter::once(many.as_bytes())).1;
        assert_eq!(found, Some(ProtocolError::new("too big request")));
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(
            bytes in proptest::collection::vec(
                prop_oneof![Just(b'*'), Just(b'$'), Just(b'\r'), Just(b'\n'), Just(b'1'), Just(b'2'),
                    Just(b'"'), any::<u8>()], 0..200),
            size in 1_usize..50,
        ) {
            prop_assert_eq!(decoded(bytes.chunks(size)), decoded(std::iter::once(&bytes[..])));
        }
    }
}
