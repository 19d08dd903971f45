//! The journal on the screen: who has changed what, when, how many rows, and where each change stands; any of them can be
//! taken back from here.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::layout;
use super::picker::{Picked, Picker};
use super::popup::{Context, Popup, Reply, Step, Tickets};
use super::state::State;
use super::toast::Toast;
use super::undo_dialog::UndoDialog;
use crate::model::{EntryKind, JournalEntry};
use crate::store::{Entries, StoreError};
use ratatui::layout::Rect;

/// So many entries are shown; the filter finds older ones.
const SHOWN: usize = 1_000;

/// The popup.
#[derive(Debug)]
pub struct History {
    /// Cursor, scroll and filter.
    pub picker: Picker,
    /// The entries, newest first, or why there are none; None before the first answer.
    pub entries: Option<Result<Vec<JournalEntry>, String>>,
    ticket: Ticket,
}

impl History {
    /// Opened; it asks for the newest entries.
    pub(super) fn open(context: &mut Context<'_>) -> (Self, Effect) {
        let mut history = Self {
            picker: Picker::default(),
            entries: None,
            ticket: 0,
        };
        let effect = history.ask(context.tickets);
        (history, effect)
    }

    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 110, 40)
    }

    /// The entries there are.
    pub fn rows(&self) -> &[JournalEntry] {
        match &self.entries {
            Some(Ok(entries)) => entries,
            _ => &[],
        }
    }

    fn ask(&mut self, tickets: &mut Tickets) -> Effect {
        let asked = Entries {
            limit: SHOWN,
            text: self.picker.filter.text().to_owned(),
            ..Entries::default()
        };
        let (ticket, effect) = tickets.ask(Slot::History, Question::History(asked));
        self.ticket = ticket;
        effect
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        if matches!(key.code, KeyCode::Char('u' | 'U')) && !self.picker.typing && key.modifiers.is_empty() {
            return self.undo(context);
        }
        // One line of the box is its heading.
        let height = usize::from(Self::area(context.size).height.saturating_sub(3));
        match self.picker.key(key, self.rows().len(), height) {
            Picked::Close => Reply::close(),
            Picked::Chosen => self.undo(context),
            Picked::Filtered => {
                self.picker.rewind();
                Reply::want(vec![self.ask(context.tickets)])
            }
            Picked::Done | Picked::Other => Reply::default(),
        }
    }

    /// Asks about the entry under the cursor. One that has been taken back can be made again: by taking back its undo.
    fn undo(&self, context: &mut Context<'_>) -> Reply {
        let Some(entry) = self.rows().get(self.picker.cursor) else {
            return Reply::default();
        };
        if context.read_only {
            return Reply {
                toast: Some(Toast::hint(
                    "The store is open read-only. Start without --read-only to make changes.",
                )),
                ..Reply::default()
            };
        }
        let mut target = entry.clone();
        if let (EntryKind::Change, Some(by)) = (entry.kind, entry.taken_back) {
            target.id = by;
            target.kind = EntryKind::Undo(entry.id);
        }
        let (dialog, effect) = UndoDialog::open(target, context);
        Reply {
            step: Step::Open(Box::new(Popup::Undo(Box::new(dialog)))),
            effects: vec![effect],
            ..Reply::default()
        }
    }

    pub(super) fn paste(&mut self, text: &str, context: &mut Context<'_>) -> Reply {
        if !self.picker.typing {
            return Reply::default();
        }
        self.picker.filter.insert(text);
        self.picker.rewind();
        Reply::want(vec![self.ask(context.tickets)])
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if ticket != self.ticket {
            return Reply::default();
        }
        match answer {
            Ok(Answer::History(entries)) => {
                let last = entries.len().saturating_sub(1);
                self.picker.cursor = self.picker.cursor.min(last);
                self.picker.top = self.picker.top.min(last);
                self.entries = Some(Ok(entries.clone()));
            }
            Err(error) => self.entries = Some(Err(error.to_string())),
            Ok(_) => {}
        }
        Reply::default()
    }
}

/// The store has moved: the entries are asked again, and stay until the new ones are there.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let State { popups, tickets, .. } = state;
    let open = popups.iter_mut().filter_map(|popup| match popup {
        Popup::History(history) => Some(history.ask(tickets)),
        _ => None,
    });
    open.collect()
}
