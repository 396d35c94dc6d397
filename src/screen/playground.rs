//! The playground: requests and consoles without a task. Its tabs stand in the title; each keeps
//! what it shows while another is on top.
//!
//! A tab is a component with the methods that are called here: `shown`, `update`, `view` into an
//! area, `hints` and `facts` for footer and title, `scope` for Help, `is_typing`, `has_selection`
//! and `leave`. The digits, `?`, `q` and F1 never reach it; Esc does, and it answers `Effect::Back`
//! where nothing of its own is left to close.

mod console;
mod http;
mod suggesting;

use ratatui::{
    buffer::Buffer,
    crossterm::event::KeyEvent,
    layout::{Rect, Size},
};

use self::{console::Console, http::Http};
use crate::{
    screen::{
        event::{Effect, Event, Route, Tab},
        keymap::{
            Hint, Listed,
            playground::{PLAYGROUND, PlaygroundAction, TYPING_TOO},
        },
        theme::{Ground, Role, Theme},
        widget::{
            footer,
            grid::Grid,
            pen::{Pen, columns},
        },
    },
    tutor::console::{Engine, On},
};

const NAME: &str = "Playground";
/// Between two tabs, and between two facts.
const GAP: u16 = 3;

#[derive(Clone, Debug)]
pub struct Playground {
    tab: Tab,
    http: Http,
    /// One for each engine.
    consoles: Vec<Console>,
}

impl Playground {
    /// `nth` is a number of its own.
    pub fn new(nth: u64, size: Size) -> Playground {
        let console = |engine| Console::new(nth, engine, size);
        let consoles = Engine::ALL.into_iter().map(console).collect();
        Playground { tab: Tab::Http, http: Http::new(nth, size), consoles }
    }

    /// The console of `engine` on top, opened on something.
    pub fn console(nth: u64, engine: Engine, on: On, size: Size) -> Playground {
        let mut playground = Playground { tab: Tab::Console(engine), ..Playground::new(nth, size) };
        playground.console_mut(engine).begin_with(on);
        playground
    }

    fn console_of(&self, engine: Engine) -> &Console {
        let found = self.consoles.iter().find(|console| console.engine() == engine);
        found.expect("each engine has a console")
    }

    fn console_mut(&mut self, engine: Engine) -> &mut Console {
        let found = self.consoles.iter_mut().find(|console| console.engine() == engine);
        found.expect("each engine has a console")
    }

    /// What the tab on top asks for each time the playground comes to the top of the stack.
    pub fn shown(&self) -> Vec<Effect> {
        match self.tab {
            Tab::Http => self.http.shown(),
            Tab::Console(engine) => self.console_of(engine).shown(),
        }
    }

