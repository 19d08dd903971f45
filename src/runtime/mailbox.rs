//! Where questions wait: one of each slot at most. A newer one replaces the one that waits and cancels the one that
//! runs, so a burst of keys costs one answer, not one each.

use crate::app::{Ask, Slot};
use crate::store::Cancel;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The waiting and the running questions.
#[derive(Debug, Default)]
pub struct Mailbox {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    /// By urgency.
    waiting: BTreeMap<(u8, Slot), Ask>,
    /// One of each slot at most: its ticket is the newest that was begun.
    running: BTreeMap<Slot, (u64, Cancel)>,
    closed: bool,
}

impl Mailbox {
    /// Puts a question in its slot.
    pub fn put(&self, ask: Ask) {
        let mut inside = self.lock();
        if let Some((_, cancel)) = inside.running.get(&ask.slot) {
            cancel.cancel();
        }
        inside.waiting.insert((urgency(ask.slot), ask.slot), ask);
        drop(inside);
        self.changed.notify_one();
    }

    /// Waits for the most urgent question; None when there will be no more.
    pub fn take(&self) -> Option<(Ask, Cancel)> {
        let mut inside = self.lock();
        loop {
            if inside.closed {
                return None;
            }
            if let Some((_, ask)) = inside.waiting.pop_first() {
                let cancel = Cancel::default();
                inside.running.insert(ask.slot, (ask.ticket, cancel.clone()));
                return Some((ask, cancel));
            }
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A question has been answered, or given up.
    pub fn done(&self, slot: Slot, ticket: u64) {
        let mut inside = self.lock();
        if inside
            .running
            .get(&slot)
            .is_some_and(|(running, _)| *running == ticket)
        {
            inside.running.remove(&slot);
        }
    }

    /// Whether nothing waits and nothing runs.
    pub fn is_idle(&self) -> bool {
        let inside = self.lock();
        inside.waiting.is_empty() && inside.running.is_empty()
    }

    /// Drops what waits, cancels what runs, and lets nothing more out.
    pub fn close(&self) {
        let mut inside = self.lock();
        inside.closed = true;
        inside.waiting.clear();
        for (_, cancel) in inside.running.values() {
            cancel.cancel();
        }
        drop(inside);
        self.changed.notify_all();
    }

    /// Nothing that holds the lock can leave it half changed.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the eye rests on comes first; what takes long comes last.
fn urgency(slot: Slot) -> u8 {
    match slot {
        Slot::Catalogue => 0,
        Slot::Page => 1,
        Slot::Profile
        | Slot::Draft
        | Slot::Position
        | Slot::Next
        | Slot::Timeline
        | Slot::Months
        | Slot::Changes
        | Slot::Why
        | Slot::Range
        | Slot::Pair
        | Slot::Decisions => 2,
        Slot::Values | Slot::Owners | Slot::Paths | Slot::Theme | Slot::History => 3,
        Slot::Likely
        | Slot::Preview
        | Slot::Search
        | Slot::People
        | Slot::Plan
        | Slot::Deletion
        | Slot::Losses
        | Slot::Stands => 4,
        Slot::SegmentCounts
        | Slot::Counts
        | Slot::Newcomers
        | Slot::Moves
        | Slot::Bars
        | Slot::FieldCounts
        | Slot::Growth
        | Slot::Elsewhere => 5,
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::app::Question;

    fn ask(slot: Slot, ticket: u64) -> Ask {
        Ask {
            slot,
            ticket,
            question: Question::Catalogue,
        }
    }

    #[test]
    fn a_newer_question_replaces_the_waiting_one_and_cancels_the_running_one() {
        let mailbox = Mailbox::default();
        mailbox.put(ask(Slot::Preview, 1));
        let (first, cancel) = mailbox.take().unwrap();
        mailbox.put(ask(Slot::Preview, 2));
        mailbox.put(ask(Slot::Preview, 3));
        assert_eq!(first.ticket, 1);
        assert!(cancel.is_cancelled());
        let (second, cancel) = mailbox.take().unwrap();
        assert_eq!(second.ticket, 3);
        assert!(!cancel.is_cancelled());
        mailbox.done(Slot::Preview, 1);
        assert!(!mailbox.is_idle());
        mailbox.done(Slot::Preview, 3);
        assert!(mailbox.is_idle());
    }

    #[test]
    fn slots_do_not_disturb_each_other_and_the_urgent_one_goes_first() {
        let mailbox = Mailbox::default();
        mailbox.put(ask(Slot::SegmentCounts, 1));
        mailbox.put(ask(Slot::Page, 2));
        let (first, _) = mailbox.take().unwrap();
        let (second, cancel) = mailbox.take().unwrap();
        assert_eq!((first.slot, second.slot), (Slot::Page, Slot::SegmentCounts));
        mailbox.put(ask(Slot::Page, 3));
        assert!(!cancel.is_cancelled());
    }

    #[test]
    fn a_closed_mailbox_lets_nothing_out_and_stops_what_runs() {
        let mailbox = Mailbox::default();
        mailbox.put(ask(Slot::Page, 1));
        let (_, cancel) = mailbox.take().unwrap();
        mailbox.put(ask(Slot::Search, 2));
        mailbox.close();
        assert!(cancel.is_cancelled());
        assert!(mailbox.take().is_none());
    }
}
