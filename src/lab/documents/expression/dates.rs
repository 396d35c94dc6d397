//! Operators on dates. (MongoDB manual, Date Expression Operators.)

mod format;

use bson::{Bson, DateTime, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{
        Call, Value,
        arrays::text,
        calendar::{DAY_MS, Moment, month_length},
        is_nullish, type_of,
        zone::Zone,
    },
    number::Number,
};

pub use format::read as read_date;

type Answer = Result<Value, CommandError>;

const NULL: Value = Some(Bson::Null);
/// The format of `$dateToString` where none is given.
const ISO_FORMAT: &str = "%Y-%m-%dT%H:%M:%S.%L";

/// Units of time, as `$dateAdd`, `$dateDiff` and `$dateTrunc` name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// So many months: a month, a quarter, a year.
    Months(i64),
    /// So many days: a day, a week.
    Days(i64),
    /// So many milliseconds.
    Milliseconds(i64),
}

/// `$year`, `$dayOfWeek` and the like: date, timezone.
pub fn part(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let Some((ms, zone)) = date_and_zone(call, &values[0], call.given[1].then_some(&values[1]))?
    else {
        return Ok(NULL);
    };
    let moment = Moment::of(zone.local(ms));
    let part = match call.name {
        "$year" => moment.year,
        "$month" => moment.month,
        "$dayOfMonth" => moment.day,
        "$hour" => moment.hour,
        "$minute" => moment.minute,
        "$second" => moment.second,
        "$millisecond" => moment.millisecond,
        "$dayOfWeek" => moment.day_of_week(),
        "$dayOfYear" => moment.day_of_year(),
        "$week" => moment.week(),
        "$isoWeek" => moment.iso_week().1,
        "$isoDayOfWeek" => moment.iso_day_of_week(),
        _ => return Ok(Some(Bson::Int64(moment.iso_week().0))),
    };
    Ok(Some(int(part)))
}

/// `$dateToParts`: date, timezone, iso8601.
pub fn to_parts(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let is_iso = match &values[2] {
        None if !call.given[2] => false,
        Some(Bson::Boolean(flag)) => *flag,
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!("iso8601 must evaluate to a bool, found {}", type_of(value));
            return Err(call.fault(40521, message));
        }
    };
    let Some((ms, zone)) = date_and_zone(call, &values[0], call.given[1].then_some(&values[1]))?
    else {
        return Ok(NULL);
    };
    let moment = Moment::of(zone.local(ms));
    let (iso_year, iso_week) = moment.iso_week();
    let mut out = if is_iso {
        bson::doc! { "isoWeekYear": int(iso_year), "isoWeek": int(iso_week), "isoDayOfWeek": int(moment.iso_day_of_week()) }
    } else {
        bson::doc! { "year": int(moment.year), "month": int(moment.month), "day": int(moment.day) }
    };
    let time: Document = bson::doc! {
        "hour": int(moment.hour), "minute": int(moment.minute), "second": int(moment.second),
        "millisecond": int(moment.millisecond),
    };
    out.extend(time);
    Ok(Some(Bson::Document(out)))
}

/// The named parts of `$dateFromParts`, in the order of its signature, with the values they have if left out.
const PARTS: [(&str, i64); 10] = [
    ("year", 1970),
    ("month", 1),
    ("day", 1),
    ("hour", 0),
    ("minute", 0),
    ("second", 0),
    ("millisecond", 0),
    ("isoWeekYear", 1970),
    ("isoWeek", 1),
    ("isoDayOfWeek", 1),
];

/// `$dateFromParts`: the parts above, then timezone.
pub fn from_parts(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let is_iso = call.given[7];
    if !call.given[0] && !is_iso {
        let message = "$dateFromParts requires either 'year' or 'isoWeekYear' to be present";
        return Err(call.fault(40516, message));
    }
    if is_iso && call.given[..3].iter().any(|given| *given) {
        let message = "$dateFromParts does not allow mixing natural dates with ISO dates";
        return Err(call.fault(40489, message));
    }
    let mut parts = [0; PARTS.len()];
    for (at, (name, default)) in PARTS.iter().enumerate() {
        parts[at] = match &values[at] {
            None if !call.given[at] => *default,
            value if is_nullish(value) => return Ok(NULL),
            value => {
                if let Some(part) = value.as_ref().and_then(Number::of).and_then(Number::to_long) {
                    part
                } else {
                    let message = format!(
                        "'{name}' must evaluate to an integer, found {} with value {}",
                        type_of(value),
                        text(value)
                    );
                    return Err(call.fault(40515, message));
                }
            }
        };
    }
    let Some(zone) = zone_of(call, call.given[10].then_some(&values[10]))? else { return Ok(NULL) };
    let year = if is_iso { parts[7] } else { parts[0] };
    if !(1..=9999).contains(&year) {
        let name = if is_iso { "isoWeekYear" } else { "year" };
        let message =
            format!("'{name}' must evaluate to an integer in the range 1 to 9999, found {year}");
        return Err(call.fault(40523, message));
    }
    for (at, (name, _)) in PARTS.iter().enumerate() {
        let most =
            if *name == "second" || *name == "millisecond" { i64::MAX / 1000 } else { 32_767 };
        if !(-most - 1..=most).contains(&parts[at]) {
            let message = format!(
                "'{name}' must evaluate to a value in the range [-32768, 32767]; value {} is not in range",
                parts[at]
            );
            return Err(call.fault(31034, message));
        }
    }
    let [_, month, day, hour, minute, second, millisecond, _, iso_week, iso_day] = parts;
    let mut moment = Moment { year, month, day, hour, minute, second, millisecond };
    if is_iso {
        // The fourth of January is always in the first ISO week.
        let fourth = Moment { month: 1, day: 4, ..moment };
        let monday = 4 - fourth.iso_day_of_week() + 1;
        moment = Moment { month: 1, day: monday + (iso_week - 1) * 7 + iso_day - 1, ..moment };
    }
    date_at(moment.to_ms().map(|local| zone.utc(local)))
}

