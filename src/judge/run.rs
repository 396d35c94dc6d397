//! One exercise, one answer: the checks in order, and the children they run in.

mod asked;
mod attack;
mod data;
mod deaths;
mod kept;
mod own_child;
mod pack_test;
mod recorded;
mod rounds;
mod start;
mod veil;

use std::{
    sync::mpsc::Sender,
    time::{Duration, Instant},
};

use crate::{
    course::{
        attack::Stage,
        check::{Check, Test},
        exercise::{Exercise, Files, Kind},
        quiz::{Ask, Question},
    },
    judge::{
        Answer, CheckResult, Outcome, Step, Verdict, Which, compare,
        explain::{self, Evidence, STOPPED, our_fault},
        fill::Captured,
        observe::{self, Came, Shortfall},
        program::{given, limits, stocks},
        quiz::{self, Sheet},
        recorded::{Hidden, find_request},
        requests::{BASE_FOR_CURL, Outbox},
        sql::Desk,
        store,
        target::{Reason, Target, Unready},
        unreached,
    },
    lab::{Cancel, Limits, Machine, Program, command::Launch},
    trace::{Stop, Trace},
};

pub fn run(
    machine: &Machine,
    exercise: &Exercise,
    answer: &Answer,
    which: Which,
    cancel: &Cancel,
    steps: &Sender<Step>,
) -> Verdict {
    let began = Instant::now();
    let wanted = |check: &&Check| which != Which::Visible || !check.hidden;
    let checks: Vec<&Check> = exercise.checks.iter().filter(wanted).collect();
    let is_outside = !matches!(answer, Answer::Files(_));
    let until_failure = which == Which::UntilFailure;
    let mut verdict =
        rounds::all(exercise, is_outside, &checks, until_failure, |set, checks, told| {
            let mut run = Run::new(machine, exercise, answer, cancel, checks.len(), set);
            run.go_through(checks, until_failure, |at| {
                // Nobody has to listen.
                drop(steps.send(told(at)));
            });
            run.into_verdict(checks)
        });
    verdict.took = began.elapsed();
    verdict
}

const NOTHING_TO_SEE: &str =
    "The checks whose requests this one looks at did not run in the same program.";
const NEEDS_LAB: &str =
    "This check runs the program itself, which a server outside the lab does not allow.";
const NEEDS_RECORDING: &str =
    "This check looks into the program, which a server outside the lab does not allow.";
const NEEDS_OWN_CLOCK: &str =
    "This check moves the program's clock, which a server outside the lab does not allow.";
const NEEDS_OWN_WAY: &str = "This check disturbs the program's own requests, which a server \
     outside the lab does not allow.";
const NO_OWN_SERVER: &str =
    "The requests of this exercise go to its mock API; there is no server of yours to ask.";
const NO_SERVER: &str = "A quiz is judged by its answers; there is no server to ask.";

struct Run<'a> {
    machine: &'a Machine,
    exercise: &'a Exercise,
    cancel: &'a Cancel,
    /// The place of the data set that fills the program's stores.
    set: usize,
    program: Program,
    files: Files,
    limits: Limits,
    url: Option<String>,
    launch: Option<Launch>,
    /// Starts of the program so far.
    starts: u16,
    /// The child, or the server, that checks share.
    shared: Option<Target>,
    /// Why the program does not come to listen: it will not the next time either.
    unready: Option<(Unready, Evidence)>,
    /// The last check that sent requests to the shared child.
    last_user: Option<User>,
    /// All that sent requests to it, in their order.
    users: Vec<User>,
    captured: Captured,
    /// What only the server of an attack and its checks know.
    secrets: Captured,
    /// The answers to a quiz, once they were read.
    sheet: Option<Sheet>,
    /// The databases of an SQL exercise.
    desk: Option<Desk<'a>>,
    /// The stores of a `mongo` or a `redis` exercise.
    stores: Option<store::Desk<'a>>,
    /// The solution's run, where a store of the program is compared with its store.
    reference: Option<Box<Run<'a>>>,
    /// The requests of an `http` exercise, once they were sent.
    outbox: Option<Outbox>,
    outcomes: Vec<Option<Outcome>>,
    trace: Trace,
    stop: Option<Stop>,
    /// What of `trace` belongs to hidden checks.
    hidden: Hidden,
    /// Children so far.
    children: u32,
    /// The one whose recording `trace` is, once there is one.
    kept: Option<u32>,
}

/// A check, and where in the recording it began.
#[derive(Clone, Copy)]
struct User {
    at: usize,
    from: usize,
}

