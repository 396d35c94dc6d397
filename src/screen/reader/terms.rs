//! The glossary over a page: one term that the page marks, what it means, and where it is explained.

use ratatui::layout::Rect;

use super::{Open, Over, Reader, over::frame_columns};
use crate::{
    course::id::LessonId,
    diag::Trouble,
    markup::{MarkedTerm, Page},
    screen::{
        event::{Effect, Route},
        keymap::{Scope, reader::OverAction},
        theme::{Ground, Role},
        widget::{
            laid::{self, Laid},
            pen::Pen,
            prose::wrap,
        },
    },
    tutor::Explained,
};

/// What stands behind a label.
const LABEL_COLUMNS: u16 = 14;
/// From the edge of the screen's frame to its words, on each side.
const INSET: u16 = 3;

impl Open {
    /// The terms that the open page marks and the glossary has, in the order of the page.
    fn page_terms(&self) -> Vec<(MarkedTerm<'_>, &Explained)> {
        let marked = self.page().map_or_else(Vec::new, Page::terms);
        let explained = |marked: MarkedTerm<'_>| {
            self.terms.iter().flatten().find(|term| term.id.as_str() == marked.id)
        };
        marked.into_iter().filter_map(|marked| Some((marked, explained(marked)?))).collect()
    }

    /// Whether the open page marks a term.
    pub(super) fn marks_terms(&self) -> bool {
        self.page().is_some_and(|page| !page.terms().is_empty())
    }

    /// The term whose mark is the first in view; the first of the page where none is.
    fn term_in_view(&self, height: usize) -> usize {
        let terms = self.page_terms();
        let pieces = self.rows.iter().skip(self.top).take(height).flat_map(|row| &row.pieces);
        let mut marks = pieces.filter(|(_, role)| *role == Role::Term);
        let seen = marks.find_map(|(text, _)| {
            // A mark that goes over the end of a row is two pieces.
            terms.iter().position(|(marked, _)| marked.words.contains(text.trim()))
        });
        seen.unwrap_or(0)
    }
}

impl Reader {
    /// Opens the glossary at the term in view; reads it first where that was not done yet.
    pub(super) fn open_terms(&mut self) -> Vec<Effect> {
        let height = usize::from(self.body().height);
        let Some(open) = &mut self.open else { return Vec::new() };
        if !open.marks_terms() {
            self.trouble = Some(Trouble {
                what: "This page marks no term of the glossary.".to_owned(),
                next: Some("Words that are underlined are terms; / finds the others.".to_owned()),
            });
            return Vec::new();
        }
        if open.terms.is_none() {
            return vec![Effect::LoadTerms(self.lesson.clone())];
        }
        open.over = Over::Term { at: open.term_in_view(height) };
        Vec::new()
    }

    /// Keeps what the glossary says, and shows it.
    pub(super) fn learned_terms(&mut self, lesson: &LessonId, terms: &[Explained]) {
        if *lesson != self.lesson {
            return;
        }
        let Some(open) = &mut self.open else { return };
        open.terms = Some(terms.to_vec());
        if open.page_terms().is_empty() {
            let what = "The glossary has no entry for the terms of this page.".to_owned();
            self.trouble = Some(Trouble { what, next: None });
        } else if open.over == Over::Nothing {
            self.open_terms();
        }
    }

