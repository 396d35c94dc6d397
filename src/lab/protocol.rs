//! What the parent and its child say to each other: frames of JSON, each after its length.
//!
//! The parent believes no frame further than it must: what is said here can end a run or fill a
//! recording, it can never make a check of an answer over HTTP pass. Checks of what was printed,
//! returned or recorded have no other witness (docs/SECURITY.md).

mod asked;
mod cut;
mod meaning;
pub mod script;
pub mod sql;
pub mod store;

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
};

pub use self::asked::{Ask, Told};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    exchange::{api::Api, mishap::Mishap},
    lab::{Folder, Limits, Program, WALL_MS},
    trace::Stream,
};

/// Parent and child are the same binary, so a difference means that something else answered.
pub const VERSION: u32 = 1;
/// Longest frame from the parent: it carries the program's files.
pub const TO_CHILD_BYTES_MAX: usize = 64 << 20;
/// Longest frame from the child: one piece of output, one entry, one result.
pub const TO_PARENT_BYTES_MAX: usize = 4 << 20;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToChild {
    /// The first frame.
    Start(Box<Start>),
    /// The first frame to a child that serves a mock API.
    StartMock(Box<StartMock>),
    /// Answered by one `ToParent::Returned` with the same id.
    Call { id: u64, module: String, action: Action },
    /// Answered in the same way, with nothing, once what the program had to do at once is done.
    Turn { id: u64 },
    /// To a program whose clock stands still: moves it so far, and fires what is due on the way.
    /// Answered in the same way, with nothing.
    Advance { id: u64, ms: u64 },
    /// What goes wrong with the program's own requests from now on, counted from now on. Answered in
    /// the same way, with nothing.
    Mishaps { id: u64, list: Vec<Mishap> },
    /// To a program whose clock stands still: while nothing else is left to do, it may move from
    /// timer to timer, so far at most. With `received_bytes` as long as a request is open and no
    /// other byte came; without, whatever is open.
    Pass { ms: u64, received_bytes: Option<u64> },
    /// The first frame of a child that runs SQL and no JavaScript.
    StartSql(Box<sql::StartSql>),
    /// The first frame of a child that holds stores.
    StartStore(Box<store::StartStore>),
    /// The first frame of a child that serves one on loopback.
    StartWire(Box<store::StartWire>),
    /// What came of the wishes of these numbers.
    Told { list: Vec<(u64, Told)> },
    /// To a child that runs SQL; answered by `ToParent::Sql` up to `sql::Told::Done`.
    Sql(sql::Order),
    /// To a child that holds stores; answered by `ToParent::Store` up to `store::Told::Done`.
    Store(store::Order),
    /// To a program; answered in the same way.
    AskStore(Box<store::Asked>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub version: u32,
    pub folder: Files,
    pub entry: Option<String>,
    pub args: Vec<String>,
    pub env: BTreeMap<String, String>,
    #[serde(with = "bytes")]
    pub stdin: Vec<u8>,
    pub seed: Option<u64>,
    /// `lab::Program::still_at_ms`
    pub still_at_ms: Option<i64>,
    /// How far a clock that stands still may move by itself until a server listens, or a call ends.
    pub wait_ms: u32,
    /// The header that marks requests of the parent; removed before the program sees it.
    pub nonce: String,
    pub memory_mb: u32,
    pub turn_ms: u32,
    pub printed_bytes: u64,
    pub ports: Ports,
    pub stocks: Vec<store::Stocked>,
}

/// Which ports a program's servers get on 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ports {
    /// Free ones, whatever the program names: many programs may run at once.
    Free,
    /// Those that the program names, where they are free.
    Named,
    /// This one for a server of the program, whatever it names; while that listens, others get
    /// those that they name.
    First(u16),
}

/// A socket on 127.0.0.1 that a child cannot make itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// Bound to this port; it does not listen.
    Bound(u16),
    /// Connected to who listens on this port.
    Connected(u16),
}

