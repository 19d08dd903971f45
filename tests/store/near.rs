//! Who may be the same person as a contact that is not there yet.

use super::suite::{add, apply, each_test, list, person};
use audience::duplicates::{Band, People, Suggestion, find};
use audience::model::{BuiltinField, Contact, ContactId, Edit, EntryId, FieldRef, Instant, Scope, Value};
use audience::phone::E164;
use audience::store::{Cancel, Change, NOBODY, Store, duplicates_since, likely_duplicates};

mod each {
    use super::super::embedded::fresh;

    super::each_test!(near, fresh:
        a_typed_contact_finds_whoever_it_may_be
        who_was_kept_apart_or_deleted_is_not_found
        who_is_new_is_compared_with_everybody
    );
}

fn typed(first: &str, last: &str, phone: u64, email: &str) -> Contact {
    Contact {
        id: NOBODY,
        first_name: first.into(),
        last_name: last.into(),
        email: email.into(),
        ..Contact::blank(E164::from_digits(phone), Instant(0))
    }
}

fn somebody(store: &impl Store, first: &str, last: &str, phone: u64, email: &str) -> ContactId {
    let list = store.catalogue().unwrap().lists.first().unwrap().id;
    let mut new = person(first, phone, &[list]);
    for (field, text) in [(BuiltinField::LastName, last), (BuiltinField::Email, email)] {
        new.edits.push(Edit::Set(
            FieldRef::Builtin(field),
            Some(Value::Text(text.into())),
        ));
    }
    add(store, new)
}

fn found(store: &impl Store, contact: &Contact) -> Vec<(ContactId, Band)> {
    let found = likely_duplicates(store, contact, &Cancel::default()).unwrap();
    assert!(found.iter().all(|alike| !alike.reasons.is_empty()));
    let pairs = found.into_iter();
    pairs
        .map(|alike| (alike.profile.contact.id, alike.pair.band()))
        .collect()
}

fn a_typed_contact_finds_whoever_it_may_be(store: &impl Store) {
    list(store, "Shop");
    let bob = somebody(store, "Robert", "Miller", 442_071_838_750, "bob.miller@gmail.com");
    let ana = somebody(
        store,
        "Ana María",
        "García",
        34_612_345_678,
        "ana.garcia@example.org",
    );
    let ines = somebody(store, "Inês", "Figueiredo", 351_912_000_777, "");
    for other in 0..40 {
        let (first, last) = (format!("Carl{other}"), format!("Olsen{other}"));
        somebody(store, &first, &last, 4_915_112_340_000 + other * 7_919, "");
    }
    let ids = |contact: &Contact| {
        found(store, contact)
            .into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<_>>()
    };
    // The number alone, with a familiar form of the name.
    assert_eq!(ids(&typed("Bob", "Miller", 442_071_838_750, "")), [bob]);
    // No number yet: the mailbox, without its dots.
    assert_eq!(ids(&typed("Bob", "Miller", 0, "bobmiller@googlemail.com")), [bob]);
    // A slip in the number, the second first name left out.
    assert_eq!(ids(&typed("Ana", "Garcia", 34_612_345_687, "")), [ana]);
    // First and last name swapped, a letter missing.
    assert_eq!(ids(&typed("Figueredo", "Inês", 351_912_000_777, "")), [ines]);
    // All of it.
    let all = typed("Robert", "Miller", 442_071_838_750, "bobmiller@gmail.com");
    assert_eq!(found(store, &all), [(bob, Band::Sure)]);
    // Nothing in common.
    assert_eq!(
        ids(&typed("Robert", "Wagner", 43_660_999_000, "rw@example.org")),
        []
    );
    assert_eq!(ids(&typed("", "", 0, "")), []);
}

fn who_was_kept_apart_or_deleted_is_not_found(store: &impl Store) {
    list(store, "Shop");
    let one = somebody(store, "Ana", "Silva", 351_912_345_678, "ana@example.org");
    let other = somebody(store, "Ana", "Silva", 351_912_345_678, "");
    let contact = store.profile(one).unwrap().unwrap().contact;
    assert_eq!(found(store, &contact).first().map(|found| found.0), Some(other));
    apply(store, Change::KeepApart { one, other });
    assert_eq!(found(store, &contact), []);
    let typed = typed("Ana", "Silva", 351_912_345_678, "");
    assert_eq!(found(store, &typed).len(), 2);
    apply(
        store,
        Change::DeleteContacts {
            contacts: vec![other],
        },
    );
    assert_eq!(found(store, &typed).len(), 1);
}

fn who_is_new_is_compared_with_everybody(store: &impl Store) {
    list(store, "Shop");
    let bob = somebody(store, "Robert", "Miller", 442_071_838_750, "bob.miller@gmail.com");
    let ana = somebody(store, "Ana", "García", 34_612_345_678, "ana.garcia@example.org");
    let again = somebody(store, "Ana", "Garcia", 34_612_345_678, "");
    for other in 0..40 {
        let (first, last) = (format!("Carl{other}"), format!("Olsen{other}"));
        somebody(store, &first, &last, 4_915_112_340_000 + other * 7_919, "");
    }
    let newest = store.journal(1).unwrap().first().unwrap().id;
    let bob_again = somebody(
        store,
        "Bob",
        "Miller",
        442_071_838_750,
        "bobmiller@googlemail.com",
    );
    let nobody = somebody(store, "Inês", "Figueiredo", 351_912_000_777, "");
    let since = EntryId(newest.0 + 1);
    assert_eq!(store.made_since(since).unwrap(), [bob_again, nobody]);
    let newly = duplicates_since(store, since, 0.5, &()).unwrap().unwrap();
    let pairs: Vec<_> = newly.found.iter().map(|pair| (pair.one, pair.other)).collect();
    assert_eq!(pairs, [(bob, bob_again)], "the two Anas were there before");
    assert!(
        newly
            .found
            .iter()
            .all(|pair| !newly.people.reasons(pair).is_empty())
    );
    assert_eq!((newly.new.len(), newly.doubtful()), (2, 1));
    let mut everybody = People::default();
    let (contacts, _) = store.contacts(Scope::Everyone, None, 100).unwrap();
    for contact in &contacts {
        everybody.add(contact);
    }
    everybody.settle();
    let all = find(&everybody, 0.5, &()).unwrap();
    let of_all = all.iter().filter(|pair| pair.other == bob_again);
    assert_eq!(
        of_all.map(Suggestion::band).collect::<Vec<_>>(),
        [newly.found.first().unwrap().band()]
    );
    assert!(all.iter().any(|pair| (pair.one, pair.other) == (ana, again)));
    apply(
        store,
        Change::KeepApart {
            one: bob,
            other: bob_again,
        },
    );
    let newly = duplicates_since(store, since, 0.5, &()).unwrap().unwrap();
    assert_eq!(newly.found, []);
    let newly = duplicates_since(store, EntryId(newest.0 + 99), 0.5, &())
        .unwrap()
        .unwrap();
    assert!(newly.new.is_empty() && newly.found.is_empty());
}
