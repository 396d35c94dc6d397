//! What is drawn of the chosen event, laid out when something changed and kept until it changes again: a
//! frame only draws it, and a wheel only moves it.

use super::{Xray, place::Places};
use crate::screen::widget::rows::Row;

/// Rows and rectangles of the chosen event, for one size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    pub places: Places,
    /// Below the timeline, where there is room beside it.
    pub exchange: Vec<Row>,
    /// Beside or below the timeline.
    pub beside: Vec<Row>,
    /// Its request can be copied for a shell.
    pub has_curl: bool,
}

impl Xray {
    /// Lays out what is shown now.
    pub(super) fn lay(&mut self) {
        self.laid = self.laid_out();
    }

    fn laid_out(&self) -> Laid {
        if self.timeline.events.is_empty() {
            return Laid::default();
        }
        let exchange = match Places::left_columns(self.size) {
            Some(columns) => self.exchange(columns),
            None => Vec::new(),
        };
        let places = Places::of(self, exchange.len());
        let beside = self.beside(&places);
        let has_curl = self.recording.curl(&self.timeline, self.at).is_some();
        Laid { places, exchange, beside, has_curl }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ratatui::{crossterm::event::KeyCode, layout::Size};

    use super::*;
    use crate::{
        course::exercise::Files,
        diag::Place,
        exchange::Headers,
        judge::{Failure, Recorded},
        screen::event::{Effect, Event, HighlightKey},
        trace::{Entry, SqlRan, Trace, What},
        tutor::Recording,
    };

    fn recording() -> Recording {
        let mut trace = Trace::default();
        let listening = What::Listening { named: 3000, port: 4000 };
        trace.push(Entry { at_us: 0, request: None, what: listening });
        for request in 1..=3 {
            let received = What::RequestReceived {
                method: "GET".into(),
                target: format!("/{request}"),
                headers: Headers::new(),
            };
            let sql = What::Sql(SqlRan { text: "SELECT 1\nFROM a".into(), ..SqlRan::default() });
            let started =
                What::ResponseStarted { status: 200, headers: Headers::new(), place: None };
            let ended = What::ResponseEnded { bytes: 2, body: b"ok".to_vec() };
            for what in [received, sql, started, ended] {
                trace.push(Entry { at_us: 1, request: Some(request), what });
            }
        }
        let failure = Failure {
            headline: "It answered.".into(),
            place: Some(Place::new("app.js", 2, 1)),
            recorded: Some(Recorded::new(5..9, Some(2))),
            ..Failure::default()
        };
        let files = Files::from([("app.js".to_owned(), b"let a;\nlet b;\nlet c;\n".to_vec())]);
        Recording { trace, failures: vec![failure], files, ..Recording::default() }
    }

    /// Asserts that what is kept is what would be laid out now.
    #[track_caller]
    fn check(xray: &Xray, after: &str) {
        assert_eq!(xray.laid, xray.laid_out(), "after {after}");
    }

    #[test]
    fn what_is_kept_is_never_old() {
        let mut xray = Xray::new(Arc::new(recording()), Size::new(80, 24));
        check(&xray, "the beginning");
        let keys = [
            KeyCode::Right,
            KeyCode::Tab,
            KeyCode::Left,
            KeyCode::Tab,
            KeyCode::End,
            KeyCode::Down,
            KeyCode::Home,
            KeyCode::PageDown,
            KeyCode::Char('f'),
            KeyCode::Char('y'),
        ];
        let sizes = [(120, 36), (60, 16), (250, 70), (80, 24)];
        for (columns, rows) in sizes {
            xray.update(&Event::Resized { columns, rows });
            check(&xray, "another size");
            for key in keys {
                let effects = xray.update(&Event::Key(key.into()));
                check(&xray, &format!("{key:?} on {columns} columns"));
                for effect in effects {
                    let Effect::Highlight { key, text, .. } = effect else { continue };
                    let lines = text.lines().map(|_| Vec::new()).collect();
                    xray.update(&Event::Highlighted { key, lines });
                    check(&xray, "colours");
                }
            }
        }
    }

    #[test]
    fn a_text_is_asked_for_once() {
        let mut xray = Xray::new(Arc::new(recording()), Size::new(80, 24));
        let mut asked: Vec<HighlightKey> = Vec::new();
        for _ in 0..2 {
            for key in [KeyCode::Home, KeyCode::Char('f'), KeyCode::End, KeyCode::Char('f')] {
                for effect in xray.update(&Event::Key(key.into())) {
                    if let Effect::Highlight { key, .. } = effect {
                        assert!(!asked.contains(&key), "{key:?} again");
                        asked.push(key);
                    }
                }
            }
        }
        assert!(asked.contains(&HighlightKey::Recorded { path: "app.js".into() }), "{asked:?}");
    }

    #[test]
    fn an_event_without_a_request_is_not_offered_as_curl() {
        let mut xray = Xray::new(Arc::new(recording()), Size::new(120, 36));
        let offers = |xray: &Xray| xray.hints(0, 9).iter().any(|hint| hint.label == "copy as curl");
        assert!(offers(&xray));
        xray.update(&Event::Key(KeyCode::Home.into()));
        assert!(!offers(&xray));
        let effects = xray.update(&Event::Key(KeyCode::Char('y').into()));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Copy(_))));
    }
}
