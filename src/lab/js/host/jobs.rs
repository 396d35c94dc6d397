//! Jobs as JavaScript asks for them, and what it and the recording are told of their ends.
//!
//! A job is `{kind, text, bytes, numbers, call, progress}`: the arguments of its kind by what they
//! are, and the function that the program called where the recording is to say so.
//!
//! | kind | text | bytes | numbers |
//! | --- | --- | --- | --- |
//! | `pbkdf2` | digest | password, salt | rounds, length |
//! | `scrypt` | | password, salt | log2 of N, r, p, length |
//! | `hkdf` | digest | key, salt, info | length |
//! | `argon2` | `argon2id` ... | password, salt, secret, data | KiB, passes, lanes, length, version |
//! | `bcrypt` | | key, salt of 16 bytes | cost |
//! | `random` | | | length |
//! | `pack`, `unpack` | format | input, dictionary if any | level, window bits, flush, most |

use std::rc::Rc;

use argon2::{Algorithm, Version};
use flate2::FlushCompress;
use rquickjs::{ArrayBuffer, Ctx, Exception, IntoJs, Object, Result, Value};

use super::{Host, give, with_bytes};
use crate::lab::{
    js::{
        errors,
        jobs::{
            Asked, Done, Failure, Work, bcrypt,
            keys::Argon2,
            zlib::{Format, Packing},
        },
    },
    protocol::{Happening, ToParent},
};

const MB: usize = 1 << 20;

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "compute", move |ctx: Ctx<'js>, job: Object<'js>, request: Option<u32>| {
        let work = work(&ctx, &this, &job)?;
        let asked = asked(&ctx, &this, &job, request)?;
        let done = this.jobs.borrow().compute(work, asked);
        this.result_of(&ctx, done)
    })?;
    let this = Rc::clone(host);
    give(object, "computeLater", move |ctx: Ctx<'js>, job: Object<'js>, request: Option<u32>| {
        let work = work(&ctx, &this, &job)?;
        let asked = asked(&ctx, &this, &job, request)?;
        let tells_progress = job.get::<_, Option<bool>>("progress")?.unwrap_or(false);
        let id = this.jobs.borrow_mut().add(work, asked, tells_progress);
        id.ok_or_else(|| Exception::throw_range(&ctx, "Too many jobs wait in the lab"))
    })
}

impl Host {
    /// What the program gets of a job that is done: its bytes, or why there are none in words for
    /// the module that asked. The recording is told of it.
    pub fn result_of<'js>(&self, ctx: &Ctx<'js>, done: Done) -> Result<Value<'js>> {
        if let (Some(cost), Some(asked)) = (done.cost, done.asked) {
            let what = Happening::Hashed {
                call: asked.call,
                algorithm: cost.algorithm,
                cost: cost.numbers.into_iter().map(|(name, n)| (name.to_owned(), n)).collect(),
                place: asked.place.map(Into::into),
                took_us: u64::try_from(done.took.as_micros()).unwrap_or(u64::MAX),
            };
            let at_us = self.wire.at_us();
            self.wire.tell_soon(&ToParent::Happened { what, request: asked.request, at_us });
        }
        match done.result {
            Ok(bytes) => ArrayBuffer::new_copy(ctx.clone(), bytes)?.into_js(ctx),
            Err(Failure::Refused(why)) => why.into_js(ctx),
            Err(Failure::Memory { bytes }) => {
                let mb = |bytes: usize| (bytes.saturating_add(MB / 2) / MB).max(1);
                let limit = mb(self.memory.limit_bytes());
                format!(
                    "memory: {} MB are needed, and the lab gives a program {limit} MB in all",
                    mb(bytes)
                )
                .into_js(ctx)
            }
        }
    }
}

