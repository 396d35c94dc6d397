//! Progress: how far each module is, how well it is remembered, when one was at it, and what is
//! shaky. Figures only; nothing here praises or urges.

mod draw;
mod rows;

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseEvent, MouseEventKind},
    layout::Size,
};

use crate::{
    screen::{
        event::{Effect, Event, Route},
        keymap::{
            Scope,
            stats::{STATS, StatsAction},
        },
        theme::Theme,
        widget::pen::Pen,
    },
    tutor::{Figures, Of, Place, Trouble},
};

#[derive(Clone, Debug)]
pub struct Stats {
    size: Size,
    figures: Option<Box<Figures>>,
    /// Row of the shaky list.
    chosen: usize,
    /// First module in view, where not all fit.
    top: usize,
    /// Said until the next key.
    said: Option<Trouble>,
}

impl Stats {
    pub fn new(size: Size) -> Stats {
        Stats { size, figures: None, chosen: 0, top: 0, said: None }
    }

    /// The figures, each time that the screen comes to the top.
    pub fn shown() -> Vec<Effect> {
        vec![Effect::LoadFigures]
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.scroll(0);
            }
            Event::Figures(figures) => {
                self.figures = Some(figures.clone());
                self.choose(0);
                self.scroll(0);
            }
            Event::RecordExported { file } => {
                self.said = Some(Trouble::new(format!("Everything was exported to {file}.")));
            }
            Event::Failed { trouble, .. } => self.said = Some(trouble.clone()),
            // Answers to what other screens asked.
            _ => {}
        }
        Vec::new()
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.said = None;
        let Some(action) = STATS.action(key) else { return Vec::new() };
        match action {
            StatsAction::Review if self.shaky() > 0 => {
                return vec![Effect::Go(Route::Review(Of::Shaky))];
            }
            StatsAction::Review => {}
            StatsAction::Down => self.choose(1),
            StatsAction::Up => self.choose(-1),
            StatsAction::ScrollDown => self.scroll(self.screenful()),
            StatsAction::ScrollUp => self.scroll(-self.screenful()),
            StatsAction::Open => return self.open(),
            StatsAction::Export => return vec![Effect::ExportRecord],
            StatsAction::Help => return vec![Effect::Go(Route::Help(Scope::Progress))],
            StatsAction::Leave => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn open(&self) -> Vec<Effect> {
        let chosen = self.figures.as_ref().and_then(|figures| figures.shaky.get(self.chosen));
        let route = chosen.map(|shaky| match &shaky.place {
            Place::Lesson(lesson) => Route::Lesson { lesson: lesson.clone() },
            Place::Exercise(exercise) => Route::Exercise { exercise: exercise.clone() },
        });
        route.map(Effect::Go).into_iter().collect()
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll(1),
            MouseEventKind::ScrollUp => self.scroll(-1),
            _ => {}
        }
    }

    fn choose(&mut self, by: isize) {
        let last = self.shaky().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    fn scroll(&mut self, by: isize) {
        let last = draw::modules_beyond(self);
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    fn screenful(&self) -> isize {
        isize::try_from(self.size.height / 2).unwrap_or(1).max(1)
    }

    fn shaky(&self) -> usize {
        self.figures.as_ref().map_or(0, |figures| figures.shaky.len())
    }
}
