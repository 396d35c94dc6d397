//! From a key to the frame that it changes: a page of a lesson turned back and forth, beside the
//! floor of the same run.
//!
//! The two programs take their keys in turns.

use std::{path::Path, time::Duration};

use crate::{
    series::Series,
    terminal::{self, Timed},
};

const ROUNDS: usize = 100;
const START_SILENCE: Duration = Duration::from_millis(300);
const KEY_SILENCE: Duration = Duration::from_millis(40);

pub fn measure() {
    let home = tempfile::tempdir().expect("a folder for HOME");
    let mut floor = Timed::start(&terminal::build_floor(), &[], home.path(), home.path());
    floor.settle(START_SILENCE);
    let tutor = Path::new(env!("CARGO_BIN_EXE_backlab"));
    let mut tutor = Timed::start(tutor, &[], home.path(), home.path());
    tutor.settle(START_SILENCE);
    // The first lesson; its highlighting comes later than its words.
    tutor.press("\r", START_SILENCE);
    let (mut floors, mut tutors) = (Series::default(), Series::default());
    for round in 0..ROUNDS {
        floors.push(floor.press("j", KEY_SILENCE).settled_ms);
        let key = if round % 2 == 0 { "j" } else { "k" };
        tutors.push(tutor.press(key, KEY_SILENCE).settled_ms);
    }
    println!("floor    {}", floors.words());
    println!("backlab  {}", tutors.words());
    println!(
        "ratio    {:.2} at the median, {:.2} at p95",
        tutors.median() / floors.median(),
        tutors.p95() / floors.p95()
    );
}
