//! Sockets on 127.0.0.1, and how a child gets those that its walls keep it from making: it asks
//! its parent, which makes them and passes the descriptor (unix(7), `SCM_RIGHTS`).

use std::{
    io::{self, IoSlice, IoSliceMut},
    mem::MaybeUninit,
    net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream},
    os::{
        fd::{AsFd, OwnedFd},
        unix::net::UnixStream,
    },
    time::Duration,
};

use rustix::{
    io::FdFlags,
    net::{
        self, AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags,
        SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketType, recvmsg, sendmsg,
    },
};

use super::{
    parent::Wire,
    protocol::{Ports, ToParent, Wanted},
};

/// How long the parent tries to reach a server on this machine.
const CONNECT: Duration = Duration::from_secs(1);

/// The child's end of the way on which sockets come.
#[derive(Debug)]
pub struct Delivery(UnixStream);

/// What a child has of the network.
#[derive(Debug)]
pub struct Outside {
    /// Bound before the walls, each to a port of its own.
    pub seats: Vec<OwnedFd>,
    wire: Wire,
    delivery: Delivery,
}

impl Outside {
    pub fn new(seats: Vec<OwnedFd>, wire: Wire, delivery: Delivery) -> Outside {
        Outside { seats, wire, delivery }
    }

    /// What listens for clients, and its port: the one that is named, which the parent gives, or that of
    /// a seat.
    ///
    /// # Errors
    /// The port is taken, or there is no seat left.
    pub fn listener(
        &mut self,
        named: Option<u16>,
        backlog: libc::c_int,
    ) -> io::Result<(TcpListener, u16)> {
        let seat = match named {
            Some(port) => self.ask(Wanted::Bound(port))?,
            None => self.seats.pop().ok_or(io::ErrorKind::AddrNotAvailable)?,
        };
        listen(&seat, backlog)?;
        let listener = TcpListener::from(seat);
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    }

    /// A socket that the parent makes.
    ///
    /// # Errors
    /// What kept it from that: `EACCES` where programs may not have it.
    pub fn ask(&self, wanted: Wanted) -> io::Result<OwnedFd> {
        self.wire.tell(&ToParent::Wants(wanted));
        self.delivery.take()
    }
}

/// An answer is an error number, or 0 and a descriptor.
const ANSWER_BYTES: usize = 4;

impl Delivery {
    pub fn new(socket: UnixStream) -> Delivery {
        Delivery(socket)
    }

    /// Waits for the answer to what was asked of the parent.
    ///
    /// # Errors
    /// What kept the parent from making the socket, with its error number.
    pub fn take(&self) -> io::Result<OwnedFd> {
        let mut word = [0; ANSWER_BYTES];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut pieces = [IoSliceMut::new(&mut word)];
        let got = recvmsg(self.0.as_fd(), &mut pieces, &mut control, RecvFlags::CMSG_CLOEXEC)?;
        let mut passed = control.drain().filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next(),
            _ => None,
        });
        match (passed.next(), i32::from_ne_bytes(word)) {
            (Some(socket), 0) if got.bytes == ANSWER_BYTES => Ok(socket),
            (None, errno) if got.bytes == ANSWER_BYTES && errno != 0 => {
                Err(io::Error::from_raw_os_error(errno))
            }
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// Makes what a child asked for, where programs with such `ports` may have it, and answers it over
/// `way`. Gives the port that it may listen on from now on, if it got one.
///
/// # Errors
/// When the child does not take its answers.
pub fn deliver(wanted: Wanted, ports: Ports, way: &UnixStream) -> io::Result<Option<u16>> {
    let made = match (ports, wanted) {
        (Ports::Free, _) => Err(io::Error::from_raw_os_error(libc::EACCES)),
        (Ports::Named | Ports::First(_), Wanted::Bound(port)) => bound(port),
        (Ports::Named | Ports::First(_), Wanted::Connected(port)) => {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            TcpStream::connect_timeout(&address, CONNECT).map(OwnedFd::from)
        }
    };
    let errno = made.as_ref().err().map_or(0, |error| error.raw_os_error().unwrap_or(libc::EIO));
    let word = errno.to_ne_bytes();
    let descriptors = made.as_ref().map(|socket| [socket.as_fd()]);
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if let Ok(descriptors) = &descriptors {
        control.push(SendAncillaryMessage::ScmRights(descriptors));
    }
    // A child that does not take its answers must not keep the reader waiting.
    sendmsg(
        way.as_fd(),
        &[IoSlice::new(&word)],
        &mut control,
        SendFlags::DONTWAIT | SendFlags::NOSIGNAL,
    )?;
    Ok(match (wanted, made) {
        (Wanted::Bound(_), Ok(socket)) => Some(port_of(&socket)?),
        (Wanted::Bound(_) | Wanted::Connected(_), _) => None,
    })
}

/// As `bound(0)`, with the port, which the socket keeps when it listens, is shut and listens again.
///
/// A port that the system chose is given up when a socket is shut; one that was named is not.
pub fn bound_for_good() -> io::Result<(OwnedFd, u16)> {
    let chosen = bound(0)?;
    let port = port_of(&chosen)?;
    // Neither listens, so both may have it; nobody else can take it in between.
    Ok((bound(port)?, port))
}

fn port_of(socket: &OwnedFd) -> io::Result<u16> {
    let address: SocketAddr = net::getsockname(socket)?.try_into()?;
    Ok(address.port())
}

/// A socket on 127.0.0.1 that refuses; port 0 gives it a port of its own.
///
/// `TcpListener::bind` listens too; a program's port must refuse until the program listens.
pub fn bound(port: u16) -> io::Result<OwnedFd> {
    let socket = net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
    rustix::io::fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
    // As Node does, so that a port is free again when its program ends.
    net::sockopt::set_socket_reuseaddr(&socket, true)?;
    net::bind(&socket, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))?;
    Ok(socket)
}