/// Which walls of the kernel stand around a child.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walls {
    /// The version of Landlock, which keeps files, ports and signals; 0 where there is none.
    pub landlock: u8,
    /// Whether system calls are filtered.
    pub seccomp: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartMock {
    pub version: u32,
    pub api: Api,
    /// The port on 127.0.0.1; `None` for a free one.
    pub port: Option<u16>,
    /// `mock::Service::doors`
    pub doors: bool,
    /// The header that marks requests of the parent; routes do not see it.
    pub nonce: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Files {
    Memory(Vec<(String, Content)>),
    Disk(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content(#[serde(with = "bytes")] pub Vec<u8>);

/// What is done to a module's exports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Action {
    /// Calls the export of this name; a promise is awaited.
    Call {
        export: String,
        args: Vec<Value>,
    },
    Read {
        export: String,
    },
    /// Tries to put a value there, from outside; an error is no failure.
    Write {
        export: String,
        value: Value,
    },
    /// The sorted names of what is exported.
    Exports,
    /// Runs what was typed at a prompt, in the global scope and whatever module is named; the value is
    /// that of its last expression, as Node shows it.
    Evaluate {
        text: String,
    },
    /// Runs the test of this name, of a file of tests of a pack. The value says whether it passed;
    /// an error is one of the file.
    Test {
        name: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToParent {
    /// The first frame: the walls stand and the engine runs.
    Ready {
        version: u32,
        walls: Walls,
        /// On which it can listen.
        ports: Vec<u16>,
    },
    /// Answered on the way of the descriptors (`sockets`), where programs may have it.
    Wants(Wanted),
    /// A listener answers from now on.
    Listening {
        named: u16,
        port: u16,
        at_us: u64,
    },
    Closed {
        port: u16,
        at_us: u64,
    },
    Printed {
        err: bool,
        #[serde(with = "bytes")]
        bytes: Vec<u8>,
        request: Option<u32>,
        at_us: u64,
    },
    Happened {
        what: Happening,
        request: Option<u32>,
        at_us: u64,
    },
    /// So many entries more that were not worth a frame each.
    Untold {
        count: u64,
    },
    /// Nothing is left in the program that could answer the open requests.
    Idle {
        open_requests: u32,
        waiting_for_body: u32,
        received_bytes: u64,
        due_ms: Option<u64>,
        passes: u32,
    },
    /// `None`: the call's promise can no longer settle.
    Returned {
        id: u64,
        answer: Option<Reply>,
    },
    /// Wishes of a test, each with its number.
    Asked {
        list: Vec<(u64, Ask)>,
    },
    /// The current turn is within its limit; sent while the child computes.
    Beat,
    Sql(sql::Told),
    Store(store::Told),
    /// The last frame.
    Stopped(Ending),
}

/// Entries of the recording that only the program's own code can tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Happening {
    RequestReceived {
        method: String,
        target: String,
        headers: Vec<(String, String)>,
    },
    BodyReceived {
        bytes: usize,
        body: String,
    },
    ResponseStarted {
        status: u16,
        headers: Vec<(String, String)>,
        place: Option<Spot>,
    },
    ResponseEnded {
        bytes: usize,
        body: String,
    },
    ClientLeft,
    Withheld,
    FetchSent {
        method: String,
        url: String,
    },
    FetchAnswered {
        status: u16,
    },
    RouteMatched {
        path: String,
    },
    LayerEntered {
        layer: Layer,
        name: String,
        place: Option<Spot>,
    },
    LayerLeft {
        failed: bool,
    },
    LayerUnreached {
        route: String,
        name: String,
        hands_on: bool,
        place: Option<Spot>,
    },
    /// `exchange::mishap::MishapKind::words`
    FetchMishap {
        how: String,
    },
    /// `passed_ms` since the start.
    ClockMoved {
        by_ms: u64,
        passed_ms: u64,
    },
    Sql(sql::Stepped),
    /// A command to a store of the program's own.
    Store(store::Did),
    /// Mirrors `trace::HashRan`.
    Hashed {
        call: String,
        algorithm: String,
        cost: Vec<(String, u64)>,
        place: Option<Spot>,
        took_us: u64,
    },
    Threw(Failure),
}

/// Mirrors `trace::Layer`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Layer {
    Middleware,
    Handler,
    ErrorHandler,
}

/// Mirrors `lab::Answer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    Value(Value),
    Nothing,
    Threw(Failure),
}

/// Mirrors `trace::Thrown`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub name: String,
    pub message: String,
    pub place: Option<Spot>,
    pub line: Option<String>,
    pub stack: String,
}

/// Mirrors `diag::Place`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

/// The ends that a child can know of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ending {
    Finished,
    Exited(i32),
    Threw(Failure),
    Turn { place: Option<Spot> },
    Memory,
    Output,
    Fault(String),
}

/// Writes `frame`: four bytes of length, least significant first, then JSON.
pub fn write(to: &mut impl Write, frame: &impl Serialize) -> io::Result<()> {
    let mut bytes = Vec::new();
    append(&mut bytes, frame)?;
    to.write_all(&bytes)
}

/// Puts `frame` behind the frames in `bytes`, as `write` writes it.
pub fn append(bytes: &mut Vec<u8>, frame: &impl Serialize) -> io::Result<()> {
    let start = bytes.len();
    bytes.extend([0; 4]);
    serde_json::to_writer(&mut *bytes, frame)?;
    let length = bytes.len() - start - 4;
    let length = u32::try_from(length).map_err(|_| io::ErrorKind::InvalidInput)?;
    bytes[start..start + 4].copy_from_slice(&length.to_le_bytes());
    Ok(())
}

