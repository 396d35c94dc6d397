//! Signatures of archives in minisign's form: `NAME-VERSION.tpack.minisig` lies beside the archive.
//!
//! The trusted comment, which is signed with the rest, says of which pack and version the archive is,
//! its SHA-256, and the whole public key. minisign names a key by eight bytes only; with the key in the
//! comment one file is enough to trust a key on first use, and the pack's id is then bound to that key.
//! `minisign -Vm FILE -P KEY` checks the same file.

mod key;
mod secret;

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use base64ct::{Base64, Encoding as _};
use blake2::{Blake2b512, Digest as _};
use ed25519_dalek::{Signature, VerifyingKey};

pub use self::{
    key::PublicKey,
    secret::{NewKeys, PASSWORD_BYTES_MAX, SECRET_FILE_BYTES_MAX, Secret, SecretFile, new_keys},
};
use crate::{
    course::{Course, id::PackId},
    diag::Trouble,
    pack::archive::{self, Digest, Opened},
    text::clean_line,
};

/// What follows the archive's name in the name of its signature.
pub const ENDING: &str = "minisig";
/// Bytes of a signature's file at most; ours have some 500.
pub const SIGNATURE_BYTES_MAX: u64 = 4 << 10;
/// What begins the first line of a signature and of a key.
const UNTRUSTED: &str = "untrusted comment: ";
const TRUSTED: &str = "trusted comment: ";
/// The first word of the trusted comment.
const WORD: &str = "backlab-pack";
/// Bytes of the algorithm and of the key's id, before the signature itself.
const HEAD_BYTES: usize = 10;
/// The archive is hashed by BLAKE2b-512 before it is signed.
const PREHASHED: [u8; 2] = *b"ED";
/// The archive itself is signed: what minisign made before version 0.6.
const LEGACY: [u8; 2] = *b"Ed";

/// What a signature proves: who signed what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub key: PublicKey,
    pub id: PackId,
    pub version: String,
    pub sha256: Digest,
}

/// Why a signature proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// No signature of minisign: the line, counted from 1, that is not as it should be.
    Form {
        line: usize,
    },
    Legacy,
    /// The trusted comment does not say this.
    Comment(&'static str),
    /// The signature names another key than the comment.
    OtherKey,
    /// The comment's signature is right, that of the archive is not.
    Archive,
    /// The archive's signature is right, that of the comment is not.
    TrustedComment,
    /// Neither is right.
    Signature,
    /// The comment says another SHA-256 than the archive has.
    Sha256 {
        said: Digest,
        found: Digest,
    },
    Id {
        said: PackId,
        found: PackId,
    },
    Version {
        said: String,
        found: String,
    },
}

/// Where the signature of the archive at `file` lies: `FILE.minisig`.
pub fn path_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ENDING}"));
    name.into()
}

/// The text of the signature that lies beside the archive at `file`; `None` where none does.
///
/// # Errors
/// It cannot be read, or is no text.
pub fn beside(file: &Path) -> Result<Option<String>, Trouble> {
    let path = path_of(file);
    let mut text = String::new();
    let read = File::open(&path)
        .and_then(|file| file.take(SIGNATURE_BYTES_MAX + 1).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let shown = clean_line(&path.to_string_lossy()).into_owned();
            Err(Trouble::new(format!("{shown} cannot be read: {error}.")))
        }
    }
}

/// Opens an archive, its signature checked before it is unpacked.
///
/// # Errors
/// The signature proves nothing, or the archive is refused.
pub fn open(archive: &[u8], signature: Option<&str>) -> Result<(Opened, Option<Signed>), Trouble> {
    let signed = signature.map(|text| read(archive, text)).transpose()?;
    let opened = archive::open(archive)?;
    if let Some(signed) = &signed {
        signed.is_of(opened.course())?;
    }
    Ok((opened, signed))
}

/// Checks a signature over the bytes of an archive, and the signature of its comment, under the key
/// that the comment states. Whether that key may be trusted is the caller's question, and so is
/// [`Signed::is_of`] once the archive is open.
///
/// # Errors
/// Says what does not fit.
pub fn read(archive: &[u8], signature: &str) -> Result<Signed, Doubt> {
    let text = Text::parse(signature)?;
    let comment = Comment::parse(text.comment)?;
    if text.key_id != comment.key.id_bytes() {
        return Err(Doubt::OtherKey);
    }
    let key = VerifyingKey::from_bytes(&comment.key.point()).map_err(|_| Doubt::Comment("key"))?;
    let holds = |message: &[u8], signature| key.verify_strict(message, signature).is_ok();
    let archive_holds = holds(&Blake2b512::digest(archive), &text.signature);
    let mut with_comment = text.signature.to_bytes().to_vec();
    with_comment.extend_from_slice(text.comment.as_bytes());
    let comment_holds = holds(&with_comment, &text.over_comment);
    match (archive_holds, comment_holds) {
        (true, true) => {}
        (false, true) => return Err(Doubt::Archive),
        (true, false) => return Err(Doubt::TrustedComment),
        (false, false) => return Err(Doubt::Signature),
    }
    let found = Digest::of(archive);
    let Comment { id, version, sha256, key } = comment;
    if sha256 != found {
        return Err(Doubt::Sha256 { said: sha256, found });
    }
    Ok(Signed { key, id, version, sha256 })
}

