//! What is seen. A screen turns events into effects and itself into a frame; it has no clock, no
//! file, no thread and no database.

pub mod event;
pub mod help;
pub mod home;
pub mod keymap;
pub mod palette;
pub mod playground;
pub mod quiz;
pub mod reader;
pub mod review;
pub mod search;
pub mod shelf;
pub mod stats;
pub mod theme;
pub mod widget;
pub mod workbench;
pub mod xray;

use std::sync::Arc;

use ratatui::{buffer::Buffer, layout::Size};

use crate::{
    course::{
        exercise::Kind,
        id::{ExerciseId, LessonId},
    },
    tutor::{
        Of, Place, Recording,
        console::{Engine, On},
    },
};

use self::{
    event::{Effect, Event, Route},
    help::Help,
    home::Home,
    keymap::{ANYWHERE, Anywhere, Key, Listed, Scope, changed::Keys},
    palette::Palette,
    playground::Playground,
    quiz::Quiz,
    reader::Reader,
    review::Review,
    search::Search,
    shelf::Shelf,
    stats::Stats,
    theme::Theme,
    widget::{grid, pen::Pen, too_small},
    workbench::Workbench,
    xray::Xray,
};

/// One screen of the stack.
#[derive(Clone, Debug)]
pub enum Screen {
    Home(Home),
    Lesson(Reader),
    Exercise(Workbench),
    Quiz(Box<Quiz>),
    Search(Search),
    Palette(Box<Palette>),
    Review(Box<Review>),
    Progress(Stats),
    Shelf(Box<Shelf>),
    Playground(Box<Playground>),
    Help(Help),
    Xray(Box<Xray>),
}

impl Screen {
    pub fn home(size: Size) -> Screen {
        Screen::Home(Home::new(size))
    }

    pub fn lesson(lesson: LessonId, size: Size) -> Screen {
        Screen::Lesson(Reader::new(lesson, size))
    }

    /// `live`: whether visible checks run a moment after typing stops.
    pub fn exercise(exercise: ExerciseId, size: Size, live: bool) -> Screen {
        Screen::Exercise(Workbench::new(exercise, size, live))
    }

    /// `here` is the lesson that is open.
    pub fn search(here: Option<LessonId>, size: Size) -> Screen {
        Screen::Search(Search::new(here, size))
    }

    /// The same, with words in it.
    pub fn search_for(here: Option<LessonId>, query: &str, size: Size) -> Screen {
        Screen::Search(Search::of(here, query, size))
    }

    /// The palette of what `below` can do.
    pub fn palette(below: &Screen, keys: Keys, size: Size) -> Screen {
        let here = match below {
            Screen::Lesson(reader) => Some(reader.lesson().clone()),
            _ => None,
        };
        Screen::Palette(Box::new(Palette::new(
            (&below.listens(), below.holds_selection()),
            keys,
            here,
            size,
        )))
    }

    /// Cards, one after the other.
    pub fn review(of: Of, size: Size) -> Screen {
        Screen::Review(Box::new(Review::new(of, size)))
    }

    pub fn progress(size: Size) -> Screen {
        Screen::Progress(Stats::new(size))
    }

    pub fn shelf(size: Size) -> Screen {
        Screen::Shelf(Box::new(Shelf::new(size)))
    }

    /// `nth` is a number of its own: late answers to another playground are none to this one.
    pub fn playground(nth: u64, size: Size) -> Screen {
        Screen::Playground(Box::new(Playground::new(nth, size)))
    }

    /// The console of `engine` in the playground, opened on something.
    pub fn console(nth: u64, engine: Engine, on: On, size: Size) -> Screen {
        Screen::Playground(Box::new(Playground::console(nth, engine, on, size)))
    }

    pub fn help(scope: Scope, keys: Keys, size: Size) -> Screen {
        Screen::Help(Help::new(scope, keys, size))
    }

    pub fn xray(recording: Arc<Recording>, size: Size) -> Screen {
        Screen::Xray(Box::new(Xray::new(recording, size)))
    }

    /// The lesson or the exercise that is open in it.
    pub fn place(&self) -> Option<Place> {
        match self {
            Screen::Lesson(reader) => Some(Place::Lesson(reader.lesson().clone())),
            Screen::Exercise(workbench) => Some(Place::Exercise(workbench.exercise().clone())),
            Screen::Quiz(quiz) => Some(Place::Exercise(quiz.id().clone())),
            Screen::Home(_)
            | Screen::Search(_)
            | Screen::Palette(_)
            | Screen::Review(_)
            | Screen::Progress(_)
            | Screen::Shelf(_)
            | Screen::Playground(_)
            | Screen::Help(_)
            | Screen::Xray(_) => None,
        }
    }

