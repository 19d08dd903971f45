//! What the terminal can show, from the environment alone: a question to the terminal may never be answered.

use crate::app::{Colours, Look, ThemeName};

/// Finds out what was not chosen. `variable` gives an environment variable.
pub fn find(colours: Option<Colours>, variable: impl Fn(&str) -> Option<String>) -> Look {
    Look {
        theme: background(variable("COLORFGBG").as_deref()),
        colours: colours.unwrap_or_else(|| depth(&variable)),
    }
}

/// `COLORFGBG` is `letters;ground`, with the ground as one of the 16 colours; 7 and 15 are light.
fn background(colours: Option<&str>) -> ThemeName {
    match colours.and_then(|colours| colours.rsplit(';').next()) {
        Some("7" | "15") => ThemeName::Light,
        _ => ThemeName::Dark,
    }
}

/// `NO_COLOR` counts when it is not empty (no-color.org).
fn depth(variable: &impl Fn(&str) -> Option<String>) -> Colours {
    let unwanted = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let unable = variable("TERM").is_some_and(|term| term == "dumb" || term.starts_with("vt1"));
    if unwanted || unable {
        Colours::None
    } else {
        Colours::Sixteen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Look {
        find(None, |name| {
            let found = pairs.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn no_color_and_terminals_without_colour() {
        assert_eq!(with(&[("NO_COLOR", "1")]).colours, Colours::None);
        assert_eq!(with(&[("NO_COLOR", "")]).colours, Colours::Sixteen);
        assert_eq!(with(&[("TERM", "dumb")]).colours, Colours::None);
        assert_eq!(with(&[("TERM", "xterm-256color")]).colours, Colours::Sixteen);
    }

    #[test]
    fn the_ground_chooses_the_theme_and_colours_can_be_chosen() {
        assert_eq!(with(&[("COLORFGBG", "0;15")]).theme, ThemeName::Light);
        assert_eq!(with(&[("COLORFGBG", "15;default;0")]).theme, ThemeName::Dark);
        assert_eq!(with(&[]).theme, ThemeName::Dark);
        let chosen = find(Some(Colours::None), |_| Some("0;15".to_owned()));
        assert_eq!(chosen.theme, ThemeName::Light);
        assert_eq!(chosen.colours, Colours::None);
    }
}
