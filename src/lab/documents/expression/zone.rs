//! Time zones: offsets such as `+05:30`, and names of zones whose rules of today are known here. (MongoDB
//! manual, the `timezone` operand of date operators.)

use crate::lab::documents::expression::calendar::{DAY_MS, Moment, month_length};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// A zone by its offset from UTC, and by when its clocks go forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    minutes: i64,
    summer: Summer,
}

/// When clocks go an hour forward. Rules are those of today, for every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summer {
    Never,
    /// Last Sundays of March and October, at 01:00 UTC.
    Europe,
    /// Second Sunday of March, first of November, at 02:00 local time.
    America,
    /// First Sundays of October and April, at 02:00 standard time.
    Australia,
}

/// Names of zones with their offsets in minutes.
const ZONES: [(&str, i64, Summer); 66] = [
    ("UTC", 0, Summer::Never),
    ("GMT", 0, Summer::Never),
    ("Z", 0, Summer::Never),
    ("Etc/UTC", 0, Summer::Never),
    ("Etc/GMT", 0, Summer::Never),
    ("Asia/Kolkata", 330, Summer::Never),
    ("Asia/Calcutta", 330, Summer::Never),
    ("Asia/Colombo", 330, Summer::Never),
    ("Asia/Kathmandu", 345, Summer::Never),
    ("Asia/Dhaka", 360, Summer::Never),
    ("Asia/Karachi", 300, Summer::Never),
    ("Asia/Tashkent", 300, Summer::Never),
    ("Asia/Kabul", 270, Summer::Never),
    ("Asia/Dubai", 240, Summer::Never),
    ("Asia/Riyadh", 180, Summer::Never),
    ("Asia/Baghdad", 180, Summer::Never),
    ("Asia/Tehran", 210, Summer::Never),
    ("Asia/Bangkok", 420, Summer::Never),
    ("Asia/Jakarta", 420, Summer::Never),
    ("Asia/Ho_Chi_Minh", 420, Summer::Never),
    ("Asia/Singapore", 480, Summer::Never),
    ("Asia/Hong_Kong", 480, Summer::Never),
    ("Asia/Shanghai", 480, Summer::Never),
    ("Asia/Taipei", 480, Summer::Never),
    ("Asia/Manila", 480, Summer::Never),
    ("Asia/Kuala_Lumpur", 480, Summer::Never),
    ("Australia/Perth", 480, Summer::Never),
    ("Asia/Tokyo", 540, Summer::Never),
    ("Asia/Seoul", 540, Summer::Never),
    ("Australia/Brisbane", 600, Summer::Never),
    ("Australia/Sydney", 600, Summer::Australia),
    ("Australia/Melbourne", 600, Summer::Australia),
    ("Australia/Adelaide", 570, Summer::Australia),
    ("Europe/London", 0, Summer::Europe),
    ("Europe/Dublin", 0, Summer::Europe),
    ("Europe/Lisbon", 0, Summer::Europe),
    ("Europe/Paris", 60, Summer::Europe),
    ("Europe/Berlin", 60, Summer::Europe),
    ("Europe/Madrid", 60, Summer::Europe),
    ("Europe/Rome", 60, Summer::Europe),
    ("Europe/Amsterdam", 60, Summer::Europe),
    ("Europe/Brussels", 60, Summer::Europe),
    ("Europe/Vienna", 60, Summer::Europe),
    ("Europe/Zurich", 60, Summer::Europe),
    ("Europe/Stockholm", 60, Summer::Europe),
    ("Europe/Oslo", 60, Summer::Europe),
    ("Europe/Copenhagen", 60, Summer::Europe),
    ("Europe/Prague", 60, Summer::Europe),
    ("Europe/Warsaw", 60, Summer::Europe),
    ("Europe/Budapest", 60, Summer::Europe),
    ("Europe/Athens", 120, Summer::Europe),
    ("Europe/Helsinki", 120, Summer::Europe),
    ("Europe/Kyiv", 120, Summer::Europe),
    ("Europe/Istanbul", 180, Summer::Never),
    ("Europe/Moscow", 180, Summer::Never),
    ("Africa/Johannesburg", 120, Summer::Never),
    ("Africa/Nairobi", 180, Summer::Never),
    ("Africa/Lagos", 60, Summer::Never),
    ("America/New_York", -300, Summer::America),
    ("America/Toronto", -300, Summer::America),
    ("America/Chicago", -360, Summer::America),
    ("America/Denver", -420, Summer::America),
    ("America/Phoenix", -420, Summer::Never),
    ("America/Los_Angeles", -480, Summer::America),
    ("America/Vancouver", -480, Summer::America),
    ("America/Sao_Paulo", -180, Summer::Never),
];

