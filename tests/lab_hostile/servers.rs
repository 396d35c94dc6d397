//! Servers that answer badly and clients that ask badly: the judge's own client comes back from each
//! server, and each server goes on or ends with its reason.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use backlab::{
    client::{Client, How, Outgoing, Patience, Sent, Why},
    exchange::Request,
    lab::{Lab, Limits, NONCE_HEADER, Readiness},
    trace::Stop,
};

use crate::{is_gone, limits, start};

/// A server whose handler has `socket`, the connection under its answer.
fn raw(handler: &str) -> String {
    format!(
        "require('http').createServer((req, res) => {{ const {{ socket }} = res; {handler} }}).listen(3000)"
    )
}

/// So long the judge waits for an answer here.
const PATIENCE: Duration = Duration::from_secs(2);

fn port(lab: &Lab) -> u16 {
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("nothing listens") };
    port
}

fn mark(lab: &Lab) -> (String, String) {
    (NONCE_HEADER.to_owned(), lab.nonce().to_owned())
}

/// Asks `lab` once, as the judge does.
fn send(lab: &Lab) -> Sent {
    let began = Instant::now();
    let outgoing = Outgoing { request: Request::parse_line("GET /").unwrap(), how: How::Whole };
    let sent = Client::for_lab(port(lab), Some(mark(lab))).send(&[outgoing], &mut |_| {
        if began.elapsed() < PATIENCE { Patience::Wait } else { Patience::GiveUp }
    });
    assert!(began.elapsed() < PATIENCE * 10, "the client hung");
    sent
}

fn patient() -> Limits {
    Limits { turn_ms: 20_000, ..limits() }
}

/// Ends `lab`, and checks that it is gone with its port.
fn end(lab: Lab) -> Stop {
    let (pid, port) = (lab.pid(), port(&lab));
    let stop = lab.end().stop;
    crate::wait_for(|| is_gone(pid).then_some(()));
    // The last of its threads may hold the socket a moment longer.
    crate::wait_for(|| TcpStream::connect(("127.0.0.1", port)).err());
    stop
}

/// A server that answers by `handler`; gives why its answer is none.
#[track_caller]
fn check_no_answer(handler: &str, expected: &[Why]) {
    let lab = start(&raw(handler), &patient());
    let sent = send(&lab);
    let why = match &sent.answers[0] {
        Ok(response) => panic!("it answered: {} {}", response.status, response.body.len()),
        Err(none) => none.why.clone(),
    };
    let garbled = |why: &Why| matches!(why, Why::Garbled(_));
    assert!(expected.contains(&why) || (garbled(&why) && expected.iter().any(garbled)), "{why:?}");
    end(lab);
}

fn garbled() -> Why {
    Why::Garbled(String::new())
}

pub const ENDLESS_BODY: &str = "const piece = Buffer.alloc(1 << 16, 'x'); let left = 1 << 14;
    res.writeHead(200, { 'Content-Length': 2 ** 30 });
    const more = () => { while (left-- > 0 && res.write(piece)); };
    res.on('drain', more); more();";
pub const ENDLESS_CHUNKS: &str = "const piece = Buffer.alloc(1 << 16, 'x');
    const more = () => { while (res.write(piece)); };
    res.on('drain', more); more();";
pub const ENDLESS_HEAD: &str = "socket.write('HTTP/1.1 200 OK\\r\\n'); let i = 0;
    const more = () => { while (socket.write(`h${i++}: ${'x'.repeat(1000)}\\r\\n`)); };
    socket.on('drain', more); more();";

#[test]
fn a_gigabyte_is_not_read() {
    check_no_answer(ENDLESS_BODY, &[Why::Endless]);
    check_no_answer(ENDLESS_CHUNKS, &[Why::Endless]);
}

#[test]
fn heads_without_end_are_not_read() {
    check_no_answer(ENDLESS_HEAD, &[garbled()]);
    let many = "socket.write('HTTP/1.1 200 OK\\r\\n' + 'h: x\\r\\n'.repeat(1e5) + '\\r\\n');";
    check_no_answer(many, &[garbled()]);
    let interim = "const more = () => { while (socket.write('HTTP/1.1 100 Continue\\r\\n\\r\\n'.repeat(100))); };
        socket.on('drain', more); more();";
    check_no_answer(interim, &[garbled(), Why::GivenUp, Why::Endless]);
    check_no_answer("socket.write('x'.repeat(1 << 20));", &[garbled()]);
}

