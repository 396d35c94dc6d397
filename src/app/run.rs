//! The loop: wait, update, perform, draw. One thread, one channel; nothing happens while nothing
//! happens.

use std::{
    collections::BinaryHeap,
    io,
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use crate::{
    app::{App, input::Message, terminal::Terminal, worker::Worker},
    course::id::PackId,
    screen::event::{Effect, Event, Generation},
};

/// Why the program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The learner left.
    Left,
    /// The learner opens another pack.
    Other(PackId),
    /// A signal asked for it, or the terminal went away.
    Signal(i32),
}

/// Runs until the learner leaves or the terminal does.
///
/// # Errors
/// The terminal cannot be written to.
pub fn run(
    app: &mut App,
    terminal: &mut Terminal,
    worker: &mut Worker,
    messages: &Receiver<Message>,
) -> io::Result<Ended> {
    let mut timers = Timers::default();
    // What the terminal has said of its ground by now; the first frame waits for nothing.
    let mut next = messages.try_recv().ok();
    let mut is_first = true;
    loop {
        // Everything that is there already is taken before the next frame.
        while let Some(message) = next {
            let effects = match message {
                Message::Input { events, go_on } => {
                    let effects = events.iter().flat_map(|event| app.update(event)).collect();
                    let ended = perform(effects, app, terminal, worker, &mut timers)?;
                    // The input thread reads on only now: an outside editor that an effect
                    // started had the terminal's input to itself.
                    let _ = go_on.send(());
                    if let Some(ended) = ended {
                        return Ok(ended);
                    }
                    Vec::new()
                }
                // What has another list is looked at once more, by that list.
                Message::Event(Event::PackSaved { lists_others: true, .. })
                    if worker.open_anew() =>
                {
                    Vec::new()
                }
                Message::Event(event) => {
                    if let Event::Workpiece(work) = &event {
                        worker.watch(work);
                    }
                    if let Event::Shelf(shelf) = &event {
                        worker.watch_shelf(shelf);
                    }
                    app.update(&event)
                }
                Message::Suspend => vec![Effect::Suspend],
                Message::Continued => {
                    terminal.lend(|| ())?;
                    app.update(&Event::Resumed)
                }
                Message::End(signal) => return Ok(Ended::Signal(signal)),
            };
            if let Some(ended) = perform(effects, app, terminal, worker, &mut timers)? {
                return Ok(ended);
            }
            next = messages.try_recv().ok();
        }
        terminal.draw(|frame| app.view(frame))?;
        if std::mem::take(&mut is_first) {
            // Not earlier, for the sake of the first frame.
            worker.upkeep();
            worker.index();
        }
        next = match timers.next(messages, None) {
            Next::Message(message) => Some(message),
            Next::Nothing => None,
            Next::Closed => return Ok(Ended::Signal(0)),
        };
    }
}

/// Performs effects, and those that their answers ask for.
fn perform(
    effects: Vec<Effect>,
    app: &mut App,
    terminal: &mut Terminal,
    worker: &mut Worker,
    timers: &mut Timers,
) -> io::Result<Option<Ended>> {
    let mut open: std::collections::VecDeque<Effect> = effects.into();
    while let Some(effect) = open.pop_front() {
        match effect {
            Effect::Quit => return Ok(Some(Ended::Left)),
            Effect::OpenPack(id) => return Ok(Some(Ended::Other(id))),
            Effect::Suspend => {
                terminal.lend(stop_this_process)?;
                open.extend(app.update(&Event::Resumed));
            }
            Effect::After { ms, generation } => timers.add(ms, generation),
            Effect::Copy(text) => terminal.copy(&text)?,
            Effect::ToggleMouse => terminal.toggle_mouse()?,
            Effect::EditOutside { exercise, path } => {
                let events = worker
                    .edit_outside(&exercise, &path, |editor| terminal.lend(|| editor.status()))?;
                for event in &events {
                    open.extend(app.update(event));
                }
            }
            other => worker.perform(other),
        }
    }
    Ok(None)
}

/// Stops as `kill -STOP` would; goes on when the shell says so (SIGCONT).
fn stop_this_process() {
    // Only an unknown signal number could fail here.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}

/// What `Effect::After` asked for, soonest first.
#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<(std::cmp::Reverse<Instant>, Generation)>,
}

/// What comes next to the loop.
pub enum Next {
    Message(Message),
    /// Not within the time that was given.
    Nothing,
    /// Nobody can send any more.
    Closed,
}

impl Timers {
    pub fn add(&mut self, ms: u64, generation: Generation) {
        let at = Instant::now() + Duration::from_millis(ms);
        self.heap.push((std::cmp::Reverse(at), generation));
    }

    /// The next message or the next timer, at `until` the latest.
    pub fn next(&mut self, messages: &Receiver<Message>, until: Option<Instant>) -> Next {
        let timer = self.heap.peek().copied().map(|(std::cmp::Reverse(at), of)| (at, of));
        let timer = timer.filter(|(at, _)| until.is_none_or(|until| *at <= until));
        let Some(end) = timer.map(|(at, _)| at).or(until) else {
            return messages.recv().map_or(Next::Closed, Next::Message);
        };
        match messages.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(message) => Next::Message(message),
            Err(RecvTimeoutError::Disconnected) => Next::Closed,
            Err(RecvTimeoutError::Timeout) => timer.map_or(Next::Nothing, |(_, generation)| {
                self.heap.pop();
                Next::Message(Message::Event(Event::Elapsed { generation }))
            }),
        }
    }
}
