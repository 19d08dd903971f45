//! Who may be the person whose contact is being typed: asked while one types, said in one line, and shown with the reasons
//! where one wants to see them.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::layout;
use super::popup::Context;
use crate::duplicates::{Evidence, Likeness};
use crate::model::{Contact, ContactId, ListId, Profile};
use crate::store::{Alike, StoreError};
use ratatui::layout::Rect;

/// So many are shown.
const SHOWN: usize = 4;

/// So many reasons are said of each.
const REASONS: usize = 3;

/// Who it may be.
#[derive(Debug, Default)]
pub struct Likely {
    /// The likeliest first, without those that were said to be others.
    pub found: Vec<Alike>,
    /// Which answer is at the cursor, while one looks at them.
    pub at: Option<usize>,
    /// The list a new contact is to join, where one is.
    list: Option<(ListId, String)>,
    of: Option<Contact>,
    asked: Option<Ticket>,
    others: Vec<ContactId>,
}

/// What one can do.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Show the other contact, and leave the form.
    Open(Box<Profile>),
    /// Add it to the list, and leave the form.
    Join(Box<Profile>, ListId, String),
    /// None of them: go on.
    Others,
}

/// What a key meant.
#[derive(Debug)]
pub enum Meant {
    /// Nothing is decided.
    Nothing,
    /// This.
    Chosen(Choice),
}

impl Likely {
    /// For a new contact of a list, or for one that is there.
    pub(super) fn new(list: Option<ListId>, context: &Context<'_>) -> Self {
        let list = list.and_then(|list| context.catalogue.list(list));
        Self {
            list: list.map(|list| (list.id, list.name.clone())),
            ..Self::default()
        }
    }

    /// Asks about what is typed now, where that is something else than before. What was found stays until the answer is there.
    pub(super) fn ask(&mut self, typed: Contact, context: &mut Context<'_>) -> Option<Effect> {
        if self.of.as_ref() == Some(&typed) {
            return None;
        }
        let is_told = is_told(&typed);
        self.of = Some(typed.clone());
        if !is_told {
            self.asked = None;
            self.found.clear();
            return None;
        }
        let question = Question::Likely(Box::new(typed));
        let (ticket, ask) = context.tickets.ask(Slot::Likely, question);
        self.asked = Some(ticket);
        Some(ask)
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) {
        if self.asked != Some(ticket) {
            return;
        }
        self.asked = None;
        if let Ok(Answer::Likely(found)) = answer {
            let is_other = |alike: &&Alike| self.others.contains(&alike.profile.contact.id);
            self.found = found
                .iter()
                .filter(|alike| !is_other(alike))
                .take(SHOWN)
                .cloned()
                .collect();
            self.at = self.at.filter(|_| !self.found.is_empty()).map(|_| 0);
        }
    }

    /// Whether somebody was found.
    pub fn is_anybody(&self) -> bool {
        !self.found.is_empty()
    }

    /// Shows them, where there are any.
    pub(super) fn open(&mut self) {
        self.at = self.is_anybody().then_some(0);
    }

    /// The likeliest in one line.
    pub fn line(&self) -> Option<String> {
        let alike = self.found.first()?;
        let more = match self.found.len() {
            1 => String::new(),
            some => format!(" Or {} more?", some - 1),
        };
        let name = alike.profile.contact.display_name();
        Some(format!(
            "≈ Is it {name}?{more} · {}: {}",
            alike.pair.band(),
            reasons(&alike.reasons)
        ))
    }

    /// What one can do, each with who it is about.
    pub fn choices(&self) -> Vec<(Choice, Option<&Alike>)> {
        let mut choices = Vec::new();
        for alike in &self.found {
            let profile = || Box::new(alike.profile.clone());
            choices.push((Choice::Open(profile()), Some(alike)));
            if let Some((list, name)) = &self.list
                && !alike.profile.contact.lists.contains(list)
            {
                choices.push((Choice::Join(profile(), *list, name.clone()), None));
            }
        }
        choices.push((Choice::Others, None));
        choices
    }

    /// Where they are shown.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let rows = self.choices().len() + self.found.len();
        layout::popup(size, 76, u16::try_from(rows + 2).unwrap_or(u16::MAX))
    }

    pub(super) fn key(&mut self, key: Key) -> Meant {
        let choices = self.choices();
        let last = choices.len().saturating_sub(1);
        let at = self.at.unwrap_or(0).min(last);
        match key.code {
            KeyCode::Enter => {
                let chosen = choices.get(at).map(|(choice, _)| choice.clone());
                return self.chosen(chosen);
            }
            KeyCode::Esc => self.at = None,
            KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => self.at = Some((at + 1).min(last)),
            KeyCode::Up | KeyCode::BackTab | KeyCode::Char('k') => self.at = Some(at.saturating_sub(1)),
            _ => {}
        }
        Meant::Nothing
    }

    fn chosen(&mut self, chosen: Option<Choice>) -> Meant {
        self.at = None;
        if let Some(Choice::Others) = chosen {
            let others = self.found.drain(..).map(|alike| alike.profile.contact.id);
            self.others.extend(others);
        }
        chosen.map_or(Meant::Nothing, Meant::Chosen)
    }
}

impl Choice {
    /// In words; `is_new` where the contact of the form is not there yet.
    pub fn words(&self, is_new: bool) -> String {
        match self {
            Self::Open(profile) if is_new => {
                format!("Open {}, and make nobody new", profile.contact.display_name())
            }
            Self::Open(profile) => format!("Open {}, and save nothing", profile.contact.display_name()),
            Self::Join(profile, _, list) => format!(
                "Add {} to {list}, and make nobody new",
                profile.contact.display_name()
            ),
            Self::Others => "None of them: go on, and keep both".to_owned(),
        }
    }
}

/// What speaks for it most, and what speaks against it.
pub fn reasons(all: &[Evidence]) -> String {
    // That something differs may speak for one person rather than a relative: nobody wants to read that.
    let agrees = |reason: &&Evidence| reason.bits >= 0.0 && reason.likeness < Likeness::Alike;
    let mut told: Vec<&Evidence> = all.iter().filter(agrees).take(REASONS).collect();
    told.extend(all.iter().find(|reason| reason.bits < 0.0));
    let words = told
        .iter()
        .map(|reason| format!("{} {}", reason.aspect, reason.likeness));
    words.collect::<Vec<_>>().join(", ")
}

/// Whether enough is known to ask: a number, a mailbox, or two names.
fn is_told(typed: &Contact) -> bool {
    let has_names = !typed.first_name.is_empty() && !typed.last_name.is_empty();
    typed.phone.digits() != 0 || typed.email.contains('@') || has_names
}
