//! Two people beside each other: one likeness an aspect, and how common that is which they agree in.

use super::birthday::Days;
use super::evidence::{Aspect, Likeness};
use super::name::Generation;
use super::number::{self, Numbers};
use super::people::{Box_, People, Person};
use super::place::{Place, Places};
use super::words::is_slip;

/// One comparison before it is weighed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared {
    pub(super) aspect: Aspect,
    pub(super) likeness: Likeness,
    /// Share of people who have what both agree in.
    pub(super) share: f32,
}

/// All comparisons of a pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison {
    pub(super) all: [Compared; 10],
}

impl Comparison {
    /// How alike an aspect is.
    pub(super) fn likeness(&self, aspect: Aspect) -> Likeness {
        let found = self.all.iter().find(|compared| compared.aspect == aspect);
        found.map_or(Likeness::Missing, |compared| compared.likeness)
    }
}

/// A street that nobody knows how common it is: so many people live at each address.
const AN_ADDRESS: f32 = 0.3;
/// Days on which the people of a list may be born.
const DAYS: f32 = 25_000.0;
/// What a list of no more people says about places counts less than what is usual.
const USUAL_PLACES: f32 = 2_000.0;
/// The usual share of a city.
const A_CITY: f32 = 0.002;
/// The usual share of a postcode.
const A_POSTCODE: f32 = 0.001;
/// A postcode that follows from the city: so many of its people have it.
const WITHIN_A_CITY: f32 = 0.3;

/// Compares two people.
pub(super) fn compare(people: &People, one: &Person, other: &Person) -> Comparison {
    let names = people.names.beside(one.name, other.name);
    let is_one_firm = people.names.is_firm(one.name) != people.names.is_firm(other.name);
    let given = if is_one_firm { Likeness::Other } else { names.given };
    let (city, city_share) = place(people, one.city, other.city, A_CITY);
    let (postcode, postcode_share) = place(people, one.postcode, other.postcode, A_POSTCODE);
    let postcode_share = if city == Likeness::Same {
        postcode_share.max(WITHIN_A_CITY)
    } else {
        postcode_share
    };
    let (address, _) = place(people, one.address, other.address, 0.0);
    let (company, company_share) = place(people, one.company, other.company, A_CITY);
    let (number, number_share) = numbers(people, one, other);
    let (email, email_share) = mailboxes(people, one, other, (names.given, names.family));
    let (birthday, birthday_share) = birthdays(people, one, other);
    let count = people.count().max(FEWEST) as f32;
    let row = |aspect, likeness, share| Compared {
        aspect,
        likeness,
        share,
    };
    Comparison {
        all: [
            row(Aspect::FirstName, given, names.given_share),
            row(Aspect::LastName, names.family, names.family_share),
            row(Aspect::Number, number, number_share),
            row(Aspect::Email, email, email_share),
            row(Aspect::Birthday, birthday, birthday_share),
            row(Aspect::Address, address, AN_ADDRESS / count),
            row(Aspect::City, city, city_share),
            row(Aspect::Postcode, postcode, postcode_share),
            row(Aspect::Company, company, company_share),
            row(Aspect::Generation, generations(people, one, other), 1.0),
        ],
    }
}

/// A list counts as having this many people at least: two contacts of one name in a list of ten are no proof.
pub(super) const FEWEST: usize = 200;

fn generations(people: &People, one: &Person, other: &Person) -> Likeness {
    let said = (
        people.names.generation(one.name),
        people.names.generation(other.name),
    );
    match said {
        (one, other) if one == other => Likeness::Missing,
        (Generation::Unsaid, _) | (_, Generation::Unsaid) => Likeness::Part,
        _ => Likeness::Other,
    }
}

fn place(people: &People, one: u32, other: u32, usual: f32) -> (Likeness, f32) {
    if one == 0 || other == 0 {
        return (Likeness::Missing, 1.0);
    }
    let (Some(left), Some(right)) = (people.places.get(one), people.places.get(other)) else {
        return (Likeness::Missing, 1.0);
    };
    let likeness = if one == other {
        Likeness::Same
    } else {
        match Place::beside(left, right) {
            Places::Missing => Likeness::Missing,
            Places::Same => Likeness::Same,
            Places::Slip => Likeness::Slip,
            Places::Other => Likeness::Other,
        }
    };
    let held = left.count.max(right.count) as f32;
    let count = people.count() as f32;
    let share = (held + usual * USUAL_PLACES) / (count + USUAL_PLACES);
    let least = if people.is_sample() { usual } else { 0.0 };
    (likeness, share.max(least))
}

