//! COMMAND: what the commands are, as drivers and redis-cli ask for it when they connect.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{Command, Keys, NONE},
    commands::FAMILIES,
    pattern,
    refusal::Refusal,
    reply::{Protocol, Reply},
};

const FLAGS: &str = "loading stale";

pub const MEMBERS: &[Command] = &[
    Command::new("count", 2, FLAGS, NONE, count),
    Command::new("docs", -2, FLAGS, NONE, docs),
    Command::new("getkeys", -4, FLAGS, NONE, getkeys),
    Command::new("info", -2, FLAGS, NONE, info),
    Command::new("list", -2, FLAGS, NONE, list),
];

/// `HELP` of any command that has subcommands.
pub const HELP: Command = Command::new("help", 2, FLAGS, NONE, help);

fn help(call: &mut Call<'_>) -> Answer {
    let Some((_, command)) = find(call.word(0)) else { return Ok(Reply::Null) };
    let name = command.name.to_uppercase();
    let title = format!("{name} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    let members = command.members.iter().map(|member| member.name.to_uppercase());
    let lines = std::iter::once(title).chain(members).chain(["HELP".into()]);
    Ok(Reply::Array(lines.map(|line| Reply::Simple(line.into())).collect()))
}

/// All commands, each with its group.
fn all() -> impl Iterator<Item = (&'static str, &'static Command)> {
    FAMILIES.iter().flat_map(|family| family.commands.iter().map(|command| (family.group, command)))
}

fn find(word: &[u8]) -> Option<(&'static str, &'static Command)> {
    all().find(|(_, command)| word.eq_ignore_ascii_case(command.name.as_bytes()))
}

pub fn command(call: &mut Call<'_>) -> Answer {
    let protocol = call.client().protocol;
    Ok(Reply::Array(all().map(|(group, command)| told(group, command, "", protocol)).collect()))
}

fn count(_: &mut Call<'_>) -> Answer {
    Ok(Reply::count(all().count()))
}

/// COMMAND INFO [name ...]
fn info(call: &mut Call<'_>) -> Answer {
    if call.words.len() == 2 {
        return command(call);
    }
    let protocol = call.client().protocol;
    let told = call.rest(2).iter().map(|word| {
        find(word).map_or(Reply::NullArray, |(group, found)| told(group, found, "", protocol))
    });
    Ok(Reply::Array(told.collect()))
}

fn told(group: &str, command: &Command, parent: &str, protocol: Protocol) -> Reply {
    let listed = |words: Vec<String>| {
        let words = words.into_iter().map(|word| Reply::Simple(word.into())).collect();
        if protocol == Protocol::Resp3 { Reply::Set(words) } else { Reply::Array(words) }
    };
    let name = if parent.is_empty() {
        command.name.to_owned()
    } else {
        format!("{parent}|{}", command.name)
    };
    let (first, last, step) = match command.keys {
        Keys::At(first, last, step) => (first, last, step),
        Keys::Counted { with_first: true, .. } => (1, 1, 1),
        Keys::Counted { .. } | Keys::Streams => (0, 0, 0),
    };
    let flags = command.flags.split(' ').filter(|flag| !flag.is_empty()).map(str::to_owned);
    let speed = if command.has("fast") { "@fast" } else { "@slow" };
    let kind = ["write", "read", "blocking", "pubsub"]
        .into_iter()
        .filter(|kind| command.has(if *kind == "read" { "readonly" } else { kind }))
        .map(|kind| format!("@{kind}"));
    let categories = kind.chain([format!("@{}", group.replace('-', "")), speed.into()]);
    let members =
        command.members.iter().map(|member| told(group, member, command.name, protocol)).collect();
    Reply::Array(vec![
        Reply::bulk(name),
        Reply::Integer(i64::from(command.arity)),
        listed(flags.collect()),
        Reply::count(first),
        Reply::Integer(i64::from(last)),
        Reply::count(step),
        listed(categories.collect()),
        Reply::Array(Vec::new()),
        Reply::Array(Vec::new()),
        Reply::Array(members),
    ])
}

/// COMMAND DOCS [name ...]
fn docs(call: &mut Call<'_>) -> Answer {
    let wanted = call.rest(2);
    let found: Vec<(&str, &Command)> = if wanted.is_empty() {
        all().collect()
    } else {
        wanted.iter().filter_map(|word| find(word)).collect()
    };
    let docs = found.into_iter().map(|(group, command)| {
        let summary = format!("{} of the group {group}", command.name.to_uppercase());
        let pairs = vec![
            (Reply::bulk("summary"), Reply::bulk(summary)),
            (Reply::bulk("group"), Reply::bulk(group)),
        ];
        (Reply::bulk(command.name), Reply::Map(pairs))
    });
    Ok(Reply::Map(docs.collect()))
}

/// COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]
fn list(call: &mut Call<'_>) -> Answer {
    let is_filtered = call.words.len() == 5 && call.is(2, "FILTERBY");
    if call.words.len() != 2 && !is_filtered {
        return Err(Refusal::syntax());
    }
    let mut names = Vec::new();
    for (group, command) in all() {
        let is_wanted = match () {
            () if !is_filtered => true,
            () if call.is(3, "PATTERN") => {
                pattern::matches(call.word(4), command.name.as_bytes(), call.turn)?
            }
            () if call.is(3, "ACLCAT") => call.is(4, &group.replace('-', "")),
            () if call.is(3, "MODULE") => false,
            () => return Err(Refusal::syntax()),
        };
        if is_wanted {
            names.push(Reply::bulk(command.name));
        }
    }
    Ok(Reply::Array(names))
}

/// COMMAND GETKEYS command [arg ...]
fn getkeys(call: &mut Call<'_>) -> Answer {
    let words = call.rest(2);
    let (_, command) =
        find(call.word(2)).ok_or_else(|| Refusal::new("Invalid command specified"))?;
    if command.keys == NONE {
        return Err(Refusal::new("The command has no key arguments"));
    }
    if !command.takes(words.len()) {
        return Err(Refusal::new("Invalid number of arguments specified for command"));
    }
    let keys = command.keys(words);
    if keys.is_empty() {
        return Err(Refusal::new("Invalid arguments specified for command"));
    }
    Ok(Reply::Array(keys.into_iter().map(Reply::bulk).collect()))
}
