//! Where children come from: the executable, and the one thread that starts it.

use std::{
    io,
    os::{fd::OwnedFd, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
};

use crate::lab::{Fault, Limits, child};

/// Starts children. They die with the last clone of it, because the parent-death signal fires
/// when the thread that spawned them ends.
#[derive(Clone, Debug)]
pub struct Machine {
    executable: Arc<Path>,
    orders: mpsc::Sender<Order>,
    /// A child that was started before it is needed.
    ahead: Arc<Mutex<Option<Ahead>>>,
}

struct Order {
    socket: UnixStream,
    delivery: UnixStream,
    memory_mb: u32,
    folder: Option<PathBuf>,
    done: mpsc::Sender<io::Result<Child>>,
}

/// The parent's ends of a child's sockets.
#[derive(Debug)]
pub struct Ways {
    /// For frames.
    pub frames: UnixStream,
    /// For the descriptors of sockets that the child asks for.
    pub delivery: UnixStream,
}

/// A child that starts.
#[derive(Debug)]
struct Ahead {
    memory_mb: u32,
    ways: Ways,
    started: mpsc::Receiver<io::Result<Child>>,
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

    /// What tells one build of the executable from another: its size and when it was made. Empty
    /// where the system does not say.
    pub fn build(&self) -> String {
        let Ok(about) = std::fs::metadata(&self.executable) else { return String::new() };
        let made = about.modified().ok();
        let made = made.and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{} {}", about.len(), made.map_or(0, |made| made.as_nanos()))
    }

    /// Children are the program at `executable`, whose `main` calls `child::main_if_asked`.
    pub fn new(executable: PathBuf) -> Machine {
        let (orders, received) = mpsc::channel::<Order>();
        let shared = Arc::from(executable.as_path());
        thread::Builder::new()
            .name("lab-spawner".to_owned())
            .spawn(move || {
                for order in received {
                    let done = order.done.clone();
                    let spawned = spawn(&executable, order);
                    // A lab that no longer waits has nobody to tell.
                    drop(done.send(spawned));
                }
            })
            .expect("one thread more can be had at the start of the program");
        Machine { executable: shared, orders, ahead: Arc::default() }
    }

    /// The program whose `main` calls `child::main_if_asked` and `command::guard::main_if_asked`.
    pub(super) fn executable(&self) -> &Path {
        &self.executable
    }

    /// Starts the next child now, in the hope that it will have the limits of most: it comes to
    /// life while its program is still being read.
    pub fn start_ahead(&self) {
        let memory_mb = Limits::default().memory_mb;
        // Without it the next child is started when it is needed.
        if let Ok(ahead) = self.start(memory_mb, None) {
            let left = self.ahead().replace(ahead);
            left.into_iter().for_each(Ahead::end);
        }
    }

    /// A child, and the ways to it. Of the disk it may use what is in `folder`, or nothing.
    pub(super) fn spawn(
        &self,
        limits: &Limits,
        folder: Option<&Path>,
    ) -> Result<(Ways, Child), Fault> {
        let ahead = self.ahead().take();
        let ahead = match ahead {
            Some(ahead) if ahead.memory_mb == limits.memory_mb && folder.is_none() => ahead,
            other => {
                other.into_iter().for_each(Ahead::end);
                self.start(limits.memory_mb, folder.map(Path::to_owned))?
            }
        };
        let spawned = ahead.started.recv().map_err(|_| spawner_ended())?;
        let child =
            spawned.map_err(|error| Fault(format!("a child could not be started: {error}")))?;
        Ok((ahead.ways, child))
    }

    fn start(&self, memory_mb: u32, folder: Option<PathBuf>) -> Result<Ahead, Fault> {
        let fault = |error| Fault(format!("the lab's child cannot be reached: {error}"));
        let (frames, socket) = UnixStream::pair().map_err(fault)?;
        let (delivery, taking) = UnixStream::pair().map_err(fault)?;
        let (done, started) = mpsc::channel();
        let order = Order { socket, delivery: taking, memory_mb, folder, done };
        self.orders.send(order).map_err(|_| spawner_ended())?;
        Ok(Ahead { memory_mb, ways: Ways { frames, delivery }, started })
    }

    fn ahead(&self) -> MutexGuard<'_, Option<Ahead>> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ahead {
    /// Nobody needs the child.
    fn end(self) {
        drop(self.ways);
        if let Ok(Ok(mut child)) = self.started.recv() {
            // It ends by itself too, now that its socket is closed.
            drop(child.kill());
            drop(child.wait());
        }
    }
}

fn spawner_ended() -> Fault {
    Fault("the spawning thread ended".to_owned())
}

fn spawn(executable: &Path, order: Order) -> io::Result<Child> {
    Command::new(executable)
        .arg(child::ARGUMENT)
        .arg(std::process::id().to_string())
        .arg(order.memory_mb.to_string())
        .args(order.folder)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(OwnedFd::from(order.socket)))
        .stdout(Stdio::from(OwnedFd::from(order.delivery)))
        .stderr(Stdio::null())
        .spawn()
}
