//! Event columns of which one part is gone: `check` finds it, and a question that needs it is refused.

use super::disk::Disk;
use super::script::{STEPS, take};
use super::world::World;
use crate::criteria;
use crate::model::{Instant, Moment, Scope};
use crate::store::tables::{BlockKey, EVENT_COLUMNS};
use crate::store::{Cancel, Store, StoreError};
use redb::ReadableTable;
use std::collections::BTreeSet;

/// Questions for which every part is read, by the kind's number in a key.
const READ_ALL: [(u8, &str); 3] = [
    (
        1,
        "count(purchases where amount > -99999 and (item matches \"q\" or not item matches \"q\")) > 0",
    ),
    (
        2,
        "count(emails where (`opened` or not `opened`) and (subject matches \"q\" or not subject matches \"q\")) > 0",
    ),
    (
        3,
        "count(messages where (direction = \"in\" or not direction = \"in\") and (text matches \"q\" or not text matches \"q\")) > 0",
    ),
];

#[test]
fn a_missing_part_of_event_columns_is_told() {
    let world = World::new();
    let disk = world.fresh();
    let store = world.open(&disk).unwrap();
    (0..STEPS).for_each(|place| take(&store, 7, place, &mut ()).unwrap());
    let keys: Vec<BlockKey> = store
        .read(|txn| {
            let table = txn.open_table(EVENT_COLUMNS)?;
            let keys = table.iter()?.map(|row| Ok(*row?.0.value()));
            keys.collect()
        })
        .unwrap();
    drop(store);
    let image = disk.bytes();
    let mut parts = BTreeSet::new();
    // What the header says of the root is written anew with every change.
    for key in keys.into_iter().filter(|key| key != &[u8::MAX; 10]) {
        let disk = Disk::holding(image.clone());
        let store = world.open(&disk).unwrap();
        store
            .write(|writing| {
                writing.txn().open_table(EVENT_COLUMNS)?.remove(&key)?;
                writing.touch();
                Ok(())
            })
            .unwrap();
        assert!(store.check(&mut ()).unwrap().problem_count > 0, "{key:?}");
        parts.insert(key[1] & 0x7F);
        let (_, text) = READ_ALL.iter().find(|(kind, _)| *kind == key[0]).unwrap();
        let catalogue = store.catalogue().unwrap();
        let moment = Moment {
            now: Instant(1_900_000_000),
            zone: catalogue.settings.time_zone,
        };
        let checked = criteria::compile(text, &catalogue, Scope::Everyone).unwrap();
        let query = checked.query(&moment, &catalogue).unwrap();
        let refused = store.count(Scope::Everyone, &query, &Cancel::default());
        assert!(
            matches!(refused, Err(StoreError::Damaged(_))),
            "{key:?}: {refused:?}"
        );
    }
    assert_eq!(parts.len(), 6, "{parts:?}");
}
