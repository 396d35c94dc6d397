//! Search: what lessons, exercises and terms have of the words that are typed. The index is asked
//! at every key, by a worker; what is typed never waits for an answer.

mod draw;
mod preview;
mod rows;

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect, Size},
};

use self::preview::Pane;
use crate::{
    catalog::QUERY_CHARS_MAX,
    course::id::LessonId,
    screen::{
        event::{Effect, Event, Generation, Route},
        keymap::{
            Scope,
            search::{SEARCH, SearchAction},
            typing::typing,
        },
        theme::Theme,
        widget::{field::Field, pen::Pen},
    },
    tutor::{Hit, Lead, Search as Answer, Stage, Trouble},
};

/// Numbers of this screen's questions are above those of all others.
const FIRST_GENERATION: Generation = 1 << 63;
/// While the index is being made it is asked so often how far it is.
const ASK_AGAIN_MS: u64 = 250;

#[derive(Clone, Debug)]
pub struct Search {
    size: Size,
    /// The lesson that is open below.
    here: Option<LessonId>,
    field: Field,
    /// The words that were asked for last, and the number of that question.
    asked: String,
    generation: Generation,
    answer: Option<Box<Answer>>,
    only_exercises: bool,
    /// Counted over the hits that are shown.
    chosen: usize,
    pane: Pane,
    /// Why the chosen hit cannot be shown.
    trouble: Option<Trouble>,
}

impl Search {
    pub fn new(here: Option<LessonId>, size: Size) -> Search {
        Search {
            size,
            here,
            field: Field::new(QUERY_CHARS_MAX),
            asked: String::new(),
            generation: FIRST_GENERATION,
            answer: None,
            only_exercises: false,
            chosen: 0,
            pane: Pane::default(),
            trouble: None,
        }
    }

    /// With words that were typed elsewhere.
    pub fn of(here: Option<LessonId>, query: &str, size: Size) -> Search {
        let mut search = Search::new(here, size);
        search.field.set(query);
        search.field.text().clone_into(&mut search.asked);
        search
    }

    /// The same question again: what was solved meanwhile shows.
    pub fn shown(&self) -> Vec<Effect> {
        vec![self.question()]
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => {
                self.field.paste(text);
                self.ask()
            }
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.pane.lay_out(draw::pane_columns(self.area()));
                self.preview()
            }
            Event::Searched { generation, search } if *generation == self.generation => {
                self.take_answer(search)
            }
            Event::Elapsed { generation } if *generation == self.generation => self.ask_again(),
            Event::Previewed { generation, preview } => {
                let width = draw::pane_columns(self.area());
                self.pane.show(*generation, preview, width)
            }
            Event::Highlighted { key, lines } => {
                self.pane.colour(key, lines);
                Vec::new()
            }
            Event::Failed { generation: Some(generation), trouble } => {
                if self.pane.waits_for(*generation) {
                    self.pane.clear();
                    self.trouble = Some(trouble.clone());
                }
                Vec::new()
            }
            // Answers to what other screens asked.
            _ => Vec::new(),
        }
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let screenful = isize::try_from(draw::list(self.area()).height.max(2) - 1).unwrap_or(1);
        match SEARCH.action(key) {
            Some(SearchAction::Take) => self.take(),
            Some(SearchAction::Down) => self.step(1),
            Some(SearchAction::Up) => self.step(-1),
            Some(SearchAction::ScreenDown) => self.step(screenful),
            Some(SearchAction::ScreenUp) => self.step(-screenful),
            Some(SearchAction::OnlyExercises) => {
                self.only_exercises = !self.only_exercises;
                self.chosen = 0;
                self.preview()
            }
            Some(SearchAction::Clear) => {
                self.field.set("");
                self.ask()
            }
            Some(SearchAction::Help) => vec![Effect::Go(Route::Help(Scope::Search))],
            Some(SearchAction::Leave) => vec![Effect::Back],
            None => match typing(key) {
                Some(typing) => {
                    self.field.act(typing);
                    self.ask()
                }
                None => Vec::new(),
            },
        }
    }

    /// Asks, where the words are not those that were asked for last.
    fn ask(&mut self) -> Vec<Effect> {
        if self.asked == self.field.text() {
            return Vec::new();
        }
        self.field.text().clone_into(&mut self.asked);
        self.generation += 1;
        vec![self.question()]
    }

    fn question(&self) -> Effect {
        let (query, here) = (self.asked.clone(), self.here.clone());
        Effect::Search { query, here, generation: self.generation }
    }

    fn take_answer(&mut self, answer: &Answer) -> Vec<Effect> {
        if self.answer.as_ref().is_none_or(|old| old.query != answer.query) {
            self.chosen = 0;
        }
        self.answer = Some(Box::new(answer.clone()));
        self.chosen = self.chosen.min(self.hits().len().saturating_sub(1));
        let mut effects = self.preview();
        match answer.stage {
            Stage::Absent | Stage::Making { .. } => {
                let generation = self.generation;
                effects.push(Effect::After { ms: ASK_AGAIN_MS, generation });
            }
            Stage::Ready | Stage::Failed(_) => {}
        }
        effects
    }

    /// Time has passed since an answer of an index that was not ready.
    fn ask_again(&self) -> Vec<Effect> {
        vec![self.question()]
    }

    fn hits(&self) -> Vec<(rows::Group, &Hit)> {
        self.answer.as_ref().map_or_else(Vec::new, |answer| rows::hits(answer, self.only_exercises))
    }

    fn chosen(&self) -> Option<&Hit> {
        self.hits().get(self.chosen).map(|(_, hit)| *hit)
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        let last = self.hits().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
        self.preview()
    }

    /// Opens what is chosen; where nothing was found, looks for the closest words.
    fn take(&mut self) -> Vec<Effect> {
        let Some(hit) = self.chosen() else { return self.take_closest() };
        match &hit.leads {
            Lead::Lesson { lesson, page }
            | Lead::Term { lesson, page, .. }
            | Lead::Note { lesson, page, .. } => {
                let (lesson, page) = (lesson.clone(), *page);
                let is_below = self.here.as_ref() == Some(&lesson);
                let route = Route::Found { lesson, page, query: self.asked.clone() };
                vec![if is_below { Effect::Replace(route) } else { Effect::Go(route) }]
            }
            Lead::Exercise { exercise, .. } => {
                vec![Effect::Go(Route::Exercise { exercise: exercise.clone() })]
            }
        }
    }

    fn take_closest(&mut self) -> Vec<Effect> {
        let closest = self.answer.as_ref().and_then(|answer| answer.closest.clone());
        let Some((words, _)) = closest else { return Vec::new() };
        self.field.set(&words);
        self.ask()
    }

    /// Asks for what the chosen hit looks like, where there is room for it.
    fn preview(&mut self) -> Vec<Effect> {
        self.trouble = None;
        let lead = self.chosen().map(|hit| hit.leads.clone());
        if draw::pane_columns(self.area()) == 0 {
            return Vec::new();
        }
        self.pane.ask(lead, &self.asked)
    }

    /// The wheel chooses; a click chooses, and opens what is chosen already.
    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.step(1),
            MouseEventKind::ScrollUp => self.step(-1),
            MouseEventKind::Down(MouseButton::Left) => {
                let at = Position::new(mouse.column, mouse.row);
                match draw::hit_at(self, self.area(), at) {
                    Some(index) if index == self.chosen => self.take(),
                    Some(index) => {
                        self.chosen = index;
                        self.preview()
                    }
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn area(&self) -> Rect {
        Rect::from((Position::ORIGIN, self.size))
    }
}
