//! Keys and signals, each read by a thread of its own and sent to the loop.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use ratatui::crossterm::{
    event::{Event as Raw, KeyEventKind, poll, read},
    terminal::size,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
};

use crate::{app::ground::Listening, screen::event::Event};

/// Input events that are taken at once at most, so that a flood of bytes cannot keep a frame away.
const BATCH_MAX: usize = 256;
/// How long more input is looked for at most. Not zero: crossterm's reader looks at nothing, not
/// even at what it has read, when it is given no time.
const MORE: Duration = Duration::from_micros(50);
/// How long the loop may take to leave before the process ends without it: a terminal that reads
/// nothing would hold it in a write for ever.
const LEAVE_MAX: Duration = Duration::from_millis(800);

/// What the loop waits for.
pub enum Message {
    /// Keys, mouse, paste. Nothing more is read before `go_on` is sent.
    Input { events: Vec<Event>, go_on: Sender<()> },
    /// An answer from the worker, or the terminal's new size.
    Event(Event),
    /// SIGTSTP from outside.
    Suspend,
    /// SIGCONT: somebody else may have drawn on the terminal.
    Continued,
    /// The terminal is gone, or this signal asks us to end.
    End(i32),
}

/// Starts reading the terminal's input.
///
/// `asked`: the terminal was asked for its ground, and what it answers is no key.
pub fn read_input(messages: Sender<Message>, asked: bool) {
    let mut listening = Listening::new(asked.then(Instant::now));
    thread::spawn(move || {
        let (go_on, wait) = channel();
        while let Ok(events) = batch(&mut listening) {
            let message = Message::Input { events, go_on: go_on.clone() };
            if messages.send(message).is_err() || wait.recv().is_err() {
                return;
            }
        }
        let _ = messages.send(Message::End(SIGHUP));
    });
}

/// Starts listening for signals. `left` is sent to when the loop has given the terminal back.
///
/// Sizes come from here too. The reader of keys would hear of them only from its first read on, and
/// a terminal that changed between the first frame and that read would stay wrongly drawn.
///
/// # Errors
/// The system refuses a handler.
pub fn listen_for_signals(messages: Sender<Message>, left: Receiver<()>) -> io::Result<()> {
    let heard = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH];
    let mut signals = Signals::new(heard)?;
    thread::spawn(move || {
        for signal in &mut signals {
            let message = match signal {
                SIGTSTP => Message::Suspend,
                SIGCONT => Message::Continued,
                SIGWINCH => match size() {
                    Ok((columns, rows)) => Message::Event(Event::Resized { columns, rows }),
                    // A terminal that is gone says so to whoever reads or draws.
                    Err(_) => continue,
                },
                signal => Message::End(signal),
            };
            let ends = matches!(message, Message::End(_));
            let gone = messages.send(message).is_err();
            if ends && left.recv_timeout(LEAVE_MAX) == Err(RecvTimeoutError::Timeout) {
                std::process::exit(128 + signal);
            }
            if ends || gone {
                return;
            }
        }
    });
    Ok(())
}

/// At least one event, and all that are there already.
fn batch(listening: &mut Listening) -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    loop {
        let more = match (listening.waits(), events.is_empty()) {
            (Some(time), true) => poll(time)?,
            (_, false) => events.len() < BATCH_MAX && poll(MORE)?,
            (None, true) => true,
        };
        if more {
            events.extend(event(read()?).into_iter().flat_map(|event| listening.hear(event)));
        } else if events.is_empty() {
            events.extend(listening.give_up());
        }
        if !more && !events.is_empty() {
            return Ok(events);
        }
    }
}

fn event(raw: Raw) -> Option<Event> {
    match raw {
        // Windows and the kitty protocol report releases too.
        Raw::Key(key) if key.kind == KeyEventKind::Release => None,
        Raw::Key(key) => Some(Event::Key(key)),
        Raw::Mouse(mouse) => Some(Event::Mouse(mouse)),
        Raw::Paste(text) => Some(Event::Paste(text)),
        // SIGWINCH tells of sizes.
        Raw::Resize(..) | Raw::FocusGained | Raw::FocusLost => None,
    }
}
