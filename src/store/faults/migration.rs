//! A store of an older format on a disk that loses power, tears writes, fails and fills up while it is brought forward:
//! it is the old one, or the new one whole.

use super::chance::Chance;
use super::disk::{Disk, Fault, Replay};
use super::dump::dump;
use super::power::loss;
use super::script::{STEPS, take};
use super::wanted;
use super::world::{States, World, expect_whole};
use crate::store::StoreError;
use crate::store::codec::seal_row;
use crate::store::columns::COLUMNS;
use crate::store::envelope::Sealed;
use crate::store::migrate::OLDEST;
use crate::store::open::builder;
use crate::store::tables::{EVENT_COLUMNS, META};
use crate::store::wire::WireFormat;
use std::io::ErrorKind;

/// A store with a history, as a version before would have left it: its columns mean nothing to this one.
fn older(world: &World, seed: u64) -> Vec<u8> {
    let disk = world.fresh();
    let store = world.open(&disk).unwrap();
    for place in 0..STEPS {
        take(&store, seed, place, &mut ()).unwrap();
    }
    drop(store);
    let database = builder(world.options())
        .create_with_backend(disk.clone())
        .unwrap();
    let txn = database.begin_write().unwrap();
    {
        let mut columns = txn.open_table(COLUMNS).unwrap();
        columns.retain(|key, _| key[5] % 2 == 0).unwrap();
        columns.insert(&[9; 10], &b"of another kind"[..]).unwrap();
        let mut events = txn.open_table(EVENT_COLUMNS).unwrap();
        events.retain(|_, _| false).unwrap();
        events.insert(&[9; 10], &b"of another kind"[..]).unwrap();
        let format = WireFormat {
            version: OLDEST,
            uuid: [7; 16],
            created: 0,
        };
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Meta, b"format", &format).unwrap();
        let mut meta = txn.open_table(META).unwrap();
        meta.insert(&b"format"[..], sealed.as_slice()).unwrap();
    }
    txn.commit().unwrap();
    drop(database);
    disk.bytes()
}

/// What it becomes, and what the disk was told meanwhile.
fn brought_forward(world: &World, image: &[u8]) -> (States, Disk) {
    let disk = Disk::holding(image.to_vec());
    let store = world.open(&disk).unwrap();
    assert!(store.warnings().iter().any(|said| said.contains("format-9")));
    let states = States::from([dump(&store).unwrap()]);
    expect_whole(&store, &states, 0, "brought forward");
    drop(store);
    (states, disk)
}

#[test]
fn a_power_cut_leaves_the_old_store_or_the_new_one() {
    let mut left = wanted("AUDIENCE_IMAGES", 1_400) / 14;
    for seed in 1.. {
        let (world, mut chance) = (World::new(), Chance::new(seed));
        let image = older(&world, seed);
        let (states, disk) = brought_forward(&world, &image);
        let operations = disk.operations();
        let every = (operations.len() as u64 / left.max(1)).max(1);
        let mut replay = Replay::new(image, &operations);
        for at in 0..=operations.len() {
            replay.go_to(at);
            if !chance.once_in(every) {
                continue;
            }
            if left == 0 {
                return;
            }
            left -= 1;
            let loss = loss(&mut chance);
            let case = format!("seed {seed}, cut at {at} of {}, {loss:?}", operations.len());
            let store = world
                .open(&Disk::holding(replay.cut(loss)))
                .unwrap_or_else(|error| panic!("{case}: {error}"));
            expect_whole(&store, &states, 0, &case);
        }
    }
}

#[test]
fn a_disk_that_fails_or_is_full_leaves_the_old_store_or_the_new_one() {
    let left = wanted("AUDIENCE_IMAGES", 1_400) / 28;
    let (world, mut chance) = (World::new(), Chance::new(3));
    let image = older(&world, 3);
    let (states, _) = brought_forward(&world, &image);
    for _ in 0..left {
        let kind = [ErrorKind::Other, ErrorKind::StorageFull][chance.below(2) as usize];
        let fault = Fault {
            after: chance.below(400),
            kind,
            lasting: chance.once_in(2),
        };
        let case = format!("{fault:?}");
        let disk = Disk::holding(image.clone());
        disk.fail(fault);
        let tried = world.open(&disk);
        disk.lift();
        match tried {
            Ok(store) => drop(store),
            Err(StoreError::Io(_) | StoreError::Full(_) | StoreError::Unsure(_)) => {}
            Err(other) => panic!("{case}: {other}"),
        }
        let store = world
            .open(&disk)
            .unwrap_or_else(|error| panic!("{case}, with the disk well: {error}"));
        expect_whole(&store, &states, 0, &case);
    }
}
