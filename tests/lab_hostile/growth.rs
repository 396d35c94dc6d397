//! What the parent needs while all hostile programs run, one after the other.

use std::time::{Duration, Instant};

use backlab::{
    client::{Client, How, Outgoing, Patience},
    exchange::Request,
    lab::{Limits, NONCE_HEADER, Readiness},
};

use crate::{
    limits,
    programs::{World, programs},
    servers::{ENDLESS_BODY, ENDLESS_CHUNKS, ENDLESS_HEAD},
    start,
};

/// How much more the parent may have at its height than before.
const GROWTH_MB_MAX: u64 = 32;

/// Of the programs that use up memory and time, those of which the parent hears much.
const TALKATIVE: &[&str] = &[
    "print_errors",
    "print_huge",
    "recording",
    "thrown_text_huge",
    "uncaught_huge",
    "uncaught_long",
    "zlib_bomb_kept",
];

/// Plays the parent of `the_parent_does_not_grow`.
#[test]
#[ignore = "is started by another test"]
fn parent_of_all_programs() {
    let world = World::new();
    let before = memory_kb("VmRSS");
    // The height so far may be that of the start.
    std::fs::write("/proc/self/clear_refs", "5").expect("Linux forgets the height");
    let mut highest = memory_kb("VmHWM");
    for subject in ["network", "objects", "memory"] {
        let talks = |name: &str| subject != "memory" || TALKATIVE.contains(&name);
        for program in programs(subject).into_iter().filter(|program| talks(&program.name)) {
            program.run(&world).unwrap_or_else(|wrong| panic!("{}: {wrong}", program.name));
            let now = memory_kb("VmHWM");
            if highest + 512 < now {
                println!("{} kB more with {subject}/{}", now - highest, program.name);
            }
            highest = highest.max(now);
        }
    }
    for handler in [ENDLESS_BODY, ENDLESS_CHUNKS, ENDLESS_HEAD] {
        ask(handler);
        let now = memory_kb("VmHWM");
        println!("{} kB more with an endless answer", now.saturating_sub(highest));
        highest = highest.max(now);
    }
    world.check();
    println!("before {before} kB, highest {highest} kB, after {} kB", memory_kb("VmRSS"));
    println!("grown by {} MB", (highest - before).div_ceil(1 << 10));
}

fn ask(handler: &str) {
    let source = format!(
        "require('http').createServer((req, res) => {{ const {{ socket }} = res; {handler} }}).listen(3000)"
    );
    let lab = start(&source, &Limits { turn_ms: 20_000, ..limits() });
    let Readiness::Listening { port } = lab.wait_ready() else { panic!("nothing listens") };
    let mark = Some((NONCE_HEADER.to_owned(), lab.nonce().to_owned()));
    let outgoing = Outgoing { request: Request::parse_line("GET /").unwrap(), how: How::Whole };
    let began = Instant::now();
    let sent = Client::for_lab(port, mark).send(&[outgoing], &mut |_| {
        if began.elapsed() < Duration::from_secs(20) { Patience::Wait } else { Patience::GiveUp }
    });
    assert!(sent.answers[0].is_err());
}

/// A line of /proc/self/status, in kB.
fn memory_kb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux says it");
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).expect("a number of kB")
}

#[test]
fn the_parent_does_not_grow() {
    let output = std::process::Command::new(std::env::current_exe().expect("a test runs"))
        .args(["--ignored", "--exact", "growth::parent_of_all_programs", "--nocapture"])
        .output()
        .expect("the test starts again");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let grown = said.lines().find_map(|line| line.strip_prefix("grown by ")?.strip_suffix(" MB"));
    let grown: u64 = grown.and_then(|mb| mb.parse().ok()).expect("it says how much");
    eprintln!("{said}");
    assert!(grown < GROWTH_MB_MAX, "{said}");
}
