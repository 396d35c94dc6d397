//! The recording of a run: what happened, when, for which request; and why the run ended.

pub mod statements;
pub mod timeline;
pub mod told;

use crate::{diag::Place, exchange::Headers};

/// Entries a recording keeps; later ones are counted, not kept.
pub const ENTRIES_MAX: usize = 100_000;
/// Bytes that the texts and values of a recording take at most; later entries are counted.
pub const BYTES_MAX: usize = 8 << 20;
/// Bytes kept of one value in an entry.
pub const VALUE_BYTES_MAX: usize = 2_048;

/// The recording of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    pub entries: Vec<Entry>,
    /// Entries that did not fit, and SQL statements of a program that were too many to be told.
    pub dropped: u64,
    /// What the texts and values of the entries take.
    bytes: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Microseconds since the program started, in real time.
    pub at_us: u64,
    /// The request this belongs to, numbered from 1 in order of arrival.
    pub request: Option<u32>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The program's server took a whole request head.
    RequestReceived {
        method: String,
        target: String,
        headers: Headers,
    },
    /// `bytes` of a request's body were handed to the program; `body` are the first of them, cut at
    /// `VALUE_BYTES_MAX`.
    BodyReceived {
        bytes: usize,
        body: Vec<u8>,
    },
    /// The head of a response went out.
    ResponseStarted {
        status: u16,
        headers: Headers,
        /// The line of the program that answered, of the first answers of 400 and more; `None` where it
        /// is not the program's own.
        place: Option<Place>,
    },
    /// A response was finished; `bytes` of body in all, `body` cut at `VALUE_BYTES_MAX`.
    ResponseEnded {
        bytes: usize,
        body: Vec<u8>,
    },
    /// The other side went away before the response was finished.
    ClientLeft,
    /// A mock API gave no answer, as its description asks for.
    Withheld,
    /// A server listens: the port that the program named and the real one.
    Listening {
        named: u16,
        port: u16,
    },
    Closed {
        port: u16,
    },
    /// A router found where the request belongs: the path as the program wrote it.
    RouteMatched {
        path: String,
    },
    /// A function of a router's begins its work on a request.
    LayerEntered {
        layer: Layer,
        /// Empty where the function has none.
        name: String,
        /// Where the function stands; `None` for those of the built-in packages.
        place: Option<Place>,
    },
    /// It has called `next`, answered, or failed.
    LayerLeft {
        how: Left,
    },
    /// The request was answered before the turn of this function, which would have had it too: a
    /// router's, or the first of a route.
    LayerUnreached {
        /// `GET /users/me`; empty for middleware.
        route: String,
        /// Empty where the function has none.
        name: String,
        /// It uses its `next`: it is there for requests that go on, and not to answer what is left.
        hands_on: bool,
        /// Where the function stands.
        place: Option<Place>,
    },
    /// The program printed; cut at `VALUE_BYTES_MAX`.
    Printed {
        stream: Stream,
        text: String,
    },
    /// The program made a request of its own.
    FetchSent {
        method: String,
        url: String,
    },
    FetchAnswered {
        status: u16,
    },
    /// What went wrong with that request on its way, because a check wanted it, in words.
    FetchMishap {
        how: String,
    },
    /// A clock that stands still was moved, by a check or to a timer that was waited for; what
    /// follows happened at the later time.
    ClockMoved {
        by_ms: u64,
        /// Since the start.
        passed_ms: u64,
    },
    /// A statement came to its end, or failed.
    Sql(SqlRan),
    /// So did a command to a store of documents.
    Documents(DocumentsRan),
    /// So did a command to a cache.
    Cache(CacheRan),
    /// A key was made from a password: a hash, or what a hash was compared with.
    Hashed(HashRan),
    /// A promise was rejected and nobody handled it, or an error reached the top.
    Threw(Thrown),
    /// A limit ended the run.
    LimitHit {
        name: &'static str,
    },
}

