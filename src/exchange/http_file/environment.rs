//! Environment files: values that stand beside a `.http` file and not in it, as `JetBrains`
//! editors write them, with the `$shared` of VS Code's REST Client.
//!
//! An environment is a name and an object of variables. Reading one runs nothing, and no message
//! here holds a value.

use serde_json::Value;

use super::shown;
use crate::exchange::json_file::{self, Flaw};

/// Bytes of an environment file at most.
pub const ENVIRONMENT_BYTES_MAX: usize = 256 << 10;
/// The file that may be shown to everybody.
pub const PUBLIC_FILE: &str = "http-client.env.json";
/// The file whose values are secrets; they stand over those of the other file.
pub const PRIVATE_FILE: &str = "http-client.private.env.json";
/// The environment whose variables are in all others, and there without one.
const SHARED: &str = "$shared";

/// A value that a `.http` file may name and that does not stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    pub name: String,
    pub value: String,
    /// It is sent and never shown: its name is.
    pub secret: bool,
}

/// The environments of one or two files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environments {
    /// In the order of the files.
    named: Vec<(String, Vec<Outside>)>,
}

impl Environments {
    /// Puts what `text` holds over what is there already. Values that are neither texts nor numbers
    /// nor booleans are settings of other tools, and left out.
    ///
    /// # Errors
    /// Says what is wrong with the file; then nothing of it is taken.
    pub fn add(&mut self, text: &str, secret: bool) -> Result<(), Flaw> {
        const FORM: &str = r#"{ "dev": { "host": "http://localhost:3000" } }"#;
        let Value::Object(environments) = json_file::read(text, ENVIRONMENT_BYTES_MAX)? else {
            return Err(Flaw::new("the file is not an object of environments").hint(FORM));
        };
        if let Some((name, _)) = environments.iter().find(|(_, variables)| !variables.is_object()) {
            let what = format!("`{}` is not an object of variables", shown(name));
            return Err(Flaw::new(what).hint(FORM));
        }
        for (name, variables) in environments {
            let Value::Object(variables) = variables else { continue };
            let variables = variables.into_iter().filter_map(|(name, value)| {
                let value = match value {
                    Value::String(text) => text,
                    Value::Number(_) | Value::Bool(_) => value.to_string(),
                    Value::Null | Value::Array(_) | Value::Object(_) => return None,
                };
                Some(Outside { name, value, secret })
            });
            match self.named.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => put_over(known, variables),
                None => self.named.push((name, variables.collect())),
            }
        }
        Ok(())
    }

    /// The names that can be chosen.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(name, _)| name.as_str()).filter(|name| *name != SHARED)
    }

    /// The variables of the environment `name`, or of none. `{{$shared port}}` is what is shared
    /// also where the environment has a `port` of its own.
    pub fn variables(&self, name: Option<&str>) -> Vec<Outside> {
        let of = |wanted: &str| {
            let found = self.named.iter().find(|(name, _)| name == wanted);
            found.map(|(_, variables)| variables.clone()).unwrap_or_default()
        };
        let shared = of(SHARED);
        let mut all = shared.clone();
        if let Some(name) = name {
            put_over(&mut all, of(name).into_iter());
        }
        all.extend(
            shared.into_iter().map(|variable| Outside {
                name: format!("{SHARED} {}", variable.name),
                ..variable
            }),
        );
        all
    }
}

fn put_over(known: &mut Vec<Outside>, variables: impl Iterator<Item = Outside>) {
    for variable in variables {
        match known.iter_mut().find(|other| other.name == variable.name) {
            Some(other) => *other = variable,
            None => known.push(variable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = r#"{
        "$shared": { "host": "http://localhost:3000", "page": 1 },
        "dev": { "page": 2, "debug": true, "Security": { "Auth": {} }, "none": null },
        "test": { "host": "http://localhost:4000" }
    }"#;

    #[track_caller]
    fn check(environments: &Environments, name: Option<&str>, expected: &[(&str, &str, bool)]) {
        let variables = environments.variables(name);
        let got: Vec<_> =
            variables.iter().map(|v| (v.name.as_str(), v.value.as_str(), v.secret)).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn private_values_stand_over_public_ones_and_shared_ones_below_both() {
        let mut environments = Environments::default();
        environments.add(PUBLIC, false).unwrap();
        let private = r#"{ "dev": { "token": "t-1", "page": 3 }, "prod": {} }"#;
        environments.add(private, true).unwrap();
        assert_eq!(environments.names().collect::<Vec<_>>(), ["dev", "test", "prod"]);
        let host = "http://localhost:3000";
        let rest = [("$shared host", host, false), ("$shared page", "1", false)];
        check(
            &environments,
            None,
            &[("host", host, false), ("page", "1", false), rest[0], rest[1]],
        );
        check(
            &environments,
            Some("dev"),
            &[
                ("host", host, false),
                ("page", "3", true),
                ("debug", "true", false),
                ("token", "t-1", true),
                rest[0],
                rest[1],
            ],
        );
    }

    #[test]
    fn what_is_no_environment_file_is_said_without_its_values() {
        for (text, at, what) in [
            ("{ \"dev\": { \"token\": s3cret } }", Some((1, 21)), "expected value"),
            ("[\"s3cret\"]", None, "not an object of environments"),
            ("{ \"dev\": \"s3cret\" }", None, "`dev` is not an object of variables"),
            ("", Some((1, 1)), "EOF while parsing a value"),
        ] {
            let wrong = Environments::default().add(text, true).unwrap_err();
            assert_eq!(wrong.at, at, "{text}");
            assert!(wrong.what.contains(what), "{}", wrong.what);
            assert!(!wrong.what.contains("s3cret"));
        }
        let long = " ".repeat(ENVIRONMENT_BYTES_MAX + 1);
        let wrong = Environments::default().add(&long, false).unwrap_err();
        assert_eq!(wrong.what, "the file has more than 256 kB");
    }
}
