//! Newer versions of what is installed, looked for where each pack came from.

use std::sync::mpsc::Sender;

use crate::{
    course::id::PackId,
    diag::Trouble,
    lab::Cancel,
    pack::{
        fetch::Fetcher,
        shelf::{News, Signature, Source},
    },
    tutor::packs::{Offer, Packs, Told, Wanted, door::patience, registry::Asked},
};

/// What was found where a pack came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Newer(Box<Offer>),
    /// Nothing is new; what has to be said all the same: that the version was withdrawn.
    Nothing {
        note: Option<String>,
    },
}

impl Packs {
    /// What is new of an installed pack.
    ///
    /// # Errors
    /// It is not installed, or what is there now cannot be had or is no pack.
    pub fn look_for_update(
        &self,
        id: &PackId,
        cancel: &Cancel,
        told: &Sender<Told>,
    ) -> Result<Found, Trouble> {
        let record = self.record()?;
        let installed = record.installed(id).ok_or_else(|| {
            Trouble::new(format!("The pack `{id}` is not installed."))
                .next("`backlab pack list` names those that are.")
        })?;
        if let Source::Registry(at) = &installed.source {
            // The index says whether the archive has to travel at all.
            let asked = Asked { at, id, shelf: self.shelf()? };
            let mut patience = patience(cancel, told);
            let mut fetcher = Fetcher::new(&mut patience);
            if let (true, note) = asked.is_current(installed, &mut fetcher)? {
                return Ok(Found::Nothing { note });
            }
        }
        let wanted = Wanted::again(id, &installed.source);
        let offer = self.look(&wanted, cancel, told)?;
        if offer.id() != id {
            let what = format!("{} holds the pack `{}` now.", installed.source, offer.id());
            return Err(
                Trouble::new(what).next(format!("`backlab pack add` installs it beside `{id}`."))
            );
        }
        let is_same = offer.news == Ok(News::Same) && offer.signature != Signature::New;
        if is_same {
            return Ok(Found::Nothing { note: None });
        }
        Ok(Found::Newer(Box::new(offer)))
    }
}
