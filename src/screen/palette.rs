//! The command palette, laid over a screen: everything that can be done there and anywhere, with
//! its key, and everywhere one can go. What can be done comes from the tables of keys alone.

mod draw;
mod fuzzy;
mod list;

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect, Size},
};

use self::{
    fuzzy::Query,
    list::{Does, Entry},
};
use crate::{
    catalog::QUERY_CHARS_MAX,
    course::id::LessonId,
    screen::{
        event::{Effect, Event, Generation, Route},
        keymap::{
            Listed, Scope,
            changed::Keys,
            palette::{PALETTE, PaletteAction},
            typing::typing,
        },
        theme::Theme,
        widget::{field::Field, pen::Pen},
    },
    tutor::{Place, Stage},
};

/// Numbers of this screen's questions; the search has those above.
const FIRST_GENERATION: Generation = 1 << 62;
/// While titles are being read it is asked so often how far that is.
const ASK_AGAIN_MS: u64 = 250;

#[derive(Clone, Debug)]
pub struct Palette {
    size: Size,
    /// The lesson that is open below.
    here: Option<LessonId>,
    field: Field,
    entries: Vec<Entry>,
    /// How many of the entries are there without the course.
    own: usize,
    /// What fits the words, best first.
    found: Vec<Found>,
    /// Counted over what was found.
    chosen: usize,
    /// How far the titles of the course are.
    stage: Stage,
    generation: Generation,
}

/// An entry that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    /// Index into the entries.
    entry: usize,
    /// Bytes of its words that match.
    marks: Vec<Range<usize>>,
}

impl Palette {
    /// `below` are the tables that the screen below hears, where text may be selected (`selects`);
    /// `here` is the lesson that is open.
    pub fn new(
        (below, selects): (&[&dyn Listed], bool),
        keys: Keys,
        here: Option<LessonId>,
        size: Size,
    ) -> Palette {
        let entries = list::of_tables(below, selects, keys);
        let mut palette = Palette {
            size,
            here,
            field: Field::new(QUERY_CHARS_MAX),
            own: entries.len(),
            entries,
            found: Vec::new(),
            chosen: 0,
            stage: Stage::Absent,
            generation: FIRST_GENERATION,
        };
        palette.find();
        palette
    }

    pub fn shown(&self) -> Vec<Effect> {
        vec![Effect::LoadDestinations { generation: self.generation }]
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Paste(text) => {
                self.field.paste(text);
                self.find();
            }
            Event::Mouse(mouse) => return self.mouse(*mouse),
            Event::Resized { columns, rows } => self.size = Size::new(*columns, *rows),
            Event::Destinations { generation, destinations } if *generation == self.generation => {
                self.entries.truncate(self.own);
                self.entries.extend(list::of_course(&destinations.all));
                self.stage = destinations.stage.clone();
                self.find_again();
                if matches!(self.stage, Stage::Absent | Stage::Making { .. }) {
                    let generation = self.generation;
                    return vec![Effect::After { ms: ASK_AGAIN_MS, generation }];
                }
            }
            Event::Elapsed { generation } if *generation == self.generation => {
                return self.shown();
            }
            // Answers to what other screens asked.
            _ => {}
        }
        Vec::new()
    }

    /// Draws over what stands in the buffer.
    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let screenful = isize::try_from(draw::rows(self.area()).max(2) - 1).unwrap_or(1);
        match PALETTE.action(key) {
            Some(PaletteAction::Take) => return self.take(),
            Some(PaletteAction::Down) => self.step(1),
            Some(PaletteAction::Up) => self.step(-1),
            Some(PaletteAction::ScreenDown) => self.step(screenful),
            Some(PaletteAction::ScreenUp) => self.step(-screenful),
            Some(PaletteAction::Search) => {
                let (here, query) = (self.here.clone(), self.field.text().to_owned());
                return vec![Effect::Replace(Route::SearchFor { here, query })];
            }
            Some(PaletteAction::Clear) => {
                self.field.set("");
                self.find();
            }
            Some(PaletteAction::Help) => return vec![Effect::Go(Route::Help(Scope::Palette))],
            Some(PaletteAction::Close) => return vec![Effect::Back],
            None => {
                if let Some(typing) = typing(key) {
                    let before = self.field.text().to_owned();
                    self.field.act(typing);
                    if self.field.text() != before {
                        self.find();
                    }
                }
            }
        }
        Vec::new()
    }

    /// The wheel chooses, a click does what it is on; beside the frame it closes the palette.
    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.step(1),
            MouseEventKind::ScrollUp => self.step(-1),
            MouseEventKind::Down(MouseButton::Left) => {
                let at = Position::new(mouse.column, mouse.row);
                if !draw::frame(self.area()).contains(at) {
                    return vec![Effect::Back];
                }
                if let Some(index) = draw::found_at(self, self.area(), at) {
                    self.chosen = index;
                    return self.take();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn take(&self) -> Vec<Effect> {
        let entry = self.found.get(self.chosen).and_then(|found| self.entries.get(found.entry));
        match entry.map(|entry| &entry.does) {
            Some(Does::Press(key)) => vec![Effect::Back, Effect::Press(*key)],
            Some(Does::Go(Route::Lesson { lesson })) if Some(lesson) == self.here.as_ref() => {
                vec![Effect::Back]
            }
            Some(Does::Go(Route::Search { .. })) => {
                vec![Effect::Replace(Route::Search { here: self.here.clone() })]
            }
            Some(Does::Go(route)) => vec![Effect::Replace(route.clone())],
            None => Vec::new(),
        }
    }

    fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
    }

    /// Looks again for other words; the best is chosen.
    fn find(&mut self) {
        let query = Query::new(self.field.text());
        let mut fits: Vec<(i32, Found)> = Vec::new();
        for (entry, listed) in self.entries.iter().enumerate() {
            if let Some((fit, marks)) = listed.title.fit(&query) {
                let worth = if query.is_empty() { 0 } else { fit + listed.does.worth() };
                fits.push((worth, Found { entry, marks }));
            }
        }
        // Equals stay in their order: this screen, anywhere, the course.
        fits.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        self.found = fits.into_iter().map(|(_, found)| found).collect();
        self.chosen = 0;
    }

    /// Looks again for the same words, after titles came; what was chosen stays chosen.
    fn find_again(&mut self) {
        let chosen = self.found.get(self.chosen).map(|found| found.entry);
        let moved = self.chosen > 0;
        self.find();
        let again = self.found.iter().position(|found| Some(found.entry) == chosen);
        self.chosen = again.filter(|_| moved).unwrap_or(0);
    }

    fn area(&self) -> Rect {
        Rect::from((Position::ORIGIN, self.size))
    }
}

/// Where a place of the course is shown.
fn route_of(place: &Place) -> Route {
    match place {
        Place::Lesson(lesson) => Route::Lesson { lesson: lesson.clone() },
        Place::Exercise(exercise) => Route::Exercise { exercise: exercise.clone() },
    }
}