/// `None` where the recording says nothing of the job.
fn asked<'js>(
    ctx: &Ctx<'js>,
    host: &Rc<Host>,
    job: &Object<'js>,
    request: Option<u32>,
) -> Result<Option<Asked>> {
    let Some(call) = job.get::<_, Option<String>>("call")? else { return Ok(None) };
    // An error knows where the program's own code is.
    let here = Exception::from_message(ctx.clone(), "")?;
    let place = errors::thrown(ctx, host, here.as_object().as_value()).place;
    Ok(Some(Asked { call, request, place }))
}

fn work<'js>(ctx: &Ctx<'js>, host: &Host, job: &Object<'js>) -> Result<Work> {
    let kind: String = job.get("kind")?;
    let text: String = job.get::<_, Option<String>>("text")?.unwrap_or_default();
    let values: Vec<Value<'js>> = job.get::<_, Option<_>>("bytes")?.unwrap_or_default();
    let numbers: Vec<f64> = job.get::<_, Option<_>>("numbers")?.unwrap_or_default();
    let mut bytes = Vec::new();
    for value in &values {
        bytes.push(with_bytes(ctx, value, <[u8]>::to_vec)?);
    }
    let mut bytes = bytes.into_iter();
    let mut next = || bytes.next().unwrap_or_default();
    let number = |at: usize| number(numbers.get(at).copied());
    let length = |at: usize| usize::try_from(number(at)).unwrap_or(usize::MAX);
    let wrong = || Exception::throw_type(ctx, &format!("no job is of the kind {kind} {text}"));
    Ok(match kind.as_str() {
        "pbkdf2" => Work::Pbkdf2 {
            digest: text,
            password: next(),
            salt: next(),
            rounds: number(0),
            length: length(1),
        },
        "scrypt" => Work::Scrypt {
            password: next(),
            salt: next(),
            log_n: u8::try_from(number(0)).unwrap_or(u8::MAX),
            r: number(1),
            p: number(2),
            length: length(3),
        },
        "hkdf" => {
            Work::Hkdf { digest: text, key: next(), salt: next(), info: next(), length: length(0) }
        }
        "argon2" => Work::Argon2(Argon2 {
            kind: text.parse::<Algorithm>().map_err(|_| wrong())?,
            version: Version::try_from(number(4)).map_err(|_| wrong())?,
            password: next(),
            salt: next(),
            secret: next(),
            data: next(),
            memory_kib: number(0),
            passes: number(1),
            lanes: number(2),
            length: length(3),
        }),
        "bcrypt" => {
            let (key, salt) = (next(), next());
            let salt: [u8; bcrypt::SALT_BYTES] = salt.try_into().map_err(|_| wrong())?;
            Work::Bcrypt { key, salt, cost: number(0) }
        }
        "random" if host.seeded.is_some() => {
            // A run that must repeat draws in the order in which the program asks.
            let mut drawn = vec![0; length(0)];
            host.random_bytes(&mut drawn)
                .map_err(|error| Exception::throw_message(ctx, &error.to_string()))?;
            Work::Known(drawn)
        }
        "random" => Work::Random { length: length(0) },
        "pack" | "unpack" => Work::Packing(Packing {
            format: match text.as_str() {
                "gzip" => Format::Gzip,
                "zlib" => Format::Zlib,
                _ => Format::Raw,
            },
            level: (kind == "pack").then(|| number(0)),
            window_bits: u8::try_from(number(1)).unwrap_or(u8::MAX),
            bytes: next(),
            dictionary: bytes.next(),
            ending: match number(2) {
                0 => FlushCompress::None,
                3 => FlushCompress::Full,
                4 => FlushCompress::Finish,
                _ => FlushCompress::Sync,
            },
            most: numbers.get(3).map_or(usize::MAX, |_| length(3)),
        }),
        _ => return Err(wrong()),
    })
}

/// A whole number that the module has checked.
fn number(value: Option<f64>) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is checked before; what is not stays within the type"
    )]
    let number = value.unwrap_or_default() as u32;
    number
}