/// Lets the bound `socket` take connections; so many wait to be accepted.
pub fn listen(socket: &OwnedFd, backlog: i32) -> io::Result<()> {
    Ok(net::listen(socket, backlog)?)
}

/// Lets a socket that listens refuse again. It stays bound and can listen once more.
pub fn refuse(socket: &impl AsFd) -> io::Result<()> {
    Ok(net::shutdown(socket, net::Shutdown::Both)?)
}

#[cfg(test)]
mod tests {
    use std::{io::Read, net::TcpListener};

    use super::*;

    fn asked(wanted: Wanted, ports: Ports) -> io::Result<OwnedFd> {
        let (parent, child) = UnixStream::pair().unwrap();
        deliver(wanted, ports, &parent).unwrap();
        Delivery::new(child).take()
    }

    #[test]
    fn what_is_asked_for_comes_and_works() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        let mut here = TcpStream::from(asked(Wanted::Connected(port), Ports::Named).unwrap());
        drop(server.accept().unwrap());
        assert_eq!(here.read(&mut [0]).unwrap(), 0, "it was the connection that is closed now");
        let own = asked(Wanted::Bound(0), Ports::First(1)).unwrap();
        listen(&own, 1).unwrap();
        TcpStream::connect(TcpListener::from(own).local_addr().unwrap()).unwrap();
    }

    #[test]
    fn a_port_for_good_stays_when_a_server_closes_and_opens_again() {
        let (socket, port) = bound_for_good().unwrap();
        for _ in 0..3 {
            listen(&socket, 1).unwrap();
            assert_eq!(port_of(&socket).unwrap(), port);
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            refuse(&socket).unwrap();
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap_err();
        }
    }

    #[test]
    fn what_cannot_be_had_is_said_with_its_number() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let errno = |result: io::Result<OwnedFd>| result.unwrap_err().raw_os_error();
        assert_eq!(errno(asked(Wanted::Bound(port), Ports::Named)), Some(libc::EADDRINUSE));
        drop(taken);
        assert_eq!(errno(asked(Wanted::Connected(port), Ports::Named)), Some(libc::ECONNREFUSED));
        for wanted in [Wanted::Bound(port), Wanted::Connected(port)] {
            assert_eq!(errno(asked(wanted, Ports::Free)), Some(libc::EACCES));
        }
    }

    #[test]
    fn a_child_that_takes_nothing_keeps_nobody_waiting() {
        let (parent, child) = UnixStream::pair().unwrap();
        let mut given = 0;
        while deliver(Wanted::Bound(0), Ports::Free, &parent).is_ok() {
            given += 1;
            assert!(given < 1_000_000, "the way is never full");
        }
        drop(child);
    }
}
