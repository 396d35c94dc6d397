//! Programs run in the lab as they would run under Node.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use backlab::{
    lab::{
        Action, Answer, Cancel, Folder, Happened, Lab, Limits, Machine, News, Program, Recording,
    },
    trace::{Stop, Trace, What},
};
use serde_json::json;

fn machine() -> Machine {
    Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")))
}

fn program(files: &[(&str, &str)]) -> Program {
    let contents = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Program {
        folder: Folder::Memory(contents.collect()),
        entry: Some(files[0].0.to_owned()),
        args: Vec::new(),
        env: BTreeMap::new(),
        stdin: Vec::new(),
        seed: Some(1),
        still_at_ms: None,
        stocks: Vec::new(),
    }
}

fn start(files: &[(&str, &str)]) -> Lab {
    Lab::start(&machine(), &program(files), &Limits::default(), &Cancel::new())
        .expect("a child starts")
}

fn run(files: &[(&str, &str)]) -> Recording {
    let lab = start(files);
    lab.wait();
    lab.end()
}

#[track_caller]
fn check_prints(source: &str, expected: &str) {
    let recording = run(&[("main.js", source)]);
    let stderr = String::from_utf8_lossy(&recording.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&recording.stdout), expected, "{stderr}");
    assert_eq!(recording.stop, Stop::Finished, "{stderr}");
}

#[test]
fn output_without_a_limit_is_passed_on_whole_and_not_kept() {
    // Four times what may wait unread.
    let source = "for (let i = 0; i < 4096; i++) console.log('x'.repeat(1023))";
    let limits = Limits { printed_bytes: None, ..Limits::default() };
    let program = program(&[("main.js", source)]);
    let lab = Lab::start(&machine(), &program, &limits, &Cancel::new()).expect("a child starts");
    let mut printed = 0;
    let stop = loop {
        match lab.next(Duration::from_secs(30)) {
            Some(Happened::Printed { text, .. }) => printed += text.len(),
            Some(Happened::Ended(stop)) => break stop,
            Some(Happened::Listening { .. } | Happened::Idle { .. }) => {}
            None => panic!("nothing more comes after {printed} bytes"),
        }
    };
    assert_eq!((printed, stop), (4 << 20, Stop::Finished));
    assert_eq!(lab.end().stdout.len(), 0);
}

#[test]
fn a_program_whose_output_nobody_reads_is_ended() {
    let source = "for (;;) console.log('x'.repeat(1023))";
    let limits = Limits { printed_bytes: None, wall_ms: None, ..Limits::default() };
    let program = program(&[("main.js", source)]);
    let lab = Lab::start(&machine(), &program, &limits, &Cancel::new()).expect("a child starts");
    assert!(matches!(lab.next(Duration::from_secs(30)), Some(Happened::Printed { .. })));
    assert_eq!(lab.end().stop, Stop::Ended);
}

#[test]
fn callbacks_come_in_nodes_order() {
    check_prints(
        "
        setTimeout(() => console.log('timeout'), 0);
        setImmediate(() => console.log('immediate'));
        process.nextTick(() => console.log('tick'));
        Promise.resolve().then(() => {
            console.log('job');
            process.nextTick(() => console.log('tick of the job'));
        }).then(() => console.log('second job'));
        console.log('main');
        ",
        "main\ntick\njob\nsecond job\ntick of the job\ntimeout\nimmediate\n",
    );
}

#[test]
fn timers_fire_by_time_and_then_by_order() {
    check_prints(
        "
        setTimeout(() => console.log('c'), 3);
        setTimeout(() => console.log('a'), 1);
        setTimeout(() => console.log('b'), 1);
        let count = 0;
        const interval = setInterval(() => {
            console.log('tick', ++count);
            if (count === 2) clearInterval(interval);
        }, 5);
        ",
        "a\nb\nc\ntick 1\ntick 2\n",
    );
}

#[test]
fn own_files_are_required_and_imported() {
    let recording = run(&[
        (
            "main.mjs",
            "import { add } from './add.mjs'; import fs from './data.json' with { type: 'json' };\nconsole.log(add(1, fs.two));",
        ),
        ("add.mjs", "import old from './old.js'; export const add = (a, b) => a + b + old.zero;"),
        ("old.js", "exports.zero = require('./data').zero;"),
        ("data.json", "{\"two\": 2, \"zero\": 0}"),
    ]);
    assert_eq!(String::from_utf8_lossy(&recording.stdout), "3\n", "{recording:?}");
}

