//! A mock API: data/NAME.toml.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Value as Json};

use super::value::{OneOrMore, Paths, Text, Texts};
use crate::pack::manifest::api::{DELAY_MS_MAX, ROUTES_MAX, ROWS_MAX};

/// A mock API: routes that answer as told, and collections that are kept while it runs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{"required": ["route"]}, {"required": ["collections"]}]))]
pub struct Api {
    /// What it calls itself.
    title: Option<String>,
    /// Of `{{uuid}}`; 1 unless it is given.
    seed: Option<u64>,
    /// Milliseconds before every answer.
    #[schemars(range(max = DELAY_MS_MAX))]
    delay_ms: Option<u32>,
    /// Names that routes read and set, with what they hold at first.
    state: Option<BTreeMap<String, Json>>,
    /// By name.
    collections: Option<BTreeMap<String, Collection>>,
    /// The first that matches answers; routes come before collections.
    #[schemars(length(max = ROUTES_MAX))]
    route: Option<Vec<Route>>,
}

/// `[collections.NAME]`: rows that are kept while the API runs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Collection {
    /// A slash and the name unless it is given.
    #[schemars(example = &"/notes")]
    path: Option<String>,
    /// The field that tells rows apart; `id` unless it is given.
    key: Option<String>,
    /// What it holds at first; or `from`.
    #[schemars(length(max = ROWS_MAX))]
    rows: Option<Vec<Map<String, Json>>>,
    /// A JSON list in a file beside this one; or `rows`.
    #[schemars(example = &"notes.json")]
    from: Option<String>,
    /// All of them unless it is given.
    #[schemars(length(min = 1))]
    actions: Option<Vec<Action>>,
    /// What a row must hold, by field: string, number, integer, boolean, array, object, any; with `?`
    /// it may be left out.
    fields: Option<BTreeMap<String, String>>,
    /// No two rows hold the same in one of these fields.
    unique: Option<Vec<String>>,
    /// Takes form bodies beside JSON.
    forms: Option<bool>,
    etag: Option<Etag>,
    /// The list comes in pages.
    page: Option<Page>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Action {
    List,
    Get,
    Create,
    Replace,
    Patch,
    Delete,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Etag {
    /// A row carries an `ETag`, and conditions are heard.
    Offered,
    /// A change without If-Match is 428.
    Required,
}

/// `page`: how many rows come at once, as `page = { size = 10, max = 20 }`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Page {
    #[schemars(range(min = 1, max = 1000))]
    size: u32,
    /// `size` unless it is given.
    #[schemars(range(min = 1, max = 1000))]
    max: Option<u32>,
}

/// `[[route]]`: a request that is answered as told.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Route {
    /// A method, or `*`, and a path that may have parts `:id` and end in `*`.
    #[schemars(example = &"GET /users/:id")]
    request: String,
    /// All of it must hold.
    when: Option<Condition>,
    /// Takes only each so-manieth request that matches; or `first`.
    #[schemars(range(min = 1, max = 10_000))]
    every: Option<u32>,
    /// Takes only the first so many that match; or `every`.
    #[schemars(range(min = 1, max = 10_000))]
    first: Option<u32>,
    /// What the state holds then, before it answers.
    set: Option<BTreeMap<String, Json>>,
    /// Milliseconds, beside those of the API.
    #[schemars(range(max = DELAY_MS_MAX))]
    delay_ms: Option<u32>,
    /// 200 unless it is given.
    #[schemars(range(min = 200, max = 599))]
    status: Option<u16>,
    /// A list sends the header several times.
    headers: Option<BTreeMap<String, OneOrMore<String>>>,
    json: Option<Json>,
    body: Option<String>,
    /// No answer, but this.
    fault: Option<RouteFault>,
}

/// `when` of a route.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Condition {
    /// Parts of the path, by their names.
    path: Option<Texts>,
    query: Option<Texts>,
    header: Option<Texts>,
    cookie: Option<Texts>,
    form: Option<Texts>,
    /// By JSONPath into the body.
    json: Option<Paths>,
    state: Option<Paths>,
    body: Option<Text>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum RouteFault {
    /// Closes without an answer.
    Close,
    /// Ends in the body.
    Cut,
    /// Sends what is no HTTP.
    Garbled,
    /// Waits and never answers.
    Silent,
}
