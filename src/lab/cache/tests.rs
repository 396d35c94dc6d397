//! What the cases cannot say: several clients, blocking, limits, and that nothing panics.

use std::{fmt::Write as _, rc::Rc};

use proptest::prelude::*;

use crate::lab::cache::{
    ClientId, Console, Decoder, Effort, Reply, STORE_BYTES_MAX, Server, console,
    console::{Outcome, Told},
    split,
    still::Still,
};

/// A server with named clients, as `a: GET k`.
struct Room {
    world: Rc<Still>,
    server: Server,
    clients: Vec<(String, ClientId)>,
}

impl Room {
    fn new() -> Self {
        let world = Rc::new(Still::default());
        let server = Server::new(Rc::clone(&world) as Rc<_>);
        Self { world, server, clients: Vec::new() }
    }

    fn client(&mut self, name: &str) -> ClientId {
        if let Some((_, id)) = self.clients.iter().find(|(known, _)| known == name) {
            return *id;
        }
        let id = self.server.connect();
        self.clients.push((name.to_owned(), id));
        id
    }

    /// Sends `a: GET k` and says what came back to whom, one line each; `+50` moves the clock.
    fn step(&mut self, line: &str) -> String {
        let mut said = String::new();
        if let Some(milliseconds) = line.strip_prefix('+') {
            let milliseconds: i64 = milliseconds.parse().expect("milliseconds");
            self.world.now_ms.set(self.world.now_ms.get() + milliseconds);
        } else {
            let (name, command) = line.split_once(": ").expect("a client and a command");
            let words = split::words(command.as_bytes()).expect("words");
            let id = self.client(name);
            if let Some(reply) = self.server.command(id, &words) {
                let _ = writeln!(said, "{name}: {}", shown(&reply));
            }
        }
        for (name, id) in self.clients.clone() {
            for reply in self.server.take_pushed(id) {
                let _ = writeln!(said, "{name}: {}", shown(&reply));
            }
        }
        said
    }
}

/// A reply in one line.
fn shown(reply: &Reply) -> String {
    match reply {
        Reply::Array(items) | Reply::Set(items) | Reply::Push(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" "))
        }
        Reply::Bulk(bytes) => bytes.text(),
        Reply::Simple(text) => text.to_string(),
        Reply::Error(text) => format!("!{text}"),
        Reply::Integer(number) => format!(":{number}"),
        Reply::Null | Reply::NullArray => "nil".into(),
        other => format!("{other:?}"),
    }
}

fn check(steps: &[(&str, &str)]) {
    let mut room = Room::new();
    for (line, expected) in steps {
        let said = room.step(line);
        assert_eq!(said.trim_end(), *expected, "{line}");
    }
}

#[test]
fn who_waited_first_is_served_first() {
    check(&[
        ("a: BLPOP k j 0", ""),
        ("b: BLPOP k 0", ""),
        ("c: RPUSH k 1 2 3", "c: :3\na: [k 1]\nb: [k 2]"),
        ("c: LRANGE k 0 -1", "c: [3]"),
    ]);
    check(&[
        ("a: BLMOVE k l LEFT RIGHT 0", ""),
        ("b: BRPOP l 0", ""),
        ("c: LPUSH k x", "c: :1\na: x\nb: [l x]"),
        ("c: EXISTS k l", "c: :0"),
    ]);
    check(&[
        ("a: BZPOPMIN z 0", ""),
        ("c: SET z text", "c: OK"),
        ("c: DEL z", "c: :1"),
        ("c: ZADD z 2 m", "c: :1\na: [z m Double(2.0)]"),
        ("a: XREAD BLOCK 0 STREAMS s $", ""),
        ("c: XADD s 1-1 f v", "c: 1-1\na: [[s [[1-1 [f v]]]]]"),
    ]);
}

#[test]
fn a_transaction_serves_the_waiting_when_it_is_over() {
    check(&[
        ("a: BLPOP k 0", ""),
        ("c: MULTI", "c: OK"),
        ("c: RPUSH k 1", "c: QUEUED"),
        ("c: DEL k", "c: QUEUED"),
        ("c: EXEC", "c: [:1 :1]"),
        ("c: RPUSH k 2", "c: :1\na: [k 2]"),
    ]);
}

