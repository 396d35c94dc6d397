//! Where children come from: the executable, and the one thread that starts it.

use std::{
    io,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use crate::lab::{Fault, Limits, child};

/// Starts children. They die with the last clone of it, because the parent-death signal fires
/// when the thread that spawned them ends.
#[derive(Clone, Debug)]
pub struct Machine {
    orders: mpsc::Sender<Order>,
}

struct Order {
    socket: UnixStream,
    memory_mb: u32,
    done: mpsc::Sender<io::Result<Child>>,
}

impl Machine {
    /// Children are this program, started again.
    pub fn of_this_program() -> Machine {
        if cfg!(target_os = "linux") {
            // The kernel's link survives a replacement of the file, as by an update.
            return Machine::new(PathBuf::from("/proc/self/exe"));
        }
        Machine::new(std::env::current_exe().unwrap_or_else(|_| PathBuf::from("backlab")))
    }

    /// Children are the program at `executable`, whose `main` calls `child::main_if_asked`.
    pub fn new(executable: PathBuf) -> Machine {
        let (orders, received) = mpsc::channel::<Order>();
        thread::Builder::new()
            .name("lab-spawner".to_owned())
            .spawn(move || {
                for order in received {
                    let spawned = spawn(&executable, order.socket, order.memory_mb);
                    // A lab that no longer waits has nobody to tell.
                    drop(order.done.send(spawned));
                }
            })
            .expect("one thread more can be had at the start of the program");
        Machine { orders }
    }

    /// A child whose standard input is `socket`.
    pub(super) fn spawn(&self, socket: UnixStream, limits: &Limits) -> Result<Child, Fault> {
        let (done, spawned) = mpsc::channel();
        let order = Order { socket, memory_mb: limits.memory_mb, done };
        self.orders.send(order).map_err(|_| Fault("the spawning thread ended".to_owned()))?;
        let spawned = spawned.recv().map_err(|_| Fault("the spawning thread ended".to_owned()))?;
        spawned.map_err(|error| Fault(format!("a child could not be started: {error}")))
    }
}

fn spawn(executable: &Path, socket: UnixStream, memory_mb: u32) -> io::Result<Child> {
    Command::new(executable)
        .arg(child::ARGUMENT)
        .arg(std::process::id().to_string())
        .arg(memory_mb.to_string())
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}
