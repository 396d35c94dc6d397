//! Answers that mean to pass by harming the lab: a check that must fail still fails, and no verdict
//! says that the lab is at fault.

use std::{collections::BTreeMap, sync::mpsc};

use backlab::{
    lab::{Action, Answer as Returned, Cancel, Folder, Lab, Limits, Program},
    trace::Stop,
};
use serde_json::Value;

use crate::{is_gone, limits, machine};

/// The objects of the language that the core modules, too, are written with; each line is a program's first.
const POLLUTIONS: &[&str] = &[
    "Object.prototype.status = 418; Object.prototype.statusCode = 418; Object.prototype.headers = {};",
    "Object.prototype.get = () => 418; Object.prototype.set = () => { throw 1; };",
    "Object.defineProperty(Object.prototype, 'id', { get() { throw new Error('trap'); }, set() {} });",
    "Object.prototype.toString = () => { throw 1; }; Object.prototype.valueOf = null;",
    "Object.prototype.toJSON = () => 418; String.prototype.toJSON = () => 418;",
    "Object.prototype.then = function (f) { f(418); };",
    "Array.prototype[0] = 418; Array.prototype.length = 418;",
    "for (const name of ['push', 'shift', 'map', 'join', 'slice', 'forEach', 'indexOf', 'includes', 'flat', 'concat']) Array.prototype[name] = () => 418;",
    "Array.prototype[Symbol.iterator] = function* () { for (;;) yield 418; };",
    "Object.defineProperty(Array.prototype, '0', { set() { throw 1; }, get() { throw 1; } });",
    "Promise.prototype.then = () => { throw 418; };",
    "Promise.prototype.then = function () { return this; }; Promise.resolve = () => 418; globalThis.Promise = null;",
    "Function.prototype.call = () => 418; Function.prototype.apply = () => 418; Function.prototype.bind = () => 418;",
    "Function.prototype.call = function () { for (;;); };",
    "JSON.parse = () => 418; JSON.stringify = () => '418'; globalThis.JSON = null;",
    "Map.prototype.get = () => 418; Map.prototype.set = () => 418; Map.prototype.has = () => true; Map.prototype.delete = null;",
    "Set.prototype.has = () => true; WeakMap.prototype.get = () => 418;",
    "Error.prepareStackTrace = () => { throw 418; }; Error.captureStackTrace = () => { throw 418; };",
    "Error.prepareStackTrace = () => 418; Error.stackTraceLimit = -1; globalThis.Error = null;",
    "String.prototype.split = () => [418]; String.prototype.replace = () => 418; String.prototype.toLowerCase = () => 418; String.prototype.indexOf = () => 418;",
    "RegExp.prototype.exec = () => 418; RegExp.prototype.test = () => true; RegExp.prototype[Symbol.replace] = () => 418;",
    "Uint8Array.prototype.set = () => 418; Uint8Array.prototype.subarray = () => 418; globalThis.Buffer.from = () => 418; globalThis.Uint8Array = null;",
    "for (const name of Object.getOwnPropertyNames(Object)) if (typeof Object[name] === 'function') Object[name] = () => 418;",
    "for (const name of Object.getOwnPropertyNames(Reflect)) Reflect[name] = () => 418;",
    "Symbol.prototype.toString = () => 418; Number.prototype.toString = () => '418'; globalThis.Symbol = null; globalThis.Number = () => 418;",
    "Math.min = Math.max = Math.floor = () => 418; Number.isInteger = () => false; Date.now = () => NaN; globalThis.Date = null;",
    "require('events').prototype.emit = () => { throw 418; };",
    "require('http').ServerResponse.prototype.end = () => 418; require('stream').Writable.prototype.write = () => 418;",
    "process.nextTick = () => 418; process.emit = () => 418; globalThis.process = null;",
    "globalThis.console = null; globalThis.setTimeout = () => 418; globalThis.setImmediate = () => 418; globalThis.queueMicrotask = () => 418;",
    "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype); Object.freeze(Promise.prototype);",
    "Object.setPrototypeOf(Array.prototype, new Proxy({}, { get() { return () => 418; }, has: () => true }));",
    "Object.defineProperty(Function.prototype, Symbol.hasInstance, { value: () => true });",
    "Array[Symbol.species] = null; Object.defineProperty(Promise, Symbol.species, { get() { throw 418; } });",
    "Object.defineProperty(globalThis, 'undefined', {}); globalThis.globalThis = null;",
];

const SERVER: &str = "const { createServer } = require('http');
const server = createServer((req, res) => { res.statusCode = 200; res.end('mine'); });
POLLUTION
server.listen(3000);
";

fn exercise() -> backlab::course::exercise::Exercise {
    use crate::smallest::{body, exercise, http, status, step};
    exercise(vec![
        http("true", vec![step("GET /", body("mine"))]),
        http("false status", vec![step("GET /", status(418))]),
        http("false body", vec![step("GET /", body("not mine"))]),
    ])
}

