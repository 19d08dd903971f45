//! Search finds names, numbers and mailboxes, best first; completion offers the values there are.

use super::audience::Kept;
use audience::model::{
    BuiltinField, ContactId, Edit, FieldRef, Instant, ListId, Moment, NewContact, NumberState, Scope, Value,
};
use audience::phone::E164;
use audience::store::{Cancel, Change, Store, StoreError};

fn kept(people: &[(&str, &str, &str, u64, &str)]) -> Kept {
    let moment = Moment {
        now: Instant(1_700_000_000),
        zone: chrono_tz::UTC,
    };
    let kept = Kept::empty(moment);
    for (first, last, email, number, city) in people {
        let fields = [
            (BuiltinField::FirstName, first),
            (BuiltinField::LastName, last),
            (BuiltinField::Email, email),
            (BuiltinField::City, city),
        ];
        let edits = fields
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| Edit::Set(FieldRef::Builtin(field), Some(Value::Text((*text).to_owned()))));
        let new = NewContact {
            phone: E164::from_digits(*number),
            number_state: NumberState::Valid,
            lists: vec![ListId(1)],
            edits: edits.collect(),
        };
        kept.apply(Change::AddContact(new), moment.now);
    }
    kept
}

fn audience() -> Kept {
    kept(&[
        ("Hans", "Meyer", "hans@post.example", 4_915_112_345_678, "Berlin"),
        ("Ana", "Silva", "silva@post.example", 351_912_345_678, "Lisboa"),
        ("Maria", "Anastácio", "m@an.example", 351_913_000_001, "lisboa"),
        ("Susana", "Müller", "sm@post.example", 4_915_199_900_000, "Lisboa"),
        ("", "", "", 5_511_987_654_321, ""),
    ])
}

fn found(kept: &Kept, text: &str) -> Vec<u32> {
    let all = kept
        .store
        .walk(Scope::Everyone, &audience::criteria::query::Query::All, None, 9)
        .unwrap();
    let found = kept
        .store
        .search(Scope::Everyone, text, 9, &Cancel::default())
        .unwrap();
    let place = |contact: &ContactId| all.iter().position(|one| one == contact).unwrap() as u32;
    found.iter().map(place).collect()
}

#[test]
fn beginnings_come_before_the_middle_of_words() {
    let kept = audience();
    assert_eq!(found(&kept, "ana"), [1, 2, 3]);
    assert_eq!(found(&kept, "ANASTA"), [2]);
    assert_eq!(found(&kept, "muller"), [3]);
    assert_eq!(found(&kept, "a silva"), [1]);
    assert_eq!(found(&kept, "an.example"), [2]);
    assert_eq!(found(&kept, "zzz"), Vec::<u32>::new());
    assert_eq!(found(&kept, "  "), Vec::<u32>::new());
}

#[test]
fn numbers_are_found_by_their_digits_however_they_are_typed() {
    let kept = audience();
    assert_eq!(found(&kept, "+351 91"), [1, 2]);
    assert_eq!(found(&kept, "345678"), [0, 1]);
    assert_eq!(found(&kept, "(55) 11"), [4]);
}

#[test]
fn letters_in_their_order_are_found_after_whole_parts() {
    let kept = audience();
    assert_eq!(found(&kept, "hnsmyr"), [0]);
    assert_eq!(found(&kept, "anslv"), [1]);
}

#[test]
fn a_scope_and_a_limit_hold_and_a_wish_to_stop_is_heard() {
    let kept = audience();
    let search = |scope, limit| {
        kept.store
            .search(scope, "post", limit, &Cancel::default())
            .unwrap()
            .len()
    };
    assert_eq!(search(Scope::List(ListId(1)), 9), 3);
    assert_eq!(search(Scope::List(ListId(1)), 2), 2);
    assert_eq!(search(Scope::List(ListId(2)), 9), 0);
    let cancel = Cancel::default();
    cancel.cancel();
    let stopped = kept.store.search(Scope::Everyone, "post", 9, &cancel);
    assert_eq!(stopped, Err(StoreError::Cancelled));
}

#[test]
fn values_are_offered_by_how_many_have_them_as_first_spelled() {
    let kept = audience();
    let values = |text| {
        let city = FieldRef::Builtin(BuiltinField::City);
        kept.store
            .values(Scope::Everyone, city, text, 5, &Cancel::default())
            .unwrap()
    };
    let value = |text: &str, count| (text.to_owned(), count);
    assert_eq!(values(""), [value("Lisboa", 3), value("Berlin", 1)]);
    assert_eq!(values("LIN"), [value("Berlin", 1)]);
    assert_eq!(values("x"), []);
}
