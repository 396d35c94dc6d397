//! What requests are sent to: the learner's program in a lab, a server at a URL, or one that the
//! learner's own command started.

mod silence;

use std::time::{Duration, Instant};

pub use self::silence::{Reason, Silence, Unready};
use crate::{
    client::{Base, Client, NoAnswer, Outgoing, Patience, Underway, Why},
    exchange::{Response, mishap::Mishap},
    lab::{
        Cancel, Happened, Lab, Limits, Machine, Program, Readiness,
        command::{End, Launch, Server},
        mock::Service,
    },
    trace::{Stop, Trace, What},
};

/// The request header that proves to the lab who asks; the program never sees it.
const NONCE_HEADER: &str = "x-backlab-nonce";
/// How long a program that was closed on, or is done, may take to say that it ended.
const SETTLE: Duration = Duration::from_millis(300);
/// As `SETTLE`, where nothing points to an end.
const SETTLE_QUIET: Duration = Duration::from_millis(40);
/// As `SETTLE`, for what a timer of a sample may still print, and what a recording is asked about.
const SETTLE_FULLY: Duration = Duration::from_millis(500);
/// What a shell adds to the number of a signal that ended a program.
const SIGNAL_CODE: i32 = 128;

/// Where the checks of one exercise send their requests.
#[derive(Debug)]
pub enum Target {
    Lab(Box<Running>),
    Url { client: Client, answer_ms: u32, cancel: Cancel },
    Command(Box<Own>),
}

/// A server that the learner's own command started.
#[derive(Debug)]
pub struct Own {
    server: Server,
    client: Client,
    answer_ms: u32,
    cancel: Cancel,
}

/// A program that listens.
#[derive(Debug)]
pub struct Running {
    lab: Lab,
    client: Client,
    limits: Limits,
    cancel: Cancel,
    /// Bytes sent to this child.
    sent_bytes: u64,
    /// How it stood when it last had nothing left to do.
    idle: Option<Idle>,
    /// How many times its clock was allowed to move.
    passes: u32,
    /// Something goes wrong with its own requests.
    is_disturbed: bool,
    stop: Option<Stop>,
    /// What it printed, both streams, in order.
    printed: String,
    /// The last that was seen of `Lab::waited_for_cpu`.
    starved: Duration,
    /// Its number among the children of a run.
    pub child: u32,
}

/// A program that has nothing left to do.
#[derive(Clone, Copy, Debug)]
struct Idle {
    /// How much it had heard.
    received_bytes: u64,
    /// Its clock stands still, and it waits for a timer.
    waits: bool,
}

