//! A string of bytes that is cheap to share: keys, members, values and the texts of replies.

use std::{borrow::Borrow, fmt, ops::Deref, rc::Rc};

/// Bytes that many may hold; who writes to them gets a copy of their own first.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(Rc<Vec<u8>>);

impl Bytes {
    /// The bytes, to be written to.
    pub fn edit(&mut self) -> &mut Vec<u8> {
        Rc::make_mut(&mut self.0)
    }

    /// The bytes as text, with a mark in place of what is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self).into_owned()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for Bytes {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Rc::new(bytes))
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<&Vec<u8>> for Bytes {
    fn from(bytes: &Vec<u8>) -> Self {
        bytes.clone().into()
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.escape_ascii())
    }
}
