//! Why an archive or a folder is not taken as a pack: each way has its own words.

use std::{borrow::Cow, fmt};

use crate::{
    diag::{Diagnostic, Findings, Severity, Trouble},
    pack::{
        archive::{ARCHIVE_BYTES_MAX, UNPACKED_BYTES_MAX},
        files::{DEPTH_MAX, ENTRIES_MAX, FILE_BYTES_MAX, PATH_BYTES_MAX, Unreadable},
    },
    text::clean_line,
};

/// Characters of an entry's name that are shown at most.
const NAME_CHARS_SHOWN: usize = 100;

/// What is wrong, and at which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub why: Why,
    /// The entry's number, counted from 1, and its name, safe to show; `None` where the archive as a
    /// whole is at fault.
    pub entry: Option<(usize, String)>,
}

/// Everything for which a pack is refused before a file of it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// More than [`ARCHIVE_BYTES_MAX`] bytes.
    ArchiveTooLarge,
    NotGzip,
    /// The gzip header (RFC 1952, section 2.3) has a name, a comment, or other fields.
    GzipFields,
    /// The compressed data end too early.
    GzipCut,
    /// The compressed data are no deflate stream, or their checksum is wrong.
    GzipDamaged,
    /// Bytes after the compressed data: a second gzip member, or anything else.
    AfterGzip,
    /// More than [`UNPACKED_BYTES_MAX`] bytes, or more than they may take as a tar.
    TooMuch,
    /// A header's checksum or number is wrong, or its size leads out of the archive.
    TarDamaged,
    /// The tar ends without its end mark, or in the middle of a file.
    TarCut,
    /// Something stands after the tar's end mark.
    AfterTar,
    SymbolicLink,
    HardLink,
    CharacterDevice,
    BlockDevice,
    Fifo,
    Folder,
    /// GNU's `L` and `K` entries, which give the next entry another name.
    GnuLongName,
    /// GNU's sparse files, whose size is not what they take.
    Sparse,
    /// The `x` and `g` entries of POSIX.1-2001, which change what other headers say.
    Pax,
    /// Another type of entry.
    Kind(u8),
    NameEmpty,
    NameNotText,
    /// A control character, a direction mark, or a character that is not seen.
    NameHides,
    Absolute,
    Parent,
    /// A part of the name is empty or `.`.
    NameParts,
    Backslash,
    Colon,
    /// A part begins with a dot.
    Hidden,
    /// A part ends with a dot.
    DotAtEnd,
    /// A name that Windows keeps for a device.
    Device,
    /// Other than ASCII letters, digits, `.`, `_` and `-`.
    Characters,
    NameTooLong,
    /// No `/` parts the name so that a tar can hold it without another entry.
    PartTooLong,
    TooDeep,
    /// Outside of the five places of a pack.
    Place,
    Twice,
    /// Differs only in capitals from this name.
    Capitals(String),
    /// One entry is a file where another one needs a folder: the other's name.
    FileAndFolder(String),
    TooMany,
    FileTooLarge,
    /// A file of the folder cannot be read.
    Unread(Unreadable),
    NoManifest,
    /// `pack.toml` is there and cannot be used.
    Manifest(Findings),
    /// The folder cannot be read, or holds what no pack may hold.
    Folders(Findings),
}

impl Refused {
    pub fn whole(why: Why) -> Refused {
        Refused { why, entry: None }
    }

    /// `name` as the archive has it; it is made safe to show here.
    pub fn at(why: Why, number: usize, name: &[u8]) -> Refused {
        let name = String::from_utf8_lossy(name);
        let shown: String = clean_line(&name).chars().take(NAME_CHARS_SHOWN).collect();
        let cut = if shown.len() < clean_line(&name).len() { "…" } else { "" };
        Refused { why, entry: Some((number, format!("{shown}{cut}"))) }
    }

    /// What to do next, where that is not in the words already.
    pub fn next(&self) -> Option<&'static str> {
        self.why.next()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, name)) = &self.entry {
            write!(f, "entry {number}, `{name}`: ")?;
        }
        f.write_str(&self.why.says())
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Trouble {
        let trouble = Trouble::new(format!("This pack is refused: {refused}."));
        match refused.next() {
            Some(next) => trouble.next(next),
            None => trouble,
        }
    }
}

