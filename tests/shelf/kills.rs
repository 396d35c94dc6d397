//! The program ends at any moment of a change: what is left is the old state or the new one.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use backlab::pack::shelf::Shelf;
use tempfile::TempDir;

use crate::{
    command::copy,
    small::{self, Tree, data, id, left_over, on_disk, parcel, tree},
};

/// The child reads these: the step to die before, the data folder, and what it does.
const STEP: &str = "SHELF_TEST_STEP";
const DATA: &str = "SHELF_TEST_DATA";
const DOES: &str = "SHELF_TEST_DOES";
/// Kills of the real binary, 40 unless it says another number.
const KILLS: &str = "BACKLAB_TEST_KILLS";

fn old() -> Tree {
    tree("1.0.0", &[("first", 1), ("extra", 1)])
}

fn new() -> Tree {
    tree("1.1.0", &[("first", 2)])
}

/// No test of its own: the program that dies, when [`STEP`] says before which step.
#[test]
fn a_child_dies_before_a_step() {
    let (Ok(step), Ok(data), Ok(does)) = (env::var(STEP), env::var(DATA), env::var(DOES)) else {
        return;
    };
    let dies_at: usize = step.parse().unwrap();
    let steps = std::sync::atomic::AtomicUsize::new(0);
    let watch = move |_: &str| {
        if steps.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == dies_at {
            // As by a signal: nothing is unwound, nothing is flushed.
            std::process::abort();
        }
    };
    let shelf = Shelf::watched(Path::new(&data), Box::new(watch));
    match does.as_str() {
        "remove" => drop(shelf.remove(&id()).unwrap()),
        "old" => drop(shelf.install(&parcel(&old(), None), 1, &mut |_, _| {}).unwrap()),
        _ => drop(shelf.install(&parcel(&new(), None), 2, &mut |_, _| {}).unwrap()),
    }
}

