//! Ids: slugs that never change and are never positions.

use std::fmt;

/// Characters of a slug at most.
pub const SLUG_CHARS_MAX: usize = 64;

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// Says what a slug is, when `text` is none.
            pub fn parse(text: &str) -> Result<$name, NotASlug> {
                if is_slug(text) { Ok($name(text.to_owned())) } else { Err(NotASlug) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
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
            [owner, name] if is_slug(owner) && is_slug(name) => {
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

fn is_slug(text: &str) -> bool {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= SLUG_CHARS_MAX
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !text.contains("--")
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
        let pack = PackId::parse("backlab/backend").unwrap();
        assert_eq!((pack.owner(), pack.name()), ("backlab", "backend"));
        for bad in ["backlab", "a/b/c", "/b", "a/", "../b"] {
            assert!(PackId::parse(bad).is_err(), "{bad}");
        }
    }
}
