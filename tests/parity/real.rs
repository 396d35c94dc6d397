//! The real Node, as npm installed it, and how a program ends under it or in the lab.

use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a program may take.
const RUN_MAX: Duration = Duration::from_secs(20);

/// One of the versions that `package.json` pins.
pub struct Node {
    path: PathBuf,
    packages: PathBuf,
}

impl Node {
    /// # Panics
    ///
    /// When npm did not install it.
    pub fn installed(major: u32) -> Node {
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity/node_modules");
        let names = [format!("node-{major}"), format!("node-{major}-arm64")];
        let found = names.map(|name| packages.join(name).join("bin/node"));
        let path = found.into_iter().find(|path| path.is_file()).expect(
            "the pinned Node is not installed: run `npm install --no-package-lock` in tests/parity",
        );
        Node { path, packages }
    }

    /// To start a program that finds the real packages.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.env("NODE_PATH", &self.packages);
        command
    }
}

/// What a program left behind.
#[derive(PartialEq)]
pub struct Ended {
    /// `None` when it had to be stopped.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a program to its end.
pub fn run(mut command: Command) -> Ended {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdout = reader(child.stdout.take().unwrap());
    let stderr = reader(child.stderr.take().unwrap());
    let end = Instant::now() + RUN_MAX;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if Instant::now() > end {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        thread::sleep(Duration::from_millis(2));
    };
    Ended {
        code: status.and_then(|status| status.code()),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
    }
}

fn reader(mut stream: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
