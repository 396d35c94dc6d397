//! Every answer of the built-in course, judged in the lab and under a real Node.

use std::{
    collections::BTreeMap,
    fs,
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{channel, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use backlab::{
    course::{
        check::{Check, Test},
        exercise::{Exercise, Files, Kind, Wrong},
    },
    judge::{self, Answer, Outcome, Verdict, Which},
    lab::{Cancel, Machine},
    pack::Pack,
};

use crate::{attack, real::Node};

/// The port of the first stand; each has one of its own, which `port.cjs` gives to a server that
/// names the one of the course.
const FIRST_PORT: u16 = 3900;
/// Exercises whose answers are judged at once.
const STANDS: u16 = 2;
/// How long a Node may take until it listens.
const START_MAX: Duration = Duration::from_secs(20);
/// How long a Node may take to end: after an answer where the lab's program has, or when killed.
const DEATH_MAX: Duration = Duration::from_secs(5);
/// How many verdicts of the lab wait at most until Node is asked about the same answers.
const VERDICTS_AHEAD: usize = 4;

/// Where one answer after another is judged.
struct Stand<'a> {
    node: &'a Node,
    machine: &'a Machine,
    port: u16,
}

/// How many answers were judged; what differs is added to `differing`. Only exercises with `wanted`
/// in their id, where it is given.
pub fn agree(
    node: &Node,
    machine: &Machine,
    pack: &Pack,
    wanted: Option<&str>,
    differing: &mut Vec<String>,
) -> usize {
    let ids = pack.course.modules.iter().flat_map(|module| &module.exercises);
    let ids: Vec<_> =
        ids.filter(|id| wanted.is_none_or(|word| id.as_str().contains(word))).collect();
    let next = AtomicUsize::new(0);
    let found: Vec<(usize, usize, Vec<String>)> = thread::scope(|scope| {
        let stands: Vec<_> = (0..STANDS)
            .map(|nth| {
                let stand = Stand { node, machine, port: FIRST_PORT + nth };
                let (ids, next) = (&ids, &next);
                scope.spawn(move || {
                    let mut found = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(id) = ids.get(at) else { return found };
                        let (judged, differing) = stand.exercise(pack.exercise(id).0.unwrap());
                        found.push((at, judged, differing));
                    }
                })
            })
            .collect();
        stands.into_iter().flat_map(|stand| stand.join().unwrap()).collect()
    });
    let judged = found.iter().map(|(_, judged, _)| judged).sum();
    let in_order: BTreeMap<_, _> =
        found.into_iter().map(|(at, _, differing)| (at, differing)).collect();
    differing.extend(in_order.into_values().flatten());
    judged
}

impl Stand<'_> {
    /// How many answers of the exercise were judged, and what differs.
    fn exercise(&self, exercise: Exercise) -> (usize, Vec<String>) {
        // Whoever has it would be judged in place of every answer.
        let port = self.port;
        assert!(!is_port_taken(port), "another program listens on port {port}: end it first");
        let is_attack = exercise.kind == Kind::Attack;
        let exercise = if is_attack { attack::as_program(&exercise) } else { exercise };
        // Nothing of it can be asked under Node: no server, or that of a mock API, which is the lab's.
        let asks = exercise.checks.iter().any(|check| matches!(check.test, Test::Http(_)));
        if !asks || exercise.lab.mock.is_some() {
            return (0, Vec::new());
        }
        let answers = answers_of(&exercise);
        let differing = thread::scope(|scope| {
            // The lab judges the next ones while Node is asked about this one.
            let (give, verdicts) = sync_channel(VERDICTS_AHEAD);
            let (answers, exercise) = (&answers, &exercise);
            let machine = self.machine;
            scope.spawn(move || {
                for (_, files) in answers {
                    let answer = Answer::Files((*files).clone());
                    if give.send(verdict(machine, exercise, &answer)).is_err() {
                        break;
                    }
                }
            });
            let pairs = answers.iter().zip(verdicts);
            let of_one = |((name, files), lab): (&(String, &Files), Verdict)| {
                let who = format!("{}, {name}", exercise.id);
                differences(self, exercise, (files, &lab), &who)
            };
            pairs.flat_map(of_one).collect()
        });
        (answers.len(), differing)
    }
}

/// Where Node says of an answer what the lab does not.
fn differences(
    stand: &Stand<'_>,
    exercise: &Exercise,
    (files, lab): (&Files, &Verdict),
    who: &str,
) -> Vec<String> {
    // What the lab skipped or could not judge proves nothing, whatever Node says.
    let proves =
        |check: &&Check| matches!(check.test, Test::Http(_)) && outcome(lab, &check.name).is_some();
    let http = exercise.checks.iter().filter(proves);
    let (alone, shared): (Vec<&Check>, Vec<&Check>) = http.partition(|check| check.fresh);
    // One Node for all that share a child, as in the lab. Where that does not say the same of each,
    // every check gets a Node of its own, and that decides.
    let agrees = agree_together(stand, exercise, (files, lab), &shared);
    let asked_again = if agrees { &[][..] } else { &shared[..] };
    let mut differing = Vec::new();
    for check in alone.iter().chain(asked_again) {
        let alone = Exercise { checks: chain(exercise, check), ..exercise.clone() };
        let ends = ended(lab, &check.name);
        let (real, died) = under_node(stand, &alone, files, ends);
        if !(ends && died) {
            differing.extend(difference(who, &check.name, lab, &real));
        }
    }
    differing
}

