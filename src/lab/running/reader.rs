//! The thread that hears one child, watches its clocks, and decides why it ended.

use std::{
    io::{self, Read},
    os::unix::{net::UnixStream, process::ExitStatusExt},
    process::ExitStatus,
    sync::{Arc, MutexGuard},
    time::{Duration, Instant},
};

use super::{LOOK, Shared, State};
use crate::{
    lab::{
        Answer, Called, Happened, Limits, Ports,
        parent::{EXIT_MEMORY, EXIT_TURN},
        protocol::{self, Ending, ToParent},
        sockets, turn,
    },
    trace::{Stop, What},
};

/// CPU time that the child may take beyond a turn's limit before the parent ends it: the child's
/// own watches come first and know the place.
const CPU_SLACK: Duration = Duration::from_secs(3);
/// Printed bytes that wait for who passes them on.
const UNREAD_BYTES_MAX: usize = 1 << 20;
/// Pieces of a store's answer that wait for who asked.
const PIECES_MAX: usize = 64;
/// Things that happened and that nobody has asked for.
const NEWS_MAX: usize = 100_000;

/// Takes the child's frames, and watches over its wall time and its CPU time.
pub struct Reader {
    pub socket: UnixStream,
    pub shared: Arc<Shared>,
    pub limits: Limits,
    pub started: Instant,
    pub pid: u32,
    /// On which the child gets the sockets that it asks for.
    pub delivery: UnixStream,
    /// Which of them it may have.
    pub ports: Ports,
}

/// What the reader knows of its child's clocks.
#[derive(Default)]
struct Clocks {
    /// The read time-out of the socket.
    patience: Duration,
    looked: Option<Instant>,
    /// A frame came since the last look.
    has_beaten: bool,
    /// The child's CPU time at the last look after a frame.
    cpu_at_beat: Duration,
}

impl Reader {
    /// Until the child is dead and reaped.
    pub fn run(mut self) {
        if let Err(error) = self.take_frames() {
            self.shared.life.end(Stop::Fault(format!("the lab's child spoke nonsense: {error}")));
        }
        let (status, wish) = self.shared.life.reap();
        let mut state = self.shared.lock();
        let stop = decide(wish, state.ending.take(), status, &self.limits);
        state.note_limit(&stop, self.started);
        state.news.push_back(Happened::Ended(stop.clone()));
        state.stop = Some(stop);
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Until the child closes its end, which every end does.
    fn take_frames(&mut self) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut piece = [0; 16 << 10];
        let mut clocks = Clocks::default();
        loop {
            let patience = self.patience();
            if clocks.patience != patience {
                self.socket.set_read_timeout(Some(patience))?;
                clocks.patience = patience;
            }
            // A plain read: descriptors that a child sends along are closed by the kernel.
            match self.socket.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(n) => buffer.extend_from_slice(&piece[..n]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) => {}
                Err(_) => return Ok(()),
            }
            let mut took = false;
            while let Some(frame) = protocol::take(&mut buffer, protocol::TO_PARENT_BYTES_MAX)? {
                took = true;
                self.take_in(frame)?;
            }
            if took {
                clocks.has_beaten = true;
                self.shared.changed.notify_all();
            }
            self.look_at_clocks(&mut clocks);
        }
    }

    fn patience(&self) -> Duration {
        let left = self.limits.wall_ms.map_or(LOOK, |ms| {
            Duration::from_millis(u64::from(ms)).saturating_sub(self.started.elapsed())
        });
        left.clamp(Duration::from_millis(1), LOOK)
    }

    fn look_at_clocks(&self, clocks: &mut Clocks) {
        if let Some(limit_ms) = self.limits.wall_ms
            && Duration::from_millis(u64::from(limit_ms)) <= self.started.elapsed()
        {
            self.shared.life.end(Stop::Wall { limit_ms });
        }
        // Not with each frame: asking for the CPU time costs two system calls.
        if clocks.looked.is_some_and(|at| at.elapsed() < LOOK) {
            return;
        }
        clocks.looked = Some(Instant::now());
        let Some(cpu) = turn::process_cpu(self.pid) else { return };
        if std::mem::take(&mut clocks.has_beaten) {
            clocks.cpu_at_beat = cpu;
        }
        let limit_ms = self.limits.turn_ms;
        let most = clocks.cpu_at_beat + Duration::from_millis(u64::from(limit_ms)) + CPU_SLACK;
        if most < cpu {
            self.shared.life.end(Stop::Turn { limit_ms, place: None });
        }
    }

    /// Until somebody has read enough of what was printed, so that a program cannot fill the
    /// parent's memory: its own writes wait meanwhile.
    fn wait_for_room<'a>(&self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.shared.changed.notify_all();
        while UNREAD_BYTES_MAX < state.unread_bytes && !state.is_left {
            state = self.shared.wait(state, LOOK);
        }
        state
    }

    /// Until who asked the store has taken most of the answer.
    fn wait_for_asker(&self, mut state: MutexGuard<'_, State>) {
        self.shared.changed.notify_all();
        while PIECES_MAX < state.pieces.len() && state.store_is_asked && !state.is_left {
            state = self.shared.wait(state, LOOK);
        }
    }

    fn take_in(&self, frame: ToParent) -> io::Result<()> {
        let mut state = self.shared.lock();
        match frame {
            // Only the first is told before there is foreign code.
            ToParent::Ready { .. } if !state.ports.is_empty() => {
                return Err(io::Error::other("it begins twice"));
            }
            ToParent::Ready { version: protocol::VERSION, walls, ports } => {
                (state.walls, state.ports) = (walls, ports);
            }
            ToParent::Beat => {}
            ToParent::Wants(wanted) => {
                drop(state);
                let port = sockets::deliver(wanted, self.ports, &self.delivery)?;
                self.shared.lock().ports.extend(port);
                return Ok(());
            }
            ToParent::Ready { version, .. } => {
                return Err(io::Error::other(format!("its protocol is version {version}")));
            }
            // Else requests of the judge would go to whatever service of this machine it names.
            ToParent::Listening { port, .. } if !state.ports.contains(&port) => {
                return Err(io::Error::other("it listens where it cannot"));
            }
            ToParent::Listening { named, port, at_us } => {
                state.port.get_or_insert(port);
                state.record(at_us, None, What::Listening { named, port });
                state.news.push_back(Happened::Listening { named, port });
            }
            ToParent::Closed { port, at_us } => {
                state.port = state.port.filter(|open| *open != port);
                state.record(at_us, None, What::Closed { port });
            }
            ToParent::Printed { err, bytes, request, at_us } => {
                let stream = protocol::stream(err);
                state.print(stream, &bytes, request, at_us);
                match self.limits.printed_bytes {
                    Some(limit_bytes) => {
                        state.keep(stream, &bytes);
                        let printed = state.stdout.len() + state.stderr.len();
                        if limit_bytes < printed as u64 {
                            self.shared.life.end(Stop::Output { limit_bytes });
                        }
                    }
                    None => state = self.wait_for_room(state),
                }
            }
            ToParent::Happened { what, request, at_us } => {
                state.record(at_us, request, what.into());
            }
            ToParent::Untold { count } => {
                state.trace.dropped = state.trace.dropped.saturating_add(count);
            }
            ToParent::Idle { open_requests, waiting_for_body, received_bytes, due_ms, passes } => {
                let idle = Happened::Idle {
                    open_requests,
                    waiting_for_body,
                    received_bytes,
                    due_ms,
                    passes,
                };
                // Of several in a row only the last says something new.
                if matches!(state.news.back(), Some(Happened::Idle { .. })) {
                    state.news.pop_back();
                }
                state.news.push_back(idle);
            }
            ToParent::Returned { id, answer } => {
                let answer = answer.map_or(Answer::Never, Answer::from);
                let printed = state.printed_by_call();
                if id <= state.calls {
                    state.answers.insert(id, Called { answer, printed });
                }
            }
            ToParent::Asked { list } => state.asked.extend(list),
            ToParent::Store(told) if state.store_is_asked => {
                state.pieces.push(told);
                self.wait_for_asker(state);
                return Ok(());
            }
            ToParent::Sql(_) | ToParent::Store(_) => {
                return Err(io::Error::other("it was asked for no script"));
            }
            ToParent::Stopped(ending) => state.ending = Some(ending),
        }
        if NEWS_MAX < state.news.len() + state.asked.len() {
            return Err(io::Error::other("it says too much"));
        }
        Ok(())
    }
}

