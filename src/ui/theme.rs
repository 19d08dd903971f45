//! What each thing looks like, by theme and number of colours. One accent; colour is never the only sign.

use crate::app::{Colours, Look, ThemeName};
use ratatui::style::{Color, Modifier, Style};

/// The style of each kind of thing.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// What one reads.
    pub text: Style,
    /// What is secondary.
    pub dim: Style,
    /// The lines between panes.
    pub line: Style,
    /// The heading of the pane that has the keys.
    pub focus: Style,
    /// The heading of another pane.
    pub heading: Style,
    /// What a group of lines is about.
    pub title: Style,
    /// The row under the cursor, where the keys are.
    pub cursor: Style,
    /// The row under the cursor in another pane.
    pub chosen: Style,
    /// A key in footer and help.
    pub key: Style,
    /// Good news.
    pub good: Style,
    /// A warning.
    pub warning: Style,
    /// An error.
    pub error: Style,
    /// The part of a text that was found or is wrong.
    pub mark: Style,
}

impl Theme {
    /// For what the terminal can show.
    pub fn of(look: Look) -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        let reverse = plain
            .add_modifier(Modifier::REVERSED)
            .remove_modifier(Modifier::DIM);
        if look.colours == Colours::None {
            return Self {
                text: plain,
                dim,
                line: dim,
                focus: bold.add_modifier(Modifier::UNDERLINED),
                heading: plain,
                title: bold,
                cursor: reverse,
                chosen: bold,
                key: bold,
                good: plain,
                warning: bold,
                error: bold,
                mark: plain.add_modifier(Modifier::UNDERLINED),
            };
        }
        let (accent, green, yellow, red) = match look.theme {
            ThemeName::Dark => (Color::Cyan, Color::Green, Color::Yellow, Color::LightRed),
            ThemeName::Light => (Color::Blue, Color::Green, Color::Yellow, Color::Red),
        };
        Self {
            text: plain,
            dim,
            line: dim,
            focus: bold.fg(accent),
            heading: plain,
            title: bold,
            cursor: reverse.fg(accent),
            chosen: plain.fg(accent),
            key: plain.fg(accent),
            good: plain.fg(green),
            warning: plain.fg(yellow),
            error: plain.fg(red),
            mark: plain.fg(accent).add_modifier(Modifier::UNDERLINED),
        }
    }
}
