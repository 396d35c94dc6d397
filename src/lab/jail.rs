//! The child's walls, in the order in which they must be raised. Every system call that makes a
//! wall stands here and in what is below.

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod files;
#[cfg(target_os = "linux")]
mod filter;

use std::{
    io::{self, PipeReader, PipeWriter},
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
        unix::net::UnixStream,
    },
    path::Path,
};

use super::{
    protocol::Walls,
    sockets::{self, Delivery},
};

/// Servers of one program that may listen at once.
pub const LISTENERS_MAX: usize = 4;
/// Descriptors a child may have; connections take what is left of them.
pub const OPEN_FILES: u64 = 256;
/// Memory beyond the engine's own: the engine's code, our tables, queues, the stack.
const MEMORY_OF_OURS: u64 = 96 << 20;
/// Address space, which counts libraries and stacks that are never touched.
const ADDRESS_SPACE: u64 = 2 << 30;
/// Longest file a program could write.
const FILE_BYTES: u64 = 16 << 20;

/// What the child keeps of the outer world.
pub struct Inside {
    /// To the parent.
    pub socket: UnixStream,
    /// On which the parent passes sockets that the child cannot make.
    pub delivery: Delivery,
    /// Bound on 127.0.0.1, each with a port of its own; none listens, so each refuses until the
    /// program's server does.
    pub seats: Vec<OwnedFd>,
    /// Theirs. The parent hears them before the first foreign byte and takes no others for the
    /// program's.
    pub ports: Vec<u16>,
    /// Both ends of a pipe of the child's own, by which its threads wake the one that waits.
    pub bell: (PipeReader, PipeWriter),
    pub walls: Walls,
}

/// Raises the walls. Call it on the process's only thread: some of them bind only the caller.
///
/// The order: death with the parent, a session of its own, descriptors, sockets, limits, rights,
/// then files and system calls, before the first foreign byte is read. `folder` is the only place
/// of the disk that stays open to the child.
pub fn enter(parent: u32, memory_mb: u32, folder: Option<&Path>) -> io::Result<Inside> {
    die_with_parent(parent)?;
    leave_session();
    let (socket, delivery) = keep_only_the_sockets()?;
    let seats = (0..LISTENERS_MAX).map(|_| sockets::bound_for_good());
    let (seats, ports) = seats.collect::<io::Result<(Vec<_>, Vec<_>)>>()?;
    let bell = io::pipe()?;
    limit_resources(memory_mb)?;
    hide()?;
    know_the_time_zone();
    let walls = wall_off(folder);
    Ok(Inside { socket, delivery: Delivery::new(delivery), seats, ports, bell, walls })
}

/// What the kernel does not have is not there; the other walls hold without it.
#[cfg(target_os = "linux")]
fn wall_off(folder: Option<&Path>) -> Walls {
    give_up_rights(folder.is_some());
    let landlock = files::wall_off(folder).unwrap_or(0);
    // Without walls around files, none is opened, but those of a program of the learner's own.
    let seccomp = calls::wall_off(landlock != 0 || folder.is_some()).is_ok();
    Walls { landlock, seccomp }
}

#[cfg(not(target_os = "linux"))]
fn wall_off(_folder: Option<&Path>) -> Walls {
    Walls::default()
}

/// Root's rights go. Where a folder is open, that one stays which lets root write to a folder of
/// somebody else, as under Node.
#[cfg(target_os = "linux")]
fn give_up_rights(has_folder: bool) {
    use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};
    let none = CapabilitySet::empty();
    let most = if has_folder { CapabilitySet::DAC_OVERRIDE } else { none };
    let kept = rustix::thread::capabilities(None).map_or(none, |has| has.permitted & most);
    let sets = CapabilitySets { effective: kept, permitted: kept, inheritable: none };
    // Whoever has no rights may be told that he cannot give them up.
    let _ = set_capabilities(None, sets);
}

/// Reads the time zone while its file can be opened.
fn know_the_time_zone() {
    let (now, mut parts) = (0, std::mem::MaybeUninit::uninit());
    #[expect(unsafe_code, reason = "reads one local and writes another")]
    unsafe {
        libc::localtime_r(&raw const now, parts.as_mut_ptr());
    }
}

