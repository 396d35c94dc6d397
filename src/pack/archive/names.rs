//! Names of entries: which a pack may hold, and which can stand beside each other on every system.

use std::collections::BTreeMap;

use crate::{
    pack::{
        archive::refused::Why,
        files::{DEPTH_MAX, PATH_BYTES_MAX, is_pack_path},
    },
    text::is_unsafe,
};

/// Names that Windows keeps, with any ending (learn.microsoft.com, "Naming Files, Paths, and
/// Namespaces"); COM and LPT are followed by a digit.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Reads the name of an entry. What is let through is relative, ASCII, and one of the five places of
/// a pack: no two of them can be one after a normalisation of Unicode, because they hold none.
///
/// # Errors
/// Says what is wrong with it.
pub fn judge(name: &[u8]) -> Result<&str, Why> {
    let name = str::from_utf8(name).map_err(|_| Why::NameNotText)?;
    if name.is_empty() {
        return Err(Why::NameEmpty);
    }
    if name.chars().any(is_unsafe) {
        return Err(Why::NameHides);
    }
    if name.starts_with('/') {
        return Err(Why::Absolute);
    }
    if name.contains('\\') {
        return Err(Why::Backslash);
    }
    if name.contains(':') {
        return Err(Why::Colon);
    }
    if name.len() > PATH_BYTES_MAX {
        return Err(Why::NameTooLong);
    }
    if name.split('/').count() > DEPTH_MAX {
        return Err(Why::TooDeep);
    }
    name.split('/').try_for_each(judge_part)?;
    if is_pack_path(name) { Ok(name) } else { Err(Why::Place) }
}

fn judge_part(part: &str) -> Result<(), Why> {
    match part {
        ".." => return Err(Why::Parent),
        "" | "." => return Err(Why::NameParts),
        ".env" => return Ok(()),
        _ => {}
    }
    if part.starts_with('.') {
        return Err(Why::Hidden);
    }
    if part.ends_with('.') {
        return Err(Why::DotAtEnd);
    }
    if !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
        return Err(Why::Characters);
    }
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device: &&str| {
        let number = stem.strip_prefix(*device);
        number.is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    if DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(numbered) {
        return Err(Why::Device);
    }
    Ok(())
}

/// The names so far, as a system that does not tell capitals apart keeps them.
#[derive(Default)]
pub struct Names {
    /// By the name in small letters: as it was written first, and whether it is a file.
    known: BTreeMap<String, (String, bool)>,
}

impl Names {
    /// Adds the name of a file that was let through by [`judge`].
    ///
    /// # Errors
    /// It cannot stand beside those before it.
    pub fn add(&mut self, name: &str) -> Result<(), Why> {
        for (at, _) in name.match_indices('/') {
            self.add_as(&name[..at], false, name)?;
        }
        self.add_as(name, true, name)
    }

    fn add_as(&mut self, part: &str, is_file: bool, whole: &str) -> Result<(), Why> {
        let Some((written, was_file)) = self.known.get(&part.to_ascii_lowercase()) else {
            self.known.insert(part.to_ascii_lowercase(), (part.to_owned(), is_file));
            return Ok(());
        };
        if written != part {
            return Err(Why::Capitals(written.clone()));
        }
        match (is_file, *was_file) {
            (true, true) => Err(Why::Twice),
            (false, false) => Ok(()),
            (true, false) => Err(Why::FileAndFolder(self.inside(part))),
            (false, true) => Err(Why::FileAndFolder(whole.to_owned())),
        }
    }

    /// A file in `folder`.
    fn inside(&self, folder: &str) -> String {
        let below = format!("{}/", folder.to_ascii_lowercase());
        let after = self.known.range(below..);
        let mut files = after.filter(|(_, (_, is_file))| *is_file);
        files.next().map_or_else(String::new, |(_, (written, _))| written.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_that_no_pack_may_hold_has_its_own_reason() {
        for good in ["pack.toml", "lessons/m1/a.md", "exercises/m1/x/starter/.env", "lessons/com/a"]
        {
            assert_eq!(judge(good.as_bytes()), Ok(good));
        }
        let long = format!("lessons/{}", "a".repeat(250));
        for (bad, why) in [
            ("", Why::NameEmpty),
            ("lessons/\u{1b}[2J", Why::NameHides),
            ("lessons/a\u{202e}dm.exe", Why::NameHides),
            ("lessons/a\u{200b}.md", Why::NameHides),
            ("/etc/passwd", Why::Absolute),
            ("lessons/../../x", Why::Parent),
            ("..", Why::Parent),
            ("./pack.toml", Why::NameParts),
            ("lessons//a.md", Why::NameParts),
            ("lessons/a/", Why::NameParts),
            ("lessons\\..\\a", Why::Backslash),
            ("C:/lessons/a", Why::Colon),
            ("lessons/a.md:stream", Why::Colon),
            ("lessons/.git/config", Why::Hidden),
            ("lessons/a./b", Why::DotAtEnd),
            ("lessons/m1/CON.md", Why::Device),
            ("lessons/lpt1/a.md", Why::Device),
            ("lessons/a b.md", Why::Characters),
            ("lessons/caf\u{e9}.md", Why::Characters),
            ("lessons/cafe\u{301}.md", Why::Characters),
            ("lessons/\u{212a}.md", Why::Characters),
            (&long, Why::NameTooLong),
            ("lessons/1/2/3/4/5/6/7/8", Why::TooDeep),
            ("Cargo.toml", Why::Place),
            ("lessons", Why::Place),
        ] {
            assert_eq!(judge(bad.as_bytes()), Err(why), "{bad}");
        }
        assert_eq!(judge(b"lessons/\xff"), Err(Why::NameNotText));
    }

    #[test]
    fn names_must_stand_beside_each_other_on_every_system() {
        let add = |all: &[&str]| {
            let mut names = Names::default();
            all.iter().try_for_each(|name| names.add(name))
        };
        assert_eq!(add(&["lessons/a", "lessons/b", "pack.toml", "lessons/c/d"]), Ok(()));
        assert_eq!(add(&["lessons/a", "lessons/a"]), Err(Why::Twice));
        let capitals = |other: &str| Err(Why::Capitals(other.to_owned()));
        assert_eq!(add(&["lessons/a.md", "lessons/A.md"]), capitals("lessons/a.md"));
        assert_eq!(add(&["lessons/m/a", "lessons/M/b"]), capitals("lessons/m"));
        let both = |other: &str| Err(Why::FileAndFolder(other.to_owned()));
        assert_eq!(add(&["lessons/a", "lessons/a/b"]), both("lessons/a/b"));
        assert_eq!(add(&["lessons/a/b", "lessons/a"]), both("lessons/a/b"));
    }
}
