//! Rules about what a text may name of the real world: no domain, no mail box, no key.

use core::net::Ipv4Addr;

use crate::pack::lint::{Report, view::TextFile};

/// Top-level domains that belong to nobody (RFC 2606 section 2, RFC 6761 section 6, RFC 6762).
const FREE_ENDINGS: &[&str] =
    &[".test", ".example", ".invalid", ".localhost", ".local", ".internal"];
/// Second-level domains that belong to nobody (RFC 2606, section 3), and the namespace of SVG.
const FREE_DOMAINS: &[&str] = &["example.com", "example.org", "example.net", "www.w3.org"];
/// Address of the metadata service that request forgery asks for.
const METADATA: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 254);
/// Addresses of this machine and of documents (RFC 3849).
const FREE_IPV6: &[&str] = &["[::", "[2001:db8:"];

/// L14: names of the real world.
pub fn real_names(file: &TextFile<'_>, report: &mut Report<'_>) {
    // Sources stand in facts.toml, and so do addresses in further reading: L12 looks at those.
    if file.path == "facts.toml" {
        return;
    }
    for found in file.patterns.host.captures_iter(file.text) {
        let (kind, host) = match (found.name("url"), found.name("mail"), found.name("bare")) {
            (Some(host), _, _) => ("the host", host),
            (_, Some(host), _) => ("the domain of a mail address", host),
            (_, _, Some(host)) if is_words(file, host.start()) => ("the domain", host),
            _ => continue,
        };
        let start = found.get(0).map_or(0, |whole| whole.start());
        if is_free(host.as_str()) || is_link(file, start) || is_homepage(file, start) {
            continue;
        }
        let message = format!("{kind} `{}` may belong to somebody", host.as_str());
        report.say(file.place(host.start()), message, "as in `shop.example` or `a@shop.test`");
    }
}

/// L14: what looks like a key.
pub fn secrets(file: &TextFile<'_>, report: &mut Report<'_>) {
    for found in file.patterns.secret.find_iter(file.text) {
        let begin: String = found.as_str().chars().take(12).collect();
        let message = format!("`{begin}…` looks like a key that opens something");
        report.say(file.place(found.start()), message, "write that it is none: `not-a-real-key`");
    }
}

/// Whether a host cannot belong to anybody: a name without a dot, a placeholder, a reserved one.
fn is_free(host: &str) -> bool {
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or(host) };
    let name = name.trim_end_matches('.').to_lowercase();
    let whole_domain = |domain: &&str| {
        name == **domain || name.strip_suffix(*domain).is_some_and(|rest| rest.ends_with('.'))
    };
    !name.contains('.') && !name.starts_with('[')
        || name.contains(['$', '{', '*', '…', '<'])
        || name.contains("..")
        || FREE_ENDINGS.iter().any(|ending| name.ends_with(ending))
        || FREE_DOMAINS.iter().any(whole_domain)
        || FREE_IPV6.iter().any(|address| name.starts_with(address))
        || name.parse().is_ok_and(is_free_address)
}

/// Whether an address is of this machine, of a private network (RFC 1918), of documents (RFC 5737)
/// or of the metadata service.
fn is_free_address(address: Ipv4Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_private()
        || address.is_documentation()
        || address == METADATA
}

/// Whether a bare name stands in words, where it can only be a domain; code has `a.com` as well.
fn is_words(file: &TextFile<'_>, at: usize) -> bool {
    file.is_prose() && !file.is_code(at)
}

/// Whether the address of a lesson's link begins at byte `at`.
fn is_link(file: &TextFile<'_>, at: usize) -> bool {
    file.path.starts_with("lessons/")
        && file.is_markdown()
        && !file.is_code(at)
        && file.text[..at].ends_with("](")
}

fn is_homepage(file: &TextFile<'_>, at: usize) -> bool {
    let line = file.text[..at].rsplit('\n').next().unwrap_or_default();
    file.path == "pack.toml" && line.trim_start().starts_with("homepage")
}

#[cfg(test)]
mod tests {
    use super::is_free;

    #[test]
    fn hosts_that_belong_to_nobody() {
        for free in [
            "localhost",
            "localhost:3000",
            "db",
            "shop.example",
            "a.b.test:80",
            "example.com",
            "api.example.org",
            "127.0.0.1:3000",
            "192.0.2.7",
            "172.20.1.1",
            "169.254.169.254:80",
            "[::1]:3000",
            "${host}",
            "{{base}}",
            "example.com.",
            "...",
        ] {
            assert!(is_free(free), "{free}");
        }
        for real in [
            "shop.com",
            "notexample.com",
            "example.com.evil.org",
            "8.8.8.8",
            "172.32.0.1",
            "10.evil.com",
            "[2a00:1::]",
        ] {
            assert!(!is_free(real), "{real}");
        }
    }
}
