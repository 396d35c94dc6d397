//! Ids: slugs that never change and are never positions.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

/// Characters of a slug at most.
pub const SLUG_CHARS_MAX: usize = 64;

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Slug);

        impl $name {
            /// # Errors
            /// Says what a slug is, when `text` is none.
            pub fn parse(text: &str) -> Result<$name, NotASlug> {
                $name::parse_within(&Arc::from(text), 0..text.len())
            }

            /// As `parse`, of a part of a text. Ten thousand ids of one text share its memory.
            ///
            /// # Errors
            /// Says what a slug is, when the part is none.
            pub fn parse_within(text: &Arc<str>, part: Range<usize>) -> Result<$name, NotASlug> {
                Slug::within(text, part).map($name).ok_or(NotASlug)
            }

            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Small letters, digits and single hyphens: a part of a text that others may share.
#[derive(Clone)]
struct Slug {
    text: Arc<str>,
    from: u32,
    to: u32,
}

impl Slug {
    fn within(text: &Arc<str>, part: Range<usize>) -> Option<Slug> {
        let (from, to) = (u32::try_from(part.start).ok()?, u32::try_from(part.end).ok()?);
        let is_slug = text.as_bytes().get(part).is_some_and(is_slug);
        is_slug.then(|| Slug { text: Arc::clone(text), from, to })
    }

    fn as_str(&self) -> &str {
        &self.text[self.from as usize..self.to as usize]
    }
}

impl PartialEq for Slug {
    fn eq(&self, other: &Slug) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Slug {}

impl PartialOrd for Slug {
    fn partial_cmp(&self, other: &Slug) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Slug {
    fn cmp(&self, other: &Slug) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Slug {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

slug!(
    /// A module of a course, such as `m03`.
    ModuleId
);
slug!(
    /// A lesson, unique among the lessons and exercises of its pack.
    LessonId
);
slug!(
    /// An exercise, unique among the lessons and exercises of its pack.
    ExerciseId
);

slug!(
    /// A term of the glossary, unique in it.
    TermId
);
slug!(
    /// A fact of facts.toml, unique in it.
    FactId
);

/// A pack: `owner/name`, both slugs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackId {
    text: String,
}

impl PackId {
    /// # Errors
    /// Says what a pack id is, when `text` is none.
    pub fn parse(text: &str) -> Result<PackId, NotAPackId> {
        let parts: Vec<_> = text.split('/').collect();
        match parts[..] {
            [owner, name] if is_slug(owner.as_bytes()) && is_slug(name.as_bytes()) => {
                Ok(PackId { text: text.to_owned() })
            }
            _ => Err(NotAPackId),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn owner(&self) -> &str {
        self.text.split_once('/').map_or("", |(owner, _)| owner)
    }

    pub fn name(&self) -> &str {
        self.text.split_once('/').map_or("", |(_, name)| name)
    }
}

impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASlug;

impl fmt::Display for NotASlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an id is small letters, digits and single hyphens, at most {SLUG_CHARS_MAX}")
    }
}

impl std::error::Error for NotASlug {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPackId;

impl fmt::Display for NotAPackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a pack id is an owner and a name with one slash between, as in `backlab/backend`",
        )
    }
}

impl std::error::Error for NotAPackId {}

fn is_slug(bytes: &[u8]) -> bool {
    // As if a hyphen stood before it: none begins with one, and no two follow each other.
    let mut last = b'-';
    for &byte in bytes {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if last != b'-' => {}
            _ => return false,
        }
        last = byte;
    }
    last != b'-' && bytes.len() <= SLUG_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_pack_ids() {
        for good in ["m03", "raw-json-post", "a", "7"] {
            assert!(LessonId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a/b", "..", "a b", "é", &"a".repeat(65)] {
            assert!(ExerciseId::parse(bad).is_err(), "{bad}");
        }
        let text = Arc::from("ids: one, two");
        let [one, two] = [5..8, 10..13].map(|part| LessonId::parse_within(&text, part).unwrap());
        assert_eq!((one.as_str(), &two), ("one", &LessonId::parse("two").unwrap()));
        assert!(one < two && format!("{two:?}") == "LessonId(\"two\")");
        for part in [0..4, 8..10, 12..14] {
            assert!(LessonId::parse_within(&text, part.clone()).is_err(), "{part:?}");
        }
        let pack = PackId::parse("backlab/backend").unwrap();
        assert_eq!((pack.owner(), pack.name()), ("backlab", "backend"));
        for bad in ["backlab", "a/b/c", "/b", "a/", "../b"] {
            assert!(PackId::parse(bad).is_err(), "{bad}");
        }
    }
}
