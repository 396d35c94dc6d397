//! Static registries: a folder, and the same folder behind a plain file server of this machine.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash as _, Hasher as _},
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

use crate::{
    command::Test,
    doors::{archive, key_of, parcel_up},
    small::{data, on_disk, tree, write},
};

/// Serves a folder as any file server does, with an `ETag`, until the test ends.
struct Server {
    base: String,
    /// `304 /packs/ada/small.jsonl`, in order.
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn of(folder: PathBuf) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&log);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away is no fault of the server.
                let _ = answer(stream, &folder, &told);
            }
        });
        Server { base, log }
    }

    /// What was asked since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}

fn answer(stream: TcpStream, folder: &Path, log: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut known = None;
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name.eq_ignore_ascii_case("if-none-match") {
            known = Some(value.trim().to_owned());
        }
    }
    let mut stream = stream;
    let bytes = fs::read(folder.join(path.trim_start_matches('/'))).ok();
    let tag = bytes.as_ref().map(|bytes| {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        format!("\"{:x}\"", hasher.finish())
    });
    let (status, tag, body) = match (bytes, tag) {
        (Some(_), Some(tag)) if known.as_ref() == Some(&tag) => {
            ("304 Not Modified", tag, Vec::new())
        }
        (Some(bytes), Some(tag)) => ("200 OK", tag, bytes),
        _ => ("404 Not Found", "\"none\"".to_owned(), Vec::new()),
    };
    log.lock().unwrap().push(format!("{} {path}", &status[..3]));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nETag: {tag}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

/// A teacher's folder with a registry `site` in it that has `ada/small` 1.0.0.
fn published() -> (Test, PathBuf) {
    let teacher = Test::new();
    let site = teacher.folder().join("site");
    publish(&teacher, "1.0.0");
    (teacher, site)
}

