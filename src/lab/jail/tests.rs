//! The walls from the inside: system calls as code would make them that has broken out of the
//! engine and of every check of ours.

#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it must be")]

use std::{
    ffi::CString,
    fmt::Write as _,
    io::{Read, Write},
    net::TcpListener,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use libc::{EACCES, ENOSYS, EPERM, SYS_openat, c_long};

use super::{Walls, enter};

const MEMORY_MB: u32 = 64;
/// Says to the test that is started inside where it is: the folder or nothing, the parent's
/// process id, a port of another local server.
const WHERE: [&str; 3] = ["BACKLAB_TEST_FOLDER", "BACKLAB_TEST_PARENT", "BACKLAB_TEST_PORT"];

/// A call, what it is given, and the error number that it must give; 0 for success.
struct Probe {
    name: &'static str,
    call: c_long,
    args: Vec<usize>,
    gives: i32,
}

fn probe(name: &'static str, call: c_long, args: &[usize], gives: i32) -> Probe {
    Probe { name, call, args: args.to_vec(), gives }
}

/// A number of a test as an argument: negative ones as the kernel takes them.
fn int(value: i32) -> usize {
    isize::try_from(value).unwrap().cast_unsigned()
}

/// A text that lives as long as the process.
fn text(value: &str) -> usize {
    CString::new(value).unwrap().into_raw().addr()
}

/// Memory that lives as long as the process.
fn room(bytes: usize) -> usize {
    Box::leak(vec![0u8; bytes].into_boxed_slice()).as_ptr().addr()
}

fn address(port: u16) -> usize {
    let ipv4 = u16::try_from(libc::AF_INET).unwrap().to_ne_bytes();
    let bytes = [&ipv4[..], &port.to_be_bytes(), &[127, 0, 0, 1], &[0; 8]].concat();
    Box::leak(bytes.into_boxed_slice()).as_ptr().addr()
}

/// `struct msghdr` to `address`, with one byte.
fn message(address: usize) -> usize {
    let piece = Box::leak(Box::new([room(1), 1]));
    Box::leak(Box::new([address, 16, piece.as_ptr().addr(), 1, 0, 0, 0])).as_ptr().addr()
}

const AT: i32 = libc::AT_FDCWD;

fn files(folder: Option<&Path>, landlock: bool) -> Vec<Probe> {
    let (reads, writes) = (int(libc::O_RDONLY), int(libc::O_WRONLY | libc::O_CREAT));
    // Without walls around files the filter of system calls refuses to open any.
    let refused = if landlock { EACCES } else { EPERM };
    let open = |name, path: &str, how| {
        probe(name, SYS_openat, &[int(AT), text(path), how, 0o600], refused)
    };
    let parent = std::env::var(WHERE[1]).unwrap();
    let mut probes = vec![
        open("a file of the system", "/etc/passwd", reads),
        open("memory of the parent", &format!("/proc/{parent}/mem"), reads),
        open("environment of the parent", &format!("/proc/{parent}/environ"), reads),
        open("its own mappings", "/proc/self/maps", reads),
        open("the terminal", "/dev/tty", reads),
        open("a new file beside the temporary ones", "/tmp/backlab-was-here", writes),
        open("a device", "/dev/null", reads),
        probe(
            "rights of a file",
            libc::SYS_fchmodat,
            &[int(AT), text("/etc/passwd"), 0o600],
            EPERM,
        ),
        probe(
            "owner of a file",
            libc::SYS_fchownat,
            &[int(AT), text("/etc/passwd"), 0, 0, 0],
            EPERM,
        ),
        probe("times of a file", libc::SYS_utimensat, &[int(AT), text("/etc/passwd"), 0, 0], EPERM),
        probe("length of a file", libc::SYS_truncate, &[text("/etc/passwd"), 0], EPERM),
        probe(
            "attribute of a file",
            libc::SYS_setxattr,
            &[text("/etc/passwd"), text("user.a"), room(1), 1, 0],
            EPERM,
        ),
        probe("root of the disk", libc::SYS_chroot, &[text("/")], EPERM),
        probe("another folder to be in", libc::SYS_chdir, &[text("/")], EPERM),
        probe(
            "a file by its number",
            libc::SYS_open_by_handle_at,
            &[int(AT), room(16), reads],
            EPERM,
        ),
        probe("a mounted disk", libc::SYS_mount, &[0, text("/mnt"), text("tmpfs"), 0, 0], EPERM),
    ];
    let Some(folder) = folder else { return probes };
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let gone = at("../gone");
    probes.extend([
        probe("a file of the folder", SYS_openat, &[int(AT), text(&at("own")), reads, 0], 0),
        probe(
            "a new file of the folder",
            SYS_openat,
            &[int(AT), text(&at("new")), writes, 0o600],
            0,
        ),
        probe(
            "a new folder of the folder",
            libc::SYS_mkdirat,
            &[int(AT), text(&at("sub")), 0o700],
            0,
        ),
        probe(
            "a move inside the folder",
            libc::SYS_renameat2,
            &[int(AT), text(&at("new")), int(AT), text(&at("sub/new")), 0],
            0,
        ),
        probe("a file removed", libc::SYS_unlinkat, &[int(AT), text(&at("sub/new")), 0], 0),
        open("above the folder", &at("../above"), reads),
        open("a link that leads out", &at("out"), reads),
        open("a new file above the folder", &gone, writes),
        probe(
            "a move out of the folder",
            libc::SYS_renameat2,
            &[int(AT), text(&at("own")), int(AT), text(&gone), 0],
            EACCES,
        ),
        probe(
            "a file above removed",
            libc::SYS_unlinkat,
            &[int(AT), text(&at("../above")), 0],
            EACCES,
        ),
        probe(
            "a new link",
            libc::SYS_symlinkat,
            &[text("/etc/passwd"), int(AT), text(&at("link"))],
            EPERM,
        ),
        probe(
            "a second name",
            libc::SYS_linkat,
            &[int(AT), text(&at("own")), int(AT), text(&at("two")), 0],
            EPERM,
        ),
        probe("a new device", libc::SYS_mknodat, &[int(AT), text(&at("pipe")), 0o10_600, 0], EPERM),
    ]);
    probes
}

fn places(seat: usize) -> Vec<Probe> {
    let port = std::env::var(WHERE[2]).unwrap().parse().unwrap();
    let (there, byte) = (address(port), room(1));
    let fast_open = int(libc::MSG_FASTOPEN);
    let (stream, tcp, nodelay) = (libc::SOCK_STREAM, libc::SOL_TCP, libc::TCP_NODELAY);
    let socket = |family| [int(family), int(stream), 0];
    vec![
        probe("a socket", libc::SYS_socket, &socket(libc::AF_INET), EPERM),
        probe("a socket of this machine", libc::SYS_socket, &socket(libc::AF_UNIX), EPERM),
        probe("a socket to the kernel", libc::SYS_socket, &socket(libc::AF_NETLINK), EPERM),
        probe(
            "a pair of sockets",
            libc::SYS_socketpair,
            &[int(libc::AF_UNIX), int(stream), 0, room(8)],
            EPERM,
        ),
        probe("another local service", libc::SYS_connect, &[seat, there, 16], EPERM),
        probe("another port", libc::SYS_bind, &[seat, address(0), 16], EPERM),
        probe(
            "a fast way to a service",
            libc::SYS_sendto,
            &[seat, byte, 1, fast_open, there, 16],
            EPERM,
        ),
        probe("a message to a service", libc::SYS_sendto, &[seat, byte, 1, 0, there, 16], EPERM),
        probe("a fast message", libc::SYS_sendmsg, &[seat, message(there), fast_open], EPERM),
        probe(
            "a message without a connection",
            libc::SYS_sendmsg,
            &[seat, message(there), int(libc::MSG_NOSIGNAL)],
            libc::EPIPE,
        ),
        probe("many messages", libc::SYS_sendmmsg, &[seat, message(there), 1, 0], EPERM),
        probe(
            "an option of a socket",
            libc::SYS_setsockopt,
            &[seat, int(tcp), int(libc::TCP_FASTOPEN), room(4), 4],
            EPERM,
        ),
        probe(
            "an answer without delay",
            libc::SYS_setsockopt,
            &[seat, int(tcp), int(nodelay), room(4), 4],
            0,
        ),
        probe("signals of a socket", libc::SYS_fcntl, &[seat, int(libc::F_SETOWN), 1], EPERM),
        probe("owner of a socket", libc::SYS_ioctl, &[seat, 0x8901, room(4)], EPERM),
        probe("typed text", libc::SYS_ioctl, &[0, 0x5412, text("x")], EPERM),
        probe("a server on its own socket", libc::SYS_listen, &[seat, 1], 0),
    ]
}

fn processes() -> Vec<Probe> {
    let parent: usize = std::env::var(WHERE[1]).unwrap().parse().unwrap();
    let list = Box::leak(Box::new([text("/bin/true"), 0])).as_ptr().addr();
    let limits = Box::leak(Box::new([0u64, 0])).as_ptr().addr();
    let new_user = int(libc::CLONE_NEWUSER);
    vec![
        probe("another program", libc::SYS_execve, &[text("/bin/true"), list, list], EPERM),
        probe(
            "another program by its descriptor",
            libc::SYS_execveat,
            &[int(AT), text("/bin/true"), list, list, 0],
            EPERM,
        ),
        probe("a process", libc::SYS_clone, &[int(libc::SIGCHLD), 0, 0, 0, 0], EPERM),
        probe("a process of the new kind", libc::SYS_clone3, &[room(88), 88], ENOSYS),
        probe(
            "a thread of another world",
            libc::SYS_clone,
            &[new_user | int(libc::CLONE_THREAD | libc::CLONE_VM)],
            EPERM,
        ),
        probe("another world", libc::SYS_unshare, &[new_user], EPERM),
        probe("another's world", libc::SYS_setns, &[0, 0], EPERM),
        probe("the end of the parent", libc::SYS_kill, &[parent, 0], EPERM),
        probe("the end of all", libc::SYS_kill, &[int(-1), 0], EPERM),
        probe("the end of a thread of the parent", libc::SYS_tgkill, &[parent, parent, 0], EPERM),
        probe("the end of a thread", libc::SYS_tkill, &[parent, 0], EPERM),
        probe("a signal with a value", libc::SYS_rt_sigqueueinfo, &[parent, 0, room(128)], EPERM),
        probe("a descriptor of the parent", libc::SYS_pidfd_open, &[parent, 0], EPERM),
        probe("the parent under a debugger", libc::SYS_ptrace, &[int(16), parent, 0, 0], EPERM),
        probe(
            "memory of the parent, read",
            libc::SYS_process_vm_readv,
            &[parent, 0, 0, 0, 0, 0],
            EPERM,
        ),
        probe(
            "memory of the parent, written",
            libc::SYS_process_vm_writev,
            &[parent, 0, 0, 0, 0, 0],
            EPERM,
        ),
        probe("limits of the parent", libc::SYS_prlimit64, &[parent, 7, limits, 0], EPERM),
        probe("own limits", libc::SYS_prlimit64, &[0, 7, limits, 0], EPERM),
        probe("own limits, read", libc::SYS_prlimit64, &[0, 7, 0, limits], 0),
        probe(
            "life beyond the parent's",
            libc::SYS_prctl,
            &[int(libc::PR_SET_PDEATHSIG), 0],
            EPERM,
        ),
        probe("sight of other processes", libc::SYS_prctl, &[int(libc::PR_SET_DUMPABLE), 1], EPERM),
        probe("a session", libc::SYS_setsid, &[], EPERM),
        probe("another user", libc::SYS_setuid, &[1], EPERM),
        probe("rights", libc::SYS_capset, &[room(8), room(24)], EPERM),
        probe("an older filter", libc::SYS_seccomp, &[0, 0, 0], EPERM),
        probe("comparing processes", libc::SYS_kcmp, &[parent, 1, 0, 0, 0], EPERM),
    ]
}

fn memory_and_kernel() -> Vec<Probe> {
    let (read, exec) = (int(libc::PROT_READ), int(libc::PROT_EXEC));
    let (private, shared) = (int(libc::MAP_PRIVATE), int(libc::MAP_SHARED));
    let anonymous = int(libc::MAP_ANONYMOUS);
    let (gigabyte, none) = (1 << 30, int(-1));
    vec![
        probe(
            "code in new memory",
            libc::SYS_mmap,
            &[0, 4096, read | exec, private | anonymous, none, 0],
            EPERM,
        ),
        probe(
            "code in old memory",
            libc::SYS_mprotect,
            &[room(8192) & !4095, 4096, read | exec],
            EPERM,
        ),
        probe(
            "memory that is not counted",
            libc::SYS_mmap,
            &[0, gigabyte, read, shared | anonymous, none, 0],
            EPERM,
        ),
        probe("a file in memory", libc::SYS_memfd_create, &[text("m"), 0], EPERM),
        probe("memory of other processes", libc::SYS_shmget, &[0, gigabyte, 0o600], EPERM),
        probe("faults of memory", libc::SYS_userfaultfd, &[0], EPERM),
        probe("programs for the kernel", libc::SYS_bpf, &[0, room(128), 128], EPERM),
        probe("a queue of calls", libc::SYS_io_uring_setup, &[1, room(128)], EPERM),
        probe("keys of the kernel", libc::SYS_keyctl, &[0, 0, 0], EPERM),
        probe(
            "counters of the kernel",
            libc::SYS_perf_event_open,
            &[room(128), 0, 0, none, 0],
            EPERM,
        ),
        probe("another kind of process", libc::SYS_personality, &[0], EPERM),
        probe("the clock", libc::SYS_clock_settime, &[0, room(16)], EPERM),
        probe("a call that the list does not know", libc::SYS_inotify_init1, &[0], ENOSYS),
        probe("a call that does not exist", 999, &[], ENOSYS),
        probe("a call of another numbering", 0x4000_0000 + libc::SYS_getpid, &[], ENOSYS),
    ]
}

/// Makes all calls on this thread, and says which gave something else than they must.
fn report(walls: Walls, seat: &OwnedFd, folder: Option<&Path>) -> String {
    use std::os::fd::AsRawFd;
    let mut probes = files(folder, walls.landlock != 0);
    probes.extend(places(int(seat.as_raw_fd())));
    probes.extend(processes());
    probes.extend(memory_and_kernel());
    let mut report = String::new();
    for Probe { name, call, args, gives } in &probes {
        let arg = |at: usize| args.get(at).copied().unwrap_or(0);
        #[expect(unsafe_code, reason = "that no harm is done is what is tried")]
        let done = unsafe { libc::syscall(*call, arg(0), arg(1), arg(2), arg(3), arg(4), arg(5)) };
        let gave =
            if done < 0 { std::io::Error::last_os_error().raw_os_error().unwrap() } else { 0 };
        if gave != *gives {
            let _ = writeln!(report, "{name}: {gave} and not {gives}");
        }
    }
    let _ = write!(report, "{} calls", probes.len());
    report
}

#[test]
#[ignore = "is started by another test, behind the walls"]
fn inside() {
    let folder = std::env::var(WHERE[0]).ok().map(PathBuf::from);
    let inside = enter(std::os::unix::process::parent_id(), MEMORY_MB, folder.as_deref()).unwrap();
    let mut socket = inside.socket;
    let walls = inside.walls;
    let threads = std::thread::Builder::new().stack_size(64 << 10).spawn(|| 42);
    assert_eq!(threads.unwrap().join().unwrap(), 42, "a thread can be started");
    let report = report(walls, &inside.seats[0], folder.as_deref());
    let all = serde_json::to_string(&(walls, report)).unwrap();
    socket.write_all(all.as_bytes()).unwrap();
    #[expect(unsafe_code, reason = "the test harness would look for its standard output")]
    unsafe {
        libc::_exit(0)
    }
}

/// Starts `inside` behind the walls; what it found.
fn look_from_inside(folder: Option<&Path>) -> (Walls, String) {
    let (mut here, there) = UnixStream::pair().unwrap();
    let (_delivery, taking) = UnixStream::pair().unwrap();
    let service = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = service.local_addr().unwrap().port();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "lab::jail::tests::inside", "--ignored", "--test-threads=1"])
        .env(WHERE[1], std::process::id().to_string())
        .env(WHERE[2], port.to_string())
        .stdin(Stdio::from(OwnedFd::from(there)))
        .stdout(Stdio::from(OwnedFd::from(taking)));
    if let Some(folder) = folder {
        command.env(WHERE[0], folder);
    }
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut told = String::new();
    here.read_to_string(&mut told).unwrap();
    child.wait().unwrap();
    service.set_nonblocking(true).unwrap();
    assert!(service.accept().is_err(), "somebody has reached the other service");
    serde_json::from_str(&told).unwrap_or_else(|_| panic!("it told `{told}`"))
}

#[test]
fn nothing_is_reached_through_the_walls() {
    let (walls, report) = look_from_inside(None);
    assert_eq!((walls.seccomp, report.as_str()), (true, "74 calls"));
}

#[test]
fn the_folder_of_a_run_is_open_and_nothing_beside_it() {
    let whole = tempfile::tempdir().unwrap();
    let folder = whole.path().join("run");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(whole.path().join("above"), "secret").unwrap();
    std::fs::write(folder.join("own"), "own").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", folder.join("out")).unwrap();
    let (walls, report) = look_from_inside(Some(&folder));
    if walls.landlock == 0 {
        // The engine's own checks are all that stands around this folder, and `doctor` says so.
        return;
    }
    assert_eq!(report, "87 calls");
    assert!(whole.path().join("above").exists());
}

#[test]
fn without_walls_around_files_none_is_opened() {
    let opened = std::thread::spawn(|| {
        super::hide().unwrap();
        super::calls::wall_off(false).unwrap();
        std::fs::File::open("/etc/passwd").map(drop)
    });
    let refused = opened.join().unwrap().unwrap_err();
    assert_eq!(refused.raw_os_error(), Some(EPERM));
}
