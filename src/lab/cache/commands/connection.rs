//! The connection itself: PING, SELECT, HELLO, AUTH, QUIT, RESET (Redis manual, "Connection").

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    command::{Command, Family, NONE},
    commands::{clients, keys, refused},
    number,
    refusal::Refusal,
    reply::{Protocol, Reply},
};

/// The release of Redis whose behaviour this server has.
pub const REDIS_VERSION: &str = "7.0.15";

pub const FAMILY: Family = Family {
    group: "connection",
    commands: &[
        Command::new("auth", -2, "noscript loading stale fast no_auth allow_busy", NONE, auth),
        Command::new("client", -2, "", NONE, refused::refused).of(clients::MEMBERS),
        Command::new("echo", 2, "loading stale fast", NONE, echo),
        Command::new("hello", -1, "noscript loading stale fast no_auth allow_busy", NONE, hello),
        Command::new("ping", -1, "fast", NONE, ping),
        Command::new("quit", -1, "noscript loading stale fast no_auth allow_busy", NONE, quit),
        Command::new("reset", 1, "noscript loading stale fast no_auth allow_busy", NONE, reset),
        Command::new("select", 2, "loading stale fast", NONE, select),
    ],
};

/// PING [message]: a client that listens gets an array, so that it can tell it from a message.
fn ping(call: &mut Call<'_>) -> Answer {
    if call.words.len() > 2 {
        return Err(Refusal::wrong_arity("ping"));
    }
    if call.client().is_listening() {
        return Ok(Reply::Array(vec![Reply::bulk("pong"), Reply::bulk(call.bytes(1))]));
    }
    let message = call.words.get(1);
    Ok(message.map_or(Reply::Simple("PONG".into()), |message| Reply::bulk(Bytes::from(message))))
}

fn echo(call: &mut Call<'_>) -> Answer {
    Ok(Reply::bulk(call.bytes(1)))
}

fn select(call: &mut Call<'_>) -> Answer {
    let database = keys::database(call, 1)?;
    call.client_mut().database = database;
    Ok(Reply::ok())
}

fn quit(call: &mut Call<'_>) -> Answer {
    call.client_mut().is_leaving = true;
    Ok(Reply::ok())
}

/// RESET: the connection is as it was when it began.
fn reset(call: &mut Call<'_>) -> Answer {
    call.client_mut().reset();
    Ok(Reply::Simple("RESET".into()))
}

/// AUTH [username] password: nobody has a password here.
fn auth(call: &mut Call<'_>) -> Answer {
    match call.words.len() {
        2 => Err(Refusal::new(
            "AUTH <password> called without any password configured for the default user. Are you \
             sure your configuration is correct?",
        )),
        3 if call.word(1) == b"default" => Ok(Reply::ok()),
        3 => Err(Refusal::coded("WRONGPASS invalid username-password pair or user is disabled.")),
        _ => Err(Refusal::syntax()),
    }
}

/// HELLO [protover [AUTH username password] [SETNAME clientname]]
fn hello(call: &mut Call<'_>) -> Answer {
    let mut protocol = call.client().protocol;
    let mut name = None;
    if call.words.len() > 1 {
        protocol = match number::integer(call.word(1)) {
            Some(2) => Protocol::Resp2,
            Some(3) => Protocol::Resp3,
            Some(_) => return Err(Refusal::coded("NOPROTO unsupported protocol version")),
            None => {
                return Err(Refusal::new("Protocol version is not an integer or out of range"));
            }
        };
    }
    let mut at = 2;
    while at < call.words.len() {
        let left = call.words.len() - at - 1;
        if call.is(at, "AUTH") && left >= 2 {
            if call.word(at + 1) != b"default" {
                return Err(Refusal::coded(
                    "WRONGPASS invalid username-password pair or user is disabled.",
                ));
            }
            at += 2;
        } else if call.is(at, "SETNAME") && left >= 1 {
            clients::check_name(call.word(at + 1))?;
            name = Some(call.bytes(at + 1));
            at += 1;
        } else {
            let option = call.bytes(at).text();
            return Err(Refusal::new(format!("Syntax error in HELLO option '{option}'")));
        }
        at += 1;
    }
    let id = call.id.0;
    let client = call.client_mut();
    client.protocol = protocol;
    if let Some(name) = name {
        client.name = name;
    }
    let pair = |key: &str, value: Reply| (Reply::bulk(key), value);
    Ok(Reply::Map(vec![
        pair("server", Reply::bulk("redis")),
        pair("version", Reply::bulk(REDIS_VERSION)),
        pair("proto", Reply::Integer(if protocol == Protocol::Resp3 { 3 } else { 2 })),
        pair("id", Reply::Integer(i64::try_from(id).unwrap_or(i64::MAX))),
        pair("mode", Reply::bulk("standalone")),
        pair("role", Reply::bulk("master")),
        pair("modules", Reply::Array(Vec::new())),
    ]))
}
