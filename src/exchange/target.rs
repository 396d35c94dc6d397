//! The target of a request taken apart: its path, and the parameters of its query.

use std::fmt::Write as _;

/// The path and the query of a target in origin form; the query without its `?`.
pub fn split(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// The parts of a path, percent-decoded one by one: `/a%2Fb/c` has two.
pub fn parts(path: &str) -> Vec<String> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(decoded).collect()
}

/// Names and values of a query or of a form body, decoded (URL Standard, section 5.1).
pub fn parameters(query: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query).into_owned().collect()
}

/// Names and values as a query or a form body has them.
pub fn query<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let coded =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pairs = pairs.map(|(name, value)| format!("{}={}", coded(name), coded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// `text` with `%XX` put back; what is no such thing stays as it is.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |offset: usize| char::from(*bytes.get(at + offset)?).to_digit(16);
        let value = (bytes[at] == b'%').then(|| Some(digit(1)? * 16 + digit(2)?)).flatten();
        if let Some(byte) = value.and_then(|value| u8::try_from(value).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `target` with what is not ASCII percent-encoded as UTF-8, as clients do; nothing else changes.
pub fn encoded(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for ch in target.chars() {
        if ch.is_ascii() {
            out.push(ch);
        } else {
            for byte in ch.encode_utf8(&mut [0; 4]).bytes() {
                write!(out, "%{byte:02X}").expect("a string takes every write");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_comes_apart_and_is_decoded_once() {
        let (path, query) = split("/a%2Fb/c?q=R%26D+50%25&page=2&q=x");
        assert_eq!(parts(path), ["a/b", "c"]);
        let pairs = parameters(query.unwrap().as_bytes());
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("q", "R&D 50%"), ("page", "2"), ("q", "x")]);
        assert_eq!(split("/a"), ("/a", None));
    }

    #[test]
    fn broken_escapes_stay_and_letters_are_encoded() {
        assert_eq!(decoded("50%"), "50%");
        assert_eq!(decoded("%zz%C3%BC"), "%zzü");
        assert_eq!(encoded("/ü?q=%26"), "/%C3%BC?q=%26");
    }
}
