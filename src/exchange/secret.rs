//! Messages without their secrets, for what is shown to others: tokens, cookies and passwords keep
//! their first characters, so that one can tell them apart.

use std::borrow::Cow;

mod scan;

/// A name that holds one of these, in any letter case and however its words are joined, names a secret.
const SECRET: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "authorization",
    "cookie",
    "credential",
    "apikey",
    "accesskey",
    "privatekey",
    "sessionid",
    "jwt",
];
/// Characters of a secret that stay.
const KEPT_MAX: usize = 8;

/// Whether what has this name is nobody else's business.
pub fn is_secret(name: &str) -> bool {
    let joined = |ch: &char| !matches!(ch, '-' | '_');
    let name: String = name.chars().filter(joined).map(|ch| ch.to_ascii_lowercase()).collect();
    SECRET.iter().any(|secret| name.contains(secret))
}

/// The value of a header field: `Bearer eyJhbGci…`, `sid=4f2a…; Path=/`.
pub fn field<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if is_secret(name) { Cow::Owned(named(name, value)) } else { text(value) }
}

/// A text of any kind with the secrets in it cut that are told by their names: a body of JSON or of a
/// form, a target with a query, a line that was printed. A token that is known by its looks is cut too.
/// The text may end anywhere.
pub fn text(text: &str) -> Cow<'_, str> {
    if ["eyJ", "://"].iter().any(|mark| text.contains(mark)) || is_secret(text) {
        Cow::Owned(scan::cut_all(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// What is said of the value of `name`: `"4f2a…"`, `anything`.
pub fn told<'v>(name: &str, words: &'v str) -> Cow<'v, str> {
    if is_secret(name) { Cow::Owned(scan::cut_value(name, words)) } else { text(words) }
}

/// The value of a secret's name.
fn named(name: &str, value: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name.contains("set-cookie") {
        let (pair, rest) = value.split_at(value.find(';').unwrap_or(value.len()));
        return pair_cut(pair) + rest;
    }
    if name.contains("cookie") {
        let pairs: Vec<_> = value.split("; ").map(pair_cut).collect();
        return pairs.join("; ");
    }
    match value.split_once(' ') {
        Some((scheme, secret)) if name.contains("authorization") => {
            format!("{scheme} {}", cut(secret))
        }
        Some(_) | None => cut(value),
    }
}

fn pair_cut(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", cut(value)),
        None => cut(pair),
    }
}

