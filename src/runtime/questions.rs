//! Answers questions, on threads of their own. Each answer is one short read of the store; none outlives its question.

use super::clock::Clock;
use super::gate::Gate;
use super::mailbox::Mailbox;
use super::{finding, importing, mishap, paths, theme_file};
use crate::app::event::Newcomers;
use crate::app::{Answer, Ask, Event, Question};
use crate::criteria;
use crate::criteria::query::{Query, Test};
use crate::duplicates::{REVIEW, Watch};
use crate::model::{
    Author, Catalogue, ContactId, EntryId, EventKind, ListId, Moment, Months, Profile, Scope, Segment,
    SegmentId, TimelineItem,
};
use crate::phone::Identity;
use crate::store::{
    Cancel, Entries, Result, Store, StoreError, TakenBack, View, Window, duplicates_since, likely_duplicates,
    losses,
};
use crossbeam_channel::Sender;
use std::path::PathBuf;
use std::sync::Arc;

/// How many values are offered to complete with.
const VALUES: usize = 50;

/// How many purchases are read at once.
const PURCHASES: usize = 500;

/// Who answers, and with what.
#[derive(Clone)]
pub struct Desk {
    /// Where questions wait.
    pub mailbox: Arc<Mailbox>,
    /// Where answers go.
    pub events: Sender<Event>,
    /// Who knows.
    pub store: Arc<dyn Store>,
    /// Who asks.
    pub operator: String,
    /// What counts as now.
    pub clock: Clock,
    /// The file of preferences.
    pub config: Option<PathBuf>,
    /// What every write transaction passes.
    pub gate: Arc<Gate>,
}

impl Desk {
    /// Answers until the mailbox is closed. A cancelled question has no answer: a newer one is on its way.
    pub fn work(&self) {
        while let Some((ask, cancel)) = self.mailbox.take() {
            let Ask {
                slot,
                ticket,
                question,
            } = ask;
            let answer = mishap::caught(|| self.answer(question, &cancel));
            self.mailbox.done(slot, ticket);
            if !matches!(answer, Err(StoreError::Cancelled)) && !cancel.is_cancelled() {
                let _ = self.events.send(Event::Answer { slot, ticket, answer });
            }
        }
    }

    fn answer(&self, question: Question, cancel: &Cancel) -> Result<Answer> {
        let store = &self.store;
        Ok(match question {
            Question::Catalogue => Answer::Catalogue(store.catalogue()?),
            Question::Page { view, window } => Answer::Page(store.page(&view, window, cancel)?),
            Question::SegmentCounts(segments) => Answer::SegmentCounts(self.counts(&segments, cancel)?),
            Question::Profile(contact) => Answer::Profile(store.profile(contact)?.map(Box::new)),
            Question::Timeline {
                contact,
                before,
                limit,
                kinds,
            } => Answer::Timeline(store.timeline(contact, before.as_ref(), limit, kinds)?),
            Question::Changes(contact) => Answer::Changes(store.changes_of(contact, cancel)?),
            Question::Months(contact) => Answer::Months(Box::new(self.months(contact, cancel)?)),
            Question::Preview { view, sample } => self.preview(&view, sample, cancel)?,
            Question::Counts { scope, queries } => Answer::Counts(self.each(scope, &queries, cancel)?),
            Question::Search { scope, text, limit } => {
                Answer::Found(store.search(scope, &text, limit, cancel)?)
            }
            Question::People { text, limit } => {
                let hits = store.search(Scope::Everyone, &text, limit, cancel)?;
                cancel.check()?;
                Answer::People(store.profiles(&hits)?)
            }
            Question::Values { scope, field, text } => {
                Answer::Values(store.values(scope, field, &text, VALUES, cancel)?)
            }
            Question::Losses { field, kind } => Answer::Losses(losses(store.as_ref(), field, &kind, cancel)?),
            Question::Spread(asked) => Answer::Spread(store.spread(&asked, cancel)?),
            Question::Owners(identity) => Answer::Owners(self.owners(identity)?),
            Question::Likely(contact) => Answer::Likely(likely_duplicates(&**store, &contact, cancel)?),
            Question::Newcomers => Answer::Newcomers(self.newcomers(cancel)?),
            Question::Paths(text) => Answer::Paths(paths::complete(&text, paths::home().as_deref(), cancel)),
            Question::Theme(path) => Answer::Theme(theme_file::read(&path, self.config.as_deref())),
            Question::Plan(wanted) => Answer::Plan(importing::plan(*wanted, store.catalogue()?.as_ref())),
            Question::Deletion(list) => self.deletion(list, cancel)?,
            Question::NextUndo => Answer::Next(store.next_undo(&self.operator)?),
            Question::NextRedo => Answer::Next(store.next_redo(&self.operator)?),
            Question::History(asked) => Answer::History(store.history(&asked)?),
            Question::Decisions => Answer::Decisions(finding::decisions(store.as_ref())?),
            Question::Pair { members, near } => {
                Answer::Pair(Box::new(finding::look(store.as_ref(), &members, &near)?))
            }
            Question::Stands(entry) => Answer::Stands(self.stands(entry)),
            Question::Position { view, contact } => Answer::Position(store.position(&view, contact, cancel)?),
        })
    }

