//! Runs a test of the pack's own, from a file of `checks/`. The test has a child to itself, where
//! nothing of the learner's runs; what it asks of the learner's program is done here.

use serde_json::Value;

use crate::{
    client::{How, Outgoing},
    course::check::ScriptTest,
    exchange::{Request, Response},
    judge::{
        Field,
        explain::{STOPPED, our_fault},
        observe::{Came, Shortfall},
        target::{Silence, Target},
    },
    lab::{self, Action, Answer, Ask, Cancel, Folder, Lab, Limits, Machine, Program, Told},
};

/// Of a test where the exercise has no seed: its own randomness must not decide a verdict.
const SEED: u64 = 1;
/// Requests that a test may send at once, as [check.http] may.
const AT_ONCE_MAX: usize = 200;
/// Characters of a failed assertion's values that are shown.
const VALUE_CHARS_MAX: usize = 300;

const REAL_CLOCK: &str = "the clock of this exercise is the machine's; let it stand still first: \
                          [lab] clock = \"2026-01-01T09:00:00Z\"";
const TOO_MANY: &str =
    "This check sends more than 200 requests at once; let it await some of them.";
const OTHERS_WORLD: &str = "This check moves the clock or disturbs requests, which a server \
                            outside the lab does not allow.";

/// How a test ended.
pub enum Ended {
    Passed,
    Failed(Box<Shortfall>),
    /// Never the learner's fault; says why, and where.
    Unjudged(String),
}

/// Puts `test` to `target`, whose clock is at `now_ms` since 1970 where it stands still. The test has
/// the same: the life of a cookie, which an agent keeps, goes by it.
pub fn run(
    machine: &Machine,
    test: &ScriptTest,
    target: &mut Target,
    seed: Option<u64>,
    now_ms: Option<i64>,
    (limits, cancel): (&Limits, &Cancel),
) -> Ended {
    let program = Program {
        seed: Some(seed.unwrap_or(SEED)),
        still_at_ms: now_ms,
        ..Program::of(Folder::Memory(test.files.clone()))
    };
    let lab = match Lab::start(machine, &program, limits, cancel) {
        Ok(lab) => lab,
        Err(fault) => return Ended::Unjudged(fault.0),
    };
    let still = now_ms.is_some();
    let mut world = World { target, lab: &lab, still, last: None, silence: None, refused: None };
    let action = Action::Test { name: test.name.clone() };
    let called = lab.call_granting(&test.file, &action, &mut |asks| world.grant(asks));
    // A test may want a request to fail, and this is no failure of the program's.
    if cancel.is_cancelled() {
        return Ended::Unjudged(STOPPED.to_owned());
    }
    world.ended(test, &called.answer)
}

/// The learner's program, as a test reaches it.
struct World<'t> {
    target: &'t mut Target,
    /// The test's own.
    lab: &'t Lab,
    /// The clock may be moved.
    still: bool,
    /// The last request that was answered.
    last: Option<(Outgoing, Response)>,
    /// The first request that was not.
    silence: Option<(Outgoing, Silence)>,
    /// A wish that no server at a URL can be asked for, or that is too large for any.
    refused: Option<&'static str>,
}

