//! The reader: a lesson page by page. It runs blocks in place, and its last page offers what comes
//! next; it never goes there by itself.

mod counted;
mod draw;
mod found;
mod keys;
mod notes;
mod over;
mod page;
mod predict;
mod renewed;
mod run;
mod running;
mod terms;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect, Size},
};

use self::{
    found::Walk,
    notes::Writing,
    over::Over,
    page::{Kind, Row, Shown},
    predict::Asking,
    run::Run,
};
use crate::{
    course::id::LessonId,
    markup::Stretch,
    screen::{
        event::{Effect, Event, Generation, HighlightKey, Route},
        keymap::{
            Listed,
            reader::{CONTENTS, NOTE, OUTPUT, PREDICTION, READER, TERM},
            typing::TYPING,
        },
        theme::Theme,
        widget::{
            grid::{Grid, PROSE_COLUMNS_MAX, TALL_ROWS, centred},
            pen::Pen,
        },
    },
    tutor::{Explained, OpenLesson, Place, Trouble},
};

#[derive(Clone, Debug)]
pub struct Reader {
    lesson: LessonId,
    size: Size,
    open: Option<Box<Open>>,
    /// What a search found here.
    walk: Option<Walk>,
    /// The number of the last run that was asked for.
    generation: Generation,
    /// Said until the next key.
    trouble: Option<Trouble>,
}

/// A lesson that is on the screen.
#[derive(Clone, Debug)]
struct Open {
    lesson: OpenLesson,
    page: usize,
    /// First row in view.
    top: usize,
    /// The block that `r` and `y` act on.
    marked: Option<usize>,
    /// The block whose cut output Enter opens; else Enter goes on.
    opens: Option<usize>,
    runs: BTreeMap<usize, Run>,
    /// The block that asks what it will print.
    asking: Option<Asking>,
    /// The note that is being written.
    writing: Option<Writing>,
    /// What the learner said of a block, kept while the lesson is open.
    predictions: BTreeMap<usize, String>,
    /// After how many seconds a prediction that was wrong is asked again, by its block.
    cards: BTreeMap<usize, i64>,
    /// Blocks that the learner went on from without a prediction.
    skipped: BTreeSet<usize>,
    /// Blocks that wait until the one that runs has ended.
    waiting: VecDeque<usize>,
    /// Highlighted blocks; empty while they are asked for.
    colours: BTreeMap<usize, Vec<Vec<Stretch>>>,
    over: Over,
    /// What the glossary says of the lesson's terms; `None` until it was read.
    terms: Option<Vec<Explained>>,
    /// The end of the last page was seen.
    finished: bool,
    /// The questions at the end were not shown yet.
    asks: bool,
    /// The page laid out for the width below, before outputs.
    authored: Vec<Row>,
    width: u16,
    /// What is drawn.
    rows: Vec<Row>,
}

impl Reader {
    pub fn new(lesson: LessonId, size: Size) -> Reader {
        let generation = first_generation(&lesson);
        Reader { lesson, size, open: None, walk: None, generation, trouble: None }
    }

    pub fn lesson(&self) -> &LessonId {
        &self.lesson
    }

    /// The lesson itself, the first time that the reader comes to the top.
    pub fn shown(&self) -> Vec<Effect> {
        match self.open {
            Some(_) => Vec::new(),
            None => vec![Effect::OpenLesson(self.lesson.clone())],
        }
    }

