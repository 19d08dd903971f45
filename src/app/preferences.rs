//! What one person prefers, whichever store is open: theme, mouse, keys. Lines of `name = value`; `#` begins a remark. A line
//! that cannot be read is said and the default holds; changing a line keeps every other one, remarks too.

use super::effect::{Effect, Question, Slot};
use super::state::State;
use super::theme::{Theme, ThemeName};
use super::toast::Toast;
use crate::actions::{Action, Chord, Table};

/// What was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// `theme = dark` or another that comes with the program, or a file; else the terminal's ground decides.
    pub theme: Option<Chosen>,
    /// `mouse = off` leaves the mouse to the terminal from the start.
    pub mouse: Option<bool>,
    /// `key.add-contact = A Ctrl-A`: the keys of an action, the one the footer shows first.
    pub keys: Vec<(Action, Vec<Chord>)>,
}

/// The theme that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One that comes with the program.
    Named(ThemeName),
    /// A file of one's own, as it is written in the file of preferences.
    File(String),
}

impl Chosen {
    /// A theme's name, or a path: what has a slash.
    fn read(text: &str) -> Result<Self, String> {
        if text.contains('/') {
            return Ok(Self::File(text.to_owned()));
        }
        ThemeName::named(text).map(Self::Named).ok_or_else(|| {
            let names = ThemeName::ALL.map(ThemeName::name).join(", ");
            format!("“{text}” is no theme. There are {names}; a file of your own has a slash in its path.")
        })
    }

    /// As it is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Named(name) => name.name(),
            Self::File(path) => path,
        }
    }
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
            ("theme", text) => self.theme = Some(Chosen::read(text)?),
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

    /// The file of a theme of one's own.
    pub fn theme_file(&self) -> Option<&str> {
        match &self.theme {
            Some(Chosen::File(path)) => Some(path),
            _ => None,
        }
    }

    /// Puts them in force, and says what could not be.
    pub fn apply(self, state: &mut State, mut wrong: Vec<String>) {
        if let Some(mouse) = self.mouse {
            state.pointer.ours = mouse;
        }
        if let Some(Chosen::Named(name)) = self.theme {
            state.look.theme = name;
        }
        let (table, refused) = Table::with(self.keys.clone());
        state.table = table;
        wrong.extend(refused);
        state.preferences = self;
        if !wrong.is_empty() {
            let words = format!(
                "Your configuration: {} The default holds instead.",
                wrong.join(" ")
            );
            state.say(Toast::error(words));
        }
    }
}

/// The text of a file with one line changed, or added at its end; an empty value takes it away, its remark stays.
pub fn changed(text: &str, name: &str, value: &str) -> String {
    let mut found = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mine = without_remark(line).split('=').next().map(str::trim) == Some(name);
        if !mine {
            lines.push(line.to_owned());
        } else if !found {
            found = true;
            let remark = line.find(" #").and_then(|at| line.get(at + 1..));
            match (remark, value.is_empty()) {
                (None, true) => {}
                (Some(remark), true) => lines.push(remark.to_owned()),
                (None, false) => lines.push(format!("{name} = {value}")),
                (Some(remark), false) => lines.push(format!("{name} = {value} {remark}")),
            }
        }
    }
    if !found && !value.is_empty() {
        lines.push(format!("{name} = {value}"));
    }
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// The other theme, from now on and at each start.
pub(super) fn change_theme(state: &mut State) -> Vec<Effect> {
    let theme = match (state.own_theme, state.look.theme) {
        (None, ThemeName::Dark) => ThemeName::Light,
        _ => ThemeName::Dark,
    };
    let value = theme.name();
    state.say(Toast::done(format!("The theme is {value} from now on.")));
    choose(state, &[("theme".to_owned(), value.to_owned())])
}

/// What is chosen by a name now, as it is written; empty where nothing is.
pub(super) fn text_of(preferences: &Preferences, name: &str) -> String {
    match name {
        "theme" => preferences.theme.as_ref().map_or("", Chosen::text).to_owned(),
        "mouse" => match preferences.mouse {
            Some(true) => "on".to_owned(),
            Some(false) => "off".to_owned(),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// Why a value cannot be chosen.
pub(super) fn refusal(name: &str, value: &str) -> Option<String> {
    if value.is_empty() {
        return None;
    }
    Preferences::default().take(&format!("{name} = {value}")).err()
}

/// Puts what was chosen in force, and has it kept: names and values, empty for none.
pub(super) fn choose(state: &mut State, chosen: &[(String, String)]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (name, value) in chosen {
        match (name.as_str(), name.strip_prefix("key.")) {
            ("theme", _) => state.preferences.theme = None,
            ("mouse", _) => state.preferences.mouse = None,
            (_, Some(id)) => state.preferences.keys.retain(|(action, _)| action.id() != id),
            _ => {}
        }
        // What has been refused before it was chosen is left out.
        let _ = (!value.is_empty()).then(|| state.preferences.take(&format!("{name} = {value}")));
        match name.as_str() {
            "theme" => effects.extend(wear(state)),
            "mouse" => {
                state.pointer.ours = state.preferences.mouse.unwrap_or(true);
                effects.push(Effect::Mouse(state.pointer.ours));
            }
            _ => {}
        }
        effects.push(Effect::Prefer(name.clone(), value.clone()));
    }
    if chosen.iter().any(|(name, _)| name.starts_with("key.")) {
        state.table = Table::with(state.preferences.keys.clone()).0;
    }
    effects
}

/// Puts the chosen theme on; that of a file is read first.
fn wear(state: &mut State) -> Option<Effect> {
    state.own_theme = None;
    match &state.preferences.theme {
        Some(Chosen::Named(name)) => state.look.theme = *name,
        None => state.look.theme = state.ground,
        Some(Chosen::File(path)) => {
            let question = Question::Theme(path.clone());
            return Some(state.tickets.ask(Slot::Theme, question).1);
        }
    }
    None
}

/// The text of one's own theme, or why there is none: what cannot be read is said, and the default holds.
pub fn take_theme(state: &mut State, read: Result<String, String>) {
    if state.preferences.theme_file().is_none() {
        return;
    }
    let wrong = match read {
        Err(why) => vec![why],
        Ok(text) => {
            let (theme, wrong) = Theme::read(&text);
            state.own_theme = Some(theme);
            wrong
        }
    };
    if !wrong.is_empty() {
        let words = format!("Your theme: {} The default holds instead.", wrong.join(" "));
        state.say(Toast::error(words));
    }
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
            (Some(Chosen::Named(ThemeName::Light)), Some(false), 1)
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
        assert_eq!(changed(text, "theme", ""), "# mine\n# at night\n\nmouse = off\n");
        assert_eq!(changed(text, "mouse", ""), "# mine\ntheme = dark # at night\n\n");
        assert_eq!(changed("", "mouse", ""), "");
    }
}
