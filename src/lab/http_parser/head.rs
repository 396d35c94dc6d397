//! A message's head: the start line, the fields, and what they say of the body (RFC 9112,
//! sections 3 to 6).

use super::Flaw;
use httparse::{EMPTY_HEADER, Error, Header, Status};

/// Fields of one head; Node takes 2,000, which no head of 16 kB with values has.
const FIELDS_MAX: usize = 1_000;
/// Fields that most heads have room in: to lay out the others takes longer than to read the head.
const FIELDS_FEW: usize = 48;
/// The methods that Node knows (`http.METHODS`).
const METHODS: &[&str] = &[
    "ACL",
    "BIND",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LINK",
    "LOCK",
    "M-SEARCH",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "OPTIONS",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "SOURCE",
    "SUBSCRIBE",
    "TRACE",
    "UNBIND",
    "UNLINK",
    "UNLOCK",
    "UNSUBSCRIBE",
];

const BAD_METHOD: Flaw = Flaw::new("HPE_INVALID_METHOD", "Invalid method encountered");
const BAD_URL: Flaw = Flaw::new("HPE_INVALID_URL", "Invalid characters in url");
const NO_CR: Flaw = Flaw::new("HPE_CR_EXPECTED", "Missing expected CR after header value");
const BAD_LENGTH: Flaw =
    Flaw::new("HPE_INVALID_CONTENT_LENGTH", "Invalid character in Content-Length");
const TWO_LENGTHS: Flaw =
    Flaw::new("HPE_UNEXPECTED_CONTENT_LENGTH", "Content-Length already present");
const LENGTH_AND_CODING: Flaw = Flaw::new(
    "HPE_INVALID_CONTENT_LENGTH",
    "Content-Length can't be present with Transfer-Encoding",
);
const BAD_CODING: Flaw =
    Flaw::new("HPE_INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`");

#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub start: StartLine,
    /// HTTP/1.0 or HTTP/1.1.
    pub minor: u8,
    /// Names and values in turn, as written, each byte a character.
    pub fields: Vec<String>,
    pub framing: Framing,
    /// The connection can bear another message.
    pub keep_alive: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StartLine {
    Request { method: String, target: String },
    Response { status: u16, reason: String },
}

/// Where the body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    Nothing,
    Length(u64),
    Chunked,
    UntilClose,
}

impl Head {
    /// A response that another one follows (RFC 9110, section 15.2).
    pub fn is_interim(&self) -> bool {
        matches!(self.start, StartLine::Response { status: 100..=199, .. })
    }
}

/// The head at the front of `bytes` and its length; `None` when it is not all there.
pub fn read_head(
    bytes: &[u8],
    is_request: bool,
) -> std::result::Result<Option<(usize, Head)>, Flaw> {
    match read_head_into(&mut [EMPTY_HEADER; FIELDS_FEW], bytes, is_request) {
        Err(flaw) if flaw == super::OVERFLOW => {
            read_head_into(&mut vec![EMPTY_HEADER; FIELDS_MAX], bytes, is_request)
        }
        read => read,
    }
}

fn read_head_into<'b>(
    fields: &mut [Header<'b>],
    bytes: &'b [u8],
    is_request: bool,
) -> std::result::Result<Option<(usize, Head)>, Flaw> {
    let (length, start, minor) = if is_request {
        // First, so that what follows in the same piece changes nothing.
        known_method(bytes)?;
        let mut request = httparse::Request::new(fields);
        match request.parse(bytes).map_err(|error| flaw_of(error, bytes, true))? {
            Status::Partial => return Ok(None),
            Status::Complete(length) => {
                let method = request.method.unwrap_or_default().to_owned();
                if !METHODS.contains(&method.as_str()) {
                    return Err(BAD_METHOD);
                }
                let target = request.path.unwrap_or_default().to_owned();
                (length, StartLine::Request { method, target }, request.version.unwrap_or(1))
            }
        }
    } else {
        let mut response = httparse::Response::new(fields);
        match response.parse(bytes).map_err(|error| flaw_of(error, bytes, false))? {
            Status::Partial => return Ok(None),
            Status::Complete(length) => {
                let status = response.code.unwrap_or_default();
                let reason = response.reason.unwrap_or_default().to_owned();
                (length, StartLine::Response { status, reason }, response.version.unwrap_or(1))
            }
        }
    };
    lines_end_well(&bytes[..length])?;
    let fields: Vec<&Header<'_>> =
        fields.iter().take_while(|field| !field.name.is_empty()).collect();
    let framing = framing(&fields, &start)?;
    let keep_alive = keep_alive(&fields, minor) && framing != Framing::UntilClose;
    Ok(Some((length, Head { start, minor, fields: texts(&fields), framing, keep_alive })))
}

