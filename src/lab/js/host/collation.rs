//! The order of texts for people: the Unicode Collation Algorithm with the data of CLDR, as the ICU of
//! Node has them (ECMA-402, Intl.Collator).

use std::{cmp::Ordering, str::FromStr as _};

use icu_collator::{
    Collator, CollatorBorrowed, CollatorPreferences,
    options::{AlternateHandling, CaseLevel, CollatorOptions, Strength},
    preferences::{CollationCaseFirst, CollationNumericOrdering},
};
use icu_locale_core::Locale;
use rquickjs::{Ctx, Exception, Function, Object, Result};

use super::give;

pub fn install<'js>(object: &Object<'js>) -> Result<()> {
    give(object, "isLocale", |tag: String| locale_of(&tag).is_some())?;
    give(
        object,
        "newCollator",
        |ctx: Ctx<'js>,
         locale: String,
         sensitivity: Option<String>,
         numeric: Option<bool>,
         case_first: Option<String>,
         ignores_punctuation: Option<bool>| {
            let wishes = Wishes {
                locale: &locale,
                sensitivity: sensitivity.as_deref(),
                numeric,
                case_first: case_first.as_deref(),
                ignores_punctuation,
            };
            let collator = wishes.collator().ok_or_else(|| {
                Exception::throw_range(&ctx, "Incorrect locale information provided")
            })?;
            Function::new(ctx, move |left: String, right: String| {
                match collator.compare(&left, &right) {
                    Ordering::Less => -1,
                    Ordering::Equal => 0,
                    Ordering::Greater => 1,
                }
            })
        },
    )
}

/// The parser also takes `en_US`, which is no language tag (RFC 5646).
fn locale_of(tag: &str) -> Option<Locale> {
    Locale::from_str(tag).ok().filter(|_| !tag.contains('_'))
}

/// What a program asks for; `None` is what the locale has.
struct Wishes<'a> {
    /// A language tag, also with an extension such as `-u-kn`.
    locale: &'a str,
    /// `base`, `accent`, `case` or `variant`.
    sensitivity: Option<&'a str>,
    numeric: Option<bool>,
    /// `upper`, `lower` or `false`.
    case_first: Option<&'a str>,
    ignores_punctuation: Option<bool>,
}

impl Wishes<'_> {
    /// `None` where the locale is no language tag.
    fn collator(&self) -> Option<CollatorBorrowed<'static>> {
        let locale = locale_of(self.locale)?;
        let mut preferences = CollatorPreferences::from(&locale);
        if let Some(numeric) = self.numeric {
            let ordering = [CollationNumericOrdering::False, CollationNumericOrdering::True];
            preferences.numeric_ordering = Some(ordering[usize::from(numeric)]);
        }
        preferences.case_first = match self.case_first {
            Some("upper") => Some(CollationCaseFirst::Upper),
            Some("lower") => Some(CollationCaseFirst::Lower),
            Some(_) => Some(CollationCaseFirst::False),
            None => preferences.case_first,
        };
        let mut options = CollatorOptions::default();
        match self.sensitivity {
            Some("base") => options.strength = Some(Strength::Primary),
            Some("accent") => options.strength = Some(Strength::Secondary),
            Some("case") => {
                options.strength = Some(Strength::Primary);
                options.case_level = Some(CaseLevel::On);
            }
            Some(_) => options.strength = Some(Strength::Tertiary),
            None => {}
        }
        options.alternate_handling = self.ignores_punctuation.map(|ignores| {
            if ignores { AlternateHandling::Shifted } else { AlternateHandling::NonIgnorable }
        });
        // The data stands in the program: what is missing is a collation that the tag names, and Node
        // takes the language's own for it.
        Collator::try_new(preferences, options)
            .or_else(|_| {
                preferences.collation_type = None;
                Collator::try_new(preferences, options)
            })
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Wishes<'_> = Wishes {
        locale: "en-US",
        sensitivity: None,
        numeric: None,
        case_first: None,
        ignores_punctuation: None,
    };

    #[track_caller]
    fn check(wishes: &Wishes<'_>, texts: &[&str]) {
        let collator = wishes.collator().unwrap();
        for pair in texts.windows(2) {
            assert_eq!(collator.compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn texts_stand_in_the_order_of_people() {
        check(&USUAL, &["_", "-x", "1", "10", "2", "a", "A", "ä", "b", "B", "é", "f", "z", "Z"]);
        check(&Wishes { locale: "sv", ..USUAL }, &["z", "ä", "ö"]);
        check(&Wishes { locale: "de-u-co-nonsense", ..USUAL }, &["a", "ä", "z"]);
        check(&Wishes { numeric: Some(true), ..USUAL }, &["2-c", "9-b", "10-a"]);
        check(&Wishes { locale: "en-u-kn", ..USUAL }, &["9", "10"]);
        check(&Wishes { case_first: Some("upper"), ..USUAL }, &["A", "a", "B", "b"]);
    }

    #[test]
    fn sensitivity_says_what_is_equal() {
        let equal = |sensitivity, left: &str, right: &str| {
            let wishes = Wishes { sensitivity: Some(sensitivity), ..USUAL };
            wishes.collator().unwrap().compare(left, right) == Ordering::Equal
        };
        for (sensitivity, accents, cases) in [
            ("base", true, true),
            ("accent", false, true),
            ("case", true, false),
            ("variant", false, false),
        ] {
            assert_eq!(equal(sensitivity, "résumé", "resume"), accents, "{sensitivity}");
            assert_eq!(equal(sensitivity, "tea", "Tea"), cases, "{sensitivity}");
        }
        let wishes = Wishes { ignores_punctuation: Some(true), ..USUAL };
        assert_eq!(wishes.collator().unwrap().compare("re-send", "resend"), Ordering::Equal);
    }

    #[test]
    fn what_is_no_language_tag_is_refused() {
        for tag in ["", "e", "en_US", "no such"] {
            assert!(Wishes { locale: tag, ..USUAL }.collator().is_none(), "{tag}");
        }
    }
}
