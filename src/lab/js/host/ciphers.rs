//! AES as `crypto` streams it (NIST SP 800-38A and 800-38D): a piece in, what is ready of it out.
//!
//! The block cipher and GHASH are crates. The modes are here, because a stream gives each piece
//! at once and takes an initialization vector and a tag of any length, which the crates' own do not.

use std::{cell::RefCell, rc::Rc};

use aes::{
    Aes128, Aes192, Aes256,
    cipher::{BlockDecrypt, BlockEncrypt, KeyInit},
};
use ghash::{GHash, universal_hash::UniversalHash};
use rquickjs::{ArrayBuffer, Ctx, Exception, IntoJs, Object, Result, Value};

use super::{give, with_bytes};

/// Bytes of a block, whatever the key's length.
const BLOCK_BYTES: usize = 16;
/// Bytes of the initialization vector that GCM is made for.
const GCM_IV_BYTES: usize = 12;

type Bytes = [u8; BLOCK_BYTES];

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(
        object,
        "newCipher",
        |ctx: Ctx<'js>, mode: String, key: Value<'js>, iv: Value<'js>, opens: bool| {
            let cipher = with_bytes(&ctx, &key, |key| {
                with_bytes(&ctx, &iv, |iv| Cipher::new(&mode, key, iv, opens))
            })??;
            match cipher {
                Some(cipher) => handle(&ctx, cipher),
                None => Err(Exception::throw_type(&ctx, "no such cipher")),
            }
        },
    )
}

/// `{about(bytes), update(bytes), finish(pads), tag()}`; `finish` gives `null` where the last block is
/// not whole, and `false` where its padding is wrong.
fn handle<'js>(ctx: &Ctx<'js>, cipher: Cipher) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let cipher = Rc::new(RefCell::new(cipher));
    let this = Rc::clone(&cipher);
    give(&object, "about", move |ctx: Ctx<'js>, bytes: Value<'js>| {
        with_bytes(&ctx, &bytes, |bytes| this.borrow_mut().about(bytes))
    })?;
    let this = Rc::clone(&cipher);
    give(&object, "update", move |ctx: Ctx<'js>, bytes: Value<'js>, pads: bool| {
        let done = with_bytes(&ctx, &bytes, |bytes| this.borrow_mut().update(bytes, pads))?;
        ArrayBuffer::new_copy(ctx, done)
    })?;
    let this = Rc::clone(&cipher);
    give(&object, "finish", move |ctx: Ctx<'js>, pads: bool| {
        match this.borrow_mut().finish(pads) {
            Ok(bytes) => ArrayBuffer::new_copy(ctx.clone(), bytes)?.into_js(&ctx),
            Err(Unfinished::NoWholeBlock) => Ok(Value::new_null(ctx.clone())),
            Err(Unfinished::BadPadding) => Ok(Value::new_bool(ctx.clone(), false)),
        }
    })?;
    give(&object, "tag", move |ctx: Ctx<'js>| ArrayBuffer::new_copy(ctx, cipher.borrow().tag()))?;
    Ok(object)
}

/// Why there is no last piece.
enum Unfinished {
    NoWholeBlock,
    BadPadding,
}

/// AES with a key of one of its three lengths.
enum Aes {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Aes {
    fn new(key: &[u8]) -> Option<Aes> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(|aes| Aes::Short(Box::new(aes))),
            24 => Aes192::new_from_slice(key).ok().map(|aes| Aes::Middle(Box::new(aes))),
            32 => Aes256::new_from_slice(key).ok().map(|aes| Aes::Long(Box::new(aes))),
            _ => None,
        }
    }

    fn seal(&self, block: &Bytes) -> Bytes {
        let mut block = (*block).into();
        match self {
            Aes::Short(aes) => aes.encrypt_block(&mut block),
            Aes::Middle(aes) => aes.encrypt_block(&mut block),
            Aes::Long(aes) => aes.encrypt_block(&mut block),
        }
        block.into()
    }

    fn open(&self, block: &Bytes) -> Bytes {
        let mut block = (*block).into();
        match self {
            Aes::Short(aes) => aes.decrypt_block(&mut block),
            Aes::Middle(aes) => aes.decrypt_block(&mut block),
            Aes::Long(aes) => aes.decrypt_block(&mut block),
        }
        block.into()
    }
}