#[test]
fn objects_that_are_replaced_make_no_check_pass() {
    // Most of the time is waiting for answers that do not come.
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let parts: Vec<_> =
            POLLUTIONS.chunks(6).map(|part| scope.spawn(|| judge_all(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("it judges")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the verdicts over servers with `pollutions`.
fn judge_all(pollutions: &[&str]) -> Vec<String> {
    use backlab::{course::exercise::Files, judge};
    let exercise = exercise();
    let mut wrong = Vec::new();
    for pollution in pollutions {
        let source = SERVER.replace("POLLUTION", pollution);
        let answer = judge::Answer::Files(Files::from([("server.js".to_owned(), source.into())]));
        let (steps, _nobody) = mpsc::channel();
        let verdict =
            judge::judge(&machine(), &exercise, &answer, judge::Which::All, &Cancel::new(), &steps);
        let outcomes: Vec<_> = verdict.checks.iter().map(|check| &check.outcome).collect();
        let (judge::Outcome::Passed | judge::Outcome::Failed(_)) = outcomes[0] else {
            wrong.push(format!("{pollution}\n  {:?}", outcomes[0]));
            continue;
        };
        let fail = |outcome: &&judge::Outcome| matches!(outcome, judge::Outcome::Failed(_));
        if !outcomes[1..].iter().all(fail)
            || matches!(verdict.stop, Some(Stop::Fault(_) | Stop::Crashed(_)))
        {
            let words = outcomes[1..].iter().map(|outcome| match outcome {
                judge::Outcome::Failed(failure) => format!("FAIL {}", failure.headline),
                other => format!("{other:?}"),
            });
            let words = words.collect::<Vec<_>>().join("; ");
            wrong.push(format!("{pollution}\n  {words} {:?}", verdict.stop));
        }
    }
    wrong
}

fn called(source: &str, export: &str) -> (Returned, Stop) {
    let program = Program {
        ..Program::of(Folder::Memory(BTreeMap::from([("main.js".to_owned(), source.into())])))
    };
    let limits = Limits { turn_ms: 2_000, memory_mb: 256, ..limits() };
    let lab = Lab::start(&machine(), &program, &limits, &Cancel::new()).expect("a child starts");
    let pid = lab.pid();
    let call = Action::Call { export: export.to_owned(), args: vec![Value::from(1)] };
    let answer = lab.call("main.js", &call).answer;
    let stop = lab.end().stop;
    crate::wait_for(|| is_gone(pid).then_some(()));
    (answer, stop)
}

#[test]
fn what_a_call_gives_has_an_end() {
    let source = "
        exports.long = () => 'x'.repeat(8 << 20);
        exports.loud = () => { throw new Error('x'.repeat(8 << 20)); };
        exports.late = async () => { throw 'x'.repeat(8 << 20); };
        exports.deep = (n) => { let deep = 1; for (let i = 0; i < 126; i += 1) deep = [deep]; return deep; };
        exports.deeper = () => { let deep = 1; for (let i = 0; i < 1e4; i += 1) deep = { deep }; return deep; };
        exports.shallow = () => { let deep = 1; for (let i = 0; i < 100; i += 1) deep = [deep]; return deep; };
        exports.circle = () => { const circle = {}; circle.circle = circle; return circle; };
        exports.trap = () => ({ toJSON() { throw new Proxy({}, { get() { throw 1; } }); } });
        exports.loop = () => ({ toJSON() { for (;;); } });
        exports.thenable = () => ({ then(f) { f({ then(g) { g(7); } }); } });
        exports.never = () => new Promise(() => {});
        exports.half = () => '\\ud800';
        exports.exit = () => process.exit(0);";
    let output = Stop::Output { limit_bytes: Limits::default().printed_bytes.unwrap() };
    assert_eq!(called(source, "long").0, Returned::Ended(output));
    for name in ["loud", "late"] {
        let (Returned::Threw(thrown), _) = called(source, name) else { panic!("{name}") };
        assert!((60_000..70_000).contains(&thrown.message.len()), "{}", thrown.message.len());
    }
    for name in ["deep", "deeper"] {
        assert_eq!(called(source, name), (Returned::Nothing, Stop::Ended), "{name}");
    }
    assert!(matches!(called(source, "shallow").0, Returned::Value(_)));
    for name in ["circle", "trap"] {
        assert!(matches!(called(source, name).0, Returned::Threw(_)), "{name}");
    }
    assert!(matches!(called(source, "loop").0, Returned::Ended(Stop::Turn { .. })));
    assert_eq!(called(source, "thenable").0, Returned::Value(Value::from(7)));
    assert_eq!(called(source, "never").0, Returned::Never);
    // Half a character is none in JSON's bytes.
    assert_eq!(called(source, "half").0, Returned::Nothing);
    assert_eq!(called(source, "exit").0, Returned::Ended(Stop::Exited(0)));
    // Exports that are themselves a promise that never settles.
    assert_eq!(called("exports.then = () => {};", "then").0, Returned::Never);
}
