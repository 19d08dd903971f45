//! The first steps, while the store has neither contacts nor lists: time zone, currency and default country are asked, with
//! what the computer's own settings suggest shown in grey and never taken unasked; then a file, the demo, or a list.

use super::effect::{Effect, Ticket};
use super::event::{Key, KeyCode, KeyModifiers};
use super::form::{Form, Line, Pressed};
use super::layout;
use super::popup::{Context, Reply, Step};
use super::state::State;
use super::toast::Toast;
use crate::actions::Action;
use crate::model::{Setting, Settings};
use crate::store::{Applied, Change, StoreError};
use ratatui::layout::Rect;

/// What is asked, line by line.
const ASKED: [Setting; 3] = [Setting::TimeZone, Setting::Currency, Setting::Country];

/// What the computer's own settings suggest for a store; empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guesses {
    /// The zone of its clock.
    pub time_zone: String,
    /// The currency of its country.
    pub currency: String,
    /// The country of its language settings.
    pub country: String,
}

impl Guesses {
    fn of(&self, setting: Setting) -> &str {
        match setting {
            Setting::TimeZone => &self.time_zone,
            Setting::Currency => &self.currency,
            Setting::Country => &self.country,
            _ => "",
        }
    }
}

/// What can be begun with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// Import a file.
    Import,
    /// Look at the demo.
    Demo,
    /// Make a list.
    List,
}

impl FirstStep {
    /// Every one, from top to bottom.
    pub const ALL: [Self; 3] = [Self::Import, Self::Demo, Self::List];

    /// What is said of it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Import => "Import a file of contacts",
            Self::Demo => "Look at a demo of 5,000 contacts, thrown away afterwards",
            Self::List => "Make an empty list",
        }
    }
}

/// The first screen.
#[derive(Debug)]
pub struct Welcome {
    /// What is asked.
    pub form: Form,
    /// Which of the first steps has the cursor; None: a line of the form has it.
    pub step: Option<usize>,
    guesses: Guesses,
    waiting: Option<Ticket>,
}

impl Welcome {
    /// For a store in which there is nothing yet, where nothing else asks for attention.
    pub(super) fn offer(state: &State) -> Option<Self> {
        let names = state.names();
        let new = names.contacts == 0 && names.lists.is_empty() && state.popups.is_empty();
        new.then(|| Self::new(state.guesses.clone()))
    }

    fn new(guesses: Guesses) -> Self {
        let lines = ASKED.map(|setting| Line::new(setting.label(), ""));
        let mut welcome = Self {
            form: Form::new(lines.to_vec()),
            step: None,
            guesses,
            waiting: None,
        };
        welcome.look();
        welcome
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 76, 15)
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if key.code == KeyCode::Esc {
            return Reply::close();
        }
        if key.code == KeyCode::Char('s') && key.modifiers.contains(KeyModifiers::CONTROL) {
            return self.begin(self.step, context);
        }
        if let Some(step) = self.step {
            return self.step_key(step, key, context);
        }
        if key.code == KeyCode::Tab && self.complete() {
            self.look();
            return Reply::default();
        }
        let last = self.form.at + 1 == self.form.lines.len();
        if last && matches!(key.code, KeyCode::Enter | KeyCode::Tab | KeyCode::Down) {
            self.step = Some(0);
            self.look();
            return Reply::default();
        } else if self.form.key(key) == Pressed::Save {
            return self.begin(None, context);
        }
        self.look();
        Reply::default()
    }

    fn step_key(&mut self, step: usize, key: Key, context: &mut Context<'_>) -> Reply {
        let last = FirstStep::ALL.len() - 1;
        match key.code {
            KeyCode::Enter => return self.begin(Some(step), context),
            KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => self.step = Some((step + 1).min(last)),
            KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => {
                self.step = step.checked_sub(1);
                self.look();
            }
            _ => {}
        }
        Reply::default()
    }

    pub(super) fn paste(&mut self, text: &str, _context: &Context<'_>) -> Reply {
        if self.step.is_none() {
            self.form.paste(text.trim());
            self.look();
        }
        Reply::default()
    }

    /// Puts the cursor on a first step.
    pub(super) fn point(&mut self, row: usize) {
        self.step = Some(row);
    }

    /// Takes what is guessed into an empty line, or the first of the offers; false where there is neither.
    fn complete(&mut self) -> bool {
        let at = self.form.at;
        let (Some(setting), Some(line)) = (ASKED.get(at), self.form.lines.get_mut(at)) else {
            return false;
        };
        let typed = line.input.trimmed();
        let taken = match typed {
            "" => Some(self.guesses.of(*setting)).filter(|guess| !guess.is_empty()),
            typed => setting.offers(typed).first().copied(),
        };
        let Some(taken) = taken.map(str::to_owned) else {
            return false;
        };
        line.input.set(taken);
        line.error = None;
        true
    }

    /// Says at each line what may stand there: in the line itself what is guessed, at the cursor what it is good for.
    fn look(&mut self) {
        for (at, (setting, line)) in ASKED.iter().zip(&mut self.form.lines).enumerate() {
            let typed = line.input.trimmed();
            let guess = self.guesses.of(*setting);
            let offers = setting.offers(typed);
            line.echo = if at != self.form.at || self.step.is_some() {
                match guess {
                    "" => String::new(),
                    guess => format!("{guess}?"),
                }
            } else if typed.is_empty() && !guess.is_empty() {
                format!("Tab: {guess}, as this computer has it. {}", setting.meaning())
            } else if offers.is_empty() {
                setting.meaning().to_owned()
            } else {
                let shown: Vec<&str> = offers.into_iter().take(8).collect();
                format!("Tab: {}", shown.join(" · "))
            };
        }
    }

    /// Saves what was typed, then does the first step.
    fn begin(&mut self, step: Option<usize>, context: &mut Context<'_>) -> Reply {
        if self.waiting.is_some() {
            return Reply::default();
        }
        self.step = step;
        let mut settings = context.catalogue.settings.clone();
        for (setting, line) in ASKED.iter().zip(&mut self.form.lines) {
            let typed = line.input.trimmed();
            line.error = (!typed.is_empty())
                .then(|| setting.put(&mut settings, typed).err())
                .flatten();
        }
        if !self.form.is_complete() {
            self.step = None;
            self.look();
            return Reply::default();
        }
        if settings == context.catalogue.settings {
            return self.go();
        }
        self.save(settings, context)
    }

    fn save(&mut self, settings: Settings, context: &mut Context<'_>) -> Reply {
        let ticket = context.tickets.next();
        self.waiting = Some(ticket);
        let change = Change::Settings(settings);
        Reply::want(vec![Effect::Apply { ticket, change }])
    }

    /// Closes, and goes where was chosen.
    fn go(&self) -> Reply {
        let chosen = self.step.and_then(|step| FirstStep::ALL.get(step));
        let mut reply = Reply::close();
        match chosen {
            Some(FirstStep::Import) => reply.run = Some(Action::Import),
            Some(FirstStep::List) => reply.run = Some(Action::NewList),
            Some(FirstStep::Demo) => reply.effects.push(Effect::Demo),
            None => {}
        }
        reply
    }

    pub(super) fn applied(&mut self, ticket: Ticket, result: &Result<Applied, StoreError>) -> Reply {
        if self.waiting.take_if(|waiting| *waiting == ticket).is_none() {
            return Reply::default();
        }
        match result {
            Ok(_) => self.go(),
            Err(error) => Reply {
                step: Step::Stay,
                toast: Some(Toast::error(error.to_string())),
                ..Reply::default()
            },
        }
    }
}
