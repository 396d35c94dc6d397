//! Decimal128 numbers: what the `bson` crate carries as sixteen bytes, with comparison and arithmetic.
//! (IEEE 754-2008 decimal128, binary integer encoding; results are rounded half to even to 34 digits.)

mod digits;

use std::cmp::Ordering;

use bson::Decimal128;

use digits::{compare_digits, difference, digits_of, is_rounded_up, number_of, product, sum};

/// Significant digits that a Decimal128 holds.
pub const DIGITS_MAX: usize = 34;
const EXPONENT_MIN: i32 = -6176;
const EXPONENT_MAX: i32 = 6111;
const COEFFICIENT_MAX: u128 = 10_u128.pow(34) - 1;
const COEFFICIENT_BITS: u32 = 113;
/// Digits beyond which the smaller of two terms cannot change their rounded sum.
const ALIGNED_DIGITS_MAX: i64 = 72;

/// A decimal number: `coefficient` times ten to the `exponent`.
#[derive(Clone, Copy, Debug)]
pub enum Decimal {
    Finite { negative: bool, coefficient: u128, exponent: i32 },
    Infinite { negative: bool },
    NotANumber,
}

impl Decimal {
    pub fn of(value: Decimal128) -> Decimal {
        let bits = u128::from_le_bytes(value.bytes());
        let negative = bits >> 127 == 1;
        match (bits >> 122) & 0b1_1111 {
            0b1_1111 => Decimal::NotANumber,
            0b1_1110 => Decimal::Infinite { negative },
            // The large form holds only coefficients beyond 34 digits, which count as zero.
            combination if combination >> 3 == 0b11 => {
                Decimal::Finite { negative, coefficient: 0, exponent: 0 }
            }
            _ => {
                let coefficient = bits & ((1 << COEFFICIENT_BITS) - 1);
                let coefficient = if coefficient > COEFFICIENT_MAX { 0 } else { coefficient };
                let biased = (bits >> COEFFICIENT_BITS) & 0x3fff;
                let exponent = i32::try_from(biased).expect("14 bits fit") + EXPONENT_MIN;
                Decimal::Finite { negative, coefficient, exponent }
            }
        }
    }

    pub fn to_bson(self) -> Decimal128 {
        let (negative, bits) = match self {
            Decimal::NotANumber => (false, 0b1_1111 << 122),
            Decimal::Infinite { negative } => (negative, 0b1_1110 << 122),
            Decimal::Finite { negative, coefficient, exponent } => {
                let biased = u128::try_from(exponent - EXPONENT_MIN).unwrap_or(0);
                (negative, (biased << COEFFICIENT_BITS) | coefficient)
            }
        };
        Decimal128::from_bytes((bits | (u128::from(negative) << 127)).to_le_bytes())
    }

    pub fn from_long(value: i64) -> Decimal {
        let coefficient = u128::from(value.unsigned_abs());
        Decimal::Finite { negative: value < 0, coefficient, exponent: 0 }
    }

    /// A double in `digits` significant digits: 15 where MongoDB converts, 34 where it compares.
    pub fn from_double(value: f64, digits: usize) -> Decimal {
        if value.is_nan() {
            return Decimal::NotANumber;
        }
        if value.is_infinite() {
            return Decimal::Infinite { negative: value < 0.0 };
        }
        Decimal::parse(&format!("{value:.*e}", digits - 1)).unwrap_or(Decimal::NotANumber)
    }

