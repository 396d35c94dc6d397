//! `pack add`, `list`, `update`, `remove`, `trust`, `lock`: packs from elsewhere.

mod shown;

use std::{
    fs,
    io::{self, IsTerminal},
    path::Path,
    sync::mpsc::{Sender, channel},
    thread,
};

use crate::{
    cli::{
        Ended, Failed,
        arguments::{Add, ShelfCommand, Trust},
        exercise::ask,
        pack::bar::Bar,
        print::{
            complain, json, out,
            prose::{columns, within},
        },
        standing::{self, Settings},
    },
    course::id::PackId,
    diag::Trouble,
    lab::Cancel,
    pack::shelf::{News, Pin},
    plain::lines::counted,
    tutor::packs::{Found, Offer, Packs, Told, Wanted},
};

pub fn perform(command: &ShelfCommand) -> Result<Ended, Failed> {
    let settings = Settings::of_environment();
    let packs = settings.packs(standing::machine());
    let settled = |offer: &Offer| recheck(&settings, &packs, offer);
    match command {
        ShelfCommand::Add(wanted) => match &wanted.locked {
            Some(file) => add_locked(&packs, file, wanted, &settled),
            None => add(&packs, wanted, &settled),
        },
        ShelfCommand::List { json: true } => {
            out(&json::line(&shown::as_value(&packs.record()?)))?;
            Ok(Ended::Well)
        }
        ShelfCommand::List { json: false } => {
            out(&shown::list(&packs.record()?))?;
            Ok(Ended::Well)
        }
        ShelfCommand::Update { id, yes } => update(&packs, id.as_deref(), *yes, &settled),
        ShelfCommand::Remove { id, yes } => remove(&packs, id, *yes),
        ShelfCommand::Trust(wanted) => trust(&packs, wanted),
        ShelfCommand::Lock { file } => lock(&packs, file),
    }
}

/// What is done once a pack is installed.
type Settled<'s> = &'s dyn Fn(&Offer) -> Result<(), Failed>;

fn add(packs: &Packs, wanted: &Add, settled: Settled<'_>) -> Result<Ended, Failed> {
    let source = wanted.source.as_deref().unwrap_or_default();
    let wanted_pack = Wanted::parse(source, wanted.registry.as_deref())?;
    let offer = with_bar(|told| packs.look(&wanted_pack, &Cancel::new(), told))?;
    if take(packs, &offer, wanted.yes, "pack add")? {
        settled(&offer)?;
        tell(&format!("Open it: backlab --pack {}\n", offer.id()))?;
    }
    Ok(Ended::Well)
}

/// Every pack of a packs.lock, or none: each is looked at before the first is installed.
fn add_locked(
    packs: &Packs,
    file: &Path,
    wanted: &Add,
    settled: Settled<'_>,
) -> Result<Ended, Failed> {
    let locked = Packs::read_lock(file)?;
    let mut offers = Vec::new();
    for pack in &locked {
        let registry = wanted.registry.as_deref();
        let look =
            |told: &Sender<Told>| packs.look_locked(pack, file, registry, &Cancel::new(), told);
        offers.push(with_bar(look)?);
    }
    for offer in &offers {
        if let Err(distrust) = &offer.news {
            return Err(distrust.trouble(offer.id()).into());
        }
    }
    let mut installed = 0;
    for offer in &offers {
        if take(packs, offer, wanted.yes, "pack add")? {
            settled(offer)?;
            installed += 1;
        }
    }
    let all = counted(offers.len(), "pack");
    tell(&format!("{installed} of {all} of {} are installed.\n", file.display()))?;
    Ok(Ended::Well)
}

fn update(
    packs: &Packs,
    id: Option<&str>,
    yes: bool,
    settled: Settled<'_>,
) -> Result<Ended, Failed> {
    let record = packs.record()?;
    let installed = record.packs.iter().filter(|known| known.installed.is_some());
    let ids: Vec<PackId> = match id {
        Some(id) => vec![pack_id(id)?],
        None => installed.map(|known| known.id.clone()).collect(),
    };
    if ids.is_empty() {
        out("No pack is installed. `backlab pack add SOURCE` installs one.\n")?;
        return Ok(Ended::Well);
    }
    let mut first = None;
    for id in &ids {
        match with_bar(|told| packs.look_for_update(id, &Cancel::new(), told)) {
            Ok(Found::Nothing { note }) => {
                let note = note.map_or(String::new(), |note| format!(" {note}"));
                tell(&format!("{id}: nothing is new.{note}\n"))?;
            }
            Ok(Found::Newer(offer)) => match take(packs, &offer, yes, "pack update") {
                Ok(true) => settled(&offer)?,
                Ok(false) => {}
                Err(Failed::Trouble(trouble)) if ids.len() > 1 => {
                    complain(&format!("{id}: {trouble}"));
                    first.get_or_insert(trouble);
                }
                Err(failed) => return Err(failed),
            },
            // The others may well be reached.
            Err(trouble) if ids.len() > 1 => {
                complain(&format!("{id}: {trouble}"));
                first.get_or_insert(trouble);
            }
            Err(trouble) => return Err(trouble.into()),
        }
    }
    match first {
        None => Ok(Ended::Well),
        Some(_) => Err(Failed::Misuse("Not every pack could be looked after.".to_owned())),
    }
}