    /// The tables that are heard now.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        let over = self.open.as_ref().map(|open| open.over);
        match over {
            _ if self.writes_note() => vec![&NOTE, &TYPING],
            _ if self.is_typing() => vec![&PREDICTION, &TYPING],
            Some(Over::Contents { .. }) => vec![&CONTENTS],
            Some(Over::Output { .. }) => vec![&OUTPUT],
            Some(Over::Term { .. }) => vec![&TERM],
            Some(Over::Nothing) | None => vec![&READER],
        }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(text),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.lay_out();
                self.note_the_end()
            }
            Event::Lesson(opened) if opened.loaded.lesson.id == self.lesson => self.open(opened),
            Event::Highlighted { key, lines } => {
                self.colour(key, lines);
                Vec::new()
            }
            Event::Elapsed { generation } => self.tick(*generation),
            Event::SamplePrinted { generation, text } => {
                self.printed(*generation, text);
                Vec::new()
            }
            Event::SampleRan { generation, run } => self.ran(*generation, run),
            Event::Walk { lesson, page, query } if *lesson == self.lesson => {
                self.walk_to(*page, query)
            }
            Event::FoundInside { lesson, query, inside } => {
                self.found_inside(lesson, query, inside);
                Vec::new()
            }
            Event::Terms { lesson, terms } => {
                self.learned_terms(lesson, terms);
                Vec::new()
            }
            Event::CardMade { lesson, index, wait } => {
                self.card_made(lesson, *index, *wait);
                Vec::new()
            }
            Event::Failed { generation, trouble } => self.failed(*generation, trouble),
            // Answers to what other screens asked.
            _ => Vec::new(),
        }
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    fn open(&mut self, opened: &OpenLesson) -> Vec<Effect> {
        let led = self.walk.as_mut().and_then(Walk::take_page);
        let last = opened.loaded.document.pages.len().saturating_sub(1);
        // One that is open already was written anew: its reader stays where they are.
        let was = self.open.take();
        let kept = was.as_ref().map(|open| open.page);
        let page = led.or(kept).unwrap_or(opened.page).min(last);
        self.open = Some(Box::new(Open {
            lesson: opened.clone(),
            page,
            top: 0,
            marked: None,
            opens: None,
            runs: BTreeMap::new(),
            asking: None,
            writing: None,
            predictions: BTreeMap::new(),
            cards: BTreeMap::new(),
            skipped: BTreeSet::new(),
            waiting: VecDeque::new(),
            colours: BTreeMap::new(),
            over: Over::Nothing,
            terms: None,
            finished: false,
            asks: opened.questions > 0,
            authored: Vec::new(),
            width: 0,
            rows: Vec::new(),
        }));
        let effects = self.show_page(page);
        if let (Some(was), None) = (was, led) {
            self.go_on_from(*was);
        }
        effects
    }

    /// Shows `page` from its first row, remembers it, and asks for its colours.
    fn show_page(&mut self, page: usize) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        // A note may stand on a page that its lesson has no more.
        let page = page.min(open.lesson.loaded.document.pages.len().saturating_sub(1));
        open.page = page;
        open.top = 0;
        open.asking = None;
        open.writing = None;
        open.opens = None;
        open.width = 0;
        if let Some(walk) = &mut self.walk {
            walk.begin_again();
        }
        self.lay_out();
        let mut effects = vec![Effect::Remember { lesson: self.lesson.clone(), page }];
        if let Some(open) = &mut self.open {
            let samples = open.samples();
            let first_that_runs = samples.iter().find(|index| open.runs(**index));
            open.marked = first_that_runs.or(samples.first()).copied();
            effects.extend(open.ask_for_colours());
        }
        effects.extend(self.note_the_end());
        effects
    }

    /// Lays the page out again where its width changed, and puts the outputs in.
    fn lay_out(&mut self) {
        let body = self.body();
        let roomy = self.is_roomy();
        let Some(open) = &mut self.open else { return };
        if open.width != body.width {
            open.width = body.width;
            let words = open.predictions_in_words();
            open.authored = open.page().map_or_else(Vec::new, |page| {
                page::authored(&counted::with_words(page, &words), body.width)
            });
            for (sample, lines) in &open.colours {
                let samples = open.lesson.loaded.document.samples();
                if let Some(found) = samples.into_iter().find(|found| found.index == *sample) {
                    page::highlight(&mut open.authored, *sample, &found.code, lines);
                }
            }
        }
        let pending = open.pending_prediction();
        let shown = Shown {
            pending,
            runs: &open.runs,
            asking: open.asking.as_ref(),
            notes: notes::rows(&open.lesson.notes, open.page, open.writing.as_ref(), body.width),
            predictions: &open.predictions,
            opens: open.opens,
            width: body.width,
            roomy,
            next: open.lesson.next.as_ref(),
            questions: if open.asks { open.lesson.questions } else { 0 },
            is_last_page: open.is_last_page(),
        };
        open.rows = page::rows(&open.authored, &shown);
        if let Some(walk) = &self.walk {
            walk.mark(&mut open.rows);
        }
        open.top = open.top.min(open.rows.len().saturating_sub(usize::from(body.height)));
    }

    fn colour(&mut self, key: &HighlightKey, lines: &[Vec<Stretch>]) {
        let HighlightKey::Sample { lesson, index } = key else { return };
        if let Some(open) = &mut self.open
            && *lesson == self.lesson
        {
            open.colours.insert(*index, lines.to_vec());
            open.width = 0;
            self.lay_out();
        }
    }

    /// Once the end of the last page is seen, the lesson is read.
    pub(super) fn note_the_end(&mut self) -> Vec<Effect> {
        let height = usize::from(self.body().height);
        match &mut self.open {
            Some(open) if !open.finished && open.is_read(height) => {
                open.finished = true;
                vec![Effect::FinishLesson(self.lesson.clone())]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// Where the page stands. A page that needs it gets the spare row too.
    fn body(&self) -> Rect {
        let grid = Grid::of(Rect::from((Position::ORIGIN, self.size)));
        let body = centred(grid.body_and_spare(), PROSE_COLUMNS_MAX);
        let air = u16::from(self.is_roomy());
        Rect { y: body.y + air, height: body.height.saturating_sub(air), ..body }
    }

    fn is_roomy(&self) -> bool {
        self.size.height >= TALL_ROWS
    }
}

fn route(place: &Place) -> Route {
    match place {
        Place::Lesson(lesson) => Route::Lesson { lesson: lesson.clone() },
        Place::Exercise(exercise) => Route::Exercise { exercise: exercise.clone() },
    }
}

/// The numbers of a reader's runs begin after this. Each lesson has a range of its own, so that a
/// late answer to a screen that was left is not taken for an answer to another one.
fn first_generation(lesson: &LessonId) -> Generation {
    let mix = |sum: u64, byte: u8| sum.wrapping_mul(31).wrapping_add(u64::from(byte));
    lesson.as_str().bytes().fold(1, mix) << 24
}