    /// A number as people write it: `-1.50`, `1E+3`, `Infinity`, `NaN`.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        match rest.to_ascii_lowercase().as_str() {
            "nan" => return Some(Decimal::NotANumber),
            "inf" | "infinity" => return Some(Decimal::Infinite { negative }),
            _ => {}
        }
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], rest[at + 1..].parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 {
            return None;
        }
        let digits: Option<Vec<u8>> = whole
            .bytes()
            .chain(fraction.bytes())
            .map(|byte| byte.is_ascii_digit().then(|| byte - b'0'))
            .collect();
        let scale = i64::try_from(fraction.len()).ok()?;
        Some(rounded(negative, &digits?, i64::from(exponent) - scale))
    }

    /// The nearest double.
    pub fn to_double(self) -> f64 {
        match self {
            Decimal::NotANumber => f64::NAN,
            Decimal::Infinite { negative } => {
                if negative {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                }
            }
            Decimal::Finite { negative, coefficient, exponent } => {
                let sign = if negative { "-" } else { "" };
                format!("{sign}{coefficient}e{exponent}").parse().unwrap_or(f64::NAN)
            }
        }
    }

    /// The whole number that this is, if it is one that 64 bits hold.
    pub fn to_long(self) -> Option<i64> {
        let Decimal::Finite { negative, mut coefficient, mut exponent } = self else { return None };
        if coefficient == 0 {
            return Some(0);
        }
        while exponent < 0 && coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent += 1;
        }
        let factor = 10_u128.checked_pow(u32::try_from(exponent).ok()?)?;
        let size = i128::try_from(coefficient.checked_mul(factor)?).ok()?;
        i64::try_from(if negative { -size } else { size }).ok()
    }

    pub fn is_zero(self) -> bool {
        matches!(self, Decimal::Finite { coefficient: 0, .. })
    }

    pub fn negate(self) -> Decimal {
        match self {
            Decimal::NotANumber => self,
            Decimal::Infinite { negative } => Decimal::Infinite { negative: !negative },
            Decimal::Finite { negative, coefficient, exponent } => {
                Decimal::Finite { negative: !negative, coefficient, exponent }
            }
        }
    }

    pub fn is_negative(self) -> bool {
        match self {
            Decimal::NotANumber => false,
            Decimal::Infinite { negative } | Decimal::Finite { negative, .. } => negative,
        }
    }

    pub fn add(self, other: Decimal) -> Decimal {
        match (self, other) {
            (
                Decimal::Finite { negative: a_negative, coefficient: a, exponent: a_exponent },
                Decimal::Finite { negative: b_negative, coefficient: b, exponent: b_exponent },
            ) => {
                let (a_digits, b_digits, exponent) = aligned(a, a_exponent, b, b_exponent);
                if a_negative == b_negative {
                    return rounded(a_negative, &sum(&a_digits, &b_digits), exponent);
                }
                match compare_digits(&a_digits, &b_digits) {
                    Ordering::Less => {
                        rounded(b_negative, &difference(&b_digits, &a_digits), exponent)
                    }
                    Ordering::Equal => rounded(false, &[], exponent),
                    Ordering::Greater => {
                        rounded(a_negative, &difference(&a_digits, &b_digits), exponent)
                    }
                }
            }
            (Decimal::Infinite { negative: a }, Decimal::Infinite { negative: b }) if a != b => {
                Decimal::NotANumber
            }
            (Decimal::NotANumber, _) | (_, Decimal::NotANumber) => Decimal::NotANumber,
            (infinite @ Decimal::Infinite { .. }, _) | (_, infinite @ Decimal::Infinite { .. }) => {
                infinite
            }
        }
    }

    pub fn multiply(self, other: Decimal) -> Decimal {
        let negative = self.is_negative() != other.is_negative();
        match (self, other) {
            (Decimal::NotANumber, _) | (_, Decimal::NotANumber) => Decimal::NotANumber,
            (
                Decimal::Finite { coefficient: a, exponent: a_exponent, .. },
                Decimal::Finite { coefficient: b, exponent: b_exponent, .. },
            ) => {
                let exponent = i64::from(a_exponent) + i64::from(b_exponent);
                rounded(negative, &product(&digits_of(a), &digits_of(b)), exponent)
            }
            (a, b) if a.is_zero() || b.is_zero() => Decimal::NotANumber,
            _ => Decimal::Infinite { negative },
        }
    }

    /// The quotient; a zero divisor is the caller's to refuse.
    pub fn divide(self, other: Decimal) -> Decimal {
        let negative = self.is_negative() != other.is_negative();
        match (self, other) {
            (
                Decimal::Finite { coefficient: a, exponent: a_exponent, .. },
                Decimal::Finite { coefficient: b, exponent: b_exponent, .. },
            ) if b != 0 => {
                let ideal = i64::from(a_exponent) - i64::from(b_exponent);
                let (digits, exponent) = quotient(a, b, ideal);
                rounded(negative, &digits, exponent)
            }
            (Decimal::Infinite { .. }, Decimal::Finite { .. }) => Decimal::Infinite { negative },
            (Decimal::Finite { .. }, Decimal::Infinite { .. }) => {
                Decimal::Finite { negative, coefficient: 0, exponent: EXPONENT_MIN }
            }
            _ => Decimal::NotANumber,
        }
    }

    /// What is left of `self` after whole multiples of `other`, with the sign of `self`.
    pub fn remainder(self, other: Decimal) -> Decimal {
        match (self, other) {
            (Decimal::Finite { .. }, Decimal::Infinite { .. }) => self,
            (Decimal::Finite { .. }, Decimal::Finite { .. }) if !other.is_zero() => {
                let whole = self.divide(other).round_to(0, Rounding::Truncate);
                self.add(whole.multiply(other).negate())
            }
            _ => Decimal::NotANumber,
        }
    }

    /// Rounded to `place` digits after the point; a negative place rounds before it.
    pub fn round_to(self, place: i32, rounding: Rounding) -> Decimal {
        let Decimal::Finite { negative, coefficient, exponent } = self else { return self };
        let cut = -i64::from(place) - i64::from(exponent);
        if cut <= 0 {
            return self;
        }
        let digits = digits_of(coefficient);
        let kept = usize::try_from(cut).ok().and_then(|cut| digits.len().checked_sub(cut));
        let (mut head, tail) = match kept {
            Some(kept) => (digits[..kept].to_vec(), digits[kept..].to_vec()),
            // All digits stand behind the place; a leading zero says that they are less than half.
            None => (Vec::new(), [&[0], digits.as_slice()].concat()),
        };
        let away = match rounding {
            Rounding::Truncate => false,
            Rounding::Floor => negative && tail.iter().any(|digit| *digit != 0),
            Rounding::Ceiling => !negative && tail.iter().any(|digit| *digit != 0),
            Rounding::HalfEven => is_rounded_up(&head, &tail),
        };
        if away {
            head = sum(&head, &[1]);
        }
        rounded(negative, &head, -i64::from(place))
    }

    pub fn compare(self, other: Decimal) -> Ordering {
        match (self, other) {
            (Decimal::NotANumber, Decimal::NotANumber) => Ordering::Equal,
            (Decimal::NotANumber, _) => Ordering::Less,
            (_, Decimal::NotANumber) => Ordering::Greater,
            _ => self.side().cmp(&other.side()).then_with(|| {
                let sizes = match (self, other) {
                    (
                        Decimal::Finite { coefficient: a, exponent: a_exponent, .. },
                        Decimal::Finite { coefficient: b, exponent: b_exponent, .. },
                    ) => compare_sizes(a, a_exponent, b, b_exponent),
                    _ => Ordering::Equal,
                };
                if self.is_negative() { sizes.reverse() } else { sizes }
            }),
        }
    }

    /// Digits without trailing zeros and their exponent: the same text for equal numbers.
    pub fn canonical(self) -> String {
        match self {
            Decimal::NotANumber => "NaN".to_owned(),
            Decimal::Infinite { negative } => if negative { "-inf" } else { "inf" }.to_owned(),
            Decimal::Finite { coefficient: 0, .. } => "0".to_owned(),
            Decimal::Finite { negative, mut coefficient, mut exponent } => {
                while coefficient.is_multiple_of(10) {
                    coefficient /= 10;
                    exponent += 1;
                }
                format!("{}{coefficient}e{exponent}", if negative { "-" } else { "" })
            }
        }
    }

    /// -2 for minus infinity, then negative, zero and positive numbers, 2 for infinity.
    fn side(self) -> i8 {
        match self {
            Decimal::NotANumber | Decimal::Finite { coefficient: 0, .. } => 0,
            Decimal::Finite { negative, .. } => {
                if negative {
                    -1
                } else {
                    1
                }
            }
            Decimal::Infinite { negative } => {
                if negative {
                    -2
                } else {
                    2
                }
            }
        }
    }
}

