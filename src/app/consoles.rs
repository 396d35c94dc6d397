//! The sessions of the consoles: each engine has a thread of its own that owns its session, begun when
//! it is first asked for. So a query that does not end holds up nobody else, and what is typed while one
//! runs waits for it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvError, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use crate::{
    app::input::Message,
    screen::event::{Event, Generation},
    tutor::{
        Cancel, Trouble, Tutor,
        console::{Console, Engine, On, Opened},
    },
};

/// How often a program with timers is asked what it printed; without one nobody asks.
const LOOK: Duration = Duration::from_millis(100);

/// What can be stopped, by its number.
pub type Running = Arc<Mutex<HashMap<Generation, Cancel>>>;

/// What a console is asked for.
pub enum Wanted {
    Choices,
    Open { on: Option<On>, generation: Generation, cancel: Cancel, running: Running },
    Run { input: String, generation: Generation, cancel: Cancel, running: Running },
}

pub struct Consoles {
    tutor: Arc<Tutor>,
    messages: Sender<Message>,
    threads: BTreeMap<Engine, Sender<Wanted>>,
}

impl Consoles {
    pub fn new(tutor: Arc<Tutor>, messages: Sender<Message>) -> Consoles {
        Consoles { tutor, messages, threads: BTreeMap::new() }
    }

    pub fn ask(&mut self, engine: Engine, wanted: Wanted) {
        let (tutor, messages) = (&self.tutor, &self.messages);
        let begin = || begin(Arc::clone(tutor), engine, messages.clone());
        // The thread ends with the program only.
        let _ = self.threads.entry(engine).or_insert_with(begin).send(wanted);
    }
}

fn begin(tutor: Arc<Tutor>, engine: Engine, messages: Sender<Message>) -> Sender<Wanted> {
    let (sender, wishes) = channel::<Wanted>();
    thread::spawn(move || {
        let mut desk = Desk::new(tutor, engine);
        loop {
            let event = match desk.next(&wishes) {
                Ok(Some(wanted)) => Some(desk.answer(wanted, &messages)),
                Ok(None) => desk.listen(),
                Err(RecvError) => return,
            };
            if let Some(event) = event
                && messages.send(Message::Event(event)).is_err()
            {
                return;
            }
        }
    });
    sender
}

/// One engine's session, and what is known of it.
struct Desk {
    tutor: Arc<Tutor>,
    engine: Engine,
    session: Option<(Console, Opened)>,
    /// Why there is no session, where opening one failed.
    trouble: Option<Trouble>,
    /// The number of the input that ran last.
    last: Generation,
}

impl Desk {
    fn new(tutor: Arc<Tutor>, engine: Engine) -> Desk {
        Desk { tutor, engine, session: None, trouble: None, last: 0 }
    }

    /// The next wish; `None` where it is time to look at what a program printed by itself.
    fn next(&self, wishes: &Receiver<Wanted>) -> Result<Option<Wanted>, RecvError> {
        if !self.session.as_ref().is_some_and(|(console, _)| console.is_waiting()) {
            return wishes.recv().map(Some);
        }
        match wishes.recv_timeout(LOOK) {
            Ok(wanted) => Ok(Some(wanted)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(RecvError),
        }
    }

    /// What a timer of a program printed, after the input that began it.
    fn listen(&mut self) -> Option<Event> {
        let (console, _) = self.session.as_mut()?;
        let text = console.listen();
        (!text.is_empty()).then_some(Event::ConsolePrinted { generation: self.last, text })
    }

    fn answer(&mut self, wanted: Wanted, messages: &Sender<Message>) -> Event {
        let engine = self.engine;
        match wanted {
            Wanted::Choices => {
                Event::ConsoleChoices { engine, choices: self.tutor.console_choices(engine) }
            }
            Wanted::Open { on, generation, cancel, running } => {
                let opened = self.open(on, &cancel);
                forget(&running, generation);
                match opened {
                    Ok(opened) => Event::ConsoleOpened { generation, opened: Box::new(opened) },
                    Err(trouble) => Event::Failed { generation: Some(generation), trouble },
                }
            }
            Wanted::Run { input, generation, cancel, running } => {
                let event = self.run(&input, generation, &cancel, messages);
                forget(&running, generation);
                event
            }
        }
    }

    /// Opens a session on `on`; without it goes on with the one that is there.
    fn open(&mut self, on: Option<On>, cancel: &Cancel) -> Result<Opened, Trouble> {
        let on = match (on, &self.session) {
            (Some(on), _) => on,
            (None, Some((_, opened))) => {
                let typed = self.tutor.typed(self.engine);
                return Ok(Opened { text: None, typed, ..opened.clone() });
            }
            (None, None) => {
                let mut choices = self.tutor.console_choices(self.engine).into_iter();
                choices.next().map_or(On::Empty, |first| first.on)
            }
        };
        // The old session ends before the new one begins, so that there is never room for two to be held.
        self.session = None;
        match self.tutor.open_console(self.engine, &on, cancel) {
            Ok((console, opened)) => {
                (self.session, self.trouble) = (Some((console, opened.clone())), None);
                Ok(opened)
            }
            Err(trouble) => {
                self.trouble = Some(trouble.clone());
                Err(trouble)
            }
        }
    }

    fn run(
        &mut self,
        input: &str,
        generation: Generation,
        cancel: &Cancel,
        messages: &Sender<Message>,
    ) -> Event {
        self.tutor.keep_typed(self.engine, input);
        // Never on other data than the screen says.
        let Some((console, opened)) = &mut self.session else {
            let none = || Trouble::new("No session is open here.");
            let trouble = self.trouble.clone().unwrap_or_else(none);
            return Event::Failed { generation: Some(generation), trouble };
        };
        self.last = generation;
        let told = |text: &str| {
            let event = Event::ConsolePrinted { generation, text: text.to_owned() };
            // Nobody has to listen.
            drop(messages.send(Message::Event(event)));
        };
        let ran = console.run(input, cancel, &told);
        opened.tree.clone_from(&ran.tree);
        opened.words.clone_from(&ran.words);
        Event::ConsoleRan { generation, ran: Box::new(ran) }
    }
}

/// What has ended cannot be stopped any more.
fn forget(running: &Running, generation: Generation) {
    running.lock().unwrap_or_else(PoisonError::into_inner).remove(&generation);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::tests::tutor, config::Folders};

    #[test]
    fn nothing_runs_after_an_opening_that_failed() {
        let mut desk = Desk::new(tutor(Folders::default()), Engine::Sql);
        let (messages, _inbox) = channel();
        let running = Running::default();
        running.lock().unwrap().insert(1, Cancel::new());
        let on = Some(On::File("no/such.sql".to_owned()));
        let cancel = Cancel::new();
        let wanted = Wanted::Open { on, generation: 1, cancel, running: Arc::clone(&running) };
        let Event::Failed { trouble: unopened, .. } = desk.answer(wanted, &messages) else {
            panic!("it was opened")
        };
        assert!(running.lock().unwrap().is_empty(), "what failed cannot be stopped");
        let (input, cancel) = ("SELECT 1;".to_owned(), Cancel::new());
        let wanted = Wanted::Run { input, generation: 2, cancel, running };
        let failed = Event::Failed { generation: Some(2), trouble: unopened };
        assert_eq!(desk.answer(wanted, &messages), failed);
    }
}
