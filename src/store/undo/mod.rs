//! Taking changes back: an entry of the journal goes back row by row, the last one first, in batches like any long
//! change, and is an entry itself. Rows that are no longer what the entry left stay, unless that is forced. Making a
//! change again is taking its undo back.

mod contacts;
mod events;
mod made;
mod named;
mod pick;
mod stands;
mod trail;

pub(super) use pick::{newest_redo, newest_undo};
pub(super) use stands::stands_against;

use super::envelope::Sealed;
use super::index;
use super::redb::Redb;
use super::tables::{JOURNAL, JOURNAL_ROWS};
use super::writing::Writing;
use super::{Progress, Result, StoreError};
use super::{heirs, jobs, journal};
use crate::model::{Author, EntryId, EntryState};
use pick::{Plan, plan};
use std::cell::Cell;
use std::time::{Duration, Instant as Clock};
use trail::{Step, Trail};

/// How long a slice of rows is to take: a batch is one, or several small ones that took less. Its commit comes on top, and others
/// wait for both.
const SLICE_TIME: Duration = Duration::from_millis(90);

/// Rows of the first slice, before it is known how long they take.
const FIRST: usize = 8_000;

/// The fewest rows of a slice: each slice rewrites what of the indexes it falls into, so that small ones take long in sum.
const FEWEST: usize = 4_000;

/// So many rows that stay are told in words.
const TOLD: usize = 100;

/// What taking a change back came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// The journal entry of the undo or the redo.
    pub entry: Option<EntryId>,
    /// The change that was taken back, or made again.
    pub change: Option<EntryId>,
    /// Whether it was made again, not taken back.
    pub again: bool,
    /// That change, in one line.
    pub what: String,
    /// Rows that went back.
    pub back: u64,
    /// Rows that stayed.
    pub stayed: u64,
    /// Why rows stayed, and what did not come back with its row; at most a hundred.
    pub reasons: Vec<String>,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A change is taken back.
    Undo,
    /// A change that was taken back is made again.
    Redo,
}

/// Takes a change back, or makes it again.
pub(super) fn take_back(
    store: &Redb,
    entry: EntryId,
    way: Way,
    force: bool,
    author: &Author,
    progress: &mut dyn Progress,
) -> Result<TakenBack> {
    let plan = store.read(|txn| plan(&txn.open_table(JOURNAL)?, entry, way, force))?;
    let mut walk = Walk::new(store, author, plan, force);
    loop {
        let ended = match walk.batch() {
            Ok(ended) => ended,
            Err(error) => return Err(walk.interrupted(error)),
        };
        if ended {
            return Ok(walk.told);
        }
        let done = walk.told.back + walk.told.stayed;
        if !progress.step(done, walk.plan.rows.max(done)) {
            return Err(walk.interrupted(StoreError::Cancelled));
        }
    }
}

/// One that is under way.
struct Walk<'a> {
    store: &'a Redb,
    author: &'a Author,
    plan: Plan,
    force: bool,
    entry: Option<EntryId>,
    trail: Option<Trail>,
    /// Rows of the next slice.
    room: Cell<usize>,
    told: TakenBack,
}

/// How many rows a slice may have, where so many took so long.
fn room(rows: usize, took: Duration) -> usize {
    let fits = rows as u128 * SLICE_TIME.as_micros() / took.as_micros().max(1);
    (fits as usize).clamp(FEWEST, trail::SLICE)
}

/// What a slice of rows came to.
#[derive(Default)]
struct Slice {
    /// Rows that went back.
    back: u64,
    /// Why rows stayed.
    stayed: Vec<String>,
    /// What did not come back with its row.
    notes: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(store: &'a Redb, author: &'a Author, plan: Plan, force: bool) -> Self {
        Self {
            store,
            author,
            plan,
            force,
            entry: None,
            trail: None,
            room: Cell::new(FIRST),
            told: TakenBack::default(),
        }
    }

    /// One transaction. Gives back whether it was the last.
    fn batch(&mut self) -> Result<bool> {
        let mut trail = self.trail.take();
        let store = self.store;
        let (entry, slice) = store.write_batch(|writing| {
            let (entry, slice) = self.once(writing, &mut trail)?;
            self.refuse_if_all_stay(&slice, trail.as_ref())?;
            Ok((entry, slice))
        })?;
        self.entry = Some(entry);
        self.add(entry, slice);
        self.trail = trail;
        let ended = self.trail.as_ref().is_none_or(Trail::is_at_end);
        index::settle(store, ended);
        Ok(ended)
    }

