//! The weights of letters in the root order: base letter, accents, case.

/// One letter as a collation sees it.
pub struct Letter {
    /// What is compared first.
    pub primary: Vec<u32>,
    /// An accent of 0 says that there is none.
    pub accents: Vec<u32>,
    pub is_upper: bool,
}

/// Spaces and punctuation, then symbols, in the root order.
const MARKS: &str = "\t\n\u{b}\u{c}\r \u{a0}_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
/// How many of `MARKS` are spaces and punctuation, which a shifted collation does not see.
const VARIABLE_MARKS: usize = 30;
const DIGITS_START: u32 = 0x100;
const NUMBER_START: u32 = 0x180;
const LETTERS_START: u32 = 0x200;

/// Letters that are a base letter and an accent; a line's first column names the accent.
const ACCENTED: [(u32, &str); 14] = [
    (1, "aàeèiìoòuùAÀEÈIÌOÒUÙnǹNǸ"),
    (2, "aáeéiíoóuúyýAÁEÉIÍOÓUÚYÝcćCĆlĺLĹnńNŃrŕRŔsśSŚzźZŹ"),
    (3, "aâeêiîoôuûAÂEÊIÎOÔUÛcĉCĈgĝGĜhĥHĤjĵJĴsŝSŜwŵWŴyŷYŶ"),
    (4, "aãnñoõAÃNÑOÕiĩIĨuũUŨ"),
    (5, "aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸ"),
    (6, "aåAÅuůUŮ"),
    (7, "cçCÇgģGĢkķKĶlļLĻnņNŅrŗRŖsşSŞtţTŢ"),
    (8, "cčCČdďDĎeěEĚlľLĽnňNŇrřRŘsšSŠtťTŤzžZŽ"),
    (9, "aāeēiīoōuūAĀEĒIĪOŌUŪ"),
    (10, "aăeĕgğiĭoŏuŭAĂEĔGĞIĬOŎUŬ"),
    (11, "aąeęiįuųAĄEĘIĮUŲ"),
    (12, "cċeėgġIİzżCĊEĖGĠZŻ"),
    (13, "oőuűOŐUŰ"),
    (14, "oøOØlłLŁdđDĐ"),
];

/// Letters that sort as two.
const PAIRS: [(char, &str); 6] =
    [('ß', "ss"), ('æ', "ae"), ('Æ', "AE"), ('œ', "oe"), ('Œ', "OE"), ('þ', "th")];

/// Combining accents with the number that `ACCENTED` gives them.
const COMBINING: [(char, u32); 13] = [
    ('\u{300}', 1),
    ('\u{301}', 2),
    ('\u{302}', 3),
    ('\u{303}', 4),
    ('\u{308}', 5),
    ('\u{30a}', 6),
    ('\u{327}', 7),
    ('\u{30c}', 8),
    ('\u{304}', 9),
    ('\u{306}', 10),
    ('\u{328}', 11),
    ('\u{307}', 12),
    ('\u{30b}', 13),
];

/// The letters of a text; with `numeric`, a run of digits is one letter.
pub fn letters(text: &str, numeric: bool, shifted: bool) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(ch) = rest.next() {
        if let Some((_, accent)) = COMBINING.iter().find(|(mark, _)| *mark == ch) {
            match letters.last_mut() {
                Some(letter) if letter.accents == [0] => letter.accents = vec![*accent],
                Some(letter) => letter.accents.push(*accent),
                None => {}
            }
        } else if let Some((_, pair)) = PAIRS.iter().find(|(letter, _)| *letter == ch) {
            letters.extend(pair.chars().map(|ch| Letter { accents: vec![1], ..plain(ch, 0) }));
        } else if numeric && ch.is_ascii_digit() {
            let mut digits = vec![ch];
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            letters.push(number(&digits));
        } else if let Some(at) = MARKS.chars().position(|mark| mark == ch) {
            if !(shifted && at < VARIABLE_MARKS) {
                let primary = u32::try_from(at).expect("the table is short") + 1;
                letters.push(Letter { primary: vec![primary], accents: vec![0], is_upper: false });
            }
        } else if !ch.is_control() {
            let (base, accent) = accented(ch);
            letters.push(plain(base, accent));
        }
    }
    letters
}

fn plain(base: char, accent: u32) -> Letter {
    let lower = base.to_lowercase().next().unwrap_or(base);
    let primary = match lower {
        '0'..='9' => DIGITS_START + u32::from(lower),
        _ => LETTERS_START + u32::from(lower),
    };
    Letter { primary: vec![primary], accents: vec![accent], is_upper: base.is_uppercase() }
}

/// The length of a number decides before its digits do; leading zeros do not count.
fn number(digits: &[char]) -> Letter {
    let zeros = digits.iter().take_while(|digit| **digit == '0').count();
    let significant = &digits[zeros..];
    let length = u32::try_from(significant.len()).unwrap_or(u32::MAX);
    let mut primary = vec![NUMBER_START, length];
    primary.extend(significant.iter().map(|digit| DIGITS_START + u32::from(*digit)));
    Letter { primary, accents: vec![0], is_upper: false }
}

fn accented(ch: char) -> (char, u32) {
    if ch.is_ascii() {
        return (ch, 0);
    }
    for (accent, line) in ACCENTED {
        let mut pairs = line.chars();
        while let (Some(base), Some(letter)) = (pairs.next(), pairs.next()) {
            if letter == ch {
                return (base, accent);
            }
        }
    }
    (ch, 0)
}
