//! One file from an address that a learner typed, over https, or over http from this machine: no more bytes
//! than it may have, no longer than it may take, redirects looked at one by one.
//!
//! The client and what it trusts (the system's certificates) are made when the first file is asked for; a
//! program that fetches nothing pays nothing.

use std::{
    error::Error,
    io::{self, Read},
    net::ToSocketAddrs,
    sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    thread,
    time::{Duration, Instant},
};

use reqwest::{
    StatusCode, Url,
    blocking::{Client, Response},
    header::{ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LOCATION},
};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::Host;

use crate::client::{LOOK, Patience, tls};

/// Redirects that are followed for one file.
pub const REDIRECTS_MAX: usize = 5;
/// Bytes of a server's mark of a file that are kept; a longer one is as good as none.
const ETAG_BYTES_MAX: usize = 256;
/// Bytes of an address at most.
pub const ADDRESS_BYTES_MAX: usize = 2_000;
/// How long a server may take until the connection is made, and how long it may say nothing after that.
pub const SILENCE_MAX: Duration = Duration::from_secs(30);
/// How long one file may take in all.
pub const WHOLE_MAX: Duration = Duration::from_mins(10);
/// Bytes that are read at once.
const PIECE_BYTES: usize = 64 << 10;
/// Pieces that wait for whoever takes them.
const PIECES_WAITING: usize = 4;

/// Where a file is fetched from: https, or http on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    url: Url,
}

/// What an address is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAddress {
    /// No URL.
    Form,
    /// http to another machine: whoever sits between could change what comes.
    Unsafe,
    /// Another scheme.
    Scheme,
    /// A name or a password stands in it.
    Credentials,
}

impl Address {
    /// # Errors
    /// Says what the address is not.
    pub fn parse(text: &str) -> Result<Address, NoAddress> {
        if ADDRESS_BYTES_MAX < text.len() {
            return Err(NoAddress::Form);
        }
        Address::of(Url::parse(text.trim()).map_err(|_| NoAddress::Form)?)
    }

    /// The address of `path` below this one, which is a folder, with or without a slash at its end.
    #[must_use]
    pub fn below(&self, path: &str) -> Address {
        let mut url = self.url.clone();
        let folder = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{folder}/{path}"));
        Address { url }
    }

    /// The address of the file whose name is this one's and `end`.
    #[must_use]
    pub fn with_end(&self, end: &str) -> Address {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{end}", self.url.path()));
        Address { url }
    }

    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The host alone.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    fn of(mut url: Url) -> Result<Address, NoAddress> {
        url.set_fragment(None);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NoAddress::Credentials);
        }
        match url.scheme() {
            "https" => Ok(Address { url }),
            "http" if is_this_machine(&url) => Ok(Address { url }),
            "http" => Err(NoAddress::Unsafe),
            _ => Err(NoAddress::Scheme),
        }
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(number)) => number.is_loopback(),
        Some(Host::Ipv6(number)) => number.is_loopback(),
        None => false,
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub address: &'a Address,
    /// The mark of what is here already: `NotModified` is the answer where it is still so.
    pub etag: Option<&'a str>,
    pub bytes_max: u64,
    /// As [`SILENCE_MAX`].
    pub silence: Duration,
    /// As [`WHOLE_MAX`].
    pub whole: Duration,
}

impl<'a> Wanted<'a> {
    pub fn new(address: &'a Address, bytes_max: u64) -> Wanted<'a> {
        Wanted { address, etag: None, bytes_max, silence: SILENCE_MAX, whole: WHOLE_MAX }
    }
}

/// How far a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    pub bytes: u64,
    /// How many there will be, where the server says it.
    pub of: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    Whole {
        bytes: Vec<u8>,
        etag: Option<String>,
    },
    /// What the mark stands for is still what is there.
    NotModified,
}

