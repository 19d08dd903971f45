//! What each kind of thing looks like: read from the files in `assets/themes`, or from one of a person's own. A line that
//! cannot be read is said, and what the dark theme has holds there. Colour is never the only sign.

use ratatui::style::{Color, Modifier, Style};
use std::str::FromStr;
use std::sync::LazyLock;

/// The themes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For dark backgrounds.
    #[default]
    Dark,
    /// For light backgrounds.
    Light,
    /// For terminals without dim and underlined.
    Sixteen,
    /// Without colours.
    Mono,
}

impl ThemeName {
    /// Every one, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Sixteen, Self::Mono];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Sixteen => "16-colour",
            Self::Mono => "mono",
        }
    }

    /// The theme of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    fn file(self) -> &'static str {
        match self {
            Self::Dark => include_str!("../../assets/themes/dark"),
            Self::Light => include_str!("../../assets/themes/light"),
            Self::Sixteen => include_str!("../../assets/themes/16-colour"),
            Self::Mono => include_str!("../../assets/themes/mono"),
        }
    }
}

macro_rules! theme {
    ($( $part:ident $help:literal )*) => {
        /// The style of each kind of thing.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Theme {
            $( #[doc = $help] pub $part: Style, )*
        }

        impl Theme {
            /// The names that a file can give styles to.
            pub const PARTS: &'static [&'static str] = &[ $( stringify!($part) ),* ];

            fn part(&mut self, name: &str) -> Option<&mut Style> {
                match name {
                    $( stringify!($part) => Some(&mut self.$part), )*
                    _ => None,
                }
            }
        }
    };
}

theme! {
    text "What one reads."
    dim "What is secondary."
    line "The lines between panes."
    focus "The heading of the pane that has the keys."
    heading "The heading of another pane."
    title "What a group of lines is about."
    cursor "The row under the cursor, where the keys are."
    chosen "The row under the cursor in another pane."
    key "A key in footer and help."
    good "Good news."
    warning "A warning."
    error "An error."
    mark "The part of a text that was found or is wrong."
}

static THEMES: LazyLock<[Theme; 4]> =
    LazyLock::new(|| ThemeName::ALL.map(|name| Theme::onto(Theme::default(), name.file()).0));

impl Theme {
    /// One of those that come with the program.
    pub fn of(name: ThemeName) -> Self {
        let [dark, light, sixteen, mono] = *THEMES;
        match name {
            ThemeName::Dark => dark,
            ThemeName::Light => light,
            ThemeName::Sixteen => sixteen,
            ThemeName::Mono => mono,
        }
    }

    /// Reads a file's text; what cannot be read is said with its line, counted from 1.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        Self::onto(Self::of(ThemeName::Dark), text)
    }

    fn onto(mut theme: Self, text: &str) -> (Self, Vec<String>) {
        let mut wrong = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = without_remark(line);
            if line.is_empty() {
                continue;
            }
            if let Err(why) = theme.take(line) {
                wrong.push(format!("Line {number}: {why}"));
            }
        }
        (theme, wrong)
    }

    fn take(&mut self, line: &str) -> Result<(), String> {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| format!("“{line}” is no name = colour."))?;
        let name = name.trim();
        let style = style(value)?;
        let part = self.part(name);
        let part = part.ok_or_else(|| {
            format!(
                "Nothing is called “{name}”. There are {}.",
                Self::PARTS.join(", ")
            )
        })?;
        *part = style;
        Ok(())
    }
}

/// A colour written with `#` stays: a remark begins after a blank, and has one behind its sign.
fn without_remark(line: &str) -> &str {
    let line = line.trim();
    if line.starts_with('#') {
        return "";
    }
    line.split_once(" # ").map_or(line, |(before, _)| before).trim()
}

fn style(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut ground = false;
    for word in text.split_whitespace() {
        let modifier = match word {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underlined" => Modifier::UNDERLINED,
            "reversed" => Modifier::REVERSED,
            "on" if !ground => {
                ground = true;
                continue;
            }
            _ => {
                let colour = colour(word)?;
                style = match (std::mem::take(&mut ground), colour) {
                    (_, Color::Reset) => style,
                    (true, colour) => style.bg(colour),
                    (false, colour) => style.fg(colour),
                };
                continue;
            }
        };
        style = style.add_modifier(modifier);
    }
    if ground {
        return Err("“on” needs a colour behind it.".to_owned());
    }
    let over = style.bg.is_some() || style.add_modifier.contains(Modifier::REVERSED);
    // A row under the cursor is read first: nothing of it stays dim.
    Ok(if over {
        style.remove_modifier(Modifier::DIM)
    } else {
        style
    })
}

fn colour(word: &str) -> Result<Color, String> {
    let named = match word {
        "default" => Some(Color::Reset),
        "white" => Some(Color::Gray),
        "bright-black" => Some(Color::DarkGray),
        "bright-white" => Some(Color::White),
        "black" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" => Color::from_str(word).ok(),
        _ => match word.strip_prefix("bright-") {
            Some(dark @ ("red" | "green" | "yellow" | "blue" | "magenta" | "cyan")) => {
                Color::from_str(&format!("light{dark}")).ok()
            }
            None if word.starts_with('#') || word.bytes().all(|byte| byte.is_ascii_digit()) => {
                Color::from_str(word).ok()
            }
            _ => None,
        },
    };
    named.ok_or_else(|| {
        format!("“{word}” is no colour. There are red, bright-red, 0 to 255, #rrggbb and the like.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_comes_with_the_program_names_every_part_and_nothing_else() {
        for name in ThemeName::ALL {
            let (_, wrong) = Theme::onto(Theme::default(), name.file());
            assert!(wrong.is_empty(), "{}: {wrong:?}", name.name());
            for part in Theme::PARTS {
                let named = name.file().lines().any(|line| {
                    let first = line.split('=').next().unwrap_or_default();
                    first.trim() == *part
                });
                assert!(named, "{} has no {part}", name.name());
            }
            assert_eq!(ThemeName::named(name.name()), Some(name));
        }
    }

    #[test]
    fn only_mono_is_without_colour() {
        for name in ThemeName::ALL {
            let mut theme = Theme::of(name);
            let coloured = Theme::PARTS
                .iter()
                .filter_map(|part| theme.part(part).copied())
                .any(|style| style.fg.is_some() || style.bg.is_some());
            assert_eq!(coloured, name != ThemeName::Mono, "{}", name.name());
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_said_and_the_rest_holds() {
        let text = "# mine\nfocus = #ff8800 bold # orange\n\ncursor = black on 214\nerror = rot\nfocsu = red\nkey\nmark = on\n";
        let (theme, wrong) = Theme::read(text);
        assert_eq!(theme.focus, Style::new().fg(Color::Rgb(255, 136, 0)).bold());
        let cursor = Style::new().fg(Color::Black).bg(Color::Indexed(214));
        assert_eq!(theme.cursor, cursor.remove_modifier(Modifier::DIM));
        let dark = Theme::of(ThemeName::Dark);
        assert_eq!(
            (theme.error, theme.key, theme.mark),
            (dark.error, dark.key, dark.mark)
        );
        let lines: Vec<&str> = wrong.iter().filter_map(|why| why.split(':').next()).collect();
        assert_eq!(lines, ["Line 5", "Line 6", "Line 7", "Line 8"], "{wrong:?}");
    }
}
