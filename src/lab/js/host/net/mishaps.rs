//! Requests of the program that go wrong on their way, as a check asked for it.

use rquickjs::{Ctx, Object, Result};

use super::{Event, FIRST_OWN_PORT, Net, connection::Connection};
use crate::{
    exchange::mishap::{Mishap, MishapKind},
    lab::js::host::Host,
};

/// No connection has this number.
const NOBODY: u32 = 0;

/// The mishaps that a check asked for, and how many requests each was about.
#[derive(Debug, Default)]
pub struct Mishaps {
    list: Vec<(Mishap, u32)>,
}

/// What is wrong with a connection.
#[derive(Debug)]
pub enum Astray {
    /// What is written breaks it.
    Lost,
    /// What is written is answered with this, once.
    Answered(Vec<u8>),
    /// The first byte that comes back breaks it.
    AnswerLost,
    /// What is written goes to the other connection too.
    Doubled { twin: u32 },
    /// The other connection: nobody reads what comes back.
    Twin { is_answered: bool, is_left: bool },
}

impl Mishaps {
    pub fn new(list: Vec<Mishap>) -> Mishaps {
        Mishaps { list: list.into_iter().map(|mishap| (mishap, 0)).collect() }
    }

    /// Counts a request, and gives what happens to it: of several the first.
    pub fn meet(&mut self, method: &str, port: u16, target: &str) -> Option<MishapKind> {
        let mut met = None;
        for (mishap, count) in &mut self.list {
            if mishap.is_about(method, port, target) {
                *count += 1;
                if met.is_none() && mishap.happens_to(*count) {
                    met = Some(mishap.kind.clone());
                }
            }
        }
        met
    }
}

/// For JavaScript, or `None` where a request goes its way.
pub fn met<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    method: &str,
    port: u16,
    target: &str,
) -> Result<Option<(Object<'js>, String)>> {
    let Some(kind) = host.mishaps.borrow_mut().meet(method, port, target) else { return Ok(None) };
    let words = kind.words();
    let object = Object::new(ctx.clone())?;
    let name = match kind {
        MishapKind::Refuse => "refuse",
        MishapKind::Drop => "drop",
        MishapKind::DropAnswer => "dropAnswer",
        MishapKind::Duplicate => "duplicate",
        MishapKind::Delay { ms } => {
            object.set("ms", ms)?;
            "delay"
        }
        MishapKind::Answer { status, headers } => {
            object.set("status", status)?;
            let headers = headers.into_iter().map(|(name, value)| vec![name, value]);
            object.set("headers", headers.collect::<Vec<_>>())?;
            "answer"
        }
    };
    object.set("kind", name)?;
    Ok(Some((object, words)))
}

impl Net {
    /// As `connect`, with the mishap of this name; `answer` is what it is answered with.
    pub fn connect_astray(
        &mut self,
        port: u16,
        kind: &str,
        answer: Option<String>,
    ) -> Option<(u32, u16)> {
        match kind {
            "refuse" => None,
            "drop" => Some(self.connect_nowhere(Astray::Lost)),
            "answer" => {
                let answer = answer.unwrap_or_default().into_bytes();
                Some(self.connect_nowhere(Astray::Answered(answer)))
            }
            "dropAnswer" => {
                let (id, own) = self.connect(port)?;
                self.set_astray(id, Astray::AnswerLost);
                Some((id, own))
            }
            "duplicate" => {
                let (id, own) = self.connect(port)?;
                let (twin, _) = self.connect(port)?;
                self.set_astray(id, Astray::Doubled { twin });
                self.set_astray(twin, Astray::Twin { is_answered: false, is_left: false });
                if let Some(twin) = self.connections.get_mut(&twin) {
                    twin.referenced = false;
                }
                Some((id, own))
            }
            _ => self.connect(port),
        }
    }

    fn connect_nowhere(&mut self, astray: Astray) -> (u32, u16) {
        let id = self.new_id();
        self.connections.insert(id, Connection::in_memory(NOBODY));
        self.set_astray(id, astray);
        self.events.push_back(Event::Connected(id));
        (id, FIRST_OWN_PORT)
    }

    fn set_astray(&mut self, id: u32, astray: Astray) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.astray = Some(astray);
        }
    }

    /// Whether nothing more is to be done about bytes that were written, because they go astray.
    pub(super) fn goes_astray(&mut self, id: u32, bytes: &[u8]) -> bool {
        let Some(connection) = self.connections.get_mut(&id) else { return false };
        let peer = connection.peer();
        match &mut connection.astray {
            Some(Astray::Lost) => {
                self.fail(id, "ECONNRESET");
                return true;
            }
            Some(Astray::Answered(answer)) => {
                let answer = std::mem::take(answer);
                if self.memory.take(answer.len()) {
                    connection.put(&answer);
                }
                return true;
            }
            Some(Astray::Doubled { twin }) => {
                let twin = *twin;
                self.write(twin, bytes);
            }
            Some(Astray::AnswerLost | Astray::Twin { .. }) | None => {}
        }
        let Some(peer) = peer else { return false };
        let is_lost = |peer: &Connection| matches!(peer.astray, Some(Astray::AnswerLost));
        if !bytes.is_empty() && self.connections.get(&peer).is_some_and(is_lost) {
            self.fail(peer, "ECONNRESET");
            return true;
        }
        false
    }

    /// The twin of a connection that is closed goes too, once it has been answered.
    pub(super) fn leave_twin(&mut self, closed: &Connection) {
        let Some(Astray::Doubled { twin }) = closed.astray else { return };
        let Some(connection) = self.connections.get_mut(&twin) else { return };
        if let Some(Astray::Twin { is_answered, is_left }) = &mut connection.astray {
            *is_left = true;
            if *is_answered {
                self.close(twin, None);
            }
        }
    }

    /// A piece has come to `id`, which may be a twin.
    pub(super) fn note_answered(&mut self, id: u32) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        if let Some(Astray::Twin { is_answered, is_left }) = &mut connection.astray {
            *is_answered = true;
            if *is_left {
                self.close(id, None);
            }
        }
    }
}
