//! Texts to bytes and back, and searches in bytes: what would crawl in JavaScript.

use rquickjs::{ArrayBuffer, Ctx, Exception, Object, Result, Value};

use super::{give, with_bytes};
use crate::exchange::base64;

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "encode", |ctx: Ctx<'js>, text: String, encoding: String| {
        let bytes = encode(&text, &encoding).ok_or_else(|| unknown(&ctx, &encoding))?;
        ArrayBuffer::new_copy(ctx, bytes)
    })?;
    give(object, "headed", |ctx: Ctx<'js>, text: String, bytes: Value<'js>, end: String| {
        let mut whole: Vec<u8> = low_bytes(&text).collect();
        with_bytes(&ctx, &bytes, |bytes| whole.extend_from_slice(bytes))?;
        whole.extend(low_bytes(&end));
        ArrayBuffer::new_copy(ctx, whole)
    })?;
    give(object, "decode", |ctx: Ctx<'js>, bytes: Value<'js>, encoding: String| {
        let text = with_bytes(&ctx, &bytes, |bytes| decode(bytes, &encoding))?;
        text.ok_or_else(|| unknown(&ctx, &encoding))
    })?;
    give(object, "utf8Length", |text: String| text.len())?;
    give(object, "utf8IsValid", |ctx: Ctx<'js>, bytes: Value<'js>| {
        with_bytes(&ctx, &bytes, |bytes| std::str::from_utf8(bytes).is_ok())
    })?;
    give(object, "utf8Unfinished", |ctx: Ctx<'js>, bytes: Value<'js>| {
        with_bytes(&ctx, &bytes, unfinished)
    })?;
    give(object, "compareBytes", |ctx: Ctx<'js>, a: Value<'js>, b: Value<'js>| {
        with_bytes(&ctx, &a, |a| with_bytes(&ctx, &b, |b| a.cmp(b) as i32))?
    })?;
    give(
        object,
        "indexOfBytes",
        |ctx: Ctx<'js>, bytes: Value<'js>, wanted: Value<'js>, from: usize, last: bool| {
            with_bytes(&ctx, &bytes, |bytes| {
                with_bytes(&ctx, &wanted, |wanted| position(bytes, wanted, from, last))
            })?
            .map(|at| at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
        },
    )
}

fn unknown(ctx: &Ctx<'_>, encoding: &str) -> rquickjs::Error {
    Exception::throw_type(ctx, &format!("Unknown encoding: {encoding}"))
}

/// `None` when there is no such encoding.
fn encode(text: &str, encoding: &str) -> Option<Vec<u8>> {
    Some(match encoding {
        "utf8" => text.as_bytes().to_vec(),
        "latin1" | "ascii" => low_bytes(text).collect(),
        "hex" => from_hex(text),
        "base64" | "base64url" => from_base64(text),
        _ => return None,
    })
}

fn decode(bytes: &[u8], encoding: &str) -> Option<String> {
    Some(match encoding {
        "utf8" => String::from_utf8_lossy(bytes).into_owned(),
        "latin1" => bytes.iter().map(|byte| char::from(*byte)).collect(),
        "ascii" => bytes.iter().map(|byte| char::from(byte & 0x7f)).collect(),
        "hex" => to_hex(bytes),
        "base64" => base64::encode(bytes),
        "base64url" => base64::encode_for_url(bytes),
        _ => return None,
    })
}

/// The low byte of each UTF-16 unit, as Node writes latin1.
fn low_bytes(text: &str) -> impl Iterator<Item = u8> {
    text.encode_utf16().map(|unit| unit.to_le_bytes()[0])
}

/// Pairs of digits up to the first that is none.
fn from_hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.as_bytes()
        .chunks_exact(2)
        .map_while(|pair| u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok())
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).expect("four bits are a digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Both alphabets at once, anything else left out, the end at the first `=`: as Node reads it.
fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().take_while(|byte| *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0x00ff_ffff;
        count += 6;
        if 8 <= count {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    bytes
}

/// How many bytes at the end begin a character that is not all there.
fn unfinished(bytes: &[u8]) -> usize {
    (1..=bytes.len().min(3))
        .find(|count| {
            let tail = &bytes[bytes.len() - count..];
            192 <= tail[0]
                && std::str::from_utf8(tail)
                    .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        })
        .unwrap_or(0)
}

/// Where `wanted` begins: the first place at or after `from`, or the last at or before it.
fn position(bytes: &[u8], wanted: &[u8], from: usize, last: bool) -> Option<usize> {
    if wanted.is_empty() {
        return Some(from.min(bytes.len()));
    }
    let latest = bytes.len().checked_sub(wanted.len())?;
    if last {
        return (0..=latest.min(from)).rev().find(|at| bytes[*at..].starts_with(wanted));
    }
    let rest = bytes.get(from..)?;
    let mut start = 0;
    loop {
        // The first byte is found fast; the rest is compared only there.
        start += rest.get(start..)?.iter().position(|byte| *byte == wanted[0])?;
        if rest[start..].starts_with(wanted) {
            return Some(from + start);
        }
        start += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lenient_readers_take_what_node_takes() {
        assert_eq!(encode("aGk", "base64").unwrap(), b"hi");
        assert_eq!(encode("aG k=xx", "base64url").unwrap(), b"hi");
        assert_eq!(encode("6869zz68", "hex").unwrap(), b"hi");
        assert_eq!(encode("é€", "latin1").unwrap(), [0xe9, 0xac]);
        assert_eq!(encode("x", "nonsense"), None);
    }

    #[test]
    fn an_unfinished_character_is_counted() {
        for (bytes, count) in [
            (&b"abc"[..], 0),
            (b"a\xc3", 1),
            (b"\xe2\x82", 2),
            (b"\xf0\x9f\x98", 3),
            (b"\xc3\xa9", 0),
            (b"\xff", 0),
            (b"\xe2\x28", 0),
            (b"", 0),
        ] {
            assert_eq!(unfinished(bytes), count, "{bytes:?}");
        }
    }

    #[test]
    fn bytes_are_found_from_both_sides() {
        assert_eq!(position(b"abcabc", b"bc", 0, false), Some(1));
        assert_eq!(position(b"abcabc", b"bc", 2, false), Some(4));
        assert_eq!(position(b"abcabc", b"bc", 9, true), Some(4));
        assert_eq!(position(b"abc", b"abcd", 0, false), None);
        assert_eq!(position(b"abc", b"", 9, false), Some(3));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes: Vec<u8>) {
            for encoding in ["hex", "base64", "base64url", "latin1"] {
                let text = decode(&bytes, encoding).unwrap();
                prop_assert_eq!(&encode(&text, encoding).unwrap(), &bytes);
            }
        }
    }
}
