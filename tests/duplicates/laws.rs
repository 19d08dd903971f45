//! What holds of every search.

use super::*;
use audience::duplicates::{Aspect, Band, Standing, Watch, likely};

fn named(id: u32, first: &str, last: &str, number: &str) -> Contact {
    Contact {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        ..contact(id, number, "PT")
    }
}

#[test]
fn the_order_of_contacts_changes_nothing() {
    let mut contacts: Vec<Contact> = (0..12)
        .map(|id| {
            named(
                id,
                ["Ana", "Rui", "Zé", "José"][id as usize % 4],
                "Silva",
                &format!("+35191234{:04}", id / 3),
            )
        })
        .collect();
    let told = |pairs: Vec<Suggestion>| -> Vec<(ContactId, ContactId, String)> {
        let mut told: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.one, pair.other, format!("{:.4}", pair.score)))
            .collect();
        told.sort();
        told
    };
    let forwards = told(found(&contacts, 0.0));
    contacts.reverse();
    assert_eq!(told(found(&contacts, 0.0)), forwards);
    assert!(!forwards.is_empty());
}

#[test]
fn a_contact_is_never_a_duplicate_of_itself() {
    let one = named(7, "Ana", "Silva", "+351912345678");
    assert_eq!(found(&[one.clone(), one], 0.0), []);
}

#[test]
fn further_numbers_and_mailboxes_bring_people_together() {
    let mut one = named(1, "Marcelina", "Quaresma", "+351912345678");
    one.other_phones = vec![read("+351961112223", "PT")];
    let other = named(2, "Marcelina", "Quaresma", "+351961112223");
    let pairs = found(&[one, other], 0.5);
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0].band(), Band::Sure);
}

#[test]
fn relatives_are_told_as_such_and_stay_weak() {
    let mut couple = [
        named(1, "Peter", "Kowalski", "+15125961987"),
        named(2, "Anna", "Kowalski", "+15125961987"),
    ];
    for one in &mut couple {
        one.address = "12 Elm St".to_owned();
        one.city = "Gary".to_owned();
    }
    let pairs = found(&couple, 0.0);
    assert_eq!(pairs.len(), 1);
    assert_eq!(
        (pairs[0].band(), pairs[0].standing),
        (Band::Weak, Standing::SameHousehold)
    );
}

#[test]
fn three_of_one_person_are_three_sure_pairs_and_a_contradiction_takes_them_apart() {
    let ana = |id, first: &str, number: &str, email: &str| Contact {
        email: email.to_owned(),
        birthday: birthday("1990-05-17"),
        city: "Évora".to_owned(),
        ..named(id, first, "Quaresma", number)
    };
    let same = [
        ana(1, "Marcelina", "+351912345678", "lina@example.com"),
        ana(2, "Marcelina", "+351912345678", ""),
        ana(3, "Marcelina", "+351961112223", "lina@example.com"),
    ];
    let sure = |pairs: &[Suggestion]| pairs.iter().filter(|pair| pair.band() == Band::Sure).count();
    assert_eq!(sure(&found(&same, 0.0)), 3);
    let mut twins = same;
    twins[1].first_name.clear();
    twins[2].first_name = "Etelvina".to_owned();
    twins[2].phone = twins[1].phone;
    twins[1].email = "lina@example.com".to_owned();
    assert_eq!(sure(&found(&twins, 0.0)), 0);
}

#[test]
fn every_suggestion_says_why() {
    let people = people(&[
        named(1, "Bob", "Smith", "+12128545252"),
        named(2, "Robert", "Smith", "+12128545252"),
    ]);
    let pairs = find(&people, 0.0, &()).unwrap();
    let words: Vec<String> = people
        .reasons(&pairs[0])
        .iter()
        .map(ToString::to_string)
        .collect();
    for wanted in ["first name nickname +", "number same ", "last name same "] {
        assert!(
            words.iter().any(|word| word.starts_with(wanted)),
            "{wanted}: {words:?}"
        );
    }
}

#[test]
fn a_search_that_is_stopped_gives_nothing() {
    struct Stop;
    impl Watch for Stop {
        fn step(&self, _done: usize, _total: usize) -> bool {
            false
        }
    }
    let contacts = [
        named(1, "Ana", "Silva", "+351912345678"),
        named(2, "Ana", "Silva", "+351912345678"),
    ];
    assert!(find(&people(&contacts), 0.0, &Stop).is_none());
}

#[test]
fn who_is_known_to_be_two_is_not_taken_for_one_by_what_others_say() {
    let contacts: Vec<Contact> = (1..=3)
        .map(|id| Contact {
            birthday: birthday("1990-05-17"),
            ..named(id, "Marcelina", "Quaresma", "+351912345678")
        })
        .collect();
    let mut people = people(&contacts);
    people.keep_apart(ContactId(3), ContactId(1));
    let pairs = find(&people, 0.0, &()).unwrap();
    assert!(
        pairs
            .iter()
            .all(|pair| (pair.one, pair.other) != (ContactId(1), ContactId(3)))
    );
    assert!(
        pairs.iter().all(|pair| pair.band() != Band::Sure),
        "a cluster with a contradiction falls apart"
    );
}

