//! Bytes as letters: base64 (RFC 4648).

/// The alphabet of section 4.
pub const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// That of section 5, for names of files and addresses.
const URL_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// With padding.
pub fn encode(bytes: &[u8]) -> String {
    written(bytes, LETTERS, true)
}

/// With the letters of addresses, and without padding.
pub fn encode_for_url(bytes: &[u8]) -> String {
    written(bytes, URL_LETTERS, false)
}

fn written(bytes: &[u8], letters: &[u8; 64], padded: bool) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(bits);
        for place in 0..4 {
            if place <= group.len() {
                text.push(char::from(letters[(bits >> (18 - 6 * place) & 63) as usize]));
            } else if padded {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_bytes_are_four_letters() {
        // RFC 4648, section 10.
        for (text, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(encode(text.as_bytes()), coded);
        }
        assert_eq!(
            (encode(b"\xfb\xff"), encode_for_url(b"\xfb\xff")),
            ("+/8=".into(), "-_8".into())
        );
    }
}