impl World<'_> {
    /// Does what is asked; requests that come together are sent at once, before all else.
    fn grant(&mut self, asks: &[Ask]) -> Vec<Told> {
        let mut outgoing: Vec<Outgoing> = asks.iter().filter_map(outgoing).collect();
        if AT_ONCE_MAX < outgoing.len() {
            self.refused = Some(TOO_MANY);
            outgoing.clear();
        }
        let mut answers =
            if outgoing.is_empty() { Vec::new() } else { self.target.send(&outgoing) }.into_iter();
        let mut sent = outgoing.into_iter();
        let mut told = Vec::with_capacity(asks.len());
        for ask in asks {
            told.push(match ask {
                Ask::Send { .. } => match (sent.next(), answers.next()) {
                    (Some(outgoing), Some(answer)) => self.answered(outgoing, answer),
                    (_, _) => Told::Refused { why: "it was not sent".to_owned() },
                },
                Ask::Advance { .. } | Ask::Mishaps { .. } if !self.target.is_lab() => {
                    self.refused = Some(OTHERS_WORLD);
                    Told::Refused { why: OTHERS_WORLD.to_owned() }
                }
                Ask::Advance { .. } if !self.still => Told::Refused { why: REAL_CLOCK.to_owned() },
                Ask::Advance { ms } => {
                    self.target.advance(*ms);
                    self.lab.advance(*ms);
                    Told::Done
                }
                Ask::Mishaps { list } => {
                    self.target.set_mishaps(list);
                    Told::Done
                }
            });
        }
        told
    }

    fn answered(&mut self, outgoing: Outgoing, answer: Result<Response, Silence>) -> Told {
        match answer {
            Ok(response) => {
                let headers = response.headers.iter();
                let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
                let (status, headers) = (response.status, headers.collect());
                let body = response.body.clone();
                self.last = Some((outgoing, response));
                Told::Answer { status, headers, body }
            }
            Err(silence) => {
                self.silence.get_or_insert((outgoing, silence));
                Told::Refused { why: "no answer came".to_owned() }
            }
        }
    }

    fn ended(self, test: &ScriptTest, answer: &Answer) -> Ended {
        let at = |line: Option<u64>| match line {
            Some(line) => format!("{} line {line}", test.file),
            None => test.file.clone(),
        };
        if let Some(why) = self.refused {
            return Ended::Unjudged(why.to_owned());
        }
        let failed = match answer {
            Answer::Value(value) if value["passed"] == Value::Bool(true) => return Ended::Passed,
            Answer::Value(value) => Some(value),
            Answer::Nothing | Answer::Threw(_) | Answer::Never | Answer::Ended(_) => None,
        };
        // A request without an answer explains whatever the test made of it.
        if let Some((outgoing, silence)) = self.silence {
            let fields = vec![silence.field()];
            let base = Some(self.target.base());
            let came = Came::Silence(silence);
            return Ended::Failed(Box::new(Shortfall {
                sent: Some(outgoing),
                base,
                came,
                fields,
                of: None,
            }));
        }
        let Some(value) = failed else {
            return Ended::Unjudged(unjudged(test, answer));
        };
        let fields = vec![field(value, at(value["line"].as_u64()))];
        let nothing = || Came::Called { answer: lab::Answer::Nothing, printed: String::new() };
        let (sent, came) = match self.last {
            Some((outgoing, response)) => (Some(outgoing), Came::Answer(Box::new(response))),
            None => (None, nothing()),
        };
        let base = Some(self.target.base());
        Ended::Failed(Box::new(Shortfall { sent, base, came, fields, of: None }))
    }
}

fn outgoing(ask: &Ask) -> Option<Outgoing> {
    let Ask::Send { method, target, headers, body } = ask else { return None };
    let request = Request {
        method: method.clone(),
        target: target.clone(),
        headers: headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        body: body.clone(),
    };
    Some(Outgoing { request, how: How::Whole })
}

/// What the test's own words are, where it failed.
fn field(value: &Value, place: String) -> Field {
    let text = |key: &str| value[key].as_str().map(cut);
    let message = text("message").unwrap_or_default();
    let (expected, got) = match (text("expected"), text("actual")) {
        (Some(expected), Some(got)) => (expected, got),
        (_, _) => ("no error".to_owned(), message.clone()),
    };
    let first = message.lines().next().unwrap_or_default().trim_end_matches(':');
    let note = if got == message { place } else { format!("{place}: {first}") };
    Field { name: "test".to_owned(), expected, got, differs: true, note: Some(note) }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a test says nothing about the learner's program.
fn unjudged(test: &ScriptTest, answer: &Answer) -> String {
    let ScriptTest { file, name, .. } = test;
    match answer {
        Answer::Threw(thrown) => {
            let line = thrown.place.as_ref().filter(|place| place.file == *file);
            let line = line.map(|place| format!(" line {}", place.line)).unwrap_or_default();
            format!("The pack's {file}{line} is at fault: {}", thrown.headline())
        }
        Answer::Ended(stop) => {
            if let Some(fault) = our_fault(stop, false) {
                return fault;
            }
            let why = stop.sentence().unwrap_or_else(|| "it ended itself".to_owned());
            format!("The pack's {file} is at fault, in the test `{name}`: {why}")
        }
        Answer::Never => {
            format!("The pack's {file} is at fault: the test `{name}` waits for what never comes.")
        }
        Answer::Value(_) | Answer::Nothing => {
            format!("The pack's {file} is at fault: the test `{name}` did not say how it ended.")
        }
    }
}