    /// Whether it is the lesson's reader.
    pub fn shows(&self, lesson: &LessonId) -> bool {
        match self {
            Screen::Lesson(reader) => reader.lesson() == lesson,
            Screen::Home(_)
            | Screen::Exercise(_)
            | Screen::Quiz(_)
            | Screen::Search(_)
            | Screen::Palette(_)
            | Screen::Review(_)
            | Screen::Progress(_)
            | Screen::Shelf(_)
            | Screen::Playground(_)
            | Screen::Help(_)
            | Screen::Xray(_) => false,
        }
    }

    /// What the screen asks for each time it comes to the top of the stack.
    pub fn shown(&self) -> Vec<Effect> {
        match self {
            Screen::Home(home) => home.shown(),
            Screen::Lesson(reader) => reader.shown(),
            Screen::Exercise(workbench) => workbench.shown(),
            Screen::Search(search) => search.shown(),
            Screen::Palette(palette) => palette.shown(),
            Screen::Review(review) => review.shown(),
            Screen::Progress(_) => Stats::shown(),
            Screen::Shelf(_) => Shelf::shown(),
            Screen::Xray(xray) => xray.shown(),
            Screen::Playground(playground) => playground.shown(),
            Screen::Quiz(_) | Screen::Help(_) => Vec::new(),
        }
    }

    /// Asks once more for what it shows, which its author has written anew. Where one is and what was
    /// typed stays.
    pub fn renew(&mut self) -> Vec<Effect> {
        match self {
            Screen::Lesson(reader) => vec![Effect::OpenLesson(reader.lesson().clone())],
            Screen::Exercise(workbench) => workbench.renew(),
            Screen::Quiz(quiz) => quiz.renew(),
            Screen::Home(_)
            | Screen::Search(_)
            | Screen::Palette(_)
            | Screen::Review(_)
            | Screen::Progress(_)
            | Screen::Shelf(_)
            | Screen::Playground(_)
            | Screen::Help(_)
            | Screen::Xray(_) => self.shown(),
        }
    }

