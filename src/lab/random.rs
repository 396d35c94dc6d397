//! Randomness from the system, and numbers from a seed where a run must repeat.

use std::io;

/// Fills `bytes` from the system's generator.
pub fn fill(bytes: &mut [u8]) -> io::Result<()> {
    /// What one call gives at most.
    const PIECE: usize = 256;
    for piece in bytes.chunks_mut(PIECE) {
        #[expect(unsafe_code, reason = "the pointer and the length are those of a slice")]
        let done = unsafe { libc::getentropy(piece.as_mut_ptr().cast(), piece.len()) };
        if done != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// `SplitMix64`: a sequence that is the same for the same seed. No secret may come from it.
#[derive(Clone, Debug)]
pub struct Seeded {
    state: u64,
}

impl Seeded {
    pub fn new(seed: u64) -> Seeded {
        Seeded { state: seed }
    }

    /// At least 0 and less than 1, as `Math.random` gives it.
    pub fn next_float(&mut self) -> f64 {
        /// The values that a mantissa tells apart.
        const STEPS: u32 = 53;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
        let (value, most) = ((self.next_u64() >> (64 - STEPS)) as f64, (1u64 << STEPS) as f64);
        value / most
    }

    /// A UUID of version 4 (RFC 9562, section 5.4).
    pub fn uuid(&mut self) -> String {
        let high = (self.next_u64() & 0xffff_ffff_ffff_0fff) | 0x4000;
        let low = (self.next_u64() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    /// Fills `bytes` with the next numbers.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(size_of::<u64>()) {
            piece.copy_from_slice(&self.next_u64().to_le_bytes()[..piece.len()]);
        }
    }

    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_each_time() {
        let (mut one, mut two) = (Seeded::new(7), Seeded::new(7));
        for _ in 0..100 {
            let value = one.next_float();
            assert!((0.0..1.0).contains(&value));
            assert_eq!(value.to_bits(), two.next_float().to_bits());
        }
        assert_ne!(Seeded::new(8).next_float().to_bits(), Seeded::new(7).next_float().to_bits());
    }

    #[test]
    fn a_seed_gives_the_same_bytes_each_time() {
        let bytes = |seed, count| {
            let mut bytes = vec![0; count];
            Seeded::new(seed).fill(&mut bytes);
            bytes
        };
        assert_eq!(bytes(7, 13), bytes(7, 13));
        assert_ne!(bytes(7, 13), bytes(8, 13));
        assert_eq!(bytes(7, 3), bytes(7, 13)[..3]);
    }

    #[test]
    fn the_system_fills_more_than_one_piece() {
        let mut bytes = [0; 700];
        fill(&mut bytes).unwrap();
        assert!(bytes[600..].iter().any(|byte| *byte != 0));
    }
}
