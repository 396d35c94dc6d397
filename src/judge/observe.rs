//! Puts one check to the program, and says where what came back falls short of it.

use std::time::Duration;

use serde_json::Value;

use crate::{
    client::Outgoing,
    course::check::{Action, Call, Expected, HttpStep, HttpTest, JsTest},
    exchange::Response,
    judge::{
        Field,
        compare::{self, Patterns},
        fill::{self, Captured},
        target::{Reason, Silence, Target, Unready},
    },
    lab::{self, Cancel, Happened, Lab, Limits, Machine, Program},
    trace::{Stop, Stream},
};

/// How long a program that prints and ends may be silent between two things that happen; its wall
/// limit ends it long before.
const NEWS: Duration = Duration::from_mins(10);

/// What did not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    pub sent: Option<Outgoing>,
    /// What it was sent to.
    pub base: Option<String>,
    pub came: Came,
    /// All that the check names, differing ones first.
    pub fields: Vec<Field>,
    /// Which of several: `step 2 of 3, request 3 of 50`.
    pub of: Option<String>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    Answer(Box<Response>),
    Silence(Silence),
    /// The program did not come to listen.
    Unready(Unready),
    /// The program ran; `None` where it did not end by itself.
    Ran {
        printed: String,
        stop: Option<Stop>,
    },
    Called {
        answer: lab::Answer,
        printed: String,
    },
}

/// Sends the steps in order, up to the first that falls short.
pub fn http(target: &mut Target, test: &HttpTest, captured: &mut Captured) -> Option<Shortfall> {
    let mut patterns = Patterns::new();
    let steps = test.steps.len();
    test.steps.iter().enumerate().find_map(|(index, step)| {
        let of = (steps > 1).then(|| format!("step {} of {steps}", index + 1));
        http_step(target, step, captured, &mut patterns, of)
    })
}

fn http_step(
    target: &mut Target,
    step: &HttpStep,
    captured: &mut Captured,
    patterns: &mut Patterns,
    of: Option<String>,
) -> Option<Shortfall> {
    if step.advance_ms > 0 {
        target.advance(step.advance_ms);
    }
    let outgoing = fill::outgoing(step, captured);
    let expect = fill::expectation(&step.expect, captured);
    let times = step.parallel.max(1);
    let answers = target.send(&vec![outgoing.clone(); times as usize]);
    let mut fallen = None;
    let mut last = None;
    for (index, answer) in answers.into_iter().enumerate() {
        let (came, fields) = match answer {
            Ok(response) => {
                let fields = compare::response(&expect, &response, patterns);
                if !fields.iter().any(|field| field.differs) {
                    last = Some(response);
                    continue;
                }
                (Came::Answer(Box::new(response)), fields)
            }
            Err(silence) => {
                let rows = silence.part.as_deref();
                let rows = rows.map(|part| compare::response(&expect, part, patterns));
                let fields = std::iter::once(silence.field()).chain(rows.unwrap_or_default());
                (Came::Silence(silence), fields.collect())
            }
        };
        let of = match (&of, times) {
            (of, 1) => of.clone(),
            (None, times) => Some(format!("request {} of {times}", index + 1)),
            (Some(of), times) => Some(format!("{of}, request {} of {times}", index + 1)),
        };
        fallen = Some(Shortfall { sent: None, base: None, came, fields, of });
        break;
    }
    if fallen.is_none() {
        fallen = capture(step, last.as_ref(), captured, of);
    }
    let base = Some(target.base());
    fallen.map(|fallen| Shortfall { sent: Some(outgoing), base, ..fallen })
}

/// Takes what later steps need; what is not there is a shortfall.
fn capture(
    step: &HttpStep,
    response: Option<&Response>,
    captured: &mut Captured,
    of: Option<String>,
) -> Option<Shortfall> {
    let response = response?;
    for (name, source) in &step.captures {
        if let Some(value) = fill::captured(source, response) {
            captured.insert(name.clone(), value);
            continue;
        }
        let field = Field {
            name: source.replacen('$', "body", 1),
            expected: "anything".to_owned(),
            got: "not sent".to_owned(),
            differs: true,
            note: Some(format!("later requests need it as {name}")),
        };
        let came = Came::Answer(Box::new(response.clone()));
        return Some(Shortfall { sent: None, base: None, came, fields: vec![field], of });
    }
    None
}

