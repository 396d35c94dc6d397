//! Keys that sign: RSA, elliptic curves and Ed25519 (nodejs.org/api/crypto.html, "Class:
//! `KeyObject`").
//!
//! JavaScript has a handle for each. What can go wrong is a word that `internal/crypto_words` turns
//! into Node's error.

mod making;
mod reading;
mod signing;
mod writing;

use std::rc::Rc;

use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rquickjs::{ArrayBuffer, Ctx, Exception, IntoJs, Object, Result, Value};
use rsa::{RsaPrivateKey, RsaPublicKey, traits::PublicKeyParts};

use self::signing::How;
use super::{Host, give, with_bytes};

/// A key, or the public half of one.
pub enum Key {
    RsaPrivate(Box<RsaPrivateKey>),
    RsaPublic(RsaPublicKey),
    EcPrivate(Curve, EcPair),
    /// The point in SEC 1's uncompressed form.
    EcPublic(Curve, Vec<u8>),
    /// The seed (RFC 8032, section 5.1.5).
    Ed25519Private([u8; ED25519_BYTES]),
    Ed25519Public([u8; ED25519_BYTES]),
}

/// A number, big-endian and as long as the curve's field, and the point that belongs to it.
pub struct EcPair {
    secret: Vec<u8>,
    point: Vec<u8>,
}

/// Bytes of each half of an Ed25519 key.
const ED25519_BYTES: usize = 32;

/// The curves of NIST that JSON Web Signatures know (RFC 7518, section 3.4).
#[derive(Clone, Copy, PartialEq)]
pub enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    const ALL: [Curve; 3] = [Curve::P256, Curve::P384, Curve::P521];

    /// OpenSSL's name.
    fn name(self) -> &'static str {
        match self {
            Curve::P256 => "prime256v1",
            Curve::P384 => "secp384r1",
            Curve::P521 => "secp521r1",
        }
    }

    fn named(name: &str) -> Option<Curve> {
        Curve::ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// Bytes of a number of its field.
    fn field_bytes(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

/// `$body` with `$of` as the crate of the curve.
macro_rules! on_curve {
    ($curve:expr, $of:ident => $body:expr) => {
        match $curve {
            Curve::P256 => {
                use p256 as $of;
                $body
            }
            Curve::P384 => {
                use p384 as $of;
                $body
            }
            Curve::P521 => {
                use p521 as $of;
                $body
            }
        }
    };
}
use on_curve;

/// Why something cannot be done with a key; the word is what JavaScript gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// The bytes are no key of the kind that was asked for.
    Unreadable,
    /// A key, but of an algorithm or a curve that the lab has not.
    Unknown,
    /// It is encrypted and there is no passphrase.
    Locked,
    BadPassphrase,
    /// The encryption of the key is one that the lab has not.
    UnknownCipher,
    /// The key cannot be written in that form.
    WrongForm,
    DigestTooBig,
    SaltTooBig,
    /// The algorithm takes no digest, or needs one.
    WrongDigest,
    TooSmall,
    TooBig,
    BadExponent,
}

impl Refusal {
    fn word(self) -> &'static str {
        match self {
            Refusal::Unreadable => "unreadable",
            Refusal::Unknown => "unknown",
            Refusal::Locked => "locked",
            Refusal::BadPassphrase => "badPassphrase",
            Refusal::UnknownCipher => "unknownCipher",
            Refusal::WrongForm => "wrongForm",
            Refusal::DigestTooBig => "digestTooBig",
            Refusal::SaltTooBig => "saltTooBig",
            Refusal::WrongDigest => "wrongDigest",
            Refusal::TooSmall => "tooSmall",
            Refusal::TooBig => "tooBig",
            Refusal::BadExponent => "badExponent",
        }
    }
}

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(
        object,
        "readKey",
        move |ctx: Ctx<'js>, der: Value<'js>, form: String, passphrase: Option<Value<'js>>| {
            let passphrase = passphrase.map(|value| with_bytes(&ctx, &value, <[u8]>::to_vec));
            let passphrase = passphrase.transpose()?;
            let key =
                with_bytes(&ctx, &der, |der| reading::read(der, &form, passphrase.as_deref()))?;
            or_word(&ctx, key, |key| handle(&ctx, &this, key))
        },
    )?;
    let this = Rc::clone(host);
    give(
        object,
        "keyOfParts",
        move |ctx: Ctx<'js>, family: String, curve: Option<String>, parts: Vec<Value<'js>>| {
            let parts: Vec<Vec<u8>> = parts
                .iter()
                .map(|part| with_bytes(&ctx, part, <[u8]>::to_vec))
                .collect::<Result<_>>()?;
            let curve = curve.as_deref().and_then(Curve::named);
            or_word(&ctx, reading::of_parts(&family, curve, &parts), |key| handle(&ctx, &this, key))
        },
    )?;
    let this = Rc::clone(host);
    give(
        object,
        "makeKey",
        move |ctx: Ctx<'js>, family: String, curve: Option<String>, bits: u32, exponent: u32| {
            let mut random = generator(&ctx, &this)?;
            let curve = curve.as_deref().and_then(Curve::named);
            let key = making::make(&mut random, &family, curve, bits, exponent);
            or_word(&ctx, key, |key| handle(&ctx, &this, key))
        },
    )
}

