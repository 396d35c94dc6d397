//! Connections as bytes: servers on the sockets that were bound before the walls, and pairs in
//! memory from the program to its own servers. Where programs name their ports, the parent also
//! connects them to other servers of this machine; there is no way to any other place.

mod codes;
mod connection;
pub mod mishaps;
mod poll;

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    net::{SocketAddr, TcpListener, TcpStream},
    os::fd::{AsRawFd, OwnedFd},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use rquickjs::{Ctx, Exception, Object, Result, Value, prelude::Opt};

use self::{
    codes::{code_of, refused, taken},
    connection::{Connection, READ_BYTES},
    poll::{question, wait},
};
use super::{Host, give, throw_coded, with_bytes};
use crate::lab::{
    Ports,
    js::engine::Memory,
    protocol::{ToParent, Wanted},
    sockets::{self, Outside},
};

/// Connections at once; more wait in the listener's queue.
const CONNECTIONS_MAX: usize = 200;
/// Clients that wait to be accepted, as Node asks for.
const BACKLOG: libc::c_int = 511;
/// Own ports of connections in memory, which have none, count up from here.
const FIRST_OWN_PORT: u16 = 49_152;

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "listen", move |ctx: Ctx<'js>, named: u16| {
        let opened = this.net.borrow_mut().listen(named);
        let opened = opened.map_err(|error| refused(&ctx, &error))?;
        let at_us = this.wire.at_us();
        this.wire.tell(&ToParent::Listening { named: opened.named, port: opened.port, at_us });
        let result = Object::new(ctx)?;
        result.set("id", opened.id)?;
        result.set("port", opened.named)?;
        Ok::<_, rquickjs::Error>(result)
    })?;
    let this = Rc::clone(host);
    give(object, "closeListener", move |id: u32| {
        let port = this.net.borrow_mut().close_listener(id);
        if let Some(port) = port {
            let at_us = this.wire.at_us();
            this.wire.tell(&ToParent::Closed { port, at_us });
        }
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "connect",
        move |ctx: Ctx<'js>, port: u16, mishap: Opt<String>, answer: Opt<_>| {
            let mishap = mishap.0.unwrap_or_default();
            let connected = this.net.borrow_mut().connect_astray(port, &mishap, answer.0);
            let Some((id, own)) = connected else {
                let message = format!("connect ECONNREFUSED 127.0.0.1:{port}");
                return Err(throw_coded(&ctx, "ECONNREFUSED", &message));
            };
            let result = Object::new(ctx)?;
            result.set("id", id)?;
            result.set("port", own)?;
            Ok(result)
        },
    )?;
    let this = Rc::clone(host);
    give(object, "write", move |ctx: Ctx<'js>, id: u32, bytes: Value<'js>| {
        let queued = with_bytes(&ctx, &bytes, |bytes| this.net.borrow_mut().write(id, bytes))?;
        queued.ok_or_else(|| Exception::throw_range(&ctx, "Array buffer allocation failed"))
    })?;
    install_switches(object, host)
}

fn install_switches(object: &Object<'_>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "endWrite", move |id: u32| this.net.borrow_mut().end_write(id))?;
    let this = Rc::clone(host);
    give(object, "destroy", move |id: u32| this.net.borrow_mut().destroy(id))?;
    let this = Rc::clone(host);
    give(object, "pause", move |id: u32| this.net.borrow_mut().set_paused(id, true))?;
    let this = Rc::clone(host);
    give(object, "resume", move |id: u32| this.net.borrow_mut().set_paused(id, false))?;
    let this = Rc::clone(host);
    give(object, "refConnection", move |id: u32, referenced: bool| {
        if let Some(connection) = this.net.borrow_mut().connections.get_mut(&id) {
            connection.referenced = referenced;
        }
    })?;
    let this = Rc::clone(host);
    give(object, "refListener", move |id: u32, referenced: bool| {
        if let Some(listener) = this.net.borrow_mut().listeners.get_mut(&id) {
            listener.referenced = referenced;
        }
    })
}

