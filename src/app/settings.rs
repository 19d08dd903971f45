//! The settings: what the store has settled for all who use it, then what one person prefers, then their keys. Saved are the
//! lines that were changed and no others, so that what somebody else has settled meanwhile stays, or is shown first.

use super::effect::{Effect, Ticket};
use super::event::{Key, KeyCode};
use super::form::{Form, Line, Pressed};
use super::popup::{Context, Reply, Step};
use super::preferences;
use super::state::State;
use super::theme::ThemeName;
use super::toast::Toast;
use crate::actions::{Chord, Entry, TABLE};
use crate::model::{Moment, Setting, Settings};
use crate::phone::Region;
use crate::store::{Applied, Change, StoreError};

/// How many offers are worth naming.
const OFFERS: usize = 12;

/// The form.
#[derive(Debug)]
pub struct SettingsForm {
    /// One line a setting, a preference, a command's keys.
    pub form: Form,
    kinds: Vec<Kind>,
    waiting: Option<Ticket>,
}

/// What a line is.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Settled in the store.
    Store(Setting),
    /// A line of the file of preferences.
    Own(&'static str),
    /// The keys of a command, in the same file.
    Keys(&'static Entry),
}

impl Kind {
    fn all() -> Vec<Self> {
        let own = ["theme", "mouse"];
        let store = Setting::ALL.into_iter().map(Self::Store);
        let all = store
            .chain(own.map(Self::Own))
            .chain(TABLE.iter().map(Self::Keys));
        all.collect()
    }

    fn label(self) -> String {
        match self {
            Self::Store(setting) => setting.label().to_owned(),
            Self::Own("theme") => "Theme".to_owned(),
            Self::Own(_) => "Mouse".to_owned(),
            Self::Keys(entry) => format!("Key: {}", entry.action.id().replace('-', " ")),
        }
    }

    fn text(self, state: &State) -> String {
        match self {
            Self::Store(setting) => setting.text(&state.names().settings),
            Self::Own(name) => preferences::text_of(&state.preferences, name),
            Self::Keys(entry) => {
                let keys = state.table.entry(entry.action).map_or(entry.keys, |row| row.keys);
                written(keys)
            }
        }
    }

    /// What may stand there, said where nothing is wrong.
    fn echo(self, text: &str, moment: Moment) -> String {
        let offers = self.offers(text);
        if !offers.is_empty() {
            let more = if offers.len() > OFFERS { " …" } else { "" };
            let shown: Vec<&str> = offers.into_iter().take(OFFERS).collect();
            return format!("Tab: {}{more}", shown.join(" · "));
        }
        match self {
            Self::Store(setting) => {
                let now = understood(setting, text, moment);
                format!("{now}{}", setting.meaning())
            }
            Self::Own("theme") => {
                let names = ThemeName::ALL.map(ThemeName::name).join(", ");
                format!("{names}, or the path of a file of your own. Empty: as the terminal's ground is.")
            }
            Self::Own(_) => "on, or off: the terminal keeps it until M takes it.".to_owned(),
            Self::Keys(entry) => format!(
                "{}. Several with blanks between; empty: {}.",
                entry.help,
                written(entry.keys)
            ),
        }
    }

    fn offers(self, text: &str) -> Vec<&'static str> {
        let known: Vec<&'static str> = match self {
            Self::Store(setting) => return setting.offers(text),
            Self::Own("theme") => ThemeName::ALL.map(ThemeName::name).to_vec(),
            Self::Own(_) => vec!["on", "off"],
            Self::Keys(_) => return Vec::new(),
        };
        let begins = |name: &&str| !text.is_empty() && name.starts_with(text) && *name != text;
        known.into_iter().filter(begins).collect()
    }

    /// Why a text cannot be saved.
    fn refusal(self, text: &str) -> Option<String> {
        match self {
            Self::Store(setting) => setting.put(&mut Settings::default(), text).err(),
            Self::Own(name) => preferences::refusal(name, text),
            Self::Keys(entry) => preferences::refusal(&format!("key.{}", entry.action.id()), text),
        }
    }
}

