//! What the keys and the mouse do to a card.

use ratatui::crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

use super::{Graded, Review, Said, Stage, rows};
use crate::{
    screen::{
        event::{Effect, Route},
        keymap::{
            Listed, Scope,
            review::{ANSWERED, ASKING, AnsweredAction, AskingAction},
            typing::TYPING,
        },
        widget::editor::{CodeEditor, Reaction},
    },
    tutor::{Grade, Of, Place},
};

/// Bytes of an answer that are taken.
const ANSWER_BYTES_MAX: usize = 4 << 10;
/// Rows that one step of the wheel scrolls.
const WHEEL_ROWS: isize = 2;

impl Review {
    /// The tables whose keys are heard now.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        if self.is_typing() { vec![&ASKING, &TYPING] } else { vec![&ANSWERED] }
    }

    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.trouble = None;
        if self.is_typing() {
            return match ASKING.action(key) {
                Some(action) => self.act_while_asking(action),
                None => self.edit(|editor| editor.key(*key)),
            };
        }
        ANSWERED.action(key).map_or_else(Vec::new, |action| self.act(action))
    }

    pub(super) fn edit(&mut self, change: impl FnOnce(&mut CodeEditor) -> Reaction) -> Vec<Effect> {
        if !self.is_typing() {
            return Vec::new();
        }
        let Stage::Asking(editor) = &mut self.stage else { return Vec::new() };
        let reaction = editor.change_within(ANSWER_BYTES_MAX, change);
        reaction.copy().map(Effect::Copy).into_iter().collect()
    }

    fn act_while_asking(&mut self, action: AskingAction) -> Vec<Effect> {
        match action {
            AskingAction::Answer => {
                let Stage::Asking(editor) = &self.stage else { return Vec::new() };
                let words = editor.text().trim().to_owned();
                let marked = self.asked().map_or(Grade::Good, |asked| asked.ask.suggested(&words));
                let said = if words.is_empty() { Said::Nothing } else { Said::Words(words) };
                self.show_answer(said, marked);
            }
            AskingAction::DoNotKnow => self.show_answer(Said::DoNotKnow, Grade::Again),
            AskingAction::NotToday => return self.put_off(),
            AskingAction::ScrollDown => self.scroll(self.screenful()),
            AskingAction::ScrollUp => self.scroll(-self.screenful()),
            AskingAction::Help => return vec![Effect::Go(Route::Help(Scope::Recall))],
            AskingAction::Leave => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn act(&mut self, action: AnsweredAction) -> Vec<Effect> {
        match action {
            AnsweredAction::Grade(grade) => return self.grade(grade),
            AnsweredAction::Take => return self.take(),
            AnsweredAction::Down => self.mark(1),
            AnsweredAction::Up => self.mark(-1),
            AnsweredAction::ScrollDown => self.scroll(self.screenful()),
            AnsweredAction::ScrollUp => self.scroll(-self.screenful()),
            AnsweredAction::OpenLesson => {
                return self
                    .asked()
                    .map(|asked| vec![Effect::Go(route(&asked.place))])
                    .unwrap_or_default();
            }
            AnsweredAction::Undo => return self.undo(),
            AnsweredAction::Skip => return self.skip(),
            AnsweredAction::Help => return vec![Effect::Go(Route::Help(Scope::Review))],
            AnsweredAction::Leave => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn show_answer(&mut self, said: Said, marked: Grade) {
        self.stage = Stage::Answered { said, marked };
        self.top = 0;
    }

    /// Not today; a question of a lesson is only gone past, for it becomes a card anyway.
    fn put_off(&mut self) -> Vec<Effect> {
        let card = self.asked().map(|asked| asked.card.clone());
        let put_off = match self.of {
            Of::Due | Of::Shaky => card.map(Effect::PutOff),
            Of::Lesson(_) | Of::Module(_) => None,
        };
        self.go_on();
        put_off.into_iter().collect()
    }

    /// The marked grade; behind the last card what comes next.
    fn take(&mut self) -> Vec<Effect> {
        if let (Some(_), Stage::Answered { marked, .. }) = (self.asked(), &self.stage) {
            return self.grade(*marked);
        }
        let Some(session) = &self.session else { return Vec::new() };
        match &session.next {
            // Home lies below.
            Some(next) if self.module().is_some() => vec![Effect::Replace(route(&next.place))],
            // The lesson that asked lies below; what comes next takes its place.
            Some(next) => vec![Effect::Back, Effect::Replace(route(&next.place))],
            None => vec![Effect::Back],
        }
    }

    fn grade(&mut self, grade: Grade) -> Vec<Effect> {
        let Some(asked) = self.asked() else { return Vec::new() };
        let card = asked.card.clone();
        let Stage::Answered { said, .. } = &self.stage else { return Vec::new() };
        let said = said.clone();
        let words = match &said {
            Said::Words(words) => asked.ask.in_words(words).to_owned(),
            Said::Nothing | Said::DoNotKnow => String::new(),
        };
        if self.module().is_some() {
            // Nothing is recorded of it, so nobody has to number it.
            self.graded.push(Graded { at: self.at, said, grade, token: Some(0) });
            self.go_on();
            return Vec::new();
        }
        self.graded.push(Graded { at: self.at, said, grade, token: None });
        self.go_on();
        vec![Effect::Grade { card, grade, said: words }]
    }

    /// Shows the card that was graded last again, ungraded.
    fn undo(&mut self) -> Vec<Effect> {
        let known = self.graded.last().and_then(|graded| graded.token);
        let (Some(token), Some(graded)) = (known, self.graded.pop_if(|last| last.token.is_some()))
        else {
            return Vec::new();
        };
        self.at = graded.at;
        self.show_answer(graded.said, graded.grade);
        if self.module().is_some() { Vec::new() } else { vec![Effect::UndoReview { token }] }
    }

    /// Leaves out the module that was asked about, once all was asked.
    fn skip(&mut self) -> Vec<Effect> {
        match self.module() {
            Some(module) if self.session.is_some() && self.asked().is_none() => {
                let skip = Effect::Skip { module: module.clone(), skipped: true };
                let following = self
                    .following()
                    .map(|(module, _)| Effect::Replace(Route::Review(Of::Module(module.clone()))));
                vec![skip, following.unwrap_or(Effect::Back)]
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn mark(&mut self, by: isize) {
        if let Stage::Answered { marked, .. } = &mut self.stage {
            let at = Grade::ALL.iter().position(|grade| grade == marked).unwrap_or(0);
            let to = at.saturating_add_signed(by).min(Grade::ALL.len() - 1);
            *marked = Grade::ALL[to];
        }
    }

    /// The wheel scrolls; a click on a grade takes it.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll(WHEEL_ROWS),
            MouseEventKind::ScrollUp => self.scroll(-WHEEL_ROWS),
            MouseEventKind::Down(MouseButton::Left) => {
                if let Some(grade) = rows::grade_at(self, mouse.row) {
                    return self.grade(grade);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn screenful(&self) -> isize {
        isize::try_from(self.body().height / 2).unwrap_or(1).max(1)
    }
}

fn route(place: &Place) -> Route {
    match place {
        Place::Lesson(lesson) => Route::Lesson { lesson: lesson.clone() },
        Place::Exercise(exercise) => Route::Exercise { exercise: exercise.clone() },
    }
}
