//! A request on its way: what is sent, and what is said where it was not.

use std::sync::Arc;

use super::{
    Http, answer,
    editing::Editing,
    tree::{Choice, path_of},
};
use crate::{
    exchange::{Request, http_file},
    screen::{
        event::{Effect, Generation},
        widget::waited::Waited,
    },
    tutor::{
        Trouble,
        playground::{Past, Sendable, Unsent},
    },
};

/// A request that is under way.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    pub generation: Generation,
    pub timer: Generation,
    pub waited: Waited,
}

/// What was asked for last, for what is said of it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `GET /users`
    request: String,
    /// The lines of the file above those that the editor shows, where one is open.
    above: Option<usize>,
}

impl Asked {
    fn of(sendable: &Sendable, editing: Option<&Editing>) -> Asked {
        let (file, _) = http_file::parse(&sendable.text);
        let entry = file.entries.get(sendable.entry);
        let words =
            |entry: &http_file::Entry| format!("{} {}", entry.method, path_of(&entry.target));
        Asked {
            request: entry.map(words).unwrap_or_default(),
            above: editing.and_then(|editing| editing.lines_above(&sendable.text)),
        }
    }
}

/// Why the last request was not sent.
#[derive(Clone, Debug)]
pub struct Refused {
    pub trouble: Trouble,
    /// The request that was meant.
    pub request: String,
    /// The line to blame as the editor counts it, where it is one of the editor's.
    pub line: Option<usize>,
    /// It would go to a server that was started here, and none is.
    pub wants_server: bool,
}

impl Http {
    /// What F5 sends: what is typed, else what is chosen.
    pub(super) fn sendable(&self) -> Option<Sendable> {
        let environment = self.environment.as_ref();
        if let Some(editing) = &self.editing {
            let text = self.collection(&editing.file).map_or("", |found| &found.text);
            return editing.sendable(text, environment);
        }
        if let Choice::Past(index) = &self.chosen {
            return self.sendable_again(*index);
        }
        let (collection, entry, _) = self.request()?;
        Some(Sendable {
            file: collection.name.clone(),
            text: collection.text.clone(),
            entry,
            environment: environment.cloned(),
        })
    }

    /// The request of the file that was sent then, where it is still there.
    pub(super) fn sendable_again(&self, index: usize) -> Option<Sendable> {
        let past = self.shelf.as_ref()?.past.get(index)?;
        let collection = self.collection(&past.file)?;
        let is_it = |entry: &http_file::Entry| {
            (&entry.method, &entry.target) == (&past.method, &past.target)
        };
        let entry = collection.file.entries.iter().position(is_it)?;
        Some(Sendable {
            file: collection.name.clone(),
            text: collection.text.clone(),
            entry,
            environment: self.environment.clone(),
        })
    }

    pub(super) fn send(&mut self) -> Vec<Effect> {
        if self.sending.is_some() {
            return Vec::new();
        }
        let Some(sendable) = self.sendable() else {
            let words = "There is no request here. n begins one.";
            self.said = Some(words.to_owned());
            return Vec::new();
        };
        self.asked = Asked::of(&sendable, self.editing.as_ref());
        self.generation += 2;
        let (generation, timer) = (self.generation, self.generation - 1);
        let waited = Waited::default();
        self.sending = Some(Sending { generation, timer, waited });
        let columns = usize::from(answer::content_area(self).width);
        let mut effects = vec![
            Effect::Send { sendable: Box::new(sendable), columns, generation },
            Effect::After { ms: waited.ms_to_next(), generation: timer },
        ];
        effects.extend(self.editing.as_mut().and_then(Editing::is_sent));
        effects
    }

    pub(super) fn answered(&mut self, generation: Generation, past: &Arc<Past>) {
        if self.shelf.as_mut().is_some_and(|loaded| loaded.remember(past)) {
            if let Choice::Past(index) = &mut self.chosen {
                *index += 1;
            }
            self.keep_choice(false);
        }
        if self.sending.is_some_and(|sending| sending.generation == generation) {
            self.sending = None;
            self.trouble = None;
            self.viewer.open(past);
            self.follow();
        }
    }

    /// Copies what was sent then as a command of curl, with secrets as they are shown.
    pub(super) fn copy_past(&mut self, index: usize) -> Vec<Effect> {
        let past = self.shelf.as_ref().and_then(|loaded| loaded.past.get(index));
        let Some(sent) = past.and_then(|past| past.exchange.sent.as_ref()) else {
            return Vec::new();
        };
        let base = sent.url.strip_suffix(&sent.request.target).unwrap_or(&sent.url);
        // Those that the client added are added by curl too.
        let is_own = |(name, _): &(&str, &str)| {
            !name.eq_ignore_ascii_case("host") && !name.eq_ignore_ascii_case("content-length")
        };
        let headers = sent.request.headers.iter().filter(is_own);
        let request = Request { headers: headers.collect(), ..sent.request.clone() };
        let command = request.as_curl(base);
        self.said = Some("Copied as curl.".to_owned());
        vec![Effect::Copy(command)]
    }

    /// Where a server is wanted and none runs, those that there are are offered at once.
    pub(super) fn unsent(&mut self, generation: Generation, unsent: &Unsent) -> Vec<Effect> {
        if self.sending.is_none_or(|sending| sending.generation != generation) {
            return Vec::new();
        }
        self.sending = None;
        let Unsent { trouble, line, wants_server } = unsent.clone();
        let Asked { request, above } = self.asked.clone();
        let below = |line: u32| (line as usize).checked_sub(above?).filter(|line| 0 < *line);
        let line = line.and_then(below);
        self.trouble = Some(Refused { trouble, request, line, wants_server });
        let effects =
            if wants_server && !self.is_serving() { self.offer_servers(true) } else { Vec::new() };
        self.fit();
        effects
    }
}
