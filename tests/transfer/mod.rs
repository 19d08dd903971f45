//! Files in and out, against a real store.

mod columns;
mod export;
mod history;

mod layouts;
mod rows;
mod running;

use audience::model::{Author, Contact, Instant, Value};
use audience::store::{OpenOptions, Redb, Store};
use audience::transfer::import::{self, Into, Ledger, Options, Plan, Source};
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

fn options(place: &Place, content: impl AsRef<[u8]>) -> Options {
    let path = place.file("people.csv", content);
    Options::new(Source::File(path), Into::New("Shop".to_owned()))
}

fn plan(place: &Place, options: Options) -> Plan {
    import::plan(options, &place.store.catalogue().unwrap()).unwrap()
}

fn run(place: &Place, options: Options) -> Ledger {
    let plan = plan(place, options);
    let ledger = import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert!(ledger.adds_up(), "{ledger:?}");
    ledger
}

fn only(place: &Place) -> Contact {
    let mut everyone = place.everyone();
    assert_eq!(everyone.len(), 1);
    everyone.remove(0).contact
}

fn custom(place: &Place, contact: &Contact, key: &str) -> Option<Value> {
    let catalogue = place.store.catalogue().unwrap();
    let field = catalogue.fields.iter().find(|field| field.key == key)?;
    contact.custom_value(field.id).cloned()
}
