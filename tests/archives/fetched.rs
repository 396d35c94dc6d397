//! Packs over HTTP, from a plain server of files on this machine: each way in which a file does not come has
//! its own words.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use backlab::{
    diag::Trouble,
    pack::{
        archive::Digest,
        fetch::{Address, Arrived, Fetcher, Known, Patience, Times, address, place_of},
        registry, sign,
    },
    text::is_unsafe,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{
    case,
    kept::{id, packed, secret, version},
};

/// What the server does with the path that is asked for and its If-None-Match.
type Answers = dyn Fn(&mut TcpStream, &str, Option<&str>) + Send + Sync;

/// A server that ends with the test; each request is noted.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answers: impl Fn(&mut TcpStream, &str, Option<&str>) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, answers): (_, Arc<Answers>) = (Arc::clone(&asked), Arc::new(answers));
        thread::spawn(move || {
            for connection in listener.incoming() {
                let (noted, answers) = (Arc::clone(&noted), Arc::clone(&answers));
                thread::spawn(move || serve(connection.unwrap(), &noted, &*answers));
            }
        });
        Server { port, asked }
    }

    /// A plain server of the files in `folder`, with a mark for each content.
    fn of_files(folder: PathBuf) -> Server {
        Server::new(move |connection, path, etag| {
            let Ok(content) = fs::read(folder.join(path.trim_start_matches('/'))) else {
                respond(connection, "404 Not Found", "", b"not here");
                return;
            };
            let mark = format!("\"{}\"", Digest::of(&content));
            if etag == Some(&mark) {
                respond(connection, "304 Not Modified", "", b"");
            } else {
                respond(connection, "200 OK", &format!("ETag: {mark}\r\n"), &content);
            }
        })
    }

    fn address(&self, path: &str) -> Address {
        address(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn serve(mut connection: TcpStream, noted: &Mutex<Vec<String>>, answers: &Answers) {
    let mut lines = BufReader::new(connection.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let mut etag = None;
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap();
        if name.eq_ignore_ascii_case("if-none-match") {
            etag = Some(value.to_owned());
        }
    }
    noted.lock().unwrap().push(path.clone());
    answers(&mut connection, &path, etag.as_deref());
}

fn respond(connection: &mut TcpStream, status: &str, fields: &str, body: &[u8]) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{fields}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    // The other side may have left.
    let _ = connection.write_all(head.as_bytes()).and_then(|()| connection.write_all(body));
}

/// Until the other side leaves.
fn hold(connection: &mut TcpStream) {
    while connection.read(&mut [0; 512]).unwrap_or(0) > 0 {}
}

fn redirect(connection: &mut TcpStream, to: &str) {
    respond(connection, "302 Found", &format!("Location: {to}\r\n"), b"");
}

fn wait(_: Arrived) -> Patience {
    Patience::Wait
}

const SHORT: Times =
    Times { silence: Duration::from_millis(300), whole: Duration::from_millis(1_500) };

fn not_come(at: &Address) -> Trouble {
    let mut patience = wait;
    let trouble = Fetcher::new(&mut patience).within(SHORT).archive(at).unwrap_err();
    assert!(trouble.next.is_some(), "nobody is told what to do: {trouble}");
    assert!(!trouble.to_string().chars().any(is_unsafe), "{trouble:?}");
    trouble
}

#[track_caller]
fn says(trouble: &Trouble, words: &str) {
    assert!(trouble.what.contains(words), "{trouble}");
}

#[test]
fn an_archive_comes_with_its_signature() {
    let home = tempfile::tempdir().unwrap();
    let file = packed(home.path(), "1.0.0", Some(&secret()));
    packed(home.path(), "1.1.0", None);
    let server = Server::of_files(home.path().to_owned());
    let mut most = Arrived::default();
    let mut patience = |arrived: Arrived| {
        most = if most.bytes < arrived.bytes { arrived } else { most };
        Patience::Wait
    };
    let mut fetcher = Fetcher::new(&mut patience);
    let (bytes, signature) = fetcher.archive(&server.address("/clean-1.0.0.tpack")).unwrap();
    assert_eq!(bytes, fs::read(&file).unwrap());
    assert!(sign::open(&bytes, signature.as_deref()).unwrap().1.is_some());
    assert_eq!(server.asked(), ["/clean-1.0.0.tpack", "/clean-1.0.0.tpack.minisig"]);
    let (_, signature) = fetcher.archive(&server.address("/clean-1.1.0.tpack")).unwrap();
    assert_eq!(signature, None);
    assert_eq!(most.of, Some(bytes.len() as u64));
}

fn registry_in(home: &Path) -> PathBuf {
    let root = home.join("r");
    let key = secret();
    for number in ["1.0.0", "1.1.0"] {
        registry::add(&root, &packed(home, number, Some(&key))).unwrap();
    }
    root
}

#[test]
fn a_registry_is_asked_again_by_its_mark() {
    let home = tempfile::tempdir().unwrap();
    let root = registry_in(home.path());
    let server = Server::of_files(home.path().to_owned());
    let at = server.address("/r/");
    let mut patience = wait;
    let mut fetcher = Fetcher::new(&mut patience);
    let first = fetcher.index(&at, &id(), None).unwrap();
    assert_eq!((first.unchanged, first.rewritten), (false, false));
    let newest = first.index.newest(&version("0.1.0")).unwrap();
    assert_eq!(newest.version, version("1.1.0"));
    let (bytes, signature) = fetcher.release(&at, &id(), newest).unwrap();
    assert_eq!((Digest::of(&bytes), signature.is_some()), (newest.sha256, true));
    let known = Known { etag: first.etag.unwrap(), facts: first.facts };
    let again = fetcher.index(&at, &id(), Some(&known)).unwrap();
    assert_eq!((again.unchanged, again.rewritten, &again.index), (true, false, &first.index));
    // A mark that no server can have given is left out.
    let odd = Known { etag: "a\r\nHost: b".to_owned(), ..known.clone() };
    let again = fetcher.index(&at, &id(), Some(&odd)).unwrap();
    assert_eq!((again.unchanged, again.rewritten), (false, false));
    // A line more is another mark.
    registry::yank(&root, &id(), &version("1.1.0"), Some("wrong")).unwrap();
    let later = fetcher.index(&at, &id(), Some(&known)).unwrap();
    assert_eq!((later.unchanged, later.rewritten), (false, false));
    assert_eq!(later.index.newest(&version("0.1.0")).unwrap().version, version("1.0.0"));
    // Who takes a line away is seen.
    let facts = root.join("packs/cases/clean.jsonl");
    let text = fs::read_to_string(&facts).unwrap();
    fs::write(&facts, text.split_inclusive('\n').skip(1).collect::<String>()).unwrap();
    assert!(fetcher.index(&at, &id(), Some(&known)).unwrap().rewritten);
    assert_eq!(
        place_of(&at, &id(), &version("1.1.0")).as_str(),
        format!("http://127.0.0.1:{}/r/archives/cases/clean/clean-1.1.0.tpack", server.port)
    );
}

#[test]
fn what_is_not_there_is_told() {
    let home = tempfile::tempdir().unwrap();
    registry_in(home.path());
    let server = Server::of_files(home.path().to_owned());
    let mut patience = wait;
    let mut fetcher = Fetcher::new(&mut patience);
    let other = backlab::course::id::PackId::parse("cases/other").unwrap();
    let trouble = fetcher.index(&server.address("/r"), &other, None).unwrap_err();
    says(&trouble, "has no pack cases/other");
    let trouble = fetcher.index(&server.address("/nowhere"), &id(), None).unwrap_err();
    says(&trouble, "it has no config.json");
    says(&not_come(&server.address("/x.tpack")), "127.0.0.1 has no such file");
    fs::write(home.path().join("r/config.json"), "{\"format\":7}").unwrap();
    let trouble = fetcher.index(&server.address("/r"), &id(), None).unwrap_err();
    assert_eq!(trouble.next.as_deref(), Some("Update Backlab."));
}

#[test]
fn redirects_are_looked_at() {
    let home = tempfile::tempdir().unwrap();
    packed(home.path(), "1.0.0", None);
    let files = Server::of_files(home.path().to_owned());
    let port = files.port;
    let server = Server::new(move |connection, path, _| match path {
        "/moved" => redirect(connection, &format!("http://127.0.0.1:{port}/clean-1.0.0.tpack")),
        "/moved.minisig" => respond(connection, "404 Not Found", "", b""),
        "/open" => redirect(connection, "http://example.org/x.tpack"),
        "/file" => redirect(connection, "file:///etc/passwd"),
        "/secret" => redirect(connection, "https://me:pw@example.org/"),
        "/nowhere" => respond(connection, "302 Found", "", b""),
        "/escape" => redirect(connection, "ftp://example.org/%1b]52;c;x"),
        _ => redirect(connection, path),
    });
    let mut patience = wait;
    let (bytes, signature) =
        Fetcher::new(&mut patience).archive(&server.address("/moved")).unwrap();
    assert_eq!(bytes, fs::read(home.path().join("clean-1.0.0.tpack")).unwrap());
    assert_eq!(signature, None);
    server.asked();
    says(&not_come(&server.address("/loop")), "more than 5 times");
    assert_eq!(server.asked().len(), 6);
    says(&not_come(&server.address("/nowhere")), "or nowhere");
    says(
        &not_come(&server.address("/open")),
        "leads to http://example.org/x.tpack, which is plain http",
    );
    says(&not_come(&server.address("/file")), "neither https nor http");
    says(&not_come(&server.address("/secret")), "a name or a password");
    says(&not_come(&server.address("/escape")), "neither https nor http");
}

#[test]
fn a_file_that_is_too_large_is_cut_off() {
    let told = Server::new(|connection, _, _| {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n";
        let _ = connection.write_all(head.as_bytes());
        hold(connection);
    });
    let began = Instant::now();
    says(&not_come(&told.address("/x")), "larger than it may be");
    assert!(began.elapsed() < Duration::from_secs(4), "what is too large is not waited for");
    // One that says nothing of its size, and never ends.
    let sent = Arc::new(Mutex::new(0_u64));
    let counted = Arc::clone(&sent);
    let endless = Server::new(move |connection, _, _| {
        let mut left = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n").is_ok();
        while left {
            left = connection.write_all(&vec![b'x'; 1 << 16]).is_ok();
            *counted.lock().unwrap() += 1 << 16;
        }
    });
    let mut patience = wait;
    let trouble = Fetcher::new(&mut patience).archive(&endless.address("/x")).unwrap_err();
    says(&trouble, "larger than it may be. Nothing of it was kept.");
    // What the system holds ready may be on its way as well.
    assert!(*sent.lock().unwrap() < 48 << 20, "{}", sent.lock().unwrap());
}

#[test]
fn a_server_that_is_slow_or_breaks_off_is_told() {
    let silent = Server::new(|connection, path, _| {
        if path == "/half" {
            let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        }
        hold(connection);
    });
    says(&not_come(&silent.address("/x")), "said nothing for 1 seconds");
    says(&not_come(&silent.address("/half")), "said nothing for");
    let drops = Server::new(|connection, _, _| {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nhalf";
        let _ = connection.write_all(head.as_bytes());
    });
    says(&not_come(&drops.address("/x")), "ended before");
    let slow = Server::new(|connection, _, _| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        connection.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        // A byte whenever the other side was quiet for so long.
        while connection.read(&mut [0]).is_err() && connection.write_all(b"x").is_ok() {}
    });
    says(&not_come(&slow.address("/x")), "took longer than 1 seconds");
    let garbled = Server::new(|connection, _, _| {
        let _ = connection.write_all(b"220 I am another kind of server\r\n\r\n");
    });
    says(&not_come(&garbled.address("/x")), "is not HTTP as it should be");
    let broken =
        Server::new(|connection, _, _| respond(connection, "503 Unavailable", "", b"\x1b[2J"));
    says(&not_come(&broken.address("/x")), "answered with status 503");
    let closed = Server::new(|connection, _, _| respond(connection, "403 Forbidden", "", b""));
    says(&not_come(&closed.address("/x")), "does not give");
}