impl What {
    /// What its texts and values take, in bytes.
    fn bytes(&self) -> usize {
        let of_headers = |headers: &Headers| {
            headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
        };
        match self {
            What::RequestReceived { method, target, headers } => {
                method.len() + target.len() + of_headers(headers)
            }
            What::ResponseStarted { headers, place, .. } => {
                of_headers(headers) + place.as_ref().map_or(0, |place| place.file.len())
            }
            What::BodyReceived { body, .. } | What::ResponseEnded { body, .. } => body.len(),
            What::Printed { text, .. } => text.len(),
            What::RouteMatched { path } => path.len(),
            What::LayerEntered { name, place, .. } => {
                name.len() + place.as_ref().map_or(0, |place| place.file.len())
            }
            What::LayerUnreached { route, name, place, .. } => {
                route.len() + name.len() + place.as_ref().map_or(0, |place| place.file.len())
            }
            What::FetchSent { method, url } => method.len() + url.len(),
            What::FetchMishap { how } => how.len(),
            What::Sql(ran) => {
                let error = ran.error.as_ref().map_or(0, String::len);
                ran.text.len() + ran.parameters.len() + error
            }
            What::Documents(ran) => {
                let error = ran.error.as_ref().map_or(0, String::len);
                let names = ran.command.len() + ran.collection.len() + ran.plan.len();
                ran.text.len() + names + error
            }
            What::Cache(ran) => ran.text.len() + ran.error.as_ref().map_or(0, String::len),
            What::Hashed(ran) => {
                let names = ran.cost.iter().map(|(name, _)| name.len()).sum::<usize>();
                let file = ran.place.as_ref().map_or(0, |place| place.file.len());
                ran.call.len() + ran.algorithm.len() + names + file
            }
            What::Threw(thrown) => thrown.message.len() + thrown.stack.len(),
            What::ClientLeft
            | What::Withheld
            | What::Listening { .. }
            | What::Closed { .. }
            | What::LayerLeft { .. }
            | What::FetchAnswered { .. }
            | What::ClockMoved { .. }
            | What::LimitHit { .. } => 0,
        }
    }
}

/// What a function of a router is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Mounted by `use`, or before the last function of a route.
    Middleware,
    /// Of a route.
    Handler,
    /// Takes errors: it has four parameters.
    ErrorHandler,
}

/// How a function of a router was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It called `next` without an error.
    Next,
    /// It threw, its promise was rejected, or it called `next` with an error.
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// An SQL statement that ran. The counters are SQLite's (`sqlite3_stmt_status`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SqlRan {
    /// Cut at `VALUE_BYTES_MAX`.
    pub text: String,
    /// The values of its parameters as SQL writes them, in order and with the names that they have:
    /// `1, 'Ada'`, `$id = 1`. Cut at `VALUE_BYTES_MAX`; empty where it has none.
    pub parameters: String,
    /// Why it failed, in SQLite's words; `None` where it did not.
    pub error: Option<String>,
    /// Rows that it gave.
    pub rows: u64,
    /// Rows that an INSERT, UPDATE or DELETE changed; `None` for other statements.
    pub changed: Option<u64>,
    /// Steps forward in a full scan of a table or an index. (`SQLITE_STMTSTATUS_FULLSCAN_STEP`)
    pub full_scan_steps: u32,
    /// Instructions of SQLite's virtual machine. (`SQLITE_STMTSTATUS_VM_STEP`)
    pub vm_steps: u32,
    /// Sorts that no index spared. (`SQLITE_STMTSTATUS_SORT`)
    pub sorts: u32,
    /// Rows put into indexes that were made for this statement alone.
    /// (`SQLITE_STMTSTATUS_AUTOINDEX`)
    pub auto_indexes: u32,
    /// Microseconds from its preparation to its last row.
    pub took_us: u64,
}

/// A command of MongoDB's that ran. The counters are those of `explain("executionStats")`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentsRan {
    /// `find`, `insert`, `aggregate`.
    pub command: String,
    pub collection: String,
    /// The command as Extended JSON, cut at `VALUE_BYTES_MAX`.
    pub text: String,
    /// Why it failed, in MongoDB's words; `None` where it did not.
    pub error: Option<String>,
    /// `totalDocsExamined`.
    pub documents_examined: u64,
    /// `totalKeysExamined`.
    pub keys_examined: u64,
    /// Documents that it gave.
    pub returned: u64,
    /// Documents that it inserted, changed or deleted; `None` for a command that only reads.
    pub changed: Option<u64>,
    /// How documents were found: `COLLSCAN`, `IXSCAN email_1`, `IDHACK`; empty where none were sought.
    pub plan: String,
    pub took_us: u64,
}

