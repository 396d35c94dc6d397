//! What keys, clicks and pastes mean in the HTTP tab.

use ratatui::{
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::Position,
};

use super::{
    Focus, Http, answer, draw,
    editing::{Editing, Spot},
    over::{Over, Taken},
    places,
    tree::{Choice, Row},
    viewer::Part,
};
use crate::{
    exchange::{
        curl,
        http_file::{self, pieces},
        shown::sheet::{Direction, Kind},
    },
    screen::{
        event::Effect,
        keymap::{
            ENTER, ESC, Key,
            requests::{REQUESTS, RequestAction, WRITING},
            typing::{SUGGEST, typing},
        },
        playground::suggesting,
        widget::field::Field,
    },
    tutor::playground::{Change, OWN_FILE},
};

/// Characters that are looked for.
const FIND_CHARS_MAX: usize = 200;
/// Bytes of a body that are copied.
const COPY_BYTES_MAX: usize = 64 << 10;

impl Http {
    pub(super) fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let said = self.said.take();
        let has_token = self.request().is_some_and(|(collection, ..)| {
            collection.variables.iter().any(|known| known.name == "token")
        });
        if let Some(over) = &mut self.over {
            let taken = over.key(key, has_token);
            return self.taken(taken);
        }
        if self.finding.is_some() {
            return self.key_in_find(key);
        }
        if self.editing.is_some() {
            if suggesting::is_closed_by(key, said.as_deref()) {
                // It took that sentence away.
                return Vec::new();
            }
            return self.key_in_editor(key);
        }
        if Key::of(key) == ESC {
            return self.back();
        }
        let effects = REQUESTS.action(key).map_or_else(Vec::new, |action| self.act(action));
        self.follow();
        effects
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.said = None;
        if let Some(over) = &mut self.over {
            let taken = over.paste(text);
            return self.taken(taken);
        }
        if let Some(field) = &mut self.finding {
            field.paste(text);
            return Vec::new();
        }
        let mut next = self.generation;
        let effects = match &mut self.editing {
            Some(editing) => editing.paste(text, &mut next),
            None if curl::is_curl(text) || http_file::begins_with_request(text.trim()) => {
                vec![Effect::Import(text.to_owned())]
            }
            None => Vec::new(),
        };
        self.generation = next;
        self.fit();
        effects
    }

    fn key_in_editor(&mut self, key: &KeyEvent) -> Vec<Effect> {
        if WRITING.action(key).is_some() {
            return self.send();
        }
        let mut next = self.generation;
        let Some(editing) = &mut self.editing else { return Vec::new() };
        let asks = !editing.editor.is_suggesting() && SUGGEST.action(key).is_some();
        let (taken, effects) = editing.key(*key, &mut next);
        if asks && !editing.editor.is_suggesting() {
            self.said = Some(suggesting::NOTHING.to_owned());
        }
        self.generation = next;
        self.fit();
        if !taken && Key::of(key) == ESC {
            if self.sending.is_some() {
                return self.back();
            }
            return self.leave_editor();
        }
        effects
    }

    fn key_in_find(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let pressed = Key::of(key);
        if pressed == ESC {
            self.finding = None;
        } else if pressed == ENTER {
            if let Some(field) = self.finding.take() {
                field.text().clone_into(&mut self.viewer.words);
                self.viewer.found = None;
                self.find(Direction::On);
            }
        } else if let (Some(field), Some(typing)) = (&mut self.finding, typing(key)) {
            field.act(typing);
        }
        self.follow();
        Vec::new()
    }

    fn act(&mut self, action: RequestAction) -> Vec<Effect> {
        match action {
            RequestAction::Take => return self.take(),
            RequestAction::Send => return self.send(),
            RequestAction::New => return self.begin(),
            RequestAction::Header => return self.edit_chosen(Spot::Header),
            RequestAction::Body => return self.edit_chosen(Spot::Body),
            RequestAction::Auth => {
                if self.request().is_some() {
                    self.over = Some(Over::Ways { chosen: 0 });
                }
            }
            RequestAction::Copy => return self.copy(),
            RequestAction::Find => self.begin_find(),
            RequestAction::FindNext => self.find(Direction::On),
            RequestAction::FindPrevious => self.find(Direction::Back),
            RequestAction::Fold => self.viewer.fold(),
            RequestAction::Import => self.over = Some(Over::import()),
            RequestAction::Environment => return self.next_environment(),
            RequestAction::Servers => {
                return self.offer_servers(false);
            }
            RequestAction::StopServer => return vec![Effect::StopServer],
            RequestAction::NextPane => {
                self.focus = match self.focus {
                    Focus::Tree => Focus::Answer,
                    Focus::Answer => Focus::Tree,
                };
            }
            RequestAction::NextView => self.show_part(1),
            RequestAction::PreviousView => self.show_part(-1),
            RequestAction::Up => self.step(-1),
            RequestAction::Down => self.step(1),
            RequestAction::ScreenUp => self.step(-self.screenful()),
            RequestAction::ScreenDown => self.step(self.screenful()),
            RequestAction::First => self.go_to_end(false),
            RequestAction::Last => self.go_to_end(true),
        }
        Vec::new()
    }

    /// Esc stops a request; else goes to the tree; else leaves.
    fn back(&mut self) -> Vec<Effect> {
        if let Some(sending) = self.sending {
            return vec![Effect::Stop { generation: sending.generation }];
        }
        if self.focus == Focus::Answer {
            self.focus = Focus::Tree;
            return Vec::new();
        }
        vec![Effect::Back]
    }

    fn take(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Answer {
            self.viewer.fold();
            return Vec::new();
        }
        match self.chosen.clone() {
            Choice::Request { .. } => self.edit_chosen(Spot::Start),
            Choice::File(file) => self.edit(&file, 1, Spot::Start),
            Choice::Variable { file, name } => {
                let line = self.collection(&file).and_then(|collection| {
                    let own = collection.file.variables.iter().rev();
                    own.clone().find(|variable| variable.name == name).map(|found| found.line)
                });
                if let Some(line) = line {
                    return self.edit(&file, line, Spot::Line(0));
                }
                self.said = Some(format!("{name} does not stand in {file}."));
                Vec::new()
            }
            Choice::Past(index) => {
                let past = self.shelf.as_ref().and_then(|loaded| loaded.past.get(index)).cloned();
                if let Some(past) = past {
                    self.trouble = None;
                    self.viewer.open(&past);
                    self.focus = Focus::Answer;
                }
                Vec::new()
            }
            Choice::Sample if self.shelf.is_some() => vec![Effect::TakeSample],
            Choice::Sample => Vec::new(),
        }
    }

    fn edit_chosen(&mut self, spot: Spot) -> Vec<Effect> {
        let Some((collection, _, entry)) = self.request() else { return Vec::new() };
        let (file, line) = (collection.name.clone(), entry.line);
        self.edit(&file, line, spot)
    }

    fn begin(&mut self) -> Vec<Effect> {
        let file = match &self.chosen {
            Choice::Request { file, .. } | Choice::File(file) | Choice::Variable { file, .. } => {
                file.clone()
            }
            Choice::Past(_) | Choice::Sample => OWN_FILE.to_owned(),
        };
        self.open_editor(Editing::begin(&file))
    }

    /// The body where the answer is looked at, else the request.
    fn copy(&mut self) -> Vec<Effect> {
        if let (Focus::Tree, Choice::Past(index)) = (self.focus, &self.chosen) {
            return self.copy_past(*index);
        }
        if self.focus == Focus::Tree {
            let sendable = self.sendable();
            return sendable.map(|s| Effect::CopyAsCurl(Box::new(s))).into_iter().collect();
        }
        let Some(body) = self.viewer.sheet() else { return Vec::new() };
        let text = match body.kind() {
            Kind::Json | Kind::Text => body.text(),
            Kind::Empty | Kind::Bytes => return Vec::new(),
        };
        if COPY_BYTES_MAX < text.len() {
            let kilobytes = COPY_BYTES_MAX >> 10;
            self.said = Some(format!("Not copied: a terminal takes about {kilobytes} kB."));
            return Vec::new();
        }
        let text = text.to_owned();
        self.said = Some("The body was copied.".to_owned());
        vec![Effect::Copy(text)]
    }

    fn begin_find(&mut self) {
        if self.viewer.part != Part::Body {
            self.viewer.show(Part::Body);
        }
        if self.viewer.text().is_none() {
            self.said = Some("There is no text to look through.".to_owned());
            return;
        }
        self.focus = Focus::Answer;
        let mut field = Field::new(FIND_CHARS_MAX);
        field.set(&self.viewer.words);
        self.finding = Some(field);
    }

    fn find(&mut self, direction: Direction) {
        if self.viewer.words.is_empty() || self.viewer.text().is_none() {
            return;
        }
        if !self.viewer.find(direction) {
            self.said = Some(format!("Nothing in this answer reads \"{}\".", self.viewer.words));
        }
    }

    fn next_environment(&mut self) -> Vec<Effect> {
        let Some(loaded) = &self.shelf else { return Vec::new() };
        if loaded.environments.is_empty() {
            let words = "No environment: http-client.env.json in the folder would hold them.";
            self.said = Some(words.to_owned());
            return Vec::new();
        }
        let names = &loaded.environments;
        let at = self.environment.as_ref().and_then(|now| names.iter().position(|n| n == now));
        let next = at.map_or(0, |at| at + 1);
        self.environment = names.get(next).cloned();
        self.load()
    }

    fn show_part(&mut self, by: isize) {
        let parts = self.parts();
        let at = parts.iter().position(|part| *part == self.viewer.part).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(parts.len() - 1);
        if to != at {
            self.viewer.show(parts[to]);
        }
    }

    fn screenful(&self) -> isize {
        let rows = match self.focus {
            Focus::Tree => places::Places::of(self).tree.height,
            Focus::Answer => answer::content_area(self).height,
        };
        isize::try_from(rows.max(2) - 1).unwrap_or(1)
    }

    fn step(&mut self, by: isize) {
        match self.focus {
            Focus::Answer => {
                let lines = answer::lines(self);
                self.viewer.step(by, lines);
            }
            Focus::Tree => {
                let rows = self.rows();
                let choices: Vec<_> = rows.iter().filter_map(Row::choice).collect();
                let at = choices.iter().position(|choice| **choice == self.chosen).unwrap_or(0);
                let to = at.saturating_add_signed(by).min(choices.len().saturating_sub(1));
                if let Some(choice) = choices.get(to) {
                    self.chosen = (*choice).clone();
                }
            }
        }
    }

    fn go_to_end(&mut self, last: bool) {
        match self.focus {
            Focus::Answer => {
                let lines = answer::lines(self);
                self.viewer.go_to(if last { usize::MAX } else { 0 }, lines);
            }
            Focus::Tree => self.step(if last { isize::MAX } else { isize::MIN }),
        }
    }

    fn taken(&mut self, taken: Taken) -> Vec<Effect> {
        match taken {
            Taken::Nothing => return Vec::new(),
            Taken::Close => {}
            Taken::Import(text) => {
                self.over = None;
                return vec![Effect::Import(text)];
            }
            Taken::Serve(what) => {
                self.over = None;
                return vec![Effect::Serve(what)];
            }
            Taken::Field { name, value } => {
                self.over = None;
                return self.put_field(&name, &value);
            }
        }
        self.over = None;
        Vec::new()
    }

    /// Writes a header field into the request that is chosen.
    fn put_field(&mut self, name: &str, value: &str) -> Vec<Effect> {
        let Some((collection, _, entry)) = self.request() else { return Vec::new() };
        let place = pieces::piece_of_line(&collection.text, entry.line);
        let (near, _) = place.unwrap_or_default();
        let Some(piece) = pieces::pieces(&collection.text).into_iter().nth(near) else {
            return Vec::new();
        };
        let was = pieces::content(&collection.text, &piece).to_owned();
        let content = pieces::with_field(&was, name, value);
        let file = collection.name.clone();
        vec![Effect::SaveRequest(Change { file, near, was: Some(was), content })]
    }

    /// The wheel moves what is under it; a click chooses, and takes what is chosen already.
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        if self.over.is_some() || self.finding.is_some() {
            return Vec::new();
        }
        let places = places::Places::of(self);
        let editor = places::editor_area(self);
        if let Some(editing) = self.editing.as_mut().filter(|_| editor.contains(at)) {
            match mouse.kind {
                MouseEventKind::ScrollDown => editing.editor.wheel(3),
                MouseEventKind::ScrollUp => editing.editor.wheel(-3),
                MouseEventKind::Down(MouseButton::Left) => {
                    editing.editor.point(at.x - editor.x, at.y - editor.y, false);
                }
                MouseEventKind::Drag(MouseButton::Left) => {
                    editing.editor.point(at.x - editor.x, at.y - editor.y, true);
                }
                _ => {}
            }
            return Vec::new();
        }
        let focus = if at.x < places.divider { Focus::Tree } else { Focus::Answer };
        match mouse.kind {
            MouseEventKind::ScrollDown | MouseEventKind::ScrollUp if self.editing.is_none() => {
                let by = if mouse.kind == MouseEventKind::ScrollDown { 1 } else { -1 };
                let before = std::mem::replace(&mut self.focus, focus);
                self.step(if focus == Focus::Answer { by * 3 } else { by });
                self.focus = before;
                self.follow();
                Vec::new()
            }
            MouseEventKind::Down(MouseButton::Left) if self.editing.is_none() => {
                self.said = None;
                self.focus = focus;
                if focus == Focus::Answer {
                    self.click_answer(at);
                    return Vec::new();
                }
                match draw::choice_at(self, at) {
                    Some(choice) if choice == self.chosen => self.take(),
                    Some(choice) => {
                        self.chosen = choice;
                        Vec::new()
                    }
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn click_answer(&mut self, at: Position) {
        if let Some(part) = answer::part_at(self, at) {
            self.viewer.show(part);
            self.follow();
        } else if let Some(line) = answer::line_at(self, at) {
            self.viewer.cursor = line;
        }
    }
}
