//! Commands of Redis that this server does not have, each refused by name with what to do instead.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{Command, Family, NONE},
    commands::FAMILIES,
    refusal::Refusal,
};

pub const SCRIPTING: Family = Family {
    group: "scripting",
    commands: &[
        Command::new("eval", -3, "noscript stale movablekeys", NONE, no_script),
        Command::new("eval_ro", -3, "readonly noscript stale movablekeys", NONE, no_script),
        Command::new("evalsha", -3, "noscript stale movablekeys", NONE, no_script),
        Command::new("evalsha_ro", -3, "readonly noscript stale movablekeys", NONE, no_script),
        Command::new("fcall", -3, "noscript stale movablekeys", NONE, no_script),
        Command::new("fcall_ro", -3, "readonly noscript stale movablekeys", NONE, no_script),
        Command::new("function", -2, "noscript", NONE, no_script),
        Command::new("script", -2, "noscript", NONE, no_script),
    ],
};

pub const GEO: Family = Family {
    group: "geo",
    commands: &[
        Command::new("geoadd", -5, "write denyoom", NONE, refused),
        Command::new("geodist", -4, "readonly", NONE, refused),
        Command::new("geohash", -2, "readonly", NONE, refused),
        Command::new("geopos", -2, "readonly", NONE, refused),
        Command::new("georadius", -6, "write denyoom movablekeys", NONE, refused),
        Command::new("georadiusbymember", -5, "write denyoom movablekeys", NONE, refused),
        Command::new("geosearch", -7, "readonly", NONE, refused),
        Command::new("geosearchstore", -8, "write denyoom", NONE, refused),
    ],
};

pub const ADMINISTRATION: Family = Family {
    group: "server",
    commands: &[
        Command::new("acl", -2, "", NONE, refused),
        Command::new("bgrewriteaof", 1, "admin noscript", NONE, only_memory),
        Command::new("bgsave", -1, "admin noscript", NONE, only_memory),
        Command::new("cluster", -2, "", NONE, alone),
        Command::new("debug", -2, "admin noscript loading stale", NONE, refused),
        Command::new("failover", -1, "admin noscript stale", NONE, alone),
        Command::new("latency", -2, "", NONE, refused),
        Command::new("module", -2, "", NONE, refused),
        Command::new("monitor", 1, "admin noscript loading stale", NONE, refused),
        Command::new("psync", -3, "admin noscript no_multi", NONE, alone),
        Command::new("replicaof", 3, "admin noscript stale", NONE, alone),
        Command::new("save", 1, "admin noscript no_multi", NONE, only_memory),
        Command::new("shutdown", -1, "admin noscript no_multi", NONE, refused),
        Command::new("slaveof", 3, "admin noscript stale", NONE, alone),
        Command::new("slowlog", -2, "", NONE, refused),
        Command::new("sync", 1, "admin noscript no_multi", NONE, alone),
    ],
};

/// A command without a better reason.
pub fn refused(call: &mut Call<'_>) -> Answer {
    refuse(call, "this lab's server does not have it")
}

fn no_script(call: &mut Call<'_>) -> Answer {
    refuse(call, "this lab's server runs no Lua scripts; use MULTI and WATCH")
}

fn only_memory(call: &mut Call<'_>) -> Answer {
    refuse(call, "this lab's server keeps everything in memory only")
}

/// The words of a server that is no part of a cluster.
fn alone(call: &mut Call<'_>) -> Answer {
    if call.is(0, "cluster") {
        return Err(Refusal::new("This instance has cluster support disabled"));
    }
    refuse(call, "this lab's server stands alone")
}

fn refuse(call: &Call<'_>, reason: &str) -> Answer {
    let mut name = String::from_utf8_lossy(call.word(0)).to_uppercase();
    let mut commands = FAMILIES.iter().flat_map(|family| family.commands);
    if commands.any(|command| call.is(0, command.name) && !command.members.is_empty()) {
        name = format!("{name} {}", String::from_utf8_lossy(call.word(1)).to_uppercase());
    }
    Err(Refusal::new(format!("{name} is refused: {reason}")))
}