    /// It is found out in a transaction that is given up: one that writes, all the same.
    fn stands(&self, entry: EntryId) -> Result<TakenBack> {
        let author = Author {
            name: self.operator.clone(),
            at: self.clock.now(),
        };
        self.gate.enter();
        let found = self.store.stands_against(entry, &author);
        self.gate.leave();
        found
    }

    fn preview(&self, view: &View, sample: usize, cancel: &Cancel) -> Result<Answer> {
        let window = Window {
            offset: 0,
            limit: sample,
        };
        let page = self.store.page(view, window, cancel)?;
        Ok(Answer::Preview(page.total, page.rows))
    }

    /// What a contact has spent by month: its purchases are walked from the newest on, as far as the months go.
    fn months(&self, contact: ContactId, cancel: &Cancel) -> Result<Months> {
        let moment = Moment {
            now: self.clock.now(),
            zone: self.store.catalogue()?.settings.time_zone,
        };
        let mut months = Months::up_to(&moment);
        let mut before = None;
        loop {
            cancel.check()?;
            let kinds = [EventKind::Purchase];
            let items = self.store.timeline(contact, before.as_ref(), PURCHASES, &kinds)?;
            let within = items.iter().all(|item| months.add(&item.event, &moment));
            if !within || items.len() < PURCHASES {
                return Ok(months);
            }
            before = items.last().map(TimelineItem::mark);
        }
    }

    fn newcomers(&self, cancel: &Cancel) -> Result<Option<Newcomers>> {
        let asked = Entries {
            limit: 1,
            by: Some(self.operator.clone()),
            text: "import contacts".to_owned(),
            ..Entries::default()
        };
        let Some(import) = self.store.history(&asked)?.into_iter().next() else {
            return Ok(None);
        };
        let newly = duplicates_since(&*self.store, import.id, REVIEW, &Unless(cancel))?;
        let newly = newly.ok_or(StoreError::Cancelled)?;
        Ok(Some(Newcomers {
            entry: import.id,
            new: newly.new.len() as u64,
            doubtful: newly.doubtful() as u64,
        }))
    }

    fn owners(&self, identity: Identity) -> Result<Vec<Profile>> {
        let contacts = self.store.by_number(identity)?;
        self.store.profiles(&contacts)
    }

    fn each(&self, scope: Scope, queries: &[Query], cancel: &Cancel) -> Result<Vec<u64>> {
        let one = |query| {
            cancel.check()?;
            self.store.count(scope, query, cancel)
        };
        queries.iter().map(one).collect()
    }

    /// A segment whose criteria cannot be read or answered has no count; the others do.
    fn counts(&self, segments: &[SegmentId], cancel: &Cancel) -> Result<Vec<(SegmentId, Option<u64>)>> {
        let catalogue = self.store.catalogue()?;
        let moment = Moment {
            now: self.clock.now(),
            zone: catalogue.settings.time_zone,
        };
        let mut counts = Vec::with_capacity(segments.len());
        for id in segments {
            cancel.check()?;
            let query = catalogue
                .segment(*id)
                .and_then(|segment| query_of(segment, &catalogue, &moment));
            let count = match query {
                Some((scope, query)) => Some(self.store.count(scope, &query, cancel)?),
                None => None,
            };
            counts.push((*id, count));
        }
        Ok(counts)
    }

    /// How many contacts a list has, and how many of them are in no other list.
    fn deletion(&self, list: ListId, cancel: &Cancel) -> Result<Answer> {
        let catalogue = self.store.catalogue()?;
        let others = catalogue.lists.iter().filter(|other| other.id != list);
        let elsewhere = Query::Or(others.map(|other| Query::Test(Test::InList(other.id))).collect());
        let scope = Scope::List(list);
        let all = self.store.count(scope, &Query::All, cancel)?;
        let alone = self
            .store
            .count(scope, &Query::Not(Box::new(elsewhere)), cancel)?;
        Ok(Answer::Deletion(all, alone))
    }
}

/// Goes on unless the answer is no longer wanted.
struct Unless<'a>(&'a Cancel);

impl Watch for Unless<'_> {
    fn step(&self, _done: usize, _total: usize) -> bool {
        !self.0.is_cancelled()
    }
}

fn query_of(segment: &Segment, catalogue: &Catalogue, moment: &Moment) -> Option<(Scope, Query)> {
    let criteria = criteria::of_segment(segment, catalogue).ok()?;
    let query = criteria.query(moment, catalogue).ok()?;
    Some((segment.scope, query))
}
