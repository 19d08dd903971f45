//! The keys by which people are brought together: whoever shares one is compared. Each is cheap, and wrong for some
//! pairs of one person; together they miss hardly any.

use super::name::NamePart;
use super::people::{People, Person, joined};
use super::words::Word;

/// How many keys a person has.
pub(super) const KEYS: usize = 34;

/// The most people who are compared with each other for having a key in common. More say that the key is common.
pub(super) const CAPS: [usize; KEYS] = [
    60, 40, 60, 40, 40, 40, 30, 30, 40, 30, 40, 40, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 40, 30,
    30, 6, 30, 30, 30, 30, 30, 30,
];

/// What of a name goes into keys.
#[derive(Clone, Copy, Default)]
struct Told {
    whole: u64,
    bones: u64,
    initial: u64,
}

impl Told {
    fn of(word: Option<&Word>) -> Self {
        word.map_or_else(Self::default, |word| Self {
            whole: u64::from(word.whole),
            bones: u64::from(word.bones),
            initial: u64::from(word.letters.bytes().next().unwrap_or(0)),
        })
    }
}

/// The keys of a person; 0 where there is nothing to make one of.
pub(super) fn keys(people: &People, person: &Person) -> [u32; KEYS] {
    let (given, family) = told(people, person);
    let place = |number| people.places.get(number);
    let whole = |number| place(number).map_or(0, |place| u64::from(place.whole));
    let (city, postcode) = (whole(person.city), whole(person.postcode));
    let (address, company) = (whole(person.address), whole(person.company));
    let (first, second) = (given.bones.min(family.bones), given.bones.max(family.bones));
    let exact = (given.whole.min(family.whole), given.whole.max(family.whole));
    let letters = given.initial.min(family.initial) << 8 | given.initial.max(family.initial);
    let day = u64::from(person.birthday.0);
    let (year, in_year) = (
        u64::from(person.birthday.year()),
        u64::from(person.birthday.in_year()),
    );
    let figures = u64::from(person.birthday.figures());
    let number = person.number;
    let mailbox = people.mailboxes.get(person.mailbox).map(|found| &found.mailbox);
    let domain = mailbox
        .filter(|mailbox| !mailbox.is_public)
        .map_or(0, |mailbox| u64::from(mailbox.domain));
    let local = mailbox
        .filter(|mailbox| !mailbox.is_shared)
        .map_or(0, |mailbox| u64::from(mailbox.letters));
    let mailbox = mailbox.map_or(0, |mailbox| u64::from(mailbox.whole));
    let values: [[u64; 3]; KEYS] = [
        [number, 1, 1],
        [number % 100_000_000, 1, 1],
        [mailbox, 1, 1],
        [local, 1, 1],
        [first, second, year],
        [first, second, in_year],
        [first, second, city],
        [first, second, postcode],
        [first, second, number % 10_000 + 1],
        [first, second, number / 10_000],
        [day, family.bones, 1],
        [day, given.bones, 1],
        [day, city, 1],
        [day, postcode, 1],
        [day, letters, 1],
        [figures, family.whole, 1],
        [figures, given.whole, postcode],
        [family.bones, postcode, given.initial],
        [family.bones, city, given.initial],
        [family.bones, number % 100_000 + 1, 1],
        [given.bones, number % 100_000 + 1, 1],
        [given.bones, postcode, year],
        [given.bones, city, in_year],
        [address, given.initial, 1],
        [address, family.bones, 1],
        [number / 100, letters, 1],
        [company, given.bones, 1],
        [exact.0, exact.1, 1],
        [domain, family.bones, 1],
        [given.whole, postcode, city],
        [family.bones, postcode, city],
        [number / 100, postcode, 1],
        [given.whole, family.initial, city],
        [given.whole, family.initial, postcode],
    ];
    let mut keys = [0; KEYS];
    for (kind, (key, values)) in keys.iter_mut().zip(values).enumerate() {
        if !values.contains(&0) {
            *key = joined(kind as u64, &values);
        }
    }
    keys
}

/// The keys of further numbers and mailboxes, each with its place among the keys.
pub(super) fn further(people: &People, person: &Person) -> Vec<(usize, u32)> {
    if person.more == 0 {
        return Vec::new();
    }
    let numbers = people.numbers_of(person).skip(1);
    let mailboxes = people
        .mailboxes_of(person)
        .map(|found| u64::from(found.mailbox.whole));
    numbers
        .map(|number| (0, joined(0, &[number, 1, 1])))
        .chain(mailboxes.map(|mailbox| (2, joined(2, &[mailbox, 1, 1]))))
        .collect()
}

/// The first word of the first and of the last name; a whole name in one field is cut behind its first word.
fn told(people: &People, person: &Person) -> (Told, Told) {
    let words = |part: Option<&NamePart>| part.map_or(&[][..], |part| &*part.words).to_vec();
    let given = words(people.names.get(person.name.given));
    let family = words(people.names.get(person.name.family));
    let word = |number: Option<&u32>| Told::of(number.and_then(|number| people.names.words.get(*number)));
    let surname = match (family.first(), given.as_slice()) {
        (Some(first), _) => Some(first),
        (None, [_, .., last]) => Some(last),
        (None, _) => None,
    };
    (word(given.first()), word(surname))
}
