//! The core modules as source. Each is the body of a function
//! `(exports, require, module, host)` and is compiled when it is first asked for.

/// Name without the `node:` prefix, source. Names that begin with `internal/` are for the others
/// and no program can load them.
pub const CORE_MODULES: &[(&str, &str)] =
    &[("internal/boot", include_str!("node/internal/boot.js"))];