/// Takes one frame off the front of `buffer`; `None` when it is not all there yet.
///
/// # Errors
/// When the frame is longer than `bytes_max` or no frame of this kind.
pub fn take<T: DeserializeOwned>(buffer: &mut Vec<u8>, bytes_max: usize) -> io::Result<Option<T>> {
    let Some((head, rest)) = buffer.split_first_chunk::<4>() else { return Ok(None) };
    let length = u32::from_le_bytes(*head) as usize;
    if bytes_max < length {
        return Err(io::Error::other(format!("a frame of {length} bytes")));
    }
    let Some(body) = rest.get(..length) else { return Ok(None) };
    let frame = serde_json::from_slice(body)?;
    buffer.drain(..4 + length);
    Ok(Some(frame))
}

/// Reads one whole frame; the bytes after it stay in `from`.
pub fn read<T: DeserializeOwned>(from: &mut impl Read, bytes_max: usize) -> io::Result<T> {
    let mut head = [0; 4];
    from.read_exact(&mut head)?;
    let length = u32::from_le_bytes(head) as usize;
    if bytes_max < length {
        return Err(io::Error::other(format!("a frame of {length} bytes")));
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body)?)
}

impl Start {
    pub fn new(program: &Program, limits: &Limits, nonce: &str, ports: Ports) -> Start {
        let folder = match &program.folder {
            Folder::Memory(files) => Files::Memory(
                files.iter().map(|(path, text)| (path.clone(), Content(text.clone()))).collect(),
            ),
            Folder::Disk(path) => Files::Disk(path.to_string_lossy().into_owned()),
        };
        Start {
            version: VERSION,
            folder,
            entry: program.entry.clone(),
            args: program.args.clone(),
            env: program.env.clone(),
            stdin: program.stdin.clone(),
            seed: program.seed,
            still_at_ms: program.still_at_ms,
            wait_ms: limits.wall_ms.unwrap_or(WALL_MS),
            nonce: nonce.to_owned(),
            memory_mb: limits.memory_mb,
            turn_ms: limits.turn_ms,
            printed_bytes: limits.printed_bytes.unwrap_or(u64::MAX),
            ports,
            stocks: program.stocks.iter().map(store::Stocked::from).collect(),
        }
    }
}

/// Standard output or error, as frames have it.
pub fn stream(err: bool) -> Stream {
    if err { Stream::Err } else { Stream::Out }
}

/// Bytes in JSON: each as the character of the same number, so that text stays readable and
/// nothing is lost.
mod bytes {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        text.chars()
            .map(|ch| u8::try_from(u32::from(ch)).map_err(|_| D::Error::custom("not a byte")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frames() -> Vec<ToParent> {
        vec![
            ToParent::Ready {
                version: VERSION,
                walls: Walls { landlock: 6, seccomp: true },
                ports: vec![40_000],
            },
            ToParent::Printed { err: true, bytes: (0..=255).collect(), request: Some(1), at_us: 2 },
            ToParent::Happened { what: Happening::ClientLeft, request: None, at_us: 3 },
            ToParent::Returned { id: 4, answer: Some(Reply::Nothing) },
            ToParent::Stopped(Ending::Turn {
                place: Some(Spot { file: "a.js".to_owned(), line: 1, column: 2 }),
            }),
        ]
    }

    #[test]
    fn frames_arrive_as_they_were_sent_however_they_are_cut() {
        let mut wire = Vec::new();
        for frame in frames() {
            write(&mut wire, &frame).unwrap();
        }
        let (mut buffer, mut arrived) = (Vec::new(), Vec::<ToParent>::new());
        for byte in wire {
            buffer.push(byte);
            while let Some(frame) = take(&mut buffer, TO_PARENT_BYTES_MAX).unwrap() {
                arrived.push(frame);
            }
        }
        assert_eq!(arrived, frames());
        assert!(buffer.is_empty());
    }

    #[test]
    fn a_frame_that_is_too_long_is_refused_before_it_is_read() {
        let mut buffer = u32::MAX.to_le_bytes().to_vec();
        assert!(take::<ToParent>(&mut buffer, TO_PARENT_BYTES_MAX).is_err());
        assert!(read::<ToChild>(&mut buffer.as_slice(), TO_CHILD_BYTES_MAX).is_err());
    }

    proptest! {
        #[test]
        fn nonsense_is_an_error_and_nothing_worse(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut framed = u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec();
            framed.extend(&bytes);
            prop_assert!(take::<ToParent>(&mut framed, TO_PARENT_BYTES_MAX).is_err());
            let mut loose = bytes;
            drop(take::<ToParent>(&mut loose, TO_PARENT_BYTES_MAX));
        }

        #[test]
        fn a_damaged_frame_is_an_error_or_another_frame(at in 0_usize..60, byte in any::<u8>()) {
            for frame in frames() {
                let mut wire = Vec::new();
                write(&mut wire, &frame).unwrap();
                let at = 4 + at % (wire.len() - 4);
                wire[at] = byte;
                drop(take::<ToParent>(&mut wire, TO_PARENT_BYTES_MAX));
            }
        }
    }
}