    /// The keys that work everywhere are heard here; all else goes to the screen.
    ///
    /// Keys, mouse and paste are for the top of the stack. Everything else every screen of the
    /// stack hears: a block may run on below Help, and a window is resized for all.
    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        if let Event::Key(key) = event
            && !(Key::of(key).writes() && self.is_typing())
            && let Some(action) = ANYWHERE.action(key)
        {
            match action {
                Anywhere::Quit => return self.quit(),
                Anywhere::QuitOrCopy if !self.holds_selection() => return self.quit(),
                Anywhere::Suspend if !self.is_typing() => return vec![Effect::Suspend],
                Anywhere::ToggleMouse => return vec![Effect::ToggleMouse],
                // It is on top already.
                Anywhere::Commands if self.is_overlay() => {}
                Anywhere::Commands => return vec![Effect::Go(Route::Commands)],
                Anywhere::QuitOrCopy | Anywhere::Suspend => {}
            }
        }
        if let Some(effects) = self.turned(event) {
            return effects;
        }
        match self {
            Screen::Home(home) => home.update(event),
            Screen::Lesson(reader) => reader.update(event),
            Screen::Exercise(workbench) => workbench.update(event),
            Screen::Quiz(quiz) => quiz.update(event),
            Screen::Search(search) => search.update(event),
            Screen::Palette(palette) => palette.update(event),
            Screen::Review(review) => review.update(event),
            Screen::Progress(stats) => stats.update(event),
            Screen::Shelf(packs) => packs.update(event),
            Screen::Playground(playground) => playground.update(event),
            Screen::Help(help) => help.update(event),
            Screen::Xray(xray) => xray.update(event),
        }
    }

    /// The tables that it hears now, the first first; besides them what works anywhere.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        match self {
            Screen::Home(_) => vec![&keymap::home::HOME],
            Screen::Lesson(reader) => reader.listens(),
            Screen::Exercise(workbench) => workbench.listens(),
            Screen::Quiz(quiz) => quiz.listens(),
            Screen::Search(_) => vec![&keymap::search::SEARCH, &keymap::typing::TYPING],
            Screen::Palette(_) => vec![&keymap::palette::PALETTE, &keymap::typing::TYPING],
            Screen::Review(review) => review.listens(),
            Screen::Progress(_) => vec![&keymap::stats::STATS],
            Screen::Shelf(packs) => packs.listens(),
            Screen::Xray(_) => vec![&keymap::xray::XRAY],
            Screen::Playground(playground) => playground.listens(),
            Screen::Help(help) => help.listens(),
        }
    }

    /// Drawn over the screen below it.
    pub fn is_overlay(&self) -> bool {
        matches!(self, Screen::Palette(_))
    }

    /// Draws over the whole buffer.
    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        if grid::is_too_small(buffer.area) {
            too_small::draw(&mut Pen::new(buffer, theme));
            return;
        }
        match self {
            Screen::Home(home) => home.view(buffer, theme),
            Screen::Lesson(reader) => reader.view(buffer, theme),
            Screen::Exercise(workbench) => workbench.view(buffer, theme),
            Screen::Quiz(quiz) => quiz.view(buffer, theme),
            Screen::Search(search) => search.view(buffer, theme),
            Screen::Palette(palette) => palette.view(buffer, theme),
            Screen::Review(review) => review.view(buffer, theme),
            Screen::Progress(stats) => stats.view(buffer, theme),
            Screen::Shelf(packs) => packs.view(buffer, theme),
            Screen::Playground(playground) => playground.view(buffer, theme),
            Screen::Help(help) => help.view(buffer, theme),
            Screen::Xray(xray) => xray.view(buffer, theme),
        }
    }

    /// Who asks for an exercise does not know whether it is a quiz; the first that is heard of it tells.
    fn turned(&mut self, event: &Event) -> Option<Vec<Effect>> {
        let Event::Workpiece(piece) = event else { return None };
        let (id, is_quiz) = (&piece.exercise.id, piece.exercise.kind == Kind::Quiz);
        if let (Screen::Exercise(workbench), true) = (&*self, is_quiz) {
            let size = workbench.waits_for(id)?;
            let mut quiz = Box::new(Quiz::new((**piece).clone(), size));
            let effects = quiz.opened();
            *self = Screen::Quiz(quiz);
            return Some(effects);
        }
        // Its author made another exercise of it.
        if let (Screen::Quiz(quiz), false) = (&*self, is_quiz) {
            let size = quiz.waits_for(id)?;
            // A quiz does not know whether typing checks; until it is opened again it does not.
            let mut workbench = Workbench::new(id.clone(), size, false);
            let effects = workbench.update(event);
            *self = Screen::Exercise(workbench);
            return Some(effects);
        }
        None
    }

    /// Saves what was typed a moment ago, then leaves.
    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.leave();
        effects.push(Effect::Quit);
        effects
    }

    /// Saves what was typed a moment ago.
    pub fn leave(&mut self) -> Vec<Effect> {
        match self {
            Screen::Exercise(workbench) => workbench.leave(),
            Screen::Quiz(quiz) => quiz.leave(),
            Screen::Playground(playground) => playground.leave(),
            Screen::Home(_)
            | Screen::Lesson(_)
            | Screen::Search(_)
            | Screen::Palette(_)
            | Screen::Review(_)
            | Screen::Progress(_)
            | Screen::Shelf(_)
            | Screen::Help(_)
            | Screen::Xray(_) => Vec::new(),
        }
    }

    /// Letters belong to a text, and Ctrl+Z undoes.
    fn is_typing(&self) -> bool {
        match self {
            Screen::Lesson(reader) => reader.is_typing(),
            Screen::Exercise(workbench) => workbench.is_typing(),
            Screen::Quiz(quiz) => quiz.is_typing(),
            Screen::Search(_) | Screen::Palette(_) => true,
            Screen::Review(review) => review.is_typing(),
            Screen::Playground(playground) => playground.is_typing(),
            Screen::Help(help) => help.is_typing(),
            Screen::Shelf(packs) => packs.is_typing(),
            Screen::Home(_) | Screen::Progress(_) | Screen::Xray(_) => false,
        }
    }

    /// Text is selected in a field, so Ctrl+C copies it.
    fn holds_selection(&self) -> bool {
        match self {
            Screen::Lesson(reader) => reader.has_selection(),
            Screen::Exercise(workbench) => workbench.has_selection(),
            Screen::Quiz(quiz) => quiz.has_selection(),
            Screen::Review(review) => review.has_selection(),
            Screen::Playground(playground) => playground.has_selection(),
            Screen::Home(_)
            | Screen::Search(_)
            | Screen::Palette(_)
            | Screen::Progress(_)
            | Screen::Shelf(_)
            | Screen::Help(_)
            | Screen::Xray(_) => false,
        }
    }
}
