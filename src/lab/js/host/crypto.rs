//! Digests, without a key and with one.

use hmac::{Hmac, Mac};
use md5::Md5;
use rquickjs::{ArrayBuffer, Ctx, Exception, Object, Result, Value};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_256, digest::DynDigest};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use std::{cell::RefCell, rc::Rc};

use super::{give, with_bytes};

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "newHash", |ctx: Ctx<'js>, name: String| {
        let state = digest(&name).map(|hash| State::Hash(hash));
        state.map(|state| handle(&ctx, state)).transpose()
    })?;
    give(object, "newHmac", |ctx: Ctx<'js>, name: String, key: Value<'js>| {
        let state = with_bytes(&ctx, &key, |key| keyed(&name, key))?.map(State::Keyed);
        state.map(|state| handle(&ctx, state)).transpose()
    })
}

/// A digest that is being computed.
enum State {
    Hash(Box<dyn DynDigest>),
    Keyed(Box<dyn Keyed>),
}

/// `update(bytes)`, `digest() -> ArrayBuffer`, and for a plain hash `copy()`.
fn handle<'js>(ctx: &Ctx<'js>, state: State) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let state = Rc::new(RefCell::new(state));
    let this = Rc::clone(&state);
    give(&object, "update", move |ctx: Ctx<'js>, bytes: Value<'js>| {
        with_bytes(&ctx, &bytes, |bytes| match &mut *this.borrow_mut() {
            State::Hash(hash) => hash.update(bytes),
            State::Keyed(keyed) => keyed.update(bytes),
        })
    })?;
    let this = Rc::clone(&state);
    give(&object, "digest", move |ctx: Ctx<'js>| {
        let bytes = match &mut *this.borrow_mut() {
            State::Hash(hash) => hash.finalize_reset().into_vec(),
            State::Keyed(keyed) => keyed.finish(),
        };
        ArrayBuffer::new_copy(ctx, bytes)
    })?;
    give(&object, "copy", move |ctx: Ctx<'js>| match &*state.borrow() {
        State::Hash(hash) => handle(&ctx, State::Hash(hash.box_clone())),
        State::Keyed(_) => Err(Exception::throw_type(&ctx, "an Hmac has no copy")),
    })?;
    Ok(object)
}

/// A digest that may be given to a scheme of signatures.
pub type Digest = Box<dyn DynDigest + Send + Sync>;

/// `None` when there is no such digest.
pub fn digest(name: &str) -> Option<Digest> {
    Some(match name {
        "md5" => Box::new(Md5::default()),
        "sha1" => Box::new(Sha1::default()),
        "sha224" => Box::new(Sha224::default()),
        "sha256" => Box::new(Sha256::default()),
        "sha384" => Box::new(Sha384::default()),
        "sha512" => Box::new(Sha512::default()),
        "sha512-256" => Box::new(Sha512_256::default()),
        "sha3-224" => Box::new(Sha3_224::default()),
        "sha3-256" => Box::new(Sha3_256::default()),
        "sha3-384" => Box::new(Sha3_384::default()),
        "sha3-512" => Box::new(Sha3_512::default()),
        _ => return None,
    })
}

/// A digest with a key, of whichever hash.
pub trait Keyed {
    fn update(&mut self, bytes: &[u8]);
    fn finish(&mut self) -> Vec<u8>;
}

impl<M: Mac + Clone> Keyed for M {
    fn update(&mut self, bytes: &[u8]) {
        Mac::update(self, bytes);
    }

    fn finish(&mut self) -> Vec<u8> {
        self.clone().finalize().into_bytes().to_vec()
    }
}

/// HMAC (RFC 2104) with the digest of this name.
pub fn keyed(name: &str, key: &[u8]) -> Option<Box<dyn Keyed>> {
    /// Every length is a key.
    const ANY: &str = "HMAC takes keys of any length";
    macro_rules! of {
        ($($name:literal => $hash:ty),+ $(,)?) => {
            match name {
                $($name => Box::new(
                    <Hmac<$hash> as Mac>::new_from_slice(key).expect(ANY),
                ),)+
                _ => return None,
            }
        };
    }
    Some(of! {
        "md5" => Md5, "sha1" => Sha1, "sha224" => Sha224, "sha256" => Sha256,
        "sha384" => Sha384, "sha512" => Sha512, "sha512-256" => Sha512_256,
        "sha3-224" => Sha3_224, "sha3-256" => Sha3_256, "sha3-384" => Sha3_384,
        "sha3-512" => Sha3_512,
    })
}