/// What came of the network, in the order in which it came.
#[derive(Debug)]
pub enum Event {
    Connection { listener: u32, id: u32, from: SocketAddr },
    Connected(u32),
    Data { id: u32, bytes: Vec<u8> },
    End(u32),
    Drain(u32),
    Closed { id: u32, code: Option<&'static str> },
}

#[derive(Debug)]
pub struct Net {
    seats: Vec<Seat>,
    outside: Outside,
    ports: Ports,
    listeners: BTreeMap<u32, Listener>,
    connections: BTreeMap<u32, Connection>,
    /// Known and not yet told.
    events: VecDeque<Event>,
    /// What a socket's bytes are read into: clearing 64 kB for each read took longer than reading.
    room: Box<[u8]>,
    memory: Arc<Memory>,
    last_id: u32,
    received_bytes: u64,
}

/// A socket that was bound before the walls.
#[derive(Debug)]
struct Seat {
    socket: OwnedFd,
    taken: bool,
}

#[derive(Debug)]
struct Listener {
    /// Which of the seats it sits on; `None` when it has a socket of its own.
    seat: Option<usize>,
    socket: TcpListener,
    named: u16,
    port: u16,
    referenced: bool,
}

/// A listener that was opened.
pub struct Opened {
    id: u32,
    named: u16,
    port: u16,
}

impl Net {
    pub fn new(mut outside: Outside, memory: Arc<Memory>, ports: Ports) -> Net {
        let seats = std::mem::take(&mut outside.seats).into_iter();
        Net {
            seats: seats.map(|socket| Seat { socket, taken: false }).collect(),
            outside,
            ports,
            listeners: BTreeMap::new(),
            connections: BTreeMap::new(),
            events: VecDeque::new(),
            room: vec![0; READ_BYTES].into_boxed_slice(),
            memory,
            last_id: 0,
            received_bytes: 0,
        }
    }

    pub fn take_event(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        if let Event::Data { bytes, .. } = &event {
            self.memory.give_back(bytes.len());
        }
        Some(event)
    }

    /// Bytes that came over sockets since the start.
    pub fn received_bytes(&self) -> u64 {
        self.received_bytes
    }

    /// Whether a server of the program is open.
    pub fn listens(&self) -> bool {
        !self.listeners.is_empty()
    }

    /// Whether there is an event to take.
    pub fn has_news(&self) -> bool {
        !self.events.is_empty()
    }

    /// Whether something here keeps the program alive.
    pub fn keeps_alive(&self) -> bool {
        !self.events.is_empty()
            || self.listeners.values().any(|listener| listener.referenced)
            || self.connections.values().any(|connection| connection.referenced)
    }

    /// Whether bytes are on their way that need nothing of the program.
    pub fn is_moving(&self) -> bool {
        !self.events.is_empty() || self.connections.values().any(Connection::is_moving)
    }

    /// Waits until something can be moved, until `control` or `bell` can be read, or for `timeout`;
    /// then moves it. Says whether `control` can be read.
    pub fn poll(
        &mut self,
        control: &impl AsRawFd,
        bell: &impl AsRawFd,
        timeout: Option<Duration>,
    ) -> io::Result<bool> {
        let moved = self.move_in_memory();
        let timeout = if moved || !self.events.is_empty() { Some(Duration::ZERO) } else { timeout };
        let mut asked = vec![
            question(control.as_raw_fd(), libc::POLLIN),
            question(bell.as_raw_fd(), libc::POLLIN),
        ];
        let full = CONNECTIONS_MAX <= self.connections.len();
        let listeners: Vec<u32> =
            if full { Vec::new() } else { self.listeners.keys().copied().collect() };
        for id in &listeners {
            asked.push(question(self.listeners[id].socket.as_raw_fd(), libc::POLLIN));
        }
        let mut connections = Vec::new();
        for (id, connection) in &self.connections {
            if let Some((fd, wanted)) = connection.question() {
                connections.push(*id);
                asked.push(question(fd, wanted));
            }
        }
        wait(&mut asked, timeout)?;
        let mut answers = asked.iter().map(|asked| asked.revents);
        let control = answers.next().is_some_and(|answer| answer != 0);
        // Whoever rings has put down what it is about.
        answers.next();
        for (id, answer) in listeners.into_iter().zip(answers.by_ref()) {
            if answer != 0 {
                self.accept(id);
            }
        }
        for (id, answer) in connections.into_iter().zip(answers) {
            if answer != 0 {
                self.move_socket(id, answer);
            }
        }
        Ok(control)
    }

