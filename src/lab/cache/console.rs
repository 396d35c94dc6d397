//! A console over a server: lines as redis-cli takes them, answers as redis-cli prints them.
//!
//! A script is one command a line; blank lines and lines that begin with `#` say nothing. An error
//! reply does not end a script, a line that cannot be split does. Where redis-cli stops for a
//! subscription and shows what arrives, this console goes on: it prints the reply, and behind the
//! output of each further command what arrived meanwhile. The commands after the SUBSCRIBE are sent
//! over a second connection, because a client that listens may not send others; UNSUBSCRIBE, PING
//! and RESET go over the one that listens. A command that would wait for another client is answered
//! as if its time were over at once, since nobody else could send anything. After QUIT a new
//! connection is made.

mod hint;
mod print;

use std::ops::Range;

use crate::{
    lab::{
        cache::{ClientId, Effort, Protocol, Reply, Server, split},
        script::STORE_STATEMENTS_MAX,
    },
    text::clean,
};

/// Bytes of one script.
pub const SCRIPT_BYTES_MAX: usize = 4 << 20;
/// Bytes of text that one command may print; the rest is cut off. Far below what a script may show, so
/// that the next command is heard too.
pub const PRINTED_BYTES_MAX: usize = 128 << 10;

/// A server with the connection of somebody who types.
pub struct Console {
    server: Server,
    client: ClientId,
    /// The connection that listens to channels, once one was subscribed to.
    listener: Option<ClientId>,
}

/// What came of one line of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Where the command stands in the script.
    pub range: Range<usize>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The server answered, perhaps with an error reply.
    Answered(Answered),
    /// The line is no command; the script ends here.
    Failed(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// What redis-cli prints to a terminal, without the last line end.
    pub text: String,
    pub reply: Reply,
    /// What arrived on subscribed channels; its text is part of `text`.
    pub pushed: Vec<Reply>,
    /// What the command did, and those that it ran or set free.
    pub efforts: Vec<Effort>,
    /// What to write instead of a command that is not there.
    pub hint: Option<String>,
}

/// Why a line is no command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// As redis-cli says it.
    pub message: String,
    pub hint: Option<String>,
    /// Bytes of the script before the place.
    pub at: usize,
    /// Bytes of what is wrong.
    pub length: usize,
}

/// Whether a line could be sent as it is: no quote is left open.
pub fn is_complete(text: &str) -> bool {
    text.lines().all(|line| is_silent(line) || split::words(line.as_bytes()).is_ok())
}

