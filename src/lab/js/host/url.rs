//! URLs as browsers read them (WHATWG), by the crate that the HTTP client uses too.

use rquickjs::{Ctx, Object, Result, Value};
use url::{Url, quirks};

use super::{give, or_null};

/// `parseUrl(text, base or undefined)` and `changeUrl(href, part, value)`: the parts, or `null`
/// when it is no URL.
pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "parseUrl", |ctx: Ctx<'js>, text: String, base: Value<'js>| {
        let base: Option<String> = base.get().ok();
        let url = match base {
            None => Url::parse(&text),
            Some(base) => Url::parse(&base).and_then(|base| base.join(&text)),
        };
        parts(&ctx, url.ok().as_ref())
    })?;
    give(object, "changeUrl", |ctx: Ctx<'js>, href: String, part: String, value: String| {
        let mut url = Url::parse(&href).ok();
        if let Some(url) = &mut url {
            change(url, &part, &value);
        }
        parts(&ctx, url.as_ref())
    })
}

/// What a part cannot be leaves the URL as it is, as the standard says.
fn change(url: &mut Url, part: &str, value: &str) {
    let _refused_or_not = match part {
        "protocol" => quirks::set_protocol(url, value),
        "username" => quirks::set_username(url, value),
        "password" => quirks::set_password(url, value),
        "host" => quirks::set_host(url, value),
        "hostname" => quirks::set_hostname(url, value),
        "port" => quirks::set_port(url, value),
        "pathname" => {
            quirks::set_pathname(url, value);
            Ok(())
        }
        "search" => {
            quirks::set_search(url, value);
            Ok(())
        }
        _ => {
            quirks::set_hash(url, value);
            Ok(())
        }
    };
}

fn parts<'js>(ctx: &Ctx<'js>, url: Option<&Url>) -> Result<Value<'js>> {
    let Some(url) = url else { return or_null(ctx, None::<String>) };
    let object = Object::new(ctx.clone())?;
    object.set("href", quirks::href(url))?;
    object.set("origin", quirks::origin(url))?;
    object.set("protocol", quirks::protocol(url))?;
    object.set("username", quirks::username(url))?;
    object.set("password", quirks::password(url))?;
    object.set("host", quirks::host(url))?;
    object.set("hostname", quirks::hostname(url))?;
    object.set("port", quirks::port(url))?;
    object.set("pathname", quirks::pathname(url))?;
    object.set("search", quirks::search(url))?;
    object.set("hash", quirks::hash(url))?;
    Ok(object.into_value())
}
