//! What the shelf asks the worker for.

use std::sync::{Arc, mpsc::channel};

use crate::{
    course::id::PackId,
    screen::event::{Effect, Event, Generation},
    tutor::{
        Cancel, Tutor,
        packs::{Found, Wanted},
    },
};

/// Does what changes the shelf, or says what is on it.
pub fn done(tutor: &Tutor, effect: Effect) -> Vec<Event> {
    let failed =
        |generation, trouble| vec![Event::Failed { generation: Some(generation), trouble }];
    match effect {
        Effect::LoadPacks => standing(tutor, None),
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

/// Fetches and verifies the pack at a place that was typed.
pub fn look(tutor: &Tutor, typed: &str, generation: Generation, cancel: &Cancel) -> Event {
    let (told, _unheard) = channel();
    let wanted = Wanted::parse(typed, None);
    match wanted.and_then(|wanted| tutor.packs().look(&wanted, cancel, &told)) {
        Ok(offer) => Event::PackOffered { generation, offer: Arc::new(offer) },
        Err(trouble) => Event::Failed { generation: Some(generation), trouble },
    }
}

/// The same where an installed pack came from.
pub fn update(tutor: &Tutor, id: &PackId, generation: Generation, cancel: &Cancel) -> Event {
    let (told, _unheard) = channel();
    match tutor.packs().look_for_update(id, cancel, &told) {
        Ok(Found::Newer(offer)) => Event::PackOffered { generation, offer: Arc::new(*offer) },
        Ok(Found::Nothing { note }) => {
            let note = note.map_or(String::new(), |note| format!(" {note}"));
            Event::PackIsCurrent { generation, said: format!("{id}: nothing is new.{note}") }
        }
        Err(trouble) => Event::Failed { generation: Some(generation), trouble },
    }
}

/// What is installed now; what was done, as a sentence.
fn standing(tutor: &Tutor, said: Option<String>) -> Vec<Event> {
    vec![match tutor.packs_standing() {
        Ok(standing) => Event::Packs { standing: Box::new(standing), said },
        Err(trouble) => Event::Failed { generation: None, trouble },
    }]
}
