//! What the HTTP client needs to know of TLS: ring does the arithmetic, which builds with a C compiler alone.

use std::sync::Arc;

use rustls::{
    ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier, crypto::ring::default_provider,
};

/// TLS 1.2 and 1.3.
pub fn versions() -> ConfigBuilder<ClientConfig, WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has what TLS 1.2 and 1.3 need")
}

/// For a client that speaks plain http: it believes nobody, and reads no certificates to know that.
pub fn nobody() -> ClientConfig {
    versions().with_root_certificates(RootCertStore::empty()).with_no_client_auth()
}
