//! FNV-1a of 64 bits: the same everywhere and in every version.

/// The hash of nothing.
pub const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Goes on from the hash of what came before.
pub fn after(hash: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.into_iter().fold(hash, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(after(START, *b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(after(START, *b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(after(after(START, *b"foo"), *b"bar"), after(START, *b"foobar"));
    }
}
