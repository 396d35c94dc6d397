//! The store of documents in a program of the lab: what the driver gives, what the recording hears of
//! its commands, and what the limits of the run mean for it.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

#[path = "fixtures/lab_program.rs"]
mod lab_program;
#[path = "fixtures/printed.rs"]
mod printed;
#[path = "fixtures/stored.rs"]
mod stored;

use backlab::{
    lab::{Limits, Readiness, Recording},
    trace::{DocumentsRan, Stop, VALUE_BYTES_MAX, What},
};

use self::{
    lab_program::start,
    stored::{get, in_memory, start_still},
};

const HEAD: &str = "const { MongoClient, ObjectId } = require('mongodb');
const client = new MongoClient('mongodb://localhost:27017/shop');
const users = client.db().collection('users');
";

fn run(body: &str, limits: &Limits) -> Recording {
    stored::run(HEAD, body, limits)
}

fn commands(recording: &Recording) -> Vec<(Option<u32>, &DocumentsRan)> {
    stored::told(recording, |what| if let What::Documents(ran) = what { Some(ran) } else { None })
}

/// What stands beside each program was printed by the real driver, which was connected to this
/// engine over the wire protocol; beside `refused`, which is about the lab alone, by the lab.
#[test]
fn programs_print_what_they_print_with_the_real_driver() {
    printed::check("tests/lab_mongodb");
}

#[test]
fn each_command_is_recorded_with_what_it_did() {
    let recording = run(
        "await users.insertMany([{ _id: 1, age: 5 }, { _id: 2, age: 50 }, { _id: 3, age: 7 }]);
         await users.createIndex({ age: 1 });
         await users.find({ age: { $lt: 10 } }).toArray();
         await users.findOne({ _id: 2 });
         await users.find({ name: 'Ada' }).toArray();
         await users.updateMany({ age: 5 }, { $set: { name: 'Ada' } });
         await users.deleteOne({ name: 'Nobody' });
         await users.insertOne({ _id: 1 }).catch(() => {});",
        &Limits::default(),
    );
    let shown: Vec<String> = commands(&recording)
        .into_iter()
        .map(|(request, ran)| {
            assert_eq!(request, None);
            assert_eq!(ran.collection, "users");
            let DocumentsRan { command, plan, error, .. } = ran;
            let counts = (ran.documents_examined, ran.keys_examined, ran.returned, ran.changed);
            format!("{command} [{plan}] {counts:?} {}", error.as_deref().unwrap_or("-"))
        })
        .collect();
    let expected = [
        "insert [] (0, 0, 0, Some(3)) -",
        "createIndexes [] (0, 0, 0, None) -",
        "find [IXSCAN age_1] (2, 2, 2, None) -",
        "find [IDHACK] (1, 1, 1, None) -",
        "find [COLLSCAN] (3, 0, 0, None) -",
        "update [IXSCAN age_1] (1, 1, 0, Some(1)) -",
        "delete [COLLSCAN] (3, 0, 0, Some(0)) -",
        "insert [] (0, 0, 0, Some(0)) E11000 duplicate key error collection: shop.users index: _id_ \
         dup key: { _id: 1 }",
    ];
    assert_eq!(shown, expected);
    let (_, find) = commands(&recording)[2];
    assert_eq!(find.text, r#"{ "find": "users", "filter": { "age": { "$lt": 10 } } }"#);
}

#[test]
fn a_command_belongs_to_the_request_that_asked_for_it() {
    let server = "require('http').createServer(async (request, response) => {
             const { url } = request;
             await users.insertOne({ _id: url });
             response.end(String(await users.countDocuments({ _id: url })));
         }).listen(3000);";
    let lab = start(&in_memory(format!("{HEAD}{server}")), &Limits::default());
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("no server") };
    for path in ["/a", "/b"] {
        let answer = get(port, path);
        assert!(answer.ends_with("\r\n\r\n1"), "{answer}");
    }
    lab.turn();
    let recording = lab.end();
    let told: Vec<(Option<u32>, &str)> = commands(&recording)
        .into_iter()
        .map(|(request, ran)| (request, ran.command.as_str()))
        .collect();
    let requests: Vec<u32> = told.iter().filter_map(|(request, _)| *request).collect();
    assert_eq!(requests.len(), 4, "{told:?}");
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[2], requests[3]);
    assert_ne!(requests[0], requests[2]);
    assert_eq!(
        told.iter().map(|(_, name)| *name).collect::<Vec<_>>(),
        ["insert", "aggregate", "insert", "aggregate"]
    );
}

