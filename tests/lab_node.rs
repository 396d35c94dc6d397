//! The lab says what Node says. Each case is a program, and what Node 20 printed for it; for
//! answers, the bytes that Node put on the wire.

#![expect(clippy::unwrap_used, reason = "a test may end where a file cannot be read")]

#[path = "fixtures/lab_program.rs"]
mod lab_program;
#[path = "fixtures/printed.rs"]
mod printed;

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use backlab::lab::{Folder, Limits, Readiness};
use regex::bytes::Regex;

use self::lab_program::{program, start};

#[test]
fn programs_print_what_they_print_under_node() {
    printed::check("tests/lab_node");
}

#[test]
fn answers_are_the_bytes_that_node_writes() {
    let dates = Regex::new("Date: [^\r]*").unwrap();
    let mut wrong = Vec::new();
    for path in printed::cases("tests/lab_node/wire", "http") {
        let folder = Folder::Disk(path.parent().unwrap().to_owned());
        let lab = start(&program(folder, "server.js"), &Limits::default());
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
