//! One run of the binary in a HOME of its own.

use std::{
    io::{Seek, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
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

    fn run(&self, args: &[&str], home: Option<PathBuf>, stdin: Stdio) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
        command.args(args).current_dir(self.home.path()).stdin(stdin).env_clear();
        if let Some(home) = home {
            command.env("HOME", home);
        }
        let output = command.output().unwrap();
        Run {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

fn copy(from: &Path, to: &Path) {
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
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }
}
