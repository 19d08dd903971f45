//! Whether two names may be one person's: what an import asks before it takes two rows with one number for one contact, and
//! what a search for duplicates begins with.

use super::text::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Groups of first names with their short and familiar forms, one a line.
const NICKNAMES: &str = include_str!("../../assets/nicknames.tsv");

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The first names contradict each other.
    Contradiction,
    /// One of them has no first name.
    Missing,
    /// A nickname, an initial, one part of it, or first and last name swapped.
    Likely,
    /// The same first name.
    Same,
}

/// Compares the first names of two people, each given as first and last name.
pub fn agreement(one: (&str, &str), other: (&str, &str)) -> Agreement {
    let (first, other_first) = (parts(one.0), parts(other.0));
    if first.is_empty() || other_first.is_empty() {
        return Agreement::Missing;
    }
    if first == other_first {
        return Agreement::Same;
    }
    if swapped((&first, &parts(one.1)), (&other_first, &parts(other.1)))
        || nicknames(&first.join(" "), &other_first.join(" "))
        || first
            .iter()
            .zip(&other_first)
            .all(|(part, other)| part_agrees(part, other))
    {
        return Agreement::Likely;
    }
    Agreement::Contradiction
}

/// The words of a name, folded, without points and hyphens.
pub fn parts(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '.' | '‐' | '‑'))
        .map(|part| part.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect()
}

/// One's first name is the other's last; where both pairs are there, both ways.
fn swapped(one: (&[String], &[String]), other: (&[String], &[String])) -> bool {
    let crosses = |first: &[String], last: &[String]| !last.is_empty() && first == last;
    let may_cross = |first: &[String], last: &[String]| last.is_empty() || first == last;
    (crosses(one.0, other.1) && may_cross(other.0, one.1))
        || (crosses(other.0, one.1) && may_cross(one.0, other.1))
}

fn part_agrees(part: &str, other: &str) -> bool {
    part == other || is_initial(part, other) || is_initial(other, part) || nicknames(part, other)
}

fn is_initial(short: &str, long: &str) -> bool {
    let mut letters = short.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if long.starts_with(letter))
}

/// The groups of names and nicknames a folded name stands in. Two names with a group in common may be one person's.
pub fn groups(folded: &str) -> &'static [u16] {
    table().get(folded).map_or(&[], Vec::as_slice)
}

/// Every folded name that stands in a group.
pub fn known() -> impl Iterator<Item = &'static str> {
    table().keys().map(String::as_str)
}

/// Whether two folded names stand in one group.
fn nicknames(one: &str, other: &str) -> bool {
    let others = groups(other);
    groups(one).iter().any(|group| others.contains(group))
}

/// Folded name → the groups it stands in.
fn table() -> &'static HashMap<String, Vec<u16>> {
    static TABLE: OnceLock<HashMap<String, Vec<u16>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<String, Vec<u16>> = HashMap::new();
        for (group, line) in (0..).zip(NICKNAMES.lines().filter(|line| !line.starts_with('#'))) {
            for name in line.split('\t') {
                table.entry(parts(name).join(" ")).or_default().push(group);
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::Agreement::{Contradiction, Likely, Missing, Same};
    use super::*;

    #[test]
    fn names_of_one_person_agree() {
        for (one, other, expected) in [
            (("Ana", "Silva"), ("ana", "Costa"), Same),
            (("José", ""), ("JOSE", ""), Same),
            (("Jean-Pierre", ""), ("Jean Pierre", ""), Same),
            (("", "Silva"), ("Ana", ""), Missing),
            (("Bob", ""), ("Robert", ""), Likely),
            (("Paco", ""), ("Francisco", ""), Likely),
            (("Zé", ""), ("José", ""), Likely),
            (("Uschi", ""), ("Ursula", ""), Likely),
            (("Саша", ""), ("Александр", ""), Likely),
            (("A.", ""), ("Ana", ""), Likely),
            (("J. L.", ""), ("José Luis", ""), Likely),
            (("Ana", ""), ("Ana Maria", ""), Likely),
            (("Silva", "Ana"), ("Ana", "Silva"), Likely),
            (("Silva", ""), ("Ana", "Silva"), Likely),
        ] {
            assert_eq!(agreement(one, other), expected, "{one:?} {other:?}");
            assert_eq!(agreement(other, one), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn names_of_two_people_do_not() {
        for (one, other) in [
            (("Ana", "Silva"), ("Bruno", "Silva")),
            (("Ana Maria", ""), ("Ana Paula", "")),
            (("B.", ""), ("Ana", "")),
            (("Silva", "Bruno"), ("Ana", "Silva")),
            (("Robert", ""), ("Richard", "")),
        ] {
            assert_eq!(agreement(one, other), Contradiction, "{one:?} {other:?}");
            assert_eq!(agreement(other, one), Contradiction, "{other:?} {one:?}");
        }
    }
}