#[test]
fn nobody_there_and_no_network_are_told() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let trouble = not_come(&address(&format!("http://127.0.0.1:{port}/x")).unwrap());
    says(&trouble, "127.0.0.1 takes no connection");
    assert!(trouble.next.unwrap().contains("USB stick"));
    // RFC 6761: no name below `invalid` ever leads anywhere.
    says(
        &not_come(&address("https://packs.invalid/x").unwrap()),
        "The host packs.invalid was not found",
    );
}

fn tls_file(name: &str) -> PathBuf {
    case("tls").join(name)
}

/// A server whose certificate is signed by nobody whom a system knows, but tests/cases/tls/ca.pem. It sends
/// who asks for /down to plain http.
fn https_server(host: &str, folder: PathBuf) -> u16 {
    let listener = TcpListener::bind((host, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let cert = CertificateDer::from_pem_file(tls_file("cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(tls_file("key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert], key);
    let config = Arc::new(config.unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(session, connection.unwrap());
            let mut first = String::new();
            let mut lines = BufReader::new(&mut stream);
            // Who does not trust the certificate sends nothing.
            if lines.read_line(&mut first).is_err() {
                continue;
            }
            let path = first.split(' ').nth(1).unwrap_or_default().trim_start_matches('/');
            let (status, field, body) = match (path, fs::read(folder.join(path))) {
                ("down", _) => ("302 Found", "Location: http://127.0.0.1:1/\r\n", Vec::new()),
                (_, Ok(content)) => ("200 OK", "", content),
                (_, Err(_)) => ("404 Not Found", "", Vec::new()),
            };
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\n{field}Content-Length: {length}\r\n\r\n");
            stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
            stream.conn.send_close_notify();
            stream.flush().unwrap();
        }
    });
    port
}

