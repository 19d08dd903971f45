//! From comparisons to a probability. A pair is one person, two people who share contact data, or two strangers: each
//! comparison says how well it fits each of these, and the readings are weighed against each other. So relatives never
//! become one person by what relatives share.

use super::compare::{Comparison, FEWEST, compare};
use super::evidence::{Aspect, CAPPED, Evidence, Likeness};
use super::people::{People, Person};
use super::weights::{HOUSEHOLD_A_CONTACT, SAME_A_CONTACT, odds};

/// How often each reading is true at all: pairs a contact, of the list it is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Priors {
    same: f32,
    household: f32,
    /// Pairs a contact has with all others.
    count: f32,
}

/// What comes with the program counts as much as a list of so many contacts says.
const SHIPPED_CONTACTS: f32 = 40.0;

/// How often the shares are worked out anew from what they say of the pairs.
const ROUNDS: usize = 12;

impl Priors {
    /// What is known before the list was looked at.
    pub(super) fn shipped(people: &People) -> Self {
        Self {
            same: SAME_A_CONTACT,
            household: HOUSEHOLD_A_CONTACT,
            count: people.count().max(FEWEST) as f32,
        }
    }

    /// What the pairs of the list say: whether relatives are in it at all, and how many contacts are there twice.
    pub(super) fn learned(people: &People, weights: &(impl Iterator<Item = Weight> + Clone)) -> Self {
        let mut priors = Self::shipped(people);
        let contacts = people.looked_for() as f32 + SHIPPED_CONTACTS;
        for _ in 0..ROUNDS {
            let (mut same, mut household) = (0.0, 0.0);
            for weight in weights.clone() {
                let shares = priors.shares(weight);
                same += f64::from(shares.0);
                household += f64::from(shares.1);
            }
            priors.same = (same as f32 + SAME_A_CONTACT * SHIPPED_CONTACTS) / contacts;
            priors.household = (household as f32 + HOUSEHOLD_A_CONTACT * SHIPPED_CONTACTS) / contacts;
        }
        priors
    }

    /// One person, and two who share contact data, in bits beside two strangers.
    fn readings(self, weight: Weight) -> (f32, f32) {
        let same = weight.same + (2.0 * self.same / self.count).log2();
        let household = weight.household + (2.0 * self.household / self.count).log2();
        (same, household)
    }

    /// How probable one person is, and two who share contact data.
    fn shares(self, weight: Weight) -> (f32, f32) {
        let (same, household) = self.readings(weight);
        let most = same.max(household).max(0.0);
        let (same, household, strangers) = ((same - most).exp2(), (household - most).exp2(), (-most).exp2());
        let all = same + household + strangers;
        (same / all, household / all)
    }
}

/// What keeps a pair from being sure, whatever else agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// Nothing.
    None,
    /// It is for a person to decide.
    Doubt,
    /// Two first names of which one is no name: what it was meant to be may be said by a third contact.
    Garbled,
    /// They contradict each other as persons.
    Contradiction,
}

/// How a pair fits the readings, in bits beside two strangers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weight {
    same: f32,
    household: f32,
    pub(super) hindrance: Hindrance,
    /// A number, a mailbox or an address is the same.
    shares_contact_data: bool,
}

impl Weight {
    /// Nothing but these readings.
    #[cfg(test)]
    pub(super) fn plain(same: f32, household: f32) -> Self {
        Self {
            same,
            household,
            hindrance: Hindrance::None,
            shares_contact_data: false,
        }
    }

    /// The probability that both are one person.
    pub(super) fn score(self, priors: Priors) -> f32 {
        let (same, _) = priors.shares(self);
        match self.hindrance {
            Hindrance::None => same,
            Hindrance::Doubt | Hindrance::Garbled | Hindrance::Contradiction => same.min(CAPPED),
        }
    }

    /// The same in bits, whatever keeps the pair from being sure.
    pub(super) fn bits(self, priors: Priors) -> f32 {
        let (same, household) = priors.readings(self);
        // The rivals together: relatives, and strangers, who are nothing in bits.
        let most = household.max(0.0);
        same - most - ((household - most).exp2() + (-most).exp2()).log2()
    }

    /// Whether they seem to be two people who share contact data.
    pub(super) fn is_household(self, priors: Priors) -> bool {
        let (same, household) = priors.shares(self);
        self.shares_contact_data && same < household && household > 0.5
    }

    /// What one person has to be told from: relatives rather than strangers.
    pub(super) fn rival_is_household(self, priors: Priors) -> bool {
        let (same, household) = priors.shares(self);
        household > 1.0 - same - household
    }