/// Which way a number goes that stands between two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    Truncate,
    Floor,
    Ceiling,
    HalfEven,
}

/// The decimal nearest to `digits` (the first is the greatest) times ten to the `exponent`.
fn rounded(negative: bool, digits: &[u8], exponent: i64) -> Decimal {
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    let digits = &digits[leading..];
    let long = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let low = i64::from(EXPONENT_MIN).saturating_sub(exponent);
    let cut = long(digits.len().saturating_sub(DIGITS_MAX)).max(low).max(0);
    let mut exponent = exponent.saturating_add(cut);
    let kept = digits.len().checked_sub(usize::try_from(cut).unwrap_or(usize::MAX));
    let mut coefficient = match kept {
        Some(kept) => {
            let up = is_rounded_up(&digits[..kept], &digits[kept..]);
            number_of(&digits[..kept]) + u128::from(up)
        }
        None => 0,
    };
    if coefficient > COEFFICIENT_MAX {
        coefficient /= 10;
        exponent += 1;
    }
    while exponent > i64::from(EXPONENT_MAX) && coefficient != 0 {
        if coefficient * 10 > COEFFICIENT_MAX {
            return Decimal::Infinite { negative };
        }
        coefficient *= 10;
        exponent -= 1;
    }
    let exponent = exponent.clamp(i64::from(EXPONENT_MIN), i64::from(EXPONENT_MAX));
    let exponent = i32::try_from(exponent).expect("a clamped exponent is small");
    Decimal::Finite { negative, coefficient, exponent }
}

