//! Entries of the recording that the program's own code tells.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Object, Result, Value, prelude::Opt};

use super::{Host, give, net::mishaps, with_bytes};
use crate::{
    diag::Place,
    lab::{
        js::errors::here::here,
        protocol::{Happening, Layer, ToParent},
    },
    trace::VALUE_BYTES_MAX,
};

/// Answers of 400 and more whose line is recorded.
const REFUSALS_MAX: u32 = 100;
/// Functions that one answered request did not reach, and that are recorded.
const UNREACHED_MAX: usize = 8;

/// `trace` takes every kind as JSON; the three of each request have functions of their own, which
/// take what is there already instead of writing and reading it as JSON.
pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(
        object,
        "trace",
        move |ctx: Ctx<'js>, kind: String, fields: Value<'js>, request: Opt<Option<u32>>| {
            this.note(happening(&ctx, &kind, fields)?, request.0.flatten());
            Ok::<_, rquickjs::Error>(())
        },
    )?;
    let this = Rc::clone(host);
    give(
        object,
        "traceRequest",
        move |request: u32, method: String, target: String, fields: Vec<String>| {
            let headers = pairs(fields);
            this.note(Happening::RequestReceived { method, target, headers }, Some(request));
        },
    )?;
    let this = Rc::clone(host);
    give(object, "traceRoute", move |request: Option<u32>, path: String| {
        this.note(Happening::RouteMatched { path }, request);
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "traceEntered",
        move |ctx: Ctx<'js>, request: Option<u32>, layer: u8, function: Value<'js>| {
            let name = name_of(&function);
            let place = this.place_of(&ctx, &function).map(Into::into);
            let layer = match layer {
                0 => Layer::Middleware,
                1 => Layer::Handler,
                _ => Layer::ErrorHandler,
            };
            this.note(Happening::LayerEntered { layer, name, place }, request);
        },
    )?;
    let this = Rc::clone(host);
    give(
        object,
        "meetMishap",
        move |ctx: Ctx<'js>, method: String, port: u16, target: String, request: Option<u32>| {
            let Some((met, how)) = mishaps::met(&ctx, &this, &method, port, &target)? else {
                return Ok(Value::new_null(ctx));
            };
            this.note(Happening::FetchMishap { how }, request);
            Ok::<_, rquickjs::Error>(met.into_value())
        },
    )?;
    let this = Rc::clone(host);
    give(object, "traceLeft", move |request: Option<u32>, failed: bool| {
        this.note(Happening::LayerLeft { failed }, request);
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "traceUnreached",
        move |ctx: Ctx<'js>,
              request: Option<u32>,
              routes: Vec<String>,
              functions: Vec<Value<'js>>,
              hand_on: Vec<bool>| {
            let told = routes.into_iter().zip(functions).zip(hand_on);
            // What a package of npm's brought is nothing that a learner could put elsewhere.
            let own = told.filter_map(|((route, function), hands_on)| {
                let place = Some(this.place_of(&ctx, &function)?.into());
                let name = name_of(&function);
                Some(Happening::LayerUnreached { route, name, hands_on, place })
            });
            for unreached in own.take(UNREACHED_MAX) {
                this.note(unreached, request);
            }
        },
    )?;
    let this = Rc::clone(host);
    give(
        object,
        "traceHead",
        move |ctx: Ctx<'js>, request: Option<u32>, status: u16, head: String| {
            let headers = fields_of(&head);
            let place = this.place_of_refusal(&ctx, status).map(Into::into);
            this.note(Happening::ResponseStarted { status, headers, place }, request);
        },
    )?;
    let this = Rc::clone(host);
    give(object, "traceBody", move |ctx: Ctx<'js>, request: Option<u32>, bytes: Value<'js>| {
        let (bytes, body) = with_bytes(&ctx, &bytes, |bytes| {
            let shown = bytes.len().min(VALUE_BYTES_MAX);
            (bytes.len(), String::from_utf8_lossy(&bytes[..shown]).into_owned())
        })?;
        this.note(Happening::BodyReceived { bytes, body }, request);
        Ok::<_, rquickjs::Error>(())
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "traceEnd",
        move |ctx: Ctx<'js>, request: Option<u32>, bytes: usize, body: Value<'js>| {
            let body = with_bytes(&ctx, &body, |body| String::from_utf8_lossy(body).into_owned())?;
            this.note(Happening::ResponseEnded { bytes, body }, request);
            Ok::<_, rquickjs::Error>(())
        },
    )
}

impl Host {
    /// Where the program answers now, when it refuses. It costs a fifth of what a small request does,
    /// so that it is asked for the answers alone that one wonders about, and not for all of those.
    fn place_of_refusal(&self, ctx: &Ctx<'_>, status: u16) -> Option<Place> {
        let asked = self.refusals.get();
        if status < 400 || REFUSALS_MAX <= asked {
            return None;
        }
        self.refusals.set(asked + 1);
        here(ctx, self)
    }

    fn note(&self, what: Happening, request: Option<u32>) {
        let (what, at_us) = (what.cut(), self.wire.at_us());
        self.wire.tell_soon(&ToParent::Happened { what, request, at_us });
    }
}

fn name_of(function: &Value<'_>) -> String {
    let name = function.as_object().and_then(|function| function.get("name").ok());
    name.unwrap_or_default()
}

/// Names and values in turn, two by two.
fn pairs(fields: Vec<String>) -> Vec<(String, String)> {
    let mut fields = fields.into_iter();
    std::iter::from_fn(|| Some((fields.next()?, fields.next()?))).collect()
}

/// The fields of a head as it is written: its first line and the empty one are none.
fn fields_of(head: &str) -> Vec<(String, String)> {
    let lines = head.split("\r\n").skip(1).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The entry of the recording that `kind` and its fields are.
fn happening<'js>(ctx: &Ctx<'js>, kind: &str, fields: Value<'js>) -> Result<Happening> {
    let text = ctx.json_stringify(fields)?;
    let text = text.map_or(Ok("null".to_owned()), |text| text.to_string())?;
    let shape = if text == "{}" || text == "null" {
        format!("\"{kind}\"")
    } else {
        format!("{{\"{kind}\":{text}}}")
    };
    serde_json::from_str(&shape)
        .map_err(|error| Exception::throw_type(ctx, &format!("trace {kind}: {error}")))
}
