//! Why a command was refused, in Redis's words.

/// An error reply: its code and its sentence, as `ERR syntax error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// With a code of its own, as `NOGROUP No such key ..`.
    pub fn coded(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// With the code `ERR`.
    pub fn new(sentence: impl AsRef<str>) -> Self {
        Self(format!("ERR {}", sentence.as_ref()))
    }

    pub fn syntax() -> Self {
        Self::new("syntax error")
    }

    pub fn wrong_type() -> Self {
        Self::coded("WRONGTYPE Operation against a key holding the wrong kind of value")
    }

    pub fn not_integer() -> Self {
        Self::new("value is not an integer or out of range")
    }

    pub fn not_float() -> Self {
        Self::new("value is not a valid float")
    }

    pub fn no_such_key() -> Self {
        Self::new("no such key")
    }

    pub fn wrong_arity(command: &str) -> Self {
        Self::new(format!("wrong number of arguments for '{command}' command"))
    }

    pub fn out_of_memory() -> Self {
        Self::coded("OOM command not allowed when used memory > 'maxmemory'.")
    }

    /// This engine's own: more words or bytes than a request may have.
    pub fn request_too_big() -> Self {
        Self::new("the command is larger than this server takes")
    }

    /// This engine's own: the reply would not fit.
    pub fn reply_too_big() -> Self {
        Self::new("the reply would be larger than this server gives at once")
    }

    /// This engine's own: the run that asked has no time left.
    pub fn out_of_time() -> Self {
        Self::new("the time for this turn is used up")
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}
