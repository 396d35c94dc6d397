//! The screens on a buffer instead of a terminal, with the worker and the lab behind them: for
//! pictures of what a learner sees.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    time::{Duration, Instant},
};

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    app::{
        App,
        input::Message,
        run::{Next, Timers},
        worker::Worker,
    },
    screen::{
        event::{Effect, Event},
        keymap::Key,
        theme::Theme,
    },
    tutor::Tutor,
};

/// A screen is settled when nothing more comes for so long.
const QUIET: Duration = Duration::from_millis(250);

/// What the loop is to a terminal this is to a buffer. Effects that are a terminal's (copying, the
/// mouse, an outside editor, leaving) do nothing here.
pub struct Stage {
    app: App,
    worker: Worker,
    inbox: Receiver<Message>,
    timers: Timers,
    size: Size,
    /// Changes what a screen is told, before it is: what was measured, for instance.
    before: fn(&mut Event),
}

impl Stage {
    /// Home, as after a start. Live checks are off; the index for search is made.
    pub fn new(tutor: Arc<Tutor>, theme: Theme, size: Size, before: fn(&mut Event)) -> Stage {
        let (messages, inbox) = channel();
        let overview = Event::Overview(Box::new(tutor.overview()));
        let worker = Worker::new(tutor, messages, None);
        worker.index();
        let app = App::new(theme, size, false);
        let timers = Timers::default();
        let mut stage = Stage { app, worker, inbox, timers, size, before };
        stage.tell(overview);
        stage
    }

    pub fn press(&mut self, key: Key) {
        self.tell(Event::Key(key.event()));
    }

    pub fn paste(&mut self, text: &str) {
        self.tell(Event::Paste(text.to_owned()));
    }

    /// Goes on until `holds` of what is drawn, and until nothing more comes for a quarter of a
    /// second; `false` where that was not so within `most`.
    pub fn settles(&mut self, most: Duration, holds: impl Fn(&Buffer) -> bool) -> bool {
        let end = Instant::now() + most;
        loop {
            let quiet = Instant::now() + QUIET;
            match self.timers.next(&self.inbox, Some(quiet.min(end))) {
                Next::Message(Message::Event(event)) => self.tell(event),
                Next::Message(_) => {}
                Next::Nothing if holds(&self.draw()) => return true,
                Next::Nothing if Instant::now() < end => {}
                Next::Nothing | Next::Closed => return false,
            }
        }
    }

    pub fn draw(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.width, self.size.height));
        self.app.draw(&mut buffer);
        buffer
    }

    fn tell(&mut self, mut event: Event) {
        (self.before)(&mut event);
        for effect in self.app.update(&event) {
            match effect {
                Effect::After { ms, generation } => self.timers.add(ms, generation),
                Effect::Quit
                | Effect::Suspend
                | Effect::Copy(_)
                | Effect::ToggleMouse
                | Effect::EditOutside { .. } => {}
                other => self.worker.perform(other),
            }
        }
    }
}

impl Drop for Stage {
    /// What was asked for last is still written.
    fn drop(&mut self) {
        self.worker.settle();
    }
}
