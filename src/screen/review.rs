//! Review: one question at a time, answered from memory; then the answer, and how well it came
//! back. The questions at the end of a lesson are asked by the same screen.

mod draw;
mod keys;
mod rows;

use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};

use crate::{
    course::id::ModuleId,
    screen::{
        event::{Effect, Event},
        theme::Theme,
        widget::{
            editor::CodeEditor,
            grid::{Grid, PROSE_COLUMNS_MAX, TALL_ROWS, centred},
            pen::Pen,
        },
    },
    tutor::{Asked, Grade, Of, Session, Trouble},
};

/// Columns of a card, and how much narrower than the body it is at least.
const CARD_COLUMNS_MAX: u16 = 72;
const CARD_INDENT: u16 = 12;

#[derive(Clone, Debug)]
pub struct Review {
    of: Of,
    size: Size,
    session: Option<Box<Session>>,
    /// The card that is asked; behind the last one when all were.
    at: usize,
    stage: Stage,
    /// What was graded in this session, so that it can be taken back.
    graded: Vec<Graded>,
    /// First row in view of what is above the field or the grades.
    top: usize,
    /// Said until the next key.
    trouble: Option<Trouble>,
}

/// How far the card is.
#[derive(Clone, Debug)]
enum Stage {
    Asking(Box<CodeEditor>),
    Answered { said: Said, marked: Grade },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Words(String),
    /// Aloud, or in thought.
    Nothing,
    DoNotKnow,
}

#[derive(Clone, Debug)]
struct Graded {
    at: usize,
    said: Said,
    grade: Grade,
    /// Comes with the answer of the worker.
    token: Option<i64>,
}

impl Review {
    pub fn new(of: Of, size: Size) -> Review {
        Review {
            of,
            size,
            session: None,
            at: 0,
            stage: Stage::new(),
            graded: Vec::new(),
            top: 0,
            trouble: None,
        }
    }

    /// The cards, the first time that the screen comes to the top.
    pub fn shown(&self) -> Vec<Effect> {
        match self.session {
            Some(_) => Vec::new(),
            None => vec![Effect::LoadSession(self.of.clone())],
        }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => return self.mouse(*mouse),
            Event::Paste(text) => return self.edit(|editor| editor.paste(text)),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.scroll(0);
            }
            Event::Session(session) if session.of == self.of && self.session.is_none() => {
                self.session = Some(session.clone());
            }
            Event::Reviewed(reviewed) => {
                let waits = |graded: &&mut Graded| graded.token.is_none();
                if let Some(graded) = self.graded.iter_mut().find(waits) {
                    graded.token = Some(reviewed.token);
                    self.hear(reviewed.reviews);
                    self.trouble = reviewed.unsaved.as_ref().map(Trouble::new);
                }
            }
            Event::Reviews(reviews) => self.hear(*reviews),
            Event::Failed { trouble, .. } => self.trouble = Some(trouble.clone()),
            // Answers to what other screens asked.
            _ => {}
        }
        Vec::new()
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        draw::draw(self, &mut Pen::new(buffer, theme));
    }

    /// Whether letters belong to an answer.
    pub fn is_typing(&self) -> bool {
        self.asked().is_some() && matches!(self.stage, Stage::Asking(_))
    }

    pub fn has_selection(&self) -> bool {
        match &self.stage {
            Stage::Asking(editor) => self.is_typing() && editor.selected().is_some(),
            Stage::Answered { .. } => false,
        }
    }

    /// The card that is on the screen; `None` before the first and after the last.
    fn asked(&self) -> Option<&Asked> {
        self.session.as_ref()?.asked.get(self.at)
    }

    fn hear(&mut self, reviews: crate::tutor::Reviews) {
        if let Some(session) = &mut self.session {
            session.reviews = reviews;
        }
    }

    fn go_on(&mut self) {
        self.at += 1;
        self.top = 0;
        self.stage = Stage::new();
    }

    /// The questions of a lesson or of a module, and no cards that came back.
    fn is_of_a_lesson(&self) -> bool {
        match self.of {
            Of::Lesson(_) | Of::Module(_) => true,
            Of::Due | Of::Shaky => false,
        }
    }

    /// The module that is asked about before it is begun.
    fn module(&self) -> Option<&ModuleId> {
        match &self.of {
            Of::Module(module) => Some(module),
            Of::Due | Of::Shaky | Of::Lesson(_) => None,
        }
    }

    /// The module that is asked about after this one, where this one was mostly known.
    fn following(&self) -> Option<&(ModuleId, String)> {
        let session = self.session.as_ref()?;
        session.advises_skipping(self.known()).then_some(session.following.as_ref()?)
    }

    /// How many answers came back well.
    fn known(&self) -> usize {
        let well = |graded: &&Graded| matches!(graded.grade, Grade::Good | Grade::Easy);
        self.graded.iter().filter(well).count()
    }

    fn is_tall(&self) -> bool {
        self.size.height >= TALL_ROWS
    }

    /// Where the card stands.
    fn body(&self) -> Rect {
        let grid = Grid::of(Rect::new(0, 0, self.size.width, self.size.height));
        let body = grid.body;
        let columns = if self.is_of_a_lesson() {
            PROSE_COLUMNS_MAX
        } else {
            CARD_COLUMNS_MAX.min(body.width.saturating_sub(CARD_INDENT))
        };
        let answered = matches!(self.stage, Stage::Answered { .. });
        let air = match (self.is_tall(), self.is_of_a_lesson(), answered) {
            (false, ..) => u16::from(self.size.height > 20),
            (true, true, _) => 4,
            (true, false, false) => 5,
            (true, false, true) => 3,
        };
        let body = centred(body, columns);
        Rect { y: body.y + air, height: body.height.saturating_sub(air), ..body }
    }

    fn scroll(&mut self, by: isize) {
        let (above, below) = rows::rows(self);
        let room = rows::room_above(self.body().height, &above, &below);
        let last = above.len().saturating_sub(usize::from(room));
        self.top = self.top.saturating_add_signed(by).min(last);
    }
}

impl Stage {
    fn new() -> Stage {
        Stage::Asking(Box::new(CodeEditor::field("")))
    }
}
