//! What the keys and the mouse do.

use ratatui::{
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::Position,
};

use crate::{
    course::exercise::Kind,
    screen::{
        event::{Effect, Route},
        keymap::{
            Listed, Scope,
            typing::{SUGGEST, SUGGESTIONS, TYPING},
            workbench::{BenchAction, EDITOR, OVER, PANES},
        },
        widget::editor::Reaction,
    },
    tutor::Place,
};

use super::{Bench, Came, Left, Pane, over::Question, place::Places, result, task};

/// Lines that one step of the wheel scrolls.
const WHEEL_LINES: isize = 3;

/// Before the exercise is there only the way back and help work.
pub fn before_open(key: &KeyEvent) -> Vec<Effect> {
    match PANES.action(key) {
        Some(BenchAction::Back | BenchAction::Leave) => vec![Effect::Back],
        Some(BenchAction::Help) => vec![Effect::Go(Route::Help(Scope::Workbench))],
        Some(_) | None => Vec::new(),
    }
}

impl Bench {
    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.said = None;
        self.copied = false;
        if let Some(question) = self.question {
            return self.key_in_question(question, key);
        }
        if self.own.is_asking() {
            return self.key_in_asking(key);
        }
        if self.over.is_some() {
            return self.key_over(key);
        }
        if self.pane != Pane::Code {
            return PANES.action(key).map_or_else(Vec::new, |action| self.act(action));
        }
        let editor = self.files.editor();
        // The search field and the list of suggestions have their own meaning for Esc and Enter.
        let is_open = editor.is_searching() || editor.is_suggesting();
        if !is_open && let Some(action) = EDITOR.action(key) {
            return self.act(action);
        }
        let asks = !is_open && editor.can_suggest() && SUGGEST.action(key).is_some();
        let reaction = editor.key(*key);
        if asks && !editor.is_suggesting() {
            self.said = Some("Nothing to suggest here.".to_owned());
        }
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let types = matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace | KeyCode::Enter);
        if plain && types && reaction != Reaction::Ignored {
            self.refuse_in_given();
        }
        match reaction {
            Reaction::Ignored => {
                EDITOR.action(key).map_or_else(Vec::new, |action| self.act(action))
            }
            Reaction::Taken { edited, copy } => self.taken(edited, copy),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.said = None;
        self.paste_in_asking(text);
        if !self.is_typing() {
            return Vec::new();
        }
        self.refuse_in_given();
        match self.files.editor().paste(text) {
            Reaction::Ignored => Vec::new(),
            Reaction::Taken { edited, copy } => self.taken(edited, copy),
        }
    }

    /// Says of a file that cannot be changed that it is one.
    fn refuse_in_given(&mut self) {
        if !self.files.shown().editor.is_writable() {
            self.said = Some("This file is given and cannot be changed.".to_owned());
        }
    }

    fn taken(&mut self, edited: bool, copy: Option<String>) -> Vec<Effect> {
        let mut effects = if edited { self.edited() } else { Vec::new() };
        effects.extend(copy.map(Effect::Copy));
        effects
    }

    fn act(&mut self, action: BenchAction) -> Vec<Effect> {
        match action {
            BenchAction::Task => self.show(Pane::Task),
            BenchAction::Code => self.show(Pane::Code),
            BenchAction::Result => self.show(Pane::Result),
            BenchAction::NextPane => self.show(self.pane.next()),
            BenchAction::PreviousPane => self.show(self.pane.next().next()),
            BenchAction::NextFile => self.files.show_next(),
            BenchAction::Down => self.step(1),
            BenchAction::Up => self.step(-1),
            BenchAction::ScreenDown => self.scroll_by(self.screenful()),
            BenchAction::ScreenUp => self.scroll_by(-self.screenful()),
            BenchAction::First => self.scroll_by(isize::MIN),
            BenchAction::Last => self.scroll_by(isize::MAX),
            BenchAction::Take => return self.take(),
            BenchAction::Check => return self.check(),
            BenchAction::EditOutside => return self.edit_outside(),
            BenchAction::Copy => return self.copy(),
            BenchAction::Help => return vec![Effect::Go(Route::Help(self.scope()))],
            BenchAction::Back => return self.back(),
            BenchAction::Leave => return self.leave(),
            BenchAction::Hint => return self.next_hint(),
            BenchAction::ReadHints => {
                if 0 < self.piece.standing.hints {
                    self.read_hints();
                }
            }
            BenchAction::Solution => return self.open_solution(),
            BenchAction::History => return self.open_history(),
            BenchAction::Reset => self.question = Some(Question::Reset),
            BenchAction::Command => self.open_command(),
            BenchAction::Xray => return self.open_xray(None),
        }
        Vec::new()
    }

    pub(super) fn listens(&self) -> Vec<&'static dyn Listed> {
        if self.question.is_some() {
            return Vec::new();
        }
        if self.own.is_asking() {
            return vec![&TYPING];
        }
        if self.over.is_some() {
            return vec![&OVER];
        }
        let editor = &self.files.shown().editor;
        match self.pane {
            Pane::Task | Pane::Result => vec![&PANES],
            // What the list or the field does not take is the editor's.
            Pane::Code if editor.is_suggesting() => vec![&SUGGESTIONS, &TYPING, &EDITOR],
            Pane::Code if editor.is_searching() => vec![&TYPING, &EDITOR],
            Pane::Code if editor.can_suggest() => vec![&EDITOR, &SUGGEST, &TYPING],
            Pane::Code => vec![&EDITOR, &TYPING],
        }
    }

    pub(super) fn scope(&self) -> Scope {
        match self.is_typing() {
            true if self.files.shown().editor.can_suggest() => Scope::Suggesting,
            true => Scope::Editor,
            false => Scope::Workbench,
        }
    }

    pub(super) fn show(&mut self, pane: Pane) {
        self.came = (self.pane == Pane::Result && pane == Pane::Code).then_some(Came::Result);
        if pane == Pane::Result && self.pane != pane && !super::place::is_wide(self.size) {
            // One comes to read what happened, and that stands first.
            self.scroll.result = 0;
        }
        self.pane = pane;
        if pane == Pane::Task && self.left == Left::Hints {
            self.left = Left::Task;
        }
    }

    /// Esc: stops a check, else one step out.
    fn back(&mut self) -> Vec<Effect> {
        match self.pane {
            Pane::Result => {
                self.pane = Pane::Code;
                self.stop()
            }
            Pane::Code => match self.came.take() {
                Some(Came::Xray(event)) => self.open_xray(Some(event)),
                Some(Came::Result) => {
                    self.pane = Pane::Result;
                    Vec::new()
                }
                None => {
                    self.pane = Pane::Task;
                    Vec::new()
                }
            },
            Pane::Task if self.left == Left::Hints => {
                self.left = Left::Task;
                Vec::new()
            }
            Pane::Task => self.leave(),
        }
    }

    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.stop();
        effects.extend(self.files.save_now(&self.piece.exercise.id));
        effects.push(Effect::Back);
        effects
    }

    /// Up and down: the checks in the list, the rows of a text.
    fn step(&mut self, by: isize) {
        let rows = task::choices(self);
        if self.pane == Pane::Task && self.left == Left::Task && !rows.is_empty() {
            let at = rows.iter().position(|check| Some(*check) == self.chosen);
            let next = match at {
                Some(at) => at.saturating_add_signed(by).min(rows.len() - 1),
                None => 0,
            };
            self.choose(Some(rows[next]));
        } else {
            self.scroll_by(by);
        }
    }

    fn take(&mut self) -> Vec<Effect> {
        if !self.known.has_passed() {
            self.open_full();
            return Vec::new();
        }
        let Some(next) = &self.piece.next else { return Vec::new() };
        let route = match next.place.clone() {
            Place::Lesson(lesson) => Route::Lesson { lesson },
            Place::Exercise(exercise) => Route::Exercise { exercise },
        };
        let mut effects = self.files.save_now(&self.piece.exercise.id);
        effects.push(Effect::Replace(route));
        effects
    }

    fn edit_outside(&mut self) -> Vec<Effect> {
        let mut effects = self.files.save_now(&self.piece.exercise.id);
        let path = self.files.shown().path.clone();
        effects.push(Effect::EditOutside { exercise: self.id().clone(), path });
        effects
    }

    fn copy(&mut self) -> Vec<Effect> {
        let curl = self.open_failure().and_then(|failure| failure.curl.clone());
        self.copied = curl.is_some();
        if self.copied && self.piece.exercise.kind == Kind::Attack {
            let app = self.piece.exercise.app();
            self.said = Some(format!("backlab run {app}, in its folder, starts the server for it"));
        } else if self.copied && self.shows_exchanges() {
            let id = self.id().as_str();
            self.said = Some(format!("backlab serve {id} --port 4010 starts the API for it"));
        }
        curl.map(Effect::Copy).into_iter().collect()
    }
}