impl Zone {
    pub const UTC: Zone = Zone { minutes: 0, summer: Summer::Never };

    /// `+05:30`, `-0800`, `+03`, or a name; `None` for a zone that is not known here.
    pub fn parse(text: &str) -> Option<Zone> {
        if let Some((_, minutes, summer)) = ZONES.iter().find(|(name, _, _)| *name == text) {
            return Some(Zone { minutes: *minutes, summer: *summer });
        }
        let sign = match text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let digits: String = text[1..].chars().filter(|ch| *ch != ':').collect();
        let is_shape = matches!((digits.len(), text.len()), (2, 3) | (4, 5 | 6));
        if !is_shape || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let hours: i64 = digits[..2].parse().ok()?;
        let minutes: i64 =
            digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Ok(0), str::parse).ok()?;
        Some(Zone { minutes: sign * (hours * 60 + minutes), summer: Summer::Never })
    }

    /// Milliseconds that local time is ahead of UTC at a moment.
    pub fn offset_ms(self, utc_ms: i64) -> i64 {
        let standard = self.minutes * MINUTE_MS;
        let year = Moment::of(utc_ms.saturating_add(standard)).year;
        let is_summer = match self.summer {
            Summer::Never => false,
            Summer::Europe => {
                let start = last_sunday(year, 3) + HOUR_MS;
                let end = last_sunday(year, 10) + HOUR_MS;
                (start..end).contains(&utc_ms)
            }
            Summer::America => {
                let start = first_sunday(year, 3) + 7 * DAY_MS + 2 * HOUR_MS - standard;
                let end = first_sunday(year, 11) + HOUR_MS - standard;
                (start..end).contains(&utc_ms)
            }
            Summer::Australia => {
                let end = first_sunday(year, 4) + 2 * HOUR_MS - standard;
                let start = first_sunday(year, 10) + 2 * HOUR_MS - standard;
                !(end..start).contains(&utc_ms)
            }
        };
        standard + if is_summer { HOUR_MS } else { 0 }
    }

    /// Local milliseconds of a moment.
    pub fn local(self, utc_ms: i64) -> i64 {
        utc_ms.saturating_add(self.offset_ms(utc_ms))
    }

    /// The moment whose local time this is.
    pub fn utc(self, local_ms: i64) -> i64 {
        let guess = local_ms.saturating_sub(self.minutes * MINUTE_MS);
        let offset = self.offset_ms(guess);
        let moment = local_ms.saturating_sub(offset);
        // Near a change of the clocks the first guess may be on the other side.
        local_ms.saturating_sub(self.offset_ms(moment))
    }
}

fn first_sunday(year: i64, month: i64) -> i64 {
    let first = Moment { year, month, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
    (first.days() + 7 - first.iso_day_of_week()).saturating_mul(DAY_MS)
}

fn last_sunday(year: i64, month: i64) -> i64 {
    let day = month_length(year, month);
    let last = Moment { year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 };
    (last.days() - last.iso_day_of_week() % 7).saturating_mul(DAY_MS)
}