#[test]
fn a_package_of_machine_code_is_stood_in_for_or_refused() {
    let native = r#"{"main": "b.js", "dependencies": {"node-gyp-build": "4"}}"#;
    let loads = "module.exports = require('./x.node')";
    let recording = run(&[
        (
            "main.js",
            "console.log(typeof require('bcrypt').hash);\n\
             try { require('lone') } catch (error) { console.log(error.code) }",
        ),
        ("node_modules/bcrypt/package.json", native),
        ("node_modules/bcrypt/b.js", loads),
        ("node_modules/lone/package.json", native),
        ("node_modules/lone/b.js", loads),
        ("node_modules/lone/x.node", "\u{7f}ELF"),
    ]);
    assert_eq!(String::from_utf8_lossy(&recording.stdout), "function\nERR_DLOPEN_FAILED\n");
}

#[test]
fn exports_are_called_and_read() {
    let mut program = program(&[(
        "sum.js",
        "let calls = 0;
        exports.add = (a, b) => { calls += 1; console.log('adding'); return a + b; };
        exports.later = async (x) => { await null; return [x]; };
        exports.fails = () => { throw new RangeError('no'); };
        exports.never = () => new Promise(() => {});
        exports.calls = () => calls;",
    )]);
    program.entry = None;
    let lab = Lab::start(&machine(), &program, &Limits::default(), &Cancel::new())
        .expect("a child starts");
    let call =
        |export: &str, args| lab.call("sum.js", &Action::Call { export: export.to_owned(), args });
    let added = call("add", vec![json!(1), json!(2)]);
    assert_eq!((added.answer, added.printed.as_str()), (Answer::Value(json!(3)), "adding\n"));
    assert_eq!(call("later", vec![json!("x")]).answer, Answer::Value(json!(["x"])));
    assert_eq!(call("never", Vec::new()).answer, Answer::Never);
    let Answer::Threw(thrown) = call("fails", Vec::new()).answer else { panic!("it throws") };
    assert_eq!(thrown.headline(), "RangeError: no");
    assert_eq!(call("calls", Vec::new()).answer, Answer::Value(json!(1)));
    let names = lab.call("sum.js", &Action::Exports).answer;
    assert_eq!(names, Answer::Value(json!(["add", "calls", "fails", "later", "never"])));
    assert_eq!(lab.end().stop, Stop::Ended);
}

#[test]
fn output_comes_while_the_program_runs() {
    let lab = start(&[("main.js", "console.log('now'); setInterval(() => {}, 1000);")]);
    let happened = lab.next(Duration::from_secs(10));
    assert!(matches!(happened, Some(Happened::Printed { ref text, .. }) if text == "now\n"));
    assert_eq!(lab.end().stop, Stop::Ended);
}

#[test]
fn what_concurrent_handlers_say_after_an_await_carries_their_own_request() {
    let source = "
        const http = require('http');
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const server = http.createServer(async (request, response) => {
            console.log('begin', request.url);
            await wait(request.url === '/slow' ? 30 : 10);
            console.log('waited', request.url);
            await null;
            if (request.url !== '/inner') await fetch(`http://localhost:${server.address().port}/inner`);
            console.log('asked', request.url);
            response.end();
        });
        server.listen(0, async () => {
            const base = `http://localhost:${server.address().port}`;
            await Promise.all([fetch(`${base}/slow`), fetch(`${base}/fast`)]);
            console.log('done outside');
            server.close();
        });";
    let recording = run(&[("main.js", source)]);
    let mut urls = BTreeMap::new();
    for entry in &recording.trace.entries {
        if let What::RequestReceived { target, .. } = &entry.what {
            urls.insert(entry.request.expect("a request has its number"), target.clone());
        }
    }
    let (mut lines, mut asked) = (0, 0);
    for entry in &recording.trace.entries {
        match &entry.what {
            What::Printed { text, .. } if text.contains('/') => {
                let request = entry.request.unwrap_or_else(|| panic!("{text} has no request"));
                assert!(text.ends_with(&format!("{}\n", urls[&request])), "{text} for {urls:?}");
                lines += 1;
            }
            What::Printed { text, .. } => assert_eq!(entry.request, None, "{text}"),
            What::FetchSent { .. } if entry.request.is_some() => asked += 1,
            _ => {}
        }
    }
    assert_eq!((lines, asked), (12, 2), "{recording:?}");
}

