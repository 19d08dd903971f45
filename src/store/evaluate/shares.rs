//! A heavy question is put to two shares of an audience at once.

use super::{Asking, cost};
use crate::criteria::query::{Query, Test};
use crate::store::columns::NUMBER_ROWS;
use crate::store::fault::guarded;
use crate::store::mask::Mask;
use crate::store::{Result, StoreError};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// From this cost on a question is heavy: it reads a column of names or mailboxes, or several smaller ones.
const HEAVY: u32 = 10;

/// Into so many shares an audience is cut: one core may be held up, and the other then takes more of them.
const SHARES: usize = 8;

/// Words of a chunk of numbers: where two shares meet, no chunk is in both.
const CHUNK: usize = NUMBER_ROWS as usize / 64;

impl Asking<'_> {
    /// Keeps those in the mask for whom the query holds, on a second core too where that is worth it.
    pub(super) fn narrow_shares(self, query: &Query, mask: &mut Mask) -> Result<()> {
        let words = mask.words().len();
        if words < 4 * CHUNK || !is_heavy(query) || thread::available_parallelism().map_or(1, usize::from) < 2
        {
            return self.narrow(query, mask);
        }
        let next = AtomicUsize::new(0);
        let share = words.div_ceil(SHARES).next_multiple_of(CHUNK);
        let take = || guarded(|| self.take_shares(query, mask, share, &next));
        let mut kept = thread::scope(|scope| {
            let second = scope.spawn(take);
            let first = take()?;
            let lost = |_| Err(StoreError::Damaged("a column could not be read".into()));
            let mut kept = second.join().unwrap_or_else(lost)?;
            kept.or(&first);
            Ok::<_, StoreError>(kept)
        })?;
        std::mem::swap(mask, &mut kept);
        Ok(())
    }

    /// Puts the query to one share of the mask after the other, as long as there is one that nobody has taken.
    fn take_shares(self, query: &Query, mask: &Mask, share: usize, next: &AtomicUsize) -> Result<Mask> {
        let mut kept = Mask::empty(mask.words().len());
        loop {
            let from = next.fetch_add(1, Ordering::Relaxed) * share;
            let Some(words) = mask.words().get(from..) else {
                return Ok(kept);
            };
            if words.is_empty() {
                return Ok(kept);
            }
            let mut asked = Mask::empty(mask.words().len());
            let words = words.get(..share).unwrap_or(words);
            asked.stretch(from, words.len()).copy_from_slice(words);
            self.narrow(query, &mut asked)?;
            kept.or(&asked);
        }
    }
}

fn is_heavy(query: &Query) -> bool {
    work(query) >= HEAVY
}

/// What one processor alone would have to do. Averages are shared out as they are.
fn work(query: &Query) -> u32 {
    match query {
        Query::And(all) | Query::Or(all) => all.iter().map(work).sum(),
        Query::Not(query) | Query::AsOf(_, query) => work(query),
        Query::Test(Test::Average(_)) => 0,
        Query::All | Query::Test(_) => cost(query),
    }
}