impl<'a> Run<'a> {
    /// `set` is the place of the data set that fills the program's stores.
    fn new(
        machine: &'a Machine,
        exercise: &'a Exercise,
        answer: &Answer,
        cancel: &'a Cancel,
        checks: usize,
        set: usize,
    ) -> Run<'a> {
        let (files, url, launch) = match answer {
            Answer::Files(files) => (given(exercise, files), None, None),
            Answer::Url(url) => (Files::new(), Some(url.clone()), None),
            Answer::Command(launch) => (Files::new(), None, Some(launch.clone())),
        };
        // Without randomness no child starts either, and that one says why.
        let secrets = attack::secrets(exercise).unwrap_or_default();
        let program = attack::server(exercise, &files, &secrets);
        Run {
            machine,
            exercise,
            cancel,
            set,
            program: Program { stocks: stocks(exercise, set), ..program },
            files,
            limits: limits(exercise),
            url,
            launch,
            starts: 0,
            shared: None,
            unready: None,
            last_user: None,
            users: Vec::new(),
            captured: secrets.clone(),
            secrets,
            sheet: None,
            desk: None,
            stores: None,
            reference: None,
            outbox: None,
            outcomes: vec![None; checks],
            trace: Trace::default(),
            hidden: Hidden::default(),
            stop: None,
            children: 0,
            kept: None,
        }
    }

    /// Judges all checks in order, or up to the first that fails; `began` hears which one is next.
    fn go_through(&mut self, checks: &[&Check], until_failure: bool, began: impl Fn(usize)) {
        for (at, check) in checks.iter().enumerate() {
            began(at);
            // A second time where the child was dead before this check had said a word.
            while self.outcomes[at].is_none() {
                if self.cancel.is_cancelled() {
                    self.outcomes[at] = Some(Outcome::Unjudged(STOPPED.to_owned()));
                } else if let Some(after) = self.unpassed(check, checks) {
                    self.outcomes[at] = Some(Outcome::Skipped { after });
                } else {
                    self.judge(at, check, checks);
                }
            }
            if until_failure && matches!(self.outcomes[at], Some(Outcome::Failed(_))) {
                break;
            }
        }
        self.finish(checks);
        self.forget_others();
    }

    fn into_verdict(self, checks: &[&Check]) -> Verdict {
        let rows = self.desk.as_ref().and_then(Desk::shown_rows);
        let of_desk = self.desk.map(Desk::into_trace);
        let of_stores = self.stores.map(store::Desk::into_trace);
        let results = checks.iter().zip(self.outcomes).map(|(check, outcome)| CheckResult {
            name: check.name.clone(),
            say: check.say.clone(),
            hidden: check.hidden,
            outcome: outcome.unwrap_or_else(|| Outcome::Unjudged(STOPPED.to_owned())),
        });
        Verdict {
            checks: results.collect(),
            took: Duration::ZERO,
            trace: of_stores.or(of_desk).unwrap_or(self.trace),
            hidden: self.hidden,
            stop: self.stop,
            rows,
            exchanges: self.outbox.map(Outbox::into_exchanges).unwrap_or_default(),
        }
    }

    /// Whether the answer is a server that does not run in the lab.
    fn is_outside(&self) -> bool {
        self.url.is_some() || self.launch.is_some()
    }

    /// The first check that this one builds on and that did not pass. One that is not judged
    /// this time holds nobody up.
    fn unpassed(&self, check: &Check, checks: &[&Check]) -> Option<String> {
        // Nobody attacks a server of the learner's own, so there honest traffic waits for no exploit.
        let waits_not = self.is_outside() && self.exercise.kind == Kind::Attack;
        let passed = |name: &&String| {
            let at = checks.iter().position(|other| other.name == **name);
            at.is_none_or(|at| match &self.outcomes[at] {
                Some(Outcome::Passed) => true,
                Some(Outcome::Unjudged(_)) => waits_not,
                Some(Outcome::Failed(_) | Outcome::Skipped { .. }) | None => false,
            })
        };
        check.after.iter().find(|name| !passed(name)).cloned()
    }

    fn judge(&mut self, at: usize, check: &Check, checks: &[&Check]) {
        if let Some(problem) = compare::problem(check) {
            self.outcomes[at] = Some(Outcome::Unjudged(problem));
            return;
        }
        if self.exercise.lab.mock.is_some() && self.is_outside() {
            self.outcomes[at] = Some(Outcome::Unjudged(NO_OWN_SERVER.to_owned()));
            return;
        }
        if self.exercise.kind == Kind::Attack
            && self.is_outside()
            && let Some(why) = attack::beyond_url(self.exercise, check)
        {
            self.outcomes[at] = Some(Outcome::Unjudged(why.to_owned()));
            return;
        }
        match &check.test {
            Test::Blocked(test) => self.outcomes[at] = Some(self.blocked(at, check, test)),
            Test::Http(_) if self.exercise.lab.mock.is_some() => {
                self.send_requests();
                if let Some(obstacle) = self.outbox.as_ref().and_then(|o| o.obstacle(check)) {
                    self.outcomes[at] = Some(obstacle);
                } else {
                    self.http(at, check, checks);
                }
            }
            Test::Http(test) if self.is_outside() && test.moves_clock() => {
                self.outcomes[at] = Some(Outcome::Unjudged(NEEDS_OWN_CLOCK.to_owned()));
            }
            Test::Http(_) if self.is_outside() && !check.mishaps.is_empty() => {
                self.outcomes[at] = Some(Outcome::Unjudged(NEEDS_OWN_WAY.to_owned()));
            }
            Test::Http(_) | Test::Script(_) if check.fresh && self.url.is_none() => {
                let users = std::mem::take(&mut self.users);
                let shared = (self.shared.take(), self.last_user.take(), self.captured.clone());
                self.on_target(at, check, checks);
                self.retire(checks);
                (self.shared, self.last_user, self.captured) = shared;
                self.users = users;
            }
            Test::Http(_) | Test::Script(_) => self.on_target(at, check, checks),
            Test::Question(_) if self.is_outside() => {
                self.outcomes[at] = Some(Outcome::Unjudged(NO_SERVER.to_owned()));
            }
            Test::Question(question) => self.question(at, check, question),
            Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Sent(_)
            | Test::Noted(_)
            | Test::Trace(_)
                if self.is_outside() =>
            {
                let looks = matches!(check.test, Test::Trace(_) | Test::Store(_));
                let why = if looks { NEEDS_RECORDING } else { NEEDS_LAB };
                self.outcomes[at] = Some(Outcome::Unjudged(why.to_owned()));
            }
            Test::Stdout(_) | Test::Exit(_) => self.whole_run(at, check),
            Test::Js(_) => self.js(at, check),
            Test::Trace(test) => self.recorded(at, check, test, checks),
            Test::Sql(_) | Test::Schema(_) | Test::Plan(_) => self.sql(at, check, checks),
            Test::Store(test) if self.exercise.kind == Kind::Js => {
                self.asked(at, check, test, checks);
            }
            Test::Store(test) => self.store(at, check, test),
            Test::Sent(_) | Test::Noted(_) => {
                self.send_requests();
                let judged = self
                    .outbox
                    .as_ref()
                    .map(|outbox| outbox.judge(self.exercise, check, &mut self.captured));
                self.outcomes[at] = judged;
            }
        }
    }

    /// Sends the learner's requests, once: to the mock API, and later requests go to it too; or to
    /// the vulnerable server, and later requests go to the repaired one.
    fn send_requests(&mut self) {
        if self.exercise.kind == Kind::Attack {
            self.send_exploit();
        } else if self.outbox.is_none() {
            let (machine, exercise, cancel) = (self.machine, self.exercise, self.cancel);
            let mut outbox = Outbox::send(machine, exercise, &self.files, &self.limits, cancel);
            self.shared = outbox.take_target();
            let child = self.next_child();
            if let Some(Target::Lab(running)) = &mut self.shared {
                running.child = child;
            }
            self.outbox = Some(outbox);
        }
    }

    fn on_target(&mut self, at: usize, check: &Check, checks: &[&Check]) {
        if let Test::Script(test) = &check.test {
            self.script(at, check, test, checks);
        } else {
            self.http(at, check, checks);
        }
    }

    /// What to send to, unless the check has an outcome without it, or is asked again.
    fn target_for(&mut self, at: usize, check: &Check, checks: &[&Check]) -> Option<Target> {
        self.let_turn();
        self.bury(checks);
        // An earlier check's death may have made this one skippable in the meantime.
        if self.unpassed(check, checks).is_some() {
            return None;
        }
        if let Err(outcome) = self.make_ready(check) {
            self.outcomes[at] = Some(outcome);
            return None;
        }
        self.shared.take()
    }

    fn http(&mut self, at: usize, check: &Check, checks: &[&Check]) {
        let Test::Http(test) = &check.test else { return };
        let Some(mut target) = self.target_for(at, check, checks) else { return };
        let from = target.recorded();
        target.set_mishaps(&check.mishaps);
        let fallen = observe::http(&mut target, test, &mut self.captured);
        let blamed = self.is_anothers_death(&target, fallen.as_ref(), from);
        self.shared = Some(target);
        if blamed {
            // The next turn buries the child, and asks this check again.
            return;
        }
        self.last_user = Some(User { at, from });
        self.users.push(User { at, from });
        self.outcomes[at] = Some(match fallen {
            None => Outcome::Passed,
            Some(fallen) => self.explained(check, fallen, from),
        });
    }

    /// A request's shortfall, with what the recording knows.
    fn explained(&mut self, check: &Check, fallen: Shortfall, from: usize) -> Outcome {
        let (evidence, starved) = match &mut self.shared {
            Some(Target::Lab(running)) => {
                let stop = running.settle();
                let child = running.child;
                let exercise = self.exercise;
                let may_change =
                    |path: &str| exercise.files.iter().any(|file| file.edit && file.path == path);
                let is_told = !check.hidden && exercise.stage(check) != Some(Stage::Exploit);
                let look = |trace: &Trace| {
                    let mut evidence = Evidence::of(trace, from, stop, child);
                    find_request(&mut evidence.recorded, trace, &fallen);
                    let recorded = evidence.recorded.as_ref().filter(|_| is_told);
                    evidence.unreached =
                        recorded.and_then(|recorded| unreached::find(trace, recorded, may_change));
                    evidence
                };
                (running.lab().look(look), running.was_starved())
            }
            Some(Target::Command(own)) => {
                let stop = own.stopped();
                (Evidence::of_log(&own.printed_since(from), stop), false)
            }
            Some(Target::Url { .. }) | None => (Evidence::default(), false),
        };
        if let Came::Silence(silence) = &fallen.came {
            match &silence.why {
                Reason::Cancelled => return Outcome::Unjudged(STOPPED.to_owned()),
                Reason::Ended(stop) => {
                    if let Some(fault) = our_fault(stop, starved) {
                        return Outcome::Unjudged(fault);
                    }
                }
                Reason::Refused { port } if self.url.is_some() => {
                    let words = format!("Nothing listens on port {port}. Start your server first.");
                    return Outcome::Unjudged(words);
                }
                Reason::NothingLeft
                | Reason::Late { .. }
                | Reason::Closed
                | Reason::Garbled(_)
                | Reason::Endless
                | Reason::Refused { .. } => {}
            }
        }
        self.failed(check, fallen, evidence)
    }

    fn failed(&self, check: &Check, mut fallen: Shortfall, mut evidence: Evidence) -> Outcome {
        // A mock API is no program of the learner's, and no shell reaches the port it had.
        if self.exercise.lab.mock.is_some() {
            evidence.printed = None;
            fallen.base = fallen.base.map(|_| BASE_FOR_CURL.to_owned());
        }
        let (wrongs, files) = (&self.exercise.wrongs, &self.files);
        Outcome::Failed(Box::new(explain::failure(check, wrongs, files, fallen, evidence)))
    }

    fn question(&mut self, at: usize, check: &Check, question: &Question) {
        let questions: Vec<_> = self.exercise.questions().collect();
        let sheet = self.sheet.get_or_insert_with(|| Sheet::read(&self.files, &questions));
        let printed = match &question.ask {
            Ask::Predict(asked) if sheet.is_answered(question) => {
                match quiz::printed(self.machine, self.exercise, asked, self.cancel) {
                    Ok(printed) => Some(printed),
                    Err(why) => {
                        self.outcomes[at] = Some(Outcome::Unjudged(why));
                        return;
                    }
                }
            }
            Ask::Predict(_)
            | Ask::Single(_)
            | Ask::Multiple { .. }
            | Ask::Text(_)
            | Ask::Number(_)
            | Ask::Fill(_)
            | Ask::Order(_)
            | Ask::Match(_) => None,
        };
        self.outcomes[at] = Some(sheet.judge(check, question, printed.as_deref()));
    }

    fn finish(&mut self, checks: &[&Check]) {
        if !self.cancel.is_cancelled() {
            self.retire(checks);
        }
        // What was built on a check that fell at the very end falls with it.
        for (at, check) in checks.iter().enumerate() {
            let after = self.unpassed(check, checks);
            if let (Some(after), Some(Outcome::Passed)) = (after, &self.outcomes[at]) {
                self.outcomes[at] = Some(Outcome::Skipped { after });
            }
        }
    }
}
