//! The learner's requests: read from their file, sent in order to the mock API or to the server that
//! they attack, and kept with what came back, for every check to look at.

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
        http_file::{self, Entry, Filled, HttpFile, Mistake, Outside, Session},
    },
    judge::{
        Came, Exchange, Failure, Outcome, Side,
        explain::{self, Evidence, STOPPED, our_fault},
        exploit::{self, Ended, PROGRAM},
        fill::Captured,
        noted, sent,
        target::{Running, Target, Unready},
    },
    lab::{self, Cancel, Limits, Machine, mock},
    text,
    trace::Stop,
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
    /// How a script ended that did not run to its end.
    ended: Option<Stop>,
    /// What a script printed; `None` where the requests stood in a file.
    printed: Option<String>,
    /// Where the requests can be sent from a shell.
    base_for_curl: &'static str,
    /// Requests whose names could not be filled in, by their place among `exchanges`.
    unfilled: Vec<(usize, Mistake)>,
    /// Why nothing could be judged.
    fault: Option<String>,
    target: Option<Target>,
}

/// Where `backlab serve EXERCISE --port 4010` serves the API to a shell. The port that the requests
/// went to is closed by the time that anybody reads of it.
pub const BASE_FOR_CURL: &str = "http://localhost:4010";
/// Where the server of an attack listens for whoever runs it.
pub const BASE_OF_PROGRAM: &str = "http://localhost:3000";
/// What answers, in words.
const MOCK: &str = "the mock API";

/// An exploit, as it is sent.
#[derive(Clone, Copy)]
pub struct Exploit<'a> {
    /// A file of requests, or a script, among `files`.
    pub path: &'a str,
    pub files: &'a Files,
    /// What its requests may name beside their own variables.
    pub outside: &'a [Outside],
}

impl Outbox {
    /// Sends all requests of the answer to the exercise's mock API.
    pub fn send(
        machine: &Machine,
        exercise: &Exercise,
        files: &Files,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Outbox {
        let (mut outbox, file) = Outbox::read(exercise.requests(), files, BASE_FOR_CURL);
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
            Ok(running) => outbox.send_to_mock(running, &file, cancel),
            Err(unready) => outbox.fault = Some(words_of(&unready.0)),
        }
        outbox
    }

    /// Sends an exploit to a server.
    pub fn of_exploit(
        (machine, limits, cancel): (&Machine, &Limits, &Cancel),
        exploit: Exploit<'_>,
        running: &mut Running,
    ) -> Outbox {
        let Exploit { path, files, outside } = exploit;
        if http_file::is_named_so(path) {
            let (mut outbox, file) = Outbox::read(path, files, BASE_OF_PROGRAM);
            if outbox.mistake.is_none() {
                outbox.send_all(running, (&file, outside), (PROGRAM, cancel));
            }
            return outbox;
        }
        let mut outbox = Outbox::read_script(path, files);
        let ran = exploit::run((machine, limits, cancel), (path, files), running);
        (outbox.exchanges, outbox.printed) = (ran.exchanges, Some(ran.printed));
        match ran.ended {
            None => {}
            Some(Ended::Stop(stop)) => outbox.ended = Some(stop),
            Some(Ended::TooMany) => {
                let words = "this sends more than 1,000 requests";
                outbox.mistake = Some(Mistake::new(1, 1, words, "one exploit needs far fewer"));
            }
            Some(Ended::Fault(fault)) => outbox.fault = Some(fault),
        }
        if cancel.is_cancelled() {
            outbox.fault = Some(STOPPED.to_owned());
        }
        outbox
    }

    /// What stands in the file; nothing is sent yet.
    fn read(path: &str, files: &Files, base_for_curl: &'static str) -> (Outbox, HttpFile) {
        let text = files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let text = text.unwrap_or_default();
        let (file, mistakes) = http_file::parse(&text);
        let outbox = Outbox {
            path: path.to_owned(),
            text,
            exchanges: Vec::new(),
            notes: file.answers.clone(),
            doubts: file.doubts.clone(),
            state: Value::Null,
            mistake: mistakes.into_iter().next(),
            ended: None,
            printed: None,
            base_for_curl,
            unfilled: Vec::new(),
            fault: None,
            target: None,
        };
        (outbox, file)
    }

    fn read_script(path: &str, files: &Files) -> Outbox {
        let (empty, _) = Outbox::read("", &Files::new(), BASE_OF_PROGRAM);
        let text = files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        Outbox { path: path.to_owned(), text: text.unwrap_or_default(), ..empty }
    }

