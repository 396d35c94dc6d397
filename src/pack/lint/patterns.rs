//! The regular expressions of the rules, built once for a whole pack.

use regex::Regex;

/// A product and its version, `Node 26`; a day, or a month of a year.
const CHANGES: &str = r"(?x)
    \b(?:Node(?:\.js)?|Express|npm|SQLite|PostgreSQL|MySQL|MariaDB|MongoDB|Mongoose|Redis|Python
        |Flask|Django|Spring\ Boot|Java|PHP|Laravel|Ruby|Rails|Go|Rust|TypeScript|Docker
        |Kubernetes|Chrome|Firefox|Safari|nginx|OpenSSL)\ v?\d+(?:\.\d+)*\b
    |\b(?:January|February|March|April|May|June|July|August|September|October|November|December)
        \ (?:\d{1,2},\ )?(?:19|20)\d\d\b
    |\b20\d\d-\d\d-\d\d\b";

/// A day as `(2026-11-03)`.
const DAY: &str = r"\b20\d\d-\d\d-\d\d\b";

/// The host of a web address, the domain of a mail address, or a name that ends like one.
const HOST: &str = r"(?x)
    (?:https?|wss?|ftp|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?)://
        (?:[^\s/@\x22'`<>]*@)?(?P<url>[^\s/?\#\x22'`<>)\\,;]+)
    |[A-Za-z0-9._%+-]+@(?P<mail>(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\b
    |\b(?P<bare>(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov))\b";

/// What looks like a key that opens something (the forms of AWS, GitHub, Stripe, Slack, Google and
/// of PEM), so that scanners and readers take it for one.
const SECRET: &str = r"(?x)
    \bAKIA[0-9A-Z]{16}\b
    |\bgh[pousr]_[A-Za-z0-9]{36}
    |\b[sr]k_live_[A-Za-z0-9]{16,}
    |\bxox[baprs]-[A-Za-z0-9-]{10,}
    |\bAIza[0-9A-Za-z_-]{35}
    |-----BEGIN\ (?:[A-Z]+\ )?PRIVATE\ KEY-----";

/// Text whose bytes were read in another encoding than they were written in: UTF-8 as Windows-1252
/// (an accented letter, a quote, a no-break space) or as a Thai code page, and the mark for what
/// could not be read.
const MISDECODED: &str = r"\x{fffd}|Ã[\x{80}-\x{bf}]|â€[™œ\x{9d}“”¦¢]|Â[\x{a0}-\x{bf}]|โ€[\x{80}-\x{ff}™œ]|à¸[\x{80}-\x{bf}]";

/// What an answer must not hang on: the place and the time of the machine it runs on.
const HERE_AND_NOW: &str = r"(?x)
    \.toLocale(?:Date|Time)?String\(\s*\)
    |\bnew\ Intl\.\w+\(\s*\)
    |\.getTimezoneOffset\(
    |\.get(?:Hours|Day|Date)\(\s*\)";

/// What makes rows of a data set differ from one run to the next.
const CHANGING_ROWS: &str = r"(?i)\brandom(?:blob)?\s*\(|'now'|\bcurrent_(?:timestamp|date|time)\b";

#[derive(Clone, Debug)]
pub struct Patterns {
    pub changes: Regex,
    pub day: Regex,
    pub host: Regex,
    pub secret: Regex,
    pub misdecoded: Regex,
    pub here_and_now: Regex,
    pub changing_rows: Regex,
}

impl Patterns {
    pub fn new() -> Patterns {
        let build = |pattern| Regex::new(pattern).expect("the pattern stands above and was tested");
        Patterns {
            changes: build(CHANGES),
            day: build(DAY),
            host: build(HOST),
            secret: build(SECRET),
            misdecoded: build(MISDECODED),
            here_and_now: build(HERE_AND_NOW),
            changing_rows: build(CHANGING_ROWS),
        }
    }
}
