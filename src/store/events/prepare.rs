//! What the events that come to contacts make of theirs, worked out apart from the tables, so that two threads share it
//! while the next contacts are read.

use super::super::codec::seal_row;
use super::super::envelope::Sealed;
use super::super::fault::guarded;
use super::super::rows::Standing;
use super::super::tables::{EventsKey, events_key};
use super::super::wire::WireEvent;
use super::super::{Result, StoreError};
use super::EventOutcome;
use super::derived::Fresh;
use super::pack::Pack;
use crate::model::{ContactId, EventKind, ListId, TimelineItem, Totals};
use chrono_tz::Tz;
use crossbeam_channel::unbounded;
use std::collections::BTreeSet;
use std::ops::Range;
use std::thread;

/// A contact to whom events come.
pub(super) struct Person {
    pub(super) id: ContactId,
    /// None where it is gone.
    pub(super) found: Option<Found>,
    /// What comes.
    pub(super) come: Vec<TimelineItem>,
}

/// What is there of a contact.
pub(super) struct Found {
    pub(super) standing: Standing,
    /// What its history came to; None where it has none.
    pub(super) totals: Option<Totals>,
    /// Its events of the kind that comes.
    pub(super) pack: Pack,
}

/// What became of some contacts' events.
#[derive(Default)]
pub(super) struct Prepared {
    /// Of each event that came, in their order.
    pub(super) outcomes: Vec<EventOutcome>,
    /// The chunks to be written.
    pub(super) chunks: Chunks,
    /// What follows from them.
    pub(super) fresh: Vec<Fresh>,
    /// The lists that show any of these contacts.
    pub(super) lists: BTreeSet<ListId>,
}

/// Sealed chunks, one behind the other.
#[derive(Default)]
pub(super) struct Chunks {
    bytes: Vec<u8>,
    /// None: the chunk goes.
    places: Vec<(EventsKey, Option<Range<usize>>)>,
}

impl Chunks {
    /// Each with its bytes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (EventsKey, Option<&[u8]>)> {
        self.places.iter().map(|(key, place)| {
            let bytes = place.clone().and_then(|place| self.bytes.get(place));
            (*key, bytes)
        })
    }
}

/// Prepares pieces of contacts until `next` has no more, in their order. Pieces behind the first are shared with a second
/// thread.
pub(super) fn prepare(
    kind: EventKind,
    zone: Tz,
    next: &mut dyn FnMut() -> Result<Option<Vec<Person>>>,
) -> Result<Vec<Prepared>> {
    let Some(first) = next()? else {
        return Ok(Vec::new());
    };
    let Some(second) = next()? else {
        return Ok(vec![one(kind, zone, first)?]);
    };
    thread::scope(|scope| {
        let (to, pieces) = unbounded();
        let (done, prepared) = unbounded();
        let helper = {
            let (pieces, done) = (pieces.clone(), done.clone());
            scope.spawn(move || {
                for (at, people) in pieces {
                    // Nobody listens where it has failed already.
                    let _ = done.send((at, guarded(|| one(kind, zone, people))));
                }
            })
        };
        let mut count = 0;
        let mut waiting = [first, second].into_iter();
        while let Some(people) = waiting.next().map_or_else(&mut *next, |piece| Ok(Some(piece)))? {
            // It is taken by whoever comes first.
            let _ = to.send((count, people));
            count += 1;
        }
        drop(to);
        for (at, people) in pieces {
            let _ = done.send((at, one(kind, zone, people)));
        }
        drop(done);
        let mut all: Vec<(usize, Result<Prepared>)> = prepared.iter().collect();
        let lost = |_| StoreError::Damaged("the events could not be prepared".into());
        helper.join().map_err(lost)?;
        all.sort_by_key(|(at, _)| *at);
        all.into_iter().map(|(_, prepared)| prepared).collect()
    })
}

fn one(kind: EventKind, zone: Tz, people: Vec<Person>) -> Result<Prepared> {
    let mut prepared = Prepared::default();
    prepared.fresh.reserve(people.len());
    prepared.chunks.places.reserve(people.len());
    let mut sealed = Vec::new();
    for person in people {
        let Some(mut found) = person.found else {
            let gone = person.come.iter().map(|_| EventOutcome::Gone);
            prepared.outcomes.extend(gone);
            continue;
        };
        let (became, rewritten) = found.pack.add(person.come);
        prepared.outcomes.extend(became);
        if rewritten.is_empty() {
            continue;
        }
        for one in rewritten {
            let key = events_key(person.id, kind, one.chunk);
            let wires: Vec<WireEvent<'_>> = found.pack.part(&one.items).map(WireEvent::from).collect();
            if wires.is_empty() {
                prepared.chunks.places.push((key, None));
                continue;
            }
            seal_row(&mut sealed, Sealed::Events, &key, &wires)?;
            let start = prepared.chunks.bytes.len();
            prepared.chunks.bytes.extend_from_slice(&sealed);
            let place = start..prepared.chunks.bytes.len();
            prepared.chunks.places.push((key, Some(place)));
        }
        let opening = found.standing.opening.as_ref();
        let mut fresh = Fresh::new(person.id, opening, found.totals);
        fresh.take(opening, kind, found.pack.items(), zone);
        prepared.fresh.push(fresh);
        prepared.lists.extend(found.standing.lists);
    }
    Ok(prepared)
}
