//! Chunks of columns that are lost, and old ones that come back, whole in themselves: no count is ever wrong for it.

use super::answers::{Answers, ask_all};
use super::disk::Disk;
use super::script::{STEPS, take};
use super::world::World;
use crate::store::marks::Marked;
use crate::store::redb::Redb;
use crate::store::{Store, StoreError, bitmap, columns, events};
use redb::ReadableTable;
use std::collections::BTreeMap;

/// Everything in a table by its keys.
fn values<const N: usize>(store: &Redb, marked: &Marked<N>) -> BTreeMap<[u8; N], Vec<u8>> {
    store
        .read(|txn| {
            let rows = txn.open_table(marked.table)?;
            let rows = rows.iter()?.map(|row| {
                let (key, value) = row?;
                Ok((*key.value(), value.value().to_vec()))
            });
            rows.collect()
        })
        .unwrap()
}

/// Puts a value where it does not belong, or takes it out, past all that keeps the marks.
fn force<const N: usize>(store: &Redb, marked: &Marked<N>, key: [u8; N], value: Option<&[u8]>) {
    store
        .write(|writing| {
            let mut table = writing.txn().open_table(marked.table)?;
            match value {
                Some(value) => table.insert(&key, value)?,
                None => table.remove(&key)?,
            };
            drop(table);
            writing.touch();
            Ok(())
        })
        .unwrap();
}

/// A store as it was halfway and as it is, and what it answers.
struct Sound {
    world: World,
    old: Vec<u8>,
    new: Vec<u8>,
    answers: Answers,
}

impl Sound {
    fn new() -> Self {
        let world = World::new();
        let disk = world.fresh();
        let store = world.open(&disk).unwrap();
        (0..STEPS / 2).for_each(|place| take(&store, 1, place, &mut ()).unwrap());
        drop(store);
        let old = disk.bytes();
        let store = world.open(&disk).unwrap();
        (STEPS / 2..STEPS).for_each(|place| take(&store, 1, place, &mut ()).unwrap());
        let catalogue = store.catalogue().unwrap();
        let answers = ask_all(&store, &catalogue);
        drop(store);
        Self {
            world,
            old,
            new: disk.bytes(),
            answers,
        }
    }

    /// Loses each value of a table in turn, and puts back what each was before; gives back how often that was told.
    fn look<const N: usize>(&self, marked: &Marked<N>) -> usize {
        let old = values(
            &self.world.open(&Disk::holding(self.old.clone())).unwrap(),
            marked,
        );
        let new = values(
            &self.world.open(&Disk::holding(self.new.clone())).unwrap(),
            marked,
        );
        let mut told = 0;
        for (key, value) in &new {
            // What the header says of the root is written anew with every change.
            if key == &[u8::MAX; N] {
                continue;
            }
            let before = old.get(key).filter(|before| *before != value);
            for put in std::iter::once(None).chain(before.map(|before| Some(before.as_slice()))) {
                let store = self.world.open(&Disk::holding(self.new.clone())).unwrap();
                force(&store, marked, *key, put);
                let catalogue = store.catalogue().unwrap();
                let answers = ask_all(&store, &catalogue);
                for (question, right) in self.answers.iter().filter(|(one, _)| one.starts_with("count")) {
                    match &answers[question] {
                        Err(StoreError::Damaged(_)) => told += 1,
                        answer => assert_eq!(answer, right, "{key:?}, {put:?}: {question}"),
                    }
                }
            }
        }
        told
    }
}

#[test]
fn a_count_is_right_or_refused_whatever_chunk_is_lost_or_old() {
    let sound = Sound::new();
    assert!(sound.look(&columns::MARKED) > 0);
    assert!(sound.look(&bitmap::MARKED) > 0);
    assert!(sound.look(&events::MARKED) > 0);
}
