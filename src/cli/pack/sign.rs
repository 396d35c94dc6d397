//! `pack keygen` and `pack sign`: an author's keys, and the signature beside an archive.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        Ended, Failed,
        pack::{archive::refuse, key::or_usual, password},
        print::{complain, out},
    },
    diag::Trouble,
    pack::{
        archive::{self, read_file},
        sign::{self, SECRET_FILE_BYTES_MAX, SecretFile, new_keys},
        written::write_whole,
    },
};

/// The ending of a public key's file.
const PUBLIC_ENDING: &str = "pub";
/// Rights of a secret key's file: its owner's alone.
const SECRET_MODE: u32 = 0o600;
const PUBLIC_MODE: u32 = 0o644;

/// Makes a pair of keys: the secret one in `file`, the public one beside it. Neither file may be there.
pub fn keygen(file: Option<PathBuf>, without_password: bool) -> Result<Ended, Failed> {
    let secret = or_usual(file)?;
    let public = secret.with_extension(PUBLIC_ENDING);
    if public == secret {
        let what = "A secret key's file does not end with .pub; the public key gets that name.";
        return Err(Failed::Misuse(what.to_owned()));
    }
    for path in [&secret, &public] {
        if fs::symlink_metadata(path).is_ok() {
            return Err(Failed::Misuse(format!(
                "{} is there already; a key is never written over. Name another file by --out.",
                path.display()
            )));
        }
    }
    let question = "A password that protects the secret key";
    let password = if without_password { None } else { Some(password::ask_new(question)?) };
    let keys = new_keys(password)?;
    if let Some(folder) = secret.parent() {
        fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    }
    write_new(&secret, SECRET_MODE, &keys.secret_file)?;
    write_new(&public, PUBLIC_MODE, &keys.public_file)?;
    out(&format!(
        "secret key  {}\npublic key  {}\n\n{}\n",
        secret.display(),
        public.display(),
        keys.public
    ))?;
    complain(
        "Keep a copy of the secret key and its password: whoever has them signs in your name, and \
         without them your packs cannot be updated under their ids.",
    );
    complain("Next: `backlab pack sign FILE.tpack` signs a pack that was built.");
    Ok(Ended::Well)
}

/// Writes the signature of the archive `file` beside it.
pub fn sign(file: &Path, key: Option<PathBuf>) -> Result<Ended, Failed> {
    let key = or_usual(key)?;
    let bytes = read_file(file)?;
    let opened = match archive::open(&bytes) {
        Ok(opened) => opened,
        Err(refused) => return Ok(refuse(&refused.into())),
    };
    let secret = read_secret(&key)?;
    let question = format!("Password of {}", key.display());
    let password = if secret.is_encrypted() { password::ask(&question)? } else { String::new() };
    let signature = secret.unlock(&password)?.sign(&bytes, opened.course())?;
    // What comes out is read as learners will read it.
    let signed = sign::read(&bytes, &signature).map_err(Trouble::from)?;
    let path = sign::path_of(file);
    write_whole(&path, signature.as_bytes()).map_err(|error| unwritten(&path, &error))?;
    out(&format!(
        "{}: {} {}\nSHA-256     {}\npublic key  {}\n",
        path.display(),
        signed.id,
        signed.version,
        signed.sha256,
        signed.key
    ))?;
    Ok(Ended::Well)
}

fn read_secret(file: &Path) -> Result<SecretFile, Failed> {
    let mut text = String::new();
    let read = File::open(file)
        .and_then(|opened| opened.take(SECRET_FILE_BYTES_MAX).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(SecretFile::parse(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let trouble = Trouble::new(format!("There is no key {}.", file.display()));
            Err(trouble.next("`backlab pack keygen` makes one; --key names another.").into())
        }
        Err(error) => Err(Failed::Broken(format!("{} cannot be read: {error}.", file.display()))),
    }
}

fn write_new(path: &Path, mode: u32, text: &str) -> Result<(), Failed> {
    let mut new = OpenOptions::new();
    let opened = new.write(true).create_new(true).mode(mode).open(path);
    opened
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &io::Error) -> Failed {
    Failed::Broken(format!("{} cannot be written: {error}.", path.display()))
}
