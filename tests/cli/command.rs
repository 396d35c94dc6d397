//! One run of the binary in a HOME of its own.

use std::{
    io::{BufRead, BufReader, Read, Seek, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use tempfile::TempDir;

pub struct Test {
    home: TempDir,
}

impl Test {
    pub fn new() -> Test {
        Test { home: tempfile::tempdir().unwrap() }
    }

    /// In a copy of a pack of tests/cases.
    pub fn in_pack(case: &str) -> Test {
        let test = Test::new();
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        copy(&cases.join(case), test.folder());
        test
    }

    /// Writes a file below HOME, which is also the folder that commands run in.
    pub fn file(&self, path: &str, text: &str) {
        let path = self.home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn args<const N: usize>(&self, args: [&str; N]) -> Run {
        self.run(&args, Some(self.home.path().to_path_buf()), Stdio::null())
    }

    /// As `args`, with `input` on standard input.
    pub fn fed<const N: usize>(&self, args: [&str; N], input: &str) -> Run {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(input.as_bytes()).unwrap();
        file.rewind().unwrap();
        self.run(&args, Some(self.folder().to_path_buf()), file.into())
    }

    /// HOME, and the folder that commands run in.
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    pub fn without_home(&self) -> Homeless<'_> {
        Homeless { test: self }
    }

    /// Starts what does not end by itself.
    pub fn stay<const N: usize>(&self, args: [&str; N]) -> Staying {
        let home = Some(self.home.path().to_path_buf());
        let mut command = self.command(&args, home, Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = lines(child.stdout.take().unwrap());
        let stderr = lines(child.stderr.take().unwrap());
        Staying { child, stdout, stderr }
    }

    fn command(&self, args: &[&str], home: Option<PathBuf>, stdin: Stdio) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
        command.args(args).current_dir(self.home.path()).stdin(stdin).env_clear();
        if let Some(home) = home {
            command.env("HOME", home);
        }
        command
    }

    /// What is printed by a command that runs in a folder below HOME and ends well.
    #[track_caller]
    pub fn shown_in(&self, folder: &str, args: &[&str]) -> String {
        let home = Some(self.folder().to_path_buf());
        let mut command = self.command(args, home, Stdio::null());
        let output = command.current_dir(self.folder().join(folder)).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {complaint}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn run(&self, args: &[&str], home: Option<PathBuf>, stdin: Stdio) -> Run {
        let output = self.command(args, home, stdin).output().unwrap();
        Run {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

pub fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// How long something that must come may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A run that goes on; killed when it is dropped.
pub struct Staying {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Staying {
    /// The port of the first line, which is nothing else.
    #[track_caller]
    pub fn port(&self) -> u16 {
        let line = self.line();
        let port = line.strip_prefix("listening on 127.0.0.1:").and_then(|port| port.parse().ok());
        port.unwrap_or_else(|| panic!("no port in {line:?}"))
    }

    /// The next line of standard output.
    #[track_caller]
    pub fn line(&self) -> String {
        let line = self.stdout.recv_timeout(PATIENCE);
        line.unwrap_or_else(|_| panic!("no line came, and {:?}", self.stderr.try_recv()))
    }

    /// The next line of standard error.
    #[track_caller]
    pub fn complaint(&self) -> String {
        self.stderr.recv_timeout(PATIENCE).expect("a line on standard error")
    }

    /// The process that was started by this one.
    pub fn child(&self) -> u32 {
        let own = self.child.id().to_string();
        let children = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse::<u32>().ok()?;
            (fields_of(pid)?.get(1)? == &own).then_some(pid)
        });
        let children: Vec<_> = children.collect();
        assert_eq!(children.len(), 1, "one lab runs");
        children[0]
    }

    /// Sends a signal by its name, as `TERM`; gives the exit code, if it ended with one.
    pub fn signal(mut self, name: &str) -> Option<i32> {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.end()
    }

    /// Waits for the end.
    pub fn end(&mut self) -> Option<i32> {
        let mut status = None;
        wait_until("it ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().code()
    }
}

impl Drop for Staying {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until `holds`, and fails after a long time.
#[track_caller]
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it did not come true that {what}");
        std::thread::yield_now();
    }
}

/// Whether a process is gone; one that only waits to be reaped is.
pub fn is_gone(pid: u32) -> bool {
    fields_of(pid).is_none_or(|fields| matches!(fields[0].as_str(), "Z" | "X"))
}

/// The fields of /proc/PID/stat after the name: the state, the parent.
fn fields_of(pid: u32) -> Option<Vec<String>> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

/// The lines of `from` as they come.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (told, heard) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if told.send(line).is_err() {
                return;
            }
        }
    });
    heard
}

/// Runs with no HOME and no folder named in any other way.
pub struct Homeless<'a> {
    test: &'a Test,
}

impl Homeless<'_> {
    pub fn args<const N: usize>(&self, args: [&str; N]) -> Run {
        self.test.run(&args, None, Stdio::null())
    }
}

pub struct Run {
    pub stdout: String,
    pub stderr: String,
    code: Option<i32>,
}

impl Run {
    #[track_caller]
    pub fn prints(self, text: &str) -> Run {
        assert!(self.stdout.contains(text), "no `{text}` in:\n{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn complains(self, text: &str) -> Run {
        assert!(self.stderr.contains(text), "no `{text}` in:\n{}{}", self.stderr, self.stdout);
        self
    }

    #[track_caller]
    pub fn ends_with_one_of(&self, codes: &[i32]) {
        let code = self.code.filter(|code| codes.contains(code));
        assert!(code.is_some(), "{:?}\n{}{}", self.code, self.stdout, self.stderr);
    }

    #[track_caller]
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }
}
