//! Files in and out, against a real store.

mod export;
mod import;
mod layouts;

use audience::model::{Author, Instant};
use audience::store::{OpenOptions, Redb, Store};
use std::path::PathBuf;
use tempfile::TempDir;

/// 2026-11-22T12:00:00Z.
const NOW: Instant = Instant(1_795_348_800);

/// A folder with a fresh store.
pub struct Place {
    folder: TempDir,
    pub store: Redb,
}

impl Place {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Redb::open(&OpenOptions {
            path: folder.path().join("test.redb"),
            read_only: false,
            create: true,
            cache_bytes: 24 << 20,
            now: NOW,
        })
        .unwrap();
        Self { folder, store }
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn author(&self) -> Author {
        Author {
            name: "tester".to_owned(),
            at: NOW,
        }
    }

    /// All contacts, by number.
    pub fn everyone(&self) -> Vec<audience::model::Profile> {
        let ids = self
            .store
            .walk(
                audience::model::Scope::Everyone,
                &audience::criteria::query::Query::All,
                None,
                100_000,
            )
            .unwrap();
        self.store.profiles(&ids).unwrap()
    }
}
