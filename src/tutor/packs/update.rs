//! Newer versions of what is installed, looked for where each pack came from.

use std::sync::mpsc::Sender;

use crate::{
    course::id::PackId,
    diag::Trouble,
    lab::Cancel,
    pack::shelf::{News, Signature},
    tutor::packs::{Offer, Packs, Told, Wanted},
};

impl Packs {
    /// What is new of an installed pack; `None` where nothing is.
    ///
    /// # Errors
    /// It is not installed, or what is there now cannot be had or is no pack.
    pub fn look_for_update(
        &self,
        id: &PackId,
        cancel: &Cancel,
        told: &Sender<Told>,
    ) -> Result<Option<Offer>, Trouble> {
        let record = self.record()?;
        let installed = record.installed(id).ok_or_else(|| {
            Trouble::new(format!("The pack `{id}` is not installed."))
                .next("`backlab pack list` names those that are.")
        })?;
        let wanted = Wanted::again(id, &installed.source);
        let offer = self.look(&wanted, cancel, told)?;
        if offer.id() != id {
            let what = format!("{} holds the pack `{}` now.", installed.source, offer.id());
            return Err(
                Trouble::new(what).next(format!("`backlab pack add` installs it beside `{id}`."))
            );
        }
        let is_same = offer.news == Ok(News::Same) && offer.signature != Signature::New;
        Ok((!is_same).then_some(offer))
    }
}
