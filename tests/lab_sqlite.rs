//! SQLite in a program of the lab: what its statements may not do, what the recording hears of
//! them, and databases in files that are kept in memory.

#![expect(clippy::unwrap_used, reason = "a test may end where a folder cannot be made")]

#[path = "fixtures/lab_program.rs"]
mod lab_program;

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use backlab::{
    lab::{Folder, Lab, Limits, Readiness, Recording},
    trace::{SqlRan, Stop, VALUE_BYTES_MAX, What},
};

use self::lab_program::program;

const TURN_MS: u32 = 500;
const HEAD: &str = "const { DatabaseSync } = require('node:sqlite');\n";

fn limits() -> Limits {
    Limits { turn_ms: TURN_MS, memory_mb: 64, ..Limits::default() }
}

fn patient() -> Limits {
    Limits { turn_ms: 20_000, ..limits() }
}

fn start(folder: Folder, limits: &Limits) -> Lab {
    lab_program::start(&program(folder, "main.js"), limits)
}

fn in_memory(source: &str) -> Folder {
    let source = format!("{HEAD}{source}");
    Folder::Memory(BTreeMap::from([("main.js".to_owned(), source.into())]))
}

fn run(source: &str, limits: &Limits) -> Recording {
    let lab = start(in_memory(source), limits);
    lab.wait();
    lab.end()
}

fn run_in(folder: &Path, source: &str) -> Recording {
    fs::write(folder.join("main.js"), format!("{HEAD}{source}")).unwrap();
    let lab = start(Folder::Disk(folder.to_owned()), &patient());
    lab.wait();
    lab.end()
}

#[track_caller]
fn check_prints(recording: &Recording, expected: &str) {
    let errors = String::from_utf8_lossy(&recording.stderr);
    assert_eq!(String::from_utf8_lossy(&recording.stdout), expected, "{errors}");
}

fn statements(recording: &Recording) -> Vec<(Option<u32>, &SqlRan)> {
    let entries = recording.trace.entries.iter();
    let told = entries.filter_map(|entry| match &entry.what {
        What::Sql(ran) => Some((entry.request, ran)),
        _ => None,
    });
    told.collect()
}

const BOMB: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

#[test]
fn a_query_without_end_ends_with_the_turn_at_its_place() {
    for ask in [
        format!("db.exec(`{BOMB}`)"),
        format!("db.prepare(`{BOMB}`).get()"),
        format!("db.prepare(`{BOMB}`).all()"),
        format!("db.prepare(`{BOMB}`).run()"),
        format!("db.prepare(`{BOMB}`).iterate().next()"),
    ] {
        let source = format!(
            "const db = new DatabaseSync(':memory:');\nfunction bomb() {{\n  try {{ {ask}; }} \
             catch {{}}\n  for (;;);\n}}\nbomb();"
        );
        let recording = run(&source, &limits());
        let Stop::Turn { limit_ms, place } = &recording.stop else { panic!("{recording:?}") };
        let line = place.as_ref().map(|place| (place.file.as_str(), place.line));
        assert_eq!((*limit_ms, line), (TURN_MS, Some(("main.js", 3))), "{ask}");
    }
}

#[test]
fn what_cannot_be_interrupted_ends_with_the_turn_too() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        const long = 'ab'.repeat(2e6);\n\
        db.prepare('SELECT trim(?, ?)').get(long, 'b'.repeat(5e5) + 'a');\n\
        console.log('done');";
    let recording = run(source, &Limits { memory_mb: 128, ..limits() });
    assert!(matches!(recording.stop, Stop::Turn { .. }), "{recording:?}");
}

#[test]
fn a_function_without_end_ends_with_the_turn() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        db.function('f', () => { for (;;); });\n\
        try { db.prepare('SELECT f()').get(); } catch {} for (;;);";
    assert!(matches!(run(source, &limits()).stop, Stop::Turn { .. }));
}

