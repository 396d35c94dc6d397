//! A learner's own server: `check --cmd`. The foreign server is this program too, as `backlab run`
//! of a solution, so that nothing has to be installed. After every end nothing of it is left: each
//! command has a mark in its environment, and no process may have it any more.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be written")]

#[path = "cli/command.rs"]
#[expect(dead_code, reason = "the tests of the other commands use the rest")]
mod command;

use std::{
    fs,
    net::TcpListener,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use command::{Run, Test, wait_until};

const HELLO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/exercises/m14/stack-hello");
const CRUD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/exercises/m14/stack-crud");
const BACKLAB: &str = env!("CARGO_BIN_EXE_backlab");

/// A mark that no other process has.
struct Mark(String);

impl Mark {
    fn new() -> Mark {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Mark(format!("BACKLAB_TEST_MARK=m{}x{number}x", std::process::id()))
    }

    /// `command` with the mark in its environment.
    fn on(&self, command: &str) -> String {
        format!("{} {command}", self.0)
    }

    /// As `on`, with a script for a shell.
    fn script(&self, script: &str) -> String {
        self.on(&format!("sh -c '{script}'"))
    }

    /// How many living processes have it.
    fn count(&self) -> usize {
        let mark = self.0.as_bytes();
        let has = |pid: u32| {
            let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|one| one == mark) && !command::is_gone(pid)
        };
        let entries = fs::read_dir("/proc").unwrap().flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.filter(|pid| has(*pid)).count()
    }

    #[track_caller]
    fn is_gone(&self) {
        assert_eq!(self.count(), 0, "something is still there");
    }
}

/// A server that is right.
fn right(exercise: &str) -> String {
    format!("{BACKLAB} run {exercise}/solution/server.js")
}

#[track_caller]
fn check(exercise: &str, command: &str) -> Run {
    Test::new().args(["check", exercise, "--cmd", command])
}

#[track_caller]
fn check_briefly(command: &str) -> Run {
    Test::new().args(["check", "stack-hello", "--ready", "1", "--cmd", command])
}

#[test]
fn the_way_to_a_server_of_ones_own_is_told() {
    let test = Test::new();
    test.args(["show", "stack-hello"]).prints("backlab check stack-hello --cmd").ends(0);
    test.args(["start", "stack-hello"]).complains("a server in any language").ends(0);
    test.args(["check", "stack-hello"]).prints("The runner gave PORT=49152").ends(1);
}

#[test]
fn a_right_server_passes_and_is_gone() {
    for (exercise, folder) in [("stack-hello", HELLO), ("stack-crud", CRUD)] {
        let mark = Mark::new();
        let command = mark.on(&right(folder));
        check(exercise, &command)
            .prints("checks pass.")
            .complains(&format!("Starts {command} in /"))
            .ends(0);
        mark.is_gone();
    }
}

#[test]
fn a_wrong_server_fails_with_the_feedback_of_the_lab_and_shows_its_log() {
    let test = Test::new();
    let solution = fs::read_to_string(format!("{HELLO}/solution/server.js")).unwrap();
    let wrong = solution.replace("res.status(404).json", "res.json");
    test.file("wrong.js", &wrong);
    let mark = Mark::new();
    let command = mark.on(&format!("{BACKLAB} run wrong.js"));
    let run = test
        .args(["check", "stack-hello", "--cmd", &command])
        .prints("The body speaks of an error, and the status says 200.")
        .prints("Printed by your program:")
        .prints("backlab hint stack-hello")
        .prints(" --cmd ")
        .ends(1);
    mark.is_gone();
    assert!(run.stdout.contains("Next: change your server"), "{}", run.stdout);
    let json = test.args(["check", "stack-hello", "--json", "--cmd", &command]).ends(1);
    let verdict: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&verdict["format"], &verdict["outcome"]), (&1.into(), &"fail".into()));
    mark.is_gone();
}

#[test]
fn what_needs_the_lab_is_unjudged_with_a_reason() {
    let mark = Mark::new();
    let command = mark.on(&right(HELLO));
    check("output-order", &command).prints("could not be judged").ends_with_one_of(&[1, 3]);
    mark.is_gone();
    check("playground-practice", &command).prints("go to its mock API").ends(3);
    mark.is_gone();
}