/// The digits of two numbers over one exponent.
fn aligned(a: u128, a_exponent: i32, b: u128, b_exponent: i32) -> (Vec<u8>, Vec<u8>, i64) {
    let (mut a_digits, mut b_digits) = (digits_of(a), digits_of(b));
    let low = i64::from(a_exponent.min(b_exponent));
    let mut lowest = low;
    for (digits, exponent) in [(&mut a_digits, a_exponent), (&mut b_digits, b_exponent)] {
        let zeros = i64::from(exponent) - low;
        if digits.is_empty() {
            continue;
        }
        if zeros > ALIGNED_DIGITS_MAX {
            lowest = i64::from(exponent) - ALIGNED_DIGITS_MAX;
        }
        let zeros = usize::try_from(zeros.min(ALIGNED_DIGITS_MAX)).unwrap_or(0);
        digits.resize(digits.len() + zeros, 0);
    }
    if lowest > low {
        // The lower number is far too small to be seen in the sum.
        let small = if a_exponent < b_exponent { &mut a_digits } else { &mut b_digits };
        small.clear();
    }
    (a_digits, b_digits, lowest)
}

/// The digits of `a / b`, one more than are kept and a last one that tells whether more follow.
fn quotient(a: u128, b: u128, ideal: i64) -> (Vec<u8>, i64) {
    let mut rest = 0;
    let mut digits: Vec<u8> = Vec::new();
    for digit in digits_of(a) {
        rest = rest * 10 + u128::from(digit);
        digits.push(u8::try_from(rest / b).expect("a digit is small"));
        rest %= b;
    }
    let mut exponent = ideal;
    let significant = |digits: &[u8]| digits.iter().skip_while(|digit| **digit == 0).count();
    while rest != 0 && significant(&digits) <= DIGITS_MAX + 1 {
        rest *= 10;
        digits.push(u8::try_from(rest / b).expect("a digit is small"));
        rest %= b;
        exponent -= 1;
    }
    if rest != 0 {
        digits.push(1);
        exponent -= 1;
    }
    (digits, exponent)
}