    /// A key over the glossary.
    pub(super) fn term(&mut self, action: OverAction, at: usize) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        let terms = open.page_terms();
        let last = terms.len().saturating_sub(1);
        let at = match action {
            OverAction::Down | OverAction::ScreenDown => (at + 1).min(last),
            OverAction::Up | OverAction::ScreenUp => at.saturating_sub(1),
            OverAction::First => 0,
            OverAction::Last => last,
            OverAction::Row(row) if row <= last => row,
            OverAction::Row(_) => at,
            OverAction::Take => {
                let leads = terms.get(at).map(|(_, term)| term.lesson.clone());
                open.over = Over::Nothing;
                let other = leads.filter(|lesson| *lesson != self.lesson);
                return other
                    .map(|lesson| Effect::Go(Route::Lesson { lesson }))
                    .into_iter()
                    .collect();
            }
            OverAction::Copy => {
                let words = terms.get(at).map(|(_, term)| said(term));
                return words.map(Effect::Copy).into_iter().collect();
            }
            OverAction::Help => return vec![Effect::Go(Route::Help(Scope::Reader))],
            OverAction::Close => {
                open.over = Over::Nothing;
                return Vec::new();
            }
        };
        open.over = Over::Term { at };
        Vec::new()
    }

    /// Whether the page marks more than one term.
    pub(super) fn has_more_terms(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.page_terms().len() > 1)
    }

    /// Whether Enter over the term leads to another lesson.
    pub(super) fn term_leads_on(&self, at: usize) -> bool {
        let terms = self.open.as_ref().map_or_else(Vec::new, |open| open.page_terms());
        terms.get(at).is_some_and(|(_, term)| term.lesson != self.lesson)
    }
}

/// A term as plain text: `DNS: The system that ...`.
fn said(term: &Explained) -> String {
    let rows = laid::lay_out(&term.means, u16::MAX);
    let line = |row: &Laid| row.pieces.iter().map(|(text, _)| text.as_str()).collect::<String>();
    format!("{}: {}", term.name, rows.iter().map(line).collect::<Vec<_>>().join(" "))
}

/// Draws term `at` in a frame at the foot of the body; the page above it stays to be read.
pub fn draw(open: &Open, here: &LessonId, pen: &mut Pen<'_>, body: Rect, at: usize) {
    let terms = open.page_terms();
    let Some((_, term)) = terms.get(at) else { return };
    let area = pen.area();
    let width = frame_columns(area);
    let inner = width.saturating_sub(2 * INSET);
    let rows = rows(term, here, inner);
    // Title, air, the rows, and an edge and air on both sides.
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(5).min(body.height);
    let frame = Rect::new(area.x + (area.width - width) / 2, body.bottom() - height, width, height);
    let behind = Rect { height: area.height.saturating_sub(1), ..area };
    pen.restyle(behind, Role::Dimmed);
    pen.fill(frame, Ground::Overlay);
    pen.frame(frame, Role::Muted);
    let (left, right) = (frame.x + INSET, frame.right().saturating_sub(INSET));
    let mut room = right;
    if terms.len() > 1 {
        let fact = format!("{} of {}", at + 1, terms.len());
        room = pen.write_right(left, frame.y + 1, right, &fact, Role::Muted).saturating_sub(3);
    }
    pen.write_cut(left, frame.y + 1, room, &term.name, Role::Bright);
    let last = frame.bottom().saturating_sub(2);
    for (y, row) in (frame.y + 3..last).zip(&rows) {
        laid::draw(pen, Rect::new(left, y, right.saturating_sub(left), 1), &row.pieces, &row.fact);
    }
}

/// What it means; below that its other names, what to read next, and where it is explained.
fn rows(term: &Explained, here: &LessonId, width: u16) -> Vec<Laid> {
    let mut rows = laid::lay_out(&term.means, width);
    rows.push(Laid::default());
    let mut labelled = |label: &str, words: &str, fact: &str| {
        let room = width.saturating_sub(LABEL_COLUMNS);
        for (nth, line) in wrap(words, room).into_iter().enumerate() {
            let label = if nth == 0 { label } else { "" };
            let label = format!("{label:width$}", width = usize::from(LABEL_COLUMNS));
            let fact = if nth == 0 { fact.to_owned() } else { String::new() };
            let pieces = vec![(label, Role::Muted), (line, Role::Text)];
            rows.push(Laid { pieces, fact, sample: None });
        }
    };
    if !term.also.is_empty() {
        labelled("also called", &term.also.join(", "), "");
    }
    if !term.see.is_empty() {
        labelled("read next", &term.see.join(", "), "");
    }
    if term.lesson == *here {
        labelled("explained in", "this lesson", "");
    } else {
        labelled("explained in", &term.lesson_title, "");
    }
    rows
}