/// `$dateToString`: date, format, timezone, onNull.
pub fn to_string(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let format = match &values[1] {
        None if !call.given[1] => None,
        Some(Bson::String(format)) => Some(format.as_str()),
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!(
                "$dateToString requires that 'format' be a string, found: {} with value {}",
                type_of(value),
                text(value)
            );
            return Err(call.fault(18533, message));
        }
    };
    if let Some(format) = format {
        format::check_written(format)?;
    }
    let Some((ms, zone)) = date_and_zone(call, &values[0], call.given[2].then_some(&values[2]))?
    else {
        return Ok(if call.given[3] { values[3].clone() } else { NULL });
    };
    let iso = format!("{ISO_FORMAT}{}", if zone == Zone::UTC { "Z" } else { "" });
    let text = format::written(format.unwrap_or(&iso), ms, zone);
    Ok(Some(Bson::String(text)))
}

/// `$dateFromString`: dateString, format, timezone, onError, onNull.
pub fn from_string(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let text = match &values[0] {
        Some(Bson::String(text)) => Ok(text),
        value if is_nullish(value) => {
            return Ok(if call.given[4] { values[4].clone() } else { NULL });
        }
        value => Err(CommandError::new(
            Code::ConversionFailure,
            format!(
                "$dateFromString requires that 'dateString' be a string, found: {} with value {}",
                type_of(value),
                self::text(value)
            ),
        )),
    };
    let format = match &values[1] {
        None if !call.given[1] => None,
        Some(Bson::String(format)) => Some(format.as_str()),
        value if is_nullish(value) => return Ok(NULL),
        value => {
            let message = format!(
                "$dateFromString requires that 'format' be a string, found: {}",
                type_of(value)
            );
            return Err(call.fault(40684, message));
        }
    };
    let Some(zone) = zone_of(call, call.given[2].then_some(&values[2]))? else { return Ok(NULL) };
    let zone = call.given[2].then_some(zone);
    match text.and_then(|text| format::read(text, format, zone)) {
        Ok(ms) => Ok(Some(Bson::DateTime(DateTime::from_millis(ms)))),
        Err(_) if call.given[3] => Ok(values[3].clone()),
        Err(error) => Err(error),
    }
}

/// `$dateAdd` and `$dateSubtract`: startDate, unit, amount, timezone.
pub fn add(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let zone = call.given[3].then_some(&values[3]);
    if values[..3].iter().any(is_nullish) || zone.is_some_and(is_nullish) {
        return Ok(NULL);
    }
    let unit = unit(call, &values[1])?;
    let Some(amount) = values[2].as_ref().and_then(Number::of).and_then(Number::to_long) else {
        let message = format!("{} expects integer amount of time units", call.name);
        return Err(call.fault(5_166_405, message));
    };
    if date_ms(&values[0]).is_none() {
        let found = type_of(&values[0]);
        let message =
            format!("{} requires startDate to be convertible to a date, found {found}", call.name);
        return Err(call.fault(5_166_403, message));
    }
    let Some((ms, zone)) = date_and_zone(call, &values[0], zone)? else { return Ok(NULL) };
    let amount = if call.name == "$dateSubtract" { amount.checked_neg() } else { Some(amount) };
    date_at(amount.and_then(|amount| moved(ms, zone, unit, amount)))
}

