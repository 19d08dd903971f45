//! The embedded store: the behaviour suite, and what is its own.

use super::suite;
use audience::model::Instant;
use audience::store::{OpenOptions, Redb};
use std::path::Path;
use tempfile::TempDir;

/// A new store in a folder that lives as long as the test.
pub(super) fn fresh() -> (Redb, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("shop.redb"));
    (store, folder)
}

pub(super) fn open(path: &Path) -> Redb {
    Redb::open(&options(path)).unwrap()
}

pub(super) fn options(path: &Path) -> OpenOptions {
    OpenOptions {
        path: path.to_owned(),
        read_only: false,
        create: true,
        cache_bytes: 8 << 20,
        now: Instant(1_700_000_000),
    }
}

suite::behaviour!(fresh);
