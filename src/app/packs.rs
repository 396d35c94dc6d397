//! What the shelf asks the worker for.

use std::{
    sync::{
        Arc,
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    app::input::Message,
    config::typed_path,
    course::id::PackId,
    screen::event::{Effect, Event, Generation},
    tutor::{
        Cancel, Rechecked, Tutor,
        packs::{Found, Told, Wanted},
    },
};

/// How often a screen hears at most how far a fetch is.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// Does what changes the shelf, or says what is on it.
pub fn done(tutor: &Tutor, effect: Effect) -> Vec<Event> {
    let failed =
        |generation, trouble| vec![Event::Failed { generation: Some(generation), trouble }];
    match effect {
        Effect::LoadPacks => standing(tutor, None),
        Effect::TrustPack { offer, generation } => match tutor.packs().trust_offer(&offer) {
            Ok(offer) => vec![Event::PackOffered { generation, offer: Arc::new(offer) }],
            Err(trouble) => failed(generation, trouble),
        },
        Effect::InstallPack { offer, generation } => match tutor.install_pack(&offer) {
            Ok(said) => standing(tutor, Some(said)),
            Err(trouble) => failed(generation, trouble),
        },
        Effect::RemovePack { id, generation } => match tutor.packs().remove(&id) {
            Ok(_) => standing(tutor, Some(format!("{id} is removed; your progress is kept."))),
            Err(trouble) => failed(generation, trouble),
        },
        Effect::ReadyPack { id, generation } => match tutor.packs().ready(&id) {
            Ok(()) => vec![Event::PackReady(id)],
            Err(trouble) => failed(generation, trouble),
        },
        other => unreachable!("the shelf does not ask for {other:?}"),
    }
}

/// Fetches and verifies the pack at a place that was typed, or the one of this name in a registry.
pub fn look(
    tutor: &Tutor,
    (source, registry): (&str, Option<&str>),
    generation: Generation,
    cancel: &Cancel,
    told: &Sender<Told>,
) -> Event {
    let place = |typed: &str| typed_path(typed).display().to_string();
    let (source, registry) = (place(source), registry.map(place));
    let wanted = Wanted::parse(&source, registry.as_deref());
    match wanted.and_then(|wanted| tutor.packs().look(&wanted, cancel, told)) {
        Ok(offer) => Event::PackOffered { generation, offer: Arc::new(offer) },
        Err(trouble) => Event::Failed { generation: Some(generation), trouble },
    }
}

/// The same where an installed pack came from.
pub fn update(
    tutor: &Tutor,
    id: &PackId,
    generation: Generation,
    cancel: &Cancel,
    told: &Sender<Told>,
) -> Event {
    match tutor.packs().look_for_update(id, cancel, told) {
        Ok(Found::Newer(offer)) => Event::PackOffered { generation, offer: Arc::new(*offer) },
        Ok(Found::Nothing { note }) => {
            let note = note.map_or(String::new(), |note| format!(" {note}"));
            Event::PackIsCurrent { generation, said: format!("{id}: nothing is new.{note}") }
        }
        Err(trouble) => Event::Failed { generation: Some(generation), trouble },
    }
}

/// Tells the screen how far a fetch is, by a thread that ends with its sender. Where nothing comes,
/// nothing is told, so that nothing is drawn.
pub fn forward(messages: Sender<Message>, generation: Generation) -> Sender<Told> {
    let (sender, heard) = channel();
    thread::spawn(move || {
        let mut news = News { size: 0, done: 0, at: Instant::now() };
        for Told { done, of, .. } in heard {
            if !news.takes(done, of, Instant::now()) {
                continue;
            }
            let of = (of > 0).then_some(of);
            let event = Event::PackArrives { generation, bytes: done, of };
            if messages.send(Message::Event(event)).is_err() {
                return;
            }
        }
    });
    sender
}

/// What was told last, and when.
struct News {
    size: u64,
    done: u64,
    at: Instant,
}

impl News {
    /// Whether that is worth telling now: soon enough after the last, and no step back. A pack
    /// comes in several files, of which its archive is the largest.
    fn takes(&mut self, done: u64, of: u64, now: Instant) -> bool {
        let size = done.max(of);
        let goes_on = (self.size, self.done) < (size, done);
        if !goes_on || now < self.at + TOLD_EVERY {
            return false;
        }
        *self = News { size, done, at: now };
        true
    }
}

/// What the screens are told of texts that were judged anew, where there were any.
pub fn rechecked(pack: PackId, rechecked: Vec<Rechecked>) -> Option<Event> {
    (!rechecked.is_empty()).then_some(Event::Rechecked { pack, rechecked })
}

/// What is installed now; what was done, as a sentence.
fn standing(tutor: &Tutor, said: Option<String>) -> Vec<Event> {
    vec![match tutor.packs_standing() {
        Ok(standing) => Event::Packs { standing: Box::new(standing), said },
        Err(trouble) => Event::Failed { generation: None, trouble },
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_times_a_second_at_most_and_never_a_step_back() {
        let begun = Instant::now();
        let mut news = News { size: 0, done: 0, at: begun };
        let mut takes = |ms, done, of| news.takes(done, of, begun + Duration::from_millis(ms));
        assert!(!takes(100, 13, 13), "what is there soon shows nothing");
        assert!(takes(250, 400, 900));
        assert!(!takes(300, 900, 900));
        assert!(!takes(600, 400, 900), "nothing has come meanwhile");
        assert!(takes(600, 900, 900));
        assert!(takes(900, 64_000, 600_000), "the archive is larger than the list");
        assert!(!takes(1_900, 300, 300), "its signature is smaller");
        assert!(takes(1_900, 700_000, 0), "nobody said how much it is");
    }
}
