//! Other servers of this machine: a program that is run may ask them, an answer that is checked may
//! not.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpListener,
    thread,
};

use crate::command::Test;

/// Asks the server on `port` by every client that there is, and prints what comes of it.
fn asking(port: u16) -> String {
    format!(
        "const http = require('http');
const asked = [
  fetch('http://127.0.0.1:{port}/').then((answer) => answer.text()),
  new Promise((resolve, reject) => {{
    http.get('http://localhost:{port}/', (res) => res.setEncoding('utf8').on('data', resolve)).on('error', reject);
  }}),
];
const all = Promise.allSettled(asked);
"
    )
}

#[test]
fn a_program_that_is_run_reaches_another_server_of_this_machine() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut connection in listener.incoming().map(Result::unwrap) {
            assert!(connection.read(&mut [0; 4096]).unwrap() > 0);
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nother";
            connection.write_all(answer.as_bytes()).unwrap();
        }
    });
    let test = Test::new();
    let print =
        "all.then((all) => console.log(all.map((one) => one.value ?? String(one.reason)).join()));";
    test.file("ask.js", &format!("{}{print}", asking(port)));
    test.args(["run", "ask.js"]).prints("other,other").ends(0);
}

#[test]
fn an_answer_that_is_checked_does_not() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let test = Test::new();
    let started = test.args(["start", "basic-node-server"]).ends(0);
    let file = started.stdout.lines().next().unwrap().to_owned();
    // It serves what it was refused.
    let serve = "all.then((all) => http.createServer((req, res) => {
  res.end(all.map((one) => one.reason?.cause?.code ?? one.reason?.code ?? 'reached').join());
}).listen(3000));";
    std::fs::write(&file, format!("{}{serve}", asking(port))).unwrap();
    let run = test.args(["check", "basic-node-server", "--json"]).ends(1);
    assert!(run.stdout.contains("ECONNREFUSED,ECONNREFUSED"), "{}", run.stdout);
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}
