//! Time in an exercise: where `[lab] clock` stands still, and by how much `advance_s` moves it.

use toml::value::{Date, Datetime, Offset, Time};

use crate::pack::manifest::{
    ADVANCE_S_MAX,
    fields::{Fields, Node},
};

const DAY_MS: i64 = 86_400_000;

/// Reads `clock = "real"`, or a time at which the clock stands still: milliseconds since 1970.
pub(super) fn read_clock(node: &Node<'_>) -> Option<i64> {
    let text = node.raw_text()?;
    if text == "real" {
        return None;
    }
    let ms = text.parse::<Datetime>().ok().and_then(since_1970_ms);
    if ms.is_none() {
        node.report((
            "this is neither `real` nor a time of RFC 3339",
            "clock = \"2026-01-01T09:00:00Z\"",
        ));
    }
    ms
}

/// Reads `advance_s`, in milliseconds; 0 when it is absent.
pub(super) fn read_advance(fields: &Fields<'_>, clock_is_still: bool) -> Option<u64> {
    let Some(node) = fields.optional("advance_s") else { return Some(0) };
    if !clock_is_still {
        node.key_report((
            "only a clock that stands still can be moved",
            "[lab] clock = \"2026-01-01T09:00:00Z\"",
        ));
        return None;
    }
    let seconds = node.number()?;
    if !(0.001..=ADVANCE_S_MAX).contains(&seconds) {
        node.report(format!("a clock is moved by 0.001 to {ADVANCE_S_MAX} seconds"));
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and a number far below 2^53 by the lines above"
    )]
    let ms = (seconds * 1e3).round() as u64;
    Some(ms)
}

/// `None` for what is not a date with a time and an offset.
fn since_1970_ms(time: Datetime) -> Option<i64> {
    let Datetime { date: Some(date), time: Some(time), offset: Some(offset) } = time else {
        return None;
    };
    let Date { year, month, day } = date;
    let Time { hour, minute, second, nanosecond } = time;
    let offset_minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let minutes = i64::from(hour) * 60 + i64::from(minute) - offset_minutes;
    let seconds = minutes * 60 + i64::from(second.unwrap_or(0));
    let ms = seconds * 1000 + i64::from(nanosecond.unwrap_or(0) / 1_000_000);
    Some(days_since_1970(i64::from(year), i64::from(month), i64::from(day)) * DAY_MS + ms)
}

/// Of the Gregorian calendar; the year may be counted from March, so that a leap day ends it.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    /// Days from March 1st of the year 0 to January 1st of 1970.
    const TO_1970: i64 = 719_468;
    let year = if month < 3 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    // Months of 31 and 30 days in turns of five: 153 days.
    let day_of_year = (153 * since_march + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - TO_1970
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Option<i64> {
        text.parse::<Datetime>().ok().and_then(since_1970_ms)
    }

    #[test]
    fn times_are_counted_from_1970() {
        assert_eq!(ms("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(ms("2026-01-01T09:00:00Z"), Some(1_767_258_000_000));
        assert_eq!(ms("2026-01-01T09:00:00.250+01:30"), Some(1_767_252_600_250));
        assert_eq!(ms("2024-02-29T23:59:59Z"), Some(1_709_251_199_000));
        assert_eq!(ms("2000-03-01T00:00:00Z"), Some(951_868_800_000));
        assert_eq!(ms("1969-12-31T23:59:59Z"), Some(-1_000));
    }

    #[test]
    fn a_time_without_its_day_or_offset_is_none() {
        for text in
            ["2026-01-01", "09:00:00", "2026-01-01T09:00:00", "soon", "2026-13-01T09:00:00Z"]
        {
            assert_eq!(ms(text), None, "{text}");
        }
    }
}