    /// Keys, mouse and paste are for the tab on top; everything else is for all.
    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key, event),
            Event::Mouse(_) | Event::Paste(_) => self.update_tab(event),
            _ => {
                let mut effects = self.http.update(event);
                effects.extend(self.consoles.iter_mut().flat_map(|one| one.update(event)));
                effects
            }
        }
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        let mut pen = Pen::new(buffer, theme);
        let grid = Grid::of(pen.area());
        pen.fill(pen.area(), Ground::Screen);
        self.draw_tabs(&mut pen, grid.title, grid.track);
        match self.tab {
            Tab::Http => self.http.view(&mut pen, grid.body),
            Tab::Console(engine) => self.console_of(engine).view(&mut pen, grid.body),
        }
        let hints = match self.tab {
            Tab::Http => self.http.hints(),
            Tab::Console(engine) => self.console_of(engine).hints(),
        };
        // What a tab laid over the screen dims everything but the keys that work now.
        pen.fill(grid.footer, Ground::Screen);
        footer::draw(&mut pen, grid.footer, &hints, &self.footer_end());
    }

    /// Saves what was typed a moment ago, and stops what runs.
    pub fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.http.leave();
        effects.extend(self.consoles.iter_mut().flat_map(Console::leave));
        effects
    }

    /// The tables whose keys are heard now.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        let mut tables = match self.tab {
            Tab::Http => self.http.listens(),
            Tab::Console(engine) => self.console_of(engine).listens(),
        };
        tables.push(if self.is_typing() { &TYPING_TOO } else { &PLAYGROUND });
        tables
    }

    pub fn is_typing(&self) -> bool {
        match self.tab {
            Tab::Http => self.http.is_typing(),
            Tab::Console(engine) => self.console_of(engine).is_typing(),
        }
    }

    pub fn has_selection(&self) -> bool {
        match self.tab {
            Tab::Http => self.http.has_selection(),
            Tab::Console(engine) => self.console_of(engine).has_selection(),
        }
    }

    fn key(&mut self, key: &KeyEvent, event: &Event) -> Vec<Effect> {
        let typed = TYPING_TOO.action(key);
        let free = || PLAYGROUND.action(key).filter(|_| !self.is_typing());
        match typed.or_else(free) {
            Some(PlaygroundAction::Show(tab)) => {
                self.tab = tab;
                self.shown()
            }
            Some(PlaygroundAction::Help) => {
                let scope = match self.tab {
                    Tab::Http => self.http.scope(),
                    Tab::Console(engine) => self.console_of(engine).scope(),
                };
                vec![Effect::Go(Route::Help(scope))]
            }
            Some(PlaygroundAction::Leave) => self.left_first(vec![Effect::Back]),
            Some(PlaygroundAction::Back) | None => self.update_tab(event),
        }
    }

    fn update_tab(&mut self, event: &Event) -> Vec<Effect> {
        let effects = match self.tab {
            Tab::Http => self.http.update(event),
            Tab::Console(engine) => self.console_mut(engine).update(event),
        };
        if effects.contains(&Effect::Back) { self.left_first(effects) } else { effects }
    }

    /// What every tab does before the playground goes, and then these.
    fn left_first(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut all = self.leave();
        all.extend(effects);
        all
    }

    /// `Playground  ›  HTTP   SQL`, and under it a rule that is heavy where one is.
    fn draw_tabs(&self, pen: &mut Pen<'_>, title: Rect, line: Rect) {
        let right = title.right();
        let mut ruled = line.x;
        let mut x = pen.write(title.x, title.y, right, NAME, Role::Muted);
        x = pen.write(x, title.y, right, "  ›  ", Role::Faint);
        for tab in Tab::ALL {
            let is_here = *tab == self.tab;
            let role = if is_here { Role::Bright } else { Role::Muted };
            let end = pen.write(x, title.y, right, tab.word(), role);
            if is_here {
                // Not one over the other: without colour, weights would add up.
                pen.repeat(ruled, line.y, x.saturating_sub(ruled), '─', Role::Faint);
                pen.repeat(x, line.y, end.saturating_sub(x), '━', Role::Here);
                ruled = end;
            }
            x = end + GAP;
        }
        pen.repeat(ruled, line.y, line.right().saturating_sub(ruled), '─', Role::Faint);
        let mut facts = match self.tab {
            Tab::Http => self.http.facts(),
            Tab::Console(engine) => self.console_of(engine).facts(),
        };
        let due = self.http.due();
        facts.extend((0 < due).then(|| format!("{due} due")));
        let room = right.saturating_sub(x + 1);
        while !facts.is_empty() && room < columns(&facts.join("   ")) {
            facts.remove(0);
        }
        pen.write_right(x, title.y, right, &facts.join("   "), Role::Muted);
    }

    fn footer_end(&self) -> [Hint; 2] {
        if self.is_typing() {
            return [
                TYPING_TOO.hint(PlaygroundAction::Help, "help"),
                TYPING_TOO.hint(PlaygroundAction::Back, "back"),
            ];
        }
        [
            PLAYGROUND.hint(PlaygroundAction::Help, "help"),
            PLAYGROUND.hint(PlaygroundAction::Leave, "back"),
        ]
    }
}
