//! What the keys and the mouse do in a console.

use ratatui::{
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Rect},
};

use super::{Console, Over, Pane, Shown, answer_draw, draw, place::is_wide};
use crate::{
    screen::{
        event::{Effect, Exported},
        keymap::{
            Listed,
            console::{ConsoleAction, PANES, TYPES},
            typing::{SUGGEST, SUGGESTIONS, TYPING},
        },
        playground::suggesting,
        widget::{editor::Reaction, grid::Grid},
    },
    tutor::console::{Engine, as_tabs},
};

/// Lines that one step of the wheel scrolls.
const WHEEL_LINES: isize = 3;
/// Bytes that are copied at most: what terminals take over OSC 52.
const COPIED_BYTES_MAX: usize = 70_000;

impl Console {
    /// The tables whose keys are heard now, those of the playground besides.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        if !self.over.is_nothing() || self.pane != Pane::Editor {
            vec![&PANES]
        } else if self.editor.is_searching() {
            vec![&TYPING]
        } else if self.editor.is_suggesting() {
            vec![&SUGGESTIONS, &TYPING]
        } else {
            vec![&TYPES, &SUGGEST, &TYPING]
        }
    }

    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let said = self.said.take();
        if !self.over.is_nothing() {
            return PANES.action(key).map_or_else(Vec::new, |action| self.act_over(action));
        }
        if self.pane != Pane::Editor {
            return PANES.action(key).map_or_else(Vec::new, |action| self.act(action));
        }
        let is_open = self.editor.is_searching() || self.editor.is_suggesting();
        if is_open {
            return self.type_key(*key);
        }
        if suggesting::is_closed_by(key, said.as_deref()) {
            // It took that sentence away.
            return Vec::new();
        }
        if let Some(action) = TYPES.action(key) {
            return self.act(action);
        }
        if key.modifiers.is_empty() {
            match key.code {
                KeyCode::Enter if self.enter_runs() => return self.run(true),
                KeyCode::Up if self.editor.cursor().line == 0 => return self.earlier(),
                KeyCode::Down if self.is_on_last_line() => return self.later(),
                KeyCode::Tab if self.is_behind_word() => return self.complete(),
                _ => {}
            }
        }
        let asks = SUGGEST.action(key).is_some();
        let effects = self.type_key(*key);
        if asks && !self.editor.is_suggesting() {
            self.said = Some(suggesting::NOTHING.to_owned());
        }
        effects
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.said = None;
        if !self.is_typing() {
            return Vec::new();
        }
        let reaction = self.editor.paste(text);
        self.taken(reaction)
    }

    fn type_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let reaction = self.editor.key(key);
        self.taken(reaction)
    }

    fn taken(&mut self, reaction: Reaction) -> Vec<Effect> {
        let Reaction::Taken { edited, copy } = reaction else { return Vec::new() };
        let mut effects = if edited { self.edited() } else { Vec::new() };
        effects.extend(copy.map(Effect::Copy));
        effects
    }

    /// At a prompt Enter runs what is whole, with the cursor behind it.
    fn enter_runs(&self) -> bool {
        let is_prompt = match self.engine {
            Engine::Sql => false,
            Engine::Mongo | Engine::Redis | Engine::Js => true,
        };
        let text = self.editor.text();
        let is_empty = text.trim().is_empty();
        is_prompt && !is_empty && self.is_at_end() && self.engine.is_complete(&text)
    }

    fn is_at_end(&self) -> bool {
        let lines = self.editor.lines();
        let cursor = self.editor.cursor();
        let behind = lines[cursor.line].get(cursor.byte..).unwrap_or_default();
        let rest = lines.iter().skip(cursor.line + 1);
        behind.trim().is_empty() && rest.into_iter().all(|line| line.trim().is_empty())
    }

    fn is_on_last_line(&self) -> bool {
        self.editor.cursor().line + 1 == self.editor.lines().len()
    }

    /// Tab goes on with a word, as at any prompt; elsewhere it indents.
    fn is_behind_word(&self) -> bool {
        let cursor = self.editor.cursor();
        let line = &self.editor.lines()[cursor.line];
        let before = line.get(..cursor.byte).unwrap_or_default();
        let is_part = |ch: char| ch.is_alphanumeric() || "_$.".contains(ch);
        before.ends_with(is_part) && self.editor.selected().is_none()
    }

    fn complete(&mut self) -> Vec<Effect> {
        let reaction = self.editor.suggest();
        if !self.editor.is_suggesting() && matches!(reaction, Reaction::Taken { edited: false, .. })
        {
            self.said = Some(suggesting::NOTHING.to_owned());
        }
        self.taken(reaction)
    }

    fn earlier(&mut self) -> Vec<Effect> {
        let now = self.editor.text();
        let Some(text) = self.past.earlier(&now).map(str::to_owned) else { return Vec::new() };
        self.put(&text)
    }

    fn later(&mut self) -> Vec<Effect> {
        let Some(text) = self.past.later().map(str::to_owned) else { return Vec::new() };
        self.put(&text)
    }

    fn put(&mut self, text: &str) -> Vec<Effect> {
        self.editor.replace_all(text);
        self.editor.to_end();
        self.edited()
    }

    fn act(&mut self, action: ConsoleAction) -> Vec<Effect> {
        match action {
            ConsoleAction::Run => return self.run(false),
            ConsoleAction::Data => {
                self.over = Over::Choosing { choices: None, chosen: 0 };
                return vec![Effect::ListConsoleData(self.engine)];
            }
            ConsoleAction::Back => return self.back(),
            ConsoleAction::NextPane => self.pane = self.next_pane(),
            ConsoleAction::PreviousPane => {
                let two_on = self.next_pane();
                let has_three = is_wide(self.size.width) && self.has_tree();
                self.pane = two_on;
                if has_three {
                    self.pane = self.next_pane();
                }
            }
            ConsoleAction::Schema => self.show_schema(),
            ConsoleAction::PlanWords => self.plan_words = !self.plan_words,
            ConsoleAction::Export => return self.export(),
            ConsoleAction::Copy => return self.copy(),
            ConsoleAction::Clear => self.result = Shown::Nothing,
            ConsoleAction::Down => self.step(1),
            ConsoleAction::Up => self.step(-1),
            ConsoleAction::ScreenDown => self.step(self.screenful()),
            ConsoleAction::ScreenUp => self.step(-self.screenful()),
            ConsoleAction::First => self.step(isize::MIN),
            ConsoleAction::Last => self.step(isize::MAX),
            ConsoleAction::Right => self.sideways(1),
            ConsoleAction::Left => self.sideways(-1),
            ConsoleAction::Take => self.take(),
            ConsoleAction::NextGiven => self.walk(1),
            ConsoleAction::PreviousGiven => self.walk(-1),
        }
        Vec::new()
    }

    /// Stops what runs or is being opened; from the editor and the tree goes to the result, from
    /// there leaves.
    fn back(&mut self) -> Vec<Effect> {
        // What runs may wait behind an opening.
        let stops: Vec<_> = self.stop().into_iter().chain(self.stop_opening()).collect();
        if !stops.is_empty() {
            return stops;
        }
        match self.pane {
            Pane::Editor | Pane::Tree => {
                self.pane = Pane::Result;
                Vec::new()
            }
            Pane::Result => vec![Effect::Back],
        }
    }

    fn act_over(&mut self, action: ConsoleAction) -> Vec<Effect> {
        let area = self.result_place();
        let screenful = isize::try_from(area.height.max(4)).unwrap_or(4) - 3;
        match action {
            ConsoleAction::Down => self.over.step(1, area),
            ConsoleAction::Up => self.over.step(-1, area),
            ConsoleAction::ScreenDown => self.over.step(screenful, area),
            ConsoleAction::ScreenUp => self.over.step(-screenful, area),
            ConsoleAction::First => self.over.step(isize::MIN, area),
            ConsoleAction::Last => self.over.step(isize::MAX, area),
            ConsoleAction::Right => self.next_row(1),
            ConsoleAction::Left => self.next_row(-1),
            ConsoleAction::Copy => return self.copy(),
            ConsoleAction::Back => self.over = Over::Nothing,
            ConsoleAction::Take => {
                if let Some(choice) = self.over.chosen().cloned() {
                    self.pane = Pane::Editor;
                    return self.choose(&choice);
                }
                if matches!(self.over, Over::Row { .. }) {
                    self.over = Over::Nothing;
                }
            }
            ConsoleAction::Run
            | ConsoleAction::Data
            | ConsoleAction::NextPane
            | ConsoleAction::PreviousPane
            | ConsoleAction::NextGiven
            | ConsoleAction::PreviousGiven
            | ConsoleAction::Schema
            | ConsoleAction::PlanWords
            | ConsoleAction::Export
            | ConsoleAction::Clear => {}
        }
        Vec::new()
    }

    /// The row beside the one that is shown in full.
    fn next_row(&mut self, by: isize) {
        if let (Over::Row { .. }, Shown::Answer(answer)) = (&self.over, &mut self.result) {
            answer.step(by);
            self.open_row();
        }
    }

    fn next_pane(&self) -> Pane {
        match self.pane {
            Pane::Editor => Pane::Result,
            Pane::Result if is_wide(self.size.width) && self.has_tree() => Pane::Tree,
            Pane::Result | Pane::Tree => Pane::Editor,
        }
    }

    /// Where there is room for it the schema is there already, and the key is free.
    fn show_schema(&mut self) {
        if is_wide(self.size.width) || !self.has_tree() {
            self.plan_words = !self.plan_words;
        } else {
            self.pane = if self.pane == Pane::Tree { Pane::Result } else { Pane::Tree };
        }
    }

    fn step(&mut self, by: isize) {
        if self.pane == Pane::Tree {
            return self.tree.step(by);
        }
        let height = self.result_place().height;
        match &mut self.result {
            Shown::Nothing => {}
            Shown::Answer(answer) => answer.step(by),
            Shown::Printed(printed) => printed.scroll(by, height),
        }
    }

    fn sideways(&mut self, by: isize) {
        let width = self.result_place().width;
        match (&mut self.result, self.pane) {
            (_, Pane::Tree) => self.tree.fold(0 < by),
            (Shown::Answer(answer), Pane::Result) => answer.shift(by, width),
            (Shown::Nothing | Shown::Printed(_) | Shown::Answer(_), _) => {}
        }
    }

    fn take(&mut self) {
        match self.pane {
            Pane::Tree => self.tree.toggle(),
            Pane::Result => self.open_row(),
            Pane::Editor => {}
        }
    }

    fn open_row(&mut self) {
        if let Shown::Answer(answer) = &self.result
            && let Some(table) = answer.table()
            && let Some(over) = Over::of_row(table, answer.chosen())
        {
            self.over = over;
        }
    }

    fn walk(&mut self, by: isize) {
        if let Shown::Answer(answer) = &mut self.result {
            answer.walk(by);
        }
    }

    fn screenful(&self) -> isize {
        let area = self.result_place();
        let rows = match &self.result {
            Shown::Answer(answer) => self.lay(answer, area).table.height,
            Shown::Nothing | Shown::Printed(_) => area.height,
        };
        isize::try_from(rows.max(2)).unwrap_or(2) - 1
    }

    fn lay(&self, answer: &super::Answer, area: Rect) -> answer_draw::Lay {
        let how = answer_draw::How {
            is_wide: is_wide(self.size.width),
            plan_words: self.plan_words,
            focus: false,
        };
        answer_draw::lay_out(answer, draw::below_headline(answer, &self.run, area), how)
    }

    /// Writes the rows that are shown, or what was printed last.
    fn export(&mut self) -> Vec<Effect> {
        let what = match &self.result {
            Shown::Answer(answer) => answer.table().cloned().map(Exported::Rows),
            Shown::Printed(printed) => Some(Exported::Text(printed.last_output().to_owned())),
            Shown::Nothing => None,
        };
        let Some(what) = what else {
            self.said = Some("There is nothing to write.".to_owned());
            return Vec::new();
        };
        let generation = self.next_generation();
        self.writing = Some(generation);
        vec![Effect::Export { name: self.engine.language().to_owned(), what, generation }]
    }

    fn copy(&mut self) -> Vec<Effect> {
        let text = match &self.result {
            Shown::Answer(answer) => answer.table().map(as_tabs),
            Shown::Printed(printed) => Some(printed.last_output().to_owned()),
            Shown::Nothing => None,
        };
        let Some(mut text) = text.filter(|text| !text.is_empty()) else {
            self.said = Some("There is nothing to copy.".to_owned());
            return Vec::new();
        };
        let all = text.lines().count();
        if COPIED_BYTES_MAX < text.len() {
            let end = text.floor_char_boundary(COPIED_BYTES_MAX);
            let end = text[..end].rfind('\n').map_or(end, |at| at + 1);
            text.truncate(end);
            let lines = text.lines().count();
            self.said = Some(format!("Copied {lines} of {all} lines; x writes them all."));
        } else {
            self.said = Some(if all == 1 {
                "Copied 1 line.".to_owned()
            } else {
                format!("Copied {all} lines.")
            });
        }
        vec![Effect::Copy(text)]
    }

    /// The wheel scrolls what it is over; a press goes there.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let lines = match mouse.kind {
            MouseEventKind::ScrollDown => WHEEL_LINES,
            MouseEventKind::ScrollUp => -WHEEL_LINES,
            MouseEventKind::Down(MouseButton::Left) => return self.press(at, mouse.modifiers),
            MouseEventKind::Drag(MouseButton::Left) if self.is_typing() => {
                return self.point(at, true);
            }
            _ => return Vec::new(),
        };
        if !self.over.is_nothing() {
            self.over.step(lines, self.result_place());
            return Vec::new();
        }
        let places = self.places();
        if places.editor.contains(at) && self.pane != Pane::Tree {
            self.editor.wheel(lines);
        } else if places.tree.is_some_and(|tree| tree.contains(at)) {
            self.tree.step(lines);
        } else {
            self.step(lines);
        }
        Vec::new()
    }

    fn press(&mut self, at: Position, modifiers: KeyModifiers) -> Vec<Effect> {
        self.said = None;
        let places = self.places();
        if !self.over.is_nothing() {
            let again = self.over.press(places.result, at.y);
            return if again { self.act_over(ConsoleAction::Take) } else { Vec::new() };
        }
        let whole = Grid::of(Rect::from((Position::ORIGIN, self.size))).body;
        let narrow_tree = (self.pane == Pane::Tree && places.tree.is_none()).then_some(whole);
        if let Some(tree) = places.tree.or(narrow_tree).filter(|tree| tree.contains(at)) {
            self.pane = Pane::Tree;
            self.tree.press(tree, at.y);
            return Vec::new();
        }
        if places.editor.contains(at) {
            self.pane = Pane::Editor;
            return self.point(at, modifiers.contains(KeyModifiers::SHIFT));
        }
        if !places.result.contains(at) {
            return Vec::new();
        }
        self.pane = Pane::Result;
        let pressed = match &self.result {
            Shown::Answer(answer) => {
                let table = self.lay(answer, places.result).table;
                let rows = answer.table().map_or(0, |table| table.rows.len());
                let height = usize::from(table.height);
                let seen = crate::screen::widget::window::around(rows, height, answer.chosen());
                table.contains(at).then(|| seen.start + usize::from(at.y - table.y))
            }
            Shown::Nothing | Shown::Printed(_) => None,
        };
        if let (Some(row), Shown::Answer(answer)) = (pressed, &mut self.result) {
            let was = answer.chosen() == row;
            answer.choose(row);
            if was {
                self.open_row();
            }
        }
        Vec::new()
    }

    fn point(&mut self, at: Position, extend: bool) -> Vec<Effect> {
        let editor = self.places().editor;
        let column = at.x.saturating_sub(editor.x);
        let row = at.y.saturating_sub(editor.y);
        let reaction = self.editor.point(column, row, extend);
        self.taken(reaction)
    }
}
