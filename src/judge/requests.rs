//! The learner's requests: read from their file, sent to the mock API in order, and kept with what
//! came back, for every check to look at.

use serde_json::Value;

use crate::{
    client::{How, Outgoing},
    course::{
        check::{Check, SentTest, Test},
        exercise::{Exercise, Files},
    },
    diag::Place,
    exchange::{
        Request,
        http_file::{self, Entry, Filled, HttpFile, Mistake, Session},
    },
    judge::{
        Came, Exchange, Failure, Outcome, Side,
        explain::{STOPPED, our_fault},
        fill::Captured,
        noted, sent,
        target::{Reason, Running, Target, Unready},
    },
    lab::{self, Cancel, Limits, Machine, mock},
    text,
};

/// What was sent and what came of it.
pub struct Outbox {
    /// The learner's file.
    path: String,
    text: String,
    exchanges: Vec<Exchange>,
    notes: Vec<http_file::Variable>,
    doubts: Vec<Mistake>,
    /// What the API held when all was sent.
    state: Value,
    /// The first line that cannot be read, so that nothing is sent.
    mistake: Option<Mistake>,
    /// Requests whose names could not be filled in, by their place among `exchanges`.
    unfilled: Vec<(usize, Mistake)>,
    /// Why nothing could be judged.
    fault: Option<String>,
    target: Option<Target>,
}

/// Where `backlab serve EXERCISE --port 4010` serves the API to a shell. The port that the requests
/// went to is closed by the time that anybody reads of it.
pub const BASE_FOR_CURL: &str = "http://localhost:4010";

