//! The environment files beside a .http file, and the variables of the one that was chosen.

use std::path::Path;

use crate::{
    cli::{Failed, print::flaw, text_file::TextFile},
    diag::did_you_mean,
    exchange::http_file::{
        ENVIRONMENT_BYTES_MAX, Environments, Outside, PRIVATE_FILE, PUBLIC_FILE,
    },
    text::clean_line,
};

/// What stands in the files beside `file`; nothing where there are none.
///
/// # Errors
/// One is there and is no environment file. No line of the private one is shown.
pub fn beside(file: &Path) -> Result<Environments, Failed> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut environments = Environments::default();
    for (name, secret) in [(PUBLIC_FILE, false), (PRIVATE_FILE, true)] {
        let path = folder.join(name);
        if !path.try_exists().unwrap_or(true) {
            continue;
        }
        let file = TextFile::read(&path, ENVIRONMENT_BYTES_MAX)?;
        environments
            .add(&file.text, secret)
            .map_err(|wrong| Failed::Misuse(flaw(&file, &wrong, !secret)))?;
    }
    Ok(environments)
}

/// The variables of the environment `name`, or those of all where none was chosen.
///
/// # Errors
/// There is no such environment; lists those that exist.
pub fn variables(environments: &Environments, name: Option<&str>) -> Result<Vec<Outside>, Failed> {
    let names: Vec<&str> = environments.names().collect();
    if let Some(name) = name.filter(|name| !names.contains(name)) {
        let what = format!("no environment is named `{name}`");
        let next = match (did_you_mean(name, names.iter().copied()), names.is_empty()) {
            (_, true) => format!("; {PUBLIC_FILE} or {PRIVATE_FILE} beside the file holds them"),
            (None, false) => format!("; there are: {}", names.join(", ")),
            (Some(near), false) => {
                format!("; did you mean `{near}`? There are: {}", names.join(", "))
            }
        };
        return Err(Failed::Misuse(clean_line(&format!("{what}{next}")).into_owned()));
    }
    Ok(environments.variables(name))
}