/// The order of two positive numbers.
fn compare_sizes(a: u128, a_exponent: i32, b: u128, b_exponent: i32) -> Ordering {
    let (a_digits, b_digits) = (digits_of(a), digits_of(b));
    let magnitude = |digits: &[u8], exponent: i32| {
        i64::from(exponent).saturating_add(i64::try_from(digits.len()).unwrap_or(i64::MAX))
    };
    magnitude(&a_digits, a_exponent).cmp(&magnitude(&b_digits, b_exponent)).then_with(|| {
        let longest = a_digits.len().max(b_digits.len());
        let pad = |mut digits: Vec<u8>| {
            digits.resize(longest, 0);
            digits
        };
        pad(a_digits).cmp(&pad(b_digits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Decimal, expected: &str) {
        assert_eq!(found.to_bson().to_string(), expected);
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::of(text.parse::<Decimal128>().unwrap())
    }

    #[test]
    fn numbers_go_to_bytes_and_back() {
        for text in [
            "0",
            "-0",
            "1",
            "-1.50",
            "1E+3",
            "9999999999999999999999999999999999",
            "NaN",
            "Infinity",
            "-Infinity",
            "1E-6176",
            "9.999999999999999999999999999999999E+6144",
        ] {
            check(decimal(text), text);
            check(Decimal::parse(text).unwrap(), text);
        }
        assert!(
            Decimal::parse("1x").is_none()
                && Decimal::parse("").is_none()
                && Decimal::parse("-").is_none()
        );
    }

    #[test]
    fn arithmetic_keeps_34_digits() {
        check(decimal("0.1").add(decimal("0.2")), "0.3");
        check(decimal("9.99").add(decimal("0.01")), "10.00");
        check(decimal("1").add(decimal("-1.0")), "0.0");
        check(decimal("1E+100").add(decimal("1E-100")), "1.000000000000000000000000000000000E+100");
        check(
            decimal("9999999999999999999999999999999999").add(decimal("1")),
            "1.000000000000000000000000000000000E+34",
        );
        check(decimal("1.10").multiply(decimal("-3")), "-3.30");
        check(decimal("1").divide(decimal("3")), "0.3333333333333333333333333333333333");
        check(decimal("2").divide(decimal("3")), "0.6666666666666666666666666666666667");
        check(decimal("10").divide(decimal("4")), "2.5");
        check(decimal("7.5").remainder(decimal("-2")), "1.5");
        check(decimal("Infinity").add(decimal("-Infinity")), "NaN");
    }

    #[test]
    fn places_round_as_asked() {
        let cases = [
            ("2.5", 0, "2"),
            ("3.5", 0, "4"),
            ("-1.25", 1, "-1.2"),
            ("1234.5", -2, "1.2E+3"),
            ("0.4", 0, "0"),
            ("4", -1, "0E+1"),
        ];
        for (text, place, expected) in cases {
            check(decimal(text).round_to(place, Rounding::HalfEven), expected);
        }
        check(decimal("-1.2").round_to(0, Rounding::Floor), "-2");
        check(decimal("1.2").round_to(0, Rounding::Ceiling), "2");
        check(decimal("-1.9").round_to(0, Rounding::Truncate), "-1");
    }

    #[test]
    fn doubles_become_decimals_of_fifteen_digits() {
        check(Decimal::from_double(0.1, 15), "0.100000000000000");
        check(Decimal::from_double(2.0, 15), "2.00000000000000");
        check(Decimal::from_double(f64::NEG_INFINITY, 15), "-Infinity");
        assert_eq!(decimal("1E+2").to_long(), Some(100));
        assert_eq!(decimal("1.5").to_long(), None);
        assert!((decimal("1.5").to_double() - 1.5).abs() < 1e-12);
    }
}
