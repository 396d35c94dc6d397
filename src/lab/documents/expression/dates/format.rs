//! Dates as text: written by a format, and read by a format or in ISO 8601's forms. (MongoDB manual,
//! Format Specifiers.)

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{
        calendar::{Moment, month_length},
        zone::Zone,
    },
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Refuses a format of `$dateToString` that cannot be written.
pub fn check_written(format: &str) -> Result<(), CommandError> {
    let mut rest = format.chars();
    while let Some(ch) = rest.next() {
        if ch != '%' {
            continue;
        }
        match rest.next() {
            Some(
                'd' | 'G' | 'H' | 'j' | 'L' | 'm' | 'M' | 'S' | 'u' | 'U' | 'V' | 'w' | 'Y' | 'z'
                | 'Z' | 'b' | 'B' | '%',
            ) => {}
            Some(other) => {
                let message = format!("Invalid format character '%{other}' in format string");
                return Err(CommandError::new(Code::Location(18536), message));
            }
            None => {
                let message = "Unmatched '%' at end of format string";
                return Err(CommandError::new(Code::Location(18535), message));
            }
        }
    }
    Ok(())
}

/// A moment by a format that `check_written` has passed.
pub fn written(format: &str, ms: i64, zone: Zone) -> String {
    let mut out = String::new();
    let mut rest = format.chars();
    while let Some(ch) = rest.next() {
        match (ch, rest.clone().next()) {
            ('%', Some(letter)) => {
                rest.next();
                out.push_str(&part(letter, ms, zone));
            }
            (ch, _) => out.push(ch),
        }
    }
    out
}

/// What stands for one format specifier.
fn part(letter: char, ms: i64, zone: Zone) -> String {
    let moment = Moment::of(zone.local(ms));
    let offset = zone.offset_ms(ms) / 60_000;
    let month = usize::try_from(moment.month - 1).ok().and_then(|at| MONTHS.get(at)).copied();
    match letter {
        'd' => format!("{:02}", moment.day),
        'G' => format!("{:04}", moment.iso_week().0),
        'H' => format!("{:02}", moment.hour),
        'j' => format!("{:03}", moment.day_of_year()),
        'L' => format!("{:03}", moment.millisecond),
        'm' => format!("{:02}", moment.month),
        'M' => format!("{:02}", moment.minute),
        'S' => format!("{:02}", moment.second),
        'u' => moment.iso_day_of_week().to_string(),
        'U' => format!("{:02}", moment.week()),
        'V' => format!("{:02}", moment.iso_week().1),
        'w' => moment.day_of_week().to_string(),
        'Y' => format!("{:04}", moment.year),
        'b' => month.map(|name| name[..3].to_owned()).unwrap_or_default(),
        'B' => month.unwrap_or_default().to_owned(),
        'z' => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}{:02}", offset.abs() / 60, offset.abs() % 60)
        }
        'Z' => format!("{offset:+}"),
        other => other.to_string(),
    }
}

/// Milliseconds of a date in a text: by `format`, or in the forms of ISO 8601 without one. A zone may be
/// given only if the text names none.
pub fn read(text: &str, format: Option<&str>, zone: Option<Zone>) -> Result<i64, CommandError> {
    let mut reader = Reader { text, at: 0, found: Found::default() };
    let outcome = match format {
        Some(format) => reader.by_format(format)?,
        None => reader.iso(),
    };
    let failed = |reason: &str| {
        CommandError::new(
            Code::ConversionFailure,
            format!("Error parsing date string '{text}'; {reason}"),
        )
    };
    if outcome.is_none() {
        let at = reader.at;
        let rest = text.get(at..).and_then(|rest| rest.chars().next());
        return Err(failed(&match rest {
            Some(ch) => format!("{at}: Unexpected character '{ch}'"),
            None => format!("{at}: Not enough data available to satisfy format ''"),
        }));
    }
    if reader.at < text.len() {
        return Err(failed(&format!(
            "{}: Trailing data '{}'",
            reader.at,
            &text[reader.at..].chars().next().unwrap_or(' ')
        )));
    }
    if reader.found.zone.is_some() && zone.is_some() {
        return Err(failed(
            "you cannot pass in a date/time string with time zone information together with a timezone argument",
        ));
    }
    let zone = reader.found.zone.or(zone).unwrap_or(Zone::UTC);
    match reader.found.moment() {
        Some(local) => Ok(zone.utc(local)),
        None => Err(failed("The parsed date was invalid")),
    }
}

/// The parts of a date that a text has told.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    iso: Option<(i64, i64, i64)>,
    hour: i64,
    minute: i64,
    second: i64,
    millisecond: i64,
    zone: Option<Zone>,
}

impl Found {
    fn moment(&self) -> Option<i64> {
        let Found { hour, minute, second, millisecond, .. } = *self;
        let clock = Moment { year: 1970, month: 1, day: 1, hour, minute, second, millisecond };
        if hour > 24 || minute > 59 || second > 59 {
            return None;
        }
        if let Some((year, week, day)) = self.iso {
            let fourth = Moment { year, day: 4, ..clock };
            let day = 4 - fourth.iso_day_of_week() + 1 + (week - 1) * 7 + day - 1;
            return Moment { year, day, ..clock }.to_ms();
        }
        let year = self.year?;
        if let Some(day) = self.day_of_year {
            return Moment { year, day, ..clock }.to_ms();
        }
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let is_date = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        is_date.then(|| Moment { year, month, day, ..clock }.to_ms()).flatten()
    }
}

