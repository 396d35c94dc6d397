//! Keys of any kind (Redis manual, "Generic" commands); expiry is in `expiry`.

use crate::lab::cache::{
    call::{Answer, Call},
    command::{ALL, Command, FIRST, Family, Keys, NONE, TWO},
    commands::{refused, scan, sort},
    number, pattern,
    refusal::Refusal,
    reply::Reply,
    store::{DATABASES, STORE_BYTES_MAX},
    value::{Kind, Text},
};

/// Whole numbers that Redis holds only once, however many keys hold them.
const SHARED_INTEGERS: i64 = 10_000;

pub const FAMILY: Family = Family {
    group: "generic",
    commands: &[
        Command::new("copy", -3, "write denyoom", TWO, copy),
        Command::new("del", -2, "write", ALL, del),
        Command::new("dump", 2, "readonly", FIRST, refused::refused),
        Command::new("exists", -2, "readonly fast", ALL, exists),
        Command::new("keys", 2, "readonly", NONE, keys),
        Command::new("migrate", -6, "write movablekeys", NONE, refused::refused),
        Command::new("move", 3, "write fast", FIRST, move_to),
        Command::new("object", -2, "", NONE, refused::refused).of(&[
            Command::new("encoding", 3, "readonly", SECOND, encoding),
            Command::new("freq", 3, "readonly", SECOND, freq),
            Command::new("idletime", 3, "readonly", SECOND, idletime),
            Command::new("refcount", 3, "readonly", SECOND, refcount),
        ]),
        Command::new("randomkey", 1, "readonly", NONE, randomkey),
        Command::new("rename", 3, "write", TWO, rename),
        Command::new("renamenx", 3, "write fast", TWO, renamenx),
        Command::new("restore", -4, "write denyoom", FIRST, refused::refused),
        Command::new("scan", -2, "readonly", NONE, scan::scan),
        Command::new("sort", -2, "write denyoom movablekeys", FIRST, sort::sort),
        Command::new("sort_ro", -2, "readonly movablekeys", FIRST, sort::sort_ro),
        Command::new("touch", -2, "readonly fast", ALL, exists),
        Command::new("type", 2, "readonly fast", FIRST, type_of),
        Command::new("unlink", -2, "write fast", ALL, del),
        Command::new("wait", 3, "noscript", NONE, wait),
    ],
};

/// The argument after a subcommand.
const SECOND: Keys = Keys::At(2, 2, 1);

fn del(call: &mut Call<'_>) -> Answer {
    let removed = call.rest(1).iter().filter(|key| call.delete(key)).count();
    Ok(Reply::count(removed))
}

fn exists(call: &mut Call<'_>) -> Answer {
    Ok(Reply::count(call.rest(1).iter().filter(|key| call.held(key).is_some()).count()))
}

fn type_of(call: &mut Call<'_>) -> Answer {
    let held = call.held(call.word(1));
    Ok(Reply::Simple(held.map_or("none", |held| held.value.kind()).into()))
}

fn keys(call: &mut Call<'_>) -> Answer {
    let mut found = Vec::new();
    for key in call.keyspace().keys().keys() {
        if pattern::matches(call.word(1), key, call.turn)? {
            found.push(Reply::Bulk(key.clone()));
        }
    }
    Ok(Reply::Array(found))
}

fn randomkey(call: &mut Call<'_>) -> Answer {
    let drawn = call.keyspace().keys().at_random(|count| call.turn.below(count));
    Ok(Reply::maybe(drawn.map(|(key, _)| key)))
}

fn rename(call: &mut Call<'_>) -> Answer {
    if call.word(1) != call.word(2) {
        call.rename_to(call.word(1), call.word(2))?;
    } else if call.held(call.word(1)).is_none() {
        return Err(Refusal::no_such_key());
    }
    Ok(Reply::ok())
}

fn renamenx(call: &mut Call<'_>) -> Answer {
    let (source, target) = (call.word(1), call.word(2));
    if call.held(source).is_none() {
        return Err(Refusal::no_such_key());
    }
    let is_free = call.held(target).is_none();
    if is_free {
        call.rename_to(source, target)?;
    }
    Ok(Reply::flag(is_free))
}

