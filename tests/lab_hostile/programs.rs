//! The programs of `programs/`, each in a folder by its subject. The first lines of each say how it
//! must end (`// ends: turn or memory`; `finished` when it says nothing) and which limits it has
//! (`// wall: 700`). A program that finishes has come to the line that prints `end`.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use backlab::{
    lab::{Cancel, Folder, Lab, Limits, Program, Recording},
    trace::Stop,
};

use crate::{TURN_MS, is_gone, machine};

/// Longest that a program may take beyond its wall limit on a busy machine.
const SLACK: Duration = Duration::from_secs(20);

/// What the parent has that no program may reach.
pub struct World {
    /// Nobody connects to it.
    listener: TcpListener,
    /// A folder of the disk, with a neighbour and links to it.
    disk: tempfile::TempDir,
}

impl World {
    pub fn new() -> World {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let disk = tempfile::tempdir().unwrap();
        let outside = disk.path().join("outside");
        std::fs::create_dir(&outside).unwrap();
        std::fs::write(outside.join("secret"), "secret").unwrap();
        World { listener, disk }
    }

    /// A folder with nothing but links that lead out of it.
    fn folder(&self, name: &str) -> PathBuf {
        let folder = self.disk.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        for (to, link) in [
            ("../outside/secret", "link"),
            ("../outside", "folder"),
            ("../outside/none", "dangling"),
            ("/proc/self", "proc"),
            ("/dev/zero", "device"),
            ("loop", "loop"),
        ] {
            std::os::unix::fs::symlink(to, folder.join(link)).unwrap();
        }
        folder
    }

    /// That no program came here, and nothing outside was changed.
    pub fn check(&self) {
        let came = self.listener.accept().map(|(_, from)| from);
        assert_eq!(came.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
        let outside = self.disk.path().join("outside");
        let names = std::fs::read_dir(&outside).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["secret"]);
        assert_eq!(std::fs::read(outside.join("secret")).unwrap(), b"secret");
    }
}

pub struct Hostile {
    pub name: String,
    subject: String,
    source: String,
}

/// Those of `subject`, by name.
pub fn programs(subject: &str) -> Vec<Hostile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab_hostile/programs");
    let entries = std::fs::read_dir(folder.join(subject)).unwrap();
    let mut programs: Vec<_> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            Hostile {
                name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
                subject: subject.to_owned(),
                source: std::fs::read_to_string(&path).unwrap(),
            }
        })
        .collect();
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

impl Hostile {
    /// What a line of the head says: `// key: value`.
    fn said(&self, key: &str) -> Option<&str> {
        let mut head = self.source.lines().map_while(|line| line.strip_prefix("// "));
        head.find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
    }

    fn number(&self, key: &str, otherwise: u32) -> u32 {
        self.said(key).map_or(otherwise, |number| number.parse().expect("a number"))
    }

    fn limits(&self) -> Limits {
        Limits {
            turn_ms: self.number("turn", TURN_MS),
            memory_mb: self.number("memory", 64),
            wall_ms: Some(self.number("wall", 40_000)),
            ..Limits::default()
        }
    }

    fn program(&self, world: &World) -> Program {
        let folder = if self.subject == "folder" {
            let folder = world.folder(&self.name);
            std::fs::write(folder.join("main.js"), &self.source).unwrap();
            Folder::Disk(folder)
        } else {
            Folder::Memory(BTreeMap::from([("main.js".to_owned(), self.source.as_bytes().into())]))
        };
        let port = world.listener.local_addr().unwrap().port().to_string();
        let parent = std::process::id().to_string();
        Program {
            entry: Some("main.js".to_owned()),
            env: BTreeMap::from([("PORT".to_owned(), port), ("PARENT".to_owned(), parent)]),
            ..Program::of(folder)
        }
    }

    /// Runs it to its end; says what is wrong with that.
    pub fn run(&self, world: &World) -> Result<(), String> {
        let began = Instant::now();
        let limits = self.limits();
        let program = self.program(world);
        let lab = Lab::start(&machine(), &program, &limits, &Cancel::new()).expect("it starts");
        let pid = lab.pid();
        lab.wait();
        let port = lab.trace().entries.iter().find_map(|entry| match entry.what {
            backlab::trace::What::Listening { port, .. } => Some(port),
            _ => None,
        });
        let recording = lab.end();
        let took = began.elapsed();
        eprintln!("{:>6} ms  {}/{}", took.as_millis(), self.subject, self.name);
        if !is_gone(pid) {
            return Err("the child is left".to_owned());
        }
        if let Some(port) = port {
            crate::wait_for(|| std::net::TcpStream::connect(("127.0.0.1", port)).err());
        }
        if limits.wall_ms.map(u64::from).map(Duration::from_millis)
            < Some(took.saturating_sub(SLACK))
        {
            return Err(format!("it took {took:?}"));
        }
        self.check(&recording, &limits)
    }

    fn check(&self, recording: &Recording, limits: &Limits) -> Result<(), String> {
        let ends = self.said("ends").unwrap_or("finished");
        let end = words(&recording.stop);
        let text = |bytes: &[u8]| -> String {
            String::from_utf8_lossy(bytes)
                .chars()
                .rev()
                .take(600)
                .collect::<Vec<_>>()
                .iter()
                .rev()
                .collect()
        };
        let (stdout, stderr) = (text(&recording.stdout), text(&recording.stderr));
        let told = format!("{end}, and not {ends}: {stdout}{stderr}");
        if !ends.split(" or ").any(|wanted| end.starts_with(wanted)) {
            return Err(told);
        }
        match recording.stop {
            Stop::Finished | Stop::Exited(0) if !recording.stdout.ends_with(b"end\n") => Err(told),
            Stop::Turn { limit_ms, .. } if limit_ms != limits.turn_ms => Err(told),
            Stop::Memory { limit_mb } if limit_mb != limits.memory_mb => Err(told),
            _ => Ok(()),
        }
    }
}

/// The end as the head of a program names it.
fn words(stop: &Stop) -> String {
    match stop {
        Stop::Finished => "finished".to_owned(),
        Stop::Exited(code) => format!("exited {code}"),
        Stop::Threw(thrown) => {
            format!("threw {}", thrown.headline().chars().take(100).collect::<String>())
        }
        Stop::Turn { .. } => "turn".to_owned(),
        Stop::Wall { .. } => "wall".to_owned(),
        Stop::Memory { .. } => "memory".to_owned(),
        Stop::Output { .. } => "output".to_owned(),
        Stop::Crashed(signal) => format!("CRASHED {signal}"),
        Stop::Ended => "ENDED".to_owned(),
        Stop::Fault(why) => format!("FAULT {why}"),
    }
}

/// Runs all of `subject`.
#[track_caller]
fn check(subject: &str) {
    let world = World::new();
    let only = std::env::var("HOSTILE").unwrap_or_default();
    let programs = programs(subject);
    let programs = programs.iter().filter(|program| program.name.starts_with(&only));
    let wrong: Vec<_> = programs
        .filter_map(|program| {
            Some(format!("{subject}/{}: {}", program.name, program.run(&world).err()?))
        })
        .collect();
    world.check();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn programs_that_look_for_files_and_processes() {
    check("files");
}

#[test]
fn programs_that_look_for_files_from_a_folder_of_the_disk() {
    check("folder");
}

#[test]
fn programs_that_look_for_the_network() {
    check("network");
}

#[test]
fn programs_that_use_up_memory_and_time() {
    check("memory");
}

#[test]
fn programs_that_set_traps() {
    check("objects");
}
