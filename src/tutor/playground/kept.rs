//! What the playground knows until the program ends: answers that later requests name, everything
//! that was sent, and the server that stays up.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    exchange::{http_file::Kept, shown::sheet::Sheet},
    lab::Cancel,
    progress::Seconds,
    tutor::{sending::Exchange, serving::Servable},
};

/// Requests that are remembered.
const PAST_MAX: usize = 100;
/// Bytes of all answers that are remembered; of more the oldest are forgotten.
const PAST_BYTES_MAX: usize = 64 << 20;
/// Lines of a server that are kept.
const LINES_MAX: usize = 500;

/// A request that was sent, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    pub file: String,
    pub method: String,
    /// As it is written.
    pub target: String,
    pub at: Seconds,
    pub exchange: Exchange,
    /// The body of the answer in lines.
    pub sheet: Option<Sheet>,
    /// Variables of the file that read this answer, and what they are now.
    pub captured: Vec<(String, String)>,
}

impl Past {
    fn bytes(&self) -> usize {
        let body = self.exchange.response.as_ref().map_or(0, |response| response.body.len());
        body + self.sheet.as_ref().map_or(0, |sheet| sheet.text().len())
    }
}

/// A server that was started here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    pub name: String,
    pub what: Option<Servable>,
    /// What can be asked of it, where its description says so: `GET /users`.
    pub routes: Vec<String>,
    /// The port that it opened first.
    pub port: Option<u16>,
    /// What it printed and answered, the newest last.
    pub lines: Vec<String>,
    /// Why it runs no more, as a sentence.
    pub ended: Option<String>,
}

impl Server {
    pub fn listens_on(&mut self, port: u16) {
        match self.port {
            None => self.port = Some(port),
            Some(_) => self.says(&[format!("also listening on 127.0.0.1:{port}")]),
        }
    }

    pub fn says(&mut self, lines: &[String]) {
        self.lines.extend_from_slice(lines);
        let over = self.lines.len().saturating_sub(LINES_MAX);
        self.lines.drain(..over);
    }

    pub fn runs(&self) -> bool {
        self.ended.is_none()
    }
}

#[derive(Debug, Default)]
pub struct Desk {
    answers: Mutex<BTreeMap<String, Kept>>,
    /// The newest first.
    past: Mutex<Vec<Arc<Past>>>,
    server: Mutex<Running>,
    /// Held by the server that runs.
    seat: Mutex<()>,
}

/// A server that is about to run.
#[derive(Clone, Debug)]
pub struct Begun {
    pub(super) number: u64,
    pub(super) cancel: Cancel,
}

#[derive(Debug, Default)]
struct Running {
    /// Counts the servers, so that one that ends late changes nothing of the next.
    number: u64,
    cancel: Option<Cancel>,
    server: Option<Server>,
}

impl Desk {
    pub fn answers(&self, file: &str) -> Kept {
        lock(&self.answers).get(file).cloned().unwrap_or_default()
    }

    pub fn keep_answers(&self, file: &str, kept: Kept) {
        lock(&self.answers).insert(file.to_owned(), kept);
    }

    pub fn remember(&self, past: Past) -> Arc<Past> {
        let past = Arc::new(past);
        remember(&mut lock(&self.past), Arc::clone(&past));
        past
    }

    pub fn past(&self) -> Vec<Arc<Past>> {
        lock(&self.past).clone()
    }

    /// Stops the server that runs and begins the next; its number is for `change_server`.
    pub fn begin_server(&self, what: &Servable) -> Begun {
        let cancel = Cancel::new();
        let mut running = lock(&self.server);
        if let Some(before) = running.cancel.replace(cancel.clone()) {
            before.cancel();
        }
        running.number += 1;
        let (name, what) = (what.name().to_owned(), Some(what.clone()));
        running.server = Some(Server { name, what, ..Server::default() });
        Begun { number: running.number, cancel }
    }

    /// Waits until the server before has left its ports.
    pub fn seat(&self) -> MutexGuard<'_, ()> {
        lock(&self.seat)
    }

    /// What it is then; `None` where another one has taken its place.
    pub fn change_server(
        &self,
        number: u64,
        change: &mut dyn FnMut(&mut Server),
    ) -> Option<Server> {
        let mut running = lock(&self.server);
        if running.number != number {
            return None;
        }
        let server = running.server.as_mut()?;
        change(server);
        Some(server.clone())
    }

    pub fn stop_server(&self) {
        if let Some(cancel) = lock(&self.server).cancel.take() {
            cancel.cancel();
        }
    }

    pub fn server(&self) -> Option<Server> {
        lock(&self.server).server.clone()
    }

    /// Where the server listens that runs.
    pub fn port(&self) -> Option<u16> {
        let running = lock(&self.server);
        running.server.as_ref().filter(|server| server.runs())?.port
    }
}

/// Puts the newest first, and forgets the oldest where there is too much of it.
pub(super) fn remember(all: &mut Vec<Arc<Past>>, past: Arc<Past>) {
    all.insert(0, past);
    let mut bytes = 0;
    let fits = |past: &&Arc<Past>| {
        bytes += past.bytes();
        bytes <= PAST_BYTES_MAX
    };
    let kept = all.iter().take(PAST_MAX).take_while(fits).count();
    all.truncate(kept.max(1));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each value is whole after each single step.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