#[test]
fn memory_is_the_programs() {
    for source in [
        // More than a database may have.
        "db.exec(`CREATE TABLE t (b)`); for (;;) db.exec('INSERT INTO t VALUES (zeroblob(1000000))');",
        "db.exec('PRAGMA cache_size = -1000000'); db.exec('CREATE TEMP TABLE t (b)'); \
         for (;;) db.exec('INSERT INTO t VALUES (randomblob(1000000))');",
        "const all = []; for (;;) { const one = new DatabaseSync(':memory:'); all.push(one); \
         one.exec('CREATE TABLE t AS SELECT randomblob(8000000) AS b'); }",
        "db.prepare(`SELECT group_concat(hex(zeroblob(1000000)), '') FROM json_each('[1,2,3,4,5,6,7]')`).get(); \
         const all = []; for (;;) all.push(db.prepare('SELECT randomblob(9000000) AS b').get());",
        "const all = []; for (;;) all.push(db.prepare('SELECT 1'));",
    ] {
        let source = format!("const db = new DatabaseSync(':memory:');\n{source}");
        let recording = run(&source, &patient());
        let stop = &recording.stop;
        assert_eq!(*stop, Stop::Memory { limit_mb: 64 }, "{source}\n{recording:?}");
    }
}

#[test]
fn a_database_has_a_size() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        db.exec('CREATE TABLE t (b)');\n\
        let count = 0;\n\
        try { for (;;) { db.exec('INSERT INTO t VALUES (zeroblob(1000000))'); count += 1; } }\n\
        catch (error) { console.log(error.errcode, error.message, count > 60); }";
    let recording = run(source, &Limits { memory_mb: 256, ..patient() });
    check_prints(&recording, "13 database or disk is full true\n");
}

#[test]
fn a_database_in_a_file_has_a_size() {
    let folder = tempfile::tempdir().unwrap();
    let source = "\
        for (const mode of ['DELETE', 'WAL']) {\n\
          using db = new DatabaseSync(`${mode}.db`);\n\
          db.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE t (b)`);\n\
          let count = 0;\n\
          try { for (;;) { db.exec('INSERT INTO t VALUES (zeroblob(1000000))'); count += 1; } }\n\
          catch (error) { console.log(error.errcode, count > 13); }\n\
          console.log(db.prepare('SELECT count(*) AS c FROM t').get().c === count, \
            db.prepare('PRAGMA integrity_check').get().integrity_check);\n\
        }";
    check_prints(&run_in(folder.path(), source), "13 true\ntrue ok\n13 true\ntrue ok\n");
}

#[test]
fn many_inserts_are_no_harm() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)');\n\
        const insert = db.prepare('INSERT INTO t (n) VALUES (?)');\n\
        let left = 20;\n\
        const some = () => {\n\
          db.exec('BEGIN'); for (let i = 0; i < 5000; i++) insert.run(i); db.exec('COMMIT');\n\
          if (--left > 0) setImmediate(some); else console.log(db.prepare('SELECT count(*) c FROM t').get().c);\n\
        };\n\
        some();\n\
        db.exec('INSERT INTO t (n) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
          WHERE i < 900000) SELECT i FROM n');";
    let recording = run(source, &patient());
    check_prints(&recording, "1000000\n");
    // They did not fill the recording: what did not belong to a request was cut, and counted.
    let told = statements(&recording).len();
    assert_eq!(told, 1_000);
    assert!(99_000 <= recording.trace.dropped, "{}", recording.trace.dropped);
}

