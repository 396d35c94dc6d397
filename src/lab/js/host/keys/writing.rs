//! Keys as DER and as the numbers of a JSON Web Key, byte for byte as OpenSSL writes them.

use pkcs8::{
    AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfo,
    der::{Encode, asn1::AnyRef, asn1::BitStringRef, asn1::OctetStringRef, asn1::UintRef},
    pkcs5::pbes2,
    spki::SubjectPublicKeyInfo,
};
use rand_chacha::{ChaCha20Rng, rand_core::RngCore};
use rsa::{
    BigUint, RsaPrivateKey, pkcs1,
    traits::{PrivateKeyParts, PublicKeyParts},
};
use sec1::{EcParameters, EcPrivateKey};

use super::{
    Curve, EcPair, Key, Refusal,
    reading::{EC_OID, ED25519_OID, RSA_OID},
    signing,
};

/// OpenSSL's rounds of PBKDF2 for a key that is encrypted.
const ROUNDS: u32 = 2048;

/// The key in `form`: `pkcs8`, `spki`, `pkcs1` or `sec1`.
pub fn write(key: &Key, form: &str) -> Result<Vec<u8>, Refusal> {
    let der = match (key, form) {
        (Key::RsaPrivate(key), "pkcs1") => rsa_private(key),
        (Key::RsaPrivate(key), "pkcs8") => rsa_private(key).and_then(|der| {
            PrivateKeyInfo::new(algorithm(RSA_OID, Some(AnyRef::NULL)), &der).to_der()
        }),
        (Key::RsaPublic(key), "pkcs1") => rsa_public(key.n(), key.e()),
        (Key::RsaPublic(key), "spki") => rsa_public(key.n(), key.e())
            .and_then(|der| spki(algorithm(RSA_OID, Some(AnyRef::NULL)), &der)),
        (Key::EcPrivate(curve, pair), "sec1") => sec1_of(pair, Some(*curve)),
        (Key::EcPrivate(curve, pair), "pkcs8") => sec1_of(pair, None).and_then(|der| {
            let curve = curve.oid();
            PrivateKeyInfo::new(algorithm(EC_OID, Some(AnyRef::from(&curve))), &der).to_der()
        }),
        (Key::EcPublic(curve, point), "spki") => {
            let curve = curve.oid();
            spki(algorithm(EC_OID, Some(AnyRef::from(&curve))), point)
        }
        (Key::Ed25519Private(seed), "pkcs8") => OctetStringRef::new(seed)
            .and_then(|inner| inner.to_der())
            .and_then(|inner| PrivateKeyInfo::new(algorithm(ED25519_OID, None), &inner).to_der()),
        (Key::Ed25519Public(point), "spki") => spki(algorithm(ED25519_OID, None), point),
        _ => return Err(Refusal::WrongForm),
    };
    der.map_err(|_| Refusal::WrongForm)
}

fn algorithm(oid: ObjectIdentifier, parameters: Option<AnyRef<'_>>) -> AlgorithmIdentifierRef<'_> {
    AlgorithmIdentifierRef { oid, parameters }
}

fn spki(algorithm: AlgorithmIdentifierRef<'_>, key: &[u8]) -> pkcs8::der::Result<Vec<u8>> {
    SubjectPublicKeyInfo { algorithm, subject_public_key: BitStringRef::from_bytes(key)? }.to_der()
}

fn sec1_of(pair: &EcPair, curve: Option<Curve>) -> pkcs8::der::Result<Vec<u8>> {
    let parameters = curve.map(|curve| EcParameters::NamedCurve(curve.oid()));
    EcPrivateKey { private_key: &pair.secret, parameters, public_key: Some(&pair.point) }.to_der()
}

fn rsa_private(key: &RsaPrivateKey) -> pkcs8::der::Result<Vec<u8>> {
    let parts = rsa_parts(key);
    let [modulus, public, private, prime1, prime2, first, second, coefficient] =
        parts.each_ref().map(|part| UintRef::new(part));
    pkcs1::RsaPrivateKey {
        modulus: modulus?,
        public_exponent: public?,
        private_exponent: private?,
        prime1: prime1?,
        prime2: prime2?,
        exponent1: first?,
        exponent2: second?,
        coefficient: coefficient?,
        other_prime_infos: None,
    }
    .to_der()
}

fn rsa_public(n: &BigUint, e: &BigUint) -> pkcs8::der::Result<Vec<u8>> {
    let (n, e) = (n.to_bytes_be(), e.to_bytes_be());
    pkcs1::RsaPublicKey { modulus: UintRef::new(&n)?, public_exponent: UintRef::new(&e)? }.to_der()
}

/// `n e d p q dp dq qi` of RFC 7518, section 6.3.
fn rsa_parts(key: &RsaPrivateKey) -> [Vec<u8>; 8] {
    let (p, q) = (&key.primes()[0], &key.primes()[1]);
    let one = BigUint::from(1u8);
    let (dp, dq) = (key.d() % (p - &one), key.d() % (q - &one));
    let qi = key.crt_coefficient().unwrap_or(one);
    [key.n(), key.e(), key.d(), p, q, &dp, &dq, &qi].map(BigUint::to_bytes_be)
}

/// The numbers of the key's JSON Web Key, in the order of `reading::of_parts`; RSA's last three too.
pub fn parts(key: &Key) -> Vec<Vec<u8>> {
    let halves = |point: &[u8]| {
        let (x, y) = point[1..].split_at(point.len() / 2);
        vec![x.to_vec(), y.to_vec()]
    };
    match key {
        Key::RsaPrivate(key) => rsa_parts(key).to_vec(),
        Key::RsaPublic(key) => vec![key.n().to_bytes_be(), key.e().to_bytes_be()],
        Key::EcPrivate(_, pair) => {
            let mut parts = halves(&pair.point);
            parts.push(pair.secret.clone());
            parts
        }
        Key::EcPublic(_, point) => halves(point),
        Key::Ed25519Private(seed) => vec![signing::ed25519_point(seed).to_vec(), seed.to_vec()],
        Key::Ed25519Public(point) => vec![point.to_vec()],
    }
}

/// The private key as an `EncryptedPrivateKeyInfo` (RFC 5958, section 3) with PBES2.
pub fn lock(
    random: &mut ChaCha20Rng,
    key: &Key,
    cipher: &str,
    passphrase: &[u8],
) -> Result<Vec<u8>, Refusal> {
    let der = write(key, "pkcs8")?;
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    random.fill_bytes(&mut salt);
    random.fill_bytes(&mut iv);
    let parameters = match cipher {
        "aes-128-cbc" => pbes2::Parameters::pbkdf2_sha256_aes128cbc(ROUNDS, &salt, &iv),
        "aes-256-cbc" => pbes2::Parameters::pbkdf2_sha256_aes256cbc(ROUNDS, &salt, &iv),
        _ => return Err(Refusal::UnknownCipher),
    };
    let parameters = parameters.map_err(|_| Refusal::UnknownCipher)?;
    let info = PrivateKeyInfo::try_from(der.as_slice()).map_err(|_| Refusal::WrongForm)?;
    let locked = info.encrypt_with_params(parameters, passphrase);
    locked.map(|document| document.as_bytes().to_vec()).map_err(|_| Refusal::WrongForm)
}
