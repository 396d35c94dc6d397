//! Packs from the network: an archive by its address, or what a registry on a web server says of a pack.
//!
//! https everywhere, http on this machine only; sizes and times have limits; whatever does not come is told
//! with what to do next. Nothing is written here.

use std::{io, time::Duration};

use semver::Version;

pub use crate::client::{
    Patience,
    download::{Address, Arrived},
};
use crate::{
    client::download::{Came, NoAddress, NotCame, REDIRECTS_MAX, Wanted, download},
    course::id::PackId,
    diag::Trouble,
    pack::{
        archive::ARCHIVE_BYTES_MAX,
        registry::{
            CONFIG, CONFIG_BYTES_MAX, INDEX_BYTES_MAX, Index, Release, goes_on, path_of_archive,
            path_of_index, read_config, read_index,
        },
        sign::{self, SIGNATURE_BYTES_MAX},
    },
    text::clean_line,
};

/// How long things may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// A server may say nothing for so long.
    pub silence: Duration,
    /// One file may take so long.
    pub whole: Duration,
}

impl Default for Times {
    fn default() -> Times {
        use crate::client::download::{SILENCE_MAX, WHOLE_MAX};
        Times { silence: SILENCE_MAX, whole: WHOLE_MAX }
    }
}

/// Who fetches, and who hears how far it is. `patience` is asked some hundred times a second.
pub struct Fetcher<'p> {
    times: Times,
    patience: &'p mut dyn FnMut(Arrived) -> Patience,
}

/// What was fetched from a registry before, to be asked about again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// As the server gave it.
    pub etag: String,
    pub facts: Vec<u8>,
}

/// What a registry says of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub index: Index,
    /// The bytes that `index` was read from.
    pub facts: Vec<u8>,
    /// The server's mark for these bytes, for [`Known`].
    pub etag: Option<String>,
    /// Nothing has changed since `known`.
    pub unchanged: bool,
    /// The facts do not go on where those of `known` ended: somebody changed what was published.
    pub rewritten: bool,
}

/// Reads an address as a learner types it.
///
/// # Errors
/// Says what an address is.
pub fn address(text: &str) -> Result<Address, Trouble> {
    Address::parse(text).map_err(|why| {
        let shown = clean_line(text);
        let next = "An address looks like https://example.org/NAME-1.0.0.tpack.";
        Trouble::new(format!("`{shown}` {}.", no_address(why))).next(next)
    })
}

impl<'p> Fetcher<'p> {
    pub fn new(patience: &'p mut dyn FnMut(Arrived) -> Patience) -> Fetcher<'p> {
        Fetcher { times: Times::default(), patience }
    }

    /// With other limits than the usual ones.
    #[must_use]
    pub fn within(self, times: Times) -> Fetcher<'p> {
        Fetcher { times, ..self }
    }

    /// The archive at `address` and the signature beside it; `None` where the server has none.
    ///
    /// # Errors
    /// Says why it did not come, and what to do next.
    pub fn archive(&mut self, address: &Address) -> Result<(Vec<u8>, Option<String>), Trouble> {
        let archive = self.file(address, ARCHIVE_BYTES_MAX)?.ok_or_else(|| {
            Trouble::new(format!("{} has no such file: {}.", shown_host(address), shown(address)))
                .next("Compare the address with the one that you were given.")
        })?;
        let beside = address.with_end(&format!(".{}", sign::ENDING));
        let signature = self.file(&beside, SIGNATURE_BYTES_MAX)?;
        let signature = signature.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok((archive, signature))
    }

    /// The archive of a version that `registry` has, and its signature.
    ///
    /// # Errors
    /// As [`Fetcher::archive`].
    pub fn release(
        &mut self,
        registry: &Address,
        id: &PackId,
        release: &Release,
    ) -> Result<(Vec<u8>, Option<String>), Trouble> {
        self.archive(&place_of(registry, id, &release.version))
    }

    /// What `registry` says of the pack `id`; what is known already does not travel again.
    ///
    /// # Errors
    /// There is no registry, or no such pack in it, or what it says cannot be read.
    pub fn index(
        &mut self,
        registry: &Address,
        id: &PackId,
        known: Option<&Known>,
    ) -> Result<Fetched, Trouble> {
        let config = registry.below(CONFIG);
        let bytes = self.file(&config, CONFIG_BYTES_MAX)?.ok_or_else(|| {
            Trouble::new(format!(
                "There is no registry at {}: it has no {CONFIG}.",
                shown(registry)
            ))
            .next("Compare the address with the one that you were given.")
        })?;
        read_config(&bytes)?;
        let place = registry.below(&path_of_index(id));
        let etag = known.map(|known| known.etag.as_str());
        let came = self.ask(&place, INDEX_BYTES_MAX, etag);
        let (facts, etag, unchanged) = match (came, known) {
            (Ok(Came::Whole { bytes, etag }), _) => (bytes, etag, false),
            (Ok(Came::NotModified), Some(known)) => {
                (known.facts.clone(), Some(known.etag.clone()), true)
            }
            (Ok(Came::NotModified), None) => return Err(trouble(&place, NotCame::Garbled)),
            (Err(NotCame::Status(404 | 410)), _) => {
                return Err(Trouble::new(format!(
                    "The registry {} has no pack {id}.",
                    shown(registry)
                ))
                .next("Compare its name with the one that you were given."));
            }
            (Err(why), _) => return Err(trouble(&place, why)),
        };
        let rewritten = known.is_some_and(|known| !goes_on(&known.facts, &facts));
        Ok(Fetched { index: read_index(id, &facts)?, facts, etag, unchanged, rewritten })
    }

