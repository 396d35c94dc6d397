//! The colours of the themes, as the design's table names them.

use ratatui::style::{Color, Modifier, Style};

/// A colour of `Ink` or `Paper`: true, and its nearest in the 256-colour palette.
#[derive(Clone, Copy)]
pub struct Tone {
    pub rgb: u32,
    pub x256: u8,
}

pub struct Colours {
    pub ground: Tone,
    pub ground_code: Tone,
    pub ground_selected: Tone,
    pub ground_overlay: Tone,
    pub text: Tone,
    pub bright: Tone,
    pub muted: Tone,
    pub faint: Tone,
    pub dimmed: Tone,
    pub accent: Tone,
    pub pass: Tone,
    pub fail: Tone,
    pub note: Tone,
    pub code_keyword: Tone,
    pub code_string: Tone,
    pub code_number: Tone,
    pub code_comment: Tone,
    pub code_name: Tone,
    pub code_punctuation: Tone,
}

const fn tone(rgb: u32, x256: u8) -> Tone {
    Tone { rgb, x256 }
}

pub const INK: Colours = Colours {
    ground: tone(0x15_161A, 233),
    ground_code: tone(0x1D_1F25, 234),
    ground_selected: tone(0x2A_2B31, 236),
    ground_overlay: tone(0x21_2329, 235),
    text: tone(0xD3_D0C8, 252),
    bright: tone(0xF5_F1E8, 255),
    muted: tone(0x97_948C, 247),
    faint: tone(0x48_4A52, 239),
    dimmed: tone(0x5E_5F66, 241),
    accent: tone(0xF0_B35A, 215),
    pass: tone(0x8C_C48A, 114),
    fail: tone(0xF2_837A, 210),
    note: tone(0x86_B6EA, 110),
    code_keyword: tone(0xA9_B4F2, 147),
    code_string: tone(0xA6_C79A, 150),
    code_number: tone(0xE0_AF8C, 180),
    code_comment: tone(0x95_928B, 247),
    code_name: tone(0x8C_C7CB, 116),
    code_punctuation: tone(0xA1_9E96, 247),
};

pub const PAPER: Colours = Colours {
    ground: tone(0xFB_F8F1, 231),
    ground_code: tone(0xF2_EDE1, 255),
    ground_selected: tone(0xE8_DFCB, 255),
    ground_overlay: tone(0xFF_FDF8, 231),
    text: tone(0x34_322C, 236),
    bright: tone(0x12_110D, 233),
    muted: tone(0x61_5E54, 59),
    faint: tone(0xCB_C5B6, 251),
    dimmed: tone(0xA9_A496, 247),
    accent: tone(0x93_5200, 94),
    pass: tone(0x28_702F, 22),
    fail: tone(0xAF_2F28, 124),
    note: tone(0x25_589E, 25),
    code_keyword: tone(0x44_50AC, 61),
    code_string: tone(0x3C_6A2B, 58),
    code_number: tone(0x8F_4A17, 94),
    code_comment: tone(0x64_5F55, 59),
    code_name: tone(0x1B_6872, 23),
    code_punctuation: tone(0x5F_5C53, 240),
};

/// What differs between the two themes of sixteen colours. Everything else is the terminal's own
/// text with weight.
pub struct Sixteen {
    pub rule: Color,
    pub accent: Color,
    pub pass: Style,
    pub note: Color,
    pub code_keyword: Color,
    pub code_string: Color,
    pub code_name: Color,
}

pub const DARK: Sixteen = Sixteen {
    rule: Color::DarkGray,
    accent: Color::Yellow,
    pass: Style::new().fg(Color::Green),
    note: Color::Cyan,
    code_keyword: Color::Magenta,
    code_string: Color::Green,
    code_name: Color::Cyan,
};

pub const LIGHT: Sixteen = Sixteen {
    rule: Color::Gray,
    accent: Color::Magenta,
    pass: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
    note: Color::Blue,
    code_keyword: Color::Blue,
    code_string: Color::Magenta,
    code_name: Color::Blue,
};
