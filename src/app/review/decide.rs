//! Decisions: what is changed, what leaves the queue when that is on disk, and what comes back when it is undone.

use super::super::effect::{Effect, Ticket};
use super::super::figures::people;
use super::super::popup::{Context, Reply};
use super::super::toast::Toast;
use super::super::undo::take_back;
use super::Review;
use super::pair::Pair;
use super::queue::Row;
use crate::model::{ContactId, EntryId};
use crate::store::{Applied, Change, StoreError, TakenBack};

/// A decision.
#[derive(Debug)]
pub(super) struct Decision {
    /// What was decided, as it is said.
    said: String,
    /// The contacts that go with it.
    gone: Vec<ContactId>,
    /// Who they were merged into, with what that is called.
    into: Option<(ContactId, String)>,
    /// The suggestions that came to the survivor.
    moved: Vec<(ContactId, ContactId)>,
    /// Its entry in history, once it is on disk.
    entry: Option<EntryId>,
    /// The suggestions that left the queue with it.
    pairs: Vec<Pair>,
}

/// All sure ones, before they are merged.
#[derive(Debug)]
pub struct Sure {
    /// The groups, each of which becomes one contact.
    pub groups: Vec<Row>,
}

impl Sure {
    /// How many contacts go.
    pub fn gone(&self) -> usize {
        self.groups.iter().map(|group| group.members.len() - 1).sum()
    }
}

const READ_ONLY: &str = "The store is open read-only. Start without --read-only to make changes.";

impl Review {
    /// Makes one contact of those that are looked at.
    pub(super) fn merge(&mut self, context: &mut Context<'_>) -> Reply {
        let Some(case) = &self.case else {
            return Reply::default();
        };
        let change = match case.merge() {
            Ok(change) => change,
            Err(why) => return hint(why),
        };
        let Some(survivor) = case.contact(case.survivor) else {
            return Reply::default();
        };
        let gone = case.ids().into_iter().filter(|id| *id != survivor.id).collect();
        let into = (survivor.id, survivor.display_name());
        let said = format!("Merged into {}.", into.1);
        let reply = self.decide(change, said, gone, context);
        if let Some((_, decision)) = &mut self.waiting {
            decision.into.get_or_insert(into);
        }
        reply
    }

    /// Deletes the one beside the survivor.
    pub(super) fn delete(&mut self, context: &mut Context<'_>) -> Reply {
        let beside = self.case.as_ref().and_then(|case| case.contact(case.beside));
        let Some(beside) = beside else {
            return Reply::default();
        };
        let said = format!("{} deleted.", beside.display_name());
        let contacts = vec![beside.id];
        let gone = contacts.clone();
        self.decide(Change::DeleteContacts { contacts }, said, gone, context)
    }

    /// The two that stand side by side are two people.
    pub(super) fn keep_apart(&mut self, context: &mut Context<'_>) -> Reply {
        let pair = self
            .case
            .as_ref()
            .and_then(|case| case.contact(case.survivor).zip(case.contact(case.beside)));
        let Some((one, other)) = pair else {
            return Reply::default();
        };
        let said = format!(
            "{} and {} are two people, and are not suggested again.",
            one.display_name(),
            other.display_name()
        );
        let (one, other) = (one.id, other.id);
        let pair = self.queue.pair(one, other).cloned();
        let reply = self.decide(Change::KeepApart { one, other }, said, Vec::new(), context);
        if let Some((_, decision)) = &mut self.waiting {
            decision.pairs.extend(pair);
        }
        reply
    }

    /// Asks before all sure ones are merged.
    pub(super) fn ask_sure(&mut self, context: &Context<'_>) -> Reply {
        if context.read_only {
            return hint(READ_ONLY);
        }
        let groups = self.queue.sure();
        if groups.is_empty() {
            return hint("No suggestion is sure.");
        }
        self.sure = Some(Sure { groups });
        Reply::default()
    }