/// The best agreement of any of their numbers.
fn numbers(people: &People, one: &Person, other: &Person) -> (Likeness, f32) {
    // A contact that is still being typed has none.
    if one.number == 0 || other.number == 0 {
        return (Likeness::Missing, 1.0);
    }
    let mut best = (Numbers::Other, 0);
    for left in people.numbers_of(one) {
        for right in people.numbers_of(other) {
            let found = number::compare(left, right);
            if found < best.0 {
                best = (found, left);
            }
        }
    }
    let likeness = match best.0 {
        Numbers::Same => Likeness::Same,
        Numbers::Slip => Likeness::Slip,
        Numbers::SameEnd => Likeness::Part,
        Numbers::Other => Likeness::Other,
    };
    let families = if likeness == Likeness::Same {
        people.holders(best.1).families()
    } else {
        1
    };
    (likeness, shared_by(people, families, 0.02))
}

/// How often two strangers of a list share what so many families have: beyond a couple it is a switchboard or an office.
fn shared_by(people: &People, families: u32, by_chance: f32) -> f32 {
    let others = families.saturating_sub(2) as f32;
    (others.powi(2) / 4.0).max(by_chance) / people.count().max(FEWEST) as f32
}

fn mailboxes(people: &People, one: &Person, other: &Person, names: (Likeness, Likeness)) -> (Likeness, f32) {
    if one.mailbox == 0 || other.mailbox == 0 {
        return (Likeness::Missing, 1.0);
    }
    let mut best = (Likeness::Other, 1.0);
    for left in people.mailboxes_of(one) {
        for right in people.mailboxes_of(other) {
            let found = mailbox(people, left, right, names);
            if found.0 < best.0 {
                best = found;
            }
        }
    }
    best
}

fn mailbox(people: &People, one: &Box_, other: &Box_, names: (Likeness, Likeness)) -> (Likeness, f32) {
    let (left, right) = (&one.mailbox, &other.mailbox);
    let is_office = left.is_shared || right.is_shared;
    if left.whole == right.whole {
        // An office's mailbox is one that several people have, whether or not the others are in the list.
        let families = one.holders.families().max(if is_office { 3 } else { 0 });
        let likeness = if is_office || families > 3 {
            Likeness::Alike
        } else {
            Likeness::Same
        };
        return (likeness, shared_by(people, families, 0.005));
    }
    if is_office {
        return (Likeness::Missing, 1.0);
    }
    if left.letters == right.letters && left.letters != 0 {
        // What stands before the @ is mostly made of the name: where the names agree it says little more.
        let is_of_name = names.0 <= Likeness::Initial && names.1 <= Likeness::Initial;
        return (Likeness::Part, if is_of_name { 0.02 } else { 0.000_2 });
    }
    let is_long = left.local.len().min(right.local.len()) >= 6;
    let is_one_figure = left.figures == right.figures;
    if left.domain == right.domain && is_long && is_one_figure && is_slip(&left.local, &right.local) {
        return (Likeness::Slip, 1.0);
    }
    (Likeness::Other, 1.0)
}

fn birthdays(people: &People, one: &Person, other: &Person) -> (Likeness, f32) {
    let likeness = match one.birthday.beside(other.birthday) {
        Days::Missing => return (Likeness::Missing, 1.0),
        Days::Same if one.birthday.year() == 0 => Likeness::Part,
        Days::Same => {
            // A day that stands for an unknown one, such as the first of January 1970, is common in the list.
            let held = people.born_on(one.birthday).saturating_sub(2) as f32;
            let share = held / people.count().max(FEWEST) as f32;
            return (Likeness::Same, share.max(1.0 / DAYS));
        }
        Days::SameInYear => Likeness::Part,
        Days::Slip => Likeness::Slip,
        Days::Other => Likeness::Other,
    };
    (likeness, 1.0)
}
