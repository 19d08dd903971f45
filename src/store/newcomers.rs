//! Duplicates among contacts that are new: they are compared with everybody, the others not with each other. Everybody's row
//! is glanced at, on every processor, a part in each transaction.

use super::{Cancel, Result, Store};
use crate::duplicates::{Looked, Newcomers, People, Suggestion, Watch};
use crate::model::{ContactId, EntryId};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

/// Contacts that are looked at in one transaction.
const PART: u32 = 15_360;

/// What was found about new contacts.
#[derive(Debug, Default)]
pub struct Newly {
    /// Who is new, ascending.
    pub new: Vec<ContactId>,
    /// Those who were compared: by them the reasons are told.
    pub people: People,
    /// The pairs in which somebody is new, the best first.
    pub found: Vec<Suggestion>,
    /// Contacts whose rows are damaged.
    pub unreadable: Vec<ContactId>,
}

impl Newly {
    /// How many of the new may be somebody else too.
    pub fn doubtful(&self) -> usize {
        let ids = self.found.iter().flat_map(|pair| [pair.one, pair.other]);
        let mut doubtful: Vec<ContactId> = ids.filter(|id| self.new.binary_search(id).is_ok()).collect();
        doubtful.sort_unstable();
        doubtful.dedup();
        doubtful.len()
    }
}

/// The pairs with a contact that a change, or one after it, has made. None where it was stopped.
pub fn duplicates_since(
    store: &dyn Store,
    entry: EntryId,
    least: f32,
    watch: &impl Watch,
) -> Result<Option<Newly>> {
    duplicates_of(store, &store.made_since(entry)?, least, watch)
}

/// The pairs with one of these contacts that come to at least this probability. None where it was stopped.
pub fn duplicates_of(
    store: &dyn Store,
    new: &[ContactId],
    least: f32,
    watch: &impl Watch,
) -> Result<Option<Newly>> {
    let (profiles, _) = store.readable(new)?;
    let contacts: Vec<_> = profiles.into_iter().map(|profile| profile.contact).collect();
    if contacts.is_empty() {
        return Ok(Some(Newly::default()));
    }
    let new = contacts.iter().map(|contact| contact.id).collect();
    let newcomers = Newcomers::of(contacts);
    let Some((looked, unreadable)) = look(store, &newcomers, watch)? else {
        return Ok(None);
    };
    let decisions = store.decisions()?;
    let apart = decisions.iter().map(|known| (known.one, known.other));
    Ok(newcomers
        .find(looked, apart, least, watch)
        .map(|(people, found)| Newly {
            new,
            people,
            found,
            unreadable,
        }))
}

type Seen = (Vec<Looked>, Vec<ContactId>);

/// Everybody is looked at.
fn look(store: &dyn Store, newcomers: &Newcomers, watch: &impl Watch) -> Result<Option<Seen>> {
    let processors = thread::available_parallelism().map_or(1, usize::from).min(4);
    let (next, ends, stopped) = (AtomicU32::new(0), AtomicBool::new(false), Cancel::default());
    let all: Mutex<Result<Seen>> = Mutex::new(Ok(Seen::default()));
    thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                let mut desk = newcomers.desk();
                let mut unreadable = Vec::new();
                let mut failed = None;
                while !ends.load(Ordering::Relaxed) && !stopped.is_cancelled() {
                    let from = next.fetch_add(PART, Ordering::Relaxed);
                    match store.look(from..from.saturating_add(PART), &mut desk) {
                        Ok((damaged, is_more)) => {
                            unreadable.extend(damaged);
                            if !is_more {
                                ends.store(true, Ordering::Relaxed);
                            }
                        }
                        Err(error) => {
                            failed = Some(error);
                            ends.store(true, Ordering::Relaxed);
                        }
                    }
                    if !watch.step(0, 1) {
                        stopped.cancel();
                    }
                }
                if let Ok(mut all) = all.lock() {
                    match (&mut *all, failed) {
                        (Ok((looked, damaged)), None) => {
                            looked.push(desk.done());
                            damaged.append(&mut unreadable);
                        }
                        (all, Some(error)) => *all = Err(error),
                        (Err(_), None) => {}
                    }
                }
            });
        }
    });
    let seen = all.into_inner().unwrap_or_else(|_| Ok(Seen::default()))?;
    Ok((!stopped.is_cancelled()).then_some(seen))
}
