//! The child: the same program, started again, with walls around it and a socket to its parent.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    mem,
    os::{fd::AsRawFd, unix::net::UnixStream},
    path::PathBuf,
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::lab::{
    jail,
    js::{self, Ready},
    mock,
    parent::{EXIT_FAULT, EXIT_MEMORY, EXIT_ORPHAN, Inbox, Wire, leave},
    protocol::{self, Ending, ToChild, ToParent},
    sockets::Outside,
    sql, store,
    turn::{self, Turn},
    wire,
};

/// The hidden argument; after it the parent's process id, the memory in MB, and the folder of the
/// disk that the child may use if it may use one.
pub const ARGUMENT: &str = "--lab-child";

/// How often the watch looks at the turn's clock.
const TICK: Duration = Duration::from_millis(100);
/// The engine's own interrupt comes first, because it knows the place.
const WATCH_SLACK: Duration = Duration::from_millis(300);
/// CPU time after which the parent is told that all is well.
const BEAT: Duration = Duration::from_millis(500);
const WATCH_STACK_BYTES: usize = 256 << 10;

/// Becomes a lab's child, and never returns, when the hidden argument is the first one.
pub fn main_if_asked() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_none_or(|first| first != ARGUMENT) {
        return;
    }
    let mut number = || args.next()?.to_str()?.parse::<u32>().ok();
    let (Some(parent), Some(memory_mb)) = (number(), number()) else { process::exit(EXIT_FAULT) };
    let folder = args.next().map(PathBuf::from);
    let Ok(inside) = jail::enter(parent, memory_mb, folder.as_deref()) else {
        process::exit(EXIT_FAULT)
    };
    live(inside, memory_mb)
}

fn live(inside: jail::Inside, memory_mb: u32) -> ! {
    let mut socket = inside.socket;
    let Ok(copy) = socket.try_clone() else { process::exit(EXIT_FAULT) };
    let wire = Wire::new(copy);
    tell_panics(wire.clone());
    OUT_OF_MEMORY_ENDS.store(true, Ordering::Relaxed);
    wire.tell(&ToParent::Ready {
        version: protocol::VERSION,
        walls: inside.walls,
        ports: inside.ports,
    });
    let ready = while_waiting(&socket, memory_mb);
    let first = protocol::read(&mut socket, protocol::TO_CHILD_BYTES_MAX);
    let wire = wire.begun_now();
    let start = match first {
        Ok(ToChild::Start(start)) if start.version == protocol::VERSION => *start,
        Ok(ToChild::StartSql(start)) if start.version == protocol::VERSION => {
            // Nobody waits for its end: the process's is the engine's too.
            mem::forget(ready);
            let turn = watched_turn(start.turn_ms, &wire);
            sql::child::run(&start, &wire, &turn, socket)
        }
        Ok(ToChild::StartStore(start)) if start.version == protocol::VERSION => {
            mem::forget(ready);
            let turn = watched_turn(start.turn_ms, &wire);
            store::child::run(&start, &wire, &turn, socket)
        }
        Ok(ToChild::StartWire(start)) if start.version == protocol::VERSION => {
            mem::forget(ready);
            let turn = watched_turn(start.turn_ms, &wire);
            let outside = Outside::new(inside.seats, wire.clone(), inside.delivery);
            wire::run(&start, outside, &wire, &turn, socket)
        }
        Ok(ToChild::StartMock(start)) if start.version == protocol::VERSION => {
            mem::forget(ready);
            let outside = Outside::new(inside.seats, wire.clone(), inside.delivery);
            mock::run(*start, outside, &wire, socket)
        }
        Ok(_) => wire.end(Ending::Fault("the first frame was no start".to_owned())),
        Err(_) => process::exit(EXIT_ORPHAN),
    };
    let turn = watched_turn(start.turn_ms, &wire);
    let outside = Outside::new(inside.seats, wire.clone(), inside.delivery);
    js::run(start, ready, (outside, inside.bell), &wire, &turn, Inbox::new(socket))
}

/// Makes an engine ready, a step at a time, until the parent says what to run.
fn while_waiting(socket: &UnixStream, memory_mb: u32) -> Option<Ready> {
    if is_told(socket) {
        return None;
    }
    // What fails here is tried again, and told, when it is needed.
    let mut ready = Ready::new(memory_mb).ok()?;
    while !is_told(socket) && ready.read_one() {}
    Some(ready)
}

/// Whether the parent said something, or is gone.
fn is_told(socket: &UnixStream) -> bool {
    let mut asked = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    #[expect(unsafe_code, reason = "asks about one descriptor that is open")]
    let told = unsafe { libc::poll(&raw mut asked, 1, 0) };
    // What cannot be asked is read, which waits.
    told != 0
}

/// The clock of this thread's turns, and a watch that ends the process when one takes too long.
fn watched_turn(turn_ms: u32, wire: &Wire) -> Arc<Turn> {
    let turn = Arc::new(Turn::of_this_thread(Duration::from_millis(u64::from(turn_ms))));
    watch(Arc::clone(&turn), wire.clone());
    turn
}

/// A thread that ends the process when a turn takes too long in code that polls no interrupt,
/// and tells the parent now and then that all is well.
fn watch(turn: Arc<Turn>, wire: Wire) {
    let look = move || {
        let mut beat_at = Duration::ZERO;
        loop {
            thread::sleep(TICK);
            // A turn that hangs must not keep what was recorded before it.
            wire.catch_up_if_free();
            match turn.over_anywhere() {
                Some((over, place)) if WATCH_SLACK < over => {
                    wire.end_at_once(Ending::Turn { place: place.map(Into::into) });
                }
                Some(_) => {}
                None => {
                    let cpu = turn::process_cpu(process::id()).unwrap_or_default();
                    if beat_at + BEAT < cpu {
                        beat_at = cpu;
                        wire.tell(&ToParent::Beat);
                    }
                }
            }
        }
    };
    let spawned =
        thread::Builder::new().name("watch".to_owned()).stack_size(WATCH_STACK_BYTES).spawn(look);
    if spawned.is_err() {
        process::exit(EXIT_FAULT);
    }
}

/// A panic is a bug of ours: the parent says so, with its words.
fn tell_panics(wire: Wire) {
    std::panic::set_hook(Box::new(move |panic| {
        wire.end_at_once(Ending::Fault(panic.to_string()));
    }));
}

/// Set in children only; the parent's allocations fail as they always do.
static OUT_OF_MEMORY_ENDS: AtomicBool = AtomicBool::new(false);

/// The system's allocator; in a child, memory that is refused ends the process with the exit code
/// that says so. The engine has an allocator of its own, which can refuse and go on.
struct Counted;

#[global_allocator]
static ALLOCATOR: Counted = Counted;

#[expect(unsafe_code, reason = "hands every call to the system's allocator as it is")]
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of the method of the same name.
        given(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.realloc(old, layout, size) })
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(old, layout) }
    }
}

fn given(memory: *mut u8) -> *mut u8 {
    if memory.is_null() && OUT_OF_MEMORY_ENDS.load(Ordering::Relaxed) {
        leave(EXIT_MEMORY);
    }
    memory
}
