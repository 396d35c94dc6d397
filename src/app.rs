//! The program that runs the screens: a stack of them, fed by one loop.

mod consoles;
mod highlight;
mod input;
mod run;
mod search;
mod terminal;
mod watch;
mod worker;

use std::{
    io,
    sync::{Arc, mpsc::channel},
};

use ratatui::{Frame, layout::Size};

pub use self::run::Ended;
use self::{terminal::Terminal, worker::Worker};
use crate::{
    config::Config,
    course::id::LessonId,
    screen::{
        Screen,
        event::{Effect, Event, Route},
        theme::{self, Theme},
    },
    tutor::Tutor,
};

/// What the environment says of the terminal and of the learner's editor.
#[derive(Clone, Debug, Default)]
pub struct Announced {
    /// `$COLORTERM`
    pub colorterm: Option<String>,
    /// `$TERM`
    pub term: Option<String>,
    /// `$COLORFGBG`
    pub colorfgbg: Option<String>,
    /// `$NO_COLOR`
    pub no_color: Option<String>,
    /// `$VISUAL`, else `$EDITOR`
    pub editor: Option<String>,
}

/// Takes the terminal, runs the screens until the learner leaves, and gives it back.
///
/// # Errors
/// The terminal cannot be taken.
pub fn start(tutor: Arc<Tutor>, config: &Config, announced: &Announced) -> io::Result<Ended> {
    let theme = theme::choose(
        config.theme,
        config.marks,
        &theme::Announced {
            colorterm: announced.colorterm.as_deref(),
            term: announced.term.as_deref(),
            colorfgbg: announced.colorfgbg.as_deref(),
            no_color: announced.no_color.as_deref(),
        },
    );
    let (messages, inbox) = channel();
    let (left, has_left) = channel();
    input::listen_for_signals(messages.clone(), has_left)?;
    let overview = Event::Overview(Box::new(tutor.overview()));
    let mut terminal = Terminal::take(config.mouse)?;
    let mut worker = Worker::new(tutor, messages.clone(), announced.editor.clone());
    input::read_input(messages);
    let mut app = App::new(theme, terminal.size()?, config.live);
    for effect in app.update(&overview) {
        worker.perform(effect);
    }
    let ended = run::run(&mut app, &mut terminal, &mut worker, &inbox);
    worker.settle();
    drop(terminal);
    // Nobody waits for this where no signal came.
    let _ = left.send(());
    // A terminal that is gone is a way to leave.
    Ok(ended.unwrap_or(Ended::Signal(signal_hook::consts::SIGHUP)))
}

/// The screens, the one on top last.
pub struct App {
    stack: Vec<Screen>,
    theme: Theme,
    size: Size,
    /// Visible checks run a moment after typing stops.
    live: bool,
}

impl App {
    pub fn new(theme: Theme, size: Size, live: bool) -> App {
        App { stack: vec![Screen::home(size)], theme, size, live }
    }

    /// Keys go to the screen on top, everything else to all of them. Gives back what neither the
    /// screens nor the stack can do.
    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        if let Event::Resized { columns, rows } = event {
            self.size = Size::new(*columns, *rows);
        }
        let asked: Vec<_> = match event {
            Event::Key(_) | Event::Mouse(_) | Event::Paste(_) => {
                self.stack.last_mut().map(|top| top.update(event)).unwrap_or_default()
            }
            _ => self.stack.iter_mut().flat_map(|screen| screen.update(event)).collect(),
        };
        asked.into_iter().flat_map(|effect| self.navigate(effect)).collect()
    }

    pub fn view(&self, frame: &mut Frame<'_>) {
        if let Some(top) = self.stack.last() {
            top.view(frame.buffer_mut(), &self.theme);
        }
    }

    fn navigate(&mut self, effect: Effect) -> Vec<Effect> {
        match effect {
            Effect::Go(route) => self.push(route),
            Effect::Replace(route) => {
                self.stack.pop();
                self.push(route)
            }
            Effect::Back => {
                self.stack.pop();
                match self.stack.last() {
                    Some(top) => top.shown(),
                    None => vec![Effect::Quit],
                }
            }
            other => vec![other],
        }
    }

    fn push(&mut self, route: Route) -> Vec<Effect> {
        let screen = match route {
            Route::Found { lesson, page, query } => return self.show(lesson, page, query),
            Route::Search { here } => Screen::search(here, self.size),
            Route::Home => Screen::home(self.size),
            Route::Lesson { lesson } => Screen::lesson(lesson, self.size),
            Route::Exercise { exercise } => Screen::exercise(exercise, self.size, self.live),
            Route::Playground => Screen::playground(self.size),
            Route::Console { engine, on } => Screen::console(engine, on, self.size),
            Route::Help(scope) => Screen::help(scope, self.size),
        };
        let effects = screen.shown();
        self.stack.push(screen);
        effects
    }

    /// Shows a lesson where the words of a query stand: in the reader on top, when it has that
    /// lesson, else in a new one.
    fn show(&mut self, lesson: LessonId, page: usize, query: String) -> Vec<Effect> {
        let is_open = self.stack.last().is_some_and(|top| top.shows(&lesson));
        let mut effects = Vec::new();
        if !is_open {
            effects = self.push(Route::Lesson { lesson: lesson.clone() });
        }
        if let Some(top) = self.stack.last_mut() {
            effects.extend(top.update(&Event::Walk { lesson, page, query }));
        }
        effects
    }
}
