//! An exploit that is a program. It runs in a child of its own, and what it sends goes out from
//! here: the child reaches nobody, and every answer is known to the judge as it came.

use serde_json::{Value, json};

use crate::{
    client::{How, Outgoing},
    course::exercise::Files,
    exchange::{Headers, Request, Response},
    judge::{Came, Exchange, explain::our_fault, target::Running},
    lab::{Action, Answer, Called, Cancel, Folder, Lab, Limits, Machine, Program},
    trace::Stop,
};

/// What stands in for the server in the script's child.
const RELAY: &str = include_str!("script/relay.cjs");
/// A name that no file of a pack has: those that begin with a dot are not part of one.
const RELAY_FILE: &str = ".backlab/relay.cjs";
/// What the script reads from its environment; a program of one's own may use the port itself.
const TARGET: (&str, &str) = ("TARGET", "http://localhost:3000");
/// What the requests go to, in words.
pub const PROGRAM: &str = "the server";
/// Requests of one script at most.
const REQUESTS_MAX: usize = 1_000;
/// Fields of a message that say how it travels, not what it says.
const TRAVEL: [&str; 5] =
    ["connection", "keep-alive", "transfer-encoding", "content-length", "host"];

/// What a script did.
#[derive(Debug, Default)]
pub struct Ran {
    pub exchanges: Vec<Exchange>,
    /// On both streams.
    pub printed: String,
    /// Why it did not run to its end.
    pub ended: Option<Ended>,
}

#[derive(Debug)]
pub enum Ended {
    /// Its own doing.
    Stop(Stop),
    TooMany,
    /// Nobody's doing but ours; says what.
    Fault(String),
}

/// Runs `path` of `files`; what it sends goes to `running`.
pub fn run(
    (machine, limits, cancel): (&Machine, &Limits, &Cancel),
    (path, files): (&str, &Files),
    running: &mut Running,
) -> Ran {
    let mut files = files.clone();
    files.insert(RELAY_FILE.to_owned(), RELAY.as_bytes().to_vec());
    let program = Program {
        folder: Folder::Memory(files),
        entry: None,
        args: Vec::new(),
        env: [(TARGET.0.to_owned(), TARGET.1.to_owned())].into(),
        stdin: Vec::new(),
        seed: None,
        still_at_ms: None,
    };
    let lab = match Lab::start(machine, &program, limits, cancel) {
        Ok(lab) => lab,
        Err(fault) => return Ran { ended: Some(Ended::Fault(fault.0)), ..Ran::default() },
    };
    let mut ran = Ran::default();
    ran.ended = converse(&lab, path, running, &mut ran.exchanges).err();
    let recording = lab.end();
    ran.printed = recording.trace.printed(0..recording.trace.entries.len());
    ran
}

fn converse(
    lab: &Lab,
    path: &str,
    running: &mut Running,
    exchanges: &mut Vec<Exchange>,
) -> Result<(), Ended> {
    let begun = call(lab, "begin", format!("../{path}").into());
    asked(begun.answer)?;
    let mut answers = Vec::new();
    loop {
        let called = call(lab, "next", Value::Array(std::mem::take(&mut answers)));
        let Some(Value::Array(asked)) = asked(called.answer)? else { return Ok(()) };
        if REQUESTS_MAX < exchanges.len() + asked.len() {
            return Err(Ended::TooMany);
        }
        let requests: Vec<Request> = asked.iter().map(request).collect();
        let whole = |request: &Request| Outgoing { request: request.clone(), how: How::Whole };
        let outgoing: Vec<Outgoing> = requests.iter().map(whole).collect();
        for ((asked, request), came) in asked.iter().zip(requests).zip(running.send(&outgoing)) {
            let id = &asked["id"];
            let came = match came {
                Ok(response) => {
                    answers.push(answer(id, &response));
                    Came::Answer(Box::new(response))
                }
                Err(silence) => {
                    answers.push(json!({ "id": id }));
                    Came::Nothing(silence.why.words(PROGRAM))
                }
            };
            let name = String::new();
            exchanges.push(Exchange { name, line: None, request, came, doubt: None });
        }
    }
}

fn call(lab: &Lab, export: &str, arg: Value) -> Called {
    lab.call(RELAY_FILE, &Action::Call { export: export.to_owned(), args: vec![arg] })
}

/// What the relay gave; `None` where the script has nothing more to send.
fn asked(answer: Answer) -> Result<Option<Value>, Ended> {
    match answer {
        Answer::Value(value) => Ok(Some(value)),
        // `process.exit()` is one way to end.
        Answer::Nothing | Answer::Never | Answer::Ended(Stop::Finished | Stop::Exited(0)) => {
            Ok(None)
        }
        Answer::Threw(thrown) => Err(Ended::Stop(Stop::Threw(thrown))),
        Answer::Ended(stop) => Err(our_fault(&stop, false).map_or(Ended::Stop(stop), Ended::Fault)),
    }
}

/// The request that the relay heard. What is missing in it is empty: the relay leaves nothing out,
/// and a script that meddles with it only harms itself.
fn request(asked: &Value) -> Request {
    let text = |key: &str| asked[key].as_str().unwrap_or_default();
    let fields = asked["headers"].as_array().into_iter().flatten();
    let headers = fields.filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)));
    let headers: Headers = headers
        .filter(|(name, _)| !is_travel(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Request {
        method: text("method").to_owned(),
        target: text("target").to_owned(),
        headers,
        body: text("body").chars().map(|ch| u8::try_from(ch).unwrap_or(b'?')).collect(),
    }
}

fn answer(id: &Value, response: &Response) -> Value {
    let fields = response.headers.iter().filter(|(name, _)| !is_travel(name));
    let headers: Vec<_> = fields.map(|(name, value)| json!([name, value])).collect();
    let body: String = response.body.iter().map(|byte| char::from(*byte)).collect();
    json!({ "id": id, "status": response.status, "headers": headers, "body": body })
}

fn is_travel(name: &str) -> bool {
    TRAVEL.iter().any(|other| name.eq_ignore_ascii_case(other))
}