/// What was understood of a setting, where its text does not say it all.
fn understood(setting: Setting, text: &str, moment: Moment) -> String {
    let mut settings = Settings::default();
    if text.is_empty() || setting.put(&mut settings, text).is_err() {
        return String::new();
    }
    match setting {
        Setting::TimeZone => format!("It is {} there. ", moment.now.minute(settings.time_zone)),
        Setting::Country => {
            Region::named(text).map_or(String::new(), |region| format!("{}. ", region.name()))
        }
        _ => String::new(),
    }
}

fn written(keys: &[Chord]) -> String {
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    keys.join(" ")
}

impl SettingsForm {
    /// Of the store as it is, and of what the person prefers.
    pub fn new(state: &State) -> Self {
        let kinds = Kind::all();
        let lines = kinds.iter().map(|kind| Line::new(kind.label(), kind.text(state)));
        let mut form = Self {
            form: Form::new(lines.collect()),
            kinds,
            waiting: None,
        };
        form.look(state.moment());
        form
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if key.code == KeyCode::Tab && self.complete() {
            self.look(context.moment);
            return Reply::default();
        }
        match self.form.key(key) {
            Pressed::Cancel => return Reply::close(),
            Pressed::Save => return self.save(context),
            Pressed::Edited | Pressed::Moved => self.look(context.moment),
            Pressed::Other => {}
        }
        Reply::default()
    }

    pub(super) fn paste(&mut self, text: &str, context: &Context<'_>) -> Reply {
        self.form.paste(text.trim());
        self.look(context.moment);
        Reply::default()
    }

    /// Takes the first offer; false where there is none.
    fn complete(&mut self) -> bool {
        let (Some(kind), Some(line)) = (
            self.kinds.get(self.form.at),
            self.form.lines.get_mut(self.form.at),
        ) else {
            return false;
        };
        let offers = kind.offers(line.input.trimmed());
        let Some(first) = offers.first() else {
            return false;
        };
        line.input.set(*first);
        line.error = None;
        true
    }

    /// Says what the line at the cursor means.
    fn look(&mut self, moment: Moment) {
        if let (Some(kind), Some(line)) = (
            self.kinds.get(self.form.at),
            self.form.lines.get_mut(self.form.at),
        ) {
            line.echo = kind.echo(line.input.trimmed(), moment);
        }
        for (at, line) in self.form.lines.iter_mut().enumerate() {
            if at != self.form.at {
                line.echo.clear();
            }
        }
    }

    /// The lines that are not as they were.
    fn changed(&self) -> impl Iterator<Item = (Kind, &Line)> {
        let lines = self.kinds.iter().copied().zip(&self.form.lines);
        lines.filter(|(_, line)| line.input.trimmed() != line.was)
    }

