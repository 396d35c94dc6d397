//! What a character means (`Role`) and where it stands (`Ground`), turned into colour and weight.
//!
//! A theme never changes a character or a position; the ASCII marks map one to one. The tables
//! are those of the design's colour roles. Choosing a theme is a pure function of what the
//! terminal says of itself.

mod colours;

use ratatui::style::{Color, Modifier, Style};

use self::colours::{Colours, DARK, INK, LIGHT, PAPER, Sixteen, Tone};
use crate::{
    config::{Marks, ThemeChoice},
    markup::Class,
    screen::keymap::changed::Keys,
};

/// What a piece of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Prose, values.
    Text,
    /// Emphasised prose: italic where the terminal has it.
    Emphasis,
    /// The third level of headings, run into its paragraph: text, bold.
    Strong,
    /// Headings, selection, keys, strong prose.
    Bright,
    /// Labels, units, counts.
    Muted,
    /// Rules and unfilled track; never words.
    Faint,
    /// All behind an overlay; never to be read.
    Dimmed,
    /// The bar of the place where the learner is.
    Accent,
    /// Here, and what Enter does.
    Here,
    /// The verdict "passed": mark or segment.
    Pass,
    /// The mark of a headline that says so.
    PassBold,
    /// A value that differs.
    Fail,
    /// The verdict "failed": mark or segment.
    FailBold,
    /// The bar of a callout, "could not be judged".
    Note,
    /// The first word of a callout, a question in a diagram.
    NoteBold,
    /// A glossary term at its first use.
    Term,
    /// What a search found.
    Match,
    InlineCode,
    /// Code that is nothing in particular.
    Code,
    Keyword,
    String,
    Number,
    /// Calls, JSON keys, variables of a request.
    Name,
    Comment,
    Punctuation,
    /// The cell of the cursor.
    Cursor,
}

/// What lies under the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    Screen,
    /// Code, text fields, changed lines.
    Code,
    /// The row that the keys move.
    Selected,
    /// A line of code that an error names.
    Marked,
    /// Text selected in a field: reversed where a theme has no ground to show it.
    SelectedText,
    /// Palette, dialogs.
    Overlay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Dark, own ground.
    Ink,
    /// Light, own ground.
    Paper,
    /// The terminal's sixteen colours on its dark ground.
    Dark,
    /// The terminal's sixteen colours on its light ground.
    Light,
    /// No colour: bold, underline, reverse and dim only.
    Mono,
}

/// How `Ink` and `Paper` name their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    True,
    Indexed256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub palette: Palette,
    pub depth: Depth,
    pub marks: Marks,
    /// What footers and Help call the keys.
    pub keys: Keys,
}

impl Theme {
    /// With the keys of the tables.
    pub const fn new(palette: Palette, depth: Depth, marks: Marks) -> Theme {
        Theme { palette, depth, marks, keys: Keys::UNCHANGED }
    }

    /// The same for a ground that is light or dark.
    #[must_use]
    pub fn on_ground(self, light: bool) -> Theme {
        let palette = match self.palette {
            Palette::Ink | Palette::Paper if light => Palette::Paper,
            Palette::Ink | Palette::Paper => Palette::Ink,
            Palette::Dark | Palette::Light if light => Palette::Light,
            Palette::Dark | Palette::Light => Palette::Dark,
            Palette::Mono => Palette::Mono,
        };
        Theme { palette, ..self }
    }

    /// Foreground and weight of `role`. Says nothing of the ground, so that what is written keeps
    /// the ground it is written on.
    pub fn style(self, role: Role) -> Style {
        match self.palette {
            Palette::Ink | Palette::Paper => self.coloured(role),
            Palette::Dark => sixteen(role, &DARK),
            Palette::Light => sixteen(role, &LIGHT),
            Palette::Mono => mono(role),
        }
    }

    /// The ground itself. Sixteen colours paint none; without colour the selected row is reversed.
    pub fn ground(self, ground: Ground) -> Style {
        let of = |colours: &Colours| match ground {
            Ground::Screen => colours.ground,
            Ground::Code => colours.ground_code,
            Ground::Selected | Ground::Marked | Ground::SelectedText => colours.ground_selected,
            Ground::Overlay => colours.ground_overlay,
        };
        match self.palette {
            Palette::Ink => Style::new().bg(self.depth.colour(of(&INK))),
            Palette::Paper => Style::new().bg(self.depth.colour(of(&PAPER))),
            Palette::Dark | Palette::Light | Palette::Mono => match ground {
                Ground::SelectedText => Style::new().add_modifier(Modifier::REVERSED),
                Ground::Selected if self.palette == Palette::Mono => {
                    Style::new().add_modifier(Modifier::REVERSED)
                }
                Ground::Selected
                | Ground::Screen
                | Ground::Code
                | Ground::Marked
                | Ground::Overlay => Style::new(),
            },
        }
    }

