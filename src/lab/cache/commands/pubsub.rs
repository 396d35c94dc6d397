//! Publish and subscribe (Redis manual, "Pub/Sub").

use crate::lab::cache::{
    bytes::Bytes,
    call::{Answer, Call},
    client::Client,
    command::{ALL, Command, FIRST, Family, NONE},
    commands::refused,
    pattern,
    refusal::Refusal,
    reply::Reply,
};

/// Channels and patterns that one client may subscribe to.
const SUBSCRIPTIONS_MAX: usize = 10_000;

pub const FAMILY: Family = Family {
    group: "pubsub",
    commands: &[
        Command::new("psubscribe", -2, "pubsub noscript loading stale", NONE, psubscribe),
        Command::new("publish", 3, "pubsub loading stale fast", NONE, publish),
        Command::new("pubsub", -2, "", NONE, refused::refused).of(&[
            Command::new("channels", -2, "pubsub loading stale", NONE, channels),
            Command::new("numpat", 2, "pubsub loading stale", NONE, numpat),
            Command::new("numsub", -2, "pubsub loading stale", NONE, numsub),
            Command::new("shardchannels", -2, "pubsub loading stale", NONE, shardchannels),
            Command::new("shardnumsub", -2, "pubsub loading stale", NONE, shardnumsub),
        ]),
        Command::new("punsubscribe", -1, "pubsub noscript loading stale", NONE, punsubscribe),
        Command::new("spublish", 3, "pubsub loading stale fast", FIRST, spublish),
        Command::new("ssubscribe", -2, "pubsub noscript loading stale", ALL, ssubscribe),
        Command::new("subscribe", -2, "pubsub noscript loading stale", NONE, subscribe),
        Command::new("sunsubscribe", -1, "pubsub noscript loading stale", ALL, sunsubscribe),
        Command::new("unsubscribe", -1, "pubsub noscript loading stale", NONE, unsubscribe),
    ],
};

/// What can be subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Channel,
    Pattern,
    ShardChannel,
}

impl Topic {
    /// The words of the replies: subscribed, unsubscribed, a message.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Channel => ("subscribe", "unsubscribe"),
            Self::Pattern => ("psubscribe", "punsubscribe"),
            Self::ShardChannel => ("ssubscribe", "sunsubscribe"),
        }
    }

    fn held(self, client: &Client) -> &Vec<Bytes> {
        match self {
            Self::Channel => &client.channels,
            Self::Pattern => &client.patterns,
            Self::ShardChannel => &client.shard_channels,
        }
    }

    fn held_mut(self, client: &mut Client) -> &mut Vec<Bytes> {
        match self {
            Self::Channel => &mut client.channels,
            Self::Pattern => &mut client.patterns,
            Self::ShardChannel => &mut client.shard_channels,
        }
    }

    /// How many subscriptions the client has, as the replies count them.
    fn count(self, client: &Client) -> usize {
        match self {
            Self::Channel | Self::Pattern => client.channels.len() + client.patterns.len(),
            Self::ShardChannel => client.shard_channels.len(),
        }
    }
}

fn subscribe(call: &mut Call<'_>) -> Answer {
    begin(call, Topic::Channel)
}

fn psubscribe(call: &mut Call<'_>) -> Answer {
    begin(call, Topic::Pattern)
}

fn ssubscribe(call: &mut Call<'_>) -> Answer {
    begin(call, Topic::ShardChannel)
}

fn unsubscribe(call: &mut Call<'_>) -> Answer {
    end(call, Topic::Channel)
}

fn punsubscribe(call: &mut Call<'_>) -> Answer {
    end(call, Topic::Pattern)
}

fn sunsubscribe(call: &mut Call<'_>) -> Answer {
    end(call, Topic::ShardChannel)
}

/// Subscribes; each topic has a reply of its own, of which the first is given and the others wait
/// for the client.
fn begin(call: &mut Call<'_>, topic: Topic) -> Answer {
    let words = call.rest(1);
    let client = call.client_mut();
    if topic.held(client).len() + words.len() > SUBSCRIPTIONS_MAX {
        return Err(Refusal::new("too many subscriptions"));
    }
    let mut replies = Vec::new();
    for word in words {
        let name = Bytes::from(word);
        let held = topic.held_mut(client);
        if !held.contains(&name) {
            held.push(name.clone());
        }
        replies.push(told(topic.words().0, Reply::Bulk(name), topic.count(client)));
    }
    Ok(first_of(client, replies))
}