/// Why a file did not come. Texts in it are foreign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCame {
    /// The host's name leads nowhere: it is wrong, or there is no network.
    NoHost,
    /// No connection could be made.
    Refused(io::ErrorKind),
    /// The server could not prove that it is the host, or speaks no TLS; what the library says.
    Untrusted(String),
    /// A redirect to what is no address that may be fetched.
    RedirectTo(String, NoAddress),
    /// More than [`REDIRECTS_MAX`] redirects, or one that leads nowhere.
    Redirects,
    Status(u16),
    /// More bytes than it may have.
    TooLarge,
    /// Nothing came for so long.
    Silent(Duration),
    /// It took longer than that in all.
    Slow(Duration),
    /// The connection ended before the file did.
    Cut,
    /// What came is no HTTP.
    Garbled,
    /// Whoever waited did not want to wait longer.
    GivenUp,
    /// This machine cannot: no thread, no certificates.
    Here(String),
}

/// What the thread that reads tells the one that waits.
enum Told {
    Head { of: Option<u64>, etag: Option<String> },
    Piece(Vec<u8>),
    End,
    Other(Result<Came, NotCame>),
}

/// Fetches a file. `patience` hears how far it is, and may give up at any time.
///
/// # Errors
/// Says why it did not come.
pub fn download(
    wanted: &Wanted<'_>,
    patience: &mut dyn FnMut(Arrived) -> Patience,
) -> Result<Came, NotCame> {
    let (told, heard) = mpsc::sync_channel(PIECES_WAITING);
    let asked = Asked {
        address: wanted.address.clone(),
        etag: wanted.etag.map(str::to_owned),
        bytes_max: wanted.bytes_max,
        silence: wanted.silence,
        whole: wanted.whole,
    };
    // A read cannot be called off, so it has a thread that is left behind when nobody waits any more.
    let reading = thread::Builder::new().name("download".to_owned());
    reading
        .spawn(move || {
            if let Err(why) = asked.read(&told) {
                // Nobody hears what was given up.
                drop(told.send(Told::Other(Err(why))));
            }
        })
        .map_err(|error| NotCame::Here(error.to_string()))?;
    take(wanted, &heard, patience)
}

fn take(
    wanted: &Wanted<'_>,
    heard: &Receiver<Told>,
    patience: &mut dyn FnMut(Arrived) -> Patience,
) -> Result<Came, NotCame> {
    let began = Instant::now();
    let mut last = began;
    let mut arrived = Arrived::default();
    let (mut bytes, mut mark) = (Vec::new(), None);
    loop {
        if patience(arrived) == Patience::GiveUp {
            return Err(NotCame::GivenUp);
        }
        if wanted.whole < began.elapsed() {
            return Err(NotCame::Slow(wanted.whole));
        }
        match heard.recv_timeout(LOOK) {
            Ok(Told::Head { of, etag }) => {
                (arrived.of, mark) = (of, etag);
                if of.is_some_and(|of| wanted.bytes_max < of) {
                    return Err(NotCame::TooLarge);
                }
            }
            Ok(Told::Piece(piece)) => {
                bytes.extend_from_slice(&piece);
                arrived.bytes = bytes.len() as u64;
                if wanted.bytes_max < arrived.bytes {
                    return Err(NotCame::TooLarge);
                }
            }
            Ok(Told::End) => return Ok(Came::Whole { bytes, etag: mark }),
            Ok(Told::Other(other)) => return other,
            Err(RecvTimeoutError::Disconnected) => return Err(NotCame::Cut),
            Err(RecvTimeoutError::Timeout) if wanted.silence < last.elapsed() => {
                return Err(NotCame::Silent(wanted.silence));
            }
            Err(RecvTimeoutError::Timeout) => continue,
        }
        last = Instant::now();
    }
}

/// What the thread that reads was asked for.
struct Asked {
    address: Address,
    etag: Option<String>,
    bytes_max: u64,
    silence: Duration,
    whole: Duration,
}

impl Asked {
    fn read(&self, told: &SyncSender<Told>) -> Result<(), NotCame> {
        let mut address = self.address.clone();
        for _ in 0..=REDIRECTS_MAX {
            look_up(&address.url)?;
            let mut request = self.client(&address)?.get(address.url.clone());
            // A mark that cannot go over the wire is one that no server gave.
            let etag = self.etag.as_deref().and_then(|etag| HeaderValue::from_str(etag).ok());
            if let Some(etag) = etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            let answer = request.send().map_err(|error| self.why(&error))?;
            match answer.status() {
                StatusCode::OK => return self.body(answer, told),
                StatusCode::NOT_MODIFIED if self.etag.is_some() => {
                    drop(told.send(Told::Other(Ok(Came::NotModified))));
                    return Ok(());
                }
                status if status.is_redirection() => {
                    address = redirected(&address, answer.headers())?;
                }
                status => return Err(NotCame::Status(status.as_u16())),
            }
        }
        Err(NotCame::Redirects)
    }

