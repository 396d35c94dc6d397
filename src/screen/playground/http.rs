//! The HTTP tab.

#![expect(clippy::unused_self, reason = "its methods are those that the shell calls on each tab")]

use ratatui::layout::{Rect, Size};

use crate::screen::{
    event::{Effect, Event},
    keymap::{
        Hint, Scope,
        playground::{PLAYGROUND, PlaygroundAction},
    },
    theme::Role,
    widget::pen::Pen,
};

/// What this tab can say until it sends requests itself.
const SENDS_ELSEWHERE: &str =
    "Requests are not sent from here yet. In a shell: backlab send FILE.http";

#[derive(Clone, Debug)]
pub struct Http;

impl Http {
    pub fn listens(&self) -> Vec<&'static dyn crate::screen::keymap::Listed> {
        Vec::new()
    }

    pub fn new(_size: Size) -> Http {
        Http
    }

    pub fn shown(&self) -> Vec<Effect> {
        Vec::new()
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) if PLAYGROUND.action(key) == Some(PlaygroundAction::Back) => {
                vec![Effect::Back]
            }
            _ => Vec::new(),
        }
    }

    pub fn view(&self, pen: &mut Pen<'_>, area: Rect) {
        pen.write_cut(area.x, area.y, area.right(), SENDS_ELSEWHERE, Role::Muted);
    }

    pub fn hints(&self) -> Vec<Hint> {
        Vec::new()
    }

    pub fn facts(&self) -> Vec<String> {
        Vec::new()
    }

    pub fn scope(&self) -> Scope {
        Scope::Requests
    }

    pub fn is_typing(&self) -> bool {
        false
    }

    pub fn has_selection(&self) -> bool {
        false
    }

    pub fn leave(&mut self) -> Vec<Effect> {
        Vec::new()
    }
}
