//! Random sequences of changes, undos and redos against a model, through reopening and from another process.

use super::embedded::open;
use super::processes::run_child;
use super::suite::{add, author, person, profile};
use super::undo_model::{Deed, Model, prepare};
use audience::model::{Author, BuiltinField, ContactId, Edit, EntryId, FieldRef, Instant, Side, Value};
use audience::store::{Change, Store, StoreError};
use proptest::prelude::*;
use std::path::Path;

fn side() -> impl Strategy<Value = Option<Side>> {
    prop::sample::select(vec![Some(Side::In), Some(Side::Out), None])
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => any::<bool>().prop_map(Deed::Add),
        3 => (0..40_usize).prop_map(Deed::Rename),
        1 => (0..40_usize, 1..6_usize).prop_map(|(from, many)| Deed::Delete(from, many)),
        1 => (0..40_usize, 1..9_usize, any::<bool>()).prop_map(|(from, many, list)| Deed::Join(from, many, list)),
        1 => (0..40_usize, 1..9_usize, any::<bool>()).prop_map(|(from, many, list)| Deed::Leave(from, many, list)),
        1 => (0..40_usize).prop_map(Deed::OptOut),
        3 => (0..40_usize, 1..9_usize, any::<bool>(), side())
            .prop_map(|(from, many, first, side)| Deed::Pin(from, many, first, side)),
        2 => (1..30_u64, any::<bool>()).prop_map(|(rows, list)| Deed::Import(rows, list)),
        5 => (0..6_usize, prop::bool::weighted(0.2)).prop_map(|(which, force)| Deed::Undo(which, force)),
        3 => (0..6_usize).prop_map(Deed::Redo),
        1 => Just(Deed::Reopen),
    ]
}

/// Takes an entry back in this process.
fn here(
    store: &dyn Store,
    undo: bool,
    entry: EntryId,
    force: bool,
    author: &Author,
) -> Result<(u64, u64), StoreError> {
    let done = if undo {
        store.undo(entry, force, author, &mut ())
    } else {
        store.redo(entry, force, author, &mut ())
    };
    done.map(|told| (told.back, told.stayed))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_and_undone_the_store_is_what_the_model_says(
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.redb");
        let mut store = open(&path);
        prepare(&store);
        let mut model = Model::new();
        for deed in &deeds {
            if matches!(deed, Deed::Reopen) {
                drop(store);
                store = open(&path);
            }
            model.take(&store, deed, &mut here);
            model.check(&store);
        }
    }
}

/// A child gives the first contact another name, or another city.
pub(super) fn edit_in_child(path: &Path, words: &str) {
    let field = match words {
        "city" => BuiltinField::City,
        _ => BuiltinField::FirstName,
    };
    let value = Some(Value::Text(format!("Their {words}")));
    let change = Change::EditContact {
        contact: ContactId(1),
        edits: vec![Edit::Set(FieldRef::Builtin(field), value)],
    };
    open(path).apply(change, &author(7), &mut ()).unwrap();
}

#[test]
fn what_another_process_has_changed_since_it_was_seen_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = open(&path);
    let ana = add(&store, person("Ana", 351_912_000_001, &[]));
    let was = Box::new(profile(&store, ana).contact);
    let mine = |was| {
        let value = Some(Value::Text("Mine".to_owned()));
        let edits = vec![Edit::Set(FieldRef::Builtin(BuiltinField::FirstName), value)];
        store.apply(Change::EditSeen { was, edits }, &author(8), &mut ())
    };
    run_child("edit", "city", &path);
    mine(was.clone()).unwrap();
    let both = profile(&store, ana).contact;
    assert_eq!(
        (both.first_name.as_str(), both.city.as_str()),
        ("Mine", "Their city")
    );
    run_child("edit", "name", &path);
    let Err(StoreError::Changed(now)) = mine(Box::new(both)) else {
        panic!("it would overwrite theirs");
    };
    assert_eq!(now.first_name, "Their name");
    assert_eq!(profile(&store, ana).contact, *now, "nothing was changed");
    mine(now).unwrap();
    assert_eq!(profile(&store, ana).contact.first_name, "Mine");
    let contacts = vec![ana];
    let now = Box::new(profile(&store, ana).contact);
    store
        .apply(Change::DeleteContacts { contacts }, &author(9), &mut ())
        .unwrap();
    assert!(matches!(mine(now), Err(StoreError::Invalid(_))), "it is gone");
}

/// What the child is told: undo or redo, by force or not, which entry, when.
pub(super) fn in_child(path: &Path, words: &str) {
    let words: Vec<i64> = words.split(',').map(|word| word.parse().unwrap()).collect();
    let author = Author {
        name: "ana".into(),
        at: Instant(words[3]),
    };
    let done = here(
        &open(path),
        words[0] == 1,
        EntryId(words[2] as u64),
        words[1] == 1,
        &author,
    );
    match done {
        Ok((back, stayed)) => println!("\nwent back {back} {stayed}"),
        Err(error) => println!("\nstands {error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn what_one_process_has_done_another_undoes(deeds in prop::collection::vec(deed(), 15..25)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.redb");
        let store = open(&path);
        prepare(&store);
        let mut model = Model::new();
        let mut elsewhere = |_: &dyn Store, undo: bool, entry: EntryId, force: bool, author: &Author| {
            let task = format!("{},{},{},{}", u8::from(undo), u8::from(force), entry.0, author.at.0);
            let said = run_child("back", &task, &path);
            let line = |start: &str| said.lines().find_map(|line| line.strip_prefix(start).map(str::to_owned));
            match line("went back ") {
                Some(counts) => {
                    let (back, stayed) = counts.split_once(' ').unwrap();
                    Ok((back.parse().unwrap(), stayed.parse().unwrap()))
                }
                None => Err(StoreError::Stands(line("stands ").unwrap())),
            }
        };
        for deed in &deeds {
            model.take(&store, deed, &mut elsewhere);
            model.check(&store);
        }
    }
}
