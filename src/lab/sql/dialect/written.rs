//! What a text is written like: a date, a time, a UUID, JSON.

/// `2026-01-31`, and a day that there is.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| digits_of(part, digits);
    match (number(year, 4), number(month, 2), number(day, 2)) {
        (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
        _ => false,
    }
}

/// `09:30`, `09:30:00` or `09:30:00.5`, with a zone or without.
pub fn is_time(text: &str) -> bool {
    let text = text.trim_end_matches('Z');
    let text = match text.rfind(['+', '-']) {
        Some(at) => &text[..at],
        None => text,
    };
    let mut parts = text.split(':');
    let in_range = |part: Option<&str>, most: u32| {
        part.and_then(|part| digits_of(part, 2)).is_some_and(|number| number <= most)
    };
    if !in_range(parts.next(), 23) || !in_range(parts.next(), 59) {
        return false;
    }
    match parts.next() {
        None => true,
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
            in_range(Some(whole), 60) && digits && parts.next().is_none()
        }
    }
}

/// A date, or a date and a time with a space or a T between them.
pub fn is_timestamp(text: &str) -> bool {
    match text.split_once([' ', 'T']) {
        None => is_date(text),
        Some((date, time)) => is_date(date) && is_time(time),
    }
}

/// 32 hexadecimal digits in five groups.
pub fn is_uuid(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    let digits = text.chars().all(|ch| ch == '-' || ch.is_ascii_hexdigit());
    digits && (groups == [8, 4, 4, 4, 12] || groups == [32])
}

pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn digits_of(part: &str, digits: usize) -> Option<u32> {
    let all = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| all)
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}
