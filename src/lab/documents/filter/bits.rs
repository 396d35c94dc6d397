//! `$bitsAllSet`, `$bitsAnySet`, `$bitsAllClear`, `$bitsAnyClear`. (MongoDB manual, Bitwise Query Operators.)

use bson::Bson;

use crate::lab::documents::{
    error::{Code, CommandError},
    number::Number,
    shown::shown,
};

/// Positions that a test may name.
const POSITIONS_MAX: usize = 65_536;

/// Which bits are looked at, and what of them must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Bits {
    pub test: BitTest,
    positions: Vec<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitTest {
    AllSet,
    AnySet,
    AllClear,
    AnyClear,
}

impl Bits {
    /// Reads a bitmask: a number, binary data, or an array of positions.
    pub fn parse(
        path: &str,
        name: &str,
        test: BitTest,
        value: &Bson,
    ) -> Result<Bits, CommandError> {
        let positions = match value {
            Bson::Array(positions) => positions
                .iter()
                .take(POSITIONS_MAX)
                .map(|value| position(name, value))
                .collect::<Result<Vec<u64>, CommandError>>()?,
            Bson::Binary(binary) => set_positions(&binary.bytes),
            value => match Number::of(value).map(Number::to_long) {
                Some(Some(mask)) if mask >= 0 => set_positions(&mask.to_le_bytes()),
                Some(Some(_)) => {
                    let message =
                        format!("Expected a non-negative number in: {name}: {}", shown(value));
                    return Err(CommandError::new(Code::FailedToParse, message));
                }
                Some(None) => {
                    let message = format!("Expected an integer: {name}: {}", shown(value));
                    return Err(CommandError::new(Code::FailedToParse, message));
                }
                None => {
                    return Err(CommandError::new(
                        Code::BadValue,
                        format!(
                            "{path} takes an Array, a number, or a BinData but received: {name}: {}",
                            shown(value)
                        ),
                    ));
                }
            },
        };
        Ok(Bits { test, positions })
    }

    /// Whether a value's bits pass: whole numbers of 64 bits, and binary data.
    pub fn matches(&self, value: &Bson) -> bool {
        let is_set: Box<dyn Fn(u64) -> bool> = match value {
            Bson::Binary(binary) => Box::new(move |position| {
                let byte = usize::try_from(position / 8).ok().and_then(|at| binary.bytes.get(at));
                byte.is_some_and(|byte| byte >> (position % 8) & 1 == 1)
            }),
            value => match Number::of(value).and_then(Number::to_long) {
                // The sign goes on to the left without end.
                Some(number) => Box::new(move |position| number >> position.min(63) & 1 == 1),
                None => return false,
            },
        };
        let mut positions = self.positions.iter();
        match self.test {
            BitTest::AllSet => positions.all(|position| is_set(*position)),
            BitTest::AnySet => positions.any(|position| is_set(*position)),
            BitTest::AllClear => positions.all(|position| !is_set(*position)),
            BitTest::AnyClear => positions.any(|position| !is_set(*position)),
        }
    }
}

fn position(name: &str, value: &Bson) -> Result<u64, CommandError> {
    let refuse = |reason: &str| {
        let message =
            format!("Failed to parse bit position. {reason} in: {name}: {}", shown(value));
        CommandError::new(Code::FailedToParse, message)
    };
    let Some(number) = Number::of(value) else { return Err(refuse("Expected a number")) };
    let Some(position) = number.to_long() else { return Err(refuse("Expected an integer")) };
    u64::try_from(position).map_err(|_| refuse("Expected a non-negative number"))
}

fn set_positions(bytes: &[u8]) -> Vec<u64> {
    let mut positions = Vec::new();
    for (at, byte) in (0_u64..).zip(bytes.iter().take(POSITIONS_MAX / 8)) {
        positions.extend((0..8).filter(|bit| byte >> bit & 1 == 1).map(|bit| at * 8 + bit));
    }
    positions
}
