//! Commands of Redis with their arguments.

use super::{Vocabulary, Word, offer};
use crate::exchange::http_file::complete::Offer;

const fn word(text: &'static str, says: &'static str) -> Word {
    Word { text, says }
}

/// Commands with the names of their arguments, as the manual writes them; brackets stand around what may
/// be left out.
const COMMANDS: [Word; 102] = [
    word("SET", "key value [NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]"),
    word("GET", "key"),
    word("DEL", "key [key ...]"),
    word("EXISTS", "key [key ...]"),
    word("EXPIRE", "key seconds [NX | XX | GT | LT]"),
    word("TTL", "key"),
    word("PTTL", "key"),
    word("PERSIST", "key"),
    word("PEXPIRE", "key milliseconds [NX | XX | GT | LT]"),
    word("EXPIREAT", "key unix-seconds [NX | XX | GT | LT]"),
    word("TYPE", "key"),
    word("KEYS", "pattern"),
    word("SCAN", "cursor [MATCH pattern] [COUNT count] [TYPE type]"),
    word("RENAME", "key newkey"),
    word("COPY", "source destination [REPLACE]"),
    word("RANDOMKEY", ""),
    word("UNLINK", "key [key ...]"),
    word("INCR", "key"),
    word("DECR", "key"),
    word("INCRBY", "key increment"),
    word("DECRBY", "key decrement"),
    word("INCRBYFLOAT", "key increment"),
    word("APPEND", "key value"),
    word("STRLEN", "key"),
    word("GETRANGE", "key start end"),
    word("SETRANGE", "key offset value"),
    word("GETSET", "key value"),
    word("GETDEL", "key"),
    word("GETEX", "key [EX seconds | PX milliseconds | PERSIST]"),
    word("SETEX", "key seconds value"),
    word("SETNX", "key value"),
    word("MSET", "key value [key value ...]"),
    word("MGET", "key [key ...]"),
    word("SETBIT", "key offset value"),
    word("GETBIT", "key offset"),
    word("BITCOUNT", "key [start end [BYTE | BIT]]"),
    word("HSET", "key field value [field value ...]"),
    word("HGET", "key field"),
    word("HMGET", "key field [field ...]"),
    word("HGETALL", "key"),
    word("HDEL", "key field [field ...]"),
    word("HEXISTS", "key field"),
    word("HKEYS", "key"),
    word("HVALS", "key"),
    word("HLEN", "key"),
    word("HINCRBY", "key field increment"),
    word("HSETNX", "key field value"),
    word("LPUSH", "key element [element ...]"),
    word("RPUSH", "key element [element ...]"),
    word("LPOP", "key [count]"),
    word("RPOP", "key [count]"),
    word("LRANGE", "key start stop"),
    word("LLEN", "key"),
    word("LINDEX", "key index"),
    word("LSET", "key index element"),
    word("LREM", "key count element"),
    word("LTRIM", "key start stop"),
    word("LMOVE", "source destination LEFT | RIGHT LEFT | RIGHT"),
    word("BLPOP", "key [key ...] timeout"),
    word("BRPOP", "key [key ...] timeout"),
    word("SADD", "key member [member ...]"),
    word("SREM", "key member [member ...]"),
    word("SMEMBERS", "key"),
    word("SISMEMBER", "key member"),
    word("SCARD", "key"),
    word("SPOP", "key [count]"),
    word("SRANDMEMBER", "key [count]"),
    word("SINTER", "key [key ...]"),
    word("SUNION", "key [key ...]"),
    word("SDIFF", "key [key ...]"),
    word("ZADD", "key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]"),
    word("ZRANGE", "key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]"),
    word("ZSCORE", "key member"),
    word("ZRANK", "key member [WITHSCORE]"),
    word("ZREVRANK", "key member [WITHSCORE]"),
    word("ZINCRBY", "key increment member"),
    word("ZREM", "key member [member ...]"),
    word("ZCARD", "key"),
    word("ZCOUNT", "key min max"),
    word("ZPOPMIN", "key [count]"),
    word("ZPOPMAX", "key [count]"),
    word("ZREMRANGEBYSCORE", "key min max"),
    word("PFADD", "key element [element ...]"),
    word("PFCOUNT", "key [key ...]"),
    word("XADD", "key [MAXLEN count] * | id field value [field value ...]"),
    word("XRANGE", "key start end [COUNT count]"),
    word("XREAD", "[COUNT count] STREAMS key [key ...] id [id ...]"),
    word("XLEN", "key"),
    word("XGROUP", "CREATE key group id | $ [MKSTREAM]"),
    word("XREADGROUP", "GROUP group consumer [COUNT count] STREAMS key [key ...] id [id ...]"),
    word("XACK", "key group id [id ...]"),
    word("MULTI", ""),
    word("EXEC", ""),
    word("DISCARD", ""),
    word("WATCH", "key [key ...]"),
    word("UNWATCH", ""),
    word("SUBSCRIBE", "channel [channel ...]"),
    word("PUBLISH", "channel message"),
    word("DBSIZE", ""),
    word("FLUSHDB", ""),
    word("SELECT", "index"),
    word("INFO", "[section ...]"),
];