#[test]
fn waiting_ends_with_its_time_and_what_was_sent_meanwhile_is_run() {
    check(&[
        ("a: BLPOP k 1.5", ""),
        ("a: SET x 1", ""),
        ("a: BLPOP k 1", ""),
        ("a: PING", ""),
        ("+1499", ""),
        ("+1", "a: nil\na: OK"),
        ("b: GET x", "b: 1"),
        ("+1000", "a: nil\na: PONG"),
    ]);
    check(&[
        ("a: BLPOP k 0", ""),
        ("b: CLIENT UNBLOCK 1 ERROR", "b: :1\na: !UNBLOCKED client unblocked via CLIENT UNBLOCK"),
        ("b: CLIENT UNBLOCK 1", "b: :0"),
    ]);
    let mut room = Room::new();
    assert_eq!(room.server.next_due_ms(), None);
    room.step("a: BLPOP k 2");
    room.step("b: BLPOP k 1");
    assert_eq!(room.server.next_due_ms(), Some(room.world.now_ms.get() + 1000));
}

#[test]
fn a_watched_key_that_another_changed_ends_a_transaction() {
    check(&[
        ("a: SET k 1", "a: OK"),
        ("a: WATCH k", "a: OK"),
        ("b: SET k 2", "b: OK"),
        ("a: MULTI", "a: OK"),
        ("a: INCR k", "a: QUEUED"),
        ("a: EXEC", "a: nil"),
        ("a: GET k", "a: 2"),
        ("a: WATCH k", "a: OK"),
        ("b: FLUSHALL", "b: OK"),
        ("a: MULTI", "a: OK"),
        ("a: EXEC", "a: nil"),
    ]);
}

#[test]
fn messages_reach_those_who_listen() {
    check(&[
        ("a: SUBSCRIBE news sport", "a: [subscribe news :1]\na: [subscribe sport :2]"),
        ("b: PSUBSCRIBE n*", "b: [psubscribe n* :1]"),
        ("c: PUBLISH news hi", "c: :2\na: [message news hi]\nb: [pmessage n* news hi]"),
        (
            "a: GET k",
            "a: !ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / \
             RESET are allowed in this context",
        ),
        ("a: PING", "a: [pong ]"),
        ("a: UNSUBSCRIBE", "a: [unsubscribe news :1]\na: [unsubscribe sport :0]"),
        ("a: GET k", "a: nil"),
        ("b: RESET", "b: RESET"),
        ("c: PUBLISH news hi", "c: :0"),
    ]);
}

#[test]
fn a_copy_goes_its_own_way() {
    let mut room = Room::new();
    room.step("a: SET k before");
    let mut copy = room.server.copy();
    room.step("a: APPEND k -and-after");
    let words = split::words(b"GET k").expect("words");
    let id = room.client("a");
    assert_eq!(copy.command(id, &words), Some(Reply::bulk("before")));
    assert_eq!(room.step("a: GET k"), "a: before-and-after\n");
}

#[test]
fn efforts_tell_what_was_found_and_changed() {
    let mut room = Room::new();
    for line in ["a: SET k 1", "a: MGET k none", "a: OBJECT ENCODING k", "a: INCR k x"] {
        room.step(line);
    }
    let effort = |command: &str, keys: &[&str], hits, misses, changed| Effort {
        command: command.into(),
        keys: keys.iter().map(|key| (*key).into()).collect(),
        hits,
        misses,
        changed,
        is_refused: false,
    };
    assert_eq!(
        room.server.take_efforts(),
        [
            effort("SET", &["k"], 0, 1, 1),
            effort("MGET", &["k", "none"], 1, 1, 0),
            effort("OBJECT ENCODING", &["k"], 1, 0, 0),
        ]
    );
}

