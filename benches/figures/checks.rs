//! One check of each kind from the command to its verdict, beside what else would do the same: mocha
//! and supertest on Node send the requests of the `js` exercise, the sqlite3 command runs the `sql`
//! exercise's statements, and Node starts and ends without a program.
//!
//! Everything counts: the process, the lab's child, the requests, the record on the disk. All
//! commands are run in turns. Needs npm for mocha, supertest and Node (installed into the target
//! folder, versions of `peers/package.json`), and the sqlite3 command; without them it says so.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{
    peers::{self, Peers},
    series::Series,
};

const ROUNDS: usize = 50;
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// One exercise of each kind, with its folder.
const EXERCISES: [(&str, &str, &str); 4] = [
    ("js", "m03", "basic-node-server"),
    ("http", "m01", "first-request"),
    ("sql", "m06", "select-basics"),
    ("quiz", "m02", "read-raw-exchange"),
];
/// What the peers of `js` and `sql` do again.
const ANSWER_JS: &str = "exercises/m03/basic-node-server/solution/server.js";
const ANSWER_SQL: &str = "exercises/m06/select-basics";

pub fn measure() {
    let home = tempfile::tempdir().expect("a folder for HOME");
    let mut timed: Vec<_> =
        EXERCISES.iter().map(|(kind, module, id)| check(home.path(), kind, module, id)).collect();
    timed.extend(peers_on_node());
    timed.extend(sqlite3());
    for _ in 0..ROUNDS {
        for command in &mut timed {
            command.run();
        }
    }
    for command in &timed {
        println!("{:<22} {}", command.name, command.series.words());
    }
    for (ours, peer) in
        [("check js", "mocha + supertest"), ("check js", "node, nothing"), ("check sql", "sqlite3")]
    {
        let median = |name: &str| {
            timed.iter().find(|command| command.name == name).map(|one| one.series.median())
        };
        if let (Some(ours_ms), Some(peer_ms)) = (median(ours), median(peer)) {
            println!("{peer} takes {:.1} times as long as {ours}", peer_ms / ours_ms);
        }
    }
}

/// A command and what its runs took.
struct Timing {
    name: String,
    make: Box<dyn Fn() -> Command>,
    series: Series,
}

impl Timing {
    fn new(name: impl Into<String>, make: impl Fn() -> Command + 'static) -> Timing {
        Timing { name: name.into(), make: Box::new(make), series: Series::default() }
    }

    fn run(&mut self) {
        let mut command = (self.make)();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let status = command.status().expect("the command starts");
        self.series.push(began.elapsed().as_secs_f64() * 1e3);
        assert!(status.success(), "{}: {status}", self.name);
    }
}

/// `backlab check ID` over the exercise's own solution in a workspace.
fn check(home: &Path, kind: &str, module: &str, id: &str) -> Timing {
    let home = home.to_owned();
    let backlab = move |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
        command.args(words).env_clear().env("HOME", &home).current_dir(&home);
        command
    };
    let started = backlab(&["start", id]).output().expect("the program starts");
    assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
    let workspace =
        backlab(&[]).get_current_dir().expect("a folder").join("backlab-work/backlab/backend");
    let solution = Path::new(ROOT).join("exercises").join(module).join(id).join("solution");
    for file in fs::read_dir(solution).expect("a solution").flatten() {
        fs::copy(file.path(), workspace.join(id).join(file.file_name())).expect("a copy");
    }
    let id = id.to_owned();
    Timing::new(format!("check {kind}"), move || backlab(&["check", &id]))
}

/// mocha and supertest, and the bare start of the same Node.
fn peers_on_node() -> Vec<Timing> {
    let Some(Peers { folder, node }) = peers::installed() else { return Vec::new() };
    let (bare, with_mocha) = (node.clone(), node);
    vec![
        Timing::new("mocha + supertest", move || {
            let mut command = Command::new(&with_mocha);
            command.args([
                "node_modules/mocha/bin/mocha.js",
                "--exit",
                "basic-node-server.test.js",
            ]);
            command.env("ANSWER", Path::new(ROOT).join(ANSWER_JS)).current_dir(&folder);
            command
        }),
        Timing::new("node, nothing", move || {
            let mut command = Command::new(&bare);
            command.args(["-e", "0"]);
            command
        }),
    ]
}

/// The sqlite3 command over the schema, one data set and the answer; the check runs two sets.
fn sqlite3() -> Option<Timing> {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        println!("the sqlite3 command is not there: no comparison with it");
        return None;
    }
    let folder = Path::new(ROOT).join(ANSWER_SQL);
    let parts = ["data/schema.sql", "data/shown.sql", "solution/answers.sql"];
    let script =
        parts.map(|part| fs::read_to_string(folder.join(part)).expect("a script")).concat();
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("answers.sql");
    fs::write(&path, script).expect("a place for the script");
    Some(Timing::new("sqlite3", move || {
        let mut command = Command::new("sqlite3");
        command.arg(":memory:").stdin(File::open(&path).expect("the script"));
        command
    }))
}