fn is_silent(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

impl Console {
    pub fn new(mut server: Server) -> Self {
        let client = server.connect();
        Self { server, client, listener: None }
    }

    /// A second console over a copy of the server.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { server: self.server.copy(), ..*self }
    }

    /// The server, with the console's connections closed.
    pub fn into_server(mut self) -> Server {
        self.server.disconnect(self.client);
        if let Some(listener) = self.listener {
            self.server.disconnect(listener);
        }
        self.server
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    pub fn server_mut(&mut self) -> &mut Server {
        &mut self.server
    }

    /// Runs a script; `told` hears of each command when it is done. Says whether all lines were
    /// commands.
    pub fn run(&mut self, script: &str, told: &mut dyn FnMut(Told)) -> bool {
        if script.len() > SCRIPT_BYTES_MAX {
            told(too_much("the script is too long", 0));
            return false;
        }
        let (mut at, mut commands) = (0, 0);
        for line in script.split_inclusive('\n') {
            let start = at;
            at += line.len();
            if is_silent(line) {
                continue;
            }
            commands += 1;
            if commands > STORE_STATEMENTS_MAX {
                told(too_much("the script has too many commands", start));
                return false;
            }
            let lead = line.len() - line.trim_start().len();
            let range = start + lead..start + line.trim_end().len();
            match split::words(line.trim_end().as_bytes()) {
                Ok(words) => {
                    let outcome = Outcome::Answered(self.send(&words));
                    told(Told { range, outcome });
                }
                Err(unbalanced) => {
                    let at = start + unbalanced.at;
                    let failure = Failure {
                        message: "Invalid argument(s)".into(),
                        hint: Some("close the quote, and put a space behind it".into()),
                        at,
                        length: range.end - at,
                    };
                    told(Told { range, outcome: Outcome::Failed(failure) });
                    return false;
                }
            }
        }
        true
    }

    /// Sends one command and prints what came back.
    pub fn send(&mut self, words: &[Vec<u8>]) -> Answered {
        let name = words.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let is_for_listener = LISTENING.contains(&name.as_slice())
            || (self.listener.is_some() && matches!(&*name, b"ping" | b"reset"));
        let sender = if is_for_listener { self.listening() } else { self.client };
        let reply = self.server.command(sender, words);
        let reply = reply.unwrap_or_else(|| self.give_up(sender));
        let mut pushed = self.server.take_pushed(sender);
        if let Some(listener) = self.listener.filter(|listener| *listener != sender) {
            pushed.extend(self.server.take_pushed(listener));
        }
        let is_raw = is_shown_raw(words);
        let mut text = print::printed(&as_sent(&reply, self.server.protocol(sender)), is_raw);
        for message in &pushed {
            text.push('\n');
            text += &print::printed(&as_sent(message, self.server.protocol(sender)), false);
        }
        if text.len() > PRINTED_BYTES_MAX {
            text.truncate(text.floor_char_boundary(PRINTED_BYTES_MAX));
            text.push_str("\n...");
        }
        self.tidy();
        let hint = hint::hint(&reply, words);
        // An error repeats what was sent, which may drive a terminal.
        let text = clean(&text).into_owned();
        Answered { text, reply, pushed, efforts: self.server.take_efforts(), hint }
    }

    /// The connection that listens; it speaks as the other one does.
    fn listening(&mut self) -> ClientId {
        if let Some(listener) = self.listener {
            return listener;
        }
        let listener = match self.server.protocol(self.client) {
            // RESP3 tells messages from replies, so that one connection does both.
            Protocol::Resp3 => self.client,
            Protocol::Resp2 => self.server.connect(),
        };
        self.listener = Some(listener);
        listener
    }

    /// Lets the second connection go when it has no subscription left, and begins a new first one
    /// after QUIT.
    fn tidy(&mut self) {
        if let Some(listener) = self.listener.filter(|id| !self.server.is_listening(*id)) {
            self.listener = None;
            if listener != self.client {
                self.server.disconnect(listener);
            }
        }
        if self.server.is_leaving(self.client) {
            self.server.disconnect(self.client);
            self.client = self.server.connect();
        }
    }

    /// The answer of a command that waits for what nobody can send.
    fn give_up(&mut self, sender: ClientId) -> Reply {
        self.server.stop_waiting(sender);
        self.server.take_pushed(sender).pop().unwrap_or(Reply::NullArray)
    }
}

const LISTENING: [&[u8]; 6] =
    [b"subscribe", b"psubscribe", b"ssubscribe", b"unsubscribe", b"punsubscribe", b"sunsubscribe"];

fn too_much(message: &str, at: usize) -> Told {
    let failure = Failure { message: message.into(), hint: None, at, length: 0 };
    Told { range: at..at, outcome: Outcome::Failed(failure) }
}

fn as_sent(reply: &Reply, protocol: Protocol) -> Reply {
    match protocol {
        Protocol::Resp2 => reply.clone().flat(),
        Protocol::Resp3 => reply.clone(),
    }
}

/// Whether redis-cli shows the reply of this command as it is, without quotes.
fn is_shown_raw(words: &[Vec<u8>]) -> bool {
    let is = |at: usize, name: &str| {
        words.get(at).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
    };
    is(0, "info")
        || is(0, "lolwut")
        || (is(0, "client") && (is(1, "list") || is(1, "info")) && words.len() >= 2)
}
