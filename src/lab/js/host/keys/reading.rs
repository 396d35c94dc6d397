//! Keys from DER and from the numbers of a JSON Web Key.

use pkcs8::{
    EncryptedPrivateKeyInfo, ObjectIdentifier, PrivateKeyInfo,
    der::{Decode, Reader, SliceReader, Tag, Tagged, asn1::AnyRef, asn1::OctetStringRef},
    spki::SubjectPublicKeyInfoRef,
};
use rsa::{BigUint, RsaPrivateKey, RsaPublicKey, pkcs1};
use sec1::{EcParameters, EcPrivateKey};

use super::{Curve, ED25519_BYTES, EcPair, Key, Refusal, on_curve};

/// Bits of a modulus that the lab computes with, at most: OpenSSL's own limit for verifying.
const MODULUS_BITS_MAX: usize = 16384;
/// Bytes of encoded keys that are read, at most.
const KEY_BYTES_MAX: usize = 1 << 16;

/// RFC 8017, appendix C.
pub const RSA_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// RFC 5480, section 2.1.1.
pub const EC_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// RFC 8410, section 3.
pub const ED25519_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

impl Curve {
    /// RFC 5480, section 2.1.1.1.
    pub fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Curve::P256 => "1.2.840.10045.3.1.7",
            Curve::P384 => "1.3.132.0.34",
            Curve::P521 => "1.3.132.0.35",
        })
    }

    fn of_oid(oid: ObjectIdentifier) -> Result<Curve, Refusal> {
        Curve::ALL.into_iter().find(|curve| curve.oid() == oid).ok_or(Refusal::Unknown)
    }
}

/// The key that `der` is. `form` is `pkcs8`, `encrypted`, `spki`, `certificate`, `sec1`, `pkcs1` or
/// `pkcs1-public`.
pub fn read(der: &[u8], form: &str, passphrase: Option<&[u8]>) -> Result<Key, Refusal> {
    if der.len() > KEY_BYTES_MAX {
        return Err(Refusal::Unreadable);
    }
    match form {
        "pkcs8" => of_pkcs8(der),
        "encrypted" => of_encrypted(der, passphrase),
        "spki" => of_spki(der),
        "certificate" => of_spki(in_certificate(der).map_err(|_| Refusal::Unreadable)?),
        "sec1" => of_sec1(der, None),
        "pkcs1" => of_pkcs1(der),
        "pkcs1-public" => of_pkcs1_public(der),
        _ => Err(Refusal::Unreadable),
    }
}

fn of_pkcs8(der: &[u8]) -> Result<Key, Refusal> {
    let info = PrivateKeyInfo::try_from(der).map_err(|_| Refusal::Unreadable)?;
    match info.algorithm.oid {
        RSA_OID => of_pkcs1(info.private_key),
        EC_OID => of_sec1(info.private_key, Some(curve_in(info.algorithm.parameters)?)),
        ED25519_OID => {
            let inner = OctetStringRef::from_der(info.private_key).ok();
            let seed = inner.and_then(|inner| inner.as_bytes().try_into().ok());
            seed.map(Key::Ed25519Private).ok_or(Refusal::Unreadable)
        }
        _ => Err(Refusal::Unknown),
    }
}

fn of_encrypted(der: &[u8], passphrase: Option<&[u8]>) -> Result<Key, Refusal> {
    let info = EncryptedPrivateKeyInfo::try_from(der).map_err(|error| match error {
        pkcs8::Error::Asn1(_) => Refusal::Unreadable,
        _ => Refusal::UnknownCipher,
    })?;
    let passphrase = passphrase.ok_or(Refusal::Locked)?;
    let plain = info.decrypt(passphrase).map_err(|_| Refusal::BadPassphrase)?;
    of_pkcs8(plain.as_bytes())
}

fn of_spki(der: &[u8]) -> Result<Key, Refusal> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| Refusal::Unreadable)?;
    let bytes = info.subject_public_key.as_bytes().ok_or(Refusal::Unreadable)?;
    match info.algorithm.oid {
        RSA_OID => of_pkcs1_public(bytes),
        EC_OID => ec_public(curve_in(info.algorithm.parameters)?, bytes),
        ED25519_OID => ed25519_public(bytes),
        _ => Err(Refusal::Unknown),
    }
}

/// The `SubjectPublicKeyInfo` in a certificate (RFC 5280, section 4.1): what comes before it is passed
/// over, nothing in it is checked.
fn in_certificate(der: &[u8]) -> pkcs8::der::Result<&[u8]> {
    /// Serial number, signature, issuer, validity and subject.
    const BEFORE: usize = 5;
    let certificate = AnyRef::from_der(der)?;
    certificate.tag().assert_eq(Tag::Sequence)?;
    let mut outer = SliceReader::new(certificate.value())?;
    let body = outer.decode::<AnyRef<'_>>()?;
    let mut fields = SliceReader::new(body.value())?;
    // The version is left out in certificates of version 1.
    if fields.peek_tag()?.is_context_specific() {
        fields.tlv_bytes()?;
    }
    for _ in 0..BEFORE {
        fields.tlv_bytes()?;
    }
    fields.tlv_bytes()
}

fn curve_in(parameters: Option<AnyRef<'_>>) -> Result<Curve, Refusal> {
    let oid = parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    Curve::of_oid(oid.ok_or(Refusal::Unknown)?)
}

