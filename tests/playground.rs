//! The playground through the tutor: files of requests on the disk, real requests to a real mock API
//! and to a real program, and answers of every kind.

#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it must be")]

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use backlab::{
    config::{Config, Folders, Marks},
    course::id::ExerciseId,
    diag::Findings,
    exchange::shown::sheet::Kind,
    lab::Machine,
    pack::{
        Pack,
        files::{Disk, Files, Unreadable},
    },
    screen::{
        Screen,
        event::{Effect, Event, Route},
        keymap::{ENTER, ESC, Scope, control, function, plain},
        theme::{Depth, Palette, Theme},
    },
    tutor::{
        Cancel, Tutor,
        playground::{Change, Sample, Sendable, Server},
        serving::Servable,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Rect, Size},
};
use tempfile::TempDir;

const WAIT: Duration = Duration::from_mins(1);

fn now() -> i64 {
    1_795_478_400
}

fn desk() -> (TempDir, Arc<Tutor>) {
    desk_on(Arc::new(course()))
}

fn course() -> Disk {
    Disk::new(env!("CARGO_MANIFEST_DIR"))
}

fn desk_on(files: Arc<dyn Files>) -> (TempDir, Arc<Tutor>) {
    let pack = Pack::open(files).0.unwrap();
    let home = tempfile::tempdir().unwrap();
    let folders = Folders { workspace: Some(home.path().join("work")), ..Folders::default() };
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    (home, Arc::new(Tutor::open(pack, machine, folders, Config::default(), now)))
}

fn folder(home: &TempDir) -> PathBuf {
    home.path().join("work/playground")
}

fn sendable(tutor: &Tutor, file: &str, entry: usize) -> Sendable {
    let shelf = tutor.shelf(None);
    let found = shelf.collections.into_iter().find(|other| other.name == file).unwrap();
    Sendable { file: file.to_owned(), text: found.text, entry, environment: None }
}

fn of(text: &str) -> Sendable {
    Sendable { file: "own.http".to_owned(), text: text.to_owned(), entry: 0, environment: None }
}

/// Starts a server and waits until it says something that fits.
fn start(tutor: &Arc<Tutor>, what: Servable) -> Receiver<Server> {
    let (told, heard) = channel();
    let (tutor, begun) = (Arc::clone(tutor), tutor.begin_server(&what));
    thread::spawn(move || tutor.run_server(&what, &begun, &mut |server| drop(told.send(server))));
    heard
}

fn until(heard: &Receiver<Server>, fits: impl Fn(&Server) -> bool) -> Server {
    loop {
        let server = heard.recv_timeout(WAIT).unwrap();
        if fits(&server) {
            return server;
        }
    }
}

/// Answers one connection with these bytes, and then nothing.
fn answering(answer: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut asked = [0; 4096];
        let _ = connection.read(&mut asked);
        let _ = connection.write_all(&answer);
        let _ = connection.read(&mut asked);
    });
    port
}