    fn listen(&mut self, named: u16) -> io::Result<Opened> {
        if named != 0 && self.listeners.values().any(|other| other.named == named) {
            return Err(taken(&format!("address already in use :::{named}")));
        }
        let (socket, seat) = self.socket_for(named)?;
        sockets::listen(&socket, BACKLOG)?;
        let socket = TcpListener::from(socket);
        socket.set_nonblocking(true)?;
        let port = socket.local_addr()?.port();
        let named = if named == 0 { port } else { named };
        if let Some(seat) = seat {
            self.seats[seat].taken = true;
        }
        let id = self.new_id();
        self.listeners.insert(id, Listener { seat, socket, named, port, referenced: true });
        Ok(Opened { id, named, port })
    }

    /// A bound socket for a server on `named`, and the seat it is a copy of.
    fn socket_for(&self, named: u16) -> io::Result<(OwnedFd, Option<usize>)> {
        let wanted = match self.ports {
            Ports::First(port) if !self.listeners.values().any(|other| other.port == port) => port,
            Ports::First(_) | Ports::Named => named,
            Ports::Free => 0,
        };
        if wanted != 0 {
            let taken = |_| taken(&format!("address already in use :::{wanted}"));
            return Ok((self.outside.ask(Wanted::Bound(wanted)).map_err(taken)?, None));
        }
        let Some(seat) = self.seats.iter().position(|seat| !seat.taken) else {
            let count = self.seats.len();
            return Err(taken(&format!("the lab gives a program {count} servers at once")));
        };
        Ok((self.seats[seat].socket.try_clone()?, Some(seat)))
    }

    /// The real port that is closed now.
    fn close_listener(&mut self, id: u32) -> Option<u16> {
        let listener = self.listeners.remove(&id)?;
        // One that cannot be shut is closed with its last descriptor.
        drop(sockets::refuse(&listener.socket));
        if let Some(seat) = listener.seat {
            self.seats[seat].taken = false;
        }
        Some(listener.port)
    }

    fn accept(&mut self, listener: u32) {
        while self.connections.len() < CONNECTIONS_MAX {
            let Ok((socket, from)) = self.listeners[&listener].socket.accept() else { return };
            if socket.set_nonblocking(true).is_err() {
                continue;
            }
            // Node does so too, or a small answer waits for the acknowledgement of the last one.
            drop(socket.set_nodelay(true));
            let id = self.new_id();
            self.connections.insert(id, Connection::of_socket(socket));
            self.events.push_back(Event::Connection { listener, id, from });
        }
    }

    /// A pair of connections to the program's own server on `port`, or one to somebody else's
    /// where programs may have it: the client's id and port.
    fn connect(&mut self, port: u16) -> Option<(u32, u16)> {
        let own = |listener: &Listener| listener.named == port || listener.port == port;
        let listener = self.listeners.iter().find(|(_, listener)| own(listener));
        let Some((&listener, _)) = listener else { return self.connect_outside(port) };
        let (client, server) = (self.new_id(), self.new_id());
        let count = u16::try_from(client % u32::from(u16::MAX - FIRST_OWN_PORT)).unwrap_or(0);
        let own = FIRST_OWN_PORT + count;
        self.connections.insert(client, Connection::in_memory(server));
        self.connections.insert(server, Connection::in_memory(client));
        let from = SocketAddr::from(([127, 0, 0, 1], own));
        self.events.push_back(Event::Connected(client));
        self.events.push_back(Event::Connection { listener, id: server, from });
        Some((client, own))
    }

    fn connect_outside(&mut self, port: u16) -> Option<(u32, u16)> {
        if self.ports == Ports::Free || CONNECTIONS_MAX <= self.connections.len() {
            return None;
        }
        let socket = TcpStream::from(self.outside.ask(Wanted::Connected(port)).ok()?);
        socket.set_nonblocking(true).ok()?;
        // As for those that are accepted.
        drop(socket.set_nodelay(true));
        let own = socket.local_addr().ok()?.port();
        let id = self.new_id();
        self.connections.insert(id, Connection::of_socket(socket));
        self.events.push_back(Event::Connected(id));
        Some((id, own))
    }

