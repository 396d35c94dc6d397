//! CLIENT: what connections there are, and how they are called.

use crate::lab::cache::{
    call::{Answer, Call},
    client::{Client, ClientId},
    command::{Command, NONE},
    commands::refused,
    number,
    refusal::Refusal,
    reply::{Protocol, Reply},
};

const FLAGS: &str = "noscript loading stale";

pub const MEMBERS: &[Command] = &[
    Command::new("getname", 2, FLAGS, NONE, getname),
    Command::new("getredir", 2, FLAGS, NONE, getredir),
    Command::new("id", 2, FLAGS, NONE, id),
    Command::new("info", 2, FLAGS, NONE, info),
    Command::new("kill", -3, FLAGS, NONE, refused::refused),
    Command::new("list", -2, FLAGS, NONE, list),
    Command::new("no-evict", 3, FLAGS, NONE, no_evict),
    Command::new("pause", -3, FLAGS, NONE, refused::refused),
    Command::new("reply", 3, FLAGS, NONE, reply),
    Command::new("setinfo", 4, FLAGS, NONE, setinfo),
    Command::new("setname", 3, FLAGS, NONE, setname),
    Command::new("tracking", -3, FLAGS, NONE, refused::refused),
    Command::new("unblock", -3, FLAGS, NONE, unblock),
    Command::new("unpause", 2, FLAGS, NONE, refused::refused),
];

fn id(call: &mut Call<'_>) -> Answer {
    Ok(Reply::Integer(i64::try_from(call.id.0).unwrap_or(i64::MAX)))
}

fn getname(call: &mut Call<'_>) -> Answer {
    let name = &call.client().name;
    Ok(Reply::maybe(Some(name).filter(|name| !name.is_empty())))
}

/// Whether a name can stand in CLIENT LIST.
pub fn check_name(name: &[u8]) -> Result<(), Refusal> {
    if name.iter().all(|byte| (b'!'..=b'~').contains(byte)) {
        return Ok(());
    }
    Err(Refusal::new("Client names cannot contain spaces, newlines or special characters."))
}

fn setname(call: &mut Call<'_>) -> Answer {
    check_name(call.word(2))?;
    call.client_mut().name = call.bytes(2);
    Ok(Reply::ok())
}

/// CLIENT SETINFO is of Redis 7.2, but drivers of today send it first of all.
fn setinfo(call: &mut Call<'_>) -> Answer {
    let (is_name, is_version) = (call.is(2, "LIB-NAME"), call.is(2, "LIB-VER"));
    let value = call.bytes(3);
    let client = call.client_mut();
    if is_name {
        client.library = value;
    } else if is_version {
        client.library_version = value;
    } else {
        let option = call.bytes(2).text();
        return Err(Refusal::new(format!("Unrecognized option '{option}'")));
    }
    Ok(Reply::ok())
}

fn getredir(_: &mut Call<'_>) -> Answer {
    Ok(Reply::Integer(-1))
}

fn no_evict(call: &mut Call<'_>) -> Answer {
    let is_on = match (call.is(2, "ON"), call.is(2, "OFF")) {
        (true, _) => true,
        (_, true) => false,
        _ => return Err(Refusal::syntax()),
    };
    call.client_mut().is_no_evict = is_on;
    Ok(Reply::ok())
}

fn reply(call: &mut Call<'_>) -> Answer {
    if call.is(2, "ON") {
        return Ok(Reply::ok());
    }
    if call.is(2, "OFF") || call.is(2, "SKIP") {
        return refused::refused(call);
    }
    Err(Refusal::syntax())
}

fn info(call: &mut Call<'_>) -> Answer {
    let line = line(call, call.id, call.client());
    Ok(Reply::Verbatim("txt", (line + "\n").into()))
}

/// CLIENT LIST [TYPE type] [ID id ...]
fn list(call: &mut Call<'_>) -> Answer {
    let mut wanted: Option<Vec<u64>> = None;
    if call.words.len() > 2 {
        if call.is(2, "TYPE") && call.words.len() == 4 {
            let is_normal = call.is(3, "NORMAL");
            let is_known =
                is_normal || ["MASTER", "REPLICA", "PUBSUB"].iter().any(|t| call.is(3, t));
            if !is_known {
                let kind = call.bytes(3).text();
                return Err(Refusal::new(format!("Unknown client type '{kind}'")));
            }
            let is_pubsub = call.is(3, "PUBSUB");
            let of_type = call.clients.iter().filter(|(_, client)| {
                let listens = client.subscriptions() > 0;
                (is_normal && !listens) || (is_pubsub && listens)
            });
            wanted = Some(of_type.map(|(id, _)| id.0).collect());
        } else if call.is(2, "ID") && call.words.len() > 3 {
            let ids = call.rest(3).iter().map(|word| {
                let id = number::integer(word).and_then(|id| u64::try_from(id).ok());
                id.ok_or_else(|| Refusal::new("Invalid client ID"))
            });
            wanted = Some(ids.collect::<Result<_, _>>()?);
        } else {
            return Err(Refusal::syntax());
        }
    }
    let lines: String = call
        .clients
        .iter()
        .filter(|(id, _)| wanted.as_ref().is_none_or(|wanted| wanted.contains(&id.0)))
        .map(|(id, client)| line(call, id, client) + "\n")
        .collect();
    Ok(Reply::Verbatim("txt", lines.into()))
}

fn line(call: &Call<'_>, id: ClientId, client: &Client) -> String {
    let seconds = |since_ms: i64| call.now_ms().saturating_sub(since_ms).max(0) / 1000;
    let queued = client.transaction.as_ref();
    let queued = queued.map_or(-1, |transaction| number::count(transaction.commands.len()));
    let flags = match client {
        Client { waits: Some(_), .. } => "b",
        Client { transaction: Some(_), .. } => "x",
        client if client.subscriptions() > 0 => "P",
        _ => "N",
    };
    let protocol = if client.protocol == Protocol::Resp3 { 3 } else { 2 };
    format!(
        "id={} addr=127.0.0.1:0 laddr=127.0.0.1:6379 fd=8 name={} age={} idle={} flags={flags} \
         db={} sub={} psub={} ssub={} multi={queued} cmd={} user=default resp={protocol}",
        id.0,
        client.name.text(),
        seconds(client.connected_ms),
        seconds(client.used_ms),
        client.database,
        client.channels.len(),
        client.patterns.len(),
        client.shard_channels.len(),
        client.last_command,
    )
}

/// CLIENT UNBLOCK id [TIMEOUT | ERROR]
fn unblock(call: &mut Call<'_>) -> Answer {
    let id = call.integer(2)?;
    let reply = match call.words.len() {
        3 => Reply::NullArray,
        4 if call.is(3, "TIMEOUT") => Reply::NullArray,
        4 if call.is(3, "ERROR") => {
            Reply::Error("UNBLOCKED client unblocked via CLIENT UNBLOCK".into())
        }
        _ => {
            return Err(Refusal::new("CLIENT UNBLOCK reason should be TIMEOUT or ERROR"));
        }
    };
    let client = u64::try_from(id).ok().and_then(|id| call.clients.get_mut(ClientId(id)));
    let Some(client) = client.filter(|client| client.waits.is_some()) else {
        return Ok(Reply::flag(false));
    };
    client.waits = None;
    client.push(reply);
    Ok(Reply::flag(true))
}
