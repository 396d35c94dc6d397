//! Dates as JavaScript and `ISODate` read and write them, in UTC.

const MS_A_DAY: i64 = 86_400_000;
/// The furthest that a JavaScript date may be from 1970, in milliseconds.
pub const MS_MAX: i64 = 8_640_000_000_000_000;

/// Year, month (1 to 12), day, hour, minute, second, millisecond.
pub type Parts = [i64; 7];

/// `2020-01-02T03:04:05.006Z`, or none for a date that JavaScript cannot hold.
pub fn iso(ms: i64) -> Option<String> {
    if !(-MS_MAX..=MS_MAX).contains(&ms) {
        return None;
    }
    let [year, month, day, hour, minute, second, millisecond] = parts(ms);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ if year < 0 => format!("-{:06}", -year),
        _ => format!("+{year:06}"),
    };
    Some(format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z"))
}

/// The calendar of an instant. (Days are counted from 1 March 0000, so that a leap day is the last.)
pub fn parts(ms: i64) -> Parts {
    let days = ms.div_euclid(MS_A_DAY) + 719_468;
    let time = ms.rem_euclid(MS_A_DAY);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    [year, month, day, time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000]
}

/// The instant of a calendar date; a month or a day too many runs on into the next one, as in
/// JavaScript. None beyond what a date can hold.
pub fn from_parts([year, month, day, hour, minute, second, millisecond]: Parts) -> Option<i64> {
    let parts = [year, month, day, hour, minute, second, millisecond];
    if parts.iter().any(|part| part.unsigned_abs() > MS_MAX.unsigned_abs()) || year.abs() > 400_000
    {
        return None;
    }
    let months = month - 1;
    let year = year + months.div_euclid(12);
    let month = months.rem_euclid(12) + 1;
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * march_month + 2) / 5;
    let days = (era * 146_097 + of_era - 719_468).checked_add(day - 1)?;
    let time = hour
        .checked_mul(3_600_000)?
        .checked_add(minute.checked_mul(60_000)?)?
        .checked_add(second.checked_mul(1000)?)?
        .checked_add(millisecond)?;
    let ms = days.checked_mul(MS_A_DAY)?.checked_add(time)?;
    (-MS_MAX..=MS_MAX).contains(&ms).then_some(ms)
}

/// Reads `2020-01-02`, `2020-01-02T03:04`, `..:05`, `.678`, `Z` or `+02:00`; a `T` may be a space.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (day, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim())),
        None => (text, None),
    };
    let mut fields = day.split('-');
    let year = digits(fields.next()?, 4..=4)?;
    let month = fields.next().map_or(Some(1), |text| digits(text, 2..=2))?;
    let day = fields.next().map_or(Some(1), |text| digits(text, 2..=2))?;
    if fields.next().is_some() || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let [hour, minute, second, millisecond, offset] = time.map_or(Some([0; 5]), clock)?;
    let ms = from_parts([year, month, day, hour, minute, second, millisecond])?;
    // The 31st of February is no date.
    if parts(ms)[2] != day && hour < 24 {
        return None;
    }
    Some(ms - offset * 60_000)
}

/// Hour, minute, second, millisecond, and the minutes east of Greenwich.
fn clock(text: &str) -> Option<[i64; 5]> {
    let (time, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (&text[..at], zone(&text[at..])?),
        None => (text, 0),
    };
    let mut fields = time.split(':');
    let hour = digits(fields.next()?, 2..=2)?;
    let minute = fields.next().map_or(Some(0), |text| digits(text, 2..=2))?;
    let (second, millisecond) = match fields.next() {
        None => (0, 0),
        Some(text) => {
            let (second, fraction) = text.split_once('.').unwrap_or((text, "0"));
            digits(fraction, 1..=9)?;
            let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
            (digits(second, 2..=2)?, thousandths.parse().ok()?)
        }
    };
    let fits = hour <= 24 && minute < 60 && second < 60 && fields.next().is_none();
    fits.then_some([hour, minute, second, millisecond, offset])
}

fn zone(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let text = text[1..].replace(':', "");
    let number = match text.len() {
        2 => digits(&text, 2..=2)? * 60,
        4 => digits(text.get(..2)?, 2..=2)? * 60 + digits(text.get(2..)?, 2..=2)?,
        _ => return None,
    };
    Some(sign * number)
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain && lengths.contains(&text.len()) { text.parse().ok() } else { None }
}

/// `Thu Jan 02 2020 00:00:00 GMT+0000 (Coordinated Universal Time)`: a date put into a text.
pub fn words(ms: i64) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    if !(-MS_MAX..=MS_MAX).contains(&ms) {
        return "Invalid Date".to_owned();
    }
    let [year, month, day, hour, minute, second, _] = parts(ms);
    let month = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month));
    let weekday = DAYS.get(usize::try_from(weekday(ms)).unwrap_or_default());
    let (month, weekday) =
        (month.copied().unwrap_or_default(), weekday.copied().unwrap_or_default());
    format!(
        "{weekday} {month} {day:02} {year:04} {hour:02}:{minute:02}:{second:02} \
         GMT+0000 (Coordinated Universal Time)"
    )
}

/// 0 for a Sunday.
pub fn weekday(ms: i64) -> i64 {
    (ms.div_euclid(MS_A_DAY) + 4).rem_euclid(7)
}