#[test]
fn a_full_store_refuses_what_would_fill_it_more() {
    let mut room = Room::new();
    let id = room.client("a");
    let value = vec![b'x'; 7 << 20];
    let mut refused = None;
    for n in 0..20 {
        let words = [b"SET".to_vec(), format!("k{n}").into_bytes(), value.clone()];
        let reply = room.server.command(id, &words);
        if let Some(Reply::Error(text)) = reply {
            refused = Some(text);
            break;
        }
    }
    let words = "OOM command not allowed when used memory > 'maxmemory'.";
    assert_eq!(refused.as_deref(), Some(words));
    assert!(room.server.bytes() <= STORE_BYTES_MAX + (8 << 20));
    assert_eq!(room.step("a: DEL k0 k1"), "a: :2\n");
    assert_eq!(room.step("a: SET k0 v"), "a: OK\n");
}

#[test]
fn a_reply_is_not_larger_than_a_server_gives_at_once() {
    let mut room = Room::new();
    let id = room.client("a");
    let value = vec![b'x'; 1 << 20];
    room.server.command(id, &[b"SET".to_vec(), b"k".to_vec(), value]);
    let mut words = vec![b"MGET".to_vec()];
    words.resize(100, b"k".to_vec());
    let reply = room.server.command(id, &words);
    let text = "ERR the reply would be larger than this server gives at once";
    assert_eq!(reply, Some(Reply::Error(text.into())));
    room.step("a: SADD s x");
    assert_eq!(room.step("a: SRANDMEMBER s -9000000000"), format!("a: !{text}\n"));
}

#[test]
fn a_command_is_not_larger_than_one_that_comes_over_a_wire() {
    let mut room = Room::new();
    let id = room.client("a");
    let words = [b"ECHO".to_vec(), vec![b'x'; (8 << 20) + 1]];
    let text = "ERR the command is larger than this server takes";
    assert_eq!(room.server.command(id, &words), Some(Reply::Error(text.into())));
}

#[test]
fn a_turn_that_is_over_ends_a_long_command() {
    let mut room = Room::new();
    let id = room.client("a");
    let text = "ab".repeat(1000).into_bytes();
    for key in ["x", "y"] {
        room.server.command(id, &[b"SET".to_vec(), key.into(), text.clone()]);
    }
    room.world.patience.set(10);
    assert_eq!(room.step("a: LCS x y"), "a: !ERR the time for this turn is used up\n");
}

fn told(script: &str) -> Vec<Told> {
    let world = Rc::new(Still::default());
    let mut all = Vec::new();
    Console::new(Server::new(world)).run(script, &mut |told| all.push(told));
    all
}

#[test]
fn a_script_goes_on_after_an_error_reply_and_ends_at_an_open_quote() {
    let script = "# a remark\n\nSET a \"x y\"\n  GETT a\nGET a\r\nSET a \"x\nGET a\n";
    let lines: Vec<String> = told(script)
        .into_iter()
        .map(|told| {
            let command = script[told.range.clone()].to_owned();
            match told.outcome {
                Outcome::Answered(answered) => {
                    format!("{command} -> {} {:?}", answered.text, answered.hint)
                }
                Outcome::Failed(failure) => {
                    let wrong = &script[failure.at..failure.at + failure.length];
                    format!("{command} -> {} at {wrong}", failure.message)
                }
            }
        })
        .collect();
    assert_eq!(
        lines,
        [
            "SET a \"x y\" -> OK None",
            "GETT a -> (error) ERR unknown command 'GETT', with args beginning with: 'a'  \
             Some(\"did you mean GET?\")",
            "GET a -> \"x y\" None",
            "SET a \"x -> Invalid argument(s) at \"x",
        ]
    );
    assert!(console::is_complete("SET a 'b c'\n# it's"));
    assert!(!console::is_complete("SET a 'b"));
}