/// A generator that begins at a place of its own of the system's randomness, or of the run's seed.
fn generator(ctx: &Ctx<'_>, host: &Host) -> Result<ChaCha20Rng> {
    let mut seed = [0; 32];
    host.random_bytes(&mut seed)
        .map_err(|error| Exception::throw_message(ctx, &error.to_string()))?;
    Ok(ChaCha20Rng::from_seed(seed))
}

/// What `with` makes of the value, or the word of what went wrong.
fn or_word<'js, T, R: IntoJs<'js>>(
    ctx: &Ctx<'js>,
    value: std::result::Result<T, Refusal>,
    with: impl FnOnce(T) -> Result<R>,
) -> Result<Value<'js>> {
    match value {
        Ok(value) => with(value)?.into_js(ctx),
        Err(refusal) => refusal.word().into_js(ctx),
    }
}

/// `{kind, family, curve, bits, exponent, write(form), lock(cipher, passphrase), parts(), half(),
/// sign(...), verify(...)}`.
fn handle<'js>(ctx: &Ctx<'js>, host: &Rc<Host>, key: Key) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    describe(&object, &key)?;
    let key = Rc::new(key);
    let this = Rc::clone(&key);
    give(&object, "write", move |ctx: Ctx<'js>, form: String| {
        or_word(&ctx, writing::write(&this, &form), |der| ArrayBuffer::new_copy(ctx.clone(), der))
    })?;
    let (this, system) = (Rc::clone(&key), Rc::clone(host));
    give(&object, "lock", move |ctx: Ctx<'js>, cipher: String, passphrase: Value<'js>| {
        let mut random = generator(&ctx, &system)?;
        let der = with_bytes(&ctx, &passphrase, |passphrase| {
            writing::lock(&mut random, &this, &cipher, passphrase)
        })?;
        or_word(&ctx, der, |der| ArrayBuffer::new_copy(ctx.clone(), der))
    })?;
    let this = Rc::clone(&key);
    give(&object, "parts", move |ctx: Ctx<'js>| {
        let parts = writing::parts(&this).into_iter();
        parts.map(|part| ArrayBuffer::new_copy(ctx.clone(), part)).collect::<Result<Vec<_>>>()
    })?;
    let (this, system) = (Rc::clone(&key), Rc::clone(host));
    give(&object, "half", move |ctx: Ctx<'js>| handle(&ctx, &system, this.public_half()))?;
    let (this, system) = (Rc::clone(&key), Rc::clone(host));
    give(
        &object,
        "sign",
        move |ctx: Ctx<'js>,
              bytes: Value<'js>,
              digest: Option<String>,
              pss: bool,
              salt: i32,
              plain: bool| {
            let mut random = generator(&ctx, &system)?;
            let how = How { digest: digest.as_deref(), pss, salt, plain };
            let signature =
                with_bytes(&ctx, &bytes, |bytes| signing::sign(&mut random, &this, bytes, &how))?;
            or_word(&ctx, signature, |bytes| ArrayBuffer::new_copy(ctx.clone(), bytes))
        },
    )?;
    give(
        &object,
        "verify",
        move |ctx: Ctx<'js>,
              bytes: Value<'js>,
              signature: Value<'js>,
              digest: Option<String>,
              pss: bool,
              salt: i32,
              plain: bool| {
            let how = How { digest: digest.as_deref(), pss, salt, plain };
            let right = with_bytes(&ctx, &bytes, |bytes| {
                with_bytes(&ctx, &signature, |signature| {
                    signing::verify(&key, bytes, signature, &how)
                })
            })??;
            or_word(&ctx, right, Ok)
        },
    )?;
    Ok(object)
}

fn describe(object: &Object<'_>, key: &Key) -> Result<()> {
    let (kind, family) = match key {
        Key::RsaPrivate(_) => ("private", "rsa"),
        Key::RsaPublic(_) => ("public", "rsa"),
        Key::EcPrivate(..) => ("private", "ec"),
        Key::EcPublic(..) => ("public", "ec"),
        Key::Ed25519Private(_) => ("private", "ed25519"),
        Key::Ed25519Public(_) => ("public", "ed25519"),
    };
    object.set("kind", kind)?;
    object.set("family", family)?;
    match key {
        Key::RsaPrivate(key) => {
            object.set("bits", key.n().bits())?;
            object.set("exponent", key.e().to_str_radix(10))
        }
        Key::RsaPublic(key) => {
            object.set("bits", key.n().bits())?;
            object.set("exponent", key.e().to_str_radix(10))
        }
        Key::EcPrivate(curve, _) | Key::EcPublic(curve, _) => object.set("curve", curve.name()),
        Key::Ed25519Private(_) | Key::Ed25519Public(_) => Ok(()),
    }
}

impl Key {
    fn public_half(&self) -> Key {
        match self {
            Key::RsaPrivate(key) => Key::RsaPublic(key.to_public_key()),
            Key::RsaPublic(key) => Key::RsaPublic(key.clone()),
            Key::EcPrivate(curve, pair) => Key::EcPublic(*curve, pair.point.clone()),
            Key::EcPublic(curve, point) => Key::EcPublic(*curve, point.clone()),
            Key::Ed25519Private(seed) => Key::Ed25519Public(signing::ed25519_point(seed)),
            Key::Ed25519Public(point) => Key::Ed25519Public(*point),
        }
    }
}