/// Where the word before the cursor begins, and what may stand there.
pub fn offers(words: &Vocabulary, before: &str) -> (usize, Vec<Offer>) {
    let start = before.rfind(' ').map_or(0, |at| at + 1);
    if before[..start].trim().is_empty() {
        let small = before[start..].starts_with(|ch: char| ch.is_ascii_lowercase());
        let commands = COMMANDS.iter().map(|word| {
            let name = if small { word.text.to_ascii_lowercase() } else { word.text.to_owned() };
            let puts = if word.says.is_empty() { name.clone() } else { format!("{name} ") };
            Offer { label: name, says: word.says.to_owned(), puts, behind: 0 }
        });
        return (start, commands.collect());
    }
    let keys = words.tables.iter().map(|(name, _)| {
        // One with a space or a quote in it is no word as it is.
        let plain = name.chars().all(|ch| ch.is_ascii_graphic() && !"\"'\\".contains(ch));
        let puts = if plain { name.clone() } else { format!("{name:?}") };
        Offer { puts, ..offer(name, "key") }
    });
    (start, keys.collect())
}

/// What still has to be written behind the cursor.
pub fn hint(before: &str) -> Option<String> {
    let mut words = before.split_whitespace();
    let name = words.next()?;
    let ends = before.ends_with(' ');
    let command = COMMANDS.iter().find(|word| word.text.eq_ignore_ascii_case(name))?;
    // Those that are being written are done with.
    let written = words.count().saturating_sub(usize::from(!ends));
    let mut rest = command.says;
    for _ in 0..written {
        let next = rest.split_once(' ').map_or("", |(_, next)| next);
        // What may be left out is shown to its end.
        if rest.starts_with('[') || rest.is_empty() {
            break;
        }
        rest = next;
    }
    (!rest.is_empty()).then(|| format!("{} {rest}", command.text))
}

#[cfg(test)]
mod tests {
    use super::{super::Engine, *};

    #[test]
    fn the_arguments_that_are_still_missing_are_named() {
        let check = |before: &str, expected: Option<&str>| {
            assert_eq!(hint(before).as_deref(), expected, "{before}");
        };
        check("hset ", Some("HSET key field value [field value ...]"));
        check("HSET user", Some("HSET key field value [field value ...]"));
        check("HSET user ", Some("HSET field value [field value ...]"));
        check("HSET user name Ada ", Some("HSET [field value ...]"));
        check("HSET user name Ada age 3 ", Some("HSET [field value ...]"));
        check("PING ", None);
        check("", None);
    }

    #[test]
    fn commands_come_first_and_then_keys() {
        let words = Vocabulary {
            tables: vec![("user:1".to_owned(), Vec::new()), ("a key".to_owned(), Vec::new())],
            ..Vocabulary::new(Engine::Redis)
        };
        let puts = |text: &str| {
            let offers = words.offers(&[text.to_owned()], 0, text.len());
            let list: Vec<_> = offers.map(|offers| offers.list).unwrap_or_default();
            list.into_iter().map(|offer| offer.puts).collect::<Vec<_>>()
        };
        assert_eq!(puts("HGETA"), ["HGETALL "]);
        assert_eq!(puts("hgeta"), ["hgetall "]);
        assert_eq!(puts("GET "), ["user:1", "\"a key\""]);
        assert_eq!(puts("GET us"), ["user:1"]);
        assert!(puts("GET nothing").is_empty());
    }
}