/// A cipher at work.
struct Cipher {
    aes: Aes,
    opens: bool,
    mode: Mode,
}

enum Mode {
    /// The block before, and the bytes that no whole block was made of yet.
    Chain {
        before: Bytes,
        waiting: Vec<u8>,
    },
    Counter(Counter),
    Galois(Counter, Galois),
}

/// What a stream of bytes is mixed with.
struct Counter {
    next: Bytes,
    /// Bytes at the end of `next` that count.
    counting_bytes: usize,
    stream: Bytes,
    used: usize,
}

/// What the tag of GCM is made of.
struct Galois {
    hash: GHash,
    /// The first block of the counter, encrypted.
    cover: Bytes,
    about: Tail,
    sealed: Tail,
}

/// How many bytes were hashed, and those of the block that is not whole.
#[derive(Default)]
struct Tail {
    bytes: u64,
    rest: Vec<u8>,
}

impl Cipher {
    fn new(mode: &str, key: &[u8], iv: &[u8], opens: bool) -> Option<Cipher> {
        let aes = Aes::new(key)?;
        let mode = match mode {
            "cbc" => Mode::Chain { before: iv.try_into().ok()?, waiting: Vec::new() },
            "ctr" => Mode::Counter(Counter::new(iv.try_into().ok()?, BLOCK_BYTES)),
            "gcm" => {
                let hash = GHash::new(&aes.seal(&Bytes::default()).into());
                let first = first_counter(&hash, iv);
                let mut counter = Counter::new(first, size_of::<u32>());
                let cover = aes.seal(&first);
                counter.step();
                let (about, sealed) = (Tail::default(), Tail::default());
                Mode::Galois(counter, Galois { hash, cover, about, sealed })
            }
            _ => return None,
        };
        Some(Cipher { aes, opens, mode })
    }

    /// Bytes that are authenticated and not encrypted.
    fn about(&mut self, bytes: &[u8]) {
        if let Mode::Galois(_, Galois { hash, about, .. }) = &mut self.mode {
            about.take(hash, bytes);
        }
    }

    /// `pads`: the last block of what is opened is kept until it is known whether it is padding.
    fn update(&mut self, bytes: &[u8], pads: bool) -> Vec<u8> {
        match &mut self.mode {
            Mode::Chain { before, waiting } => {
                waiting.extend_from_slice(bytes);
                let kept = usize::from(self.opens && pads && waiting.len() % BLOCK_BYTES == 0);
                let blocks = (waiting.len() / BLOCK_BYTES).saturating_sub(kept);
                let ready: Vec<u8> = waiting.drain(..blocks * BLOCK_BYTES).collect();
                chained(&self.aes, before, ready, self.opens)
            }
            Mode::Counter(counter) => counter.mixed(&self.aes, bytes),
            Mode::Galois(counter, galois) => {
                if galois.sealed.bytes == 0 {
                    galois.about.close(&mut galois.hash);
                }
                let done = counter.mixed(&self.aes, bytes);
                let sealed = if self.opens { bytes } else { &done };
                galois.sealed.take(&mut galois.hash, sealed);
                done
            }
        }
    }

    fn finish(&mut self, pads: bool) -> std::result::Result<Vec<u8>, Unfinished> {
        match &mut self.mode {
            Mode::Chain { before, waiting } => {
                let mut last = std::mem::take(waiting);
                if !pads {
                    return if last.is_empty() { Ok(last) } else { Err(Unfinished::NoWholeBlock) };
                }
                if !self.opens {
                    // PKCS #7 (RFC 5652, section 6.3): each byte of the padding is its length.
                    let padding = BLOCK_BYTES - last.len();
                    last.extend(vec![u8::try_from(padding).unwrap_or_default(); padding]);
                    return Ok(chained(&self.aes, before, last, false));
                }
                if last.len() != BLOCK_BYTES {
                    return Err(Unfinished::NoWholeBlock);
                }
                unpadded(chained(&self.aes, before, last, true)).ok_or(Unfinished::BadPadding)
            }
            Mode::Counter(_) => Ok(Vec::new()),
            Mode::Galois(_, galois) => {
                galois.about.close(&mut galois.hash);
                galois.sealed.close(&mut galois.hash);
                Ok(Vec::new())
            }
        }
    }