    /// Whether it is worth keeping at all.
    pub(super) fn is_something(self, priors: Priors) -> bool {
        let (same, household) = priors.shares(self);
        same + household > 0.02
    }
}

/// Weighs a pair.
pub(super) fn weigh(people: &People, one: &Person, other: &Person) -> Weight {
    let comparison = compare(people, one, other);
    let (mut same, mut household) = (0.0, 0.0);
    for compared in &comparison.all {
        if compared.likeness != Likeness::Missing {
            let odds = odds(compared.aspect, compared.likeness, compared.share);
            same += (odds.same / odds.strangers).log2();
            household += (odds.household / odds.strangers).log2();
        }
    }
    Weight {
        same,
        household,
        hindrance: match hindrance(&comparison) {
            Hindrance::Contradiction if is_garbled(people, &comparison, one, other) => Hindrance::Garbled,
            found => found,
        },
        shares_contact_data: shares_contact_data(&comparison),
    }
}

/// What each comparison of a pair says, the strongest first: against relatives, or against strangers.
pub(super) fn evidence(people: &People, pair: (&Person, &Person), rival_is_household: bool) -> Vec<Evidence> {
    let comparison = compare(people, pair.0, pair.1);
    let told = comparison
        .all
        .iter()
        .filter(|compared| compared.likeness != Likeness::Missing);
    let mut evidence: Vec<Evidence> = told
        .map(|compared| {
            let odds = odds(compared.aspect, compared.likeness, compared.share);
            let rival = if rival_is_household {
                odds.household
            } else {
                odds.strangers
            };
            Evidence {
                aspect: compared.aspect,
                likeness: compared.likeness,
                bits: (odds.same / rival).log2(),
            }
        })
        .collect();
    evidence.sort_by(|one, other| other.bits.abs().total_cmp(&one.bits.abs()));
    evidence
}

fn hindrance(comparison: &Comparison) -> Hindrance {
    if contradicts(comparison) {
        Hindrance::Contradiction
    } else if is_doubtful(comparison) {
        Hindrance::Doubt
    } else {
        Hindrance::None
    }
}

/// They contradict each other as persons: two first names (those of twins and brothers are often alike), or father and son.
fn contradicts(comparison: &Comparison) -> bool {
    matches!(
        comparison.likeness(Aspect::FirstName),
        Likeness::Other | Likeness::Alike
    ) || comparison.likeness(Aspect::Generation) == Likeness::Other
}

/// Nothing but the first names contradicts, and one of them is a name that nobody has.
fn is_garbled(people: &People, comparison: &Comparison, one: &Person, other: &Person) -> bool {
    comparison.likeness(Aspect::FirstName) == Likeness::Other
        && comparison.likeness(Aspect::Generation) != Likeness::Other
        && !(people.names.is_known(one.name) && people.names.is_known(other.name))
}

/// What keeps a pair from being sure although nothing contradicts: it is for a person to decide.
fn is_doubtful(comparison: &Comparison) -> bool {
    let likeness = |aspect| comparison.likeness(aspect);
    let is_near = |aspect| matches!(likeness(aspect), Likeness::Same | Likeness::Slip);
    let is_born_alike = is_near(Aspect::Birthday);
    let is_own = is_born_alike || likeness(Aspect::Email) == Likeness::Same;
    let is_reached = is_near(Aspect::Number) || is_near(Aspect::Email);
    let lives_alike = is_near(Aspect::Postcode) || likeness(Aspect::Address) == Likeness::Same;
    let is_called = |aspect| matches!(likeness(aspect), Likeness::Same | Likeness::Swapped);
    let is_neighbour = likeness(Aspect::Postcode) == Likeness::Same && is_near(Aspect::City);
    let is_namesake = is_called(Aspect::FirstName) && is_called(Aspect::LastName) && is_neighbour;
    let has_first_name = !matches!(likeness(Aspect::FirstName), Likeness::Initial | Likeness::Missing);
    let has_surname = !matches!(likeness(Aspect::LastName), Likeness::Other | Likeness::Alike);
    // J. may be John or Julia.
    !has_first_name && !is_own
        // The other one may be the son.
        || likeness(Aspect::Generation) == Likeness::Part && !is_born_alike
        // Somebody has married, or these are two people of one first name and birthday.
        || !(has_surname || is_reached || is_born_alike && lives_alike)
        // A name and a town alone decide nothing.
        || !(is_own || is_reached || is_namesake)
}

fn shares_contact_data(comparison: &Comparison) -> bool {
    [Aspect::Number, Aspect::Email, Aspect::Address]
        .into_iter()
        .any(|aspect| matches!(comparison.likeness(aspect), Likeness::Same | Likeness::Alike))
}
