//! Methods of dates. The console's zone is UTC, so that both forms of a method say the same.

use super::Result;
use crate::lab::documents::shell::{
    date,
    failure::{Failure, Kind},
    value::Value,
    written,
};

pub fn call(ms: i64, name: &str, arguments: &[Value]) -> Result<Option<Value>> {
    let plain = name.replacen("UTC", "", 1);
    let [year, month, day, hour, minute, second, millisecond] = date::parts(ms);
    let number = match plain.as_str() {
        "getTime" | "valueOf" => ms,
        "getFullYear" => year,
        "getMonth" => month - 1,
        "getDate" => day,
        "getDay" => date::weekday(ms),
        "getHours" => hour,
        "getMinutes" => minute,
        "getSeconds" => second,
        "getMilliseconds" => millisecond,
        "getTimezoneOffset" => 0,
        "toISOString" | "toJSON" => {
            return Ok(Some(Value::text(date::iso(ms).unwrap_or_default())));
        }
        "toDateString" => return Ok(Some(Value::text(&date::words(ms)[..15]))),
        "toString" => return Ok(Some(Value::text(date::words(ms)))),
        "equals" => {
            let other = written::text(arguments.first().unwrap_or(&Value::Undefined));
            return Ok(Some(Value::Bool(other == date::words(ms))));
        }
        name if name.starts_with("set") => {
            let message = format!("`{name}` is not part of this console");
            return Err(Failure::new(Kind::Unsupported, message)
                .hint("make a new date: `new Date(date.getTime() + 24 * 60 * 60 * 1000)`"));
        }
        _ => return Ok(None),
    };
    #[expect(clippy::cast_precision_loss, reason = "dates lie within what a double holds exactly")]
    Ok(Some(Value::Number(number as f64)))
}