    fn client(&self, address: &Address) -> Result<Client, NotCame> {
        Client::builder()
            .tls_backend_preconfigured(trust(address)?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(self.silence)
            .timeout(self.whole)
            .user_agent(concat!("backlab/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| NotCame::Here(last_words(&error)))
    }

    fn body(&self, mut answer: Response, told: &SyncSender<Told>) -> Result<(), NotCame> {
        let etag = answer.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        let etag = etag.filter(|etag| etag.len() <= ETAG_BYTES_MAX);
        let head = Told::Head { of: answer.content_length(), etag: etag.map(str::to_owned) };
        if told.send(head).is_err() {
            return Ok(());
        }
        // One byte more than it may have, so that it is seen to be too large.
        let mut left = self.bytes_max + 1;
        let mut piece = vec![0; PIECE_BYTES];
        while left > 0 {
            match answer.read(&mut piece) {
                Ok(0) => {
                    drop(told.send(Told::End));
                    return Ok(());
                }
                Ok(count) => {
                    left = left.saturating_sub(count as u64);
                    if told.send(Told::Piece(piece[..count].to_vec())).is_err() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(NotCame::Cut),
            }
        }
        Err(NotCame::TooLarge)
    }

    fn why(&self, error: &reqwest::Error) -> NotCame {
        let mut cause: Option<&dyn Error> = Some(error);
        while let Some(this) = cause {
            if let Some(io) = this.downcast_ref::<io::Error>() {
                if let Some(tls) = tls_in(io) {
                    return NotCame::Untrusted(tls.to_string());
                }
                if error.is_connect() {
                    return NotCame::Refused(io.kind());
                }
            }
            cause = this.source();
        }
        if error.is_timeout() {
            NotCame::Silent(self.silence)
        } else if error.is_connect() {
            NotCame::Refused(io::ErrorKind::Other)
        } else if last_words(error).starts_with("invalid HTTP") {
            NotCame::Garbled
        } else {
            NotCame::Cut
        }
    }
}

/// What TLS did not like, where that is in an error of the system, which may be in another one.
fn tls_in(error: &io::Error) -> Option<&rustls::Error> {
    let inner = error.get_ref()?;
    match inner.downcast_ref::<io::Error>() {
        Some(inner) => tls_in(inner),
        None => inner.downcast_ref(),
    }
}

/// Asks where the host is, so that a name that leads nowhere is told apart from a server that is silent.
fn look_up(url: &Url) -> Result<(), NotCame> {
    match url.host() {
        Some(Host::Domain(name)) => {
            let port = url.port_or_known_default().unwrap_or_default();
            (name, port).to_socket_addrs().map(drop).map_err(|_| NotCame::NoHost)
        }
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Ok(()),
        None => Err(NotCame::NoHost),
    }
}

/// Which servers are believed: whom the system trusts. Its certificates are read only where https is asked for.
fn trust(address: &Address) -> Result<ClientConfig, NotCame> {
    if address.url.scheme() == "http" {
        return Ok(tls::nobody());
    }
    let here = |error: rustls::Error| NotCame::Here(error.to_string());
    Ok(tls::versions().with_platform_verifier().map_err(here)?.with_no_client_auth())
}

/// Where a redirect leads.
fn redirected(from: &Address, headers: &HeaderMap) -> Result<Address, NotCame> {
    let place = headers.get(LOCATION).and_then(|place| place.to_str().ok());
    let place = place.filter(|place| place.len() <= ADDRESS_BYTES_MAX).ok_or(NotCame::Redirects)?;
    let url = from.url.join(place).map_err(|_| NotCame::Redirects)?;
    let to = url.to_string();
    // From https to http, even on this machine, somebody else could have led.
    if from.url.scheme() == "https" && url.scheme() == "http" {
        return Err(NotCame::RedirectTo(to, NoAddress::Unsafe));
    }
    Address::of(url).map_err(|why| NotCame::RedirectTo(to, why))
}

fn last_words(error: &dyn Error) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}