    /// `mark` in the character set of this theme; characters that are no marks stay.
    pub fn mark(self, mark: char) -> char {
        match self.marks {
            Marks::Unicode => mark,
            Marks::Ascii => ascii(mark),
        }
    }

    /// A word for the recordings of tests: the palette's name.
    pub fn name(self) -> &'static str {
        match self.palette {
            Palette::Ink => "ink",
            Palette::Paper => "paper",
            Palette::Dark => "dark",
            Palette::Light => "light",
            Palette::Mono => "mono",
        }
    }

    fn coloured(self, role: Role) -> Style {
        let colours = if self.palette == Palette::Paper { &PAPER } else { &INK };
        let plain = |tone| Style::new().fg(self.depth.colour(tone));
        let bold = |tone| plain(tone).add_modifier(Modifier::BOLD);
        match role {
            Role::Text | Role::Code => plain(colours.text),
            Role::Emphasis => plain(colours.text).add_modifier(Modifier::ITALIC),
            Role::Strong => bold(colours.text),
            Role::Bright => bold(colours.bright),
            Role::Muted => plain(colours.muted),
            Role::Faint => plain(colours.faint),
            Role::Dimmed => plain(colours.dimmed),
            Role::Accent => plain(colours.accent),
            Role::Here => bold(colours.accent),
            Role::Pass => plain(colours.pass),
            Role::PassBold => bold(colours.pass),
            Role::Fail => plain(colours.fail),
            Role::FailBold => bold(colours.fail),
            Role::Note => plain(colours.note),
            Role::NoteBold => bold(colours.note),
            Role::Term => plain(colours.text).add_modifier(Modifier::UNDERLINED),
            Role::Match => bold(colours.bright).add_modifier(Modifier::UNDERLINED),
            Role::InlineCode | Role::Name => plain(colours.code_name),
            Role::Keyword => plain(colours.code_keyword),
            Role::String => plain(colours.code_string),
            Role::Number => plain(colours.code_number),
            Role::Comment => plain(colours.code_comment).add_modifier(Modifier::ITALIC),
            Role::Punctuation => plain(colours.code_punctuation),
            Role::Cursor => plain(colours.accent).add_modifier(Modifier::REVERSED),
        }
    }
}

impl Role {
    /// How words of a class look.
    pub fn of(class: Class) -> Role {
        match class {
            Class::Text => Role::Text,
            Class::Emphasis => Role::Emphasis,
            Class::Bright => Role::Bright,
            Class::Strong => Role::Strong,
            Class::Muted => Role::Muted,
            Class::Faint => Role::Faint,
            Class::Note => Role::Note,
            Class::NoteBold => Role::NoteBold,
            Class::Term => Role::Term,
            Class::InlineCode => Role::InlineCode,
            Class::Code => Role::Code,
            Class::Keyword => Role::Keyword,
            Class::String => Role::String,
            Class::Number => Role::Number,
            Class::Name => Role::Name,
            Class::Comment => Role::Comment,
            Class::Punctuation => Role::Punctuation,
        }
    }

    /// Text of a program: shown as it is, also where marks are ASCII.
    pub fn is_code(self) -> bool {
        matches!(
            self,
            Role::InlineCode
                | Role::Code
                | Role::Keyword
                | Role::String
                | Role::Number
                | Role::Name
                | Role::Comment
                | Role::Punctuation
        )
    }
}

/// What the terminal says of itself, read by the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Announced<'a> {
    /// `$COLORTERM`
    pub colorterm: Option<&'a str>,
    /// `$TERM`
    pub term: Option<&'a str>,
    /// `$COLORFGBG`, as in `15;0`: foreground and background as numbers of the sixteen.
    pub colorfgbg: Option<&'a str>,
    /// `$NO_COLOR`
    pub no_color: Option<&'a str>,
}

