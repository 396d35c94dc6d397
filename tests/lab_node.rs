//! The lab says what Node says. Each case is a program, and what Node 20 printed for it; for
//! answers, the bytes that Node put on the wire.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    time::Duration,
};

use backlab::lab::{Cancel, Folder, Lab, Limits, Machine, Program, Readiness};
use regex::bytes::Regex;

fn cases(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == extension));
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

fn start(path: &Path) -> Lab {
    let program = Program {
        folder: Folder::Disk(path.parent().unwrap().to_owned()),
        entry: Some(path.file_name().unwrap().to_string_lossy().into_owned()),
        args: Vec::new(),
        env: BTreeMap::new(),
        stdin: Vec::new(),
        seed: None,
        still_at_ms: None,
    };
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    Lab::start(&machine, &program, &Limits::default(), &Cancel::new()).expect("a child starts")
}

#[test]
fn programs_print_what_they_print_under_node() {
    let mut wrong = Vec::new();
    for path in cases("tests/lab_node", "js") {
        let lab = start(&path);
        lab.wait();
        let recording = lab.end();
        let expected = fs::read_to_string(path.with_extension("out")).unwrap();
        let printed = String::from_utf8_lossy(&recording.stdout);
        if printed != expected {
            let stderr = String::from_utf8_lossy(&recording.stderr);
            wrong.push(format!("{}:\n{printed}\n{stderr}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn answers_are_the_bytes_that_node_writes() {
    let dates = Regex::new("Date: [^\r]*").unwrap();
    let mut wrong = Vec::new();
    for path in cases("tests/lab_node/wire", "http") {
        let lab = start(&path.with_file_name("server.js"));
        let Readiness::Listening { port } = lab.wait_ready() else { panic!("no server") };
        let mut socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket.write_all(&fs::read(&path).unwrap()).unwrap();
        let mut answer = Vec::new();
        // A server may reset the connection when it refuses what comes.
        drop(socket.read_to_end(&mut answer));
        drop(lab.end());
        let answer = dates.replace_all(&answer, &b"Date: NOW"[..]).into_owned();
        let expected = fs::read(path.with_extension("out")).unwrap();
        if answer != expected {
            wrong.push(format!("{}:\n{}", path.display(), String::from_utf8_lossy(&answer)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
