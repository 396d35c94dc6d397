//! How long until something comes, in words.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_one_unit() {
        let check = |seconds, expected: &str| assert_eq!(when(seconds), expected);
        check(0, "in 1 min");
        check(600, "in 10 min");
        check(5 * HOUR, "in 5 h");
        check(22 * HOUR, "tomorrow");
        check(DAY, "tomorrow");
        check(12 * DAY, "in 12 days");
        check(36_500 * DAY, "in 100 years");
    }
}
