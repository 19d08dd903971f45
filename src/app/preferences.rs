//! What one person prefers, whichever store is open: theme, mouse, keys. Lines of `name = value`; `#` begins a remark. A line
//! that cannot be read is said and the default holds; changing a line keeps every other one, remarks too.

use super::effect::Effect;
use super::state::{State, ThemeName};
use super::toast::Toast;
use crate::actions::{Action, Chord, Table};

/// What was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// `theme = dark` or `theme = light`; else the terminal's ground decides.
    pub theme: Option<ThemeName>,
    /// `mouse = off` leaves the mouse to the terminal from the start.
    pub mouse: Option<bool>,
    /// `key.add-contact = A Ctrl-A`: the keys of an action, the one the footer shows first.
    pub keys: Vec<(Action, Vec<Chord>)>,
}

impl Preferences {
    /// Reads a file's text; what cannot be read is said with its line, counted from 1.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let mut preferences = Self::default();
        let mut wrong = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            let text = without_remark(text);
            if !text.is_empty()
                && let Err(why) = preferences.take(text)
            {
                wrong.push(format!("Line {line}: {why}"));
            }
        }
        (preferences, wrong)
    }

    fn take(&mut self, text: &str) -> Result<(), String> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| format!("“{text}” is no name = value."))?;
        let (name, value) = (name.trim(), value.trim().trim_matches('"'));
        match (name, value) {
            ("theme", "dark") => self.theme = Some(ThemeName::Dark),
            ("theme", "light") => self.theme = Some(ThemeName::Light),
            ("theme", other) => return Err(format!("“{other}” is no theme. There are dark and light.")),
            ("mouse", "on") => self.mouse = Some(true),
            ("mouse", "off") => self.mouse = Some(false),
            ("mouse", other) => return Err(format!("The mouse is on or off, not “{other}”.")),
            _ => {
                let id = name.strip_prefix("key.").ok_or_else(|| {
                    format!("“{name}” is nothing to choose. There are theme, mouse and key.…")
                })?;
                let action = Action::named(id)
                    .ok_or_else(|| format!("There is no command “{id}”. README lists them."))?;
                let keys: Vec<Chord> = value
                    .split_whitespace()
                    .map(str::parse)
                    .collect::<Result<_, _>>()?;
                if keys.is_empty() {
                    return Err(format!("{id} needs a key."));
                }
                self.keys.retain(|(one, _)| *one != action);
                self.keys.push((action, keys));
            }
        }
        Ok(())
    }

    /// Puts them in force, and says what could not be.
    pub fn apply(self, state: &mut State, mut wrong: Vec<String>) {
        if let Some(mouse) = self.mouse {
            state.pointer.ours = mouse;
        }
        let (table, refused) = Table::with(self.keys);
        state.table = table;
        wrong.extend(refused);
        if !wrong.is_empty() {
            let words = format!(
                "Your configuration: {} The default holds instead.",
                wrong.join(" ")
            );
            state.say(Toast::error(words));
        }
    }
}

/// The text of a file with one line changed, or added at its end.
pub fn changed(text: &str, name: &str, value: &str) -> String {
    let mut found = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mine = without_remark(line).split('=').next().map(str::trim) == Some(name);
        if !mine {
            lines.push(line.to_owned());
        } else if !found {
            found = true;
            let remark = line.find('#').and_then(|at| line.get(at..));
            let remark = remark.map_or(String::new(), |remark| format!(" {remark}"));
            lines.push(format!("{name} = {value}{remark}"));
        }
    }
    if !found {
        lines.push(format!("{name} = {value}"));
    }
    lines.join("\n") + "\n"
}

/// The other theme, from now on and at each start.
pub(super) fn change_theme(state: &mut State) -> Vec<Effect> {
    let (theme, value) = match state.look.theme {
        ThemeName::Dark => (ThemeName::Light, "light"),
        ThemeName::Light => (ThemeName::Dark, "dark"),
    };
    state.look.theme = theme;
    state.say(Toast::done(format!("The theme is {value} from now on.")));
    vec![Effect::Prefer("theme", value)]
}

/// A sign that is a key of its own is no remark: `key.help = #`.
fn without_remark(line: &str) -> &str {
    let trimmed = line.trim();
    if trimmed.starts_with('#') {
        return "";
    }
    let cut = trimmed
        .find(" #")
        .filter(|at| trimmed.get(at + 2..).is_some_and(|rest| !rest.is_empty()));
    cut.and_then(|at| trimmed.get(..at)).unwrap_or(trimmed).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_choose_and_mistakes_name_their_line_and_leave_the_rest() {
        let text = "# mine\n\ntheme = \"light\" # bright room\nmouse = off\nkey.add-contact = A Ctrl-A\n";
        let (read, wrong) = Preferences::read(text);
        assert_eq!(
            (read.theme, read.mouse, read.keys.len()),
            (Some(ThemeName::Light), Some(false), 1)
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        for bad in [
            "theme = blue",
            "thme = dark",
            "dark",
            "mouse = maybe",
            "key.fly = x",
            "key.help = Entr",
            "key.help =",
        ] {
            let (read, wrong) = Preferences::read(&format!("\n{bad}\nmouse = off\n"));
            assert_eq!(read.mouse, Some(false), "{bad}");
            assert!(
                wrong.len() == 1 && wrong.iter().all(|why| why.starts_with("Line 2: ")),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn a_change_keeps_remarks_and_every_other_line() {
        let text = "# mine\ntheme = dark # at night\n\nmouse = off\n";
        assert_eq!(
            changed(text, "theme", "light"),
            "# mine\ntheme = light # at night\n\nmouse = off\n"
        );
        assert_eq!(changed("# mine\n", "theme", "dark"), "# mine\ntheme = dark\n");
        assert_eq!(changed("", "theme", "dark"), "theme = dark\n");
    }
}
