//! Power cuts: at every operation of a disk, with any of the unsynced writes lost or torn, and a second one while the
//! store recovers from the first.

use super::chance::Chance;
use super::disk::{Disk, Loss, Operation, Replay};
use super::dump::dump;
use super::script::{STEPS, take};
use super::wanted;
use super::world::{States, World, expect_whole};
use crate::store::Progress;
use crate::store::redb::Redb;

/// A run of the script, and what it wrote.
struct Run {
    before: Vec<u8>,
    operations: Vec<Operation>,
    states: States,
    /// How many operations had been recorded when a generation was acknowledged.
    acknowledged: Vec<(usize, u64)>,
}

/// Notes each state that is acknowledged.
struct Notes<'a> {
    store: &'a Redb,
    disk: &'a Disk,
    states: States,
    acknowledged: Vec<(usize, u64)>,
}

impl Notes<'_> {
    fn note(&mut self) {
        let (generation, sum) = dump(self.store).unwrap();
        if self.states.insert(generation, sum).is_none() {
            self.acknowledged.push((self.disk.recorded(), generation));
        }
    }
}

impl Progress for Notes<'_> {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        self.note();
        true
    }
}

impl Run {
    fn of(seed: u64) -> Self {
        let world = World::new();
        let disk = world.fresh();
        let before = disk.bytes();
        let store = world.open(&disk).unwrap();
        let mut notes = Notes {
            store: &store,
            disk: &disk,
            states: States::new(),
            acknowledged: Vec::new(),
        };
        notes.note();
        for place in 0..STEPS {
            take(&store, seed, place, &mut notes).unwrap();
            notes.note();
        }
        let Notes {
            states, acknowledged, ..
        } = notes;
        drop(store);
        Self {
            before,
            operations: disk.operations(),
            states,
            acknowledged,
        }
    }

    /// The newest generation that was acknowledged when so many operations had happened.
    fn acknowledged_at(&self, at: usize) -> u64 {
        let before = self.acknowledged.partition_point(|(recorded, _)| *recorded <= at);
        before.checked_sub(1).map_or(1, |last| self.acknowledged[last].1)
    }
}

/// Cuts the power here, opens what is left, and looks; then cuts it again while the store recovers and goes on.
fn cut_twice(world: &World, run: &Run, image: Vec<u8>, acknowledged: u64, case: &str, chance: &mut Chance) {
    let disk = Disk::holding(image.clone());
    let store = world
        .open(&disk)
        .unwrap_or_else(|error| panic!("{case}: {error}"));
    let found = expect_whole(&store, &run.states, acknowledged, case);
    let recovered = disk.recorded();
    take(&store, 99, 1_000, &mut ()).unwrap_or_else(|error| panic!("{case}, then a change: {error}"));
    let mut states = run.states.clone();
    let (generation, sum) = dump(&store).unwrap();
    states.insert(generation, sum);
    let changed = disk.recorded();
    drop(store);
    let operations = disk.operations();
    let mut replay = Replay::new(image, &operations);
    let at = chance.below(operations.len() as u64 + 1) as usize;
    replay.go_to(at);
    let case = format!(
        "{case}, again at {at} of {} ({recovered} to recover)",
        operations.len()
    );
    let again = Disk::holding(replay.cut(loss(chance)));
    let store = world
        .open(&again)
        .unwrap_or_else(|error| panic!("{case}: {error}"));
    let acknowledged = if at >= changed { generation } else { found };
    expect_whole(&store, &states, acknowledged, &case);
}

pub(super) fn loss(chance: &mut Chance) -> Loss {
    match chance.below(4) {
        0 => Loss::All,
        1 => Loss::Nothing,
        2 => Loss::Some(chance.next()),
        _ => Loss::Torn(chance.next()),
    }
}

#[test]
fn no_power_cut_loses_or_halves_a_change() {
    let mut left = wanted("AUDIENCE_IMAGES", 1_400) / 2;
    for seed in 1.. {
        let (run, world, mut chance) = (Run::of(seed), World::new(), Chance::new(seed));
        let every = (run.operations.len() as u64 / left.max(1)).max(1);
        let mut replay = Replay::new(run.before.clone(), &run.operations);
        for at in 0..=run.operations.len() {
            replay.go_to(at);
            if !chance.once_in(every) {
                continue;
            }
            if left == 0 {
                return;
            }
            left -= 1;
            let loss = loss(&mut chance);
            let case = format!("seed {seed}, cut at {at}, {loss:?}");
            cut_twice(
                &world,
                &run,
                replay.cut(loss),
                run.acknowledged_at(at),
                &case,
                &mut chance,
            );
        }
    }
}
