//! Keys from passwords and from other keys: PBKDF2 (RFC 8018), scrypt (RFC 7914), HKDF (RFC 5869)
//! and Argon2 (RFC 9106).

use argon2::{Algorithm, AssociatedData, Block, ParamsBuilder, Version};
use hmac::Hmac;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

use super::Failure;
use crate::lab::js::host::crypto;

/// Bytes of a key that is made from a password, at most.
const KEY_BYTES_MAX: usize = 1 << 20;

/// `digest` by the host's name of it.
pub fn pbkdf2(
    digest: &str,
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Result<Vec<u8>, Failure> {
    let derive = match digest {
        "md5" => pbkdf2::pbkdf2::<Hmac<Md5>>,
        "sha1" => pbkdf2::pbkdf2::<Hmac<Sha1>>,
        "sha224" => pbkdf2::pbkdf2::<Hmac<Sha224>>,
        "sha256" => pbkdf2::pbkdf2::<Hmac<Sha256>>,
        "sha384" => pbkdf2::pbkdf2::<Hmac<Sha384>>,
        "sha512" => pbkdf2::pbkdf2::<Hmac<Sha512>>,
        "sha512-256" => pbkdf2::pbkdf2::<Hmac<Sha512_256>>,
        "sha3-224" => pbkdf2::pbkdf2::<Hmac<Sha3_224>>,
        "sha3-256" => pbkdf2::pbkdf2::<Hmac<Sha3_256>>,
        "sha3-384" => pbkdf2::pbkdf2::<Hmac<Sha3_384>>,
        "sha3-512" => pbkdf2::pbkdf2::<Hmac<Sha3_512>>,
        _ => return Err(refused("the digest is not known")),
    };
    let mut key = room(length)?;
    some(length)?;
    derive(password, salt, rounds, &mut key).map_err(|error| refused(&error.to_string()))?;
    Ok(key)
}

/// `cost` is the logarithm of N, r and p.
pub fn scrypt(
    password: &[u8],
    salt: &[u8],
    (log_n, r, p): (u8, u32, u32),
    length: usize,
) -> Result<Vec<u8>, Failure> {
    // The length that the parameters know is that of the crate's own text form.
    let parameters =
        scrypt::Params::new(log_n, r, p, 32).map_err(|error| refused(&error.to_string()))?;
    let mut key = room(length)?;
    if key.is_empty() || scrypt::scrypt(password, salt, &parameters, &mut key).is_ok() {
        return Ok(key);
    }
    Err(refused("the key is too long for scrypt"))
}

/// `digest` by the host's name of it.
pub fn hkdf(
    digest: &str,
    key: &[u8],
    salt: &[u8],
    info: &[u8],
    length: usize,
) -> Result<Vec<u8>, Failure> {
    some(length)?;
    let hmac = |key: &[u8], pieces: &[&[u8]]| {
        let mut state = crypto::keyed(digest, key)?;
        for piece in pieces {
            state.update(piece);
        }
        Some(state.finish())
    };
    let unknown = || refused("the digest is not known");
    let start = hmac(salt, &[key]).ok_or_else(unknown)?;
    let mut made = Vec::new();
    let mut block = Vec::new();
    let mut count = 0_u8;
    while made.len() < length {
        count = count.checked_add(1).ok_or_else(|| refused("the key is too long for HKDF"))?;
        block = hmac(&start, &[&block, info, &[count]]).ok_or_else(unknown)?;
        made.extend_from_slice(&block[..block.len().min(length - made.len())]);
    }
    Ok(made)
}

/// One computation of Argon2.
#[derive(Debug)]
pub struct Argon2 {
    pub kind: Algorithm,
    pub version: Version,
    pub password: Vec<u8>,
    pub salt: Vec<u8>,
    pub secret: Vec<u8>,
    /// The crate takes 32 bytes of it.
    pub data: Vec<u8>,
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
    pub length: usize,
}

impl Argon2 {
    pub fn run(&self) -> Result<Vec<u8>, Failure> {
        let failed = |error: argon2::Error| refused(&error.to_string());
        let data = AssociatedData::new(&self.data).map_err(|_| {
            let most = AssociatedData::MAX_LEN;
            refused(&format!("The lab takes at most {most} bytes of associated data"))
        })?;
        let parameters = ParamsBuilder::new()
            .m_cost(self.memory_kib)
            .t_cost(self.passes)
            .p_cost(self.lanes)
            .data(data)
            .build()
            .map_err(failed)?;
        let mut blocks = vec![Block::default(); parameters.block_count()];
        let state =
            argon2::Argon2::new_with_secret(&self.secret, self.kind, self.version, parameters)
                .map_err(failed)?;
        let mut key = room(self.length)?;
        state
            .hash_password_into_with_memory(&self.password, &self.salt, &mut key, &mut blocks)
            .map_err(failed)?;
        Ok(key)
    }

    pub fn given_bytes(&self) -> usize {
        self.password.len() + self.salt.len() + self.secret.len() + self.data.len()
    }

    pub fn needed_bytes(&self) -> usize {
        let blocks = usize::try_from(self.memory_kib).unwrap_or(usize::MAX);
        blocks.saturating_mul(Block::SIZE).saturating_add(self.length)
    }

    /// As the text of a hash names them.
    pub fn numbers(&self) -> Vec<(&'static str, u64)> {
        let [m, t, p] = [self.memory_kib, self.passes, self.lanes].map(u64::from);
        vec![("m", m), ("t", t), ("p", p)]
    }
}

fn room(length: usize) -> Result<Vec<u8>, Failure> {
    if KEY_BYTES_MAX < length {
        return Err(refused(&format!("The lab makes keys of at most {KEY_BYTES_MAX} bytes")));
    }
    Ok(vec![0; length])
}

/// Node derives no key without a byte, except by scrypt.
fn some(length: usize) -> Result<(), Failure> {
    if length == 0 { Err(refused("Deriving bits failed")) } else { Ok(()) }
}

fn refused(why: &str) -> Failure {
    Failure::Refused(why.to_owned())
}
