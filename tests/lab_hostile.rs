//! Code that means harm, or is merely wrong: each ends with a reason, and no child is left.

#![expect(clippy::unwrap_used, reason = "a test may end where a terminal cannot be had")]

#[path = "lab_hostile/growth.rs"]
mod growth;
#[path = "lab_hostile/judged.rs"]
mod judged;
#[path = "lab_hostile/programs.rs"]
mod programs;
#[path = "terminal/pty.rs"]
#[expect(dead_code, reason = "tests/terminal.rs needs more of it")]
mod pty;
#[path = "lab_hostile/servers.rs"]
mod servers;
#[path = "fixtures/smallest.rs"]
mod smallest;

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use backlab::{
    lab::{Cancel, Folder, Lab, Limits, Machine, NONCE_HEADER, Program, Readiness, Recording},
    trace::Stop,
};
use pty::Pty;

const TURN_MS: u32 = 500;

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn limits() -> Limits {
    Limits { turn_ms: TURN_MS, memory_mb: 64, ..Limits::default() }
}

fn start(source: &str, limits: &Limits) -> Lab {
    let program = Program {
        entry: Some("main.js".to_owned()),
        ..Program::of(Folder::Memory(BTreeMap::from([("main.js".to_owned(), source.into())])))
    };
    Lab::start(&machine(), &program, limits, &Cancel::new()).expect("a child starts")
}

/// Runs `source` to its end, says how long that took, and checks that the child is gone.
fn run(source: &str, limits: &Limits) -> Recording {
    let began = Instant::now();
    let lab = start(source, limits);
    let pid = lab.pid();
    let stop = lab.wait();
    eprintln!("{:>6} ms  {stop:?}", began.elapsed().as_millis());
    let recording = lab.end();
    assert!(is_gone(pid), "the child is left");
    recording
}

#[track_caller]
fn check_turn(source: &str) -> Recording {
    let recording = run(source, &limits());
    let Stop::Turn { limit_ms, .. } = recording.stop else { panic!("{recording:?}") };
    assert_eq!(limit_ms, TURN_MS);
    recording
}

#[track_caller]
fn check_memory(source: &str) {
    let patient = Limits { turn_ms: 20_000, ..limits() };
    let recording = run(source, &patient);
    assert_eq!(recording.stop, Stop::Memory { limit_mb: 64 }, "{recording:?}");
}

/// Dead and reaped, or dead and not yet reaped by whoever inherited it.
fn is_gone(pid: u32) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return true };
    stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
}

#[test]
fn an_endless_loop() {
    let recording = check_turn("console.log('before');\nwhile (true) {}");
    assert_eq!(recording.stdout, b"before\n");
}

#[test]
fn an_endless_loop_in_a_promise_job() {
    check_turn("Promise.resolve().then(() => { for (;;) {} })");
}

#[test]
fn an_endless_loop_that_catches_everything() {
    check_turn("for (;;) { try { for (;;) {} } catch {} finally { continue; } }");
}

#[test]
fn a_regular_expression_that_tracks_back() {
    check_turn("/^(a+)+$/.test('a'.repeat(40) + '!')");
}

#[test]
fn promise_jobs_without_end() {
    check_turn("const again = () => { Promise.resolve().then(again); }; again();");
}

#[test]
fn ticks_without_end() {
    check_turn("const again = () => process.nextTick(again); again();");
}

#[test]
fn native_code_that_polls_no_interrupt() {
    let roomy = Limits { memory_mb: 512, ..limits() };
    for source in [
        "const many = Array.from({ length: 3e6 }, (_, i) => (i * 7919) % 3e6); \
         setImmediate(() => { for (;;) many.sort().reverse(); })",
        "(3n ** 600000n).toString()",
    ] {
        let recording = run(source, &Limits { turn_ms: 1_000, ..roomy.clone() });
        assert!(matches!(recording.stop, Stop::Turn { .. }), "{recording:?}");
    }
}

