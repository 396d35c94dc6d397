//! `pack registry`: what the keeper of a registry does.

use std::path::Path;

use semver::Version;

use crate::{
    cli::{
        Ended, Failed,
        arguments::RegistryCommand,
        pack::archive::refuse,
        print::{complain, out},
    },
    course::id::PackId,
    pack::registry::{Added, Yanked, add, restore, yank},
    text::clean_line,
};

pub fn keep(command: &RegistryCommand) -> Result<Ended, Failed> {
    match command {
        RegistryCommand::Add { folder, files } => {
            let mut ended = Ended::Well;
            for file in files {
                // One that is refused does not keep the others out.
                match add(folder, file) {
                    Ok(added) => tell(&added)?,
                    Err(trouble) => {
                        complain(&format!("{}:", clean_line(&file.to_string_lossy())));
                        ended = refuse(&trouble);
                    }
                }
            }
            Ok(ended)
        }
        RegistryCommand::Yank { folder, id, version, why, undo } => {
            withdraw(folder, id, version, why.as_deref(), *undo)
        }
    }
}

fn tell(added: &Added) -> Result<(), Failed> {
    let Added { id, version, sha256, already, other_key, signed } = added;
    if *already {
        out(&format!("{id} {version} is there already, the same in every byte.\n"))?;
        return Ok(());
    }
    out(&format!("{id} {version} is added. SHA-256 {sha256}\n"))?;
    if !*signed {
        complain(
            "It is not signed, and what is published never changes: sign the next version before you add it \
             (`backlab pack sign`).",
        );
    }
    if *other_key {
        complain(&format!(
            "The version of {id} before it was signed with another key. Whoever has that one gets this one only \
             after they said that they trust it."
        ));
    }
    Ok(())
}

fn withdraw(
    folder: &Path,
    id: &str,
    version: &str,
    why: Option<&str>,
    undo: bool,
) -> Result<Ended, Failed> {
    let shown = clean_line(id);
    let id = PackId::parse(id).map_err(|no| Failed::Misuse(format!("`{shown}`: {no}.")))?;
    let version = Version::parse(version).map_err(|_| {
        Failed::Misuse(format!("`{}` is no version, as in 1.4.0.", clean_line(version)))
    })?;
    let came = if undo { restore(folder, &id, &version) } else { yank(folder, &id, &version, why) };
    let state = if undo { "offered again" } else { "withdrawn" };
    let text = match came? {
        Yanked::Now => format!("{id} {version} is {state}.\n"),
        Yanked::Already => format!("{id} {version} was {state} already.\n"),
    };
    out(&text)?;
    Ok(Ended::Well)
}
