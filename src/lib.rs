//! Backlab: a terminal tutor that teaches backend development offline.
//!
//! Modules stand in reading order; each may name only those that `tests/layers.rs` lists for it.
//! docs/ARCHITECTURE.md is the map.

pub mod diag;
pub mod exchange;
pub mod table;
pub mod text;
pub mod trace;

pub mod client;

pub mod course;

pub mod answers;

pub mod markup;

pub mod pack;

pub mod catalog;

pub mod lab;

pub mod judge;

pub mod audit;

pub mod config;
pub mod workspace;

pub mod progress;

pub mod tutor;

pub mod screen;

pub mod app;
pub mod plain;

pub mod cli;

/// For a fuzzer and the test of its corpus; `cargo fuzz` sets the flag.
#[cfg(any(test, fuzzing))]
pub mod fuzz;