impl Outbox {
    /// Sends all requests of the answer to the exercise's mock API.
    pub fn send(
        machine: &Machine,
        exercise: &Exercise,
        files: &Files,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Outbox {
        let path = exercise.app().to_owned();
        let text = files.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = text.unwrap_or_default();
        let (file, mistakes) = http_file::parse(&text);
        let mut outbox = Outbox {
            path,
            text,
            exchanges: Vec::new(),
            notes: file.answers.clone(),
            doubts: file.doubts.clone(),
            state: Value::Null,
            mistake: mistakes.into_iter().next(),
            unfilled: Vec::new(),
            fault: None,
            target: None,
        };
        // Half a file would be judged as if the learner had left the rest out.
        if outbox.mistake.is_some() {
            return outbox;
        }
        let Some(served) = &exercise.lab.mock else {
            outbox.fault = Some("The exercise names no mock API.".to_owned());
            return outbox;
        };
        let service = mock::Service { api: served.api.clone(), port: None, doors: false };
        match Running::serve(machine, &service, limits, cancel) {
            Ok(running) => outbox.send_to(running, &file, cancel),
            Err(unready) => outbox.fault = Some(words_of(&unready.0)),
        }
        outbox
    }

    fn send_to(&mut self, mut running: Running, file: &HttpFile, cancel: &Cancel) {
        let mut session = Session::new(file, &[]);
        for entry in &file.entries {
            if cancel.is_cancelled() {
                self.fault = Some(STOPPED.to_owned());
                return;
            }
            let filled = session.fill(entry);
            if let Err(mistake) = &filled {
                self.unfilled.push((self.exchanges.len(), mistake.clone()));
            }
            let exchange =
                Exchange { doubt: self.doubt(entry), ..exchange(&mut running, entry, filled) };
            let response = match &exchange.came {
                Came::Answer(response) => Some((**response).clone()),
                Came::Nothing(_) | Came::Unsent(_) => None,
            };
            session.record(entry, exchange.request.clone(), response);
            self.exchanges.push(exchange);
        }
        let stopped = running.stopped().and_then(|stop| our_fault(&stop, running.was_starved()));
        let asked = lab::Action::Read { export: mock::STATE.to_owned() };
        match (running.lab().call("", &asked).answer, stopped) {
            (lab::Answer::Value(state), None) => self.state = state,
            (_, Some(fault)) => self.fault = Some(fault),
            (
                lab::Answer::Nothing
                | lab::Answer::Threw(_)
                | lab::Answer::Never
                | lab::Answer::Ended(_),
                None,
            ) => self.fault = Some("The mock API was lost.".to_owned()),
        }
        self.target = Some(Target::Lab(Box::new(running)));
    }

    /// What is in doubt in this request.
    fn doubt(&self, entry: &Entry) -> Option<String> {
        let is_in = |doubt: &&Mistake| entry.body.iter().any(|(line, _)| *line == doubt.line);
        self.doubts.iter().find(is_in).map(doubt_words)
    }

    /// The running API, once.
    pub fn take_target(&mut self) -> Option<Target> {
        self.target.take()
    }

    pub fn into_exchanges(self) -> Vec<Exchange> {
        self.exchanges
    }

    /// What came of a check that needs all requests sent, where they were not.
    pub fn obstacle(&self, check: &Check) -> Option<Outcome> {
        if let Some(fault) = &self.fault {
            return Some(Outcome::Unjudged(fault.clone()));
        }
        let mistake = self.mistake.as_ref()?;
        Some(Outcome::Failed(Box::new(self.at_mistake(check, mistake))))
    }

    /// Judges a `sent` or an `answer` check.
    pub fn judge(&self, exercise: &Exercise, check: &Check, captured: &mut Captured) -> Outcome {
        if let Some(obstacle) = self.obstacle(check) {
            return obstacle;
        }
        let fallen = match &check.test {
            Test::Sent(test) => {
                let others: Vec<_> = sent_tests(exercise, &check.name).collect();
                let recorded = sent::Recorded { exchanges: &self.exchanges, others: &others };
                sent::fallen(test, &recorded, &self.state, captured)
            }
            Test::Noted(test) => noted::fallen(test, &self.exchanges, &self.notes),
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Question(_) => None,
        };
        match fallen {
            None => Outcome::Passed,
            Some(fallen) => Outcome::Failed(Box::new(self.failure(exercise, check, fallen))),
        }
    }

    fn failure(&self, exercise: &Exercise, check: &Check, fallen: sent::Fallen) -> Failure {
        let unfilled = self.unfilled.iter().find(|(at, _)| Some(*at) == fallen.shown);
        if let Some((_, mistake)) = unfilled {
            let (exchange, of) = (fallen.shown, fallen.of);
            return Failure { exchange, of, ..self.at_mistake(check, mistake) };
        }
        let feedback = exercise
            .wrongs
            .iter()
            .filter(|wrong| wrong.fails.first() == Some(&check.name))
            .find(|wrong| {
                let matches = |when| sent::matches(when, &fallen, &self.exchanges);
                wrong.when.as_ref().is_none_or(matches)
            })
            .map(|wrong| wrong.feedback.clone());
        // Where a request was taken for a body, all that is said of the others is beside the point.
        let side = if matches!(check.test, Test::Noted(_)) { Side::Noted } else { Side::Found };
        let doubt = self.doubts.first().filter(|_| side == Side::Found).map(doubt_words);
        let words: Vec<String> = doubt.into_iter().chain(feedback).collect();
        let feedback = (!words.is_empty()).then(|| words.join("\n\n"));
        let shown = fallen.shown.and_then(|at| self.exchanges.get(at));
        let headline = match shown.map(|exchange| (&exchange.request, &exchange.came)) {
            Some((request, Came::Nothing(why))) => {
                format!("{} {}: {why}.", request.method, request.target)
            }
            Some((request, Came::Unsent(why))) => {
                format!("{} {} was not sent: {why}.", request.method, request.target)
            }
            Some((_, Came::Answer(_))) | None if check.fails.is_empty() => {
                format!("This does not hold: {}.", check.say)
            }
            Some((_, Came::Answer(_))) | None => check.fails.clone(),
        };
        let of_request = shown.filter(|_| side == Side::Found).map(|exchange| exchange.line);
        let line = fallen.line.or(of_request);
        let sent = shown.filter(|exchange| !matches!(exchange.came, Came::Unsent(_)));
        Failure {
            headline: text::clean_line(&headline).into_owned(),
            why: check.why.clone(),
            look: check.look.clone(),
            place: line.map(|line| Place::new(self.path.clone(), line, 1)),
            line: line.and_then(|line| self.line(line)),
            feedback,
            sent: sent.map(|exchange| exchange.request.clone()),
            exchange: fallen.shown,
            curl: sent.map(|exchange| exchange.request.as_curl(BASE_FOR_CURL)),
            got: sent.and_then(|exchange| match &exchange.came {
                Came::Answer(response) => Some((**response).clone()),
                Came::Nothing(_) | Came::Unsent(_) => None,
            }),
            fields: fallen.fields,
            side,
            of: fallen.of,
            ..Failure::default()
        }
    }

    /// A failure that is a line of the file which cannot be sent.
    fn at_mistake(&self, check: &Check, mistake: &Mistake) -> Failure {
        let headline = format!("{} line {}: {}.", self.path, mistake.line, mistake.what);
        Failure {
            headline: text::clean_line(&headline).into_owned(),
            why: check.why.clone(),
            look: mistake.hint.as_ref().map(|hint| text::clean_line(hint).into_owned()),
            place: Some(Place::new(self.path.clone(), mistake.line, mistake.column)),
            line: self.line(mistake.line),
            ..Failure::default()
        }
    }

    fn line(&self, number: u32) -> Option<String> {
        let line = self.text.lines().nth(number.checked_sub(1)? as usize)?;
        Some(text::clean_line(line.trim()).into_owned())
    }
}

/// What the checks but the one named `except` ask of the requests.
fn sent_tests<'e>(exercise: &'e Exercise, except: &str) -> impl Iterator<Item = &'e SentTest> {
    let others = exercise.checks.iter().filter(move |check| check.name != except);
    others.filter_map(|check| if let Test::Sent(test) = &check.test { Some(test) } else { None })
}