fn whole(kind: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[test]
fn the_sample_is_sent_to_the_shop_of_the_course() {
    let (home, tutor) = desk();
    assert!(!folder(&home).exists(), "nothing is made unasked");
    assert!(tutor.shelf(None).collections.is_empty());
    let Sample { file, server } = tutor.take_sample().unwrap();
    let send = |entry| tutor.send_request(&sendable(&tutor, &file, entry), 60, &Cancel::new());
    let unknown = send(0).unwrap_err();
    assert_eq!(unknown.trouble.what, "Nothing is named `base`.");
    assert!(unknown.wants_server && unknown.line.is_some(), "{unknown:?}");
    let shop = server.unwrap();
    assert_eq!(shop.name(), "A shop with a login");
    let heard = start(&tutor, shop.clone());
    let server = until(&heard, |server| server.port.is_some());
    let port = server.port.unwrap();
    assert_eq!(server.what, Some(shop));
    for route in ["GET /me", "POST /login"] {
        assert!(server.routes.iter().any(|one| one == route), "{:?}", server.routes);
    }

    assert_eq!(send(0).unwrap().exchange.response.as_ref().unwrap().status, 401);
    let early = send(2).unwrap_err();
    assert!(early.trouble.what.contains("`login` has not been sent yet"), "{early:?}");
    assert!(!early.wants_server);
    let login = send(1).unwrap();
    assert_eq!(login.captured[0].0, "token");
    let me = send(2).unwrap();
    assert_eq!(me.sheet.as_ref().unwrap().line(0), r#"{ "id": 7, "role": "customer" }"#);
    assert!(me.exchange.times.waited.is_some());
    let curl = tutor.curl_of(&sendable(&tutor, &file, 2)).unwrap();
    let begin = format!("curl -i -H 'Authorization: Bearer {}'", login.captured[0].1);
    assert!(curl.starts_with(&begin) && curl.ends_with(&format!("127.0.0.1:{port}/me")), "{curl}");
    until(&heard, |server| server.lines.iter().any(|line| line.starts_with("GET /me 200")));

    let shelf = tutor.shelf(None);
    let past: Vec<_> = shelf.past.iter().map(|past| past.target.as_str()).collect();
    assert_eq!(past, ["{{base}}/me", "{{base}}/login", "{{base}}/me"]);
    assert_eq!(shelf.collections[0].variables[1].value, format!(":{port}"));
    tutor.stop_server();
    let ended = until(&heard, |server| server.ended.is_some());
    assert_eq!(ended.ended.as_deref(), Some("Stopped."));
    assert!(send(0).is_err(), "`base` is nothing again");
}

#[test]
fn a_program_stays_up_and_what_it_prints_is_heard() {
    let (home, tutor) = desk();
    fs::create_dir_all(folder(&home)).unwrap();
    let program = "require('http').createServer((q, s) => { console.log('asked', q.url, 'x'.repeat(q.url === '/long' ? 1 << 20 : 0)); s.end('hi'); }).listen(0);";
    fs::write(folder(&home).join("app.js"), program).unwrap();
    fs::write(folder(&home).join("broken.js"), "throw new Error('no luck');").unwrap();
    let named = |name: &str| {
        let all = tutor.servables().into_iter();
        all.clone().find(|what| what.name() == name).unwrap()
    };
    let heard = start(&tutor, named("app.js"));
    until(&heard, |server| server.port.is_some());
    let past = tutor.send_request(&of("GET /a\n"), 60, &Cancel::new()).unwrap();
    assert_eq!(past.exchange.response.as_ref().unwrap().body, b"hi");
    until(&heard, |server| server.lines.iter().any(|line| line == "asked /a "));
    // A line without end is not carried along.
    tutor.send_request(&of("GET /long\n"), 60, &Cancel::new()).unwrap();
    tutor.send_request(&of("GET /b\n"), 60, &Cancel::new()).unwrap();
    let server = until(&heard, |server| server.lines.iter().any(|line| line == "asked /b "));
    let told: Vec<_> = server.lines.iter().filter(|line| line.contains("/long x")).collect();
    assert!(matches!(told[..], [line] if line.len() == 2 << 10));
    assert!(server.lines.iter().any(|line| line.ends_with("2 kB of it are shown")));
    // The next one takes its place.
    let next = start(&tutor, named("broken.js"));
    let ended = until(&next, |server| server.ended.is_some());
    assert!(ended.lines.iter().any(|line| line.contains("no luck")), "{ended:?}");
    let refused = tutor.send_request(&of("GET /a\n"), 60, &Cancel::new()).unwrap_err();
    assert!(refused.wants_server, "{refused:?}");
    assert!(refused.trouble.next.unwrap().contains("start a server here"));
}

#[test]
fn answers_of_every_kind() {
    let (_home, tutor) = desk();
    let send = |port: u16, cancel: &Cancel| {
        tutor.send_request(&of(&format!("GET http://127.0.0.1:{port}/\n")), 60, cancel).unwrap()
    };
    let huge = [b"[1".as_slice(), &b",22222222".repeat(10 << 17), b"]"].concat();
    let past = send(answering(whole("application/json", &huge)), &Cancel::new());
    let response = past.exchange.response.as_ref().unwrap();
    assert_eq!((response.body.len(), response.cut), (huge.len(), false));
    assert_eq!(past.sheet.as_ref().unwrap().kind(), Kind::Json);
    let past = send(answering(whole("image/png", b"\x89PNG\0")), &Cancel::new());
    assert_eq!(past.sheet.as_ref().unwrap().kind(), Kind::Bytes);
    let past = send(answering(b"not HTTP at all\r\n\r\n".to_vec()), &Cancel::new());
    assert!(past.exchange.error.as_ref().unwrap().what.contains("is not HTTP"));
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let past = send(free, &Cancel::new());
    let error = past.exchange.error.as_ref().unwrap();
    assert_eq!(error.what, format!("no answer: nothing listens at 127.0.0.1:{free}"));
    // A server that takes its time is left when the learner wants to.
    let cancel = Cancel::new();
    let port = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec());
    let stopper = cancel.clone();
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        stopper.cancel();
    });
    let past = send(port, &cancel);
    assert!(past.exchange.error.as_ref().unwrap().what.starts_with("stopped after"));
    assert_eq!(past.exchange.response.as_ref().unwrap().body, b"half");
}

