//! The figures of docs/PERFORMANCE.md, each beside a floor or a peer of the same run.
//!
//!     cargo bench --bench figures                         all of them
//!     cargo bench --bench figures -- checks first-frame   these

#![expect(clippy::print_stdout, reason = "a bench says what it measured")]

#[path = "figures/checks.rs"]
mod checks;
#[path = "figures/databases.rs"]
mod databases;
#[path = "figures/first_frame.rs"]
mod first_frame;
#[path = "figures/key_to_frame.rs"]
mod key_to_frame;
#[path = "figures/large_pack.rs"]
mod large_pack;
#[path = "figures/many_lessons.rs"]
mod many_lessons;
#[path = "figures/peers.rs"]
mod peers;
#[path = "figures/series.rs"]
mod series;
#[path = "figures/servers.rs"]
mod servers;
#[path = "figures/terminal.rs"]
mod terminal;

const FIGURES: [(&str, fn()); 6] = [
    ("first-frame", first_frame::measure),
    ("key-to-frame", key_to_frame::measure),
    ("checks", checks::measure),
    ("many-lessons", many_lessons::measure),
    ("servers", servers::measure),
    ("databases", databases::measure),
];

fn main() {
    // Cargo adds `--bench`.
    let asked: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let unknown = asked.iter().find(|word| FIGURES.iter().all(|(name, _)| name != word));
    if let Some(word) = unknown {
        let names = FIGURES.map(|(name, _)| name).join(", ");
        println!("there is no figure `{word}`; there are {names}");
        std::process::exit(2);
    }
    for (name, measure) in FIGURES {
        if asked.is_empty() || asked.iter().any(|word| word == name) {
            println!("\n{name}");
            measure();
        }
    }
}
