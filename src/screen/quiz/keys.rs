//! What the keys and the mouse do in a quiz.

use ratatui::{
    crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::Position,
};

use super::{
    At, Ending, Quiz,
    draft::Draft,
    draw,
    item::State,
    over::{Over, What},
};
use crate::{
    course::quiz::ANSWERS_FILE,
    screen::{
        event::{Effect, Route},
        keymap::{
            Listed, Scope,
            quiz::{CHOOSING, OVER, OverAction, QuizAction, WRITING},
            typing::{TYPING, Typing, typing},
        },
        widget::editor::Reaction,
    },
    tutor::Place,
};

/// Lines that one step of the wheel scrolls.
const WHEEL_LINES: isize = 3;

impl Quiz {
    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.said = None;
        if self.asks_to_start_again {
            return self.key_in_question(key);
        }
        if self.over.is_some() {
            return OVER.action(key).map_or_else(Vec::new, |action| self.act_over(action));
        }
        if !self.is_typing() {
            return CHOOSING.action(key).map_or_else(Vec::new, |action| self.act(action));
        }
        if let Some(action) = WRITING.action(key)
            && !self.is_the_texts(action)
        {
            return self.act(action);
        }
        self.write(key)
    }

    /// Where lines are written, Enter, Tab and the arrows are the text's.
    fn is_the_texts(&self, action: QuizAction) -> bool {
        let lines = self.item().is_some_and(super::item::Item::is_predicted);
        let of_text = matches!(
            action,
            QuizAction::Take
                | QuizAction::NextField
                | QuizAction::PreviousField
                | QuizAction::Down
                | QuizAction::Up
        );
        lines && of_text
    }

    fn write(&mut self, key: &KeyEvent) -> Vec<Effect> {
        // A field is too small to be searched.
        let searches =
            matches!(typing(key), Some(Typing::Find | Typing::FindNext | Typing::FindPrevious));
        let one_line = self.item().is_some_and(|item| !item.is_predicted());
        let breaks = matches!(typing(key), Some(Typing::Enter | Typing::Indent | Typing::Outdent));
        if searches || (one_line && breaks) {
            return Vec::new();
        }
        let field = self.item_mut().and_then(|item| item.draft.field());
        let reaction = field.map_or(Reaction::Ignored, |field| field.key(*key));
        self.taken(reaction)
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.said = None;
        if !self.is_typing() {
            return Vec::new();
        }
        let one_line = self.item().is_some_and(|item| !item.is_predicted());
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = if one_line { &joined } else { text };
        let field = self.item_mut().and_then(|item| item.draft.field());
        let reaction = field.map_or(Reaction::Ignored, |field| field.paste(text));
        self.taken(reaction)
    }

    fn taken(&mut self, reaction: Reaction) -> Vec<Effect> {
        match reaction {
            Reaction::Ignored => Vec::new(),
            Reaction::Taken { edited, copy } => {
                let mut effects = if edited { self.edited() } else { Vec::new() };
                effects.extend(copy.map(Effect::Copy));
                effects
            }
        }
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll(WHEEL_LINES),
            MouseEventKind::ScrollUp => self.scroll(-WHEEL_LINES),
            MouseEventKind::Down(MouseButton::Left) => {
                return self.click(Position::new(mouse.column, mouse.row));
            }
            MouseEventKind::Down(_)
            | MouseEventKind::Up(_)
            | MouseEventKind::Drag(_)
            | MouseEventKind::Moved
            | MouseEventKind::ScrollLeft
            | MouseEventKind::ScrollRight => {}
        }
        Vec::new()
    }

    /// Chooses a row, or goes to a field; a row that is chosen already is ticked, else taken.
    fn click(&mut self, at: Position) -> Vec<Effect> {
        if self.over.is_some() || self.asks_to_start_again || self.broken.is_some() {
            return Vec::new();
        }
        self.said = None;
        let Some((clicked, here)) = draw::choice_at(self, at).zip(self.chosen_now()) else {
            return Vec::new();
        };
        if clicked != here {
            let by = isize::try_from(clicked).unwrap_or(0) - isize::try_from(here).unwrap_or(0);
            self.step(by);
            return Vec::new();
        }
        match self.item().map(|item| &item.draft) {
            Some(Draft::Set { .. }) => self.act(QuizAction::Toggle),
            Some(Draft::Choice { .. }) | None => self.take(),
            // The keys that move rows and pairs stand in the footer.
            Some(
                Draft::Words(_) | Draft::Blanks { .. } | Draft::Rows { .. } | Draft::Pairs { .. },
            ) => Vec::new(),
        }
    }

    /// What the keys stand on, counted as the rows that can be clicked.
    fn chosen_now(&self) -> Option<usize> {
        match self.at {
            At::Summary(row) => Some(row),
            At::Question(_) => self.item().map(|item| item.draft.at()),
        }
    }

    fn act(&mut self, action: QuizAction) -> Vec<Effect> {
        if self.broken.is_some() {
            return self.act_on_broken(action);
        }
        match action {
            QuizAction::Take => return self.take(),
            QuizAction::Answer => return self.answer_or_check(),
            QuizAction::Down | QuizAction::NextField => self.step(1),
            QuizAction::Up | QuizAction::PreviousField => self.step(-1),
            QuizAction::CarryDown => return self.change(|draft| draft.carry(1)),
            QuizAction::CarryUp => return self.change(|draft| draft.carry(-1)),
            QuizAction::Toggle => {
                let may = self.item().is_some_and(super::item::Item::has_distractors);
                return self.change(|draft| draft.toggle(may));
            }
            QuizAction::Pick(number) => return self.pick(usize::from(number)),
            QuizAction::Right => return self.change(|draft| draft.turn(1)),
            QuizAction::Left => return self.change(|draft| draft.turn(-1)),
            QuizAction::Clear => return self.change(Draft::clear),
            QuizAction::Next => return self.next(),
            QuizAction::Previous => return self.previous(),
            QuizAction::EditOutside => return self.edit_outside(),
            QuizAction::Task => self.over = Some(Over::of(What::Task)),
            QuizAction::Hint => return self.next_hint(),
            QuizAction::Solution => return self.open_solution(),
            QuizAction::StartAgain => self.asks_to_start_again = true,
            QuizAction::Help => return vec![Effect::Go(Route::Help(self.scope()))],
            QuizAction::Back => return self.back(),
        }
        Vec::new()
    }

    /// A file that cannot be read is mended outside, or given up.
    fn act_on_broken(&mut self, action: QuizAction) -> Vec<Effect> {
        match action {
            QuizAction::EditOutside => return self.edit_outside(),
            QuizAction::StartAgain => self.asks_to_start_again = true,
            QuizAction::Help => return vec![Effect::Go(Route::Help(self.scope()))],
            QuizAction::Back => return vec![Effect::Back],
            QuizAction::Take
            | QuizAction::Answer
            | QuizAction::Down
            | QuizAction::Up
            | QuizAction::CarryDown
            | QuizAction::CarryUp
            | QuizAction::Toggle
            | QuizAction::Pick(_)
            | QuizAction::Right
            | QuizAction::Left
            | QuizAction::Clear
            | QuizAction::NextField
            | QuizAction::PreviousField
            | QuizAction::Next
            | QuizAction::Previous
            | QuizAction::Task
            | QuizAction::Hint
            | QuizAction::Solution => {}
        }
        Vec::new()
    }

    /// The tables that are heard now; none where only yes and no are.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        if self.asks_to_start_again {
            Vec::new()
        } else if self.over.is_some() {
            vec![&OVER]
        } else if self.is_typing() {
            vec![&WRITING, &TYPING]
        } else {
            vec![&CHOOSING]
        }
    }

    pub(super) fn scope(&self) -> Scope {
        if self.is_typing() { Scope::QuizField } else { Scope::Quiz }
    }

    /// Enter: goes to a blank that is empty, then answers what is new; what is answered goes on.
    fn take(&mut self) -> Vec<Effect> {
        match self.at {
            At::Question(at) if self.items.get(at).is_some_and(super::item::Item::is_settled) => {
                self.go_on()
            }
            At::Question(_) => self.fill_next().unwrap_or_else(|| self.answer()),
            At::Summary(row) => self.take_row(row),
        }
    }

    /// Goes to the next blank that is empty, around and around; `None` where none is.
    fn fill_next(&mut self) -> Option<Vec<Effect>> {
        let item = self.item_mut()?;
        let here = item.draft.at();
        let empty = item.draft.empty_blank()?;
        item.draft.step_to(empty);
        draw::show_chosen(self);
        if empty == here {
            self.said = Some("This blank is empty. F5 answers as it stands.".to_owned());
        }
        Some(Vec::new())
    }

    fn take_row(&mut self, row: usize) -> Vec<Effect> {
        if row < self.items.len() {
            return self.go_to(row);
        }
        match (&self.ending, &self.piece.next) {
            (Ending::Checked(checked), Some(next)) if checked.verdict.passed() => {
                let place = match next.place.clone() {
                    Place::Lesson(lesson) => Route::Lesson { lesson },
                    Place::Exercise(exercise) => Route::Exercise { exercise },
                };
                vec![Effect::Replace(place)]
            }
            (Ending::Checked(checked), None) if checked.verdict.passed() => vec![Effect::Back],
            (Ending::Checking { .. }, _) => Vec::new(),
            (Ending::Open | Ending::Checked(_) | Ending::Failed(_), _) => self.finish(),
        }
    }

    /// F5: a question that is answered already is not answered again.
    fn answer_or_check(&mut self) -> Vec<Effect> {
        match self.at {
            At::Question(at) if self.items.get(at).is_some_and(super::item::Item::is_settled) => {
                self.go_on()
            }
            At::Question(_) => self.answer(),
            At::Summary(_) => self.finish(),
        }
    }

    fn step(&mut self, by: isize) {
        match self.at {
            At::Summary(row) => {
                let last = self.items.len();
                self.at = At::Summary(row.saturating_add_signed(by).min(last));
            }
            At::Question(at) => {
                if let Some(item) = self.items.get_mut(at) {
                    let options = item.options();
                    item.draft.step(by, options);
                }
            }
        }
        draw::show_chosen(self);
    }

    fn pick(&mut self, number: usize) -> Vec<Effect> {
        let options = self.item().map_or(0, super::item::Item::options);
        let is_choice = self.item().is_some_and(|item| matches!(item.draft, Draft::Choice { .. }));
        let effects = self.change(|draft| draft.pick(number, options));
        // Where the keys stand is no answer yet.
        if is_choice {
            if let Some(item) = self.item_mut() {
                item.dirty = false;
            }
            return Vec::new();
        }
        effects
    }

    fn change(&mut self, change: impl FnOnce(&mut Draft) -> bool) -> Vec<Effect> {
        let changed = self.item_mut().is_some_and(|item| change(&mut item.draft));
        draw::show_chosen(self);
        if changed { self.edited() } else { Vec::new() }
    }

    /// A screenful down, and from the last one to the next question.
    fn next(&mut self) -> Vec<Effect> {
        if self.scrolls(1) {
            return Vec::new();
        }
        match self.at {
            At::Question(at) if at + 1 < self.items.len() => self.go_to(at + 1),
            At::Question(_) => {
                let effects = self.leave();
                self.at = At::Summary(0);
                self.top = 0;
                effects
            }
            At::Summary(_) => Vec::new(),
        }
    }

    fn previous(&mut self) -> Vec<Effect> {
        if self.scrolls(-1) {
            return Vec::new();
        }
        match self.at {
            At::Question(0) => Vec::new(),
            At::Question(at) => self.go_to(at - 1),
            At::Summary(_) => self.go_to(self.items.len().saturating_sub(1)),
        }
    }

    /// Scrolls a screenful where there is more to see.
    fn scrolls(&mut self, screens: isize) -> bool {
        let before = self.top;
        let height = isize::try_from(draw::body(self).height).unwrap_or(isize::MAX);
        self.scroll((height - 1).max(1) * screens);
        before != self.top
    }

    pub(super) fn scroll(&mut self, lines: isize) {
        if let Some(over) = &mut self.over {
            over.top = over.top.saturating_add_signed(lines);
        } else {
            self.top = self.top.saturating_add_signed(lines);
        }
        draw::keep_in_view(self);
    }

    fn edit_outside(&mut self) -> Vec<Effect> {
        let mut effects = self.leave();
        let (exercise, path) = (self.id().clone(), ANSWERS_FILE.to_owned());
        effects.push(Effect::EditOutside { exercise, path });
        effects
    }

    /// Esc: stops what runs, else leaves.
    fn back(&mut self) -> Vec<Effect> {
        if let Ending::Checking { generation, .. } = self.ending {
            self.ending = Ending::Open;
            return vec![Effect::Stop { generation }];
        }
        if let Some(item) = self.item_mut()
            && let State::Running { generation, .. } = item.state
        {
            item.state = State::Unjudged("It was stopped.".to_owned());
            return vec![Effect::Stop { generation }];
        }
        let mut effects = self.leave();
        effects.push(Effect::Back);
        effects
    }

    fn key_in_question(&mut self, key: &KeyEvent) -> Vec<Effect> {
        match key.code {
            KeyCode::Enter => {
                self.asks_to_start_again = false;
                let mut effects = self.leave();
                effects.push(Effect::Reset(self.id().clone()));
                effects
            }
            KeyCode::Esc => {
                self.asks_to_start_again = false;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn act_over(&mut self, action: OverAction) -> Vec<Effect> {
        let height = isize::try_from(draw::body(self).height).unwrap_or(isize::MAX);
        match action {
            OverAction::Down => self.scroll(1),
            OverAction::Up => self.scroll(-1),
            OverAction::ScreenDown => self.scroll((height - 1).max(1)),
            OverAction::ScreenUp => self.scroll(-(height - 1).max(1)),
            OverAction::Hint => return self.next_hint(),
            OverAction::Solution => return self.open_solution(),
            OverAction::Help => return vec![Effect::Go(Route::Help(Scope::Quiz))],
            OverAction::Leave if self.over.is_some_and(|over| over.what == What::Beginning) => {
                return self.back();
            }
            OverAction::Close | OverAction::Leave => self.over = None,
        }
        Vec::new()
    }

    /// F3: one hint more, and all that were shown.
    fn next_hint(&mut self) -> Vec<Effect> {
        let shown = self.piece.standing.hints;
        self.over = Some(Over::of(What::Hints));
        if shown < self.piece.exercise.hints.len() {
            return vec![Effect::NextHint(self.id().clone())];
        }
        Vec::new()
    }

    /// F4, where it may be seen. Seen before passing, the tutor notes it.
    fn open_solution(&mut self) -> Vec<Effect> {
        if !self.may_see_solution() {
            self.said = Some("The solution is shown after the last hint or a pass.".to_owned());
            return Vec::new();
        }
        self.over = Some(Over::of(What::Solution));
        let standing = &self.piece.standing;
        if standing.passed || standing.revealed {
            return Vec::new();
        }
        vec![Effect::Reveal(self.id().clone())]
    }
}
