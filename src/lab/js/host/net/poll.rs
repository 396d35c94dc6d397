//! poll(2), by which all connections wait at once.

use std::{io, time::Duration};

pub fn question(fd: std::os::fd::RawFd, events: libc::c_short) -> libc::pollfd {
    libc::pollfd { fd, events, revents: 0 }
}

/// poll(2); an interrupted wait is one in which nothing came.
pub fn wait(asked: &mut [libc::pollfd], timeout: Option<Duration>) -> io::Result<()> {
    // Rounded up: a timer that is not yet due would spin.
    let ms = timeout.map_or(-1, |timeout| {
        i32::try_from(timeout.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
    });
    let count = libc::nfds_t::try_from(asked.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    #[expect(unsafe_code, reason = "the pointer and the length are those of a slice")]
    let done = unsafe { libc::poll(asked.as_mut_ptr(), count, ms) };
    if done < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}
