//! From the start of the process to a settled first screen, beside the floor of the same run.
//!
//!     cargo bench --bench first_frame
//!
//! The two programs are started in turns, each in a terminal of its own, so that the ratio holds
//! on a busy machine. A screen counts as settled at the last byte before a silence.

#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::channel,
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const ROUNDS: usize = 21;
const SILENCE: Duration = Duration::from_millis(300);

/// What one start took, in milliseconds, and the memory at the settled screen in KiB.
struct Start {
    settled_ms: f64,
    resident_kib: u64,
}

fn main() {
    let home = tempfile::tempdir().expect("a folder for HOME");
    let floor = build_floor();
    let tutor = PathBuf::from(env!("CARGO_BIN_EXE_backlab"));
    let (mut floors, mut tutors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(start(&floor, home.path()));
        tutors.push(start(&tutor, home.path()));
    }
    let (floor, tutor) = (median(&mut floors), median(&mut tutors));
    println!("floor    {:6.1} ms settled, {:6} KiB", floor.settled_ms, floor.resident_kib);
    println!("backlab  {:6.1} ms settled, {:6} KiB", tutor.settled_ms, tutor.resident_kib);
    println!(
        "ratio    {:6.2}  (bar: 3; memory bar: 30720 KiB)",
        tutor.settled_ms / floor.settled_ms
    );
}

/// The floor is an example, built with the bench's own profile.
fn build_floor() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--example", "floor"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the floor does not build");
    let release = Path::new(env!("CARGO_BIN_EXE_backlab")).parent().expect("a folder of binaries");
    release.join("examples/floor")
}

fn start(program: &Path, home: &Path) -> Start {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.cwd(home);
    let mut reader = pair.master.try_clone_reader().expect("the terminal's output");
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while reader.read(&mut buffer).is_ok_and(|count| count > 0) {
            if tell.send(Instant::now()).is_err() {
                return;
            }
        }
    });
    let began = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    let mut last = began;
    let mut patience = Duration::from_secs(10);
    while let Ok(at) = told.recv_timeout(patience) {
        last = at;
        patience = SILENCE;
    }
    let resident_kib = child.process_id().map_or(0, resident);
    let _ = child.kill();
    let _ = child.wait();
    Start { settled_ms: (last - began).as_secs_f64() * 1e3, resident_kib }
}

/// `VmHWM` of a process: the most it had resident.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn median(starts: &mut Vec<Start>) -> Start {
    starts.sort_by(|a, b| a.settled_ms.total_cmp(&b.settled_ms));
    starts.swap_remove(starts.len() / 2)
}