/// The theme for a wish and a terminal.
///
/// A palette that was wished for wins over `NO_COLOR` (<https://no-color.org>: settings of the
/// user override it). Where 256 colours are not announced, `Ink` becomes `Dark` and `Paper`
/// becomes `Light`, because neither could be shown.
pub fn choose(wish: ThemeChoice, marks: Marks, terminal: &Announced<'_>) -> Theme {
    let depth = depth(terminal);
    let palette = match wish {
        ThemeChoice::Paper => Palette::Paper,
        ThemeChoice::Dark => Palette::Dark,
        ThemeChoice::Light => Palette::Light,
        ThemeChoice::Mono => Palette::Mono,
        ThemeChoice::Auto if asks_for_no_colour(terminal) => Palette::Mono,
        ThemeChoice::Auto if has_light_ground(terminal) => Palette::Paper,
        ThemeChoice::Ink | ThemeChoice::Auto => Palette::Ink,
    };
    let palette = match (palette, depth) {
        (Palette::Ink, None) => Palette::Dark,
        (Palette::Paper, None) => Palette::Light,
        (palette, _) => palette,
    };
    Theme::new(palette, depth.unwrap_or(Depth::Indexed256), marks)
}

/// Whether the terminal's ground decides between `Ink` and `Paper`, and nothing tells of it.
pub fn hangs_on_ground(wish: ThemeChoice, terminal: &Announced<'_>) -> bool {
    wish == ThemeChoice::Auto
        && !asks_for_no_colour(terminal)
        && depth(terminal).is_some()
        && terminal.colorfgbg.is_none_or(|value| !value.contains(';'))
}

fn asks_for_no_colour(terminal: &Announced<'_>) -> bool {
    terminal.no_color.is_some_and(|value| !value.is_empty()) || terminal.term == Some("dumb")
}

/// `None` where nothing more than sixteen colours is announced.
fn depth(terminal: &Announced<'_>) -> Option<Depth> {
    // Terminals that show true colour and whose name does not say so; a remote shell is told the
    // name but not COLORTERM.
    const TRUE_COLOUR_TERMS: [&str; 6] =
        ["xterm-kitty", "alacritty", "xterm-ghostty", "ghostty", "wezterm", "foot"];
    let term = terminal.term.unwrap_or("");
    let announces_true = matches!(terminal.colorterm, Some("truecolor" | "24bit"));
    if announces_true || term.ends_with("-direct") || TRUE_COLOUR_TERMS.contains(&term) {
        Some(Depth::True)
    } else if term.contains("256color") {
        Some(Depth::Indexed256)
    } else {
        None
    }
}

fn has_light_ground(terminal: &Announced<'_>) -> bool {
    let last = terminal.colorfgbg.and_then(|value| value.rsplit(';').next());
    matches!(last, Some("7" | "15"))
}

impl Depth {
    fn colour(self, tone: Tone) -> Color {
        match self {
            Depth::True => Color::from_u32(tone.rgb),
            Depth::Indexed256 => Color::Indexed(tone.x256),
        }
    }
}

fn sixteen(role: Role, colours: &Sixteen) -> Style {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    match role {
        // Red words are hard to read in many palettes, so a value that differs has its mark only.
        Role::Text | Role::Code | Role::Number | Role::Punctuation | Role::Fail => plain,
        Role::Emphasis => plain.add_modifier(Modifier::ITALIC),
        Role::Strong | Role::Bright => bold,
        Role::Muted | Role::Comment => plain.add_modifier(Modifier::DIM),
        Role::Faint | Role::Dimmed => plain.fg(colours.rule),
        Role::Accent | Role::Here => bold.fg(colours.accent),
        Role::Pass => colours.pass,
        Role::PassBold => colours.pass.add_modifier(Modifier::BOLD),
        Role::FailBold => bold.fg(Color::Red),
        Role::Note => plain.fg(colours.note),
        Role::NoteBold => bold.fg(colours.note),
        Role::Term => plain.add_modifier(Modifier::UNDERLINED),
        Role::Match => bold.add_modifier(Modifier::UNDERLINED),
        Role::InlineCode | Role::Name => plain.fg(colours.code_name),
        Role::Keyword => plain.fg(colours.code_keyword),
        Role::String => plain.fg(colours.code_string),
        Role::Cursor => bold.fg(colours.accent).add_modifier(Modifier::REVERSED),
    }
}

