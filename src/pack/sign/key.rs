//! Public keys as minisign writes them (jedisct1.github.io/minisign, "Public key format").

use std::fmt;

use base64ct::{Base64, Encoding as _};

/// Bytes of a key: the algorithm, the key's id, the key of Ed25519.
const KEY_BYTES: usize = 42;
/// Characters of a key in base64.
pub const KEY_CHARS: usize = 56;
/// The algorithm that stands in a key: Ed25519, whatever is signed with it.
const ALGORITHM: [u8; 2] = *b"Ed";

/// A key that signatures are checked with; shown and read as one line of 56 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey {
    bytes: [u8; KEY_BYTES],
}

impl PublicKey {
    /// Reads the 56 characters; `None` where they are none or no key of Ed25519.
    pub fn parse(text: &str) -> Option<PublicKey> {
        if text.len() != KEY_CHARS {
            return None;
        }
        let mut bytes = [0; KEY_BYTES];
        Base64::decode(text, &mut bytes).ok().filter(|bytes| bytes.len() == KEY_BYTES)?;
        (bytes[..2] == ALGORITHM).then_some(PublicKey { bytes })
    }

    /// Reads the key from a file as `minisign -G` writes it: a comment, then the key; or from the key
    /// alone.
    pub fn of_file(text: &str) -> Option<PublicKey> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let first = lines.next()?;
        let key = if first.starts_with(super::UNTRUSTED) { lines.next()? } else { first };
        PublicKey::parse(key)
    }

    /// The eight bytes by which a signature names its key.
    pub(super) fn id_bytes(&self) -> &[u8] {
        &self.bytes[2..10]
    }

    /// The key's id as minisign prints it: 16 hexadecimal digits. It is short and can be forged, so it
    /// tells keys apart and proves nothing.
    pub fn id(&self) -> String {
        let mut id = [0; 8];
        id.copy_from_slice(self.id_bytes());
        format!("{:016X}", u64::from_le_bytes(id))
    }

    /// The key of Ed25519 (RFC 8032).
    pub(super) fn point(&self) -> [u8; 32] {
        let mut point = [0; 32];
        point.copy_from_slice(&self.bytes[10..]);
        point
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&Base64::encode_string(&self.bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of minisign's own releases.
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    #[test]
    fn a_key_is_read_alone_and_from_a_file() {
        let key = PublicKey::parse(KEY).unwrap();
        assert_eq!((key.to_string(), key.id()), (KEY.to_owned(), "E7620F1842B4E81F".to_owned()));
        let file = format!("untrusted comment: minisign public key E7620F1842B4E81F\n{KEY}\n");
        assert_eq!(PublicKey::of_file(&file), Some(key));
        assert_eq!(PublicKey::of_file(&format!("{KEY}\n")), Some(key));
        for bad in ["", "RWQ", &KEY.replace("RWQ", "RXQ"), &KEY.replace('7', "!"), &KEY[1..]] {
            assert_eq!(PublicKey::parse(bad), None, "{bad}");
        }
        assert_eq!(PublicKey::of_file("untrusted comment: nothing follows"), None);
    }
}