    fn save(&mut self, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return Reply::default();
        }
        self.check(context);
        if !self.form.is_complete() {
            self.look(context.moment);
            return Reply::default();
        }
        let prefer = self.preferred();
        let mut settings = context.catalogue.settings.clone();
        for (kind, line) in self.changed() {
            if let Kind::Store(setting) = kind {
                // It was checked above.
                let _ = setting.put(&mut settings, line.input.trimmed());
            }
        }
        if settings == context.catalogue.settings {
            let said = if prefer.is_empty() {
                "Nothing was changed."
            } else {
                SAVED
            };
            return Reply {
                prefer,
                toast: Some(Toast::done(said)),
                ..Reply::close()
            };
        }
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        let change = Change::Settings(settings);
        Reply {
            prefer,
            ..Reply::want(vec![Effect::Apply { ticket, change }])
        }
    }

    /// What goes into the file of preferences; it is as it was from now on.
    fn preferred(&mut self) -> Vec<(String, String)> {
        let mut chosen = Vec::new();
        for (kind, line) in self.kinds.iter().zip(&mut self.form.lines) {
            let text = line.input.trimmed().to_owned();
            let name = match kind {
                Kind::Own(name) => (*name).to_owned(),
                Kind::Keys(entry) => format!("key.{}", entry.action.id()),
                Kind::Store(_) => continue,
            };
            if text != line.was {
                line.was.clone_from(&text);
                chosen.push((name, text));
            }
        }
        chosen
    }

    /// Marks what cannot be saved.
    fn check(&mut self, context: &Context<'_>) {
        for (kind, line) in self.kinds.iter().zip(&mut self.form.lines) {
            let text = line.input.trimmed();
            line.error = None;
            if text == line.was {
                continue;
            }
            line.error = kind.refusal(text);
            if let Kind::Store(setting) = kind {
                let now = setting.text(&context.catalogue.settings);
                if context.read_only {
                    line.error = Some("The store is open read-only.".to_owned());
                } else if line.error.is_none() {
                    line.meet(&now);
                }
            }
        }
        self.check_limits(context);
        self.check_keys();
    }

    fn check_limits(&mut self, context: &Context<'_>) {
        let mut settings = context.catalogue.settings.clone();
        let wrong = self.changed().any(|(kind, line)| match kind {
            Kind::Store(setting) => setting.put(&mut settings, line.input.trimmed()).is_err(),
            _ => false,
        });
        if let (false, Some(_)) = (wrong, settings.contradiction()) {
            let at = self
                .kinds
                .iter()
                .position(|kind| matches!(kind, Kind::Store(Setting::AtRiskDays)));
            if let Some(line) = at.and_then(|at| self.form.lines.get_mut(at)) {
                let active = settings.lifecycle.active_days;
                line.error = Some(format!(
                    "It cannot be less than {active}, how long one is active."
                ));
            }
        }
    }

    /// A key that would mean two things in one place is refused where it was typed.
    fn check_keys(&mut self) {
        let keys: Vec<(&Entry, Vec<Chord>)> = self
            .kinds
            .iter()
            .zip(&self.form.lines)
            .filter_map(keys_of)
            .collect();
        for (kind, line) in self.kinds.iter().zip(&mut self.form.lines) {
            let Kind::Keys(entry) = kind else { continue };
            if line.error.is_some() || line.input.trimmed() == line.was {
                continue;
            }
            let mine = keys.iter().find(|(one, _)| one.action == entry.action);
            let taken = mine.and_then(|(_, mine)| {
                let mut rivals = keys.iter().filter(|(other, _)| {
                    other.action != entry.action
                        && other.places.iter().any(|place| entry.places.contains(place))
                });
                rivals
                    .find_map(|(other, theirs)| Some((*other, mine.iter().find(|key| theirs.contains(key))?)))
            });
            line.error =
                taken.map(|(other, key)| format!("{key} is the key of {} already.", other.action.id()));
        }
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting.take_if(|waiting| *waiting == ticket).is_none() {
            return Reply::default();
        }
        let (step, toast) = match result {
            Ok(_) => (Step::Close, Toast::done(SAVED)),
            Err(error) => (Step::Stay, Toast::error(error.to_string())),
        };
        Reply {
            step,
            toast: Some(toast),
            ..Reply::default()
        }
    }
}

const SAVED: &str = "The settings are saved.";

/// The keys a line gives its command; an empty one leaves the default.
fn keys_of((kind, line): (&Kind, &Line)) -> Option<(&'static Entry, Vec<Chord>)> {
    let Kind::Keys(entry) = kind else { return None };
    let typed: Option<Vec<Chord>> = line
        .input
        .trimmed()
        .split_whitespace()
        .map(|key| key.parse().ok())
        .collect();
    let typed = typed.filter(|keys| !keys.is_empty());
    Some((entry, typed.unwrap_or_else(|| entry.keys.to_vec())))
}