fn remove(packs: &Packs, id: &str, yes: bool) -> Result<Ended, Failed> {
    let id = pack_id(id)?;
    let question = format!("Remove {id}? Your progress in it and your files are kept.");
    if !yes && !ask(&question, "pack remove")? {
        complain("Nothing was removed.");
        return Ok(Ended::Well);
    }
    let removed = packs.remove(&id)?;
    tell(&format!(
        "{id} {} is removed. Your progress in it and your files are kept.\n",
        removed.version
    ))?;
    Ok(Ended::Well)
}

fn trust(packs: &Packs, wanted: &Trust) -> Result<Ended, Failed> {
    let id = pack_id(&wanted.id)?;
    let what = &wanted.what;
    let pin = match &what.key {
        Some(key) => Some(Pin::Key(Packs::key(key)?)),
        None => what.unsigned.then_some(Pin::Unsigned),
    };
    let known = packs.trust(&id, pin, what.allow_downgrade)?;
    tell(&shown::trusted(&known))?;
    Ok(Ended::Well)
}

fn lock(packs: &Packs, file: &Path) -> Result<Ended, Failed> {
    let (text, count) = packs.lock()?;
    fs::write(file, text).map_err(|error| {
        Failed::Misuse(format!("{} cannot be written: {error}", file.display()))
    })?;
    tell(&format!(
        "{} holds {}. `backlab pack add --locked {0}` installs the same bytes elsewhere.\n",
        file.display(),
        counted(count, "pack")
    ))?;
    Ok(Ended::Well)
}

/// Shows what wants in, asks, and installs it; whether it did.
fn take(packs: &Packs, offer: &Offer, yes: bool, command: &str) -> Result<bool, Failed> {
    out(&shown::offer(offer, columns()))?;
    let news = match &offer.news {
        Ok(news) => news,
        Err(distrust) => return Err(distrust.trouble(offer.id()).into()),
    };
    let question = match news {
        News::First | News::Again => "Install it?",
        News::Update { .. } => "Update it?",
        News::Downgrade { .. } => "Go back to this version?",
        News::Same => "It is installed. Install it again?",
    };
    if !yes && !ask(question, command)? {
        complain("Nothing was installed.");
        return Ok(false);
    }
    let news = with_bar(|told| packs.install(offer, told))?;
    tell(&shown::done(offer, &news))?;
    Ok(true)
}

/// Judges what was solved in earlier revisions by the checks of the new version, and tells.
fn recheck(settings: &Settings, packs: &Packs, offer: &Offer) -> Result<(), Failed> {
    if offer.changes.raised.is_empty() {
        return Ok(());
    }
    let pack = standing::open_pack(packs.files(offer.id())?)?;
    let tutor = settings.tutor(pack, standing::machine());
    tell(&shown::rechecked(&tutor.recheck(&Cancel::new())))?;
    Ok(())
}

/// Prints sentences.
fn tell(text: &str) -> io::Result<()> {
    out(&within(text, columns()))
}

/// Does `work` with a bar beside it.
fn with_bar<T>(work: impl FnOnce(&Sender<Told>) -> Result<T, Trouble>) -> Result<T, Trouble> {
    let (told, progress) = channel::<Told>();
    let drawn = io::stderr().is_terminal();
    let bar = thread::spawn(move || {
        let bar = Bar::new(drawn);
        for step in progress {
            bar.draw(step.done, step.of, step.what);
        }
    });
    let result = work(&told);
    drop(told);
    // The bar ends with the sender above, and is gone before anything else is printed.
    let _ = bar.join();
    result
}

fn pack_id(text: &str) -> Result<PackId, Failed> {
    PackId::parse(text).map_err(|why| Failed::Misuse(format!("`{text}`: {why}")))
}