#[test]
fn nothing_outside_of_the_folder_is_reached() {
    let whole = tempfile::tempdir().unwrap();
    let root = whole.path().canonicalize().unwrap().join("root");
    fs::create_dir(&root).unwrap();
    let secret = whole.path().join("secret.db");
    rusqlite_file(&secret);
    std::os::unix::fs::symlink(&secret, root.join("link.db")).unwrap();
    std::os::unix::fs::symlink(whole.path(), root.join("up")).unwrap();
    let before = fs::read(&secret).unwrap();
    let source = "\
        const tell = (work) => { try { work(); console.log('reached'); } \
          catch (error) { console.log(error.errcode ?? error.code); } };\n\
        for (const path of ['../secret.db', '../new.db', 'link.db', 'up/secret.db', 'up/new.db', \
          '/etc/passwd', '/tmp/new.db', 'file:../secret.db', 'file:up/secret.db?mode=ro', \
          'file:/etc/passwd?mode=ro&immutable=1']) tell(() => new DatabaseSync(path));\n\
        const db = new DatabaseSync('own.db');\n\
        db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');\n\
        for (const sql of [\"ATTACH '../secret.db' AS x\", \"ATTACH 'other.db' AS x\", \
          \"ATTACH '' AS x\", \"ATTACH 'ot' || 'her.db' AS x\", \"VACUUM INTO '../copy.db'\", \
          \"VACUUM INTO 'copy' || '.db'\", \"SELECT load_extension('x')\", \
          \"CREATE VIRTUAL TABLE v USING fts5(a)\", \"PRAGMA temp_store_directory = '/tmp'\", \
          \"PRAGMA mmap_size = 1000000\", \"PRAGMA max_page_count = 100000000\", \
          \"PRAGMA hard_heap_limit = 0\", \"SELECT * FROM sqlite_dbpage\", \
          \"UPDATE sqlite_schema SET sql = ''\"]) tell(() => db.exec(sql));\n\
        db.exec('VACUUM');\n\
        console.log(db.prepare('SELECT a FROM t').get().a, require('fs').readdirSync('.').join());";
    let recording = run_in(&root, source);
    let refused = [vec!["14"; 10], vec!["23"; 6], vec!["1"], vec!["23"; 5], vec!["1"; 2]].concat();
    let expected = format!("{}\n1 link.db,main.js,own.db,up\n", refused.join("\n"));
    check_prints(&recording, &expected);
    assert_eq!(fs::read(&secret).unwrap(), before);
    let mut left: Vec<_> =
        fs::read_dir(whole.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["root", "secret.db"]);
}

/// A journal that was not finished may name another file, which SQLite then reads and, as Node does
/// with this one, deletes.
#[test]
fn a_journal_that_names_a_file_outside_deletes_nothing() {
    let whole = tempfile::tempdir().unwrap();
    let root = whole.path().canonicalize().unwrap().join("root");
    fs::create_dir(&root).unwrap();
    let victim = whole.path().canonicalize().unwrap().join("victim-mj0123AB9EF");
    let journal = root.join("a.db-journal");
    fs::write(&victim, journal.to_str().unwrap()).unwrap();
    let source = format!(
        "const fs = require('fs');\n\
         const db = new DatabaseSync('a.db'); db.exec('CREATE TABLE t (a)'); db.close();\n\
         const name = Buffer.from({name:?});\n\
         const end = Buffer.alloc(16);\n\
         end.writeUInt32BE(name.length, 0);\n\
         end.writeUInt32BE(name.reduce((sum, byte) => sum + byte, 0), 4);\n\
         Buffer.from('d9d505f920a163d7', 'hex').copy(end, 8);\n\
         const head = Buffer.alloc(512);\n\
         Buffer.from('d9d505f920a163d7', 'hex').copy(head);\n\
         head.writeUInt32BE(0, 8); head.writeUInt32BE(2, 16); head.writeUInt32BE(512, 20);\n\
         head.writeUInt32BE(4096, 24);\n\
         const page = Buffer.alloc(4); page.writeUInt32BE(262145, 0);\n\
         fs.writeFileSync('a.db-journal', Buffer.concat([head, page, name, end]));\n\
         const again = new DatabaseSync('a.db');\n\
         console.log(again.prepare('SELECT count(*) c FROM sqlite_schema').get().c, \
           fs.existsSync('a.db-journal'));",
        name = victim.to_str().unwrap(),
    );
    check_prints(&run_in(&root, &source), "1 false\n");
    assert!(victim.exists());
}

fn rusqlite_file(path: &Path) {
    let database = rusqlite::Connection::open(path).unwrap();
    database.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES ('secret')").unwrap();
}

