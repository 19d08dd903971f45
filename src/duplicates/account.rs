//! How a score came to be, for who wants to see it: what was known before, what each comparison adds, and what remains.

use super::evidence::Evidence;
use super::find::{Suggestion, suggest};
use super::people::People;
use super::weigh::Priors;
use crate::model::Contact;

/// The reckoning of one pair, in bits.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Account {
    /// How likely two contacts are one person before they are compared.
    pub before: f32,
    /// It is told from relatives, who share contact data, rather than from strangers.
    pub against_relatives: bool,
    /// What each comparison adds or takes, the strongest first.
    pub evidence: Vec<Evidence>,
}

impl Account {
    /// What all of it comes to, before anything keeps the pair from being sure.
    pub fn sum(&self) -> f32 {
        self.evidence
            .iter()
            .fold(self.before, |sum, evidence| sum + evidence.bits)
    }
}

/// A probability in bits for and against; nothing is surer than one in a million.
pub fn bits(probability: f32) -> f32 {
    let most = 1e-6;
    (probability.max(most) / (1.0 - probability).max(most)).log2()
}

impl People {
    /// How the score of a pair came to be.
    pub fn account(&self, found: &Suggestion) -> Account {
        let evidence = self.reasons(found);
        let told: f32 = self.told(found).iter().map(|told| told.bits).sum();
        Account {
            before: found.free - told,
            against_relatives: found.rival_is_household,
            evidence,
        }
    }
}

/// Compares two contacts by themselves, out of so many, whatever comes of it. None for a contact and itself.
pub fn compare_two(one: &Contact, other: &Contact, among: usize) -> Option<(Suggestion, Account)> {
    let mut people = People::default();
    people.add(one);
    people.add(other);
    people.some_of(among);
    people.settle();
    let priors = Priors::shipped(&people);
    let found = suggest(&people, priors, 0, 1)?;
    let account = people.account(&found);
    Some((found, account))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duplicates::weigh::Weight;

    #[test]
    fn what_a_reckoning_comes_to_is_the_score_in_bits() {
        let mut people = People::default();
        people.some_of(5_000);
        let priors = Priors::shipped(&people);
        for (same, household) in [(15.0, 3.0), (22.0, 14.0), (9.0, 12.0), (12.0, -20.0)] {
            let weight = Weight::plain(same, household);
            let apart = weight.bits(priors) - bits(weight.score(priors));
            assert!(apart.abs() < 0.05, "{same} {household}: {apart}");
        }
    }
}
