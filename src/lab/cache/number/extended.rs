//! The 80-bit numbers in which Redis does INCRBYFLOAT: with them, 10.5 and 0.1 make 10.6.

use std::cmp::Ordering;

/// Digits after the point that are printed.
const DECIMALS: u32 = 17;
/// Bits of a mantissa.
const MANTISSA_BITS: u32 = 64;
/// Bytes of a number that is still read.
const BYTES_MAX: usize = 5 * 1024;
/// Powers of ten beyond which a number is too large, or nothing.
const EXPONENT_MAX: i64 = 4932;
/// The largest power of two that the format can hold.
const TWOS_MAX: i32 = 16_384;

/// `mantissa * 2^exponent`, where the mantissa's top bit is set unless the number is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended {
    is_negative: bool,
    mantissa: u64,
    exponent: i32,
}

impl Extended {
    const ZERO: Self = Self { is_negative: false, mantissa: 0, exponent: 0 };

    /// Reads `-12.5e3`; infinity, what is not a number and what does not fit are `None`.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > BYTES_MAX {
            return None;
        }
        let (is_negative, rest) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let at = rest.iter().position(|byte| matches!(byte, b'e' | b'E'));
        let (mantissa, power) = match at {
            Some(at) => (&rest[..at], std::str::from_utf8(&rest[at + 1..]).ok()?.parse().ok()?),
            None => (rest, 0_i64),
        };
        let point = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
        let (whole, fraction) = mantissa.split_at(point);
        let fraction = fraction.strip_prefix(b".").unwrap_or(fraction);
        let digits: Vec<u8> = whole.iter().chain(fraction).copied().collect();
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let power = power.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let magnitude = Large::from_digits(&digits);
        if magnitude.is_zero() {
            return Some(Self { is_negative, ..Self::ZERO });
        }
        let reach = power.checked_add(i64::try_from(digits.len()).ok()?)?;
        if reach > EXPONENT_MAX + i64::try_from(BYTES_MAX).ok()? || reach < -EXPONENT_MAX {
            return None;
        }
        let number = if power >= 0 {
            let tens = Large::power_of_ten(u32::try_from(power).ok()?);
            Self::rounded(is_negative, &magnitude.times(&tens), 0, false)
        } else {
            let tens = Large::power_of_ten(u32::try_from(-power).ok()?);
            Self::quotient(is_negative, magnitude, tens)
        };
        let twos = number.exponent + MANTISSA_BITS.cast_signed();
        (-TWOS_MAX < twos && twos <= TWOS_MAX).then_some(number)
    }

    /// The sum, rounded to the nearest; `None` when it is too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        if self.mantissa == 0 || other.mantissa == 0 {
            return Some(if self.mantissa == 0 { other } else { self });
        }
        let (large, small) = if (self.exponent, self.mantissa) >= (other.exponent, other.mantissa) {
            (self, other)
        } else {
            (other, self)
        };
        let distance = large.exponent.abs_diff(small.exponent);
        // One bit is left for the carry, 63 stand behind the last digit, the lowest says that more
        // was lost.
        let left = u128::from(large.mantissa) << 63;
        let wide = u128::from(small.mantissa) << 63;
        let right = if distance > 126 {
            1
        } else {
            let kept = wide >> distance;
            kept | u128::from(kept << distance != wide)
        };
        let sum = if large.is_negative == small.is_negative { left + right } else { left - right };
        let parts = [(sum & 0xffff_ffff) as u32, (sum >> 32 & 0xffff_ffff) as u32];
        let high = [(sum >> 64 & 0xffff_ffff) as u32, (sum >> 96) as u32];
        let magnitude = Large::from_parts(vec![parts[0], parts[1], high[0], high[1]]);
        if magnitude.is_zero() {
            return Some(Self::ZERO);
        }
        let sum = Self::rounded(large.is_negative, &magnitude, large.exponent - 63, false);
        (sum.exponent + MANTISSA_BITS.cast_signed() <= TWOS_MAX).then_some(sum)
    }

    /// What `%.17Lf` prints, without the zeros at its end.
    pub fn shown(self) -> String {
        let scaled = Large::from_parts(vec![
            (self.mantissa & 0xffff_ffff) as u32,
            (self.mantissa >> 32) as u32,
        ])
        .times(&Large::power_of_ten(DECIMALS));
        let whole = match u32::try_from(self.exponent) {
            Ok(twos) => scaled.shifted_up(twos),
            Err(_) => scaled.halved(self.exponent.unsigned_abs()),
        };
        let width = DECIMALS as usize + 1;
        let digits = format!("{:0>width$}", whole.digits());
        let (before, after) = digits.split_at(digits.len() - DECIMALS as usize);
        let after = after.trim_end_matches('0');
        let sign = if self.is_negative && (before != "0" || !after.is_empty()) { "-" } else { "" };
        let point = if after.is_empty() { "" } else { "." };
        format!("{sign}{before}{point}{after}")
    }

    /// `magnitude * 2^exponent` with 64 bits; `is_more` says that something lies below its last bit.
    fn rounded(is_negative: bool, magnitude: &Large, exponent: i32, is_more: bool) -> Self {
        let bits = magnitude.bits();
        let drop = bits.saturating_sub(MANTISSA_BITS);
        let kept = magnitude.shifted_down(drop);
        let mut mantissa = kept.low_64();
        let mut exponent = exponent.saturating_add(drop.cast_signed());
        if bits < MANTISSA_BITS {
            mantissa <<= MANTISSA_BITS - bits;
            exponent -= (MANTISSA_BITS - bits).cast_signed();
        }
        if drop > 0 {
            let is_half = magnitude.bit(drop - 1);
            let is_above = is_more || magnitude.any_bit_below(drop - 1);
            if is_half && (is_above || mantissa & 1 == 1) {
                let (next, is_carried) = mantissa.overflowing_add(1);
                mantissa = if is_carried { 1 << 63 } else { next };
                exponent += i32::from(is_carried);
            }
        }
        Self { is_negative, mantissa, exponent }
    }

    /// `numerator / denominator`, bit by bit.
    fn quotient(is_negative: bool, mut numerator: Large, mut denominator: Large) -> Self {
        let mut exponent = numerator.bits().cast_signed() - denominator.bits().cast_signed();
        match u32::try_from(exponent) {
            Ok(twos) => denominator = denominator.shifted_up(twos),
            Err(_) => numerator = numerator.shifted_up(exponent.unsigned_abs()),
        }
        let mut bits = Large::from_parts(vec![0]);
        // Two more than are kept: the first may be nothing, the last is the half to round by.
        for _ in 0..MANTISSA_BITS + 2 {
            let is_in = numerator.compare(&denominator) != Ordering::Less;
            if is_in {
                numerator = numerator.minus(&denominator);
            }
            bits = bits.shifted_up(1).plus_small(u32::from(is_in));
            numerator = numerator.shifted_up(1);
        }
        exponent -= (MANTISSA_BITS + 1).cast_signed();
        let mut is_more = !numerator.is_zero();
        if bits.bits() <= MANTISSA_BITS + 1 && is_more {
            // The first bit was nothing, so the half is the last bit and the rest is below it.
            bits = bits.shifted_up(1);
            exponent -= 1;
            bits = bits.plus_small(1);
            is_more = false;
        }
        Self::rounded(is_negative, &bits, exponent, is_more)
    }
}

