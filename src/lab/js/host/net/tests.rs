//! The network by its events: real clients on one side, `Net` on the other.

use std::{
    io::{Read, Write},
    net::{TcpStream, UdpSocket},
    os::unix::net::UnixStream,
    thread,
    time::{Duration, Instant},
};

use super::{Event, Net};
use crate::lab::{
    Ports,
    js::engine::Memory,
    parent::Wire,
    protocol::{self, ToParent},
    sockets::{self, Delivery, Outside},
    try_port,
};

const LONG: Duration = Duration::from_secs(20);

fn net(memory: usize) -> Net {
    Net::new(outside(2, Ports::Free), Memory::new(memory), Ports::Free)
}

fn with_ports(ports: Ports) -> Net {
    Net::new(outside(0, ports), Memory::new(1 << 20), ports)
}

/// What a child has of the network, with a parent that gives it what it asks for.
fn outside(seats: usize, ports: Ports) -> Outside {
    let (mut frames, wire) = UnixStream::pair().unwrap();
    let (delivery, taking) = UnixStream::pair().unwrap();
    thread::spawn(move || {
        while let Ok(frame) = protocol::read(&mut frames, protocol::TO_PARENT_BYTES_MAX) {
            let ToParent::Wants(wanted) = frame else { panic!("{frame:?}") };
            sockets::deliver(wanted, ports, &delivery).unwrap();
        }
    });
    let seats = (0..seats).map(|_| sockets::bound(0).unwrap()).collect();
    Outside::new(seats, Wire::new(wire), Delivery::new(taking))
}

/// Polls until an event comes.
fn next(net: &mut Net) -> Event {
    // Something that is never readable stands for the parent.
    let control = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (bell, _ringer) = std::io::pipe().unwrap();
    let deadline = Instant::now() + LONG;
    loop {
        if let Some(event) = net.take_event() {
            return event;
        }
        assert!(Instant::now() < deadline, "no event came");
        net.poll(&control, &bell, Some(LONG)).unwrap();
    }
}

#[track_caller]
fn connection(net: &mut Net) -> u32 {
    let event = next(net);
    let Event::Connection { id, .. } = event else { panic!("{event:?}") };
    id
}

#[track_caller]
fn data(net: &mut Net, of: u32) -> Vec<u8> {
    let event = next(net);
    let Event::Data { id, bytes } = event else { panic!("{event:?}") };
    assert_eq!(id, of);
    bytes
}

#[test]
fn a_port_refuses_until_the_program_listens_and_after_it_closes() {
    let mut net = net(1 << 20);
    let opened = net.listen(3000).unwrap();
    assert_eq!(opened.named, 3000);
    assert!(net.listen(3000).is_err(), "the port is taken");
    TcpStream::connect(("127.0.0.1", opened.port)).unwrap();
    assert_eq!(net.close_listener(opened.id), Some(opened.port));
    assert!(TcpStream::connect(("127.0.0.1", opened.port)).is_err());
    for _ in 0..5 {
        let again = net.listen(3000).unwrap();
        let mut client = TcpStream::connect(("127.0.0.1", again.port)).unwrap();
        client.write_all(b"x").unwrap();
        let id = connection(&mut net);
        assert_eq!(data(&mut net, id), b"x");
        net.destroy(id);
        assert!(matches!(next(&mut net), Event::Closed { code: None, .. }));
        net.close_listener(again.id);
    }
}

#[test]
fn bytes_go_both_ways_and_both_ends_close() {
    let mut net = net(1 << 20);
    let port = net.listen(0).unwrap().port;
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    client.write_all(b"hello").unwrap();
    let id = connection(&mut net);
    assert_eq!(data(&mut net, id), b"hello");
    assert_eq!(net.write(id, b"world"), Some(0));
    net.end_write(id);
    let mut text = String::new();
    client.read_to_string(&mut text).unwrap();
    assert_eq!(text, "world");
    drop(client);
    assert!(matches!(next(&mut net), Event::End(_)));
    assert!(matches!(next(&mut net), Event::Closed { code: None, .. }));
    assert!(net.connections.is_empty());
}

