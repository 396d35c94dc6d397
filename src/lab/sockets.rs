//! Sockets on 127.0.0.1, and how a child gets those that its walls keep it from making: it asks
//! its parent, which makes them and passes the descriptor (unix(7), `SCM_RIGHTS`).

use std::{
    io::{self, IoSlice, IoSliceMut},
    mem::MaybeUninit,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    os::{
        fd::{AsFd, AsRawFd, FromRawFd, OwnedFd},
        unix::net::UnixStream,
    },
    time::Duration,
};

use super::{
    parent::Wire,
    protocol::{Ports, ToParent, Wanted},
};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
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
    // The copy is a listener in name only.
    Ok(TcpListener::from(socket.try_clone()?).local_addr()?.port())
}

/// A socket on 127.0.0.1 that refuses; port 0 gives it a port of its own.
///
/// `TcpListener::bind` listens too; a program's port must refuse until the program listens.
pub fn bound(port: u16) -> io::Result<OwnedFd> {
    #[expect(unsafe_code, reason = "the address lives across the call, its length is its own")]
    unsafe {
        let socket = done(libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0))?;
        let socket = OwnedFd::from_raw_fd(socket);
        done(libc::fcntl(socket.as_raw_fd(), libc::F_SETFD, libc::FD_CLOEXEC))?;
        // As Node does, so that a port is free again when its program ends.
        let yes: libc::c_int = 1;
        let length = libc::socklen_t::try_from(size_of_val(&yes)).expect("4 bytes");
        let (level, option) = (libc::SOL_SOCKET, libc::SO_REUSEADDR);
        let value = (&raw const yes).cast();
        done(libc::setsockopt(socket.as_raw_fd(), level, option, value, length))?;
        let mut address: libc::sockaddr_in = std::mem::zeroed();
        address.sin_family = libc::sa_family_t::try_from(libc::AF_INET).expect("AF_INET is small");
        address.sin_port = port.to_be();
        address.sin_addr.s_addr = u32::from(Ipv4Addr::LOCALHOST).to_be();
        let length = libc::socklen_t::try_from(size_of_val(&address)).expect("16 bytes");
        done(libc::bind(socket.as_raw_fd(), (&raw const address).cast(), length))?;
        Ok(socket)
    }
}

/// Lets the bound `socket` take connections; so many wait to be accepted.
pub fn listen(socket: &OwnedFd, backlog: libc::c_int) -> io::Result<()> {
    #[expect(unsafe_code, reason = "a socket of our own and a number")]
    done(unsafe { libc::listen(socket.as_raw_fd(), backlog) })?;
    Ok(())
}

fn done(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

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
            #[expect(unsafe_code, reason = "a socket of our own and a number")]
            unsafe {
                libc::shutdown(socket.as_raw_fd(), libc::SHUT_RDWR);
            }
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