    /// What one transaction does.
    fn once(&self, writing: &mut Writing, trail: &mut Option<Trail>) -> Result<(EntryId, Slice)> {
        let entry = self.enter(writing)?;
        let mut back = writing.log.back().unwrap_or(self.plan.back);
        let left = match trail {
            Some(left) => left,
            None => trail.insert(Trail::at(&writing.txn().open_table(JOURNAL_ROWS)?, back)?),
        };
        let (started, mut slice, mut done) = (Clock::now(), Slice::default(), 0);
        while started.elapsed() < SLICE_TIME / 3 && done < FIRST && !left.is_at_end() {
            let began = Clock::now();
            let steps = left.slice(writing.txn(), self.room.get())?;
            let rows = steps.len();
            done += rows;
            self.take(writing, steps, &mut slice)?;
            self.room.set(room(rows, began.elapsed()));
        }
        back.left = left.place();
        back.stayed += slice.stayed.len() as u64;
        writing.log.set_back(back);
        writing.log.add_rows(slice.back);
        writing.touch();
        if left.is_at_end() {
            writing.log.set_state(EntryState::Done);
            if self.plan.way == Way::Redo {
                journal::set_taken_back(writing, EntryId(back.change), None)?;
            }
        } else {
            writing.log.set_state(EntryState::Running);
        }
        Ok((entry, slice))
    }

    /// Opens the entry, or goes on with it.
    fn enter(&self, writing: &mut Writing) -> Result<EntryId> {
        if let Some(entry) = self.entry {
            return writing.resume_entry(entry).map(|()| entry);
        }
        // Others may have been first since it was planned.
        let fresh = {
            let journal = writing.txn().open_table(JOURNAL)?;
            plan(
                &journal,
                EntryId(self.plan.back.change),
                self.plan.way,
                self.force,
            )?
        };
        let entry = match fresh.goes_on {
            Some(entry) => writing.resume_entry(entry).map(|()| entry)?,
            None => writing.open_entry(self.author, &self.plan.what),
        };
        journal::set_taken_back(writing, EntryId(fresh.back.trail), Some(entry))?;
        if fresh.goes_on.is_none() || fresh.anew {
            writing.log.set_back(fresh.back);
        }
        if fresh.anew {
            writing.log.stands_again();
        }
        jobs::forget(writing, EntryId(fresh.back.change))?;
        heirs::forget(&mut writing.state, EntryId(fresh.back.change));
        Ok(entry)
    }

    fn take(&self, writing: &mut Writing, steps: Vec<Step>, slice: &mut Slice) -> Result<()> {
        match steps.first().map(|step| step.kind) {
            Some(Sealed::Contact) if made::take(writing, &steps, slice)? => Ok(()),
            Some(Sealed::Contact) => contacts::take(writing, &steps, self.force, slice),
            Some(Sealed::Events) => events::take(writing, &steps, self.force, slice),
            _ => named::take(writing, steps, self.force, slice),
        }
    }

    /// A change of which nothing at all can go back is left as it is, and no entry is made.
    fn refuse_if_all_stay(&self, slice: &Slice, left: Option<&Trail>) -> Result<()> {
        let all = self.entry.is_none() && left.is_none_or(Trail::is_at_end);
        if !all || slice.back > 0 || slice.stayed.is_empty() {
            return Ok(());
        }
        let mut words: Vec<&str> = slice.stayed.iter().take(3).map(String::as_str).collect();
        let more = format!("{} more like it.", slice.stayed.len().saturating_sub(words.len()));
        if slice.stayed.len() > words.len() {
            words.push(&more);
        }
        Err(StoreError::Stands(format!(
            "“{}” stays as it is. {}",
            self.plan.subject,
            words.join(" ")
        )))
    }

    fn add(&mut self, entry: EntryId, slice: Slice) {
        self.told.entry = Some(entry);
        self.told.again = self.plan.way == Way::Redo;
        self.told.what.clone_from(&self.plan.subject);
        self.told.change = Some(EntryId(self.plan.back.change));
        self.told.back += slice.back;
        self.told.stayed += slice.stayed.len() as u64;
        let room = TOLD.saturating_sub(self.told.reasons.len());
        self.told
            .reasons
            .extend(slice.stayed.into_iter().chain(slice.notes).take(room));
    }

    /// Says in the journal that it ends before its end. What has gone back has gone back.
    fn interrupted(&self, error: StoreError) -> StoreError {
        if let Some(entry) = self.entry {
            let _ = self.store.write(|writing| {
                writing.resume_entry(entry)?;
                writing.log.set_state(EntryState::Interrupted);
                writing.touch();
                Ok(())
            });
        }
        error
    }
}