impl Signed {
    /// # Errors
    /// The archive holds another pack or another version than was signed.
    pub fn is_of(&self, course: &Course) -> Result<(), Doubt> {
        if self.id != course.id {
            return Err(Doubt::Id { said: self.id.clone(), found: course.id.clone() });
        }
        if self.version != course.version {
            let (said, found) = (self.version.clone(), course.version.clone());
            return Err(Doubt::Version { said, found });
        }
        Ok(())
    }
}

/// The four lines of a signature.
struct Text<'t> {
    key_id: Vec<u8>,
    signature: Signature,
    comment: &'t str,
    over_comment: Signature,
}

impl<'t> Text<'t> {
    fn parse(text: &'t str) -> Result<Text<'t>, Doubt> {
        let form = |line| Doubt::Form { line };
        if SIGNATURE_BYTES_MAX < text.len() as u64 {
            return Err(form(1));
        }
        let lines: Vec<&str> = text.lines().collect();
        let [untrusted, signature, trusted, over_comment] = lines[..] else {
            return Err(form(lines.len().min(4) + 1));
        };
        if !untrusted.starts_with(UNTRUSTED) {
            return Err(form(1));
        }
        let bytes = Base64::decode_vec(signature).map_err(|_| form(2))?;
        let (head, signature) = bytes.split_at_checked(HEAD_BYTES).ok_or(form(2))?;
        let signature = Signature::from_slice(signature).map_err(|_| form(2))?;
        match [head[0], head[1]] {
            PREHASHED => {}
            LEGACY => return Err(Doubt::Legacy),
            _ => return Err(form(2)),
        }
        let comment = trusted.strip_prefix(TRUSTED).ok_or(form(3))?;
        let bytes = Base64::decode_vec(over_comment).map_err(|_| form(4))?;
        let over_comment = Signature::from_slice(&bytes).map_err(|_| form(4))?;
        Ok(Text { key_id: head[2..].to_vec(), signature, comment, over_comment })
    }
}

/// What a trusted comment says: `backlab-pack id=OWNER/NAME version=1.2.3 sha256=HEX key=BASE64`. What
/// later versions add behind it is passed over.
struct Comment {
    id: PackId,
    version: String,
    sha256: Digest,
    key: PublicKey,
}

impl Comment {
    fn parse(text: &str) -> Result<Comment, Doubt> {
        let mut words = text.split(' ');
        if words.next() != Some(WORD) {
            return Err(Doubt::Comment(WORD));
        }
        let mut said = |name: &'static str| {
            let word = words.next().and_then(|word| word.strip_prefix(name)?.strip_prefix('='));
            word.ok_or(Doubt::Comment(name))
        };
        let [id, version, sha256, key] =
            [said("id")?, said("version")?, said("sha256")?, said("key")?];
        Ok(Comment {
            id: PackId::parse(id).map_err(|_| Doubt::Comment("id"))?,
            version: semver::Version::parse(version)
                .map(|_| version.to_owned())
                .map_err(|_| Doubt::Comment("version"))?,
            sha256: Digest::parse(sha256).ok_or(Doubt::Comment("sha256"))?,
            key: PublicKey::parse(key).ok_or(Doubt::Comment("key"))?,
        })
    }
}

impl fmt::Display for Comment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Comment { id, version, sha256, key } = self;
        write!(f, "{WORD} id={id} version={version} sha256={sha256} key={key}")
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Form { line } => {
                write!(
                    f,
                    "the signature is not in minisign's form: line {line} is not as it should be"
                )
            }
            Doubt::Legacy => f.write_str("the signature is of an old kind that signs no hash"),
            Doubt::Comment(name) => {
                write!(f, "the trusted comment of the signature does not say `{name}` as it should")
            }
            Doubt::OtherKey => {
                f.write_str("the signature was made with another key than the one that it states")
            }
            Doubt::Archive => f.write_str("the archive was changed after it was signed"),
            Doubt::TrustedComment => {
                f.write_str("the trusted comment of the signature was changed after it was signed")
            }
            Doubt::Signature => {
                f.write_str("the signature is damaged, or was not made with the key that it states")
            }
            Doubt::Sha256 { said, found } => {
                write!(
                    f,
                    "the signature is of an archive with SHA-256 {said}, this one has {found}"
                )
            }
            Doubt::Id { said, found } => {
                write!(f, "the signature is of the pack {said}, the archive holds {found}")
            }
            Doubt::Version { said, found } => {
                write!(f, "the signature is of version {said}, the archive holds {found}")
            }
        }
    }
}

impl std::error::Error for Doubt {}

impl From<Doubt> for Trouble {
    fn from(doubt: Doubt) -> Trouble {
        let next = match doubt {
            Doubt::Form { .. } | Doubt::Comment(_) | Doubt::Legacy => {
                "Its author makes a signature with `backlab pack sign`."
            }
            Doubt::Archive | Doubt::TrustedComment | Doubt::Signature | Doubt::OtherKey => {
                "Get both files again from their author; if it stays so, do not use the pack."
            }
            Doubt::Sha256 { .. } | Doubt::Id { .. } | Doubt::Version { .. } => {
                "Archive and signature do not belong together: get both from one place."
            }
        };
        Trouble::new(format!("This pack is refused: {doubt}.")).next(next)
    }
}
