//! What stands against taking a change back, by doing it in a transaction that is given up. Of a change of very many
//! rows only the last ones are looked at: as many as one batch takes.

use super::{Walk, Way, plan};
use crate::model::{Author, EntryId};
use crate::store::redb::Redb;
use crate::store::tables::JOURNAL;
use crate::store::{Result, StoreError, TakenBack};

/// What taking a change back would come to, as far as one batch goes.
pub(in crate::store) fn stands_against(store: &Redb, entry: EntryId, author: &Author) -> Result<TakenBack> {
    let plan = store.read(|txn| plan(&txn.open_table(JOURNAL)?, entry, Way::Undo, false))?;
    let mut walk = Walk::new(store, author, plan, false);
    let mut trail = None;
    let mut found = None;
    let given_up = store.write(|writing| {
        found = Some(walk.once(writing, &mut trail)?);
        Err::<(), _>(StoreError::Cancelled)
    });
    match (given_up, found) {
        (Err(StoreError::Cancelled), Some((entry, slice))) => {
            walk.add(entry, slice);
            walk.told.entry = None;
            Ok(walk.told)
        }
        (Err(error), _) => Err(error),
        (Ok(()), _) => Ok(walk.told),
    }
}