/// Whether one Node that is put to all `shared` checks, one after another, gets the verdict of the
/// lab on each.
fn agree_together(
    stand: &Stand<'_>,
    exercise: &Exercise,
    (files, lab): (&Files, &Verdict),
    shared: &[&Check],
) -> bool {
    if shared.len() < 2 || shared.iter().any(|check| ended(lab, &check.name)) {
        return false;
    }
    let names: Vec<&str> = shared.iter().map(|check| check.name.as_str()).collect();
    let mut checks: Vec<Check> = shared.iter().map(|check| (*check).clone()).collect();
    for check in &mut checks {
        check.after.retain(|name| names.contains(&name.as_str()));
    }
    let together = Exercise { checks, ..exercise.clone() };
    let (real, _) = under_node(stand, &together, files, false);
    names.iter().all(|name| {
        let (lab, real) = (outcome(lab, name), outcome(&real, name));
        lab.is_none() || lab == real
    })
}

fn answers_of(exercise: &Exercise) -> Vec<(String, &Files)> {
    let mut answers = vec![("solution".to_owned(), &exercise.solution)];
    answers.extend(exercise.alternatives.iter().map(|also| (also.name.clone(), &also.files)));
    // What listens elsewhere than it was told is not found here at all.
    let is_elsewhere =
        |wrong: &&Wrong| wrong.when.as_ref().is_some_and(|when| when.elsewhere == Some(true));
    let wrongs = exercise.wrongs.iter().filter(|wrong| !is_elsewhere(wrong));
    answers.extend(wrongs.map(|wrong| (wrong.name.clone(), &wrong.files)));
    answers
}

fn verdict(machine: &Machine, exercise: &Exercise, answer: &Answer) -> Verdict {
    let (steps, _) = channel();
    judge::judge(machine, exercise, answer, Which::All, &Cancel::new(), &steps)
}

/// Whether the check failed in the lab because the program ended, perhaps after its answer.
fn ended(verdict: &Verdict, check: &str) -> bool {
    let result = verdict.checks.iter().find(|result| result.name == check);
    let outcome = result.map(|result| &result.outcome);
    matches!(outcome, Some(Outcome::Failed(failure)) if failure.stop.is_some())
}

/// The verdict on the program as Node runs it; and, where it `dies` in the lab, whether it did here
/// too: who only asks a server does not see that it ends after an answer.
fn under_node(
    stand: &Stand<'_>,
    exercise: &Exercise,
    files: &Files,
    dies: bool,
) -> (Verdict, bool) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let mut server = Server::start(stand, folder.path(), exercise);
    server.wait();
    let url = Answer::Url(format!("http://127.0.0.1:{}", stand.port));
    let verdict = verdict(stand.machine, exercise, &url);
    let end = Instant::now() + DEATH_MAX;
    while dies && Instant::now() < end {
        if server.child.try_wait().unwrap().is_some() {
            return (verdict, true);
        }
        thread::sleep(Duration::from_millis(5));
    }
    (verdict, false)
}

/// A Node that ends with this value.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(stand: &Stand<'_>, folder: &Path, exercise: &Exercise) -> Server {
        let port = stand.port;
        let preload = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/port.cjs");
        let mut command = stand.node.command();
        command
            .arg("--require")
            .arg(preload)
            .arg(exercise.app())
            .envs(&exercise.lab.env)
            .env("PARITY_PORT", port.to_string())
            // What exercises of kind `stack` listen on.
            .env("PORT", port.to_string())
            .current_dir(folder)
            .stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Server { child, port }
    }

    /// Until it listens or has ended: a wrong answer may do either.
    fn wait(&mut self) {
        let end = Instant::now() + START_MAX;
        while !is_port_taken(self.port) && Instant::now() < end {
            if self.child.try_wait().unwrap().is_some() {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The next one needs the port.
        let end = Instant::now() + DEATH_MAX;
        while is_port_taken(self.port) && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn is_port_taken(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// What one server is put to for `check`: the check, and before it those whose state it may rely
/// on. A `fresh` check relies on none, and a fresh one before it ran in a child of its own.
fn chain(exercise: &Exercise, check: &Check) -> Vec<Check> {
    let mut needed = vec![check.name.as_str()];
    if !check.fresh {
        for earlier in exercise.checks.iter().rev().filter(|earlier| !earlier.fresh) {
            if needed.contains(&earlier.name.as_str()) {
                needed.extend(earlier.after.iter().map(String::as_str));
            }
        }
    }
    let kept =
        |one: &&Check| one.name == check.name || (!one.fresh && needed.contains(&&*one.name));
    let mut checks: Vec<_> = exercise.checks.iter().filter(kept).cloned().collect();
    let names: Vec<String> = checks.iter().map(|check| check.name.clone()).collect();
    for check in &mut checks {
        check.after.retain(|name| names.contains(name));
    }
    checks
}

/// Says when the outcomes of one check differ. What was skipped on one side proves nothing.
fn difference(who: &str, check: &str, lab: &Verdict, real: &Verdict) -> Option<String> {
    let (lab, real) = (outcome(lab, check)?, outcome(real, check)?);
    (lab != real).then(|| format!("{who}: `{check}` {lab} in the lab and {real} under Node"))
}

/// `None` where the check proves nothing.
fn outcome(verdict: &Verdict, check: &str) -> Option<&'static str> {
    let result = verdict.checks.iter().find(|result| result.name == check)?;
    match &result.outcome {
        Outcome::Passed => Some("passes"),
        Outcome::Failed(_) => Some("fails"),
        Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    }
}
