//! One command on its way: its words, who sent it, and what it may touch.

use crate::lab::cache::{
    bytes::Bytes,
    client::{Client, ClientId, Clients},
    keyspace::{Held, Keyspace},
    number,
    refusal::Refusal,
    reply::{Protocol, Reply},
    store::Store,
    turn::Turn,
    value::{Kind, Value},
};

/// Values that one reply may hold.
pub const REPLY_VALUES_MAX: usize = 1 << 20;
/// Bytes that one reply may hold.
pub const REPLY_BYTES_MAX: usize = 32 << 20;

/// What a command gives back.
pub type Answer = Result<Reply, Refusal>;

/// A command that is being run.
pub struct Call<'a> {
    /// The command's name and its arguments; as many as its arity asks for.
    pub words: &'a [Vec<u8>],
    pub store: &'a mut Store,
    pub clients: &'a mut Clients,
    pub id: ClientId,
    pub turn: &'a Turn,
    /// Set by a command that would wait: until when, for which keys. Its reply then stands for a
    /// client that may not wait.
    pub wait: Option<Waiting>,
}

/// What a blocking command waits for.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub keys: Vec<Bytes>,
    /// Milliseconds since 1970; `None` is for ever.
    pub until_ms: Option<i64>,
    /// The command to try again, where it is not the one that was sent.
    pub words: Option<Vec<Vec<u8>>>,
}

impl<'a> Call<'a> {
    /// The argument at `at`; the name is at 0. Past the end it is empty.
    pub fn word(&self, at: usize) -> &'a [u8] {
        self.words.get(at).map_or(&[], Vec::as_slice)
    }

    pub fn bytes(&self, at: usize) -> Bytes {
        self.word(at).into()
    }

    /// The arguments from `at` on.
    pub fn rest(&self, at: usize) -> &'a [Vec<u8>] {
        self.words.get(at..).unwrap_or(&[])
    }

    /// Whether the argument at `at` is that word, in capitals or not.
    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word.as_bytes())
    }

    /// The argument at `at` as a whole number.
    pub fn integer(&self, at: usize) -> Result<i64, Refusal> {
        number::integer(self.word(at)).ok_or_else(Refusal::not_integer)
    }

    /// The argument at `at` as a number.
    pub fn double(&self, at: usize) -> Result<f64, Refusal> {
        number::double(self.word(at)).ok_or_else(Refusal::not_float)
    }

    /// A number of things that is not negative.
    pub fn positive(&self, at: usize) -> Result<usize, Refusal> {
        number::integer(self.word(at))
            .and_then(|count| usize::try_from(count).ok())
            .ok_or_else(|| Refusal::new("value is out of range, must be positive"))
    }

    pub fn now_ms(&self) -> i64 {
        self.turn.now_ms()
    }

    pub fn client(&self) -> &Client {
        self.clients.get(self.id).expect("only a client that is connected sends commands")
    }

    pub fn client_mut(&mut self) -> &mut Client {
        self.clients.get_mut(self.id).expect("only a client that is connected sends commands")
    }

    /// Whether the client speaks RESP3.
    pub fn is_resp3(&self) -> bool {
        self.client().protocol == Protocol::Resp3
    }

    pub fn database(&self) -> usize {
        self.client().database
    }

    /// The keys of the client's database.
    pub fn keyspace(&self) -> &Keyspace {
        self.store.database(self.database())
    }

    pub fn keyspace_mut(&mut self) -> &mut Keyspace {
        let database = self.database();
        self.store.database_mut(database)
    }

    pub fn held(&self, key: &[u8]) -> Option<&Held> {
        self.keyspace().get(key)
    }

    /// The value of a kind: `Ok(None)` without the key, `Err` when it holds another kind.
    pub fn read<T: Kind>(&self, key: &[u8]) -> Result<Option<&T>, Refusal> {
        Ok(self.keyspace().read(key)?)
    }

    /// `read`, to be written to. `changed` has to follow.
    pub fn edit<T: Kind>(&mut self, key: &[u8]) -> Result<Option<&mut T>, Refusal> {
        Ok(self.keyspace_mut().edit(key)?)
    }

    /// `edit`, with an empty value made where the key is not there. `changed` has to follow.
    pub fn make<T: Kind>(&mut self, key: &[u8]) -> Result<&mut T, Refusal> {
        Ok(self.keyspace_mut().make(key)?)
    }

    /// Notes that the value of a key was changed so many times, perhaps not at all. A value that
    /// became empty goes.
    pub fn changed(&mut self, key: &[u8], changes: usize) {
        let database = self.database();
        self.store.database_mut(database).settle(key);
        if changes > 0 {
            self.store.touch(database, key, changes as u64);
        }
    }

    /// Sets a key, with its time of expiry or none.
    pub fn set(&mut self, key: &[u8], value: Value, expires_ms: Option<i64>) {
        let database = self.database();
        self.store.database_mut(database).set(key, value, expires_ms);
        self.store.touch(database, key, 1);
    }

    /// Removes a key; says whether it was there.
    pub fn delete(&mut self, key: &[u8]) -> bool {
        let database = self.database();
        let was_there = self.store.database_mut(database).remove(key).is_some();
        if was_there {
            self.store.touch(database, key, 1);
        }
        was_there
    }

    /// Sets `key` to `value`, or removes it where the value is empty: what commands that end in
    /// STORE do.
    pub fn store_at(&mut self, key: &[u8], value: Value) {
        if value.is_gone() {
            self.delete(key);
        } else {
            self.set(key, value, None);
        }
    }

    /// Milliseconds since 1970 until which the seconds of the argument at `at` last; `None` is for
    /// ever.
    pub fn until(&self, at: usize) -> Result<Option<i64>, Refusal> {
        let seconds = number::double(self.word(at))
            .ok_or_else(|| Refusal::new("timeout is not a float or out of range"))?;
        if seconds < 0.0 || seconds.is_infinite() {
            return Err(Refusal::new("timeout is negative"));
        }
        self.deadline((seconds * 1000.0).ceil())
    }

    /// Until when so many milliseconds last; none last for ever.
    pub fn deadline(&self, milliseconds: f64) -> Result<Option<i64>, Refusal> {
        const FURTHEST_MS: f64 = 9_007_199_254_740_992.0;
        if milliseconds > FURTHEST_MS {
            return Err(Refusal::new("timeout is out of range"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is below 2^53")]
        let milliseconds = milliseconds as i64;
        let until = self.now_ms().saturating_add(milliseconds);
        Ok((milliseconds > 0).then_some(until))
    }

    /// Says that the command would wait for one of `keys`.
    pub fn wait_for(&mut self, keys: &[Vec<u8>], until_ms: Option<i64>) {
        let keys = keys.iter().map(Bytes::from).collect();
        self.wait = Some(Waiting { keys, until_ms, words: None });
    }

    /// The keys after the number of keys at `at`, and where the options begin.
    pub fn counted_keys(&self, at: usize) -> Result<(&'a [Vec<u8>], usize), Refusal> {
        let count = number::integer(self.word(at))
            .filter(|count| *count > 0)
            .ok_or_else(|| Refusal::new("numkeys should be greater than 0"))?;
        let end = usize::try_from(count).ok().and_then(|count| count.checked_add(at + 1));
        end.and_then(|end| Some((self.words.get(at + 1..end)?, end)))
            .ok_or_else(|| Refusal::new("Number of keys can't be greater than number of args"))
    }
}