/// A text, read from left to right; a step that finds nothing gives `None` and stays where it is.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    found: Found,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let digits = self.rest().bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits < least {
            return None;
        }
        let number = self.rest()[..digits].parse().ok()?;
        self.at += digits;
        Some(number)
    }

    fn letter(&mut self, letters: &str) -> Option<char> {
        let ch = self.rest().chars().next().filter(|ch| letters.contains(*ch))?;
        self.at += ch.len_utf8();
        Some(ch)
    }

    fn month_name(&mut self) -> Option<i64> {
        let rest = self.rest().to_ascii_lowercase();
        for (number, name) in (1..).zip(MONTHS) {
            let name = name.to_ascii_lowercase();
            let length = if rest.starts_with(&name) { name.len() } else { 3 };
            if rest.starts_with(&name[..length]) {
                self.at += length;
                return Some(number);
            }
        }
        None
    }

    fn zone(&mut self) -> Option<()> {
        if self.letter("Zz").is_some() {
            self.found.zone = Some(Zone::UTC);
            return Some(());
        }
        let rest = self.rest();
        let is_zone = |ch: char| ch.is_ascii_alphanumeric() || "+-:/_".contains(ch);
        let length = rest.find(|ch: char| !is_zone(ch)).unwrap_or(rest.len());
        self.found.zone = Some(Zone::parse(&rest[..length])?);
        self.at += length;
        Some(())
    }

    /// `2024-03-01`, `2024-03-01T12:30:00.250+05:30` and the like, and `March 1, 2024`.
    fn iso(&mut self) -> Option<()> {
        if let Some(month) = self.month_name() {
            self.found.month = Some(month);
            while self.letter(" ").is_some() {}
            self.found.day = Some(self.number(1, 2)?);
            while self.letter(", ").is_some() {}
            self.found.year = Some(self.number(4, 4)?);
        } else {
            self.found.year = Some(self.number(4, 4)?);
            let separator = self.letter("-/");
            self.found.month = Some(self.number(if separator.is_some() { 1 } else { 2 }, 2)?);
            if separator.is_none() || self.letter("-/").is_some() {
                self.found.day = Some(self.number(1, 2)?);
            }
        }
        if self.rest().is_empty() {
            return Some(());
        }
        self.letter("Tt ")?;
        self.found.hour = self.number(1, 2)?;
        self.letter(":")?;
        self.found.minute = self.number(2, 2)?;
        if self.letter(":").is_some() {
            self.found.second = self.number(2, 2)?;
            if self.letter(".,").is_some() {
                self.found.millisecond = self.fraction()?;
            }
        }
        while self.letter(" ").is_some() {}
        if self.rest().is_empty() { Some(()) } else { self.zone() }
    }

    /// The first three digits of a fraction of a second.
    fn fraction(&mut self) -> Option<i64> {
        let start = self.at;
        let kept = self.number(1, 3)?;
        let digits = u32::try_from(self.at - start).ok()?;
        while self.letter("0123456789").is_some() {}
        Some(kept * 10_i64.pow(3_u32.saturating_sub(digits)))
    }

    fn by_format(&mut self, format: &str) -> Result<Option<()>, CommandError> {
        let mut rest = format.chars();
        while let Some(ch) = rest.next() {
            let step = if ch == '%' {
                let Some(letter) = rest.next() else {
                    let message = "Unmatched '%' at end of format string";
                    return Err(CommandError::new(Code::Location(18535), message));
                };
                self.specifier(letter)?
            } else {
                self.letter(ch.encode_utf8(&mut [0; 4])).map(|_| ())
            };
            if step.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    fn specifier(&mut self, letter: char) -> Result<Option<()>, CommandError> {
        let iso = self.found.iso.unwrap_or((1970, 1, 1));
        let step = match letter {
            'Y' => self.number(4, 4).map(|year| self.found.year = Some(year)),
            'm' => self.number(1, 2).map(|month| self.found.month = Some(month)),
            'd' => self.number(1, 2).map(|day| self.found.day = Some(day)),
            'H' => self.number(1, 2).map(|hour| self.found.hour = hour),
            'M' => self.number(1, 2).map(|minute| self.found.minute = minute),
            'S' => self.number(1, 2).map(|second| self.found.second = second),
            'L' => self.fraction().map(|part| self.found.millisecond = part),
            'j' => self.number(1, 3).map(|day| self.found.day_of_year = Some(day)),
            'G' => self.number(4, 4).map(|year| self.found.iso = Some((year, iso.1, iso.2))),
            'V' => self.number(1, 2).map(|week| self.found.iso = Some((iso.0, week, iso.2))),
            'u' => self.number(1, 1).map(|day| self.found.iso = Some((iso.0, iso.1, day))),
            'b' | 'B' => self.month_name().map(|month| self.found.month = Some(month)),
            'z' => self.zone(),
            'Z' => {
                let sign = self.letter("+-");
                let minutes = self.number(1, 3);
                sign.zip(minutes).and_then(|(sign, minutes)| {
                    let text = format!("{sign}{:02}{:02}", minutes / 60, minutes % 60);
                    self.found.zone = Some(Zone::parse(&text)?);
                    Some(())
                })
            }
            '%' => self.letter("%").map(|_| ()),
            other => {
                let message = format!("Invalid format character '%{other}' in format string");
                return Err(CommandError::new(Code::Location(18536), message));
            }
        };
        Ok(step)
    }
}
