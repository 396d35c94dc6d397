//! What an editor says of a key that it was given.

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// The key is not the editor's.
    Ignored,
    Taken {
        edited: bool,
        /// To be put on the clipboard.
        copy: Option<String>,
    },
}

impl Reaction {
    pub fn edited(&self) -> bool {
        matches!(self, Reaction::Taken { edited: true, .. })
    }

    pub fn copy(self) -> Option<String> {
        match self {
            Reaction::Ignored => None,
            Reaction::Taken { copy, .. } => copy,
        }
    }
}

pub const TAKEN: Reaction = Reaction::Taken { edited: false, copy: None };
pub const EDITED: Reaction = Reaction::Taken { edited: true, copy: None };
