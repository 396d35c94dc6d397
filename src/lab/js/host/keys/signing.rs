//! Signatures: RSA's two paddings (RFC 8017), ECDSA (FIPS 186-5) and Ed25519 (RFC 8032).

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use p256::ecdsa::signature::hazmat::{PrehashVerifier, RandomizedPrehashSigner};
use rand_chacha::ChaCha20Rng;
use rsa::{
    BigUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey,
    traits::{PublicKeyParts, SignatureScheme},
};
use sha2::digest::DynDigest;

use super::{Curve, ED25519_BYTES, EcPair, Key, Refusal, on_curve};
use crate::lab::js::host::crypto::{Digest, digest};

/// What a signature is made or checked with.
pub struct How<'a> {
    /// The lab's name of the digest.
    pub digest: Option<&'a str>,
    /// RSASSA-PSS, for an RSA key.
    pub pss: bool,
    /// Bytes of the salt of RSASSA-PSS, or one of Node's constants.
    pub salt: i32,
    /// For ECDSA: the two numbers side by side (IEEE P1363) and not as DER.
    pub plain: bool,
}

/// Node's `RSA_PSS_SALTLEN_DIGEST`.
const SALT_AS_DIGEST: i32 = -1;
/// Node's `RSA_PSS_SALTLEN_MAX_SIGN`, and when verifying `RSA_PSS_SALTLEN_AUTO`.
const SALT_AUTO: i32 = -2;
/// OpenSSL's `RSA_PSS_SALTLEN_MAX` and `RSA_PSS_SALTLEN_AUTO_DIGEST_MAX`, which Node has no names for.
const SALT_MAX: i32 = -3;
const SALT_AUTO_DIGEST_MAX: i32 = -4;

pub fn sign(
    random: &mut ChaCha20Rng,
    key: &Key,
    bytes: &[u8],
    how: &How<'_>,
) -> Result<Vec<u8>, Refusal> {
    match key {
        Key::RsaPrivate(key) => rsa_sign(random, key, bytes, how),
        Key::EcPrivate(curve, pair) => ec_sign(random, *curve, pair, bytes, how),
        Key::Ed25519Private(seed) if how.digest.is_none() => {
            Ok(SigningKey::from_bytes(seed).sign(bytes).to_bytes().to_vec())
        }
        Key::Ed25519Private(_) => Err(Refusal::WrongDigest),
        Key::RsaPublic(_) | Key::EcPublic(..) | Key::Ed25519Public(_) => Err(Refusal::WrongForm),
    }
}

pub fn verify(key: &Key, bytes: &[u8], signature: &[u8], how: &How<'_>) -> Result<bool, Refusal> {
    match key {
        Key::RsaPrivate(key) => rsa_verify(key.as_ref(), bytes, signature, how),
        Key::RsaPublic(key) => rsa_verify(key, bytes, signature, how),
        Key::EcPrivate(curve, EcPair { point, .. }) | Key::EcPublic(curve, point) => {
            ec_verify(*curve, point, bytes, signature, how)
        }
        Key::Ed25519Private(seed) => ed25519_verify(&ed25519_point(seed), bytes, signature, how),
        Key::Ed25519Public(point) => ed25519_verify(point, bytes, signature, how),
    }
}

fn digested(bytes: &[u8], how: &How<'_>) -> Result<(Digest, Vec<u8>), Refusal> {
    let mut state = how.digest.and_then(digest).ok_or(Refusal::WrongDigest)?;
    state.update(bytes);
    let hash = state.finalize_reset().into_vec();
    Ok((state, hash))
}

fn rsa_sign(
    random: &mut ChaCha20Rng,
    key: &RsaPrivateKey,
    bytes: &[u8],
    how: &How<'_>,
) -> Result<Vec<u8>, Refusal> {
    let (digest, hash) = digested(bytes, how)?;
    // Blinding keeps the time that the signature takes apart from the key.
    if !how.pss {
        let scheme = pkcs1_scheme(how, hash.len())?;
        return key.sign_with_rng(random, scheme, &hash).map_err(|_| Refusal::DigestTooBig);
    }
    let room = salt_room(key.n(), hash.len()).ok_or(Refusal::SaltTooBig)?;
    let salt_len = match how.salt {
        SALT_AS_DIGEST => hash.len(),
        SALT_AUTO | SALT_MAX => room,
        SALT_AUTO_DIGEST_MAX => hash.len().min(room),
        given => usize::try_from(given).map_err(|_| Refusal::SaltTooBig)?,
    };
    if salt_len > room {
        return Err(Refusal::SaltTooBig);
    }
    let scheme = Pss { blinded: true, digest, salt_len };
    key.sign_with_rng(random, scheme, &hash).map_err(|_| Refusal::SaltTooBig)
}

fn rsa_verify(
    key: &impl PublicKeyParts,
    bytes: &[u8],
    signature: &[u8],
    how: &How<'_>,
) -> Result<bool, Refusal> {
    let (mut digest, hash) = digested(bytes, how)?;
    if signature.len() != key.size() {
        return Ok(false);
    }
    let key = RsaPublicKey::new_unchecked(key.n().clone(), key.e().clone());
    if !how.pss {
        return Ok(pkcs1_scheme(how, hash.len())?.verify(&key, &hash, signature).is_ok());
    }
    let salt = match how.salt {
        SALT_AS_DIGEST => Some(hash.len()),
        SALT_MAX => salt_room(key.n(), hash.len()),
        SALT_AUTO | SALT_AUTO_DIGEST_MAX => {
            salt_found(&key, digest.as_mut(), hash.len(), signature)
        }
        given => usize::try_from(given).ok(),
    };
    let Some(salt_len) = salt else { return Ok(false) };
    let scheme = Pss { blinded: false, digest, salt_len };
    Ok(scheme.verify(&key, &hash, signature).is_ok())
}

