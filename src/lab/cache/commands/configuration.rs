//! CONFIG: the settings of Redis that say how this server behaves. They can be read; none of them
//! can be moved.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{Command, NONE},
    commands::refused,
    pattern,
    refusal::Refusal,
    reply::Reply,
};

const FLAGS: &str = "admin noscript loading stale";

pub const MEMBERS: &[Command] = &[
    Command::new("get", -3, FLAGS, NONE, get),
    Command::new("resetstat", 2, FLAGS, NONE, resetstat),
    Command::new("rewrite", 2, FLAGS, NONE, refused::refused),
    Command::new("set", -4, FLAGS, NONE, set),
];

const SETTINGS: &[(&str, &str)] = &[
    ("appendonly", "no"),
    ("bind", "127.0.0.1 -::1"),
    ("databases", "16"),
    ("hash-max-listpack-entries", "512"),
    ("hash-max-listpack-value", "64"),
    ("hash-max-ziplist-entries", "512"),
    ("hash-max-ziplist-value", "64"),
    ("list-max-listpack-size", "-2"),
    ("maxclients", "10000"),
    ("maxmemory", "67108864"),
    ("maxmemory-policy", "noeviction"),
    ("notify-keyspace-events", ""),
    ("port", "6379"),
    ("proto-max-bulk-len", "8388608"),
    ("requirepass", ""),
    ("save", ""),
    ("set-max-intset-entries", "512"),
    ("stream-node-max-entries", "100"),
    ("timeout", "0"),
    ("zset-max-listpack-entries", "128"),
    ("zset-max-listpack-value", "64"),
    ("zset-max-ziplist-entries", "128"),
    ("zset-max-ziplist-value", "64"),
];

fn get(call: &mut Call<'_>) -> Answer {
    let mut found = Vec::new();
    for (name, value) in SETTINGS {
        for wanted in call.rest(2) {
            if pattern::matches(&wanted.to_ascii_lowercase(), name.as_bytes(), call.turn)? {
                found.push((Reply::bulk(*name), Reply::bulk(*value)));
                break;
            }
        }
    }
    Ok(Reply::Map(found))
}

/// CONFIG SET name value [name value ...]: only to what it is.
fn set(call: &mut Call<'_>) -> Answer {
    if !call.words.len().is_multiple_of(2) {
        return Err(Refusal::wrong_arity("config|set"));
    }
    for pair in call.rest(2).chunks_exact(2) {
        let name = String::from_utf8_lossy(&pair[0]).to_lowercase();
        let Some((_, value)) = SETTINGS.iter().find(|(known, _)| *known == name) else {
            return Err(Refusal::new(format!(
                "Unknown option or number of arguments for CONFIG SET - '{name}'"
            )));
        };
        if value.as_bytes() != pair[1] {
            return Err(Refusal::new(format!(
                "CONFIG SET failed (possibly related to argument '{name}') - can't set immutable \
                 config"
            )));
        }
    }
    Ok(Reply::ok())
}

fn resetstat(call: &mut Call<'_>) -> Answer {
    call.store.expired = 0;
    Ok(Reply::ok())
}