#[test]
fn a_hash_at_a_cost_that_no_day_is_long_enough_for() {
    let salt = "'$2b$31$' + 'a'.repeat(22)";
    for source in [
        format!("const hash = require('bcrypt').hash;\nhash('secret', {salt}, () => {{}});"),
        format!("const hash = require('bcryptjs').hash;\nhash('secret', {salt}, () => {{}});"),
        format!("const hash = require('bcrypt').hashSync;\nhash('secret', {salt});"),
    ] {
        let recording = check_turn(&source);
        let Stop::Turn { place, .. } = &recording.stop else { panic!("{recording:?}") };
        let place = place.as_ref().expect("the line that asked for it is known");
        assert_eq!((place.file.as_str(), place.line), ("main.js", 2));
        assert!(!format!("{recording:?}").contains("secret"), "a password is in the recording");
    }
}

#[test]
fn a_slow_hash_beside_a_server_that_has_nothing_to_do() {
    check_turn(
        "require('http').createServer(() => {}).listen(3000);
        require('crypto').pbkdf2('p', 's', 2 ** 31 - 1, 64, 'sha512', () => {});",
    );
}

#[test]
fn many_hashes_that_are_each_within_the_limit() {
    // Together they take longer than a turn may.
    let recording = run(
        "const { pbkdf2, pbkdf2Sync } = require('crypto');
        const begin = Date.now();
        pbkdf2Sync('p', 's', 20000, 64, 'sha512');
        const each = Math.max(1, Date.now() - begin);
        const rounds = Math.max(1000, Math.round(20000 * 150 / each));
        let left = 8;
        for (let at = 0; at < 8; at += 1) pbkdf2('p', 's', rounds, 64, 'sha512', () => { left -= 1; });
        process.on('exit', () => console.log(left));",
        &limits(),
    );
    assert_eq!(String::from_utf8_lossy(&recording.stdout), "0\n", "{recording:?}");
}

#[test]
fn a_hash_that_needs_more_memory_than_there_is_is_an_error_of_the_program() {
    let recording = run(
        "const argon2 = require('argon2');
        const { scryptSync, argon2Sync } = require('crypto');
        const tell = (error) => console.log(error.code, error.message);
        argon2.hash('p', { memoryCost: 100 * 1024 }).catch(tell);
        try { scryptSync('p', 's', 8, { N: 2 ** 20, maxmem: 2 ** 31 }); } catch (error) { tell(error); }
        const hashes = Array.from({ length: 6 }, () => argon2.hash('p', { memoryCost: 19456, timeCost: 2, parallelism: 1 }));
        Promise.all(hashes).then((all) => console.log(all.length));",
        &Limits { turn_ms: 20_000, ..limits() },
    );
    let words = |mb: u32| {
        format!(
            "ERR_OSSL_CRYPTO_MALLOC_FAILURE Not enough memory: {mb} MB are needed, and the lab \
             gives a program 64 MB in all\n"
        )
    };
    let printed = String::from_utf8_lossy(&recording.stdout).into_owned();
    assert_eq!(printed, words(1024) + &words(100) + "6\n", "{recording:?}");
    assert_eq!(recording.stop, Stop::Finished);
}

#[test]
fn jobs_without_end() {
    let recording = run(
        "const { pbkdf2 } = require('crypto');
        try { for (;;) pbkdf2('p', 's', 50, 8, 'sha1', () => {}); } catch (error) { console.log(error.message); }",
        &Limits { turn_ms: 20_000, ..limits() },
    );
    let printed = String::from_utf8_lossy(&recording.stdout);
    assert_eq!(printed, "Too many jobs wait in the lab\n", "{recording:?}");
    assert_eq!(recording.stop, Stop::Finished);
}

#[test]
fn big_strings() {
    check_memory("const all = []; for (;;) all.push('x'.repeat(1 << 20));");
}

#[test]
fn many_small_objects() {
    check_memory("const all = []; for (;;) all.push({ a: [1] });");
}

#[test]
fn many_small_objects_behind_a_catch() {
    check_memory(
        "const all = []; for (;;) { try { for (;;) all.push({}); } catch { all.push(1); break; } }",
    );
}