#[test]
fn news_are_taken_once_and_hold_the_recording() {
    let lab = start(&[("main.js", "console.log('a'); setTimeout(() => console.log('b'), 20);")]);
    let (mut printed, mut recorded, mut stop) = (String::new(), String::new(), None);
    while stop.is_none() {
        let news = lab.take_news(Duration::from_secs(10));
        for happened in news.happened {
            match happened {
                Happened::Printed { text, .. } => printed.push_str(&text),
                Happened::Ended(ended) => stop = Some(ended),
                Happened::Listening { .. } | Happened::Idle { .. } => {}
            }
        }
        for entry in news.entries {
            if let What::Printed { text, .. } = entry.what {
                recorded.push_str(&text);
            }
        }
    }
    assert_eq!((printed.as_str(), recorded.as_str()), ("a\nb\n", "a\nb\n"));
    assert_eq!(stop, Some(Stop::Finished));
    assert_eq!(lab.take_news(Duration::from_secs(10)), News::default());
    let recording = lab.end();
    assert_eq!((recording.stdout.len(), recording.trace.entries.len()), (0, 0));
}

#[test]
fn an_exit_code_is_told() {
    assert_eq!(run(&[("main.js", "process.exit(7)")]).stop, Stop::Exited(7));
}

#[test]
fn a_wish_to_stop_ends_every_wait() {
    let cancel = Cancel::new();
    let endless = program(&[("main.js", "setInterval(() => {}, 1000)")]);
    let lab = Lab::start(&machine(), &endless, &Limits::default(), &cancel).unwrap();
    let canceller = std::thread::spawn(move || cancel.cancel());
    assert_eq!(lab.wait(), Stop::Ended);
    canceller.join().unwrap();
}

#[test]
fn an_error_that_is_thrown_on_keeps_its_place() {
    for source in [
        "function fails() {\n  null.x;\n}\nfails();",
        "const error = () => {\n  throw new Error('x');\n};\ntry { error(); } catch (e) { throw e; }",
        "setTimeout(() => {\n  null.x;\n}, 0);",
    ] {
        let Stop::Threw(thrown) = run(&[("main.js", source)]).stop else { panic!("{source}") };
        assert_eq!(thrown.place.map(|place| place.line), Some(2), "{source}\n{}", thrown.stack);
    }
}

#[test]
fn a_call_is_answered_whose_promise_a_timer_settles() {
    let source = "exports.slow = () => new Promise((done) => setTimeout(done, 5, 7));
        exports.never = () => new Promise(() => {});";
    let entryless = Program { entry: None, ..program(&[("own.js", source)]) };
    let lab = Lab::start(&machine(), &entryless, &Limits::default(), &Cancel::new())
        .expect("a child starts");
    let call = |name: &str| {
        lab.call("own.js", &Action::Call { export: name.into(), args: Vec::new() }).answer
    };
    assert_eq!(call("slow"), Answer::Value(json!(7)));
    assert_eq!(call("never"), Answer::Never);
}

#[test]
fn a_listener_for_one_event_starts_a_stream_as_any_other_does() {
    check_prints(
        "
        const { Readable } = require('stream');
        Readable.from(['a', 'b']).once('data', (text) => console.log(text));
        ",
        "a\n",
    );
}

