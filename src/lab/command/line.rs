//! The command that a learner typed for their own server, split into words without a shell.

use std::fmt;

/// What stands for the port in a command.
pub const PORT_WORD: &str = "{port}";
/// Bytes of a command at most.
pub const LINE_BYTES_MAX: usize = 4_096;

/// Words that only a shell gives a meaning.
const SHELL_WORDS: &[&str] = &["&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1"];

/// A command line: variables, then a program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine {
    typed: String,
    /// `NAME=value` before the program, as a shell has them.
    variables: Vec<(String, String)>,
    /// The program first; never empty.
    words: Vec<String>,
}

impl CommandLine {
    /// Splits `typed` at spaces; quotes and backslashes are as in a POSIX shell, and nothing else
    /// of a shell is: no `~`, no `$NAME`, no `*`, no pipe.
    ///
    /// # Errors
    /// Says in a sentence what is wrong with it.
    pub fn parse(typed: &str) -> Result<CommandLine, String> {
        let typed = typed.trim();
        if LINE_BYTES_MAX < typed.len() {
            return Err(format!("The command is longer than {LINE_BYTES_MAX} bytes."));
        }
        if typed.contains(['\0', '\n', '\r']) {
            return Err("The command has a line break or a NUL character in it.".to_owned());
        }
        let Some(all) = shlex::split(typed) else {
            return Err("The command has a quote that is not closed.".to_owned());
        };
        if let Some(word) = all.iter().find(|word| SHELL_WORDS.contains(&word.as_str())) {
            return Err(format!(
                "`{word}` is a word for a shell, and the command is started without one. Write \
                 sh -c '...' around it."
            ));
        }
        let mut words = all.into_iter().peekable();
        let mut variables = Vec::new();
        while let Some(variable) = words.peek().and_then(|word| variable(word)) {
            variables.push(variable);
            words.next();
        }
        let words: Vec<String> = words.collect();
        if words.first().is_none_or(String::is_empty) {
            return Err("The command names no program, as in `flask run -p {port}`.".to_owned());
        }
        Ok(CommandLine { typed: typed.to_owned(), variables, words })
    }

    /// The program that is started.
    pub fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The program and its arguments, for `port`.
    pub fn words_for(&self, port: u16) -> Vec<String> {
        let port = port.to_string();
        self.words.iter().map(|word| word.replace(PORT_WORD, &port)).collect()
    }

    /// The variables that the command sets, for `port`.
    pub fn variables_for(&self, port: u16) -> Vec<(String, String)> {
        let port = port.to_string();
        let filled =
            |(name, value): &(String, String)| (name.clone(), value.replace(PORT_WORD, &port));
        self.variables.iter().map(filled).collect()
    }
}

/// As it was typed.
impl fmt::Display for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

fn variable(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let begins = name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    (plain && begins).then(|| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, variables: &[(&str, &str)], words: &[&str]) {
        let line = CommandLine::parse(typed).unwrap();
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        assert_eq!(line.variables_for(81), variables.iter().map(owned).collect::<Vec<_>>());
        assert_eq!(line.words_for(81), words);
        assert_eq!(line.to_string(), typed.trim());
    }

    #[test]
    fn words_are_split_as_a_shell_splits_them_and_nothing_is_expanded() {
        check("flask run -p {port}", &[], &["flask", "run", "-p", "81"]);
        check(
            " php -S 127.0.0.1:{port} 'my app.php' ",
            &[],
            &["php", "-S", "127.0.0.1:81", "my app.php"],
        );
        check(
            "A=1 B={port} ./x C=3 $HOME ~ *",
            &[("A", "1"), ("B", "81")],
            &["./x", "C=3", "$HOME", "~", "*"],
        );
        check("sh -c 'a && b'", &[], &["sh", "-c", "a && b"]);
    }

    #[test]
    fn what_is_no_command_is_said() {
        let why = |typed: &str| CommandLine::parse(typed).unwrap_err();
        assert!(why("").contains("names no program"));
        assert!(why("A=1").contains("names no program"));
        assert!(why("'a").contains("quote that is not closed"));
        assert!(why("cd x && flask run").contains("`&&` is a word for a shell"));
        assert!(why("a\nb").contains("line break"));
        assert!(why(&"a".repeat(5_000)).contains("longer than 4096"));
    }
}
