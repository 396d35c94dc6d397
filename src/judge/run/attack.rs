//! An exercise of kind `attack`: the exploit goes to the server as the pack gives it, then exploits
//! go to the server that the learner repaired, each to one of its own.

use crate::{
    client::{How, Outgoing},
    course::{
        attack::{BlockedTest, Exploit},
        check::{Check, Expect, Expected, HttpTest, Test},
        exercise::{Exercise, Files},
    },
    exchange::http_file::Outside,
    judge::{
        Came as Answered, Field, Hidden, Outcome,
        explain::{Evidence, STOPPED, our_fault},
        fill::{self, Captured},
        observe::{Came, Shortfall},
        program::{given, program},
        recorded,
        requests::{self, BASE_OF_PROGRAM, Outbox},
        run::Run,
        target::{Reason, Running, Silence, Unready},
    },
    lab::{self, Program},
    trace::Stop,
};

/// Why a server at a URL is not attacked.
const EXPLOIT_NEEDS_LAB: &str = "Exploits go to servers in the lab only, so a server at a URL is \
     asked for honest traffic alone.";
const SECRET_NEEDS_LAB: &str = "This check knows a secret that only a server in the lab is given, so \
     a server at a URL cannot be asked.";

/// Values for the exercise's secrets, others in each run: what one run gave away opens nothing in
/// the next.
///
/// # Errors
/// The system has no randomness to give.
pub fn secrets(exercise: &Exercise) -> Result<Captured, String> {
    let secret = |name: &String| Ok((name.clone(), lab::secret().map_err(|fault| fault.0)?.into()));
    exercise.lab.secrets.iter().map(secret).collect()
}

/// The server of `files`, which alone knows the secrets.
pub fn server(exercise: &Exercise, files: &Files, secrets: &Captured) -> Program {
    let mut program = program(exercise, files, exercise.app());
    for (name, value) in secrets {
        program.env.insert(name.clone(), value.as_str().unwrap_or_default().to_owned());
    }
    program
}

impl Run<'_> {
    /// Sends the learner's exploit to the vulnerable server, once.
    pub(super) fn send_exploit(&mut self) {
        if self.outbox.is_some() {
            return;
        }
        let vulnerable = server(self.exercise, &self.exercise.starter, &self.secrets);
        let outbox = match Running::start(self.machine, &vulnerable, &self.limits, self.cancel) {
            Ok(mut running) => {
                let exploit = requests::Exploit {
                    path: self.exercise.requests(),
                    files: &self.files,
                    outside: &[],
                };
                let outbox = self.sent(exploit, &mut running);
                let child = self.next_child();
                self.keep(child, running.into_lab().end(), Hidden::default());
                outbox
            }
            Err(unready) => {
                let why = match &unready.0 {
                    Unready::Fault(fault) => fault.clone(),
                    Unready::Ended(stop) => our_fault(stop, false)
                        .unwrap_or_else(|| "The vulnerable server ended at once.".to_owned()),
                    Unready::Silent | Unready::Elsewhere { .. } | Unready::Command(_) => {
                        "The vulnerable server does not listen.".to_owned()
                    }
                };
                Outbox::at_fault(why)
            }
        };
        self.outbox = Some(outbox);
    }

    fn sent(&self, exploit: requests::Exploit<'_>, running: &mut Running) -> Outbox {
        Outbox::of_exploit((self.machine, &self.limits, self.cancel), exploit, running)
    }

    /// Sends each exploit to a repaired server of its own, up to the first that still works.
    pub(super) fn blocked(&mut self, at: usize, check: &Check, test: &BlockedTest) -> Outcome {
        for exploit in &test.exploits {
            if self.cancel.is_cancelled() {
                return Outcome::Unjudged(STOPPED.to_owned());
            }
            if let Some(outcome) = self.withstands(at, check, test, exploit) {
                return outcome;
            }
        }
        Outcome::Passed
    }

    /// What came of it, unless the server withstood the exploit.
    fn withstands(
        &mut self,
        at: usize,
        check: &Check,
        test: &BlockedTest,
        exploit: &Exploit,
    ) -> Option<Outcome> {
        let mut running = match self.start_repaired() {
            Ok(running) => running,
            Err(known) => return Some(self.unready_outcome(check, known.0, known.1)),
        };
        let outbox = self.sent_as(exploit, &mut running);
        if let Some(fault) = outbox.fault() {
            return Some(Outcome::Unjudged(fault.to_owned()));
        }
        let stop = running.settle();
        let child = running.child;
        let mut evidence = running.lab().look(|trace| Evidence::of(trace, 0, stop.clone(), child));
        let starved = running.was_starved();
        if let Some(fault) = stop.as_ref().and_then(|stop| our_fault(stop, starved)) {
            return Some(Outcome::Unjudged(fault));
        }
        // A server that an exploit ends is not repaired, whatever it gave away before.
        let fallen = match stop {
            Some(stop) => Some(ended(&outbox, exploit, &stop)),
            None => self.still_works(&outbox, test, exploit),
        };
        let fallen = fallen?;
        let recording = running.into_lab().end();
        recorded::find_request(&mut evidence.recorded, &recording.trace, &fallen);
        let outcome = self.failed(check, fallen, evidence);
        self.outcomes[at] = Some(outcome.clone());
        self.keep(child, recording, Hidden::own_child(check));
        Some(outcome)
    }

    fn sent_as(&self, exploit: &Exploit, running: &mut Running) -> Outbox {
        let own = self.exercise.requests();
        match exploit {
            Exploit::Own => self
                .sent(requests::Exploit { path: own, files: &self.files, outside: &[] }, running),
            Exploit::Solution => {
                let files = given(self.exercise, &self.exercise.solution);
                self.sent(requests::Exploit { path: own, files: &files, outside: &[] }, running)
            }
            Exploit::Given { path, text } => {
                // The author may log in first, as a user who is honest so far.
                let outside: Vec<Outside> = self
                    .secrets
                    .iter()
                    .map(|(name, value)| Outside {
                        name: name.clone(),
                        value: value.as_str().unwrap_or_default().to_owned(),
                        secret: false,
                    })
                    .collect();
                let files = Files::from([(path.clone(), text.clone().into_bytes())]);
                self.sent(requests::Exploit { path, files: &files, outside: &outside }, running)
            }
        }
    }

    /// Where an exploit proves what it may not prove any more: the request that did it.
    fn still_works(
        &self,
        outbox: &Outbox,
        test: &BlockedTest,
        exploit: &Exploit,
    ) -> Option<Shortfall> {
        let mut captured = self.secrets.clone();
        let (mut proven, mut shown) = (None, None);
        for check in &self.exercise.checks {
            let Test::Sent(sent) = &check.test else { continue };
            let holds = outbox.fallen(self.exercise, (check, sent), &mut captured).is_none();
            if holds && proven.is_none() && test.proof.contains(&check.name) {
                proven = Some(check);
                shown = outbox.first_like(sent, &captured);
            }
        }
        let proven = proven?;
        let field = Field {
            name: "exploit".to_owned(),
            expected: "is refused".to_owned(),
            got: format!("works: {}", proven.say),
            differs: true,
            note: None,
        };
        Some(shortfall(outbox, exploit, shown, field))
    }
}

