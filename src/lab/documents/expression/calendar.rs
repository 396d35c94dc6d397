//! The calendar: days and their parts from milliseconds since 1970, and back. (The proleptic Gregorian
//! calendar, ISO 8601 weeks.)

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// A moment by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub millisecond: i64,
}

impl Moment {
    /// The parts of so many milliseconds since 1970.
    pub fn of(ms: i64) -> Moment {
        let days = ms.div_euclid(DAY_MS);
        let rest = ms.rem_euclid(DAY_MS);
        let (year, month, day) = date_of(days);
        Moment {
            year,
            month,
            day,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1000 % 60,
            millisecond: rest % 1000,
        }
    }

    /// Milliseconds since 1970; parts beyond their range carry over. `None` if 64 bits do not hold them.
    pub fn to_ms(self) -> Option<i64> {
        let months = self.year.checked_mul(12)?.checked_add(self.month.checked_sub(1)?)?;
        let days = days_of(months.div_euclid(12), months.rem_euclid(12) + 1, 1)?;
        let days = days.checked_add(self.day.checked_sub(1)?)?;
        let hours = days.checked_mul(24)?.checked_add(self.hour)?;
        let minutes = hours.checked_mul(60)?.checked_add(self.minute)?;
        let seconds = minutes.checked_mul(60)?.checked_add(self.second)?;
        seconds.checked_mul(1000)?.checked_add(self.millisecond)
    }

    /// 1 (Sunday) to 7.
    pub fn day_of_week(self) -> i64 {
        (self.days() + 4).rem_euclid(7) + 1
    }

    /// 1 (Monday) to 7.
    pub fn iso_day_of_week(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// 1 to 366.
    pub fn day_of_year(self) -> i64 {
        self.days() - days_of(self.year, 1, 1).unwrap_or(0) + 1
    }

    /// Weeks that began on a Sunday, from 0.
    pub fn week(self) -> i64 {
        (self.day_of_year() - self.day_of_week() + 7) / 7
    }

    /// The year and the number of the ISO week.
    pub fn iso_week(self) -> (i64, i64) {
        // The Thursday of a week decides to which year the week belongs.
        let thursday = self.days() - self.iso_day_of_week() + 4;
        let (year, _, _) = date_of(thursday);
        (year, (thursday - days_of(year, 1, 1).unwrap_or(0)) / 7 + 1)
    }

    /// Days since 1970.
    pub fn days(self) -> i64 {
        days_of(self.year, self.month, self.day).unwrap_or(0)
    }
}

/// How many days a month has.
pub fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A moment as `2024-03-01T12:00:00.000Z`.
pub fn iso_text(ms: i64) -> String {
    let moment = Moment::of(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.millisecond
    )
}

/// Days since 1970 of a date. Years are counted from March, so that a leap day is a year's last.
fn days_of(year: i64, month: i64, day: i64) -> Option<i64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era.checked_mul(146_097)?.checked_add(day_of_era - 719_468)
}

fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
