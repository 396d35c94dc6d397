//! Trust on first use: what is new about a pack, and what stands against it.

use std::fmt;

use semver::Version;

use crate::{
    course::id::PackId,
    diag::Trouble,
    pack::shelf::record::{Known, Pin, Source},
};

/// What is judged of a pack that wants in.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'c> {
    pub version: &'c str,
    pub sha256: &'c str,
    /// The key whose signature was verified.
    pub key: Option<&'c str>,
    pub source: &'c Source,
}

/// What an install would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Nothing of this pack was seen before: the learner decides whether to trust it.
    First,
    /// It was here before and is no longer, or its author tries other contents.
    Again,
    /// From this version to a newer one.
    Update { from: String },
    /// From this version to an older one, which the learner allowed.
    Downgrade { from: String },
    /// The very same is installed.
    Same,
}

/// Why a pack is refused until the learner says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distrust {
    OtherKey {
        pinned: String,
        now: String,
    },
    SignatureGone {
        pinned: String,
    },
    Older {
        newest: String,
        now: String,
    },
    /// A version is what it is for ever.
    OtherBytes {
        version: String,
    },
}

impl Distrust {
    /// The same for people: what happened and what to do.
    pub fn trouble(&self, id: &PackId) -> Trouble {
        let how = match self {
            Distrust::OtherKey { now, .. } => {
                format!("If so: `backlab pack trust {id} --key {now}`.")
            }
            Distrust::SignatureGone { .. } => {
                format!("To take it without one: `backlab pack trust {id} --unsigned`.")
            }
            Distrust::Older { .. } => {
                format!("To go back once: `backlab pack trust {id} --allow-downgrade`.")
            }
            Distrust::OtherBytes { .. } => format!(
                "To take these bytes: `backlab pack remove {id}`, then add it again; your progress \
                 is kept."
            ),
        };
        Trouble::new(self.to_string()).next(format!("{} {how}", self.advice()))
    }

    /// What to do first.
    pub fn advice(&self) -> &'static str {
        match self {
            Distrust::OtherKey { .. } => "Ask its author by another way whether the key changed.",
            Distrust::SignatureGone { .. } => "Ask for the .minisig file that belongs beside it.",
            Distrust::Older { .. } => "An older version may have faults that were mended.",
            Distrust::OtherBytes { .. } => "Ask its author for a new version.",
        }
    }

    /// Whether the learner can say that it is all right.
    pub fn can_be_trusted(&self) -> bool {
        match self {
            Distrust::OtherKey { .. } | Distrust::SignatureGone { .. } | Distrust::Older { .. } => {
                true
            }
            Distrust::OtherBytes { .. } => false,
        }
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distrust::OtherKey { pinned, now } => {
                write!(f, "The key changed: you trust {pinned}, and this is signed with {now}.")
            }
            Distrust::SignatureGone { pinned } => write!(
                f,
                "The signature is gone: you trust the key {pinned}, and this is not signed."
            ),
            Distrust::Older { newest, now } => {
                write!(f, "This is version {now}, older than {newest}, which you had.")
            }
            Distrust::OtherBytes { version } => write!(
                f,
                "Version {version} is installed with other contents, and a version never changes."
            ),
        }
    }
}

/// # Errors
/// Something stands against it.
pub fn judge(known: Option<&Known>, claim: &Claim<'_>) -> Result<News, Distrust> {
    let Some(known) = known else { return Ok(News::First) };
    match (&known.pin, claim.key) {
        (Pin::Key(pinned), Some(now)) if pinned != now => {
            return Err(Distrust::OtherKey { pinned: pinned.clone(), now: now.to_owned() });
        }
        (Pin::Key(pinned), None) => {
            return Err(Distrust::SignatureGone { pinned: pinned.clone() });
        }
        (Pin::Key(_), Some(_)) | (Pin::Nothing | Pin::Unsigned, _) => {}
    }
    if let Some(newest) = &known.newest
        && !known.downgrade
        && is_older(claim.version, newest)
    {
        let (newest, now) = (newest.clone(), claim.version.to_owned());
        return Err(Distrust::Older { newest, now });
    }
    Ok(match &known.installed {
        Some(installed) if installed.version == claim.version => {
            let own = |source: &Source| matches!(source, Source::Folder(_));
            if installed.sha256 == claim.sha256 {
                News::Same
            } else if own(&installed.source) && own(claim.source) {
                // An author tries a pack that is not published yet.
                News::Again
            } else {
                return Err(Distrust::OtherBytes { version: installed.version.clone() });
            }
        }
        Some(installed) if is_older(claim.version, &installed.version) => {
            News::Downgrade { from: installed.version.clone() }
        }
        Some(installed) => News::Update { from: installed.version.clone() },
        None if known.newest.is_none() => News::First,
        None => News::Again,
    })
}

/// What is known of the key of a pack that wants in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// There is none, and never was.
    None,
    /// Whoever holds this key is trusted from now on.
    First,
    /// As before; the pack had no signature until now.
    New,
    /// The key that is trusted.
    Known,
    /// Another one than that: the pack is refused.
    Other,
}

pub fn signature(known: Option<&Known>, key: Option<&str>) -> Signature {
    match (known.map(|known| &known.pin), key) {
        (_, None) => Signature::None,
        (None | Some(Pin::Nothing), Some(_)) => Signature::First,
        (Some(Pin::Unsigned), Some(_)) => Signature::New,
        (Some(Pin::Key(pinned)), Some(now)) if pinned != now => Signature::Other,
        (Some(Pin::Key(_)), Some(_)) => Signature::Known,
    }
}

/// Whether version `one` comes before `other` (semver.org, item 11). What is no version comes
/// before everything.
pub fn is_older(one: &str, other: &str) -> bool {
    Version::parse(one).ok() < Version::parse(other).ok()
}
