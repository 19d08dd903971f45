//! Who was said to be two people, by whom and when; any of it can be withdrawn.

use super::super::effect::{Question, Slot, Ticket};
use super::super::event::{Answer, Key, KeyCode};
use super::super::layout;
use super::super::popup::{Context, Reply};
use super::super::scroll;
use super::Review;
use crate::model::Decision;
use crate::store::{Change, StoreError};
use ratatui::layout::Rect;

/// A decision with what both contacts are called; nothing for one that is gone.
#[derive(Clone, Debug)]
pub struct Apart {
    /// What was decided, by whom and when.
    pub decision: Decision,
    /// The names.
    pub names: [String; 2],
}

/// The list.
#[derive(Debug)]
pub struct Decisions {
    /// The decisions, the newest first; None until they are there.
    pub rows: Option<Vec<Apart>>,
    /// The chosen one.
    pub cursor: usize,
    /// The first visible one.
    pub top: usize,
    asked: Ticket,
}

impl Decisions {
    /// Where it stands.
    pub fn area(size: (u16, u16)) -> Rect {
        layout::popup(size, 96, 30)
    }
}

impl Review {
    /// Shows what was decided.
    pub(super) fn list_decisions(&mut self, context: &mut Context<'_>) -> Reply {
        let (asked, effect) = context.tickets.ask(Slot::Decisions, Question::Decisions);
        let (cursor, top, rows) = match self.decisions.take() {
            Some(list) => (list.cursor, list.top, list.rows),
            None => (0, 0, None),
        };
        self.decisions = Some(Decisions {
            rows,
            cursor,
            top,
            asked,
        });
        Reply::want(vec![effect])
    }

    /// An answer of the list, where it is one.
    pub(super) fn told(&mut self, ticket: Ticket, answer: &Result<Answer, StoreError>) {
        if let (Some(list), Ok(Answer::Decisions(all))) = (&mut self.decisions, answer)
            && list.asked == ticket
        {
            list.cursor = list.cursor.min(all.len().saturating_sub(1));
            list.top = list.top.min(list.cursor);
            list.rows = Some(all.iter().rev().cloned().collect());
        }
    }

    pub(super) fn key_of_decisions(&mut self, key: Key, context: &mut Context<'_>) -> Reply {
        let Some(list) = &mut self.decisions else {
            return Reply::default();
        };
        let rows = list.rows.as_deref().unwrap_or_default();
        let last = rows.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc | KeyCode::Char('q' | 'L') => {
                self.decisions = None;
                return Reply::default();
            }
            KeyCode::Down | KeyCode::Char('j') => list.cursor = (list.cursor + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => list.cursor = list.cursor.saturating_sub(1),
            KeyCode::Char('g') | KeyCode::Home => list.cursor = 0,
            KeyCode::Char('G') | KeyCode::End => list.cursor = last,
            KeyCode::Enter | KeyCode::Char('d' | 'x') | KeyCode::Delete => {
                let Some(row) = rows.get(list.cursor) else {
                    return Reply::default();
                };
                let said = format!("{} may be one person again: R searches.", row.names.join(" and "));
                let decision = row.decision.id;
                return self.decide(Change::Withdraw { decision }, said, Vec::new(), context);
            }
            _ => {}
        }
        let height = usize::from(Decisions::area(context.size).height.saturating_sub(3));
        list.top = scroll(list.top, list.cursor, height);
        Reply::default()
    }
}