#[cfg(target_os = "linux")]
fn die_with_parent(parent: u32) -> io::Result<()> {
    #[expect(unsafe_code, reason = "takes plain numbers")]
    done(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) })?;
    // The parent may have died before the signal was asked for.
    if std::os::unix::process::parent_id() == parent {
        Ok(())
    } else {
        Err(io::Error::other("the parent is gone"))
    }
}

/// Where there is no such signal, the end of the parent is seen as the end of the socket.
#[cfg(not(target_os = "linux"))]
fn die_with_parent(_parent: u32) -> io::Result<()> {
    Ok(())
}

/// A key that ends the terminal's programs must not reach the child.
fn leave_session() {
    #[expect(unsafe_code, reason = "takes nothing; a leader of a group is refused, which is fine")]
    unsafe {
        libc::setsid();
    }
}

/// Moves the sockets from standard input and output to where nothing takes them for these, and
/// closes the rest.
fn keep_only_the_sockets() -> io::Result<(UnixStream, UnixStream)> {
    const SOCKET: RawFd = 3;
    const DELIVERY: RawFd = 4;
    let nothing = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null")?;
    #[expect(unsafe_code, reason = "no other code of this process holds these descriptors yet")]
    unsafe {
        // Whatever `nothing` has for a number, the copies below are made before it is closed.
        let parked = [0, 1].map(|fd| libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10));
        for fd in 0..3 {
            done(libc::dup2(nothing.as_raw_fd(), fd))?;
        }
        drop(nothing);
        for (from, to) in parked.into_iter().zip([SOCKET, DELIVERY]) {
            done(libc::dup2(done(from)?, to))?;
            done(libc::fcntl(to, libc::F_SETFD, libc::FD_CLOEXEC))?;
        }
        close_from(DELIVERY + 1);
        Ok((UnixStream::from_raw_fd(SOCKET), UnixStream::from_raw_fd(DELIVERY)))
    }
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "closes descriptors that nothing of ours refers to")]
unsafe fn close_from(first: RawFd) {
    let first = libc::c_uint::try_from(first).expect("descriptors are not negative");
    // SAFETY: the caller owns every descriptor of the process.
    unsafe {
        libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, 0);
    }
}

#[cfg(not(target_os = "linux"))]
#[expect(unsafe_code, reason = "closes descriptors that nothing of ours refers to")]
unsafe fn close_from(first: RawFd) {
    for fd in first..256 {
        // SAFETY: the caller owns every descriptor of the process.
        unsafe {
            libc::close(fd);
        }
    }
}

fn limit_resources(memory_mb: u32) -> io::Result<()> {
    let memory = (u64::from(memory_mb) << 20) + MEMORY_OF_OURS;
    limit(libc::RLIMIT_CORE, 0)?;
    limit(libc::RLIMIT_NOFILE, OPEN_FILES)?;
    limit(libc::RLIMIT_FSIZE, FILE_BYTES)?;
    limit(libc::RLIMIT_DATA, memory)?;
    limit(libc::RLIMIT_AS, ADDRESS_SPACE.max(memory))?;
    #[expect(unsafe_code, reason = "no handler of ours is replaced")]
    unsafe {
        // A file that grows too long is an error of the write, not the end of the process.
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
    Ok(())
}

#[cfg(target_os = "linux")]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(target_os = "linux"))]
type Resource = libc::c_int;

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let limits = libc::rlimit { rlim_cur: most, rlim_max: most };
    #[expect(unsafe_code, reason = "the limits live across the call")]
    done(unsafe { libc::setrlimit(resource, &raw const limits) })?;
    Ok(())
}

/// No other process of this user may look into the child, and nothing it starts gains rights.
#[cfg(target_os = "linux")]
fn hide() -> io::Result<()> {
    #[expect(unsafe_code, reason = "take plain numbers and a constant name")]
    unsafe {
        // The name would else be that of the link that was started.
        done(libc::prctl(libc::PR_SET_NAME, c"backlab-lab".as_ptr()))?;
        done(libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0))?;
        done(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))?;
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn hide() -> io::Result<()> {
    Ok(())
}

fn done(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
