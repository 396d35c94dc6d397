//! The engine's words for errors, said as Node says them: learners search for those.

use super::expression::{called, callee, chain, destructured, name_at, word_before};

/// An error that the engine threw, and where.
#[derive(Clone, Copy, Debug)]
pub struct Raised<'a> {
    pub message: &'a str,
    /// The text of the file of the topmost frame that is no native function, and the byte in it;
    /// the empty text where it is not known.
    pub text: &'a str,
    pub at: usize,
    /// The name of the function of the topmost frame.
    pub function: &'a str,
    /// The topmost frame is a native function.
    pub native: bool,
}

/// Node's message for `raised`; `None` where the engine says it as Node does, or the program's
/// own code made the error.
pub fn in_nodes_words(raised: &Raised<'_>) -> Option<String> {
    if made_by_program(raised) {
        return None;
    }
    fixed(raised.message)
        .map(str::to_owned)
        .or_else(|| by_name(raised))
        .or_else(|| by_source(raised))
}

/// `new TypeError("not a function")`: the engine points at the constructor's name.
fn made_by_program(raised: &Raised<'_>) -> bool {
    !raised.native && name_at(raised.text, raised.at).is_some_and(|name| name.ends_with("Error"))
}

/// Messages that are always the same.
fn fixed(message: &str) -> Option<&'static str> {
    Some(match message {
        "bad normalization form" => "The normalization form should be one of NFC, NFD, NFKC, NFKD.",
        "this is not initialized" => {
            "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"
        }
        "invalid array length" => "Invalid array length",
        "string too long" => "Invalid string length",
        "circular reference" => "Converting circular structure to JSON",
        "BigInt are forbidden in JSON.stringify" => "Do not know how to serialize a BigInt",
        "cannot convert symbol to string" => "Cannot convert a Symbol value to a string",
        "cannot convert symbol to number" => "Cannot convert a Symbol value to a number",
        "bigint argument with unary +" => "Cannot convert a BigInt value to a number",
        "cannot convert BigInt to number" => {
            "Cannot mix BigInt and other types, use explicit conversions"
        }
        "empty array" => "Reduce of empty array with no initial value",
        "Date value is NaN" => "Invalid time value",
        "expecting hex digit" | "expecting surrogate pair" => "URI malformed",
        "invalid value used as WeakMap key" => "Invalid value used as weak map key",
        "invalid 'instanceof' right operand" => "Right-hand side of 'instanceof' is not callable",
        "return not in a function" => "Illegal return statement",
        "break must be inside loop or switch" => "Illegal break statement",
        "continue must be inside loop" => {
            "Illegal continue statement: no surrounding iteration statement"
        }
        "invalid assignment left-hand side" => "Invalid left-hand side in assignment",
        "unexpected end of string" | "unexpected character" => "Invalid or unexpected token",
        "unexpected 'await' keyword" => {
            "await is only valid in async functions and the top level bodies of modules"
        }
        "expecting catch or finally" => "Missing catch or finally after try",
        "unexpected end of regexp" => "Invalid regular expression: missing /",
        _ => return None,
    })
}

/// Messages that carry a name of their own.
fn by_name(raised: &Raised<'_>) -> Option<String> {
    let message = raised.message;
    if let Some((key, of)) = quoted(message, "cannot read property ", " of ") {
        if key == "Symbol.iterator" {
            return Some(not_iterable(raised, of));
        }
        return Some(format!("Cannot read properties of {of} (reading '{}')", symbol(key)));
    }
    if let Some((key, of)) = quoted(message, "cannot set property ", " of ") {
        return Some(format!("Cannot set properties of {of} (setting '{}')", symbol(key)));
    }
    if let Some((name, "")) = quoted(message, "private class field ", " does not exist") {
        return Some(format!(
            "Cannot read private member {name} from an object whose class did not declare it"
        ));
    }
    if let Some(name) = message.strip_suffix(" is not initialized") {
        return Some(format!("Cannot access '{name}' before initialization"));
    }
    if let Some((name, "")) = quoted(message, "", " is read-only") {
        // The engine points at the variable, or at the dot before a property.
        if name_at(raised.text, raised.at) == Some(name) {
            return Some("Assignment to constant variable.".to_owned());
        }
        return Some(format!("Cannot assign to read only property '{name}' of object '#<Object>'"));
    }
    None
}

