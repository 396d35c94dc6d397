//! The pane beside the list: the page that the chosen hit leads to.

use crate::{
    markup::{Document, Page, Stretch},
    screen::{
        event::{Effect, Generation, HighlightKey},
        widget::laid::{self, Laid},
    },
    tutor::{Lead, Preview},
};

/// Numbers of the questions of this pane.
const FIRST_GENERATION: Generation = 3 << 62;

#[derive(Clone, Debug, Default)]
pub struct Pane {
    /// What was asked for last, and the number of the question.
    asked: Option<(Lead, String)>,
    generation: Generation,
    shown: Option<Box<Shown>>,
}

/// A page that stands in the pane.
#[derive(Clone, Debug)]
pub struct Shown {
    pub lead: Lead,
    pub title: String,
    page: Page,
    words: Vec<String>,
    pub rows: Vec<Laid>,
    /// Highlighted blocks.
    colours: Vec<(usize, Vec<Vec<Stretch>>)>,
}

impl Pane {
    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_deref()
    }

    /// Whether the answer to this question is still wanted.
    pub fn waits_for(&self, generation: Generation) -> bool {
        self.asked.is_some() && generation == FIRST_GENERATION + self.generation
    }

    /// There is nothing to show.
    pub fn clear(&mut self) {
        self.shown = None;
    }

    /// Asks for the page of a hit; without one the pane is empty.
    pub fn ask(&mut self, lead: Option<Lead>, query: &str) -> Vec<Effect> {
        let asked = lead.map(|lead| (lead, query.to_owned()));
        if asked == self.asked {
            return Vec::new();
        }
        self.asked.clone_from(&asked);
        self.generation += 1;
        let Some((lead, query)) = asked else {
            self.shown = None;
            return Vec::new();
        };
        let generation = FIRST_GENERATION + self.generation;
        vec![Effect::Preview { lead, query, generation }]
    }

    /// Takes an answer, and asks for the colours of its code.
    pub fn show(&mut self, generation: Generation, preview: &Preview, width: u16) -> Vec<Effect> {
        let asked = self.asked.clone().filter(|_| self.waits_for(generation));
        let Some((lead, _)) = asked else {
            return Vec::new();
        };
        let page = preview.page.clone();
        let effects = colours_of(&lead, &page);
        let (title, words) = (preview.title.clone(), preview.words.clone());
        let (rows, colours) = (Vec::new(), Vec::new());
        self.shown = Some(Box::new(Shown { lead, title, page, words, rows, colours }));
        self.lay_out(width);
        effects
    }

    /// Lays the page out for another width.
    pub fn lay_out(&mut self, width: u16) {
        if let Some(shown) = &mut self.shown {
            shown.rows = laid::lay_out(&shown.page, width);
            // Code keeps its own colours.
            for row in shown.rows.iter_mut().filter(|row| row.sample.is_none()) {
                if let Some(pieces) = laid::mark(&row.pieces, &shown.words) {
                    row.pieces = pieces;
                }
            }
            let colours = std::mem::take(&mut shown.colours);
            for (index, lines) in &colours {
                shown.colour(*index, lines);
            }
            shown.colours = colours;
        }
    }

    pub fn colour(&mut self, key: &HighlightKey, lines: &[Vec<Stretch>]) {
        let HighlightKey::Sample { lesson, index } = key else { return };
        if let Some(shown) = &mut self.shown
            && lesson_of(&shown.lead) == Some(lesson)
        {
            shown.colour(*index, lines);
            shown.colours.push((*index, lines.to_vec()));
        }
    }
}

impl Shown {
    fn colour(&mut self, index: usize, lines: &[Vec<Stretch>]) {
        let document = Document { pages: vec![self.page.clone()] };
        let Some(sample) = document.samples().find(|sample| sample.index == index) else { return };
        let rows = self.rows.iter_mut().filter(|row| row.sample == Some(index));
        for ((row, line), stretches) in rows.zip(sample.code.lines()).zip(lines) {
            if let Some(pieces) = laid::coloured(&row.pieces, line, stretches) {
                row.pieces = pieces;
            }
        }
    }
}

fn colours_of(lead: &Lead, page: &Page) -> Vec<Effect> {
    let Some(lesson) = lesson_of(lead) else { return Vec::new() };
    let document = Document { pages: vec![page.clone()] };
    let ask = |sample: &crate::course::lesson::Sample| Effect::Highlight {
        key: HighlightKey::Sample { lesson: lesson.clone(), index: sample.index },
        language: sample.language.clone(),
        text: sample.code.clone(),
    };
    document.samples().map(ask).collect()
}

/// The lesson whose page it is; a task has none.
fn lesson_of(lead: &Lead) -> Option<&crate::course::id::LessonId> {
    match lead {
        Lead::Lesson { lesson, .. } | Lead::Term { lesson, .. } | Lead::Note { lesson, .. } => {
            Some(lesson)
        }
        Lead::Exercise { .. } => None,
    }
}
