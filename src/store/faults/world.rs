//! A place where a store stands on a disk of its own, and what must hold of it whatever has happened to the disk.

use super::disk::{Disk, mount, unmount};
use super::dump::{State, dump};
use crate::model::{EntryState, Instant};
use crate::store::fault::guarded;
use crate::store::open::{MAGIC, builder, fill};
use crate::store::redb::Redb;
use crate::store::{OpenOptions, Result, Store};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

/// The states a store went through, by their generations.
pub(super) type States = BTreeMap<u64, State>;

/// A folder with a file in whose place a disk is mounted.
pub(super) struct World {
    options: OpenOptions,
    _folder: TempDir,
}

impl World {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.redb");
        std::fs::write(&path, MAGIC).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        Self {
            options: OpenOptions {
                path,
                read_only: false,
                create: true,
                cache_bytes: 1 << 20,
                now: Instant(1_700_000_000),
            },
            _folder: folder,
        }
    }

    /// Opens the store that is on a disk.
    pub(super) fn open(&self, disk: &Disk) -> Result<Redb> {
        mount(&self.options.path, disk.clone());
        Redb::open(&self.options)
    }

    /// Makes a new store on an empty disk.
    pub(super) fn make(&self, disk: &Disk) -> Result<()> {
        guarded(|| fill(&self.options, disk.clone()))
    }

    /// Whether the pages on a disk are all as they were written, as `check --deep` finds it.
    pub(super) fn pages_are_sound(&self, disk: &Disk) -> bool {
        let checked = guarded(|| {
            let mut database = builder(&self.options).create_with_backend(disk.clone())?;
            Ok(database.check_integrity()?)
        });
        checked.is_ok_and(|sound| sound)
    }

    /// How its store is opened.
    pub(super) fn options(&self) -> &OpenOptions {
        &self.options
    }

    /// A disk with a new store on it.
    pub(super) fn fresh(&self) -> Disk {
        let disk = Disk::default();
        self.make(&disk).unwrap();
        Disk::holding(disk.bytes())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        unmount(&self.options.path);
    }
}

/// The store is whole: all that is derived agrees with the rows, and it is in a state that was committed, none older
/// than what was acknowledged. Gives back its generation.
pub(super) fn expect_whole(store: &Redb, states: &States, acknowledged: u64, case: &str) -> u64 {
    let (generation, found) = dump(store).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert!(
        generation >= acknowledged,
        "{case}: generation {acknowledged} was acknowledged, {generation} is there"
    );
    // Nobody is told when indexes are put in order after a change, nor between the batches of some changes of few rows:
    // these say in their entries that they are under way, or were interrupted.
    let told = match states.range(generation..).next() {
        Some((at, state)) if *at == generation => *state == found,
        Some((_, state)) if state.told == found.told => true,
        _ => is_under_way(store),
    };
    assert!(told, "{case}: generation {generation} is half applied");
    let report = store
        .check(&mut ())
        .unwrap_or_else(|error| panic!("{case}: {error}"));
    assert!(report.problems.is_empty(), "{case}: {:?}", report.problems);
    generation
}

/// Whether the newest change says that it has not come to its end.
fn is_under_way(store: &Redb) -> bool {
    let newest = store.journal(1).unwrap();
    newest
        .first()
        .is_some_and(|entry| entry.state != EntryState::Done)
}
