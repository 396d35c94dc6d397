//! How imports are resolved and loaded, which `internal/boot` knows.

use rquickjs::{Function, Object, Persistent, Result};

/// The dispatchers that the engine's loader calls.
#[derive(Debug)]
pub struct ImportRules {
    pub resolve: Persistent<Function<'static>>,
    pub kind: Persistent<Function<'static>>,
    pub load: Persistent<Function<'static>>,
    pub fill_meta: Persistent<Function<'static>>,
}

impl ImportRules {
    pub fn of<'js>(exports: &Object<'js>) -> Result<ImportRules> {
        let rule = |name: &str| -> Result<_> {
            Ok(Persistent::save(exports.ctx(), exports.get::<_, Function<'js>>(name)?))
        };
        Ok(ImportRules {
            resolve: rule("resolve")?,
            kind: rule("moduleKind")?,
            load: rule("load")?,
            fill_meta: rule("fillMeta")?,
        })
    }
}