    /// Merges all sure ones.
    pub(super) fn accept_sure(&mut self, context: &mut Context<'_>) -> Reply {
        let Some(sure) = self.sure.take() else {
            return Reply::default();
        };
        let groups: Vec<Vec<ContactId>> = sure.groups.iter().map(|group| group.members.clone()).collect();
        let gone = groups
            .iter()
            .flat_map(|group| group.iter().skip(1).copied())
            .collect();
        let said = format!("{} merged into others.", people(sure.gone() as u64));
        let edits = Vec::new();
        self.decide(Change::Merge { groups, edits }, said, gone, context)
    }

    pub(super) fn decide(
        &mut self,
        change: Change,
        said: String,
        gone: Vec<ContactId>,
        context: &mut Context<'_>,
    ) -> Reply {
        if context.read_only {
            return hint(READ_ONLY);
        }
        if self.waiting.is_some() {
            return Reply::default();
        }
        let ticket = context.tickets.next();
        let decision = Decision {
            said,
            gone,
            into: None,
            moved: Vec::new(),
            entry: None,
            pairs: Vec::new(),
        };
        self.waiting = Some((ticket, decision));
        Reply::want(vec![Effect::Apply { ticket, change }])
    }

    /// A decision is on disk, or was refused.
    pub(in crate::app) fn applied(
        &mut self,
        ticket: Ticket,
        result: &Result<Applied, StoreError>,
        context: &mut Context<'_>,
    ) -> Reply {
        let Some((_, mut decision)) = self.waiting.take_if(|(waiting, _)| *waiting == ticket) else {
            return Reply::default();
        };
        let toast = match result {
            Ok(applied) => {
                let toast = Toast::done(format!("{} u takes it back.", decision.said));
                decision.entry = applied.entry;
                self.carry_out(&mut decision);
                self.decided.push(decision);
                toast
            }
            Err(error) => Toast::error(error.to_string()),
        };
        self.queue.rebuild();
        let mut effects = self.look(context);
        if self.decisions.is_some() {
            effects.extend(self.list_decisions(context).effects);
        }
        Reply {
            toast: Some(toast),
            ..Reply::want(effects)
        }
    }

    /// What a decision means for the queue: whoever is gone leaves it, and what was suggested of them with others is suggested
    /// of the survivor.
    fn carry_out(&mut self, decision: &mut Decision) {
        let mut moved = Vec::new();
        for gone in &decision.gone {
            let forgotten = self.queue.forget(*gone);
            if let Some((into, name)) = &decision.into {
                moved.extend(forgotten.iter().filter_map(|pair| pair.moved(*gone, *into, name)));
            }
            decision.pairs.extend(forgotten);
        }
        moved.retain(|pair| !decision.gone.iter().any(|gone| pair.has(*gone)));
        moved.retain(|pair| self.queue.pair(pair.ids().0, pair.ids().1).is_none());
        decision.moved = moved.iter().map(Pair::ids).collect();
        self.queue.take(moved);
    }

    /// Takes the last decision back.
    pub(super) fn undo(&mut self, context: &mut Context<'_>) -> Reply {
        if self.undoing.is_some() {
            return Reply::default();
        }
        let entry = self.decided.last().and_then(|decision| decision.entry);
        let Some(entry) = entry else {
            return hint(
                "Nothing was decided here that could be taken back. L lists what was decided before, H in the panes all changes.",
            );
        };
        let effect = take_back(context.tickets, entry, false);
        if let Effect::TakeBack { ticket, .. } = effect {
            self.undoing = Some(ticket);
        }
        Reply::want(vec![effect])
    }

    /// Something was taken back: its suggestions come back where it was the last decision.
    pub(super) fn taken_back(&mut self, ticket: Ticket, result: &Result<TakenBack, StoreError>) {
        if self.undoing.take_if(|undoing| *undoing == ticket).is_none() {
            return;
        }
        if result.is_ok()
            && let Some(decision) = self.decided.pop()
        {
            self.queue.drop(&decision.moved);
            self.queue.take(decision.pairs);
        }
    }
}

fn hint(why: impl Into<String>) -> Reply {
    Reply {
        toast: Some(Toast::hint(why)),
        ..Reply::default()
    }
}
