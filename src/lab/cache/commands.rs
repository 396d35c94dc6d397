//! All commands, in families as the manual groups them.

mod bitfield;
mod bits;
mod chance;
mod clients;
mod configuration;
mod connection;
mod counters;
mod entries;
mod expiry;
mod hashes;
mod hyperloglog;
mod introspection;
mod keys;
mod lcs;
mod list_moves;
mod lists;
mod pubsub;
mod refused;
mod scan;
mod scores;
mod server;
mod sets;
mod sort;
mod sorted;
mod sorted_algebra;
mod sorted_pops;
mod sorted_ranges;
mod stream_groups;
mod stream_pending;
mod stream_reads;
mod streams;
mod strings;
mod transactions;

use crate::lab::cache::command::{Command, Family};

/// Every command that the server knows, those that it refuses by name among them.
pub const FAMILIES: &[Family] = &[
    keys::FAMILY,
    expiry::FAMILY,
    strings::FAMILY,
    bits::FAMILY,
    hashes::FAMILY,
    lists::FAMILY,
    sets::FAMILY,
    sorted::FAMILY,
    hyperloglog::FAMILY,
    streams::FAMILY,
    transactions::FAMILY,
    pubsub::FAMILY,
    connection::FAMILY,
    server::FAMILY,
    refused::SCRIPTING,
    refused::GEO,
    refused::ADMINISTRATION,
];

/// The command of that name.
pub fn find(name: &[u8]) -> Option<&'static Command> {
    find_in(FAMILIES.iter().flat_map(|family| family.commands), name)
}

/// The subcommand of that name.
pub fn member(command: &'static Command, name: &[u8]) -> Option<&'static Command> {
    const HELP: &[Command] = &[introspection::HELP];
    find_in(command.members.iter().chain(HELP), name)
}

fn find_in(
    mut commands: impl Iterator<Item = &'static Command>,
    name: &[u8],
) -> Option<&'static Command> {
    commands.find(|command| name.eq_ignore_ascii_case(command.name.as_bytes()))
}