#[test]
fn https_needs_a_certificate_that_the_system_trusts() {
    let home = tempfile::tempdir().unwrap();
    packed(home.path(), "1.0.0", Some(&secret()));
    let port = https_server("127.0.0.1", home.path().to_owned());
    let at = format!("https://127.0.0.1:{port}/clean-1.0.0.tpack");
    says(
        &not_come(&address(&at).unwrap()),
        "127.0.0.1 could not prove who it is: invalid peer certificate",
    );
    // The certificates are the system's, and these are named by a variable: a process of its own.
    let own = std::env::current_exe().unwrap();
    let trusting = |at: &str| {
        let mut test = Command::new(&own);
        test.args(["--exact", "fetched::as_a_process_that_trusts", "--ignored", "--nocapture"]);
        test.env("SSL_CERT_FILE", tls_file("ca.pem")).env("BACKLAB_TEST_ADDRESS", at);
        String::from_utf8(test.output().unwrap().stdout).unwrap()
    };
    let said = trusting(&at);
    assert!(said.contains("came with a signature: true"), "{said}");
    let said = trusting(&format!("https://127.0.0.1:{port}/down"));
    assert!(said.contains("leads to http://127.0.0.1:1/, which is plain http"), "{said}");
    // The same certificate on a host that it is not for.
    let port = https_server("127.0.0.2", home.path().to_owned());
    let said = trusting(&format!("https://127.0.0.2:{port}/clean-1.0.0.tpack"));
    assert!(said.contains("127.0.0.2 could not prove who it is"), "{said}");
}