impl Call<'_> {
    /// Moves what `source` holds to `target`, in place of what that held.
    fn rename_to(&mut self, source: &[u8], target: &[u8]) -> Result<(), Refusal> {
        let database = self.database();
        let keyspace = self.store.database_mut(database);
        let held = keyspace.remove(source).ok_or_else(Refusal::no_such_key)?;
        self.store.touch(database, source, 0);
        self.set(target, held.value, held.expires_ms);
        Ok(())
    }
}

/// The number of a database, from the argument at `at`.
pub fn database(call: &Call<'_>, at: usize) -> Result<usize, Refusal> {
    let number = call.integer(at)?;
    usize::try_from(number)
        .ok()
        .filter(|number| *number < DATABASES)
        .ok_or_else(|| Refusal::new("DB index is out of range"))
}

/// COPY source destination [DB destination-db] [REPLACE]
fn copy(call: &mut Call<'_>) -> Answer {
    let (source, target) = (call.word(1), call.word(2));
    let (mut to, mut replaces) = (call.database(), false);
    let mut at = 3;
    while at < call.words.len() {
        if call.is(at, "REPLACE") {
            replaces = true;
        } else if call.is(at, "DB") && at + 1 < call.words.len() {
            at += 1;
            to = database(call, at)?;
        } else {
            return Err(Refusal::syntax());
        }
        at += 1;
    }
    if to == call.database() && source == target {
        return Err(Refusal::new("source and destination objects are the same"));
    }
    let Some(held) = call.held(source) else { return Ok(Reply::flag(false)) };
    // Redis would go above its limit with one command; this server shares its memory with a program.
    if call.store.bytes() + held.value.bytes() > STORE_BYTES_MAX {
        return Err(Refusal::out_of_memory());
    }
    let held = held.clone();
    if call.store.database(to).contains(target) && !replaces {
        return Ok(Reply::flag(false));
    }
    call.store.database_mut(to).set(target, held.value, held.expires_ms);
    call.store.touch(to, target, 1);
    Ok(Reply::flag(true))
}

fn move_to(call: &mut Call<'_>) -> Answer {
    let key = call.word(1);
    let (from, to) = (call.database(), database(call, 2)?);
    if from == to {
        return Err(Refusal::new("source and destination objects are the same"));
    }
    let is_free = !call.store.database(to).contains(key);
    let Some(held) = call.held(key).filter(|_| is_free).cloned() else {
        return Ok(Reply::flag(false));
    };
    call.delete(key);
    call.store.database_mut(to).set(key, held.value, held.expires_ms);
    call.store.touch(to, key, 0);
    Ok(Reply::flag(true))
}

fn encoding(call: &mut Call<'_>) -> Answer {
    let held = call.held(call.word(2));
    Ok(held.map_or(Reply::Null, |held| Reply::bulk(held.value.encoding())))
}

fn refcount(call: &mut Call<'_>) -> Answer {
    let shared = |text: &Text| {
        let number = number::integer(text.bytes()).filter(|_| text.encoding() == "int");
        number.is_some_and(|number| (0..SHARED_INTEGERS).contains(&number))
    };
    let held = call.held(call.word(2));
    Ok(held.map_or(Reply::Null, |held| match Text::of(&held.value) {
        Some(text) if shared(text) => Reply::Integer(i64::from(i32::MAX)),
        _ => Reply::Integer(1),
    }))
}

fn idletime(call: &mut Call<'_>) -> Answer {
    let now_ms = call.now_ms();
    let held = call.held(call.word(2));
    Ok(held.map_or(Reply::Null, |held| {
        Reply::Integer(now_ms.saturating_sub(held.used_ms).max(0) / 1000)
    }))
}

fn freq(call: &mut Call<'_>) -> Answer {
    if call.held(call.word(2)).is_none() {
        return Ok(Reply::Null);
    }
    Err(Refusal::new(
        "An LFU maxmemory policy is not selected, access frequency not tracked. Please note that \
         when switching between policies at runtime LRU and LFU data will take some time to adjust.",
    ))
}

/// There is no replica that could have got anything.
fn wait(call: &mut Call<'_>) -> Answer {
    call.integer(1)?;
    call.integer(2)?;
    Ok(Reply::Integer(0))
}
