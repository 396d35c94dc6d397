//! The tag of a body: its length and the start of its SHA-1. Every answer with a body has one.

use rquickjs::{Ctx, Object, Result, Value};
use sha1::{Digest, Sha1};

use super::{give, with_bytes};
use crate::exchange::base64;

/// Characters of the hash that a tag has: base64 without its padding.
const HASH_CHARACTERS: usize = 27;

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "bodyTag", |ctx: Ctx<'js>, bytes: Value<'js>| with_bytes(&ctx, &bytes, tag))
}

fn tag(bytes: &[u8]) -> String {
    let mut hash = base64::encode(&Sha1::digest(bytes));
    hash.truncate(HASH_CHARACTERS);
    format!("{:x}-{hash}", bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_what_the_package_etag_gives() {
        assert_eq!(tag(b""), "0-2jmj7l5rSw0yVb/vlWAYkK/YBwk");
        assert_eq!(tag(b"a"), "1-hvfkN/qlp/zhXR3cuerq6jd2Z7g");
    }
}