fn doubt_words(doubt: &Mistake) -> String {
    let hint = doubt.hint.as_deref().unwrap_or_default();
    let words =
        format!("Line {}: {}, and was sent in the body above; {hint}.", doubt.line, doubt.what);
    text::clean_line(&words).into_owned()
}

/// Sends one request, if its names were filled in and it goes to the API.
fn exchange(running: &mut Running, entry: &Entry, filled: Result<Filled, Mistake>) -> Exchange {
    let (name, line) = (entry.name.clone(), entry.line);
    let filled = match filled {
        Ok(filled) => filled,
        Err(found) => {
            let why = format!("line {}: {}", found.line, found.what);
            let as_written = Request {
                method: entry.method.clone(),
                target: entry.target.clone(),
                ..Request::default()
            };
            return Exchange {
                name,
                line,
                request: as_written,
                came: Came::Unsent(why),
                doubt: None,
            };
        }
    };
    if let Some(host) = filled.base.as_deref().filter(|base| !is_here(base)) {
        let why = format!("requests reach the mock API here, and not {host}");
        return Exchange {
            name,
            line,
            request: filled.request,
            came: Came::Unsent(why),
            doubt: None,
        };
    }
    let outgoing = Outgoing { request: filled.request.clone(), how: How::Whole };
    let came = match running.send(&[outgoing]).pop() {
        Some(Ok(response)) => Came::Answer(Box::new(response)),
        Some(Err(silence)) => Came::Nothing(silence_words(&silence.why)),
        None => Came::Nothing("no answer came".to_owned()),
    };
    Exchange { name, line, request: filled.request, came, doubt: None }
}

/// Whether `base` is this computer, spoken to in plain HTTP: the mock API stands in for it.
pub fn is_here(base: &str) -> bool {
    let Some(authority) = base.strip_prefix("http://") else { return false };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        Some(_) | None => authority,
    };
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Completes "GET /users: ...".
fn silence_words(why: &Reason) -> String {
    match why {
        Reason::NothingLeft => "no answer came".to_owned(),
        Reason::Late { ms } => format!("no answer came within {ms} ms"),
        Reason::Closed => "the connection was closed before the answer was whole".to_owned(),
        Reason::Garbled(_) => "what came back is not HTTP".to_owned(),
        Reason::Endless => "the answer has no end".to_owned(),
        Reason::Ended(_) => "the mock API ended".to_owned(),
        Reason::Refused { .. } => "nothing listens".to_owned(),
        Reason::Cancelled => "it was stopped".to_owned(),
    }
}

fn words_of(unready: &Unready) -> String {
    match unready {
        Unready::Fault(fault) => fault.clone(),
        Unready::Ended(stop) => {
            our_fault(stop, false).unwrap_or_else(|| "The mock API ended.".to_owned())
        }
        Unready::Silent | Unready::Elsewhere { .. } | Unready::Command(_) => {
            "The mock API did not start in time.".to_owned()
        }
    }
}