#[test]
fn a_client_that_does_not_read_fills_a_queue_that_drains() {
    let mut net = net(64 << 20);
    let port = net.listen(0).unwrap().port;
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let id = connection(&mut net);
    let (piece, mut sent, mut queued) = (vec![b'x'; 1 << 20], 0, 0);
    while queued == 0 {
        queued = net.write(id, &piece).unwrap();
        sent += piece.len();
    }
    assert!(net.is_moving());
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        client.read_to_end(&mut bytes).unwrap();
        bytes.len()
    });
    assert!(matches!(next(&mut net), Event::Drain(_)));
    net.destroy(id);
    assert_eq!(reader.join().unwrap(), sent);
}

#[test]
fn a_queue_that_outgrows_the_memory_is_refused() {
    let mut net = net(4 << 20);
    let port = net.listen(0).unwrap().port;
    let _client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let id = connection(&mut net);
    let piece = vec![b'x'; 1 << 20];
    let mut writes = 0;
    while net.write(id, &piece).is_some() {
        writes += 1;
        assert!(writes < 1_000, "the queue is bounded");
    }
    assert!(net.memory.was_refused());
}

#[test]
fn a_paused_connection_is_not_read() {
    let mut net = net(1 << 20);
    let port = net.listen(0).unwrap().port;
    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let id = connection(&mut net);
    net.set_paused(id, true);
    client.write_all(b"late").unwrap();
    let control = UdpSocket::bind("127.0.0.1:0").unwrap();
    let (bell, _ringer) = std::io::pipe().unwrap();
    net.poll(&control, &bell, Some(Duration::from_millis(20))).unwrap();
    assert!(net.take_event().is_none());
    net.set_paused(id, false);
    assert_eq!(data(&mut net, id), b"late");
}

#[test]
fn a_program_reaches_its_own_server_in_memory() {
    let mut net = net(1 << 20);
    assert!(net.connect(3000).is_none(), "nothing listens");
    net.listen(3000).unwrap();
    let (client, _) = net.connect(3000).unwrap();
    assert!(matches!(next(&mut net), Event::Connected(id) if id == client));
    let server = connection(&mut net);
    assert_eq!(net.write(client, b"ask"), Some(3));
    net.end_write(client);
    assert_eq!(data(&mut net, server), b"ask");
    assert!(matches!(next(&mut net), Event::Drain(id) if id == client));
    assert!(matches!(next(&mut net), Event::End(id) if id == server));
    net.write(server, b"answer");
    net.end_write(server);
    assert!(matches!(next(&mut net), Event::Closed { id, .. } if id == server));
    assert_eq!(data(&mut net, client), b"answer");
    assert!(matches!(next(&mut net), Event::End(id) if id == client));
    assert!(matches!(next(&mut net), Event::Closed { id, .. } if id == client));
    assert!(net.memory.take(1 << 20), "everything was given back");
}

#[test]
fn a_server_gets_the_port_it_names_where_that_is_asked_for() {
    let mut net = with_ports(Ports::Named);
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    assert!(net.listen(port).is_err(), "another program has it");
    assert_eq!(try_port(port).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    drop(other);
    try_port(port).unwrap();
    assert_eq!(net.listen(port).unwrap().port, port);
    TcpStream::connect(("127.0.0.1", port)).unwrap();
}

#[test]
fn a_port_that_is_given_goes_to_the_first_server_and_back_to_it() {
    let free = || {
        let bound = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        bound.local_addr().unwrap().port()
    };
    let (given, second) = (free(), free());
    let mut net = with_ports(Ports::First(given));
    let first = net.listen(1).unwrap();
    assert_eq!((first.named, first.port), (1, given));
    assert_eq!(net.listen(second).unwrap().port, second);
    net.close_listener(first.id);
    assert_eq!(net.listen(2).unwrap().port, given);
}