#[test]
fn a_server_that_chose_its_own_port_is_told_which() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mark = Mark::new();
    let command = mark.on(&format!("{BACKLAB} serve {CRUD}/also/array/server.js --port {port}"));
    check_briefly(&command)
        .prints("The runner gave PORT=")
        .prints(&format!("your server listens on 127.0.0.1:{port}."))
        .prints("Your server listens, but not on the port that the runner gave.")
        .ends(1);
    mark.is_gone();
}

#[test]
fn one_that_never_listens_and_one_that_dies_are_told_apart() {
    let mark = Mark::new();
    let silent = check_briefly(&mark.script("echo waits for nothing; sleep 600"));
    silent.prints("nothing listened there within 1 s.").prints("    waits for nothing").ends(1);
    mark.is_gone();
    let dies = check("stack-hello", &mark.script("echo no luck >&2; exit 7"));
    let run = dies.prints("ended with exit code 7 and").prints("    no luck").ends(1);
    assert!(!run.stdout.contains("Your server listens, but"), "{}", run.stdout);
    check("stack-hello", &mark.script("kill -SEGV $$")).prints("by signal 11").ends(1);
    check("stack-hello", &mark.script("no-such-program-here"))
        .prints("exit code 127")
        .prints("was not found")
        .ends(1);
    mark.is_gone();
}

#[test]
fn what_is_no_command_or_is_not_there_is_said() {
    check("stack-hello", "cd x && flask run").complains("`&&` is a word for a shell").ends(2);
    check("stack-hello", "").complains("names no program").ends(2);
    check("stack-hello", "no-such-program-here {port}")
        .prints("There is no program `no-such-program-here` here.")
        .ends(3);
    let test = Test::new();
    test.file("script", "#!/bin/sh\n");
    test.args(["check", "stack-hello", "--cmd", "./script"]).prints("may not be executed").ends(3);
    test.args(["check", "stack-hello", "--cmd", "x", "--url", "127.0.0.1:1"]).ends(2);
}

#[test]
fn one_that_dies_in_the_middle_is_no_fault_of_ours() {
    let test = Test::new();
    let solution = fs::read_to_string(format!("{HELLO}/solution/server.js")).unwrap();
    test.file("dies.js", &solution.replace("nothing is at ", "\" + process.exit(3) + \""));
    let mark = Mark::new();
    let command = mark.on(&format!("{BACKLAB} run dies.js"));
    test.args(["check", "stack-hello", "--cmd", &command])
        .prints("ended itself with exit code 3 before it answered")
        .prints("pass      1")
        .prints("pass      3")
        .ends(1);
    mark.is_gone();
}

#[test]
fn children_that_leave_the_group_and_those_that_will_not_end_are_ended() {
    let mark = Mark::new();
    let server = right(HELLO);
    // In the group, out of it by a session of its own, and as an orphan of the guard.
    let family = format!(
        "sleep 601 & setsid sleep 602 & (setsid sh -c \"sleep 603 & sleep 604\" &) ; exec {server}"
    );
    check("stack-hello", &mark.script(&family)).ends(0);
    mark.is_gone();
    let stubborn = format!("trap \"\" TERM; sleep 605 & exec {server}");
    check("stack-hello", &mark.script(&stubborn)).ends(0);
    mark.is_gone();
    // A launcher that is done is no server that ended.
    check("stack-hello", &mark.script(&format!("{server} & sleep 1; exit 0"))).ends(0);
    mark.is_gone();
}

#[test]
fn one_that_listens_and_never_answers_is_late() {
    let test = Test::new();
    test.file(
        "mute.js",
        "require(\"node:http\").createServer(() => {}).listen(process.env.PORT);\n",
    );
    let mark = Mark::new();
    let command = mark.on(&format!("{BACKLAB} run mute.js"));
    test.args(["check", "stack-hello", "--cmd", &command])
        .prints("GET /health was not answered within 2 s.")
        .ends(1);
    mark.is_gone();
}

