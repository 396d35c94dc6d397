//! What a key may hold, and the questions that all kinds answer.

mod hash;
mod list;
mod ranked;
mod set;
mod sorted;
mod stream;
mod text;

pub use self::{
    hash::Hash,
    list::{End, List},
    set::Set,
    sorted::SortedSet,
    stream::{Entry, EntryId, Fields, Group, Pending, Stream, count, parse_part},
    text::Text,
};

/// A key's value.
#[derive(Clone, Debug)]
pub enum Value {
    Text(Text),
    List(List),
    Hash(Hash),
    Set(Set),
    Sorted(SortedSet),
    Stream(Stream),
}

impl Value {
    /// What TYPE answers.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => Text::NAME,
            Self::List(_) => List::NAME,
            Self::Hash(_) => Hash::NAME,
            Self::Set(_) => Set::NAME,
            Self::Sorted(_) => SortedSet::NAME,
            Self::Stream(_) => Stream::NAME,
        }
    }

    /// What OBJECT ENCODING answers: the form that Redis would keep the value in.
    pub fn encoding(&self) -> &'static str {
        match self {
            Self::Text(text) => text.encoding(),
            Self::List(_) => "quicklist",
            Self::Hash(hash) => hash.encoding(),
            Self::Set(set) => set.encoding(),
            Self::Sorted(sorted) => sorted.encoding(),
            Self::Stream(_) => "stream",
        }
    }

    /// About how many bytes of memory the value takes.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.bytes().len(),
            Self::List(list) => list.bytes(),
            Self::Hash(hash) => hash.bytes(),
            Self::Set(set) => set.bytes(),
            Self::Sorted(sorted) => sorted.bytes(),
            Self::Stream(stream) => stream.bytes(),
        }
    }

    /// Whether a key that holds this is removed: all but strings and streams go when empty.
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Text(_) | Self::Stream(_) => false,
            Self::List(list) => list.is_empty(),
            Self::Hash(hash) => hash.is_empty(),
            Self::Set(set) => set.is_empty(),
            Self::Sorted(sorted) => sorted.is_empty(),
        }
    }
}

/// One kind of value, to ask for it by its type.
pub trait Kind: Default {
    /// As TYPE names it.
    const NAME: &'static str;

    fn of(value: &Value) -> Option<&Self>;

    fn of_mut(value: &mut Value) -> Option<&mut Self>;

    fn held(self) -> Value;
}

/// Says for each kind which variant of `Value` holds it.
macro_rules! kinds {
    ($($kind:ty, $variant:ident, $name:literal;)*) => {$(
        impl Kind for $kind {
            const NAME: &'static str = $name;

            fn of(value: &Value) -> Option<&Self> {
                if let Value::$variant(held) = value { Some(held) } else { None }
            }

            fn of_mut(value: &mut Value) -> Option<&mut Self> {
                if let Value::$variant(held) = value { Some(held) } else { None }
            }

            fn held(self) -> Value {
                Value::$variant(self)
            }
        }
    )*};
}

kinds! {
    Text, Text, "string";
    List, List, "list";
    Hash, Hash, "hash";
    Set, Set, "set";
    SortedSet, Sorted, "zset";
    Stream, Stream, "stream";
}
