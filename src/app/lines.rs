//! The terminal as plain mode reads it: line by line, with Ctrl+Q to leave as everywhere.
//!
//! A terminal keeps Ctrl+Q for itself, to go on with output that Ctrl+S stopped (XON, termios(3)). While
//! a line is awaited it ends that line instead (VEOL), and any key goes on with the output (IXANY). The
//! terminal has its own settings again before anything else happens: a check, an outside editor, the end
//! of the program by a signal.

use std::{
    io::{self, BufReader, IsTerminal, Read, Stdin, stdin},
    process,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use rustix::termios::{
    InputModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP},
    iterator::Signals,
    low_level::emulate_default_handler,
};

/// Ctrl+Q.
const LEAVE: u8 = 0x11;
/// The character that stands for none (`_POSIX_VDISABLE`, termios(3)).
const NO_CHARACTER: u8 = if cfg!(target_os = "linux") { 0 } else { 255 };

/// What standard input gives; it ends where Ctrl+Q was pressed at a terminal. What was typed before
/// Ctrl+Q in its line is left out.
///
/// # Errors
/// The system refuses a handler for signals.
pub fn of_stdin() -> io::Result<BufReader<Lines>> {
    let settings = if stdin().is_terminal() {
        let settings = Arc::new(Mutex::new(Settings::default()));
        hear_signals(Arc::clone(&settings))?;
        Some(settings)
    } else {
        None
    };
    Ok(BufReader::new(Lines { stdin: stdin(), settings, has_left: false }))
}

/// Standard input.
pub struct Lines {
    stdin: Stdin,
    /// Where it is a terminal.
    settings: Option<Arc<Mutex<Settings>>>,
    has_left: bool,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(settings) = &self.settings else { return self.stdin.read(buffer) };
        if self.has_left {
            return Ok(0);
        }
        with(settings, Settings::take);
        let read = self.stdin.read(buffer);
        with(settings, Settings::give_back);
        let count = read?;
        self.has_left = buffer[..count].ends_with(&[LEAVE]);
        Ok(if self.has_left { 0 } else { count })
    }
}

/// The settings of the terminal.
#[derive(Default)]
struct Settings {
    /// A line is awaited.
    awaits: bool,
    /// What was found, while ours stand.
    found: Option<Termios>,
}

impl Settings {
    fn take(&mut self) {
        self.awaits = true;
        self.set();
    }

    fn give_back(&mut self) {
        self.awaits = false;
        self.unset();
    }

    /// A terminal that cannot be set reads lines all the same.
    fn set(&mut self) {
        // Ours may stand still where a stop came as SIGSTOP.
        let found = self.found.take().map_or_else(|| tcgetattr(stdin()), Ok);
        let Ok(found) = found else { return };
        let mut ours = found.clone();
        ours.special_codes[SpecialCodeIndex::VEOL] = LEAVE;
        ours.special_codes[SpecialCodeIndex::VSTART] = NO_CHARACTER;
        ours.input_modes.insert(InputModes::IXANY);
        if tcsetattr(stdin(), OptionalActions::Now, &ours).is_ok() {
            self.found = Some(found);
        }
    }

    fn unset(&mut self) {
        if let Some(found) = self.found.take() {
            // The terminal may be gone.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &found);
        }
    }
}

fn with(settings: &Mutex<Settings>, change: fn(&mut Settings)) {
    change(&mut settings.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Gives the terminal back before a signal does what it does to any program.
fn hear_signals(settings: Arc<Mutex<Settings>>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in &mut signals {
            let mut held = settings.lock().unwrap_or_else(PoisonError::into_inner);
            match signal {
                SIGCONT if held.awaits => held.set(),
                SIGCONT => {}
                SIGTSTP => {
                    held.unset();
                    drop(held);
                    let _ = emulate_default_handler(signal);
                }
                // With the lock held: nothing takes the terminal again.
                signal => {
                    held.unset();
                    let _ = emulate_default_handler(signal);
                    process::exit(128 + signal);
                }
            }
        }
    });
    Ok(())
}