#[test]
fn a_change_outside_is_never_lost() {
    let (home, tutor) = desk();
    let file = folder(&home).join("own.http");
    let change = |was: Option<&str>, content: &str| {
        let was = was.map(str::to_owned);
        let (file, content) = ("own.http".to_owned(), content.to_owned());
        tutor.save_request(&Change { file, near: 1, was, content }).unwrap();
    };
    change(None, "### one\nGET /a");
    change(None, "### two\nGET /b");
    let text = "# mine\n\n### zero\nGET /z\n\n### one\nGET /a\n\n\n### two\nGET /b\n";
    fs::write(&file, text).unwrap();
    change(Some("### two\nGET /b"), "### two\nGET /c");
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("/b", "/c"));
    // The same request changed outside too: both stay.
    fs::write(&file, "### two\nGET /outside\n").unwrap();
    change(Some("### two\nGET /c"), "### two\nGET /mine");
    let both = "### two\nGET /outside\n\n### two\nGET /mine\n";
    assert_eq!(fs::read_to_string(&file).unwrap(), both);
    let names: Vec<_> =
        fs::read_dir(folder(&home)).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["own.http"], "nothing half written stays");
}

#[test]
fn requests_are_taken_in() {
    let (home, tutor) = desk();
    assert_eq!(tutor.import_requests("curl localhost:3000/a -d b=c").unwrap(), "requests.http");
    assert_eq!(tutor.import_requests("curl localhost:3000/b").unwrap(), "requests.http");
    let text = fs::read_to_string(folder(&home).join("requests.http")).unwrap();
    assert!(text.starts_with("### POST /a\nPOST http://localhost:3000/a\n"), "{text}");
    assert!(text.ends_with("\n\n### GET /b\nGET http://localhost:3000/b\n"), "{text}");
    assert_eq!(tutor.import_requests("PUT http://a/c\nX: y\n\n{}\n").unwrap(), "requests.http");
    assert_eq!(tutor.import_requests(" http://a/d \n").unwrap(), "requests.http");
    let text = fs::read_to_string(folder(&home).join("requests.http")).unwrap();
    assert!(text.ends_with("\n\n###\nPUT http://a/c\nX: y\n\n{}\n\n###\nhttp://a/d\n"), "{text}");
    let other = home.path().join("other.http");
    fs::write(&other, "GET /x\n").unwrap();
    assert_eq!(tutor.import_requests(other.to_str().unwrap()).unwrap(), "other.http");
    assert_eq!(tutor.import_requests(other.to_str().unwrap()).unwrap(), "other-2.http");
    for (typed, what) in [
        ("/no/such/file.http", "cannot be read"),
        ("###\nnothing", "There is no request in it."),
        ("get http://a/", "There is no request in it."),
        ("curl 'open", "a quote is not closed"),
    ] {
        let trouble = tutor.import_requests(typed).unwrap_err();
        assert!(trouble.what.contains(what), "{trouble}");
    }
    assert_eq!(tutor.shelf(None).collections.len(), 3);
}