fn publish(teacher: &Test, version: &str) {
    let file = archive(teacher, version, "ada");
    let run = teacher.args(["pack", "registry", "add", "site", &file]).ends(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_registry_on_a_stick_needs_no_network() {
    let (teacher, site) = published();
    let learner = Test::new();
    let site = site.to_str().unwrap();
    let add = ["pack", "add", "ada/small", "--registry", site, "--yes"];
    learner
        .args(add)
        .prints("from       the registry")
        .prints(&key_of(&teacher, "ada"))
        .prints("ada/small 1.0.0 is installed")
        .ends(0);
    learner.args(["pack", "update"]).prints("nothing is new").ends(0);
    publish(&teacher, "1.1.0");
    learner.args(["pack", "update"]).prints("ada/small 1.1.0").complains("needs --yes").ends(2);
    learner.args(["pack", "update", "--yes"]).prints("updated from 1.0.0 to 1.1.0").ends(0);

    let of = |what| ["pack", "add", what, "--registry", site, "--yes"];
    learner.args(of("ada/small@1.0.0")).complains("older than 1.1.0").ends(2);
    learner.args(of("ada/small@3.0.0")).complains("It has 1.0.0, 1.1.0").ends(2);
    learner.args(of("ada/absent")).complains("has no pack ada/absent").ends(2);
    let told = "add owner/name --registry";
    learner.args(["pack", "add", site, "--yes"]).complains("is a registry").complains(told).ends(2);
    learner.args(["pack", "add", "ada/small", "--registry", "nowhere"]).ends(2);

    // Once published without a signature, it stays so.
    let bytes = std::fs::read(teacher.folder().join("ada-1.0.0.tpack")).unwrap();
    std::fs::write(teacher.folder().join("bare.tpack"), bytes).unwrap();
    let bare = ["pack", "registry", "add", "other-site", "bare.tpack"];
    teacher.args(bare).complains("It is not signed").ends(0);
    let signed = ["pack", "registry", "add", "other-site", "ada-1.0.0.tpack"];
    teacher.args(signed).complains("is published already, without a signature").ends(1);
}

#[test]
fn a_registry_on_a_file_server_is_asked_once_and_then_whether_anything_changed() {
    let (teacher, site) = published();
    let server = Server::of(site.clone());
    let learner = Test::new();
    let add = ["pack", "add", "ada/small", "--registry", &server.base, "--yes"];
    learner.args(add).prints("ada/small 1.0.0 is installed").ends(0);
    let asked = server.asked();
    let index = "/packs/ada/small.jsonl";
    assert!(asked.contains(&format!("200 {index}")), "{asked:?}");
    assert!(asked.iter().any(|line| line.ends_with(".tpack.minisig")), "{asked:?}");

    learner.args(["pack", "update", "--yes"]).prints("nothing is new").ends(0);
    let asked = server.asked();
    assert!(asked.contains(&format!("304 {index}")), "{asked:?}");
    assert!(!asked.iter().any(|line| line.contains("tpack")), "{asked:?}");

    publish(&teacher, "1.1.0");
    learner.args(["pack", "update", "--yes"]).prints("updated from 1.0.0 to 1.1.0").ends(0);
    assert!(server.asked().contains(&format!("200 {index}")));

    // What is withdrawn is not offered any more, and whoever has it is told.
    teacher.args(["pack", "registry", "yank", "site", "ada/small", "1.1.0"]).ends(0);
    learner.args(["pack", "update"]).prints("Version 1.1.0 was withdrawn").ends(0);
    let other = Test::new();
    other.args(add).prints("ada/small 1.0.0 is installed").ends(0);

    // A class gets the same from the registry.
    learner.args(["pack", "lock"]).ends(0);
    let lock = fs::read_to_string(learner.folder().join("packs.lock")).unwrap();
    assert!(lock.contains(&server.base), "{lock}");
    let third = Test::new();
    third.file("packs.lock", &lock);
    third.args(["pack", "add", "--locked", "packs.lock", "--yes"]).prints("was withdrawn").ends(0);
    assert_eq!(on_disk(&data(third.folder())), on_disk(&data(learner.folder())));

    // The same archive by its own address.
    let fourth = Test::new();
    let address = format!("{}/archives/ada/small/small-1.0.0.tpack", server.base);
    fourth.args(["pack", "add", &address, "--yes"]).prints(&key_of(&teacher, "ada")).ends(0);
    fourth.args(["pack", "update"]).prints("nothing is new").ends(0);
}

#[test]
fn a_registry_that_lies_or_is_gone_is_refused_in_its_words() {
    let (teacher, site) = published();
    let server = Server::of(site.clone());
    let learner = Test::new();
    let add = ["pack", "add", "ada/small", "--registry", &server.base, "--yes"];
    // Other bytes under the version that was published.
    let mut other = tree("1.0.0", &[("first", 1)]);
    other.insert("exercises/m01/first/task.md".to_owned(), "Other.\n".to_owned());
    write(&other, &teacher.folder().join("other"));
    let place = site.join("archives/ada/small/small-1.0.0.tpack");
    let good = fs::read(&place).unwrap();
    fs::write(&place, parcel_up(&teacher, "other")).unwrap();
    learner.args(add).complains("has the SHA-256").ends(2);
    fs::write(&place, good).unwrap();
    let signature = site.join("archives/ada/small/small-1.0.0.tpack.minisig");
    let kept = fs::read(&signature).unwrap();
    fs::remove_file(&signature).unwrap();
    learner.args(add).complains("is signed, and has no signature").ends(2);
    fs::write(&signature, kept).unwrap();
    learner.args(add).ends(0);
    // Nobody listens there any more: what is installed works, and the update says why it does not.
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = format!("http://{free}");
    let other = Test::new();
    other.args(["pack", "add", "ada/small", "--registry", &gone]).complains("connection").ends(2);
    learner.args(["pack", "add", "ada/small", "--registry", "http://example.org"]).ends(2);
    learner.args(["--pack", "ada/small", "list"]).prints("A small course").ends(0);
}