#[test]
#[ignore = "the test above runs it with certificates of its own"]
fn as_a_process_that_trusts() {
    let at = address(&std::env::var("BACKLAB_TEST_ADDRESS").unwrap()).unwrap();
    let mut patience = wait;
    match Fetcher::new(&mut patience).archive(&at) {
        Ok((bytes, signature)) => {
            sign::open(&bytes, signature.as_deref()).unwrap();
            println!("came with a signature: {}", signature.is_some());
        }
        Err(trouble) => println!("{trouble}"),
    }
}

#[test]
fn who_waits_may_stop() {
    let server = Server::new(|connection, _, _| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\n\r\nx");
        hold(connection);
    });
    let began = Instant::now();
    let mut patience =
        |arrived: Arrived| if arrived.bytes > 0 { Patience::GiveUp } else { Patience::Wait };
    let trouble = Fetcher::new(&mut patience).archive(&server.address("/x")).unwrap_err();
    says(&trouble, "It was stopped");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn only_safe_addresses_are_taken() {
    for good in [
        "https://example.org/a.tpack",
        "http://localhost:1/a",
        "http://[::1]:1/a",
        "http://127.1.2.3/a",
    ] {
        assert!(address(good).is_ok(), "{good}");
    }
    for (bad, words) in [
        ("example.org", "is no address"),
        ("http://example.org/a", "is plain http"),
        ("http://localhost.example.org/a", "is plain http"),
        ("http://127.0.0.1.example.org/a", "is plain http"),
        ("ftp://example.org/a", "neither https nor http"),
        ("file:///etc/passwd", "neither https nor http"),
        ("https://me:pw@example.org/a", "a name or a password"),
        ("\u{1b}[2J", "is no address"),
    ] {
        let trouble = address(bad).unwrap_err();
        says(&trouble, words);
        assert!(!trouble.to_string().chars().any(is_unsafe));
    }
    assert_eq!(address("https://a.org/r").unwrap().below("x/y").as_str(), "https://a.org/r/x/y");
    assert_eq!(address("https://a.org/r/#z").unwrap().below("x").as_str(), "https://a.org/r/x");
}