    fn send_all(
        &mut self,
        running: &mut Running,
        (file, outside): (&HttpFile, &[Outside]),
        (server, cancel): (&'static str, &Cancel),
    ) {
        let mut session = Session::new(file, outside);
        for entry in &file.entries {
            if cancel.is_cancelled() {
                break;
            }
            let filled = session.fill(entry);
            if let Err(mistake) = &filled {
                self.unfilled.push((self.exchanges.len(), mistake.clone()));
            }
            let exchange =
                Exchange { doubt: self.doubt(entry), ..exchange(running, entry, filled, server) };
            let response = match &exchange.came {
                Came::Answer(response) => Some((**response).clone()),
                Came::Nothing(_) | Came::Unsent(_) => None,
            };
            session.record(entry, exchange.request.clone(), response);
            self.exchanges.push(exchange);
        }
        // Also within the last: an exploit that nobody waited for was not withstood.
        if cancel.is_cancelled() {
            self.fault = Some(STOPPED.to_owned());
        }
    }

    fn send_to_mock(&mut self, mut running: Running, file: &HttpFile, cancel: &Cancel) {
        self.send_all(&mut running, (file, &[]), (MOCK, cancel));
        if self.fault.is_some() {
            return;
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

    /// One that was not sent, because there is no server for it.
    pub fn at_fault(why: String) -> Outbox {
        let (empty, _) = Outbox::read("", &Files::new(), BASE_OF_PROGRAM);
        Outbox { fault: Some(why), ..empty }
    }

    /// Why nothing can be judged by it; never the learner's fault.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The first request that is as a check wants the last one to be.
    pub fn first_like(&self, test: &SentTest, captured: &Captured) -> Option<usize> {
        sent::first_like(test.steps.last()?, &self.exchanges, captured)
    }

    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
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
            Test::Sent(test) => self.fallen(exercise, (check, test), captured),
            Test::Noted(test) => noted::fallen(test, &self.exchanges, &self.notes),
            Test::Http(_)
            | Test::Stdout(_)
            | Test::Exit(_)
            | Test::Js(_)
            | Test::Sql(_)
            | Test::Schema(_)
            | Test::Store(_)
            | Test::Plan(_)
            | Test::Blocked(_)
            | Test::Trace(_)
            | Test::Script(_)
            | Test::Question(_) => None,
        };
        match fallen {
            None => Outcome::Passed,
            Some(fallen) => Outcome::Failed(Box::new(self.failure(exercise, check, fallen))),
        }
    }

    /// Where what was sent falls short of a check.
    pub fn fallen(
        &self,
        exercise: &Exercise,
        (check, test): (&Check, &SentTest),
        captured: &mut Captured,
    ) -> Option<sent::Fallen> {
        let others: Vec<_> = sent_tests(exercise, &check.name).collect();
        let recorded = sent::Recorded { exchanges: &self.exchanges, others: &others };
        sent::fallen(test, &recorded, &self.state, captured)
    }

    fn failure(&self, exercise: &Exercise, check: &Check, fallen: sent::Fallen) -> Failure {
        let unfilled = self.unfilled.iter().find(|(at, _)| Some(*at) == fallen.shown);
        if let Some((_, mistake)) = unfilled {
            let (exchange, of) = (fallen.shown, fallen.of);
            return Failure { exchange, of, ..self.at_mistake(check, mistake) };
        }
        if let Some(stop) = &self.ended {
            let failure = explain::died(
                check,
                &self.files_alone(),
                (stop, "before its exploit was done"),
                self.evidence(),
            );
            return Failure { exchange: fallen.shown, fields: fallen.fields, ..failure };
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
        let of_request = shown.filter(|_| side == Side::Found).and_then(|exchange| exchange.line);
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
            curl: sent.map(|exchange| exchange.request.as_curl(self.base_for_curl)),
            got: sent.and_then(|exchange| match &exchange.came {
                Came::Answer(response) => Some((**response).clone()),
                Came::Nothing(_) | Came::Unsent(_) => None,
            }),
            fields: fallen.fields,
            side,
            of: fallen.of,
            printed: self.printed.clone(),
            ..Failure::default()
        }
    }

    /// The script, for the line that an error of it names.
    fn files_alone(&self) -> Files {
        Files::from([(self.path.clone(), self.text.clone().into_bytes())])
    }

    fn evidence(&self) -> Evidence {
        let thrown = match &self.ended {
            Some(Stop::Threw(thrown)) => Some((**thrown).clone()),
            Some(_) | None => None,
        };
        Evidence {
            printed: self.printed.clone(),
            thrown,
            stop: self.ended.clone(),
            ..Evidence::default()
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

/// Sends one request, if its names were filled in and it goes to `server`.
fn exchange(
    running: &mut Running,
    entry: &Entry,
    filled: Result<Filled, Mistake>,
    server: &'static str,
) -> Exchange {
    let (name, line) = (entry.name.clone(), Some(entry.line));
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
        let why = format!("requests reach {server} here, and not {host}");
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
        Some(Err(silence)) => Came::Nothing(silence.why.words(server)),
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