    /// All of GCM's tag, once it is finished.
    fn tag(&self) -> Bytes {
        let Mode::Galois(_, galois) = &self.mode else { return Bytes::default() };
        let mut hash = galois.hash.clone();
        let mut lengths = Bytes::default();
        lengths[..8].copy_from_slice(&(galois.about.bytes * 8).to_be_bytes());
        lengths[8..].copy_from_slice(&(galois.sealed.bytes * 8).to_be_bytes());
        hash.update(&[lengths.into()]);
        xor(&hash.finalize().into(), &galois.cover)
    }
}

fn first_counter(hash: &GHash, iv: &[u8]) -> Bytes {
    let mut first = Bytes::default();
    if iv.len() == GCM_IV_BYTES {
        first[..GCM_IV_BYTES].copy_from_slice(iv);
        first[BLOCK_BYTES - 1] = 1;
        return first;
    }
    let mut hash = hash.clone();
    hash.update_padded(iv);
    first[8..].copy_from_slice(&(iv.len() as u64 * 8).to_be_bytes());
    hash.update(&[first.into()]);
    hash.finalize().into()
}

fn chained(aes: &Aes, before: &mut Bytes, mut bytes: Vec<u8>, opens: bool) -> Vec<u8> {
    for piece in bytes.chunks_exact_mut(BLOCK_BYTES) {
        let mut block = Bytes::default();
        block.copy_from_slice(piece);
        if opens {
            piece.copy_from_slice(&xor(&aes.open(&block), before));
            *before = block;
        } else {
            *before = aes.seal(&xor(&block, before));
            piece.copy_from_slice(before);
        }
    }
    bytes
}

fn unpadded(mut block: Vec<u8>) -> Option<Vec<u8>> {
    let last = *block.last()?;
    let padding = usize::from(last);
    let is_padded = (1..=BLOCK_BYTES).contains(&padding)
        && block[BLOCK_BYTES - padding..].iter().all(|byte| *byte == last);
    block.truncate(BLOCK_BYTES.checked_sub(padding)?);
    is_padded.then_some(block)
}

fn xor(one: &Bytes, other: &Bytes) -> Bytes {
    let mut mixed = *one;
    mixed.iter_mut().zip(other).for_each(|(byte, other)| *byte ^= other);
    mixed
}

impl Counter {
    fn new(first: Bytes, counting_bytes: usize) -> Counter {
        Counter { next: first, counting_bytes, stream: Bytes::default(), used: BLOCK_BYTES }
    }

    fn step(&mut self) {
        for byte in self.next[BLOCK_BYTES - self.counting_bytes..].iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                return;
            }
        }
    }

    fn mixed(&mut self, aes: &Aes, bytes: &[u8]) -> Vec<u8> {
        let mut done = Vec::with_capacity(bytes.len());
        for byte in bytes {
            if self.used == BLOCK_BYTES {
                self.stream = aes.seal(&self.next);
                self.step();
                self.used = 0;
            }
            done.push(byte ^ self.stream[self.used]);
            self.used += 1;
        }
        done
    }
}

impl Tail {
    fn take(&mut self, hash: &mut GHash, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() - self.rest.len() % BLOCK_BYTES;
        hash.update_padded(&self.rest[..whole]);
        self.rest.drain(..whole);
    }

    /// The last block is hashed with zeros behind it.
    fn close(&mut self, hash: &mut GHash) {
        hash.update_padded(&self.rest);
        self.rest.clear();
    }
}