/// A command of Redis's that ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheRan {
    /// The command with its arguments, cut at `VALUE_BYTES_MAX`.
    pub text: String,
    /// Why it failed, in Redis's words; `None` where it did not.
    pub error: Option<String>,
    /// Whether the key was there; `None` for a command that reads no key.
    pub found: Option<bool>,
    /// Keys, fields or members that it changed; `None` for a command that only reads.
    pub changed: Option<u64>,
    pub took_us: u64,
}

/// A computation that makes a key from a password, slowly on purpose. Nothing of the password, the
/// salt or the key is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HashRan {
    /// The function that the program called: `bcrypt.hash`, `crypto.scryptSync`.
    pub call: String,
    /// `bcrypt`, `argon2id`, `argon2i`, `argon2d`, `scrypt` or `pbkdf2`.
    pub algorithm: String,
    /// What makes it slow, by the algorithm's own names: `cost` of bcrypt, `m` (KiB), `t` and `p`
    /// of Argon2, `N`, `r` and `p` of scrypt, `iterations` of PBKDF2.
    pub cost: Vec<(String, u64)>,
    /// The line that called; `None` where it is not the program's own.
    pub place: Option<Place>,
    /// Microseconds of computing, without the wait for a thread.
    pub took_us: u64,
}

/// An error of the program, in Node's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thrown {
    /// `TypeError`, or the empty text when what was thrown is no error.
    pub name: String,
    /// What stands after the name: `app.get is not a function`.
    pub message: String,
    /// The first frame in the program's own files.
    pub place: Option<Place>,
    /// The line at `place`.
    pub line: Option<String>,
    /// As Node prints it, the message first.
    pub stack: String,
}

impl Thrown {
    /// The first line as Node prints it: `TypeError: app.get is not a function`.
    pub fn headline(&self) -> String {
        if self.name.is_empty() {
            self.message.clone()
        } else {
            format!("{}: {}", self.name, self.message)
        }
    }
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// Nothing was left to do.
    Finished,
    /// `process.exit(code)`, or the end after `process.exitCode = code`.
    Exited(i32),
    /// An error reached the top; the exit code is 1 as in Node.
    Threw(Box<Thrown>),
    /// One turn of the event loop computed longer than its limit; where the function starts.
    Turn {
        limit_ms: u32,
        place: Option<Place>,
    },
    /// The run took longer than its limit.
    Wall {
        limit_ms: u32,
    },
    Memory {
        limit_mb: u32,
    },
    /// More was printed or answered than the limit.
    Output {
        limit_bytes: u64,
    },
    /// The child died of a signal.
    Crashed(i32),
    /// The parent ended it: the checks were done, or the learner said stop.
    Ended,
    /// The lab is at fault, never the program.
    Fault(String),
}

impl Stop {
    /// The exit code that `backlab run` gives: the program's own, 1 for an error, 124 for a
    /// limit, 3 when the lab is at fault.
    pub fn exit_code(&self) -> u8 {
        match self {
            Stop::Finished | Stop::Ended => 0,
            Stop::Exited(code) => u8::try_from(code & 0xff).unwrap_or(1),
            Stop::Threw(_) => 1,
            Stop::Turn { .. } | Stop::Wall { .. } | Stop::Memory { .. } | Stop::Output { .. } => {
                124
            }
            Stop::Crashed(_) | Stop::Fault(_) => 3,
        }
    }

    /// The name of the limit that ended the run, if one did.
    pub fn limit(&self) -> Option<&'static str> {
        match self {
            Stop::Turn { .. } => Some("turn"),
            Stop::Wall { .. } => Some("wall"),
            Stop::Memory { .. } => Some("memory"),
            Stop::Output { .. } => Some("output"),
            Stop::Finished
            | Stop::Exited(_)
            | Stop::Threw(_)
            | Stop::Crashed(_)
            | Stop::Ended
            | Stop::Fault(_) => None,
        }
    }

    /// Whether the program did what it had to do: it came to its end, or left by `process.exit()`.
    pub fn is_well(&self) -> bool {
        matches!(self, Stop::Finished | Stop::Ended | Stop::Exited(0))
    }

    /// One sentence for the learner; `None` where the end needs no words.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Stop::Finished | Stop::Ended => None,
            Stop::Exited(code) => Some(format!("The program ended itself with exit code {code}.")),
            Stop::Threw(thrown) => Some(thrown.headline()),
            Stop::Turn { limit_ms, place } => {
                let seconds = seconds(*limit_ms);
                Some(match place {
                    Some(place) => format!(
                        "The lab stopped after {seconds} of computing: the code that starts in {} \
                         line {} does not end.",
                        place.file, place.line
                    ),
                    None => format!(
                        "The lab stopped after {seconds} of computing without a pause: a loop \
                         does not end."
                    ),
                })
            }
            Stop::Wall { limit_ms } => {
                Some(format!("The lab stopped the program after {}.", seconds(*limit_ms)))
            }
            Stop::Memory { limit_mb } => Some(format!(
                "The lab stopped: the program needed more than {limit_mb} MB of memory."
            )),
            Stop::Output { limit_bytes } => {
                Some(format!("The lab stopped: the program put out more than {limit_bytes} bytes."))
            }
            Stop::Crashed(signal) => Some(format!(
                "The lab itself crashed (signal {signal}). Your work is not at fault."
            )),
            Stop::Fault(fault) => {
                Some(format!("The lab failed: {fault}. Your work is not at fault."))
            }
        }
    }
}

