//! Secret keys in files as minisign writes them, and what is signed with them.

use std::{io::Cursor, ops::Range};

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::SigningKey;
use minisign::{ErrorKind, KeyPair, SecretKey, SecretKeyBox};

use crate::{
    course::Course,
    diag::Trouble,
    pack::{
        archive::Digest,
        sign::{Comment, PublicKey, UNTRUSTED},
    },
};

/// Bytes of the file of a secret key at most; minisign's have some 300.
pub const SECRET_FILE_BYTES_MAX: u64 = 4 << 10;
/// Bytes of a password at most, as minisign has it.
pub const PASSWORD_BYTES_MAX: usize = 1024;
/// Bytes of a secret key before base64 (minisign, "Secret key format").
const SECRET_BYTES: usize = 158;
/// Where the function stands that makes a key of a password; what it is.
const DERIVATION: Range<usize> = 2..4;
/// Where the key of Ed25519 stands, its public half behind its secret one, and a checksum over both.
const PAIR: Range<usize> = 62..126;
const CHECKSUM: Range<usize> = 126..158;
const SCRYPT: &[u8] = b"Sc";
const NONE: &[u8] = &[0, 0];

/// A new pair of keys, each as the text of its file.
pub struct NewKeys {
    pub public: PublicKey,
    pub public_file: String,
    pub secret_file: String,
}

/// Makes a pair of keys. With a password the secret one is encrypted (scrypt, as minisign does it).
///
/// # Errors
/// The system gives no random numbers.
pub fn new_keys(password: Option<String>) -> Result<NewKeys, Trouble> {
    let made = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password)),
        None => KeyPair::generate_unencrypted_keypair(),
    };
    let files = made.and_then(|pair| {
        Ok((pair.pk.to_base64(), pair.sk.to_box(Some("Backlab secret key"))?.into_string()))
    });
    let (public, secret_file) =
        files.map_err(|error| Trouble::new(format!("No key could be made: {error}.")))?;
    let public = PublicKey::parse(&public).expect("minisign writes keys of Ed25519");
    let public_file = format!("{UNTRUSTED}minisign public key {}\n{public}\n", public.id());
    Ok(NewKeys { public, public_file, secret_file })
}

/// The file of a secret key, not opened yet.
pub struct SecretFile {
    text: String,
    bytes: Vec<u8>,
    encrypted: bool,
}

/// A secret key that can sign.
pub struct Secret {
    key: SecretKey,
}

impl SecretFile {
    /// # Errors
    /// It is no secret key of minisign.
    pub fn parse(text: &str) -> Result<SecretFile, Trouble> {
        let no_key = || {
            Trouble::new("This file holds no secret key of minisign.")
                .next("`backlab pack keygen` makes one; the public key is another file.")
        };
        let line = text.lines().nth(1).ok_or_else(no_key)?;
        let bytes = Base64::decode_vec(line.trim()).map_err(|_| no_key())?;
        if bytes.len() != SECRET_BYTES {
            return Err(no_key());
        }
        let encrypted = match &bytes[DERIVATION] {
            SCRYPT => true,
            NONE => false,
            _ => return Err(no_key()),
        };
        Ok(SecretFile { text: text.to_owned(), bytes, encrypted })
    }

    /// Whether [`SecretFile::unlock`] needs a password.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Decrypts the key; `password` is not looked at where it is not encrypted. Takes up to a second,
    /// and 1 GB for a key that the original minisign made.
    ///
    /// # Errors
    /// The password is wrong, or the file is damaged.
    pub fn unlock(self, password: &str) -> Result<Secret, Trouble> {
        let boxed = SecretKeyBox::from(self.text);
        let key = if self.encrypted {
            boxed.into_secret_key(Some(password.to_owned()))
        } else if is_whole_without_sum(&self.bytes) {
            SecretKey::from_bytes(&self.bytes)
        } else {
            boxed.into_unencrypted_secret_key()
        };
        key.map(|key| Secret { key }).map_err(|error| match error.kind() {
            ErrorKind::Verify if self.encrypted => {
                Trouble::new("This is not the password of the key.")
            }
            _ => Trouble::new("The secret key is damaged.").next(
                "Take it from a copy; without one, make another key with `backlab pack keygen`.",
            ),
        })
    }
}

/// Whether the two halves of a key belong together that has no checksum: minisign 0.11 writes none where
/// there is no password.
fn is_whole_without_sum(bytes: &[u8]) -> bool {
    let pair = bytes[PAIR].try_into().map(|pair: [u8; 64]| SigningKey::from_keypair_bytes(&pair));
    bytes[CHECKSUM].iter().all(|byte| *byte == 0) && matches!(pair, Ok(Ok(_)))
}

impl Secret {
    /// # Errors
    /// The file holds a key whose halves do not belong together.
    pub fn public(&self) -> Result<PublicKey, Trouble> {
        let public = minisign::PublicKey::from_secret_key(&self.key).map(|key| key.to_base64());
        public
            .ok()
            .and_then(|text| PublicKey::parse(&text))
            .ok_or_else(|| Trouble::new("The secret key is damaged."))
    }

    /// The signature of `archive`, the archive of `course`, as the text of a `.minisig` file.
    ///
    /// # Errors
    /// The system gives no random numbers, or the key's halves do not belong together.
    pub fn sign(&self, archive: &[u8], course: &Course) -> Result<String, Trouble> {
        let (id, version) = (&course.id, &course.version);
        let comment = Comment {
            id: id.clone(),
            version: version.clone(),
            sha256: Digest::of(archive),
            key: self.public()?,
        };
        let public = minisign::PublicKey::from_secret_key(&self.key).ok();
        let signed = minisign::sign(
            public.as_ref(),
            &self.key,
            Cursor::new(archive),
            Some(&comment.to_string()),
            Some(&format!("signature of {id} {version}, made by Backlab")),
        );
        signed
            .map(minisign::SignatureBox::into_string)
            .map_err(|_| Trouble::new("The archive could not be signed: the key is damaged."))
    }
}
