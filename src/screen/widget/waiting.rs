//! How long until something comes, in words.

use super::numerals::in_words;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `in 10 min`, `in 5 h`, `tomorrow`, `in 12 days`, `in 3 years`.
pub fn when(seconds: i64) -> String {
    let rounded = |unit: i64| (seconds + unit / 2) / unit;
    match seconds {
        ..HOUR => format!("in {} min", rounded(MINUTE).max(1)),
        HOUR..=72_000 => format!("in {} h", rounded(HOUR)),
        _ => match rounded(DAY) {
            ..=1 => "tomorrow".to_owned(),
            days @ 2..=730 => format!("in {days} days"),
            days => format!("in {} years", days / 365),
        },
    }
}

/// The same in a sentence, where numbers up to nine are words: `in two days`.
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

    #[test]
    fn times_are_told_in_one_unit() {
        let check = |seconds, expected: &str| assert_eq!(when(seconds), expected);
        check(0, "in 1 min");
        check(600, "in 10 min");
        check(5 * HOUR, "in 5 h");
        check(22 * HOUR, "tomorrow");
        check(DAY, "tomorrow");
        check(12 * DAY, "in 12 days");
        check(36_500 * DAY, "in 100 years");
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
