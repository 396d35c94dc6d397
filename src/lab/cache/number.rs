//! Numbers as Redis reads and writes them.

mod extended;

pub use self::extended::Extended;

/// Digits of a 64-bit integer with its sign.
const INTEGER_BYTES_MAX: usize = 20;
/// Bytes of a floating-point number that is still read, as in Redis.
const FLOAT_BYTES_MAX: usize = 255;
/// Significant digits of a double that tell it from every other.
const SIGNIFICANT_DIGITS: usize = 17;

/// A whole number as Redis would write it itself: no plus, no leading zeros, no `-0`, no spaces.
pub fn integer(bytes: &[u8]) -> Option<i64> {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let is_canonical = match digits {
        [b'0'] => bytes.len() == 1,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !is_canonical || bytes.len() > INTEGER_BYTES_MAX {
        return None;
    }
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// A double as C's `strtod` reads one, infinity too; not a number, a number too large or one too
/// near to nothing are `None`.
pub fn double(bytes: &[u8]) -> Option<f64> {
    if bytes.len() > FLOAT_BYTES_MAX {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let number: f64 = text.parse().ok()?;
    let is_word = text.contains(['n', 'N']);
    let has_digit = text
        .split(['e', 'E'])
        .next()
        .is_some_and(|mantissa| mantissa.contains(|ch: char| ('1'..='9').contains(&ch)));
    let is_lost = !is_word && (number.is_infinite() || (number == 0.0 && has_digit));
    if number.is_nan() || is_lost { None } else { Some(number) }
}

/// A double as a bound or a weight: nothing is 0, what is too large is infinite.
pub fn loose_double(bytes: &[u8]) -> Option<f64> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    if end == 0 {
        return Some(0.0);
    }
    let bytes = bytes[..end].trim_ascii_start();
    if bytes.len() > FLOAT_BYTES_MAX {
        return None;
    }
    std::str::from_utf8(bytes).ok()?.parse().ok().filter(|number: &f64| !number.is_nan())
}

/// What `%.17g` prints: as many digits as tell the number from every other.
pub fn shown(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if number.is_nan() {
        return "nan".into();
    }
    let scientific = format!("{number:.*e}", SIGNIFICANT_DIGITS - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) =
        mantissa.strip_prefix('-').map_or(("", mantissa), |mantissa| ("-", mantissa));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    match usize::try_from(exponent) {
        _ if digits.is_empty() => format!("{sign}0"),
        Ok(exponent) if exponent < SIGNIFICANT_DIGITS => {
            format!("{sign}{}", with_point(digits, exponent + 1))
        }
        Err(_) if exponent >= -4 => {
            let zeros = usize::try_from(-1 - exponent).unwrap_or(0);
            format!("{sign}0.{}{digits}", "0".repeat(zeros))
        }
        _ => {
            let mark = if exponent < 0 { '-' } else { '+' };
            format!("{sign}{}e{mark}{:02}", with_point(digits, 1), exponent.unsigned_abs())
        }
    }
}

/// `digits` with a decimal point after the first `whole` of them, where digits follow.
fn with_point(digits: &str, whole: usize) -> String {
    if digits.len() <= whole {
        format!("{digits:0<whole$}")
    } else {
        format!("{}.{}", &digits[..whole], &digits[whole..])
    }
}

/// A length as a reply gives it.
pub fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The nearest double of a whole number.
#[expect(clippy::cast_precision_loss, reason = "the nearest double is what is wanted")]
pub fn widened(number: i64) -> f64 {
    number as f64
}

/// A place in a sequence of `length`, counted from its end when negative: clamped to the sequence,
/// as a start and an end of LRANGE are. `None` when nothing lies between.
pub fn span(start: i64, end: i64, length: usize) -> Option<(usize, usize)> {
    let length = count(length);
    let from = if start < 0 { start.saturating_add(length).max(0) } else { start };
    let to = if end < 0 { end.saturating_add(length) } else { end.min(length - 1) };
    if from > to || from >= length {
        return None;
    }
    Some((usize::try_from(from).ok()?, usize::try_from(to).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_integers_that_redis_would_write_are_integers() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-1", Some(-1)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("-0", None),
            ("+1", None),
            ("01", None),
            (" 1", None),
            ("", None),
            ("-", None),
            ("1e3", None),
        ] {
            assert_eq!(integer(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn doubles_are_read_as_c_reads_them() {
        for (text, expected) in [
            ("1", Some(1.0)),
            ("-1.5e3", Some(-1500.0)),
            ("+inf", Some(f64::INFINITY)),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            ("nan", None),
            ("1e400", None),
            ("1e-400", None),
            ("0e5", Some(0.0)),
            ("", None),
            (" 1", None),
            ("1 ", None),
            (".5", Some(0.5)),
        ] {
            assert_eq!(double(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn doubles_are_shown_with_seventeen_digits() {
        for (number, expected) in [
            (0.1, "0.10000000000000001"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"),
            (1e300, "1.0000000000000001e+300"),
            (0.0, "0"),
            (-0.0, "-0"),
            (f64::INFINITY, "inf"),
            (123_456.789, "123456.789"),
        ] {
            assert_eq!(shown(number), expected);
        }
    }
}
