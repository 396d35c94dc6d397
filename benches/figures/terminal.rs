//! A program in a terminal of its own, with the moment of each piece that it writes.

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a program may take to write anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// A program that was started in a terminal.
pub struct Timed {
    began: Instant,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    written: Receiver<Instant>,
    _master: Box<dyn MasterPty + Send>,
}

/// What came after a start or a key.
#[derive(Clone, Copy)]
pub struct Came {
    /// Milliseconds to the first byte.
    pub first_ms: f64,
    /// Milliseconds to the last byte before the silence.
    pub settled_ms: f64,
}

impl Timed {
    /// Starts `program` in 80 columns and 24 rows, with `home` as HOME, in the folder `here`.
    pub fn start(program: &Path, args: &[&str], home: &Path, here: &Path) -> Timed {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LANG", "C.UTF-8");
        command.cwd(here);
        let mut reader = pair.master.try_clone_reader().expect("the terminal's output");
        let writer = pair.master.take_writer().expect("the terminal's input");
        let (tell, written) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while reader.read(&mut buffer).is_ok_and(|count| count > 0) {
                if tell.send(Instant::now()).is_err() {
                    return;
                }
            }
        });
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        Timed { began, child, writer, written, _master: pair.master }
    }

    /// The start, up to a silence of `silence`.
    pub fn settle(&mut self, silence: Duration) -> Came {
        self.since(self.began, silence)
    }

    /// Presses `keys` and waits for what they bring, up to a silence of `silence`.
    pub fn press(&mut self, keys: &str, silence: Duration) -> Came {
        let began = Instant::now();
        self.writer.write_all(keys.as_bytes()).expect("the program reads its keys");
        self.since(began, silence)
    }

    /// The most memory that the program had resident so far, in KiB (`VmHWM`, proc(5)).
    pub fn resident_kib(&self) -> u64 {
        let pid = self.child.process_id().unwrap_or(0);
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    fn since(&mut self, began: Instant, silence: Duration) -> Came {
        let ms = |at: Instant| (at - began).as_secs_f64() * 1e3;
        let first = self.written.recv_timeout(PATIENCE).expect("the program writes something");
        let mut last = first;
        while let Ok(at) = self.written.recv_timeout(silence) {
            last = at;
        }
        Came { first_ms: ms(first), settled_ms: ms(last) }
    }
}

impl Drop for Timed {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The floor is an example, built with the benches' own profile.
pub fn build_floor() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--example", "floor"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the floor does not build");
    let release = Path::new(env!("CARGO_BIN_EXE_backlab")).parent().expect("a folder of binaries");
    release.join("examples/floor")
}