#[test]
fn what_sqlite_runs_cannot_be_pulled_from_under_it() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)');\n\
        const tell = (work) => { try { console.log(work()); } catch (error) { console.log(error.message); } };\n\
        let wish; let self;\n\
        db.function('f', (a) => { wish(a); return a; });\n\
        self = db.prepare('SELECT f(a) AS a FROM t');\n\
        for (wish of [() => db.close(), () => self.close(), () => self.all(), () => self.iterate(), \
          () => db[Symbol.dispose]()]) tell(() => self.all().length);\n\
        wish = () => db.exec('DROP TABLE t'); tell(() => self.all().length);\n\
        wish = () => db.function('f', () => 1); tell(() => self.all().length);\n\
        wish = () => {}; tell(() => self.all().length);\n\
        const rows = self.iterate(); rows.next(); db.close(); tell(() => rows.next());\n\
        const other = new DatabaseSync(':memory:');\n\
        const left = other.prepare('SELECT 1 AS a');\n\
        db.open(); tell(() => db.prepare('SELECT 2 AS a').get().a);\n\
        tell(() => left.get().a);\n\
        let forgotten = new DatabaseSync(':memory:').prepare('SELECT 3 AS a').iterate();\n\
        tell(() => forgotten.next().value.a);";
    let recording = run(source, &patient());
    let busy = "database cannot be closed while in a callback";
    let used = "statement is currently in use";
    check_prints(
        &recording,
        &format!(
            "{busy}\n{used}\n{used}\n{used}\n{busy}\ndatabase table is locked\n\
             unable to delete/modify user-function due to active statements\n3\n\
             statement has been finalized\n2\n1\n3\n"
        ),
    );
}

#[test]
fn deep_and_wide_statements_are_refused_and_not_a_crash() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        const tell = (sql) => { try { db.prepare(sql).get(); console.log('ok'); } \
          catch (error) { console.log(error.errcode); } };\n\
        tell('SELECT ' + '('.repeat(1e5) + '1' + ')'.repeat(1e5));\n\
        tell('SELECT ' + '-'.repeat(1) + Array(900).fill('1').join(' + '));\n\
        tell('SELECT ' + Array(1e4).fill('1').join(' + '));\n\
        tell('SELECT ' + Array(3e3).fill('1').join(', '));\n\
        tell('SELECT 1' + ' UNION SELECT 1'.repeat(1e4));\n\
        tell('SELECT ' + 'abs('.repeat(90) + '1' + ')'.repeat(90));\n\
        tell(`SELECT '${'a'.repeat(5e6)}'`);\n\
        tell(`SELECT '${'a'.repeat(2400)}' LIKE '${'%a'.repeat(2400)}'`);\n\
        tell('SELECT ' + Array(40000).fill('?').join(', '));\n\
        tell(\"SELECT json('\" + '['.repeat(1e5) + \"')\");";
    let recording = run(source, &Limits { memory_mb: 256, ..patient() });
    check_prints(&recording, "1\nok\n1\n1\n1\nok\n18\nok\n1\n1\n");
}