#[test]
fn what_is_recorded_is_short_and_not_without_end() {
    let recording = run(
        "await users.insertMany(Array.from({ length: 2000 }, (_, i) => ({ _id: i, text: 'x'.repeat(100) })));
         for (let i = 0; i < 2300; i += 1) await users.findOne({ _id: i });",
        &Limits::default(),
    );
    assert_eq!(recording.stop, Stop::Finished);
    let told = commands(&recording);
    assert_eq!(told.len(), 1_000);
    assert!(told.iter().all(|(_, ran)| ran.text.len() <= VALUE_BYTES_MAX));
    assert!(recording.trace.dropped >= 1_000, "{}", recording.trace.dropped);
}

#[test]
fn a_seed_and_a_clock_that_stands_still_hold_for_keys() {
    let body = "(async () => {
        console.log((await users.insertOne({})).insertedId.toHexString());
        await users.updateOne({ a: 1 }, { $currentDate: { at: true } }, { upsert: true });
        const { _id, at } = await users.findOne({ a: 1 });
        console.log(_id.toHexString(), at.toISOString(), _id.getTimestamp().toISOString());
    })();";
    let printed = || {
        let lab = start_still(HEAD, body);
        lab.wait();
        String::from_utf8(lab.end().stdout).unwrap()
    };
    let first = printed();
    assert_eq!(first, printed());
    assert!(first.starts_with("6553f100"), "{first}");
    assert!(first.ends_with("2023-11-14T22:13:20.000Z 2023-11-14T22:13:20.000Z\n"), "{first}");
}

#[test]
fn a_command_that_computes_too_long_ends_the_run() {
    let limits = Limits { turn_ms: 400, ..Limits::default() };
    let recording = run(
        "await users.insertMany(Array.from({ length: 400 }, (_, i) => ({ _id: i })));
         const all = { $lookup: { from: 'users', pipeline: [], as: 'all' } };
         const each = { $unwind: '$all' };
         await users.aggregate([all, each, { $project: { _id: 1 } }, all, each, { $project: { _id: 1 } }, all, each, { $count: 'n' }]).toArray();
         console.log('done');",
        &limits,
    );
    assert!(matches!(recording.stop, Stop::Turn { limit_ms: 400, .. }), "{:?}", recording.stop);
    assert_eq!(recording.stdout, b"");
}

#[test]
fn a_document_that_is_small_in_memory_and_large_as_bson_is_refused() {
    let recording = run(
        "let many = { text: 'x'.repeat(1000) };
         for (let level = 0; level < 12; level += 1) many = Array.from({ length: 10 }, () => many);
         await users.insertOne({ many }).catch((error) => console.log(error.name, error.message));
         await users.insertOne({ many: 1 });
         console.log(await users.countDocuments());",
        &Limits::default(),
    );
    let printed = String::from_utf8_lossy(&recording.stdout).into_owned();
    let expected =
        "RangeError the lab takes documents and commands of 40 MB of memory at most\n1\n";
    assert_eq!(printed, expected, "{:?}", recording.stop);
}

#[test]
fn a_conversion_at_the_end_of_the_stack_is_an_error_of_the_program() {
    let recording = run(
        "const { serialize, deserialize } = require('bson');
         let levels = {};
         for (let i = 0; i < 150; i += 1) levels = { levels };
         const bytes = serialize(levels);
         for (const convert of [() => serialize(levels), () => deserialize(bytes)]) {
             const names = new Set();
             const fall = () => {
                 try { fall(); } catch {}
                 try { convert(); names.add('done'); } catch (error) { names.add(error.name); }
             };
             fall();
             console.log([...names].sort());
         }",
        &Limits::default(),
    );
    let printed = String::from_utf8_lossy(&recording.stdout).into_owned();
    let expected = "[ 'RangeError', 'done' ]\n".repeat(2);
    assert_eq!(printed, expected, "{:?}", recording.stop);
}
