//! Methods, header fields and values that requests are often written with, each with what it means.

/// A word, and what it means: at most 28 characters.
type Word = (&'static str, &'static str);

pub const METHODS: &[Word] = &[
    ("GET", "reads"),
    ("POST", "adds, or does something"),
    ("PUT", "puts a whole in its place"),
    ("PATCH", "changes a part"),
    ("DELETE", "takes away"),
    ("HEAD", "as GET, without the body"),
    ("OPTIONS", "asks what is allowed"),
];

/// Those that the sender writes itself, `Host` and `Content-Length`, are left out.
pub const HEADERS: &[Word] = &[
    ("Accept", "what the answer may be"),
    ("Content-Type", "what the body is"),
    ("Authorization", "who asks, and the proof"),
    ("Cookie", "what the server gave before"),
    ("Accept-Language", "languages of the answer"),
    ("Accept-Encoding", "compression of the answer"),
    ("Cache-Control", "how old an answer may be"),
    ("If-None-Match", "only if it has changed"),
    ("If-Match", "only if it has not changed"),
    ("If-Modified-Since", "only if it is newer"),
    ("Idempotency-Key", "the same request only once"),
    ("Origin", "the site that asks"),
    ("Range", "a part of it"),
    ("Referer", "the page that led here"),
    ("User-Agent", "the program that asks"),
    ("X-Request-Id", "a name in the logs"),
];

/// Values of a header, by its name.
pub const VALUES: &[(&str, &[Word])] = &[
    (
        "Accept",
        &[
            ("application/json", "JSON"),
            ("text/html", "a page"),
            ("text/csv", "rows"),
            ("text/plain", "plain text"),
            ("*/*", "whatever there is"),
        ],
    ),
    (
        "Content-Type",
        &[
            ("application/json", "JSON"),
            ("application/x-www-form-urlencoded", "a form"),
            ("multipart/form-data", "a form with files"),
            ("text/plain", "plain text"),
            ("text/csv", "rows"),
            ("text/html", "a page"),
        ],
    ),
    ("Authorization", &[("Bearer", "a token"), ("Basic", "name and password in Base64")]),
    ("Accept-Encoding", &[("gzip", ""), ("br", ""), ("identity", "not packed")]),
    ("Cache-Control", &[("no-cache", "ask the server first"), ("no-store", "keep nothing")]),
];
