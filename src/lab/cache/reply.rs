//! What a server answers: the values of RESP3, and how they go over a wire in either protocol
//! (Redis manual, "Redis serialization protocol specification").

use std::borrow::Cow;

use crate::lab::cache::{bytes::Bytes, number, refusal::Refusal};

/// Which of the two protocols a client speaks; HELLO switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    #[default]
    Resp2,
    Resp3,
}

/// One value of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// A short word, as `OK`.
    Simple(Cow<'static, str>),
    /// A code and a sentence, as `ERR syntax error`.
    Error(String),
    Integer(i64),
    Bulk(Bytes),
    Null,
    /// The null that RESP2 sends in place of an array; RESP3 knows one null.
    NullArray,
    Array(Vec<Reply>),
    Map(Vec<(Reply, Reply)>),
    Set(Vec<Reply>),
    Double(f64),
    Boolean(bool),
    /// Text that is to be shown as it is: its format, three letters, and itself.
    Verbatim(&'static str, Bytes),
    /// What was not asked for: a message, a subscription.
    Push(Vec<Reply>),
    /// A whole number of any size, in decimal digits.
    BigNumber(String),
}

impl Reply {
    pub fn ok() -> Self {
        Self::Simple("OK".into())
    }

    pub fn bulk(bytes: impl Into<Bytes>) -> Self {
        Self::Bulk(bytes.into())
    }

    /// A length.
    pub fn count(length: usize) -> Self {
        Self::Integer(number::count(length))
    }

    /// 1 or 0.
    pub fn flag(is_so: bool) -> Self {
        Self::Integer(i64::from(is_so))
    }

    /// The bytes, or null.
    pub fn maybe(bytes: Option<&Bytes>) -> Self {
        bytes.map_or(Self::Null, |bytes| Self::Bulk(bytes.clone()))
    }

    pub fn is_error(&self) -> bool {
        matches!(self, Self::Error(_))
    }

    /// About how many bytes the reply takes, in memory and on the wire.
    pub fn weight(&self) -> usize {
        const FRAME_BYTES: usize = 40;
        FRAME_BYTES.saturating_add(match self {
            Self::Simple(text) => text.len(),
            Self::Error(text) | Self::BigNumber(text) => text.len(),
            Self::Bulk(bytes) | Self::Verbatim(_, bytes) => bytes.len(),
            Self::Integer(_)
            | Self::Null
            | Self::NullArray
            | Self::Double(_)
            | Self::Boolean(_) => 0,
            Self::Array(items) | Self::Set(items) | Self::Push(items) => {
                items.iter().fold(0, |sum: usize, item| sum.saturating_add(item.weight()))
            }
            Self::Map(pairs) => pairs.iter().fold(0, |sum: usize, (key, value)| {
                sum.saturating_add(key.weight()).saturating_add(value.weight())
            }),
        })
    }

    /// The reply as a client of RESP2 sees it: maps are flat arrays, doubles are strings.
    #[must_use]
    pub fn flat(self) -> Self {
        match self {
            Self::Array(items) | Self::Set(items) | Self::Push(items) => {
                Self::Array(items.into_iter().map(Self::flat).collect())
            }
            Self::Map(pairs) => Self::Array(
                pairs.into_iter().flat_map(|(key, value)| [key.flat(), value.flat()]).collect(),
            ),
            Self::Double(number) => Self::bulk(number::shown(number)),
            Self::Boolean(is_so) => Self::flag(is_so),
            Self::Verbatim(_, bytes) => Self::Bulk(bytes),
            Self::BigNumber(digits) => Self::bulk(digits),
            Self::Simple(_)
            | Self::Error(_)
            | Self::Integer(_)
            | Self::Bulk(_)
            | Self::Null
            | Self::NullArray => self,
        }
    }

    /// Appends the reply as it goes over the wire.
    pub fn encode(&self, protocol: Protocol, out: &mut Vec<u8>) {
        let is_new = protocol == Protocol::Resp3;
        match self {
            Self::Simple(text) => line(out, b'+', &one_line(text)),
            Self::Error(text) => line(out, b'-', &one_line(text)),
            Self::Integer(number) => line(out, b':', &number.to_string()),
            Self::Null | Self::NullArray if is_new => line(out, b'_', ""),
            Self::Null => line(out, b'$', "-1"),
            Self::NullArray => line(out, b'*', "-1"),
            Self::Array(items) => all(items, b'*', protocol, out),
            Self::Set(items) => all(items, if is_new { b'~' } else { b'*' }, protocol, out),
            Self::Push(items) => all(items, if is_new { b'>' } else { b'*' }, protocol, out),
            Self::Map(pairs) => {
                let (mark, length) =
                    if is_new { (b'%', pairs.len()) } else { (b'*', pairs.len() * 2) };
                line(out, mark, &length.to_string());
                for (key, value) in pairs {
                    key.encode(protocol, out);
                    value.encode(protocol, out);
                }
            }
            Self::Double(value) if is_new => line(out, b',', &number::shown(*value)),
            Self::Double(value) => bulk(out, b'$', number::shown(*value).as_bytes()),
            Self::Boolean(is_so) if is_new => line(out, b'#', if *is_so { "t" } else { "f" }),
            Self::Boolean(is_so) => line(out, b':', if *is_so { "1" } else { "0" }),
            Self::Verbatim(format, bytes) if is_new => {
                let text = [format.as_bytes(), b":", bytes].concat();
                bulk(out, b'=', &text);
            }
            Self::Bulk(bytes) | Self::Verbatim(_, bytes) => bulk(out, b'$', bytes),
            Self::BigNumber(digits) if is_new => line(out, b'(', digits),
            Self::BigNumber(digits) => bulk(out, b'$', digits.as_bytes()),
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::Error(refusal.text().to_owned())
    }
}

fn all(items: &[Reply], mark: u8, protocol: Protocol, out: &mut Vec<u8>) {
    line(out, mark, &items.len().to_string());
    for item in items {
        item.encode(protocol, out);
    }
}

fn line(out: &mut Vec<u8>, mark: u8, text: &str) {
    out.push(mark);
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(b"\r\n");
}

fn bulk(out: &mut Vec<u8>, mark: u8, bytes: &[u8]) {
    line(out, mark, &bytes.len().to_string());
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
}

/// A line end inside a line would end it early, so it becomes a space, as in Redis.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\n']) { text.replace(['\r', '\n'], " ").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(reply: &Reply, resp2: &str, resp3: &str) {
        for (protocol, expected) in [(Protocol::Resp2, resp2), (Protocol::Resp3, resp3)] {
            let mut out = Vec::new();
            reply.encode(protocol, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), expected, "{reply:?}");
        }
        let (mut flat, mut plain) = (Vec::new(), Vec::new());
        reply.clone().flat().encode(Protocol::Resp2, &mut flat);
        reply.encode(Protocol::Resp2, &mut plain);
        assert_eq!(flat, plain, "flat is what RESP2 sends");
    }

    #[test]
    fn replies_go_over_the_wire_in_both_protocols() {
        let pair = vec![(Reply::bulk("a"), Reply::Integer(1))];
        for (reply, resp2, resp3) in [
            (Reply::ok(), "+OK\r\n", "+OK\r\n"),
            (Reply::Error("ERR a\r\nb".into()), "-ERR a  b\r\n", "-ERR a  b\r\n"),
            (Reply::Integer(-3), ":-3\r\n", ":-3\r\n"),
            (Reply::bulk("a\r\nb"), "$4\r\na\r\nb\r\n", "$4\r\na\r\nb\r\n"),
            (Reply::Null, "$-1\r\n", "_\r\n"),
            (Reply::NullArray, "*-1\r\n", "_\r\n"),
            (Reply::Map(pair.clone()), "*2\r\n$1\r\na\r\n:1\r\n", "%1\r\n$1\r\na\r\n:1\r\n"),
            (Reply::Set(vec![Reply::Null]), "*1\r\n$-1\r\n", "~1\r\n_\r\n"),
            (Reply::Push(vec![]), "*0\r\n", ">0\r\n"),
            (Reply::Double(0.1), "$19\r\n0.10000000000000001\r\n", ",0.10000000000000001\r\n"),
            (Reply::Boolean(true), ":1\r\n", "#t\r\n"),
            (Reply::Verbatim("txt", "hi".into()), "$2\r\nhi\r\n", "=6\r\ntxt:hi\r\n"),
            (Reply::BigNumber("123".into()), "$3\r\n123\r\n", "(123\r\n"),
        ] {
            check(&reply, resp2, resp3);
        }
    }
}