#[test]
fn a_file_with_imports_is_a_module_without_being_told() {
    let own = ("own.js", "export const n = 2;\nexport default 3;\n");
    for main in [
        "import three, { n } from './own.js';\nconsole.log(n, three);",
        "import { createRequire } from 'node:module';\nimport * as all from './own.js';\n
         console.log(all.n, all.default, import.meta.url ? '' : 'x');",
        "import('./own.js').then((all) => console.log(all.n, all.default));",
    ] {
        let recording = run(&[("main.js", main), own]);
        let stderr = String::from_utf8_lossy(&recording.stderr).into_owned();
        assert_eq!(String::from_utf8_lossy(&recording.stdout).trim(), "2 3", "{main}\n{stderr}");
    }
    let told = [("main.js", "import './own.js';"), ("package.json", r#"{ "type": "commonjs" }"#)];
    let Stop::Threw(thrown) = run(&told).stop else { panic!("it ran") };
    assert_eq!(thrown.message, "Cannot use import statement outside a module");
}

/// What the recording says of the way of request `number`, one word each.
fn way(trace: &Trace, number: u32) -> Vec<String> {
    let of_request = trace.entries.iter().filter(|entry| entry.request == Some(number));
    let words = of_request.filter_map(|entry| match &entry.what {
        What::RouteMatched { path } => Some(format!("route {path}")),
        What::LayerEntered { layer, name, place } => {
            let line = place.as_ref().map_or(0, |place| place.line);
            Some(format!("{layer:?} {name} line {line}"))
        }
        What::LayerLeft { how } => Some(format!("left {how:?}")),
        What::LayerUnreached { route, name, hands_on, place } => {
            let line = place.as_ref().map_or(0, |place| place.line);
            let hands_on = if *hands_on { ", hands on" } else { "" };
            Some(format!("unreached {route}{name} line {line}{hands_on}"))
        }
        What::ResponseStarted { status, .. } => Some(format!("status {status}")),
        _ => None,
    });
    words.collect()
}

/// Each request of a program that asks itself, with what it did not reach.
#[test]
fn what_a_request_did_not_reach_is_recorded() {
    let recording = run(&[(
        "app.js",
        "const express = require('express');
const app = express();
const shop = express.Router();
shop.get('/cups', (req, res) => res.send('cups'));
shop.use('/cups', function late(req, res, next) { next(); });
shop.post('/cups', (req, res) => res.send('made'));
app.get('/both', (req, res, next) => { res.send('both'); next(); });
app.use(shop);
app.use(express.json());
app.use(function stamp(req, res, next) { next(); });
app.use(async (a, b, done) => { setTimeout(done, 1); });
app.use('/elsewhere', function elsewhere(req, res, next) { next(); });
app.get('/:name', function named(req, res) { res.send('name'); });
app.use(function missing(req, res, next) { res.sendStatus(404); });
app.use(function failed(error, req, res, next) { res.status(500).send(error.message); });
const server = app.listen(0, async () => {
  for (const path of ['/cups', '/ada', '/both', '/no/where']) {
    await (await fetch(`http://localhost:${server.address().port}${path}`)).text();
  }
  server.close();
});
",
    )]);
    assert_eq!(recording.stop, Stop::Finished);
    let unreached = |number| {
        let way = way(&recording.trace, number).into_iter();
        way.filter(|word| word.starts_with("unreached")).collect::<Vec<_>>()
    };
    // Two that take the path in the router, two behind it; `express.json` is nobody's own.
    assert_eq!(
        unreached(1),
        [
            "unreached late line 5, hands on",
            "unreached stamp line 10, hands on",
            "unreached  line 11, hands on",
            "unreached GET /:namenamed line 13",
            "unreached missing line 14"
        ]
    );
    assert_eq!(unreached(2), ["unreached missing line 14"]);
    // It went on after it had answered.
    assert_eq!(unreached(3), [""; 0]);
    assert_eq!(unreached(4), [""; 0]);
}

#[test]
fn the_way_of_a_request_through_express_is_recorded() {
    let recording = run(&[(
        "app.js",
        "const express = require('express');
const app = express();
app.use(express.json());
app.use(function stamp(req, res, next) { next(); });
const shop = express.Router();
shop.get('/products/:id', function allowed(req, res, next) { next(); }, (req, res) => {
  if (req.params.id === '0') throw new Error('no such product');
  res.json({ id: req.params.id });
});
app.use('/shop', shop);
app.use(function failed(error, req, res, next) { res.status(500).send(error.message); });
const server = app.listen(0, async () => {
  for (const path of ['/shop/products/7', '/shop/products/0']) {
    await (await fetch(`http://localhost:${server.address().port}${path}`)).text();
  }
  server.close();
});
",
    )]);
    let begin = [
        "Middleware jsonParser line 0",
        "left Next",
        "Middleware stamp line 4",
        "left Next",
        "route /shop/products/:id",
        "Middleware allowed line 6",
        "left Next",
        "Handler  line 6",
    ];
    let expected = |end: &[&'static str]| [&begin, end].concat();
    assert_eq!(way(&recording.trace, 1), expected(&["status 200"]));
    let failed = ["left Failed", "ErrorHandler failed line 11", "status 500"];
    assert_eq!(way(&recording.trace, 2), expected(&failed));
}

#[test]
fn files_in_memory_are_written_by_their_flags() {
    let recording = run(&[(
        "app.js",
        "const fs = require('fs');
fs.writeFileSync('note.txt', 'abcdef');
fs.writeFileSync('note.txt', 'XY', { flag: 'r+' });
console.log(fs.readFileSync('note.txt', 'utf8'));
fs.writeFileSync('note.txt', '!', { flag: 'sa' });
console.log(fs.readFileSync('note.txt', 'utf8'));
fs.writeFileSync('note.txt', '123456789', { flag: 'r+' });
console.log(fs.readFileSync('note.txt', 'utf8'));
try {
  fs.writeFileSync('note.txt', '', { flag: 'xw' });
} catch (error) {
  console.log(error.code);
}
fs.writeFileSync('note.txt', 'w');
console.log(fs.readFileSync('note.txt', 'utf8'));
",
    )]);
    let printed = String::from_utf8_lossy(&recording.stdout);
    assert_eq!(printed, "XYcdef\nXYcdef!\n123456789\nEEXIST\nw\n");
}

/// The three hashes of a server that answers `GET /ping` meanwhile.
const HASHING_SERVER: &str = "
    const { argon2 } = require('crypto');
    const options = { message: 'correct horse', nonce: 'a nonce of 16 by', parallelism: 1, tagLength: 32, memory: 19456, passes: 2 };
    const waiting = [];
    let hashing = 0;
    require('http').createServer((request, response) => {
        if (request.url === '/ping') return response.end('pong');
        hashing += 1;
        argon2('argon2id', options, (error, key) => { hashing -= 1; response.end(key.toString('hex')); });
        if (hashing === 3) waiting.splice(0).forEach((go) => go());
    }).listen(3000, async () => {
        const order = [];
        const get = (path) => fetch('http://localhost:3000' + path).then((answer) => answer.text()).then((text) => {
            order.push(path);
            return text;
        });
        const all = new Promise((go) => waiting.push(go));
        const hashes = [get('/1'), get('/2'), get('/3')];
        await all;
        const ping = get('/ping');
        const keys = await Promise.all(hashes);
        await ping;
        console.log(new Set(keys).size, order.length, order.at(-1) === '/ping' ? 'last' : 'between');
        process.exit();
    });
";

#[test]
fn a_server_answers_while_hashes_are_computed() {
    let recording = run(&[("main.js", HASHING_SERVER)]);
    // All three run when the ping is asked for; it does not wait for the last of them.
    let stderr = String::from_utf8_lossy(&recording.stderr);
    assert_eq!(String::from_utf8_lossy(&recording.stdout), "1 4 between\n", "{stderr}");
    let hashed: Vec<_> = recording
        .trace
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Hashed(ran) => Some((entry.request, ran.clone())),
            _ => None,
        })
        .collect();
    let mut requests: Vec<_> = hashed.iter().map(|(request, _)| *request).collect();
    requests.sort_unstable();
    assert_eq!(requests, [Some(1), Some(2), Some(3)]);
    for (_, ran) in hashed {
        assert_eq!((ran.call.as_str(), ran.algorithm.as_str()), ("crypto.argon2", "argon2id"));
        let cost: Vec<_> = ran.cost.iter().map(|(name, number)| (name.as_str(), *number)).collect();
        assert_eq!(cost, [("m", 19456), ("t", 2), ("p", 1)]);
        assert!(0 < ran.took_us);
        assert_eq!(ran.place.map(|place| place.line), Some(9));
    }
}

#[test]
fn nothing_of_a_password_is_recorded() {
    let recording = run(&[(
        "main.js",
        "
        const [bcrypt, bcryptjs, argon2, crypto] = ['bcrypt', 'bcryptjs', 'argon2', 'crypto'].map(require);
        const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };
        (async () => {
            const hash = await bcrypt.hash('hunter2', 4);
            await bcrypt.compare('hunter2', hash);
            bcryptjs.compareSync('hunter2', hash);
            await argon2.verify(await argon2.hash('hunter2', cheap), 'hunter2');
            crypto.pbkdf2Sync('hunter2', 'hunter2', 2, 8, 'sha256');
            await new Promise((done) => crypto.scrypt('hunter2', 'hunter2', 8, { N: 2 }, done));
        })();
        ",
    )]);
    assert_eq!(recording.stop, Stop::Finished, "{recording:?}");
    let recorded = format!("{:?}", recording.trace);
    assert!(!recorded.contains("hunter2"), "{recorded}");
    let calls: Vec<_> = recording
        .trace
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Hashed(ran) => Some(ran.call.as_str()),
            _ => None,
        })
        .collect();
    let expected = [
        "bcrypt.hash",
        "bcrypt.compare",
        "bcryptjs.compareSync",
        "argon2.hash",
        "argon2.verify",
        "crypto.pbkdf2Sync",
        "crypto.scrypt",
    ];
    assert_eq!(calls, expected);
}

#[test]
fn a_program_is_not_idle_while_it_computes() {
    let source = "
        const server = require('http').createServer((request, response) => {
            require('bcryptjs').hash('p', 12, () => { response.end(); server.close(); });
        }).listen(3000, () => fetch('http://localhost:3000/').then((answer) => answer.text()));
    ";
    let lab = start(&[("main.js", source)]);
    loop {
        match lab.next(Duration::from_mins(1)) {
            Some(Happened::Idle { open_requests, .. }) => {
                assert_eq!(open_requests, 0, "it was told that nothing is left that could answer");
            }
            Some(Happened::Ended(stop)) => break assert_eq!(stop, Stop::Finished),
            Some(Happened::Printed { .. } | Happened::Listening { .. }) => {}
            None => panic!("it does not end"),
        }
    }
}
