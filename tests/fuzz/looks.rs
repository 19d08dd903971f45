//! What each fuzz target does with its bytes: nothing panics, and what is read can be written and read again.

use audience::criteria;
use audience::model::reading::{read_birthday, read_date, read_number, read_yes_no, split_set};
use audience::model::{
    Author, Catalogue, Currency, Edit, EventKind, FieldRef, Instant, ListId, Moment, NewContact, NumberState,
    Scope, Value,
};
use audience::phone::{self, E164, Region};
use audience::store::{Body, Change, OpenOptions, Redb, Store, read_again};
use audience::transfer::history;
use audience::transfer::import::{self, Into, Options, Source};
use std::path::PathBuf;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Criteria: printed ones parse to the same again; checked ones resolve; completion works at any place.
pub fn criteria(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let catalogue = Catalogue::default();
    if let Ok(expr) = criteria::parse(text) {
        let printed = expr.to_string();
        let again = criteria::parse(&printed).map(|expr| expr.to_string());
        assert_eq!(again.ok().as_deref(), Some(printed.as_str()), "{text:?}");
    }
    if let Ok(criteria) = criteria::compile(text, &catalogue, Scope::Everyone) {
        let moment = Moment {
            now: Instant(1_795_000_000),
            zone: catalogue.settings.time_zone,
        };
        let _ = criteria.query(&moment, &catalogue);
    }
}

/// A store with one list and one contact in it, and a folder for files.
struct Place {
    store: Redb,
    list: ListId,
    folder: TempDir,
}

impl Place {
    fn get() -> &'static Self {
        static PLACE: OnceLock<Place> = OnceLock::new();
        PLACE.get_or_init(Self::new)
    }

    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions {
            path: folder.path().join("shop.redb"),
            read_only: false,
            create: true,
            cache_bytes: 1 << 20,
            now: Instant(1_795_000_000),
        };
        let store = Redb::open(&options).expect("a store");
        let shop = Change::CreateList {
            name: "Shop".to_owned(),
            description: String::new(),
        };
        let made = store.apply(shop, &Self::author(), &mut ()).expect("a list");
        let list = ListId(made.created.unwrap_or_default());
        let mail = Value::Text("ana@example.com".to_owned());
        let ana = NewContact {
            phone: E164::from_digits(351_912_345_678),
            number_state: NumberState::Valid,
            lists: vec![list],
            edits: vec![Edit::Set(
                FieldRef::Builtin(audience::model::BuiltinField::Email),
                Some(mail),
            )],
        };
        let ana = store.apply(Change::AddContact(ana), &Self::author(), &mut ());
        assert!(ana.is_ok());
        Self { store, list, folder }
    }

    fn author() -> Author {
        Author {
            name: "ana".to_owned(),
            at: Instant(1_795_000_000),
        }
    }

    /// A file of these bytes.
    fn file(&self, bytes: &[u8]) -> PathBuf {
        let name = format!("{:?}.csv", std::thread::current().id());
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("the file");
        path
    }

    fn catalogue(&self) -> std::sync::Arc<Catalogue> {
        self.store.catalogue().expect("the names")
    }
}

/// A file of contacts: planned and rehearsed whatever it holds, or refused, and no row is forgotten.
pub fn csv(bytes: &[u8]) {
    let place = Place::get();
    let options = Options::new(Source::File(place.file(bytes)), Into::List(place.list));
    let Ok(plan) = import::plan(options, &place.catalogue()) else {
        return;
    };
    if let Ok(ledger) = import::rehearse(&place.store, &plan, &Place::author(), &mut ()) {
        assert!(ledger.adds_up(), "{ledger:?}");
    }
}

/// A file of purchases, e-mails or messages, as the first byte says: the same.
pub fn history(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else {
        return;
    };
    let kinds = EventKind::ALL;
    let kind = kinds[usize::from(*kind) % kinds.len()];
    let place = Place::get();
    let options = history::Options::new(kind, Source::File(place.file(bytes)), place.list);
    let Ok(plan) = history::plan(options, &place.catalogue()) else {
        return;
    };
    if let Ok(ledger) = history::rehearse(&place.store, &plan, &Place::author(), &mut ()) {
        assert!(ledger.adds_up(), "{ledger:?}");
    }
}

/// A stored row or a part of a column, as the first byte says: read as if its checksum had been right, and written the same.
pub fn records(bytes: &[u8]) {
    let Some((body, bytes)) = bytes.split_first() else {
        return;
    };
    let body = Body::ALL[usize::from(*body) % Body::ALL.len()];
    assert_ne!(read_again(body, bytes), Some(false), "{body:?}");
}

/// Settings as they are stored, and what people write for them.
pub fn settings(bytes: &[u8]) {
    assert_ne!(read_again(Body::Settings, bytes), Some(false));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(currency) = Currency::from_code(text) {
        assert_eq!(Currency::from_code(currency.code()), Some(currency), "{text:?}");
    }
    if let Some(region) = Region::named(text) {
        assert_eq!(Region::named(region.code()), Some(region), "{text:?}");
    }
    let _ = history::read_rate(text);
}

/// A number: what is read reads as itself.
pub fn phone(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(number) = phone::read(text, None) {
        let written = number.e164.to_string();
        let again = phone::read(&written, None).map(|number| number.e164);
        assert_eq!(again.ok(), Some(number.e164), "{text:?}");
    }
}

/// Cells: numbers, days, yes and no, sets.
pub fn values(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = (
        read_number(text),
        read_date(text),
        read_birthday(text),
        read_yes_no(text),
    );
    assert!(split_set(text).iter().all(|member| member.trim() == member));
}
