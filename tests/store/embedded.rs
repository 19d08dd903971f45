//! The embedded store: the behaviour suite, and what is its own: its file, and damage to it.

use super::history;
use super::many;
use super::pins;
use super::suite::{self, add, person, profile};
use audience::criteria::query::Query;
use audience::model::{Birthday, BuiltinField, Edit, FieldRef, Instant, Scope};
use audience::store::{Cancel, OpenOptions, Redb, Sort, Store, StoreError, View, Window};
use chrono::NaiveDate;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
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
history::history!(fresh);
many::many!(fresh);
pins::pinning!(fresh);

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn refusal(path: &Path) -> StoreError {
    Redb::open(&options(path)).unwrap_err()
}

#[test]
fn a_new_store_is_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made/here/shop.redb");
    open(&path);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_store_that_others_can_reach_is_refused() {
    let (store, folder) = fresh();
    drop(store);
    let path = folder.path().join("shop.redb");
    for wide in [0o644, 0o640, 0o660, 0o604, 0o700] {
        set_mode(&path, wide);
        let StoreError::Mode(words) = refusal(&path) else {
            panic!("{wide:o} was taken")
        };
        assert!(words.contains("chmod 600"), "{words}");
    }
    set_mode(folder.path(), 0o2770);
    set_mode(&path, 0o660);
    open(&path);
    set_mode(&path, 0o664);
    assert!(
        matches!(refusal(&path), StoreError::Mode(_)),
        "shared with a group, not with all"
    );
}

#[test]
fn a_folder_that_all_can_write_is_warned_of() {
    let (store, folder) = fresh();
    assert!(store.warnings().is_empty());
    let path = folder.path().join("shop.redb");
    set_mode(folder.path(), 0o777);
    assert_eq!(open(&path).warnings().len(), 1);
    set_mode(folder.path(), 0o1777);
    assert!(open(&path).warnings().is_empty(), "as /tmp is");
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for bytes in [
        &b""[..],
        b"short",
        b"redb",
        b"just some notes, longer than any header",
    ] {
        fs::write(&path, bytes).unwrap();
        set_mode(&path, 0o600);
        assert_eq!(refusal(&path), StoreError::Foreign(path.clone()));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    assert_eq!(
        refusal(folder.path()),
        StoreError::Foreign(folder.path().to_owned())
    );
    let missing = OpenOptions {
        create: false,
        ..options(&folder.path().join("missing.redb"))
    };
    assert!(matches!(
        Redb::open(&missing).unwrap_err(),
        StoreError::NotFound { .. }
    ));
    let reader = OpenOptions {
        read_only: true,
        create: true,
        ..missing
    };
    assert!(matches!(
        Redb::open(&reader).unwrap_err(),
        StoreError::NotFound { .. }
    ));
}

#[test]
fn a_cut_off_store_is_told_and_does_not_panic() {
    let (store, folder) = fresh();
    for which in 0..200 {
        add(&store, person("Ana", 351_912_000_000 + which, &[]));
    }
    drop(store);
    let path = folder.path().join("shop.redb");
    let whole = fs::read(&path).unwrap();
    for part in 1..40 {
        fs::write(&path, &whole[..whole.len() * part / 40]).unwrap();
        if let Ok(store) = Redb::open(&options(&path)) {
            let _ = store.catalogue();
            let _ = store.check(&mut ());
        }
    }
}

#[test]
fn a_damaged_row_is_told_and_not_shown() {
    let (store, folder) = fresh();
    let mut ids = Vec::new();
    for which in 0..50 {
        ids.push(add(
            &store,
            person(&format!("Person{which:03}x"), 351_912_000_000 + which, &[]),
        ));
    }
    drop(store);
    let path = folder.path().join("shop.redb");
    let mut bytes = fs::read(&path).unwrap();
    let name = b"Person007x";
    let places: Vec<usize> = (0..bytes.len() - name.len())
        .filter(|at| bytes[*at..].starts_with(name))
        .collect();
    for at in places {
        bytes[at] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    let store = open(&path);
    let StoreError::Damaged(words) = store.profile(ids[7]).unwrap_err() else {
        panic!("damage was not told")
    };
    assert!(words.contains("contact 8"), "{words}");
    assert_eq!(
        profile(&store, ids[8]).contact.first_name,
        "Person008x",
        "its neighbours are well"
    );
    let view = View {
        scope: Scope::Everyone,
        query: Query::All,
        only: None,
        sort: Sort {
            field: FieldRef::Builtin(BuiltinField::Name),
            descending: false,
        },
    };
    let window = Window { offset: 0, limit: 50 };
    let page = store.page(&view, window, &Cancel::default()).unwrap();
    assert_eq!(page.unreadable, [ids[7]]);
    assert_eq!(page.rows.len(), 50, "it stands in its place");
    assert_eq!(page.rows[7].contact.first_name, "");
    let (readable, unreadable) = store.readable(&ids).unwrap();
    assert_eq!((readable.len(), unreadable), (49, vec![ids[7]]));
    let report = store.check(&mut ()).unwrap();
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.contains("contact 8")),
        "{:?}",
        report.problems
    );
}

