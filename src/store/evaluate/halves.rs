//! A heavy question is put to both halves of an audience at once.

use super::{Asking, cost};
use crate::criteria::query::{Query, Test};
use crate::store::columns::NUMBER_ROWS;
use crate::store::fault::guarded;
use crate::store::mask::Mask;
use crate::store::{Result, StoreError};
use std::thread;

/// From this cost on a question is heavy: it reads a column of names or mailboxes, or several smaller ones.
const HEAVY: u32 = 10;

/// Words of a chunk of numbers: where the halves part, no chunk is in both.
const CHUNK: usize = NUMBER_ROWS as usize / 64;

impl Asking<'_> {
    /// Keeps those in the mask for whom the query holds, on a second core too where that is worth it.
    pub(super) fn narrow_halves(self, query: &Query, mask: &mut Mask) -> Result<()> {
        let middle = (mask.words().len() / 2).next_multiple_of(CHUNK);
        let is_small = mask.words().len() < 4 * CHUNK;
        if is_small || !is_heavy(query) || thread::available_parallelism().map_or(1, usize::from) < 2 {
            return self.narrow(query, mask);
        }
        let mut back = mask.clone();
        back.stretch(0, middle).fill(0);
        mask.stretch(middle, usize::MAX).fill(0);
        thread::scope(|scope| {
            let second = scope.spawn(|| guarded(|| self.narrow(query, &mut back)));
            let first = self.narrow(query, mask);
            let lost = |_| Err(StoreError::Damaged("a column could not be read".into()));
            second.join().unwrap_or_else(lost)?;
            first
        })?;
        mask.or(&back);
        Ok(())
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
