//! Looks for duplicates on a thread of its own, beside questions and changes; and looks up the contacts of one suggestion.

use super::changes::Stops;
use super::mishap;
use crate::app::review::{Apart, Looked, Pair, Suggested};
use crate::app::{Event, Ticket};
use crate::criteria::query::Query;
use crate::duplicates::{Suggestion, Watch, find};
use crate::model::{Contact, ContactId, Decision, Scope};
use crate::store::{Cancel, Result, Store, StoreError, people};
use crossbeam_channel::Sender;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// Below this probability a pair is not worth a look.
const LEAST: f32 = 0.02;

/// So many pairs are suggested at most, the best first.
const MOST: usize = 200_000;

/// Pairs that are looked up at a time.
const AT_A_TIME: usize = 1_000;

/// Who looks, and where.
pub struct Desk {
    /// Comes back with progress and end.
    pub ticket: Ticket,
    /// Where results go.
    pub events: Sender<Event>,
    /// Where the contacts are.
    pub store: Arc<dyn Store>,
    /// Whether to stop.
    pub stops: Arc<Stops>,
}

impl Desk {
    /// Looks, and tells what came of it.
    pub fn search(&self, scope: Scope) {
        let result = mishap::caught(|| self.suggest(scope));
        self.stops.forget(self.ticket);
        let _ = self.events.send(Event::Searched {
            ticket: self.ticket,
            result,
        });
    }

    fn suggest(&self, scope: Scope) -> Result<Suggested> {
        let contacts = self.store.count(scope, &Query::All, &Cancel::default())?;
        let watching = Watching {
            desk: self,
            contacts,
            begun: Instant::now(),
            told: Mutex::default(),
        };
        let read = people(self.store.as_ref(), scope, &mut |done| watching.step(done))?;
        let (people, unreadable) = read.ok_or(StoreError::Cancelled)?;
        let mut found = find(&people, LEAST, &watching).ok_or(StoreError::Cancelled)?;
        found.truncate(MOST);
        let mut pairs = Vec::with_capacity(found.len());
        for some in found.chunks(AT_A_TIME) {
            let contacts = self.contacts(some)?;
            let of = |pair: &Suggestion| {
                let (one, other) = (contacts.get(&pair.one)?, contacts.get(&pair.other)?);
                Some(Pair::new(*pair, people.account(pair), one, other))
            };
            pairs.extend(some.iter().filter_map(of));
        }
        Ok(Suggested {
            pairs,
            contacts,
            unreadable: unreadable.len(),
        })
    }

    /// The contacts of some pairs. One that has gone meanwhile is left out.
    fn contacts(&self, pairs: &[Suggestion]) -> Result<HashMap<ContactId, Contact>> {
        let mut wanted: Vec<ContactId> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let (profiles, _) = self.store.readable(&wanted)?;
        let contacts = profiles.into_iter().map(|profile| profile.contact);
        Ok(contacts.map(|contact| (contact.id, contact)).collect())
    }
}

/// Tells how far the search is: reading counts as one half, comparing as the other.
struct Watching<'a> {
    desk: &'a Desk,
    contacts: u64,
    begun: Instant,
    told: Mutex<Option<Instant>>,
}

impl Watching<'_> {
    /// So many contacts of twice as many. False where it is to stop.
    fn step(&self, done: u64) -> bool {
        if let Ok(mut told) = self.told.try_lock()
            && told.is_none_or(|told| told.elapsed() >= TOLD_EVERY)
        {
            *told = Some(Instant::now());
            let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
            let _ = self.desk.events.send(Event::Progress {
                ticket: self.desk.ticket,
                done,
                total: Some(self.contacts * 2),
                rate: done as f64 / seconds,
            });
        }
        !self.desk.stops.wanted(self.desk.ticket, true)
    }
}

impl Watch for Watching<'_> {
    fn step(&self, done: usize, total: usize) -> bool {
        let part = self.contacts * done as u64 / total.max(1) as u64;
        Watching::step(self, self.contacts + part)
    }
}

/// What of a suggestion is there now: its contacts with all that happened to them, who was said to be two people, and which
/// of those that come next have gone.
pub fn look(store: &dyn Store, members: &[ContactId], near: &[ContactId]) -> Result<Looked> {
    let mut profiles = Vec::with_capacity(members.len());
    for member in members {
        profiles.extend(store.profile(*member)?);
    }
    let (there, unreadable) = store.readable(near)?;
    let there: Vec<ContactId> = there.iter().map(|profile| profile.contact.id).collect();
    let gone = near
        .iter()
        .filter(|one| !there.contains(one) && !unreadable.contains(one));
    Ok(Looked {
        profiles,
        apart: store
            .decisions()?
            .iter()
            .map(|known| (known.one, known.other))
            .collect(),
        gone: gone.copied().collect(),
    })
}

/// Who was said to be two people, the oldest first, with what they are called.
pub fn decisions(store: &dyn Store) -> Result<Vec<Apart>> {
    let all = store.decisions()?;
    let mut wanted: Vec<ContactId> = all.iter().flat_map(|one| [one.one, one.other]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (profiles, _) = store.readable(&wanted)?;
    let names: HashMap<ContactId, String> = profiles
        .iter()
        .map(|profile| (profile.contact.id, profile.contact.display_name()))
        .collect();
    let named = |decision: Decision| Apart {
        names: [decision.one, decision.other].map(|id| names.get(&id).cloned().unwrap_or_default()),
        decision,
    };
    Ok(all.into_iter().map(named).collect())
}