fn seconds(ms: u32) -> String {
    if ms.is_multiple_of(1000) { format!("{} s", ms / 1000) } else { format!("{ms} ms") }
}

impl Trace {
    /// Keeps `entry`, or counts it when the recording is full.
    pub fn push(&mut self, entry: Entry) {
        let bytes = self.bytes + entry.what.bytes();
        if self.entries.len() < ENTRIES_MAX && bytes <= BYTES_MAX {
            self.bytes = bytes;
            self.entries.push(entry);
        } else {
            self.dropped += 1;
        }
    }

    /// Keeps what `other` holds behind what is kept here.
    pub fn append(&mut self, other: &Trace) {
        for entry in &other.entries {
            self.push(entry.clone());
        }
        self.dropped += other.dropped;
    }

    /// What the program printed between two entries' positions, in order.
    pub fn printed(&self, range: std::ops::Range<usize>) -> String {
        let end = range.end.min(self.entries.len());
        let start = range.start.min(end);
        let printed = self.entries[start..end].iter().filter_map(|entry| match &entry.what {
            What::Printed { text, .. } => Some(text.as_str()),
            What::RequestReceived { .. }
            | What::BodyReceived { .. }
            | What::ResponseStarted { .. }
            | What::ResponseEnded { .. }
            | What::ClientLeft
            | What::Withheld
            | What::Listening { .. }
            | What::Closed { .. }
            | What::RouteMatched { .. }
            | What::LayerEntered { .. }
            | What::LayerLeft { .. }
            | What::LayerUnreached { .. }
            | What::FetchSent { .. }
            | What::FetchAnswered { .. }
            | What::FetchMishap { .. }
            | What::ClockMoved { .. }
            | What::Threw(_)
            | What::Sql(_)
            | What::Documents(_)
            | What::Cache(_)
            | What::Hashed(_)
            | What::LimitHit { .. } => None,
        });
        printed.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_recording_counts_what_it_drops() {
        let mut trace = Trace::default();
        let entry = Entry { at_us: 0, request: None, what: What::ClientLeft };
        for _ in 0..ENTRIES_MAX + 3 {
            trace.push(entry.clone());
        }
        assert_eq!((trace.entries.len(), trace.dropped), (ENTRIES_MAX, 3));
    }

    #[test]
    fn long_texts_fill_a_recording_too() {
        let mut trace = Trace::default();
        let text = "x".repeat(VALUE_BYTES_MAX);
        let what = What::Printed { stream: Stream::Out, text };
        for _ in 0..BYTES_MAX / VALUE_BYTES_MAX + 2 {
            trace.push(Entry { at_us: 0, request: None, what: what.clone() });
        }
        assert_eq!((trace.entries.len(), trace.dropped), (BYTES_MAX / VALUE_BYTES_MAX, 2));
    }

    #[test]
    fn each_end_has_its_exit_code_and_words() {
        assert_eq!(Stop::Exited(7).exit_code(), 7);
        assert_eq!(Stop::Memory { limit_mb: 128 }.exit_code(), 124);
        let place = Some(Place::new("server.js", 4, 1));
        assert_eq!(
            Stop::Turn { limit_ms: 5000, place }.sentence().unwrap(),
            "The lab stopped after 5 s of computing: the code that starts in server.js line 4 does \
             not end."
        );
        assert_eq!(Stop::Finished.sentence(), None);
    }
}