/// The fields at the front of `bytes` up to an empty line, and their length.
pub fn read_fields(bytes: &[u8]) -> std::result::Result<Option<(usize, Vec<String>)>, Flaw> {
    let mut fields = vec![EMPTY_HEADER; FIELDS_MAX];
    match httparse::parse_headers(bytes, &mut fields) {
        Ok(Status::Partial) => Ok(None),
        Ok(Status::Complete((length, fields))) => {
            lines_end_well(&bytes[..length])?;
            Ok(Some((length, texts(&fields.iter().collect::<Vec<_>>()))))
        }
        Err(error) => Err(flaw_of(error, bytes, false)),
    }
}

fn texts(fields: &[&Header<'_>]) -> Vec<String> {
    let latin = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    fields.iter().flat_map(|field| [field.name.to_owned(), latin(field.value)]).collect()
}

fn flaw_of(error: Error, bytes: &[u8], is_request: bool) -> Flaw {
    match error {
        Error::HeaderName => Flaw::new("HPE_INVALID_HEADER_TOKEN", "Invalid header token"),
        Error::HeaderValue => Flaw::new("HPE_INVALID_HEADER_TOKEN", "Invalid header value char"),
        Error::NewLine => NO_CR,
        Error::Status => Flaw::new("HPE_INVALID_STATUS", "Invalid status code"),
        Error::TooManyHeaders => super::OVERFLOW,
        Error::Version if is_request => match known_method(bytes) {
            Ok(()) => Flaw::new("HPE_INVALID_VERSION", "Invalid HTTP version"),
            Err(flaw) => flaw,
        },
        Error::Version => Flaw::new("HPE_INVALID_CONSTANT", "Expected HTTP/"),
        Error::Token => known_method(bytes).err().unwrap_or(BAD_URL),
    }
}

/// Whether what there is can become a method that Node knows.
fn known_method(bytes: &[u8]) -> std::result::Result<(), Flaw> {
    // Empty lines may stand before a request (RFC 9112, section 2.2); spaces may not.
    let begin = bytes.iter().position(|byte| !b"\r\n".contains(byte)).unwrap_or(bytes.len());
    let text = &bytes[begin..];
    let word = text.split(|byte| *byte == b' ').next().unwrap_or_default();
    let whole = word.len() < text.len();
    let fits = |method: &&str| {
        if whole { method.as_bytes() == word } else { method.as_bytes().starts_with(word) }
    };
    if METHODS.iter().any(fits) { Ok(()) } else { Err(BAD_METHOD) }
}

/// Every line ends with CR and LF: a lone LF, or a CR within, is read differently by others.
fn lines_end_well(head: &[u8]) -> std::result::Result<(), Flaw> {
    let lone = |(at, byte): (usize, &u8)| match byte {
        b'\n' => at == 0 || head[at - 1] != b'\r',
        b'\r' => head.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    if head.iter().enumerate().any(lone) { Err(NO_CR) } else { Ok(()) }
}

fn framing(fields: &[&Header<'_>], start: &StartLine) -> std::result::Result<Framing, Flaw> {
    let length = content_length(fields)?;
    let codings: Vec<u8> = values(fields, "transfer-encoding").collect::<Vec<_>>().join(&b","[..]);
    if !codings.is_empty() && length.is_some() {
        return Err(LENGTH_AND_CODING);
    }
    let last = codings.rsplit(|byte| *byte == b',').next().unwrap_or_default().trim_ascii();
    let chunked = last.eq_ignore_ascii_case(b"chunked");
    let several = codings.to_ascii_lowercase().windows(7).filter(|word| word == b"chunked").count();
    match start {
        StartLine::Request { .. } if codings.is_empty() => {
            Ok(length.filter(|length| *length != 0).map_or(Framing::Nothing, Framing::Length))
        }
        StartLine::Request { .. } if chunked && several == 1 => Ok(Framing::Chunked),
        StartLine::Request { .. } => Err(BAD_CODING),
        StartLine::Response { status: 100..=199 | 204 | 304, .. } => Ok(Framing::Nothing),
        StartLine::Response { .. } if chunked => Ok(Framing::Chunked),
        StartLine::Response { .. } => Ok(match length {
            Some(0) => Framing::Nothing,
            Some(length) => Framing::Length(length),
            None => Framing::UntilClose,
        }),
    }
}

fn content_length(fields: &[&Header<'_>]) -> std::result::Result<Option<u64>, Flaw> {
    let mut values = values(fields, "content-length");
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(TWO_LENGTHS);
    }
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return Err(BAD_LENGTH);
    }
    let length = std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok());
    length.map(Some).ok_or(Flaw::new("HPE_INVALID_CONTENT_LENGTH", "Content-Length overflow"))
}

fn keep_alive(fields: &[&Header<'_>], minor: u8) -> bool {
    let says = |word: &[u8]| {
        values(fields, "connection")
            .flat_map(|value| value.split(|byte| *byte == b','))
            .any(|one| one.trim_ascii().eq_ignore_ascii_case(word))
    };
    if minor == 0 { says(b"keep-alive") } else { !says(b"close") }
}

fn values<'a>(fields: &'a [&Header<'a>], name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    fields
        .iter()
        .filter(move |field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value)
}
