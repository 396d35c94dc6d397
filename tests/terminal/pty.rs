//! The real binary in a pseudo-terminal, and what stands on its screen.

use std::{
    io::{Read, Write},
    num::NonZero,
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long something that must happen may take before the test says that it did not.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long nothing comes once a frame is whole.
const PIECE: Duration = Duration::from_millis(50);

pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// Everything the program wrote, as it came.
    raw: Arc<Mutex<Vec<u8>>>,
    changed: Receiver<()>,
    /// The terminal's settings before the program had it (termios(3)), as text.
    found: String,
}

impl Pty {
    /// Starts `backlab` with `home` as its HOME and nothing else of this environment.
    pub fn start(home: &Path, columns: u16, rows: u16, variables: &[(&str, &str)]) -> Pty {
        Pty::command(home, columns, rows, variables, &[])
    }

    /// As `start`, with the words of a command.
    pub fn command(
        home: &Path,
        columns: u16,
        rows: u16,
        variables: &[(&str, &str)],
        args: &[&str],
    ) -> Pty {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_backlab"));
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(home);
        let found = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, changed) = channel();
        let (seen, bytes) = (Arc::clone(&screen), Arc::clone(&raw));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 {
                    break;
                }
                seen.lock().unwrap().process(&buffer[..count]);
                bytes.lock().unwrap().extend_from_slice(&buffer[..count]);
                if tell.send(()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Pty { master: pair.master, writer, child, screen, raw, changed, found }
    }

    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    /// The rows of the screen, spaces at their ends taken off.
    pub fn rows(&self) -> Vec<String> {
        let parser = self.screen.lock().unwrap();
        let (_, columns) = parser.screen().size();
        parser.screen().rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect()
    }

    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// Waits until `text` stands on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("`{text}` on the screen"), |pty| pty.text().contains(text));
    }

    /// Waits until `holds` does; `what` names it where it never does.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Pty) -> bool) {
        self.wait_within(PATIENCE, what, holds);
    }

    /// Waits until the screen is another one than `before`, and whole.
    #[track_caller]
    pub fn wait_for_another(&mut self, before: &str) {
        self.wait_until("another screen", |pty| pty.text() != before);
        self.wait_for_the_rest();
    }

    /// Waits until the screen stays as it is: a frame comes in pieces, and between two of them
    /// neither screen stands there.
    pub fn wait_for_the_rest(&mut self) {
        let mut seen = self.text();
        while self.changed.recv_timeout(PIECE).is_ok() || self.text() != seen {
            seen = self.text();
        }
    }

    /// As `wait_until`, for what takes seconds of computing on any machine.
    #[track_caller]
    pub fn wait_within(&mut self, most: Duration, what: &str, holds: impl Fn(&Pty) -> bool) {
        let end = Instant::now() + most;
        while !holds(self) {
            let left = end.saturating_duration_since(Instant::now());
            let waited = self.changed.recv_timeout(left.min(Duration::from_millis(200)));
            let closed = waited == Err(RecvTimeoutError::Disconnected) && !holds(self);
            assert!(!left.is_zero() && !closed, "no {what}:\n{}", self.text());
        }
    }

    pub fn signal(&self, signal: &str) {
        let pid = self.child.process_id().unwrap();
        let status = std::process::Command::new("kill")
            .args([format!("-{signal}"), pid.to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Whether the process is stopped, as by SIGSTOP (proc(5), state `T`).
    pub fn is_stopped(&self) -> bool {
        let pid = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    }

    /// Waits for the end and gives the exit code.
    #[track_caller]
    pub fn wait_end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // The reader ends with the program: then everything it wrote was read.
                while self.changed.recv_timeout(Duration::from_secs(2)).is_ok() {}
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program does not end:\n{}", self.text());
            let _ = self.changed.recv_timeout(Duration::from_millis(20));
        }
    }

    /// The private modes that are on now, of those a program must turn off again, and whether the
    /// terminal's settings are others than it found.
    pub fn modes_left_on(&self) -> Vec<&'static str> {
        let raw = self.raw.lock().unwrap();
        let last = |mode: &str| {
            let find = |end: &str| {
                let code = format!("\x1b[?{mode}{end}");
                raw.windows(code.len()).rposition(|window| window == code.as_bytes())
            };
            (find("h"), find("l"))
        };
        let mut left = Vec::new();
        for (mode, name) in [
            ("1049", "alternate screen"),
            ("1000", "mouse"),
            ("1002", "mouse drag"),
            ("1006", "mouse coordinates"),
            ("2004", "bracketed paste"),
            ("2026", "synchronized update"),
        ] {
            let (on, off) = last(mode);
            if on > off {
                left.push(name);
            }
        }
        let (shown, hidden) = last("25");
        if hidden > shown {
            left.push("hidden cursor");
        }
        if settings(&*self.master) != self.found {
            left.push("other settings");
        }
        left
    }

    pub fn raw(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }
}

fn settings(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().unwrap())
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
