//! The shelf: packs that are installed, updated and removed, over the real binary and the library.

#![expect(clippy::unwrap_used, reason = "a test may end where something is not as it must be")]

#[expect(dead_code, reason = "other tests need more of it")]
#[path = "cli/command.rs"]
mod command;
#[path = "shelf/doors.rs"]
mod doors;
#[path = "shelf/kills.rs"]
mod kills;
#[path = "shelf/progress.rs"]
mod progress;
#[expect(dead_code, reason = "other tests need more of it")]
#[path = "terminal/pty.rs"]
mod pty;
#[path = "shelf/registries.rs"]
mod registries;
#[path = "shelf/revised.rs"]
mod revised;
#[path = "shelf/small.rs"]
mod small;
#[path = "shelf/trust.rs"]
mod trust;
