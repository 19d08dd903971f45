//! Before a change of many rows is taken back, or one from history: who made it, what would go back, what stands against
//! it. Default No.

use super::effect::{Effect, Question, Slot, Ticket};
use super::event::{Answer, Key, KeyCode};
use super::figures::{count, date_ago};
use super::popup::{Context, Reply};
use super::undo;
use crate::model::{EntryKind, JournalEntry};
use crate::store::{StoreError, TakenBack};

/// So many reasons are shown.
const REASONS: usize = 6;

/// The dialog.
#[derive(Debug)]
pub struct UndoDialog {
    /// The entry that is taken back: a change, or the undo of one.
    pub entry: JournalEntry,
    /// What it would come to, or why it cannot be; None while that is being looked up.
    pub found: Option<Result<TakenBack, String>>,
    /// Which button is chosen.
    pub chosen: usize,
    ticket: Ticket,
}

/// What the buttons do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Nothing.
    No,
    /// Take back what can go back.
    Yes,
    /// Rows too that have been changed since.
    All,
}

impl UndoDialog {
    /// Opened on an entry; it asks what stands against it.
    pub fn open(entry: JournalEntry, context: &mut Context<'_>) -> (Self, Effect) {
        let (ticket, effect) = context.tickets.ask(Slot::Stands, Question::Stands(entry.id));
        let dialog = Self {
            entry,
            found: None,
            chosen: 0,
            ticket,
        };
        (dialog, effect)
    }

    /// What is done: `Undo`, or `Redo`.
    pub fn word(&self) -> &'static str {
        match self.entry.kind {
            EntryKind::Undo(_) => "Redo",
            EntryKind::Change | EntryKind::Redo(_) => "Undo",
        }
    }

    /// What one looks at.
    pub fn title(&self) -> String {
        let what = self.entry.what.as_str();
        format!("{}: {}", self.word(), what.strip_prefix("undo ").unwrap_or(what))
    }

    /// The buttons there are now, the first of them the one that does nothing.
    pub fn buttons(&self) -> &'static [Button] {
        match &self.found {
            Some(Err(_)) => &[Button::No],
            Some(Ok(told)) if told.stayed > 0 && told.back > 0 => &[Button::No, Button::Yes, Button::All],
            Some(Ok(told)) if told.stayed > 0 => &[Button::No, Button::All],
            _ => &[Button::No, Button::Yes],
        }
    }

    /// The words on a button.
    pub fn label(&self, button: Button) -> String {
        match button {
            Button::No if self.buttons().len() == 1 => "Close".to_owned(),
            Button::No => "No".to_owned(),
            Button::Yes => self.word().to_owned(),
            Button::All => format!("{} all, whatever has changed since", self.word()),
        }
    }

    /// What is said above the buttons.
    pub fn lines(&self, context: (chrono::NaiveDate, chrono_tz::Tz)) -> Vec<String> {
        let (today, zone) = context;
        let author = &self.entry.author;
        let mut lines = vec![format!(
            "By {} on {}, {} rows.",
            author.name,
            date_ago(author.at.day(zone), today),
            count(self.entry.rows)
        )];
        match &self.found {
            None => lines.push("Looking what stands against it …".to_owned()),
            Some(Err(why)) => lines.push(why.clone()),
            Some(Ok(told)) => lines.extend(self.outcome(told)),
        }
        lines
    }

    fn outcome(&self, told: &TakenBack) -> Vec<String> {
        let seen = told.back + told.stayed;
        let part = if seen > 0 && seen * 2 < self.entry.rows {
            format!("Of the last {} rows, ", count(seen))
        } else {
            String::new()
        };
        let goes = match told.back {
            1 => "1 goes back".to_owned(),
            many => format!("{} go back", count(many)),
        };
        let mut lines = vec![match told.stayed {
            0 if seen == 0 => "Nothing of it is left to be changed.".to_owned(),
            0 => format!("{part}{goes}; nothing stands against it."),
            1 => format!("{part}{goes}, 1 stays:"),
            many => format!("{part}{goes}, {} stay:", count(many)),
        }];
        lines.extend(
            told.reasons
                .iter()
                .take(REASONS)
                .map(|reason| format!("· {reason}")),
        );
        let more = told.reasons.len().saturating_sub(REASONS);
        if more > 0 {
            lines.push(format!("· and {more} more like these"));
        }
        lines
    }

    pub(super) fn key(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let buttons = self.buttons();
        match key.code {
            KeyCode::Enter => {
                let button = buttons.get(self.chosen).copied().unwrap_or(Button::No);
                self.press(button, context)
            }
            KeyCode::Char('y') if buttons.contains(&Button::Yes) => self.press(Button::Yes, context),
            KeyCode::Esc | KeyCode::Char('n' | 'q') => Reply::close(),
            KeyCode::Right | KeyCode::Tab | KeyCode::Char('l') => {
                self.chosen = (self.chosen + 1) % buttons.len();
                Reply::default()
            }
            KeyCode::Left | KeyCode::BackTab | KeyCode::Char('h') => {
                self.chosen = (self.chosen + buttons.len() - 1) % buttons.len();
                Reply::default()
            }
            _ => Reply::default(),
        }
    }

    fn press(&self, button: Button, context: &mut Context<'_>) -> Reply {
        let mut reply = Reply::close();
        if button != Button::No {
            let force = button == Button::All;
            reply.effects = vec![undo::take_back(context.tickets, self.entry.id, force)];
        }
        reply
    }

    pub(super) fn answer(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) -> Reply {
        if ticket != self.ticket {
            return Reply::default();
        }
        self.found = match answer {
            Ok(Answer::Stands(Ok(told))) => Some(Ok(told.clone())),
            Ok(Answer::Stands(Err(error))) | Err(error) => Some(Err(error.to_string())),
            Ok(_) => return Reply::default(),
        };
        // Nobody presses a button that was another a moment ago.
        self.chosen = 0;
        Reply::default()
    }
}
