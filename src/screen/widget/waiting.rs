//! Times in words, as screens say them.

use super::numerals::in_words;
use crate::tutor::when;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// How long until something comes, in a sentence, where numbers up to nine are words: `in two days`.
pub fn when_said(seconds: i64) -> String {
    let words = when(seconds);
    let mut parts = words.splitn(3, ' ');
    match (parts.next(), parts.next().map(str::parse), parts.next()) {
        (Some(before), Some(Ok(count)), Some(unit)) => {
            format!("{before} {} {unit}", in_words(count))
        }
        _ => words,
    }
}

/// Minutes that so many cards take, as a guess.
pub fn minutes_for(cards: usize) -> usize {
    const SECONDS_A_CARD: usize = 35;
    ((cards * SECONDS_A_CARD + 30) / 60).max(1)
}

/// `25 h`, `40 min`: time that was spent, whole hours from ten on.
pub fn spent(seconds: i64) -> String {
    match seconds {
        ..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..36_000 => {
            let (hours, minutes) = (seconds / HOUR, seconds % HOUR / MINUTE);
            if minutes == 0 { format!("{hours} h") } else { format!("{hours} h {minutes} min") }
        }
        _ => format!("{} h", seconds / HOUR),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * HOUR;

    #[test]
    fn times_are_told_in_one_unit() {
        let check = |seconds, expected: &str| assert_eq!(when_said(seconds), expected);
        check(DAY, "tomorrow");
        check(2 * DAY, "in two days");
        check(12 * DAY, "in 12 days");
        assert_eq!([1, 4, 6, 12].map(minutes_for), [1, 2, 4, 7]);
        assert_eq!(spent(59), "0 min");
        assert_eq!(spent(40 * MINUTE), "40 min");
        assert_eq!(spent(2 * HOUR + 5 * MINUTE), "2 h 5 min");
        assert_eq!(spent(3 * HOUR), "3 h");
        assert_eq!(spent(26 * HOUR + 59), "26 h");
    }
}
