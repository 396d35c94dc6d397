//! `pack build` and `pack verify`: a pack as one file, and what such a file holds.

use std::{fmt::Write as _, path::Path};

use crate::{
    cli::{
        Ended, Failed,
        pack::{key, lint},
        print::{
            complain, out,
            prose::{columns, within},
        },
    },
    course::{Course, Need},
    diag::Trouble,
    exchange::shown::bytes_told,
    pack::{
        archive::{self, Digest, Opened, Unbuilt, read_file},
        sign::{self, PublicKey, Signed},
        written::write_whole,
    },
    text::{clean, clean_line},
};

/// Makes the archive of the pack in `folder`, at `file` or by its own name in this folder.
pub fn build(folder: &Path, file: Option<&Path>) -> Result<Ended, Failed> {
    let built = match archive::build(folder) {
        Ok(built) => built,
        Err(Unbuilt::Refused(refused)) => return Ok(refuse(&refused.into())),
        Err(Unbuilt::Lint(linted)) => {
            out(&lint::as_text(&linted))?;
            complain("No archive was made: mend the errors first.");
            return Ok(Ended::NotPassed);
        }
    };
    let file = file.unwrap_or(Path::new(&built.file_name));
    write_whole(file, &built.bytes).map_err(|error| {
        Failed::Broken(format!("{} cannot be written: {error}.", file.display()))
    })?;
    let mut text = format!(
        "{}: {} {}, {} files, {} packed, {} unpacked\nSHA-256 {}\n",
        file.display(),
        built.course.id,
        built.course.version,
        built.files,
        bytes_told(built.bytes.len() as u64),
        bytes_told(built.unpacked),
        built.sha256
    );
    if built.warnings > 0 {
        let _ = writeln!(text, "{} warnings; `backlab pack lint` shows them.", built.warnings);
    }
    out(&text)?;
    if key::is_there() {
        complain(&format!("Next: `backlab pack sign {}`.", file.display()));
    } else {
        complain("Next: `backlab pack keygen` makes the key that signs your packs, once for all.");
    }
    Ok(Ended::Well)
}

/// Opens the archive `file` without writing anything, checks the signature beside it, and tells what
/// is in it. With `key`, only a signature of that key will do.
pub fn verify(file: &Path, key: Option<&str>) -> Result<Ended, Failed> {
    let key = key.map(wanted_key).transpose()?;
    let opened = read_file(file).and_then(|bytes| {
        let (opened, signed) = sign::open(&bytes, sign::beside(file)?.as_deref())?;
        by_key(signed.as_ref(), key.as_ref())?;
        Ok((opened, signed, bytes))
    });
    let (opened, signed, bytes) = match opened {
        Ok(opened) => opened,
        Err(trouble) => return Ok(refuse(&trouble)),
    };
    out(&about(&opened, signed.as_ref(), &bytes))?;
    let said = match (&signed, &key) {
        (Some(_), Some(_)) => "The signature is good, and by the key that you named.",
        (Some(_), None) => {
            "The signature is good: whoever has the key above made it for this id, version and \
             SHA-256. Whose key it is, the author can tell you; --key asks for a certain one."
        }
        (None, _) => "Nobody has signed it: no .minisig file lies beside it.",
    };
    out(&format!("\n{}\n", within(said, columns())))?;
    Ok(Ended::Well)
}

/// A key as it was typed, or the file that holds it.
fn wanted_key(typed: &str) -> Result<PublicKey, Failed> {
    let text = if Path::new(typed).is_file() {
        std::fs::read_to_string(typed)
            .map_err(|error| Failed::Misuse(format!("{typed} cannot be read: {error}.")))?
    } else {
        typed.to_owned()
    };
    PublicKey::of_file(&text).ok_or_else(|| {
        let what =
            "is no public key: 56 characters that begin with RW, or the file that holds them";
        Failed::Misuse(format!("`{}` {what}.", clean_line(typed)))
    })
}

fn by_key(signed: Option<&Signed>, key: Option<&PublicKey>) -> Result<(), Trouble> {
    let Some(wanted) = key else { return Ok(()) };
    match signed {
        Some(signed) if signed.key == *wanted => Ok(()),
        Some(signed) => Err(Trouble::new(format!(
            "This pack is refused: it was signed with the key {}, not with {wanted}.",
            signed.key
        ))),
        None => Err(Trouble::new("This pack is refused: no signature lies beside it.")),
    }
}

fn about(opened: &Opened, signed: Option<&Signed>, bytes: &[u8]) -> String {
    let Course { id, version, title, licence, needs, languages, .. } = opened.course();
    let needs: Vec<_> = needs.iter().copied().map(Need::name).collect();
    let needs = if needs.is_empty() { "nothing".to_owned() } else { needs.join(", ") };
    let key = match signed {
        Some(signed) => {
            format!("{}\nkey id     {}", signed.key, signed.key.id())
        }
        None => "not signed".to_owned(),
    };
    let text = format!(
        "{id} {version}\n{title}\nlicence    {licence}\nlanguages  {}\nneeds      {needs}\n\
         files      {}, {} packed, {} unpacked\nSHA-256    {}\nkey        {key}\n",
        languages.join(", "),
        opened.entries().len(),
        bytes_told(bytes.len() as u64),
        bytes_told(opened.bytes()),
        Digest::of(bytes),
    );
    clean(&text).into_owned()
}

/// Says why a pack is not taken, and what to do next.
pub fn refuse(trouble: &Trouble) -> Ended {
    complain(&trouble.what);
    if let Some(next) = &trouble.next {
        complain(next);
    }
    Ended::NotPassed
}