#[test]
fn many_buffers() {
    check_memory("const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));");
}

#[test]
fn deep_recursion() {
    let recording = run("function f(n) { return f(n + 1) + 1; }\nf(0);", &limits());
    let Stop::Threw(thrown) = &recording.stop else { panic!("{recording:?}") };
    assert_eq!(thrown.headline(), "RangeError: Maximum call stack size exceeded");
}

#[test]
fn deep_recursion_that_is_caught() {
    let source = "
        let depth = 0;
        const f = () => { depth += 1; f(); };
        try { f(); } catch (error) { console.log(error.name, error instanceof RangeError); }
        console.log(depth > 5000);";
    let recording = run(source, &limits());
    assert_eq!(String::from_utf8_lossy(&recording.stdout), "RangeError true\ntrue\n");
    assert_eq!(recording.stop, Stop::Finished);
}

#[test]
fn deep_json() {
    let recording = run("JSON.parse('['.repeat(1e6))", &limits());
    assert!(matches!(recording.stop, Stop::Threw(_)), "{recording:?}");
}

#[test]
fn printing_without_end() {
    let limits = Limits { printed_bytes: Some(100_000), turn_ms: 20_000, ..limits() };
    let recording = run("for (;;) console.log('again and again');", &limits);
    assert_eq!(recording.stop, Stop::Output { limit_bytes: 100_000 });
    assert_eq!(recording.stdout.len(), 100_000);
}

#[test]
fn an_exit_in_a_callback() {
    let source = "setTimeout(() => { process.exit(3); console.log('never'); }, 1);";
    let recording = run(source, &limits());
    assert_eq!((recording.stop, recording.stdout.len()), (Stop::Exited(3), 0));
}

#[test]
fn a_program_that_waits_too_long() {
    let short = Limits { wall_ms: Some(300), ..limits() };
    assert_eq!(run("setInterval(() => {}, 50)", &short).stop, Stop::Wall { limit_ms: 300 });
}

/// Starts `source`, a server, sends it one request, and reads what comes until the child has
/// ended. Gives what came over the connection with the recording.
fn ask(source: &str, limits: &Limits) -> (Vec<u8>, Recording) {
    let began = Instant::now();
    let lab = start(source, limits);
    let pid = lab.pid();
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("nothing listens") };
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let head = format!("GET / HTTP/1.1\r\nHost: lab\r\n{NONCE_HEADER}: {}\r\n\r\n", lab.nonce());
    connection.write_all(head.as_bytes()).expect("it is connected");
    let mut came = vec![0; 1 << 20];
    let mut length = 0;
    // An error is an end too: a child that is killed resets its connections.
    while let Ok(count @ 1..) = connection.read(&mut came[length..]) {
        length += count;
    }
    drop(connection);
    came.truncate(length);
    let stop = lab.wait();
    eprintln!("{:>6} ms  {stop:?}", began.elapsed().as_millis());
    let recording = lab.end();
    assert!(is_gone(pid), "the child is left");
    (came, recording)
}

const SERVER: &str = "require('http').createServer((req, res) => HANDLER).listen(3000)";

#[test]
fn a_server_that_never_answers() {
    let short = Limits { wall_ms: Some(1_000), ..limits() };
    let (came, recording) = ask(&SERVER.replace("HANDLER", "{}"), &short);
    assert_eq!((came.len(), recording.stop), (0, Stop::Wall { limit_ms: 1_000 }));
}

#[test]
fn a_server_that_never_answers_and_computes() {
    let (came, recording) = ask(&SERVER.replace("HANDLER", "{ for (;;) {} }"), &limits());
    assert!(matches!(recording.stop, Stop::Turn { .. }), "{recording:?}");
    assert_eq!(came.len(), 0);
}

