//! Packs of a static registry, which is a folder or lies on a web server.

use std::path::Path;

use semver::Version;

use crate::{
    course::id::PackId,
    diag::Trouble,
    pack::{
        archive::Digest,
        fetch::{self, Address, Fetcher, Known},
        registry::{self, Index, NoneFits, Release},
        shelf::{Installed, Shelf},
    },
    text::clean_line,
};

/// Whether what was typed is meant as the address of something on the network.
pub fn is_address(typed: &str) -> bool {
    typed.starts_with("https://") || typed.starts_with("http://")
}

/// Where a registry is.
enum Place<'p> {
    Web(Address),
    Folder(&'p Path),
}

impl Place<'_> {
    /// # Errors
    /// It begins like an address and is none.
    fn of(at: &str) -> Result<Place<'_>, Trouble> {
        if is_address(at) {
            Ok(Place::Web(fetch::address(at)?))
        } else {
            Ok(Place::Folder(Path::new(at)))
        }
    }
}

/// A version of a pack as a registry has it.
pub struct Had {
    pub bytes: Vec<u8>,
    pub signature: Option<String>,
    /// What the learner has to know besides, a sentence each.
    pub notes: Vec<String>,
}

/// A registry as it is asked: where it is, and which pack is meant.
pub struct Asked<'a> {
    pub at: &'a str,
    pub id: &'a PackId,
    pub shelf: &'a Shelf,
}

impl Asked<'_> {
    /// The archive of a version, the newest unless one is named.
    ///
    /// # Errors
    /// It has none that fits, or what it has is not what it says.
    pub fn archive(
        &self,
        version: Option<&str>,
        fetcher: &mut Fetcher<'_>,
    ) -> Result<Had, Trouble> {
        let place = Place::of(self.at)?;
        let (index, mut notes) = self.index(&place, fetcher)?;
        let release = match version {
            Some(version) => self.named(&index, version)?,
            None => self.newest(&index)?,
        };
        if let Some(why) = &release.yanked {
            notes.push(withdrawn(&release.version.to_string(), why));
        }
        if !release.unknown_needs.is_empty() {
            let what = format!(
                "{} {} needs what this Backlab does not have: {}.",
                self.id,
                release.version,
                release.unknown_needs.join(", ")
            );
            return Err(Trouble::new(what).next("Update Backlab."));
        }
        let (bytes, signature) = match &place {
            Place::Web(address) => fetcher.release(address, self.id, release)?,
            Place::Folder(folder) => registry::archive_in(folder, self.id, &release.version)?,
        };
        self.compare(release, &bytes, signature.as_deref())?;
        Ok(Had { bytes, signature, notes })
    }

    /// Whether the registry has nothing newer than what is installed; a sentence where that was
    /// withdrawn.
    ///
    /// # Errors
    /// It cannot be asked, or has no version that fits.
    pub fn is_current(
        &self,
        installed: &Installed,
        fetcher: &mut Fetcher<'_>,
    ) -> Result<(bool, Option<String>), Trouble> {
        let (index, mut notes) = self.index(&Place::of(self.at)?, fetcher)?;
        let here = Version::parse(&installed.version).ok();
        let own = here.as_ref().and_then(|version| index.release(version));
        if let Some(why) = own.and_then(|release| release.yanked.as_ref()) {
            notes.push(withdrawn(&installed.version, why));
        }
        // Where all were withdrawn, nothing is newer.
        let newest = index.newest(&app()).ok().map(|release| &release.version);
        let is_current = newest <= here.as_ref();
        Ok((is_current, (!notes.is_empty()).then(|| notes.join(" "))))
    }

    /// What the registry says of the pack, and what is odd about that.
    fn index(
        &self,
        place: &Place<'_>,
        fetcher: &mut Fetcher<'_>,
    ) -> Result<(Index, Vec<String>), Trouble> {
        let address = match place {
            Place::Folder(folder) => {
                let index = registry::index_in(folder, self.id)?;
                return index.map(|index| (index, Vec::new())).ok_or_else(|| {
                    let at = clean_line(self.at);
                    Trouble::new(format!("The registry {at} has no pack {}.", self.id))
                        .next("Compare its name with the one that you were given.")
                });
            }
            Place::Web(address) => address,
        };
        let known = self.shelf.seen(self.at, self.id);
        let answer = fetcher.index(address, self.id, known.as_ref())?;
        if let Some(etag) = answer.etag.clone().filter(|_| !answer.unchanged) {
            self.shelf.keep_seen(self.at, self.id, &Known { etag, facts: answer.facts });
        }
        let odd = answer.rewritten.then(|| {
            format!(
                "The registry has changed what it had published of {}, which none should.",
                self.id
            )
        });
        Ok((answer.index, odd.into_iter().collect()))
    }

    fn named<'i>(&self, index: &'i Index, version: &str) -> Result<&'i Release, Trouble> {
        let found = Version::parse(version).ok().and_then(|version| index.release(&version));
        found.ok_or_else(|| {
            let known: Vec<_> =
                index.releases.iter().map(|release| release.version.to_string()).collect();
            let version = clean_line(version);
            Trouble::new(format!("The registry has no version {version} of {}.", self.id))
                .next(format!("It has {}.", known.join(", ")))
        })
    }

    fn newest<'i>(&self, index: &'i Index) -> Result<&'i Release, Trouble> {
        let id = self.id;
        index.newest(&app()).map_err(|why| match why {
            NoneFits::Empty => Trouble::new(format!("The registry has no version of {id}.")),
            NoneFits::Yanked => Trouble::new(format!("Every version of {id} was withdrawn."))
                .next("Ask its author what to use instead."),
            NoneFits::PreReleases(version) => {
                Trouble::new(format!("There are only trial versions of {id}."))
                    .next(format!("`backlab pack add {id}@{version}` takes the newest of them."))
            }
            NoneFits::NeedsNewer(version) => {
                Trouble::new(format!("{id} {version} needs a newer Backlab."))
                    .next("Update Backlab.")
            }
        })
    }

    /// # Errors
    /// The archive is not the one that was published.
    fn compare(
        &self,
        release: &Release,
        bytes: &[u8],
        signature: Option<&str>,
    ) -> Result<(), Trouble> {
        let (id, version) = (self.id, &release.version);
        let found = Digest::of(bytes);
        if found != release.sha256 {
            let what = format!(
                "The registry says that {id} {version} has the SHA-256 {}, and what came has {found}.",
                release.sha256
            );
            return Err(Trouble::new(what).next(
                "It was damaged on its way or changed. Try it again, or ask who runs the registry.",
            ));
        }
        if release.key.is_some() && signature.is_none() {
            let what =
                format!("The registry says that {id} {version} is signed, and has no signature.");
            return Err(Trouble::new(what).next("Ask who runs it for the .minisig file."));
        }
        Ok(())
    }
}

fn withdrawn(version: &str, why: &str) -> String {
    match why {
        "" => format!("Version {version} was withdrawn by its author."),
        why => format!("Version {version} was withdrawn by its author: {why}."),
    }
}

/// The version of this Backlab.
fn app() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).expect("cargo takes only versions")
}
