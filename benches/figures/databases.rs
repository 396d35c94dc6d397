//! A JSON file as an API: `backlab serve db.json` beside json-server on Node, and beside a floor that
//! answers the same bytes to whatever comes. Answers a second over 16 connections, in turns.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    peers::{self, Peers},
    series::Series,
};

const ROUNDS: usize = 5;
const CONNECTIONS: usize = 16;
const REQUESTS_OF_EACH: usize = 1_000;
/// json-server is slow enough that fewer say as much.
const REQUESTS_OF_A_PEER: usize = 200;
const START_MAX: Duration = Duration::from_secs(20);
const DATABASE: &str = r#"{ "items": [
    { "id": 1, "name": "one", "price": 10 },
    { "id": 2, "name": "two", "price": 20 },
    { "id": 3, "name": "three", "price": 30 }
] }"#;
const REQUEST: &[u8] = b"GET /items HTTP/1.1\r\nHost: localhost\r\n\r\n";
const BODY: &str = r#"[{"id":1,"name":"one","price":10},{"id":2,"name":"two","price":20},{"id":3,"name":"three","price":30}]"#;

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let file = folder.path().join("db.json");
    fs::write(&file, DATABASE).expect("a file");
    let floor = floor();
    let mut load = [Series::default(), Series::default(), Series::default()];
    let peers = peers::installed();
    for _ in 0..ROUNDS {
        load[0].push(per_second(floor, REQUESTS_OF_EACH));
        let port = free_port();
        let mut lab = Command::new(env!("CARGO_BIN_EXE_backlab"));
        lab.arg("serve").arg(&file).args(["--port", &port.to_string()]);
        let lab = Server::start(lab.env("HOME", folder.path()), port);
        load[1].push(per_second(port, REQUESTS_OF_EACH));
        drop(lab);
        let Some(Peers { folder, node }) = &peers else { continue };
        let port = free_port();
        let mut peer = Command::new(node);
        peer.arg(folder.join("node_modules/json-server/lib/cli/bin.js")).arg("--quiet");
        let peer = Server::start(peer.args(["--port", &port.to_string()]).arg(&file), port);
        load[2].push(per_second(port, REQUESTS_OF_A_PEER));
        drop(peer);
    }
    let [floor, lab] = [0, 1].map(|at: usize| load[at].median());
    println!("  a floor of the same bytes   {floor:8.0} answers a second");
    println!("  backlab serve db.json       {lab:8.0}, {:.2} of the floor", lab / floor);
    if peers.is_some() {
        let peer = load[2].median();
        println!(
            "  json-server on Node         {peer:8.0}, backlab {:.1} times as many",
            lab / peer
        );
    }
}

fn per_second(port: u16, requests_of_each: usize) -> f64 {
    let mut clients: Vec<_> = (0..CONNECTIONS).map(|_| connected(port)).collect();
    // Once before, so that no first request of a connection counts.
    for client in &mut clients {
        ask(client, 1);
    }
    let began = Instant::now();
    thread::scope(|scope| {
        for client in &mut clients {
            scope.spawn(|| ask(client, requests_of_each));
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let requests = (CONNECTIONS * requests_of_each) as f64;
    requests / began.elapsed().as_secs_f64()
}

/// Sends the request so many times, each when the answer to the last one is whole.
fn ask(connection: &mut TcpStream, times: usize) {
    let mut buffer = [0; 4096];
    for _ in 0..times {
        connection.write_all(REQUEST).expect("it hears");
        let mut filled = 0;
        while !buffer[..filled].ends_with(b"]") {
            let count = connection.read(&mut buffer[filled..]).expect("it answers");
            assert!(count > 0, "it closed");
            filled += count;
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer));
    }
}

fn connected(port: u16) -> TcpStream {
    let connection = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    connection.set_nodelay(true).expect("a setting");
    connection
}

fn free_port() -> u16 {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    free.local_addr().expect("it is bound").port()
}

/// A thread for each connection, which looks only for the end of a head. It lives as long as the bench.
fn floor() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("it is bound").port();
    let length = BODY.len();
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || answer_all(connection, answer.as_bytes()));
        }
    });
    port
}

fn answer_all(mut connection: TcpStream, answer: &[u8]) {
    drop(connection.set_nodelay(true));
    let mut buffer = [0; 4096];
    while let Ok(count) = connection.read(&mut buffer) {
        let is_whole = buffer[..count].ends_with(b"\r\n\r\n");
        if count == 0 || is_whole && connection.write_all(answer).is_err() {
            return;
        }
    }
}

/// A server that listens; it ends with this value.
struct Server(Child);

impl Server {
    fn start(command: &mut Command, port: u16) -> Server {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Server(command.spawn().expect("the program starts"));
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < START_MAX, "nothing listens on port {port}");
            thread::sleep(Duration::from_millis(5));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
