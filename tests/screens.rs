//! Screens as their learners see them: events in, rows with roles out.
//!
//! What is expected stands in `tests/screens/drawn/`: the characters, one role letter for each
//! character, one letter for each ground. `BACKLAB_DRAW=1 cargo test --test screens` writes those
//! files anew; read the difference before you commit it.

#![expect(clippy::unwrap_used, reason = "a test may end where its own data is wrong")]

#[path = "screens/any_keys.rs"]
mod any_keys;
#[path = "screens/consoles.rs"]
mod consoles;
#[path = "screens/courses.rs"]
mod courses;
#[path = "screens/drawing.rs"]
mod drawing;
#[path = "screens/help.rs"]
mod help;
#[path = "screens/home.rs"]
mod home;
#[path = "screens/keys.rs"]
mod keys;
#[path = "screens/mockups.rs"]
mod mockups;
#[path = "screens/notes.rs"]
mod notes;
#[path = "screens/palette.rs"]
mod palette;
#[path = "screens/playground.rs"]
mod playground;
#[path = "screens/quiz.rs"]
mod quiz;
#[path = "screens/reader.rs"]
mod reader;
#[path = "screens/review.rs"]
mod review;
#[path = "screens/search.rs"]
mod search;
#[path = "screens/shelf.rs"]
mod shelf;
#[path = "screens/stats.rs"]
mod stats;
#[path = "screens/terms.rs"]
mod terms;
#[path = "screens/xray.rs"]
mod xray;