fn of_sec1(der: &[u8], curve: Option<Curve>) -> Result<Key, Refusal> {
    let key = EcPrivateKey::try_from(der).map_err(|_| Refusal::Unreadable)?;
    let named = match key.parameters {
        Some(EcParameters::NamedCurve(oid)) => Some(Curve::of_oid(oid)?),
        None => None,
    };
    let curve = curve.or(named).ok_or(Refusal::Unreadable)?;
    ec_private(curve, key.private_key)
}

fn ec_private(curve: Curve, secret: &[u8]) -> Result<Key, Refusal> {
    let field = curve.field_bytes();
    if secret.len() > field {
        return Err(Refusal::Unreadable);
    }
    // Some writers leave zeros at the front out.
    let mut padded = vec![0; field - secret.len()];
    padded.extend(secret);
    let point = point_of(curve, &padded)?;
    Ok(Key::EcPrivate(curve, EcPair { secret: padded, point }))
}

/// The point of `secret`, uncompressed.
pub fn point_of(curve: Curve, secret: &[u8]) -> Result<Vec<u8>, Refusal> {
    on_curve!(curve, of => {
        use p256::elliptic_curve::sec1::ToEncodedPoint;
        let secret = of::SecretKey::from_slice(secret).map_err(|_| Refusal::Unreadable)?;
        Ok(secret.public_key().to_encoded_point(false).as_bytes().to_vec())
    })
}

fn ec_public(curve: Curve, point: &[u8]) -> Result<Key, Refusal> {
    let point = on_curve!(curve, of => {
        use p256::elliptic_curve::sec1::ToEncodedPoint;
        let key = of::PublicKey::from_sec1_bytes(point).map_err(|_| Refusal::Unreadable)?;
        key.to_encoded_point(false).as_bytes().to_vec()
    });
    Ok(Key::EcPublic(curve, point))
}

fn ed25519_public(bytes: &[u8]) -> Result<Key, Refusal> {
    bytes.try_into().map(Key::Ed25519Public).map_err(|_| Refusal::Unreadable)
}

fn of_pkcs1(der: &[u8]) -> Result<Key, Refusal> {
    let key = pkcs1::RsaPrivateKey::try_from(der).map_err(|_| Refusal::Unreadable)?;
    let parts = [key.modulus, key.public_exponent, key.private_exponent, key.prime1, key.prime2];
    rsa_private(parts.map(|part| BigUint::from_bytes_be(part.as_bytes())))
}

fn of_pkcs1_public(der: &[u8]) -> Result<Key, Refusal> {
    let key = pkcs1::RsaPublicKey::try_from(der).map_err(|_| Refusal::Unreadable)?;
    let parts = [key.modulus, key.public_exponent];
    rsa_public(parts.map(|part| BigUint::from_bytes_be(part.as_bytes())))
}

/// Modulus, exponents and primes, in the order of PKCS #1.
fn rsa_private(parts: [BigUint; 5]) -> Result<Key, Refusal> {
    let [modulus, public, private, prime, other] = parts;
    if modulus.bits() > MODULUS_BITS_MAX {
        return Err(Refusal::TooBig);
    }
    let key = RsaPrivateKey::from_components(modulus, public, private, vec![prime, other]);
    key.map(|key| Key::RsaPrivate(Box::new(key))).map_err(|_| Refusal::Unreadable)
}

fn rsa_public([n, e]: [BigUint; 2]) -> Result<Key, Refusal> {
    let key = RsaPublicKey::new_with_max_size(n, e, MODULUS_BITS_MAX);
    key.map(Key::RsaPublic).map_err(|_| Refusal::Unreadable)
}

/// The key with these numbers of RFC 7518, section 6: RSA `n e` or `n e d p q`, elliptic curves `x y`
/// or `x y d`, Ed25519 `x` or `x d`.
pub fn of_parts(family: &str, curve: Option<Curve>, parts: &[Vec<u8>]) -> Result<Key, Refusal> {
    if parts.iter().map(Vec::len).sum::<usize>() > KEY_BYTES_MAX {
        return Err(Refusal::Unreadable);
    }
    let number = |part: &Vec<u8>| BigUint::from_bytes_be(part);
    match (family, curve, parts) {
        ("rsa", _, [n, e]) => rsa_public([n, e].map(number)),
        ("rsa", _, [modulus, public, private, prime, other]) => {
            rsa_private([modulus, public, private, prime, other].map(number))
        }
        ("ec", Some(curve), [x, y]) => ec_public(curve, &point_at(curve, x, y)?),
        ("ec", Some(curve), [x, y, d]) => {
            let point = point_at(curve, x, y)?;
            match ec_private(curve, d)? {
                Key::EcPrivate(curve, pair) if pair.point == point => {
                    Ok(Key::EcPrivate(curve, pair))
                }
                _ => Err(Refusal::Unreadable),
            }
        }
        ("ed25519", _, [x]) => ed25519_public(x),
        ("ed25519", _, [_, d]) => {
            let seed: Result<[u8; ED25519_BYTES], _> = d.as_slice().try_into();
            seed.map(Key::Ed25519Private).map_err(|_| Refusal::Unreadable)
        }
        _ => Err(Refusal::Unreadable),
    }
}

fn point_at(curve: Curve, x: &[u8], y: &[u8]) -> Result<Vec<u8>, Refusal> {
    /// What an uncompressed point begins with (SEC 1, section 2.3.3).
    const UNCOMPRESSED: u8 = 4;
    if x.len() != curve.field_bytes() || y.len() != curve.field_bytes() {
        return Err(Refusal::Unreadable);
    }
    Ok([&[UNCOMPRESSED], x, y].concat())
}
