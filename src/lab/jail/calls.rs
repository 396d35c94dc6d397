//! Which system calls a child may make once its walls stand (seccomp(2)).
//!
//! It is a list of what is allowed. Calls that are known and dangerous answer `EPERM`; what is not
//! named answers `ENOSYS`, so that a newer C library falls back to the older calls that are named.

use std::io;

use libc::{MAP_ANONYMOUS, MAP_SHARED, MSG_FASTOPEN, PROT_EXEC, SOL_SOCKET, SOL_TCP, c_int};

use super::filter::{Filter, Test};

/// Whether system calls can be filtered on this kind of machine at all.
#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: Option<u32> = Some(0xc000_003e);
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: Option<u32> = Some(0xc000_00b7);
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const ARCHITECTURE: Option<u32> = None;

/// Filters the system calls of this thread and of those that it starts. Where `may_open` is false,
/// no file can be opened, made, moved or removed either: for a system without walls around files.
///
/// # Errors
/// Where the kernel has no filters or forbids them; nothing is filtered then.
pub fn wall_off(may_open: bool) -> io::Result<()> {
    let Some(architecture) = ARCHITECTURE else { return Err(io::ErrorKind::Unsupported.into()) };
    let mut program = list(may_open).program(architecture);
    let length = u16::try_from(program.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let program = libc::sock_fprog { len: length, filter: program.as_mut_ptr() };
    #[expect(unsafe_code, reason = "the program lives across the call, its length is its own")]
    let done = unsafe {
        libc::syscall(libc::SYS_seccomp, libc::SECCOMP_SET_MODE_FILTER, 0, &raw const program)
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn list(may_open: bool) -> Filter {
    let mut filter = Filter::new();
    filter.allow(MEMORY_AND_THREADS);
    filter.allow(TIME_AND_SELF);
    filter.allow(DESCRIPTORS);
    filter.allow(NAMES);
    if may_open {
        filter.allow(OPENING);
    } else {
        filter.refuse(OPENING);
    }
    filter.refuse(DANGEROUS);
    #[cfg(target_arch = "x86_64")]
    {
        filter.allow(&older::HARMLESS);
        if may_open {
            filter.allow(&older::OPENING);
        } else {
            filter.refuse(&older::OPENING);
        }
        filter.refuse(&older::DANGEROUS);
    }
    with_conditions(&mut filter);
    filter
}

/// Calls that are allowed for some of what they do.
fn with_conditions(filter: &mut Filter) {
    let own = std::process::id();
    // No code can be made, and no memory that RLIMIT_DATA does not count.
    let not_run = Test::lacks(2, bits(PROT_EXEC));
    filter.allow_if(
        libc::SYS_mmap,
        vec![
            vec![not_run, Test::lacks(3, bits(MAP_SHARED))],
            vec![not_run, Test::lacks(3, bits(MAP_ANONYMOUS))],
        ],
    );
    filter.allow_if(libc::SYS_mprotect, vec![vec![not_run]]);
    // Threads, with what glibc and musl ask for; no process, no namespace.
    let of_threads = libc::CLONE_VM
        | libc::CLONE_FS
        | libc::CLONE_FILES
        | libc::CLONE_SIGHAND
        | libc::CLONE_THREAD
        | libc::CLONE_SYSVSEM
        | libc::CLONE_SETTLS
        | libc::CLONE_PARENT_SETTID
        | libc::CLONE_CHILD_CLEARTID
        | libc::CLONE_DETACHED;
    let is_thread = Test::has(0, bits(libc::CLONE_THREAD | libc::CLONE_VM));
    filter.allow_if(libc::SYS_clone, vec![vec![is_thread, Test::lacks(0, !bits(of_threads))]]);
    // abort() sends itself a signal.
    filter.allow_if(libc::SYS_tgkill, vec![vec![Test::is(0, own)]]);
    // TCP Fast Open connects without connect(2), and past the walls around ports.
    let slow = bits(MSG_FASTOPEN);
    let nowhere = Test::is_null(4);
    filter.allow_if(libc::SYS_sendto, vec![vec![Test::lacks(3, slow), nowhere[0], nowhere[1]]]);
    filter.allow_if(libc::SYS_sendmsg, vec![vec![Test::lacks(2, slow)]]);
    let option =
        |level: c_int, name: c_int| vec![Test::is(1, bits(level)), Test::is(2, bits(name))];
    filter.allow_if(
        libc::SYS_setsockopt,
        vec![
            option(SOL_TCP, libc::TCP_NODELAY),
            option(SOL_SOCKET, libc::SO_RCVTIMEO),
            option(SOL_SOCKET, libc::SO_SNDTIMEO),
        ],
    );
    // Not who gets signals of a descriptor.
    let command = |command: c_int| vec![Test::is(1, bits(command))];
    filter.allow_if(
        libc::SYS_fcntl,
        [
            libc::F_DUPFD,
            libc::F_DUPFD_CLOEXEC,
            libc::F_GETFD,
            libc::F_SETFD,
            libc::F_GETFL,
            libc::F_SETFL,
            libc::F_GETLK,
            libc::F_SETLK,
            libc::F_SETLKW,
        ]
        .map(command)
        .to_vec(),
    );
    let control = |request: libc::Ioctl| {
        vec![Test::is(1, u32::try_from(request).expect("these requests have 32 bits"))]
    };
    filter.allow_if(libc::SYS_ioctl, [libc::FIONBIO, libc::FIOCLEX].map(control).to_vec());
    let of_names = [libc::PR_SET_NAME, libc::PR_SET_VMA];
    filter.allow_if(libc::SYS_prctl, of_names.map(|name| vec![Test::is(0, bits(name))]).to_vec());
    let unchanged = Test::is_null(2);
    filter.allow_if(libc::SYS_prlimit64, vec![vec![Test::is(0, 0), unchanged[0], unchanged[1]]]);
}

/// A flag or a number of C's type `int` as the kernel sees it in an argument.
fn bits(value: c_int) -> u32 {
    value.cast_unsigned()
}

const MEMORY_AND_THREADS: &[libc::c_long] = &[
    libc::SYS_brk,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_get_robust_list,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_sigaltstack,
];

const TIME_AND_SELF: &[libc::c_long] = &[
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_getegid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_getuid,
    libc::SYS_nanosleep,
    libc::SYS_sysinfo,
    libc::SYS_times,
    libc::SYS_uname,
];

/// What is done with descriptors that are open: sockets that were bound or handed over, files.
const DESCRIPTORS: &[libc::c_long] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_close,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_eventfd2,
    libc::SYS_fallocate,
    libc::SYS_fdatasync,
    libc::SYS_fstat,
    libc::SYS_fsync,
    libc::SYS_ftruncate,
    libc::SYS_getdents64,
    libc::SYS_getpeername,
    libc::SYS_getsockname,
    libc::SYS_getsockopt,
    libc::SYS_listen,
    libc::SYS_lseek,
    libc::SYS_pipe2,
    libc::SYS_ppoll,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_pwrite64,
    libc::SYS_pwritev,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_shutdown,
    libc::SYS_write,
    libc::SYS_writev,
];

/// Whether a file is there and how large; the walls around files do not hide that.
const NAMES: &[libc::c_long] = &[
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_getcwd,
    libc::SYS_newfstatat,
    libc::SYS_readlinkat,
    libc::SYS_statx,
];

/// What the walls around files decide about.
const OPENING: &[libc::c_long] =
    &[libc::SYS_mkdirat, libc::SYS_openat, libc::SYS_renameat2, libc::SYS_unlinkat];

/// Known to reach out of a process, or to change what it is; each has been tried.
const DANGEROUS: &[libc::c_long] = &[
    // Other places.
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_sendmmsg,
    libc::SYS_socket,
    libc::SYS_socketpair,
    // Other programs and processes.
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_kcmp,
    libc::SYS_kill,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_setpgid,
    libc::SYS_setpriority,
    libc::SYS_setrlimit,
    libc::SYS_setsid,
    libc::SYS_tkill,
    // Rights.
    libc::SYS_capset,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_seccomp,
    libc::SYS_setgid,
    libc::SYS_setgroups,
    libc::SYS_setns,
    libc::SYS_setregid,
    libc::SYS_setresgid,
    libc::SYS_setresuid,
    libc::SYS_setreuid,
    libc::SYS_setuid,
    libc::SYS_unshare,
    // Files that were not opened.
    libc::SYS_chdir,
    libc::SYS_chroot,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_fsetxattr,
    libc::SYS_linkat,
    libc::SYS_lsetxattr,
    libc::SYS_mknodat,
    libc::SYS_mount,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_pivot_root,
    libc::SYS_removexattr,
    libc::SYS_setxattr,
    libc::SYS_symlinkat,
    libc::SYS_truncate,
    libc::SYS_umount2,
    libc::SYS_utimensat,
    // Memory that is not counted, and code.
    libc::SYS_memfd_create,
    libc::SYS_remap_file_pages,
    libc::SYS_shmat,
    libc::SYS_shmget,
    libc::SYS_userfaultfd,
    // The kernel itself.
    libc::SYS_bpf,
    libc::SYS_clock_settime,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_perf_event_open,
    libc::SYS_personality,
    libc::SYS_reboot,
    libc::SYS_syslog,
];

/// Calls that newer kinds of machines do without.
#[cfg(target_arch = "x86_64")]
mod older {
    pub const HARMLESS: [libc::c_long; 10] = [
        libc::SYS_access,
        libc::SYS_dup2,
        libc::SYS_epoll_wait,
        libc::SYS_getdents,
        libc::SYS_getrlimit,
        libc::SYS_lstat,
        libc::SYS_poll,
        libc::SYS_readlink,
        libc::SYS_stat,
        libc::SYS_time,
    ];

    pub const OPENING: [libc::c_long; 6] = [
        libc::SYS_mkdir,
        libc::SYS_open,
        libc::SYS_rename,
        libc::SYS_renameat,
        libc::SYS_rmdir,
        libc::SYS_unlink,
    ];

    pub const DANGEROUS: [libc::c_long; 16] = [
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_creat,
        libc::SYS_fork,
        libc::SYS_futimesat,
        libc::SYS_ioperm,
        libc::SYS_iopl,
        libc::SYS_lchown,
        libc::SYS_link,
        libc::SYS_mknod,
        libc::SYS_modify_ldt,
        libc::SYS_symlink,
        libc::SYS_utime,
        libc::SYS_utimes,
        libc::SYS_uselib,
        libc::SYS_vfork,
    ];
}