#[test]
fn a_flood_of_words_holds_nobody_up_and_is_cut() {
    let mark = Mark::new();
    let flood = "while :; do echo 0123456789012345678901234567890123456789; done";
    let server = right(HELLO);
    check("stack-hello", &mark.script(&format!("({flood}) & exec {server}"))).ends(0);
    mark.is_gone();
    let run = check_briefly(&mark.script(flood)).prints("nothing listened").ends(1);
    assert!(run.stdout.len() < 40_000, "{} bytes", run.stdout.len());
    mark.is_gone();
}

#[test]
fn a_signal_ends_the_command_before_it_ends_us() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let (test, mark) = (Test::new(), Mark::new());
        let command = mark.script("sleep 606 & exec sleep 607");
        let run = test.stay(["check", "stack-hello", "--ready", "300", "--cmd", &command]);
        assert!(run.complaint().starts_with("Starts "));
        // The guard, the command and its child.
        wait_until("the command runs", || mark.count() == 3);
        assert_eq!(run.signal(signal), Some(code));
        mark.is_gone();
    }
}

#[test]
fn nothing_is_left_when_we_are_killed() {
    let (test, mark) = (Test::new(), Mark::new());
    let command = mark.script("trap \"\" TERM HUP; setsid sleep 608 & (sleep 609 &) ; sleep 610");
    let run = test.stay(["check", "stack-hello", "--ready", "300", "--cmd", &command]);
    run.complaint();
    wait_until("the command runs", || mark.count() == 5);
    assert_eq!(run.signal("KILL"), None);
    wait_until("nothing is left", || mark.count() == 0);
}

#[test]
fn a_port_that_somebody_took_is_no_fault_of_the_command() {
    let (test, mark) = (Test::new(), Mark::new());
    let told = test.folder().join("port");
    let taken = test.folder().join("taken");
    let (file, there) = (told.display().to_string(), taken.display().to_string());
    // Tells its port, waits until it is taken, and ends as a server does then.
    let script = format!(
        "echo {{port}} > {file}.new; mv {file}.new {file}; until [ -e {there} ]; do sleep 0.1; done; exit 1"
    );
    let command = mark.script(&script);
    let args = ["check", "stack-hello", "--cmd", &command];
    thread::scope(|scope| {
        let thief = scope.spawn(|| {
            let mut port = String::new();
            wait_until("the port is told", || {
                port = fs::read_to_string(&told).unwrap_or_default();
                port.ends_with('\n')
            });
            let listener = TcpListener::bind(format!("127.0.0.1:{}", port.trim())).unwrap();
            fs::write(&taken, "").unwrap();
            listener
        });
        // The next port is free, and the command ends all the same.
        test.args(args).prints("ended with exit code 1 and never listened").ends(1);
        let first = thief.join().unwrap().local_addr().unwrap().port().to_string();
        let last = fs::read_to_string(&told).unwrap();
        assert_ne!(last.trim(), first, "another port was tried");
    });
    mark.is_gone();
}

#[test]
fn the_command_of_the_settings_is_for_stack_exercises_only_and_a_pack_has_no_say() {
    let (test, mark) = (Test::new(), Mark::new());
    let command = mark.on(&right(HELLO));
    test.file(".config/backlab/config.toml", &format!("[stack]\ncommand = \"{command}\"\n"));
    test.args(["check", "stack-hello"]).complains("Starts ").prints("checks pass.").ends(0);
    test.args(["check", "stack-hello", "--solution"]).ends(0);
    let lab = test.args(["check", "basic-node-server"]).ends(1);
    assert!(!lab.stderr.contains("Starts"), "{}", lab.stderr);
    mark.is_gone();
    let pack = Test::new();
    let manifest = "format = 1\nid = \"a/b\"\nversion = \"1.0.0\"\ntitle = \"T\"\nsummary = \"S\"\n\
                    languages = [\"en\"]\nlicence = \"MIT\"\n";
    for key in ["command = \"true\"", "stack = { command = \"true\" }", "cmd = \"true\""] {
        pack.file("pack.toml", &format!("{manifest}{key}\n"));
        pack.args(["pack", "test", "."]).ends_with_one_of(&[1, 3]);
    }
}