fn end(call: &mut Call<'_>, topic: Topic) -> Answer {
    let words = call.rest(1);
    let client = call.client_mut();
    let names: Vec<Bytes> = if words.is_empty() {
        topic.held(client).clone()
    } else {
        words.iter().map(Bytes::from).collect()
    };
    let mut replies = Vec::new();
    for name in names {
        topic.held_mut(client).retain(|held| *held != name);
        replies.push(told(topic.words().1, Reply::Bulk(name), topic.count(client)));
    }
    if replies.is_empty() {
        replies.push(told(topic.words().1, Reply::Null, topic.count(client)));
    }
    Ok(first_of(client, replies))
}

fn told(word: &str, name: Reply, count: usize) -> Reply {
    Reply::Push(vec![Reply::bulk(word), name, Reply::count(count)])
}

fn first_of(client: &mut Client, replies: Vec<Reply>) -> Reply {
    let mut replies = replies.into_iter();
    let first = replies.next().unwrap_or(Reply::Null);
    for reply in replies {
        client.push(reply);
    }
    first
}

fn publish(call: &mut Call<'_>) -> Answer {
    let (channel, message) = (call.bytes(1), call.bytes(2));
    let mut receivers = 0;
    for (_, client) in call.clients.iter_mut() {
        if client.channels.contains(&channel) {
            let parts = [Bytes::from("message"), channel.clone(), message.clone()];
            client.push(Reply::Push(parts.map(Reply::Bulk).to_vec()));
            receivers += 1;
        }
    }
    for (_, client) in call.clients.iter_mut() {
        for at in 0..client.patterns.len() {
            let pattern = client.patterns[at].clone();
            if pattern::matches(&pattern, &channel, call.turn)? {
                let parts = [Bytes::from("pmessage"), pattern, channel.clone(), message.clone()];
                client.push(Reply::Push(parts.map(Reply::Bulk).to_vec()));
                receivers += 1;
            }
        }
    }
    Ok(Reply::count(receivers))
}

fn spublish(call: &mut Call<'_>) -> Answer {
    let (channel, message) = (call.bytes(1), call.bytes(2));
    let mut receivers = 0;
    for (_, client) in call.clients.iter_mut() {
        if client.shard_channels.contains(&channel) {
            let parts = [Bytes::from("smessage"), channel.clone(), message.clone()];
            client.push(Reply::Push(parts.map(Reply::Bulk).to_vec()));
            receivers += 1;
        }
    }
    Ok(Reply::count(receivers))
}

/// PUBSUB CHANNELS [pattern]
fn channels(call: &mut Call<'_>) -> Answer {
    active(call, Topic::Channel)
}

fn shardchannels(call: &mut Call<'_>) -> Answer {
    active(call, Topic::ShardChannel)
}

fn active(call: &Call<'_>, topic: Topic) -> Answer {
    if call.words.len() > 3 {
        let name = call.bytes(1).text();
        return Err(Refusal::new(format!(
            "unknown subcommand or wrong number of arguments for '{name}'. Try PUBSUB HELP."
        )));
    }
    let mut found: Vec<Bytes> = Vec::new();
    for (_, client) in call.clients.iter() {
        for channel in topic.held(client) {
            let is_wanted =
                call.words.len() < 3 || pattern::matches(call.word(2), channel, call.turn)?;
            if is_wanted && !found.contains(channel) {
                found.push(channel.clone());
            }
        }
    }
    Ok(Reply::Array(found.into_iter().map(Reply::Bulk).collect()))
}

fn numsub(call: &mut Call<'_>) -> Answer {
    Ok(receivers(call, Topic::Channel))
}

fn shardnumsub(call: &mut Call<'_>) -> Answer {
    Ok(receivers(call, Topic::ShardChannel))
}

fn receivers(call: &Call<'_>, topic: Topic) -> Reply {
    let names = call.rest(2).iter().map(Bytes::from);
    Reply::Array(
        names
            .flat_map(|name| {
                let clients = call.clients.iter();
                let count =
                    clients.filter(|(_, client)| topic.held(client).contains(&name)).count();
                [Reply::Bulk(name), Reply::count(count)]
            })
            .collect(),
    )
}

/// PUBSUB NUMPAT: different patterns.
fn numpat(call: &mut Call<'_>) -> Answer {
    let mut patterns: Vec<&Bytes> =
        call.clients.iter().flat_map(|(_, client)| &client.patterns).collect();
    patterns.sort();
    patterns.dedup();
    Ok(Reply::count(patterns.len()))
}