impl Running {
    /// Starts `program` and waits until it listens. What it left behind comes with the reason why
    /// it does not.
    ///
    /// # Errors
    /// Says why it does not listen, with the lab where there was one.
    pub fn start(
        machine: &Machine,
        program: &Program,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Running, Box<(Unready, Option<Lab>)>> {
        let lab = Lab::start(machine, program, limits, cancel)
            .map_err(|fault| Box::new((Unready::Fault(fault.0), None)))?;
        Running::of(lab, limits, cancel)
    }

    /// Serves a mock API and waits until it listens.
    ///
    /// # Errors
    /// As `start`.
    pub fn serve(
        machine: &Machine,
        service: &Service,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Running, Box<(Unready, Option<Lab>)>> {
        let lab = Lab::serve(machine, service, limits, cancel)
            .map_err(|fault| Box::new((Unready::Fault(fault.0), None)))?;
        Running::of(lab, limits, cancel)
    }

    fn of(
        lab: Lab,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Running, Box<(Unready, Option<Lab>)>> {
        let port = match lab.wait_ready() {
            Readiness::Listening { port } => port,
            Readiness::Ended(stop) => return Err(Box::new((Unready::Ended(stop), Some(lab)))),
            Readiness::Silent => return Err(Box::new((Unready::Silent, Some(lab)))),
        };
        let mark = (NONCE_HEADER.to_owned(), lab.nonce().to_owned());
        Ok(Running {
            client: Client::for_lab(port, Some(mark)),
            limits: limits.clone(),
            cancel: cancel.clone(),
            sent_bytes: 0,
            idle: None,
            passes: 0,
            is_disturbed: false,
            stop: None,
            printed: String::new(),
            starved: Duration::ZERO,
            child: 0,
            lab,
        })
    }

    /// As child `child` of a run.
    pub fn numbered(self, child: u32) -> Running {
        Running { child, ..self }
    }

    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    pub fn into_lab(self) -> Lab {
        self.lab
    }

    /// Waits until the program has done what it had to do at once.
    pub fn turn(&mut self) {
        self.lab.turn();
    }

    /// Why the program ended, as far as is known without waiting.
    pub fn stopped(&mut self) -> Option<Stop> {
        self.hear(Duration::ZERO);
        self.stop.clone()
    }

    /// Waits until the program ended, or has nothing left to do, or a moment has passed.
    pub fn settle(&mut self) -> Option<Stop> {
        self.settle_for(SETTLE_QUIET)
    }

    /// As `settle`, for a program whose last words, or last hashes, are wanted too.
    pub fn settle_fully(&mut self) -> Option<Stop> {
        self.settle_for(SETTLE_FULLY)
    }

    /// What it has printed and nobody has taken yet.
    pub fn take_printed(&mut self) -> String {
        self.hear(Duration::ZERO);
        std::mem::take(&mut self.printed)
    }

    /// Whether the machine was so busy that the program had no fair share of its time.
    pub fn was_starved(&self) -> bool {
        let wall = self.limits.wall_ms.map_or(Duration::MAX, millis);
        wall / 2 < self.starved
    }

    /// Whether a request came in since the recording had `from` entries.
    pub fn heard_since(&self, from: usize) -> bool {
        let heard = |what: &What| matches!(what, What::RequestReceived { .. });
        self.lab.look(|trace| trace.entries.iter().skip(from).any(|entry| heard(&entry.what)))
    }

    /// Sends all of `outgoing` at once; the answers come in its order.
    pub fn send(&mut self, outgoing: &[Outgoing]) -> Vec<Result<Response, Silence>> {
        let began = Instant::now();
        let starved_before = self.lab.waited_for_cpu();
        let sent_before = self.sent_bytes;
        let answer = millis(self.limits.answer_ms);
        let (mut late, mut may_pass) = (false, true);
        let client = self.client.clone();
        let sent = client.send(outgoing, &mut |underway: Underway| {
            self.hear(Duration::ZERO);
            if self.stop.is_some() || self.cancel.is_cancelled() {
                return Patience::GiveUp;
            }
            let heard = sent_before + underway.written;
            if underway.writing == 0
                && let Some(idle) = self.idle.filter(|idle| idle.received_bytes == heard)
            {
                if !(idle.waits && std::mem::take(&mut may_pass)) {
                    late = idle.waits;
                    return Patience::GiveUp;
                }
                self.let_pass(heard);
            }
            if began.elapsed() < answer {
                return Patience::Wait;
            }
            self.starved = self.lab.waited_for_cpu();
            let starved = self.starved.saturating_sub(starved_before);
            late = answer < began.elapsed().saturating_sub(starved);
            if late { Patience::GiveUp } else { Patience::Wait }
        });
        self.sent_bytes = sent_before + sent.written;
        // A child that dies closes its connections first, and says why a moment later.
        let is_cut = |answer: &Result<Response, NoAnswer>| {
            matches!(answer, Err(NoAnswer { why: Why::Closed | Why::Refused(_), .. }))
        };
        if self.stop.is_none() && sent.answers.iter().any(is_cut) {
            self.settle_for(SETTLE);
        }
        let why = |why| self.reason(why, late);
        sent.answers
            .into_iter()
            .map(|answer| answer.map_err(|none| Silence { why: why(none.why), part: none.part }))
            .collect()
    }

    fn reason(&self, why: Why, late: bool) -> Reason {
        match (why, &self.stop) {
            (Why::Garbled(why), _) => Reason::Garbled(why),
            (Why::Endless, _) => Reason::Endless,
            (Why::Refused(_) | Why::Closed | Why::GivenUp, Some(_) | None)
                if self.cancel.is_cancelled() =>
            {
                Reason::Cancelled
            }
            (Why::Refused(_) | Why::Closed | Why::GivenUp, Some(stop)) => {
                Reason::Ended(stop.clone())
            }
            (Why::Refused(_), None) => Reason::Refused { port: self.client.base().port() },
            (Why::Closed, None) => Reason::Closed,
            (Why::GivenUp, None) if late => Reason::Late { ms: self.limits.answer_ms },
            (Why::GivenUp, None) => Reason::NothingLeft,
        }
    }

    fn settle_for(&mut self, most: Duration) -> Option<Stop> {
        let deadline = Instant::now() + most;
        while self.stop.is_none() && !self.is_idle() {
            let Some(left) = deadline.checked_duration_since(Instant::now()) else { break };
            if !self.hear(left) {
                break;
            }
        }
        self.stop.clone()
    }

    /// Lets its clock move to the timers that its answer waits for, as far as an answer may take.
    fn let_pass(&mut self, received_bytes: u64) {
        self.passes = self.lab.pass(u64::from(self.limits.answer_ms), Some(received_bytes));
        self.idle = None;
    }

    /// Whether it has heard all that was sent, and nothing is left to do.
    fn is_idle(&self) -> bool {
        self.idle.is_some_and(|idle| idle.received_bytes == self.sent_bytes)
    }

    fn set_mishaps(&mut self, list: &[Mishap]) {
        // Each telling is awaited, so a program that is not disturbed is not asked.
        if !list.is_empty() || self.is_disturbed {
            self.lab.set_mishaps(list);
            self.is_disturbed = !list.is_empty();
        }
    }

    /// Moves a clock that stands still.
    pub fn advance(&mut self, ms: u64) {
        self.stop = self.lab.advance(ms).or(self.stop.take());
    }

    /// Takes in all that happened, waiting up to `patience` for the first; whether anything did.
    fn hear(&mut self, patience: Duration) -> bool {
        let mut heard = false;
        let mut patience = patience;
        while let Some(happened) = self.lab.next(patience) {
            (heard, patience) = (true, Duration::ZERO);
            match happened {
                Happened::Printed { text, .. } => self.printed.push_str(&text),
                Happened::Listening { .. } => {}
                // What it said before it knew that its clock may move is no last word.
                Happened::Idle { passes, .. } if passes < self.passes => {}
                Happened::Idle { received_bytes, due_ms, .. } => {
                    self.idle = Some(Idle { received_bytes, waits: due_ms.is_some() });
                }
                Happened::Ended(stop) => self.stop = Some(stop),
            }
        }
        heard
    }
}

impl Own {
    /// Starts the command and waits until it listens.
    ///
    /// # Errors
    /// Says why it does not, with what it printed.
    pub fn start(
        machine: &Machine,
        launch: &Launch,
        answer_ms: u32,
        cancel: &Cancel,
    ) -> Result<Own, Box<(Unready, String)>> {
        let server = Server::start(machine, launch, cancel)
            .map_err(|(unready, printed)| Box::new((Unready::Command(unready), printed)))?;
        let fault = |why: String| Box::new((Unready::Fault(why), String::new()));
        let base = Base::typed(&format!("http://127.0.0.1:{}", server.port())).map_err(fault)?;
        let client = Client::for_typed(base).map_err(|error| fault(error.to_string()))?;
        Ok(Own { server, client, answer_ms, cancel: cancel.clone() })
    }

    /// How it ended, where it did by itself.
    pub fn stopped(&mut self) -> Option<Stop> {
        self.server.ended().map(stop_of)
    }

    /// What it printed after its first `from` bytes.
    pub fn printed_since(&self, from: usize) -> String {
        self.server.printed_since(from as u64)
    }

    fn send(&mut self, outgoing: &[Outgoing]) -> Vec<Result<Response, Silence>> {
        let mut answers = send_to_url(&self.client, self.answer_ms, &self.cancel, outgoing);
        let is_cut = |answer: &Result<Response, Silence>| {
            matches!(answer, Err(Silence { why: Reason::Closed | Reason::Refused { .. }, .. }))
        };
        if answers.iter().any(is_cut)
            && let Some(end) = self.server.settle(SETTLE)
        {
            for answer in answers.iter_mut().filter(|answer| is_cut(answer)) {
                if let Err(silence) = answer {
                    silence.why = Reason::Ended(stop_of(end));
                }
            }
        }
        answers
    }
}

/// As a shell tells it: a learner's own server that crashes is no fault of ours.
pub fn stop_of(end: End) -> Stop {
    Stop::Exited(match end {
        End::Code(code) => code,
        End::Signal(signal) => SIGNAL_CODE + signal,
    })
}

impl Target {
    /// Why the program ended, as far as is known without waiting.
    pub fn stopped(&mut self) -> Option<Stop> {
        match self {
            Target::Lab(running) => running.stopped(),
            Target::Url { .. } => None,
            Target::Command(own) => own.stopped(),
        }
    }

    /// Sends all of `outgoing` at once; the answers come in its order.
    pub fn send(&mut self, outgoing: &[Outgoing]) -> Vec<Result<Response, Silence>> {
        match self {
            Target::Lab(running) => running.send(outgoing),
            Target::Url { client, answer_ms, cancel } => {
                send_to_url(client, *answer_ms, cancel, outgoing)
            }
            Target::Command(own) => own.send(outgoing),
        }
    }

    /// Lets these things go wrong with the program's own requests, and no others; not with those
    /// of a server outside the lab.
    pub fn set_mishaps(&mut self, list: &[Mishap]) {
        match self {
            Target::Lab(running) => running.set_mishaps(list),
            Target::Url { .. } | Target::Command(_) => {}
        }
    }

    /// Moves the clock of a program for which it stands still; that of another server does not.
    pub fn advance(&mut self, ms: u64) {
        match self {
            Target::Lab(running) => running.advance(ms),
            Target::Url { .. } | Target::Command(_) => {}
        }
    }

    /// How far a clock that stands still was moved since the start.
    pub fn passed_ms(&self) -> u64 {
        let Target::Lab(running) = self else { return 0 };
        let moved = |what: &What| {
            if let What::ClockMoved { passed_ms, .. } = what { Some(*passed_ms) } else { None }
        };
        let last = |trace: &Trace| trace.entries.iter().rev().find_map(|entry| moved(&entry.what));
        running.lab().look(last).unwrap_or(0)
    }

    /// Whether the program runs in a lab, where its world can be changed.
    pub fn is_lab(&self) -> bool {
        match self {
            Target::Lab(_) => true,
            Target::Url { .. } | Target::Command(_) => false,
        }
    }

    /// How many entries the recording has; of the learner's own command, how many bytes its log.
    pub fn recorded(&self) -> usize {
        match self {
            Target::Lab(running) => running.lab().trace_len(),
            Target::Url { .. } => 0,
            Target::Command(own) => usize::try_from(own.server.printed()).unwrap_or(usize::MAX),
        }
    }

    /// Without a slash at its end: `http://127.0.0.1:5000`.
    pub fn base(&self) -> String {
        match self {
            Target::Lab(running) => running.client.base().url(),
            Target::Url { client, .. } => client.base().url(),
            Target::Command(own) => own.client.base().url(),
        }
    }
}

fn send_to_url(
    client: &Client,
    answer_ms: u32,
    cancel: &Cancel,
    outgoing: &[Outgoing],
) -> Vec<Result<Response, Silence>> {
    let began = Instant::now();
    let sent = client.send(outgoing, &mut |_| {
        let enough = cancel.is_cancelled() || millis(answer_ms) < began.elapsed();
        if enough { Patience::GiveUp } else { Patience::Wait }
    });
    let reason = |why| match why {
        Why::Refused(_) => Reason::Refused { port: client.base().port() },
        Why::Closed => Reason::Closed,
        Why::Garbled(why) => Reason::Garbled(why),
        Why::Endless => Reason::Endless,
        Why::GivenUp if cancel.is_cancelled() => Reason::Cancelled,
        Why::GivenUp => Reason::Late { ms: answer_ms },
    };
    sent.answers
        .into_iter()
        .map(|answer| answer.map_err(|none| Silence { why: reason(none.why), part: none.part }))
        .collect()
}

fn millis(ms: u32) -> Duration {
    Duration::from_millis(u64::from(ms))
}