/// Why a child ended: the parent's own kill, then the child's last frame, then its exit code,
/// then its signal.
pub(in crate::lab) fn decide(
    wish: Option<Stop>,
    ending: Option<Ending>,
    status: io::Result<ExitStatus>,
    limits: &Limits,
) -> Stop {
    if let Some(stop) = wish {
        return stop;
    }
    if let Some(ending) = ending {
        return ending.stop(limits);
    }
    let status = match status {
        Ok(status) => status,
        Err(error) => return Stop::Fault(format!("the lab's child was lost: {error}")),
    };
    match (status.code(), status.signal()) {
        (Some(EXIT_TURN), _) => Stop::Turn { limit_ms: limits.turn_ms, place: None },
        (Some(EXIT_MEMORY), _) => Stop::Memory { limit_mb: limits.memory_mb },
        (Some(code), _) => Stop::Fault(format!("the lab's child ended with code {code}")),
        (None, Some(signal)) => Stop::Crashed(signal),
        (None, None) => Stop::Fault("the lab's child ended in an unknown way".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parents_own_reason_comes_before_what_the_child_says() {
        let limits = Limits::default();
        let exited = |code: i32| Ok(ExitStatus::from_raw(code << 8));
        let killed = || Ok(ExitStatus::from_raw(9));
        let wall = Stop::Wall { limit_ms: 1 };
        let decided = decide(Some(wall.clone()), Some(Ending::Finished), exited(0), &limits);
        assert_eq!(decided, wall);
        assert_eq!(decide(None, Some(Ending::Exited(96)), exited(96), &limits), Stop::Exited(96));
        let turn = Stop::Turn { limit_ms: limits.turn_ms, place: None };
        assert_eq!(decide(None, None, exited(EXIT_TURN), &limits), turn);
        let memory = Stop::Memory { limit_mb: limits.memory_mb };
        assert_eq!(decide(None, None, exited(EXIT_MEMORY), &limits), memory);
        assert_eq!(decide(None, None, killed(), &limits), Stop::Crashed(9));
        assert!(matches!(decide(None, None, exited(0), &limits), Stop::Fault(_)));
    }
}
