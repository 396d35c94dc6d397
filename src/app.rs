//! The program that runs the screens: a stack of them, fed by one loop.

mod consoles;
mod ground;
mod highlight;
mod input;
pub mod lines;
mod long;
mod margin;
mod packs;
mod run;
mod search;
mod stage;
mod terminal;
mod watch;
mod worker;

use std::{
    io,
    path::Path,
    sync::{Arc, mpsc::channel},
};

use ratatui::{
    Frame,
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect, Size},
};

use self::{margin::Margin, terminal::Terminal, worker::Worker};
pub use self::{run::Ended, stage::Stage};
use crate::{
    config::{Config, Marks},
    course::id::LessonId,
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{Key, changed::Keys},
        theme::{self, Theme},
        widget::{
            footer,
            grid::{self, Grid},
        },
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
pub fn start(
    tutor: Arc<Tutor>,
    config: &Config,
    keys: Keys,
    announced: &Announced,
) -> io::Result<Ended> {
    show(tutor, config, keys, announced, None)
}

/// As `start`, for the author of the pack in `folder`: what is open is shown anew whenever a file of the
/// pack is written, and the last row is lint's.
///
/// # Errors
/// The terminal cannot be taken.
pub fn preview(
    tutor: Arc<Tutor>,
    folder: &Path,
    config: &Config,
    keys: Keys,
    announced: &Announced,
) -> io::Result<Ended> {
    show(tutor, config, keys, announced, Some(folder))
}

fn show(
    tutor: Arc<Tutor>,
    config: &Config,
    keys: Keys,
    announced: &Announced,
    previewed: Option<&Path>,
) -> io::Result<Ended> {
    let said = theme::Announced {
        colorterm: announced.colorterm.as_deref(),
        term: announced.term.as_deref(),
        colorfgbg: announced.colorfgbg.as_deref(),
        no_color: announced.no_color.as_deref(),
    };
    let theme = theme::choose(config.theme, config.marks, &said);
    let theme = Theme { keys, ..theme };
    let (messages, inbox) = channel();
    let (left, has_left) = channel();
    input::listen_for_signals(messages.clone(), has_left)?;
    let overview = Event::Overview(Box::new(tutor.overview()));
    let asks = theme::hangs_on_ground(config.theme, &said);
    let mut terminal = Terminal::take(config.mouse, asks)?;
    let mut worker = Worker::new(tutor, messages.clone(), announced.editor.clone());
    input::read_input(messages, asks);
    let mut app = App::new(theme, terminal.size()?, config.live);
    if let Some(folder) = previewed {
        app = App::previewing(theme, terminal.size()?, config.live);
        worker.preview(folder);
    }
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

/// Columns of the terminal, where there is one.
pub fn columns() -> Option<u16> {
    ratatui::crossterm::terminal::size().ok().map(|(columns, _)| columns).filter(|n| *n > 0)
}

/// The screens, the one on top last.
pub struct App {
    stack: Vec<Screen>,
    theme: Theme,
    size: Size,
    /// Visible checks run a moment after typing stops.
    live: bool,
    /// How many playgrounds there were, so that no two have the same numbers.
    playgrounds: u64,
    /// Of a preview.
    margin: Option<Margin>,
}

impl App {
    pub fn new(theme: Theme, size: Size, live: bool) -> App {
        let stack = vec![Screen::home(size)];
        App { stack, theme, size, live, playgrounds: 0, margin: None }
    }

    /// With a row for what lint says; `size` is that of the terminal.
    pub fn previewing(theme: Theme, size: Size, live: bool) -> App {
        let margin = Some(Margin::default());
        App { margin, ..App::new(theme, Margin::inner(size), live) }
    }

    /// Keys go to the screen on top, everything else to all of them. Gives back what neither the
    /// screens nor the stack can do.
    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        let above = self.above_margin(event);
        let event = above.as_ref().unwrap_or(event);
        if let Event::Resized { columns, rows } = event {
            self.size = Size::new(*columns, *rows);
        }
        if let (Event::PackSaved { linted, lists_others }, Some(margin)) = (event, &mut self.margin)
        {
            margin.learned(linted, *lists_others);
            return self.show_anew();
        }
        let asked: Vec<_> = match event {
            Event::Key(key) => return self.pressed(*key),
            Event::Ground { light } => {
                self.theme = self.theme.on_ground(*light);
                return Vec::new();
            }
            Event::Mouse(mouse) if let Some(key) = self.hint_at(*mouse) => {
                return self.pressed(key.event());
            }
            Event::Mouse(_) | Event::Paste(_) => self.tell_top(event),
            _ => self.stack.iter_mut().flat_map(|screen| screen.update(event)).collect(),
        };
        asked.into_iter().flat_map(|effect| self.navigate(effect)).collect()
    }

    pub fn view(&self, frame: &mut Frame<'_>) {
        self.draw(frame.buffer_mut());
    }

    /// The screen on top, and the row of a preview below it.
    pub fn draw(&self, buffer: &mut Buffer) {
        let Some(margin) = &self.margin else { return self.draw_screens(buffer) };
        let size = Margin::inner(buffer.area.as_size());
        let mut screens = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        self.draw_screens(&mut screens);
        buffer.merge(&screens);
        let open = self.stack.iter().rev().find_map(Screen::place);
        margin.draw(buffer, open.as_ref(), &self.theme);
    }

    /// What the screens hear instead, which have all but the rows of a preview; `None`: the event.
    fn above_margin(&self, event: &Event) -> Option<Event> {
        match (event, &self.margin) {
            (Event::Resized { columns, rows }, Some(_)) => {
                let size = Margin::inner(Size::new(*columns, *rows));
                Some(Event::Resized { columns: size.width, rows: size.height })
            }
            (_, _) => None,
        }
    }

    /// Asks for everything that is shown once more: the files are others now.
    fn show_anew(&mut self) -> Vec<Effect> {
        self.stack.iter_mut().flat_map(Screen::renew).collect()
    }

    /// The screen on top; what is laid over another is drawn after it.
    fn draw_screens(&self, buffer: &mut Buffer) {
        let is_whole = |screen: &Screen| !screen.is_overlay();
        let from = self.stack.iter().rposition(is_whole).unwrap_or(0);
        for screen in self.stack.iter().skip(from) {
            screen.view(buffer, &self.theme);
        }
    }

    /// A key goes to the screen on top as the key that stands in its tables.
    fn pressed(&mut self, key: KeyEvent) -> Vec<Effect> {
        let tables = self.stack.last().map(Screen::listens).unwrap_or_default();
        let heard = self.theme.keys.heard(&tables, key);
        let asked = heard.map(|key| self.tell_top(&Event::Key(key))).unwrap_or_default();
        asked.into_iter().flat_map(|effect| self.navigate(effect)).collect()
    }

    /// The key of the footer's hint that was clicked.
    fn hint_at(&self, mouse: MouseEvent) -> Option<Key> {
        let area = Rect::from((Position::ORIGIN, self.size));
        let row = Grid::of(area).footer;
        let is_click = mouse.kind == MouseEventKind::Down(MouseButton::Left);
        if !is_click || mouse.row != row.y || grid::is_too_small(area) {
            return None;
        }
        // As it is drawn, but for the marks that stand for arrows.
        let theme = Theme { marks: Marks::Unicode, ..self.theme };
        let mut buffer = Buffer::empty(area);
        self.stack.last()?.view(&mut buffer, &theme);
        footer::key_at(&buffer, &theme, row, mouse.column)
    }

    fn tell_top(&mut self, event: &Event) -> Vec<Effect> {
        self.stack.last_mut().map(|top| top.update(event)).unwrap_or_default()
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
            Effect::Quit => {
                // The one on top has saved already.
                let below = self.stack.iter_mut().rev().skip(1);
                below.flat_map(Screen::leave).chain([Effect::Quit]).collect()
            }
            Effect::Press(key) => {
                let asked = self.tell_top(&Event::Key(key.event()));
                asked.into_iter().flat_map(|effect| self.navigate(effect)).collect()
            }
            Effect::BackTo { path, line, from } => {
                self.stack.pop();
                let event = Event::ShowLine { path, line, from };
                self.stack.last_mut().map_or_else(Vec::new, |top| top.update(&event))
            }
            other => vec![other],
        }
    }

    fn push(&mut self, route: Route) -> Vec<Effect> {
        let screen = match route {
            Route::Found { lesson, page, query } => return self.show(lesson, page, query),
            Route::Home => return self.go_home(),
            Route::Module(module) => {
                let mut effects = self.go_home();
                effects.extend(self.tell_top(&Event::ShowModule(module)));
                return effects;
            }
            Route::Search { here } => Screen::search(here, self.size),
            Route::SearchFor { here, query } => Screen::search_for(here, &query, self.size),
            Route::Commands => match self.stack.last() {
                Some(below) => Screen::palette(below, self.theme.keys, self.size),
                None => return Vec::new(),
            },
            Route::Lesson { lesson } => Screen::lesson(lesson, self.size),
            Route::Exercise { exercise } => Screen::exercise(exercise, self.size, self.live),
            Route::Review(of) => Screen::review(of, self.size),
            Route::Progress => Screen::progress(self.size),
            Route::Shelf => Screen::shelf(self.size),
            Route::Playground => Screen::playground(self.next_playground(), self.size),
            Route::Console { engine, on } => {
                Screen::console(self.next_playground(), engine, on, self.size)
            }
            Route::Help(scope) => Screen::help(scope, self.theme.keys, self.size),
            Route::Xray(recording) => Screen::xray(recording, self.size),
        };
        let effects = screen.shown();
        self.stack.push(screen);
        effects
    }

    fn next_playground(&mut self) -> u64 {
        self.playgrounds += 1;
        self.playgrounds
    }

    /// Home is always the lowest of the stack. Whatever lies above it saves and goes.
    fn go_home(&mut self) -> Vec<Effect> {
        let above = self.stack.drain(1.min(self.stack.len())..).rev();
        let mut effects: Vec<_> = above.flat_map(|mut screen| screen.leave()).collect();
        effects.extend(self.stack.last().map(Screen::shown).unwrap_or_default());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Folders,
        lab::Machine,
        pack::{Pack, files::Disk},
    };

    /// The built-in course, with a lab that cannot start.
    pub fn tutor(folders: Folders) -> Arc<Tutor> {
        let pack = Pack::open(Arc::new(Disk::new(env!("CARGO_MANIFEST_DIR")))).0.unwrap();
        let machine = Machine::new("/no/such/program".into());
        Arc::new(Tutor::open(pack, machine, folders, Config::default(), || 0))
    }
}
