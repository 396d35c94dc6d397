//! Decimal digits as numbers, the greatest first.

use std::cmp::Ordering;

/// Whether the digits that are cut off round the kept ones up: more than half, or half and odd.
pub fn is_rounded_up(kept: &[u8], cut: &[u8]) -> bool {
    let Some((first, rest)) = cut.split_first() else { return false };
    let is_odd = kept.last().is_some_and(|digit| digit % 2 == 1);
    match first.cmp(&5) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => is_odd || rest.iter().any(|digit| *digit != 0),
    }
}

pub fn digits_of(mut number: u128) -> Vec<u8> {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(u8::try_from(number % 10).expect("a digit is small"));
        number /= 10;
    }
    digits.reverse();
    digits
}

pub fn number_of(digits: &[u8]) -> u128 {
    digits.iter().fold(0, |number, digit| number * 10 + u128::from(*digit))
}

pub fn sum(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut digits = Vec::new();
    let mut carry = 0;
    for at in 0..a.len().max(b.len()) {
        let total = digit(a, at) + digit(b, at) + carry;
        digits.push(total % 10);
        carry = total / 10;
    }
    digits.push(carry);
    digits.reverse();
    digits
}

/// `a` less `b`, which is not greater.
pub fn difference(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut digits = Vec::new();
    let mut borrow = 0;
    for at in 0..a.len().max(b.len()) {
        let (minuend, subtrahend) = (digit(a, at), digit(b, at) + borrow);
        borrow = u8::from(minuend < subtrahend);
        digits.push(minuend + borrow * 10 - subtrahend);
    }
    digits.reverse();
    digits
}

pub fn product(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut columns = vec![0_u32; a.len() + b.len()];
    for (row, high) in a.iter().enumerate() {
        for (column, low) in b.iter().enumerate() {
            columns[row + column + 1] += u32::from(*high) * u32::from(*low);
        }
    }
    let mut carry = 0;
    let mut digits = Vec::new();
    for column in columns.iter().rev() {
        let total = column + carry;
        digits.push(u8::try_from(total % 10).expect("a digit is small"));
        carry = total / 10;
    }
    digits.reverse();
    digits
}

/// The digit number `at`, counted from the last.
fn digit(digits: &[u8], at: usize) -> u8 {
    digits.len().checked_sub(at + 1).map_or(0, |index| digits[index])
}

pub fn compare_digits(a: &[u8], b: &[u8]) -> Ordering {
    let longest = a.len().max(b.len());
    let orders = (0..longest).rev().map(|at| digit(a, at).cmp(&digit(b, at)));
    orders.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}