impl Why {
    /// Lower case, no full stop; nothing of the archive that is not safe to show.
    pub fn says(&self) -> Cow<'static, str> {
        let words = match self {
            Why::ArchiveTooLarge => {
                return megabytes("the archive has more than", ARCHIVE_BYTES_MAX);
            }
            Why::TooMuch => return megabytes("it unpacks to more than", UNPACKED_BYTES_MAX),
            Why::FileTooLarge => return megabytes("the file has more than", FILE_BYTES_MAX),
            Why::NotGzip => "this is no gzip file",
            Why::GzipFields => "the gzip header carries a name, a comment or other fields",
            Why::GzipCut => "the compressed data end in the middle",
            Why::GzipDamaged => "the compressed data are damaged",
            Why::AfterGzip => "something follows the compressed data",
            Why::TarDamaged => "a header of the tar is damaged",
            Why::TarCut => "the tar ends in the middle",
            Why::AfterTar => "something follows the end of the tar",
            Why::SymbolicLink => "this is a symbolic link",
            Why::HardLink => "this is a hard link",
            Why::CharacterDevice => "this is a character device",
            Why::BlockDevice => "this is a block device",
            Why::Fifo => "this is a named pipe",
            Why::Folder => "this is a folder; an archive lists files only",
            Why::GnuLongName => "this entry gives the next one another name (GNU's form of tar)",
            Why::Sparse => "this is a sparse file",
            Why::Pax => "this entry changes what others say (a pax header)",
            Why::Kind(kind) => {
                return format!("an entry of type {kind:#04x} is no plain file").into();
            }
            Why::NameEmpty => "the name is empty",
            Why::NameNotText => "the name is no UTF-8",
            Why::NameHides => "the name holds a control character, or one that cannot be seen",
            Why::Absolute => "the name begins at the root",
            Why::Parent => "the name leads out of the pack by `..`",
            Why::NameParts => "a part of the name is empty or `.`",
            Why::Backslash => "the name holds a backslash",
            Why::Colon => "the name holds a colon",
            Why::Hidden => "a name that begins with a dot is hidden",
            Why::DotAtEnd => "a part of the name ends with a dot",
            Why::Device => "a part of the name is a device on Windows",
            Why::Characters => "names are made of letters a to z, digits, `.`, `_` and `-`",
            Why::NameTooLong => {
                return format!("the name has more than {PATH_BYTES_MAX} bytes").into();
            }
            Why::PartTooLong => {
                "the last part of the name has more than 100 bytes, or those before it more than 155"
            }
            Why::TooDeep => return format!("the name has more than {DEPTH_MAX} parts").into(),
            Why::Place => {
                "a pack holds pack.toml, glossary.toml, facts.toml, lessons/ and exercises/ only"
            }
            Why::Twice => "an entry before has the same name",
            Why::Capitals(other) => {
                return format!("this differs from `{other}` only in capitals").into();
            }
            Why::FileAndFolder(other) => {
                return format!("`{other}` needs this to be a file and a folder at once").into();
            }
            Why::TooMany => return format!("the pack has more than {ENTRIES_MAX} files").into(),
            Why::Unread(error) => return error.to_string().into(),
            Why::NoManifest => "there is no pack.toml",
            Why::Manifest(findings) | Why::Folders(findings) => return first_of(findings).into(),
        };
        words.into()
    }

    fn next(&self) -> Option<&'static str> {
        match self {
            Why::NotGzip | Why::NoManifest => Some(
                "A pack is a folder with a pack.toml, or the .tpack file that `backlab pack build` makes of it.",
            ),
            Why::GzipCut | Why::GzipDamaged | Why::TarCut => {
                Some("It may have been cut on its way here: get it again.")
            }
            Why::ArchiveTooLarge | Why::TooMuch | Why::FileTooLarge | Why::TooMany => {
                Some("Its author can make two packs of it.")
            }
            Why::Manifest(findings) => needs_newer(findings)
                .then_some("Update Backlab.")
                .or(Some("Its author sees all of it with `backlab pack lint`.")),
            Why::Folders(_) => Some("`backlab pack lint` lists all of it."),
            Why::Unread(_) => None,
            Why::PartTooLong => Some("Give it a shorter name."),
            Why::Capitals(_) | Why::Device | Why::DotAtEnd => {
                Some("Its author gives the file another name; not every system could hold it.")
            }
            Why::GzipFields
            | Why::AfterGzip
            | Why::TarDamaged
            | Why::AfterTar
            | Why::SymbolicLink
            | Why::HardLink
            | Why::CharacterDevice
            | Why::BlockDevice
            | Why::Fifo
            | Why::Folder
            | Why::GnuLongName
            | Why::Sparse
            | Why::Pax
            | Why::Kind(_)
            | Why::NameEmpty
            | Why::NameNotText
            | Why::NameHides
            | Why::Absolute
            | Why::Parent
            | Why::NameParts
            | Why::Backslash
            | Why::Colon
            | Why::Hidden
            | Why::Characters
            | Why::NameTooLong
            | Why::TooDeep
            | Why::Place
            | Why::Twice
            | Why::FileAndFolder(_) => {
                Some("`backlab pack build` makes no such archive; ask whoever gave it to you.")
            }
        }
    }
}

fn megabytes(words: &str, bytes: u64) -> Cow<'static, str> {
    format!("{words} {} MB", bytes >> 20).into()
}

/// The first error with its place, and how many more there are.
fn first_of(findings: &Findings) -> String {
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let mut errors = findings.iter().filter(is_error);
    let Some(first) = errors.next() else { return "pack.toml cannot be used".to_owned() };
    let more = errors.count();
    let place = first.place.to_string();
    let said = format!("{}: {}", clean_line(&place), clean_line(&first.message));
    if more == 0 { said } else { format!("{said} (and {more} more)") }
}

fn needs_newer(findings: &Findings) -> bool {
    findings.iter().any(|found| found.hint.as_deref() == Some(crate::pack::UPDATE))
}
