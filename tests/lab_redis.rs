//! The cache in a program of the lab: what the client of the package `redis` gives, what the recording
//! hears of its commands, and what the limits of the run mean for it.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

#[path = "fixtures/lab_program.rs"]
mod lab_program;
#[path = "fixtures/printed.rs"]
mod printed;
#[path = "fixtures/stored.rs"]
mod stored;

use backlab::{
    lab::{Limits, Readiness, Recording},
    trace::{CacheRan, Stop, VALUE_BYTES_MAX, What},
};

use self::{
    lab_program::start,
    stored::{get, in_memory, start_still},
};

const HEAD: &str = "const { createClient } = require('redis');
const client = createClient();
";

fn run(body: &str, limits: &Limits) -> Recording {
    stored::run(HEAD, &format!("await client.connect(); {body}"), limits)
}

fn commands(recording: &Recording) -> Vec<(Option<u32>, &CacheRan)> {
    stored::told(recording, |what| if let What::Cache(ran) = what { Some(ran) } else { None })
}

/// What stands beside each program was printed by the real package, which was connected to a real
/// Redis 7.0; beside `refused`, which is about the lab alone, by the lab.
#[test]
fn programs_print_what_they_print_with_the_real_package() {
    printed::check("tests/lab_redis");
}

#[test]
fn each_command_is_recorded_with_what_it_did() {
    let recording = run(
        "const other = await client.duplicate().connect();
         await client.set('user:1', 'Ada L.', { EX: 60 });
         await client.get('user:1');
         await client.get('user:2');
         await client.hSet('h', { a: '1', b: '2' });
         await client.incr('h').catch(() => {});
         await client.multi().incr('n').get('user:1').exec();
         const job = other.blPop('jobs', 0);
         await client.get('user:1');
         await client.rPush('jobs', '\\n');
         await job;
         await client.publish('news', '');",
        &Limits::default(),
    );
    let shown: Vec<String> = commands(&recording)
        .into_iter()
        .map(|(request, ran)| {
            assert_eq!(request, None);
            let CacheRan { text, error, found, changed, .. } = ran;
            format!("{text} {found:?} {changed:?} {}", error.as_deref().unwrap_or("-"))
        })
        .collect();
    let expected = [
        r#"SET user:1 "Ada L." EX 60 Some(false) Some(1) -"#,
        "GET user:1 Some(true) None -",
        "GET user:2 Some(false) None -",
        "HSET h a 1 b 2 Some(false) Some(2) -",
        "INCR h Some(true) None WRONGTYPE Operation against a key holding the wrong kind of value",
        "MULTI None None -",
        "INCR n None None -",
        "GET user:1 None None -",
        "EXEC Some(false) Some(1) -",
        "BLPOP jobs 0 Some(false) None -",
        "GET user:1 Some(true) None -",
        r#"RPUSH jobs "\n" Some(false) Some(1) -"#,
        r#"PUBLISH news "" None None -"#,
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_command_belongs_to_the_request_that_asked_for_it() {
    let server = "client.connect();
         require('http').createServer(async (request, response) => {
             const seen = await client.incr('seen');
             await client.set(request.url, String(seen));
             response.end(await client.get(request.url));
         }).listen(3000);";
    let lab = start(&in_memory(format!("{HEAD}{server}")), &Limits::default());
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("no server") };
    for (path, expected) in [("/a", "1"), ("/b", "2")] {
        let answer = get(port, path);
        assert!(answer.ends_with(&format!("\r\n\r\n{expected}")), "{answer}");
    }
    lab.turn();
    let recording = lab.end();
    let told: Vec<(Option<u32>, &str)> =
        commands(&recording).into_iter().map(|(request, ran)| (request, &*ran.text)).collect();
    let texts: Vec<&str> = told.iter().map(|(_, text)| *text).collect();
    assert_eq!(texts, ["INCR seen", "SET /a 1", "GET /a", "INCR seen", "SET /b 2", "GET /b"]);
    let requests: Vec<u32> = told.iter().filter_map(|(request, _)| *request).collect();
    let [a, b] = [requests[0], requests[3]];
    assert_ne!(a, b);
    assert_eq!(requests, [a, a, a, b, b, b]);
}

#[test]
fn what_is_recorded_is_short_and_not_without_end() {
    let recording = run(
        "await client.set('long', 'x'.repeat(100_000));
         for (let i = 0; i < 2300; i += 1) await client.incr('n');",
        &Limits::default(),
    );
    assert_eq!(recording.stop, Stop::Finished);
    let told = commands(&recording);
    assert_eq!(told.len(), 1_000);
    assert!(told.iter().all(|(_, ran)| ran.text.len() <= VALUE_BYTES_MAX));
    assert!(recording.trace.dropped >= 1_000, "{}", recording.trace.dropped);
}

#[test]
fn a_seed_and_a_clock_that_stands_still_hold_for_the_cache() {
    let body = "(async () => {
        await client.connect();
        await client.sAdd('s', Array.from({ length: 100 }, (_, i) => String(i)));
        console.log((await client.time())[0], JSON.stringify(await client.sRandMemberCount('s', 5)));
        await client.set('short', '1', { PX: 300 });
        console.log(await client.blPop('none', 0.1), await client.pTTL('short'));
    })();";
    let printed = || {
        let lab = start_still(HEAD, body);
        lab.turn();
        lab.advance(100);
        lab.turn();
        String::from_utf8(lab.end().stdout).unwrap()
    };
    let first = printed();
    assert_eq!(first, printed());
    assert!(first.starts_with("1700000000 ["), "{first}");
    assert!(first.ends_with("]\nnull 200\n"), "{first}");
}

#[test]
fn what_the_cache_holds_counts_as_the_programs_memory() {
    let recording = run(
        "for (let i = 0; i < 60; i += 1) await client.set(`k${i}`, 'x'.repeat(1_000_000));
         console.log('done');",
        &Limits { memory_mb: 32, ..Limits::default() },
    );
    assert!(matches!(recording.stop, Stop::Memory { .. }), "{:?}", recording.stop);
}

#[test]
fn a_command_that_computes_too_long_ends_the_run() {
    let limits = Limits { turn_ms: 400, ..Limits::default() };
    let recording = run(
        "await client.mSet({ a: 'ab'.repeat(1000), b: 'ba'.repeat(1000) });
         const multi = client.multi();
         for (let i = 0; i < 2000; i += 1) multi.lcsLen('a', 'b');
         await multi.exec();
         console.log('done');",
        &limits,
    );
    assert!(matches!(recording.stop, Stop::Turn { limit_ms: 400, .. }), "{:?}", recording.stop);
    assert_eq!(recording.stdout, b"");
}
