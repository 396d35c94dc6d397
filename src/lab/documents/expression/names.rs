//! Names in expressions: paths of fields, and variables.

use crate::lab::documents::error::{Code, CommandError};

/// The variable and the path that `$a.b` or `$$a.b` names, if the name is a good one.
pub fn field_path(text: &str) -> Result<(String, Vec<String>), CommandError> {
    let (name, path) = match text.strip_prefix("$$") {
        Some(rest) => {
            let (name, path) = rest.split_once('.').unwrap_or((rest, ""));
            if name.is_empty() {
                return Err(fault(16869, "empty variable names are not allowed"));
            }
            if rest.ends_with('.') {
                return Err(fault(40353, "FieldPath must not end with a '.'."));
            }
            (name.to_owned(), path.to_owned())
        }
        None => ("CURRENT".to_owned(), text[1..].to_owned()),
    };
    if path.is_empty() && text == "$" {
        return Err(fault(16872, "'$' by itself is not a valid FieldPath"));
    }
    let parts = if path.is_empty() { Vec::new() } else { check_path(&path)? };
    Ok((name, parts))
}

/// The parts of a path that MongoDB accepts as one.
pub fn check_path(path: &str) -> Result<Vec<String>, CommandError> {
    /// Levels that a path may go down.
    const PATH_PARTS_MAX: usize = 200;
    if path.ends_with('.') {
        return Err(fault(40353, "FieldPath must not end with a '.'."));
    }
    let parts: Vec<String> = path.split('.').map(str::to_owned).collect();
    for part in &parts {
        if part.is_empty() {
            return Err(fault(15998, "FieldPath field names may not be empty strings."));
        }
        if part.starts_with('$') {
            return Err(fault(
                16410,
                "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
            ));
        }
        if part.contains('\0') {
            return Err(fault(16411, "FieldPath field names may not contain '\\0'."));
        }
    }
    if parts.len() > PATH_PARTS_MAX {
        let message = format!("FieldPath is too long, it may have {PATH_PARTS_MAX} parts");
        return Err(CommandError::new(Code::Overflow, message));
    }
    Ok(parts)
}

/// Users' variables begin with a lower-case letter.
pub fn check_variable(name: &str) -> Result<(), CommandError> {
    let Some(first) = name.chars().next() else {
        return Err(fault(16866, "empty variable names are not allowed"));
    };
    if name == "CURRENT" {
        return Err(fault(16867, "the variable CURRENT cannot be set here"));
    }
    if !first.is_ascii_lowercase() && first.is_ascii() {
        let message = format!("'{name}' starts with an invalid character for a user variable name");
        return Err(fault(16867, message));
    }
    let is_good = |ch: char| ch.is_ascii_alphanumeric() || ch == '_' || !ch.is_ascii();
    if let Some(bad) = name.chars().find(|ch| !is_good(*ch)) {
        let message =
            format!("'{name}' contains an invalid character for a variable name: '{bad}'");
        return Err(fault(16868, message));
    }
    Ok(())
}

/// A refusal with a number of its own.
pub fn fault(code: u32, message: impl Into<String>) -> CommandError {
    CommandError::new(Code::Location(code), message)
}
