//! Every answer of the built-in course, judged in the lab and under a real Node.

use std::{
    fs,
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{channel, sync_channel},
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

/// The port that every server of the course names, or is given.
const PORT: u16 = 3000;
/// How long a Node may take until it listens.
const START_MAX: Duration = Duration::from_secs(20);
/// How long a Node may take to end: after an answer where the lab's program has, or when killed.
const DEATH_MAX: Duration = Duration::from_secs(5);
/// How many verdicts of the lab wait at most until Node is asked about the same answers.
const VERDICTS_AHEAD: usize = 4;

/// How many answers were judged; what differs is added to `differing`. Only exercises with `wanted`
/// in their id, where it is given.
pub fn agree(
    node: &Node,
    machine: &Machine,
    pack: &Pack,
    wanted: Option<&str>,
    differing: &mut Vec<String>,
) -> usize {
    let mut judged = 0;
    let ids = pack.course.modules.iter().flat_map(|module| &module.exercises);
    for id in ids.filter(|id| wanted.is_none_or(|word| id.as_str().contains(word))) {
        // Whoever has it would be judged in place of every answer.
        assert!(!is_port_taken(), "another program listens on port {PORT}: end it first");
        let mut exercise = pack.exercise(id).0.unwrap();
        if exercise.kind == Kind::Attack {
            exercise = attack::as_program(&exercise);
        }
        // Nothing of it can be asked under Node: no server, or that of a mock API, which is the lab's.
        let asks = exercise.checks.iter().any(|check| matches!(check.test, Test::Http(_)));
        if !asks || exercise.lab.mock.is_some() {
            continue;
        }
        let answers = answers_of(&exercise);
        judged += answers.len();
        thread::scope(|scope| {
            // The lab judges the next ones while Node is asked about this one.
            let (give, verdicts) = sync_channel(VERDICTS_AHEAD);
            let (answers, exercise) = (&answers, &exercise);
            scope.spawn(move || {
                for (_, files) in answers {
                    let answer = Answer::Files((*files).clone());
                    if give.send(verdict(machine, exercise, &answer)).is_err() {
                        break;
                    }
                }
            });
            for ((name, files), lab) in answers.iter().zip(verdicts) {
                let who = format!("{id}, {name}");
                differing.extend(differences(node, machine, exercise, (files, &lab), &who));
            }
        });
    }
    judged
}

/// Where Node says of an answer what the lab does not.
fn differences(
    node: &Node,
    machine: &Machine,
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
    let agrees = agree_together(node, machine, exercise, (files, lab), &shared);
    let asked_again = if agrees { &[][..] } else { &shared[..] };
    let mut differing = Vec::new();
    for check in alone.iter().chain(asked_again) {
        let alone = Exercise { checks: chain(exercise, check), ..exercise.clone() };
        let ends = ended(lab, &check.name);
        let (real, died) = under_node(node, machine, &alone, files, ends);
        if !(ends && died) {
            differing.extend(difference(who, &check.name, lab, &real));
        }
    }
    differing
}

/// Whether one Node that is put to all `shared` checks, one after another, gets the verdict of the
/// lab on each.
fn agree_together(
    node: &Node,
    machine: &Machine,
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
    let (real, _) = under_node(node, machine, &together, files, false);
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
    node: &Node,
    machine: &Machine,
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
    let mut server = Server::start(node, folder.path(), exercise);
    server.wait();
    let verdict = verdict(machine, exercise, &Answer::Url(format!("http://127.0.0.1:{PORT}")));
    let end = Instant::now() + DEATH_MAX;
    while dies && Instant::now() < end {
        if server.0.try_wait().unwrap().is_some() {
            return (verdict, true);
        }
        thread::sleep(Duration::from_millis(5));
    }
    (verdict, false)
}

/// A Node that ends with this value.
struct Server(Child);

impl Server {
    fn start(node: &Node, folder: &Path, exercise: &Exercise) -> Server {
        let mut command = node.command();
        command
            .arg(exercise.app())
            .envs(&exercise.lab.env)
            // What exercises of kind `stack` listen on.
            .env("PORT", PORT.to_string())
            .current_dir(folder)
            .stdin(Stdio::null());
        Server(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Until it listens or has ended: a wrong answer may do either.
    fn wait(&mut self) {
        let end = Instant::now() + START_MAX;
        while !is_port_taken() && Instant::now() < end {
            if self.0.try_wait().unwrap().is_some() {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        // The next one needs the port.
        let end = Instant::now() + DEATH_MAX;
        while is_port_taken() && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn is_port_taken() -> bool {
    TcpStream::connect(("127.0.0.1", PORT)).is_ok()
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