#[test]
fn texts_of_any_length_take_no_time() {
    let long = |id: u32| Contact {
        email: format!("{}@example.com", "mail".repeat(20_000)),
        company: "firm ".repeat(20_000),
        address: format!("{} {id}", "street".repeat(20_000)),
        city: format!("{}{id}", "town".repeat(20_000)),
        ..named(
            id,
            &"ana ".repeat(20_000),
            &format!("{}{id}", "silva".repeat(20_000)),
            "+351912345678",
        )
    };
    let contacts: Vec<Contact> = (1..8).map(long).collect();
    assert_eq!(found(&contacts, 0.0).len(), 21);
}

/// People of a town, who have nothing to do with anybody.
fn strangers(count: u32) -> Vec<Contact> {
    let names = ["Rui", "Inês", "Tomás", "Beatriz", "Duarte", "Leonor", "Gonçalo"];
    let stranger = |id: u32| {
        let family = format!(
            "Quinta{}",
            ["bal", "cor", "dim", "fel", "gas"][id as usize % 5].repeat(1 + id as usize / 40)
        );
        Contact {
            birthday: birthday(&format!(
                "19{:02}-{:02}-{:02}",
                40 + id % 50,
                1 + id % 12,
                1 + id % 28
            )),
            city: ["Faro", "Porto", "Braga"][id as usize % 3].to_owned(),
            ..named(
                id,
                names[id as usize % 7],
                &family,
                &format!("+35193{:07}", id * 7_919),
            )
        }
    };
    (1_000..1_000 + count).map(stranger).collect()
}

#[test]
fn a_garbled_surname_is_found_by_first_name_and_postcode() {
    let person = |id, last: &str, number: &str, city: &str, mail: &str| Contact {
        city: city.to_owned(),
        postcode: "8800-123".to_owned(),
        email: mail.to_owned(),
        ..named(id, "Marcelina", last, number)
    };
    let mut contacts = strangers(200);
    contacts.push(person(
        1,
        "Paterson",
        "+351912345678",
        "Tavira",
        "paterson.lina@example.com",
    ));
    contacts.push(person(2, "Patesrn", "+351961112223", "Taivra", ""));
    let pairs = found(&contacts, 0.5);
    assert!(
        pairs.iter().any(|pair| (pair.one.0, pair.other.0) == (1, 2)),
        "{pairs:?}"
    );
}

#[test]
fn who_is_there_many_times_makes_no_birthday_common() {
    let person = |id: u32, copies: u32| Contact {
        birthday: birthday("1992-09-17"),
        city: "Tavira".to_owned(),
        ..named(
            id,
            "Marcelina",
            "Quaresma",
            &format!("+35191{:07}", id * 104_729 * copies),
        )
    };
    let score = |copies: u32| {
        let mut contacts = strangers(200);
        contacts.extend((1..=copies).map(|id| person(id, copies)));
        let pairs = found(&contacts, 0.0);
        let pair = pairs.iter().find(|pair| (pair.one.0, pair.other.0) == (1, 2));
        pair.map(|pair| people(&contacts).reasons(pair)).unwrap()
    };
    let of_birthday = |copies| {
        let told = score(copies)
            .into_iter()
            .find(|told| told.aspect == Aspect::Birthday);
        told.unwrap().bits
    };
    assert!((of_birthday(2) - of_birthday(6)).abs() < 0.01);
}

#[test]
fn two_slips_of_one_name_do_not_take_a_person_apart() {
    let person = |id, first: &str| Contact {
        birthday: birthday("1944-01-14"),
        city: "Tavira".to_owned(),
        ..named(id, first, "Quaresma", "+351912345678")
    };
    let sure = |contacts: &[Contact]| -> Vec<(u32, u32)> {
        let pairs = found(contacts, 0.97);
        let mut pairs: Vec<_> = pairs.iter().map(|pair| (pair.one.0, pair.other.0)).collect();
        pairs.sort_unstable();
        pairs
    };
    let mut contacts = strangers(200);
    contacts.extend([person(1, "Jack"), person(2, "Jadk"), person(3, "Jacl")]);
    assert_eq!(
        sure(&contacts),
        [(1, 2), (1, 3)],
        "Jadk and Jacl themselves are for a person to decide"
    );
    // Two real names are two people, whoever stands between them.
    let mut twins = strangers(200);
    twins.extend([person(1, "Jack"), person(2, ""), person(3, "Emily")]);
    assert_eq!(sure(&twins), []);
}

#[test]
fn a_namesake_in_the_same_large_city_is_not_said_to_be_whoever_is_typed() {
    let ana = |id, number: &str, city: &str| Contact {
        city: city.to_owned(),
        ..named(id, "Ana", "Silva", number)
    };
    let typed = ana(u32::MAX, "+351912345678", "Lisboa");
    let among = 1_000_000;
    let namesakes = [
        ana(1, "+351961112223", "Lisboa"),
        ana(2, "+351931112224", "Porto"),
    ];
    assert_eq!(likely(&typed, &namesakes, among), []);
    let same = [ana(3, "+351912345678", "Lisboa")];
    let found = likely(&typed, &same, among);
    assert_eq!(found.len(), 1);
    assert!(!found[0].1.is_empty());
}