/// PKCS #1 v1.5 with what stands before the hash (RFC 8017, section 9.2).
fn pkcs1_scheme(how: &How<'_>, hash_bytes: usize) -> Result<Pkcs1v15Sign, Refusal> {
    /// The hash functions of NIST, one number each.
    const NIST: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let nist = |last: u8| [NIST.as_slice(), &[last]].concat();
    let oid = match how.digest.unwrap_or_default() {
        "md5" => vec![0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05],
        "sha1" => vec![0x2b, 0x0e, 0x03, 0x02, 0x1a],
        "sha256" => nist(1),
        "sha384" => nist(2),
        "sha512" => nist(3),
        "sha224" => nist(4),
        "sha512-256" => nist(6),
        "sha3-224" => nist(7),
        "sha3-256" => nist(8),
        "sha3-384" => nist(9),
        "sha3-512" => nist(10),
        _ => return Err(Refusal::WrongDigest),
    };
    let short = |length: usize| u8::try_from(length).map_err(|_| Refusal::WrongDigest);
    let (oid_bytes, hash_bytes_short) = (short(oid.len())?, short(hash_bytes)?);
    let mut prefix = vec![0x30, 8 + oid_bytes + hash_bytes_short];
    prefix.extend([0x30, 4 + oid_bytes, 0x06, oid_bytes]);
    prefix.extend(&oid);
    prefix.extend([0x05, 0x00, 0x04, hash_bytes_short]);
    Ok(Pkcs1v15Sign { hash_len: Some(hash_bytes), prefix: prefix.into_boxed_slice() })
}

/// The bytes of salt that fit beside the hash (RFC 8017, section 9.1.1).
fn salt_room(modulus: &BigUint, hash_bytes: usize) -> Option<usize> {
    let encoded_bytes = (modulus.bits() - 1).div_ceil(8);
    encoded_bytes.checked_sub(hash_bytes + 2)
}

/// The length of the salt in a signature: what stands behind the first 1 of the unmasked block. Only
/// the length is taken from it; the scheme itself judges the signature.
fn salt_found(
    key: &RsaPublicKey,
    digest: &mut dyn DynDigest,
    hash_bytes: usize,
    signature: &[u8],
) -> Option<usize> {
    salt_room(key.n(), hash_bytes)?;
    let block = BigUint::from_bytes_be(signature).modpow(key.e(), key.n()).to_bytes_be();
    let encoded_bytes = (key.n().bits() - 1).div_ceil(8);
    let mut encoded = vec![0; encoded_bytes.checked_sub(block.len())?];
    encoded.extend(block);
    let (masked, rest) = encoded.split_at(encoded_bytes - hash_bytes - 1);
    let mut mask = Vec::with_capacity(masked.len() + hash_bytes);
    for counter in 0u32.. {
        if mask.len() >= masked.len() {
            break;
        }
        digest.update(&rest[..hash_bytes]);
        digest.update(&counter.to_be_bytes());
        mask.extend_from_slice(&digest.finalize_reset());
    }
    let mut plain: Vec<u8> = masked.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    let unused_bits = 8 * encoded_bytes - (key.n().bits() - 1);
    plain[0] &= 0xff >> unused_bits;
    let one = plain.iter().position(|byte| *byte != 0)?;
    Some(plain.len() - one - 1)
}

/// What the numbers of a signature are made of: the hash with zeros in front where it is short.
fn field_of(curve: Curve, hash: Vec<u8>) -> Vec<u8> {
    let mut padded = vec![0; curve.field_bytes().saturating_sub(hash.len())];
    padded.extend(hash);
    padded
}

fn ec_sign(
    random: &mut ChaCha20Rng,
    curve: Curve,
    pair: &EcPair,
    bytes: &[u8],
    how: &How<'_>,
) -> Result<Vec<u8>, Refusal> {
    let hash = field_of(curve, digested(bytes, how)?.1);
    on_curve!(curve, of => {
        let key = of::ecdsa::SigningKey::from_slice(&pair.secret)
            .map_err(|_| Refusal::Unreadable)?;
        let signature: of::ecdsa::Signature =
            key.sign_prehash_with_rng(random, &hash).map_err(|_| Refusal::WrongDigest)?;
        Ok(if how.plain { signature.to_vec() } else { signature.to_der().as_bytes().to_vec() })
    })
}

fn ec_verify(
    curve: Curve,
    point: &[u8],
    bytes: &[u8],
    signature: &[u8],
    how: &How<'_>,
) -> Result<bool, Refusal> {
    let hash = field_of(curve, digested(bytes, how)?.1);
    on_curve!(curve, of => {
        let key = of::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .map_err(|_| Refusal::Unreadable)?;
        let signature = if how.plain {
            of::ecdsa::Signature::from_slice(signature)
        } else {
            of::ecdsa::Signature::from_der(signature)
        };
        Ok(signature.is_ok_and(|signature| key.verify_prehash(&hash, &signature).is_ok()))
    })
}

fn ed25519_verify(
    point: &[u8; ED25519_BYTES],
    bytes: &[u8],
    signature: &[u8],
    how: &How<'_>,
) -> Result<bool, Refusal> {
    use ed25519_dalek::Verifier;

    if how.digest.is_some() {
        return Err(Refusal::WrongDigest);
    }
    let signature = ed25519_dalek::Signature::from_slice(signature);
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(point), signature) else {
        return Ok(false);
    };
    Ok(key.verify(bytes, &signature).is_ok())
}

/// The public half of a seed.
pub fn ed25519_point(seed: &[u8; ED25519_BYTES]) -> [u8; ED25519_BYTES] {
    SigningKey::from_bytes(seed).verifying_key().to_bytes()
}
