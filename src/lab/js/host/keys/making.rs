//! New pairs of keys.

use rand_chacha::{ChaCha20Rng, rand_core::RngCore};
use rsa::{BigUint, RsaPrivateKey};

use super::{Curve, ED25519_BYTES, EcPair, Key, Refusal, on_curve, reading};

/// Bits of an RSA modulus: OpenSSL makes none below, and above the lab's arithmetic takes longer than
/// a turn may.
const MODULUS_BITS_MIN: u32 = 512;
const MODULUS_BITS_MAX: u32 = 4096;
const EXPONENT_MIN: u32 = 3;

/// `bits` and `exponent` are for RSA, `curve` for elliptic curves.
pub fn make(
    random: &mut ChaCha20Rng,
    family: &str,
    curve: Option<Curve>,
    bits: u32,
    exponent: u32,
) -> Result<Key, Refusal> {
    match (family, curve) {
        ("rsa", _) => rsa_pair(random, bits, exponent),
        ("ec", Some(curve)) => Ok(ec_pair(random, curve)),
        ("ed25519", _) => {
            let mut seed = [0; ED25519_BYTES];
            random.fill_bytes(&mut seed);
            Ok(Key::Ed25519Private(seed))
        }
        _ => Err(Refusal::Unknown),
    }
}

fn rsa_pair(random: &mut ChaCha20Rng, bits: u32, exponent: u32) -> Result<Key, Refusal> {
    if bits < MODULUS_BITS_MIN {
        return Err(Refusal::TooSmall);
    }
    if bits > MODULUS_BITS_MAX {
        return Err(Refusal::TooBig);
    }
    // No even number has an inverse, and the search for primes would never end.
    if exponent < EXPONENT_MIN || exponent.is_multiple_of(2) {
        return Err(Refusal::BadExponent);
    }
    let key = RsaPrivateKey::new_with_exp(random, bits as usize, &BigUint::from(exponent));
    key.map(|key| Key::RsaPrivate(Box::new(key))).map_err(|_| Refusal::BadExponent)
}

fn ec_pair(random: &mut ChaCha20Rng, curve: Curve) -> Key {
    let secret = on_curve!(curve, of => of::SecretKey::random(random).to_bytes().to_vec());
    let point = reading::point_of(curve, &secret).expect("a secret that was made has a point");
    Key::EcPrivate(curve, EcPair { secret, point })
}