fn child(step: usize, data: &Path, does: &str) -> ExitStatus {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "kills::a_child_dies_before_a_step"])
        .envs([(STEP, step.to_string()), (DOES, does.to_owned())])
        .env(DATA, data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

/// Dies before the first step, the second, and so on until nothing is left to die before.
fn every_step(before: Option<&Tree>, does: &str, after: Option<&Tree>) {
    let mut died = 0;
    let (mut was_old, mut was_new) = (0, 0);
    loop {
        let data = tempfile::tempdir().unwrap();
        let shelf = Shelf::of_data(data.path());
        if let Some(before) = before {
            shelf.install(&parcel(before, None), 0, &mut |_, _| {}).unwrap();
        }
        let status = child(died, data.path(), does);
        let left = on_disk(data.path()).map(|(_, tree)| tree);
        if status.success() {
            assert_eq!(left.as_ref(), after, "{does} was not done");
            break;
        }
        if left.as_ref() == after {
            was_new += 1;
        } else {
            assert_eq!(left.as_ref(), before, "{does} was killed before step {died}");
            was_old += 1;
        }
        // The next change finds its way and leaves nothing over.
        shelf.install(&parcel(&tree("2.0.0", &[("first", 1)]), None), 3, &mut |_, _| {}).unwrap();
        assert_eq!(left_over(data.path()), Vec::<String>::new(), "{does}, step {died}");
        died += 1;
    }
    eprintln!("{does}: killed before each of {died} steps, {was_old} old, {was_new} new");
    assert!(
        was_old > 0 && (was_new > 0 || before == after),
        "{does}: {was_old} old, {was_new} new"
    );
}

#[test]
fn an_install_that_dies_before_any_step_is_done_or_not() {
    every_step(None, "old", Some(&old()));
}

#[test]
fn an_update_that_dies_before_any_step_is_done_or_not() {
    every_step(Some(&old()), "new", Some(&new()));
}

#[test]
fn a_removal_that_dies_before_any_step_is_done_or_not() {
    every_step(Some(&old()), "remove", None);
}

/// The real binary, killed at a random moment; half of them while it writes.
#[test]
fn a_process_that_is_killed_leaves_the_old_state_or_the_new_one() {
    let kills: usize = env::var(KILLS).ok().and_then(|kills| kills.parse().ok()).unwrap_or(40);
    let desk = Desk::new();
    let (whole, writing) = desk.how_long();
    let seed = u64::from(std::process::id()) | 1;
    let mut random = seed;
    let mut counts = [0; 3];
    for kill in 0..kills {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let updates = kill % 2 == 0;
        let home = desk.home(updates);
        // Most of them while it writes, and some after the time that this should take.
        let (writes, longest) = if kill % 8 < 6 { (true, writing) } else { (false, whole) };
        let part = f64::from(u32::try_from(random % 1_000).unwrap()) / 1_000.0;
        let finished = desk.killed(home.path(), updates, writes, longest.mul_f64(part * 1.2));
        let data = data(home.path());
        let left = on_disk(&data).map(|(_, tree)| tree);
        let (before, after) = if updates { (Some(old()), new()) } else { (None, old()) };
        if left.as_ref() == Some(&after) {
            counts[if finished { 2 } else { 1 }] += 1;
        } else {
            assert_eq!(left, before, "seed {seed}, kill {kill}");
            counts[0] += 1;
        }
        let status = desk.command(home.path(), true).status().unwrap();
        assert!(status.success(), "seed {seed}, kill {kill}");
        assert_eq!(on_disk(&data).unwrap().1, new(), "seed {seed}, kill {kill}");
        assert_eq!(left_over(&data), Vec::<String>::new(), "seed {seed}, kill {kill}");
    }
    let [was_old, was_new, finished] = counts;
    eprintln!("{kills} kills: {was_old} old, {was_new} new, {finished} came too late");
    assert!(was_old > 0, "no kill came in time");
}

/// Two packs, and a HOME in which the old one is installed.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        small::write(&old(), &folder.path().join("old"));
        small::write(&new(), &folder.path().join("new"));
        let desk = Desk { folder };
        let home = desk.folder.path().join("home");
        std::fs::create_dir(&home).unwrap();
        assert!(desk.command(&home, false).status().unwrap().success());
        desk
    }

    fn command(&self, home: &Path, updates: bool) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backlab"));
        command
            .args(["pack", "add", "--yes"])
            .arg(self.pack(updates))
            .env_clear()
            .env("HOME", home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn pack(&self, updates: bool) -> PathBuf {
        self.folder.path().join(if updates { "new" } else { "old" })
    }

    fn home(&self, updates: bool) -> TempDir {
        let home = tempfile::tempdir().unwrap();
        if updates {
            copy(&self.folder.path().join("home"), home.path());
        }
        home
    }

    /// How long an update takes here and now, and how long of that it writes.
    fn how_long(&self) -> (Duration, Duration) {
        let home = self.home(true);
        let begun = Instant::now();
        let mut process = self.command(home.path(), true).spawn().unwrap();
        until_it_writes(home.path(), &mut process);
        let writes = Instant::now();
        assert!(process.wait().unwrap().success());
        (begun.elapsed(), writes.elapsed())
    }

    /// Kills a change after `wait`, or a part of it after it began to write; whether it had ended.
    fn killed(&self, home: &Path, updates: bool, writing: bool, wait: Duration) -> bool {
        let mut process = self.command(home, updates).spawn().unwrap();
        if writing {
            until_it_writes(home, &mut process);
        }
        thread::sleep(wait);
        let finished = process.try_wait().unwrap().is_some();
        // It may have ended by itself.
        let _ = process.kill();
        process.wait().unwrap();
        finished
    }
}

/// Waits until a change has begun to write, or is over.
fn until_it_writes(home: &Path, process: &mut Child) {
    let staged = data(home).join("packs/ada/small/.new");
    while !staged.exists() && process.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
}