impl Silence {
    /// The row that says that there is no whole answer.
    pub fn field(&self) -> Field {
        let so_far = if self.part.is_some() { "the beginning" } else { "none" };
        let words = match &self.why {
            Reason::NothingLeft => format!("{so_far}; nothing is left that could answer"),
            Reason::Late { ms } => format!("{so_far} within {}", in_seconds(*ms)),
            Reason::Closed => format!("{so_far}, then the connection was closed"),
            Reason::Garbled(_) => "bytes that are not HTTP".to_owned(),
            Reason::Endless => "more than 16 MB, and no end".to_owned(),
            Reason::Ended(_) => format!("{so_far}, then the program ended"),
            Reason::Refused { .. } | Reason::Cancelled => so_far.to_owned(),
        };
        let note = match &self.why {
            Reason::Garbled(why) => Some(why.clone()),
            Reason::NothingLeft
            | Reason::Late { .. }
            | Reason::Closed
            | Reason::Endless
            | Reason::Ended(_)
            | Reason::Refused { .. }
            | Reason::Cancelled => None,
        };
        let name = "answer".to_owned();
        Field { name, expected: "an answer that ends".to_owned(), got: words, differs: true, note }
    }
}

pub fn in_seconds(ms: u32) -> String {
    if ms.is_multiple_of(1000) { format!("{} s", ms / 1000) } else { format!("{ms} ms") }
}

/// A program that ran to its end, or to where nothing was left to do.
pub struct WholeRun {
    pub lab: Lab,
    pub stdout: String,
    /// Both streams as they came.
    pub printed: String,
    /// `None`: it waits for ever.
    pub stop: Option<Stop>,
}

/// Runs the program to its end.
///
/// # Errors
/// Says why the lab could not.
pub fn whole_run(
    machine: &Machine,
    program: &Program,
    limits: &Limits,
    cancel: &Cancel,
) -> Result<WholeRun, String> {
    let lab = Lab::start(machine, program, limits, cancel).map_err(|fault| fault.0)?;
    let (mut stdout, mut printed) = (String::new(), String::new());
    let mut stop = None;
    while let Some(happened) = lab.next(NEWS) {
        match happened {
            Happened::Printed { stream, text } => {
                printed.push_str(&text);
                match stream {
                    Stream::Out => stdout.push_str(&text),
                    Stream::Err => {}
                }
            }
            Happened::Listening { .. } => {}
            // Its clock stands still: what it waits for is the time.
            Happened::Idle { due_ms: Some(_), passes: 0, .. } => {
                lab.pass(u64::from(limits.wall_ms.unwrap_or(lab::WALL_MS)), None);
            }
            Happened::Idle { .. } => break,
            Happened::Ended(ended) => {
                stop = Some(ended);
                break;
            }
        }
    }
    Ok(WholeRun { lab, stdout, printed, stop })
}

/// Where what the run printed falls short.
pub fn stdout(expected: &Expected, run: &WholeRun) -> Option<Shortfall> {
    let printed = Value::from(run.stdout.clone());
    let field = compare::value("printed", expected, Some(&printed), &mut Patterns::new());
    field.differs.then(|| run.fallen_by(field))
}

/// Where the exit code falls short.
pub fn exit(code: i32, run: &WholeRun) -> Option<Shortfall> {
    let got = match &run.stop {
        Some(Stop::Finished) => Some(0),
        Some(Stop::Exited(code)) => Some(*code),
        Some(Stop::Threw(_)) => Some(1),
        Some(_) | None => None,
    };
    let expected = Expected::Equals(Value::from(code));
    let value = got.map(Value::from);
    let mut field = compare::bare("exit code", &expected, value.as_ref(), &mut Patterns::new());
    if got.is_none() {
        field.got = String::from("none: the program did not end by itself");
    }
    field.differs.then(|| run.fallen_by(field))
}

