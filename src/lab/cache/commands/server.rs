//! The server as a whole: DBSIZE, FLUSHALL, INFO, TIME, MEMORY (Redis manual, "Server").

use std::fmt::Write as _;

use crate::lab::cache::{
    call::{Answer, Call},
    command::{Command, Family, Keys, NONE},
    commands::{configuration, connection::REDIS_VERSION, introspection, keys, refused},
    refusal::Refusal,
    reply::Reply,
    store::{DATABASES, STORE_BYTES_MAX},
};

pub const FAMILY: Family = Family {
    group: "server",
    commands: &[
        Command::new("command", -1, "loading stale", NONE, introspection::command)
            .of(introspection::MEMBERS),
        Command::new("config", -2, "", NONE, refused::refused).of(configuration::MEMBERS),
        Command::new("dbsize", 1, "readonly fast", NONE, dbsize),
        Command::new("flushall", -1, "write", NONE, flushall),
        Command::new("flushdb", -1, "write", NONE, flushdb),
        Command::new("info", -1, "loading stale", NONE, info),
        Command::new("lastsave", 1, "loading stale fast", NONE, lastsave),
        Command::new("lolwut", -1, "readonly fast", NONE, refused::refused),
        Command::new("memory", -2, "", NONE, refused::refused).of(&[
            Command::new("doctor", 2, "", NONE, refused::refused),
            Command::new("usage", -3, "readonly", Keys::At(2, 2, 1), memory_usage),
        ]),
        Command::new("role", 1, "noscript loading stale fast", NONE, role),
        Command::new("swapdb", 3, "write fast", NONE, swapdb),
        Command::new("time", 1, "loading stale fast", NONE, time),
    ],
};

fn dbsize(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.keyspace().len()))
}

/// ASYNC and SYNC are the same here.
fn check_flush(call: &Call<'_>) -> Result<(), Refusal> {
    match call.words.len() {
        1 => Ok(()),
        2 if call.is(1, "ASYNC") || call.is(1, "SYNC") => Ok(()),
        _ => Err(Refusal::syntax()),
    }
}

fn flushdb(call: &mut Call<'_>) -> Answer {
    check_flush(call)?;
    let database = call.database();
    call.store.flush(database);
    Ok(Reply::ok())
}

fn flushall(call: &mut Call<'_>) -> Answer {
    check_flush(call)?;
    for database in 0..DATABASES {
        call.store.flush(database);
    }
    Ok(Reply::ok())
}

fn swapdb(call: &mut Call<'_>) -> Answer {
    for (at, name) in [(1, "first"), (2, "second")] {
        call.integer(at).map_err(|_| Refusal::new(format!("invalid {name} DB index")))?;
    }
    let (left, right) = (keys::database(call, 1)?, keys::database(call, 2)?);
    call.store.swap(left, right);
    Ok(Reply::ok())
}

fn time(call: &mut Call<'_>) -> Answer {
    let now_ms = call.now_ms();
    let parts = [now_ms.div_euclid(1000), now_ms.rem_euclid(1000) * 1000];
    Ok(Reply::Array(parts.map(|part| Reply::bulk(part.to_string())).to_vec()))
}

fn lastsave(call: &mut Call<'_>) -> Answer {
    Ok(Reply::Integer(call.now_ms().div_euclid(1000)))
}

fn role(_: &mut Call<'_>) -> Answer {
    let parts = [Reply::bulk("master"), Reply::Integer(0), Reply::Array(Vec::new())];
    Ok(Reply::Array(parts.to_vec()))
}

/// Bytes that a key takes beside its own and its value's.
const KEY_BYTES: usize = 48;

/// MEMORY USAGE key [SAMPLES count]: this server's own estimate.
fn memory_usage(call: &mut Call<'_>) -> Answer {
    if call.words.len() > 3 {
        if call.words.len() != 5 || !call.is(3, "SAMPLES") {
            return Err(Refusal::syntax());
        }
        call.integer(4)?;
    }
    let key = call.word(2);
    let held = call.held(key);
    Ok(held.map_or(Reply::Null, |held| Reply::count(KEY_BYTES + key.len() + held.value.bytes())))
}

/// INFO [section ...]
fn info(call: &mut Call<'_>) -> Answer {
    type Section = fn(&Call<'_>) -> String;
    const SECTIONS: [(&str, Section); 7] = [
        ("Server", server_section),
        ("Clients", clients_section),
        ("Memory", memory_section),
        ("Stats", stats_section),
        ("Replication", |_| "role:master\r\nconnected_slaves:0\r\n".into()),
        ("Cluster", |_| "cluster_enabled:0\r\n".into()),
        ("Keyspace", keyspace_section),
    ];
    let is_all = call.words.len() == 1
        || (1..call.words.len())
            .any(|at| ["all", "default", "everything"].iter().any(|all| call.is(at, all)));
    let mut text = String::new();
    for (name, section) in SECTIONS {
        if is_all || (1..call.words.len()).any(|at| call.is(at, name)) {
            let gap = if text.is_empty() { "" } else { "\r\n" };
            let _ = write!(text, "{gap}# {name}\r\n{}", section(call));
        }
    }
    Ok(Reply::Verbatim("txt", text.into()))
}

fn server_section(call: &Call<'_>) -> String {
    let now = call.now_ms().saturating_mul(1000);
    format!(
        "redis_version:{REDIS_VERSION}\r\nredis_mode:standalone\r\nos:backlab\r\narch_bits:64\r\n\
         tcp_port:6379\r\nserver_time_usec:{now}\r\n"
    )
}

fn clients_section(call: &Call<'_>) -> String {
    let blocked = call.clients.iter().filter(|(_, client)| client.waits.is_some()).count();
    let connected = call.clients.iter().count();
    format!("connected_clients:{connected}\r\nblocked_clients:{blocked}\r\n")
}

fn memory_section(call: &Call<'_>) -> String {
    let used = call.store.bytes();
    format!("used_memory:{used}\r\nmaxmemory:{STORE_BYTES_MAX}\r\nmaxmemory_policy:noeviction\r\n")
}

fn stats_section(call: &Call<'_>) -> String {
    format!("expired_keys:{}\r\n", call.store.expired)
}

fn keyspace_section(call: &Call<'_>) -> String {
    let mut text = String::new();
    for number in 0..DATABASES {
        let keyspace = call.store.database(number);
        if keyspace.len() > 0 {
            let (keys, expiring) = (keyspace.len(), keyspace.expiring());
            let _ = write!(text, "db{number}:keys={keys},expires={expiring},avg_ttl=0\r\n");
        }
    }
    text
}
