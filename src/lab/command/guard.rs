//! The guard of a learner's own server: this program, started once more, between Backlab and the
//! command. Its standard input is its lifeline: when that ends, because Backlab closed it or is
//! gone, even by SIGKILL, the guard ends the command and everything that it started.
//!
//! On Linux the guard is the child subreaper of all of them (`PR_SET_CHILD_SUBREAPER`, prctl(2)), so
//! that a process which leaves the group, or whose parent ended, is still found among its
//! descendants. Elsewhere the command's process group is ended, and no more.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    io::{self, Read, Write},
    os::{
        fd::AsFd,
        unix::process::{CommandExt, ExitStatusExt},
    },
    process::{self, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::lab::command::family;

/// The hidden argument; after it the command's words.
pub const ARGUMENT: &str = "--own-server-guard";
/// How long a command may take to end after SIGTERM.
pub const GRACE: Duration = Duration::from_secs(2);
/// How long the guard goes on with SIGKILL: a process that the kernel holds cannot be ended.
pub const KILLING: Duration = Duration::from_secs(3);

const LOOK: Duration = Duration::from_millis(10);
const EXIT_FAULT: i32 = 99;

/// What the guard says on its standard output, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The command runs.
    Started,
    /// It could not be started: the error's number (errno).
    Unstarted { errno: i32 },
    /// It is over, and nothing that it started is left, or it failed: an exit code, or a signal.
    Ended { code: Option<i32>, signal: Option<i32> },
    /// All are gone; whether it took SIGKILL.
    Gone { forced: bool },
}

impl Told {
    fn line(&self) -> String {
        match self {
            Told::Started => "started\n".to_owned(),
            Told::Unstarted { errno } => format!("unstarted {errno}\n"),
            Told::Ended { code: Some(code), .. } => format!("code {code}\n"),
            Told::Ended { signal, .. } => format!("signal {}\n", signal.unwrap_or_default()),
            Told::Gone { forced } => format!("gone {}\n", i32::from(*forced)),
        }
    }

    /// The reverse of `line`; `None` for what the guard never says.
    pub fn read(line: &str) -> Option<Told> {
        let (word, number) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), "0"));
        let number: i32 = number.parse().ok()?;
        match word {
            "started" => Some(Told::Started),
            "unstarted" => Some(Told::Unstarted { errno: number }),
            "code" => Some(Told::Ended { code: Some(number), signal: None }),
            "signal" => Some(Told::Ended { code: None, signal: Some(number) }),
            "gone" => Some(Told::Gone { forced: number != 0 }),
            _ => None,
        }
    }
}

/// Becomes a guard, and never returns, when the hidden argument is the first one.
pub fn main_if_asked() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_none_or(|first| first != ARGUMENT) {
        return;
    }
    let words: Vec<OsString> = args.collect();
    process::exit(guard(&words));
}

enum News {
    /// Backlab closed the lifeline, or somebody asks the guard to end.
    End,
    /// The command itself is over.
    Over(ExitStatus),
    /// Nothing that it started is left.
    NoneLeft,
}

fn guard(words: &[OsString]) -> i32 {
    let Some((program, args)) = words.split_first() else { return EXIT_FAULT };
    // A key that ends the terminal's programs must not end the guard before its work is done.
    leave_session();
    if become_subreaper().is_err() {
        return EXIT_FAULT;
    }
    let (tell, news) = channel();
    listen_for_end(&tell);
    let leader = match start(program, args) {
        Ok(leader) => leader,
        Err(error) => {
            say(&Told::Unstarted { errno: error.raw_os_error().unwrap_or(libc::EINVAL) });
            return 0;
        }
    };
    say(&Told::Started);
    reap(leader, tell);
    let mut over = None;
    wait(&news, &mut over);
    let forced = end_all(leader);
    say(&Told::Gone { forced });
    0
}

/// Returns when all is to end.
fn wait(news: &Receiver<News>, over: &mut Option<ExitStatus>) {
    for new in news {
        let told = match new {
            News::End => return,
            News::Over(status) => {
                *over = Some(status);
                // One that ended well may have left a server behind: `apachectl start` does.
                (!status.success()).then_some(status)
            }
            News::NoneLeft => over.filter(ExitStatus::success),
        };
        if let Some(status) = told {
            say(&Told::Ended { code: status.code(), signal: status.signal() });
        }
    }
}

/// What nobody reads any more is not said.
fn say(told: &Told) {
    let mut out = io::stdout();
    drop(out.write_all(told.line().as_bytes()).and_then(|()| out.flush()));
}