#[test]
fn a_console_goes_on_after_subscriptions_and_quit() {
    let script = "HELLO 3\nSUBSCRIBE a\nRESET\nSUBSCRIBE b\nPUBLISH b hi\nRESET\nSET k v\nMULTI\nQUIT\n\
                  GET k\nBLPOP none 0\nNO\u{1b}SUCH\n";
    let texts: Vec<String> = told(script)
        .into_iter()
        .skip(1)
        .map(|told| match told.outcome {
            Outcome::Answered(answered) => answered.text.replace('\n', "|"),
            Outcome::Failed(failure) => failure.message,
        })
        .collect();
    assert_eq!(
        texts,
        [
            "1) \"subscribe\"|2) \"a\"|3) (integer) 1",
            "RESET",
            "1) \"subscribe\"|2) \"b\"|3) (integer) 1",
            "(integer) 1|1) \"message\"|2) \"b\"|3) \"hi\"",
            "RESET",
            "OK",
            "OK",
            "OK",
            "\"v\"",
            "(nil)",
            "(error) ERR unknown command 'NO␛SUCH', with args beginning with: ",
        ]
    );
}

/// Words that commands look at, so that the errors are not all the same.
fn word() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "0",
        "1",
        "-1",
        "2",
        "9223372036854775807",
        "-9223372036854775808",
        "1.5",
        "inf",
        "-inf",
        "a",
        "b",
        "c",
        "k",
        "*",
        "$",
        ">",
        "-",
        "+",
        "(1",
        "[a",
        "1-1",
        "1-*",
        "NX",
        "XX",
        "GET",
        "EX",
        "PX",
        "LIMIT",
        "COUNT",
        "MATCH",
        "WITHSCORES",
        "WITHVALUES",
        "BYSCORE",
        "BYLEX",
        "REV",
        "LEFT",
        "RIGHT",
        "BEFORE",
        "STREAMS",
        "GROUP",
        "CREATE",
        "MKSTREAM",
        "STORE",
        "BY",
        "WEIGHTS",
        "AGGREGATE",
        "MAX",
        "MIN",
        "u8",
        "i64",
        "SET",
        "INCRBY",
        "OVERFLOW",
        "FAIL",
        "IDX",
        "MAXLEN",
        "~",
        "BLOCK",
        "3",
        "#1",
    ];
    prop_oneof![
        8 => proptest::sample::select(known.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

fn command() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let names: Vec<&str> = Server::command_names().collect();
    let subcommands =
        ["encoding", "create", "setid", "stream", "groups", "list", "get", "getkeys", "docs", "id"];
    (
        proptest::sample::select(names),
        proptest::option::weighted(0.2, proptest::sample::select(subcommands.to_vec())),
        proptest::collection::vec(word(), 0..8),
    )
        .prop_map(|(name, subcommand, words)| {
            let name = std::iter::once(name).chain(subcommand);
            name.map(|word| word.as_bytes().to_vec()).chain(words).collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_command_panics_and_memory_stays_bounded(
        commands in proptest::collection::vec(command(), 1..40),
    ) {
        let mut room = Room::new();
        let ids = [room.client("a"), room.client("b")];
        for (at, words) in commands.iter().enumerate() {
            room.server.command(ids[at % 2], words);
            room.world.now_ms.set(room.world.now_ms.get() + 1);
        }
        for id in ids {
            for reply in room.server.take_pushed(id) {
                prop_assert!(reply.weight() <= 33 << 20);
            }
        }
        prop_assert!(room.server.bytes() <= STORE_BYTES_MAX + (32 << 20));
    }

    #[test]
    fn no_script_panics_a_console(script in "(?s)[ -~\n\\\\\"'é]{0,200}") {
        let mut ranges = Vec::new();
        let whole = Console::new(Server::new(Rc::new(Still::default())))
            .run(&script, &mut |told| ranges.push(told.range));
        prop_assert_eq!(whole, console::is_complete(&script));
        for range in ranges {
            prop_assert!(script.get(range).is_some());
        }
    }

    #[test]
    fn a_reply_is_read_back_as_it_was_sent(words in proptest::collection::vec(word(), 1..20)) {
        let reply = Reply::Array(words.iter().map(Reply::bulk).collect());
        let mut bytes = Vec::new();
        reply.encode(crate::lab::cache::Protocol::Resp2, &mut bytes);
        let mut decoder = Decoder::default();
        decoder.feed(&bytes);
        prop_assert_eq!(decoder.request(), Ok(Some(words)));
    }
}
