//! What a machine measures, set to what every machine could have measured.

use std::{sync::Arc, time::Duration};

use backlab::{
    exchange::Headers,
    screen::event::Event,
    trace::{Trace, What},
    tutor::{playground::Past, sending::Times},
};

pub fn steady(event: &mut Event) {
    match event {
        Event::SampleRan { run, .. } => run.took = Duration::from_millis(3),
        Event::Checked { checked, .. } => {
            checked.verdict.took = Duration::from_millis(41);
            evenly(&mut checked.verdict.trace);
        }
        Event::Searched { search, .. } => search.took = Duration::from_millis(1),
        Event::ConsoleRan { ran, .. } => {
            ran.took_us = 400;
            for given in &mut ran.given {
                given.took_us = given.took_us.map(|_| 300);
            }
        }
        Event::Answered { past, .. } => in_time(past),
        Event::Shelf(shelf) => shelf.past.iter_mut().for_each(in_time),
        _ => {}
    }
}

/// One event after another, 60 microseconds apart.
fn evenly(trace: &mut Trace) {
    for (at_us, entry) in (0_u64..).step_by(60).zip(&mut trace.entries) {
        entry.at_us = at_us;
        match &mut entry.what {
            What::Sql(ran) => ran.took_us = 20,
            What::Listening { port, .. } => *port = 40_000,
            What::RequestReceived { headers, .. } => {
                let fields: Vec<_> = headers.iter().map(steady_field).collect();
                *headers = Headers::new();
                for (name, value) in fields {
                    headers.push(name, value);
                }
            }
            _ => {}
        }
    }
}

/// The lab's port is whichever was free.
fn steady_field((name, value): (&str, &str)) -> (String, String) {
    let is_host = name.eq_ignore_ascii_case("host");
    (name.to_owned(), if is_host { "127.0.0.1:40000".to_owned() } else { value.to_owned() })
}

fn in_time(past: &mut Arc<Past>) {
    let exchange = &mut Arc::make_mut(past).exchange;
    let us = Duration::from_micros;
    exchange.ms = 1;
    exchange.times = Times {
        connected: Some(us(90)),
        written: Some(us(30)),
        waited: Some(us(700)),
        read: Some(us(80)),
        total: us(900),
    };
}