/// A whole number of any size, lowest 32 bits first.
#[derive(Clone, Debug)]
struct Large(Vec<u32>);

impl Large {
    fn from_parts(mut parts: Vec<u32>) -> Self {
        while parts.last() == Some(&0) {
            parts.pop();
        }
        Self(parts)
    }

    fn from_digits(digits: &[u8]) -> Self {
        let mut number = Self(Vec::new());
        for digit in digits {
            number = number.times_small(10).plus_small(u32::from(digit - b'0'));
        }
        number
    }

    fn power_of_ten(power: u32) -> Self {
        let mut number = Self(vec![1]);
        for _ in 0..power / 9 {
            number = number.times_small(1_000_000_000);
        }
        for _ in 0..power % 9 {
            number = number.times_small(10);
        }
        number
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn bits(&self) -> u32 {
        let below = u32::try_from(self.0.len()).unwrap_or(u32::MAX).saturating_sub(1) * 32;
        self.0.last().map_or(0, |top| below + 32 - top.leading_zeros())
    }

    fn bit(&self, at: u32) -> bool {
        self.0.get(at as usize / 32).is_some_and(|part| part >> (at % 32) & 1 == 1)
    }

    fn any_bit_below(&self, at: u32) -> bool {
        (0..at).any(|at| self.bit(at))
    }

    fn low_64(&self) -> u64 {
        let part = |at: usize| u64::from(self.0.get(at).copied().unwrap_or(0));
        part(1) << 32 | part(0)
    }

    fn times_small(mut self, factor: u32) -> Self {
        let mut carry = 0;
        for part in &mut self.0 {
            let product = u64::from(*part) * u64::from(factor) + carry;
            *part = (product & 0xffff_ffff) as u32;
            carry = product >> 32;
        }
        if carry > 0 {
            self.0.push((carry & 0xffff_ffff) as u32);
        }
        self
    }

    fn plus_small(mut self, addend: u32) -> Self {
        let mut carry = u64::from(addend);
        for part in &mut self.0 {
            let sum = u64::from(*part) + carry;
            *part = (sum & 0xffff_ffff) as u32;
            carry = sum >> 32;
        }
        if carry > 0 {
            self.0.push((carry & 0xffff_ffff) as u32);
        }
        self
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = vec![0_u32; self.0.len() + other.0.len()];
        for (at, left) in self.0.iter().enumerate() {
            let mut carry = 0;
            for (to, right) in other.0.iter().enumerate() {
                let place = &mut product[at + to];
                let sum = u64::from(*left) * u64::from(*right) + u64::from(*place) + carry;
                *place = (sum & 0xffff_ffff) as u32;
                carry = sum >> 32;
            }
            product[at + other.0.len()] = (carry & 0xffff_ffff) as u32;
        }
        Self::from_parts(product)
    }

    /// The difference; `other` is not larger.
    fn minus(&self, other: &Self) -> Self {
        let mut borrow = 0_u64;
        let parts = self.0.iter().enumerate().map(|(at, left)| {
            let right = u64::from(other.0.get(at).copied().unwrap_or(0)) + borrow;
            borrow = u64::from(u64::from(*left) < right);
            ((u64::from(*left) + (borrow << 32) - right) & 0xffff_ffff) as u32
        });
        Self::from_parts(parts.collect())
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sizes = self.0.len().cmp(&other.0.len());
        sizes.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn shifted_up(&self, twos: u32) -> Self {
        if self.is_zero() {
            return self.clone();
        }
        let mut parts = vec![0; twos as usize / 32];
        let mut carry = 0;
        for part in &self.0 {
            let wide = u64::from(*part) << (twos % 32);
            parts.push((wide & 0xffff_ffff) as u32 | carry);
            carry = (wide >> 32) as u32;
        }
        parts.push(carry);
        Self::from_parts(parts)
    }

    fn shifted_down(&self, twos: u32) -> Self {
        let whole = (twos as usize / 32).min(self.0.len());
        let rest = &self.0[whole..];
        let parts = rest.iter().enumerate().map(|(at, part)| {
            let above = u64::from(rest.get(at + 1).copied().unwrap_or(0));
            (((above << 32 | u64::from(*part)) >> (twos % 32)) & 0xffff_ffff) as u32
        });
        Self::from_parts(parts.collect())
    }

    /// Divided by `2^twos` and rounded to the nearest, a half to the even one.
    fn halved(&self, twos: u32) -> Self {
        let whole = self.shifted_down(twos);
        let is_half = twos > 0 && self.bit(twos - 1);
        let is_above = twos > 0 && self.any_bit_below((twos - 1).min(self.bits()));
        if is_half && (is_above || whole.bit(0)) { whole.plus_small(1) } else { whole }
    }

    fn digits(&self) -> String {
        let mut groups = Vec::new();
        let mut rest = self.clone();
        while !rest.is_zero() {
            let mut remainder = 0;
            for part in rest.0.iter_mut().rev() {
                let wide = remainder << 32 | u64::from(*part);
                *part = ((wide / 1_000_000_000) & 0xffff_ffff) as u32;
                remainder = wide % 1_000_000_000;
            }
            rest = Self::from_parts(rest.0);
            groups.push(remainder);
        }
        let Some(first) = groups.pop() else { return "0".into() };
        let groups = groups.iter().rev().map(|group| format!("{group:09}"));
        std::iter::once(first.to_string()).chain(groups).collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, expected: &str) {
        let number = |text: &str| Extended::parse(text.as_bytes()).expect("a number");
        let sum = number(left).plus(number(right)).expect("fits");
        assert_eq!(sum.shown(), expected, "{left} + {right}");
    }

    #[test]
    fn sums_are_those_of_eighty_bits() {
        for (left, right, expected) in [
            ("10.5", "0.1", "10.6"),
            ("10.6", "-5", "5.6"),
            ("5.0e3", "2.0e2", "5200"),
            ("3.0", "1.1", "4.1"),
            ("0", "0.1", "0.1"),
            ("0.1", "0.2", "0.3"),
            ("-1", "1", "0"),
            ("1e19", "1", "10000000000000000001"),
            ("1e20", "1", "100000000000000000000"),
            ("1e-20", "0", "0"),
            ("-1.5", "0.25", "-1.25"),
            ("3", "1.000000000000000005", "4.00000000000000001"),
            ("17179869184", "1", "17179869185"),
        ] {
            check(left, right, expected);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "abc", "1 ", " 1", "1.2.3", "1e", "e5", "1e99999", "-", ".", "1e-99999"] {
            assert_eq!(Extended::parse(text.as_bytes()), None, "{text}");
        }
    }
}