#[test]
fn each_statement_is_told_with_its_values_and_its_request() {
    let source = "const db = new DatabaseSync(':memory:');\n\
        db.exec(\"CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT UNIQUE); INSERT INTO t (n) VALUES ('a'), ('b'); \
          CREATE INDEX i ON t (n)\");\n\
        require('http').createServer(async (req, res) => {\n\
          const wait = () => new Promise((go) => setImmediate(go));\n\
          await wait();\n\
          db.prepare('SELECT * FROM t WHERE n <> ?').all(\"it's\");\n\
          await wait();\n\
          db.prepare('SELECT * FROM t WHERE id = $id').get({ id: 2 });\n\
          db.prepare('UPDATE t SET n = ? WHERE id = ?').run(new Uint8Array([1, 255]), 1n);\n\
          try { db.prepare('INSERT INTO t (n) VALUES (?)').run('b'); } catch {}\n\
          try { db.exec('SELEC'); } catch {}\n\
          for (const row of db.prepare('SELECT id FROM t').iterate()) break;\n\
          db.prepare('SELECT ?').get('x'.repeat(1e5));\n\
          res.end('done');\n\
        }).listen(3000);";
    let lab = start(in_memory(source), &patient());
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("no server") };
    for _ in 0..2 {
        ask(port);
    }
    lab.turn();
    let recording = lab.end();
    let told = statements(&recording);
    let first = told.iter().filter(|(request, _)| request.is_none());
    let changed: Vec<_> = first.map(|(_, ran)| ran.changed).collect();
    assert_eq!(changed, [None, Some(2), None]);
    for number in [1, 2] {
        let own: Vec<&SqlRan> = told
            .iter()
            .filter(|(request, _)| *request == Some(number))
            .map(|(_, ran)| *ran)
            .collect();
        let lines: Vec<_> = own
            .iter()
            .map(|ran| (ran.parameters.as_str(), ran.rows, ran.changed, ran.error.as_deref()))
            .take(6)
            .collect();
        let unique = "UNIQUE constraint failed: t.n";
        let expected = [
            ("'it''s'", 2, None, None),
            ("$id = 2", 1, None, None),
            ("x'01ff', 1", 0, Some(1), None),
            ("'b'", 0, None, Some(unique)),
            ("", 0, None, Some("near \"SELEC\": syntax error")),
            ("", 1, None, None),
        ];
        assert_eq!(lines, expected);
        assert_eq!(own[0].text, "SELECT * FROM t WHERE n <> ?");
        assert!(0 < own[0].full_scan_steps && own[1].full_scan_steps == 0, "{own:?}");
        assert!(own[6].parameters.len() <= VALUE_BYTES_MAX);
        assert_eq!(own.len(), 7);
    }
}

/// Asks the server at `port` once and waits for its answer.
fn ask(port: u16) {
    use std::io::{Read, Write};
    let mut socket = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("done"), "{answer}");
}

#[test]
fn files_in_memory_hold_databases_too() {
    let source = "const fs = require('fs');\n\
        const tell = (work) => { try { console.log(work()); } catch (error) { console.log(error.errcode, error.message); } };\n\
        const first = new DatabaseSync('notes.db');\n\
        console.log(fs.existsSync('notes.db'), first.location());\n\
        first.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');\n\
        const second = new DatabaseSync('./notes.db', { readOnly: true });\n\
        tell(() => second.prepare('SELECT a FROM t').get().a);\n\
        tell(() => second.exec('DELETE FROM t'));\n\
        first.exec('BEGIN; INSERT INTO t VALUES (2)');\n\
        first.close(); second.close();\n\
        tell(() => fs.statSync('notes.db').size);\n\
        for (const options of [{ readOnly: true }, {}]) {\n\
          using db = new DatabaseSync('notes.db', options);\n\
          tell(() => db.prepare('SELECT count(*) c FROM t').get().c);\n\
        }\n\
        fs.copyFileSync('notes.db', 'copy.db');\n\
        fs.rmSync('notes.db');\n\
        tell(() => new DatabaseSync('notes.db', { readOnly: true }));\n\
        tell(() => new DatabaseSync('copy.db').prepare('SELECT a FROM t').get().a);\n\
        tell(() => new DatabaseSync('/etc/passwd'));\n\
        tell(() => new DatabaseSync('none/notes.db'));\n\
        tell(() => new DatabaseSync('.'));\n\
        fs.writeFileSync('text.db', 'no database '.repeat(500));\n\
        tell(() => new DatabaseSync('text.db').prepare('SELECT 1 FROM sqlite_schema').get());\n\
        const wal = new DatabaseSync('wal.db');\n\
        tell(() => wal.prepare('PRAGMA journal_mode = WAL').get().journal_mode !== 'wal');";
    let recording = run(source, &patient());
    check_prints(
        &recording,
        "true /app/notes.db\n1\n8 attempt to write a readonly database\n8192\n1\n1\n\
         14 unable to open database file\n1\n\
         14 unable to open database file: it is outside of the program's folder\n\
         14 unable to open database file\n14 unable to open database file\n\
         26 file is not a database\ntrue\n",
    );
}
