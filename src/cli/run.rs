//! `run`: a program in the lab as `node FILE` would run it.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    cli::{Ended, Failed, print::complain},
    lab::{Cancel, Folder, Happened, Lab, Limits, Machine, Ports, Program},
    trace::{Stop, Stream},
};

/// Bytes of standard input that a program is given at most.
const STDIN_BYTES_MAX: u64 = 16 << 20;
/// How long one wait for something to happen is; then the next one begins.
const WAIT: Duration = Duration::from_hours(1);

pub fn run(machine: &Machine, file: &Path, args: &[String]) -> Result<Ended, Failed> {
    let (folder, entry) = placed(file)?;
    let mut program = program(folder, entry);
    program.args = args.to_vec();
    program.stdin = read_stdin()?;
    let lab = Lab::start_on(machine, &program, &limits(), &Cancel::new(), Ports::Named)
        .map_err(|fault| Failed::Broken(fault.0))?;
    let stop = follow(&lab)?;
    Ok(tell_end(&stop))
}

/// A program of a folder on the disk, with the variables of this process.
pub fn program(folder: PathBuf, entry: String) -> Program {
    Program {
        folder: Folder::Disk(folder),
        entry: Some(entry),
        args: Vec::new(),
        env: environment(),
        stdin: Vec::new(),
        seed: None,
        still_at_ms: None,
        stocks: Vec::new(),
    }
}

/// Of a program that runs as long as somebody wants it to.
pub fn limits() -> Limits {
    Limits { wall_ms: None, printed_bytes: None, ..Limits::default() }
}

/// Says why the program ended where it has not said so itself; gives its exit code.
pub fn tell_end(stop: &Stop) -> Ended {
    match stop {
        // What was thrown is on standard error already, as Node prints it.
        Stop::Threw(_) | Stop::Exited(_) | Stop::Finished | Stop::Ended => {}
        Stop::Turn { .. }
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. }
        | Stop::Crashed(_)
        | Stop::Fault(_) => complain(&stop.sentence().unwrap_or_default()),
    }
    Ended::Program(stop.exit_code())
}

/// Passes on what the program prints until it ends.
fn follow(lab: &Lab) -> io::Result<Stop> {
    loop {
        match lab.next(WAIT) {
            Some(Happened::Printed { stream, text }) => {
                let written = match stream {
                    Stream::Out => {
                        let mut stdout = io::stdout().lock();
                        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
                    }
                    Stream::Err => io::stderr().lock().write_all(text.as_bytes()),
                };
                match written {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                        return Ok(Stop::Ended);
                    }
                    written => written?,
                }
            }
            Some(Happened::Ended(stop)) => return Ok(stop),
            Some(Happened::Listening { .. } | Happened::Idle { .. }) | None => {}
        }
    }
}

/// The run's folder and the file's path in it: the nearest folder above that holds package.json,
/// else the file's own; never the home folder or one above it.
pub fn placed(file: &Path) -> Result<(PathBuf, String), Failed> {
    let file = file
        .canonicalize()
        .map_err(|error| Failed::Misuse(format!("{}: {error}", file.display())))?;
    let own = file.parent().unwrap_or(Path::new("/")).to_path_buf();
    let home =
        std::env::var_os("HOME").map(PathBuf::from).and_then(|home| home.canonicalize().ok());
    let is_too_high = |folder: &Path| home.as_ref().is_some_and(|home| home.starts_with(folder));
    let folder = own
        .ancestors()
        .take_while(|folder| !is_too_high(folder))
        .find(|folder| folder.join("package.json").is_file())
        .unwrap_or(&own)
        .to_path_buf();
    let entry = file.strip_prefix(&folder).unwrap_or(&file).to_string_lossy().into_owned();
    Ok((folder, entry))
}

/// The variables of this process; those that are no text are left out.
fn environment() -> BTreeMap<String, String> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

/// Nothing where somebody sits at the terminal: a program that reads it is not served yet.
fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if !io::stdin().is_terminal() {
        io::stdin().lock().take(STDIN_BYTES_MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