/// Scrolling and the mouse.
impl Bench {
    fn screenful(&self) -> isize {
        let places = Places::of(self);
        let area = if self.pane == Pane::Result { places.result } else { places.left };
        isize::try_from(area.height.saturating_sub(1)).unwrap_or(1).max(1)
    }

    fn scroll_by(&mut self, by: isize) {
        let places = Places::of(self);
        let (at, last) = match (self.pane, self.left) {
            (Pane::Result | Pane::Code, _) => {
                let rows = usize::from(result::height(self, places.result.width));
                (&mut self.scroll.result, rows.saturating_sub(usize::from(places.result.height)))
            }
            (Pane::Task, left) => {
                let last = task::scroll_max(self, &places);
                match left {
                    Left::Task => (&mut self.scroll.task, last),
                    Left::Hints => (&mut self.scroll.hints, last),
                }
            }
        };
        *at = at.saturating_add_signed(by).min(last);
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        if self.own.is_asking() {
            return Vec::new();
        }
        if self.question.is_some() || self.over.is_some() {
            return self.mouse_over(mouse);
        }
        let places = Places::of(self);
        let at = Position::new(mouse.column, mouse.row);
        let pane = if places.left.contains(at) {
            Pane::Task
        } else if places.result.contains(at) {
            Pane::Result
        } else {
            Pane::Code
        };
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(pane, WHEEL_LINES),
            MouseEventKind::ScrollUp => self.wheel(pane, -WHEEL_LINES),
            MouseEventKind::Down(MouseButton::Left) => return self.press(pane, at, &places),
            MouseEventKind::Drag(MouseButton::Left) if self.pane == Pane::Code => {
                let editor = places.editor;
                let column = at.x.clamp(editor.left(), editor.right()) - editor.x;
                let row = at.y.clamp(editor.top(), editor.bottom()) - editor.y;
                self.files.editor().point(column, row, true);
            }
            _ => {}
        }
        Vec::new()
    }

    fn mouse_over(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll_over(WHEEL_LINES),
            MouseEventKind::ScrollUp => self.scroll_over(-WHEEL_LINES),
            _ => {}
        }
        Vec::new()
    }

    /// What lies under the mouse scrolls; the keys stay where they are.
    fn wheel(&mut self, pane: Pane, lines: isize) {
        if pane == Pane::Code && (self.pane == Pane::Code || Places::of(self).wide) {
            self.files.editor().wheel(lines);
            return;
        }
        let keys = std::mem::replace(&mut self.pane, pane);
        self.scroll_by(lines);
        self.pane = keys;
    }

    fn press(&mut self, pane: Pane, at: Position, places: &Places) -> Vec<Effect> {
        self.said = None;
        if pane == Pane::Code
            && (places.wide || self.pane == Pane::Code)
            && places.editor.contains(at)
        {
            self.pane = Pane::Code;
            let (x, y) = (at.x - places.editor.x, at.y - places.editor.y);
            return match self.files.editor().point(x, y, false) {
                Reaction::Ignored => Vec::new(),
                Reaction::Taken { edited, copy } => self.taken(edited, copy),
            };
        }
        self.files.editor().close_suggestions();
        if places.head.contains(at) {
            super::paint::press_head(self, places, at.x);
        } else if pane == Pane::Task {
            self.pane = Pane::Task;
            if let Some(check) = task::check_at(self, places, at) {
                self.choose(Some(check));
            }
        } else if pane == Pane::Result {
            self.pane = Pane::Result;
        }
        Vec::new()
    }
}

impl Pane {
    fn next(self) -> Pane {
        match self {
            Pane::Task => Pane::Code,
            Pane::Code => Pane::Result,
            Pane::Result => Pane::Task,
        }
    }
}