#[test]
fn a_response_that_never_ends() {
    let short = Limits { wall_ms: Some(1_000), ..limits() };
    let handler = "setInterval(() => res.write('and on '), 5)";
    let (came, recording) = ask(&SERVER.replace("HANDLER", handler), &short);
    assert!(came.starts_with(b"HTTP/1.1 200 OK\r\n"), "{}", String::from_utf8_lossy(&came));
    assert_eq!(recording.stop, Stop::Wall { limit_ms: 1_000 });
}

#[test]
fn a_response_that_never_ends_and_waits_for_nobody() {
    let patient = Limits { turn_ms: 20_000, ..limits() };
    let handler = "{ for (;;) res.write('x'.repeat(1 << 16)); }";
    let (_, recording) = ask(&SERVER.replace("HANDLER", handler), &patient);
    assert_eq!(recording.stop, Stop::Memory { limit_mb: 64 });
}

#[test]
fn an_exit_in_a_handler() {
    let (came, recording) = ask(&SERVER.replace("HANDLER", "process.exit(3)"), &limits());
    assert_eq!((came.len(), recording.stop), (0, Stop::Exited(3)));
}

/// The screens go on while a program computes: help opens and closes, and Esc, which can only stop
/// what still runs, stops it.
#[test]
fn a_key_is_answered_while_an_endless_loop_is_checked() {
    let home = tempfile::tempdir().expect("a folder");
    let backlab = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_backlab"));
        let command = command.args(args).env_clear().env("HOME", home.path());
        assert!(command.output().expect("it starts").status.success(), "{args:?}");
    };
    backlab(&["start", "basic-node-server"]);
    let file = home.path().join("backlab-work/backlab/backend/basic-node-server/server.js");
    std::fs::write(&file, "while (true) {}\n").expect("the folder is there");
    let mut pty = Pty::start(home.path(), 80, 24, &[]);
    pty.wait_for("The first server, improved");
    pty.send("\r");
    pty.wait_for("F5 check");
    pty.send("\x1b[15~");
    pty.wait_for("Esc stops");
    pty.send("\x1bOP");
    pty.wait_for("Keys");
    pty.send("\x1b");
    pty.wait_for("Esc stops");
    pty.send("\x1b");
    pty.wait_for("Stopped. F5 checks again.");
    pty.send("\x11");
    assert_eq!(pty.wait_end(), 0);
}

#[test]
fn nothing_is_left_of_a_lab_that_is_dropped() {
    let lab = start("for (;;) {}", &limits());
    let pid = lab.pid();
    drop(lab);
    assert!(is_gone(pid));
}

/// Plays the parent of `nothing_is_left_of_a_parent_that_is_killed`.
#[test]
#[ignore = "is started by another test"]
fn parent_that_is_killed() {
    let patient = Limits { turn_ms: 30_000, ..limits() };
    let labs = [start("for (;;) {}", &patient), start("setInterval(() => {}, 10)", &patient)];
    let pids: Vec<_> = labs.iter().map(|lab| lab.pid().to_string()).collect();
    let file = std::env::var("LAB_PIDS").expect("the other test says where");
    std::fs::write(format!("{file}.part"), pids.join(" ")).expect("the folder is there");
    std::fs::rename(format!("{file}.part"), file).expect("the folder is there");
    for lab in labs {
        lab.wait();
    }
}

#[test]
fn nothing_is_left_of_a_parent_that_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pids");
    let mut parent = std::process::Command::new(std::env::current_exe().expect("a test runs"))
        .args(["--ignored", "--exact", "parent_that_is_killed"])
        .env("LAB_PIDS", &file)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the test starts again");
    let pids = wait_for(|| std::fs::read_to_string(&file).ok());
    let pids: Vec<u32> = pids.split(' ').map(|pid| pid.parse().expect("a number")).collect();
    assert!(pids.iter().all(|pid| Path::new(&format!("/proc/{pid}")).exists()));
    parent.kill().expect("it runs");
    parent.wait().expect("it is a child");
    wait_for(|| pids.iter().all(|pid| is_gone(*pid)).then_some(()));
}

/// Looks until there is something to see.
fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "nothing came");
        std::thread::yield_now();
    }
}