fn listen_for_end(tell: &Sender<News>) {
    let (by_parent, by_signal) = (tell.clone(), tell.clone());
    thread::spawn(move || {
        let mut piece = [0; 64];
        while io::stdin().read(&mut piece).is_ok_and(|n| 0 < n) {}
        drop(by_parent.send(News::End));
    });
    if let Ok(mut signals) = Signals::new([SIGTERM, SIGINT, SIGHUP]) {
        thread::spawn(move || {
            if signals.forever().next().is_some() {
                drop(by_signal.send(News::End));
            }
        });
    }
}

/// Starts the command as the leader of a session, and so of a group, of its own.
fn start(program: &OsString, args: &[OsString]) -> io::Result<i32> {
    let log = io::stderr().as_fd().try_clone_to_owned()?;
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::from(log)).stderr(Stdio::inherit());
    #[expect(unsafe_code, reason = "only system calls that take plain numbers are made there")]
    // SAFETY: between fork and exec nothing is allocated and no lock is taken.
    unsafe {
        command.pre_exec(|| {
            leave_session();
            die_with_guard()
        });
    }
    let child = command.spawn()?;
    i32::try_from(child.id()).map_err(io::Error::other)
}

/// Takes in all that ended, the command and whatever fell to the guard.
fn reap(leader: i32, tell: Sender<News>) {
    thread::spawn(move || {
        loop {
            let mut status = 0;
            #[expect(unsafe_code, reason = "writes one number, which lives here")]
            let pid = unsafe { libc::waitpid(-1, &raw mut status, 0) };
            if pid == leader {
                drop(tell.send(News::Over(ExitStatus::from_raw(status))));
            } else if pid < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
                drop(tell.send(News::NoneLeft));
                return;
            }
        }
    });
}

/// Asks all to end, then makes them; whether they had to be made.
fn end_all(leader: i32) -> bool {
    signal_all(leader, libc::SIGTERM);
    let asked = Instant::now();
    while is_any_left(leader) {
        if GRACE < asked.elapsed() {
            let made = Instant::now();
            // One that forks faster than it is found is found again.
            while is_any_left(leader) && made.elapsed() < KILLING {
                signal_all(leader, libc::SIGKILL);
                thread::sleep(LOOK);
            }
            return true;
        }
        thread::sleep(LOOK);
    }
    false
}

/// Every descendant, and the command's group. A group that has no member is not signalled: its
/// number may be another's by now.
fn signal_all(leader: i32, signal: libc::c_int) {
    let Some(all) = family::descendants(process::id()) else {
        send(-leader, signal);
        return;
    };
    let mut told = BTreeSet::new();
    if all.iter().any(|one| one.group == leader) {
        send(-leader, signal);
        told.extend(all.iter().filter(|one| one.group == leader).map(|one| one.id));
    }
    for one in all.iter().filter(|one| !told.contains(&one.id)) {
        send(one.id, signal);
    }
}

fn is_any_left(leader: i32) -> bool {
    match family::descendants(process::id()) {
        Some(all) => !all.is_empty(),
        None => send(-leader, 0),
    }
}

fn send(to: i32, signal: libc::c_int) -> bool {
    #[expect(unsafe_code, reason = "takes two numbers")]
    let sent = unsafe { libc::kill(to, signal) };
    sent == 0
}

fn leave_session() {
    #[expect(unsafe_code, reason = "takes nothing; a leader of a group is refused, which is fine")]
    unsafe {
        libc::setsid();
    }
}

#[cfg(target_os = "linux")]
fn become_subreaper() -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes plain numbers")]
    let done = unsafe { libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[cfg(not(target_os = "linux"))]
fn become_subreaper() -> io::Result<()> {
    Ok(())
}

/// Whoever kills the guard kills the command with it. The guard's main thread starts the command,
/// and lives as long as the guard.
#[cfg(target_os = "linux")]
fn die_with_guard() -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes plain numbers")]
    let done = unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[cfg(not(target_os = "linux"))]
fn die_with_guard() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_guard_says_is_read_back() {
        for told in [
            Told::Started,
            Told::Unstarted { errno: 2 },
            Told::Ended { code: Some(127), signal: None },
            Told::Ended { code: None, signal: Some(11) },
            Told::Gone { forced: true },
            Told::Gone { forced: false },
        ] {
            assert_eq!(Told::read(&told.line()), Some(told));
        }
        assert_eq!(Told::read("nonsense\n"), None);
        assert_eq!(Told::read("code x\n"), None);
    }
}
