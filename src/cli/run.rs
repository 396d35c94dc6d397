//! `run`: a program in the lab as `node FILE` would run it.

use std::{
    io::{self, IsTerminal, Read, Write},
    path::Path,
    time::Duration,
};

use crate::{
    cli::{Ended, Failed, print::complain},
    lab::{Cancel, Happened, Lab, Machine, Ports},
    trace::{Stop, Stream},
    tutor::serving::{limits, placed, program},
};

/// Bytes of standard input that a program is given at most.
const STDIN_BYTES_MAX: u64 = 16 << 20;
/// How long one wait for something to happen is; then the next one begins.
const WAIT: Duration = Duration::from_hours(1);

pub fn run(machine: &Machine, file: &Path, args: &[String]) -> Result<Ended, Failed> {
    let (folder, entry) = placed(file).map_err(Failed::Misuse)?;
    let mut program = program(folder, entry);
    program.args = args.to_vec();
    program.stdin = read_stdin()?;
    let lab = Lab::start_on(machine, &program, &limits(), &Cancel::new(), Ports::Named)
        .map_err(|fault| Failed::Broken(fault.0))?;
    let stop = follow(&lab)?;
    Ok(tell_end(&stop))
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

/// Nothing where somebody sits at the terminal: a program that reads it is not served yet.
fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if !io::stdin().is_terminal() {
        io::stdin().lock().take(STDIN_BYTES_MAX).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
