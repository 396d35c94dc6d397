//! The terminal as we take it and give it back: raw mode, the alternate screen, mouse and paste.
//!
//! It is given back on every way out: a return, a panic, a signal, a suspend, an outside editor.

use std::{
    io::{self, Stdout, Write, stdout},
    mem::{self, ManuallyDrop},
    panic,
};

use ratatui::{
    Terminal as Frames,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{
            DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
        },
        execute, queue,
        style::force_color_output,
        terminal::{
            BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen,
            LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
        },
    },
    layout::Size,
};

use crate::{app::ground, exchange::base64};

/// What ratatui draws to.
pub type Backend = CrosstermBackend<Stdout>;

/// The terminal while it is ours.
pub struct Terminal {
    /// Never dropped: ratatui's own drop shows the cursor and, where the terminal is gone, panics
    /// because its complaint cannot be printed either. `give_back` shows the cursor.
    frames: ManuallyDrop<Frames<Backend>>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal; a panic from now on gives it back before it prints. `asks`: for the
    /// colour of its ground, whose answer comes among the keys.
    ///
    /// # Errors
    /// The terminal refuses raw mode or cannot be written to.
    pub fn take(mouse: bool, asks: bool) -> io::Result<Terminal> {
        // Our theme drops colours itself; crossterm would drop bold and reverse with them.
        force_color_output(true);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            before(info);
        }));
        enter(mouse, asks)?;
        let frames = ManuallyDrop::new(Frames::new(CrosstermBackend::new(stdout()))?);
        Ok(Terminal { frames, mouse })
    }

    /// Draws one frame as one update, so that no half of it is ever seen.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, view: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        queue!(self.frames.backend_mut(), BeginSynchronizedUpdate)?;
        self.frames.draw(view)?;
        execute!(self.frames.backend_mut(), EndSynchronizedUpdate)
    }

    pub fn size(&self) -> io::Result<Size> {
        self.frames.size()
    }

    /// Captures the mouse, or lets the terminal select text with it.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn toggle_mouse(&mut self) -> io::Result<()> {
        self.mouse = !self.mouse;
        if self.mouse {
            execute!(self.frames.backend_mut(), EnableMouseCapture)
        } else {
            execute!(self.frames.backend_mut(), DisableMouseCapture)
        }
    }

    /// Puts `text` into the terminal's clipboard (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = self.frames.backend_mut();
        write!(out, "\x1b]52;c;{}\x1b\\", base64::encode(text.as_bytes()))?;
        io::Write::flush(out)
    }

    /// Gives the terminal back while `outside` runs, then takes it again and forgets what was
    /// drawn.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let value = outside();
        enter(self.mouse, false)?;
        // New frames know nothing of the old screen. `clear` would ask the terminal where its
        // cursor is, and the answer would be taken by the thread that reads keys.
        let frames = ManuallyDrop::new(Frames::new(CrosstermBackend::new(stdout()))?);
        // The terminal is there: the old ones can say goodbye to it.
        drop(ManuallyDrop::into_inner(mem::replace(&mut self.frames, frames)));
        Ok(value)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(mouse: bool, asks: bool) -> io::Result<()> {
    enable_raw_mode()?;
    if asks {
        // Not earlier: before raw mode the answer would be echoed.
        write!(stdout(), "{}", ground::QUESTION)?;
    }
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        execute!(stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

/// Undoes everything that `enter` did. Errors are dropped: the terminal may be gone, and there is
/// nowhere left to say so.
fn give_back() {
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
}