/// `$dateDiff`: startDate, endDate, unit, timezone, startOfWeek.
pub fn difference(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let zone = call.given[3].then_some(&values[3]);
    if values[..3].iter().any(is_nullish) || zone.is_some_and(is_nullish) {
        return Ok(NULL);
    }
    for (value, name) in [(&values[0], "startDate"), (&values[1], "endDate")] {
        if date_ms(value).is_none() {
            let message =
                format!("$dateDiff requires '{name}' to be a date, but got {}", type_of(value));
            return Err(call.fault(5_166_307, message));
        }
    }
    let unit = unit(call, &values[2])?;
    let Some(first_day) = first_day(call, &values[4], call.given[4])? else { return Ok(NULL) };
    let Some((start, zone)) = date_and_zone(call, &values[0], zone)? else { return Ok(NULL) };
    let end = date_ms(&values[1]).unwrap_or(start);
    let (a, b) = (zone.local(start), zone.local(end));
    let months = |ms: i64| {
        let moment = Moment::of(ms);
        moment.year * 12 + moment.month - 1
    };
    let days = |ms: i64| ms.div_euclid(DAY_MS);
    let difference = match unit {
        Unit::Months(size) => Some(months(b).div_euclid(size) - months(a).div_euclid(size)),
        // The first day of 1970 was a Thursday, the fourth of a week that begins on Monday.
        Unit::Days(7) => {
            let week = |ms: i64| (days(ms) + 4 - first_day).div_euclid(7);
            Some(week(b) - week(a))
        }
        Unit::Days(_) => Some(days(b) - days(a)),
        Unit::Milliseconds(1) => end.checked_sub(start),
        Unit::Milliseconds(size) => Some(b.div_euclid(size) - a.div_euclid(size)),
    };
    match difference {
        Some(difference) => Ok(Some(Bson::Int64(difference))),
        None => Err(CommandError::new(Code::Overflow, "dateDiff overflowed")),
    }
}

/// `$dateTrunc`: date, unit, binSize, timezone, startOfWeek.
pub fn truncate(call: &Call<'_>, values: &mut [Value]) -> Answer {
    let zone = call.given[3].then_some(&values[3]);
    let bin = call.given[2].then_some(&values[2]);
    if values[..2].iter().any(is_nullish)
        || zone.is_some_and(is_nullish)
        || bin.is_some_and(is_nullish)
    {
        return Ok(NULL);
    }
    if date_ms(&values[0]).is_none() {
        let message =
            format!("$dateTrunc requires 'date' to be a date, but got {}", type_of(&values[0]));
        return Err(call.fault(5_439_012, message));
    }
    let unit = unit(call, &values[1])?;
    let size = match bin {
        None => 1,
        Some(bin) => match bin.as_ref().and_then(Number::of).and_then(Number::to_long) {
            Some(size) if size > 0 => size,
            Some(_) => {
                let message = "$dateTrunc requires 'binSize' to be greater than 0, but got value 0";
                return Err(call.fault(5_439_018, message));
            }
            None => {
                let message = format!(
                    "$dateTrunc requires 'binSize' to be a 64-bit integer, but got value '{}' of type {}",
                    text(bin),
                    type_of(bin)
                );
                return Err(call.fault(5_439_017, message));
            }
        },
    };
    let Some(first_day) = first_day(call, &values[4], call.given[4])? else { return Ok(NULL) };
    let Some((ms, zone)) = date_and_zone(call, &values[0], zone)? else { return Ok(NULL) };
    date_at(truncated(zone.local(ms), unit, size, first_day).map(|local| zone.utc(local)))
}

/// Bins are counted from the beginning of 2000, weeks from the first one that begins in it.
fn truncated(local: i64, unit: Unit, size: i64, first_day: i64) -> Option<i64> {
    const MILLENNIUM_MS: i64 = 946_684_800_000;
    let fixed = |start: i64, length: i64| {
        let bins = local.checked_sub(start)?.div_euclid(length);
        bins.checked_mul(length)?.checked_add(start)
    };
    match unit {
        Unit::Months(months) => {
            let months = months.checked_mul(size)?;
            let moment = Moment::of(local);
            let since = (moment.year - 2000) * 12 + moment.month - 1;
            let month = since.div_euclid(months).checked_mul(months)?;
            let start = Moment {
                year: 2000,
                month: 1,
                day: 1,
                hour: 0,
                minute: 0,
                second: 0,
                millisecond: 0,
            };
            Moment { month: month.checked_add(1)?, ..start }.to_ms()
        }
        Unit::Days(days) => {
            // The first of January 2000 was a Saturday.
            let skipped = if days == 7 { (first_day - 6).rem_euclid(7) } else { 0 };
            fixed(MILLENNIUM_MS + skipped * DAY_MS, days.checked_mul(size)?.checked_mul(DAY_MS)?)
        }
        Unit::Milliseconds(unit) => fixed(MILLENNIUM_MS, unit.checked_mul(size)?),
    }
}

