//! A heavy question is put to two shares of an audience at once.

use super::{Asking, cost};
use crate::criteria::query::{Query, Test};
use crate::store::columns::NUMBER_ROWS;
use crate::store::mask::Mask;
use crate::store::{Result, side};
use std::sync::atomic::{AtomicUsize, Ordering};

/// From this cost on a question is heavy: it reads a column of names or mailboxes, or several smaller ones.
const HEAVY: u32 = 10;

/// Into so many shares an audience is cut: one core may be held up, and the other then takes more of them.
const SHARES: usize = 16;

/// Words of a chunk of numbers: where two shares meet, no chunk is in both.
const CHUNK: usize = NUMBER_ROWS as usize / 64;

impl Asking<'_> {
    /// Keeps those in the mask for whom the query holds, on a second core too where that is worth it.
    pub(super) fn narrow_shares(self, query: &Query, mask: &mut Mask) -> Result<()> {
        let words = mask.words().len();
        if words < 4 * CHUNK || !is_heavy(query) || side::processors() < 2 {
            return self.narrow(query, mask);
        }
        let next = AtomicUsize::new(0);
        let share = words.div_ceil(SHARES).next_multiple_of(CHUNK);
        let kept = side::on_all(2, || self.take_shares(query, mask, share, &next))?;
        for (from, words) in kept.into_iter().flatten() {
            mask.stretch(from, words.len()).copy_from_slice(&words);
        }
        Ok(())
    }

    /// Puts the query to one share of the mask after the other, as long as there is one that nobody has taken: from
    /// which word on it goes, and what is kept of it.
    fn take_shares(
        self,
        query: &Query,
        mask: &Mask,
        share: usize,
        next: &AtomicUsize,
    ) -> Result<Vec<(usize, Vec<u64>)>> {
        let mut kept = Vec::new();
        let mut asked = Mask::empty(mask.words().len());
        loop {
            let from = next.fetch_add(1, Ordering::Relaxed) * share;
            let words = mask.words().get(from..).unwrap_or_default();
            let words = words.get(..share).unwrap_or(words);
            if words.is_empty() {
                return Ok(kept);
            }
            asked.stretch(from, words.len()).copy_from_slice(words);
            self.narrow(query, &mut asked)?;
            let answer = asked.stretch(from, words.len());
            kept.push((from, answer.to_vec()));
            answer.fill(0);
        }
    }
}

fn is_heavy(query: &Query) -> bool {
    work(query) >= HEAVY
}

/// What one processor alone would have to do. Averages and history are shared out as they are.
fn work(query: &Query) -> u32 {
    match query {
        Query::And(all) | Query::Or(all) => all.iter().map(work).sum(),
        Query::Not(query) | Query::AsOf(_, query) => work(query),
        Query::Test(Test::Average(_) | Test::Amount(_) | Test::Opened(_)) => 0,
        Query::All | Query::Test(_) => cost(query),
    }
}
