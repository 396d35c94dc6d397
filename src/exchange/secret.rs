//! Messages without their secrets, for what is shown to others: tokens, cookies and passwords keep
//! their first characters, so that one can tell them apart.

use std::borrow::Cow;

/// A name that holds one of these, in any letter case, names a secret.
const SECRET: [&str; 8] =
    ["password", "passwd", "secret", "token", "authorization", "cookie", "api-key", "apikey"];
/// Characters of a secret that stay.
const KEPT_MAX: usize = 8;

/// Whether what has this name is nobody else's business.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    SECRET.iter().any(|secret| name.contains(secret))
}

/// The value of a header field: `Bearer eyJhbGci…`, `sid=4f2a…; Path=/`.
pub fn field<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if !is_secret(name) {
        return Cow::Borrowed(value);
    }
    if name.eq_ignore_ascii_case("set-cookie") {
        let (pair, rest) = value.split_at(value.find(';').unwrap_or(value.len()));
        return Cow::Owned(pair_cut(pair) + rest);
    }
    if name.eq_ignore_ascii_case("cookie") {
        let pairs: Vec<_> = value.split("; ").map(pair_cut).collect();
        return Cow::Owned(pairs.join("; "));
    }
    Cow::Owned(match value.split_once(' ') {
        Some((scheme, secret)) => format!("{scheme} {}", cut(secret)),
        None => cut(value),
    })
}

/// A body of JSON or of a form with the secrets in it cut.
pub fn body(text: &str) -> Cow<'_, str> {
    if !is_secret(text) {
        return Cow::Borrowed(text);
    }
    let quoted = text.trim_start().starts_with(['{', '[']);
    Cow::Owned(if quoted { json(text) } else { form(text) })
}

fn pair_cut(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", cut(value)),
        None => cut(pair),
    }
}

/// No more than a quarter of what is secret.
fn cut(secret: &str) -> String {
    let kept = (secret.chars().count() / 4).min(KEPT_MAX);
    secret.chars().take(kept).chain(['…']).collect()
}

fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(name) => pair_cut(pair),
        Some(_) | None => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Walks the strings: one that stands behind the name of a secret and a colon is cut. The text may
/// end anywhere.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut hides = false;
    while let Some(start) = rest.find('"') {
        let between = &rest[..start];
        out.push_str(between);
        let inner = &rest[start + 1..];
        let end = end_of_string(inner);
        let behind = inner.get(end + 1..).unwrap_or_default();
        if std::mem::take(&mut hides) && between.trim() == ":" {
            out.extend(["\"", cut(&inner[..end]).as_str(), "\""]);
        } else {
            hides = is_secret(&inner[..end]);
            out.push_str(&rest[start..rest.len() - behind.len()]);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Where the quote stands that ends a string; the end of the text where there is none.
fn end_of_string(inner: &str) -> usize {
    let mut escaped = false;
    for (at, ch) in inner.char_indices() {
        match ch {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_what_tells_them_apart() {
        let check = |name, value, expected: &str| assert_eq!(field(name, value), expected);
        check("Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpX", "Bearer eyJhbGci…");
        check("authorization", "Basic YWRh", "Basic Y…");
        check("Cookie", "sid=4f2a4f2a4f2a; theme=dark", "sid=4f2…; theme=d…");
        check("Set-Cookie", "sid=4f2a4f2a; Path=/; HttpOnly", "sid=4f…; Path=/; HttpOnly");
        check("X-Api_Key", "abcdefgh", "ab…");
        check("Content-Type", "text/plain", "text/plain");
    }

    #[test]
    fn bodies_keep_all_but_their_secrets() {
        let check = |text, expected: &str| assert_eq!(body(text), expected);
        check(
            r#"{"name":"Ada","password":"s3cr\"et-12","accessToken" : "abcdefgh","n":1}"#,
            r#"{"name":"Ada","password":"s3…","accessToken" : "ab…","n":1}"#,
        );
        check(r#"{"password":12,"a":"b"}"#, r#"{"password":12,"a":"b"}"#);
        check(r#"{"password":"never en"#, r#"{"password":"ne…""#);
        check("name=Ada&password=hunter22", "name=Ada&password=hu…");
        check("password", "password");
        check("", "");
    }
}
