//! bcrypt's own part: 24 bytes from a key, a salt and a cost. (Provos and Mazières, "A Future-Adaptable
//! Password Scheme", 1999.) What a key is, and how the text of a hash is written, differs between
//! packages: that is theirs.

use blowfish::Blowfish;

pub const SALT_BYTES: usize = 16;
pub const COST_MAX: u32 = 31;
/// Of the cipher's tables.
pub const STATE_BYTES: usize = 4_168;
const HASH_BYTES: usize = 24;
/// What is encrypted, 64 times.
const MAGIC: &[u8; HASH_BYTES] = b"OrpheanBeholderScryDoubt";
/// Rounds between two looks at the clock.
const ROUNDS_BETWEEN: u64 = 64;

/// `key` is used as it is, over and over; the cipher takes 72 bytes of it. `cost` is the logarithm
/// of the number of rounds, at most `COST_MAX`.
pub fn hash(
    key: &[u8],
    salt: &[u8; SALT_BYTES],
    cost: u32,
    mut tell: impl FnMut(f64),
) -> [u8; HASH_BYTES] {
    // The same words as no key at all would give in C, where a text has its NUL.
    let key = if key.is_empty() { &[0] } else { key };
    let rounds = 1_u64 << cost.min(COST_MAX);
    let mut state = Blowfish::bc_init_state();
    state.salted_expand_key(salt, key);
    for round in 0..rounds {
        if round % ROUNDS_BETWEEN == 0 {
            #[expect(clippy::cast_precision_loss, reason = "both are far below 2^52")]
            tell(round as f64 / rounds as f64);
        }
        state.bc_expand_key(key);
        state.bc_expand_key(salt);
    }
    let mut hash = [0; HASH_BYTES];
    for (block, magic) in hash.chunks_exact_mut(8).zip(MAGIC.chunks_exact(8)) {
        let word = |at: usize| {
            u32::from_be_bytes([magic[at], magic[at + 1], magic[at + 2], magic[at + 3]])
        };
        let mut pair = [word(0), word(4)];
        for _ in 0..64 {
            pair = state.bc_encrypt(pair);
        }
        block[..4].copy_from_slice(&pair[0].to_be_bytes());
        block[4..].copy_from_slice(&pair[1].to_be_bytes());
    }
    hash
}