/// Days and longer units are counted on the local calendar, shorter ones are lengths of time.
fn moved(ms: i64, zone: Zone, unit: Unit, amount: i64) -> Option<i64> {
    match unit {
        Unit::Milliseconds(size) => ms.checked_add(size.checked_mul(amount)?),
        Unit::Days(size) => {
            let days = size.checked_mul(amount)?.checked_mul(DAY_MS)?;
            Some(zone.utc(zone.local(ms).checked_add(days)?))
        }
        Unit::Months(size) => {
            let moment = Moment::of(zone.local(ms));
            let months = moment.year.checked_mul(12)?.checked_add(moment.month - 1)?;
            let months = months.checked_add(size.checked_mul(amount)?)?;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            let day = moment.day.min(month_length(year, month));
            Moment { year, month, day, ..moment }.to_ms().map(|local| zone.utc(local))
        }
    }
}

fn unit(call: &Call<'_>, value: &Value) -> Result<Unit, CommandError> {
    let Some(Bson::String(name)) = value else {
        let message =
            format!("{} requires 'unit' to be a string, but got {}", call.name, type_of(value));
        return Err(call.fault(5_439_013, message));
    };
    Ok(match name.as_str() {
        "year" => Unit::Months(12),
        "quarter" => Unit::Months(3),
        "month" => Unit::Months(1),
        "week" => Unit::Days(7),
        "day" => Unit::Days(1),
        "hour" => Unit::Milliseconds(3_600_000),
        "minute" => Unit::Milliseconds(60_000),
        "second" => Unit::Milliseconds(1000),
        "millisecond" => Unit::Milliseconds(1),
        other => {
            return Err(CommandError::new(
                Code::FailedToParse,
                format!(
                    "{} parameter 'unit' value parsing failed :: caused by :: unknown time unit value: {other}",
                    call.name
                ),
            ));
        }
    })
}

/// The day on which weeks begin, 1 (Monday) to 7 (Sunday).
fn first_day(call: &Call<'_>, value: &Value, given: bool) -> Result<Option<i64>, CommandError> {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    match value {
        None if !given => Ok(Some(7)),
        Some(Bson::String(name)) => {
            let name = name.to_ascii_lowercase();
            let found = (1..).zip(DAYS).find(|(_, day)| name == *day || name == day[..3]);
            found.map(|(at, _)| Some(at)).ok_or_else(|| {
                CommandError::new(
                    Code::FailedToParse,
                    format!(
                        "{} parameter 'startOfWeek' value parsing failed :: caused by :: unknown day of week value: {name}",
                        call.name
                    ),
                )
            })
        }
        value if is_nullish(value) => Ok(None),
        value => {
            let message = format!(
                "{} requires 'startOfWeek' to be a string, but got {}",
                call.name,
                type_of(value)
            );
            Err(call.fault(5_439_015, message))
        }
    }
}

/// A date and the zone to see it in; `None` where one of them is null.
fn date_and_zone(
    call: &Call<'_>,
    date: &Value,
    zone: Option<&Value>,
) -> Result<Option<(i64, Zone)>, CommandError> {
    let Some(zone) = zone_of(call, zone)? else { return Ok(None) };
    match date_ms(date) {
        Some(ms) => Ok(Some((ms, zone))),
        None if is_nullish(date) => Ok(None),
        None => {
            let message = format!("can't convert from BSON type {} to Date", type_of(date));
            Err(call.fault(16006, message))
        }
    }
}

fn zone_of(call: &Call<'_>, zone: Option<&Value>) -> Result<Option<Zone>, CommandError> {
    match zone {
        None => Ok(Some(Zone::UTC)),
        Some(Some(Bson::String(name))) => Zone::parse(name).map(Some).ok_or_else(|| {
            call.fault(40485, format!("unrecognized time zone identifier: \"{name}\""))
        }),
        Some(value) if is_nullish(value) => Ok(None),
        Some(value) => {
            let message = format!("timezone must evaluate to a string, found {}", type_of(value));
            Err(call.fault(40517, message))
        }
    }
}

/// Milliseconds of a date, a timestamp, or the moment inside an `ObjectId`.
fn date_ms(value: &Value) -> Option<i64> {
    match value {
        Some(Bson::DateTime(date)) => Some(date.timestamp_millis()),
        Some(Bson::Timestamp(stamp)) => Some(i64::from(stamp.time) * 1000),
        Some(Bson::ObjectId(id)) => Some(id.timestamp().timestamp_millis()),
        _ => None,
    }
}

fn date_at(ms: Option<i64>) -> Answer {
    match ms {
        Some(ms) => Ok(Some(Bson::DateTime(DateTime::from_millis(ms)))),
        None => Err(CommandError::new(Code::Overflow, "the date is out of range")),
    }
}

fn int(part: i64) -> Bson {
    i32::try_from(part).map_or(Bson::Int64(part), Bson::Int32)
}
