//! Disks that fail or are full at every operation of a change: the change is told as failed, nothing is half done, and
//! the same handle goes on as soon as the disk is well.

use super::chance::Chance;
use super::disk::{Disk, Fault, Loss, Replay};
use super::dump::dump;
use super::script::{STEPS, take};
use super::wanted;
use super::world::{States, World, expect_whole};
use crate::store::redb::Redb;
use crate::store::{Progress, StoreError};
use std::io::ErrorKind;

/// Takes one step on a disk that fails; gives back whether it failed at all.
fn fail_once(world: &World, image: &[u8], seed: u64, place: u64, fault: Fault, states: &States) -> bool {
    let case = format!("seed {seed}, step {place}, {fault:?}");
    let disk = Disk::holding(image.to_vec());
    let store = world.open(&disk).unwrap();
    let (before, _) = dump(&store).unwrap();
    disk.fail(fault);
    let mut parts = Parts(0);
    let done = take(&store, seed, place, &mut parts);
    let after = *states.keys().next_back().unwrap();
    match &done {
        Ok(()) | Err(StoreError::Unsure(_)) => {}
        Err(StoreError::Full(path)) => {
            assert_eq!(fault.kind, ErrorKind::StorageFull, "{case}");
            assert!(path.ends_with("shop.redb"), "{case}");
        }
        Err(StoreError::Io(words)) => assert!(words.ends_with('.'), "{case}: {words}"),
        Err(other) => panic!("{case}: {other}"),
    }
    let hit = disk.lift();
    let acknowledged = if done.is_ok() { after } else { before };
    let there = expect_whole(&store, states, acknowledged, &case);
    if parts.0 == 0 && after > before && matches!(done, Err(StoreError::Io(_) | StoreError::Full(_))) {
        assert_ne!(there, after, "{case}: told as not made, but it is there");
    }
    take(&store, 99, 1_000, &mut ()).unwrap_or_else(|error| panic!("{case}, with the disk well: {error}"));
    let mut states = states.clone();
    let (generation, sum) = dump(&store).unwrap();
    states.insert(generation, sum);
    drop(store);
    let store = world
        .open(&disk)
        .unwrap_or_else(|error| panic!("{case}, opened again: {error}"));
    expect_whole(&store, &states, generation, &case);
    hit
}

#[test]
fn a_disk_that_fails_or_is_full_halves_nothing_and_may_recover() {
    let mut left = wanted("AUDIENCE_IMAGES", 1_400) / 2;
    for seed in 1.. {
        let world = World::new();
        let disk = world.fresh();
        let mut chance = Chance::new(seed);
        let every = (STEPS * 60 / left.max(1)).max(1);
        for place in 0..STEPS {
            let before = disk.bytes();
            let store = world.open(&disk).unwrap();
            let mut states = States::from([dump(&store).unwrap()]);
            take(
                &store,
                seed,
                place,
                &mut Between {
                    store: &store,
                    states: &mut states,
                },
            )
            .unwrap();
            states.extend([dump(&store).unwrap()]);
            drop(store);
            for kind in [ErrorKind::Other, ErrorKind::StorageFull] {
                for after in 0.. {
                    if !chance.once_in(every) && after < 200 {
                        continue;
                    }
                    if left == 0 {
                        return;
                    }
                    left -= 1;
                    let lasting = chance.once_in(2);
                    let fault = Fault { after, kind, lasting };
                    if !fail_once(&world, &before, seed, place, fault, &states) {
                        break;
                    }
                }
            }
        }
    }
}

#[test]
fn a_store_is_made_whole_or_not_at_all() {
    for kind in [ErrorKind::Other, ErrorKind::StorageFull] {
        for after in 0.. {
            let (world, disk) = (World::new(), Disk::default());
            disk.fail(Fault {
                after,
                kind,
                lasting: true,
            });
            let made = world.make(&disk);
            if !disk.lift() {
                made.unwrap();
                break;
            }
            assert!(
                matches!(made, Err(StoreError::Io(_) | StoreError::Full(_))),
                "{kind}, {after}"
            );
        }
    }
    let (world, disk) = (World::new(), Disk::default());
    world.make(&disk).unwrap();
    let operations = disk.operations();
    let mut replay = Replay::new(Vec::new(), &operations);
    replay.go_to(operations.len());
    let store = world.open(&Disk::holding(replay.cut(Loss::All))).unwrap();
    assert_eq!(dump(&store).unwrap().0, 1, "it is safe before it gets its name");
}

#[test]
fn a_store_opens_as_soon_as_its_disk_is_well() {
    let world = World::new();
    let disk = world.fresh();
    let store = world.open(&disk).unwrap();
    (0..7).for_each(|place| take(&store, 1, place, &mut ()).unwrap());
    let states = States::from([dump(&store).unwrap()]);
    // Cut off in the middle, so that opening has to recover.
    let image = disk.bytes();
    drop(store);
    for kind in [ErrorKind::Other, ErrorKind::StorageFull] {
        for after in 0.. {
            let disk = Disk::holding(image.clone());
            disk.fail(Fault {
                after,
                kind,
                lasting: true,
            });
            let opened = world.open(&disk).map(|_| ());
            let hit = disk.lift();
            if let Err(error) = opened {
                assert!(
                    matches!(error, StoreError::Io(_) | StoreError::Full(_)),
                    "{kind}, {after}: {error}"
                );
            }
            let generation = *states.keys().next_back().unwrap();
            expect_whole(
                &world.open(&disk).unwrap(),
                &states,
                generation,
                &format!("{kind}, {after}"),
            );
            if !hit {
                break;
            }
        }
    }
}

/// Counts the transactions of a step that were made.
struct Parts(u64);

impl Progress for Parts {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        self.0 += 1;
        true
    }
}

/// Notes the states between the transactions of one step.
struct Between<'a> {
    store: &'a Redb,
    states: &'a mut States,
}

impl Progress for Between<'_> {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        self.states.extend([dump(self.store).unwrap()]);
        true
    }
}
