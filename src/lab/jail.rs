//! The child's walls, in the order in which they must be raised. Every system call that makes a
//! wall stands here.

use std::{
    io,
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
        unix::net::UnixStream,
    },
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
    /// Bound on 127.0.0.1, each with a port of its own; none listens, so each refuses until the
    /// program's server does.
    pub seats: Vec<OwnedFd>,
}

/// Raises the walls. Call it on the process's only thread: some of them bind only the caller.
///
/// The order: death with the parent, a session of its own, descriptors, sockets, limits. System
/// call and file walls belong at the end, before the first foreign byte is read.
pub fn enter(parent: u32, memory_mb: u32) -> io::Result<Inside> {
    die_with_parent(parent)?;
    leave_session();
    let socket = keep_only_the_socket()?;
    let seats = (0..LISTENERS_MAX).map(|_| bound_socket(0)).collect::<io::Result<Vec<_>>>()?;
    limit_resources(memory_mb)?;
    hide()?;
    Ok(Inside { socket, seats })
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

/// Moves the socket from standard input to where nothing takes it for one, and closes the rest.
fn keep_only_the_socket() -> io::Result<UnixStream> {
    const SOCKET: RawFd = 3;
    let nothing = std::fs::OpenOptions::new().read(true).write(true).open("/dev/null")?;
    #[expect(unsafe_code, reason = "no other code of this process holds these descriptors yet")]
    unsafe {
        // Whatever `nothing` has for a number, the copies below are made before it is closed.
        let parked = done(libc::fcntl(0, libc::F_DUPFD_CLOEXEC, 10))?;
        for fd in 0..3 {
            done(libc::dup2(nothing.as_raw_fd(), fd))?;
        }
        drop(nothing);
        done(libc::dup2(parked, SOCKET))?;
        done(libc::fcntl(SOCKET, libc::F_SETFD, libc::FD_CLOEXEC))?;
        close_from(SOCKET + 1);
        Ok(UnixStream::from_raw_fd(SOCKET))
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

/// A socket on 127.0.0.1 that refuses; port 0 gives it a port of its own.
///
/// `TcpListener::bind` listens too; a program's port must refuse until the program listens.
pub fn bound_socket(port: u16) -> io::Result<OwnedFd> {
    #[expect(unsafe_code, reason = "the address lives across the call, its length is its own")]
    unsafe {
        let socket = done(libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0))?;
        let socket = OwnedFd::from_raw_fd(socket);
        done(libc::fcntl(socket.as_raw_fd(), libc::F_SETFD, libc::FD_CLOEXEC))?;
        // As Node does, so that a port is free again when its program ends.
        let yes: libc::c_int = 1;
        let length = libc::socklen_t::try_from(size_of_val(&yes)).expect("4 bytes");
        let (level, option) = (libc::SOL_SOCKET, libc::SO_REUSEADDR);
        let value = (&raw const yes).cast();
        done(libc::setsockopt(socket.as_raw_fd(), level, option, value, length))?;
        let mut address: libc::sockaddr_in = std::mem::zeroed();
        address.sin_family = libc::sa_family_t::try_from(libc::AF_INET).expect("AF_INET is small");
        address.sin_port = port.to_be();
        address.sin_addr.s_addr = u32::from(std::net::Ipv4Addr::LOCALHOST).to_be();
        let length = libc::socklen_t::try_from(size_of_val(&address)).expect("16 bytes");
        done(libc::bind(socket.as_raw_fd(), (&raw const address).cast(), length))?;
        Ok(socket)
    }
}

/// Lets the bound `socket` take connections; so many wait to be accepted.
pub fn listen(socket: &OwnedFd, backlog: libc::c_int) -> io::Result<()> {
    #[expect(unsafe_code, reason = "a socket of our own and a number")]
    done(unsafe { libc::listen(socket.as_raw_fd(), backlog) })?;
    Ok(())
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
