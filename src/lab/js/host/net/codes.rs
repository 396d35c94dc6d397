//! Errors of the network as Node names them.

use std::io;

use rquickjs::Ctx;

use crate::lab::js::host::throw_coded;

pub fn taken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::AddrInUse, format!("listen EADDRINUSE: {why}"))
}

pub fn refused(ctx: &Ctx<'_>, error: &io::Error) -> rquickjs::Error {
    let code = if error.kind() == io::ErrorKind::AddrInUse { "EADDRINUSE" } else { "EACCES" };
    throw_coded(ctx, code, &error.to_string())
}

/// The name that Node gives a system error.
pub fn code_of(error: &io::Error) -> &'static str {
    if error.kind() == io::ErrorKind::BrokenPipe { "EPIPE" } else { "ECONNRESET" }
}