    /// A file; `None` where the server says that it has none.
    fn file(&mut self, address: &Address, bytes_max: u64) -> Result<Option<Vec<u8>>, Trouble> {
        match self.ask(address, bytes_max, None) {
            Ok(Came::Whole { bytes, .. }) => Ok(Some(bytes)),
            Err(NotCame::Status(404 | 410)) => Ok(None),
            Ok(Came::NotModified) => Err(trouble(address, NotCame::Garbled)),
            Err(why) => Err(trouble(address, why)),
        }
    }

    fn ask(
        &mut self,
        address: &Address,
        bytes_max: u64,
        etag: Option<&str>,
    ) -> Result<Came, NotCame> {
        let Times { silence, whole } = self.times;
        let wanted = Wanted { etag, silence, whole, ..Wanted::new(address, bytes_max) };
        download(&wanted, self.patience)
    }
}

/// Where the archive of a version stands in a registry.
pub fn place_of(registry: &Address, id: &PackId, version: &Version) -> Address {
    registry.below(&path_of_archive(id, version))
}

fn shown(address: &Address) -> String {
    clean_line(address.as_str()).into_owned()
}

fn shown_host(address: &Address) -> String {
    clean_line(address.host()).into_owned()
}

fn no_address(why: NoAddress) -> &'static str {
    match why {
        NoAddress::Form => "is no address",
        NoAddress::Unsafe => "is plain http, where others could change what comes",
        NoAddress::Scheme => "is neither https nor http",
        NoAddress::Credentials => "holds a name or a password, which are not sent",
    }
}

/// What a learner hears, and can do, when a file does not come.
fn trouble(address: &Address, why: NotCame) -> Trouble {
    const AGAIN: &str = "Try it again later.";
    const BY_FILE: &str =
        "Without a network a pack can be added from a file, a folder or a USB stick.";
    let (place, host) = (shown(address), shown_host(address));
    let (what, next) = match why {
        NotCame::NoHost => (format!("The host {host} was not found."), BY_FILE),
        NotCame::Refused(io::ErrorKind::ConnectionRefused) => {
            (format!("{host} takes no connection."), BY_FILE)
        }
        NotCame::Refused(io::ErrorKind::TimedOut) | NotCame::Silent(_) => (
            format!("{host} said nothing for {} seconds.", seconds(&why)),
            "Try it again later, or add the pack from a file.",
        ),
        NotCame::Refused(_) => (format!("No connection to {host} could be made."), BY_FILE),
        NotCame::Untrusted(said) => (
            format!("{host} could not prove who it is: {}.", clean_line(&said)),
            "Do not go on over this network; a wrong clock can be the reason as well.",
        ),
        NotCame::RedirectTo(to, why) => (
            format!("{place} leads to {}, which {}.", clean_line(&to), no_address(why)),
            "Ask whoever gave you the address for one that begins with https.",
        ),
        NotCame::Redirects => (
            format!("{place} leads on more than {REDIRECTS_MAX} times, or nowhere."),
            "Ask whoever gave you the address for the place of the file itself.",
        ),
        NotCame::Status(status @ (401 | 403)) => (
            format!("{host} does not give {place} to everybody (status {status})."),
            "Get the file in another way, and add it from there.",
        ),
        NotCame::Status(status) => {
            (format!("{host} answered with status {status} for {place}."), AGAIN)
        }
        NotCame::TooLarge => (
            format!("{place} is larger than it may be. Nothing of it was kept."),
            "A pack has at most 16 MB; compare the address with the one that you were given.",
        ),
        NotCame::Slow(limit) => (
            format!("{place} took longer than {} seconds.", limit.as_secs()),
            "Get the file in another way, and add it from there.",
        ),
        NotCame::Cut => {
            (format!("The connection to {host} ended before {place} was whole."), AGAIN)
        }
        NotCame::Garbled => (
            format!("What {host} says is not HTTP as it should be."),
            "Compare the address with the one that you were given.",
        ),
        NotCame::GivenUp => {
            ("It was stopped. Nothing was kept.".to_owned(), "Nothing has changed.")
        }
        NotCame::Here(said) => (
            format!("This machine cannot fetch files: {}.", clean_line(&said)),
            "For https it needs its certificates (on Debian the package ca-certificates).",
        ),
    };
    Trouble::new(what).next(next)
}

fn seconds(why: &NotCame) -> u64 {
    match why {
        NotCame::Silent(limit) => limit.as_secs().max(1),
        _ => Times::default().silence.as_secs(),
    }
}