/// Messages whose name stands in the source only.
fn by_source(raised: &Raised<'_>) -> Option<String> {
    let Raised { text, at, .. } = *raised;
    match raised.message {
        "not a function" if raised.native => Some(native_argument(raised)),
        "not a function" | "not a constructor" if word_before(text, at) == "new" => {
            Some(format!("{} is not a constructor", chain(text, at)?))
        }
        "not a function" => Some(format!("{} is not a function", callee(text, called(text, at))?)),
        "not a constructor" => Some(format!("{} is not a constructor", callee(text, at)?)),
        "invalid repeat count" => Some(match first_argument(raised) {
            Some(count) => format!("Invalid count value: {count}"),
            None => "Invalid count value".to_owned(),
        }),
        "invalid number of digits" => Some(match raised.function {
            "toPrecision" => "toPrecision() argument must be between 1 and 100".to_owned(),
            "toExponential" => "toExponential() argument must be between 0 and 100".to_owned(),
            name => format!("{name}() digits argument must be between 0 and 100"),
        }),
        "must be called with new" if raised.function == "Promise" => {
            Some("Promise constructor cannot be invoked without 'new'".to_owned())
        }
        "must be called with new" if raised.native => {
            Some(format!("Constructor {} requires 'new'", raised.function))
        }
        "value is not iterable" => Some(not_iterable(raised, "object")),
        "class constructors must be invoked with 'new'" => {
            let name = raised.function;
            Some(format!("Class constructor {name} cannot be invoked without 'new'"))
        }
        "Cannot convert undefined or null to object" if !raised.native => {
            let (property, of) = destructured(text, at)?;
            Some(format!("Cannot destructure property '{property}' of '{of}' as it is undefined."))
        }
        "object is not extensible" => Some(match member_at(raised) {
            Some(name) => format!("Cannot add property {name}, object is not extensible"),
            None => "Cannot add property, object is not extensible".to_owned(),
        }),
        "not an object" if raised.function == "Proxy" => {
            Some("Cannot create proxy with a non-object as target or handler".to_owned())
        }
        "not an object" if raised.native => {
            Some(format!("Object.{} called on non-object", raised.function))
        }
        "no setter for property" if !raised.native => {
            let (_, name) = chain(text, at)?.rsplit_once('.')?;
            Some(format!("Cannot set property {name} of #<Object> which has only a getter"))
        }
        "could not delete property" => {
            let name = member_at(raised).unwrap_or("property");
            Some(format!("Cannot delete property '{name}' of #<Object>"))
        }
        _ => None,
    }
}

/// The property of an assignment: the engine points at the dot before it.
fn member_at<'a>(raised: &Raised<'a>) -> Option<&'a str> {
    let dotted = !raised.native && raised.text.get(raised.at..)?.starts_with('.');
    if dotted { name_at(raised.text, raised.at + 1) } else { None }
}

/// The native function points at the call.
fn first_argument<'a>(raised: &Raised<'a>) -> Option<&'a str> {
    let open = raised.text.get(raised.at..)?.find('(')?;
    let rest = raised.text[raised.at + open + 1..].trim_start();
    let end = rest.find([',', ')', '\n', ';'])?;
    Some(rest[..end].trim()).filter(|argument| !argument.is_empty())
}