#[test]
fn answers_that_trickle_or_lie_are_given_up() {
    let byte =
        "res.writeHead(200, { 'Content-Length': 1000 }); setInterval(() => res.write('x'), 100);";
    check_no_answer(byte, &[Why::GivenUp]);
    let head = "const head = 'HTTP/1.1 200 OK\\r\\nh: ' + 'x'.repeat(1000); let i = 0;
        setInterval(() => socket.write(head[i++]), 100);";
    check_no_answer(head, &[Why::GivenUp]);
    let begin = "HTTP/1.1 200 OK\\r\\n";
    for (rest, why) in [
        ("Content-Length: 100\\r\\n\\r\\nshort", Why::Closed),
        ("Content-Length: -1\\r\\n\\r\\nx", garbled()),
        ("Content-Length: 99999999999999999999999\\r\\n\\r\\nx", garbled()),
        ("Content-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nxx", garbled()),
        ("Transfer-Encoding: chunked\\r\\n\\r\\nffffffffffffffffff\\r\\nx", garbled()),
        ("Transfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nx", Why::Closed),
        ("Content-Length: 18446744073709551615\\r\\n\\r\\nx", Why::Closed),
    ] {
        check_no_answer(&format!("socket.end('{begin}{rest}');"), &[why]);
    }
}

/// A server that counts its requests, and is asked again after `attack`: it answers, and ends when it
/// is told to.
#[track_caller]
fn check_it_goes_on(attack: impl FnOnce(u16)) {
    let source = "const app = require('express')();
        app.use(require('express').json());
        app.all('/', (req, res) => res.send('here'));
        app.listen(3000);";
    let lab = start(source, &patient());
    attack(port(&lab));
    let answer = send(&lab).answers.remove(0).expect("it answers");
    assert_eq!((answer.status, answer.text().as_ref()), (200, "here"));
    assert_eq!(end(lab), Stop::Ended);
}

/// Writes what the server takes of `bytes`, and gives the first line that came back.
fn tell(port: u16, bytes: &[u8]) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // It may close before it has read everything.
    drop(connection.write_all(bytes));
    let mut came = Vec::new();
    drop(connection.take(4096).read_to_end(&mut came));
    String::from_utf8_lossy(&came).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn clients_that_say_nothing_do_not_keep_others_out() {
    check_it_goes_on(|port| {
        let half = b"GET / HTTP/1.1\r\nHost: lab\r\nx: ";
        let mut slow: Vec<_> = (0..100)
            .map(|_| TcpStream::connect(("127.0.0.1", port)).expect("it listens"))
            .collect();
        for byte in half {
            for connection in &mut slow {
                connection.write_all(&[*byte]).expect("it reads");
            }
        }
    });
}

#[test]
fn ten_thousand_connections_come_and_go() {
    check_it_goes_on(|port| {
        for at in 0..10_000 {
            let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
            if at % 2 == 0 {
                drop(connection.write_all(b"GET / HTTP/1.1\r\nHost: lab\r\n\r\n"));
            }
        }
    });
}

/// More than it has seats for, and none of them leaves: who judges does not hang, and it ends.
#[test]
fn more_connections_than_seats() {
    let lab = start(&raw("res.end('here')"), &patient());
    let port = port(&lab);
    let held: Vec<_> = (0..600)
        .map_while(|_| {
            let address = std::net::SocketAddr::from(([127, 0, 0, 1], port));
            TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok()
        })
        .collect();
    assert!(held.len() >= 200, "{}", held.len());
    let sent = send(&lab);
    eprintln!("{:?}", sent.answers[0].as_ref().map(|answer| answer.status));
    drop(held);
    let answer = send(&lab).answers.remove(0).expect("it answers again");
    assert_eq!(answer.text(), "here");
    assert_eq!(end(lab), Stop::Ended);
}

#[test]
fn requests_that_are_bombs_are_refused() {
    let begin = "GET / HTTP/1.1\r\nHost: lab\r\n";
    let long = "x".repeat(1 << 20);
    for (request, status) in [
        (format!("{begin}{}\r\n", "h: x\r\n".repeat(100_000)), "431"),
        (format!("{begin}h: {long}\r\n\r\n"), "431"),
        (format!("{begin}{long}: h\r\n\r\n"), "431"),
        (format!("GET /{long} HTTP/1.1\r\nHost: lab\r\n\r\n"), "431"),
        (format!("{long} / HTTP/1.1\r\n\r\n"), "400"),
        ("\0".repeat(100_000), "400"),
        (
            format!("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: {}\r\n\r\n", "9".repeat(400)),
            "400",
        ),
        (
            format!(
                "POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\n{}\r\n",
                "f".repeat(400)
            ),
            "",
        ),
        (
            format!(
                "POST / HTTP/1.1\r\nHost: lab\r\nContent-Type: application/json\r\nContent-Length: 200000\r\nConnection: close\r\n\r\n{}",
                "[".repeat(200_000)
            ),
            "413",
        ),
    ] {
        check_it_goes_on(|port| {
            let line = tell(port, request.as_bytes());
            let shown: String = request.chars().take(60).collect();
            assert!(
                line.starts_with(&format!("HTTP/1.1 {status}")) || line.is_empty(),
                "{line} for {shown}"
            );
        });
    }
}