#[test]
fn environments_stand_beside_the_requests_and_secrets_are_not_shown() {
    let (home, tutor) = desk();
    fs::create_dir_all(folder(&home)).unwrap();
    let write = |name: &str, text: &str| fs::write(folder(&home).join(name), text).unwrap();
    write("own.http", "GET http://127.0.0.1:1/\nX: {{key}}\n");
    write("http-client.env.json", r#"{ "dev": { "page": 2 } }"#);
    write("http-client.private.env.json", r#"{ "dev": { "key": "s3cret" } }"#);
    let shelf = tutor.shelf(Some("dev"));
    assert_eq!(shelf.environments, ["dev"]);
    assert!(!format!("{shelf:?}").contains("s3cret"));
    let environment = Some("dev".to_owned());
    let sendable = Sendable { environment, ..sendable(&tutor, "own.http", 0) };
    let curl = tutor.curl_of(&sendable).unwrap();
    assert!(curl.contains("X: {{key}}"), "{curl}");
    // A secret may be all of the address.
    write("base.http", "GET {{base}}/users?page={{page}}\n");
    let private = r#"{ "dev": { "base": "http://hidden.example:81" } }"#;
    write("http-client.private.env.json", private);
    let environment = Some("dev".to_owned());
    let text = "GET {{base}}/users?page={{page}}\n".to_owned();
    let sendable = Sendable { file: "base.http".to_owned(), text, entry: 0, environment };
    let curl = tutor.curl_of(&sendable).unwrap();
    assert!(curl.contains("{{base}}/users") && !curl.contains("hidden"), "{curl}");
    write("http-client.env.json", "no JSON");
    assert!(tutor.shelf(None).note.unwrap().starts_with("http-client.env.json line 1:"));
    assert!(Path::new(&shelf.folder.unwrap()).is_dir());
}

#[test]
fn a_server_waits_for_the_one_before_it() {
    let (home, tutor) = desk();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    fs::create_dir_all(folder(&home)).unwrap();
    let program = format!("require('http').createServer((q, s) => s.end('hi')).listen({port});");
    let path = folder(&home).join("app.js");
    fs::write(&path, program).unwrap();
    let app = || Servable::Program { path: path.clone(), name: "app.js".to_owned() };
    let mut heard = start(&tutor, app());
    until(&heard, |server| server.port == Some(port));
    for _ in 0..4 {
        heard = start(&tutor, app());
        let next = until(&heard, |server| server.port.is_some() || server.ended.is_some());
        assert_eq!((next.port, next.ended), (Some(port), None));
    }
    tutor.stop_server();
    until(&heard, |server| server.ended.is_some());
    // One that is stopped before it runs never does.
    let begun = tutor.begin_server(&app());
    tutor.stop_server();
    let mut said = Vec::new();
    tutor.run_server(&app(), &begun, &mut |server| said.push(server));
    assert_eq!(said.last().unwrap().ended.as_deref(), Some("Stopped."));
    assert!(said.iter().all(|server| server.port.is_none()), "{said:?}");
}

/// Does what the screen asks for, as the worker does, until it asks for nothing more.
fn perform(tutor: &Tutor, screen: &mut Screen, mut asked: Vec<Effect>) {
    while !asked.is_empty() {
        let mut events = Vec::new();
        for effect in asked {
            match effect {
                Effect::LoadShelf { environment } => {
                    events.push(Event::Shelf(Box::new(tutor.shelf(environment.as_deref()))));
                }
                Effect::SaveRequest(change) => {
                    let unsaved = tutor.save_request(&change).err();
                    events.push(Event::RequestSaved { change, unsaved });
                }
                Effect::After { generation, .. } => events.push(Event::Elapsed { generation }),
                _ => {}
            }
        }
        asked = events.iter().flat_map(|event| screen.update(event)).collect();
    }
}

fn press(tutor: &Tutor, screen: &mut Screen, keys: &[backlab::screen::keymap::Key]) {
    for key in keys {
        let asked = screen.update(&Event::Key(key.event()));
        perform(tutor, screen, asked);
    }
}

fn is_typing(screen: &mut Screen) -> bool {
    let help = screen.update(&Event::Key(function(1).event()));
    help == [Effect::Go(Route::Help(Scope::Request))]
}

#[test]
fn what_cannot_be_saved_stays_in_the_editor_and_is_saved_once() {
    let (home, tutor) = desk();
    fs::create_dir_all(folder(&home)).unwrap();
    let file = folder(&home).join("own.http");
    let text = "### one\nGET /a\n\n### two\nGET /b\n";
    fs::write(&file, text).unwrap();
    let mut screen = Screen::playground(0, Size::new(80, 24));
    let shown = screen.shown();
    perform(&tutor, &mut screen, shown);
    press(&tutor, &mut screen, &[ENTER, plain('1')]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("/a", "/a1"));
    // Nothing can be written where a file has the folder's place.
    let aside = home.path().join("aside");
    fs::rename(folder(&home), &aside).unwrap();
    fs::write(folder(&home), "").unwrap();
    press(&tutor, &mut screen, &[plain('2'), plain('3'), ESC, ESC, plain('4')]);
    assert!(is_typing(&mut screen), "what was typed is only there");
    fs::remove_file(folder(&home)).unwrap();
    fs::rename(&aside, folder(&home)).unwrap();
    press(&tutor, &mut screen, &[ESC]);
    assert!(!is_typing(&mut screen));
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("/a", "/a1234"));
    // One that was left before its answer came is there again.
    press(&tutor, &mut screen, &[ENTER]);
    screen.update(&Event::Key(plain('5').event()));
    let asked = screen.update(&Event::Key(ESC.event()));
    assert!(!is_typing(&mut screen));
    fs::rename(folder(&home), &aside).unwrap();
    fs::write(folder(&home), "").unwrap();
    perform(&tutor, &mut screen, asked);
    assert!(is_typing(&mut screen));
    fs::remove_file(folder(&home)).unwrap();
    fs::rename(&aside, folder(&home)).unwrap();
    press(&tutor, &mut screen, &[plain('6'), ESC]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text.replace("/a", "/a123456"));
}

#[test]
fn a_save_that_would_not_be_read_again_is_refused() {
    let (home, tutor) = desk();
    fs::create_dir_all(folder(&home)).unwrap();
    let file = folder(&home).join("own.http");
    let text = "### many\nGET /a\n\n".repeat(100);
    fs::write(&file, &text).unwrap();
    let mut screen = Screen::playground(0, Size::new(80, 24));
    let shown = screen.shown();
    perform(&tutor, &mut screen, shown);
    press(&tutor, &mut screen, &[plain('n'), plain('x'), ESC]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(is_typing(&mut screen), "what was typed is only there");
    let seen = shown_on(&screen);
    assert!(seen.contains("Not saved: own.http takes at most 100 requests."), "{seen}");
    // What is taken back needs no room.
    press(&tutor, &mut screen, &[control('z'), ESC]);
    assert!(!is_typing(&mut screen) && !shown_on(&screen).contains("Not saved"));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // A body that is too long.
    press(&tutor, &mut screen, &[ENTER]);
    let asked = screen.update(&Event::Paste(format!("\n\n{}", "x".repeat(256 << 10))));
    perform(&tutor, &mut screen, asked);
    press(&tutor, &mut screen, &[ESC]);
    assert!(is_typing(&mut screen) && shown_on(&screen).contains("at most 256 kB."));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let curl = "curl http://127.0.0.1:1/";
    fs::write(folder(&home).join("requests.http"), &text).unwrap();
    let trouble = tutor.import_requests(curl).unwrap_err();
    assert_eq!(trouble.what, "Not saved: requests.http takes at most 100 requests.");
}

fn shown_on(screen: &Screen) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    screen.view(&mut buffer, &Theme::new(Palette::Mono, Depth::True, Marks::Unicode));
    let rows = buffer.content.chunks(80);
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n")
        .collect()
}

/// A pack that counts what is read of it.
struct Counted {
    files: Disk,
    read: Arc<Mutex<Vec<String>>>,
}

impl Files for Counted {
    fn list(&self, folder: &str) -> (Vec<String>, Findings) {
        self.files.list(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.read.lock().unwrap().push(path.to_owned());
        self.files.read(path)
    }
}

#[test]
fn what_can_be_served_is_listed_without_reading_the_exercises_whole() {
    let read = Arc::default();
    let files = Counted { files: course(), read: Arc::clone(&read) };
    let (home, tutor) = desk_on(Arc::new(files));
    tutor.open_exercise(&ExerciseId::parse("basic-node-server").unwrap()).unwrap();
    fs::create_dir_all(folder(&home)).unwrap();
    fs::write(folder(&home).join("own.js"), "").unwrap();
    read.lock().unwrap().clear();
    let names: Vec<_> = tutor.servables().iter().map(|one| one.name().to_owned()).collect();
    assert_eq!(names[..2], ["own.js", "A shop with a login"], "{names:?}");
    assert!(names.contains(&"basic-node-server/server.js".to_owned()), "{names:?}");
    let read = read.lock().unwrap();
    let is_head = |path: &&String| path.ends_with("/exercise.toml") || path.contains("/data/");
    assert_eq!(read.iter().find(|path| !is_head(path)), None);
}
