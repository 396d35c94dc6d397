//! What is known of a command before it runs: how many words it takes, which of them are keys.

use crate::lab::cache::{
    call::{Answer, Call},
    number,
};

/// One command, or a subcommand of one.
#[derive(Clone, Copy)]
pub struct Command {
    /// In small letters.
    pub name: &'static str,
    /// Words with the name; when negative, at least so many.
    pub arity: i32,
    /// As COMMAND INFO names them, between spaces.
    pub flags: &'static str,
    pub keys: Keys,
    pub run: fn(&mut Call<'_>) -> Answer,
    /// Of a command that is only a family of commands, its members.
    pub members: &'static [Command],
}

/// Commands of one kind.
pub struct Family {
    /// As the manual groups them.
    pub group: &'static str,
    pub commands: &'static [Command],
}

/// Where a command's keys stand among its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// The first, the last (from the end when negative), and the step between two.
    At(usize, i32, usize),
    /// As many as the word there says, behind it; the flag says that the first argument is one too.
    Counted { at: usize, with_first: bool },
    /// The first half of what follows STREAMS.
    Streams,
}

/// No key at all.
pub const NONE: Keys = Keys::At(0, 0, 0);
/// The first argument.
pub const FIRST: Keys = Keys::At(1, 1, 1);
/// The first two arguments.
pub const TWO: Keys = Keys::At(1, 2, 1);
/// All arguments.
pub const ALL: Keys = Keys::At(1, -1, 1);
/// All arguments but the last.
pub const ALL_BUT_LAST: Keys = Keys::At(1, -2, 1);

impl Command {
    pub const fn new(
        name: &'static str,
        arity: i32,
        flags: &'static str,
        keys: Keys,
        run: fn(&mut Call<'_>) -> Answer,
    ) -> Self {
        Self { name, arity, flags, keys, run, members: &[] }
    }

    /// The same command with subcommands.
    pub const fn of(self, members: &'static [Command]) -> Self {
        Self { members, ..self }
    }

    pub fn has(&self, flag: &str) -> bool {
        self.flags.split(' ').any(|held| held == flag)
    }

    /// Whether it may be sent with so many words.
    pub fn takes(&self, words: usize) -> bool {
        let wanted = usize::try_from(self.arity.unsigned_abs()).unwrap_or(usize::MAX);
        if self.arity < 0 { words >= wanted } else { words == wanted }
    }

    /// The keys among the words of a call.
    pub fn keys<'a>(&self, words: &'a [Vec<u8>]) -> Vec<&'a [u8]> {
        match self.keys {
            Keys::At(0, ..) => Vec::new(),
            Keys::At(first, last, step) => {
                let end = if last < 0 {
                    words.len().saturating_sub(last.unsigned_abs() as usize - 1)
                } else {
                    words.len().min(last.unsigned_abs() as usize + 1)
                };
                let range = words.get(first..end).unwrap_or(&[]);
                range.iter().step_by(step.max(1)).map(Vec::as_slice).collect()
            }
            Keys::Counted { at, with_first } => {
                let count = words.get(at).and_then(|word| number::integer(word)).unwrap_or(0);
                let count = usize::try_from(count).unwrap_or(0);
                let first = words.get(1).filter(|_| with_first);
                let counted = words.get(at + 1..).unwrap_or(&[]).iter().take(count);
                first.into_iter().chain(counted).map(Vec::as_slice).collect()
            }
            Keys::Streams => {
                let at = words.iter().position(|word| word.eq_ignore_ascii_case(b"streams"));
                let rest = at.and_then(|at| words.get(at + 1..)).unwrap_or(&[]);
                rest[..rest.len() / 2].iter().map(Vec::as_slice).collect()
            }
        }
    }
}
