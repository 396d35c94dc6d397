//! Base64 as binary data is written and read.

use crate::exchange::base64::LETTERS;
pub use crate::exchange::base64::encode;

/// The bytes, or none if `text` is not base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let mut bits = 0_u32;
    let mut held = 0;
    for byte in text.bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
        let place = LETTERS.iter().position(|&letter| letter == byte)?;
        bits = bits << 6 | u32::try_from(place).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    Some(bytes)
}
