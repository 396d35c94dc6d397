//! What was typed before, as the arrows bring it back.

/// Inputs that are kept.
const INPUTS_MAX: usize = 500;

#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The last one last.
    inputs: Vec<String>,
    /// Which of them stands in the editor.
    at: Option<usize>,
    /// What stood there before one was taken.
    draft: String,
}

impl Past {
    /// Puts what was typed on other days before what is there.
    pub fn begin(&mut self, typed: &[String]) {
        let now = std::mem::take(&mut self.inputs);
        let mut inputs = typed.to_vec();
        let is_known = |input: &String| inputs.contains(input);
        let new: Vec<String> = now.into_iter().filter(|input| !is_known(input)).collect();
        inputs.extend(new);
        let more = inputs.len().saturating_sub(INPUTS_MAX);
        inputs.drain(..more);
        (self.inputs, self.at) = (inputs, None);
    }

    /// Keeps what is run. The same one twice is kept once.
    pub fn keep(&mut self, input: &str) {
        self.at = None;
        if self.inputs.last().is_none_or(|last| last != input) {
            self.inputs.push(input.to_owned());
        }
        if INPUTS_MAX < self.inputs.len() {
            self.inputs.remove(0);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The one before; `now` is kept where it is none of them.
    pub fn earlier(&mut self, now: &str) -> Option<&str> {
        let at = if let Some(at) = self.at {
            at.checked_sub(1)?
        } else {
            now.clone_into(&mut self.draft);
            // What stands there already is no step back.
            let last = self.inputs.len().checked_sub(1)?;
            if self.inputs[last] == now { last.checked_sub(1)? } else { last }
        };
        self.at = Some(at);
        Some(&self.inputs[at])
    }

    /// The one after, and behind the last one what was being written.
    pub fn later(&mut self) -> Option<&str> {
        let at = self.at? + 1;
        if at < self.inputs.len() {
            self.at = Some(at);
            Some(&self.inputs[at])
        } else {
            self.at = None;
            Some(&self.draft)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_back_and_on_and_ends_at_what_was_being_written() {
        let mut past = Past::default();
        assert_eq!(past.earlier("x"), None);
        for input in ["a", "b", "b", "c"] {
            past.keep(input);
        }
        assert_eq!(past.earlier("dra"), Some("c"));
        assert_eq!(past.earlier("c"), Some("b"));
        assert_eq!(past.earlier("b"), Some("a"));
        assert_eq!(past.earlier("a"), None);
        assert_eq!(past.later(), Some("b"));
        assert_eq!(past.later(), Some("c"));
        assert_eq!(past.later(), Some("dra"));
        assert_eq!(past.later(), None);
        assert_eq!(past.earlier("c"), Some("b"));
        past.begin(&["old".to_owned(), "a".to_owned(), "b".to_owned()]);
        assert_eq!(past.inputs, ["old", "a", "b", "c"]);
    }
}
