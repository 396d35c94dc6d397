//! MULTI, DISCARD, WATCH and UNWATCH (Redis manual, "Transactions"); EXEC runs other commands and
//! so is the server's own work.

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    client::Transaction,
    command::{ALL, Command, Family, NONE},
    refusal::Refusal,
    reply::Reply,
};

const FLAGS: &str = "noscript loading stale fast allow_busy";

pub const FAMILY: Family = Family {
    group: "transactions",
    commands: &[
        Command::new("discard", 1, FLAGS, NONE, discard),
        Command::new("exec", 1, "noscript loading stale skip_slowlog", NONE, exec),
        Command::new("multi", 1, FLAGS, NONE, multi),
        Command::new("unwatch", 1, FLAGS, NONE, unwatch),
        Command::new("watch", -2, FLAGS, ALL, watch),
    ],
};

/// Keys that one client may watch.
const WATCHED_MAX: usize = 100_000;

fn multi(call: &mut Call<'_>) -> Answer {
    let client = call.client_mut();
    if client.transaction.is_some() {
        return Err(Refusal::new("MULTI calls can not be nested"));
    }
    client.transaction = Some(Transaction::default());
    Ok(Reply::ok())
}

/// EXEC outside a transaction.
fn exec(_: &mut Call<'_>) -> Answer {
    Err(Refusal::new("EXEC without MULTI"))
}

fn discard(call: &mut Call<'_>) -> Answer {
    let client = call.client_mut();
    if client.transaction.take().is_none() {
        return Err(Refusal::new("DISCARD without MULTI"));
    }
    client.unwatch();
    Ok(Reply::ok())
}

fn watch(call: &mut Call<'_>) -> Answer {
    let keys = call.rest(1);
    let client = call.client_mut();
    if client.transaction.is_some() {
        return Err(Refusal::new("WATCH inside MULTI is not allowed"));
    }
    if client.watched.len() + keys.len() > WATCHED_MAX {
        return Err(Refusal::new("too many watched keys"));
    }
    for key in keys {
        client.watched.push((client.database, Bytes::from(key)));
    }
    Ok(Reply::ok())
}

fn unwatch(call: &mut Call<'_>) -> Answer {
    call.client_mut().unwatch();
    Ok(Reply::ok())
}
