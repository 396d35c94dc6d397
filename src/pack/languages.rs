//! Which of a pack's languages a learner reads, and where a translation stands.

/// The language of `languages` that is wished for first. `None` for the first of them, in which
/// everything is written.
pub fn chosen(languages: &[String], wished: &[String]) -> Option<String> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    for wish in wished {
        let Some(wish) = tag(wish) else { continue };
        let exact = || languages.iter().position(|known| known.eq_ignore_ascii_case(&wish));
        let near = || languages.iter().position(|known| primary(known) == primary(&wish));
        match exact().or_else(near) {
            Some(0) => return None,
            Some(at) => return languages.get(at).cloned(),
            None => {}
        }
    }
    None
}

/// `de_AT.UTF-8@euro`, as systems name a language, as `de-AT`; `None` for C, POSIX and nothing.
fn tag(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default().trim().replace('_', "-");
    (!name.is_empty() && name != "C" && name != "POSIX").then_some(name)
}

/// Where the translation of a Markdown file stands: `a/b.md` is `a/b.de.md`.
pub fn path_of(path: &str, language: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    format!("{stem}.{language}.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_that_the_pack_has_is_chosen() {
        let pack: Vec<String> = ["en", "de", "pt-BR"].map(str::to_owned).to_vec();
        let check = |wished: &[&str], expected: Option<&str>| {
            let wished: Vec<String> = wished.iter().map(|wish| (*wish).to_owned()).collect();
            assert_eq!(chosen(&pack, &wished).as_deref(), expected, "{wished:?}");
        };
        check(&[], None);
        check(&["de_AT.UTF-8"], Some("de"));
        check(&["de-CH"], Some("de"));
        check(&["pt_PT@euro"], Some("pt-BR"));
        check(&["PT-br"], Some("pt-BR"));
        check(&["fr_FR.UTF-8"], None);
        check(&["fr", "de"], Some("de"));
        check(&["en_US.UTF-8", "de"], None);
        check(&["C", "POSIX", "", "C.UTF-8", "de"], Some("de"));
    }
}
