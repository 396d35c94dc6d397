//! How long one has waited for something that runs: what is there soon shows nothing of it.

const MARK_AFTER_MS: u64 = 100;
const SECOND_MS: u64 = 1_000;

/// Less than 100 ms shows nothing; from a second on it is said for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waited {
    #[default]
    Nothing,
    Some,
    Seconds(u64),
}

impl Waited {
    /// How long until the next of these, in milliseconds.
    pub fn ms_to_next(self) -> u64 {
        match self {
            Waited::Nothing => MARK_AFTER_MS,
            Waited::Some => SECOND_MS - MARK_AFTER_MS,
            Waited::Seconds(_) => SECOND_MS,
        }
    }

    /// The time until the next one is over; gives back how long the one after that takes.
    pub fn go_on(&mut self) -> u64 {
        *self = match self {
            Waited::Nothing => Waited::Some,
            Waited::Some => Waited::Seconds(1),
            Waited::Seconds(seconds) => Waited::Seconds(*seconds + 1),
        };
        self.ms_to_next()
    }

    /// What is said of something that runs.
    pub fn running(self) -> Option<String> {
        match self {
            Waited::Nothing => None,
            Waited::Some => Some("…".to_owned()),
            Waited::Seconds(seconds) => Some(format!("running   {seconds} s   Esc stops")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_then_each_second() {
        let mut waited = Waited::default();
        let mut ms = waited.ms_to_next();
        assert_eq!((ms, waited.running()), (100, None));
        let mut said = Vec::new();
        for _ in 0..3 {
            let next = waited.go_on();
            said.push((ms, waited.running().unwrap()));
            ms += next;
        }
        let words = |ms, words: &str| (ms, words.to_owned());
        let second = |n: u64| words(n * 1_000, &format!("running   {n} s   Esc stops"));
        assert_eq!(said, [words(100, "…"), second(1), second(2)]);
    }
}