/// No more than a quarter of what is secret; what was cut here before stays.
fn cut(secret: &str) -> String {
    // A row that was shortened for its length ends so too, and holds more than is left here.
    let was_cut = secret.ends_with('…') && secret.chars().count() <= KEPT_MAX + 1;
    if secret.is_empty() || was_cut {
        return secret.to_owned();
    }
    let kept = (secret.chars().count() / 4).min(KEPT_MAX);
    secret.chars().take(kept).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_is_too_odd(parts in prop::collection::vec(
            prop::sample::select(vec![
                "token", "password", "cookie", "authorization", "name=\"", "eyJ", "://", "null", "a",
                "1", "é", "…", " ", "\n", "\r\n\r\n", "--", "@", ".", ",", ":", "=", "&", ";", "\\",
                "\"", "'", "`", "[", "]", "{", "}",
            ]),
            0..24,
        )) {
            let whole = parts.concat();
            let cut = text(&whole).into_owned();
            prop_assert!(cut.len() <= whole.len() + parts.len() * '…'.len_utf8());
            let _ = (field("cookie", &whole), told("token", &whole));
        }
    }

    #[test]
    fn fields_keep_what_tells_them_apart() {
        let check = |name, value, expected: &str| assert_eq!(field(name, value), expected);
        check("Authorization", "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpX", "Bearer eyJhbGci…");
        check("authorization", "Basic YWRh", "Basic Y…");
        check("Cookie", "sid=4f2a4f2a4f2a; theme=dark", "sid=4f2…; theme=d…");
        check("Set-Cookie", "sid=4f2a4f2a; Path=/; HttpOnly", "sid=4f…; Path=/; HttpOnly");
        check("X-Api_Key", "abcdefgh", "ab…");
        check("X-Access-Token", "two words", "tw…");
        check("Content-Type", "text/plain", "text/plain");
        check("Location", "/done?token=4f2a4f2a&page=2", "/done?token=4f…&page=2");
    }

    #[track_caller]
    fn check(whole: &str, expected: &str) {
        assert_eq!(text(whole), expected);
        // What is cut stays as it is.
        assert_eq!(text(expected), expected);
    }

    #[test]
    fn bodies_of_json_keep_all_but_their_secrets() {
        check(
            r#"{"name":"Ada","password":"s3cr\"et-12","accessToken" : "abcdefgh","n":1}"#,
            r#"{"name":"Ada","password":"s3…","accessToken" : "ab…","n":1}"#,
        );
        check(
            "{\n  \"user\": { \"api_key\":\n \"abcdefgh\", \"id\": 3 }\n}",
            "{\n  \"user\": { \"api_key\":\n \"ab…\", \"id\": 3 }\n}",
        );
        check(
            r#"{"password":1234567812,"secret":null,"token":"","a":"b"}"#,
            r#"{"password":12…,"secret":null,"token":"","a":"b"}"#,
        );
        check(
            r#"{"tokens":["abcdefgh","ij]klmno"],"token":{"of":"Ada","n":[12345678,true]},"a":["b"]}"#,
            r#"{"tokens":["ab…","ij…"],"token":{"of":"…","n":[12…,true]},"a":["b"]}"#,
        );
        // JSON within a string of JSON.
        check(
            r#"{"body":"{\"token\":\"abcdefgh\",\"id\":3}","tokens":"[\"a\"]"}"#,
            r#"{"body":"{\"token\":\"ab…\",\"id\":3}","tokens":"[…"}"#,
        );
        check(r#"{"password":"never en"#, r#"{"password":"ne…"#);
        check(r#"{"tokens":["abcdefgh","never en"#, r#"{"tokens":["ab…","ne…"#);
        check(
            r#"{"error":"Invalid token","field":"password"}"#,
            r#"{"error":"Invalid token","field":"password"}"#,
        );
    }

    #[test]
    fn forms_and_queries_keep_all_but_their_secrets() {
        check("name=Ada&password=hunter22", "name=Ada&password=hu…");
        check(
            "user%5Bpassword%5D=hunter22&tokens[]=abcd&tokens[]=efgh&a=b",
            "user%5Bpassword%5D=hu…&tokens[]=a…&tokens[]=e…&a=b",
        );
        check("/reset?token=4f2a4f2a#top", "/reset?token=4f…#top");
        check("/r?secret=&token", "/r?secret=&token");
        check(
            "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter22\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--",
            "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhu…\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--",
        );
        check("password", "password");
        check("", "");
    }

    #[test]
    fn lines_that_were_printed_keep_their_prose() {
        check(
            "{ authorization: 'Bearer abcdefgh', cookie: 'sid=4f2a4f2a', password: 12345678 }",
            "{ authorization: 'Bearer ab…', cookie: 'sid=4f…', password: 12… }",
        );
        check("Authorization: Bearer abcdefgh\nAccept: x", "Authorization: Bearer ab…\nAccept: x");
        check("Wrong password: try again", "Wrong password: try again");
        check("the token: abcdefgh", "the token: ab…");
        check("token === other, token => 1", "token === other, token => 1");
        check(
            "UPDATE users SET password = 'hunter22' WHERE token = ? AND secret=?1",
            "UPDATE users SET password = 'hu…' WHERE token = ? AND secret=?1",
        );
        check("signed eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2ln!", "signed eyJhbGci…!");
        check("postgres://ada:hunter22@localhost/shop", "postgres://ada:hu…@localhost/shop");
        check("redis://:hunter22@localhost", "redis://:hu…@localhost");
        check("http://localhost:3000/a@b", "http://localhost:3000/a@b");
        // Shortened for its length, which is no cut of ours.
        let long = format!("token: '{}…", "a".repeat(100));
        assert_eq!(text(&long), "token: 'aaaaaaaa…");
    }

    #[test]
    fn what_is_said_of_a_value_is_cut_by_its_name() {
        let check = |name, words, expected: &str| assert_eq!(told(name, words), expected);
        check("body.token", "\"abcdefgh\"", "\"ab…\"");
        check("body.token", "anything", "anything");
        check("Set-Cookie", "\"sid=4f2a4f2a; Path=/\"", "\"sid=4f…; Path=/\"");
        check("body", r#"{"token":"abcdefgh"}"#, r#"{"token":"ab…"}"#);
        check("status", "200", "200");
    }
}
