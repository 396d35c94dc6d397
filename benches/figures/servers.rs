//! An Express application in the lab, with the Express that is built in, beside the real Express on
//! Node: from the start to the first answer, answers a second, and memory.
//!
//! Both run `peers/express.js`; both are asked by the same client on the same machine, in turns.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::Instant,
};

use crate::{
    peers::{self, Peers},
    series::Series,
};

const ROUNDS: usize = 9;
const CONNECTIONS: usize = 16;
const REQUESTS_OF_EACH: usize = 250;
/// Connections that are open, each having asked once, when memory is looked at.
const OPEN: usize = 64;
const REQUEST: &[u8] = b"GET /products/7 HTTP/1.1\r\nHost: localhost\r\n\r\n";
const BODY_END: &[u8] = br#""new"]}"#;

pub fn measure() {
    // The built-in Express is taken where no node_modules lies beside the program.
    let folder = tempfile::tempdir().expect("a folder for the program");
    let program = folder.path().join("express.js");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/express.js");
    fs::copy(source, &program).expect("a copy");
    let mut runtimes = vec![Runtime::new("built-in Express in the lab", {
        let home = folder.path().to_owned();
        move || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
            command.arg("run").arg(&program).env("HOME", &home);
            command
        }
    })];
    if let Some(Peers { folder, node }) = peers::installed() {
        runtimes.push(Runtime::new("Express on Node", move || {
            let mut command = Command::new(&node);
            command.arg(folder.join("express.js"));
            command
        }));
    }
    for _ in 0..ROUNDS {
        for runtime in &mut runtimes {
            runtime.round();
        }
    }
    for runtime in &runtimes {
        println!("{}", runtime.name);
        println!("  first answer      {}", runtime.first.words());
        println!("  {CONNECTIONS} connections    {:8.0} answers a second", runtime.per_second());
        println!("  {OPEN} connections    {:8} KiB resident", runtime.resident_kib);
    }
    if let [lab, node] = &runtimes[..] {
        println!("first answer {:.1} times sooner", node.first.median() / lab.first.median());
        println!("answers a second {:.2} of Node's", lab.per_second() / node.per_second());
    }
}

/// A way to run the program, and what its runs took.
struct Runtime {
    name: &'static str,
    make: Box<dyn Fn() -> Command>,
    first: Series,
    load: Series,
    /// The most of all rounds: of the process that runs JavaScript.
    resident_kib: u64,
}

impl Runtime {
    fn new(name: &'static str, make: impl Fn() -> Command + 'static) -> Runtime {
        let (first, load) = (Series::default(), Series::default());
        Runtime { name, make: Box::new(make), first, load, resident_kib: 0 }
    }

    fn per_second(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let requests = (CONNECTIONS * REQUESTS_OF_EACH) as f64;
        requests / self.load.median() * 1e3
    }

    fn round(&mut self) {
        let began = Instant::now();
        let server = Server::start((self.make)());
        ask(&mut server.connect(), 1);
        self.first.push(began.elapsed().as_secs_f64() * 1e3);

        let mut clients: Vec<_> = (0..CONNECTIONS).map(|_| server.connect()).collect();
        let began = Instant::now();
        thread::scope(|scope| {
            for client in &mut clients {
                scope.spawn(|| ask(client, REQUESTS_OF_EACH));
            }
        });
        self.load.push(began.elapsed().as_secs_f64() * 1e3);

        drop(clients);
        let mut open: Vec<_> = (0..OPEN).map(|_| server.connect()).collect();
        for client in &mut open {
            ask(client, 1);
        }
        self.resident_kib = self.resident_kib.max(server.resident_kib());
    }
}

/// A server that listens; it ends with this value.
struct Server {
    process: Child,
    port: u16,
    _printed: BufReader<ChildStdout>,
}

impl Server {
    /// The program prints its port when it listens.
    fn start(mut command: Command) -> Server {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the program starts");
        let mut printed = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut line = String::new();
        printed.read_line(&mut line).expect("a line");
        let port = line.trim().parse().expect("the port");
        Server { process, port, _printed: printed }
    }

    fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        connection.set_nodelay(true).expect("a setting");
        connection
    }

    /// Of the lab's child where there is one, else of the process itself.
    fn resident_kib(&self) -> u64 {
        let own = self.process.id();
        let threads = fs::read_dir(format!("/proc/{own}/task")).expect("Linux").flatten();
        let child = threads
            .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
            .find_map(|children| children.split_whitespace().next()?.parse().ok());
        let status = fs::read_to_string(format!("/proc/{}/status", child.unwrap_or(own)));
        let status = status.expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.expect("a number of KiB")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Sends the request so many times, each when the answer to the last one is whole.
fn ask(connection: &mut TcpStream, times: usize) {
    let mut buffer = [0; 4096];
    for _ in 0..times {
        connection.write_all(REQUEST).expect("it hears");
        let mut filled = 0;
        while !buffer[..filled].ends_with(BODY_END) {
            let count = connection.read(&mut buffer[filled..]).expect("it answers");
            assert!(count > 0, "it closed");
            filled += count;
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer));
    }
}
