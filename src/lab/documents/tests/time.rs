//! The clock and the turn of the world: documents that expire, cursors that are left, work that is too long.

use std::{cell::Cell, rc::Rc};

use bson::{DateTime, doc};

use super::{Server, error, good, reply};
use crate::lab::world::World;

/// A world that the test moves.
struct MovedWorld {
    now_ms: Cell<i64>,
    is_over: Cell<bool>,
}

impl World for MovedWorld {
    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(3);
    }

    fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

fn moved() -> (Rc<MovedWorld>, Server) {
    let world = Rc::new(MovedWorld { now_ms: Cell::new(0), is_over: Cell::new(false) });
    (world.clone(), Server::new(world))
}

#[test]
fn a_session_expires_when_the_clock_moves() {
    let (world, mut s) = moved();
    let index = doc! {"key": {"at": -1}, "name": "at_-1", "expireAfterSeconds": 900};
    good(&mut s, doc! {"createIndexes": "sessions", "indexes": [index]});
    good(&mut s, doc! {"insert": "sessions", "documents": [{"at": DateTime::from_millis(0)}]});
    let count = |s: &mut Server| good(s, doc! {"count": "sessions"}).get_i32("n").unwrap();
    world.now_ms.set(899_999);
    assert_eq!(count(&mut s), 1);
    world.now_ms.set(900_000);
    assert_eq!(count(&mut s), 0);
    let change = doc! {"collMod": "sessions", "index": {"name": "at_-1", "expireAfterSeconds": 60}};
    assert_eq!(
        good(&mut s, change),
        doc! {"expireAfterSeconds_old": 900_i64, "expireAfterSeconds_new": 60_i64, "ok": 1.0}
    );
}

#[test]
fn a_cursor_that_is_left_is_closed() {
    let (world, mut s) = moved();
    good(&mut s, doc! {"insert": "c", "documents": [{}, {}, {}]});
    let first = good(&mut s, doc! {"find": "c", "batchSize": 1});
    let id = first.get_document("cursor").unwrap().get_i64("id").unwrap();
    let more = doc! {"getMore": id, "collection": "c", "batchSize": 1};
    world.now_ms.set(599_999);
    good(&mut s, more.clone());
    world.now_ms.set(2_000_000);
    assert_eq!(error(&reply(&mut s, more)), format!("43 CursorNotFound: cursor id {id} not found"));
}

#[test]
fn work_ends_with_the_turn() {
    let (world, mut s) = moved();
    let documents: Vec<_> = (0..2_000).map(|id| doc! {"_id": id, "a": id}).collect();
    good(&mut s, doc! {"insert": "c", "documents": documents});
    world.is_over.set(true);
    let over = "50 MaxTimeMSExpired: operation exceeded time limit";
    let commands = [
        doc! {"find": "c", "filter": {"a": -1}},
        doc! {"createIndexes": "c", "indexes": [{"key": {"a": 1}, "name": "a_1"}]},
        doc! {"aggregate": "c", "pipeline": [{"$group": {"_id": "$a"}}], "cursor": {}},
        doc! {"findAndModify": "c", "query": {"a": -1}, "remove": true},
    ];
    for command in commands {
        assert_eq!(error(&reply(&mut s, command.clone())), over, "{command}");
    }
    let update =
        doc! {"update": "c", "updates": [{"q": {}, "u": {"$inc": {"a": 1}}, "multi": true}]};
    assert_eq!(error(&reply(&mut s, update)), "[0] 50: operation exceeded time limit");
}