/// `[1].map(undefined)`: what is no function is the first argument.
fn native_argument(raised: &Raised<'_>) -> String {
    let argument = first_argument(raised).unwrap_or("undefined");
    if raised.function == "Promise" {
        return format!("Promise resolver {argument} is not a function");
    }
    format!("{argument} is not a function")
}

/// The engine does not point at what is iterated over, but at or before the statement.
fn not_iterable(raised: &Raised<'_>, value: &str) -> String {
    let (before, rest) = raised.text.split_at_checked(raised.at).unwrap_or_default();
    if before.ends_with("...")
        && let Some(name) = chain(rest, 0)
    {
        return format!("{name} is not iterable");
    }
    let line: &str = rest.split('\n').next().unwrap_or_default();
    let after = |word: &str| {
        let at = line.find(word)? + word.len();
        chain(line, at + (line[at..].len() - line[at..].trim_start().len()))
    };
    let name = after(" of ").or_else(|| after("...")).or_else(|| after("] = "));
    match name {
        Some(name) => format!("{name} is not iterable"),
        None => format!("{value} is not iterable"),
    }
}

/// The parts of `{before}'{name}'{between}{rest}`.
fn quoted<'a>(message: &'a str, before: &str, between: &str) -> Option<(&'a str, &'a str)> {
    let rest = message.strip_prefix(before)?.strip_prefix('\'')?;
    let (name, rest) = rest.split_once(&format!("'{between}"))?;
    Some((name, rest))
}

/// `Symbol(Symbol.iterator)` for the engine's `Symbol.iterator`.
fn symbol(key: &str) -> String {
    if key.starts_with("Symbol.") { format!("Symbol({key})") } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `^` stands where the engine points.
    #[track_caller]
    fn check(message: &str, marked: &str, expected: &str) {
        let at = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        let raised = Raised { message, text: &text, at, function: "A", native: false };
        assert_eq!(in_nodes_words(&raised).as_deref(), Some(expected));
    }

    #[test]
    fn the_engines_words_become_nodes() {
        check("not a function", "app.^get('/')", "app.get is not a function");
        check("not a function", "new ^x.Y()", "x.Y is not a constructor");
        check(
            "cannot read property 'name' of undefined",
            "^user.name",
            "Cannot read properties of undefined (reading 'name')",
        );
        check(
            "cannot set property 'a' of null",
            "^x.a = 1",
            "Cannot set properties of null (setting 'a')",
        );
        check("'a' is read-only", "^a = 2", "Assignment to constant variable.");
        check(
            "'a' is read-only",
            "o^.a = 2",
            "Cannot assign to read only property 'a' of object '#<Object>'",
        );
        check(
            "no setter for property",
            "^o.a = 2",
            "Cannot set property a of #<Object> which has only a getter",
        );
        check(
            "cannot convert symbol to number",
            "^+s",
            "Cannot convert a Symbol value to a number",
        );
        check("bigint argument with unary +", "^+n", "Cannot convert a BigInt value to a number");
        check("a is not initialized", "^a", "Cannot access 'a' before initialization");
        check("value is not iterable", "^for (const x of items) {}", "items is not iterable");
        check(
            "Cannot convert undefined or null to object",
            "^\nconst { name } = req.body;",
            "Cannot destructure property 'name' of 'req.body' as it is undefined.",
        );
        check(
            "class constructors must be invoked with 'new'",
            "^A()",
            "Class constructor A cannot be invoked without 'new'",
        );
    }

    #[test]
    fn native_functions_name_their_argument() {
        let text = "[1].map(undefined)";
        let raised =
            Raised { message: "not a function", text, at: 4, function: "map", native: true };
        assert_eq!(in_nodes_words(&raised).as_deref(), Some("undefined is not a function"));
    }

    #[test]
    fn what_the_program_says_itself_stays() {
        let text = "throw new TypeError('not a function')";
        let raised =
            Raised { message: "not a function", text, at: 10, function: "", native: false };
        assert_eq!(in_nodes_words(&raised), None);
    }
}
