//! What the keys and the mouse do in the reader.

use ratatui::{
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect},
};

use super::{Kind, Over, Reader, over, route};
use crate::tutor::Of;
use crate::{
    screen::{
        event::{Effect, Route},
        keymap::{
            Scope,
            reader::{CONTENTS, OUTPUT, OverAction, READER, ReaderAction, TERM},
        },
        widget::window,
    },
    tutor::{Trouble, console::On},
};

impl Reader {
    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.trouble = None;
        if self.writes_note() {
            return self.key_in_note(key);
        }
        if self.is_typing() {
            return self.key_in_prediction(key);
        }
        match self.open.as_ref().map(|open| open.over) {
            Some(Over::Contents { chosen }) => match CONTENTS.action(key) {
                Some(action) => self.contents(action, chosen),
                None => Vec::new(),
            },
            Some(Over::Output { sample, top }) => match OUTPUT.action(key) {
                Some(action) => self.full_output(action, sample, top),
                None => Vec::new(),
            },
            Some(Over::Term { at }) => match TERM.action(key) {
                Some(action) => self.term(action, at),
                None => Vec::new(),
            },
            Some(Over::Nothing) | None => match READER.action(key) {
                Some(action) => self.act(action),
                None => Vec::new(),
            },
        }
    }

    fn act(&mut self, action: ReaderAction) -> Vec<Effect> {
        let screenful = isize::try_from(self.body().height.max(2) - 1).unwrap_or(1);
        let (page, last) = match &self.open {
            Some(open) => (open.page, open.pages().len().saturating_sub(1)),
            None => (0, 0),
        };
        match action {
            ReaderAction::On if self.sees_the_end() && self.skip_prediction() => self.scroll(0),
            ReaderAction::On if self.sees_the_end() => self.go_to_page(page + 1),
            ReaderAction::On => self.scroll(screenful),
            ReaderAction::BackUp if self.sees_the_start() => self.back_a_page(),
            ReaderAction::BackUp => self.scroll(-screenful),
            ReaderAction::LineDown => self.scroll(1),
            ReaderAction::LineUp => self.scroll(-1),
            ReaderAction::NextPage => self.go_to_page(page + 1),
            ReaderAction::PreviousPage => self.back_a_page(),
            ReaderAction::FirstPage => self.go_to_page(0),
            ReaderAction::LastPage => self.go_to_page(last),
            ReaderAction::Page(page) => self.go_to_page(page),
            ReaderAction::Contents => {
                self.lay_over(Over::Contents { chosen: page });
                Vec::new()
            }
            ReaderAction::Terms => self.open_terms(),
            ReaderAction::Note => self.write_note(),
            ReaderAction::Take => self.take(),
            ReaderAction::NextBlock => self.mark(1),
            ReaderAction::PreviousBlock => self.mark(-1),
            ReaderAction::Run => self.run_marked(),
            ReaderAction::RunAll => self.run_all(),
            ReaderAction::Xray => self.open_xray(),
            ReaderAction::Change => self.change(),
            ReaderAction::Copy => self.copy(),
            ReaderAction::Stop => self.stop().unwrap_or_else(|| vec![Effect::Back]),
            ReaderAction::Search => self.search(),
            ReaderAction::NextMatch => self.next_match(),
            ReaderAction::PreviousMatch => self.previous_match(),
            ReaderAction::Help => vec![Effect::Go(Route::Help(Scope::Reader))],
            ReaderAction::Leave => self.leave(),
        }
    }

    /// What runs is stopped on the way out.
    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.stop().unwrap_or_default();
        effects.push(Effect::Back);
        effects
    }

    fn go_to_page(&mut self, page: usize) -> Vec<Effect> {
        match &self.open {
            Some(open) if page != open.page && page < open.pages().len() => self.show_page(page),
            // Nothing is left to see here, so Enter goes on from now on.
            Some(_) | None => self.scroll(0),
        }
    }

    fn back_a_page(&mut self) -> Vec<Effect> {
        match self.open.as_ref().and_then(|open| open.page.checked_sub(1)) {
            Some(page) => self.show_page(page),
            None => Vec::new(),
        }
    }

    fn scroll(&mut self, by: isize) -> Vec<Effect> {
        let height = usize::from(self.body().height);
        if let Some(open) = &mut self.open {
            let last = open.rows.len().saturating_sub(height);
            open.top = open.top.saturating_add_signed(by).min(last);
            open.opens = None;
        }
        self.lay_out();
        self.note_the_end()
    }

    pub(super) fn sees_the_end(&self) -> bool {
        let height = usize::from(self.body().height);
        self.open.as_ref().is_some_and(|open| open.sees_the_end(height))
    }

    fn skip_prediction(&mut self) -> bool {
        self.open.as_mut().is_some_and(|open| open.skip_prediction())
    }

    fn sees_the_start(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.top == 0)
    }

    /// Opens a cut output; at the end of the lesson goes on.
    fn take(&mut self) -> Vec<Effect> {
        let height = usize::from(self.body().height);
        let Some(open) = &mut self.open else { return Vec::new() };
        if let Some(sample) = open.opens {
            open.over = Over::Output { sample, top: 0 };
            return Vec::new();
        }
        if open.asks && open.is_read(height) {
            // Once is enough: whoever comes back from them goes on.
            open.asks = false;
            self.lay_out();
            return vec![Effect::Go(Route::Review(Of::Lesson(self.lesson.clone())))];
        }
        match &open.lesson.next {
            Some(next) if open.is_read(height) => {
                vec![Effect::Replace(route(&next.place))]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// Marks the block `by` further on, and brings it into view.
    fn mark(&mut self, by: isize) -> Vec<Effect> {
        let height = usize::from(self.body().height);
        let Some(open) = &mut self.open else { return Vec::new() };
        let samples = open.samples();
        let at = samples.iter().position(|sample| Some(*sample) == open.marked).unwrap_or(0);
        let count = isize::try_from(samples.len()).unwrap_or(isize::MAX).max(1);
        let to = (isize::try_from(at).unwrap_or(0) + by).rem_euclid(count);
        open.marked = usize::try_from(to).ok().and_then(|to| samples.get(to)).copied();
        open.opens = open.marked.filter(|sample| open.is_cut(*sample));
        if let Some(first) = open.rows.iter().position(|row| row.sample == open.marked)
            && !(open.top..open.top + height).contains(&first)
        {
            open.top = window::around(open.rows.len(), height, first + 1).start.min(first);
        }
        self.lay_out();
        self.note_the_end()
    }

    /// Opens the marked block in the console of its language, on what it works on.
    fn change(&mut self) -> Vec<Effect> {
        let Some(open) = &self.open else { return Vec::new() };
        let Some(sample) = open.marked.and_then(|index| open.sample(index)) else {
            return Vec::new();
        };
        if let Some(engine) = super::Open::console_of(sample) {
            let on = On::Block { lesson: self.lesson.clone(), index: sample.index };
            return vec![Effect::Go(Route::Console { engine, on })];
        }
        let what = format!("No console of the playground takes a block in {}.", sample.language);
        self.trouble = Some(Trouble::new(what));
        Vec::new()
    }

    fn copy(&self) -> Vec<Effect> {
        let marked = self.open.as_ref().and_then(|open| open.sample(open.marked?));
        marked.map(|sample| Effect::Copy(sample.code.clone())).into_iter().collect()
    }

    fn lay_over(&mut self, over: Over) {
        if let Some(open) = &mut self.open {
            open.over = over;
        }
    }

    fn contents(&mut self, action: OverAction, chosen: usize) -> Vec<Effect> {
        let pages = self.open.as_ref().map_or(0, |open| open.pages().len());
        let last = pages.saturating_sub(1);
        let chosen = match action {
            OverAction::Down => (chosen + 1).min(last),
            OverAction::Up => chosen.saturating_sub(1),
            OverAction::First | OverAction::ScreenUp => 0,
            OverAction::Last | OverAction::ScreenDown => last,
            OverAction::Row(row) if row > last => chosen,
            OverAction::Row(page) => return self.close_and_go(page),
            OverAction::Take => return self.close_and_go(chosen),
            OverAction::Copy => chosen,
            OverAction::Help => return vec![Effect::Go(Route::Help(Scope::Reader))],
            OverAction::Close => {
                self.lay_over(Over::Nothing);
                return Vec::new();
            }
        };
        self.lay_over(Over::Contents { chosen });
        Vec::new()
    }

    fn close_and_go(&mut self, page: usize) -> Vec<Effect> {
        self.lay_over(Over::Nothing);
        self.go_to_page(page)
    }

    fn full_output(&mut self, action: OverAction, sample: usize, top: usize) -> Vec<Effect> {
        let run = self.open.as_ref().and_then(|open| open.runs.get(&sample));
        let output = run.map_or("", |run| run.output());
        let screenful = usize::from(self.body().height.max(4) - 3);
        let last = output.lines().count().saturating_sub(screenful);
        let top = match action {
            OverAction::Down => top + 1,
            OverAction::Up => top.saturating_sub(1),
            OverAction::ScreenDown => top + screenful,
            OverAction::ScreenUp => top.saturating_sub(screenful),
            OverAction::First => 0,
            OverAction::Last => last,
            OverAction::Row(_) | OverAction::Take => top,
            OverAction::Copy => return vec![Effect::Copy(output.to_owned())],
            OverAction::Help => return vec![Effect::Go(Route::Help(Scope::Reader))],
            OverAction::Close => {
                self.lay_over(Over::Nothing);
                return Vec::new();
            }
        };
        self.lay_over(Over::Output { sample, top: top.min(last) });
        Vec::new()
    }

    /// The wheel scrolls; a click marks a block, takes what comes next, or opens a page.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let over = self.open.as_ref().map_or(Over::Nothing, |open| open.over);
        match (mouse.kind, over) {
            (MouseEventKind::ScrollDown, Over::Nothing) => self.scroll(1),
            (MouseEventKind::ScrollUp, Over::Nothing) => self.scroll(-1),
            (MouseEventKind::ScrollDown, Over::Output { sample, top }) => {
                self.full_output(OverAction::Down, sample, top)
            }
            (MouseEventKind::ScrollUp, Over::Output { sample, top }) => {
                self.full_output(OverAction::Up, sample, top)
            }
            (MouseEventKind::ScrollDown, Over::Term { at }) => self.term(OverAction::Down, at),
            (MouseEventKind::ScrollUp, Over::Term { at }) => self.term(OverAction::Up, at),
            (MouseEventKind::Down(MouseButton::Left), Over::Nothing) => self.click(mouse.row),
            (MouseEventKind::Down(MouseButton::Left), Over::Contents { .. }) => {
                let area = Rect::from((Position::ORIGIN, self.size));
                let pages = self.open.as_ref().map_or(0, |open| open.pages().len());
                match over::contents_row_at(area, self.body(), pages, mouse.row) {
                    Some(page) => self.close_and_go(page),
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn click(&mut self, y: u16) -> Vec<Effect> {
        let Some(below) = y.checked_sub(self.body().y) else { return Vec::new() };
        let Some(open) = &mut self.open else { return Vec::new() };
        let Some(row) = open.rows.get(open.top + usize::from(below)) else { return Vec::new() };
        let (kind, sample) = (row.kind, row.sample);
        match kind {
            Kind::Next => {
                open.opens = None;
                return self.take();
            }
            Kind::Code | Kind::Output if sample.is_some() => {
                open.marked = sample;
                open.opens = sample.filter(|sample| open.is_cut(*sample));
            }
            Kind::Words | Kind::Code | Kind::Output | Kind::Field => {}
        }
        self.lay_out();
        Vec::new()
    }
}