/// The server that an exploit ended.
fn ended(outbox: &Outbox, exploit: &Exploit, stop: &Stop) -> Shortfall {
    let last = outbox
        .exchanges()
        .iter()
        .rposition(|exchange| matches!(exchange.came, Answered::Answer(_) | Answered::Nothing(_)));
    let field = Field {
        name: "server".to_owned(),
        expected: "is still there".to_owned(),
        got: stop.sentence().unwrap_or_else(|| "ended".to_owned()),
        differs: true,
        note: None,
    };
    let fallen = shortfall(outbox, exploit, last, field);
    let why = Reason::Ended(stop.clone());
    Shortfall { came: Came::Silence(Silence { why, part: None }), ..fallen }
}

/// What an exploit did that it should not: the request at `shown`.
fn shortfall(outbox: &Outbox, exploit: &Exploit, shown: Option<usize>, field: Field) -> Shortfall {
    let shown = shown.and_then(|at| outbox.exchanges().get(at));
    let sent =
        shown.map(|exchange| Outgoing { request: exchange.request.clone(), how: How::Whole });
    let came = match shown.map(|exchange| &exchange.came) {
        Some(Answered::Answer(response)) => Came::Answer(response.clone()),
        Some(Answered::Nothing(_) | Answered::Unsent(_)) | None => {
            Came::Ran { printed: String::new(), stop: None }
        }
    };
    let of = match exploit {
        Exploit::Own => "your own exploit".to_owned(),
        Exploit::Solution => "another exploit".to_owned(),
        Exploit::Given { path, .. } => {
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("another exploit: {}", name.split('.').next().unwrap_or(name))
        }
    };
    let base = sent.as_ref().map(|_| BASE_OF_PROGRAM.to_owned());
    Shortfall { sent, base, came, fields: vec![field], of: Some(of) }
}

/// Why a check cannot be put to a server at a URL, where that is so.
pub fn beyond_url(exercise: &Exercise, check: &Check) -> Option<&'static str> {
    let Test::Http(test) = &check.test else { return Some(EXPLOIT_NEEDS_LAB) };
    names_any(test, &exercise.lab.secrets).then_some(SECRET_NEEDS_LAB)
}

/// Whether a request or what is expected of its answer names a secret.
fn names_any(http: &HttpTest, secrets: &[String]) -> bool {
    let mut texts = Vec::new();
    for step in &http.steps {
        texts.extend(fill::texts(step));
        texts.extend(expected(&step.expect).map(|expected| format!("{expected:?}")));
    }
    let named = |name: &String| {
        let holds = |text: &String| {
            text.split("{{")
                .skip(1)
                .any(|part| part.split_once("}}").is_some_and(|(found, _)| found.trim() == name))
        };
        texts.iter().any(holds)
    };
    secrets.iter().any(named)
}

fn expected(expect: &Expect) -> impl Iterator<Item = &Expected> {
    let tables = expect.headers.iter().chain(&expect.json).map(|(_, expected)| expected);
    expect.status.iter().chain(&expect.body).chain(tables)
}