    /// Bytes that are queued after `bytes` were given; `None` when there is no memory for them.
    fn write(&mut self, id: u32, bytes: &[u8]) -> Option<usize> {
        if self.goes_astray(id, bytes) {
            return Some(0);
        }
        let Some(connection) = self.connections.get_mut(&id) else { return Some(0) };
        if let Some(peer) = connection.peer() {
            if !self.memory.take(bytes.len()) {
                return None;
            }
            if let Some(peer) = self.connections.get_mut(&peer) {
                return Some(peer.put(bytes));
            }
            self.memory.give_back(bytes.len());
            self.fail(id, "EPIPE");
            return Some(0);
        }
        match connection.send(bytes, &self.memory) {
            Ok(queued) => queued,
            Err(error) => {
                self.fail(id, code_of(&error));
                Some(0)
            }
        }
    }

    fn end_write(&mut self, id: u32) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        connection.end();
        if let Some(peer) = connection.peer()
            && let Some(peer) = self.connections.get_mut(&peer)
        {
            peer.end_inbox();
        }
        self.close_if_over(id);
    }

    fn set_paused(&mut self, id: u32, paused: bool) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.paused = paused;
        }
    }

    fn fail(&mut self, id: u32, code: &'static str) {
        self.close(id, Some(code));
    }

    /// The program wants to hear no more of it, except that it is closed.
    fn destroy(&mut self, id: u32) {
        self.events.retain(|event| match event {
            Event::Data { id: of, bytes } if *of == id => {
                self.memory.give_back(bytes.len());
                false
            }
            Event::Data { .. } | Event::Connection { .. } | Event::Closed { .. } => true,
            Event::Connected(of) | Event::End(of) | Event::Drain(of) => *of != id,
        });
        self.close(id, None);
    }

    fn close(&mut self, id: u32, code: Option<&'static str>) {
        let Some(connection) = self.connections.remove(&id) else { return };
        self.memory.give_back(connection.bytes_held());
        if let Some(peer) = connection.peer()
            && let Some(peer) = self.connections.get_mut(&peer)
        {
            peer.end_inbox();
        }
        self.leave_twin(&connection);
        self.events.push_back(Event::Closed { id, code });
    }

    fn close_if_over(&mut self, id: u32) {
        if self.connections.get(&id).is_some_and(Connection::is_over) {
            self.close(id, None);
        }
    }

    /// One piece for each connection in memory that can take one.
    fn move_in_memory(&mut self) -> bool {
        let ids: Vec<u32> = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.can_take())
            .map(|(id, _)| *id)
            .collect();
        for id in &ids {
            let Some(connection) = self.connections.get_mut(id) else { continue };
            let Some(bytes) = connection.take() else {
                self.events.push_back(Event::End(*id));
                self.close_if_over(*id);
                continue;
            };
            let (emptied, peer) = (connection.inbox_is_empty(), connection.peer());
            self.events.push_back(Event::Data { id: *id, bytes });
            self.note_answered(*id);
            if let Some(peer) = peer
                && emptied
                && self.connections.contains_key(&peer)
            {
                self.events.push_back(Event::Drain(peer));
            }
        }
        !ids.is_empty()
    }

    fn move_socket(&mut self, id: u32, answer: libc::c_short) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if answer & libc::POLLOUT != 0 {
            match connection.flush(&self.memory) {
                Ok(true) => self.events.push_back(Event::Drain(id)),
                Ok(false) => {}
                Err(error) => return self.fail(id, code_of(&error)),
            }
        }
        if answer & (libc::POLLIN | libc::POLLHUP | libc::POLLERR) != 0 && connection.reads() {
            if !self.memory.take(READ_BYTES) {
                return self.fail(id, "ENOBUFS");
            }
            let received = connection.receive(&mut self.room);
            self.memory.give_back(READ_BYTES);
            match received {
                Ok(Some(bytes)) if bytes.is_empty() => self.events.push_back(Event::End(id)),
                Ok(Some(bytes)) => {
                    self.received_bytes += bytes.len() as u64;
                    // Room for it was counted a few lines above.
                    self.memory.take(bytes.len());
                    self.events.push_back(Event::Data { id, bytes });
                }
                Ok(None) => {}
                Err(error) => return self.fail(id, code_of(&error)),
            }
        } else if answer & (libc::POLLHUP | libc::POLLERR) != 0 {
            connection.note_hang_up();
        }
        self.close_if_over(id);
    }

    fn new_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }
}

#[cfg(test)]
mod tests;