#[test]
fn any_flipped_bit_is_told_or_without_effect() {
    let (store, folder) = fresh();
    let ids: Vec<_> = (0..30)
        .map(|which| {
            add(
                &store,
                person(&format!("Person{which:03}x"), 351_912_000_000 + which, &[]),
            )
        })
        .collect();
    let expected: Vec<_> = ids.iter().map(|id| profile(&store, *id)).collect();
    drop(store);
    let path = folder.path().join("shop.redb");
    let whole = fs::read(&path).unwrap();
    // Steps of an odd number of bits, so that every place within a page comes up.
    for bit in (0..whole.len() * 8).step_by((whole.len() * 8 / 400) | 1) {
        let mut bent = whole.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &bent).unwrap();
        let Ok(store) = Redb::open(&options(&path)) else {
            continue;
        };
        for (id, expected) in ids.iter().zip(&expected) {
            if let Ok(Some(found)) = store.profile(*id) {
                assert_eq!(found, *expected, "bit {bit} shows another contact");
            }
        }
    }
}

#[test]
fn ages_averages_numbers_and_lifecycles_have_an_order() {
    const DAY: i64 = 86_400;
    let (store, _kept) = fresh();
    let shop = suite::list(&store, "Shop");
    let born = |first: &str, digits, birthday| {
        let mut new = person(first, digits, &[shop]);
        new.edits.push(Edit::Birthday(birthday));
        add(&store, new)
    };
    let year = |year: i32| Some(Birthday::full(NaiveDate::from_ymd_opt(year, 5, 1).unwrap()));
    let ana = born("Ana", 4_915_112_345_678, year(1990));
    let ben = born("Ben", 4_915_112_345_679, year(2000));
    born("Cem", 351_912_345_678, Birthday::yearless(5, 1));
    let rows = [
        history::purchase(ana, "a", DAY, "10"),
        history::purchase(ana, "b", 3 * DAY, "30"),
        history::purchase(ben, "c", 2 * DAY, "25"),
    ];
    history::import(&store, shop, &rows);
    let order = |field, descending| {
        let field = FieldRef::Builtin(field);
        let view = View {
            scope: Scope::Everyone,
            query: Query::All,
            only: None,
            sort: Sort { field, descending },
        };
        let window = Window { offset: 0, limit: 9 };
        let page = store.page(&view, window, &Cancel::default()).unwrap();
        let names = page.rows.into_iter().map(|row| row.contact.first_name);
        names.collect::<Vec<_>>().join(" ")
    };
    for (field, rising, falling) in [
        (BuiltinField::Age, "Ben Ana Cem", "Ana Ben Cem"),
        (BuiltinField::AverageOrder, "Ana Ben Cem", "Ben Ana Cem"),
        (BuiltinField::Phone, "Cem Ana Ben", "Ben Ana Cem"),
        (BuiltinField::Lifecycle, "Cem Ana Ben", "Ben Ana Cem"),
    ] {
        assert_eq!(order(field, false), rising, "{field:?}");
        assert_eq!(order(field, true), falling, "{field:?}");
    }
}
