//! A password: typed without being shown, or the first line of standard input where nobody sits there.

use std::io::{self, BufRead, IsTerminal, Read};

use crate::{cli::Failed, pack::sign::PASSWORD_BYTES_MAX};

/// Asks for the password of a key that is there.
///
/// # Errors
/// There is none to be read.
pub fn ask(question: &str) -> Result<String, Failed> {
    if io::stdin().is_terminal() {
        let typed = rpassword::prompt_password(format!("{question}: "));
        return within(typed.map_err(|error| unread(&error))?);
    }
    let mut line = Vec::new();
    let mut first = io::stdin().lock().take(PASSWORD_BYTES_MAX as u64 + 2);
    first.read_until(b'\n', &mut line).map_err(|error| unread(&error))?;
    let line = String::from_utf8(line)
        .map_err(|_| Failed::Misuse("The password is no UTF-8 text.".to_owned()))?;
    within(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Asks for a new password, twice where somebody types it.
///
/// # Errors
/// There is none, it is empty, or the second is another one.
pub fn ask_new(question: &str) -> Result<String, Failed> {
    let password = ask(question)?;
    if password.is_empty() {
        let what = "An empty password protects nothing. `--no-password` makes a key without one.";
        return Err(Failed::Misuse(what.to_owned()));
    }
    if io::stdin().is_terminal() && ask("Once more")? != password {
        return Err(Failed::Misuse("The two passwords differ. Nothing was made.".to_owned()));
    }
    Ok(password)
}

fn within(password: String) -> Result<String, Failed> {
    if PASSWORD_BYTES_MAX < password.len() {
        let what = format!("A password has at most {PASSWORD_BYTES_MAX} bytes.");
        return Err(Failed::Misuse(what));
    }
    Ok(password)
}

fn unread(error: &io::Error) -> Failed {
    Failed::Broken(format!("The password cannot be read: {error}."))
}
