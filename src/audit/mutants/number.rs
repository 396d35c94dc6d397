//! Numbers that are nearly right.

/// One more and one less of a whole number as code writes it; nothing for other numbers. There is
/// no less than nothing: a minus sign is another token.
pub fn neighbours(code: &str) -> Vec<String> {
    let digits = code.replace('_', "");
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_sense = digits.len() == 1 || !digits.starts_with('0');
    let Some(number) = digits.parse::<u64>().ok().filter(|_| is_plain && has_sense) else {
        return Vec::new();
    };
    let more = number.checked_add(1);
    let less = number.checked_sub(1);
    more.into_iter().chain(less).map(|number| number.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_have_neighbours() {
        assert_eq!(neighbours("12"), ["13", "11"]);
        assert_eq!(neighbours("0"), ["1"]);
        assert_eq!(neighbours("60_000"), ["60001", "59999"]);
        for other in ["1.5", "0x1f", "1n", "1e3", "007", "", "99999999999999999999999"] {
            assert_eq!(neighbours(other), [""; 0], "{other}");
        }
        assert_eq!(neighbours("18446744073709551615"), ["18446744073709551614"]);
    }
}
