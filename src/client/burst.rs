//! Small requests to a lab of our own, all open at once, from the thread that asks: a thread for each
//! costs more than the exchange.

use std::sync::atomic::Ordering;

use crate::client::{
    Base, LOOK, NoAnswer, Outgoing, Patience, Sent, Underway,
    wire::{Begun, Line, READ_BYTES},
};

/// Writes all requests, then reads the answers in order; what comes meanwhile waits in the system's
/// buffers. Each of `outgoing` is written `at_once`.
pub fn send(
    base: &Base,
    outgoing: &[Outgoing],
    mark: Option<&(String, String)>,
    patience: &mut dyn FnMut(Underway) -> Patience,
) -> Sent {
    let line = Line::default();
    line.writing.store(outgoing.len(), Ordering::Release);
    let mut begun: Vec<_> =
        outgoing.iter().map(|outgoing| Begun::begin(base, outgoing, mark, &line, LOOK)).collect();
    let mut buffer = vec![0; READ_BYTES];
    for index in 0..begun.len() {
        while let Ok(exchange) = &mut begun[index]
            && !exchange.read(&mut buffer)
        {
            let underway = line.underway(outgoing.len() - index);
            if !line.is_given_up() && patience(underway) == Patience::GiveUp {
                line.give_up();
                begun.iter().flatten().for_each(Begun::close);
            }
        }
    }
    let finished = |begun: Result<Begun, NoAnswer>| begun.and_then(|begun| begun.finish(&line));
    let answers = begun.into_iter().map(finished).collect();
    Sent { answers, written: line.written.load(Ordering::Acquire), stamps: line.stamps() }
}
