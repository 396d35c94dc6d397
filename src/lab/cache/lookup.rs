//! The command that words name, and Redis's words when there is none.

use std::fmt::Write as _;

use crate::lab::cache::{command::Command, commands, refusal::Refusal};

/// Bytes of an unknown name, and of its arguments together, that the error shows.
const NAME_SHOWN_BYTES: usize = 128;

/// The command, or the subcommand, that the words name.
pub fn find(words: &[Vec<u8>]) -> Result<&'static Command, Refusal> {
    let name = words.first().map_or(&[][..], Vec::as_slice);
    let command = commands::find(name).ok_or_else(|| unknown(words))?;
    let Some(second) = words.get(1).filter(|_| !command.members.is_empty()) else {
        return Ok(command);
    };
    commands::member(command, second).ok_or_else(|| {
        let (name, second) = (command.name.to_uppercase(), shown(second, NAME_SHOWN_BYTES));
        Refusal::new(format!("unknown subcommand '{second}'. Try {name} HELP."))
    })
}

fn unknown(words: &[Vec<u8>]) -> Refusal {
    let name = shown(words.first().map_or(&[], Vec::as_slice), NAME_SHOWN_BYTES);
    let mut arguments = String::new();
    for word in words.iter().skip(1) {
        if arguments.len() >= NAME_SHOWN_BYTES {
            break;
        }
        let room = NAME_SHOWN_BYTES - arguments.len();
        let _ = write!(arguments, "'{}' ", shown(word, room));
    }
    Refusal::new(format!("unknown command '{name}', with args beginning with: {arguments}"))
}

fn shown(word: &[u8], room: usize) -> String {
    // An error is a C string in Redis: it ends at a zero byte.
    let word = &word[..word.len().min(room)];
    let end = word.iter().position(|byte| *byte == 0).unwrap_or(word.len());
    String::from_utf8_lossy(&word[..end]).into_owned()
}

/// The command's name as Redis writes it: `get`, `object|encoding`.
pub fn full_name(words: &[Vec<u8>], command: &Command) -> String {
    let first = words.first().and_then(|name| commands::find(name));
    match first {
        Some(parent) if !parent.members.is_empty() && parent.name != command.name => {
            format!("{}|{}", parent.name, command.name)
        }
        _ => command.name.to_owned(),
    }
}
