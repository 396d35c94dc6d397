//! What is said of a learner's own command that does not come to listen.

use crate::{
    judge::{observe::in_seconds, target},
    lab::command::{End, Unready},
};

/// The exit code with which a shell says that it found no such command.
const NOT_FOUND: i32 = 127;

/// Why nothing could be judged; `None` where the command itself is to be mended.
pub fn obstacle(unready: &Unready) -> Option<String> {
    match unready {
        Unready::Fault(fault) => Some(fault.clone()),
        Unready::Unstarted(why) => Some(why.clone()),
        Unready::Taken { port } => Some(format!(
            "Another program took port {port} before your server could. Check again: it gets \
             another port."
        )),
        Unready::Cancelled => Some(super::explain::STOPPED.to_owned()),
        Unready::Ended { .. } | Unready::Silent { .. } => None,
    }
}

/// How the command ended, where that is why it does not listen.
pub fn end_of(unready: &target::Unready) -> Option<End> {
    if let target::Unready::Command(Unready::Ended { end, .. }) = unready {
        Some(*end)
    } else {
        None
    }
}

/// Whether the server listens, and not where it was told to.
pub fn is_elsewhere(unready: &Unready) -> bool {
    matches!(unready, Unready::Silent { elsewhere, .. } if !elsewhere.is_empty())
}

/// What happened, in a sentence about the command.
pub fn words(unready: &Unready) -> String {
    match unready {
        Unready::Ended { end: End::Code(NOT_FOUND), port } => format!(
            "The command ended with exit code {NOT_FOUND} and never listened on port {port}: a \
             program that it names was not found."
        ),
        Unready::Ended { end: End::Code(code), port } => {
            format!("The command ended with exit code {code} and never listened on port {port}.")
        }
        Unready::Ended { end: End::Signal(signal), port } => {
            format!("The command was ended by signal {signal} and never listened on port {port}.")
        }
        Unready::Silent { port, ready, elsewhere } => {
            let ms = u32::try_from(ready.as_millis()).unwrap_or(u32::MAX);
            let given = format!("The runner gave PORT={port}");
            if elsewhere.is_empty() {
                return format!("{given}; nothing listened there within {}.", in_seconds(ms));
            }
            let places: Vec<_> = elsewhere.iter().map(ToString::to_string).collect();
            if elsewhere.iter().all(|place| place.port() == *port) {
                let places = places.join(" and ");
                return format!("{given} of 127.0.0.1; your server listens on {places} only.");
            }
            format!("{given}; your server listens on {}.", places.join(" and "))
        }
        Unready::Fault(_) | Unready::Unstarted(_) | Unready::Taken { .. } | Unready::Cancelled => {
            obstacle(unready).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn each_end_has_its_words() {
        let ended = |end| words(&Unready::Ended { end, port: 81 });
        assert!(ended(End::Code(127)).ends_with("a program that it names was not found."));
        assert!(ended(End::Code(1)).contains("exit code 1 and never listened on port 81"));
        assert!(ended(End::Signal(11)).contains("signal 11"));
        let silent = |elsewhere: &[&str]| {
            let elsewhere = elsewhere.iter().map(|at| at.parse().unwrap()).collect();
            words(&Unready::Silent { port: 81, ready: Duration::from_secs(20), elsewhere })
        };
        assert_eq!(silent(&[]), "The runner gave PORT=81; nothing listened there within 20 s.");
        assert_eq!(
            silent(&["127.0.0.1:5000"]),
            "The runner gave PORT=81; your server listens on 127.0.0.1:5000."
        );
        assert_eq!(
            silent(&["[::1]:81"]),
            "The runner gave PORT=81 of 127.0.0.1; your server listens on [::1]:81 only."
        );
    }
}
