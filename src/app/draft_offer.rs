//! At the start: a form that was half filled when another session ended. Going on opens it as it was left; later leaves it for
//! the next start.

use super::draft::{Draft, Left};
use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::layout;
use super::popup::{Context, Popup, Reply, Step};
use super::toast::Toast;
use crate::model::ContactId;
use crate::store::StoreError;
use ratatui::layout::Rect;

/// The offer.
#[derive(Debug)]
pub struct DraftOffer {
    /// What is offered.
    pub left: Left,
    /// Those that come after it.
    more: Vec<Left>,
    waiting: Option<Ticket>,
}

impl DraftOffer {
    /// Of the first of several.
    pub fn new(mut all: Vec<Left>) -> Option<Self> {
        if all.is_empty() {
            return None;
        }
        let left = all.remove(0);
        Some(Self {
            left,
            more: all,
            waiting: None,
        })
    }

    /// Where it stands.
    pub fn area(&self, size: (u16, u16)) -> Rect {
        let lines = u16::try_from(self.left.draft.lines().len()).unwrap_or(u16::MAX);
        layout::popup(size, 72, lines.min(10).saturating_add(6))
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        match key.code {
            KeyCode::Enter => self.go_on(context),
            KeyCode::Char('d' | 'x') | KeyCode::Delete => self.next(vec![self.forget()]),
            KeyCode::Esc | KeyCode::Char('q') => self.next(Vec::new()),
            _ => Reply::default(),
        }
    }

    fn forget(&self) -> Effect {
        Effect::ForgetDraft(self.left.id.clone())
    }

    /// Opens the form; the kept draft goes when the form has its own.
    fn go_on(&mut self, context: &mut Context<'_>) -> Reply {
        if let Draft::Contact {
            contact: Some(contact),
            ..
        } = self.left.draft
        {
            let question = Question::Profile(ContactId(contact));
            let (ticket, effect) = context.tickets.ask(Slot::Draft, question);
            self.waiting = Some(ticket);
            return Reply::want(vec![effect]);
        }
        let opened = self.left.draft.open(context);
        self.opened(opened)
    }

    fn opened(&self, opened: Option<(Popup, Vec<Effect>)>) -> Reply {
        let Some((popup, mut effects)) = opened else {
            let gone = "What this was about has been deleted meanwhile. d throws the draft away.";
            return Reply {
                toast: Some(Toast::hint(gone)),
                ..Reply::default()
            };
        };
        effects.push(self.forget());
        Reply {
            step: Step::Replace(Box::new(popup)),
            effects,
            ..Reply::default()
        }
    }

    fn next(&mut self, effects: Vec<Effect>) -> Reply {
        let step = DraftOffer::new(std::mem::take(&mut self.more)).map_or(Step::Close, |offer| {
            Step::Replace(Box::new(Popup::Draft(Box::new(offer))))
        });
        Reply {
            step,
            effects,
            ..Reply::default()
        }
    }

    pub(super) fn answer(
        &mut self,
        ticket: Ticket,
        answer: &Result<Answer, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        if self.waiting.take_if(|waiting| *waiting == ticket).is_none() {
            return Reply::default();
        }
        match answer {
            Ok(Answer::Profile(found)) => {
                let opened = found
                    .as_ref()
                    .map(|profile| self.left.draft.open_contact(&profile.contact, context));
                self.opened(opened)
            }
            Ok(_) => Reply::default(),
            Err(error) => Reply {
                toast: Some(Toast::error(error.to_string())),
                ..Reply::default()
            },
        }
    }
}