impl WholeRun {
    fn fallen_by(&self, field: Field) -> Shortfall {
        let came = Came::Ran { printed: self.stdout.clone(), stop: self.stop.clone() };
        Shortfall { sent: None, base: None, came, fields: vec![field], of: None }
    }
}

/// Makes the calls in order, up to the first that falls short.
pub fn js(lab: &Lab, test: &JsTest) -> Option<Shortfall> {
    let mut patterns = Patterns::new();
    let calls = test.calls.len();
    test.calls.iter().enumerate().find_map(|(index, call)| {
        if call.advance_ms > 0 {
            lab.advance(call.advance_ms);
        }
        let called = lab.call(&test.module, &action(&call.what));
        let fields = compare::differing_first(call_fields(call, &called, &mut patterns));
        let differs = fields.iter().any(|field| field.differs);
        differs.then(|| {
            let place = format!("call {} of {calls}", index + 1);
            let what = words(&call.what);
            let of = if calls > 1 { format!("{place}: {what}") } else { what };
            let came = Came::Called { answer: called.answer, printed: called.printed };
            Shortfall { sent: None, base: None, came, fields, of: Some(of) }
        })
    })
}

fn call_fields(call: &Call, called: &lab::Called, patterns: &mut Patterns) -> Vec<Field> {
    let mut fields = Vec::new();
    let may_throw = matches!(call.what, Action::Write { .. });
    let value = match &called.answer {
        lab::Answer::Value(value) => Some(value),
        lab::Answer::Nothing
        | lab::Answer::Threw(_)
        | lab::Answer::Never
        | lab::Answer::Ended(_) => None,
    };
    let other = match &called.answer {
        lab::Answer::Value(_) => None,
        lab::Answer::Nothing => Some("undefined".to_owned()),
        lab::Answer::Threw(thrown) => Some(format!("threw {}", thrown.headline())),
        lab::Answer::Never => Some("a promise that never settles".to_owned()),
        lab::Answer::Ended(_) => Some("the program ended".to_owned()),
    };
    if let Some(expected) = &call.returns {
        let mut field = compare::value("returns", expected, value, patterns);
        let nothing = matches!(called.answer, lab::Answer::Nothing);
        field.differs |= value.is_none() && !nothing;
        field.got = other.clone().unwrap_or(field.got);
        fields.push(field);
    }
    if let Some(name) = &call.throws {
        let thrown = match &called.answer {
            lab::Answer::Threw(thrown) => Some(Value::from(thrown.name.clone())),
            lab::Answer::Value(_)
            | lab::Answer::Nothing
            | lab::Answer::Never
            | lab::Answer::Ended(_) => None,
        };
        let expected = Expected::Equals(Value::from(name.clone()));
        let mut field = compare::bare("throws", &expected, thrown.as_ref(), patterns);
        if thrown.is_none() {
            field.got = String::from("nothing was thrown");
        }
        fields.push(field);
    } else if call.returns.is_none()
        && !may_throw
        && let Some(got) = other.filter(|_| !matches!(called.answer, lab::Answer::Nothing))
    {
        let expected = "an end without an error".to_owned();
        let name = "returns".to_owned();
        fields.push(Field { name, expected, got, differs: true, note: None });
    }
    if let Some(expected) = &call.prints {
        let printed = Value::from(called.printed.clone());
        fields.push(compare::value("prints", expected, Some(&printed), patterns));
    }
    fields
}

fn action(what: &Action) -> lab::Action {
    match what.clone() {
        Action::Call { export, args } => lab::Action::Call { export, args },
        Action::Read { export } => lab::Action::Read { export },
        Action::Write { export, value } => lab::Action::Write { export, value },
        Action::Exports => lab::Action::Exports,
    }
}

/// The call as a learner would write it.
fn words(what: &Action) -> String {
    match what {
        Action::Call { export, args } => {
            let args: Vec<_> = args.iter().map(Value::to_string).collect();
            format!("{export}({})", args.join(", "))
        }
        Action::Read { export } => export.clone(),
        Action::Write { export, value } => format!("{export} = {value}"),
        Action::Exports => "the exports".to_owned(),
    }
}