fn mono(role: Role) -> Style {
    let plain = Style::new();
    let bold = plain.add_modifier(Modifier::BOLD);
    match role {
        Role::Text
        | Role::Pass
        | Role::Code
        | Role::Keyword
        | Role::String
        | Role::Number
        | Role::Name
        | Role::Punctuation => plain,
        Role::Emphasis => plain.add_modifier(Modifier::ITALIC),
        Role::Strong
        | Role::Bright
        | Role::Accent
        | Role::Here
        | Role::PassBold
        | Role::Fail
        | Role::FailBold
        | Role::Note
        | Role::NoteBold
        | Role::InlineCode => bold,
        Role::Muted | Role::Faint | Role::Dimmed | Role::Comment => {
            plain.add_modifier(Modifier::DIM)
        }
        Role::Term => plain.add_modifier(Modifier::UNDERLINED),
        Role::Match => bold.add_modifier(Modifier::UNDERLINED),
        Role::Cursor => plain.add_modifier(Modifier::REVERSED),
    }
}

/// One column for one column.
fn ascii(mark: char) -> char {
    match mark {
        '✓' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╭' | '╮' | '╰' | '╯' => {
            '+'
        }
        '✗' => 'x',
        '•' => '*',
        '…' => '~',
        '–' | '─' => '-',
        '·' => '.',
        '↵' => '$',
        '▌' | '›' | '▸' | '→' | '▶' => '>',
        '←' | '◀' | '‹' => '<',
        '▾' | '↓' | '▼' => 'v',
        '↑' | '▲' => '^',
        '●' => 'O',
        '○' => 'o',
        '┊' | '╎' => ':',
        '│' => '|',
        '━' => '=',
        '╍' => '%',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_chosen_from_the_wish_and_what_the_terminal_says() {
        let check = |wish, terminal: Announced<'_>, expected: &str| {
            let theme = choose(wish, Marks::Unicode, &terminal);
            assert_eq!(format!("{} {:?}", theme.name(), theme.depth), expected, "{wish:?}");
        };
        let of = |colorterm, term, colorfgbg, no_color| Announced {
            colorterm,
            term,
            colorfgbg,
            no_color,
        };
        check(ThemeChoice::Auto, of(Some("truecolor"), Some("xterm"), None, None), "ink True");
        check(ThemeChoice::Auto, of(Some("24bit"), None, Some("0;15"), None), "paper True");
        check(
            ThemeChoice::Auto,
            of(None, Some("xterm-256color"), Some("15;0"), None),
            "ink Indexed256",
        );
        check(ThemeChoice::Auto, of(None, Some("foot"), None, None), "ink True");
        check(ThemeChoice::Auto, of(None, Some("xterm"), None, None), "dark Indexed256");
        check(ThemeChoice::Auto, of(None, None, None, None), "dark Indexed256");
        check(
            ThemeChoice::Auto,
            of(None, Some("linux"), Some("0;default;7"), None),
            "light Indexed256",
        );
        check(ThemeChoice::Auto, of(Some("truecolor"), None, None, Some("1")), "mono True");
        check(ThemeChoice::Auto, of(Some("truecolor"), None, None, Some("")), "ink True");
        check(ThemeChoice::Paper, of(Some("truecolor"), None, None, Some("1")), "paper True");
        check(ThemeChoice::Ink, of(None, Some("vt220"), None, None), "dark Indexed256");
        check(ThemeChoice::Paper, of(None, Some("vt220"), None, None), "light Indexed256");
    }

    #[test]
    fn the_ground_is_asked_for_where_nothing_tells_of_it() {
        let asks = |wish, colorterm, term, colorfgbg, no_color| {
            let terminal = Announced { colorterm, term: Some(term), colorfgbg, no_color };
            hangs_on_ground(wish, &terminal)
        };
        let auto = ThemeChoice::Auto;
        assert!(asks(auto, None, "xterm-256color", None, None));
        assert!(asks(auto, Some("truecolor"), "screen", None, Some("")));
        assert!(!asks(auto, None, "linux", None, None));
        assert!(!asks(auto, None, "dumb", None, None));
        assert!(!asks(auto, None, "xterm-256color", Some("0;15"), None));
        assert!(!asks(auto, None, "xterm-256color", None, Some("1")));
        assert!(!asks(ThemeChoice::Ink, None, "xterm-256color", None, None));
    }

    #[test]
    fn without_colour_the_weight_stays() {
        let theme = Theme::new(Palette::Mono, Depth::True, Marks::Unicode);
        for role in [Role::Text, Role::Here, Role::FailBold, Role::Match, Role::Cursor] {
            let style = theme.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        assert!(theme.style(Role::Here).has_modifier(Modifier::BOLD));
        assert!(theme.ground(Ground::Selected).has_modifier(Modifier::REVERSED));
    }
}
